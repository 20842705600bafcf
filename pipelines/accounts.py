"""What became of the delivery: files with counts, rows that were set aside, what to look at."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipelines.contracts import reasons
from pipelines.making import Making
from pipelines.references import write_table
from pipelines.sql import query, run
from pipelines.staging import FileReport

FACTS = (
    ("fct_incidents", "occurred_at"),
    ("fct_answers", "fieldwork_end"),
    ("fct_survey_results", "fieldwork_end"),
    ("fct_signals", "observed_on"),
    ("fct_registrations", "period_end"),
    ("fct_agenda", "date"),
    ("dim_reporters", "valid_from"),
    ("fct_offer", "valid_from"),
    ("dim_population", "make_date(jaar, 1, 1)"),
)

# Tables in which one delivered row may be several: its first part counts.
CONVERTED = ("fct_registrations", "dim_population")

CELL_COLUMNS = {
    "file_order": "int16",
    "row_number": "Int32",
    "column_name": "str",
    "reason": "str",
    "value_class": "str",
    "detail": "str",
}
FILE_COLUMNS = {
    "file_order": "int16",
    "file": "str",
    "kind": "str",
    "sha256": "str",
    "size_bytes": "int64",
    "rows_in": "int64",
    "is_refused": "bool",
    "rows_rejected": "int64",
    "rows_ignored": "int64",
}


def refusal_text(report: FileReport, language: str) -> str:
    """Why a file was refused as a whole, in words."""
    assert report.refused is not None
    return _text(report.refused.reason, language, report.refused.column, report.refused.detail)


def _text(reason: str, language: str, column: str | None, detail: str | None) -> str:
    guard = reasons().guards.get(detail or "")
    return reasons().text(reason, language, column, getattr(guard, language) if guard else detail)


def write_ref_files(making: Making) -> None:
    """ref_files: every file with its order, and area files after the tables."""
    rows: list[tuple[Any, ...]] = [
        (r.order, r.name, r.kind, r.sha256, r.size_bytes, r.rows_in, r.refused is not None, 0, 0)
        for r in making.reports
    ]
    for order, (path, result) in enumerate(making.areas, start=len(rows) + 1):
        rows.append(
            (
                order,
                path.name,
                "areas",
                "",
                path.stat().st_size,
                result.rows_in,
                not result.is_usable,
                result.rows_rejected,
                result.rows_ignored,
            )
        )
    frame = pd.DataFrame(rows, columns=list(FILE_COLUMNS)).astype(FILE_COLUMNS)
    write_table(making.connection, "ref_files", frame)


def write_notices(making: Making) -> None:
    """notices: what somebody should know, from the files, the areas and the suspicions."""
    for report in making.reports:
        for code, detail in report.notices:
            making.notice(
                code,
                report.kind,
                report.name,
                detail,
                "info" if code == "columns_not_used" else "warning",
            )
    for path in making.workspace.not_recognised:
        making.notice("file_not_recognised", None, path.name, "")
    for pattern in making.workspace.unused_mappings:
        making.notice("mapping_not_used", None, None, pattern)
    for path, result in making.areas:
        for problem in (p for p in result.problems if p.effect in ("noted", "ignored")):
            texts = [
                reasons().area_text(problem.code, language, problem.facts)
                for language in ("nl", "en")
            ]
            making.notices.append((problem.code, "areas", path.name, "info", texts[0], texts[1]))
    for code, kind, detail in query(making.connection, "65_notices/suspicions").fetchall():
        making.notice(code, kind, None, detail or "")
    columns = ["code", "kind", "file", "severity", "message_nl", "message_en"]
    frame = pd.DataFrame(list(dict.fromkeys(making.notices)), columns=columns, dtype="str")
    write_table(making.connection, "notices", frame, is_temporary=False)


def write_sources(making: Making) -> None:
    """rejects, ignored and sources."""
    write_rejects(making)
    run(making.connection, "70_end/02_sources", facts=FACTS, converted=CONVERTED)


def write_rejects(making: Making) -> None:
    """rejects and ignored, with a message in both languages for each reason."""
    refused: list[tuple[Any, ...]] = [
        (r.order, None, r.refused.column, r.refused.reason, None, r.refused.detail)
        for r in making.reports
        if r.refused
    ]
    for order, (_, result) in enumerate(making.areas, start=len(making.reports) + 1):
        refused += [
            (order, p.row, p.column, p.code, None, p.detail or None)
            for p in result.problems
            if p.effect in ("refused", "rejected")
        ]
    connection = making.connection
    frame = pd.DataFrame(refused, columns=list(CELL_COLUMNS)).astype(CELL_COLUMNS)
    connection.register("broken_rows", frame)
    run(connection, "20_stg/broken_rows")
    connection.unregister("broken_rows")
    messages = []
    for reason, column, detail, is_about_areas in query(
        connection, "70_end/reasons_used"
    ).fetchall():
        if is_about_areas:
            facts = dict(pair.split("=", 1) for pair in (detail or "").split("; ") if "=" in pair)
            texts = [reasons().area_text(reason, language, facts) for language in ("nl", "en")]
        else:
            texts = [_text(reason, language, column, detail) for language in ("nl", "en")]
        messages.append((reason, column, detail, *texts, is_about_areas))
    columns = ["reason", "column_name", "detail", "message_nl", "message_en"]
    frame = pd.DataFrame(messages, columns=[*columns, "is_about_areas"])
    types = dict.fromkeys(columns, "str") | {"is_about_areas": "bool"}
    write_table(connection, "ref_messages", frame.astype(types))
    run(connection, "70_end/01_rejects")
