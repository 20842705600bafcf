"""A document as Word: real styles and heading levels, header rows that repeat, alternative texts.

For who edits a briefing before it goes on.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import docx
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from briefings.document import (
    Bullets,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Table,
)
from briefings.pdf import picture_png

# Word takes no more; the whole lines are on every page.
_LONGEST_PROPERTY = 255
_LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}
_STYLES = {"lead": "Intense Quote", "note": "Caption", "warning": "Intense Quote"}


def docx_file(document: Document) -> bytes:
    """The document as a Word file."""
    made = docx.Document()
    _properties(made, document)
    _page(made, document)
    for block in document.blocks:
        match block:
            case Heading(level=1, text=text):
                made.add_paragraph(text, style="Title")
            case Heading(level=level, text=text):
                made.add_heading(text, level - 1)
            case Paragraph(text=text, style="normal"):
                made.add_paragraph(text)
            case Paragraph(text=text, style=style):
                made.add_paragraph(text, style=_STYLES[style])
            case Bullets(items=items):
                for item in items:
                    made.add_paragraph(item, style="List Bullet")
            case Facts(pairs=pairs):
                for name, value in pairs:
                    line = made.add_paragraph()
                    line.paragraph_format.space_after = Pt(0)
                    line.add_run(f"{name}: ").bold = True
                    line.add_run(value)
            case Table():
                _table(made, block)
            case Picture():
                _picture(made, block)
            case PageBreak():
                made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _properties(made: Any, document: Document) -> None:
    moment = dt.datetime.fromtimestamp(document.unix_time, dt.UTC).replace(tzinfo=None)
    properties = made.core_properties
    properties.title = document.title[:_LONGEST_PROPERTY]
    properties.author = "Wijkpuls"
    properties.comments = document.footer[:_LONGEST_PROPERTY]
    properties.language = _LANGUAGES[document.lang]
    properties.created = properties.modified = moment
    normal = made.styles["Normal"]
    normal.font.name = "Calibri"
    normal.font.size = Pt(10.5)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGES[document.lang])
    normal.element.get_or_add_rPr().append(language)


def _page(made: Any, document: Document) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    for part, text in ((section.header, document.header), (section.footer, document.footer)):
        part.paragraphs[0].text = text
        for run in part.paragraphs[0].runs:
            run.font.size = Pt(8)


def _table(made: Any, block: Table) -> None:
    made.add_paragraph(block.caption, style="Caption")
    grid = made.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    grid.autofit = True
    for cell, column in zip(grid.rows[0].cells, block.columns, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(column.label).bold = True
    _repeat(grid.rows[0])
    _say(grid, block.caption)
    for row in block.rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    for row in grid.rows:
        _keep_together(row)
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
                for run in paragraph.runs:
                    run.font.size = Pt(8.5)
    made.add_paragraph()


def _repeat(row: Any) -> None:
    """Marks the header row, so that it returns on every page and is read out as one."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _keep_together(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _say(grid: Any, text: str) -> None:
    """The alternative text of a table."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), text)
    grid._tbl.tblPr.append(caption)


def _picture(made: Any, block: Picture) -> None:
    image = io.BytesIO(picture_png(block))
    drawn = made.add_picture(image, width=Pt(min(block.width, 480.0)))
    drawn._inline.docPr.set("descr", block.alt)
    drawn._inline.docPr.set("title", block.caption)
    made.add_paragraph(block.caption, style="Caption")
