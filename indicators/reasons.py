"""Which three reasons go with a proposal.

A gate that decided comes first. Then, for ongemak and spanning, the levels that speak for the
phase, the strongest first and from different criteria where possible. For rust these are the
highest levels found: they stay below ongemak, so a reader sees how near it is. For
onvoldoende_gegevens the reasons are the channels that are missing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.evidence import (
    CHANNELS,
    CRITERIA,
    GATE_IDS,
    ONVOLDOENDE,
    REASON_GATE,
    REASON_LEVEL,
    REASON_MISSING,
    REASONS_PER_PROPOSAL,
    RUST,
    SPANNING,
    STRENGTH_LIGHT,
    STRENGTH_MODERATE,
    STRENGTH_STRONG,
    Reasons,
    gate_bit,
)
from indicators.rule_models import PhaseRule

# A gate listed earlier is shown when several decided; the others are in Proposals.gates.
DECIDING_GATES = (
    "severe_incident",
    "repeated_incidents",
    "step_down_feels_less_safe",
    "step_down_waits",
    "step_down_one_phase",
)
SAFETY_GATE = "step_down_feels_less_safe"
SUPPORTS = np.float32(100.0)  # sorts what carries the phase before what only accompanies it
SAME_CRITERION = np.float32(-50.0)  # sorts a second channel of one criterion behind other criteria
NOT_A_REASON = np.float32(-np.inf)


@dataclass(frozen=True)
class ReasonNumbers:
    """The values of the rule that the choice of reasons needs."""

    criteria: NDArray[np.int8]
    supports_spanning: NDArray[np.bool_]
    ongemak_level: float
    spanning_level: float
    moderate_margin: float
    strong_margin: float
    safety_criterion: int

    @classmethod
    def of(cls, rule: PhaseRule) -> ReasonNumbers:
        """Every criterion that can make ongemak or spanning can be a reason."""
        spanning = set(rule.spanning.criteria.value)
        names = [c for c in CRITERIA if c in spanning | set(rule.ongemak.criteria.value)]
        return cls(
            criteria=np.array([CRITERIA.index(c) for c in names], dtype=np.int8),
            supports_spanning=np.array([c in spanning for c in names], dtype=np.bool_),
            ongemak_level=rule.ongemak.level.value,
            spanning_level=rule.spanning.level.value,
            moderate_margin=rule.reasons.moderate_margin.value,
            strong_margin=rule.reasons.strong_margin.value,
            safety_criterion=CRITERIA.index(rule.step_down.safety_criterion.value),
        )


def fill_reasons(
    reasons: Reasons,
    weeks: slice,
    counted: NDArray[np.float32],
    phase: NDArray[np.int8],
    gates: NDArray[np.int16],
    usable: NDArray[np.bool_],
    numbers: ReasonNumbers,
) -> None:
    """Write the reasons of a block of B weeks into `reasons`.

    counted: [B, 14, 3, W]; phase, gates: [B, W]; usable: [B, 3, W].
    """
    gate = _deciding_gate(gates)
    missing = _missing_channels(usable)
    thin = (phase == ONVOLDOENDE) | (gates & gate_bit("incident_despite_thin_data") > 0)
    order = _sort_keys(counted, phase, gates, numbers)
    after_gate = (gate >= 0).astype(np.int8)

    for rank in range(REASONS_PER_PROPOSAL):
        is_gate = (gate >= 0) & (rank == 0)
        place = rank - after_gate
        absent = np.take_along_axis(missing, np.maximum(place, 0)[:, None], axis=1)[:, 0]
        is_missing = ~is_gate & thin & (absent >= 0)
        wants_level = ~is_gate & ~thin
        criterion, channel, level = _take_best(order, counted, wants_level, numbers)
        is_level = wants_level & (criterion >= 0)
        # Usable channels that name no criterion at all: say which channel was looked at.
        silent = wants_level & (rank == 0) & ~is_level
        channel = np.where(silent, np.argmax(usable, axis=1), channel)

        kind = np.where(is_level | silent, REASON_LEVEL, 0)
        kind = np.where(is_gate, REASON_GATE, np.where(is_missing, REASON_MISSING, kind))
        channel = np.where(is_missing, absent, channel)
        criterion = np.where(is_gate, _gate_criteria(numbers.safety_criterion)[gate], criterion)
        strength = np.where(is_level, _strength(level, phase, numbers), 0)
        strength = np.where(silent, STRENGTH_LIGHT, strength)
        strength = np.where(is_gate | is_missing, STRENGTH_STRONG, strength)

        reasons.kind[rank, :, weeks] = kind.T
        reasons.criterion[rank, :, weeks] = criterion.T
        reasons.channel[rank, :, weeks] = channel.T
        reasons.gate[rank, :, weeks] = np.where(is_gate, gate, -1).T
        reasons.level[rank, :, weeks] = level.T
        reasons.strength[rank, :, weeks] = strength.T


def gate_and_missing_reasons(
    reasons: Reasons,
    phase: NDArray[np.int8],
    gates: NDArray[np.int16],
    usable: NDArray[np.bool_],
    safety_criterion: int,
) -> NDArray[np.int8]:
    """Write the gate that decided, or the channels that are missing; how many places that took.

    phase, gates and the answer: [W, T]; usable: [3, W, T]. Every phase that is shown keeps room for
    what speaks for it.
    """
    gate = _deciding_gate(gates)
    by_gate = _gate_criteria(safety_criterion)[gate]
    thin = (phase == ONVOLDOENDE) | (gates & gate_bit("incident_despite_thin_data") > 0)
    missing = _missing_channels(usable.transpose(1, 0, 2))
    taken = np.zeros(phase.shape, dtype=np.int8)
    wijk, week = np.nonzero(gate >= 0)
    at = (np.zeros(len(wijk), dtype=np.int64), wijk, week)
    reasons.kind[at] = REASON_GATE
    reasons.gate[at] = gate[wijk, week]
    reasons.criterion[at] = by_gate[wijk, week]
    reasons.strength[at] = STRENGTH_STRONG
    taken[wijk, week] = 1
    for place in range(len(CHANNELS)):
        absent = missing[:, place]
        wijk, week = np.nonzero(thin & (absent >= 0) & (taken < REASONS_PER_PROPOSAL))
        at = (taken[wijk, week].astype(np.int64), wijk, week)
        reasons.kind[at] = REASON_MISSING
        reasons.channel[at] = absent[wijk, week]
        reasons.strength[at] = STRENGTH_STRONG
        taken[wijk, week] += 1
    return taken


def _deciding_gate(gates: NDArray[np.int16]) -> NDArray[np.int8]:
    """Index of the gate to show first, -1 = none; [B, W]."""
    chosen = np.full(gates.shape, -1, dtype=np.int8)
    for gate in reversed(DECIDING_GATES):
        chosen[gates & gate_bit(gate) > 0] = GATE_IDS.index(gate)
    return chosen


def _gate_criteria(safety_criterion: int) -> NDArray[np.int8]:
    """The criterion each gate is about: C10 for incidents, C12 for safety, otherwise none. The last
    place serves gate -1.
    """
    by_gate = np.full(len(GATE_IDS) + 1, -1, dtype=np.int8)
    for incident_gate in ("severe_incident", "repeated_incidents", "step_down_waits"):
        by_gate[GATE_IDS.index(incident_gate)] = CRITERIA.index("C10")
    by_gate[GATE_IDS.index(SAFETY_GATE)] = safety_criterion
    return by_gate


def _missing_channels(usable: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Channels that are not usable, in the order of CHANNELS, then -1; [B, 3, W]."""
    channel = np.arange(len(CHANNELS), dtype=np.int8)[None, :, None]
    after_all = np.int8(len(CHANNELS))
    listed = np.sort(np.where(usable, after_all, channel), axis=1)
    return np.where(listed == after_all, np.int8(-1), listed).astype(np.int8)


