"""The fictional gemeente may not know the model: it imports nothing of it and reads none of it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEMO_FILES = sorted((ROOT / "demo").rglob("*.py"))
OURS = {p.name for p in ROOT.iterdir() if (p / "__init__.py").exists()} - {"demo"}


def _imports(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_there_is_something_to_look_at() -> None:
    assert len(DEMO_FILES) > 10
    assert {"indicators", "pipelines"} <= OURS


@pytest.mark.parametrize("path", DEMO_FILES, ids=lambda path: path.name)
def test_demo_imports_nothing_of_ours_and_reads_no_knowledge(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    for name in _imports(tree):
        assert name.split(".")[0] not in OURS, name
        assert name.split(".")[0] != "importlib", "no import by a name made at run time"
    strings = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    for word in ("goalpost", "indicators/", "rules/", "load_knowledge"):
        assert not any(word in string for string in strings), word
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert "__import__" not in names
