"""Advice in a briefing: that of the recommender; in protected ones from the phase alone."""

from dataclasses import replace

import pytest

from briefings.advice import MOST_NAMED, advice
from briefings.model import Proposal
from indicators import load_knowledge
from indicators.advice.recommend import Situation, recommend

KNOWLEDGE = load_knowledge()
SURE = Proposal(
    phase="spanning",
    certainty="zeker",
    rival="ongemak",
    chances={},
    chance_step=0.0,
    since_week=None,
    direction="onbekend",
    direction_long="onbekend",
    direction_own="onbekend",
    is_city_wide=False,
    next_look=None,
    next_look_reason=None,
    gates=(),
    channels=(),
)


@pytest.mark.parametrize("phase", ["rust", "ongemak", "spanning", "incidenten"])
@pytest.mark.parametrize("levels", [{}, {"C9": 3.0, "C7": 2.0}])
def test_it_begins_where_the_screens_begin(phase, levels):
    given = advice(KNOWLEDGE, replace(SURE, phase=phase), levels)
    found = recommend(KNOWLEDGE, Situation(phase=phase, levels=levels))
    names = [item.intervention.name for item in found.advised[:MOST_NAMED]]
    assert [name for name, _summary in given.fits] == names
    assert given.not_yet


def test_in_doubt_nothing_is_named_that_harms_in_the_heavier_phase():
    doubt = replace(SURE, phase="ongemak", certainty="twijfel", rival="spanning")
    given = advice(KNOWLEDGE, doubt, {})
    harms = recommend(KNOWLEDGE, Situation("ongemak", "spanning")).harms
    assert harms
    forbidden = {item.intervention.name for item in harms}
    assert not forbidden & {name for name, _summary in given.fits}
    assert {name for name, _why in given.not_yet} <= forbidden | {
        item.intervention.name
        for item in recommend(KNOWLEDGE, Situation("ongemak", "spanning")).not_now
    }
    sure = advice(KNOWLEDGE, replace(doubt, certainty="zeker"), {})
    assert sure != given
