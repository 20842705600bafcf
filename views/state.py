"""What the user has chosen: wijk, week, layer, and what the timeline shows. The address bar holds
it, so a link reopens the view.

Streamlit drops the query when the user goes to another screen; ``restore`` puts it back from the
session.
"""

import streamlit as st

PARAMETERS = ("wijk", "week", "laag", "soort", "periode", "versie")
_MEMORY = "chosen"
_SCREEN = "screen"


def restore(screen: str, lang: str) -> None:
    """Call once per run, before anything is drawn. A value in the address wins from a remembered
    one.
    """
    memory: dict[str, str] = st.session_state.setdefault(_MEMORY, {})
    came_from_elsewhere = st.session_state.get(_SCREEN) not in (None, screen)
    for name in PARAMETERS:
        if name in st.query_params:
            memory[name] = st.query_params[name]
        elif name in memory:
            if came_from_elsewhere:
                st.query_params[name] = memory[name]
            else:
                del memory[name]
    if lang != "nl":
        st.query_params["lang"] = lang
    st.session_state[_SCREEN] = screen


def language() -> str:
    """The language of this visitor: asked for in the address, else as it was, else Dutch."""
    asked = st.query_params.get("lang")
    if asked in ("nl", "en"):
        st.session_state["lang"] = asked
    return str(st.session_state.get("lang", "nl"))


def get(name: str) -> str | None:
    """The chosen value, as it stands in the address."""
    return st.query_params.get(name)


def put(name: str, value: str | None) -> None:
    """Choose a value, or with None choose nothing."""
    memory: dict[str, str] = st.session_state.setdefault(_MEMORY, {})
    if value is None:
        memory.pop(name, None)
        if name in st.query_params:
            del st.query_params[name]
    else:
        memory[name] = value
        st.query_params[name] = value


def chosen() -> dict[str, str]:
    """All that is chosen, to build a link with."""
    return {name: st.query_params[name] for name in PARAMETERS if name in st.query_params}
