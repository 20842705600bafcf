"""The areas of the national workspace: the real wijken if they are at hand, else a made-up grid."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
YEAR = 2024
#: As many as there are wijken in the Netherlands in 2024.
WIJKEN = 3_393
#: The Netherlands on the national grid (EPSG:28992), in metres: left, bottom, right, top.
EXTENT_M = (10_000.0, 305_000.0, 280_000.0, 620_000.0)
#: Corners on each side of a made-up wijk. Real borders are crooked too: a map of plain squares
#: would be too easy to send.
SIDE_CORNERS = 40
WIJKEN_PER_GEMEENTE = 10


def areas(real_data: Path | None, most: int) -> gpd.GeoDataFrame:
    """wijkcode, wijknaam, jaar, geometry (EPSG:28992) of at most `most` wijken."""
    return (real_areas(real_data) if real_data else grid_areas(WIJKEN)).iloc[:most]


def real_areas(real_data: Path) -> gpd.GeoDataFrame:
    """The wijken that tests/realdata makes of the open data in a folder."""
    with tempfile.TemporaryDirectory() as made:
        workspace = Path(made) / "nederland"
        command = [
            sys.executable,
            "-m",
            "tests.realdata.make_nederland",
            str(real_data),
            str(workspace),
        ]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return gpd.read_file(workspace / "areas.gpkg")


def grid_areas(count: int, seed: int = 1) -> gpd.GeoDataFrame:
    """A grid of `count` made-up wijken with crooked sides that neighbours share."""
    left, bottom, right, top = EXTENT_M
    step = np.sqrt((right - left) * (top - bottom) / count)
    columns = int(np.ceil((right - left) / step))
    rows = int(np.ceil(count / columns))
    rng = np.random.default_rng(seed)
    # along each side: steps to the left or right, none at its two corners
    across = _sides(rng, rows + 1, columns, step)
    upward = _sides(rng, rows, columns + 1, step)
    corners = np.linspace(0.0, step, SIDE_CORNERS + 1)
    polygons = []
    for index in range(count):
        row, column = divmod(index, columns)
        x, y = left + column * step, bottom + row * step
        south = np.column_stack([x + corners, y + across[row, column]])
        north = np.column_stack([x + corners, y + step + across[row + 1, column]])
        west = np.column_stack([x + upward[row, column], y + corners])
        east = np.column_stack([x + step + upward[row, column + 1], y + corners])
        ring = np.concatenate([south[:-1], east[:-1], north[:0:-1], west[:0:-1]])
        polygons.append(shapely.polygons(ring))
    codes = [
        f"WK9{index // WIJKEN_PER_GEMEENTE:03d}{index % WIJKEN_PER_GEMEENTE:02d}"
        for index in range(count)
    ]
    names = [f"Proefwijk {index + 1}" for index in range(count)]
    return gpd.GeoDataFrame(
        {"wijkcode": codes, "wijknaam": names, "jaar": YEAR}, geometry=polygons, crs="EPSG:28992"
    )


def _sides(rng: np.random.Generator, rows: int, columns: int, step: float) -> NDArray[np.float64]:
    """How far each corner of a side lies from a straight line, in metres: [row, column, corner]."""
    bends = rng.uniform(-1.0, 1.0, (rows, columns, SIDE_CORNERS + 1)) * step / SIDE_CORNERS / 2.5
    bends[..., [0, -1]] = 0.0
    return bends
