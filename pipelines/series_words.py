"""Series on a chosen division in words: names, numbers with their marks, and why something is not
there. And the one table that both the download and the command give.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from indicators import Knowledge
from language import Texts
from language.conversion import conversion
from pipelines.wording import change_name

#: The kinds of series in the order in which they are offered.
KINDS = ("registrations", "population", "incidents", "signals", "surveys")

TABLE_COLUMNS = [
    "division", "kind", "series", "period", "wijkcode", "wijknaam", "status", "number", "n",
    "is_converted", "estimated_pct", "parts_withheld", "wijken_missing", "delivered_division",
    "reason", "explained",
]  # fmt: skip


def kind_name(_: Texts, kind: str) -> str:
    """The kind of a series."""
    return {
        "registrations": _("registers"),
        "population": _("inwoners en huishoudens"),
        "incidents": _("meldingen en incidenten per maand"),
        "signals": _("signalen per maand"),
        "surveys": _("enquêtecijfers"),
    }[kind]


def series_name(_: Texts, knowledge: Knowledge, kind: str, series: str) -> str:
    """What a series counts."""
    if kind == "registrations":
        return _("Register {id}", id=series)
    if kind == "population":
        return {"inwoners": _("Inwoners"), "huishoudens": _("Huishoudens")}[series]
    if kind == "incidents" and series in knowledge.categories:
        name = _.of(knowledge.categories[series].name)
        return _("Meldingen: {category}", category=name)
    if kind == "signals" and series in knowledge.criteria:
        name = _.of(knowledge.criteria[series].name)
        return _("Signalen: {criterion}", criterion=name)
    if kind == "signals":
        return _("Signalen: niets te melden")
    for indicator in knowledge.indicators.values():
        if kind == "surveys" and indicator.source.item == series:
            return _("Enquête: {indicator}", indicator=_.of(indicator.name))
    return series


def decimals(knowledge: Knowledge, kind: str, series: str) -> int:
    """With how many decimals a series is written."""
    for indicator in knowledge.indicators.values():
        if kind == "surveys" and indicator.source.item == series:
            return indicator.decimals
    return 0


def number_of(row: Any) -> float | None:
    """The number of a row: a count, or a survey figure."""
    number = row.value if row.kind == "surveys" else row.number
    return None if pd.isna(number) else float(number)


def is_lower_bound(row: Any) -> bool:
    """Whether something is missing from the number, so that it is at least this."""
    return bool(row.parts_withheld or row.wijken_missing)


def number_in_words(_: Texts, row: Any, places: int = 0) -> str:
    """The number as written, or in words why there is none."""
    number = number_of(row)
    if number is None:
        return unknown(_, row)
    written = _.number(number, places)
    return _("minstens {number}", number=written) if is_lower_bound(row) else written


def unknown(_: Texts, row: Any) -> str:
    """Why there is no number; never a zero."""
    if row.kind == "surveys":
        return _("te weinig antwoorden")
    if row.wijken_missing:
        return _("niet om te rekenen")
    return _("niet vrijgegeven")


def mark(_: Texts, row: Any) -> str:
    """How the number came about: as delivered or converted, and what is missing from it."""
    parts = [_("zoals geleverd")]
    if row.is_converted:
        parts = [conversion(_, float(row.estimated_pct))]
    if row.parts_withheld:
        parts.append(
            _.plural(
                "{n} deel niet vrijgegeven", "{n} delen niet vrijgegeven", int(row.parts_withheld)
            )
        )
    if row.wijken_missing:
        parts.append(
            _.plural("{n} wijk ontbreekt", "{n} wijken ontbreken", int(row.wijken_missing))
        )
    return "; ".join(parts)


def why_left_out(_: Texts, reason: str, change: Any, division: int) -> str:
    """Why something that was delivered is not on a division, in one sentence."""
    if reason == "not_one_wijk":
        return _(
            "Niet verantwoord om te rekenen: een enquêtecijfer hoort bij één wijk, en deze is niet "
            "dezelfde gebleven ({change}).",
            change=change_name(_, str(change)),
        )
    return {
        "outside": _(
            "Niet verantwoord om te rekenen: deze wijk ligt niet op de kaart van {year}.",
            year=division,
        ),
        "partly_outside": _(
            "Niet verantwoord om te rekenen: deze wijk ligt maar voor een deel op de kaart van "
            "{year}.",
            year=division,
        ),
        "weights_unknown": _(
            "Niet verantwoord om te rekenen: deze wijk is verdeeld, en het is niet bekend hoeveel "
            "inwoners waarheen gingen."
        ),
        "superseded": _(
            "Telt hier niet mee: dezelfde wijk en periode is ook geleverd op een indeling die "
            "dichter bij deze ligt."
        ),
        "point_outside": _("Deze punten liggen buiten de kaart van {year}.", year=division),
    }[reason]


def series_table(
    _: Texts, division: int, shown: pd.DataFrame, left_out: pd.DataFrame
) -> pd.DataFrame:
    """Everything of series on one division, one row per wijk and period, and after that a row for
    all that is not on it: of a period the numbers add up to what was delivered. ``status``:
    counted, lower_bound, unknown or left_out.
    """
    found = [_shown_row(_, row) for row in shown.itertuples(index=False)]
    found += [_left_out_row(_, row, division) for row in left_out.itertuples(index=False)]
    table = pd.DataFrame(found, columns=TABLE_COLUMNS[1:])
    table.insert(0, "division", division)
    whole = ["n", "parts_withheld", "wijken_missing", "delivered_division"]
    return table.astype(dict.fromkeys(whole, "Int64"))


def _shown_row(_: Texts, row: Any) -> tuple[Any, ...]:
    number = number_of(row)
    status = "unknown" if number is None else "lower_bound" if is_lower_bound(row) else "counted"
    explained = mark(_, row)
    if number is None:
        explained = f"{unknown(_, row)}; {explained}"
    pct = None if pd.isna(row.estimated_pct) else round(float(row.estimated_pct), 1)
    return (
        row.kind, row.series, row.period, row.wijkcode, row.wijknaam, status, number, row.n,
        bool(row.is_converted), pct, row.parts_withheld, row.wijken_missing, None, None, explained,
    )  # fmt: skip


def _left_out_row(_: Texts, row: Any, division: int) -> tuple[Any, ...]:
    why = why_left_out(_, row.reason, row.change, division)
    return (
        row.kind, row.series, row.period, row.wijkcode, row.wijknaam, "left_out", number_of(row),
        row.n, False, None, row.parts_withheld, None, row.delivered_division, row.reason, why,
    )  # fmt: skip
