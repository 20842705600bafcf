"""Screen 4, Interventies: the catalogue for a chosen wijk or in general; a page per intervention,
two side by side, and what is missing in the wijk or the gemeente.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

import words
from indicators import fitting
from indicators.advice.gaps import white_spots
from indicators.advice.recommend import SERIOUSNESS, Advice, recommend
from indicators.intervention_models import Intervention
from indicators.models import PhaseId, WordList
from language import Texts
from views import (
    advice_situation,
    advice_words,
    frame,
    gap_tables,
    intervention_page,
    state,
    wijk_advice,
)
from views.frame import Screen
from views.html import Column, Safe, details, heading, join, paragraph, phase_label, table, tag

_ONE, _OTHER = "middel", "met"
# So many of what does not fit now are shown; the rest folds open.
_SHOWN = 8


def draw(screen: Screen) -> None:
    """The page of one intervention, two side by side, or the list."""
    _ = screen.texts
    catalogue = screen.knowledge.interventions
    item = catalogue.get(state.get(_ONE) or "")
    other = catalogue.get(state.get(_OTHER) or "")
    if item is None:
        _list(screen)
        return
    if other is None or other is item:
        frame.top(screen, _.of(item.name))
        st.html(join([intervention_page.back(_), intervention_page.print_hint(_)]))
        _choose_other(screen, item, None)
        st.html(intervention_page.page(screen, item))
        return
    frame.top(screen, _("Twee maatregelen vergelijken"))
    st.html(join([intervention_page.back(_), intervention_page.print_hint(_)]))
    _choose_other(screen, item, other)
    st.html(intervention_page.compared(screen, item, other))


def _choose_other(screen: Screen, item: Intervention, other: Intervention | None) -> None:
    """With what to compare; emptied, only the first stays."""
    _ = screen.texts
    catalogue = screen.knowledge.interventions
    names = {key: _.of(one.name) for key, one in catalogue.items() if one is not item}
    key = "vergelijk"
    st.session_state[key] = other.id if other else None

    def changed() -> None:
        chosen = st.session_state[key]
        if chosen is None:
            st.query_params.pop(_OTHER, None)
        else:
            st.query_params[_OTHER] = chosen

    st.selectbox(
        _("Vergelijk {name} met", name=_.of(item.name)),
        sorted(names, key=names.__getitem__),
        format_func=names.__getitem__,
        key=key,
        placeholder=_("Kies een andere maatregel"),
        on_change=changed,
    )


def _list(screen: Screen) -> None:
    _, read = screen.texts, screen.read
    frame.top(screen, _("Interventies"))
    wijken = read.table("wijken")
    names = dict(zip(wijken["wijkcode"], wijken["wijknaam"], strict=True))
    left, right = st.columns(2, gap="large")
    with left:
        frame.choose_wijk(_, names)
    code = state.get("wijk") if state.get("wijk") in names else None
    with right:
        phase = None if code else _choose_phase(_)
    if not code:
        st.html(
            paragraph(
                _(
                    "Kies een wijk om te zien wat daar past, of blader door alles. Werk nooit "
                    "met een blauwdruk: wat in de ene wijk hielp, hoeft dat elders niet te doen."
                )
            )
        )
    fits = _filters(screen, by_groups=code is None)
    st.html(intervention_page.print_hint(_))
    if code:
        _for_wijk(screen, code, names[code], fits)
    else:
        _in_general(screen, phase, fits)
        st.html(heading(2, _("Witte vlekken in de gemeente"), "witte-vlekken"))
        st.html(gap_tables.of_town(screen, advice_situation.gaps_of_all(screen), names))


def _choose_phase(_: Texts) -> PhaseId | None:
    phase = st.selectbox(
        _("Fase"),
        SERIOUSNESS,
        index=None,
        format_func=lambda one: words.phase(_, one),
        placeholder=_("Alle fasen"),
        key="fase_keuze",
    )
    return phase


Test = Callable[[Intervention], bool]


@dataclass(frozen=True)
class _Filter:
    """One choice: its label, what can be chosen, and which interventions then stay."""

    key: str
    label: str
    options: dict[str, str]
    keeps: Callable[[Intervention, str], bool]


def _filters(screen: Screen, *, by_groups: bool) -> Test:
    """All filters; what is not chosen keeps everything."""
    _, knowledge = screen.texts, screen.knowledge
    lists = knowledge.advice.lists

    def labels(name: str) -> dict[str, str]:
        return {word.id: _.of(word.name) for word in getattr(lists, name).terms}

    rungs = {f"L{number}": advice_words.rung(_, f"L{number}") for number in range(6)}
    grades = {grade: advice_words.evidence(_, grade) for grade in ("A", "A-", "B", "C")}
    efforts = {one: advice_words.effort(_, one) for one in ("laag", "middel", "hoog")}
    lines = {word.id: _.of(word.name) for word in knowledge.vocabulary.scheidslijn.terms}
    filters = [
        _Filter("f_doel", _("Waarvoor"), labels("purpose"), lambda x, v: x.purpose == v),
        _Filter(
            "f_richting",
            _("Oplossingsrichting"),
            labels("direction"),
            lambda x, v: v in x.directions,
        ),
        _Filter(
            "f_type",
            _("Soort in De Wijkverbinder"),
            labels("activity_type"),
            lambda x, v: v in x.activity_types,
        ),
        _Filter("f_wie", _("Wie doet het"), labels("executor"), lambda x, v: v in x.executors),
        _Filter("f_inspanning", _("Inspanning"), efforts, lambda x, v: x.effort == v),
        _Filter("f_bewijs", _("Bewijs"), grades, lambda x, v: x.evidence.grade == v),
        _Filter(
            "f_trede",
            _("Trede (afgeleid)"),
            rungs,
            lambda x, v: x.ladder_rung is not None and x.ladder_rung.rung == v,
        ),
        _Filter(
            "f_online",
            _("Online"),
            {"ja": _("kan online"), "nee": _("geen online vorm bekend")},
            lambda x, v: (x.online is not None) == (v == "ja"),
        ),
    ]
    if by_groups:
        filters += [
            _Filter(
                "f_groep",
                _("Doelgroep"),
                labels("target_group"),
                lambda x, v: v in x.for_groups or "alle-bewoners" in x.for_groups,
            ),
            _Filter(
                "f_lijn",
                _("Scheidslijn"),
                lines,
                lambda x, v: not x.scheidslijnen or v in x.scheidslijnen,
            ),
        ]
    chosen: list[tuple[_Filter, str]] = []
    with st.expander(_("Filter de lijst")):
        columns = st.columns(4)
        for place, one in enumerate(filters):
            with columns[place % 4]:
                value = st.selectbox(
                    one.label,
                    list(one.options),
                    index=None,
                    format_func=one.options.__getitem__,
                    placeholder=_("alles"),
                    key=one.key,
                )
            if value is not None:
                chosen.append((one, value))
    return lambda item: all(one.keeps(item, value) for one, value in chosen)


def _for_wijk(screen: Screen, code: str, name: str, fits: Test) -> None:
    """What fits this wijk now, what does not, and what is missing."""
    _, knowledge = screen.texts, screen.knowledge
    monday = advice_situation.monday_of(screen)
    lists = knowledge.advice.lists
    with st.expander(_("Wat weet u van {wijk}? Het advies past zich aan", wijk=name)):
        groups = _several(_, _("Voor welke doelgroep"), lists.target_group, f"groepen_{code}")
        lines = _several(
            _,
            _("Welke scheidslijn speelt"),
            knowledge.vocabulary.scheidslijn,
            f"lijnen_{code}",
            start=sorted(advice_situation.lines_of(screen.read, code, monday)),
        )
        holds = _several(_, _("Dit klopt hier"), lists.circumstance, f"klopt_{code}")
        denied = _several(
            _, _("Dit klopt hier niet"), lists.circumstance, f"klopt_niet_{code}", without=holds
        )
    situation = advice_situation.of_wijk(
        screen,
        code,
        monday,
        target_groups=groups,
        scheidslijnen=lines,
        holds=holds,
        does_not_hold=denied,
    )
    given = recommend(knowledge, situation)
    st.html(_phase_line(screen, given, name))
    st.html(_advised(screen, given, fits))
    st.html(_not_now(screen, given, fits))
    spots = white_spots(
        knowledge,
        given,
        advice_situation.offers(screen.read),
        advice_situation.last_day_of(monday),
    )
    st.html(gap_tables.of_wijk(screen, spots))


def _several(
    _: Texts,
    label: str,
    words_of: WordList,
    key: str,
    *,
    start: list[str] | None = None,
    without: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """Any number of words of a closed list."""
    names = {word.id: _.of(word.name) for word in words_of.terms}
    chosen = st.multiselect(
        label,
        [word for word in names if word not in without],
        default=start,
        format_func=names.__getitem__,
        key=key,
        placeholder=_("Kies er een of meer"),
        select_all=False,
    )
    return frozenset(chosen)


def _phase_line(screen: Screen, given: Advice, name: str) -> Safe:
    _ = screen.texts
    labels = join([phase_label(_, phase) for phase in given.phases], " ")
    parts: list[object] = [
        heading(2, _("Wat past in {wijk}", wijk=name), "past"),
        tag("p", join([_("Fase"), ": ", labels])),
        paragraph(_.of(given.order.explanation)),
    ]
    if len(given.phases) == 2:
        rule = next(r for r in screen.knowledge.advice.rules.rules if r.id == "twijfel")
        parts.append(paragraph(_.of(rule.explanation)))
    for found in given.presumed:
        circumstance = advice_words.term(
            _, screen.knowledge.advice.lists.circumstance, found.circumstance
        )
        parts.append(
            paragraph(
                _(
                    "Hier gaan wij van uit: {what} {why}",
                    what=circumstance,
                    why=_.of(found.rule.explanation),
                ),
                "wp-note",
            )
        )
    return join(parts)


def _advised(screen: Screen, given: Advice, fits: Test) -> Safe:
    """A table per step of the phase."""
    _, knowledge = screen.texts, screen.knowledge
    parts: list[object] = []
    for number, step in enumerate(given.order.steps, start=1):
        rows = [
            (
                advice_words.name_link(_, one.intervention),
                join([*advice_words.why(_, knowledge, one), *advice_words.notes(_, one)], " "),
                _.of(one.intervention.executor),
                advice_words.effort(_, one.intervention.effort),
                one.intervention.evidence.grade,
            )
            for one in given.advised
            if one.step_number == number and fits(one.intervention)
        ]
        if rows:
            title = _("Stap {n}: {name}", n=number, name=_.of(step.name))
            parts += [heading(3, title), _grid(_, title, rows, _("Waarom hier"))]
    if not parts:
        parts = [paragraph(_("Niets past bij dit filter."))]
    if given.running:
        names = [advice_words.name_link(_, item) for item in given.running]
        parts.append(paragraph(join([_("Loopt al: "), join(names, ", ")])))
    if given.elsewhere:
        names = [advice_words.name_link(_, item) for item in given.elsewhere if fits(item)]
        if names:
            label = _("Voor een andere scheidslijn of doelgroep: ")
            parts.append(paragraph(join([label, join(names, ", ")])))
    parts.append(paragraph(advice_words.uncertain(_, knowledge)))
    return join(parts)


def _grid(_: Texts, title: str, rows: Sequence[tuple[object, ...]], second: str) -> Safe:
    columns = [
        Column(_("Maatregel")),
        Column(second),
        Column(_("Wie doet het")),
        Column(_("Inspanning")),
        Column(_("Bewijs")),
    ]
    return table(title, columns, rows, is_caption_visible=False, phone="cards")


def _not_now(screen: Screen, given: Advice, fits: Test) -> Safe:
    _, knowledge = screen.texts, screen.knowledge
    harms = {item.intervention.id for item in given.harms}
    rows: list[tuple[object, ...]] = [
        (
            advice_words.name_link(_, item.intervention),
            advice_words.why_not(_, knowledge, item),
            _("ja") if item.intervention.id in harms else _("nee"),
        )
        for item in wijk_advice.most_telling(given)
        if fits(item.intervention)
    ]
    columns = [Column(_("Maatregel")), Column(_("Waarom nu niet"))]
    if harms:
        columns.append(Column(_("Past wel in de lichtere fase")))
    else:
        rows = [row[:2] for row in rows]
    title = _("Nu niet doen, en waarom")
    if not rows:
        return Safe("")
    grid = table(title, columns, rows[:_SHOWN], is_caption_visible=False, phone="cards")
    parts: list[object] = [heading(2, title, "nu-niet"), grid]
    if len(rows) > _SHOWN:
        more = _("Nog {n} die nu niet passen", n=_.number(len(rows) - _SHOWN))
        rest = table(more, columns, rows[_SHOWN:], is_caption_visible=False, phone="cards")
        parts.append(details(more, rest))
    return join(parts)


def _in_general(screen: Screen, phase: PhaseId | None, fits: Test) -> None:
    """The catalogue without a wijk: in the order of the phase, or by name."""
    _, knowledge = screen.texts, screen.knowledge
    if phase is None:
        items = sorted(knowledge.interventions.values(), key=lambda item: _.of(item.name))
        rest: list[tuple[object, ...]] = []
    else:
        from_phase, excluded = fitting(knowledge, phase)
        items = list(from_phase)
        rest = [
            (advice_words.name_link(_, item), advice_words.why_not(_, knowledge, not_now))
            for not_now in excluded
            for item in (not_now.intervention,)
            if fits(item)
        ]
    rows: list[tuple[object, ...]] = [
        (
            advice_words.name_link(_, item),
            _.of(item.summary),
            _.of(item.executor),
            advice_words.effort(_, item.effort),
            item.evidence.grade,
        )
        for item in items
        if fits(item)
    ]
    title = _.plural("{n} maatregel", "{n} maatregelen", len(rows))
    parts: list[object] = [heading(2, title, "lijst")]
    parts.append(_grid(_, title, rows, _("In het kort")))
    if not rows:
        parts.append(paragraph(_("Niets past bij dit filter.")))
    if rest:
        label = _("Niet bij {phase}, en waarom", phase=words.phase(_, str(phase)))
        columns = [Column(_("Maatregel")), Column(_("Waarom niet"))]
        parts += [heading(2, label, "nu-niet")]
        parts.append(table(label, columns, rest, is_caption_visible=False, phone="cards"))
    st.html(join(parts))
