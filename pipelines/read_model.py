"""What screens and exports may ask of a published build. Reads only; every answer is a data frame
or a plain value.

A build is opened by its id, so an answer never changes under a reader. Each call has its own
cursor: one connection shared by several threads gives wrong answers (docs/adr/0002).
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from indicators import WeighedRule, load_knowledge
from indicators.estimators import Z_95, widened, withheld_bounds
from pipelines import publish
from pipelines.faults import OtherFormatError as OtherFormatError  # screens catch it
from pipelines.fetch.cards import SourceCard as SourceCard
from pipelines.fetch.cards import cards_in
from pipelines.from_logbook import SIGNALS
from pipelines.sql import render

BACKTEST_FILE = "backtest.json"
# Open registers keep counts of 0 to 7 secret (CBS, Kerncijfers wijken en buurten, 2024).
LARGEST_WITHHELD = 7


class Build:
    """One published build, read-only. Weeks are named by their Monday. Raises OtherFormatError for
    a build with other tables than this version reads.
    """

    def __init__(self, workspace: Path, build_id: str) -> None:
        self.workspace = workspace
        self.build_id = build_id
        self._connection = duckdb.connect(
            str(publish.build_path(workspace, build_id)), read_only=True
        )
        if self.meta().get("build_format") != publish.BUILD_FORMAT:
            self.close()
            raise OtherFormatError

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Build:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own on this build, for a caller in this room."""
        return self._connection.cursor()

    def _frame(self, question: str, **parameters: Any) -> pd.DataFrame:
        cursor = self.cursor()
        try:
            return cursor.execute(render(f"read/{question}"), parameters).df()
        finally:
            cursor.close()

    def meta(self) -> dict[str, str]:
        """build_id, naam, gemeentecode, fictief, as_of, data_cutoff, rule_version, created_at_utc
        and more.
        """
        frame = self._frame("meta")
        return dict(zip(frame["key"], frame["value"], strict=True))

    def wijken(self) -> pd.DataFrame:
        """Every wijk with its shapes (RD metres and GeoJSON lon/lat), label point and newest
        number of residents.
        """
        return self._frame("wijken")

    def weeks(self) -> pd.DataFrame:
        """Every week of the history: week_index, week_start, week_end, iso_week, is_complete."""
        return self._frame("weeks")

    def newest_complete_week(self) -> date:
        """The Monday of the newest complete week."""
        return _day(self._frame("newest_complete_week"))

    def week_of_label(self, label: str) -> date | None:
        """The Monday of a week such as 2026-W46; None when it is not in the history."""
        found = self._frame("week_of_label", label=label)
        return None if found.empty else _day(found)

    def phases(self, week_start: date) -> pd.DataFrame:
        """The proposal of every wijk in one week, with p_rust, p_ongemak, p_spanning, p_incidenten,
        certainty, direction (4 weeks), direction_long (13 weeks), direction_own (without what most
        wijken have in common), is_city_wide, next_look and next_look_reason (phase, urgency,
        agenda, expiry). Chances and certainty are empty where no phase is proposed.
        """
        return self._frame("phases", week_start=week_start)

    def phases_for_export(self, week_start: date | None) -> pd.DataFrame:
        """The columns of the command `phases`; every week when none is named."""
        return self._frame("phases_all", week_start=week_start)

    def phase_history(self, wijkcode: str) -> pd.DataFrame:
        """The proposals of one wijk, oldest week first."""
        return self._frame("phase_history", wijkcode=wijkcode)

    def changes(self, week_start: date) -> pd.DataFrame:
        """The wijken with another proposal than the week before: wijkcode, wijknaam,
        previous_phase, phase.
        """
        return self._frame("changes", week_start=week_start)

    def reasons(self, wijkcode: str, week_start: date) -> pd.DataFrame:
        """Up to three reasons of one proposal, the strongest first; `reason_id` is the gate of a
        gate reason, `weight` what a reason adds to the log-odds. Kind `course`: nothing speaks for
        the phase by itself, it follows from earlier weeks. A level reason of `gezien` without a
        criterion is "nothing to report".
        """
        return self._frame("reasons", wijkcode=wijkcode, week_start=week_start)

    def contributions(self, wijkcode: str, week_start: date) -> pd.DataFrame:
        """The parts of the log-odds of the proposed phase against `compared_with` (the next
        likeliest), in the newest 13 weeks: part (observation, course, gate), criterion, channel,
        compared_with, weight. They add up to log(p_phase / p_compared_with).
        """
        return self._frame("contributions", wijkcode=wijkcode, week_start=week_start)

    def changes_needed(self, wijkcode: str, week_start: date) -> pd.DataFrame:
        """The smallest changes that move the proposal, for the newest complete week: way (up, down,
        data), kind (severe_incident, reports, calm_weeks, channel), amount, level, criterion,
        channel, to_phase.
        """
        return self._frame("changes_needed", wijkcode=wijkcode, week_start=week_start)

    def robustness(self, week_start: date) -> pd.DataFrame:
        """Per wijk the share of eight goalpost settings with the same phase: wijkcode, share_same.
        Empty for any week but the newest complete one.
        """
        return self._frame("robustness", week_start=week_start)

    def intervals(self, wijkcode: str, week_start: date) -> pd.DataFrame:
        """The newest estimate of each indicator with its interval of 95 %: indicator_id,
        week_start, wave, n_effective, estimate, low, high, own_weight (1 = only the wijk's own
        figure, 0 = only the gemeente's). low and high are empty where there is no interval.
        low_now and high_now: as a figure for this week; an older survey is widened for its age.
        """
        frame = self._frame("intervals", wijkcode=wijkcode, week_start=week_start)
        return widened_for_age(frame, week_start)

    def rule_comparison(self, week_start: date) -> pd.DataFrame:
        """One week under this rule and the rules before it: wijkcode, wijknaam, other_version,
        other_phase, rule_version, phase, certainty.
        """
        return self._frame("rule_comparison", week_start=week_start)

    def rule_agreement(self) -> pd.DataFrame:
        """The whole history under two rules: other_version, other_phase, phase, weeks."""
        return self._frame("rule_agreement")

    def levels(self, wijkcode: str, week_start: date) -> pd.DataFrame:
        """The leading level (0-3) per criterion and channel of one wijk in one week."""
        return self._frame("levels", wijkcode=wijkcode, week_start=week_start)

    def levels_of_all(self, week_start: date) -> pd.DataFrame:
        """The leading level (0-3) of every wijk: wijkcode, criterion, channel, level."""
        return self._frame("levels_of_all", week_start=week_start)

    def signals_since(self, first: date) -> pd.DataFrame:
        """Signals of every wijk from a day on: wijkcode, observed_on, reporter, criterion, level,
        nothing_to_report, file.
        """
        return self._frame("signals_since", first=first)

    def group_incidents_since(self, first: date) -> pd.DataFrame:
        """Incidents between or against groups from a day on: wijkcode, occurred_on."""
        return self._frame("group_incidents_since", first=first)

    def reporters(self, week_start: date) -> pd.DataFrame:
        """The roster of one week: reporter, source_kind, wijkcode, every_weeks."""
        return self._frame("reporters", week_start=week_start)

    def layer(self, layer: str, week_start: date) -> pd.DataFrame:
        """Per wijk the highest level of a criterion or of a channel: wijkcode, level, n."""
        return self._frame("layer", layer=layer, week_start=week_start)

    def indicator_series(self, wijkcode: str) -> pd.DataFrame:
        """Every figure of every indicator of one wijk. A week without a figure is not there."""
        return self._frame("indicator_series", wijkcode=wijkcode)

    def indicator_values(self, wijkcode: str, week_start: date) -> pd.DataFrame:
        """The newest figure of each indicator in one week, with the gemeente's beside it."""
        return self._frame("indicator_values", wijkcode=wijkcode, week_start=week_start)

    def figures(self, week_start: date) -> pd.DataFrame:
        """The newest figure of every indicator and wijk in one week, with its interval: as
        indicator_values, with gemeente_wijken (how many have a value), n_effective, estimate, low,
        high and own_weight (see intervals).
        """
        return self._frame("figures", week_start=week_start)

    def timeline(self, wijkcode: str, first: date, last: date) -> pd.DataFrame:
        """Incidents, signals and agenda of one wijk between two days, newest first, with file and
        row.
        """
        return self._frame("timeline", wijkcode=wijkcode, first=first, last=last)

    def scheidslijnen(self, wijkcode: str, first: date, last: date) -> frozenset[str]:
        """The scheidslijnen that signals about one wijk name between two days; onbekend is none."""
        frame = self._frame("scheidslijnen", wijkcode=wijkcode, first=first, last=last)
        return frozenset(frame["scheidslijn"])

    def rows_behind(
        self, wijkcode: str, indicator_id: str, week_start: date, criterion: str | None = None
    ) -> pd.DataFrame:
        """The delivered rows behind one figure, with file and row number. For signals of one
        criterion when named.
        """
        indicator = load_knowledge().indicators[indicator_id]
        common: dict[str, Any] = {"wijkcode": wijkcode, "week_start": week_start}
        if indicator.source.kind == "survey":
            return self._frame(
                "rows_behind_survey",
                **common,
                indicator_id=indicator_id,
                item=indicator.source.item,
            )
        common["window_weeks"] = indicator.window_weeks
        if indicator.source.kind == "incidents":
            return self._frame(
                "rows_behind_incidents", **common, categories=list(indicator.source.categories)
            )
        return self._frame("rows_behind_signals", **common, criterion=criterion)

    def registrations(self, wijkcode: str) -> pd.DataFrame:
        """Register counts of one wijk: context, never part of a phase. count_lowest and
        count_highest: bounds of the total; a withheld part is unknown, never zero. Of a wijk that
        was not delivered at all nothing is known: then there is no highest.
        """
        frame = self._frame("registrations", wijkcode=wijkcode)
        low, high = withheld_bounds(
            frame["count_known"].fillna(0).to_numpy(dtype=float),
            frame["areas_withheld"].to_numpy(dtype=int),
            LARGEST_WITHHELD,
        )
        is_bounded = frame["wijken_missing"].to_numpy(dtype=int) == 0
        return frame.assign(count_lowest=low, count_highest=np.where(is_bounded, high, np.nan))

    def registration_rows(
        self, wijkcode: str, register: str, period: str, kind: str
    ) -> pd.DataFrame:
        """The delivered rows behind one register count."""
        return self._frame(
            "registration_rows", wijkcode=wijkcode, register=register, period=period, kind=kind
        )

    def coverage(self, week_start: date) -> pd.DataFrame:
        """Reports received and expected over the window up to one week: wijkcode, expected,
        received, coverage_pct.
        """
        return self._frame("coverage", week_start=week_start)

    def confirmed_phases(self, week_start: date) -> pd.DataFrame:
        """The last decision of each wijk by the end of one week: wijkcode, confirmed_phase (empty
        where it no longer counts), decided_phase, oordeel, confirmed_on, expires_on, is_expired.
        """
        return self._frame("confirmed_phases", week_start=week_start)

    def logbook_signals_used(self, wijkcode: str | None = None) -> frozenset[str]:
        """The ids of the logbook's signals that this build counts; of one wijk when named."""
        frame = self._frame("logbook_signals_used", source=SIGNALS, wijkcode=wijkcode)
        return frozenset(frame["signal_id"])

    def weeks_around(self, wijkcode: str, day: date, weeks: int = 8) -> pd.DataFrame:
        """Incidents, signals and reports of nothing per week, before and after a day:
        week_from_start (0 holds the day), week_start, iso_week, is_complete, incidents, signals,
        nothing_to_report. It shows no cause.
        """
        return self._frame("weeks_around", wijkcode=wijkcode, day=day, weeks=weeks)

    def silent_reporters(self, week_start: date) -> pd.DataFrame:
        """Roles that have not reported for at least twice their usual interval."""
        return self._frame("silent_reporters", week_start=week_start)

    def offer(self) -> pd.DataFrame:
        """What organisations offer: title, kind (id of an intervention, or anders), wijken (list;
        missing: the whole gemeente), target_group, valid_from, valid_until, file, row_number.
        """
        return self._frame("offer")

    def sources(self) -> pd.DataFrame:
        """Every delivered file with rows in, used, rejected and ignored."""
        return self._frame("sources")

    def rejects(self, limit: int, offset: int = 0, file: str | None = None) -> pd.DataFrame:
        """A page of rows that were wrong, with what to do."""
        return self._frame("rejects", limit=limit, offset=offset, file=file)

    def ignored(self, limit: int, offset: int = 0, file: str | None = None) -> pd.DataFrame:
        """A page of rows that were in order but not used."""
        return self._frame("ignored", limit=limit, offset=offset, file=file)

    def reject_summary(self) -> pd.DataFrame:
        """How many rows were set aside, per file and reason."""
        return self._frame("reject_summary")

    def notices(self) -> pd.DataFrame:
        """What somebody should know about the delivery."""
        return self._frame("notices")

    def source_quality(self) -> pd.DataFrame:
        """What can be said of each delivery: name, kind, measure, value, detail, is_remarkable."""
        return self._frame("source_quality")

    def source_months(self) -> pd.DataFrame:
        """What came in per month and system or register: kind, name, month, times."""
        return self._frame("source_months")

    def crosswalk(self) -> pd.DataFrame:
        """How the divisions that files used go over into the one on the map."""
        return self._frame("crosswalk")

    def division_years(self) -> pd.DataFrame:
        """The years of which wijken were delivered: division, wijken, is_map. Empty when there is a
        map of one year only.
        """
        return self._frame("division_years")

    def series_offered(self) -> pd.DataFrame:
        """The series that can be seen on each delivered division: kind, series, first_period,
        last_period, periods. Empty when there is a map of one year only.
        """
        return self._frame("series_offered")

    def series_on(
        self, division: int, kind: str | None = None, series: str | None = None
    ) -> pd.DataFrame:
        """Series per wijk of one division and period: number (of surveys value and n),
        is_converted, estimated_pct, and parts_withheld and wijken_missing: with any of these the
        number is a lower bound, and empty where nothing is known. What was delivered on that
        division is as delivered.
        """
        return self._frame("series_on", division=division, kind=kind, series=series)

    def series_left_out(
        self, division: int, kind: str | None = None, series: str | None = None
    ) -> pd.DataFrame:
        """What of those series is not on that division: delivered_division, wijkcode, wijknaam,
        number, reason, change. Without a wijk: points outside the map.
        """
        return self._frame("series_left_out", division=division, kind=kind, series=series)

    def series_totals(
        self, division: int, kind: str | None = None, series: str | None = None
    ) -> pd.DataFrame:
        """Per series and period: delivered = shown + left_out. Of surveys there is no total."""
        return self._frame("series_totals", division=division, kind=kind, series=series)

    def run_log(self) -> pd.DataFrame:
        """The steps of the build: step, started_at, seconds."""
        return self._frame("run_log")


