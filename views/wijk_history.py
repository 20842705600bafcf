"""The history of one wijk: its phases over the weeks, and one indicator against its goalposts."""

import datetime as dt
from typing import Any

import pandas as pd
import streamlit as st

import words
from indicators.models import Indicator
from language import Texts
from views import charts, frame
from views.frame import Screen
from views.html import (
    Column,
    Safe,
    bullets,
    details,
    esc,
    heading,
    join,
    link,
    paragraph,
    phase_label,
    table,
    tag,
)
from views.wijk_why import intervals
from words import proposal
from words.reasons import converted_residents, period
from words.rows import rows_of


def draw(screen: Screen, code: str, name: str, monday: dt.date) -> None:
    """Phase strip, then all figures with those of the gemeente, then the trend of one of them."""
    _phases(screen, code, name, monday)
    st.html(_figures(screen, code, name, monday))
    _trend(screen, code, name, monday)


def _phases(screen: Screen, code: str, name: str, monday: dt.date) -> None:
    _ = screen.texts
    history = screen.read.table("phase_history", code).sort_values("week_start")
    weeks = [(frame.day(row.week_start), row) for row in rows_of(history)]
    found = charts.runs([(day, row.phase, proposal.doubt(row)) for day, row in weeks if day])
    names = {phase: words.phase(_, phase) for phase in words.PHASES}
    st.html(heading(2, _("Hoe het ging: de fase per week"), "verloop"))
    st.plotly_chart(
        charts.phase_history(found, names, monday),
        key="fasen",
        theme=None,
        config=charts.CONFIG,
        alt=_(
            "Voorgestelde fase van {wijk} per week. Dezelfde gegevens staan in de tabel eronder.",
            wijk=name,
        ),
    )
    rows = [
        (
            _.week_short(run.since),
            _.week_short(run.until - dt.timedelta(weeks=1)),
            _phases_of(_, run),
            _.number(run.weeks),
        )
        for run in reversed(found)
    ]
    columns = [
        Column(_("Van")),
        Column(_("Tot en met")),
        Column(_("Fase (voorstel)")),
        Column(_("Weken"), "right"),
    ]
    version = screen.meta["rule_version"]
    caption = _(
        "Fase van {wijk}, regelversie {version}, nieuwste eerst", wijk=name, version=version
    )
    note = _(
        "Gevlekt en minder hoog: twijfel; dan staan beide fasen er. Een lege plek: geen voorstel."
    )
    st.html(paragraph(note, "wp-note"))
    st.html(details(_("De fasen als tabel"), table(caption, columns, rows, phone="lines")))
    _chances(screen, [(day, row) for day, row in weeks if day], names, name, monday)


def _phases_of(_: Texts, run: charts.Run) -> Safe:
    own = phase_label(_, run.phase)
    return own if run.other is None else join([own, _(" of "), phase_label(_, run.other)])


def _chances(
    screen: Screen,
    history: list[tuple[dt.date, Any]],
    names: dict[str, str],
    name: str,
    monday: dt.date,
) -> None:
    """The chances of each week as bands, and in a table."""
    _ = screen.texts
    weeks = [
        charts.Week(
            day,
            proposal.chances(row),
            _(
                "{week}<br>{chances}",
                week=_.week_short(day),
                chances=proposal.chances_in_words(_, row),
            ),
        )
        for day, row in history
    ]
    if not any(week.chances for week in weeks):
        text = _("Voor deze wijk zijn geen kansen berekend.")
        st.html(paragraph(text, "wp-muted"))
        return
    legend = bullets([phase_label(_, phase) for phase in words.PHASES[:4]], "wp-legend")
    st.html(join([heading(3, _("Hoe waarschijnlijk elke fase was")), legend]))
    st.plotly_chart(
        charts.phase_bands(weeks, names, monday),
        key="kansen",
        theme=None,
        config=charts.CONFIG,
        alt=_(
            "Kans op elke fase van {wijk} per week, als banden op elkaar. Dezelfde gegevens staan "
            "in de tabel eronder.",
            wijk=name,
        ),
    )
    note = _(
        "Hoe hoger een band, hoe waarschijnlijker die fase is volgens het model, met de gegevens "
        "van dat moment en regelversie {version}. Een gat: in die weken is geen fase voorgesteld.",
        version=screen.meta["rule_version"],
    )
    columns = [Column(_("Week")), Column(_("Voorstel"))]
    columns += [Column(words.phase(_, phase), "right") for phase in words.PHASES[:4]]
    rows = [
        (
            _.week_short(day),
            proposal.in_words(_, row),
            *(
                proposal.percent(_, chances[phase]) if chances else "–"
                for phase in words.PHASES[:4]
            ),
        )
        for day, row in reversed(history)
        for chances in [proposal.chances(row)]
    ]
    caption = _("Kansen van {wijk} per week, nieuwste eerst", wijk=name)
    grid = table(caption, columns, rows, phone="lines")
    st.html(join([paragraph(note, "wp-note"), details(_("De kansen als tabel"), grid)]))


