"""The map of the fictional gemeente: borders, codes, names, places."""

import numpy as np
import pytest
import shapely

from demo.geography import Town, make_town
from demo.names import buurt_names, wijk_names
from demo.placing import place
from demo.settings import Settings


@pytest.fixture(scope="module", params=[(3, 1), (4, 7), (8, 2), (24, 1), (24, 9), (120, 3)])
def town(request: pytest.FixtureRequest) -> Town:
    """Towns of several sizes and seeds."""
    wijken, seed = request.param
    return make_town(Settings(seed=seed, wijken=wijken))


def test_borders_are_shared_exactly(town: Town) -> None:
    """A valid coverage has no overlap and no border that only nearly fits; none under 20 m."""
    for areas in (town.wijken, town.buurten):
        shapes = areas.geometry.to_numpy()
        assert set(areas.geom_type) == {"Polygon"}
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes, gap_width=20)
    assert town.wijken.crs.to_epsg() == 28992


def test_wijken_are_the_union_of_their_buurten(town: Town) -> None:
    """No buurt sticks out of its wijk and together they fill it."""
    for code, shape in zip(town.wijken["wijkcode"], town.wijken.geometry, strict=True):
        own = town.buurten[town.buurten["wijkcode"] == code]
        assert own.geometry.area.sum() == pytest.approx(shape.area, rel=1e-9)
        assert own["buurtcode"].str[2:8].eq(code[2:]).all()


def test_town_lies_in_open_water(town: Town) -> None:
    """Between the coasts of the Markermeer: no real place is drawn."""
    west, south, east, north = town.wijken.total_bounds
    assert 138_000 < west < east < 158_500
    assert 501_000 < south < north < 518_000


def test_codes_and_names_are_unique(town: Town) -> None:
    """Codes have the form of CBS codes; no name occurs twice."""
    assert town.wijken["wijkcode"].is_unique and town.wijken["wijknaam"].is_unique
    assert town.buurten["buurtcode"].is_unique and town.buurten["buurtnaam"].is_unique
    assert town.wijken["wijkcode"].str.fullmatch(r"WK\d{6}").all()
    assert town.buurten["buurtcode"].str.fullmatch(r"BU\d{8}").all()


def test_sizes_differ_within_reason(town: Town) -> None:
    """600 to 14,000 residents a wijk, about 4,600 on average, and dense wijken are small."""
    assert town.residents.min() >= 600 and town.residents.max() <= 14_000
    assert town.residents.mean() == pytest.approx(4600, rel=0.1)
    if len(town.residents) >= 24:
        km2 = town.wijken.area.to_numpy() / 1e6
        assert km2.max() / km2.min() > 5
        assert np.corrcoef(town.urbanity, km2)[0, 1] < -0.5


def test_points_lie_in_the_wijk_they_are_made_for(town: Town) -> None:
    """Also after the borders were smoothed."""
    rng = np.random.default_rng(0)
    wijk = np.repeat(np.arange(len(town.residents)), 60)
    spot = place(rng, town, wijk)
    inside = shapely.contains_xy(
        town.wijken.geometry.to_numpy()[wijk], spot.xy[:, 0], spot.xy[:, 1]
    )
    assert inside.all()
    assert (town.wijk_of_buurt[spot.buurt] == wijk).all()


def test_a_river_parts_the_town() -> None:
    """The land of the default town is in two parts with water between them."""
    whole = shapely.union_all(make_town(Settings()).wijken.geometry.to_numpy())
    parts = shapely.get_parts(whole)
    assert len(parts) == 2
    assert 60 < shapely.distance(parts[0], parts[1]) < 400


def test_there_are_names_for_the_largest_town() -> None:
    """200 wijken have 200 names; buurten of one wijk differ even on the same side."""
    assert len(set(wijk_names(200, 6, 2))) == 200
    assert len(set(buurt_names("Molenveld", [0.0, 0.01, 3.1, -3.1]))) == 4
    assert buurt_names("Molenveld", [1.0]) == ["Molenveld"]
