"""What the screen says of proposals beside decisions: a share only with enough of them."""

from datetime import date, timedelta

import pandas as pd

from language import texts_for
from logbook import rules
from pipelines.track_record import track_record
from tests.unit.views.test_confirmed import decision
from views import methode_record

NL = texts_for("nl")
LEAST = rules().track_record_minimum.value
PROPOSALS = pd.DataFrame({"wijkcode": [], "week_start": [], "phase": []})
DAY = date(2026, 1, 5)


def text_of(*phases):
    taken = [
        decision(phase, "ongemak", DAY + timedelta(weeks=week)).content
        for week, phase in enumerate(phases)
    ]
    return "".join(methode_record.figures(NL, track_record(taken, PROPOSALS)))


def test_below_the_minimum_no_share_is_given():
    text = text_of(*["ongemak"] * (LEAST - 1), None)
    assert f"Te weinig om iets te zeggen: {LEAST - 1} vergelijkbare besluiten" in text
    assert "1 keer verworpen" in text
    assert "%" not in text


def test_with_enough_decisions_share_n_interval_and_direction_are_given():
    text = text_of(*["ongemak"] * (LEAST - 3), "spanning", "spanning", "rust")
    assert f"{100 * (LEAST - 3) / LEAST:.0f}%, tussen 64% en 95% (n = {LEAST})" in text
    assert "zwaardere fase dan het voorstel: 2 keer" in text
    assert "rustiger fase dan het voorstel: 1 keer" in text
    assert "Voorsprong: te weinig om iets te zeggen" in text


def test_a_quarter_with_few_decisions_has_no_share():
    text = text_of(*["ongemak"] * LEAST)
    quarters = text.split("2026-K1")[1].split("</tr>")[0]
    assert "te weinig om iets te zeggen" in quarters
    assert "83% en 100%" not in quarters
