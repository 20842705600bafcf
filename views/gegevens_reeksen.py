"""On the screen Gegevens: any series on the wijken of any year of which a map was delivered. What
was converted is marked, what cannot be converted stands below it with the reason.
"""

import datetime as dt
from typing import Any

import pandas as pd
import streamlit as st

from pipelines.series_words import (
    KINDS,
    decimals,
    is_lower_bound,
    mark,
    number_in_words,
    number_of,
    series_name,
    series_table,
    why_left_out,
)
from views import charts, charts_series, exports, frame
from views.charts_series import Point
from views.frame import Screen
from views.html import Column, Safe, details, heading, join, paragraph, table, tag
from words.rows import rows_of

# A longer list is shown in pages.
MOST_ROWS = 100

Chosen = tuple[str, str]


def draw(screen: Screen) -> None:
    """Nothing where there is a map of one year only, or for who may not see delivered rows."""
    _ = screen.texts
    if not screen.read.access.may_read("delivery_rows"):
        return
    years = screen.read.table("division_years")
    offered = screen.read.table("series_offered")
    if years.empty or offered.empty:
        return
    text = _(
        "Kies een jaar waarvan een kaart is geleverd, en een reeks. Elk aantal staat er zoals "
        "geleverd, of omgerekend met het deel dat een schatting is. Wat niet verantwoord om te "
        "rekenen is, staat eronder met de reden."
    )
    title = heading(2, _("Reeksen op een andere wijkindeling"), "reeksen")
    st.html(join([title, paragraph(text)]))
    left, middle, right = st.columns([2, 4, 1.5])
    with left:
        year = _choose_year(screen, years)
    with middle:
        kind, series = _choose_series(screen, offered)
    shown = screen.read.table("series_on", year, kind, series)
    left_out = screen.read.table("series_left_out", year, kind, series)
    periods = _periods(shown, left_out)
    period = right.selectbox(_("Periode"), list(reversed(periods)), key="reeks_periode")
    alike = {one: start for one, start in periods.items() if len(one) == len(period)}
    name = series_name(_, screen.knowledge, kind, series)
    own = shown[shown["period"] == period].sort_values(["wijknaam", "wijkcode"])
    st.html(_sum(screen, year, kind, series, period))
    st.html(_per_wijk(screen, own, _("{series}, {period}, op de wijken van {year}",
                                     series=name, period=period, year=year)))  # fmt: skip
    frame.show(_not_there(screen, left_out[left_out["period"] == period], year))
    everything = series_table(_, year, shown, left_out)
    exports.button(screen, everything, f"reeks-{kind}-{year}", "reeks_csv", reeks=name)
    _one_wijk(screen, shown, alike, name, year)


def _choose_year(screen: Screen, years: pd.DataFrame) -> int:
    """The newest year that is not on the map comes first."""
    _ = screen.texts
    listed = years.sort_values(["is_map", "division"], ascending=[True, False])
    by_year = {int(row.division): row for row in rows_of(listed)}

    def name(year: int) -> str:
        wijken = _.plural("{n} wijk", "{n} wijken", int(by_year[year].wijken))
        if by_year[year].is_map:
            return _("{year} ({wijken}, op de kaart)", year=year, wijken=wijken)
        return _("{year} ({wijken})", year=year, wijken=wijken)

    return st.selectbox(_("Wijkindeling van"), list(by_year), format_func=name, key="reeks_jaar")


def _choose_series(screen: Screen, offered: pd.DataFrame) -> Chosen:
    _, knowledge = screen.texts, screen.knowledge
    options: list[Chosen] = sorted(
        ((str(row.kind), str(row.series)) for row in rows_of(offered)),
        key=lambda one: (KINDS.index(one[0]), one[1]),
    )

    def name(one: Chosen) -> str:
        return series_name(_, knowledge, *one)

    chosen: Chosen = st.selectbox(_("Reeks"), options, format_func=name, key="reeks")
    return chosen


def _periods(shown: pd.DataFrame, left_out: pd.DataFrame) -> dict[str, dt.date]:
    """Every period of a series with its first day, the oldest first."""
    every = pd.concat([shown[["period", "period_start"]], left_out[["period", "period_start"]]])
    ordered = every.drop_duplicates("period").sort_values(["period_start", "period"])
    days = pd.to_datetime(ordered["period_start"]).dt.date
    return dict(zip(ordered["period"], days, strict=True))


def _sum(screen: Screen, year: int, kind: str, series: str, period: str) -> Safe:
    """What was delivered = what is on this division + what is not."""
    _ = screen.texts
    totals = screen.read.table("series_totals", year, kind, series)
    own = totals[totals["period"] == period]
    if own.empty:
        text = _("Enquêtecijfers worden niet opgeteld en niet verdeeld.")
        return paragraph(text, "wp-note")
    row = own.iloc[0]
    text = _(
        "Geleverd: {delivered}. Daarvan staat {shown} op de wijken van {year} en {left_out} niet.",
        delivered=_.number(int(row["delivered"]) if pd.notna(row["delivered"]) else 0),
        shown=_.number(int(row["shown"])),
        left_out=_.number(int(row["left_out"])),
        year=year,
    )
    if row["rows_withheld"]:
        withheld = _.plural(
            "Van {n} geleverde rij is het aantal niet vrijgegeven; dat is geen nul.",
            "Van {n} geleverde rijen is het aantal niet vrijgegeven; dat is geen nul.",
            int(row["rows_withheld"]),
        )
        text = f"{text} {withheld}"
    return paragraph(text)


