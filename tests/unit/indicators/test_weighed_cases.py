"""Every situation in tests/cases/weighed/*.yaml gives the phase and gates written there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from indicators import CHANNELS, CRITERIA, GATE_IDS, PHASE_IDS, Evidence, gates_in, load_knowledge
from indicators.direction import DIRECTIONS
from indicators.evidence import REASON_KINDS
from indicators.observations import NOTHING, Observations, Reports, SurveyFigures
from indicators.weighed_models import WeighedRule
from indicators.weighed_rule import CERTAINTIES, propose_weighed

FOLDER = Path(__file__).resolve().parents[2] / "cases" / "weighed"
KEYS = {"naam", "weken", "kanalen", "signalen", "enquete", "niveaus", "incidenten", "verwacht"}
EXPECTED = {"fase", "poorten", "zonder_poorten", "zekerheid", "richting", "eerste_reden", "sinds"}
# lone_signal_capped is only known to the point rule
GATES_HERE = set(GATE_IDS) - {"lone_signal_capped"}


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['naam']}")
        for path in sorted(FOLDER.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


CASES = _cases()


def _observations(case: dict[str, Any]) -> Observations:
    """The situation as observations of one wijk; the last week is this week."""
    weeks = int(case["weken"])
    levels = np.full((len(CRITERIA), len(CHANNELS), 1, weeks), np.nan, dtype=np.float32)
    severe, group = (np.zeros((1, weeks), dtype=np.int32) for _ in range(2))
    usable = np.zeros((len(CHANNELS), 1, weeks), dtype=np.bool_)

    def span(entry: dict[str, Any]) -> range:
        first = weeks - 1 - int(entry.get("van", weeks - 1))
        last = weeks - 1 - int(entry.get("tot", 0))
        assert 0 <= first <= last < weeks, f"periode past niet in {weeks} weken: {entry}"
        return range(first, last + 1)

    for channel in case["kanalen"]:
        entry = channel if isinstance(channel, dict) else {"kanaal": channel}
        usable[CHANNELS.index(entry["kanaal"]), 0, list(span(entry))] = True
    for entry in case.get("niveaus", []):
        criterion, channel = CRITERIA.index(entry["criterium"]), CHANNELS.index(entry["kanaal"])
        levels[criterion, channel, 0, list(span(entry))] = entry["niveau"]
    for incident in case.get("incidenten", []):
        week = weeks - 1 - int(incident["weken_geleden"])
        assert week >= 0
        group[0, week] += incident.get("aantal", 1)
        if incident.get("ernstig", "nee") == "ja":
            severe[0, week] += incident.get("aantal", 1)
    rows = []
    for entry in case.get("signalen", []):
        for week in list(span(entry))[:: int(entry.get("elke", 1))]:
            criterion = CRITERIA.index(entry["criterium"]) if "criterium" in entry else NOTHING
            level = entry.get("niveau", NOTHING)
            rows.append((week, entry["melder"], criterion, level, entry.get("bevestigd") == "ja"))
    number = len(rows)
    week, who, criterion, level, confirmed = zip(*rows, strict=True) if rows else [()] * 5
    figures = case.get("enquete", [])
    return Observations(
        Evidence(levels, np.full((14, 1, weeks), -1, dtype=np.int8), severe, group, usable),
        Reports(
            np.zeros(number, dtype=np.int64),
            np.array(week, dtype=np.int64),
            np.array(who, dtype=np.int64),
            np.array(criterion, dtype=np.int64),
            np.array(level, dtype=np.int64),
            np.array(confirmed, dtype=np.bool_),
        ),
        SurveyFigures(
            np.zeros(len(figures), dtype=np.int64),
            np.array([weeks - 1 - f["weken_geleden"] for f in figures], dtype=np.int64),
            np.array([CRITERIA.index(f["criterium"]) for f in figures], dtype=np.int64),
            np.array([f["niveau"] for f in figures], dtype=float),
            np.array([f.get("fout", 0.3) for f in figures], dtype=float),
            np.array([f["weken_geleden"] for f in figures], dtype=np.int64),
        ),
        (),
        np.full(weeks, any(
            (c if isinstance(c, str) else c["kanaal"]) == "vastgelegd" for c in case["kanalen"]
        )),
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS, "onbekende sleutel"
    expected = case["verwacht"]
    assert set(expected) <= EXPECTED, "onbekende sleutel"
    knowledge = load_knowledge()
    rule = next(r for r in knowledge.rules if isinstance(r, WeighedRule))
    weighed = propose_weighed(_observations(case), rule, knowledge.phase_criteria)
    proposals = weighed.proposals
    gates = set(gates_in(int(proposals.gates[0, -1])))

    assert PHASE_IDS[proposals.phase[0, -1]] == expected["fase"]
    assert set(expected.get("poorten", [])) <= gates
    assert not set(expected.get("zonder_poorten", [])) & gates
    if "zekerheid" in expected:
        assert CERTAINTIES[weighed.certainty[0, -1]] == expected["zekerheid"]
    if "richting" in expected:
        assert DIRECTIONS[weighed.directions.short[0, -1]] == expected["richting"]
    if "sinds" in expected:
        assert case["weken"] - 1 - int(proposals.since[0, -1]) == expected["sinds"]
    if "eerste_reden" in expected:
        reasons = proposals.reasons
        found = {
            "soort": REASON_KINDS[reasons.kind[0, 0, -1]],
            "criterium": (*CRITERIA, "geen")[reasons.criterion[0, 0, -1]],
            "kanaal": (*CHANNELS, "geen")[reasons.channel[0, 0, -1]],
            "poort": (*GATE_IDS, "geen")[reasons.gate[0, 0, -1]],
        }
        assert found.items() >= expected["eerste_reden"].items()


def test_enough_cases_and_every_phase_word_and_gate_is_in_one() -> None:
    expected = [case.values[0]["verwacht"] for case in CASES]
    assert len(expected) >= 40
    assert {e["fase"] for e in expected} == set(PHASE_IDS)
    assert {gate for e in expected for gate in e.get("poorten", [])} == GATES_HERE
    assert {e["zekerheid"] for e in expected if "zekerheid" in e} == set(CERTAINTIES)
    assert {e["richting"] for e in expected if "richting" in e} == set(DIRECTIONS)
    names = [case.values[0]["naam"] for case in CASES]
    assert len(set(names)) == len(names)
