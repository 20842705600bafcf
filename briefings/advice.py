"""What fits the phase of a wijk and what does not yet: the one place that asks the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from indicators import Knowledge, fitting
from indicators.models import Localized, PhaseId

# A briefing names where to begin; the whole catalogue is on the screens.
MOST_NAMED = 4


@dataclass(frozen=True)
class Advice:
    """Names with a reason each: what it is, and why not yet."""

    fits: tuple[tuple[Localized, Localized], ...]
    not_yet: tuple[tuple[Localized, Localized], ...]


def advice(knowledge: Knowledge, phase: str) -> Advice:
    """The first of what fits and of what does not, in the order of the catalogue."""
    known: dict[str, PhaseId] = {name: name for name in get_args(PhaseId)}
    fits, not_yet = fitting(knowledge, known[phase])
    return Advice(
        fits=tuple((item.name, item.summary) for item in fits[:MOST_NAMED]),
        not_yet=tuple((item.intervention.name, item.why) for item in not_yet[:MOST_NAMED]),
    )
