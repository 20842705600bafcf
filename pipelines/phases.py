"""The step from measurements to levels to proposals: arrays for the rule of `indicators`, tables
for the warehouse.
"""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators import (
    CHANNELS,
    CRITERIA,
    PHASE_IDS,
    Evidence,
    Knowledge,
    Proposals,
    WeighedProposals,
    WeighedRule,
    level_from_goalposts,
    propose,
    propose_weighed,
)
from indicators.evidence import GATE_IDS, REASON_KINDS, STRENGTHS, gates_in
from indicators.observations import Observations
from pipelines.observed import read_observations, write_intervals
from pipelines.references import write_table
from pipelines.sql import query, run
from pipelines.weighed_tables import (
    EMPTY_COLUMNS,
    named,
    weighed_columns,
    write_nothing_weighed,
    write_weighed,
)


def write_proposals(
    connection: duckdb.DuckDBPyConnection,
    knowledge: Knowledge,
    as_of: date,
    with_background: bool = True,
) -> None:
    """Make crit_levels, phase_proposals, phase_reasons and what goes with them, for the whole
    history. The background touches no proposal: intervals, the proposals of older rules, what would
    change a proposal and how robust it is.

    The goalposts are those in effect on the reference date, for every week: history is recomputed
    under one rule, so that a trend never breaks because the measure changed.
    """
    observations = observe(connection, knowledge, as_of)
    evidence = observations.evidence
    if with_background:
        write_intervals(connection, knowledge)
    others = []
    for rule in knowledge.rules if with_background else (knowledge.rule,):
        is_current = rule is knowledge.rule
        if isinstance(rule, WeighedRule):
            weighed = propose_weighed(observations, rule, knowledge.phase_criteria)
            proposals, frame = weighed.proposals, weighed_columns(weighed)
            if is_current and with_background:
                write_weighed(connection, observations, weighed, rule, knowledge.phase_criteria)
        else:
            proposals = propose(evidence, rule)
            weighed, frame = None, pd.DataFrame()
            if is_current and with_background:
                write_nothing_weighed(connection)
        proposed = _proposed(proposals, evidence.usable)
        columns = {name: frame.get(name, values) for name, values in EMPTY_COLUMNS.items()}
        proposed = proposed.assign(**columns)
        if is_current:
            write_table(connection, "proposed", proposed)
            write_table(connection, "reasons_given", _reasons(proposals, weighed))
        else:
            others.append(proposed)
    older = pd.concat(others, ignore_index=True) if others else proposed.head(0)
    write_table(connection, "proposed_before", older)
    urgency = knowledge.rule.urgency
    review = [
        (phase.id, urgency.review_weeks(phase.id, False)) for phase in knowledge.phases.values()
    ]
    write_table(connection, "review_weeks", pd.DataFrame(review, columns=["phase", "weeks"]))
    run(
        connection,
        "60_phase/01_phase_proposals",
        urgency_criteria=urgency.urgency_criteria.value,
        urgency_level=urgency.urgency_level.value,
        urgent_weeks=urgency.review_weeks_when_urgent.value,
    )
    counted = [
        (i.criterion, i.id) for i in knowledge.indicators.values() if i.source.kind == "incidents"
    ]
    write_table(
        connection, "count_indicators", pd.DataFrame(counted, columns=["criterion", "indicator_id"])
    )
    signals = next(i for i in knowledge.indicators.values() if i.source.kind == "signals")
    run(connection, "60_phase/02_phase_reasons", signal_indicator=signals.id)
    if with_background:
        run(connection, "60_phase/03_other_rules")


def observe(
    connection: duckdb.DuckDBPyConnection, knowledge: Knowledge, as_of: date
) -> Observations:
    """Make crit_levels and give everything that a rule may look at."""
    [(wijken, weeks)] = query(connection, "60_phase/sizes").fetchall()
    measured = query(connection, "50_crit/measured_rows").df()
    measured["level"] = _levels(measured, knowledge, as_of)
    measured["is_leading"] = _leading(measured)
    write_table(connection, "measured_levels", measured)
    run(connection, "50_crit/07_crit_levels")
    evidence = _evidence(connection, measured, wijken, weeks)
    return read_observations(connection, knowledge, as_of, evidence)


def _levels(measured: pd.DataFrame, knowledge: Knowledge, as_of: date) -> NDArray[np.float64]:
    """The level 0-3 of each measurement."""
    levels = np.full(len(measured), np.nan)
    values = measured["value"].to_numpy(dtype=float)
    ids = measured["indicator_id"].cat
    codes = ids.codes.to_numpy()
    for code, indicator_id in enumerate(ids.categories):
        chosen = codes == code
        if chosen.any():
            goalposts = knowledge.indicators[str(indicator_id)].goalposts_on(as_of)
            levels[chosen] = level_from_goalposts(values[chosen], goalposts)
    return levels


