"""One database for one gemeente: SQLite beside the workspace, or PostgreSQL by one setting."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from logbook.errors import NewerLogbookError, UnknownRevisionError

FOLDER = Path(__file__).parent
FILE = "logbook.sqlite"
SETTING = "WIJKPULS_LOGBOOK"
WRITES = "logbook_writes"
# One number for all that prepare this database at once; the others wait.
PREPARING = 4_711_008


def database_url(workspace: Path) -> sa.URL:
    """The setting WIJKPULS_LOGBOOK (a SQLAlchemy URL), else a file in the workspace."""
    setting = os.environ.get(SETTING, "").strip()
    if setting:
        url = sa.make_url(setting)
        return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url
    return sa.URL.create("sqlite", database=str(workspace / "logbook" / FILE))


def connect(url: sa.URL) -> sa.Engine:
    """An engine on a database that has the newest tables. Several may do this at once. Raises
    NewerLogbookError.
    """
    engine = engine_on(url)
    try:
        migrate(engine)
    except NewerLogbookError:
        engine.dispose()
        raise
    return engine


def engine_on(url: sa.URL) -> sa.Engine:
    """An engine on a database as it is."""
    if url.get_backend_name() == "sqlite":
        assert url.database
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, pool_pre_ping=url.get_backend_name() != "sqlite")
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _make_durable)
        sa.event.listen(engine, "begin", _begin)
    return engine


def writing(engine: sa.Engine) -> sa.Engine:
    """The same engine for a transaction that will write."""
    return engine.execution_options(**{WRITES: True})


def _make_durable(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where _begin says, not at the first row
    connection.executescript((FOLDER / "sql" / "sqlite_connection.sql").read_text(encoding="utf-8"))


def _begin(connection: sa.Connection) -> None:
    """A writer takes its turn at the start: a reader that becomes a writer could not wait."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def revisions() -> list[str]:
    """The stands of the tables that this version knows, oldest first."""
    script = ScriptDirectory.from_config(_alembic())
    return [step.revision for step in reversed(list(script.walk_revisions()))]


def migrate(engine: sa.Engine, target: str | None = None) -> str:
    """Bring the tables to a stand, the newest without one, in one transaction; gives that stand.
    Raises NewerLogbookError for tables of a version after this one, and UnknownRevisionError.
    """
    known = revisions()
    wanted = target or known[-1]
    if wanted not in known:
        raise UnknownRevisionError(wanted, tuple(known))
    config = _alembic()
    with writing(engine).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(PREPARING)))
        now = MigrationContext.configure(connection).get_current_revision()
        if now is not None and now not in known:
            raise NewerLogbookError(known[-1])
        config.attributes["connection"] = connection
        goes_down = now is not None and known.index(wanted) < known.index(now)
        (command.downgrade if goes_down else command.upgrade)(config, wanted)
    return wanted


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER / "migrations").replace("%", "%%"))
    return config
