"""Proposals at once for many visitors: worked out in a process of its own, one after the other.

In the process of the screens this would take turns with every tap of every visitor, and both would
wait (docs/benchmarks.md).

    python -m pipelines.at_once     is that process; it is not meant for people
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import cast

from logbook import Logbook, open_logbook
from pipelines.apart import Apart, OnStep, StoppedError, serve
from pipelines.provisional import Provisional, provisional_proposal


class AtOnce:
    """One process that works out proposals; may be used by several threads."""

    def __init__(self) -> None:
        self._apart = Apart("pipelines.at_once")
        self._apart.start()

    def proposal(self, workspace: Path, wijkcode: str, today: date) -> Provisional | None:
        """As `provisional_proposal`, with the logbook of the workspace as it is now."""
        question = (workspace.resolve(), wijkcode, today)
        try:
            answer = self._apart.ask(*question)
        except StoppedError:
            # It was ended from outside, for instance for want of memory.
            answer = self._apart.ask(*question)
        return cast("Provisional | None", answer)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._apart.pid

    def close(self) -> None:
        """End the process."""
        self._apart.close()


@cache
def _logbook(workspace: Path) -> Logbook:
    return open_logbook(workspace)


def _answer(workspace: Path, wijkcode: str, today: date, on_step: OnStep) -> Provisional | None:
    return provisional_proposal(workspace, wijkcode, _logbook(workspace), today)


if __name__ == "__main__":
    serve(_answer)
