"""Where and when within a wijk and week: shared by everything that is an event."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

from demo.geography import Town
from demo.settings import Settings
from demo.truth import Floats, Ints


@dataclass(frozen=True)
class Place:
    """A buurt and a point for each event."""

    buurt: Ints  # (n,)
    xy: Floats  # (n, 2) EPSG:28992, metres


def _pick(rng: np.random.Generator, group: Ints, of_item: Ints, weight: Floats) -> Ints:
    """Pick for each row an item of its group, by weight. Items are ordered by group."""
    ends = np.cumsum(weight)
    starts = ends - weight
    first = np.searchsorted(of_item, group, side="left")
    last = np.searchsorted(of_item, group, side="right") - 1
    low, high = starts[first], ends[last]
    picked = np.searchsorted(ends, low + rng.random(len(group)) * (high - low), side="right")
    return np.asarray(np.clip(picked, first, last))


def place(rng: np.random.Generator, town: Town, wijk: Ints) -> Place:
    """Put events of these wijken (n,) in a buurt and on a point, near where more happens."""
    buurt = _pick(rng, wijk, town.wijk_of_buurt, town.buurt_share)
    spot = _pick(rng, buurt, town.spot_buurt, town.spot_weight)
    angle, far = rng.uniform(0, 2 * np.pi, len(wijk)), np.sqrt(rng.random(len(wijk)))
    beside = town.spot_reach * far[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return Place(buurt, np.round(town.spots[spot] + beside, 1))


def lonlat(xy: Floats) -> Floats:
    """EPSG:28992 metres -> EPSG:4326 degrees (n, 2), six decimals (about 10 cm)."""
    to_degrees = Transformer.from_crs(28992, 4326, always_xy=True)
    return np.round(np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1])), 6)


_DAY_WEIGHT = np.array([0.13, 0.125, 0.13, 0.135, 0.15, 0.18, 0.15])
_HOUR_WEIGHT = np.array(
    [5, 3, 2, 1, 1, 1, 1, 2, 3, 3, 4, 4, 4, 4, 5, 6, 6, 6, 7, 8, 9, 9, 8, 7], dtype=float
)


def moments(rng: np.random.Generator, settings: Settings, week: Ints) -> NDArray[np.datetime64]:
    """Local time of events in these weeks (n,), to the minute: evenings and weekends busier."""
    day = rng.choice(7, size=len(week), p=_DAY_WEIGHT)
    hour = rng.choice(24, size=len(week), p=_HOUR_WEIGHT / _HOUR_WEIGHT.sum())
    minute = rng.integers(0, 60, len(week))
    days = settings.mondays[week] + day
    # The hour that the clock skips or repeats in March and October is no clear local time.
    turn = np.array([np.datetime64(d) for y in settings.years for d in _clock_changes(y)])
    hour = np.where((hour == 2) & np.isin(days, turn), 3, hour)
    minutes = (hour * 60 + minute).astype("timedelta64[m]")
    return np.asarray(days.astype("datetime64[m]") + minutes)


def _clock_changes(year: int) -> list[date]:
    """Last Sundays of March and October."""
    ends = [date(year, 3, 31), date(year, 10, 31)]
    return [end - timedelta(days=(end.weekday() + 1) % 7) for end in ends]
