"""The rule that weighs evidence: from observations to proposals, chances, reasons and direction.

Same seam as the point rule (`Proposals`), with what only this rule knows beside it. Deterministic;
nothing is learned from labels. Method in plain words: docs/phase-model.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.contributions import WeekParts, week_parts
from indicators.direction import Directions, directions
from indicators.evidence import (
    CHANNELS,
    INCIDENTEN,
    ONVOLDOENDE,
    REASON_COURSE,
    REASON_LEVEL,
    REASONS_PER_PROPOSAL,
    STRENGTH_LIGHT,
    STRENGTH_MODERATE,
    STRENGTH_STRONG,
    Proposals,
    Reasons,
)
from indicators.filtering import Filtered, certainty_of, run_filter
from indicators.fitting_reasons import add_fitting_reasons
from indicators.gates import GateFacts, gate_facts
from indicators.observations import Observations
from indicators.reasons import gate_and_missing_reasons
from indicators.weighed_models import WeighedRule
from indicators.weighed_numbers import WeighedNumbers
from indicators.weighing import PHASES, Weights, all_weights, dense

Floats = NDArray[np.float64]

BLOCK_WIJKEN = 256  # the parts of so many wijken are in memory at once
CERTAINTIES: tuple[str, ...] = ("zeker", "waarschijnlijk", "twijfel")
UNSURE = 2
SMALLEST_REASON = 0.05  # log-odds; what changes the odds by less than 5 % is no reason


@dataclass(frozen=True)
class Contributions:
    """The parts of the log-odds in some weeks; one element per wijk, week and part.

    criterion: index into CRITERIA, -1 = nothing to report or not of one criterion. channel: index
    into CHANNELS, -1 = course or gate. part: 0 observation, 1 course, 2 gate. other: the phase that
    the proposal is compared with.
    """

    wijk: NDArray[np.int64]
    week: NDArray[np.int64]
    part: NDArray[np.int8]
    criterion: NDArray[np.int64]
    channel: NDArray[np.int64]
    other: NDArray[np.int64]
    weight: Floats


@dataclass(frozen=True)
class WeighedProposals:
    """proposals: as under any rule. chances: [W, T, 4] after the gates, NaN without a proposal.
    certainty: [W, T] index into CERTAINTIES, -1 = no proposal. reason_weights: [3, W, T] log-odds
    that a reason adds, NaN for gates and missing channels. filtered: everything inside.
    """

    proposals: Proposals
    chances: Floats
    certainty: NDArray[np.int8]
    directions: Directions
    reason_weights: Floats
    contributions: Contributions
    filtered: Filtered
    facts: GateFacts
    log_likelihood: Floats


def propose_weighed(
    observations: Observations,
    rule: WeighedRule,
    phase_criteria: tuple[str, ...],
    weeks_in_detail: int = 13,
) -> WeighedProposals:
    """Proposals for every wijk and week; contributions for the last `weeks_in_detail` weeks."""
    numbers = WeighedNumbers.of(rule, phase_criteria)
    weights = list(all_weights(observations, numbers))
    total = summed(weights, observations.weeks, observations.wijken)
    facts = gate_facts(observations, numbers)
    filtered = run_filter(total, facts, numbers)
    phase = filtered.phase
    reasons = Reasons.empty(observations.wijken, observations.weeks)
    reason_weights = np.full(reasons.kind.shape, np.nan)
    places = gate_and_missing_reasons(
        reasons, phase, filtered.gates, observations.evidence.usable, numbers.safety_criterion
    )
    details: list[Contributions] = []
    for first in range(0, observations.wijken, BLOCK_WIJKEN):
        block = slice(first, min(first + BLOCK_WIJKEN, observations.wijken))
        keys, by_group = dense(weights, block, observations.weeks)
        for parts in week_parts(
            by_group,
            filtered.raw[:, block],
            filtered.chances[:, block],
            phase[block],
            numbers.transition,
        ):
            _fill(reasons, reason_weights, parts, keys, block, places, observations, rule)
            if parts.week >= observations.weeks - weeks_in_detail:
                details.append(_detail(parts, keys, first))
    add_fitting_reasons(reasons, phase, observations.evidence, phase_criteria)
    shown = phase != ONVOLDOENDE
    chances = np.where(shown[:, :, None], filtered.chances.transpose(1, 0, 2), np.nan)
    mine = np.take_along_axis(
        filtered.chances.transpose(1, 0, 2),
        np.minimum(phase, INCIDENTEN)[:, :, None].astype(np.int64),
        axis=2,
    )[:, :, 0]
    return WeighedProposals(
        proposals=Proposals(phase, filtered.gates, _since(phase), reasons, rule.version),
        chances=chances,
        certainty=np.where(shown, certainty_of(mine, numbers), -1).astype(np.int8),
        directions=directions(phase, filtered.chances, observations, rule.direction),
        reason_weights=reason_weights,
        contributions=_joined(details),
        filtered=filtered,
        facts=facts,
        log_likelihood=total,
    )


def summed(weights: list[Weights], weeks: int, wijken: int) -> Floats:
    """Log-likelihoods of all observations of a week together; [T, W, 4]."""
    total = np.zeros((weeks, wijken, PHASES))
    for one in weights:
        np.add.at(total, (one.week, one.wijk), one.values)
    return total


def _since(phase: NDArray[np.int8]) -> NDArray[np.int32]:
    """Index of the first week of the unbroken run of each week's phase."""
    weeks = np.arange(phase.shape[1], dtype=np.int32)
    starts = np.ones(phase.shape, dtype=np.bool_)
    starts[:, 1:] = phase[:, 1:] != phase[:, :-1]
    return np.maximum.accumulate(np.where(starts, weeks, 0), axis=1).astype(np.int32)


