"""gemeente.yaml: what it maps, what it may say, and where it is wrong; and how a place
becomes a wijk.
"""

from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from tests.unit.pipelines.workspace_maker import (
    AS_OF,
    HEADERS,
    ROWS,
    SIDE,
    WIJKEN,
    X0,
    Y0,
    ask,
    built,
    bytes_found,
    call,
    counts,
    csv_text,
    gemeente_text,
    newest,
    write_workspace,
)

MAPPING = {
    "file": "meldingen_*.csv",
    "as": "incidents",
    "columns": {
        "incident_id": "Meldnr",
        "occurred_at": "Datum melding",
        "category": "Hoofdgroep",
        "x": "X-coord",
        "y": "Y-coord",
    },
    "crs": "EPSG:28992",
    "categories": {
        "Overlast van en door personen": "overlast_personen",
        "Geluid ": "geluidsoverlast",
    },
    "defaults": {"source": "meldpunt", "group_dimension": "onbekend", "severity": "ernstig"},
}
LOCAL = ["Meldnr", "Datum melding", "Hoofdgroep", "X-coord", "Y-coord", "Status"]
MIDDLE = {code: (X0 + SIDE * i + 512.25, Y0 + 487.75) for i, code in enumerate(WIJKEN)}


def degrees(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a point in RD."""
    point = gpd.GeoSeries([shapely.Point(x, y)], crs="EPSG:28992").to_crs("EPSG:4326").iloc[0]
    return round(point.x, 7), round(point.y, 7)


def local_file(points: dict[str, tuple[float, float]], decimal: str = ".") -> str:
    rows = []
    for n, (x, y) in enumerate(points.values()):
        group = ["Geluid", "Overlast van en door personen", "overig"][n % 3]
        place = [str(x).replace(".", decimal), str(y).replace(".", decimal)]
        rows.append([f"m{n}", f"2025-06-0{n + 1}", group, *place, "open"])
    return csv_text(LOCAL, rows, separator=";")


@pytest.mark.parametrize("crs", ["EPSG:28992", "EPSG:4326"])
def test_a_local_export_is_mapped(tmp_path: Path, crs: str) -> None:
    points = {
        code: degrees(*MIDDLE[code]) if crs == "EPSG:4326" else MIDDLE[code] for code in WIJKEN
    }
    folder = write_workspace(
        tmp_path / "ws",
        files={
            "gemeente.yaml": gemeente_text(sources=[MAPPING | {"crs": crs}]),
            "meldingen_1.csv": local_file(points, decimal=","),
        },
    )
    answer = built(folder)
    found = ask(folder, "FROM fct_incidents WHERE file = 'meldingen_1.csv' ORDER BY row_number")
    assert found["wijkcode"].tolist() == list(WIJKEN)
    assert found["category"].tolist() == ["geluidsoverlast", "overlast_personen", "overig"]
    assert set(found["source"]) == {"meldpunt"}
    assert set(found["severity"]) == {"ernstig"}
    assert found["row_number"].tolist() == [2, 3, 4]
    assert (
        "Status" in answer.out or "Status" in call("check", folder).out
    )  # what is not taken over is said


def test_coordinates_are_used_and_then_dropped(tmp_path: Path) -> None:
    header = ["incident_id", "occurred_at", "category", "lon", "lat", "x", "y"]
    rows = []
    for n, code in enumerate(WIJKEN):
        lon, lat = degrees(*MIDDLE[code])
        x, y = MIDDLE[code]
        rows.append([f"a{n}", "2025-06-03", "overig", lon, lat, None, None])
        rows.append([f"b{n}", "2025-06-03", "overig", None, None, x, y])
    folder = write_workspace(tmp_path / "ws", files={"incidents-p.csv": csv_text(header, rows)})
    built(folder)
    found = ask(folder, "FROM fct_incidents WHERE file = 'incidents-p.csv' ORDER BY row_number")
    assert found["wijkcode"].tolist() == [code for code in WIJKEN for _ in range(2)]
    assert not {"lon", "lat", "x", "y"} & {name.lower() for name in found.columns}
    for table in ask(folder, "SELECT table_name FROM duckdb_tables()")["table_name"]:
        if table != "dim_wijken":
            text = ask(folder, f'FROM "{table}"').to_csv()
            assert "512.25" not in text and str(degrees(*MIDDLE[WIJKEN[0]])[0]) not in text, table
    for n in range(3):
        assert bytes_found(newest(folder).parent, str(degrees(*MIDDLE[WIJKEN[n]])[1])) == []


def test_buurt_codes_roll_up_by_the_map_and_else_by_their_code(tmp_path: Path) -> None:
    """A buurt on the delivered map goes where the map says; one that is not goes by its digits."""
    buurten = gpd.GeoDataFrame(
        {
            "buurtcode": ["BU00010201"],
            "buurtnaam": ["Overzet"],
            "wijkcode": ["WK000103"],
            "jaar": [2025],
        },
        geometry=[shapely.box(X0 + 2 * SIDE, Y0, X0 + 3 * SIDE, Y0 + SIDE)],
        crs="EPSG:28992",
    )
    header = ["incident_id", "occurred_at", "category", "buurtcode"]
    codes = ["BU00010201", "BU00010205", "bu00010100", "BU00990101"]
    rows = [[f"b{n}", "2025-06-03", "overig", code] for n, code in enumerate(codes)]
    registers = [["47022NED", "2025-05", code, "1.1", n + 1] for n, code in enumerate(codes)]
    folder = write_workspace(
        tmp_path / "ws",
        files={
            "incidents-b.csv": csv_text(header, rows),
            "registrations.csv": csv_text(
                ["register", "period", "buurtcode", "kind", "count"], registers
            ),
        },
    )
    buurten.to_file(folder / "areas_buurten.gpkg", layer="buurten", driver="GPKG")
    built(folder)
    found = ask(
        folder,
        "SELECT wijkcode FROM fct_incidents WHERE file = 'incidents-b.csv' ORDER BY row_number",
    )
    assert found["wijkcode"].tolist() == ["WK000103", "WK000102", "WK000101"]
    counted = ask(
        folder, "SELECT wijkcode, area_code, count FROM fct_registrations ORDER BY row_number"
    )
    assert counted.values.tolist() == [
        ["WK000103", "BU00010201", 1],
        ["WK000102", "BU00010205", 2],
        ["WK000101", "BU00010100", 3],
    ]
    rejects = ask(folder, "SELECT file, row_number, detail FROM rejects ORDER BY file")
    assert rejects.values.tolist() == [
        ["incidents-b.csv", 5, "BU00990101"],
        ["registrations.csv", 5, "BU00990101"],
    ]


def test_defaults_fill_empty_cells_and_missing_columns(tmp_path: Path) -> None:
    mapping = {
        "file": "export.csv",
        "as": "registrations",
        "defaults": {"register": "eigen", "kind": "0.0.0"},
    }
    text = csv_text(
        ["register", "period", "wijkcode", "count"],
        [["ander", "2025", "WK000101", 4], [None, "2025", "WK000102", 5]],
    )
    folder = write_workspace(
        tmp_path / "ws",
        files={"gemeente.yaml": gemeente_text(sources=[mapping]), "export.csv": text},
    )
    built(folder)
    found = ask(folder, "SELECT register, kind, count FROM fct_registrations ORDER BY row_number")
    assert found.values.tolist() == [["ander", "0.0.0", 4], ["eigen", "0.0.0", 5]]


def test_a_default_of_true_means_ja(tmp_path: Path) -> None:
    mapping = {"file": "incidents.csv", "as": "incidents", "defaults": {"verified": True}}
    header = [name for name in HEADERS["incidents"] if name != "verified"]
    text = csv_text(
        header, [["d1", "2025-06-03", "overig", "WK000101", "nee", "licht", "meldpunt"]]
    )
    folder = write_workspace(
        tmp_path / "ws",
        files={"gemeente.yaml": gemeente_text(sources=[mapping]), "incidents.csv": text},
    )
    built(folder)
    assert ask(folder, "SELECT is_verified FROM fct_incidents")["is_verified"].tolist() == [True]


def test_a_mapping_to_a_column_that_is_not_in_the_file(tmp_path: Path) -> None:
    mapping = {"file": "incidents.csv", "as": "incidents", "columns": {"category": "Hoofdgroep"}}
    folder = write_workspace(
        tmp_path / "ws", files={"gemeente.yaml": gemeente_text(sources=[mapping])}
    )
    built(folder)
    assert counts(folder)["incidents.csv"] == (5, 0, 5, 0)
    assert "gemeente.yaml verwijst naar kolom Hoofdgroep" in call("check", folder).out


def test_known_gaps_take_a_period_out_and_say_so(tmp_path: Path) -> None:
    rows = [
        ["47022NED", f"2025-{m:02d}", code, "1.1", 0 if m == 5 else 3]
        for m in (3, 4, 5)
        for code in WIJKEN
    ]
    rows.append(["ander", "2025-05", "WK000101", "1.1", 0])
    gap = {
        "as": "registrations",
        "register": "47022NED",
        "period": "2025-05",
        "reason": "nog niet gepubliceerd",
    }
    files = {"registrations.csv": csv_text(HEADERS["registrations"], rows)}
    folder = write_workspace(tmp_path / "a", files=files)
    assert "In 47022NED, 2025-05 staat elk gebied op nul" in built(folder).out
    told = write_workspace(
        tmp_path / "b", files={**files, "gemeente.yaml": gemeente_text(known_gaps=[gap])}
    )
    assert "47022NED, 2025-05" not in built(told).out
    assert counts(told)["registrations.csv"] == (10, 7, 0, 3)
    ignored = ask(told, "SELECT row_number, reason FROM ignored ORDER BY row_number")
    assert ignored.values.tolist() == [
        [8, "period_not_published"],
        [9, "period_not_published"],
        [10, "period_not_published"],
    ]
    assert "nooit gepubliceerd" in call("check", told).out
    kept = ask(told, "SELECT register, period FROM fct_registrations WHERE period = '2025-05'")
    assert kept.values.tolist() == [["ander", "2025-05"]]


LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join(['*' + old] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
GOOD = "contract: 1\ngemeentecode: GM0001\nnaam: Testplaats\n"
WRONG_YAML: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "gemeente.yaml"),
    "a list": ("- contract: 1\n", "gemeente.yaml"),
    "a text": ("contract", "gemeente.yaml"),
    "broken syntax": (GOOD + "sources: [\n", "regel"),
    "tab": (GOOD + "\tfictief: true\n", "regel 4"),
    "open quote": (GOOD + 'x: "abc\n', "regel"),
    "not UTF-8": (GOOD.encode() + b"naam: \xff\xfe\n", "UTF-8"),
    "UTF-16": (GOOD.encode("utf-16"), "gemeente.yaml"),
    "control character": (GOOD + "x: \x07\n", "gemeente.yaml"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(100), "gemeente.yaml"),
    "python object": (GOOD + "x: !!python/object/apply:os.system ['echo']\n", "gemeente.yaml"),
    "bad timestamp": (GOOD + "x: !!timestamp onzin\n", "gemeente.yaml"),
    "bad boolean": (GOOD + "x: !!bool onzin\n", "gemeente.yaml"),
    "bad number": (GOOD + "x: !!int ''\n", "gemeente.yaml"),
    "bad float": (GOOD + "x: !!float onzin\n", "gemeente.yaml"),
    "impossible date": (GOOD + "x: 2025-13-45\n", "gemeente.yaml"),
    "unknown anchor": (GOOD + "x: *weg\n", "regel 4"),
    "list as key": (GOOD + "? [a, b]\n: c\n", "gemeente.yaml"),
    "number as key": (GOOD + "1: c\n", "gemeente.yaml"),
    "alias bomb": (LAUGHS + GOOD, "gemeente.yaml"),
    "alias bomb in a place": (
        GOOD + "sources:\n- file: &f [x]\n  as: incidents\n  columns: {a: *f, b: *f}\n",
        "sources.0",
    ),
    "self reference": (GOOD + "sources: &s [*s]\n", "sources.0"),
    "deep": (GOOD + "x: " + "[" * 3000 + "]" * 3000, "gemeente.yaml"),
    "two documents": (GOOD + "---\n" + GOOD, "gemeente.yaml"),
    "unknown key": (GOOD + "gemeente: x\n", "gemeente"),
    "no naam": ("contract: 1\ngemeentecode: GM0001\n", "naam"),
    "other contract": (GOOD.replace("1\n", "2\n", 1), "contract"),
    "bad code": (GOOD.replace("GM0001", "0001"), "gemeentecode"),
    "code as number": (GOOD.replace("GM0001", "106"), "gemeentecode"),
    "naam as list": (GOOD.replace("Testplaats", "[a]"), "naam"),
    "fictief as text": (GOOD + "fictief: misschien\n", "fictief"),
    "sources as text": (GOOD + "sources: meldingen.csv\n", "sources"),
    "source without kind": (GOOD + "sources: [{file: a.csv}]\n", "sources.0.as"),
    "unknown kind": (GOOD + "sources: [{file: a.csv, as: personen}]\n", "sources.0.as"),
    "unknown key in source": (
        GOOD + "sources: [{file: a.csv, as: incidents, kolommen: {}}]\n",
        "sources.0.kolommen",
    ),
    "unknown crs": (
        GOOD + "sources: [{file: a.csv, as: incidents, crs: EPSG:3857}]\n",
        "sources.0.crs",
    ),
    "unknown column": (
        GOOD + "sources: [{file: a.csv, as: incidents, columns: {plaats: x}}]\n",
        "plaats",
    ),
    "unknown default": (
        GOOD + "sources: [{file: a.csv, as: incidents, defaults: {plaats: x}}]\n",
        "plaats",
    ),
    "unknown category": (
        GOOD + "sources: [{file: a.csv, as: incidents, categories: {Geluid: lawaai}}]\n",
        "lawaai",
    ),
    "two for one file": (
        GOOD
        + "sources: [{file: incid*.csv, as: incidents}, {file: '*dents.csv', as: incidents}]\n",
        "incidents.csv",
    ),
    "gap without period": (
        GOOD + "known_gaps: [{as: registrations, register: x}]\n",
        "known_gaps.0.period",
    ),
    "gap of another kind": (
        GOOD + "known_gaps: [{as: incidents, register: x, period: '2025'}]\n",
        "known_gaps.0.as",
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workspace(tmp_path_factory.mktemp("yaml") / "ws")


@pytest.mark.parametrize("what", WRONG_YAML)
def test_a_wrong_gemeente_yaml_gives_2_and_says_where(folder: Path, what: str) -> None:
    text, place = WRONG_YAML[what]
    (folder / "gemeente.yaml").write_bytes(
        text if isinstance(text, bytes) else text.encode("utf-8")
    )
    for lang in ("nl", "en"):
        answer = call("check", folder, "--lang", lang)
        assert answer.code == 2, answer.text
        assert answer.out == ""
        assert "gemeente.yaml" in answer.err
        assert len(answer.err) < 2_000
        if lang == "nl":
            assert place in answer.err
    assert not (folder / "warehouse").exists()


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD + "sources:\n",
        GOOD + "known_gaps: []\n",
    ],
)
def test_a_right_gemeente_yaml(folder: Path, text: str) -> None:
    (folder / "gemeente.yaml").write_bytes(text.encode("utf-8"))
    answer = call("check", folder)
    if text.endswith(
        "sources:\n"
    ):  # an empty list, as somebody leaves it: said where, or taken as none
        assert answer.code == 0 or "sources" in answer.err
    else:
        assert answer.code == 0, answer.err


def test_a_mapping_that_fits_no_file_is_said(folder: Path) -> None:
    mapping: dict[str, Any] = {"file": "meldingne_*.csv", "as": "incidents"}
    (folder / "gemeente.yaml").write_text(gemeente_text(sources=[mapping]), "utf-8")
    assert "meldingne_*.csv" in call("check", folder).text


def test_the_newest_division_up_to_the_reference_date_is_used(tmp_path: Path) -> None:
    """Wijken of two years in one file: those of the year of the reference date count."""
    folder = write_workspace(tmp_path / "ws")
    old = gpd.read_file(folder / "areas.geojson").assign(jaar=2020)
    old["wijknaam"] = "Oud " + old["wijknaam"]
    new = gpd.read_file(folder / "areas.geojson").assign(jaar=2030)
    new["wijknaam"] = "Nieuw " + new["wijknaam"]
    now = gpd.read_file(folder / "areas.geojson")
    both = gpd.GeoDataFrame(gpd.pd.concat([old, now, new], ignore_index=True), crs=now.crs)
    (folder / "areas.geojson").unlink()
    both.to_file(folder / "areas.gpkg", layer="wijken", driver="GPKG")
    built(folder, "--as-of", AS_OF)
    wijken = ask(folder, "SELECT wijknaam, jaar FROM dim_wijken ORDER BY wijkcode")
    assert wijken.values.tolist() == [
        ["Waterhoek", 2025],
        ["Middenplaat", 2025],
        ["Oosterdiep", 2025],
    ]
    assert len(ROWS["population"]) == 3
