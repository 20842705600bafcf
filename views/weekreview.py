"""Screen 3, Weekreview: ten minutes for one wijk, and the list of which wijken to take first."""

import datetime as dt
from typing import cast

import pandas as pd
import streamlit as st

from indicators.models import PhaseId
from logbook import UnreachableError
from pipelines.closing import is_open
from views import (
    frame,
    memory,
    state,
    weekreview_beeld,
    weekreview_close,
    weekreview_oordeel,
    weekreview_proposal,
    weekreview_queue,
    weekreview_role,
    weeks,
)
from views.frame import Screen
from views.html import Safe, join, paragraph, tag
from views.store import PermittedLogbook
from views.weekreview_besluit import DecisionForm
from views.weekreview_form import ReviewForm
from views.weekreview_role import Role
from views.weekreview_signals import SignalForm


def draw(screen: Screen) -> None:
    """The list, or the review of the chosen wijk."""
    _ = screen.texts
    wijken = screen.read.table("wijken")
    names = dict(zip(wijken["wijkcode"], wijken["wijknaam"], strict=True))
    code = state.get("wijk")
    code = code if code in names else None
    today = memory.today(screen)
    title = _("Weekreview") if code is None else _("Weekreview {wijk}", wijk=names[code])
    frame.top(screen, title)
    try:
        logbook = memory.logbook(screen)
        with st.container(key="weekreview"):
            _screen(screen, logbook, names, code, today)
    except UnreachableError as fault:
        st.html(tag("p", fault.message(_), "wp-notice", role="alert"))


def _screen(
    screen: Screen,
    logbook: PermittedLogbook,
    names: dict[str, str],
    code: str | None,
    today: dt.date,
) -> None:
    _ = screen.texts
    st.html(paragraph(_.week(today - dt.timedelta(days=today.weekday())), "wp-note"))
    monday = weeks.newest_complete(screen.read.table("weeks"))
    roster = screen.read.table("reporters", monday)
    role = weekreview_role.choose(screen, logbook, roster, code)
    if code is None:
        frame.choose_wijk(_, names)
        weekreview_queue.draw(screen, logbook, today)
        return
    st.button(
        _("Terug naar de lijst"), key="weekreview_back", on_click=state.put, args=("wijk", None)
    )
    found = weekreview_proposal.current(screen, logbook, code, today)
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.html(weekreview_proposal.panel(screen, found, logbook, code, today))
    with right:
        if role is not None:
            _steps(screen, logbook, code, today, role, found, roster)


def _steps(
    screen: Screen,
    logbook: PermittedLogbook,
    code: str,
    today: dt.date,
    role: Role,
    found: weekreview_proposal.Current,
    roster: pd.DataFrame,
) -> None:
    """Report, then beeld, oordeel and besluit; or the closed week, to read."""
    form = ReviewForm(screen, logbook, code, today, role.name)
    if not is_open(logbook, form.subject):
        weekreview_close.closed(screen, form)
        frame.show(weekreview_close.earlier(screen, form, code))
        return
    st.html(_overview(screen, form))
    SignalForm(screen, logbook, code, today, role).draw()
    weekreview_beeld.draw(screen, form, logbook, code, today)
    weekreview_oordeel.draw(screen, form, found)
    roles = weekreview_role.options(roster, code)
    if role.name not in roles:
        roles = [role.name, *roles]
    # What fits is looked up for the phase that people hold, and else for the one proposed.
    phase = form.review.phase or found.row.phase
    DecisionForm(screen, form, code, today, roles).draw(cast(PhaseId, phase))
    proposed = weekreview_proposal.as_proposed(screen, found)
    weekreview_close.draw(screen, form, proposed, code, today)
    frame.show(weekreview_close.history(screen, form))
    frame.show(weekreview_close.earlier(screen, form, code))


def _overview(screen: Screen, form: ReviewForm) -> Safe:
    """The steps with what is done, and that everything is saved."""
    _, review = screen.texts, form.review
    done = _("gedaan")
    steps = [
        ("melden", _("Melden"), False),
        ("beeld", _("1 Beeld"), bool(review.beeld)),
        ("oordeel", _("2 Oordeel"), not review.missing()),
        ("besluit", _("3 Besluit"), False),
        ("afsluiten", _("Afsluiten"), False),
    ]
    items = [
        tag("li", join([tag("a", text, href=f"#{anchor}"), f" ({done})" if is_done else ""]))
        for anchor, text, is_done in steps
    ]
    listed = tag("ul", join(items), "wp-jumps")
    nav = tag("nav", listed, aria_label=_("Stappen"))
    return join([nav, tag("p", saved(screen, form), "wp-note", role="status")])


def saved(screen: Screen, form: ReviewForm) -> str:
    """What is on disk, and with whose changes it was put together."""
    _ = screen.texts
    base = form.state.base
    if form.state.troubles:
        return _("Let op: een wijziging is nog niet bewaard. Kijk bij het veld met de melding.")
    if base is None:
        return _("Alles wat u invult, wordt meteen bewaard.")
    text = _(
        "Alles is bewaard. Laatste wijziging: {moment}, door {role}.",
        moment=_.moment(base.recorded_at),
        role=base.role,
    )
    if form.state.merged_with:
        others = ", ".join(dict.fromkeys(form.state.merged_with))
        both = _("Samengevoegd met wat {role} intussen invulde.", role=others)
        return f"{text} {both}"
    return text
