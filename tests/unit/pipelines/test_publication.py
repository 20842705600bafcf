"""Publication: at once or not at all; the last good build stays, old ones go by a rule, a run
can be killed.
"""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from pipelines import publish, read_model
from pipelines.faults import OtherFormatError
from tests.unit.pipelines.workspace_maker import (
    AS_OF,
    HEADERS,
    Answer,
    built,
    call,
    copy_of,
    newest,
    write_workspace,
)

REPOSITORY = Path(__file__).parents[3]
KILLS = 12


@pytest.fixture(scope="module")
def once_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_workspace(tmp_path_factory.mktemp("publication") / "ws", kinds=HEADERS)
    built(folder, "--as-of", AS_OF)
    return folder


@pytest.fixture
def folder(once_built: Path, tmp_path: Path) -> Path:
    """A workspace with one good build."""
    return copy_of(once_built, tmp_path / "ws")


def last_run(folder: Path) -> dict[str, str]:
    read: dict[str, str] = json.loads((folder / "warehouse" / "last_run.json").read_text("utf-8"))
    return read


def leftovers(folder: Path) -> list[str]:
    """What stands in the warehouse besides whole builds, the pointer and the record of the last
    run.
    """
    right = re.compile(r"build-\d{8}T\d{6}Z(-\d+)?\.duckdb|current|last_run\.json")
    return [p.name for p in (folder / "warehouse").iterdir() if not right.fullmatch(p.name)]


def test_a_good_run_leaves_one_whole_build_and_says_so(folder: Path) -> None:
    run = last_run(folder)
    assert run["status"] == "ok"
    assert run["build_id"] == newest(folder).stem == read_model.current_build_id(folder)
    assert run["started_at"] <= run["finished_at"]
    assert leftovers(folder) == []
    with read_model.open_build(folder, run["build_id"]) as build:
        assert build.meta()["build_id"] == run["build_id"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("population.csv", b"\x89PNG\r\n\x1a\n"),
        ("gemeente.yaml", b"contract: [\n"),
        ("areas.geojson", b"{}"),
    ],
)
def test_a_failing_build_leaves_the_last_good_one(folder: Path, name: str, content: bytes) -> None:
    before, phases = newest(folder), call("phases", folder).out
    (folder / name).write_bytes(content)
    answer = call("run", folder)
    assert answer.code == 2
    assert newest(folder) == before
    assert leftovers(folder) == []
    run = last_run(folder)
    assert run["status"] == "failed"
    assert name in run["message_nl"] and name in run["message_en"]
    assert run["message_nl"] != run["message_en"]
    assert run["message_nl"].splitlines()[0] in answer.err
    if name != "gemeente.yaml":
        assert call("phases", folder).out == phases


