"""What the three scripts share: the output folder, the areas, the residents and the report of what
was done.
"""

import argparse
import json
import sys
from pathlib import Path

import pandas as pd

#: Year of the division and of the residents in the open data.
YEAR = 2024


class Report:
    """Collects what was written and what was left out, and prints it as it comes."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def say(self, what: str, count: int) -> None:
        """Note one count under a short description."""
        self.counts[what] = int(count)
        print(f"{count:>9,}  {what}")


def arguments(description: str) -> argparse.ArgumentParser:
    """The two arguments of every script."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("source", type=Path, help="folder with the open data")
    parser.add_argument("workspace", type=Path, help="new or empty folder to write")
    return parser


def new_folder(workspace: Path) -> Path:
    """Make the folder; stop rather than mix with what is there."""
    if workspace.exists() and any(workspace.iterdir()):
        sys.exit(f"{workspace} is not empty")
    workspace.mkdir(parents=True, exist_ok=True)
    return workspace


def write_areas(source: Path, workspace: Path, report: Report) -> set[str]:
    """Copy a GeoJSON file of wijken with the year of its division added; shapes stay untouched,
    faults included.
    """
    collection = json.loads(source.read_text(encoding="utf-8"))
    for feature in collection["features"]:
        feature["properties"]["jaar"] = YEAR
    (workspace / "areas.geojson").write_text(json.dumps(collection), encoding="utf-8")
    report.say("wijken in areas.geojson", len(collection["features"]))
    return {f["properties"]["wijkcode"] for f in collection["features"]}


def write_population(
    figures: pd.DataFrame, wijken: set[str], workspace: Path, report: Report
) -> None:
    """population.csv from the CBS key figures: wijken with an area and a number of residents."""
    rows = figures[(figures["level"] == "wijk") & figures["code"].isin(wijken)]
    known = rows.dropna(subset=["inwoners"])
    population = pd.DataFrame(
        {
            "wijkcode": known["code"],
            "jaar": YEAR,
            "inwoners": known["inwoners"].astype("int64"),
            "huishoudens": known["huishoudens"].astype("Int64"),
        }
    )
    population.to_csv(workspace / "population.csv", index=False)
    report.say("wijken in population.csv", len(population))
    report.say("wijken left out: no number of residents (zero or withheld)", len(rows) - len(known))
    report.say("wijken left out: not in the key figures", len(wijken - set(rows["code"])))


def key_figures(source: Path) -> pd.DataFrame:
    """CBS key figures of gemeenten, wijken and buurten."""
    return pd.read_csv(source / "nl-2024" / "kerncijfers_2024.csv", low_memory=False)
