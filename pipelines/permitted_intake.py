"""What a role may deliver: every way in, checked where the files are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from access import Access
from pipelines import intake
from pipelines.intake import Look, Preview


class PermittedIntake:
    """The ways into one workspace for one role. Every method raises NotPermittedError where the
    role may not upload (or, for `build`, not build); else what the function of `intake` raises.
    """

    def __init__(self, folder: Path, access: Access) -> None:
        self._folder = folder
        self._access = access

    def look_at(self, path: Path) -> Look:
        """As `intake.look_at`."""
        self._access.require("upload")
        return intake.look_at(path)

    def preview(self, path: Path, mapping: dict[str, Any]) -> Preview:
        """As `intake.preview`."""
        self._access.require("upload")
        return intake.preview(self._folder, path, mapping, intake.now())

    def put_in(self, path: Path, mapping: dict[str, Any]) -> None:
        """As `intake.put_in`."""
        self._access.require("upload")
        intake.put_in(self._folder, path, mapping, intake.now())

    def last_put_in(self) -> str | None:
        """As `intake.last_put_in`."""
        self._access.require("upload")
        return intake.last_put_in(self._folder)

    def take_back(self) -> str | None:
        """As `intake.take_back`."""
        self._access.require("upload")
        return intake.take_back(self._folder)

    def fetch(
        self, gemeentecode: str, year: int, on_request: Callable[[str], None]
    ) -> list[intake.NothingToBuildError]:
        """Open data of a gemeente; what could not be fetched. As `pipelines.fetch`."""
        self._access.require("upload")
        return list(
            intake.fetch_gemeente(self._folder, gemeentecode, year, intake.now(), on_request)
        )

    def build(self, on_step: Callable[[str], None]) -> None:
        """Build the workspace and publish the result."""
        self._access.require("build")
        intake.run_build(self._folder, None, intake.now(), on_step)
