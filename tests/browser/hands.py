"""Two ways to work a screen, each by itself: fingers, or the keyboard. Both count what they do."""

from playwright.sync_api import Locator, Page

MOST_TABS = 250


def tap(target: Locator) -> None:
    """Bring the target before the eye and tap it once the page stands still, as a finger does."""
    target.evaluate("e => e.scrollIntoView({block: 'center'})")
    target.page.wait_for_timeout(150)
    target.tap()


class Fingers:
    """Touch alone. A tap is one; a text field is one, whatever is written in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.done: list[str] = []

    def press(self, target: Locator, what: str) -> None:
        tap(target)
        self.done.append(what)

    def choose(self, field: Locator, option: str) -> None:
        """Open a list and take one of it: two taps."""
        self.press(field, "open list")
        self.press(self.page.get_by_role("option", name=option, exact=True), option)

    def write(self, field: Locator, text: str) -> None:
        tap(field)
        # A finger types on the keys of the tablet; those arrive as text in the field.
        self.page.keyboard.insert_text(text)
        self.done.append("field")

    def leave(self) -> None:
        """Put the keys of the tablet away: a tap next to the fields."""
        self.press(self.page.locator("h1"), "beside")


class Keys:
    """The keyboard alone: every target has to be reached with Tab. Each control that is operated
    counts as one, as does each text field.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.done: list[str] = []
        self.tabs = 0

    def reach(self, target: Locator) -> None:
        """Tab on until the target has the focus, or a control of the group it belongs to."""
        for _ in range(MOST_TABS):
            if target.evaluate("e => e.contains(document.activeElement)"):
                return
            self.page.keyboard.press("Tab")
            self.tabs += 1
            if in_same_group(target):
                self._walk(target)
                return
        raise AssertionError(f"not reached with the Tab key: {target}")

    def _walk(self, target: Locator) -> None:
        """Within a group of radios the arrows move."""
        arrow = "ArrowRight" if target.evaluate("e => e.matches('button')") else "ArrowDown"
        for _ in range(30):
            if target.evaluate("e => e.contains(document.activeElement)"):
                return
            self.page.keyboard.press(arrow)
        raise AssertionError(f"not reached with the arrows: {target}")

    def press(self, target: Locator, what: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Space" if is_radio(target) else "Enter")
        self.done.append(what)

    def choose(self, field: Locator, option: str) -> None:
        """Type the beginning and take what fits."""
        self.reach(field)
        self.page.keyboard.type(option)
        self.page.get_by_role("option", name=option, exact=True).wait_for()
        self.page.keyboard.press("Enter")
        self.done += ["open list", option]

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.type(text)
        self.done.append("field")

    def leave(self) -> None:
        self.page.keyboard.press("Tab")


def is_radio(target: Locator) -> bool:
    return bool(target.evaluate("e => e.matches('label') || e.getAttribute('role') === 'radio'"))


def in_same_group(target: Locator) -> bool:
    """Whether the focus is in the group of radios that the target is one of."""
    return bool(
        target.evaluate(
            """e => {
                const group = e.closest('[role=radiogroup]');
                return !!group && group.contains(document.activeElement);
            }"""
        )
    )
