"""What each role may, written out once more, and how an answer is looked at."""

from __future__ import annotations

import inspect
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd

import logbook as lb
from access import LEVELS, Access
from pipelines import read_model
from pipelines.closing import Proposed
from pipelines.permitted import Read
from views import store

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TRIED: Counter[str] = Counter()
PROPOSED = Proposed("rust", None, {}, (), "r", "b", is_provisional=False)
# What each role may ask of a build, by kind of question.
MAY = {
    Read.GEMEENTE: {"lokaal", "analist", "wijkteam", "beleid", "beheer"},
    Read.PER_WIJK: {"lokaal", "analist", "wijkteam", "beleid", "beheer"},
    Read.ONE_WIJK: {"lokaal", "analist", "wijkteam", "beleid", "beheer"},
    Read.LISTED_WIJKEN: {"lokaal", "analist", "wijkteam", "beleid", "beheer"},
    Read.ROWS_PER_WIJK: {"lokaal", "analist", "wijkteam", "beheer"},
    Read.ROWS_OF_WIJK: {"lokaal", "analist", "wijkteam", "beheer"},
    Read.SIGNAL_IDS: {"lokaal", "analist", "wijkteam", "beheer"},
    Read.DELIVERY: {"lokaal", "analist", "wijkteam", "beleid", "beheer"},
    Read.DELIVERY_ROWS: {"lokaal", "analist", "beheer"},
}
WRITES = {"lokaal", "wijkteam"}
NOT_FOR_BELEID = {"signal", "confirmation", "review", "closed_week", "meeting_plan"}
EVERYBODY = {"lokaal", "analist", "wijkteam", "beleid", "beheer"}
# Who opens which screen.
SCREENS = {
    "stadskaart": EVERYBODY,
    "wijk": EVERYBODY,
    "weekreview": {"lokaal", "wijkteam"},
    "actieplan": EVERYBODY - {"beheer"},
    "interventies": EVERYBODY - {"beheer"},
    "ontmoeting": EVERYBODY - {"beheer"},
    "briefing": EVERYBODY - {"beheer"},
    "gegevens": EVERYBODY,
    "methode": EVERYBODY,
    "bibliotheek": EVERYBODY,
    "beheer": {"lokaal", "beheer"},
}
# Who takes which level along.
FILES = {
    "lokaal": LEVELS, "analist": LEVELS, "wijkteam": ("intern", "college"),
    "beleid": ("college", "openbaar"), "beheer": (),
}  # fmt: skip


def one_of_each(code: str) -> list[tuple[str, lb.Content]]:
    """A subject of every kind about one wijk; the text of it names the wijk."""
    day = date(2026, 11, 18)
    monday = date(2026, 11, 16)
    week = lb.week_subject(code, day)
    made = lb.made
    decided = {
        "wijkcode": code, "week": monday, "rule_version": "r", "build_id": "b",
    }  # fmt: skip
    return [
        (f"s-{code}", made(lb.Signal, observed_on=day, wijkcode=code, criterion="C7", level=2,
                           reporter="jongerenwerk", source_kind="jongerenwerk")),
        (f"c-{code}", made(lb.Confirmation, signal_id=f"s-{code}", wijkcode=code,
                           reporter="opbouwwerk", source_kind="welzijn", confirmed_on=day)),
        (week, made(lb.Review, wijkcode=code, week=monday, beeld="Rustig.")),
        (week, made(lb.Decision, **decided, oordeel="confirm", phase="rust",
                    proposed_phase="rust", decided_on=day)),
        (f"m-{code}", made(lb.Measure, wijkcode=code, title="Gesprekken", owner="jongerenwerk",
                           starts_on=day, review_on=day)),
        (f"l-{code}", made(lb.LookBack, measure_id=f"m-{code}", wijkcode=code, week=monday,
                           looked_on=day, result=lb.lists().look_back_result[0])),
        (week, made(lb.ClosedWeek, **decided, closed_on=day, known={}, proposed={}, decided={})),
        (code, made(lb.Actieplan, wijkcode=code, verbindende_uitdaging="Samen eten.")),
        (f"p-{code}", made(lb.MeetingPlan, wijkcode=code, title="Maaltijd", plan={})),
        (f"a-{code}", made(lb.AgendaItem, first_day=day, wijkcode=code, title="Markt",
                           agenda_kind=lb.lists().agenda_kind[0])),
    ]  # fmt: skip


def foreign(answer: Any, access: Access, codes: dict[str, str]) -> list[str]:
    """Codes and names of wijken in an answer that are not theirs to see."""
    if access.wijken is None:
        return []
    text = answer.to_csv() if isinstance(answer, pd.DataFrame) else repr(answer)
    others = {c: n for c, n in codes.items() if c not in access.wijken}
    # a name may be a part of an own name or of a file's name; whole words only
    words = set(text.replace('"', ",").replace("\n", ",").split(","))
    return [c for c, n in others.items() if c in text or n in words]


def arguments_for(what: str, code: str, monday: date) -> tuple[Any, ...]:
    """Something sensible for each parameter of a question of Build."""
    known: dict[str, Any] = {
        "wijkcode": code, "week_start": monday, "layer": "C7", "label": "2026-W46", "limit": 500,
        "offset": 0, "file": None, "first": monday - timedelta(weeks=30), "last": monday,
        "day": monday, "weeks": 8, "indicator_id": "meldingen_overlast", "criterion": None,
        "register": "r", "period": "2026", "kind": "k", "division": 2025, "series": "s",
    }  # fmt: skip
    names = list(inspect.signature(getattr(read_model.Build, what)).parameters)[1:]
    assert set(names) <= set(known), f"say in this test what to fill in for {what}: {names}"
    return tuple(known[name] for name in names)


def indicator_of_signals() -> tuple[str, ...]:
    return tuple(name for name, one in store.knowledge().indicators.items() if one)


def say(part: str) -> None:
    """How many combinations were tried, for who reads the output of the tests."""
    print(f"{part}: {TRIED[part]} combinations; so far {sum(TRIED.values())}")
