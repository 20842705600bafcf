"""The curves of a backtest: agreement by coverage, doubt by the distance to a change."""

import numpy as np

from indicators.evidence import ONVOLDOENDE
from pipelines.backtest_curves import doubt_by_distance, kappa_by_coverage


def test_each_week_counts_in_the_band_of_its_coverage() -> None:
    truth = np.array([[0, 1, 2, 3, 0, 1, 2, 3, -1]])
    coverage = np.array([[0.0, 39.9, 10.0, 20.0, 80.0, 100.0, 250.0, 95.0, 95.0]])
    right = truth.copy()
    wrong_when_starved = np.array([[3, 2, 1, 0, 0, 1, 2, ONVOLDOENDE, 0]])
    rows = kappa_by_coverage(truth, {"right": right, "other": wrong_when_starved}, coverage)
    assert [(row["from_pct"], row["weeks"]) for row in rows] == [(0, 4), (40, 0), (60, 0), (80, 4)]
    assert rows[0]["kappa"] == {"right": 1.0, "other": -1.0}
    assert rows[3]["kappa"] == {"right": 1.0, "other": 1.0}
    assert rows[3]["with_phase"] == {"right": 1.0, "other": 0.75}
    assert rows[1]["kappa"] == {"right": None, "other": None}


def test_doubt_is_told_by_the_distance_to_a_change() -> None:
    truth = np.zeros((1, 30), dtype=np.int64)
    truth[0, 3:] = 1
    doubt = np.zeros((1, 30), dtype=np.bool_)
    doubt[0, :4] = True
    rows = doubt_by_distance(truth, doubt)
    assert [row["weeks"] for row in rows] == [8, 8, 14]
    assert [row["in_doubt"] for row in rows] == [0.5, 0.0, 0.0]
