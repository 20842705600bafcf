"""What only looks like a person: it does not refuse a file."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipelines import privacy
from tests.unit.pipelines.table_files import incidents
from tests.unit.pipelines.workspace_maker import (
    AS_OF,
    HEADERS,
    Cell,
    Row,
    ask,
    built,
    counts,
    csv_text,
    table_text,
    write_workspace,
)


def sequence(start: int, step: int = 1) -> list[Cell]:
    return [str(start + n * step) for n in range(300)]


HARMLESS: dict[str, Sequence[Cell]] = {
    "buurtcode_oud": [f"BU{number}" for number in (10101010, 11122233, 12345672, 14800006)],
    "wijk_2024": [f"WK{number:06d}" for number in range(100, 400)],
    "zaak": sequence(100_000_001),
    "zaaknummer": sequence(734_200_000, 7),
    "kenmerk2": [f"2026-{n:08d}" for n in range(12_000_000, 12_000_300)],
    "kenmerk3": [f"Z-{n:09d}" for n in range(200_300_000, 200_300_300)],
    "kenmerk4": [f"Z{n:09d}" for n in range(200_300_000, 200_300_300)],
    "uuid": [f"{n * 97_531 + 10_000_007:08d}-4c1e-4f0a-9b1d-0242ac{n:06d}" for n in range(300)],
    "hex": [f"{n * 2_654_435_761 % 2**64:016x}" for n in range(300)],
    "hex8": [f"{n * 2_654_435_761 % 2**32:08x}" for n in range(300)],
    "lon": [f"5.3{n}1234567" for n in range(100, 400)],
    "lat": [f"52.57{n * 7919 % 10**9:09d}" for n in range(300)],
    "lat_komma": [f"52,57{n * 7919 % 10**9:09d}" for n in range(300)],
    "afgehandeld": [f"{1 + n % 28:02d}-06-2025" for n in range(300)],
    "afgehandeld_op": [f"{1 + n % 28:02d}-06-2025 {n % 24:02d}:15:00" for n in range(300)],
    "gewijzigd": [f"2025-06-{1 + n % 28:02d}T08:{n % 60:02d}:00.123456+02:00" for n in range(300)],
    "dag": [f"202506{1 + n % 28:02d}" for n in range(300)],
    "tijdstempel": [str(1_750_000_000 + n * 3_600) for n in range(300)],
    "wijknaam": ["Waterhoek", "Middenplaat"],
    "buurtnaam": ["Oude Haven", "De Plaat"],
    "gemeentenaam": ["Testplaats"],
    "naam wijk": ["Waterhoek"],
    "categorienaam": ["Geluid"],
    "bedrag": ["1.234.567", "12.345.678", "€ 1.234,56"],
    "verwijzing": ["art. 2:74 APV", "NEN 1010", "A12 hm 34.5", "week 26"],
    "geometrie": ["POINT(150500.25 510500.75)"],
    "telling": ["0", "12", "1000000"],
    "toestemming": ["ja", "nee"],
    "route": ["N201 - 12345", "0 - 4 jaar", "01-07 t/m 02-07"],
}


def test_what_is_no_person_is_not_refused(tmp_path: Path) -> None:
    """Seven columns to a file: of a refused file the message names the column."""
    names = list(HARMLESS)
    files = {}
    for start in range(0, len(names), 7):
        # lon and lat as columns of ours: the names of the contract would be read as places
        extra = {f"{name} bron": HARMLESS[name] for name in names[start : start + 7]}
        header, rows = incidents(300, **extra)
        files[f"incidents-h{start:02d}.csv"] = csv_text(header, rows)
    folder = write_workspace(tmp_path / "ws", files=files)
    answer = built(folder, "--as-of", AS_OF)
    refused = ask(folder, "SELECT column_name, message_en FROM rejects WHERE row_number IS NULL")
    assert refused.values.tolist() == [], answer.out


@pytest.mark.parametrize(
    "name",
    [
        *("wijknaam", "Naam wijk", "buurtnaam", "gemeente naam", "gemeentenaam", "categorienaam"),
        *("bestandsnaam", "wijkcode", "buurtcode", "registratiedatum", "partijen", "mobiliteit"),
        *(
            "afgehandeld_op",
            "stadsdeel",
            "kenmerk",
            "totaal",
            "telling",
            "politiebureau",
            "rasterX",
        ),
    ],
)
def test_a_name_of_a_thing_is_not_refused(name: str) -> None:
    privacy.check_column_names((name,))


ROLES = [
    *(
        "jongerenwerk-noord",
        "Wijkagent Centrum",
        "wijkagent centrum",
        "Opbouwwerk Zuid",
        "BOA team West",
        "Huismeester De Plaat",
    ),
    *(
        "Sleutelfiguur 3",
        "corporatie-waterhoek",
        "School De Vlieger",
        "Jongerenwerk Oude Haven",
        "GGD",
        "Buurtteam 2",
    ),
]


def test_roles_are_no_names(tmp_path: Path) -> None:
    rows: list[Row] = [
        [f"s{n}", "2025-06-04", "WK000101", "C5", 1, role, "welzijn", "nee", None, "nee"]
        for n, role in enumerate(ROLES)
    ]
    staff: list[Row] = [[role, "welzijn", "WK000101", 1, "2025-01-06", None] for role in ROLES]
    folder = write_workspace(
        tmp_path / "ws",
        files={
            "signals.csv": csv_text(HEADERS["signals"], rows),
            "reporters.csv": csv_text(HEADERS["reporters"], staff),
        },
    )
    built(folder)
    assert counts(folder)["signals.csv"] == (len(ROLES), len(ROLES), 0, 0)
    assert counts(folder)["reporters.csv"] == (len(ROLES), len(ROLES), 0, 0)


def test_a_valid_workspace_is_not_refused(tmp_path: Path) -> None:
    folder = write_workspace(
        tmp_path / "ws", kinds=HEADERS, files={"signals-2.csv": table_text("signals")}
    )
    built(folder)
    assert not ask(folder, "FROM sources")["is_refused"].any()
