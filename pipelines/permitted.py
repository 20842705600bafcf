"""What a role gets to see of a build. Every question of `Build` stands in READS with what kind it
is; one that does not is refused, so that a new question is closed until somebody thought about it.

Answers are checked before they are read and cut to the permitted wijken afterwards: what is kept in
memory for everybody is never what one role was given.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

import pandas as pd

from access import Access, NotPermittedError
from access.roles import ReadClass


class Read(Enum):
    """What kind of answer a question has."""

    GEMEENTE = "the same for every wijk: weeks, totals over the gemeente"
    PER_WIJK = "a row per wijk, with a column wijkcode"
    ROWS_PER_WIJK = "single signals, incidents or delivered rows, with a column wijkcode"
    LISTED_WIJKEN = "rows with a column wijken: a list, missing for the whole gemeente"
    ONE_WIJK = "figures of the wijk that is its first argument"
    ROWS_OF_WIJK = "single signals, incidents or delivered rows of the wijk of its first argument"
    SIGNAL_IDS = "ids of signals; of one wijk where that is its first argument"
    DELIVERY = "counts per delivered file"
    DELIVERY_ROWS = "single rows that were refused or not used, and series on other divisions"


READS: Mapping[str, Read] = {
    "changes": Read.PER_WIJK,
    "changes_needed": Read.ONE_WIJK,
    "confirmed_phases": Read.PER_WIJK,
    "contributions": Read.ONE_WIJK,
    "coverage": Read.PER_WIJK,
    "figures": Read.PER_WIJK,
    "group_incidents_since": Read.ROWS_PER_WIJK,
    "ignored": Read.DELIVERY_ROWS,
    "indicator_series": Read.ONE_WIJK,
    "indicator_values": Read.ONE_WIJK,
    "intervals": Read.ONE_WIJK,
    "layer": Read.PER_WIJK,
    "levels": Read.ONE_WIJK,
    "levels_of_all": Read.PER_WIJK,
    "logbook_signals_used": Read.SIGNAL_IDS,
    "meta": Read.GEMEENTE,
    "newest_complete_week": Read.GEMEENTE,
    "notices": Read.DELIVERY,
    "offer": Read.LISTED_WIJKEN,
    "phase_history": Read.ONE_WIJK,
    "phases": Read.PER_WIJK,
    "phases_for_export": Read.PER_WIJK,
    "reasons": Read.ONE_WIJK,
    "registration_rows": Read.ROWS_OF_WIJK,
    "registrations": Read.ONE_WIJK,
    "reject_summary": Read.DELIVERY,
    "rejects": Read.DELIVERY_ROWS,
    "reporters": Read.PER_WIJK,
    "robustness": Read.PER_WIJK,
    "rows_behind": Read.ROWS_OF_WIJK,
    "rule_agreement": Read.GEMEENTE,
    "rule_comparison": Read.PER_WIJK,
    "run_log": Read.DELIVERY,
    "scheidslijnen": Read.ONE_WIJK,
    "signals_since": Read.ROWS_PER_WIJK,
    "silent_reporters": Read.PER_WIJK,
    # through an old wijk that lies in two new ones a wijkteam would see what is its neighbour's
    "series_offered": Read.DELIVERY_ROWS,
    "series_on": Read.DELIVERY_ROWS,
    "series_left_out": Read.DELIVERY_ROWS,
    "series_totals": Read.DELIVERY_ROWS,
    "division_years": Read.DELIVERY,
    "crosswalk": Read.DELIVERY,
    "source_months": Read.DELIVERY,
    "source_quality": Read.DELIVERY,
    "sources": Read.DELIVERY,
    "timeline": Read.ROWS_OF_WIJK,
    "week_of_label": Read.GEMEENTE,
    "weeks": Read.GEMEENTE,
    "weeks_around": Read.ONE_WIJK,
    "wijken": Read.PER_WIJK,
}
# What `Build` has besides questions; no screen gets at these.
NOT_FOR_SCREENS = ("close", "cursor")
# Notices that name wijken; who sees a part of the wijken does not get them.
NOTICES_NAMING_WIJKEN = ("wijken_without_register", "population_missing")

NEEDS: Mapping[Read, ReadClass | None] = {
    Read.GEMEENTE: None,
    Read.PER_WIJK: "figures",
    Read.ROWS_PER_WIJK: "rows",
    Read.LISTED_WIJKEN: "figures",
    Read.ONE_WIJK: "figures",
    Read.ROWS_OF_WIJK: "rows",
    Read.SIGNAL_IDS: "rows",
    Read.DELIVERY: "delivery",
    Read.DELIVERY_ROWS: "delivery_rows",
}


def check_read(access: Access, what: str, arguments: tuple[Any, ...]) -> None:
    """Raises NotPermittedError where this role may not ask this, or not about this wijk."""
    kind = READS.get(what)
    if kind is None:
        raise NotPermittedError(f"read {what}")
    needed = NEEDS[kind]
    if needed is not None and not access.may_read(needed):
        raise NotPermittedError(f"read {what}")
    if kind in (Read.ONE_WIJK, Read.ROWS_OF_WIJK, Read.SIGNAL_IDS):
        access.require_wijk(str(arguments[0]) if arguments else "")


def only_permitted(access: Access, what: str, answer: Any) -> Any:
    """The part of an answer that this role may see."""
    if access.wijken is None:
        return answer
    kind = READS[what]
    if kind is Read.LISTED_WIJKEN:
        return _own_of_lists(answer, access.wijken)
    if kind in (Read.PER_WIJK, Read.ROWS_PER_WIJK):
        own = answer["wijkcode"].isin(access.wijken)
        return answer[own].reset_index(drop=True)
    if what == "notices":
        named = answer["code"].isin(NOTICES_NAMING_WIJKEN)
        return answer[~named].reset_index(drop=True)
    return answer


def _own_of_lists(answer: pd.DataFrame, wijken: frozenset[str]) -> pd.DataFrame:
    """The rows of the whole gemeente and of their wijken; of a list only their part stays."""

    def own(listed: Any) -> Any:
        is_missing = listed is None or listed is pd.NA or isinstance(listed, float)
        return None if is_missing else [code for code in listed if code in wijken]

    lists = answer["wijken"].map(own)
    is_shown = lists.map(lambda codes: codes is None or len(codes) > 0)
    return answer.assign(wijken=lists)[is_shown.astype(bool)].reset_index(drop=True)
