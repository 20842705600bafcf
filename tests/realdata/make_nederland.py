"""The Netherlands: every wijk, with registered crime per year. A load test of the map and the
build.
"""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from tests.realdata.common import (
    YEAR,
    Report,
    arguments,
    key_figures,
    new_folder,
    write_population,
)

# NL00 is no gemeente: it is allowed for this purpose only. Counts come per buurt (the source has no
# rows per wijk) and
# are rolled up. Kind 0.0.0 is the register's own code for all crimes together.
GEMEENTE_YAML = """\
contract: 1
gemeentecode: NL00
naam: Nederland
fictief: false
sources:
  - file: "misdrijven_jaar.csv"
    as: registrations
    columns: {period: jaar, buurtcode: code, count: misdrijven_totaal}
    defaults: {register: 47022NED, kind: "0.0.0"}
"""


def make(source: Path, workspace: Path) -> dict[str, int]:
    """Write the workspace; gives the counts that are also printed."""
    report = Report()
    new_folder(workspace)
    (workspace / "gemeente.yaml").write_text(GEMEENTE_YAML, encoding="utf-8")
    figures = key_figures(source)
    named = figures[figures["level"] == "wijk"].set_index("code")["naam"]

    buurten = gpd.read_file(source / "nl-2024" / "buurten_2024_approx_rd.gpkg")
    wijken = buurten[["wijkcode", "geometry"]].dissolve("wijkcode").reset_index()
    nameless = ~wijken["wijkcode"].isin(named.index)
    wijken["wijknaam"] = wijken["wijkcode"].map(named).fillna(wijken["wijkcode"])
    wijken["jaar"] = YEAR
    wijken.to_file(workspace / "areas.gpkg", layer="wijken", driver="GPKG")
    codes = set(wijken["wijkcode"])
    report.say("buurten joined into wijken", len(buurten))
    report.say("wijken in areas.gpkg", len(wijken))
    report.say("wijken without a name in the key figures", nameless.sum())
    report.say(
        "wijken left out: in the key figures, without a polygon", len(set(named.index) - codes)
    )
    write_population(figures, codes, workspace, report)

    crimes = pd.read_csv(source / "nl-2024" / "misdrijven_jaar_2021_2025.csv", low_memory=False)
    report.say("rows left out: totals per gemeente", (crimes["level"] == "gemeente").sum())
    per_buurt = crimes.loc[crimes["level"] == "buurt", ["code", "jaar", "misdrijven_totaal"]]
    in_wijk = ("WK" + per_buurt["code"].str[2:8]).isin(codes)
    per_buurt.to_csv(workspace / "misdrijven_jaar.csv", index=False)
    report.say("rows in misdrijven_jaar.csv", len(per_buurt))
    report.say("rows whose wijk has no polygon", (~in_wijk).sum())
    with_counts = set("WK" + per_buurt["code"].str[2:8])
    report.say("wijken with counts", len(codes & with_counts))
    report.say("wijken without counts", len(codes - with_counts))
    return report.counts


if __name__ == "__main__":
    asked = arguments(__doc__).parse_args()
    make(asked.source, asked.workspace)
