"""Everything a gemeente can start with, one source after the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from pipelines.faults import NotFetchedError
from pipelines.fetch import boundaries, population, registers
from pipelines.fetch.boundaries import fetch_boundaries
from pipelines.fetch.cards import cards_in
from pipelines.fetch.client import Client, OnPage, forget_old_pages
from pipelines.fetch.population import fetch_population
from pipelines.fetch.registers import fetch_register
from pipelines.fetch.services import services
from pipelines.workspace import open_workspace, write_gemeente

Made = TypeVar("Made")
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
    failed is given back. A source of which the file was fetched shortly before, and is still as
    fetched, is not asked again. Raises NothingToBuildError when the call itself is wrong, or when
    not even the boundaries came for a folder without gemeente.yaml.
    """
    if not GEMEENTECODE.fullmatch(gemeentecode):
        raise NotFetchedError(
            "De gemeentecode bestaat uit GM en vier cijfers, zoals GM0106.",
            "A gemeente code is GM and four digits, such as GM0106.",
        )
    is_known = (folder / "gemeente.yaml").exists()
    if is_known:
        own = open_workspace(folder).gemeente.gemeentecode
        if own != gemeentecode:
            raise NotFetchedError(
                f"Deze map is van {own}, niet van {gemeentecode}. Kies een andere map.",
                f"This folder is of {own}, not of {gemeentecode}. Choose another folder.",
            )
    manners = services().manners
    forget_old_pages(folder, manners.resume_within_hours)
    just_fetched = {
        card.file
        for card, is_as_fetched in cards_in(folder)
        if is_as_fetched
        and card.gemeentecode == gemeentecode
        and timedelta() <= now - card.accessed < timedelta(hours=manners.resume_within_hours)
    }

    def fetched(fetch: Callable[[Client], Made]) -> Made:
        # a client of its own for each: a source that fails keeps its pages for the next time
        client = Client(folder, manners, on_page)
        try:
            return fetch(client)
        except NotFetchedError:
            if not client.is_broken_off:
                client.forget_pages()  # all of it came and it is of no use: ask anew next time
            raise

    failed: list[NotFetchedError] = []
    is_new = not folder.exists()
    if not is_known or boundaries.FILE.format(year=year) not in just_fetched:
        try:
            name = fetched(lambda client: fetch_boundaries(client, gemeentecode, year, now))
        except NotFetchedError as fault:
            if not is_known:
                if is_new and folder.is_dir() and not any(folder.iterdir()):
                    folder.rmdir()
                raise
            failed.append(fault)
        else:
            if not is_known:
                write_gemeente(folder, gemeentecode, name)
    others: dict[str, Callable[[Client], None]] = {
        population.FILE.format(year=year): lambda client: fetch_population(
            client, gemeentecode, year, now
        )
    }
    for register in services().registers.tables:
        others[registers.FILE.format(register=register)] = partial(
            fetch_register, register=register, gemeentecode=gemeentecode, now=now
        )
    for file, fetch in others.items():
        if file in just_fetched:
            continue
        try:
            fetched(fetch)
        except NotFetchedError as fault:
            failed.append(fault)
    return failed
