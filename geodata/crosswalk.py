"""From the areas of one year to those of another: which became which, and how a count is divided.

CBS changes codes, names and borders every year. The polygons say what lies where; residents per
buurt say how much of a wijk went to each of its successors. What cannot be told soundly is not
converted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

#: What happened to an area between the two years.
Change = Literal["unchanged", "renamed", "recoded", "split", "merged", "redrawn", "gone", "new"]
#: What a share is a share of: residents of buurten, buurten counted as equal, or surface.
Basis = Literal["residents", "buurten", "surface"]

#: Two drawings of one border never lie exactly on each other. A part with less than this share of
#: the weight of both the old and the new area is taken for that, not for a change. An assumption.
DRAWING_SHARE = 0.05

PART_COLUMNS = [
    "from_code", "from_name", "to_code", "to_name", "share", "change", "basis", "is_sound",
]  # fmt: skip


@dataclass(frozen=True)
class Crosswalk:
    """How one division follows from another.

    ``parts``: one row per old area and new area that it went to (PART_COLUMNS). ``share`` is the
    part of the old area's weight, and adds up to 1 for each old area that is sound. An area that is
    gone has no ``to_code``, one that is new has no ``from_code``.
    """

    from_year: int
    to_year: int
    parts: pd.DataFrame

    @property
    def whole(self) -> dict[str, str]:
        """Old code -> new code, of the areas that went to one new area as a whole."""
        parts = self._usable()
        once = parts[~parts["from_code"].duplicated(keep=False)]
        return dict(zip(once["from_code"], once["to_code"], strict=True))

    @property
    def one_to_one(self) -> dict[str, str]:
        """Old code -> new code, of the areas that are one new area and nothing else."""
        same = self.parts[self.parts["change"].isin(["unchanged", "renamed", "recoded"])]
        return dict(zip(same["from_code"], same["to_code"], strict=True))

    @property
    def convertible(self) -> frozenset[str]:
        """Old codes of which counts can be converted soundly."""
        return frozenset(self._usable()["from_code"])

    @property
    def from_codes(self) -> frozenset[str]:
        """Every old code."""
        return frozenset(self.parts["from_code"].dropna())

    def convert_counts(self, codes: pd.Series[str], counts: pd.Series[int]) -> pd.DataFrame:
        """Whole counts on the new division: one row per delivered row and new area it goes to.

        Columns ``row`` (position of the delivered row), ``to_code``, ``part`` (1, 2, ... within the
        row), ``share`` (of the delivered count that came here by weight; 1 when all of it) and
        ``count``. The counts of a row add up to exactly what was delivered (largest remainder); a
        withheld count stays withheld in every part. Rows of areas that are not ``convertible`` give
        nothing.
        """
        delivered = pd.DataFrame({"row": np.arange(len(codes)), "from_code": codes.to_numpy()})
        delivered["delivered"] = counts.astype("Int64").reset_index(drop=True)
        usable = self._usable()[["from_code", "to_code", "share"]]
        parts = delivered.merge(usable, on="from_code").sort_values(["row", "to_code"])
        exact = parts["delivered"].astype("Float64") * parts["share"]
        # a share that adds up to 1 only almost may not lose a whole
        floor = np.floor(exact + 1e-9)
        short = parts["delivered"] - floor.groupby(parts["row"]).transform("sum").astype("Int64")
        order = (
            pd.DataFrame({"row": parts["row"], "rest": exact - floor, "to": parts["to_code"]})
            .sort_values(["row", "rest", "to"], ascending=[True, False, True])
            .groupby("row")
            .cumcount()
            .reindex(parts.index)
        )
        parts["count"] = floor.astype("Int64") + (order < short).astype("Int64")
        parts["part"] = parts.groupby("row").cumcount() + 1
        return parts[["row", "to_code", "part", "share", "count"]].reset_index(drop=True)

    def needed(self) -> dict[str, frozenset[str]]:
        """New code -> the old codes that all have to be there for its count to be whole."""
        grouped = self.parts.dropna(subset=["from_code", "to_code"]).groupby("to_code")
        return {str(code): frozenset(rows["from_code"]) for code, rows in grouped}

    def _usable(self) -> pd.DataFrame:
        return self.parts[self.parts["is_sound"] & self.parts["to_code"].notna()]


def make_crosswalk(
    old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, buurten: gpd.GeoDataFrame | None = None
) -> Crosswalk:
    """Compare two divisions of the same ground.

    ``old``, ``new``: wijkcode, wijknaam, jaar, geometry (RD), one year each. ``buurten``: geometry
    (RD) and, where known, ``inwoners``; of whichever of the two years has them.
    """
    pieces = _pieces(old, new)
    pieces["surface"] = shapely.area(pieces["geometry"].to_numpy())
    basis: Basis = "surface"
    pieces["weight"] = pieces["surface"]
    if buurten is not None and not buurten.empty:
        basis, pieces["weight"] = _weights(pieces, buurten)
    pieces["basis"] = basis
    _where_nobody_lives(pieces)
    surface_old = dict(zip(old["wijkcode"], shapely.area(_shapes(old)), strict=True))
    share_of_old, share_of_new = _share(pieces, "from_code"), _share(pieces, "to_code")
    kept = pieces[(share_of_old >= DRAWING_SHARE) | (share_of_new >= DRAWING_SHARE)]
    covered = {
        code: surface >= (1 - DRAWING_SHARE) * surface_old[code]
        for code, surface in pieces.groupby("from_code")["surface"].sum().to_dict().items()
    }
    share = kept["weight"] / kept.groupby("from_code")["weight"].transform("sum")
    names_old = dict(zip(old["wijkcode"], old["wijknaam"], strict=True))
    names_new = dict(zip(new["wijkcode"], new["wijknaam"], strict=True))
    pairs = list(zip(kept["from_code"], kept["to_code"], strict=True))
    changes = _changes(pairs, names_old, names_new)
    rows: list[tuple[str | None, str | None, str | None, str | None, float, Change, Basis, bool]]
    rows = []
    for (here, there), part, own_basis in zip(pairs, share, kept["basis"], strict=True):
        is_divided = changes[here] in ("split", "redrawn") and part < 1
        is_sound = covered[here] and not (is_divided and own_basis == "surface")
        rows.append(
            (
                here, names_old[here], there, names_new[there], float(part), changes[here],
                own_basis, is_sound,
            )
        )  # fmt: skip
    for code in sorted(set(names_old) - set(kept["from_code"])):
        rows.append((code, names_old[code], None, None, 0.0, "gone", basis, False))
    for code in sorted(set(names_new) - set(kept["to_code"])):
        rows.append((None, None, code, names_new[code], 0.0, "new", basis, False))
    parts = pd.DataFrame(rows, columns=PART_COLUMNS)
    return Crosswalk(
        int(old["jaar"].iat[0]),
        int(new["jaar"].iat[0]),
        parts.sort_values(["from_code", "to_code"], na_position="last").reset_index(drop=True),
    )


def _shapes(areas: gpd.GeoDataFrame) -> NDArray[np.object_]:
    return np.asarray(areas.geometry, dtype=object)


def _pieces(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> pd.DataFrame:
    """What each old area shares with each new one: from_code, to_code, geometry."""
    shapes_old, shapes_new = _shapes(old), _shapes(new)
    at_old, at_new = shapely.STRtree(shapes_new).query(shapes_old, predicate="intersects")
    shared = shapely.intersection(shapes_old[at_old], shapes_new[at_new])
    pieces: pd.DataFrame = pd.DataFrame(
        {
            "from_code": old["wijkcode"].to_numpy(dtype=object)[at_old],
            "to_code": new["wijkcode"].to_numpy(dtype=object)[at_new],
            "geometry": shared,
        }
    )
    pieces = pieces[shapely.area(shared) > 0]
    return pieces.sort_values(["from_code", "to_code"]).reset_index(drop=True)


def _weights(pieces: pd.DataFrame, buurten: gpd.GeoDataFrame) -> tuple[Basis, NDArray[np.float64]]:
    """Residents (or buurten) in each piece: a buurt that is cut is divided by surface."""
    shapes = _shapes(buurten)
    basis: Basis = "buurten"
    amount = np.ones(len(buurten))
    if "inwoners" in buurten and buurten["inwoners"].notna().any():
        basis = "residents"
        amount = buurten["inwoners"].astype("Float64").fillna(0.0).to_numpy(dtype=np.float64)
    cut = pieces["geometry"].to_numpy(dtype=object)
    at_piece, at_buurt = shapely.STRtree(shapes).query(cut, predicate="intersects")
    shared = shapely.area(shapely.intersection(cut[at_piece], shapes[at_buurt]))
    within = shared / shapely.area(shapes)[at_buurt]
    weight = np.bincount(at_piece, within * amount[at_buurt], minlength=len(pieces))
    return basis, weight.astype(np.float64)


def _where_nobody_lives(pieces: pd.DataFrame) -> None:
    """An old area without any weight is divided by surface, and says so."""
    total = pieces.groupby("from_code")["weight"].transform("sum")
    empty = total <= 0
    pieces.loc[empty, "weight"] = pieces.loc[empty, "surface"]
    pieces.loc[empty, "basis"] = "surface"


def _share(pieces: pd.DataFrame, column: str) -> pd.Series[float]:
    """The share of each piece in the weight of its old or new area."""
    total = pieces.groupby(column)["weight"].transform("sum")
    return (pieces["weight"] / total.where(total > 0)).fillna(0.0)


def _changes(
    pairs: list[tuple[str, str]], names_old: dict[str, str], names_new: dict[str, str]
) -> dict[str, Change]:
    """What happened to each old area, from how it hangs together with the new ones."""
    to_codes: dict[str, list[str]] = {}
    from_codes: dict[str, list[str]] = {}
    for here, there in pairs:
        to_codes.setdefault(here, []).append(there)
        from_codes.setdefault(there, []).append(here)
    changes: dict[str, Change] = {}
    for code, successors in to_codes.items():
        sources = [len(from_codes[successor]) for successor in successors]
        if len(successors) == 1 and sources == [1]:
            [successor] = successors
            same_name = names_old[code].casefold() == names_new[successor].casefold()
            if code != successor:
                changes[code] = "recoded"
            else:
                changes[code] = "unchanged" if same_name else "renamed"
        elif len(successors) > 1 and all(number == 1 for number in sources):
            changes[code] = "split"
        elif len(successors) == 1 and all(
            len(to_codes[other]) == 1 for other in from_codes[successors[0]]
        ):
            changes[code] = "merged"
        else:
            changes[code] = "redrawn"
    return changes
