"""How well the proposals recover a known truth, beside four simple rules. Works on any workspace
with a truth.csv (wijkcode, week such as 2026-W46, phase).
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators import PHASE_IDS, PhaseRule, WeighedProposals, load_knowledge
from indicators import propose as propose_by_points
from indicators.baselines import BASELINES
from indicators.evidence import ONVOLDOENDE
from indicators.observations import Observations
from indicators.scoring import (
    calibration,
    confusion,
    delays,
    false_rises,
    feeding,
    quadratic_kappa,
)
from indicators.weighed_rule import UNSURE, propose_weighed
from pipelines.backtest_curves import doubt_by_distance, kappa_by_coverage, rounded
from pipelines.build import connect, measure, take_in
from pipelines.faults import NothingToBuildError
from pipelines.making import Making, OnStep
from pipelines.phases import observe
from pipelines.read_model import BACKTEST_FILE
from pipelines.sql import query
from pipelines.workspace import open_workspace

DRAWS = 200  # of wijken, for the interval of a figure
EVIDENCE = "evidence"  # the current rule without its conditions: what its sums alone would say
Phases = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Known:
    """What was observed in a workspace, and what was true there. W wijken, T weeks.

    truth: [W, T] phases, -1 = unknown. coverage: [W, T] percent of the expected reports.
    """

    observations: Observations
    truth: Phases
    coverage: NDArray[np.float64]
    as_of: date


def run_backtest(folder: Path, truth_file: Path, now: datetime, on_step: OnStep) -> dict[str, Any]:
    """Score the current rule, the rules before it and the baselines; keep the result as a file."""
    today = now.astimezone(ZoneInfo("Europe/Amsterdam")).date()
    known = read_known(folder, truth_file, today, on_step)
    result = score(known.observations, known.truth, known.coverage)
    result["as_of"] = known.as_of.isoformat()
    path = folder / "warehouse" / BACKTEST_FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return result


def read_known(folder: Path, truth_file: Path, today: date, on_step: OnStep) -> Known:
    """Take in a workspace as a build does, and its known phases."""
    truth_rows = read_truth(truth_file)
    making = Making(connect(None), open_workspace(folder), load_knowledge(), on_step)
    try:
        take_in(making, None, today=today)
        measure(making)
        observations = observe(making.connection, making.knowledge, making.as_of)
        truth = _truth_array(making, truth_rows, observations)
        return Known(observations, truth, _coverage(making, observations), making.as_of)
    finally:
        making.connection.close()


def score(
    observations: Observations, truth: Phases, coverage: NDArray[np.float64]
) -> dict[str, Any]:
    """Every figure of every method. truth: [W, T], -1 = unknown. coverage: [W, T] percent."""
    knowledge = load_knowledge()
    methods: dict[str, Any] = {}
    curves: dict[str, Any] = {}
    analyst = BASELINES["d"](observations)
    starved, well_fed = feeding(observations.evidence.usable[0], coverage)
    for rule in knowledge.rules:
        if isinstance(rule, PhaseRule):
            phase = propose_by_points(observations.evidence, rule).phase
            methods[rule.version] = _method(truth, phase, analyst)
            continue
        weighed = propose_weighed(observations, rule, knowledge.phase_criteria, 1)
        phase = weighed.proposals.phase
        entry = _method(truth, phase, analyst)
        entry |= _certainty_figures(truth, weighed, starved, well_fed)
        entry["interval"] = _intervals(truth, phase)
        methods[rule.version] = entry
        if rule is knowledge.rule:
            alone = _evidence_alone(weighed)
            methods[EVIDENCE] = _method(truth, alone, analyst)
            named = {rule.version: phase, EVIDENCE: alone, "d": analyst}
            doubt = _in_doubt(weighed)
            curves["by_coverage"] = kappa_by_coverage(truth, named, coverage)
            curves["doubt_by_distance"] = doubt_by_distance(truth[well_fed], doubt[well_fed])
    for name, baseline in BASELINES.items():
        methods[name] = _method(truth, baseline(observations), analyst)
    return {
        "rule_version": knowledge.rule.version,
        "wijken": observations.wijken,
        "weeks": observations.weeks,
        "wijken_starved": int(starved.sum()),
        "wijken_well_fed": int(well_fed.sum()),
        "methods": methods,
        **curves,
    }


def _evidence_alone(weighed: WeighedProposals) -> Phases:
    """The likeliest phase by the evidence, without the gates and without waiting for a clear
    change; no verdict where the rule has none.
    """
    likeliest = weighed.filtered.raw.argmax(axis=2).T
    return np.where(weighed.proposals.phase == ONVOLDOENDE, ONVOLDOENDE, likeliest)


def _in_doubt(weighed: WeighedProposals) -> NDArray[np.bool_]:
    """Weeks that are shown as twijfel or as onvoldoende gegevens; [W, T]."""
    is_missing = weighed.proposals.phase == ONVOLDOENDE
    return np.asarray(is_missing | (weighed.certainty == UNSURE))


def _method(truth: Phases, phase: Phases, analyst: Phases) -> dict[str, Any]:
    """The figures that every method has. kappa_common: over the weeks in which the handy analyst
    of baseline d names a phase too.
    """
    table = confusion(truth, phase)
    both = np.where((analyst != ONVOLDOENDE) & (phase != ONVOLDOENDE), truth, -1)
    wrong, per_year = false_rises(truth, phase)
    return {
        "confusion": table.tolist(),
        "kappa": rounded(quadratic_kappa(table)),
        "kappa_common": rounded(quadratic_kappa(confusion(both, phase))),
        "false_rises": wrong,
        "false_rises_per_wijk_year": rounded(per_year),
        "delay_rise_weeks": rounded(_median(delays(truth, phase, rising=True))),
        "delay_fall_weeks": rounded(_median(delays(truth, phase, rising=False))),
        "share_with_phase": rounded(float((phase != ONVOLDOENDE).mean())),
    }


def _certainty_figures(
    truth: Phases,
    weighed: WeighedProposals,
    starved: NDArray[np.bool_],
    well_fed: NDArray[np.bool_],
) -> dict[str, Any]:
    phase = weighed.proposals.phase
    own = np.minimum(phase, ONVOLDOENDE - 1)[:, :, None].astype(np.int64)
    chance = np.take_along_axis(weighed.chances, own, axis=2)[:, :, 0]
    known = truth >= 0
    curve = calibration(chance[known], (phase == truth)[known])
    doubt = _in_doubt(weighed)
    return {
        "calibration_error": rounded(curve.error),
        "calibration": [
            {"weeks": int(n), "chance": rounded(c), "right": rounded(r)}
            for n, c, r in zip(curve.count, curve.chance, curve.right, strict=True)
        ],
        "starved_in_doubt": rounded(float(doubt[starved].mean())) if starved.any() else None,
        "well_fed_in_doubt": rounded(float(doubt[well_fed].mean())) if well_fed.any() else None,
    }


def _intervals(truth: Phases, phase: Phases) -> dict[str, list[float | None]]:
    """Lower and upper (2.5 and 97.5 %) of two figures, by drawing wijken again; always the same."""
    draw = np.random.default_rng(1)
    kappas, rises = [], []
    for _ in range(DRAWS):
        chosen = draw.integers(0, len(truth), len(truth))
        kappas.append(quadratic_kappa(confusion(truth[chosen], phase[chosen])))
        rises.append(false_rises(truth[chosen], phase[chosen])[1])
    return {
        name: [rounded(float(np.nanpercentile(values, q))) for q in (2.5, 97.5)]
        for name, values in (("kappa", kappas), ("false_rises_per_wijk_year", rises))
    }


def _median(values: NDArray[np.float64]) -> float:
    return float(np.median(values)) if len(values) else math.nan


def read_truth(path: Path) -> pd.DataFrame:
    """The known phases, checked."""
    if not path.exists():
        raise NothingToBuildError(
            f"Het bestand {path.name} met de bekende fasen ontbreekt.",
            f"The file {path.name} with the known phases is missing.",
        )
    rows = pd.read_csv(path, dtype="str", sep=None, engine="python", encoding="utf-8-sig")
    wanted = ["wijkcode", "week", "phase"]
    if not set(wanted) <= set(rows.columns) or not rows["phase"].isin(PHASE_IDS[:4]).all():
        raise NothingToBuildError(
            f"In {path.name} horen de kolommen wijkcode, week en phase, met een van de vier fasen.",
            f"{path.name} needs the columns wijkcode, week and phase, with one of the four phases.",
        )
    return rows[wanted]


def _truth_array(making: Making, rows: pd.DataFrame, observations: Observations) -> Phases:
    weeks = query(making.connection, "55_weigh/week_names").df()
    wijken = query(making.connection, "55_weigh/wijk_codes").df()
    known = rows.merge(weeks, left_on="week", right_on="iso_week").merge(wijken, on="wijkcode")
    truth = np.full((observations.wijken, observations.weeks), -1, dtype=np.int64)
    places = pd.Index(PHASE_IDS).get_indexer(pd.Index(known["phase"]))
    truth[known["wijk_index"].to_numpy(), known["week_index"].to_numpy()] = places
    if not (truth >= 0).any():
        raise NothingToBuildError(
            "Geen enkele week en wijk van truth.csv komt voor in de andere bestanden.",
            "No week and wijk of truth.csv is in the other files.",
        )
    return truth


def _coverage(making: Making, observations: Observations) -> NDArray[np.float64]:
    rows = query(making.connection, "55_weigh/coverage").fetchnumpy()
    coverage = np.zeros((observations.wijken, observations.weeks))
    coverage[rows["wijk_index"], rows["week_index"]] = rows["coverage_pct"]
    return coverage
