"""The way of the screens to everything that is kept: builds, the logbook, how the last run went.

The only file of the screens that opens a build or the logbook. What is read is remembered by build
id for everybody who uses this server; each role gets its part of that afterwards
(pipelines/permitted.py), so that nothing one role was given can reach another.
"""

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from access import LOCAL, Access
from briefings import making
from briefings.document import Document
from briefings.reading import Reader as BriefingReader
from briefings.reading import Request
from indicators import Knowledge, load_knowledge
from indicators.advice.gaps import WhiteSpots
from indicators.advice.recommend import Measure
from language import texts_for
from logbook import Decision, Logbook, audit, open_logbook
from logbook import has_logbook as logbook_is_there
from logbook.audit import Event
from pipelines import permitted, read_model
from pipelines.at_once import AtOnce
from pipelines.permitted_intake import PermittedIntake
from pipelines.permitted_logbook import (
    AUDIT_EVENTS,
    AuditLine,
    PermittedLogbook,
    check_proposal_at_once,
)
from pipelines.provisional import Provisional
from pipelines.read_model import OtherFormatError, SourceCard
from pipelines.track_record import TrackRecord, read_track_record
from views import map_figure

__all__ = ["AUDIT_EVENTS", "AuditLine", "OtherFormatError", "PermittedLogbook", "Reader"]

ROOT = Path(__file__).resolve().parent.parent


def workspace() -> Path:
    """The folder of the gemeente; without a setting that of the fictional gemeente."""
    chosen = os.environ.get("WIJKPULS_WORKSPACE")
    demo = os.environ.get("WIJKPULS_DEMO_DIR", str(ROOT / "workspace-fictief"))
    return Path(chosen or demo)


def is_fictional_default() -> bool:
    """True when no workspace was set, so that the fictional gemeente is shown."""
    return not os.environ.get("WIJKPULS_WORKSPACE")


@st.cache_resource(max_entries=1)
def knowledge() -> Knowledge:
    """Criteria, indicators, rule and interventions; read once."""
    return load_knowledge()


@st.cache_resource(max_entries=3, on_release=lambda build: build.close())
def _open(folder: str, build_id: str) -> read_model.Build:
    return read_model.open_build(Path(folder), build_id)


@st.cache_data(max_entries=600, show_spinner=False)
def _read(folder: str, build_id: str, what: str, arguments: tuple[Any, ...]) -> Any:
    return getattr(_open(folder, build_id), what)(*arguments)


@st.cache_resource(max_entries=2, show_spinner=False, on_release=lambda logbook: logbook.close())
def _logbook(folder: str, build_id: str) -> Logbook:
    """Names of wijken may be in a note, so the logbook is opened with those of the build."""
    try:
        names = _open(folder, build_id).wijken()["wijknaam"] if build_id else ()
    except OtherFormatError:  # no screen is drawn then; only who came is recorded
        names = ()
    return open_logbook(Path(folder), names)


class Reader:
    """Reads one build for one role: ``read("phases", week)`` is the permitted part of
    ``build.phases(week)``. Raises NotPermittedError.
    """

    def __init__(self, folder: Path, build_id: str, access: Access) -> None:
        self.folder = folder
        self.build_id = build_id
        self.access = access

    def __call__(self, what: str, *arguments: Any) -> Any:
        permitted.check_read(self.access, what, arguments)
        answer = _read(str(self.folder), self.build_id, what, arguments)
        return permitted.only_permitted(self.access, what, answer)

    def table(self, what: str, *arguments: Any) -> pd.DataFrame:
        """As a call, for what comes as a data frame."""
        frame: pd.DataFrame = self(what, *arguments)
        return frame

    def areas(self) -> list[map_figure.Area]:
        """The permitted wijken as outlines for the map."""
        remembered = _areas(str(self.folder), self.build_id)
        return [area for area in remembered if self.access.sees(area.wijkcode)]


@st.cache_resource(max_entries=4, show_spinner=False)
def _areas(folder: str, build_id: str) -> list[map_figure.Area]:
    return map_figure.areas_from(_read(folder, build_id, "wijken", ()))


@st.cache_data(max_entries=40, show_spinner=False)
def _document(folder: str, build_id: str, lang: str, request: Request) -> Document:
    return making.document(texts_for(lang), knowledge(), _briefings(folder, build_id), request)


@st.cache_data(max_entries=20, show_spinner=False)
def _file(folder: str, build_id: str, lang: str, request: Request, format: making.Format) -> bytes:
    reader = _briefings(folder, build_id)
    return making.make(texts_for(lang), knowledge(), reader, request, format)


def _briefings(folder: str, build_id: str) -> BriefingReader:
    return BriefingReader(_open(folder, build_id), knowledge())


def briefing_document(read: Reader, lang: str, request: Request) -> Document:
    """A briefing as it will be in PDF and Word, remembered by all that was chosen. Raises
    NotPermittedError where this role may not take it along.
    """
    read.access.require_export(request.level, request.wijken or None)
    return _document(str(read.folder), read.build_id, lang, request)


