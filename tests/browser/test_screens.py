"""Each screen on each width: drawn, inside the window, without help from outside, accessible."""

from pathlib import Path

import pytest

from pipelines import read_model

SCREENS = {
    "stadskaart": "Stadskaart",
    "wijk": "Wijk",
    "weekreview": "Weekreview",
    "actieplan": "Actieplan",
    "interventies": "Interventies",
    "ontmoeting": "Ontmoeting ontwerpen",
    "briefing": "Briefing",
    "gegevens": "Gegevens",
    "methode": "Methode",
    "bibliotheek": "Bibliotheek",
    "beheer": "Beheer",
}
AXE = Path(__file__).parent / "vendor" / "axe.min.js"


@pytest.fixture(scope="session")
def address_of(workspace):
    """screen -> its address; the wijk screen is looked at with a wijk in it."""
    with read_model.open_current(workspace) as build:
        code = build.wijken()["wijkcode"].iloc[0]
    return lambda screen: f"/{screen}?wijk={code}" if screen == "wijk" else f"/{screen}"


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize("screen", SCREENS)
def test_screen_is_drawn_within_the_window(visit, address_of, screen, width):
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.open(address_of(screen))
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.get_by_text("Dit onderdeel kan nu niet worden getoond").count() == 0
    assert page.locator("h1").count() == 1
    assert page.title() == f"{SCREENS[screen]} - Wijkpuls"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    inner = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain]')].map(e => e.scrollWidth)"
    )
    assert all(size <= width for size in inner)
    assert visit.outside == []
    assert visit.errors == []


@pytest.mark.parametrize("screen", SCREENS)
def test_screen_says_what_it_is_and_everybody_can_use_it(visit, address_of, screen):
    page = visit.open(address_of(screen))
    assert "Fictieve gemeente: alle gegevens zijn verzonnen" in page.inner_text("header.wp-top")
    footer = page.inner_text("footer.wp-foot")
    assert "mensen beslissen" in footer
    assert all(label in footer for label in ("Peildatum: ", "Build: ", "Regelversie: "))
    assert headings_that_skip_a_rank(page) == []
    assert axe_violations(page) == []


def headings_that_skip_a_rank(page) -> list[str]:
    """Headings that lie more than one rank below the one before."""
    found = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(e => [+e.tagName[1], e.innerText])"
    )
    ranks = [0, *(rank for rank, _text in found)]
    return [text for at, (rank, text) in enumerate(found) if rank > ranks[at] + 1]


# Of Streamlit itself: its field for files is marked as decoration and yet has a name. Minor.
NOT_OURS = ("presentation-role-conflict", "stFileUploaderDropzone")


def axe_violations(page) -> list[str]:
    """Everything that axe finds wrong, every closed part of the page opened first."""
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    # Evaluated through the debugger, because the page itself does not let foreign scripts in.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found["violations"]
        for node in rule["nodes"]
        if not (rule["id"] == NOT_OURS[0] and NOT_OURS[1] in node["html"])
    ]


def test_page_is_in_the_language_that_was_asked_for(visit):
    page = visit.open("/stadskaart")
    assert page.get_attribute("html", "lang") == "nl"
    page.get_by_role("link", name="English").click()
    visit.wait_for_address(r"lang=en")
    assert page.get_attribute("html", "lang") == "en"
    assert page.inner_text("h1") == "City map"
    # The language goes along to another screen.
    page.get_by_role("link", name="Method", exact=True).first.click()
    visit.wait_for_address(r"/methode\?.*lang=en")
    assert page.get_attribute("html", "lang") == "en"
    page.get_by_role("link", name="Nederlands").click()
    visit.wait_for_address(r"lang=nl")
    assert page.inner_text("h1") == "Methode"
    assert page.get_attribute("html", "lang") == "nl"


@pytest.mark.parametrize("screen", SCREENS)
def test_english_screen_has_no_dutch_of_ours_left(visit, address_of, screen):
    path = address_of(screen)
    page = visit.open(f"{path}{'&' if '?' in path else '?'}lang=en")
    text = page.inner_text("[data-testid=stMain]")
    for word in ("Waarom", "Kies een", "telt niet mee", "Geweigerd", "Verwerking", "aanname"):
        assert word not in text


def test_the_rows_behind_a_figure_open_and_can_be_downloaded(visit, address_of):
    page = visit.open(address_of("wijk"))
    choice = page.get_by_role("combobox", name="Van welk cijfer wilt u de rijen zien?")
    choice.focus()
    page.keyboard.type("Meldingen van overlast")
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Download als CSV")
    button.wait_for(timeout=30_000)
    visit.settle()
    assert "incidents" in page.inner_text("div[aria-label*='met bestand en rijnummer']")
    with page.expect_download() as waiting:
        button.click()
    assert waiting.value.suggested_filename.startswith("fictief-rijen-WK")
    header, first = Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()[:2]
    columns = header.split(";")
    for name in ("fictief", "gemeente", "wijk", "week", "build_id", "rule_version", "row_number"):
        assert name in columns
    assert first.startswith("ja;")


def test_headers_keep_the_browser_at_home(visit):
    answer = visit.page.goto(f"{visit.address}/stadskaart")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http:" not in policy and "https:" not in policy and "*" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_the_address_without_a_screen_leads_to_the_map(visit):
    page = visit.open("/")
    assert "/stadskaart" in page.url
