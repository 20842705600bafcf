"""The command line of the demo: exit codes, messages, and what it leaves alone."""

from pathlib import Path

import pytest

from demo.__main__ import run
from demo.workspace import WrongCall, check_target

SMALL = ["--weeks", "8", "--wijken", "3"]


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_writes_a_workspace_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0 and one line on the screen."""
    assert run([str(tmp_path / "new" / "deep"), *SMALL]) == 0
    assert (tmp_path / "new" / "deep" / "truth.csv").exists()
    assert "3 wijken, 8 weken" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Geef de map op"),
        (["OUT", "--wijken", "2"], "--wijken moet een geheel getal van 3 tot en met 200 zijn"),
        (["OUT", "--wijken", "veel"], "--wijken moet een geheel getal"),
        (["OUT", "--weeks", "7"], "--weeks moet een geheel getal van 8"),
        (["OUT", "--seed", "-1"], "--seed moet een geheel getal"),
        (["OUT", "--until", "15-11-2026"], "--until moet een datum zijn"),
        (["OUT", "--until", "1850-01-01"], "--until moet een datum zijn"),
        (["OUT", "--zaad", "1"], "Onbekende optie: --zaad"),
        (["OUT", "--seed"], "Achter --seed ontbreekt een waarde"),
        (["OUT", "nog een"], "Deze aanroep klopt niet"),
    ],
)
def test_a_wrong_call_is_explained_in_dutch(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, the message on stderr, nothing written."""
    target = tmp_path / "out"
    assert run([str(target) if word == "OUT" else word for word in arguments]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.out == ""
    assert not target.exists()


@pytest.mark.parametrize(
    "content",
    [None, "naam: Echt\nfictief: false\n", "naam: Echt\n", "fictief: 'true'\n", "- lijst\n",
     "{kapot", b"\xff\xfe\x00"],
)  # fmt: skip
def test_never_writes_over_something_else(
    content: str | bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder with other things in it stays as it is."""
    (tmp_path / "incidents-2026.csv").write_text("echt")
    if content is not None:
        raw = content if isinstance(content, bytes) else content.encode()
        (tmp_path / "gemeente.yaml").write_bytes(raw)
    before = contents(tmp_path)
    assert run([str(tmp_path), *SMALL]) == 2
    assert "is niet leeg" in capsys.readouterr().err
    assert contents(tmp_path) == before


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """The target may not be a file."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(WrongCall, match="is een bestand"):
        check_target(tmp_path / "file")
    assert run([str(tmp_path / "file" / "below"), *SMALL]) == 2


def test_an_earlier_demo_is_replaced_and_the_rest_kept(tmp_path: Path) -> None:
    """No year of a longer history stays behind; warehouse and files of others do."""
    assert run([str(tmp_path), "--weeks", "60", "--wijken", "4"]) == 0
    assert (tmp_path / "incidents-2025.csv").exists()
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "warehouse" / "current").write_text("build-1")
    (tmp_path / "incidents-eigen.csv").write_text("van een ander")
    assert run([str(tmp_path), "--weeks", "8", "--wijken", "3"]) == 0
    assert not (tmp_path / "incidents-2025.csv").exists()
    assert (tmp_path / "warehouse" / "current").read_text() == "build-1"
    assert (tmp_path / "incidents-eigen.csv").read_text() == "van een ander"

    fresh = tmp_path / "fresh"
    assert run([str(fresh), "--weeks", "8", "--wijken", "3"]) == 0
    again = {name: raw for name, raw in contents(tmp_path).items() if "eigen" not in name}
    assert contents(fresh) == again
