"""The shape of the knowledge: criteria, indicators, categories, word lists and phases.

All models are frozen and refuse unknown keys, so that a typing error in the YAML is found at start.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Status = Literal["sourced", "derived", "assumption"]
Direction = Literal["higher_is_worse", "lower_is_worse"]
Channel = Literal["beleefd", "gezien", "vastgelegd", "verwacht"]
PhaseId = Literal["rust", "ongemak", "spanning", "incidenten", "onvoldoende_gegevens"]

EARLIEST_DATE = date(2000, 1, 1)
LATEST_DATE = date(2100, 1, 1)


def _plausible(day: date) -> date:
    if not EARLIEST_DATE <= day < LATEST_DATE:
        raise ValueError(f"date {day.isoformat()} is not plausible")
    return day


Day = Annotated[date, AfterValidator(_plausible)]


class Frozen(BaseModel):
    """Base of all knowledge models."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Localized(Frozen):
    """One text in Dutch and English."""

    nl: Text
    en: Text


class Reference(Frozen):
    """Where a value comes from; `url` is a web address, or the word `assumption`."""

    title: Text
    url: Text

    @model_validator(mode="after")
    def _address(self) -> Reference:
        if self.url != "assumption" and not self.url.startswith(("https://", "http://")):
            raise ValueError("url must be a web address or the word 'assumption'")
        return self


class Sourced(Frozen):
    """Base of everything that must say where it comes from and when that was checked."""

    status: Status
    reference: Reference
    last_checked: Day

    @model_validator(mode="after")
    def _status_fits_reference(self) -> Sourced:
        if self.status != "assumption" and self.reference.url == "assumption":
            raise ValueError(f"status '{self.status}' needs a reference with a web address")
        return self


class Dated(Sourced):
    """A sourced value with the date from which it is in effect."""

    valid_from: Day = Field(alias="from")


class Descriptors(Frozen):
    """What a professional would see at each level: 0 rust, 1 ongemak, 2 spanning, 3 incidenten."""

    level_0: Localized
    level_1: Localized
    level_2: Localized
    level_3: Localized

    def at(self, level: int) -> Localized:
        """The descriptor of one whole level 0-3."""
        return (self.level_0, self.level_1, self.level_2, self.level_3)[level]


class Criterion(Dated):
    """One of the fourteen criteria; the descriptors have a status of their own."""

    id: Annotated[str, StringConstraints(pattern=r"^C([1-9]|1[0-4])$")]
    name: Localized
    definition: Localized
    direction: Direction
    roles: Annotated[tuple[Literal["phase", "urgency", "protective"], ...], Field(min_length=1)]
    descriptors: Descriptors
    descriptors_status: Status


class Goalposts(Dated):
    """The values at level 1, 2 and 3, in the unit of the indicator, from a date on."""

    values: tuple[float, float, float]


class Anchor(Frozen):
    """A published figure that helps to place the goalposts; it is not a goalpost itself."""

    text: Localized
    reference: Reference


class Scale(Frozen):
    """Lowest and highest possible answer."""

    min: float
    max: float

    @model_validator(mode="after")
    def _ordered(self) -> Scale:
        if not self.min < self.max:
            raise ValueError("min must be below max")
        return self


class IndicatorSource(Frozen):
    """The table an indicator is computed from, and which rows of it."""

    kind: Literal["survey", "incidents", "signals"]
    item: str | None = None
    categories: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> IndicatorSource:
        if (self.kind == "survey") != (self.item is not None):
            raise ValueError("item belongs to kind 'survey' and to no other kind")
        if (self.kind == "incidents") != bool(self.categories):
            raise ValueError("categories belong to kind 'incidents' and to no other kind")
        return self


