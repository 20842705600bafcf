"""Witte vlekken on a screen: what is advised and absent, for one wijk and for the gemeente."""

from collections.abc import Sequence

from indicators.advice.gaps import DirectionGaps, Present, WhiteSpots, town_rows
from language import Texts
from views import advice_words, frame
from views.frame import Screen
from views.html import (
    Column,
    Safe,
    bullets,
    details,
    heading,
    join,
    paragraph,
    table,
    tag,
)

# Wijken named in one cell; more are counted.
_NAMED = 8
# So many kinds of measures that are absent are shown; the rest folds open.
_SHOWN = 12


def of_wijk(screen: Screen, spots: WhiteSpots) -> Safe:
    """Per oplossingsrichting what is there and what is missing, and what is there twice."""
    _, knowledge = screen.texts, screen.knowledge
    parts: list[object] = [heading(3, _("Witte vlekken"), "witte-vlekken")]
    if not spots.directions:
        text = _("Eerst moet duidelijk zijn wat er speelt. Daarna is te zeggen wat er ontbreekt.")
        return join([*parts, paragraph(text)])
    intro = _(
        "Wat bij deze fase past en wat er al is, volgens het aangeleverde aanbod en het "
        "logboek. Staat er iets niet in, dan lijkt het te ontbreken terwijl het er is."
    )
    parts.append(paragraph(intro))
    rows = [
        (
            advice_words.term(_, knowledge.advice.lists.direction, one.direction),
            _present(screen, one.present),
            _missing(screen, one),
        )
        for one in spots.directions
    ]
    columns = [
        Column(_("Oplossingsrichting")),
        Column(_("Dit is er")),
        Column(_("Past hier, ontbreekt")),
    ]
    title = _("Witte vlekken per oplossingsrichting")
    parts.append(table(title, columns, rows, is_caption_visible=False, phone="cards"))
    if spots.doubles:
        parts.append(paragraph(tag("strong", _("Dubbel: hetzelfde voor dezelfde mensen"))))
        parts.append(
            bullets(
                join(
                    [
                        advice_words.name_link(_, knowledge.interventions[one.intervention]),
                        f": {', '.join(one.names)}" if one.names else "",
                    ]
                )
                for one in spots.doubles
            )
        )
    if spots.other:
        names = ", ".join(spots.other)
        parts.append(paragraph(_("Ook aanwezig, van een andere soort: {names}.", names=names)))
    return join(parts)


def _present(screen: Screen, present: Sequence[Present]) -> Safe:
    _, knowledge = screen.texts, screen.knowledge
    if not present:
        return tag("span", _("niets bekend"), "wp-muted")
    lines = []
    for one in present:
        item = knowledge.interventions[one.intervention]
        parts: list[object] = [advice_words.name_link(_, item)]
        if one.name:
            parts.append(tag("span", f" {one.name}", "wp-muted"))
        lines.append(join(parts))
    return bullets(lines)


def _missing(screen: Screen, one: DirectionGaps) -> Safe:
    """The missing purposes, each with the interventions that could fill it."""
    _, knowledge = screen.texts, screen.knowledge
    if not one.missing:
        return tag("span", _("niets"), "wp-muted")
    lines = []
    for purpose, could in one.missing.items():
        links = [advice_words.name_link(_, knowledge.interventions[name]) for name in could[:_FEW]]
        label = advice_words.term(_, knowledge.advice.lists.purpose, purpose)
        lines.append(join([tag("strong", label), ": ", join(links, ", ")]))
    return bullets(lines)


_FEW = 2


def of_town(screen: Screen, spots: Sequence[WhiteSpots], names: dict[str, str]) -> Safe:
    """Which kinds of measures are absent in how many wijken, and where there is the same twice."""
    _, lists = screen.texts, screen.knowledge.advice.lists
    rows = [
        (
            advice_words.term(_, lists.purpose, row.purpose),
            advice_words.term(_, lists.direction, row.direction),
            _("{n} van {total}", n=len(row.absent_in), total=len(row.advised_in)),
            _wijken(_, row.absent_in, names),
        )
        for row in town_rows(spots)
        if row.absent_in
    ]
    columns = [
        Column(_("Wat ontbreekt")),
        Column(_("Oplossingsrichting")),
        Column(_("Wijken zonder"), "right"),
        Column(_("Welke wijken")),
    ]
    intro = _(
        "Per soort maatregel: in hoeveel wijken het nu past, en in hoeveel daarvan het aanbod "
        "ontbreekt. De wijken staan op naam, niet op volgorde van ernst."
    )
    title = _("Wat in de gemeente ontbreekt")
    empty = _("Er ontbreekt niets.")
    parts: list[object] = [
        paragraph(intro),
        table(title, columns, rows[:_SHOWN], phone="lines", empty=empty),
    ]
    if len(rows) > _SHOWN:
        more = _("en nog {n}", n=_.number(len(rows) - _SHOWN))
        rest = table(title, columns, rows[_SHOWN:], is_caption_visible=False, phone="lines")
        parts.append(details(more, rest))
    doubled = [
        join(
            [
                frame.wijk_link(_, one.wijk, names[one.wijk]),
                ": ",
                advice_words.name_link(_, screen.knowledge.interventions[double.intervention]),
                f" ({', '.join(double.names)})" if double.names else "",
            ]
        )
        for one in spots
        for double in one.doubles
    ]
    if doubled:
        label = _.plural("{n} keer dubbel", "{n} keer dubbel", len(doubled))
        parts.append(details(label, bullets(doubled)))
    return join(parts)


def _wijken(_: Texts, codes: Sequence[str], names: dict[str, str]) -> Safe:
    ordered = sorted(codes, key=lambda code: names[code])
    links = [frame.wijk_link(_, code, names[code]) for code in ordered[:_NAMED]]
    text = join(links, ", ")
    if len(ordered) > _NAMED:
        rest = _("en nog {n}", n=_.number(len(ordered) - _NAMED))
        text = join([text, f", {rest}"])
    return text
