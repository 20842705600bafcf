"""The advice on the screen of a wijk: what to do first, what not to do yet, and what is missing."""

import words
from indicators.advice.gaps import white_spots
from indicators.advice.recommend import Advice, Advised, NotNow
from language import Texts
from views import advice_situation, advice_words, frame, gap_tables
from views.frame import Screen
from views.html import (
    Safe,
    bullets,
    details,
    facts,
    heading,
    join,
    link,
    paragraph,
    tag,
)

# The first of each list are shown; the rest folds open.
_FIRST = 6
_BRIEF = 3


def brief(screen: Screen, advice: Advice) -> Safe:
    """The first things to do and not to do, for beside the phase."""
    _ = screen.texts
    first = [advice_words.name_link(_, one.intervention) for one in advice.advised[:_BRIEF]]
    parts: list[object] = [heading(2, _("Wat nu eerst")), bullets(first)]
    warned = most_telling(advice)[:_BRIEF]
    if warned:
        parts.append(heading(3, _("Nog niet doen")))
        parts.append(
            bullets(
                join(
                    [
                        advice_words.name_link(_, item.intervention),
                        ": ",
                        _.of(item.objections[0].why),
                    ]
                )
                for item in warned
            )
        )
    parts.append(paragraph(tag("a", _("Alles over wat hier helpt"), href="#hulp")))
    return tag("section", join(parts), "wp-panel", aria_label=_("Wat nu eerst"))


def advice(screen: Screen, code: str, given: Advice) -> Safe:
    """The whole advice in the order of the phase. People choose; nothing is started by itself."""
    _, knowledge = screen.texts, screen.knowledge
    parts: list[object] = [heading(2, _("Wat hier helpt"), "hulp"), _intro(_, given)]
    parts += _presumed(screen, given)
    parts += [_step(screen, given, number) for number in range(1, len(given.order.steps) + 1)]
    if given.harms:
        parts.append(heading(3, _("Wat kwaad kan in de zwaardere fase")))
        parts.append(_not_now(screen, given.harms))
    rest = [item for item in most_telling(given) if item not in given.harms]
    if rest:
        parts.append(heading(3, _("Wat u nu nog niet moet doen")))
        parts.append(_not_now(screen, tuple(rest)))
    parts.append(paragraph(advice_words.uncertain(_, knowledge)))
    spots = white_spots(
        knowledge,
        given,
        advice_situation.offers(screen.read),
        advice_situation.last_day_of(advice_situation.monday_of(screen)),
    )
    parts.append(gap_tables.of_wijk(screen, spots))
    more = _("Kies, filter en vergelijk maatregelen voor deze wijk")
    parts.append(paragraph(link(frame.address("interventies", _, wijk=code), more, "wp-button")))
    return join(parts)


def _intro(_: Texts, given: Advice) -> Safe:
    if len(given.phases) == 2:
        lighter, heavier = (words.phase(_, phase) for phase in given.phases)
        text = _(
            "Het is twijfel tussen {lighter} en {heavier}. Hier staat wat in beide past, in de "
            "volgorde van {heavier}. Het wijkteam weet wat er in deze wijk al gebeurt en kiest.",
            lighter=lighter,
            heavier=heavier,
        )
    else:
        text = _(
            "Dit past bij de fase {phase} en bij wat hier opvalt. Het wijkteam weet wat er in "
            "deze wijk al gebeurt en kiest.",
            phase=words.phase(_, given.phases[0]),
        )
    return join([paragraph(_.of(given.order.explanation)), paragraph(text)])


def _presumed(screen: Screen, given: Advice) -> list[Safe]:
    """What was taken to hold; people can correct it on the screen of interventions."""
    _, knowledge = screen.texts, screen.knowledge
    if not given.presumed:
        return []
    circumstances = knowledge.advice.lists.circumstance
    lines = [
        join(
            [
                tag("strong", advice_words.term(_, circumstances, found.circumstance)),
                " ",
                _.of(found.rule.explanation),
            ]
        )
        for found in given.presumed
    ]
    title = _("Hier gaan wij van uit. Klopt het niet? Zeg het op het scherm Interventies.")
    return [paragraph(title), bullets(lines)]


def _step(screen: Screen, given: Advice, number: int) -> Safe:
    _ = screen.texts
    here = [one for one in given.advised if one.step_number == number]
    if not here:
        return Safe("")
    step = given.order.steps[number - 1]
    title = _("Stap {n}: {name}", n=number, name=_.of(step.name))
    cards = [card(screen, one) for one in here]
    parts: list[object] = [heading(3, title), *cards[:_BRIEF]]
    if len(cards) > _BRIEF:
        more = _.plural("Nog {n} mogelijkheid", "Nog {n} mogelijkheden", len(cards) - _BRIEF)
        parts.append(details(more, join(cards[_BRIEF:])))
    return join(parts)


def card(screen: Screen, one: Advised) -> Safe:
    """One advised intervention that folds open: why, what to check, what to expect."""
    _, knowledge = screen.texts, screen.knowledge
    item = one.intervention
    content: list[object] = [
        paragraph(_.of(item.summary)),
        facts(
            [
                (_("Voor wie"), _.of(item.target_groups)),
                (_("Wie doet het"), _.of(item.executor)),
                (_("Inspanning"), advice_words.effort(_, item.effort)),
                (_("Bewijs"), advice_words.evidence(_, item.evidence.grade)),
            ]
        ),
        heading(4, _("Waarom hier")),
        bullets([*advice_words.why(_, knowledge, one), *advice_words.notes(_, one)]),
    ]
    checks = advice_words.checks(_, knowledge, one.conditions)
    if checks:
        content += [heading(4, _("Niet doen als dit klopt")), bullets(checks)]
    content.append(paragraph(link(_page_of(_, one), _("Alles over deze maatregel"))))
    summary = join([_.of(item.name), tag("span", f" {_.of(item.executor)}", "wp-summary-note")])
    return details(summary, join(content))


def _page_of(_: Texts, one: Advised) -> str:
    return frame.address("interventies", _, middel=one.intervention.id)


def most_telling(given: Advice) -> list[NotNow]:
    """What runs already, then what people reach for first: contact between groups, light work."""
    tempting = ("licht-contact", "verdiepen", "samenwerken", "elkaar-helpen")
    efforts = ("laag", "middel", "hoog")

    def place(item: NotNow) -> tuple[bool, bool, int, str]:
        one = item.intervention
        runs = item not in given.reconsider
        return runs, one.purpose not in tempting, efforts.index(one.effort), one.id

    return sorted([*given.reconsider, *given.not_now], key=place)


def _not_now(screen: Screen, items: tuple[NotNow, ...]) -> Safe:
    _, knowledge = screen.texts, screen.knowledge
    lines = [
        join(
            [
                advice_words.name_link(_, item.intervention),
                ": ",
                advice_words.why_not(_, knowledge, item),
            ]
        )
        for item in items
    ]
    parts: list[object] = [bullets(lines[:_FIRST])]
    if len(lines) > _FIRST:
        more = _("Nog {n} die nu niet passen", n=_.number(len(lines) - _FIRST))
        parts.append(details(more, bullets(lines[_FIRST:])))
    return join(parts)
