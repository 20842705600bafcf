"""Beeld: what changed since a week earlier, by channel, and what the people at the table add."""

import datetime as dt
from typing import Any

import pandas as pd
import streamlit as st

import words
from logbook import Signal
from pipelines.week_changes import LevelChange, level_changes
from privacy import NOTE_LENGTH
from views import frame, weeks
from views.frame import Screen
from views.html import Safe, bullets, heading, join, paragraph, tag
from views.store import PermittedLogbook
from views.timeline_items import Labels
from views.weekreview_form import ReviewForm
from words.rows import rows_of

_AHEAD = dt.timedelta(weeks=4)
_MOST = 4


def draw(
    screen: Screen, form: ReviewForm, logbook: PermittedLogbook, code: str, today: dt.date
) -> None:
    """The picture of the week."""
    _ = screen.texts
    st.html(
        join(
            [
                heading(2, _("1 Beeld: wat is er veranderd?"), "beeld"),
                changed(screen, logbook, code, today),
            ]
        )
    )
    st.text_area(
        _("Wat ziet u zelf, dat hier niet staat?"),
        key=form.key("beeld"),
        max_chars=NOTE_LENGTH,
        height=110,
        on_change=form.changed,
        args=("beeld",),
    )
    form.trouble("beeld")


def changed(screen: Screen, logbook: PermittedLogbook, code: str, today: dt.date) -> Safe:
    """Per channel what differs from a week earlier, in sentences."""
    _, read = screen.texts, screen.read
    monday = weeks.newest_complete(read.table("weeks"))
    before = monday - dt.timedelta(days=7)
    found = level_changes(read.table("levels", code, monday), read.table("levels", code, before))
    known = set(read.table("levels", code, monday)["channel"])
    counts = _counts(read.table("weeks_around", code, monday, 1))
    extra = {
        "gezien": [*_signals(screen, counts), *_since_build(screen, logbook, code)],
        "vastgelegd": _incidents(screen, counts),
    }
    rows: list[Safe] = []
    for channel in words.CHANNELS[:3]:
        sentences = [_change(screen, one) for one in found if one.channel == channel][:_MOST]
        sentences += extra.get(channel, [])
        if not sentences:
            sentences = [
                _("Geen verandering van betekenis.")
                if channel in known
                else _("Geen bruikbare gegevens. Dat is geen teken van rust.")
            ]
        rows.append(_channel(screen, channel, sentences))
    rows.append(_channel(screen, "verwacht", _agenda(screen, code, today)))
    intro = _("{week}, vergeleken met een week eerder:", week=_.week(monday))
    return join([paragraph(intro, "wp-note"), tag("dl", join(rows), "wp-channels")])


def _channel(screen: Screen, channel: str, sentences: list[str]) -> Safe:
    _ = screen.texts
    name = join(
        [
            words.channel(_, channel),
            tag("span", words.channel_meaning(_, channel), "wp-summary-note"),
        ]
    )
    return tag("div", join([tag("dt", name), tag("dd", bullets(sentences))]))


def _change(screen: Screen, one: LevelChange) -> str:
    _ = screen.texts
    criterion = _.of(screen.knowledge.criteria[one.criterion].name)
    if one.was is None and one.now is not None:
        return _("{criterion}: nu bekend, {now}.", criterion=criterion, now=words.level(_, one.now))
    if one.now is None or one.was is None:
        return _("{criterion}: hierover is nu te weinig bekend.", criterion=criterion)
    return _(
        "{criterion}: was {was}, is nu {now}.",
        criterion=criterion,
        was=words.level(_, one.was),
        now=words.level(_, one.now),
    )


def _counts(around: pd.DataFrame) -> dict[int, Any]:
    """-1: the week before, 0: the week itself."""
    return {int(row.week_from_start): row for row in rows_of(around)}


def _signals(screen: Screen, counts: dict[int, Any]) -> list[str]:
    _ = screen.texts
    if 0 not in counts or -1 not in counts:
        return []
    now, before = counts[0], counts[-1]
    if now.signals + now.nothing_to_report + before.signals + before.nothing_to_report == 0:
        return [_("Niemand meldde iets, deze week en de week ervoor. Stilte is geen rust.")]
    return [
        _(
            "Signalen: {now} (de week ervoor {before}); niets te melden: {nothing} "
            "(de week ervoor {nothing_before}).",
            now=_.number(now.signals),
            before=_.number(before.signals),
            nothing=_.number(now.nothing_to_report),
            nothing_before=_.number(before.nothing_to_report),
        )
    ]


def _since_build(screen: Screen, logbook: PermittedLogbook, code: str) -> list[str]:
    """What was reported here after the build."""
    _ = screen.texts
    made_at = frame.moment(screen.meta["created_at_utc"])
    monday = weeks.newest_complete(screen.read.table("weeks"))
    found = [
        one
        for one in logbook.find(Signal.kind, code, first_week=monday - dt.timedelta(days=7))
        if isinstance(one.content, Signal)
        and not one.content.withdrawn
        and one.recorded_at >= made_at
    ]
    if not found:
        return []
    text = _.plural(
        "Na de laatste build is hier {n} melding gedaan.",
        "Na de laatste build zijn hier {n} meldingen gedaan.",
        len(found),
    )
    return [text]


def _incidents(screen: Screen, counts: dict[int, Any]) -> list[str]:
    _ = screen.texts
    if 0 not in counts or -1 not in counts:
        return []
    return [
        _(
            "Incidenten en meldingen van overlast: {now} (de week ervoor {before}).",
            now=_.number(counts[0].incidents),
            before=_.number(counts[-1].incidents),
        )
    ]


def _agenda(screen: Screen, code: str, today: dt.date) -> list[str]:
    """What is coming in the next weeks."""
    _ = screen.texts
    coming = screen.read.table("timeline", code, today, today + _AHEAD)
    agenda = coming[coming["kind"] == "agenda"].sort_values("date").head(_MOST)
    labels, terms = Labels(_, screen.knowledge), screen.knowledge.vocabulary.agenda_kind
    return [
        _(
            "{date}: {title} ({kind}).",
            date=_.date(row.date),
            title=row.title,
            kind=labels.of(terms, row.what).lower(),
        )
        for row in rows_of(agenda)
    ] or [_("Niets op de agenda in de komende vier weken.")]
