"""What fits a wijk now and what does not yet: the one place that asks the recommender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from briefings.model import Proposal
from indicators import Knowledge
from indicators.advice.recommend import Situation, recommend
from indicators.models import Localized, PhaseId

# A briefing names where to begin; the whole advice is on the screens.
MOST_NAMED = 4


@dataclass(frozen=True)
class Advice:
    """Names with a reason each: what it is, and why not yet."""

    fits: tuple[tuple[Localized, Localized], ...]
    not_yet: tuple[tuple[Localized, Localized], ...]


def advice(knowledge: Knowledge, proposal: Proposal, levels: Mapping[str, float]) -> Advice:
    """The first of what fits and of what does not, in the order that the phase demands.

    levels: criterion -> level 0-3, empty in briefings whose figures are protected: their advice
    follows from the phase alone (at twijfel from both phases), so that it tells nothing hidden.
    """
    known: dict[str, PhaseId] = {name: name for name in get_args(PhaseId)}
    found = recommend(
        knowledge,
        Situation(
            phase=known[proposal.phase],
            other_phase=known[proposal.doubt] if proposal.doubt else None,
            levels=levels,
        ),
    )
    against = {item.intervention.id: item for item in (*found.harms, *found.not_now)}
    return Advice(
        fits=tuple(
            (item.intervention.name, item.intervention.summary)
            for item in found.advised[:MOST_NAMED]
        ),
        not_yet=tuple(
            (item.intervention.name, item.objections[0].why)
            for item in list(against.values())[:MOST_NAMED]
        ),
    )
