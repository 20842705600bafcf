"""What must never enter: hostile columns and values refuse their whole file, and nothing of
it is found anywhere.
"""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from tests.unit.pipelines.table_files import INCIDENTS, incidents, parquet, xlsx
from tests.unit.pipelines.workspace_maker import (
    AS_OF,
    HEADERS,
    ROWS,
    Answer,
    Cell,
    Row,
    ask,
    built,
    bytes_found,
    call,
    counts,
    csv_text,
    write_workspace,
)

COLUMN_NAMES = [
    *(
        "bsn",
        "BSN",
        "Burgerservicenummer",
        "burger service nummer",
        "bsnMelder",
        "BSNMelder",
        "BSN-nummer",
        "bsn_nr",
        "sofinummer",
    ),
    *(
        "Melder_Naam",
        "melderNaam",
        "naam melder",
        "Naam",
        "Achternaam",
        "voor letters",
        "meldernaam",
        "klantnaam",
        "naam_bewoner",
    ),
    *("contactpersoon", "Naam wijkagent", "verdachte"),
    *("e-mail", "E-mailadres", "email", "e_mail", "mail melder", "emailAdres", "E-MAIL ADRES"),
    *(
        "telefoonnummer",
        "Telefoon",
        "telefoonnr",
        "tel.",
        "mobiel nummer",
        "mobielnummer",
        "06-nummer",
        "phone_number",
    ),
    *(
        "adres",
        "Adres melder",
        "straatNaam",
        "huisnummer",
        "Huisnr.",
        "postcode",
        "PostCode",
        "postcode6",
        "ip-adres",
    ),
    *(
        "geboortedatum",
        "Geboorte datum",
        "geb.datum",
        "geboortejaar",
        "date_of_birth",
        "dateOfBirth",
        "leeftijd",
    ),
    *("IBAN", "rekeningnummer", "bank_rekening"),
    *("twitter", "Instagram account", "gebruikersnaam"),
]
ORIGIN_NAMES = [
    *(
        "nationaliteit",
        "Nationaliteiten",
        "herkomst",
        "land van herkomst",
        "herkomstLand",
        "migratieachtergrond",
    ),
    *(
        "migratie-achtergrond",
        "Migratie_Achtergrond",
        "etniciteit",
        "geboorteland",
        "afkomst",
        "religie",
        "geloof",
    ),
    *(
        "geloofsovertuiging",
        "politieke_voorkeur",
        "politiekeVoorkeur",
        "Politieke voorkeur",
        "stem gedrag",
        "partijvoorkeur",
    ),
    *("culturele achtergrond", "huidskleur"),
]

# Numbers that pass the check digit of the citizen service number, made for this test and given to
# nobody in it.
BSN = ["111222333", "123456782", "987654329"]
BSN_SHORT = "12345672"  # 012345672 from which a spreadsheet dropped the zero

