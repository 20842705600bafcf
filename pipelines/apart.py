"""A process of its own for work that would hold up, or bring down, the process of the screens.

The process is started at the first question and reads questions from its standard input, so it ends
by itself with the server, also when that is killed. A module that answers calls `serve`.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[1]
OnStep = Callable[[str], None]


class StoppedError(Exception):
    """The process ended before it had an answer: for want of memory or time, or from outside."""


class Apart:
    """One process that runs a module and answers its questions, one after the other; for several
    threads.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(
        self, *question: Any, seconds: float | None = None, on_step: OnStep = lambda step: None
    ) -> Any:
        """The answer to a question; `on_step` hears how far it is. Raises what went wrong there,
        and StoppedError when the process ended or took longer than `seconds`. It is started anew
        for the next question.
        """
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._process = _start(self._module)
            process = self._process
            clock = Timer(seconds, process.kill) if seconds is not None else None
            if clock:
                clock.start()
            try:
                return _conversation(process, question, on_step)
            except (OSError, EOFError, pickle.UnpicklingError) as fault:
                self._end()
                raise StoppedError from fault
            finally:
                if clock:
                    clock.cancel()

    @property
    def pid(self) -> int:
        """The number of the process; 0 while there is none."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Start the process before the first question."""
        with self._lock:
            if self._process is None:
                self._process = _start(self._module)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _start(module: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", module]
    # What a library says there may hold a value. A fault of ours comes as an answer.
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _conversation(process: subprocess.Popen[bytes], question: Any, on_step: OnStep) -> Any:
    assert process.stdin is not None and process.stdout is not None
    pickle.dump(question, process.stdin)
    process.stdin.flush()
    while True:
        kind, said = pickle.load(process.stdout)
        if kind == "step":
            on_step(said)
        elif kind == "fault":
            raise said
        else:
            return said


def serve(answer: Callable[..., Any]) -> None:
    """Answer questions until nobody asks any more: `answer(*question, on_step=...)`."""
    # Ctrl-C in the terminal is for the server; this process ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a library prints must not come between the answers.
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        _serve(sys.stdin.buffer, answers, answer)


def _serve(questions: IO[bytes], answers: IO[bytes], answer: Callable[..., Any]) -> None:
    def say(kind: str, what: Any) -> None:
        answers.write(pickle.dumps((kind, what)))  # whole, or not at all
        answers.flush()

    while True:
        try:
            question = pickle.load(questions)
        except EOFError:
            return
        try:
            found = answer(*question, on_step=lambda step: say("step", step))
        except MemoryError:
            return  # what is left of this process is of no use; the asker starts another
        except Exception as fault:  # for the asker, who knows what to do with it
            say("fault", fault)
        else:
            say("answer", found)


def limit_memory(memory_bytes: int) -> None:
    """Let this process have no more, on systems that can hold it to that."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
