"""What a caller may ask of a logbook, whoever guards it: the logbook itself, or what one role may
see and write of it (pipelines/permitted_logbook.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from logbook.contents import Content
from logbook.store import Part, Version


class Readable(Protocol):
    """Reads versions, as `Logbook` does."""

    def newest(self, kind: str, subject_id: str) -> Version | None:
        """As `Logbook.newest`."""

    def history(self, kind: str, subject_id: str) -> list[Version]:
        """As `Logbook.history`."""

    def find(
        self,
        kind: str,
        wijkcode: str | None = None,
        first_week: date | None = None,
        last_week: date | None = None,
    ) -> list[Version]:
        """As `Logbook.find`."""


class Writable(Readable, Protocol):
    """Reads and stores versions, as `Logbook` does."""

    def save(
        self, subject_id: str, content: Content, *, role: str, expected_version: int = 0
    ) -> Version:
        """As `Logbook.save`."""

    def save_together(self, parts: Sequence[Part], *, role: str) -> list[Version]:
        """As `Logbook.save_together`."""
