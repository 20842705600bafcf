"""From the areas of one year to those of another: which became which, and how a count is divided.

CBS changes codes, names and borders every year. The polygons say what lies where; residents per
buurt say how much of a wijk went to each of its successors. What cannot be told soundly is not
converted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

#: What happened to an area between the two years.
Change = Literal["unchanged", "renamed", "recoded", "split", "merged", "redrawn", "gone", "new"]
#: What a share is a share of: residents of buurten, buurten counted as equal, or surface.
Basis = Literal["residents", "buurten", "surface"]
#: Why counts of an area cannot be converted: nothing or not all of it is on the new map, or it was
#: divided and it is not known how many residents went where.
Problem = Literal["outside", "partly_outside", "weights_unknown"]

#: Two drawings of one border never lie exactly on each other. A part with less than this share of
#: the weight of both the old and the new area is taken for that, not for a change. An assumption.
DRAWING_SHARE = 0.05

PART_COLUMNS = [
    "from_code", "from_name", "to_code", "to_name", "share", "change", "basis", "is_sound",
    "problem",
]  # fmt: skip


@dataclass(frozen=True)
class Crosswalk:
    """How one division follows from another.

    ``parts``: one row per old area and new area that it went to (PART_COLUMNS). ``share`` is the
    part of the old area's weight, and adds up to 1 for each old area that is on the new map. An
    area that is gone has no ``to_code``, one that is new has no ``from_code``. ``problem`` says why
    an old area is not sound. ``incomplete``: new areas that hold ground from outside the old map,
    so that what is converted to them is never all of it.
    """

    from_year: int
    to_year: int
    parts: pd.DataFrame
    incomplete: frozenset[str] = frozenset()

    @property
    def whole(self) -> dict[str, str]:
        """Old code -> new code, of the areas that went to one new area as a whole."""
        parts = self._usable()
        once = parts[~parts["is_divided"]]
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

    def convert_counts(
        self, codes: pd.Series[str], counts: pd.Series[int], series: pd.Series[Any] | None = None
    ) -> pd.DataFrame:
        """Whole counts on the new division: one row per delivered row and new area it goes to.

        Columns ``row`` (position of the delivered row), ``to_code``, ``part`` (1, 2, ... within the
        row), ``share`` (of the delivered count that came here by weight), ``is_divided`` (the row
        went to more than one area, so that the count is an estimate) and ``count``. The counts of a
        row add up to exactly what was delivered (largest remainder); a withheld count stays
        withheld in every part. Rows of areas that are not ``convertible`` give nothing.

        ``series``: rows with the same value are one series, in the order given. What rounding
        takes from an area in one row, it gets in a later one. Without that, an area with a small
        share would get nothing of any small count, year in year out.
        """
        delivered = pd.DataFrame({"row": np.arange(len(codes)), "from_code": codes.to_numpy()})
        delivered["delivered"] = counts.astype("Int64").reset_index(drop=True)
        delivered["series"] = delivered["row"] if series is None else series.to_numpy()
        known = delivered["delivered"].notna()
        delivered["turn"] = delivered[known].groupby(["series", "from_code"]).cumcount()
        usable = self._usable()[["from_code", "to_code", "share", "is_divided"]]
        parts = delivered.merge(usable, on="from_code").sort_values(["row", "to_code"])
        parts["part"] = parts.groupby("row").cumcount() + 1
        parts["count"] = parts["delivered"]
        divided = parts["is_divided"] & parts["delivered"].notna()
        parts.loc[divided, "count"] = _apportioned(parts[divided])
        columns = ["row", "to_code", "part", "share", "is_divided", "count"]
        return parts[columns].reset_index(drop=True)

    def needed(self) -> dict[str, frozenset[str]]:
        """New code -> the old codes that all have to be there for its count to be whole."""
        grouped = self.parts.dropna(subset=["from_code", "to_code"]).groupby("to_code")
        return {str(code): frozenset(rows["from_code"]) for code, rows in grouped}

    def _usable(self) -> pd.DataFrame:
        usable = self.parts[self.parts["is_sound"] & self.parts["to_code"].notna()]
        return usable.assign(is_divided=usable["from_code"].duplicated(keep=False))


def _apportioned(parts: pd.DataFrame) -> NDArray[np.int64]:
    """Largest remainder per row. What a series still owes an area counts as remainder too."""
    exact = (parts["delivered"].astype("float64") * parts["share"]).to_numpy()
    # a share that adds up to 1 only almost may not lose a whole
    base = np.floor(exact + 1e-9).astype(np.int64)
    row = parts["row"].to_numpy()
    given = pd.Series(base).groupby(row).transform("sum").to_numpy()
    short = parts["delivered"].to_numpy(dtype=np.int64) - given
    area = parts.groupby(["series", "from_code", "to_code"], sort=False).ngroup().to_numpy()
    owed = np.zeros(area.max() + 1 if len(area) else 0)
    # the first rows of all series at once, then the second ones, ...
    turn = parts["turn"].to_numpy(dtype=np.int64)
    by_turn = np.argsort(turn, kind="stable")
    ends = np.cumsum(np.bincount(turn)) if len(turn) else np.array([], dtype=np.int64)
    for now in np.split(by_turn, ends[:-1]):
        wanted = exact[now] - base[now] + owed[area[now]]
        order = np.lexsort((now, -wanted.round(9), row[now]))
        rows_in_order = row[now][order]
        first = np.searchsorted(rows_in_order, rows_in_order, side="left")
        extra = np.empty(len(now), dtype=np.int64)
        extra[order] = np.arange(len(now)) - first < short[now][order]
        base[now] += extra
        owed[area[now]] = wanted - extra
    return base


def make_crosswalk(
    old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, buurten: gpd.GeoDataFrame | None = None
) -> Crosswalk:
    """Compare two divisions of the same ground.

    ``old``, ``new``: wijkcode, wijknaam, jaar, geometry (RD), one year each. ``buurten``: geometry
    (RD) and, where known, ``inwoners``; of any year, as long as they lie on the same ground.
    """
    pieces = _pieces(old, new)
    cut = np.asarray(pieces["geometry"], dtype=object)
    pieces["surface"] = shapely.area(cut)
    weights = _Weights(buurten)
    found = weights.of(cut, pieces["smallest"].to_numpy())
    pieces[["weight", "is_unknown"]] = found[["weight", "is_unknown"]]
    pieces["basis"] = weights.basis
    # an area where nobody lives is compared by surface, and says so
    empty = ~_is_inhabited(pieces, "from_code")
    pieces.loc[empty, "basis"] = "surface"
    share_of_old = _share(pieces, "from_code")
    kept = pieces[
        (share_of_old >= DRAWING_SHARE)
        | (_share(pieces, "to_code") >= DRAWING_SHARE)
        # the most of an area is never a difference in drawing, into however many parts it fell
        | (share_of_old == share_of_old.groupby(pieces["from_code"]).transform("max"))
    ]
    here = _covered(old, pieces, "from_code", weights)
    there = _covered(new, pieces, "to_code", weights)
    share = _share(kept, "from_code")
    names_old = dict(zip(old["wijkcode"], old["wijknaam"], strict=True))
    names_new = dict(zip(new["wijkcode"], new["wijknaam"], strict=True))
    pairs = list(zip(kept["from_code"], kept["to_code"], strict=True))
    incomplete = frozenset(kept["to_code"]) - there
    changes = _changes(pairs, names_old, names_new, incomplete)
    problems = _problems(kept, here)
    rows: list[tuple[object, ...]] = [
        (
            code, names_old[code], to_code, names_new[to_code], float(part), changes[code],
            basis, code not in problems, problems.get(code),
        )
        for (code, to_code), part, basis in zip(pairs, share, kept["basis"], strict=True)
    ]  # fmt: skip
    for code in sorted(set(names_old) - set(kept["from_code"])):
        gone = (None, None, 0.0, "gone", weights.basis, False, "outside")
        rows.append((code, names_old[code], *gone))
    for code in sorted(set(names_new) - set(kept["to_code"])):
        own = (code, names_new[code], 0.0, "new", weights.basis, False, None)
        rows.append((None, None, *own))
    parts = pd.DataFrame(rows, columns=PART_COLUMNS)
    return Crosswalk(
        int(old["jaar"].iat[0]),
        int(new["jaar"].iat[0]),
        parts.sort_values(["from_code", "to_code"], na_position="last").reset_index(drop=True),
        incomplete,
    )


def _shapes(areas: gpd.GeoDataFrame) -> NDArray[np.object_]:
    return np.asarray(areas.geometry, dtype=object)


def _pieces(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> pd.DataFrame:
    """What each old area shares with each new one: from_code, to_code, geometry, and smallest: the
    surface of the smaller of the two.
    """
    shapes_old, shapes_new = _shapes(old), _shapes(new)
    at_old, at_new = shapely.STRtree(shapes_new).query(shapes_old, predicate="intersects")
    shared = shapely.intersection(shapes_old[at_old], shapes_new[at_new])
    smallest = np.minimum(shapely.area(shapes_old)[at_old], shapely.area(shapes_new)[at_new])
    pieces: pd.DataFrame = pd.DataFrame(
        {
            "from_code": old["wijkcode"].to_numpy(dtype=object)[at_old],
            "to_code": new["wijkcode"].to_numpy(dtype=object)[at_new],
            "geometry": shared,
            "smallest": smallest,
        }
    )
    pieces = pieces[shapely.area(shared) > 0]
    return pieces.sort_values(["from_code", "to_code"]).reset_index(drop=True)


class _Weights:
    """How much of the residents (or of the buurten) lies in a shape."""

    def __init__(self, buurten: gpd.GeoDataFrame | None) -> None:
        self.basis: Basis = "surface"
        self._shapes = np.array([], dtype=object)
        self._amount = np.array([])
        if buurten is not None and not buurten.empty:
            self.basis = "buurten"
            self._shapes = _shapes(buurten)
            self._amount = np.ones(len(buurten))
            if "inwoners" in buurten and buurten["inwoners"].notna().any():
                self.basis = "residents"
                known = buurten["inwoners"].astype("Float64")
                self._amount = known.to_numpy(dtype=np.float64, na_value=np.nan)
        self._surface = shapely.area(self._shapes)
        self._tree = shapely.STRtree(self._shapes)

    def of(self, shapes: NDArray[np.object_], surface_of: NDArray[np.float64]) -> pd.DataFrame:
        """Per shape its ``weight``, whether that ``is_unknown`` (there are buurten, and of none of
        them the residents are known), and ``told``, the surface that has buurten. ``surface_of``:
        that of the smallest area that the shape is a piece of.

        A buurt that is cut is divided by surface. An edge of it that lies just over a border is a
        difference in drawing: its residents are counted with the rest of their buurt.
        """
        at_shape, at_buurt = self._tree.query(shapes, predicate="intersects")
        shared = shapely.area(shapely.intersection(shapes[at_shape], self._shapes[at_buurt]))
        smallest = np.minimum(self._surface[at_buurt], surface_of[at_shape])
        inside = np.where(shared < DRAWING_SHARE * smallest, 0.0, shared)
        count = len(self._shapes)
        before = np.bincount(at_buurt, shared, minlength=count)
        after = np.bincount(at_buurt, inside, minlength=count)
        within = np.where(after[at_buurt] > 0, inside, shared) / self._surface[at_buurt]
        within *= np.divide(before, after, out=np.ones(count), where=after > 0)[at_buurt]
        is_known = ~np.isnan(self._amount[at_buurt])
        amount = within * np.where(is_known, self._amount[at_buurt], 0.0)
        known, there, weight, told = (
            np.bincount(at_shape, each, minlength=len(shapes)).astype(np.float64)
            for each in (within * is_known, within, amount, shared)
        )
        is_unknown = (there > 0) & (known == 0)
        return pd.DataFrame({"weight": weight, "is_unknown": is_unknown, "told": told})


def _is_inhabited(pieces: pd.DataFrame, column: str) -> pd.Series[bool]:
    """Whether any weight is known in the old or new area of each piece."""
    return pieces.groupby(column)["weight"].transform("sum") > 0


def _share(pieces: pd.DataFrame, column: str) -> pd.Series[float]:
    """The share of each piece in its old or new area: of the residents, or of the surface of an
    area where nobody lives. Never of both at once.
    """
    amount = pieces["weight"].where(_is_inhabited(pieces, column), pieces["surface"])
    share: pd.Series[float] = amount / amount.groupby(pieces[column]).transform("sum")
    return share


def _covered(
    areas: gpd.GeoDataFrame, pieces: pd.DataFrame, column: str, weights: _Weights
) -> frozenset[str]:
    """The areas that lie on the other map, but for a difference in drawing: their residents do,
    where buurten say for the whole area where they live; else their surface.
    """
    shapes, codes = _shapes(areas), areas["wijkcode"].to_numpy(dtype=object)
    shared = pieces.groupby(column)[["surface", "weight"]].sum().reindex(codes).fillna(0.0)
    surface = shapely.area(shapes)
    own = weights.of(shapes, surface)
    weight = own["weight"].to_numpy()
    is_told = (own["told"].to_numpy() >= (1 - DRAWING_SHARE) * surface) & (weight > 0)
    of_weight = shared["weight"].to_numpy() / np.where(weight > 0, weight, 1.0)
    of_surface = shared["surface"].to_numpy() / surface
    is_there = np.where(is_told, of_weight, of_surface) >= 1 - DRAWING_SHARE
    return frozenset(codes[is_there & (of_surface > 0)])


def _problems(kept: pd.DataFrame, covered: frozenset[str]) -> dict[str, Problem]:
    """Old code -> why its counts cannot be divided over the areas it went to."""
    problems: dict[str, Problem] = {}
    for code, own in kept.groupby("from_code"):
        is_divided = len(own) > 1
        if code not in covered:
            problems[str(code)] = "partly_outside"
        elif is_divided and ((own["basis"] == "surface").any() or own["is_unknown"].any()):
            problems[str(code)] = "weights_unknown"
    return problems


def _changes(
    pairs: list[tuple[str, str]],
    names_old: dict[str, str],
    names_new: dict[str, str],
    incomplete: frozenset[str],
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
        if incomplete.intersection(successors):
            changes[code] = "redrawn"
        elif len(successors) == 1 and sources == [1]:
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
