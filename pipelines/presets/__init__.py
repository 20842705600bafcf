"""Ready mappings: exports and questionnaires that many gemeenten have, by name in gemeente.yaml.

A preset only fills in what gemeente.yaml leaves open. It is dated and referenced, as all knowledge.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

FOLDER = Path(__file__).parent


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Said(_Strict):
    """One text in both languages."""

    nl: str
    en: str


class Question(_Strict):
    """One question of a questionnaire: what it asks in our words, and the item of the contract it
    answers; None where the contract has none and it is not taken over. ``answers``: code in the
    file -> number on the scale of the item; a code that is not there is no answer.
    """

    about: Said
    item: str | None
    answers: dict[str, str] = {}


class Preset(_Strict):
    """``columns``: column of the contract -> names it may have in the file, the first one found
    counts. ``categories``: theirs -> ours. ``leave_out``: column -> values of rows that do not
    count. ``questions``: for questionnaires, which gemeente.yaml ties to columns under items.
    """

    status: Literal["assumption", "derived", "sourced"]
    reference: Said
    last_checked: date
    title: Said
    kinds: tuple[Literal["incidents", "surveys", "survey_results"], ...]
    columns: dict[str, tuple[str, ...]] = {}
    categories: dict[str, str] = {}
    leave_out: dict[str, tuple[str, ...]] = {}
    defaults: dict[str, str] = {}
    questions: dict[str, Question] = {}

    @model_validator(mode="after")
    def _each_item_once(self) -> Preset:
        items = [question.item for question in self.questions.values() if question.item]
        if len(items) != len(set(items)):
            raise ValueError("an item is asked twice")
        return self

    def question_of(self, item: str) -> Question | None:
        """The question that answers an item."""
        return next((q for q in self.questions.values() if q.item == item), None)


@cache
def presets() -> dict[str, Preset]:
    """Every preset by its name."""
    return {
        path.stem: Preset.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        for path in sorted(FOLDER.glob("*.yaml"))
    }
