"""What happened and what is coming in one wijk, and what the registers say as context."""

import datetime as dt
from typing import Any

import pandas as pd
import streamlit as st

from indicators.models import WordList
from views import charts, frame, words
from views.frame import Screen
from views.html import Column, Safe, details, heading, join, link, paragraph, table, tag
from views.rows import rows_of

# Twenty-six weeks back and eight ahead: half a year of memory, two months to prepare.
_BACK = dt.timedelta(weeks=25)
_AHEAD = dt.timedelta(weeks=8)
_WEEK = dt.timedelta(weeks=1)


def draw(screen: Screen, code: str, name: str, monday: dt.date) -> None:
    """Timeline and registers."""
    if screen.read.access.may_read("rows"):
        _timeline(screen, code, name, monday)
    else:
        text = screen.texts("Losse signalen, incidenten en rijen horen niet bij uw rol.")
        st.html(paragraph(text, "wp-muted"))
    st.html(_registers(screen, code, name))


def _timeline(screen: Screen, code: str, name: str, monday: dt.date) -> None:
    _ = screen.texts
    first, last = monday - _BACK, monday + _AHEAD
    events = screen.read.table("timeline", code, first, last)
    st.html(heading(2, _("Tijdlijn: wat er gebeurde en wat er komt"), "tijdlijn"))
    period = _(
        "Van {first} tot en met {last}. Wat na de gekozen week komt, staat er alleen "
        "uit de agenda.",
        first=_.date(first),
        last=_.date(last),
    )
    st.html(paragraph(period, "wp-note"))
    after = pd.Timestamp(monday + _WEEK)
    past = events[(events["date"] < after) | (events["kind"] == "agenda")]
    incidents = past[past["kind"] == "incident"]
    st.html(_noted(screen, past))
    _per_week(screen, incidents, name, first, monday)


def _noted(screen: Screen, events: pd.DataFrame) -> Safe:
    """Agenda, signals and incidents between groups, one by one, the newest first."""
    _ = screen.texts
    is_group = (events["kind"] == "incident") & (events["group_dimension"] == "ja")
    noted = events[is_group | events["kind"].isin(["agenda", "signal"])]
    rows = [
        (_when(screen, row), _kind(screen, row), _what(screen, row), _where(screen, row))
        for row in rows_of(noted)
    ]
    columns = [
        Column(_("Datum")),
        Column(_("Soort")),
        Column(_("Wat")),
        Column(_("Bestand en rij")),
    ]
    caption = _("Agenda, signalen van professionals en incidenten tussen of tegen groepen")
    empty = _("Er is niets gepland of gemeld, en er waren geen incidenten tussen of tegen groepen.")
    summary = _.plural("{n} gebeurtenis", "{n} gebeurtenissen", len(rows))
    if not rows:
        return paragraph(empty, "wp-muted")
    newest = table(caption, columns, rows[:_SHOWN], phone="lines")
    if len(rows) <= _SHOWN:
        return newest
    older = table(_("{what}, ouder", what=caption), columns, rows[_SHOWN:], phone="lines")
    return join([newest, details(_("Oudere gebeurtenissen ({all})", all=summary), older)])


_SHOWN = 8


def _when(screen: Screen, row: Any) -> str:
    _ = screen.texts
    first, until = frame.day(row.date), frame.day(row.until)
    if first is None:
        return ""
    if until and until != first:
        return _("{first} tot en met {last}", first=_.date(first), last=_.date(until))
    return _.date(first)


def _kind(screen: Screen, row: Any) -> str:
    _ = screen.texts
    return {
        "agenda": _("agenda"),
        "signal": _("signaal"),
        "incident": _("incident tussen of tegen groepen"),
    }[row.kind]


def _what(screen: Screen, row: Any) -> Safe:
    """The event in words: categories, criteria and kinds by their name."""
    _, knowledge = screen.texts, screen.knowledge
    if row.kind == "agenda":
        kind = label(screen, knowledge.vocabulary.agenda_kind, row.what)
        impact = _("verwachte invloed {level} van 3", level=_.number(int(row.level)))
        return join([tag("strong", row.title), f" ({kind}, {impact})"])
    if row.kind == "incident":
        category = knowledge.categories.get(row.what)
        name = _.of(category.name) if category else row.what
        weight = _("ernstig") if row.severity == "ernstig" else _("licht")
        proof = _("vastgesteld") if row.is_verified else _("nog niet vastgesteld")
        return join([tag("strong", name), f" ({weight}, {proof})"])
    who = label(screen, knowledge.vocabulary.source_kind, row.source_kind).lower()
    if row.what == "nothing_to_report":
        return join([tag("strong", _("niets te melden")), f" ({who})"])
    criterion = knowledge.criteria.get(str(row.what))
    name = _.of(criterion.name) if criterion else str(row.what)
    level = words.level(_, float(row.level))
    seen = _("door een tweede bevestigd") if row.is_verified else _("los signaal")
    return join([tag("strong", name), f": {level} ({who}, {seen})"])


def label(screen: Screen, terms: WordList, term_id: Any) -> str:
    """The word for an id out of a closed list; an id that is not in it is shown as it came."""
    return screen.texts.of(terms.label(term_id)) if term_id in terms.ids else str(term_id)


def _where(screen: Screen, row: Any) -> Safe:
    _ = screen.texts
    text = _("{file}, rij {row}", file=row.file, row=_.number(int(row.row_number)))
    return tag("span", text, "wp-muted")


