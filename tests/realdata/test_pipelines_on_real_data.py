"""The whole way with Dutch open data: what is built, what is said, and what is honestly not
known.
"""

from pathlib import Path

import pandas as pd
import pytest

from tests.realdata import make_assen, make_denhaag, make_nederland
from tests.unit.pipelines.workspace_maker import Answer, ask, built, call, counts

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

Made = tuple[Path, Answer]


@pytest.fixture(scope="module")
def assen(realdata: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    workspace = tmp_path_factory.mktemp("assen") / "ws"
    make_assen.make(realdata, workspace)
    return workspace, built(workspace)


@pytest.fixture(scope="module")
def denhaag(realdata: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    workspace = tmp_path_factory.mktemp("denhaag") / "ws"
    make_denhaag.make(realdata, workspace)
    return workspace, built(workspace)


@pytest.fixture(scope="module")
def nederland(realdata: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    workspace = tmp_path_factory.mktemp("nederland") / "ws"
    make_nederland.make(realdata, workspace)
    return workspace, built(workspace)


def proposals(workspace: Path) -> pd.DataFrame:
    return ask(
        workspace,
        "SELECT phase, gates, channels_usable, count(*) AS times FROM phase_proposals GROUP BY ALL",
    )


def test_assen_counts_each_report_once(assen: Made) -> None:
    workspace, _ = assen
    found = counts(workspace)
    meldingen = {name: c for name, c in found.items() if name.startswith("meldingen_")}
    rows_in, used, rejected, ignored = (
        sum(column) for column in zip(*meldingen.values(), strict=True)
    )
    assert rows_in == 5_169
    assert used + rejected + ignored == rows_in
    # 3,024 different reports; 61 of them lie outside every wijk and are refused as often as they
    # were delivered
    unique = ask(
        workspace, "SELECT count(*) AS n, count(DISTINCT incident_id) AS ids FROM fct_incidents"
    )
    assert unique["n"][0] == unique["ids"][0] == used == 3_024 - 61
    outside = ask(workspace, "SELECT DISTINCT reason FROM rejects")
    assert outside["reason"].tolist() == ["point_outside"]


def test_assen_is_never_called_calm(assen: Made) -> None:
    workspace, _ = assen
    found = proposals(workspace)
    assert found["phase"].tolist() == ["onvoldoende_gegevens"] * len(found)
    assert set(found["gates"]) == {"too_few_channels"}
    printed = call("phases", workspace).out.splitlines()
    assert len(printed) == 11
    assert all(",onvoldoende_gegevens," in line for line in printed[1:])


def test_assen_shows_what_was_recorded(assen: Made) -> None:
    workspace, _ = assen
    newest = ask(
        workspace,
        "SELECT channels_usable, count(*) AS wijken FROM phase_proposals "
        "WHERE week_start = (SELECT max(week_start) FROM dim_weeks) GROUP BY ALL",
    )
    assert "vastgelegd" in set(newest["channels_usable"])
    figures = ask(workspace, "SELECT count(*) AS n FROM ind_values WHERE value IS NOT NULL")
    assert figures["n"][0] > 0
    kept = set(
        ask(
            workspace, "SELECT column_name FROM duckdb_columns() WHERE table_name = 'fct_incidents'"
        )["column_name"]
    )
    assert not kept & {"lng", "lat", "lon", "wijk", "subcategory"}


def test_denhaag_without_residents_of_2017_uses_the_nearest_year_and_says_so(denhaag: Made) -> None:
    workspace, answer = denhaag
    assert "geen inwonertal geleverd. Het dichtstbijzijnde jaar is gebruikt" in answer.out
    used = ask(
        workspace,
        "SELECT DISTINCT jaar, source_jaar, is_nearest_year FROM fct_population WHERE jaar = 2017",
    )
    assert used.values.tolist() == [[2017, 2024, True]]
    rates = ask(
        workspace,
        "SELECT bool_and(is_nearest_year) AS marked FROM ind_registrations WHERE "
        "per_1000_residents IS NOT NULL",
    )
    assert rates["marked"].tolist() == [True]


def test_denhaag_seven_wijken_have_no_register(denhaag: Made) -> None:
    workspace, answer = denhaag
    (line,) = [
        line for line in answer.out.splitlines() if "Geen enkel cijfer in het register" in line
    ]
    names = line.split("politie-denhaag: ")[1].split(". Daar is")[0]
    empty = ask(
        workspace,
        "SELECT wijknaam FROM dim_wijken WHERE wijkcode NOT IN (SELECT wijkcode FROM "
        "fct_registrations) ORDER BY wijkcode",
    )["wijknaam"].tolist()
    assert len(empty) == 7
    assert all(name in names for name in empty)
    zeros = ask(
        workspace,
        "FROM ind_registrations WHERE wijkcode IN (SELECT wijkcode "
        "FROM dim_wijken WHERE wijknaam = ?)", empty[0],
    )  # fmt: skip
    assert zeros.empty  # nothing known is not zero


def test_denhaag_raises_suspicion_about_december_2017_by_itself(denhaag: Made) -> None:
    _, answer = denhaag
    lines = [line for line in answer.out.splitlines() if "staat elk gebied op nul" in line]
    assert len(lines) == 1
    assert "politie-denhaag, 2017-12" in lines[0]
    assert "known_gaps" in lines[0]


def test_denhaag_notes_the_kind_that_is_always_zero(denhaag: Made) -> None:
    _, answer = denhaag
    (line,) = [line for line in answer.out.splitlines() if "staat overal en altijd op nul" in line]
    assert "117" in line


def test_denhaag_told_of_december_ignores_its_rows_and_is_quiet_about_it(
    realdata: Path, tmp_path: Path
) -> None:
    workspace = tmp_path / "ws"
    make_denhaag.make(realdata, workspace, tell_december=True)
    answer = built(workspace)
    assert "staat elk gebied op nul" not in answer.out
    rows_in, used, rejected, ignored = counts(workspace)["delicten_maand.parquet"]
    assert (rows_in, rejected) == (93_744, 0)
    assert ignored == 93_744 // 84  # one month of 84
    assert ask(workspace, "FROM fct_registrations WHERE period = '2017-12'").empty
    assert used == rows_in - ignored
    total = ask(workspace, "SELECT sum(count)::BIGINT AS n FROM fct_registrations")
    assert total["n"][0] == 153_322  # the zeros added nothing


def test_denhaag_is_never_called_calm(denhaag: Made) -> None:
    found = proposals(denhaag[0])
    assert found["phase"].tolist() == ["onvoldoende_gegevens"] * len(found)


def test_nederland_builds_and_proposes_no_phase(nederland: Made) -> None:
    workspace, answer = nederland
    assert "Er zijn alleen registraties geleverd" in answer.out
    assert len(ask(workspace, "FROM dim_wijken")) == 3_393
    found = proposals(workspace)
    assert found["phase"].tolist() == ["onvoldoende_gegevens"] * len(found)
    weeks = len(ask(workspace, "FROM dim_weeks"))
    assert found["times"].sum() == 3_393 * weeks
    rows_in, used, rejected, ignored = counts(workspace)["misdrijven_jaar.csv"]
    assert rows_in == 5 * 14_494 == used + rejected + ignored
    assert call("phases", workspace).out.count("\n") == 3_394


def test_nederland_gives_no_rate_where_counts_are_withheld(nederland: Made) -> None:
    workspace, _ = nederland
    bad = ask(
        workspace,
        "FROM ind_registrations WHERE areas_withheld > 0 AND per_1000_residents IS NOT NULL",
    )
    assert bad.empty
    some = ask(
        workspace, "SELECT count(*) AS n FROM ind_registrations WHERE per_1000_residents > 0"
    )
    assert some["n"][0] > 10_000
