"""From measurements to estimates with their sampling distribution. Small pure functions, each with
its formula and source. Arrays in, arrays out; NaN = unknown, and unknown never becomes zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
AnyFloats = NDArray[np.floating[Any]]

Z_95 = 1.959963984540054  # standard normal deviate of a two-sided interval of 95 %


@dataclass(frozen=True)
class RatePrior:
    """How rates differ between the wijken of one gemeente; events per unit of exposure.

    mean: pooled rate. variance: variance between wijken, never below 0 (0 = no more differences
    between wijken than chance gives).
    """

    mean: float
    variance: float


def rate_prior(counts: Floats, exposure: Floats) -> RatePrior:
    """Empirical-Bayes prior by moments, with the variance between areas floored at 0.

    With events y_i, exposure e_i, pooled rate m = sum y / sum e and mean exposure ē:
    s² = sum e_i (y_i/e_i - m)² / sum e;  variance = max(0, s² - m/ē).
    Source: Marshall (1991), Mapping disease and mortality rates using empirical Bayes estimators,
    Applied Statistics 40(2). The floor keeps every shrinkage weight in [0, 1].
    Wijken without a known count or exposure add nothing.
    """
    known = np.isfinite(counts) & np.isfinite(exposure) & (exposure > 0)
    y, e = np.asarray(counts)[known], np.asarray(exposure)[known]
    if len(y) == 0 or y.sum() == 0:
        return RatePrior(0.0, 0.0)
    total = e.sum()
    mean = y.sum() / total
    spread = (e * (y / e - mean) ** 2).sum() / total
    return RatePrior(float(mean), float(max(0.0, spread - mean / (total / len(y)))))


def shrinkage_weight(prior: RatePrior, exposure: Floats) -> Floats:
    """How much a wijk's own rate counts against the gemeente's: variance / (variance + mean/e).

    In [0, 1]. Source: Marshall (1991), the same as e / (e + rate parameter of the gamma prior).
    """
    exposure = np.asarray(exposure, dtype=np.float64)
    if prior.variance <= 0.0:
        return np.where(np.isfinite(exposure), 0.0, np.nan)
    return prior.variance * exposure / (prior.variance * exposure + prior.mean)


def rate_posterior(prior: RatePrior, counts: Floats, exposure: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each wijk's rate after seeing its own events.

    Gamma prior with shape a = mean²/variance and rate b = mean/variance; events are Poisson. The
    posterior is gamma(a + y, b + e): mean (a + y)/(b + e), variance (a + y)/(b + e)².
    Source: the conjugate gamma-Poisson model, Gelman et al., Bayesian Data Analysis (3rd), 2.6.
    Without differences between wijken (variance 0) every wijk gets the pooled rate. NaN exposure or
    counts give NaN.
    """
    counts, exposure = np.asarray(counts, float), np.asarray(exposure, float)
    if prior.variance <= 0.0:
        known = np.isfinite(counts) & np.isfinite(exposure)
        return np.where(known, prior.mean, np.nan), np.where(known, 0.0, np.nan)
    shape, rate = prior.mean**2 / prior.variance, prior.mean / prior.variance
    return (shape + counts) / (rate + exposure), np.sqrt(shape + counts) / (rate + exposure)


def count_log_likelihood(counts: Floats, mean: Floats, shape: float) -> Floats:
    """Log of the gamma-Poisson (negative binomial) chance of a count, without the term log y!.

    The rate of a wijk in a phase is gamma with this shape around its expected value, so the count
    has mean `mean` and variance mean + mean²/shape:
    a log(a/(a+m)) + y log(m/(a+m)) + log Γ(y+a) - log Γ(a) - log y!. The terms that do not depend
    on the mean are left out: they are the same under every phase.
    Source: Gelman et al., Bayesian Data Analysis (3rd), 2.6.
    """
    total = shape + mean
    out: Floats = shape * np.log(shape / total) + counts * np.log(mean / total)
    return out


def effective_n(weight_sum: Floats, weight_square_sum: Floats) -> Floats:
    """Number of equal answers that say as much as these weighted ones: (sum w)² / sum w².

    Between 1 and the number of answers. Source: Kish (1965), Survey Sampling, 11.7.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        out: Floats = np.asarray(weight_sum, float) ** 2 / np.asarray(weight_square_sum, float)
    return out


def share_interval(share: Floats, n: Floats, z: float = Z_95) -> tuple[Floats, Floats]:
    """Interval of a share 0-1 with effective n, right also near 0 and 1.

    (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n). Source: Wilson (1927), Probable inference,
    JASA 22. The plain interval p ± z sqrt(p(1-p)/n) is not used: at p = 0 it has no width.
    """
    share, n = np.asarray(share, float), np.asarray(n, float)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return np.clip(middle - half, 0.0, 1.0), np.clip(middle + half, 0.0, 1.0)


def share_error(share: float, n: Floats) -> Floats:
    """Standard error of a share in [0, 1] with effective n, at a share that is fixed beforehand.

    sqrt(p (1-p) / n). Taken at the middle goalpost and not at the observed share, so that a worse
    answer can never weigh less than a better one.
    """
    out: Floats = np.sqrt(share * (1.0 - share) / np.asarray(n, float))
    return out


def mean_error(deviation: Floats, n: Floats) -> Floats:
    """Standard error of a mean: the spread of the answers / sqrt(effective n)."""
    out: Floats = np.asarray(deviation, float) / np.sqrt(np.asarray(n, float))
    return out


def widened(error: AnyFloats, age_weeks: AnyFloats, level_drift_per_week: float) -> Floats:
    """Standard error (in levels) of a figure of some weeks ago, as a figure for now.

    sqrt(error² + age · drift²): what happened since is a random walk with this step per week.
    Source: local level model, Durbin & Koopman (2012), Time Series Analysis, 2.1.
    """
    out: Floats = np.sqrt(
        np.asarray(error, float) ** 2 + np.asarray(age_weeks, float) * level_drift_per_week**2
    )
    return out


def withheld_bounds(
    known_sum: Floats, areas_withheld: NDArray[np.integer], largest_withheld: int
) -> tuple[Floats, Floats]:
    """Lowest and highest possible total of counts of which some parts are withheld.

    A withheld part is unknown: it adds 0 to the lowest and `largest_withheld` to the highest total.
    It is never read as zero. Source: interval arithmetic; docs/data-contract.md (empty = withheld).
    """
    low = np.asarray(known_sum, float)
    return low, low + np.asarray(areas_withheld, float) * largest_withheld


def repeat_weight(other_reports: NDArray[np.integer], overlap: float) -> Floats:
    """What one report counts for beside `other_reports` of the same reporter in the window.

    1 / (1 + overlap · others), in (0, 1]: n reports that have correlation `overlap` say as much as
    n / (1 + (n-1) · overlap) independent ones. Source: Kish (1965), Survey Sampling, 5.4.
    """
    out: Floats = 1.0 / (1.0 + overlap * np.asarray(other_reports, float))
    return out
