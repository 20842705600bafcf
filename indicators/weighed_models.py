"""The shape of a dated rule that weighs evidence: every number with its unit and reference."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from pydantic import Field, model_validator

from indicators.models import Dated, Frozen, Localized, Text
from indicators.rule_models import (
    ChannelsRule,
    Count,
    GezienRule,
    IncidentenRule,
    Level,
    Parameter,
    Parameters,
    Share,
    SpanningRule,
    StepDownRule,
    UrgencyRule,
    VastgelegdRule,
)

Positive = Annotated[float, Field(gt=0.0)]
Inside = Annotated[float, Field(gt=0.0, lt=1.0)]
FourShares = tuple[Inside, Inside, Inside, Inside]
FiveShares = tuple[Inside, Inside, Inside, Inside, Inside]
FourPositive = tuple[Positive, Positive, Positive, Positive]


class PhasesRule(Frozen):
    """Where the phases lie on the scale of levels, and what is expected beforehand."""

    middle_levels: Parameter[tuple[float, float, float, float]]
    start_shares: Parameter[FourShares]

    @model_validator(mode="after")
    def _in_order(self) -> PhasesRule:
        if any(later <= earlier for earlier, later in pairwise(self.middle_levels.value)):
            raise ValueError("middle_levels must rise")
        if abs(sum(self.start_shares.value) - 1.0) > 1e-9:
            raise ValueError("start_shares must add up to 1")
        return self


class SurveysRule(Frozen):
    """How much a survey figure says."""

    spread_levels: Parameter[Positive]
    overlap: Parameter[Share]
    drift_per_week: Parameter[Positive]


class ReportsRule(Frozen):
    """How much a report of a professional says."""

    share_in_rust: Parameter[FiveShares]
    share_in_ongemak: Parameter[FiveShares]
    share_in_spanning: Parameter[FiveShares]
    share_in_incidenten: Parameter[FiveShares]
    window_weeks: Parameter[Annotated[int, Field(ge=1)]]
    gate_weeks: Parameter[Annotated[int, Field(ge=1)]]
    overlap: Parameter[Share]
    lone_maximum_level: Parameter[Annotated[int, Field(ge=0, le=2)]]
    lone_part: Parameter[Share]
    sole_part: Parameter[Share]

    @model_validator(mode="after")
    def _worse_is_worse(self) -> ReportsRule:
        rows = [row.value for row in self.rows()]
        for row in rows:
            if abs(sum(row) - 1.0) > 1e-9:
                raise ValueError("each row of the table must add up to 1")
        for calmer, tenser in pairwise(rows):
            ratios = [t / c for c, t in zip(calmer, tenser, strict=True)]
            if any(later < earlier for earlier, later in pairwise(ratios)):
                raise ValueError("a higher level must argue for a higher phase throughout")
        return self

    def rows(self) -> tuple[Parameter[FiveShares], ...]:
        """The table by phase."""
        return (
            self.share_in_rust,
            self.share_in_ongemak,
            self.share_in_spanning,
            self.share_in_incidenten,
        )


class CountsRule(Frozen):
    """How much a week of recorded reports says."""

    shape: Parameter[Positive]
    part: Parameter[Share]
    factor_window_weeks: Parameter[Annotated[int, Field(ge=4)]]
    factor_prior_reports: Parameter[Positive]
    factor_limit: Parameter[Annotated[float, Field(gt=1.0)]]


class GroupIncidentsRule(Frozen):
    """How often incidents between groups happen in each phase."""

    severe_weeks_between: Parameter[FourPositive]
    lighter_weeks_between: Parameter[FourPositive]
    quiet_part: Parameter[Share]

    @model_validator(mode="after")
    def _worse_is_worse(self) -> GroupIncidentsRule:
        severe, lighter = self.severe_weeks_between.value, self.lighter_weeks_between.value
        for values in (severe, lighter):
            if any(later > earlier for earlier, later in pairwise(values)):
                raise ValueError("incidents must be more frequent in a higher phase")
        for k in range(3):
            if severe[k] / severe[k + 1] < lighter[k] / lighter[k + 1]:
                raise ValueError("a severe incident must say at least as much as a lighter one")
        return self


class PersistenceRule(Frozen):
    """How quickly a phase changes."""

    weekly_rise: Parameter[Inside]
    weekly_fall: Parameter[Inside]
    steps_per_week: Parameter[Annotated[int, Field(ge=1, le=7)]]
    rise_minimum: Parameter[Annotated[float, Field(ge=0.5, lt=1.0)]]
    fall_minimum: Parameter[Annotated[float, Field(ge=0.5, lt=1.0)]]


class CertaintyRule(Frozen):
    """The words for how sure a proposal is."""

    sure: Parameter[Inside]
    likely: Parameter[Inside]


class WeightWordsRule(Frozen):
    """The words for the weight of a reason, as the factor by which it changes the odds."""

    moderate_factor: Parameter[Annotated[float, Field(gt=1.0)]]
    strong_factor: Parameter[Annotated[float, Field(gt=1.0)]]


class DirectionRule(Frozen):
    """When a direction is named."""

    short_weeks: Parameter[Annotated[int, Field(ge=1)]]
    long_weeks: Parameter[Annotated[int, Field(ge=1)]]
    minimum_change: Parameter[Positive]
    minimum_reports: Parameter[Count]
    city_share: Parameter[Share]


class RobustnessRule(Frozen):
    """How far goalposts are moved to see whether the proposal stands."""

    goalpost_shift: Parameter[Inside]


class WeighedRule(Dated, Parameters):
    """One dated version of the rule that weighs evidence."""

    version: Text
    name: Localized
    description: Localized
    channels: ChannelsRule
    gezien: GezienRule
    vastgelegd: VastgelegdRule
    phases: PhasesRule
    surveys: SurveysRule
    reports: ReportsRule
    counts: CountsRule
    group_incidents: GroupIncidentsRule
    persistence: PersistenceRule
    incidenten: IncidentenRule
    spanning: SpanningRule
    step_down: StepDownRule
    certainty: CertaintyRule
    reasons: WeightWordsRule
    direction: DirectionRule
    robustness: RobustnessRule
    urgency: UrgencyRule


__all__ = ["Level", "WeighedRule"]
