"""Writing a whole fictional workspace."""

import re
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from demo import files, tables
from demo.agenda import agenda_rows
from demo.offer import offer_rows
from demo.faults import Dirtied
from demo.files import BOM, EXCEL, PLAIN, SEMICOLON, Dialect
from demo.geography import Town, make_town
from demo.incidents import make_incidents
from demo.names import TOWN
from demo.registers import make_registers, population_rows
from demo.reporters import make_reporters, reporter_rows
from demo.settings import Settings
from demo.signals import make_signals
from demo.situations import choose_situations
from demo.surveys import survey_results, survey_waves
from demo.truth import make_truth

PlantedFaults = dict[str, dict[str, int]]
"""File name -> kind of fault -> number of rows."""

STEPS = ("kaart", "incidenten", "enquêtes", "signalen", "registraties")

# The files this program makes. Those of an earlier run are removed first, so that no year of a
# longer history stays behind.
_OWN_FILES = re.compile(
    r"gemeente\.yaml|areas(_buurten)?\.gpkg|(population|agenda|reporters|offer|truth)\.csv"
    r"|planted_faults\.json|meldingen_\d{4}\.xlsx"
    r"|(incidents|surveys|survey_results|signals)-\d{4}\.csv|registrations-4702[24]NED\.csv"
)
# One dialect per file, by turns: a gemeente gets its files from several systems.
_DIALECTS = (EXCEL, PLAIN, SEMICOLON, BOM)


class WrongCall(Exception):
    """The call cannot be carried out; the message is for the user, in Dutch."""


