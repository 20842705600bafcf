"""Going through the rows of a data frame."""

from collections.abc import Iterator
from typing import Any

import pandas as pd


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows one by one, with the columns as attributes."""
    return iter(frame.itertuples(index=False))
