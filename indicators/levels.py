"""From a measured value to a level 0-3 by straight lines between goalposts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def level_from_goalposts(
    values: NDArray[np.float64], goalposts: tuple[float, float, float]
) -> NDArray[np.float64]:
    """Continuous level 0-3 for each value, in the shape of `values`.

    The goalposts are the values at level 1, 2 and 3, in the unit of `values`. They rise when a
    higher value is worse and fall when a lower value is worse. Between them the level runs in a
    straight line; the line from goalpost 1 to 2 is extended below goalpost 1 down to level 0.
    Beyond either end the level stays at 0 or 3. NaN stays NaN.
    """
    first, second, third = goalposts
    if not (first < second < third or first > second > third):
        raise ValueError(f"goalposts must rise or fall throughout: {goalposts}")
    zero = 2.0 * first - second
    sign = 1.0 if first < second else -1.0
    knots = sign * np.array([zero, first, second, third], dtype=np.float64)
    flat = sign * np.asarray(values, dtype=np.float64).ravel()
    levels: NDArray[np.float64] = np.interp(flat, knots, np.array([0.0, 1.0, 2.0, 3.0]))
    return levels.reshape(np.shape(values))