def test_a_fault_of_ours_leaves_the_last_good_build(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = newest(folder)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipelines.build.write_proposals", fail)
    answer = call("run", folder)
    assert answer.code == 1
    assert newest(folder) == before
    assert leftovers(folder) == []
    assert last_run(folder)["status"] == "failed"


def test_a_fault_in_the_last_step_publishes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = newest(folder)
    monkeypatch.setattr("pipelines.publish.publish", fail)
    assert call("run", folder).code == 1
    assert newest(folder) == before
    assert read_model.list_builds(folder) == [before.stem]
    assert leftovers(folder) == []


def test_the_pointer_never_names_a_build_that_is_not_there(folder: Path) -> None:
    (folder / "warehouse" / "current").write_text("build-20990101T000000Z\n", "utf-8")
    assert read_model.open_current(folder) is None
    answer = call("phases", folder)
    assert (answer.code, answer.out) == (2, "")
    built(folder)
    assert call("phases", folder).code == 0


def test_the_rule_for_pruning() -> None:
    """The five newest, and of each of the newest twelve months the last one."""
    same_day = [f"build-20261120T10{n:02d}00Z" for n in range(20, 0, -1)]
    assert publish.builds_to_keep(same_day) == same_day[:5]
    monthly = [f"build-{2026 - m // 12}{12 - m % 12:02d}05T000000Z" for m in range(30)]
    assert publish.builds_to_keep(monthly) == monthly[:12]
    older = ["build-20261015T000000Z", "build-20261014T000000Z", "build-20260901T000000Z"]
    assert publish.builds_to_keep([*same_day, *older]) == [*same_day[:5], older[0], older[2]]
    assert publish.builds_to_keep([]) == []
    assert publish.builds_to_keep(older[:1]) == older[:1]


def test_old_builds_are_pruned_but_never_the_one_that_counts(folder: Path) -> None:
    warehouse = folder / "warehouse"
    good = newest(folder)
    old = [f"build-20200{m}{d:02d}T000000Z" for m in (1, 2) for d in range(1, 8)]
    for name in old:
        shutil.copy(good, warehouse / f"{name}.duckdb")
    (warehouse / "current").write_text(old[0] + "\n", "utf-8")  # somebody went back to an old one
    removed = publish.prune(folder, datetime.now(UTC))
    kept = read_model.list_builds(folder)
    assert old[0] in kept and good.stem in kept
    assert set(kept) | set(removed) == {*old, good.stem}
    assert len(removed) >= 8


def test_what_a_killed_run_left_is_cleaned_once_it_is_old(folder: Path) -> None:
    warehouse = folder / "warehouse"
    names = [
        "build-20200101T000000Z.duckdb.partial",
        "build-20200101T000000Z.duckdb.partial.wal",
        "build-20200101T000000Z.duckdb.partial.claim",
        ".current.4711",
        ".last_run.json.4711",
    ]
    for name in names:
        (warehouse / name).write_bytes(b"half")
    scratch = warehouse / "build-20200101T000000Z.duckdb.partial.scratch"
    scratch.mkdir()
    (scratch / "duckdb_temp_storage-0.tmp").write_bytes(b"half")
    built(folder)
    assert sorted(leftovers(folder)) == sorted(
        [*names, scratch.name]
    )  # may be of a run in progress
    two_days_ago = time.time() - 2 * 86_400
    for path in [
        *(warehouse / name for name in names),
        scratch / "duckdb_temp_storage-0.tmp",
        scratch,
    ]:
        os.utime(path, (two_days_ago, two_days_ago))
    built(folder)
    assert leftovers(folder) == []


def test_every_run_gets_a_build_of_its_own(folder: Path) -> None:
    for _ in range(2):
        built(folder)
    assert len(read_model.list_builds(folder)) == 3
    assert read_model.list_builds(folder)[0] == newest(folder).stem


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table of a build, but for what says when and how it was made."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = [
            n for (n,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        ]
        return {
            name: connection.execute(f'FROM "{name}" ORDER BY ALL').fetchall()
            for name in sorted(set(names) - {"run_log"})
            if name != "meta"
        }


def test_the_same_input_gives_the_same_tables(folder: Path, tmp_path: Path) -> None:
    first = tables(newest(folder))
    assert len(first) > 20
    assert sum(map(len, first.values())) > 200
    elsewhere = copy_of(folder, tmp_path / "other place")
    shutil.rmtree(elsewhere / "warehouse")
    built(elsewhere, "--as-of", AS_OF)
    second = tables(newest(elsewhere))
    assert list(second) == list(first)
    assert [name for name in first if first[name] != second[name]] == []


def start(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines", *map(str, arguments)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> Answer:
    out, err = process.communicate(timeout=120)
    return Answer(process.returncode, out, err)


def test_two_runs_at_once(folder: Path) -> None:
    before = set(read_model.list_builds(folder))
    answers = [
        finish(process) for process in [start("run", folder, "--as-of", AS_OF) for _ in range(2)]
    ]
    assert [answer.code for answer in answers] == [0, 0], answers
    new = sorted(set(read_model.list_builds(folder)) - before)
    assert len(new) == 2
    assert newest(folder).stem in new
    assert leftovers(folder) == []
    first, second = (tables(newest(folder).with_name(f"{name}.duckdb")) for name in new)
    assert first == second


def test_a_reader_keeps_its_build_while_another_is_published(folder: Path) -> None:
    with read_model.open_build(folder, newest(folder).stem) as build:
        before = build.phases_for_export(None)
        (folder / "signals.csv").unlink()
        built(folder)
        assert build.phases_for_export(None).equals(before)
        assert newest(folder).stem != build.build_id


def test_readers_see_a_whole_build_at_every_moment(folder: Path) -> None:
    """Open the current build again and again while others are published."""
    faults: list[str] = []
    seen: set[str] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            build_id = read_model.current_build_id(folder)
            if build_id is None:
                faults.append("no build")
                continue
            seen.add(build_id)
            if not (folder / "warehouse" / f"{build_id}.duckdb").is_file():
                faults.append(f"{build_id} is not there")
            run = read_model.last_run(folder)
            if run is None or run.get("status") not in ("running", "ok"):
                faults.append(f"last run is {run}")

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(3):
            built(folder)
    finally:
        stop.set()
        reader.join()
    assert faults == []
    assert len(seen) >= 3


@pytest.mark.slow
def test_a_run_killed_at_any_moment_leaves_the_previous_build_readable(folder: Path) -> None:
    expected = call("phases", folder, "--week", "all").out
    assert expected.count("\n") > 3
    begin = time.monotonic()
    assert finish(start("run", folder, "--as-of", AS_OF)).code == 0
    whole = time.monotonic() - begin
    # Half of the delays lie in the second half of a run, where the files of the warehouse are
    # written.
    chance = random.Random(20261120)
    delays = [whole * chance.uniform(0.25, 1.02) for _ in range(KILLS)]
    killed = 0
    for delay in delays:
        process = start("run", folder, "--as-of", AS_OF)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        process.communicate()
        assert call("phases", folder, "--week", "all").out == expected
        with read_model.open_build(folder, newest(folder).stem) as build:
            assert len(build.phases_for_export(None)) == expected.count("\n") - 1
    assert killed >= KILLS // 2  # otherwise this test shows nothing
    assert built(folder, "--as-of", AS_OF).code == 0  # no lock or half file stands in the way
    assert last_run(folder)["status"] == "ok"


def test_a_build_of_another_version_is_refused_with_what_to_do(folder: Path) -> None:
    with duckdb.connect(str(newest(folder))) as connection:
        connection.execute("DELETE FROM meta WHERE key = 'build_format'")
    with pytest.raises(OtherFormatError):
        read_model.open_current(folder)
    answer = call("phases", folder)
    assert answer.code == 2
    assert "andere versie" in answer.text and "Traceback" not in answer.text
    built(folder, "--as-of", AS_OF)
    assert call("phases", folder).code == 0


def test_phases_are_read_also_when_the_settings_are_broken_since(folder: Path) -> None:
    (folder / "gemeente.yaml").write_text("contract: [", encoding="utf-8")
    assert call("phases", folder).code == 0
