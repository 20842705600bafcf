"""The door: sign in, or why that gives no access; and who is in, with a way out."""

import streamlit as st

from access import LOCAL, Access, NotPermittedError, SettingsError, session
from access.roles import NoAccessError
from language import Texts
from logbook import UnreachableError
from views import store
from views.html import Safe, heading, join, paragraph, tag

_RECORDED = "sign_in_recorded"
_REFUSED = "refused"


def visitor(_: Texts) -> tuple[Access | None, Safe]:
    """What this visitor may do, or None with what to tell them."""
    try:
        access = session.current()
    except NoAccessError as fault:
        return None, _refused(_, fault)
    except SettingsError:
        text = _("De rollen van deze gemeente zijn niet goed ingesteld. Meld dit de beheerder.")
        return None, _page(_("Geen toegang"), text)
    if access is None:
        text = _("Wijkpuls is voor medewerkers van de gemeente. Meld u aan met uw werkaccount.")
        return None, _page(_("Aanmelden"), text)
    try:
        _record(access)
    except UnreachableError as fault:
        return None, _page(_("Geen toegang"), fault.message(_))
    return access, Safe("")


def draw(_: Texts, told: Safe, language_links: Safe) -> None:
    """The screen of who is not in."""
    st.html(join([language_links, told]))
    if session.is_signed_in():
        st.button(_("Afmelden"), on_click=session.sign_out)
    else:
        st.button(_("Aanmelden"), on_click=session.sign_in, type="primary")


def draw_who(_: Texts, access: Access, names: dict[str, str]) -> None:
    """Role, wijken and the way out; nothing where nobody signs in."""
    if access == LOCAL:
        return
    left, right = st.columns([5, 1])
    role = _.of(access.rights.name)
    with left:
        if access.wijken is None:
            st.html(paragraph(_("Uw rol: {role}.", role=role), "wp-who"))
        else:
            own = ", ".join(sorted(names.get(code, code) for code in access.wijken))
            text = _("Uw rol: {role}. U ziet alleen: {wijken}.", role=role, wijken=own)
            st.html(paragraph(text, "wp-who"))
    with right:
        st.button(_("Afmelden"), on_click=_leave, args=(access,), width="stretch")


def refuse(_: Texts, access: Access, fault: NotPermittedError) -> None:
    """A calm sentence in the place of what is not for this role; recorded once per visit."""
    st.html(paragraph(fault.message(_), "wp-notice"))
    told = st.session_state.setdefault(_REFUSED, set())
    if fault.what not in told:
        told.add(fault.what)
        store.logbook(access).record("refused", fault.what)


def _leave(access: Access) -> None:
    store.logbook(access).record("sign_out", str(session.signed_in_at()))
    session.sign_out()


def _record(access: Access) -> None:
    """A sign-in is recorded before anything is shown; a page that is only redrawn is none."""
    this = (access.who, access.role, access.wijken, session.signed_in_at())
    if access != LOCAL and st.session_state.get(_RECORDED) != this:
        store.logbook(access).record_sign_in(session.signed_in_at())
        st.session_state[_RECORDED] = this


def _refused(_: Texts, fault: NoAccessError) -> Safe:
    reasons = {
        "no_role": _(
            "Uw account heeft geen rol in Wijkpuls. Vraag de beheerder om u in een groep te zetten."
        ),
        "several_roles": _(
            "Uw account zit in groepen van meer dan één rol. Vraag de beheerder om er één te "
            "kiezen; dan is duidelijk wat u mag."
        ),
        "expired": _("Uw aanmelding is verlopen. Meld u af en daarna opnieuw aan."),
        "not_for_us": _("Deze aanmelding is niet voor Wijkpuls bedoeld. Meld u af en opnieuw aan."),
    }
    return _page(_("Geen toegang"), reasons[fault.why])


def _page(title: str, text: str) -> Safe:
    parts = [tag("p", "Wijkpuls", "wp-place"), heading(1, title), paragraph(text)]
    return tag("section", join(parts), "wp-door")
