"""Open an areas file: find the layers that hold wijken or buurten and read only the columns that
are needed.

Aliases of the columns are those of CBS "Wijk- en buurtkaart" and of the CBS "gebiedsindelingen" on
PDOK.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio import errors as ogr
from shapely.errors import ShapelyError

from geodata.foreign_crs import check_geojson
from geodata.problems import AreaProblem, facts_text

Kind = Literal["wijk", "buurt"]

#: Our column -> accepted names, in order of preference; compared without regard to capitals.
WIJK_CODES = ("wijkcode", "wk_code")
BUURT_CODES = ("buurtcode", "bu_code")
EITHER_CODES = ("statcode", "jrstatcode", "jaarstatcode")  # hold WK.... or BU...., by layer
WIJK_NAMES = ("wijknaam", "wk_naam", "statnaam")
BUURT_NAMES = ("buurtnaam", "bu_naam", "statnaam")
YEARS = ("jaar", "jrstatcode", "jaarstatcode")
WATER = ("water", "h2o")
RESIDENTS = ("inwoners", "aantal_inwoners", "aantalinwoners", "aant_inw")
_NEEDED = frozenset(
    WIJK_CODES + BUURT_CODES + EITHER_CODES + WIJK_NAMES + BUURT_NAMES + YEARS + WATER + RESIDENTS
)

#: What a file must begin with. Keeps out files that only borrow the extension (and could point
#: elsewhere).
_BEGINS = {
    ".gpkg": b"SQLite format 3\x00",
    ".shp": b"\x00\x00\x27\x0a",
    ".geojson": b"{",
    ".json": b"{",
}
_DRIVERS = {"GPKG", "ESRI Shapefile", "GeoJSON"}
_ERRORS = (
    ogr.DataSourceError,
    ogr.DataLayerError,
    ogr.CRSError,
    ogr.FeatureError,
    ogr.GeometryError,
    ogr.FieldError,
    ShapelyError,
    OSError,
    RuntimeError,
    ValueError,  # also wrong encodings
    TypeError,
    KeyError,
)


@dataclass
class Layer:
    """One layer as delivered; column names in lower case; row i is feature i + 1."""

    name: str
    kind: Kind
    frame: gpd.GeoDataFrame
    is_geojson: bool


@dataclass
class Opened:
    """The layers of a file with areas in them, all column names of the file, and why it could not
    be opened.
    """

    layers: list[Layer] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    problem: AreaProblem | None = None


def open_layers(path: Path) -> Opened:
    """Read every layer of ``path`` that holds wijken or buurten. Never raises on bad content."""
    expected = ", ".join(_BEGINS)
    magic = _BEGINS.get(path.suffix.lower())
    if magic is None:
        return _unreadable(expected, "extension")
    try:
        start = _first_bytes(path)
    except OSError:
        return _unreadable(expected, "cannot_open")
    if not start:
        return _unreadable(expected, "empty_file")
    if not start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(magic):
        return _unreadable(path.suffix.lower(), "other_content")
    try:
        if magic == b"{":
            check_geojson(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # remarks of the reader; what matters is checked here
            return _read_all(path)
    except _ERRORS:
        return _unreadable(path.suffix.lower(), "broken")


def write_used_columns(path: Path, out: Path) -> None:
    """Write the wijken and buurten of ``path`` to the GeoPackage ``out``, with only the columns
    that are ever read; order, shapes and system as delivered.
    """
    for layer in open_layers(path).layers:
        layer.frame.to_file(out, layer=layer.name, driver="GPKG", engine="pyogrio")


def unused_columns(path: Path) -> Iterator[pd.DataFrame]:
    """Per layer and per table without shapes: the columns that are never read, as text. Only of a
    file that ``open_layers`` could open.
    """
    for name, _geometry_type in pyogrio.list_layers(path):
        fields = [str(field) for field in pyogrio.read_info(path, layer=name)["fields"]]
        unused = [field for field in fields if field.lower() not in _NEEDED]
        if unused:
            frame = pyogrio.read_dataframe(path, layer=name, columns=unused, read_geometry=False)
            yield frame[unused].astype("string")


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(200)


def _unreadable(expected: str, reason: str) -> Opened:
    detail = facts_text(expected=expected, reason=reason)
    return Opened(problem=AreaProblem("areas_unreadable", detail=detail))


def _read_all(path: Path) -> Opened:
    opened = Opened()
    for name, geometry_type in pyogrio.list_layers(path):
        if geometry_type is None:  # a table without shapes
            continue
        info = pyogrio.read_info(path, layer=name)
        if info["driver"] not in _DRIVERS:
            return _unreadable(path.suffix.lower(), "other_content")
        fields = [str(f) for f in info["fields"]]
        opened.columns.extend(f for f in fields if f not in opened.columns)
        needed = [f for f in fields if f.lower() in _NEEDED]
        frame = pyogrio.read_dataframe(
            path, layer=name, columns=needed, force_2d=True, on_invalid="ignore"
        )
        if not isinstance(frame, gpd.GeoDataFrame):
            continue
        frame = frame.rename(columns={f: f.lower() for f in needed})
        frame = frame.loc[:, ~frame.columns.duplicated()].reset_index(drop=True)
        kind = _kind_of(frame)
        if kind is not None:
            opened.layers.append(Layer(str(name), kind, frame, info["driver"] == "GeoJSON"))
    return opened


def _kind_of(frame: gpd.GeoDataFrame) -> Kind | None:
    """Wijken, buurten, or neither (a layer of gemeenten, say)."""
    if any(c in frame.columns for c in BUURT_CODES):
        return "buurt"
    if any(c in frame.columns for c in WIJK_CODES):
        return "wijk"
    for column in (c for c in EITHER_CODES if c in frame.columns):
        values = frame[column].astype("string").str.strip().str.upper()
        if values.str.contains(r"^(?:\d{4})?BU", regex=True, na=False).any():
            return "buurt"
        if values.str.contains(r"^(?:\d{4})?WK", regex=True, na=False).any():
            return "wijk"
    return None


def first_column(frame: pd.DataFrame, names: tuple[str, ...]) -> str | None:
    """The first of these names that the frame has."""
    return next((n for n in names if n in frame.columns), None)
