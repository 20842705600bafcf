"""Briefings in plain language: short sentences, no difficult words, numbers and dates by locale."""

import re
from pathlib import Path

import pytest
import yaml

import briefings
from briefings import method_text, phrases
from briefings.document import texts_of
from briefings.making import document
from briefings.model import LEVELS
from briefings.tables import columns
from indicators import load_knowledge
from language import texts_for
from language.extract import messages_in
from tests.unit.briefings.conftest import request_of

FOLDER = Path(briefings.__file__).parent
RULES = yaml.safe_load(Path(__file__).with_name("plain_language.yaml").read_text(encoding="utf-8"))
KNOWLEDGE = load_knowledge()
LANGUAGES = ("nl", "en")


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence. A date, a name and a list between commas count as they are."""
    parts = re.split(r"(?<=[.!?:;])\s+|\n|\s\|\s", text)
    return [words for part in parts if (words := re.findall(r"[\w'-]+", part))]


def too_long(text: str, lang: str) -> list[str]:
    """Sentences with more words than the rule allows."""
    most = RULES["longest_sentence_words"][lang]
    return [" ".join(words) for words in sentences(text) if len(words) > most]


def difficult(text: str, lang: str) -> list[str]:
    """Difficult words in a text, each with what to say instead."""
    return [
        f"{word} -> {plain}: {text[:60]}"
        for word, plain in RULES["difficult"][lang].items()
        if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)
    ]


def templates(lang: str) -> list[str]:
    """Every sentence that the code of the briefings can write."""
    texts = texts_for(lang)
    found = []
    for path in sorted(FOLDER.glob("*.py")):
        for message in messages_in(path):
            for msgid in [message] if isinstance(message, str) else message:
                found.append(texts(msgid))
    return [*found, *columns(texts).values()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentences_in_the_code_are_short_and_plain(lang):
    found = templates(lang)
    assert len(found) > 200
    assert [one for text in found for one in too_long(text, lang)] == []
    assert [one for text in found for one in difficult(text, lang)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("level", LEVELS)
def test_what_is_written_is_short_and_plain(reader, lang, level):
    """With everything filled in: names, dates, figures, and the sentences of the catalogue."""
    texts = texts_for(lang)
    overview = document(texts, KNOWLEDGE, reader, request_of(level))
    wijken = document(texts, KNOWLEDGE, reader, request_of(level, *reader.codes()))
    written = texts_of(overview) + texts_of(wijken)
    assert [one for text in written for one in too_long(text, lang)] == []
    assert [one for text in written for one in difficult(text, lang)] == []
    lengths = [len(words) for text in written for words in sentences(text) if len(words) > 3]
    assert sum(lengths) / len(lengths) <= RULES["longest_mean_words"][lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_method_is_four_sentences(lang):
    lines = method_text.method(texts_for(lang), "2026.11")
    assert len(lines) == 4
    assert all(len(re.findall(r"[.!?](?:\s|$)", line)) == 1 for line in lines)


def test_numbers_and_dates_follow_the_language(reader):
    for lang, number, day in (("nl", "2.", "15 november 2026"), ("en", "2,", "15 November 2026")):
        made = document(texts_for(lang), KNOWLEDGE, reader, request_of("intern", "WK000001"))
        text = "\n".join(texts_of(made))
        assert day in text and re.search(rf"{re.escape(number)}\d\d\d", text) or "n = " in text
    assert phrases.chance(texts_for("nl"), 0.123, 0.0) == "12%"


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (too_long, "woord " * 26 + "."),
        (difficult, "Dit is middels een enquête gemeten."),
        (difficult, "Met betrekking tot de wijk."),
    ],
)
def test_the_check_sees_a_planted_fault(rule, text):
    assert len(rule(text, "nl")) == 1
