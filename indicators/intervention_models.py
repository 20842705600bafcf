"""The shape of the intervention catalogue: what helps in which phase, and when not to do it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from indicators.models import Dated, Day, Frozen, Localized, PhaseId, Text


class NotWhen(Frozen):
    """Phases or a situation in which this must not be done (yet), and why."""

    phases: tuple[PhaseId, ...] = ()
    situation: Localized | None = None
    why: Localized

    @model_validator(mode="after")
    def _says_when(self) -> NotWhen:
        if not self.phases and self.situation is None:
            raise ValueError("give phases, a situation, or both")
        return self


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


class InterventionSource(Frozen):
    """One source, with the day it was last read; url None = read as a text without an address."""

    title: Text
    url: Annotated[str, Field(pattern=r"^https?://")] | None
    date_checked: Day


class Intervention(Frozen):
    """One thing a gemeente or its partners can do."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    name: Localized
    summary: Localized
    phases: Annotated[tuple[PhaseId, ...], Field(min_length=1)]
    not_when: tuple[NotWhen, ...]
    working_elements: Annotated[tuple[Localized, ...], Field(min_length=1)]
    do: Annotated[tuple[Localized, ...], Field(min_length=1)]
    dont: Annotated[tuple[Localized, ...], Field(min_length=1)]
    target_groups: Localized
    executor: Localized
    partners: Localized
    effort: Literal["laag", "middel", "hoog"]
    lead_time_weeks: Annotated[int, Field(ge=0, le=104)]
    ladder_rung: LadderRung | None
    evidence: InterventionEvidence
    sources: Annotated[tuple[InterventionSource, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _phases_do_not_clash(self) -> Intervention:
        """A whole phase can be fitting or excluded; only a situation inside it can be both."""
        excluded = {
            phase for rule in self.not_when if rule.situation is None for phase in rule.phases
        }
        clash = sorted(excluded & set(self.phases))
        if clash:
            raise ValueError(f"phases both fit and are excluded: {', '.join(clash)}")
        return self


class InterventionOrder(Dated):
    """In which order to think of interventions in each phase; the others follow by name."""

    explanation: Localized
    order: dict[PhaseId, tuple[Text, ...]]
