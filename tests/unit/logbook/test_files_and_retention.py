"""Out of the logbook and in again without loss; what goes after its time, and what stays behind."""

import csv
import json
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from logbook import ImportRefusedError, Signal
from logbook.database import connect
from logbook.files import AGENDA, SIGNALS, VERSIONS, export_to, import_from
from logbook.knowledge import rules
from logbook.retention import apply, deletion_log, due
from logbook.store import Logbook
from tests.unit.logbook.contents_maker import ROLE, decision, measure, review, signal

TODAY = date(2026, 11, 20)


def fill(logbook):
    logbook.save("s1", signal(note="Onrust op het plein", scheidslijn="jong-oud"), role=ROLE)
    logbook.save("s1", signal(level=3), role="politie", expected_version=1)
    logbook.save("s2", signal(criterion=None, level=None, nothing_to_report=True), role=ROLE)
    logbook.save("s3", signal(withdrawn=True), role=ROLE)
    logbook.confirm_signal("s1", "school-waterhoek", "school", TODAY, role=ROLE)
    logbook.save("r", review(beeld="Rustig"), role=ROLE)
    logbook.save("d", decision(), role=ROLE)
    logbook.save("m", measure(), role=ROLE)


def everything(logbook):
    kinds = ("signal", "confirmation", "review", "decision", "measure")
    return [
        [
            (v.version, v.role, v.recorded_at, v.content, v.before)
            for v in logbook.history(kind, one.subject_id)
        ]
        for kind in kinds
        for one in sorted(logbook.find(kind), key=lambda v: v.subject_id)
    ]  # fmt: skip


def test_a_round_trip_loses_nothing(logbook, tmp_path):
    fill(logbook)
    assert export_to(logbook, tmp_path / "out")[VERSIONS] == 8
    with Logbook(connect(sa.URL.create("sqlite", database=str(tmp_path / "b.sqlite")))) as other:
        assert import_from(other, tmp_path / "out") == (8, 0)
        assert everything(other) == everything(logbook)
        assert import_from(other, tmp_path / "out") == (0, 8)
        export_to(other, tmp_path / "again")
    for name in (SIGNALS, AGENDA, VERSIONS):
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()


def test_the_files_follow_the_contract_and_hold_no_notes(logbook, tmp_path):
    fill(logbook)
    export_to(logbook, tmp_path)
    with (tmp_path / SIGNALS).open(encoding="utf-8", newline="") as file:
        rows = {row["signal_id"]: row for row in csv.DictReader(file)}
    assert set(rows) == {"s1", "s2"}
    assert rows["s1"] == {
        "signal_id": "s1", "observed_on": "2026-11-18", "wijkcode": "WK000101", "criterion": "C7",
        "level": "3", "reporter": "jongerenwerk-waterhoek", "source_kind": "jongerenwerk",
        "confirmed": "ja", "scheidslijn": "", "nothing_to_report": "nee",
    }  # fmt: skip
    assert rows["s2"]["nothing_to_report"] == "ja" and rows["s2"]["criterion"] == ""
    with (tmp_path / AGENDA).open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["kind"], row["title"], row["date"]) == (
        "maatregel",
        "Gesprekken op het plein",
        "2026-11-23",
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: "geen json",
        lambda row: json.dumps({**row, "table": "iets"}),
        lambda row: json.dumps({**row, "extra": 1}),
        lambda row: json.dumps({**row, "kind": "iets"}),
        lambda row: json.dumps({**row, "role": "Jan Jansen"}),
        lambda row: json.dumps({**row, "content": {**row["content"], "note": "Bel Ahmed"}}),
        lambda row: json.dumps({**row, "content": {**row["content"], "level": 9}}),
    ],
)
def test_a_wrong_line_refuses_the_whole_file(logbook, tmp_path, spoil):
    fill(logbook)
    export_to(logbook, tmp_path)
    lines = (tmp_path / VERSIONS).read_text(encoding="utf-8").splitlines()
    lines[1] = spoil(json.loads(lines[1]))
    (tmp_path / VERSIONS).write_text("\n".join(lines), encoding="utf-8")
    with Logbook(connect(sa.URL.create("sqlite", database=str(tmp_path / "b.sqlite")))) as other:
        with pytest.raises(ImportRefusedError) as caught:
            import_from(other, tmp_path)
        assert (caught.value.file, caught.value.line) == (VERSIONS, 2)
        assert everything(other) == []


def test_a_line_that_says_something_else_is_refused(logbook, tmp_path):
    fill(logbook)
    export_to(logbook, tmp_path)
    text = (tmp_path / VERSIONS).read_text(encoding="utf-8")
    (tmp_path / VERSIONS).write_text(text.replace("Rustig", "Onrustig"), encoding="utf-8")
    with pytest.raises(ImportRefusedError):
        import_from(logbook, tmp_path)
    assert logbook.newest("review", "r").content.beeld == "Rustig"


def test_a_dry_run_changes_nothing(logbook, clock):
    fill(logbook)
    before = everything(logbook)
    assert due(logbook, TODAY + timedelta(weeks=51)) == []
    found = due(logbook, TODAY + timedelta(weeks=52))
    assert {(one.rule, one.subject_id) for one in found} == {
        ("withdrawn-1y", "s3"),
        ("signal-note-1y", "s1"),  # an older version has one
    }
    assert everything(logbook) == before and deletion_log(logbook) == []


def test_a_note_goes_after_a_year_and_the_signal_stays(logbook, clock):
    logbook.save("s1", signal(note="Onrust op het plein"), role=ROLE)
    logbook.save("s1", signal(note="Onrust op het plein", level=3), role=ROLE, expected_version=1)
    clock.now += timedelta(weeks=52)
    [done] = apply(logbook, clock.now.date(), "beheer")
    assert (done.rule, done.versions) == ("signal-note-1y", 2)
    [left] = logbook.history(Signal.kind, "s1")
    assert (left.version, left.content) == (3, signal(level=3))
    assert [(row["version"], row["rule"], row["role"]) for row in deletion_log(logbook)] == [
        (1, "signal-note-1y", "beheer"),
        (2, "signal-note-1y", "beheer"),
    ]
    assert "plein" not in str(deletion_log(logbook))
    assert apply(logbook, clock.now.date(), "beheer") == []


def test_after_its_time_a_subject_goes_and_the_log_says_so(logbook, clock, tmp_path):
    fill(logbook)
    export_to(logbook, tmp_path)
    clock.now += timedelta(weeks=260)
    apply(logbook, clock.now.date(), "beheer")
    assert logbook.find("signal") == logbook.find("confirmation") == []
    assert len(logbook.find("review")) == 1
    logged = deletion_log(logbook)
    assert {row["subject_id"] for row in logged if row["kind"] == "signal"} == {"s1", "s2", "s3"}
    assert {row["rules_version"] for row in logged} == {rules().version}
    # an old export does not bring back what had to go
    assert import_from(logbook, tmp_path)[0] == 0
    assert logbook.find("signal") == []


def test_nothing_of_a_deleted_text_stays_in_the_files(tmp_path, clock):
    path = tmp_path / "logbook.sqlite"
    with Logbook(connect(sa.URL.create("sqlite", database=str(path))), (), clock) as logbook:
        logbook.save("s1", signal(note="Kenmerkende zin over het plein"), role=ROLE)
        clock.now += timedelta(weeks=52)
        apply(logbook, clock.now.date(), "beheer")
        left = b"".join(file.read_bytes() for file in tmp_path.glob("logbook.sqlite*"))
    assert b"Kenmerkende" not in left
