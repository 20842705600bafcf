"""Files that are wrong as a whole, files with broken rows, and files that only look unusual."""

import codecs
import gzip
from pathlib import Path

import pytest

from tests.unit.pipelines.table_files import parquet, xlsx
from tests.unit.pipelines.workspace_maker import (
    AS_OF,
    HEADERS,
    ROWS,
    Answer,
    Row,
    ask,
    built,
    call,
    counts,
    csv_text,
    write_workspace,
)

Counts = tuple[int, int, int, int]
HEADER = HEADERS["incidents"]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
EMPTY = ("is leeg", "is empty")


def incident(number: int | str, category: str = "overig") -> Row:
    return [f"f{number}", "2025-06-03", category, "WK000101", "nee", "licht", "nee", "meldpunt"]


def without(kind: str, column: str) -> str:
    """A valid file of which one column is missing."""
    at = HEADERS[kind].index(column)
    cut = [[cell for i, cell in enumerate(row) if i != at] for row in ROWS[kind]]
    return csv_text([name for name in HEADERS[kind] if name != column], cut)


TWO = [incident(1), incident(2)]
PLAIN = csv_text(HEADER, TWO)
TOO_WIDE = "x" * 200_000

# name of the file -> what it holds, words of the message in both languages, rows in (all of them
# rejected)
REFUSED: dict[str, tuple[str | bytes, str, str, int]] = {
    "incidents-empty.csv": (b"", *EMPTY, 0),
    "incidents-empty.xlsx": (b"", *EMPTY, 0),
    "incidents-empty.parquet": (b"", *EMPTY, 0),
    "incidents-png.csv": (PNG, "geen leesbaar CSV", "not a readable CSV", 0),
    "incidents-xlsx.csv": (xlsx(HEADER, TWO), "geen leesbaar CSV", "not a readable CSV", 0),
    "incidents-parquet.csv": (parquet(HEADER, TWO), "geen leesbaar CSV", "not a readable CSV", 0),
    "incidents-gzip.csv": (
        gzip.compress(PLAIN.encode()),
        "geen leesbaar CSV",
        "not a readable CSV",
        0,
    ),
    "incidents-nul.csv": (b"\x00" * 5000, "geen leesbaar CSV", "not a readable CSV", 0),
    "incidents-text.parquet": (PLAIN, "geen leesbaar Parquet", "not a readable Parquet", 0),
    "incidents-png.parquet": (PNG, "geen leesbaar Parquet", "not a readable Parquet", 0),
    "incidents-half.parquet": (
        parquet(HEADER, TWO)[:300],
        "geen leesbaar Parquet",
        "not a readable Parquet",
        0,
    ),
    "incidents-magic.parquet": (
        b"PAR1" + bytes(200) + b"PAR1",
        "geen leesbaar Parquet",
        "not a readable Parquet",
        0,
    ),
    "incidents-random.xlsx": (
        bytes(range(256)) * 20,
        "geen leesbaar XLSX",
        "not a readable XLSX",
        0,
    ),
    "incidents-csv.xlsx": (PLAIN, "geen leesbaar XLSX", "not a readable XLSX", 0),
    "incidents-half.xlsx": (
        xlsx(HEADER, TWO)[:2000],
        "geen leesbaar XLSX",
        "not a readable XLSX",
        0,
    ),
    "incidents-zip.xlsx": (
        b"PK\x05\x06" + bytes(18),
        "geen leesbaar XLSX",
        "not a readable XLSX",
        0,
    ),
    "incidents-blank.xlsx": (xlsx([], []), *EMPTY, 0),
    "incidents-twice.csv": (
        csv_text([*HEADER, "category"], [[*row, "overig"] for row in TWO]),
        "Kolom category staat twee keer",
        "Column category stands twice",
        0,
    ),
    "incidents-twice-other-case.csv": (
        csv_text([*HEADER, " Category "], [[*row, "overig"] for row in TWO]),
        "Kolom Category staat twee keer",
        "Column Category stands twice",
        0,
    ),
    "incidents-no-category.csv": (
        without("incidents", "category"),
        "category ontbreekt",
        "category is missing",
        5,
    ),
    "incidents-no-place.csv": (without("incidents", "wijkcode"), "wijkcode", "wijkcode", 5),
    "incidents-one-column.csv": ("meldnummer\n1\n2\n", "ontbreekt", "is missing", 2),
    "incidents-no-header.csv": (
        "9,2025-06-03,overig\n10,2025-06-03,overig\n",
        "gegeven in plaats van een kolomnaam",
        "value instead of a column name",
        0,
    ),
    "incidents-wide-header.csv": (f"{TOO_WIDE},incident_id\n1,2\n", "ontbreekt", "is missing", 1),
    "incidents-hash.csv": (",#1,#1\n1,2,3\n", "twee keer", "twice", 0),
    "incidents-hash2.csv": ("incident_id,,#2\n1,2,3\n", "ontbreekt", "is missing", 1),
    "incidents-row-number.csv": ("row_number,row_number#1\n1,2\n", "ontbreekt", "is missing", 1),
    "incidents-old-mac.csv": (PLAIN.replace("\n", "\r"), "", "", 0),
    "signals-no-level.csv": (
        without("signals", "level"),
        "Kolom level ontbreekt",
        "Column level is missing",
        3,
    ),
    "surveys-no-answer.csv": (
        without("surveys", "answer"),
        "Kolom answer ontbreekt",
        "Column answer is missing",
        3,
    ),
    "survey_results-no-n.csv": (
        without("survey_results", "n"),
        "Kolom n ontbreekt",
        "Column n is missing",
        3,
    ),
    "registrations-no-count.csv": (
        without("registrations", "count"),
        "Kolom count ontbreekt",
        "Column count is missing",
        4,
    ),
    "agenda-no-title.csv": (
        without("agenda", "title"),
        "Kolom title ontbreekt",
        "Column title is missing",
        2,
    ),
    "reporters.csv": (
        without("reporters", "every_weeks"),
        "every_weeks ontbreekt",
        "every_weeks is missing",
        2,
    ),
}

