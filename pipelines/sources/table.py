"""Rows read one by one in Python, handed to DuckDB as text."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from pipelines.faults import FileRefusedError
from pipelines.sources.limits import check_shape
from pipelines.sql import run

# An e-mail address or account, a number of 8 digits or more however it is written, an IBAN.
LOOKS_LIKE_A_VALUE = re.compile(r"@|(\d[ ./()-]{0,2}){8}|\b[A-Za-z]{2}\d{2} ?[A-Za-z]{4} ?\d")


# Names that stand beside the delivered columns while a file is looked at: a delivered one gets a
# number.
OUR_OWN = ("row_number", "joined", "is_suspicious", "is_in_spread")


@dataclass(frozen=True)
class BrokenRow:
    """A row that could not be read at all. `reason` is a key under `rows` in reasons.yaml."""

    row_number: int
    reason: str


@dataclass(frozen=True)
class TextTable:
    """The rows of one file as text. `row_numbers` are the rows as a spreadsheet shows them (the
    header is row 1).
    """

    columns: tuple[str, ...]
    row_numbers: list[int]
    cells: list[list[str | None]]

    def register(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make the relation `delivered` of this table, with a column `row_number`."""
        data: dict[str, pa.Array] = {"row_number": pa.array(self.row_numbers, pa.int32())}
        for index, column in enumerate(self.columns):
            data[column] = pa.array([row[index] for row in self.cells], pa.string())
        connection.register("delivered_rows", pa.table(data))
        run(connection, "10_incoming/delivered_rows")


def checked_header(header: list[str]) -> tuple[str, ...]:
    """The header with blanks trimmed. Raises FileRefusedError when there is none, on a name that
    stands there twice, and on what is no name but a value: a file without a header, of which the
    first row is shown to nobody.
    """
    check_shape(rows=0, columns=len(header))
    if not header:
        raise FileRefusedError("empty_file")
    names = [name.strip().lstrip("\ufeff").strip() for name in header]
    for position, name in enumerate(names, start=1):
        if LOOKS_LIKE_A_VALUE.search(name):
            raise FileRefusedError("value_in_header", column=str(position))
    seen: set[str] = set()
    for position, name in enumerate(names):
        if name.casefold() in seen and name:
            raise FileRefusedError("repeated_column", column=name)
        seen.add(name.casefold())
        if not name or name.casefold() in OUR_OWN:
            names[position] = f"{name}#{position + 1}"
    return tuple(names)
