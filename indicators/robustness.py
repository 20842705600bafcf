"""Does the proposal stand when the goalposts lie elsewhere?

A stated small design: the goalposts of each of the three channels are moved up or down by the
share of the rule, in all 2 x 2 x 2 combinations; the answer is the share of those eight settings in
which the newest week gets the same phase. Moving goalposts by a quarter is measured from level 0:
what was level 1 becomes level 1 / 1.25 or 1 / 0.75. Only the last year is calculated anew, from the
chances of before: older evidence has faded by then.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from indicators.evidence import BELEEFD, CHANNELS, GEZIEN, VASTGELEGD
from indicators.filtering import Memory, forward, propose_from
from indicators.gates import gate_facts
from indicators.observations import Observations
from indicators.slices import sliced
from indicators.weighed_models import WeighedRule
from indicators.weighed_numbers import WeighedNumbers
from indicators.weighed_rule import WeighedProposals, summed
from indicators.weighing import all_weights

YEAR_WEEKS = 52


def robustness(
    observations: Observations,
    proposed: WeighedProposals,
    rule: WeighedRule,
    phase_criteria: tuple[str, ...],
    week: int,
) -> NDArray[np.float64]:
    """Share of the goalpost settings that give each wijk the same phase in `week`; [W]."""
    numbers = WeighedNumbers.of(rule, phase_criteria)
    first = max(0, week + 1 - YEAR_WEEKS)
    recent = sliced(observations, first, week)
    before = proposed.filtered.raw[first - 1] @ numbers.transition if first else None
    shift = rule.robustness.goalpost_shift.value
    settings = list(product((1.0 - shift, 1.0 + shift), repeat=len(CHANNELS)))
    same = np.zeros(observations.wijken)
    for factors in settings:
        moved, moved_numbers = moved_goalposts(recent, numbers, factors)
        total = summed(list(all_weights(moved, moved_numbers)), recent.weeks, recent.wijken)
        raw = forward(total, numbers.start if before is None else before, numbers.transition)
        facts = gate_facts(moved, moved_numbers)
        memory = Memory.start(recent.wijken)
        if first:
            memory.held = proposed.filtered.held[:, first - 1].astype(np.int64)
        again = propose_from(raw, facts, moved_numbers, memory)
        same += again.phase[:, -1] == proposed.proposals.phase[:, week]
    return same / len(settings)


def moved_goalposts(
    observations: Observations, numbers: WeighedNumbers, factors: tuple[float, ...]
) -> tuple[Observations, WeighedNumbers]:
    """The observations as they are read with goalposts `factors` times as far from level 0."""
    surveys, evidence = observations.surveys, observations.evidence
    factor = np.array(factors)
    levels = np.minimum(evidence.levels / factor[None, :, None, None].astype(np.float32), 3.0)
    counts = tuple(
        replace(
            one,
            goalposts=(
                one.goalposts[0] * factors[VASTGELEGD],
                one.goalposts[1] * factors[VASTGELEGD],
                one.goalposts[2] * factors[VASTGELEGD],
            ),
        )
        for one in observations.counts
    )
    moved = replace(
        observations,
        evidence=replace(evidence, levels=levels),
        surveys=replace(
            surveys,
            level=surveys.level / factors[BELEEFD],
            error=surveys.error / factors[BELEEFD],
        ),
        counts=counts,
    )
    return moved, replace(numbers, signal_scale=factors[GEZIEN])
