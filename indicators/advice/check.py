"""Does everything in the catalogue and the rules point at something that exists?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from indicators.advice.models import (
    AdviceKnowledge,
    DirectionsRule,
    ExcludeRule,
    NoteRule,
    OrderRule,
    PreferRule,
    PresumeRule,
)
from indicators.errors import KnowledgeError
from indicators.evidence import PHASE_IDS
from indicators.intervention_models import Intervention

if TYPE_CHECKING:
    from indicators.knowledge import Knowledge

RULES = "advice/rules"
MEETING = "advice/meeting"
SINGLE = ("history", "rank", "directions")
PRINCIPLES = ("twijfel", "eerst-uitzoeken", "klein-en-onzeker")

Pointer = tuple[str, str, Iterable[str], Iterable[str]]
"""File, key, the ids that are used, the ids that exist."""


def check_advice(knowledge: Knowledge) -> None:
    """Raise a KnowledgeError for the first id that does not exist or rule that is missing."""
    for file, key, used, known in _pointers(knowledge):
        unknown = sorted(set(used) - set(known))
        if unknown:
            raise KnowledgeError(file, key, f"unknown: {', '.join(unknown)}")
    rules = knowledge.advice.rules.rules
    ids = [rule.id for rule in rules]
    kinds: list[str] = [rule.kind for rule in rules]
    for kind in SINGLE:
        if kinds.count(kind) != 1:
            raise KnowledgeError(RULES, kind, "there must be exactly one such rule")
    missing = [principle for principle in PRINCIPLES if principle not in ids]
    if missing:
        raise KnowledgeError(RULES, "principle", f"missing: {', '.join(missing)}")
    if len(set(ids)) < len(ids):
        raise KnowledgeError(RULES, "id", "an id is given twice")
    _check_orders(knowledge.advice, knowledge.interventions)
    _check_meeting(knowledge.advice)


def _pointers(knowledge: Knowledge) -> Iterator[Pointer]:
    lists, vocabulary = knowledge.advice.lists, knowledge.vocabulary
    lines, circumstances = vocabulary.scheidslijn.ids, lists.circumstance.ids
    groups, purposes = lists.target_group.ids, lists.purpose.ids
    sources = tuple(knowledge.advice.sources)
    yield from _rule_pointers(knowledge)
    for item in knowledge.interventions.values():
        file = f"interventions/{item.id}.yaml"
        yield file, "purpose", [item.purpose], purposes
        yield file, "directions", item.directions, lists.direction.ids
        yield file, "activity_types", item.activity_types, lists.activity_type.ids
        yield file, "criteria", item.criteria, knowledge.criteria
        yield file, "scheidslijnen", item.scheidslijnen, lines
        yield file, "for_groups", item.for_groups, groups
        yield file, "executors", item.executors, lists.executor.ids
        yield file, "sources", item.sources, sources
        for rule in item.not_when:
            if rule.circumstance:
                yield file, "not_when.circumstance", [rule.circumstance], circumstances
            yield file, "not_when.scheidslijnen", rule.scheidslijnen, lines
            yield file, "not_when.target_groups", rule.target_groups, groups
        for example in item.practice_examples:
            yield file, "practice_examples.source", [example.source], item.sources
        if item.online:
            yield file, "online.conditions", item.online.conditions, lists.online_condition.ids
    meeting = knowledge.advice.meeting
    yield MEETING, "principle", meeting.principle.sources, sources
    for goal in meeting.goals:
        yield MEETING, goal.id, goal.sources, sources
    for element in meeting.elements:
        yield MEETING, element.id, element.sources, sources
    for risk in meeting.risks:
        yield MEETING, risk.id, risk.sources, sources
    for detail in meeting.details:
        yield MEETING, detail.id, detail.sources, sources
        yield MEETING, detail.id, detail.target_groups, groups


def _rule_pointers(knowledge: Knowledge) -> Iterator[Pointer]:
    lists = knowledge.advice.lists
    circumstances, purposes = lists.circumstance.ids, lists.purpose.ids
    for rule in knowledge.advice.rules.rules:
        key = rule.id
        yield RULES, key, rule.sources, tuple(knowledge.advice.sources)
        if isinstance(rule, OrderRule):
            for step in rule.steps:
                yield RULES, key, step.purposes, purposes
                yield RULES, key, step.first, knowledge.interventions
        elif isinstance(rule, PresumeRule):
            yield RULES, key, [rule.circumstance], circumstances
            yield RULES, key, rule.criteria, knowledge.criteria
        elif isinstance(rule, ExcludeRule):
            yield RULES, key, [rule.circumstance] if rule.circumstance else [], circumstances
            yield RULES, key, rule.scheidslijnen, knowledge.vocabulary.scheidslijn.ids
            yield RULES, key, rule.purposes, purposes
        elif isinstance(rule, PreferRule):
            yield RULES, key, rule.target_groups, lists.target_group.ids
            yield RULES, key, rule.purposes, purposes
        elif isinstance(rule, NoteRule):
            yield RULES, key, rule.purposes, purposes
        elif isinstance(rule, DirectionsRule):
            for directions in rule.applies.values():
                yield RULES, key, directions, lists.direction.ids


def _check_orders(advice: AdviceKnowledge, interventions: Mapping[str, Intervention]) -> None:
    """Each phase has one order, and each fitting intervention has one place in it."""
    orders = advice.of_kind(OrderRule)
    if sorted(rule.phase for rule in orders) != sorted(PHASE_IDS):
        raise KnowledgeError(RULES, "order", "each phase needs exactly one order")
    for rule in orders:
        places = [purpose for step in rule.steps for purpose in step.purposes]
        if len(set(places)) < len(places):
            raise KnowledgeError(RULES, rule.id, "a purpose is given twice")
        for step in rule.steps:
            for name in step.first:
                item = interventions[name]
                if rule.phase not in item.phases or item.purpose not in step.purposes:
                    raise KnowledgeError(RULES, rule.id, f"{name} does not belong in {step.id}")
        for item in interventions.values():
            if rule.phase in item.phases and item.purpose not in places:
                raise KnowledgeError(
                    RULES, rule.id, f"'{item.purpose}' of {item.id} has no step in {rule.phase}"
                )


def _check_meeting(advice: AdviceKnowledge) -> None:
    choices = [choice.id for element in advice.meeting.elements for choice in element.choices]
    if len(set(choices)) < len(choices):
        raise KnowledgeError(MEETING, "choices", "an id is given twice")
