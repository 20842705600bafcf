"""``python -m briefings``: exit codes, messages, and never half a file."""

import csv
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from briefings import making
from briefings.reviews import RECORD, is_role

ROOT = Path(__file__).resolve().parents[3]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "briefings", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_call_of_the_contract(workspace, tmp_path):
    out = tmp_path / "wijk.pdf"
    done = run(workspace, "--wijk", "WK000001", "--format", "pdf", "--out", out)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(b"%PDF")
    assert "build-" in done.stderr and done.stdout == ""


def test_a_briefing_can_be_made_again_from_its_build(workspace, tmp_path):
    files = [tmp_path / "first.pdf", tmp_path / "second.pdf"]
    for out in files:
        common = ("--format", "pdf", "--out", out, "--week", "2026-W44", "--level", "college")
        assert run(workspace, *common, "--build", "build-20261120T120000Z").returncode == 0
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--wijk", "WK999999"), "WK999999"),
        (("--week", "2019-W01"), "2019-W01"),
        (("--build", "build-1"), "build-1"),
        (("--period-weeks", "0"), "--period-weeks"),
        (("--level", "openbaar"), "--reviewed-by"),
        (("--level", "openbaar", "--reviewed-by", "j.jansen@voorbeeld.nl"), "functie"),
        (("--level", "geheim"), "geheim"),
    ],
)
def test_a_wrong_call_is_explained_and_writes_nothing(workspace, tmp_path, arguments, said):
    out = tmp_path / "out.pdf"
    done = run(workspace, "--format", "pdf", "--out", out, *arguments)
    assert done.returncode == 2
    assert said in done.stderr and "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_a_wrong_call(workspace, tmp_path):
    done = run(workspace, "--format", "csv", "--out", tmp_path / "no" / "x.csv")
    assert done.returncode == 2 and "map die bestaat" in done.stderr
    english = run(workspace, "--format", "csv", "--out", tmp_path / "no" / "x.csv", "--lang", "en")
    assert "folder that exists" in english.stderr


def test_a_public_file_is_recorded_with_the_role(workspace, tmp_path):
    out = tmp_path / "public.csv"
    public = ("--level", "openbaar", "--reviewed-by", "beleidsadviseur samenleven")
    assert run(workspace, "--format", "csv", "--out", out, *public).returncode == 0
    assert "beleidsadviseur samenleven" in out.read_text(encoding="utf-8-sig")
    with (workspace / RECORD).open(encoding="utf-8", newline="") as file:
        last = list(csv.DictReader(file))[-1]
    assert last["reviewed_by"] == "beleidsadviseur samenleven"
    assert last["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("beleidsadviseur", True),
        ("adviseur openbare orde", True),
        ("Jan de Vries", False),
        ("jan@voorbeeld.nl", False),
        ("06-12345678", False),
        ("", False),
        ("x" * 61, False),
    ],
)
def test_a_role_is_a_few_words(text, is_one):
    assert is_role(text) is is_one


def test_a_file_is_whole_or_not_there(tmp_path, monkeypatch):
    out = tmp_path / "out.pdf"
    out.write_bytes(b"the old one")

    def broken(*_arguments):
        raise OSError("disk full")

    monkeypatch.setattr(making.os, "replace", broken)
    with pytest.raises(OSError, match="disk full"):
        making.write_whole(out, b"the new one")
    assert out.read_bytes() == b"the old one"
    assert [path.name for path in tmp_path.iterdir()] == ["out.pdf"]
