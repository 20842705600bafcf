"""Deliberately dirty rows: a few of every kind that real deliveries have.

Every fault is an extra row, a copy of a good one with one thing wrong. So the good rows alone
are the whole truth, and the number of rows to be refused is known exactly.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

Row = dict[str, object]
Change = Callable[[Row], Row]

SHARE = 0.003  # of the rows of a file
UNKNOWN_WIJK, UNKNOWN_BUURT = "WK009901", "BU00990101"
FUTURE_YEARS = 30  # a typing error in the year; far enough to stay future for long


@dataclass
class Dirtied:
    """A table with its faults, and what was planted."""

    frame: pd.DataFrame
    planted: dict[str, int] = field(default_factory=dict)
    broken_rows: int = 0  # still to be put in when the file is written


def setting(**values: object) -> Change:
    """Make a change that puts these values in a row."""
    return lambda row: {**row, **values}


def future(column: str) -> Change:
    """Move the year of an ISO date or period 30 years ahead."""

    def change(row: Row) -> Row:
        text = str(row[column])
        return {**row, column: f"{int(text[:4]) + FUTURE_YEARS}-03{text[7:]}"}

    return change


def impossible(column: str) -> Change:
    """Put 30 February in a date, or month 13 in a period."""

    def change(row: Row) -> Row:
        text = str(row[column])
        middle = "-13" if len(text) == 7 else "-02-30"
        return {**row, column: text[:4] + middle + text[10:]}

    return change


def dirty(
    rng: np.random.Generator,
    frame: pd.DataFrame,
    changes: dict[str, Change],
    id_column: str | None = None,
    broken: bool = True,
) -> Dirtied:
    """Add about 0.3 % faulty rows to a table, at least one of each kind.

    `changes` gives for each kind how a copied row goes wrong. Copies get a fresh number in
    `id_column`, save those of kind `duplicate_id`, which stand below the row they repeat.
    """
    kinds = [*changes, *(["broken_row"] if broken else [])]
    number = max(len(kinds), round(SHARE * len(frame)))
    planned = [kinds[i % len(kinds)] for i in range(number)]
    planted = {kind: planned.count(kind) for kind in kinds}
    rows: list[Row] = []
    places: list[float] = []
    source = rng.permutation(len(frame))  # no row is copied twice while there are enough
    for i, kind in enumerate(kind for kind in planned if kind != "broken_row"):
        original = int(source[i % len(source)])
        row: Row = {str(key): value for key, value in frame.iloc[original].items()}
        if id_column is not None and kind != "duplicate_id":
            row[id_column] = f"{str(row[id_column])[:-5]}{90_000 + i}"
        rows.append(changes[kind](row))
        places.append(float(rng.uniform(original, len(frame))))
    if not rows:
        return Dirtied(frame, planted, planted.get("broken_row", 0))
    together = pd.concat([frame.astype(object), pd.DataFrame(rows, dtype=object)])
    order = np.argsort(np.concatenate([np.arange(len(frame)), places]), kind="stable")
    together = together[list(frame.columns)].iloc[order].reset_index(drop=True)
    return Dirtied(together, planted, planted.get("broken_row", 0))


def break_lines(rng: np.random.Generator, lines: list[str], number: int, separator: str) -> None:
    """Put broken copies of lines into a CSV text: too many fields, or cut off half way."""
    for i in range(number):
        line = lines[int(rng.integers(1, len(lines)))]
        if i % 2 == 0:
            line = line + separator + "?" + separator + "?"
        else:
            line = separator.join(line.split(separator)[:2])
        lines.insert(int(rng.integers(1, len(lines) + 1)), line)
