"""A GeoJSON file may name its reference system by an address, and GDAL then fetches that address.
Such a file is refused before GDAL sees it: whoever delivers a file does not decide what this
computer calls.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

# How programs write it: by name, or not at all. Text that is written so needs no parsing.
_ANY = re.compile(rb'"crs"\s*:')
_BY_NAME = re.compile(
    rb'"crs"\s*:\s*(?:null\b|\{\s*"type"\s*:\s*"name"\s*,'
    rb'\s*"properties"\s*:\s*\{\s*"name"\s*:\s*"[^"\\]*"\s*\}\s*\})'
)
# An escape of an ordinary letter hides the word from a search.
_HIDDEN = re.compile(rb"\\u00[2-7]", re.IGNORECASE)


class ForeignCrsError(ValueError):
    """The reference system is an address."""


def check_geojson(path: Path) -> None:
    """Raises ForeignCrsError for a reference system that is an address, ValueError for what is no
    JSON. Reads the whole file.
    """
    content = path.read_bytes()
    is_plain = len(_ANY.findall(content)) == len(_BY_NAME.findall(content))
    if is_plain and not _HIDDEN.search(content):
        return
    try:
        json.loads(content, object_pairs_hook=_no_address)
    except RecursionError as fault:
        raise ValueError("nested too deep") from fault


def _no_address(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if [name for name, _value in pairs].count("type") > 1:
        raise ForeignCrsError("type given twice")
    for name, value in pairs:
        if name.casefold() == "crs" and isinstance(value, dict):
            kind = str(value.get("type", "")).casefold()
            if kind not in ("name", "epsg"):
                raise ForeignCrsError(kind)
    return dict(pairs)
