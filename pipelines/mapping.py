"""How one local export maps to the contract: an entry of `sources` in gemeente.yaml."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from pipelines.presets import Preset, presets

KindName = Literal[
    "population", "incidents", "surveys", "survey_results", "signals", "registrations", "agenda",
    "reporters", "offer",
]  # fmt: skip
Value = str | int | float | bool
WORDS = {True: "ja", False: "nee"}


class ItemColumn(BaseModel):
    """Where the answers to one question stand, and how their codes translate to our scale."""

    model_config = ConfigDict(extra="forbid")

    column: str
    answers: dict[str, str] | None = None

    @field_validator("answers", mode="before")
    @classmethod
    def _as_text(cls, answers: object) -> object:
        """Codes are numbers in YAML and text in a file."""
        if isinstance(answers, dict):
            return {str(theirs): str(ours) for theirs, ours in answers.items()}
        return answers


class SourceMapping(BaseModel):
    """`columns`: ours -> theirs. `categories`, and `values` of any other column: theirs -> ours.
    `items`: our question -> their column, for a file with the questions side by side. `leave_out`:
    their column -> values of rows that do not count. `preset` fills in what is not said here.
    """

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    file: str
    kind: KindName = Field(alias="as")
    preset: str | None = None
    columns: dict[str, str] = {}
    categories: dict[str, str] = {}
    categories_file: str | None = None
    values: dict[str, dict[str, str]] = {}
    items: dict[str, ItemColumn] = {}
    leave_out: dict[str, list[str]] = {}
    defaults: dict[str, Value] = {}
    crs: Literal["EPSG:28992", "EPSG:4326"] | None = None
    encoding: str = "utf-8"
    division: int | None = Field(default=None, ge=2000, le=2100)

    @field_validator("defaults")
    @classmethod
    def _in_words(cls, defaults: dict[str, Value]) -> dict[str, Value]:
        """As a file would say it: true is ja."""
        return {k: WORDS[v] if isinstance(v, bool) else str(v) for k, v in defaults.items()}

    @field_validator("values", mode="before")
    @classmethod
    def _values_as_text(cls, values: object) -> object:
        if not isinstance(values, dict):
            return values
        return {
            column: {str(theirs): str(ours) for theirs, ours in pairs.items()}
            if isinstance(pairs, dict)
            else pairs
            for column, pairs in values.items()
        }

    @field_validator("items", mode="before")
    @classmethod
    def _short_items(cls, items: object) -> object:
        """`thuisgevoel: v12` is short for `thuisgevoel: {column: v12}`."""
        if not isinstance(items, dict):
            return items
        return {k: {"column": v} if isinstance(v, str) else v for k, v in items.items()}

    @model_validator(mode="after")
    def _fits(self) -> SourceMapping:
        if self.preset is not None:
            known = presets().get(self.preset)
            if known is None or self.kind not in known.kinds:
                raise ValueError("preset")
        if self.items and self.kind not in ("surveys", "survey_results"):
            raise ValueError("items")
        return self

    @property
    def ready(self) -> Preset | None:
        """The preset, where one is named."""
        return presets()[self.preset] if self.preset else None

    @property
    def all_categories(self) -> dict[str, str]:
        """Theirs -> ours: those said here go before those of the preset."""
        return {**(self.ready.categories if self.ready else {}), **self.categories}

    @property
    def all_defaults(self) -> dict[str, str]:
        """Of columns that are not in the file, or are empty there."""
        own = {column: str(value) for column, value in self.defaults.items()}
        return {**(self.ready.defaults if self.ready else {}), **own}

    @property
    def all_leave_out(self) -> dict[str, tuple[str, ...]]:
        """Their column -> values of rows that do not count."""
        own = {column: tuple(values) for column, values in self.leave_out.items()}
        return {**(self.ready.leave_out if self.ready else {}), **own}

    def answers_of(self, item: str) -> dict[str, str]:
        """Their code -> number on our scale; empty when the file has our numbers already."""
        own = self.items[item].answers
        if own is not None or self.kind != "surveys" or self.ready is None:
            return own or {}
        question = self.ready.question_of(item)
        return question.answers if question else {}
