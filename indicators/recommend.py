"""Which interventions fit a phase, and which must not be done yet.

A first, plain lookup. Pure: knowledge in, lists out. Data decides everything: the `phases` of each
intervention (onvoldoende_gegevens included: what helps to find out), its `not_when`, and the order
per phase in rules/intervention-order-*.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass

from indicators.intervention_models import Intervention
from indicators.knowledge import Knowledge
from indicators.models import Localized, PhaseId


@dataclass(frozen=True)
class NotYet:
    """An intervention not to do in this phase; with a situation: not in that situation."""

    intervention: Intervention
    why: Localized
    situation: Localized | None


def fitting(
    knowledge: Knowledge, phase: PhaseId
) -> tuple[tuple[Intervention, ...], tuple[NotYet, ...]]:
    """Interventions that fit `phase`, in the order of the phase, and those not to do yet.

    An intervention that fits only in some situations is among the fitting ones; the situations in
    which it does not are in its own `not_when`.
    """
    if phase not in knowledge.phases:
        raise ValueError(f"unknown phase '{phase}'")
    order = knowledge.intervention_order.order[phase]
    place = {intervention_id: position for position, intervention_id in enumerate(order)}
    fits = sorted(
        (item for item in knowledge.interventions.values() if phase in item.phases),
        key=lambda item: (place.get(item.id, len(order)), item.id),
    )
    not_yet = [
        NotYet(intervention=item, why=rule.why, situation=rule.situation)
        for item in knowledge.interventions.values()
        for rule in item.not_when
        if phase in rule.phases and phase not in item.phases
    ]
    return tuple(fits), tuple(not_yet)
