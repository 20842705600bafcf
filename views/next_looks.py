"""When each wijk should be looked at again, and what is overdue."""

import datetime as dt

import pandas as pd

import words
from views import frame, weeks
from views.frame import Screen
from views.html import Column, Safe, details, heading, join, paragraph, table
from words.rows import rows_of

MOST_ROWS = 50
_SOON = dt.timedelta(days=7)


def section(screen: Screen, phases: pd.DataFrame, all_weeks: pd.DataFrame, monday: dt.date) -> Safe:
    """Counts beside the map: overdue, due within a week, later; counted from the reference date.

    Only for the newest complete week: what an older week asked for is over.
    """
    _ = screen.texts
    if monday != weeks.newest_complete(all_weeks):
        return Safe("")
    day = dt.date.fromisoformat(screen.meta["as_of"])
    known = phases.dropna(subset=["next_look"]).sort_values(["next_look", "wijknaam"])
    dates = known["next_look"].map(frame.day)
    late, soon = known[dates < day], known[(dates >= day) & (dates <= day + _SOON)]
    later = known[dates > day + _SOON]
    rows = [
        (_("te laat"), _.number(len(late))),
        (_("binnen een week"), _.number(len(soon))),
        (_("later"), _.number(len(later))),
    ]
    columns = [Column(_("Volgende blik")), Column(_("Wijken"), "right")]
    caption = _("Wanneer een wijk weer aan de beurt is, vanaf peildatum {date}", date=_.date(day))
    parts = [heading(2, _("Opnieuw kijken")), table(caption, columns, rows)]
    listed = pd.concat([late, soon])
    if len(listed):
        count = _.plural("{n} wijk is aan de beurt", "{n} wijken zijn aan de beurt", len(listed))
        parts.append(details(count, _list(screen, listed, day)))
    return join(parts)


def _list(screen: Screen, listed: pd.DataFrame, day: dt.date) -> Safe:
    _ = screen.texts
    rows = []
    for row in rows_of(listed.head(MOST_ROWS)):
        look = frame.day(row.next_look)
        if look is None:
            continue
        written = _("{date} (te laat)", date=_.date(look)) if look < day else _.date(look)
        name = frame.wijk_link(_, row.wijkcode, row.wijknaam)
        rows.append((name, written, words.next_look_reason(_, row.next_look_reason)))
    columns = [Column(_("Wijk")), Column(_("Uiterlijk")), Column(_("Waarom"))]
    title = _("Wijken die aan de beurt zijn")
    grid = table(title, columns, rows, is_caption_visible=False, phone="lines")
    rest = len(listed.iloc[MOST_ROWS:])
    if not rest:
        return grid
    return join([grid, paragraph(_("en nog {n}", n=_.number(rest)), "wp-note")])
