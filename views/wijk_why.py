"""Why this phase: every criterion by channel side by side, the strengths, and the gates of the
rule.
"""

from typing import Any

import pandas as pd

import words
from indicators.models import Criterion
from views import frame
from views.frame import Screen
from views.html import (
    Column,
    Safe,
    bullets,
    details,
    heading,
    join,
    level_label,
    paragraph,
    table,
    tag,
)
from words.levels import leading_levels, strengths_in
from words.reasons import gate, gates_of, interval, measured
from words.rows import rows_of


def gates(screen: Screen, phases: pd.DataFrame, code: str) -> Safe:
    """All gates of the rule that bound in this week; the reasons show only the first."""
    _ = screen.texts
    bound = gates_of(phases, code)
    if not bound:
        return Safe("")
    return details(
        _("Welke bepalingen van de regel hier golden"),
        bullets(gate(_, gate_id) for gate_id in bound),
    )


def strengths(screen: Screen, code: str, monday: Any) -> Safe:
    """Protective criteria that point to rust: a wijk is more than its tensions."""
    _ = screen.texts
    good = strengths_in(screen.knowledge, screen.read.table("levels", code, monday))
    head = heading(2, _("Wat hier sterk is"))
    if not good:
        text = _("Van contact, vertrouwen en thuisgevoel is hier geen kracht bekend in deze week.")
        return join([head, paragraph(text, "wp-muted")])
    return join([head, bullets(_strength(screen, criterion, known) for criterion, known in good)])


def _strength(screen: Screen, criterion: Criterion, rows: list[Any]) -> Safe:
    _ = screen.texts
    sources = ", ".join(words.channel(_, row.channel) for row in rows)
    text = _("{name} ({channels})", name=_.of(criterion.name), channels=sources)
    return join([tag("strong", text), ". ", _.of(criterion.descriptors.at(0))])


def criteria_by_channel(screen: Screen, code: str, monday: Any) -> Safe:
    """The table criteria x channels; what is not known is said, never left to be read as calm."""
    _ = screen.texts
    levels = leading_levels(screen.read.table("levels", code, monday))
    values = screen.read.table("indicator_values", code, monday)
    by_indicator = {row.indicator_id: row for row in rows_of(values)}
    between = intervals(screen, code, monday)
    rows = []
    for criterion in screen.knowledge.criteria.values():
        name = join([tag("span", criterion.id, "wp-muted"), " ", _.of(criterion.name)])
        cells: list[object] = [name]
        for channel in words.CHANNELS[:3]:
            row = levels.get((criterion.id, channel))
            cells.append(_cell(screen, row, by_indicator, between))
        cells.append(_expected(screen, criterion.id))
        rows.append(cells)
    columns = [Column(_("Criterium"))]
    columns += [Column(words.channel(_, channel).capitalize()) for channel in words.CHANNELS]
    caption = _(
        "Niveau per criterium en bron, {week}. Niveau 0 past bij rust, 3 bij incidenten. "
        "De bronnen worden niet bij elkaar opgeteld. Tussen: daar ligt het echte cijfer "
        "waarschijnlijk (95%).",
        week=_.week(monday),
    )
    explained = bullets(
        _(
            "{channel}: {meaning}",
            channel=words.channel(_, channel),
            meaning=words.channel_meaning(_, channel),
        )
        for channel in words.CHANNELS
    )
    return join(
        [
            heading(2, _("Criteria per bron"), "criteria"),
            table(caption, columns, rows, phone="cards"),
            details(_("Wat de vier bronnen zijn"), explained),
        ]
    )


def intervals(screen: Screen, code: str, monday: Any) -> dict[str, str]:
    """indicator -> its interval in words, where there is one."""
    found = rows_of(screen.read.table("intervals", code, monday))
    return {row.indicator_id: interval(screen.texts, screen.knowledge, row) for row in found}


def _cell(screen: Screen, row: Any, values: dict[str, Any], between: dict[str, str]) -> Safe:
    _ = screen.texts
    if row is None:
        return level_label(_, None)
    parts: list[object] = [level_label(_, row.level)]
    if row.channel == "gezien":
        count = _.plural("{n} melding", "{n} meldingen", int(frame.known(row.n) or 0))
        reporters = _.plural("{n} melder", "{n} melders", int(frame.known(row.reporters) or 0))
        text = _(
            "niveau {level}, {count} van {reporters}, laatste 8 weken",
            level=_.number(row.level, 1),
            count=count,
            reporters=reporters,
        )
        if frame.known(row.corroborated_level) is None or row.corroborated_level < 0:
            text = _("{text}; niet door een tweede bevestigd", text=text)
    else:
        text = measured(
            _,
            screen.knowledge,
            row.indicator_id,
            row.value,
            row.n,
            values.get(row.indicator_id),
            between=between.get(row.indicator_id, ""),
        )
    parts.append(tag("div", text, "wp-note"))
    if frame.known(row.status) not in (None, "ok"):
        parts.append(tag("div", words.status(_, row.status), "wp-note"))
    return join(parts)


def _expected(screen: Screen, criterion: str) -> Safe:
    """The channel `verwacht`: the agenda. It never counts in this rule version."""
    _ = screen.texts
    if criterion == "C11":
        return tag("span", _("zie de agenda hieronder; telt niet mee in de fase"), "wp-muted")
    return tag("span", _("niet van toepassing"), "wp-muted")
