"""What the weighed rule adds to the screens: certainty, direction, chances, changes, backtest."""

import shutil
import subprocess
import sys

import pandas as pd
import pytest

from pipelines import read_model
from tests.browser.conftest import ROOT, Visit
from tests.browser.test_screens import axe_violations


@pytest.fixture(scope="session")
def newest(workspace):
    """The proposals of the newest complete week."""
    with read_model.open_current(workspace) as build:
        return build.phases(build.newest_complete_week())


def code_with(newest, **wanted) -> str:
    """The first wijk with these values; the fictional gemeente always has one."""
    rows = newest
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    assert len(rows), wanted
    return rows["wijkcode"].iloc[0]


def outlines(page) -> list[str]:
    """The dash of each wijk on the map, "" for a full line."""
    return page.evaluate(
        """[...document.querySelectorAll('.st-key-kaart .scatterlayer .trace path.js-line')]
           .map(e => e.style.strokeDasharray || '')"""
    )


def test_the_outline_on_the_map_says_how_sure(visit, newest):
    page = visit.open("/stadskaart")
    visit.wait_for_map()
    dashed = [dash for dash in outlines(page) if dash not in ("", "none")]
    unsure = newest["certainty"].isin(["waarschijnlijk", "twijfel"]).sum()
    assert len(dashed) == unsure
    assert "stippen: twijfel" in page.inner_text("[data-testid=stMain]")


def test_a_doubt_shows_both_phases_in_panel_and_list(visit, newest):
    code = code_with(newest, certainty="twijfel")
    page = visit.open(f"/stadskaart?wijk={code}")
    assert "twijfel tussen " in page.inner_text("section.wp-panel")
    assert page.locator("section.wp-panel .wp-large .wp-sign").count() == 2
    row = page.locator("tr", has_text="(gekozen)")
    assert row.locator(".wp-sign.wp-dot").count() == 2


@pytest.mark.parametrize(
    ("layer", "words", "column"),
    [
        ("zekerheid", ("zeker", "waarschijnlijk", "twijfel"), "Zekerheid van het voorstel"),
        ("richting", ("stijgend", "stabiel", "dalend", "onbekend"), "Richting"),
    ],
)
def test_certainty_and_direction_are_layers_with_a_table(visit, layer, words, column):
    page = visit.open(f"/stadskaart?laag={layer}")
    visit.wait_for_map()
    legend = page.locator(".wp-legend").first.inner_text()
    assert all(word in legend for word in words)
    cells = page.locator(f"td[data-label='{column}']").all_inner_texts()
    assert len(cells) == page.locator(".st-key-kaart .textpoint").count()
    assert axe_violations(page) == []


def test_the_next_looks_are_counted_beside_the_map(visit, newest):
    """Without decisions nothing is overdue; what is due within a week follows from the rule."""
    page = visit.open("/stadskaart")
    counts = page.locator("div[aria-label^='Wijken en maatregelen die aan de beurt zijn'] td")
    week_after = newest["week_start"].max() + pd.Timedelta(days=6 + 7)
    due = int((newest["next_look"] <= week_after).sum())
    assert [int(text) for text in counts.all_inner_texts()] == [0, 0, 0, due, len(newest)]


def test_the_wijk_says_chances_direction_and_what_would_change_it(visit, newest):
    code = code_with(newest, certainty="twijfel")
    page = visit.open(f"/wijk?wijk={code}")
    text = page.inner_text("[data-testid=stMain]")
    assert "twijfel tussen " in text
    assert "geen tellingen van hoe vaak iets gebeurt" in text
    assert "Over 4 weken" in text and "Over 13 weken" in text
    assert "dan wordt het " in text
    assert "blijft het voorstel gelijk" in text
    assert page.locator("div[aria-label='Hoe waarschijnlijk elke fase is'] tbody tr").count() == 4


def test_the_bands_are_also_a_table_with_every_week(visit, workspace, newest):
    code = code_with(newest, certainty="zeker")
    with read_model.open_current(workspace) as build:
        weeks = len(build.phase_history(code))
    page = visit.open(f"/wijk?wijk={code}")
    page.wait_for_selector(".st-key-kansen .scatterlayer .trace", timeout=30_000)
    page.get_by_text("De kansen als tabel").click()
    assert page.locator("div[aria-label^='Kansen van '] tbody tr").count() == weeks


def test_a_wijk_without_enough_data_has_no_chances_but_says_so(visit, newest):
    code = code_with(newest, phase="onvoldoende_gegevens")
    page = visit.open(f"/wijk?wijk={code}")
    text = page.inner_text("section.wp-panel")
    assert "onvoldoende gegevens" in text and "niet berekend" in text
    assert page.locator("div[aria-label='Hoe waarschijnlijk elke fase is']").count() == 0
    assert axe_violations(page) == []


def test_an_older_week_does_not_pretend_to_know_what_would_change_it(visit, workspace, newest):
    with read_model.open_current(workspace) as build:
        week = build.weeks()["iso_week"].iloc[-8]
    code = code_with(newest, certainty="zeker")
    page = visit.open(f"/wijk?wijk={code}&week={week}")
    assert "alleen berekend voor de nieuwste" in page.inner_text("[data-testid=stMain]")


def test_the_map_of_an_older_week_leaves_the_next_looks_out(visit, workspace):
    with read_model.open_current(workspace) as build:
        week = build.weeks()["iso_week"].iloc[-8]
    page = visit.open(f"/stadskaart?week={week}")
    assert page.get_by_role("heading", name="Fasen in deze week").count() == 1
    assert page.get_by_role("heading", name="Opnieuw kijken").count() == 0


def test_the_english_wijk_has_the_same_parts(visit, newest):
    code = code_with(newest, certainty="twijfel")
    page = visit.open(f"/wijk?wijk={code}&lang=en")
    text = page.inner_text("[data-testid=stMain]")
    for words in ("doubt between ", "What would change this proposal", "Which way it goes"):
        assert words in text
    for dutch in ("twijfel", "kans ", "weken", "ongemak", "voorstel"):
        assert dutch not in text


def test_without_a_backtest_the_method_says_so_calmly(visit):
    page = visit.open("/methode")
    assert "Voor deze gegevens is nog geen proef gedaan" in page.inner_text("[data-testid=stMain]")
    assert "De regels van eerder" in page.inner_text("[data-testid=stMain]")


def test_the_backtest_has_its_figures_plot_and_tables(
    tmp_path_factory, workspace, start_dashboard, browser
):
    copy = tmp_path_factory.mktemp("proef") / "fictief"
    shutil.copytree(workspace, copy)
    command = [sys.executable, "-m", "pipelines", "backtest", str(copy)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    result = read_model.last_backtest(copy)
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    visit = Visit(page, start_dashboard(copy))
    visit.open("/methode")
    assert "Overeenstemming (kappa)" in page.inner_text("[data-testid=stMain]")
    page.wait_for_selector(".st-key-kalibratie .scatterlayer .trace", timeout=30_000)
    cells = page.locator("div[aria-label^='Aantal weken per echte fase'] td").all_inner_texts()
    shown = [int(cell.replace(".", "")) for cell in cells]
    own = result["methods"][result["rule_version"]]["confusion"]
    assert shown == [count for row in own for count in row]
    page.wait_for_selector(".st-key-dekkingscurve .scatterlayer .trace", timeout=30_000)
    bands = page.locator("table", has_text="Verwachte meldingen die er zijn").locator("tbody tr")
    assert bands.count() == len(result["by_coverage"])
    assert axe_violations(page) == []
    page.close()
