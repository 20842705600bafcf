"""Which way a wijk goes, with a guard for small counts and the city-wide part split off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.evidence import ONVOLDOENDE
from indicators.gates import window_sums
from indicators.observations import Observations
from indicators.weighed_models import DirectionRule

Floats = NDArray[np.float64]

DIRECTIONS: tuple[str, ...] = ("onbekend", "dalend", "stabiel", "stijgend")
UNKNOWN, FALLING, STABLE, RISING = range(4)


@dataclass(frozen=True)
class Directions:
    """Every array is [W, T] with an index into DIRECTIONS, unless said otherwise.

    short, long: over the short and the long time. own: over the short time, without what most
    wijken have in common. city_wide: [T] whether most wijken rise at once.
    """

    short: NDArray[np.int8]
    long: NDArray[np.int8]
    own: NDArray[np.int8]
    city_wide: NDArray[np.bool_]


def directions(
    phase: NDArray[np.int8], chances: Floats, observations: Observations, rule: DirectionRule
) -> Directions:
    """Compare the expected phase (sum of phase times chance, 0-3) with that of some weeks before.

    chances: [T, W, 4] after the gates. Unknown where either week has no proposal, and where a rise
    rests on fewer reports and incidents than the minimum.
    """
    expected = (chances @ np.arange(4.0)).T
    expected = np.where(phase == ONVOLDOENDE, np.nan, expected)
    reports = observations.reports
    received = np.zeros(phase.shape, dtype=np.int64)
    np.add.at(received, (reports.wijk, reports.week), 1)
    received += np.maximum(
        observations.evidence.group_incidents, observations.evidence.severe_incidents
    )
    enough = window_sums(received, rule.short_weeks.value) >= rule.minimum_reports.value
    change = _change(expected, rule.short_weeks.value)
    limit = rule.minimum_change.value
    known = np.isfinite(change)
    rising = np.where(known, change >= limit, False).sum(axis=0)
    city = rising > rule.city_share.value * np.maximum(known.sum(axis=0), 1)
    middle = np.zeros(phase.shape[1])
    for week in np.flatnonzero(city):
        middle[week] = np.median(change[known[:, week], week])
    return Directions(
        short=_word(change, limit, enough),
        long=_word(_change(expected, rule.long_weeks.value), limit, enough),
        own=_word(change - middle, limit, enough),
        city_wide=city,
    )


def _change(expected: Floats, weeks: int) -> Floats:
    change = np.full(expected.shape, np.nan)
    change[:, weeks:] = expected[:, weeks:] - expected[:, :-weeks]
    return change


def _word(change: Floats, limit: float, enough: NDArray[np.bool_]) -> NDArray[np.int8]:
    word = np.full(change.shape, STABLE, dtype=np.int8)
    word[change >= limit] = RISING
    word[change <= -limit] = FALLING
    word[(word == RISING) & ~enough] = UNKNOWN
    word[np.isnan(change)] = UNKNOWN
    return word
