"""From points and buurt codes to wijken."""

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.locate import OUTSIDE, locate_points, wijk_of_buurt
from tests.unit.geodata.area_files import X0, Y0, frame, square

GRID = frame([square(c, r) for r in range(3) for c in range(3)])


def one(x: float, y: float, epsg: int = 28992) -> int:
    """The answer for a single point."""
    return int(locate_points(np.array([x]), np.array([y]), epsg, GRID)[0])


@pytest.mark.parametrize("column", range(3))
@pytest.mark.parametrize("row", range(3))
def test_both_systems_give_the_same_wijk(column: int, row: int) -> None:
    x, y = X0 + 1_000 * column + 500, Y0 + 1_000 * row + 500
    to_degrees = pyproj.Transformer.from_crs(28992, 4326, always_xy=True)
    lon, lat = to_degrees.transform(x, y)
    assert one(x, y) == one(lon, lat, 4326) == 3 * row + column


def test_a_point_on_a_border_goes_to_the_lowest_code() -> None:
    assert one(X0 + 1_000, Y0 + 500) == 0  # border of 0 and 1
    assert one(X0 + 1_000, Y0 + 1_000) == 0  # corner of 0, 1, 3 and 4
    turned = GRID.assign(wijkcode=GRID["wijkcode"].to_numpy()[::-1])
    for x, y, lowest in ((1_000, 500, 1), (1_000, 1_000, 4)):
        got = locate_points(np.array([X0 + x]), np.array([Y0 + y]), 28992, turned)
        assert got[0] == lowest


def test_where_areas_overlap_the_lowest_code_counts() -> None:
    areas = frame([square(0, size=2_000), square(0)]).assign(wijkcode=["WK000102", "WK000101"])
    got = locate_points([X0 + 500, X0 + 1_500], [Y0 + 500, Y0 + 500], 28992, areas)
    assert got.tolist() == [1, 0]


def test_outside_and_not_a_number() -> None:
    x = np.array([X0 - 1, np.nan, X0 + 500, np.inf, -np.inf, X0 + 500, 1e300])
    y = np.array([Y0 + 500, Y0 + 500, np.nan, Y0, Y0, np.inf, 1e300])
    assert locate_points(x, y, 28992, GRID).tolist() == [OUTSIDE] * 7
    # degrees far off, both zero, and RD metres given as degrees
    lon = np.array([np.nan, 0.0, 5.0, 181.0, X0, np.inf])
    lat = np.array([52.0, 0.0, np.nan, 95.0, Y0, 52.0])
    assert locate_points(lon, lat, 4326, GRID).tolist() == [OUTSIDE] * 6


def test_a_hole_and_a_second_part() -> None:
    with_hole = square(0, size=3_000).difference(square(1, 1))
    areas = frame([shapely.MultiPolygon([with_hole, square(8)])])
    got = locate_points([X0 + 1_500, X0 + 500, X0 + 8_500], [Y0 + 1_500, Y0, Y0], 28992, areas)
    assert got.tolist() == [OUTSIDE, 0, 0]


def test_no_points_and_no_areas() -> None:
    empty = np.array([], dtype=float)
    assert len(locate_points(empty, empty, 4326, GRID)) == 0
    assert locate_points([X0], [Y0], 28992, GRID.iloc[:0]).tolist() == [OUTSIDE]


coordinate = st.one_of(
    st.floats(-500, 3_500), st.sampled_from([0.0, 500.0, 1_000.0, 2_000.0, 3_000.0])
)
corner = st.tuples(st.integers(0, 30), st.integers(0, 30))
triangles = st.lists(st.tuples(corner, corner, corner), min_size=1, max_size=6)


@given(points=st.lists(st.tuples(coordinate, coordinate), max_size=20), corners=triangles)
def test_same_answer_as_asking_every_wijk_in_turn(
    points: list[tuple[float, float]], corners: list[tuple[tuple[int, int], ...]]
) -> None:
    drawn = [shapely.Polygon([(X0 + 100 * x, Y0 + 100 * y) for x, y in c]) for c in corners]
    areas = frame([p for p in drawn if p.is_valid and p.area > 0] or [square(0)])
    x = np.array([X0 + p[0] for p in points])
    y = np.array([Y0 + p[1] for p in points])
    naive = [
        next((i for i, a in enumerate(areas.geometry) if a.intersects(shapely.Point(*p))), OUTSIDE)
        for p in zip(x, y, strict=True)
    ]
    assert locate_points(x, y, 28992, areas).tolist() == naive


@pytest.mark.parametrize(
    ("code", "wijk"),
    [
        ("BU01060000", "WK010600"),
        ("BU01060000  ", "WK010600"),
        ("BU0363AB01", "WK0363AB"),
        ("BU010600", None),
        ("WK010600", None),
        ("", None),
    ],
)
def test_wijk_of_buurt(code: str, wijk: str | None) -> None:
    assert wijk_of_buurt(code) == wijk
