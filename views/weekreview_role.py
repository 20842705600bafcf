"""Who sits here: a role, chosen once per visit. Never a person."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from indicators.models import WordList
from language import Texts
from logbook import ContentError, LogbookError
from views.frame import Screen
from views.html import paragraph, tag
from views.store import PermittedLogbook

_KEY, _KIND = "weekreview_role", "weekreview_source_kind"
_CHOSEN, _CHOSEN_KIND = "weekreview_chosen_role", "weekreview_chosen_kind"


@dataclass(frozen=True)
class Role:
    """A role in the gemeente and what kind of source it is; without a kind it cannot report yet."""

    name: str
    source_kind: str | None


def choose(
    screen: Screen, logbook: PermittedLogbook, roster: pd.DataFrame, code: str | None
) -> Role | None:
    """The choice of a role, out of the roster or typed. None until there is one that may be
    stored.
    """
    _ = screen.texts
    names = options(roster, code)
    chosen = st.session_state.get(_CHOSEN)
    if chosen and chosen not in names:
        names = [chosen, *names]
    # A widget that is not drawn on another screen is forgotten by Streamlit; the choice is not.
    if _KEY not in st.session_state:
        st.session_state[_KEY] = chosen
    left, right = st.columns([2, 1])
    with left:
        st.selectbox(
            _("Uw rol"),
            names,
            key=_KEY,
            placeholder=_("Kies uw rol, of typ een andere"),
            accept_new_options=True,
            on_change=_remember,
        )
    if not chosen:
        text = _("Kies eerst uw rol. Wijkpuls bewaart rollen, nooit namen van personen.")
        st.html(paragraph(text, "wp-note"))
        return None
    refusal = refused(_, logbook, chosen)
    if refusal:
        st.html(tag("p", refusal, "wp-notice", role="alert"))
        return None
    known = roster.loc[roster["reporter"] == chosen, "source_kind"]
    if len(known):
        return Role(chosen, str(known.iloc[0]))
    kinds: WordList = screen.knowledge.vocabulary.source_kind
    if _KIND not in st.session_state:
        st.session_state[_KIND] = st.session_state.get(_CHOSEN_KIND)
    with right:
        kind = st.selectbox(
            _("Wat voor werk is dat?"),
            kinds.ids,
            format_func=lambda one: _.of(kinds.label(one)),
            key=_KIND,
            placeholder=_("Kies wat het meest past"),
            on_change=_remember_kind,
        )
    return Role(chosen, kind)


def _remember() -> None:
    value = st.session_state[_KEY]
    st.session_state[_CHOSEN] = value.strip() if value else None


def _remember_kind() -> None:
    st.session_state[_CHOSEN_KIND] = st.session_state[_KIND]


def options(roster: pd.DataFrame, code: str | None) -> list[str]:
    """The roles of the roster; those of the chosen wijk first, both by name."""
    here = set(roster.loc[roster["wijkcode"] == code, "reporter"])
    return sorted({*roster["reporter"]}, key=lambda name: (name not in here, name))


def refused(_: Texts, logbook: PermittedLogbook, name: str) -> str:
    """Why a text may not be a role; empty when it may."""
    try:
        logbook.check_role(name)
    except ContentError:
        return _("Een rol heeft 2 tot 60 tekens.")
    except LogbookError as fault:
        return fault.message(_)
    return ""
