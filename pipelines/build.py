"""The build: ordered steps from the files of a workspace to one warehouse, then published at once or not at all."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import geopandas as gpd
import pandas as pd

from geodata.areas import AreasResult, division_for, read_areas
from geodata.problems import AreaProblem
from geodata.simplify import map_shapes
from indicators import Knowledge, load_knowledge
from pipelines import publish
from pipelines.contracts import reasons
from pipelines.faults import NothingToBuildError
from pipelines.phases import write_proposals
from pipelines.references import write_areas, write_knowledge, write_settings, write_table
from pipelines.sql import query, run
from pipelines.staging import FileReport, drop_repeated, stage_file, stage_nothing
from pipelines.version import PRODUCT_VERSION
from pipelines.workspace import Workspace, open_workspace

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LONGEST_HISTORY_WEEKS = 520
MEMORY_LIMIT = "4GB"
MAP_BYTES_LARGEST = 1_300_000  # of all shapes together: a map of the whole country stays under 2 MB
MAP_BYTES_PER_WIJK = 4_000
FACTS = (
    ("fct_incidents", "occurred_at"),
    ("fct_answers", "fieldwork_end"),
    ("fct_survey_results", "fieldwork_end"),
    ("fct_signals", "observed_on"),
    ("fct_registrations", "period_end"),
    ("fct_agenda", "date"),
    ("dim_reporters", "valid_from"),
    ("dim_population", "make_date(jaar, 1, 1)"),
)
OBSERVATIONS = ("incidents", "surveys", "survey_results", "signals", "registrations")

OnStep = Callable[[str], None]


@dataclass
class Build:
    """A build in the making: its connection, its input and what it has found so far."""

    connection: duckdb.DuckDBPyConnection
    workspace: Workspace
    knowledge: Knowledge
    on_step: OnStep
    reports: list[FileReport] = field(default_factory=list)
    areas: list[tuple[Path, AreasResult]] = field(default_factory=list)
    notices: list[tuple[str, str | None, str | None, str, str, str]] = field(default_factory=list)
    run_log: list[tuple[str, datetime, float]] = field(default_factory=list)
    as_of: date = date.min

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step of the run log."""
        self.on_step(name)
        started, clock = datetime.now(UTC), time.perf_counter()
        yield
        self.run_log.append((name, started, time.perf_counter() - clock))


def run_build(folder: Path, as_of: date | None, now: datetime, on_step: OnStep) -> tuple[str, Build]:
    """Build a workspace and publish the result. Gives the build id and what was found.

    Raises NothingToBuildError when the input allows no build. Whatever goes wrong, the last good build stays the one that
    counts, and last_run.json says what happened.
    """
    workspace = open_workspace(folder)
    started = now.astimezone(UTC).isoformat(timespec="seconds")
    build_id = publish.new_build_id(folder, now)
    publish.write_last_run(folder, {"status": "running", "started_at": started, "build_id": build_id, "process": os.getpid()})
    connection = _connect(publish.partial_path(folder, build_id))
    try:
        build = Build(connection, workspace, load_knowledge(), on_step)
        take_in(build, as_of, today=now.astimezone(AMSTERDAM).date())
        _make_warehouse(build, build_id, now)
        connection.close()
        publish.publish(folder, build_id)
    except BaseException as fault:
        connection.close()
        publish.write_last_run(folder, _failed_run(started, now, build_id, fault))
        raise
    finally:
        publish.discard(folder, build_id)
    publish.prune(folder, now)
    publish.write_last_run(
        folder, {"status": "ok", "started_at": started, "finished_at": _utc_text(), "build_id": build_id}
    )
    return build_id, build


def check_workspace(folder: Path, now: datetime, on_step: OnStep) -> Build:
    """Take the files in without building anything. Raises NothingToBuildError when nothing could be built."""
    build = Build(_connect(None), open_workspace(folder), load_knowledge(), on_step)
    take_in(build, as_of=None, today=now.astimezone(AMSTERDAM).date())
    _write_notices(build)
    _write_sources(build)
    return build


