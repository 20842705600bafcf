"""Rows of a build as parts of the model: one function per kind of row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pandas as pd

from briefings.model import (
    Change,
    Comparison,
    Confirmation,
    Figure,
    Measure,
    Proposal,
    Status,
)
from indicators.models import Indicator
from words import proposal as proposals
from words.rows import day, known, rows_of


def proposal_of(row: Any) -> Proposal:
    """A row of `phases`."""
    return Proposal(
        phase=str(row.phase),
        certainty=proposals.certainty(row),
        rival=proposals.rival(row),
        chances=proposals.chances(row),
        chance_step=0.0,
        since_week=day(row.since_week),
        direction=str(row.direction),
        direction_long=str(row.direction_long),
        direction_own=str(row.direction_own),
        is_city_wide=bool(known(row.is_city_wide)),
        next_look=day(row.next_look),
        next_look_reason=text(row.next_look_reason),
        gates=listed(row.gates),
        channels=listed(row.channels_usable),
    )


def confirmation_of(row: Any) -> Confirmation | None:
    """What people decided, where it still counts in the week of the row."""
    decided, until = day(row.confirmed_on), day(row.expires_on)
    phase = text(row.confirmed_phase)
    if phase is None or decided is None or until is None:
        return None
    return Confirmation(phase, decided, until)


def is_current(measure: Measure, first: dt.date) -> bool:
    """Planned or under way, or ended on or after the first day of the period."""
    return measure.ends_on is None or measure.ends_on >= first


def figure_of(code: str, indicator: Indicator, row: Any) -> Figure:
    """A row of `figures`; None is a figure that does not exist in this week."""
    is_survey = indicator.source.kind == "survey"
    value = None if row is None else decimal(row.value)
    status: Status = "missing" if value is None else "zero" if value == 0 else "shown"
    return Figure(
        wijkcode=code,
        kind="survey" if is_survey else "count",
        id=indicator.id,
        status=status,
        value=value,
        n=None if row is None else whole(row.n),
        n_of="answers" if is_survey else "events",
        period_start=None if row is None else day(row.period_start),
        period_end=None if row is None else day(row.period_end),
        low=None if row is None else decimal(row.low),
        high=None if row is None else decimal(row.high),
        wave=None if row is None else text(row.wave),
        residents=None if row is None else whole(row.inwoners),
        residents_estimated_pct=None if row is None else decimal(row.inwoners_estimated_pct),
        gemeente=None if row is None else _gemeente(row),
    )


def _gemeente(row: Any) -> Comparison | None:
    """The figure of the whole gemeente beside one of a wijk."""
    value, n = decimal(row.gemeente_value), whole(row.gemeente_n)
    if value is None or not n:
        return None
    return Comparison(value, n, int(row.gemeente_wijken))


def coverage_of(code: str, row: Any, first: dt.date, last: dt.date) -> Figure:
    """Reports received as a percentage of those expected; without agreements there is none."""
    value = None if row is None else decimal(row.coverage_pct)
    expected = None if row is None else decimal(row.expected)
    return Figure(
        wijkcode=code,
        kind="coverage",
        id="dekking",
        status="missing" if value is None else "zero" if value == 0 else "shown",
        value=value,
        n=None if value is None or expected is None else round(expected),
        n_of="expected",
        period_start=first,
        period_end=last,
    )


def registers_of(table: pd.DataFrame) -> Iterable[Figure]:
    """The newest period of every register and kind; withheld parts make the count withheld."""
    newest = table.sort_values("period_start").groupby(["register", "kind"], sort=True).tail(1)
    for row in rows_of(newest.sort_values(["register", "kind"])):
        is_withheld = int(row.areas_withheld) > 0
        count = float(decimal(row.count_known) or 0.0)
        status: Status = "withheld" if is_withheld else "zero" if count == 0 else "shown"
        yield Figure(
            wijkcode=str(row.wijkcode),
            kind="register",
            id=f"{row.register} {row.kind}",
            status=status,
            value=None if is_withheld else count,
            n=int(row.areas),
            n_of="areas",
            period_start=day(row.period_start),
            period_end=day(row.period_end),
            low=decimal(row.count_lowest) if is_withheld else None,
            high=decimal(row.count_highest) if is_withheld else None,
            wave=str(row.period),
            estimated_pct=decimal(row.estimated_pct),
        )


def change_of(row: Any) -> Change:
    """A row of `changes_needed`."""
    return Change(
        kind=str(row.kind),
        amount=int(row.amount),
        level=whole(row.level),
        criterion=text(row.criterion),
        channel=text(row.channel),
        to_phase=str(row.to_phase),
    )


def listed(value: Any) -> tuple[str, ...]:
    """The ids in a cell that holds several, with commas between them."""
    return tuple(name for name in str(known(value) or "").split(",") if name)


def text(value: Any) -> str | None:
    """The text of a cell, or None for a gap."""
    found = known(value)
    return None if found is None else str(found)


def whole(value: Any) -> int | None:
    """The whole number of a cell, or None for a gap."""
    found = known(value)
    return None if found is None else int(found)


def decimal(value: Any) -> float | None:
    """The number of a cell, or None for a gap."""
    found = known(value)
    return None if found is None else float(found)
