"""Disclosure control: which numbers may leave the people who work with the data.

Five rules, and no number in code (disclosure.yaml has them, with their sources):

1. Nothing about a wijk with fewer than ``minimum_residents`` residents, or an unknown number.
2. A count under ``minimum_count`` is suppressed, with everything computed from it. A percentage of
   answers is such a count too, where fewer people than that stand behind it or outside of it; then
   only its bounds are told.
3. Other counts are rounded to ``rounding_base``; rates and intervals are computed from the rounded
   count and never from the real one.
4. A survey figure on fewer than ``minimum_answers`` answers is suppressed.
5. **A figure of the gemeente is computed from the shown figures of the wijken alone.** That is the
   complementary suppression: a total that holds no hidden cell cannot give one away. A hidden one
   takes part as the middle of what it can be, so that the total is not pulled up. Where that says
   too little (``largest_unknown_pct``), there is no total.

The decision is made once, on the whole table of a build, before any format is written, and is the
same for every level that is protected. So two formats or two levels never differ. Two weeks cannot
be subtracted either: a count is taken over windows that do not overlap (``block_end``), because the
difference of two overlapping windows is a count of one week.

The proof is ``tests/unit/briefings/test_disclosure.py``: what is published does not change when a
hidden number does.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field

from briefings.model import Comparison, Figure
from indicators.estimators import Z_95
from indicators.models import Day, Frozen, Localized, Reference, Status

POLICY_FILE = Path(__file__).parent / "disclosure.yaml"
# Monday 1 January 0001: weeks are counted from there, so that blocks are the same in every build.
_FIRST_MONDAY = dt.date(1, 1, 1)


class PolicyValue(Frozen):
    """One number of the policy with where it comes from."""

    value: Annotated[int, Field(gt=0)]
    status: Status
    reference: Reference
    meaning: Localized


class PolicyValues(Frozen):
    """The numbers of the policy."""

    minimum_count: PolicyValue
    rounding_base: PolicyValue
    minimum_answers: PolicyValue
    minimum_residents: PolicyValue
    chance_step_pct: PolicyValue
    largest_unknown_pct: PolicyValue


class Policy(Frozen):
    """disclosure.yaml."""

    valid_from: Day = Field(alias="from")
    last_checked: Day
    values: PolicyValues


@cache
def policy(path: Path = POLICY_FILE) -> Policy:
    """The policy in effect; a ValidationError names what is wrong in the file."""
    return Policy.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def rounded(count: float) -> int:
    """A count to the nearest multiple of the base; exactly between two goes up."""
    base = policy().values.rounding_base.value
    return int(math.floor(count / base + 0.5)) * base


def is_small(count: float) -> bool:
    """Whether a count is too small to show."""
    return count < policy().values.minimum_count.value


def has_enough_residents(residents: int | None) -> bool:
    """Whether there may be any result of this wijk."""
    return residents is not None and residents >= policy().values.minimum_residents.value


def block_end(week_start: dt.date, window_weeks: int) -> dt.date:
    """The Monday of the newest week, at most ``week_start``, that ends a block of so many weeks.

    Blocks lie end to end and are the same whatever week is asked for and whenever a build was made.
    """
    number = (week_start - _FIRST_MONDAY).days // 7
    return week_start - dt.timedelta(weeks=(number + 1) % window_weeks)


def protect(
    figures: Iterable[Figure],
    residents: Mapping[str, int | None],
    shares: frozenset[str] = frozenset(),
) -> list[Figure]:
    """The figures of all wijken as they may be shown, in the same order.

    residents: newest number per wijk, for all wijken. shares: ids of the survey figures that are a
    percentage of the answers.
    """
    protected = [
        _protected(figure, has_enough_residents(residents.get(figure.wijkcode)), shares)
        for figure in figures
    ]
    totals = gemeente_figures(protected, residents)
    return [replace(figure, gemeente=totals.get(figure.id)) for figure in protected]


def _protected(figure: Figure, has_enough: bool, shares: frozenset[str]) -> Figure:
    if not has_enough:
        return suppressed(figure)
    if figure.status in ("missing", "withheld") and figure.n is None:
        return figure
    if figure.kind == "survey":
        return _survey(figure, figure.id in shares)
    if figure.n is None or is_small(figure.n):
        return suppressed(figure)
    if figure.kind == "count":
        return _count(figure)
    if figure.kind == "coverage":
        return _coverage(figure)
    return replace(figure, n=rounded(figure.n), low=None, high=None, is_rounded=True)


def suppressed(figure: Figure) -> Figure:
    """The figure without any number; its period stays, which says nothing about people."""
    return replace(
        figure,
        status="suppressed",
        value=None,
        n=None,
        low=None,
        high=None,
        residents=None,
        residents_estimated_pct=None,
        is_rounded=True,
        gemeente=None,
    )


def _survey(figure: Figure, is_share: bool) -> Figure:
    if figure.n is None or figure.n < policy().values.minimum_answers.value:
        return suppressed(figure)
    number = rounded(figure.n)
    if is_share and figure.value is not None:
        behind = figure.n * figure.value / 100.0
        most_pct = 100.0 * (policy().values.minimum_count.value - 1) / number
        hidden = replace(suppressed(figure), n=number)
        if is_small(behind):
            return replace(hidden, low=0.0, high=round(most_pct, 1))
        if is_small(figure.n - behind):
            return replace(hidden, low=round(100.0 - most_pct, 1), high=100.0)
    return replace(figure, n=number, is_rounded=True)


def _count(figure: Figure) -> Figure:
    """The rate and an interval around it, from the rounded count.

    Interval: (sqrt(n) ± z/2)² on the square-root scale, on which the spread of a count is 1/2; n is
    first moved by the most that rounding can have changed.
    """
    assert figure.n is not None
    count = rounded(figure.n)
    if not figure.residents:
        return replace(figure, n=count, value=None, low=None, high=None, is_rounded=True)
    per_1000 = 1000.0 / figure.residents
    moved = policy().values.rounding_base.value // 2
    low = max(0.0, math.sqrt(max(0, count - moved)) - Z_95 / 2) ** 2
    high = (math.sqrt(count + moved) + Z_95 / 2) ** 2
    return replace(
        figure,
        n=count,
        value=round(count * per_1000, 1),
        low=round(low * per_1000, 1),
        high=round(high * per_1000, 1),
        is_rounded=True,
    )


def _coverage(figure: Figure) -> Figure:
    """A quarter that the share is in, named by its lower edge: 0, 25, 50 or 75 %."""
    assert figure.n is not None
    value = None if figure.value is None else float(min(75, int(figure.value // 25) * 25))
    return replace(figure, n=rounded(figure.n), value=value, is_rounded=True, status="shown")


def gemeente_figures(
    figures: Iterable[Figure], residents: Mapping[str, int | None]
) -> dict[str, Comparison]:
    """Per figure the one of the gemeente, from what is shown of the wijken and nothing else.

    Surveys weighted by the number of answers; counts per 1,000 residents of those wijken together.
    """
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.kind in ("survey", "count") and has_enough_residents(
            residents.get(figure.wijkcode)
        ):
            found.setdefault(figure.id, []).append(figure)
    totals = {
        name: _mean(cells) if cells[0].kind == "survey" else _rate(cells, residents)
        for name, cells in found.items()
    }
    return {name: total for name, total in totals.items() if total is not None}


def _mean(cells: list[Figure]) -> Comparison | None:
    shown = [(cell.value, cell.n) for cell in cells if cell.value is not None and cell.n]
    bounded = [
        (cell.low, cell.high, cell.n)
        for cell in cells
        if cell.value is None and cell.low is not None and cell.high is not None and cell.n
    ]
    n = sum(number for _value, number in shown) + sum(number for *_ends, number in bounded)
    total = sum(value * number for value, number in shown)
    total += sum((low + high) / 2 * number for low, high, number in bounded)
    unknown = sum((high - low) * number for low, high, number in bounded)
    if not shown or _is_too_vague(unknown, total):
        return None
    return Comparison(round(total / n, 1), n, len(shown))


def _rate(cells: list[Figure], residents: Mapping[str, int | None]) -> Comparison | None:
    shown = [cell for cell in cells if cell.value is not None]
    hidden = [cell for cell in cells if cell.status == "suppressed"]
    unknown = (policy().values.minimum_count.value - 1) * len(hidden)
    count = sum(cell.n or 0 for cell in shown) + unknown / 2
    people = sum(residents[cell.wijkcode] or 0 for cell in (*shown, *hidden))
    if not shown or _is_too_vague(unknown, count):
        return None
    return Comparison(round(1000.0 * count / people, 1), rounded(count), len(shown))


def _is_too_vague(unknown: float, total: float) -> bool:
    """Whether the hidden cells leave too much of a total open to show it."""
    return 100.0 * unknown > policy().values.largest_unknown_pct.value * total
