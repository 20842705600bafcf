"""Resident surveys: a yearly one by respondent, and an aggregated one with some of the items."""

from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np
import pandas as pd

from demo.geography import Town
from demo.settings import Settings
from demo.situations import Situations
from demo.truth import Floats, Ints, Truth


@dataclass(frozen=True)
class _Item:
    """An item and the figure it would give in each phase in a wijk like all others."""

    name: str
    by_phase: tuple[float, float, float, float]  # % agreeing, % yes, or mean score
    city: float  # shift in a dense against a thin wijk (probit or score points)
    form: str = "statement"  # statement (1-5), yes_no (0/1) or score (0-10)


_ITEMS = (
    _Item("contact_andere_groep", (56, 48, 36, 30), 0.15),
    _Item("kennen_elkaar_nauwelijks", (22, 30, 40, 44), 0.35),
    _Item("durven_aanspreken", (51, 42, 32, 25), -0.15),
    _Item("cohesie", (6.4, 5.8, 5.1, 4.6), -0.45, "score"),
    _Item("thuisgevoel", (68, 58, 46, 40), -0.20),
    _Item("vertrouwen_buurtgenoten", (75, 66, 54, 45), -0.20),
    _Item("ergernis_leefregels", (17, 31, 43, 51), 0.15),
    _Item("negatief_denken", (9, 17, 33, 42), 0.10),
    _Item("spanning_ervaren", (8, 16, 32, 43), 0.10),
    _Item("contact_vermijden", (4, 7, 17, 26), 0.10),
    _Item("discriminatie_ervaren", (5, 8, 15, 21), 0.10, "yes_no"),
    _Item("onveilig_voelen", (8, 13, 22, 36), 0.20),
    _Item("gehoord_door_gemeente", (42, 34, 26, 20), 0.0),
    _Item("vertrouwen_politie", (62, 55, 44, 36), -0.05),
)
_AGGREGATED = ("durven_aanspreken", "cohesie", "onveilig_voelen", "gehoord_door_gemeente",
               "vertrouwen_politie")  # fmt: skip

_PROBIT = NormalDist()
_FIELDWORK_WEEKS = 8
# Young, middle, old: share of those who answer, what one answer counts for, how they differ.
_AGE_SHARE = np.array([0.16, 0.44, 0.40])
_AGE_WEIGHT = np.array([1.75, 1.05, 0.65])
_AGE_SHIFT = np.array([0.12, 0.0, -0.06])  # the young are a little more critical


def waves(settings: Settings, month: int, day: int) -> list[date]:
    """Last days of fieldwork: the same date each year within the history."""
    ends = [date(year, month, day) for year in settings.years]
    ends = [end for end in ends if settings.week_of(end) >= 4 and end <= settings.until]
    if not ends:  # a short history still has one wave
        middle = settings.mondays[int(settings.weeks * 0.6)]
        ends = [date.fromisoformat(str(middle))]
    return ends


