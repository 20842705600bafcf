"""What goes with every phase: since when, how sure, proposed or confirmed, and the coverage."""

from typing import Any

import pandas as pd

from language import Texts
from views import frame
from views.html import Safe, facts


def phase_facts(_: Texts, row: pd.Series) -> Safe:
    """Since when, how sure, proposed or confirmed, and how much of the expected reports came in."""
    since = frame.day(row["since_week"])
    coverage = frame.known(row["coverage_pct"])
    return facts(
        [
            (_("Sinds"), _.week(since) if since else _("onbekend")),
            (_("Zekerheid"), certainty(_, row["certainty"])),
            (_("Status"), _("voorstel, nog door niemand bevestigd")),
            (
                _("Dekking, laatste 8 weken"),
                _("geen melders afgesproken")
                if coverage is None
                else _("{pct} van de verwachte meldingen", pct=_.percent(coverage)),
            ),
        ]
    )


def certainty(_: Texts, value: Any) -> str:
    """How sure the proposal is; a rule version that does not calculate it says so."""
    if frame.known(value) is None:
        return _("nog niet berekend in deze regelversie")
    return {
        "zeker": _("zeker"),
        "waarschijnlijk": _("waarschijnlijk"),
        "twijfel": _("twijfel"),
    }.get(str(value), str(value))
