"""The Dutch national grid: its extent, and which coordinate system fits a set of coordinates."""

from __future__ import annotations

import warnings

import geopandas as gpd
import numpy as np
import pyproj
from numpy.typing import NDArray

#: RD New, metres. Every geometry in the product is in this system unless its name says otherwise.
RD = "EPSG:28992"
#: x_min, y_min, x_max, y_max in RD metres. The Netherlands with its coastal waters, rounded
#: outward.
NETHERLANDS = (0.0, 280_000.0, 300_000.0, 640_000.0)

#: Systems in which Dutch areas are delivered, most usual first.
_USUAL = (RD, "EPSG:4326", "EPSG:3857", "EPSG:25831", "EPSG:25832")


def is_in_netherlands(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether RD points (metres) are within the extent; NaN and infinity are not."""
    x_min, y_min, x_max, y_max = NETHERLANDS
    inside: NDArray[np.bool_] = (x >= x_min) & (x <= x_max) & (y >= y_min) & (y <= y_max)
    return inside


def is_box_in_netherlands(areas: gpd.GeoSeries) -> NDArray[np.bool_]:
    """Whether the whole box around each RD geometry is within the extent."""
    x_min, y_min, x_max, y_max = areas.bounds.to_numpy(dtype=np.float64).T
    return is_in_netherlands(x_min, y_min) & is_in_netherlands(x_max, y_max)


def to_rd(
    x: NDArray[np.float64], y: NDArray[np.float64], crs: str | int | pyproj.CRS
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coordinates (x = lon or easting) in RD metres; infinity for what has no place in RD."""
    transformer = pyproj.Transformer.from_crs(pyproj.CRS.from_user_input(crs), RD, always_xy=True)
    rd_x, rd_y = transformer.transform(x, y)
    return np.asarray(rd_x, dtype=np.float64), np.asarray(rd_y, dtype=np.float64)


def crs_that_fits(x: float, y: float) -> str | None:
    """The usual system in which this point lies in the Netherlands, or None.

    ``EPSG:4326 (x and y swapped)`` when it only fits with the two coordinates exchanged.
    """
    if not (np.isfinite(x) and np.isfinite(y)):
        return None
    for swapped in (False, True):
        first, second = (y, x) if swapped else (x, y)
        for name in _USUAL:
            rd_x, rd_y = to_rd(np.array([first]), np.array([second]), name)
            if is_in_netherlands(rd_x, rd_y)[0]:
                return f"{name} (x and y swapped)" if swapped else name
    return None


def middles(areas: gpd.GeoSeries) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Middle of the box around each geometry, in its own units; NaN when missing or empty."""
    bounds = areas.bounds.to_numpy(dtype=np.float64)
    return (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2


def middle_of_all(areas: gpd.GeoSeries) -> tuple[float, float]:
    """Median of the middles: one stray feature does not move it. NaN when there is none."""
    x, y = middles(areas)
    with warnings.catch_warnings():
        # all NaN: the answer is NaN, which is right
        warnings.simplefilter("ignore", RuntimeWarning)
        return float(np.nanmedian(x)), float(np.nanmedian(y))
