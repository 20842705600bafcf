"""From the tables of a build in the making to the observations that are weighed."""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators import CRITERIA, Evidence, Indicator, Knowledge
from indicators.estimators import (
    Z_95,
    mean_error,
    rate_posterior,
    rate_prior,
    share_error,
    share_interval,
    shrinkage_weight,
)
from indicators.observations import NOTHING, Observations, Reports, SurveyFigures, WeeklyCounts
from pipelines.references import write_table
from pipelines.sql import query

Floats = NDArray[np.float64]

# Where a bureau gives a mean without its error: the spread of answers on a scale of 0 to 10.
USUAL_DEVIATION = 2.0


def read_observations(
    connection: duckdb.DuckDBPyConnection, knowledge: Knowledge, as_of: date, evidence: Evidence
) -> Observations:
    """Everything that is weighed, with the goalposts in effect on the reference date."""
    shape = (evidence.wijken, evidence.weeks)
    alive = np.zeros(shape[1], dtype=np.bool_)
    alive[query(connection, "55_weigh/alive").fetchnumpy()["week_index"]] = True
    residents = _residents(connection, knowledge, shape)
    counts = tuple(
        _counts(connection, indicator, as_of, residents, alive)
        for indicator in knowledge.indicators.values()
        if indicator.source.kind == "incidents"
    )
    figures = query(connection, "55_weigh/survey_figures").df()
    return Observations(
        evidence, _reports(connection), survey_figures(figures, knowledge, as_of), counts, alive
    )


def _reports(connection: duckdb.DuckDBPyConnection) -> Reports:
    rows = query(connection, "55_weigh/reports").df()
    return Reports(
        wijk=rows["wijk_index"].to_numpy(dtype=np.int64),
        week=rows["week_index"].to_numpy(dtype=np.int64),
        reporter=np.asarray(pd.factorize(rows["reporter"], sort=True)[0], dtype=np.int64),
        criterion=_criterion(rows["criterion"]),
        level=rows["level"].fillna(NOTHING).to_numpy(dtype=np.int64),
        confirmed=rows["is_confirmed"].to_numpy(dtype=np.bool_),
    )


def _criterion(names: pd.Series[str]) -> NDArray[np.int64]:
    """Index into CRITERIA; NOTHING where there is none."""
    return np.asarray(pd.Index(CRITERIA).get_indexer(pd.Index(names)), dtype=np.int64)


def survey_figures(rows: pd.DataFrame, knowledge: Knowledge, as_of: date) -> SurveyFigures:
    """Survey figures on the scale of levels, with their sampling error."""
    level = np.full(len(rows), np.nan)
    error = np.full(len(rows), np.nan)
    values = rows["value"].to_numpy(dtype=float)
    for indicator in knowledge.indicators.values():
        chosen = (rows["indicator_id"] == indicator.id).to_numpy()
        if chosen.any():
            goalposts = indicator.goalposts_on(as_of)
            level[chosen] = open_level(values[chosen], goalposts)
            error[chosen] = sampling_error(rows[chosen], indicator, goalposts)
    waves = pd.factorize(rows["wave"], sort=True)[0]
    return SurveyFigures(
        wijk=rows["wijk_index"].to_numpy(dtype=np.int64),
        week=rows["week_index"].to_numpy(dtype=np.int64),
        criterion=_criterion(rows["criterion"]),
        level=level,
        error=error,
        wave=np.asarray(waves, dtype=np.int64),
    )


def open_level(values: Floats, goalposts: tuple[float, float, float]) -> Floats:
    """Level by straight lines between the goalposts, going on beyond both ends."""
    first, second, third = goalposts
    below = 1.0 + (values - first) / (second - first)
    above = 2.0 + (values - second) / (third - second)
    sign = 1.0 if third > first else -1.0
    return np.where(sign * values > sign * second, above, below)


def sampling_error(
    rows: pd.DataFrame, indicator: Indicator, goalposts: tuple[float, float, float]
) -> Floats:
    """Standard error of each figure, in levels. A level is half of goalpost 1 to 3 here."""
    n = rows["n_effective"].fillna(rows["n"]).to_numpy(dtype=float)
    if indicator.statistic == "mean":
        spread = rows["deviation"].fillna(USUAL_DEVIATION).to_numpy(dtype=float)
        error = mean_error(spread, n)
    else:
        error = 100.0 * share_error(goalposts[1] / 100.0, n)
    given = rows["se"].to_numpy(dtype=float)
    error = np.where(np.isfinite(given), given, error)
    return np.asarray(error / (abs(goalposts[2] - goalposts[0]) / 2.0))


