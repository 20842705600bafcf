"""The columns that each question of the read model promises at least."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from pipelines import read_model
from tests.unit.pipelines.workspace_maker import WIJKEN

WEEK = date(2025, 6, 23)
ONE = WIJKEN[0]
# What each question promises at least, in words of the read model.
PROMISED: dict[str, tuple[Callable[[read_model.Build], pd.DataFrame], set[str]]] = {
    "wijken": (
        lambda b: b.wijken(),
        {
            "wijk_index",
            "wijkcode",
            "wijknaam",
            "jaar",
            "label_x",
            "label_y",
            "shape_rd",
            "shape_lonlat",
            "inwoners",
        },
    ),
    "levels_of_all": (
        lambda b: b.levels_of_all(WEEK),
        {"wijkcode", "criterion", "channel", "level"},
    ),
    "signals_since": (
        lambda b: b.signals_since(WEEK),
        {"wijkcode", "observed_on", "reporter", "criterion", "level", "nothing_to_report", "file"},
    ),
    "group_incidents_since": (
        lambda b: b.group_incidents_since(WEEK),
        {"wijkcode", "occurred_on"},
    ),
    "reporters": (
        lambda b: b.reporters(WEEK),
        {"reporter", "source_kind", "wijkcode", "every_weeks"},
    ),
    "weeks": (
        lambda b: b.weeks(),
        {"week_index", "week_start", "week_end", "iso_week", "is_complete"},
    ),
    "phases": (
        lambda b: b.phases(WEEK),
        {
            "wijkcode",
            "wijknaam",
            "phase",
            "certainty",
            "direction",
            "coverage_pct",
            "channels_usable",
            "gates",
            "since_week",
            "inwoners",
        },
    ),
    "phase_history": (
        lambda b: b.phase_history(ONE),
        {"week_start", "phase", "rule_version", "is_complete"},
    ),
    "changes": (lambda b: b.changes(WEEK), {"wijkcode", "wijknaam", "previous_phase", "phase"}),
    "reasons": (
        lambda b: b.reasons(ONE, WEEK),
        {
            "rank",
            "criterion",
            "channel",
            "indicator_id",
            "level",
            "value",
            "n",
            "strength",
            "kind",
            "reason_id",
        },
    ),
    "levels": (
        lambda b: b.levels(ONE, WEEK),
        {
            "criterion",
            "channel",
            "level",
            "corroborated_level",
            "reporters",
            "n",
            "indicator_id",
            "value",
            "status",
        },
    ),
    "layer": (lambda b: b.layer("C5", WEEK), {"wijkcode", "level", "n"}),
    "layer of a channel": (lambda b: b.layer("vastgelegd", WEEK), {"wijkcode", "level", "n"}),
    "indicator_series": (
        lambda b: b.indicator_series(ONE),
        {"indicator_id", "week_start", "value", "n", "status", "wave", "unit"},
    ),
    "indicator_values": (
        lambda b: b.indicator_values(ONE, WEEK),
        {"indicator_id", "value", "n", "status", "gemeente_value"},
    ),
    "offer": (
        lambda b: b.offer(),
        {"title", "kind", "wijken", "target_group", "valid_from", "valid_until", "file"},
    ),
    "timeline": (
        lambda b: b.timeline(ONE, date(2025, 1, 1), date(2025, 12, 31)),
        {"date", "kind", "file", "row_number", "title", "reporter"},
    ),
    "rows_behind": (
        lambda b: b.rows_behind(ONE, "overlast_meldingen", WEEK),
        {"file", "row_number", "category"},
    ),
    "registrations": (
        lambda b: b.registrations(ONE),
        {
            "register",
            "kind",
            "period",
            "period_start",
            "count_known",
            "areas_withheld",
            "per_1000_residents",
        },
    ),
    "registration_rows": (
        lambda b: b.registration_rows(ONE, "47022NED", "2025-05", "1.1.1"),
        {"count", "area_code", "file", "row_number"},
    ),
    "coverage": (lambda b: b.coverage(WEEK), {"wijkcode", "expected", "received", "coverage_pct"}),
    "silent_reporters": (
        lambda b: b.silent_reporters(WEEK),
        {"wijkcode", "reporter", "source_kind", "last_report", "weeks_silent"},
    ),
    "sources": (
        lambda b: b.sources(),
        {
            "file",
            "kind",
            "sha256",
            "size_bytes",
            "rows_in",
            "rows_used",
            "rows_rejected",
            "rows_ignored",
            "first_date",
            "last_date",
            "is_refused",
        },
    ),
    "rejects": (
        lambda b: b.rejects(10),
        {
            "kind",
            "file",
            "row_number",
            "column_name",
            "value_class",
            "reason",
            "detail",
            "message_nl",
            "message_en",
        },
    ),
    "ignored": (
        lambda b: b.ignored(10),
        {"kind", "file", "row_number", "column_name", "reason", "message_nl", "message_en"},
    ),
    "reject_summary": (
        lambda b: b.reject_summary(),
        {"file", "column_name", "reason", "rows", "first_row"},
    ),
    "notices": (
        lambda b: b.notices(),
        {"code", "severity", "kind", "file", "message_nl", "message_en"},
    ),
    "run_log": (lambda b: b.run_log(), {"step", "started_at", "seconds"}),
}
