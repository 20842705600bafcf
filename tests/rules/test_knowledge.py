"""Rules for the knowledge texts: our own words, always a reference, no excluded measures.

The source texts are not in this repository. Where the folder WIJKPULS_BRONNEN holds them, they are
compared directly; elsewhere through source_shingles.txt, which holds a short hash of every run of
eight words. After a change of the source texts: WIJKPULS_BRONNEN=folder python
tests/rules/test_knowledge.py writes that file anew.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
INDICATORS = ROOT / "indicators"
SHINGLES = Path(__file__).with_name("source_shingles.txt")
WORDS_IN_A_ROW = 8
HASH_LENGTH = 10  # 40 bits: 12,000 runs of words give a chance hit once in 100 million

YAML_FILES = sorted(INDICATORS.rglob("*.yaml"))
CASE_FILES = sorted(path for path in (ROOT / "tests" / "cases").rglob("*") if path.is_file())


def _hash(words: list[str]) -> str:
    return hashlib.sha1(" ".join(words).encode(), usedforsecurity=False).hexdigest()[:HASH_LENGTH]


def shingles(text: str) -> dict[str, str]:
    """Hash -> words for every run of eight words; case and punctuation do not count."""
    words = re.findall(r"\w+", text.lower())
    runs = (words[i : i + WORDS_IN_A_ROW] for i in range(len(words) - WORDS_IN_A_ROW + 1))
    return {_hash(run): " ".join(run) for run in runs}


def _source_folder() -> Path | None:
    folder = os.environ.get("WIJKPULS_BRONNEN")
    return Path(folder) if folder else None


def _folder_hashes(folder: Path) -> set[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    assert texts, f"no source texts in {folder}"
    return set().union(*(shingles(text) for text in texts))


def _source_hashes() -> set[str]:
    folder = _source_folder()
    if folder is not None:
        return _folder_hashes(folder)
    return set(SHINGLES.read_text(encoding="utf-8").split())


def _strings(content: Any) -> Iterator[str]:
    """Every text in a YAML file; each on its own, so that runs never cross from one to the next."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for key, value in content.items():
            # The title of a source is its name, not our text.
            if key not in ("title", "url"):
                yield from _strings(value)
    elif isinstance(content, list):
        for value in content:
            yield from _strings(value)


def _copied(texts: Iterator[str], sources: set[str]) -> list[str]:
    return [words for text in texts for key, words in shingles(text).items() if key in sources]


def test_the_comparison_finds_a_copied_sentence() -> None:
    source = "Dit is een zin van de bron die niemand zomaar over mag nemen, ook niet een deel."
    copied = "Wij schrijven: een zin van de bron die niemand zomaar! En verder niets."
    own = "Deze zin hebben wij zelf bedacht en hij lijkt niet op die andere."
    assert _copied(iter([copied]), set(shingles(source))) == [
        "een zin van de bron die niemand zomaar"
    ]
    assert not _copied(iter([own]), set(shingles(source)))


def test_source_hashes_are_there() -> None:
    hashes = set(SHINGLES.read_text(encoding="utf-8").split())
    assert len(hashes) > 10_000
    assert all(re.fullmatch(r"[0-9a-f]{10}", value) for value in hashes)


def test_stored_hashes_belong_to_the_source_texts() -> None:
    folder = _source_folder()
    if folder is None:
        pytest.skip("WIJKPULS_BRONNEN is not set")
    assert set(SHINGLES.read_text(encoding="utf-8").split()) == _folder_hashes(folder)


@pytest.mark.parametrize("path", YAML_FILES, ids=lambda path: str(path.relative_to(INDICATORS)))
def test_no_eight_words_in_a_row_from_a_source(path: Path) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert _copied(_strings(content), _source_hashes()) == []


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: path.name)
def test_cases_hold_no_source_text(path: Path) -> None:
    assert _copied(iter([path.read_text(encoding="utf-8")]), _source_hashes()) == []


