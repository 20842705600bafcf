"""Every planted fault in an areas file, with its reason id, its place and the counts."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geodata.areas import read_areas
from geodata.problems import EFFECTS, GIVEN_BY_GUARDS, shape_of
from tests.unit.geodata.area_files import X0, Y0, as_degrees, found, frame, geojson, gpkg, square


def test_one_missing_and_one_impossible_year(tmp_path: Path) -> None:
    areas = frame(
        [square(0), square(1), square(2)],
        wijkcode=["WK000100", "WK000101", "WK000102"],
        wijknaam=["a", "b", "c"],
        jaar=["2024", None, "ooit"],
    )
    result = read_areas(gpkg(tmp_path, areas), 2022)
    assert found(result, "areas_year_missing")[0].column == "jaar"
    (problem,) = found(result, "bad_area_year")
    assert (problem.row, problem.effect, problem.facts) == (3, "rejected", {"shape": "aaaa"})
    assert dict(zip(result.areas["wijkcode"], result.areas["jaar"], strict=True)) == {
        "WK000100": 2024,
        "WK000101": 2022,
    }


def test_missing_crs_is_refused_with_the_one_that_fits(tmp_path: Path) -> None:
    path = tmp_path / "areas.shp"
    frame([square(0), square(1)]).to_file(path)
    path.with_suffix(".prj").unlink()
    result = read_areas(path, 2024)
    (problem,) = found(result, "areas_crs_missing")
    assert problem.is_fatal
    assert problem.facts == {"fits": "EPSG:28992"}
    assert result.areas.empty
    assert (result.rows_in, result.rows_rejected) == (2, 2)


def test_geojson_without_crs_is_in_degrees(tmp_path: Path) -> None:
    properties = {"wijkcode": "WK000100", "wijknaam": "Noord", "jaar": 2024}
    result = read_areas(geojson(tmp_path, [(properties, as_degrees(square(0)))]), 2024)
    assert result.problems == []
    assert result.areas.geometry.iloc[0].centroid.distance(square(0).centroid) < 2


@pytest.mark.parametrize(
    ("stated", "really", "swapped"),
    [
        ("EPSG:4326", "EPSG:28992", False),
        ("EPSG:28992", "EPSG:4326", False),
        ("EPSG:28992", "EPSG:3857", False),
        ("EPSG:4326", "EPSG:4326", True),
    ],
)
def test_wrong_crs_is_refused_with_the_one_that_fits(
    tmp_path: Path, stated: str, really: str, swapped: bool
) -> None:
    areas = frame([square(0), square(1)]).to_crs(really)
    if swapped:
        turned = shapely.transform(areas.geometry.to_numpy(), lambda c: c[:, ::-1])
        areas = areas.set_geometry(gpd.GeoSeries(list(turned), crs=really))
    areas = areas.set_crs(stated, allow_override=True)
    result = read_areas(gpkg(tmp_path, areas), 2024)
    (problem,) = found(result, "areas_crs_wrong")
    assert problem.is_fatal
    assert problem.facts["stated"] == stated
    assert problem.facts["fits"] == really + (" (x and y swapped)" if swapped else "")
    assert result.areas.empty


def test_rd_in_geojson_without_crs_is_refused(tmp_path: Path) -> None:
    shape = shapely.geometry.mapping(square(0))
    result = read_areas(geojson(tmp_path, [({"wijkcode": "WK000100"}, shape)]), 2024)
    assert found(result, "areas_crs_wrong")[0].facts["fits"] == "EPSG:28992"


def test_one_area_at_sea_is_rejected_and_the_rest_goes_on(tmp_path: Path) -> None:
    at_sea = shapely.affinity.translate(square(1), -900_000, 0)
    result = read_areas(gpkg(tmp_path, frame([square(0), at_sea, square(2)])), 2024)
    (problem,) = found(result, "area_outside_netherlands")
    assert (problem.row, problem.effect) == (2, "rejected")
    assert result.areas["wijkcode"].tolist() == ["WK000100", "WK000102"]
    assert result.rows_rejected == 1


def test_invalid_ring_is_repaired_and_reported(tmp_path: Path) -> None:
    bow_tie = shapely.Polygon(
        [(X0, Y0), (X0 + 100, Y0 + 100), (X0 + 100, Y0), (X0, Y0 + 100), (X0, Y0)]
    )
    result = read_areas(gpkg(tmp_path, frame([square(3), bow_tie])), 2024)
    (problem,) = found(result, "geometry_repaired")
    assert (problem.row, problem.effect) == (2, "noted")
    assert problem.facts["reason"] == "Self-intersection"
    assert result.areas.geometry.is_valid.all()
    assert result.areas.geometry.area.tolist() == pytest.approx([1_000_000, 5_000])


@pytest.mark.parametrize(
    ("shape", "what"),
    [
        (None, "missing"),
        (shapely.Polygon(), "empty"),
        (shapely.Point(X0, Y0), "Point"),
        (shapely.LineString([(X0, Y0), (X0 + 10, Y0)]), "LineString"),
        (shapely.Polygon([(X0, Y0), (X0 + 9, Y0), (X0 + 18, Y0), (X0, Y0)]), "Polygon"),
    ],
)
def test_unusable_geometry_is_rejected(tmp_path: Path, shape: object, what: str) -> None:
    path = tmp_path / "areas.gpkg"
    frame([square(0), shape]).to_file(path, driver="GPKG")  # type: ignore[list-item]
    result = read_areas(path, 2024)
    (problem,) = found(result, "geometry_unusable")
    assert (problem.row, problem.effect, problem.facts["found"]) == (2, "rejected", what)
    assert result.areas["wijkcode"].tolist() == ["WK000100"]


def test_coordinates_that_are_not_numbers(tmp_path: Path) -> None:
    bad = shapely.Polygon([(X0, Y0), (float("inf"), Y0), (X0, Y0 + 9), (X0, Y0)])
    result = read_areas(gpkg(tmp_path, frame([square(0), bad])), 2024)
    assert result.areas["wijkcode"].tolist() == ["WK000100"]
    assert [p.row for p in result.problems if p.effect == "rejected"] == [2]


@pytest.mark.parametrize(
    ("code", "shape"), [("010600", "999999"), ("WK01", "aa99"), (None, "empty"), ("Jan J", "aaa_a")]
)
def test_bad_wijkcode_is_rejected_without_repeating_it(
    tmp_path: Path, code: str | None, shape: str
) -> None:
    areas = frame(
        [square(0), square(1)],
        wijkcode=["WK000100", code],
        wijknaam=["a", "b"],
        jaar=[2024, 2024],
    )
    result = read_areas(gpkg(tmp_path, areas), 2024)
    (problem,) = found(result, "bad_wijkcode")
    assert (problem.row, problem.column, problem.facts) == (2, "wijkcode", {"shape": shape})
    assert len(result.areas) == 1


def test_bad_buurtcode_is_rejected(tmp_path: Path) -> None:
    path = gpkg(tmp_path, frame([square(0)]))
    buurten = frame([square(0)], buurtcode=["BU0001"], buurtnaam=["West"], jaar=[2024])
    buurten.to_file(path, layer="buurten", driver="GPKG")
    result = read_areas(path, 2024)
    (problem,) = found(result, "bad_buurtcode")
    assert (problem.row, problem.layer, problem.effect) == (1, "buurten", "rejected")
    assert result.buurten is None
    assert len(result.areas) == 1


def test_touching_parts_of_one_wijk_are_joined(tmp_path: Path) -> None:
    areas = frame(
        [square(0), square(1), square(2)],
        wijkcode=["WK000100", "WK000100", "WK000101"],
        wijknaam=["a", "a", "b"],
        jaar=[2024] * 3,
    )
    result = read_areas(gpkg(tmp_path, areas), 2024)
    (problem,) = found(result, "wijk_parts_joined")
    assert problem.facts == {"code": "WK000100", "year": "2024", "features": "2"}
    assert result.areas.geometry.area.tolist() == pytest.approx([2_000_000, 1_000_000])
    assert not found(result, "duplicate_wijk")


@pytest.mark.parametrize("second", [square(0), square(5)], ids=["copy", "apart"])
def test_duplicate_wijk_is_reported_and_joined(
    tmp_path: Path, second: shapely.geometry.base.BaseGeometry
) -> None:
    areas = frame(
        [square(0), second],
        wijkcode=["WK000100", "WK000100"],
        wijknaam=["a", "a"],
        jaar=[2024] * 2,
    )
    result = read_areas(gpkg(tmp_path, areas), 2024)
    (problem,) = found(result, "duplicate_wijk")
    assert (problem.effect, problem.facts["features"]) == ("noted", "2")
    assert len(result.areas) == 1
    expected = square(0).union(second).area
    assert result.areas.geometry.area.iloc[0] == pytest.approx(expected)


def test_duplicate_and_parted_buurten(tmp_path: Path) -> None:
    path = gpkg(tmp_path, frame([square(0, size=9_000)]))
    buurten = frame(
        [square(0), square(0), square(1), square(2)],
        buurtcode=["BU00010001", "BU00010001", "BU00010002", "BU00010002"],
        buurtnaam=["a", "a", "b", "b"],
        jaar=[2024] * 4,
    )
    buurten.to_file(path, layer="buurten", driver="GPKG")
    result = read_areas(path, 2024)
    assert found(result, "duplicate_buurt")[0].facts["code"] == "BU00010001"
    assert found(result, "buurt_parts_joined")[0].facts["code"] == "BU00010002"
    assert result.buurten is not None
    assert len(result.buurten) == 2


def test_same_wijk_in_two_years_is_no_duplicate(tmp_path: Path) -> None:
    areas = frame(
        [square(0), square(0)],
        wijkcode=["WK000100", "WK000100"],
        wijknaam=["a", "a"],
        jaar=[2024, 2023],
    )
    result = read_areas(gpkg(tmp_path, areas), 2024)
    assert result.problems == []
    assert result.areas["jaar"].tolist() == [2023, 2024]


def test_names_that_are_missing_become_the_code(tmp_path: Path) -> None:
    areas = frame(
        [square(0), square(1)],
        wijkcode=["WK000100", "WK000101"],
        wijknaam=["Noord", None],
        jaar=[2024] * 2,
    )
    result = read_areas(gpkg(tmp_path, areas), 2024)
    assert found(result, "area_name_missing")[0].facts == {"features": "1"}
    assert result.areas["wijknaam"].tolist() == ["Noord", "WK000101"]
    nameless = frame([square(0)], wijkcode=["WK000100"], jaar=[2024])
    result = read_areas(gpkg(tmp_path, nameless, "b.gpkg"), 2024)
    assert result.areas["wijknaam"].tolist() == ["WK000100"]


def test_open_water_is_ignored_and_counted(tmp_path: Path) -> None:
    areas = frame(
        [square(0), square(1)],
        wijkcode=["WK000100", "WK000100"],
        wijknaam=["a", "a"],
        jaar=[2024] * 2,
        water=["NEE", "JA"],
    )
    result = read_areas(gpkg(tmp_path, areas), 2024)
    (problem,) = found(result, "water_area")
    assert (problem.row, problem.effect) == (2, "ignored")
    assert (result.rows_ignored, result.rows_used) == (1, 1)
    assert result.areas.geometry.area.tolist() == pytest.approx([1_000_000])


def test_overlap_and_gap_are_reported_with_their_share(tmp_path: Path) -> None:
    ring = square(0, size=3_000).difference(square(1, 1))  # a hole of 1 km2 in 9 km2
    over = shapely.box(X0 + 2_900, Y0, X0 + 3_900, Y0 + 1_000)  # 0.1 km2 on top of the ring
    result = read_areas(gpkg(tmp_path, frame([ring, over])), 2024)
    covered = 8 + 1 - 0.1
    (overlap,) = found(result, "areas_overlap")
    assert overlap.effect == "noted"
    assert float(overlap.facts["share_pct"]) == pytest.approx(100 * 0.1 / covered, abs=0.01)
    (gap,) = found(result, "areas_gap")
    assert gap.facts["gaps"] == "1"
    assert float(gap.facts["share_pct"]) == pytest.approx(100 * 1 / covered, abs=0.01)
    assert len(result.areas) == 2


def test_two_divisions_in_one_file_are_refused(tmp_path: Path) -> None:
    """The same ground twice, under other codes and without a year to tell them apart."""
    shapes = [square(0), square(1), square(0), square(1)]
    result = read_areas(gpkg(tmp_path, frame(shapes)), 2024)
    assert not result.is_usable and result.areas.empty
    [problem] = [p for p in result.problems if p.is_fatal]
    assert problem.code == "areas_overlap_too_large" and problem.facts["share_pct"] == "100"
    assert result.rows_in == result.rows_rejected == 4


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("areas.gpkg", b"", "empty_file"),
        ("areas.gpkg", b"wijkcode;wijknaam\n", "other_content"),
        ("areas.gpkg", b"SQLite format 3\x00" + b"\x00" * 500, "broken"),
        ("areas.geojson", b"<OGRVRTDataSource></OGRVRTDataSource>", "other_content"),
        ("areas.geojson", b'{"type": "FeatureCollection", "features": [', "broken"),
        ("areas.shp", b"\x00\x00\x27\x0a" + b"\x01" * 50, "broken"),
        ("areas.csv", b"wijkcode\nWK000100\n", "extension"),
    ],
)
def test_unreadable_file_is_refused(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = read_areas(path, 2024)
    (problem,) = found(result, "areas_unreadable")
    assert problem.is_fatal
    assert problem.facts["reason"] == reason
    assert result.areas.empty
    assert not result.is_usable


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "areas.gpkg"
    folder.mkdir()
    for path in (tmp_path / "none.gpkg", folder):
        (problem,) = found(read_areas(path, 2024), "areas_unreadable")
        assert problem.facts["reason"] == "cannot_open"


def test_file_without_wijken_is_refused_with_its_columns(tmp_path: Path) -> None:
    areas = frame([square(0)], statcode=["GM0001"], statnaam=["Voorbeeld"])
    (problem,) = found(read_areas(gpkg(tmp_path, areas), 2024), "areas_no_wijken")
    assert problem.is_fatal
    assert problem.facts == {"columns": "statcode, statnaam"}


def test_nothing_usable_is_refused(tmp_path: Path) -> None:
    areas = frame([square(0)], wijkcode=["x"], wijknaam=["a"], jaar=[2024])
    result = read_areas(gpkg(tmp_path, areas), 2024)
    assert found(result, "areas_empty")[0].facts == {"features": "1"}
    assert found(result, "bad_wijkcode")
    assert (result.rows_in, result.rows_rejected) == (1, 1)


def test_every_column_name_is_told_so_that_a_guard_can_look(tmp_path: Path) -> None:
    areas = frame([square(0)]).assign(bsn=["x"])
    result = read_areas(gpkg(tmp_path, areas), 2024)
    assert "bsn" in result.columns
    assert "bsn" not in result.areas.columns


def test_every_planted_reason_is_a_known_one_and_the_other_way_round() -> None:
    source = "".join(f.read_text("utf-8") for f in Path(__file__).parent.glob("test_*.py"))
    ours = [code for code in EFFECTS if code not in GIVEN_BY_GUARDS]
    assert [code for code in ours if f'"{code}"' not in source] == []


def test_shape_of_hides_the_value() -> None:
    assert shape_of("Jan 12") == "aaa_99"
    assert shape_of(float("nan")) == "empty"
    assert shape_of("x" * 50) == "a" * 20 + "..."