def _residents(
    connection: duckdb.DuckDBPyConnection, knowledge: Knowledge, shape: tuple[int, int]
) -> Floats:
    """Residents per wijk and week; NaN where they are unknown or too few to divide by."""
    out = np.full(shape, np.nan)
    minimum = knowledge.rule.vastgelegd.minimum_residents.value
    rows = query(connection, "55_weigh/residents", {"minimum_residents": minimum}).fetchnumpy()
    out[rows["wijk_index"], rows["week_index"]] = rows["inwoners"]
    return out


def _counts(
    connection: duckdb.DuckDBPyConnection,
    indicator: Indicator,
    as_of: date,
    residents: Floats,
    alive: NDArray[np.bool_],
) -> WeeklyCounts:
    assert indicator.window_weeks is not None
    counts = np.zeros(residents.shape, dtype=np.int64)
    rows = query(
        connection,
        "55_weigh/weekly_counts",
        {"categories": list(indicator.source.categories)},
    ).fetchnumpy()
    counts[rows["wijk_index"], rows["week_index"]] = rows["incidents"]
    return WeeklyCounts(
        criterion=CRITERIA.index(indicator.criterion),
        counts=counts,
        exposure=residents / 1000.0 / indicator.window_weeks,
        goalposts=indicator.goalposts_on(as_of),
        alive=alive,
    )


def write_intervals(connection: duckdb.DuckDBPyConnection, knowledge: Knowledge) -> None:
    """ind_intervals: the interval of 95 % of every survey figure and of every incident rate.

    Rates are shrunk towards the gemeente: `estimate`, with `own_weight` for the wijk's own figure.
    """
    surveys = query(connection, "55_weigh/survey_figures").df()
    frames = [_survey_intervals(surveys, knowledge)]
    for indicator in knowledge.indicators.values():
        if indicator.source.kind == "incidents":
            rows = query(connection, "55_weigh/rates", {"indicator_id": indicator.id}).df()
            frames.append(_rate_intervals(rows, indicator.id))
    write_table(
        connection, "ind_intervals", pd.concat(frames, ignore_index=True), is_temporary=False
    )


INTERVAL_COLUMNS = (
    "indicator_id", "wijkcode", "week_start", "wave", "n_effective", "estimate", "low", "high",
    "own_weight",
)  # fmt: skip


def _survey_intervals(rows: pd.DataFrame, knowledge: Knowledge) -> pd.DataFrame:
    n = rows["n_effective"].fillna(rows["n"]).to_numpy(dtype=float)
    value = rows["value"].to_numpy(dtype=float)
    given = rows["se"].to_numpy(dtype=float)
    low, high = (100.0 * edge for edge in share_interval(np.clip(value / 100.0, 0, 1), n))
    mean = (rows["statistic"] == "mean").to_numpy()
    error = mean_error(rows["deviation"].fillna(USUAL_DEVIATION).to_numpy(dtype=float), n)
    error = np.where(np.isfinite(given), given, error)
    by_error = mean | np.isfinite(given)
    low = np.where(by_error, value - Z_95 * error, low)
    high = np.where(by_error, value + Z_95 * error, high)
    top = np.where(mean, 10.0, 100.0)
    return pd.DataFrame(
        {
            "indicator_id": rows["indicator_id"],
            "wijkcode": rows["wijkcode"],
            "week_start": pd.to_datetime(rows["week_start"]).dt.date,
            "wave": rows["wave"],
            "n_effective": n,
            "estimate": value,
            "low": np.clip(low, 0.0, top),
            "high": np.clip(high, 0.0, top),
            "own_weight": 1.0,
        },
        columns=list(INTERVAL_COLUMNS),
    )


def _rate_intervals(rows: pd.DataFrame, indicator_id: str) -> pd.DataFrame:
    """Per week a prior from all wijken of that week; gamma posterior, interval by mean ± z·sd."""
    counts = rows["n"].to_numpy(dtype=float)
    exposure = rows["inwoners"].to_numpy(dtype=float) / 1000.0
    estimate, deviation, weight = (np.full(len(rows), np.nan) for _ in range(3))
    for _, places in rows.groupby("week_start", sort=True).indices.items():
        prior = rate_prior(counts[places], exposure[places])
        estimate[places], deviation[places] = rate_posterior(
            prior, counts[places], exposure[places]
        )
        weight[places] = shrinkage_weight(prior, exposure[places])
    deviation[deviation == 0.0] = np.nan
    return pd.DataFrame(
        {
            "indicator_id": indicator_id,
            "wijkcode": rows["wijkcode"],
            "week_start": pd.to_datetime(rows["week_start"]).dt.date,
            "wave": None,
            "n_effective": counts,
            "estimate": estimate,
            # without differences between wijken there is no interval of a wijk of its own
            "low": np.maximum(estimate - Z_95 * deviation, 0.0),
            "high": estimate + Z_95 * deviation,
            "own_weight": weight,
        },
        columns=list(INTERVAL_COLUMNS),
    )
