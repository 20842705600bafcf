"""Every threat in the threat model is guarded by a test that exists."""

import ast
import re

import pytest

from tests.rules.repository import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def rows(text: str) -> list[str]:
    """The threats: the rows of the tables, without their heads."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [line for line in lines if not line.startswith("| dreiging")]


def not_guarded(text: str) -> list[str]:
    """Threats without a test, and tests that are not there."""
    problems = []
    for row in rows(text):
        found = NAMED.findall(row)
        if not found:
            problems.append(f"no test: {row[:60]}")
        for name, test in found:
            path = ROOT / name
            functions = (
                {
                    node.name
                    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                    if isinstance(node, ast.FunctionDef)
                }
                if path.is_file()
                else set()
            )
            if not functions or (test and test not in functions):
                problems.append(f"{name}::{test} is not there")
    return problems


def test_each_threat_is_guarded():
    text = (ROOT / "docs/threat-model.md").read_text(encoding="utf-8")
    assert len(rows(text)) > 20
    assert not_guarded(text) == []


def test_the_tests_look_packages_up():
    assert "pip_audit" in (ROOT / "test.sh").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "row",
    [
        "| a threat | something | nothing |",
        "| a threat | something | `tests/nowhere.py::test_x` |",
        "| a threat | something | `tests/rules/test_threat_model.py::test_nowhere` |",
    ],
)
def test_the_rule_sees_a_planted_fault(row):
    assert len(not_guarded(row)) == 1
