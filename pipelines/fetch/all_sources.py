"""Everything a gemeente can start with, one source after the other."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from pipelines.faults import NotFetchedError
from pipelines.fetch.boundaries import fetch_boundaries
from pipelines.fetch.client import Client, OnPage
from pipelines.fetch.population import fetch_population
from pipelines.fetch.registers import fetch_register
from pipelines.fetch.services import services
from pipelines.workspace import open_workspace, write_gemeente

GEMEENTECODE = re.compile(r"GM\d{4}")


def newest_year() -> int:
    """The newest year of which everything can be fetched."""
    return max(services().population.tables)


def oldest_year() -> int:
    """The oldest year of which everything can be fetched."""
    return min(services().population.tables)


def fetch_gemeente(
    folder: Path, gemeentecode: str, year: int, now: datetime, on_page: OnPage
) -> list[NotFetchedError]:
    """Fetch every source into a workspace; makes gemeente.yaml when there is none.

    Each source is written whole or not at all. A source that fails does not stop the others; what
    failed is given back. Raises NothingToBuildError when the call itself is wrong, or when not even
    the boundaries came.
    """
    if not GEMEENTECODE.fullmatch(gemeentecode):
        raise NotFetchedError(
            "De gemeentecode bestaat uit GM en vier cijfers, zoals GM0106.",
            "A gemeente code is GM and four digits, such as GM0106.",
        )
    if (folder / "gemeente.yaml").exists():
        own = open_workspace(folder).gemeente.gemeentecode
        if own != gemeentecode:
            raise NotFetchedError(
                f"Deze map is van {own}, niet van {gemeentecode}. Kies een andere map.",
                f"This folder is of {own}, not of {gemeentecode}. Choose another folder.",
            )
    manners = services().manners
    is_new = not folder.exists()
    try:
        name = fetch_boundaries(Client(folder, manners, on_page), gemeentecode, year, now)
    except NotFetchedError:
        if is_new and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        raise
    if not (folder / "gemeente.yaml").exists():
        write_gemeente(folder, gemeentecode, name)
    failed: list[NotFetchedError] = []
    # a client of its own for each: a source that fails keeps its pages for the next time
    try:
        fetch_population(Client(folder, manners, on_page), gemeentecode, year, now)
    except NotFetchedError as fault:
        failed.append(fault)
    for register in services().registers.tables:
        try:
            fetch_register(Client(folder, manners, on_page), register, gemeentecode, now)
        except NotFetchedError as fault:
            failed.append(fault)
    return failed
