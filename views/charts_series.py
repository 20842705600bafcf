"""The chart of one series in one wijk: numbers as delivered, and converted ones with another marker
and a dashed line.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import plotly.graph_objects as go

from views.charts import lay_out
from views.palette import INK, WHITE

DELIVERED, CONVERTED, AT_LEAST = "delivered", "converted", "at_least"
_LINE = "#1F4E79"
# Symbol and fill of each look: what is not as it was delivered is open.
_SYMBOLS = {
    DELIVERED: ("circle", _LINE),
    CONVERTED: ("diamond", WHITE),
    AT_LEAST: ("triangle-up", WHITE),
}


@dataclass(frozen=True)
class Point:
    """One period; without a number there is a gap. ``look``: DELIVERED, CONVERTED or AT_LEAST."""

    day: dt.date
    number: float | None
    look: str = DELIVERED
    hover: str = ""


def marked_series(
    points: Sequence[Point], names: Mapping[str, str], *, is_loose: bool = False
) -> go.Figure:
    """The numbers by period, oldest first; ``names``: look -> what the legend says. Survey waves
    are loose points: between them nothing is known.
    """
    drawing = go.Figure()
    if not is_loose:
        for dash, is_whole in (("solid", True), ("dash", False)):
            x, y = _stretches(points, is_whole)
            drawing.add_trace(
                go.Scatter(
                    x=x,
                    y=y,
                    mode="lines",
                    line={"color": _LINE, "width": 2, "dash": dash},
                    hoverinfo="skip",
                    showlegend=False,
                )
            )
    for look, (symbol, fill) in _SYMBOLS.items():
        own = [point for point in points if point.look == look and point.number is not None]
        if not own:
            continue
        drawing.add_trace(
            go.Scatter(
                x=[point.day.isoformat() for point in own],
                y=[point.number for point in own],
                mode="markers",
                name=names[look],
                marker={
                    "symbol": symbol,
                    "size": 10,
                    "color": fill,
                    "line": {"width": 2, "color": _LINE},
                },
                text=[point.hover for point in own],
                hovertemplate="%{text}<extra></extra>",
            )
        )
    lay_out(drawing, height=260)
    drawing.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "bgcolor": WHITE},
        legend_font={"color": INK},
        margin={"t": 48},
    )
    drawing.update_yaxes(rangemode="tozero", gridcolor="#E6EAEF")
    if all((point.day.month, point.day.day) == (1, 1) for point in points):
        drawing.update_xaxes(tickformat="%Y", dtick="M12")
    return drawing


def _stretches(
    points: Sequence[Point], is_whole: bool
) -> tuple[list[str | None], list[float | None]]:
    """The pieces of line between two periods that follow each other: whole where both ends were
    delivered, or the others.
    """
    x: list[str | None] = []
    y: list[float | None] = []
    for one, next_one in pairwise(points):
        both = one.look == next_one.look == DELIVERED
        if one.number is None or next_one.number is None or both != is_whole:
            continue
        x += [one.day.isoformat(), next_one.day.isoformat(), None]
        y += [one.number, next_one.number, None]
    return x, y
