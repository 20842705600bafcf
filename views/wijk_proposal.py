"""What goes with a proposal on the screen of a wijk: chances, direction, what would change it."""

import datetime as dt
from typing import Any

import pandas as pd

from indicators import WeighedRule
from indicators.changes import CALM_REPORTERS
from views import proposal, words
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
from views.reason_words import gate, gates_of
from views.rows import rows_of


def certainty(screen: Screen, row: Any) -> Safe:
    """The chance of each phase in whole percents, and what these are."""
    _ = screen.texts
    chances = proposal.chances(row)
    if not chances:
        return Safe("")
    rows = [
        (phase_label(_, phase), proposal.percent(_, chance)) for phase, chance in chances.items()
    ]
    columns = [Column(_("Fase")), Column(_("Kans volgens het model"), "right")]
    note = _(
        "Deze kansen zijn van het model: zo goed passen de gegevens bij elke fase. Het zijn geen "
        "tellingen van hoe vaak iets gebeurt, en geen voorspelling."
    )
    return join(
        [
            table(_("Hoe waarschijnlijk elke fase is"), columns, rows),
            paragraph(note, "wp-note"),
        ]
    )


def doubt(screen: Screen, phases: pd.DataFrame, code: str) -> list[Safe]:
    """At twijfel: which phase the rest of the screen is about, and that the other is possible."""
    _ = screen.texts
    row = phases.loc[phases["wijkcode"] == code].iloc[0]
    other = proposal.doubt(row)
    if other is None:
        return []
    text = _(
        "Het voorstel is {phase}, maar {other} kan ook. Praat erover met wie de wijk kent.",
        phase=words.phase(_, row["phase"]),
        other=words.phase(_, other),
    )
    if "change_not_clear" in gates_of(phases, code):
        text = f"{text} {gate(_, 'change_not_clear')}"
    return [paragraph(tag("strong", text))]


def direction(screen: Screen, row: Any) -> Safe:
    """Which way the wijk goes, over a short and a long time, with what holds it back."""
    _, rule = screen.texts, screen.knowledge.rule
    if not isinstance(rule, WeighedRule):
        return Safe("")
    spans = (
        (rule.direction.short_weeks, row.direction),
        (rule.direction.long_weeks, row.direction_long),
    )
    pairs = [
        (
            _.plural("Over {n} week", "Over {n} weken", weeks.value),
            words.direction_meaning(_, str(way)),
        )
        for weeks, way in spans
    ]
    parts: list[object] = [heading(2, _("Welke kant het op gaat")), facts(pairs)]
    if row.is_city_wide:
        parts.append(
            paragraph(
                _(
                    "In de meeste wijken stijgt het tegelijk. Zonder dat gezamenlijke deel is de "
                    "richting van deze wijk: {own}.",
                    own=words.direction_meaning(_, str(row.direction_own)),
                )
            )
        )
    fewest = _.plural(
        "Een stijging noemen we alleen bij minstens {n} melding of incident in die korte tijd.",
        "Een stijging noemen we alleen bij minstens {n} meldingen en incidenten in die korte tijd.",
        rule.direction.minimum_reports.value,
    )
    parts.append(paragraph(fewest, "wp-note"))
    return join(parts)


def what_would_change_it(screen: Screen, code: str, monday: dt.date) -> Safe:
    """The smallest changes that were tried and that move the proposal, and how firm it is."""
    _ = screen.texts
    head = heading(2, _("Wat zou dit voorstel veranderen"))
    firm = robustness(screen, code, monday)
    if not firm:
        text = _("Dit is alleen berekend voor de nieuwste volledige week.")
        return join([head, paragraph(text, "wp-muted")])
    found = [
        change(screen, row) for row in rows_of(screen.read.table("changes_needed", code, monday))
    ]
    none = _("Geen van de veranderingen die zijn geprobeerd, verandert dit voorstel.")
    listed = bullets(found) if found else paragraph(none)
    note = _("Elke verandering is apart doorgerekend, alsof de rest gelijk blijft.")
    phases = screen.read.table("phases", monday)
    is_named = (phases.loc[phases["wijkcode"] == code, "phase"] != "onvoldoende_gegevens").any()
    # Without a phase there is nothing that could hold or fall with the goalposts.
    firmness = [paragraph(firm)] if is_named else []
    return join([head, listed, paragraph(note, "wp-note"), *firmness])


