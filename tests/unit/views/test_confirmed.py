"""What people confirmed beside what is proposed: when it counts, and when it differs."""

from datetime import UTC, date, datetime, timedelta

import pytest

from language import texts_for
from logbook import Decision, Version, made
from views import confirmed
from views.map_figure import Shown
from views.palette import PHASES

NL = texts_for("nl")
WIJK = "WK000101"
DAY = date(2026, 11, 12)
REASON = "Op het plein is het onrustig."


def decision(phase="ongemak", proposed="ongemak", day=DAY, wijkcode=WIJK) -> Version:
    oordeel = "confirm" if phase == proposed else "adjust" if phase else "reject"
    content = made(
        Decision, wijkcode=wijkcode, week=day, oordeel=oordeel, phase=phase,
        reason="" if oordeel == "confirm" else REASON, proposed_phase=proposed,
        rule_version="1", build_id="build-1", decided_on=day,
    )  # fmt: skip
    now = datetime(2026, 11, 12, tzinfo=UTC)
    return Version(1, "decision", wijkcode, 1, "wijkteam-noord", now, content)


def standing(*versions: Version, on: date = DAY) -> confirmed.Standing:
    return confirmed.standings(versions, on)[WIJK]


def test_the_last_decision_by_a_day_stands():
    early, late = decision("rust", "rust", DAY - timedelta(weeks=4)), decision("spanning")
    assert standing(late, early).decision.phase == "spanning"
    assert standing(late, early, on=DAY - timedelta(days=1)).decision.phase == "rust"
    assert confirmed.standings([late], DAY - timedelta(days=1)) == {}


def test_a_decision_stops_counting_on_the_day_it_expires():
    version = decision()
    last = version.content.expires_on
    assert standing(version, on=last - timedelta(days=1)).status == "counts"
    assert standing(version, on=last).status == "expired"


@pytest.mark.parametrize(
    ("phase", "proposed_then", "proposed_now", "differs"),
    [
        ("ongemak", "ongemak", "ongemak", False),
        ("ongemak", "ongemak", "spanning", True),
        ("spanning", "ongemak", "ongemak", True),
        ("spanning", "ongemak", "spanning", False),
        ("rust", "onvoldoende_gegevens", "onvoldoende_gegevens", True),
        (None, "ongemak", "ongemak", True),
        (None, "ongemak", "rust", False),
    ],
)
def test_it_differs_where_people_hold_something_else_than_is_proposed_now(
    phase, proposed_then, proposed_now, differs
):
    assert standing(decision(phase, proposed_then)).differs_from(proposed_now) is differs


def test_what_expired_differs_from_nothing():
    old = standing(decision("spanning"), on=DAY + timedelta(weeks=20))
    assert not old.differs_from("ongemak")
    assert "verlopen sinds 11 februari 2027" in confirmed.cell(NL, old, "ongemak")
    assert "≠" not in confirmed.cell(NL, old, "ongemak")


def test_the_panel_gives_date_role_end_and_reason():
    shown = confirmed.panel(NL, standing(decision("spanning")), "ongemak")
    for text in ("12 november 2026", "11 februari 2027", "wijkteam-noord", REASON, "≠"):
        assert text in shown
    assert "nog geen besluit" in confirmed.panel(NL, None, "ongemak")


def test_the_panel_says_that_the_proposal_changed_afterwards():
    shown = confirmed.panel(NL, standing(decision()), "rust")
    assert "het was ongemak en is nu rust" in shown


def test_the_map_keeps_the_sign_of_the_proposal_and_marks_what_differs():
    layer = {code: Shown(PHASES["ongemak"], "voorstel: ongemak", "O") for code in (WIJK, "B", "C")}
    standing_now = {
        **confirmed.standings([decision("spanning")], DAY),
        **confirmed.standings([decision(wijkcode="WK000102")], DAY),
    }
    shown = confirmed.marked(NL, layer, standing_now, dict.fromkeys(layer, "ongemak"))
    assert (shown[WIJK].sign, shown[WIJK].paint, shown[WIJK].mark) == ("O", PHASES["ongemak"], "≠S")
    assert "vastgesteld: spanning" in shown[WIJK].words
    assert shown["B"] == layer["B"]
    assert "1 wijk" in confirmed.legend(NL, shown, has_outlines=True)
    assert confirmed.legend(NL, layer, has_outlines=True) == ""


@pytest.mark.parametrize(
    ("version", "proposed", "text"),
    [
        (None, "rust", "voorstel, nog door niemand bevestigd"),
        (decision(), "ongemak", "voorstel, door mensen bevestigd"),
        (decision("spanning"), "ongemak", "voorstel; mensen stelden spanning vast"),
        (decision(None), "ongemak", "voorstel, door mensen verworpen"),
        (decision(None), "rust", "voorstel; een eerder voorstel is verworpen"),
    ],
)
def test_the_status_of_a_proposal_in_words(version, proposed, text):
    stands = standing(version) if version else None
    assert confirmed.status(NL, stands, proposed) == text
