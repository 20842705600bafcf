"""The files of the fictional workspace: complete, repeatable, with the faults that were planted."""

import csv
import json
import os
import subprocess
import sys
import time
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import yaml
from pyproj import Transformer

from demo.settings import Settings
from demo.workspace import PlantedFaults, write_workspace

Written = tuple[Path, Settings, PlantedFaults]
REPOSITORY = Path(__file__).parents[3]


def read_rows(path: Path) -> list[list[str]]:
    """All rows of a CSV file as texts, header first, whatever its dialect."""
    text = path.read_bytes().decode("utf-8-sig")
    separator = ";" if ";" in text.split("\n", 1)[0] else ","
    return list(csv.reader(text.splitlines(), delimiter=separator))


def good_rows(path: Path) -> pd.DataFrame:
    """Rows that have the right number of fields."""
    header, *rows = read_rows(path)
    return pd.DataFrame([row for row in rows if len(row) == len(header)], columns=header)


def test_same_seed_gives_the_same_bytes(written: Written, tmp_path: Path) -> None:
    """In another process, another folder, another time zone and a second later."""
    folder, _, _ = written
    time.sleep(1.1)
    subprocess.run(
        [sys.executable, "-m", "demo", str(tmp_path / "again")],
        cwd=REPOSITORY,
        env={**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "5"},
        check=True,
        capture_output=True,
    )
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(path.name for path in (tmp_path / "again").iterdir())
    different = [
        name
        for name in names
        if (folder / name).read_bytes() != (tmp_path / "again" / name).read_bytes()
    ]
    assert different == []


def test_another_seed_gives_another_gemeente(written: Written, tmp_path: Path) -> None:
    """The seed matters for the map and for what happens."""
    write_workspace(tmp_path, Settings(seed=2, weeks=20, wijken=5))
    for name in ("areas.gpkg", "truth.csv", "signals-2026.csv"):
        assert (tmp_path / name).read_bytes() != (written[0] / name).read_bytes()


def test_every_file_kind_of_the_contract_is_there(written: Written) -> None:
    """The kinds of the data contract, and the truth."""
    folder, _, planted = written
    names = {path.name for path in folder.iterdir()}
    for pattern in ("incidents-*.csv", "meldingen_*.xlsx", "surveys-*.csv", "survey_results-*.csv",
                    "signals-*.csv", "registrations-*.csv"):  # fmt: skip
        assert list(folder.glob(pattern)), pattern
    assert {"gemeente.yaml", "areas.gpkg", "population.csv", "agenda.csv", "reporters.csv",
            "offer.csv", "truth.csv", "planted_faults.json"} <= names  # fmt: skip
    settings = yaml.safe_load((folder / "gemeente.yaml").read_text())
    assert settings["fictief"] is True and settings["gemeentecode"] == "GM0000"
    assert json.loads((folder / "planted_faults.json").read_text()) == planted


def test_truth_covers_every_wijk_and_week(written: Written) -> None:
    """24 x 156 rows, each pair once, with the ISO weeks of the history."""
    folder, settings, _ = written
    truth = pd.read_csv(folder / "truth.csv")
    assert len(truth) == 24 * 156
    assert not truth.duplicated(["wijkcode", "week"]).any()
    assert set(truth["week"]) == {
        "{}-W{:02d}".format(*(settings.until - timedelta(weeks=k)).isocalendar()[:2])
        for k in range(156)
    }
    assert set(truth["phase"]) == {"rust", "ongemak", "spanning", "incidenten"}


def test_incident_files_come_in_several_dialects(written: Written) -> None:
    """With and without BOM, `,` and `;`, decimal point and comma."""
    starts = {path.name: path.read_bytes()[:60] for path in written[0].glob("incidents-*.csv")}
    assert {content.startswith(b"\xef\xbb\xbf") for content in starts.values()} == {True, False}
    assert {b";" in content for content in starts.values()} == {True, False}
    for path in written[0].glob("incidents-*.csv"):
        lon = good_rows(path)["lon"]
        with_comma = lon.str.contains(",").any()
        assert with_comma == (b";" in starts[path.name])
        assert lon.str.contains("." if not with_comma else ",", regex=False).sum() > 100


def test_incidents_are_located_in_three_ways(written: Written) -> None:
    """Each row has a wijk, a buurt or a point, never two of them."""
    for path in written[0].glob("incidents-*.csv"):
        rows = good_rows(path)
        ways = (rows[["wijkcode", "buurtcode", "lon"]] != "").sum(axis=1)
        assert (ways == 1).all()
        for column in ("wijkcode", "buurtcode", "lon"):
            assert (rows[column] != "").mean() > 0.1


def _is_day(text: str, until: date) -> str:
    try:
        day = datetime.fromisoformat(text).date()
    except ValueError:
        return "impossible_date"
    return "future_date" if day > until else "fine"


def test_planted_faults_of_incidents_can_be_found(written: Written) -> None:
    """An independent look at each file finds as many faults of each kind as were planted."""
    folder, settings, planted = written
    codes = set(gpd.read_file(folder / "areas.gpkg")["wijkcode"]) | {""}
    shape = gpd.read_file(folder / "areas.gpkg").union_all()
    to_rd = Transformer.from_crs(4326, 28992, always_xy=True)
    for path in sorted(folder.glob("incidents-*.csv")):
        header, *rows = read_rows(path)
        found: Counter[str] = Counter()
        seen: set[tuple[str, str]] = set()
        for row in rows:
            if len(row) != len(header):
                found["broken_row"] += 1
                continue
            one = dict(zip(header, row, strict=True))
            found["duplicate_id"] += (one["source"], one["incident_id"]) in seen
            seen.add((one["source"], one["incident_id"]))
            found["unknown_code"] += one["wijkcode"] not in codes
            found["unknown_category"] += one["category"] == "lantaarnpaal_kapot"
            found[_is_day(one["occurred_at"], settings.until)] += 1
            found["wrong_type"] += one["lon"] == "onbekend"
            if one["lon"] not in ("", "onbekend"):
                point = to_rd.transform(*(float(one[c].replace(",", ".")) for c in ("lon", "lat")))
                found["outside_gemeente"] += shape.distance(gpd.points_from_xy(*zip(point))[0]) > 1
        del found["fine"]
        assert dict(found) == planted[path.name]


