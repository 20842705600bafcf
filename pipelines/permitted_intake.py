"""What a role may deliver: every way in, checked where the files are written, and recorded."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import file_digest
from pathlib import Path
from typing import Any, Protocol

from access import Access
from logbook.audit import Event
from pipelines import build, delivering, fetch, intake
from pipelines.delivering import Contents
from pipelines.faults import NothingToBuildError
from pipelines.intake import Look, MapPreview, Preview
from pipelines.making import OnStep


class Record(Protocol):
    """Keeps who did what: an event and codes about it, never a name of a file or a person."""

    def __call__(self, event: Event, about: str) -> None: ...


class PermittedIntake:
    """The ways into one workspace for one role. Every method raises NotPermittedError where the
    role may not upload (or, for `build` and `contents`, not build either); else what the function
    that it stands for raises. What changes the workspace is recorded first: it cannot be done
    unseen.
    """

    def __init__(self, folder: Path, access: Access, record: Record) -> None:
        self._folder = folder
        self._access = access
        self._record = record

    def contents(self) -> Contents:
        """What the workspace holds so far."""
        if not self._access.may("build"):
            self._access.require("upload")
        return delivering.contents(self._folder)

    def begin(self, gemeentecode: str, naam: str) -> None:
        """Say which gemeente this workspace is of."""
        self._access.require("upload")
        self._record("upload", "gemeente.yaml")
        delivering.write_gemeente(self._folder, gemeentecode, naam)

    def look_at(self, path: Path, encoding: str | None = None) -> Look:
        """As `intake.look_at`."""
        self._access.require("upload")
        return intake.look_at(path, encoding)

    def mapping_in_place(self, name: str) -> dict[str, Any] | None:
        """As `intake.mapping_in_place`."""
        self._access.require("upload")
        return intake.mapping_in_place(self._folder, name)

    def preview(self, path: Path, mapping: dict[str, Any]) -> Preview:
        """As `intake.preview`."""
        self._access.require("upload")
        return intake.preview(self._folder, path, mapping, intake.now())

    def preview_map(self, path: Path) -> MapPreview:
        """As `intake.preview_map`."""
        self._access.require("upload")
        return intake.preview_map(path, intake.now().year)

    def put_in(self, path: Path, name: str, kind: str, mapping: dict[str, Any] | None) -> None:
        """As `delivering.put_in`. The record has the kind and the checksum of the file."""
        self._access.require("upload")
        with path.open("rb") as file:
            code = file_digest(file, "sha256").hexdigest()[:16]
        self._record("upload", f"{kind} {code}")
        delivering.put_in(self._folder, path, name, kind, mapping, intake.now())

    def last_put_in(self) -> str | None:
        """As `delivering.last_put_in`."""
        self._access.require("upload")
        return delivering.last_put_in(self._folder)

    def take_back(self) -> str | None:
        """As `delivering.take_back`."""
        self._access.require("upload")
        self._record("upload", "taken back")
        return delivering.take_back(self._folder)

    def fetch(
        self, gemeentecode: str, year: int, on_request: Callable[[str], None]
    ) -> list[NothingToBuildError]:
        """Open data of a gemeente; what could not be fetched. As `pipelines.fetch`."""
        self._access.require("upload")
        self._record("upload", "fetched open data")
        moment = intake.now()
        return list(fetch.fetch_gemeente(self._folder, gemeentecode, year, moment, on_request))

    def build(self, on_step: OnStep) -> None:
        """Build the workspace and publish the result."""
        self._access.require("build")
        self._record("build", "started")
        try:
            build_id, _making = build.run_build(self._folder, None, intake.now(), on_step)
        except BaseException:
            self._record("build", "failed")
            raise
        self._record("build", build_id)
