"""Figures worked out by hand, from delivered rows to rates, shares, levels, coverage and what
is not known.
"""

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
    figures,
    incident,
    level,
    phase,
    signal,
    weeks_ago,
    workspace,
)
from tests.unit.pipelines.workspace_maker import (
    Row,
    ask,
    call,
)


@pytest.fixture(scope="module")
def rates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """WK1: 1,000 residents, 2+1+2+1 nuisance reports in four weeks; WK2: 2,000 and 4; WK3: 99
    residents and 6.
    """
    table = [incident(weeks_ago(ago), ONE, "geluidsoverlast") for ago in (3, 3, 2, 1, 1, 0)]
    table += [incident(weeks_ago(4), ONE, "overlast_jeugd")]  # just outside the window
    table += [
        incident(weeks_ago(ago), ONE, other)
        for ago in (0, 1)
        for other in ("vernieling", "overig", "discriminatie")
    ]
    table += [incident(weeks_ago(ago), TWO, "burenruzie") for ago in (0, 1, 2, 3)]
    table += [incident(weeks_ago(0), THREE, "burenruzie") for _ in range(6)]
    table += [incident(weeks_ago(9), TWO, "overig"), incident(SUNDAY, TWO, "overig")]
    people: list[Row] = [[ONE, 2025, 1000, None], [TWO, 2025, 2000, None], [THREE, 2025, 99, None]]
    return workspace(tmp_path_factory.mktemp("rates") / "ws", people, incidents=table)


def test_incidents_per_1000_residents_over_four_weeks(rates: Path) -> None:
    assert figures(rates, "overlast_meldingen", ONE)[NEWEST] == (pytest.approx(6.0), 6, "ok")
    assert figures(rates, "overlast_meldingen", ONE)[NEWEST - timedelta(weeks=1)] == (
        pytest.approx(6.0),
        6,
        "ok",
    )
    assert level(rates, ONE, "C5", "vastgelegd")["level"] == pytest.approx(2.0)  # type: ignore[index]
    period = ask(
        rates,
        "SELECT period_start, period_end, inwoners FROM ind_values "
        "WHERE indicator_id = 'overlast_meldingen' AND wijkcode = ? AND week_start = ?",
        ONE,
        NEWEST,
    ).iloc[0]
    assert (period["period_start"].date(), period["period_end"].date()) == (
        date(2025, 6, 2),
        SUNDAY,
    )
    assert period["inwoners"] == 1000


def test_too_few_incidents_are_shown_but_give_no_level(rates: Path) -> None:
    assert figures(rates, "overlast_meldingen", TWO)[NEWEST] == (pytest.approx(2.0), 4, "too_few")
    assert level(rates, TWO, "C5", "vastgelegd") is None
    assert figures(rates, "discriminatie_meldingen", ONE) == {}  # no 13 weeks of data yet


def test_too_few_residents_give_no_rate(rates: Path) -> None:
    value, n, status = figures(rates, "overlast_meldingen", THREE)[NEWEST]
    assert (value, n, status) == (None, 6, "no_denominator")
    assert level(rates, THREE, "C5", "vastgelegd") is None


def test_the_first_weeks_of_a_source_have_no_figure(rates: Path) -> None:
    found = figures(rates, "overlast_meldingen", TWO)
    assert min(found) == NEWEST - timedelta(weeks=9 - 3)
    # no incident in weeks 8 to 5 before: the source was silent, and only its last four weeks speak
    assert NEWEST - timedelta(weeks=6) in found


def test_one_channel_alone_is_not_enough(rates: Path) -> None:
    assert {phase(rates, wijk) for wijk in (ONE, TWO, THREE)} == {"onvoldoende_gegevens"}
    gates = ask(rates, "SELECT DISTINCT gates FROM phase_proposals")
    assert set(gates["gates"]) == {"too_few_channels"}


def test_silence_gives_no_figure_and_no_zero(tmp_path: Path) -> None:
    table = [
        incident(weeks_ago(20 - n), ONE, "geluidsoverlast") for n in range(8)
    ]  # weeks 20 to 13 ago
    table += [incident(weeks_ago(0), ONE, "geluidsoverlast"), incident(SUNDAY, ONE, "overig")]
    extra = [incident(weeks_ago(20 - n), TWO, "overig") for n in range(8)]
    folder = workspace(tmp_path / "ws", incidents=[*table, *extra])
    found = figures(folder, "overlast_meldingen", ONE)
    speaking = [
        *range(17, 9, -1),
        0,
    ]  # a full window behind it; the silence begins four weeks after the last report
    assert sorted(found) == [NEWEST - timedelta(weeks=ago) for ago in speaking]
    assert figures(folder, "overlast_meldingen", TWO)[NEWEST][:2] == (
        0.0,
        0,
    )  # the source speaks: this zero is one
    usable = ask(
        folder,
        "SELECT week_start, channels_usable FROM phase_proposals WHERE wijkcode = ? ORDER BY 1",
        ONE,
    )
    by_week = {row.week_start.date(): row.channels_usable for row in usable.itertuples()}
    assert by_week[NEWEST - timedelta(weeks=5)] == ""
    assert by_week[NEWEST] == "vastgelegd"


