"""What a briefing holds, apart from how it is written. Ids and numbers, no sentences.

Every number a reader can question is a ``Figure``: it carries what it rests on, when it is from and
how sure it is, and says so when there is no number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["intern", "college", "openbaar"]
LEVELS: tuple[Level, ...] = ("intern", "college", "openbaar")
# What leaves the people who work with the data; small numbers are hidden there.
PROTECTED: tuple[Level, ...] = ("college", "openbaar")

# shown and zero have a value; the others have none, each for another reason.
Status = Literal["shown", "zero", "missing", "withheld", "suppressed"]
STATUSES: tuple[Status, ...] = ("shown", "zero", "missing", "withheld", "suppressed")

FigureKind = Literal["survey", "count", "signals", "coverage", "register"]
# What n counts: answers, reports of incidents, reports of professionals, expected reports, areas.
CountOf = Literal["answers", "events", "reports", "expected", "areas"]


# The id of the figure "so often somebody looked and saw nothing".
NOTHING_TO_REPORT = "niets_te_melden"
# The id of the figure "so many reports on this criterion", where they are too old for a level.
REPORTS = "berichten"
# The id of the figure "incidents between or against groups": it stands behind criterion C10.
GROUP_INCIDENTS = "groepsincidenten"


@dataclass(frozen=True)
class Comparison:
    """The same figure for the gemeente: over ``wijken`` wijken that have one, never a ranking."""

    value: float
    n: int
    wijken: int


@dataclass(frozen=True)
class Figure:
    """One number of one wijk. value in ``unit`` of the indicator; low and high: interval of 95 %.

    n is None only where it is hidden or nobody was asked. ``is_rounded``: protected numbers, see
    disclosure.py. A survey has period_start = period_end = the last day of the fieldwork.
    ``estimated_pct``: of a number that was converted from another division the part that is an
    estimate; None is as delivered. ``residents_estimated_pct``: the same of its residents. Of a
    withheld number ``low`` is what is known; without a ``high`` nothing bounds it.
    """

    wijkcode: str
    kind: FigureKind
    id: str
    status: Status
    value: float | None
    n: int | None
    n_of: CountOf
    period_start: dt.date | None
    period_end: dt.date | None
    low: float | None = None
    high: float | None = None
    wave: str | None = None
    residents: int | None = None
    is_corroborated: bool | None = None
    is_rounded: bool = False
    gemeente: Comparison | None = None
    estimated_pct: float | None = None
    residents_estimated_pct: float | None = None


@dataclass(frozen=True)
class Confirmation:
    """The phase that people confirmed, and until when that counts."""

    phase: str
    decided_on: dt.date
    expires_on: dt.date


@dataclass(frozen=True)
class Proposal:
    """The proposed phase. chances: phase -> 0-1, empty where nothing was calculated; ``rival`` is
    the likeliest other phase. chance_step: to what chances are rounded (0 = not rounded).
    """

    phase: str
    certainty: str | None
    rival: str | None
    chances: dict[str, float]
    chance_step: float
    since_week: dt.date | None
    direction: str
    direction_long: str
    direction_own: str
    is_city_wide: bool
    next_look: dt.date | None
    next_look_reason: str | None
    gates: tuple[str, ...]
    channels: tuple[str, ...]

    @property
    def doubt(self) -> str | None:
        """The second phase at twijfel, else None."""
        return self.rival if self.certainty == "twijfel" else None


@dataclass(frozen=True)
class Reason:
    """Why this phase: a criterion in one channel, a gate of the rule, or a missing source.

    The names are those of ``read_model.Build.reasons``. level is None where it is hidden.
    """

    kind: str
    reason_id: str | None
    criterion: str | None
    channel: str | None
    level: float | None
    strength: str | None
    figure: Figure | None


@dataclass(frozen=True)
class Change:
    """One change that would move the proposal; the names are those of ``changes_needed``."""

    kind: str
    amount: int
    level: int | None
    criterion: str | None
    channel: str | None
    to_phase: str


@dataclass(frozen=True)
class Strength:
    """A protective criterion that points to rust, with the channels that say so."""

    criterion: str
    channels: tuple[str, ...]


@dataclass(frozen=True)
class Measure:
    """Something that is being done, with the role that owns it and the day to look back."""

    title: str
    owner_role: str
    starts_on: dt.date
    review_on: dt.date
    ends_on: dt.date | None
    status: str


@dataclass(frozen=True)
class SilentRole:
    """A role that has not reported for at least twice its usual interval."""

    reporter: str
    weeks_silent: int
    last_report: dt.date | None


@dataclass(frozen=True)
class Run:
    """Weeks after each other with the same proposal; both are Mondays."""

    first_week: dt.date
    last_week: dt.date
    phase: str
    other: str | None


@dataclass(frozen=True)
class WijkPart:
    """What is known of one wijk. ``is_hidden``: too few residents for any result at this level.
    ``levels``: criterion -> highest level 0-3 of any channel, only where nothing is protected.
    ``residents_estimated_pct``: as that of a figure.
    """

    wijkcode: str
    wijknaam: str
    residents: int | None
    residents_year: int | None
    is_hidden: bool
    proposal: Proposal | None
    confirmation: Confirmation | None
    previous_phase: str | None
    coverage: Figure
    figures: tuple[Figure, ...]
    reasons: tuple[Reason, ...] = ()
    changes: tuple[Change, ...] | None = None
    robustness: float | None = None
    strengths: tuple[Strength, ...] = ()
    levels: Mapping[str, float] = field(default_factory=dict)
    measures: tuple[Measure, ...] = ()
    silent: tuple[SilentRole, ...] = ()
    registers: tuple[Figure, ...] = ()
    history: tuple[Run, ...] = ()
    residents_estimated_pct: float | None = None


@dataclass(frozen=True)
class About:
    """What every page, sheet and row has to say about where it comes from."""

    gemeente: str
    gemeentecode: str
    is_fictional: bool
    week_start: dt.date
    is_complete_week: bool
    period_start: dt.date
    period_end: dt.date
    period_weeks: int
    wijken: tuple[str, ...]
    is_whole_gemeente: bool
    as_of: dt.date
    data_cutoff: dt.date
    build_id: str
    built_at: dt.datetime
    rule_version: str
    product_version: str
    level: Level
    reviewed_by: str | None


@dataclass(frozen=True)
class Shape:
    """The outline of a wijk: WKB in RD metres, GeoJSON in degrees, and where its sign goes."""

    wijkcode: str
    wkb_rd: bytes
    geojson_lonlat: str
    label: tuple[float, float]


@dataclass(frozen=True)
class Source:
    """One delivered file: what it is, until when it runs, and what became of its rows."""

    file: str
    kind: str
    rows_in: int
    rows_used: int
    first_date: dt.date | None
    last_date: dt.date | None


@dataclass(frozen=True)
class Briefing:
    """A whole briefing at one level of redaction. Writers get nothing else."""

    about: About
    wijken: tuple[WijkPart, ...]
    shapes: dict[str, Shape] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
