"""Incidents: nuisance, crime, discrimination reports and incidents between groups."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demo.geography import Town
from demo.placing import lonlat, moments, place
from demo.settings import Settings
from demo.situations import Situations
from demo.truth import Floats, Ints, Truth


@dataclass(frozen=True)
class _Kind:
    """How often a category is reported in a wijk that is at rust."""

    per_1000_per_year: float
    rise: tuple[float, float, float, float]  # factor by phase
    summer: float  # how much busier the middle of summer is (0.3 = 30 %)
    city: float  # power of urbanity: how much it belongs to dense wijken
    source: str


_NUISANCE = (1.0, 1.1, 1.22, 1.4)
_CRIME = (1.0, 1.05, 1.15, 1.5)
_HATE = (1.0, 1.6, 3.4, 5.0)
_KINDS = {
    "geluidsoverlast": _Kind(18.0, _NUISANCE, 0.45, 0.6, "meldpunt"),
    "overlast_jeugd": _Kind(10.5, (1.0, 1.2, 1.45, 1.8), 0.40, 0.4, "meldpunt"),
    "overlast_personen": _Kind(9.5, _NUISANCE, 0.20, 1.0, "meldpunt"),
    "afval_vervuiling": _Kind(12.0, (1.0, 1.05, 1.1, 1.1), 0.15, 0.6, "meldpunt"),
    "burenruzie": _Kind(4.0, (1.0, 1.2, 1.4, 1.4), 0.20, 0.4, "meldpunt"),
    "overlast_overig": _Kind(7.0, _NUISANCE, 0.15, 0.4, "meldpunt"),
    "overig": _Kind(3.0, (1.0, 1.0, 1.0, 1.0), 0.0, 0.2, "meldpunt"),
    "vernieling": _Kind(4.3, _CRIME, 0.05, 0.5, "politie"),
    "bekladding": _Kind(1.3, (1.0, 1.1, 1.4, 1.8), 0.10, 0.6, "handhaving"),
    "bedreiging": _Kind(1.1, _CRIME, 0.0, 0.7, "politie"),
    "geweld": _Kind(2.1, _CRIME, 0.10, 0.9, "politie"),
    "brandstichting": _Kind(0.25, _CRIME, 0.0, 0.3, "politie"),
    "openbare_orde": _Kind(0.5, (1.0, 1.1, 1.4, 2.0), 0.10, 1.0, "politie"),
    "discriminatie": _Kind(0.10, _HATE, 0.0, 0.3, "politie"),
    "wegpesten": _Kind(0.06, _HATE, 0.0, 0.2, "politie"),
    "belediging_groepskenmerk": _Kind(0.13, _HATE, 0.0, 0.4, "politie"),
}
_BETWEEN_GROUPS = ("vernieling", "bekladding", "bedreiging", "geweld", "brandstichting",
                   "openbare_orde")  # fmt: skip
_GOING_OUT = ("overlast_personen", "vernieling", "geweld", "bedreiging", "openbare_orde")
_SUMMER_PEAK_DAY = 196  # mid July
# How much of the last two weeks is already in the systems on the day of the snapshot.
_ARRIVED = {1: 0.82, 0: 0.52}


def make_incidents(
    settings: Settings, town: Town, truth: Truth, stories: Situations
) -> pd.DataFrame:
    """All incidents, one row each, ordered by time.

    Columns: occurred_at (datetime64), category, wijk (index), group_dimension, severity, verified,
    source, buurtcode, x, y (EPSG:28992), lon, lat (EPSG:4326), in_system (a random number 0-1).
    """
    rng = settings.rng("incidents")
    ordinary = _ordinary(rng, settings, town, truth, stories)
    frame = pd.concat(
        [ordinary, _between_groups(settings.rng("group_incidents"), town, truth)],
        ignore_index=True,
    )
    wijk, week = frame["wijk"].to_numpy(), frame["week"].to_numpy()
    frame["occurred_at"] = moments(rng, settings, week)
    spot = place(rng, town, wijk)
    frame["buurtcode"] = town.buurtcodes[spot.buurt]
    frame["x"], frame["y"] = spot.xy[:, 0], spot.xy[:, 1]
    degrees = lonlat(spot.xy)
    frame["lon"], frame["lat"] = degrees[:, 0], degrees[:, 1]
    frame["in_system"] = rng.random(len(frame))

    weeks_ago = settings.weeks - 1 - week
    arrived = np.select(
        [weeks_ago == ago for ago in _ARRIVED], list(_ARRIVED.values()), default=1.0
    )
    on_time = rng.random(len(frame)) < arrived
    past = frame["occurred_at"].to_numpy() < np.datetime64(settings.until) + np.timedelta64(1, "D")
    frame = frame[on_time & past].sort_values("occurred_at", kind="stable")
    return frame.drop(columns="week").reset_index(drop=True)


def _ordinary(
    rng: np.random.Generator,
    settings: Settings,
    town: Town,
    truth: Truth,
    stories: Situations,
) -> pd.DataFrame:
    """Everyday reports: they depend on place, season and reporting habit, hardly on the phase."""
    names = list(_KINDS)
    count, weeks = truth.phase.shape
    willing = rng.lognormal(0, 0.25, count)  # how readily residents of a wijk report
    habit = rng.lognormal(0, 0.22, (len(names), count))
    habit /= habit.mean(axis=1, keepdims=True)
    rate = np.empty((len(names), count, weeks))
    for k, kind in enumerate(_KINDS.values()):
        place_factor = np.exp(kind.city * (town.urbanity - 0.5)) * willing * habit[k]
        if names[k] in _GOING_OUT:
            place_factor[stories.calm_crime] *= 4.5
        place_factor[stories.starved] *= 0.15  # a wijk where nobody calls the gemeente
        per_week = kind.per_1000_per_year / 52 * town.residents / 1000 * place_factor
        rate[k] = per_week[:, None] * np.array(kind.rise)[truth.phase]
        rate[k] *= _season(settings, kind.summer)
    # Weather, holidays and campaigns: some weeks are busier everywhere, some in one wijk.
    rate *= rng.gamma(60, 1 / 60, (1, 1, weeks)) * rng.gamma(14, 1 / 14, (1, count, weeks))
    number = rng.poisson(rate)
    which, wijk, week = (
        np.repeat(axis.ravel(), number.ravel()) for axis in np.indices(number.shape)
    )
    category = np.array(names, dtype=object)[which]
    police = np.array([kind.source != "meldpunt" for kind in _KINDS.values()])[which]
    draw = rng.random((3, len(which)))
    group = np.where(police & (draw[0] < 0.45), "nee", "onbekend").astype(object)
    severe = np.isin(category, ["geweld", "bedreiging", "brandstichting"]) & (draw[1] < 0.2)
    verified = police & (draw[2] < 0.55)
    return pd.DataFrame(
        {
            "wijk": wijk,
            "week": week,
            "category": category,
            "group_dimension": group,
            "severity": np.where(severe, "ernstig", "licht").astype(object),
            "verified": np.where(verified, "ja", "nee").astype(object),
            "source": np.array([kind.source for kind in _KINDS.values()], dtype=object)[which],
        }
    )


def _season(settings: Settings, summer: float) -> Floats:
    """Factor per week (T,) around 1, highest in mid July."""
    start_of_year = settings.mondays.astype("datetime64[Y]").astype("datetime64[D]")
    day = (settings.mondays - start_of_year).astype(np.int64)
    season: Floats = 1 + summer * np.cos(2 * np.pi * (day - _SUMMER_PEAK_DAY) / 365.25)
    return season


# Chance per wijk and week, by phase, of an incident in which groups were involved.
_SEVERE_PER_WEEK = np.array([0.0003, 0.0009, 0.005, 0.14])
_LIGHT_PER_WEEK = np.array([0.0012, 0.005, 0.035, 0.32])


def _between_groups(rng: np.random.Generator, town: Town, truth: Truth) -> pd.DataFrame:
    """Incidents between groups: rare, mostly in phase incidenten, and always at its outbreak."""
    size = np.sqrt(town.residents / town.residents.mean())[:, None]
    severe = rng.poisson(_SEVERE_PER_WEEK[truth.phase] * size)
    severe = np.maximum(severe, truth.outbreaks)
    light = rng.poisson(_LIGHT_PER_WEEK[truth.phase] * size)
    parts = []
    for number, word in ((severe, "ernstig"), (light, "licht")):
        wijk, week = (np.repeat(axis.ravel(), number.ravel()) for axis in np.indices(number.shape))
        parts.append(pd.DataFrame({"wijk": wijk, "week": week, "severity": word}, dtype=object))
    frame = pd.concat(parts, ignore_index=True)
    frame = frame.astype({"wijk": np.int64, "week": np.int64})
    draw = rng.random((2, len(frame)))
    is_severe: NDArray[np.bool_] = (frame["severity"] == "ernstig").to_numpy(dtype=bool)
    heavy = np.array([0.2, 0.05, 0.2, 0.35, 0.1, 0.1])
    mild = np.array([0.35, 0.25, 0.2, 0.1, 0.0, 0.1])
    kind: Ints = np.where(
        is_severe,
        rng.choice(6, size=len(frame), p=heavy),
        rng.choice(6, size=len(frame), p=mild),
    )
    frame["category"] = np.array(_BETWEEN_GROUPS, dtype=object)[kind]
    # Somebody has to establish it: that works out more often for what is serious.
    known = draw[0] < np.where(is_severe, 0.93, 0.8)
    verified = draw[1] < np.where(is_severe, 0.88, 0.6)
    first = np.zeros(len(frame), dtype=bool)
    at = truth.outbreaks[frame["wijk"], frame["week"]] & is_severe
    first[at] = ~frame.loc[at, ["wijk", "week"]].duplicated().to_numpy()
    frame["group_dimension"] = np.where(known | first, "ja", "onbekend").astype(object)
    frame["verified"] = np.where(verified | first, "ja", "nee").astype(object)
    frame["source"] = "politie"
    return frame
