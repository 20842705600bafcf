"""Putting one file in a workspace with its mapping, and taking it back: both or neither, nothing of
others lost, and names that lead nowhere else.
"""

import threading
from datetime import UTC, datetime

import geopandas as gpd
import pytest

from pipelines import delivering
from pipelines.faults import NothingToBuildError
from tests.unit.geodata.area_files import frame, gpkg, square
from tests.unit.pipelines.workspace_maker import built, counts, csv_text, write_workspace

NOW = datetime(2025, 7, 1, 9, tzinfo=UTC)
NAME = "export van ons.csv"
OWN = {
    "file": NAME,
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


@pytest.fixture
def folder(tmp_path):
    return write_workspace(tmp_path / "ws", files={"gemeente.yaml": YAML})


@pytest.fixture
def upload(tmp_path):
    return export(
        tmp_path / NAME,
        [1, "2025-06-03", "overig", "WK000101"],
        [2, "2025-06-04", "Herrie", "WK000101"],
        [3, "2025-06-05", "Herrie", "WK000999"],
    )


def export(path, *rows):
    path.write_text(csv_text(["Nr", "Datum", "Soort", "W"], rows, separator=";"))
    return path


def contents(folder):
    return {
        p.name: p.read_bytes()
        for p in folder.iterdir()
        if p.is_file() and p.name != delivering.LOCK
    }


def put_in(folder, path, mapping, minute=0, kind="incidents"):
    moment = NOW.replace(minute=minute)
    delivering.put_in(folder, path, path.name, kind, mapping, moment)


def test_a_file_goes_in_with_its_mapping_and_the_comments_stay(folder, upload):
    put_in(folder, upload, {**OWN, "categories": {"Herrie": "geluidsoverlast"}})
    text = (folder / "gemeente.yaml").read_text()
    assert "# van ons allemaal" in text and "# nog te controleren" in text
    built(folder)
    assert counts(folder)[NAME] == (3, 2, 1, 0)
    # again with another mapping: the entry is replaced, not doubled
    put_in(folder, upload, OWN, minute=1)
    assert (folder / "gemeente.yaml").read_text().count(NAME) == 1


def test_a_mapping_holds_for_next_weeks_file(folder, tmp_path):
    row = [1, "2025-06-03", "overig", "WK000101"]
    first = export(tmp_path / "meldingen_2025w22.csv", row)
    pattern = delivering.pattern_for(first.name)
    assert pattern == "meldingen_*.csv"
    put_in(folder, first, {**OWN, "file": pattern})
    next_one = export(tmp_path / "meldingen_2025w23.csv", [2, *row[1:]])
    put_in(folder, next_one, None, minute=1)
    built(folder)
    assert counts(folder)[first.name] == counts(folder)[next_one.name] == (1, 1, 0, 0)


def test_a_mapping_that_would_also_catch_another_file_is_refused(folder, tmp_path):
    before = contents(folder)
    path = export(tmp_path / "signals_eigen.csv", [1, "2025-06-03", "overig", "WK000101"])
    (folder / "signals_2024.csv").write_text((folder / "signals.csv").read_text())
    before = contents(folder)
    with pytest.raises(NothingToBuildError, match=r"signals_2024\.csv"):
        put_in(folder, path, {**OWN, "file": "signals_*.csv"})
    assert contents(folder) == before and delivering.last_put_in(folder) is None


def test_what_was_put_in_last_is_taken_back_step_by_step(folder, upload):
    start = contents(folder)
    put_in(folder, upload, OWN)
    first = contents(folder)
    export(upload, [9, "2025-06-03", "overig", "WK000102"])
    put_in(folder, upload, {**OWN, "defaults": {"source": "b"}}, minute=1)
    assert delivering.last_put_in(folder) == upload.name
    assert delivering.take_back(folder) == upload.name
    assert contents(folder) == first
    assert delivering.take_back(folder) == upload.name
    assert contents(folder) == start
    assert delivering.take_back(folder) is None and delivering.last_put_in(folder) is None


def test_what_somebody_changed_afterwards_is_not_undone(folder, upload):
    put_in(folder, upload, OWN)
    with (folder / "gemeente.yaml").open("a") as file:
        file.write("# met de hand erbij\n")
    changed = contents(folder)
    with pytest.raises(NothingToBuildError, match=r"gemeente\.yaml"):
        delivering.take_back(folder)
    assert contents(folder) == changed


def test_only_the_last_few_can_be_taken_back(folder, upload):
    for minute in range(delivering.MOST_UNDOS + 3):
        put_in(folder, upload, OWN, minute=minute)
    taken = 0
    while delivering.take_back(folder):
        taken += 1
    assert taken == delivering.MOST_UNDOS


@pytest.mark.parametrize(
    "wrong",
    [
        {"as": "onzin"},
        {"preset": "bestaat niet"},
        {"columns": {"geen_kolom": "Nr"}},
        {"categories": {"Herrie": "geen categorie"}},
        {"items": {"thuisgevoel": "v12"}},
    ],
)
def test_a_mapping_that_cannot_be_changes_nothing(folder, upload, wrong):
    before = contents(folder)
    with pytest.raises(NothingToBuildError):
        put_in(folder, upload, {**OWN, **wrong})
    assert contents(folder) == before
    assert delivering.last_put_in(folder) is None


def test_what_the_guards_refuse_is_not_put_in(folder, tmp_path):
    before = contents(folder)
    path = tmp_path / "agenda-x.csv"
    path.write_text("a,kolom\n1,jan@voorbeeld.nl\n")
    with pytest.raises(NothingToBuildError):
        put_in(folder, path, None, kind="agenda")
    assert contents(folder) == before


def test_of_a_map_only_what_is_used_is_kept(folder, tmp_path):
    areas = frame([square(0), square(1)]).assign(notitie="weg ermee")
    path = gpkg(tmp_path, areas)
    name = delivering.stored_name("Wijken (def).gpkg", "areas")
    delivering.put_in(folder, path, name, "areas", None, NOW)
    kept = gpd.read_file(folder / name)
    assert "notitie" not in kept and len(kept) == len(areas)
    assert b"weg ermee" not in (folder / name).read_bytes()
    assert kept.geometry.geom_equals(areas.geometry.reset_index(drop=True)).all()


def test_two_people_at_once_keep_both_mappings(folder, tmp_path):
    paths = [
        export(tmp_path / f"eigen-{letter}.csv", [n, "2025-06-03", "overig", "WK000101"])
        for n, letter in enumerate("abcd")
    ]

    def save(n, path):
        put_in(folder, path, {**OWN, "file": path.name}, minute=n)

    threads = [threading.Thread(target=save, args=pair) for pair in enumerate(paths)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    text = (folder / "gemeente.yaml").read_text()
    assert [text.count(path.name) for path in paths] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("given", "kind", "kept"),
    [
        ("meldingen.csv", "incidents", "meldingen.csv"),
        ("../../etc/passwd.csv", "incidents", "passwd.csv"),
        ("..\\..\\win.csv", "incidents", "win.csv"),
        ("a/../../b.csv", "incidents", "b.csv"),
        (".verborgen.csv", "incidents", "verborgen.csv"),
        ("export [def] *.CSV", "incidents", "export_def.csv"),
        ("naam\x00\n2.csv", "incidents", "naam_2.csv"),
        ("grenzen.geojson", "areas", "areas-grenzen.gpkg"),
        ("areas.gpkg", "areas", "areas.gpkg"),
        (f"{'x' * 300}.csv", "incidents", f"{'x' * 100}.csv"),
    ],
)
def test_a_name_leads_nowhere_else(given, kind, kept):
    assert delivering.stored_name(given, kind) == kept


def test_a_map_without_a_year_gets_it_in_its_name():
    assert delivering.stored_name("wijken.gpkg", "areas", 2024) == "areas-wijken-2024.gpkg"


@pytest.mark.parametrize("given", ["", "...", ".csv", "gemeente.yaml", "truth.csv", "*.csv"])
def test_a_name_that_cannot_be_is_refused(given):
    with pytest.raises(NothingToBuildError):
        delivering.stored_name(given, "incidents")


def test_a_workspace_says_what_it_still_needs(tmp_path, folder):
    empty = tmp_path / "leeg"
    found = delivering.contents(empty)
    assert found.missing == ("gemeente", "areas", "population", "observations")
    delivering.write_gemeente(empty, " gm0106 ", "Assen")
    found = delivering.contents(empty)
    assert (found.gemeentecode, found.naam) == ("GM0106", "Assen")
    assert found.missing == ("areas", "population", "observations")
    assert delivering.contents(folder).missing == ()
    assert ("areas.geojson", "areas") in delivering.contents(folder).files
    (empty / "gemeente.yaml").write_text("contract: 9\n")
    assert "contract" in delivering.contents(empty).wrong["nl"]


@pytest.mark.parametrize(("code", "name"), [("0106", "Assen"), ("GM0106", " "), ("", "")])
def test_a_gemeente_is_not_begun_without_code_and_name(tmp_path, code, name):
    with pytest.raises(NothingToBuildError):
        delivering.write_gemeente(tmp_path / "ws", code, name)
    assert not (tmp_path / "ws" / "gemeente.yaml").exists()


def test_a_gemeente_that_is_there_is_not_begun_again(folder):
    before = contents(folder)
    with pytest.raises(NothingToBuildError):
        delivering.write_gemeente(folder, "GM0106", "Assen")
    assert contents(folder) == before
