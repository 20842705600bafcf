"""A proposal in words: phase with certainty, the two phases of a doubt, chances.

Works on one row of `phases` or `phase_history`; without chances only the phase is shown.
"""

from typing import Any

import words
from language import Texts
from words.rows import day, known

DOUBT = "twijfel"


def certainty(row: Any) -> str | None:
    """zeker, waarschijnlijk or twijfel; None where it is not calculated."""
    found = known(row.certainty)
    return None if found is None else str(found)


def chances(row: Any) -> dict[str, float]:
    """phase -> chance (0-1), in the order of the phases; empty where nothing is calculated."""
    found = {phase: known(getattr(row, f"p_{phase}")) for phase in words.PHASES[:4]}
    return {phase: float(chance) for phase, chance in found.items() if chance is not None}


def rival(row: Any) -> str | None:
    """The likeliest of the phases that are not proposed; None where nothing is calculated."""
    others = {phase: chance for phase, chance in chances(row).items() if phase != row.phase}
    return max(others, key=others.__getitem__) if others else None


def doubt(row: Any) -> str | None:
    """The second phase of a proposal in doubt. Else None."""
    return rival(row) if certainty(row) == DOUBT else None


def in_words(_: Texts, row: Any) -> str:
    """ "waarschijnlijk ongemak", "twijfel tussen rust en ongemak", "rust (zeker)"."""
    return phrase(_, row.phase, certainty(row), doubt(row))


def phrase(_: Texts, phase_id: str, sure: str | None, other: str | None) -> str:
    """As in_words, from the phase, its certainty and the second phase of a doubt."""
    phase = words.phase(_, phase_id)
    if other is not None:
        return _("twijfel tussen {phase} en {other}", phase=phase, other=words.phase(_, other))
    if sure == "waarschijnlijk":
        return _("waarschijnlijk {phase}", phase=phase)
    if sure == "zeker":
        return _("{phase} (zeker)", phase=phase)
    return phase


def percent(_: Texts, chance: float) -> str:
    """A chance as a whole percent; never a bare 0% or 100%, because nothing is excluded."""
    if chance < 0.01:
        return _("minder dan 1%")
    if chance > 0.99:
        return _("meer dan 99%")
    return _.percent(100 * chance)


def chances_in_words(_: Texts, row: Any) -> str:
    """ "rust 39%, ongemak 61%": the phases that have at least a chance of one percent."""
    return ", ".join(
        _("{phase} {pct}", phase=words.phase(_, phase), pct=percent(_, chance))
        for phase, chance in chances(row).items()
        if chance >= 0.01
    )


def certainty_in_words(_: Texts, value: Any) -> str:
    """How sure the proposal is; without a phase there is nothing to be sure of."""
    if known(value) is None:
        return _("niet berekend")
    return words.certainty(_, str(value))


def next_look(_: Texts, row: Any) -> str:
    """The day to look again, at the latest, and why that day."""
    look = day(row.next_look)
    if look is None:
        return _("onbekend")
    reason = words.next_look_reason(_, row.next_look_reason)
    return _("uiterlijk {date}: {reason}", date=_.date(look), reason=reason)
