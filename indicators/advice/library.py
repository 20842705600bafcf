"""Every source once, with everything it is used for: found by walking all knowledge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from indicators.advice.models import Grounded
from indicators.models import Localized, Reference, Status

if TYPE_CHECKING:
    from indicators.knowledge import Knowledge

UseKind = Literal[
    "criterion", "indicator", "phase", "rule", "list", "advice_rule", "meeting", "intervention"
]


@dataclass(frozen=True)
class Use:
    """One thing that rests on a source. status None: an intervention, in our own words."""

    kind: UseKind
    id: str
    name: Localized | None
    status: Status | None


def uses(knowledge: Knowledge) -> Mapping[str, tuple[Use, ...]]:
    """Source id -> what it is used for, each thing once; sources nobody uses have an empty list."""
    found: dict[str, dict[Use, None]] = {source: {} for source in knowledge.advice.sources}
    by_address = source_by_address(knowledge)
    for use, reference in _references(knowledge):
        source = by_address.get(reference.url)
        if source:
            found[source][use] = None
    for use, sources in _grounds(knowledge):
        for source in sources:
            found[source][use] = None
    return {source: tuple(each) for source, each in found.items()}


def source_by_address(knowledge: Knowledge) -> Mapping[str, str]:
    """Web address -> id of the source with that address."""
    return {source.url: source.id for source in knowledge.advice.sources.values() if source.url}


def unlisted(knowledge: Knowledge) -> tuple[str, ...]:
    """Web addresses in the knowledge that are not in the library."""
    known = source_by_address(knowledge)
    return tuple(
        sorted(
            {
                reference.url
                for _, reference in _references(knowledge)
                if reference.url != "assumption" and reference.url not in known
            }
        )
    )


def assumptions(knowledge: Knowledge) -> Mapping[str, tuple[Use, ...]]:
    """What rests on no source: title of the assumption -> what it holds for."""
    found: dict[str, dict[Use, None]] = defaultdict(dict)
    for use, reference in _references(knowledge):
        if reference.url == "assumption":
            found[reference.title][use] = None
    return {title: tuple(each) for title, each in found.items()}


def _references(knowledge: Knowledge) -> Iterator[tuple[Use, Reference]]:
    """Everything that names a title and an address itself."""
    for criterion in knowledge.criteria.values():
        use = Use("criterion", criterion.id, criterion.name, criterion.status)
        yield use, criterion.reference
    for indicator in knowledge.indicators.values():
        use = Use("indicator", indicator.id, indicator.name, indicator.status)
        yield use, indicator.reference
        if indicator.anchor:
            yield use, indicator.anchor.reference
        for posts in indicator.goalposts:
            own = Use("indicator", indicator.id, indicator.name, posts.status)
            yield own, posts.reference
    for phase in knowledge.phases.values():
        yield Use("phase", phase.id, phase.name, phase.status), phase.reference
    for rule in knowledge.rules:
        yield Use("rule", rule.version, rule.name, rule.status), rule.reference
        for _, parameter in rule.parameters():
            use = Use("rule", rule.version, rule.name, parameter.status)
            yield use, parameter.reference
    yield (
        Use("list", "categories", None, knowledge.category_list.status),
        (knowledge.category_list.reference),
    )
    for model in (knowledge.vocabulary, knowledge.advice.lists):
        for name in type(model).model_fields:
            words = getattr(model, name)
            yield Use("list", name, None, words.status), words.reference


def _grounds(knowledge: Knowledge) -> Iterator[tuple[Use, tuple[str, ...]]]:
    """Everything that points at sources of the library by id."""
    for item in knowledge.interventions.values():
        yield Use("intervention", item.id, item.name, None), item.sources
    for rule in knowledge.advice.rules.rules:
        yield Use("advice_rule", rule.id, rule.name, rule.status), rule.sources
    meeting = knowledge.advice.meeting
    for goal in meeting.goals:
        yield Use("meeting", goal.id, goal.name, goal.status), goal.sources
    for element in meeting.elements:
        yield Use("meeting", element.id, element.name, element.status), element.sources
    rest: tuple[tuple[str, Grounded, Localized], ...] = (
        ("principle", meeting.principle, meeting.principle.text),
        *((detail.id, detail, detail.text) for detail in meeting.details),
        *((risk.id, risk, risk.text) for risk in meeting.risks),
    )
    for name, grounded, text in rest:
        yield Use("meeting", name, text, grounded.status), grounded.sources
