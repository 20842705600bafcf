"""What each condition of the rule costs or gains on fictional gemeenten, added one after another.

    python benchmarks/gate_costs.py FOLDER [--first 1] [--last 15]

Not for setting numbers: it shows why figures that the evidence alone would reach are not reached by
the rule as a whole. FOLDER as in backtest_seeds.py.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from demo.settings import Settings  # noqa: E402
from demo.workspace import write_workspace  # noqa: E402
from indicators import WeighedRule, load_knowledge  # noqa: E402
from indicators.baselines import BASELINES  # noqa: E402
from indicators.evidence import INCIDENTEN, ONVOLDOENDE  # noqa: E402
from indicators.filtering import Filtered, run_filter  # noqa: E402
from indicators.gates import GateFacts, gate_facts  # noqa: E402
from indicators.scoring import confusion, false_rises, quadratic_kappa  # noqa: E402
from indicators.weighed_numbers import WeighedNumbers  # noqa: E402
from indicators.weighed_rule import summed  # noqa: E402
from indicators.weighing import all_weights  # noqa: E402
from pipelines.backtest import Known, read_known  # noqa: E402

TODAY = date(2026, 11, 20)
Phases = NDArray[np.integer[Any]]
KNOWLEDGE = load_knowledge()
assert isinstance(KNOWLEDGE.rule, WeighedRule)
NUMBERS = WeighedNumbers.of(KNOWLEDGE.rule, KNOWLEDGE.phase_criteria)
NO_MARGIN = 99.0  # a feeling of safety can never be so much worse
EVEN = {"rise_minimum": 0.5, "fall_minimum": 0.5}
NO_WAIT = {"wait_weeks": 0, "safety_margin": NO_MARGIN}


@dataclass(frozen=True)
class Step:
    """One condition more than the step before: numbers that switch the later ones off."""

    name: str
    numbers: dict[str, Any]
    without: tuple[str, ...] = ()  # facts that are always or never met
    read: Callable[[Filtered, GateFacts], Phases] | None = None


def likeliest(filtered: Filtered, facts: GateFacts) -> Phases:
    """What the sums alone say."""
    return filtered.raw.argmax(axis=2).T


def likeliest_with_incidents(filtered: Filtered, facts: GateFacts) -> Phases:
    """The same, but incidenten only where the condition for it is met."""
    met = (facts.severe_met | facts.repeated_met)[:, :, None]
    is_red = np.arange(filtered.raw.shape[2]) == INCIDENTEN
    possible = np.where(~met & is_red, 0.0, filtered.raw.transpose(1, 0, 2))
    return np.asarray(possible.argmax(axis=2))


STEPS = (
    Step("evidence alone", {}, read=likeliest),
    Step("incidenten only with incidents", {}, read=likeliest_with_incidents),
    Step("incidenten at once, severe", EVEN | NO_WAIT, ("spanning_met", "repeated_met")),
    Step("incidenten at once, three lighter", EVEN | NO_WAIT, ("spanning_met",)),
    Step("13 weeks without a new one", EVEN | {"safety_margin": NO_MARGIN}, ("spanning_met",)),
    Step("C12 not worse", EVEN, ("spanning_met",)),
    Step("spanning from two channels", EVEN),
    Step("only a clear change (the rule)", {}),
)


def main() -> None:
    """Print one line per step: median kappa, its distance to (d) and (b), false rises."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--last", type=int, default=15)
    asked = parser.parse_args()
    known = [read_seed(asked.folder, seed) for seed in range(asked.first, asked.last + 1)]
    print(
        "step".ljust(36) + "kappa".rjust(8) + "to d".rjust(8) + "to b".rjust(8) + "false".rjust(8)
    )
    for step in STEPS:
        rows = [figures(one, phases(one, step)) for one in known]
        middle = [statistics.median(row[place] for row in rows) for place in range(4)]
        print(step.name.ljust(36) + "".join(f"{value:8.3f}" for value in middle))


def read_seed(folder: Path, seed: int) -> Known:
    """The observations and the truth of one fictional gemeente, made where it is not there yet."""
    workspace = folder / f"{seed}-24-156"
    if not (workspace / "truth.csv").exists():
        write_workspace(workspace, Settings(seed, 156, 24))
    return read_known(workspace, workspace / "truth.csv", TODAY, lambda step: None)


def phases(known: Known, step: Step) -> Phases:
    """The proposals with the conditions of one step."""
    numbers = replace(NUMBERS, **step.numbers)
    seen = known.observations
    facts = gate_facts(seen, numbers)
    for name in step.without:
        facts = replace(facts, **{name: np.full(facts.enough.shape, name == "spanning_met")})
    total = summed(list(all_weights(seen, numbers)), seen.weeks, seen.wijken)
    filtered = run_filter(total, facts, numbers)
    if step.read is None:
        return filtered.phase
    return np.where(filtered.phase == ONVOLDOENDE, ONVOLDOENDE, step.read(filtered, facts))


def figures(known: Known, phase: Phases) -> tuple[float, float, float, float]:
    """Kappa, kappa above baseline (d) and above (b), false rises per wijk-year."""
    own, analyst, composite = (
        quadratic_kappa(confusion(known.truth, one))
        for one in (phase, BASELINES["d"](known.observations), BASELINES["b"](known.observations))
    )
    return own, own - analyst, own - composite, false_rises(known.truth, phase)[1]


if __name__ == "__main__":
    main()
