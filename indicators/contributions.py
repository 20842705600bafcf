"""What each kind of observation adds to the chance of a proposal, so that the reasons add up.

The filter keeps log chances per phase. Before a week they are sums over groups (criterion and
channel) plus what is left. The move to the next week mixes phases: for phase k with the shares
B(j, k) = chance_j · transition(j, k) / chance_k that come from phase j. The same mixture is applied
to each group's part, so old evidence fades as the filter forgets it; what this linear step leaves
over goes to `course` (persistence and start). Then the week's own log-likelihoods are added. So the
parts add up to the log-odds exactly, and the gates are one more part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.evidence import ONVOLDOENDE
from indicators.weighing import PHASES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class WeekParts:
    """The parts of the log-odds of the proposed phase against the next likeliest, in one week.

    groups: [G, W]. course, gate, odds: [W]; groups.sum(0) + course + gate = odds. other: [W] the
    next likeliest phase. NaN where no phase is proposed.
    """

    week: int
    groups: Floats
    course: Floats
    gate: Floats
    odds: Floats
    other: Ints


def week_parts(
    by_group: Floats,
    raw: Floats,
    chances: Floats,
    phase: NDArray[np.int8],
    transition: Floats,
) -> Iterator[WeekParts]:
    """The parts of every week, oldest first.

    by_group: [G, T, W, 4] log-likelihoods. raw, chances: [T, W, 4] before and after the gates.
    phase: [W, T].
    """
    groups, weeks, wijken, _ = by_group.shape
    parts = np.zeros((groups, wijken, PHASES))
    rows = np.arange(wijken)
    for week in range(weeks):
        if week:
            parts = _moved(parts, raw[week - 1], transition)
        parts += by_group[:, week]
        named = phase[:, week] != ONVOLDOENDE
        mine = np.where(named, phase[:, week], 0).astype(np.int64)
        rest = chances[week].copy()
        rest[rows, mine] = -1.0
        other = rest.argmax(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            odds = np.log(chances[week][rows, mine]) - np.log(chances[week][rows, other])
        before = np.log(raw[week][rows, mine]) - np.log(raw[week][rows, other])
        differences = parts[:, rows, mine] - parts[:, rows, other]
        differences[:, ~named] = np.nan
        yield WeekParts(
            week=week,
            groups=differences,
            course=np.where(named, before - differences.sum(axis=0), np.nan),
            gate=np.where(named, odds - before, np.nan),
            odds=np.where(named, odds, np.nan),
            other=np.where(named, other, -1),
        )


def _moved(parts: Floats, before: Floats, transition: Floats) -> Floats:
    """Every group's part after a week: the mixture of where each phase comes from."""
    joint = before[:, :, None] * transition  # [W, from, to]
    share = joint / joint.sum(axis=1, keepdims=True)
    out = np.empty_like(parts)
    for to in range(PHASES):
        total = parts[:, :, 0] * share[None, :, 0, to]
        for origin in range(1, PHASES):
            total += parts[:, :, origin] * share[None, :, origin, to]
        out[:, :, to] = total
    return out
