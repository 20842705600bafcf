"""Random evidence for property tests, and a slow, plain version of the point rule."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from indicators import CHANNELS, CRITERIA, GATE_IDS, PHASE_IDS, Evidence
from indicators.rule_models import PhaseRule

GEZIEN = CHANNELS.index("gezien")


def random_evidence(seed: int, wijken: int, weeks: int) -> Evidence:
    """Evidence with gaps, levels on and around the thresholds, incidents and silent channels."""
    rng = np.random.default_rng(seed)
    shape = (len(CRITERIA), len(CHANNELS), wijken, weeks)
    levels = rng.choice([0.0, 0.4, 0.99, 1.0, 1.5, 1.99, 2.0, 2.5, 3.0], size=shape)
    levels[rng.random(shape) < rng.uniform(0.6, 0.99)] = np.nan
    corroborated = rng.integers(0, 4, size=(len(CRITERIA), wijken, weeks)).astype(np.int8)
    corroborated[rng.random(corroborated.shape) < rng.uniform(0.3, 0.99)] = -1
    severe = (rng.random((wijken, weeks)) < rng.uniform(0.0, 0.05)).astype(np.int32)
    light = rng.poisson(rng.uniform(0.0, 0.3), size=(wijken, weeks)).astype(np.int32)
    usable = rng.random((len(CHANNELS), wijken, weeks)) < rng.uniform(0.3, 1.0)
    return Evidence(levels.astype(np.float32), corroborated, severe, severe + light, usable)


def take_wijken(evidence: Evidence, order: list[int]) -> Evidence:
    """The same evidence with only these wijken, in this order."""
    return replace(
        evidence,
        levels=evidence.levels[:, :, order],
        corroborated=evidence.corroborated[:, order],
        severe_incidents=evidence.severe_incidents[order],
        group_incidents=evidence.group_incidents[order],
        usable=evidence.usable[:, order],
    )


def plain_proposals(evidence: Evidence, rule: PhaseRule) -> list[list[tuple[str, set[str]]]]:
    """Phase and gates per wijk and week, written out week by week as the rule text says it."""
    return [_plain_wijk(evidence, wijk, rule) for wijk in range(evidence.wijken)]


def _counted(evidence: Evidence, wijk: int, week: int, rule: PhaseRule) -> dict[str, list[float]]:
    """Per criterion the three levels as they count; NaN = nothing known."""
    lone = rule.signals.lone_signal_maximum_level.value
    counted = {}
    for number, criterion in enumerate(CRITERIA):
        levels = [float(value) for value in evidence.levels[number, :, wijk, week]]
        agreed = int(evidence.corroborated[number, wijk, week])
        if not math.isnan(levels[GEZIEN]) and levels[GEZIEN] > max(lone, agreed):
            levels[GEZIEN] = float(max(lone, agreed))
        if agreed >= rule.spanning.corroborated_level.value:
            known = 0.0 if math.isnan(levels[GEZIEN]) else levels[GEZIEN]
            levels[GEZIEN] = max(known, rule.spanning.level.value)
        counted[criterion] = levels
    return counted


def _plain_wijk(evidence: Evidence, wijk: int, rule: PhaseRule) -> list[tuple[str, set[str]]]:
    result = []
    held = ""  # phase that the next week starts from
    incident_weeks: list[int] = []
    run_references: list[float] = []  # C12 in the weeks of incidents of this run of incidenten
    waiting_for_reference = False
    for week in range(evidence.weeks):
        counted = _counted(evidence, wijk, week, rule)
        target, blocked = _plain_target(counted, evidence, wijk, week, rule)
        severe, group = _window_counts(evidence, wijk, week, rule)
        severe_met = severe >= rule.incidenten.severe_verified_minimum.value
        repeated_met = group >= rule.incidenten.group_incidents_minimum.value
        usable = int(evidence.usable[:, wijk, week].sum())
        enough = usable >= rule.channels.minimum_channels.value
        known_safety = [v for v in counted[rule.step_down.safety_criterion.value] if v == v]
        safety = max(known_safety) if known_safety else math.nan
        new = evidence.group_incidents[wijk, week] > 0
        if new:
            incident_weeks.append(week)

        before, too_soon, less_safe = held, False, False
        if severe_met or repeated_met:
            held = "incidenten"
        elif not held:
            held = target
        elif not enough:  # remembered, not shown: it may rise and never fall
            held = max(held, target, key=PHASE_IDS.index)
        else:
            floor = PHASE_IDS.index(held) - rule.step_down.maximum_phases_per_week.value
            if held == "incidenten":
                too_soon = week - incident_weeks[-1] < rule.step_down.wait_weeks.value
                margin = np.float32(rule.step_down.safety_margin_level.value)
                worse = (
                    bool(run_references)
                    and np.float32(safety) > np.float32(min(run_references)) + margin
                )
                less_safe = not too_soon and worse
                if too_soon or less_safe:
                    floor = PHASE_IDS.index("incidenten")
            held = PHASE_IDS[max(PHASE_IDS.index(target), floor)]

        if held != "incidenten" or before != "incidenten":
            run_references, waiting_for_reference = [], False
        if held == "incidenten" and (new or waiting_for_reference):
            waiting_for_reference = math.isnan(safety)
            if not math.isnan(safety):
                run_references.append(safety)

        shown = held if enough else ("incidenten" if severe_met else "onvoldoende_gegevens")
        gates = set()
        if shown == "onvoldoende_gegevens":
            gates = {"too_few_channels"}
        elif shown == "incidenten":
            gates = {
                gate
                for gate, binds in (
                    ("severe_incident", severe_met),
                    ("repeated_incidents", repeated_met),
                    ("step_down_waits", too_soon),
                    ("step_down_feels_less_safe", less_safe),
                    ("incident_despite_thin_data", not enough),
                )
                if binds
            }
        else:
            gates = blocked
            if group > 0:
                gates = gates | {"incidents_below_minimum"}
            if PHASE_IDS.index(shown) > PHASE_IDS.index(target):
                gates = gates | {"step_down_one_phase"}
        assert gates <= set(GATE_IDS)
        result.append((shown, gates))
    return result


def _plain_target(
    counted: dict[str, list[float]], evidence: Evidence, wijk: int, week: int, rule: PhaseRule
) -> tuple[str, set[str]]:
    """The phase that the levels of one week ask for, and the gates that kept it lower."""
    high = [
        (criterion, channel)
        for criterion in rule.spanning.criteria.value
        for channel in range(len(CHANNELS))
        if counted[criterion][channel] >= rule.spanning.level.value
    ]
    agreed = [
        criterion
        for criterion in rule.spanning.criteria.value
        if evidence.corroborated[CRITERIA.index(criterion), wijk, week]
        >= rule.spanning.corroborated_level.value
    ]
    minimum = rule.spanning.minimum_criteria.value
    enough_criteria = len({criterion for criterion, _ in high}) >= minimum
    two_channels = len({c for _, c in high}) >= rule.spanning.minimum_channels.value
    if enough_criteria and (two_channels or len(agreed) >= minimum):
        return "spanning", set()
    blocked = {"spanning_needs_two_criteria"} if high else set()
    lone = rule.signals.lone_signal_maximum_level.value
    for criterion in rule.ongemak.criteria.value:
        number = CRITERIA.index(criterion)
        told = float(evidence.levels[number, GEZIEN, wijk, week])
        if told > lone and evidence.corroborated[number, wijk, week] <= lone:
            blocked.add("lone_signal_capped")
    ongemak = any(
        level >= rule.ongemak.level.value
        for criterion in rule.ongemak.criteria.value
        for level in counted[criterion]
    )
    return ("ongemak" if ongemak else "rust"), blocked


def _window_counts(evidence: Evidence, wijk: int, week: int, rule: PhaseRule) -> tuple[int, int]:
    first = max(0, week - rule.incidenten.window_weeks.value + 1)
    return (
        int(evidence.severe_incidents[wijk, first : week + 1].sum()),
        int(evidence.group_incidents[wijk, first : week + 1].sum()),
    )