BOM = codecs.BOM_UTF8
LONG_TEXT = 'overlast; "hard"\nen \'s nachts'


def wide(*rows: Row) -> str:
    """Incidents with a column of ours that is not taken over."""
    return csv_text([*HEADER, "toelichting"], rows)


# name of the file -> what it holds and its counts: everything that is right is used
ACCEPTED: dict[str, tuple[bytes, Counts]] = {
    "incidents-a-bom.csv": (BOM + csv_text(HEADER, [incident("a1")]).encode(), (1, 1, 0, 0)),
    "incidents-b-semicolon.csv": (
        csv_text(HEADER, [incident("b1")], separator=";").encode(),
        (1, 1, 0, 0),
    ),
    "incidents-c-crlf.csv": (
        csv_text(HEADER, [incident("c1"), incident("c2")], line="\r\n").encode(),
        (2, 2, 0, 0),
    ),
    "incidents-d-no-last-newline.csv": (
        csv_text(HEADER, [incident("d1"), incident("d2")]).strip().encode(),
        (2, 2, 0, 0),
    ),
    "incidents-e-quoted-breaks.csv": (
        wide(
            [*incident("e1"), LONG_TEXT],
            [*incident("e2", "onzinsoort"), LONG_TEXT],
            [*incident("e3"), ""],
        ).encode(),
        (3, 2, 1, 0),
    ),
    "incidents-f-blank-lines.csv": (
        (
            ",".join(HEADER)
            + "\n\n"
            + csv_text(HEADER, [incident("f1")]).split("\n", 1)[1]
            + "\n  \n"
            + csv_text(HEADER, [incident("f2", "onzinsoort")]).split("\n", 1)[1]
            + "\n\n"
        ).encode(),
        (2, 1, 1, 0),
    ),
    "incidents-g-header.csv": (
        csv_text([f"  {name.upper()} " for name in HEADER], [incident("g1")]).encode(),
        (1, 1, 0, 0),
    ),
    "incidents-h-quoted-header.csv": (
        (
            ";".join(f'"{name}"' for name in HEADER)
            + "\n"
            + csv_text(HEADER, [incident("h1")], separator=";").split("\n", 1)[1]
        ).encode(),
        (1, 1, 0, 0),
    ),
    "incidents-i-utf16le.csv": (
        codecs.BOM_UTF16_LE + csv_text(HEADER, [incident("i1")]).encode("utf-16-le"),
        (1, 1, 0, 0),
    ),
    "incidents-j-utf16be.csv": (
        codecs.BOM_UTF16_BE
        + csv_text(HEADER, [incident("j1"), incident("j2")], line="\r\n").encode("utf-16-be"),
        (2, 2, 0, 0),
    ),
    "incidents-k-cp1252.csv": (
        wide(
            [*incident("k1"), "plein"], [*incident("k2"), "café"], [*incident("k3"), "plein"]
        ).encode("cp1252"),
        (3, 2, 1, 0),
    ),
    "incidents-l-broken.csv": (
        (
            csv_text(HEADER, [incident("l1")])
            + "l2,2025-06-03,overig\n"
            + csv_text(HEADER, [incident("l3")]).split("\n", 1)[1]
            + ",".join(map(str, incident("l4")))
            + ",x,y\n"
            + csv_text(HEADER, [incident("l5")]).split("\n", 1)[1]
        ).encode(),
        (5, 3, 2, 0),
    ),
    "incidents-m-open-quote.csv": (
        (
            csv_text(HEADER, [incident("m1")])
            + '"m2,2025-06-03,overig,WK000101,nee,licht,nee,meldpunt\n'
            + csv_text(HEADER, [incident(f"m{n}") for n in range(3, 80)]).split("\n", 1)[1]
        ).encode(),
        (79, 78, 1, 0),
    ),
    "incidents-n-header-only.csv": ((",".join(HEADER) + "\n").encode(), (0, 0, 0, 0)),
    "incidents-o-header-only.xlsx": (xlsx(HEADER, []), (0, 0, 0, 0)),
    "incidents-p-quoted-only.csv": (
        csv_text(HEADER, [incident("p1")]).replace("f", '"f').replace("p1,", 'p1",').encode(),
        (1, 1, 0, 0),
    ),
    "incidents-q-[ab].csv": (csv_text(HEADER, [incident("q1")]).encode(), (1, 1, 0, 0)),
    "incidents-q-a.csv": (csv_text(HEADER, [incident("q2")]).encode(), (1, 1, 0, 0)),
    "incidents-r's.csv": (csv_text(HEADER, [incident("r1")]).encode(), (1, 1, 0, 0)),
    "incidents-s-ü.parquet": (parquet(HEADER, [incident("s1")]), (1, 1, 0, 0)),
    "incidents-t-s.parquet": (parquet(HEADER, [incident("t2")]), (1, 1, 0, 0)),
    "incidents-t-[st].parquet": (parquet(HEADER, [incident("t1")]), (1, 1, 0, 0)),
    "Incidents-U.CSV": (csv_text(HEADER, [incident("u1")]).encode(), (1, 1, 0, 0)),
    "survey_results-decimal-comma.csv": (
        csv_text(
            HEADERS["survey_results"],
            [["2024", "2024-05-30", "WK000101", "cohesie", 80, "6,25", "0,5"]],
            separator=";",
        ).encode(),
        (1, 1, 0, 0),
    ),
}
ROWS_SET_ASIDE = {
    ("incidents-e-quoted-breaks.csv", 3, "unknown_category"),
    ("incidents-f-blank-lines.csv", 6, "unknown_category"),
    ("incidents-k-cp1252.csv", 3, "bad_encoding"),
    ("incidents-l-broken.csv", 3, "broken_row"),
    ("incidents-l-broken.csv", 5, "broken_row"),
    ("incidents-m-open-quote.csv", 3, "broken_row"),
}
Files = tuple[Path, Answer, dict[str, Answer]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """One workspace with every unusual file beside good ones, built, and checked in both
    languages.
    """
    contents: dict[str, str | bytes | None] = {
        name: content for name, (content, *_) in REFUSED.items()
    }
    contents |= {name: content for name, (content, _) in ACCEPTED.items()}
    folder = write_workspace(
        tmp_path_factory.mktemp("files") / "it's [1] jaar=2025", files=contents
    )
    run = built(folder, "--as-of", AS_OF)
    return folder, run, {lang: call("check", folder, "--lang", lang) for lang in ("nl", "en")}


@pytest.fixture(scope="module")
def found(files: Files) -> dict[str, Counts]:
    return counts(files[0])


def test_good_files_beside_bad_ones_are_used(found: dict[str, Counts]) -> None:
    assert found["incidents.csv"] == (5, 5, 0, 0)
    assert found["signals.csv"] == (3, 3, 0, 0)


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_wrong_as_a_whole_is_named_and_counted(
    files: Files, found: dict[str, Counts], name: str
) -> None:
    _, says_nl, says_en, rows = REFUSED[name]
    assert found[name] == (rows, 0, rows, 0)
    for lang, says in (("nl", says_nl), ("en", says_en)):
        lines = [
            line
            for line in files[2][lang].out.splitlines()
            if line.startswith(f"{name}: ") and says in line
        ]
        assert len(lines) == 1, (name, lang)
    assert f"{name}: " in files[1].out  # a build says it too


@pytest.mark.parametrize("name", ACCEPTED)
def test_an_unusual_file_is_read(found: dict[str, Counts], name: str) -> None:
    assert found[name] == ACCEPTED[name][1]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(files: Files) -> None:
    kept = ask(
        files[0], "SELECT file, row_number, reason FROM rejects WHERE row_number IS NOT NULL"
    )
    assert set(kept.itertuples(index=False, name=None)) == ROWS_SET_ASIDE
    used = ask(
        files[0],
        "SELECT incident_id, row_number FROM fct_incidents WHERE incident_id IN ('fe3', "
        "'fm79', 'ff1', 'ft1')",
    )
    assert dict(used.itertuples(index=False, name=None)) == {
        "fe3": 4,
        "fm79": 80,
        "ff1": 3,
        "ft1": 1,
    }


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("nl", "incidents-k-cp1252.csv, rij 3, kolom -: De rij bevat tekens die geen UTF-8 zijn"),
        (
            "en",
            "incidents-k-cp1252.csv, row 3, column -: The row holds characters that are not UTF-8",
        ),
        (
            "nl",
            "incidents-l-broken.csv, 2 rijen (3, 5), kolom -: De rij heeft niet evenveel velden",
        ),
        (
            "en",
            "incidents-l-broken.csv, 2 rows (3, 5), column -: The row does not have as many fields",
        ),
        ("nl", "incidents-n-header-only.csv Het bestand heeft alleen een kopregel"),
        ("en", "incidents-n-header-only.csv The file has only a header"),
        ("nl", "incidents-o-header-only.xlsx Het bestand heeft alleen een kopregel"),
    ],
)
def test_what_is_wrong_inside_a_file_is_named(files: Files, lang: str, line: str) -> None:
    assert line in files[2][lang].out


