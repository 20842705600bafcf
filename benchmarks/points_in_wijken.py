"""A million points against the wijken of the country: `locate_points` beside a plain spatial join.

    python -m benchmarks.points_in_wijken [--points 1000000] [--runs 3]

Target: at least as fast as `geopandas.sjoin` of the same points and polygons, and the same wijk for
every point. Where two wijken overlap, or on a border, a join gives several rows; the lowest code is
then taken, as `locate_points` does. Turning the numbers into points is part of the join: without it
there is nothing to join. With WIJKPULS_REALDATA the wijken are the real ones.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from benchmarks.measuring import machine, middle, table, verdict
from benchmarks.national_areas import areas
from geodata.locate import locate_points

WIJKEN = 3_393


def main(points: int, runs: int) -> bool:
    """Measure and print; gives whether the target holds."""
    real = os.environ.get("WIJKPULS_REALDATA")
    wijken = areas(Path(real) if real else None, WIJKEN).sort_values("wijkcode")
    wijken = wijken.reset_index(drop=True)
    left, bottom, right, top = wijken.total_bounds
    rng = np.random.default_rng(1)
    x, y = rng.uniform(left, right, points), rng.uniform(bottom, top, points)
    ours, theirs = [], []
    for _ in range(runs):
        started = time.perf_counter()
        joined = _join(x, y, wijken)
        theirs.append(time.perf_counter() - started)
        started = time.perf_counter()
        located = locate_points(x, y, 28992, wijken)
        ours.append(time.perf_counter() - started)
    differing = int((joined != located).sum())
    ratio = middle(ours) / middle(theirs)
    print(f"{machine()}; {points:,} points, {len(wijken):,} wijken, {runs} rounds\n")
    rows = [
        ("geopandas.sjoin", f"{middle(theirs):.2f} s"),
        ("locate_points", f"{middle(ours):.2f} s"),
        ("ratio", f"{ratio:.2f} (at most 1: {verdict(ratio <= 1)})"),
        ("points with another answer", f"{differing} ({verdict(differing == 0)})"),
    ]
    print(table(("what", "figure"), rows))
    return ratio <= 1 and differing == 0


def _join(
    x: NDArray[np.float64], y: NDArray[np.float64], wijken: gpd.GeoDataFrame
) -> NDArray[np.int64]:
    """The position of the wijk of each point by a plain join; -1 for none."""
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=wijken.crs)
    joined = gpd.sjoin(points, wijken[["geometry"]], predicate="intersects")
    first = joined["index_right"].groupby(level=0).min()
    found = np.full(len(x), -1, dtype=np.int64)
    found[first.index.to_numpy()] = first.to_numpy()
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    sys.exit(0 if main(asked.points, asked.runs) else 1)
