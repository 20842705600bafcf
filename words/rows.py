"""Reading rows and cells of a data frame, in which a gap is never a value."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows one by one, with the columns as attributes."""
    return iter(frame.itertuples(index=False))


def known(value: Any) -> Any | None:
    """The value, or None where the data frame holds a gap."""
    return None if value is None or pd.isna(value) else value


def day(value: Any) -> dt.date | None:
    """A date out of a data frame, or None where there is none."""
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()
