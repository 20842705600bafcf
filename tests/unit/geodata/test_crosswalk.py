"""From one division to another: planted changes, shares by residents, totals that stay exact."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.crosswalk import make_crosswalk
from tests.unit.geodata.area_files import X0, Y0, square


def division(year, **wijken):
    """A division: code = (name, shape) or just a shape."""
    named = {c: v if isinstance(v, tuple) else (c, v) for c, v in wijken.items()}
    return gpd.GeoDataFrame(
        {"wijkcode": list(named), "wijknaam": [n for n, _ in named.values()], "jaar": year},
        geometry=[shape for _, shape in named.values()],
        crs="EPSG:28992",
    )


def buurten(*cells):
    """(shape, residents) of each buurt."""
    return gpd.GeoDataFrame(
        {"inwoners": [n for _, n in cells]}, geometry=[g for g, _ in cells], crs="EPSG:28992"
    )


def left(column, share):
    """The western part of a square."""
    x, y = X0 + 1000 * column, Y0
    return shapely.box(x, y, x + 1000 * share, y + 1000)


def right(column, share):
    """What `left` leaves."""
    return square(column).difference(left(column, share))


def parts(walk):
    columns = ["from_code", "to_code", "change", "share"]
    frame = walk.parts[columns].astype(object).where(walk.parts[columns].notna(), None)
    return [(a, b, c, round(d, 3)) for a, b, c, d in frame.values.tolist()]


def converted(walk, **counts):
    found = walk.convert_counts(
        pd.Series(list(counts), dtype="str"), pd.Series(list(counts.values()), dtype="Int64")
    )
    return found.groupby("to_code")["count"].agg(lambda c: c.sum(skipna=False)).to_dict()


def test_what_stayed_was_renamed_or_got_another_code():
    old = division(2014, A=("Een", square(0)), B=("Twee", square(1)), C=("Drie", square(2)))
    new = division(2024, A=("Een", square(0)), B=("Nieuw", square(1)), D=("Drie", square(2)))
    walk = make_crosswalk(old, new)
    assert parts(walk) == [
        ("A", "A", "unchanged", 1), ("B", "B", "renamed", 1), ("C", "D", "recoded", 1),
    ]  # fmt: skip
    assert walk.one_to_one == walk.whole == {"A": "A", "B": "B", "C": "D"}
    assert converted(walk, A=3, B=4, C=5) == {"A": 3, "B": 4, "D": 5}


def test_a_code_that_was_given_to_another_place_is_not_the_same_wijk():
    old = division(2014, A=square(0), B=square(1))
    new = division(2024, A=square(1), B=square(0))
    walk = make_crosswalk(old, new)
    assert parts(walk) == [("A", "B", "recoded", 1), ("B", "A", "recoded", 1)]


def test_a_split_follows_the_residents_and_not_the_surface():
    old, new = division(2014, A=square(0)), division(2024, B=left(0, 0.5), C=right(0, 0.5))
    walk = make_crosswalk(old, new, buurten((left(0, 0.5), 900), (right(0, 0.5), 100)))
    assert parts(walk) == [("A", "B", "split", 0.9), ("A", "C", "split", 0.1)]
    assert set(walk.parts["basis"]) == {"residents"} and walk.convertible == {"A"}
    assert converted(walk, A=15) == {"B": 14, "C": 1}  # 13.5 and 1.5: the tie goes by code
    assert walk.whole == {} and walk.one_to_one == {}


def test_a_buurt_that_is_cut_is_divided_by_surface():
    old, new = division(2014, A=square(0)), division(2024, B=left(0, 0.25), C=right(0, 0.25))
    walk = make_crosswalk(old, new, buurten((square(0), 1000)))
    assert parts(walk) == [("A", "B", "split", 0.25), ("A", "C", "split", 0.75)]


def test_without_buurten_a_split_is_not_sound_and_says_so():
    old, new = division(2014, A=square(0)), division(2024, B=left(0, 0.5), C=right(0, 0.5))
    walk = make_crosswalk(old, new)
    assert set(walk.parts["basis"]) == {"surface"} and not walk.parts["is_sound"].any()
    assert walk.convertible == frozenset()
    assert walk.convert_counts(pd.Series(["A"]), pd.Series([5])).empty


def test_where_nobody_lives_the_surface_is_named_as_the_basis():
    old = division(2014, A=square(0), E=square(1))
    new = division(2024, A=square(0), F=left(1, 0.5), G=right(1, 0.5))
    walk = make_crosswalk(old, new, buurten((square(0), 100), (square(1), 0)))
    assert walk.convertible == {"A"}
    own = walk.parts[walk.parts["from_code"] == "E"]
    assert set(own["basis"]) == {"surface"} and not own["is_sound"].any()


def test_wijken_that_became_one_are_added_and_a_missing_one_shows():
    old = division(2014, A=square(0), B=square(1))
    new = division(2024, C=shapely.union_all([square(0), square(1)]))
    walk = make_crosswalk(old, new)
    assert parts(walk) == [("A", "C", "merged", 1), ("B", "C", "merged", 1)]
    assert walk.whole == {"A": "C", "B": "C"} and walk.one_to_one == {}
    assert converted(walk, A=3, B=4) == {"C": 7}
    assert walk.needed() == {"C": {"A", "B"}}


def test_a_border_that_moved_is_redrawn():
    moved = left(1, 0.4)
    old = division(2014, A=square(0), B=square(1))
    new = division(2024, A=shapely.union_all([square(0), moved]), B=square(1).difference(moved))
    cells = buurten((square(0), 500), (moved, 100), (square(1).difference(moved), 100))
    walk = make_crosswalk(old, new, cells)
    assert parts(walk) == [
        ("A", "A", "redrawn", 1), ("B", "A", "redrawn", 0.5), ("B", "B", "redrawn", 0.5),
    ]  # fmt: skip
    assert converted(walk, A=10, B=7) == {"A": 14, "B": 3}


def test_drawing_differences_are_no_change():
    old = division(2014, A=square(0), B=square(1))
    nudged = shapely.affinity.translate(square(0), 20, 0)
    new = division(2024, A=nudged, B=square(1).difference(nudged))
    assert [part[2] for part in parts(make_crosswalk(old, new))] == ["unchanged"] * 2


def test_an_area_outside_the_new_division_is_gone_or_not_sound():
    old = division(2014, A=square(0), B=square(5), C=square(2))
    new = division(2024, A=square(0), C=left(2, 0.5), N=square(7))
    walk = make_crosswalk(old, new)
    assert (None, "N", "new", 0) in parts(walk) and ("B", None, "gone", 0) in parts(walk)
    assert walk.convertible == {"A"}  # half of C went to another gemeente


def test_withheld_stays_withheld_in_every_part():
    old, new = division(2014, A=square(0)), division(2024, B=left(0, 0.5), C=right(0, 0.5))
    walk = make_crosswalk(old, new, buurten((square(0), 10)))
    found = walk.convert_counts(pd.Series(["A", "A"]), pd.Series([None, 3], dtype="Int64"))
    assert found["count"].isna().tolist() == [True, True, False, False]
    assert found[["row", "part"]].values.tolist() == [[0, 1], [0, 2], [1, 1], [1, 2]]


@pytest.mark.parametrize("with_index", [False, True])
def test_the_index_of_the_series_does_not_matter(with_index):
    walk = make_crosswalk(division(2014, A=square(0)), division(2024, B=square(0)))
    counts = pd.Series([1, 2], index=[7, 9] if with_index else None)
    codes = pd.Series(["A", "A"], index=counts.index)
    assert walk.convert_counts(codes, counts)["count"].tolist() == [1, 2]


@given(
    residents=st.lists(st.integers(1, 10_000), min_size=2, max_size=8),
    counts=st.lists(st.integers(0, 1_000_000), min_size=1, max_size=20),
)
def test_totals_are_preserved_exactly(residents, counts):
    strips = [
        shapely.box(X0 + 100 * n, Y0, X0 + 100 * (n + 1), Y0 + 100) for n in range(len(residents))
    ]
    old = division(2014, A=shapely.union_all(strips))
    new = division(2024, **{f"N{n}": strip for n, strip in enumerate(strips)})
    walk = make_crosswalk(old, new, buurten(*zip(strips, residents, strict=True)))
    found = walk.convert_counts(pd.Series(["A"] * len(counts)), pd.Series(counts))
    assert found.groupby("row")["count"].sum().tolist() == counts
    assert (found["count"] >= 0).all()
    exact = found["share"].to_numpy() * np.array(counts)[found["row"]]
    assert (np.abs(found["count"].astype(float) - exact) < 1).all()


def test_a_wijk_that_was_split_while_a_part_of_it_went_to_its_neighbour():
    """A fell apart into B and a part of D; C, as a whole, went to D."""
    old = division(2014, A=square(0), C=square(1))
    new = division(2024, B=left(0, 0.5), D=shapely.union_all([right(0, 0.5), square(1)]))
    cells = buurten((left(0, 0.5), 300), (right(0, 0.5), 100), (square(1), 700))
    walk = make_crosswalk(old, new, cells)
    assert parts(walk) == [
        ("A", "B", "redrawn", 0.75), ("A", "D", "redrawn", 0.25), ("C", "D", "redrawn", 1),
    ]  # fmt: skip
    assert walk.whole == {"C": "D"} and walk.one_to_one == {}
    assert walk.needed() == {"B": {"A"}, "D": {"A", "C"}}
    assert converted(walk, A=9, C=5) == {"B": 7, "D": 7}
    assert walk.parts["problem"].isna().all()


def test_names_that_differ_in_capitals_only_are_the_same():
    walk = make_crosswalk(
        division(2014, A=("'S-GRAVENDEEL", square(0))),
        division(2024, A=("'s-Gravendeel", square(0))),
    )
    assert parts(walk) == [("A", "A", "unchanged", 1)]


def test_a_wijk_of_which_the_residents_are_outside_the_new_map_is_not_sound():
    """Four per cent of the ground, and most of the people."""
    inside, edge = left(0, 0.96), right(0, 0.96)
    cells = buurten((inside, 100), (edge, 300))
    walk = make_crosswalk(division(2014, A=square(0)), division(2024, A=inside), cells)
    assert walk.convertible == frozenset()
    assert walk.parts["problem"].tolist() == ["partly_outside"]
    empty = buurten((left(0, 0.5), 100), (right(0, 0.5), 0))
    walk = make_crosswalk(division(2014, A=square(0)), division(2024, A=left(0, 0.8)), empty)
    assert walk.convertible == {"A"}  # a fifth of the ground is gone, and nobody lived there


def test_a_new_wijk_that_holds_ground_from_outside_the_old_map_is_never_complete():
    both = shapely.union_all([square(0), square(1)])
    walk = make_crosswalk(division(2014, A=square(0)), division(2024, A=both))
    assert walk.incomplete == {"A"}
    assert parts(walk) == [("A", "A", "redrawn", 1)]
    assert walk.one_to_one == {} and walk.convertible == {"A"}
    empty = buurten((square(0), 500), (square(1), 0))
    walk = make_crosswalk(division(2014, A=square(0)), division(2024, A=both), empty)
    assert walk.incomplete == frozenset() and walk.one_to_one == {"A": "A"}


def test_a_new_wijk_where_nobody_lives_keeps_its_place():
    """B has all the residents, but half of the ground is C: not all of A is B."""
    old, new = division(2014, A=square(0)), division(2024, B=left(0, 0.5), C=right(0, 0.5))
    walk = make_crosswalk(old, new, buurten((left(0, 0.5), 500), (right(0, 0.5), 0)))
    assert parts(walk) == [("A", "B", "split", 1), ("A", "C", "split", 0)]
    assert walk.whole == {} and walk.convertible == {"A"}
    found = walk.convert_counts(pd.Series(["A"]), pd.Series([7]))
    assert found["count"].tolist() == [7, 0] and found["is_divided"].all()


def test_a_part_of_which_the_residents_are_unknown_is_not_a_part_without_residents():
    old, new = division(2014, A=square(0)), division(2024, B=left(0, 0.5), C=right(0, 0.5))
    walk = make_crosswalk(old, new, buurten((left(0, 0.5), 500), (right(0, 0.5), None)))
    assert walk.convertible == frozenset()
    assert set(walk.parts["problem"]) == {"weights_unknown"}


def test_where_nobody_lives_does_not_change_the_wijk_beside_it():
    """The harbour E has no residents; its border with A was drawn a little different."""
    moved = right(0, 0.98)
    old = division(2014, A=left(0, 0.98), E=shapely.union_all([moved, square(1)]))
    new = division(2024, A=square(0), E=square(1))
    walk = make_crosswalk(old, new, buurten((left(0, 0.98), 500), (moved, 0), (square(1), 0)))
    assert [part[2] for part in parts(walk)] == ["unchanged"] * 2


def test_residents_of_the_edge_of_a_buurt_do_not_move_to_a_harbour():
    """A and its buurt reach a little into the old harbour E, where five people live."""
    old = division(2014, A=left(0, 0.98), E=shapely.union_all([right(0, 0.98), square(1)]))
    new = division(2024, A=square(0), E=square(1))
    walk = make_crosswalk(old, new, buurten((square(0), 10_000), (square(1), 5)))
    assert parts(walk) == [("A", "A", "unchanged", 1), ("E", "E", "unchanged", 1)]


def test_a_small_wijk_in_a_large_buurt_is_not_an_edge():
    village = left(0, 0.04)
    old = division(2014, A=village, B=right(0, 0.04))
    new = division(2024, N=square(0))
    walk = make_crosswalk(old, new, buurten((square(0), 1000)))
    assert parts(walk) == [("A", "N", "merged", 1), ("B", "N", "merged", 1)]
    back = make_crosswalk(new, old, buurten((square(0), 1000)))
    assert parts(back) == [("N", "A", "split", 0.04), ("N", "B", "split", 0.96)]


def test_a_wijk_in_many_small_parts_is_not_gone():
    """Each part is less than five per cent of both, and yet all of A is somewhere."""
    strips = [shapely.box(X0 + n * 40, Y0, X0 + (n + 1) * 40, Y0 + 1000) for n in range(25)]
    around = [
        shapely.union_all([strip, shapely.box(X0 + n * 40, Y0 + 1000, X0 + n * 40 + 40, Y0 + 26e3)])
        for n, strip in enumerate(strips)
    ]
    old = division(2014, A=square(0), B=shapely.box(X0, Y0 + 1000, X0 + 1000, Y0 + 26e3))
    new = division(2024, **{f"N{n:02}": shape for n, shape in enumerate(around)})
    changes = set(make_crosswalk(old, new).parts.dropna(subset="from_code")["change"])
    assert "gone" not in changes


def test_what_rounding_takes_in_one_month_comes_back_in_a_later_one():
    """One report each month, of which a quarter belongs to C: after four months C has one."""
    old, new = division(2014, A=square(0)), division(2024, B=left(0, 0.5), C=right(0, 0.5))
    walk = make_crosswalk(old, new, buurten((left(0, 0.5), 75), (right(0, 0.5), 25)))
    months = pd.Series([1] * 8)
    loose = walk.convert_counts(pd.Series(["A"] * 8), months)
    assert loose.groupby("to_code")["count"].sum().to_dict() == {"B": 8, "C": 0}
    series = walk.convert_counts(pd.Series(["A"] * 8), months, pd.Series([4] * 8))
    assert series.groupby("to_code")["count"].sum().to_dict() == {"B": 6, "C": 2}
    assert series.groupby("row")["count"].sum().tolist() == [1] * 8
    fewer = walk.convert_counts(pd.Series(["A"] * 3), months[:3], pd.Series([4] * 3))
    pd.testing.assert_frame_equal(fewer, series[series["row"] < 3])  # later rows change nothing


@given(
    residents=st.lists(st.integers(0, 10_000), min_size=2, max_size=6),
    delivered=st.lists(
        st.tuples(
            st.sampled_from(["A", "B", "Z"]),
            st.one_of(st.none(), st.integers(0, 40), st.integers(0, 2_000_000_000)),
            st.integers(0, 2),
        ),
        min_size=1,
        max_size=30,
    ),
)
def test_any_counts_of_any_series_keep_their_total(residents, delivered):
    """A is divided, B moves as a whole, Z is not on the map; a withheld count stays withheld."""
    strips = [
        shapely.box(X0 + 100 * n, Y0, X0 + 100 * (n + 1), Y0 + 100) for n in range(len(residents))
    ]
    old = division(2014, A=shapely.union_all(strips), B=square(4), Z=square(7))
    new = division(2024, **{f"N{n}": strip for n, strip in enumerate(strips)}, C=square(4))
    walk = make_crosswalk(old, new, buurten(*zip(strips, residents, strict=True), (square(4), 1)))
    codes, counts, series = (list(column) for column in zip(*delivered, strict=True))
    frame = pd.DataFrame({"code": codes, "count": pd.array(counts, dtype="Int64"), "of": series})
    found = walk.convert_counts(frame["code"], frame["count"], frame["of"])
    expected = frame[frame["code"].isin(walk.convertible)]
    assert set(found["row"]) == set(expected.index)
    for row, own in found.groupby("row"):
        assert own["count"].isna().all() if pd.isna(counts[row]) else (own["count"] >= 0).all()
        assert own["count"].sum(skipna=False) is pd.NA or own["count"].sum() == counts[row]
    shares = found.groupby(["row"])["share"].sum()
    assert np.allclose(shares, 1)
    # over a whole series no area is off by more than one for each area beside it
    found["exact"] = found["share"] * frame["count"].reindex(found["row"]).to_numpy(
        float, na_value=0
    )
    found["of"] = frame["of"].reindex(found["row"]).to_numpy()
    found["from"] = frame["code"].reindex(found["row"]).to_numpy()
    sums = found.fillna({"count": 0}).groupby(["of", "from", "to_code"])[["count", "exact"]].sum()
    off = (sums["count"].astype(float) - sums["exact"]).abs()
    assert (off < len(residents)).all()