SINGLE_VALUES: dict[str, list[str]] = {
    "e-mail": [
        "jan.voorbeeld@voorbeeld.nl",
        "mail naar j_v+wijk@sub.voorbeeld.example graag",
        "<x@voorbeeld.amsterdam>",
    ],
    "telefoon": [
        *(
            "0612345678",
            "06-12345678",
            "06 12345678",
            "06 12 34 56 78",
            "06-12 34 56 78",
            "06-1234 5678",
            "06.12345678",
        ),
        *(
            "06.12.34.56.78",
            "06/12345678",
            "06 - 12345678",
            "06-12-34-56-78",
            "06 1234 5678",
            "06 123 45 678",
        ),
        *(
            "+31612345678",
            "+31 6 12345678",
            "+31 6 12 34 56 78",
            "+31(0)612345678",
            "+31 (0)6 12345678",
            "+31-6-12345678",
        ),
        *(
            "0031612345678",
            "0031 6 12345678",
            "00316-12345678",
            "tel:0612345678",
            "bel 06-12345678 na zes uur",
        ),
        *(
            "0201234567",
            "020-1234567",
            "020 1234567",
            "(020) 1234567",
            "(020)1234567",
            "020 123 45 67",
            "020-123 45 67",
        ),
        *(
            "0592-123456",
            "0592 123456",
            "(0592) 123456",
            "0592 12 34 56",
            "0592-12 34 56",
            "+31 20 123 4567",
            "+31 592 123456",
        ),
        *("+31 (0)20 123 45 67", "Tel. 020-1234567"),
    ],
    "rekening": [
        "NL91ABNA0417164300",
        "NL91 ABNA 0417 1643 00",
        "nl91abna0417164300",
        "iban NL91ABNA0417164300.",
        "BE68RABO539007547034",
    ],
    "bsn": [
        *BSN,
        BSN_SHORT,
        "123.456.782",
        "123 456 782",
        "1234.56.782",
        "bsn 123456782",
        "BSN: 123456782",
        "BSN123456782",
        "melder (123456782) belde",
    ],
    "sociaal account": [
        "@wijkvoorbeeld",
        "zie @wijk_voorbeeld",
        "https://twitter.com/wijkvoorbeeld",
        "instagram.com/wijkvoorbeeld",
        "https://x.com/wijkvoorbeeld",
        "facebook.com/wijkvoorbeeld",
    ],
    "aanspreeknaam": [
        "dhr. Voorbeeldmans",
        "Mevr. Voorbeeldmans",
        "mevrouw Voorbeeldmans",
        "dhr Voorbeeldmans",
        "de heer Voorbeeldmans",
    ],
}
# What only its shape gives away: refused from one value in five. Here all values have it.
SHAPES: dict[str, list[str]] = {
    "adressen": ["Voorbeeldstraat 12", "Lange Voorbeeldlaan 3a", "Voorbeeldplein 101"],
    "postcodes": ["1234AB 12", "1234 AB 12a", "9999ZZ-1"],
    "geboortedata": ["1985-03-12", "12-03-1985", "12/03/1985"],
    "herkomst": ["Marokkaans", "turks", "Nederlands"],
    "religie": ["moslim", "Katholiek", "joods"],
    "politiek": ["PVV", "GroenLinks", "vvd"],
}
KNOWN_COLUMNS = {
    "incidents": ("incident_id", "source"),
    "surveys": ("wave", "respondent_id"),
    "signals": ("signal_id", "reporter", "scheidslijn", "criterion"),
    "registrations": ("register", "kind"),
    "agenda": ("title", "kind"),
    "reporters": ("reporter",),
    "offer": ("title", "kind"),
}
NAMES_AS_REPORTER = [
    "J. Voorbeeldmans",
    "Jan Voorbeeldmans",
    "A.B. van der Voorbeeld",
    "Anna de Voorbeeld-Mans",
    "Jan van Wijk",
    "Anna Westerhof",
]


# what, file, content, column that the message has to name
Case = tuple[str, str, str | bytes, str]


def one_value(value: str, number: int = 30) -> list[Cell]:
    """One hostile value among ordinary ones."""
    return [*["in orde"] * (number - 1), value]


def value_cases() -> list[Case]:
    cases: list[Case] = []
    place = 0
    for what, values in (SINGLE_VALUES | SHAPES).items():
        for value in values:
            place += 1
            cells: Sequence[Cell] = [value] if what in SHAPES else one_value(value)
            header, rows = incidents(30, kenmerk=cells)
            form = ("csv", "semicolon", "xlsx", "parquet")[place % 4]
            suffix = "csv" if form == "semicolon" else form
            content: str | bytes = {"xlsx": xlsx, "parquet": parquet}.get(form, csv_text)(
                header, rows
            )  # type: ignore[operator]
            if form == "semicolon":
                content = csv_text(header, rows, separator=";")
            cases.append(
                (f"{what}: {value}", f"incidents-v{place:03d}.{suffix}", content, "kenmerk")
            )
    return cases


