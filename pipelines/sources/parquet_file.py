"""Parquet: every column as text, dates and times as ISO text in Dutch time."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.faults import FileRefusedError
from pipelines.sql import render


def deliver(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[str, ...]:
    """Make the relation `delivered` and give its columns. Raises FileRefusedError when it is not
    Parquet.
    """
    try:
        described = connection.execute(
            render("10_incoming/describe_parquet", path=str(path))
        ).fetchall()
        columns = tuple(str(row[0]) for row in described)
        connection.execute(render("10_incoming/delivered_parquet", path=str(path), columns=columns))
        connection.execute(render("10_incoming/count_delivered")).fetchall()
    except duckdb.Error as fault:
        raise FileRefusedError("not_what_it_says", detail="Parquet") from fault
    return columns
