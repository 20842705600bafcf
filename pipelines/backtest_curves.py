"""Why the figures of a backtest are what they are: agreement by the reports that came in, doubt by
the distance to a true change.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.evidence import ONVOLDOENDE
from indicators.scoring import confusion, quadratic_kappa, weeks_from_change

Phases = NDArray[np.integer[Any]]

COVERAGE_BANDS_PCT = (0.0, 40.0, 60.0, 80.0)  # lower edges; the last band has no upper edge
CHANGE_BANDS_WEEKS = (0, 5, 13)  # lower edges: around a change, some weeks off, far from one


def kappa_by_coverage(
    truth: Phases, methods: dict[str, Phases], coverage: NDArray[np.float64]
) -> list[dict[str, Any]]:
    """Agreement by the share of the expected reports that came in: why figures are what they are.

    Per band the weeks, and per method its kappa and the share of those weeks in which it names a
    phase.
    """
    band = np.searchsorted(COVERAGE_BANDS_PCT, coverage, side="right") - 1
    rows = []
    for place, low in enumerate(COVERAGE_BANDS_PCT):
        inside = (band == place) & (truth >= 0)
        weeks = int(inside.sum())
        kappas, shares = {}, {}
        for name, phase in methods.items():
            table = confusion(np.where(inside, truth, -1), phase)
            kappas[name] = rounded(quadratic_kappa(table))
            shares[name] = rounded(float(table[:, :ONVOLDOENDE].sum() / weeks)) if weeks else None
        rows.append({"from_pct": low, "weeks": weeks, "kappa": kappas, "with_phase": shares})
    return rows


def doubt_by_distance(truth: Phases, doubt: NDArray[np.bool_]) -> list[dict[str, Any]]:
    """Share of the weeks in doubt (or without a verdict) by the distance to a true change."""
    band = np.searchsorted(CHANGE_BANDS_WEEKS, weeks_from_change(truth), side="right") - 1
    rows = []
    for place, low in enumerate(CHANGE_BANDS_WEEKS):
        inside = (band == place) & (truth >= 0)
        share = rounded(float(doubt[inside].mean())) if inside.any() else None
        rows.append({"from_weeks": low, "weeks": int(inside.sum()), "in_doubt": share})
    return rows


def rounded(value: float) -> float | None:
    """A figure for JSON: rounded, None where there is none (or a change was mostly missed)."""
    return round(float(value), 4) if math.isfinite(value) else None
