"""Keeping the plan of a meeting: saved with a measure in the logbook, reopened, looked back on."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from indicators.advice.meeting import MeetingDesign, MeetingPlan
from language import Texts
from logbook import (
    LogbookError,
    LookBack,
    Measure,
    Version,
    lists,
    made,
    new_id,
)
from logbook import (
    MeetingPlan as RecordedPlan,
)
from views import memory, memory_words
from views.frame import Screen
from views.html import bullets, heading, join, paragraph, tag

REVIEW_AFTER_WEEKS = 4  # a suggestion in the form; people choose the day
RESULTS = ("gelukt", "deels", "niet")
_OPENED = "o_geopend"


@dataclass(frozen=True)
class Opened:
    """A recorded plan that is open: its subject, the version it was read in, and its content."""

    subject_id: str
    version: int
    plan: dict[str, Any]


def choose(screen: Screen, code: str) -> None:
    """Reopen a recorded plan of this wijk: its choices come back into the form."""
    _ = screen.texts
    plans = {version.subject_id: version for version in _plans(screen, code)}
    if not plans:
        return
    label = {key: _label(_, version) for key, version in plans.items()}
    key = "o_open"

    def reopen() -> None:
        chosen = st.session_state[key]
        if chosen is None:
            st.session_state.pop(_OPENED, None)
        else:
            _fill(plans[chosen])

    st.selectbox(
        _("Open een bewaard plan"),
        list(plans),
        index=None,
        format_func=label.__getitem__,
        placeholder=_("Nieuw plan"),
        key=key,
        on_change=reopen,
    )


def _plans(screen: Screen, code: str) -> list[Version]:
    try:
        return memory.logbook(screen).find("meeting_plan", wijkcode=code)
    except LogbookError as fault:
        _say(screen.texts, fault)
        return []


def _label(_: Texts, version: Version) -> str:
    day = _.date(version.recorded_at.date())
    return f"{version.content.title} ({day})"  # type: ignore[attr-defined]


def _fill(version: Version) -> None:
    """The choices of a recorded plan, put where the widgets look for them."""
    plan = version.content.plan  # type: ignore[attr-defined]
    state = st.session_state
    state[_OPENED] = Opened(version.subject_id, version.version, plan)
    state["o_naam"] = version.content.title  # type: ignore[attr-defined]
    design = plan["design"]
    state["o_doel"], state["o_vorm"] = design["goal"], design["form"]
    state["o_groep"], state["o_doelgroep"] = design["group"], list(design["target_groups"])
    state["o_vooroordeel"] = design["prejudice"]
    for key in [key for key in state if str(key).startswith(("o_k_", "o_d_"))]:
        state[key] = False
    for choice in design["choices"]:
        state[f"o_k_{choice}"] = True
    for detail in design["details"]:
        state[f"o_d_{detail}"] = True


def draw(screen: Screen, code: str, title: str, plan: MeetingPlan) -> None:
    """Save the plan, and look back on a recorded one."""
    _ = screen.texts
    opened: Opened | None = st.session_state.get(_OPENED)
    st.html(heading(2, _("Bewaren en terugkijken"), "bewaren"))
    day = memory.today(screen)
    with st.form("o_bewaren", border=False):
        owner = st.text_input(_("Wie houdt het bij: een rol, geen naam"), key="o_rol", max_chars=60)
        starts = st.date_input(_("Begint op"), value=day, key="o_begin", format="DD-MM-YYYY")
        looks = st.date_input(
            _("Terugkijken op"),
            value=day + dt.timedelta(weeks=REVIEW_AFTER_WEEKS),
            key="o_terug",
            format="DD-MM-YYYY",
        )
        if st.form_submit_button(_("Bewaar als maatregel in het logboek")):
            _save(screen, code, title, plan.design, owner, starts, looks, opened)
    if opened:
        _look_back(screen, code, plan, opened, day)


def _save(
    screen: Screen,
    code: str,
    title: str,
    design: MeetingDesign,
    owner: str,
    starts: dt.date,
    looks: dt.date,
    opened: Opened | None,
) -> None:
    """The plan first, its texts being the most that is typed; then the measure."""
    _ = screen.texts
    measure_id = opened.plan["measure_id"] if opened else new_id()
    content = {
        "design": _as_json(design),
        "measure_id": measure_id,
        "rules": screen.knowledge.advice.meeting.version,
        "review": opened.plan.get("review", {}) if opened else {},
    }
    subject = opened.subject_id if opened else new_id()
    try:
        book = memory.logbook(screen)
        plan = made(RecordedPlan, wijkcode=code, title=title, plan=content)
        measure = made(
            Measure,
            wijkcode=code,
            title=title,
            owner=owner,
            starts_on=starts,
            review_on=looks,
        )
        expected = opened.version if opened else 0
        version = book.save(subject, plan, role=owner, expected_version=expected)
        before = book.newest("measure", measure_id)
        book.save(
            measure_id,
            measure,
            role=owner,
            expected_version=before.version if before else 0,
        )
    except LogbookError as fault:
        _say(_, fault)
        return
    st.session_state[_OPENED] = Opened(subject, version.version, content)
    st.html(paragraph(_("Bewaard. Het staat als maatregel in het logboek."), "wp-done"))


def _as_json(design: MeetingDesign) -> dict[str, Any]:
    """The choices as the logbook keeps them: lists in a fixed order."""
    fields = asdict(design)
    return {
        key: sorted(value) if isinstance(value, frozenset) else value
        for key, value in fields.items()
    }


def _look_back(screen: Screen, code: str, plan: MeetingPlan, opened: Opened, day: dt.date) -> None:
    """The same elements again, afterwards: what worked out and what did not."""
    _ = screen.texts
    st.html(heading(3, _("Hoe ging het? Dezelfde punten, achteraf")))
    review: dict[str, str] = opened.plan.get("review", {})
    labels = {"gelukt": _("gelukt"), "deels": _("deels gelukt"), "niet": _("niet gelukt")}
    found: dict[str, str] = {}
    with st.form("o_terugkijken", border=False):
        for state in plan.elements:
            element = state.element
            before = review.get(element.id)
            value = st.selectbox(
                _.of(element.name),
                RESULTS,
                index=RESULTS.index(before) if before in RESULTS else None,
                format_func=labels.__getitem__,
                placeholder=_("nog niet bekeken"),
                key=f"o_r_{opened.subject_id}_{element.id}",
            )
            if value:
                found[element.id] = value
        results = {one: memory_words.look_back_result(_, one) for one in lists().look_back_result}
        result = st.selectbox(
            _("Hielp de ontmoeting?"),
            list(results),
            index=None,
            format_func=results.__getitem__,
            placeholder=_("Kies een antwoord"),
            key=f"o_r_{opened.subject_id}",
        )
        role = st.text_input(_("Wie kijkt terug: een rol, geen naam"), key="o_terug_rol")
        if st.form_submit_button(_("Bewaar het terugkijken")):
            _save_review(screen, code, opened, found, result, role, day)
    if review:
        names = {state.element.id: _.of(state.element.name) for state in plan.elements}
        st.html(
            bullets(
                join([tag("strong", names[element]), ": ", labels[value]])
                for element, value in review.items()
                if element in names
            )
        )


def _save_review(
    screen: Screen,
    code: str,
    opened: Opened,
    found: dict[str, str],
    result: str | None,
    role: str,
    day: dt.date,
) -> None:
    _ = screen.texts
    if result is None:
        st.html(paragraph(_("Kies eerst of de ontmoeting hielp."), "wp-notice"))
        return
    try:
        book = memory.logbook(screen)
        recorded_plan = book.newest("meeting_plan", opened.subject_id)
        if recorded_plan is None:
            return
        old = dict(recorded_plan.content)
        content = {**old["plan"], "review": found}
        look_back = made(
            LookBack,
            measure_id=opened.plan["measure_id"],
            wijkcode=code,
            week=day,
            looked_on=day,
            result=result,
        )
        version = book.save(
            opened.subject_id,
            made(RecordedPlan, **{**old, "plan": content}),
            role=role,
            expected_version=opened.version,
        )
        book.save(new_id(), look_back, role=role, expected_version=0)
    except LogbookError as fault:
        _say(_, fault)
        return
    st.session_state[_OPENED] = Opened(opened.subject_id, version.version, content)
    st.html(paragraph(_("Het terugkijken is bewaard."), "wp-done"))


def _say(_: Texts, fault: LogbookError) -> None:
    """Why it was not saved, in the words of the logbook."""
    st.html(paragraph(fault.message(_), "wp-notice"))
