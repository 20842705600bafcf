"""No row is lost: counts add up whatever is delivered, in whatever order, overlap and form of
file.
"""

import io
import random
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.pipelines.workspace_maker import (
    AS_OF,
    HEADERS,
    ROWS,
    Cell,
    Row,
    ask,
    built,
    call,
    counts,
    csv_text,
    printed_counts,
    rows,
    write_workspace,
)

FACTS = {
    "population": "dim_population",
    "incidents": "fct_incidents",
    "surveys": "fct_answers",
    "survey_results": "fct_survey_results",
    "signals": "fct_signals",
    "registrations": "fct_registrations",
    "agenda": "fct_agenda",
    "reporters": "dim_reporters",
    "offer": "fct_offer",
}
NASTY: list[Cell] = [
    *(
        None,
        "",
        " ",
        "ja",
        "nee",
        "0",
        "-1",
        "1.5",
        "1,5",
        "1e9",
        "NaN",
        "inf",
        "2025",
        "2025-06-03",
        "2025-02-30",
    ),
    *(
        "2999-01-01",
        "WK000101",
        "WK999999",
        "overig",
        "C5",
        "thuisgevoel",
        "geluidsoverlast",
        "welzijn",
        "x|y",
        'a"b',
        "a;b",
    ),
    *(
        "regel\nbreuk",
        "é",
        "=1+1",
        "'; DROP TABLE meta; --",
        "{{ 7 * 7 }}",
        "\\",
        "%",
        "NULL",
        "\x1f",
        "\u2028",
    ),
]


@st.composite
def hostile_table(draw: st.DrawFn, kind: str) -> list[Row]:
    """Rows of one kind: valid ones in which some cells were replaced, some rows repeated."""
    table: list[Row] = []
    for _ in range(draw(st.integers(0, 6))):
        row = list(draw(st.sampled_from(ROWS[kind])))
        for _ in range(draw(st.integers(0, 3))):
            row[draw(st.integers(0, len(row) - 1))] = draw(st.sampled_from(NASTY))
        table.append(row)
    return table


@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), separator=st.sampled_from([",", ";"]))
def test_counts_add_up_whatever_is_delivered(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, separator: str
) -> None:
    tables = {kind: data.draw(hostile_table(kind), label=kind) for kind in HEADERS}
    files: dict[str, str | bytes | None] = {
        f"{kind}-x.csv": csv_text(HEADERS[kind], table, separator=separator)
        for kind, table in tables.items()
        if kind not in ("population", "reporters")
    }
    folder = write_workspace(tmp_path_factory.mktemp("counts") / "ws", kinds=HEADERS, files=files)
    answer = built(folder, "--as-of", AS_OF)
    found = counts(folder)
    assert printed_counts(answer) == found
    for kind, table in tables.items():
        if f"{kind}-x.csv" not in files:
            continue
        # a row with nothing in it but blanks is no row, as in a spreadsheet
        delivered = [row for row in table if any(str(c).strip(" ;,") for c in row if c is not None)]
        total, used, rejected, ignored = found[f"{kind}-x.csv"]
        assert total == len(delivered)
        assert total == used + rejected + ignored
        in_facts = ask(
            folder, f"SELECT count(*) AS n FROM {FACTS[kind]} WHERE file = ?", f"{kind}-x.csv"
        )
        assert in_facts["n"][0] == used
        # what is not used has a row number and a reason, and no row is both used and set aside
        for name, number in (("rejects", rejected), ("ignored", ignored)):
            told = ask(
                folder,
                f"SELECT DISTINCT row_number FROM {name} WHERE file = ? AND row_number IS NOT "
                "NULL AND message_nl <> ''",
                f"{kind}-x.csv",
            )
            assert len(told) == number
        both = ask(
            folder,
            f"FROM {FACTS[kind]} JOIN (FROM rejects UNION ALL FROM ignored) AS r USING (file, "
            "row_number) WHERE file = ?",
            f"{kind}-x.csv",
        )
        assert both.empty


