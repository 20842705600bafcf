"""The logbook as a source of a build, and the proposal at once that equals the next build's."""

from __future__ import annotations

import shutil
import time
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from demo.settings import Settings
from demo.workspace import write_workspace
from logbook import Decision, Measure, Signal, made, open_logbook
from logbook.files import export_to
from pipelines import read_model
from pipelines.build import run_build
from pipelines.provisional import provisional_proposal
from pipelines.track_record import read_track_record

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ROLE = "wijkteam-demo"
CHANCES = ["p_rust", "p_ongemak", "p_spanning", "p_incidenten"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("logbook") / "ws"
    write_workspace(folder, Settings(seed=3, weeks=40, wijken=6))
    run_build(folder, None, NOW, lambda step: None)
    return folder


@pytest.fixture
def workspace(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "ws"))


def signal(wijkcode: str, day: date, level: int, reporter: str) -> Signal:
    return made(
        Signal, observed_on=day, wijkcode=wijkcode, criterion="C7", level=level,
        reporter=reporter, source_kind="jongerenwerk",
    )  # fmt: skip


def rebuild(workspace: Path) -> read_model.Build:
    build_id, _ = run_build(workspace, None, NOW, lambda step: None)
    return read_model.open_build(workspace, build_id)


def wijken(workspace: Path) -> list[str]:
    with read_model.open_current(workspace) as build:
        return list(build.wijken()["wijkcode"])


@pytest.mark.parametrize("day", [date(2026, 11, 14), date(2026, 11, 18)])
def test_a_proposal_at_once_equals_that_of_the_next_build(workspace: Path, day: date) -> None:
    """In the newest week of the build, and in a week that the build does not have yet."""
    codes = wijken(workspace)
    with open_logbook(workspace) as logbook:
        logbook.save("a", signal(codes[1], day, 3, "jongerenwerk-een"), role=ROLE)
        logbook.save("b", signal(codes[1], day, 3, "school-een"), role=ROLE)
        logbook.confirm_signal("a", "politie-een", "politie", day, role=ROLE)
        before = provisional_proposal(workspace, codes[0], logbook, NOW.date())
        at_once = provisional_proposal(workspace, codes[1], logbook, NOW.date())
    assert at_once is not None and before is not None
    assert at_once.is_provisional and (at_once.new_signals, before.new_signals) == (2, 0)
    with read_model.open_current(workspace) as published, rebuild(workspace) as build:
        for provisional in (at_once, before):
            history = build.phase_history(provisional.wijkcode)
            newest, row = history.iloc[-1], provisional.proposals.iloc[-1]
            assert row["week_start"] == newest["week_start"]
            assert row["phase"] == newest["phase"] == provisional.phase
            np.testing.assert_allclose(
                row[CHANCES].astype(float), newest[CHANCES].astype(float), rtol=0, atol=1e-9
            )
            for column in ("certainty", "direction", "direction_own", "channels_usable", "gates"):
                assert str(row[column]) == str(newest[column])
            reasons = build.reasons(provisional.wijkcode, newest["week_start"].date())
            assert list(provisional.reasons["kind"]) == list(reasons["kind"])
            np.testing.assert_allclose(provisional.reasons["weight"], reasons["weight"], atol=1e-9)
        # and the signals did change something, or this test proves nothing
        old = published.phase_history(codes[1]).iloc[-1]
        assert abs(float(old["p_rust"]) - float(at_once.proposals.iloc[-1]["p_rust"])) > 1e-6


def test_a_signal_withdrawn_after_a_build_no_longer_counts_at_once(workspace: Path) -> None:
    code = wijken(workspace)[2]
    day = date(2026, 11, 14)
    with open_logbook(workspace) as logbook:
        start = provisional_proposal(workspace, code, logbook, NOW.date())
        first = signal(code, day, 3, "jongerenwerk-een")
        logbook.save("a", first, role=ROLE)
        with rebuild(workspace) as build:
            assert build.logbook_signals_used() == {"a"}
        gone = made(Signal, **{**dict(first), "withdrawn": True})
        logbook.save("a", gone, role=ROLE, expected_version=1)
        end = provisional_proposal(workspace, code, logbook, NOW.date())
    assert start is not None and end is not None
    np.testing.assert_allclose(
        start.proposals[CHANCES].astype(float), end.proposals[CHANCES].astype(float), atol=1e-9
    )


