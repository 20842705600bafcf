"""A copy of the logbook while others write in it, and the way back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from language import Texts
from logbook.database import database_url
from logbook.errors import LogbookError
from logbook.store import has_logbook


class OtherDatabaseError(LogbookError):
    """The logbook is in a database that has its own way of making copies."""

    def message(self, _: Texts) -> str:
        return _(
            "Dit logboek staat in PostgreSQL. Maak de kopie daarvan met pg_dump en zet haar terug "
            "met pg_restore; zie docs/operations.md."
        )


def copy_logbook(workspace: Path, target: Path) -> bool:
    """Write a whole copy of the logbook to a file; False where there is no logbook. The copy is of
    one moment, also when somebody saves meanwhile. Raises OtherDatabaseError.
    """
    url = database_url(workspace)
    if url.get_backend_name() != "sqlite":
        raise OtherDatabaseError
    if not has_logbook(workspace):
        return False
    with (
        closing(sqlite3.connect(str(url.database))) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
    return True


def logbook_file(workspace: Path) -> Path:
    """Where the file of the logbook is, or will be. Raises OtherDatabaseError."""
    url = database_url(workspace)
    if url.get_backend_name() != "sqlite":
        raise OtherDatabaseError
    return Path(str(url.database))
