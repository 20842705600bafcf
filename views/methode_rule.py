"""The rule on the method screen: its numbers, and how it compares with the rules before it."""

import pandas as pd
import streamlit as st

import words
from indicators import WeighedRule
from language import Texts
from views import frame, weeks
from views.frame import Screen
from views.html import (
    Column,
    Safe,
    details,
    facts,
    heading,
    join,
    paragraph,
    phase_label,
    table,
)
from views.sources import origin
from words import proposal
from words.rows import rows_of


def draw(screen: Screen) -> None:
    """The rule that counts, the certainty words, and the rules before it."""
    st.html(_rule(screen))
    frame.show(_before(screen))


def _rule(screen: Screen) -> Safe:
    """The rule in words, with every number in it."""
    _, rule = screen.texts, screen.knowledge.rule
    about = [(_("Versie"), rule.version), (_("Geldt vanaf"), _.date(rule.valid_from))]
    if isinstance(rule, WeighedRule):
        sure, likely = rule.certainty.sure.value, rule.certainty.likely.value
        about += [
            (_("Zeker"), _("vanaf een kans van {pct}", pct=_.percent(100 * sure))),
            (_("Waarschijnlijk"), _("vanaf een kans van {pct}", pct=_.percent(100 * likely))),
            (_("Twijfel"), _("daaronder; de twee fasen staan er dan allebei")),
        ]
    title = _("De regel: {name}", name=_.of(rule.name))
    return join(
        [
            heading(2, title, "regel"),
            paragraph(_.of(rule.description)),
            facts(about),
            _numbers(screen, rule),
        ]
    )


def _numbers(screen: Screen, rule: object) -> Safe:
    """Every number in one rule, with unit, date and origin."""
    _ = screen.texts
    rows = [
        (
            _.of(parameter.explanation),
            value(_, parameter.value),
            _.of(parameter.unit),
            _.date(parameter.valid_from),
            origin(_, parameter),
        )
        for _name, parameter in rule.parameters()  # type: ignore[attr-defined]
    ]
    columns = [
        Column(_("Wat de regel zegt")),
        Column(_("Waarde"), "right"),
        Column(_("Eenheid")),
        Column(_("Geldt vanaf"), "right"),
        Column(_("Herkomst")),
    ]
    caption = _(
        "Alle getallen in de regel. Wie er een verandert, maakt een nieuwe versie met een datum."
    )
    return details(
        _("Alle {n} getallen in de regel, met herkomst", n=_.number(len(rows))),
        table(caption, columns, rows, phone="lines"),
    )


def value(_: Texts, given: object) -> str:
    """The value of a parameter: a list, a whole number, or a number with decimals."""
    if isinstance(given, tuple):
        return "; ".join(value(_, part) for part in given)
    if isinstance(given, float):
        return _.number(given, 0 if given.is_integer() else decimals(given))
    return _.number(given) if isinstance(given, int) else words.channel(_, str(given))


def decimals(given: float) -> int:
    """As many decimals as the number was written with, at least two."""
    return max(2, len(f"{given:g}".partition(".")[2]))


def _before(screen: Screen) -> Safe:
    """Each older rule with its numbers, and how often it agrees with the rule that counts."""
    _ = screen.texts
    older = screen.knowledge.rules[:-1]
    if not older:
        return Safe("")
    monday = weeks.newest_complete(screen.read.table("weeks"))
    compared = screen.read.table("rule_comparison", monday)
    agreement = screen.read.table("rule_agreement")
    parts: list[object] = [heading(3, _("De regels van eerder"))]
    for rule in reversed(older):
        name = _("{name} (versie {version})", name=_.of(rule.name), version=rule.version)
        now = compared[compared["other_version"] == rule.version]
        ever = agreement[agreement["other_version"] == rule.version]
        parts.append(heading(4, name))
        parts.append(paragraph(_.of(rule.description)))
        if len(now):
            same = int((now["phase"] == now["other_phase"]).sum())
            parts.append(
                paragraph(
                    _(
                        "In {week} geven beide regels dezelfde fase in {same} van de {all} "
                        "wijken. De oude regel wordt alleen ter vergelijking doorgerekend.",
                        week=_.week(monday),
                        same=_.number(same),
                        all=_.number(len(now)),
                    )
                )
            )
            parts.append(_differences(screen, now))
        parts.append(_pairs(screen, ever))
        parts.append(_numbers(screen, rule))
    return join(parts)


_MOST = 50


def _differences(screen: Screen, now: pd.DataFrame) -> Safe:
    _ = screen.texts
    different = now[now["phase"] != now["other_phase"]]
    rows = [
        (
            frame.wijk_link(_, row.wijkcode, row.wijknaam),
            phase_label(_, row.other_phase),
            phase_label(_, row.phase),
            "–" if (sure := proposal.certainty(row)) is None else words.certainty(_, sure),
        )
        for row in rows_of(different.head(_MOST))
    ]
    columns = [
        Column(_("Wijk")),
        Column(_("Oude regel")),
        Column(_("Deze regel")),
        Column(_("Zekerheid")),
    ]
    title = _("Wijken waar de regels verschillen")
    grid = table(title, columns, rows, phone="lines")
    rest = len(different.iloc[_MOST:])
    if rest:
        grid = join([grid, paragraph(_("en nog {n}", n=_.number(rest)), "wp-note")])
    count = _.plural(
        "{n} wijk waar de regels verschillen",
        "{n} wijken waar de regels verschillen",
        len(different),
    )
    return details(count, grid) if rows else Safe("")


def _pairs(screen: Screen, ever: pd.DataFrame) -> Safe:
    """Weeks by the phase under the old rule (row) and under this one (column)."""
    _ = screen.texts
    weeks_of = {(row.other_phase, row.phase): row.weeks for row in rows_of(ever)}
    rows = [
        (phase_label(_, old), *(_.number(weeks_of.get((old, new), 0)) for new in words.PHASES))
        for old in words.PHASES
    ]
    columns = [Column(_("Oude regel"))]
    columns += [Column(words.phase(_, phase), "right") for phase in words.PHASES]
    title = _("Aantal weken per fase van de oude regel (rij) en van deze regel (kolom)")
    return details(_("De hele geschiedenis, per fase"), table(title, columns, rows, phone="lines"))
