"""The data contract as typed, checked objects."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

FOLDER = Path(__file__).parent

ColumnType = Literal[
    "text", "wijkcode", "buurtcode", "choice", "category", "item", "criterion", "source_kind",
    "scheidslijn", "agenda_kind", "offer_kind", "target_group", "wijken",
    "moment", "date", "any_date", "number", "count", "positive_count", "level", "year", "period",
]  # fmt: skip


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Localized(Strict):
    """One text in both languages."""

    nl: str
    en: str


class Column(Strict):
    """One column of a kind of file.

    `required`: an empty value rejects the row. `needed`: only the column itself must be there.
    """

    name: str
    type: ColumnType
    meaning: Localized
    required: bool = False
    needed: bool = False
    default: str | None = None
    values: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        return self.values

    @property
    def must_be_present(self) -> bool:
        return self.needed or (self.required and self.default is None)


class Kind(Strict):
    """One kind of file: its name pattern, its columns, and what makes a row unique (the newest row
    counts).
    """

    pattern: str
    title: Localized
    unique: tuple[str, ...]
    columns: tuple[Column, ...]
    one_of: tuple[tuple[str, ...], ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


class Contract(Strict):
    contract: int
    kinds: dict[str, Kind]


class Reasons(Strict):
    """Every message about a row or a file, by what it is about."""

    rows: dict[str, Localized]
    ignored: dict[str, Localized]
    files: dict[str, Localized]
    guards: dict[str, Localized]
    notices: dict[str, Localized]
    areas: dict[str, Localized]

    def area_text(self, code: str, language: str, facts: dict[str, str]) -> str:
        """The message about an area file, filled in with the facts that `geodata` gives."""
        sentence: str = getattr(self.areas[code], language)
        return sentence.format_map(_OrQuestionMark(facts))

    def text(self, reason: str, language: str, column: str | None, detail: str | None) -> str:
        """The message for one reason, filled in."""
        template: Localized = {**self.rows, **self.ignored, **self.files, **self.notices}[reason]
        sentence: str = getattr(template, language)
        return sentence.format(
            column=column or "?",
            detail=detail or "?",
            detail_quoted=f" '{detail}'" if detail else "",
            detail_in_brackets=f" ({detail})" if detail else "",
        )


class _OrQuestionMark(dict[str, str]):
    """A fact that is not known shows as a question mark."""

    def __missing__(self, key: str) -> str:
        return "?"


class Guards(Strict):
    """Names of columns and shapes of values that refuse a whole file."""

    person_columns: dict[str, tuple[str, ...]]
    person_stems: dict[str, tuple[str, ...]]
    person_words_alone: dict[str, tuple[str, ...]]
    thing_words: tuple[str, ...]
    origin_columns: tuple[str, ...]
    origin_stems: tuple[str, ...]
    origin_values: tuple[str, ...]
    sensitive_columns: tuple[str, ...]
    sensitive_stems: tuple[str, ...]
    sensitive_values: tuple[str, ...]
    role_words: tuple[str, ...]


def _read(name: str) -> object:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


@cache
def contract() -> Contract:
    """The kinds of file of contract version 1."""
    return Contract.model_validate(_read("kinds.yaml"))


@cache
def reasons() -> Reasons:
    """The messages of `reasons.yaml`."""
    return Reasons.model_validate(_read("reasons.yaml"))


@cache
def guards() -> Guards:
    """The privacy guards of `guards.yaml`."""
    return Guards.model_validate(_read("guards.yaml"))
