"""From a published build to the model of a briefing. All figures are read here and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from briefings import cells, disclosure
from briefings.measures import measures_before
from briefings.model import (
    GROUP_INCIDENTS,
    NOTHING_TO_REPORT,
    PROTECTED,
    REPORTS,
    About,
    Briefing,
    Figure,
    Level,
    Measure,
    Reason,
    Run,
    Shape,
    SilentRole,
    Source,
    Strength,
    WijkPart,
)
from briefings.redaction import redact
from indicators import Knowledge, WeighedRule
from indicators.models import Indicator
from pipelines.read_model import Build
from words import proposal as proposals
from words.levels import strengths_in
from words.rows import day, known, rows_of

# Coverage counts the expected reports of this many weeks when the rule does not say so itself.
_COVERAGE_WEEKS = 8
# What weighs in a reason is of the newest so many weeks (see Build.contributions).
_REASON_WEEKS = 13
_GATES_ON_INCIDENTS = (
    *("severe_incident", "repeated_incidents", "incidents_below_minimum"),
    *("incident_despite_thin_data", "step_down_waits", "incidenten_needs_incident"),
)
_SHARES = ("share_agree", "share_yes")


@dataclass(frozen=True)
class Request:
    """What a briefing is asked to be about. wijken empty: the whole gemeente."""

    week_start: dt.date
    level: Level
    wijken: tuple[str, ...] = ()
    period_weeks: int = 13
    reviewed_by: str | None = None


OnWijk = Callable[[str], None]


class Reader:
    """Reads briefings from one build. What is the same for every wijk is read once."""

    def __init__(self, build: Build, knowledge: Knowledge) -> None:
        self._build = build
        self._measures: dict[str, list[Measure]] | None = None
        self._knowledge = knowledge
        self._meta = build.meta()
        self._wijken = build.wijken()
        self._weeks = build.weeks()
        self._tables: dict[tuple[str, dt.date], pd.DataFrame] = {}

    def codes(self) -> tuple[str, ...]:
        """The codes of all wijken, in the order of the build."""
        return tuple(self._wijken["wijkcode"])

    def overview(self, request: Request) -> Briefing:
        """The gemeente or a choice of its wijken, side by side: no reasons, no history."""
        return self._briefing(request, is_deep=False)

    def full(self, request: Request, on_wijk: OnWijk = lambda _code: None) -> Briefing:
        """Everything about each chosen wijk."""
        return self._briefing(request, is_deep=True, on_wijk=on_wijk)

    def _briefing(
        self, request: Request, is_deep: bool, on_wijk: OnWijk = lambda _code: None
    ) -> Briefing:
        chosen = request.wijken or self.codes()
        figures = self._figures(request)
        coverage = self._coverage(request)
        phases = {row.wijkcode: row for row in rows_of(self._table("phases", request.week_start))}
        before = self._phases_before(request)
        parts = []
        for row in rows_of(self._wijken[self._wijken["wijkcode"].isin(chosen)]):
            code = str(row.wijkcode)
            part = WijkPart(
                wijkcode=code,
                wijknaam=str(row.wijknaam),
                residents=cells.whole(row.inwoners),
                residents_year=cells.whole(row.inwoners_jaar),
                residents_estimated_pct=cells.decimal(row.inwoners_estimated_pct),
                is_hidden=False,
                proposal=cells.proposal_of(phases[code]),
                confirmation=cells.confirmation_of(phases[code]),
                previous_phase=before.get(code),
                coverage=coverage[code],
                figures=figures[code],
                **(self._depth(code, request, figures[code]) if is_deep else {}),
            )
            parts.append(redact(part, request.level))
            on_wijk(part.wijknaam)
        return Briefing(self._about(request), tuple(parts), self._shapes(), self._sources())

    def _depth(self, code: str, request: Request, figures: Sequence[Figure]) -> dict[str, Any]:
        """What only the briefing of one wijk has."""
        week, build = request.week_start, self._build
        first = week - dt.timedelta(weeks=request.period_weeks - 1)
        changes = build.changes_needed(code, week)
        shares = self._table("robustness", week)
        own = shares.loc[shares["wijkcode"] == code, "share_same"]
        by_id = {figure.id: figure for figure in figures}
        levels = build.levels(code, week)
        strengths = strengths_in(self._knowledge, levels)
        return {
            "reasons": tuple(
                self._reason(row, by_id, code, request)
                for row in rows_of(build.reasons(code, week))
            ),
            # Nothing is calculated for older weeks; that is something else than "no change found".
            "changes": (
                None if own.empty else tuple(cells.change_of(row) for row in rows_of(changes))
            ),
            "robustness": None if own.empty else float(own.iloc[0]),
            "strengths": tuple(
                Strength(criterion.id, tuple(str(row.channel) for row in rows))
                for criterion, rows in strengths
            ),
            "levels": {} if request.level in PROTECTED else _highest(levels),
            "measures": tuple(
                one for one in self._measures_of(code) if cells.is_current(one, first)
            ),
            "silent": self._silent(code, week),
            "registers": tuple(cells.registers_of(build.registrations(code))),
            "history": self._history(code, request),
        }

    def _figures(self, request: Request) -> dict[str, tuple[Figure, ...]]:
        """wijkcode -> its figures in the order of the knowledge, a missing one included."""
        is_protected = request.level in PROTECTED
        tables = {
            name: self._cells(indicator, request.week_start, is_protected)
            for name, indicator in self._knowledge.indicators.items()
            if indicator.source.kind != "signals"
        }
        figures = [
            cells.figure_of(code, self._knowledge.indicators[name], table.get(code))
            for code in self.codes()
            for name, table in tables.items()
        ]
        if is_protected:
            shares = frozenset(
                name for name, one in self._knowledge.indicators.items() if one.statistic in _SHARES
            )
            figures = disclosure.protect(figures, self._residents(), shares)
        found: dict[str, list[Figure]] = {code: [] for code in self.codes()}
        for one in figures:
            found[one.wijkcode].append(one)
        return {code: tuple(own) for code, own in found.items()}

    def _cells(
        self, indicator: Indicator, week_start: dt.date, is_protected: bool
    ) -> dict[str, Any]:
        """wijkcode -> the row of one indicator. Protected counts are those of the newest block."""
        week = week_start
        if is_protected and indicator.window_weeks and indicator.source.kind == "incidents":
            week = disclosure.block_end(week_start, indicator.window_weeks)
        table = self._table("figures", week)
        return {row.wijkcode: row for row in rows_of(table[table["indicator_id"] == indicator.id])}

    def _residents(self) -> dict[str, int | None]:
        return {row.wijkcode: cells.whole(row.inwoners) for row in rows_of(self._wijken)}

    def _coverage(self, request: Request) -> dict[str, Figure]:
        rows = {row.wijkcode: row for row in rows_of(self._table("coverage", request.week_start))}
        first = request.week_start - dt.timedelta(weeks=self._coverage_weeks() - 1)
        last = request.week_start + dt.timedelta(days=6)
        figures = [cells.coverage_of(code, rows.get(code), first, last) for code in self.codes()]
        if request.level in PROTECTED:
            figures = disclosure.protect(figures, self._residents())
        return {one.wijkcode: one for one in figures}

    def _reason(
        self, row: Any, figures: Mapping[str, Figure], code: str, request: Request
    ) -> Reason:
        indicator_id = known(row.indicator_id)
        figure = None if indicator_id is None else figures.get(str(indicator_id))
        if figure is None and indicator_id is not None and known(row.n) is not None:
            figure = self._signals(row, code)
        elif figure is None and str(row.channel) == "gezien":
            figure = self._reports(code, request, cells.text(row.criterion))
        elif figure is None and (
            str(row.criterion) == "C10" or str(row.reason_id) in _GATES_ON_INCIDENTS
        ):
            figure = self._group_incidents(code, request)
        return Reason(
            kind=str(row.kind),
            reason_id=cells.text(row.reason_id),
            criterion=cells.text(row.criterion),
            channel=cells.text(row.channel),
            level=cells.decimal(row.level),
            strength=cells.text(row.strength),
            figure=figure,
        )

    def _signals(self, row: Any, code: str) -> Figure:
        """The reports of professionals on one criterion; n is the number of reports."""
        indicator = self._knowledge.indicators[str(row.indicator_id)]
        last = day(row.measured_on)
        first = last - dt.timedelta(weeks=indicator.window_weeks or 0) if last else None
        return Figure(
            wijkcode=code,
            kind="signals",
            id=indicator.id,
            status="zero" if row.value == 0 else "shown",
            value=cells.decimal(row.value),
            n=int(row.n),
            n_of="reports",
            period_start=first,
            period_end=last,
            is_corroborated=(cells.whole(row.reporters) or 0) > 1,
        )

    def _measures_of(self, code: str) -> list[Measure]:
        """The measures of a wijk as they stood when the build was made: a briefing that is made
        again later from the same build is the same.
        """
        if self._measures is None:
            self._measures = measures_before(
                self._build.workspace, dt.datetime.fromisoformat(self._meta["created_at_utc"])
            )
        return self._measures.get(code, [])

    def _reports(self, code: str, request: Request, criterion: str | None) -> Figure:
        """How often somebody reported on a criterion in the weeks that weigh in a reason; without a
        criterion: how often somebody looked and saw nothing.
        """
        first = request.week_start - dt.timedelta(weeks=_REASON_WEEKS - 1)
        last = request.week_start + dt.timedelta(days=6)
        rows = self._build.timeline(code, first, last)
        seen = rows[
            (rows["kind"] == "signal") & (rows["what"] == (criterion or "nothing_to_report"))
        ]
        return Figure(
            wijkcode=code,
            kind="signals",
            id=REPORTS if criterion else NOTHING_TO_REPORT,
            status="shown" if len(seen) else "zero",
            value=float(len(seen)),
            n=len(seen),
            n_of="reports",
            period_start=first,
            period_end=last,
            is_corroborated=seen["reporter"].nunique() > 1,
        )

    def _group_incidents(self, code: str, request: Request) -> Figure:
        """Incidents between or against groups in a quarter: up to the week, or in the newest block
        where weeks must not be subtracted.
        """
        week = request.week_start
        if request.level in PROTECTED:
            week = disclosure.block_end(week, _REASON_WEEKS)
        first = week - dt.timedelta(weeks=_REASON_WEEKS - 1)
        last = week + dt.timedelta(days=6)
        rows = self._build.timeline(code, first, last)
        found = int(((rows["kind"] == "incident") & (rows["group_dimension"] == "ja")).sum())
        return Figure(
            wijkcode=code,
            kind="count",
            id=GROUP_INCIDENTS,
            status="shown" if found else "zero",
            value=float(found),
            n=found,
            n_of="events",
            period_start=first,
            period_end=last,
        )

    def _coverage_weeks(self) -> int:
        rule = self._knowledge.rule
        if isinstance(rule, WeighedRule):
            return int(rule.gezien.coverage_window_weeks.value)
        return _COVERAGE_WEEKS

    def _silent(self, code: str, week_start: dt.date) -> tuple[SilentRole, ...]:
        table = self._table("silent_reporters", week_start)
        return tuple(
            SilentRole(str(row.reporter), int(row.weeks_silent), day(row.last_report))
            for row in rows_of(table[table["wijkcode"] == code])
        )

    def _history(self, code: str, request: Request) -> tuple[Run, ...]:
        """The proposals of the period, weeks with the same one together, oldest first."""
        first = request.week_start - dt.timedelta(weeks=request.period_weeks - 1)
        runs: list[Run] = []
        for row in rows_of(self._build.phase_history(code)):
            monday = day(row.week_start)
            if monday is None or not first <= monday <= request.week_start:
                continue
            other = proposals.doubt(row)
            if runs and (runs[-1].phase, runs[-1].other) == (row.phase, other):
                runs[-1] = Run(runs[-1].first_week, monday, runs[-1].phase, other)
            else:
                runs.append(Run(monday, monday, str(row.phase), other))
        return tuple(runs)

    def _phases_before(self, request: Request) -> dict[str, str]:
        """The proposal in the week before the period, to say what changed since."""
        week = request.week_start - dt.timedelta(weeks=request.period_weeks)
        return {row.wijkcode: str(row.phase) for row in rows_of(self._table("phases", week))}

    def _table(self, question: str, week_start: dt.date) -> pd.DataFrame:
        key = (question, week_start)
        if key not in self._tables:
            self._tables[key] = getattr(self._build, question)(week_start)
        return self._tables[key]

    def _about(self, request: Request) -> About:
        meta = self._meta
        weeks = self._weeks.set_index("week_start")
        is_complete = bool(weeks.loc[pd.Timestamp(request.week_start), "is_complete"])
        return About(
            gemeente=meta["naam"],
            gemeentecode=meta["gemeentecode"],
            is_fictional=meta["fictief"] == "true",
            week_start=request.week_start,
            is_complete_week=is_complete,
            period_start=request.week_start - dt.timedelta(weeks=request.period_weeks - 1),
            period_end=request.week_start + dt.timedelta(days=6),
            period_weeks=request.period_weeks,
            wijken=request.wijken,
            is_whole_gemeente=not request.wijken,
            as_of=dt.date.fromisoformat(meta["as_of"]),
            data_cutoff=dt.date.fromisoformat(meta["data_cutoff"]),
            build_id=meta["build_id"],
            built_at=dt.datetime.fromisoformat(meta["created_at_utc"]),
            rule_version=meta["rule_version"],
            product_version=meta["product_version"],
            level=request.level,
            reviewed_by=request.reviewed_by,
        )

    def _shapes(self) -> dict[str, Shape]:
        return {
            row.wijkcode: Shape(
                row.wijkcode,
                bytes(row.shape_rd),
                str(row.shape_lonlat),
                (float(row.label_x), float(row.label_y)),
            )
            for row in rows_of(self._wijken)
        }

    def _sources(self) -> tuple[Source, ...]:
        return tuple(
            Source(
                file=str(row.file),
                kind=str(row.kind),
                rows_in=int(row.rows_in),
                rows_used=int(row.rows_used),
                first_date=day(row.first_date),
                last_date=day(row.last_date),
            )
            for row in rows_of(self._build.sources())
        )


def _highest(levels: pd.DataFrame) -> dict[str, float]:
    """The highest level of each criterion over the channels."""
    highest = levels.groupby("criterion")["level"].max().dropna()
    return {str(criterion): float(level) for criterion, level in highest.items()}
