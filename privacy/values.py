"""Values that point at a person by themselves: numbers, addresses of mail and accounts, plates,
postcodes, dates of birth. In any text, from one cell to a whole note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import iban
from stdnum.nl import bsn

from privacy.finding import Finding, without_overlap
from privacy.words import words

NINE_DIGITS = re.compile(
    r"(?<![\d.,])(?:\d{9}|\d{3}[. ]\d{3}[. ]\d{3}|\d{4}[. ]\d{2}[. ]\d{3})(?!\d)"
)
CALLED_BSN = re.compile(r"(?i)\b(?:bsn|sofi(?:nummer)?|burgerservicenummer)\W{0,3}\d[\d. ]{6,10}\d")
IBAN_START = re.compile(r"(?i)(?<![a-z0-9])[a-z]{2}\d{2}(?=[ ]?[a-z0-9]{4})")
LONGEST_IBAN, SHORTEST_IBAN = 34, 15
EMAIL = re.compile(r"(?i)[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}")
SPELT_EMAIL = re.compile(
    r"(?i)[a-z0-9._%+-]+ ?(?:\(at\)|\[at\]|\bapenstaartje\b|\bat\b) ?[a-z0-9-]+ ?"
    r"(?:\.|\bpunt\b|\bdot\b) ?(?:nl|com|org|net|eu)\b"
)
# Numbers such as 14 020 are valid too, but shorter than that of any subscriber.
SUBSCRIBER_DIGITS = 9
SPELT_MOBILE = re.compile(r"(?<!\d)06(?:[ ./-]?\d){8}(?!\d)")
ACCOUNT = re.compile(
    r"(?i)(?<![\w.])@[a-z][\w.]{2,}"
    r"|(?:twitter|facebook|instagram|tiktok|snapchat|linkedin|youtube|t|wa)\.(?:com|me)/\S+"
    r"|(?<![a-z])x\.com/\S+"
    r"|\b(?:insta(?:gram)?|snap(?:chat)?|tiktok|facebook|twitter|telegram|discord)[ -]?"
    r"(?:account|naam|profiel|user|handle)?\s?[:=]\s?\S+"
    r"|\b(?:insta(?:gram)?|snap(?:chat)?|tiktok|facebook|twitter) [a-z]*[_.\d]\w+"
    r"|\b(?:account|gebruikersnaam|username|profiel)\s?[:=]?\s?[\"'@]?[a-z]+[_.\d]\w+"
)
# The fourteen series of Dutch plates (RDW), by their groups of letters and digits.
PLATE_SERIES = [
    "LL-99-99",
    "99-99-LL",
    "99-LL-99",
    "LL-99-LL",
    "LL-LL-99",
    "99-LL-LL",
    "99-LLL-9",
    "9-LLL-99",
    "LL-999-L",
    "L-999-LL",
    "LLL-99-L",
    "L-99-LLL",
    "9-LL-999",
    "999-LL-9",
]


def _plates(series: list[str], letter: str, stroke: str) -> re.Pattern[str]:
    shapes = {"L": letter, "9": r"\d", "-": stroke}
    forms = ("".join(shapes[sign] for sign in one) for one in series)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])")


PLATE = _plates(PLATE_SERIES, "[A-Za-z]", "-")
# With blanks or joined only in capitals, and not the two oldest series: those look like any code.
LOOSE_PLATE = _plates(PLATE_SERIES[2:], "[A-Z]", " ?")
POSTCODE = re.compile(r"(?<![\w-])[1-9]\d{3}(?: ?(?!S[ADS])[A-Z]{2}|(?!s[ads])[a-z]{2})(?![\w-])")
MONTHS = [
    "jan",
    "feb",
    "mrt",
    "maa",
    "apr",
    "mei",
    "jun",
    "jul",
    "aug",
    "sep",
    "okt",
    "nov",
    "dec",
    "may",
    "oct",
    "mar",
]
MONTH_NUMBERS = dict(zip(MONTHS, (1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 5, 10, 3), strict=True))
DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?!\d)")
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
DAY_IN_WORDS = re.compile(
    r"(?i)(?<!\d)(\d{1,2}) (" + "|".join(MONTHS) + r")[a-z]*\.? (\d{4})(?!\d)"
)
CALLED_BIRTH = re.compile(
    r"(?i)\b(?:geb(?:oren|\.|oortedatum|oortejaar)?|born|dob|bouwjaar)\W{1,3}(?:op |in |on )?"
    r"(?:\d{1,2} ?[a-z]{3,9} ?)?\d[\d./-]{1,9}"
)


def is_bsn(text: str) -> bool:
    """Whether a text is a citizen service number by its check digit; dots and blanks may stand in
    it.
    """
    return bool(bsn.is_valid(text))


def is_iban(text: str) -> bool:
    """Whether a text is a bank account number by its country's form and its check digits."""
    return bool(iban.is_valid(text))


