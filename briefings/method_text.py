"""How a phase comes about, in four sentences, and what the words for certainty mean."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.model import PROTECTED, Level
from indicators import Knowledge, WeighedRule
from language import Texts


def method(_: Texts, version: str) -> tuple[str, ...]:
    """The method in four sentences."""
    return (
        _("Wijkpuls telt drie soorten bronnen: enquêtes, signalen van professionals en meldingen."),
        _("Elk gegeven telt mee naar hoe goed het past bij rust, ongemak, spanning of incidenten."),
        _("Een fase verandert langzaam, en voor spanning en incidenten gelden vaste voorwaarden."),
        _(
            "De regel ({version}) doet een voorstel, met hoe zeker het is; mensen beslissen.",
            version=version,
        ),
    )


def certainty(_: Texts, knowledge: Knowledge) -> Iterator[str]:
    """What zeker, waarschijnlijk and twijfel mean, and what an interval is."""
    rule = knowledge.rule
    if isinstance(rule, WeighedRule):
        yield _(
            "Zeker is een kans van {sure} of meer, waarschijnlijk van {likely} of meer. Bij minder "
            "staat er twijfel. De kansen zijn van het model en zijn geen voorspelling.",
            sure=_.percent(100 * rule.certainty.sure.value),
            likely=_.percent(100 * rule.certainty.likely.value),
        )
    yield _(
        "Tussen twee getallen: daar ligt het echte cijfer waarschijnlijk (95%). "
        "De n is het aantal antwoorden of meldingen waarop het cijfer rust."
    )


def hidden(_: Texts, level: Level) -> Iterator[str]:
    """How the numbers of a protected level differ from those that were counted."""
    if level not in PROTECTED:
        return
    yield _(
        "Meldingen zijn geteld over vaste blokken van weken. Die overlappen niet, zodat verborgen "
        "aantallen niet terug te rekenen zijn."
    )
    yield _(
        "Het cijfer van de gemeente is berekend uit wat hier van de wijken te zien is. Het kan "
        "iets afwijken van het echte cijfer."
    )


def use(_: Texts) -> str:
    """What a briefing may be used for."""
    return _(
        "Een fase zegt iets over de wijk als geheel. Gebruik dit niet om personen of groepen te "
        "beoordelen, en niet als enige grond om op te treden."
    )
