"""What to do first in one wijk, what not to do (yet), and why: rules and catalogue in, lists out.

Pure: the same situation gives the same advice. Every line carries the id of the rule or the reason
of the catalogue it rests on; the screens make sentences of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indicators.advice.models import (
    AdviceKnowledge,
    ExcludeRule,
    HistoryRule,
    NoteRule,
    OrderRule,
    PreferRule,
    PresumeRule,
    RankRule,
    Rule,
    Step,
)
from indicators.intervention_models import Intervention, NotWhen
from indicators.models import Localized, PhaseId

if TYPE_CHECKING:
    from indicators.knowledge import Knowledge

SERIOUSNESS: tuple[PhaseId, ...] = ("rust", "ongemak", "spanning", "incidenten")
UNKNOWN: PhaseId = "onvoldoende_gegevens"
EVERYBODY = "alle-bewoners"
UNSPECIFIC_LINES = frozenset({"onbekend", "anders"})
_EVIDENCE = ("A", "A-", "B", "C")
_EFFORT = ("laag", "middel", "hoog")


@dataclass(frozen=True)
class Measure:
    """A measure as it was logged: which intervention, where, how it stands, what came of it.

    status: gepland, loopt, afgerond or gestopt. outcome: helpt, helpt_deels, helpt_niet, te_vroeg,
    averechts, onbekend or None. target_group and direction where they were chosen.
    """

    intervention: str
    wijk: str
    status: str
    outcome: str | None = None
    direction: str | None = None
    target_group: str | None = None


@dataclass(frozen=True)
class Situation:
    """What is known of a wijk. `levels`: criterion -> level 0-3. `other_phase`: at twijfel, the
    second phase. `holds` and `does_not_hold`: circumstances that people confirmed or denied.
    """

    phase: PhaseId
    other_phase: PhaseId | None = None
    wijk: str = ""
    levels: Mapping[str, float] = field(default_factory=dict)
    scheidslijnen: frozenset[str] = frozenset()
    target_groups: frozenset[str] = frozenset()
    holds: frozenset[str] = frozenset()
    does_not_hold: frozenset[str] = frozenset()
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True)
class Presumed:
    """A circumstance taken to hold, the rule that says so, and the criteria that led to it."""

    circumstance: str
    rule: PresumeRule
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class Objection:
    """Why an intervention is not for now: in the words of its rule or of the catalogue."""

    why: Localized
    phase: PhaseId | None = None
    circumstance: str | None = None
    rule: Rule | None = None


@dataclass(frozen=True)
class Advised:
    """An intervention for now, with the ground of its place and what to check first.

    criteria: those it works on that are up. conditions: contra-indications that nobody confirmed
    or denied. failed_before: it did not help here earlier.
    """

    intervention: Intervention
    step_number: int
    step: Step
    criteria: tuple[str, ...]
    scheidslijnen: tuple[str, ...]
    target_groups: tuple[str, ...]
    preferred_by: tuple[PreferRule, ...]
    failed_before: bool
    notes: tuple[NoteRule, ...]
    conditions: tuple[NotWhen, ...]


@dataclass(frozen=True)
class NotNow:
    """An intervention that must not be done now, and why (at least one objection)."""

    intervention: Intervention
    objections: tuple[Objection, ...]


@dataclass(frozen=True)
class Advice:
    """The whole advice. `harms`: fits the lighter of two phases, does harm in the heavier.

    `reconsider`: runs now although something speaks against it. `elsewhere`: fits the phase, but is
    meant for another scheidslijn or target group.
    """

    situation: Situation
    phases: tuple[PhaseId, ...]
    order: OrderRule
    presumed: tuple[Presumed, ...]
    advised: tuple[Advised, ...]
    not_now: tuple[NotNow, ...]
    harms: tuple[NotNow, ...]
    running: tuple[Intervention, ...]
    reconsider: tuple[NotNow, ...]
    elsewhere: tuple[Intervention, ...]


def fitting(
    knowledge: Knowledge, phase: PhaseId
) -> tuple[tuple[Intervention, ...], tuple[NotNow, ...]]:
    """What fits a phase in general, in its order, and what does not yet: nothing else known.

    Nothing is presumed: what depends on a circumstance is among the fitting ones.
    """
    everything = frozenset(knowledge.advice.lists.circumstance.ids)
    advice = recommend(knowledge, Situation(phase, does_not_hold=everything))
    return tuple(item.intervention for item in advice.advised), advice.not_now


def recommend(knowledge: Knowledge, situation: Situation) -> Advice:
    """The advice for one situation; ValueError for a phase or word that does not exist."""
    _check(knowledge, situation)
    phases = _phases(situation)
    presumed = _presumed(knowledge.advice, situation, phases)
    holds = situation.holds | {found.circumstance for found in presumed}
    history = knowledge.advice.of_kind(HistoryRule)[0]
    running_ids = {
        measure.intervention
        for measure in situation.measures
        if measure.wijk == situation.wijk and measure.status in history.running
    }
    order = next(r for r in knowledge.advice.of_kind(OrderRule) if r.phase == phases[-1])
    advised, not_now, harms, running, reconsider, elsewhere = [], [], [], [], [], []
    for item in knowledge.interventions.values():
        objections = _objections(knowledge.advice, item, situation, phases, holds, history)
        if item.id in running_ids:
            if objections:
                reconsider.append(NotNow(item, objections))
            else:
                running.append(item)
        elif objections:
            not_now.append(NotNow(item, objections))
            if _only_heavier(knowledge.advice, item, situation, phases, holds, history):
                harms.append(NotNow(item, objections))
        elif not _meant_for(item, situation):
            elsewhere.append(item)
        else:
            advised.append(_advised(knowledge.advice, item, situation, order, holds, history))
    rank = knowledge.advice.of_kind(RankRule)[0]
    advised.sort(key=lambda one: _place(one, rank))
    return Advice(
        situation=situation,
        phases=phases,
        order=order,
        presumed=presumed,
        advised=tuple(advised),
        not_now=tuple(not_now),
        harms=tuple(harms),
        running=tuple(running),
        reconsider=tuple(reconsider),
        elsewhere=tuple(elsewhere),
    )


def _check(knowledge: Knowledge, situation: Situation) -> None:
    lists = knowledge.advice.lists
    words = {
        "phase": ({situation.phase} | {situation.other_phase or situation.phase}, knowledge.phases),
        "criterion": (situation.levels, knowledge.criteria),
        "scheidslijn": (situation.scheidslijnen, knowledge.vocabulary.scheidslijn.ids),
        "target group": (situation.target_groups, lists.target_group.ids),
        "circumstance": (situation.holds | situation.does_not_hold, lists.circumstance.ids),
    }
    for what, (used, known) in words.items():
        unknown = sorted(set(used) - set(known))
        if unknown:
            raise ValueError(f"unknown {what} '{unknown[0]}'")
    both = sorted(situation.holds & situation.does_not_hold)
    if both:
        raise ValueError(f"circumstance '{both[0]}' is both confirmed and denied")


def _phases(situation: Situation) -> tuple[PhaseId, ...]:
    """The phases to advise for, the heavier last; without enough data there is only that one."""
    both = {situation.phase, situation.other_phase or situation.phase}
    if situation.phase == UNKNOWN:
        return (UNKNOWN,)
    return tuple(phase for phase in SERIOUSNESS if phase in both)


def _presumed(
    advice: AdviceKnowledge, situation: Situation, phases: tuple[PhaseId, ...]
) -> tuple[Presumed, ...]:
    found = []
    for rule in advice.of_kind(PresumeRule):
        high = tuple(
            criterion
            for criterion in rule.criteria
            if situation.levels.get(criterion, 0.0) >= rule.at_least_level
        )
        known = situation.holds | situation.does_not_hold
        if (
            set(rule.phases) & set(phases)
            and len(high) >= rule.at_least_count
            and rule.circumstance not in known
        ):
            found.append(Presumed(rule.circumstance, rule, high))
    return tuple(found)


def _objections(
    advice: AdviceKnowledge,
    item: Intervention,
    situation: Situation,
    phases: tuple[PhaseId, ...],
    holds: frozenset[str],
    history: HistoryRule,
) -> tuple[Objection, ...]:
    """Everything that speaks against an intervention now; empty: nothing does."""
    found = [_phase_objection(advice, item, phase) for phase in phases if phase not in item.phases]
    for rule in item.not_when:
        if rule.is_conditional and _applies(rule, situation, phases, holds):
            found.append(Objection(rule.why, circumstance=rule.circumstance))
    for exclude in advice.of_kind(ExcludeRule):
        if item.purpose in exclude.purposes and _excludes(exclude, situation, phases, holds):
            found.append(
                Objection(exclude.explanation, circumstance=exclude.circumstance, rule=exclude)
            )
    if any(
        measure.intervention == item.id
        and measure.wijk == situation.wijk
        and measure.outcome in history.harmful
        for measure in situation.measures
    ):
        found.append(Objection(history.explanation, rule=history))
    return tuple(found)


def _phase_objection(advice: AdviceKnowledge, item: Intervention, phase: PhaseId) -> Objection:
    excluded = item.excluded_in(phase)
    if excluded:
        return Objection(excluded.why, phase=phase)
    rule = next(rule for rule in advice.rules.rules if rule.id == "eerst-uitzoeken")
    return Objection(rule.explanation, phase=phase, rule=rule)


def _applies(
    rule: NotWhen, situation: Situation, phases: tuple[PhaseId, ...], holds: frozenset[str]
) -> bool:
    """Do all conditions of a contra-indication hold together?"""
    lines = situation.scheidslijnen
    return (
        (not rule.phases or bool(set(rule.phases) & set(phases)))
        and (rule.circumstance is None or rule.circumstance in holds)
        and (not rule.scheidslijnen or (bool(lines) and lines <= set(rule.scheidslijnen)))
        and (not rule.target_groups or bool(situation.target_groups & set(rule.target_groups)))
    )


def _excludes(
    rule: ExcludeRule, situation: Situation, phases: tuple[PhaseId, ...], holds: frozenset[str]
) -> bool:
    lines = situation.scheidslijnen
    return (
        (not rule.phases or bool(set(rule.phases) & set(phases)))
        and (rule.circumstance is None or rule.circumstance in holds)
        and (not rule.scheidslijnen or (bool(lines) and lines <= set(rule.scheidslijnen)))
    )


def _only_heavier(
    advice: AdviceKnowledge,
    item: Intervention,
    situation: Situation,
    phases: tuple[PhaseId, ...],
    holds: frozenset[str],
    history: HistoryRule,
) -> bool:
    """Would it be right in the lighter of two phases, if that were the only one?"""
    if len(phases) < 2:
        return False
    presumed = {found.circumstance for found in _presumed(advice, situation, phases[:1])}
    lighter = situation.holds | presumed
    return not _objections(advice, item, situation, phases[:1], frozenset(lighter), history)


def _meant_for(item: Intervention, situation: Situation) -> bool:
    """Does it suit the chosen scheidslijnen and target groups? Nothing chosen: yes."""
    lines = situation.scheidslijnen - UNSPECIFIC_LINES
    suits_line = not lines or not item.scheidslijnen or bool(lines & set(item.scheidslijnen))
    groups = situation.target_groups
    open_to_all = EVERYBODY in item.for_groups or EVERYBODY in groups
    return suits_line and (not groups or open_to_all or bool(groups & set(item.for_groups)))


def _advised(
    advice: AdviceKnowledge,
    item: Intervention,
    situation: Situation,
    order: OrderRule,
    holds: frozenset[str],
    history: HistoryRule,
) -> Advised:
    number, step = next(
        (number, step)
        for number, step in enumerate(order.steps, start=1)
        if item.purpose in step.purposes
    )
    up_from = advice.of_kind(RankRule)[0].up_from_level
    here = [one for one in situation.measures if one.intervention == item.id]
    return Advised(
        intervention=item,
        step_number=number,
        step=step,
        criteria=tuple(c for c in item.criteria if situation.levels.get(c, -1.0) >= up_from),
        scheidslijnen=tuple(x for x in item.scheidslijnen if x in situation.scheidslijnen),
        target_groups=tuple(g for g in item.for_groups if g in situation.target_groups),
        preferred_by=tuple(
            rule
            for rule in advice.of_kind(PreferRule)
            if item.purpose in rule.purposes and situation.target_groups & set(rule.target_groups)
        ),
        failed_before=any(
            one.wijk == situation.wijk and one.outcome in history.failed for one in here
        ),
        notes=tuple(
            rule
            for rule in advice.of_kind(NoteRule)
            if _has_note(rule, item, situation, order, here, history)
        ),
        conditions=tuple(
            rule
            for rule in item.not_when
            if rule.circumstance
            and rule.circumstance not in situation.does_not_hold | holds
            and (not rule.phases or order.phase in rule.phases)
        ),
    )


def _has_note(
    rule: NoteRule,
    item: Intervention,
    situation: Situation,
    order: OrderRule,
    measures: list[Measure],
    history: HistoryRule,
) -> bool:
    if rule.phases and order.phase not in rule.phases:
        return False
    if rule.when == "one_group":
        return not item.several_groups
    if rule.when == "worked_elsewhere":
        return any(one.wijk != situation.wijk and one.outcome in history.helped for one in measures)
    return rule.when == "always" or item.purpose in rule.purposes


def _place(one: Advised, rank: RankRule) -> tuple[object, ...]:
    """What decides the place, in the order that the rank rule names; then the id."""
    item, first = one.intervention, one.step.first
    values: dict[str, int] = {
        "step": one.step_number,
        "failed_before": int(one.failed_before),
        "preferred": -len(one.preferred_by),
        "criteria": -len(one.criteria),
        # Meant for a scheidslijn that plays no part here: after what suits any.
        "scheidslijn": -len(one.scheidslijnen) or int(bool(item.scheidslijnen)),
        "target_group": -len(one.target_groups),
        "named": first.index(item.id) if item.id in first else len(first),
        "several_groups": int(not item.several_groups),
        "evidence": _EVIDENCE.index(item.evidence.grade),
        "effort": _EFFORT.index(item.effort),
    }
    return (*(values[key] for key in rank.keys), item.id)
