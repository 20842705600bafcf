"""Read all knowledge from the YAML beside this file, once, and check that it is whole.

Every fault is a `KnowledgeError` (a ValueError) that names the file and the key.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from indicators.checks import check_knowledge
from indicators.errors import KnowledgeError
from indicators.intervention_models import Intervention, InterventionOrder
from indicators.models import (
    Categories,
    Category,
    Criterion,
    Indicator,
    Phase,
    Phases,
    Vocabulary,
)
from indicators.rule_models import PhaseRule
from indicators.weighed_models import WeighedRule

__all__ = ["Knowledge", "KnowledgeError", "load_knowledge"]

FOLDER = Path(__file__).resolve().parent

Model = TypeVar("Model", bound=BaseModel)
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
    intervention_orders: tuple[InterventionOrder, ...]

    @property
    def rule(self) -> AnyRule:
        """The newest version of the phase rule."""
        return self.rules[-1]

    @property
    def phase_criteria(self) -> tuple[str, ...]:
        """The criteria that may drive the phase; the others only move the next look."""
        return tuple(c.id for c in self.criteria.values() if "phase" in c.roles)

    @property
    def intervention_order(self) -> InterventionOrder:
        """The newest version of the order of interventions per phase."""
        return self.intervention_orders[-1]

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


class _StrictLoader(yaml.SafeLoader):
    """Safe YAML that refuses a key given twice: plain YAML would silently keep the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                line = key_node.start_mark.line + 1
                raise yaml.YAMLError(f"key '{key}' is given twice (line {line})")
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


@lru_cache(maxsize=4)
def load_knowledge(folder: Path = FOLDER) -> Knowledge:
    """Read and check the knowledge; the result is kept, so a second call costs nothing."""
    criteria = _items(folder, "criteria", Criterion)
    category_list = _read(folder, folder / "categories.yaml", Categories)
    phases = _read(folder, folder / "phases.yaml", Phases)
    rules: list[AnyRule] = [
        _read(folder, path, PhaseRule) for path in _files(folder, "rules", "point-*.yaml")
    ]
    rules += [
        _read(folder, path, WeighedRule) for path in sorted((folder / "rules").glob("weighed-*"))
    ]
    orders = [
        _read(folder, path, InterventionOrder)
        for path in _files(folder, "rules", "intervention-order-*.yaml")
    ]
    knowledge = Knowledge(
        criteria=MappingProxyType(
            dict(sorted(criteria.items(), key=lambda item: int(item[0].removeprefix("C"))))
        ),
        indicators=MappingProxyType(_items(folder, "indicators", Indicator)),
        categories=MappingProxyType(
            _by_id("categories.yaml", ((c.id, c) for c in category_list.categories))
        ),
        category_list=category_list,
        vocabulary=_read(folder, folder / "vocabulary.yaml", Vocabulary),
        phases=MappingProxyType(_by_id("phases.yaml", ((p.id, p) for p in phases.phases))),
        rules=tuple(sorted(rules, key=lambda rule: rule.valid_from)),
        interventions=MappingProxyType(_items(folder, "interventions", Intervention)),
        intervention_orders=tuple(sorted(orders, key=lambda order: order.valid_from)),
    )
    check_knowledge(knowledge)
    return knowledge


def _files(folder: Path, part: str, pattern: str) -> list[Path]:
    found = sorted((folder / part).glob(pattern))
    if not found:
        raise KnowledgeError(part, pattern, "no such file")
    return found


def _items(folder: Path, part: str, model: type[Item]) -> dict[str, Item]:
    """All files of one kind, by id; the file name must be the id."""
    items: dict[str, Item] = {}
    for path in _files(folder, part, "*.yaml"):
        item = _read(folder, path, model)
        if item.id != path.stem:
            raise KnowledgeError(
                _name(folder, path), "id", f"'{item.id}' must equal the file name '{path.stem}'"
            )
        items[item.id] = item
    return items


Thing = TypeVar("Thing")


def _by_id(file: str, pairs: Iterable[tuple[str, Thing]]) -> dict[str, Thing]:
    found: dict[str, Thing] = {}
    for key, thing in pairs:
        if key in found:
            raise KnowledgeError(file, f"id {key}", "is given twice")
        found[key] = thing
    return found


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _read(folder: Path, path: Path, model: type[Model]) -> Model:
    """One file as one model; every kind of fault becomes a KnowledgeError."""
    name = _name(folder, path)
    try:
        with path.open(encoding="utf-8") as file:
            content = yaml.load(file, Loader=_StrictLoader)
    except FileNotFoundError:
        raise KnowledgeError(name, "", "file is missing") from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise KnowledgeError(name, "", f"is not valid YAML: {error}") from error
    if not isinstance(content, dict):
        raise KnowledgeError(name, "", "must hold keys and values")
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise KnowledgeError(name, key, first["msg"]) from error
