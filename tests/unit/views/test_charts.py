"""Charts of one wijk: gaps stay gaps."""

from datetime import date, timedelta

from views import charts
from views.charts import Run

MONDAY = date(2026, 1, 5)


def weeks(*phases):
    return [(MONDAY + timedelta(weeks=at), phase) for at, phase in enumerate(phases) if phase]


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
    assert by_name["onvoldoende_gegevens"].marker.pattern.shape == "/"
    assert by_name["rust"].marker.pattern.shape is None


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
