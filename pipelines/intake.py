"""Taking in one file by hand: what it seems to be, what a mapping would make of it, and putting it
in the workspace with the mapping in gemeente.yaml. What was put in last can be taken back.

The screens act through this module, as they read through read_model. Nothing of a file is written
to the workspace before the privacy guards have seen all of it.
"""

from __future__ import annotations

import io
import os
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from indicators import load_knowledge
from pipelines import accounts, privacy
from pipelines.build import AMSTERDAM, connect, prepare, run_build
from pipelines.contracts import contract
from pipelines.faults import FileRefusedError, NothingToBuildError
from pipelines.fetch import fetch_gemeente, newest_year
from pipelines.making import Making
from pipelines.mapping import SourceMapping
from pipelines.naming import local_names, require_columns
from pipelines.presets import presets
from pipelines.sources import deliver
from pipelines.sql import query, run
from pipelines.staging import FileReport, stage_file
from pipelines.workspace import TABLE_SUFFIXES, SourceFile, kind_by_name, open_workspace

__all__ = [
    "TABLE_SUFFIXES", "Look", "NothingToBuildError", "Preview", "contract", "fetch_gemeente",
    "last_put_in", "look_at", "newest_year", "now", "presets", "preview", "put_in", "run_build",
    "take_back",
]  # fmt: skip

FIRST_ROWS = 8
UNDO_FOLDER = ".undo"


@dataclass(frozen=True)
class Look:
    """What a file seems to be: its columns, and the kind and preset that fit; None where none does.
    `refused` says why it may not come in at all.
    """

    columns: tuple[str, ...] = ()
    kind: str | None = None
    preset: str | None = None
    refused: dict[str, str] | None = None  # language -> message


@dataclass(frozen=True)
class Preview:
    """What a mapping would make of a file. `reasons`: column_name, reason, rows, message_nl,
    message_en; `unknown_categories`: detail, rows.
    """

    rows_in: int = 0
    rows_used: int = 0
    first_rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    reasons: pd.DataFrame = field(default_factory=pd.DataFrame)
    unknown_categories: pd.DataFrame = field(default_factory=pd.DataFrame)
    refused: dict[str, str] | None = None


def now() -> datetime:
    """The moment at which somebody acts."""
    return datetime.now(UTC)


def look_at(path: Path) -> Look:
    """See what a file is, and whether it may come in. Its values are looked at, none is kept."""
    if path.suffix.lower() not in TABLE_SUFFIXES:
        return Look(refused=_words(FileRefusedError("not_what_it_says", detail="CSV/XLSX/Parquet")))
    connection = connect(None)
    try:
        run(connection, "10_incoming/guards")
        delivered = deliver(connection, path, carefully=True)
        kind, preset = _guess(path, delivered.columns)
        privacy.check_column_names(delivered.columns)
        [(rows,)] = query(connection, "count_rows", relation="delivered").fetchall()
        source = _source(path, {"as": kind, "preset": preset}) if kind else None
        names = (
            local_names(source, contract().kinds[kind], delivered.columns)
            if source and kind
            else {}
        )
        kind_columns = contract().kinds[kind or "agenda"]
        privacy.check_values(connection, delivered.columns, kind_columns, names, rows)
    except FileRefusedError as refusal:
        return Look(refused=_words(refusal))
    finally:
        connection.close()
    return Look(delivered.columns, kind, preset)


def preview(folder: Path, path: Path, mapping: dict[str, Any], moment: datetime) -> Preview:
    """What the mapping would make of the file. Raises NothingToBuildError when the workspace itself
    is not ready, for instance without a map.
    """
    making = Making(connect(None), open_workspace(folder), load_knowledge(), lambda step: None)
    connection = making.connection
    try:
        divisions = prepare(making, moment.astimezone(AMSTERDAM).date())
        source = _source(path, mapping)
        report = stage_file(connection, source, 1, divisions)
        if report.refused:
            return Preview(refused=_words(report.refused))
        making.reports.append(report)
        making.areas.clear()
        accounts.write_ref_files(making)
        accounts.write_rejects(making)
        first = query(connection, "read/first_rows", kind=source.kind, rows=FIRST_ROWS).df()
        [(used,)] = query(connection, "count_rows", relation=f"stg_{source.kind}").fetchall()
        return Preview(
            rows_in=report.rows_in,
            rows_used=int(used),
            first_rows=first,
            reasons=query(connection, "read/reject_summary").df(),
            unknown_categories=query(connection, "read/unknown_categories").df(),
        )
    finally:
        connection.close()


