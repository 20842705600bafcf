"""Checks that span more than one file: is the knowledge whole, and free of excluded measures?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from indicators.advice.check import check_advice
from indicators.contract import AGENDA_KINDS, INCIDENT_CATEGORIES, SOURCE_KINDS, SURVEY_ITEMS
from indicators.errors import KnowledgeError
from indicators.evidence import CRITERIA, PHASE_IDS
from indicators.rule_models import PhaseRule

if TYPE_CHECKING:
    from indicators.knowledge import Knowledge

# A wijk is never measured by who lives there. Matched as the beginning of a word.
EXCLUDED_MEASURES = (
    "herkomst",
    "afkomst",
    "nationaliteit",
    "religie",
    "geloof",
    "godsdienst",
    "migratieachtergrond",
    "etnisch",
    "etniciteit",
    "politieke voorkeur",
    "origin\\b",
    "nationality",
    "religion",
    "religious",
    "migration background",
    "ethnic",
    "political preference",
)
_EXCLUDED = re.compile(r"\b(" + "|".join(EXCLUDED_MEASURES) + ")", re.IGNORECASE)


def check_knowledge(knowledge: Knowledge) -> None:
    """Raise a KnowledgeError for the first thing that is missing, unknown or excluded."""
    _same("criteria", "id", knowledge.criteria, CRITERIA)
    _same("phases.yaml", "phases", knowledge.phases, PHASE_IDS)
    if tuple(knowledge.phases) != PHASE_IDS:
        raise KnowledgeError("phases.yaml", "phases", f"order must be {', '.join(PHASE_IDS)}")
    _check_categories(knowledge)
    _check_indicators(knowledge)
    _same("vocabulary.yaml", "source_kind", knowledge.vocabulary.source_kind.ids, SOURCE_KINDS)
    _same("vocabulary.yaml", "agenda_kind", knowledge.vocabulary.agenda_kind.ids, AGENDA_KINDS)
    _check_rules(knowledge)
    for file, key, text in _measure_texts(knowledge):
        found = _EXCLUDED.search(text)
        if found:
            raise KnowledgeError(file, key, f"'{found.group(0)}' may not be used as a measure")
    check_advice(knowledge)


def _same(file: str, key: str, found: Iterable[str], expected: Iterable[str]) -> None:
    missing = sorted(set(expected) - set(found))
    unknown = sorted(set(found) - set(expected))
    if missing:
        raise KnowledgeError(file, key, f"missing: {', '.join(missing)}")
    if unknown:
        raise KnowledgeError(file, key, f"unknown: {', '.join(unknown)}")


def _check_categories(knowledge: Knowledge) -> None:
    _same("categories.yaml", "categories", knowledge.categories, INCIDENT_CATEGORIES)
    for category in knowledge.categories.values():
        expected = INCIDENT_CATEGORIES[category.id]
        if category.criterion != expected:
            raise KnowledgeError("categories.yaml", category.id, f"criterion must be {expected}")
        condition = "group_dimension_ja" if expected == "C10" else None
        if category.condition != condition:
            raise KnowledgeError("categories.yaml", category.id, f"condition must be {condition}")


def _check_indicators(knowledge: Knowledge) -> None:
    items: dict[str, str] = {}
    for indicator in knowledge.indicators.values():
        file = f"indicators/{indicator.id}.yaml"
        known = indicator.criterion in knowledge.criteria
        if not known and not (indicator.criterion == "any" and indicator.source.kind == "signals"):
            raise KnowledgeError(file, "criterion", f"unknown criterion '{indicator.criterion}'")
        channel = {"survey": "beleefd", "incidents": "vastgelegd", "signals": "gezien"}
        if indicator.channel != channel[indicator.source.kind]:
            raise KnowledgeError(file, "channel", f"must be {channel[indicator.source.kind]}")
        for category in indicator.source.categories:
            own = knowledge.categories.get(category)
            if own is None or own.criterion != indicator.criterion:
                raise KnowledgeError(
                    file, "source.categories", f"'{category}' is not of {indicator.criterion}"
                )
        item = indicator.source.item
        if item is None:
            continue
        if item in items:
            raise KnowledgeError(file, "source.item", f"'{item}' is also in {items[item]}.yaml")
        items[item] = indicator.id
        if SURVEY_ITEMS.get(item, indicator.criterion) != indicator.criterion:
            raise KnowledgeError(file, "criterion", f"'{item}' informs {SURVEY_ITEMS[item]}")
    _same("indicators", "source.item", items, SURVEY_ITEMS)


def _check_rules(knowledge: Knowledge) -> None:
    versions = [rule.version for rule in knowledge.rules]
    dates = [rule.valid_from for rule in knowledge.rules]
    if len(set(versions)) < len(versions) or len(set(dates)) < len(dates):
        raise KnowledgeError("rules", "version", "two rules have the same version or date")
    for rule in knowledge.rules:
        named = {
            "spanning.criteria": rule.spanning.criteria.value,
            "urgency.urgency_criteria": rule.urgency.urgency_criteria.value,
            "step_down.safety_criterion": (rule.step_down.safety_criterion.value,),
        }
        if isinstance(rule, PhaseRule):
            named["ongemak.criteria"] = rule.ongemak.criteria.value
        for key, criteria in named.items():
            role = "urgency" if key.startswith("urgency") else "phase"
            for criterion in criteria:
                if criterion not in knowledge.criteria:
                    raise KnowledgeError("rules", key, f"unknown criterion '{criterion}'")
                if role not in knowledge.criteria[criterion].roles:
                    raise KnowledgeError("rules", key, f"{criterion} does not have role '{role}'")


def _measure_texts(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    """Every text that says what is measured: file, key, text."""
    for criterion in knowledge.criteria.values():
        file = f"criteria/{criterion.id}.yaml"
        for key, text in (("name", criterion.name), ("definition", criterion.definition)):
            yield file, f"{key}.nl", text.nl
            yield file, f"{key}.en", text.en
        for level in range(4):
            yield file, f"descriptors.level_{level}.nl", criterion.descriptors.at(level).nl
            yield file, f"descriptors.level_{level}.en", criterion.descriptors.at(level).en
    for indicator in knowledge.indicators.values():
        file = f"indicators/{indicator.id}.yaml"
        yield file, "id", indicator.id.replace("_", " ")
        yield file, "source.item", (indicator.source.item or "").replace("_", " ")
        for key, text in (("name", indicator.name), ("definition", indicator.definition)):
            yield file, f"{key}.nl", text.nl
            yield file, f"{key}.en", text.en
    for category in knowledge.categories.values():
        yield "categories.yaml", category.id, category.id.replace("_", " ")
        yield "categories.yaml", f"{category.id}.name.nl", category.name.nl
        yield "categories.yaml", f"{category.id}.name.en", category.name.en
    for term in knowledge.vocabulary.scheidslijn.terms:
        yield "vocabulary.yaml", f"scheidslijn.{term.id}", term.id.replace("-", " ")
        yield "vocabulary.yaml", f"scheidslijn.{term.id}.name.nl", term.name.nl
        yield "vocabulary.yaml", f"scheidslijn.{term.id}.name.en", term.name.en
