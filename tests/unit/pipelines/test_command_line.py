"""The command line as other programs call it: columns, exit codes, where messages go, the
reference date.
"""

import csv
import io
import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pipelines import cli
from tests.unit.pipelines.workspace_maker import (
    AS_OF,
    HEADERS,
    ROWS,
    Answer,
    ask,
    built,
    call,
    copy_of,
    counts,
    csv_text,
    printed_counts,
    rows,
    write_workspace,
)

REPOSITORY = Path(__file__).parents[3]
# As the contract prints them, in this order.
COLUMNS = [
    "wijkcode",
    "wijknaam",
    "week",
    "complete",
    "proposed_phase",
    "p_rust",
    "p_ongemak",
    "p_spanning",
    "p_incidenten",
    "certainty",
    "direction",
    "coverage_pct",
    "confirmed_phase",
    "rule_version",
]
CHANCES = ("p_rust", "p_ongemak", "p_spanning", "p_incidenten")
PHASES = {"rust", "ongemak", "spanning", "incidenten", "onvoldoende_gegevens"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = write_workspace(tmp_path_factory.mktemp("cli") / "ws", kinds=HEADERS)
    built(made, "--as-of", AS_OF)
    return made


def read(answer: Answer) -> list[dict[str, str]]:
    assert (answer.code, answer.err) == (0, "")
    return list(csv.DictReader(io.StringIO(answer.out)))


def test_phases_prints_the_columns_of_the_contract(folder: Path) -> None:
    answer = call("phases", folder)
    assert answer.out.splitlines()[0].split(",") == COLUMNS
    found = read(answer)
    assert [row["wijkcode"] for row in found] == ["WK000101", "WK000102", "WK000103"]
    assert {row["week"] for row in found} == {"2025-W26"}
    assert {row["complete"] for row in found} == {"true"}
    assert {row["proposed_phase"] for row in found} <= PHASES
    for row in read(call("phases", folder, "--week", "all")):
        chances = [row[column] for column in CHANCES]
        if row["proposed_phase"] == "onvoldoende_gegevens" or not any(chances):
            # nothing is said about certainty, rather than something made up
            assert chances == ["", "", "", ""] and row["certainty"] == ""
        else:
            assert sum(map(float, chances)) == pytest.approx(1, abs=1e-6)
            assert min(map(float, chances)) >= 0
            assert row["certainty"]
        assert row["direction"]
        assert row["confirmed_phase"] == ""  # people confirm, and nobody has yet
    assert "\r" not in answer.out


def test_phases_of_one_week_and_of_all(folder: Path) -> None:
    everything = read(call("phases", folder, "--week", "all"))
    weeks = sorted({row["week"] for row in everything})
    assert len(everything) == 3 * len(weeks)
    assert weeks[-1] == "2025-W26"
    assert read(call("phases", folder, "--week", weeks[0])) == [
        r for r in everything if r["week"] == weeks[0]
    ]
    assert read(call("phases", folder)) == [r for r in everything if r["week"] == weeks[-1]]


def test_phases_as_json_says_the_same(folder: Path) -> None:
    answer = call("phases", folder, "--format", "json", "--week", "all")
    found = json.loads(answer.out)
    assert [list(row) for row in found] == [COLUMNS] * len(found)
    as_csv = read(call("phases", folder, "--week", "all"))
    for one, other in zip(found, as_csv, strict=True):
        assert one["complete"] is (other["complete"] == "true")
        assert [one[c] is None for c in ("certainty", *CHANCES)] == [
            other[c] == "" for c in ("certainty", *CHANCES)
        ]
        assert [one[c] for c in ("wijkcode", "week", "proposed_phase")] == [
            other[c] for c in ("wijkcode", "week", "proposed_phase")
        ]
        assert (one["coverage_pct"] is None) == (other["coverage_pct"] == "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["phases", "WS", "--week", "2019-W01"],
        ["phases", "WS", "--week", "onzin"],
        ["phases", "WS", "--week", "2025-W26'; DROP TABLE meta; --"],
        ["phases", "WS", "--format", "xml"],
        ["phases", "WS", "--onbekend"],
        ["run", "WS", "--as-of", "20-11-2026"],
        ["run", "WS", "--as-of", "2026-02-30"],
        ["run", "WS", "--as-of", ""],
        ["run", "WS", "--as-of", "0001-01-01"],
        ["run", "WS", "--as-of", "2001-01-01"],
        ["check", "WS", "--lang", "de"],
        ["check"],
        ["check", "WS", "WS"],
        ["onbekend", "WS"],
        ["check", "WS/bestaat-niet"],
        ["run", "WS/bestaat-niet"],
        ["phases", "WS/bestaat-niet"],
        ["run", "WS/gemeente.yaml"],
    ],
)
def test_a_wrong_call_gives_2_and_a_message_on_stderr(folder: Path, arguments: list[str]) -> None:
    answer = call(*(a.replace("WS", str(folder)) for a in arguments))
    assert (answer.code, answer.out) == (2, ""), answer.text
    assert answer.err.strip()
    assert call("phases", folder).code == 0


def test_messages_in_english(folder: Path) -> None:
    assert call("phases", folder, "--week", "2019-W01", "--lang", "en").err.startswith(
        "Week 2019-W01 is not in"
    )
    assert call("phases", folder, "--week", "2019-W01", "--lang=en").err.startswith(
        "Week 2019-W01 is not in"
    )
    assert call("phases", folder, "--week", "2019-W01").err.startswith(
        "Week 2019-W01 staat niet in"
    )


