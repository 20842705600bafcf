"""From weights of evidence to a chance per phase and a proposal, week by week.

A forward filter over four ordered phases (Rabiner 1989, Proc. IEEE 77(2), the forward recursion):
last week's chances, moved by the weekly chance of change, times how expected this week's
observations are in each phase. Then the gates, then the proposal. W wijken, T weeks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.evidence import INCIDENTEN, ONGEMAK, ONVOLDOENDE, SPANNING, gate_bit
from indicators.gates import GateFacts
from indicators.weighed_numbers import WeighedNumbers

Floats = NDArray[np.float64]
UNKNOWN = -1  # no proposal yet
TINY = 1e-12


@dataclass(frozen=True)
class Filtered:
    """phase, gates: [W, T] as in Proposals. chances: [T, W, 4] after the gates, also where too
    little is known to show them. raw: [T, W, 4] before the gates. held: [W, T] the phase that the
    rule remembers, also where it is not shown.
    """

    phase: NDArray[np.int8]
    gates: NDArray[np.int16]
    chances: Floats
    raw: Floats
    held: NDArray[np.int8]


@dataclass
class Memory:
    """What is remembered of each wijk from week to week; all arrays are [W].

    last_incident: week of the newest incident that counts. safety_lowest, safety_newest: level of
    C12 in surveys that ended during this run of incidenten, NaN = none.
    """

    held: NDArray[np.int64]
    last_incident: NDArray[np.int64]
    safety_lowest: Floats
    safety_newest: Floats

    @classmethod
    def start(cls, wijken: int) -> Memory:
        """Nothing is known yet."""
        return cls(
            held=np.full(wijken, UNKNOWN),
            last_incident=np.full(wijken, np.iinfo(np.int32).min, dtype=np.int64),
            safety_lowest=np.full(wijken, np.nan),
            safety_newest=np.full(wijken, np.nan),
        )


def run_filter(log_likelihood: Floats, facts: GateFacts, numbers: WeighedNumbers) -> Filtered:
    """Filter and propose. log_likelihood: [T, W, 4], summed over all observations of a week."""
    raw = forward(log_likelihood, numbers.start, numbers.transition)
    return propose_from(raw, facts, numbers, Memory.start(raw.shape[1]))


def propose_from(
    raw: Floats, facts: GateFacts, numbers: WeighedNumbers, memory: Memory
) -> Filtered:
    """The gates and the proposals for chances [T, W, 4], going on from what is remembered."""
    weeks, wijken, _ = raw.shape
    phase = np.empty((wijken, weeks), dtype=np.int8)
    gates = np.zeros((wijken, weeks), dtype=np.int16)
    held = np.empty((wijken, weeks), dtype=np.int8)
    chances = np.empty_like(raw)
    for week in range(weeks):
        phase[:, week], gates[:, week], chances[week] = _step(
            memory, raw[week], facts, week, numbers
        )
        held[:, week] = memory.held
    return Filtered(phase, gates, chances, raw, held)


def forward(log_likelihood: Floats, start: Floats, transition: Floats) -> Floats:
    """Chance of each phase given everything up to and including each week; [T, W, 4].

    The first week starts from `start`; every later week from last week's chances times the
    transition matrix.
    """
    out = np.empty_like(log_likelihood)
    before = np.broadcast_to(start, log_likelihood.shape[1:])
    for week in range(len(log_likelihood)):
        if week:
            before = out[week - 1] @ transition
        log = np.log(before) + log_likelihood[week]
        log -= log.max(axis=1, keepdims=True)
        chance = np.exp(log)
        out[week] = chance / chance.sum(axis=1, keepdims=True)
    return out


def capped(chances: Floats, cap: NDArray[np.integer]) -> Floats:
    """The chances given that no phase above `cap` is possible: the others keep their ratios. [W, 4]

    Counting what is above as `cap` itself would make the phase below a gate look sure without any
    evidence for it.
    """
    possible = np.where(np.arange(chances.shape[1]) <= cap[:, None], chances, 0.0)
    out: Floats = possible / possible.sum(axis=1, keepdims=True)
    return out


def at_least(chances: Floats, minimum: float) -> NDArray[np.int64]:
    """The highest phase of which the chance of it or a higher one is at least `minimum`; [W]."""
    tail = chances[:, ::-1].cumsum(axis=1)[:, ::-1]
    return np.asarray((tail[:, 1:] >= minimum).sum(axis=1))


def asked(chances: Floats, held: NDArray[np.int64], numbers: WeighedNumbers) -> NDArray[np.int64]:
    """The phase that the chances ask for: the held one, unless the chance of a higher phase is at
    least `rise_minimum` or the chance of a lower one at least `fall_minimum`. Without a held phase:
    the middle of the chances.
    """
    lowest = at_least(chances, numbers.rise_minimum)
    highest = at_least(chances, 1.0 - numbers.fall_minimum + TINY)
    return np.where(held == UNKNOWN, at_least(chances, 0.5), np.clip(held, lowest, highest))


def _step(
    memory: Memory, raw: Floats, facts: GateFacts, week: int, numbers: WeighedNumbers
) -> tuple[NDArray[np.int8], NDArray[np.int16], Floats]:
    """Move every wijk one week on: the phase to show, the gates and the chances after them."""
    severe_met, repeated_met = facts.severe_met[:, week], facts.repeated_met[:, week]
    enough, new_incident = facts.enough[:, week], facts.new_incident[:, week]
    before = memory.held
    met = severe_met | repeated_met
    # A new one is an incident that counts by itself: severe and verified, or one of a series.
    counts = facts.new_severe[:, week] | (new_incident & repeated_met)
    memory.last_incident = np.where(counts, week, memory.last_incident)

    in_run = (before == INCIDENTEN) & ~met
    too_soon = in_run & (week - memory.last_incident < numbers.wait_weeks)
    # Compared within the run only: what was not measured then is unknown, and unknown is not worse.
    measured = facts.safety_measured[:, week]
    newest = np.where(np.isnan(measured), memory.safety_newest, measured)
    lowest = np.fmin(memory.safety_lowest, measured)
    less_safe = in_run & ~too_soon & (newest > lowest + numbers.safety_margin)
    stays = met | too_soon | less_safe
    one_lower = np.maximum(before - 1, 0)
    # Without enough data the memory can rise but never fall: gaps may not bring a phase down.
    floor = np.where(stays, INCIDENTEN, np.where(enough, one_lower, np.maximum(before, 0)))
    by_rule = np.where(stays, INCIDENTEN, np.where(facts.spanning_met[:, week], SPANNING, ONGEMAK))
    cap = np.maximum(by_rule, floor)

    chances = capped(raw, cap)
    wanted = asked(chances, before, numbers)
    memory.held = np.maximum(np.minimum(wanted, cap), floor)
    running = memory.held == INCIDENTEN
    memory.safety_lowest = np.where(running, lowest, np.nan)
    memory.safety_newest = np.where(running, newest, np.nan)

    shown = np.where(enough, memory.held, np.where(severe_met, INCIDENTEN, ONVOLDOENDE))
    uncapped = asked(raw, before, numbers)
    red = shown == INCIDENTEN
    level_phase = shown < INCIDENTEN
    likeliest = chances.argmax(axis=1)
    gates = np.zeros(len(shown), dtype=np.int16)
    for gate, binds in (
        ("too_few_channels", shown == ONVOLDOENDE),
        ("severe_incident", red & severe_met),
        ("repeated_incidents", red & repeated_met),
        ("incidents_below_minimum", level_phase & (facts.group_count[:, week] > 0)),
        ("incidenten_needs_incident", level_phase & (uncapped == INCIDENTEN)),
        ("spanning_needs_two_criteria", (shown < SPANNING) & (uncapped > shown)),
        ("step_down_waits", red & too_soon),
        ("step_down_feels_less_safe", red & less_safe),
        ("step_down_one_phase", level_phase & (wanted < shown)),
        ("incident_despite_thin_data", red & ~enough),
        ("change_not_clear", level_phase & (likeliest != shown) & (wanted == shown)),
    ):
        gates[binds] |= gate_bit(gate)
    return shown.astype(np.int8), gates, chances


def certainty_of(chances: Floats, numbers: WeighedNumbers) -> NDArray[np.int8]:
    """0 zeker, 1 waarschijnlijk, 2 twijfel, from the chance of the proposed phase."""
    words = np.full(chances.shape, 2, dtype=np.int8)
    words[chances >= numbers.likely] = 1
    words[chances >= numbers.sure] = 0
    return words
