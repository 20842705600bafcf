"""Taking in one file by hand: what it seems to be, and what a mapping would make of it.

The screens act through this module and `delivering`, as they read through read_model. Nothing of a
file is written to the workspace before the privacy guards have seen all of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from pydantic import ValidationError

from geodata.areas import AreasResult
from indicators import Knowledge, load_knowledge
from pipelines import accounts, privacy
from pipelines.build import AMSTERDAM, connect, prepare
from pipelines.contracts import Column, contract, reasons
from pipelines.faults import FileRefusedError, NothingToBuildError
from pipelines.fetch import newest_year, oldest_year
from pipelines.making import Making
from pipelines.map_guard import guarded_areas
from pipelines.mapping import SourceMapping
from pipelines.naming import local_names, require_columns
from pipelines.presets import Preset, presets
from pipelines.references import closed_lists
from pipelines.sources import deliver
from pipelines.sources.csv_file import is_plain_utf8
from pipelines.sql import query, run
from pipelines.staging import FileReport, stage_file
from pipelines.workspace import TABLE_SUFFIXES, SourceFile, kind_by_name, open_workspace

# What the screens need to know of the contract comes through here too: one door.
__all__ = [
    "ENCODINGS", "UPLOAD_SUFFIXES", "UTF_8", "Column", "Look", "MapPreview", "NothingToBuildError",
    "Preset", "Preview", "Unknown", "choices_of", "contract", "look_at", "mapping_in_place",
    "newest_year", "now", "oldest_year", "presets", "preview", "preview_map", "source_of",
]  # fmt: skip

FIRST_ROWS = 8
ROWS_NAMED = 5
#: So many different values of a column can be translated by hand; more belong in a table.
MOST_TO_TRANSLATE = 60
MAP_SUFFIXES = (".gpkg", ".geojson")
UPLOAD_SUFFIXES = (*TABLE_SUFFIXES, *MAP_SUFFIXES)
UTF_8, WINDOWS = ENCODINGS = ("utf-8", "windows-1252")


@dataclass(frozen=True)
class Look:
    """What a file seems to be: its columns and first rows as delivered, and the kind and preset
    that fit; None where none does. `encoding` is that of a CSV. `refused` says why it may not come
    in at all.
    """

    columns: tuple[str, ...] = ()
    first_rows: tuple[tuple[str | None, ...], ...] = ()
    kind: str | None = None
    preset: str | None = None
    encoding: str = UTF_8
    refused: dict[str, str] | None = None  # language -> message


@dataclass(frozen=True)
class Unknown:
    """Values of one column that are in no list of ours, the most frequent first, and what they may
    be translated to: our value -> its name. `has_more`: there are more than can be done by hand.
    """

    column: str
    values: tuple[str, ...]
    choices: dict[str, dict[str, str]]  # our value -> language -> name
    has_more: bool


@dataclass(frozen=True)
class Preview:
    """What a mapping would make of a file. `set_aside`: per reason column_name, times, rows_named
    (the first row numbers), message_nl, message_en.
    """

    rows_in: int = 0
    rows_used: int = 0
    first_rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    set_aside: pd.DataFrame = field(default_factory=pd.DataFrame)
    unknown: tuple[Unknown, ...] = ()
    refused: dict[str, str] | None = None


@dataclass(frozen=True)
class MapPreview:
    """What a map holds: the years of its wijken, how many wijken and buurten, whether the year
    stands in the file, and what is remarkable, language -> message.
    """

    years: tuple[int, ...]
    wijken: int
    buurten: int
    states_its_year: bool
    remarks: tuple[dict[str, str], ...]


def now() -> datetime:
    """The moment at which somebody acts."""
    return datetime.now(UTC)


def look_at(path: Path, encoding: str | None = None) -> Look:
    """See what a file is, and whether it may come in. Its values are looked at, none is kept.
    Without an `encoding` that of a CSV is guessed.
    """
    if path.suffix.lower() in MAP_SUFFIXES:
        return _look_at_map(path)
    if path.suffix.lower() not in TABLE_SUFFIXES:
        return Look(refused=_words(FileRefusedError("not_what_it_says", detail="CSV/XLSX/Parquet")))
    connection = connect(None)
    encoding = encoding or _encoding_of(path)
    try:
        run(connection, "10_incoming/guards")
        delivered = deliver(connection, path, encoding, carefully=True)
        kind, preset = _guess(path, delivered.columns)
        privacy.check_column_names(delivered.columns)
        [(rows,)] = query(connection, "count_rows", relation="delivered").fetchall()
        source = source_of(path, {"as": kind, "preset": preset}) if kind else None
        names = (
            local_names(source, contract().kinds[kind], delivered.columns)
            if source and kind
            else {}
        )
        kind_columns = contract().kinds[kind or "agenda"]
        privacy.check_values(connection, delivered.columns, kind_columns, names, rows)
        first = query(
            connection, "read/first_delivered", columns=delivered.columns, rows=FIRST_ROWS
        ).fetchall()
    except FileRefusedError as refusal:
        return Look(refused=_words(refusal))
    finally:
        connection.close()
    return Look(delivered.columns, tuple(first), kind, preset, encoding)


def preview(folder: Path, path: Path, mapping: dict[str, Any], moment: datetime) -> Preview:
    """What the mapping would make of the file. Raises NothingToBuildError when the workspace itself
    is not ready, for instance without a map.
    """
    making = Making(connect(None), open_workspace(folder), load_knowledge(), lambda step: None)
    connection = making.connection
    try:
        divisions = prepare(making, moment.astimezone(AMSTERDAM).date())
        source = source_of(path, mapping)
        report = stage_file(connection, source, 1, divisions)
        if report.refused:
            return Preview(refused=_words(report.refused))
        making.reports.append(report)
        making.areas.clear()
        accounts.write_ref_files(making)
        accounts.write_rejects(making)
        first = query(connection, "read/first_rows", kind=source.kind, rows=FIRST_ROWS).df()
        [(used,)] = query(connection, "count_rows", relation=f"stg_{source.kind}").fetchall()
        wijken = divisions.target
        names = {
            str(code): {"nl": f"{name} ({code})", "en": f"{name} ({code})"}
            for code, name in zip(wijken["wijkcode"], wijken["wijknaam"], strict=True)
        }
        return Preview(
            rows_in=report.rows_in,
            rows_used=int(used),
            first_rows=first,
            set_aside=query(connection, "read/set_aside", rows_named=ROWS_NAMED).df(),
            unknown=_unknown(connection, source, making.knowledge, names),
        )
    finally:
        connection.close()


def preview_map(path: Path, this_year: int) -> MapPreview:
    """What a map holds; of a map that `look_at` does not refuse."""
    result = _areas(path, this_year)
    buurten = result.buurten
    rows = result.areas if not result.areas.empty or buurten is None else buurten
    stated = not any(
        problem.code == "areas_year_missing" and problem.facts.get("taken_from") == "default"
        for problem in result.problems
    )
    return MapPreview(
        years=tuple(sorted({int(year) for year in rows["jaar"]})),
        wijken=len(result.areas),
        buurten=0 if buurten is None else len(buurten),
        states_its_year=stated,
        remarks=_remarks(result),
    )


def source_of(path: Path, mapping: dict[str, Any]) -> SourceFile:
    """A file with its mapping. Raises NothingToBuildError when the mapping says what cannot be."""
    content = {key: value for key, value in mapping.items() if value}
    try:
        made = SourceMapping.model_validate({"file": path.name, **content})
    except ValidationError as fault:
        places = ", ".join(
            sorted({str(error["loc"][0]) for error in fault.errors() if error["loc"]})
        )
        raise NothingToBuildError(
            f"Deze vertaling kan niet ({places}).", f"This mapping cannot be ({places})."
        ) from fault
    return SourceFile(path, made.kind, made)


def mapping_in_place(folder: Path, name: str) -> dict[str, Any] | None:
    """The entry of gemeente.yaml that a file of this name falls under, as it stands there; None
    where there is none. Raises NothingToBuildError.
    """
    found = open_workspace(folder).mapping_for(name)
    return found.model_dump(by_alias=True, exclude_defaults=True) if found else None


def _look_at_map(path: Path) -> Look:
    result = _areas(path, now().year)
    fatal = next((problem for problem in result.problems if problem.is_fatal), None)
    if fatal is not None:
        return Look(
            refused={
                language: reasons().area_text(fatal.code, language, fatal.facts)
                for language in ("nl", "en")
            }
        )
    return Look(tuple(result.columns), kind="areas")


def _areas(path: Path, default_year: int) -> AreasResult:
    connection = connect(None)
    try:
        return guarded_areas(connection, path, default_year)
    finally:
        connection.close()


def _remarks(result: AreasResult) -> tuple[dict[str, str], ...]:
    """What was noted, each sentence once."""
    said = {
        (reasons().area_text(p.code, "nl", p.facts), reasons().area_text(p.code, "en", p.facts))
        for p in result.problems
    }
    return tuple({"nl": nl, "en": en} for nl, en in sorted(said))


def _encoding_of(path: Path) -> str:
    if path.suffix.lower() != ".csv" or is_plain_utf8(path):
        return UTF_8
    with path.open("rb") as file:
        has_nul = b"\x00" in file.read(4096)  # UTF-16, which its reader knows by itself
    return UTF_8 if has_nul else WINDOWS


def _unknown(
    connection: duckdb.DuckDBPyConnection,
    source: SourceFile,
    knowledge: Knowledge,
    wijken: dict[str, dict[str, str]],
) -> tuple[Unknown, ...]:
    """Per column with a closed list: the values of the file that are not in it and that the mapping
    does not translate. Only after the guards have let the file in.
    """
    assert source.mapping is not None
    delivered = deliver(connection, source.path, source.mapping.encoding, carefully=True)
    kind = contract().kinds[source.kind]
    found = []
    for column in kind.columns:
        local = local_names(source, kind, delivered.columns).get(column.name)
        choices = wijken if column.type == "wijkcode" else choices_of(column, knowledge)
        if local is None or not choices:
            continue
        own = source.mapping.values.get(column.name, {})
        known = [*choices, *(source.mapping.all_categories if column.name == "category" else own)]
        values = query(
            connection,
            "read/different_values",
            {"known": [value.casefold() for value in known], "limit": MOST_TO_TRANSLATE + 1},
            column=local,
        ).fetchall()
        if values:
            listed = tuple(str(value) for value, _rows in values[:MOST_TO_TRANSLATE])
            has_more = len(values) > MOST_TO_TRANSLATE
            found.append(Unknown(column.name, listed, choices, has_more))
    run(connection, "10_incoming/forget")
    return tuple(found)


def choices_of(column: Column, knowledge: Knowledge) -> dict[str, dict[str, str]]:
    """The values that a column of the contract may hold, with their names; empty for a column
    without a list.
    """
    if column.type == "choice":
        return {value: {"nl": value, "en": value} for value in column.values}
    if column.type == "level":
        return {str(level): {"nl": str(level), "en": str(level)} for level in range(4)}
    return closed_lists(knowledge).get(column.type, {})


def _guess(path: Path, columns: tuple[str, ...]) -> tuple[str | None, str | None]:
    """The kind and preset of a file by its name, else by the columns that it has."""
    by_name = kind_by_name(path)
    fitting = [
        (kind, preset)
        for preset, ready in presets().items()
        for kind in ready.kinds
        if ready.columns and _fits(path, kind, preset, columns)
    ]
    own = [(kind, None) for kind in contract().kinds if _fits(path, kind, None, columns)]
    named = [(by_name, None)] if by_name else []
    return next(iter([*own, *fitting, *named]), (None, None))


def _fits(path: Path, kind: str, preset: str | None, columns: tuple[str, ...]) -> bool:
    source = source_of(path, {"as": kind, "preset": preset})
    try:
        require_columns(
            source,
            contract().kinds[kind],
            local_names(source, contract().kinds[kind], columns),
        )
    except FileRefusedError:
        return False
    return True


def _words(refusal: FileRefusedError) -> dict[str, str]:
    report = FileReport(1, "", "", "", 0, refused=refusal)
    return {language: accounts.refusal_text(report, language) for language in ("nl", "en")}
