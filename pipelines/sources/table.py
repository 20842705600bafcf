"""Rows read one by one in Python, handed to DuckDB as text."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from pipelines.faults import FileRefusedError
from pipelines.sql import run


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
    """The header with blanks trimmed. Raises FileRefusedError on a name that stands there twice."""
    names = [name.strip().lstrip("\ufeff").strip() for name in header]
    seen: set[str] = set()
    for position, name in enumerate(names):
        if name.casefold() in seen and name:
            raise FileRefusedError("repeated_column", column=name)
        seen.add(name.casefold())
        if not name or name.casefold() == "row_number":
            names[position] = f"{name}#{position + 1}"
    return tuple(names)
