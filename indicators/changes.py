"""What would change the proposal: the smallest of some stated changes that moves it.

Up: a verified severe incident between groups now, or a number of reports from reporters who have
not reported before, at one level. Down: a number of weeks in which two such reporters have nothing
to report and no incident happens. Out of `onvoldoende_gegevens`: a channel that becomes usable.
Each is tried by applying it to the observations and calculating on: nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from indicators.evidence import CRITERIA, GEZIEN, INCIDENTEN, ONVOLDOENDE, VASTGELEGD
from indicators.filtering import Memory, forward, propose_from
from indicators.gates import gate_facts
from indicators.observations import NOTHING, Observations, Reports
from indicators.slices import sliced
from indicators.weighed_models import WeighedRule
from indicators.weighed_numbers import WeighedNumbers
from indicators.weighed_rule import WeighedProposals, summed
from indicators.weighing import incident_weights, signal_weights

CHANGE_KINDS: tuple[str, ...] = ("severe_incident", "reports", "calm_weeks", "channel")
SEVERE, REPORTS, CALM_WEEKS, CHANNEL = range(4)
REPORT_NUMBERS = (1, 2, 3, 4, 6, 8)
LONGEST_CALM = 26
CALM_REPORTERS = 2
NEW_REPORTER = 1 << 40  # numbers no delivered reporter has
REPORTED_CRITERION = CRITERIA.index("C7")


@dataclass(frozen=True)
class Change:
    """One change to one wijk. kind: index into CHANGE_KINDS. amount: incidents, reports or weeks.
    level: of the reports, -1 = none. channel: index into CHANNELS. to_phase: the phase
    that the proposal moves to.
    """

    wijk: int
    kind: int
    amount: int
    level: int
    channel: int
    to_phase: int


def apply_change(
    observations: Observations, week: int, kind: int, amount: int, level: int
) -> Observations:
    """The observations with the change made in every wijk, in `week` (calm weeks: after it)."""
    wijken = observations.wijken
    if kind == SEVERE:
        evidence = observations.evidence
        severe, group = evidence.severe_incidents.copy(), evidence.group_incidents.copy()
        severe[:, week] += amount
        group[:, week] += amount
        return replace(
            observations,
            evidence=replace(evidence, severe_incidents=severe, group_incidents=group),
        )
    calm = kind == CALM_WEEKS
    weeks = np.arange(week + 1, week + 1 + amount) if calm else np.array([week])
    number = CALM_REPORTERS if calm else amount
    wijk, at, who = (axis.ravel() for axis in np.meshgrid(
        np.arange(wijken), weeks, np.arange(number), indexing="ij"
    ))  # fmt: skip
    old = observations.reports
    new = Reports(
        wijk=np.concatenate([old.wijk, wijk]),
        week=np.concatenate([old.week, at]),
        reporter=np.concatenate([old.reporter, NEW_REPORTER + who]),
        criterion=_appended(old.criterion, NOTHING if calm else REPORTED_CRITERION, len(wijk)),
        level=_appended(old.level, NOTHING if calm else level, len(wijk)),
        confirmed=np.concatenate([old.confirmed, np.zeros(len(wijk), dtype=np.bool_)]),
    )
    return replace(observations, reports=new)


def _appended(values: NDArray[np.integer], value: int, times: int) -> NDArray[np.integer]:
    return np.concatenate([values, np.full(times, value)])


def changes_needed(
    observations: Observations,
    proposed: WeighedProposals,
    rule: WeighedRule,
    phase_criteria: tuple[str, ...],
    week: int,
) -> list[Change]:
    """The smallest changes up and down for every wijk in `week`."""
    if week == 0:
        return []
    numbers = WeighedNumbers.of(rule, phase_criteria)
    trial = _Trial(observations, proposed, numbers, week)
    now = proposed.proposals.phase[:, week]
    shown = now != ONVOLDOENDE
    found: list[Change] = []

    def keep(
        done: NDArray[np.bool_], after: NDArray[np.int8], kind: int, amount: int, level: int
    ) -> None:
        better = (after < now) if kind == CALM_WEEKS else (after > now)
        channel = GEZIEN if kind in (REPORTS, CALM_WEEKS) else VASTGELEGD
        for wijk in np.flatnonzero(shown & ~done & better & (after != ONVOLDOENDE)):
            found.append(Change(int(wijk), kind, amount, level, channel, int(after[wijk])))
            done[wijk] = True

    severe = now == INCIDENTEN
    keep(severe, trial.at_once(SEVERE, 1, NOTHING), SEVERE, 1, NOTHING)
    by_level = now == INCIDENTEN
    for amount in REPORT_NUMBERS:
        for level in (1, 2, 3):
            keep(by_level, trial.at_once(REPORTS, amount, level), REPORTS, amount, level)
    lower = trial.calm()
    falls = now == 0
    for amount in range(1, LONGEST_CALM + 1):
        keep(falls, lower[:, amount - 1], CALM_WEEKS, amount, NOTHING)
    usable = observations.evidence.usable[:, :, week]
    for wijk in np.flatnonzero(~shown):
        if usable[:, wijk].sum() == numbers.minimum_channels - 1:
            missing = int(np.flatnonzero(~usable[:, wijk])[0])
            held = int(proposed.filtered.held[wijk, week])
            found.append(Change(int(wijk), CHANNEL, 1, NOTHING, missing, held))
    return found


class _Trial:
    """Calculates one week again, or some weeks on, from what was known the week before."""

    def __init__(
        self,
        observations: Observations,
        proposed: WeighedProposals,
        numbers: WeighedNumbers,
        week: int,
    ) -> None:
        window = max(numbers.incident_window, numbers.gate_window, numbers.signal_window)
        self.numbers = numbers
        self.first = max(0, week + 1 - window)
        self.week = week - self.first
        self.recent = sliced(observations, self.first, week)
        self.longer = sliced(observations, self.first, week, empty=LONGEST_CALM)
        self.before = proposed.filtered.raw[week - 1] @ numbers.transition
        self.memory = memory_before(proposed, numbers, week)
        self.memory.last_incident = self.memory.last_incident - self.first
        # What the change leaves as it is: surveys and counts of this week.
        own = self._log_likelihood(self.recent)[self.week]
        self.rest = proposed.log_likelihood[week] - own

    def _log_likelihood(self, observations: Observations) -> NDArray[np.float64]:
        numbers, reports = self.numbers, observations.reports
        allowed = np.append(numbers.criteria, NOTHING)
        weights = [
            signal_weights(reports.take(np.isin(reports.criterion, allowed)), numbers),
            incident_weights(observations, numbers),
        ]
        return summed(weights, observations.weeks, observations.wijken)

    def at_once(self, kind: int, amount: int, level: int) -> NDArray[np.int8]:
        """The phase of this week with the change made in it; [W]."""
        return self._from(apply_change(self.recent, self.week, kind, amount, level))[:, 0]

    def calm(self) -> NDArray[np.int8]:
        """The phase after 1, 2, ... calm weeks; [W, LONGEST_CALM]."""
        changed = apply_change(self.longer, self.week, CALM_WEEKS, LONGEST_CALM, NOTHING)
        return self._from(changed)[:, 1:]

    def _from(self, changed: Observations) -> NDArray[np.int8]:
        total = self._log_likelihood(changed)[self.week :]
        total[0] += self.rest
        raw = forward(total, self.before, self.numbers.transition)
        facts = gate_facts(changed, self.numbers).since(self.week)
        memory = replace(self.memory, last_incident=self.memory.last_incident - self.week)
        return propose_from(raw, facts, self.numbers, memory).phase


def memory_before(proposed: WeighedProposals, numbers: WeighedNumbers, week: int) -> Memory:
    """What the rule remembered of each wijk before `week`."""
    memory = Memory.start(proposed.filtered.raw.shape[1])
    propose_from(proposed.filtered.raw[:week], proposed.facts.until(week), numbers, memory)
    return memory
