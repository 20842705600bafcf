"""The map of very many wijken: drawn by MapLibre on an empty background, so still without any
network.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import shapely

from views.map_figure import Shown
from views.palette import INK, WHITE
from words.rows import rows_of

# MapLibre shows the whole earth, 360 degrees, in 512 pixels at zoom 0; the map is about this wide.
_PIXELS = 620


def figure(
    wijken: pd.DataFrame,
    shown: Mapping[str, Shown],
    names: Mapping[str, str],
    *,
    chosen: str | None = None,
) -> go.Figure:
    """One trace per class, each with its own outlines, so that every outline is sent once."""
    groups: dict[str, list[Any]] = {}
    for row in rows_of(wijken):
        groups.setdefault(shown[row.wijkcode].paint.fill, []).append(row)
    drawing = go.Figure()
    for fill, rows in groups.items():
        drawing.add_trace(_trace(rows, shown, fill, names.get(fill, ""), width=0.3))
    for row in rows_of(wijken[wijken["wijkcode"] == chosen]):
        drawing.add_trace(
            _trace([row], shown, shown[row.wijkcode].paint.fill, row.wijknaam, width=4)
        )
    drawing.update_layout(
        map={"style": "white-bg", **_view(wijken)},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        paper_bgcolor=WHITE,
        clickmode="event+select",
        hoverlabel={"bgcolor": WHITE, "bordercolor": INK, "font": {"color": INK, "size": 14}},
    )
    return drawing


def _view(wijken: pd.DataFrame) -> dict[str, object]:
    """Centre and zoom at which every wijk is in view, in degrees (EPSG:4326)."""
    west, south, east, north = shapely.total_bounds(shapely.from_geojson(wijken["shape_lonlat"]))
    middle = (south + north) / 2
    # A degree of latitude is drawn longer than one of longitude, more so to the north.
    tall = (north - south) / math.cos(math.radians(middle))
    zoom = math.log2(_PIXELS / 512 * 360 / max(east - west, tall)) - 0.1
    return {"center": {"lon": (west + east) / 2, "lat": middle}, "zoom": zoom}


def _trace(
    rows: list[Any], shown: Mapping[str, Shown], fill: str, name: str, *, width: float
) -> go.Choroplethmap:
    codes = [row.wijkcode for row in rows]
    features = [
        {"type": "Feature", "id": row.wijkcode, "geometry": json.loads(row.shape_lonlat)}
        for row in rows
    ]
    return go.Choroplethmap(
        geojson={"type": "FeatureCollection", "features": features},
        locations=codes,
        z=[0] * len(codes),
        colorscale=[[0, fill], [1, fill]],
        showscale=False,
        marker={"line": {"color": INK, "width": width}, "opacity": 1},
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        text=[f"<b>{row.wijknaam}</b><br>{shown[row.wijkcode].words}" for row in rows],
        hovertemplate="%{text}<extra></extra>",
        name=name,
    )
