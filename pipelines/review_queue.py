"""The list of the weekly review: which wijken ask for attention, and why.

A wijk stands under the first kind of reason that it has (new, changed, contradictory, silent,
overdue) with all its reasons; within a kind by name, because wijken are never ranked. Pure:
situations in, list out. `situations` makes them from a build and the logbook.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import yaml
from pydantic import BaseModel, ConfigDict

from indicators import Knowledge
from logbook import (
    ClosedWeek,
    Measure,
    Overdue,
    Readable,
    Signal,
    Version,
    confirmed_phase,
    overdue,
)
from pipelines.closing import is_open
from pipelines.from_logbook import SIGNALS

Kind = Literal["new", "changed", "contradictory", "silent", "overdue"]
KINDS: tuple[Kind, ...] = ("new", "changed", "contradictory", "silent", "overdue")
COUNTED_CHANNELS = ("beleefd", "gezien", "vastgelegd")
SURE = ("zeker", "waarschijnlijk")


class _Number(BaseModel):
    """One number of review_queue.yaml, with where it comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    value: float
    unit: dict[str, str]
    status: Literal["assumption", "derived", "sourced"]
    reference: dict[str, str]
    explanation: dict[str, str]


class QueueRules(BaseModel):
    """review_queue.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: str
    last_checked: date
    new_days: _Number
    new_signal_level: _Number
    contradiction_levels: _Number
    contradiction_weeks: _Number
    longest_weeks: _Number


@cache
def queue_rules() -> QueueRules:
    """The numbers, read once and checked."""
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    return QueueRules.model_validate(yaml.safe_load(text))


@dataclass(frozen=True)
class Seen:
    """One signal about a criterion: who, when, which level (0-3)."""

    reporter: str
    criterion: str
    level: float
    observed_on: date


@dataclass(frozen=True)
class Situation:
    """All that the list weighs about one wijk. levels: (criterion, channel) -> 0-3 in the newest
    complete week; signals: of the last weeks; new_signals, new_incidents: since the last review;
    silent: (reporter, weeks); confirmed: the phase that people decided and that still counts.
    """

    wijkcode: str
    wijknaam: str
    phase: str
    certainty: str | None = None
    previous_phase: str | None = None
    confirmed: str | None = None
    new_signals: int = 0
    new_incidents: int = 0
    levels: Mapping[tuple[str, str], float] = field(default_factory=dict)
    signals: Sequence[Seen] = ()
    silent: Sequence[tuple[str, int]] = ()
    overdue: Sequence[Overdue] = ()
    is_closed: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a wijk is on the list. `what` names the sentence, `facts` what is filled in."""

    kind: Kind
    what: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """One wijk with its reasons in the order of the kinds; without any it can wait."""

    situation: Situation
    reasons: tuple[Reason, ...]

    @property
    def kind(self) -> Kind | None:
        """The kind of reason it stands under."""
        return self.reasons[0].kind if self.reasons else None


def queue(found: Iterable[Situation], rules: QueueRules | None = None) -> list[Entry]:
    """Every wijk with its reasons: new first, then changed and so on; those without at the end. A
    wijk whose week was closed is only on it for what is new since.
    """
    given = rules or queue_rules()
    entries = [Entry(one, _still_open(one, reasons(one, given))) for one in found]
    places = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(
        entries,
        key=lambda entry: (
            places.get(entry.kind, len(KINDS)) if entry.kind else len(KINDS),
            entry.situation.wijknaam,
        ),
    )


def _still_open(one: Situation, found: tuple[Reason, ...]) -> tuple[Reason, ...]:
    return tuple(reason for reason in found if reason.kind == "new" or not one.is_closed)


def reasons(one: Situation, rules: QueueRules) -> tuple[Reason, ...]:
    """Every reason to discuss one wijk now."""
    return (
        *_new(one),
        *_changed(one),
        *_against_confirmed(one),
        *_channels_apart(one, rules.contradiction_levels.value),
        *_reporters_apart(one, rules.contradiction_levels.value),
        *(Reason("silent", "silent", {"reporter": who, "weeks": n}) for who, n in one.silent),
        *(Reason("overdue", _overdue_what(due), {"since": due.since}) for due in one.overdue),
    )


