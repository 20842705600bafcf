"""Series on another division, on the screen Gegevens; and the marks of converted numbers on the
screen Wijk.
"""

import csv
import io

import pytest

from pipelines import read_model
from tests.browser.hands import Keys
from tests.browser.test_screens import axe_violations, headings_that_skip_a_rank
from tests.unit.pipelines.changed_areas import NEW, OLD, A, B, Q, V, files, population
from tests.unit.pipelines.workspace_maker import HEADERS, built, csv_text, write_workspace

TITLE = "Reeksen op een andere wijkindeling"


def register_rows(codes, year, months):
    """Counts that differ by wijk and month; of Q one month is withheld."""
    return [
        ["47022NED", f"{year}-{month:02}", code, "1.1.1",
         None if (code, month) == (Q, 3) else 4 + (3 * place + 5 * month) % 17]
        for month in months for place, code in enumerate(codes)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def own(start_dashboard, tmp_path_factory):
    """A gemeente of which the wijken changed: registers of then, and of now."""
    folder = tmp_path_factory.mktemp("reeksen") / "ws"
    registers = HEADERS["registrations"]
    own = {
        "registrations-2024.csv": csv_text(registers, register_rows(OLD, 2024, range(1, 13))),
        "registrations-2025.csv": csv_text(registers, register_rows(NEW, 2025, range(1, 6))),
        "population.csv": population(list(OLD), 2024),
    }
    write_workspace(
        folder,
        kinds=("incidents", "signals", "survey_results", "reporters"),
        files={**files(), **own},
    )
    built(folder)
    return folder, start_dashboard(folder)


@pytest.fixture
def page(visit, own):
    visit.address = own[1]
    opened = visit.open("/gegevens")
    opened.get_by_role("heading", name=TITLE).scroll_into_view_if_needed()
    yield opened
    assert visit.outside == []
    assert visit.errors == []


def chosen(page, label):
    return page.get_by_role("combobox", name=label)


def table_of(page, text):
    """The cells of each row of the table with this in its caption."""
    table = page.locator("table", has=page.locator("caption", has_text=text)).first
    table.wait_for()
    return [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()]


def test_a_series_on_the_older_wijken_with_what_is_not_there(page, visit, own):
    rows = table_of(page, "op de wijken van 2015")
    assert {row[0][-8:] for row in rows} == set(OLD) - {V}
    assert all("omgerekend, geschat deel" in row[2] for row in rows)
    left_out = table_of(page, "Niet op de wijken van 2015")
    assert len(left_out) == 1 and "ligt niet op de kaart van 2015" in left_out[0][2]
    with read_model.open_current(own[0]) as build:
        totals = build.series_totals(2015, "registrations").set_index("period").loc["2025-05"]
    shown = sum(int(row[1]) for row in rows)
    assert shown == totals["shown"] and int(left_out[0][1]) == totals["left_out"]
    assert f"Geleverd: {totals['delivered']}." in page.inner_text("[data-testid=stMain]")


def test_the_keyboard_chooses_year_series_period_and_wijk(page, visit, own):
    keys = Keys(page)
    keys.choose(chosen(page, "Wijkindeling van"), "2025 (7 wijken, op de kaart)")
    visit.settle()
    keys.choose(chosen(page, "Periode"), "2024-03")
    visit.settle()
    rows = {row[0].split("WK")[1]: row[1:] for row in table_of(page, "op de wijken van 2025")}
    assert rows["000103"][0].startswith("minstens ")
    assert rows["000103"][1] == "omgerekend, geschat deel 0%; 1 deel niet vrijgegeven"
    assert rows["000101"][1] == rows["000102"][1] == "omgerekend, geschat deel 100%"
    keys.choose(chosen(page, "Eén wijk door de tijd"), f"Wijk 02 ({B})")
    visit.settle()
    page.wait_for_selector(".st-key-reeks_lijn .scatterlayer .trace")
    legend = page.locator(".st-key-reeks_lijn .legendtext").all_text_contents()
    assert set(legend) == {"zoals geleverd", "omgerekend"}
    page.get_by_text("Deze wijk als tabel").click()
    by_period = {row[0]: row[1:] for row in table_of(page, f"Wijk 02 {B}")}
    assert len(by_period) == 17 and by_period["2025-05"][1] == "zoals geleverd"
    keys.choose(chosen(page, "Reeks"), "Inwoners")
    visit.settle()
    rows = table_of(page, "Inwoners, 2024, op de wijken van 2025")
    assert len(rows) == 6


def test_the_download_adds_up(page, own):
    button = page.locator(".st-key-reeks_csv button")
    with page.expect_download() as waiting:
        button.click()
    assert "reeks-registrations-2015" in waiting.value.suggested_filename
    content = waiting.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    said = {"fictief", "gemeente", "build_id", "reeks", "explained", "estimated_pct"}
    assert said <= set(rows[0])
    period = [row for row in rows if row["period"] == "2025-05"]
    delivered = register_rows(NEW, 2025, [5])
    assert sum(float(r["number"].replace(",", ".")) for r in period) == sum(r[4] for r in delivered)


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_it_fits_and_everybody_can_use_it(page, visit, width):
    page.set_viewport_size({"width": width, "height": 900})
    visit.settle()
    assert page.get_by_text("Dit onderdeel kan nu niet worden getoond").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    inner = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain]')].map(e => e.scrollWidth)"
    )
    assert all(size <= width for size in inner)
    assert headings_that_skip_a_rank(page) == []
    assert axe_violations(page) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_registers_on_the_screen_wijk_are_marked(visit, own, width):
    visit.address = own[1]
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.open(f"/wijk?wijk={A}")
    page.get_by_text("Alle perioden").first.click()
    every = table_of(page, "alle perioden")
    marks = {row[0].split()[0]: row[2] for row in every}
    assert marks["2024-05"] == "omgerekend, geschat deel 100%"
    assert marks["2025-05"] == "zoals geleverd"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_violations(page) == []
    assert visit.outside == []


def test_with_one_map_there_is_no_such_section(visit):
    page = visit.open("/gegevens")
    assert page.get_by_role("heading", name=TITLE).count() == 0
