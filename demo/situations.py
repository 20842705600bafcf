"""Planted situations: wijken with a story that a good monitor has to handle."""

from dataclasses import dataclass

import numpy as np

from demo.geography import Town
from demo.settings import Settings


@dataclass(frozen=True)
class Situations:
    """Index of the wijk with each story; None where the town is too small for it."""

    escalation: int  # from rust to incidenten and back over months
    starved: int  # hardly any data reaches the gemeente
    calm_crime: int  # calm, with much registered crime
    silent: int | None = None  # reporters stop and nobody says so
    hovering: int | None = None  # between two phases, now this, then that


def choose_situations(settings: Settings, town: Town) -> Situations:
    """Pick a fitting wijk for each story."""
    rng = settings.rng("situations")
    by_density = np.argsort(-town.urbanity)
    calm_crime = int(by_density[0])  # the shopping and going-out centre
    starved = int(np.argmin(town.residents))
    if starved == calm_crime:
        starved = int(by_density[-1])
    free = [int(w) for w in by_density if w not in (calm_crime, starved)]
    # The other stories happen in wijken of at least middling size, where data is normal.
    free.sort(key=lambda w: -int(town.residents[w]))
    large = free[: max(1, len(free) * 2 // 3)]
    picked = [int(w) for w in rng.permutation(large)] + free[len(large) :]
    if len(picked) < 3:
        return Situations(picked[0], starved, calm_crime)
    return Situations(picked[0], starved, calm_crime, picked[1], picked[2])
