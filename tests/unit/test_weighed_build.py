"""A whole build under the weighed rule: its tables add up, and the backtest works on it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from demo.settings import Settings
from demo.workspace import write_workspace
from indicators import PHASE_IDS, load_knowledge
from pipelines import read_model
from pipelines.build import run_build

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("weighed") / "ws"
    write_workspace(folder, Settings(seed=3, weeks=40, wijken=6))
    run_build(folder, None, NOW, lambda step: None)
    return folder


@pytest.fixture(scope="module")
def build(workspace: Path) -> Iterator[read_model.Build]:
    opened = read_model.open_current(workspace)
    assert opened is not None
    with opened:
        yield opened


def test_proposals_have_chances_certainty_and_a_next_look(build: read_model.Build) -> None:
    week = build.newest_complete_week()
    assert week == date(2026, 11, 9)
    rows = build.phases(week)
    shown = rows[rows["phase"] != "onvoldoende_gegevens"]
    assert len(rows) == 6 and len(shown) > 0
    chances = shown[[f"p_{phase}" for phase in PHASE_IDS[:4]]].to_numpy()
    assert np.allclose(chances.sum(axis=1), 1.0)
    own = np.array([row[f"p_{row['phase']}"] for _, row in shown.iterrows()])
    words = np.where(own >= 0.8, "zeker", np.where(own >= 0.6, "waarschijnlijk", "twijfel"))
    assert list(shown["certainty"]) == list(words)
    hidden = rows[rows["phase"] == "onvoldoende_gegevens"]
    assert hidden["p_rust"].isna().all() and hidden["certainty"].isna().all()
    assert (rows["next_look"].dt.date > week).all()
    assert set(rows["next_look_reason"]) <= {"phase", "urgency", "agenda", "expiry"}
    assert set(rows["rule_version"]) == {load_knowledge().rule.version}


def test_the_stored_parts_add_up_and_reasons_follow_them(build: read_model.Build) -> None:
    week = build.newest_complete_week()
    for _, row in build.phases(week).iterrows():
        parts = build.contributions(row["wijkcode"], week)
        if row["phase"] == "onvoldoende_gegevens":
            assert parts.empty
            continue
        [other] = parts["compared_with"].unique()
        odds = np.log(row[f"p_{row['phase']}"] / row[f"p_{other}"])
        assert parts["weight"].sum() == pytest.approx(odds, abs=1e-9)
        reasons = build.reasons(row["wijkcode"], week)
        weights = reasons.loc[reasons["kind"] == "level", "weight"].to_numpy()
        assert (np.diff(weights) <= 0).all() and (weights > 0).all()
        seen = parts[parts["part"] == "observation"]["weight"].max()
        if len(weights):
            assert weights[0] == pytest.approx(seen)


def test_changes_robustness_intervals_and_older_rules(build: read_model.Build) -> None:
    week = build.newest_complete_week()
    share = build.robustness(week)
    assert len(share) == 6 and share["share_same"].between(0, 1).all()
    rows = build.phases(week)
    for _, row in rows.iterrows():
        changes = build.changes_needed(row["wijkcode"], week)
        assert (changes["to_phase"] != row["phase"]).all()
        if row["phase"] in PHASE_IDS[:3]:
            assert "severe_incident" in set(changes["kind"])
        intervals = build.intervals(row["wijkcode"], week)
        known = intervals.dropna(subset=["low"])
        assert (known["low"] <= known["estimate"] + 1e-9).all()
        assert (known["high"] >= known["estimate"] - 1e-9).all()
        assert (known["high_now"] >= known["high"] - 1e-9).all()
        assert intervals["own_weight"].dropna().between(0, 1).all()
    compared = build.rule_comparison(week)
    assert set(compared["other_version"]) == {"2026.11-punt"} and len(compared) == 6
    assert build.rule_agreement()["weeks"].sum() == 6 * 40
    bounds = build.registrations(rows["wijkcode"].iloc[0])
    assert (bounds["count_highest"] >= bounds["count_lowest"]).all()


def _backtest(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipelines", "backtest", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_backtest_as_text_and_json(workspace: Path) -> None:
    found = _backtest(str(workspace), "--format", "json")
    assert found.returncode == 0, found.stderr
    result = json.loads(found.stdout)
    assert result == read_model.last_backtest(workspace)
    rules = {"2026.11-punt", "2026.11-gewogen", "evidence"}
    assert set(result["methods"]) == rules | {"a", "b", "c", "d"}
    own = result["methods"]["2026.11-gewogen"]
    assert np.array(own["confusion"]).sum() == 6 * 40
    assert -1 <= own["kappa"] <= 1 and 0 <= own["calibration_error"] <= 1
    low, high = own["interval"]["kappa"]
    assert low <= high
    assert sum(band["weeks"] for band in result["by_coverage"]) == 6 * 40
    text = _backtest(str(workspace), "--lang", "en")
    assert text.returncode == 0 and "Calibration error" in text.stdout


def test_backtest_without_or_with_a_wrong_truth_is_a_wrong_call(
    workspace: Path, tmp_path: Path
) -> None:
    missing = _backtest(str(workspace), "--truth", str(tmp_path / "truth.csv"))
    assert missing.returncode == 2 and "truth.csv" in missing.stderr
    assert "Traceback" not in missing.stderr
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("wijkcode,week,phase\nWK000001,2026-W40,rood\n", encoding="utf-8")
    assert _backtest(str(workspace), "--truth", str(wrong)).returncode == 2
