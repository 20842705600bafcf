"""What fits a phase, what not yet, and why; from the catalogue of interventions."""

import words
from indicators import fitting
from indicators.intervention_models import Intervention, NotWhen
from indicators.models import PhaseId
from language import Texts
from views.frame import Screen
from views.html import Safe, bullets, details, facts, heading, join, link, paragraph, tag

# The catalogue is in the order of the phase: the first ones are where to begin.
_FIRST = 6


def advice(screen: Screen, phase: PhaseId) -> Safe:
    """Two lists: what helps here now, and what not to do yet. People choose; nothing is started by
    itself.
    """
    _ = screen.texts
    fits, not_yet = fitting(screen.knowledge, phase)
    intro = _(
        "Dit past in het algemeen bij de fase {phase}. Het wijkteam weet wat er in "
        "deze wijk al gebeurt en kiest.",
        phase=words.phase(_, phase),
    )
    parts = [heading(2, _("Wat hier helpt"), "hulp"), paragraph(intro)]
    cards = [_card(_, item) for item in fits]
    parts += cards[:_FIRST]
    if len(cards) > _FIRST:
        more = _.plural("Nog {n} mogelijkheid", "Nog {n} mogelijkheden", len(cards) - _FIRST)
        parts.append(details(more, join(cards[_FIRST:])))
    if not_yet:
        parts.append(heading(2, _("Wat u nu nog niet moet doen")))
        lines = [
            join([tag("strong", _.of(item.intervention.name)), ": ", _.of(item.why)])
            for item in not_yet
        ]
        parts.append(bullets(lines[:_FIRST]))
        if len(lines) > _FIRST:
            more = _("Nog {n} die nu niet passen", n=_.number(len(lines) - _FIRST))
            parts.append(details(more, bullets(lines[_FIRST:])))
    return join(parts)


def _card(_: Texts, item: Intervention) -> Safe:
    content: list[object] = [
        paragraph(_.of(item.summary)),
        facts(
            [
                (_("Voor wie"), _.of(item.target_groups)),
                (_("Wie doet het"), _.of(item.executor)),
                (_("Met wie"), _.of(item.partners)),
                (_("Inspanning"), effort(_, item.effort)),
                (_("Voorbereiding"), _.plural("{n} week", "{n} weken", item.lead_time_weeks)),
                (_("Bewijs"), item.evidence.grade),
            ]
        ),
        heading(3, _("Wat maakt dat het werkt")),
        bullets(_.of(text) for text in item.working_elements),
        heading(3, _("Doen")),
        bullets(_.of(text) for text in item.do),
        heading(3, _("Niet doen")),
        bullets(_.of(text) for text in item.dont),
    ]
    if item.not_when:
        content.append(heading(3, _("Wanneer niet, en waarom")))
        content.append(bullets(_when_not(_, rule) for rule in item.not_when))
    evidence = _.of(item.evidence.text)
    if item.evidence.effect_size:
        evidence = f"{evidence} ({item.evidence.effect_size})"
    content.append(heading(3, _("Hoe goed is het onderzocht")))
    content.append(paragraph(evidence))
    content.append(bullets(_source(_, source.title, source.url) for source in item.sources))
    summary = join([_.of(item.name), tag("span", f" {_.of(item.executor)}", "wp-summary-note")])
    return details(summary, join(content))


def _source(_: Texts, title: str, url: str | None) -> Safe:
    """A link; a source without a web address is named, an assumption is called one."""
    if url == "assumption":
        return tag("span", f"{title} ({_('aanname')})")
    return link(url, title) if url else tag("span", title)


def _when_not(_: Texts, rule: NotWhen) -> Safe:
    where = [words.phase(_, phase) for phase in rule.phases]
    situation = rule.situation
    if situation is not None:
        where.append(_.of(situation))
    return join([tag("strong", ", ".join(where)), ": ", _.of(rule.why)])


def effort(_: Texts, effort_id: str) -> str:
    """How much work it is."""
    return {"laag": _("klein"), "middel": _("gemiddeld"), "hoog": _("groot")}[effort_id]
