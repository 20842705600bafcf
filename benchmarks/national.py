"""A made-up workspace of national size, by the data contract.

    python -m benchmarks.national FOLDER [--scale 1.0] [--seed 1]

3,393 wijken, 5 years by week: 10 million incidents in a file per year, 500,000 survey answers,
300,000 signals of about 10,000 reporters, residents, monthly registrations, an agenda. The figures
are chance: what they say about a wijk means nothing, and gemeente.yaml says `fictief: true`. The
wijken are a grid, or, with the folder of the open data in WIJKPULS_REALDATA, the real ones.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from benchmarks.measuring import MARKER
from benchmarks.national_areas import WIJKEN, areas

MONDAY = np.datetime64("2021-11-15", "D")
WEEKS = 261
YEARS = range(2021, 2027)
INCIDENTS, ANSWERS, SIGNALS = 10_000_000, 500_000, 300_000
#: Each yearly export also holds the last days of the year before, as real exports tend to.
OVERLAP_DAYS = 3
#: One incident in five thousand has a category that is not in the list.
WRONG_EVERY = 5_000
ITEMS = (
    "cohesie",
    "ergernis_leefregels",
    "spanning_ervaren",
    "vertrouwen_buurtgenoten",
    "onveilig_voelen",
)
MEAN_ITEM = "cohesie"
RESPONDENTS_PER_WIJK = 59
WAVES = (("2024", "2024-06-30"), ("2026", "2026-06-30"))
#: Category and how often it occurs, of every 100 incidents.
CATEGORIES = {
    "geluidsoverlast": 18, "overlast_jeugd": 12, "overlast_personen": 12, "afval_vervuiling": 14,
    "burenruzie": 6, "overlast_overig": 8, "vernieling": 8, "bekladding": 3, "bedreiging": 4,
    "geweld": 5, "brandstichting": 1, "openbare_orde": 2, "discriminatie": 1, "wegpesten": 1,
    "belediging_groepskenmerk": 1, "overig": 4,
}  # fmt: skip
SOURCE_KINDS = ("jongerenwerk", "opbouwwerk", "corporatie")
EVERY_WEEKS = (4, 8, 13)
GEMEENTE_YAML = """\
contract: 1
gemeentecode: NL00
naam: Proefland
fictief: true
"""

Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Plan:
    """Where to write, how much, and the wijken: their codes and their share of all that happens."""

    folder: Path
    scale: float
    codes: pa.Array
    shares: NDArray[np.float64]

    def rows(self, at_full_scale: int) -> int:
        """The number of rows at this scale."""
        return max(1, int(at_full_scale * self.scale))


def write_workspace(folder: Path, scale: float = 1.0, seed: int = 1) -> None:
    """Write the whole workspace, to a folder that is new, empty or of an earlier run."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        sys.exit(f"{folder} is not empty and was not made by benchmarks")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).touch()
    (folder / "gemeente.yaml").write_text(GEMEENTE_YAML, encoding="utf-8")
    real = os.environ.get("WIJKPULS_REALDATA")
    wijken = areas(Path(real) if real else None, most=max(10, round(WIJKEN * min(1.0, scale * 5))))
    wijken.to_file(folder / "areas.gpkg", layer="wijken", driver="GPKG")
    rng = np.random.default_rng(seed)
    shares = rng.lognormal(0.0, 0.8, len(wijken))
    plan = Plan(folder, scale, pa.array(wijken["wijkcode"].tolist()), shares / shares.sum())
    _population(plan, rng)
    _incidents(plan, rng)
    _surveys(plan, rng)
    _reporters_and_signals(plan, rng)
    _registrations(plan, rng)
    _agenda(plan, rng)


def _write(plan: Plan, name: str, columns: dict[str, pa.Array]) -> None:
    with duckdb.connect() as connection:
        table = connection.from_arrow(pa.table(columns))
        table.write_csv(str(plan.folder / name), header=True, timestamp_format="%Y-%m-%dT%H:%M:%S")


def _one_of(words: pa.Array | tuple[str, ...] | list[str], chosen: Indices) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(chosen.astype("int32")), pa.array(words))


def _text(*parts: pa.Array | str) -> pa.Array:
    return pc.binary_join_element_wise(*parts, "")


def _number_text(numbers: Indices, width: int) -> pa.Array:
    return pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width, "0")


def _days(days: NDArray[np.datetime64]) -> pa.Array:
    return pa.array(days.astype("datetime64[D]"))


