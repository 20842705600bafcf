"""On the screen Gegevens: deliver one file from the browser, fetch open data, build, and undo."""

from __future__ import annotations

import streamlit as st

from access import Access
from indicators import Knowledge
from language import Texts
from pipelines.intake import NothingToBuildError, newest_year, oldest_year
from pipelines.permitted_intake import PermittedIntake
from pipelines.wording import step_name
from views import aanleveren_bestand, store
from views.html import heading, paragraph

_STEPS = 20  # about as many steps as a build has; the bar only shows that it goes on
_TOLD = "aanleveren_told"


def draw(_: Texts, access: Access, knowledge: Knowledge, gemeentecode: str | None) -> None:
    """The whole part, for roles that may; closed until somebody wants it. `gemeentecode` is None
    while nobody has said whose workspace this is.
    """
    delivers, builds = access.may("upload"), access.may("build")
    if not (delivers or builds):
        return
    intake = store.intake(access)
    st.html(heading(2, _("Zelf aanleveren"), "aanleveren"))
    if delivers:
        if gemeentecode is not None:
            with st.expander(_("Een bestand toevoegen")):
                aanleveren_bestand.draw(_, access, intake, knowledge)
        with st.expander(_("Open gegevens ophalen"), expanded=gemeentecode is None):
            _fetch(_, intake, gemeentecode)
    if gemeentecode is not None:
        with st.expander(_("Verwerken en ongedaan maken")):
            if builds:
                _build(_, intake)
            if delivers:
                _undo(_, intake)


def tell(_: Texts) -> None:
    """What was just done, once, at the top of the screen that follows."""
    # a place of its own, always: what follows would close itself when it moved up
    place = st.empty()
    told = st.session_state.pop(_TOLD, None)
    if told:
        place.success(told)


def _fetch(_: Texts, intake: PermittedIntake, gemeentecode: str | None) -> None:
    text = _(
        "Grenzen en inwoners van het CBS en registers van de politie, elk met een bronkaart. "
        "Dit vraagt een verbinding met internet en duurt enkele minuten. Dit onderdeel is nog niet "
        "op de echte diensten beproefd: bekijk wat er binnenkomt."
    )
    st.html(paragraph(text))
    code = gemeentecode or st.text_input(
        _("CBS-code van de gemeente, zoals GM0106"), key="ophaalcode", max_chars=6
    )
    year = st.number_input(
        _("Jaar van de grenzen en de inwoners"),
        oldest_year(),
        newest_year(),
        newest_year(),
        key="ophaaljaar",
    )
    if not st.button(_("Ophalen"), key="ophalen"):
        return
    failed: list[NothingToBuildError] = []
    with st.status(_("Bezig met ophalen")) as status:
        try:
            failed = intake.fetch(
                code.strip().upper(), int(year), lambda url: status.update(label=url.split("?")[0])
            )
        except NothingToBuildError as fault:
            failed = [fault]
        status.update(
            label=_("Niet alles is opgehaald") if failed else _("Alles is opgehaald"),
            state="error" if failed else "complete",
        )
    for missed in failed:
        st.error(_.of({"nl": missed.message_nl, "en": missed.message_en}))
    if not failed:
        st.session_state[_TOLD] = _(
            "De open gegevens staan in de map. Verwerk nu de gegevens om ze te zien."
        )
        st.rerun()


def _build(_: Texts, intake: PermittedIntake) -> None:
    if not st.button(_("Gegevens nu verwerken"), key="verwerken", type="primary"):
        return
    bar = st.progress(0.0, text=_("Bezig"))
    done: list[str] = []

    def on_step(step: str) -> None:
        done.append(step)
        bar.progress(min(len(done) / _STEPS, 0.99), text=step_name(_, step))

    try:
        intake.build(on_step)
    except NothingToBuildError as fault:
        bar.empty()
        st.error(_.of({"nl": fault.message_nl, "en": fault.message_en}))
    else:
        st.session_state[_TOLD] = _(
            "De gegevens zijn verwerkt. U ziet nu de nieuwe cijfers; wat geweigerd is, staat "
            "hieronder."
        )
        st.rerun()


def _undo(_: Texts, intake: PermittedIntake) -> None:
    last = intake.last_put_in()
    if not last or not st.button(
        _("Laatste toevoeging terugnemen: {file}", file=last), key="terug"
    ):
        return
    try:
        intake.take_back()
    except NothingToBuildError as fault:
        st.error(_.of({"nl": fault.message_nl, "en": fault.message_en}))
    else:
        st.success(_("{file} is teruggenomen. Verwerk de gegevens opnieuw.", file=last))


__all__ = ["draw", "tell"]
