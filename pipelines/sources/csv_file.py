"""CSV: `,` or `;`, UTF-8 with or without BOM, quotes doubled inside quotes.

A clean file is read by DuckDB in one go. A file with anything unusual (a broken row, blank lines,
line breaks inside quotes, another encoding) is read row by row, so that each bad row is named and
no good one is lost.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

import duckdb

from pipelines.faults import FileRefusedError
from pipelines.sources.table import BrokenRow, TextTable, checked_header
from pipelines.sql import render

PLAIN_SIGNS = bytes(range(32, 127))
CHUNK_BYTES = 1 << 22
LONGEST_ROW_LINES = 50  # a quote that is still open after so many lines was never closed
LONGEST_LINE_CHARACTERS = 1 << 20


def deliver_clean(
    connection: duckdb.DuckDBPyConnection, path: Path, encoding: str
) -> tuple[str, ...] | None:
    """Make the relation `delivered` straight from the file; None when it is plain that it needs
    reading row by row.

    The rows are not read yet. Whoever reads them has to fall back on `read_carefully` when DuckDB
    finds a broken row, or when the number of rows is not `count_lines` - 1: only with one line a
    row does the order give row numbers.
    """
    if _codec(encoding) != "utf-8" or not is_plain_utf8(path):
        return None
    with path.open(encoding="utf-8-sig", newline="") as file:
        first_line = file.readline(LONGEST_LINE_CHARACTERS)
    separator = _separator(first_line)
    columns = checked_header(next(csv.reader([first_line], delimiter=separator), []))
    if not _has_regular_lines(path, separator, len(columns)):
        return None
    connection.execute(
        render("10_incoming/delivered_csv", path=str(path), separator=separator, columns=columns)
    )
    return columns


def read_carefully(path: Path, encoding: str) -> tuple[TextTable, tuple[BrokenRow, ...]]:
    """Read a file row by row. Raises FileRefusedError when it is no text or has no header."""
    codec = _codec(encoding)
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = "utf-16"
    elif b"\x00" in start:
        raise FileRefusedError("not_what_it_says", detail="CSV")
    records = _records(_lines(path, codec))
    header_record = next(records, None)
    if header_record is None or header_record[1] is None:
        raise FileRefusedError("not_what_it_says", detail="CSV")
    separator = _separator(header_record[1])
    header = checked_header(_cells(header_record[1], separator) or [])
    numbers: list[int] = []
    cells: list[list[str | None]] = []
    broken: list[BrokenRow] = []
    for row_number, text, reason in records:
        if text is None:
            broken.append(BrokenRow(row_number, reason))
            continue
        if not text.strip("\r\n \t"):
            continue
        row = _cells(text, separator)
        if row is None or len(row) != len(header):
            broken.append(BrokenRow(row_number, "broken_row"))
            continue
        numbers.append(row_number)
        cells.append([cell if cell != "" else None for cell in row])
    return TextTable(header, numbers, cells), tuple(broken)


def _codec(encoding: str) -> str:
    """The encoding under Python's name for it. Only those in which the signs of a CSV are
    written as in ASCII.
    """
    try:
        codec = codecs.lookup(encoding).name
        is_for_text = (
            codec.startswith("utf-16") or PLAIN_SIGNS.decode(codec) == PLAIN_SIGNS.decode()
        )
    except (LookupError, ValueError) as fault:
        raise FileRefusedError("unknown_encoding", detail=encoding[:40]) from fault
    if not is_for_text:
        raise FileRefusedError("unknown_encoding", detail=encoding[:40])
    return codec


def is_plain_utf8(path: Path) -> bool:
    """Whether all of a file is UTF-8, without a NUL."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                if b"\x00" in chunk:
                    return False
                if not chunk.isascii():
                    decoder.decode(chunk)
                elif decoder.getstate()[0]:
                    return False
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def count_lines(path: Path) -> int:
    """The number of lines of text; a last line without a line break counts too."""
    lines = 0
    last = b"\n"
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            lines += chunk.count(b"\n")
            last = chunk[-1:]
    return lines + (last != b"\n")


def _has_regular_lines(path: Path, separator: str, columns: int) -> bool:
    """Whether the separators fit the lines. With quotes in the file only reading it can tell, so
    then: yes.
    """
    lines, separators = 0, 0
    last = b"\n"
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            if b'"' in chunk:
                return True
            lines += chunk.count(b"\n")
            separators += chunk.count(separator.encode())
            last = chunk[-1:]
    return separators == (lines + (last != b"\n")) * (columns - 1)


def _separator(header: str) -> str:
    outside_quotes = "".join(header.split('"')[::2])
    return ";" if outside_quotes.count(";") > outside_quotes.count(",") else ","


def _cells(text: str, separator: str) -> list[str] | None:
    """The cells of one record; None when it is not one well-formed record."""
    csv.field_size_limit(LONGEST_LINE_CHARACTERS * LONGEST_ROW_LINES)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _lines(path: Path, codec: str) -> Iterator[str | None]:
    """The lines of a file; None for a line that holds bytes outside the encoding."""
    if codec == "utf-16":
        yield from io.StringIO(path.read_bytes().decode("utf-16", errors="replace"), newline="")
        return
    with path.open("rb") as file:
        for number, raw in enumerate(file):
            text = raw.removeprefix(codecs.BOM_UTF8) if number == 0 else raw
            try:
                yield text.decode(codec)
            except UnicodeError:
                yield None


def _records(lines: Iterator[str | None]) -> Iterator[tuple[int, str | None, str]]:
    """Join lines into records: (row number, text or None, reason why there is no text).

    A quote that stays open is given up after LONGEST_ROW_LINES: its first line is a broken row,
    and reading goes on with the next line, so that one stray quote does not swallow the rest of
    the file.
    """
    waiting: list[str | None] = []
    row_number = 0
    while True:
        line = waiting.pop(0) if waiting else next(lines, "")
        if line == "":
            return
        row_number += 1
        if line is None:
            yield row_number, None, "bad_encoding"
            continue
        if line.count('"') % 2 == 0:
            yield row_number, line, ""
            continue
        record = line
        used: list[str | None] = []
        while record.count('"') % 2 == 1 and len(used) < LONGEST_ROW_LINES:
            following = waiting.pop(0) if waiting else next(lines, "")
            if following == "":
                break
            used.append(following)
            if following is None:
                break
            record += following
        if record.count('"') % 2 == 0:
            yield row_number, record, ""
        else:
            yield row_number, None, "broken_row"
            waiting = used + waiting
