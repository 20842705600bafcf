"""The privacy guard on maps: a map may have more columns than wijkcode, wijknaam and jaar.

Columns that are not needed are never read, so their names alone refuse nothing: the maps of CBS
hold figures about whole wijken under names such as geboorteTotaal. What their values say does.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from geodata.areas import AreasResult, read_areas, refuse
from geodata.problems import AreaProblem, facts_text
from geodata.reading import unused_columns
from pipelines import privacy
from pipelines.contracts import contract
from pipelines.faults import FileRefusedError
from pipelines.sql import run

REFUSALS = {
    "person_column": "areas_person_column",
    "origin_column": "areas_origin_column",
    "sensitive_column": "areas_sensitive_column",
}


def guarded_areas(
    connection: duckdb.DuckDBPyConnection, path: Path, default_year: int
) -> AreasResult:
    """As `geodata.read_areas`; a map with a column about persons is refused as a whole."""
    result = read_areas(path, default_year)
    if not result.is_usable:
        return result
    run(connection, "10_incoming/guards")
    try:
        for columns in unused_columns(path):
            _check(connection, columns)
    except FileRefusedError as refusal:
        problem = AreaProblem(
            REFUSALS[refusal.reason],
            column=refusal.column,
            detail=facts_text(column=refusal.column),
        )
        return refuse(result, problem)
    return result


def _check(connection: duckdb.DuckDBPyConnection, columns: pd.DataFrame) -> None:
    names = tuple(f"{place}_{name}" for place, name in enumerate(columns.columns))
    connection.register("delivered_rows", columns.set_axis(list(names), axis="columns"))
    run(connection, "10_incoming/delivered_rows")
    try:
        privacy.check_values(connection, names, contract().kinds["agenda"], {}, len(columns))
    except FileRefusedError as refusal:
        refusal.column = str(refusal.column).split("_", 1)[1]
        raise
    finally:
        run(connection, "10_incoming/forget")
        connection.unregister("delivered_rows")
