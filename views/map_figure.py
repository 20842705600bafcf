"""The map of one gemeente: plain axes in RD metres, one filled outline per wijk, no map tiles, no
network.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import shapely

from views.palette import HATCH, INK, WHITE, Paint
from words.rows import rows_of

# How many points across the map answer a click or the mouse; about one per 9 pixels on a full
# screen.
_HIT_POINTS_ACROSS = 48
# Each wijk is drawn a little smaller than it is, as a share of the width of the map. So every wijk
# has an outline of its own, and a dashed one is not covered by the full one of the wijk beside it.
_INSET = 0.003


# Dots ask for a thicker line to be seen.
_WIDTHS = {"solid": 1.3, "dash": 1.8, "dot": 2.2}


@dataclass(frozen=True)
class Area:
    """One wijk as drawn: its outline and the points where it can be touched, in RD metres."""

    wijkcode: str
    wijknaam: str
    x: list[float | None]
    y: list[float | None]
    label: tuple[float, float]
    hits: list[tuple[float, float]]


@dataclass(frozen=True)
class Shown:
    """What one wijk shows in the chosen layer. mark: a second sign, in a box under the first."""

    paint: Paint
    words: str
    sign: str
    dash: str = "solid"
    mark: str = ""


def areas_from(wijken: pd.DataFrame) -> list[Area]:
    """Outlines from the published shapes (WKB, EPSG:28992)."""
    shapes = shapely.from_wkb(wijken["shape_rd"].map(bytes).to_numpy())
    left, bottom, right, top = shapely.total_bounds(shapes)
    grid = _grid(left, bottom, right, top)
    smaller = shapely.buffer(shapes, -_INSET * (right - left), join_style="mitre")
    drawn = np.where(shapely.is_empty(smaller), shapes, smaller)
    return [_area(*one, grid) for one in zip(rows_of(wijken), shapes, drawn, strict=True)]


def _area(row: Any, shape: shapely.Geometry, drawn: shapely.Geometry, grid: np.ndarray) -> Area:
    x, y = _outline(drawn)
    label = (float(row.label_x), float(row.label_y))
    inside = grid[shapely.contains_xy(shape, grid[:, 0], grid[:, 1])]
    hits = [label, *((float(a), float(b)) for a, b in inside.round())]
    return Area(row.wijkcode, row.wijknaam, x, y, label, hits)


def _outline(shape: shapely.Geometry) -> tuple[list[float | None], list[float | None]]:
    """All rings, with a gap between them; holes run the other way round, so that they stay open."""
    x: list[float | None] = []
    y: list[float | None] = []
    for polygon in shapely.get_parts(shapely.orient_polygons(shape)):
        for ring in (polygon.exterior, *polygon.interiors):
            points = shapely.get_coordinates(ring).round()
            x += [*points[:, 0].tolist(), None]
            y += [*points[:, 1].tolist(), None]
    return x[:-1], y[:-1]


def _grid(left: float, bottom: float, right: float, top: float) -> np.ndarray:
    """Points in a square grid over the map, shape (points, 2)."""
    step = max(right - left, top - bottom) / _HIT_POINTS_ACROSS
    across, up = np.meshgrid(np.arange(left, right, step), np.arange(bottom, top, step))
    return np.column_stack([across.ravel(), up.ravel()])


def shape(areas: Sequence[Area]) -> float:
    """Width of the whole map as a multiple of its height."""
    left, right = _range([x for area in areas for x in area.x], 0.01)
    bottom, top = _range([y for area in areas for y in area.y], 0.01)
    return (right - left) / (top - bottom)


def figure(
    areas: Sequence[Area],
    shown: Mapping[str, Shown],
    *,
    chosen: str | None = None,
    is_zoomed: bool = False,
) -> go.Figure:
    """The map: a filled outline per wijk, its sign, and unseen points that carry the wijkcode."""
    drawing = go.Figure()
    for area in areas:
        drawing.add_trace(_fill(area, shown[area.wijkcode]))
    focus = next((area for area in areas if area.wijkcode == chosen), None)
    if focus is not None:
        drawing.add_trace(_ring(focus, INK, 7))
        # The light core keeps saying how sure: it is dashed where the outline is.
        drawing.add_trace(_ring(focus, WHITE, 2, shown[focus.wijkcode].dash))
    drawing.add_trace(_signs(areas, shown))
    drawing.add_trace(_hits(areas, shown))
    _mark(drawing, areas, shown)
    _lay_out(drawing, [focus] if is_zoomed and focus else areas, room=0.6 if is_zoomed else 0.01)
    return drawing


def _fill(area: Area, what: Shown) -> go.Scatter:
    pattern = {
        "shape": "/",
        "fgcolor": HATCH,
        "bgcolor": what.paint.fill,
        "size": 7,
        "solidity": 0.22,
    }
    return go.Scatter(
        x=area.x,
        y=area.y,
        mode="lines",
        fill="toself",
        fillcolor=what.paint.fill,
        fillpattern=pattern if what.paint.is_hatched else None,
        line={"color": INK, "width": _WIDTHS[what.dash], "dash": what.dash},
        name=area.wijknaam,
        hoverinfo="skip",
        showlegend=False,
    )


def _ring(area: Area, colour: str, width: float, dash: str = "solid") -> go.Scatter:
    """One of the two lines around the chosen wijk: dark with a light core, seen on every fill."""
    line = {"color": colour, "width": width, "dash": dash}
    return go.Scatter(
        x=area.x, y=area.y, mode="lines", line=line, hoverinfo="skip", showlegend=False
    )


def _signs(areas: Sequence[Area], shown: Mapping[str, Shown]) -> go.Scatter:
    return go.Scatter(
        x=[area.label[0] for area in areas],
        y=[area.label[1] for area in areas],
        mode="text",
        text=[f"<b>{shown[area.wijkcode].sign}</b>" for area in areas],
        textfont={
            # Two letters share the room of one.
            "size": [15 if len(shown[area.wijkcode].sign) == 1 else 12 for area in areas],
            "color": [shown[area.wijkcode].paint.ink for area in areas],
        },
        # A click must not fade the signs of the other wijken; colours stay those of the legend.
        unselected={"textfont": {"color": None}},
        hoverinfo="skip",
        showlegend=False,
        name="signs",
    )


def _mark(drawing: go.Figure, areas: Sequence[Area], shown: Mapping[str, Shown]) -> None:
    """The boxes under the signs; a click goes through them to the wijk."""
    for area in areas:
        mark = shown[area.wijkcode].mark
        if mark:
            drawing.add_annotation(
                x=area.label[0],
                y=area.label[1],
                text=f"<b>{mark}</b>",
                showarrow=False,
                yshift=-17,
                font={"size": 12, "color": INK},
                bgcolor=WHITE,
                bordercolor=INK,
                borderwidth=1,
                borderpad=1,
            )


def _hits(areas: Sequence[Area], shown: Mapping[str, Shown]) -> go.Scatter:
    points = [(area, at) for area in areas for at in area.hits]
    return go.Scatter(
        x=[at[0] for _area_, at in points],
        y=[at[1] for _area_, at in points],
        mode="markers",
        marker={"size": 12, "opacity": 0, "color": INK},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        customdata=[area.wijkcode for area, _at in points],
        text=[f"<b>{area.wijknaam}</b><br>{shown[area.wijkcode].words}" for area, _at in points],
        hovertemplate="%{text}<extra></extra>",
        showlegend=False,
        name="hits",
    )


def _lay_out(drawing: go.Figure, in_view: Sequence[Area], room: float) -> None:
    hidden = {"visible": False, "fixedrange": True, "constrain": "domain"}
    drawing.update_layout(
        xaxis={**hidden, "range": _range([x for area in in_view for x in area.x], room)},
        yaxis={
            **hidden,
            "range": _range([y for area in in_view for y in area.y], room),
            "scaleanchor": "x",
            "constraintoward": "top",
        },
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        paper_bgcolor=WHITE,
        plot_bgcolor=WHITE,
        dragmode=False,
        hovermode="closest",
        clickmode="event+select",
        hoverlabel={"bgcolor": WHITE, "bordercolor": INK, "font": {"color": INK, "size": 14}},
        font={"family": '"Source Sans", system-ui, sans-serif', "color": INK},
    )


def _range(values: Sequence[float | None], room: float) -> list[float]:
    """From the lowest to the highest, with a share of that as room on either side."""
    known = [value for value in values if value is not None]
    margin = (max(known) - min(known)) * room
    return [min(known) - margin, max(known) + margin]
