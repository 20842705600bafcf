"""The weighed rule: equal to the plain reference, and what must hold whatever the numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import CHANNELS, load_knowledge
from indicators.evidence import GEZIEN, ONVOLDOENDE
from indicators.observations import NOTHING, Observations
from indicators.weighed_models import WeighedRule
from indicators.weighed_numbers import WeighedNumbers, transition_matrix
from indicators.weighed_rule import CERTAINTIES, WeighedProposals, propose_weighed
from tests.unit.indicators.observation_maker import (
    only_wijken,
    random_observations,
    without_counts,
)
from tests.unit.indicators.weighed_reference import plain_weighed

KNOWLEDGE = load_knowledge()
RULE = next(rule for rule in KNOWLEDGE.rules if isinstance(rule, WeighedRule))
PHASE_CRITERIA = KNOWLEDGE.phase_criteria
SEEDS = st.integers(0, 10**6)
SOME = settings(max_examples=40, deadline=None)


def weigh(observations: Observations, detail: int = 13) -> WeighedProposals:
    return propose_weighed(observations, RULE, PHASE_CRITERIA, detail)


@pytest.mark.parametrize("seed", range(12))
def test_equal_to_the_plain_reference(seed: int) -> None:
    observations = random_observations(seed, wijken=4, weeks=40)
    weighed = weigh(observations)
    plain = plain_weighed(observations, RULE, PHASE_CRITERIA)
    for wijk in range(observations.wijken):
        for week in range(observations.weeks):
            expected = plain[wijk][week]
            assert weighed.proposals.phase[wijk, week] == expected["phase"], (wijk, week)
            found = weighed.filtered.chances[week, wijk]
            assert np.allclose(found, expected["chances"], rtol=0, atol=1e-9)


@SOME
@given(SEEDS)
def test_chances_add_up_to_one_and_words_follow_them(seed: int) -> None:
    weighed = weigh(random_observations(seed))
    phase = weighed.proposals.phase
    shown = phase != ONVOLDOENDE
    assert np.allclose(weighed.chances[shown].sum(axis=1), 1.0, atol=1e-12)
    assert np.isnan(weighed.chances[~shown]).all()
    own = weighed.chances[shown, phase[shown]]
    words = np.array(CERTAINTIES)[weighed.certainty[shown]]
    assert ((words == "zeker") == (own >= 0.80)).all()
    assert ((words == "waarschijnlijk") == ((own >= 0.60) & (own < 0.80))).all()
    assert (weighed.certainty[~shown] == -1).all()


@SOME
@given(SEEDS)
def test_the_parts_add_up_to_the_log_odds(seed: int) -> None:
    observations = random_observations(seed)
    weighed = weigh(observations, detail=observations.weeks)
    parts, phase = weighed.contributions, weighed.proposals.phase
    total = np.zeros(phase.shape)
    np.add.at(total, (parts.wijk, parts.week), parts.weight)
    other = np.full(phase.shape, -1)
    other[parts.wijk, parts.week] = parts.other
    shown = np.argwhere(phase != ONVOLDOENDE)
    for wijk, week in shown:
        chances = weighed.chances[wijk, week]
        odds = np.log(chances[phase[wijk, week]] / chances[other[wijk, week]])
        assert total[wijk, week] == pytest.approx(odds, abs=1e-9)
    assert (other[phase == ONVOLDOENDE] == -1).all()


def _worse(observations: Observations, seed: int) -> Observations:
    """The same with one thing worse: a level, a survey figure, a count or an extra incident."""
    rng = np.random.default_rng(seed)
    reports, surveys, evidence = observations.reports, observations.surveys, observations.evidence
    kind = rng.integers(0, 4)
    if kind == 0 and len(reports.level):
        raised = np.flatnonzero((reports.level != NOTHING) & (reports.level < 3))
        if len(raised):
            level = reports.level.copy()
            level[rng.choice(raised)] += 1
            return replace(observations, reports=replace(reports, level=level))
    if kind == 1 and len(surveys.level):
        # C12 is left out: what was measured during incidents is what later weeks are compared with
        raised = np.flatnonzero(surveys.criterion != 11)
        if len(raised):
            level = surveys.level.copy()
            level[rng.choice(raised)] += rng.uniform(0.1, 2.0)
            return replace(observations, surveys=replace(surveys, level=level))
    if kind == 2:
        wijk, week = rng.integers(observations.wijken), rng.integers(observations.weeks)
        group, severe = evidence.group_incidents.copy(), evidence.severe_incidents.copy()
        group[wijk, week] += 1
        severe[wijk, week] += int(rng.integers(0, 2))
        return replace(
            observations,
            evidence=replace(evidence, group_incidents=group, severe_incidents=severe),
        )
    levels = np.minimum(evidence.levels + rng.uniform(0, 1, evidence.levels.shape), 3.0)
    return replace(observations, evidence=replace(evidence, levels=levels.astype(np.float32)))


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_worse_evidence_never_lowers_the_phase(seed: int) -> None:
    observations = random_observations(seed)
    before, after = weigh(observations), weigh(_worse(observations, seed))
    assert (after.filtered.held >= before.filtered.held).all()
    tails = [np.cumsum(w.filtered.raw[:, :, ::-1], axis=2)[:, :, ::-1] for w in (before, after)]
    assert (tails[1] >= tails[0] - 1e-12).all()


def test_a_higher_count_in_one_week_argues_for_a_higher_phase() -> None:
    observations = random_observations(3)
    one = observations.counts[0]
    week = int(np.flatnonzero(one.alive)[5])
    counts = one.counts.copy()
    counts[1, week] += 6
    worse = replace(observations, counts=(replace(one, counts=counts), observations.counts[1]))
    before, after = weigh(observations).filtered.raw, weigh(worse).filtered.raw
    levels = np.arange(4.0)
    assert (after[week, 1] @ levels) > (before[week, 1] @ levels)


@SOME
@given(SEEDS)
def test_an_unrelated_wijk_changes_nothing_but_through_the_factor_of_the_gemeente(
    seed: int,
) -> None:
    observations = random_observations(seed, wijken=5)
    fewer = only_wijken(observations, [0, 1, 2])
    # without weekly counts another wijk has no influence at all
    whole = weigh(without_counts(observations)).filtered.raw[:, :3]
    assert np.array_equal(whole, weigh(without_counts(fewer)).filtered.raw)
    assert [c.goalposts for c in fewer.counts] == [c.goalposts for c in observations.counts]


@SOME
@given(SEEDS)
def test_the_order_of_rows_and_wijken_does_not_matter(seed: int) -> None:
    observations = random_observations(seed)
    rng = np.random.default_rng(seed)
    shuffled = replace(
        observations,
        reports=observations.reports.take(rng.permutation(len(observations.reports.wijk))),
        surveys=observations.surveys.take(rng.permutation(len(observations.surveys.wijk))),
    )
    base, other = weigh(observations), weigh(shuffled)
    assert np.array_equal(base.proposals.phase, other.proposals.phase)
    assert np.allclose(base.filtered.raw, other.filtered.raw, rtol=0, atol=1e-12)
    order = [3, 1, 0, 2]
    turned = weigh(only_wijken(observations, order))
    assert np.array_equal(base.proposals.phase[order], turned.proposals.phase)


@SOME
@given(SEEDS)
def test_a_missing_channel_never_gives_a_surer_rust(seed: int) -> None:
    """Taking away calm reports never makes rust likelier: silence is not calm."""
    observations = random_observations(seed)
    reports = observations.reports
    calm = replace(
        observations,
        reports=replace(
            reports,
            level=np.full_like(reports.level, NOTHING),
            criterion=np.full_like(reports.criterion, NOTHING),
        ),
    )
    usable = observations.evidence.usable.copy()
    usable[GEZIEN] = False
    silent = replace(
        calm,
        reports=calm.reports.take(np.zeros(len(reports.wijk), dtype=np.bool_)),
        evidence=replace(observations.evidence, usable=usable),
    )
    rust_calm, rust_silent = (weigh(o).filtered.raw[:, :, 0] for o in (calm, silent))
    assert (rust_silent <= rust_calm + 1e-12).all()
    shown = weigh(silent)
    assert (shown.proposals.phase[silent.evidence.usable.sum(axis=0) < 2] >= 3).all()


def test_nothing_known_stays_at_what_was_expected_and_fades() -> None:
    observations = random_observations(1, wijken=2, weeks=60)
    empty = replace(
        observations,
        reports=observations.reports.take(np.zeros(len(observations.reports.wijk), dtype=bool)),
        surveys=observations.surveys.take(np.zeros(len(observations.surveys.wijk), dtype=bool)),
        counts=(),
        records_alive=np.zeros(60, dtype=bool),
        evidence=replace(
            observations.evidence,
            levels=np.full_like(observations.evidence.levels, np.nan),
            severe_incidents=np.zeros_like(observations.evidence.severe_incidents),
            group_incidents=np.zeros_like(observations.evidence.group_incidents),
            usable=np.zeros_like(observations.evidence.usable),
        ),
    )
    weighed = weigh(empty)
    assert (weighed.proposals.phase == ONVOLDOENDE).all()
    numbers = WeighedNumbers.of(RULE, PHASE_CRITERIA)
    assert np.allclose(weighed.filtered.raw[0], numbers.start)
    rust = weighed.filtered.raw[:, 0, 0]
    assert (np.diff(rust) <= 1e-12).all(), "silence never makes rust likelier"


def test_the_transition_matrix_is_one_of_chances_and_keeps_order() -> None:
    matrix = transition_matrix(0.04, 0.04, 7)
    assert np.allclose(matrix.sum(axis=1), 1.0)
    assert (matrix > 0).all(), "a shock can cross in a week"
    for low in range(3):
        for left in range(3):
            minor = np.linalg.det(matrix[low : low + 2, left : left + 2])
            assert minor >= -1e-15, "a higher phase today never makes a lower one likelier"


def test_two_runs_give_the_same_to_the_last_bit() -> None:
    observations = random_observations(7)
    one, two = weigh(observations), weigh(observations)
    assert np.array_equal(one.filtered.chances, two.filtered.chances)
    assert np.array_equal(one.proposals.gates, two.proposals.gates)
    assert len(CHANNELS) == 3