def take_in(build: Build, as_of: date | None, today: date) -> None:
    """Read, check and locate every file; choose the reference date; make the facts."""
    connection, workspace = build.connection, build.workspace
    horizon = as_of or today
    with build.step("areas"):
        division, buurten = _read_areas(build, horizon)
        run(connection, "00_macros")
        run(connection, "10_incoming/eleven_test")
        write_knowledge(connection, build.knowledge)
        write_areas(connection, division, buurten)
        write_settings(connection, workspace.gemeente, horizon)
        run(connection, "20_stg/set_aside")
    for order, source in enumerate(workspace.tables, start=1):
        with build.step(source.path.name):
            build.reports.append(stage_file(connection, source, order, division))
    with build.step("facts"):
        stage_nothing(connection, {report.kind for report in build.reports if not report.refused})
        drop_repeated(connection)
        _require_something(build)
        first_day, newest_day = query(connection, "30_fct/newest_date").fetchall()[0]
        build.as_of = as_of or newest_day
        history_start = max(first_day, build.as_of - timedelta(weeks=LONGEST_HISTORY_WEEKS))
        if history_start > first_day:
            _notice(build, "history_cut", None, None, "")
        _write_dim_wijken(connection, division)
        _write_ref_files(build)
        for name in (
            "01_dim_weeks",
            "02_fct_incidents",
            "03_fct_answers",
            "04_fct_survey_results",
            "05_fct_signals",
            "06_fct_registrations",
            "07_fct_agenda",
            "08_dim_reporters",
            "09_dim_population",
            "10_fct_population",
            "11_fct_coverage",
        ):
            run(
                connection,
                f"30_fct/{name}",
                as_of=build.as_of,
                history_start=history_start,
                coverage_window_weeks=build.knowledge.rule.gezien.coverage_window_weeks.value,
            )


def _make_warehouse(build: Build, build_id: str, now: datetime) -> None:
    connection = build.connection
    with build.step("indicators"):
        _make_indicators(build)
    with build.step("criteria"):
        _make_measured(build)
    with build.step("phases"):
        write_proposals(connection, build.knowledge, build.as_of)
    with build.step("checks"):
        _write_notices(build)
        _write_sources(build)
        _check(connection)
    _write_meta(build, build_id, now)


def _make_indicators(build: Build) -> None:
    connection, rule = build.connection, build.knowledge.rule
    minimum_residents = rule.vastgelegd.minimum_residents.value
    run(connection, "40_ind/01_alive", source_silence_weeks=rule.vastgelegd.source_silence_weeks.value)
    run(connection, "40_ind/02_ind_values")
    for indicator in build.knowledge.indicators.values():
        if indicator.source.kind == "incidents":
            run(
                connection,
                "40_ind/03_incident_rate",
                indicator_id=indicator.id,
                categories=indicator.source.categories,
                window_weeks=indicator.window_weeks,
                minimum_events=indicator.minimum_events,
                minimum_residents=minimum_residents,
                unit=indicator.unit.nl,
                as_of=build.as_of,
            )
    run(connection, "40_ind/04_survey")
    run(connection, "40_ind/05_ind_registrations", minimum_residents=minimum_residents)


def _make_measured(build: Build) -> None:
    connection, rule = build.connection, build.knowledge.rule
    run(connection, "50_crit/01_measured")
    run(connection, "50_crit/02_surveys")
    for indicator in build.knowledge.indicators.values():
        if indicator.source.kind == "incidents":
            run(connection, "50_crit/03_incidents", indicator_id=indicator.id, criterion=indicator.criterion)
        elif indicator.source.kind == "signals":
            run(
                connection,
                "50_crit/04_signals",
                indicator_id=indicator.id,
                window_weeks=indicator.window_weeks,
                half_life_weeks=indicator.half_life_weeks,
            )
    run(
        connection,
        "50_crit/05_usable",
        coverage_window_weeks=rule.gezien.coverage_window_weeks.value,
        minimum_coverage_share=rule.gezien.minimum_coverage_share.value,
        minimum_reports_without_roster=rule.gezien.minimum_reports_without_roster.value,
        minimum_residents=rule.vastgelegd.minimum_residents.value,
        source_silence_weeks=rule.vastgelegd.source_silence_weeks.value,
    )
    run(connection, "50_crit/06_group_incidents")


def _connect(path: Path | None) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(path) if path else ":memory:")
    connection.execute("SET TimeZone = 'Europe/Amsterdam'")
    connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET autoinstall_known_extensions = false")
    if path:
        connection.execute(f"SET temp_directory = '{str(path).replace(chr(39), chr(39) * 2)}.scratch'")
    return connection


