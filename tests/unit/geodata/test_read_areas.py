"""Reading areas: accepted files, systems, column names and codes; the division for a year."""

from pathlib import Path

import pytest

from geodata.areas import division_for, read_areas
from tests.unit.geodata.area_files import found, frame, gpkg, square


def test_plain_gpkg_is_read_without_problems(tmp_path: Path) -> None:
    result = read_areas(gpkg(tmp_path, frame([square(1), square(0)])), 1999)
    assert result.problems == []
    assert list(result.areas.columns) == ["wijkcode", "wijknaam", "jaar", "geometry"]
    assert result.areas["wijkcode"].tolist() == ["WK000100", "WK000101"]
    assert result.areas["jaar"].tolist() == [2024, 2024]
    assert result.areas.crs.to_epsg() == 28992
    assert (result.rows_in, result.rows_used) == (2, 2)
    assert result.buurten is None


@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "shp"])
@pytest.mark.parametrize("crs", ["EPSG:28992", "EPSG:4326", "EPSG:3857", "EPSG:25831"])
def test_every_form_and_crs_gives_the_same_areas(tmp_path: Path, suffix: str, crs: str) -> None:
    areas = frame([square(0), square(1)]).to_crs(crs)
    path = tmp_path / f"areas.{suffix}"
    areas.to_file(path)
    result = read_areas(path, 2000)
    assert not [p for p in result.problems if p.is_fatal]
    assert result.areas["jaar"].tolist() == [2024, 2024]
    for got, planted in zip(result.areas.geometry, [square(0), square(1)], strict=True):
        assert got.symmetric_difference(planted).area < 5_000  # 0.5 %: datum shift without a grid


@pytest.mark.parametrize(
    ("columns", "year"),
    [
        ({"WK_CODE": ["WK010600"], "WK_NAAM": ["Centrum"], "JAAR": [2023]}, 2023),
        ({"wk_code": ["WK010600"], "wk_naam": ["Centrum"], "jaar": ["2023"]}, 2023),
        ({"statcode": ["WK010600"], "statnaam": ["Centrum"], "jrstatcode": ["2022WK010600"]}, 2022),
        ({"JRSTATCODE": ["2024WK010600"], "statnaam": ["Centrum"]}, 2024),
        ({"jaarstatcode": ["2021WK010600"], "statnaam": ["Centrum"]}, 2021),
        ({"wijkcode": ["WK010600  "], "wijknaam": [" Centrum "], "jaar": [2020.0]}, 2020),
    ],
)
def test_aliases_and_padded_codes(
    tmp_path: Path, columns: dict[str, list[object]], year: int
) -> None:
    result = read_areas(gpkg(tmp_path, frame([square(0)], **columns)), 1999)
    assert result.problems == []
    row = result.areas.iloc[0]
    assert (row["wijkcode"], row["wijknaam"], row["jaar"]) == ("WK010600", "Centrum", year)


def test_codes_with_letters_as_amsterdam_has_them(tmp_path: Path) -> None:
    areas = frame([square(0)], jrstatcode=["2023WK0363AB"], statnaam=["Noord"])
    result = read_areas(gpkg(tmp_path, areas), 2024)
    assert result.problems == []
    assert result.areas[["wijkcode", "jaar"]].to_numpy().tolist() == [["WK0363AB", 2023]]


def test_a_layer_per_year(tmp_path: Path) -> None:
    path = tmp_path / "areas.gpkg"
    for year in (2022, 2024):
        areas = frame([square(0)], wijkcode=["WK000100"], wijknaam=[f"in {year}"])
        areas.to_file(path, layer=f"wijken_{year}", driver="GPKG")
    result = read_areas(path, 1999)
    assert result.areas["wijknaam"].tolist() == ["in 2022", "in 2024"]
    assert result.areas["jaar"].tolist() == [2022, 2024]


def test_a_buurt_is_in_the_wijk_it_states(tmp_path: Path) -> None:
    path = gpkg(tmp_path, frame([square(0, size=2_000)]))
    buurten = frame(
        [square(0), square(1)],
        buurtcode=["BU00010001", "BU00010002"],
        buurtnaam=["West", "Oost"],
        wijkcode=["WK000177", None],
        jaar=[2024, 2024],
    )
    buurten.to_file(path, layer="buurten", driver="GPKG")
    result = read_areas(path, 2024)
    assert result.buurten is not None
    assert result.buurten["wijkcode"].tolist() == ["WK000177", "WK000100"]


def test_wijken_and_buurten_in_one_file_and_gemeenten_passed_over(tmp_path: Path) -> None:
    path = gpkg(tmp_path, frame([square(0, size=2_000)]))
    buurten = frame(
        [square(0), square(1)],
        buurtcode=["BU00010001", "BU00010002"],
        buurtnaam=["West", "Oost"],
        jaar=[2024, 2024],
    )
    buurten.to_file(path, layer="buurten", driver="GPKG")
    gemeenten = frame([square(0, size=9_000)], statcode=["GM0001"], statnaam=["Voorbeeld"])
    gemeenten.to_file(path, layer="gemeenten", driver="GPKG")
    result = read_areas(path, 2024)
    assert result.problems == []
    assert result.areas["wijkcode"].tolist() == ["WK000100"]
    assert result.buurten is not None
    assert list(result.buurten.columns) == [
        "buurtcode",
        "buurtnaam",
        "wijkcode",
        "jaar",
        "inwoners",
        "geometry",
    ]
    assert result.buurten["wijkcode"].tolist() == ["WK000100", "WK000100"]
    assert (result.rows_in, result.rows_used) == (3, 3)  # the gemeente is no area of ours


def test_year_from_the_file_name_then_from_the_argument(tmp_path: Path) -> None:
    areas = frame([square(0)], wijkcode=["WK000100"], wijknaam=["Noord"])
    named = read_areas(gpkg(tmp_path, areas, "wijken_2021_rd28992.gpkg"), 1999)
    (problem,) = found(named, "areas_year_missing")
    assert (problem.effect, problem.facts) == ("noted", {"year": "2021", "taken_from": "file_name"})
    assert named.areas["jaar"].tolist() == [2021]
    default = read_areas(gpkg(tmp_path, areas, "areas28992.gpkg"), 2019)
    assert default.areas["jaar"].tolist() == [2019]
    assert found(default, "areas_year_missing")[0].facts["taken_from"] == "default"


def test_division_for_takes_the_newest_up_to_the_year_else_the_oldest() -> None:
    areas = frame(
        [square(1), square(0), square(0)],
        wijkcode=["WK000101", "WK000100", "WK000100"],
        wijknaam=["b", "a", "a"],
        jaar=[2022, 2022, 2024],
    )
    for asked, chosen in ((2021, 2022), (2022, 2022), (2023, 2022), (2024, 2024), (2030, 2024)):
        division = division_for(areas, asked)
        assert set(division["jaar"]) == {chosen}
        assert division["wijkcode"].is_monotonic_increasing
        assert division.index.tolist() == list(range(len(division)))
    assert division_for(areas.iloc[:0], 2024).empty
