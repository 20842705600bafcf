"""JSON: a list of objects, bare or under `results` (a page of an API) or `features` (GeoJSON).

Fields inside fields get a name with points, as in location.geometrie.coordinates.0. Every field
becomes a column, so that the privacy guards see all of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.faults import FileRefusedError
from pipelines.sources.table import TextTable, checked_header

LISTS = ("results", "features", "value")
#: JSON is read as a whole; what is larger is better delivered as CSV or Parquet.
LARGEST_BYTES = 300_000_000
#: Of a list inside a record so many values become columns (a point has two); longer ones become
#: one text.
LONGEST_LIST = 3


def read(path: Path) -> TextTable:
    """Read the records. Raises FileRefusedError when there are none to find."""
    if path.stat().st_size > LARGEST_BYTES:
        raise FileRefusedError("too_large_for_json", detail=str(LARGEST_BYTES // 1_000_000))
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise FileRefusedError("not_what_it_says", detail="JSON") from fault
    records = content
    if isinstance(content, dict):
        records = next((content[name] for name in LISTS if name in content), None)
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise FileRefusedError("not_what_it_says", detail="JSON")
    if not any(records):
        raise FileRefusedError("empty_file")
    try:
        rows = [dict(_fields(record, "")) for record in records]
    except RecursionError as fault:
        raise FileRefusedError("not_what_it_says", detail="JSON") from fault
    columns = list(dict.fromkeys(name for row in rows for name in row))
    # the first record is row 2, as it would be in a table with a header
    numbers = list(range(2, len(rows) + 2))
    return TextTable(
        checked_header(columns), numbers, [[row.get(column) for column in columns] for row in rows]
    )


def _fields(value: Any, name: str) -> Iterator[tuple[str, str | None]]:
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from _fields(inside, f"{name}.{key}" if name else str(key))
    elif (
        isinstance(value, list)
        and len(value) <= LONGEST_LIST
        and not any(isinstance(one, dict | list) for one in value)
    ):
        for position, inside in enumerate(value):
            yield from _fields(inside, f"{name}.{position}")
    elif isinstance(value, list):
        yield name, json.dumps(value, ensure_ascii=False)
    elif isinstance(value, bool):
        yield name, "ja" if value else "nee"
    else:
        yield name, None if value is None or value == "" else str(value)