def test_phases_without_a_build(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path / "ws")
    answer = call("phases", folder)
    assert (answer.code, answer.out) == (2, "")
    assert "python -m pipelines run" in answer.err
    assert not (folder / "warehouse").exists()


def everything_in(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(p.relative_to(folder)): (p.stat().st_mtime_ns, p.stat().st_size)
        for p in folder.rglob("*")
    }


def test_check_writes_nothing(tmp_path: Path, folder: Path) -> None:
    for place in (write_workspace(tmp_path / "ws", kinds=HEADERS), folder):
        before = everything_in(place)
        assert call("check", place).code == 0
        assert everything_in(place) == before


def test_check_and_run_print_the_same_counts(folder: Path) -> None:
    expected = counts(folder)
    assert printed_counts(call("check", folder)) == expected
    assert printed_counts(built(copy_of(folder, folder.with_name("copy")))) == expected
    assert len(expected) == 10


def test_a_rebuild_with_the_same_reference_date_gives_the_same_phases(
    folder: Path, tmp_path: Path
) -> None:
    copy = copy_of(folder, tmp_path / "ws")
    first = call("phases", copy, "--week", "all").out
    built(
        copy
    )  # the default reference date is the newest date in the data, whatever day it is today
    assert call("phases", copy, "--week", "all").out == first


@pytest.mark.parametrize(("as_of", "complete"), [("2025-06-24", "false"), ("2025-06-29", "true")])
def test_a_row_after_the_reference_date_does_not_count(
    tmp_path: Path, as_of: str, complete: str
) -> None:
    late: list[object] = ["m9", as_of, "overig", "WK000101", "nee", "licht", "nee", "meldpunt"]
    later = [*late]
    later[0:2] = ["m10", str(date.fromisoformat(as_of) + timedelta(days=1))]
    text = csv_text(HEADERS["incidents"], [*ROWS["incidents"][:3], late, later])  # type: ignore[list-item]
    folder = write_workspace(tmp_path / "ws", files={"incidents.csv": text, "signals.csv": None})
    built(folder, "--as-of", as_of)
    assert counts(folder)["incidents.csv"] == (5, 4, 1, 0)
    found = ask(folder, "SELECT row_number, column_name, message_en FROM rejects")
    assert found.values.tolist()[0][:2] == [6, "occurred_at"]
    assert "after the reference date" in found["message_en"][0]
    assert dict(rows(folder, "meta"))["as_of"] == as_of
    weeks = read(call("phases", folder, "--week", "all"))
    assert weeks[-1]["week"] == "2025-W26" and weeks[-1]["complete"] == complete
    newest = read(call("phases", folder))
    assert {r["complete"] for r in newest} == {"true"}  # the default is the newest complete week


def test_the_default_reference_date_is_the_newest_date_not_after_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_workspace(
        tmp_path / "ws", kinds=["population", "incidents", "agenda", "signals"]
    )
    built(folder)
    assert dict(rows(folder, "meta"))["as_of"] == "2025-06-29"  # not the agenda of July
    monkeypatch.setattr(cli, "_now", lambda: datetime(2025, 6, 20, 12, tzinfo=UTC))
    built(folder)
    assert dict(rows(folder, "meta"))["as_of"] == "2025-06-18"
    assert counts(folder)["incidents.csv"] == (5, 3, 2, 0)


def test_today_is_today_in_the_netherlands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 23:30 UTC it is already the next day there."""
    folder = write_workspace(tmp_path / "ws", kinds=["population", "incidents"])
    monkeypatch.setattr(cli, "_now", lambda: datetime(2025, 6, 28, 23, 30, tzinfo=UTC))
    built(folder)
    assert dict(rows(folder, "meta"))["as_of"] == "2025-06-29"


def test_a_moment_with_an_offset_is_dutch_time(tmp_path: Path) -> None:
    moments = {
        "2025-06-15T22:30:00Z": "2025-06-16 00:30:00",
        "2025-01-12T23:30:00+00:00": "2025-01-13 00:30:00",
        "2025-06-16 00:30": "2025-06-16 00:30:00",
        "2025-06-16T08:15:00+02:00": "2025-06-16 08:15:00",
        "2025-06-16": "2025-06-16 00:00:00",
    }
    table = [
        [f"t{n}", m, "overig", "WK000101", "nee", "licht", "nee", "x"]
        for n, m in enumerate(moments)
    ]
    folder = write_workspace(
        tmp_path / "ws", files={"incidents.csv": csv_text(HEADERS["incidents"], table)}
    )
    built(folder)
    found = ask(
        folder,
        "SELECT occurred_at::VARCHAR AS at, week_start::VARCHAR AS week FROM fct_incidents "
        "ORDER BY row_number",
    )
    assert found["at"].tolist() == list(moments.values())
    assert found["week"].tolist() == [
        "2025-06-16",
        "2025-01-13",
        "2025-06-16",
        "2025-06-16",
        "2025-06-16",
    ]


def run_process(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipelines", *map(str, arguments)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_as_a_process_of_its_own(folder: Path) -> None:
    phases = run_process("phases", folder)
    assert (phases.returncode, phases.stderr) == (0, "")
    assert phases.stdout == call("phases", folder).out
    wrong = run_process("check", folder / "bestaat-niet")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "bestaat niet" in wrong.stderr and "Traceback" not in wrong.stderr
    bare = run_process()
    assert bare.returncode in (0, 2) and "Traceback" not in bare.stderr
    assert "check" in bare.stdout + bare.stderr
