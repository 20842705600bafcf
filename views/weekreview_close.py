"""Closing a week, showing closed weeks as they were, and opening one again."""

import datetime as dt
from typing import Any

import streamlit as st

import words
from logbook import ClosedWeek, ContentError, LogbookError
from pipelines.closing import (
    ChangedSinceError,
    Proposed,
    close_week,
    closings_and_reopenings,
    reopen,
)
from views import frame, memory_words, review_words, weeks
from views.frame import Screen
from views.html import (
    Column,
    Safe,
    bullets,
    details,
    facts,
    heading,
    join,
    paragraph,
    phase_label,
    table,
    tag,
)
from views.weekreview_form import ReviewForm, written
from words import proposal

_SAID = "weekreview_close_said"
_MOST_WEEKS = 13


def draw(screen: Screen, form: ReviewForm, proposed: Proposed, code: str, today: dt.date) -> None:
    """The last step: close the week."""
    _ = screen.texts
    st.html(
        join(
            [
                heading(2, _("Afsluiten"), "afsluiten"),
                paragraph(
                    _(
                        "Alles is al bewaard. Met afsluiten legt u het besluit vast, en de week "
                        "zoals zij was: wat bekend was, wat werd voorgesteld en wat u besloot."
                    )
                ),
            ]
        )
    )
    said(form)
    st.button(
        _("Sluit de week af"),
        type="primary",
        key=f"weekreview_close_{form.subject}",
        on_click=_close,
        args=(screen, form, form.version, proposed, code, today),
    )


def said(form: ReviewForm) -> None:
    """Why a week could not be closed."""
    text = st.session_state.pop(_SAID, "")
    if text:
        st.html(tag("p", text, "wp-notice", role="alert"))


def _close(
    screen: Screen,
    form: ReviewForm,
    seen_version: int,
    proposed: Proposed,
    code: str,
    today: dt.date,
) -> None:
    _ = screen.texts
    try:
        close_week(
            form.logbook,
            form.subject,
            seen_version,
            proposed,
            known(screen, code),
            today=today,
            role=form.role,
        )
    except ContentError as fault:
        names = ", ".join(review_words.field(_, one) for one in fault.fields)
        st.session_state[_SAID] = _(
            "De week is nog niet afgesloten. Dit moet nog: {fields}", fields=names
        )
    except ChangedSinceError as fault:
        st.session_state[_SAID] = (
            _("Iemand wijzigde intussen nog iets. Kijk het na en sluit dan af.")
            if fault.what == "review"
            else _("Het voorstel is intussen veranderd. Kijk opnieuw naar het oordeel.")
        )
    except LogbookError as fault:
        st.session_state[_SAID] = fault.message(_)


def known(screen: Screen, code: str) -> dict[str, Any]:
    """What the build said about a wijk: levels by criterion and channel, coverage, dates."""
    monday = weeks.newest_complete(screen.read.table("weeks"))
    levels = screen.read.table("levels", code, monday)
    coverage = screen.read.table("coverage", monday)
    own = coverage.loc[coverage["wijkcode"] == code, "coverage_pct"]
    return {
        "week": monday.isoformat(),
        "as_of": screen.meta["as_of"],
        "data_cutoff": screen.meta["data_cutoff"],
        "coverage_pct": None if own.empty or own.isna().iloc[0] else round(float(own.iloc[0]), 1),
        "levels": [
            {
                "criterion": str(row["criterion"]),
                "channel": str(row["channel"]),
                "level": round(float(row["level"]), 2),
            }
            for row in levels.to_dict("records")
        ],
    }


def closed(screen: Screen, form: ReviewForm) -> None:
    """This week as it was closed; it can only be read."""
    _ = screen.texts
    version = form.logbook.newest(ClosedWeek.kind, form.subject)
    assert version is not None and isinstance(version.content, ClosedWeek)
    head = _(
        "De week is afgesloten op {moment} door {role}. Hieronder staat zij zoals zij was.",
        moment=_.moment(version.recorded_at),
        role=version.role,
    )
    st.html(tag("p", head, "wp-saved", role="status"))
    for name, trouble in form.state.troubles.items():
        lost = _(
            "Uw laatste wijziging kwam net na het afsluiten en is niet bewaard: {text}",
            text=written(_, name, trouble.change[name]),
        )
        st.html(tag("p", lost, "wp-notice", role="alert"))
    said(form)
    st.html(archive(screen, version.content))
    frame.show(history(screen, form))
    st.html(
        paragraph(
            _("Klopt er iets niet? Heropenen mag. Dat blijft zichtbaar, en deze versie blijft."),
            "wp-note",
        )
    )
    st.button(
        _("Heropen deze week"),
        key=f"weekreview_reopen_{form.subject}",
        on_click=_reopen,
        args=(screen, form),
    )


def _reopen(screen: Screen, form: ReviewForm) -> None:
    try:
        reopen(form.logbook, form.subject, form.role)
    except LogbookError as fault:
        st.session_state[_SAID] = fault.message(screen.texts)


