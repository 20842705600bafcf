"""What a run says on the command line: counts per file, what was set aside and what to look at."""

from __future__ import annotations

import duckdb

from language import Texts
from pipelines.sql import query

# Of one file and reason the first rows are named; the whole list is on the data screen.
ROWS_NAMED = 5


def counts_table(connection: duckdb.DuckDBPyConnection, _: Texts) -> str:
    """One line per delivered file: in, used, rejected, ignored; and a line with the totals."""
    frame = query(connection, "read/sources").df()
    counts = ["rows_in", "rows_used", "rows_rejected", "rows_ignored"]
    heads = [_("bestand"), _("soort"), _("in"), _("gebruikt"), _("geweigerd"), _("genegeerd")]
    lines = [heads]
    lines += [
        [str(row.file), str(row.kind), *(str(int(getattr(row, count))) for count in counts)]
        for row in frame.itertuples()
    ]
    lines.append([_("totaal"), "", *(str(int(frame[count].sum())) for count in counts)])
    return as_lines(lines, left_columns=2)


def as_lines(lines: list[list[str]], left_columns: int) -> str:
    """A table as text: the first columns to the left, the rest, which are figures, to the right."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < left_columns else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def set_aside_lines(connection: duckdb.DuckDBPyConnection, _: Texts, with_rows: bool) -> list[str]:
    """Why rows were set aside, with file, row and column, and the warnings about the delivery."""
    lines = reject_lines(connection, _, with_rows)
    message = f"message_{_.lang}"
    for notice in query(connection, "read/notices").df().to_dict("records"):
        if with_rows or notice["severity"] == "warning":
            place = notice["file"] if isinstance(notice["file"], str) else notice["kind"]
            place = place if isinstance(place, str) else ""
            lines.append(
                _("Let op: {place} {message}", place=place, message=notice[message]).replace(
                    "  ", " "
                )
            )
    return ["", *lines] if lines else []


def reject_lines(
    connection: duckdb.DuckDBPyConnection, _: Texts, with_rows: bool = True
) -> list[str]:
    """Why files and rows were set aside, with file, row and column; files only when not
    `with_rows`.
    """
    lines: list[str] = []
    message = f"message_{_.lang}"
    for row in query(connection, "read/set_aside", rows_named=ROWS_NAMED).df().to_dict("records"):
        if row["is_whole_file"]:
            lines.append(_("{file}: {message}", file=row["file"], message=row[message]))
        elif with_rows:
            lines.append(
                _.plural(
                    "{file}, rij {rows}, kolom {column}: {message}",
                    "{file}, {n} rijen ({rows}), kolom {column}: {message}",
                    int(row["times"]),
                    file=row["file"],
                    rows=row["rows_named"] + (", …" if row["times"] > ROWS_NAMED else ""),
                    column=row["column_name"] or "-",
                    message=row[message],
                )
            )
    return lines
