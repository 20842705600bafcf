"""What a user reads: in both languages, in words that do not judge, from this machine only."""

import re
import string

import pytest
import yaml
from babel.messages.pofile import read_po

from language.catalogue import PO_PATH
from language.extract import catalogue_from, main, messages_in, missing, updated
from tests.rules.repository import ROOT, product_python, with_suffix

# Words that judge a wijk or its residents, in texts that are shown.
UNWANTED = re.compile(
    r"risicowijk|probleemwijk|achterstandswijk|krachtwijk|slechtste|probleemgroep|\bscores?\b"
    r"|\bproblem (?:area|neighbourhood)|\bdeprived|\bworst\b|\bhotspot",
    re.IGNORECASE,
)
# Ways for a page to reach another machine.
OUTSIDE = re.compile(
    r"https?://(?!www\.w3\.org/|localhost|127\.0\.0\.1)[\w\[]"
    r"|carto-(?:positron|darkmatter)|open-street-map|st\.map\b|pydeck|folium|@import\s|cdn\."
    r"|px\.choropleth\(|go\.Choropleth\(|Scattergeo|mapbox",
)
# What a wijk is never measured by: words that may not be in the name of a figure or a column. In a
# text they may occur: in the explanation of why they are not used.
ORIGIN = re.compile(
    r"herkomst|migratie|allocht|etnic|ethnic|nationaliteit|nationality|religi|geloof|origin|partij|stemgedrag",
    re.IGNORECASE,
)


# The keys in a YAML document whose value is the name of something.
NAMING = ("id", "item_id", "item", "column", "table", "source", "kind", "category")
# A sentence put together at the moment it is asked for.
BUILT = re.compile(r"\b_\(\s*(?:rf?|fr?)[\"'][^\"']*")


def holes(text: str) -> list[str]:
    """Names of the places to fill in, each as often as it occurs."""
    return sorted(field for _, field, _, _ in string.Formatter().parse(text) if field is not None)


def unequal_holes(pairs: list[tuple[str, str]]) -> list[str]:
    """Translations that fill in other things than the Dutch; an empty one fills in nothing."""
    return [nl for nl, en in pairs if en and set(holes(nl)) != set(holes(en))]


def judging(name: str, texts: list[str]) -> list[str]:
    """Texts with a word that judges."""
    hits = [(found.group(), text) for text in texts if (found := UNWANTED.search(text))]
    return [f"{name}: {word} in: {text[:80]}" for word, text in hits]


def outside_requests(name: str, text: str) -> list[str]:
    """Places in a screen that would make the browser call another machine."""
    return [f"{name}: {found.group()}" for found in OUTSIDE.finditer(text)]


def localized(value: object) -> list[str]:
    """All texts in a YAML document that are shown: the values of nl: and en:."""
    if isinstance(value, dict):
        own = [text for key, text in value.items() if key in ("nl", "en") and isinstance(text, str)]
        return own + [text for child in value.values() for text in localized(child)]
    if isinstance(value, list):
        return [text for child in value for text in localized(child)]
    return []


def one_language_only(value: object) -> list[str]:
    """Texts in a YAML document with Dutch but no English, or the reverse."""
    if isinstance(value, dict):
        here = [str(value)[:80]] if bool(value.get("nl")) != bool(value.get("en")) else []
        return here + [text for child in value.values() for text in one_language_only(child)]
    if isinstance(value, list):
        return [text for child in value for text in one_language_only(child)]
    return []


def names(value: object) -> list[str]:
    """The keys of a YAML document and the values that name something: figures, items, columns."""
    if isinstance(value, dict):
        own = [str(value[key]) for key in NAMING if key in value]
        below = [name for child in value.values() for name in names(child)]
        return [*map(str, value), *own, *below]
    if isinstance(value, list):
        return [name for child in value for name in names(child)]
    return []