def _figures(screen: Screen, code: str, name: str, monday: dt.date) -> Safe:
    """Every figure that holds in this week, with the gemeente beside it: compared, never ranked."""
    _ = screen.texts
    rows = []
    between = intervals(screen, code, monday)
    for row in rows_of(screen.read.table("indicator_values", code, monday)):
        indicator = screen.knowledge.indicators.get(row.indicator_id)
        if indicator is None:
            continue
        rows.append(
            (
                _.of(indicator.name),
                value(screen, indicator, row.value),
                between.get(row.indicator_id) or "–",
                value(screen, indicator, row.gemeente_value),
                _with_mark(_, _.of(indicator.unit), row),
                _.number(row.n) if frame.known(row.n) is not None else "",
                period(_, row),
                words.status(_, row.status),
            )
        )
    columns = [
        Column(_("Cijfer")),
        Column(name, "right"),
        Column(_("Hoe precies")),
        Column(_("Gemeente {naam}", naam=screen.meta["naam"]), "right"),
        Column(_("Eenheid")),
        Column("n", "right"),
        Column(_("Datum of periode")),
        Column(_("Bruikbaar?")),
    ]
    caption = _(
        "De nieuwste cijfers die gelden in {week}. n is het aantal antwoorden of meldingen. "
        "Tussen: daar ligt het echte cijfer van de wijk waarschijnlijk (95%). Bij weinig meldingen "
        "leunt de schatting op de hele gemeente.",
        week=_.week(monday),
    )
    empty = _("Voor deze wijk zijn in deze week geen cijfers bekend.")
    head = heading(2, _("Cijfers van de wijk en van de gemeente"), "cijfers")
    if not rows:
        return join([head, paragraph(empty, "wp-muted")])
    count = _.plural("{n} cijfer", "Alle {n} cijfers", len(rows))
    return join([head, details(count, table(caption, columns, rows, phone="lines"))])


def _with_mark(_: Texts, text: str, row: Any) -> Safe:
    """A text, and below it the mark of a rate over residents that were converted."""
    mark = converted_residents(_, row)
    return join([text, tag("div", mark, "wp-note")]) if mark else esc(text)


def value(screen: Screen, indicator: Indicator, number: Any) -> str:
    """A figure with the decimals of its indicator, or a dash where there is none."""
    if frame.known(number) is None:
        return "–"
    return screen.texts.number(number, indicator.decimals)


def _trend(screen: Screen, code: str, name: str, monday: dt.date) -> None:
    _ = screen.texts
    series = screen.read.table("indicator_series", code)
    available = [i for i in screen.knowledge.indicators if i in set(series["indicator_id"])]
    st.html(heading(2, _("Eén cijfer door de tijd")))
    if not available:
        st.html(paragraph(_("Voor deze wijk zijn geen cijfers bekend."), "wp-muted"))
        return
    chosen = st.selectbox(
        _("Cijfer"),
        available,
        format_func=lambda indicator_id: _.of(screen.knowledge.indicators[indicator_id].name),
        key="cijfer",
    )
    indicator = screen.knowledge.indicators[chosen]
    own = series.loc[series["indicator_id"] == chosen].sort_values("week_start")
    trend = _series(screen, own, indicator)
    goalposts = indicator.goalposts_version_on(monday)
    labels = [_("niveau {level}", level=_.number(step)) for step in (1, 2, 3)]
    st.html(paragraph(_.of(indicator.definition)))
    st.plotly_chart(
        charts.trend(trend, list(zip(goalposts.values, labels, strict=True))),
        key="trend",
        theme=None,
        config=charts.CONFIG,
        alt=_(
            "{indicator} in {wijk} door de tijd, met de ijkpunten. Dezelfde gegevens "
            "staan in de tabel eronder.",
            indicator=_.of(indicator.name),
            wijk=name,
        ),
    )
    st.html(_trend_notes(screen, indicator, goalposts, own))


def _series(screen: Screen, own: pd.DataFrame, indicator: Indicator) -> charts.Trend:
    """Every week of the history gets a place; a week without a figure stays empty."""
    _ = screen.texts
    is_survey = indicator.source.kind == "survey"
    by_day = {frame.day(row.week_start): row for row in rows_of(own)}
    every_week = [frame.day(start) for start in screen.read.table("weeks")["week_start"]]
    days = sorted(day for day in (by_day if is_survey else every_week) if day)
    values: list[float | None] = []
    hover = []
    for day in days:
        row = by_day.get(day)
        number = None if row is None else frame.known(row.value)
        values.append(None if number is None else float(number))
        text = value(screen, indicator, number)
        n = None if row is None else frame.known(row.n)
        hover.append(
            _(
                "{week}<br>{value} {unit}, n = {n}",
                week=_.week(day),
                value=text,
                unit=_.of(indicator.unit),
                n=_.number(n) if n is not None else "–",
            )
        )
    return charts.Trend(days, values, hover, _.of(indicator.unit), is_survey)


def _trend_notes(screen: Screen, indicator: Indicator, goalposts: Any, own: pd.DataFrame) -> Safe:
    _ = screen.texts
    posts = " / ".join(_.number(number, indicator.decimals) for number in goalposts.values)
    reference = goalposts.reference
    source = _("aanname") if reference.url == "assumption" else link(reference.url, reference.title)
    rows = [
        (
            _.week_short(row.week_start),
            value(screen, indicator, row.value),
            _.number(row.n) if frame.known(row.n) is not None else "",
            _with_mark(_, words.status(_, row.status), row),
        )
        for row in rows_of(own.sort_values("week_start", ascending=False))
    ]
    columns = [
        Column(_("Week")),
        Column(_.of(indicator.unit), "right"),
        Column("n", "right"),
        Column(_("Bruikbaar?")),
    ]
    note = join(
        [
            _(
                "IJkpunten voor niveau 1 / 2 / 3: {posts} {unit}, sinds {date}. Bron: ",
                posts=posts,
                unit=_.of(indicator.unit),
                date=_.date(goalposts.valid_from),
            ),
            source,
            ". ",
            _("Een gat in de lijn betekent: in die week is er geen cijfer."),
        ]
    )
    caption = _("{indicator}, nieuwste eerst", indicator=_.of(indicator.name))
    grid = table(caption, columns, rows)
    return join([tag("p", note, "wp-note"), details(_("Dit cijfer als tabel"), grid)])
