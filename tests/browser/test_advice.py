"""The advice in a browser: found quickly, adapted to what people know, kept and looked back on."""

import re

import pytest
from playwright.sync_api import expect

from pipelines import read_model
from tests.browser.test_screens import axe_violations, headings_that_skip_a_rank


def _of_phase(workspace, phase: str) -> tuple[str, str]:
    """Code and name of a wijk in a phase."""
    with read_model.open_current(workspace) as build:
        phases = build.phases(build.newest_complete_week())
    row = phases.loc[phases["phase"] == phase].iloc[0]
    return row["wijkcode"], row["wijknaam"]


@pytest.fixture(scope="session")
def spanning(workspace) -> tuple[str, str]:
    return _of_phase(workspace, "spanning")


def test_what_to_do_first_is_found_within_three_clicks_from_the_map(visit, workspace):
    _code, name = _of_phase(workspace, "incidenten")
    page = visit.open("/stadskaart")
    clicks = 0
    page.get_by_role("link", name=name, exact=True).first.click()
    clicks += 1
    visit.wait_for_address(r"/wijk\?")
    first = page.get_by_role("region", name="Wat nu eerst")
    assert first.is_visible()
    assert "Samen aanpakken en handhaven" in first.inner_text()
    assert "Nog niet doen" in first.inner_text()
    page.get_by_role("link", name="Alles over wat hier helpt").click()
    clicks += 1
    assert page.get_by_role("heading", name="Stap 1: Herstel de veiligheid").is_visible()
    assert page.get_by_text("Wat u nu nog niet moet doen").count() == 1
    assert clicks <= 3
    assert visit.outside == []


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize("query", ["?middel=maatjesproject", "?middel=maatjesproject&met=burendag"])
def test_the_page_of_an_intervention_and_a_comparison(visit, query, width):
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.open(f"/interventies{query}")
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("h1").count() == 1
    assert page.get_by_text("Bij angst of een groot verschil").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert headings_that_skip_a_rank(page) == []
    assert axe_violations(page) == []
    assert visit.outside == [] and visit.errors == []


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("screen", ["interventies", "ontmoeting"])
def test_a_chosen_wijk_on_the_screens_of_the_advice(visit, spanning, screen, width):
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.open(f"/{screen}?wijk={spanning[0]}")
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert headings_that_skip_a_rank(page) == []
    assert axe_violations(page) == []


def _unfold(page, title: str) -> None:
    """Open a part that folds; a list that opens while the page still moves would close again."""
    page.get_by_text(title).click()
    page.wait_for_timeout(750)


def test_what_people_know_changes_the_advice(visit, spanning):
    page = visit.open(f"/interventies?wijk={spanning[0]}&lang=nl")
    advised = page.get_by_role("group", name=re.compile("Stap 4"))
    assert advised.get_by_role("link", name="Samen de straat opknappen").count() == 1
    _unfold(page, "Wat weet u van")
    chooser = page.get_by_label("Dit klopt hier", exact=True)
    chooser.click()
    chooser.press_sequentially("De afstand tussen")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    visit.settle()
    assert advised.get_by_role("link", name="Samen de straat opknappen").count() == 0
    refused = page.get_by_role("group", name="Nu niet doen, en waarom").first
    assert refused.get_by_role("link", name="Samen de straat opknappen").count() == 1


def test_the_filter_keeps_what_was_asked_for(visit):
    page = visit.open("/interventies")
    everything = page.get_by_role("heading", name=re.compile(r"^\d+ maatregelen$"))
    assert int(everything.inner_text().split()[0]) >= 44
    _unfold(page, "Filter de lijst")
    chooser = page.get_by_label("Wie doet het", exact=True)
    chooser.click()
    chooser.press_sequentially("Bibliotheek")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=re.compile(r"^3 maatregelen$")).wait_for()
    listed = page.get_by_role("group", name="3 maatregelen")
    assert listed.get_by_role("link", name="Mensenbieb").count() == 1
    assert listed.get_by_role("link", name="Buurtveiligheidsteam", exact=True).count() == 0