def test_a_name_with_brackets_is_no_pattern_of_names(files: Files) -> None:
    used = ask(
        files[0],
        "SELECT incident_id, file FROM fct_incidents WHERE regexp_matches(incident_id, '^f[qt]')",
    )
    assert dict(used.itertuples(index=False, name=None)) == {
        "fq1": "incidents-q-[ab].csv",
        "fq2": "incidents-q-a.csv",
        "ft1": "incidents-t-[st].parquet",
        "ft2": "incidents-t-s.parquet",
    }


def test_a_column_that_is_not_taken_over_is_named_but_not_kept(files: Files) -> None:
    assert (
        "incidents-e-quoted-breaks.csv Deze kolommen horen niet bij de afspraken"
        in files[2]["nl"].out
    )
    assert "toelichting" in files[2]["nl"].out
    columns = ask(
        files[0], "SELECT column_name FROM duckdb_columns() WHERE table_name = 'fct_incidents'"
    )
    assert "toelichting" not in set(columns["column_name"])


def test_a_file_of_no_kind_is_named(tmp_path: Path) -> None:
    names = [
        "meldingen.csv",
        "bevolking-2024.csv",
        "oud.xls",
        "notities.txt",
        "wijken.shp",
        "export.ods",
        "incidents.tsv",
    ]
    folder = write_workspace(tmp_path / "ws", files=dict.fromkeys(names, "a,b\n1,2\n"))
    text = call("check", folder).out
    for name in names:
        assert f"{name} Dit bestand hoort bij geen enkele soort" in text
