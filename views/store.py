"""The way of the screens to the published figures, with what was read kept in memory by build id.

The memory is shared by everybody who uses this server. Only figures that are the same for all roles
may
be read through here.
"""

import os
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from briefings import making
from briefings.document import Document
from briefings.reading import Reader as BriefingReader
from briefings.reading import Request
from indicators import Knowledge, load_knowledge
from language import texts_for
from pipelines import read_model

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


class Reader:
    """Reads one build: ``read("phases", week)`` is ``build.phases(week)``, remembered."""

    def __init__(self, folder: Path, build_id: str) -> None:
        self.folder = folder
        self.build_id = build_id

    def build(self) -> read_model.Build:
        """The build itself, for a question that needs more than the build; not remembered."""
        return _open(str(self.folder), self.build_id)

    def __call__(self, what: str, *arguments: Any) -> Any:
        return _read(str(self.folder), self.build_id, what, arguments)

    def table(self, what: str, *arguments: Any) -> pd.DataFrame:
        """As a call, for what comes as a data frame."""
        frame: pd.DataFrame = self(what, *arguments)
        return frame


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
    """A briefing as it will be in PDF and Word, remembered by all that was chosen."""
    return _document(str(read.folder), read.build_id, lang, request)


def briefing_file(read: Reader, lang: str, request: Request, format: making.Format) -> bytes:
    """The bytes of a briefing in one format."""
    return _file(str(read.folder), read.build_id, lang, request, format)


def current() -> Reader | None:
    """The published build of the workspace, or None when there is none yet."""
    build_id = read_model.current_build_id(workspace())
    return Reader(workspace(), build_id) if build_id else None
