"""The weighed rule written out slowly and plainly, one wijk and week at a time, in plain Python.

Shares nothing with indicators/ but the rule itself: both agree only when both are right.
"""

from __future__ import annotations

import math
from typing import Any

from indicators import CHANNELS, CRITERIA
from indicators.observations import Observations
from indicators.weighed_models import WeighedRule

PHASES = range(4)


def plain_weighed(
    observations: Observations, rule: WeighedRule, phase_criteria: tuple[str, ...]
) -> list[list[dict[str, Any]]]:
    """Per wijk and week: phase (0-4) and the chances after the gates."""
    return [
        _wijk(observations, wijk, rule, {CRITERIA.index(c) for c in phase_criteria})
        for wijk in range(observations.wijken)
    ]


def _rows(reports: Any, wijk: int) -> list[dict[str, Any]]:
    return [
        {
            "week": int(reports.week[i]),
            "who": int(reports.reporter[i]),
            "criterion": int(reports.criterion[i]),
            "level": int(reports.level[i]),
            "confirmed": bool(reports.confirmed[i]),
        }
        for i in range(len(reports.wijk))
        if reports.wijk[i] == wijk
    ]


def _normalised(values: list[float]) -> list[float]:
    total = sum(values)
    return [value / total for value in values]


def _day_matrix(rule: WeighedRule) -> list[list[float]]:
    p = rule.persistence
    up, down = (v.value / p.steps_per_week.value for v in (p.weekly_rise, p.weekly_fall))
    return [
        [
            up if k == j + 1 else down if k == j - 1
            else 1 - (up if j < 3 else 0) - (down if j > 0 else 0) if k == j else 0.0
            for k in PHASES
        ]
        for j in PHASES
    ]  # fmt: skip


def _wijk(o: Observations, wijk: int, rule: WeighedRule, allowed: set[int]) -> list[dict[str, Any]]:
    day = _day_matrix(rule)
    every = _rows(o.reports, wijk)
    rows = [r for r in every if r["criterion"] == -1 or r["criterion"] in allowed]
    chance = list(rule.phases.start_shares.value)
    held: int | None = None
    last_counting = -(10**6)
    measured: list[float] = []
    out = []
    for week in range(o.weeks):
        if week:
            for _ in range(rule.persistence.steps_per_week.value):
                chance = [sum(chance[j] * day[j][k] for j in PHASES) for k in PHASES]
        logs = [
            _surveys(o, wijk, week, k, rule, allowed)
            + _reports(rows, week, k, rule)
            + _counts(o, wijk, week, k, rule)
            + _incidents(o, wijk, week, k, rule)
            for k in PHASES
        ]
        chance = _normalised(
            [c * math.exp(v - max(logs)) for c, v in zip(chance, logs, strict=True)]
        )

        window = range(max(0, week - rule.incidenten.window_weeks.value + 1), week + 1)
        severe = int(o.evidence.severe_incidents[wijk, week])
        group = max(severe, int(o.evidence.group_incidents[wijk, week]))
        severe_met = (
            sum(int(o.evidence.severe_incidents[wijk, t]) for t in window)
            >= rule.incidenten.severe_verified_minimum.value
        )
        repeated = (
            sum(
                max(
                    int(o.evidence.severe_incidents[wijk, t]),
                    int(o.evidence.group_incidents[wijk, t]),
                )
                for t in window
            )
            >= rule.incidenten.group_incidents_minimum.value
        )
        met = severe_met or repeated
        if severe > 0 or (group > 0 and repeated):
            last_counting = week
        fresh = [
            float(o.surveys.level[i])
            for i in range(len(o.surveys.wijk))
            if o.surveys.wijk[i] == wijk
            and o.surveys.week[i] == week
            and CRITERIA[o.surveys.criterion[i]] == rule.step_down.safety_criterion.value
        ]
        if fresh:
            measured.append(max(fresh))
        stays = met
        if held == 3 and not met:
            waits = week - last_counting < rule.step_down.wait_weeks.value
            worse = bool(measured) and measured[-1] > min(measured) + (
                rule.step_down.safety_margin_level.value
            )
            stays = waits or worse
        usable = sum(
            bool(o.evidence.usable[CHANNELS.index(c), wijk, week])
            for c in rule.channels.counted_channels.value
        )
        enough = usable >= rule.channels.minimum_channels.value
        if stays:
            floor = 3
        elif held is None:
            floor = 0
        else:
            floor = max(0, held - 1) if enough else held
        cap = 3 if stays else 2 if _spanning(o, every, wijk, week, rule, allowed) else 1
        cap = max(cap, floor)
        after = _normalised([chance[k] if k <= cap else 0.0 for k in PHASES])
        held = min(max(_asked(after, held, rule), floor), cap)
        if held != 3:
            measured = []
        shown = held if enough else 3 if severe_met else 4
        out.append({"phase": shown, "chances": after})
    return out


