"""A build in the making: its connection, its input and what it has found so far."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from geodata.areas import AreasResult
from indicators import Knowledge
from pipelines.contracts import reasons
from pipelines.divisions import Divisions
from pipelines.staging import FileReport
from pipelines.workspace import Workspace

OnStep = Callable[[str], None]
# code, kind of file, file, severity, message in Dutch, message in English
Notice = tuple[str, str | None, str | None, str, str, str]


@dataclass
class Making:
    """One build while it is being made. Steps add to it; nothing of it is published by itself."""

    connection: duckdb.DuckDBPyConnection
    workspace: Workspace
    knowledge: Knowledge
    on_step: OnStep
    reports: list[FileReport] = field(default_factory=list)
    areas: list[tuple[Path, AreasResult]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    run_log: list[tuple[str, datetime, float]] = field(default_factory=list)
    as_of: date = date.min
    divisions: Divisions | None = None  # known once the areas were read

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step of the run log."""
        self.on_step(name)
        started, clock = datetime.now(UTC), time.perf_counter()
        yield
        self.run_log.append((name, started, time.perf_counter() - clock))

    def notice(
        self,
        code: str,
        kind: str | None,
        file: str | None,
        detail: str,
        severity: str = "warning",
    ) -> None:
        """Something that somebody should know; `code` is a key under `notices` in reasons.yaml."""
        nl, en = (reasons().text(code, language, None, detail) for language in ("nl", "en"))
        self.notices.append((code, kind, file, severity, nl, en))
