"""A part of the weeks of the observations, with empty weeks after it where asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.evidence import Evidence
from indicators.observations import Observations


def sliced(observations: Observations, first: int, last: int, empty: int = 0) -> Observations:
    """The weeks first..last, and `empty` weeks in which nothing is observed yet.

    In the empty weeks levels and usable channels stay as they were, and no incident happens.
    """
    weeks = slice(first, last + 1)
    evidence = observations.evidence
    reports, surveys = observations.reports, observations.surveys
    own_reports = reports.take((reports.week >= first) & (reports.week <= last))
    own_surveys = surveys.take((surveys.week >= first) & (surveys.week <= last))
    return Observations(
        Evidence(
            _held(evidence.levels[..., weeks], empty),
            _held(evidence.corroborated[..., weeks], empty),
            _none(evidence.severe_incidents[:, weeks], empty),
            _none(evidence.group_incidents[:, weeks], empty),
            _held(evidence.usable[..., weeks], empty),
        ),
        replace(own_reports, week=own_reports.week - first),
        replace(own_surveys, week=own_surveys.week - first),
        tuple(
            replace(
                one,
                counts=_none(one.counts[:, weeks], empty),
                exposure=_held(one.exposure[:, weeks], empty),
                alive=np.append(one.alive[weeks], np.zeros(empty, dtype=np.bool_)),
            )
            for one in observations.counts
        ),
        np.append(observations.records_alive[weeks], np.ones(empty, dtype=np.bool_)),
    )


def _held(values: NDArray[Any], empty: int) -> NDArray[Any]:
    """The last week again for each empty week; weeks are the last axis."""
    return np.concatenate([values, np.repeat(values[..., -1:], empty, axis=-1)], axis=-1)


def _none(values: NDArray[Any], empty: int) -> NDArray[Any]:
    """Zero for each empty week."""
    return np.concatenate([values, np.zeros((len(values), empty), dtype=values.dtype)], axis=1)
