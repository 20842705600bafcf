"""python -m logbook as a process: what it prints, and its exit codes."""

import subprocess
import sys
from pathlib import Path

import pytest

from logbook import open_logbook
from tests.unit.logbook.contents_maker import ROLE, signal

ROOT = Path(__file__).resolve().parents[3]


def run(*arguments):
    command = [sys.executable, "-m", "logbook", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.delenv("WIJKPULS_LOGBOOK", raising=False)
    with open_logbook(tmp_path / "ws") as logbook:
        logbook.save("s1", signal(note="Onrust op het plein"), role=ROLE)
    return tmp_path / "ws"


def test_check_counts_subjects_and_versions(workspace):
    answer = run(workspace, "check")
    assert answer.returncode == 0 and "signal,1,1" in answer.stdout.splitlines()


def test_export_and_import(workspace, tmp_path):
    assert run(workspace, "export", tmp_path / "out").returncode == 0
    (tmp_path / "new").mkdir()
    answer = run(tmp_path / "new", "import", tmp_path / "out")
    assert (answer.returncode, answer.stdout) == (0, "1 versies toegevoegd, 0 stonden er al.\n")


def test_retention_is_a_dry_run_unless_asked(workspace):
    answer = run("--lang", "en", workspace, "retention")
    assert (answer.returncode, answer.stdout) == (0, "")
    assert "Nothing was changed" in answer.stderr


def test_retention_has_nothing_to_do_before_there_is_a_logbook(tmp_path):
    (tmp_path / "gemeente.yaml").touch()
    answer = run(tmp_path, "retention", "--apply")
    assert answer.returncode == 0 and "nog geen logboek" in answer.stderr
    assert not (tmp_path / "logbook").exists()


@pytest.mark.parametrize(
    "arguments", [("check",), ("export", "x"), ("import", "nergens"), ("retention",), ("onbekend",)]
)
def test_a_wrong_call_gives_2_and_a_message(tmp_path, arguments):
    answer = run(tmp_path / "geen", *arguments)
    assert answer.returncode == 2 and answer.stderr.strip() and "Traceback" not in answer.stderr
    assert not (tmp_path / "geen").exists() and not (ROOT / "x").exists()


def test_a_file_that_is_no_logbook_is_named_by_line(workspace, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "logbook.jsonl").write_text("{}\n", encoding="utf-8")
    answer = run(workspace, "import", tmp_path / "in")
    assert answer.returncode == 2 and "logbook.jsonl, regel 1" in answer.stderr
