"""One intervention on a page of its own, and two side by side."""

from collections.abc import Callable

import words
from indicators import Knowledge
from indicators.intervention_models import Intervention
from language import Texts
from views import advice_words, frame
from views.frame import Screen
from views.html import (
    Column,
    Safe,
    bullets,
    facts,
    heading,
    join,
    link,
    paragraph,
    phase_label,
    table,
    tag,
)
from views.sources import library_link

Cell = Callable[[Texts, Knowledge, Intervention], object]


def page(screen: Screen, item: Intervention) -> Safe:
    """Everything about one intervention: it prints on a page or two."""
    _, knowledge = screen.texts, screen.knowledge
    lists = knowledge.advice.lists
    parts: list[object] = [
        paragraph(_.of(item.summary)),
        facts(
            [
                (_("Past bij"), _phases(_, item)),
                (_("Waarvoor"), advice_words.term(_, lists.purpose, item.purpose)),
                (_("Voor wie"), _.of(item.target_groups)),
                (_("Wie doet het"), _.of(item.executor)),
                (_("Met wie"), _.of(item.partners)),
                (_("Inspanning (onze schatting)"), advice_words.effort(_, item.effort)),
                (_("Voorbereiding (onze schatting)"), _weeks(_, item)),
            ]
        ),
        heading(2, _("Wanneer niet, en waarom")),
        bullets(advice_words.conditions(_, knowledge, rule) for rule in item.not_when),
        heading(2, _("Wat maakt dat het werkt")),
        bullets(_.of(text) for text in item.working_elements),
        heading(2, _("Doen")),
        bullets(_.of(text) for text in item.do),
        heading(2, _("Niet doen")),
        bullets(_.of(text) for text in item.dont),
        heading(2, _("Wat u ervan mag verwachten")),
        paragraph(_effect(_, knowledge, item)),
        paragraph(advice_words.uncertain(_, knowledge)),
        heading(2, _("Waar het bij hoort")),
        facts(
            [
                (
                    _("Oplossingsrichting"),
                    advice_words.terms(_, lists.direction, item.directions),
                ),
                (_("Scheidslijn"), _lines(_, knowledge, item)),
                (_("Criteria"), _criteria(_, knowledge, item)),
                (_("Trede van de bindingsladder (afgeleid)"), _rung(_, knowledge, item)),
                (_("Soort activiteit in De Wijkverbinder"), _types(_, knowledge, item)),
            ]
        ),
    ]
    if not item.several_groups:
        rule = next(r for r in knowledge.advice.rules.rules if r.id == "meer-groepen-tegelijk")
        parts.append(paragraph(_.of(rule.explanation), "wp-note"))
    parts.append(heading(2, _("Kan het online?")))
    parts += _online(_, knowledge, item)
    if item.practice_examples:
        parts.append(heading(2, _("Voorbeelden uit de praktijk")))
        parts.append(
            bullets(
                join(
                    [
                        tag("strong", example.title),
                        ": ",
                        _.of(example.text),
                        " ",
                        library_link(_, knowledge, example.source),
                    ]
                )
                for example in item.practice_examples
            )
        )
    parts.append(heading(2, _("Bronnen")))
    parts.append(bullets(_source(_, knowledge, source) for source in item.sources))
    parts.append(paragraph(_how_derived(_, item), "wp-note"))
    return tag("article", join(parts), "wp-print")