def _without_reference(content: Any, place: str, needs: bool) -> Iterator[str]:
    """Places with a value or text of substance that no reference and date cover.

    A mapping is covered when it, or a mapping around it, has `reference` (or `sources`) and a date
    of checking.
    """
    if not isinstance(content, dict):
        if needs:
            yield place
        return
    own = {"reference", "last_checked"} <= set(content) or bool(content.get("sources"))
    if own:
        return
    for key, value in content.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, item in enumerate(value):
                yield from _without_reference(item, f"{place}.{key}[{number}]", needs)
        else:
            yield from _without_reference(value, f"{place}.{key}", needs)


@pytest.mark.parametrize("path", YAML_FILES, ids=lambda path: str(path.relative_to(INDICATORS)))
def test_everything_has_a_reference_and_a_date_of_checking(path: Path) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert list(_without_reference(content, path.name, True)) == []


def test_every_number_of_the_rule_and_every_goalpost_has_its_own_reference() -> None:
    values = 0
    for path in [
        *(INDICATORS / "rules").glob("point-*.yaml"),
        *(INDICATORS / "rules").glob("weighed-*.yaml"),
        *INDICATORS.glob("indicators/*"),
    ]:
        for holder in _holders_of_values(yaml.safe_load(path.read_text(encoding="utf-8"))):
            values += 1
            wanted = {"from", "status", "reference", "last_checked"}
            assert wanted <= set(holder), f"{path.name}: {holder}"
            if holder["status"] == "assumption":
                assert holder["reference"]["url"] == "assumption", f"{path.name}: {holder}"
    assert values >= 31 + 59 + 17


def _holders_of_values(content: Any) -> Iterator[dict[str, Any]]:
    if isinstance(content, dict):
        if "value" in content or "values" in content:
            yield content
        for value in content.values():
            yield from _holders_of_values(value)
    elif isinstance(content, list):
        for value in content:
            yield from _holders_of_values(value)


# Words that would make a judgement about a wijk or a group, or measure who lives there.
JUDGING = re.compile(
    r"probleemwijk|risicowijk|achterstandswijk|prachtwijk|slechtste|\bscore\b|"
    r"problem wijk|worst wijk|risk wijk",
    re.IGNORECASE,
)
MEASURES = re.compile(
    r"\b(herkomst|afkomst|nationaliteit|migratieachtergrond|etnisch|etniciteit|politieke voorkeur|"
    r"religie|religieus|moslim|christen|joods|turks|marokkaans|surinaams|antilliaans|autochtoon|"
    r"allochtoon|ethnic|nationality|religious|muslim|christian|jewish|turkish|moroccan)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", YAML_FILES, ids=lambda path: str(path.relative_to(INDICATORS)))
def test_no_judging_words_and_no_named_groups(path: Path) -> None:
    for text in _strings(yaml.safe_load(path.read_text(encoding="utf-8"))):
        assert not JUDGING.search(text), text
        assert not MEASURES.search(text), text


LONGEST_SENTENCE = 25  # words; the usual upper limit for B1 is about 20 on average


@pytest.mark.parametrize("path", YAML_FILES, ids=lambda path: str(path.relative_to(INDICATORS)))
def test_dutch_sentences_are_short(path: Path) -> None:
    for text in _dutch(yaml.safe_load(path.read_text(encoding="utf-8"))):
        for sentence in re.split(r"(?<=[.!?:])\s", text):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


def _dutch(content: Any) -> Iterator[str]:
    if isinstance(content, dict):
        if isinstance(content.get("nl"), str):
            yield content["nl"]
        for value in content.values():
            yield from _dutch(value)
    elif isinstance(content, list):
        for value in content:
            yield from _dutch(value)


def test_criterion_names_fit_in_a_table() -> None:
    for path in (INDICATORS / "criteria").glob("*.yaml"):
        name = yaml.safe_load(path.read_text(encoding="utf-8"))["name"]
        assert max(len(name["nl"]), len(name["en"])) <= 34, name


def test_every_catalogue_entry_says_when_not_to() -> None:
    for path in (INDICATORS / "interventions").glob("*.yaml"):
        assert yaml.safe_load(path.read_text(encoding="utf-8"))["not_when"], path.name


if __name__ == "__main__":
    bronnen = _source_folder()
    if bronnen is None:
        raise SystemExit("set WIJKPULS_BRONNEN to the folder with the source texts")
    SHINGLES.write_text("\n".join(sorted(_folder_hashes(bronnen))) + "\n", encoding="utf-8")
