"""Sentences for the grounds of an advice: why, why not, what to check, how sure it is."""

from collections.abc import Iterable

import words
from indicators import Knowledge
from indicators.advice.recommend import Advised, NotNow, Objection
from indicators.intervention_models import Intervention, NotWhen
from indicators.models import WordList
from language import Texts
from views import frame
from views.html import Safe, bullets, join, link, tag

_FEW = 3


def term(_: Texts, words_of: WordList, term_id: str) -> str:
    """The label of one word of a closed list."""
    return _.of(words_of.label(term_id))


def terms(_: Texts, words_of: WordList, term_ids: Iterable[str]) -> str:
    """Labels of several words, after each other."""
    return ", ".join(term(_, words_of, term_id) for term_id in term_ids)


def name_link(_: Texts, item: Intervention) -> Safe:
    """The name of an intervention as a link to its own page."""
    return link(frame.address("interventies", _, middel=item.id), _.of(item.name))


def why(_: Texts, knowledge: Knowledge, one: Advised) -> list[Safe]:
    """Why this stands where it stands, the strongest ground first."""
    found: list[str] = []
    if one.criteria:
        names = ", ".join(_.of(knowledge.criteria[c].name) for c in one.criteria)
        found.append(_("Het werkt aan wat hier opvalt: {names}.", names=names))
    if one.scheidslijnen:
        lines = terms(_, knowledge.vocabulary.scheidslijn, one.scheidslijnen)
        found.append(_("Het is bedoeld voor deze scheidslijn: {lines}.", lines=lines))
    if one.target_groups:
        groups = terms(_, knowledge.advice.lists.target_group, one.target_groups)
        found.append(_("Het is bedoeld voor deze doelgroep: {groups}.", groups=groups))
    found += [f"{_.of(rule.name)}." for rule in one.preferred_by]
    if not found:
        found.append(_("Het past bij deze stap van de fase."))
    if one.failed_before:
        found.append(_("Het hielp hier eerder niet. Zoek eerst uit waarom."))
    return [tag("span", text) for text in found]


def notes(_: Texts, one: Advised) -> list[Safe]:
    """Remarks that belong to it."""
    return [tag("span", _.of(rule.explanation)) for rule in one.notes]


def checks(_: Texts, knowledge: Knowledge, rules: Iterable[NotWhen]) -> list[Safe]:
    """What people must know before they start: in that case, do not."""
    circumstances = knowledge.advice.lists.circumstance
    return [
        join([tag("strong", term(_, circumstances, rule.circumstance)), " ", _.of(rule.why)])
        for rule in rules
        if rule.circumstance
    ]


def why_not(_: Texts, knowledge: Knowledge, item: NotNow) -> Safe:
    """The objections against one intervention, each in one line.

    A rule for the whole phase is left out where the catalogue has a reason of its own.
    """
    own = [one for one in item.objections if one.rule is None or one.circumstance] or list(
        item.objections
    )
    lines = [_objection(_, knowledge, objection) for objection in own[:_FEW]]
    return lines[0] if len(lines) == 1 else bullets(lines)


def _objection(_: Texts, knowledge: Knowledge, objection: Objection) -> Safe:
    parts: list[object] = []
    if objection.circumstance:
        text = term(_, knowledge.advice.lists.circumstance, objection.circumstance)
        parts = [tag("strong", text), " "]
    return tag("span", join([*parts, _.of(objection.why)]))


def conditions(_: Texts, knowledge: Knowledge, rule: NotWhen) -> Safe:
    """One contra-indication of the catalogue: when, and why."""
    lists = knowledge.advice.lists
    if rule.circumstance and not rule.phases:
        text = term(_, lists.circumstance, rule.circumstance)
        return join([tag("strong", text), " ", _.of(rule.why)])
    when = [words.phase(_, phase) for phase in rule.phases]
    when += [term(_, knowledge.vocabulary.scheidslijn, line) for line in rule.scheidslijnen]
    when += [term(_, lists.target_group, group) for group in rule.target_groups]
    if rule.circumstance:
        when.append(term(_, lists.circumstance, rule.circumstance).rstrip("."))
    return join([tag("strong", ", ".join(when)), ": ", _.of(rule.why)])


def effort(_: Texts, effort_id: str) -> str:
    """How much work it is."""
    return {"laag": _("klein"), "middel": _("gemiddeld"), "hoog": _("groot")}[effort_id]


def evidence(_: Texts, grade: str) -> str:
    """How well it is known to work, in a few words."""
    return {
        "A": _("A: onderzocht in veel studies of experimenten"),
        "A-": _("A-: het idee is getoetst, deze vorm niet"),
        "B": _("B: enig onderzoek"),
        "C": _("C: praktijkkennis"),
    }[grade]


def rung(_: Texts, rung_id: str) -> str:
    """A rung of the derived ladder of contact."""
    return {
        "L0": _("0: contact zonder ontmoeting"),
        "L1": _("1: een vluchtige ontmoeting"),
        "L2": _("2: vaker bij elkaar"),
        "L3": _("3: met elkaar in gesprek"),
        "L4": _("4: samen aan een doel"),
        "L5": _("5: elkaar helpen"),
    }[rung_id]


def uncertain(_: Texts, knowledge: Knowledge) -> str:
    """The sentence that goes with every advice."""
    rule = next(rule for rule in knowledge.advice.rules.rules if rule.id == "klein-en-onzeker")
    return _.of(rule.explanation)
