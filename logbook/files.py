"""Out of the logbook and into one again: files of the contract for others, and all versions for a
round trip without loss.

    signals-logbook.csv   the contract's columns, without notes
    agenda-logbook.csv    measures (kind maatregel) and agenda items
    logbook.jsonl         every version of everything, and the deletion log
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from language.spreadsheets import plain
from logbook.contents import KINDS
from logbook.contract_rows import Rows, agenda_rows, signal_rows
from logbook.errors import ImportRefusedError, NoteRefusedError
from logbook.store import Logbook
from logbook.tables import changes, deletions

SIGNALS, AGENDA, VERSIONS = "signals-logbook.csv", "agenda-logbook.csv", "logbook.jsonl"
MOMENTS = ("recorded_at", "deleted_at")


def export_to(logbook: Logbook, folder: Path) -> dict[str, int]:
    """Write the three files; gives file name to number of rows. A file is whole or not there."""
    folder.mkdir(parents=True, exist_ok=True)
    counts = {}
    for name, rows in ((SIGNALS, signal_rows(logbook)), (AGENDA, agenda_rows(logbook))):
        _write(folder / name, _csv(rows))
        counts[name] = len(rows[1])
    lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in _everything(logbook)]
    _write(folder / VERSIONS, "".join(line + "\n" for line in lines))
    counts[VERSIONS] = len(lines)
    return counts


def import_from(logbook: Logbook, folder: Path) -> tuple[int, int]:
    """Add the versions of `logbook.jsonl` that are not there yet, with their own role and time.
    Gives how many were added and how many were there already. All in one transaction.

    Raises ImportRefusedError with the line that is not right, also where a version with the same
    number says something else.
    """
    path = folder / VERSIONS
    added = known = 0
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise ImportRefusedError(path.name, 1) from fault
    with logbook.transaction() as connection:
        deleted = _keys(connection, deletions)
        for number, line in enumerate(lines, start=1):
            table, row = _checked(logbook, path.name, number, line)
            same = [table.c[key] == row[key] for key in ("kind", "subject_id", "version")]
            there = connection.execute(sa.select(table).where(*same)).mappings().first()
            if there is not None:
                if table is changes and there["content"] != row["content"]:
                    raise ImportRefusedError(path.name, number)
                known += 1
            elif table is changes and tuple(row[k] for k in KEY) in deleted:
                known += 1  # it was deleted here: an old export does not bring it back
            elif table is deletions and _key_is_there(connection, row):
                raise ImportRefusedError(path.name, number)
            else:
                if table is deletions:
                    row = {**row, "change_id": _free_number(connection)}
                connection.execute(sa.insert(table).values(row))
                added += 1
    return added, known


KEY = ("kind", "subject_id", "version")


def _keys(connection: sa.Connection, table: sa.Table) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in connection.execute(sa.select(*(table.c[key] for key in KEY)))}


def _key_is_there(connection: sa.Connection, row: dict[str, Any]) -> bool:
    query = sa.select(changes.c.change_id).where(*(changes.c[key] == row[key] for key in KEY))
    return connection.execute(query).first() is not None


def _free_number(connection: sa.Connection) -> int:
    """Below zero: no change has such a number, so an imported line never frees one."""
    lowest = connection.execute(sa.select(sa.func.min(deletions.c.change_id))).scalar()
    return min(lowest or 0, 0) - 1


def _everything(logbook: Logbook) -> Iterator[dict[str, Any]]:
    with logbook.engine.connect() as connection:
        for table in (deletions, changes):
            for row in connection.execute(sa.select(table).order_by(table.c.change_id)).mappings():
                values = {name: value for name, value in row.items() if name != "change_id"}
                yield {"table": table.name} | {
                    name: value.isoformat() if hasattr(value, "isoformat") else value
                    for name, value in values.items()
                }


def _checked(
    logbook: Logbook, file: str, number: int, line: str
) -> tuple[sa.Table, dict[str, Any]]:
    """One line as a row, after the same checks and the same guard as a save."""
    try:
        row = json.loads(line)
        table = {"changes": changes, "deletions": deletions}[row.pop("table")]
        if set(row) != {column.name for column in table.columns} - {"change_id"}:
            raise KeyError("columns")
        for name in MOMENTS:
            if name in row:
                row[name] = datetime.fromisoformat(row[name])
        if table is changes:
            content = KINDS[row["kind"]].model_validate(row["content"])
            content.guard(logbook.places)
            logbook.check_role(row["role"])
            row["wijkcode"], row["week_start"] = content.place, content.at_week
            row["content"] = content.model_dump(mode="json")
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        ValidationError,
        NoteRefusedError,
    ) as fault:
        raise ImportRefusedError(file, number) from fault
    return table, row


def _csv(rows: Rows) -> str:
    columns, lines = rows
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(
        [plain(cell) if isinstance(cell, str) else cell for cell in cells] for _, cells in lines
    )
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    """Whole or not at all."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    with scratch.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(scratch, path)
