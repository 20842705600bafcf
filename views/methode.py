"""Screen 8, Methode: the phases, the rule, every goalpost with its source, and what is not done."""

import streamlit as st

import words
from indicators.models import Criterion, Indicator
from language import Texts
from views import frame, methode_backtest, methode_record, methode_register, methode_rule
from views.frame import Screen
from views.html import (
    Column,
    Safe,
    bullets,
    details,
    facts,
    heading,
    join,
    paragraph,
    phase_label,
    table,
    tag,
)
from views.sources import origin, source, status


def draw(screen: Screen) -> None:
    """The whole screen."""
    _ = screen.texts
    frame.top(screen, _("Methode"))
    st.html(_intro(_))
    st.html(_phases(screen))
    st.html(_channels(screen))
    methode_rule.draw(screen)
    st.html(_criteria(screen))
    st.html(_goalposts(screen))
    methode_backtest.draw(screen)
    methode_register.draw(screen)
    st.html(methode_record.section(screen))
    st.html(_limits(_))
    st.html(_glossary(_))


def _intro(_: Texts) -> Safe:
    return join(
        [
            paragraph(
                _(
                    "Wijkpuls laat per wijk en per week zien in welke van de vier "
                    "fasen van KIS de wijk "
                    "waarschijnlijk is, waarom, en wat daarbij past. Het is een "
                    "voorstel voor een gesprek van "
                    "mensen die de wijk kennen."
                )
            ),
            paragraph(
                _(
                    "KIS beschrijft de fasen in woorden, zonder getallen. Alle grenzen"
                    " op deze bladzijde zijn dus "
                    "van Wijkpuls. Bij elke grens staat een bron, of het woord "
                    "'aanname'. De elf criteria van het "
                    "KIS-afwegingskader van 2024 zijn niet openbaar; Wijkpuls gebruikt"
                    " ze niet en heeft veertien "
                    "eigen criteria."
                )
            ),
        ]
    )


def _phases(screen: Screen) -> Safe:
    _ = screen.texts
    rows = [
        (
            phase_label(_, phase.id),
            _.of(phase.seen),
            _.of(phase.needed),
            source(_, phase.reference),
        )
        for phase in screen.knowledge.phases.values()
    ]
    columns = [
        Column(_("Fase")),
        Column(_("Wat je dan ziet")),
        Column(_("Wat dan nodig is")),
        Column(_("Bron")),
    ]
    grid = table(_("De vier fasen van KIS, en onvoldoende gegevens"), columns, rows, phone="cards")
    return join([heading(2, _("De fasen"), "fasen"), grid])


def _channels(screen: Screen) -> Safe:
    _ = screen.texts
    text = _(
        "Vier soorten bronnen blijven uit elkaar en worden nooit tot één cijfer opgeteld. "
        "Zo blijft zichtbaar wanneer bewoners iets anders ervaren dan wat is geregistreerd."
    )
    rows = bullets(
        join([tag("strong", words.channel(_, c)), ": ", words.channel_meaning(_, c)])
        for c in words.CHANNELS
    )
    return join([heading(2, _("De bronnen")), paragraph(text), rows])


def _criteria(screen: Screen) -> Safe:
    _ = screen.texts
    text = _(
        "Veertien criteria beschrijven het samenleven. Bij elk niveau staat wat iemand"
        " in de wijk dan ziet; "
        "professionals melden met deze omschrijvingen."
    )
    cards = [_criterion(_, criterion) for criterion in screen.knowledge.criteria.values()]
    return join([heading(2, _("De criteria"), "criteria"), paragraph(text), *cards])


def _criterion(_: Texts, criterion: Criterion) -> Safe:
    descriptors = [
        join([tag("strong", words.level(_, step)), ": ", _.of(criterion.descriptors.at(step))])
        for step in range(4)
    ]
    content = [
        paragraph(_.of(criterion.definition)),
        bullets(descriptors),
        facts(
            [
                (_("Rol"), ", ".join(role(_, r) for r in criterion.roles)),
                (_("Omschrijvingen"), status(_, criterion.descriptors_status)),
                (_("Bron"), source(_, criterion.reference)),
                (_("Laatst nagekeken"), _.date(criterion.last_checked)),
            ]
        ),
    ]
    return details(f"{criterion.id} {_.of(criterion.name)}", join(content))


def role(_: Texts, role_id: str) -> str:
    """What a criterion does in the rule."""
    return {
        "phase": _("bepaalt mee welke fase"),
        "urgency": _("bepaalt hoe snel opnieuw wordt gekeken"),
        "protective": _("telt ook als kracht van de wijk"),
    }[role_id]


