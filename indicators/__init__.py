"""The knowledge as dated, referenced YAML, and the pure functions that turn measurements into a
proposed phase: criteria, indicators, phases, the rule, interventions.

Nothing here knows of a database, a screen or a file other than its own YAML: arrays in, arrays out.
"""

from __future__ import annotations

from indicators.advice.recommend import fitting
from indicators.evidence import (
    CHANNELS,
    CRITERIA,
    GATE_IDS,
    PHASE_IDS,
    REASON_KINDS,
    STRENGTHS,
    Evidence,
    Proposals,
    Reasons,
    gates_in,
)
from indicators.knowledge import Knowledge, KnowledgeError, load_knowledge
from indicators.levels import level_from_goalposts
from indicators.models import Indicator
from indicators.phase_rule import propose
from indicators.rule_models import PhaseRule
from indicators.weighed_models import WeighedRule
from indicators.weighed_rule import WeighedProposals, propose_weighed

__all__ = [
    "CHANNELS",
    "CRITERIA",
    "GATE_IDS",
    "PHASE_IDS",
    "REASON_KINDS",
    "STRENGTHS",
    "Evidence",
    "Indicator",
    "Knowledge",
    "KnowledgeError",
    "PhaseRule",
    "Proposals",
    "Reasons",
    "WeighedProposals",
    "WeighedRule",
    "fitting",
    "gates_in",
    "level_from_goalposts",
    "load_knowledge",
    "propose",
    "propose_weighed",
]
