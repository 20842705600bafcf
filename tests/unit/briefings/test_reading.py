"""The model holds the figures of the build, no other ones."""

import pandas as pd
import pytest

from indicators import load_knowledge
from tests.unit.briefings.conftest import CONFIRMED, WEEK, WITH_MEASURE, request_of


def test_the_figures_of_all_wijken_are_those_of_each_wijk(build, reader):
    """`figures` asks in one go what `indicator_values` and `intervals` ask per wijk."""
    everything = build.figures(WEEK)
    assert set(everything["wijkcode"]) == set(reader.codes())
    for code in reader.codes():
        own = everything[everything["wijkcode"] == code].reset_index(drop=True)
        values = build.indicator_values(code, WEEK)
        assert list(own["indicator_id"]) == list(values["indicator_id"])
        pd.testing.assert_series_equal(own["value"], values["value"])
        pd.testing.assert_series_equal(own["n"], values["n"])
        bounds = build.intervals(code, WEEK).set_index("indicator_id")
        for row in own.dropna(subset=["low"]).itertuples():
            assert (row.low, row.high) == tuple(bounds.loc[row.indicator_id, ["low", "high"]])


def test_every_indicator_has_a_figure_also_where_there_is_none(reader):
    asked = [
        name for name, one in load_knowledge().indicators.items() if one.source.kind != "signals"
    ]
    briefing = reader.overview(request_of("intern"))
    for part in briefing.wijken:
        assert [figure.id for figure in part.figures] == asked
    assert any(figure.status == "missing" for part in briefing.wijken for figure in part.figures)


def test_the_gemeente_beside_a_wijk_is_that_of_the_build(build, reader):
    """Exact inside; outside it is worked out from what is shown, and close to it."""
    part = reader.overview(request_of("intern", "WK000001")).wijken[0]
    values = build.indicator_values("WK000001", WEEK).set_index("indicator_id")
    compared = [figure for figure in part.figures if figure.gemeente]
    assert len(compared) > 10
    for figure in compared:
        # a mean over rows in no fixed order: its last digit may differ
        assert figure.gemeente.value == pytest.approx(values.loc[figure.id, "gemeente_value"])
        assert figure.gemeente.n == values.loc[figure.id, "gemeente_n"]
    outside = reader.overview(request_of("openbaar", "WK000001")).wijken[0]
    near = [figure for figure in outside.figures if figure.gemeente and figure.kind == "survey"]
    assert len(near) > 5
    for figure in near:
        assert abs(figure.gemeente.value - values.loc[figure.id, "gemeente_value"]) < 2


def test_decisions_and_measures_are_those_known_when_the_build_was_made(reader):
    briefing = reader.full(request_of("intern"))
    by_code = {part.wijkcode: part for part in briefing.wijken}
    assert by_code[CONFIRMED].confirmation.phase == "spanning"
    assert [one.title for one in by_code[WITH_MEASURE].measures] == ["Koffie op het plein"]
    before = reader.full(request_of("intern", CONFIRMED, week=WEEK.replace(month=10, day=5)))
    assert before.wijken[0].confirmation is None
