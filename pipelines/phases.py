"""The step from measurements to levels to proposals: arrays for the rule of `indicators`, tables for the warehouse."""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators import CHANNELS, CRITERIA, PHASE_IDS, Evidence, Knowledge, Proposals, level_from_goalposts, propose
from indicators.evidence import GATE_IDS, REASON_KINDS, STRENGTHS, gates_in
from pipelines.references import write_table
from pipelines.sql import query, run


def write_proposals(connection: duckdb.DuckDBPyConnection, knowledge: Knowledge, as_of: date) -> None:
    """Make crit_levels, phase_proposals and phase_reasons for the whole history.

    The goalposts are those in effect on the reference date, for every week: history is recomputed under one rule, so
    that a trend never breaks because the measure changed.
    """
    [(wijken, weeks)] = query(connection, "60_phase/sizes").fetchall()
    measured = query(connection, "50_crit/measured_rows").df()
    measured["level"] = _levels(measured, knowledge, as_of)
    measured["is_leading"] = _leading(measured)
    write_table(connection, "measured_levels", measured)
    run(connection, "50_crit/07_crit_levels")
    proposals = propose(_evidence(connection, measured, wijken, weeks), knowledge.rule)
    usable = _usable(connection, wijken, weeks)
    write_table(connection, "proposed", _proposed(proposals, usable))
    write_table(connection, "reasons_given", _reasons(proposals))
    run(connection, "60_phase/01_phase_proposals")
    run(connection, "60_phase/02_phase_reasons")


def _levels(measured: pd.DataFrame, knowledge: Knowledge, as_of: date) -> NDArray[np.float64]:
    """The level 0-3 of each measurement."""
    levels = np.full(len(measured), np.nan)
    values = measured["value"].to_numpy(dtype=float)
    ids = measured["indicator_id"].to_numpy(dtype=str)
    for indicator in knowledge.indicators.values():
        chosen = ids == indicator.id
        if chosen.any():
            levels[chosen] = level_from_goalposts(values[chosen], indicator.goalposts_on(as_of))
    return levels


def _leading(measured: pd.DataFrame) -> NDArray[np.bool_]:
    """Marks the measurement with the highest level per criterion and channel; of equals the first by name."""
    by_level = measured.assign(order=np.arange(len(measured))).sort_values(["level", "order"], ascending=[False, True])
    first = by_level.drop_duplicates(["wijk_index", "week_index", "criterion", "channel"])["order"]
    leading = np.zeros(len(measured), dtype=bool)
    leading[first.to_numpy()] = True
    return leading


def _evidence(connection: duckdb.DuckDBPyConnection, measured: pd.DataFrame, wijken: int, weeks: int) -> Evidence:
    levels = np.full((len(CRITERIA), len(CHANNELS), wijken, weeks), np.nan, dtype=np.float32)
    corroborated = np.full((len(CRITERIA), wijken, weeks), -1, dtype=np.int8)
    leading = measured[measured["is_leading"]]
    criterion = pd.Index(CRITERIA).get_indexer(leading["criterion"])
    channel = pd.Index(CHANNELS).get_indexer(leading["channel"])
    wijk = leading["wijk_index"].to_numpy()
    week = leading["week_index"].to_numpy()
    levels[criterion, channel, wijk, week] = leading["level"].to_numpy(dtype=np.float32)
    seen = leading["corroborated_level"].notna().to_numpy()
    corroborated[criterion[seen], wijk[seen], week[seen]] = leading["corroborated_level"].to_numpy()[seen].astype(np.int8)
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
    channel = pd.Index(CHANNELS).get_indexer(rows["channel"])
    usable[channel, rows["wijk_index"].to_numpy(), rows["week_index"].to_numpy()] = True
    return usable


def _proposed(proposals: Proposals, usable: NDArray[np.bool_]) -> pd.DataFrame:
    wijken, weeks = proposals.phase.shape
    bits = usable.astype(np.int8).reshape(len(CHANNELS), -1)
    combination = sum(bits[index] << index for index in range(len(CHANNELS)))
    channel_texts = [
        ",".join(name for index, name in enumerate(CHANNELS) if mask >> index & 1) for mask in range(1 << len(CHANNELS))
    ]
    masks, gate_index = np.unique(proposals.gates.ravel(), return_inverse=True)
    return pd.DataFrame(
        {
            "wijk_index": np.repeat(np.arange(wijken, dtype=np.int32), weeks),
            "week_index": np.tile(np.arange(weeks, dtype=np.int32), wijken),
            "phase": pd.Categorical.from_codes(proposals.phase.ravel(), categories=list(PHASE_IDS)),
            "channels_usable": pd.Categorical.from_codes(np.asarray(combination), categories=channel_texts),
            "gates": pd.Categorical.from_codes(gate_index, categories=[",".join(gates_in(int(m))) for m in masks]),
            "since_index": proposals.since.ravel().astype(np.int32),
            "rule_version": pd.Categorical.from_codes(
                np.zeros(wijken * weeks, dtype=np.int8), categories=[proposals.rule_version]
            ),
        }
    )


def _reasons(proposals: Proposals) -> pd.DataFrame:
    """The reasons as rows; no row where there is no reason."""
    given = proposals.reasons
    rank, wijk, week = np.nonzero(given.kind)

    def named(codes: NDArray[np.int8], names: tuple[str, ...]) -> pd.Categorical:
        return pd.Categorical.from_codes(codes[rank, wijk, week], categories=list(names))

    return pd.DataFrame(
        {
            "wijk_index": wijk.astype(np.int32),
            "week_index": week.astype(np.int32),
            "rank": (rank + 1).astype(np.int8),
            "kind": named(given.kind, REASON_KINDS),
            "criterion": named(given.criterion, CRITERIA),
            "channel": named(given.channel, CHANNELS),
            "gate": named(given.gate, GATE_IDS),
            "level": given.level[rank, wijk, week],
            "strength": named(given.strength, STRENGTHS),
        }
    )
