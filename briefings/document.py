"""A document as a list of blocks: what PDF, Word and the preview on the screen have in common.

All texts in it are finished sentences in one language; a writer only lays them out.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Style = Literal["normal", "lead", "note", "warning"]
Align = Literal["left", "right"]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 occurs once in a document, and no level is skipped."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """One or more sentences."""

    text: str
    style: Style = "normal"


@dataclass(frozen=True)
class Bullets:
    """A list without order."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Names with values, in two columns."""

    caption: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Column:
    """A column of a table; ``share`` is its width against the others."""

    label: str
    share: float = 1.0
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """A table with a header row; the first cell of a row names the row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG, with the text for who cannot see it. width and height in points."""

    svg: str
    alt: str
    caption: str
    width: float
    height: float


@dataclass(frozen=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Heading | Paragraph | Bullets | Facts | Table | Picture | PageBreak
KINDS: dict[type, str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Bullets: "bullets",
    Facts: "facts",
    Table: "table",
    Picture: "picture",
    PageBreak: "page_break",
}


@dataclass(frozen=True)
class Document:
    """A document with the lines that stand above and below every page. unix_time: when the build
    was made, the only moment that a file carries.
    """

    title: str
    lang: str
    header: str
    footer: str
    page_of: str
    unix_time: int
    blocks: tuple[Block, ...]


def as_data(document: Document) -> dict[str, Any]:
    """The document as plain dicts and lists, every block with its ``kind``."""
    data = {**asdict(document)}
    data["blocks"] = [{"kind": KINDS[type(one)], **asdict(one)} for one in document.blocks]
    return data


def texts_of(document: Document) -> list[str]:
    """Every text a reader sees, for checks on language."""
    found = [document.title, document.header, document.footer]
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                found.append(block.text)
            case Bullets():
                found += block.items
            case Facts():
                found += [block.caption, *(cell for pair in block.pairs for cell in pair)]
            case Table():
                found += [block.caption, *(column.label for column in block.columns)]
                found += [cell for row in block.rows for cell in row]
            case Picture():
                found += [block.alt, block.caption]
            case PageBreak():
                pass
    return found
