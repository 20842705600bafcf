"""The yardstick of the map: a Streamlit app that draws the same outlines and nothing else.

    BENCHMARK_OUTLINES=FILE streamlit run benchmarks/bare_app.py

FILE is JSON: {"is_national": bool, "wijken": [{"code", "x", "y"} or {"code", "geometry"}]}.
"""

import json
import os
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

FILLS = ("#c6dbef", "#9ecae1", "#6baed6", "#3182bd")

st.set_page_config(layout="wide")
outlines = json.loads(Path(os.environ["BENCHMARK_OUTLINES"]).read_text(encoding="utf-8"))
drawing = go.Figure()
if outlines["is_national"]:
    for number, fill in enumerate(FILLS):
        wijken = outlines["wijken"][number :: len(FILLS)]
        features = [
            {"type": "Feature", "id": wijk["code"], "geometry": wijk["geometry"]} for wijk in wijken
        ]
        drawing.add_choroplethmap(
            geojson={"type": "FeatureCollection", "features": features},
            locations=[wijk["code"] for wijk in wijken],
            z=[0] * len(wijken),
            colorscale=[[0, fill], [1, fill]],
            showscale=False,
        )
    drawing.update_layout(
        map={"style": "white-bg", "center": {"lon": 5.35, "lat": 52.15}, "zoom": 5.9}
    )
else:
    for number, wijk in enumerate(outlines["wijken"]):
        drawing.add_scatter(
            x=wijk["x"],
            y=wijk["y"],
            mode="lines",
            fill="toself",
            fillcolor=FILLS[number % len(FILLS)],
            showlegend=False,
        )
    drawing.update_layout(yaxis={"scaleanchor": "x"})
st.plotly_chart(drawing, height=600)
