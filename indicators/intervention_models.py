"""The shape of the intervention catalogue: what helps in which phase, and when not to do it.

The closed lists that ids point to are in advice/lists.yaml, the sources in advice/sources.yaml.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from indicators.models import Frozen, Localized, PhaseId, Status, Text

InterventionId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class NotWhen(Frozen):
    """When this must not be done (yet), and why. What is named must hold all together.

    `phases` alone excludes the whole phase. A `circumstance` is something that people in the wijk
    know and no figure says. `scheidslijnen` hold when no other scheidslijn plays a part.
    """

    phases: tuple[PhaseId, ...] = ()
    circumstance: Text | None = None
    scheidslijnen: tuple[Text, ...] = ()
    target_groups: tuple[Text, ...] = ()
    why: Localized

    @model_validator(mode="after")
    def _says_when(self) -> NotWhen:
        if not self.phases and not self.is_conditional:
            raise ValueError("give phases, a circumstance, scheidslijnen or target_groups")
        return self

    @property
    def is_conditional(self) -> bool:
        """False: a whole phase is excluded."""
        return bool(self.circumstance or self.scheidslijnen or self.target_groups)


class LadderRung(Frozen):
    """Rung on the ladder of contact. The literal rungs of KIS are not public: ours are derived."""

    rung: Literal["L0", "L1", "L2", "L3", "L4", "L5"]
    status: Literal["derived"]


class InterventionEvidence(Frozen):
    """How well it is known to work.

    A: meta-analysis or randomised trials exist; A-: the same theory was tested, this form was not;
    B: some evaluation or experiments; C: practice knowledge. `effect_size` is quoted as published,
    with its measure.
    """

    grade: Literal["A", "A-", "B", "C"]
    text: Localized
    effect_size: Text | None


class OnlineVariant(Frozen):
    """How it can be done online, and which conditions then belong to it."""

    how: Localized
    conditions: Annotated[tuple[Text, ...], Field(min_length=1)]


class PracticeExample(Frozen):
    """An example from practice by its own name; `source` is an id of the library."""

    title: Text
    text: Localized
    source: Text


class Intervention(Frozen):
    """One thing a gemeente or its partners can do. Effort and lead time are our estimates."""

    id: InterventionId
    name: Localized
    summary: Localized
    purpose: Text
    directions: Annotated[tuple[Text, ...], Field(min_length=1)]
    activity_types: tuple[Text, ...]
    phases: Annotated[tuple[PhaseId, ...], Field(min_length=1)]
    phases_status: Status
    not_when: Annotated[tuple[NotWhen, ...], Field(min_length=1)]
    criteria: Annotated[tuple[Text, ...], Field(min_length=1)]
    scheidslijnen: tuple[Text, ...]
    several_groups: bool
    working_elements: Annotated[tuple[Localized, ...], Field(min_length=1)]
    do: Annotated[tuple[Localized, ...], Field(min_length=1)]
    dont: Annotated[tuple[Localized, ...], Field(min_length=1)]
    for_groups: Annotated[tuple[Text, ...], Field(min_length=1)]
    target_groups: Localized
    executors: Annotated[tuple[Text, ...], Field(min_length=1)]
    executor: Localized
    partners: Localized
    effort: Literal["laag", "middel", "hoog"]
    lead_time_weeks: Annotated[int, Field(ge=0, le=104)]
    ladder_rung: LadderRung | None
    evidence: InterventionEvidence
    online: OnlineVariant | None
    practice_examples: tuple[PracticeExample, ...]
    sources: Annotated[tuple[Text, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _every_phase_fits_or_says_why_not(self) -> Intervention:
        """Each of the four phases fits or is excluded with a reason, and never both."""
        excluded = {
            phase for rule in self.not_when if not rule.is_conditional for phase in rule.phases
        }
        clash = sorted(excluded & set(self.phases))
        if clash:
            raise ValueError(f"phases both fit and are excluded: {', '.join(clash)}")
        silent = {"rust", "ongemak", "spanning", "incidenten"} - excluded - set(self.phases)
        if silent:
            raise ValueError(f"phases neither fit nor are excluded: {', '.join(sorted(silent))}")
        return self

    def excluded_in(self, phase: PhaseId) -> NotWhen | None:
        """Why the whole phase is excluded; None when it is not."""
        for rule in self.not_when:
            if not rule.is_conditional and phase in rule.phases:
                return rule
        return None
