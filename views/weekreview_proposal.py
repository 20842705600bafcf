"""What is proposed for a wijk right now: by the build, or at once where there are newer signals."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from logbook import Confirmation, Decision, Logbook, Signal, confirmed_phase
from logbook.questions import decisions
from pipelines.at_once import AtOnce, Provisional
from pipelines.closing import Proposed
from views import frame, proposal, weeks, words
from views.frame import Screen
from views.html import Safe, bullets, facts, heading, join, paragraph, tag
from views.reason_words import compared, reasons_in_words
from views.rows import rows_of

_LONGEST = dt.timedelta(weeks=53)


@dataclass(frozen=True)
class Current:
    """row: as of `Build.phases`; monday: the week it is about; reasons: as `Build.reasons`;
    is_provisional: it holds signals as no build has them yet, new_signals of them added.
    """

    row: Any
    monday: dt.date
    reasons: pd.DataFrame
    is_provisional: bool = False
    new_signals: int = 0


def current(screen: Screen, logbook: Logbook, code: str, today: dt.date) -> Current:
    """The proposal of the newest build, or the one at once when signals came after it."""
    worker()
    newest = _newest_change(screen, logbook, code, today)
    if newest:
        at_once = _at_once(str(screen.read.folder), screen.read.build_id, code, today, newest)
        if at_once is not None:
            row = next(rows_of(at_once.proposals.tail(1)))
            monday = pd.Timestamp(row.week_start).date()
            return Current(row, monday, at_once.reasons, True, at_once.new_signals)
    monday = weeks.newest_complete(screen.read.table("weeks"))
    phases = screen.read.table("phases", monday)
    row = next(rows_of(phases[phases["wijkcode"] == code]))
    return Current(row, monday, screen.read.table("reasons", code, monday))


def _newest_change(screen: Screen, logbook: Logbook, code: str, today: dt.date) -> int:
    """The newest change to the wijk's signals that came after the build; 0 where there is none."""
    made_at = frame.moment(screen.meta["created_at_utc"])
    first = today - _LONGEST
    found = [
        one.change_id
        for kind in (Signal.kind, Confirmation.kind)
        for one in logbook.find(kind, code, first if kind == Signal.kind else None)
        if one.recorded_at >= made_at
    ]
    return max(found, default=0)


@st.cache_resource(max_entries=200, show_spinner=False)
def _at_once(
    folder: str, build_id: str, code: str, today: dt.date, newest: int
) -> Provisional | None:
    return worker().proposal(Path(folder), code, today)


@st.cache_resource(max_entries=1, show_spinner=False, on_release=lambda made: made.close())
def worker() -> AtOnce:
    """The process that works out proposals at once; started when somebody opens a review."""
    return AtOnce()


def as_proposed(screen: Screen, found: Current) -> Proposed:
    """The proposal as it is archived: plain values."""
    row = found.row
    reasons = [
        {
            "kind": str(one["kind"]),
            "criterion": frame.known(one["criterion"]),
            "channel": frame.known(one["channel"]),
            "strength": frame.known(one["strength"]),
        }
        for one in found.reasons.to_dict("records")
    ]
    return Proposed(
        phase=str(row.phase),
        certainty=proposal.certainty(row),
        chances={phase: round(chance, 4) for phase, chance in proposal.chances(row).items()},
        reasons=tuple(reasons),
        rule_version=str(row.rule_version),
        build_id=screen.read.build_id,
        is_provisional=found.is_provisional,
    )


def panel(screen: Screen, found: Current, logbook: Logbook, code: str, today: dt.date) -> Safe:
    """The proposal with its reasons, and what people decided before."""
    _, row = screen.texts, found.row
    parts: list[object] = [heading(2, _("Het voorstel")), proposal.label(_, row, is_large=True)]
    if found.is_provisional and not found.new_signals:
        text = _(
            "Voorlopig: een signaal is ingetrokken na de laatste build. Het voorstel is meteen "
            "opnieuw berekend, met dezelfde regel."
        )
        parts.append(paragraph(tag("strong", text), "wp-provisional"))
    elif found.is_provisional:
        text = _.plural(
            "Voorlopig: {n} signaal is nog niet in een build verwerkt. Het voorstel is meteen "
            "opnieuw berekend, met dezelfde regel.",
            "Voorlopig: {n} signalen zijn nog niet in een build verwerkt. Het voorstel is meteen "
            "opnieuw berekend, met dezelfde regel.",
            found.new_signals,
        )
        parts.append(paragraph(tag("strong", text), "wp-provisional"))
    since = frame.day(row.since_week)
    parts.append(
        facts(
            [
                (_("Over"), _.week(found.monday)),
                (_("Sinds"), _.week(since) if since else _("onbekend")),
                (_("Richting, 4 weken"), words.direction(_, str(row.direction))),
            ]
        )
    )
    parts += [
        compared(_, row),
        bullets(reasons_in_words(screen, code, found.monday, found.reasons)),
    ]
    parts.append(_confirmed(screen, logbook, code, today))
    return tag("section", join(parts), "wp-panel", aria_label=_("Voorstel en vorig besluit"))


def _confirmed(screen: Screen, logbook: Logbook, code: str, today: dt.date) -> Safe:
    """The phase that people confirmed, until when it counts, or that it expired."""
    _ = screen.texts
    head = heading(3, _("Wat mensen vaststelden"))
    counts = confirmed_phase(logbook, code, today)
    if counts is not None:
        text = _(
            "{phase}, vastgesteld op {date}. Dat geldt tot {expires}.",
            phase=words.phase(_, str(counts.phase)),
            date=_.date(counts.decided_on),
            expires=_.date(counts.expires_on),
        )
        return join([head, paragraph(text)])
    last = [one for _id, one in decisions(logbook, code) if one.decided_on <= today]
    if not last:
        return join([head, paragraph(_("Nog niets: dit is de eerste bespreking."), "wp-muted")])
    return join([head, paragraph(_no_longer(screen, last[-1]))])


def _no_longer(screen: Screen, last: Decision) -> str:
    _ = screen.texts
    if last.phase is None:
        return _("Het voorstel is verworpen op {date}.", date=_.date(last.decided_on))
    return _(
        "{phase}, vastgesteld op {date}. Dat is verlopen sinds {expires}: stel opnieuw vast.",
        phase=words.phase(_, last.phase),
        date=_.date(last.decided_on),
        expires=_.date(last.expires_on),
    )
