"""From delivered files to typed, located, checked rows: every row is used, rejected or ignored,
and none is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path

import duckdb
import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.crosswalk import Crosswalk
from geodata.locate import locate_points
from pipelines import privacy
from pipelines.contracts import Kind, contract
from pipelines.divisions import COUNTED, Divisions, write_wijken_of_file
from pipelines.faults import FileRefusedError
from pipelines.naming import (
    columns_of_items,
    columns_that_leave_out,
    expression,
    items_of,
    left_out,
    local_names,
    require_columns,
)
from pipelines.references import NO_POINTS, empty_columns, write_table
from pipelines.sources import Delivered, deliver
from pipelines.sources.table import TextTable
from pipelines.sql import ident, query, run
from pipelines.workspace import SourceFile

NOT_KEPT = (
    "lon",
    "lat",
    "x",
    "y",
    "wijkcode",
    "buurtcode",
)  # once the wijk is known, for kinds that have a place
HAS_PLACE = ("incidents", "registrations")


@dataclass
class FileReport:
    """What became of one delivered file. Rows used are counted later, from the facts."""

    order: int
    name: str
    kind: str
    sha256: str
    size_bytes: int
    rows_in: int = 0
    refused: FileRefusedError | None = None
    notices: list[tuple[str, str]] = field(default_factory=list)


def stage_nothing(
    connection: duckdb.DuckDBPyConnection, taken_in: set[str], kinds: tuple[str, ...] = ()
) -> None:
    """Make the empty stg table of every kind (or of `kinds`) of which no file was taken in."""
    for name, kind in contract().kinds.items():
        if name not in taken_in and name in (kinds or contract().kinds):
            run(connection, "20_stg/no_rows", columns=empty_columns(kind))
            write_table(connection, "located", NO_POINTS)
            _check_and_accept(connection, name, kind, file_order=0)
    run(connection, "10_incoming/forget")


def stage_file(
    connection: duckdb.DuckDBPyConnection,
    source: SourceFile,
    order: int,
    divisions: Divisions,
) -> FileReport:
    """Take in one file. A file that cannot be used as a whole is reported as refused; nothing of
    it stays.
    """
    report = FileReport(
        order=order,
        name=source.path.name,
        kind=source.kind,
        sha256=_sha256(source.path),
        size_bytes=source.path.stat().st_size,
    )
    kind = contract().kinds[source.kind]
    try:
        delivered = _read_into_incoming(connection, source, kind, report)
        crosswalk = _crosswalk(connection, source, kind, divisions, report)
        located = NO_POINTS
        if source.kind == "incidents":
            located = _locate(connection, source, order, divisions)
        write_table(connection, "located", located)
        if crosswalk is not None:
            divisions.used[order] = crosswalk
            run(
                connection,
                "20_stg/delivered_places",
                kind=source.kind,
                file_order=order,
                division=crosswalk.from_year,
                has_buurten="buurtcode" in kind.column_names,
            )
        _check_and_accept(connection, source.kind, kind, order, crosswalk)
        _reject_broken_rows(connection, delivered, order)
    except FileRefusedError as refusal:
        report.refused = refusal
        report.rows_in = max(refusal.rows, report.rows_in)
        report.notices.clear()
    finally:
        run(connection, "10_incoming/forget")
    return report


def stage_table(
    connection: duckdb.DuckDBPyConnection, name: str, kind_name: str, table: TextTable, order: int
) -> FileReport:
    """Take in rows that come from no file, such as the logbook's, by the same guards and checks."""
    content = repr((table.columns, table.cells)).encode()
    report = FileReport(order, name, kind_name, sha256(content).hexdigest(), len(content))
    kind = contract().kinds[kind_name]
    delivered = Delivered(table.columns, (), has_row_numbers=True, first_row=1)
    try:
        table.register(connection)
        _take_over(connection, SourceFile(Path(name), kind_name, None), kind, report, delivered)
        write_table(connection, "located", NO_POINTS)
        _check_and_accept(connection, kind_name, kind, order)
    except FileRefusedError as refusal:
        report.refused = refusal
        report.rows_in = len(table.cells)
    finally:
        run(connection, "10_incoming/forget")
    return report


