"""The plan of one meeting, for one page of paper."""

import words
from indicators.advice.meeting import ElementState, MeetingPlan
from indicators.advice.models import MeetingRisk
from language import Texts
from views import advice_words, ontmoeting_words
from views.frame import Screen
from views.html import Safe, bullets, facts, heading, join, paragraph, tag
from views.sources import library_link


def paper(screen: Screen, plan: MeetingPlan, title: str, wijk: str | None) -> Safe:
    """What it is for, what is covered, what is open, and what can go wrong in this phase."""
    _, knowledge = screen.texts, screen.knowledge
    design = plan.design
    groups = advice_words.terms(
        _, knowledge.advice.lists.target_group, sorted(design.target_groups)
    )
    about = [
        (_("Doel"), _.of(plan.purpose.name)),
        (_("Vorm"), ontmoeting_words.form(_, design.form)),
        (_("Wie komen er"), ontmoeting_words.group(_, design.group)),
        (_("Doelgroep"), groups or _("nog niet gekozen")),
        (_("Fase van de wijk"), words.phase(_, design.phase)),
    ]
    if wijk:
        about.insert(0, (_("Wijk"), wijk))
    parts: list[object] = [heading(2, title or _("Plan voor een ontmoeting"), "plan")]
    if plan.too_early:
        parts += [
            paragraph(join([tag("strong", _("Nu niet. ")), risk_line(_, risk)]), "wp-notice")
            for risk in plan.too_early
        ]
    parts += [
        facts(about),
        heading(3, _("Waar het voor is")),
        paragraph(_.of(plan.purpose.what_for)),
        paragraph(_.of(plan.purpose.not_for)),
    ]
    covered = [state for state in plan.elements if not state.is_open]
    still_open = [state for state in plan.elements if state.is_open]
    parts.append(heading(3, _.plural("{n} punt nog open", "{n} punten nog open", len(still_open))))
    if still_open:
        parts.append(bullets(_open(_, state) for state in still_open))
    else:
        parts.append(paragraph(_("Over alle punten is nagedacht. Dat is nog geen belofte.")))
    if covered:
        label = _.plural("{n} punt bedacht", "{n} punten bedacht", len(covered))
        parts += [heading(3, label), bullets(_covered(_, state) for state in covered)]
    parts.append(heading(3, _("Iedereen kan meedoen")))
    parts.append(
        bullets(
            join([_("gedaan: ") if is_done else _("nog niet: "), _.of(detail.text)])
            for detail, is_done in plan.details
        )
    )
    rest = [risk for risk in plan.risks if not risk.too_early]
    if rest:
        parts.append(heading(3, _("Wat er mis kan gaan")))
        parts.append(bullets(risk_line(_, risk) for risk in rest))
    parts.append(heading(3, _("Achteraf")))
    parts.append(
        paragraph(
            _(
                "Loop dezelfde punten na afloop weer langs: wat is gelukt, wat niet, en vertelden "
                "mensen ieder voor zich hoe het was? Noteer geen namen."
            )
        )
    )
    sources = dict.fromkeys(source for state in plan.elements for source in state.element.sources)
    links = [library_link(_, knowledge, source) for source in sources]
    parts.append(paragraph(join([_("Bronnen"), ": ", join(links, "; ")]), "wp-note"))
    return tag("article", join(parts), "wp-print wp-panel wp-paper")


def _open(_: Texts, state: ElementState) -> Safe:
    """An open element with what would cover it."""
    ways = " / ".join(_.of(choice.text) for choice in state.element.choices)
    return join([tag("strong", _.of(state.element.name)), ". ", ways])


def _covered(_: Texts, state: ElementState) -> Safe:
    done = " ".join(_.of(choice.text) for choice in state.covered_by)
    return join([tag("strong", _.of(state.element.name)), ". ", done])


def risk_line(_: Texts, risk: MeetingRisk) -> Safe:
    """What can go wrong, and what helps."""
    return join([tag("strong", _.of(risk.text)), " ", _.of(risk.helps)])
