"""The ways in which a build can stop or be unreadable, and the one way in which a file can."""

from __future__ import annotations

from dataclasses import dataclass


class NothingToBuildError(Exception):
    """The workspace or the call is wrong: nothing can be built. Carries the message in both
    languages.
    """

    def __init__(self, message_nl: str, message_en: str) -> None:
        super().__init__(message_nl, message_en)  # both, so that it survives another process
        self.message_nl = message_nl
        self.message_en = message_en

    def __str__(self) -> str:
        return self.message_nl


class OtherFormatError(NothingToBuildError):
    """A build was made by a version of Wijkpuls with other tables; a new build solves it."""

    def __init__(self) -> None:
        super().__init__(
            "De build is gemaakt met een andere versie van Wijkpuls. Maak een nieuwe: "
            "python -m pipelines run WORKSPACE",
            "The build was made by another version of Wijkpuls. Make a new one: "
            "python -m pipelines run WORKSPACE",
        )

    def __reduce__(self) -> tuple[type[OtherFormatError], tuple[()]]:
        return (OtherFormatError, ())


class NotFetchedError(NothingToBuildError):
    """A service did not give what was asked; no file of it was written."""


@dataclass
class FileRefusedError(Exception):
    """One delivered file cannot be used as a whole; the rest goes on.

    `reason` is a key under `files` in reasons.yaml; `rows` the number of rows that were in it,
    where that is known.
    """

    reason: str
    column: str | None = None
    detail: str | None = None
    rows: int = 0
