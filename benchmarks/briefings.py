"""Briefings of sixty wijken: the overview as PDF and the weekly pack, in fresh processes.

    python -m benchmarks.briefings [--runs 3]

Targets on 2 cores: the overview within 5 seconds, the pack of sixty within 60.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import GIB, Run, machine, measured, middle, table, verdict

WIJKEN = 60
MOST_SECONDS = {"pdf": 5.0, "pack": 60.0, "xlsx": 60.0}


def main(runs: int) -> bool:
    """Measure and print; gives whether the targets hold."""
    print(f"{machine()}; {WIJKEN} wijken, {runs} rounds\n", flush=True)
    made: dict[str, list[Run]] = {format: [] for format in MOST_SECONDS}
    with tempfile.TemporaryDirectory() as temporary:
        workspace = str(Path(temporary) / "fictief")
        measured("-m", "demo", workspace, "--wijken", str(WIJKEN))
        measured("-m", "pipelines", "run", workspace)
        for _ in range(runs):
            for format, found in made.items():
                out = str(Path(temporary) / f"out.{format}")
                found.append(
                    measured("-m", "briefings", workspace, "--format", format, "--out", out)
                )
    rows = [_row(format, found) for format, found in made.items()]
    print(table(["format", "seconds", "seconds of processor", "most memory, GiB", "target"], rows))
    return all(
        middle([run.wall_s for run in found]) < MOST_SECONDS[format]
        for format, found in made.items()
    )


def _row(format: str, runs: list[Run]) -> list[str]:
    wall, cpu = middle([run.wall_s for run in runs]), middle([run.cpu_s for run in runs])
    memory = max(run.peak_bytes for run in runs) / GIB
    most = MOST_SECONDS[format]
    target = f"< {most:g} s: {verdict(wall < most)}"
    return [format, f"{wall:.1f}", f"{cpu:.1f}", f"{memory:.2f}", target]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    sys.exit(0 if main(parser.parse_args().runs) else 1)