def test_a_source_that_falls_silent_raises_suspicion(tmp_path: Path) -> None:
    table = [incident(weeks_ago(ago), ONE, "overig") for ago in (*range(20, 8, -1), 2, 1, 0)]
    folder = workspace(tmp_path / "ws", incidents=table)
    (line,) = [
        text for text in call("check", folder).out.splitlines() if "geen enkele melding" in text
    ]
    assert "2025-W18 t/m 2025-W23" in line  # between 2025-W17 and 2025-W24


AN_ANSWER_DAY = date(2025, 5, 30)


@pytest.fixture(scope="module")
def surveys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    day = AN_ANSWER_DAY
    old = date(2023, 5, 31)
    ancient = date(2022, 6, 1)
    table = [
        *answers("2025", day, ONE, "thuisgevoel", [(20, 2, 5), (30, 1, 3)]),  # 40 of 70
        *answers("2025", day, TWO, "thuisgevoel", [(49, 1, 5)]),  # one answer short
        *answers("2025", day, ONE, "cohesie", [(25, 1, 8), (25, 3, 4)]),  # 500 / 100
        *answers("2025", day, ONE, "discriminatie_ervaren", [(10, 1, 1), (40, 0.5, 0)]),  # 10 of 30
        *answers("2025", day, ONE, "ergernis_leefregels", [(25, 1, 4), (25, 1, 2)]),  # half
        *answers("2023", old, THREE, "ergernis_leefregels", [(36, 1, 5), (24, 1, 1)]),  # 60 of 100
        *answers("2025", day, THREE, "ergernis_leefregels", [(10, 1, 1)]),  # newer, but too few
        *answers("2022", ancient, TWO, "ergernis_leefregels", [(60, 1, 5)]),
    ]
    results: list[Row] = [
        ["2025", str(day), TWO, "cohesie", 50, 4.8, None],
        ["2025", str(day), THREE, "cohesie", 49, 4.8, None],
        [
            "2025",
            str(day),
            ONE,
            "cohesie",
            900,
            9.9,
            None,
        ],  # answers were delivered too: those count
    ]
    signals = [signal(SUNDAY, ONE, None, None)]
    return workspace(
        tmp_path_factory.mktemp("surveys") / "ws",
        surveys=table,
        survey_results=results,
        signals=signals,
    )


@pytest.mark.parametrize(
    ("wijk", "indicator", "value", "n", "status"),
    [
        (ONE, "thuisgevoel", 100 * 40 / 70, 50, "ok"),
        (TWO, "thuisgevoel", None, 49, "too_few"),
        (ONE, "cohesie", 5.0, 50, "ok"),
        (ONE, "discriminatie_ervaren", 100 * 10 / 30, 50, "ok"),
        (ONE, "ergernis_leefregels", 50.0, 50, "ok"),
        (TWO, "cohesie", 4.8, 50, "ok"),
        (THREE, "cohesie", None, 49, "too_few"),
    ],
)
def test_survey_figures(
    surveys: Path, wijk: str, indicator: str, value: float | None, n: int, status: str
) -> None:
    found = figures(surveys, indicator, wijk)
    week = AN_ANSWER_DAY - timedelta(days=AN_ANSWER_DAY.weekday())
    assert found[week] == (value if value is None else pytest.approx(value), n, status)


def test_survey_levels_lie_between_goalposts(surveys: Path) -> None:
    # cohesie 5.0 between 5.6 (1) and 4.8 (2); ergernis 50 between 45 (2) and 60 (3);
    # discriminatie above 30 is 3
    assert level(surveys, ONE, "C5", "beleefd")["level"] == pytest.approx(2 + 5 / 15)  # type: ignore[index]
    assert level(surveys, ONE, "C9", "beleefd")["level"] == pytest.approx(3.0)  # type: ignore[index]
    assert level(surveys, TWO, "C3", "beleefd")["level"] == pytest.approx(2.0)  # type: ignore[index]
    both = ask(
        surveys,
        "SELECT indicator_id, level, is_leading FROM crit_levels WHERE wijkcode = ? AND "
        "criterion = 'C3' AND week_start = ?",
        ONE,
        NEWEST,
    ).set_index("indicator_id")
    assert both.loc["cohesie", "level"] == pytest.approx(1.75)
    assert both.loc["thuisgevoel", "level"] == pytest.approx(1 - (100 * 40 / 70 - 50) / 12)
    assert both["is_leading"].to_dict() == {"cohesie": True, "thuisgevoel": False}


