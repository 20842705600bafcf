"""What only a rule that weighs evidence knows, as columns and tables of the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators import CHANNELS, CRITERIA, PHASE_IDS, WeighedProposals, WeighedRule
from indicators.changes import CHANGE_KINDS, Change, changes_needed
from indicators.direction import DIRECTIONS
from indicators.observations import Observations
from indicators.robustness import robustness
from indicators.weighed_rule import CERTAINTIES
from pipelines.references import write_table
from pipelines.sql import query, run

PARTS = ("observation", "course", "gate")
# The columns of a proposal that a rule without chances leaves empty.
EMPTY_COLUMNS: dict[str, Any] = {
    **{f"p_{phase}": np.nan for phase in PHASE_IDS[:4]},
    "certainty": pd.NA,
    "direction": "onbekend",
    "direction_long": "onbekend",
    "direction_own": "onbekend",
    "is_city_wide": False,
}


def weighed_columns(weighed: WeighedProposals) -> pd.DataFrame:
    """p_*, certainty and direction; rows by wijk, then week."""
    wijken, weeks = weighed.certainty.shape
    directions = weighed.directions
    columns: dict[str, Any] = {
        f"p_{phase}": weighed.chances[:, :, place].ravel()
        for place, phase in enumerate(PHASE_IDS[:4])
    }
    columns["certainty"] = named(weighed.certainty.ravel(), CERTAINTIES)
    columns["direction"] = named(directions.short.ravel(), DIRECTIONS)
    columns["direction_long"] = named(directions.long.ravel(), DIRECTIONS)
    columns["direction_own"] = named(directions.own.ravel(), DIRECTIONS)
    columns["is_city_wide"] = np.tile(directions.city_wide, wijken)
    frame = pd.DataFrame(columns)
    assert len(frame) == wijken * weeks
    return frame


def write_weighed(
    connection: duckdb.DuckDBPyConnection,
    observations: Observations,
    weighed: WeighedProposals,
    rule: WeighedRule,
    phase_criteria: tuple[str, ...],
) -> None:
    """phase_contributions, phase_changes_needed and phase_robustness."""
    [(week,)] = query(connection, "60_phase/newest_complete").fetchall()
    write_table(connection, "contributions_given", _contributions(weighed))
    changes: list[Change] = []
    same = np.zeros(0)
    if week is not None:
        changes = changes_needed(observations, weighed, rule, phase_criteria, week)
        same = robustness(observations, weighed, rule, phase_criteria, week)
    _write_newest(connection, changes, same, weighed, week)


def write_nothing_weighed(connection: duckdb.DuckDBPyConnection) -> None:
    """The same tables, empty, for a rule that knows no chances."""
    none = np.zeros(0, dtype=np.int64)
    write_table(
        connection,
        "contributions_given",
        _contribution_rows(none, none, none, none, none, none, np.zeros(0)),
    )
    _write_newest(connection, [], np.zeros(0), None, None)


def _contributions(weighed: WeighedProposals) -> pd.DataFrame:
    c = weighed.contributions
    return _contribution_rows(c.wijk, c.week, c.part, c.criterion, c.channel, c.other, c.weight)


def _contribution_rows(
    wijk: NDArray[Any],
    week: NDArray[Any],
    part: NDArray[Any],
    criterion: NDArray[Any],
    channel: NDArray[Any],
    other: NDArray[Any],
    weight: NDArray[Any],
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "wijk_index": wijk,
            "week_index": week,
            "part": named(part, PARTS),
            "criterion": named(criterion, CRITERIA),
            "channel": named(channel, CHANNELS),
            "compared_with": named(other, PHASE_IDS),
            "weight": weight,
        }
    )


def _write_newest(
    connection: duckdb.DuckDBPyConnection,
    changes: list[Change],
    same: NDArray[np.float64],
    weighed: WeighedProposals | None,
    week: int | None,
) -> None:
    """The tables about the newest complete week."""
    kind = np.array([c.kind for c in changes], dtype=np.int64)
    wijk = np.array([c.wijk for c in changes], dtype=np.int64)
    to_phase = np.array([c.to_phase for c in changes], dtype=np.int64)
    before = np.zeros(len(changes), dtype=np.int64)
    if weighed is not None and week is not None and len(changes):
        before = weighed.proposals.phase[wijk, week].astype(np.int64)
    way = np.where(before == 4, 2, np.where(to_phase > before, 0, 1))
    rows = pd.DataFrame(
        {
            "wijk_index": wijk,
            "week_index": np.full(len(changes), -1 if week is None else week),
            "way": named(way, ("up", "down", "data")),
            "kind": named(kind, CHANGE_KINDS),
            "amount": np.array([c.amount for c in changes], dtype=np.int64),
            "level": np.array([c.level for c in changes], dtype=np.int64),
            "channel": named(np.array([c.channel for c in changes], dtype=np.int64), CHANNELS),
            "to_phase": named(to_phase, PHASE_IDS),
        }
    )
    write_table(connection, "changes_given", rows)
    stable = pd.DataFrame(
        {
            "wijk_index": np.arange(len(same)),
            "week_index": np.full(len(same), -1 if week is None else week),
            "share_same": same,
        }
    )
    write_table(connection, "robustness_given", stable)
    run(connection, "60_phase/04_weighed")


def named(codes: NDArray[Any], names: Sequence[str]) -> pd.Series[str]:
    """Codes as their names; -1 is missing. Kept as codes inside: there are millions of rows."""
    dtype = pd.CategoricalDtype(list(names))
    return pd.Series(pd.Categorical.from_codes(codes, dtype=dtype))
