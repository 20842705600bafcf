"""What lies around the code: the commands, the licence, the documents, and no data."""

import hashlib
import os
import re
import subprocess

import pytest

from tests.rules.repository import ROOT, files, name_of, with_suffix

COMMANDS = ("start.sh", "test.sh", "setup.sh", ".ci/run")
# The English text of EUPL-1.2 as the SPDX list of licences publishes it.
EUPL_SHA256 = "57fb42fbcd0b037ce528ed8f72f1ec095d67bc6825ecf1448ff39be1fe68a4b4"
# Files that could hold a gemeente's data. Tests may bring small made-up ones.
DATA = (
    *(".csv", ".xlsx", ".parquet", ".gpkg", ".geojson", ".shp", ".dbf"),
    *(".duckdb", ".sqlite", ".zip", ".gz"),
)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def dead_links(name: str, text: str) -> list[str]:
    """Links in a document to a file that is not there."""
    folder = (ROOT / name).parent
    local = [
        target.split("#")[0] for target in LINK.findall(text) if not re.match(r"[a-z]+:", target)
    ]
    return [f"{name}: {target}" for target in local if target and not (folder / target).exists()]


def data_files(names: list[str]) -> list[str]:
    """Files that look like data, outside the tests."""
    return [name for name in names if name.lower().endswith(DATA) and not name.startswith("tests/")]


def glossary_terms(text: str) -> list[str]:
    """The Dutch terms of the glossary: the first column of its tables."""
    rows = [line for line in text.splitlines() if line.startswith("|")]
    cells = [row.split("|")[1].strip().lower() for row in rows]
    return [cell for cell in cells if cell and not set(cell) <= set("-: ") and cell != "nederlands"]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_can_be_run(name):
    assert os.access(ROOT / name, os.X_OK)
    assert subprocess.run(["bash", "-n", str(ROOT / name)], check=False).returncode == 0
    assert (ROOT / name).read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")


def test_the_licence_is_the_official_text():
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == EUPL_SHA256


def test_documents_link_to_files_that_exist():
    documents = list(with_suffix(".md"))
    assert len(documents) > 10
    assert [problem for name, text in documents for problem in dead_links(name, text)] == []


def test_decisions_are_numbered_and_complete():
    decisions = [path for path in files() if re.match(r"docs/adr/\d{4}-", name_of(path))]
    assert decisions
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert re.search(r"^Date: \d{4}-\d\d-\d\d$", text, re.MULTILINE), path.name
        for heading in ("## Status", "## Context", "## Decision", "## Consequences"):
            assert heading in text, f"{path.name} has no {heading}"


def test_a_term_is_explained_once():
    terms = glossary_terms((ROOT / "GLOSSARY.md").read_text(encoding="utf-8"))
    assert len(terms) > 20
    assert sorted({term for term in terms if terms.count(term) > 1}) == []


def test_each_change_says_what_it_does_to_phases():
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    entries = re.split(r"^## ", changes, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry.split("\n")[0] for entry in entries if "**Fasen:**" not in entry] == []


def test_there_are_no_data_in_the_repository():
    assert data_files([name_of(path) for path in files()]) == []


def test_the_rule_sees_a_planted_fault():
    text = "see [this](docs/nowhere.md), [that](https://example.org) and [the licence](LICENSE)"
    assert dead_links("README.md", text) == ["README.md: docs/nowhere.md"]
    assert data_files(["incidents.csv", "tests/cases/a.csv", "README.md"]) == ["incidents.csv"]
    table = "| Nederlands | English |\n|---|---|\n| fase | phase |\n| fase | stage |"
    assert glossary_terms(table) == ["fase", "fase"]