def _plan(
    rng: np.random.Generator, town: Town, stories: Situations, low: float, high: float
) -> Ints:
    """Number of respondents per wijk in one wave, shape (W,); 0 = not in this wave."""
    count = len(town.residents)
    aim = np.clip(34 * (town.residents / 1000) ** 0.8, low, high)
    sample = rng.poisson(aim * rng.uniform(0.85, 1.2, count))
    others = rng.permutation([w for w in range(count) if w != stories.starved])
    thin, missing = max(1, count // 10), count // 14
    few = others[: thin + missing]
    sample[few[:thin]] = rng.integers(20, 41, thin)
    sample[few[thin:]] = 0
    sample[stories.starved] = 0
    return np.asarray(sample, dtype=np.int64)


def _felt_phase(
    rng: np.random.Generator, settings: Settings, truth: Truth, wijk: Ints, end: date
) -> Floats:
    """Phase as each respondent lives it, 0-3: mostly that of now, partly of the past half year."""
    last = settings.week_of(end)
    now = np.clip(last - rng.integers(0, _FIELDWORK_WEEKS, len(wijk)), 0, settings.weeks - 1)
    before = truth.phase[:, max(0, last - 25) : last + 1].mean(axis=1)
    return np.asarray(0.75 * truth.phase[wijk, now] + 0.25 * before[wijk])


def _answers(
    rng: np.random.Generator, item: _Item, felt: Floats, shift: Floats, person: Floats
) -> Floats:
    """One answer per respondent, on the scale of the item. `person`, `shift`: + = more tension."""
    better_when_high = item.by_phase[0] > item.by_phase[3]
    sign = -1.0 if better_when_high else 1.0
    noise = rng.normal(0, 1, len(felt))
    if item.form == "score":
        mean = np.interp(felt, range(4), item.by_phase)
        return np.clip(np.round(mean - 0.6 * (shift + person) + 1.45 * noise, 1), 0, 10)
    # Probit: an answer is a normal variable, cut where the share of this phase says.
    level = np.interp(felt, range(4), [_PROBIT.inv_cdf(p / 100) for p in item.by_phase])
    tendency = level + sign * (shift + 0.45 * person) + np.sqrt(1 - 0.45**2) * noise
    if item.form == "yes_no":
        return np.asarray((tendency > 0).astype(float))
    return np.asarray(1.0 + np.searchsorted([-1.75, -0.85, 0.0, 1.0], tendency))


def _shifts(rng: np.random.Generator, town: Town) -> dict[str, Floats]:
    """What makes wijken answer differently whatever the phase, by item, (W,)."""
    general = rng.normal(0, 0.10, len(town.residents))
    shifts = {}
    for item in _ITEMS:
        sign = -1.0 if item.by_phase[0] > item.by_phase[3] else 1.0
        own = rng.normal(0, 0.09, len(town.residents))
        shifts[item.name] = general + own + sign * item.city * (town.urbanity - 0.5)
    return shifts


def survey_waves(
    settings: Settings, town: Town, truth: Truth, stories: Situations
) -> dict[int, pd.DataFrame]:
    """Answers by respondent and item, one frame per year of fieldwork."""
    rng = settings.rng("surveys")
    shifts = _shifts(rng, town)
    result = {}
    for end in waves(settings, 4, 12):
        sample = _plan(rng, town, stories, 90, 230)
        wijk = np.repeat(np.arange(len(sample)), sample)
        count = len(wijk)
        age = rng.choice(3, size=count, p=_AGE_SHARE)
        person = rng.normal(0, 1, count) + _AGE_SHIFT[age]
        weight = _AGE_WEIGHT[age] * rng.lognormal(0, 0.15, count)
        felt = _felt_phase(rng, settings, truth, wijk, end)
        respondent = rng.permutation(count)  # meaningless: says nothing about the wijk
        blocks = []
        for number, item in enumerate(_ITEMS):
            answer = _answers(rng, item, felt, shifts[item.name][wijk], person)
            answer[rng.random(count) < 0.025] = np.nan  # no answer
            block = {"respondent": respondent, "item": number, "answer": answer}
            blocks.append(pd.DataFrame({**block, "wijk": wijk, "weight": weight}))
        frame = pd.concat(blocks, ignore_index=True)
        frame = frame.sort_values(["respondent", "item"], kind="stable", ignore_index=True)
        names = np.array([item.name for item in _ITEMS], dtype=object)
        result[end.year] = pd.DataFrame(
            {
                "wave": str(end.year),
                "fieldwork_end": end.isoformat(),
                "respondent_id": [f"r{end.year % 100}-{n:05d}" for n in frame["respondent"]],
                "wijkcode": town.wijkcodes[frame["wijk"]],
                "weight": frame["weight"].round(3),
                "item_id": names[frame["item"]],
                "answer": frame["answer"],
            }
        )
    return result


def survey_results(
    settings: Settings, town: Town, truth: Truth, stories: Situations
) -> dict[int, pd.DataFrame]:
    """One aggregated wave of some items, as a bureau delivers it: the last autumn but one."""
    rng = settings.rng("survey_results")
    shifts = _shifts(rng, town)
    ends = waves(settings, 11, 2)
    end = ends[-2] if len(ends) > 1 else ends[-1]
    sample = _plan(rng, town, stories, 60, 180)
    rows = []
    for w in np.flatnonzero(sample):
        wijk = np.full(sample[w], w)
        felt = _felt_phase(rng, settings, truth, wijk, end)
        person = rng.normal(0, 1, len(wijk))
        for item in _ITEMS:
            if item.name not in _AGGREGATED:
                continue
            answer = _answers(rng, item, felt, shifts[item.name][wijk], person)
            value = answer if item.form == "score" else 100.0 * (answer >= 4)
            # A bureau reports the design effect of its weights in the standard error, or nothing.
            error = float(value.std(ddof=1) / np.sqrt(len(value)) * np.sqrt(1.25))
            shown = error if rng.random() < 0.8 else np.nan
            rows.append((town.wijkcodes[w], item.name, len(wijk), value.mean(), shown))
    frame = pd.DataFrame(rows, columns=["wijkcode", "item_id", "n", "value", "se"])
    frame["value"], frame["se"] = frame["value"].round(2), frame["se"].round(2)
    frame.insert(0, "fieldwork_end", end.isoformat())
    frame.insert(0, "wave", f"{end.year} najaar")
    return {end.year: frame}
