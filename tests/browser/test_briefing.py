"""The screen Briefing: every choice is in the preview and in the files that are taken along."""

import io
from contextlib import closing
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest

from tests.browser.test_screens import axe_violations

PREVIEW = "article.wp-paper"
FORMATS = {
    "PDF, om te lezen": "pdf",
    "Word, om te bewerken": "docx",
    "Spreadsheet, om te rekenen": "xlsx",
    "CSV, voor andere programma's": "csv",
    "GeoPackage, voor de kaart": "gpkg",
    "GeoJSON, voor de kaart": "geojson",
}


def taken(page, label: str) -> tuple[str, bytes]:
    """Name and content of the file behind a button."""
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name=label).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def text_of(format: str, content: bytes) -> str:
    """What a reader finds in the file."""
    match format:
        case "pdf":
            with closing(pypdfium2.PdfDocument(content)) as opened:
                return " ".join(opened[0].get_textpage().get_text_range().split())
        case "docx":
            opened = docx.Document(io.BytesIO(content))
            parts = (opened.sections[0].header, opened.sections[0].footer)
            return "\n".join(p.text for part in parts for p in part.paragraphs)
        case "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
            return "\n".join(str(c) for row in sheet.values for c in row if c is not None)
        case "gpkg":
            return content.decode("latin-1")
    return content.decode("utf-8-sig")


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize("address", ["", "?wijk=WK000002", "?versie=openbaar", "?lang=en"])
def test_the_screen_is_drawn_and_accessible(visit, width, address):
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.open(f"/briefing{address}")
    assert page.locator(f"{PREVIEW} h3").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_violations(page) == []
    assert visit.errors == [] and visit.outside == []


def test_the_overview_has_a_map_with_an_alternative_text(visit):
    page = visit.open("/briefing")
    image = page.locator(f"{PREVIEW} img")
    assert "Kaart van gemeente" in image.get_attribute("alt")
    assert image.evaluate("e => e.naturalWidth") > 100


def test_every_choice_is_found_back_in_the_preview_and_in_each_file(visit):
    """Wijk, week, period and level are set on the screen, one after another."""
    page = visit.open("/briefing?week=2026-W44")
    page.get_by_role("combobox", name="Wijk").click()
    page.get_by_role("option", name="Oude Haven").click()
    visit.wait_for_address("wijk=WK000002")
    page.get_by_text("26 weken", exact=True).click()
    visit.wait_for_address("periode=26")
    page.get_by_text("college", exact=True).first.click()
    visit.wait_for_address("versie=college")
    shown = page.inner_text(PREVIEW)
    for word in ("Oude Haven (WK000002)", "week 44", "26 weken", "college", "fictief"):
        assert word in shown, word
    for label, format in FORMATS.items():
        name, content = taken(page, label)
        assert name.startswith("fictief-") and name.endswith(format)
        assert all(word in name for word in ("WK000002", "2026-W44", "college", "build-"))
        text = text_of(format, content)
        assert "Oude Haven" in text, format
        if format in ("docx", "pdf"):
            assert all(word in text for word in ("week 44", "versie: college", "FICTIEF"))
        else:
            assert "college" in text and "2026-W44" in text, format
            assert "2026-05-04" in text or "4 mei 2026" in text, format


def test_a_public_file_needs_a_person_who_has_read_it(visit, workspace):
    page = visit.open("/briefing?versie=openbaar&wijk=WK000002")
    button = page.get_by_role("button", name="PDF, om te lezen")
    assert button.count() == 0
    role = page.get_by_label("Uw functie")
    role.fill("jan@voorbeeld.nl")
    role.press("Enter")
    page.get_by_text("Ik heb deze briefing helemaal gelezen").click()
    page.get_by_text("Vul een functie in, geen naam").wait_for()
    assert button.count() == 0
    role.fill("beleidsadviseur")
    role.press("Enter")
    button.wait_for()
    _name, content = taken(page, "CSV, voor andere programma's")
    assert "beleidsadviseur" in content.decode("utf-8-sig")
    record = workspace / "briefings" / "openbaar.csv"
    assert "beleidsadviseur" in record.read_text(encoding="utf-8")


def test_what_was_read_for_one_wijk_does_not_hold_for_another(visit):
    page = visit.open("/briefing?versie=openbaar&wijk=WK000002")
    page.get_by_label("Uw functie").fill("beleidsadviseur")
    page.get_by_label("Uw functie").press("Enter")
    page.get_by_text("Ik heb deze briefing helemaal gelezen").click()
    page.get_by_role("button", name="PDF, om te lezen").wait_for()
    visit.open("/briefing?versie=openbaar&wijk=WK000003")
    assert page.get_by_role("button", name="PDF, om te lezen").count() == 0