def _population(plan: Plan, rng: np.random.Generator) -> None:
    years, wijken = len(YEARS), len(plan.codes)
    start = np.maximum(50, plan.shares * 18_000_000 * plan.scale / min(1.0, plan.scale * 5))
    growth = 1.0 + np.cumsum(rng.normal(0.005, 0.005, (years, wijken)), axis=0)
    residents = (start * growth).astype("int64").ravel()
    columns = {
        "wijkcode": _one_of(plan.codes, np.tile(np.arange(wijken), years)),
        "jaar": pa.array(np.repeat(np.array(YEARS), wijken)),
        "inwoners": pa.array(residents),
        "huishoudens": pa.array(residents * 10 // 22),
    }
    _write(plan, "population.csv", columns)


def _incidents(plan: Plan, rng: np.random.Generator) -> None:
    """incidents-YEAR.csv, in order of time; police numbers of 8 digits, others with letters."""
    count = plan.rows(INCIDENTS)
    seconds = np.sort(rng.integers(0, WEEKS * 7 * 86_400, count))
    moments = MONDAY.astype("datetime64[s]") + seconds
    shares = np.array(list(CATEGORIES.values()), dtype=float)
    category = rng.choice(len(CATEGORIES), count, p=shares / shares.sum())
    category[rng.integers(0, count, count // WRONG_EVERY)] = len(CATEGORIES)
    wijk = rng.choice(len(plan.codes), count, p=plan.shares)
    dimension = rng.choice(3, count, p=(0.04, 0.16, 0.80))
    is_severe, is_verified = rng.random(count) < 0.1, rng.random(count) < 0.4
    is_police = rng.random(count) < 0.3
    for year in YEARS:
        first = np.searchsorted(
            moments, np.datetime64(f"{year}-01-01") - np.timedelta64(OVERLAP_DAYS, "D")
        )
        part = slice(first, np.searchsorted(moments, np.datetime64(f"{year + 1}-01-01")))
        numbers = np.arange(part.start, part.stop)
        police = pa.array(is_police[part])
        columns = {
            "incident_id": pc.if_else(
                police, _number_text(numbers + 20_000_000, 8), _text("M-", _number_text(numbers, 7))
            ),
            "occurred_at": pa.array(moments[part].astype("datetime64[us]")),
            "category": _one_of([*CATEGORIES, "iets_anders"], category[part]),
            "wijkcode": _one_of(plan.codes, wijk[part]),
            "group_dimension": _one_of(("ja", "nee", "onbekend"), dimension[part]),
            "severity": _one_of(("licht", "ernstig"), is_severe[part].astype("int64")),
            "verified": _one_of(("nee", "ja"), is_verified[part].astype("int64")),
            "source": pc.if_else(police, "politie", "meldpunt"),
        }
        if part.stop > part.start:
            _write(plan, f"incidents-{year}.csv", columns)


def _surveys(plan: Plan, rng: np.random.Generator) -> None:
    """surveys-WAVE.csv: in each wave as many wijken as it takes, with about 59 respondents each."""
    for place, (wave, last_day) in enumerate(WAVES):
        respondents = plan.rows(ANSWERS // len(WAVES) // len(ITEMS))
        asked = np.arange(place, len(plan.codes), len(WAVES))
        asked = asked[: max(1, respondents // RESPONDENTS_PER_WIJK)]
        respondent = np.repeat(np.arange(respondents), len(ITEMS))
        item = np.tile(np.arange(len(ITEMS)), respondents)
        is_mean = item == ITEMS.index(MEAN_ITEM)
        answer = np.where(is_mean, rng.integers(3, 10, len(item)), rng.integers(1, 6, len(item)))
        no_answer = rng.random(len(item)) < 0.02
        columns = {
            "wave": pa.array([wave] * len(item)),
            "fieldwork_end": pa.array([last_day] * len(item)),
            "respondent_id": _text("r", _number_text(respondent, 6)),
            "wijkcode": _one_of(
                plan.codes, asked[rng.integers(0, len(asked), respondents)][respondent]
            ),
            "weight": pa.array(np.round(rng.uniform(0.5, 2.0, respondents), 3)[respondent]),
            "item_id": _one_of(ITEMS, item),
            "answer": pa.array(answer, mask=no_answer),
        }
        _write(plan, f"surveys-{wave}.csv", columns)


def _reporters_and_signals(plan: Plan, rng: np.random.Generator) -> None:
    """Three reporters per wijk; signals on a part of the weeks in which one is expected."""
    kinds, wijken = len(SOURCE_KINDS), len(plan.codes)
    wijk, kind = np.repeat(np.arange(wijken), kinds), np.tile(np.arange(kinds), wijken)
    every = np.array(EVERY_WEEKS)[rng.integers(0, len(EVERY_WEEKS), len(wijk))]
    names = _text(
        pc.cast(_one_of(SOURCE_KINDS, kind), pa.string()), "-",
        pc.utf8_lower(pc.cast(_one_of(plan.codes, wijk), pa.string())),
    )  # fmt: skip
    reporters = {
        "reporter": names,
        "source_kind": _one_of(SOURCE_KINDS, kind),
        "wijkcode": _one_of(plan.codes, wijk),
        "every_weeks": pa.array(every),
        "from": _days(np.full(len(wijk), MONDAY)),
        "until": pa.nulls(len(wijk), pa.date32()),
    }
    _write(plan, "reporters.csv", reporters)

    due_reporter, due_week = np.nonzero(
        np.arange(WEEKS) % every[:, None] == wijk[:, None] % every[:, None]
    )
    chosen = np.sort(rng.permutation(len(due_week))[: plan.rows(SIGNALS)])
    chosen = chosen[np.argsort(due_week[chosen], kind="stable")]
    who, week = due_reporter[chosen], due_week[chosen]
    is_calm = rng.random(len(who)) < 0.35
    day = MONDAY + 7 * week + rng.integers(0, 7, len(who))
    for year in YEARS:
        mine = day.astype("datetime64[Y]").astype(int) + 1970 == year
        calm, count = is_calm[mine], int(mine.sum())
        if not count:
            continue
        columns = {
            "signal_id": _text("S-", _number_text(np.flatnonzero(mine), 7)),
            "observed_on": _days(day[mine]),
            "wijkcode": _one_of(plan.codes, wijk[who[mine]]),
            "criterion": _text("C", pa.array(rng.integers(1, 15, count).astype(str), mask=calm)),
            "level": pa.array(rng.choice(4, count, p=(0.3, 0.4, 0.25, 0.05)), mask=calm),
            "reporter": names.take(pa.array(who[mine])),
            "source_kind": _one_of(SOURCE_KINDS, kind[who[mine]]),
            "confirmed": _one_of(("nee", "ja"), (rng.random(count) < 0.2).astype("int64")),
            "scheidslijn": _one_of(
                ("jong-oud", "huurder-koper", "leefregels"), rng.integers(0, 3, count)
            ),
            "nothing_to_report": _one_of(("nee", "ja"), calm.astype("int64")),
        }
        _write(plan, f"signals-{year}.csv", columns)


def _registrations(plan: Plan, rng: np.random.Generator) -> None:
    """registrations-47022NED.csv: one count per wijk and month, one in twenty withheld."""
    months = np.arange("2021-12", "2026-11", dtype="datetime64[M]")
    rows = len(months) * len(plan.codes)
    expected = np.tile(plan.shares * len(plan.codes) * 20, len(months))
    columns = {
        "register": pa.array(["47022NED"] * rows),
        "period": _one_of(
            months.astype(str).tolist(), np.repeat(np.arange(len(months)), len(plan.codes))
        ),
        "wijkcode": _one_of(plan.codes, np.tile(np.arange(len(plan.codes)), len(months))),
        "kind": pa.array(["0.0.0"] * rows),
        "count": pa.array(rng.poisson(expected), mask=rng.random(rows) < 0.05),
    }
    _write(plan, "registrations-47022NED.csv", columns)


def _agenda(plan: Plan, rng: np.random.Generator) -> None:
    rows = plan.rows(5_000)
    wijk = rng.integers(0, len(plan.codes), rows)
    columns = {
        "date": _days(MONDAY + rng.integers(0, WEEKS * 7, rows)),
        "until": pa.nulls(rows, pa.date32()),
        "wijkcode": _one_of(plan.codes, wijk),
        "kind": _one_of(("besluit", "bijeenkomst", "maatregel"), rng.integers(0, 3, rows)),
        "title": pa.array(["Verzonnen gebeurtenis"] * rows),
        "expected_impact": pa.array(rng.integers(0, 4, rows)),
    }
    _write(plan, "agenda.csv", columns)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=1.0, help="0.01 for a small try-out")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    write_workspace(asked.folder, asked.scale, asked.seed)
