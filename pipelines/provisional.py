"""A proposal at once: after a signal is saved, what the next build would propose for one wijk.

The same code as a build, on the facts of the published build with the logbook's signals as they are
now. Only what does not touch a proposal is left out: older rules, robustness, changes needed. Every
wijk is reckoned, because "in most of the city" is part of a direction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pandas as pd

from indicators import load_knowledge
from logbook import Logbook
from pipelines import accounts, publish
from pipelines.build import LONGEST_HISTORY_WEEKS, connect, measure
from pipelines.from_logbook import SIGNALS, from_logbook
from pipelines.making import Making
from pipelines.phases import write_proposals
from pipelines.references import write_knowledge, write_table
from pipelines.sql import query, run
from pipelines.staging import drop_repeated, stage_nothing, stage_table
from pipelines.workspace import open_workspace


@dataclass(frozen=True)
class Provisional:
    """What the next build would say of one wijk. It is provisional until that build is there.

    proposals: the columns of `Build.phase_history` for the newest week and, where that one is not
    complete, also the newest complete week before it (last row = newest). reasons: as
    `Build.reasons`, for the newest week. new_signals: how many of the wijk's signals the published
    build does not hold as they are now.
    """

    wijkcode: str
    build_id: str
    as_of: date
    proposals: pd.DataFrame
    reasons: pd.DataFrame
    new_signals: int
    is_provisional: bool = True

    @property
    def phase(self) -> str:
        """The phase of the newest week."""
        return str(self.proposals["phase"].iloc[-1])


def provisional_proposal(
    workspace: Path, wijkcode: str, logbook: Logbook, today: date
) -> Provisional | None:
    """The proposal of one wijk with the signals that were saved up to and including today; None
    where there is no build yet. Raises NothingToBuildError where the workspace cannot be read, and
    KeyError for a wijk that the build does not know.
    """
    build_id = publish.current_build_id(workspace)
    if build_id is None:
        return None
    connection = connect(None)
    try:
        making = Making(connection, open_workspace(workspace), load_knowledge(), lambda _step: None)
        run(connection, "80_provisional/01_published", path=publish.build_path(workspace, build_id))
        _take_in(making, logbook, today)
        measure(making)
        write_proposals(connection, making.knowledge, making.as_of, with_background=False)
        return _read(connection, wijkcode, build_id, making.as_of)
    finally:
        connection.close()


def _take_in(making: Making, logbook: Logbook, today: date) -> None:
    """The same steps as a build, with the published facts in the place of files."""
    connection = making.connection
    run(connection, "00_macros")
    run(connection, "10_incoming/guards")
    write_knowledge(connection, making.knowledge)
    run(connection, "80_provisional/02_places")
    write_table(connection, "ref_horizon", pd.DataFrame({"last_day": [today]}))
    run(connection, "20_stg/set_aside")
    for name, kind, table in from_logbook(logbook, today).tables:
        if kind == "signals":
            making.reports.append(stage_table(connection, name, kind, table, order=1))
    stage_nothing(
        connection, {report.kind for report in making.reports if not report.refused}, ("signals",)
    )
    drop_repeated(connection, ("signals",))
    accounts.write_ref_files(making)
    [(published, first_week, first, newest)] = query(
        connection, "80_provisional/horizon"
    ).fetchall()
    making.as_of = max(published, newest or published)
    oldest = making.as_of - timedelta(weeks=LONGEST_HISTORY_WEEKS)
    history_start = max(min(first_week, first or first_week), oldest)
    weeks = making.knowledge.rule.gezien.coverage_window_weeks.value
    run(connection, "30_fct/01_dim_weeks", as_of=making.as_of, history_start=history_start)
    run(connection, "30_fct/05_fct_signals")
    run(connection, "80_provisional/03_signals", source=SIGNALS)
    run(connection, "30_fct/10_fct_population")
    run(connection, "30_fct/11_fct_coverage", coverage_window_weeks=weeks)


def _read(
    connection: duckdb.DuckDBPyConnection, wijkcode: str, build_id: str, as_of: date
) -> Provisional:
    proposals = query(connection, "80_provisional/proposal", {"wijkcode": wijkcode}).df()
    if proposals.empty:
        raise KeyError(wijkcode)
    place = {"wijkcode": wijkcode, "week_start": proposals["week_start"].iloc[-1]}
    reasons = query(connection, "read/reasons", place).df()
    [(new,)] = query(connection, "80_provisional/new_signals", {"wijkcode": wijkcode}).fetchall()
    return Provisional(wijkcode, build_id, as_of, proposals, reasons, int(new))
