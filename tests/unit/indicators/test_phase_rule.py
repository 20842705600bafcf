"""The point rule against a plain version of itself, and what holds whatever the evidence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import (
    CHANNELS,
    CRITERIA,
    PHASE_IDS,
    REASON_KINDS,
    STRENGTHS,
    Evidence,
    Proposals,
    gates_in,
    load_knowledge,
    propose,
)
from tests.unit.indicators.evidence_maker import plain_proposals, random_evidence, take_wijken

RULE = next(r for r in load_knowledge().rules if r.version == "2026.11-punt")
RUST, ONGEMAK, SPANNING, INCIDENTEN, ONVOLDOENDE = range(5)
WEEKS = 40  # more than two blocks of 16 weeks, so that every seam between blocks is crossed
SEEDS = st.integers(min_value=0, max_value=10_000)
SMALL = settings(max_examples=60, deadline=None)
C12 = CRITERIA.index("C12")


def _same(left: Proposals, right: Proposals) -> None:
    """Everything equal, reasons included."""
    np.testing.assert_array_equal(left.phase, right.phase)
    np.testing.assert_array_equal(left.gates, right.gates)
    np.testing.assert_array_equal(left.since, right.since)
    for name in ("kind", "criterion", "channel", "gate", "level", "strength"):
        np.testing.assert_array_equal(getattr(left.reasons, name), getattr(right.reasons, name))


@given(SEEDS)
@SMALL
def test_equals_the_plain_version(seed: int) -> None:
    evidence = random_evidence(seed, wijken=4, weeks=WEEKS)
    proposals = propose(evidence, RULE)
    plain = plain_proposals(evidence, RULE)
    for wijk in range(4):
        for week in range(WEEKS):
            found = (
                PHASE_IDS[proposals.phase[wijk, week]],
                set(gates_in(int(proposals.gates[wijk, week]))),
            )
            assert found == plain[wijk][week], f"wijk {wijk}, week {week}"


def test_random_evidence_reaches_every_phase_and_gate() -> None:
    """Otherwise the comparison above would show little."""
    phases: set[int] = set()
    gates = 0
    for seed in range(40):
        proposals = propose(random_evidence(seed, 4, WEEKS), RULE)
        phases |= set(np.unique(proposals.phase).tolist())
        gates |= int(np.bitwise_or.reduce(proposals.gates, axis=None))
    assert phases == {0, 1, 2, 3, 4}
    assert len(gates_in(gates)) == 10


@given(SEEDS, SEEDS)
@SMALL
def test_worse_evidence_never_lowers_the_phase(seed: int, other: int) -> None:
    """Higher levels, more corroboration, more incidents, in any week; C12 only in the last week.

    C12 in the weeks of incidents is the measure that later weeks are compared with, so raising it
    there says "it was already this bad" and is not worse evidence about later weeks.
    """
    evidence = random_evidence(seed, wijken=4, weeks=WEEKS)
    rng = np.random.default_rng(other)
    levels = evidence.levels.copy()
    raised = rng.random(levels.shape) < 0.02
    raised[C12, :, :, :-1] = False
    worse = np.clip(np.nan_to_num(levels, nan=0.0) + rng.uniform(0, 3, levels.shape), 0, 3)
    levels[raised] = worse[raised]
    corroborated = evidence.corroborated.copy()
    more = rng.random(corroborated.shape) < 0.02
    more[C12, :, :-1] = False
    corroborated[more] = np.minimum(corroborated[more] + 2, 3)
    severe = evidence.severe_incidents + (rng.random((4, WEEKS)) < 0.01)
    light = (rng.random((4, WEEKS)) < 0.03).astype(np.int32)
    group = np.maximum(evidence.group_incidents, severe) + light
    before = propose(evidence, RULE).phase
    after = propose(Evidence(levels, corroborated, severe, group, evidence.usable), RULE).phase
    both_known = (before != ONVOLDOENDE) & (after != ONVOLDOENDE)
    assert (after[both_known] >= before[both_known]).all()
    # What was known stays known: worse evidence never hides a wijk.
    assert not ((before != ONVOLDOENDE) & (after == ONVOLDOENDE)).any()


@given(SEEDS)
@SMALL
def test_order_of_wijken_does_not_matter(seed: int) -> None:
    evidence = random_evidence(seed, wijken=5, weeks=20)
    order = list(np.random.default_rng(seed).permutation(5))
    straight = propose(evidence, RULE)
    shuffled = propose(take_wijken(evidence, order), RULE)
    np.testing.assert_array_equal(straight.phase[order], shuffled.phase)
    np.testing.assert_array_equal(straight.gates[order], shuffled.gates)
    np.testing.assert_array_equal(straight.reasons.level[:, order], shuffled.reasons.level)


@given(SEEDS)
@SMALL
def test_another_wijk_changes_nothing(seed: int) -> None:
    evidence = random_evidence(seed, wijken=5, weeks=20)
    alone = propose(take_wijken(evidence, [0, 1]), RULE)
    together = propose(evidence, RULE)
    np.testing.assert_array_equal(together.phase[:2], alone.phase)
    np.testing.assert_array_equal(together.reasons.criterion[:, :2], alone.reasons.criterion)


@given(SEEDS)
@SMALL
def test_later_weeks_do_not_change_earlier_ones(seed: int) -> None:
    evidence = random_evidence(seed, wijken=3, weeks=WEEKS)
    cut = 21
    early = Evidence(
        evidence.levels[..., :cut],
        evidence.corroborated[..., :cut],
        evidence.severe_incidents[:, :cut],
        evidence.group_incidents[:, :cut],
        evidence.usable[..., :cut],
    )
    np.testing.assert_array_equal(
        propose(early, RULE).phase, propose(evidence, RULE).phase[:, :cut]
    )


@given(SEEDS, st.integers(0, 2))
@SMALL
def test_a_missing_channel_never_turns_onvoldoende_into_a_phase(seed: int, channel: int) -> None:
    evidence = random_evidence(seed, wijken=4, weeks=WEEKS)
    usable = evidence.usable.copy()
    usable[channel] = False
    levels = evidence.levels.copy()
    levels[:, channel] = np.nan
    before = propose(evidence, RULE).phase
    for thinner in (
        replace(evidence, usable=usable),
        replace(evidence, usable=usable, levels=levels),
    ):
        after = propose(thinner, RULE).phase
        assert (after[before == ONVOLDOENDE] == ONVOLDOENDE).all()


@given(SEEDS, st.integers(0, 2))
@SMALL
def test_an_unusable_channel_never_lowers_the_phase(seed: int, channel: int) -> None:
    """What it reported still counts; that it fell silent says nothing."""
    evidence = random_evidence(seed, wijken=4, weeks=WEEKS)
    usable = evidence.usable.copy()
    usable[channel, :, WEEKS // 2 :] = False
    before = propose(evidence, RULE).phase
    after = propose(replace(evidence, usable=usable), RULE).phase
    assert (after[after != ONVOLDOENDE] >= before[after != ONVOLDOENDE]).all()


@given(SEEDS)
@SMALL
def test_falls_one_phase_at_a_time_and_rises_at_once(seed: int) -> None:
    phase = propose(random_evidence(seed, wijken=4, weeks=WEEKS), RULE).phase.astype(int)
    for wijk in range(4):
        known = phase[wijk][phase[wijk] != ONVOLDOENDE]
        assert (np.diff(known) >= -1).all()


@given(SEEDS)
@SMALL
def test_reasons_belong_to_the_proposal(seed: int) -> None:
    evidence = random_evidence(seed, wijken=4, weeks=WEEKS)
    proposals = propose(evidence, RULE)
    reasons = proposals.reasons
    kind = np.array(REASON_KINDS)[reasons.kind]
    assert (kind[0] != "none").all(), "each proposal has a reason"
    empty = kind == "none"
    assert not (empty[0] & ~empty[1]).any() and not (empty[1] & ~empty[2]).any(), "no gaps"
    assert (reasons.strength[~empty] > 0).all() and (reasons.strength[empty] == 0).all()

    thin = proposals.phase == ONVOLDOENDE
    assert (kind[0][thin] == "missing").all()
    for rank in range(3):
        is_level = (kind[rank] == "level") & (reasons.criterion[rank] >= 0)
        level = reasons.level[rank]
        assert (level[is_level & (proposals.phase == RUST)] < 1.0).all()
        no_step = (proposals.gates & 0b100000000) == 0
        assert (level[is_level & no_step & (proposals.phase == ONGEMAK)] >= 1.0).all()
        missing = kind[rank] == "missing"
        wijk, week = np.nonzero(missing)
        assert not evidence.usable[reasons.channel[rank][missing], wijk, week].any()
    # Two reasons never name the same criterion in the same channel.
    for one, two in ((0, 1), (0, 2), (1, 2)):
        both = (kind[one] == "level") & (kind[two] == "level") & (reasons.criterion[two] >= 0)
        same = (reasons.criterion[one] == reasons.criterion[two]) & (
            reasons.channel[one] == reasons.channel[two]
        )
        assert not (both & same).any()
    red = proposals.phase == INCIDENTEN
    assert (kind[0][red] == "gate").all()


def _levels(entries: dict[tuple[str, str], float], weeks: int = 4) -> Evidence:
    levels = np.full((len(CRITERIA), len(CHANNELS), 1, weeks), np.nan)
    for (criterion, channel), level in entries.items():
        levels[CRITERIA.index(criterion), CHANNELS.index(channel)] = level
    zeros = np.zeros((1, weeks), dtype=np.int32)
    return Evidence(
        levels,
        np.full((len(CRITERIA), 1, weeks), -1, dtype=np.int8),
        zeros,
        zeros,
        np.ones((len(CHANNELS), 1, weeks), dtype=np.bool_),
    )


def test_reasons_prefer_different_criteria() -> None:
    evidence = _levels({("C7", "beleefd"): 2.9, ("C7", "vastgelegd"): 2.8, ("C5", "beleefd"): 1.2})
    reasons = propose(evidence, RULE).reasons
    named = [CRITERIA[index] for index in reasons.criterion[:, 0, -1]]
    assert named == ["C7", "C5", "C7"]
    assert [STRENGTHS[index] for index in reasons.strength[:, 0, -1]] == ["sterk", "licht", "sterk"]


def test_evidence_is_not_changed() -> None:
    evidence = random_evidence(7, wijken=1, weeks=1)  # one wijk, one week: views are tempting here
    levels, corroborated = evidence.levels.copy(), evidence.corroborated.copy()
    propose(evidence, RULE)
    np.testing.assert_array_equal(evidence.levels, levels)
    np.testing.assert_array_equal(evidence.corroborated, corroborated)


def test_double_precision_levels_give_the_same_answer() -> None:
    evidence = random_evidence(3, wijken=3, weeks=WEEKS)
    double = replace(evidence, levels=evidence.levels.astype(np.float64))
    _same(propose(evidence, RULE), propose(double, RULE))


def test_no_weeks_or_no_wijken_is_allowed() -> None:
    for wijken, weeks in ((0, 5), (3, 0)):
        evidence = random_evidence(1, wijken=wijken, weeks=weeks)
        assert propose(evidence, RULE).phase.shape == (wijken, weeks)


def test_evidence_of_the_wrong_shape_is_refused() -> None:
    evidence = random_evidence(1, wijken=2, weeks=3)
    with pytest.raises(ValueError, match="usable must have shape"):
        replace(evidence, usable=evidence.usable[:, :1])
    with pytest.raises(ValueError, match="usable must be boolean"):
        replace(evidence, usable=evidence.usable.astype(np.int8))
    with pytest.raises(ValueError, match="levels must have 4 axes"):
        replace(evidence, levels=evidence.levels[0])


def test_rule_version_is_carried() -> None:
    assert propose(random_evidence(1, 1, 2), RULE).rule_version == "2026.11-punt"
