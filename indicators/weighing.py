"""The weight of evidence: how expected each observation is under each of the four phases.

Every function gives log-likelihoods with the four phases as last axis. They add up; what is
missing adds nothing. Within each observation the term that all phases share is left out, and the
lowest phase is set to 0: only differences between phases say something.

Worse always argues for higher: for two phases the difference in log-likelihood rises with the
level, the count and the survey figure. This is what keeps worse evidence from lowering a phase.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.estimators import count_log_likelihood, repeat_weight
from indicators.evidence import BELEEFD, CHANNELS, CRITERIA, GEZIEN, VASTGELEGD
from indicators.observations import (
    NOTHING,
    Floats,
    Observations,
    Reports,
    SurveyFigures,
    WeeklyCounts,
)
from indicators.weighed_numbers import WeighedNumbers

C10 = CRITERIA.index("C10")
PHASES = 4


@dataclass(frozen=True)
class Weights:
    """Log-likelihoods of one kind of observation; `criterion` NOTHING = nothing to report.

    values: [N, 4] for the elements at wijk, week.
    """

    criterion: NDArray[np.integer]
    channel: int
    wijk: NDArray[np.integer]
    week: NDArray[np.integer]
    values: Floats


def relative(log_likelihood: Floats) -> Floats:
    """Differences from the lowest phase; the last axis is the phase."""
    return log_likelihood - log_likelihood[..., :1]


# --- surveys -----------------------------------------------------------------------------------


def survey_weights(figures: SurveyFigures, numbers: WeighedNumbers) -> Weights:
    """Normal density of the figure around the middle of each phase.

    log N(level; middle_k, spread² + error²), tempered: the items of one wave ask the same people
    about the same street, so n items count as n / (1 + (n-1) · overlap).
    """
    variance = numbers.survey_spread**2 + figures.error**2
    distance = figures.level[:, None] - numbers.middles
    log_likelihood = -0.5 * distance**2 / variance[:, None]
    _, place, items = np.unique(
        np.stack([figures.wijk, figures.wave]), axis=1, return_inverse=True, return_counts=True
    )
    together = repeat_weight(items[place] - 1, numbers.survey_overlap)
    values = relative(log_likelihood) * together[:, None]
    return Weights(figures.criterion, BELEEFD, figures.wijk, figures.week, values)


# --- signals -----------------------------------------------------------------------------------


def read_levels(reports: Reports, numbers: WeighedNumbers) -> Floats:
    """The level of each report, with goalposts where the numbers have them; NOTHING stays."""
    level = reports.level.astype(np.float64)
    return np.where(level > 0, np.minimum(level / numbers.signal_scale, 3.0), level)


def _table_row(table: Floats, level: Floats) -> Floats:
    """The row of the table at a level; between whole levels by a straight line. [N, 4]"""
    low = np.floor(level).astype(np.int64)
    high = np.minimum(low + 1, len(table) - 2)
    part = (level - low)[:, None]
    out: Floats = (1.0 - part) * table[low + 1] + part * table[high + 1]
    return out


def is_corroborated(reports: Reports, levels: Floats, window: int, level: int) -> NDArray[np.bool_]:
    """Whether a report of at least `level` is backed: confirmed, or another reporter in the same
    wijk gave at least that level in the last `window` weeks (this week included).
    """
    serious = np.flatnonzero(levels >= level)
    backed = np.zeros(len(levels), dtype=np.bool_)
    backed[serious] = reports.confirmed[serious]
    others = other_reporters(
        reports.wijk[serious], reports.week[serious], reports.reporter[serious], window
    )
    backed[serious] |= others
    return backed


def other_reporters(
    wijk: NDArray[np.integer],
    week: NDArray[np.integer],
    reporter: NDArray[np.integer],
    window: int,
) -> NDArray[np.bool_]:
    """For each row: did another reporter also report in this wijk in its last `window` weeks?"""
    if len(wijk) == 0:
        return np.zeros(0, dtype=np.bool_)
    order = np.lexsort((reporter, week, wijk))
    key = wijk[order].astype(np.int64) * 1_000_000 + week[order]
    who = reporter[order]
    # Newest row of another reporter at or before each row: follow runs of the same reporter.
    first = np.searchsorted(key, key - (window - 1), side="left")
    last = np.searchsorted(key, key, side="right")
    changes = np.concatenate([[0], np.cumsum(who[1:] != who[:-1])])
    mixed = changes[first] != changes[last - 1]
    found = np.empty(len(wijk), dtype=np.bool_)
    found[order] = mixed
    return found


def _earlier_reports(reports: Reports, window: int) -> NDArray[np.int64]:
    """Other rows of the same reporter in the same wijk: this week and `window` - 1 weeks before."""
    if len(reports.wijk) == 0:
        return np.zeros(0, dtype=np.int64)
    _, group = np.unique(np.stack([reports.wijk, reports.reporter]), axis=1, return_inverse=True)
    key = group.astype(np.int64) * 1_000_000 + reports.week
    ordered = np.sort(key)
    first = np.searchsorted(ordered, key - (window - 1), side="left")
    last = np.searchsorted(ordered, key, side="right")
    return np.asarray(last - first - 1, dtype=np.int64)


def signal_weights(reports: Reports, numbers: WeighedNumbers) -> Weights:
    """The row of the 4 x 5 table for each report, tempered.

    A reporter who reports again within the window tells partly the same story: see repeat_weight.
    A level that nobody backs counts for a stated part as that level, and for the rest as the
    highest level a lone signal can have. A reporter who is the only one in the window counts for a
    stated part: one pair of eyes.
    """
    table = relative(np.log(numbers.signal_table).T)  # [5, 4]: nothing, level 0-3
    level = read_levels(reports, numbers)
    backed = is_corroborated(reports, level, numbers.signal_window, numbers.lone_maximum + 1)
    as_told = _table_row(table, level)
    as_lone = _table_row(table, np.minimum(level, numbers.lone_maximum))
    part = np.where(backed, 1.0, numbers.lone_part)[:, None]
    others = _earlier_reports(reports, numbers.signal_window)
    weight = repeat_weight(others, numbers.signal_overlap)
    accompanied = other_reporters(
        reports.wijk, reports.week, reports.reporter, numbers.signal_window
    )
    weight = np.where(accompanied, weight, weight * numbers.sole_part)
    values = (part * as_told + (1.0 - part) * as_lone) * weight[:, None]
    return Weights(reports.criterion, GEZIEN, reports.wijk, reports.week, values)


# --- records -----------------------------------------------------------------------------------


def gemeente_factor(counts: WeeklyCounts, numbers: WeighedNumbers) -> Floats:
    """How much busier a week is than the past year in all other wijken together; [W, T].

    (others this week + k) / (others' mean week over the year up to now + k), with k pseudo-reports
    so that a small gemeente cannot explain away its own rise. Season, weather and news are in it.
    """
    y = np.where(counts.alive, counts.counts, 0).astype(np.float64)
    others = y.sum(axis=0) - y
    alive = counts.alive.astype(np.float64)
    year = numbers.factor_window
    mean = _window_sum(others, year) / np.maximum(_window_sum(alive[None, :], year), 1.0)
    factor = (others + numbers.factor_prior) / (mean + numbers.factor_prior)
    return np.asarray(np.clip(factor, 1.0 / numbers.factor_limit, numbers.factor_limit))


def _window_sum(values: Floats, window: int) -> Floats:
    sums = np.cumsum(values, axis=1)
    sums[:, window:] -= sums[:, :-window].copy()
    return sums


def count_weights(counts: WeeklyCounts, numbers: WeighedNumbers) -> Weights:
    """Gamma-Poisson chance of each week's count around the rate in the middle of each phase.

    Weeks do not overlap. The expected count carries the factor of the gemeente. Tempered: what
    makes residents of one wijk report more than others stays the same from week to week.
    """
    factor = gemeente_factor(counts, numbers)
    usable = counts.alive[None, :] & (counts.exposure > 0)  # NaN > 0 is False: unknown
    wijk, week = np.nonzero(usable)
    rates = np.interp(numbers.middles, [0.0, 1.0, 2.0, 3.0], [0.0, *counts.goalposts])
    above = numbers.middles > 3.0
    step = counts.goalposts[2] - counts.goalposts[1]
    rates = np.where(above, counts.goalposts[2] + (numbers.middles - 3.0) * step, rates)
    mean = (counts.exposure * factor)[wijk, week][:, None] * rates
    y = counts.counts[wijk, week].astype(np.float64)[:, None]
    values = relative(count_log_likelihood(y, mean, numbers.count_shape)) * numbers.count_part
    criterion = np.full(len(wijk), counts.criterion)
    return Weights(criterion, VASTGELEGD, wijk, week, values)


def incident_weights(observations: Observations, numbers: WeighedNumbers) -> Weights:
    """Poisson chance of the week's incidents between groups (C10): severe ones and lighter ones.

    y log(rate_k) - rate_k for both kinds. A week without any is an observation only while incidents
    are recorded, and counts for a stated part: not everything is recorded.
    """
    evidence = observations.evidence
    severe = evidence.severe_incidents.astype(np.float64)
    lighter = np.maximum(evidence.group_incidents - evidence.severe_incidents, 0)
    seen = (evidence.group_incidents > 0) | (severe > 0)
    wijk, week = np.nonzero(seen | observations.records_alive[None, :])
    happened = (
        severe[wijk, week, None] * np.log(numbers.severe_rates)
        + lighter[wijk, week, None] * np.log(numbers.lighter_rates)
    )  # fmt: skip
    quiet = -numbers.quiet_part * (numbers.severe_rates + numbers.lighter_rates)
    recorded = observations.records_alive[week][:, None]
    values = relative(happened + np.where(recorded, quiet, 0.0))
    return Weights(np.full(len(wijk), C10), VASTGELEGD, wijk, week, values)


# --- together ----------------------------------------------------------------------------------


def all_weights(observations: Observations, numbers: WeighedNumbers) -> Iterator[Weights]:
    """The weights of every kind of observation of the phase; urgency criteria add nothing."""
    surveys, reports = observations.surveys, observations.reports
    yield survey_weights(surveys.take(np.isin(surveys.criterion, numbers.criteria)), numbers)
    allowed = np.append(numbers.criteria, NOTHING)
    yield signal_weights(reports.take(np.isin(reports.criterion, allowed)), numbers)
    for counts in observations.counts:
        yield count_weights(counts, numbers)
    yield incident_weights(observations, numbers)


def group_key(criterion: NDArray[np.integer], channel: int) -> NDArray[np.int64]:
    """One number per criterion and channel; criterion NOTHING has a place of its own."""
    return (np.asarray(criterion, dtype=np.int64) + 1) * len(CHANNELS) + channel


GROUPS = (len(CRITERIA) + 1) * len(CHANNELS)


def dense(weights: list[Weights], wijken: slice, weeks: int) -> tuple[NDArray[np.int64], Floats]:
    """The groups in use, and their sums as [groups, T, wijken in the slice, 4]."""
    keys = np.unique(np.concatenate([group_key(w.criterion, w.channel) for w in weights]))
    count = wijken.stop - wijken.start
    out = np.zeros((len(keys), weeks, count, PHASES))
    for one in weights:
        chosen = (one.wijk >= wijken.start) & (one.wijk < wijken.stop)
        key = np.searchsorted(keys, group_key(one.criterion, one.channel)[chosen])
        np.add.at(out, (key, one.week[chosen], one.wijk[chosen] - wijken.start), one.values[chosen])
    return keys, out
