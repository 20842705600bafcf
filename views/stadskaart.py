"""Screen 1, Stadskaart: where every wijk stands in one week, and what to look at first."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

import words
from language import Texts
from logbook import Decision
from views import (
    confirmed,
    exports,
    frame,
    layers,
    map_figure,
    map_national,
    memory,
    next_looks,
    phase_signs,
    state,
    weeks,
)
from views.frame import Screen
from views.html import (
    Column,
    Safe,
    bullets,
    details,
    heading,
    join,
    link,
    paragraph,
    phase_label,
    table,
    tag,
)
from views.reason_words import compared, reasons
from views.wijk_facts import phase_facts
from words.rows import rows_of

# Above this number of wijken the outlines go to the graphics card (MapLibre) instead of to SVG.
MOST_OUTLINES = 400
# A longer list is shown in pages.
MOST_ROWS = 100
# A longer list beside the map is cut off; the whole of it is a download.
MOST_BESIDE = 50
# Files on what happened or what people think; a roster or an agenda does not grow old this way.
_OBSERVED = ("signals", "incidents", "surveys", "survey_results", "registrations", "population")
_CHART = "kaart"


def draw(screen: Screen) -> None:
    """The whole screen."""
    _, read = screen.texts, screen.read
    frame.top(screen, _("Stadskaart"))
    all_weeks = read.table("weeks")
    iso = weeks.chosen(all_weeks)
    monday = weeks.options(all_weeks)[iso]
    phases = read.table("phases", monday)
    wijken = read.table("wijken")
    names = dict(zip(wijken["wijkcode"], wijken["wijknaam"], strict=True))
    chosen = state.get("wijk") if state.get("wijk") in names else None

    known = memory.read(screen, (Decision,))
    standing = confirmed.standings(known.of(Decision), memory.day_shown(screen, monday))

    left, right = st.columns([3, 2], gap="large")
    with left:
        layer = layers.chosen(screen)
        shown = layers.shown(screen, layer, monday, wijken)
        if layer == layers.PHASE:
            proposed = dict(zip(phases["wijkcode"], phases["phase"], strict=True))
            shown = confirmed.marked(_, shown, standing, proposed)
        _map(screen, wijken, shown, chosen, layers.title(screen, layer), monday)
        has_outlines = len(wijken) <= MOST_OUTLINES
        st.html(layers.legend(screen, layer, monday, has_outlines=has_outlines))
        frame.show(confirmed.legend(_, shown, has_outlines=has_outlines))
        weeks.slider(_, all_weeks)
        if iso in weeks.incomplete(all_weeks):
            st.html(
                paragraph(_("Deze week is nog niet voorbij: er komen nog gegevens bij."), "wp-note")
            )
    with right:
        frame.choose_wijk(_, names)
        layers.choose(screen)
        frame.show(memory.notice(_, known))
        if chosen:
            decided = standing.get(chosen)
            st.html(_panel(screen, chosen, names[chosen], phases, monday, decided))
        st.html(_counts(_, phases, monday))
        frame.show(next_looks.section(screen, phases, all_weeks, monday, known))
        _changes(screen, monday)
        _silent(screen, monday, names)
        st.html(_old_data(screen))
    st.html(heading(2, _("Alle wijken in een tabel")))
    listed = _page(phases.sort_values("wijknaam"), chosen)
    st.html(_list(screen, listed, shown, layer, monday, standing))


def _map(
    screen: Screen,
    wijken: pd.DataFrame,
    shown: dict[str, map_figure.Shown],
    chosen: str | None,
    layer_title: str,
    monday: Any,
) -> None:
    _ = screen.texts
    if len(wijken) > MOST_OUTLINES:
        drawing = map_national.figure(wijken, shown, layers.class_words(_), chosen=chosen)
        config = {
            "displaylogo": False,
            "modeBarButtons": [["zoomInMap", "zoomOutMap", "resetViewMap"]],
        }
    else:
        zoom = bool(chosen) and bool(st.session_state.get("inzoomen"))
        areas = screen.read.areas()
        drawing = map_figure.figure(areas, shown, chosen=chosen, is_zoomed=zoom)
        config = {"displayModeBar": False, "scrollZoom": False}
        # The room on the screen follows the shape of the gemeente, so that no white is left over.
        st.html(f"<style>:root {{ --wp-map-shape: {map_figure.shape(areas):.3f} }}</style>")
    with st.container(key="kaartvlak"):
        st.plotly_chart(
            drawing,
            key=_CHART,
            theme=None,
            height="stretch",
            on_select=_clicked,
            selection_mode="points",
            config={**config, "responsive": True},
            alt=_(
                "Kaart van {naam}: {layer}, {week}. Dezelfde gegevens staan in de "
                "tabel onder de kaart.",
                naam=screen.meta["naam"],
                layer=layer_title,
                week=_.week(monday),
            ),
        )
    if chosen and len(wijken) <= MOST_OUTLINES:
        st.toggle(_("Inzoomen op de gekozen wijk"), key="inzoomen")


def _clicked() -> None:
    """Keep the clicked wijk ourselves: Plotly forgets it as soon as the map is redrawn."""
    points = st.session_state[_CHART]["selection"]["points"]
    if not points:
        return
    code = points[0].get("customdata") or points[0].get("location")
    state.put("wijk", str(code[0] if isinstance(code, list) else code))


def _panel(
    screen: Screen,
    code: str,
    name: str,
    phases: pd.DataFrame,
    monday: Any,
    decided: confirmed.Standing | None,
) -> Safe:
    """The chosen wijk: phase, since when, how sure, three reasons, and the way to its screen."""
    _ = screen.texts
    row = phases.loc[phases["wijkcode"] == code].iloc[0]
    parts = [
        heading(2, name),
        phase_signs.label(_, row, is_large=True),
        phase_facts(_, row, decided),
        confirmed.panel(_, decided, row["phase"], rank=3) if decided else "",
        heading(3, _("Waarom")),
        compared(_, row),
        bullets(reasons(screen, code, monday)),
        link(frame.address("wijk", _, wijk=code), _("Open {wijk}", wijk=name), "wp-button"),
    ]
    return tag("section", join(parts), "wp-panel", aria_label=_("Gekozen wijk"))


def _counts(_: Texts, phases: pd.DataFrame, monday: Any) -> Safe:
    numbers = phases["phase"].value_counts()
    rows = [(phase_label(_, phase), _.number(int(numbers.get(phase, 0)))) for phase in words.PHASES]
    grid = table(
        _("Aantal wijken per fase, {week}", week=_.week(monday)),
        [Column(_("Fase (voorstel)")), Column(_("Wijken"), "right")],
        rows,
    )
    return join([heading(2, _("Fasen in deze week")), grid])


def _changes(screen: Screen, monday: Any) -> None:
    _ = screen.texts
    changes = screen.read.table("changes", monday)
    st.html(heading(2, _("Anders dan een week eerder")))
    if changes.empty:
        st.html(paragraph(_("Geen enkele wijk veranderde van fase."), "wp-muted"))
        return
    rows = [
        (
            frame.wijk_link(_, row.wijkcode, row.wijknaam),
            phase_label(_, row.previous_phase),
            phase_label(_, row.phase),
        )
        for row in rows_of(changes.head(MOST_BESIDE))
    ]
    columns = [Column(_("Wijk")), Column(_("Was")), Column(_("Is nu"))]
    title = _("Wijken met een andere fase")
    st.html(table(title, columns, rows, is_caption_visible=False, phone="lines"))
    _rest(screen, changes, "veranderingen", week=str(monday))


def _rest(screen: Screen, rows: pd.DataFrame, file: str, **about: str) -> None:
    """How many rows a cut-off list leaves out, and the whole list as a download."""
    _ = screen.texts
    left_out = len(rows.iloc[MOST_BESIDE:])
    if left_out:
        text = _("en nog {n}; in de download staan ze allemaal", n=_.number(left_out))
        st.html(paragraph(text, "wp-note"))
        exports.button(screen, rows, file, f"{file}_csv", **about)


def _silent(screen: Screen, monday: Any, names: dict[str, str]) -> None:
    """Who was expected to report and did not; silence is missing information, not calm."""
    _ = screen.texts
    silent = screen.read.table("silent_reporters", monday)
    st.html(heading(2, _("Wie is stil")))
    if screen.read.table("coverage", monday).empty:
        none = _("Er zijn geen melders afgesproken. Wat professionals zien, is dus niet bekend.")
        st.html(paragraph(none, "wp-muted"))
        return
    if silent.empty:
        st.html(paragraph(_("Alle afgesproken melders melden zoals verwacht."), "wp-muted"))
        return
    rows = []
    for row in rows_of(silent.head(MOST_BESIDE)):
        last = frame.day(row.last_report)
        rows.append(
            (
                names.get(row.wijkcode, row.wijkcode),
                row.reporter,
                _.date(last) if last else _("nog nooit"),
                _.number(row.weeks_silent) if frame.known(row.weeks_silent) is not None else "",
            )
        )
    columns = [
        Column(_("Wijk")),
        Column(_("Melder")),
        Column(_("Laatste melding")),
        Column(_("Weken stil"), "right"),
    ]
    note = paragraph(_("Stilte is geen rust: zolang niemand meldt, weten we het niet."), "wp-note")
    title = _("Melders die niets lieten horen")
    grid = table(title, columns, rows, is_caption_visible=False, phone="lines")
    summary = _.plural("{n} melder liet niets horen", "{n} melders lieten niets horen", len(silent))
    st.html(join([note, details(summary, grid)]))
    _rest(screen, silent, "stille-melders", week=str(monday))


def _old_data(screen: Screen) -> Safe:
    """Per kind of source the newest date in it."""
    _ = screen.texts
    sources = screen.read.table("sources")
    dated = sources[sources["kind"].isin(_OBSERVED)].dropna(subset=["last_date"])
    newest = dated.groupby("kind")["last_date"].max().sort_values()
    as_of = dt.date.fromisoformat(screen.meta["as_of"])
    rows = []
    for kind, value in newest.items():
        last = frame.day(value)
        if last:
            # Figures on residents may be of a later year than the events they go with.
            days_old = (as_of - last).days
            weeks_old = _.number(days_old // 7) if days_old >= 0 else "–"
            rows.append((words.file_kind(_, str(kind)), _.date(last), weeks_old))
    columns = [
        Column(_("Bron")),
        Column(_("Nieuwste gegeven"), "right"),
        Column(_("Weken oud"), "right"),
    ]
    title = _("Nieuwste datum per bron, en hoe oud die is op de peildatum")
    grid = table(title, columns, rows, is_caption_visible=False)
    more = link(frame.address("gegevens", _), _("Alle bronnen en geweigerde rijen"))
    return join([heading(2, _("Hoe oud zijn de gegevens")), grid, paragraph(more)])


def _page(phases: pd.DataFrame, chosen: str | None) -> pd.DataFrame:
    """The part of a very long list that is shown; it opens where the chosen wijk stands."""
    if len(phases) <= MOST_ROWS:
        return phases
    starts = range(0, len(phases), MOST_ROWS)
    places = dict(zip(phases["wijkcode"], range(len(phases)), strict=True))
    here = places.get(chosen, 0) // MOST_ROWS + 1
    page = st.pagination(len(starts), default=here, key=f"bladzijde_{here}")
    start = starts[page - 1]
    return phases.iloc[start : start + MOST_ROWS]


def _list(
    screen: Screen,
    phases: pd.DataFrame,
    shown: dict[str, map_figure.Shown],
    layer: str,
    monday: Any,
    standing: Mapping[str, confirmed.Standing],
) -> Safe:
    """Every wijk of the map in a table, in alphabetical order: never ranked."""
    _ = screen.texts
    columns = [
        Column(_("Wijk")),
        Column(_("Fase (voorstel)")),
        Column(_("Sinds")),
        Column(_("Vastgesteld door mensen")),
        Column(_("Dekking"), "right"),
        Column(_("Inwoners"), "right"),
    ]
    if layer != layers.PHASE:
        columns.insert(2, Column(layers.title(screen, layer)))
    rows = []
    for row in rows_of(phases):
        coverage = frame.known(row.coverage_pct)
        since = frame.day(row.since_week)
        cells: list[object] = [
            link(frame.address("stadskaart", _, wijk=row.wijkcode), row.wijknaam),
            phase_signs.label(_, row),
            tag("span", _.week_short(since), "wp-whole") if since else _("onbekend"),
            confirmed.cell(_, standing.get(row.wijkcode), row.phase),
            "–" if coverage is None else _.percent(coverage),
            residents(_, row),
        ]
        if row.wijkcode == state.get("wijk"):
            cells[0] = join([cells[0], " ", tag("strong", _("(gekozen)"))])
        if layer != layers.PHASE:
            cells.insert(2, shown[row.wijkcode].words)
        rows.append(cells)
    caption = _(
        "{layer}, {week}. Wijken op alfabet. Dekking: ontvangen meldingen van de "
        "verwachte, over 8 weken.",
        layer=layers.title(screen, layer),
        week=_.week(monday),
    )
    if phases["inwoners_is_nearest_year"].eq(True).any():
        year = _("Een jaartal achter de inwoners: van dat jaar, omdat het eigen jaar ontbreekt.")
        caption = f"{caption} {year}"
    return table(caption, columns, rows, phone="lines")


def residents(_: Texts, row: Any) -> Safe:
    """The number of residents, with its year where that is not the year of the week, and the mark
    where it was converted.
    """
    number = frame.known(row.inwoners)
    if number is None:
        return Safe("–")
    year = int(row.inwoners_jaar) if row.inwoners_is_nearest_year else None
    return frame.residents(_, int(number), year, frame.known(row.inwoners_estimated_pct))
