"""The crosswalk from the Dutch division of 2014 to that of 2024: every wijk accounted for, and no
count lost. Both maps are approximate (see the index of the data), so what is checked is what must
hold on any pair of maps, and what is known of single gemeenten.
"""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.areas import division_for, read_areas
from geodata.crosswalk import Crosswalk, make_crosswalk

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def walk(realdata: Path) -> Crosswalk:
    old = division_for(read_areas(realdata / "nl-2014" / "wijk_2014.geojson", 2014).areas, 2014)
    buurten = gpd.read_file(realdata / "nl-2024" / "buurten_2024_approx_rd.gpkg")
    figures = pd.read_csv(realdata / "nl-2024" / "kerncijfers_2024.csv", low_memory=False)
    buurten["inwoners"] = buurten["buurtcode"].map(figures.set_index("code")["inwoners"])
    names = figures.set_index("code")["naam"]
    new = buurten[["wijkcode", "geometry"]].dissolve("wijkcode").reset_index()
    new["geometry"] = shapely.make_valid(new.geometry.to_numpy())
    new["wijknaam"] = new["wijkcode"].map(names).fillna(new["wijkcode"])
    new["jaar"] = 2024
    return make_crosswalk(old, new, buurten)


def test_every_wijk_of_2014_is_accounted_for(walk: Crosswalk) -> None:
    parts = walk.parts.dropna(subset=["from_code"])
    assert parts["from_code"].nunique() == 2717
    shares = parts[parts["to_code"].notna()].groupby("from_code")["share"].sum()
    assert np.allclose(shares, 1)
    assert len(walk.convertible) > 0.9 * 2717
    assert set(parts["change"]) >= {"renamed", "recoded", "split", "merged", "redrawn"}


def test_no_count_is_lost_in_all_of_the_netherlands(walk: Crosswalk) -> None:
    codes = pd.Series(sorted(walk.convertible), dtype="str")
    counts = pd.Series(np.random.default_rng(7).integers(0, 5_000, len(codes)))
    found = walk.convert_counts(codes, counts)
    assert found.groupby("row")["count"].sum().tolist() == counts.tolist()
    assert found["count"].sum() == counts.sum()


def test_a_gemeente_that_was_joined_to_another_goes_with_it(walk: Crosswalk) -> None:
    """Haren (0017) and Ten Boer (0009) became part of Groningen (0014) in 2019."""
    parts = walk.parts[walk.parts["from_code"].isin(["WK001700", "WK000900"])]
    assert len(parts) and parts["to_code"].str.startswith("WK0014").all()
