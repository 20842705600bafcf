"""What would change a proposal, in words, and how firm the proposal is."""

from typing import Any

import pandas as pd

import words
from indicators import Knowledge, WeighedRule
from indicators.changes import CALM_REPORTERS
from language import Texts


def change(_: Texts, knowledge: Knowledge, row: Any) -> str:
    """One change in words, and the phase that the proposal then gets."""
    then = words.phase(_, row.to_phase)
    if row.kind == "severe_incident":
        return _(
            "Eén vastgesteld, ernstig incident tussen of tegen groepen: dan wordt het {phase}.",
            phase=then,
        )
    if row.kind == "reports":
        criterion = knowledge.criteria.get(str(row.criterion))
        return _.plural(
            "{n} melding van iemand die nog niet meldde, over {criterion} ({level}): "
            "dan wordt het {phase}.",
            "{n} meldingen van mensen die nog niet meldden, over {criterion} ({level}): "
            "dan wordt het {phase}.",
            int(row.amount),
            criterion=_.of(criterion.name) if criterion else str(row.criterion),
            level=words.level(_, float(row.level)),
            phase=then,
        )
    if row.kind == "calm_weeks":
        return _.plural(
            "{n} week waarin {reporters} nieuwe melders niets te melden hebben en er geen "
            "incident tussen of tegen groepen is: dan wordt het {phase}.",
            "{n} weken waarin {reporters} nieuwe melders niets te melden hebben en er geen "
            "incident tussen of tegen groepen is: dan wordt het {phase}.",
            int(row.amount),
            reporters=_.number(CALM_REPORTERS),
            phase=then,
        )
    return _(
        "Genoeg gegevens uit de bron {channel} ({meaning}): dan kan er een fase worden genoemd. "
        "Welke, hangt af van wat die gegevens zeggen.",
        channel=words.channel(_, str(row.channel)),
        meaning=words.channel_meaning(_, str(row.channel)),
    )


def robustness(_: Texts, knowledge: Knowledge, shares: pd.DataFrame, wijkcode: str) -> str:
    """How many settings of the goalposts give the same phase, from a table with wijkcode and
    share_same; empty for older weeks.
    """
    rule = knowledge.rule
    own = shares.loc[shares["wijkcode"] == wijkcode, "share_same"]
    if own.empty or not isinstance(rule, WeighedRule):
        return ""
    shift = _.percent(100 * rule.robustness.goalpost_shift.value)
    return _(
        "Hoe stevig is dit? De ijkpunten zijn {shift} hoger en lager gelegd. In {share} van de "
        "geprobeerde instellingen blijft het voorstel gelijk.",
        shift=shift,
        share=_.percent(100 * float(own.iloc[0])),
    )
