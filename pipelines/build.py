"""The build: ordered steps from the files of a workspace to one warehouse, then published at once
or not at all.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import geopandas as gpd
import pandas as pd

from geodata.areas import division_for
from geodata.problems import AreaProblem
from geodata.simplify import map_shapes
from indicators import CHANNELS, CRITERIA, load_knowledge
from language import texts_for
from pipelines import accounts, publish
from pipelines.contracts import reasons
from pipelines.divisions import Divisions, write_converted
from pipelines.faults import NothingToBuildError
from pipelines.from_logbook import read_logbook
from pipelines.making import Making, OnStep
from pipelines.map_guard import guarded_areas
from pipelines.phases import write_proposals
from pipelines.quality import write_quality
from pipelines.references import write_areas, write_knowledge, write_settings, write_table
from pipelines.report import reject_lines
from pipelines.series import write_series
from pipelines.sql import query, run
from pipelines.staging import drop_repeated, stage_file, stage_nothing, stage_table
from pipelines.version import PRODUCT_VERSION
from pipelines.workspace import open_workspace

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LONGEST_HISTORY_WEEKS = 520
# What DuckDB may hold; above it goes to disk beside the build. For one gemeente so much that the
# whole build of a CSV of 1 GB stays under 2 GiB; the whole country is given more, for its speed.
MEMORY_LIMIT, MEMORY_LIMIT_COUNTRY = "1500MB", "4GB"
COUNTRY = "NL00"
MAP_BYTES_LARGEST = 1_100_000  # of all shapes: with names and codes a national map stays under 2 MB
MAP_BYTES_PER_WIJK = 4_000
MOST_LINES = 50  # of what was wrong, in the message that nothing can be built
OBSERVATIONS = ("incidents", "surveys", "survey_results", "signals", "registrations")


def run_build(
    folder: Path, as_of: date | None, now: datetime, on_step: OnStep
) -> tuple[str, Making]:
    """Build a workspace and publish the result. Gives the build id and what was found.

    Raises NothingToBuildError when the input allows no making. Whatever goes wrong, the last good
    build stays the one that counts, and last_run.json says what happened.
    """
    started = now.astimezone(UTC).isoformat(timespec="seconds")
    try:
        workspace = open_workspace(folder)
    except NothingToBuildError as fault:
        if folder.is_dir():
            publish.write_last_run(folder, _failed_run(started, now, "", fault))
        raise
    build_id = publish.new_build_id(folder, now)
    publish.write_last_run(
        folder,
        {"status": "running", "started_at": started, "build_id": build_id, "process": os.getpid()},
    )
    is_country = workspace.gemeente.gemeentecode == COUNTRY
    connection = connect(
        publish.partial_path(folder, build_id),
        MEMORY_LIMIT_COUNTRY if is_country else MEMORY_LIMIT,
    )
    try:
        making = Making(connection, workspace, load_knowledge(), on_step)
        take_in(making, as_of, today=now.astimezone(AMSTERDAM).date())
        _make_warehouse(making, build_id, now)
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
        folder,
        {"status": "ok", "started_at": started, "finished_at": _utc_text(), "build_id": build_id},
    )
    return build_id, making


def check_workspace(folder: Path, now: datetime, on_step: OnStep) -> Making:
    """Take the files in without building anything. Raises NothingToBuildError when nothing could
    be built.
    """
    making = Making(connect(None), open_workspace(folder), load_knowledge(), on_step)
    take_in(making, as_of=None, today=now.astimezone(AMSTERDAM).date())
    accounts.write_notices(making)
    accounts.write_sources(making)
    write_quality(making)
    return making


def take_in(making: Making, as_of: date | None, today: date) -> None:
    """Read, check and locate every file; choose the reference date; make the facts."""
    connection, workspace = making.connection, making.workspace
    horizon = as_of or today
    with making.step("areas"):
        divisions = prepare(making, horizon)
        division = divisions.target
    # Drawing the map needs one core and nothing else, so it is done while the files are read.
    with ThreadPoolExecutor(max_workers=1) as beside:
        shapes = beside.submit(_draw, division)
        for order, source in enumerate(workspace.tables, start=1):
            with making.step(source.path.name):
                making.reports.append(stage_file(connection, source, order, divisions))
        with making.step("logbook"):
            logbook = read_logbook(workspace.folder, horizon)
            for name, kind, table in logbook.tables:
                order = len(making.reports) + 1
                making.reports.append(stage_table(connection, name, kind, table, order))
    with making.step("facts"):
        stage_nothing(connection, {report.kind for report in making.reports if not report.refused})
        drop_repeated(connection)
        _require_something(making)
        first_day, newest_day = query(connection, "30_fct/newest_date").fetchall()[0]
        making.as_of = as_of or newest_day
        history_start = max(first_day, making.as_of - timedelta(weeks=LONGEST_HISTORY_WEEKS))
        if history_start > first_day:
            making.notice("history_cut", None, None, "")
        _write_dim_wijken(connection, division, shapes.result())
        accounts.write_ref_files(making)
        write_converted(connection, divisions)
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
            "12_fct_offer",
        ):
            run(
                connection,
                f"30_fct/{name}",
                as_of=making.as_of,
                history_start=history_start,
                coverage_window_weeks=making.knowledge.rule.gezien.coverage_window_weeks.value,
                several_divisions=bool(divisions.other_years),
            )
        write_table(connection, "decisions", logbook.decisions)
        run(connection, "30_fct/12_confirmed_phases")


def prepare(making: Making, horizon: date) -> Divisions:
    """All that has to be there before the first file is read. Raises NothingToBuildError."""
    connection = making.connection
    divisions = making.divisions = read_divisions(making, horizon.year)
    run(connection, "00_macros")
    run(connection, "10_incoming/guards")
    write_knowledge(connection, making.knowledge)
    write_areas(connection, divisions.target, divisions.buurten)
    write_settings(connection, making.workspace.gemeente, horizon)
    run(connection, "20_stg/set_aside")
    return divisions


def measure(making: Making) -> None:
    """Indicators and criteria of what was taken in."""
    with making.step("indicators"):
        _make_indicators(making)
    with making.step("criteria"):
        _make_measured(making)


def _make_warehouse(making: Making, build_id: str, now: datetime) -> None:
    connection = making.connection
    measure(making)
    with making.step("phases"):
        write_proposals(connection, making.knowledge, making.as_of)
    with making.step("series"):
        assert making.divisions is not None
        write_series(connection, making.divisions)
    with making.step("checks"):
        accounts.write_notices(making)
        accounts.write_sources(making)
        write_quality(making)
        _check(connection)
    _write_meta(making, build_id, now)


def _make_indicators(making: Making) -> None:
    connection, rule = making.connection, making.knowledge.rule
    minimum_residents = rule.vastgelegd.minimum_residents.value
    run(
        connection,
        "40_ind/01_alive",
        source_silence_weeks=rule.vastgelegd.source_silence_weeks.value,
    )
    run(connection, "40_ind/02_ind_values")
    for indicator in making.knowledge.indicators.values():
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
                as_of=making.as_of,
            )
    run(connection, "40_ind/04_survey")
    run(connection, "40_ind/05_ind_registrations", minimum_residents=minimum_residents)


def _make_measured(making: Making) -> None:
    connection, rule = making.connection, making.knowledge.rule
    run(
        connection,
        "50_crit/01_measured",
        criteria=CRITERIA,
        channels=CHANNELS,
        indicator_ids=sorted(making.knowledge.indicators),
    )
    run(connection, "50_crit/02_surveys")
    for indicator in making.knowledge.indicators.values():
        if indicator.source.kind == "incidents":
            run(
                connection,
                "50_crit/03_incidents",
                indicator_id=indicator.id,
                criterion=indicator.criterion,
            )
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


def connect(
    path: Path | None, memory_limit: str = MEMORY_LIMIT_COUNTRY
) -> duckdb.DuckDBPyConnection:
    """A database in a file, or in memory where nothing is to be kept."""
    connection = duckdb.connect(str(path) if path else ":memory:")
    connection.execute("SET TimeZone = 'Europe/Amsterdam'")
    connection.execute(f"SET memory_limit = '{memory_limit}'")
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET autoinstall_known_extensions = false")
    if path:
        connection.execute(
            f"SET temp_directory = '{str(path).replace(chr(39), chr(39) * 2)}.scratch'"
        )
    return connection


def read_divisions(making: Making, year: int) -> Divisions:
    """Every delivered division; that of ``year``, or the newest before it, is the one on the map.
    Raises NothingToBuildError when there is none.
    """
    if not making.workspace.areas:
        raise NothingToBuildError(
            "Het kaartbestand ontbreekt. Lever de wijken als areas.gpkg, .geojson of .shp.",
            "The area file is missing. Deliver the wijken as areas.gpkg, .geojson or .shp.",
        )
    making.areas = [
        (path, guarded_areas(making.connection, path, year)) for path in making.workspace.areas
    ]
    usable = [result for _, result in making.areas if not result.areas.empty]
    if not usable:
        path, result = making.areas[0]
        fatal = [problem for problem in result.problems if problem.is_fatal]
        problem = fatal[0] if fatal else AreaProblem("areas_no_wijken")
        raise NothingToBuildError(
            f"{path.name}: {reasons().area_text(problem.code, 'nl', problem.facts)}",
            f"{path.name}: {reasons().area_text(problem.code, 'en', problem.facts)}",
        )
    areas = pd.concat([result.areas for result in usable], ignore_index=True)
    areas = gpd.GeoDataFrame(areas, geometry="geometry", crs=usable[0].areas.crs)
    areas = areas.drop_duplicates(["jaar", "wijkcode"], keep="last")
    delivered = [result.buurten for _, result in making.areas if result.buurten is not None]
    buurten = pd.concat(delivered, ignore_index=True) if delivered else None
    return Divisions(division_for(areas, year), areas, buurten)


def _require_something(making: Making) -> None:
    """Nothing can be shown without residents or without a single observation."""
    connection = making.connection
    [(residents,)] = query(connection, "count_rows", relation="stg_population").fetchall()
    if residents == 0:
        raise _nothing_to_build(
            making,
            "Er is geen bruikbare rij met inwoners. Lever population.csv.",
            "There is no usable row with residents. Deliver population.csv.",
        )
    counts = [
        query(connection, "count_rows", relation=f"stg_{kind}").fetchall()[0][0]
        for kind in OBSERVATIONS
    ]
    if sum(counts) == 0:
        raise _nothing_to_build(
            making,
            "Er is geen enkele bruikbare waarneming (melding, enquête, signaal of registratie).",
            "There is not one usable observation (incident, survey, signal or registration).",
        )


def _nothing_to_build(making: Making, nl: str, en: str) -> NothingToBuildError:
    """The message that stops a build, followed by what was wrong with the files that did come."""
    accounts.write_ref_files(making)
    accounts.write_rejects(making)
    messages = [
        "\n".join([first_line, *reject_lines(making.connection, texts_for(language))[:MOST_LINES]])
        for first_line, language in ((nl, "nl"), (en, "en"))
    ]
    return NothingToBuildError(*messages)


def _draw(division: gpd.GeoDataFrame) -> pd.DataFrame:
    """The shapes of the wijken for the map."""
    return map_shapes(division, min(MAP_BYTES_LARGEST, MAP_BYTES_PER_WIJK * len(division)))


def _write_dim_wijken(
    connection: duckdb.DuckDBPyConnection, division: gpd.GeoDataFrame, shapes: pd.DataFrame
) -> None:
    frame = pd.DataFrame(division[["wijkcode", "wijknaam", "jaar"]]).merge(
        shapes, on="wijkcode", validate="1:1"
    )
    frame.insert(0, "wijk_index", range(len(frame)))
    write_table(
        connection,
        "dim_wijken",
        frame.astype({"wijk_index": "int32", "jaar": "int32"}),
        is_temporary=False,
    )


def _check(connection: duckdb.DuckDBPyConnection) -> None:
    """A build that does not add up is a fault of ours and is never published."""
    differing = query(connection, "70_end/counts_that_differ").fetchall()
    impossible = query(connection, "70_end/impossible_figures").fetchall()
    series = query(connection, "70_end/series_that_differ").fetchall()
    if differing or impossible or series:
        raise AssertionError(f"the build does not add up: {differing} {impossible} {series[:5]}")


def _write_meta(making: Making, build_id: str, now: datetime) -> None:
    gemeente = making.workspace.gemeente
    meta = {
        "build_id": build_id,
        "contract": str(gemeente.contract),
        "gemeentecode": gemeente.gemeentecode,
        "naam": gemeente.naam,
        "fictief": str(gemeente.fictief).lower(),
        "as_of": making.as_of.isoformat(),
        "data_cutoff": making.as_of.isoformat(),
        "rule_version": making.knowledge.rule.version,
        "product_version": PRODUCT_VERSION,
        "build_format": publish.BUILD_FORMAT,
        "created_at_utc": now.astimezone(UTC).isoformat(timespec="seconds"),
    }
    write_table(
        making.connection,
        "meta",
        pd.DataFrame(list(meta.items()), columns=["key", "value"]),
        is_temporary=False,
    )
    log = pd.DataFrame(making.run_log, columns=["step", "started_at", "seconds"])
    log["started_at"] = log["started_at"].map(lambda moment: moment.isoformat(timespec="seconds"))
    write_table(making.connection, "run_log", log, is_temporary=False)


def _failed_run(started: str, now: datetime, build_id: str, fault: BaseException) -> dict[str, Any]:
    if isinstance(fault, NothingToBuildError):
        nl, en = fault.message_nl, fault.message_en
    elif isinstance(fault, KeyboardInterrupt):
        nl, en = "De bouw is afgebroken.", "The build was interrupted."
    else:
        kind = type(fault).__name__
        nl, en = (
            f"Er ging iets mis in het programma ({kind}).",
            f"Something went wrong in the program ({kind}).",
        )
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