def _asked(after: list[float], held: int | None, rule: WeighedRule) -> int:
    if held is None:
        return max(k for k in PHASES if k == 0 or sum(after[k:]) >= 0.5)
    rise, fall = rule.persistence.rise_minimum.value, rule.persistence.fall_minimum.value
    up = max(k for k in PHASES if k == 0 or sum(after[k:]) >= rise)
    down = max(k for k in PHASES if k == 0 or sum(after[k:]) > 1 - fall)
    return min(max(held, up), down) if up <= down else held


def _surveys(
    o: Observations, wijk: int, week: int, k: int, rule: WeighedRule, allowed: set[int]
) -> float:
    s, total = o.surveys, 0.0
    mine = [i for i in range(len(s.wijk)) if s.wijk[i] == wijk and int(s.criterion[i]) in allowed]
    for i in mine:
        if s.week[i] != week:
            continue
        items = sum(1 for j in mine if s.wave[j] == s.wave[i])
        variance = rule.surveys.spread_levels.value**2 + float(s.error[i]) ** 2
        middle = rule.phases.middle_levels.value[k]
        density = -((float(s.level[i]) - middle) ** 2) / (2 * variance)
        total += density / (1 + (items - 1) * rule.surveys.overlap.value)
    return total


def _reports(rows: list[dict[str, Any]], week: int, k: int, rule: WeighedRule) -> float:
    table = rule.reports.rows()[k].value
    most = rule.reports.lone_maximum_level.value
    first = week - rule.reports.window_weeks.value + 1
    window = [r for r in rows if first <= r["week"] <= week]
    total = 0.0
    for row in (r for r in rows if r["week"] == week):
        same = sum(1 for r in window if r["who"] == row["who"]) - 1
        weight = 1 / (1 + same * rule.reports.overlap.value)
        if all(r["who"] == row["who"] for r in window):
            weight *= rule.reports.sole_part.value
        backed = row["confirmed"] or any(
            r["who"] != row["who"] and r["level"] > most for r in window
        )
        told = math.log(table[row["level"] + 1])
        if row["level"] > most and not backed:
            lone = math.log(table[most + 1])
            told = rule.reports.lone_part.value * told + (1 - rule.reports.lone_part.value) * lone
        total += weight * told
    return total


def _counts(o: Observations, wijk: int, week: int, k: int, rule: WeighedRule) -> float:
    total = 0.0
    for one in o.counts:
        exposure = float(one.exposure[wijk, week])
        if not one.alive[week] or not exposure > 0:
            continue
        year = range(max(0, week - rule.counts.factor_window_weeks.value + 1), week + 1)
        others = [
            sum(int(one.counts[w, t]) for w in range(o.wijken) if w != wijk) if one.alive[t] else 0
            for t in year
        ]
        mean = sum(others) / sum(1 for t in year if one.alive[t])
        extra = rule.counts.factor_prior_reports.value
        limit = rule.counts.factor_limit.value
        factor = min(max((others[-1] + extra) / (mean + extra), 1 / limit), limit)
        middle = rule.phases.middle_levels.value[k]
        posts = (0.0, *one.goalposts)
        place = min(int(middle), 3)
        step = posts[place + 1] - posts[place] if place < 3 else posts[3] - posts[2]
        expected = exposure * factor * (posts[place] + (middle - place) * step)
        shape, y = rule.counts.shape.value, int(one.counts[wijk, week])
        chance = (
            math.lgamma(y + shape) - math.lgamma(shape) - math.lgamma(y + 1)
            + shape * math.log(shape / (shape + expected))
            + y * math.log(expected / (shape + expected))
        )  # fmt: skip
        total += rule.counts.part.value * chance
    return total


def _incidents(o: Observations, wijk: int, week: int, k: int, rule: WeighedRule) -> float:
    often = 1 / rule.group_incidents.severe_weeks_between.value[k]
    lighter_often = 1 / rule.group_incidents.lighter_weeks_between.value[k]
    severe = int(o.evidence.severe_incidents[wijk, week])
    lighter = max(0, int(o.evidence.group_incidents[wijk, week]) - severe)
    total = severe * math.log(often) + lighter * math.log(lighter_often)
    if o.records_alive[week]:
        total -= rule.group_incidents.quiet_part.value * (often + lighter_often)
    return total


def _spanning(
    o: Observations,
    rows: list[dict[str, Any]],
    wijk: int,
    week: int,
    rule: WeighedRule,
    allowed: set[int],
) -> bool:
    high = {
        (criterion, channel)
        for criterion in rule.spanning.criteria.value
        for channel in range(len(CHANNELS))
        if o.evidence.levels[CRITERIA.index(criterion), channel, wijk, week]
        >= rule.spanning.level.value
    }
    if (
        len({criterion for criterion, _ in high}) >= rule.spanning.minimum_criteria.value
        and len({channel for _, channel in high}) >= rule.spanning.minimum_channels.value
    ):
        return True
    first = week - rule.reports.gate_weeks.value + 1
    serious = [
        r
        for r in rows
        if first <= r["week"] <= week
        and r["criterion"] in allowed
        and r["level"] >= rule.spanning.corroborated_level.value
    ]
    return len({r["who"] for r in serious}) >= 2 or any(r["confirmed"] for r in serious)
