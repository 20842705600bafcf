"""Screen 2, Wijk: what is known of one wijk, why this phase is proposed, and what fits now."""

import streamlit as st

from language import Texts
from logbook import Decision
from views import (
    advice_situation,
    confirmed,
    figure_rows,
    frame,
    memory,
    phase_signs,
    state,
    weeks,
    wijk_advice,
    wijk_events,
    wijk_history,
    wijk_proposal,
    wijk_timeline,
    wijk_why,
)
from views.frame import Screen
from views.html import Safe, bullets, heading, join, jumps, link, paragraph, tag
from views.reason_words import compared, reasons
from views.wijk_facts import phase_facts


def draw(screen: Screen) -> None:
    """The whole screen."""
    _, read = screen.texts, screen.read
    wijken = read.table("wijken")
    names = dict(zip(wijken["wijkcode"], wijken["wijknaam"], strict=True))
    code = state.get("wijk") or ""
    if code not in names:
        frame.top(screen, _("Wijk"))
        frame.choose_wijk(_, names)
        st.html(paragraph(_("Kies een wijk om te zien wat er bekend is.")))
        links = [
            frame.wijk_link(_, key, names[key]) for key in sorted(names, key=names.__getitem__)
        ]
        st.html(join([heading(2, _("Alle wijken")), bullets(links, "wp-columns")]))
        return

    frame.top(screen, names[code])
    all_weeks = read.table("weeks")
    iso = weeks.chosen(all_weeks)
    monday = weeks.options(all_weeks)[iso]
    phases = read.table("phases", monday)
    phase = phases.loc[phases["wijkcode"] == code].iloc[0]

    given = advice_situation.advice_of_wijk(screen, code)
    known = memory.read(screen, (Decision,), code)
    decided = confirmed.standings(known.of(Decision), memory.day_shown(screen, monday)).get(code)

    left, right = st.columns([3, 2], gap="large")
    with left:
        head = [phase_signs.label(_, phase, is_large=True), phase_facts(_, phase, decided)]
        head += wijk_proposal.doubt(screen, phases, code)
        meaning = screen.knowledge.phases[phase["phase"]]
        head.append(paragraph(_.of(meaning.seen)))
        head.append(paragraph(_.of(meaning.needed)))
        st.html(tag("section", join(head), "wp-panel", aria_label=_("Fase van deze wijk")))
        frame.show(memory.notice(_, known))
        st.html(confirmed.panel(_, decided, phase["phase"]))
        frame.show(wijk_proposal.certainty(screen, phase))
        st.html(_jumps(_, has_rows=read.access.may_read("rows")))
        if read.access.may_open("actieplan"):
            plan = link(frame.address("actieplan", _, wijk=code), _("Actieplan van deze wijk"))
            st.html(paragraph(plan))
        parts = [
            heading(2, _("Waarom deze fase")),
            compared(_, phase),
            bullets(reasons(screen, code, monday)),
        ]
        parts.append(wijk_why.gates(screen, phases, code))
        parts.append(wijk_proposal.parts(screen, code, monday))
        parts.append(wijk_proposal.what_would_change_it(screen, code, monday))
        st.html(join(parts))
    with right:
        frame.choose_wijk(_, names)
        weeks.slider(_, all_weeks)
        if iso in weeks.incomplete(all_weeks):
            st.html(
                paragraph(_("Deze week is nog niet voorbij: er komen nog gegevens bij."), "wp-note")
            )
        st.html(wijk_advice.brief(screen, given))
        frame.show(wijk_proposal.direction(screen, phase))
        st.html(wijk_why.strengths(screen, code, monday))

    st.html(wijk_why.criteria_by_channel(screen, code, monday))
    st.html(wijk_advice.advice(screen, code, given))
    wijk_history.draw(screen, code, names[code], monday)
    if read.access.may_read("rows"):
        figure_rows.draw(screen, code, names[code], monday)
    with st.container(key="tijdlijn_deel"):
        wijk_timeline.draw(screen, code, names[code], monday)
    wijk_events.draw(screen, code, names[code], monday)


def _jumps(_: Texts, *, has_rows: bool) -> Safe:
    """The parts further down; a phone shows them far below each other."""
    places = [
        ("criteria", _("Criteria per bron")),
        ("hulp", _("Wat hier helpt")),
        ("witte-vlekken", _("Witte vlekken")),
        ("verloop", _("Hoe het ging")),
        ("cijfers", _("Cijfers")),
        *([("rijen", _("De rijen achter een cijfer"))] if has_rows else []),
        ("tijdlijn", _("Tijdlijn")),
        ("registers", _("Registers")),
    ]
    return jumps(_("Op deze bladzijde"), places)