def briefing_file(read: Reader, lang: str, request: Request, format: making.Format) -> bytes:
    """The bytes of a briefing in one format. Raises NotPermittedError."""
    read.access.require_export(request.level, request.wijken or None)
    return _file(str(read.folder), read.build_id, lang, request, format)


@st.cache_resource(max_entries=200, show_spinner=False)
def _at_once(
    folder: str, build_id: str, wijkcode: str, today: dt.date, newest: int
) -> Provisional | None:
    return _worker().proposal(Path(folder), wijkcode, today)


@st.cache_resource(max_entries=1, show_spinner=False, on_release=lambda made: made.close())
def _worker() -> AtOnce:
    return AtOnce()


def prepare_at_once() -> None:
    """Start the process that works out proposals at once, before the first one is asked for."""
    _worker()


def proposal_at_once(
    read: Reader, wijkcode: str, today: dt.date, newest: int
) -> Provisional | None:
    """What the next build would propose for a wijk; remembered until a newer change to its signals
    (`newest`) is there. Raises NotPermittedError.
    """
    check_proposal_at_once(read.access, wijkcode)
    return _at_once(str(read.folder), read.build_id, wijkcode, today, newest)


@st.cache_data(max_entries=4, show_spinner=False)
def _track_record(folder: str, build_id: str, newest: int) -> TrackRecord:
    return read_track_record(_open(folder, build_id), _logbook(folder, build_id))


def track_record(read: Reader) -> TrackRecord | None:
    """How proposals compare with decisions, over the whole gemeente: totals, the same for every
    role that may read decisions. None where nobody decided yet.
    """
    read.access.require_logbook(Decision.kind)
    folder = str(read.folder)
    taken = _logbook(folder, read.build_id).find(Decision.kind)
    newest = max((version.change_id for version in taken), default=0)
    return _track_record(folder, read.build_id, newest) if newest else None


@st.cache_data(max_entries=8, show_spinner=False)
def _white_spots(
    folder: str,
    build_id: str,
    monday: dt.date,
    wijken: frozenset[str] | None,
    measures: tuple[Measure, ...],
    _find: Callable[[], tuple[WhiteSpots, ...]],
) -> tuple[WhiteSpots, ...]:
    return _find()


def white_spots(
    read: Reader,
    monday: dt.date,
    measures: tuple[Measure, ...],
    find: Callable[[], tuple[WhiteSpots, ...]],
) -> tuple[WhiteSpots, ...]:
    """What `find` gives for the wijken of this role, remembered by those wijken: what was found for
    one choice of wijken is never shown for another.
    """
    wijken = read.access.wijken
    return _white_spots(str(read.folder), read.build_id, monday, wijken, measures, find)


def current(access: Access) -> Reader | None:
    """The published build of the workspace, or None when there is none yet."""
    build_id = read_model.current_build_id(workspace())
    return Reader(workspace(), build_id, access) if build_id else None


def intake(access: Access) -> PermittedIntake:
    """The ways into the workspace, as this role may use them."""


    def record(event: Event, about: str) -> None:
        if access != LOCAL:  # nobody to record, and no reason to make a logbook
            logbook(access).record(event, about)

    return PermittedIntake(workspace(), access, record)


def source_cards(read: Reader) -> list[tuple[SourceCard, bool]]:
    """The cards of fetched files, and whether each file is still as it was fetched."""
    read.access.require_read("delivery")
    return read_model.source_cards(read.folder)


def logbook(access: Access) -> PermittedLogbook:
    """The logbook as this role may use it. Raises UnreachableError."""
    folder = workspace()
    opened = _logbook(str(folder), read_model.current_build_id(folder) or "")
    return PermittedLogbook(opened, access)


def has_logbook() -> bool:
    """Whether anything was recorded in this workspace; looking never makes a logbook."""
    return logbook_is_there(workspace())


def last_run() -> dict[str, Any] | None:
    """How the last run went; the same for everybody."""
    return read_model.last_run(workspace())


def builds() -> list[str]:
    """The ids of the builds that are kept, newest first; the same for everybody."""
    return read_model.list_builds(workspace())


def backtest() -> dict[str, Any] | None:
    """The last backtest: totals over the whole gemeente, the same for everybody."""
    return read_model.last_backtest(workspace())


def condition() -> dict[str, str]:
    """Whether the build and the logbook can be read: ok, none (no build yet) or unreadable."""
    folder = workspace()
    found = {"build": "none", "logbook": "ok"}
    build_id = read_model.current_build_id(folder)
    try:
        if build_id:
            with read_model.open_build(folder, build_id) as build:
                build.newest_complete_week()
            found["build"] = "ok"
    except Exception:  # whatever is wrong with the file: it cannot be read
        found["build"] = "unreadable"
    try:
        if has_logbook():
            audit.count(_logbook(str(folder), build_id or ""))
    except Exception:
        found["logbook"] = "unreadable"
    return found
