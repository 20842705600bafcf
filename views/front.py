"""The script that Streamlit runs: page set-up, language, navigation, and what to show without a
build.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from language import Texts, texts_for
from pipelines import read_model
from views import (
    actieplan,
    bibliotheek,
    briefing,
    frame,
    gegevens,
    interventies,
    methode,
    ontmoeting,
    stadskaart,
    state,
    store,
    weekreview,
    wijk,
)
from views.html import heading, join, paragraph, tag

_HERE = Path(__file__).resolve().parent


def main() -> None:
    """Draw the screen that the address asks for."""
    _ = texts_for(state.language())
    st.set_page_config(
        page_title="Wijkpuls",
        page_icon=str(_HERE / "icon.svg"),
        layout="wide",
        initial_sidebar_state="collapsed",
        menu_items={"Get help": None, "Report a bug": None, "About": None},
    )
    st.html(_HERE / "style.css")
    pages: dict[str, Any] = {}
    screens: dict[str, tuple[str, Callable[[frame.Screen], None]]] = {
        "stadskaart": (_("Stadskaart"), stadskaart.draw),
        "wijk": (_("Wijk"), wijk.draw),
        "weekreview": (_("Weekreview"), weekreview.draw),
        "actieplan": (_("Actieplan"), actieplan.draw),
        "interventies": (_("Interventies"), interventies.draw),
        "ontmoeting": (_("Ontmoeting ontwerpen"), ontmoeting.draw),
        "briefing": (_("Briefing"), briefing.draw),
        "gegevens": (_("Gegevens"), gegevens.draw),
        "methode": (_("Methode"), methode.draw),
        "bibliotheek": (_("Bibliotheek"), bibliotheek.draw),
    }
    for path, (title, draw) in screens.items():
        pages[path] = st.Page(partial(_show, _, path, draw), title=title, url_path=path)
    # The address without a screen: the server sends it on to the map, this is for other ways to get
    # here.
    home = st.Page(
        lambda: st.switch_page(pages["stadskaart"]),
        title="Wijkpuls",
        url_path="start",
        default=True,
        visibility="hidden",
    )
    page = st.navigation([home, *pages.values()], position="top")
    # The tab says which screen it is: that helps whoever has several open, or cannot see them.
    st.set_page_config(page_title=f"{page.title} - Wijkpuls")
    page.run()


def _show(_: Texts, path: str, draw: Callable[[frame.Screen], None]) -> None:
    state.restore(path, _.lang)
    reader = store.current()
    if reader is None:
        _nothing_yet(_)
        return
    last_run = read_model.last_run(store.workspace())
    try:
        meta = reader("meta")
    except read_model.OtherFormatError as fault:
        _nothing_yet(_, _.of({"nl": fault.message_nl, "en": fault.message_en}))
        return
    screen = frame.Screen(_, reader, meta, last_run, store.knowledge())
    draw(screen)
    frame.bottom(screen)


def _nothing_yet(_: Texts, unreadable: str = "") -> None:
    """A calm screen for a workspace without a published build, or with one that is `unreadable` for
    a reason.
    """
    folder = store.workspace()
    run = read_model.last_run(folder) or {}
    commands = [f"python -m pipelines run {folder}"]
    if store.is_fictional_default():
        commands.insert(0, f"python -m demo {folder}")
        text = _(
            "De fictieve gemeente is nog niet gemaakt. Geef deze opdrachten in de map van Wijkpuls:"
        )
    else:
        text = _(
            "Er is nog geen build van deze gegevens. Geef deze opdracht in de map van Wijkpuls:"
        )
    parts = [heading(1, _("Er is nog niets om te laten zien")), paragraph(text)]
    parts.append(tag("pre", "\n".join(commands), "wp-command"))
    parts.append(paragraph(_("Laad daarna deze pagina opnieuw.")))
    if unreadable:
        parts.append(paragraph(unreadable, "wp-notice"))
    if run.get("status") == "failed":
        why = _.of({"nl": run.get("message_nl") or "", "en": run.get("message_en") or ""})
        parts.append(
            paragraph(_("De laatste poging is niet gelukt: {reden}", reden=why), "wp-notice")
        )
    if run.get("status") == "running":
        parts.append(
            paragraph(_("De gegevens worden nu verwerkt. Dat kan even duren."), "wp-notice")
        )
    st.html(join([frame.language_links(_), *parts]))


main()
