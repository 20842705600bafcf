"""The week that is shown: the newest complete one unless another is chosen."""

import datetime as dt

import pandas as pd
import streamlit as st

from language import Texts
from views import state


def options(weeks: pd.DataFrame) -> dict[str, dt.date]:
    """ISO week (2026-W46) -> its Monday, oldest first."""
    return {
        iso: pd.Timestamp(start).date()
        for iso, start in zip(weeks["iso_week"], weeks["week_start"], strict=True)
    }


def incomplete(weeks: pd.DataFrame) -> set[str]:
    """The weeks that are not over yet."""
    return set(weeks.loc[~weeks["is_complete"].astype(bool), "iso_week"])


def chosen(weeks: pd.DataFrame) -> str:
    """The ISO week in the address, else the newest complete week."""
    asked = state.get("week")
    if asked in set(weeks["iso_week"]):
        return str(asked)
    return str(_newest(weeks)["iso_week"])


def newest_complete(weeks: pd.DataFrame) -> dt.date:
    """The Monday of the newest week that is over."""
    return pd.Timestamp(_newest(weeks)["week_start"]).date()


def _newest(weeks: pd.DataFrame) -> pd.Series:
    complete = weeks.loc[weeks["is_complete"].astype(bool)]
    return (complete if len(complete) else weeks).iloc[-1]


def slider(_: Texts, weeks: pd.DataFrame) -> str:
    """The week slider; the arrow keys move it too. Returns the chosen ISO week."""
    mondays = options(weeks)
    unfinished = incomplete(weeks)

    def label(iso: str) -> str:
        words = _.week(mondays[iso])
        return _("{week}, nog niet compleet", week=words) if iso in unfinished else words

    key = "week_slider"
    st.session_state[key] = chosen(weeks)
    st.select_slider(
        _("Week"),
        list(mondays),
        format_func=label,
        key=key,
        on_change=lambda: state.put("week", st.session_state[key]),
    )
    return chosen(weeks)
