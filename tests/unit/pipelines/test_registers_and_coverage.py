"""Coverage, residents, withheld counts, suspicions and weeks, worked out by hand."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.unit.pipelines.row_maker import (
    NEWEST,
    ONE,
    SUNDAY,
    THREE,
    TWO,
    answers,
    incident,
    phase,
    registration,
    signal,
    weeks_ago,
    workspace,
)
from tests.unit.pipelines.workspace_maker import (
    Row,
    ask,
    built,
    call,
    csv_text,
    rows,
    write_workspace,
)

AN_ANSWER_DAY = date(2025, 5, 30)


def test_coverage(tmp_path: Path) -> None:
    """Weekly, four-weekly and ended reporters over eight weeks: received against expected."""
    reporters: list[Row] = [
        ["weekteam-een", "welzijn", ONE, 1, "2025-01-06", None],
        ["maandteam-twee", "welzijn", TWO, 4, "2025-01-06", None],
        ["maandteam-drie", "welzijn", THREE, 4, "2025-01-06", None],
        ["gestopt-werk-drie", "welzijn", THREE, 1, "2025-01-06", "2025-05-25"],
        ["nieuw-werk-drie", "welzijn", THREE, 1, "2025-06-16", None],
    ]
    table = [
        *(
            signal(weeks_ago(ago), ONE, "C5", 1, "weekteam-een") for ago in (0, 0, 3, 7, 8)
        ),  # 3 weeks of 8
        signal(weeks_ago(1), ONE, "C5", 1, "iemand-anders-werk"),  # not on the list
        *(
            signal(weeks_ago(ago), TWO, None, None, "maandteam-twee") for ago in (0, 1, 2)
        ),  # 2 expected, 2 counted
        signal(weeks_ago(5), THREE, "C5", 1, "gestopt-werk-drie"),  # weeks 7, 6, 5 ago are expected
        signal(weeks_ago(1), THREE, "C5", 1, "nieuw-werk-drie"),  # 2 expected
        signal(date(2025, 1, 8), ONE, "C5", 1, "weekteam-een"),
        signal(SUNDAY, TWO, None, None, "maandteam-twee"),
    ]
    folder = workspace(tmp_path / "ws", signals=table, reporters=reporters)
    found = ask(folder, "FROM fct_coverage WHERE week_start = ? ORDER BY wijkcode", NEWEST)
    assert found["expected"].tolist() == [8.0, 2.0, 2.0 + 3.0 + 2.0]
    assert found["received"].tolist() == [3.0, 2.0, 2.0]
    assert found["coverage_pct"].tolist() == pytest.approx([37.5, 100.0, 100 * 2 / 7])
    first = ask(folder, "FROM fct_coverage WHERE week_start = DATE '2025-01-06' ORDER BY wijkcode")
    assert first["expected"].tolist() == [1.0, 0.25, 1.25]
    assert first["received"].tolist() == [1.0, 0.0, 0.0]
    assert first["coverage_pct"].tolist() == [100.0, 0.0, 0.0]


def test_signals_are_usable_from_a_quarter_of_the_expected_reports(tmp_path: Path) -> None:
    """Two of eight weekly reports are enough, one of eight is silence and says nothing."""
    reporters: list[Row] = [
        ["weekteam-een", "welzijn", ONE, 1, "2025-01-06", None],
        ["weekteam-twee", "welzijn", TWO, 1, "2025-01-06", None],
    ]
    table = [
        signal(weeks_ago(1), ONE, "C5", 1, "weekteam-een"),
        signal(weeks_ago(4), ONE, "C5", 1, "weekteam-een"),
        signal(weeks_ago(1), TWO, "C5", 1, "weekteam-twee"),
        signal(SUNDAY, THREE, "C5", 1, "iemand-anders-werk"),  # sets the newest week
        signal(date(2025, 1, 8), ONE, "C5", 1, "weekteam-een"),
    ]
    folder = workspace(tmp_path / "ws", signals=table, reporters=reporters)
    found = ask(
        folder,
        "SELECT wijkcode, channels_usable LIKE '%gezien%' AS usable "
        "FROM phase_proposals WHERE week_start = ?",
        NEWEST,
    )
    usable = dict(zip(found["wijkcode"], found["usable"], strict=True))
    assert usable[ONE]
    assert not usable[TWO]


def test_the_nearest_year_of_residents_is_used_and_marked(tmp_path: Path) -> None:
    people: list[Row] = [[ONE, 2023, 1000, None], [ONE, 2025, 3000, None], [TWO, 2022, 500, None]]
    table = [incident(date(2024, 6, 5) + timedelta(weeks=n), ONE, "overig") for n in range(40)]
    folder = workspace(tmp_path / "ws", people, incidents=table)
    assert rows(folder, "fct_population") == [
        (ONE, 2024, 1000, 2023, True, None),  # 2023 and 2025 are equally near: the earlier
        (ONE, 2025, 3000, 2025, False, None),
        (TWO, 2024, 500, 2022, True, None),
        (TWO, 2025, 500, 2022, True, None),
    ]
    text = call("check", folder).out
    assert (
        "Voor 2024, 2025 is geen inwonertal geleverd. Het dichtstbijzijnde jaar is gebruikt" in text
    )
    assert "Van Oosterdiep is geen inwonertal geleverd" in text
    marked = ask(folder, "SELECT DISTINCT is_nearest_year FROM ind_values WHERE wijkcode = ?", TWO)
    assert marked["is_nearest_year"].tolist() == [True]


def test_withheld_is_never_zero(tmp_path: Path) -> None:
    header = ["register", "period", "buurtcode", "kind", "count"]
    table: list[Row] = [
        ["47022NED", "2025-05", "BU00010101", "1.1", 5],
        ["47022NED", "2025-05", "BU00010102", "1.1", None],
        ["47022NED", "2025-05", "BU00010201", "1.1", None],
        ["47022NED", "2025-05", "BU00010301", "1.1", 8],
        ["47022NED", "2025-05", "BU00010302", "1.1", 0],
    ]
    folder = write_workspace(
        tmp_path / "ws", kinds=["population"], files={"registrations.csv": csv_text(header, table)}
    )
    built(folder)
    found = ask(
        folder,
        "SELECT wijkcode, count_known, areas_withheld, per_1000_residents FROM "
        "ind_registrations ORDER BY wijkcode",
    )
    assert found["areas_withheld"].tolist() == [1, 1, 0]
    assert found["count_known"].isna().tolist() == [False, True, False]
    assert found["count_known"].dropna().tolist() == [5, 8]
    assert found["per_1000_residents"].isna().tolist() == [True, True, False]
    assert found["per_1000_residents"][2] == pytest.approx(2.0)
    usable = ask(
        folder,
        "SELECT wijkcode, channels_usable FROM phase_proposals WHERE week_start = DATE "
        "'2025-05-26' ORDER BY 1",
    )
    assert usable["channels_usable"].tolist() == ["vastgelegd", "", "vastgelegd"]
    # registers alone never make a phase, and certainly not calm
    assert set(ask(folder, "SELECT DISTINCT phase FROM phase_proposals")["phase"]) == {
        "onvoldoende_gegevens"
    }
    assert "Er zijn alleen registraties geleverd" in call("check", folder).out


def test_a_month_in_which_everything_is_zero_raises_suspicion(tmp_path: Path) -> None:
    counted = [
        registration(f"2025-{m:02d}", wijk, 0 if m == 4 else 3)
        for m in range(1, 7)
        for wijk in (ONE, TWO)
    ]
    always = [
        registration(f"2025-{m:02d}", wijk, 0, "9.9") for m in range(1, 7) for wijk in (ONE, TWO)
    ]
    folder = workspace(tmp_path / "ws", registrations=[*counted, *always])
    text = call("check", folder).out
    assert "In 47022NED, 2025-04 staat elk gebied op nul" in text
    assert text.count("staat elk gebied op nul") == 1
    assert "Soort 47022NED, 9.9 staat overal en altijd op nul" in text
    assert "Geen enkel cijfer in het register voor 47022NED: Oosterdiep" in text


def test_a_month_with_something_withheld_is_not_called_zero(tmp_path: Path) -> None:
    table = [
        registration(f"2025-{m:02d}", wijk, 3) for m in range(1, 4) for wijk in (ONE, TWO, THREE)
    ]
    table += [
        registration("2025-04", ONE, 0),
        registration("2025-04", TWO, None),
        registration("2025-04", THREE, 0),
    ]
    folder = workspace(tmp_path / "ws", registrations=table)
    assert "op nul" not in call("check", folder).out


def test_incidents_count_as_between_groups_only_when_somebody_said_so(tmp_path: Path) -> None:
    surveys = answers("2025", AN_ANSWER_DAY, ONE, "thuisgevoel", [(50, 1, 5)])
    surveys += answers("2025", AN_ANSWER_DAY, TWO, "thuisgevoel", [(50, 1, 5)])
    table = [
        incident(weeks_ago(2), ONE, "geweld", "ja", "ernstig", "ja"),
        incident(weeks_ago(1), TWO, "geweld", "onbekend", "ernstig", "ja"),
        incident(weeks_ago(1), TWO, "geweld", "nee", "ernstig", "ja"),
        incident(
            weeks_ago(1), TWO, "geweld", "ja", "ernstig", "nee"
        ),  # not verified: one is not enough
        incident(SUNDAY, THREE, "overig"),
        incident(weeks_ago(1), THREE, "discriminatie", "nee"),
    ]
    folder = workspace(tmp_path / "ws", incidents=table, surveys=surveys)
    found = ask(folder, "SELECT criterion FROM fct_incidents ORDER BY row_number")["criterion"]
    assert [None if c != c or c is None else c for c in found] == [
        "C10",
        None,
        None,
        "C10",
        None,
        "C9",
    ]
    assert phase(folder, ONE) == "incidenten"
    assert phase(folder, TWO) == "rust"
    assert phase(folder, THREE) == "onvoldoende_gegevens"
    reasons = ask(
        folder,
        "SELECT kind, gate FROM phase_reasons WHERE wijkcode = ? AND week_start = ? AND rank = 1",
        ONE,
        NEWEST,
    )
    assert reasons.values.tolist() == [["gate", "severe_incident"]]


def test_weeks_are_iso_weeks_and_none_is_missing(tmp_path: Path) -> None:
    table = [
        incident(date(2024, 12, 28), ONE, "overig"),
        incident(date(2025, 1, 15), ONE, "overig"),
    ]
    folder = workspace(tmp_path / "ws", incidents=table)
    found = ask(
        folder, "SELECT week_start, iso_week, is_complete FROM dim_weeks ORDER BY week_index"
    )
    assert found["iso_week"].tolist() == ["2024-W52", "2025-W01", "2025-W02", "2025-W03"]
    assert {d.weekday() for d in found["week_start"]} == {0}
    assert found["is_complete"].tolist() == [True, True, True, False]
