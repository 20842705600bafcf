"""The design of one meeting: from goal, form, group and phase to what is covered and what is open.

Pure: choices in, a plan out. The plan gives no mark: it shows what an organiser thought of, what is
still open, and what can go wrong in this phase.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.advice.models import (
    InclusiveDetail,
    MeetingChoice,
    MeetingElement,
    MeetingForm,
    MeetingGoal,
    MeetingGroup,
    MeetingKnowledge,
    MeetingPurpose,
    MeetingRisk,
)
from indicators.models import PhaseId

if TYPE_CHECKING:
    from indicators.knowledge import Knowledge


@dataclass(frozen=True)
class MeetingDesign:
    """What the organiser chose. `prejudice`: groups think badly of each other. `choices`: ids of
    what was decided. `details`: ids of practical details that are taken care of.
    """

    goal: MeetingGoal
    form: MeetingForm
    group: MeetingGroup
    phase: PhaseId
    prejudice: bool = False
    target_groups: frozenset[str] = frozenset()
    choices: frozenset[str] = frozenset()
    details: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ElementState:
    """One element that holds for this meeting: what covers it; nothing: it is open."""

    element: MeetingElement
    covered_by: tuple[MeetingChoice, ...]

    @property
    def is_open(self) -> bool:
        """True while nothing was decided for it."""
        return not self.covered_by


@dataclass(frozen=True)
class MeetingPlan:
    """A plan for one page."""

    design: MeetingDesign
    purpose: MeetingPurpose
    elements: tuple[ElementState, ...]
    details: tuple[tuple[InclusiveDetail, bool], ...]
    risks: tuple[MeetingRisk, ...]

    @property
    def too_early(self) -> tuple[MeetingRisk, ...]:
        """The risks that say: better not now."""
        return tuple(risk for risk in self.risks if risk.too_early)


def design_meeting(knowledge: Knowledge, design: MeetingDesign) -> MeetingPlan:
    """The plan for these choices; ValueError for a word that does not exist."""
    meeting = knowledge.advice.meeting
    _check(knowledge, design)
    elements = tuple(
        ElementState(
            element,
            tuple(choice for choice in element.choices if choice.id in design.choices),
        )
        for element in meeting.elements
        if _holds(element, design)
    )
    details = tuple(
        (detail, detail.id in design.details)
        for detail in meeting.details
        if not detail.target_groups
        or not design.target_groups
        or design.target_groups & set(detail.target_groups)
    )
    return MeetingPlan(
        design=design,
        purpose=next(goal for goal in meeting.goals if goal.id == design.goal),
        elements=elements,
        details=details,
        risks=tuple(risk for risk in meeting.risks if _threatens(risk, design)),
    )


def _check(knowledge: Knowledge, design: MeetingDesign) -> None:
    meeting = knowledge.advice.meeting
    if design.phase not in knowledge.phases:
        raise ValueError(f"unknown phase '{design.phase}'")
    if design.goal not in {goal.id for goal in meeting.goals}:
        raise ValueError(f"unknown goal '{design.goal}'")
    known = {
        "target group": (design.target_groups, knowledge.advice.lists.target_group.ids),
        "choice": (design.choices, all_choices(meeting)),
        "detail": (design.details, {detail.id for detail in meeting.details}),
    }
    for what, (used, existing) in known.items():
        unknown = sorted(set(used) - set(existing))
        if unknown:
            raise ValueError(f"unknown {what} '{unknown[0]}'")


def all_choices(meeting: MeetingKnowledge) -> frozenset[str]:
    """The ids of everything an organiser can decide."""
    return frozenset(choice.id for element in meeting.elements for choice in element.choices)


def _holds(element: MeetingElement, design: MeetingDesign) -> bool:
    return (
        (not element.goals or design.goal in element.goals)
        and (not element.forms or design.form in element.forms)
        and (not element.groups or design.group in element.groups)
        and (design.prejudice or not element.only_with_prejudice)
    )


def _threatens(risk: MeetingRisk, design: MeetingDesign) -> bool:
    return (
        (not risk.phases or design.phase in risk.phases)
        and (not risk.forms or design.form in risk.forms)
        and (not risk.groups or design.group in risk.groups)
        and (not risk.goals or design.goal in risk.goals)
    )
