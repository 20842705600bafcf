"""Taking in one file by hand: recognised, previewed, put in with its mapping, and taken back."""

from datetime import UTC, datetime

import pytest

from pipelines import intake
from pipelines.faults import NothingToBuildError
from tests.unit.pipelines.table_files import xlsx
from tests.unit.pipelines.workspace_maker import built, counts, csv_text, write_workspace

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


def contents(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


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


def test_what_may_not_come_in_is_said_and_not_shown(tmp_path, folder):
    path = tmp_path / "x.csv"
    path.write_text("a,kolom\n1,jan@voorbeeld.nl\n")
    found = intake.look_at(path)
    assert found.refused and "kolom" in found.refused["nl"] and found.columns == ()
    before = contents(folder)
    with pytest.raises(NothingToBuildError):
        intake.put_in(folder, path, {"as": "agenda"}, NOW)
    assert contents(folder) == before
    (tmp_path / "x.exe").write_bytes(b"MZ")
    assert intake.look_at(tmp_path / "x.exe").refused


def test_a_preview_shows_what_would_be_used_and_rejected(folder, upload):
    found = intake.preview(folder, upload, OWN, NOW)
    assert (found.rows_in, found.rows_used) == (3, 1)
    assert found.first_rows["incident_id"].tolist() == ["1"]
    assert set(found.reasons["reason"]) == {"unknown_category", "unknown_wijk"}
    assert found.unknown_categories.values.tolist() == [["Herrie", 2]]
    better = {**OWN, "categories": {"Herrie": "geluidsoverlast"}}
    assert intake.preview(folder, upload, better, NOW).rows_used == 2
    lacking = intake.preview(folder, upload, {"as": "incidents"}, NOW)
    assert lacking.refused and "incident_id" in lacking.refused["nl"]
    assert not (folder / upload.name).exists()


def test_a_file_goes_in_with_its_mapping_and_the_comments_stay(folder, upload):
    mapping = {**OWN, "categories": {"Herrie": "geluidsoverlast"}}
    intake.put_in(folder, upload, mapping, NOW)
    text = (folder / "gemeente.yaml").read_text()
    assert "# van ons allemaal" in text and "# nog te controleren" in text
    built(folder)
    assert counts(folder)[upload.name] == (3, 2, 1, 0)
    # again with another mapping: the entry is replaced, not doubled
    intake.put_in(folder, upload, OWN, NOW.replace(minute=1))
    assert (folder / "gemeente.yaml").read_text().count("export van ons.csv") == 1


def test_what_was_put_in_last_is_taken_back_step_by_step(folder, upload):
    start = contents(folder)
    intake.put_in(folder, upload, OWN, NOW)
    first = contents(folder)
    upload.write_text(export([9, "2025-06-03", "overig", "WK000102"]))
    intake.put_in(folder, upload, {**OWN, "defaults": {"source": "b"}}, NOW.replace(minute=1))
    assert intake.last_put_in(folder) == upload.name
    assert intake.take_back(folder) == upload.name
    assert contents(folder) == first
    assert intake.take_back(folder) == upload.name
    assert contents(folder) == start
    assert intake.take_back(folder) is None and intake.last_put_in(folder) is None


def test_a_mapping_that_cannot_be_changes_nothing(folder, upload):
    before = contents(folder)
    for mapping in (
        {"as": "onzin"},
        {**OWN, "preset": "bestaat niet"},
        {**OWN, "columns": {"geen_kolom": "Nr"}},
        {**OWN, "categories": {"Herrie": "geen categorie"}},
    ):
        with pytest.raises(NothingToBuildError):
            intake.put_in(folder, upload, mapping, NOW)
        assert contents(folder) == before
    assert intake.last_put_in(folder) is None


def test_a_workbook_is_previewed_too(folder, tmp_path):
    path = tmp_path / "export.xlsx"
    path.write_bytes(xlsx(["Nr", "Datum", "Soort", "W"], [[1, "2025-06-03", "overig", "WK000101"]]))
    assert intake.preview(folder, path, OWN, NOW).rows_used == 1
