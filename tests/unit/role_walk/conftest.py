"""A gemeente of six wijken with something of every kind in its logbook, and everybody in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from access import LOCAL, Access
from demo.settings import Settings
from demo.workspace import write_workspace
from logbook import open_logbook
from pipelines import read_model
from pipelines.build import run_build
from tests.unit.access.people import person
from tests.unit.role_walk.walk import NOW, one_of_each


@pytest.fixture(scope="package")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("walk") / "ws"
    write_workspace(folder, Settings(seed=3, weeks=40, wijken=6))
    run_build(folder, None, NOW, lambda step: None)
    with read_model.open_current(folder) as build, open_logbook(folder) as logbook:
        for code in build.wijken()["wijkcode"]:
            for subject, content in one_of_each(str(code)):
                logbook.save(subject, content, role="wijkteam-demo")
    run_build(folder, None, NOW, lambda step: None)
    return folder


@pytest.fixture(scope="package")
def codes(workspace: Path) -> dict[str, str]:
    """wijkcode -> wijknaam"""
    with read_model.open_current(workspace) as build:
        frame = build.wijken()
    return dict(zip(frame["wijkcode"], frame["wijknaam"], strict=True))


@pytest.fixture(scope="package")
def people(codes: dict[str, str]) -> list[Access]:
    """Each role; a wijkteam of every single wijk and one of two."""
    first, second = list(codes)[:2]
    teams = [person("noord", first=code) for code in codes]
    both = person("twee", first=first, second=second)
    return [LOCAL, person("a"), person("b"), person("h"), *teams, both]


@pytest.fixture(scope="package")
def logbook(workspace: Path):
    with open_logbook(workspace) as opened:
        yield opened
