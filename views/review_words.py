"""Words of the weekly review: reasons on the list, judgements, groups, results of a measure."""

from typing import Any

import words
from indicators import Knowledge
from language import Texts
from pipelines.review_queue import Reason


def kind(_: Texts, kind_id: str) -> str:
    """The heading over the wijken that ask for attention in this way."""
    return {
        "new": _("Nieuw"),
        "changed": _("Veranderd"),
        "contradictory": _("Tegenstrijdig"),
        "silent": _("Stil"),
        "overdue": _("Te laat"),
    }[kind_id]


def reason(_: Texts, knowledge: Knowledge, one: Reason) -> str:
    """Why a wijk is on the list, in one sentence."""
    facts: dict[str, Any] = dict(one.facts)
    if one.what == "signals":
        return _.plural(
            "{n} nieuw signaal sinds de vorige bespreking.",
            "{n} nieuwe signalen sinds de vorige bespreking.",
            facts["n"],
        )
    if one.what == "incidents":
        return _.plural(
            "{n} nieuw incident tussen of tegen groepen.",
            "{n} nieuwe incidenten tussen of tegen groepen.",
            facts["n"],
        )
    if one.what == "phase":
        return _(
            "Het voorstel was {was} en is nu {now}.",
            was=words.phase(_, facts["was"]),
            now=words.phase(_, facts["now"]),
        )
    if one.what == "confirmed":
        return _(
            "U stelde {confirmed} vast, maar de gegevens wijzen nu naar {proposed}.",
            confirmed=words.phase(_, facts["confirmed"]),
            proposed=words.phase(_, facts["proposed"]),
        )
    if one.what in ("channels", "reporters"):
        return _apart(_, knowledge, one.what, facts)
    if one.what == "silent":
        return _.plural(
            "{reporter} liet {n} week niets horen.",
            "{reporter} liet {n} weken niets horen.",
            facts["weeks"],
            reporter=facts["reporter"],
        )
    if one.what == "never":
        return _("Deze wijk is hier nog nooit besproken.")
    sentences = {
        "review": _("De wijk had besproken moeten zijn op {date}.", date=_.date(facts["since"])),
        "expired": _("De vastgestelde fase is verlopen op {date}.", date=_.date(facts["since"])),
        "measure": _(
            "Een maatregel wacht op terugkijken sinds {date}.", date=_.date(facts["since"])
        ),
    }
    return sentences[one.what]


def _apart(_: Texts, knowledge: Knowledge, what: str, facts: dict[str, Any]) -> str:
    named = {
        "criterion": _.of(knowledge.criteria[facts["criterion"]].name),
        "low_level": words.level(_, facts["low_level"]),
        "high_level": words.level(_, facts["high_level"]),
    }
    if what == "channels":
        return _(
            "{criterion}: {low} {low_level}, maar {high} {high_level}.",
            low=words.channel(_, facts["low"]),
            high=words.channel(_, facts["high"]),
            **named,
        )
    return _(
        "{criterion}: volgens {low} {low_level}, volgens {high} {high_level}.",
        low=facts["low"],
        high=facts["high"],
        **named,
    )


def oordeel(_: Texts, oordeel_id: str) -> str:
    """What people do with the proposal."""
    return {
        "confirm": _("Bevestigen"),
        "adjust": _("Aanpassen"),
        "reject": _("Verwerpen"),
    }[oordeel_id]


def oordeel_meaning(_: Texts, oordeel_id: str, proposed: str) -> str:
    """What the choice says about this proposal."""
    phase = words.phase(_, proposed)
    if oordeel_id == "confirm":
        return _("De fase is {phase}, zoals voorgesteld.", phase=phase)
    if oordeel_id == "adjust":
        return _("De fase is een andere. U kiest welke en zegt waarom.")
    if proposed == "onvoldoende_gegevens":
        return _("Ook wij weten te weinig om een fase te noemen. U zegt waarom.")
    return _("Het voorstel klopt niet, maar een andere fase noemen kan nog niet. U zegt waarom.")


def group(_: Texts, group_id: str) -> str:
    """A group of people by what they do or how they live; never by origin, religion or politics."""
    return {
        "jongeren": _("jongeren"),
        "ouderen": _("ouderen"),
        "kinderen": _("kinderen"),
        "ouders": _("ouders"),
        "gezinnen": _("gezinnen"),
        "studenten": _("studenten"),
        "huurders": _("huurders"),
        "kopers": _("kopers"),
        "nieuwkomers": _("nieuwkomers"),
        "statushouders": _("statushouders"),
        "arbeidsmigranten": _("arbeidsmigranten"),
        "asielzoekers": _("asielzoekers"),
        "vluchtelingen": _("vluchtelingen"),
        "ondernemers": _("ondernemers"),
        "winkeliers": _("winkeliers"),
        "bezoekers": _("bezoekers"),
        "omwonenden": _("omwonenden"),
        "vrijwilligers": _("vrijwilligers"),
        "sporters": _("sporters"),
    }.get(group_id, group_id)


def field(_: Texts, field_id: str) -> str:
    """The name of a field of the review, as it stands on the screen."""
    return {
        "beeld": _("Wat ziet u zelf?"),
        "oordeel": _("Uw oordeel"),
        "phase": _("Welke fase is het dan?"),
        "reason": _("Waarom?"),
        "scheidslijnen": _("Welke scheidslijnen?"),
        "groepen": _("Betrokken groepen"),
        "oorzaken": _("Oorzaken"),
        "locaties": _("Plekken"),
        "title": _("Maatregel"),
        "owner": _("Wie zorgt ervoor?"),
        "starts_on": _("Begint op"),
        "review_on": _("Terugkijken op"),
        "criterion": _("Waar gaat het over?"),
        "level": _("Wat ziet u?"),
        "note": _("Korte toelichting"),
        "role": _("Uw rol"),
    }.get(field_id.split(".")[0], field_id)
