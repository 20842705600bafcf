"""Rows for small sums by hand, and the figures that a build made of them."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from tests.unit.pipelines.workspace_maker import (
    HEADERS,
    Row,
    ask,
    built,
    csv_text,
    write_workspace,
)

ONE, TWO, THREE = "WK000101", "WK000102", "WK000103"
NUMBERS = count(1)
NEWEST = date(2025, 6, 23)  # Monday of the newest week
SUNDAY = NEWEST + timedelta(days=6)


def weeks_ago(number: int) -> date:
    """A Wednesday so many weeks before the newest week."""
    return NEWEST - timedelta(weeks=number) + timedelta(days=2)


def incident(
    day: date,
    wijk: str,
    category: str,
    group: str = "nee",
    severity: str = "licht",
    verified: str = "nee",
) -> Row:
    """An incident with a number of its own."""
    return [f"i{next(NUMBERS)}", str(day), category, wijk, group, severity, verified, "bron"]


def signal(
    day: date,
    wijk: str,
    criterion: str | None,
    level: int | None,
    reporter: str = "wijkteam-a",
    confirmed: str = "nee",
) -> Row:
    """A signal with a number of its own; without a criterion it says there is nothing to report."""
    nothing = "ja" if criterion is None else "nee"
    return [
        f"w{next(NUMBERS)}",
        str(day),
        wijk,
        criterion,
        level,
        reporter,
        "welzijn",
        confirmed,
        None,
        nothing,
    ]


def answers(
    wave: str, day: date, wijk: str, item: str, given: Iterable[tuple[int, float, float]]
) -> list[Row]:
    """(how many respondents, weight, answer) as rows."""
    table: list[Row] = []
    for times, weight, answer in given:
        for _ in range(times):
            table.append(
                [wave, str(day), f"{wave}-{wijk}-{item}-{len(table)}", wijk, weight, item, answer]
            )
    return table


def workspace(folder: Path, population: list[Row] | None = None, **tables: list[Row]) -> Path:
    """A workspace with these tables only, built on its newest date."""
    everybody: list[Row] = [
        [ONE, 2025, 1000, None],
        [TWO, 2025, 2000, None],
        [THREE, 2025, 4000, None],
    ]
    tables["population"] = everybody if population is None else population
    files: dict[str, str | bytes | None] = {
        f"{kind}.csv": csv_text(HEADERS[kind], table) for kind, table in tables.items()
    }
    made = write_workspace(folder, kinds=[], files=files)
    built(made)
    return made


def figures(folder: Path, indicator: str, wijk: str) -> dict[date, tuple[float | None, int, str]]:
    """Per week: value, n and status of one indicator."""
    found = ask(
        folder,
        "SELECT week_start, value, n, status FROM ind_values WHERE indicator_id = ? AND "
        "wijkcode = ? ORDER BY week_start",
        indicator,
        wijk,
    )
    return {
        row.week_start.date(): (
            None if row.value != row.value else row.value,
            int(row.n),
            row.status,
        )
        for row in found.itertuples()
    }


def level(
    folder: Path, wijk: str, criterion: str, channel: str, week: date = NEWEST
) -> dict[str, object] | None:
    found = ask(
        folder,
        "FROM crit_levels WHERE wijkcode = ? AND criterion = ? AND channel = ? AND week_start = ?",
        wijk,
        criterion,
        channel,
        week,
    )
    assert len(found) <= 1
    return None if found.empty else dict(found.iloc[0])


def phase(folder: Path, wijk: str, week: date = NEWEST) -> str:
    found = ask(
        folder,
        "SELECT phase FROM phase_proposals WHERE wijkcode = ? AND week_start = ?",
        wijk,
        week,
    )
    return str(found["phase"][0])


def registration(period: str, wijk: str, count: int | None, kind: str = "1.1") -> Row:
    return ["47022NED", period, wijk, kind, count]
