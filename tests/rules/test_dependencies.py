"""Every library that is imported is declared and pinned, and every one that is declared is used."""

import re
import sys
from pathlib import Path

import pytest

from tests.rules.repository import FLOORS, ROOMS, ROOT, with_suffix
from tests.rules.test_imports import imports

# The name to import, where it differs from the name of the package.
PACKAGE_OF = {
    "docx": "python-docx",
    "ruamel": "ruamel-yaml",
    "yaml": "pyyaml",
    "dateutil": "python-dateutil",
    "_pytest": "pytest",
    "stdnum": "python-stdnum",
}
# Declared without an import of ours, and why.
USED_UNSEEN = {
    "pytz": "DuckDB needs it to hand a time with a zone to Python",
    "pyogrio": "geopandas reads files through it",
    "psycopg": "SQLAlchemy speaks to PostgreSQL through it",
    "psycopg-binary": "the library below psycopg",
    "authlib": "Streamlit signs people in with it",
    "httpx": "authlib reaches the provider through it",
    "defusedxml": "openpyxl uses it when it is there, and then refuses hostile XML",
}
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;#\\]+)")


def pins(text: str) -> dict[str, str]:
    """Package (in lower case) to version, from the lines of a requirements file."""
    found = [PIN.match(line) for line in text.splitlines()]
    return {match[1].lower().replace("_", "-"): match[2] for match in found if match}


def unpinned(text: str) -> list[str]:
    """Lines that ask for a package without one exact version."""
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    asked = [line for line in lines if line and not line.startswith("-r ")]
    return [line for line in asked if not PIN.fullmatch(line)]


def libraries(rooms: tuple[str, ...]) -> set[str]:
    """Packages that the Python files of some rooms import, by the name they are installed by."""
    found = set()
    for name, text in with_suffix(".py"):
        if name.split("/")[0].removesuffix(".py") in rooms:
            found |= {module.split(".")[0] for _, module in imports(text)}
    found -= {*ROOMS, *sys.stdlib_module_names}
    return {PACKAGE_OF.get(name, name).lower().replace("_", "-") for name in found}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


PRODUCT = (*FLOORS, "demo")


def test_direct_requirements_are_pinned():
    assert unpinned(read("requirements.txt")) == []
    assert unpinned(read("requirements-dev.txt")) == []


def test_what_the_product_imports_is_declared():
    assert libraries(PRODUCT) - set(pins(read("requirements.txt"))) == set()


def test_what_the_tests_import_is_declared():
    declared = set(pins(read("requirements.txt"))) | set(pins(read("requirements-dev.txt")))
    assert libraries(("tests", "benchmarks")) - declared == set()


def test_what_is_declared_is_used():
    assert set(pins(read("requirements.txt"))) - libraries(PRODUCT) - set(USED_UNSEEN) == set()


@pytest.mark.parametrize(
    ("direct", "lock"),
    [("requirements.txt", "requirements.lock"), ("requirements-dev.txt", "requirements-dev.lock")],
)
def test_the_lock_has_the_declared_versions(direct, lock):
    locked = pins(read(lock))
    assert {package: locked.get(package) for package in pins(read(direct))} == pins(read(direct))


def test_the_two_locks_agree():
    runtime, dev = pins(read("requirements.lock")), pins(read("requirements-dev.lock"))
    assert {package: dev.get(package) for package in runtime} == runtime


def test_every_locked_package_has_a_checksum():
    for lock in ("requirements.lock", "requirements-dev.lock"):
        entries = [e for e in re.split(r"\n(?=[A-Za-z0-9])", read(lock)) if PIN.match(e)]
        assert len(entries) > 30
        assert [e.split()[0] for e in entries if "--hash=sha256:" not in e] == []


def test_the_rule_sees_a_planted_fault():
    assert unpinned("pandas>=3\nnumpy==2.4.6\n") == ["pandas>=3"]
    assert pins("A_b==1.0 ; python_version > '3'\n    --hash=sha256:00\n") == {"a-b": "1.0"}
    assert "pytest" in libraries(("tests",)) and "pathlib" not in libraries(("tests",))
    assert Path(ROOT / "requirements.txt").is_file()
