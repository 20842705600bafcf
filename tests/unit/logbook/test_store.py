"""Saving: versions that nothing overwrites, conflicts with a merge, a guard nobody passes by."""

import threading
from datetime import UTC, date

import pytest
import sqlalchemy as sa

from language import texts_for
from logbook import (
    Actieplan,
    ConflictError,
    ContentError,
    Decision,
    GoneError,
    MeetingPlan,
    NoteRefusedError,
    OwnSignalError,
    Signal,
    made,
    week_subject,
)  # fmt: skip
from logbook.database import connect
from logbook.store import Logbook, open_logbook
from logbook.tables import changes, deletions
from tests.unit.logbook.contents_maker import MONDAY, ROLE, WIJK, decision, measure, review, signal

REVIEW = week_subject(WIJK, MONDAY)


def test_a_change_keeps_role_time_before_and_after(logbook, clock):
    logbook.save(REVIEW, review(beeld="Rustig"), role=ROLE)
    saved = logbook.save(REVIEW, review(beeld="Onrustig"), role="politie", expected_version=1)
    assert (saved.version, saved.role, saved.recorded_at) == (2, "politie", clock.now)
    assert saved.before == review(beeld="Rustig")
    first, second = logbook.history("review", REVIEW)
    assert (first.content, first.before) == (review(beeld="Rustig"), None)
    assert second == saved == logbook.newest("review", REVIEW)
    assert second.recorded_at.tzinfo == UTC


def test_another_version_in_the_meantime_is_a_conflict_with_both(logbook):
    logbook.save(REVIEW, review(beeld="Rustig"), role=ROLE)
    theirs = logbook.save(REVIEW, review(beeld="Onrustig"), role="politie", expected_version=1)
    with pytest.raises(ConflictError) as caught:
        logbook.save(REVIEW, review(beeld="Stil"), role=ROLE, expected_version=1)
    assert caught.value.theirs.change_id == theirs.change_id
    assert caught.value.yours == review(beeld="Stil")
    assert (caught.value.merged, caught.value.overlapping) == (None, ("beeld",))
    assert len(logbook.history("review", REVIEW)) == 2
    assert "politie" in caught.value.message(texts_for("nl"))


def test_changes_to_different_fields_merge(logbook):
    logbook.save(REVIEW, review(), role=ROLE)
    logbook.save(REVIEW, review(beeld="Onrustig"), role="politie", expected_version=1)
    mine = review(oorzaken=["Geluid in de avond"])
    with pytest.raises(ConflictError) as caught:
        logbook.save(REVIEW, mine, role=ROLE, expected_version=1)
    merged = caught.value.merged
    assert merged == review(beeld="Onrustig", oorzaken=["Geluid in de avond"])
    logbook.save(REVIEW, merged, role=ROLE, expected_version=caught.value.theirs.version)
    assert logbook.newest("review", REVIEW).content == merged


def test_two_who_begin_the_same_review_merge_too(logbook):
    logbook.save(REVIEW, review(beeld="Onrustig"), role="politie")
    with pytest.raises(ConflictError) as caught:
        logbook.save(REVIEW, review(oordeel="confirm"), role=ROLE)
    assert caught.value.merged == review(beeld="Onrustig", oordeel="confirm")


def test_a_merge_that_makes_no_sense_is_none(logbook):
    logbook.save("m1", measure(), role=ROLE)
    logbook.save("m1", measure(starts_on=date(2027, 1, 4)), role=ROLE, expected_version=1)
    with pytest.raises(ConflictError) as caught:
        logbook.save("m1", measure(review_on=date(2026, 12, 1)), role=ROLE, expected_version=1)
    assert caught.value.merged is None and caught.value.overlapping == ("review_on",)


def test_a_version_that_never_was_is_gone(logbook):
    with pytest.raises(GoneError):
        logbook.save(REVIEW, review(), role=ROLE, expected_version=3)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (lambda: signal(note="Ahmed zit daar elke dag"), "note"),
        (lambda: review(beeld="Bel 06-12345678"), "beeld"),
        (lambda: review(oorzaken=["Geluid", "Marokkaanse jongeren"]), "oorzaken.1"),
        (lambda: review(locaties=["Kerkstraat 12"]), "locaties.0"),
        (lambda: signal(reporter="jan jansen"), "reporter"),
        (lambda: measure(title="Gesprek met meneer Jansen"), "title"),
        (lambda: made(Actieplan, wijkcode=WIJK, sleutelfiguren=["Fatima"]), "sleutelfiguren.0"),
        (
            lambda: made(MeetingPlan, wijkcode=WIJK, title="x", plan={"a": [{"b": "x@y.nl"}]}),
            "plan.a.0.b",
        ),
        (
            lambda: decision(oordeel="adjust", phase="rust", reason="de buurman klaagt"),
            "reason",
        ),
    ],
)  # fmt: skip
def test_no_text_passes_the_guard_by(logbook, content, field):
    with pytest.raises(NoteRefusedError) as caught:
        logbook.save("s", content(), role=ROLE)
    assert caught.value.field == field
    assert logbook.find(content().kind) == []
    for language in ("nl", "en"):
        assert caught.value.message(texts_for(language))


