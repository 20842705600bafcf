"""No text in a file that is taken along is run as a formula."""

import io

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.spreadsheets import plain
from views.exports import without_formulas

RUN = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|'/c calc'!A0", " =1", "\t=1", "\r=1", "\n=1",
       "|x", "%x", "\uff1d1+1", "\uff0b1", "\uff201", "-", "+", "--1")  # fmt: skip


@pytest.mark.parametrize("text", [one for one in RUN if one != "-"])
def test_what_would_run_becomes_text(text):
    assert plain(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "-", "-3", "+4,5", "-1.000,5", "12 %", "2026-11-20", "Noord", "a=b", "é", "–"]
)
def test_what_is_plain_stays(text):
    assert plain(text) == text


@given(st.text())
def test_no_text_begins_with_a_sign_that_runs(text):
    safe = plain(text)
    first = safe.lstrip()[:1]
    is_number = safe.replace(".", "").replace(",", "").lstrip("+-").rstrip("%").isdecimal()
    assert first not in tuple("=+-@|%") or safe == "-" or is_number


def test_a_spreadsheet_sees_text_in_every_cell_and_column_name():
    rows = pd.DataFrame({"=a": ["=1+1", None, "x"], "n": [-1.5, 2.0, 3.0]})
    safe = without_formulas(rows)
    assert list(safe.columns) == ["'=a", "n"]
    assert list(safe["n"]) == [-1.5, 2.0, 3.0]
    out = io.BytesIO()
    safe.to_excel(out, index=False)
    cells = [c for row in openpyxl.load_workbook(out).active.iter_rows() for c in row]
    assert [c.value for c in cells if c.data_type == "f"] == []
