"""Reasons that only fit: what was measured and agrees with the phase, where fewer than three parts
weigh in.

The weight of older figures fades, so a proposal may rest on one heavy part. A reader still wants
to see what else is known. These reasons add nothing to the chances and say so.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indicators.evidence import (
    CHANNELS,
    CRITERIA,
    ONVOLDOENDE,
    REASON_FITS,
    REASON_NONE,
    REASONS_PER_PROPOSAL,
    Evidence,
    Reasons,
)


def add_fitting_reasons(
    reasons: Reasons,
    phase: NDArray[np.int8],
    evidence: Evidence,
    phase_criteria: tuple[str, ...],
) -> None:
    """Fill the open places of `reasons` with levels of the proposed phase, the highest first.

    phase: [W, T]. Only criteria that drive the phase and channels that are usable in that week.
    """
    counts = np.isin(CRITERIA, phase_criteria).repeat(len(CHANNELS))
    for week in range(evidence.weeks):
        kind = reasons.kind[:, :, week]
        wanted = (phase[:, week] != ONVOLDOENDE) & (kind[-1] == REASON_NONE)
        if not wanted.any():
            continue
        level = evidence.levels[:, :, :, week].reshape(len(counts), -1)
        usable = np.tile(evidence.usable[:, :, week], (len(CRITERIA), 1))
        fits = (np.floor(level) == phase[:, week]) & usable & counts[:, None] & wanted
        order = np.where(fits, level, -np.inf)
        for rank in range(REASONS_PER_PROPOSAL):
            criterion = reasons.criterion[rank, :, week].astype(np.int64)
            channel = reasons.channel[rank, :, week]
            given = np.flatnonzero((criterion >= 0) & (channel >= 0))
            order[criterion[given] * len(CHANNELS) + channel[given], given] = -np.inf
        for rank in range(1, REASONS_PER_PROPOSAL):
            best = order.argmax(axis=0)
            found = np.isfinite(order[best, np.arange(len(best))])
            chosen = np.flatnonzero(wanted & found & (kind[rank] == REASON_NONE))
            place = best[chosen]
            reasons.kind[rank, chosen, week] = REASON_FITS
            reasons.criterion[rank, chosen, week] = place // len(CHANNELS)
            reasons.channel[rank, chosen, week] = place % len(CHANNELS)
            reasons.level[rank, chosen, week] = level[place, chosen]
            order[place, chosen] = -np.inf
