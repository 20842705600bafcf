"""What can be recorded: one model per kind. Codes come from closed lists, roles are never persons,
and every free text is marked as such so that no save can pass the guard by.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from logbook.errors import NoteRefusedError
from logbook.knowledge import lists, rules
from privacy import check_note, find_values, neutral_groups


class _FreeText:
    """Marks a text that a person typed."""


class _Role:
    """Marks a role in a wijk."""


class _Snapshot:
    """Marks what was taken over from a build or another screen."""


FREE_TEXT, ROLE, SNAPSHOT = _FreeText(), _Role(), _Snapshot()


def _in_list(name: str) -> AfterValidator:
    """Only words of a closed list."""

    def check(value: str) -> str:
        if value not in (neutral_groups() if name == "groep" else getattr(lists(), name)):
            raise ValueError(f"not in the list {name}")
        return value

    return AfterValidator(check)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


Stripped = StringConstraints(strip_whitespace=True)
Text = Annotated[str, Stripped, FREE_TEXT]
Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), FREE_TEXT
]
Role = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60), ROLE]
Wijkcode = Annotated[str, StringConstraints(pattern=r"^WK\d{4}[0-9A-Z]{2}$")]
# Any day of a week names that week; it is kept as its Monday.
Week = Annotated[date, AfterValidator(_monday)]
Criterion = Annotated[str, _in_list("criterion")]
PhaseId = Annotated[str, _in_list("phase")]
SourceKind = Annotated[str, _in_list("source_kind")]
Scheidslijn = Annotated[str, _in_list("scheidslijn")]
AgendaKind = Annotated[str, _in_list("agenda_kind")]
MeasureStatus = Annotated[str, _in_list("measure_status")]
LookBackResult = Annotated[str, _in_list("look_back_result")]
Groep = Annotated[str, _in_list("groep")]
Level = Annotated[int, Field(ge=0, le=3)]
Oordeel = Literal["confirm", "adjust", "reject"]
Code = Annotated[str, StringConstraints(pattern=r"^[\w .:/-]{1,80}$")]
ProposedPhase = Literal["rust", "ongemak", "spanning", "incidenten", "onvoldoende_gegevens"]


class Content(BaseModel):
    """What one version of a subject says."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: ClassVar[str]

    @property
    def place(self) -> str | None:
        """The wijk it is about; None for the whole gemeente."""
        return getattr(self, "wijkcode", None)

    @property
    def at_week(self) -> date | None:
        """The Monday of the week it is about, where it is about one."""
        return getattr(self, "week", None)

    def guard(self, places: tuple[str, ...] = ()) -> None:
        """Raises NoteRefusedError on the first text that may not be stored."""
        for name, info in type(self).model_fields.items():
            marks = _marks(info.annotation, info.metadata)
            for path, text in _texts(name, getattr(self, name)):
                if FREE_TEXT in marks:
                    findings = check_note(text, places)
                elif ROLE in marks:
                    findings = check_note(text.replace("-", " ").replace("_", " "), places)
                elif SNAPSHOT in marks:
                    findings = find_values(text)
                else:
                    continue
                if findings:
                    raise NoteRefusedError(path, findings)


class Signal(Content):
    """What a professional saw, or that there was nothing to report. The contract's columns."""

    kind: ClassVar[str] = "signal"
    observed_on: date
    wijkcode: Wijkcode
    criterion: Criterion | None = None
    level: Level | None = None
    reporter: Role
    source_kind: SourceKind
    scheidslijn: Scheidslijn | None = None
    nothing_to_report: bool = False
    note: Text | None = None
    withdrawn: bool = False

    @property
    def at_week(self) -> date | None:
        return _monday(self.observed_on)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        named = (self.criterion is not None, self.level is not None)
        if any(named) if self.nothing_to_report else not all(named):
            raise ValueError("criterion and level, or nothing to report")
        return self


class Confirmation(Content):
    """Another reporter saw the same as a signal says."""

    kind: ClassVar[str] = "confirmation"
    signal_id: Code
    wijkcode: Wijkcode
    reporter: Role
    source_kind: SourceKind
    confirmed_on: date
    withdrawn: bool = False


class Review(Content):
    """The weekly review of one wijk: beeld and oordeel. Saved as it is filled in, so it may be
    incomplete; `missing` says what a decision still needs.
    """

    kind: ClassVar[str] = "review"
    wijkcode: Wijkcode
    week: Week
    beeld: Text = ""
    oordeel: Oordeel | None = None
    phase: PhaseId | None = None
    reason: Text = ""
    scheidslijnen: tuple[Scheidslijn, ...] = ()
    oorzaken: tuple[Text, ...] = ()
    groepen: tuple[Groep, ...] = ()
    locaties: tuple[Text, ...] = ()

    def missing(self) -> tuple[str, ...]:
        """The fields that a decision still needs."""
        out = [] if self.oordeel else ["oordeel"]
        if self.oordeel == "adjust" and not self.phase:
            out.append("phase")
        if self.oordeel in ("adjust", "reject") and not self.reason:
            out.append("reason")
        return tuple(out)


