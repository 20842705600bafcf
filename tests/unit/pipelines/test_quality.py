"""What is said of each delivery: planted gaps, drops, drift, late and repeated rows."""

from datetime import date, timedelta

import openpyxl
import pandas as pd
import pytest

from tests.unit.pipelines.workspace_maker import (
    ask,
    built,
    call,
    csv_text,
    write_workspace,
)

HEADER = ["incident_id", "occurred_at", "category", "wijkcode", "source"]
START = date(2024, 1, 1)


def daily(days, category="overig", source="meldpunt", first=0, without=()):
    """One incident a day; `without` are months left out."""
    found = []
    for n in range(first, first + days):
        day = START + timedelta(days=n)
        if f"{day:%Y-%m}" not in without:
            found.append([f"{source}{n}", str(day), category, "WK000101", source])
    return found


def workspace(folder, **tables):
    files = {f"incidents-{name}.csv": csv_text(HEADER, rows) for name, rows in tables.items()}
    return write_workspace(folder, kinds=("population",), files=files)


def figures(folder):
    frame = ask(folder, "FROM source_quality")
    return {
        (row.name_, row.measure): (row.value, row.detail, row.is_remarkable)
        for row in frame.rename(columns={"name": "name_"}).itertuples()
    }


def test_an_ordinary_delivery_has_nothing_remarkable(tmp_path):
    folder = workspace(tmp_path / "ws", a=daily(500))
    built(folder)
    found = figures(folder)
    assert found["incidents-a.csv", "complete_pct"][0] == 100
    assert found["incidents-a.csv", "located_pct"][0] == 100
    assert found["incidents-a.csv", "repeated_pct"][0] == 0
    assert found["incidents-a.csv", "freshness_days"][0] == 0
    assert found["meldpunt", "received_pct"][0] == 100
    assert found["meldpunt", "dropped_months"][0] == 0
    assert found["meldpunt", "drift_pct"][0] == 0
    assert not any(remarkable for name, (_, _, remarkable) in found.items() if "inc" in name[0])


def test_a_month_without_rows_is_a_drop_and_a_gap_in_the_rhythm(tmp_path):
    folder = workspace(tmp_path / "ws", a=daily(500, without=("2024-09",)))
    built(folder)
    found = figures(folder)
    value, which, remarkable = found["meldpunt", "dropped_months"]
    assert (value, which, remarkable) == (1, "2024-09", True)
    value, weeks, remarkable = found["meldpunt", "received_pct"]
    assert value < 100 and weeks == "68 / 72" and not remarkable


def test_categories_that_drift_are_named(tmp_path):
    folder = workspace(tmp_path / "ws", a=daily(365), b=daily(90, category="burenruzie", first=365))
    built(folder)
    value, most, remarkable = figures(folder)["meldpunt", "drift_pct"]
    assert value > 90 and most in ("burenruzie", "overig") and remarkable


def test_late_and_repeated_rows_are_counted_per_file(tmp_path):
    folder = workspace(
        tmp_path / "ws",
        a=daily(100),
        b=[
            *daily(10, first=100),
            *[[f"laat{n}", "2024-02-01", "overig", "WK000101", "meldpunt"] for n in range(10)],
        ],
        c=daily(5, first=105),  # again five that were delivered before
    )
    built(folder)
    found = figures(folder)
    assert found["incidents-b.csv", "late_pct"][0] == pytest.approx(100 * 10 / 15, abs=0.1)
    assert ("incidents-a.csv", "late_pct") not in found
    assert found["incidents-b.csv", "repeated_pct"][0] == 25
    assert found["incidents-b.csv", "repeated_pct"][2]


def test_rows_without_a_place_or_a_value_lower_the_figures(tmp_path):
    rows = daily(20)
    rows[0][3], rows[1][3], rows[2][1] = "WK009999", None, None
    folder = workspace(tmp_path / "ws", a=rows)
    built(folder)
    found = figures(folder)
    assert (
        found["incidents-a.csv", "located_pct"][0] == 90
        and found["incidents-a.csv", "located_pct"][2]
    )
    assert found["incidents-a.csv", "complete_pct"][0] == 95


def test_freshness_counts_to_the_reference_date(tmp_path):
    folder = workspace(tmp_path / "ws", a=daily(20))
    built(folder, "--as-of", "2024-06-01")
    value, _, remarkable = figures(folder)["incidents-a.csv", "freshness_days"]
    assert value == (date(2024, 6, 1) - date(2024, 1, 20)).days and remarkable


def test_a_register_that_misses_months_is_named(tmp_path):
    header = ["register", "period", "wijkcode", "kind", "count"]
    months = [f"2025-{n:02d}" for n in (1, 2, 3, 4, 6)]
    table = csv_text(header, [["47022NED", month, "WK000101", "1", 9] for month in months])
    folder = write_workspace(
        tmp_path / "ws", kinds=("population",), files={"registrations.csv": table}
    )
    built(folder)
    found = figures(folder)
    assert found["47022NED", "received_pct"][:2] == (83.3, "5 / 6")
    assert found["47022NED", "dropped_months"][1] == "2025-05"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_check_prints_them_and_writes_a_file_for_the_supplier(tmp_path, lang):
    rows = daily(200, without=("2024-05",))
    rows[0][3] = "WK009999"
    folder = workspace(tmp_path / "ws", a=rows)
    out = tmp_path / "kwaliteit.xlsx"
    answer = call("check", folder, "--out", out, "--lang", lang)
    assert answer.code == 0 and "2024-05" in answer.out
    book = openpyxl.load_workbook(out)
    assert len(book.worksheets) == 2
    texts = [str(cell.value) for sheet in book.worksheets for row in sheet for cell in row]
    assert any("WK009999" in text for text in texts)  # the code itself is no secret
    csv = tmp_path / "kwaliteit.csv"
    assert call("check", folder, "--out", csv, "--lang", lang).code == 0
    table = pd.read_csv(csv, sep=";")
    assert len(table.columns) == 6 and table.iloc[:, 5].notna().any()


def test_a_file_of_another_form_or_place_is_refused(tmp_path):
    folder = workspace(tmp_path / "ws", a=daily(5))
    assert ".xlsx" in call("check", folder, "--out", tmp_path / "a.pdf").err
    assert "kan niet worden geschreven" in call("check", folder, "--out", tmp_path / "x/a.csv").err
