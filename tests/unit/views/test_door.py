"""What stands at the door: who may take a file along, and whether the server can show anything."""

import asyncio
import json
from types import SimpleNamespace

import pandas as pd
import pytest

from access import LOCAL, NotPermittedError
from language import texts_for
from logbook import audit, open_logbook
from tests.unit.access.people import OWN, person
from views import exports, store
from views.health import health

META = {
    "naam": "Voorbeeldstad", "gemeentecode": "GM0000", "fictief": "true", "as_of": "2026-11-20",
    "build_id": "build-1", "rule_version": "r",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WIJKPULS_WORKSPACE", str(tmp_path))
    return tmp_path


@pytest.fixture
def offered(monkeypatch):
    """What was offered to take along: the functions that make it."""
    made = []
    monkeypatch.setattr(
        exports.st, "download_button", lambda label, content, **_more: made.append(content)
    )
    return made


def screen(access):
    read = SimpleNamespace(access=access)
    return SimpleNamespace(texts=texts_for("nl"), meta=META, read=read)


@pytest.mark.parametrize(
    ("access", "is_offered", "recorded"),
    [
        (LOCAL, True, 0),
        (person("a"), True, 1),
        (person("noord"), True, 1),
        (person("b"), False, 0),
        (person("h"), False, 0),
    ],
)
def test_a_download_is_checked_and_recorded_when_it_is_made(
    folder, offered, access, is_offered, recorded
):
    exports.button(screen(access), pd.DataFrame({"wijkcode": [OWN]}), "rijen", "key")
    assert len(offered) == is_offered
    with open_logbook(folder) as logbook:
        assert audit.count(logbook) == 0, "nothing is taken along before the button is pressed"
        for content in offered:
            assert OWN in content().decode("utf-8-sig")
        lines = audit.lines(logbook, 10)
    assert len(lines) == recorded
    if lines:
        assert (lines[0].event, lines[0].about) == ("export", "rijen intern csv")
        assert lines[0].who == access.who and lines[0].role == access.role


def test_a_file_of_another_wijk_is_not_made(folder):
    with pytest.raises(NotPermittedError):
        store.logbook(person("noord")).record_export("rijen", "intern", None, "csv")


def condition() -> tuple[int, dict]:
    answer = asyncio.run(health(None))
    return answer.status_code, json.loads(answer.body)


def test_health_without_a_build(folder):
    assert condition() == (200, {"build": "none", "logbook": "ok"})


def test_health_with_a_build_that_cannot_be_read(folder):
    (folder / "warehouse").mkdir()
    (folder / "warehouse" / "build-20261120T100000Z.duckdb").write_bytes(b"not a database")
    (folder / "warehouse" / "current").write_text("build-20261120T100000Z\n")
    status, found = condition()
    assert (status, found["build"]) == (503, "unreadable")


def test_health_with_a_logbook_that_cannot_be_read(folder):
    (folder / "logbook").mkdir()
    (folder / "logbook" / "logbook.sqlite").write_bytes(b"not a database" * 100)
    assert condition() == (503, {"build": "none", "logbook": "unreadable"})
