"""How large a delivered file may be. What is larger is refused before it is read: a file of a few
kilobytes can unpack to all the memory there is.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.faults import FileRefusedError

# All wijken of the Netherlands with five years of reports stay far below these.
LARGEST_FILE_BYTES = 2_000_000_000
LARGEST_UNPACKED_BYTES = 500_000_000
MOST_ROWS = 50_000_000
MOST_COLUMNS = 500
# What a sheet can hold (ECMA-376, as Excel does it); a row number above it is no spreadsheet's.
MOST_SHEET_ROWS = 1_048_576
MOST_CELLS = 30_000_000  # of what is read as a whole: sheets, SPSS


def check_size(path: Path) -> None:
    """Raises FileRefusedError for a file that is too large to be read."""
    if path.stat().st_size > LARGEST_FILE_BYTES:
        raise FileRefusedError("too_large")


def check_shape(rows: int, columns: int) -> None:
    """Raises FileRefusedError for more rows or columns than a delivery has."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise FileRefusedError("too_large")


def check_cells(rows: int, columns: int) -> None:
    """`check_shape` for what is read as a whole. Raises FileRefusedError."""
    check_shape(rows, columns)
    if rows * columns > MOST_CELLS:
        raise FileRefusedError("too_large")
