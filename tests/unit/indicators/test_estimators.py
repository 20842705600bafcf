"""The estimators against scipy, against brute force or against a known answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from indicators.estimators import (
    Z_95,
    count_log_likelihood,
    effective_n,
    mean_error,
    rate_posterior,
    rate_prior,
    repeat_weight,
    share_error,
    share_interval,
    shrinkage_weight,
    widened,
    withheld_bounds,
)

SEEDS = st.integers(0, 10**6)


def test_prior_of_a_small_worked_example() -> None:
    # rates 1, 2 and 6 with exposure 10 each: mean 3, s² = (4 + 1 + 9) / 3, minus mean / 10
    prior = rate_prior(np.array([10.0, 20.0, 60.0]), np.array([10.0, 10.0, 10.0]))
    assert prior.mean == pytest.approx(3.0)
    assert prior.variance == pytest.approx(14 / 3 - 0.3)


def test_prior_recovers_the_gamma_it_was_drawn_from() -> None:
    rng = np.random.default_rng(5)
    exposure = rng.uniform(5, 30, 4000)
    counts = rng.poisson(rng.gamma(4.0, 0.5, 4000) * exposure)  # mean 2, variance 1
    prior = rate_prior(counts.astype(float), exposure)
    assert prior.mean == pytest.approx(2.0, rel=0.05)
    assert prior.variance == pytest.approx(1.0, rel=0.15)


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_shrinkage_weights_are_between_0_and_1(seed: int) -> None:
    rng = np.random.default_rng(seed)
    exposure = rng.uniform(0.1, 50, 40)
    # no real differences between wijken: this is where the variance would become negative
    counts = rng.poisson(rng.uniform(0.01, 3) * exposure).astype(float)
    prior = rate_prior(counts, exposure)
    weight = shrinkage_weight(prior, exposure)
    assert prior.variance >= 0
    assert ((weight >= 0) & (weight <= 1)).all()
    own, (mean, _) = counts / exposure, rate_posterior(prior, counts, exposure)
    assert np.allclose(mean, weight * own + (1 - weight) * prior.mean)


def test_posterior_is_the_gamma_posterior() -> None:
    counts, exposure = np.array([0.0, 5.0, 30.0]), np.array([2.0, 4.0, 6.0])
    prior = rate_prior(counts, exposure)
    mean, deviation = rate_posterior(prior, counts, exposure)
    grid = np.linspace(1e-9, 60, 400_001)
    shape, rate = prior.mean**2 / prior.variance, prior.mean / prior.variance
    for i in range(3):
        density = stats.gamma.pdf(grid, shape, scale=1 / rate) * stats.poisson.pmf(
            counts[i], grid * exposure[i]
        )
        density /= density.sum()
        by_grid = (grid * density).sum()
        assert mean[i] == pytest.approx(by_grid, rel=1e-4)
        assert deviation[i] == pytest.approx(
            np.sqrt(((grid - by_grid) ** 2 * density).sum()), rel=1e-3
        )


def test_unknown_counts_stay_unknown() -> None:
    prior = rate_prior(np.array([1.0, np.nan, 9.0]), np.array([2.0, 3.0, np.nan]))
    assert prior.mean == pytest.approx(0.5)
    mean, _ = rate_posterior(prior, np.array([1.0, np.nan]), np.array([2.0, 3.0]))
    assert np.isfinite(mean[0]) and np.isnan(mean[1])
    nothing = rate_prior(np.zeros(3), np.ones(3))
    assert (nothing.mean, nothing.variance) == (0.0, 0.0)


@pytest.mark.parametrize("shape", [0.5, 2.0, 20.0])
def test_count_likelihood_differs_like_the_negative_binomial(shape: float) -> None:
    y, means = np.arange(30.0), (0.4, 3.0, 11.0)
    ours = [count_log_likelihood(y, np.array(m), shape) for m in means]
    theirs = [stats.nbinom.logpmf(y, shape, shape / (shape + m)) for m in means]
    assert np.allclose(ours[1] - ours[0], theirs[1] - theirs[0])
    assert np.allclose(ours[2] - ours[0], theirs[2] - theirs[0])


def test_share_interval_is_the_score_interval() -> None:
    for share in (0.0, 0.03, 0.5, 0.97, 1.0):
        for n in (7.0, 50.0, 400.0):
            low, high = share_interval(np.array(share), np.array(n))
            expected = stats.binomtest(round(share * n), round(n)).proportion_ci(method="wilson")
            got = share_interval(np.array(round(share * n) / n), np.array(n))
            assert got[0] == pytest.approx(expected.low, abs=1e-12)
            assert got[1] == pytest.approx(expected.high, abs=1e-12)
            assert 0.0 <= low <= share + 1e-12 and share - 1e-12 <= high <= 1.0
            assert high > low, "also at 0 and 1 there is uncertainty"


def test_effective_n() -> None:
    weights = np.array([1.0, 1.0, 1.0, 1.0])
    assert effective_n(weights.sum(), (weights**2).sum()) == 4.0
    weights = np.array([3.0, 1.0, 1.0])
    assert effective_n(weights.sum(), (weights**2).sum()) == pytest.approx(25 / 11)


def test_standard_errors() -> None:
    assert share_error(0.3, np.array(100.0)) == pytest.approx(np.sqrt(0.21 / 100))
    assert mean_error(np.array(2.0), np.array(64.0)) == 0.25
    assert pytest.approx(stats.norm.ppf(0.975)) == Z_95


def test_an_older_figure_is_less_certain() -> None:
    wide = widened(np.array([0.3, 0.3]), np.array([0.0, 100.0]), 0.05)
    assert wide[0] == 0.3
    assert wide[1] == pytest.approx(np.sqrt(0.09 + 100 * 0.0025))


def test_withheld_parts_are_bounds_and_never_zero() -> None:
    low, high = withheld_bounds(np.array([12.0, 0.0]), np.array([0, 3]), 4)
    assert list(low) == [12.0, 0.0]
    assert list(high) == [12.0, 12.0]


@given(st.integers(0, 50), st.floats(0, 1))
def test_repeats_say_as_much_as_correlated_observations(others: int, overlap: float) -> None:
    n = others + 1
    weight = float(repeat_weight(np.array(others), overlap))
    assert 0 < weight <= 1
    # mean of n observations with this correlation: variance (1 + (n-1) r) / n
    covariance = np.full((n, n), overlap) + np.eye(n) * (1 - overlap)
    variance = covariance.sum() / n**2
    assert n * weight == pytest.approx(1 / variance)
