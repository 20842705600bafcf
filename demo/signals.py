"""Signals: what the reporters file, week by week, through their own eyes."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demo.geography import Town
from demo.reporters import Reporter
from demo.settings import Settings
from demo.truth import Floats, Ints, Truth

# What the signals are about, by the level that is filed (rows: level 0-3, weights over criteria).
_CRITERIA = np.array(["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11", "C12",
                      "C13", "C14"], dtype=object)  # fmt: skip
_ABOUT = np.array(
    [
        [3, 3, 2, 1, 4, 0.5, 0.5, 0.2, 0.2, 0.1, 0.3, 1, 1, 0.1],
        [1.5, 2.5, 1, 1, 7, 2, 1.5, 0.7, 0.7, 0.3, 0.8, 1.2, 1.8, 0.3],
        [0.4, 1, 0.5, 0.8, 2, 4.5, 5, 3, 3, 0.8, 1, 1.5, 1.5, 0.5],
        [0.1, 0.2, 0.1, 0.3, 0.8, 2, 3, 2, 2.5, 6, 1, 3, 1, 0.8],
    ]
)
_LINES = np.array(
    ["jong-oud", "kort-lang wonend", "huurder-koper", "bewoners-overheid"], dtype=object
)
_COLUMNS = ["signal_id", "observed_on", "wijkcode", "criterion", "level", "reporter",
            "source_kind", "confirmed", "scheidslijn", "nothing_to_report"]  # fmt: skip


def make_signals(
    settings: Settings, town: Town, truth: Truth, reporters: list[Reporter]
) -> pd.DataFrame:
    """Text columns of signals*.csv, ordered by date."""
    rng = settings.rng("signals")
    who, week = _reports(rng, settings, reporters)
    wijk = np.array([one.wijk for one in reporters])[who]
    level = _levels(rng, truth, reporters, who, wijk, week)

    # Nobody saw anything: most say so, some send nothing, some file a plain level 0.
    says_so = np.array([one.files_nothing for one in reporters])[who]
    draw = rng.random((3, len(who)))
    sent = (level > 0) | (draw[0] < says_so)
    nothing = (level == 0) & (draw[1] < 0.88)
    # With more going on, a second observation often comes with the same report.
    twice = np.flatnonzero(sent & ~nothing & (draw[2] < 0.08 + 0.06 * level))
    second = np.maximum(level[twice] - rng.integers(0, 2, len(twice)), 0)
    keep = np.flatnonzero(sent)
    who, wijk, week = (np.concatenate([a[keep], a[twice]]) for a in (who, wijk, week))
    level = np.concatenate([level[keep], second])
    nothing = np.concatenate([nothing[keep], np.zeros(len(twice), dtype=bool)])

    days = settings.mondays[week] + rng.choice(5, size=len(week), p=[0.1, 0.2, 0.2, 0.3, 0.2])
    frame = pd.DataFrame(
        {
            "observed_on": np.datetime_as_string(days, unit="D").astype(object),
            "wijkcode": town.wijkcodes[wijk],
            "criterion": np.where(nothing, "", _criteria(rng, level)),
            "level": np.where(nothing, "", level.astype(str).astype(object)),
            "reporter": np.array([one.code for one in reporters], dtype=object)[who],
            "source_kind": np.array([one.kind for one in reporters], dtype=object)[who],
            "confirmed": _confirmed(rng, truth, wijk, week, level),
            "scheidslijn": _lines(rng, level),
            "nothing_to_report": np.where(nothing, "ja", "nee").astype(object),
        }
    )
    frame = frame[days <= np.datetime64(settings.until)]
    frame = frame.sort_values(["observed_on", "reporter"], kind="stable", ignore_index=True)
    year = frame["observed_on"].str[2:4]
    number = frame.groupby(year).cumcount() + 1
    frame["signal_id"] = "s" + year + "-" + number.astype(str).str.zfill(5)
    return frame[_COLUMNS]


def _reports(
    rng: np.random.Generator, settings: Settings, reporters: list[Reporter]
) -> tuple[Ints, Ints]:
    """Reporter and week of every report that is made."""
    weeks = np.arange(settings.weeks)
    expected = np.array(
        [
            ((weeks + one.offset) % one.every_weeks == 0)
            & (weeks >= one.first_week)
            & (weeks <= one.until_week)
            & (weeks < one.silent_from)
            for one in reporters
        ]
    )
    discipline = np.array([one.discipline for one in reporters])[:, None] * _holidays(settings)
    # A busy spell: somebody who skipped a report is likelier to skip the next ones.
    slack = np.repeat(rng.random((len(reporters), settings.weeks // 6 + 1)) < 0.12, 6, axis=1)
    chance = np.where(slack[:, : settings.weeks], 0.35, 1.0) * discipline
    who, week = np.nonzero(expected & (rng.random(chance.shape) < chance))
    return who, week


def _holidays(settings: Settings) -> Floats:
    """Share of the usual reports that come in each week (T,): fewer in summer and at Christmas."""
    month = settings.mondays.astype("datetime64[M]").astype(np.int64) % 12 + 1
    day = (settings.mondays - settings.mondays.astype("datetime64[M]")).astype(np.int64) + 1
    summer = ((month == 7) & (day >= 18)) | ((month == 8) & (day <= 20))
    christmas = (month == 12) & (day >= 19)
    return np.where(summer | christmas, 0.55, 1.0)


def _levels(
    rng: np.random.Generator,
    truth: Truth,
    reporters: list[Reporter],
    who: Ints,
    wijk: Ints,
    week: Ints,
) -> Ints:
    """Level 0-3 that each report would give."""
    # What can be seen is mostly the phase, partly how close the wijk is to the next one.
    there = 0.7 * truth.phase[wijk, week] + 0.3 * truth.felt[wijk, week]
    bias = np.array([one.bias for one in reporters])[who]
    noise = np.array([one.noise for one in reporters])[who]
    seen = there + bias + noise * rng.normal(0, 1, len(who))
    thresholds = np.array([one.thresholds for one in reporters])[who]
    return np.asarray((seen[:, None] > thresholds).sum(axis=1))


def _criteria(rng: np.random.Generator, level: Ints) -> NDArray[np.object_]:
    """A criterion for each signal, fitting its level."""
    share = np.cumsum(_ABOUT / _ABOUT.sum(axis=1, keepdims=True), axis=1)
    picked = (rng.random(len(level))[:, None] > share[level]).sum(axis=1)
    return np.asarray(_CRITERIA[np.minimum(picked, len(_CRITERIA) - 1)])


def _confirmed(
    rng: np.random.Generator, truth: Truth, wijk: Ints, week: Ints, level: Ints
) -> NDArray[np.object_]:
    """Whether a second reporter saw it too: likelier where it is really so."""
    fits = truth.phase[wijk, week] >= level
    chance = np.where(level == 0, 0.0, np.where(fits, 0.24, 0.07))
    return np.where(rng.random(len(level)) < chance, "ja", "nee").astype(object)


def _lines(rng: np.random.Generator, level: Ints) -> NDArray[np.object_]:
    """Between whom, in general words; usually left empty when little goes on."""
    line = _LINES[rng.choice(4, size=len(level), p=[0.35, 0.25, 0.15, 0.25])]
    filled = rng.random(len(level)) < np.array([0.0, 0.2, 0.6, 0.75])[level]
    return np.where(filled, line, "").astype(object)