class Indicator(Sourced):
    """One way to measure a criterion. Windows and ages in weeks, counts in rows or answers."""

    id: Text
    name: Localized
    definition: Localized
    criterion: Text
    channel: Literal["beleefd", "gezien", "vastgelegd"]
    source: IndicatorSource
    statistic: Literal["share_agree", "share_yes", "mean", "rate_per_1000", "signal_level"]
    scale: Scale | None = None
    denominator: Literal["answers", "residents", "reports"]
    unit: Localized
    decimals: Annotated[int, Field(ge=0, le=3)]
    window_weeks: Annotated[int, Field(gt=0)] | None = None
    half_life_weeks: Annotated[float, Field(gt=0)] | None = None
    minimum_n: Annotated[int, Field(gt=0)] | None = None
    minimum_events: Annotated[int, Field(gt=0)] | None = None
    maximum_age_weeks: Annotated[int, Field(gt=0)] | None = None
    direction: Direction
    limits: Localized
    anchor: Anchor | None = None
    goalposts: Annotated[tuple[Goalposts, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _fields_fit_source(self) -> Indicator:
        needed = {
            "survey": ("scale", "minimum_n", "maximum_age_weeks"),
            "incidents": ("window_weeks", "minimum_events"),
            "signals": ("window_weeks", "half_life_weeks", "scale"),
        }[self.source.kind]
        missing = [name for name in needed if getattr(self, name) is None]
        if missing:
            raise ValueError(f"kind '{self.source.kind}' needs {', '.join(missing)}")
        return self

    @model_validator(mode="after")
    def _goalposts_in_order(self) -> Indicator:
        for index, version in enumerate(self.goalposts):
            one, two, three = version.values
            rises = self.direction == "higher_is_worse"
            if not (one < two < three if rises else one > two > three):
                raise ValueError(f"goalposts {index}: values must get worse: {self.direction}")
        dates = [version.valid_from for version in self.goalposts]
        if any(later <= earlier for earlier, later in pairwise(dates)):
            raise ValueError("goalposts: dates must rise, without repeats")
        return self

    def goalposts_version_on(self, day: date) -> Goalposts:
        """The goalposts in effect on a day, with their reference.

        Days before the first version get the first version: a history from before the product
        existed is computed under the first values there ever were.
        """
        in_effect = [version for version in self.goalposts if version.valid_from <= day]
        return in_effect[-1] if in_effect else self.goalposts[0]

    def goalposts_on(self, day: date) -> tuple[float, float, float]:
        """The values at level 1, 2 and 3 in effect on a day (see goalposts_version_on)."""
        return self.goalposts_version_on(day).values


class Category(Frozen):
    """One incident category of the data contract; criterion None = kept, never scored."""

    id: Text
    name: Localized
    criterion: Text | None
    condition: Literal["group_dimension_ja"] | None


class Categories(Dated):
    """The incident categories, with the reference for the whole list."""

    categories: tuple[Category, ...]


class Term(Frozen):
    """One allowed word with its label."""

    id: Text
    name: Localized


class WordList(Sourced):
    """A closed list of allowed words."""

    terms: Annotated[tuple[Term, ...], Field(min_length=1)]

    def label(self, term_id: str) -> Localized:
        """The label of one word; KeyError when the word is not in the list."""
        for term in self.terms:
            if term.id == term_id:
                return term.name
        raise KeyError(term_id)

    @property
    def ids(self) -> tuple[str, ...]:
        """The allowed words in the order of the file."""
        return tuple(term.id for term in self.terms)


class Vocabulary(Frozen):
    """The closed lists that rows and forms may use."""

    source_kind: WordList
    scheidslijn: WordList
    agenda_kind: WordList
    registers: WordList


HexColour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")]


class Phase(Sourced):
    """One phase (or the lack of data) as it is shown."""

    id: PhaseId
    name: Localized
    sign: Annotated[str, StringConstraints(pattern=r"^[ROSI?]$")]
    colour_name: Localized
    fill: HexColour
    text_colour: HexColour
    pattern: Literal["hatch"] | None
    pattern_colour: HexColour | None
    seen: Localized
    needed: Localized


class Phases(Frozen):
    """The phases in their order, the lack of data last."""

    phases: tuple[Phase, ...]
