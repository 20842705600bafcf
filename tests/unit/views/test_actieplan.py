"""The actieplan: what is proposed and from where, lines in boxes, and two people at once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from language import texts_for
from logbook import (
    Actieplan,
    ConflictError,
    ContentError,
    Measure,
    NoteRefusedError,
    Review,
    Signal,
    Version,
    made,
    open_logbook,
)
from privacy import check_note
from views import actieplan, plan_contents
from views.plan_contents import Origin

NL = texts_for("nl")
WIJK = "WK000101"
DAY = date(2026, 11, 9)


def version(content, role="wijkteam-noord") -> Version:
    return Version(1, content.kind, "a", 1, role, datetime(2026, 11, 12, tzinfo=UTC), content)


def review(week, *oorzaken, scheidslijnen=()):
    return version(
        made(Review, wijkcode=WIJK, week=week, oorzaken=oorzaken, scheidslijnen=scheidslijnen)
    )


def plan(**fields):
    return made(Actieplan, **{"wijkcode": WIJK, **fields})


def test_a_cause_is_proposed_once_with_every_review_it_was_in():
    earlier = DAY - timedelta(weeks=4)
    found = plan_contents.proposed(
        [review(earlier, "Geluid in de avond", "Weinig plekken"), review(DAY, "geluid in de avond")]
    )["oorzaken"]
    assert [one.text for one in found] == ["geluid in de avond", "Weinig plekken"]
    role = "wijkteam-noord"
    assert found[0].origins == (Origin("review", DAY, role), Origin("review", earlier, role))


def measure(status="loopt"):
    content = made(
        Measure, wijkcode=WIJK, title="Gesprekken op het plein", owner="opbouwwerk-noord",
        starts_on=DAY, review_on=DAY + timedelta(weeks=6), status=status,
    )  # fmt: skip
    return version(content)


def signal(kind, reporter, **fields):
    given = {"observed_on": DAY, "wijkcode": WIJK, "criterion": "C5", "level": 1,
             "reporter": reporter, "source_kind": kind, **fields}  # fmt: skip
    return version(made(Signal, **given), reporter)


def test_measures_and_reporters_fill_the_other_parts():
    found = plan_contents.proposed(
        [
            measure(),
            signal("sleutelfiguur", "sleutelfiguur-plein"),
            signal("school", "school-noord"),
            signal("zorg", "zorg-noord", withdrawn=True),
        ]
    )
    texts = {field: [one.text for one in found[field]] for field in found}
    assert texts == {
        "oorzaken": [],
        "verbindende_uitdaging": [],
        "inzet": ["Gesprekken op het plein"],
        "sleutelfiguren": ["sleutelfiguur-plein"],
        "partners": ["opbouwwerk-noord", "school-noord"],
    }
    assert plan_contents.proposed([measure("afgerond")])["inzet"] == []


def test_what_stands_in_the_plan_is_not_offered_again():
    found = plan_contents.proposed([review(DAY, "Geluid", "Verkeer")])["oorzaken"]
    assert [one.text for one in plan_contents.not_yet_in(found, "geluid \n\n")] == ["Verkeer"]


def test_dividing_lines_come_from_the_newest_review_first():
    old = review(DAY - timedelta(weeks=1), scheidslijnen=("jong-oud", "leefregels"))
    new = review(DAY, scheidslijnen=("leefregels",))
    assert plan_contents.scheidslijnen([old, new]) == ["leefregels", "jong-oud"]


def test_a_plan_survives_the_boxes():
    given = plan(
        oorzaken=("Geluid", "Verkeer"),
        verbindende_uitdaging="Samen een plein",
        partners=("school-noord",),
    )
    written = plan_contents.as_written(given)
    assert written["oorzaken"] == "Geluid\nVerkeer"
    assert plan(**plan_contents.as_fields(written)) == given
    written["verbindende_uitdaging"] = "Samen\neen plein\n"
    assert plan(**plan_contents.as_fields(written)) == given


def test_the_changed_parts_of_a_first_version_are_those_with_text():
    assert plan_contents.changed_fields(None, plan(partners=("school-noord",))) == ("partners",)


@pytest.mark.parametrize(
    ("choices", "kept"),
    [
        ({"inzet": "theirs"}, ("van de ander",)),
        ({"inzet": "yours"}, ("van mij",)),
        ({"inzet": "both"}, ("van de ander", "van mij")),
    ],
)
def test_what_both_changed_follows_the_choice_and_the_rest_is_kept(choices, kept):
    started = plan(oorzaken=("Geluid",), inzet=("begin",))
    theirs = plan(oorzaken=("Geluid",), inzet=("van de ander",), partners=("school-noord",))
    yours = plan(oorzaken=("Verkeer",), inzet=("van mij",))
    merged = plan(**plan_contents.resolved(started, theirs, yours, choices))
    assert merged.inzet == kept
    assert merged.oorzaken == ("Verkeer",)
    assert merged.partners == ("school-noord",)


def test_two_first_versions_at_once_come_together(tmp_path):
    with open_logbook(tmp_path) as logbook:
        logbook.save(WIJK, plan(oorzaken=("Geluid",)), role="wijkteam-noord")
        with pytest.raises(ConflictError) as caught:
            logbook.save(WIJK, plan(inzet=("Gesprekken",)), role="wijkteam-zuid")
    conflict = caught.value
    fields = plan_contents.resolved(None, conflict.theirs.content, conflict.yours, {})
    assert plan(**fields) == plan(oorzaken=("Geluid",), inzet=("Gesprekken",))


def test_a_refused_text_is_pointed_at(tmp_path):
    written = plan_contents.as_written(plan())
    written["oorzaken"] = "Geluid\n\nBel 06-12345678 voor meer"
    given = plan(**plan_contents.as_fields(written))
    with open_logbook(tmp_path) as logbook, pytest.raises(NoteRefusedError) as caught:
        logbook.save(WIJK, given, role="wijkteam-noord")
    text = actieplan.refusal(NL, caught.value, written)
    assert text.startswith("Oorzaken, bij '06-12345678'")
    assert "telefoonnummer" in text


def test_a_role_that_is_too_short_is_named():
    assert "Uw rol" in actieplan.refusal(
        NL, NoteRefusedError("role", check_note("Bel 06-12345678")), {}
    )
    assert "2 tot 60" in actieplan.refusal(NL, ContentError(("role",)), {})
    assert "Partners" not in actieplan.refusal(NL, ContentError(("sleutelfiguren",)), {})
