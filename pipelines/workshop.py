"""Where delivered files are opened for the screens: a process of its own, with a limit on its
memory and its time. A file of a few kilobytes can unpack to all the memory there is; the screens of
everybody else are in another process and do not notice.

    python -m pipelines.workshop     is that process; it is not meant for people
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import duckdb

from pipelines import build, delivering, intake
from pipelines.apart import Apart, StoppedError, limit_memory, serve
from pipelines.faults import FileRefusedError, NothingToBuildError
from pipelines.intake import Look, MapPreview, Preview, refusal_words
from pipelines.making import OnStep

#: What looking at a file may take. Assumptions: ample for a file of 50 MB, the most the screens
#: take in, and small beside what the server has.
MEMORY_BYTES = 2_500_000_000
SECONDS = 60
TOO_HEAVY = refusal_words(FileRefusedError("too_heavy"))


class Workshop:
    """The process for looking; may be used by several threads. Each build gets one of its own."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._apart = Apart("pipelines.workshop")
        self._seconds = seconds

    def look_at(self, path: Path, encoding: str | None) -> Look:
        """As `intake.look_at`; what asks too much is refused."""
        try:
            return cast("Look", self._apart.ask("look_at", path, encoding, seconds=self._seconds))
        except StoppedError:
            return Look(refused=TOO_HEAVY)

    def preview(
        self, folder: Path, path: Path, mapping: dict[str, Any], moment: datetime
    ) -> Preview:
        """As `intake.preview`; what asks too much is refused."""
        question = ("preview", folder, path, mapping, moment)
        try:
            return cast("Preview", self._apart.ask(*question, seconds=self._seconds))
        except StoppedError:
            return Preview(refused=TOO_HEAVY)

    def preview_map(self, path: Path, this_year: int) -> MapPreview:
        """As `intake.preview_map`. Raises NothingToBuildError where it asks too much."""
        try:
            return cast(
                "MapPreview", self._apart.ask("preview_map", path, this_year, seconds=self._seconds)
            )
        except StoppedError as fault:
            raise NothingToBuildError(TOO_HEAVY["nl"], TOO_HEAVY["en"]) from fault

    def put_in(
        self,
        folder: Path,
        path: Path,
        name: str,
        kind: str,
        mapping: dict[str, Any] | None,
        moment: datetime,
    ) -> None:
        """As `delivering.put_in`."""
        try:
            self._apart.ask(
                "put_in", folder, path, name, kind, mapping, moment, seconds=self._seconds
            )
        except StoppedError as fault:
            raise NothingToBuildError(TOO_HEAVY["nl"], TOO_HEAVY["en"]) from fault

    def build(self, folder: Path, moment: datetime, on_step: OnStep) -> str:
        """As `build.run_build`; gives the build id. Raises NothingToBuildError."""
        own = Apart("pipelines.workshop")
        try:
            return cast("str", own.ask("build", folder, moment, on_step=on_step))
        except StoppedError as fault:
            raise NothingToBuildError(
                "De verwerking is afgebroken. De vorige build staat er nog.",
                "The processing was broken off. The previous build is still there.",
            ) from fault
        finally:
            own.close()

    def close(self) -> None:
        """End the process."""
        self._apart.close()


LOOKING: dict[str, Callable[..., Any]] = {
    "look_at": intake.look_at,
    "preview": intake.preview,
    "preview_map": intake.preview_map,
    "put_in": delivering.put_in,
}


def _answer(what: str, *arguments: Any, on_step: OnStep) -> Any:
    if what == "build":
        folder, moment = arguments
        build_id, _making = build.run_build(folder, None, moment, on_step)
        return build_id
    limit_memory(MEMORY_BYTES)
    try:
        return LOOKING[what](*arguments)
    except duckdb.OutOfMemoryException as fault:
        raise MemoryError from fault


if __name__ == "__main__":
    serve(_answer)
