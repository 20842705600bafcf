"""The conditions that hold whatever the sums say, as arrays over wijken and weeks.

*Incidenten* asks for incidents between groups, *spanning* for two criteria from two channels or
for corroborated signals; a phase is left step by step, *incidenten* only after a quiet time.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from indicators.evidence import Evidence
from indicators.observations import Observations, Reports
from indicators.weighed_numbers import WeighedNumbers
from indicators.weighing import other_reporters, read_levels

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class GateFacts:
    """What the gates look at; every array is [W, T].

    severe_met, repeated_met: enough verified severe, or enough group incidents in the window.
    group_count: group incidents in the window. new_incident: one happened in this week.
    spanning_met: the condition for spanning. enough: enough channels are usable.
    safety_measured: level of C12 in the week a survey ended (a feeling is what residents say).
    """

    severe_met: Bools
    repeated_met: Bools
    group_count: NDArray[np.int64]
    new_incident: Bools
    new_severe: Bools
    spanning_met: Bools
    enough: Bools
    safety_measured: NDArray[np.float64]

    def until(self, week: int) -> GateFacts:
        """Only the weeks before `week`."""
        return GateFacts(*(getattr(self, part.name)[:, :week] for part in fields(self)))

    def since(self, week: int) -> GateFacts:
        """Only the weeks from `week` on."""
        return GateFacts(*(getattr(self, part.name)[:, week:] for part in fields(self)))


def gate_facts(observations: Observations, numbers: WeighedNumbers) -> GateFacts:
    """Judge the conditions for every wijk and week."""
    evidence = observations.evidence
    each = np.maximum(evidence.group_incidents, evidence.severe_incidents)
    group = window_sums(each, numbers.incident_window)
    severe = window_sums(evidence.severe_incidents, numbers.incident_window)
    usable = evidence.usable[list(numbers.counted_channels)].sum(axis=0)
    criteria, channels = high_levels(evidence, numbers)
    from_levels = (criteria >= numbers.spanning_minimum_criteria) & (
        channels >= numbers.spanning_minimum_channels
    )
    agreed = corroborated_weeks(observations.reports, from_levels.shape, numbers)
    return GateFacts(
        severe_met=severe >= numbers.severe_minimum,
        repeated_met=group >= numbers.group_minimum,
        group_count=group,
        new_incident=each > 0,
        new_severe=evidence.severe_incidents > 0,
        spanning_met=from_levels | agreed,
        enough=usable >= numbers.minimum_channels,
        safety_measured=_safety_measured(observations, numbers),
    )


def window_sums(counts: NDArray[np.integer], window: int) -> NDArray[np.int64]:
    """Sum over the last `window` weeks up to and including each week; [W, T] in and out."""
    sums = np.cumsum(counts, axis=1, dtype=np.int64)
    sums[:, window:] -= sums[:, :-window].copy()
    return sums


def _safety_measured(observations: Observations, numbers: WeighedNumbers) -> NDArray[np.float64]:
    """Level of C12 in the week a survey ended, NaN in all other weeks; the highest of several."""
    figures = observations.surveys
    chosen = figures.take(figures.criterion == numbers.safety_criterion)
    measured = np.full((observations.wijken, observations.weeks), -np.inf)
    np.maximum.at(measured, (chosen.wijk, chosen.week), chosen.level)
    return np.where(np.isfinite(measured), measured, np.nan)


def high_levels(
    evidence: Evidence, numbers: WeighedNumbers
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many criteria of spanning reach the level, and from how many channels; each [W, T]."""
    shape = evidence.levels.shape
    by_channel = np.zeros(shape[1:], dtype=np.bool_)
    criteria = np.zeros(shape[2:], dtype=np.int64)
    for criterion in numbers.spanning_criteria:
        high = evidence.levels[criterion] >= numbers.spanning_level
        by_channel |= high
        criteria += high.any(axis=0)
    return criteria, by_channel.sum(axis=0)


def corroborated_weeks(reports: Reports, shape: tuple[int, ...], numbers: WeighedNumbers) -> Bools:
    """Weeks with corroborated signals of spanning in the window behind them; [W, T].

    Two reporters gave the level, on any criterion that drives the phase, or one such signal was
    confirmed: at that level each criterion describes what one sees in spanning.
    """
    serious = reports.take(
        (read_levels(reports, numbers) >= numbers.corroborated_level)
        & np.isin(reports.criterion, numbers.criteria)
    )
    window = numbers.gate_window
    # A row counts while it is in the window; two reporters count while both are.
    found = np.zeros(shape, dtype=np.bool_)
    wijk, week = serious.wijk[serious.confirmed], serious.week[serious.confirmed]
    for age in range(window):
        inside = week + age < shape[1]
        found[wijk[inside], week[inside] + age] = True
    # For each age: is there, in the rest of the window, a report of another reporter?
    for age in range(window):
        pair = other_reporters(serious.wijk, serious.week, serious.reporter, window - age)
        inside = pair & (serious.week + age < shape[1])
        found[serious.wijk[inside], serious.week[inside] + age] = True
    return found
