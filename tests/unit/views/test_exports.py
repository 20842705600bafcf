"""A download never loses whose data it is, for which week, and what it was made with."""

import io
from types import SimpleNamespace

import pandas as pd
import pytest

from language import texts_for
from views import exports

META = {
    "naam": "Voorbeeldstad",
    "gemeentecode": "GM0000",
    "fictief": "true",
    "as_of": "2026-11-20",
    "build_id": "build-1",
    "rule_version": "2026.11-punt",
}


def read(fictief: str, rows: pd.DataFrame) -> pd.DataFrame:
    screen = SimpleNamespace(meta={**META, "fictief": fictief}, texts=texts_for("nl"))
    written = exports.csv(screen, rows, wijk="Noord", week="2026-11-09")
    return pd.read_csv(io.BytesIO(written), sep=";", decimal=",", encoding="utf-8-sig")


@pytest.mark.parametrize(("fictief", "said"), [("true", "ja"), ("false", "nee")])
def test_every_row_carries_its_context(fictief, said):
    found = read(fictief, pd.DataFrame({"file": ["a.csv", "b.csv"], "value": [1.5, 2.25]}))
    assert list(found["fictief"]) == [said, said]
    for column, value in {
        "gemeente": "Voorbeeldstad",
        "gemeentecode": "GM0000",
        "wijk": "Noord",
        "week": "2026-11-09",
        "peildatum": "2026-11-20",
        "build_id": "build-1",
        "rule_version": "2026.11-punt",
    }.items():
        assert set(found[column]) == {value}
    assert list(found["value"]) == [1.5, 2.25]


def test_a_delivered_column_is_not_overwritten_by_the_context():
    found = read("true", pd.DataFrame({"week": ["2020-W01"]}))
    assert list(found["week"]) == ["2020-W01"]
    assert list(found["context_week"]) == ["2026-11-09"]
