"""Monthly counts of the police per wijk, from one CBS table."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from pathlib import Path

import pandas as pd

from pipelines.faults import NotFetchedError
from pipelines.fetch.cards import SourceCard, write_with_card
from pipelines.fetch.client import Client, changed
from pipelines.fetch.odata import Row, Table, open_table
from pipelines.fetch.services import Said, services

MONTH = re.compile(r"(\d{4})MM(0[1-9]|1[0-2])")
#: The file of one table.
FILE = "registrations-{register}.csv"
TOTAL = re.compile(r"\btotaal\b", re.IGNORECASE)


def fetch_register(client: Client, register: str, gemeentecode: str, now: datetime) -> None:
    """Write registrations-REGISTER.csv with its card. Raises NotFetchedError.

    What is not written is counted on the card: totals of all kinds, years beside the months they
    consist of, the gemeente as a whole, buurten of a wijk that has its own row, and the newest
    month, which is not complete yet.
    """
    service = services().registers
    table = open_table(client, service.host, service.path.format(table=register))
    area, period = table.key("GeoDimension", "GeoDetail"), table.key("TimeDimension")
    kind, count = table.key("Dimension"), table.topic(service.tables[register])
    months = sorted(code.key for code in table.codes(period) if MONTH.fullmatch(code.key))
    if not months:
        raise NotFetchedError(
            f"{register}: er staan geen maanden in de tabel.",
            f"{register}: the table has no months.",
        )
    newest = months[-1]
    totals = set(service.total_kinds)
    totals |= {code.key for code in table.codes(kind) if TOTAL.search(code.title or "")}
    last_year = int(newest[:4])
    received: list[Row] = []
    for year in range(last_year - service.years_of_history, last_year + 1):
        condition = (
            f"substring({area},2,4) eq '{gemeentecode[2:]}' and startswith({period},'{year}')"
        )
        for row in table.rows(condition, (kind, area, period), (count,)):
            if row[area][2:6] != gemeentecode[2:] or row[period][:4] != str(year):
                raise changed(table.url)  # it does not heed the condition
            received.append(row)
    left_out: Counter[str] = Counter()
    wijken = {row[area] for row in received if row[area].startswith("WK")}
    rows = []
    for row in received:
        reason = _left_out(row[kind], row[area], row[period], totals, wijken, newest)
        if reason:
            left_out[reason] += 1
        else:
            rows.append(row)
    if not rows:
        raise NotFetchedError(
            f"{register}: geen aantallen gevonden voor {gemeentecode}.",
            f"{register}: no counts found for {gemeentecode}.",
        )
    frame = _as_contract(register, rows, area, period, kind, count)
    card = _card(table, register, gemeentecode, newest, len(received), frame, dict(left_out), now)

    def write(path: Path) -> None:
        frame.to_csv(path, index=False, lineterminator="\n")

    write_with_card(client.workspace, card, write)
    client.forget_pages()


def _left_out(
    kind: str, area: str, period: str, totals: set[str], wijken: set[str], newest: str
) -> str | None:
    """Why a row of the service is not a row of ours; None when it is."""
    if not MONTH.fullmatch(period):
        return "year_beside_months"
    if kind in totals:
        return "total_of_kinds"
    if not area.startswith(("WK", "BU")):
        return "whole_gemeente"
    if period == newest:
        return "newest_month"
    if area.startswith("BU") and f"WK{area[2:8]}" in wijken:
        return "buurt_of_wijk"
    return None


def _as_contract(
    register: str, rows: list[Row], area: str, period: str, kind: str, count: str
) -> pd.DataFrame:
    codes = pd.Series([row[area] for row in rows], dtype="str")
    is_wijk = codes.str.startswith("WK")
    frame = pd.DataFrame(
        {
            "register": register,
            "period": [row[period].replace("MM", "-") for row in rows],
            "wijkcode": codes.where(is_wijk, ""),
            "buurtcode": codes.where(~is_wijk, ""),
            "kind": [row[kind] for row in rows],
            # empty is withheld and stays empty
            "count": pd.array([row[count] for row in rows], dtype="Int64"),
        }
    )
    return frame.sort_values(["period", "wijkcode", "buurtcode", "kind"])


def _card(
    table: Table,
    register: str,
    gemeentecode: str,
    newest: str,
    received: int,
    frame: pd.DataFrame,
    left_out: dict[str, int],
    now: datetime,
) -> SourceCard:
    service = services().registers
    month = newest.replace("MM", "-")
    first, last = frame["period"].min(), frame["period"].max()
    gaps = [
        *service.known_gaps,
        Said(
            nl=f"De maanden lopen van {first} tot en met {last}, welk jaar u ook koos voor de "
            "grenzen.",
            en=f"The months run from {first} to {last}, whichever year was chosen for the borders.",
        ),
        Said(
            nl=f"De nieuwste maand ({month}) is nog niet volledig en staat niet in het bestand.",
            en=f"The newest month ({month}) is not complete yet and is not in the file.",
        ),
    ]
    if table.divisions:
        years = ", ".join(table.divisions)
        gaps.append(
            Said(
                nl=f"Volgens de tabel horen de codes bij de indeling van {years}.",
                en=f"By the table, the codes are those of the division of {years}.",
            )
        )
    empty = frame.groupby("period")["count"].agg(lambda counts: counts.fillna(-1).max())
    for silent in empty.index[empty.le(0)]:
        gaps.append(
            Said(
                nl=f"In {silent} staat nergens een aantal boven nul: waarschijnlijk niet "
                "gepubliceerd. Zet die maand zo nodig in gemeente.yaml onder known_gaps.",
                en=f"In {silent} no count is above zero anywhere: probably not published. Put that "
                "month in gemeente.yaml under known_gaps if so.",
            )
        )
    return SourceCard(
        file=FILE.format(register=register),
        gemeentecode=gemeentecode,
        title=table.title,
        publisher=service.publisher,
        licence=service.licence,
        url=table.url,
        accessed=now,
        modified=table.modified,
        rows_received=received,
        rows_written=len(frame),
        rows_left_out=left_out,
        known_gaps=tuple(gaps),
    )