def test_a_source_leads_to_the_library_and_to_what_rests_on_it(visit):
    page = visit.open("/interventies?middel=luistergesprekken")
    page.get_by_role("link", name="Gemeenten kunnen ook onbedoeld").first.click()
    visit.wait_for_address(r"/bibliotheek\?")
    asked = page.locator("#gekozen")
    assert asked.inner_text() == "Gemeenten kunnen ook onbedoeld polarisatie aanwakkeren (KIS)"
    assert page.get_by_role("link", name="Luistergesprekken en terugkoppelen").count() >= 1
    assert page.get_by_role("link", name="Vertrouwen in instellingen").count() >= 1


def test_on_paper_the_controls_are_left_out(visit):
    page = visit.open("/interventies?middel=maatjesproject")
    assert page.get_by_text("Terug naar alle maatregelen").is_visible()
    page.emulate_media(media="print")
    assert not page.get_by_text("Terug naar alle maatregelen").is_visible()
    assert not page.locator("[data-testid=stSelectbox]").first.is_visible()
    assert page.get_by_role("heading", name="Wanneer niet, en waarom").is_visible()


def test_a_meeting_is_kept_reopened_and_looked_back_on(visit, spanning):
    page = visit.open(f"/ontmoeting?wijk={spanning[0]}")
    page.get_by_label("Naam van de ontmoeting").fill("Samen koken op het plein")
    page.get_by_label("Naam van de ontmoeting").press("Enter")
    page.get_by_text("Sociaal contact: groepen leren elkaar kennen").first.click()
    page.get_by_text("De opdracht lukt alleen samen.").first.click()
    visit.settle()
    plan = page.locator("article.wp-paper")
    assert "1 punt bedacht" in plan.inner_text()
    assert "Contact kan nu bevestigen wat mensen al dachten." in plan.inner_text()
    page.get_by_label("Wie houdt het bij: een rol, geen naam").fill("opbouwwerk-noord")
    page.get_by_role("button", name="Bewaar als maatregel in het logboek").click()
    page.get_by_text("Bewaard. Het staat als maatregel in het logboek.").wait_for()

    page = visit.open(f"/ontmoeting?wijk={spanning[0]}")
    assert "1 punt bedacht" not in page.locator("article.wp-paper").inner_text()
    page.get_by_label("Open een bewaard plan").click()
    page.get_by_role("option", name=re.compile("Samen koken op het plein")).click()
    page.get_by_text("1 punt bedacht").wait_for()
    visit.settle()
    assert page.get_by_label("Naam van de ontmoeting").input_value() == "Samen koken op het plein"
    for question, answer in (
        ("Samenwerken, niet tegen elkaar", "gelukt"),
        ("Hielp de ontmoeting?", "helpt deels"),
    ):
        page.get_by_label(question).press_sequentially(answer)
        expect(page.get_by_role("option", name=answer, exact=True)).to_be_visible()
        page.keyboard.press("Enter")
    page.get_by_label("Wie kijkt terug: een rol, geen naam").fill("opbouwwerk-noord")
    page.get_by_role("button", name="Bewaar het terugkijken").click()
    page.get_by_text("Het terugkijken is bewaard.").wait_for()


def test_a_name_in_a_meeting_is_refused_and_nothing_is_kept(visit, workspace):
    code, _name = _of_phase(workspace, "ongemak")
    page = visit.open(f"/ontmoeting?wijk={code}")
    page.get_by_label("Naam van de ontmoeting").fill("Koken met 06-12345678")
    page.get_by_label("Naam van de ontmoeting").press("Enter")
    page.get_by_label("Wie houdt het bij: een rol, geen naam").fill("welzijn-zuid")
    page.get_by_role("button", name="Bewaar als maatregel in het logboek").click()
    page.get_by_text("Hier staat een telefoonnummer. Haal het weg.").wait_for()
    visit.open(f"/ontmoeting?wijk={code}")
    assert page.get_by_label("Open een bewaard plan").count() == 0
