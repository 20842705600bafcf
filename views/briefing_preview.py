"""A document as HTML: the same blocks as in PDF and Word."""

import base64
from html import escape

from briefings.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Table,
)
from views.html import Column, Safe, bullets, facts, heading, join, paragraph, table, tag

_STYLES = {"normal": "", "lead": "wp-lead", "note": "wp-note", "warning": "wp-notice"}


def preview(document: Document) -> Safe:
    """The whole document between the lines that stand above and below every page."""
    parts = [paragraph(document.header, "wp-note")]
    parts += [_block(block) for block in document.blocks]
    parts.append(paragraph(document.footer, "wp-note"))
    return tag("article", join(parts), "wp-paper", lang=document.lang)


def _drawing(block: Picture) -> Safe:
    """The drawing inside the page itself: Streamlit takes loose SVG out of HTML, but not an image
    with its content in the address.
    """
    content = base64.b64encode(block.svg.encode()).decode()
    source = f"data:image/svg+xml;base64,{content}"
    return Safe(f'<img src="{source}" alt="{escape(block.alt)}" width="{block.width:.0f}">')


def _block(block: Block) -> Safe:
    match block:
        case Heading():
            # On the screen the document lies under "Voorbeeld", which has rank 2.
            return heading(min(4, block.level + 2), block.text)
        case Paragraph():
            return paragraph(block.text, _STYLES[block.style])
        case Bullets():
            return bullets(block.items)
        case Facts():
            return facts(block.pairs)
        case Table():
            columns = [Column(column.label, column.align) for column in block.columns]
            return table(block.caption, columns, block.rows, phone="lines")
        case Picture():
            return tag("figure", join([_drawing(block), paragraph(block.caption, "wp-note")]))
        case PageBreak():
            return Safe("<hr>")
