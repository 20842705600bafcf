"""The backtest over many fictional gemeenten: one table with the median of each figure.

    python benchmarks/backtest_seeds.py FOLDER [--first 101] [--last 120] [--wijken 24]

The constants of the rule were set with seeds 1-15; figures to quote are of seeds 101-120. FOLDER
holds the workspaces; one that is there already is used again.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from demo.settings import Settings  # noqa: E402
from demo.workspace import write_workspace  # noqa: E402
from pipelines.backtest import run_backtest  # noqa: E402

FIGURES = (
    "kappa",
    "kappa_common",
    "false_rises_per_wijk_year",
    "delay_rise_weeks",
    "delay_fall_weeks",
    "share_with_phase",
    "calibration_error",
    "starved_in_doubt",
    "well_fed_in_doubt",
)


def main() -> None:
    """Run all seeds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--first", type=int, default=101)
    parser.add_argument("--last", type=int, default=120)
    parser.add_argument("--wijken", type=int, default=24)
    parser.add_argument("--weeks", type=int, default=156)
    asked = parser.parse_args()
    results = []
    for seed in range(asked.first, asked.last + 1):
        folder = asked.folder / f"{seed}-{asked.wijken}-{asked.weeks}"
        if not (folder / "truth.csv").exists():
            write_workspace(folder, Settings(seed, asked.weeks, asked.wijken))
        truth = folder / "truth.csv"
        results.append(run_backtest(folder, truth, datetime.now(UTC), lambda step: None))
    print(table(results))
    print(curves(results))
    summary = {
        "seeds": [asked.first, asked.last],
        "medians": {
            method: {figure: median(results, method, figure) for figure in FIGURES}
            for method in results[0]["methods"]
        },
    }
    print(json.dumps(summary, indent=1))


def median(results: list[dict[str, Any]], method: str, figure: str) -> float | None:
    """Median over the seeds in which the method has the figure. A delay without a figure means
    that most changes were missed: it counts as endless.
    """
    values = [result["methods"][method].get(figure) for result in results]
    known = [value for value in values if value is not None]
    if figure.startswith("delay"):
        known += [math.inf] * (len(values) - len(known))
    middle = statistics.median(known) if known else math.inf
    return round(middle, 4) if math.isfinite(middle) else None


def table(results: list[dict[str, Any]]) -> str:
    """One line per method, one column per figure."""
    lines = ["".join(["method".ljust(18), *(figure[:14].rjust(16) for figure in FIGURES)])]
    for method in results[0]["methods"]:
        values = (median(results, method, figure) for figure in FIGURES)
        cells = ["-" if value is None else f"{value:.3f}" for value in values]
        lines.append("".join([method.ljust(18), *(cell.rjust(16) for cell in cells)]))
    return "\n".join(lines)


def curves(results: list[dict[str, Any]]) -> str:
    """Median kappa by the share of the expected reports, and doubt by the distance to a change."""
    lines = ["", "reports in, percent: kappa, and share of the weeks with a phase"]
    for place, band in enumerate(results[0]["by_coverage"]):
        cells = []
        for method in band["kappa"]:
            rows = [result["by_coverage"][place] for result in results]
            kappa = middle(row["kappa"][method] for row in rows)
            named = middle(row["with_phase"][method] for row in rows)
            cells.append(f"{method}: {kappa:.3f} ({named:.2f})")
        lines.append(f"  from {band['from_pct']:.0f}".ljust(12) + "   ".join(cells))
    lines += ["", "weeks from a true change: share in doubt, wijken with much data"]
    for place, band in enumerate(results[0]["doubt_by_distance"]):
        share = middle(result["doubt_by_distance"][place]["in_doubt"] for result in results)
        lines.append(f"  from {band['from_weeks']}".ljust(12) + f"{share:.3f}")
    return "\n".join(lines)


def middle(values: Iterable[float | None]) -> float:
    """Median of the values that are there."""
    return statistics.median(value for value in values if value is not None)


if __name__ == "__main__":
    main()
