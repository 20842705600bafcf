"""What goes into the container, and how it starts. Building it needs a program for containers and
an image of Python; how that was tried is in docs/operations.md.
"""

import json
import re
from fnmatch import fnmatch

from tests.rules.repository import ROOT, files, name_of
from tests.setup.test_units import of

RECIPE = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
NEEDED = ("access", "briefings", "demo", "geodata", "indicators", "language", "logbook",
          "pipelines", "privacy", "views", "words", ".streamlit")  # fmt: skip
PLANTED = (
    ".git/config",
    ".venv/bin/python",
    ".streamlit/secrets.toml",
    "access.toml",
    "workspace-fictief/logbook/logbook.sqlite",
    "workspace-fictief/gemeente.yaml",
    "somewhere/logbook.sqlite-wal",
    "somewhere/build-20260101T000000Z.duckdb",
    "tests/oidc/node_modules/x/index.js",
    "views/__pycache__/front.cpython-311.pyc",
    ".mypy_cache/x",
    "requirements-dev.lock",
)


def stays_out(name: str) -> bool:
    """As .containerignore says: a pattern is for a path from the top, or anywhere after **/."""
    parts = name.split("/")
    lines = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
    for pattern in (line for line in lines if line and not line.startswith("#")):
        if pattern.startswith("**/"):
            if any(fnmatch(part, pattern[3:]) for part in parts):
                return True
        elif fnmatch(parts[0], pattern):
            return True
    return False


def line(word: str) -> str:
    """What follows a word at the start of a line of the recipe."""
    [found] = re.findall(rf"^{word} (.*)$", RECIPE, re.MULTILINE)
    return found


def test_nothing_of_a_gemeente_and_no_test_goes_in():
    assert [name for name in PLANTED if not stays_out(name)] == []
    inside = [name for name in map(name_of, files()) if not stays_out(name)]
    assert {name for name in inside if name.startswith(("tests", "benchmarks", ".ci"))} == set()
    for room in NEEDED:
        assert any(name.startswith(f"{room}/") for name in inside), room
    assert {"dashboard.py", "requirements.lock", "LICENSE"} <= set(inside)


def test_it_starts_as_the_service_does_and_as_nobody_special():
    service = of("wijkpuls@.service", "ExecStart").split()[1:]
    place = service.index("--server.port")
    # the address instead of the port: within a container there is only one
    same = [*service[:place], "--server.address", "0.0.0.0", *service[place + 2 :]]
    assert json.loads(line("CMD"))[1:] == same
    assert f"--uid {line('USER')} " in line("RUN") and int(line("USER")) > 1000
    assert "--require-hashes -r requirements.lock" in line("RUN")
    for folder in json.loads(line("VOLUME")):
        assert folder in line("ENV")
