"""What was observed, as the weighing of evidence takes it: rows and arrays, without any level cut.

Beside `Evidence` (levels, usable channels, incidents), which the gates use. W wijken, T weeks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.evidence import Evidence

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]

NOTHING = -1  # level of a report "nothing to report"; also: no criterion


@dataclass(frozen=True)
class Reports:
    """Signals of professionals, one element per row; the order of the rows does not matter.

    wijk, week: indices. reporter: a number per reporter. criterion: index into CRITERIA, NOTHING
    for "nothing to report". level: 0-3, NOTHING for "nothing to report". confirmed: a second
    person saw it too, according to the reporter.
    """

    wijk: Ints
    week: Ints
    reporter: Ints
    criterion: Ints
    level: Ints
    confirmed: NDArray[np.bool_]

    def take(self, chosen: NDArray[np.bool_]) -> Reports:
        """Only these rows."""
        return Reports(
            self.wijk[chosen], self.week[chosen], self.reporter[chosen],
            self.criterion[chosen], self.level[chosen], self.confirmed[chosen],
        )  # fmt: skip


@dataclass(frozen=True)
class SurveyFigures:
    """Survey figures, one element per wave, wijk and item with enough answers.

    wijk: index. week: index of the week in which the fieldwork ended. criterion: index into
    CRITERIA. level: level by the goalposts, not cut off at 0 and 3. error: sampling error in
    levels. wave: a number per wave.
    """

    wijk: Ints
    week: Ints
    criterion: Ints
    level: Floats
    error: Floats
    wave: Ints

    def take(self, chosen: NDArray[np.bool_]) -> SurveyFigures:
        """Only these rows."""
        return SurveyFigures(
            self.wijk[chosen], self.week[chosen], self.criterion[chosen],
            self.level[chosen], self.error[chosen], self.wave[chosen],
        )  # fmt: skip


@dataclass(frozen=True)
class WeeklyCounts:
    """Counts of one indicator in weeks that do not overlap.

    criterion: index into CRITERIA. counts: [W, T]. exposure: [W, T] thousands of residents times
    the length of a week in the unit of the goalposts, NaN = unknown. goalposts: values at level 1,
    2 and 3 in that unit. alive: [T] whether the source worked in that week.
    """

    criterion: int
    counts: Ints
    exposure: Floats
    goalposts: tuple[float, float, float]
    alive: NDArray[np.bool_]


@dataclass(frozen=True)
class Observations:
    """Everything that is weighed. `records_alive`: [T] whether incidents were recorded at all."""

    evidence: Evidence
    reports: Reports
    surveys: SurveyFigures
    counts: tuple[WeeklyCounts, ...]
    records_alive: NDArray[np.bool_]

    @property
    def wijken(self) -> int:
        """Number of wijken W."""
        return self.evidence.wijken

    @property
    def weeks(self) -> int:
        """Number of weeks T."""
        return self.evidence.weeks
