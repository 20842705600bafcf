"""The chart of a series: what was converted has another marker and another line."""

from datetime import date

import pytest

from views.charts_series import AT_LEAST, CONVERTED, DELIVERED, Point, marked_series

NAMES = {DELIVERED: "zoals geleverd", CONVERTED: "omgerekend", AT_LEAST: "minstens"}


def month(number, count, look=DELIVERED):
    return Point(date(2025, number, 1), count, look, f"maand {number}")


def lines(drawing):
    """dash -> the months at both ends of each piece of line."""
    found = {}
    for trace in drawing.data:
        if trace.mode == "lines":
            months = [None if x is None else int(x[5:7]) for x in trace.x]
            found[trace.line.dash] = list(zip(months[0::3], months[1::3], strict=True))
    return found


def test_a_line_is_whole_only_between_two_numbers_as_delivered():
    points = [month(1, 4), month(2, 5), month(3, 6, CONVERTED), month(4, 7, CONVERTED)]
    assert lines(marked_series(points, NAMES)) == {"solid": [(1, 2)], "dash": [(2, 3), (3, 4)]}


def test_nothing_known_is_a_gap_and_no_zero():
    drawing = marked_series([month(1, 4), month(2, None), month(3, 6)], NAMES)
    assert lines(drawing) == {"solid": [], "dash": []}
    [marks] = [trace for trace in drawing.data if trace.mode == "markers"]
    assert list(marks.y) == [4, 6]


def test_each_look_has_a_marker_and_a_name_of_its_own():
    points = [month(1, 4), month(2, 5, CONVERTED), month(3, 6, AT_LEAST)]
    marks = [trace for trace in marked_series(points, NAMES).data if trace.mode == "markers"]
    assert [trace.name for trace in marks] == ["zoals geleverd", "omgerekend", "minstens"]
    assert len({trace.marker.symbol for trace in marks}) == 3


def test_waves_of_a_survey_are_loose_points():
    points = [month(1, 61.5), month(6, 62.0, CONVERTED)]
    assert lines(marked_series(points, NAMES, is_loose=True)) == {}


@pytest.mark.parametrize(("days", "format"), [((1, 1), "%Y"), ((1, 2), "%m-%Y")])
def test_years_are_written_as_years(days, format):
    points = [Point(date(2024, 1, 1), 4), Point(date(2025, *days), 5)]
    assert marked_series(points, NAMES).layout.xaxis.tickformat == format
