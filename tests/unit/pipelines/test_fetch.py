"""`fetch` against a server of our own, over real HTTP: what it writes, and what it does when the
other side is slow, busy, broken or gone.
"""

import hashlib
import os
import time

import geopandas as gpd
import pandas as pd
import pytest
import yaml

from pipelines.fetch import cards_in, newest_year
from pipelines.fetch.services import services
from tests.unit.pipelines.open_data_server import GEMEENTE
from tests.unit.pipelines.workspace_maker import call

FETCHED = {
    "areas-2024.gpkg",
    "population-2024.csv",
    "registrations-47022NED.csv",
    "registrations-47024NED.csv",
}


def fetched(folder):
    return call("fetch", GEMEENTE, folder, "--year", 2024)


def table(folder, name):
    return pd.read_csv(folder / name, dtype="str", keep_default_na=False)


def test_a_new_workspace_holds_every_source_with_its_card(service, tmp_path):
    folder = tmp_path / "nieuw"
    answer = fetched(folder)
    assert answer.code == 0, answer.text
    names = {path.name for path in folder.iterdir()}
    assert names == FETCHED | {f"{name}.bron.yaml" for name in FETCHED} | {"gemeente.yaml"}
    assert yaml.safe_load((folder / "gemeente.yaml").read_text()) == {
        "contract": 1,
        "gemeentecode": GEMEENTE,
        "naam": "Testwater",
    }
    for card, is_as_fetched in cards_in(folder):
        content = (folder / card.file).read_bytes()
        assert card.sha256 == hashlib.sha256(content).hexdigest() and is_as_fetched
        assert card.licence == "CC BY 4.0" and card.publisher and card.title
        assert card.url.startswith(service.url) and card.accessed.tzinfo is not None
        assert card.rows_received == card.rows_written + sum(card.rows_left_out.values())
        assert card.known_gaps


def test_what_is_fetched_can_be_built(service, tmp_path):
    assert fetched(tmp_path).code == 0
    answer = call("run", tmp_path, "--as-of", "2026-02-01")
    assert answer.code == 0, answer.text
    assert "geweigerd" in answer.out and "onbekend" not in answer.err


def test_boundaries_come_page_by_page_and_only_of_this_gemeente(service, tmp_path):
    fetched(tmp_path)
    wijken = gpd.read_file(tmp_path / "areas-2024.gpkg", layer="wijken")
    buurten = gpd.read_file(tmp_path / "areas-2024.gpkg", layer="buurten")
    assert wijken["wijkcode"].tolist() == [f"WK9901{n:02d}" for n in range(5)]
    assert len(buurten) == 10 and set(wijken["jaar"]) == {2024}
    assert wijken.crs.to_epsg() == 28992 and wijken.area.between(6e5, 9e5).all()
    assert sum("/wijken/items" in path for path in service.asked) == 2
    card = next(card for card, _ in cards_in(tmp_path) if card.file == "areas-2024.gpkg")
    assert card.rows_left_out == {"other_gemeente": 3}


def test_a_wijk_without_residents_is_left_out_and_named(service, tmp_path):
    fetched(tmp_path)
    found = table(tmp_path, "population-2024.csv")
    assert found.values.tolist() == [
        [f"WK9901{n:02d}", "2024", str(100 * (n + 1)), str(50 * (n + 1))] for n in range(4)
    ]
    card = next(card for card, _ in cards_in(tmp_path) if card.file == "population-2024.csv")
    assert any("WK990104" in gap.nl for gap in card.known_gaps)


