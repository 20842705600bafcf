"""Delivering a file from the browser: recognised, mapped, previewed, saved, and taken back."""

import shutil

import pytest

from tests.browser.test_screens import axe_violations
from tests.unit.pipelines.workspace_maker import csv_text


@pytest.fixture(scope="module")
def own(workspace, start_dashboard, tmp_path_factory):
    """A workspace of its own, since these tests write in it."""
    folder = tmp_path_factory.mktemp("aanleveren") / "ws"
    shutil.copytree(workspace, folder)
    return folder, start_dashboard(folder)


@pytest.fixture
def page(visit, own):
    visit.address = own[1]
    opened = visit.open("/gegevens")
    opened.get_by_text("Een bestand toevoegen").click()
    yield opened
    assert visit.outside == []


def give(page, name, text):
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )


def choose(page, label, value):
    """Choose in a list by typing, as with a keyboard."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(value)
    box.press("Enter")


def test_a_file_is_mapped_previewed_saved_and_taken_back(page, own):
    folder, _address = own
    code = (folder / "population.csv").read_text().splitlines()[1].split(",")[0]
    text = csv_text(
        ["Nr", "occurred_at", "category", "wijkcode"],
        [[1, "2026-01-05", "overig", code], [2, "2026-01-06", "Herrie", code]],
    )
    give(page, "incidents-eigen.csv", text)
    page.get_by_text("Kolom incident_id ontbreekt").wait_for()
    choose(page, "incident_id", "Nr")
    page.get_by_text("1 van 2 rijen worden gebruikt").wait_for()
    choose(page, "Herrie", "Geluidsoverlast")
    page.get_by_text("2 van 2 rijen worden gebruikt").wait_for()
    assert axe_violations(page) == []
    before = (folder / "gemeente.yaml").read_text()
    page.get_by_role("button", name="Opslaan in de map").click()
    page.get_by_text("is opgeslagen").wait_for()
    assert (folder / "incidents-eigen.csv").read_text() == text
    assert "incidents-eigen.csv" in (folder / "gemeente.yaml").read_text()
    page.get_by_text("Verwerken en ongedaan maken").click()
    page.get_by_role("button", name="Laatste toevoeging terugnemen").click()
    page.get_by_text("is teruggenomen").wait_for()
    assert not (folder / "incidents-eigen.csv").exists()
    assert (folder / "gemeente.yaml").read_text() == before


def test_a_file_about_persons_is_refused_and_not_kept(page, own):
    folder, _address = own
    give(page, "incidents-fout.csv", "incident_id,e-mail\n1,a@voorbeeld.nl\n")
    page.get_by_text("lijkt over personen te gaan").wait_for()
    assert not (folder / "incidents-fout.csv").exists()


HOSTILE = [
    ("<img src=x onerror=alert(1)>.csv", b"<b>a</b>,b\n<script>alert(1)</script>,2\n"),
    ("../../owned.csv", b"a,b\n1,2\n"),
    ("leeg.csv", b""),
    ("kapot.xlsx", b"PK\x03\x04" + b"\x00" * 500),
    ("kapot.parquet", b"PAR1" + b"\xff" * 200 + b"PAR1"),
    ("diep.json", b"[" * 100_000),
    ("kapot.sav", b"$FL2" + b"\xff" * 400),
    ("kapot.gpkg", b"SQLite format 3\x00" + b"\xff" * 4096),
    ("diep.geojson", b'{"a":' * 50_000),
]


def test_hostile_files_get_a_calm_answer(page, own, visit):
    folder, _address = own
    before = sorted(path.name for path in folder.iterdir())
    for name, content in HOSTILE:
        file = {"name": name, "mimeType": "text/plain", "buffer": content}
        page.locator("input[type=file]").set_input_files(file)
        answer = page.get_by_role("alert").or_(page.get_by_text("Dit bestand bevat"))
        answer.first.wait_for()
        assert page.locator("[data-testid=stException]").count() == 0, name
        page.get_by_role("button", name="Remove").first.click()
        answer.first.wait_for(state="detached")
    assert sorted(path.name for path in folder.iterdir()) == before
    assert visit.errors == []


def test_what_is_too_large_is_said_beforehand(page):
    assert page.get_by_text("Zet een groter bestand zelf in de map").is_visible()


def test_the_build_is_started_from_the_screen(page, own):
    folder, _address = own
    before = (folder / "warehouse" / "current").read_text()
    page.get_by_text("Verwerken en ongedaan maken").click()
    page.get_by_role("button", name="Gegevens nu verwerken").click()
    page.get_by_text("De gegevens zijn verwerkt").wait_for(timeout=60_000)
    assert (folder / "warehouse" / "current").read_text() != before
