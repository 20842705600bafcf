"""Thirty people in the weekly review at once, over real WebSocket sessions to one dashboard.

    python -m benchmarks.many_reviews [--people 30] [--think 15] [--workspace FOLDER]

First one person alone, then all together, on one running dashboard of the fictional gemeente; each
opens a review, takes a role, reports two signals, writes the beeld, judges, and names groups. There
are more people than wijken, so some work on the same review. Between two steps a person thinks, a
random time around --think seconds: 40 steps in ten minutes are 15 seconds each. An interaction runs
from the tap until the whole screen is back.
Targets: nothing lost, and a median interaction under 1.5 times that of one person in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import quantiles

from benchmarks.map_in_browser import _fictional, _server
from benchmarks.measuring import machine, middle, table, verdict
from benchmarks.reviewers import Place, Reviewer, lost, place, review

MOST_TIMES = 1.5
WARM_UP, ALONE_TURNS, ALONE_THINK_S = 100, 5, 0.3
KINDS = {
    "open": "open the review",
    "tap": "a tap that chooses or saves",
    "field": "a text field",
    "signal": "save a signal, with the proposal at once",
}


def main(folder: Path, people: int, think_s: float) -> bool:
    """Measure and print; gives whether the targets hold."""
    at = place(folder)
    with _server("dashboard.py", {"WIJKPULS_WORKSPACE": str(folder)}) as address:
        # The first visit loads libraries and fills the memory that all visitors share.
        first = Reviewer(WARM_UP, at.wijken[0])
        asyncio.run(review(address, at, first, 0.05))
        # Alone before and after, because others may use the machine.
        alone = [Reviewer(WARM_UP + 1, at.wijken[1]), Reviewer(WARM_UP + 2, at.wijken[2])]
        crowd = [Reviewer(n, at.wijken[n % len(at.wijken)]) for n in range(people)]
        asyncio.run(review(address, at, alone[0], ALONE_THINK_S, ALONE_TURNS))
        asyncio.run(_together(address, at, crowd, think_s))
        asyncio.run(review(address, at, alone[1], ALONE_THINK_S, ALONE_TURNS))
    missing = lost(at, crowd) + lost(at, alone, ALONE_TURNS) + lost(at, [first])
    return _report(alone, crowd, missing, think_s)


async def _together(address: str, at: Place, crowd: list[Reviewer], think_s: float) -> None:
    await asyncio.gather(*(review(address, at, who, think_s) for who in crowd))


def _report(
    alone: list[Reviewer], crowd: list[Reviewer], missing: list[str], think_s: float
) -> bool:
    rows = []
    for kind, words in KINDS.items():
        one = [seconds for who in alone for seconds in who.seconds[kind]]
        many = [seconds for who in crowd for seconds in who.seconds[kind]]
        rows.append((words, *_figures(one, many)))
    one, many = _all(alone), _all(crowd)
    rows.append(("every interaction", *_figures(one, many)))
    ratio = middle(many) / middle(one)
    shared = len(crowd) - len({who.wijkcode for who in crowd})
    overlaps = sum(len(who.overlapping) for who in crowd)
    print(machine())
    print(f"{len(crowd)} people, {think_s:g} s between two steps, {shared} of them in a wijk that")
    print(f"somebody else reviews too; {overlaps} times two people wrote in the same field.")
    header = ("step", "alone, n", "alone, s", "together, n", "together, s", "95%, s", "ratio")
    print(table(header, rows))
    print(f"median under {MOST_TIMES} times: {verdict(ratio < MOST_TIMES)} ({ratio:.2f})")
    print(f"nothing lost: {verdict(not missing)}")
    for line in missing:
        print(f"  lost: {line}")
    return ratio < MOST_TIMES and not missing


def _all(people: list[Reviewer]) -> list[float]:
    """Every interaction after the screen was opened."""
    return [s for who in people for kind in KINDS if kind != "open" for s in who.seconds[kind]]


def _figures(one: list[float], many: list[float]) -> tuple[str, ...]:
    worst = quantiles(many, n=20)[-1] if len(many) > 1 else many[0]
    ratio = middle(many) / middle(one)
    return (
        str(len(one)), f"{middle(one):.3f}", str(len(many)), f"{middle(many):.3f}",
        f"{worst:.3f}", f"{ratio:.2f}",
    )  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--workspace", type=Path, help="a fictional one; its logbook is written in")
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--think", type=float, default=15.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        chosen = asked.workspace or _fictional(Path(temporary))
        sys.exit(0 if main(chosen.resolve(), asked.people, asked.think) else 1)
