"""The card for the Dutch algorithm register, made from the rule files so that it cannot fall
behind.

Pure: the same knowledge gives the same card. What only the gemeente knows stays empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from indicators.knowledge import Knowledge

Shown = Literal["mandatory", "always", "filled", "hidden"]


class Field(BaseModel):
    """One field of the publication standard; longest in characters."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    shown: Shown
    longest: int | None = None
    text: str | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    last_checked: date
    reference: dict[str, str]
    fields: tuple[Field, ...]


@cache
def fields() -> tuple[Field, ...]:
    """The fields with our texts, as the file has them."""
    path = Path(__file__).parent / "register_card.yaml"
    return _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).fields


def register_card(
    knowledge: Knowledge, gemeente: str, gemeentecode: str, decision_weeks: int
) -> Mapping[str, str | None]:
    """Field name to text in Dutch; None for what the gemeente fills in. Raises ValueError for a
    text that is longer than the standard allows.
    """
    rule = knowledge.rule
    posts = [post for one in knowledge.indicators.values() for post in one.goalposts]
    known = {
        "gemeente": gemeente,
        "gemeentecode": gemeentecode,
        "decision_weeks": decision_weeks,
        "rule_version": rule.version,
        "rule_from": rule.valid_from.isoformat(),
        "rule_description": rule.description.nl,
        "criteria": len(knowledge.criteria),
        "indicators": len(knowledge.indicators),
        "goalposts": len(posts),
        "assumptions": sum(post.status == "assumption" for post in posts),
        "sources": ", ".join(sorted(one.name.nl for one in knowledge.indicators.values())),
    }
    card: dict[str, str | None] = {}
    for field in fields():
        text = field.text.format(**known) if field.text else None
        if text and field.longest and len(text) >= field.longest:
            raise ValueError(f"{field.name}: {len(text)} characters")
        card[field.name] = text
    return card
