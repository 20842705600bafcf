"""How sentences, numbers, dates and weeks are written in both languages."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pandas as pd
import pytest

from language import texts_for
from language.catalogue import english

NL, EN = texts_for("nl"), texts_for("en")


def test_dutch_is_the_sentence_itself():
    assert (
        NL("Peildatum: {date}", date=NL.date(date(2026, 11, 20))) == "Peildatum: 20 november 2026"
    )


def test_english_comes_from_the_catalogue():
    assert EN("Peildatum: {date}", date="x") == "Reference date: x"


def test_a_sentence_without_english_stays_dutch():
    assert EN("Deze zin staat nergens anders") == "Deze zin staat nergens anders"


def test_braces_are_left_alone_when_nothing_is_filled_in():
    assert NL("a {b}") == "a {b}"


@pytest.mark.parametrize(
    ("texts", "n", "expected"),
    [
        (NL, 1, "1 week"),
        (NL, 0, "0 weken"),
        (NL, 1200, "1.200 weken"),
        (EN, 1, "1 week"),
        (EN, 2, "2 weeks"),
    ],
)
def test_plural(texts, n, expected):
    assert texts.plural("{n} week", "{n} weken", n) == expected


@pytest.mark.parametrize(
    ("monday", "dutch", "english_words"),
    [
        (date(2026, 11, 9), "week 46 (9-15 november 2026)", "week 46 (9-15 November 2026)"),
        (
            date(2026, 10, 26),
            "week 44 (26 oktober - 1 november 2026)",
            "week 44 (26 October - 1 November 2026)",
        ),
        (
            date(2026, 12, 28),
            "week 53 (28 december 2026 - 3 januari 2027)",
            "week 53 (28 December 2026 - 3 January 2027)",
        ),
    ],
)
def test_week(monday, dutch, english_words):
    assert NL.week(monday) == dutch
    assert EN.week(monday) == english_words


def test_short_week_has_the_iso_year():
    assert NL.week_short(date(2024, 12, 30)) == "week 1, 2025"


def test_week_takes_a_timestamp_out_of_a_data_frame():
    assert NL.week(pd.Timestamp("2026-11-09")) == NL.week(date(2026, 11, 9))


@pytest.mark.parametrize(
    ("value", "decimals", "dutch", "english_words"),
    [(1234.56, 1, "1.234,6", "1,234.6"), (0, 2, "0,00", "0.00"), (-3.5, 1, "-3,5", "-3.5")],
)
def test_number(value, decimals, dutch, english_words):
    assert NL.number(value, decimals) == dutch
    assert EN.number(value, decimals) == english_words


def test_percent_takes_a_value_from_0_to_100():
    assert NL.percent(45.2) == "45%"
    assert NL.percent(45.2, 1) == "45,2%"


def test_moment_is_local_time():
    assert NL.moment(datetime(2026, 7, 1, 10, 5, tzinfo=UTC)) == "1 juli 2026, 12:05"


def test_of_picks_the_language_and_falls_back_to_dutch():
    assert EN.of({"nl": "ja", "en": "yes"}) == "yes"
    assert EN.of({"nl": "ja", "en": ""}) == "ja"
    assert EN.of(SimpleNamespace(nl="ja", en="yes")) == "yes"
    assert NL.of(SimpleNamespace(nl="ja", en="yes")) == "ja"


def test_an_unknown_language_is_dutch():
    assert texts_for("fr").lang == "nl"


def test_no_english_text_is_empty():
    assert english()
    assert all(all(forms) for forms in english().values())
