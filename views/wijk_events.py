"""How many reports there were per week in one wijk, and what the registers say as context."""

import datetime as dt
from typing import Any

import pandas as pd
import streamlit as st

from language.conversion import conversion
from views import charts, frame
from views.frame import Screen
from views.html import Column, Safe, details, heading, join, link, paragraph, table, tag
from views.timeline_items import Labels
from words.rows import rows_of

# Half a year, with the chosen week in it.
_BACK = dt.timedelta(weeks=25)


def draw(screen: Screen, code: str, name: str, monday: dt.date) -> None:
    """All reports per week, for who may read rows; and registers."""
    if screen.read.access.may_read("rows"):
        _reports(screen, code, name, monday)
    st.html(_registers(screen, code, name))


def _reports(screen: Screen, code: str, name: str, monday: dt.date) -> None:
    first, last = monday - _BACK, monday + dt.timedelta(days=6)
    events = screen.read.table("timeline", code, first, last)
    incidents = events[events["kind"] == "incident"]
    _per_week(screen, incidents, name, first, monday)


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
    labels = Labels(_, screen.knowledge)
    parts: list[object] = [head]
    notices = screen.read.table("notices")
    if ((notices["kind"] == "registrations") & (notices["severity"] == "warning")).any():
        text = _(
            "Er zijn waarschuwingen over deze registers. Lees die eerst, op het scherm Gegevens."
        )
        parts.append(paragraph(link(frame.address("gegevens", _), text)))
    for register, own in rows.groupby("register", sort=True):
        newest = own[own["period_start"] == own["period_start"].max()]
        title = labels.of(screen.knowledge.vocabulary.registers, register)
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
    is_marked = bool(rows["is_converted"].any())
    cells = [
        (
            join([tag("span", row.period, "wp-muted"), " ", row.kind]),
            _count(screen, row),
            *([_origin(screen, row)] if is_marked else []),
            _rate(screen, row),
            _population(screen, row),
        )
        for row in rows_of(rows)
    ]
    columns = [
        Column(_("Periode en soort")),
        Column(_("Aantal"), "right"),
        *([Column(_("Hoe geteld"))] if is_marked else []),
        Column(_("Per 1.000 inwoners"), "right"),
        Column(_("Inwoners"), "right"),
    ]
    is_wide = is_marked or bool(rows["inwoners_estimated_pct"].notna().any())
    return table(caption, columns, cells, phone="lines" if is_wide else "columns")


def _count(screen: Screen, row: Any) -> Safe:
    """The number; with anything missing from it a lower bound, that says what is missing."""
    _ = screen.texts
    if frame.known(row.count_known) is None:
        return tag("em", _("niet vrijgegeven"))
    number = _.number(int(row.count_known))
    missing = int(row.wijken_missing)
    withheld = int(row.areas_withheld) - missing
    parts = []
    if withheld and row.is_converted:
        parts.append(_.plural("{n} deel niet vrijgegeven", "{n} delen niet vrijgegeven", withheld))
    elif withheld:
        parts.append(
            _.plural("{n} buurt niet vrijgegeven", "{n} buurten niet vrijgegeven", withheld)
        )
    if missing:
        parts.append(_.plural("{n} wijk ontbreekt", "{n} wijken ontbreken", missing))
    if not parts:
        return tag("span", number)
    at_least = _("minstens {number}", number=number)
    return join([at_least, " ", tag("em", f"({'; '.join(parts)})")])


def _origin(screen: Screen, row: Any) -> str:
    """Whether a count is as delivered or converted from another division, and what is estimated."""
    _ = screen.texts
    if not row.is_converted:
        return _("zoals geleverd")
    return conversion(_, float(row.estimated_pct))


def _rate(screen: Screen, row: Any) -> str:
    _ = screen.texts
    rate = frame.known(row.per_1000_residents)
    return "–" if rate is None else _.number(rate, 1)


def _population(screen: Screen, row: Any) -> Safe:
    """The number of residents used, with its year where that is not the year of the count, and the
    mark where it was converted.
    """
    _ = screen.texts
    residents = frame.known(row.inwoners)
    if residents is None:
        return Safe("–")
    year = int(row.inwoners_jaar) if row.is_nearest_year else None
    return frame.residents(_, int(residents), year, frame.known(row.inwoners_estimated_pct))
