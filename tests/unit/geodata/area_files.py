"""Small area files with planted faults, for the tests of geodata."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.areas import AreasResult
from geodata.problems import AreaProblem

#: South-west corner of the test areas, RD metres: in the middle of the Netherlands.
X0, Y0 = 150_000.0, 450_000.0


def square(column: int, row: int = 0, size: float = 1_000.0) -> BaseGeometry:
    """A square of the test grid; squares with neighbouring numbers share a border."""
    x, y = X0 + column * size, Y0 + row * size
    return shapely.box(x, y, x + size, y + size)


def frame(
    shapes: Sequence[BaseGeometry | None], crs: str | None = "EPSG:28992", **columns: Sequence[Any]
) -> gpd.GeoDataFrame:
    """Wijken WK000100, WK000101, ... of 2024, unless other columns are given."""
    count = len(shapes)
    usual: dict[str, Sequence[Any]] = {
        "wijkcode": [f"WK0001{i:02d}" for i in range(count)],
        "wijknaam": [f"Wijk {i}" for i in range(count)],
        "jaar": [2024] * count,
    }
    data = columns or usual
    return gpd.GeoDataFrame(dict(data), geometry=list(shapes), crs=crs)


def gpkg(folder: Path, areas: gpd.GeoDataFrame, name: str = "areas.gpkg") -> Path:
    """Write as GeoPackage with one layer."""
    path = folder / name
    areas.to_file(path, layer="wijken", driver="GPKG")
    return path


def geojson(
    folder: Path,
    features: Sequence[tuple[Mapping[str, Any], Any]],
    name: str = "areas.geojson",
    crs: str | None = None,
) -> Path:
    """Write properties and geometries (GeoJSON dictionaries) as they are, right or wrong."""
    collection: dict[str, Any] = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": dict(properties), "geometry": geometry}
            for properties, geometry in features
        ],
    }
    if crs is not None:
        collection["crs"] = {"type": "name", "properties": {"name": crs}}
    path = folder / name
    path.write_text(json.dumps(collection), encoding="utf-8")
    return path


def as_degrees(shape: BaseGeometry) -> dict[str, Any]:
    """GeoJSON geometry in EPSG:4326 of a shape in RD."""
    degrees = gpd.GeoSeries([shape], crs="EPSG:28992").to_crs("EPSG:4326").iloc[0]
    result: dict[str, Any] = shapely.geometry.mapping(degrees)
    return result


def found(result: AreasResult, code: str) -> list[AreaProblem]:
    """The problems with this reason id; also checks that the counts add up."""
    assert result.rows_in == result.rows_used + result.rows_rejected + result.rows_ignored
    return [p for p in result.problems if p.code == code]
