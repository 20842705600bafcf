"""CSV downloads. Every row says whose data it is, for which week, and what it was made with."""

from typing import Any

import pandas as pd
import streamlit as st

from access.roles import Level
from language.spreadsheets import plain
from views import store
from views.frame import Screen

# What stands on a screen is not redacted, so its download is for inside only.
LEVEL: Level = "intern"


def csv(screen: Screen, rows: pd.DataFrame, **about: Any) -> bytes:
    """The rows with their context in front, as UTF-8 with BOM and `;`, which Dutch Excel opens
    well.
    """
    meta = screen.meta
    context = {
        "fictief": "ja" if meta["fictief"] == "true" else "nee",
        "gemeente": meta["naam"],
        "gemeentecode": meta["gemeentecode"],
        **about,
        "peildatum": meta["as_of"],
        "build_id": meta["build_id"],
        "rule_version": meta["rule_version"],
    }
    full = rows.copy()
    for place, (column, value) in enumerate(context.items()):
        full.insert(place, f"context_{column}" if column in rows.columns else column, value)
    return without_formulas(full).to_csv(index=False, sep=";", decimal=",").encode("utf-8-sig")


def without_formulas(rows: pd.DataFrame) -> pd.DataFrame:
    """The same rows, every text and every column name such that no spreadsheet runs it."""
    safe = rows.map(lambda value: plain(value) if isinstance(value, str) else value)
    return safe.set_axis([plain(str(name)) for name in rows.columns], axis="columns")


def button(screen: Screen, rows: pd.DataFrame, file: str, key: str, **about: Any) -> None:
    """A button that hands over the rows, for who may take them along. The file name says it when
    the data are made up. What was read for this role is cut to its wijken already.
    """
    _, access = screen.texts, screen.read.access
    if LEVEL not in access.rights.exports:
        return
    wijken = access.wijken

    def content() -> bytes:
        """Made, checked and recorded when the button is pressed, and not before."""
        store.logbook(access).record_export(file, LEVEL, wijken, "csv")
        return csv(screen, rows, **about)

    prefix = "fictief-" if screen.meta["fictief"] == "true" else ""
    st.download_button(
        _("Download als CSV ({n} rijen)", n=_.number(len(rows))),
        content,
        file_name=f"{prefix}{file}-{screen.meta['build_id']}.csv",
        mime="text/csv",
        key=key,
        on_click="ignore",
    )
