"""What goes with the phase: what would change it, robustness, direction, scores and baselines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from indicators import load_knowledge
from indicators.baselines import BASELINES
from indicators.changes import CALM_WEEKS, CHANNEL, apply_change, changes_needed
from indicators.direction import RISING, directions
from indicators.evidence import INCIDENTEN, ONVOLDOENDE
from indicators.robustness import moved_goalposts, robustness
from indicators.scoring import (
    calibration,
    confusion,
    delays,
    false_rises,
    feeding,
    quadratic_kappa,
    weeks_from_change,
)
from indicators.slices import sliced
from indicators.weighed_models import WeighedRule
from indicators.weighed_numbers import WeighedNumbers
from indicators.weighed_rule import propose_weighed
from tests.unit.indicators.observation_maker import random_observations

KNOWLEDGE = load_knowledge()
RULE = next(rule for rule in KNOWLEDGE.rules if isinstance(rule, WeighedRule))
CRITERIA = KNOWLEDGE.phase_criteria
LAST = 39


@pytest.mark.parametrize("seed", range(8))
def test_applying_a_change_moves_the_phase_as_told_and_nothing_smaller_does(seed: int) -> None:
    observations = random_observations(seed, wijken=5, weeks=LAST + 1)
    proposed = propose_weighed(observations, RULE, CRITERIA)
    now = proposed.proposals.phase[:, LAST]
    changes = changes_needed(observations, proposed, RULE, CRITERIA, LAST)
    for change in changes:
        if change.kind == CHANNEL:
            usable = observations.evidence.usable.copy()
            usable[change.channel, change.wijk, LAST] = True
            evidence = replace(observations.evidence, usable=usable)
            again = propose_weighed(replace(observations, evidence=evidence), RULE, CRITERIA)
            assert again.proposals.phase[change.wijk, LAST] != ONVOLDOENDE
            continue
        calm = change.kind == CALM_WEEKS
        for amount in range(1, change.amount + 1) if calm else [change.amount]:
            longer = sliced(observations, 0, LAST, empty=amount if calm else 0)
            changed = apply_change(longer, LAST, change.kind, amount, change.level)
            after = propose_weighed(changed, RULE, CRITERIA).proposals.phase[change.wijk, -1]
            if amount == change.amount:
                assert after == change.to_phase != now[change.wijk]
            else:
                assert after >= now[change.wijk]
    told = {change.wijk for change in changes if change.to_phase == INCIDENTEN}
    assert told >= set(np.flatnonzero(now < INCIDENTEN)), "a severe incident always shows"


def test_robustness_is_a_share_of_the_stated_settings() -> None:
    observations = random_observations(4, wijken=6, weeks=LAST + 1)
    proposed = propose_weighed(observations, RULE, CRITERIA)
    share = robustness(observations, proposed, RULE, CRITERIA, LAST)
    assert set(np.round(share * 8, 9)) <= set(range(9))
    numbers = WeighedNumbers.of(RULE, CRITERIA)
    same, same_numbers = moved_goalposts(observations, numbers, (1.0, 1.0, 1.0))
    again = propose_weighed(same, RULE, CRITERIA)
    assert np.array_equal(again.proposals.phase, proposed.proposals.phase)
    assert same_numbers.signal_scale == 1.0
    stricter, _ = moved_goalposts(observations, numbers, (0.75, 0.75, 0.75))
    assert stricter.counts[0].goalposts == (2.25, 4.5, 9.0)
    assert (stricter.surveys.level >= observations.surveys.level)[
        observations.surveys.level > 0
    ].all()


def test_a_rise_everywhere_is_city_wide_and_not_the_wijks_own() -> None:
    observations = random_observations(2, wijken=5, weeks=10)
    evidence = replace(observations.evidence, group_incidents=np.full((5, 10), 2, dtype=np.int32))
    observations = replace(observations, evidence=evidence)
    chances = np.zeros((10, 5, 4))
    chances[:, :, 0] = 1.0
    chances[9, :4] = (0.0, 1.0, 0.0, 0.0)  # four of five rise by one phase
    chances[9, 4] = (0.0, 0.0, 0.5, 0.5)  # and one by much more
    found = directions(np.zeros((5, 10), dtype=np.int8), chances, observations, RULE.direction)
    assert found.city_wide[9] and not found.city_wide[8]
    assert (found.short[:, 9] == RISING).all()
    assert list(found.own[:, 9] == RISING) == [False, False, False, False, True]


def test_kappa_of_a_worked_example() -> None:
    # 2 phases in use: 40 + 30 right, 10 + 20 one phase off. kappa = 1 - 30 / 50
    table = np.zeros((4, 5), dtype=int)
    table[0, 0], table[0, 1], table[1, 0], table[1, 1] = 40, 10, 20, 30
    assert quadratic_kappa(table) == pytest.approx(0.4)
    table[2, 4] = 1000  # weeks without a verdict do not count
    assert quadratic_kappa(table) == pytest.approx(0.4)


def test_false_rises_and_delays_by_hand() -> None:
    truth = np.array([[0] * 12 + [1] * 20, [0] * 32])
    proposed = truth.copy()
    proposed[0, 12:15] = 0  # three weeks late
    proposed[1, 20:25] = 2  # never true
    assert false_rises(truth, proposed)[0] == 1
    assert list(delays(truth, proposed, rising=True)) == [3.0]
    early = np.array(truth)
    early[0, 9:12] = 1  # three weeks early is within the tolerance
    assert false_rises(truth, early)[0] == 0
    never = np.zeros_like(truth)
    assert np.isinf(delays(truth, never, rising=True)).all()


def test_confusion_and_calibration_by_hand() -> None:
    truth = np.array([[0, 1, 2, -1]])
    assert confusion(truth, np.array([[0, 1, 4, 3]])).sum() == 3
    chance = np.array([0.95] * 10 + [0.55] * 10 + [np.nan])
    right = np.array([True] * 9 + [False] + [True] * 5 + [False] * 5 + [True])
    curve = calibration(chance, right)
    assert curve.error == pytest.approx(0.5 * 0.05 + 0.5 * 0.05)
    assert curve.count.sum() == 20


def test_starved_and_well_fed() -> None:
    usable = np.array([[False] * 4, [True] * 4, [True] * 4])
    coverage = np.array([[10.0] * 4, [80.0] * 4, [40.0] * 4])
    starved, well_fed = feeding(usable, coverage)
    assert list(starved) == [True, False, False]
    assert list(well_fed) == [False, True, False]


def test_baselines_give_a_phase_or_nothing_and_d_follows_its_text() -> None:
    observations = random_observations(9, wijken=6, weeks=60)
    for baseline in BASELINES.values():
        phase = baseline(observations)
        assert phase.shape == (6, 60)
        assert set(np.unique(phase)) <= {0, 1, 2, 3, ONVOLDOENDE}
    analyst = BASELINES["d"](observations)
    reports = observations.reports
    for wijk, week in ((0, 30), (3, 59), (5, 12)):
        severe = observations.evidence.severe_incidents[wijk, max(0, week - 12) : week + 1].sum()
        mine = (reports.wijk == wijk) & (reports.week <= week) & (reports.week > week - 8)
        levels = np.maximum(reports.level[mine], 0)
        if severe:
            expected = INCIDENTEN
        elif len(levels) < 4:
            expected = ONVOLDOENDE
        else:
            expected = int(levels.mean() >= 0.25) + int(levels.mean() >= 0.85)
        assert analyst[wijk, week] == expected


def test_weeks_from_the_nearest_change() -> None:
    truth = np.array([[0, 0, 1, 1, 1, 0], [2, 2, 2, 2, 2, 2]])
    assert weeks_from_change(truth).tolist() == [[2, 1, 0, 1, 1, 0], [6] * 6]
