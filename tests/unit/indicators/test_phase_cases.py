"""Every situation in tests/cases/phase_*.yaml gives the phase, gates and reason written there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from indicators import (
    CHANNELS,
    CRITERIA,
    GATE_IDS,
    PHASE_IDS,
    REASON_KINDS,
    STRENGTHS,
    Evidence,
    PhaseRule,
    gates_in,
    load_knowledge,
    propose,
)

FOLDER = Path(__file__).resolve().parents[2] / "cases"
KEYS = {"naam", "weken", "kanalen", "kanalen_eerder", "niveaus", "incidenten", "verwacht"}
OF_THE_WEIGHED_RULE = {"incidenten_needs_incident", "change_not_clear"}
EXPECTED_KEYS = {"fase", "poorten", "eerste_reden", "sinds"}


def _cases() -> list[Any]:
    cases = []
    for path in sorted(FOLDER.glob("phase_*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            cases.append(pytest.param(case, id=f"{path.stem}: {case['naam']}"))
    return cases


CASES = _cases()


def _evidence(case: dict[str, Any]) -> Evidence:
    """The situation as evidence of one wijk; the last week is this week."""
    weeks = int(case["weken"])
    levels = np.full((len(CRITERIA), len(CHANNELS), 1, weeks), np.nan, dtype=np.float32)
    corroborated = np.full((len(CRITERIA), 1, weeks), -1, dtype=np.int8)
    severe = np.zeros((1, weeks), dtype=np.int32)
    group = np.zeros((1, weeks), dtype=np.int32)
    usable = np.zeros((len(CHANNELS), 1, weeks), dtype=np.bool_)

    def span(entry: dict[str, Any]) -> slice:
        first = weeks - 1 - int(entry.get("van", weeks - 1))
        last = weeks - 1 - int(entry.get("tot", 0))
        assert 0 <= first <= last < weeks, f"periode past niet in {weeks} weken: {entry}"
        return slice(first, last + 1)

    for channel in case["kanalen"]:
        usable[CHANNELS.index(channel)] = True
    for period in case.get("kanalen_eerder", []):
        usable[:, 0, span(period)] = False
        for channel in period["kanalen"]:
            usable[CHANNELS.index(channel), 0, span(period)] = True
    for entry in case.get("niveaus", []):
        criterion, channel = CRITERIA.index(entry["criterium"]), CHANNELS.index(entry["kanaal"])
        levels[criterion, channel, 0, span(entry)] = entry["niveau"]
        if "bevestigd" in entry:
            assert entry["kanaal"] == "gezien"
            corroborated[criterion, 0, span(entry)] = entry["bevestigd"]
    for incident in case.get("incidenten", []):
        week = weeks - 1 - int(incident["weken_geleden"])
        assert week >= 0
        group[0, week] += incident.get("aantal", 1)
        if incident.get("ernstig", "nee") == "ja":
            severe[0, week] += incident.get("aantal", 1)
    return Evidence(levels, corroborated, severe, group, usable)


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS, "onbekende sleutel"
    expected = case["verwacht"]
    assert set(expected) <= EXPECTED_KEYS, "onbekende sleutel"
    rule = next(r for r in load_knowledge().rules if isinstance(r, PhaseRule))
    proposals = propose(_evidence(case), rule)
    weeks = int(case["weken"])

    assert PHASE_IDS[proposals.phase[0, -1]] == expected["fase"]
    assert set(gates_in(int(proposals.gates[0, -1]))) == set(expected["poorten"])
    if "sinds" in expected:
        assert weeks - 1 - int(proposals.since[0, -1]) == expected["sinds"]
    if "eerste_reden" in expected:
        assert _first_reason(proposals.reasons).items() >= expected["eerste_reden"].items()


def _first_reason(reasons: Any) -> dict[str, str]:
    """The first reason of the last week in the words of the case files."""
    found = {"soort": REASON_KINDS[reasons.kind[0, 0, -1]]}
    for key, names, values in (
        ("criterium", CRITERIA, reasons.criterion),
        ("kanaal", CHANNELS, reasons.channel),
        ("poort", GATE_IDS, reasons.gate),
        ("sterkte", STRENGTHS, reasons.strength),
    ):
        index = int(values[0, 0, -1])
        if index >= 0:
            found[key] = names[index]
    return found


def test_enough_cases_and_every_phase_and_gate_is_in_one() -> None:
    expected = [case.values[0]["verwacht"] for case in CASES]
    assert len(expected) >= 40
    assert {e["fase"] for e in expected} == set(PHASE_IDS)
    assert {gate for e in expected for gate in e["poorten"]} == set(GATE_IDS) - OF_THE_WEIGHED_RULE
    names = [case.values[0]["naam"] for case in CASES]
    assert len(set(names)) == len(names)
