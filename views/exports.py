"""CSV downloads. Every row says whose data it is, for which week, and what it was made with."""

from typing import Any

import pandas as pd
import streamlit as st

from views.frame import Screen


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
    return full.to_csv(index=False, sep=";", decimal=",").encode("utf-8-sig")


def button(screen: Screen, rows: pd.DataFrame, file: str, key: str, **about: Any) -> None:
    """A button that hands over the rows. The file name says it when the data are made up."""
    _ = screen.texts
    prefix = "fictief-" if screen.meta["fictief"] == "true" else ""
    st.download_button(
        _("Download als CSV ({n} rijen)", n=_.number(len(rows))),
        csv(screen, rows, **about),
        file_name=f"{prefix}{file}-{screen.meta['build_id']}.csv",
        mime="text/csv",
        key=key,
        on_click="ignore",
    )
