"""The script that Streamlit runs: page set-up, language, navigation, and what to show without a
build.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from access import Access, NotPermittedError
from language import Texts, texts_for
from views import (
    actieplan,
    beginnen,
    beheer,
    bibliotheek,
    briefing,
    entrance,
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
from views.html import Safe, heading, join, link, paragraph, tag

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
    access, told = entrance.visitor(_)
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
        "beheer": (_("Beheer"), beheer.draw),
    }
    for path, (title, draw) in screens.items():
        # A screen is closed by _show; that it is not in the menu is only a kindness.
        is_open = access is not None and access.may_open(path)
        run = partial(_show, _, access, path, title, draw) if access else partial(_door, _, told)
        pages[path] = st.Page(
            run, title=title, url_path=path, visibility="visible" if is_open else "hidden"
        )
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


def _door(_: Texts, told: Safe) -> None:
    entrance.draw(_, told, frame.language_links(_))
    st.html(frame.limits(_))


def _show(
    _: Texts, access: Access, path: str, title: str, draw: Callable[[frame.Screen], None]
) -> None:
    state.restore(path, _.lang)
    reader = store.current(access)
    if reader is None:
        _nothing_yet(_, access, path)
        return
    try:
        meta = reader("meta")
    except store.OtherFormatError as fault:
        _nothing_yet(_, access, path, _.of({"nl": fault.message_nl, "en": fault.message_en}))
        return
    screen = frame.Screen(_, reader, meta, store.last_run(), store.knowledge())
    wijken = reader.table("wijken")
    names = dict(zip(wijken["wijkcode"], wijken["wijknaam"], strict=True))
    entrance.draw_who(_, access, names)
    try:
        _check_address(access, path)
    except NotPermittedError as fault:
        frame.top(screen, title)
        entrance.refuse(_, access, fault)
        if access.may_open(path):
            frame.choose_wijk(_, names)
    else:
        try:
            draw(screen)
        except NotPermittedError as fault:
            entrance.refuse(_, access, fault)
    frame.bottom(screen)


def _check_address(access: Access, path: str) -> None:
    """Raises NotPermittedError for a screen or a wijk in the address that is not for this role."""
    if not access.may_open(path):
        raise NotPermittedError(f"screen {path}")
    code = state.get("wijk")
    if code:
        access.require_wijk(code)


def _nothing_yet(_: Texts, access: Access, path: str, unreadable: str = "") -> None:
    """A calm screen for a workspace without a published build, or with one that is `unreadable` for
    a reason. On Gegevens who may can deliver and build.
    """
    run = store.last_run() or {}
    is_ours = access.may("build") or access.may("upload")
    is_here = is_ours and path == "gegevens"
    title = _("Begin met uw gegevens") if is_here else _("Er is nog niets om te laten zien")
    parts = [heading(1, title)]
    if not is_ours:
        parts.append(paragraph(_("Er is nog geen build. Vraag het de beheerder.")))
    elif not is_here:
        parts.append(_where_to_begin(_))
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
    st.html(tag("header", join([frame.language_links(_), *parts]), "wp-top"))
    if is_here:
        beginnen.draw(_, access, store.knowledge())
    if is_ours:
        st.html(join(_how_to_build(_, store.workspace())))
    st.html(tag("footer", frame.limits(_), "wp-foot"))


def _where_to_begin(_: Texts) -> Safe:
    begin = link(frame.address("gegevens", _), _("Begin op het scherm Gegevens"))
    return paragraph(join([begin, _(": daar ziet u wat er is en wat nog nodig is.")]))


def _how_to_build(_: Texts, folder: Path) -> list[Safe]:
    commands = [f"python -m pipelines run {folder}"]
    if store.is_fictional_default():
        commands.insert(0, f"python -m demo {folder}")
        text = _(
            "De fictieve gemeente is nog niet gemaakt. Geef deze opdrachten in de map van Wijkpuls:"
        )
    else:
        text = _("Liever met een opdracht? Geef deze in de map van Wijkpuls:")
    command = tag("pre", "\n".join(commands), "wp-command")
    return [paragraph(text), command, paragraph(_("Laad daarna deze pagina opnieuw."))]


main()