def facts(folder: Path, where_from: bool = False) -> dict[str, list[tuple[Any, ...]]]:
    """What was counted, without file and row."""
    without = "" if where_from else "EXCLUDE (file, row_number)"
    names = [
        *FACTS.values(),
        "fct_coverage",
        "ind_values",
        "ind_registrations",
        "crit_levels",
        "phase_proposals",
    ]
    return {
        name: rows_of(
            folder, f"SELECT * {without if name in FACTS.values() else ''} FROM {name} ORDER BY ALL"
        )
        for name in names
    }


def rows_of(folder: Path, question: str) -> list[tuple[Any, ...]]:
    return list(ask(folder, question).astype("str").itertuples(index=False, name=None))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    folder = write_workspace(tmp_path_factory.mktemp("expected") / "ws", kinds=HEADERS)
    built(folder)
    found = facts(folder)
    assert all(found[table] for table in FACTS.values())
    return found


def test_the_order_of_rows_does_not_matter(
    tmp_path: Path, expected: dict[str, list[tuple[Any, ...]]]
) -> None:
    chance = random.Random(5)
    files: dict[str, str | bytes | None] = {
        f"{kind}.csv": csv_text(HEADERS[kind], chance.sample(ROWS[kind], len(ROWS[kind])))
        for kind in HEADERS
    }
    folder = write_workspace(tmp_path / "ws", files=files)
    built(folder)
    assert facts(folder) == expected


def test_the_order_of_columns_does_not_matter(
    tmp_path: Path, expected: dict[str, list[tuple[Any, ...]]]
) -> None:
    files: dict[str, str | bytes | None] = {
        f"{kind}.csv": csv_text(HEADERS[kind][::-1], [row[::-1] for row in ROWS[kind]])
        for kind in HEADERS
    }
    folder = write_workspace(tmp_path / "ws", files=files)
    built(folder)
    assert facts(folder) == expected


def test_overlapping_deliveries_count_once(
    tmp_path: Path, expected: dict[str, list[tuple[Any, ...]]]
) -> None:
    """Each day's file holds the days before it too. The agenda has no key: it is delivered once."""
    files: dict[str, str | bytes | None] = {}
    for kind in ("incidents", "surveys", "survey_results", "signals", "registrations"):
        for day in range(1, len(ROWS[kind]) + 1):
            files[f"{kind}-{day}.csv"] = csv_text(HEADERS[kind], ROWS[kind][:day])
    folder = write_workspace(
        tmp_path / "ws", kinds=["population", "agenda", "reporters", "offer"], files=files
    )
    built(folder)
    assert facts(folder) == expected
    found = counts(folder)
    assert found["incidents-1.csv"] == (1, 0, 0, 1)
    assert found["incidents-5.csv"] == (5, 5, 0, 0)
    assert found["survey_results-2.csv"] == (2, 0, 0, 2)


def as_xlsx(header: list[str], table: list[Row]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [header, *table]:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_parquet(header: list[str], table: list[Row]) -> bytes:
    """Typed columns, as an analyst's data frame would be written."""
    frame = pd.DataFrame(table, columns=header)
    for name in header:
        if name in ("date", "until", "from", "observed_on", "fieldwork_end"):
            frame[name] = pd.to_datetime(frame[name]).dt.date
        elif name == "occurred_at":
            frame[name] = pd.to_datetime(frame[name], format="mixed")
        elif name in (
            "level",
            "count",
            "expected_impact",
            "inwoners",
            "huishoudens",
            "jaar",
            "n",
            "every_weeks",
        ):
            frame[name] = frame[name].astype("Int32" if name != "count" else "float64")
    out = io.BytesIO()
    frame.to_parquet(out, index=False)
    return out.getvalue()


def with_dates(table: list[Row], header: list[str]) -> list[Row]:
    """Dates as dates, as a spreadsheet holds them."""
    at = [
        i
        for i, name in enumerate(header)
        if name in ("date", "until", "from", "observed_on", "fieldwork_end", "occurred_at")
    ]
    return [
        [pd.Timestamp(c).to_pydatetime() if i in at and c else c for i, c in enumerate(row)]
        for row in table
    ]  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["parquet", "xlsx", "semicolon and decimal comma"])
