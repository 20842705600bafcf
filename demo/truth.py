"""The hidden truth: how tense each wijk is in each week, and which phase that is.

Tension is one number per wijk and week: a level of its own, a slow drift, shocks after triggers
that fade, and one event that touches the whole gemeente. The phase follows it as an ordered chain
with inertia: a phase is left only when the tension is clearly past its border.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demo.geography import Town
from demo.settings import Settings
from demo.situations import Situations

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PHASES = ("rust", "ongemak", "spanning", "incidenten")

BORDERS = np.array([1.0, 1.85, 2.8])  # tension at which the next phase begins
INERTIA = 0.13  # how far past a border the tension must be before the phase changes
LEAP = 0.8  # so far past a border that a phase may be skipped on the way up
CALM_WEEKS = np.array([0, 4, 5, 14])  # each phase lasts so long before it can ease: trust is slow


@dataclass(frozen=True)
class Trigger:
    """Something that may stir up a wijk (wijk None = the whole gemeente)."""

    week: int
    wijk: int | None
    size: float  # added tension at the start
    half_life_weeks: float
    announced: bool  # whether it is on the agenda


@dataclass(frozen=True)
class Truth:
    """What really goes on. W wijken, T weeks."""

    tension: Floats  # (W, T), continuous
    phase: Ints  # (W, T), 0 rust .. 3 incidenten
    triggers: list[Trigger]

    @property
    def outbreaks(self) -> NDArray[np.bool_]:
        """Weeks in which a wijk enters incidenten, shape (W, T)."""
        red = self.phase == 3
        before = np.pad(red, ((0, 0), (1, 0)))[:, :-1]
        return np.asarray(red & ~before)

    @property
    def felt(self) -> Floats:
        """Tension on the scale of the phases: phase k covers about k - 0.5 to k + 0.5."""
        knots = np.array([0.0, *BORDERS, 3.8])
        scale = np.array([-0.4, 0.5, 1.5, 2.5, 3.3])
        return np.asarray(np.interp(self.tension, knots, scale))


def make_truth(settings: Settings, town: Town, stories: Situations) -> Truth:
    """Draw the hidden history."""
    rng = settings.rng("truth")
    count, weeks = len(town.residents), settings.weeks
    own = np.clip(0.5 + 0.55 * town.urbanity + rng.normal(0, 0.33, count), 0.05, 1.75)
    sensitivity = rng.lognormal(0, 0.35, count)
    triggers = _triggers(rng, count, weeks)
    tension = own[:, None] + _drift(rng, count, weeks)
    tension += _shocks(triggers, sensitivity, count, weeks)
    _plant(rng, tension, stories)
    tension = np.clip(tension, 0.0, 3.8)
    return Truth(tension, _phases(tension), triggers)


def _drift(rng: np.random.Generator, count: int, weeks: int) -> Floats:
    """Slow wandering around zero (half of it forgotten in about half a year), (W, T)."""
    memory, spread = 0.973, 0.50
    steps = rng.normal(0, spread * np.sqrt(1 - memory**2), (count, weeks))
    drift = np.empty((count, weeks))
    drift[:, 0] = rng.normal(0, spread, count)
    for t in range(1, weeks):
        drift[:, t] = memory * drift[:, t - 1] + steps[:, t]
    return drift


def _triggers(rng: np.random.Generator, count: int, weeks: int) -> list[Trigger]:
    """Triggers per wijk, announced or not, and one for the whole gemeente."""
    triggers: list[Trigger] = []
    for wijk in range(count):
        for announced, per_year in ((True, 1.1), (False, 0.42)):
            for _ in range(int(rng.poisson(per_year * weeks / 52))):
                week, fading = int(rng.integers(weeks)), float(rng.uniform(4, 13))
                # Most announced things pass quietly; what comes as a surprise seldom does.
                size = rng.gamma(1.3, 0.36) if announced else 0.7 + rng.gamma(2.0, 0.38)
                if announced and rng.random() < 0.4:
                    size = 0.0
                triggers.append(Trigger(week, wijk, float(size), fading, announced))
    triggers.append(Trigger(int(weeks * rng.uniform(0.5, 0.62)), None, 0.55, 7.0, False))
    return triggers


def _shocks(triggers: list[Trigger], sensitivity: Floats, count: int, weeks: int) -> Floats:
    """Added tension of all triggers, (W, T): at once, then fading."""
    total = np.zeros((count, weeks))
    for trigger in triggers:
        fade = trigger.size * 0.5 ** (np.arange(weeks - trigger.week) / trigger.half_life_weeks)
        rows = slice(None) if trigger.wijk is None else slice(trigger.wijk, trigger.wijk + 1)
        total[rows, trigger.week :] += sensitivity[rows, None] * fade
    return total


def _plant(rng: np.random.Generator, tension: Floats, stories: Situations) -> None:
    """Overwrite the tension of the wijken with a planted story."""
    weeks = tension.shape[1]
    moment = np.arange(weeks) / max(weeks - 1, 1)
    small = _drift(rng, 5, weeks) * 0.2

    path = np.interp(
        moment,
        [0, 0.28, 0.36, 0.44, 0.47, 0.53, 0.62, 0.72, 0.85, 1],
        [0.45, 0.5, 1.35, 2.3, 3.35, 3.2, 2.45, 1.5, 0.6, 0.5],
    )
    tension[stories.escalation] = path + small[0]
    tension[stories.calm_crime] = 0.4 + small[1]
    tension[stories.starved] = 0.9 + 3 * small[2]  # nobody can tell from the data
    if stories.silent is not None:
        # Quiet while they report; it gets worse after they have stopped.
        late = np.interp(moment, [0, 0.7, 0.82, 1], [0.5, 0.5, 1.5, 2.3])
        tension[stories.silent] = late + small[3]
    if stories.hovering is not None:
        wave = np.sin(2 * np.pi * np.arange(weeks) / 30 + rng.uniform(0, 6))
        tension[stories.hovering] = BORDERS[1] + 0.3 * wave + small[4]


def _phases(tension: Floats) -> Ints:
    """Phase of every wijk and week: one step at a time, up faster than down, with inertia."""
    count, weeks = tension.shape
    above = np.array([*BORDERS, np.inf])  # border above each phase
    below = np.array([-np.inf, *BORDERS])
    phase = np.empty((count, weeks), dtype=np.int64)
    now = np.searchsorted(BORDERS, tension[:, 0])
    since = np.zeros(count, dtype=np.int64)
    for t in range(weeks):
        up = tension[:, t] > above[now] + INERTIA
        leap = up & (tension[:, t] > above[np.minimum(now + 1, 3)] + LEAP)
        down = (tension[:, t] < below[now] - INERTIA) & (since >= CALM_WEEKS[now])
        new = now + up + leap - down
        since = np.where(new == now, since + 1, 0)
        now = np.minimum(new, 3)
        phase[:, t] = now
    return phase