def check_target(folder: Path) -> None:
    """Refuse a folder that could hold anything but an earlier fictional workspace."""
    if folder.exists() and not folder.is_dir():
        raise WrongCall(f"{folder} is een bestand; geef een map op.")
    if not folder.exists() or not any(folder.iterdir()):
        return
    try:
        content = yaml.safe_load((folder / "gemeente.yaml").read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        content = None
    if not isinstance(content, dict) or content.get("fictief") is not True:
        raise WrongCall(
            f"{folder} is niet leeg en is geen eerder gemaakte fictieve gemeente. "
            "Er is niets geschreven; kies een lege of nieuwe map."
        )


def write_workspace(
    folder: Path, settings: Settings, done: Callable[[str], None] = lambda step: None
) -> PlantedFaults:
    """Write all files and return how many dirty rows of each kind are in each file.

    The folder `warehouse/` and files of others are left alone. `done` is called after each step.
    """
    check_target(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.iterdir()):
        # gemeente.yaml stays until it is overwritten: it marks the folder as ours meanwhile.
        if _OWN_FILES.fullmatch(path.name) and path.name != "gemeente.yaml":
            path.unlink()
    files.write_yaml(folder / "gemeente.yaml", gemeente_settings())

    town = make_town(settings)
    stories = choose_situations(settings, town)
    truth = make_truth(settings, town, stories)
    writer = _Writer(folder, settings)
    _write_map(folder, settings, town)
    writer.add("population.csv", tables.code_table, population_rows(settings, town))
    files.write_csv(
        folder / "truth.csv",
        Dirtied(tables.truth_table(settings, town, truth)),
        PLAIN,
        settings.rng("faults"),
    )
    done(STEPS[0])

    incidents = make_incidents(settings, town, truth, stories)
    year_of = incidents["occurred_at"].dt.year
    for year in settings.years:
        mine = incidents[year_of == year]
        exported = tables.in_export(mine, year, settings)
        if (~exported).any():
            writer.add_incidents(f"incidents-{year}.csv", mine[~exported], town)
        if exported.any():
            writer.add_export(f"meldingen_{year}.xlsx", mine[exported], town)
    done(STEPS[1])

    for year, answers in survey_waves(settings, town, truth, stories).items():
        writer.add_decimal(f"surveys-{year}.csv", tables.survey_table, answers)
    for year, results in survey_results(settings, town, truth, stories).items():
        writer.add_decimal(f"survey_results-{year}.csv", tables.survey_result_table, results)
    done(STEPS[2])

    reporters = make_reporters(settings, town, stories)
    writer.add("reporters.csv", tables.code_table, reporter_rows(settings, town, reporters))
    signals = make_signals(settings, town, truth, reporters)
    for name, seen in signals.groupby("signals-" + signals["observed_on"].str[:4] + ".csv"):
        writer.add(str(name), tables.signal_table, seen.reset_index(drop=True))
    done(STEPS[3])

    for register, counts in make_registers(settings, town, truth, stories).items():
        if len(counts):
            writer.add(f"registrations-{register}.csv", tables.registration_table, counts)
    writer.add("agenda.csv", tables.agenda_table, agenda_rows(settings, town, truth))
    writer.add("offer.csv", tables.offer_table, offer_rows(settings, town))
    files.write_json(folder / "planted_faults.json", writer.planted)
    done(STEPS[4])
    return writer.planted


def gemeente_settings() -> dict[str, object]:
    """Content of gemeente.yaml."""
    return {
        "contract": 1,
        "gemeentecode": "GM0000",
        "naam": TOWN,
        "fictief": True,
        "sources": [
            {
                "file": "meldingen_*.xlsx",
                "as": "incidents",
                "columns": tables.LOCAL_COLUMNS,
                "crs": "EPSG:28992",
                "categories": tables.LOCAL_CATEGORIES,
                "defaults": {"source": "meldpunt", "group_dimension": "onbekend"},
            }
        ],
    }


def _made_at(settings: Settings) -> datetime:
    """Date of the files: the last day of the history, never the clock."""
    return datetime.combine(settings.until, time())


def _write_map(folder: Path, settings: Settings, town: Town) -> None:
    """Write the areas of the wijken (with their year) and of the buurten."""
    wijken = town.wijken.copy()
    wijken.insert(2, "jaar", settings.until.year)
    files.write_geopackage(folder / "areas.gpkg", wijken, _made_at(settings))
    files.write_geopackage(folder / "areas_buurten.gpkg", town.buurten, _made_at(settings))


class _Writer:
    """Dirties and writes tables one by one and keeps count of the planted faults."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings
        self.rng = settings.rng("faults")
        self.planted: PlantedFaults = {}

    def add(
        self,
        name: str,
        make: Callable[[np.random.Generator, pd.DataFrame], Dirtied],
        frame: pd.DataFrame,
    ) -> None:
        """Write a table without decimal numbers."""
        self._finish(name, make(self.rng, frame), PLAIN)

    def add_decimal(
        self,
        name: str,
        make: Callable[[np.random.Generator, pd.DataFrame, Dialect], Dirtied],
        frame: pd.DataFrame,
    ) -> None:
        """Write a table with decimal numbers, in the dialect of its year."""
        dialect = self._dialect(name)
        self._finish(name, make(self.rng, frame, dialect), dialect)

    def add_incidents(self, name: str, incidents: pd.DataFrame, town: Town) -> None:
        """Write a year of incidents."""
        dialect = self._dialect(name)
        incidents = incidents.reset_index(drop=True)
        self._finish(name, tables.incident_table(self.rng, incidents, town, dialect), dialect)

    def add_export(self, name: str, incidents: pd.DataFrame, town: Town) -> None:
        """Write a year of the front office's own export."""
        table = tables.export_table(self.rng, incidents.reset_index(drop=True), town)
        files.write_xlsx(self.folder / name, table.frame, _made_at(self.settings))
        self.planted[name] = table.planted

    def _dialect(self, name: str) -> Dialect:
        digits = "".join(letter for letter in name if letter.isdigit())
        return _DIALECTS[int(digits) % len(_DIALECTS)]

    def _finish(self, name: str, table: Dirtied, dialect: Dialect) -> None:
        files.write_csv(self.folder / name, table, dialect, self.rng)
        self.planted[name] = table.planted