def test_a_person_is_no_role_and_a_wijk_may_be_named(logbook):
    with pytest.raises(NoteRefusedError):
        logbook.save(REVIEW, review(), role="Jan Jansen")
    logbook.save(REVIEW, review(locaties=["Kerkstraat"], beeld="Onrust in Waterhoek"), role=ROLE)


@pytest.mark.parametrize(
    "fields",
    [
        {"criterion": "C15"},
        {"level": 4},
        {"level": None},
        {"scheidslijn": "een groep"},
        {"source_kind": "iemand"},
        {"wijkcode": "Waterhoek"},
        {"nothing_to_report": True},
        {"onbekend": 1},
    ],
)
def test_a_signal_outside_the_contract_is_refused(fields):
    with pytest.raises(ContentError) as caught:
        signal(**fields)
    assert caught.value.fields


def test_a_decision_is_whole_and_expires_after_a_quarter():
    assert decision().expires_on == date(2027, 2, 19)
    for wrong in (
        {"phase": "rust"},
        {"oordeel": "adjust", "phase": "rust"},
        {"oordeel": "adjust", "phase": "spanning", "reason": "x"},
        {"oordeel": "reject", "phase": None},
    ):
        with pytest.raises(ContentError):
            decision(**wrong)
    assert decision(oordeel="reject", phase=None, reason="Te weinig gezien").phase is None


def test_a_signal_is_confirmed_by_another(logbook):
    logbook.save("s1", signal(), role=ROLE)
    day = date(2026, 11, 19)
    with pytest.raises(OwnSignalError):
        logbook.confirm_signal("s1", "jongerenwerk-waterhoek", "jongerenwerk", day, role=ROLE)
    logbook.confirm_signal("s1", "school-waterhoek", "school", day, role=ROLE)
    with pytest.raises(ConflictError):
        logbook.confirm_signal("s1", "school-waterhoek", "school", day, role=ROLE)
    with pytest.raises(GoneError):
        logbook.confirm_signal("s2", "school-waterhoek", "school", day, role=ROLE)


def test_find_gives_the_newest_version_of_a_wijk_and_of_weeks(logbook):
    logbook.save("s1", signal(level=1), role=ROLE)
    logbook.save("s1", signal(level=2), role=ROLE, expected_version=1)
    logbook.save("s2", signal(observed_on=date(2026, 11, 2)), role=ROLE)
    logbook.save("s3", signal(wijkcode="WK000102"), role=ROLE)
    assert [(v.subject_id, v.version) for v in logbook.find(Signal.kind, WIJK)] == [
        ("s1", 2),
        ("s2", 1),
    ]
    assert [v.subject_id for v in logbook.find(Signal.kind, WIJK, MONDAY)] == ["s1"]
    assert [v.subject_id for v in logbook.find(Signal.kind, None, None, date(2026, 11, 9))] == [
        "s2"
    ]
    assert len(logbook.changes_of(WIJK)) == 3


@pytest.mark.parametrize("table", [changes, deletions])
def test_the_database_itself_refuses_to_change_or_delete(logbook, table):
    logbook.save(REVIEW, review(), role=ROLE)
    with logbook.transaction() as connection:
        row = {"change_id": -1, "kind": "x", "subject_id": "x", "version": 1, "rule": "x",
               "rules_version": "x", "role": "x", "deleted_at": logbook.clock()}  # fmt: skip
        connection.execute(sa.insert(deletions).values(row))
    for statement in (sa.update(table).values(role="iemand-anders"), sa.delete(table)):
        with (
            pytest.raises(sa.exc.DBAPIError, match="append-only"),
            logbook.transaction() as connection,
        ):
            connection.execute(statement)
    assert logbook.newest("review", REVIEW).role == ROLE


def test_writers_at_once_lose_nothing(logbook):
    writers, each = 8, 12
    conflicts = []

    def write(writer: int) -> None:
        for number in range(each):
            logbook.save(f"s-{writer}-{number}", signal(), role=ROLE)
            while True:
                last = logbook.newest("review", REVIEW)
                places = (*(last.content.locaties if last else ()), "Kerkstraat")
                version = last.version if last else 0
                try:
                    logbook.save(
                        REVIEW, review(locaties=places), role=ROLE, expected_version=version
                    )
                    break
                except ConflictError:
                    conflicts.append(1)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    history = logbook.history("review", REVIEW)
    assert [v.version for v in history] == list(range(1, writers * each + 1))
    assert [len(v.content.locaties) for v in history] == list(range(1, writers * each + 1))
    assert len(logbook.find("signal")) == writers * each


def test_several_may_open_a_new_logbook_at_once(url):
    engines: list[sa.Engine] = []
    threads = [threading.Thread(target=lambda: engines.append(connect(url))) for _ in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(engines) == 6
    for engine in engines:
        assert Logbook(engine).find("signal") == []
        engine.dispose()


def test_one_setting_chooses_the_database(tmp_path, monkeypatch, url):
    monkeypatch.setenv("WIJKPULS_LOGBOOK", url.render_as_string(hide_password=False))
    with open_logbook(tmp_path) as logbook:
        logbook.save("d", decision(), role=ROLE)
        assert logbook.engine.dialect.name == url.get_backend_name()
        assert isinstance(logbook.newest("decision", "d").content, Decision)
