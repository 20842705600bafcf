"""Assen from the files as delivered: overlapping JSON, by the preset and the guide alone."""

import json
import shutil
from pathlib import Path

import pytest

from tests.realdata.common import Report, key_figures, write_areas, write_population
from tests.unit.pipelines.workspace_maker import ask, built, counts

pytestmark = pytest.mark.realdata

GEMEENTE = """\
contract: 1
gemeentecode: GM0106
naam: Assen
sources:
  - {file: "meldingen_*.json", as: incidents, preset: signalen}
"""


@pytest.fixture(scope="module")
def workspace(realdata: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assen")
    (folder / "gemeente.yaml").write_text(GEMEENTE, encoding="utf-8")
    report = Report()
    wijken = write_areas(realdata / "nl-2024" / "GM0106_wijken_approx.geojson", folder, report)
    write_population(key_figures(realdata), wijken, folder, report)
    for path in (realdata / "assen" / "raw").glob("*.json"):
        shutil.copyfile(path, folder / f"meldingen_{path.name}")
    built(folder)
    return folder


def test_every_row_is_accounted_for_and_each_report_counts_once(workspace: Path) -> None:
    delivered = {path.name: json.loads(path.read_text()) for path in workspace.glob("meld*.json")}
    found = counts(workspace)
    for name, reports in delivered.items():
        rows_in, used, rejected, ignored = found[name]
        assert rows_in == len(reports) == used + rejected + ignored
    different = {report["id"] for reports in delivered.values() for report in reports}
    [[used]] = ask(workspace, "SELECT count(*) FROM fct_incidents").values.tolist()
    [[outside]] = ask(
        workspace, "SELECT count(DISTINCT row_number) FROM rejects WHERE reason = 'point_outside'"
    ).values.tolist()
    assert used <= len(different) and used > 0.95 * len(different)
    assert outside > 0


def test_every_category_is_in_the_table(workspace: Path) -> None:
    assert ask(workspace, "FROM rejects WHERE reason = 'unknown_category'").empty


def test_the_repeats_of_overlapping_files_show_in_the_quality(workspace: Path) -> None:
    found = ask(workspace, "FROM source_quality WHERE measure = 'repeated_pct'")
    assert found["value"].max() > 10
