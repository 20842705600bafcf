"""The weekly review as a wijkteam uses it: by touch, by keyboard, alone and with others."""

import shutil
from contextlib import suppress
from datetime import date

import pytest
from playwright.sync_api import TimeoutError

from logbook import (
    ClosedWeek,
    Decision,
    LookBack,
    Measure,
    Review,
    Signal,
    made,
    open_logbook,
    week_subject,
)
from pipelines import read_model
from tests.browser.conftest import Visit
from tests.browser.hands import Fingers, Keys, tap
from tests.browser.test_screens import AXE

TODAY = date(2026, 11, 15)  # the reference date of the fictional gemeente
MOST_STEPS = 40
HERE = ".st-key-weekreview"
TAP_MS = 800
# Wijken that a test here works on by name; the others are free.
TAKEN = {"Hofdijk", "Papaverveld", "Ottershoek", "Steenovenpark", "Klaverkamp", "Kadekwartier"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory, workspace):
    """A workspace of its own: these tests write in its logbook."""
    return shutil.copytree(workspace, tmp_path_factory.mktemp("weekreview") / "fictief")


@pytest.fixture(scope="module")
def address(folder, start_dashboard):
    return start_dashboard(folder)


@pytest.fixture
def logbook(folder):
    with open_logbook(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def wijken(folder):
    """name -> code"""
    with read_model.open_current(folder) as build:
        found = build.wijken()
    return dict(zip(found["wijknaam"], found["wijkcode"], strict=True))


@pytest.fixture(scope="module")
def with_a_phase(folder):
    """Names of wijken that can be confirmed, and that no other test works on."""
    with read_model.open_current(folder) as build:
        found = build.phases(build.newest_complete_week())
    return set(found.loc[found["phase"] != "onvoldoende_gegevens", "wijknaam"]) - TAKEN


@pytest.fixture
def tablet(browser, address):
    """A touch screen of 1024 px; gives a visit and counts what goes wrong."""
    context = browser.new_context(viewport={"width": 1024, "height": 768}, has_touch=True)
    visit = Steady(context.new_page(), address)
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    yield visit
    context.close()


class Steady(Visit):
    """A visit that does not take the rest before a tap for the rest after it."""

    def settle(self) -> None:
        running = '[data-testid="stApp"][data-test-script-state="running"]'
        with suppress(TimeoutError):
            self.page.wait_for_selector(running, timeout=TAP_MS)
        super().settle()


def option(page, text: str):
    """One of a group of radios, by its words."""
    return page.locator("[data-testid=stRadioOption]", has_text=text)


def pill(page, text: str):
    return page.locator(f"{HERE} [data-testid=stButtonGroup] button", has_text=text)


def take_a_role(visit, hands) -> str:
    """A finger takes the first one on the list; who types can give a role of their own."""
    page = visit.page
    field = page.get_by_role("combobox", name="Uw rol")
    if isinstance(hands, Fingers):
        hands.press(field, "open list")
        first = page.get_by_role("option").first
        role = first.inner_text()
        hands.press(first, role)
        visit.settle()
        return role
    hands.reach(field)
    page.keyboard.type("wijkteam")
    page.keyboard.press("Enter")
    hands.done.append("role")
    visit.settle()
    hands.choose(page.get_by_role("combobox", name="Wat voor werk is dat?"), "Welzijn")
    visit.settle()
    return "wijkteam"


def report(visit, hands, criterion: str, level: str, note: str = "") -> None:
    page = visit.page
    hands.press(pill(page, criterion), criterion)
    visit.settle()
    hands.press(option(page, level), level)
    visit.settle()
    if note:
        more = page.locator("summary", has_text="Meer vertellen")
        hands.press(more, "more")
        hands.write(page.get_by_label("Korte toelichting"), note)
    hands.press(page.get_by_role("button", name="Bewaar signaal"), "save signal")
    page.get_by_text("Het voorstel is meteen opnieuw berekend").first.wait_for()
    visit.settle()


@pytest.mark.parametrize(("hands_of", "wijk_at"), [(Fingers, 0), (Keys, 1)])
def test_someone_new_reports_reviews_and_closes_within_forty_steps(
    tablet, logbook, wijken, with_a_phase, hands_of, wijk_at
):
    page = tablet.open("/weekreview")
    hands = hands_of(page)
    buttons = page.get_by_role("button", name="Bespreek ")
    listed = [text.removeprefix("Bespreek ") for text in buttons.all_inner_texts()]
    name = [one for one in listed if one in with_a_phase][wijk_at]
    button = page.get_by_role("button", name=f"Bespreek {name}", exact=True)
    code = wijken[name]
    hands.press(button, name)
    tablet.wait_for_address(f"wijk={code}")
    role = take_a_role(tablet, hands)
    report(tablet, hands, "Ervaren spanning", "De spanning is op vaste plekken te voelen")
    report(
        tablet,
        hands,
        "Elkaar mijden",
        "Bewoners lopen af en toe",
        "Op het plein blijven groepen apart.",
    )
    assert "Voorlopig" in page.inner_text("section.wp-panel")
    hands.write(page.get_by_label("Wat ziet u zelf"), "Het is drukker op het plein.")
    hands.leave()
    tablet.settle()
    hands.press(option(page, "Bevestigen"), "confirm")
    tablet.settle()
    hands.press(page.get_by_role("button", name="Sluit de week af"), "close")
    page.get_by_text("De week is afgesloten op").wait_for()
    tablet.settle()

    assert len(hands.done) < MOST_STEPS, hands.done
    assert tablet.errors == []
    subject = week_subject(code, TODAY)
    reports = [one.content for one in logbook.find(Signal.kind, code)]
    assert [(one.criterion, one.note) for one in reports] == [
        ("C7", None),
        ("C8", "Op het plein blijven groepen apart."),
    ]
    review = logbook.newest(Review.kind, subject).content
    assert (review.beeld, review.oordeel) == ("Het is drukker op het plein.", "confirm")
    decision = logbook.newest(Decision.kind, subject)
    assert decision.role == role
    closed = logbook.newest(ClosedWeek.kind, subject).content
    assert closed.decided["phase"] == decision.content.phase == closed.proposed["phase"]
    assert closed.proposed["is_provisional"]
    assert len(closed.known["signals"]) == 2


def sit_down(visit, code: str, role: str) -> None:
    """Open the review of a wijk in a role."""
    page = visit.open(f"/weekreview?wijk={code}")
    field = page.get_by_role("combobox", name="Uw rol")
    field.click()
    page.keyboard.type(role)
    page.keyboard.press("Enter")
    visit.settle()


def write(visit, label: str, text: str) -> None:
    """Fill a field and leave it."""
    visit.page.get_by_label(label).fill(text)
    visit.page.keyboard.press("Tab")
    visit.settle()


def all_violations(page) -> list[str]:
    """Everything axe has to say, every closed part of the page opened first."""
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_nothing_stands_in_anyones_way(tablet, wijken, width):
    """The list, and a review in which every part is open."""
    page = tablet.page
    page.set_viewport_size({"width": width, "height": 900})
    tablet.open("/weekreview")
    assert all_violations(page) == []
    sit_down(tablet, wijken["Hofdijk"], "corporatie-hofdijk")
    pill(page, "Ervaren spanning").click()
    tablet.settle()
    option(page, "Aanpassen").click()
    tablet.settle()
    assert all_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth") <= width


def test_every_target_is_large_enough_for_a_finger(tablet, wijken):
    sit_down(tablet, wijken["Papaverveld"], "corporatie-papaverveld")
    page = tablet.page
    tap(pill(page, "Ervaren spanning"))
    tablet.settle()
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    small = page.evaluate(
        """() => [...document.querySelectorAll(
              '.st-key-weekreview :is(button:not([tabindex="-1"]), .stSelectbox [role=group], '
              + '[data-testid=stDateInputField], [data-testid=stRadioOption], textarea, summary, '
              + '.wp-jumps a)')]
            .filter(e => e.offsetParent && !e.closest('[data-testid=stDateInputField] *'))
            .map(e => [e.innerText.slice(0, 30), e.getBoundingClientRect().height])
            .filter(([, height]) => height < 44)"""
    )
    assert small == []


def test_a_note_with_a_name_is_caught_with_what_and_where(tablet, logbook, wijken):
    code = wijken["Ottershoek"]
    sit_down(tablet, code, "jongerenwerk-ottershoek")
    write(tablet, "Wat ziet u zelf", "Karim de Vries belt vaak over de jongeren.")
    page = tablet.page
    assert "Karim" in page.locator(".wp-caught mark").first.inner_text()
    assert "Hier staat een naam" in page.locator(".wp-notice").inner_text()
    assert logbook.newest(Review.kind, week_subject(code, TODAY)) is None
    write(tablet, "Wat ziet u zelf", "Bewoners bellen vaker over het plein.")
    page.locator(".wp-caught").wait_for(state="detached")
    review = logbook.newest(Review.kind, week_subject(code, TODAY)).content
    assert review.beeld == "Bewoners bellen vaker over het plein."


def test_two_people_at_once_lose_nothing(tablet, browser, address, logbook, wijken):
    code = wijken["Steenovenpark"]
    context = browser.new_context(viewport={"width": 1024, "height": 768})
    other = Steady(context.new_page(), address)
    sit_down(tablet, code, "opbouwwerk-een")
    sit_down(other, code, "politie-twee")
    write(other, "Wat ziet u zelf", "Er hangt vaker een groepje bij de school.")
    tap(option(tablet.page, "Bevestigen"))
    tablet.settle()
    assert "Samengevoegd met wat politie-twee" in tablet.page.inner_text(HERE)
    assert tablet.page.get_by_label("Wat ziet u zelf").input_value().startswith("Er hangt")
    # Both write in the same field: the one who is later sees both, and chooses.
    tablet.page.get_by_label("Wat ziet u zelf").fill("Bij de school is het rustig.")
    write(other, "Wat ziet u zelf", "Er hangt vaker een groepje bij de school, in de avond.")
    tablet.page.keyboard.press("Tab")
    tablet.settle()
    tablet.page.get_by_role("button", name="Houd beide").wait_for()
    text = tablet.page.inner_text(HERE)
    assert "Bij de school is het rustig." in text and "in de avond" in text
    tap(tablet.page.get_by_role("button", name="Houd beide"))
    tablet.settle()
    review = logbook.newest(Review.kind, week_subject(code, TODAY)).content
    assert review.oordeel == "confirm"
    assert review.beeld.splitlines() == [
        "Er hangt vaker een groepje bij de school, in de avond.",
        "Bij de school is het rustig.",
    ]
    context.close()


def test_a_closed_week_can_be_read_only_and_reopening_stays_visible(tablet, logbook, wijken):
    code = wijken["Klaverkamp"]
    subject = week_subject(code, TODAY)
    sit_down(tablet, code, "opbouwwerk-klaverkamp")
    page = tablet.page
    close = page.get_by_role("button", name="Sluit de week af")
    tap(close)
    tablet.settle()
    assert "Dit moet nog: Uw oordeel" in page.inner_text(HERE)
    tap(option(page, "Verwerpen"))
    tablet.settle()
    write(tablet, "Waarom? Zeg wat u ziet", "De cijfers zijn van vóór de verbouwing.")
    tap(close)
    page.get_by_text("De week is afgesloten op").wait_for()
    tablet.settle()
    assert page.locator(f"{HERE} textarea").count() == 0
    assert all_violations(page) == []
    text = page.inner_text(HERE)
    assert "De cijfers zijn van vóór de verbouwing." in text
    assert logbook.newest(ClosedWeek.kind, subject).content.rule_version in text
    tap(page.get_by_role("button", name="Heropen deze week"))
    close.wait_for()
    tablet.settle()
    assert "heropend" in page.locator("table", has_text="afgesloten").inner_text()
    tap(close)
    page.get_by_text("De week is afgesloten op").wait_for()
    assert len(logbook.history(ClosedWeek.kind, subject)) == 2
    assert len(logbook.history(Decision.kind, subject)) == 2


def test_a_measure_is_chosen_and_looked_back_on(tablet, logbook, wijken):
    code = wijken["Kadekwartier"]
    due = made(
        Measure, wijkcode=code, title="Gesprekken op het plein", owner="opbouwwerk-kadekwartier",
        starts_on=date(2026, 9, 1), review_on=date(2026, 11, 10), status="loopt",
    )  # fmt: skip
    logbook.save("maatregel-een", due, role="wijkteam")
    sit_down(tablet, code, "opbouwwerk-kadekwartier")
    page = tablet.page
    tap(pill(page, "helpt deels"))
    tablet.settle()
    tap(page.get_by_role("button", name="Bewaar terugblik"))
    page.get_by_text("Terugblik bewaard").wait_for()
    after = logbook.newest(Measure.kind, "maatregel-een").content
    assert after.review_on > TODAY and after.status == "loopt"
    [looked] = logbook.find(LookBack.kind, code)
    assert looked.content.result == "helpt_deels"
    choice = page.get_by_role("combobox", name="Nieuwe maatregel")
    tap(choice)
    tap(page.get_by_role("option").first)
    tablet.settle()
    tap(page.get_by_role("button", name="Leg maatregel vast"))
    page.get_by_text("Vastgelegd:").wait_for()
    measures = [one.content for one in logbook.find(Measure.kind, code)]
    assert [bool(one.intervention_id) for one in measures] == [False, True]
    assert "Gesprekken op het plein" in page.inner_text("div[aria-label='Wat er loopt']")


def test_a_reporter_sees_what_became_of_a_signal(tablet, logbook, wijken):
    code = wijken["Hofdijk"]
    seen = made(
        Signal, observed_on=TODAY, wijkcode=code, criterion="C7", level=2,
        reporter="school-hofdijk", source_kind="school",
    )  # fmt: skip
    logbook.save("signaal-een", seen, role="school-hofdijk")
    sit_down(tablet, code, "gemeente-hofdijk")
    page = tablet.page
    tap(page.locator("summary", has_text="signaal van anderen"))
    tap(page.get_by_role("button", name="Ik zie dit ook"))
    page.get_by_text("u zag dit ook").first.wait_for()
    sit_down(tablet, code, "school-hofdijk")
    tap(page.locator("summary", has_text="Wat er met uw signalen gebeurde"))
    told = page.inner_text("div[aria-label='Wat er met uw signalen gebeurde']")
    assert "voorlopig mee" in told and "ook gezien door gemeente-hofdijk" in told
