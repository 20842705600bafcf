"""Reporting what somebody saw, by criterion with the levels in view; and what became of it."""

import datetime as dt
from typing import Any

import streamlit as st

import words
from language import Texts
from logbook import (
    Confirmation,
    Fate,
    LogbookError,
    Measure,
    Signal,
    finding_text,
    made,
    new_id,
)
from privacy import NOTE_LENGTH, check_note
from views.frame import Screen
from views.html import Column, Safe, bullets, details, heading, join, paragraph, table, tag
from views.store import PermittedLogbook
from views.weekreview_form import marked
from views.weekreview_role import Role

LEVELS = (0, 1, 2, 3)
_FIELDS = ("criterion", "level", "scheidslijn", "note", "day")
_SAID = "weekreview_said"
# Signals of others that can be confirmed, and one's own that can be taken back.
_RECENT = dt.timedelta(weeks=4)
_MOST_OWN = 10


class SignalForm:
    """The form for one signal about one wijk."""

    def __init__(
        self, screen: Screen, logbook: PermittedLogbook, code: str, today: dt.date, role: Role
    ):
        self.screen, self.texts, self.logbook = screen, screen.texts, logbook
        self.code, self.today, self.role = code, today, role

    def key(self, name: str) -> str:
        """The key of one field of this wijk's form."""
        return f"weekreview_signal_{name}_{self.code}"

    def draw(self) -> None:
        """The form, what was just saved, others' signals and one's own."""
        _ = self.texts
        st.html(
            join(
                [
                    heading(2, _("Signaal melden"), "melden"),
                    paragraph(
                        _("Meld wat u zag of hoorde, ook als er niets was. Nooit wie het was.")
                    ),
                ]
            )
        )
        if self.role.source_kind is None:
            st.html(paragraph(_("Kies bovenaan eerst wat voor werk u doet."), "wp-note"))
            self._own()
            return
        self._said()
        criterion = self._criterion()
        if criterion:
            self._rest(criterion)
        else:
            st.button(
                _("Niets te melden deze week"), key=self.key("nothing"), on_click=self._save_nothing
            )
        self._others()
        self._own()

    def _criterion(self) -> str | None:
        _ = self.texts
        criteria = self.screen.knowledge.criteria
        chosen: str | None = st.pills(
            _("Waar gaat het over?"),
            list(criteria),
            format_func=lambda one: _.of(criteria[one].name),
            wrap=True,
            key=self.key("criterion"),
        )
        return chosen

    def _rest(self, criterion: str) -> None:
        _ = self.texts
        known = self.screen.knowledge.criteria[criterion]
        st.html(paragraph(_.of(known.definition), "wp-note"))
        st.radio(
            _("Wat ziet u?"),
            LEVELS,
            index=None,
            format_func=lambda level: _.of(known.descriptors.at(level)),
            captions=[words.level(_, level) for level in LEVELS],
            key=self.key("level"),
        )
        lines = self.screen.knowledge.vocabulary.scheidslijn
        with st.expander(_("Meer vertellen (hoeft niet)")):
            st.selectbox(
                _("Tussen wie loopt het? (scheidslijn)"),
                lines.ids,
                index=None,
                format_func=lambda one: _.of(lines.label(one)),
                key=self.key("scheidslijn"),
                placeholder=_("Kies er een, of laat leeg"),
            )
            note = st.text_area(
                _("Korte toelichting: wat gebeurde er, en waar ongeveer?"),
                key=self.key("note"),
                max_chars=NOTE_LENGTH,
                height=90,
            )
            st.html(paragraph(_("Geen namen, adressen of beschrijving van personen."), "wp-note"))
            if note:
                st.html(caught(_, note, self.logbook.places))
            st.date_input(
                _("Wanneer zag u het?"),
                value=self.today,
                max_value=self.today,
                format="DD-MM-YYYY",
                key=self.key("day"),
            )
        st.button(
            _("Bewaar signaal"), type="primary", key=self.key("save"), on_click=self._save_signal
        )

    def _save_signal(self) -> None:
        _ = self.texts
        values: dict[str, Any] = {n: st.session_state.get(self.key(n)) for n in _FIELDS}
        if values["level"] is None:
            self._say(_("Kies eerst wat u ziet. Er is nog niets bewaard."), is_fault=True)
            return
        note = (values["note"] or "").strip()
        is_saved = self._save(
            observed_on=values["day"] or self.today,
            criterion=values["criterion"],
            level=values["level"],
            scheidslijn=values["scheidslijn"],
            note=note or None,
        )
        if is_saved:
            for name in _FIELDS:
                st.session_state.pop(self.key(name), None)
            # A choice that is only removed comes back from the browser.
            st.session_state[self.key("criterion")] = None

    def _save_nothing(self) -> None:
        self._save(observed_on=self.today, nothing_to_report=True)

    def _save(self, **fields: Any) -> bool:
        _ = self.texts
        try:
            content = made(
                Signal,
                wijkcode=self.code,
                reporter=self.role.name,
                source_kind=self.role.source_kind,
                **fields,
            )
            self.logbook.save(new_id(), content, role=self.role.name)
        except LogbookError as fault:
            text = _("Het signaal is nog niet bewaard. {why}", why=fault.message(_))
            self._say(text, is_fault=True)
            return False
        self._say(_("Bewaard. Dank u. Het voorstel is meteen opnieuw berekend."))
        return True

    def _say(self, text: str, *, is_fault: bool = False) -> None:
        st.session_state[_SAID] = (text, is_fault)

    def _said(self) -> None:
        text, is_fault = st.session_state.pop(_SAID, ("", False))
        if text:
            css = "wp-notice" if is_fault else "wp-saved"
            st.html(tag("p", text, css, role="alert" if is_fault else "status"))

    def _recent(self) -> list[Any]:
        first = self.today - _RECENT
        return [
            one
            for one in self.logbook.find(Signal.kind, self.code, first_week=first)
            if isinstance(one.content, Signal)
            and not one.content.withdrawn
            and not one.content.nothing_to_report
        ]

    def _others(self) -> None:
        """Signals of others, so that this reporter can say to have seen the same."""
        _ = self.texts
        found = [one for one in self._recent() if one.content.reporter != self.role.name]
        if not found:
            return
        count = _.plural(
            "{n} signaal van anderen: ziet u dat ook?",
            "{n} signalen van anderen: ziet u dat ook?",
            len(found),
        )
        mine = {
            one.signal_id
            for version in self.logbook.find(Confirmation.kind, self.code)
            if isinstance(one := version.content, Confirmation) and one.reporter == self.role.name
        }
        with st.expander(count):
            for one in reversed(found):
                st.html(paragraph(sentence(self.screen, one.content)))
                if one.subject_id in mine:
                    st.html(paragraph(_("U zag dit ook."), "wp-note"))
                    continue
                st.button(
                    _("Ik zie dit ook"),
                    key=f"weekreview_confirm_{one.subject_id}",
                    on_click=self._confirm,
                    args=(one.subject_id,),
                )

    def _confirm(self, signal_id: str) -> None:
        _ = self.texts
        try:
            self.logbook.confirm_signal(
                signal_id,
                self.role.name,
                str(self.role.source_kind),
                self.today,
                role=self.role.name,
            )
        except LogbookError as fault:
            self._say(fault.message(_), is_fault=True)
        else:
            self._say(_("Bewaard: u zag dit ook. Het voorstel is meteen opnieuw berekend."))

    def _own(self) -> None:
        """The reporter's earlier signals, and what became of each."""
        _ = self.texts
        used = self.screen.read("logbook_signals_used", self.code)
        found = self.logbook.what_became_of(self.role.name, used, self.code)[:_MOST_OWN]
        if not found:
            return
        titles = {
            one.subject_id: one.content.title
            for one in self.logbook.find(Measure.kind, self.code)
            if isinstance(one.content, Measure)
        }
        rows = [
            (
                _.date(fate.signal.content.observed_on),
                saw(self.screen, fate.signal.content),
                became(_, fate, titles),
            )
            for fate in found
            if isinstance(fate.signal.content, Signal)
        ]
        columns = [Column(_("Datum")), Column(_("Wat u meldde")), Column(_("Wat ermee gebeurde"))]
        grid = table(
            _("Wat er met uw signalen gebeurde"),
            columns,
            rows,
            is_caption_visible=False,
            phone="cards",
        )
        st.html(details(_("Wat er met uw signalen gebeurde"), grid))
        self._take_back(found)

    def _take_back(self, found: list[Fate]) -> None:
        """The signal that was saved last can be taken back at once."""
        _ = self.texts
        last = max(found, key=lambda fate: fate.signal.change_id)
        content = last.signal.content
        assert isinstance(content, Signal)
        if last.is_used or content.withdrawn or content.observed_on < self.today - _RECENT:
            return
        st.button(
            _("Trek uw laatste signaal in"),
            key=self.key("withdraw"),
            on_click=self._withdraw,
            args=(last.signal.subject_id, content, last.signal.version),
        )

    def _withdraw(self, signal_id: str, content: Signal, version: int) -> None:
        _ = self.texts
        try:
            self.logbook.save(
                signal_id,
                made(Signal, **{**dict(content), "withdrawn": True}),
                role=self.role.name,
                expected_version=version,
            )
        except LogbookError as fault:
            self._say(fault.message(_), is_fault=True)
        else:
            self._say(_("Ingetrokken. Het signaal telt niet meer mee; de wijziging is te zien."))