def _goalposts(screen: Screen) -> Safe:
    """Every indicator with its goalposts: fixed values, so no wijk changes because another one
    does.
    """
    _ = screen.texts
    rows = []
    for indicator in screen.knowledge.indicators.values():
        for posts in indicator.goalposts:
            numbers = [_.number(number, indicator.decimals) for number in posts.values]
            rows.append(
                (
                    _indicator(_, indicator),
                    _criterion_of(_, indicator),
                    words.channel(_, indicator.channel),
                    *numbers,
                    _.of(indicator.unit),
                    _.date(posts.valid_from),
                    origin(_, posts),
                )
            )
    columns = [
        Column(_("Cijfer")),
        Column(_("Criterium")),
        Column(_("Soort bron")),
        Column(_("Niveau 1"), "right"),
        Column(_("Niveau 2"), "right"),
        Column(_("Niveau 3"), "right"),
        Column(_("Eenheid")),
        Column(_("Geldt vanaf"), "right"),
        Column(_("Herkomst")),
    ]
    text = _(
        "Een ijkpunt zegt bij welke waarde een cijfer niveau 1, 2 of 3 haalt. "
        "IJkpunten liggen vast: "
        "een wijk verandert niet van niveau omdat een andere wijk verandert. Tussen "
        "twee ijkpunten loopt "
        "het niveau gelijk op."
    )
    return join(
        [
            heading(2, _("De cijfers en hun ijkpunten"), "ijkpunten"),
            paragraph(text),
            details(
                _.plural("{n} ijkpunt", "Alle {n} ijkpunten, met herkomst", len(rows)),
                table(_("Alle ijkpunten"), columns, rows, phone="lines"),
            ),
            heading(3, _("Wat elk cijfer wel en niet zegt")),
            *(_card(_, indicator) for indicator in screen.knowledge.indicators.values()),
        ]
    )


def _criterion_of(_: Texts, indicator: Indicator) -> str:
    return _("alle") if indicator.criterion == "any" else indicator.criterion


def _indicator(_: Texts, indicator: Indicator) -> Safe:
    return tag("span", _.of(indicator.name))


def _card(_: Texts, indicator: Indicator) -> Safe:
    least = []
    if indicator.minimum_n:
        least.append(
            (_("Minstens"), _.plural("{n} antwoord", "{n} antwoorden", indicator.minimum_n))
        )
    if indicator.minimum_events:
        least.append(
            (_("Minstens"), _.plural("{n} melding", "{n} meldingen", indicator.minimum_events))
        )
    if indicator.window_weeks:
        least.append((_("Over"), _.plural("{n} week", "{n} weken", indicator.window_weeks)))
    if indicator.maximum_age_weeks:
        least.append(
            (_("Verouderd na"), _.plural("{n} week", "{n} weken", indicator.maximum_age_weeks))
        )
    anchor: list[object] = []
    if indicator.anchor:
        text = _.of(indicator.anchor.text)
        anchor = [
            tag(
                "p",
                join([_("Ter vergelijking: "), text, " ", source(_, indicator.anchor.reference)]),
            )
        ]
    content = [
        paragraph(_.of(indicator.definition)),
        paragraph(join([tag("strong", _("Let op: ")), _.of(indicator.limits)])),
        *anchor,
        facts([*least, (_("Bron"), source(_, indicator.reference))]),
    ]
    return details(_.of(indicator.name), join(content))


def _limits(_: Texts) -> Safe:
    """What the product does not do, by design."""
    return join(
        [
            heading(2, _("Wat Wijkpuls niet doet"), "grenzen"),
            bullets(
                [
                    _(
                        "Geen personen: geen namen, adressen, burgerservicenummers, "
                        "telefoonnummers of e-mail."
                    ),
                    _(
                        "Geen berichten of accounts van sociale media, en geen vrije "
                        "tekst met namen."
                    ),
                    _(
                        "Herkomst, nationaliteit, religie en politieke voorkeur zijn "
                        "nooit een maat voor een wijk."
                    ),
                    _(
                        "Wijken krijgen geen rangorde. Vergelijken doet u met de "
                        "gemeente als geheel."
                    ),
                    _(
                        "Geen voorspelling van incidenten, en geen automatisch advies "
                        "om te handhaven."
                    ),
                    _(
                        "Stilte is geen rust: wie niets meldt, zegt niets. 'Niets te "
                        "melden' is wel een melding."
                    ),
                    _("Een fase is een voorstel. Mensen bevestigen, passen aan of verwerpen het."),
                    _("Verzonnen gegevens en echte gegevens staan nooit in dezelfde map."),
                ]
            ),
            heading(2, _("Wat nog niet kan")),
            bullets(
                [
                    _(
                        "De kansen zijn nog niet vergeleken met oordelen van mensen over echte "
                        "wijken."
                    ),
                    _("De agenda telt niet mee in de fase; hij staat wel op de tijdlijn."),
                ]
            ),
        ]
    )


def _glossary(_: Texts) -> Safe:
    """The words of the screens, once each."""
    terms = [
        (_("fase"), _("een van de vier stadia van samenleven die KIS beschrijft")),
        (_("criterium"), _("een kant van het samenleven waarop we letten, C1 tot en met C14")),
        (
            _("niveau"),
            _("waar een cijfer of signaal bij past: 0 rust, 1 ongemak, 2 spanning, 3 incidenten"),
        ),
        (_("ijkpunt"), _("de vaste waarde waarbij een cijfer een niveau haalt")),
        (_("signaal"), _("wat een professional in de wijk zag en meldde, zonder namen")),
        (
            _("dekking"),
            _("ontvangen meldingen als deel van de afgesproken meldingen, over 8 weken"),
        ),
        (_("n"), _("het aantal antwoorden, meldingen of incidenten achter een cijfer")),
        (
            _("niet vrijgegeven"),
            _("een aantal dat de bron achterhoudt omdat het klein is; het is geen nul"),
        ),
        (_("build"), _("één keer verwerken van alle bestanden; elk cijfer hoort bij een build")),
        (_("peildatum"), _("de dag tot en met welke gegevens meetellen")),
    ]
    rows = [(tag("strong", term), meaning) for term, meaning in terms]
    columns = [Column(_("Woord")), Column(_("Betekenis"))]
    return join(
        [
            heading(2, _("Woordenlijst"), "woorden"),
            table(_("Woorden op deze schermen"), columns, rows, phone="cards"),
        ]
    )
