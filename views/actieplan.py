"""Screen Actieplan: what the people in one wijk are going to do together, and why.

Two people may work at it at once: what they change apart is put together, where they changed the
same part the second one chooses. Every version stays to be seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from language import Texts
from logbook import (
    Actieplan,
    ConflictError,
    Content,
    ContentError,
    LogbookError,
    Measure,
    NoteRefusedError,
    Review,
    Signal,
    Version,
    made,
)
from views import frame, memory, plan_contents, state
from views.frame import Screen
from views.html import (
    Column,
    Safe,
    bullets,
    details,
    heading,
    join,
    paragraph,
    table,
    tag,
)
from views.memory import Memory
from views.plan_contents import FIELDS, Origin, Proposed

_DRAFT = "actieplan"
# The role is chosen once per visit, on whichever screen comes first.
_ROLE = "weekreview_chosen_role"


@dataclass
class Draft:
    """What somebody is writing: for which wijk, from which version, the boxes, and what happened
    when it was saved.
    """

    code: str
    base: Version | None
    written: dict[str, str]
    conflict: ConflictError | None = None
    fault: str = ""
    has_saved: bool = False
    choices: dict[str, str] = field(default_factory=dict)

    @property
    def started(self) -> Content | None:
        """The plan it was made from."""
        return self.base.content if self.base else None

    @property
    def is_changed(self) -> bool:
        """Whether there is something that was not saved yet."""
        return self.written != plan_contents.as_written(self.started)


def draw(screen: Screen) -> None:
    """The whole screen."""
    _ = screen.texts
    wijken = screen.read.table("wijken")
    names = dict(zip(wijken["wijkcode"], wijken["wijknaam"], strict=True))
    code = state.get("wijk") or ""
    if code not in names:
        frame.top(screen, _("Actieplan"))
        frame.choose_wijk(_, names)
        _all_plans(screen, names)
        return
    frame.top(screen, _("Actieplan {wijk}", wijk=names[code]))
    with st.container(key="plan_keuze"):
        frame.choose_wijk(_, names)
    known = memory.read(screen, (Actieplan, Review, Measure, Signal), code)
    frame.show(memory.notice(_, known))
    plans = known.of(Actieplan)
    newest = plans[-1] if plans else None
    st.html(_intro(_))
    can_write = screen.read.access.may_write_logbook(Actieplan.kind)
    st.html(_saved(_, newest, can_write=can_write))
    if can_write:
        draft = _draft(code, newest)
        with st.container(key="plan_invullen"):
            _edit(screen, draft, known, newest)
    frame.show(_history(screen, code, newest))


def field_name(_: Texts, name: str) -> str:
    """The name of a part of the plan."""
    return {
        "oorzaken": _("Oorzaken"),
        "verbindende_uitdaging": _("Verbindende uitdaging"),
        "inzet": _("Inzet"),
        "sleutelfiguren": _("Sleutelfiguren"),
        "partners": _("Partners"),
    }[name]


def _question(_: Texts, name: str) -> str:
    """What to write in a part."""
    return {
        "oorzaken": _("Waardoor is het nu zo? Elke oorzaak op een eigen regel."),
        "verbindende_uitdaging": _(
            "Wat willen mensen hier samen bereiken, ook als zij van elkaar verschillen?"
        ),
        "inzet": _("Wat gaan we doen? Elke inzet op een eigen regel."),
        "sleutelfiguren": _(
            "Wie kent de wijk en wordt er vertrouwd? Alleen rollen, nooit namen; elke rol op een "
            "eigen regel."
        ),
        "partners": _("Welke organisaties doen mee? Elke partner op een eigen regel."),
    }[name]


def _all_plans(screen: Screen, names: dict[str, str]) -> None:
    """Every wijk, and since when it has a plan."""
    _ = screen.texts
    known = memory.read(screen, (Actieplan,))
    frame.show(memory.notice(_, known))
    since = {version.subject_id: version.recorded_at for version in known.of(Actieplan)}
    rows = [
        (
            frame.wijk_link(_, code, names[code], "actieplan"),
            _.moment(since[code]) if code in since else _("nog geen plan"),
        )
        for code in sorted(names, key=names.__getitem__)
    ]
    columns = [Column(_("Wijk")), Column(_("Laatst gewijzigd"))]
    title = _("Actieplannen, wijken op alfabet")
    st.html(join([paragraph(_("Kies een wijk.")), table(title, columns, rows)]))


def _intro(_: Texts) -> Safe:
    text = _(
        "Een actieplan zegt waardoor iets speelt, wat mensen verbindt en wat zij samen gaan doen. "
        "Schrijf rollen en organisaties, nooit namen van personen."
    )
    return paragraph(text, "wp-screen-only")


def _saved(_: Texts, newest: Version | None, *, can_write: bool) -> Safe:
    """The plan as it was saved last, to read and to print."""
    if newest is None and not can_write:
        text = _("Deze wijk heeft nog geen actieplan.")
        return join([heading(2, _("Het plan")), paragraph(text, "wp-muted")])
    if newest is None:
        text = _(
            "Deze wijk heeft nog geen actieplan. Hieronder staat per onderdeel wat er al in de "
            "weekreviews, maatregelen en signalen staat; dat kunt u overnemen."
        )
        return join([heading(2, _("Het plan")), paragraph(text, "wp-muted")])
    saved = _(
        "Versie {n}, opgeslagen op {moment} door {role}.",
        n=_.number(newest.version),
        moment=_.moment(newest.recorded_at),
        role=newest.role,
    )
    return tag(
        "section",
        join([heading(2, _("Het plan")), paragraph(saved, "wp-note"), _plan(_, newest, 3)]),
        "wp-panel",
        aria_label=_("Het plan zoals opgeslagen"),
    )


def _plan(_: Texts, version: Version, rank: int) -> Safe:
    parts = []
    for name in FIELDS:
        texts = plan_contents.lines(plan_contents.as_written(version.content)[name])
        parts.append(heading(rank, field_name(_, name)))
        if not texts:
            parts.append(paragraph(_("nog niet ingevuld"), "wp-muted"))
        elif name in plan_contents.SINGLE:
            parts.append(paragraph(texts[0]))
        else:
            parts.append(bullets(texts))
    return join(parts)


def _draft(code: str, newest: Version | None) -> Draft:
    """What this visitor is writing; a plan without own changes follows the newest version."""
    draft: Draft | None = st.session_state.get(_DRAFT)
    is_behind = draft is not None and _number(newest) > _number(draft.base)
    if draft is None or draft.code != code or (is_behind and not draft.is_changed):
        content = newest.content if newest else None
        draft = Draft(code, newest, plan_contents.as_written(content))
        st.session_state[_DRAFT] = draft
    return draft


def _number(version: Version | None) -> int:
    return version.version if version else 0


def _edit(screen: Screen, draft: Draft, known: Memory, newest: Version | None) -> None:
    _ = screen.texts
    st.html(heading(2, _("Plan aanpassen"), "aanpassen"))
    if draft.conflict is not None:
        _choose_texts(screen, draft, draft.conflict)
        return
    if newest is not None and _number(newest) > _number(draft.base):
        text = _(
            "{role} heeft intussen een nieuwere versie opgeslagen. Die staat hierboven. Wat u "
            "schreef, staat er nog; bij het opslaan gaat geen van beide verloren.",
            role=newest.role,
        )
        st.html(paragraph(text, "wp-note"))
    proposals = plan_contents.proposed(known.versions)
    for name in FIELDS:
        left, right = st.columns([3, 2], gap="large")
        with left:
            _box(_, draft, name)
        with right:
            if name in plan_contents.SINGLE:
                st.html(_lines_named(screen, known))
            else:
                _offer(_, draft, name, proposals[name])
    _save_row(screen, draft)


def _box(_: Texts, draft: Draft, name: str) -> None:
    key = f"plan_{name}"

    def write() -> None:
        draft.written[name] = st.session_state[key]
        draft.has_saved, draft.fault = False, ""

    # Streamlit forgets a box that is not drawn on another screen; the draft does not.
    st.session_state[key] = draft.written[name]
    st.text_area(
        field_name(_, name),
        key=key,
        height=110 if name in plan_contents.SINGLE else 140,
        on_change=write,
    )
    st.html(paragraph(_question(_, name), "wp-note"))


def _offer(_: Texts, draft: Draft, name: str, found: Sequence[Proposed]) -> None:
    """What people recorded already, where it comes from, and one press to take it over."""
    new = plan_contents.not_yet_in(found, draft.written[name])
    title = _("Al vastgelegd: {part}", part=field_name(_, name).lower())
    if not new:
        text = (
            _("Alles wat hier past, staat al in het plan.")
            if found
            else _("Er is nog niets vastgelegd dat hier past.")
        )
        st.html(join([heading(3, title), paragraph(text, "wp-muted")]))
        return
    rows = [(one.text, "; ".join(_origin(_, o) for o in one.origins[:3])) for one in new]
    columns = [Column(_("Tekst")), Column(_("Waar het vandaan komt"))]
    grid = table(title, columns, rows, is_caption_visible=False, phone="lines")
    st.html(join([heading(3, title), grid]))

    def take_over() -> None:
        kept = plan_contents.lines(draft.written[name])
        draft.written[name] = "\n".join([*kept, *(one.text for one in new)])
        draft.has_saved = False

    label = _("Zet bij {part}", part=field_name(_, name).lower())
    st.button(label, key=f"plan_over_{name}", on_click=take_over)


def _origin(_: Texts, origin: Origin) -> str:
    if origin.kind == "review":
        return _("weekreview {week}, {role}", week=_.week_short(origin.day), role=origin.role)
    if origin.kind == "measure":
        return _("maatregel vanaf {date}", date=_.date(origin.day))
    return _("signaal van {date}", date=_.date(origin.day))


def _lines_named(screen: Screen, known: Memory) -> Safe:
    """What may help to find the challenge; the challenge itself is for people to write."""
    _ = screen.texts
    terms = screen.knowledge.vocabulary.scheidslijn
    named = [
        _.of(terms.label(one)) if one in terms.ids else one
        for one in plan_contents.scheidslijnen(known.versions)
    ]
    head = heading(3, _("Scheidslijnen uit de weekreviews"))
    if not named:
        text = _("In de weekreviews is nog geen scheidslijn genoemd.")
        return join([head, paragraph(text, "wp-muted")])
    return join([head, bullets(named)])


def _save_row(screen: Screen, draft: Draft) -> None:
    _ = screen.texts
    key = "plan_role"
    st.session_state[key] = st.session_state.get(_ROLE) or ""

    def remember() -> None:
        st.session_state[_ROLE] = st.session_state[key].strip() or None

    st.text_input(
        _("Uw rol"),
        key=key,
        max_chars=60,
        placeholder=_("bijvoorbeeld wijkteam-noord"),
        on_change=remember,
    )
    st.button(
        _("Plan opslaan"),
        key="plan_opslaan",
        type="primary",
        on_click=lambda: _save(screen, draft),
    )
    if draft.fault:
        st.html(tag("p", draft.fault, "wp-notice", role="alert"))
    elif draft.has_saved:
        st.html(tag("p", _("Opgeslagen."), "wp-note", role="status"))
    elif draft.is_changed:
        st.html(paragraph(_("Er zijn wijzigingen die nog niet zijn opgeslagen."), "wp-note"))


def _save(screen: Screen, draft: Draft) -> None:
    """Store what is written, on top of the version it was made from."""
    _ = screen.texts
    draft.fault, draft.has_saved = "", False
    try:
        fields = plan_contents.as_fields(draft.written)
        content = made(Actieplan, wijkcode=draft.code, **fields)
        _store(screen, draft, content, _number(draft.base))
    except LogbookError as fault:
        draft.fault = refusal(_, fault, draft.written)


def _store(screen: Screen, draft: Draft, content: Content, expected: int) -> None:
    role = st.session_state.get(_ROLE) or ""
    try:
        saved = memory.logbook(screen).save(
            draft.code, content, role=role, expected_version=expected
        )
    except ConflictError as conflict:
        draft.conflict = conflict
        return
    draft.base, draft.conflict = saved, None
    draft.written = plan_contents.as_written(saved.content)
    draft.choices, draft.has_saved = {}, True


def refusal(_: Texts, fault: LogbookError, written: dict[str, str]) -> str:
    """Where it goes wrong and what to do; the words that were found are repeated only here."""
    if isinstance(fault, NoteRefusedError):
        name, _dot, place = fault.field.partition(".")
        if name not in FIELDS:
            return _("Uw rol: {why}", why=fault.message(_))
        texts = plan_contents.lines(written[name])
        text = texts[int(place)] if place else " ".join(texts)
        found = fault.findings[0]
        return _(
            "{part}, bij '{words}': {why}",
            part=field_name(_, name),
            words=text[found.start : found.end],
            why=fault.message(_),
        )
    if isinstance(fault, ContentError):
        if "role" in fault.fields:
            return _("Vul uw rol in: 2 tot 60 tekens.")
        parts = ", ".join(field_name(_, name) for name in fault.fields if name in FIELDS)
        return _("{parts}: schrijf op elke regel één rol van 2 tot 60 tekens.", parts=parts)
    return fault.message(_)


def _choose_texts(screen: Screen, draft: Draft, conflict: ConflictError) -> None:
    """Somebody saved first: both texts of each part that both changed, and a choice."""
    _ = screen.texts
    st.html(tag("p", conflict.message(_), "wp-notice", role="alert"))
    theirs, yours = conflict.theirs.content, conflict.yours
    words = {"yours": _("die van u"), "theirs": _("die van de ander"), "both": _("allebei")}
    ways = list(words)
    for name in conflict.overlapping:
        columns = [Column(_("Van wie")), Column(field_name(_, name))]
        rows = [
            (_("u"), plan_contents.as_written(yours)[name] or "–"),
            (conflict.theirs.role, plan_contents.as_written(theirs)[name] or "–"),
        ]
        title = _("{part}: twee teksten", part=field_name(_, name))
        st.html(table(title, columns, rows, phone="cards"))
        kept = st.radio(
            _("Welke tekst blijft bij {part}?", part=field_name(_, name).lower()),
            ways if name not in plan_contents.SINGLE else ways[:2],
            format_func=words.__getitem__,
            key=f"plan_keep_{name}",
            index=None,
        )
        if kept is not None:
            draft.choices[name] = kept
    is_chosen = set(conflict.overlapping) <= set(draft.choices)

    def save() -> None:
        fields = plan_contents.resolved(draft.started, theirs, yours, draft.choices)
        draft.base, draft.conflict = conflict.theirs, None
        draft.written = plan_contents.as_written(made(Actieplan, **fields))
        _save(screen, draft)

    st.button(_("Zo opslaan"), key="plan_zo", type="primary", on_click=save, disabled=not is_chosen)


def _history(screen: Screen, code: str, newest: Version | None) -> Safe:
    """Every version: when, by which role, which parts changed, and its whole text."""
    _ = screen.texts
    if newest is None:
        return Safe("")
    try:
        versions = memory.logbook(screen).history(Actieplan.kind, code)
    except LogbookError as fault:
        return paragraph(fault.message(_), "wp-notice")
    rows = [
        (
            _.number(one.version),
            _.moment(one.recorded_at),
            one.role,
            ", ".join(
                field_name(_, name)
                for name in plan_contents.changed_fields(one.before, one.content)
            )
            or _("niets"),
        )
        for one in reversed(versions)
    ]
    columns = [
        Column(_("Versie")),
        Column(_("Wanneer")),
        Column(_("Door")),
        Column(_("Gewijzigd")),
    ]
    texts = [
        details(_("Versie {n}, helemaal", n=_.number(one.version)), _plan(_, one, 3))
        for one in reversed(versions)
    ]
    grid = table(_("Versies van dit plan, nieuwste eerst"), columns, rows, phone="lines")
    return tag(
        "section",
        join([heading(2, _("Eerdere versies")), grid, *texts]),
        "wp-screen-only",
        aria_label=_("Eerdere versies"),
    )
