"""The fictional gemeente from nothing: making its files and building them, in fresh processes.

    python -m benchmarks.build_demo [--runs 3]

Target: the build within 10 seconds on 2 cores.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import GIB, Run, machine, measured, middle, table, verdict

MOST_SECONDS = 10.0


def main(runs: int) -> bool:
    """Measure and print; gives whether the target holds."""
    print(f"{machine()}; {runs} rounds\n", flush=True)
    made: list[Run] = []
    built: list[Run] = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as temporary:
            workspace = str(Path(temporary) / "fictief")
            made.append(measured("-m", "demo", workspace))
            built.append(measured("-m", "pipelines", "run", workspace))
    seconds = middle([run.wall_s for run in built])
    rows = [
        _row("python -m demo", made, ""),
        _row(
            "python -m pipelines run",
            built,
            f"< {MOST_SECONDS:g} s: {verdict(seconds < MOST_SECONDS)}",
        ),
    ]
    print(table(["command", "seconds", "seconds of processor", "most memory, GiB", "target"], rows))
    return seconds < MOST_SECONDS


def _row(name: str, runs: list[Run], target: str) -> list[str]:
    wall, cpu = middle([run.wall_s for run in runs]), middle([run.cpu_s for run in runs])
    memory = max(run.peak_bytes for run in runs) / GIB
    return [name, f"{wall:.1f}", f"{cpu:.1f}", f"{memory:.2f}", target]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    sys.exit(0 if main(parser.parse_args().runs) else 1)