def drop_repeated(connection: duckdb.DuckDBPyConnection, kinds: tuple[str, ...] = ()) -> None:
    """Keep the newest of rows with the same key, across all files of a kind; list the older ones
    as ignored. Only of `kinds` where some are given.
    """
    for name, kind in contract().kinds.items():
        if kind.unique and name in (kinds or contract().kinds):
            by_division = name in COUNTED
            columns = [*kind.unique, *(["division"] if by_division else [])]
            run(
                connection,
                "20_stg/repeated",
                kind=name,
                by_division=by_division,
                key=", ".join(ident(column) for column in columns),
                key_columns=columns,
                named_column=kind.unique[-1],
            )


def _read_into_incoming(
    connection: duckdb.DuckDBPyConnection, source: SourceFile, kind: Kind, report: FileReport
) -> Delivered:
    """Read, guard and map one file. A CSV that turns out not to be clean is read again, row by
    row.
    """
    try:
        delivered = _guarded(connection, source, kind, report, carefully=False)
        if delivered.lines is None or delivered.lines - 1 == report.rows_in:
            return delivered
    except duckdb.Error:
        pass  # a broken row: DuckDB stops at the first one, the careful reader names them all
    return _guarded(connection, source, kind, report, carefully=True)


def _guarded(
    connection: duckdb.DuckDBPyConnection,
    source: SourceFile,
    kind: Kind,
    report: FileReport,
    carefully: bool,
) -> Delivered:
    encoding = source.mapping.encoding if source.mapping else "utf-8"
    delivered = deliver(connection, source.path, encoding, carefully)
    _take_over(connection, source, kind, report, delivered)
    return delivered


def _take_over(
    connection: duckdb.DuckDBPyConnection,
    source: SourceFile,
    kind: Kind,
    report: FileReport,
    delivered: Delivered,
) -> None:
    """Guard what was delivered and give it the names of the contract."""
    report.notices = [(notice, "") for notice in delivered.notices]
    try:
        names = local_names(source, kind, delivered.columns)
        privacy.check_column_names(delivered.columns)
        require_columns(source, kind, names)
        rows = delivered.lines or _count(connection, "delivered")
        privacy.check_values(connection, delivered.columns, kind, names, rows)
    except FileRefusedError as refusal:
        refusal.rows = _count(connection, "delivered") + len(delivered.broken)
        raise
    columns = [
        {"name": column.name, "expression": expression(column.name, source, names)}
        for column in kind.columns
    ]
    items = items_of(source, delivered.columns)
    if items:
        run(
            connection,
            "10_incoming/incoming_long",
            columns=columns,
            items=items,
            first_row=delivered.first_row,
            left_out=left_out(source, delivered.columns),
        )
        report.notices.append(("made_long", str(len(items) + 1)))
    else:
        run(
            connection,
            "10_incoming/incoming",
            columns=columns,
            has_row_numbers=delivered.has_row_numbers,
            first_row=delivered.first_row,
            left_out=left_out(source, delivered.columns),
        )
    report.rows_in = _count(connection, "incoming_rows") + len(delivered.broken)
    if report.rows_in == 0:
        report.notices.append(("header_only", ""))
    used = {*names.values(), *columns_of_items(source), *columns_that_leave_out(source)}
    not_used = [name for name in delivered.columns if name not in used]
    if not_used:
        report.notices.append(("columns_not_used", ", ".join(not_used[:20])))


