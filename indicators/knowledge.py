"""Read all knowledge from the YAML beside this file, once, and check that it is whole.

Every fault is a `KnowledgeError` (a ValueError) that names the file and the key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from indicators.advice.load import load_advice_knowledge
from indicators.advice.models import AdviceKnowledge
from indicators.checks import check_knowledge
from indicators.errors import KnowledgeError
from indicators.intervention_models import Intervention
from indicators.models import (
    Categories,
    Category,
    Criterion,
    Indicator,
    Phase,
    Phases,
    Vocabulary,
)
from indicators.reading import by_id, files, name_of, read
from indicators.rule_models import PhaseRule
from indicators.weighed_models import WeighedRule

__all__ = ["Knowledge", "KnowledgeError", "load_knowledge"]

FOLDER = Path(__file__).resolve().parent

Item = TypeVar("Item", Criterion, Indicator, Intervention)

AnyRule = PhaseRule | WeighedRule


@dataclass(frozen=True)
class Knowledge:
    """Everything the product knows, read only; criteria in number order, the rest by file name."""

    criteria: Mapping[str, Criterion]
    indicators: Mapping[str, Indicator]
    categories: Mapping[str, Category]
    category_list: Categories
    vocabulary: Vocabulary
    phases: Mapping[str, Phase]
    rules: tuple[AnyRule, ...]
    interventions: Mapping[str, Intervention]
    advice: AdviceKnowledge

    @property
    def rule(self) -> AnyRule:
        """The newest version of the phase rule."""
        return self.rules[-1]

    @property
    def phase_criteria(self) -> tuple[str, ...]:
        """The criteria that may drive the phase; the others only move the next look."""
        return tuple(c.id for c in self.criteria.values() if "phase" in c.roles)

    def rule_on(self, day: date) -> AnyRule:
        """The rule in effect on a day; the first version for days before it."""
        in_effect = [rule for rule in self.rules if rule.valid_from <= day]
        return in_effect[-1] if in_effect else self.rules[0]

    def survey_indicator(self, item_id: str) -> Indicator:
        """The indicator of one survey item; KeyError when there is none."""
        for indicator in self.indicators.values():
            if indicator.source.item == item_id:
                return indicator
        raise KeyError(item_id)


@lru_cache(maxsize=4)
def load_knowledge(folder: Path = FOLDER) -> Knowledge:
    """Read and check the knowledge; the result is kept, so a second call costs nothing."""
    criteria = _items(folder, "criteria", Criterion)
    category_list = read(folder, folder / "categories.yaml", Categories)
    phases = read(folder, folder / "phases.yaml", Phases)
    rules: list[AnyRule] = [
        read(folder, path, PhaseRule) for path in files(folder, "rules", "point-*.yaml")
    ]
    rules += [
        read(folder, path, WeighedRule) for path in sorted((folder / "rules").glob("weighed-*"))
    ]
    knowledge = Knowledge(
        criteria=MappingProxyType(
            dict(sorted(criteria.items(), key=lambda item: int(item[0].removeprefix("C"))))
        ),
        indicators=MappingProxyType(_items(folder, "indicators", Indicator)),
        categories=MappingProxyType(
            by_id("categories.yaml", ((c.id, c) for c in category_list.categories))
        ),
        category_list=category_list,
        vocabulary=read(folder, folder / "vocabulary.yaml", Vocabulary),
        phases=MappingProxyType(by_id("phases.yaml", ((p.id, p) for p in phases.phases))),
        rules=tuple(sorted(rules, key=lambda rule: rule.valid_from)),
        interventions=MappingProxyType(_items(folder, "interventions", Intervention)),
        advice=load_advice_knowledge(folder),
    )
    check_knowledge(knowledge)
    return knowledge


def _items(folder: Path, part: str, model: type[Item]) -> dict[str, Item]:
    """All files of one kind, by id; the file name must be the id."""
    found: dict[str, Item] = {}
    for path in files(folder, part, "*.yaml"):
        item = read(folder, path, model)
        if item.id != path.stem:
            raise KnowledgeError(
                name_of(folder, path), "id", f"'{item.id}' must equal the file name '{path.stem}'"
            )
        found[item.id] = item
    return found
