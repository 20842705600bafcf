"""A briefing as CSV: one row per phase, figure, reason and measure, each with its origin."""

from __future__ import annotations

import csv
import datetime as dt
import io

from briefings.model import Briefing
from briefings.tables import Cell, long_rows
from indicators import Knowledge
from language import Texts

# What a spreadsheet would read as a formula; the same is done in the exports of the screens.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_file(_: Texts, knowledge: Knowledge, briefing: Briefing) -> bytes:
    """UTF-8 with BOM; `;` and a decimal comma in Dutch, which Dutch Excel opens well, `,` and a
    point in English.
    """
    rows = list(long_rows(_, knowledge, briefing))
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if _.lang == "nl" else ",", lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_written(_, row.get(name)) for name in names])
    return text.getvalue().encode("utf-8-sig")


def _written(_: Texts, value: Cell) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("ja") if value else _("nee")
        case float():
            return f"{value:g}".replace(".", "," if _.lang == "nl" else ".")
        case dt.date():
            return value.isoformat()
        case str() if value.startswith(_FORMULA_STARTS):
            return f"'{value}"
    return str(value)