def _overdue_what(due: Overdue) -> str:
    return "never" if due.kind == "review" and due.since is None else due.kind


def _new(one: Situation) -> list[Reason]:
    counts = (("signals", one.new_signals), ("incidents", one.new_incidents))
    return [Reason("new", what, {"n": n}) for what, n in counts if n]


def _changed(one: Situation) -> list[Reason]:
    if one.previous_phase is None or one.previous_phase == one.phase:
        return []
    return [Reason("changed", "phase", {"was": one.previous_phase, "now": one.phase})]


def _against_confirmed(one: Situation) -> list[Reason]:
    """The proposal points elsewhere than people decided, and not in doubt."""
    if one.confirmed in (None, one.phase) or one.certainty not in SURE:
        return []
    facts = {"confirmed": one.confirmed, "proposed": one.phase}
    return [Reason("contradictory", "confirmed", facts)]


def _channels_apart(one: Situation, levels: float) -> list[Reason]:
    """The two channels that lie furthest apart on a criterion, where that is far enough."""
    by_criterion: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (criterion, channel), level in one.levels.items():
        if channel in COUNTED_CHANNELS:
            by_criterion[criterion].append((level, channel))
    found = []
    for criterion, known in sorted(by_criterion.items()):
        low, high = min(known), max(known)
        if high[0] - low[0] >= levels:
            facts = _apart(criterion, low[1], low[0], high[1], high[0])
            found.append(Reason("contradictory", "channels", facts))
    return found


def _reporters_apart(one: Situation, levels: float) -> list[Reason]:
    """Two reporters whose last signals on a criterion are far apart."""
    last: dict[str, dict[str, Seen]] = defaultdict(dict)
    for seen in sorted(one.signals, key=lambda seen: seen.observed_on):
        last[seen.criterion][seen.reporter] = seen
    found = []
    for criterion, by_reporter in sorted(last.items()):
        pairs = combinations(sorted(by_reporter.values(), key=lambda seen: seen.level), 2)
        apart = [(low, high) for low, high in pairs if high.level - low.level >= levels]
        if apart:
            low, high = max(apart, key=lambda pair: pair[1].level - pair[0].level)
            facts = _apart(criterion, low.reporter, low.level, high.reporter, high.level)
            found.append(Reason("contradictory", "reporters", facts))
    return found


def _apart(
    criterion: str, low: str, low_level: float, high: str, high_level: float
) -> dict[str, Any]:
    return {
        "criterion": criterion,
        "low": low,
        "low_level": low_level,
        "high": high,
        "high_level": high_level,
    }


@dataclass(frozen=True)
class Published:
    """What the list needs of a build: phases and changes of the newest complete week (`phases`,
    `changes`, `levels_of_all`, `silent_reporters`), and what came in since `first_day(today)`
    (`signals_since`, `group_incidents_since`).
    """

    phases: pd.DataFrame
    changes: pd.DataFrame
    levels: pd.DataFrame
    silent: pd.DataFrame
    signals: pd.DataFrame
    incidents: pd.DataFrame


def first_day(today: date) -> date:
    """From when on a build is asked what came in."""
    return today - timedelta(weeks=int(queue_rules().longest_weeks.value))


