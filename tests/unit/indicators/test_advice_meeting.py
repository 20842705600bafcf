"""The design of a meeting: what holds, what is covered, what is open, what can go wrong."""

from __future__ import annotations

from itertools import product
from typing import Any, get_args

import pytest

from indicators import PHASE_IDS, load_knowledge
from indicators.advice.meeting import MeetingDesign, all_choices, design_meeting
from indicators.advice.models import MeetingForm, MeetingGoal, MeetingGroup

KNOWLEDGE = load_knowledge()
GENERAL = {"toegankelijk", "spanning-en-risico", "vorm-van-contact", "afgestemd"}
WELLBEING = {"wederkerigheid", "begrenzing", "houvast", "terugtrekken", "afstemming"}
ALLPORT = {"gelijke-status", "samenwerken", "gezamenlijk-doel", "steun-van-boven"}
PREJUDICE = {"empathie", "minder-angst", "verschil-binnen-groep"}
ALL = list(product(get_args(MeetingGoal), get_args(MeetingForm), get_args(MeetingGroup), PHASE_IDS))


def _plan(**chosen: Any):
    given = {
        "goal": "sociaal-contact",
        "form": "in-persoon",
        "group": "verschillende-groepen",
        "phase": "rust",
        **chosen,
    }
    return design_meeting(KNOWLEDGE, MeetingDesign(**given))


def _elements(**chosen: Any) -> set[str]:
    return {state.element.id for state in _plan(**chosen).elements}


@pytest.mark.parametrize(("goal", "form", "group", "phase"), ALL)
def test_every_design_has_the_general_elements_and_a_purpose(
    goal: str, form: str, group: str, phase: str
) -> None:
    plan = _plan(goal=goal, form=form, group=group, phase=phase)
    assert {state.element.id for state in plan.elements} >= GENERAL
    assert plan.purpose.id == goal
    assert plan.risks, "every plan names at least one risk"
    assert all(state.is_open for state in plan.elements), "nothing was chosen yet"
    online = {state.element.id for state in plan.elements if state.element.part == "online"}
    assert len(online) == (0 if form == "in-persoon" else 6)


def test_each_goal_has_its_own_elements() -> None:
    assert _elements(goal="welbevinden", group="eigen-kring") == GENERAL | WELLBEING
    assert _elements() == GENERAL | ALLPORT | {"eerst-eigen-kring"}
    assert _elements(prejudice=True) == GENERAL | ALLPORT | PREJUDICE | {"eerst-eigen-kring"}
    assert _elements(goal="sociaal-kapitaal") == GENERAL | {
        *("eerst-eigen-kring", "gemengde-groep", "vertrouwen-en-vervolg")
    }
    assert "stap-naar-buiten" in _elements(goal="sociaal-kapitaal", group="eigen-kring")


def test_a_choice_covers_its_element_and_no_other() -> None:
    plan = _plan(choices=frozenset({"geen-wedstrijd", "taal"}))
    covered = {state.element.id for state in plan.elements if not state.is_open}
    assert covered == {"samenwerken", "toegankelijk"}


def test_all_choices_leave_nothing_open() -> None:
    everything = all_choices(KNOWLEDGE.advice.meeting)
    plan = _plan(form="gemengd", prejudice=True, choices=everything)
    assert not any(state.is_open for state in plan.elements)


def test_bringing_groups_together_at_incidents_is_too_early() -> None:
    for goal, form in product(get_args(MeetingGoal), get_args(MeetingForm)):
        too_early = _plan(goal=goal, form=form, phase="incidenten").too_early
        assert "te-vroeg-incidenten" in {risk.id for risk in too_early}
    assert _plan(group="eigen-kring", phase="incidenten").too_early == ()


def test_risks_belong_to_the_phase_and_the_form() -> None:
    def risks(**chosen: Any) -> set[str]:
        return {risk.id for risk in _plan(**chosen).risks}

    assert "spanning-ontmoeting" in risks(phase="spanning")
    assert "spanning-online" in risks(phase="spanning", form="online")
    assert "spanning-online" not in risks(phase="rust", form="online")
    assert "ongemak-oppervlakkig" in risks(phase="ongemak")
    assert "onbekend" in risks(phase="onvoldoende_gegevens")


def test_details_follow_the_target_group_and_are_ticked() -> None:
    plan = _plan(target_groups=frozenset({"ouderen"}), details=frozenset({"overdag"}))
    details = {detail.id: is_done for detail, is_done in plan.details}
    assert details["overdag"] is True and details["eten"] is False
    assert "jongeren-eigen" not in details


@pytest.mark.parametrize(
    "wrong",
    [
        {"phase": "paniek"},
        {"goal": "omzet"},
        {"choices": frozenset({"loterij"})},
        {"details": frozenset({"ballonnen"})},
        {"target_groups": frozenset({"iedereen"})},
    ],
)
def test_a_word_that_does_not_exist_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="unknown"):
        _plan(**wrong)