def _per_wijk(screen: Screen, rows: pd.DataFrame, caption: str) -> Safe:
    _ = screen.texts
    shown = rows
    if len(rows) > MOST_ROWS:
        pages = range(0, len(rows), MOST_ROWS)
        page = st.pagination(len(pages), key="reeks_bladzijde")
        shown = rows.iloc[pages[page - 1] : pages[page - 1] + MOST_ROWS]
    cells = [
        (
            join([row.wijknaam, " ", tag("span", row.wijkcode, "wp-muted")]),
            *_number_cells(screen, row),
        )
        for row in rows_of(shown)
    ]
    columns = [Column(_("Wijk")), *_number_columns(screen, rows)]
    empty = _("Op deze wijkindeling is in deze periode geen enkel aantal.")
    return table(caption, columns, cells, phone="cards", empty=empty)


def _number_columns(screen: Screen, rows: pd.DataFrame) -> list[Column]:
    _ = screen.texts
    if (rows["kind"] == "surveys").any():
        return [
            Column(_("Waarde"), "right"),
            Column(_("Antwoorden (n)"), "right"),
            Column(_("Hoe geteld")),
        ]
    return [Column(_("Aantal"), "right"), Column(_("Hoe geteld"))]


def _number_cells(screen: Screen, row: Any) -> tuple[object, ...]:
    _ = screen.texts
    places = decimals(screen.knowledge, row.kind, row.series)
    number = number_in_words(_, row, places)
    if row.kind == "surveys":
        return number, _.number(int(row.n)), mark(_, row)
    return number, mark(_, row)


def _not_there(screen: Screen, rows: pd.DataFrame, year: int) -> Safe:
    """What was delivered and is not on this division: the wijk of then, its number and why."""
    _ = screen.texts
    if rows.empty:
        return Safe("")
    cells = []
    for row in rows_of(rows):
        places = decimals(screen.knowledge, row.kind, row.series)
        number = number_of(row)
        if frame.known(row.wijkcode) is None:
            wijk: object = _("punten")
        else:
            division = _("indeling van {year}", year=int(row.delivered_division))
            wijk = join([row.wijknaam, " ", tag("span", f"{row.wijkcode}, {division}", "wp-muted")])
        written = _.number(number, places) if number is not None else None
        cells.append(
            (
                wijk,
                written or _unknown(screen, row),
                why_left_out(_, row.reason, row.change, year),
            )
        )
    columns = [Column(_("Wijk zoals geleverd")), Column(_("Aantal"), "right"), Column(_("Waarom"))]
    caption = _("Niet op de wijken van {year}", year=year)
    return table(caption, columns, cells, phone="cards")


def _unknown(screen: Screen, row: Any) -> str:
    _ = screen.texts
    return _("te weinig antwoorden") if row.kind == "surveys" else _("niet vrijgegeven")


def _one_wijk(
    screen: Screen, shown: pd.DataFrame, periods: dict[str, dt.date], series: str, year: int
) -> None:
    """One wijk through time: a small plot, and the same in a table."""
    _ = screen.texts
    names = dict(zip(shown["wijkcode"], shown["wijknaam"], strict=True))
    if not names:
        return
    code = st.selectbox(
        _("Eén wijk door de tijd"),
        sorted(names, key=lambda one: (names[one], one)),
        format_func=lambda one: f"{names[one]} ({one})",
        key="reeks_wijk",
    )
    own = shown[(shown["wijkcode"] == code) & shown["period"].isin(list(periods))]
    by_period = {row.period: row for row in rows_of(own)}
    points = [
        _point(screen, by_period[one]) if one in by_period else Point(start, None)
        for one, start in periods.items()
    ]
    looks = {
        charts_series.DELIVERED: _("zoals geleverd"),
        charts_series.CONVERTED: _("omgerekend"),
        charts_series.AT_LEAST: _("minstens"),
    }
    st.plotly_chart(
        charts_series.marked_series(points, looks, is_loose=bool((own["kind"] == "surveys").any())),
        key="reeks_lijn",
        theme=None,
        config=charts.CONFIG,
        alt=_(
            "{series} in {wijk}, wijkindeling van {year}. Dezelfde gegevens staan in de tabel "
            "eronder.",
            series=series,
            wijk=names[code],
            year=year,
        ),
    )
    cells = [
        (row.period, *_number_cells(screen, row))
        for row in sorted(by_period.values(), key=lambda row: row.period_start, reverse=True)
    ]
    columns = [Column(_("Periode")), *_number_columns(screen, own)]
    caption = _("{series}, {wijk} {code}, wijkindeling van {year}",
                series=series, wijk=names[code], code=code, year=year)  # fmt: skip
    st.html(details(_("Deze wijk als tabel"), table(caption, columns, cells, phone="cards")))


def _point(screen: Screen, row: Any) -> Point:
    _ = screen.texts
    number = number_of(row)
    places = decimals(screen.knowledge, row.kind, row.series)
    look = charts_series.CONVERTED if row.is_converted else charts_series.DELIVERED
    if number is not None and is_lower_bound(row):
        look = charts_series.AT_LEAST
    hover = _(
        "{period}<br>{number}<br>{mark}",
        period=row.period,
        number=number_in_words(_, row, places),
        mark=mark(_, row),
    )
    return Point(row.period_start.date(), number, look, hover)


__all__ = ["draw"]