def situations(
    build: Published, logbook: Readable, knowledge: Knowledge, today: date
) -> list[Situation]:
    """The situation of every wijk on a day."""
    rules = queue_rules()
    first = first_day(today)
    closed = {one.content.place: one for one in logbook.find(ClosedWeek.kind)}
    reported = [
        one
        for one in logbook.find(Signal.kind, first_week=first - timedelta(days=6))
        if isinstance(one.content, Signal) and not one.content.withdrawn
    ]
    confirmed = {
        code: decision.phase
        for code in build.phases["wijkcode"]
        if (decision := confirmed_phase(logbook, code, today))
    }
    late: dict[str, list[Overdue]] = defaultdict(list)
    for one in overdue(logbook, today, review_weeks(build.phases, confirmed, knowledge)):
        late[one.wijkcode].append(one)
    seen_from = today - timedelta(weeks=int(rules.contradiction_weeks.value))
    level, days = rules.new_signal_level.value, int(rules.new_days.value)
    levels = _by_wijk(build.levels)
    signals = _by_wijk(build.signals[build.signals["file"] != SIGNALS])
    incidents = _by_wijk(build.incidents)
    silent = _by_wijk(build.silent)
    before = dict(zip(build.changes["wijkcode"], build.changes["previous_phase"], strict=True))
    found = []
    for row in build.phases.to_dict("records"):
        code = str(row["wijkcode"])
        last = closed.get(code)
        since = _closed_on(last) or today - timedelta(days=days)
        own = [one for one in reported if one.content.place == code]
        delivered = [
            Seen(str(one["reporter"]), str(one["criterion"]), float(one["level"]), _day(one))
            for one in signals.get(code, ())
            if not one["nothing_to_report"]
        ]
        new = [one for one in delivered if one.level >= level and one.observed_on > since]
        arrived = [
            one
            for one in own
            if _level(one) >= level
            and (one.change_id > last.change_id if last else _observed_on(one) > since)
        ]
        recent = [one for one in (*delivered, *_seen(own)) if one.observed_on >= seen_from]
        new_incidents = [
            one for one in incidents.get(code, ()) if _date(one["occurred_on"]) > since
        ]
        found.append(
            Situation(
                wijkcode=code,
                wijknaam=str(row["wijknaam"]),
                phase=str(row["phase"]),
                certainty=None if pd.isna(row["certainty"]) else str(row["certainty"]),
                previous_phase=before.get(code),
                confirmed=confirmed.get(code),
                new_signals=len(new) + len(arrived),
                new_incidents=len(new_incidents),
                levels={
                    (str(one["criterion"]), str(one["channel"])): float(one["level"])
                    for one in levels.get(code, ())
                },
                signals=recent,
                silent=[
                    (str(one["reporter"]), int(one["weeks_silent"])) for one in silent.get(code, ())
                ],
                overdue=late[code],
                is_closed=last is not None
                and last.content.at_week == _monday(today)
                and not is_open(logbook, last.subject_id),
            )
        )
    return found


def review_weeks(
    phases: pd.DataFrame, confirmed: Mapping[str, Any], knowledge: Knowledge
) -> dict[str, int]:
    """After how many weeks each wijk is to be discussed again: by the phase that people confirmed,
    else by the one proposed.
    """
    urgency = knowledge.rule.urgency
    return {
        code: urgency.review_weeks(confirmed.get(code) or phase, urgent=False)
        for code, phase in zip(phases["wijkcode"], phases["phase"], strict=True)
    }


def _by_wijk(frame: pd.DataFrame) -> dict[str, list[dict[Any, Any]]]:
    rows: dict[str, list[dict[Any, Any]]] = defaultdict(list)
    for row in frame.to_dict("records"):
        rows[str(row["wijkcode"])].append(row)
    return rows


def _seen(own: Iterable[Version]) -> list[Seen]:
    return [
        Seen(signal.reporter, str(signal.criterion), float(signal.level or 0), signal.observed_on)
        for one in own
        if isinstance(signal := one.content, Signal) and not signal.nothing_to_report
    ]


def _level(one: Version) -> float:
    assert isinstance(one.content, Signal)
    return -1.0 if one.content.level is None else float(one.content.level)


def _observed_on(one: Version) -> date:
    assert isinstance(one.content, Signal)
    return one.content.observed_on


def _closed_on(one: Version | None) -> date | None:
    if one is None:
        return None
    assert isinstance(one.content, ClosedWeek)
    return one.content.closed_on


def _day(row: Mapping[Any, Any]) -> date:
    return _date(row["observed_on"])


def _date(value: Any) -> date:
    return pd.Timestamp(value).date()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def measure_title(logbook: Readable, due: Overdue) -> str:
    """The title of the measure that is overdue; empty where it is gone."""
    version = logbook.newest(Measure.kind, due.subject_id) if due.subject_id else None
    return version.content.title if version and isinstance(version.content, Measure) else ""
