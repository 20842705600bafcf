"""``Texts``: everything that turns a value or a sentence into what a person reads."""

import datetime as dt
from collections.abc import Mapping
from functools import cache

from babel.dates import format_date, format_datetime, get_timezone
from babel.numbers import format_decimal

from language.catalogue import Lang, english

# Dutch has the same two plural forms as English, so one test serves both.
_BABEL_LOCALE: dict[Lang, str] = {"nl": "nl_NL", "en": "en_GB"}
_AMSTERDAM = get_timezone("Europe/Amsterdam")


class Texts:
    """The texts of one language. Called with a Dutch sentence it gives that sentence in its
    language.

    >>> _ = texts_for("nl")
    >>> _("Peildatum: {date}", date=_.date(dt.date(2026, 11, 20)))
    'Peildatum: 20 november 2026'
    """

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self._locale = _BABEL_LOCALE[lang]
        self._forms: dict[str, tuple[str, ...]] = english() if lang == "en" else {}

    def __call__(self, msgid: str, **values: object) -> str:
        """The sentence, with ``{names}`` filled in from ``values``."""
        text = self._forms.get(msgid, (msgid,))[0]
        return text.format(**values) if values else text

    def plural(self, singular: str, plural: str, n: int, **values: object) -> str:
        """One of two sentences by ``n``; ``{n}`` is filled in as a written number."""
        forms = self._forms.get(singular, (singular, plural))
        return forms[0 if n == 1 else -1].format(n=self.number(n, 0), **values)

    def of(self, localized: object) -> str:
        """The text from an object with ``.nl``/``.en`` or a dict; Dutch if there is no English."""
        if isinstance(localized, str):
            return localized
        if isinstance(localized, Mapping):
            found = localized.get(self.lang) or localized["nl"]
        else:
            found = getattr(localized, self.lang, None) or getattr(localized, "nl")  # noqa: B009
        return str(found)

    def date(self, day: dt.date) -> str:
        """20 november 2026"""
        return format_date(_as_date(day), "d MMMM y", locale=self._locale)

    def moment(self, at: dt.datetime) -> str:
        """20 november 2026, 16:08: local time in Amsterdam; a moment without a zone is UTC."""
        return format_datetime(at, "d MMMM y, HH:mm", tzinfo=_AMSTERDAM, locale=self._locale)

    def week(self, monday: dt.date) -> str:
        """week 46 (9-15 november 2026); the ISO week that starts on ``monday``."""
        first = _as_date(monday)
        last = first + dt.timedelta(days=6)
        number = first.isocalendar().week
        if first.month == last.month:
            start = "d"
        elif first.year == last.year:
            start = "d MMMM"
        else:
            start = "d MMMM y"
        dash = "-" if start == "d" else " - "
        opening = format_date(first, start, locale=self._locale)
        return f"week {number} ({opening}{dash}{self.date(last)})"

    def week_short(self, monday: dt.date) -> str:
        """week 46, 2026; the ISO year of the week, which is not always that of Monday."""
        iso = _as_date(monday).isocalendar()
        return f"week {iso.week}, {iso.year}"

    def number(self, value: float, decimals: int = 0) -> str:
        """1.234,5 in Dutch and 1,234.5 in English, always with ``decimals`` decimals."""
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return format_decimal(value, format=pattern, locale=self._locale)

    def percent(self, value: float, decimals: int = 0) -> str:
        """A share written as a percentage; ``value`` runs from 0 to 100, as all ``_pct`` columns
        do.
        """
        return f"{self.number(value, decimals)}%"


def _as_date(day: dt.date) -> dt.date:
    """Dates come out of a data frame as timestamps; the clock part means nothing."""
    return day.date() if isinstance(day, dt.datetime) else day


@cache
def texts_for(lang: str) -> Texts:
    """The texts of a language; anything but ``en`` is Dutch, the language of the product."""
    return Texts("en" if lang == "en" else "nl")
