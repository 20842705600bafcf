"""What goes with every phase: since when, how sure, which way, next look, and the coverage."""

import pandas as pd

import words
from language import Texts
from views import confirmed, frame
from views.confirmed import Standing
from views.html import Safe, facts
from words import proposal


def phase_facts(_: Texts, row: pd.Series, standing: Standing | None = None) -> Safe:
    """Since when, how sure, which way, when to look again, the status, and how much came in."""
    since = frame.day(row["since_week"])
    coverage = frame.known(row["coverage_pct"])
    return facts(
        [
            (_("Sinds"), _.week(since) if since else _("onbekend")),
            (_("Zekerheid"), proposal.certainty_in_words(_, row["certainty"])),
            (_("Richting, 4 weken"), words.direction(_, row["direction"])),
            (_("Volgende blik"), proposal.next_look(_, row)),
            (_("Status"), confirmed.status(_, standing, row["phase"])),
            (
                _("Dekking, laatste 8 weken"),
                _("geen melders afgesproken")
                if coverage is None
                else _("{pct} van de verwachte meldingen", pct=_.percent(coverage)),
            ),
        ]
    )
