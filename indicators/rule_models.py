"""The shape of a dated phase rule: every number with its unit, reference and explanation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field

from indicators.models import Dated, Frozen, Localized, PhaseId, Text

Value = TypeVar("Value")

Count = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Level = Annotated[float, Field(ge=0.0, le=3.0)]
CriterionIds = Annotated[tuple[Text, ...], Field(min_length=1)]


class Parameter(Dated, Generic[Value]):
    """One value of the rule."""

    value: Value
    unit: Localized
    explanation: Localized


class ChannelsRule(Frozen):
    """How many kinds of sources must speak."""

    counted_channels: Parameter[tuple[Literal["beleefd", "gezien", "vastgelegd"], ...]]
    minimum_channels: Parameter[Annotated[int, Field(ge=1, le=3)]]


class GezienRule(Frozen):
    """When the channel of professional signals is usable."""

    coverage_window_weeks: Parameter[Count]
    minimum_coverage_share: Parameter[Share]
    minimum_reports_without_roster: Parameter[Count]


class VastgelegdRule(Frozen):
    """When the channel of recorded incidents is usable."""

    minimum_residents: Parameter[Count]
    source_silence_weeks: Parameter[Count]


class IncidentenRule(Frozen):
    """When incidents make the phase incidenten."""

    window_weeks: Parameter[Annotated[int, Field(ge=1)]]
    severe_verified_minimum: Parameter[Annotated[int, Field(ge=1)]]
    group_incidents_minimum: Parameter[Annotated[int, Field(ge=1)]]


class SpanningRule(Frozen):
    """When levels make the phase spanning."""

    criteria: Parameter[CriterionIds]
    minimum_criteria: Parameter[Annotated[int, Field(ge=1)]]
    level: Parameter[Level]
    minimum_channels: Parameter[Annotated[int, Field(ge=1, le=3)]]
    corroborated_level: Parameter[Annotated[int, Field(ge=1, le=3)]]


class OngemakRule(Frozen):
    """When levels make the phase ongemak."""

    criteria: Parameter[CriterionIds]
    level: Parameter[Level]


class SignalsRule(Frozen):
    """How a signal counts that nobody else confirmed."""

    lone_signal_maximum_level: Parameter[Level]


class StepDownRule(Frozen):
    """How a phase may fall."""

    wait_weeks: Parameter[Count]
    safety_criterion: Parameter[Text]
    safety_margin_level: Parameter[Level]
    maximum_phases_per_week: Parameter[Annotated[int, Field(ge=1, le=3)]]


class ReasonsRule(Frozen):
    """The words for how far a level lies from the threshold, in levels."""

    moderate_margin: Parameter[Level]
    strong_margin: Parameter[Level]


class UrgencyRule(Frozen):
    """When a wijk should be looked at again; none of this changes the phase."""

    review_weeks_rust: Parameter[Count]
    review_weeks_ongemak: Parameter[Count]
    review_weeks_spanning: Parameter[Count]
    review_weeks_incidenten: Parameter[Count]
    review_weeks_onvoldoende_gegevens: Parameter[Count]
    urgency_criteria: Parameter[CriterionIds]
    urgency_level: Parameter[Level]
    review_weeks_when_urgent: Parameter[Count]

    def review_weeks(self, phase: PhaseId, urgent: bool) -> int:
        """Weeks until the next look; urgency can only make it sooner."""
        own: Parameter[Count] = getattr(self, f"review_weeks_{phase}")
        return min(own.value, self.review_weeks_when_urgent.value) if urgent else own.value


class Parameters(Frozen):
    """Base of a rule: gives every parameter it holds."""

    def parameters(self) -> Iterator[tuple[str, Parameter[object]]]:
        """Every parameter with its dotted name, in the order of the file."""
        for group in type(self).model_fields:
            part = getattr(self, group)
            if isinstance(part, Frozen) and not isinstance(part, Localized | Dated):
                for name in type(part).model_fields:
                    value = getattr(part, name)
                    if isinstance(value, Parameter):
                        yield f"{group}.{name}", value


class PhaseRule(Dated, Parameters):
    """One dated version of the point rule."""

    version: Text
    name: Localized
    description: Localized
    channels: ChannelsRule
    gezien: GezienRule
    vastgelegd: VastgelegdRule
    incidenten: IncidentenRule
    spanning: SpanningRule
    ongemak: OngemakRule
    signals: SignalsRule
    step_down: StepDownRule
    reasons: ReasonsRule
    urgency: UrgencyRule
