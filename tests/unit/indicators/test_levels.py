"""From value to level by straight lines between goalposts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import level_from_goalposts, load_knowledge

RISING = (20.0, 30.0, 45.0)
FALLING = (5.6, 4.8, 4.0)


@pytest.mark.parametrize(
    ("value", "level"),
    [
        (-50, 0),
        (0, 0),
        (10, 0),
        (15, 0.5),
        (20, 1),
        (25, 1.5),
        (30, 2),
        (37.5, 2.5),
        (45, 3),
        (46, 3),
        (1000, 3),
    ],
)
def test_higher_is_worse(value: float, level: float) -> None:
    assert level_from_goalposts(np.array([value], dtype=float), RISING)[0] == pytest.approx(level)


@pytest.mark.parametrize(
    ("value", "level"),
    [(10, 0), (6.4, 0), (6.0, 0.5), (5.6, 1), (5.2, 1.5), (4.8, 2), (4.4, 2.5), (4.0, 3), (0, 3)],
)
def test_lower_is_worse(value: float, level: float) -> None:
    assert level_from_goalposts(np.array([value], dtype=float), FALLING)[0] == pytest.approx(level)


def test_goalposts_themselves_are_exact() -> None:
    """The rule compares with 1.0 and 2.0, so a value on a goalpost may not fall a hair short."""
    for indicator in load_knowledge().indicators.values():
        posts = indicator.goalposts[-1].values
        assert level_from_goalposts(np.array(posts), posts).tolist() == [1.0, 2.0, 3.0]


def test_unknown_stays_unknown_and_shape_is_kept() -> None:
    levels = level_from_goalposts(np.array([[np.nan, 20.0], [45.0, np.inf]]), RISING)
    assert levels.shape == (2, 2)
    assert np.isnan(levels[0, 0])
    assert levels[1].tolist() == [3.0, 3.0]
    assert level_from_goalposts(np.array([]), RISING).shape == (0,)


@pytest.mark.parametrize("goalposts", [(1.0, 1.0, 2.0), (1.0, 3.0, 2.0), (3.0, 1.0, 2.0)])
def test_goalposts_must_run_one_way(goalposts: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="rise or fall"):
        level_from_goalposts(np.array([1.0]), goalposts)


finite = st.floats(min_value=-1e6, max_value=1e6)


@given(finite, finite, st.sampled_from([RISING, FALLING]))
def test_a_worse_value_never_has_a_lower_level(
    one: float, two: float, goalposts: tuple[float, float, float]
) -> None:
    low, high = sorted((one, two))
    at_low, at_high = level_from_goalposts(np.array([low, high]), goalposts)
    assert 0 <= at_low <= 3 and 0 <= at_high <= 3
    assert at_low <= at_high if goalposts is RISING else at_low >= at_high