def test_an_older_wave_stays_while_the_newest_has_too_few_answers(surveys: Path) -> None:
    found = level(surveys, THREE, "C5", "beleefd")
    assert found is not None
    assert (found["value"], found["n"], found["measured_on"].date()) == (
        60.0,
        60,
        date(2023, 5, 31),
    )  # type: ignore[attr-defined]


def test_a_survey_expires(surveys: Path) -> None:
    """156 weeks after the week of its fieldwork it still counts, a week later it does not."""
    last = date(2022, 5, 30) + timedelta(weeks=156)
    assert level(surveys, TWO, "C5", "beleefd", last) is not None
    assert level(surveys, TWO, "C5", "beleefd", last + timedelta(weeks=1)) is None


def test_answers_go_before_results_of_the_same_wave(surveys: Path) -> None:
    notices = ask(surveys, "SELECT message_nl FROM notices WHERE code = 'results_superseded'")
    assert notices["message_nl"].str.contains("2025").all() and len(notices) == 1


@pytest.fixture(scope="module")
def signals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    table = [
        signal(weeks_ago(0), ONE, "C5", 2, "wijkteam-a"),
        signal(weeks_ago(4), ONE, "C5", 0, "wijkteam-b"),
        signal(weeks_ago(8), ONE, "C5", 3, "wijkteam-b", "ja"),  # outside the window of 8 weeks
        signal(weeks_ago(0), TWO, "C7", 2, "wijkteam-a"),
        signal(weeks_ago(1), TWO, "C7", 3, "wijkteam-b"),
        signal(weeks_ago(0), TWO, "C6", 3, "wijkteam-a"),
        signal(weeks_ago(1), TWO, "C6", 3, "wijkteam-a"),  # the same reporter twice
        signal(weeks_ago(0), TWO, "C8", 3, "wijkteam-a", "ja"),
        signal(weeks_ago(0), TWO, "C9", 2, "wijkteam-a"),
        signal(weeks_ago(4), TWO, None, None, "wijkteam-c"),
        signal(weeks_ago(0), THREE, None, None, "wijkteam-a"),
        signal(SUNDAY, THREE, None, None, "wijkteam-b"),
    ]
    return workspace(tmp_path_factory.mktemp("signals") / "ws", signals=table)


def test_newer_signals_weigh_more(signals: Path) -> None:
    """Half-life 4 weeks: (2 * 1 + 0 * 0.5) / 1.5."""
    found = level(signals, ONE, "C5", "gezien")
    assert found is not None
    assert (found["value"], found["n"], found["reporters"]) == (pytest.approx(2 / 1.5), 2, 2)
    week_before = level(signals, ONE, "C5", "gezien", NEWEST - timedelta(weeks=1))
    assert week_before is not None
    newer, older = (
        0.5 ** (3 / 4),
        0.5 ** (7 / 4),
    )  # level 0 three weeks old, level 3 seven weeks old
    assert week_before["value"] == pytest.approx(3 * older / (newer + older))


def test_nothing_to_report_counts_against_what_others_report(signals: Path) -> None:
    """C7: levels 2 (now) and 3 (a week old), and one report four weeks ago that there was
    nothing.
    """
    found = level(signals, TWO, "C7", "gezien")
    week_old = 0.5 ** (1 / 4)
    assert found is not None
    assert found["value"] == pytest.approx((2 + 3 * week_old) / (1 + week_old + 0.5))
    assert found["n"] == 3


@pytest.mark.parametrize(
    ("wijk", "criterion", "expected"),
    [
        (ONE, "C5", 0),  # two reporters agree on 0 or more, no more
        (TWO, "C7", 2),  # 2 and 3: both say at least 2
        (TWO, "C6", -1),  # one reporter, twice
        (TWO, "C8", 3),  # one reporter, confirmed
        (TWO, "C9", -1),
    ],
)
def test_corroboration(signals: Path, wijk: str, criterion: str, expected: int) -> None:
    found = level(signals, wijk, criterion, "gezien")
    assert found is not None and found["corroborated_level"] == expected


def test_nothing_to_report_alone_gives_no_level(signals: Path) -> None:
    assert ask(signals, "FROM crit_levels WHERE wijkcode = ?", THREE).empty
    assert phase(signals, THREE) == "onvoldoende_gegevens"