def test_the_traps_of_the_registers(service, tmp_path):
    """Padded keys, total rows, years beside months, withheld is not zero, the newest month."""
    answer = fetched(tmp_path)
    found = table(tmp_path, "registrations-47022NED.csv")
    assert set(found["kind"]) == {"1.1.1", "2.2.1"}
    assert set(found["period"]) == {"2025-10", "2025-11", "2025-12", "2026-01"}
    withheld = found[found["count"] == ""]
    assert withheld[["period", "wijkcode", "kind"]].values.tolist() == [
        ["2025-11", "WK990100", "1.1.1"]
    ]
    # a wijk with a row of its own has no buurten beside it; one without has
    assert set(found["wijkcode"]) == {"WK990100", ""} and set(found["buurtcode"]) == {
        "BU99010100",
        "",
    }
    card = next(card for card, _ in cards_in(tmp_path) if "47022NED" in card.file)
    # 6 periods x 4 areas of this gemeente and its whole x 3 kinds came in
    assert card.rows_received == 6 * 5 * 3 and card.rows_written == len(found) == 4 * 2 * 2
    assert card.rows_left_out == {
        "year_beside_months": 15,
        "total_of_kinds": 25,
        "whole_gemeente": 10,
        "newest_month": 8,
        "buurt_of_wijk": 16,
    }
    assert "2026-02" in answer.out  # the month that is not complete is named
    assert "In 2025-12 staat nergens een aantal boven nul" in answer.out


@pytest.mark.parametrize("fault", ["429", "500", "503", "truncated", "hang"])
def test_what_passes_is_tried_again(service, tmp_path, fault):
    service.faults = [("/wijken/items", fault), ("47022NED/TypedDataSet", fault)]
    assert fetched(tmp_path).code == 0
    assert {path.name for path in tmp_path.iterdir()} >= FETCHED


def test_a_busy_service_is_given_the_time_it_asks_for(service, tmp_path):
    service.faults = [("/wijken/items", "429")]
    started = time.monotonic()
    assert fetched(tmp_path).code == 0
    assert time.monotonic() - started >= 1


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("*500", "status 500"),
        ("*429", "status 429"),
        ("*404", "status 404"),
        ("*truncated", "niet te bereiken"),
        ("*hang", "niet te bereiken"),
        ("*html", "geen volledige JSON"),
    ],
)
def test_what_stays_wrong_is_said_and_leaves_nothing_partial(service, tmp_path, fault, words):
    folder = tmp_path / "nieuw"
    service.faults = [("/buurten/items", fault)]
    answer = fetched(folder)
    assert answer.code == 2 and words in answer.err
    assert [path.name for path in folder.iterdir()] == [".fetch"]  # whole pages, to go on with
    assert all(path.suffix == ".json" for path in (folder / ".fetch").iterdir())


def test_one_source_that_fails_does_not_stop_the_others(service, tmp_path):
    service.faults = [("47022NED/TypedDataSet", "*500")]
    answer = fetched(tmp_path)
    assert answer.code == 2 and "status 500" in answer.err
    assert {path.name for path in tmp_path.iterdir()} >= FETCHED - {"registrations-47022NED.csv"}
    assert not (tmp_path / "registrations-47022NED.csv").exists()


def test_a_fetch_that_was_broken_off_goes_on_where_it_stopped(service, tmp_path):
    service.faults = [("cursor=8", "*500")]
    assert fetched(tmp_path).code == 2
    asked = len([path for path in service.asked if "/wijken/items" in path])
    service.faults = []
    assert fetched(tmp_path).code == 0
    assert len([path for path in service.asked if "/wijken/items" in path]) == asked
    assert not (tmp_path / ".fetch").exists()


def test_old_pages_are_not_mixed_with_new_ones(service, tmp_path):
    service.faults = [("cursor=8", "*500")]
    fetched(tmp_path)
    yesterday = time.time() - 25 * 3600
    for page in (tmp_path / ".fetch").iterdir():
        os.utime(page, (yesterday, yesterday))
    service.faults, service.asked = [], []
    assert fetched(tmp_path).code == 0
    assert any("/wijken/items" in path for path in service.asked)


def test_old_pages_are_cleared_away_whatever_is_fetched_next(service, tmp_path):
    service.faults = [("cursor=8", "*500")]
    fetched(tmp_path)
    (tmp_path / ".fetch" / "new-areas-2024.gpkg").write_text("half of it")  # as after a power cut
    yesterday = time.time() - 25 * 3600
    for page in (tmp_path / ".fetch").iterdir():
        os.utime(page, (yesterday, yesterday))
    service.faults = [("/items", "*500")]
    assert fetched(tmp_path).code == 2
    assert not (tmp_path / ".fetch").exists()


