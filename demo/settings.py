"""What one run of the demo is made from, and the random streams of its parts."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

DEFAULT_UNTIL = date(2026, 11, 15)
"""Fixed last day of the history: without a clock the same seed always gives the same files."""

MIN_WIJKEN, MAX_WIJKEN = 3, 200
MIN_WEEKS, MAX_WEEKS = 8, 520

# One number per part. A part added later takes a new number, so that the others keep their draws.
_STREAMS = {
    "geography": 1,
    "people": 2,
    "truth": 3,
    "agenda": 4,
    "incidents": 5,
    "surveys": 6,
    "survey_results": 7,
    "reporters": 8,
    "signals": 9,
    "registers": 10,
    "faults": 11,
    "situations": 12,
    "group_incidents": 13,
    "population": 14,
    "offer": 15,
}


@dataclass(frozen=True)
class Settings:
    """The arguments of one run. Equal settings give byte-identical files."""

    seed: int = 1
    weeks: int = 156
    wijken: int = 24
    until: date = DEFAULT_UNTIL

    def rng(self, part: str) -> np.random.Generator:
        """Return the random stream of one part, independent of all other parts."""
        return np.random.default_rng(np.random.SeedSequence([self.seed, _STREAMS[part]]))

    @property
    def last_monday(self) -> date:
        """Monday of the ISO week that holds the last day."""
        return self.until - timedelta(days=self.until.weekday())

    @property
    def first_monday(self) -> date:
        """Monday of the first week of the history."""
        return self.last_monday - timedelta(weeks=self.weeks - 1)

    @property
    def mondays(self) -> NDArray[np.datetime64]:
        """Mondays of all weeks, shape (weeks,), unit day."""
        first = np.datetime64(self.first_monday, "D")
        return first + np.arange(self.weeks) * np.timedelta64(7, "D")

    @property
    def years(self) -> list[int]:
        """Return every calendar year that the history touches."""
        return list(range(self.first_monday.year, self.until.year + 1))

    def week_of(self, day: date) -> int:
        """Index of the week that holds `day` (may lie outside the history)."""
        return (day - self.first_monday).days // 7
