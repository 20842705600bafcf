"""What goes with a proposal on the screen of a wijk: chances, direction, what would change it."""

import datetime as dt
from typing import Any

import pandas as pd

import words
from indicators import WeighedRule
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
from words import proposal
from words.changes import change, robustness
from words.reasons import gate, gates_of
from words.rows import rows_of


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
    firm = robustness(_, screen.knowledge, screen.read.table("robustness", monday), code)
    if not firm:
        text = _("Dit is alleen berekend voor de nieuwste volledige week.")
        return join([head, paragraph(text, "wp-muted")])
    needed = screen.read.table("changes_needed", code, monday)
    found = [change(_, screen.knowledge, row) for row in rows_of(needed)]
    none = _("Geen van de veranderingen die zijn geprobeerd, verandert dit voorstel.")
    listed = bullets(found) if found else paragraph(none)
    note = _("Elke verandering is apart doorgerekend, alsof de rest gelijk blijft.")
    phases = screen.read.table("phases", monday)
    is_named = (phases.loc[phases["wijkcode"] == code, "phase"] != "onvoldoende_gegevens").any()
    # Without a phase there is nothing that could hold or fall with the goalposts.
    firmness = [paragraph(firm)] if is_named else []
    return join([head, listed, paragraph(note, "wp-note"), *firmness])


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
