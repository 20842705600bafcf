"""Proposals in a process of their own: the same answer, and a process that is killed comes back."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from demo.settings import Settings
from demo.workspace import write_workspace
from logbook import Signal, made, open_logbook
from pipelines import read_model
from pipelines.at_once import AtOnce
from pipelines.build import run_build
from pipelines.provisional import provisional_proposal

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("meteen") / "ws"
    write_workspace(folder, Settings(seed=3, weeks=40, wijken=6))
    run_build(folder, None, NOW, lambda step: None)
    return folder


@pytest.fixture(scope="module")
def code(workspace):
    with read_model.open_current(workspace) as build:
        return str(build.wijken()["wijkcode"].iloc[0])


@pytest.fixture(scope="module")
def worker():
    made_here = AtOnce()
    yield made_here
    made_here.close()


def test_the_answer_is_that_of_the_same_code_here(workspace, code, worker):
    with open_logbook(workspace) as logbook:
        seen = made(
            Signal, observed_on=TODAY, wijkcode=code, criterion="C7", level=3,
            reporter="school-een", source_kind="school",
        )  # fmt: skip
        logbook.save("a", seen, role="school-een")
        here = provisional_proposal(workspace, code, logbook, TODAY)
    there = worker.proposal(workspace, code, TODAY)
    assert (there.phase, there.new_signals, there.build_id) == (here.phase, 1, here.build_id)
    pd.testing.assert_frame_equal(there.proposals, here.proposals)
    pd.testing.assert_frame_equal(there.reasons, here.reasons)


def test_a_fault_comes_through(workspace, worker):
    with pytest.raises(KeyError):
        worker.proposal(workspace, "WK999999", TODAY)


def test_a_process_that_was_killed_is_replaced(workspace, code, worker):
    before = worker.pid
    os.kill(before, signal.SIGKILL)
    assert worker.proposal(workspace, code, TODAY) is not None
    assert worker.pid != before


def test_the_process_ends_with_a_server_that_is_killed(tmp_path):
    script = tmp_path / "server.py"
    script.write_text(
        "import time\n"
        "from pipelines.at_once import AtOnce\n"
        "print(AtOnce().pid, flush=True)\n"
        "time.sleep(60)\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    command = [sys.executable, str(script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as server:
        pid = int(server.stdout.readline())
        server.kill()
    until = time.monotonic() + 20
    while time.monotonic() < until and _is_running(pid):
        time.sleep(0.1)
    assert not _is_running(pid)


def _is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as status:
            return status.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
