"""Which wijken are on the list of the weekly review, and why: situations made by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from indicators import load_knowledge
from logbook import (
    ClosedWeek,
    Decision,
    Measure,
    Overdue,
    Review,
    Signal,
    made,
    open_logbook,
    week_subject,
)
from pipelines.from_logbook import SIGNALS
from pipelines.review_queue import (
    KINDS,
    Published,
    Seen,
    Situation,
    queue,
    queue_rules,
    reasons,
    review_weeks,
    situations,
)

TODAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 16)
CALM = Situation("WK000001", "Oude Haven", "rust", "zeker", previous_phase="rust")


def seen(reporter: str, level: float, day: date = TODAY, criterion: str = "C7") -> Seen:
    return Seen(reporter, criterion, level, day)


def whats(one: Situation) -> list[str]:
    return [reason.what for reason in reasons(one, queue_rules())]


def test_a_calm_wijk_has_no_reason():
    assert whats(CALM) == []
    assert queue([CALM])[0].kind is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"new_signals": 2}, ["signals"]),
        ({"new_incidents": 1}, ["incidents"]),
        ({"previous_phase": "ongemak"}, ["phase"]),
        ({"previous_phase": None}, []),
        ({"confirmed": "ongemak"}, ["confirmed"]),
        ({"confirmed": "rust"}, []),
        # A proposal in doubt contradicts nobody.
        ({"confirmed": "ongemak", "certainty": "twijfel"}, []),
        ({"confirmed": "ongemak", "certainty": None}, []),
        ({"silent": [("school-een", 9)]}, ["silent"]),
        ({"overdue": [Overdue("review", "WK000001", None, None)]}, ["never"]),
        ({"overdue": [Overdue("review", "WK000001", "x", date(2026, 11, 1))]}, ["review"]),
        ({"overdue": [Overdue("expired", "WK000001", "x", date(2026, 11, 1))]}, ["expired"]),
        ({"overdue": [Overdue("measure", "WK000001", "x", date(2026, 11, 1))]}, ["measure"]),
    ],
)
def test_each_reason_by_itself(fields, expected):
    assert whats(replace(CALM, **fields)) == expected


@pytest.mark.parametrize(("gap", "is_apart"), [(1.99, False), (2.0, True), (2.5, True)])
def test_channels_contradict_each_other_from_two_levels_apart(gap, is_apart):
    levels = {("C5", "beleefd"): 0.5, ("C5", "vastgelegd"): 0.5 + gap}
    found = reasons(replace(CALM, levels=levels), queue_rules())
    assert [reason.what for reason in found] == (["channels"] if is_apart else [])
    if is_apart:
        assert (found[0].facts["low"], found[0].facts["high"]) == ("beleefd", "vastgelegd")


def test_levels_of_different_criteria_and_of_what_is_coming_are_not_compared():
    levels = {("C5", "beleefd"): 0.0, ("C6", "vastgelegd"): 3.0, ("C5", "verwacht"): 3.0}
    assert whats(replace(CALM, levels=levels)) == []


def test_reporters_contradict_each_other_by_their_last_word():
    apart = (seen("school-een", 0), seen("politie-een", 2))
    assert whats(replace(CALM, signals=apart)) == ["reporters"]
    # The same reporter changed its mind: that is no contradiction.
    assert whats(replace(CALM, signals=(seen("school-een", 0), seen("school-een", 3)))) == []
    earlier = seen("politie-een", 3, date(2026, 11, 2))
    later = seen("politie-een", 1, date(2026, 11, 19))
    assert whats(replace(CALM, signals=(later, earlier, seen("school-een", 0)))) == []
    other = (seen("school-een", 0), seen("politie-een", 2, criterion="C8"))
    assert whats(replace(CALM, signals=other)) == []


def test_the_list_is_by_kind_of_reason_and_then_by_name():
    late = (Overdue("review", "x", None, None),)
    found = [
        replace(CALM, wijknaam="Aa", overdue=late),
        replace(CALM, wijknaam="Zee", new_signals=1, overdue=late),
        replace(CALM, wijknaam="Bos", silent=[("school-een", 4)]),
        replace(CALM, wijknaam="Dam", confirmed="spanning"),
        replace(CALM, wijknaam="Eik", previous_phase="ongemak"),
        replace(CALM, wijknaam="Berg", new_signals=1),
        replace(CALM, wijknaam="Veen"),
    ]
    listed = queue(found)
    names = [entry.situation.wijknaam for entry in listed]
    assert names == ["Berg", "Zee", "Eik", "Dam", "Bos", "Aa", "Veen"]
    assert [entry.kind for entry in listed] == [
        "new", "new", "changed", "contradictory", "silent", "overdue", None,
    ]  # fmt: skip
    # All reasons are named, in the order of the kinds.
    assert [reason.kind for reason in listed[1].reasons] == ["new", "overdue"]
    assert KINDS == ("new", "changed", "contradictory", "silent", "overdue")


def test_a_closed_wijk_comes_back_only_for_what_is_new():
    closed = replace(CALM, is_closed=True, confirmed="spanning", silent=[("school-een", 4)])
    assert queue([closed])[0].reasons == ()
    assert queue([replace(closed, new_signals=1)])[0].kind == "new"


def test_every_number_has_a_source_and_an_explanation():
    rules = queue_rules()
    for name in ("new_days", "new_signal_level", "contradiction_levels", "contradiction_weeks"):
        number = getattr(rules, name)
        assert number.explanation["nl"] and number.explanation["en"] and number.reference["url"]


# --- From a build and a logbook --------------------------------------------------------------


def frame(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns.split())


def build(*signals: tuple[object, ...], phase: str = "rust") -> Published:
    return Published(
        phases=frame("wijkcode wijknaam phase certainty", ("WK000001", "Aa", phase, "zeker")),
        changes=frame("wijkcode wijknaam previous_phase phase"),
        levels=frame("wijkcode criterion channel level", ("WK000001", "C5", "beleefd", 1.0)),
        silent=frame("wijkcode reporter weeks_silent"),
        signals=frame(
            "wijkcode observed_on reporter criterion level nothing_to_report file", *signals
        ),
        incidents=frame("wijkcode occurred_on", ("WK000001", pd.Timestamp("2026-11-18"))),
    )


@pytest.fixture
def logbook(tmp_path):
    with open_logbook(tmp_path) as opened:
        opened.clock = lambda: datetime(2026, 11, 20, 10, tzinfo=UTC)
        yield opened


def report(logbook, name: str, level: int, day: date = TODAY) -> None:
    content = made(
        Signal, observed_on=day, wijkcode="WK000001", criterion="C7", level=level,
        reporter="school-een", source_kind="school",
    )  # fmt: skip
    logbook.save(name, content, role="school-een")


def decide_and_close(logbook, phase: str = "spanning") -> None:
    subject = week_subject("WK000001", MONDAY)
    common = {"wijkcode": "WK000001", "week": MONDAY, "rule_version": "r", "build_id": "b"}
    review = made(Review, wijkcode="WK000001", week=MONDAY, oordeel="confirm", phase=phase)
    logbook.save(subject, review, role="wijkteam")
    decision = made(
        Decision, **common, oordeel="confirm", phase=phase, proposed_phase=phase, decided_on=TODAY
    )
    logbook.save(subject, decision, role="wijkteam")
    closed = made(ClosedWeek, **common, closed_on=TODAY, known={}, proposed={}, decided={})
    logbook.save(subject, closed, role="wijkteam")


def one(published: Published, logbook) -> Situation:
    [found] = situations(published, logbook, load_knowledge(), TODAY)
    return found


def test_what_came_in_within_a_week_is_new_where_nobody_ever_reviewed(logbook):
    delivered = [
        ("WK000001", date(2026, 11, 18), "politie-een", "C7", 2, False, "signals.csv"),
        ("WK000001", date(2026, 11, 13), "politie-een", "C7", 2, False, "signals.csv"),
        ("WK000001", date(2026, 11, 18), "zorg-een", "C7", 0, False, "signals.csv"),
        ("WK000001", date(2026, 11, 18), "zorg-een", None, None, True, "signals.csv"),
        # The same signal of the logbook must not count twice.
        ("WK000001", date(2026, 11, 19), "school-een", "C7", 2, False, SIGNALS),
    ]
    report(logbook, "a", 2, date(2026, 11, 19))
    report(logbook, "b", 0)
    found = one(build(*delivered), logbook)
    assert (found.new_signals, found.new_incidents) == (2, 1)
    assert [due.since for due in found.overdue] == [None]


def test_after_a_closing_only_what_came_later_is_new(logbook):
    report(logbook, "a", 2)
    decide_and_close(logbook)
    found = one(build(), logbook)
    assert (found.new_signals, found.new_incidents, found.is_closed) == (0, 0, True)
    assert found.confirmed == "spanning"
    report(logbook, "b", 2)
    assert one(build(), logbook).new_signals == 1


def test_a_signal_taken_back_is_neither_new_nor_a_contradiction(logbook):
    report(logbook, "a", 3)
    content = logbook.newest("signal", "a").content
    taken_back = made(Signal, **{**dict(content), "withdrawn": True})
    logbook.save("a", taken_back, role="school-een", expected_version=1)
    found = one(build(), logbook)
    assert (found.new_signals, found.signals) == (0, [])


def test_a_reopened_week_is_on_the_list_again(logbook):
    decide_and_close(logbook)
    subject = week_subject("WK000001", MONDAY)
    content = logbook.newest("review", subject).content
    logbook.save(subject, content, role="wijkteam", expected_version=1)
    assert not one(build(), logbook).is_closed


def test_a_measure_that_waits_is_overdue(logbook):
    decide_and_close(logbook)
    measure = made(
        Measure, wijkcode="WK000001", title="Gesprekken", owner="wijkteam",
        starts_on=date(2026, 10, 1), review_on=date(2026, 11, 1), status="loopt",
    )  # fmt: skip
    logbook.save("m", measure, role="wijkteam")
    assert [due.kind for due in one(build(), logbook).overdue] == ["measure"]


def test_how_soon_to_discuss_again_follows_what_people_decided():
    phases = frame("wijkcode phase", ("WK000001", "rust"), ("WK000002", "rust"))
    weeks = review_weeks(phases, {"WK000001": "incidenten"}, load_knowledge())
    assert weeks["WK000001"] < weeks["WK000002"]
