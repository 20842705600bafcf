"""A gemeente with the wijken of 2014 and of 2024 on its map.

Groningen: registered crime per buurt and year, on the division of 2024; Haren and Ten Boer joined
it in 2019. Den Haag: monthly police counts per buurt of 2011-2017, on the division of 2014.
"""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from tests.realdata.common import YEAR, Report, arguments, key_figures, new_folder, write_population

OLD_YEAR = 2014
# The gemeenten that are one now, by their CBS codes of then.
GEMEENTEN = {"GM0014": ("0014", "0017", "0009"), "GM0518": ("0518",)}
NAMES = {"GM0014": "Groningen", "GM0518": "Den Haag"}
SOURCES = {
    "GM0014": """\
  - file: "misdrijven_jaar.csv"
    as: registrations
    columns: {period: jaar, buurtcode: code, count: misdrijven_totaal}
    defaults: {register: 47022NED, kind: "0.0.0"}
""",
    "GM0518": """\
  - file: "delicten_maand.parquet"
    as: registrations
    division: 2014
    columns: {period: maand, buurtcode: buurtcode, kind: delictcode, count: aantal}
    defaults: {register: politie-denhaag}
""",
}


def make(source: Path, workspace: Path, gemeente: str) -> dict[str, int]:
    """Write the workspace; gives the counts that are also printed."""
    report = Report()
    new_folder(workspace)
    head = f"contract: 1\ngemeentecode: {gemeente}\nnaam: {NAMES[gemeente]}\nsources:\n"
    (workspace / "gemeente.yaml").write_text(head + SOURCES[gemeente], encoding="utf-8")
    figures = key_figures(source)
    wijken = _write_maps(source, workspace, gemeente, figures, report)
    write_population(figures, wijken, workspace, report)
    _write_counts(source, workspace, gemeente, report)
    return report.counts


def _write_maps(
    source: Path, workspace: Path, gemeente: str, figures: pd.DataFrame, report: Report
) -> set[str]:
    """Wijken of both years, and buurten of 2024 with their residents."""
    old = gpd.read_file(source / "nl-2014" / "wijk_2014.geojson")
    codes = tuple(f"WK{code}" for code in GEMEENTEN[gemeente])
    old = old[old["statcode"].str.startswith(codes)].assign(jaar=OLD_YEAR)
    old[["statcode", "statnaam", "jaar", "geometry"]].to_file(
        workspace / f"areas-{OLD_YEAR}.gpkg", driver="GPKG"
    )
    report.say("wijken of 2014", len(old))
    buurten = gpd.read_file(source / "nl-2024" / "buurten_2024_approx_rd.gpkg")
    buurten = buurten[buurten["gemeentecode"] == gemeente].assign(jaar=YEAR)
    by_code = figures.set_index("code")
    buurten["inwoners"] = buurten["buurtcode"].map(by_code["inwoners"])
    columns = ["buurtcode", "buurtnaam", "wijkcode", "jaar", "inwoners", "geometry"]
    buurten[columns].to_file(workspace / f"areas-{YEAR}-buurten.gpkg", driver="GPKG")
    wijken = buurten[["wijkcode", "geometry"]].dissolve("wijkcode").reset_index()
    wijken["wijknaam"] = wijken["wijkcode"].map(by_code["naam"]).fillna(wijken["wijkcode"])
    wijken["jaar"] = YEAR
    wijken.to_file(workspace / f"areas-{YEAR}.gpkg", driver="GPKG")
    report.say("wijken of 2024", len(wijken))
    report.say("buurten without a number of residents", buurten["inwoners"].isna().sum())
    return set(wijken["wijkcode"])


def _write_counts(source: Path, workspace: Path, gemeente: str, report: Report) -> None:
    if gemeente == "GM0014":
        crimes = pd.read_csv(source / "nl-2024" / "misdrijven_jaar_2021_2025.csv", low_memory=False)
        own = crimes[(crimes["level"] == "buurt") & (crimes["gemeentecode"] == gemeente)]
        own = own[["code", "jaar", "misdrijven_totaal"]].astype({"misdrijven_totaal": "Int64"})
        own.to_csv(workspace / "misdrijven_jaar.csv", index=False)
        report.say("counts", own["misdrijven_totaal"].sum())
        return
    counts = pd.read_parquet(source / "denhaag" / "delicten_maand.parquet")
    counts = counts[counts["gemeentecode"] == gemeente]
    month = counts["jaar"].astype(str) + "-" + counts["maand"].astype(str).str.zfill(2)
    delivered = counts[["buurtcode", "delictcode", "aantal"]].assign(maand=month)
    delivered.to_parquet(workspace / "delicten_maand.parquet", index=False)
    report.say("counts", delivered["aantal"].sum())


if __name__ == "__main__":
    parser = arguments(__doc__ or "")
    parser.add_argument("--gemeente", choices=sorted(GEMEENTEN), default="GM0014")
    asked = parser.parse_args()
    make(asked.source, asked.workspace, asked.gemeente)
