"""Series of two gemeenten on the wijken of 2014 and of 2024: what is shown and what is left out add
up to what was delivered, for every register, kind and period, and every converted number is marked.
"""

import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from pipelines import read_model
from tests.realdata import make_changed
from tests.unit.pipelines.workspace_maker import built, call

pytestmark = [pytest.mark.realdata, pytest.mark.slow]
YEARS = (2014, 2024)


@pytest.fixture(scope="module")
def groningen(realdata: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("groningen") / "ws"
    make_changed.make(realdata, folder, "GM0014")
    built(folder)
    yield folder


@pytest.fixture(scope="module")
def denhaag(realdata: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("denhaag2014") / "ws"
    make_changed.make(realdata, folder, "GM0518")
    built(folder)
    yield folder


def delivered(folder: Path) -> pd.Series:
    """(series, period) -> number, from the delivered file itself."""
    if (folder / "misdrijven_jaar.csv").exists():
        table = pd.read_csv(folder / "misdrijven_jaar.csv").assign(series="47022NED 0.0.0")
        table = table.rename(columns={"jaar": "period", "misdrijven_totaal": "number"})
    else:
        table = pd.read_parquet(folder / "delicten_maand.parquet")
        table["series"] = "politie-denhaag " + table["delictcode"].astype(str)
        table = table.rename(columns={"maand": "period", "aantal": "number"})
    table["period"] = table["period"].astype(str)
    sums = table.groupby(["series", "period"])["number"].sum()
    return sums.astype("int64")


def on(folder: Path, year: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    with closing(read_model.open_current(folder)) as build:
        return build.series_on(year, "registrations"), build.series_left_out(year, "registrations")


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("gemeente", ["groningen", "denhaag"])
def test_every_period_adds_up_exactly(
    gemeente: str, year: int, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(gemeente)
    shown, left_out = on(folder, year)
    both = pd.concat([shown, left_out]).groupby(["series", "period"])["number"].sum()
    expected = delivered(folder)
    assert both.astype("int64").to_dict() == expected.to_dict()
    print(
        f"{gemeente} on {year}: {expected.sum():,} delivered = {int(shown['number'].sum()):,} "
        f"shown + {int(left_out['number'].sum()):,} left out, in {len(expected)} sums"
    )


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("gemeente", ["groningen", "denhaag"])
def test_every_converted_number_is_marked(
    gemeente: str, year: int, request: pytest.FixtureRequest
) -> None:
    shown, left_out = on(request.getfixturevalue(gemeente), year)
    own_year = {"groningen": 2024, "denhaag": 2014}[gemeente]
    assert set(shown["is_converted"]) == {year != own_year}
    pct = shown["estimated_pct"]
    assert pct.isna().all() if year == own_year else pct.between(0, 100).all()
    assert set(left_out["reason"]) <= {"outside", "partly_outside", "weights_unknown"}
    if year != own_year:
        assert (pct == 0).any() and (pct > 0).any()


def test_denhaag_on_2014_is_the_file_itself(denhaag: Path) -> None:
    table = pd.read_parquet(denhaag / "delicten_maand.parquet")
    table["wijkcode"] = "WK" + table["buurtcode"].str[2:8]
    expected = table.groupby([table["delictcode"].astype(str), "maand", "wijkcode"])["aantal"].sum()
    shown, _ = on(denhaag, 2014)
    kinds = shown["series"].str.split(" ").str[1]
    found = shown.groupby([kinds, "period", "wijkcode"])["number"].sum()
    assert found.astype("int64").to_dict() == expected.to_dict()


def test_groningen_of_2014_has_haren_and_ten_boer_apart(groningen: Path) -> None:
    shown, left_out = on(groningen, 2014)
    crimes = shown[shown["period"] == "2024"].set_index("wijkcode")
    assert crimes.index.str[2:6].isin(["0014", "0017", "0009"]).all()
    assert crimes.loc[["WK000900", "WK001700"], "number"].gt(0).all()
    # Meerstad was of another gemeente in 2014, which is not on that map
    assert "WK001414" in set(left_out["wijkcode"])


@pytest.mark.parametrize("year", YEARS)
def test_the_command_hands_over_what_adds_up(groningen: Path, year: int) -> None:
    answer = call("series", groningen, "--division", year, "--format", "csv")
    table = pd.read_csv(io.StringIO(answer.out), dtype={"period": "str"})
    own = table[table["kind"] == "registrations"].groupby(["series", "period"])["number"].sum()
    assert own.astype("int64").to_dict() == delivered(groningen).to_dict()
    assert table["explained"].notna().all()
