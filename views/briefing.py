"""Screen 6, Briefing: choose what it is about and for whom, look at it, take it along."""

import streamlit as st

from briefings import making, phrases
from briefings.model import Level
from briefings.reading import Request
from briefings.reviews import is_role, record_review, tidied
from language import Texts
from views import briefing_preview, frame, state, store, weeks
from views.frame import Screen
from views.html import heading, paragraph

# The lengths of a period that a council asks for: a month, a quarter, half a year, a year.
PERIODS = (4, 13, 26, 52)
USUAL_PERIOD = 13


def draw(screen: Screen) -> None:
    """Choices on top, then the downloads, then the preview."""
    _ = screen.texts
    frame.top(screen, _("Briefing"))
    st.html(
        paragraph(
            _(
                "Kies waar de briefing over gaat en voor wie zij is. Lees haar hieronder en neem "
                "haar mee als bestand. In elk bestand staat waar de cijfers vandaan komen."
            )
        )
    )
    request = _request(screen)
    st.html(paragraph(phrases.level_meaning(_, request.level), "wp-note"))
    st.html(heading(2, _("Meenemen")))
    _downloads(screen, request)
    st.html(heading(2, _("Voorbeeld")))
    document = store.briefing_document(screen.read, _.lang, request)
    st.html(briefing_preview.preview(document))


def _request(screen: Screen) -> Request:
    """What is chosen, from the address or the choices on the screen."""
    _, read = screen.texts, screen.read
    wijken = read.table("wijken")
    names = dict(zip(wijken["wijkcode"], wijken["wijknaam"], strict=True))
    levels = read.access.rights.exports
    left, right = st.columns(2, gap="large")
    with left:
        frame.choose_wijk(_, names)
        without = (
            _("Zonder wijk: een overzicht van de gemeente.")
            if read.access.wijken is None
            else _("Zonder wijk: al uw wijken.")
        )
        st.html(paragraph(without, "wp-note"))
        _choose(
            _("Periode"),
            "periode",
            [str(number) for number in PERIODS],
            {str(number): _.plural("{n} week", "{n} weken", number) for number in PERIODS},
            str(USUAL_PERIOD),
        )
    with right:
        all_weeks = read.table("weeks")
        iso = weeks.slider(_, all_weeks)
        if iso in weeks.incomplete(all_weeks):
            text = _("Deze week is nog niet voorbij: er komen nog gegevens bij.")
            st.html(paragraph(text, "wp-note"))
        _choose(
            _("Voor wie"),
            "versie",
            list(levels),
            {name: phrases.level(_, name) for name in levels},
            levels[0],
        )
    return Request(
        week_start=weeks.options(all_weeks)[iso],
        level=_level(levels),
        wijken=_wijken(screen, names),
        period_weeks=_period(),
    )


def _choose(label: str, name: str, options: list[str], labels: dict[str, str], usual: str) -> None:
    """One choice out of a few, kept in the address; works with the keyboard alone."""
    key = f"briefing_{name}"
    chosen = state.get(name)
    st.session_state[key] = chosen if chosen in options else usual
    st.radio(
        label,
        options,
        format_func=labels.__getitem__,
        key=key,
        horizontal=True,
        on_change=lambda: state.put(name, st.session_state[key]),
    )


def _level(levels: tuple[Level, ...]) -> Level:
    """The level that was asked for, as far as this role may have it; the first one otherwise."""
    asked = state.get("versie")
    return next((name for name in levels if name == asked), levels[0])


def _wijken(screen: Screen, names: dict[str, str]) -> tuple[str, ...]:
    """The chosen wijk; else the whole gemeente, or all wijken of who has only some."""
    code = state.get("wijk")
    if code is not None and code in names:
        return (code,)
    return () if screen.read.access.wijken is None else tuple(sorted(names))


def _period() -> int:
    asked = state.get("periode") or ""
    return int(asked) if asked in {str(number) for number in PERIODS} else USUAL_PERIOD


def _downloads(screen: Screen, request: Request) -> None:
    """One button per format; for everybody's version only after somebody has looked at it."""
    _ = screen.texts
    reviewer = ""
    if request.level == "openbaar":
        reviewer = _reviewer(_, request)
        if not reviewer:
            return
    chosen = Request(
        week_start=request.week_start,
        level=request.level,
        wijken=request.wijken,
        period_weeks=request.period_weeks,
        reviewed_by=reviewer or None,
    )
    labels: dict[making.Format, str] = {
        "pdf": _("PDF, om te lezen"),
        "docx": _("Word, om te bewerken"),
        "xlsx": _("Spreadsheet, om te rekenen"),
        "csv": _("CSV, voor andere programma's"),
        "gpkg": _("GeoPackage, voor de kaart"),
        "geojson": _("GeoJSON, voor de kaart"),
        "pack": _("Pakket: overzicht en een PDF per wijk"),
    }
    for columns in (list(labels)[:3], list(labels)[3:6], list(labels)[6:]):
        for place, format in zip(st.columns(3), columns, strict=False):
            with place:
                _button(screen, chosen, format, labels[format])


def _button(screen: Screen, request: Request, format: making.Format, label: str) -> None:
    """One format of the briefing."""
    _, read = screen.texts, screen.read

    def content() -> bytes:
        """Made, checked and recorded when the button is pressed, and not before."""
        about = request.wijken or None
        store.logbook(read.access).record_export("briefing", request.level, about, format)
        made = store.briefing_file(read, _.lang, request, format)
        record_review(read.folder, read.build_id, request, format, made)
        return made

    st.download_button(
        label,
        content,
        file_name=making.file_name(screen.meta, request, format),
        mime=making.MIME[format],
        key=f"briefing_{format}",
        on_click="ignore",
        width="stretch",
    )


def _reviewer(_: Texts, request: Request) -> str:
    """The role of who reviewed exactly this briefing; empty as long as nobody did."""
    st.html(
        paragraph(
            _(
                "Een openbare briefing kan iedereen lezen. Kijk haar eerst na in het voorbeeld "
                "hieronder: staat er niets in dat naar mensen wijst?"
            )
        )
    )
    # The keys hold all that was chosen: what was reviewed is this briefing and no other.
    about = f"{request.week_start}_{'_'.join(request.wijken)}_{request.period_weeks}_{_.lang}"
    role = st.text_input(
        _("Uw functie"),
        key=f"nagekeken_door_{about}",
        placeholder=_("bijvoorbeeld: beleidsadviseur"),
        max_chars=60,
    )
    is_read = st.checkbox(
        _("Ik heb deze briefing helemaal gelezen en zij mag openbaar worden."),
        key=f"nagekeken_{about}",
    )
    if not (role.strip() and is_read):
        st.html(
            paragraph(
                _("Vul uw functie in en bevestig dat u haar las. Dan verschijnen de bestanden."),
                "wp-note",
            )
        )
        return ""
    if not is_role(tidied(role)):
        st.html(paragraph(_("Vul een functie in, geen naam, nummer of adres."), "wp-notice"))
        return ""
    return tidied(role)
