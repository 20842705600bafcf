"""What was counted before and after the start of each measure. It shows no cause, and says so."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from language import Texts
from logbook import LookBack, Measure, Version
from views import memory_words
from views.frame import Screen
from views.html import Column, Safe, bullets, heading, join, paragraph, table, tag
from views.memory import Memory

_COUNTED = ("incidents", "signals", "nothing_to_report")


@dataclass(frozen=True)
class Counted:
    """Counts over a number of complete weeks: what -> how many."""

    weeks: int
    counts: dict[str, int]

    def per_week(self, what: str) -> float | None:
        """The mean per week; None without weeks."""
        return self.counts[what] / self.weeks if self.weeks else None


def before_and_after(weekly: pd.DataFrame, horizon: dt.date) -> tuple[Counted, Counted]:
    """The weeks before the week of the start, and the complete weeks from that week on. Weeks after
    the horizon are not known yet.
    """
    known = weekly[
        weekly["is_complete"].astype(bool)
        & (pd.to_datetime(weekly["week_start"]) <= pd.Timestamp(horizon))
    ]
    return _counted(known[known["week_from_start"] < 0]), _counted(
        known[known["week_from_start"] >= 0]
    )


def _counted(rows: pd.DataFrame) -> Counted:
    return Counted(len(rows), {what: int(rows[what].sum()) for what in _COUNTED})


def section(screen: Screen, code: str, known: Memory, horizon: dt.date) -> Safe:
    """A row per figure and measure, what people thought of it, and what this does not say."""
    _ = screen.texts
    head = heading(3, _("Maatregelen: voor en na de start"), "maatregelen")
    measures = [
        version
        for version in known.of(Measure)
        if isinstance(version.content, Measure) and version.content.starts_on <= horizon
    ]
    if not measures:
        text = _("Er is nog geen maatregel begonnen en vastgelegd.")
        return join([head, paragraph(text, "wp-muted")])
    no_cause = _(
        "Deze cijfers laten zien wat er voor en na de start is geteld. Ze laten niet zien dat de "
        "maatregel de oorzaak is: er kan tegelijk iets anders zijn veranderd, en wie vaker meldt, "
        "telt vaker mee."
    )
    parts: list[object] = [head, paragraph(tag("strong", no_cause))]
    for version in sorted(measures, key=_start, reverse=True):
        parts += _one(screen, code, version, known, horizon)
    return join(parts)


def _start(version: Version) -> dt.date:
    assert isinstance(version.content, Measure)
    return version.content.starts_on


def _one(
    screen: Screen, code: str, version: Version, known: Memory, horizon: dt.date
) -> list[Safe]:
    _, measure = screen.texts, version.content
    assert isinstance(measure, Measure)
    weekly = screen.read.table("weeks_around", code, measure.starts_on)
    before, after = before_and_after(weekly, horizon)
    names = {
        "incidents": _("Meldingen en incidenten"),
        "signals": _("Signalen"),
        "nothing_to_report": _("Berichten 'niets te melden'"),
    }
    rows = [
        (name, counted(_, before, what), counted(_, after, what)) for what, name in names.items()
    ]
    columns = [
        Column(_("Per week")),
        Column(_.plural("{n} week ervoor", "{n} weken ervoor", before.weeks), "right"),
        Column(_.plural("{n} week erna", "{n} weken erna", after.weeks), "right"),
    ]
    caption = _(
        "Begonnen op {date} ({status}; eigenaar: {owner}). Alleen hele weken; de week van de start "
        "telt bij erna.",
        date=_.date(measure.starts_on),
        status=memory_words.measure_status(_, measure.status),
        owner=measure.owner,
    )
    parts = [heading(4, measure.title), table(caption, columns, rows)]
    looks = sorted(
        (v.content for v in known.of(LookBack) if isinstance(v.content, LookBack)
         and v.content.measure_id == version.subject_id and v.content.looked_on <= horizon),
        key=lambda look: look.looked_on,
    )  # fmt: skip
    lines = [
        _(
            "Teruggekeken op {date}: {result}. {note}",
            date=_.date(look.looked_on),
            result=memory_words.look_back_result(_, look.result),
            note=look.note,
        )
        for look in looks
    ]
    return [*parts, bullets(lines)]


def counted(_: Texts, given: Counted, what: str) -> str:
    """ "1,5 (12)": the mean per week with the whole count; a dash where nothing is known."""
    mean = given.per_week(what)
    if mean is None:
        return "–"
    return _("{mean} (totaal {count})", mean=_.number(mean, 1), count=_.number(given.counts[what]))
