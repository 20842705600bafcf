"""The recommender: it never advises what the catalogue itself excludes, and always says why."""

from __future__ import annotations

from itertools import product
from typing import Any, cast

import pytest
import yaml

from indicators import PHASE_IDS, fitting, load_knowledge
from indicators.advice.recommend import SERIOUSNESS, Measure, Situation, recommend
from indicators.knowledge import FOLDER
from indicators.models import PhaseId

KNOWLEDGE = load_knowledge()
LINES = KNOWLEDGE.vocabulary.scheidslijn.ids
GROUPS = KNOWLEDGE.advice.lists.target_group.ids
CIRCUMSTANCES = KNOWLEDGE.advice.lists.circumstance.ids
# The contra-indications as they stand in the files, read without the product's own models.
CATALOGUE: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((FOLDER / "interventions").glob("*.yaml"))
}
BRIDGING = {"samenwerken", "verdiepen", "elkaar-helpen", "indirect"}
RUNNING = ((), ("buurttuin",), ("koffiemoment", "koppelwerk"), ("burendag",))


def excluded_by_its_own_file(
    entry: dict[str, Any], phase: str, line: str | None, group: str | None, holds: set[str]
) -> bool:
    """A second, plain reading of `not_when`."""
    if phase not in entry["phases"]:
        return True
    return any(
        (not rule["phases"] or phase in rule["phases"])
        and rule.get("circumstance") in (None, *holds)
        and (not rule.get("scheidslijnen") or line in rule["scheidslijnen"])
        and (not rule.get("target_groups") or group in rule["target_groups"])
        for rule in entry["not_when"]
    )


SITUATIONS = list(product(PHASE_IDS, (None, *LINES), (None, *GROUPS), RUNNING))


def test_no_advice_that_its_own_contra_indications_exclude() -> None:
    """Every combination of phase, scheidslijn, target group and what runs: over 4,000."""
    assert len(SITUATIONS) > 4_000
    for phase, line, group, running in SITUATIONS:
        advice = recommend(
            KNOWLEDGE,
            Situation(
                phase=cast(PhaseId, phase),
                wijk="hier",
                scheidslijnen=frozenset({line} if line else ()),
                target_groups=frozenset({group} if group else ()),
                measures=tuple(Measure(name, "hier", "loopt") for name in running),
            ),
        )
        holds = {found.circumstance for found in advice.presumed}
        for one in advice.advised:
            entry = CATALOGUE[one.intervention.id]
            assert not excluded_by_its_own_file(entry, phase, line, group, holds)
            assert one.intervention.id not in running
            if phase == "incidenten":
                assert one.intervention.purpose not in BRIDGING
            if line == "bewoners-overheid":
                assert one.intervention.purpose not in BRIDGING | {"licht-contact"}
        places = [
            *(one.intervention.id for one in (*advice.advised, *advice.not_now)),
            *(one.intervention.id for one in advice.reconsider),
            *(one.id for one in (*advice.running, *advice.elsewhere)),
        ]
        assert sorted(places) == sorted(CATALOGUE), "each intervention has exactly one place"
        assert all(one.objections for one in (*advice.not_now, *advice.reconsider))


@pytest.mark.parametrize("phase", SERIOUSNESS)
@pytest.mark.parametrize("circumstance", CIRCUMSTANCES)
def test_a_confirmed_circumstance_excludes_and_a_denied_one_does_not(
    phase: PhaseId, circumstance: str
) -> None:
    holds = recommend(KNOWLEDGE, Situation(phase, holds=frozenset({circumstance})))
    for one in holds.advised:
        assert not excluded_by_its_own_file(
            CATALOGUE[one.intervention.id], phase, None, None, {circumstance}
        )
    denied = recommend(KNOWLEDGE, Situation(phase, does_not_hold=frozenset({circumstance})))
    assert circumstance not in {found.circumstance for found in denied.presumed}
    for item in denied.not_now:
        assert circumstance not in {objection.circumstance for objection in item.objections}
    asked = {rule.circumstance for one in denied.advised for rule in one.conditions}
    assert circumstance not in asked, "what was denied need not be checked again"


@pytest.mark.parametrize(
    ("lighter", "heavier"),
    [(a, b) for a, b in product(SERIOUSNESS, SERIOUSNESS) if a != b],
)
def test_in_doubt_only_what_is_right_in_both(lighter: PhaseId, heavier: PhaseId) -> None:
    advice = recommend(KNOWLEDGE, Situation(lighter, other_phase=heavier))
    light, heavy = sorted((lighter, heavier), key=SERIOUSNESS.index)
    assert advice.phases == (light, heavy)
    assert advice.order.phase == heavy
    for one in advice.advised:
        assert {light, heavy} <= set(one.intervention.phases)
    harms = {one.intervention.id for one in advice.harms}
    assert harms <= {one.intervention.id for one in advice.not_now}
    for name in harms:
        assert light in CATALOGUE[name]["phases"]
    if (light, heavy) == ("rust", "incidenten"):
        assert "maatjesproject" in harms and "aanpakken-en-handhaven" not in harms


def test_the_general_list_presumes_nothing() -> None:
    fits, not_yet = fitting(KNOWLEDGE, "incidenten")
    assert fits[0].id == "aanpakken-en-handhaven"
    assert "koffiemoment" in {item.id for item in fits}
    excluded = {item.intervention.id for item in not_yet}
    assert {"burendag", "buurttuin", "dialoog-kennismaking"} <= excluded
    assert not excluded & {item.id for item in fits}


@pytest.mark.parametrize("phase", PHASE_IDS)
def test_each_not_now_says_why_in_both_languages(phase: PhaseId) -> None:
    for item in fitting(KNOWLEDGE, phase)[1]:
        for objection in item.objections:
            assert len(objection.why.nl) > 20 and len(objection.why.en) > 20


def test_the_rank_is_the_order_of_the_rule() -> None:
    """Each line beats the next on the first key of the rule in which they differ."""
    advice = recommend(KNOWLEDGE, Situation("spanning", levels={"C6": 2.0, "C9": 1.4, "C13": 0.9}))
    steps = [one.step_number for one in advice.advised]
    assert steps == sorted(steps)
    for one, after in zip(advice.advised, advice.advised[1:], strict=False):
        named = one.step.first
        if one.step_number == after.step_number and one.intervention.id not in named:
            assert after.intervention.id not in named
            assert len(one.criteria) >= len(after.criteria)
    assert {c for one in advice.advised for c in one.criteria} == {"C6", "C9"}, "C13 is not up"


def test_the_same_situation_gives_the_same_advice() -> None:
    situation = Situation("ongemak", levels={"C5": 2.0}, target_groups=frozenset({"jongeren"}))
    assert recommend(KNOWLEDGE, situation) == recommend(KNOWLEDGE, situation)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"phase": "paniek"}, "unknown phase 'paniek'"),
        ({"other_phase": "paniek"}, "unknown phase"),
        ({"levels": {"C99": 1.0}}, "unknown criterion 'C99'"),
        ({"scheidslijnen": frozenset({"herkomst"})}, "unknown scheidslijn"),
        ({"target_groups": frozenset({"iedereen"})}, "unknown target group"),
        ({"holds": frozenset({"regen"})}, "unknown circumstance 'regen'"),
        (
            {"holds": frozenset({"van-buiten"}), "does_not_hold": frozenset({"van-buiten"})},
            "both confirmed and denied",
        ),
    ],
)
def test_a_word_that_does_not_exist_is_refused(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        recommend(KNOWLEDGE, Situation(**{"phase": "rust", **wrong}))
