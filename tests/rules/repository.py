"""The files of this repository, as the rule tests see them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Which rooms lie on which floor. A room may import from a lower floor only; the rooms of one floor
# do not know each other. The plan of the house, with the reasons, is docs/adr/0001-rooms.md.
FLOORS = {
    "dashboard": 5,
    "views": 4,
    "briefings": 3,
    "pipelines": 2,
    "indicators": 1,
    "geodata": 1,
    "logbook": 1,
    "access": 1,
    "language": 0,
    "privacy": 0,
}
# Rooms that stand apart: they are not part of what runs at a gemeente.
APART = ("demo", "tests", "benchmarks")
ROOMS = (*FLOORS, *APART)

NOT_OURS = {
    ".git",
    ".venv",
    "__pycache__",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
}


@cache
def files() -> tuple[Path, ...]:
    """Every file that is in the repository or would be added to it, sorted."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
        found = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive, without git
        found = [
            path
            for path in ROOT.rglob("*")
            if not NOT_OURS & set(path.relative_to(ROOT).parts)
            and not path.relative_to(ROOT).parts[0].startswith("workspace")
        ]
    return tuple(sorted({path for path in found if path.is_file()}))


def name_of(path: Path) -> str:
    """The path inside the repository, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    """The room a file is in: its top folder, or its own name for dashboard.py."""
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def with_suffix(*suffixes: str) -> Iterator[tuple[str, str]]:
    """Name and text of each file that ends in one of ``suffixes``; what others made is left out."""
    for path in files():
        if path.suffix in suffixes and "vendor" not in path.parts:
            yield name_of(path), path.read_text(encoding="utf-8")


def product_python() -> Iterator[tuple[str, str]]:
    """Name and text of each Python file of the product itself: no tests, no benchmarks."""
    for name, text in with_suffix(".py"):
        if name.split("/")[0].removesuffix(".py") in (*FLOORS, "demo"):
            yield name, text


def docstrings(tree: ast.AST) -> set[ast.Constant]:
    """The nodes of a syntax tree that are docstrings."""
    found = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and body
        ):
            first = body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(first.value)
    return found