def widened_for_age(frame: pd.DataFrame, week_start: date) -> pd.DataFrame:
    """Adds low_now and high_now: survey intervals, wider by the drift of the rule per week."""
    knowledge = load_knowledge()
    if not isinstance(knowledge.rule, WeighedRule):
        return frame.assign(low_now=frame["low"], high_now=frame["high"])
    age = (pd.Timestamp(week_start) - pd.to_datetime(frame["week_start"])).dt.days / 7.0
    per_level = pd.Series(
        [
            abs(posts[2] - posts[0]) / 2.0
            for name in frame["indicator_id"]
            for posts in [knowledge.indicators[str(name)].goalposts_on(week_start)]
        ],
        index=frame.index,
        dtype="float64",
    )
    is_survey = frame["wave"].notna()
    half = (frame["high"] - frame["low"]) / 2.0
    drift = knowledge.rule.surveys.drift_per_week.value
    error = np.asarray(half / Z_95 / per_level, dtype=np.float64)
    levels = widened(error, np.asarray(age, dtype=np.float64), drift)
    now = pd.Series(levels, index=frame.index) * per_level * Z_95
    extra = (now - half).where(is_survey, 0.0)
    return frame.assign(
        low_now=(frame["low"] - extra).clip(lower=0.0), high_now=frame["high"] + extra
    )