class Decision(Content):
    """The phase that people confirmed, and what the system had proposed. Without a phase: the
    proposal was rejected and nothing came in its place.
    """

    kind: ClassVar[str] = "decision"
    wijkcode: Wijkcode
    week: Week
    oordeel: Oordeel
    phase: PhaseId | None = None
    reason: Text = ""
    proposed_phase: ProposedPhase
    proposed_certainty: Code | None = None
    rule_version: Code
    build_id: Code
    decided_on: date
    expires_on: date

    @model_validator(mode="before")
    @classmethod
    def _expires(cls, given: Any) -> Any:
        if isinstance(given, dict) and not given.get("expires_on") and given.get("decided_on"):
            decided = given["decided_on"]
            day = date.fromisoformat(decided) if isinstance(decided, str) else decided
            return {**given, "expires_on": expiry(day)}
        return given

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.oordeel == "confirm" and self.phase != self.proposed_phase:
            raise ValueError("phase")
        if self.oordeel == "adjust" and (self.phase is None or self.phase == self.proposed_phase):
            raise ValueError("phase")
        if self.oordeel != "confirm" and not self.reason:
            raise ValueError("reason")
        if self.expires_on <= self.decided_on:
            raise ValueError("expires_on")
        return self


class Measure(Content):
    """What is done in a wijk: from the catalogue or of its own, with who looks after it and when it
    is looked at again.
    """

    kind: ClassVar[str] = "measure"
    wijkcode: Wijkcode
    intervention_id: Code | None = None
    title: Title
    owner: Role
    starts_on: date
    review_on: date
    ends_on: date | None = None
    status: MeasureStatus = "gepland"
    outcome: Text = ""
    fitted: Text = ""
    signal_ids: tuple[Code, ...] = ()
    week: Week | None = None  # of the review in which it was chosen

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.review_on < self.starts_on:
            raise ValueError("review_on")
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError("ends_on")
        return self


class LookBack(Content):
    """How a measure went, on the day it was looked at."""

    kind: ClassVar[str] = "look_back"
    measure_id: Code
    wijkcode: Wijkcode
    week: Week
    looked_on: date
    result: LookBackResult
    note: Text = ""
    fitted: Text = ""


class ClosedWeek(Content):
    """A week as it was when its review was closed: what was known, proposed and decided."""

    kind: ClassVar[str] = "closed_week"
    wijkcode: Wijkcode
    week: Week
    closed_on: date
    rule_version: Code
    build_id: Code
    known: Annotated[dict[str, Any], SNAPSHOT]
    proposed: Annotated[dict[str, Any], SNAPSHOT]
    decided: Annotated[dict[str, Any], SNAPSHOT]


class Actieplan(Content):
    """The plan of a wijk, as the source of the approach describes it: causes, a challenge that
    connects, what is done for it, key figures as roles, partners.
    """

    kind: ClassVar[str] = "actieplan"
    wijkcode: Wijkcode
    oorzaken: tuple[Text, ...] = ()
    verbindende_uitdaging: Text = ""
    inzet: tuple[Text, ...] = ()
    sleutelfiguren: tuple[Role, ...] = ()
    partners: tuple[Text, ...] = ()


class MeetingPlan(Content):
    """A plan for one activity; its form is up to its screen. Its texts are guarded."""

    kind: ClassVar[str] = "meeting_plan"
    wijkcode: Wijkcode
    title: Title
    plan: Annotated[dict[str, Any], FREE_TEXT]


class AgendaItem(Content):
    """What is coming or happened. The contract's columns."""

    kind: ClassVar[str] = "agenda_item"
    first_day: date
    last_day: date | None = None
    wijkcode: Wijkcode | None = None
    agenda_kind: AgendaKind
    title: Title
    expected_impact: Level | None = None
    withdrawn: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("last_day")
        return self


KINDS: dict[str, type[Content]] = {
    model.kind: model
    for model in (
        Signal, Confirmation, Review, Decision, Measure, LookBack, ClosedWeek, Actieplan,
        MeetingPlan, AgendaItem,
    )
}  # fmt: skip


def expiry(decided_on: date) -> date:
    """The day on which a phase confirmed on a day no longer counts."""
    return decided_on + timedelta(weeks=rules().confirmed_phase_weeks.value)


def week_subject(wijkcode: str, week: date) -> str:
    """The subject of what there is one of per wijk and week: WK123401/2026-W46."""
    year, number, _ = week.isocalendar()
    return f"{wijkcode}/{year}-W{number:02d}"


def _marks(annotation: Any, metadata: list[Any]) -> set[Any]:
    """The marks on a field, also inside `X | None` and `tuple[X, ...]`."""
    marks = {mark for mark in metadata if isinstance(mark, _FreeText | _Role | _Snapshot)}
    for part in getattr(annotation, "__args__", ()):
        marks |= _marks(part, list(getattr(part, "__metadata__", ())))
    return marks


def _texts(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every text inside a value, with its place."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield f"{path}.{key}", str(key)
            yield from _texts(f"{path}.{key}", inner)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _texts(f"{path}.{index}", inner)
