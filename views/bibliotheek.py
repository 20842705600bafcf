"""Screen Bibliotheek: every source once, what it is used for, how sure it is, and where our text
goes further than the source.
"""

from collections.abc import Sequence

import streamlit as st

from indicators.advice.library import Use, assumptions, uses
from indicators.advice.models import Source
from language import Texts
from views import frame, state
from views.frame import Screen
from views.html import Safe, bullets, details, facts, heading, join, jumps, link, paragraph, tag
from views.sources import status

# The order of the screen: what measured most directly first.
_KINDS = (
    *("meta-analyse", "experiment", "overzicht", "evaluatie", "handreiking", "kader"),
    *("praktijk", "artikel", "cijfers"),
)


def draw(screen: Screen) -> None:
    """The whole screen; a source that was asked for stands first."""
    _, knowledge = screen.texts, screen.knowledge
    frame.top(screen, _("Bibliotheek"))
    used = uses(knowledge)
    sources = knowledge.advice.sources
    asked = sources.get(state.get("bron") or "")
    parts: list[object] = [
        paragraph(
            _(
                "Alles wat Wijkpuls zegt, rust op deze bronnen of is een aanname. Bij elke bron "
                "staat wat voor kennis het is, hoeveel wij ervan lazen en waar onze tekst verder "
                "gaat dan de bron."
            )
        )
    ]
    if asked:
        parts.append(heading(2, asked.title, "gekozen"))
        parts.append(_about(screen, asked, used[asked.id]))
    by_kind = {kind: [one for one in sources.values() if one.kind == kind] for kind in _KINDS}
    places = [(kind, kind_name(_, kind)) for kind in _KINDS if by_kind[kind]]
    parts.append(jumps(_("Op deze bladzijde"), [*places, ("aannames", _("Alleen aangenomen"))]))
    for kind, name in places:
        found = sorted(by_kind[kind], key=lambda one: one.title)
        parts.append(heading(2, name, kind))
        parts.append(paragraph(kind_meaning(_, kind)))
        parts += [details(one.title, _about(screen, one, used[one.id])) for one in found]
    parts.append(_assumptions(screen))
    st.html(tag("div", join(parts), "wp-print"))


def _about(screen: Screen, one: Source, used: Sequence[Use]) -> Safe:
    _ = screen.texts
    where = link(one.url, _("Lees de bron zelf")) if one.url else _("geen webadres bekend")
    parts: list[object] = [
        paragraph(_.of(one.says)),
        facts(
            [
                (_("Soort"), kind_name(_, one.kind)),
                (_("Gelezen"), how_much(_, one.read)),
                (_("Nagekeken"), _.date(one.date_checked)),
                (_("Waar"), where),
            ]
        ),
    ]
    if one.inference:
        parts.append(
            paragraph(join([tag("strong", _("Waar wij verder gaan: ")), _.of(one.inference)]))
        )
    lines = [_use(screen, use) for use in used]
    label = _.plural("Gebruikt voor {n} onderdeel", "Gebruikt voor {n} onderdelen", len(lines))
    parts.append(heading(3, label))
    parts.append(bullets(lines))
    return join(parts)


def _use(screen: Screen, use: Use) -> Safe:
    """What rests on the source, where it stands, and how directly."""
    _ = screen.texts
    name = _.of(use.name) if use.name else _("een vaste lijst: {name}", name=use.id)
    pages = {
        "criterion": frame.address("methode", _) + "#criteria",
        "indicator": frame.address("methode", _) + "#ijkpunten",
        "phase": frame.address("methode", _) + "#fasen",
        "rule": frame.address("methode", _) + "#regel",
        "list": frame.address("methode", _) + "#woorden",
        "advice_rule": frame.address("interventies", _),
        "meeting": frame.address("ontmoeting", _),
        "intervention": frame.address("interventies", _, middel=use.id),
    }
    how = status(_, use.status) if use.status else _("in onze eigen woorden")
    parts = [f"{use_name(_, use.kind)}: ", link(pages[use.kind], name), f" ({how})"]
    return join(parts)


def _assumptions(screen: Screen) -> Safe:
    """What rests on no source at all."""
    _ = screen.texts
    parts: list[object] = [
        heading(2, _("Alleen aangenomen"), "aannames"),
        paragraph(_("Hiervoor is geen bron. Het is onze keuze, en u kunt er anders over denken.")),
    ]
    for title, used in sorted(assumptions(screen.knowledge).items()):
        parts.append(details(title, bullets(_use(screen, use) for use in used)))
    return join(parts)


def kind_name(_: Texts, kind: str) -> str:
    """What kind of knowledge it is."""
    return {
        "meta-analyse": _("Veel onderzoeken samen"),
        "experiment": _("Experiment of meting"),
        "overzicht": _("Overzicht van onderzoek"),
        "evaluatie": _("Evaluatie van een aanpak"),
        "handreiking": _("Handreiking"),
        "kader": _("Denkkader"),
        "praktijk": _("Ervaring uit de praktijk"),
        "artikel": _("Artikel"),
        "cijfers": _("Cijfers"),
    }[kind]


def kind_meaning(_: Texts, kind: str) -> str:
    """How sure such knowledge is."""
    return {
        "meta-analyse": _("Het sterkste bewijs dat er is. Het gaat zelden over een hele wijk."),
        "experiment": _("Er is gemeten, op een plek en bij een groep. Elders kan het anders zijn."),
        "overzicht": _("Iemand las en woog veel onderzoek. De kwaliteit daarvan verschilt."),
        "evaluatie": _("Een aanpak is gevolgd, meestal zonder vergelijking."),
        "handreiking": _("Kennis van onderzoekers en praktijk, vertaald naar doen."),
        "kader": _("Een manier van kijken. Zij is niet getoetst."),
        "praktijk": _("Wat mensen zagen werken. Of het daardoor kwam, is niet onderzocht."),
        "artikel": _("Een bericht of toelichting. Het zegt wat er speelt, niet hoe vaak."),
        "cijfers": _("Tellingen of enquêtes. Zij zeggen hoeveel, niet waarom."),
    }[kind]


def how_much(_: Texts, read: str) -> str:
    """How much of the source we read."""
    return {
        "geheel": _("helemaal"),
        "deels": _("een deel"),
        "samenvatting": _("alleen de samenvatting"),
    }[read]


def use_name(_: Texts, kind: str) -> str:
    """What kind of thing rests on a source."""
    return {
        "criterion": _("criterium"),
        "indicator": _("cijfer"),
        "phase": _("fase"),
        "rule": _("faseregel"),
        "list": _("lijst"),
        "advice_rule": _("regel van het advies"),
        "meeting": _("ontwerp van een ontmoeting"),
        "intervention": _("maatregel"),
    }[kind]
