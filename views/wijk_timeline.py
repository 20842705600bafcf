"""The timeline of one wijk: what was proposed and decided, what happened, what is done and coming.

The chart, the tables and the figures around measures hold the same; all of it can be printed.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from language import Texts
from logbook import AgendaItem, Decision, LookBack, Measure, Signal
from views import charts, charts_timeline, frame, measure_figures, memory, state
from views import timeline_items as items
from views.frame import Screen
from views.html import (
    Column,
    Safe,
    bullets,
    details,
    heading,
    join,
    paragraph,
    phase_label,
    table,
    tag,
)
from views.memory import Memory
from views.timeline_items import Item, Labels
from words import proposal
from words.rows import rows_of

_SHOWN = 10
# What fits across an A4 sheet.
_PAPER_PX = 660
_AHEAD = dt.timedelta(weeks=8)
# Weeks back; ALL is the whole history of the build.
PERIODS = ("8", "26", "52", "alles")
_DEFAULT_PERIOD = "26"
_KIND_KEY, _PERIOD_KEY = "tijdlijn_soort", "tijdlijn_periode"


@dataclass(frozen=True)
class Span:
    """The days on the timeline; what lies after the horizon is still to come."""

    first: dt.date
    horizon: dt.date
    last: dt.date


def draw(screen: Screen, code: str, name: str, monday: dt.date) -> None:
    """Choices, chart, tables, and the figures around measures."""
    _ = screen.texts
    st.html(heading(2, _("Tijdlijn: wat er gebeurde en wat er komt"), "tijdlijn"))
    with st.container(key="tijdlijn_keuzes"):
        left, right = st.columns([3, 1], gap="medium", vertical_alignment="top")
        with left:
            kinds = _choose_kinds(_)
        with right:
            period = _choose_period(_)
        is_for_paper = st.toggle(_("Op papier alleen de tijdlijn"), key="tijdlijn_op_papier")
        if is_for_paper:
            st.html(tag("span", "", "wp-only-timeline"))  # style.css leaves out the rest
    known = memory.read(screen, (Decision, Measure, LookBack, Signal, AgendaItem), code)
    span = _span(screen, monday, period)
    every = _items(screen, code, span, known)
    coming, was = items.split(
        [item for item in every if item.kind in kinds], span.first, span.horizon, span.last
    )
    frame.show(memory.notice(_, known))
    st.html(_intro(_, span))
    if not screen.read.access.may_read("rows"):
        text = _("Losse signalen, incidenten en rijen horen niet bij uw rol.")
        st.html(paragraph(text, "wp-muted"))
    names = {kind: _lane(_, kind) for kind in kinds}
    if names:
        st.plotly_chart(
            charts_timeline.timeline([*coming, *was], names, span.first, span.last, span.horizon),
            key="tijdlijn_grafiek",
            width=_PAPER_PX if is_for_paper else "stretch",
            theme=None,
            config=charts.CONFIG,
            alt=_(
                "Tijdlijn van {wijk} van {first} tot en met {last}. Dezelfde gegevens staan in de "
                "tabellen eronder.",
                wijk=name,
                first=_.date(span.first),
                last=_.date(span.last),
            ),
        )
        st.html(_legend(_, kinds))
    st.html(_coming(_, coming, span))
    st.html(_was(_, was, span))
    st.html(measure_figures.section(screen, code, known, span.horizon))


def chosen_kinds(asked: str | None) -> tuple[str, ...]:
    """The kinds in the address (`incident,agenda`), in the order of the lanes; without any the
    usual ones.
    """
    if asked is None:
        return items.DEFAULT_KINDS
    named = set(asked.split(","))
    return tuple(kind for kind in items.KINDS if kind in named) or items.DEFAULT_KINDS


def chosen_period(asked: str | None) -> str:
    """The period in the address, else half a year."""
    return asked if asked in PERIODS else _DEFAULT_PERIOD


def _choose_kinds(_: Texts) -> tuple[str, ...]:
    def put() -> None:
        given = [kind for kind in items.KINDS if kind in st.session_state[_KIND_KEY]]
        is_default = tuple(given) == items.DEFAULT_KINDS or not given
        state.put("soort", None if is_default else ",".join(given))

    kinds = chosen_kinds(state.get("soort"))
    st.session_state[_KIND_KEY] = list(kinds)
    st.pills(
        _("Wat wilt u zien"),
        items.KINDS,
        selection_mode="multi",
        format_func=lambda kind: items.kind_name(_, kind),
        key=_KIND_KEY,
        on_change=put,
    )
    return kinds


def _choose_period(_: Texts) -> str:
    def put() -> None:
        period = st.session_state[_PERIOD_KEY]
        state.put("periode", None if period == _DEFAULT_PERIOD else period)

    names = {
        "8": _("2 maanden"),
        "26": _("half jaar"),
        "52": _("1 jaar"),
        "alles": _("alles"),
    }
    st.session_state[_PERIOD_KEY] = chosen_period(state.get("periode"))
    st.selectbox(
        _("Hoe ver terug"),
        PERIODS,
        format_func=names.__getitem__,
        key=_PERIOD_KEY,
        on_change=put,
    )
    return chosen_period(state.get("periode"))


def _span(screen: Screen, monday: dt.date, period: str) -> Span:
    """Up to the chosen week, or up to today for the newest week; then two months ahead."""
    horizon = max(memory.day_shown(screen, monday), monday + dt.timedelta(days=6))
    oldest = frame.day(screen.read.table("weeks")["week_start"].iloc[0])
    assert oldest is not None
    back = None if period == "alles" else monday - dt.timedelta(weeks=int(period) - 1)
    return Span(max(oldest, back) if back else oldest, horizon, horizon + _AHEAD)


def _items(screen: Screen, code: str, span: Span, known: Memory) -> list[Item]:
    _ = screen.texts
    labels = Labels(_, screen.knowledge)
    history = screen.read.table("phase_history", code).sort_values("week_start")
    weeks = [(frame.day(row.week_start), row) for row in rows_of(history)]
    shown = [(day, row) for day, row in weeks if day and day <= span.horizon]
    found = charts.runs([(day, row.phase, proposal.doubt(row)) for day, row in shown])
    proposals = items.from_proposals(_, found, screen.meta["rule_version"])
    if not screen.read.access.may_read("rows"):
        return [*proposals, *items.from_logbook(labels, known.versions, frozenset(), frozenset())]
    events = screen.read.table("timeline", code, span.first, span.last)
    used = screen.read("logbook_signals_used", code)
    agenda = events[events["kind"] == "agenda"]
    in_build = {(row.title, day) for row in rows_of(agenda) for day in [frame.day(row.date)] if day}
    return [
        *proposals,
        *items.from_build(labels, events),
        *items.from_logbook(labels, known.versions, used, in_build),
    ]


def _lane(_: Texts, kind: str) -> str:
    """A short name, so that a phone keeps room for the lane itself."""
    return {
        "voorstel": _("Voorstel"),
        "besluit": _("Besluit"),
        "incident": _("Incident"),
        "melding": _("Melding"),
        "signaal": _("Signaal"),
        "agenda": _("Agenda"),
        "maatregel": _("Maatregel"),
    }[kind]


def _intro(_: Texts, span: Span) -> Safe:
    text = _(
        "Van {first} tot en met {last}. De stippellijn is {horizon}; wat daarna komt, staat er "
        "alleen uit de agenda en de maatregelen. Andere week: met de schuif boven aan dit scherm. "
        "Afdrukken kan met de browser (Ctrl+P); op papier staat alles open.",
        first=_.date(span.first),
        last=_.date(span.last),
        horizon=_.date(span.horizon),
    )
    return paragraph(text, "wp-note")


def _legend(_: Texts, kinds: Sequence[str]) -> Safe:
    """The signs of the lanes in words."""
    entries: list[object] = []
    if {"voorstel", "besluit"} & set(kinds):
        entries += [
            phase_label(_, phase) for phase in ("rust", "ongemak", "spanning", "incidenten")
        ]
    marks = [
        ("incident", "◆", _("incident tussen of tegen groepen")),
        ("melding", "|", _("overige melding")),
        ("signaal", "●", _("signaal, donkerder is een hoger niveau")),
        ("signaal", "○", _("niets te melden")),
        ("agenda", "▼", _("agenda")),
        ("maatregel", "►", _("start van een maatregel")),
        ("maatregel", "□", _("terugkijken")),
    ]
    entries += [
        join([tag("span", mark, "wp-mark", aria_hidden="true"), text])
        for kind, mark, text in marks
        if kind in kinds
    ]
    return bullets(entries, "wp-legend")


def _coming(_: Texts, coming: Sequence[Item], span: Span) -> Safe:
    head = heading(3, _("Wat eraan komt"))
    empty = _("Tot en met {date} staat er niets gepland.", date=_.date(span.last))
    if not coming:
        return join([head, paragraph(empty, "wp-muted")])
    caption = _("Agenda en maatregelen tot en met {date}, eerste vooraan", date=_.date(span.last))
    return join([head, _table(_, caption, coming)])


def _was(_: Texts, was: Sequence[Item], span: Span) -> Safe:
    head = heading(3, _("Wat er was"))
    if not was:
        text = _("In deze periode is er niets van de gekozen soorten.")
        return join([head, paragraph(text, "wp-muted")])
    caption = _("Van {first} tot en met {last}, nieuwste eerst", first=_.date(span.first),
                last=_.date(span.horizon))  # fmt: skip
    parts = [head, _table(_, caption, was[:_SHOWN])]
    if len(was) > _SHOWN:
        older = _table(_, _("Vervolg: {what}", what=caption), was[_SHOWN:])
        count = _("Eerder in deze periode: nog {n}", n=_.number(len(was) - _SHOWN))
        parts.append(details(count, older))
    return join(parts)


def _table(_: Texts, caption: str, shown: Sequence[Item]) -> Safe:
    rows = [
        (
            _when(_, item),
            _kind(_, item),
            item.what,
            tag("span", item.where, "wp-muted"),
        )
        for item in shown
    ]
    columns = [
        Column(_("Datum")),
        Column(_("Soort")),
        Column(_("Wat")),
        Column(_("Waar het staat")),
    ]
    return table(caption, columns, rows, phone="lines")


def _when(_: Texts, item: Item) -> str:
    if item.kind == "voorstel":
        return _.week_short(item.day)
    if item.kind == "agenda" and item.until and item.until != item.day:
        return _("{first} tot en met {last}", first=_.date(item.day), last=_.date(item.until))
    return _.date(item.day)


def _kind(_: Texts, item: Item) -> str:
    return items.kind_name(_, item.kind)
