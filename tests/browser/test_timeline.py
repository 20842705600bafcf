"""Timeline, confirmed phases, actieplan and track record, with a logbook that people filled."""

import re
import shutil
from urllib.parse import parse_qs, urlsplit

import pytest

from logbook import has_logbook
from tests.browser.logbook_maker import copy_with_logbook
from tests.browser.test_screens import axe_violations, headings_that_skip_a_rank


@pytest.fixture(scope="module")
def filled(workspace, tmp_path_factory):
    """A copy of the fictional gemeente with a logbook, and which wijk has which story."""
    return copy_with_logbook(workspace, tmp_path_factory.mktemp("logbook") / "kopie")


@pytest.fixture(scope="module")
def dashboard(filled, start_dashboard):
    """Everything in this file looks at the copy."""
    return start_dashboard(filled[0])


@pytest.fixture
def story(filled):
    return filled[1]


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize("screen", ["stadskaart", "wijk", "actieplan", "methode"])
def test_a_filled_logbook_fits_and_everybody_can_use_it(visit, story, screen, width):
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.open(f"/{screen}?wijk={story['otherwise']}")
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.get_by_text("Dit onderdeel kan nu niet worden getoond").count() == 0
    inner = page.evaluate(
        "[...document.querySelectorAll('html, [data-testid=stMain]')].map(e => e.scrollWidth)"
    )
    assert all(size <= width for size in inner)
    assert headings_that_skip_a_rank(page) == []
    assert axe_violations(page) == []
    assert visit.outside == []
    assert visit.errors == []


def test_the_map_marks_where_people_decided_otherwise(visit, story):
    page = visit.open(f"/stadskaart?wijk={story['otherwise']}")
    visit.wait_for_map()
    marks = page.locator(".st-key-kaart .annotation-text").all_text_contents()
    assert sorted(mark[0] for mark in marks) == ["≠", "≠"]
    assert "≠ met een letter" in page.inner_text("[data-testid=stMain]")
    panel = page.inner_text("section.wp-panel")
    for text in ("Wat mensen besloten", "wijkteam-demo", "De reden om anders te besluiten"):
        assert text in panel
    row = page.locator("tr", has=page.locator("th", has_text="(gekozen)"))
    assert "anders dan het voorstel" in row.inner_text()
    cells = page.locator("td[data-label='Vastgesteld door mensen']").all_inner_texts()
    assert any("verlopen sinds" in cell for cell in cells)


def test_what_is_overdue_is_counted_from_the_logbook(visit):
    page = visit.open("/stadskaart")
    row = page.locator("tr", has=page.get_by_text("te laat: terugkijken op een maatregel"))
    assert row.locator("td").inner_text() == "1"


@pytest.mark.parametrize(
    ("wijk", "text"),
    [
        ("agreed", "voorstel, door mensen bevestigd"),
        ("expired", "Dit besluit is verlopen sinds"),
        ("rejected", "De reden om het te verwerpen"),
    ],
)
def test_a_wijk_says_what_people_decided(visit, story, wijk, text):
    page = visit.open(f"/wijk?wijk={story[wijk]}")
    assert text in page.inner_text("[data-testid=stMain]")


def kinds_shown(page):
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    return set(page.locator(".st-key-tijdlijn_deel td[data-label='Soort']").all_inner_texts())


