"""Taking in one file by hand: recognised, and previewed under a mapping."""

from datetime import UTC, datetime

import pytest

from pipelines import intake
from tests.unit.geodata.area_files import frame, gpkg, square
from tests.unit.pipelines.table_files import xlsx
from tests.unit.pipelines.workspace_maker import csv_text, write_workspace

NOW = datetime(2025, 7, 1, 9, tzinfo=UTC)
OWN = {
    "as": "incidents",
    "columns": {"incident_id": "Nr", "occurred_at": "Datum", "category": "Soort", "wijkcode": "W"},
    "defaults": {"source": "eigen"},
}
YAML = """\
# van ons allemaal
contract: 1
gemeentecode: GM0001   # nog te controleren
naam: Testplaats
fictief: true
"""


def export(*rows):
    return csv_text(["Nr", "Datum", "Soort", "W"], rows, separator=";")


@pytest.fixture
def folder(tmp_path):
    return write_workspace(tmp_path / "ws", files={"gemeente.yaml": YAML})


@pytest.fixture
def upload(tmp_path):
    path = tmp_path / "export van ons.csv"
    path.write_text(
        export(
            [1, "2025-06-03", "overig", "WK000101"],
            [2, "2025-06-04", "Herrie", "WK000101"],
            [3, "2025-06-05", "Herrie", "WK000999"],
        )
    )
    return path


@pytest.mark.parametrize(
    ("name", "header", "kind", "preset"),
    [
        ("x.csv", ["wijkcode", "jaar", "inwoners"], "population", None),
        ("x.csv", ["register", "period", "wijkcode", "kind", "count"], "registrations", None),
        ("x.csv", ["id", "lng", "lat", "subcategory_slug", "created_at"], "incidents", "signalen"),
        ("signals_juni.csv", ["a", "b"], "signals", None),
        ("x.csv", ["a", "b"], None, None),
    ],
)
def test_a_file_is_taken_for_what_its_columns_say(tmp_path, name, header, kind, preset):
    path = tmp_path / name
    path.write_text(csv_text(header, [["1"] * len(header)]))
    found = intake.look_at(path)
    assert (found.kind, found.preset, found.refused) == (kind, preset, None)
    assert found.columns == tuple(header)
    assert found.first_rows == (("1",) * len(header),)


