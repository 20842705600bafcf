"""A proposal in words: certainty, the two phases of a doubt, chances, and what would change it."""

from datetime import date
from types import SimpleNamespace

import pytest

import words
from indicators import WeighedRule, load_knowledge
from indicators.changes import CHANGE_KINDS
from indicators.direction import DIRECTIONS
from indicators.weighed_rule import CERTAINTIES
from language import texts_for
from views import layers, methode_rule, palette, phase_signs
from words import proposal
from words.changes import change as change_in_words
from words.reasons import compared, course, interval

NL, EN = texts_for("nl"), texts_for("en")
KNOWLEDGE = load_knowledge()
MONDAY = date(2026, 11, 9)


def row(phase, certainty, **chances):
    given = dict.fromkeys(words.PHASES[:4], 0.0) | chances if chances else {}
    p = {f"p_{name}": given.get(name, float("nan")) for name in words.PHASES[:4]}
    return SimpleNamespace(phase=phase, certainty=certainty, **p)


SURE = row("rust", "zeker", rust=0.9, ongemak=0.1)
PROBABLE = row("ongemak", "waarschijnlijk", rust=0.3, ongemak=0.7)
HELD = row("rust", "twijfel", rust=0.4, ongemak=0.6)
GATED = row("incidenten", "twijfel", ongemak=0.32, spanning=0.49, incidenten=0.19)
NONE = row("onvoldoende_gegevens", None)


@pytest.mark.parametrize(
    ("given", "dutch", "english", "signs"),
    [
        (SURE, "rust (zeker)", "calm (sure)", "R"),
        (PROBABLE, "waarschijnlijk ongemak", "probably unease", "O"),
        (HELD, "twijfel tussen rust en ongemak", "doubt between calm and unease", "R/O"),
        (GATED, "twijfel tussen incidenten en spanning", None, "I/S"),
        (NONE, "onvoldoende gegevens", None, "?"),
    ],
)
def test_a_proposal_says_how_sure_it_is(given, dutch, english, signs):
    assert proposal.in_words(NL, given) == dutch
    assert english is None or proposal.in_words(EN, given) == english
    assert phase_signs.signs(given) == signs


def test_a_doubt_has_the_proposed_phase_first_and_the_likeliest_other_second():
    assert proposal.doubt(HELD) == "ongemak"
    assert proposal.doubt(GATED) == "spanning"
    assert proposal.doubt(SURE) is proposal.doubt(PROBABLE) is proposal.doubt(NONE) is None


def test_reasons_say_what_the_phase_is_compared_with():
    assert "voor rust, vergeleken met ongemak" in compared(NL, SURE)
    assert compared(NL, NONE) == ""


def test_the_label_has_a_sign_per_phase_with_the_outline_of_the_map():
    assert phase_signs.label(NL, HELD).count("wp-dot") == 2
    assert phase_signs.label(NL, PROBABLE).count("wp-dash") == 1
    assert "wp-solid" in phase_signs.label(NL, SURE)


@pytest.mark.parametrize(
    ("chance", "text"),
    [
        (0.0, "minder dan 1%"),
        (0.0099, "minder dan 1%"),
        (0.01, "1%"),
        (0.614, "61%"),
        (0.99, "99%"),
        (0.991, "meer dan 99%"),
        (1.0, "meer dan 99%"),
    ],
)
def test_chances_are_whole_percents_and_nothing_is_excluded(chance, text):
    assert proposal.percent(NL, chance) == text


def test_only_phases_with_a_chance_are_named():
    assert proposal.chances_in_words(NL, HELD) == "rust 40%, ongemak 60%"
    assert proposal.chances_in_words(NL, NONE) == ""


@pytest.mark.parametrize("texts", [NL, EN], ids=["nl", "en"])
def test_every_word_of_the_model_has_words_here(texts):
    for reason in ("phase", "urgency", "agenda", "expiry"):
        assert words.next_look_reason(texts, reason) != reason
    for way in DIRECTIONS:
        assert words.direction_meaning(texts, way).startswith(words.direction(texts, way))
    assert set(palette.DIRECTION) == set(DIRECTIONS)
    assert set(palette.CERTAINTY) == set(CERTAINTIES) == set(palette.DASH)
    assert len({words.certainty(texts, sure) for sure in CERTAINTIES}) == len(CERTAINTIES)
    assert course(texts)


SCREEN = SimpleNamespace(texts=NL, knowledge=KNOWLEDGE, meta={"as_of": "2026-11-20"})


def change(kind, amount=1, level=None, criterion=None, channel=None, to_phase="spanning"):
    return SimpleNamespace(
        kind=kind,
        amount=amount,
        level=level,
        criterion=criterion,
        channel=channel,
        to_phase=to_phase,
    )


CHANGES = {
    "severe_incident": (
        change("severe_incident", criterion="C10", to_phase="incidenten"),
        "Eén vastgesteld, ernstig incident tussen of tegen groepen: dan wordt het incidenten.",
    ),
    "reports": (
        change("reports", 2, 2, "C7", "gezien"),
        "2 meldingen van mensen die nog niet meldden, over Ervaren spanning (past bij spanning): "
        "dan wordt het spanning.",
    ),
    "calm_weeks": (
        change("calm_weeks", 1, to_phase="rust"),
        "1 week waarin 2 nieuwe melders niets te melden hebben en er geen incident tussen of "
        "tegen groepen is: dan wordt het rust.",
    ),
    "channel": (
        change("channel", channel="beleefd", to_phase="rust"),
        "Genoeg gegevens uit de bron beleefd (wat bewoners zeggen in enquêtes): dan kan er een "
        "fase worden genoemd. Welke, hangt af van wat die gegevens zeggen.",
    ),
}


@pytest.mark.parametrize("kind", CHANGE_KINDS)
def test_every_change_is_a_sentence(kind):
    given, sentence = CHANGES[kind]
    assert change_in_words(NL, KNOWLEDGE, given) == sentence


@pytest.mark.parametrize(
    ("own_weight", "text"),
    [(1.0, "tussen 4,6 en 5,2"), (0.4, "schatting 4,9, tussen 4,6 en 5,2")],
)
def test_an_interval_names_its_estimate_where_that_leans_on_the_gemeente(own_weight, text):
    given = SimpleNamespace(
        indicator_id="cohesie", estimate=4.9, low=4.6, high=5.2, own_weight=own_weight
    )
    assert interval(NL, KNOWLEDGE, given) == text
    given.low = float("nan")
    assert interval(NL, KNOWLEDGE, given) == ""


def test_the_parameters_of_every_rule_can_be_written():
    for rule in KNOWLEDGE.rules:
        for name, parameter in rule.parameters():
            assert methode_rule.value(NL, parameter.value), name
    assert isinstance(KNOWLEDGE.rule, WeighedRule)


@pytest.mark.parametrize(
    ("given", "text"), [(0.25, "0,25"), (0.015, "0,015"), (2.0, "2"), ((0.4, 0.35), "0,40; 0,35")]
)
def test_a_parameter_keeps_its_decimals(given, text):
    assert methode_rule.value(NL, given) == text


def test_certainty_and_direction_are_layers():
    assert {layers.CERTAINTY_LAYER, layers.DIRECTION_LAYER} <= set(layers.options(SCREEN))
