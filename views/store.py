"""The way of the screens to everything that is kept: builds, the logbook, how the last run went.

The only file of the screens that opens a build or the logbook. What is read is remembered by build
id for everybody who uses this server; each role gets its part of that afterwards
(pipelines/permitted.py), so that nothing one role was given can reach another.
"""

import os
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from access import Access
from indicators import Knowledge, load_knowledge
from logbook import Logbook, audit, has_logbook, open_logbook
from pipelines import permitted, read_model
from pipelines.permitted_logbook import AUDIT_EVENTS, AuditLine, PermittedLogbook
from views import map_figure

__all__ = ["AUDIT_EVENTS", "AuditLine", "PermittedLogbook", "Reader"]

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
    names = _open(folder, build_id).wijken()["wijknaam"] if build_id else ()
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


def current(access: Access) -> Reader | None:
    """The published build of the workspace, or None when there is none yet."""
    build_id = read_model.current_build_id(workspace())
    return Reader(workspace(), build_id, access) if build_id else None


def logbook(access: Access) -> PermittedLogbook:
    """The logbook as this role may use it. Raises UnreachableError."""
    folder = workspace()
    opened = _logbook(str(folder), read_model.current_build_id(folder) or "")
    return PermittedLogbook(opened, access)


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
        if has_logbook(folder):
            audit.count(_logbook(str(folder), build_id or ""))
    except Exception:
        found["logbook"] = "unreadable"
    return found
