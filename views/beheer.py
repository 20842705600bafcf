"""Screen Beheer: who did what, what is past its period, and which build is shown. For who keeps
Wijkpuls running; it takes no decisions.
"""

import pandas as pd
import streamlit as st

from access import LOCAL
from language import Texts
from views import exports, frame, store
from views.frame import Screen
from views.html import Column, Safe, bullets, details, heading, join, paragraph, table, tag

_PAGE = 50
_ALL = ""
_COLUMNS = ("recorded_at", "event", "who", "role", "wijkcode", "about")


def draw(screen: Screen) -> None:
    """The whole screen."""
    _ = screen.texts
    frame.top(screen, _("Beheer"))
    if screen.read.access == LOCAL:
        text = _(
            "Op deze computer meldt niemand zich aan. Wat er gebeurt, wordt daarom aan niemand "
            "toegeschreven en hier niet vastgelegd."
        )
        st.html(paragraph(text, "wp-note"))
    _who_did_what(screen)
    st.html(_past_period(screen))
    st.html(_builds(screen))


def event_words(_: Texts, event: str) -> str:
    """An event of the audit in words."""
    words = {
        "sign_in": _("aangemeld"),
        "sign_out": _("afgemeld"),
        "role_change": _("andere rol of wijken"),
        "refused": _("geweigerd"),
        "export": _("bestand meegenomen"),
        "decision": _("besluit vastgelegd"),
        "deletion": _("verwijderd volgens de bewaartermijn"),
        "upload": _("bestand aangeleverd"),
        "build": _("verwerking gestart"),
    }
    return words.get(event, event)


def _who_did_what(screen: Screen) -> None:
    """Page by page, newest first, and all of it as CSV."""
    _ = screen.texts
    logbook = store.logbook(screen.read.access)
    st.html(heading(2, _("Wie deed wat")))
    note = _(
        "Een account staat hier onder een vaste code, nooit onder een naam. Hoe u er zo nodig een "
        "account bij vindt, staat in de handleiding voor beheer."
    )
    st.html(paragraph(note, "wp-note"))
    chosen = st.selectbox(
        _("Wat"),
        [_ALL, *store.AUDIT_EVENTS],
        format_func=lambda event: event_words(_, event) if event else _("alles"),
        key="audit_gebeurtenis",
    )
    total = logbook.audit_count(chosen or None)
    if not total:
        st.html(paragraph(_("Er is nog niets vastgelegd."), "wp-muted"))
        return
    pages = -(-total // _PAGE)
    page = st.pagination(pages, key=f"audit_{chosen}") if pages > 1 else 1
    lines = logbook.audit_lines(_PAGE, _PAGE * (page - 1), chosen or None)
    rows = [
        (
            _.moment(line.recorded_at),
            event_words(_, line.event),
            tag("code", line.who),
            line.role,
            line.wijkcode or "–",
            line.about,
        )
        for line in lines
    ]
    columns = [
        Column(_("Moment")),
        Column(_("Wat")),
        Column(_("Account")),
        Column(_("Rol")),
        Column(_("Wijk")),
        Column(_("Waarover")),
    ]
    caption = _("Pagina {page} van {pages}.", page=_.number(page), pages=_.number(pages))
    st.html(table(caption, columns, rows, phone="lines"))
    _download(screen, total, chosen)


def _download(screen: Screen, total: int, event: str) -> None:
    _ = screen.texts
    access = screen.read.access

    def content() -> bytes:
        logbook = store.logbook(access)
        rows = pd.DataFrame(
            [[getattr(line, name) for name in _COLUMNS] for line in _everything(logbook, event)],
            columns=list(_COLUMNS),
        )
        logbook.record("export", "audit beheer csv")
        return exports.csv(screen, rows)

    st.download_button(
        _("Download als CSV ({n} rijen)", n=_.number(total)),
        content,
        file_name="wie-deed-wat.csv",
        mime="text/csv",
        key="audit_csv",
        on_click="ignore",
    )


def _everything(logbook: store.PermittedLogbook, event: str) -> list[store.AuditLine]:
    return logbook.audit_lines(logbook.audit_count(event or None), 0, event or None)


def _past_period(screen: Screen) -> Safe:
    """What the retention rules say should go; the command does it."""
    _ = screen.texts
    due = store.logbook(screen.read.access).retention_due()
    parts: list[object] = [heading(2, _("Bewaartermijnen"))]
    if not due:
        parts.append(paragraph(_("Er staat niets langer dan de bewaartermijnen."), "wp-muted"))
        return join(parts)
    rows = [(rule, kind, _.number(subjects)) for (rule, kind), subjects in due.items()]
    columns = [Column(_("Regel")), Column(_("Soort")), Column(_("Onderwerpen"), "right")]
    parts.append(table(_("Voorbij de bewaartermijn"), columns, rows))
    text = _("De dagelijkse taak verwijdert dit. Met de hand kan het ook:")
    command = tag("code", "python -m logbook MAP retention --apply")
    parts.append(paragraph(join([text, " ", command])))
    return join(parts)


def _builds(screen: Screen) -> Safe:
    """Which builds are kept, and how to go back to one."""
    _ = screen.texts
    shown = screen.meta["build_id"]
    items = [
        join([one, " ", tag("strong", _("(deze ziet u nu)"))]) if one == shown else tag("span", one)
        for one in store.builds()
    ]
    back = paragraph(
        join(
            [
                _("Terug naar een eerdere build: "),
                tag("code", "python -m pipelines use MAP BUILD"),
            ]
        )
    )
    return join(
        [
            heading(2, _("Builds")),
            back,
            details(_("Alle builds in deze workspace"), bullets(items)),
        ]
    )
