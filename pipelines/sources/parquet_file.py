"""Parquet: every column as text, dates and times as ISO text in Dutch time."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.faults import FileRefusedError
from pipelines.sources.limits import LARGEST_FILE_BYTES, check_shape
from pipelines.sources.table import checked_header
from pipelines.sql import render


def deliver(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[str, ...]:
    """Make the relation `delivered` and give its columns. Raises FileRefusedError when it is not
    Parquet.
    """
    try:
        with pq.ParquetFile(path) as file:
            about = file.metadata
            unpacked = sum(
                about.row_group(group).total_byte_size for group in range(about.num_row_groups)
            )
            check_shape(about.num_rows, about.num_columns)
            if unpacked > LARGEST_FILE_BYTES:
                raise FileRefusedError("too_large")
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
    except (duckdb.Error, pa.ArrowException, OSError) as fault:
        raise FileRefusedError("not_what_it_says", detail="Parquet") from fault
    return columns
