"""One large CSV of incidents: the memory that `python -m pipelines run` needs for it.

    python -m benchmarks.large_csv [--gb 1.0] [--points]

Target: under 2 GiB at most, as the kernel counts it, for a file of 1 GB. The file is made in a
temporary folder and removed. With --points every row has a point instead of a wijk code.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.measuring import GIB, machine, measured, table, verdict
from benchmarks.national_areas import grid_areas

MOST_GIB = 2.0
WIJKEN = 40
BLOCK_ROWS = 200_000
CATEGORIES = ("overig", "geluidsoverlast", "afval_vervuiling", "overlast_personen", "vernieling")


def main(gb: float, has_points: bool) -> bool:
    """Make, build, print; gives whether the target holds."""
    with tempfile.TemporaryDirectory() as made:
        workspace = Path(made) / "groot"
        workspace.mkdir()
        rows = _write(workspace, gb, has_points)
        size = (workspace / "incidents.csv").stat().st_size
        run = measured("-m", "pipelines", "run", str(workspace))
    print(f"{machine()}\n")
    lines = [
        ("file", f"{size / 1e9:.2f} GB, {rows:,} rows, {'points' if has_points else 'wijk codes'}"),
        ("seconds on the clock", f"{run.wall_s:.0f}"),
        ("most memory", f"{run.peak_bytes / GIB:.2f} GiB"),
        (f"under {MOST_GIB:g} GiB", verdict(run.peak_bytes < MOST_GIB * GIB)),
    ]
    print(table(("what", "figure"), lines))
    return run.peak_bytes < MOST_GIB * GIB


def _write(workspace: Path, gb: float, has_points: bool) -> int:
    """The workspace with one file of incidents of about so many GB; gives its rows."""
    wijken = grid_areas(WIJKEN)
    wijken.to_file(workspace / "areas.gpkg", layer="wijken", driver="GPKG")
    codes = wijken["wijkcode"].to_numpy()
    gemeente = {"contract": 1, "gemeentecode": "GM0001", "naam": "Groot", "fictief": True}
    (workspace / "gemeente.yaml").write_text(json.dumps(gemeente), encoding="utf-8")
    people = pd.DataFrame({"wijkcode": codes, "jaar": 2025, "inwoners": 5000})
    people.to_csv(workspace / "population.csv", index=False)
    rng = np.random.default_rng(1)
    middle = wijken.geometry.representative_point()
    x, y = middle.x.to_numpy(), middle.y.to_numpy()
    rows = 0
    target = workspace / "incidents.csv"
    while not target.exists() or target.stat().st_size < gb * 1e9:
        chosen = rng.integers(0, len(codes), BLOCK_ROWS)
        seconds = rng.integers(0, 5 * 365 * 86_400, BLOCK_ROWS)
        moments = np.datetime64("2021-01-01T00:00:00") + seconds.astype("timedelta64[s]")
        block = pd.DataFrame(
            {
                "incident_id": [f"Z-{n:010d}" for n in range(rows, rows + BLOCK_ROWS)],
                "occurred_at": np.datetime_as_string(moments, unit="s"),
                "category": np.array(CATEGORIES)[rng.integers(0, len(CATEGORIES), BLOCK_ROWS)],
                "source": "meldpunt",
                "afdeling": "Beheer openbare ruimte, team uitvoering",
            }
        )
        if has_points:
            block["x"], block["y"] = x[chosen].round(2), y[chosen].round(2)
        else:
            block["wijkcode"] = codes[chosen]
        block.to_csv(target, mode="a", header=rows == 0, index=False)
        rows += BLOCK_ROWS
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gb", type=float, default=1.0)
    parser.add_argument("--points", action="store_true")
    asked = parser.parse_args()
    sys.exit(0 if main(asked.gb, asked.points) else 1)