def change(screen: Screen, row: Any) -> str:
    """One change in words, and the phase that the proposal then gets."""
    _ = screen.texts
    then = words.phase(_, row.to_phase)
    if row.kind == "severe_incident":
        return _(
            "Eén vastgesteld, ernstig incident tussen of tegen groepen: dan wordt het {phase}.",
            phase=then,
        )
    if row.kind == "reports":
        criterion = screen.knowledge.criteria.get(str(row.criterion))
        return _.plural(
            "{n} melding van iemand die nog niet meldde, over {criterion} ({level}): "
            "dan wordt het {phase}.",
            "{n} meldingen van mensen die nog niet meldden, over {criterion} ({level}): "
            "dan wordt het {phase}.",
            int(row.amount),
            criterion=_.of(criterion.name) if criterion else str(row.criterion),
            level=words.level(_, float(row.level)),
            phase=then,
        )
    if row.kind == "calm_weeks":
        return _.plural(
            "{n} week waarin {reporters} nieuwe melders niets te melden hebben en er geen "
            "incident tussen of tegen groepen is: dan wordt het {phase}.",
            "{n} weken waarin {reporters} nieuwe melders niets te melden hebben en er geen "
            "incident tussen of tegen groepen is: dan wordt het {phase}.",
            int(row.amount),
            reporters=_.number(CALM_REPORTERS),
            phase=then,
        )
    return _(
        "Genoeg gegevens uit de bron {channel} ({meaning}): dan kan er een fase worden genoemd. "
        "Welke, hangt af van wat die gegevens zeggen.",
        channel=words.channel(_, str(row.channel)),
        meaning=words.channel_meaning(_, str(row.channel)),
    )


def robustness(screen: Screen, code: str, monday: dt.date) -> str:
    """How many settings of the goalposts give the same phase; empty for older weeks."""
    _, rule = screen.texts, screen.knowledge.rule
    shares = screen.read.table("robustness", monday)
    own = shares.loc[shares["wijkcode"] == code, "share_same"]
    if own.empty or not isinstance(rule, WeighedRule):
        return ""
    shift = _.percent(100 * rule.robustness.goalpost_shift.value)
    return _(
        "Hoe stevig is dit? De ijkpunten zijn {shift} hoger en lager gelegd. In {share} van de "
        "geprobeerde instellingen blijft het voorstel gelijk.",
        shift=shift,
        share=_.percent(100 * float(own.iloc[0])),
    )


def parts(screen: Screen, code: str, monday: dt.date) -> Safe:
    """Every part of the weighing, for who wants to follow the sum."""
    _ = screen.texts
    found = screen.read.table("contributions", code, monday)
    if found.empty:
        return Safe("")
    other = words.phase(_, str(found["compared_with"].iloc[0]))
    rows = [(_part(screen, row), _.number(row.weight, 2)) for row in rows_of(found)]
    caption = _(
        "Wat elk deel toevoegt aan de fase, vergeleken met {phase} (natuurlijke logaritme van de "
        "kansverhouding). De delen tellen op tot het verschil tussen de twee kansen.",
        phase=other,
    )
    columns = [Column(_("Deel")), Column(_("Gewicht"), "right")]
    return details(_("De hele weging, deel voor deel"), table(caption, columns, rows))


def _part(screen: Screen, row: Any) -> str:
    _ = screen.texts
    if row.part == "course":
        return _("eerdere weken en wat vooraf werd verwacht")
    if row.part == "gate":
        return _("vaste voorwaarden van de regel")
    channel = words.channel(_, str(row.channel))
    criterion = screen.knowledge.criteria.get(str(row.criterion))
    if criterion is None:
        return _("niets te melden ({channel})", channel=channel)
    return _("{criterion} ({channel})", criterion=_.of(criterion.name), channel=channel)
