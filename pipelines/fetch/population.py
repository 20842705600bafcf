"""Residents and households per wijk of one year, from the CBS key figures."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd

from pipelines.faults import NotFetchedError
from pipelines.fetch.cards import SourceCard, write_with_card
from pipelines.fetch.client import Client, changed
from pipelines.fetch.odata import open_table
from pipelines.fetch.services import Said, services

#: The file of one year.
FILE = "population-{year}.csv"


def fetch_population(client: Client, gemeentecode: str, year: int, now: datetime) -> None:
    """Write population-YEAR.csv with its card. Raises NotFetchedError."""
    service = services().population
    if year not in service.tables:
        known = ", ".join(map(str, sorted(service.tables)))
        raise NotFetchedError(
            f"Van {year} is geen tabel met kerncijfers bekend. Kies een van: {known}.",
            f"No table with key figures is known for {year}. Choose one of: {known}.",
        )
    table = open_table(client, service.host, service.path.format(table=service.tables[year]))
    if str(year) not in table.title:
        raise NotFetchedError(
            f"Tabel {service.tables[year]} gaat volgens haar titel niet over {year}.",
            f"By its title, table {service.tables[year]} is not about {year}.",
        )
    area = table.key("GeoDimension", "GeoDetail")
    residents, households = table.topic(service.residents), table.topic(service.households)
    start = f"WK{gemeentecode[2:]}"
    received = list(table.rows(f"startswith({area},'{start}')", (area,), (residents, households)))
    if not all(row[area].startswith(start) for row in received):
        raise changed(table.url)  # it does not heed the condition
    # without a number of residents nothing is known of a wijk: it is left out, not made zero
    rows = [row for row in received if row[residents] is not None]
    if not rows:
        raise NotFetchedError(
            f"{table.title}: geen inwoners gevonden voor {gemeentecode}.",
            f"{table.title}: no residents found for {gemeentecode}.",
        )
    frame = pd.DataFrame(
        {
            "wijkcode": [row[area] for row in rows],
            "jaar": year,
            "inwoners": [row[residents] for row in rows],
            "huishoudens": pd.array([row[households] for row in rows], dtype="Int64"),
        }
    ).sort_values("wijkcode")
    withheld = sorted(row[area] for row in received if row[residents] is None)
    gaps = service.known_gaps
    if withheld:
        codes = ", ".join(withheld)
        gaps += (
            Said(
                nl=f"Zonder inwonertal, en daarom niet in het bestand: {codes}.",
                en=f"Without a number of residents, and so not in the file: {codes}.",
            ),
        )
    card = SourceCard(
        file=FILE.format(year=year),
        gemeentecode=gemeentecode,
        title=table.title,
        publisher=service.publisher,
        licence=service.licence,
        url=table.url,
        accessed=now,
        modified=table.modified,
        rows_received=len(received),
        rows_written=len(frame),
        rows_left_out={"withheld": len(withheld)} if withheld else {},
        known_gaps=gaps,
    )

    def write(path: Path) -> None:
        frame.to_csv(path, index=False, lineterminator="\n")

    write_with_card(client.workspace, card, write)
    client.forget_pages()
