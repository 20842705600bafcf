"""The logbook as a source of a build: its signals, its measures and agenda as rows of the contract,
and the phases that people confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from logbook import Decision, Logbook, has_logbook, open_logbook
from logbook.contract_rows import agenda_rows, signal_rows
from logbook.questions import decisions
from pipelines.sources.table import TextTable

SIGNALS, AGENDA = "logbook-signals", "logbook-agenda"
DECISION_COLUMNS = {
    "wijkcode": "str",
    "about_week": "datetime64[s]",
    "phase": "str",
    "oordeel": "str",
    "decided_on": "datetime64[s]",
    "expires_on": "datetime64[s]",
}


@dataclass(frozen=True)
class FromLogbook:
    """tables: name of the source, kind of the contract, rows. decisions: one row per decision."""

    tables: tuple[tuple[str, str, TextTable], ...]
    decisions: pd.DataFrame


def read_logbook(workspace: Path, horizon: date) -> FromLogbook:
    """What the logbook of a workspace adds to a build, as known on a day; nothing where there is no
    logbook. Row numbers are those of the changes in the logbook.
    """
    if not has_logbook(workspace):
        return FromLogbook((), _decision_frame(()))
    with open_logbook(workspace) as logbook:
        return from_logbook(logbook, horizon)


def from_logbook(logbook: Logbook, horizon: date) -> FromLogbook:
    """The same from a logbook that is open."""
    tables = []
    for name, kind, (columns, rows) in (
        (SIGNALS, "signals", signal_rows(logbook, horizon)),
        (AGENDA, "agenda", agenda_rows(logbook)),
    ):
        if rows:
            numbers = [number for number, _ in rows]
            tables.append((name, kind, TextTable(columns, numbers, [cells for _, cells in rows])))
    taken = [one for _, one in decisions(logbook) if one.decided_on <= horizon]
    return FromLogbook(tuple(tables), _decision_frame(taken))


def _decision_frame(taken: Iterable[Decision]) -> pd.DataFrame:
    rows = [
        {
            "wijkcode": one.wijkcode,
            "about_week": one.week,
            "phase": one.phase,
            "oordeel": one.oordeel,
            "decided_on": one.decided_on,
            "expires_on": one.expires_on,
        }
        for one in taken
    ]
    return pd.DataFrame(rows, columns=list(DECISION_COLUMNS)).astype(DECISION_COLUMNS)
