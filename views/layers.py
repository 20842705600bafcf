"""The layers of the map: phase, one criterion, one channel, or coverage; what each wijk shows in
it.
"""

import datetime as dt
from bisect import bisect_right
from typing import Any

import pandas as pd
import streamlit as st

import words
from language import Texts
from views import frame, phase_signs, state
from views.frame import Screen
from views.html import Safe, bullets, join, paragraph, tag
from views.map_figure import Shown
from views.palette import (
    CERTAINTY,
    COVERAGE,
    COVERAGE_FROM,
    DASH,
    DIRECTION,
    LEVELS,
    PHASES,
    UNKNOWN,
)
from words import proposal
from words.rows import rows_of

PHASE = "fase"
COVERAGE_LAYER = "dekking"
CERTAINTY_LAYER = "zekerheid"
DIRECTION_LAYER = "richting"
_KEY = "laag_keuze"


def options(screen: Screen) -> list[str]:
    """All layers: phase, certainty, direction, channels, criteria, coverage. `verwacht` has no
    levels.
    """
    return [
        PHASE,
        CERTAINTY_LAYER,
        DIRECTION_LAYER,
        *words.CHANNELS[:3],
        *screen.knowledge.criteria,
        COVERAGE_LAYER,
    ]


def chosen(screen: Screen) -> str:
    """The layer in the address, else the phase."""
    asked = state.get("laag")
    return asked if asked in options(screen) else PHASE


def title(screen: Screen, layer: str) -> str:
    """The name of a layer."""
    _ = screen.texts
    if layer == PHASE:
        return _("Fase")
    if layer == COVERAGE_LAYER:
        return _("Dekking van de meldingen")
    if layer == CERTAINTY_LAYER:
        return _("Zekerheid van het voorstel")
    if layer == DIRECTION_LAYER:
        return _("Richting")
    if layer in words.CHANNELS:
        meaning = words.channel_meaning(_, layer)
        return _("Bron {channel}: {meaning}", channel=words.channel(_, layer), meaning=meaning)
    criterion = screen.knowledge.criteria.get(layer)
    return f"{layer} {_.of(criterion.name)}" if criterion else layer


def choose(screen: Screen) -> None:
    """The choice of a layer."""
    _ = screen.texts
    st.session_state[_KEY] = chosen(screen)
    st.selectbox(
        _("Laag op de kaart"),
        options(screen),
        format_func=lambda layer: title(screen, layer),
        key=_KEY,
        on_change=lambda: state.put("laag", st.session_state[_KEY]),
    )


def shown(screen: Screen, layer: str, monday: dt.date, wijken: pd.DataFrame) -> dict[str, Shown]:
    """wijkcode -> what it shows; a wijk without a value is hatched and says so."""
    _ = screen.texts
    nothing = Shown(UNKNOWN, _("geen gegevens"), UNKNOWN.sign)
    found = dict.fromkeys(wijken["wijkcode"], nothing)
    if layer in _OF_PROPOSALS:
        show = _OF_PROPOSALS[layer]
        for row in rows_of(screen.read.table("phases", monday)):
            found[row.wijkcode] = show(_, row)
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
    dash = DASH.get(str(row.certainty), "solid")
    text = _("voorstel: {proposal}", proposal=proposal.in_words(_, row))
    return Shown(PHASES[row.phase], text, phase_signs.signs(row), dash)


def _certainty(_: Texts, row: Any) -> Shown:
    sure = proposal.certainty(row)
    if sure is None:
        return Shown(UNKNOWN, _("niet berekend: geen fase voorgesteld"), UNKNOWN.sign)
    text = proposal.in_words(_, row)
    spread = proposal.chances_in_words(_, row)
    return Shown(
        CERTAINTY[sure],
        _("{proposal}: {chances}", proposal=text, chances=spread),
        CERTAINTY[sure].sign,
    )


def _direction(_: Texts, row: Any) -> Shown:
    paint = DIRECTION[row.direction]
    return Shown(paint, words.direction_meaning(_, row.direction), paint.sign)


_OF_PROPOSALS = {PHASE: _phase, CERTAINTY_LAYER: _certainty, DIRECTION_LAYER: _direction}


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


def legend(screen: Screen, layer: str, monday: dt.date, *, has_outlines: bool = True) -> Safe:
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
    elif layer == CERTAINTY_LAYER:
        steps = {"zeker": 3, "waarschijnlijk": 2, "twijfel": 0}
        entries = [
            (f"wp-level-{step}", CERTAINTY[sure].sign, words.certainty(_, sure))
            for sure, step in steps.items()
        ]
        entries.append(("wp-onvoldoende_gegevens", UNKNOWN.sign, _("geen fase voorgesteld")))
    elif layer == DIRECTION_LAYER:
        ways = {"stijgend": 3, "stabiel": 1, "dalend": 0}
        entries = [
            (f"wp-level-{step}", DIRECTION[way].sign, words.direction_meaning(_, way))
            for way, step in ways.items()
        ]
        unknown = words.direction_meaning(_, "onbekend")
        entries.append(("wp-onvoldoende_gegevens", UNKNOWN.sign, unknown))
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
    parts = [paragraph(caption, "wp-note"), bullets(items, "wp-legend")]
    is_sure = screen.read.table("phases", monday)["certainty"].notna().any()
    if layer == PHASE and is_sure:
        parts.append(_outlines(_) if has_outlines else paragraph(_no_outlines(_), "wp-note"))
    return join(parts)


def _outlines(_: Texts) -> Safe:
    """How sure a proposal is, as the outline of a wijk."""
    entries = [
        ("solid", _("volle rand: zeker")),
        ("dash", _("streepjes: waarschijnlijk")),
        ("dot", _("stippen: twijfel, met de letters van beide fasen")),
    ]
    items = [
        tag("span", join([tag("span", "", f"wp-line-{line}", aria_hidden="true"), name]))
        for line, name in entries
    ]
    return bullets(items, "wp-legend")


def _no_outlines(_: Texts) -> str:
    return _("Hoe zeker elk voorstel is, staat in de laag Zekerheid en in de tabel.")
