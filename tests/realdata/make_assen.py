"""Assen: reports about public space, with points, in daily files that overlap each other."""

import json
from pathlib import Path

import pandas as pd

from tests.realdata.common import (
    Report,
    arguments,
    key_figures,
    new_folder,
    write_areas,
    write_population,
)

#: Columns of the open feed that an analyst would export. There is no free text in the feed; none
#: would be taken over.
COLUMNS = ["id", "lng", "lat", "category", "subcategory", "created_at", "wijk"]

# The names of wijken in the feed are the gemeente's own, not those of CBS: the point says where,
# the name is not mapped.
GEMEENTE_YAML = """\
contract: 1
gemeentecode: GM0106
naam: Assen
fictief: false
sources:
  - file: "meldingen_*.csv"
    as: incidents
    columns: {incident_id: id, occurred_at: created_at, category: category, lon: lng, lat: lat}
    categories:
      "Afval": afval_vervuiling
      "Overlast Openbare Ruimte": overlast_overig
      "Overlast Dier": overlast_overig
      "Openbaar groen en water": overig
      "Wegen, verkeer en straatmeubilair": overig
      "Riolering": overig
      "Civiele Constructie": overig
      "overig": overig
    defaults: {source: meldpunt}
"""


def make(source: Path, workspace: Path) -> dict[str, int]:
    """Write the workspace; gives the counts that are also printed."""
    report = Report()
    new_folder(workspace)
    (workspace / "gemeente.yaml").write_text(GEMEENTE_YAML, encoding="utf-8")
    wijken = write_areas(source / "nl-2024" / "GM0106_wijken_approx.geojson", workspace, report)
    write_population(key_figures(source), wijken, workspace, report)

    ids: list[str] = []
    for delivered in sorted((source / "assen" / "raw").glob("*.json")):
        reports = pd.DataFrame(json.loads(delivered.read_text(encoding="utf-8")))[COLUMNS]
        name = "afgehandeld" if delivered.stem == "resolved" else delivered.stem
        reports.to_csv(workspace / f"meldingen_{name}.csv", index=False)
        report.say(f"rows in meldingen_{name}.csv", len(reports))
        ids.extend(reports["id"])
    report.say("rows in all of these", len(ids))
    report.say("different reports", len(set(ids)))

    everything = json.loads((source / "assen" / "all_meldingen.json").read_text(encoding="utf-8"))
    report.say("reports in the supplier's own total", len({r["id"] for r in everything}))
    return report.counts


if __name__ == "__main__":
    asked = arguments(__doc__).parse_args()
    make(asked.source, asked.workspace)
