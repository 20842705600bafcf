"""Read the areas of a gemeente: wijken (and buurten) per year, checked, repaired and in RD.

Nothing disappears: every feature is used, rejected or ignored, and each of the last two has a
problem with its feature number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray

from geodata import reading
from geodata.locate import wijk_of_buurt
from geodata.problems import AreaProblem, facts_text, shape_of
from geodata.rd import RD, crs_that_fits, is_box_in_netherlands, middle_of_all, middles
from geodata.reading import Kind, Layer, first_column
from geodata.repair import has_surface, join, overlap_and_gaps, polygons_only

WIJK_COLUMNS = ["wijkcode", "wijknaam", "jaar", "geometry"]
BUURT_COLUMNS = ["buurtcode", "buurtnaam", "wijkcode", "jaar", "inwoners", "geometry"]

#: CBS codes, with the year in front in the JRSTATCODE columns.
_CODE = {
    "wijk": re.compile(r"^((?:19|20)\d\d)?(WK\d{4}[0-9A-Z]{2})$"),
    "buurt": re.compile(r"^((?:19|20)\d\d)?(BU\d{4}[0-9A-Z]{4})$"),
}
_CODE_COLUMNS = {
    "wijk": reading.WIJK_CODES + reading.EITHER_CODES,
    "buurt": reading.BUURT_CODES + reading.EITHER_CODES,
}
_NAME_COLUMNS = {"wijk": reading.WIJK_NAMES, "buurt": reading.BUURT_NAMES}
_YEAR = re.compile(r"^((?:19|20)\d\d)(?:\.0+)?(?:(?:WK|BU)[0-9A-Z]+)?$")
_YEAR_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")

#: Overlaps and gaps below this share of the surface are drawing precision, not worth a line.
_SHARE_WORTH_A_LINE = 0.001
#: Above this share of the surface twice, the file does not hold one division: which wijk a point is
#: in could then be anything. An assumption, far above what drawing precision gives.
_SHARE_TOO_LARGE = 0.2


@dataclass
class AreasResult:
    """What an areas file gave.

    ``areas``: wijkcode, wijknaam, jaar, geometry (RD), one row per wijk and year, sorted by jaar,
    wijkcode; empty when a problem is fatal, or when the file holds buurten only. ``buurten``:
    buurtcode, buurtnaam, wijkcode, jaar, inwoners (missing where not delivered), geometry, or None
    when none were delivered. Features of wijk and buurt layers: ``rows_in`` = ``rows_used`` +
    ``rows_rejected`` + ``rows_ignored``.
    ``columns``: every column name in the file, so that a guard can look at the names.
    """

    areas: gpd.GeoDataFrame
    buurten: gpd.GeoDataFrame | None = None
    problems: list[AreaProblem] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows_in: int = 0
    rows_rejected: int = 0
    rows_ignored: int = 0

    @property
    def rows_used(self) -> int:
        """Features that are in ``areas`` or ``buurten``, alone or joined with others."""
        return self.rows_in - self.rows_rejected - self.rows_ignored

    @property
    def is_usable(self) -> bool:
        """False when a problem is fatal: then there are no areas."""
        return not any(p.is_fatal for p in self.problems)


def read_areas(path: Path, default_year: int) -> AreasResult:
    """Read a .gpkg, .geojson or .shp with wijken. Bad content gives problems, never an exception.

    ``default_year``: the year of the division when neither the features nor the file name say it.
    """
    opened = reading.open_layers(path)
    result = AreasResult(_no_areas(WIJK_COLUMNS), columns=opened.columns)
    if opened.problem is not None:
        return refuse(result, opened.problem)
    kinds = {layer.kind for layer in opened.layers}
    if not kinds:
        columns = ", ".join(opened.columns[:20]) or None
        return refuse(result, AreaProblem("areas_no_wijken", detail=facts_text(columns=columns)))

    frames: dict[Kind, list[gpd.GeoDataFrame]] = {"wijk": [], "buurt": []}
    for layer in opened.layers:
        result.rows_in += len(layer.frame)
        in_name = _YEAR_IN_NAME.findall(layer.name) or _YEAR_IN_NAME.findall(path.stem)
        year = int(in_name[-1]) if in_name else default_year
        taken_from = "file_name" if in_name else "default"
        frames[layer.kind].append(_LayerReader(layer, result).read(year, taken_from))
    if not result.is_usable:
        return refuse(result)

    result.areas = _one_row_per_code("wijk", frames["wijk"], result.problems)
    if result.areas.empty and "wijk" in kinds:
        features = sum(len(layer.frame) for layer in opened.layers if layer.kind == "wijk")
        return refuse(result, AreaProblem("areas_empty", detail=facts_text(features=features)))
    if frames["buurt"]:
        buurten = _one_row_per_code("buurt", frames["buurt"], result.problems)
        result.buurten = None if buurten.empty else buurten
    if not result.areas.empty:
        found = _overlaps_and_gaps(result.areas)
        result.problems.extend(found)
        if any(problem.is_fatal for problem in found):
            return refuse(result)
    return result


def division_for(areas: gpd.GeoDataFrame, year: int) -> gpd.GeoDataFrame:
    """The areas of the newest division of ``year`` or before, else of the oldest there is.

    Sorted by wijkcode with index 0..n-1, so that the index is the number ``locate_points`` gives.
    """
    years = areas["jaar"].to_numpy()
    if not len(years):
        return areas.reset_index(drop=True)
    past = years[years <= year]
    chosen = past.max() if len(past) else years.min()
    return areas[years == chosen].sort_values("wijkcode").reset_index(drop=True)


def refuse(result: AreasResult, problem: AreaProblem | None = None) -> AreasResult:
    """Nothing of the file is used: no areas, every feature counts as rejected."""
    if problem is not None:
        result.problems.append(problem)
    result.areas, result.buurten = _no_areas(WIJK_COLUMNS), None
    result.rows_rejected = result.rows_in - result.rows_ignored
    return result


def _no_areas(columns: list[str]) -> gpd.GeoDataFrame:
    empty = gpd.GeoDataFrame({c: [] for c in columns}, geometry="geometry", crs=RD)
    return empty.astype({"jaar": "int64"})


class _LayerReader:
    """One pass over a layer: each step takes out the features it cannot use, and says so."""

    def __init__(self, layer: Layer, result: AreasResult) -> None:
        self.layer = layer
        self.kind: Kind = layer.kind
        self.frame = layer.frame  # its index stays the feature number - 1
        self.result = result

    def read(self, year: int, taken_from: str) -> gpd.GeoDataFrame:
        """Columns code, name, jaar, wijkcode, geometry (RD); index = feature number - 1."""
        self._leave_out_water()
        if not self._to_rd() or self.frame.empty:
            return _no_areas(["code", "name", "jaar", "wijkcode", "inwoners", "geometry"])
        self._with_surface()
        self._within_netherlands()
        self._repair()
        code_column = first_column(self.frame, _CODE_COLUMNS[self.kind])
        assert code_column is not None  # without one it would not be a layer of this kind
        codes = self._text(code_column).str.upper().str.extract(_CODE[self.kind])[1]
        self._reject(codes.isna(), f"bad_{self.kind}code", code_column)
        years = self._years(year, taken_from)
        codes = codes.loc[self.frame.index]
        return gpd.GeoDataFrame(
            {
                "code": codes,
                "name": self._names(codes),
                "jaar": years,
                "wijkcode": self._wijken(codes),
                "inwoners": self._residents(),
            },
            geometry=self.frame.geometry,
            crs=RD,
        )

    def _text(self, column: str) -> pd.Series[str]:
        """A column as stripped text; whole numbers without their decimals."""
        text: pd.Series[str] = self.frame[column].astype("string").str.strip()
        return text.str.replace(r"\.0$", "", regex=True)

    def _problem(self, code: str, index: int | None, column: str | None, **facts: object) -> None:
        row = None if index is None else int(index) + 1
        detail = facts_text(**facts)
        self.result.problems.append(AreaProblem(code, row, column, detail, self.layer.name))

    def _reject(self, bad: pd.Series[bool], code: str, column: str) -> None:
        """Take out these features; the shape of the value says what was wrong with it."""
        for index in self.frame.index[bad]:
            self._problem(code, index, column, shape=shape_of(self.frame.at[index, column]))
        self._take_out(bad.to_numpy(dtype=bool))

    def _leave_out_water(self) -> None:
        column = first_column(self.frame, reading.WATER)
        if column is None:
            return
        is_water = self._text(column).str.upper().eq("JA").fillna(False)
        for index in self.frame.index[is_water]:
            self._problem("water_area", index, column)
        self.frame = self.frame[~is_water]
        self.result.rows_ignored += int(is_water.sum())

    def _to_rd(self) -> bool:
        """Bring the layer to RD. False, which is fatal, when its system is missing or wrong."""
        stated = self.frame.crs
        here = middle_of_all(self.frame.geometry)
        if stated is None and self.layer.is_geojson:
            stated = pyproj.CRS("EPSG:4326")  # GeoJSON without a statement is in degrees (RFC 7946)
        if stated is None or not (stated.is_projected or stated.is_geographic):
            self._problem("areas_crs_missing", None, None, fits=crs_that_fits(*here))
            return False
        name = stated.to_string() if len(stated.to_string()) < 40 else stated.name
        has_place = np.isfinite(middles(self.frame.geometry)[0])
        if not has_place.any():
            return True  # nothing but missing shapes: each of them is rejected later
        self.frame = self.frame.set_crs(stated, allow_override=True).to_crs(RD)
        inside = is_box_in_netherlands(self.frame.geometry)
        # One stray feature is its own fault; most of them outside means the statement is wrong.
        if inside[has_place].mean() < 0.5:
            self._problem("areas_crs_wrong", None, None, stated=name, fits=crs_that_fits(*here))
            return False
        return True

    def _take_out(self, bad: NDArray[np.bool_]) -> None:
        self.result.rows_rejected += int(bad.sum())
        self.frame = self.frame[~bad]

    def _with_surface(self) -> None:
        """Reject what is missing, empty or no polygon."""
        shapes = np.asarray(self.frame.geometry, dtype=object)
        bad = ~has_surface(shapes)
        for position in np.flatnonzero(bad):
            found = _what_is(shapes[position])
            self._problem("geometry_unusable", self.frame.index[position], "geometry", found=found)
        self._take_out(bad)

    def _within_netherlands(self) -> None:
        bad = ~is_box_in_netherlands(self.frame.geometry)
        x, y = middles(self.frame.geometry)
        for position in np.flatnonzero(bad):
            on_earth = np.isfinite(x[position]) and np.isfinite(y[position])
            where = {"x": round(x[position]), "y": round(y[position])} if on_earth else {}
            index = self.frame.index[position]
            self._problem("area_outside_netherlands", index, "geometry", **where)
        self._take_out(bad)

    def _repair(self) -> None:
        """Repair invalid rings; reject what has no surface left after that."""
        shapes = np.asarray(self.frame.geometry, dtype=object)
        repaired = shapes.copy()
        broken = ~shapely.is_valid(shapes)
        repaired[broken] = polygons_only(shapes[broken])
        lost = broken & ~has_surface(repaired)
        for position in np.flatnonzero(broken):
            index = self.frame.index[position]
            reason = shapely.is_valid_reason(shapes[position]).split("[")[0].strip()
            if lost[position]:
                found = _what_is(shapes[position])
                self._problem("geometry_unusable", index, "geometry", found=found, reason=reason)
                continue
            before, after = shapely.area(shapes[position]), shapely.area(repaired[position])
            change = f"{100 * abs(after - before) / after:.2f}"
            self._problem(
                "geometry_repaired", index, "geometry", reason=reason, area_change_pct=change
            )
        self.frame = self.frame.set_geometry(
            gpd.GeoSeries(repaired, index=self.frame.index, crs=RD)
        )
        self._take_out(lost)

    def _years(self, year: int, taken_from: str) -> pd.Series[int]:
        """Year per feature; a feature that states an impossible one is rejected."""
        column = first_column(self.frame, reading.YEARS)
        if column is None:
            self._problem("areas_year_missing", None, None, year=year, taken_from=taken_from)
            return pd.Series(year, index=self.frame.index, dtype="int64")
        text = self._text(column)
        found = text.str.upper().str.extract(_YEAR)[0]
        is_absent = text.isna() | text.eq("")
        if is_absent.any():
            self._problem("areas_year_missing", None, column, year=year, taken_from=taken_from)
        self._reject(found.isna() & ~is_absent, "bad_area_year", column)
        years: pd.Series[int] = found.fillna(str(year)).loc[self.frame.index].astype("int64")
        return years

    def _wijken(self, codes: pd.Series[str]) -> pd.Series[str]:
        """Wijk per feature: for a buurt the one it states, else the one in its own code."""
        if self.kind == "wijk":
            return codes
        in_code = codes.map(wijk_of_buurt)
        column = first_column(self.frame, reading.WIJK_CODES)
        if column is None:
            return in_code
        stated = self._text(column).str.upper().str.extract(_CODE["wijk"])[1]
        return stated.fillna(in_code)

    def _residents(self) -> pd.Series[float]:
        """Residents per feature; below zero is how CBS writes that a figure is not given."""
        column = first_column(self.frame, reading.RESIDENTS)
        if column is None:
            return pd.Series(np.nan, index=self.frame.index)
        residents: pd.Series[float] = pd.to_numeric(self.frame[column], errors="coerce")
        return residents.astype("float64").where(residents >= 0)

    def _names(self, codes: pd.Series[str]) -> pd.Series[str]:
        """Name per feature; its code where there is none."""
        column = first_column(self.frame, _NAME_COLUMNS[self.kind])
        if column is None:
            names = pd.Series(pd.NA, index=self.frame.index, dtype="string")
        else:
            names = self._text(column)
        nameless = names.isna() | names.eq("")
        if nameless.any():
            self._problem("area_name_missing", None, column, features=int(nameless.sum()))
        return names.mask(nameless, codes).astype("string")


def _what_is(shape: Any) -> str:
    if shape is None:
        return "missing"
    return "empty" if shapely.is_empty(shape) else str(shape.geom_type)


def _one_row_per_code(
    kind: Kind, frames: list[gpd.GeoDataFrame], problems: list[AreaProblem]
) -> gpd.GeoDataFrame:
    """Join features with the same code and year, and name the columns for their kind."""
    names = {"code": "wijkcode", "name": "wijknaam"}
    columns = WIJK_COLUMNS
    if kind == "buurt":
        names, columns = {"code": "buurtcode", "name": "buurtnaam"}, BUURT_COLUMNS
    filled = [f for f in frames if not f.empty]
    if not filled:
        return _no_areas(columns)
    every = gpd.GeoDataFrame(pd.concat(filled, ignore_index=True), geometry="geometry", crs=RD)
    once = every.drop_duplicates(["code", "jaar"]).set_index(["code", "jaar"])
    again = every[every.duplicated(["code", "jaar"], keep=False)]
    for (code, year), group in again.groupby(["code", "jaar"]):
        whole, are_parts = join(np.asarray(group.geometry, dtype=object))
        once.loc[[(code, year)], "geometry"] = gpd.GeoSeries(
            [whole], index=once.loc[[(code, year)]].index, crs=RD
        )
        reason = f"{kind}_parts_joined" if are_parts else f"duplicate_{kind}"
        detail = facts_text(code=code, year=year, features=len(group))
        problems.append(AreaProblem(reason, column=names["code"], detail=detail))
    once = once.reset_index()
    if kind == "wijk":
        once = once.drop(columns=["wijkcode", "inwoners"])
    once = once.rename(columns=names).sort_values(["jaar", names["code"]]).reset_index(drop=True)
    return once[columns]


def _overlaps_and_gaps(areas: gpd.GeoDataFrame) -> list[AreaProblem]:
    """Shares of the covered surface, per year, when they are more than drawing precision."""
    problems = []
    for year, division in areas.groupby("jaar"):
        shapes = np.asarray(division.geometry, dtype=object)
        overlap, gap, gaps, covered = overlap_and_gaps(shapes)
        for code, surface, count in (("areas_overlap", overlap, None), ("areas_gap", gap, gaps)):
            if surface > _SHARE_WORTH_A_LINE * covered:
                detail = facts_text(
                    year=year,
                    share_pct=f"{100 * surface / covered:.2f}",
                    km2=f"{surface / 1e6:.2f}",
                    gaps=count,
                )
                problems.append(AreaProblem(code, column="geometry", detail=detail))
        if overlap > _SHARE_TOO_LARGE * covered:
            detail = facts_text(year=year, share_pct=f"{100 * overlap / covered:.0f}")
            problems.append(AreaProblem("areas_overlap_too_large", None, "geometry", detail))
    return problems
