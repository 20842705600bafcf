"""Den Haag: police counts per buurt and month, 2011-2017, as registrations."""

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

# Residents are known for 2024 only, so every month of 2011-2017 gets the nearest year, 2024, and
# must be marked as such.
GEMEENTE_YAML = """\
contract: 1
gemeentecode: GM0518
naam: Den Haag
fictief: false
sources:
  - file: "delicten_maand.parquet"
    as: registrations
    columns: {period: maand, buurtcode: buurtcode, kind: delictcode, count: aantal}
    defaults: {register: politie-denhaag}
"""

# December 2017 is zero everywhere because it was not published yet. An analyst who knows says so;
# one who does not has
# to be warned by the product.
KNOWN_GAPS = """\
known_gaps:
  - {as: registrations, register: politie-denhaag, period: "2017-12", reason: "nog niet
  gepubliceerd"}
"""


def make(source: Path, workspace: Path, tell_december: bool = False) -> dict[str, int]:
    """Write the workspace; gives the counts that are also printed."""
    report = Report()
    new_folder(workspace)
    text = GEMEENTE_YAML + (KNOWN_GAPS if tell_december else "")
    (workspace / "gemeente.yaml").write_text(text, encoding="utf-8")
    wijken = write_areas(source / "nl-2024" / "GM0518_wijken_approx.geojson", workspace, report)
    write_population(key_figures(source), wijken, workspace, report)

    counts = pd.read_parquet(source / "denhaag" / "delicten_maand.parquet")
    report.say(
        "rows left out: other gemeenten of the police region",
        (counts["gemeentecode"] != "GM0518").sum(),
    )
    counts = counts[counts["gemeentecode"] == "GM0518"]
    # Year and month are two columns in the source; a mapping cannot join columns, so that is done
    # here.
    month = counts["jaar"].astype(str) + "-" + counts["maand"].astype(str).str.zfill(2)
    delivered = counts[["buurtcode", "delictcode", "delict", "aantal"]].assign(maand=month)
    delivered.to_parquet(workspace / "delicten_maand.parquet", index=False)

    with_data = set(counts["wijkcode"])
    report.say("rows in delicten_maand.parquet", len(delivered))
    report.say("crimes counted in them", counts["aantal"].sum())
    report.say("months", month.nunique())
    report.say("buurten with counts", counts["buurtcode"].nunique())
    report.say("wijken with counts", len(with_data))
    report.say("wijken without counts", len(wijken - with_data))
    return report.counts


if __name__ == "__main__":
    parser = arguments(__doc__)
    parser.add_argument(
        "--tell-december",
        action="store_true",
        help="say in gemeente.yaml that December 2017 was never published",
    )
    asked = parser.parse_args()
    make(asked.source, asked.workspace, asked.tell_december)
