"""How well proposals recover a planted truth. Phases are [W, T]; ONVOLDOENDE = no verdict."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.evidence import ONVOLDOENDE

Phases = NDArray[np.integer]
Floats = NDArray[np.float64]

WEEKS_PER_YEAR = 365.25 / 7
TOLERANCE_WEEKS = 4  # a rise is not false when the truth is as high within this many weeks
HORIZON_WEEKS = 26  # a change not followed within this many weeks is missed
MINIMUM_STAY_WEEKS = 4  # planted changes that last shorter are not scored for their delay


def confusion(truth: Phases, proposed: Phases) -> NDArray[np.int64]:
    """Weeks by true phase (row, 4) and proposed phase (column, 5: no verdict last)."""
    table = np.zeros((4, 5), dtype=np.int64)
    known = truth >= 0
    np.add.at(table, (truth[known], proposed[known]), 1)
    return table


def quadratic_kappa(table: NDArray[np.integer]) -> float:
    """Agreement beyond chance, a miss counting by the square of its distance in phases.

    1 - sum w_ij o_ij / sum w_ij e_ij, w_ij = (i-j)², over the weeks with a verdict.
    Source: Cohen (1968), Psychological Bulletin 70(4).
    """
    observed = np.asarray(table, float)[:, :4]
    total = observed.sum()
    if total == 0:
        return float("nan")
    weight = (np.arange(4)[:, None] - np.arange(4)[None, :]) ** 2
    expected = observed.sum(axis=1)[:, None] * observed.sum(axis=0)[None, :] / total
    lost = (weight * expected).sum()
    return float(1.0 - (weight * observed).sum() / lost) if lost > 0 else float("nan")


def _carried(proposed: Phases) -> NDArray[np.int64]:
    """The last verdict so far; -1 before the first."""
    out = np.full(proposed.shape, -1, dtype=np.int64)
    for week in range(proposed.shape[1]):
        before = out[:, week - 1] if week else -1
        now = proposed[:, week]
        out[:, week] = np.where(now == ONVOLDOENDE, before, now)
    return out


def false_rises(truth: Phases, proposed: Phases) -> tuple[int, float]:
    """Number of false rises, and per wijk and year with a verdict.

    A rise is a week with a higher phase than the last verdict before it. It is false when the truth
    was not as high in that week, nor within TOLERANCE_WEEKS before or after it.
    """
    carried = _carried(proposed)
    near = np.array(truth)
    for shift in range(1, TOLERANCE_WEEKS + 1):
        near[:, shift:] = np.maximum(near[:, shift:], truth[:, :-shift])
        near[:, :-shift] = np.maximum(near[:, :-shift], truth[:, shift:])
    rise = np.zeros(truth.shape, dtype=np.bool_)
    before, now = carried[:, :-1], proposed[:, 1:]
    rise[:, 1:] = (now != ONVOLDOENDE) & (before >= 0) & (now > before)
    wrong = int((rise & (near < proposed)).sum())
    years = (proposed != ONVOLDOENDE).sum() / WEEKS_PER_YEAR
    return wrong, float(wrong / years) if years else float("nan")


def delays(truth: Phases, proposed: Phases, rising: bool) -> Floats:
    """Weeks from each planted change until the proposal is as high (or as low); infinite when that
    does not happen within HORIZON_WEEKS or before the truth goes back.

    0 also when the proposal was there already. Changes that the truth takes back within
    MINIMUM_STAY_WEEKS, and those in the last weeks of the history, are not scored.
    """
    found: list[float] = []
    wijken, weeks = truth.shape
    for wijk in range(wijken):
        steps = np.flatnonzero(np.diff(truth[wijk]) > 0 if rising else np.diff(truth[wijk]) < 0) + 1
        for week in steps:
            level = truth[wijk, week]
            after = truth[wijk, week:]
            away = np.flatnonzero(after < level if rising else after > level)
            end = min(int(away[0]) if len(away) else len(after), HORIZON_WEEKS)
            if end < MINIMUM_STAY_WEEKS:
                continue
            shown = proposed[wijk, week : week + end]
            if (shown == ONVOLDOENDE).all():
                continue
            good = (shown != ONVOLDOENDE) & (shown >= level if rising else shown <= level)
            found.append(float(np.argmax(good)) if good.any() else float("inf"))
    return np.array(found)


@dataclass(frozen=True)
class Calibration:
    """Per tenth of chance: number of weeks, mean chance given, share that was right."""

    count: NDArray[np.int64]
    chance: Floats
    right: Floats
    error: float


def calibration(chance: Floats, right: NDArray[np.bool_], bins: int = 10) -> Calibration:
    """Is a proposal of 70 % right in 70 % of the weeks?

    error = sum over bins of n_b / n · |right_b - chance_b| (expected calibration error; Naeini et
    al. 2015, AAAI). Weeks without a chance (NaN) are left out.
    """
    known = np.isfinite(chance)
    chance, right = chance[known], right[known]
    place = np.minimum((chance * bins).astype(np.int64), bins - 1)
    count = np.bincount(place, minlength=bins)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(place, chance, bins) / count
        share = np.bincount(place, right.astype(float), bins) / count
    error = np.nansum(count * np.abs(share - mean)) / max(len(chance), 1)
    return Calibration(count, mean, share, float(error))


def feeding(
    survey_usable: NDArray[np.bool_], coverage: Floats
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which wijken are starved of data, and which are well fed; each [W].

    survey_usable, coverage (percent of the expected reports): [W, T]. Starved: on average below
    25 % of the reports, and a survey in less than a quarter of the weeks. Well fed: on average at
    least 60 % of the reports, and a survey in at least half of the weeks.
    """
    reports, surveys = coverage.mean(axis=1), survey_usable.mean(axis=1)
    return (reports < 25.0) & (surveys < 0.25), (reports >= 60.0) & (surveys >= 0.5)


def weeks_from_change(truth: Phases) -> NDArray[np.int64]:
    """How many weeks each week lies from the nearest change of the true phase of its wijk; [W, T],
    the length of the history where nothing changes.
    """
    weeks = truth.shape[1]
    away = np.full(truth.shape, weeks, dtype=np.int64)
    for wijk in range(len(truth)):
        changes = np.flatnonzero(np.diff(truth[wijk]) != 0) + 1
        if len(changes):
            away[wijk] = np.abs(np.arange(weeks)[:, None] - changes).min(axis=1)
    return away
