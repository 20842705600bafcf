"""The reasons of a proposal as a list on a screen, each with the figure behind it."""

from typing import Any

import pandas as pd

from language import Texts
from views.frame import Screen
from views.html import Safe, join, paragraph, tag
from words import reasons as sentences
from words.rows import rows_of


def compared(_: Texts, row: Any) -> Safe:
    """What the reasons of a weighed proposal are about, as a note above them."""
    text = sentences.compared(_, row)
    return paragraph(text, "wp-note") if text else Safe("")


def reasons(screen: Screen, wijkcode: str, monday: Any) -> list[Safe]:
    """The reasons of the proposal in words, the heaviest first."""
    return reasons_in_words(
        screen, wijkcode, monday, screen.read.table("reasons", wijkcode, monday)
    )


def reasons_in_words(screen: Screen, wijkcode: str, monday: Any, found: pd.DataFrame) -> list[Safe]:
    """The same of reasons that are not those of the build."""
    values = screen.read.table("indicator_values", wijkcode, monday)
    by_indicator = {row.indicator_id: row for row in rows_of(values)}
    return [_reason(screen, row, by_indicator) for row in rows_of(found)]


def _reason(screen: Screen, row: Any, values: dict[str, Any]) -> Safe:
    sentence = sentences.reason(screen.texts, screen.knowledge, row)
    figure = sentences.measured(
        screen.texts,
        screen.knowledge,
        row.indicator_id,
        row.value,
        row.n,
        values.get(str(row.indicator_id)),
        row.measured_on,
    )
    return join([sentence, " ", tag("span", figure, "wp-muted")])
