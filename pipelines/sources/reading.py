"""One way in for every form of file: after `deliver`, the relation `delivered` holds the file's
rows as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.faults import FileRefusedError
from pipelines.sources import csv_file, json_file, parquet_file, sav_file, xlsx_file
from pipelines.sources.limits import check_size
from pipelines.sources.table import BrokenRow

# What a file begins with when it is something else than its name says.
OTHER_FORMS = (
    b"PK\x03\x04",
    b"PAR1",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
    b"SQLite format 3",
)


@dataclass(frozen=True)
class Delivered:
    """What a reader found.

    `columns`: the header as delivered. `broken`: rows that could not be read, with their row
    number. `has_row_numbers`: the relation has a column `row_number`; otherwise its order gives
    it, from `first_row` on. `lines`: lines of a CSV that DuckDB reads in one go; its rows have to
    be one fewer, or the file is not clean. `notices`: keys under `notices` in reasons.yaml.
    """

    columns: tuple[str, ...]
    broken: tuple[BrokenRow, ...]
    has_row_numbers: bool
    first_row: int
    lines: int | None = None
    notices: tuple[str, ...] = ()


def deliver(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    encoding: str = "utf-8",
    carefully: bool = False,
) -> Delivered:
    """Make the relation `delivered` from a file; `carefully` reads a CSV row by row.

    Raises FileRefusedError when the file as a whole is of no use.
    """
    if path.stat().st_size == 0:
        raise FileRefusedError("empty_file")
    check_size(path)
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        start = file.read(16)
    if suffix == ".csv":
        if start.startswith(OTHER_FORMS):
            raise FileRefusedError("not_what_it_says", detail="CSV")
        return _from_csv(connection, path, encoding, carefully)
    if suffix == ".parquet":
        columns = parquet_file.deliver(connection, path)
        return Delivered(columns, (), has_row_numbers=False, first_row=1)
    if suffix in (".json", ".sav"):
        table = json_file.read(path) if suffix == ".json" else sav_file.read(path)
        table.register(connection)
        return Delivered(table.columns, (), has_row_numbers=True, first_row=2)
    table, notices = xlsx_file.read(path)
    table.register(connection)
    return Delivered(table.columns, (), has_row_numbers=True, first_row=2, notices=notices)


def _from_csv(
    connection: duckdb.DuckDBPyConnection, path: Path, encoding: str, carefully: bool
) -> Delivered:
    columns = None if carefully else csv_file.deliver_clean(connection, path, encoding)
    if columns is not None:
        lines = csv_file.count_lines(path)
        return Delivered(columns, (), has_row_numbers=False, first_row=2, lines=lines)
    table, broken = csv_file.read_carefully(path, encoding)
    table.register(connection)
    return Delivered(table.columns, broken, has_row_numbers=True, first_row=2)
