"""What the advice is asked about: a situation out of the build, or a phase in general."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

import pandas as pd

from indicators import Knowledge
from indicators.advice.gaps import Offer, WhiteSpots, white_spots
from indicators.advice.models import PresumeRule
from indicators.advice.recommend import Advice, Measure, Situation, recommend
from indicators.models import PhaseId
from views import frame, recorded, store, weeks
from views.frame import Screen
from views.store import Reader
from words import proposal
from words.rows import rows_of

# How far back a scheidslijn in a signal still counts.
LINES_WEEKS = 26


def of_wijk(
    screen: Screen,
    code: str,
    monday: dt.date,
    *,
    target_groups: frozenset[str] = frozenset(),
    scheidslijnen: frozenset[str] | None = None,
    holds: frozenset[str] = frozenset(),
    does_not_hold: frozenset[str] = frozenset(),
) -> Situation:
    """The situation of one wijk in one week; scheidslijnen None: those that signals named."""
    read = screen.read
    phases = read.table("phases", monday)
    row = phases.loc[phases["wijkcode"] == code].iloc[0]
    levels = read.table("levels", code, monday).groupby("criterion")["level"].max()
    lines = scheidslijnen if scheidslijnen is not None else lines_of(read, code, monday)
    return Situation(
        phase=row["phase"],
        other_phase=cast(PhaseId | None, proposal.doubt(row)),
        wijk=code,
        levels={str(key): float(value) for key, value in levels.items()},
        scheidslijnen=lines,
        target_groups=target_groups,
        holds=holds,
        does_not_hold=does_not_hold,
        measures=recorded.measures(screen),
    )


def lines_of(read: Reader, code: str, monday: dt.date) -> frozenset[str]:
    """The scheidslijnen that professionals named in this wijk in the last half year."""
    first = monday - dt.timedelta(weeks=LINES_WEEKS)
    found: frozenset[str] = read("scheidslijnen", code, first, monday + dt.timedelta(days=6))
    return found


def advice_of_wijk(screen: Screen, code: str) -> Advice:
    """The advice for a wijk in the week that is shown, with what the signals say and no more."""
    return recommend(screen.knowledge, of_wijk(screen, code, monday_of(screen)))


def monday_of(screen: Screen) -> dt.date:
    """The Monday of the week that is shown."""
    all_weeks = screen.read.table("weeks")
    return weeks.options(all_weeks)[weeks.chosen(all_weeks)]


def last_day_of(monday: dt.date) -> dt.date:
    """The Sunday of a week: the day on which the offer is looked at."""
    return monday + dt.timedelta(days=6)


def offers(read: Reader) -> tuple[Offer, ...]:
    """What organisations offer, as delivered."""
    return tuple(
        Offer(
            name=row.title,
            kind=row.kind,
            wijken=() if _is_missing(row.wijken) else tuple(row.wijken),
            target_group=frame.known(row.target_group),
            first_day=frame.day(row.valid_from),
            last_day=frame.day(row.valid_until),
        )
        for row in rows_of(read.table("offer"))
    )


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or isinstance(value, float)


def gaps_of_all(screen: Screen) -> tuple[WhiteSpots, ...]:
    """The white spots of every wijk in the week that is shown; every wijk is asked about once."""
    monday, measures = monday_of(screen), recorded.measures(screen)
    return store.white_spots(
        screen.read, monday, measures, lambda: _gaps_of_all(screen, monday, measures)
    )


def _gaps_of_all(
    screen: Screen, monday: dt.date, measures: tuple[Measure, ...]
) -> tuple[WhiteSpots, ...]:
    read, knowledge = screen.read, screen.knowledge
    levels = _deciding_levels(read, knowledge, monday)
    all_offers, day = offers(read), last_day_of(monday)
    return tuple(
        white_spots(
            knowledge,
            recommend(
                knowledge,
                Situation(
                    phase=row.phase,
                    other_phase=cast(PhaseId | None, proposal.doubt(row)),
                    wijk=row.wijkcode,
                    levels=levels.get(row.wijkcode, {}),
                    measures=measures,
                ),
            ),
            all_offers,
            day,
        )
        for row in rows_of(read.table("phases", monday))
    )


def _deciding_levels(
    read: Reader, knowledge: Knowledge, monday: dt.date
) -> Mapping[str, Mapping[str, float]]:
    """Wijk -> the levels of the criteria from which a circumstance may be presumed."""
    found: dict[str, dict[str, float]] = {}
    deciding = {c for rule in knowledge.advice.of_kind(PresumeRule) for c in rule.criteria}
    for criterion in sorted(deciding):
        for row in rows_of(read.table("layer", criterion, monday)):
            if frame.known(row.level) is not None:
                found.setdefault(row.wijkcode, {})[criterion] = float(row.level)
    return found
