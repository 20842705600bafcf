"""The values of a weighed rule as arrays and plain numbers, as the calculation needs them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.evidence import CHANNELS, CRITERIA
from indicators.weighed_models import WeighedRule

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class WeighedNumbers:
    """See the parameters of `WeighedRule` with the same meaning. Log-likelihood in nats.

    signal_scale: 1, except where goalposts are moved to test robustness.
    """

    criteria: NDArray[np.int64]
    middles: Floats
    start: Floats
    survey_spread: float
    survey_overlap: float
    signal_table: Floats
    signal_window: int
    signal_overlap: float
    signal_scale: float
    lone_maximum: int
    lone_part: float
    sole_part: float
    count_shape: float
    count_part: float
    factor_window: int
    factor_prior: float
    factor_limit: float
    severe_rates: Floats
    lighter_rates: Floats
    quiet_part: float
    transition: Floats
    rise_minimum: float
    fall_minimum: float
    counted_channels: tuple[int, ...]
    minimum_channels: int
    incident_window: int
    severe_minimum: int
    group_minimum: int
    spanning_criteria: tuple[int, ...]
    spanning_minimum_criteria: int
    spanning_minimum_channels: int
    spanning_level: float
    corroborated_level: int
    gate_window: int
    wait_weeks: int
    safety_criterion: int
    safety_margin: float
    sure: float
    likely: float

    @classmethod
    def of(cls, rule: WeighedRule, phase_criteria: tuple[str, ...]) -> WeighedNumbers:
        """The numbers of one version; `phase_criteria` are the criteria with the role phase."""
        incidents = rule.group_incidents
        return cls(
            criteria=np.array([CRITERIA.index(c) for c in phase_criteria]),
            middles=np.array(rule.phases.middle_levels.value),
            start=np.array(rule.phases.start_shares.value),
            survey_spread=rule.surveys.spread_levels.value,
            survey_overlap=rule.surveys.overlap.value,
            signal_table=np.array([row.value for row in rule.reports.rows()]),
            signal_window=rule.reports.window_weeks.value,
            signal_scale=1.0,
            signal_overlap=rule.reports.overlap.value,
            lone_maximum=rule.reports.lone_maximum_level.value,
            lone_part=rule.reports.lone_part.value,
            sole_part=rule.reports.sole_part.value,
            count_shape=rule.counts.shape.value,
            count_part=rule.counts.part.value,
            factor_window=rule.counts.factor_window_weeks.value,
            factor_prior=rule.counts.factor_prior_reports.value,
            factor_limit=rule.counts.factor_limit.value,
            severe_rates=1.0 / np.array(incidents.severe_weeks_between.value),
            lighter_rates=1.0 / np.array(incidents.lighter_weeks_between.value),
            quiet_part=incidents.quiet_part.value,
            transition=transition_matrix(
                rule.persistence.weekly_rise.value,
                rule.persistence.weekly_fall.value,
                rule.persistence.steps_per_week.value,
            ),
            rise_minimum=rule.persistence.rise_minimum.value,
            fall_minimum=rule.persistence.fall_minimum.value,
            counted_channels=tuple(CHANNELS.index(c) for c in rule.channels.counted_channels.value),
            minimum_channels=rule.channels.minimum_channels.value,
            incident_window=rule.incidenten.window_weeks.value,
            severe_minimum=rule.incidenten.severe_verified_minimum.value,
            group_minimum=rule.incidenten.group_incidents_minimum.value,
            spanning_criteria=tuple(CRITERIA.index(c) for c in rule.spanning.criteria.value),
            spanning_minimum_criteria=rule.spanning.minimum_criteria.value,
            spanning_minimum_channels=rule.spanning.minimum_channels.value,
            spanning_level=rule.spanning.level.value,
            corroborated_level=rule.spanning.corroborated_level.value,
            gate_window=rule.reports.gate_weeks.value,
            wait_weeks=rule.step_down.wait_weeks.value,
            safety_criterion=CRITERIA.index(rule.step_down.safety_criterion.value),
            safety_margin=rule.step_down.safety_margin_level.value,
            sure=rule.certainty.sure.value,
            likely=rule.certainty.likely.value,
        )


def transition_matrix(rise: float, fall: float, steps: int) -> Floats:
    """Chance of going from a phase (row) to a phase (column) in one week; rows add up to 1.

    A week has some small steps, each to a neighbouring phase at most. So a wijk can cross two
    phases in a week, though that is rare, and a higher phase today never makes a lower phase
    likelier tomorrow (the product of such matrices keeps that).
    """
    one = np.zeros((4, 4))
    for phase in range(4):
        up = rise / steps if phase < 3 else 0.0
        down = fall / steps if phase > 0 else 0.0
        one[phase, phase] = 1.0 - up - down
        if phase < 3:
            one[phase, phase + 1] = up
        if phase > 0:
            one[phase, phase - 1] = down
    return np.asarray(np.linalg.matrix_power(one, steps))