def _fill(
    reasons: Reasons,
    reason_weights: Floats,
    parts: WeekParts,
    keys: NDArray[np.int64],
    block: slice,
    places: NDArray[np.int8],
    observations: Observations,
    rule: WeighedRule,
) -> None:
    """Write the heaviest parts of one week as reasons, after gates and missing channels."""
    week, levels = parts.week, observations.evidence.levels
    taken = places[block, week]
    left = np.where(np.isnan(parts.groups), -np.inf, parts.groups)
    wijk = np.arange(left.shape[1])
    moderate = np.log(rule.reasons.moderate_factor.value)
    strong = np.log(rule.reasons.strong_factor.value)
    for _ in range(min(REASONS_PER_PROPOSAL, len(left))):
        best = left.argmax(axis=0)
        weight = left[best, wijk]
        use = np.flatnonzero((weight >= SMALLEST_REASON) & (taken < REASONS_PER_PROPOSAL))
        left[best, wijk] = -np.inf
        at = (taken[use], use + block.start, week)
        criterion, channel = keys[best[use]] // len(CHANNELS) - 1, keys[best[use]] % len(CHANNELS)
        reasons.kind[at] = REASON_LEVEL
        reasons.criterion[at] = criterion
        reasons.channel[at] = channel
        level = levels[np.maximum(criterion, 0), channel, use + block.start, week]
        reasons.level[at] = np.where(criterion >= 0, level, np.nan)
        strength = np.full(len(use), STRENGTH_LIGHT)
        strength[weight[use] >= moderate] = STRENGTH_MODERATE
        strength[weight[use] >= strong] = STRENGTH_STRONG
        reasons.strength[at] = strength
        reason_weights[at] = weight[use]
        taken = taken.copy()
        taken[use] += 1
    # Nothing speaks for it by itself: it follows from earlier weeks and from what was expected.
    alone = np.flatnonzero(taken == 0)
    at_first = (np.zeros(len(alone), dtype=np.int64), alone + block.start, week)
    reasons.kind[at_first] = REASON_COURSE
    reasons.strength[at_first] = STRENGTH_LIGHT
    reason_weights[at_first] = parts.course[alone]


def _detail(parts: WeekParts, keys: NDArray[np.int64], first: int) -> Contributions:
    """All parts of one week as rows; groups without any part are left out."""
    group, wijk = np.nonzero(np.isfinite(parts.groups) & (parts.groups != 0.0))
    named = np.flatnonzero(np.isfinite(parts.odds))
    none = np.full(len(named), -1)
    return Contributions(
        wijk=np.concatenate([wijk, named, named]) + first,
        week=np.full(len(wijk) + 2 * len(named), parts.week),
        part=np.repeat([0, 1, 2], [len(wijk), len(named), len(named)]).astype(np.int8),
        criterion=np.concatenate([keys[group] // len(CHANNELS) - 1, none, none]),
        channel=np.concatenate([keys[group] % len(CHANNELS), none, none]),
        other=parts.other[np.concatenate([wijk, named, named])],
        weight=np.concatenate([parts.groups[group, wijk], parts.course[named], parts.gate[named]]),
    )


def _joined(details: list[Contributions]) -> Contributions:
    return Contributions(
        *(
            np.concatenate([getattr(one, name) for one in details])
            for name in ("wijk", "week", "part", "criterion", "channel", "other", "weight")
        )
    )
