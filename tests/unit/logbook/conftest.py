"""A logbook on each engine: SQLite in a file, and a PostgreSQL of its own that is thrown away."""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from logbook.database import connect
from logbook.store import Logbook

REQUIRED = os.environ.get("CI", "").lower() in ("1", "true")
NOBODY_ELSE = "postgres"  # the account that Debian's package makes; the server refuses root


def _program(name: str) -> str | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    places = os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
    return shutil.which(name, path=places)


@pytest.fixture(scope="session")
def postgresql():
    """The URL of a PostgreSQL server for this run only, reached by a socket."""
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    if not initdb or not pg_ctl:
        reason = "PostgreSQL is not installed: apt-get install postgresql"
        (pytest.fail if REQUIRED else pytest.skip)(reason)
    folder = Path(tempfile.mkdtemp(prefix="wp-pg-"))
    account = {}
    if os.geteuid() == 0:
        owner = pwd.getpwnam(NOBODY_ELSE)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        account = {"user": owner.pw_uid, "group": owner.pw_gid, "cwd": folder}
    data = folder / "data"
    quiet = {"check": True, "stdout": subprocess.DEVNULL, **account}
    subprocess.run([initdb, "-D", data, "-U", "wijkpuls", "-A", "trust", "-E", "UTF8"], **quiet)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    started = [pg_ctl, "-D", data, "-w", "-l", folder / "log", "-o", options, "start"]
    subprocess.run(started, **quiet)
    try:
        yield sa.URL.create(
            "postgresql+psycopg", "wijkpuls", database="postgres", query={"host": str(folder)}
        )
    finally:
        subprocess.run([pg_ctl, "-D", data, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """An empty database on each engine."""
    if request.param == "sqlite":
        return sa.URL.create("sqlite", database=str(tmp_path / "logbook" / "logbook.sqlite"))
    server = request.getfixturevalue("postgresql")
    name = f"logbook_{uuid.uuid4().hex}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return server.set(database=name)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def logbook(url, clock):
    with Logbook(connect(url), ("Waterhoek",), clock) as opened:
        yield opened
