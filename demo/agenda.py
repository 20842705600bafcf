"""agenda.csv: what was coming, from the triggers of the truth and the ordinary calendar."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from demo.geography import Town
from demo.settings import Settings
from demo.truth import Truth

# (kind, title) of what may happen in one wijk. Buildings and streets, no groups of people.
_LOCAL = [
    ("besluit", "Raadsbesluit sloop en nieuwbouw"),
    ("besluit", "Besluit sluiting buurthuis"),
    ("besluit", "Besluit betaald parkeren"),
    ("bijeenkomst", "Bewonersavond herinrichting plein"),
    ("bijeenkomst", "Inloopavond verkeersplan"),
    ("opening_opvang", "Opening tijdelijke opvanglocatie"),
    ("demonstratie", "Aangekondigd protest tegen bouwplan"),
    ("maatregel", "Cameratoezicht op het winkelplein"),
    ("maatregel", "Samenscholingsverbod rond het station"),
    ("wedstrijd", "Toernooi op het sportpark"),
    ("overig", "Start renovatie portiekflats"),
]
# (month, day, kind, title, expected impact) of every year, for the whole gemeente.
_YEARLY = [
    (4, 27, "overig", "Koningsdag", 1),
    (5, 4, "herdenking", "Dodenherdenking", 1),
    (6, 21, "overig", "Zomerfeest in het stadspark", 1),
    (12, 31, "overig", "Jaarwisseling", 2),
]
_MONTHS_AHEAD_DAYS = 120


def agenda_rows(settings: Settings, town: Town, truth: Truth) -> pd.DataFrame:
    """Text columns of agenda.csv, ordered by date."""
    rng = settings.rng("agenda")
    end = settings.until + timedelta(days=_MONTHS_AHEAD_DAYS)
    rows: list[tuple[date, str, str, str, str, str]] = []
    for trigger in truth.triggers:
        if trigger.wijk is None:
            day = settings.first_monday + timedelta(weeks=trigger.week, days=1)
            rows.append((day, "", "", "overig", "Landelijke gebeurtenis met veel onrust", "3"))
        elif trigger.announced:
            kind, title = _LOCAL[int(rng.integers(len(_LOCAL)))]
            day = settings.first_monday + timedelta(weeks=trigger.week, days=int(rng.integers(5)))
            # The gemeente guesses the impact beforehand, and is often wrong.
            guess = int(np.clip(round(1.0 + 1.1 * trigger.size + rng.normal(0, 0.7)), 0, 3))
            until = (day + timedelta(weeks=6)).isoformat() if kind == "maatregel" else ""
            rows.append((day, until, town.wijkcodes[trigger.wijk], kind, title, str(guess)))
    for year in range(settings.first_monday.year, end.year + 1):
        for month, number, kind, title, impact in _YEARLY:
            rows.append((date(year, month, number), "", "", kind, title, str(impact)))
    for _ in range(max(2, settings.wijken // 4)):  # what is still to come
        kind, title = _LOCAL[int(rng.integers(len(_LOCAL)))]
        day = settings.until + timedelta(days=int(rng.integers(3, _MONTHS_AHEAD_DAYS)))
        wijk = town.wijkcodes[int(rng.integers(settings.wijken))]
        rows.append((day, "", wijk, kind, title, str(int(rng.integers(1, 4)))))
    rows = sorted(row for row in rows if settings.first_monday <= row[0] <= end)
    frame = pd.DataFrame(
        rows, columns=["date", "until", "wijkcode", "kind", "title", "expected_impact"]
    )
    frame["date"] = [day.isoformat() for day in frame["date"]]
    return frame
