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


def residents(_: Texts, number: int, other_year: int | None, estimated_pct: float | None) -> str:
    """A number of residents; with its year where that is another one than asked for, and the mark
    where it was converted.
    """
    written = _.number(number)
    if estimated_pct is None:
        return written if other_year is None else _("{n} ({year})", n=written, year=other_year)
    mark = conversion(_, estimated_pct)
    if other_year is None:
        return _("{n} ({mark})", n=written, mark=mark)
    return _("{n} ({year}; {mark})", n=written, year=other_year, mark=mark)


def per_residents(_: Texts, estimated_pct: float) -> str:
    """The mark of a figure per so many residents, of whom the number was converted."""
    return _("aantal inwoners {mark}", mark=conversion(_, estimated_pct))