def history(screen: Screen, form: ReviewForm) -> Safe:
    """Every time the week was closed and opened again."""
    _ = screen.texts
    found = closings_and_reopenings(form.logbook, form.subject)
    if len(found) < 2:
        return Safe("")
    rows = [
        (
            _.moment(one.recorded_at),
            _("afgesloten") if one.kind == ClosedWeek.kind else _("heropend"),
            one.role,
        )
        for one in found
    ]
    columns = [Column(_("Wanneer")), Column(_("Wat")), Column(_("Rol"))]
    return table(_("Afgesloten en heropend"), columns, rows)


def earlier(screen: Screen, form: ReviewForm, code: str) -> Safe:
    """The closed weeks of a wijk before this one, newest first."""
    _ = screen.texts
    found = [
        one
        for one in form.logbook.find(ClosedWeek.kind, code)
        if one.subject_id != form.subject and isinstance(one.content, ClosedWeek)
    ]
    found.sort(key=lambda one: one.content.at_week or dt.date.min, reverse=True)
    parts = [
        details(_.week(one.content.week), archive(screen, one.content))
        for one in found[:_MOST_WEEKS]
        if isinstance(one.content, ClosedWeek)
    ]
    return join([heading(2, _("Eerdere weken")), *parts]) if parts else Safe("")


def archive(screen: Screen, content: ClosedWeek) -> Safe:
    """One closed week: known, proposed, decided, and by which rule and build."""
    _ = screen.texts
    archived, decided = content.proposed, content.decided
    sure = archived.get("certainty")
    chances = [
        _("{phase} {pct}", phase=words.phase(_, phase), pct=proposal.percent(_, chance))
        for phase, chance in archived.get("chances", {}).items()
    ]
    about = [
        (_("Voorgesteld"), phase_label(_, str(archived["phase"]))),
        (_("Zekerheid"), words.certainty(_, sure) if sure else _("niet berekend")),
        (_("Kansen volgens het model"), ", ".join(chances) or _("niet berekend")),
        (_("Oordeel"), review_words.oordeel(_, decided["oordeel"])),
        (
            _("Besloten fase"),
            phase_label(_, decided["phase"])
            if decided["phase"] and decided["oordeel"] != "reject"
            else _("geen"),
        ),
        (_("Geldt tot"), _.date(dt.date.fromisoformat(decided["expires_on"]))),
        (_("Regelversie"), content.rule_version),
        (_("Build"), content.build_id),
    ]
    parts: list[object] = [facts(about)]
    if archived.get("is_provisional"):
        parts.append(paragraph(_("Het voorstel was toen voorlopig."), "wp-note"))
    texts = [
        (name, decided.get(name))
        for name in ("beeld", "reason", "scheidslijnen", "groepen", "oorzaken", "locaties")
    ]
    parts.append(
        facts(
            (review_words.field(_, name), ", ".join(value) if isinstance(value, list) else value)
            for name, value in texts
            if value
        )
    )
    parts.append(_measures(screen, decided))
    parts.append(_known(screen, content))
    return join(parts)


def _measures(screen: Screen, decided: dict[str, Any]) -> Safe:
    _ = screen.texts
    rows = [
        (
            one["title"],
            one["owner"],
            _.date(dt.date.fromisoformat(one["review_on"])),
            memory_words.measure_status(_, one["status"]),
        )
        for one in decided.get("measures", [])
    ]
    columns = [
        Column(_("Maatregel")),
        Column(_("Wie")),
        Column(_("Terugkijken op")),
        Column(_("Status")),
    ]
    parts = [table(_("Maatregelen op dat moment"), columns, rows, phone="cards")]
    looked = [
        join([memory_words.look_back_result(_, one["result"]), ". ", one["note"]])
        for one in decided.get("looked_back", [])
    ]
    if looked:
        parts += [heading(3, _("Teruggekeken")), bullets(looked)]
    return join(parts)


def _known(screen: Screen, content: ClosedWeek) -> Safe:
    """The levels and signals that were known, as they were then."""
    _ = screen.texts
    criteria = screen.knowledge.criteria
    rows = [
        (
            _.of(criteria[one["criterion"]].name) if one["criterion"] in criteria else "",
            words.channel(_, one["channel"]),
            words.level(_, one["level"]),
        )
        for one in content.known.get("levels", [])
    ]
    columns = [Column(_("Criterium")), Column(_("Bron")), Column(_("Niveau"))]
    signals = len(content.known.get("signals", []))
    text = _.plural(
        "Gegevens tot en met {cutoff}; {n} signaal in het logboek in deze week.",
        "Gegevens tot en met {cutoff}; {n} signalen in het logboek in deze week.",
        signals,
        cutoff=_.date(dt.date.fromisoformat(content.known["data_cutoff"])),
    )
    grid = table(_("Wat bekend was"), columns, rows, phone="lines", empty=_("Er was niets bekend."))
    return details(_("Wat bekend was"), join([paragraph(text, "wp-note"), grid]))
