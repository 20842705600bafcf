"""Small builders for real HTML: tables with caption and scope, lists, phase labels.

Streamlit's own data grid is drawn on a canvas and cannot be read or operated by everyone, so
figures that
matter stand in a table made here. Everything that is not ``Safe`` is escaped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import words
from language import Texts
from views.palette import LEVELS, PHASES, UNKNOWN

# On a phone: columns side by side (few and narrow), a card with a line per cell (sentences), or a
# card in which short cells follow each other on a line (figures).
Phone = Literal["columns", "cards", "lines"]


class Safe(str):
    """Text that is HTML already and was built from escaped parts."""

    __slots__ = ()


@dataclass(frozen=True)
class Column:
    """One column of a table; figures go right so that their digits stand under each other."""

    label: str
    align: Literal["left", "right"] = "left"


def esc(value: object) -> Safe:
    """The value as HTML; ``Safe`` is left as it is."""
    return value if isinstance(value, Safe) else Safe(escape(str(value)))


def tag(name: str, content: object, css: str = "", **attributes: str) -> Safe:
    """One element around content; an attribute name may end in ``_`` and use ``_`` for ``-``."""
    given = {"class": css} if css else {}
    given |= {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    written = "".join(f' {key}="{escape(value)}"' for key, value in given.items())
    return Safe(f"<{name}{written}>{esc(content)}</{name}>")


def join(parts: Iterable[object], between: str = "") -> Safe:
    """Parts one after the other, each escaped where needed."""
    return Safe(between.join(esc(part) for part in parts))


def link(address: str, label: object, css: str = "") -> Safe:
    """A link; it opens in the same window unless it leads to another site."""
    if address.startswith(("https://", "http://")):
        return tag("a", label, css, href=address, target="_blank", rel="noopener noreferrer")
    return tag("a", label, css, href=address)


def table(
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    is_caption_visible: bool = True,
    phone: Phone = "columns",
    empty: str = "",
) -> Safe:
    """A table; the first cell of each row is its header. `phone` says what becomes of it there.

    The roles are written out because a browser forgets them when cells are shown as blocks.
    """
    head = join(
        tag("th", column.label, f"wp-{column.align}", scope="col", role="columnheader")
        for column in columns
    )
    body = [_row(columns, row) for row in rows]
    if not body:
        return tag("p", empty, "wp-muted") if empty else Safe("")
    title = tag("caption", caption, "" if is_caption_visible else "wp-hidden")
    header = tag("thead", tag("tr", head, role="row"), role="rowgroup")
    grid = join([title, header, tag("tbody", join(body), role="rowgroup")])
    css = {
        "columns": "wp-table",
        "cards": "wp-table wp-stack",
        "lines": "wp-table wp-stack wp-lines",
    }
    grid = tag("table", grid, role="table")
    return tag("div", grid, css[phone], role="group", aria_label=caption, tabindex="0")


def _row(columns: Sequence[Column], row: Sequence[object]) -> Safe:
    cells = []
    for place, (column, value) in enumerate(zip(columns, row, strict=True)):
        css = f"wp-{column.align}"
        if place == 0:
            cells.append(tag("th", value, css, scope="row", role="rowheader"))
        else:
            cells.append(tag("td", value, css, role="cell", data_label=column.label))
    return tag("tr", join(cells), role="row")


def heading(rank: int, text: object, anchor: str = "") -> Safe:
    """A heading of rank 1-4; each screen has one of rank 1. A link can lead to its anchor."""
    place = {"id": anchor} if anchor else {}
    return tag(f"h{rank}", text, f"wp-h{rank}", **place)


def jumps(title: str, places: Iterable[tuple[str, str]]) -> Safe:
    """Links to the headings of a long screen: (anchor, text) each."""
    items = bullets([tag("a", text, href=f"#{anchor}") for anchor, text in places], "wp-jumps")
    return tag("nav", items, aria_label=title)


def paragraph(text: object, css: str = "") -> Safe:
    return tag("p", text, css)


def bullets(items: Iterable[object], css: str = "wp-list") -> Safe:
    """A list; an empty one is nothing at all."""
    entries = [tag("li", item) for item in items]
    return tag("ul", join(entries), css) if entries else Safe("")


def facts(pairs: Iterable[tuple[object, object]]) -> Safe:
    """Names and values side by side."""
    rows = [tag("div", join([tag("dt", name), tag("dd", value)])) for name, value in pairs]
    return tag("dl", join(rows), "wp-facts")


def details(summary: object, content: object) -> Safe:
    """A part that folds open, by mouse and by keyboard."""
    return tag("details", join([tag("summary", summary), content]), "wp-details")


def phase_label(_: Texts, phase_id: str, *, is_large: bool = False) -> Safe:
    """Sign in the colour of the phase with the word beside it."""
    word = tag("span", words.phase(_, phase_id))
    return tag(
        "span", join([sign(phase_id), word]), "wp-phase wp-large" if is_large else "wp-phase"
    )


def sign(phase_id: str, outline: str = "") -> Safe:
    """The letter of a phase in its colour; the words beside it say the same."""
    letter = PHASES.get(phase_id, UNKNOWN).sign
    return tag("span", letter, f"wp-sign wp-{phase_id} {outline}".strip(), aria_hidden="true")


def level_label(_: Texts, level: float | None) -> Safe:
    """Step 0-3 of one criterion in the neutral scale, with its word; nothing known is said in
    words.
    """
    if level is None:
        return tag("span", _("geen gegevens"), "wp-muted")
    step = words.level_step(level)
    mark = tag("span", LEVELS[step].sign, f"wp-sign wp-level-{step}", aria_hidden="true")
    return tag("span", join([mark, tag("span", words.level(_, level))]), "wp-phase")
