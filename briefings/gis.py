"""A briefing for GIS: GeoPackage and GeoJSON, wijken by their CBS code, with what each field means.

GeoPackage: layer ``wijken`` in RD (EPSG:28992), table ``cijfers`` with one row per figure, tables
``redenen`` and ``maatregelen`` where there are any, and ``velden`` with the meaning of every field.
GeoJSON (RFC 7946, degrees): the figures of a wijk are in its properties.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from briefings.model import Briefing
from briefings.tables import Row, columns, context, tables
from indicators import Knowledge
from language import Texts

RD = "EPSG:28992"


def geopackage(_: Texts, knowledge: Knowledge, briefing: Briefing) -> bytes:
    """The GeoPackage as bytes."""
    found = tables(_, knowledge, briefing)
    origin = context(_, briefing)
    shapes = shapely.from_wkb([briefing.shapes[part.wijkcode].wkb_rd for part in briefing.wijken])
    wijken = gpd.GeoDataFrame(
        _frame([{**row, **origin} for row in found.phases]), geometry=shapes, crs=RD
    )
    layers = {"cijfers": found.figures, "redenen": found.reasons, "maatregelen": found.measures}
    meanings = columns(_)
    about = {name: str(value) for name, value in origin.items() if value is not None}
    # The moment in the file is that of the build, so that the same briefing gives the same file.
    pyogrio.set_gdal_config_options(
        {"OGR_CURRENT_DATE": briefing.about.built_at.strftime("%Y-%m-%dT%H:%M:%S.000Z")}
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "briefing.gpkg"
        pyogrio.write_dataframe(
            wijken, path, layer="wijken", dataset_metadata=about, promote_to_multi=True
        )
        for name, rows in layers.items():
            if rows:
                frame = _frame([{**row, **origin} for row in rows])
                pyogrio.write_dataframe(frame, path, layer=name, append=True)
        used = dict.fromkeys(
            name for rows in (found.phases, *layers.values()) for row in rows for name in row
        )
        described = [{"veld": name, "betekenis": meanings[name]} for name in (*used, *origin)]
        pyogrio.write_dataframe(
            pd.DataFrame([{**row, **origin} for row in described]).convert_dtypes(),
            path,
            layer="velden",
            append=True,
        )
        return path.read_bytes()


def _frame(rows: list[Row]) -> pd.DataFrame:
    """Columns with a type each; dates as dates, and an empty column as text."""
    frame = pd.DataFrame(rows)
    for name in frame.columns:
        known = frame[name].dropna()
        if len(known) and known.map(lambda value: isinstance(value, dt.date)).all():
            frame[name] = pd.to_datetime(frame[name])
        elif not len(known):
            frame[name] = frame[name].astype("string")
    return frame.convert_dtypes()


def geojson(_: Texts, knowledge: Knowledge, briefing: Briefing) -> bytes:
    """The GeoJSON as bytes; ``about`` and ``fields`` beside the features say where it is from."""
    found = tables(_, knowledge, briefing)
    origin = context(_, briefing)
    features = [
        {
            "type": "Feature",
            "id": str(row["wijkcode"]),
            "geometry": json.loads(briefing.shapes[str(row["wijkcode"])].geojson_lonlat),
            "properties": {
                **row,
                **origin,
                "figures": _of(found.figures, row),
                "reasons": _of(found.reasons, row),
                "measures": _of(found.measures, row),
            },
        }
        for row in found.phases
    ]
    content = {
        "type": "FeatureCollection",
        "about": origin,
        "fields": columns(_),
        "features": features,
    }
    return json.dumps(content, ensure_ascii=False, default=_plain, indent=1).encode("utf-8")


def _of(rows: tuple[Row, ...], wijk: Row) -> list[Row]:
    """The rows of one wijk, without the name and code that are beside them."""
    return [
        {name: value for name, value in row.items() if name not in ("wijkcode", "wijknaam")}
        for row in rows
        if row["wijkcode"] == wijk["wijkcode"]
    ]


def _plain(value: Any) -> str:
    """Dates as JSON writes them."""
    assert isinstance(value, dt.date)
    return value.isoformat()