def compared(screen: Screen, one: Intervention, other: Intervention) -> Safe:
    """Two interventions side by side."""
    _, knowledge = screen.texts, screen.knowledge
    rows: list[tuple[str, Cell]] = [
        (_("In het kort"), lambda _, k, x: _.of(x.summary)),
        (_("Past bij"), lambda _, k, x: _phases(_, x)),
        (
            _("Wanneer niet, en waarom"),
            lambda _, k, x: bullets(advice_words.conditions(_, k, rule) for rule in x.not_when),
        ),
        (_("Voor wie"), lambda _, k, x: _.of(x.target_groups)),
        (_("Wie doet het"), lambda _, k, x: _.of(x.executor)),
        (_("Met wie"), lambda _, k, x: _.of(x.partners)),
        (_("Inspanning (onze schatting)"), lambda _, k, x: advice_words.effort(_, x.effort)),
        (_("Voorbereiding (onze schatting)"), lambda _, k, x: _weeks(_, x)),
        (
            _("Wat maakt dat het werkt"),
            lambda _, k, x: bullets(_.of(text) for text in x.working_elements),
        ),
        (_("Niet doen"), lambda _, k, x: bullets(_.of(text) for text in x.dont)),
        (_("Wat u ervan mag verwachten"), _effect),
        (_("Trede van de bindingsladder (afgeleid)"), _rung),
        (_("Scheidslijn"), _lines),
        (_("Kan het online?"), lambda _, k, x: _.of(x.online.how) if x.online else _("nee")),
    ]
    columns = [Column(_("Wat"))]
    columns += [Column(_.of(item.name)) for item in (one, other)]
    body = [(label, cell(_, knowledge, one), cell(_, knowledge, other)) for label, cell in rows]
    grid = table(_("Twee maatregelen naast elkaar"), columns, body, phone="cards")
    links = [advice_words.name_link(_, item) for item in (one, other)]
    return tag("div", join([bullets(links), grid]), "wp-print wp-compare")


def back(_: Texts) -> Safe:
    """The way back to the list."""
    address = frame.address("interventies", _)
    return paragraph(link(address, _("Terug naar alle maatregelen")), "wp-noprint")


def print_hint(_: Texts) -> Safe:
    """How to print: the browser does it, with a lay-out for paper."""
    text = _("Afdrukken of bewaren als pdf: Ctrl en P. De knoppen en filters komen niet mee.")
    return paragraph(text, "wp-note wp-noprint")


def _phases(_: Texts, item: Intervention) -> Safe:
    return join((phase_label(_, phase) for phase in item.phases if phase in words.PHASES[:4]), " ")


def _weeks(_: Texts, item: Intervention) -> str:
    return _.plural("{n} week", "{n} weken", item.lead_time_weeks)


def _effect(_: Texts, knowledge: Knowledge, item: Intervention) -> Safe:
    parts: list[object] = [
        tag("strong", advice_words.evidence(_, item.evidence.grade)),
        ". ",
        _.of(item.evidence.text),
    ]
    if item.evidence.effect_size:
        parts += [" ", _("Gemeten effect: {size}.", size=item.evidence.effect_size)]
    else:
        parts += [" ", _("De grootte van het effect is niet bekend.")]
    return join(parts)


def _lines(_: Texts, knowledge: Knowledge, item: Intervention) -> str:
    if not item.scheidslijnen:
        return _("bij elke scheidslijn")
    return advice_words.terms(_, knowledge.vocabulary.scheidslijn, item.scheidslijnen)


def _criteria(_: Texts, knowledge: Knowledge, item: Intervention) -> str:
    return ", ".join(f"{c} {_.of(knowledge.criteria[c].name)}" for c in item.criteria)


def _rung(_: Texts, knowledge: Knowledge, item: Intervention) -> str:
    if item.ladder_rung is None:
        return _("geen contact tussen groepen")
    return advice_words.rung(_, item.ladder_rung.rung)


def _types(_: Texts, knowledge: Knowledge, item: Intervention) -> str:
    types = advice_words.terms(_, knowledge.advice.lists.activity_type, item.activity_types)
    return types or _("staat er niet als eigen soort in")


def _online(_: Texts, knowledge: Knowledge, item: Intervention) -> list[Safe]:
    if item.online is None:
        return [paragraph(_("Een online vorm staat niet in de bronnen."))]
    conditions = knowledge.advice.lists.online_condition
    return [
        paragraph(_.of(item.online.how)),
        paragraph(_("Voorwaarden die daarbij horen:")),
        bullets(advice_words.term(_, conditions, one) for one in item.online.conditions),
    ]


def _source(_: Texts, knowledge: Knowledge, source_id: str) -> Safe:
    source = knowledge.advice.sources[source_id]
    checked = _("nagekeken op {date}", date=_.date(source.date_checked))
    return join([library_link(_, knowledge, source_id), f" ({checked})"])


def _how_derived(_: Texts, item: Intervention) -> str:
    general = _(
        "De tekst is van Wijkpuls. Criteria, scheidslijnen, oplossingsrichting, trede, inspanning "
        "en tijd zijn afgeleid of geschat."
    )
    if item.phases_status == "sourced":
        return " ".join([general, _("De fasen staan zo in een bron.")])
    return " ".join([general, _("Ook de fasen zijn afgeleid.")])