def _leading(measured: pd.DataFrame) -> NDArray[np.bool_]:
    """Marks the measurement with the highest level per criterion and channel; of equals the first
    by name. The rows are in the order of `50_crit/measured_rows`, so each group stands together.
    """
    leading = np.zeros(len(measured), dtype=bool)
    if not len(measured):
        return leading
    starts = np.zeros(len(measured), dtype=bool)
    starts[0] = True
    for column in ("wijk_index", "week_index"):
        values = measured[column].to_numpy()
        starts[1:] |= values[1:] != values[:-1]
    for column in ("criterion", "channel"):
        codes = measured[column].cat.codes.to_numpy()
        starts[1:] |= codes[1:] != codes[:-1]
    first_of_group = np.flatnonzero(starts)
    group = np.cumsum(starts) - 1
    levels = measured["level"].to_numpy(dtype=float)
    highest = np.flatnonzero(levels == np.maximum.reduceat(levels, first_of_group)[group])
    _, first = np.unique(group[highest], return_index=True)
    leading[highest[first]] = True
    return leading


def _evidence(
    connection: duckdb.DuckDBPyConnection, measured: pd.DataFrame, wijken: int, weeks: int
) -> Evidence:
    levels = np.full((len(CRITERIA), len(CHANNELS), wijken, weeks), np.nan, dtype=np.float32)
    corroborated = np.full((len(CRITERIA), wijken, weeks), -1, dtype=np.int8)
    leading = measured[measured["is_leading"]]
    criterion = leading["criterion"].cat.codes.to_numpy()
    channel = leading["channel"].cat.codes.to_numpy()
    wijk = leading["wijk_index"].to_numpy()
    week = leading["week_index"].to_numpy()
    levels[criterion, channel, wijk, week] = leading["level"].to_numpy(dtype=np.float32)
    seen = leading["corroborated_level"].notna().to_numpy()
    corroborated[criterion[seen], wijk[seen], week[seen]] = (
        leading["corroborated_level"].to_numpy()[seen].astype(np.int8)
    )
    groups = query(connection, "50_crit/group_incident_rows").fetchnumpy()
    severe = np.zeros((wijken, weeks), dtype=np.int32)
    group = np.zeros((wijken, weeks), dtype=np.int32)
    severe[groups["wijk_index"], groups["week_index"]] = groups["severe_incidents"]
    group[groups["wijk_index"], groups["week_index"]] = groups["group_incidents"]
    return Evidence(levels, corroborated, severe, group, _usable(connection, wijken, weeks))


def _usable(connection: duckdb.DuckDBPyConnection, wijken: int, weeks: int) -> NDArray[np.bool_]:
    """[channel, wijk, week]: whether the channel has enough data."""
    usable = np.zeros((len(CHANNELS), wijken, weeks), dtype=bool)
    rows = query(connection, "50_crit/usable_rows").df()
    channel = pd.Index(CHANNELS).get_indexer(pd.Index(rows["channel"]))
    usable[channel, rows["wijk_index"].to_numpy(), rows["week_index"].to_numpy()] = True
    return usable


def _proposed(proposals: Proposals, usable: NDArray[np.bool_]) -> pd.DataFrame:
    """One row per wijk and week: phase, usable channels, gates, first week of the run."""
    wijken, weeks = proposals.phase.shape
    channel_bits = np.zeros(wijken * weeks, dtype=np.int64)
    for bit, in_use in enumerate(usable.reshape(len(CHANNELS), -1)):
        channel_bits |= in_use.astype(np.int64) << bit
    channels = [
        ",".join(name for bit, name in enumerate(CHANNELS) if mask >> bit & 1)
        for mask in range(1 << len(CHANNELS))
    ]
    masks, gate_codes = np.unique(proposals.gates.ravel(), return_inverse=True)
    gates = [",".join(gates_in(int(mask))) for mask in masks]
    return pd.DataFrame(
        {
            "wijk_index": np.repeat(np.arange(wijken, dtype=np.int32), weeks),
            "week_index": np.tile(np.arange(weeks, dtype=np.int32), wijken),
            "phase": named(proposals.phase.ravel(), PHASE_IDS),
            "channels_usable": named(channel_bits, channels),
            "gates": named(gate_codes, gates),
            "since_index": proposals.since.ravel().astype(np.int32),
            "rule_version": proposals.rule_version,
        }
    )


def _reasons(proposals: Proposals, weighed: WeighedProposals | None) -> pd.DataFrame:
    """The reasons as rows; no row where there is no reason. weight: log-odds that a reason adds."""
    given = proposals.reasons
    rank, wijk, week = np.nonzero(given.kind)
    place = (rank, wijk, week)
    return pd.DataFrame(
        {
            "wijk_index": wijk.astype(np.int32),
            "week_index": week.astype(np.int32),
            "rank": (rank + 1).astype(np.int8),
            "kind": named(given.kind[place], REASON_KINDS),
            "criterion": named(given.criterion[place], CRITERIA),
            "channel": named(given.channel[place], CHANNELS),
            "gate": named(given.gate[place], GATE_IDS),
            "level": given.level[place],
            "strength": named(given.strength[place], STRENGTHS),
            "weight": weighed.reason_weights[place] if weighed else np.nan,
        }
    )
