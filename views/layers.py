"""The layers of the map: phase, one criterion, one channel, or coverage; what each wijk shows in
it.
"""

import datetime as dt
from bisect import bisect_right
from typing import Any

import pandas as pd
import streamlit as st

from language import Texts
from views import frame, state, words
from views.frame import Screen
from views.html import Safe, bullets, join, paragraph, tag
from views.map_figure import Shown
from views.palette import COVERAGE, COVERAGE_FROM, DASH, LEVELS, PHASES, UNKNOWN
from views.rows import rows_of

PHASE = "fase"
COVERAGE_LAYER = "dekking"
_KEY = "laag_keuze"


def options(screen: Screen) -> list[str]:
    """All layers: phase, channels, criteria, coverage. `verwacht` has no levels in this rule
    version.
    """
    return [PHASE, *words.CHANNELS[:3], *screen.knowledge.criteria, COVERAGE_LAYER]


def chosen() -> str:
    """The layer in the address, else the phase."""
    return state.get("laag") or PHASE


def title(screen: Screen, layer: str) -> str:
    """The name of a layer."""
    _ = screen.texts
    if layer == PHASE:
        return _("Fase")
    if layer == COVERAGE_LAYER:
        return _("Dekking van de meldingen")
    if layer in words.CHANNELS:
        meaning = words.channel_meaning(_, layer)
        return _("Bron {channel}: {meaning}", channel=words.channel(_, layer), meaning=meaning)
    criterion = screen.knowledge.criteria.get(layer)
    return f"{layer} {_.of(criterion.name)}" if criterion else layer


def choose(screen: Screen) -> None:
    """The choice of a layer."""
    _ = screen.texts
    all_layers = options(screen)
    st.session_state[_KEY] = chosen() if chosen() in all_layers else PHASE
    st.selectbox(
        _("Laag op de kaart"),
        all_layers,
        format_func=lambda layer: title(screen, layer),
        key=_KEY,
        on_change=lambda: state.put("laag", st.session_state[_KEY]),
    )


def shown(screen: Screen, layer: str, monday: dt.date, wijken: pd.DataFrame) -> dict[str, Shown]:
    """wijkcode -> what it shows; a wijk without a value is hatched and says so."""
    _ = screen.texts
    if layer not in options(screen):
        layer = PHASE
    nothing = Shown(UNKNOWN, _("geen gegevens"), UNKNOWN.sign)
    found = dict.fromkeys(wijken["wijkcode"], nothing)
    if layer == PHASE:
        for row in rows_of(screen.read.table("phases", monday)):
            found[row.wijkcode] = _phase(_, row)
    elif layer == COVERAGE_LAYER:
        for row in rows_of(screen.read.table("coverage", monday)):
            if frame.known(row.coverage_pct) is not None:
                found[row.wijkcode] = _coverage(_, row)
    else:
        for row in rows_of(screen.read.table("layer", layer, monday)):
            if frame.known(row.level) is not None:
                found[row.wijkcode] = _level(_, row)
    return found


def _phase(_: Texts, row: Any) -> Shown:
    paint = PHASES[row.phase]
    dash = DASH.get(str(row.certainty), "solid")
    text = _("{phase} (voorstel)", phase=words.phase(_, row.phase))
    return Shown(paint, text, paint.sign, dash)


def _coverage(_: Texts, row: Any) -> Shown:
    pct = float(row.coverage_pct)
    paint = COVERAGE[bisect_right(COVERAGE_FROM, pct) - 1]
    text = _(
        "{pct}: {received} van {expected} verwachte meldingen",
        pct=_.percent(pct),
        received=frame.count(_, row.received),
        expected=frame.count(_, row.expected),
    )
    return Shown(paint, text, _.number(pct))


def _level(_: Texts, row: Any) -> Shown:
    level = float(row.level)
    paint = LEVELS[words.level_step(level)]
    n = frame.known(row.n)
    text = _("niveau {level}, {words}", level=_.number(level, 1), words=words.level(_, level))
    if n is not None:
        text = _("{text}, n = {n}", text=text, n=_.number(n))
    return Shown(paint, text, paint.sign)


def class_words(_: Texts) -> dict[str, str]:
    """fill colour -> name of the class, for the traces of the national map."""
    names = {PHASES[phase].fill: words.phase(_, phase) for phase in words.PHASES}
    return names | {paint.fill: words.level(_, step) for step, paint in enumerate(LEVELS)}


def legend(screen: Screen, layer: str, monday: dt.date) -> Safe:
    """Sign, colour and word of each class, and for which week."""
    _ = screen.texts
    if layer in words.CHANNELS or layer in screen.knowledge.criteria:
        entries = [
            (f"wp-level-{step}", p.sign, words.level(_, step)) for step, p in enumerate(LEVELS)
        ]
        entries.append(("wp-onvoldoende_gegevens", UNKNOWN.sign, _("geen gegevens")))
    elif layer == COVERAGE_LAYER:
        names = (_("minder dan 25%"), _("25 tot 50%"), _("50 tot 75%"), _("75% of meer"))
        entries = [(f"wp-level-{step}", "", name) for step, name in enumerate(names)]
        entries.append(("wp-onvoldoende_gegevens", UNKNOWN.sign, _("geen melders afgesproken")))
    else:
        entries = [
            (f"wp-{phase}", PHASES[phase].sign, words.phase(_, phase)) for phase in words.PHASES
        ]
    items = [
        tag(
            "span",
            join([tag("span", sign, f"wp-sign {css}", aria_hidden="true"), name]),
            "wp-phase",
        )
        for css, sign, name in entries
    ]
    caption = _("{layer}, {week}", layer=title(screen, layer), week=_.week(monday))
    return join([paragraph(caption, "wp-note"), bullets(items, "wp-legend")])
