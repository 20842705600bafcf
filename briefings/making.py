"""From a request to the bytes of a file, in any format; and a file that is written whole or not."""

from __future__ import annotations

import io
import os
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

from briefings.delimited import csv_file
from briefings.document import Document
from briefings.gis import geojson, geopackage
from briefings.model import Briefing
from briefings.pdf import pdf
from briefings.reading import Reader, Request
from briefings.word import docx_file
from briefings.workbook import xlsx
from briefings.writing import overview_document, wijk_document
from indicators import Knowledge
from language import Texts

Format = Literal["pdf", "docx", "xlsx", "gpkg", "geojson", "csv", "pack"]
FORMATS: tuple[Format, ...] = get_args(Format)
# What each format is called as a file, and how a browser should take it.
SUFFIXES: dict[Format, str] = {name: name for name in FORMATS} | {"pack": "zip"}
MIME: dict[Format, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "gpkg": "application/geopackage+sqlite3",
    "geojson": "application/geo+json",
    "csv": "text/csv",
    "pack": "application/zip",
}
_TABLES: dict[Format, Callable[[Texts, Knowledge, Briefing], bytes]] = {
    "xlsx": xlsx,
    "gpkg": geopackage,
    "geojson": geojson,
    "csv": csv_file,
}

# Called with the name of each part that is done.
OnPart = Callable[[str], None]


def make(
    _: Texts,
    knowledge: Knowledge,
    reader: Reader,
    request: Request,
    format: Format,
    on_part: OnPart = lambda _name: None,
) -> bytes:
    """The whole file as bytes. PDF and Word: the chosen wijken one by one, or the overview when
    none is chosen; the other formats always hold everything about every chosen wijk.
    """
    if format == "pack":
        return _pack(_, knowledge, reader, request, on_part)
    if format in _TABLES:
        return _TABLES[format](_, knowledge, reader.full(request, on_part))
    made = document(_, knowledge, reader, request, on_part)
    return pdf(made) if format == "pdf" else docx_file(made)


def document(
    _: Texts,
    knowledge: Knowledge,
    reader: Reader,
    request: Request,
    on_part: OnPart = lambda _name: None,
) -> Document:
    """What PDF, Word and the preview on the screen hold: the chosen wijken, or the overview."""
    if request.wijken:
        return wijk_document(_, knowledge, reader.full(request, on_part))
    return overview_document(_, knowledge, reader.overview(request))


def _pack(
    _: Texts, knowledge: Knowledge, reader: Reader, request: Request, on_part: OnPart
) -> bytes:
    """A zip with the overview and a PDF per wijk. Each file has the moment of the build."""
    overview = reader.overview(request)
    moment = overview.about.built_at.timetuple()[:6]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as pack:

        def add(name: str, content: bytes) -> None:
            entry = zipfile.ZipInfo(f"{name}.pdf", (*moment,))
            entry.compress_type = zipfile.ZIP_DEFLATED
            pack.writestr(entry, content)
            on_part(name)

        prefix = "fictief-" if overview.about.is_fictional else ""
        add(f"{prefix}{_('overzicht')}", pdf(overview_document(_, knowledge, overview)))
        for part in overview.wijken:
            own = reader.full(replace(request, wijken=(part.wijkcode,)))
            name = f"{prefix}{part.wijkcode}-{_plain(part.wijknaam)}"
            add(name, pdf(wijk_document(_, knowledge, own)))
    return written.getvalue()


def file_name(meta: Mapping[str, str], request: Request, format: Format) -> str:
    """A name that says what is in the file: made up or not, which wijken, week, level and build.

    meta: that of the build.
    """
    place = "-".join(request.wijken) if 0 < len(request.wijken) <= 2 else "overzicht"
    week = request.week_start.strftime("%G-W%V")
    prefix = "fictief-" if meta["fictief"] == "true" else ""
    name = f"{prefix}briefing-{place}-{week}-{request.level}-{meta['build_id']}"
    return f"{name}.{SUFFIXES[format]}"


def _plain(name: str) -> str:
    """A name that every file system takes."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "wijk"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that another reader sees the old one or the new one, never a part."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with scratch.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(scratch, path)
    finally:
        scratch.unlink(missing_ok=True)
