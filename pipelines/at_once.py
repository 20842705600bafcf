"""Proposals at once for many visitors: worked out in a process of its own, one after the other.

In the process of the screens this would take turns with every tap of every visitor, and both would
wait (docs/benchmarks.md). The process is started at the first use. It reads questions from its
standard input, so it ends by itself with the server, also when that is killed.

    python -m pipelines.at_once     is that process; it is not meant for people
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
from typing import IO, Any, cast

from logbook import Logbook, open_logbook
from pipelines.provisional import Provisional, provisional_proposal

ROOT = Path(__file__).resolve().parents[1]


class AtOnce:
    """One process that works out proposals; may be used by several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process = _start()

    def proposal(self, workspace: Path, wijkcode: str, today: date) -> Provisional | None:
        """As `provisional_proposal`, with the logbook of the workspace as it is now."""
        question = (workspace.resolve(), wijkcode, today)
        with self._lock:
            try:
                answer = _ask(self._process, question)
            except (OSError, EOFError):
                # It was ended from outside, for instance for want of memory.
                _end(self._process)
                self._process = _start()
                answer = _ask(self._process, question)
        if isinstance(answer, Exception):
            raise answer
        return cast("Provisional | None", answer)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def close(self) -> None:
        """End the process."""
        with self._lock:
            _end(self._process)


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pipelines.at_once"]
    # What a library says there may hold a value. A fault of ours comes as an answer.
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()


def _ask(process: subprocess.Popen[bytes], question: object) -> Any:
    assert process.stdin is not None and process.stdout is not None
    pickle.dump(question, process.stdin)
    process.stdin.flush()
    return pickle.load(process.stdout)


@cache
def _logbook(workspace: Path) -> Logbook:
    return open_logbook(workspace)


def _answer(workspace: Path, wijkcode: str, today: date) -> Provisional | Exception | None:
    try:
        return provisional_proposal(workspace, wijkcode, _logbook(workspace), today)
    except Exception as fault:  # for the asker, who knows what to do with it
        return fault


def main(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Answer until nobody asks any more."""
    while True:
        try:
            question = pickle.load(questions)
        except EOFError:
            return
        pickle.dump(_answer(*question), answers)
        answers.flush()


if __name__ == "__main__":
    # Ctrl-C in the terminal is for the server; this process ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a library prints must not come between the answers.
    with os.fdopen(os.dup(1), "wb") as own_output:
        os.dup2(2, 1)
        main(sys.stdin.buffer, own_output)
