"""The cases in tests/cases/advice: written for a practitioner, checked here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from indicators import load_knowledge
from indicators.advice.recommend import Advice, Measure, Situation, recommend

KNOWLEDGE = load_knowledge()
FOLDER = Path(__file__).resolve().parents[2] / "cases" / "advice"
HERE = "hier"
SITUATION_KEYS = {
    *("fase", "tweede_fase", "niveaus", "scheidslijnen", "doelgroepen", "klopt", "klopt_niet"),
    "maatregelen",
}
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['naam']}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]
]


def situation_of(given: dict[str, Any]) -> Situation:
    assert set(given) <= SITUATION_KEYS, sorted(set(given) - SITUATION_KEYS)
    measures = tuple(
        Measure(one["maatregel"], one.get("wijk", HERE), one["status"], one.get("uitkomst"))
        for one in given.get("maatregelen", ())
    )
    return Situation(
        phase=given["fase"],
        other_phase=given.get("tweede_fase"),
        wijk=HERE,
        levels=given.get("niveaus", {}),
        scheidslijnen=frozenset(given.get("scheidslijnen", ())),
        target_groups=frozenset(given.get("doelgroepen", ())),
        holds=frozenset(given.get("klopt", ())),
        does_not_hold=frozenset(given.get("klopt_niet", ())),
        measures=measures,
    )


def _reasons(advice: Advice, name: str) -> set[str | None]:
    [item] = [one for one in advice.not_now if one.intervention.id == name]
    found = {objection.circumstance for objection in item.objections}
    return found | {objection.rule.id for objection in item.objections if objection.rule}


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    advice = recommend(KNOWLEDGE, situation_of(case["situatie"]))
    advised = {one.intervention.id: one for one in advice.advised}
    order = list(advised)
    not_now = {one.intervention.id for one in advice.not_now}
    harms = {one.intervention.id for one in advice.harms}
    checks = {
        "eerst": lambda want: order[: len(want)] == want,
        "wel": lambda want: set(want) <= set(order),
        "niet_aangeraden": lambda want: not set(want) & set(order),
        "niet_nu": lambda want: set(want) <= not_now and not set(want) & set(order),
        "waarom": lambda want: all(why in _reasons(advice, x) for x, why in want.items()),
        "na": lambda want: all(order.index(a) > order.index(b) for a, b in want.items()),
        "voor": lambda want: all(order.index(a) < order.index(b) for a, b in want.items()),
        "aangenomen": lambda want: {p.circumstance for p in advice.presumed} == set(want),
        "criteria": lambda want: all(advised[x].criteria == tuple(c) for x, c in want.items()),
        "voorrang": lambda want: all(
            rule in {r.id for r in advised[x].preferred_by} for x, rule in want.items()
        ),
        "let_op": lambda want: all(
            set(rules) <= {r.id for r in advised[x].notes} for x, rules in want.items()
        ),
        "zonder": lambda want: all(
            not set(rules) & {r.id for r in advised[x].notes} for x, rules in want.items()
        ),
        "loopt": lambda want: [one.id for one in advice.running] == want,
        "heroverweeg": lambda want: [one.intervention.id for one in advice.reconsider] == want,
        "elders": lambda want: set(want) <= {one.id for one in advice.elsewhere},
        "schaadt": lambda want: set(want) <= harms,
        "schaadt_niet": lambda want: not set(want) & harms,
    }
    expectations = {key: want for key, want in case.items() if key not in ("naam", "situatie")}
    assert expectations, "a case must expect something"
    for key, want in expectations.items():
        assert checks[key](want), f"{key}: {want}; advised: {order}"
