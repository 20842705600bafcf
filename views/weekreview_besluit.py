"""Besluit: look back on measures that are due, and choose what to do next, by whom, until when."""

import datetime as dt
from typing import Any

import streamlit as st

import words
from indicators import Knowledge, fitting
from indicators.models import PhaseId
from language import Texts
from logbook import (
    ConflictError,
    ContentError,
    LogbookError,
    LookBack,
    Measure,
    NoteRefusedError,
    Part,
    Signal,
    Version,
    lists,
    made,
    new_id,
)
from privacy import NOTE_LENGTH
from views import memory_words, review_words
from views.frame import Screen
from views.html import Column, Safe, heading, join, paragraph, table, tag
from views.weekreview_form import ReviewForm, Trouble, refused
from views.weekreview_signals import sentence

RUNNING = ("gepland", "loopt")
_SAID = "weekreview_besluit_said"
_FIELDS = ("title", "owner", "start", "review", "signals")


class DecisionForm:
    """The measures of one wijk."""

    def __init__(
        self, screen: Screen, form: ReviewForm, code: str, today: dt.date, roles: list[str]
    ):
        self.screen, self.texts, self.form = screen, screen.texts, form
        self.logbook = form.logbook
        self.code, self.today, self.roles = code, today, roles

    def key(self, name: str) -> str:
        """The key of one field."""
        return f"weekreview_besluit_{name}_{self.code}"

    def draw(self, phase: PhaseId) -> None:
        """Look back first, then what is there, then something new."""
        _ = self.texts
        measures = self.logbook.find(Measure.kind, self.code)
        st.html(heading(2, _("3 Besluit: wat gaan we doen?"), "besluit"))
        self._said()
        for one in measures:
            if is_due(one, self.today):
                self._look_back(one, phase)
        st.html(self._running(measures))
        self._new(phase)

    def _running(self, measures: list[Version]) -> Safe:
        _ = self.texts
        rows = [
            (
                one.content.title,
                one.content.owner,
                _.date(one.content.review_on),
                memory_words.measure_status(_, one.content.status),
            )
            for one in measures
            if isinstance(one.content, Measure) and one.content.status in RUNNING
        ]
        columns = [
            Column(_("Maatregel")),
            Column(_("Wie")),
            Column(_("Terugkijken op")),
            Column(_("Status")),
        ]
        none = _("Er lopen geen maatregelen die hier zijn vastgelegd.")
        return table(_("Wat er loopt"), columns, rows, phone="cards", empty=none)

    def _new(self, phase: PhaseId) -> None:
        _ = self.texts
        known = self.screen.knowledge
        names = catalogue(_, known, phase)
        weeks = known.rule.urgency.review_weeks(phase, urgent=False)
        st.selectbox(
            _(
                "Nieuwe maatregel: kies wat past bij {phase}, of typ een eigen titel",
                phase=words.phase(_, phase),
            ),
            list(names),
            index=None,
            key=self.key("title"),
            placeholder=_("Geen nieuwe maatregel"),
            accept_new_options=True,
        )
        if not st.session_state.get(self.key("title")):
            return
        st.selectbox(
            _("Wie zorgt ervoor? Kies een rol, of typ een andere"),
            self.roles,
            index=self.roles.index(self.form.role),
            key=self.key("owner"),
            accept_new_options=True,
        )
        left, right = st.columns(2)
        start = left.date_input(
            _("Begint op"), value=self.today, format="DD-MM-YYYY", key=self.key("start")
        )
        right.date_input(
            _("Terugkijken op"),
            value=self.today + dt.timedelta(weeks=max(weeks, 2)),
            min_value=start or self.today,
            format="DD-MM-YYYY",
            key=self.key("review"),
        )
        self._because_of()
        st.button(_("Leg maatregel vast"), key=self.key("add"), on_click=self._add, args=(names,))

    def _because_of(self) -> None:
        """The signals behind a measure, so that their reporters see what they led to."""
        _ = self.texts
        recent = {
            one.subject_id: sentence(self.screen, one.content)
            for one in self.logbook.find(
                Signal.kind, self.code, first_week=self.today - dt.timedelta(weeks=8)
            )
            if isinstance(one.content, Signal)
            and not one.content.withdrawn
            and not one.content.nothing_to_report
        }
        if recent:
            st.pills(
                _("Naar aanleiding van welke signalen? (hoeft niet)"),
                list(recent),
                selection_mode="multi",
                format_func=recent.__getitem__,
                wrap=True,
                key=self.key("signals"),
            )

    def _add(self, names: dict[str, str]) -> None:
        _ = self.texts
        values: dict[str, Any] = {n: st.session_state.get(self.key(n)) for n in _FIELDS}
        title = str(values["title"]).strip()
        is_saved = self._keep(
            new_id(),
            lambda: made(
                Measure,
                wijkcode=self.code,
                intervention_id=names.get(title),
                title=title,
                owner=values["owner"] or "",
                starts_on=values["start"],
                review_on=values["review"],
                status="loopt" if values["start"] <= self.today else "gepland",
                signal_ids=tuple(values["signals"] or ()),
                week=self.today,
            ),
        )
        if is_saved:
            for name in _FIELDS:
                st.session_state.pop(self.key(name), None)
            st.session_state[self.key("title")] = None
            self._say(_("Vastgelegd: {title}.", title=title))

    def _look_back(self, one: Version, phase: PhaseId) -> None:
        """How a measure went, and whether it goes on."""
        _ = self.texts
        measure = one.content
        assert isinstance(measure, Measure)
        with st.container(border=True, key=f"weekreview_terug_{one.subject_id}"):
            head = _("Terugkijken: {title}", title=measure.title)
            line = _(
                "Begonnen op {start}, verzorgd door {owner}. Afgesproken was terugkijken "
                "op {review}.",
                start=_.date(measure.starts_on),
                owner=measure.owner,
                review=_.date(measure.review_on),
            )
            st.html(join([heading(3, head), paragraph(line, "wp-note")]))
            st.pills(
                _("Hoe ging het met {title}?", title=measure.title),
                lists().look_back_result,
                format_func=lambda result: memory_words.look_back_result(_, result),
                wrap=True,
                key=self.key(f"result_{one.subject_id}"),
            )
            st.text_area(
                _("Wat werkte wel, wat niet?"),
                key=self.key(f"note_{one.subject_id}"),
                max_chars=NOTE_LENGTH,
                height=70,
            )
            st.pills(
                _("Hoe verder?"),
                ("loopt", "afgerond", "gestopt"),
                default="loopt",
                format_func=lambda status: {
                    "loopt": _("gaat door"),
                    "afgerond": _("is afgerond"),
                    "gestopt": _("stopt"),
                }[status],
                wrap=True,
                key=self.key(f"status_{one.subject_id}"),
            )
            st.button(
                _("Bewaar terugblik"),
                key=self.key(f"looked_{one.subject_id}"),
                on_click=self._save_look_back,
                args=(one, phase),
            )

    def _save_look_back(self, one: Version, phase: PhaseId) -> None:
        """The look back and what it means for the measure: both, or neither."""
        _ = self.texts
        measure = one.content
        assert isinstance(measure, Measure)
        read = st.session_state.get
        result = read(self.key(f"result_{one.subject_id}"))
        if result is None:
            self._say(_("Kies eerst hoe het ging. Er is nog niets bewaard."), is_fault=True)
            return
        status = read(self.key(f"status_{one.subject_id}")) or "loopt"
        weeks = self.screen.knowledge.rule.urgency.review_weeks(phase, urgent=False)
        again = self.today + dt.timedelta(weeks=max(weeks, 2))
        looked = made(
            LookBack,
            measure_id=one.subject_id,
            wijkcode=self.code,
            week=self.today,
            looked_on=self.today,
            result=result,
            note=read(self.key(f"note_{one.subject_id}")) or "",
        )
        goes_on = status == "loopt"
        after = made(
            Measure,
            **{
                **dict(measure),
                "status": status,
                "review_on": again if goes_on else measure.review_on,
                "ends_on": None if goes_on else max(self.today, measure.starts_on),
            },
        )
        try:
            self.logbook.save_together(
                [Part(new_id(), looked), Part(one.subject_id, after, one.version)],
                role=self.form.role,
            )
        except LogbookError as fault:
            self._fault(fault, {"note": looked.note})
        else:
            self._say(_("Terugblik bewaard: {title}.", title=measure.title))

    def _keep(self, subject_id: str, content: Any) -> bool:
        try:
            whole = content()
            self.logbook.save(subject_id, whole, role=self.form.role)
        except LogbookError as fault:
            values = {n: st.session_state.get(self.key(n)) or "" for n in ("title", "owner")}
            self._fault(fault, values)
            return False
        return True

    def _fault(self, fault: LogbookError, change: dict[str, Any]) -> None:
        """What is not saved, in words; the fields keep what was filled in."""
        _ = self.texts
        if isinstance(fault, NoteRefusedError):
            found = Trouble(change, fault.findings, str(change.get(fault.field, "")))
            st.session_state[_SAID] = refused(_, found)
            return
        text = fault.message(_)
        if isinstance(fault, ContentError):
            fields = ", ".join(review_words.field(_, one) for one in fault.fields)
            text = _("Dit is nog niet goed ingevuld: {fields}.", fields=fields)
        elif isinstance(fault, ConflictError):
            text = _(
                "{role} heeft deze maatregel intussen gewijzigd. Kijk hieronder wat er nu staat.",
                role=fault.theirs.role,
            )
        self._say(text, is_fault=True)

    def _say(self, text: str, *, is_fault: bool = False) -> None:
        css, role = ("wp-notice", "alert") if is_fault else ("wp-saved", "status")
        st.session_state[_SAID] = tag("p", text, css, role=role)

    def _said(self) -> None:
        said = st.session_state.pop(_SAID, None)
        if said:
            st.html(said)


def is_due(one: Version, today: dt.date) -> bool:
    """Whether a measure still runs and its review date has come."""
    measure = one.content
    return isinstance(measure, Measure) and measure.status in RUNNING and measure.review_on <= today


def catalogue(_: Texts, knowledge: Knowledge, phase: PhaseId) -> dict[str, str]:
    """Name -> id of the interventions that fit a phase, in the order of the catalogue."""
    fits, _not_yet = fitting(knowledge, phase)
    return {_.of(item.name): item.id for item in fits}