def test_a_proposal_comes_within_a_second(workspace: Path) -> None:
    code = wijken(workspace)[0]
    with open_logbook(workspace) as logbook:
        provisional_proposal(workspace, code, logbook, NOW.date())
        times = []
        for _ in range(3):
            start = time.perf_counter()
            provisional_proposal(workspace, code, logbook, NOW.date())
            times.append(time.perf_counter() - start)
    assert min(times) < 1.0


def test_the_logbook_is_a_source_with_the_same_checks_as_a_file(workspace: Path) -> None:
    codes = wijken(workspace)
    with open_logbook(workspace) as logbook:
        logbook.save("a", signal(codes[0], date(2026, 11, 14), 2, "jongerenwerk-een"), role=ROLE)
        logbook.save("b", signal("WK999901", date(2026, 11, 14), 2, "jongerenwerk-een"), role=ROLE)
        logbook.save("c", signal(codes[0], date(2027, 1, 4), 2, "jongerenwerk-een"), role=ROLE)
        measure = made(
            Measure, wijkcode=codes[0], title="Gesprekken op het plein", owner="jongerenwerk",
            starts_on="2026-10-05", review_on="2026-12-01",
        )  # fmt: skip
        logbook.save("m", measure, role=ROLE)
    with rebuild(workspace) as build:
        sources = build.sources().set_index("file")
        row = sources.loc["logbook-signals"]
        assert (row["rows_in"], row["rows_used"], row["rows_rejected"]) == (3, 1, 2)
        rejects = build.rejects(10, file="logbook-signals")
        assert set(rejects["reason"]) == {"unknown_wijk", "future_date"}
        events = build.timeline(codes[0], date(2026, 10, 1), date(2026, 11, 20))
        assert "Gesprekken op het plein" in set(events["title"].dropna())
        around = build.weeks_around(codes[0], date(2026, 10, 5))
        assert list(around["week_from_start"]) == list(range(-8, 6))
        counted = build.timeline(codes[0], date(2026, 10, 5), date(2026, 10, 11))
        [first] = around[around["week_from_start"] == 0].to_dict("records")
        assert first["incidents"] == (counted["kind"] == "incident").sum()


def test_an_exported_file_and_the_logbook_are_one_signal(workspace: Path, tmp_path: Path) -> None:
    code = wijken(workspace)[0]
    with open_logbook(workspace) as logbook:
        logbook.save("a", signal(code, date(2026, 11, 14), 1, "jongerenwerk-een"), role=ROLE)
        export_to(logbook, tmp_path / "out")
        newer = signal(code, date(2026, 11, 14), 3, "jongerenwerk-een")
        logbook.save("a", newer, role=ROLE, expected_version=1)
    shutil.copy(tmp_path / "out" / "signals-logbook.csv", workspace)
    with rebuild(workspace) as build:
        rows = build.timeline(code, date(2026, 11, 14), date(2026, 11, 14))
        mine = rows[rows["reporter"] == "jongerenwerk-een"]
        assert (list(mine["level"]), list(mine["file"])) == ([3], ["logbook-signals"])
        assert build.sources().set_index("file").loc["signals-logbook.csv", "rows_ignored"] == 1


def test_a_confirmed_phase_is_there_until_it_expires(workspace: Path) -> None:
    code = wijken(workspace)[0]
    with open_logbook(workspace) as logbook:
        for name, decided in (("d1", date(2026, 4, 15)), ("d2", date(2026, 10, 14))):
            decision = made(
                Decision, wijkcode=code, week=decided, oordeel="adjust", phase="spanning",
                reason="Meer onrust gezien", proposed_phase="ongemak", decided_on=decided,
                rule_version="1", build_id="build-1",
            )  # fmt: skip
            logbook.save(name, decision, role=ROLE)
        build = rebuild(workspace)
        with build:
            frame = build.phases_for_export(None)
            mine = frame[frame["wijkcode"] == code].set_index("week")["confirmed_phase"]
            has = {week for week, phase in mine.items() if phase == "spanning"}
            assert {"2026-W16", "2026-W28", "2026-W42", "2026-W46"} <= has
            assert not {"2026-W15", "2026-W29", "2026-W41"} & has
            assert frame[frame["wijkcode"] != code]["confirmed_phase"].isna().all()
            [row] = build.confirmed_phases(date(2026, 8, 3)).to_dict("records")
            assert row["is_expired"] and row["decided_phase"] == "spanning"
            record = read_track_record(build, logbook)
            assert (record.n, record.agreed, record.higher, record.lower) == (2, 0, 2, 0)


def test_without_a_build_there_is_no_proposal(tmp_path: Path) -> None:
    with open_logbook(tmp_path) as logbook:
        assert provisional_proposal(tmp_path, "WK000101", logbook, NOW.date()) is None