def find_values(text: str) -> tuple[Finding, ...]:
    """Every value in a text that points at a person, in the order of the text."""
    return without_overlap(_all_values(text))


def _all_values(text: str) -> Iterator[Finding]:
    for match in NINE_DIGITS.finditer(text):
        if is_bsn(match[0]):
            yield Finding(*match.span(), "bsn")
    yield from _matches(CALLED_BSN, text, "bsn")
    yield from _ibans(text)
    for number in PhoneNumberMatcher(text, "NL", leniency=Leniency.VALID):
        if len(str(number.number.national_number)) >= SUBSCRIBER_DIGITS:
            yield Finding(number.start, number.end, "phone")
    yield from _matches(SPELT_MOBILE, text, "phone")
    yield from _matches(EMAIL, text, "email")
    yield from _matches(SPELT_EMAIL, text, "email")
    yield from _matches(ACCOUNT, text, "account")
    yield from _matches(PLATE, text, "licence_plate")
    yield from _matches(LOOSE_PLATE, text, "licence_plate")
    yield from _matches(POSTCODE, text, "postcode")
    yield from _matches(CALLED_BIRTH, text, "birth_date")
    yield from _old_dates(text)


def _matches(pattern: re.Pattern[str], text: str, kind: str) -> Iterator[Finding]:
    return (Finding(*match.span(), kind) for match in pattern.finditer(text))


def _ibans(text: str) -> Iterator[Finding]:
    """From each place that looks like a start, the longest number that is valid."""
    for match in IBAN_START.finditer(text):
        ends = [
            place.end()
            for place in re.finditer(r"[A-Za-z0-9]", text[match.start() :])
            if re.fullmatch(r"[A-Za-z0-9 ]*", text[match.start() :][: place.end()])
        ]
        for length in range(min(LONGEST_IBAN, len(ends)), SHORTEST_IBAN - 1, -1):
            end = match.start() + ends[length - 1]
            if is_iban(text[match.start() : end]):
                yield Finding(match.start(), end, "iban")
                break


def _old_dates(text: str) -> Iterator[Finding]:
    """Full dates so long ago that they can hardly be about anything but a birth."""
    for pattern, order in (
        (DAY_FIRST, (2, 1, 0)),
        (YEAR_FIRST, (0, 1, 2)),
        (DAY_IN_WORDS, (2, 1, 0)),
    ):
        for match in pattern.finditer(text):
            year, month, day = (match.groups()[place] for place in order)
            number = MONTH_NUMBERS.get(month[:3].lower()) or int(month)
            if _is_old(year, number, int(day)):
                yield Finding(*match.span(), "birth_date")


def _is_old(year_text: str, month: int, day: int) -> bool:
    year, before = int(year_text), words().birth_years_before
    if len(year_text) == 2:  # 03-05-84: this century as long as that is no year to come
        year += 2000 if 2000 + year < before + 40 else 1900
    try:
        return 1900 <= date(year, month, day).year < before
    except ValueError:
        return False
