"""Observations for tests: random ones, and pieces to build a situation from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from indicators import CRITERIA, Evidence
from indicators.observations import NOTHING, Observations, Reports, SurveyFigures, WeeklyCounts
from tests.unit.indicators.evidence_maker import random_evidence

C5, C7, C9, C11 = (CRITERIA.index(name) for name in ("C5", "C7", "C9", "C11"))


def random_observations(seed: int, wijken: int = 4, weeks: int = 20) -> Observations:
    """Observations of every kind, with gaps, repeats and lone reporters."""
    rng = np.random.default_rng(seed)
    number = int(rng.integers(0, wijken * weeks * 2))
    level = rng.integers(-1, 4, number)
    criterion = np.where(level == NOTHING, NOTHING, rng.integers(0, len(CRITERIA), number))
    wijk = rng.integers(0, wijken, number)
    reports = Reports(
        wijk=wijk,
        week=rng.integers(0, weeks, number),
        reporter=wijk * 10 + rng.integers(0, 3, number),
        criterion=criterion,
        level=level,
        confirmed=(rng.random(number) < 0.2) & (level > 0),
    )
    figures = int(rng.integers(0, wijken * 6))
    surveys = SurveyFigures(
        wijk=rng.integers(0, wijken, figures),
        week=rng.integers(0, weeks, figures),
        criterion=rng.integers(0, 13, figures),
        level=rng.uniform(-1.0, 4.0, figures),
        error=rng.uniform(0.1, 0.8, figures),
        wave=rng.integers(0, 2, figures),
    )
    alive = rng.random(weeks) < 0.9
    exposure = rng.uniform(0.1, 5.0, (wijken, weeks))
    exposure[rng.random((wijken, weeks)) < 0.1] = np.nan
    counts = tuple(
        WeeklyCounts(c, rng.poisson(2.0, (wijken, weeks)), exposure, goalposts, alive)
        for c, goalposts in ((C5, (3.0, 6.0, 12.0)), (C9, (0.3, 0.8, 2.0)))
    )
    return Observations(random_evidence(seed, wijken, weeks), reports, surveys, counts, alive)


def only_wijken(observations: Observations, order: list[int]) -> Observations:
    """The same observations with only these wijken, in this order."""
    evidence = observations.evidence
    place = np.full(observations.wijken, -1)
    place[order] = np.arange(len(order))
    reports = observations.reports.take(place[observations.reports.wijk] >= 0)
    surveys = observations.surveys.take(place[observations.surveys.wijk] >= 0)
    return Observations(
        Evidence(
            evidence.levels[:, :, order],
            evidence.corroborated[:, order],
            evidence.severe_incidents[order],
            evidence.group_incidents[order],
            evidence.usable[:, order],
        ),
        replace(reports, wijk=place[reports.wijk]),
        replace(surveys, wijk=place[surveys.wijk]),
        tuple(
            replace(one, counts=one.counts[order], exposure=one.exposure[order])
            for one in observations.counts
        ),
        observations.records_alive,
    )


def without_counts(observations: Observations) -> Observations:
    """The same without weekly counts: those carry the stated factor of the gemeente."""
    return replace(observations, counts=())
