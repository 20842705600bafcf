"""What goes with every phase: since when, how sure, which way, next look, and the coverage."""

from typing import Any

import pandas as pd

from language import Texts
from views import confirmed, frame, words
from views.confirmed import Standing
from views.html import Safe, facts


def phase_facts(_: Texts, row: pd.Series, standing: Standing | None = None) -> Safe:
    """Since when, how sure, which way, when to look again, the status, and how much came in."""
    since = frame.day(row["since_week"])
    coverage = frame.known(row["coverage_pct"])
    return facts(
        [
            (_("Sinds"), _.week(since) if since else _("onbekend")),
            (_("Zekerheid"), certainty(_, row["certainty"])),
            (_("Richting, 4 weken"), words.direction(_, row["direction"])),
            (_("Volgende blik"), next_look(_, row)),
            (_("Status"), confirmed.status(_, standing, row["phase"])),
            (
                _("Dekking, laatste 8 weken"),
                _("geen melders afgesproken")
                if coverage is None
                else _("{pct} van de verwachte meldingen", pct=_.percent(coverage)),
            ),
        ]
    )


def certainty(_: Texts, value: Any) -> str:
    """How sure the proposal is; without a phase there is nothing to be sure of."""
    if frame.known(value) is None:
        return _("niet berekend")
    return words.certainty(_, str(value))


def next_look(_: Texts, row: Any) -> str:
    """The day to look again, at the latest, and why that day."""
    look = frame.day(row["next_look"])
    if look is None:
        return _("onbekend")
    reason = words.next_look_reason(_, row["next_look_reason"])
    return _("uiterlijk {date}: {reason}", date=_.date(look), reason=reason)
