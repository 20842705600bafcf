"""Whatever is in an areas file: problems, never a traceback, and counts that add up."""

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.areas import read_areas
from geodata.problems import EFFECTS
from geodata.simplify import map_shapes
from tests.unit.geodata.area_files import X0, Y0, as_degrees, found, frame, geojson, gpkg, square

numbers = st.one_of(st.floats(-1e7, 1e7), st.sampled_from([0, 5.1, 52.1, 1e308, -1e308]))
rings = st.lists(st.lists(numbers, min_size=0, max_size=3), max_size=6)
geometries = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["Polygon", "MultiPolygon", "Point", "Nonsense", 3]),
            "coordinates": st.one_of(rings, st.lists(rings, max_size=2), st.none(), st.text()),
        }
    ),
)
values = st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=9), st.booleans())
properties = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("wijkcode", "wijknaam", "jaar", "JRSTATCODE", "water"), values)
)


@given(features=st.lists(st.tuples(properties, geometries), max_size=4))
def test_no_geojson_whatever_gives_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, features: list[tuple[dict[str, object], object]]
) -> None:
    good = ({"wijkcode": "WK000100", "jaar": 2024}, as_degrees(square(0)))
    path = geojson(tmp_path_factory.mktemp("fuzz"), [*features, good])
    result = read_areas(path, 2024)
    found(result, "any")  # the counts add up
    assert result.is_usable != result.areas.empty
    assert result.areas.geometry.is_valid.all()
    assert all(p.code in EFFECTS for p in result.problems)


@given(cut=st.integers(0, 5_000), noise=st.binary(max_size=40))
def test_no_damaged_file_gives_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, cut: int, noise: bytes
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    path = gpkg(folder, frame([square(0), square(1)]))
    whole = path.read_bytes()
    path.write_bytes(whole[:cut] + noise + whole[cut + len(noise) :])
    assert isinstance(read_areas(path, 2024).areas, gpd.GeoDataFrame)
    text = json.dumps({"type": "FeatureCollection", "features": []}).encode()
    broken = folder / "areas.geojson"
    broken.write_bytes(text[: cut % len(text)] + noise)
    assert isinstance(read_areas(broken, 2024).areas, pd.DataFrame)


odd = st.one_of(
    st.floats(0, 3_000), st.sampled_from([float("nan"), float("inf"), -1e300, 1e300, 0.0, 500.0])
)
odd_rings = st.lists(st.tuples(odd, odd), min_size=2, max_size=6)


@pytest.mark.filterwarnings("ignore:invalid value encountered")
@given(corners=st.lists(odd_rings, min_size=1, max_size=4), crs=st.sampled_from([28992, 4326]))
def test_no_ring_whatever_gives_a_traceback(
    tmp_path_factory: pytest.TempPathFactory,
    corners: list[list[tuple[float, float]]],
    crs: int,
) -> None:
    """Rings that cross themselves, have no surface, or have corners that are no place on earth."""
    shift, scale = ((X0, Y0), 1.0) if crs == 28992 else ((5.0, 52.0), 1e-4)
    shapes = [
        shapely.Polygon(
            [(shift[0] + scale * x, shift[1] + scale * y) for x, y in [(0, 0), *ring, (0, 0)]]
        )
        for ring in corners
    ]
    codes = ["WK000100", "WK000100", "WK000101", "WK000102"][: len(shapes)]
    areas = frame(shapes, f"EPSG:{crs}", wijkcode=codes, jaar=[2024] * len(codes))
    result = read_areas(gpkg(tmp_path_factory.mktemp("rings"), areas), 2024)
    found(result, "any")  # the counts add up
    assert result.areas.geometry.is_valid.all()
    shapes_on_map = map_shapes(result.areas, 10_000)
    assert shapes_on_map["wijkcode"].tolist() == result.areas["wijkcode"].tolist()
