"""Which level speaks for a criterion, and which criteria are a strength of a wijk."""

from typing import Any

import pandas as pd

from indicators import Knowledge
from indicators.models import Criterion
from words.rows import known, rows_of

# Levels below this are a strength where the criterion protects.
STRENGTH_BELOW = 1.0


def leading_levels(levels: pd.DataFrame) -> dict[tuple[str, str], Any]:
    """(criterion, channel) -> the row with a usable level; the highest where there are several."""
    found: dict[tuple[str, str], Any] = {}
    for row in rows_of(levels):
        key = (row.criterion, row.channel)
        if known(row.level) is None:
            continue
        if key not in found or row.level > found[key].level:
            found[key] = row
    return found


def strengths_in(knowledge: Knowledge, levels: pd.DataFrame) -> list[tuple[Criterion, list[Any]]]:
    """The protective criteria that every channel with a level places at rust, with those levels: a
    wijk is more than its tensions.
    """
    leading = leading_levels(levels)
    good = []
    for criterion in knowledge.criteria.values():
        rows = [row for (name, _channel), row in leading.items() if name == criterion.id]
        is_strong = all(row.level < STRENGTH_BELOW for row in rows)
        if "protective" in criterion.roles and rows and is_strong:
            good.append((criterion, rows))
    return good
