"""A map may have more columns than are read. What they say about persons refuses the map."""

import duckdb
import geopandas as gpd
import pytest

from geodata.problems import GIVEN_BY_GUARDS
from pipelines.map_guard import guarded_areas
from tests.unit.geodata.area_files import frame, gpkg, square
from tests.unit.pipelines.workspace_maker import call, write_workspace

COLUMN = "kolom_x"
REFUSED = {
    "areas_person_column": [
        ["jan@voorbeeld.nl", None, None],
        ["06-12345678", "020 123 45 67", "0592-123456"],
        ["123456782", "111222333", None],
        ["Jan de Vries", "Fatima Bouzidi", "Piet Jansen"],
        ["Kerkstraat 12", "Dorpsweg 3a", "Laan van Meer 144"],
        ["NL91ABNA0417164300", None, None],
    ],
    "areas_origin_column": [["Marokkaans", "Turks", "Nederlands"]],
    "areas_sensitive_column": [["depressie", "dementie", "autisme"]],
}
USED = [
    ["120", "80", "45"], ["9401", "9402", "9403"], ["centrum", "buitengebied", "centrum"],
    ["2024-01-01", "2024-01-01", "2024-01-01"], [None, None, None],
]  # fmt: skip


@pytest.fixture
def connection():
    with duckdb.connect(":memory:") as opened:
        yield opened


def areas(values):
    return frame([square(0), square(1), square(2)]).assign(**{COLUMN: values})


@pytest.mark.parametrize(
    ("code", "values"), [(code, v) for code, every in REFUSED.items() for v in every]
)
def test_a_column_about_persons_refuses_the_map(tmp_path, connection, code, values):
    result = guarded_areas(connection, gpkg(tmp_path, areas(values)), 2024)
    assert [p.code for p in result.problems if p.is_fatal] == [code]
    assert result.areas.empty and result.rows_rejected == result.rows_in == 3
    assert result.problems[-1].facts["column"] == COLUMN
    assert all(str(v) not in result.problems[-1].detail for v in values if v)


def test_every_refusal_has_a_case():
    assert set(REFUSED) == set(GIVEN_BY_GUARDS)


@pytest.mark.parametrize("values", USED)
def test_other_columns_do_no_harm(tmp_path, connection, values):
    result = guarded_areas(connection, gpkg(tmp_path, areas(values)), 2024)
    assert result.is_usable and len(result.areas) == 3


def test_persons_in_another_layer_or_a_table_without_shapes_are_found_too(tmp_path, connection):
    path = gpkg(tmp_path, frame([square(0)]))
    people = gpd.GeoDataFrame({COLUMN: ["jan@voorbeeld.nl"]})
    people.to_file(path, layer="bewoners", driver="GPKG")
    result = guarded_areas(connection, path, 2024)
    assert [p.code for p in result.problems if p.is_fatal] == ["areas_person_column"]


def test_a_build_says_it_and_keeps_nothing_of_it(tmp_path):
    folder = write_workspace(tmp_path / "ws", files={"areas.geojson": None})
    gpkg(folder, areas(["jan@voorbeeld.nl", None, None]))
    answer = call("check", folder)
    assert answer.code == 2
    assert f"'{COLUMN}'" in answer.err and "voorbeeld" not in answer.err + answer.out
