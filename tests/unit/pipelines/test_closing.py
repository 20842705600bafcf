"""Closing a week: decision and archive together or not at all, and reopening that can be seen."""

from datetime import UTC, date, datetime

import pytest

from logbook import (
    ClosedWeek,
    ConflictError,
    ContentError,
    Decision,
    GoneError,
    Measure,
    Review,
    Signal,
    made,
    open_logbook,
    week_subject,
)
from pipelines.closing import (
    ChangedSinceError,
    Proposed,
    close_week,
    closings_and_reopenings,
    is_open,
    reopen,
)

WIJK, MONDAY, TODAY = "WK000001", date(2026, 11, 16), date(2026, 11, 20)
SUBJECT = week_subject(WIJK, MONDAY)
ROLE = "wijkteam-een"


@pytest.fixture
def logbook(tmp_path):
    with open_logbook(tmp_path) as opened:
        opened.clock = lambda: datetime(2026, 11, 20, 10, tzinfo=UTC)
        yield opened


def proposed(phase: str = "spanning") -> Proposed:
    return Proposed(
        phase, "zeker", {"spanning": 0.9}, ({"kind": "level", "criterion": "C7"},),
        "2026.11-gewogen", "build-20261120T100000Z", is_provisional=True,
    )  # fmt: skip


def fill_in(logbook, **fields) -> int:
    before = logbook.newest(Review.kind, SUBJECT)
    version = before.version if before else 0
    start = dict(before.content) if before else {"wijkcode": WIJK, "week": MONDAY}
    content = made(Review, **{**start, **fields})
    return logbook.save(SUBJECT, content, role=ROLE, expected_version=version).version


def close(logbook, version: int, what: Proposed | None = None):
    known = {"levels": [{"criterion": "C7", "channel": "gezien", "level": 2.0}]}
    return close_week(logbook, SUBJECT, version, what or proposed(), known, today=TODAY, role=ROLE)


def test_the_week_is_kept_as_it_was(logbook):
    signal = made(
        Signal, observed_on=date(2026, 11, 18), wijkcode=WIJK, criterion="C7", level=2,
        reporter="school-een", source_kind="school", note="Het is drukker op het plein.",
    )  # fmt: skip
    logbook.save("signaal", signal, role="school-een")
    measure = made(
        Measure, wijkcode=WIJK, title="Gesprekken", owner="opbouwwerk-een", starts_on=TODAY,
        review_on=date(2026, 12, 4),
    )  # fmt: skip
    logbook.save("maatregel", measure, role=ROLE)
    version = fill_in(
        logbook, oordeel="adjust", phase="ongemak", reason="Het is rustiger dan het lijkt.",
        beeld="Veel gesprekken gevoerd.",
    )  # fmt: skip
    closed = close(logbook, version).content
    decision = logbook.newest(Decision.kind, SUBJECT).content
    assert (decision.oordeel, decision.phase, decision.proposed_phase) == (
        "adjust", "ongemak", "spanning",
    )  # fmt: skip
    assert decision.expires_on == date(2027, 2, 19)  # 13 weeks
    assert closed.proposed["is_provisional"] and closed.proposed["chances"] == {"spanning": 0.9}
    assert closed.decided["beeld"] == "Veel gesprekken gevoerd."
    assert closed.decided["measures"][0]["title"] == "Gesprekken"
    assert (closed.rule_version, closed.build_id) == (
        "2026.11-gewogen", "build-20261120T100000Z",
    )  # fmt: skip
    [kept] = closed.known["signals"]
    # The note has a shorter life than the archive.
    assert kept["level"] == 2 and "note" not in kept
    assert not is_open(logbook, SUBJECT)


def test_a_later_change_does_not_touch_the_archive(logbook):
    version = fill_in(logbook, oordeel="confirm", phase="spanning", beeld="Zoals het was.")
    close(logbook, version)
    reopen(logbook, SUBJECT, "wijkteam-twee")
    fill_in(logbook, beeld="Zoals het is.")
    archived = logbook.newest(ClosedWeek.kind, SUBJECT).content
    assert archived.decided["beeld"] == "Zoals het was."


def test_reopening_is_a_version_and_closing_again_another(logbook):
    version = fill_in(logbook, oordeel="confirm", phase="spanning")
    close(logbook, version)
    again = reopen(logbook, SUBJECT, "wijkteam-twee")
    assert is_open(logbook, SUBJECT)
    close(logbook, again.version)
    found = closings_and_reopenings(logbook, SUBJECT)
    assert [(one.kind, one.role) for one in found] == [
        ("closed_week", ROLE), ("review", "wijkteam-twee"), ("closed_week", ROLE),
    ]  # fmt: skip
    assert len(logbook.history(Decision.kind, SUBJECT)) == 2
    assert not is_open(logbook, SUBJECT)


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({}, ("oordeel",)),
        ({"oordeel": "adjust"}, ("phase", "reason")),
        ({"oordeel": "reject"}, ("reason",)),
    ],
)
def test_what_is_not_whole_is_not_closed(logbook, fields, missing):
    version = fill_in(logbook, beeld="Iets.", **fields)
    with pytest.raises(ContentError) as fault:
        close(logbook, version)
    assert fault.value.fields == missing
    assert logbook.newest(Decision.kind, SUBJECT) is None


def test_without_a_review_there_is_nothing_to_close_or_to_open(logbook):
    with pytest.raises(ContentError):
        close(logbook, 0)
    with pytest.raises(GoneError):
        reopen(logbook, SUBJECT, ROLE)


def test_what_others_changed_in_the_meantime_is_seen_first(logbook):
    version = fill_in(logbook, oordeel="confirm", phase="spanning")
    fill_in(logbook, beeld="Van een ander.")
    with pytest.raises(ChangedSinceError) as fault:
        close(logbook, version)
    assert fault.value.what == "review"


@pytest.mark.parametrize(("oordeel", "phase"), [("confirm", "spanning"), ("adjust", "ongemak")])
def test_a_judgement_is_about_the_phase_that_was_proposed_then(logbook, oordeel, phase):
    version = fill_in(logbook, oordeel=oordeel, phase=phase, reason="Daarom.")
    with pytest.raises(ChangedSinceError) as fault:
        close(logbook, version, proposed("ongemak"))
    assert fault.value.what == "proposal"
    assert logbook.newest(ClosedWeek.kind, SUBJECT) is None


def test_decision_and_archive_are_stored_together_or_not_at_all(logbook, monkeypatch):
    version = fill_in(logbook, oordeel="reject", reason="Te weinig bekend.")
    add = type(logbook).add

    def fails_on_the_archive(self, connection, subject, content, *rest):
        if content.kind == ClosedWeek.kind:
            raise ConflictError(logbook.newest(Review.kind, SUBJECT), content, None, ())
        return add(self, connection, subject, content, *rest)

    monkeypatch.setattr(type(logbook), "add", fails_on_the_archive)
    with pytest.raises(ConflictError):
        close(logbook, version)
    assert logbook.newest(Decision.kind, SUBJECT) is None