def _per_week(
    screen: Screen, incidents: pd.DataFrame, name: str, first: dt.date, monday: dt.date
) -> None:
    """All reports as bars per week, those between groups apart; every week has a place."""
    _ = screen.texts
    weeks = [frame.day(week) for week in pd.date_range(first, monday, freq="7D")]
    starts = incidents["date"].dt.to_period("W-SUN").dt.start_time.dt.date
    is_group = incidents["group_dimension"] == "ja"
    other = starts[~is_group].value_counts()
    group = starts[is_group].value_counts()
    days = [week for week in weeks if week]
    counts = [
        (_("tussen of tegen groepen"), "#8A0A2A", [int(group.get(day, 0)) for day in days]),
        (_("overige meldingen"), "#B9CBDD", [int(other.get(day, 0)) for day in days]),
    ]
    st.html(heading(3, _("Meldingen en incidenten per week")))
    if "incidents" not in set(screen.read.table("sources")["kind"]):
        text = _("Er zijn geen bestanden met incidenten geleverd. Er is dus niets over bekend.")
        st.html(paragraph(text, "wp-muted"))
        return
    st.plotly_chart(
        charts.weekly_counts(days, counts),
        key="per_week",
        theme=None,
        config=charts.CONFIG,
        alt=_(
            "Aantal meldingen en incidenten in {wijk} per week. "
            "Dezelfde gegevens staan in de tabel eronder.",
            wijk=name,
        ),
    )
    rows = [
        (_.week(day), *(_.number(values[place]) for _name, _colour, values in counts))
        for place, day in reversed(list(enumerate(days)))
    ]
    columns = [Column(_("Week")), *(Column(label, "right") for label, _colour, _values in counts)]
    caption = _("Aantal per week in {wijk}", wijk=name)
    by_category = incidents["what"].value_counts()
    categories = [
        (_.of(category.name), _.number(int(by_category.get(category.id, 0))))
        for category in screen.knowledge.categories.values()
        if by_category.get(category.id, 0)
    ]
    category_columns = [Column(_("Categorie")), Column(_("Aantal"), "right")]
    parts = [
        table(caption, columns, rows),
        table(_("Aantal per categorie in deze periode"), category_columns, categories),
    ]
    st.html(details(_("Deze aantallen als tabel"), join(parts)))


def _registers(screen: Screen, code: str, name: str) -> Safe:
    """Counts from registers: context. What is withheld is said, and is never a zero."""
    _ = screen.texts
    rows = screen.read.table("registrations", code)
    head = heading(2, _("Registers: context, telt niet mee in de fase"), "registers")
    if rows.empty:
        text = _("Voor deze wijk zijn geen cijfers uit registers geleverd.")
        return join([head, paragraph(text, "wp-muted")])
    parts: list[object] = [head]
    notices = screen.read.table("notices")
    if ((notices["kind"] == "registrations") & (notices["severity"] == "warning")).any():
        text = _(
            "Er zijn waarschuwingen over deze registers. Lees die eerst, op het scherm Gegevens."
        )
        parts.append(paragraph(link(frame.address("gegevens", _), text)))
    for register, own in rows.groupby("register", sort=True):
        newest = own[own["period_start"] == own["period_start"].max()]
        title = label(screen, screen.knowledge.vocabulary.registers, register)
        parts.append(heading(3, _("{title} (register {register})", title=title, register=register)))
        caption = _(
            "{wijk}, nieuwste periode: {period}", wijk=name, period=newest["period"].iloc[0]
        )
        parts.append(_register_table(screen, newest, caption))
        every = _register_table(screen, own, _("{wijk}, alle perioden", wijk=name))
        parts.append(details(_("Alle perioden"), every))
    return join(parts)


def _register_table(screen: Screen, rows: pd.DataFrame, caption: str) -> Safe:
    _ = screen.texts
    cells = [
        (
            join([tag("span", row.period, "wp-muted"), " ", row.kind]),
            _count(screen, row),
            _rate(screen, row),
            _population(screen, row),
        )
        for row in rows_of(rows)
    ]
    columns = [
        Column(_("Periode en soort")),
        Column(_("Aantal"), "right"),
        Column(_("Per 1.000 inwoners"), "right"),
        Column(_("Inwoners"), "right"),
    ]
    return table(caption, columns, cells)


def _count(screen: Screen, row: Any) -> Safe:
    _ = screen.texts
    if row.areas_withheld and row.areas_withheld == row.areas:
        return tag("em", _("niet vrijgegeven"))
    number = _.number(int(row.count_known))
    if row.areas_withheld:
        parts = _.plural(
            "{n} buurt niet vrijgegeven", "{n} buurten niet vrijgegeven", int(row.areas_withheld)
        )
        return join([_("minstens {number}", number=number), " ", tag("em", f"({parts})")])
    return tag("span", number)


def _rate(screen: Screen, row: Any) -> str:
    _ = screen.texts
    rate = frame.known(row.per_1000_residents)
    return "–" if rate is None else _.number(rate, 1)


def _population(screen: Screen, row: Any) -> str:
    """The number of residents used, with its year where that is not the year of the count."""
    _ = screen.texts
    residents = frame.known(row.inwoners)
    if residents is None:
        return "–"
    if row.is_nearest_year:
        return _("{n} (van {year})", n=_.number(residents), year=int(row.inwoners_jaar))
    return _.number(residents)
