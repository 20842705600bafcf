"""From an empty folder to a map, on the screen alone: with own files, and with open data."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LOAD_MS
from tests.browser.test_aanleveren import choose, give
from tests.browser.test_screens import axe_violations
from tests.unit.pipelines.open_data_server import GEMEENTE, serving
from tests.unit.pipelines.workspace_maker import areas_text, csv_text

EXPORT = ["incident_id", "occurred_at", "category", "wijk"]


@pytest.fixture
def begin(visit, start_dashboard, tmp_path):
    """The screen Gegevens of an empty workspace."""

    def open_it(**environment):
        folder = tmp_path / "nieuw"
        folder.mkdir()
        visit.address = start_dashboard(folder, environment=environment)
        page = visit.open("/gegevens")
        page.get_by_role("heading", name="Begin met uw gegevens").wait_for()
        return page, folder

    yield open_it
    assert visit.outside == [] and visit.errors == []


def add(page, name, text):
    """Open the part for files where it is closed, and give one."""
    if not page.get_by_text("Zet een groter bestand zelf in de map").is_visible():
        page.get_by_text("Een bestand toevoegen").click()
    give(page, name, text)


def save(page):
    page.get_by_role("button", name="Opslaan in de map").click()
    page.get_by_text("is opgeslagen").wait_for(timeout=LOAD_MS)


def build(page):
    page.get_by_text("Verwerken en ongedaan maken").click()
    page.get_by_role("button", name="Gegevens nu verwerken").click()
    page.get_by_text("De gegevens zijn verwerkt").wait_for(timeout=60_000)


def test_with_files_of_ones_own(begin, visit):
    page, folder = begin()
    assert page.get_by_text("de grenzen van de wijken").is_visible()
    page.get_by_label("CBS-code van de gemeente").first.fill("gm0001")
    page.get_by_label("Naam van de gemeente").fill("Testplaats")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Beginnen").click()
    page.get_by_text("Deze map is van Testplaats (GM0001)").wait_for()

    add(page, "wijken van ons.geojson", areas_text())
    page.get_by_text("Een kaart met 3 wijken").wait_for()
    save(page)
    assert [p.name for p in folder.glob("areas*")] == ["areas-wijken_van_ons.gpkg"]

    people = [["WK000101", 2025, 900], ["WK000102", 2025, 800], ["WK000103", 2025, 700]]
    give(page, "population.csv", csv_text(["wijkcode", "jaar", "inwoners"], people))
    page.get_by_text("3 van 3 rijen worden gebruikt").wait_for()
    save(page)
    assert "sources" not in (folder / "gemeente.yaml").read_text()  # nothing to translate

    rows = [[1, "2025-06-02", "Herrie", "Waterhoek"], [2, "2025-06-03", "Herrie", "WK000102"]]
    give(page, "meldingen_2025w23.csv", csv_text(EXPORT, rows))
    expect(page.get_by_role("combobox", name="Dit bestand bevat")).to_have_value("")
    choose(page, "Dit bestand bevat", "incidenten")
    page.get_by_text("wijkcode / buurtcode / lon+lat / x+y").wait_for()
    choose(page, "wijkcode: waar", "wijk")
    page.get_by_text("0 van 2 rijen worden gebruikt").wait_for()
    choose(page, "Herrie", "Geluidsoverlast")
    page.get_by_text("1 van 2 rijen worden gebruikt").wait_for()
    choose(page, "Waterhoek", "WK000101")
    page.get_by_text("2 van 2 rijen worden gebruikt").wait_for()
    assert axe_violations(page) == []
    save(page)
    assert "meldingen_*.csv" in (folder / "gemeente.yaml").read_text()

    build(page)
    page.get_by_text("Deze cijfers zijn gemaakt op").wait_for()
    visit.settle()
    # the file of next week is known at once
    one = [[3, "2025-06-09", "Herrie", "Waterhoek"]]
    add(page, "meldingen_2025w24.csv", csv_text(EXPORT, one))
    page.get_by_text("De vertaling gebruiken die er al is, voor meldingen_*.csv").wait_for()
    page.get_by_text("1 van 1 rijen worden gebruikt").wait_for()
    save(page)
    visit.open("/stadskaart")
    visit.wait_for_map()


def test_with_open_data_from_a_service(begin, visit):
    with serving() as service:
        page, folder = begin(WIJKPULS_FETCH_FROM=service.url)
        page.get_by_label("CBS-code van de gemeente").last.fill(GEMEENTE.lower())
        page.get_by_label("Jaar van de grenzen").fill("2024")
        page.get_by_label("Jaar van de grenzen").press("Tab")
        page.get_by_role("button", name="Ophalen").click()
        page.get_by_text("De open gegevens staan in de map").wait_for(timeout=60_000)
        assert len(list(folder.glob("*.bron.yaml"))) == 4
        assert page.get_by_text(f"Deze map is van Testwater ({GEMEENTE})").is_visible()
        build(page)
        page.get_by_text("Bronkaarten").first.wait_for()
    visit.open("/stadskaart")
    visit.wait_for_map()


def test_what_cannot_be_fetched_is_said_and_leaves_nothing(begin):
    page, folder = begin(WIJKPULS_FETCH_FROM="http://localhost:9")
    page.get_by_label("CBS-code van de gemeente").last.fill("GM0106")
    page.get_by_role("button", name="Ophalen").click()
    page.get_by_text("is niet te bereiken").wait_for(timeout=120_000)
    assert list(folder.iterdir()) == []


def test_a_gemeente_yaml_that_is_wrong_is_said(begin, visit):
    page, folder = begin()
    (folder / "gemeente.yaml").write_text(json.dumps({"contract": 9}), encoding="utf-8")
    page.reload()
    visit.settle()
    page.get_by_text("gemeente.yaml klopt niet bij").wait_for()
