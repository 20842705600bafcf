"""Choosing on the map, in the list and by keyboard; the address holds the choice."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page


def query(page: Page) -> dict[str, str]:
    """What the address holds now."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def click_on_sign(visit, place: int) -> None:
    """Click on the sign of one wijk on the map."""
    box = visit.page.locator(".st-key-kaart .textpoint").nth(place).bounding_box()
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def chosen_in_panel(page: Page) -> str:
    """The wijk that the panel beside the map is about."""
    return page.inner_text("section.wp-panel h2")


def test_a_click_on_the_map_chooses_a_wijk(visit):
    page = visit.open("/stadskaart")
    visit.wait_for_map()
    assert page.locator("section.wp-panel").count() == 0
    click_on_sign(visit, 3)
    visit.wait_for_address(r"wijk=WK\d{6}")
    name = chosen_in_panel(page)
    # Map and list in step: the same wijk is marked in the table and stands in the choice by name.
    marked = page.locator("th[role=rowheader]", has_text="(gekozen)")
    assert marked.count() == 1
    assert name in marked.inner_text()
    assert page.get_by_role("combobox", name="Wijk").input_value() == name


def test_a_click_away_from_the_sign_chooses_the_same_wijk(visit):
    page = visit.open("/stadskaart")
    visit.wait_for_map()
    box = page.locator(".st-key-kaart .textpoint").nth(3).bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2 + 14, box["y"] + box["height"] / 2 + 12)
    visit.wait_for_address(r"wijk=WK\d{6}")
    beside = query(page)["wijk"]
    visit.open("/stadskaart")
    visit.wait_for_map()
    click_on_sign(visit, 3)
    visit.wait_for_address(r"wijk=WK\d{6}")
    assert query(page)["wijk"] == beside


def test_a_second_click_chooses_another_wijk(visit):
    page = visit.open("/stadskaart")
    visit.wait_for_map()
    click_on_sign(visit, 2)
    visit.wait_for_address(r"wijk=WK\d{6}")
    first = query(page)["wijk"]
    visit.wait_for_map()
    click_on_sign(visit, 9)
    visit.wait_for_address(rf"wijk=(?!{first})WK\d{{6}}")
    assert query(page)["wijk"] != first


def test_the_address_reopens_wijk_week_and_layer(visit):
    page = visit.open("/stadskaart")
    link = page.locator("th[role=rowheader] a").nth(4)
    name, code = link.inner_text(), link.get_attribute("href").split("wijk=")[1]
    slider = page.get_by_role("slider", name="Week")
    slider.press("ArrowLeft")
    visit.wait_for_address(r"week=\d{4}-W\d{2}")
    week = query(page)["week"]

    visit.open(f"/stadskaart?wijk={code}&week={week}&laag=C7")
    assert chosen_in_panel(page) == name
    assert page.get_by_role("combobox", name="Laag op de kaart").input_value().startswith("C7")
    assert f"week {int(week[-2:])} " in page.get_by_role("slider").get_attribute("aria-valuetext")
    assert "past bij spanning" in page.inner_text(".wp-legend")
    assert query(page) == {"wijk": code, "week": week, "laag": "C7"}


def test_the_choice_survives_the_week_slider(visit):
    page = visit.open("/stadskaart")
    visit.wait_for_map()
    click_on_sign(visit, 5)
    visit.wait_for_address(r"wijk=WK\d{6}")
    name, code = chosen_in_panel(page), query(page)["wijk"]
    slider = page.get_by_role("slider", name="Week")
    for _step in range(3):
        before = query(page).get("week", "")
        slider.press("ArrowLeft")
        visit.wait_for_address(rf"week=(?!{before}(?:&|$))\d{{4}}-W\d{{2}}" if before else "week=")
    assert chosen_in_panel(page) == name
    assert query(page)["wijk"] == code


def test_a_wijk_is_chosen_with_the_keyboard_alone(visit):
    page = visit.open("/stadskaart")
    last = page.locator("th[role=rowheader] a").last.inner_text()
    choice = page.get_by_role("combobox", name="Wijk")
    choice.focus()
    page.keyboard.type(last[:12])
    page.keyboard.press("Enter")
    visit.wait_for_address(r"wijk=WK\d{6}")
    assert chosen_in_panel(page)[:3] == last[:3]
    opened = page.get_by_role("link", name=re.compile(r"^Open "))
    opened.focus()
    page.keyboard.press("Enter")
    visit.wait_for_address(r"/wijk\?")
    assert page.inner_text("h1")[:3] == last[:3]


def test_the_choice_goes_along_to_another_screen_and_back(visit):
    page = visit.open("/stadskaart")
    code = page.locator("th[role=rowheader] a").nth(2).get_attribute("href").split("wijk=")[1]
    visit.open(f"/stadskaart?wijk={code}")
    page.get_by_role("link", name="Wijk", exact=True).first.click()
    visit.wait_for_address(rf"/wijk\?.*wijk={code}")
    page.get_by_role("link", name="Stadskaart", exact=True).first.click()
    visit.wait_for_address(rf"/stadskaart\?.*wijk={code}")


def test_the_map_shows_the_same_numbers_as_the_table(visit):
    page = visit.open("/stadskaart")
    visit.wait_for_map()
    signs = page.locator(".st-key-kaart .textpoint").all_text_contents()
    cells = page.locator("td[data-label='Fase (voorstel)']").all()
    in_table = ["/".join(cell.locator(".wp-sign").all_inner_texts()) for cell in cells]
    assert sorted(signs) == sorted(in_table)
