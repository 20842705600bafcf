"""Who did what: every line stays, on both engines, and none holds a name or a typed text."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from logbook import audit, retention
from logbook.database import FOLDER, connect
from logbook.knowledge import rules
from logbook.store import Logbook
from logbook.tables import audit as lines_table
from logbook.tables import changes
from tests.unit.logbook.contents_maker import ROLE, signal

WHO = "0123456789abcdef"
TEAM = frozenset({"WK000101"})


def record(logbook, event="export", about="phases intern csv", **more):
    audit.record(logbook, event, **{"who": WHO, "role": "analist", "about": about, **more})


def test_a_line_is_there_when_record_returns(logbook, clock):
    record(logbook, wijkcode="WK000101")
    [line] = audit.lines(logbook, 10)
    assert (line.event, line.who, line.role, line.wijkcode) == (
        "export", WHO, "analist", "WK000101",
    )  # fmt: skip
    assert line.recorded_at == clock.now
    assert audit.count(logbook) == audit.count(logbook, "export") == 1
    assert audit.count(logbook, "decision") == 0


@pytest.mark.parametrize("change", ["update", "delete"])
def test_no_line_is_changed_or_removed(logbook, change):
    record(logbook)
    statement = (
        sa.update(lines_table).values(who="x") if change == "update" else sa.delete(lines_table)
    )
    with pytest.raises(sa.exc.DatabaseError), logbook.engine.begin() as connection:
        connection.execute(statement)
    assert audit.lines(logbook, 10)[0].who == WHO


@pytest.mark.parametrize(
    "wrong",
    [
        {"who": "jan.jansen@gemeente.example"},
        {"who": "Jan Jansen"},
        {"about": "mail jan@example.org"},
        {"about": "naam: José"},
        {"about": ""},
        {"about": "x" * 201},
        {"event": "looked"},
    ],
)
def test_only_codes_are_recorded(logbook, wrong):
    with pytest.raises(ValueError):
        record(logbook, **wrong)
    assert audit.count(logbook) == 0


def test_a_sign_in_is_recorded_once_and_another_role_is_noticed(logbook):
    def sign_in(role, wijken, at):
        audit.record_sign_in(logbook, who=WHO, role=role, wijken=wijken, signed_in_at=at)

    sign_in("wijkteam", TEAM, 1000)
    sign_in("wijkteam", TEAM, 1000)  # another page of the same sign-in
    assert [one.event for one in audit.lines(logbook, 10)] == ["sign_in"]
    sign_in("wijkteam", TEAM, 2000)
    assert audit.count(logbook, "role_change") == 0
    sign_in("wijkteam", frozenset({"WK000102"}), 3000)
    sign_in("analist", None, 4000)
    many = frozenset(f"WK0001{n:02d}" for n in range(1, 40))
    sign_in("wijkteam", many, 5000)
    changes = [one.about for one in audit.lines(logbook, 10, event="role_change")]
    assert changes[-1] == "wijkteam/WK000101 > wijkteam/WK000102"
    assert changes[-2] == "wijkteam/WK000102 > analist/alle"
    assert len(changes) == 3 and len(changes[0]) < 200


def test_lines_go_after_their_period_and_that_is_recorded(logbook, clock):
    record(logbook, about="old")
    clock.now += timedelta(weeks=rules().audit_weeks.value)
    record(logbook, about="new")
    today = clock.now.date()
    assert audit.past_period(logbook, today) == 0
    assert audit.past_period(logbook, today + timedelta(days=1)) == 1
    assert audit.delete_past_period(logbook, today + timedelta(days=1)) == 1
    assert [one.about for one in audit.lines(logbook, 10)] == ["new"]
    with pytest.raises(sa.exc.DatabaseError), logbook.engine.begin() as connection:
        connection.execute(sa.delete(lines_table))


def test_a_deletion_by_the_rules_is_in_the_audit(logbook, clock):
    logbook.save("s1", signal(withdrawn=True), role=ROLE)
    clock.now += timedelta(weeks=53)
    assert retention.apply(logbook, clock.now.date(), "beheer")
    [line] = audit.lines(logbook, 10)
    assert (line.event, line.wijkcode) == ("deletion", "WK000101")
    assert line.about.startswith("withdrawn-1y signal")
    assert line.recorded_at.date() >= date(2027, 1, 1)


def test_a_logbook_of_before_gets_the_audit_and_loses_nothing(tmp_path):
    """The tables of the first version, with a row in them, opened by this one."""
    url = sa.URL.create("sqlite", database=str(tmp_path / "logbook.sqlite"))
    engine = sa.create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(FOLDER / "migrations"))
    content = signal()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        assert "audit" not in sa.inspect(connection).get_table_names()
        row = {"kind": "signal", "subject_id": "s1", "version": 1, "wijkcode": "WK000101",
               "role": ROLE, "recorded_at": datetime(2026, 11, 1, tzinfo=UTC),
               "content": content.model_dump(mode="json")}  # fmt: skip
        connection.execute(sa.insert(changes).values(row))
    engine.dispose()
    with Logbook(connect(url)) as logbook:
        [version] = logbook.find("signal")
        assert version.content == content
        record(logbook)
        assert audit.count(logbook) == 1
