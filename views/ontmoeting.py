"""Screen 5, Ontmoeting ontwerpen: from goal, form, group and phase to a plan on one page."""

from typing import cast

import streamlit as st

import words
from indicators.advice.meeting import MeetingDesign, MeetingPlan, design_meeting
from indicators.advice.models import MeetingElement, MeetingForm, MeetingGroup
from indicators.advice.recommend import SERIOUSNESS
from indicators.models import PhaseId
from language import Texts
from logbook import MeetingPlan as RecordedPlan
from views import (
    advice_situation,
    frame,
    intervention_page,
    meeting_plan,
    meeting_record,
    ontmoeting_words,
    state,
)
from views.frame import Screen
from views.html import heading, join, paragraph, tag

FORMS: tuple[MeetingForm, ...] = ("in-persoon", "online", "gemengd")
GROUPS: tuple[MeetingGroup, ...] = ("verschillende-groepen", "eigen-kring")


def draw(screen: Screen) -> None:
    """Choices on the left, the plan beside them."""
    _ = screen.texts
    frame.top(screen, _("Ontmoeting ontwerpen"))
    st.html(paragraph(_.of(screen.knowledge.advice.meeting.principle.text)))
    left, right = st.columns([2, 3], gap="large")
    with left:
        title, design = _choices(screen)
    plan = design_meeting(screen.knowledge, design)
    with left:
        for risk in plan.too_early:
            st.html(paragraph(meeting_plan.risk_line(_, risk), "wp-notice"))
        decided = _decide(screen, plan)
        plan = design_meeting(screen.knowledge, decided)
        code = _wijk(screen)
        if not screen.read.access.may_write_logbook(RecordedPlan.kind):
            st.html(paragraph(_("Een plan bewaren hoort niet bij uw rol."), "wp-note"))
        elif code:
            meeting_record.draw(screen, code, title, plan)
        else:
            st.html(paragraph(_("Kies een wijk om dit plan te bewaren."), "wp-note"))
    with right:
        st.html(intervention_page.print_hint(_))
        st.html(meeting_plan.paper(screen, plan, title, _wijk_name(screen)))


def _wijk(screen: Screen) -> str | None:
    """The code of the chosen wijk."""
    code = state.get("wijk")
    return code if code in set(screen.read.table("wijken")["wijkcode"]) else None


def _wijk_name(screen: Screen) -> str | None:
    wijken = screen.read.table("wijken")
    names = dict(zip(wijken["wijkcode"], wijken["wijknaam"], strict=True))
    return names.get(state.get("wijk"))


def _choices(screen: Screen) -> tuple[str, MeetingDesign]:
    """Goal, form, group, phase: what decides which elements hold."""
    _, knowledge = screen.texts, screen.knowledge
    meeting = knowledge.advice.meeting
    code = _wijk(screen)
    if code and screen.read.access.may_read_logbook(RecordedPlan.kind):
        meeting_record.choose(screen, code)
    st.html(heading(2, _("Waar gaat het om")))
    title = st.text_input(
        _("Naam van de ontmoeting"), max_chars=80, key="o_naam", placeholder=_("zonder namen")
    )
    goals = {goal.id: _.of(goal.name) for goal in meeting.goals}
    goal = st.radio(_("Doel"), list(goals), format_func=goals.__getitem__, key="o_doel")
    form = st.radio(
        _("Vorm"),
        FORMS,
        format_func=lambda one: ontmoeting_words.form(_, one),
        key="o_vorm",
        horizontal=True,
    )
    group = st.radio(
        _("Wie komen er"),
        GROUPS,
        format_func=lambda one: ontmoeting_words.group(_, one),
        key="o_groep",
    )
    lists = knowledge.advice.lists.target_group
    labels = {word.id: _.of(word.name) for word in lists.terms}
    targets = st.multiselect(
        _("Doelgroep"),
        list(labels),
        format_func=labels.__getitem__,
        key="o_doelgroep",
        placeholder=_("Kies er een of meer"),
        select_all=False,
    )
    prejudice = False
    if goal == "sociaal-contact" and group == "verschillende-groepen":
        prejudice = st.checkbox(_("De groepen denken nu negatief over elkaar"), key="o_vooroordeel")
    design = MeetingDesign(
        goal=goal,
        form=form,
        group=group,
        phase=_phase(screen),
        prejudice=prejudice,
        target_groups=frozenset(targets),
    )
    return title, design


def _phase(screen: Screen) -> PhaseId:
    """The phase of the chosen wijk; without a wijk the user says which phase."""
    _, read = screen.texts, screen.read
    wijken = read.table("wijken")
    names = dict(zip(wijken["wijkcode"], wijken["wijknaam"], strict=True))
    frame.choose_wijk(_, names)
    code = state.get("wijk")
    if code in names:
        phases = read.table("phases", advice_situation.monday_of(screen))
        phase = str(phases.loc[phases["wijkcode"] == code, "phase"].iloc[0])
        text = _("De wijk staat op {phase}.", phase=words.phase(_, phase))
        st.html(paragraph(text, "wp-note"))
        return cast(PhaseId, phase)
    return st.selectbox(
        _("Fase van de wijk"),
        SERIOUSNESS,
        format_func=lambda one: words.phase(_, one),
        key="o_fase",
    )


def _decide(screen: Screen, plan: MeetingPlan) -> MeetingDesign:
    """Tick what is decided; each tick covers its element."""
    _ = screen.texts
    chosen: set[str] = set()
    st.html(heading(2, _("Wat hebt u al bedacht")))
    part = ""
    for element_state in plan.elements:
        element = element_state.element
        if element.part != part:
            part = element.part
            st.html(heading(3, ontmoeting_words.part(_, part)))
        st.html(_element(_, element))
        for choice in element.choices:
            if st.checkbox(_.of(choice.text), key=f"o_k_{choice.id}"):
                chosen.add(choice.id)
    st.html(heading(3, _("Iedereen kan meedoen")))
    details = {
        detail.id
        for detail, _is_done in plan.details
        if st.checkbox(_.of(detail.text), key=f"o_d_{detail.id}")
    }
    design = plan.design
    return MeetingDesign(
        goal=design.goal,
        form=design.form,
        group=design.group,
        phase=design.phase,
        prejudice=design.prejudice,
        target_groups=design.target_groups,
        choices=frozenset(chosen),
        details=frozenset(details),
    )


def _element(_: Texts, element: MeetingElement) -> object:
    return paragraph(
        join([tag("strong", _.of(element.name)), tag("span", _.of(element.explanation))]),
        "wp-element",
    )