def _read_areas(build: Build, horizon: date) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame | None]:
    """The division of wijken for the reference date, and buurten where they were delivered."""
    if not build.workspace.areas:
        raise NothingToBuildError(
            "Het kaartbestand ontbreekt. Lever de wijken als areas.gpkg, areas.geojson of areas.shp.",
            "The area file is missing. Deliver the wijken as areas.gpkg, areas.geojson or areas.shp.",
        )
    build.areas = [(path, read_areas(path, default_year=horizon.year)) for path in build.workspace.areas]
    usable = [result for _, result in build.areas if not result.areas.empty]
    if not usable:
        path, result = build.areas[0]
        fatal = [problem for problem in result.problems if problem.is_fatal]
        problem = fatal[0] if fatal else AreaProblem("areas_no_wijken")
        raise NothingToBuildError(
            f"{path.name}: {reasons().area_text(problem.code, 'nl', problem.facts)}",
            f"{path.name}: {reasons().area_text(problem.code, 'en', problem.facts)}",
        )
    areas = pd.concat([result.areas for result in usable], ignore_index=True)
    areas = gpd.GeoDataFrame(areas, geometry="geometry", crs=usable[0].areas.crs)
    areas = areas.drop_duplicates(["jaar", "wijkcode"], keep="last")
    delivered = [result.buurten for _, result in build.areas if result.buurten is not None]
    return division_for(areas, horizon.year), pd.concat(delivered) if delivered else None


def _require_something(build: Build) -> None:
    """Nothing can be shown without residents or without a single observation."""
    connection = build.connection
    refused = "; ".join(_refusal_line(report, "nl") for report in build.reports if report.refused)
    refused_en = "; ".join(_refusal_line(report, "en") for report in build.reports if report.refused)
    [(residents,)] = query(connection, "count_rows", relation="stg_population").fetchall()
    if residents == 0:
        raise NothingToBuildError(
            f"Er is geen bruikbare rij met inwoners. Lever population.csv. {refused}".strip(),
            f"There is no usable row with residents. Deliver population.csv. {refused_en}".strip(),
        )
    counts = [query(connection, "count_rows", relation=f"stg_{kind}").fetchall()[0][0] for kind in OBSERVATIONS]
    if sum(counts) == 0:
        raise NothingToBuildError(
            f"Er is geen enkele bruikbare waarneming (melding, enquête, signaal of registratie). {refused}".strip(),
            f"There is not one usable observation (incident, survey, signal or registration). {refused_en}".strip(),
        )


def _refusal_line(report: FileReport, language: str) -> str:
    assert report.refused is not None
    return f"{report.name}: {refusal_text(report, language)}"


def refusal_text(report: FileReport, language: str) -> str:
    """Why a file was refused as a whole, in words."""
    assert report.refused is not None
    return _text(report.refused.reason, language, report.refused.column, report.refused.detail)


def _text(reason: str, language: str, column: str | None, detail: str | None) -> str:
    guard = reasons().guards.get(detail or "")
    return reasons().text(reason, language, column, getattr(guard, language) if guard else detail)


def _write_dim_wijken(connection: duckdb.DuckDBPyConnection, division: gpd.GeoDataFrame) -> None:
    shapes = map_shapes(division, min(MAP_BYTES_LARGEST, MAP_BYTES_PER_WIJK * len(division)))
    frame = pd.DataFrame(division[["wijkcode", "wijknaam", "jaar"]]).merge(shapes, on="wijkcode", validate="1:1")
    frame.insert(0, "wijk_index", range(len(frame)))
    write_table(connection, "dim_wijken", frame.astype({"wijk_index": "int32", "jaar": "int32"}), is_temporary=False)


def _write_ref_files(build: Build) -> None:
    """ref_files: every file with its order, and area files after the tables."""
    rows: list[tuple[Any, ...]] = [
        (r.order, r.name, r.kind, r.sha256, r.size_bytes, r.rows_in, r.refused is not None, 0, 0) for r in build.reports
    ]
    for order, (path, result) in enumerate(build.areas, start=len(rows) + 1):
        rows.append(
            (order, path.name, "areas", "", path.stat().st_size, result.rows_in, not result.is_usable,
             result.rows_rejected, result.rows_ignored)
        )  # fmt: skip
    columns = ["file_order", "file", "kind", "sha256", "size_bytes", "rows_in", "is_refused", "rows_rejected", "rows_ignored"]
    write_table(build.connection, "ref_files", pd.DataFrame(rows, columns=columns))


def _notice(build: Build, code: str, kind: str | None, file: str | None, detail: str, severity: str = "warning") -> None:
    texts = [reasons().text(code, language, None, detail) for language in ("nl", "en")]
    build.notices.append((code, kind, file, severity, texts[0], texts[1]))


