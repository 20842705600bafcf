"""From a figure to the rows behind it, down to file and row number."""

import datetime as dt

import pandas as pd
import streamlit as st

from views import exports, frame
from views.frame import Screen
from views.html import Column, details, heading, join, paragraph, table

# More rows than this are not read on a screen; the download has them all.
MOST_ROWS = 100


def draw(screen: Screen, code: str, name: str, monday: dt.date) -> None:
    """The rows behind one figure of this wijk in this week, on request."""
    _ = screen.texts
    values = screen.read.table("indicator_values", code, monday)
    available = [i for i in screen.knowledge.indicators if i in set(values["indicator_id"])]
    st.html(heading(2, _("De rijen achter een cijfer"), "rijen"))
    if not available:
        st.html(paragraph(_("Voor deze wijk zijn in deze week geen cijfers bekend."), "wp-muted"))
        return
    chosen = st.selectbox(
        _("Van welk cijfer wilt u de rijen zien?"),
        available,
        index=None,
        format_func=lambda indicator_id: _.of(screen.knowledge.indicators[indicator_id].name),
        key="rijen",
        placeholder=_("Kies een cijfer"),
    )
    if chosen is None:
        return
    rows = screen.read.table("rows_behind", code, chosen, monday)
    if rows.empty:
        st.html(paragraph(_("Achter dit cijfer staan in deze week geen rijen."), "wp-muted"))
        return
    st.html(_listing(screen, rows))
    about = {"wijk": name, "wijkcode": code, "week": str(monday), "indicator": chosen}
    exports.button(screen, rows, f"rijen-{code}-{chosen}", "rijen_csv", **about)


def _listing(screen: Screen, rows: pd.DataFrame) -> object:
    _ = screen.texts
    first = ["file", "row_number"]
    rest = [column for column in rows.columns if column not in (*first, "wijkcode")]
    columns = [
        Column(_column(screen, column), "right" if _is_number(rows[column]) else "left")
        for column in (*first, *rest)
    ]
    shown = rows.head(MOST_ROWS)
    cells = [
        [_cell(screen, row[column]) for column in (*first, *rest)]
        for row in shown.to_dict("records")
    ]
    count = _.plural("{n} rij", "{n} rijen", len(rows))
    caption = _("{count}, met bestand en rijnummer (kopregel = 1)", count=count)
    parts: list[object] = []
    if len(rows) > MOST_ROWS:
        parts.append(
            paragraph(
                _(
                    "U ziet de eerste {most} van {all} rijen. In de download staan ze allemaal.",
                    most=_.number(MOST_ROWS),
                    all=_.number(len(rows)),
                ),
                "wp-note",
            )
        )
    parts.append(table(caption, columns, cells))
    explained = _("Dit zijn geleverde rijen. Er staan geen personen in.")
    parts.append(details(_("Wat u hier ziet"), paragraph(explained)))
    return join(parts)


def _is_number(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column))


def _cell(screen: Screen, value: object) -> str:
    _ = screen.texts
    if frame.known(value) is None:
        return "–"
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, dt.datetime | dt.date):
        return _.date(value)
    if isinstance(value, float):
        return _.number(value, 0 if value.is_integer() else 2)
    return str(value)


def _column(screen: Screen, column: str) -> str:
    """What a column of the warehouse is called on the screen."""
    _ = screen.texts
    return {
        "file": _("Bestand"),
        "row_number": _("Rij"),
        "occurred_at": _("Datum"),
        "observed_on": _("Datum"),
        "fieldwork_end": _("Einde veldwerk"),
        "week_start": _("Maandag van de week"),
        "category": _("Categorie"),
        "criterion": _("Criterium"),
        "level": _("Niveau"),
        "answer": _("Antwoord"),
        "weight": _("Gewicht"),
        "value": _("Waarde"),
        "wave": _("Enquête"),
        "item_id": _("Vraag"),
        "severity": _("Ernst"),
        "is_verified": _("Vastgesteld"),
        "group_dimension": _("Tussen groepen"),
        "source": _("Bron"),
        "reporter": _("Melder"),
        "source_kind": _("Soort melder"),
        "is_confirmed": _("Bevestigd"),
        "nothing_to_report": _("Niets te melden"),
        "scheidslijn": _("Scheidslijn"),
        "incident_id": _("Nummer"),
        "signal_id": _("Nummer"),
    }.get(column, column)
