"""How a number is marked that was converted from another division into wijken. The command line,
the screens and the briefings all say it in these words.
"""

from __future__ import annotations

from language.texts import Texts


def conversion(_: Texts, estimated_pct: float) -> str:
    """That a number was converted from another division, and how much of it is an estimate."""
    return _("omgerekend, geschat deel {share}", share=estimated_share(_, estimated_pct))


def estimated_share(_: Texts, estimated_pct: float) -> str:
    """A share as a whole percentage; never written as nothing or all where it is not quite that."""
    if 0 < estimated_pct < 1:
        return _("minder dan {pct}", pct=_.percent(1))
    if 99 < estimated_pct < 100:
        return _("meer dan {pct}", pct=_.percent(99))
    return _.percent(estimated_pct)


def per_residents(_: Texts, estimated_pct: float) -> str:
    """The mark of a figure per so many residents, of whom the number was converted."""
    return _("aantal inwoners {mark}", mark=conversion(_, estimated_pct))