def form_cases() -> list[Case]:
    """The same value in every form of file, and in the first row instead of the last."""
    cases: list[Case] = []
    for what, value in (
        ("e-mail", "jan@voorbeeld.nl"),
        ("bsn", "123456782"),
        ("telefoon", "0612345678"),
    ):
        header, rows = incidents(20, kenmerk=one_value(value, 20))
        for form, content in (
            ("csv", csv_text(header, rows)),
            ("csv", csv_text(header, rows[::-1], separator=";", line="\r\n")),
            ("xlsx", xlsx(header, rows)),
            ("parquet", parquet(header, rows[::-1])),
            ("csv", csv_text(header, rows) + "te,weinig\n\n"),  # is read row by row
        ):
            name = f"incidents-f{len(cases):02d}-{what}.{form}"
            cases.append((f"{what} in {name}", name, content, "kenmerk"))
    numbers: list[Cell] = [int(number) for number in BSN] * 5
    header, rows = incidents(15, kenmerk=numbers)
    cases.append(("bsn as number", "incidents-f90.xlsx", xlsx(header, rows), "kenmerk"))
    cases.append(("bsn as number", "incidents-f91.parquet", parquet(header, rows), "kenmerk"))
    return cases


def column_cases() -> list[Case]:
    cases: list[Case] = []
    for name in (*COLUMN_NAMES, *ORIGIN_NAMES):
        header, rows = incidents(3, **{name: ["geheimewaarde"]})
        cases.append(
            (
                f"kolom {name}",
                f"incidents-c{len(cases):03d}.csv",
                csv_text(header, rows),
                name.strip(),
            )
        )
    return cases


def known_column_cases() -> list[Case]:
    cases: list[Case] = []
    for kind, columns in KNOWN_COLUMNS.items():
        for column in columns:
            row = list(ROWS[kind][0])
            row[HEADERS[kind].index(column)] = "jan.voorbeeld@voorbeeld.nl"
            name = f"{kind}-k{len(cases):02d}.csv" if kind != "reporters" else "reporters.csv"
            cases.append(
                (f"{kind}.{column}", name, csv_text(HEADERS[kind], [*ROWS[kind], row]), column)
            )
    for person in NAMES_AS_REPORTER:
        row = list(ROWS["signals"][0])
        row[0], row[5] = "s900", person
        cases.append(
            (
                f"reporter {person}",
                f"signals-n{len(cases):02d}.csv",
                csv_text(HEADERS["signals"], [*ROWS["signals"], row]),
                "reporter",
            )
        )
    return cases


def long_cases() -> list[Case]:
    """One value in the first and in the very last row of 50,000."""
    cases: list[Case] = []
    many = 50_000
    for what, value in (
        ("e-mail", "jan@voorbeeld.nl"),
        ("telefoon", "06-12345678"),
        ("rekening", "NL91ABNA0417164300"),
        ("bsn", "123456782"),
        ("account", "@wijkvoorbeeld"),
    ):
        for at in (0, many - 1):
            cells: list[Cell] = [None] * many
            cells[at] = value
            header, rows = incidents(many, kenmerk=cells)
            suffix = "csv" if at else "parquet"
            content: str | bytes = csv_text(header, rows) if at else parquet(header, rows)
            cases.append(
                (
                    f"{what} in row {at + 1} of {many}",
                    f"incidents-l{len(cases):02d}.{suffix}",
                    content,
                    "kenmerk",
                )
            )
    signals: list[Row] = [
        [
            f"s{n}",
            "2025-06-04",
            "WK000101",
            "C5",
            1,
            "wijkteam-water",
            "welzijn",
            "nee",
            None,
            "nee",
        ]
        for n in range(many)
    ]
    signals[-1] = [*signals[-1][:5], "Jan Voorbeeldmans", *signals[-1][6:]]
    cases.append(
        (
            "reporter in the last row",
            "signals-l99.csv",
            csv_text(HEADERS["signals"], signals),
            "reporter",
        )
    )
    return cases


CASES = [*value_cases(), *form_cases(), *column_cases(), *known_column_cases(), *long_cases()]
Hostile = tuple[Path, Answer, dict[str, str], pd.DataFrame]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """A workspace full of hostile files beside good ones: folder, what was said, message per
    file, sources.
    """
    files = {name: content for _, name, content, _ in CASES}
    folder = write_workspace(tmp_path_factory.mktemp("hostile") / "ws", files=files)
    answer = built(folder, "--as-of", AS_OF)
    rejects = ask(folder, "FROM rejects WHERE row_number IS NULL")
    messages = {row.file: f"{row.message_nl} | {row.message_en}" for row in rejects.itertuples()}
    return folder, answer, messages, ask(folder, "FROM sources").set_index("file")


