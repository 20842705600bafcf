"""The two maps: one trace per wijk with its sign, one trace per class; never colour alone."""

import pandas as pd
import pytest
import shapely

from views import map_figure, map_national
from views.map_figure import Shown
from views.palette import PHASES

SQUARE = shapely.box(0, 0, 100, 100)
RING = shapely.box(100, 0, 200, 100).difference(shapely.box(140, 40, 160, 60))
TWO_PARTS = shapely.MultiPolygon([shapely.box(0, 100, 50, 150), shapely.box(60, 100, 100, 150)])


@pytest.fixture
def wijken() -> pd.DataFrame:
    shapes = [SQUARE, RING, TWO_PARTS]
    return pd.DataFrame(
        {
            "wijkcode": ["WK000001", "WK000002", "WK000003"],
            "wijknaam": ["Noord", "Oost", "Zuid"],
            "label_x": [50.0, 120.0, 25.0],
            "label_y": [50.0, 20.0, 125.0],
            "shape_rd": [shapely.to_wkb(shape) for shape in shapes],
            "shape_lonlat": [shapely.to_geojson(shape) for shape in shapes],
        }
    )


@pytest.fixture
def shown() -> dict[str, Shown]:
    def show(phase: str) -> Shown:
        return Shown(PHASES[phase], phase, PHASES[phase].sign)

    return {
        "WK000001": show("rust"),
        "WK000002": show("onvoldoende_gegevens"),
        "WK000003": show("incidenten"),
    }


def trace(drawing, name):
    return next(one for one in drawing.data if one.name == name)


def test_each_wijk_is_one_filled_outline(wijken, shown):
    drawing = map_figure.figure(map_figure.areas_from(wijken), shown)
    filled = [one for one in drawing.data if one.fill == "toself"]
    assert [one.name for one in filled] == ["Noord", "Oost", "Zuid"]
    assert [one.fillcolor for one in filled] == [shown[code].paint.fill for code in shown]
    assert len(drawing.data) == len(filled) + 2  # signs and points to touch


def test_only_the_wijk_without_enough_data_is_hatched(wijken, shown):
    drawing = map_figure.figure(map_figure.areas_from(wijken), shown)
    assert trace(drawing, "Oost").fillpattern.shape == "/"
    assert trace(drawing, "Noord").fillpattern.shape is None


def test_every_wijk_has_a_sign_and_a_dark_outline(wijken, shown):
    drawing = map_figure.figure(map_figure.areas_from(wijken), shown)
    assert list(trace(drawing, "signs").text) == ["<b>R</b>", "<b>?</b>", "<b>I</b>"]
    assert all(trace(drawing, name).line.color == "#1B2430" for name in ("Noord", "Oost", "Zuid"))


def test_signs_differ_between_phases():
    signs = [paint.sign for paint in PHASES.values()]
    assert len(set(signs)) == len(PHASES)


def test_the_points_to_touch_lie_in_their_own_wijk(wijken, shown):
    areas = map_figure.areas_from(wijken)
    drawing = map_figure.figure(areas, shown)
    hits = trace(drawing, "hits")
    shapes = dict(zip(wijken["wijkcode"], [SQUARE, RING, TWO_PARTS], strict=True))
    assert set(hits.customdata) == set(shapes)
    for x, y, code in zip(hits.x, hits.y, hits.customdata, strict=True):
        assert shapes[code].buffer(1).contains(shapely.Point(x, y))


def test_a_hole_and_a_second_part_are_drawn_apart(wijken, shown):
    drawing = map_figure.figure(map_figure.areas_from(wijken), shown)
    assert list(trace(drawing, "Oost").x).count(None) == 1
    assert list(trace(drawing, "Zuid").x).count(None) == 1


def test_hole_runs_the_other_way_round(wijken):
    ring = map_figure.areas_from(wijken)[1]
    gap = ring.x.index(None)
    outer = shapely.LinearRing(list(zip(ring.x[:gap], ring.y[:gap], strict=True)))
    inner = shapely.LinearRing(list(zip(ring.x[gap + 1 :], ring.y[gap + 1 :], strict=True)))
    assert outer.is_ccw != inner.is_ccw


def test_the_chosen_wijk_gets_a_ring_and_no_colour_changes(wijken, shown):
    areas = map_figure.areas_from(wijken)
    plain = map_figure.figure(areas, shown)
    chosen = map_figure.figure(areas, shown, chosen="WK000003")
    assert len(chosen.data) == len(plain.data) + 2
    for name in ("Noord", "Oost", "Zuid"):
        assert trace(chosen, name).fillcolor == trace(plain, name).fillcolor
    assert chosen.layout.xaxis.range == plain.layout.xaxis.range


def test_zoom_brings_the_chosen_wijk_closer(wijken, shown):
    areas = map_figure.areas_from(wijken)
    left, right = map_figure.figure(
        areas, shown, chosen="WK000003", is_zoomed=True
    ).layout.xaxis.range
    whole_left, whole_right = map_figure.figure(areas, shown).layout.xaxis.range
    assert right - left < whole_right - whole_left or (left, right) != (whole_left, whole_right)
    assert left <= 0 and right >= 100


def test_certainty_is_an_outline_not_a_colour(wijken, shown):
    shown["WK000001"] = Shown(PHASES["rust"], "rust", "R", dash="dot")
    drawing = map_figure.figure(map_figure.areas_from(wijken), shown)
    assert trace(drawing, "Noord").line.dash == "dot"
    assert trace(drawing, "Noord").fillcolor == PHASES["rust"].fill


def test_national_map_sends_every_outline_once_and_asks_nothing_from_outside(wijken, shown):
    names = {paint.fill: phase for phase, paint in PHASES.items()}
    drawing = map_national.figure(wijken, shown, names)
    codes = [feature["id"] for one in drawing.data for feature in one.geojson["features"]]
    assert sorted(codes) == sorted(wijken["wijkcode"])
    assert len(drawing.data) == 3
    assert drawing.layout.map.style == "white-bg"
    assert "http" not in drawing.to_json()


def test_national_map_marks_the_chosen_wijk(wijken, shown):
    drawing = map_national.figure(wijken, shown, {}, chosen="WK000002")
    assert list(drawing.data[-1].locations) == ["WK000002"]
    assert drawing.data[-1].marker.line.width > drawing.data[0].marker.line.width


def test_the_shape_of_the_map_is_its_width_by_its_height(wijken):
    # 200 wide and 150 tall, with the same share of room on either side.
    assert map_figure.shape(map_figure.areas_from(wijken)) == pytest.approx(200 / 150, rel=0.01)


def test_neighbours_have_outlines_of_their_own(wijken):
    noord, oost = map_figure.areas_from(wijken)[:2]
    assert max(noord.x) < 100 < min(x for x in oost.x if x is not None)


def test_two_letters_are_smaller_than_one(wijken, shown):
    shown["WK000001"] = Shown(PHASES["rust"], "twijfel", "R/O", dash="dot")
    signs = trace(map_figure.figure(map_figure.areas_from(wijken), shown), "signs")
    assert list(signs.text)[0] == "<b>R/O</b>"
    assert signs.textfont.size[0] < signs.textfont.size[1]


def test_the_ring_around_the_chosen_wijk_keeps_saying_how_sure(wijken, shown):
    shown["WK000001"] = Shown(PHASES["rust"], "twijfel", "R/O", dash="dot")
    areas = map_figure.areas_from(wijken)
    rings = map_figure.figure(areas, shown, chosen="WK000001").data[3:5]
    assert [ring.line.dash for ring in rings] == ["solid", "dot"]
