"""Four simple rules that the weighed model has to beat to be worth its complexity. None of them is
used for a proposal; each gives [W, T] an index of a phase, ONVOLDOENDE where it says nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indicators.evidence import CRITERIA, INCIDENTEN, ONVOLDOENDE
from indicators.gates import window_sums
from indicators.observations import Floats, Observations

Phases = NDArray[np.int8]
C5 = CRITERIA.index("C5")


def z_score(observations: Observations, window: int = 4) -> Phases:
    """(a) How far the wijk's incident rate of the last weeks lies above the mean of all wijken, in
    standard deviations: from 0.5, 1 and 2 on the next phase.
    """
    rate = _rate(observations, window)
    known = np.isfinite(rate)
    number = known.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, rate, 0.0).sum(axis=0) / number
        deviation = np.sqrt(np.where(known, (rate - mean) ** 2, 0.0).sum(axis=0) / number)
        z = (rate - mean) / deviation
    return _cut(z, (0.5, 1.0, 2.0))


def min_max(observations: Observations, window: int = 4) -> Phases:
    """(b) Mean of three figures, each stretched from 0 (lowest wijk) to 1 (highest wijk): incident
    rate 0.3, mean level of signals 0.4, mean survey level 0.3; cut at 0.25, 0.5 and 0.75.
    """
    levels, reports = _mean_signal(observations, 8)
    levels = np.where(reports > 0, levels, np.nan)
    surveys = np.full(levels.shape, np.nan)
    known = np.isfinite(observations.evidence.levels[:, 0])
    total = np.where(known, observations.evidence.levels[:, 0], 0.0).sum(axis=0)
    count = known.sum(axis=0)
    surveys[count > 0] = total[count > 0] / count[count > 0]
    parts = ((_rate(observations, window), 0.3), (levels, 0.4), (surveys, 0.3))
    sums, weights = np.zeros(levels.shape), np.zeros(levels.shape)
    for values, weight in parts:
        with np.errstate(all="ignore"):
            low, high = np.fmin.reduce(values, axis=0), np.fmax.reduce(values, axis=0)
            stretched = (values - low) / (high - low)
        there = np.isfinite(stretched)
        sums += np.where(there, weight * stretched, 0.0)
        weights += weight * there
    with np.errstate(invalid="ignore", divide="ignore"):
        return _cut(np.where(weights > 0, sums / weights, np.nan), (0.25, 0.5, 0.75))


def surge(observations: Observations, window: int = 4, year: int = 52) -> Phases:
    """(c) Incidents of the last weeks against the wijk's own mean of the year before: from 1.25,
    1.5 and 2 times as many on the next phase.
    """
    counts = _incidents(observations)
    recent = window_sums(counts, window)
    before = window_sums(counts, year + window) - recent
    weeks = np.minimum(np.arange(counts.shape[1]) + 1 - window, year)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = (recent / window) / (before / weeks)
    ratio[:, weeks < 13] = np.nan
    return _cut(ratio, (1.25, 1.5, 2.0))


def handy_analyst(observations: Observations) -> Phases:
    """(d) Incidenten for 13 weeks after a verified severe group incident; else the mean level of
    the signals of 8 weeks ("nothing to report" = 0), cut at 0.25 and 0.85. No verdict under 4.
    """
    mean, reports = _mean_signal(observations, 8)
    phase = _cut(np.where(reports >= 4, mean, np.nan), (0.25, 0.85))
    red = window_sums(observations.evidence.severe_incidents, 13) > 0
    return np.where(red, INCIDENTEN, phase).astype(np.int8)


BASELINES = {"a": z_score, "b": min_max, "c": surge, "d": handy_analyst}


def _cut(values: Floats, borders: tuple[float, ...]) -> Phases:
    phase = np.zeros(values.shape, dtype=np.int8)
    for border in borders:
        phase += values >= border
    phase[~np.isfinite(values)] = ONVOLDOENDE
    return phase


def _incidents(observations: Observations) -> NDArray[np.int64]:
    """All recorded reports and group incidents per wijk and week."""
    total = observations.evidence.group_incidents.astype(np.int64)
    for counts in observations.counts:
        total = total + counts.counts
    return total


def _rate(observations: Observations, window: int) -> Floats:
    exposure = observations.counts[0].exposure
    out: Floats = window_sums(_incidents(observations), window) / exposure
    return out


def _mean_signal(observations: Observations, window: int) -> tuple[Floats, NDArray[np.int64]]:
    """Mean level and number of the reports of the last weeks; [W, T]."""
    reports = observations.reports
    shape = (observations.wijken, observations.weeks)
    levels, number = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    np.add.at(levels, (reports.wijk, reports.week), np.maximum(reports.level, 0))
    np.add.at(number, (reports.wijk, reports.week), 1)
    total, count = window_sums(levels, window), window_sums(number, window)
    with np.errstate(invalid="ignore", divide="ignore"):
        return total / count, count
