"""The divisions of wijken that were delivered, and files that use another one than the map does.

Counts of such a file (registers, residents) are converted and marked. Rows about one event move
with their wijk where all of it became one wijk. What is not sound is rejected, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb
import geopandas as gpd
import pandas as pd

from geodata.areas import division_for
from geodata.crosswalk import PART_COLUMNS, Crosswalk, make_crosswalk
from pipelines.references import write_table
from pipelines.sql import query, run

#: Kinds of which the rows are counts per area: those can be divided.
COUNTED = {"registrations": ("count",), "population": ("inwoners", "huishoudens")}
#: A percentage of a wijk says nothing about a part of it, nor about several together.
NEVER_ADDED = ("survey_results",)

PARTS_TYPES = {
    "file_order": "int16", "row_number": "int32", "part": "int32", "wijkcode": "str",
    "share": "float64", "is_divided": "bool", "needed": "int32",
}  # fmt: skip


@dataclass
class Divisions:
    """The division on the map, the others that were delivered, and buurten as weights.

    ``every``: wijkcode, wijknaam, jaar, geometry of all years; ``target``: those on the map.
    """

    target: gpd.GeoDataFrame
    every: gpd.GeoDataFrame
    buurten: gpd.GeoDataFrame | None
    made: dict[tuple[int, int], Crosswalk] = field(default_factory=dict)
    used: dict[int, Crosswalk] = field(default_factory=dict)  # by the order of the file

    @property
    def year(self) -> int:
        """The year of the division on the map."""
        return int(self.target["jaar"].iat[0])

    @property
    def years(self) -> tuple[int, ...]:
        """The years of all divisions, the oldest first."""
        return tuple(sorted({int(year) for year in self.every["jaar"].unique()}))

    @property
    def other_years(self) -> tuple[int, ...]:
        """The years of the other divisions, the nearest first."""
        others = set(self.years) - {self.year}
        return tuple(sorted(others, key=lambda year: (abs(year - self.year), year)))

    def of(self, year: int) -> gpd.GeoDataFrame:
        """The wijken of one year."""
        return division_for(self.every[self.every["jaar"] == year], year)

    def crosswalk(self, from_year: int, to_year: int) -> Crosswalk:
        """From the division of one year to that of another. Made once."""
        pair = (from_year, to_year)
        if pair not in self.made:
            weights = self._weights(from_year, to_year)
            self.made[pair] = make_crosswalk(self.of(from_year), self.of(to_year), weights)
        return self.made[pair]

    def year_of(self, codes: set[str]) -> int | None:
        """The other year whose division has all these codes, while the map has not; None when
        there is none.
        """
        if codes <= set(self.target["wijkcode"]):
            return None
        for year in self.other_years:
            if codes <= set(self.every.loc[self.every["jaar"] == year, "wijkcode"]):
                return year
        return None

    def _weights(self, from_year: int, to_year: int) -> gpd.GeoDataFrame | None:
        """Buurten with residents before those without; of the later division before the earlier
        one, and of these two before any other year: people stay where they are.
        """
        if self.buurten is None:
            return None
        years = {int(year) for year in self.buurten["jaar"].unique()}
        order = sorted(
            years, key=lambda year: (year != to_year, year != from_year, abs(year - to_year), year)
        )
        own = [self.buurten[self.buurten["jaar"] == year] for year in order]
        with_residents = [buurten for buurten in own if buurten["inwoners"].notna().any()]
        return next(iter([*with_residents, *own]), None)


def write_wijken_of_file(
    connection: duckdb.DuckDBPyConnection, kind: str, crosswalk: Crosswalk | None
) -> None:
    """file_wijken, file_buurten and not_convertible: the codes that a file may use."""
    if crosswalk is None:
        run(connection, "20_stg/wijken_of_map")
        return
    if kind in COUNTED:
        moves = {code: code for code in crosswalk.convertible}
    elif kind in NEVER_ADDED:
        moves = crosswalk.one_to_one
    else:
        moves = crosswalk.whole
    moves = {code: to for code, to in moves.items() if code in crosswalk.convertible}
    frame = pd.DataFrame(sorted(moves.items()), columns=["wijkcode", "to_code"], dtype="str")
    write_table(connection, "file_wijken", frame)
    rest = sorted(crosswalk.from_codes - set(moves))
    write_table(connection, "not_convertible", pd.DataFrame({"wijkcode": rest}, dtype="str"))
    run(connection, "20_stg/no_buurten")


def write_converted(connection: duckdb.DuckDBPyConnection, divisions: Divisions) -> None:
    """converted_registrations and converted_population: the parts of the rows of files that use
    another division. And crosswalk: how those divisions hang together.
    """
    walks = {walk.from_year: walk for walk in divisions.used.values()}
    orders = {
        year: [order for order, walk in divisions.used.items() if walk.from_year == year]
        for year in walks
    }
    for kind, columns in COUNTED.items():
        parts = [
            _parts(connection, kind, columns, orders[year], walk) for year, walk in walks.items()
        ]
        empty = pd.DataFrame(columns=[*PARTS_TYPES, *columns])
        filled = [frame for frame in parts if not frame.empty]
        frame = pd.concat(filled) if filled else empty
        types = PARTS_TYPES | dict.fromkeys(columns, "Int64")
        write_table(connection, f"converted_{kind}", frame[list(types)].astype(types))
    tables = [
        walk.parts.assign(from_year=walk.from_year, to_year=walk.to_year) for walk in walks.values()
    ]
    columns_out = ["from_year", "to_year", *PART_COLUMNS]
    walk_table = pd.concat(tables) if tables else pd.DataFrame(columns=columns_out)
    types_out = dict.fromkeys(PART_COLUMNS, "str") | {
        "from_year": "int32", "to_year": "int32", "share": "float64", "is_sound": "bool",
    }  # fmt: skip
    write_table(
        connection, "crosswalk", walk_table[columns_out].astype(types_out), is_temporary=False
    )


def _parts(
    connection: duckdb.DuckDBPyConnection,
    kind: str,
    columns: tuple[str, ...],
    orders: list[int],
    crosswalk: Crosswalk,
) -> pd.DataFrame:
    rows = query(
        connection, "20_stg/counts_to_convert", kind=kind, columns=columns, file_orders=orders
    ).df()
    if rows.empty:
        return pd.DataFrame()
    needed = {
        code: len(sources) + (code in crosswalk.incomplete)
        for code, sources in crosswalk.needed().items()
    }
    # what happened in a month may come back in the next one; residents are counted anew each year
    series = rows.get("series")
    found = [
        crosswalk.convert_counts(rows["wijkcode"], rows[column], series).rename(
            columns={"count": column}
        )
        for column in columns
    ]
    parts = found[0]
    for other, column in zip(found[1:], columns[1:], strict=True):
        parts[column] = other[column]
    for column in ("file_order", "row_number"):
        parts[column] = rows[column].to_numpy()[parts["row"]]
    parts["needed"] = parts["to_code"].map(needed)
    return parts.rename(columns={"to_code": "wijkcode"})
