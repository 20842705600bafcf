"""What happens in the fictional gemeente: plausible, and honest about how little data says."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from demo.geography import Town, make_town
from demo.incidents import make_incidents
from demo.registers import make_registers
from demo.reporters import Reporter, make_reporters
from demo.settings import Settings
from demo.signals import make_signals
from demo.situations import Situations, choose_situations
from demo.surveys import survey_results, survey_waves
from demo.truth import Truth, make_truth

NUISANCE = ["geluidsoverlast", "overlast_jeugd", "overlast_personen", "afval_vervuiling",
            "burenruzie", "overlast_overig"]  # fmt: skip


@dataclass
class World:
    """Everything simulated for one seed."""

    settings: Settings
    town: Town
    stories: Situations
    truth: Truth
    incidents: pd.DataFrame
    reporters: list[Reporter]
    signals: pd.DataFrame


def make_world(seed: int) -> World:
    """Simulate a default gemeente."""
    settings = Settings(seed=seed)
    town = make_town(settings)
    stories = choose_situations(settings, town)
    truth = make_truth(settings, town, stories)
    reporters = make_reporters(settings, town, stories)
    return World(
        settings,
        town,
        stories,
        truth,
        make_incidents(settings, town, truth, stories),
        reporters,
        make_signals(settings, town, truth, reporters),
    )


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    """Five gemeenten."""
    return [make_world(seed) for seed in range(1, 6)]


def test_all_phases_occur_in_plausible_shares(worlds: list[World]) -> None:
    """Mostly rust and ongemak; incidenten 2 to 5 % over several seeds."""
    shares = np.array(
        [np.bincount(w.truth.phase.ravel(), minlength=4) / w.truth.phase.size for w in worlds]
    )
    assert (shares > 0).all()
    assert (shares[:, :2].sum(axis=1) > 0.75).all()
    assert 0.02 <= shares[:, 3].mean() <= 0.05


def test_phases_are_an_ordered_chain(worlds: list[World]) -> None:
    """Down one at a time, and incidenten never for a week or two."""
    for world in worlds:
        step = np.diff(world.truth.phase, axis=1)
        assert step.min() == -1 and step.max() <= 2
        assert (np.abs(step) > 0).mean() < 0.1
        for wijk in world.truth.phase == 3:
            edges = np.flatnonzero(np.diff(np.concatenate([[0], wijk, [0]])))
            for start, end in zip(edges[::2], edges[1::2], strict=True):
                assert end - start >= 14 or end == len(wijk)


def test_nuisance_is_plausible_and_seasonal(worlds: list[World]) -> None:
    """60 to 90 reports per 1,000 residents per year, more in summer."""
    for world in worlds:
        reports = world.incidents[world.incidents["category"].isin(NUISANCE)]
        per_year = 1000 * len(reports) / world.town.residents.sum() / (156 / 52.18)
        assert 60 <= per_year <= 90
        month = reports["occurred_at"].dt.month
        assert month.isin([6, 7, 8]).sum() > 1.25 * month.isin([12, 1, 2]).sum()


def test_nuisance_says_little_about_the_phase(worlds: list[World]) -> None:
    """Between wijken the place matters more: the rate of a wijk is a weak sign of its phase."""
    found = []
    for world in worlds:
        reports = world.incidents[world.incidents["category"].isin(NUISANCE)]
        rate = np.bincount(reports["wijk"], minlength=24) / world.town.residents
        found.append(np.corrcoef(rate, world.truth.phase.mean(axis=1))[0, 1])
    assert abs(np.mean(found)) < 0.75


def test_group_incidents_belong_to_phase_incidenten(worlds: list[World]) -> None:
    """Most verified severe ones fall in it, every outbreak has one, a few fall elsewhere."""
    inside = total = 0
    for world in worlds:
        mine = world.incidents
        mine = mine[
            (mine["group_dimension"] == "ja")
            & (mine["severity"] == "ernstig")
            & (mine["verified"] == "ja")
        ]
        day = mine["occurred_at"].to_numpy().astype("datetime64[D]")
        week = (day - world.settings.mondays[0]).astype(int) // 7
        inside += (world.truth.phase[mine["wijk"], week] == 3).sum()
        total += len(mine)
        seen = set(zip(mine["wijk"], week, strict=True))
        starts = set(zip(*np.nonzero(world.truth.outbreaks[:, :-2]), strict=True))
        assert starts <= seen
    assert 0.7 < inside / total < 1


def test_the_last_two_weeks_are_not_all_in_yet(worlds: list[World]) -> None:
    """A snapshot misses what is still to be entered."""
    last = weeks_before = 0.0
    for world in worlds:
        day = world.incidents["occurred_at"].to_numpy().astype("datetime64[D]")
        per_week = np.bincount((day - world.settings.mondays[0]).astype(int) // 7, minlength=156)
        last += per_week[-1]
        weeks_before += per_week[-10:-2].mean()
    assert 0.4 < last / weeks_before < 0.65


def test_planted_stories_are_told(worlds: list[World]) -> None:
    """Each wijk with a story shows it, in the truth and in the data."""
    for world in worlds:
        stories, phase = world.stories, world.truth.phase
        path = phase[stories.escalation]
        assert path[0] == 0 and path[-1] == 0 and path.max() == 3
        assert set(path[: path.argmax()]) == {0, 1, 2}
        assert phase[stories.calm_crime].max() == 0
        assert len(set(phase[stories.hovering])) == 2
        assert np.abs(np.diff(phase[stories.hovering])).sum() >= 6

        codes = world.town.wijkcodes
        of_wijk = world.signals.groupby("wijkcode").size()
        assert of_wijk.get(codes[stories.starved], 0) < 0.2 * of_wijk.median()
        silent = world.signals[world.signals["wijkcode"] == codes[stories.silent]]
        assert silent["observed_on"].max() < str(world.settings.mondays[int(0.75 * 156)])
        assert phase[stories.silent, -1] > 0

        crime = world.incidents[world.incidents["category"].isin(["geweld", "vernieling"])]
        rate = np.bincount(crime["wijk"], minlength=24) / world.town.residents
        assert rate[stories.calm_crime] > 2 * np.median(rate)


def test_signals_are_those_of_a_gemeente(worlds: list[World]) -> None:
    """15 to 25 a week; reporters are roles; nothing to report has no criterion and no level."""
    for world in worlds:
        signals = world.signals
        assert 15 <= len(signals) / 156 <= 25
        nothing = signals["nothing_to_report"] == "ja"
        assert (signals.loc[nothing, ["criterion", "level"]] == "").all(axis=None)
        assert signals.loc[~nothing, "level"].isin(["0", "1", "2", "3"]).all()
        assert signals.loc[~nothing, "criterion"].str.fullmatch(r"C(1[0-4]|[1-9])").all()
        assert set(signals["reporter"]) <= {one.code for one in world.reporters}
        assert len({one.code for one in world.reporters}) == len(world.reporters)
        assert {one.every_weeks for one in world.reporters} == {1, 4}


def test_signals_follow_the_phase_through_biased_eyes(worlds: list[World]) -> None:
    """Levels rise with the phase, but a single report is often wrong and reporters differ."""
    frames = []
    for world in worlds:
        index = {code: i for i, code in enumerate(world.town.wijkcodes)}
        frame = world.signals.assign(seed=world.settings.seed)
        wijk = frame["wijkcode"].map(index).to_numpy()
        day = frame["observed_on"].to_numpy(dtype="datetime64[D]")
        week = (day - world.settings.mondays[0]).astype(int) // 7
        frame["phase"] = world.truth.phase[wijk, week]
        frame["seen"] = pd.to_numeric(frame["level"].replace("", "0"))
        frames.append(frame)
    both = pd.concat(frames)
    mean = both.groupby("phase")["seen"].mean()
    assert mean.is_monotonic_increasing and mean[3] - mean[0] > 1
    assert 0.5 < (both["seen"] == both["phase"]).mean() < 0.85
    in_rust = both[both["phase"] == 0].groupby(["seed", "reporter"])["seen"].agg(["mean", "size"])
    assert in_rust[in_rust["size"] > 20]["mean"].std() > 0.08


def test_many_reports_are_missing_for_some(worlds: list[World]) -> None:
    """Reporting discipline runs from about a third to nearly all."""
    shares = np.array([one.discipline for world in worlds for one in world.reporters])
    assert ((shares > 0.3) & (shares < 0.6)).mean() > 0.1
    assert (shares > 0.8).mean() > 0.3


def test_survey_sizes(worlds: list[World]) -> None:
    """Mostly 80 to 250 per wijk, a few thin, some missing, none in the starved wijk."""
    world = worlds[0]
    waves = survey_waves(world.settings, world.town, world.truth, world.stories)
    assert len(waves) == 3
    for answers in waves.values():
        size = answers.groupby("wijkcode")["respondent_id"].nunique()
        assert size.between(70, 260).mean() > 0.75
        assert size.between(20, 40).sum() >= 2
        assert len(size) < 24
        assert world.town.wijkcodes[world.stories.starved] not in size.index
        assert (answers["weight"] > 0).all()
        assert answers["item_id"].nunique() == 14
        assert 0 < answers["answer"].isna().mean() < 0.1


def test_surveys_follow_the_phase(worlds: list[World]) -> None:
    """Tension is felt more where it is, and answers stay on their scales."""
    pairs = []
    for world in worlds:
        index = {code: i for i, code in enumerate(world.town.wijkcodes)}
        for year, answers in survey_waves(
            world.settings, world.town, world.truth, world.stories
        ).items():
            answers = answers.dropna(subset="answer")
            one_to_five = ~answers["item_id"].isin(["cohesie", "discriminatie_ervaren"])
            assert answers.loc[one_to_five, "answer"].isin([1, 2, 3, 4, 5]).all()
            assert answers["answer"].between(0, 10).all()
            mine = answers[answers["item_id"] == "spanning_ervaren"]
            share = (mine["answer"] >= 4).groupby(mine["wijkcode"]).mean()
            week = (np.datetime64(f"{year}-04-12") - world.settings.mondays[0]).astype(int) // 7
            phase = world.truth.phase[[index[code] for code in share.index], week]
            pairs.append(pd.DataFrame({"phase": phase, "share": share.to_numpy()}))
    mean = pd.concat(pairs).groupby("phase")["share"].mean()
    assert mean.loc[:2].is_monotonic_increasing
    assert mean[2] > 2 * mean[0]


def test_aggregated_wave(worlds: list[World]) -> None:
    """One wave of some items, with n everywhere and a standard error mostly."""
    world = worlds[0]
    (results,) = survey_results(world.settings, world.town, world.truth, world.stories).values()
    assert (results["n"] >= 20).all()
    assert results["item_id"].nunique() == 5
    assert 0.5 < results["se"].notna().mean() < 1
    assert results["value"].between(0, 100).all()


def test_registers_withhold_small_counts(worlds: list[World]) -> None:
    """Counts of 1 to 3 are empty, zero is a number; the newest month is not published yet."""
    world = worlds[0]
    registers = make_registers(world.settings, world.town, world.truth, world.stories)
    for counts in registers.values():
        assert not counts["count"].isin(["1", "2", "3"]).any()
        assert counts["period"].max() == "2026-10"
        assert counts["period"].min() == "2023-12"
    crimes = registers["47022NED"]
    assert 0.1 < (crimes["count"] == "").mean() < 0.6
    assert (crimes["count"] == "0").any()
    assert not crimes.duplicated(["period", "buurtcode", "kind"]).any()


def test_parts_have_streams_of_their_own() -> None:
    """Two parts of one seed draw differently; one part of one seed draws the same again."""
    settings = Settings(seed=3)
    first = settings.rng("truth").random(4)
    assert (settings.rng("truth").random(4) == first).all()
    assert (settings.rng("signals").random(4) != first).all()
    assert (Settings(seed=4).rng("truth").random(4) != first).all()