def test_fetching_again_asks_only_for_what_failed(service, tmp_path):
    service.faults = [("47022NED/TypedDataSet", "*500")]
    assert fetched(tmp_path).code == 2
    service.faults, service.asked = [], []
    answer = fetched(tmp_path)
    assert answer.code == 0 and {path.name for path in tmp_path.iterdir()} >= FETCHED
    assert service.asked and all("47022NED/TypedDataSet" in path for path in service.asked)
    # the command says of a file that it is not of now
    assert answer.out.count("eerder opgehaald") == 3


@pytest.mark.parametrize("what", ["old", "changed", "gone", "other gemeente"])
def test_a_file_is_asked_for_again_when_it_is_old_or_not_as_fetched(service, tmp_path, what):
    fetched(tmp_path)
    file = tmp_path / "population-2024.csv"
    if what == "old":
        set_on_card(tmp_path, file.name, "accessed", "2026-01-01T00:00:00Z")
    elif what == "changed":
        file.write_text("mine")
    elif what == "gone":
        file.unlink()
    else:
        set_on_card(tmp_path, file.name, "gemeentecode", "GM9902")
    service.asked = []
    assert fetched(tmp_path).code == 0
    assert service.asked and all("85984NED" in path for path in service.asked)
    assert table(tmp_path, file.name)["inwoners"].tolist() == ["100", "200", "300", "400"]


def set_on_card(folder, file, name, value):
    path = folder / f"{file}.bron.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text()) | {name: value}))


def test_fetching_again_replaces_a_file_at_once_or_not_at_all(service, tmp_path):
    fetched(tmp_path)
    before = (tmp_path / "population-2024.csv").read_bytes()
    set_on_card(tmp_path, "population-2024.csv", "accessed", "2026-01-01T00:00:00Z")
    service.faults = [("85984NED/TypedDataSet", "*500")]
    assert fetched(tmp_path).code == 2
    assert (tmp_path / "population-2024.csv").read_bytes() == before
    (tmp_path / "population-2024.csv").write_text("mine")
    assert {card.file: same for card, same in cards_in(tmp_path)} == {
        name: name != "population-2024.csv" for name in FETCHED
    }


def test_boundaries_that_fail_do_not_stop_the_others_in_a_known_folder(service, tmp_path):
    (tmp_path / "gemeente.yaml").write_text(
        f"contract: 1\ngemeentecode: {GEMEENTE}\nnaam: Testwater\n"
    )
    service.faults = [("/wijken/items", "*500")]
    assert fetched(tmp_path).code == 2
    names = {path.name for path in tmp_path.iterdir()}
    assert names >= FETCHED - {"areas-2024.gpkg"} and "areas-2024.gpkg" not in names


def test_offline_says_so(service, tmp_path, monkeypatch):
    monkeypatch.setenv("WIJKPULS_FETCH_FROM", "http://127.0.0.1:9")  # nobody listens there
    folder = tmp_path / "nieuw"
    answer = fetched(folder)
    assert answer.code == 2 and "internetverbinding" in answer.err
    assert not folder.exists()
    assert "internet connection" in call("fetch", GEMEENTE, folder, "--lang", "en").err


def test_a_call_that_cannot_be_right_is_refused_before_asking(service, tmp_path):
    assert "vier cijfers" in call("fetch", "Assen", tmp_path).err
    (tmp_path / "gemeente.yaml").write_text("contract: 1\ngemeentecode: GM0001\nnaam: Anders\n")
    assert "van GM0001" in call("fetch", GEMEENTE, tmp_path).err
    assert service.asked == []


def test_an_unknown_year_or_gemeente_is_said(service, tmp_path):
    assert "status 404" in call("fetch", GEMEENTE, tmp_path, "--year", 1990).err
    assert "geen tabel met kerncijfers" in call("fetch", GEMEENTE, tmp_path, "--year", 2012).err
    assert "geen wijken gevonden" in call("fetch", "GM1234", tmp_path / "b", "--year", 2024).err


def test_the_newest_year_is_the_newest_that_all_sources_have():
    assert newest_year() == max(services().population.tables)
    assert "{year}" in services().boundaries.path
