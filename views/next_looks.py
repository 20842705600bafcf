"""When each wijk should be looked at again, and what is overdue by the logbook."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping

import pandas as pd

import words
from indicators import Knowledge
from language import Texts
from logbook import Decision, Overdue
from views import frame, memory, weeks
from views.confirmed import Standing, standings
from views.frame import Screen
from views.html import Column, Safe, details, heading, join, paragraph, table
from views.memory import Memory
from words.rows import rows_of

MOST_ROWS = 50
_SOON = dt.timedelta(days=7)


def section(
    screen: Screen,
    phases: pd.DataFrame,
    all_weeks: pd.DataFrame,
    monday: dt.date,
    known: Memory,
) -> Safe:
    """Counts beside the map: what is overdue, what is due within a week, what nobody discussed yet.

    Only for the newest complete week: what an older week asked for is over. What is overdue follows
    from what people decided, so a wijk without a decision is not overdue but not discussed yet.
    """
    _ = screen.texts
    if monday != weeks.newest_complete(all_weeks):
        return Safe("")
    day = memory.today(screen)
    standing = standings(known.of(Decision), day)
    late = [
        one
        for one in memory.overdue(screen, review_weeks(screen.knowledge, phases, standing))
        if one.since is not None
    ]
    counts = Counter(one.kind for one in late)
    never = len(set(phases["wijkcode"]) - set(standing))
    looks = phases.dropna(subset=["next_look"]).sort_values(["next_look", "wijknaam"])
    soon = looks[pd.to_datetime(looks["next_look"]) <= pd.Timestamp(day + _SOON)]
    rows = [
        (_("te laat: bespreken"), _.number(counts["review"])),
        (_("te laat: besluit verlopen"), _.number(counts["expired"])),
        (_("te laat: terugkijken op een maatregel"), _.number(counts["measure"])),
        (_("aan de beurt, uiterlijk binnen een week"), _.number(len(soon))),
        (_("nog nooit besproken"), _.number(never)),
    ]
    columns = [Column(_("Volgende blik")), Column(_("Aantal"), "right")]
    caption = _("Wijken en maatregelen die aan de beurt zijn, op {date}", date=_.date(day))
    parts = [heading(2, _("Opnieuw kijken")), table(caption, columns, rows)]
    names = dict(zip(phases["wijkcode"], phases["wijknaam"], strict=True))
    listed = _late_rows(_, late, names)
    if listed:
        parts.append(details(_("Wat te laat is"), _late(_, listed)))
    if len(soon):
        count = _.plural("{n} wijk is aan de beurt", "{n} wijken zijn aan de beurt", len(soon))
        parts.append(details(count, _list(screen, soon, day)))
    return join(parts)


def review_weeks(
    knowledge: Knowledge, phases: pd.DataFrame, standing: Mapping[str, Standing]
) -> dict[str, int]:
    """wijkcode -> after how many weeks to look again, by the rule; where people confirmed another
    phase than is proposed, by the one that asks for it sooner.
    """
    urgency = knowledge.rule.urgency
    found = {}
    for code, phase in zip(phases["wijkcode"], phases["phase"], strict=True):
        own = [phase]
        if code in standing and standing[code].status == "counts":
            own.append(standing[code].decision.phase)
        found[code] = min(urgency.review_weeks(one, urgent=False) for one in own)
    return found


def _late_rows(_: Texts, late: list[Overdue], names: dict[str, str]) -> list[tuple[object, ...]]:
    why = {
        "review": _("de wijk bespreken"),
        "expired": _("het besluit over de fase is verlopen"),
        "measure": _("terugkijken op een maatregel"),
    }
    return [
        (frame.wijk_link(_, one.wijkcode, names[one.wijkcode]), why[one.kind], _.date(one.since))
        for one in late
        if one.since is not None and one.wijkcode in names
    ]


def _late(_: Texts, rows: list[tuple[object, ...]]) -> Safe:
    columns = [Column(_("Wijk")), Column(_("Wat")), Column(_("Sinds"))]
    title = _("Wat te laat is, langst eerst")
    grid = table(title, columns, rows[:MOST_ROWS], is_caption_visible=False, phone="lines")
    return join([grid, _rest(_, len(rows[MOST_ROWS:]))])


def _list(screen: Screen, listed: pd.DataFrame, day: dt.date) -> Safe:
    _ = screen.texts
    rows = []
    for row in rows_of(listed.head(MOST_ROWS)):
        look = frame.day(row.next_look)
        if look is not None:
            name = frame.wijk_link(_, row.wijkcode, row.wijknaam)
            reason = words.next_look_reason(_, row.next_look_reason)
            written = _("{date} (voorbij)", date=_.date(look)) if look < day else _.date(look)
            rows.append((name, written, reason))
    columns = [Column(_("Wijk")), Column(_("Uiterlijk")), Column(_("Waarom"))]
    title = _("Wijken die aan de beurt zijn")
    grid = table(title, columns, rows, is_caption_visible=False, phone="lines")
    return join([grid, _rest(_, len(listed.iloc[MOST_ROWS:]))])


def _rest(_: Texts, count: int) -> Safe:
    return paragraph(_("en nog {n}", n=_.number(count)), "wp-note") if count else Safe("")
