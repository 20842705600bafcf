"""The list of the weekly review: which wijken ask for attention, and why."""

import datetime as dt
from itertools import groupby

import streamlit as st

from logbook import ClosedWeek
from pipelines.review_queue import Entry, Published, first_day, queue, situations
from views import review_words, state, weeks
from views.frame import Screen
from views.html import bullets, details, heading, join, paragraph
from views.store import PermittedLogbook

# A longer list is shown in pages; each wijk has a button.
MOST_WIJKEN = 30


def draw(screen: Screen, logbook: PermittedLogbook, today: dt.date) -> None:
    """The wijken with a reason, by kind of reason; below them those that can wait."""
    _ = screen.texts
    entries = queue(situations(published(screen, today), logbook, screen.knowledge, today))
    asking = [one for one in entries if one.reasons]
    st.html(
        paragraph(
            _.plural(
                "{n} wijk vraagt om aandacht. Elke wijk staat op de lijst met de reden erbij.",
                "{n} wijken vragen om aandacht. Elke wijk staat op de lijst met de reden erbij.",
                len(asking),
            )
        )
    )
    for kind, group in groupby(_page(asking), key=lambda one: one.kind):
        listed = list(group)
        st.html(heading(2, review_words.kind(_, str(kind))))
        for entry in listed:
            _entry(screen, entry)
    _waiting(screen, [one for one in entries if not one.reasons])
    _closed(screen, logbook, today, {one.situation.wijkcode: one for one in entries})


def published(screen: Screen, today: dt.date) -> Published:
    """What the published build says, out of the memory that all visitors share."""
    read = screen.read
    monday = weeks.newest_complete(read.table("weeks"))
    first = first_day(today)
    return Published(
        phases=read.table("phases", monday),
        changes=read.table("changes", monday),
        levels=read.table("levels_of_all", monday),
        silent=read.table("silent_reporters", monday),
        signals=read.table("signals_since", first),
        incidents=read.table("group_incidents_since", first),
    )


def _page(asking: list[Entry]) -> list[Entry]:
    if len(asking) <= MOST_WIJKEN:
        return asking
    pages = range(0, len(asking), MOST_WIJKEN)
    start = pages[st.pagination(len(pages), key="weekreview_bladzijde") - 1]
    return asking[start : start + MOST_WIJKEN]


def _entry(screen: Screen, entry: Entry) -> None:
    _, one = screen.texts, entry.situation
    with st.container(key=f"weekreview_wijk_{one.wijkcode}", border=True):
        left, right = st.columns([3, 1], vertical_alignment="center")
        texts = [review_words.reason(_, screen.knowledge, reason) for reason in entry.reasons]
        left.html(join([heading(3, one.wijknaam), bullets(texts)]))
        right.button(
            _("Bespreek {wijk}", wijk=one.wijknaam),
            key=f"weekreview_open_{one.wijkcode}",
            on_click=state.put,
            args=("wijk", one.wijkcode),
            width="stretch",
        )


def _waiting(screen: Screen, entries: list[Entry]) -> None:
    """Who has no reason on the list can still be chosen by name."""
    _ = screen.texts
    if not entries:
        return
    count = _.plural("{n} wijk kan wachten", "{n} wijken kunnen wachten", len(entries))
    names = bullets([one.situation.wijknaam for one in entries], "wp-columns")
    st.html(details(count, names))


def _closed(
    screen: Screen, logbook: PermittedLogbook, today: dt.date, entries: dict[str, Entry]
) -> None:
    """The wijken of which this week was closed."""
    _ = screen.texts
    monday = today - dt.timedelta(days=today.weekday())
    closed = logbook.find(ClosedWeek.kind, first_week=monday, last_week=monday)
    names = [
        entries[str(one.content.place)].situation.wijknaam
        for one in closed
        if one.content.place in entries
    ]
    if names:
        st.html(
            join(
                [
                    heading(2, _("Deze week al afgesloten")),
                    bullets(sorted(names), "wp-columns"),
                ]
            )
        )