def put_in(folder: Path, path: Path, mapping: dict[str, Any], moment: datetime) -> None:
    """Put a file in the workspace under its own name, and its mapping in gemeente.yaml, whose
    comments stay. Both or neither; `take_back` undoes it. Raises NothingToBuildError.
    """
    _source(path, mapping)  # a mapping that cannot be is not written
    if look_at(path).refused:
        raise NothingToBuildError(
            f"{path.name} mag niet naar binnen.", f"{path.name} may not come in."
        )
    file, yaml_file = folder / path.name, folder / "gemeente.yaml"
    before = folder / UNDO_FOLDER / f"{moment:%Y%m%dT%H%M%S%f}"
    (before / "before").mkdir(parents=True)
    (before / "name").write_text(path.name, encoding="utf-8")
    for old in (file, yaml_file):
        if old.is_file():
            shutil.copy2(old, before / "before" / old.name)
    text = _with_mapping(yaml_file.read_text(encoding="utf-8-sig"), path.name, mapping)
    unfinished = before / "new"
    shutil.copyfile(path, unfinished)
    unfinished_yaml = before / "new.yaml"
    unfinished_yaml.write_text(text, encoding="utf-8")
    os.replace(unfinished, file)
    os.replace(unfinished_yaml, yaml_file)
    try:
        open_workspace(folder)
    except NothingToBuildError:
        take_back(folder)
        raise


def last_put_in(folder: Path) -> str | None:
    """The name of the file that `take_back` would take back."""
    newest = _newest(folder)
    return (newest / "name").read_text(encoding="utf-8") if newest else None


def take_back(folder: Path) -> str | None:
    """Undo the last `put_in`: the file and gemeente.yaml are as they were. Gives the file's name;
    None when there is nothing to undo.
    """
    newest = _newest(folder)
    if newest is None:
        return None
    name = (newest / "name").read_text(encoding="utf-8")
    for old in (name, "gemeente.yaml"):
        kept = newest / "before" / old
        if kept.is_file():
            os.replace(kept, folder / old)
        else:
            (folder / old).unlink(missing_ok=True)
    shutil.rmtree(newest)
    return name


def _newest(folder: Path) -> Path | None:
    found = sorted(path for path in (folder / UNDO_FOLDER).glob("*") if (path / "name").is_file())
    return found[-1] if found else None


def _source(path: Path, mapping: dict[str, Any]) -> SourceFile:
    """Raises NothingToBuildError when the mapping says what cannot be."""
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
    source = _source(path, {"as": kind, "preset": preset})
    try:
        require_columns(
            source,
            contract().kinds[kind],
            local_names(source, contract().kinds[kind], columns),
        )
    except FileRefusedError:
        return False
    return True


def _with_mapping(text: str, file: str, mapping: dict[str, Any]) -> str:
    """gemeente.yaml with this entry under sources, in the place of an older one of the same file;
    everything else, comments too, stays as it is.
    """
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    content = yaml.load(text) or CommentedMap()
    entry = CommentedMap({"file": file})
    entry.update({key: value for key, value in mapping.items() if value})
    sources = content.setdefault("sources", [])
    places = [place for place, one in enumerate(sources) if one.get("file") == file]
    if places:
        sources[places[0]] = entry
    else:
        sources.append(entry)
    out = io.StringIO()
    yaml.dump(content, out)
    return out.getvalue()


def _words(refusal: FileRefusedError) -> dict[str, str]:
    report = FileReport(1, "", "", "", 0, refused=refusal)
    return {language: accounts.refusal_text(report, language) for language in ("nl", "en")}
