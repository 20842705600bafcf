"""How well the rule does where the truth is known: the result of the last backtest."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

import words
from language import Texts
from views import charts, methode_curves, store
from views.backtest_words import method_name, number, share
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


def draw(screen: Screen) -> None:
    """All figures of the backtest, or where to get one."""
    _ = screen.texts
    st.html(heading(2, _("Hoe goed klopt het"), "proef"))
    result = store.backtest()
    if result is None:
        st.html(
            paragraph(
                _(
                    "Voor deze gegevens is nog geen proef gedaan. Een proef kan alleen waar de "
                    "echte fase van elke week bekend is, zoals in de fictieve gemeente."
                ),
                "wp-muted",
            )
        )
        return
    own = result["methods"][result["rule_version"]]
    st.html(_intro(screen, result, own))
    st.html(_methods(_, result))
    st.html(_confusion(_, own))
    if "calibration" in own:
        _calibration(_, own)
    methode_curves.draw(_, result)


def _intro(screen: Screen, result: Mapping[str, Any], own: Mapping[str, Any]) -> Safe:
    _ = screen.texts
    lines = [
        _(
            "Deze proef vergelijkt de voorstellen met de bekende fase van {wijken} wijken in "
            "{weeks} weken, met regelversie {version}.",
            wijken=_.number(result["wijken"]),
            weeks=_.number(result["weeks"]),
            version=result["rule_version"],
        )
    ]
    if screen.meta["fictief"] == "true":
        lines.append(
            _(
                "De wijken zijn verzonnen. Een goede uitkomst hier bewijst dus niet dat de regel "
                "in een echte wijk klopt."
            )
        )
    if result["rule_version"] != screen.meta["rule_version"]:
        lines.append(
            _(
                "De proef is van een andere regelversie dan de cijfers op deze schermen "
                "({version}).",
                version=screen.meta["rule_version"],
            )
        )
    return join([*(paragraph(line) for line in lines), bullets(_figures(_, own))])


def _figures(_: Texts, own: Mapping[str, Any]) -> list[Safe]:
    """The main figures, each with what it means."""
    found = [
        _line(
            _("Overeenstemming (kappa)"),
            _kappa(_, own),
            _(
                "1 is volmaakt, 0 is toeval; een "
                "misser van twee fasen telt zwaarder dan een van één"
            ),
        ),
        _line(
            _("Stijgt te laat"),
            _weeks(_, own["delay_rise_weeks"]),
            _("helft van de echte stijgingen is dan al voorgesteld"),
        ),
        _line(
            _("Daalt te laat"),
            _weeks(_, own["delay_fall_weeks"]),
            _("helft van de echte dalingen is dan al voorgesteld"),
        ),
        _line(
            _("Valse stijgingen"),
            number(_, own["false_rises_per_wijk_year"]),
            _("per wijk per jaar; de echte fase steeg toen niet"),
        ),
        _line(_("Een fase genoemd"), share(_, own["share_with_phase"]), _("van alle weken")),
    ]
    if "calibration_error" in own:
        found += [
            _line(
                _("Gemiddelde fout van de kansen"),
                share(_, own["calibration_error"]),
                _("verschil tussen de gegeven kans en het deel dat klopte"),
            ),
            _line(
                _("Twijfel of onvoldoende gegevens, wijken met bijna geen gegevens"),
                share(_, own["starved_in_doubt"]),
                _("van de weken; hier hoort dat hoog te zijn"),
            ),
            _line(
                _("Twijfel of onvoldoende gegevens, wijken met veel gegevens"),
                share(_, own["well_fed_in_doubt"]),
                _("van de weken"),
            ),
        ]
    return found


def _line(name: str, figure: str, meaning: str) -> Safe:
    return join([tag("strong", f"{name}: {figure}"), f" ({meaning})"])


def _kappa(_: Texts, own: Mapping[str, Any]) -> str:
    low, high = own.get("interval", {}).get("kappa", (None, None))
    if low is None or high is None:
        return number(_, own["kappa"])
    return _(
        "{kappa}, tussen {low} en {high}",
        kappa=number(_, own["kappa"]),
        low=number(_, low),
        high=number(_, high),
    )


def _weeks(_: Texts, value: float | None) -> str:
    if value is None:
        return _("meestal niet gevolgd")
    return _("{n} weken", n=_.number(value, 0 if float(value).is_integer() else 1))


def _methods(_: Texts, result: Mapping[str, Any]) -> Safe:
    rows = [
        (
            method_name(_, method),
            number(_, one["kappa"]),
            number(_, one["kappa_common"]),
            number(_, one["false_rises_per_wijk_year"]),
            _weeks(_, one["delay_rise_weeks"]),
            _weeks(_, one["delay_fall_weeks"]),
            share(_, one["share_with_phase"]),
        )
        for method, one in result["methods"].items()
    ]
    columns = [
        Column(_("Manier van rekenen")),
        Column(_("Kappa"), "right"),
        Column(_("Kappa, zelfde weken"), "right"),
        Column(_("Valse stijgingen per wijk per jaar"), "right"),
        Column(_("Stijgt te laat"), "right"),
        Column(_("Daalt te laat"), "right"),
        Column(_("Een fase genoemd"), "right"),
    ]
    caption = _(
        "De regel naast vier eenvoudige manieren van rekenen. Zonder vaste voorwaarden: wat alleen "
        "de optelsom zou zeggen. Zelfde weken: alleen de weken waarin ook regel d een fase noemt."
    )
    return table(caption, columns, rows, phone="lines")


def _confusion(_: Texts, own: Mapping[str, Any]) -> Safe:
    rows = [
        (phase_label(_, phase), *(_.number(count) for count in counts))
        for phase, counts in zip(words.PHASES, own["confusion"], strict=False)
    ]
    columns = [Column(_("Echte fase"))]
    columns += [Column(words.phase(_, phase), "right") for phase in words.PHASES]
    caption = _("Aantal weken per echte fase (rij) en voorgestelde fase (kolom)")
    return join(
        [
            heading(3, _("Wat het voorstel was, en wat het echt was")),
            table(caption, columns, rows, phone="lines"),
        ]
    )


def _calibration(_: Texts, own: Mapping[str, Any]) -> None:
    known = [one for one in own["calibration"] if one["weeks"]]
    st.html(heading(3, _("Klopt een kans ook echt zo vaak")))
    st.plotly_chart(
        charts.calibration(
            [
                (
                    100 * one["chance"],
                    100 * one["right"],
                    _(
                        "kans {chance}, klopte in {right} van {n} weken",
                        chance=share(_, one["chance"]),
                        right=share(_, one["right"]),
                        n=_.number(one["weeks"]),
                    ),
                )
                for one in known
            ],
            _("gegeven kans"),
            _("klopte"),
        ),
        key="kalibratie",
        theme=None,
        config=charts.CONFIG,
        alt=_("Gegeven kans en deel dat klopte. Dezelfde gegevens staan in de tabel eronder."),
    )
    rows = [
        (share(_, one["chance"]), share(_, one["right"]), _.number(one["weeks"])) for one in known
    ]
    columns = [
        Column(_("Gegeven kans"), "right"),
        Column(_("Klopte"), "right"),
        Column(_("Weken"), "right"),
    ]
    caption = _(
        "Op de streepjeslijn klopt een kans precies. Boven de lijn was het voorstel vaker goed dan "
        "het model dacht."
    )
    st.html(
        join(
            [
                paragraph(caption, "wp-note"),
                details(
                    _("Deze kansen als tabel"),
                    table(_("Gegeven kans en deel dat klopte"), columns, rows),
                ),
            ]
        )
    )