def test_planted_faults_of_other_files_can_be_found(written: Written) -> None:
    """The same for surveys, signals and registrations."""
    folder, settings, planted = written
    for path in [p for pattern in ("surveys-*", "signals-*", "registrations-*")
                 for p in sorted(folder.glob(pattern))]:  # fmt: skip
        header, *rows = read_rows(path)
        expected = planted[path.name]
        assert sum(len(row) != len(header) for row in rows) == expected["broken_row"]
        frame = good_rows(path)
        if "weight" in frame:
            assert (frame["weight"] == "0").sum() == expected["weight_not_positive"]
            assert (frame["answer"] == "mee eens").sum() == expected["wrong_type"]
            days = frame["fieldwork_end"]
        elif "level" in frame:
            assert (frame["level"] == "5").sum() == expected["level_out_of_range"]
            assert (frame["level"] == "hoog").sum() == expected["wrong_type"]
            assert frame["signal_id"].duplicated().sum() == expected["duplicate_id"]
            days = frame["observed_on"]
        else:
            assert (frame["count"] == "-1").sum() == expected["negative_count"]
            assert (frame["count"] == "enkele").sum() == expected["wrong_type"]
            days = frame["period"] + "-01"
        kinds = Counter(_is_day(day, settings.until) for day in days)
        assert kinds["impossible_date"] == expected["impossible_date"]
        assert kinds["future_date"] == expected["future_date"]
        column = "buurtcode" if "buurtcode" in frame else "wijkcode"
        unknown = frame[column].str[2:4] != "00"
        assert unknown.sum() + frame[column].str[4:6].eq("99").sum() == expected["unknown_code"]


def test_faults_are_few(written: Written) -> None:
    """About 0.3 % of the rows, and never so many that a file is useless."""
    folder, _, planted = written
    for name, kinds in planted.items():
        if name.endswith(".csv") and len(read_rows(folder / name)) > 5000:
            assert sum(kinds.values()) / len(read_rows(folder / name)) == pytest.approx(
                0.003, rel=0.1
            )


def test_export_of_the_front_office_follows_its_mapping(written: Written) -> None:
    """Every local name in the XLSX files is mapped, save the planted unknown one."""
    folder, _, planted = written
    mapping = yaml.safe_load((folder / "gemeente.yaml").read_text())["sources"][0]
    for path in sorted(folder.glob("meldingen_*.xlsx")):
        header, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
        assert set(mapping["columns"].values()) <= set(header)
        names = Counter(row[header.index("Hoofdgroep")] for row in rows)
        unknown = {name: n for name, n in names.items() if name not in mapping["categories"]}
        assert unknown == {"Straatverlichting": planted[path.name]["unknown_category"]}
        x = [row[header.index("X-coord")] for row in rows]
        assert sum(isinstance(value, int | float) for value in x) > 1000
        assert sum(value == "nvt" for value in x) == planted[path.name]["wrong_type"]
        moments = [row[header.index("Datum melding")] for row in rows]
        texts = sum(isinstance(moment, str) for moment in moments)
        assert texts == planted[path.name]["impossible_date"]


def test_no_number_could_be_taken_for_a_person(written: Written) -> None:
    """No field of 8 to 10 digits only: that is what a BSN or a phone number looks like."""
    for path in written[0].glob("*.csv"):
        for row in read_rows(path):
            for field in row:
                assert not (field.isdigit() and 8 <= len(field) <= 10), (path.name, field)
                assert "@" not in field


@pytest.mark.parametrize(
    ("wijken", "weeks", "until"),
    [(3, 8, date(2026, 11, 15)), (5, 60, date(2025, 1, 1)), (9, 30, date(2024, 3, 31))],
)
def test_small_and_odd_settings_work(tmp_path: Path, wijken: int, weeks: int, until: date) -> None:
    """Few wijken, short histories, a last week that is not complete."""
    settings = Settings(seed=4, wijken=wijken, weeks=weeks, until=until)
    write_workspace(tmp_path, settings)
    truth = pd.read_csv(tmp_path / "truth.csv")
    assert len(truth) == wijken * weeks
    last = max(
        day[:10]
        for path in tmp_path.glob("incidents-*.csv")
        for day in good_rows(path)["occurred_at"]
        if _is_day(day, until) == "fine"
    )
    assert (until - timedelta(days=4)).isoformat() <= last <= until.isoformat()
    assert list(tmp_path.glob("surveys-*.csv"))


def test_two_hundred_wijken_work(tmp_path: Path) -> None:
    """The largest town, over a short history."""
    write_workspace(tmp_path, Settings(wijken=200, weeks=10))
    areas = gpd.read_file(tmp_path / "areas.gpkg")
    assert len(areas) == 200 and areas["wijkcode"].is_unique
    assert pd.read_csv(tmp_path / "truth.csv")["wijkcode"].nunique() == 200
