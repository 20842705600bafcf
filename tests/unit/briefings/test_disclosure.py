"""Disclosure control at its boundaries, and the proof that a hidden number leaves no trace."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.disclosure import (
    block_end,
    gemeente_figures,
    has_enough_residents,
    policy,
    protect,
    rounded,
)
from briefings.model import Figure

DAY = date(2026, 11, 8)
SHARES = frozenset({"spanning_ervaren"})


def count(n: int, wijk: str = "WK000001", residents: int = 4000) -> Figure:
    """Reports over four weeks in one wijk."""
    return Figure(
        wijkcode=wijk,
        kind="count",
        id="overlast_meldingen",
        status="shown" if n else "zero",
        value=1000.0 * n / residents,
        n=n,
        n_of="events",
        period_start=DAY - timedelta(days=27),
        period_end=DAY,
        low=0.1,
        high=9.9,
        residents=residents,
    )


def survey(n: int, value: float = 40.0, name: str = "spanning_ervaren") -> Figure:
    """A survey figure of one wijk."""
    return Figure(
        wijkcode="WK000001",
        kind="survey",
        id=name,
        status="shown",
        value=value,
        n=n,
        n_of="answers",
        period_start=DAY,
        period_end=DAY,
        low=value - 8,
        high=value + 8,
        wave="2026",
    )


def one(figure: Figure, residents: int | None = 4000) -> Figure:
    return protect([figure], {figure.wijkcode: residents}, SHARES)[0]


@pytest.mark.parametrize(
    ("n", "status", "shown"),
    [(0, "suppressed", None), (7, "suppressed", None), (8, "shown", 10), (12, "shown", 10)],
)
def test_a_count_under_eight_is_hidden_and_others_are_rounded(n, status, shown):
    figure = one(count(n))
    assert (figure.status, figure.n) == (status, shown)


@pytest.mark.parametrize(
    ("given_count", "shown"), [(8, 10), (12, 10), (13, 15), (17, 15), (18, 20)]
)
def test_rounding_is_to_the_nearest_five(given_count, shown):
    assert rounded(given_count) == shown


def test_a_rate_and_its_interval_follow_from_the_rounded_count_alone():
    first, second = one(count(8)), one(count(12))
    assert first == second
    assert first.value == pytest.approx(1000 * 10 / 4000)
    assert first.low < first.value < first.high


@pytest.mark.parametrize(("n", "status"), [(49, "suppressed"), (50, "shown")])
def test_a_survey_figure_needs_fifty_answers(n, status):
    assert one(survey(n)).status == status


@pytest.mark.parametrize(
    ("value", "status"),
    [(7.9, "suppressed"), (8.0, "shown"), (92.0, "shown"), (92.1, "suppressed")],
)
def test_a_percentage_is_a_count_in_disguise(value, status):
    figure = one(survey(100, value))
    assert figure.status == status
    if status == "suppressed":
        assert figure.value is None and figure.n == 100
        assert (figure.low, figure.high) in [(0.0, 7.0), (93.0, 100.0)]


def test_a_mean_on_a_scale_is_no_count():
    assert one(survey(100, 5.6, "cohesie")).value == 5.6


@pytest.mark.parametrize(("residents", "enough"), [(99, False), (100, True), (None, False)])
def test_nothing_about_a_wijk_with_under_a_hundred_residents(residents, enough):
    assert has_enough_residents(residents) is enough
    assert (one(count(50), residents).status == "shown") is enough
    assert (one(survey(80), residents).status == "shown") is enough


def test_missing_and_withheld_stay_what_they_are():
    for status in ("missing", "withheld"):
        figure = replace(count(0), status=status, value=None, n=None)
        assert one(figure).status == status


def test_blocks_do_not_overlap_and_cover_every_week():
    monday = date(2026, 1, 5)
    for window in (4, 13):
        ends = {block_end(monday + timedelta(weeks=n), window) for n in range(60)}
        ordered = sorted(ends)
        assert all((b - a) == timedelta(weeks=window) for a, b in pairwise(ordered))
        assert all(block_end(end, window) == end for end in ends)


counts = st.lists(st.integers(0, 40), min_size=1, max_size=8)


@given(counts, st.data())
def test_what_is_shown_does_not_change_when_a_hidden_number_does(numbers, data):
    """No attack can work on numbers that leave no trace, whatever the attacker computes."""
    residents = {f"WK{place:06}": 1500 + 500 * place for place in range(len(numbers))}
    other = [data.draw(st.integers(0, 7)) if n < 8 else n for n in numbers]
    shown = [
        protect(
            [count(n, wijk, residents[wijk]) for wijk, n in zip(residents, given, strict=True)],
            residents,
        )
        for given in (numbers, other)
    ]
    # Zero and not zero are both hidden, so their status says nothing either.
    assert shown[0] == shown[1]


@given(
    st.lists(st.tuples(st.integers(5, 120), st.floats(0, 100)), min_size=1, max_size=6), st.data()
)
def test_a_hidden_survey_figure_leaves_no_trace(answers, data):
    figures, changed = [], []
    for place, (n, value) in enumerate(answers):
        figure = replace(survey(n, value), wijkcode=f"WK{place:06}")
        figures.append(figure)
        is_hidden = n < policy().values.minimum_answers.value
        new = (data.draw(st.integers(5, 49)), data.draw(st.floats(0, 100)))
        changed.append(replace(figure, n=new[0], value=new[1]) if is_hidden else figure)
    residents = {figure.wijkcode: 900 for figure in figures}
    assert protect(figures, residents, SHARES) == protect(changed, residents, SHARES)


def test_a_total_is_shown_only_where_hidden_cells_hardly_matter():
    residents = {f"WK{place:06}": 4000 for place in range(6)}
    wijken = list(residents)
    many = [count(100, wijk) for wijk in wijken[:5]] + [count(3, wijken[5])]
    total = gemeente_figures(protect(many, residents), residents)["overlast_meldingen"]
    assert total.n == rounded(503.5) and total.wijken == 5
    few = [count(10, wijken[0])] + [count(3, wijk) for wijk in wijken[1:]]
    assert protect(few, residents)[0].gemeente is None


def test_the_policy_names_a_source_for_every_number():
    values = policy().values
    for name in type(values).model_fields:
        assert getattr(values, name).reference.title
    assert (values.minimum_count.value, values.rounding_base.value) == (8, 5)
    assert (values.minimum_answers.value, values.minimum_residents.value) == (50, 100)
