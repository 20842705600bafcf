"""The three workspaces of Dutch open data: what is written, what geodata makes of the areas."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
import yaml

from geodata.areas import AreasResult, division_for, read_areas
from geodata.locate import OUTSIDE, locate_points
from geodata.simplify import map_shapes
from tests.realdata import make_assen, make_denhaag, make_nederland

pytestmark = pytest.mark.realdata

Made = tuple[Path, dict[str, int]]


def made(name: str, make: Callable[..., dict[str, int]]) -> Any:
    """A fixture that makes one workspace, once for all tests."""

    @pytest.fixture(scope="module", name=name)
    def fixture(realdata: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
        workspace = tmp_path_factory.mktemp("realdata") / name
        return workspace, make(realdata, workspace)

    return fixture


assen_fixture = made("assen", make_assen.make)
denhaag_fixture = made("denhaag", make_denhaag.make)
nederland_fixture = made("nederland", make_nederland.make)


def settings(workspace: Path) -> dict[str, Any]:
    """gemeente.yaml as it was written."""
    read: dict[str, Any] = yaml.safe_load((workspace / "gemeente.yaml").read_text("utf-8"))
    return read


def noted(result: AreasResult) -> dict[str, int]:
    """How often each reason id was given; nothing in these files may be refused or rejected."""
    assert {p.effect for p in result.problems} <= {"noted"}
    assert result.rows_used == result.rows_in
    return pd.Series([p.code for p in result.problems]).value_counts().to_dict()


def test_assen_files_overlap_and_hold_3024_reports(assen: Made) -> None:
    workspace, counts = assen
    files = sorted(workspace.glob("meldingen_*.csv"))
    assert len(files) == 9
    rows = pd.concat([pd.read_csv(f) for f in files])
    assert len(rows) == counts["rows in all of these"] == 5_169
    assert rows["id"].nunique() == counts["different reports"] == 3_024
    assert counts["reports in the supplier's own total"] == 3_024
    mapping = settings(workspace)["sources"][0]
    assert set(mapping["columns"].values()) <= set(rows.columns)
    assert set(rows["category"]) == set(mapping["categories"])


def test_assen_areas_and_points(assen: Made) -> None:
    workspace, _ = assen
    result = read_areas(workspace / "areas.geojson", 1999)
    # The shapes are traced from a drawing: small overlaps and gaps, nothing to repair.
    assert noted(result) == {"areas_overlap": 1, "areas_gap": 1}
    wijken = division_for(result.areas, 2026)
    assert len(wijken) == 10
    assert set(wijken["jaar"]) == {2024}
    files = sorted(workspace.glob("meldingen_*.csv"))
    reports = pd.concat([pd.read_csv(f) for f in files]).drop_duplicates("id")
    found = locate_points(reports["lng"], reports["lat"], 4326, wijken)
    # 57 are in no buurt of the country, mostly metres from a border; 4 more are next door.
    assert (found == OUTSIDE).sum() == 61
    assert len(np.unique(found[found != OUTSIDE])) == 10


def test_assen_points_outside_every_wijk_of_the_country(assen: Made, nederland: Made) -> None:
    wijken = division_for(read_areas(nederland[0] / "areas.gpkg", 2024).areas, 2024)
    files = sorted(assen[0].glob("meldingen_*.csv"))
    reports = pd.concat([pd.read_csv(f) for f in files]).drop_duplicates("id")
    found = locate_points(reports["lng"], reports["lat"], 4326, wijken)
    assert (found == OUTSIDE).sum() == 57
    in_assen = wijken["wijkcode"].to_numpy()[found[found != OUTSIDE]].astype(str)
    assert np.char.startswith(in_assen, "WK0106").sum() == 3_024 - 61


def test_denhaag_months_wijken_and_the_month_never_published(denhaag: Made) -> None:
    workspace, counts = denhaag
    rows = pd.read_parquet(workspace / "delicten_maand.parquet")
    assert (len(rows), rows["maand"].nunique()) == (93_744, 84)
    assert rows["aantal"].sum() == 153_322
    assert counts["wijken in areas.geojson"] == 44
    assert counts["wijken without counts"] == 7
    assert rows.groupby("maand")["aantal"].sum().loc[lambda s: s == 0].index.tolist() == ["2017-12"]
    assert set(pd.read_csv(workspace / "population.csv")["jaar"]) == {2024}
    assert "known_gaps" not in settings(workspace)


def test_denhaag_can_be_told_of_december(realdata: Path, tmp_path: Path) -> None:
    make_denhaag.make(realdata, tmp_path / "told", tell_december=True)
    (gap,) = settings(tmp_path / "told")["known_gaps"]
    assert (gap["as"], gap["register"], gap["period"]) == (
        "registrations",
        "politie-denhaag",
        "2017-12",
    )


def test_denhaag_two_areas_are_repaired(denhaag: Made) -> None:
    result = read_areas(denhaag[0] / "areas.geojson", 1999)
    assert noted(result) == {"geometry_repaired": 2, "areas_overlap": 1, "areas_gap": 1}
    assert [p.row for p in result.problems if p.code == "geometry_repaired"] == [38, 42]
    assert len(result.areas) == 44
    assert result.areas.geometry.is_valid.all()


def test_nederland_is_whole(nederland: Made) -> None:
    workspace, counts = nederland
    result = read_areas(workspace / "areas.gpkg", 1999)
    assert noted(result) == {"areas_overlap": 1, "areas_gap": 1}
    assert len(result.areas) == counts["wijken in areas.gpkg"] == 3_393
    # Amsterdam's codes end in letters; a rule of six digits would lose them all.
    assert result.areas["wijkcode"].str.match(r"WK0363[A-Z]{2}$").sum() == 110
    assert counts["wijken in population.csv"] == 3_367
    assert len(pd.read_csv(workspace / "misdrijven_jaar.csv")) == 5 * 14_494
    assert counts["rows whose wijk has no polygon"] == 0
    assert counts["wijken without counts"] == 6


def test_nederland_map_is_small_and_still_the_netherlands(nederland: Made) -> None:
    areas = read_areas(nederland[0] / "areas.gpkg", 1999).areas
    wijken = division_for(areas, 2024)
    shapes = map_shapes(wijken, 1_300_000)
    assert shapes["wijkcode"].tolist() == wijken["wijkcode"].tolist()
    size = shapes["shape_lonlat"].str.len().sum()
    assert 1_000_000 < size <= 1_300_000
    metres = shapely.from_wkb(list(shapes["shape_rd"]))
    degrees = shapely.from_geojson(list(shapes["shape_lonlat"]))
    for geometries in (metres, degrees):
        assert shapely.is_valid(geometries).all()
        assert not shapely.is_empty(geometries).any()
    drawn, real = shapely.union_all(metres), shapely.union_all(np.asarray(wijken.geometry))
    assert drawn.symmetric_difference(real).area / real.area < 0.02
    overlap = (shapely.area(metres).sum() - drawn.area) / drawn.area
    assert overlap < 0.001  # neighbours share their borders: no slivers