def caught(_: Texts, note: str, places: tuple[str, ...]) -> Safe:
    """What the guard caught in a note and where, before anything is saved."""
    findings = check_note(note, places)
    if not findings:
        return paragraph(_("Deze toelichting kan zo bewaard worden."), "wp-note")
    kinds = dict.fromkeys(one.kind for one in findings)
    parts = [
        paragraph(tag("strong", _("Zo kan de toelichting niet bewaard worden."))),
        paragraph(marked(note, findings), "wp-caught"),
        bullets(finding_text(kind, _) for kind in kinds),
    ]
    return tag("div", join(parts), "wp-notice", role="alert")


def saw(screen: Screen, signal: Signal) -> str:
    """What a signal says, without who and when."""
    _ = screen.texts
    if signal.nothing_to_report:
        return _("niets te melden")
    return _(
        "{criterion}: {level}",
        criterion=_.of(screen.knowledge.criteria[str(signal.criterion)].name),
        level=words.level(_, float(signal.level or 0)),
    )


def sentence(screen: Screen, signal: Signal) -> str:
    """One signal in a sentence: what, by which role, when."""
    _ = screen.texts
    return _(
        "{what} ({reporter}, {date})",
        what=saw(screen, signal),
        reporter=signal.reporter,
        date=_.date(signal.observed_on),
    )


def became(_: Texts, fate: Fate, titles: dict[str, str]) -> Safe:
    """What became of a signal: taken back, used or not yet, seen by others, led to measures."""
    content = fate.signal.content
    assert isinstance(content, Signal)
    if content.withdrawn:
        return tag("span", _("door u ingetrokken"))
    parts = [
        _("telt mee in de laatste build")
        if fate.is_used
        else _("telt nu al voorlopig mee; in de volgende build vast")
    ]
    if fate.confirmed_by:
        parts.append(_("ook gezien door {roles}", roles=", ".join(fate.confirmed_by)))
    parts += [_("leidde tot: {title}", title=titles[one]) for one in fate.measures if one in titles]
    return tag("span", "; ".join(parts))
