"""Parquet: every column as text, dates and times as ISO text in Dutch time."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.faults import FileRefusedError
from pipelines.sources.table import checked_header
from pipelines.sql import render


def deliver(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[str, ...]:
    """Make the relation `delivered` and give its columns. Raises FileRefusedError when it is not
    Parquet.
    """
    try:
        described = connection.execute(
            render("10_incoming/describe_parquet", path=str(path))
        ).fetchall()
        columns = checked_header([str(row[0]) for row in described])
        yes_or_no = {str(name) for name, column_type in described if column_type == "BOOLEAN"}
        connection.execute(
            render(
                "10_incoming/delivered_parquet",
                path=str(path),
                columns=[(str(row[0]), name) for row, name in zip(described, columns, strict=True)],
                yes_or_no=yes_or_no,
            )
        )
        connection.execute(render("10_incoming/count_delivered")).fetchall()
    except duckdb.Error as fault:
        raise FileRefusedError("not_what_it_says", detail="Parquet") from fault
    return columns
