"""Series on the division of every delivered year, made once per build: each number as it was
delivered there, or converted straight from the division it was delivered on, or left out with the
reason.

What is converted and what is left out add up to what was delivered, or the build is not published.
"""

from __future__ import annotations

import duckdb
import pandas as pd

from geodata.crosswalk import Crosswalk
from pipelines.contracts import contract
from pipelines.divisions import COUNTED, Divisions
from pipelines.references import write_table
from pipelines.sql import query, run

#: The kinds of files with series, and the column with their wijk on the map.
PLACES = {
    "registrations": "place_wijkcode",
    "population": "wijkcode",
    "incidents": "place_wijkcode",
    "signals": "wijkcode",
    "surveys": "wijkcode",
    "survey_results": "wijkcode",
}
_PLACE_COLUMNS = ("wijkcode", "area_code")
#: What is a figure of a wijk, and neither divided nor added.
_SURVEYS = "surveys"

_PART_TYPES = {
    "row_id": "int32", "to_wijkcode": "str", "number": "Int64", "share": "float64",
    "is_divided": "bool", "is_incomplete": "bool", "is_lost": "bool", "needed": "Int32",
    "reason": "str", "change": "str",
}  # fmt: skip


def write_series(connection: duckdb.DuckDBPyConnection, divisions: Divisions) -> None:
    """The tables of series; they stay empty when there is a map of one year only."""
    run(connection, "45_series/01_tables")
    if not divisions.other_years:
        return
    kinds = [
        {
            "name": name,
            "place": place,
            "key": [c for c in contract().kinds[name].unique if c not in ("wijkcode",)],
            "has_place_in_key": any(c in _PLACE_COLUMNS for c in contract().kinds[name].unique),
        }
        for name, place in PLACES.items()
    ]
    run(connection, "45_series/02_delivered", kinds=kinds, map_year=divisions.year)
    _write_divisions(connection, divisions)
    delivered_on = [
        int(year) for (year,) in query(connection, "45_series/divisions_delivered").fetchall()
    ]
    for year in divisions.years:
        for from_year in delivered_on:
            if from_year == year:
                run(connection, "45_series/03_own_parts", division=year)
                continue
            rows = query(connection, "45_series/rows_of_division", division=from_year).df()
            parts = _parts(rows, divisions.crosswalk(from_year, year))
            write_table(connection, "parts_to_add", parts)
            run(connection, "45_series/03_converted_parts", division=year)
        _write_reach(connection, divisions, year, {*delivered_on, divisions.year})
    run(connection, "45_series/04_values", map_year=divisions.year)


def _parts(rows: pd.DataFrame, walk: Crosswalk) -> pd.DataFrame:
    """What the delivered rows of one division became on another."""
    is_figure = rows["kind"] == _SURVEYS
    counts = rows[~is_figure].reset_index(drop=True)
    found = [_converted(counts, walk), _lost(counts, walk), _figures(rows[is_figure], walk)]
    filled = [frame for frame in found if not frame.empty]
    frame = pd.concat(filled) if filled else pd.DataFrame(columns=list(_PART_TYPES))
    return frame[list(_PART_TYPES)].astype(_PART_TYPES)


def _converted(counts: pd.DataFrame, walk: Crosswalk) -> pd.DataFrame:
    parts = walk.convert_counts(counts["wijkcode"], counts["number"], counts["carried"])
    needed = {code: len(sources) for code, sources in walk.needed().items()}
    is_counted_per_wijk = counts["kind"].isin(list(COUNTED)).to_numpy()[parts["row"]]
    return pd.DataFrame(
        {
            "row_id": counts["row_id"].to_numpy()[parts["row"]],
            "to_wijkcode": parts["to_code"],
            "number": parts["count"],
            "share": parts["share"],
            "is_divided": parts["is_divided"],
            "is_incomplete": parts["to_code"].isin(walk.incomplete),
            "is_lost": False,
            # a wijk without a row had no incident or signal; of a register it was not delivered
            "needed": parts["to_code"].map(needed).where(is_counted_per_wijk),
            "reason": None,
            "change": None,
        }
    )


def _lost(counts: pd.DataFrame, walk: Crosswalk) -> pd.DataFrame:
    """Rows that cannot be converted, with the reason; and every wijk that misses a part by it."""
    of_code = walk.parts.dropna(subset=["from_code", "problem"])
    lost = counts[~counts["wijkcode"].isin(walk.convertible)]
    why = of_code.drop_duplicates("from_code").set_index("from_code")
    own = pd.DataFrame(
        {
            "row_id": lost["row_id"],
            "to_wijkcode": None,
            "number": lost["number"],
            "reason": lost["wijkcode"].map(why["problem"]),
            "change": lost["wijkcode"].map(why["change"]),
            "is_lost": False,
        }
    )
    targets = of_code.dropna(subset=["to_code"])[["from_code", "to_code"]]
    touched = lost.merge(targets, left_on="wijkcode", right_on="from_code")
    missing = pd.DataFrame(
        {"row_id": touched["row_id"], "to_wijkcode": touched["to_code"], "is_lost": True}
    )
    frame = pd.concat([own, missing])
    return frame.assign(share=1.0, is_divided=False, is_incomplete=False, needed=None)


def _figures(figures: pd.DataFrame, walk: Crosswalk) -> pd.DataFrame:
    """A survey figure goes with a wijk that is the same one, and else nowhere."""
    to_code = figures["wijkcode"].map(walk.one_to_one)
    change = walk.parts.dropna(subset=["from_code"]).drop_duplicates("from_code")
    of_code = change.set_index("from_code")["change"]
    is_left_out = to_code.isna()
    return pd.DataFrame(
        {
            "row_id": figures["row_id"],
            "to_wijkcode": to_code,
            "number": None,
            "share": 1.0,
            "is_divided": False,
            "is_incomplete": False,
            "is_lost": False,
            "needed": None,
            "reason": is_left_out.map({True: "not_one_wijk", False: None}),
            "change": figures["wijkcode"].map(of_code).where(is_left_out),
        }
    )


def _write_divisions(connection: duckdb.DuckDBPyConnection, divisions: Divisions) -> None:
    frame = pd.concat([divisions.of(year) for year in divisions.years])
    table = pd.DataFrame(
        {
            "division": frame["jaar"].astype("int16"),
            "wijkcode": frame["wijkcode"].astype("str"),
            "wijknaam": frame["wijknaam"].astype("str"),
        }
    )
    write_table(connection, "divisions_to_add", table)
    run(connection, "45_series/divisions")


def _write_reach(
    connection: duckdb.DuckDBPyConnection, divisions: Divisions, year: int, delivered_on: set[int]
) -> None:
    """The wijken of a division that lie as a whole on the ground of another one."""
    reached = []
    for from_year in sorted(delivered_on):
        if from_year == year:
            codes = set(divisions.of(year)["wijkcode"])
        else:
            walk = divisions.crosswalk(from_year, year)
            codes = set(walk.needed()) - walk.incomplete
        reached += [(year, from_year, code) for code in sorted(codes)]
    frame = pd.DataFrame(reached, columns=["division", "from_division", "wijkcode"])
    write_table(connection, "reach_to_add", frame.astype({"wijkcode": "str"}))
    run(connection, "45_series/reach")
