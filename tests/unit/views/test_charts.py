"""Charts of one wijk: gaps stay gaps."""

from datetime import date, timedelta

import pytest

from views import charts
from views.charts import Run

MONDAY = date(2026, 1, 5)


def weeks(*phases, other=None):
    return [
        (MONDAY + timedelta(weeks=at), phase, other) for at, phase in enumerate(phases) if phase
    ]


def test_weeks_with_one_phase_become_one_run():
    found = charts.runs(weeks("rust", "rust", "ongemak"))
    assert found == [
        Run("rust", MONDAY, MONDAY + timedelta(weeks=2), 2),
        Run("ongemak", MONDAY + timedelta(weeks=2), MONDAY + timedelta(weeks=3), 1),
    ]


def test_a_missing_week_is_not_joined_over():
    found = charts.runs(weeks("rust", None, "rust"))
    assert [run.weeks for run in found] == [1, 1]


def test_no_history_no_runs():
    assert charts.runs([]) == []


def test_every_phase_keeps_its_lane():
    names = {lane: lane for lane in charts.LANES}
    drawing = charts.phase_history(charts.runs(weeks("rust")), names, MONDAY)
    assert [one.y[0] for one in drawing.data] == list(charts.LANES)


def test_lack_of_data_is_hatched_in_the_history():
    names = {lane: lane for lane in charts.LANES}
    history = charts.runs(weeks("onvoldoende_gegevens", "rust"))
    by_name = {one.name: one for one in charts.phase_history(history, names, MONDAY).data}
    assert list(by_name["onvoldoende_gegevens"].marker.pattern.shape) == ["/"]
    assert list(by_name["rust"].marker.pattern.shape) == [""]


def test_a_doubt_ends_a_run_and_stands_on_both_lanes():
    history = weeks("rust") + [(MONDAY + timedelta(weeks=1), "rust", "ongemak")]
    found = charts.runs(history)
    assert [(run.phase, run.other, run.weeks) for run in found] == [
        ("rust", None, 1),
        ("rust", "ongemak", 1),
    ]
    names = {lane: lane for lane in charts.LANES}
    bars = {one.name: one for one in charts.phase_history(found, names, MONDAY).data}
    assert list(bars["rust"].marker.pattern.shape) == ["", "."]
    assert list(bars["ongemak"].marker.pattern.shape) == ["."]
    assert list(bars["rust"].width) == [0.8, 0.4]


def week(at, **chances):
    full = dict.fromkeys(charts.LANES[1:], 0.0) | chances if chances else {}
    return charts.Week(MONDAY + timedelta(weeks=at), full, f"week {at}")


def bands(*given):
    names = {lane: lane for lane in charts.LANES}
    return charts.phase_bands(given, names, MONDAY)


def test_bands_lie_on_each_other_and_fill_the_height():
    drawing = bands(week(0, rust=0.7, ongemak=0.3), week(1, rust=0.4, ongemak=0.6))
    rust, ongemak, spanning, incidenten, _hover = drawing.data
    assert list(rust.y) == pytest.approx([70, 70, 40, 40, 0, 0, 0, 0])
    assert list(ongemak.y) == pytest.approx([100, 100, 100, 100, 40, 40, 70, 70])
    assert set(spanning.y) == set(incidenten.y) == {100.0}
    assert all(one.fill == "toself" for one in (rust, ongemak, spanning, incidenten))


def test_a_week_without_a_proposal_is_a_gap_in_every_band():
    drawing = bands(week(0, rust=1.0), week(1), week(2, rust=1.0))
    for band in drawing.data[:4]:
        assert list(band.x).count(None) == 1
    until = (MONDAY + timedelta(weeks=1)).isoformat()
    after = (MONDAY + timedelta(weeks=2)).isoformat()
    left = list(drawing.data[0].x)[: list(drawing.data[0].x).index(None)]
    right = list(drawing.data[0].x)[list(drawing.data[0].x).index(None) + 1 :]
    assert max(left) == until and min(right) == after
    assert len(drawing.data[4].x) == 2


def test_each_phase_has_a_band_from_low_to_high():
    assert [one.name for one in bands(week(0, rust=1.0)).data[:4]] == list(charts.LANES[1:])


def test_calibration_has_the_line_where_both_are_equal():
    drawing = charts.calibration([(20.0, 25.0, "a"), (80.0, 70.0, "b")], "kans", "klopte")
    line, points = drawing.data
    assert list(line.x) == list(line.y)
    assert list(points.x) == [20.0, 80.0] and list(points.y) == [25.0, 70.0]


def test_a_run_of_some_length_shows_its_sign():
    names = {lane: lane for lane in charts.LANES}
    history = charts.runs(weeks(*["spanning"] * 5))
    bar = next(o for o in charts.phase_history(history, names, MONDAY).data if o.name == "spanning")
    assert list(bar.text) == ["S"]


def trend(is_survey: bool):
    days = [MONDAY + timedelta(weeks=at) for at in range(3)]
    series = charts.Trend(days, [1.0, None, 3.0], ["a", "b", "c"], "procent", is_survey)
    return charts.trend(series, [(2.0, "niveau 1"), (3.0, "niveau 2"), (4.0, "niveau 3")])


def test_a_week_without_a_figure_is_a_gap():
    line = trend(is_survey=False).data[0]
    assert line.connectgaps is False
    assert list(line.y) == [1.0, None, 3.0]
    assert len(line.x) == 3


def test_survey_waves_are_not_joined():
    assert trend(is_survey=True).data[0].mode == "markers"


def test_goalposts_are_lines_with_a_word():
    drawing = trend(is_survey=False)
    assert [shape.y0 for shape in drawing.layout.shapes] == [2.0, 3.0, 4.0]
    assert [note.text for note in drawing.layout.annotations] == [
        "niveau 1",
        "niveau 2",
        "niveau 3",
    ]