def test_what_may_not_come_in_is_said_and_not_shown(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,kolom\n1,jan@voorbeeld.nl\n")
    found = intake.look_at(path)
    assert found.refused and "kolom" in found.refused["nl"] and found.columns == ()
    (tmp_path / "x.exe").write_bytes(b"MZ")
    assert intake.look_at(tmp_path / "x.exe").refused


def test_a_preview_shows_what_would_be_used_and_rejected(folder, upload):
    found = intake.preview(folder, upload, OWN, NOW)
    assert (found.rows_in, found.rows_used) == (3, 1)
    assert found.first_rows["incident_id"].tolist() == ["1"]
    assert set(found.set_aside["reason"]) == {"unknown_category", "unknown_wijk"}
    [outside] = found.set_aside.query("reason == 'unknown_wijk'").to_dict("records")
    assert (outside["times"], outside["rows_named"]) == (1, "4")
    [wijk, category] = sorted(found.unknown, key=lambda one: one.column, reverse=True)
    assert (category.column, category.values) == ("category", ("Herrie",))
    assert category.choices["geluidsoverlast"]["nl"] == "Geluidsoverlast"
    assert (wijk.column, wijk.values) == ("wijkcode", ("WK000999",))
    assert wijk.choices["WK000101"]["nl"] == "Waterhoek (WK000101)"
    better = {**OWN, "categories": {"Herrie": "geluidsoverlast"}}
    assert intake.preview(folder, upload, better, NOW).rows_used == 2
    lacking = intake.preview(folder, upload, {"as": "incidents"}, NOW)
    assert lacking.refused and "incident_id" in lacking.refused["nl"]
    assert not (folder / upload.name).exists()


def test_a_workbook_is_previewed_too(folder, tmp_path):
    path = tmp_path / "export.xlsx"
    path.write_bytes(xlsx(["Nr", "Datum", "Soort", "W"], [[1, "2025-06-03", "overig", "WK000101"]]))
    assert intake.preview(folder, path, OWN, NOW).rows_used == 1


def test_values_of_any_closed_list_can_be_translated(folder, tmp_path):
    path = tmp_path / "eigen.csv"
    path.write_text(
        export([1, "2025-06-03", "overig", "De Hoek"], [2, "2025-06-04", "overig", "De Plaat"])
    )
    [unknown] = intake.preview(folder, path, OWN, NOW).unknown
    assert set(unknown.values) == {"De Hoek", "De Plaat"} and not unknown.has_more
    own = {**OWN, "values": {"wijkcode": {"De Hoek": "WK000101"}}}
    found = intake.preview(folder, path, own, NOW)
    assert found.rows_used == 1
    assert found.unknown[0].values == ("De Plaat",)


def test_too_many_unknown_values_are_not_all_asked(folder, tmp_path):
    path = tmp_path / "eigen.csv"
    path.write_text(export(*([n, "2025-06-03", f"soort {n}", "WK000101"] for n in range(90))))
    [unknown] = intake.preview(folder, path, OWN, NOW).unknown
    assert len(unknown.values) == intake.MOST_TO_TRANSLATE and unknown.has_more


def test_a_survey_with_its_questions_side_by_side_is_previewed(folder, tmp_path):
    path = tmp_path / "enquete.csv"
    path.write_text("wijk;v12;v13\n1;1;7,5\n2;5;\n", encoding="utf-8")
    mapping = {
        "as": "surveys", "preset": "veiligheidsmonitor", "columns": {"wijkcode": "wijk"},
        "items": {"thuisgevoel": {"column": "v12"}, "cohesie": {"column": "v13"}},
        "values": {"wijkcode": {"1": "WK000101", "2": "WK000102"}},
        "defaults": {"wave": "2025", "fieldwork_end": "2025-05-30"},
    }  # fmt: skip
    found = intake.preview(folder, path, mapping, NOW)
    assert (found.rows_in, found.rows_used) == (4, 3)  # no answer is no figure
    assert found.refused is None and found.unknown == ()


def test_the_letters_of_an_export_from_excel_are_recognised(folder, tmp_path):
    path = tmp_path / "excel.csv"
    path.write_bytes(
        "Nr;Datum;Categorie\u00ebn;W\n1;2025-06-03;caf\u00e9lawaai;WK000101\n".encode("cp1252")
    )
    look = intake.look_at(path)
    assert look.encoding == "windows-1252" and "Categorie\u00ebn" in look.columns
    mapping = {
        "as": "incidents", "encoding": look.encoding,
        "categories": {"caf\u00e9lawaai": "geluidsoverlast"},
        "columns": {**OWN["columns"], "category": "Categorie\u00ebn"},
    }  # fmt: skip
    assert intake.preview(folder, path, mapping, NOW).rows_used == 1


def test_a_map_is_recognised_and_previewed(tmp_path):
    areas = frame([square(0), square(1)])
    path = gpkg(tmp_path, areas)
    look = intake.look_at(path)
    assert (look.kind, look.refused) == ("areas", None)
    found = intake.preview_map(path, 2025)
    assert (found.wijken, found.buurten, found.years) == (2, 0, (2024,))
    assert found.states_its_year
    found = intake.preview_map(gpkg(tmp_path, areas.drop(columns="jaar"), "w.gpkg"), 2025)
    assert not found.states_its_year and found.years == (2025,)
    [remark] = found.remarks
    assert "2025" in remark["nl"]


def test_a_map_about_persons_is_refused(tmp_path):
    areas = frame([square(0), square(1)]).assign(bewoner=["jan@voorbeeld.nl", None])
    look = intake.look_at(gpkg(tmp_path, areas))
    assert look.refused and "'bewoner'" in look.refused["nl"] and "jan" not in look.refused["nl"]


def test_figures_of_whole_wijken_in_a_map_are_no_persons(tmp_path):
    """The map of CBS has such columns; they are not read."""
    areas = frame([square(0), square(1)]).assign(
        geboorteTotaal=[120, 80], meestVoorkomendePostcode=["9401", "9402"]
    )
    assert intake.look_at(gpkg(tmp_path, areas)).refused is None
