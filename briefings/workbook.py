"""A briefing as a spreadsheet: typed cells, units, and sheets with method, sources, definitions.

Every sheet opens with what it comes from, also on paper.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

import words
from briefings import method_text, phrases
from briefings.disclosure import policy
from briefings.model import PROTECTED, Briefing
from briefings.tables import Cell, Row, columns, context, tables
from briefings.writing import names_of
from indicators import Knowledge
from language import Texts

_WIDEST = 48
_SHARE_COLUMNS = ("p_rust", "p_ongemak", "p_spanning", "p_incidenten")


class _Book:
    """One workbook while it is written."""

    def __init__(self, _: Texts, knowledge: Knowledge, briefing: Briefing) -> None:
        self._texts = _
        self._knowledge = knowledge
        self._briefing = briefing
        self._bytes = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._bytes, {"in_memory": True, "strings_to_urls": False})
        self._book.set_properties(
            {
                "title": _("Samenleven in {gemeente}", gemeente=briefing.about.gemeente),
                "author": "Wijkpuls",
                "created": briefing.about.built_at.replace(tzinfo=None),
            }
        )
        add = self._book.add_format
        self._title = add({"bold": True, "font_size": 14})
        self._note = add({"font_color": "#5A6573", "text_wrap": True, "valign": "top"})
        self._head = add({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._text = add({"text_wrap": True, "valign": "top"})
        self._date = add({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
        self._whole = add({"num_format": "#,##0", "valign": "top"})
        self._decimal = add({"num_format": "#,##0.0##", "valign": "top"})
        self._share = add({"num_format": "0%", "valign": "top"})

    def written(self) -> bytes:
        _, found = self._texts, tables(self._texts, self._knowledge, self._briefing)
        self._origin()
        self._rows(_("Fasen"), found.phases, _("Elke wijk met haar fase."))
        self._rows(_("Cijfers"), found.figures, _("Elk cijfer met waarop het rust en van wanneer."))
        self._rows(_("Redenen"), found.reasons, _("Waarom deze fase, per wijk."))
        self._rows(_("Maatregelen"), found.measures, _("Wat er al gebeurt, per wijk."))
        self._method()
        self._sources()
        self._definitions()
        self._book.close()
        return self._bytes.getvalue()

    def _sheet(self, name: str, explained: str) -> tuple[Any, int]:
        """A new sheet with its opening lines; gives the sheet and the first free row."""
        about, names = self._briefing.about, names_of(self._briefing)
        header = phrases.running_header(self._texts, about, names)
        footer = phrases.running_footer(self._texts, about)
        sheet = self._book.add_worksheet(name)
        sheet.write_string(0, 0, f"{about.gemeente}: {name}", self._title)
        sheet.write_string(1, 0, header)
        sheet.write_string(2, 0, footer)
        sheet.write_string(3, 0, explained)
        # In these lines & has a meaning of its own, and there is room for 255 characters.
        sheet.set_header("&L&8" + header.replace("&", "&&")[:240])
        sheet.set_footer("&L&8" + footer.replace("&", "&&")[:220] + "&R&8&P/&N")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet, 5

    def _rows(self, name: str, rows: Sequence[Row], explained: str) -> None:
        _ = self._texts
        sheet, first = self._sheet(name, explained)
        if not rows:
            sheet.write_string(first, 0, _("In deze versie staan hier geen rijen."))
            return
        titles = list(rows[0])
        self._head_row(sheet, first, titles)
        for place, row in enumerate(rows, start=first + 1):
            for column, title in enumerate(titles):
                self._cell(sheet, place, column, title, row[title])
        sheet.autofilter(first, 0, first + len(rows), len(titles) - 1)
        for column, title in enumerate(titles):
            longest = max(len(title), *(len(str(row[title] or "")) for row in rows))
            sheet.set_column(column, column, min(_WIDEST, longest + 2))

    def _head_row(self, sheet: Any, place: int, titles: Sequence[str]) -> None:
        for column, title in enumerate(titles):
            sheet.write_string(place, column, title, self._head)
        sheet.freeze_panes(place + 1, 2)
        sheet.repeat_rows(0, place)

    def _cell(self, sheet: Any, row: int, column: int, title: str, value: Cell) -> None:
        match value:
            case None:
                return
            case bool():
                sheet.write_boolean(row, column, value)
            case dt.date():
                sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), self._date)
            case int():
                sheet.write_number(row, column, value, self._whole)
            case float():
                is_share = title in _SHARE_COLUMNS
                sheet.write_number(row, column, value, self._share if is_share else self._decimal)
            case str():
                sheet.write_string(row, column, value, self._text)

    def _origin(self) -> None:
        _, briefing = self._texts, self._briefing
        sheet, place = self._sheet(
            _("Over dit bestand"), phrases.level_meaning(_, briefing.about.level)
        )
        pairs = phrases.origin(_, briefing.about, names_of(briefing))
        for offset, (name, value) in enumerate(pairs):
            sheet.write_string(place + offset, 0, name, self._head)
            sheet.write_string(place + offset, 1, value, self._text)
        last = place + len(pairs) + 1
        for offset, (name, cell) in enumerate(context(_, briefing).items()):
            sheet.write_string(last + offset, 0, name, self._note)
            self._cell(sheet, last + offset, 1, name, cell)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 70)

    def _method(self) -> None:
        _, about = self._texts, self._briefing.about
        sheet, place = self._sheet(_("Methode"), _("Hoe een fase tot stand komt."))
        lines = [
            *method_text.method(_, about.rule_version),
            *method_text.certainty(_, self._knowledge),
            *method_text.hidden(_, about.level),
            method_text.use(_),
        ]
        if about.level in PROTECTED:
            values = policy().values
            for name in type(values).model_fields:
                one = getattr(values, name)
                lines.append(f"{_.of(one.meaning)} ({one.reference.title})")
        for offset, line in enumerate(lines):
            sheet.write_string(place + offset, 0, line, self._text)
        sheet.set_column(0, 0, 110)

    def _sources(self) -> None:
        _ = self._texts
        rows: list[Row] = [
            {
                _("bestand"): source.file,
                _("soort"): words.file_kind(_, source.kind),
                _("rijen"): source.rows_in,
                _("gebruikt"): source.rows_used,
                _("van"): source.first_date,
                _("tot en met"): source.last_date,
            }
            for source in self._briefing.sources
        ]
        self._rows(_("Bronnen"), rows, _("De bestanden waaruit dit is gemaakt."))

    def _definitions(self) -> None:
        _, knowledge = self._texts, self._knowledge
        rows: list[Row] = [
            {
                _("naam"): name,
                _("betekenis"): meaning,
                _("eenheid"): None,
                _("beperking"): None,
                _("bron"): None,
            }
            for name, meaning in columns(_).items()
        ]
        rows += [
            {
                _("naam"): indicator.id,
                _("betekenis"): _.of(indicator.definition),
                _("eenheid"): _.of(indicator.unit),
                _("beperking"): _.of(indicator.limits),
                _("bron"): indicator.reference.title,
            }
            for indicator in knowledge.indicators.values()
        ]
        self._rows(_("Begrippen"), rows, _("Wat elke kolom en elk cijfer betekent."))


def xlsx(_: Texts, knowledge: Knowledge, briefing: Briefing) -> bytes:
    """The workbook as bytes."""
    return _Book(_, knowledge, briefing).written()
