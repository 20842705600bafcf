"""Tables as files of other forms, and incidents with columns of their own, for the tests of
this folder.
"""

import io
from collections.abc import Sequence

import openpyxl
import pandas as pd

from tests.unit.pipelines.workspace_maker import HEADERS, Cell, Row


def xlsx(header: Sequence[str], rows: Sequence[Row]) -> bytes:
    """A workbook with one sheet."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [header, *rows]:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet(header: Sequence[str], rows: Sequence[Row]) -> bytes:
    """A Parquet file with the types that the cells have."""
    out = io.BytesIO()
    pd.DataFrame(rows, columns=list(header)).to_parquet(out, index=False)
    return out.getvalue()


INCIDENTS = HEADERS["incidents"]


def incidents(number: int, **extra: Sequence[Cell]) -> tuple[list[str], list[Row]]:
    """Header and rows of valid incidents with more columns; their cells are used in turn."""
    rows: list[Row] = []
    for n in range(number):
        base = [f"h{n:06d}", "2025-06-03", "overig", "WK000101", "nee", "licht", "nee", "meldpunt"]
        rows.append([*base, *(values[n % len(values)] for values in extra.values())])
    return [*INCIDENTS, *extra], rows