def test_every_form_of_file_gives_the_same_facts(
    tmp_path: Path, expected: dict[str, list[tuple[Any, ...]]], form: str
) -> None:
    files: dict[str, str | bytes | None] = {}
    for kind, header in HEADERS.items():
        if form == "parquet":
            files[f"{kind}.parquet"] = as_parquet(header, ROWS[kind])
        elif form == "xlsx":
            files[f"{kind}.xlsx"] = as_xlsx(header, with_dates(ROWS[kind], header))
        else:
            table = [
                [str(c).replace(".", ",") if isinstance(c, float) else c for c in row]
                for row in ROWS[kind]
            ]
            files[f"{kind}.csv"] = "\ufeff" + csv_text(header, table, separator=";", line="\r\n")
    folder = write_workspace(tmp_path / "ws", kinds=[], files=files)
    built(folder)
    assert facts(folder) == expected
    assert {file: c[2:] for file, c in counts(folder).items()} == dict.fromkeys(
        counts(folder), (0, 0)
    )


def test_a_yes_or_no_column_of_parquet_means_ja_or_nee(tmp_path: Path) -> None:
    frame = pd.DataFrame(ROWS["incidents"], columns=HEADERS["incidents"]).assign(
        verified=[True, False, True, False, True]
    )
    folder = write_workspace(tmp_path / "ws", files={"incidents.csv": None})
    frame.to_parquet(folder / "incidents.parquet")
    built(folder)
    found = ask(folder, "SELECT is_verified FROM fct_incidents ORDER BY row_number")
    assert found["is_verified"].tolist() == [True, False, True, False, True]


def test_what_the_columns_are_called_does_not_get_in_the_way(tmp_path: Path) -> None:
    """Columns of a local export under names that mean something inside."""
    names = [
        *(
            "row_number",
            "joined",
            "is_suspicious",
            "is_in_spread",
            "value",
            "column_name",
            "file_order",
            "problems",
        ),
        *(
            "rowid",
            "delivered",
            "incoming",
            "select",
            "jaar",
            "count",
            '"',
            "'",
            "{{x}}",
            "a b",
            "é",
            "%",
            "😀",
        ),
    ]
    header = [*HEADERS["incidents"], *names]
    table: list[Row] = [[*row, *range(len(names))] for row in ROWS["incidents"]]
    frame = pd.DataFrame(table, columns=header)
    out = io.BytesIO()
    frame.assign(incident_id="p" + frame["incident_id"]).to_parquet(out)
    folder = write_workspace(
        tmp_path / "ws",
        files={
            "incidents.csv": csv_text(header, table),
            "incidents-2.parquet": out.getvalue(),
            "incidents-3.csv": csv_text(header, [["z9", *row[1:]] for row in table])
            + "te,weinig\n",
        },
    )
    built(folder)
    found = counts(folder)
    assert found["incidents.csv"] == (5, 5, 0, 0)
    assert found["incidents-2.parquet"] == (5, 5, 0, 0)
    assert found["incidents-3.csv"] == (6, 2, 1, 3)  # the same id in two systems


def test_counts_of_area_files_add_up(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path / "ws")
    text = (folder / "areas.geojson").read_text("utf-8").replace("WK000103", "onzin")
    (folder / "areas.geojson").write_text(text, "utf-8")
    built(folder)
    assert counts(folder)["areas.geojson"] == (3, 2, 1, 0)
    found = ask(
        folder,
        "SELECT row_number, message_nl, message_en FROM rejects WHERE file = 'areas.geojson'",
    )
    assert found["row_number"].tolist() == [3]
    assert "zonder geldige CBS-wijkcode" in found["message_nl"][0]
    assert "without a valid CBS wijk code" in found["message_en"][0]
    assert "areas.geojson, rij 3" in call("check", folder).out
    assert rows(folder, "dim_wijken") != []
