"""The point rule: from levels and incidents to one proposed phase per wijk and week.

This first version knows no probabilities and no certainty. It gives a phase, the gates that bound
and the reasons, and nothing more; a later version that weighs the evidence fills in how sure a
proposal is, behind the same `Evidence` and `Proposals`.

What holds whatever the numbers in the rule:
- Missing data never argues for a lower phase. Too few usable channels gives `onvoldoende_gegevens`;
  what was known, and what still comes in, is remembered until there is enough data again.
- A channel that is not usable cannot vouch for calm, but what it did report still counts upwards.
- Worse evidence never lowers the phase. One thing works the other way by its nature: the level of
  C12 in the weeks of the incidents themselves is what later weeks are compared with.

The evidence is read in blocks of weeks, so that the memory needed stays small at national scale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.evidence import (
    CHANNELS,
    CRITERIA,
    GEZIEN,
    INCIDENTEN,
    ONGEMAK,
    ONVOLDOENDE,
    RUST,
    SPANNING,
    Evidence,
    Proposals,
    Reasons,
    gate_bit,
)
from indicators.reasons import ReasonNumbers, fill_reasons
from indicators.rule_models import PhaseRule

BLOCK_WEEKS = 16  # 16 float32 values fill one cache line of 64 bytes: each line is read once
UNKNOWN = -1  # no phase known yet for this wijk

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class _Numbers:
    """The values of the rule, as the loop needs them."""

    minimum_channels: int
    counted_channels: list[int]
    incident_window: int
    severe_minimum: int
    group_minimum: int
    spanning_criteria: list[int]
    spanning_minimum_criteria: int
    spanning_level: float
    spanning_minimum_channels: int
    corroborated_level: int
    ongemak_criteria: list[int]
    ongemak_level: float
    lone_maximum: float
    wait_weeks: int
    safety_criterion: int
    safety_margin: float
    steps_per_week: int

    @classmethod
    def of(cls, rule: PhaseRule) -> _Numbers:
        return cls(
            minimum_channels=rule.channels.minimum_channels.value,
            counted_channels=[CHANNELS.index(c) for c in rule.channels.counted_channels.value],
            incident_window=rule.incidenten.window_weeks.value,
            severe_minimum=rule.incidenten.severe_verified_minimum.value,
            group_minimum=rule.incidenten.group_incidents_minimum.value,
            spanning_criteria=[CRITERIA.index(c) for c in rule.spanning.criteria.value],
            spanning_minimum_criteria=rule.spanning.minimum_criteria.value,
            spanning_level=rule.spanning.level.value,
            spanning_minimum_channels=rule.spanning.minimum_channels.value,
            corroborated_level=rule.spanning.corroborated_level.value,
            ongemak_criteria=[CRITERIA.index(c) for c in rule.ongemak.criteria.value],
            ongemak_level=rule.ongemak.level.value,
            lone_maximum=rule.signals.lone_signal_maximum_level.value,
            wait_weeks=rule.step_down.wait_weeks.value,
            safety_criterion=CRITERIA.index(rule.step_down.safety_criterion.value),
            safety_margin=rule.step_down.safety_margin_level.value,
            steps_per_week=rule.step_down.maximum_phases_per_week.value,
        )


@dataclass(frozen=True)
class _Block:
    """What can be said of each week by itself, without its history. B weeks, W wijken.

    counted: [B, 14, 3, W] levels as they count. target: [B, W] phase that the levels ask for.
    spanning_blocked, lone_capped: [B, W]. safety: [B, W] highest known level of C12, NaN = unknown.
    """

    counted: NDArray[np.float32]
    target: NDArray[np.int8]
    spanning_blocked: BoolArray
    lone_capped: BoolArray
    safety: NDArray[np.float32]


@dataclass
class _State:
    """What the rule remembers of each wijk from week to week; all arrays are [W].

    phase: the phase that the next week starts from, also while too little is usable to show it.
    last_incident: week index of the newest group incident.
    safety_then: lowest C12 level in the weeks of the incidents of the present run of incidenten.
    safety_open: C12 was unknown in such a week, so the first level known after it counts for it.
    """

    phase: NDArray[np.int8]
    last_incident: NDArray[np.int64]
    safety_then: NDArray[np.float32]
    safety_open: BoolArray

    @classmethod
    def start(cls, wijken: int) -> _State:
        return cls(
            phase=np.full(wijken, UNKNOWN, dtype=np.int8),
            last_incident=np.full(wijken, np.iinfo(np.int32).min, dtype=np.int64),
            safety_then=np.full(wijken, np.nan, dtype=np.float32),
            safety_open=np.zeros(wijken, dtype=np.bool_),
        )


def propose(evidence: Evidence, rule: PhaseRule) -> Proposals:
    """One proposed phase per wijk and week under one version of the rule.

    Probabilities and certainty are not made here: they stay empty until evidence is weighed.
    """
    numbers = _Numbers.of(rule)
    wijken, weeks = evidence.wijken, evidence.weeks
    phase = np.empty((wijken, weeks), dtype=np.int8)
    gates = np.zeros((wijken, weeks), dtype=np.int16)
    since = np.zeros((wijken, weeks), dtype=np.int32)
    reasons = Reasons.empty(wijken, weeks)
    reason_numbers = ReasonNumbers.of(rule)
    severe = _window_sums(evidence.severe_incidents, numbers.incident_window)
    group_each = np.maximum(evidence.group_incidents, evidence.severe_incidents)
    group = _window_sums(group_each, numbers.incident_window)
    usable_count = evidence.usable[numbers.counted_channels].sum(axis=0)
    state = _State.start(wijken)

    for first in range(0, weeks, BLOCK_WEEKS):
        last = min(first + BLOCK_WEEKS, weeks)
        block = _assess(evidence, first, last, numbers)
        for week in range(first, last):
            phase[:, week], gates[:, week] = _step(
                state,
                block,
                week - first,
                week,
                numbers,
                new_incident=group_each[:, week] > 0,
                severe_met=severe[:, week] >= numbers.severe_minimum,
                group_count=group[:, week],
                enough=usable_count[:, week] >= numbers.minimum_channels,
            )
            if week == 0:
                since[:, week] = 0
            else:
                same = phase[:, week] == phase[:, week - 1]
                since[:, week] = np.where(same, since[:, week - 1], week)
        fill_reasons(
            reasons,
            slice(first, last),
            block.counted,
            phase[:, first:last].T,
            gates[:, first:last].T,
            evidence.usable[:, :, first:last].transpose(2, 0, 1),
            reason_numbers,
        )
    return Proposals(
        phase=phase, gates=gates, since=since, reasons=reasons, rule_version=rule.version
    )


def _window_sums(counts: NDArray[np.integer], window: int) -> NDArray[np.int64]:
    """Sum over the last `window` weeks up to and including each week; [W, T] in and out."""
    sums = np.cumsum(counts, axis=1, dtype=np.int64)
    sums[:, window:] -= sums[:, :-window].copy()
    return sums


def _assess(evidence: Evidence, first: int, last: int, numbers: _Numbers) -> _Block:
    """Judge the levels of the weeks first..last-1, each week by itself."""
    counted = np.ascontiguousarray(
        evidence.levels[:, :, :, first:last].transpose(3, 0, 1, 2), dtype=np.float32
    )
    if np.shares_memory(counted, evidence.levels):  # happens for one week or one wijk
        counted = counted.copy()
    corroborated = np.ascontiguousarray(
        evidence.corroborated[:, :, first:last].transpose(2, 0, 1), dtype=np.float32
    )
    signals = counted[:, :, GEZIEN]
    lone = (signals > numbers.lone_maximum) & (corroborated <= numbers.lone_maximum)
    # One reporter alone counts up to the maximum for lone signals, beyond it two must agree.
    np.minimum(signals, np.maximum(corroborated, numbers.lone_maximum), out=signals)
    # What two reporters saw stands, also when older or milder reports pull the average down.
    agreed = corroborated >= numbers.corroborated_level
    floor = np.where(agreed, np.float32(numbers.spanning_level), np.float32(np.nan))
    np.fmax(signals, floor, out=signals)

    high = counted[:, numbers.spanning_criteria] >= numbers.spanning_level
    criteria_high = high.any(axis=2).sum(axis=1)
    channels_high = high.any(axis=1).sum(axis=1)
    criteria_agreed = agreed[:, numbers.spanning_criteria].sum(axis=1)
    spanning = (criteria_high >= numbers.spanning_minimum_criteria) & (
        (channels_high >= numbers.spanning_minimum_channels)
        | (criteria_agreed >= numbers.spanning_minimum_criteria)
    )
    ongemak = (counted[:, numbers.ongemak_criteria] >= numbers.ongemak_level).any(axis=(1, 2))
    target = np.where(spanning, SPANNING, np.where(ongemak, ONGEMAK, RUST)).astype(np.int8)
    safety = np.fmax.reduce(counted[:, numbers.safety_criterion], axis=1)
    return _Block(
        counted=counted,
        target=target,
        spanning_blocked=(criteria_high > 0) & ~spanning,
        lone_capped=lone[:, numbers.ongemak_criteria].any(axis=1) & ~spanning,
        safety=safety,
    )


def _step(
    state: _State,
    block: _Block,
    row: int,
    week: int,
    numbers: _Numbers,
    *,
    new_incident: BoolArray,
    severe_met: BoolArray,
    group_count: NDArray[np.int64],
    enough: BoolArray,
) -> tuple[NDArray[np.int8], NDArray[np.int16]]:
    """Move every wijk one week on; returns the phase to show and the gates, both [W]."""
    target, safety, before = block.target[row], block.safety[row], state.phase
    repeated_met = group_count >= numbers.group_minimum
    incidenten_met = severe_met | repeated_met
    state.last_incident = np.where(new_incident, week, state.last_incident)

    in_run = (before == INCIDENTEN) & ~incidenten_met
    too_soon = in_run & (week - state.last_incident < numbers.wait_weeks)
    # unknown is not "worse"
    less_safe = (
        in_run & ~too_soon & (safety > state.safety_then + np.float32(numbers.safety_margin))
    )
    floor = np.where(too_soon | less_safe, INCIDENTEN, before - numbers.steps_per_week)
    from_levels = np.maximum(target, floor)
    # Without enough data the memory can rise but never fall: gaps may not bring a phase down.
    not_lower = np.maximum(target, before)
    state.phase = np.where(
        incidenten_met, INCIDENTEN, np.where(enough, from_levels, not_lower)
    ).astype(np.int8)
    _remember_safety(state, before, new_incident, safety)

    shown = np.where(enough, state.phase, np.where(severe_met, INCIDENTEN, ONVOLDOENDE))
    red = shown == INCIDENTEN
    level_phase = shown < INCIDENTEN
    gates = np.zeros(len(shown), dtype=np.int16)
    for gate, binds in (
        ("too_few_channels", shown == ONVOLDOENDE),
        ("severe_incident", red & severe_met),
        ("repeated_incidents", red & repeated_met),
        ("incidents_below_minimum", level_phase & (group_count > 0)),
        ("spanning_needs_two_criteria", level_phase & block.spanning_blocked[row]),
        ("lone_signal_capped", level_phase & block.lone_capped[row]),
        ("step_down_waits", red & too_soon),
        ("step_down_feels_less_safe", red & less_safe),
        ("step_down_one_phase", level_phase & (shown > target)),
        ("incident_despite_thin_data", red & ~enough),
    ):
        gates[binds] |= gate_bit(gate)
    return shown.astype(np.int8), gates


def _remember_safety(
    state: _State, before: NDArray[np.int8], new_incident: BoolArray, safety: NDArray[np.float32]
) -> None:
    """Keep the C12 level that later weeks of this run of incidenten are compared with.

    It is the lowest level among the weeks with a group incident in the run, the first one included:
    with the first week only, an extra, earlier incident could make a later step down easier.
    """
    running = state.phase == INCIDENTEN
    starting = running & (before != INCIDENTEN)
    then = np.where(starting | ~running, np.float32(np.nan), state.safety_then)
    still_open = state.safety_open & running & ~starting
    looks = running & (new_incident | still_open)
    state.safety_then = np.where(looks, np.fmin(then, safety), then)
    state.safety_open = looks & np.isnan(safety)