def _write_notices(build: Build) -> None:
    """notices: what somebody should know, from the files, the areas and the suspicions."""
    for report in build.reports:
        for code, detail in report.notices:
            _notice(build, code, report.kind, report.name, detail, "info" if code == "columns_not_used" else "warning")
    for path in build.workspace.not_recognised:
        _notice(build, "file_not_recognised", None, path.name, "")
    for path, result in build.areas:
        for problem in (p for p in result.problems if p.effect in ("noted", "ignored")):
            texts = [reasons().area_text(problem.code, language, problem.facts) for language in ("nl", "en")]
            build.notices.append((problem.code, "areas", path.name, "info", texts[0], texts[1]))
    for code, kind, detail in query(build.connection, "65_notices/suspicions").fetchall():
        _notice(build, code, kind, None, detail or "")
    columns = ["code", "kind", "file", "severity", "message_nl", "message_en"]
    frame = pd.DataFrame(list(dict.fromkeys(build.notices)), columns=columns, dtype="str")
    write_table(build.connection, "notices", frame, is_temporary=False)


def _write_sources(build: Build) -> None:
    """rejects, ignored and sources, with a message in both languages for each reason."""
    refused = [
        (r.order, None, r.refused.column, r.refused.reason, None, r.refused.detail) for r in build.reports if r.refused
    ]
    for order, (_, result) in enumerate(build.areas, start=len(build.reports) + 1):
        refused += [
            (order, p.row, p.column, p.code, None, p.detail or None) for p in result.problems if p.effect in ("refused", "rejected")
        ]
    connection = build.connection
    columns = ["file_order", "row_number", "column_name", "reason", "value_class", "detail"]
    frame = pd.DataFrame(refused, columns=columns).astype(
        {"file_order": "int16", "row_number": "Int32", "column_name": "str", "reason": "str", "value_class": "str", "detail": "str"}
    )
    connection.register("broken_rows", frame)
    run(connection, "20_stg/broken_rows")
    connection.unregister("broken_rows")
    messages = []
    for reason, column, detail in query(connection, "70_end/reasons_used").fetchall():
        if reason in reasons().areas:
            facts = dict(pair.split("=", 1) for pair in (detail or "").split("; ") if "=" in pair)
            texts = [reasons().area_text(reason, language, facts) for language in ("nl", "en")]
        else:
            texts = [_text(reason, language, column, detail) for language in ("nl", "en")]
        messages.append((reason, column, detail, *texts))
    columns = ["reason", "column_name", "detail", "message_nl", "message_en"]
    write_table(connection, "ref_messages", pd.DataFrame(messages, columns=columns, dtype="str"))
    run(connection, "70_end/01_rejects")
    run(connection, "70_end/02_sources", facts=FACTS)


def _check(connection: duckdb.DuckDBPyConnection) -> None:
    """A build that does not add up is a fault of ours and is never published."""
    differing = query(connection, "70_end/counts_that_differ").fetchall()
    impossible = query(connection, "70_end/impossible_figures").fetchall()
    if differing or impossible:
        raise AssertionError(f"the build does not add up: {differing} {impossible}")


def _write_meta(build: Build, build_id: str, now: datetime) -> None:
    gemeente = build.workspace.gemeente
    meta = {
        "build_id": build_id,
        "contract": str(gemeente.contract),
        "gemeentecode": gemeente.gemeentecode,
        "naam": gemeente.naam,
        "fictief": str(gemeente.fictief).lower(),
        "as_of": build.as_of.isoformat(),
        "data_cutoff": build.as_of.isoformat(),
        "rule_version": build.knowledge.rule.version,
        "product_version": PRODUCT_VERSION,
        "created_at_utc": now.astimezone(UTC).isoformat(timespec="seconds"),
    }
    write_table(build.connection, "meta", pd.DataFrame(list(meta.items()), columns=["key", "value"]), is_temporary=False)
    log = pd.DataFrame(build.run_log, columns=["step", "started_at", "seconds"])
    log["started_at"] = log["started_at"].map(lambda moment: moment.isoformat(timespec="seconds"))
    write_table(build.connection, "run_log", log, is_temporary=False)


def _failed_run(started: str, now: datetime, build_id: str, fault: BaseException) -> dict[str, Any]:
    if isinstance(fault, NothingToBuildError):
        nl, en = fault.message_nl, fault.message_en
    elif isinstance(fault, KeyboardInterrupt):
        nl, en = "De bouw is afgebroken.", "The build was interrupted."
    else:
        kind = type(fault).__name__
        nl, en = f"Er ging iets mis in het programma ({kind}).", f"Something went wrong in the program ({kind})."
    return {
        "status": "failed",
        "started_at": started,
        "finished_at": _utc_text(),
        "build_id": build_id,
        "message_nl": nl,
        "message_en": en,
    }


def _utc_text() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
