"""From a point or a buurt code to a wijk."""

from __future__ import annotations

import re

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geodata.rd import is_in_netherlands, to_rd

#: What ``locate_points`` gives for a point that is in no wijk.
OUTSIDE = -1

_BUURT = re.compile(r"^BU(\d{4}[0-9A-Z]{2})[0-9A-Z]{2}$")


def locate_points(
    x: ArrayLike, y: ArrayLike, epsg: int, areas: gpd.GeoDataFrame
) -> NDArray[np.int64]:
    """Position in ``areas`` of the wijk of each point; -1 when it is in none or is not a number.

    ``epsg`` 4326: x = lon, y = lat in degrees; 28992: metres; any other system that pyproj knows
    works too. ``areas`` is one division (see ``division_for``) in RD. A point on a border, or where
    areas overlap, goes to the wijk with the lowest code, so that the answer is always the same.
    """
    rd_x = np.asarray(x, dtype=np.float64)
    rd_y = np.asarray(y, dtype=np.float64)
    if epsg != 28992:
        rd_x, rd_y = to_rd(rd_x, rd_y, epsg)
    found = np.full(len(rd_x), OUTSIDE, dtype=np.int64)
    kept = np.flatnonzero(is_in_netherlands(rd_x, rd_y))
    if not len(kept) or areas.empty:
        return found

    # Points sorted by x: those near a wijk are then one slice, found by bisection, and need no
    # objects of their own. Wijken in descending order of code, so that the lowest has the last
    # word.
    kept = kept[np.argsort(rd_x[kept])]
    rd_x, rd_y = rd_x[kept], rd_y[kept]
    polygons = np.asarray(areas.geometry, dtype=object)
    shapely.prepare(polygons)
    x_min, y_min, x_max, y_max = shapely.bounds(polygons).T
    first = np.searchsorted(rd_x, x_min, side="left")
    last = np.searchsorted(rd_x, x_max, side="right")
    for wijk in np.argsort(areas["wijkcode"].to_numpy(dtype=str), kind="stable")[::-1]:
        y_near = rd_y[first[wijk] : last[wijk]]
        near = np.flatnonzero((y_near >= y_min[wijk]) & (y_near <= y_max[wijk])) + first[wijk]
        is_inside = shapely.intersects_xy(polygons[wijk], rd_x[near], rd_y[near])
        found[kept[near[is_inside]]] = wijk
    return found


def wijk_of_buurt(code: str) -> str | None:
    """Wijk code of a CBS buurt code (``BU01060000`` -> ``WK010600``); None when it is not one.
    Padding is ignored.
    """
    match = _BUURT.match(code.strip())
    return f"WK{match.group(1)}" if match else None
