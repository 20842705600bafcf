"""Small shapes for the map: nobody left out, valid, under the limit, neighbours stay so."""

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from geodata.simplify import map_shapes
from tests.unit.geodata.area_files import X0, Y0, frame, square

SIDE, CELL = 8, 1_000.0


def wavy_division(side: int = SIDE, steps: int = 60, seed: int = 7) -> gpd.GeoDataFrame:
    """side x side wijken with ragged borders that neighbours share vertex by vertex."""
    random = np.random.default_rng(seed)

    along = np.linspace(0, CELL, steps + 2)[1:-1]
    most = 0.4 * np.minimum(along, CELL - along)  # so that borders do not cross near a corner

    def ragged() -> NDArray[np.float64]:
        offsets = random.normal(0, 15, size=(side + 1, side, steps))
        return np.clip(offsets, -most, most)

    level, upright = ragged(), ragged()

    def horizontal(row: int, column: int) -> list[tuple[float, float]]:
        return [
            (X0 + column * CELL + a, Y0 + row * CELL + o)
            for a, o in zip(along, level[row, column], strict=True)
        ]

    def vertical(column: int, row: int) -> list[tuple[float, float]]:
        return [
            (X0 + column * CELL + o, Y0 + row * CELL + a)
            for a, o in zip(along, upright[column, row], strict=True)
        ]

    shapes = []
    for row in range(side):
        for column in range(side):
            x, y = X0 + column * CELL, Y0 + row * CELL
            ring = [(x, y), *horizontal(row, column), (x + CELL, y), *vertical(column + 1, row)]
            ring += [(x + CELL, y + CELL), *horizontal(row + 1, column)[::-1], (x, y + CELL)]
            ring += vertical(column, row)[::-1]
            shapes.append(shapely.Polygon(ring))
    return frame(shapes)


def rd(shapes: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """The RD shapes of a result as geometries."""
    return np.array(shapely.from_wkb(list(shapes["shape_rd"])), dtype=object)


def check(shapes: gpd.GeoDataFrame, division: gpd.GeoDataFrame) -> None:
    """What holds for every result."""
    assert shapes["wijkcode"].tolist() == division["wijkcode"].tolist()
    metres = rd(shapes)
    degrees = np.array(shapely.from_geojson(list(shapes["shape_lonlat"])), dtype=object)
    for geometries in (metres, degrees):
        assert shapely.is_valid(geometries).all()
        assert not shapely.is_empty(geometries).any()
        assert set(shapely.get_type_id(geometries)) <= {3, 6}
    labels = shapely.points(shapes["label_x"], shapes["label_y"])
    assert shapely.contains(metres, labels).all()


@pytest.mark.parametrize("max_bytes", [1_000_000, 60_000, 30_000, 20_000])
def test_the_limit_is_kept_and_used(max_bytes: int) -> None:
    division = wavy_division()
    shapes = map_shapes(division, max_bytes)
    check(shapes, division)
    size = shapes["shape_lonlat"].str.len().sum()
    assert size <= max_bytes
    finest = map_shapes(division, 10**9)["shape_lonlat"].str.len().sum()
    assert size == finest if finest <= max_bytes else size > 0.8 * max_bytes


def test_neighbours_stay_neighbours() -> None:
    division = wavy_division()
    assert shapely.coverage_is_valid(np.asarray(division.geometry, dtype=object))
    metres = rd(map_shapes(division, 20_000))
    covered = shapely.union_all(metres)
    assert shapely.get_num_interior_rings(covered) == 0  # no slivers between wijken
    assert shapely.area(metres).sum() - covered.area < 1.0  # and none on top of each other, m2
    moved = shapely.hausdorff_distance(metres, np.asarray(division.geometry, dtype=object))
    assert moved.max() < 0.2 * CELL


def test_a_limit_that_cannot_be_kept_still_gives_every_wijk() -> None:
    division = wavy_division()
    shapes = map_shapes(division, 10)
    check(shapes, division)
    assert shapes["shape_lonlat"].str.len().sum() > 10


def test_crumbs_go_but_no_wijk_and_no_enclosed_wijk() -> None:
    islet = shapely.box(X0 - 3_000, Y0, X0 - 2_999, Y0 + 1)
    big = square(0, size=5_000).difference(square(2, 2))  # wijk 1 lies in this hole
    tiny = shapely.box(X0 + 9_000, Y0, X0 + 9_002, Y0 + 2)  # a whole wijk of 4 m2
    division = frame([shapely.MultiPolygon([big, islet]), square(2, 2), tiny])
    shapes = map_shapes(division, 100_000)
    check(shapes, division)
    metres = rd(shapes)
    assert shapely.get_num_geometries(metres).tolist() == [1, 1, 1]
    assert shapely.area(metres).tolist() == pytest.approx([24e6, 1e6, 4], rel=1e-3)


def test_overlaps_and_narrow_gaps_are_cleaned_and_a_covered_wijk_kept() -> None:
    over = shapely.box(X0 + 950, Y0, X0 + 2_000, Y0 + 1_000)  # 50 m on top of the first
    with_slit = square(0, 1).difference(shapely.box(X0 + 400, Y0 + 1_300, X0 + 410, Y0 + 1_600))
    covered = shapely.box(X0 + 100, Y0 + 100, X0 + 300, Y0 + 300)  # wholly under the first
    division = frame([square(0), over, with_slit, covered])
    shapes = map_shapes(division, 100_000)
    check(shapes, division)
    metres = rd(shapes)
    assert shapely.area(shapely.intersection(metres[0], metres[1])) < 1.0
    assert shapely.get_num_interior_rings(metres[2]) == 0


def test_label_of_a_ring_shape_is_not_in_its_hole() -> None:
    ring = square(0, size=3_000).difference(square(1, 1))
    small = square(9)
    division = frame([shapely.MultiPolygon([small, ring])])
    shapes = map_shapes(division, 100_000)
    check(shapes, division)
    label = shapely.Point(shapes["label_x"][0], shapes["label_y"][0])
    assert ring.contains(label)  # the biggest part, not the first


def test_decimals_for_a_gemeente() -> None:
    shapes = map_shapes(wavy_division(side=2), 100_000)
    numbers = [
        n
        for text in shapes["shape_lonlat"]
        for ring in json.loads(text)["coordinates"]
        for pair in ring
        for n in pair
    ]
    assert all(n == round(n, 5) for n in numbers)
    assert any(n != round(n, 4) for n in numbers)


def test_same_input_same_output() -> None:
    division = wavy_division(side=4)
    first, second = map_shapes(division, 15_000), map_shapes(division, 15_000)
    assert first.equals(second)


def test_no_wijken_no_shapes() -> None:
    shapes = map_shapes(wavy_division(side=2).iloc[:0], 1_000)
    assert len(shapes) == 0
    assert list(shapes.columns) == ["wijkcode", "label_x", "label_y", "shape_rd", "shape_lonlat"]