def _sort_keys(
    counted: NDArray[np.float32],
    phase: NDArray[np.int8],
    gates: NDArray[np.int16],
    numbers: ReasonNumbers,
) -> NDArray[np.float32]:
    """A key per criterion and channel, higher = shown earlier, -inf = no reason; [B, n * 3, W]."""
    levels = counted[:, numbers.criteria]
    keys = np.where(np.isnan(levels), NOT_A_REASON, levels)
    # Where a gate holds the phase up, or in rust, any known level is worth showing.
    held = gates & (gate_bit("step_down_one_phase")) > 0
    any_level = (phase == RUST) | held
    keys[(keys < numbers.ongemak_level) & ~any_level[:, None, None]] = NOT_A_REASON

    best = keys.max(axis=2)
    first_seen = np.zeros(best.shape, dtype=np.bool_)
    for channel in range(len(CHANNELS)):
        is_best = (keys[:, :, channel] == best) & ~first_seen
        first_seen |= is_best
        keys[:, :, channel] += np.where(is_best, np.float32(0), SAME_CRITERION)

    spanning = (phase == SPANNING) & ~held
    carries = levels[:, numbers.supports_spanning] >= numbers.spanning_level
    lifted = np.where(carries & spanning[:, None, None], SUPPORTS, np.float32(0))
    keys[:, numbers.supports_spanning] += lifted
    weeks, wijken = phase.shape
    return keys.reshape(weeks, len(numbers.criteria) * len(CHANNELS), wijken)


def _take_best(
    order: NDArray[np.float32],
    counted: NDArray[np.float32],
    wanted: NDArray[np.bool_],
    numbers: ReasonNumbers,
) -> tuple[NDArray[np.int8], NDArray[np.int8], NDArray[np.float32]]:
    """Take the highest key out of `order` where wanted: criterion, channel, level, each [B, W]."""
    position = np.argmax(order, axis=1)
    key = np.take_along_axis(order, position[:, None], axis=1)[:, 0]
    found = wanted & np.isfinite(key)
    row, column = np.nonzero(found)
    order[row, position[row, column], column] = NOT_A_REASON
    criterion = np.where(found, numbers.criteria[position // len(CHANNELS)], np.int8(-1))
    channel = np.where(found, position % len(CHANNELS), -1).astype(np.int8)
    level = np.full(found.shape, np.nan, dtype=np.float32)
    level[row, column] = counted[row, criterion[row, column], channel[row, column], column]
    return criterion.astype(np.int8), channel, level


def _strength(
    level: NDArray[np.float32], phase: NDArray[np.int8], numbers: ReasonNumbers
) -> NDArray[np.int8]:
    """Sterk, matig or licht, by how far the level lies on the phase's side of its threshold.

    For rust: how far below ongemak. For ongemak: how far above it. For spanning and incidenten: how
    far above spanning.
    """
    threshold = np.where(phase >= SPANNING, numbers.spanning_level, numbers.ongemak_level)
    above = level - threshold
    margin = np.where(phase == RUST, -above, above)
    strength = np.full(level.shape, STRENGTH_LIGHT, dtype=np.int8)
    strength[margin >= numbers.moderate_margin] = STRENGTH_MODERATE
    strength[margin >= numbers.strong_margin] = STRENGTH_STRONG
    return strength
