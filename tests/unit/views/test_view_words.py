"""The words and colours of the screens agree with the knowledge."""

from pathlib import Path

import pytest

import words
from indicators import CHANNELS, GATE_IDS, load_knowledge
from language import texts_for
from views import palette
from words.reasons import gate

NL, EN = texts_for("nl"), texts_for("en")
KNOWLEDGE = load_knowledge()
STYLE = Path(palette.__file__).parent / "style.css"


@pytest.mark.parametrize("phase", KNOWLEDGE.phases.values(), ids=lambda phase: phase.id)
def test_phase_has_the_name_colour_and_sign_of_the_knowledge(phase):
    paint = palette.PHASES[phase.id]
    assert words.phase(NL, phase.id).lower() == phase.name.nl.lower()
    assert words.phase(EN, phase.id).lower() == phase.name.en.lower()
    assert (paint.fill, paint.sign, paint.ink) == (phase.fill, phase.sign, phase.text_colour)
    assert paint.is_hatched == (phase.pattern == "hatch")


def test_the_style_sheet_has_the_same_colours():
    css = STYLE.read_text(encoding="utf-8").lower()
    for phase, paint in palette.PHASES.items():
        assert f".wp-{phase} {{" in css
        assert paint.fill.lower() in css


@pytest.mark.parametrize("gate_id", GATE_IDS)
def test_every_gate_of_the_rule_has_a_sentence(gate_id):
    for texts in (NL, EN):
        assert gate(texts, gate_id) != gate_id
    assert gate(NL, gate_id) != gate(EN, gate_id)


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_has_words(channel):
    assert words.channel(EN, channel) != channel
    assert words.channel_meaning(NL, channel)


@pytest.mark.parametrize(
    ("level", "step", "text"),
    [
        (0.0, 0, "past bij rust"),
        (0.99, 0, "past bij rust"),
        (1.0, 1, "past bij ongemak"),
        (2.0, 2, "past bij spanning"),
        (2.99, 2, "past bij spanning"),
        (3.0, 3, "past bij incidenten"),
    ],
)
def test_level_words_change_at_the_whole_levels(level, step, text):
    assert words.level_step(level) == step
    assert words.level(NL, level) == text


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("paint", [*palette.PHASES.values(), *palette.LEVELS], ids=lambda p: p.fill)
def test_signs_can_be_read_on_their_colour(paint):
    # Signs are bold and at least 14 pixels tall: WCAG asks 3:1 of graphics and large bold text.
    assert contrast(paint.fill, paint.ink) >= 3


def test_grey_text_can_be_read():
    assert contrast(palette.GREY, palette.WHITE) >= 4.5
    assert contrast(palette.GREY, palette.PAPER) >= 4.5
