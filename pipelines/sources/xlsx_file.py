"""XLSX: the first sheet, its first row the header; dates as ISO text, whole numbers without a
point.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

from openpyxl import load_workbook

from pipelines.faults import FileRefusedError
from pipelines.sources.limits import (
    LARGEST_UNPACKED_BYTES,
    MOST_CELLS,
    MOST_SHEET_ROWS,
    check_shape,
)
from pipelines.sources.table import TextTable, checked_header


def read(path: Path) -> tuple[TextTable, tuple[str, ...]]:
    """Read the first sheet. Raises FileRefusedError when the file is not a workbook or has no rows
    at all.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED_BYTES:
                raise FileRefusedError("too_large")
        workbook = load_workbook(path, read_only=True, data_only=True)
    except FileRefusedError:
        raise
    except Exception as fault:  # a damaged workbook fails in as many ways as there are parts in it
        raise FileRefusedError("not_what_it_says", detail="XLSX") from fault
    try:
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()
        rows = ([_as_text(value) for value in row] for row in sheet.iter_rows(values_only=True))
        header_row = next(rows, None)
        if header_row is None or not any(header_row):
            raise FileRefusedError("empty_file")
        while header_row and header_row[-1] is None:
            header_row.pop()
        header = checked_header([name or "" for name in header_row])
        numbers: list[int] = []
        cells: list[list[str | None]] = []
        # a row number in the file may be anything; the reader fills the gap before it with blanks
        for row_number, row in enumerate(rows, start=2):
            if row_number > MOST_SHEET_ROWS or len(cells) * len(header) > MOST_CELLS:
                raise FileRefusedError("too_large")
            check_shape(rows=0, columns=len(row))
            if any(cell is not None for cell in row):
                numbers.append(row_number)
                cells.append((row + [None] * len(header))[: len(header)])
        notices = ("several_sheets",) if len(workbook.worksheets) > 1 else ()
    except FileRefusedError:
        raise
    except Exception as fault:  # damage inside the sheet shows only while reading
        raise FileRefusedError("not_what_it_says", detail="XLSX") from fault
    finally:
        workbook.close()
    return TextTable(header, numbers, cells), notices


def _as_text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dt.datetime):
        at_midnight = value.time() == dt.time(0)
        return (
            value.date().isoformat()
            if at_midnight
            else value.isoformat(sep=" ", timespec="seconds")
        )
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    return text if text.strip() else None