def _locate(
    connection: duckdb.DuckDBPyConnection, source: SourceFile, order: int, divisions: Divisions
) -> pd.DataFrame:
    """The wijk of every point of a row that has no code: row_number, wijkcode (missing = outside),
    column_name. Where it lies in the other divisions is noted beside it: a point needs no
    converting.
    """
    xy_is_degrees = bool(source.mapping and source.mapping.crs == "EPSG:4326")
    points = query(connection, "20_stg/points", xy_is_degrees=str(xy_is_degrees)).df()
    if points.empty:
        return NO_POINTS
    for year in divisions.other_years:
        elsewhere = pd.DataFrame(
            {"row_number": points["row_number"], "wijkcode": _wijken_at(points, divisions.of(year))}
        )
        write_table(connection, "located", elsewhere)
        run(connection, "20_stg/located_elsewhere", file_order=order, division=year)
    return pd.DataFrame(
        {
            "row_number": points["row_number"],
            "wijkcode": _wijken_at(points, divisions.target),
            "column_name": points["column_name"],
        }
    )


def _wijken_at(points: pd.DataFrame, division: gpd.GeoDataFrame) -> pd.Series[str]:
    """The wijk of each point in one division; missing where it is in none."""
    found = np.full(len(points), -1, dtype=np.int64)
    is_degrees = points["is_degrees"].to_numpy(dtype=bool)
    for epsg, chosen in ((4326, is_degrees), (28992, ~is_degrees)):
        if chosen.any():
            x = points["px"].to_numpy(dtype=float)[chosen]
            y = points["py"].to_numpy(dtype=float)[chosen]
            found[chosen] = locate_points(x, y, epsg, division)
    codes = division["wijkcode"].to_numpy(dtype=object)
    return pd.Series(np.where(found >= 0, codes[np.maximum(found, 0)], None), dtype="str")


def _crosswalk(
    connection: duckdb.DuckDBPyConnection,
    source: SourceFile,
    kind: Kind,
    divisions: Divisions,
    report: FileReport,
) -> Crosswalk | None:
    """How a file that uses another division than the map is converted: the one that gemeente.yaml
    names, else the one that has all its codes while the map has not.
    """
    names = kind.column_names
    if "wijkcode" not in names or not divisions.other_years:
        return None
    year = source.mapping.division if source.mapping else None
    if year is None:
        found = query(connection, "20_stg/wijken_in_file", has_buurten="buurtcode" in names)
        year = divisions.year_of({str(code) for (code,) in found.fetchall()})
    if year is None or year == divisions.year:
        return None
    if year not in divisions.other_years:
        raise FileRefusedError("division_missing", detail=str(year))
    report.notices.append(("other_division", f"{year} → {divisions.year}"))
    return divisions.crosswalk(year, divisions.year)


def _check_and_accept(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    kind: Kind,
    file_order: int,
    crosswalk: Crosswalk | None = None,
) -> None:
    write_wijken_of_file(connection, name, crosswalk)
    has_place = name in HAS_PLACE
    computed = {
        "incidents": ["place_wijkcode"],
        "registrations": ["area_code", "place_wijkcode"],
    }.get(name, [])
    run(
        connection,
        "20_stg/checked",
        kind=name,
        columns=kind.columns,
        not_kept=NOT_KEPT if has_place else (),
        computed=computed,
    )
    run(connection, "20_stg/accepted", kind=name, file_order=file_order)
    [(set_aside,)] = query(
        connection, "20_stg/rows_set_aside", kind=name, file_order=file_order
    ).fetchall()
    if set_aside:
        run(connection, "20_stg/set_aside_rows", kind=name, file_order=file_order)


def _reject_broken_rows(
    connection: duckdb.DuckDBPyConnection, delivered: Delivered, order: int
) -> None:
    if delivered.broken:
        connection.register(
            "broken_rows",
            pd.DataFrame(
                [
                    (order, row.row_number, None, row.reason, "text", None)
                    for row in delivered.broken
                ],
                columns=[
                    "file_order",
                    "row_number",
                    "column_name",
                    "reason",
                    "value_class",
                    "detail",
                ],
            ),
        )
        run(connection, "20_stg/broken_rows")
        connection.unregister("broken_rows")


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    [(rows,)] = query(connection, "count_rows", relation=relation).fetchall()
    return int(rows)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
