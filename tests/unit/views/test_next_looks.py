"""When a wijk is to be looked at again, and what is overdue by what people recorded."""

from datetime import date, timedelta
from types import SimpleNamespace

import pandas as pd
import pytest

from indicators import load_knowledge
from language import texts_for
from logbook import Overdue
from tests.unit.views.test_confirmed import decision
from views import confirmed, next_looks
from views.memory import Memory

KNOWLEDGE = load_knowledge()
TODAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 9)
WEEKS = pd.DataFrame(
    {
        "iso_week": ["2026-W45", "2026-W46"],
        "week_start": pd.to_datetime(["2026-11-02", "2026-11-09"]),
        "is_complete": [True, True],
    }
)


def looks(*days):
    return pd.DataFrame(
        {
            "wijkcode": [f"WK{place:06d}" for place in range(len(days))],
            "wijknaam": [f"Wijk {place}" for place in range(len(days))],
            "phase": "rust",
            "next_look": pd.to_datetime(list(days)),
            "next_look_reason": "phase",
        }
    )


@pytest.fixture
def screen(monkeypatch):
    """A screen on 20 November, with what is overdue in a list that a test fills."""
    late: list[Overdue] = []
    monkeypatch.setattr(next_looks.frame, "wijk_link", lambda _t, _code, name: name)
    monkeypatch.setattr(next_looks.memory, "overdue", lambda _screen, _weeks: late)
    monkeypatch.setattr(next_looks.memory, "today", lambda _screen: TODAY)
    return SimpleNamespace(texts=texts_for("nl"), knowledge=KNOWLEDGE, late=late)


def counts(text):
    rows = text.split("<tbody")[1].split("</tbody>")[0].split("<tr")[1:]
    return [int(row.split("</td>")[0].split(">")[-1]) for row in rows]


def test_without_decisions_nothing_is_overdue_and_nobody_was_discussed(screen):
    given = looks("2026-11-19", "2026-11-20", "2026-11-27", "2026-11-28", None)
    text = next_looks.section(screen, given, WEEKS, MONDAY, Memory())
    assert counts(text) == [0, 0, 0, 3, 5]
    assert "19 november 2026 (voorbij)" in text
    assert "3 wijken zijn aan de beurt" in text
    assert "28 november 2026" not in text
    assert "Wat te laat is" not in text


def test_what_is_overdue_comes_from_the_logbook(screen):
    since = TODAY - timedelta(weeks=3)
    screen.late += [
        Overdue("review", "WK000000", "a", since),
        Overdue("review", "WK000002", None, None),
        Overdue("expired", "WK000001", "b", since),
        Overdue("measure", "WK000001", "c", since),
    ]
    known = Memory((decision(wijkcode="WK000000"), decision(wijkcode="WK000001")))
    text = next_looks.section(screen, looks(None, None, None), WEEKS, MONDAY, known)
    assert counts(text) == [1, 1, 1, 0, 1]
    assert "Wat te laat is" in text
    assert text.count("30 oktober 2026") == 3


def test_an_older_week_has_no_next_looks(screen):
    older = date(2026, 11, 2)
    assert next_looks.section(screen, looks("2026-11-20"), WEEKS, older, Memory()) == ""


def test_the_phase_that_asks_for_it_sooner_decides():
    urgency = KNOWLEDGE.rule.urgency
    calm, tense = (urgency.review_weeks(phase, urgent=False) for phase in ("rust", "spanning"))
    assert tense < calm
    phases = pd.DataFrame({"wijkcode": ["WK000101", "WK000102"], "phase": ["rust", "rust"]})
    standing = confirmed.standings([decision("spanning", "rust")], date(2026, 11, 15))
    weeks = next_looks.review_weeks(KNOWLEDGE, phases, standing)
    assert weeks == {"WK000101": tense, "WK000102": calm}
    later = confirmed.standings([decision("spanning", "rust")], date(2027, 11, 15))
    assert next_looks.review_weeks(KNOWLEDGE, phases, later)["WK000101"] == calm