def last_backtest(workspace: Path) -> dict[str, Any] | None:
    """The result of the last backtest of this workspace (see pipelines.backtest), or None."""
    path = workspace / "warehouse" / BACKTEST_FILE
    if not path.exists():
        return None
    result: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return result


def _day(frame: pd.DataFrame) -> date:
    """The one date of a frame with one cell."""
    return pd.to_datetime(frame.iloc[:, 0]).dt.date.iloc[0]


def open_build(workspace: Path, build_id: str) -> Build:
    """One build by its id."""
    return Build(workspace, build_id)


def open_current(workspace: Path) -> Build | None:
    """The build that counts, or None when there is none."""
    build_id = publish.current_build_id(workspace)
    return Build(workspace, build_id) if build_id else None


def current_build_id(workspace: Path) -> str | None:
    """The id of the build that counts."""
    return publish.current_build_id(workspace)


def source_cards(workspace: Path) -> list[tuple[SourceCard, bool]]:
    """The cards of fetched files, and whether each file is still as it was fetched."""
    return cards_in(workspace)


def list_builds(workspace: Path) -> list[str]:
    """The ids of all builds that are kept, newest first."""
    return publish.build_ids(workspace)


def last_run(workspace: Path) -> dict[str, Any] | None:
    """How the last run went: status (running, ok, failed), started_at, finished_at, message_nl,
    message_en.
    """
    return publish.read_last_run(workspace)
