"""Why the figures of a backtest are what they are: by coverage, and around changes."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from language import Texts
from views import charts
from views.backtest_words import method_name, number, share
from views.html import Column, details, heading, join, paragraph, table


def draw(_: Texts, result: Mapping[str, Any]) -> None:
    """Both curves, each also as a table; nothing where an older backtest has none."""
    if result.get("by_coverage"):
        _coverage(_, result["by_coverage"])
    if result.get("doubt_by_distance"):
        _distance(_, result["doubt_by_distance"])


def _coverage(_: Texts, rows: Sequence[Mapping[str, Any]]) -> None:
    lows = [row["from_pct"] for row in rows]
    bands = [
        _("{low} tot {high} %", low=_.number(low), high=_.number(high))
        for low, high in zip(lows, lows[1:], strict=False)
    ]
    bands.append(_("{low} % of meer", low=_.number(lows[-1])))
    methods = list(rows[0]["kappa"])
    st.html(
        join(
            [
                heading(3, _("Hoeveel het uitmaakt of er gemeld wordt")),
                paragraph(
                    _(
                        "Zo goed klopt het voorstel bij weinig en bij veel van de verwachte "
                        "meldingen. Een regel die in moeilijke weken geen fase noemt, lijkt beter "
                        "dan zij is: kijk daarom ook in hoeveel weken zij iets zegt."
                    )
                ),
            ]
        )
    )
    st.plotly_chart(
        charts.agreement(
            bands,
            [
                (
                    method_name(_, name),
                    [row["kappa"][name] for row in rows],
                    [number(_, row["kappa"][name]) for row in rows],
                )
                for name in methods
            ],
            [(tick / 5, _.number(tick / 5, 1)) for tick in range(6)],
        ),
        key="dekkingscurve",
        theme=None,
        config=charts.CONFIG,
        alt=_(
            "Kappa bij weinig en bij veel meldingen. Dezelfde gegevens staan in de tabel eronder."
        ),
    )
    columns = [Column(_("Verwachte meldingen die er zijn")), Column(_("Weken"), "right")]
    for name in methods:
        columns += [
            Column(_("Kappa: {method}", method=method_name(_, name)), "right"),
            Column(_("Een fase genoemd: {method}", method=method_name(_, name)), "right"),
        ]
    cells = [
        (
            band,
            _.number(row["weeks"]),
            *(
                text
                for name in methods
                for text in (number(_, row["kappa"][name]), share(_, row["with_phase"][name]))
            ),
        )
        for band, row in zip(bands, rows, strict=True)
    ]
    caption = _("Overeenstemming naar het deel van de verwachte meldingen")
    st.html(details(_("Deze curve als tabel"), table(caption, columns, cells, phone="lines")))


def _distance(_: Texts, rows: Sequence[Mapping[str, Any]]) -> None:
    lows = [row["from_weeks"] for row in rows]
    last = [edge - 1 for edge in lows[1:]]
    names = [
        _("{low} tot en met {high} weken", low=_.number(low), high=_.number(high))
        for low, high in zip(lows, last, strict=False)
    ]
    names.append(_("{low} weken of meer", low=_.number(lows[-1])))
    cells = [
        (name, _.number(row["weeks"]), share(_, row["in_doubt"]))
        for name, row in zip(names, rows, strict=True)
    ]
    columns = [
        Column(_("Afstand tot een echte verandering")),
        Column(_("Weken"), "right"),
        Column(_("Twijfel of onvoldoende"), "right"),
    ]
    caption = _("Twijfel in wijken met veel gegevens, rond een verandering en daarbuiten")
    st.html(
        join(
            [
                heading(3, _("Wanneer er twijfel is, ook met veel gegevens")),
                table(caption, columns, cells, phone="lines"),
            ]
        )
    )
