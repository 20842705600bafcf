"""The timeline of one wijk as lanes: phases as bars, what happened as marks, measures as lines."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

import plotly.graph_objects as go

from views.charts import lay_out, milliseconds
from views.palette import GREY, HATCH, INK, LEVELS, PHASES, UNKNOWN, WHITE, Paint
from views.timeline_items import KINDS, Item

_LANE_PX = 44
# The share of the width that a sign needs on a phone; a shorter bar has none.
_ROOM = 0.045
_BARS = ("voorstel", "besluit")
_SYMBOLS = {
    "incident": ("diamond", "#8A0A2A"),
    "melding": ("line-ns-open", GREY),
    "agenda": ("triangle-down", "#1F4E79"),
}


def timeline(
    items: Sequence[Item],
    names: Mapping[str, str],
    first: dt.date,
    last: dt.date,
    horizon: dt.date,
) -> go.Figure:
    """One lane per kind in `names` (kind -> what it is called), the first on top."""
    drawing = go.Figure()
    lanes = [kind for kind in KINDS if kind in names]
    for kind in lanes:
        own = [item for item in items if item.kind == kind]
        # Keeps the lane on the axis where nothing is in it.
        drawing.add_trace(go.Scatter(x=[None], y=[names[kind]], showlegend=False))
        if kind in _BARS:
            _bars(drawing, own, names[kind], first, last)
        elif kind == "maatregel":
            _measures(drawing, own, names[kind], first, last)
        else:
            _marks(drawing, kind, own, names[kind])
    drawing.add_vline(x=horizon.isoformat(), line={"color": INK, "width": 1.5, "dash": "dot"})
    lay_out(drawing, height=_LANE_PX * len(lanes) + 40)
    drawing.update_xaxes(
        range=[first.isoformat(), last.isoformat()], tickformat=_ticks(first, last)
    )
    drawing.update_yaxes(
        categoryorder="array",
        categoryarray=[names[kind] for kind in reversed(lanes)],
        range=[-0.6, len(lanes) - 0.4],
        tickfont={"size": 13},
    )
    drawing.update_layout(barmode="overlay", bargap=0)
    return drawing


def _ticks(first: dt.date, last: dt.date) -> str:
    return "%d-%m-%y" if (last - first).days < 150 else "%m-%Y"


def _bars(
    drawing: go.Figure, items: Sequence[Item], lane: str, first: dt.date, last: dt.date
) -> None:
    """Each phase as a bar as long as it was proposed, or as it counts."""
    ordered = sorted((item for item in items if item.mark), key=lambda one: one.day)
    for item, after in zip_longest(ordered, ordered[1:]):
        until = min(item.until or last, last)
        # The next decision takes the place of the one before it.
        if item.kind == "besluit" and after is not None:
            until = min(until, after.day)
        start = max(item.day, first)
        if until <= start:
            continue
        paints = [PHASES.get(phase, UNKNOWN) for phase in item.mark.split("/")]
        paint, is_doubt = paints[0], len(paints) > 1
        signs = "/".join(one.sign for one in paints)
        is_wide = (until - start) >= (last - first) * _ROOM * len(paints)
        drawing.add_trace(
            go.Bar(
                orientation="h",
                base=[start.isoformat()],
                x=[milliseconds(until - start)],
                y=[lane],
                text=[signs if is_wide else ""],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                constraintext="none",
                textfont={"color": paint.ink, "size": 13},
                cliponaxis=True,
                width=[0.42 if is_doubt else 0.62],
                marker={
                    "color": paint.fill,
                    "line": {"color": INK, "width": 1},
                    "pattern": _pattern(paint, is_doubt=is_doubt),
                },
                customdata=[_hover(item)],
                hovertemplate="%{customdata}<extra></extra>",
                showlegend=False,
            )
        )


def _pattern(paint: Paint, *, is_doubt: bool) -> dict[str, Any]:
    """Hatched where nothing is known, speckled at doubt, as in the chart of the phases."""
    if paint.is_hatched:
        return {"shape": "/", "fgcolor": HATCH, "bgcolor": paint.fill, "size": 7}
    if is_doubt:
        return {"shape": ".", "fgcolor": INK, "bgcolor": paint.fill, "size": 6, "solidity": 0.12}
    return {}


def _marks(drawing: go.Figure, kind: str, items: Sequence[Item], lane: str) -> None:
    if not items:
        return
    if kind == "signaal":
        # The level in the neutral hue; an open ring is "nothing to report".
        symbols = ["circle" if item.mark else "circle-open" for item in items]
        colours = [LEVELS[int(item.mark)].fill if item.mark else INK for item in items]
    else:
        symbol, colour = _SYMBOLS[kind]
        symbols, colours = [symbol] * len(items), [colour] * len(items)
    drawing.add_trace(
        go.Scatter(
            x=[item.day.isoformat() for item in items],
            y=[lane] * len(items),
            mode="markers",
            marker={
                "symbol": symbols,
                "size": 11,
                "color": colours,
                "line": {"color": INK, "width": 1},
            },
            text=[_hover(item) for item in items],
            hovertemplate="%{text}<extra></extra>",
            showlegend=False,
        )
    )


def _measures(
    drawing: go.Figure, items: Sequence[Item], lane: str, first: dt.date, last: dt.date
) -> None:
    """A line from the start to the end or the review date; a square where people look back."""
    for item in items:
        if item.mark == "start":
            until = min(item.until or last, last)
            drawing.add_trace(_line(item, lane, max(item.day, first), max(until, item.day)))
    looks = [item for item in items if item.mark == "look"]
    drawing.add_trace(
        go.Scatter(
            x=[item.day.isoformat() for item in looks],
            y=[lane] * len(looks),
            mode="markers",
            marker={"symbol": "square", "size": 11, "color": WHITE,
                    "line": {"color": INK, "width": 1.5}},
            text=[_hover(item) for item in looks],
            hovertemplate="%{text}<extra></extra>",
            showlegend=False,
        )
    )  # fmt: skip


def _line(item: Item, lane: str, start: dt.date, until: dt.date) -> Any:
    return go.Scatter(
        x=[start.isoformat(), until.isoformat()],
        y=[lane, lane],
        mode="lines+markers",
        line={"color": "#1F4E79", "width": 4},
        marker={"symbol": ["triangle-right", "line-ns-open"], "size": [13, 14], "color": "#1F4E79",
                "line": {"color": "#1F4E79", "width": 2}},
        text=[_hover(item)] * 2,
        hovertemplate="%{text}<extra></extra>",
        showlegend=False,
    )  # fmt: skip


def _hover(item: Item) -> str:
    """Plotly reads tags in a hover, so what people typed is made plain."""
    text = item.plain.replace("&", "&amp;").replace("<", "&lt;")
    return f"{text}<br>{item.day:%d-%m-%Y}"
