"""SPSS (.sav): codes as they are, not their labels; dates as ISO text; missing values empty."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyreadstat

from pipelines.faults import FileRefusedError
from pipelines.sources.limits import check_cells
from pipelines.sources.table import TextTable, checked_header


def read(path: Path) -> TextTable:
    """Read the cases. Raises FileRefusedError when it is no SPSS file or has no cases."""
    try:
        _, about = pyreadstat.read_sav(str(path), metadataonly=True)
        check_cells(about.number_rows or 0, about.number_columns or 0)
        frame, _ = pyreadstat.read_sav(str(path), apply_value_formats=False, user_missing=False)
    except FileRefusedError:
        raise
    except Exception as fault:  # a damaged file fails in as many ways as there are parts in it
        raise FileRefusedError("not_what_it_says", detail="SPSS") from fault
    if frame.empty:
        raise FileRefusedError("empty_file")
    columns = [str(name) for name in frame.columns]
    cells = [[_as_text(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    return TextTable(checked_header(columns), list(range(2, len(cells) + 2)), cells)


def _as_text(value: object) -> str | None:
    if value is None or value != value:  # not a number is how a missing value comes in
        return None
    if isinstance(value, dt.datetime):
        at_midnight = value.time() == dt.time(0)
        return value.date().isoformat() if at_midnight else value.isoformat(sep=" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    return text if text.strip() else None
