"""Counts as open registers publish them, and the population table."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demo.geography import Town
from demo.settings import Settings
from demo.situations import Situations
from demo.truth import Floats, Truth

# Register code of a kind of crime -> per 1,000 residents per year, power of urbanity.
_CRIMES = {
    "1.4.3": (0.35, 0.9),
    "1.4.4": (1.1, 0.7),
    "1.4.5": (2.4, 0.9),
    "1.6.1": (0.25, 0.3),
    "2.2.1": (5.2, 0.5),
    "3.6.4": (0.5, 1.0),
}
_NUISANCE_REPORTS = {"overlast_totaal": (21.0, 0.8)}
_WITHHELD_BELOW = 4  # counts of 1 to 3 are withheld; none at all is published as 0


def _months(settings: Settings) -> list[date]:
    """First days of the months that are complete and published (a month later)."""
    first, last = settings.first_monday, settings.until
    numbers = range(first.year * 12 + first.month, last.year * 12 + last.month - 1)
    if first.day == 1:
        numbers = range(numbers.start - 1, numbers.stop)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _counts(
    rng: np.random.Generator,
    settings: Settings,
    kinds: dict[str, tuple[float, float]],
    residents: Floats,
    urbanity: Floats,
    busy: NDArray[np.bool_],
    phase: Floats,
    codes: NDArray[np.object_],
    column: str,
    register: str,
) -> pd.DataFrame:
    """Published counts per month, area and kind. `phase` (areas, months) hardly matters."""
    months = _months(settings)
    frames = []
    for kind, (per_1000, city) in kinds.items():
        mean = per_1000 / 12 * residents / 1000 * np.exp(city * (urbanity - 0.5))
        mean = mean * np.where(busy, 5.0, 1.0) * rng.gamma(9, 1 / 9, len(codes))
        count = rng.poisson(mean[:, None] * (1 + 0.05 * phase[:, : len(months)]))
        withheld = (count > 0) & (count < _WITHHELD_BELOW)
        text = np.where(withheld, "", count.astype(str).astype(object))
        period = np.array([month.isoformat()[:7] for month in months], dtype=object)
        frames.append(
            pd.DataFrame(
                {
                    "register": register,
                    "period": np.tile(period, len(codes)),
                    column: np.repeat(codes, len(months)),
                    "kind": kind,
                    "count": text.ravel(),
                }
            )
        )
    frame = pd.concat(frames, ignore_index=True)
    return frame.sort_values(["period", column, "kind"], kind="stable", ignore_index=True)


def make_registers(
    settings: Settings, town: Town, truth: Truth, stories: Situations
) -> dict[str, pd.DataFrame]:
    """Crime per buurt and nuisance per wijk, by month; text columns, by register."""
    rng = settings.rng("registers")
    week_of_month = [
        min(max(settings.week_of(month) + 2, 0), settings.weeks - 1) for month in _months(settings)
    ]
    phase = truth.phase[:, week_of_month].astype(float)
    of_buurt = town.wijk_of_buurt
    busy = np.arange(len(town.residents)) == stories.calm_crime
    crimes = _counts(
        rng, settings, _CRIMES, town.residents[of_buurt] * town.buurt_share,
        town.urbanity[of_buurt], busy[of_buurt], phase[of_buurt],
        town.buurtcodes, "buurtcode", "47022NED",
    )  # fmt: skip
    nuisance = _counts(
        rng, settings, _NUISANCE_REPORTS, town.residents.astype(float),
        town.urbanity, busy, phase, town.wijkcodes, "wijkcode", "47024NED",
    )  # fmt: skip
    return {"47022NED": crimes, "47024NED": nuisance}


def population_rows(settings: Settings, town: Town) -> pd.DataFrame:
    """Text columns of population.csv: every wijk on 1 January of every year of the history."""
    rng = settings.rng("population")
    growth = rng.normal(0.004, 0.008, len(town.residents))
    per_household = 2.5 - 0.6 * town.urbanity + rng.normal(0, 0.08, len(town.residents))
    rows = []
    for year in settings.years:
        residents = np.rint(town.residents * (1 + growth) ** (year - settings.until.year))
        households = np.rint(residents / per_household)
        for code, people, homes in zip(town.wijkcodes, residents, households, strict=True):
            rows.append((code, str(year), str(int(people)), str(int(homes))))
    return pd.DataFrame(rows, columns=["wijkcode", "jaar", "inwoners", "huishoudens"])