@pytest.mark.parametrize(
    ("what", "name", "column"), [(w, n, c) for w, n, _, c in CASES], ids=[c[0] for c in CASES]
)
def test_a_hostile_file_is_refused_as_a_whole(
    hostile: Hostile, what: str, name: str, column: str
) -> None:
    _, answer, messages, sources = hostile
    row = sources.loc[name]
    assert row["is_refused"], what
    assert (row["rows_used"], row["rows_rejected"]) == (0, row["rows_in"])
    assert f"Kolom {column} lijkt over" in messages[name]
    assert f"Column {column} seems to be about" in messages[name]
    assert f"{name}: Kolom {column} lijkt over" in answer.out


def test_the_good_files_beside_them_are_used(hostile: Hostile) -> None:
    found = counts(hostile[0])
    assert found["incidents.csv"] == (5, 5, 0, 0)
    assert found["surveys.csv"] == (3, 3, 0, 0)


def test_nothing_hostile_is_found_in_any_file_or_message(hostile: Hostile) -> None:
    folder, answer, _, _ = hostile
    secrets = [v for values in SINGLE_VALUES.values() for v in values]
    secrets += [v for values in SHAPES.values() for v in values if len(v) > 6]
    secrets += [
        *NAMES_AS_REPORTER,
        "geheimewaarde",
        "jan@voorbeeld.nl",
        "wijkvoorbeeld",
        "Voorbeeldmans",
    ]
    checked = call("check", folder, "--lang", "en").text
    warehouse = b"".join(
        path.read_bytes() for path in (folder / "warehouse").rglob("*") if path.is_file()
    )
    assert len(warehouse) > 100_000
    assert [s for s in secrets if s in answer.text or s in checked] == []
    assert [s for s in secrets if s.encode() in warehouse] == []
    numbers = [*BSN, "0612345678"]
    kept = ask(folder, "SELECT string_agg(COLUMNS(*)::VARCHAR, ' ') FROM rejects").to_csv()
    assert [n for n in numbers if n in kept] == []


def test_the_search_for_bytes_would_find_them(tmp_path: Path) -> None:
    """The test above can fail: an accepted text is found in the build."""
    header, rows = incidents(3)
    rows = [[*row[:7], "vindbaarwoord"] for row in rows]
    folder = write_workspace(tmp_path / "ws", files={"incidents-x.csv": csv_text(header, rows)})
    built(folder)
    assert bytes_found(folder / "warehouse", "vindbaarwoord")


def test_a_value_in_the_header_itself_is_not_shown(tmp_path: Path) -> None:
    """A file without a header: its first row is data, and may hold a person."""
    secrets = [
        "jan@voorbeeld.nl",
        "0612345678",
        "123456782",
        "NL91ABNA0417164300",
        "@wijkvoorbeeld",
    ]
    files: dict[str, str] = {}
    for n, secret in enumerate(secrets):
        files[f"incidents-a{n}.csv"] = csv_text([*INCIDENTS, secret], [])
        files[f"incidents-b{n}.csv"] = csv_text([secret, secret, "x"], [])
        files[f"incidents-c{n}.csv"] = csv_text(
            [*INCIDENTS, secret], [["c", "2025-06-03", "overig", "WK000101", *[None] * 5]]
        )
    folder = write_workspace(tmp_path / "ws", files=files)
    answer = built(folder)
    checked = call("check", folder)
    sources = ask(folder, "FROM sources WHERE file LIKE 'incidents-%'")
    assert sources["is_refused"].all()
    assert [s for s in secrets if s in answer.text + checked.text] == []
    assert [s for s in secrets if bytes_found(folder / "warehouse", s)] == []


def test_nothing_left_after_refusal_gives_2(tmp_path: Path) -> None:
    header, rows = incidents(3, bsn=["123456782"])
    folder = write_workspace(
        tmp_path / "ws", kinds=["population"], files={"incidents.csv": csv_text(header, rows)}
    )
    for command in ("check", "run"):
        answer = call(command, folder, "--lang", "en")
        assert answer.code == 2
        assert "incidents.csv: Column bsn seems to be about persons" in answer.err
        assert "123456782" not in answer.text
    assert not list((folder / "warehouse").glob("*.duckdb*"))
    assert bytes_found(folder / "warehouse", "123456782") == []
