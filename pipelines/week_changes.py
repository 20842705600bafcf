"""What changed in a wijk between two weeks, by channel: the start of the picture of the week."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import pandas as pd

CHANNELS = ("beleefd", "gezien", "vastgelegd")
HIGHEST = 3


@dataclass(frozen=True)
class LevelChange:
    """One criterion that moved a whole level, or about which something became known or unknown:
    level 0-3 before and now, None where there is none; n of the week in which it is known.
    """

    channel: str
    criterion: str
    was: float | None
    now: float | None
    n: int | None


def level_changes(now: pd.DataFrame, before: pd.DataFrame) -> list[LevelChange]:
    """The changes between two frames of `Build.levels`, by channel and then by criterion. A move
    within one level is no change: the figures are not that exact.
    """
    then, today = _by_place(before), _by_place(now)
    found = []
    for channel, criterion in sorted(
        then.keys() | today.keys(),
        key=lambda place: (_place(place[0]), int(place[1].removeprefix("C"))),
    ):
        was, n_was = then.get((channel, criterion), (None, None))
        is_now, n_now = today.get((channel, criterion), (None, None))
        if _step(was) != _step(is_now):
            n = n_now if is_now is not None else n_was
            found.append(LevelChange(channel, criterion, was, is_now, n))
    return found


def _by_place(levels: pd.DataFrame) -> dict[tuple[str, str], tuple[float, int | None]]:
    return {
        (str(row["channel"]), str(row["criterion"])): (
            float(row["level"]),
            None if pd.isna(row["n"]) else int(row["n"]),
        )
        for row in levels.to_dict("records")
    }


def _place(channel: str) -> int:
    return CHANNELS.index(channel) if channel in CHANNELS else len(CHANNELS)


def _step(level: float | None) -> int | None:
    """The whole level that is reached, as the screens show it."""
    return None if level is None else min(HIGHEST, max(0, floor(level)))
