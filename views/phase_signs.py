"""A proposal as it is drawn: the sign or signs of its phase, with the words beside them."""

from typing import Any

from language import Texts
from views.html import Safe, join, sign, tag
from views.palette import DASH, PHASES
from words.proposal import certainty, doubt, in_words


def signs(row: Any) -> str:
    """The sign on the map: one letter, and both letters at twijfel."""
    other = doubt(row)
    own = PHASES[row.phase].sign
    return own if other is None else f"{own}/{PHASES[other].sign}"


def label(_: Texts, row: Any, *, is_large: bool = False) -> Safe:
    """The sign or signs in their colour and outline, with the words beside them."""
    other = doubt(row)
    outline = f"wp-{DASH.get(certainty(row) or '', 'solid')}"
    shown = [sign(phase, outline) for phase in (row.phase, other) if phase]
    text = tag("span", in_words(_, row))
    css = "wp-phase wp-long wp-large" if is_large else "wp-phase wp-long"
    return tag("span", join([*shown, text]), css)