def query(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_the_timeline_is_filtered_by_keyboard_and_the_address_keeps_it(visit, story):
    page = visit.open(f"/wijk?wijk={story['otherwise']}")
    assert {"besluit van mensen", "maatregel", "signaal", "voorgestelde fase"} <= kinds_shown(page)
    page.get_by_role("button", name="signaal", exact=True).focus()
    page.keyboard.press("Enter")
    visit.wait_for_address(r"soort=")
    assert "signaal" not in kinds_shown(page)
    address = urlsplit(page.url)
    visit.open(f"{address.path}?{address.query}")
    assert "signaal" not in kinds_shown(page)
    assert "maatregel" in kinds_shown(page)


def test_the_timeline_goes_further_back_and_the_address_keeps_it(visit, story):
    page = visit.open(f"/wijk?wijk={story['otherwise']}")
    before = page.locator(".st-key-tijdlijn_deel td[data-label='Soort']").count()
    choice = page.get_by_role("combobox", name="Hoe ver terug")
    choice.focus()
    page.keyboard.type("1 jaar")
    page.keyboard.press("Enter")
    visit.wait_for_address(r"periode=52")
    assert page.locator(".st-key-tijdlijn_deel td[data-label='Soort']").count() > before
    visit.open(f"/wijk?{urlsplit(page.url).query}")
    assert query(page)["periode"] == "52"
    assert page.get_by_role("combobox", name="Hoe ver terug").input_value() == "1 jaar"


def test_measures_show_figures_around_their_start_and_no_cause(visit, story):
    page = visit.open(f"/wijk?wijk={story['otherwise']}")
    text = page.inner_text(".st-key-tijdlijn_deel")
    assert "8 weken ervoor" in text
    assert "Ze laten niet zien dat de maatregel de oorzaak is" in text
    assert re.search(r"\d,\d \(totaal \d+\)", text)
    assert "helpt deels. Jongeren komen" in text


def test_on_paper_everything_is_open_and_nothing_is_left_to_click(visit, story):
    page = visit.open(f"/wijk?wijk={story['otherwise']}")
    hidden = "[...document.querySelectorAll('.wp-details table')].filter(e => !e.checkVisibility())"
    assert page.evaluate(f"{hidden}.length") > 0
    page.emulate_media(media="print")
    assert page.evaluate(f"{hidden}.length") == 0
    clickable = page.evaluate(
        "[...document.querySelectorAll('.stMain button, .stMain input')]"
        ".filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 120))"
    )
    assert clickable == []
    page.emulate_media(media="screen")
    page.get_by_text("Op papier alleen de tijdlijn").click()
    page.wait_for_selector(".wp-only-timeline", state="attached")
    visit.settle()
    page.emulate_media(media="print")
    assert page.locator("#tijdlijn").is_visible()
    assert not page.locator("#cijfers").is_visible()


def write(page, label, text):
    page.get_by_role("textbox", name=label, exact=True).fill(text)
    page.keyboard.press("Tab")
    page.wait_for_timeout(500)


def test_two_people_write_one_plan_and_lose_nothing(visit, story, browser):
    path = f"/actieplan?wijk={story['agreed']}"
    page = visit.open(path)
    other = browser.new_page()
    other.goto(visit.address + path)
    other.wait_for_selector("footer.wp-foot", timeout=30_000)
    write(page, "Uw rol", "wijkteam-een")
    write(page, "Oorzaken", "Geluid in de avond")
    write(other, "Uw rol", "wijkteam-twee")
    write(other, "Oorzaken", "Verkeer op het plein")
    write(other, "Inzet", "Gesprekken op het plein")
    page.get_by_role("button", name="Plan opslaan").click()
    page.get_by_role("status").get_by_text("Opgeslagen.").wait_for()
    other.get_by_role("button", name="Plan opslaan").click()
    other.get_by_role("alert").get_by_text("wijkteam-een heeft dit intussen").wait_for()
    other.get_by_text("allebei", exact=True).click()
    other.get_by_role("button", name="Zo opslaan").click()
    other.get_by_role("status").get_by_text("Opgeslagen.").wait_for()
    plan = other.inner_text("section.wp-panel")
    for text in ("Geluid in de avond", "Verkeer op het plein", "Gesprekken op het plein"):
        assert text in plan
    versions = other.locator("section.wp-screen-only tbody tr").all_inner_texts()
    assert len(versions) == 2
    assert "wijkteam-twee" in versions[0]
    other.close()


def test_a_plan_takes_over_from_reviews_and_refuses_a_telephone_number(visit, story):
    page = visit.open(f"/actieplan?wijk={story['otherwise']}")
    page.get_by_role("button", name="Zet bij oorzaken").click()
    visit.settle()
    box = page.get_by_role("textbox", name="Oorzaken", exact=True)
    assert box.input_value().splitlines() == [
        "Geluid in de avond",
        "Onduidelijk wie het plein beheert",
        "Het plein heeft geen plek voor jongeren",
    ]
    write(page, "Uw rol", "wijkteam-demo")
    write(page, "Partners", "Bel 06-12345678")
    page.get_by_role("button", name="Plan opslaan").click()
    alert = page.get_by_role("alert")
    alert.get_by_text("Partners, bij '06-12345678'").wait_for()
    # Nothing was stored and nothing is gone.
    assert "Onduidelijk wie" not in page.inner_text("section.wp-panel")
    assert "Onduidelijk wie" in box.input_value()


def test_a_draft_survives_another_screen(visit, story):
    page = visit.open(f"/actieplan?wijk={story['expired']}")
    write(page, "Partners", "school-noord")
    page.get_by_role("link", name="Wijk", exact=True).first.click()
    visit.wait_for_address(r"/wijk\?")
    page.get_by_role("link", name="Actieplan", exact=True).first.click()
    visit.wait_for_address(r"/actieplan\?")
    assert page.get_by_role("textbox", name="Partners").input_value() == "school-noord"


def test_the_method_compares_proposals_with_decisions(visit):
    page = visit.open("/methode")
    text = page.inner_text("[data-testid=stMain]")
    assert re.search(r"Eens met het voorstel: \d+%, tussen \d+% en \d+% \(n = \d+\)", text)
    assert "Voorsprong: te weinig om iets te zeggen" in text
    assert "wijkteam-demo" not in text


def test_looking_makes_no_logbook(workspace, start_dashboard, browser, tmp_path):
    """Without one every screen says so calmly, and none is made by opening a screen."""
    # other tests write in the shared workspace
    untouched = tmp_path / "fictief"
    shutil.copytree(workspace, untouched, ignore=shutil.ignore_patterns("logbook"))
    address = start_dashboard(untouched)
    page = browser.new_page()
    for path, text in (
        ("/stadskaart", "nog nooit besproken"),
        ("/wijk?wijk=WK000001", "Over deze wijk is nog geen besluit genomen"),
        ("/actieplan?wijk=WK000001", "Deze wijk heeft nog geen actieplan"),
        ("/methode", "Er zijn nog geen besluiten vastgelegd"),
    ):
        page.goto(address + path)
        page.wait_for_selector("footer.wp-foot", timeout=30_000)
        page.get_by_text(text).first.wait_for(timeout=30_000)
    page.close()
    assert not has_logbook(untouched)
