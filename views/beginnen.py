"""The screen Gegevens of a workspace without a build: what is there, what is still needed, and the
ways to deliver it.
"""

from __future__ import annotations

import streamlit as st

import words
from access import Access
from indicators import Knowledge
from language import Texts
from pipelines.delivering import Contents
from pipelines.intake import NothingToBuildError
from pipelines.permitted_intake import PermittedIntake
from views import aanleveren, frame, store
from views.html import Column, Safe, bullets, heading, join, paragraph, table


def draw(_: Texts, access: Access, knowledge: Knowledge) -> None:
    """What comes below the heading, for roles that deliver or build."""
    intake = store.intake(access)
    found = intake.contents()
    aanleveren.tell(_)
    frame.show(_steps(_, found))
    if found.wrong:
        st.error(_.of(found.wrong))
        return
    if "gemeente" in found.missing:
        if access.may("upload"):
            _begin(_, intake)
            aanleveren.draw(_, access, knowledge, None)
        return
    aanleveren.draw(_, access, knowledge, found.gemeentecode)


def _steps(_: Texts, found: Contents) -> Safe:
    needed = {
        "gemeente": _("welke gemeente het is"),
        "areas": _("de grenzen van de wijken"),
        "population": _("inwoners per wijk"),
        "observations": _("ten minste één soort meldingen, enquêtes, signalen of registraties"),
    }
    parts: list[object] = []
    if found.naam:
        parts.append(
            paragraph(_("Deze map is van {naam} ({code}).", naam=found.naam,
                        code=found.gemeentecode or ""))
        )  # fmt: skip
    if found.files:
        rows = [(name, words.file_kind(_, kind)) for name, kind in found.files]
        columns = [Column(_("Bestand")), Column(_("Soort"))]
        parts.append(table(_("Dit staat er al"), columns, rows))
    if found.missing:
        parts.append(heading(2, _("Wat nog nodig is")))
        parts.append(bullets(needed[what] for what in found.missing))
        text = _(
            "Grenzen, inwoners en registers kunt u hieronder ophalen, of zelf toevoegen. Voor een "
            "voorgestelde fase zijn daarna ten minste twee soorten bronnen nodig, waaronder een "
            "enquête of signalen van professionals."
        )
        parts.append(paragraph(text))
    elif not found.wrong:
        parts.append(paragraph(_("Alles wat nodig is, staat er. Verwerk nu de gegevens.")))
    return join(parts)


def _begin(_: Texts, intake: PermittedIntake) -> None:
    with st.expander(_("Met eigen bestanden beginnen"), expanded=True), st.form("begin"):
        code = st.text_input(_("CBS-code van de gemeente, zoals GM0106"), max_chars=6)
        name = st.text_input(_("Naam van de gemeente"), max_chars=100)
        if st.form_submit_button(_("Beginnen")):
            try:
                intake.begin(code, name)
            except NothingToBuildError as fault:
                st.error(_.of({"nl": fault.message_nl, "en": fault.message_en}))
            else:
                st.rerun()


__all__ = ["draw"]
