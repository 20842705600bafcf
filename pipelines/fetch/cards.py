"""A source card beside every fetched file: what it is, whose, under which licence, from where,
when, and what is missing from it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from hashlib import file_digest
from pathlib import Path

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from pipelines.fetch.client import PAGES_FOLDER
from pipelines.fetch.services import Said

CARD_SUFFIX = ".bron.yaml"


class SourceCard(BaseModel):
    """The card of one file. `rows_left_out` says how many rows of the service are not in the file,
    by reason; `gemeentecode` whose rows were asked for.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    gemeentecode: str = ""
    title: str
    publisher: str
    licence: str
    url: str
    accessed: AwareDatetime
    modified: date | None = None
    sha256: str = ""
    rows_received: int
    rows_written: int
    rows_left_out: dict[str, int] = {}
    known_gaps: tuple[Said, ...] = ()


def write_with_card(folder: Path, card: SourceCard, write: Callable[[Path], None]) -> SourceCard:
    """Write a file and its card, both or neither under their own names."""
    waiting = folder / PAGES_FOLDER
    waiting.mkdir(parents=True, exist_ok=True)
    # the suffix stays last: it tells the writer of areas which form to write
    unfinished, unfinished_card = waiting / f"new-{card.file}", waiting / f"new-{card.file}.card"
    unfinished.unlink(missing_ok=True)
    write(unfinished)
    with unfinished.open("rb") as file:
        card = card.model_copy(update={"sha256": file_digest(file, "sha256").hexdigest()})
    unfinished_card.write_text(
        yaml.safe_dump(card.model_dump(mode="json"), allow_unicode=True, sort_keys=False),
        encoding="utf-8",
    )
    os.replace(unfinished, folder / card.file)
    os.replace(unfinished_card, folder / f"{card.file}{CARD_SUFFIX}")
    return card


def cards_in(folder: Path) -> list[tuple[SourceCard, bool]]:
    """The cards of a workspace by name of their file, and whether that file is still as fetched."""
    found = []
    for path in sorted(folder.glob(f"*{CARD_SUFFIX}")):
        try:
            card = SourceCard.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, yaml.YAMLError, ValidationError):
            continue  # somebody's own file by that name
        file = folder / card.file
        is_as_fetched = file.is_file() and _sha256(file) == card.sha256
        found.append((card, is_as_fetched))
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
