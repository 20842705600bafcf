"""The questions that screens and exports ask: their columns, and every figure made again from
the rows behind it.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from indicators import load_knowledge
from pipelines import read_model
from tests.unit.pipelines.promised_columns import ONE, PROMISED, WEEK
from tests.unit.pipelines.row_maker import answers, incident, registration, signal
from tests.unit.pipelines.workspace_maker import (
    AS_OF,
    HEADERS,
    ROWS,
    WIJKEN,
    Row,
    ask,
    built,
    csv_text,
    newest,
    write_workspace,
)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[read_model.Build]:
    """A workspace in which every question has an answer, and rows are put down in no particular
    order.
    """
    day = date(2025, 5, 30)
    people = [
        *ROWS["incidents"],
        *(
            incident(WEEK - timedelta(days=7 * n - 1), ONE, c)
            for n in range(20)
            for c in ("geluidsoverlast", "discriminatie", "overig")
        ),
        *(incident(WEEK - timedelta(weeks=n), WIJKEN[1], "burenruzie") for n in range(4)),
        [
            "m1",
            "2025-06-02",
            "burenruzie",
            ONE,
            "nee",
            "licht",
            "nee",
            "meldpunt",
        ],  # newer row of a number above
        ["fout", "2025-06-31", "burenruzie", ONE, "nee", "licht", "nee", "meldpunt"],
    ]
    surveys = [
        *answers("2025", day, ONE, "thuisgevoel", [(30, 1.5, 5), (25, 1, 2)]),
        *answers("2023", date(2023, 6, 1), ONE, "thuisgevoel", [(60, 1, 4)]),
        *answers("2025", day, WIJKEN[1], "thuisgevoel", [(100, 1, 1)]),
        *answers("2025", day, ONE, "cohesie", [(20, 2, 8), (40, 1, 5)]),
    ]
    observed: list[Row] = [
        *ROWS["signals"],
        *(
            signal(
                WEEK - timedelta(weeks=n),
                ONE,
                ("C5", "C7", None)[n % 3],
                (1, 3, None)[n % 3],
                f"wijkteam-{n % 2}",
            )
            for n in range(12)
        ),
    ]
    counted = [*ROWS["registrations"], registration("2025-05", ONE, 7)]
    files = {
        "incidents.csv": csv_text(HEADERS["incidents"], people),
        "surveys.csv": csv_text(HEADERS["surveys"], surveys),
        "signals.csv": csv_text(HEADERS["signals"], observed),
        "registrations.csv": csv_text(HEADERS["registrations"], counted),
    }
    folder = write_workspace(
        tmp_path_factory.mktemp("read_model") / "ws", kinds=HEADERS, files=files
    )
    built(folder, "--as-of", AS_OF)
    with read_model.open_build(folder, newest(folder).stem) as opened:
        yield opened


@pytest.mark.parametrize("question", PROMISED)
def test_a_question_gives_the_columns_it_promises(build: read_model.Build, question: str) -> None:
    call, columns = PROMISED[question]
    found = call(build)
    assert columns <= set(found.columns), columns - set(found.columns)
    if question != "changes":
        assert len(found) > 0


def test_what_a_build_says_of_itself(build: read_model.Build) -> None:
    meta = build.meta()
    assert meta["as_of"] == meta["data_cutoff"] == AS_OF
    assert (meta["gemeentecode"], meta["naam"], meta["fictief"], meta["contract"]) == (
        "GM0001",
        "Testplaats",
        "true",
        "1",
    )
    assert meta["build_id"] == build.build_id
    assert {"rule_version", "product_version", "created_at_utc"} <= set(meta)


def test_weeks_by_label(build: read_model.Build) -> None:
    assert build.newest_complete_week() == WEEK
    assert build.week_of_label("2025-W26") == WEEK
    assert build.week_of_label("2025-W53") is None


def delivered(build: read_model.Build, file: str, kind: str) -> pd.DataFrame:
    """The delivered file with row numbers as a spreadsheet shows them."""
    frame = pd.read_csv(build.workspace / file, dtype="str")
    assert list(frame.columns) == HEADERS[kind]
    return frame.assign(row_number=range(2, len(frame) + 2)).set_index("row_number")


def test_incident_rates_are_made_of_the_rows_behind_them(build: read_model.Build) -> None:
    knowledge = load_knowledge()
    table = delivered(build, "incidents.csv", "incidents")
    residents = {"WK000101": 1000, "WK000102": 2000, "WK000103": 4000}
    checked = 0
    for wijk in WIJKEN:
        series = build.indicator_series(wijk)
        for figure in series[series["wave"].isna()].itertuples():
            behind = build.rows_behind(wijk, str(figure.indicator_id), figure.week_start.date())
            assert len(behind) == figure.n
            assert figure.value == pytest.approx(1000 * len(behind) / residents[wijk])
            rows = table.loc[behind["row_number"]]
            assert set(behind["file"]) <= {"incidents.csv"}
            assert set(rows["wijkcode"]) <= {wijk}
            assert set(rows["category"]) <= set(
                knowledge.indicators[str(figure.indicator_id)].source.categories
            )
            assert behind["row_number"].is_unique
            if len(rows):
                assert rows["occurred_at"].str[:10].min() >= str(figure.period_start.date())
                assert rows["occurred_at"].str[:10].max() <= str(figure.period_end.date())
            checked += 1
    assert checked > 20


def test_no_row_that_belongs_to_a_rate_is_left_out(build: read_model.Build) -> None:
    behind = build.rows_behind(ONE, "overlast_meldingen", WEEK)
    table = delivered(build, "incidents.csv", "incidents")
    nuisance = {
        "geluidsoverlast",
        "overlast_jeugd",
        "overlast_personen",
        "afval_vervuiling",
        "burenruzie",
        "overlast_overig",
    }
    right = table[
        (table["wijkcode"] == ONE)
        & table["category"].isin(nuisance)
        & (table["occurred_at"].str[:10] >= "2025-06-02")
        & (table["occurred_at"].str[:10] <= "2025-06-29")
    ]
    right = right[~right.duplicated(["source", "incident_id"], keep="last")]
    assert sorted(behind["row_number"]) == sorted(right.index)


def test_survey_figures_are_made_of_the_rows_behind_them(build: read_model.Build) -> None:
    series = build.indicator_series(ONE)
    waves = series[series["wave"].notna()]
    assert set(waves["indicator_id"]) == {"thuisgevoel", "cohesie"}
    for figure in waves.itertuples():
        if figure.indicator_id == "cohesie" and figure.wave == "2023":
            continue
        behind = build.rows_behind(ONE, str(figure.indicator_id), figure.week_start.date())
        assert set(behind["wave"]) == {figure.wave}
        assert len(behind) == figure.n
        weight = behind["weight"]
        value = (
            (weight * behind["answer"]).sum() / weight.sum()
            if figure.indicator_id == "cohesie"
            else 100 * weight[behind["answer"] >= 4].sum() / weight.sum()
        )
        assert figure.value == pytest.approx(value)
        rows = delivered(build, "surveys.csv", "surveys").loc[behind["row_number"]]
        assert rows["answer"].astype(float).tolist() == behind["answer"].tolist()
        assert set(rows["wijkcode"]) == {ONE}


def test_signal_figures_are_made_of_the_rows_behind_them(build: read_model.Build) -> None:
    levels = ask(
        build.workspace,
        "FROM crit_levels WHERE channel = 'gezien' AND wijkcode = ? ORDER BY week_start, criterion",
        ONE,
    )
    assert len(levels) > 8
    for figure in levels.itertuples():
        week = figure.week_start.date()
        behind = build.rows_behind(ONE, "signalen", week, criterion=str(figure.criterion))
        assert len(behind) == figure.n
        ages = [
            (week - (d.date() - timedelta(days=d.weekday()))).days // 7
            for d in behind["observed_on"]
        ]
        assert all(0 <= age < 8 for age in ages)
        weights = pd.Series([0.5 ** (age / 4) for age in ages], index=behind.index)
        value = (weights * behind["level"].fillna(0)).sum() / weights.sum()
        assert figure.value == pytest.approx(value)
        rows = delivered(build, "signals.csv", "signals").loc[behind["row_number"]]
        assert set(rows["criterion"].dropna()) == {figure.criterion}
        assert (rows["criterion"].isna() == (rows["nothing_to_report"] == "ja")).all()


def test_register_counts_are_made_of_the_rows_behind_them(build: read_model.Build) -> None:
    found = build.registrations(ONE)
    assert list(found["period_start"]) == sorted(found["period_start"], reverse=True)
    for row in found.itertuples():
        behind = build.registration_rows(ONE, str(row.register), str(row.period), str(row.kind))
        assert behind["count"].sum() == row.count_known
        assert behind["count"].isna().sum() == row.areas_withheld
        assert len(behind) >= 1


def test_the_figure_of_the_gemeente_is_over_all_residents(build: read_model.Build) -> None:
    found = build.indicator_values(ONE, WEEK).set_index("indicator_id")
    everything = sum(len(build.rows_behind(wijk, "overlast_meldingen", WEEK)) for wijk in WIJKEN)
    assert found.loc["overlast_meldingen", "gemeente_value"] == pytest.approx(
        1000 * everything / 7000
    )
    one, two = found.loc["thuisgevoel", "value"], 0.0  # nobody agrees there
    assert found.loc["thuisgevoel", "gemeente_value"] == pytest.approx((one * 55 + two * 100) / 155)


def test_reasons_are_ranked_and_every_proposal_has_one(build: read_model.Build) -> None:
    for wijk in WIJKEN:
        for week in build.weeks()["week_start"]:
            ranks = build.reasons(wijk, week.date())["rank"].tolist()
            assert ranks == list(range(1, len(ranks) + 1)) and 1 <= len(ranks) <= 3


def test_changes_are_those_between_two_weeks(build: read_model.Build) -> None:
    seen = 0
    for week in build.weeks()["week_start"].iloc[1:]:
        day = week.date()
        now = build.phases(day).set_index("wijkcode")["phase"]
        before = build.phases(day - timedelta(weeks=1)).set_index("wijkcode")["phase"]
        expected = {w: (before[w], now[w]) for w in WIJKEN if before[w] != now[w]}
        found = build.changes(day).set_index("wijkcode")[["previous_phase", "phase"]]
        assert {
            w: tuple(row) for w, row in zip(found.index, found.to_numpy(), strict=True)
        } == expected
        seen += len(expected)
    assert seen > 0


def test_timeline_holds_each_row_once(build: read_model.Build) -> None:
    found = build.timeline(ONE, date(2025, 6, 2), date(2025, 6, 29))
    assert not found.duplicated(["kind", "file", "row_number"]).any()
    assert set(found["kind"]) == {"incident", "signal", "agenda"}
    assert found["date"].min() >= pd.Timestamp("2025-06-02") and found[
        "date"
    ].max() <= pd.Timestamp("2025-06-29")
    incidents = ask(
        build.workspace,
        "SELECT count(*) AS n FROM fct_incidents WHERE wijkcode = ? AND occurred_at BETWEEN "
        "'2025-06-02' AND '2025-06-29 23:59'",
        ONE,
    )
    assert (found["kind"] == "incident").sum() == incidents["n"][0]
    whole_gemeente = build.timeline(WIJKEN[2], date(2025, 7, 1), date(2025, 7, 31))
    assert whole_gemeente["title"].tolist() == ["Nieuwe wegen"]


def test_rejects_in_pages_are_all_rejects_once(build: read_model.Build) -> None:
    everything = build.rejects(1000)
    pages: list[Any] = [build.rejects(1, offset=n) for n in range(len(everything))]
    assert pd.concat(pages, ignore_index=True).equals(everything)
    assert build.rejects(10, file="bestaat-niet.csv").empty
    summary = build.reject_summary()
    assert summary.loc[summary["outcome"] == "rejected", "rows"].sum() == len(everything)
    assert summary.loc[summary["outcome"] == "ignored", "rows"].sum() == len(build.ignored(1000))


def test_silent_reporters(build: read_model.Build) -> None:
    found = build.silent_reporters(WEEK).set_index("reporter")
    # weekly, last heard on 4 June: three weeks of silence; four-weekly, heard on 25 June: not
    # silent
    assert found.loc["jongerenwerk-water", "weeks_silent"] == 3
    assert "jongerenwerk-midden" not in found.index


def test_offer_gives_its_wijken_as_a_list(build: read_model.Build) -> None:
    found = build.offer().set_index("title")
    assert list(found.loc["Taalcafé", "wijken"]) == ["WK000101", "WK000102"]
    assert found.loc["Taalcafé", "valid_from"] == pd.Timestamp("2025-01-06")
    assert pd.isna(found.loc["Sleutelfiguren", "wijken"]), "none: the whole gemeente"
    assert found.loc["Sleutelfiguren", "valid_until"] == pd.Timestamp("2026-12-31")


def test_no_build_yet(tmp_path: Path) -> None:
    assert read_model.open_current(tmp_path) is None
    assert read_model.list_builds(tmp_path) == []
    assert read_model.last_run(tmp_path) is None
    assert read_model.current_build_id(tmp_path) is None


def test_a_build_is_read_only(build: read_model.Build) -> None:
    with pytest.raises(Exception, match="read-only"):
        build.cursor().execute("CREATE TABLE x (y INTEGER)")


def test_a_layer_that_does_not_exist_is_empty(build: read_model.Build) -> None:
    assert build.layer("C99", WEEK).empty
    assert build.layer("C5' OR 1=1 --", WEEK).empty


def test_levels_of_all_are_those_of_each_wijk(build: read_model.Build) -> None:
    together = build.levels_of_all(WEEK)
    assert len(together)
    for code in WIJKEN:
        own = build.levels(code, WEEK)[["criterion", "channel", "level"]]
        listed = together.loc[together["wijkcode"] == code, ["criterion", "channel", "level"]]
        pd.testing.assert_frame_equal(
            listed.reset_index(drop=True).astype({"criterion": str, "channel": str}),
            own.reset_index(drop=True).astype({"criterion": str, "channel": str}),
        )


def test_what_came_in_since_a_day_is_what_the_timeline_holds(build: read_model.Build) -> None:
    first, last = WEEK - timedelta(weeks=6), WEEK + timedelta(days=6)
    lines = [build.timeline(code, first, last).assign(wijkcode=code) for code in WIJKEN]
    timeline = pd.concat(lines)
    signals, incidents = build.signals_since(first), build.group_incidents_since(first)
    assert len(signals)
    for found, known in (
        (signals["wijkcode"], timeline.loc[timeline["kind"] == "signal", "wijkcode"]),
        (
            incidents["wijkcode"],
            timeline.loc[
                (timeline["kind"] == "incident") & (timeline["criterion"] == "C10"), "wijkcode"
            ],
        ),
    ):
        assert sorted(found) == sorted(known)
    assert (pd.to_datetime(signals["observed_on"]) >= pd.Timestamp(first)).all()
    later = build.signals_since(last + timedelta(days=1))
    assert later.empty


def test_the_roster_of_a_week(build: read_model.Build) -> None:
    found = build.reporters(WEEK)
    silent = build.silent_reporters(WEEK)
    assert set(silent["reporter"]) <= set(found["reporter"])
    assert not found.duplicated(["reporter", "wijkcode"]).any()
    assert build.reporters(WEEK - timedelta(weeks=5000)).empty
