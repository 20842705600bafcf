"""What stands on the timeline: from the build, from the logbook, before and after the horizon."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from indicators import load_knowledge
from language import texts_for
from logbook import AgendaItem, LookBack, Measure, Signal, Version, made
from tests.unit.views.test_confirmed import WIJK, decision
from views import charts, charts_timeline, measure_figures, timeline_items, wijk_timeline
from views.timeline_items import Item, Labels

NL = texts_for("nl")
LABELS = Labels(NL, load_knowledge())
DAY = date(2026, 11, 12)


def version(content, subject="a") -> Version:
    now = datetime(2026, 11, 12, tzinfo=UTC)
    return Version(1, content.kind, subject, 1, "wijkteam-noord", now, content)


def event(kind, what, **fields):
    empty = dict.fromkeys(
        ("until", "level", "severity", "group_dimension", "is_verified", "source_kind", "title")
    )
    return {**empty, "date": pd.Timestamp(DAY), "kind": kind, "what": what, "file": "a.csv",
            "row_number": 7, **fields}  # fmt: skip


def items_of(*events):
    return timeline_items.from_build(LABELS, pd.DataFrame(list(events)))


def test_every_row_of_the_build_keeps_its_file_and_row():
    found = items_of(
        event("agenda", "bijeenkomst", title="Avond <b>", level=1),
        event("incident", "vernieling", group_dimension="ja", severity="ernstig"),
        event("incident", "vernieling", group_dimension="nee", severity="licht"),
        event("signal", "C5", level=2, source_kind="zorg", is_verified=True),
        event("signal", "nothing_to_report", source_kind="zorg"),
    )
    assert [one.kind for one in found] == ["agenda", "incident", "melding", "signaal", "signaal"]
    assert {one.where for one in found} == {"a.csv, rij 7"}
    assert "Avond &lt;b&gt;" in found[0].what
    assert [one.mark for one in found[3:]] == ["2", ""]


def signal(day=DAY, **fields):
    given = {"observed_on": day, "wijkcode": WIJK, "criterion": "C5", "level": 1,
             "reporter": "zorg-noord", "source_kind": "zorg", **fields}  # fmt: skip
    return made(Signal, **given)


def agenda(title="Avond", **fields):
    return made(AgendaItem, first_day=DAY, wijkcode=WIJK, agenda_kind="bijeenkomst", title=title,
                **fields)  # fmt: skip


def from_logbook(*versions, used=frozenset(), in_build=frozenset()):
    return timeline_items.from_logbook(LABELS, versions, used, in_build)


def test_what_the_build_holds_already_is_not_there_twice():
    new, old = version(signal(), "new"), version(signal(), "old")
    evening = version(agenda(), "x")
    assert len(from_logbook(new, old, evening)) == 3
    left = from_logbook(new, old, evening, used={"old"}, in_build={("Avond", DAY)})
    assert [one.kind for one in left] == ["signaal"]
    assert "nog niet in een build" in left[0].where


def test_what_was_withdrawn_is_not_there():
    assert from_logbook(version(signal(withdrawn=True)), version(agenda(withdrawn=True))) == []


def test_an_open_measure_has_a_start_and_a_day_to_look_back():
    given = {"wijkcode": WIJK, "title": "Plein", "owner": "opbouwwerk-noord", "starts_on": DAY,
             "review_on": DAY + timedelta(weeks=6)}  # fmt: skip
    look = made(LookBack, measure_id="m", wijkcode=WIJK, week=DAY, looked_on=DAY, result="helpt")
    found = from_logbook(version(made(Measure, **given), "m"), version(look))
    assert [one.mark for one in found] == ["start", "look", "look"]
    assert "Plein" in found[2].what
    assert "helpt" in found[2].what
    done = made(Measure, **given, status="afgerond", ends_on=DAY)
    assert [one.mark for one in from_logbook(version(done))] == ["start"]


def test_a_rejected_proposal_is_a_decision_without_a_bar():
    [item] = from_logbook(decision(None))
    assert (item.kind, item.mark, item.until) == ("besluit", "", None)
    assert "voorstel verworpen" in item.what


def item(kind, day, until=None):
    return Item(kind, day, timeline_items.join([""]), "", until)


def test_only_agenda_and_measures_lie_ahead():
    ahead, week = DAY + timedelta(days=3), timedelta(weeks=1)
    given = [item(kind, day) for kind in timeline_items.KINDS for day in (DAY, ahead)]
    coming, was = timeline_items.split(given, DAY - week, DAY, DAY + week)
    assert {one.kind for one in coming} == {"agenda", "maatregel"}
    assert {one.day for one in was} == {DAY}
    assert len(was) == len(timeline_items.KINDS)


def test_what_began_before_the_period_and_went_on_is_there():
    first = DAY - timedelta(weeks=4)
    long = item("besluit", first - timedelta(weeks=2), until=first + timedelta(days=1))
    gone = item("besluit", first - timedelta(weeks=2), until=first)
    _coming, was = timeline_items.split([long, gone], first, DAY, DAY)
    assert was == [long]


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        (None, timeline_items.DEFAULT_KINDS),
        ("agenda,incident", ("incident", "agenda")),
        ("melding", ("melding",)),
        ("onzin", timeline_items.DEFAULT_KINDS),
    ],
)
def test_the_kinds_come_from_the_address(asked, kinds):
    assert wijk_timeline.chosen_kinds(asked) == kinds


def test_the_period_comes_from_the_address():
    assert wijk_timeline.chosen_period("alles") == "alles"
    assert wijk_timeline.chosen_period("9999") == wijk_timeline.chosen_period(None) == "26"


def test_a_next_decision_ends_the_bar_of_the_one_before():
    first, second = decision(day=DAY - timedelta(weeks=4)), decision("spanning")
    items = from_logbook(first, second)
    drawing = charts_timeline.timeline(
        items, {"besluit": "Besluit"}, DAY - timedelta(weeks=8), DAY + timedelta(weeks=30), DAY
    )
    bars = [trace for trace in drawing.data if trace.type == "bar"]
    assert [bar.text[0] for bar in bars] == ["O", "S"]
    weeks = [bar.x[0] / (7 * 24 * 3600 * 1000) for bar in bars]
    assert weeks == [4.0, 13.0]


def test_a_rejection_alone_leaves_the_lane_empty():
    items = from_logbook(decision(None))
    drawing = charts_timeline.timeline(items, {"besluit": "Besluit"}, DAY, DAY, DAY)
    assert [trace for trace in drawing.data if trace.type == "bar"] == []


def test_a_doubt_shows_both_signs():
    run = charts.Run("rust", DAY, DAY + timedelta(weeks=2), 2, "ongemak")
    items = timeline_items.from_proposals(NL, [run], "1")
    drawing = charts_timeline.timeline(
        items, {"voorstel": "Voorstel"}, DAY, DAY + timedelta(weeks=4), DAY
    )
    assert [trace.text[0] for trace in drawing.data if trace.type == "bar"] == ["R/O"]


def weekly(*rows):
    names = ("week_from_start", "week_start", "is_complete", "incidents", "signals",
             "nothing_to_report")  # fmt: skip
    monday = pd.Timestamp(2026, 11, 9)
    filled = [(n, monday + pd.Timedelta(weeks=n), done, i, s, 1) for n, done, i, s in rows]
    return pd.DataFrame(filled, columns=list(names))


def test_before_and_after_count_whole_weeks_up_to_the_horizon():
    given = weekly((-2, True, 4, 0), (-1, True, 2, 1), (0, True, 3, 2), (1, False, 9, 9))
    before, after = measure_figures.before_and_after(given, date(2026, 11, 22))
    assert (before.weeks, before.counts["incidents"], before.per_week("incidents")) == (2, 6, 3.0)
    assert (after.weeks, after.counts["signals"]) == (1, 2)
    assert measure_figures.counted(NL, before, "signals") == "0,5 (totaal 1)"
    _same, nothing = measure_figures.before_and_after(given, date(2026, 11, 8))
    assert measure_figures.counted(NL, nothing, "signals") == "–"
