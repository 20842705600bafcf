"""Colours and signs of phases, levels and coverage.

The phase colours are those of the KIS phases, in tints that also differ in lightness. Every colour
goes
with a sign and a word: in greyscale `ongemak` and `onvoldoende_gegevens` look alike.
"""

from dataclasses import dataclass

INK = "#1B2430"
WHITE = "#FFFFFF"
GREY = "#5A6573"
HATCH = "#6B7480"
PAPER = "#F4F6F8"


@dataclass(frozen=True)
class Paint:
    """How one class of a map layer looks."""

    fill: str
    sign: str
    ink: str
    is_hatched: bool = False


PHASES: dict[str, Paint] = {
    "rust": Paint("#2F8F63", "R", WHITE),
    "ongemak": Paint("#FBD94B", "O", INK),
    "spanning": Paint("#F08DB5", "S", INK),
    "incidenten": Paint("#8A0A2A", "I", WHITE),
    "onvoldoende_gegevens": Paint("#EDEFF2", "?", INK, is_hatched=True),
}

UNKNOWN = PHASES["onvoldoende_gegevens"]

# Levels 0-3 of a criterion or channel: one neutral hue, so that it is never taken for a phase.
LEVELS: tuple[Paint, ...] = (
    Paint("#EAF0F6", "0", INK),
    Paint("#B9CBDD", "1", INK),
    Paint("#7A9CBD", "2", INK),
    Paint("#274D73", "3", WHITE),
)

# Coverage in quarters: under 25, 50, 75 and up to 100 % of the expected reports.
COVERAGE: tuple[Paint, ...] = LEVELS
COVERAGE_FROM: tuple[int, ...] = (0, 25, 50, 75)

# Outline by certainty; None (not calculated) is drawn as a plain thin line.
DASH: dict[str, str] = {"zeker": "solid", "waarschijnlijk": "dash", "twijfel": "dot"}

# How sure and which way: the neutral hue of the levels, so that neither is taken for a phase.
CERTAINTY: dict[str, Paint] = {
    "zeker": Paint("#274D73", "Z", WHITE),
    "waarschijnlijk": Paint("#7A9CBD", "W", INK),
    "twijfel": Paint("#EAF0F6", "T", INK),
}
DIRECTION: dict[str, Paint] = {
    "stijgend": Paint("#274D73", "↑", WHITE),
    "stabiel": Paint("#B9CBDD", "=", INK),
    "dalend": Paint("#EAF0F6", "↓", INK),
    "onbekend": UNKNOWN,
}
