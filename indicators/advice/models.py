"""The shape of what the advice knows: closed lists, dated rules, sources, and the meeting design.

A rule says in words what it does and why, with its source; its other fields are what the code does
with it. Advice points at rules by id, so that every line on a screen leads to its ground.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from indicators.models import Day, Frozen, Localized, PhaseId, Status, Text, WordList

Named = Annotated[tuple[Text, ...], Field(min_length=1)]
RankKey = Literal[
    "step", "failed_before", "preferred", "criteria", "scheidslijn", "target_group",
    "named", "several_groups", "evidence", "effort",
]  # fmt: skip


class AdviceLists(Frozen):
    """The closed lists that the catalogue and the rules use."""

    direction: WordList
    purpose: WordList
    circumstance: WordList
    target_group: WordList
    executor: WordList
    activity_type: WordList
    online_condition: WordList


class Source(Frozen):
    """One source, once. `read` says how much of it we read; `inference` where our text goes
    further than the source. url None: read as a text without an address.
    """

    id: Text
    title: Text
    url: Annotated[str, Field(pattern=r"^https?://")] | None
    kind: Literal[
        "meta-analyse", "experiment", "overzicht", "evaluatie", "handreiking", "kader",
        "praktijk", "artikel", "cijfers",
    ]  # fmt: skip
    read: Literal["geheel", "deels", "samenvatting"]
    date_checked: Day
    says: Localized
    inference: Localized | None


class Sources(Frozen):
    """The whole library."""

    sources: tuple[Source, ...]


class Grounded(Frozen):
    """Base of what rests on sources of the library (by id), with how directly it does."""

    status: Status
    sources: Named
    last_checked: Day


class Rule(Grounded):
    """A rule of the advice in words; the subclasses add what the code does with it."""

    id: Text
    valid_from: Day = Field(alias="from")
    name: Localized
    explanation: Localized


class Step(Frozen):
    """One step in the order of a phase: which purposes belong to it, and what comes first in
    it, whatever else stands out."""

    id: Text
    name: Localized
    purposes: Named
    first: tuple[Text, ...] = ()


class OrderRule(Rule):
    """What comes first, and what after that, in one phase."""

    kind: Literal["order"]
    phase: PhaseId
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]


class PresumeRule(Rule):
    """A circumstance that is taken to hold until people say otherwise.

    In one of `phases`; with `criteria`, only when at least `at_least_count` of them reach level
    `at_least_level` (0-3).
    """

    kind: Literal["presume"]
    circumstance: Text
    phases: Annotated[tuple[PhaseId, ...], Field(min_length=1)]
    criteria: tuple[Text, ...] = ()
    at_least_level: Annotated[float, Field(ge=0, le=3)] = 0
    at_least_count: Annotated[int, Field(ge=0)] = 0


class ExcludeRule(Rule):
    """Purposes that are not advised in a phase, in a circumstance, or when only these scheidslijnen
    play a part. What is given must hold all together.
    """

    kind: Literal["exclude"]
    phases: tuple[PhaseId, ...] = ()
    circumstance: Text | None = None
    scheidslijnen: tuple[Text, ...] = ()
    purposes: Named


class PreferRule(Rule):
    """Within its step, these purposes come first when one of the target groups is chosen."""

    kind: Literal["prefer"]
    target_groups: Named
    purposes: Named


class NoteRule(Rule):
    """A remark that belongs to an advised intervention."""

    kind: Literal["note"]
    when: Literal["always", "one_group", "worked_elsewhere", "purposes"]
    phases: tuple[PhaseId, ...] = ()
    purposes: tuple[Text, ...] = ()


class HistoryRule(Rule):
    """What counts as running, as failed and as harmful among the measures of a wijk."""

    kind: Literal["history"]
    running: Named
    failed: Named
    harmful: Named
    helped: Named


class RankRule(Rule):
    """In which order things are compared; and from which level a criterion is up."""

    kind: Literal["rank"]
    keys: Annotated[tuple[RankKey, ...], Field(min_length=1)]
    up_from_level: Annotated[float, Field(ge=0, le=3)]


class DirectionsRule(Rule):
    """Which directions for solutions count in a phase, and how many entries are wished for each."""

    kind: Literal["directions"]
    applies: dict[PhaseId, tuple[Text, ...]]
    at_least: Annotated[int, Field(gt=0)]


class PrincipleRule(Rule):
    """A rule that shapes the whole advice; the code knows it by its id."""

    kind: Literal["principle"]
    id: Literal["twijfel", "eerst-uitzoeken", "klein-en-onzeker"]


AnyAdviceRule = Annotated[
    OrderRule
    | PresumeRule
    | ExcludeRule
    | PreferRule
    | NoteRule
    | HistoryRule
    | RankRule
    | DirectionsRule
    | PrincipleRule,
    Field(discriminator="kind"),
]


class AdviceRules(Grounded):
    """One dated version of all rules together."""

    version: Text
    valid_from: Day = Field(alias="from")
    rules: tuple[AnyAdviceRule, ...]


MeetingGoal = Literal["welbevinden", "sociaal-contact", "sociaal-kapitaal"]
MeetingForm = Literal["in-persoon", "online", "gemengd"]
MeetingGroup = Literal["eigen-kring", "verschillende-groepen"]


class MeetingChoice(Frozen):
    """Something an organiser can decide to do; ticking it covers its element."""

    id: Text
    text: Localized


class MeetingElement(Grounded):
    """One working element of a meeting, and for which meetings it holds (empty: for all)."""

    id: Text
    part: Literal["algemeen", "welbevinden", "contact", "vooroordelen", "kapitaal", "online"]
    name: Localized
    explanation: Localized
    goals: tuple[MeetingGoal, ...] = ()
    forms: tuple[MeetingForm, ...] = ()
    groups: tuple[MeetingGroup, ...] = ()
    only_with_prejudice: bool = False
    choices: Annotated[tuple[MeetingChoice, ...], Field(min_length=1)]


class MeetingRisk(Grounded):
    """What can go wrong with such a meeting, and what helps; too_early: better not now."""

    id: Text
    phases: tuple[PhaseId, ...] = ()
    forms: tuple[MeetingForm, ...] = ()
    groups: tuple[MeetingGroup, ...] = ()
    goals: tuple[MeetingGoal, ...] = ()
    too_early: bool = False
    text: Localized
    helps: Localized


class MeetingPurpose(Grounded):
    """What a meeting with this goal is for, and what it is not."""

    id: MeetingGoal
    name: Localized
    what_for: Localized
    not_for: Localized


class InclusiveDetail(Grounded):
    """A practical detail that decides who can come; empty target_groups: always."""

    id: Text
    target_groups: tuple[Text, ...] = ()
    text: Localized


class MeetingPrinciple(Grounded):
    """A sentence that stands above every plan."""

    text: Localized


class MeetingKnowledge(Grounded):
    """Everything the design of one meeting rests on."""

    version: Text
    valid_from: Day = Field(alias="from")
    principle: MeetingPrinciple
    goals: tuple[MeetingPurpose, ...]
    elements: tuple[MeetingElement, ...]
    details: tuple[InclusiveDetail, ...]
    risks: tuple[MeetingRisk, ...]


AnyRule = TypeVar("AnyRule", bound=Rule)


@dataclass(frozen=True)
class AdviceKnowledge:
    """All that the advice rests on, besides the catalogue itself."""

    lists: AdviceLists
    rules: AdviceRules
    meeting: MeetingKnowledge
    sources: Mapping[str, Source]

    def of_kind(self, kind: type[AnyRule]) -> tuple[AnyRule, ...]:
        """The rules of one kind, in the order of the file."""
        return tuple(rule for rule in self.rules.rules if isinstance(rule, kind))
