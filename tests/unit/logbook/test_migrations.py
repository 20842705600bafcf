"""Up and down through every stand of the tables, on both engines: no row is lost on the way, and at
each stand nothing can be changed.
"""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from logbook import NewerLogbookError, open_logbook
from logbook.database import connect, engine_on, migrate, revisions
from logbook.errors import UnknownRevisionError
from logbook.store import Logbook
from logbook.tables import audit, audit_deletions, changes, deletions
from tests.unit.logbook.contents_maker import ROLE, decision, measure, review, signal
from tests.unit.logbook.test_command_line import run

OLD = datetime(2026, 11, 1, tzinfo=UTC)
FIRST, *LATER = revisions()
# The tables of each stand, with a row that they may hold.
ROWS = {
    "0001": {
        deletions: {"change_id": 900, "kind": "signal", "subject_id": "gone", "version": 1,
                    "rule": "signals-5y", "rules_version": "2026-11", "role": "beheer",
                    "deleted_at": OLD},
    },
    "0002": {
        audit: {"recorded_at": OLD, "event": "export", "who": "0123456789abcdef",
                "role": "analist", "wijkcode": None, "about": "phases intern csv"},
        audit_deletions: {"up_to_audit_id": 0, "deleted_at": OLD, "rules_version": "2026-11"},
    },
}  # fmt: skip


@pytest.fixture
def engine(url):
    """A database of the first stand, with versions of several kinds in it."""
    opened = engine_on(url)
    assert migrate(opened, FIRST) == FIRST
    with opened.begin() as connection:
        for number, content in enumerate((signal(), signal(note="Onrust"), review(), decision(),
                                          measure())):  # fmt: skip
            row = {"kind": content.kind, "subject_id": f"s{number}", "version": 1,
                   "wijkcode": content.place, "week_start": content.at_week, "role": ROLE,
                   "recorded_at": OLD, "content": content.model_dump(mode="json")}  # fmt: skip
            connection.execute(sa.insert(changes).values(row))
    fill(opened, FIRST)
    yield opened
    opened.dispose()


def fill(engine, stand) -> None:
    with engine.begin() as connection:
        for table, row in ROWS[stand].items():
            connection.execute(sa.insert(table).values(row))


def everything(engine) -> dict[str, list]:
    """Every row of every table but Alembic's own."""
    with engine.connect() as connection:
        tables = sorted(sa.inspect(connection).get_table_names())
        return {
            table: sorted(map(repr, connection.execute(sa.text(f"SELECT * FROM {table}"))))
            for table in tables
            if table != "alembic_version"
        }


def stand_of(engine) -> str:
    with engine.connect() as connection:
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()


def assert_append_only(engine) -> None:
    """Each table that is there refuses a change and a deletion, and takes a new row."""
    before = everything(engine)
    statements = [
        f"{what} {table}{rest}"
        for table in before
        for what, rest in (("DELETE FROM", ""), ("UPDATE", " SET role = 'x'"))
        if not (table == "audit_deletions" and what == "UPDATE")
    ] + (["UPDATE audit_deletions SET rules_version = 'x'"] if "audit_deletions" in before else [])
    if engine.dialect.name == "postgresql":
        statements += [f"TRUNCATE {table}" for table in before]
    for statement in statements:
        with pytest.raises(sa.exc.DatabaseError, match="append-only"), engine.begin() as connection:
            connection.execute(sa.text(statement))
    assert everything(engine) == before


def test_up_down_and_up_again_keeps_every_row(engine):
    assert_append_only(engine)
    kept = everything(engine)
    for stand in LATER:
        assert migrate(engine, stand) == stand_of(engine) == stand
        fill(engine, stand)
        assert_append_only(engine)
        now = everything(engine)
        assert {table: now[table] for table in kept} == kept
        kept = now
    for stand in [*reversed([FIRST, *LATER[:-1]]), *LATER]:
        assert migrate(engine, stand) == stand_of(engine) == stand
        assert everything(engine) == kept
        assert_append_only(engine)


def test_what_is_saved_after_going_back_is_there_after_going_up(engine, url):
    """As an older version writes: it knows the two first tables only."""
    migrate(engine)
    migrate(engine, FIRST)
    later = review(wijkcode="WK000102")
    row = {"kind": later.kind, "subject_id": "later", "version": 1, "role": ROLE,
           "recorded_at": OLD, "content": later.model_dump(mode="json")}  # fmt: skip
    with engine.begin() as connection:
        connection.execute(sa.insert(changes).values(row))
    with Logbook(connect(url)) as logbook:
        assert logbook.newest("review", "later").content == later
        assert len(logbook.find("signal")) == 2
        logbook.save("new", signal(), role=ROLE)


def test_a_newer_logbook_is_refused_and_stays_as_it_is(engine, url):
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    kept = everything(engine)
    for attempt in (lambda: connect(url), lambda: migrate(engine, FIRST)):
        with pytest.raises(NewerLogbookError):
            attempt()
    assert (stand_of(engine), everything(engine)) == ("9999", kept)


@pytest.mark.parametrize("stand", ["base", "head", "-1", "0000"])
def test_only_a_stand_that_is_there_can_be_asked_for(tmp_path, stand):
    engine = engine_on(sa.URL.create("sqlite", database=str(tmp_path / "logbook.sqlite")))
    migrate(engine)
    with pytest.raises(UnknownRevisionError):
        migrate(engine, stand)
    assert stand_of(engine) == revisions()[-1]


def test_the_command_goes_back_and_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.delenv("WIJKPULS_LOGBOOK", raising=False)
    with open_logbook(tmp_path) as logbook:
        logbook.save("s1", signal(), role=ROLE)
        url = logbook.engine.url
    answer = run(tmp_path, "migrate", "--to", FIRST)
    assert (answer.returncode, answer.stdout) == (0, f"{FIRST}\n")
    assert "Zet nu de versie van Wijkpuls terug" in answer.stderr
    assert run(tmp_path, "migrate").stdout == f"{revisions()[-1]}\n"
    wrong = run(tmp_path, "migrate", "--to", "0000")
    assert wrong.returncode == 2 and ", ".join(revisions()) in wrong.stderr
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for command in (("check",), ("migrate",), ("retention", "--apply")):
        refused = run(tmp_path, *command)
        assert refused.returncode == 2
        assert (
            "nieuwere versie van Wijkpuls" in refused.stderr and revisions()[-1] in refused.stderr
        )