def knowledge() -> list[tuple[str, object]]:
    """The YAML files of the product: criteria, figures, rule, interventions, kinds of files."""
    rooms = ("indicators/", "pipelines/", "briefings/", "views/")
    documents = [(name, text) for name, text in with_suffix(".yaml") if name.startswith(rooms)]
    return [(name, yaml.safe_load(text)) for name, text in documents]


def catalogue():
    """The sentences in the code with the English that is there for them."""
    with PO_PATH.open("rb") as stream:
        return updated(catalogue_from(ROOT), read_po(stream, locale="en", abort_invalid=True))


def test_every_sentence_has_english():
    assert len(catalogue()) > 50
    assert missing(catalogue()) == []


def test_the_catalogue_is_up_to_date(capsys):
    assert main(["--check"]) == 0, capsys.readouterr().out


def test_translations_fill_in_the_same_things():
    pairs = []
    for message in catalogue():
        if message.id and message.string:
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            texts = [message.string] if isinstance(message.string, str) else list(message.string)
            pairs += list(zip(ids, texts, strict=True))
    assert len(pairs) > 50
    assert unequal_holes(pairs) == []


def test_a_sentence_is_not_built_from_parts():
    """``_(f"...")`` cannot be translated: the sentence would differ at every call."""
    found = [(name, BUILT.search(text)) for name, text in product_python()]
    assert [f"{name}: {match.group()}" for name, match in found if match] == []


def test_knowledge_is_in_both_languages():
    assert len(knowledge()) >= 3
    problems = [
        (name, text) for name, document in knowledge() for text in one_language_only(document)
    ]
    assert problems == []


def test_no_shown_text_judges():
    problems = [p for name, document in knowledge() for p in judging(name, localized(document))]
    for message in catalogue():
        texts = [message.id, message.string]
        flat = [t for part in texts for t in ([part] if isinstance(part, str) else part or [])]
        problems += judging("wijkpuls.po", flat)
    assert problems == []


def test_nothing_is_measured_by_origin_or_belief():
    rooms = ("indicators/",)
    found = [
        f"{file}: {name}"
        for file, document in knowledge()
        if file.startswith(rooms)
        for name in names(document)
        if ORIGIN.search(name)
    ]
    assert found == []


def test_the_screens_call_no_other_machine():
    screens = [
        (name, text)
        for name, text in with_suffix(".py", ".css", ".html", ".js", ".svg")
        if name.startswith(("views/", "briefings/")) or name == "dashboard.py"
    ]
    assert screens
    assert [problem for name, text in screens for problem in outside_requests(name, text)] == []


def test_streamlit_reports_no_usage():
    settings = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert re.search(r"^\s*gatherUsageStats\s*=\s*false", settings, re.MULTILINE)


@pytest.mark.parametrize(
    ("rule", "arguments"),
    [
        (unequal_holes, [[("Nog {n} dagen", "Some days left")]]),
        (judging, ["x", ["De slechtste wijk"]]),
        (judging, ["x", ["score 3"]]),
        (outside_requests, ["x", "map_style='carto-positron'"]),
        (outside_requests, ["x", "src: url(https://fonts.example)"]),
        (one_language_only, [{"a": [{"nl": "tekst", "en": ""}]}]),
    ],
)
def test_the_rule_sees_a_planted_fault(rule, arguments):
    assert len(rule(*arguments)) == 1


def test_a_planted_sentence_is_found_and_missed(tmp_path):
    (tmp_path / "views").mkdir()
    page = tmp_path / "views" / "page.py"
    page.write_text("def draw(_):\n    return _('Nog nooit vertaald: {n}', n=1)\n")
    assert list(messages_in(page)) == ["Nog nooit vertaald: {n}"]
    assert missing(catalogue_from(tmp_path)) == ["Nog nooit vertaald: {n}"]


def test_a_planted_measure_of_origin_is_found():
    assert [n for n in names({"figures": [{"id": "aandeel_migratie"}]}) if ORIGIN.search(n)]
    assert localized({"naam": {"nl": "a", "en": "b"}}) == ["a", "b"]
