"""What changed between two weeks, by channel."""

import pandas as pd
import pytest

from pipelines.week_changes import level_changes


def levels(*rows: tuple[str, str, float, int | None]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["criterion", "channel", "level", "n"])


@pytest.mark.parametrize(
    ("was", "now", "is_change"),
    [(0.9, 1.0, True), (1.0, 1.9, False), (2.4, 1.9, True), (3.0, 3.0, False), (2.9, 3.0, True)],
)
def test_only_a_whole_level_is_a_change(was, now, is_change):
    found = level_changes(levels(("C7", "gezien", now, 4)), levels(("C7", "gezien", was, 3)))
    assert [(one.was, one.now, one.n) for one in found] == ([(was, now, 4)] if is_change else [])


def test_becoming_known_or_unknown_is_a_change_too():
    found = level_changes(levels(("C7", "gezien", 0.0, 2)), levels(("C8", "gezien", 1.0, None)))
    assert [(one.criterion, one.was, one.now, one.n) for one in found] == [
        ("C7", None, 0.0, 2),
        ("C8", 1.0, None, None),
    ]


def test_the_order_is_that_of_channels_and_criteria():
    now = levels(
        ("C10", "vastgelegd", 3.0, 1), ("C2", "gezien", 1.0, 1), ("C12", "beleefd", 1.0, 1),
        ("C5", "beleefd", 1.0, 1),
    )  # fmt: skip
    found = level_changes(now, levels())
    assert [(one.channel, one.criterion) for one in found] == [
        ("beleefd", "C5"), ("beleefd", "C12"), ("gezien", "C2"), ("vastgelegd", "C10"),
    ]  # fmt: skip
