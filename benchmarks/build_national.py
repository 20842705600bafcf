"""The national build against DuckDB loading the same files, in one run.

    python -m benchmarks.build_national [--workspace FOLDER] [--scale 1.0] [--runs 2]

Targets at full scale: the whole build within 10 times the load, and under 6 GiB of memory. Load
and build take turns, a load before and after each build. The target has to hold twice, for the
medians and for the fastest of each: others on the machine can make either of them look better. The
load is timed from inside, the build with the start and the end of its process. Without --workspace
the files are made in a temporary folder and removed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb

from benchmarks.measuring import (
    GIB,
    MARKER,
    Run,
    machine,
    measured,
    middle,
    published,
    table,
    verdict,
)

MOST_TIMES, MOST_GIB = 10.0, 6.0

Step = tuple[str, float]
"""Name, seconds."""
Load = tuple[float, float]
"""Seconds on the clock, seconds of processor."""


def main(workspace: Path, scale: float, runs: int) -> bool:
    """Measure and print; gives whether both targets hold."""
    if not (workspace / MARKER).exists():
        measured("-m", "benchmarks.national", str(workspace), "--scale", str(scale))
    print(f"{machine()}; scale {scale:g}, {runs} rounds\n", flush=True)
    loads: list[Load] = []
    builds: list[Run] = []
    steps: list[list[Step]] = []
    loads.append(_load(workspace))
    for _ in range(runs):
        builds.append(measured("-m", "pipelines", "run", str(workspace)))
        steps.append(_steps_of_build(workspace))
        published(workspace).unlink()
        loads.append(_load(workspace))
        print(
            f"load {loads[-1][0]:.1f} s, build {builds[-1].wall_s:.1f} s; {machine()}", flush=True
        )
    print()
    return _report(loads, builds, steps)


def _report(loads: list[Load], builds: list[Run], steps: list[list[Step]]) -> bool:
    load_walls, load_cpus = [wall for wall, _ in loads], [cpu for _, cpu in loads]
    build_walls, build_cpus = [run.wall_s for run in builds], [run.cpu_s for run in builds]
    by_median = middle(build_walls) / middle(load_walls)
    by_fastest = min(build_walls) / min(load_walls)
    memory = max(run.peak_bytes for run in builds) / GIB
    within = f"at most {MOST_TIMES:g} times"
    under = f"under {MOST_GIB:g} GiB: {verdict(memory < MOST_GIB)}"
    rows = [
        _row("seconds, median", middle(load_walls), middle(build_walls), within, by_median),
        _row("seconds, fastest", min(load_walls), min(build_walls), within, by_fastest),
        _row("seconds of processor, median", middle(load_cpus), middle(build_cpus)),
        ("most memory, GiB", "", f"{memory:.1f}", "", under),
    ]
    print(table(["", "DuckDB load", "whole build", "ratio", "target"], rows))
    print("\nThe build by step, as its own run log has it:\n")
    names = [name for name, _ in steps[0]]
    medians = [middle([dict(one)[name] for one in steps]) for name in names]
    print(
        table(["step", "seconds"], [(n, f"{s:.1f}") for n, s in zip(names, medians, strict=True)])
    )
    return max(by_median, by_fastest) <= MOST_TIMES and memory < MOST_GIB


def _row(
    what: str, load: float, build: float, target: str = "", times: float = 0.0
) -> Sequence[str]:
    judged = f"{target}: {verdict(times <= MOST_TIMES)}" if target else ""
    return what, f"{load:.1f}", f"{build:.1f}", f"{build / load:.1f}", judged


def _load(workspace: Path) -> Load:
    wall_s, cpu_s = measured("-m", "benchmarks.load_only", str(workspace)).output.split()
    return float(wall_s), float(cpu_s)


def _steps_of_build(workspace: Path) -> list[Step]:
    """Seconds of each step of the published build, files of one kind together."""
    with duckdb.connect(str(published(workspace)), read_only=True) as connection:
        log = connection.table("run_log").fetchdf()
    seconds: dict[str, float] = {}
    for step, took in zip(log["step"], log["seconds"], strict=True):
        kind = step.removesuffix(".csv").split("-")[0]
        seconds[kind] = seconds.get(kind, 0.0) + float(took)
    return list(seconds.items())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--runs", type=int, default=2)
    asked = parser.parse_args()
    if asked.workspace:
        all_hold = main(asked.workspace.resolve(), asked.scale, asked.runs)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            all_hold = main(Path(temporary) / "national", asked.scale, asked.runs)
    sys.exit(0 if all_hold else 1)
