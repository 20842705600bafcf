"""The reasons of a proposal in words: a level, a gate of the rule that decided, or a missing
source; and the figure behind a reason with its interval, n and date.
"""

from typing import Any

import pandas as pd

import words
from indicators import Knowledge, WeighedRule
from language import Texts
from language.conversion import per_residents
from words import proposal
from words.rows import day, known


def gate(_: Texts, gate_id: str) -> str:
    """What a gate of the rule did, in one sentence."""
    return {
        "too_few_channels": _(
            "Er zijn te weinig bruikbare bronnen om een fase te noemen. De regel "
            "vraagt er minstens twee."
        ),
        "severe_incident": _(
            "Er was een vastgesteld, ernstig incident tussen of tegen groepen. De "
            "regel noemt dan incidenten."
        ),
        "repeated_incidents": _(
            "Er waren meerdere lichtere incidenten tussen of tegen groepen. De regel "
            "noemt dan incidenten."
        ),
        "incidents_below_minimum": _(
            "Er waren incidenten tussen of tegen groepen, maar te weinig voor de fase incidenten."
        ),
        "spanning_needs_two_criteria": _(
            "Eén teken van spanning is niet genoeg: de regel vraagt er meer, uit meer dan één bron."
        ),
        "lone_signal_capped": _(
            "Een los signaal telt beperkt mee zolang niemand anders hetzelfde ziet."
        ),
        "step_down_waits": _(
            "De fase blijft staan tot er lang genoeg geen nieuw incident tussen of "
            "tegen groepen was."
        ),
        "step_down_feels_less_safe": _(
            "De fase blijft staan omdat bewoners zich onveiliger voelen dan toen het "
            "incident gebeurde."
        ),
        "step_down_one_phase": _("Een fase daalt stap voor stap, nooit meer dan één per week."),
        "incident_despite_thin_data": _(
            "De fase incidenten wordt getoond, ook al zijn er verder weinig gegevens."
        ),
        "incidenten_needs_incident": _(
            "De gegevens wijzen naar incidenten, maar er zijn te weinig incidenten tussen of "
            "tegen groepen bekend om die fase te noemen."
        ),
        "change_not_clear": _(
            "Een andere fase is nu iets waarschijnlijker, maar het verschil is te klein om het "
            "voorstel te veranderen."
        ),
    }.get(gate_id, gate_id)


def course(_: Texts) -> str:
    """The reason of a proposal for which nothing speaks by itself."""
    return _(
        "Niets van deze tijd spreekt op zichzelf voor deze fase. Zij volgt uit eerdere weken en "
        "uit wat vooraf werd verwacht."
    )


def compared(_: Texts, row: Any) -> str:
    """What the reasons of a weighed proposal are about: this phase against the next likeliest;
    empty where nothing is weighed.
    """
    other = proposal.rival(row)
    if other is None:
        return ""
    return _(
        "Wat het zwaarst weegt voor {phase}, vergeleken met {other}:",
        phase=words.phase(_, row.phase),
        other=words.phase(_, other),
    )


def reason(_: Texts, knowledge: Knowledge, row: Any) -> str:
    """One reason as a sentence, without the figure behind it."""
    if row.kind == "gate":
        return gate(_, row.reason_id)
    if row.kind == "missing":
        return _(
            "Bron {channel}: te weinig gegevens om iets te zeggen ({meaning}).",
            channel=words.channel(_, row.channel),
            meaning=words.channel_meaning(_, row.channel),
        )
    if row.kind == "course":
        return course(_)
    criterion = knowledge.criteria.get(str(row.criterion))
    if criterion is None and isinstance(knowledge.rule, WeighedRule):
        return _(
            "Professionals gaven door dat er niets te melden was, weegt {strength}.",
            strength=words.strength(_, row.strength),
        )
    if criterion is None:
        return _(
            "Bron {channel}: bekeken, geen enkel teken van ongemak of meer ({meaning}).",
            channel=words.channel(_, row.channel),
            meaning=words.channel_meaning(_, row.channel),
        )
    named = {
        "criterion": _.of(criterion.name),
        "channel": words.channel(_, row.channel),
        "strength": words.strength(_, row.strength),
    }
    if row.kind == "fits" and known(row.level) is None:
        return _(
            "{criterion} ({channel}). Past bij deze fase, weegt nu nauwelijks mee.",
            criterion=named["criterion"],
            channel=named["channel"],
        )
    if row.kind == "fits":
        return _(
            "{criterion} ({channel}): {level}. Past bij deze fase, weegt nu nauwelijks mee.",
            level=words.level(_, row.level),
            **named,
        )
    if known(row.level) is None:
        # Too few records for a level; what there is (or is not) still says something.
        return _("{criterion} ({channel}): weegt {strength}.", **named)
    level = words.level(_, row.level)
    return _("{criterion} ({channel}): {level}, weegt {strength}.", level=level, **named)


def measured(
    _: Texts,
    knowledge: Knowledge,
    indicator_id: Any,
    value: Any,
    n: Any,
    row: Any,
    measured_on: Any = None,
    between: str = "",
) -> str:
    """A figure with its name, unit, interval, n and date; what is not known is left out."""
    indicator = knowledge.indicators.get(str(indicator_id))
    if indicator is None or known(value) is None:
        return ""
    written = _.number(value, indicator.decimals)
    if indicator.statistic == "signal_level":
        figure = _("niveau {level}", level=written)
    else:
        figure = _("{value} {unit}", value=written, unit=_.of(indicator.unit))
    parts = [_("{indicator}: {figure}", indicator=_.of(indicator.name), figure=figure)]
    if between:
        parts.append(between)
    if known(n) is not None:
        parts.append(_("n = {n}", n=_.number(n)))
    if row is not None:
        parts += [period(_, row), converted_residents(_, row)]
    elif (measured_day := day(measured_on)) is not None:
        parts.append(_.date(measured_day))
    return ", ".join(part for part in parts if part)


def converted_residents(_: Texts, row: Any) -> str:
    """The mark of a rate over residents that were converted; empty where they were not."""
    estimated_pct = known(getattr(row, "inwoners_estimated_pct", None))
    return "" if estimated_pct is None else per_residents(_, float(estimated_pct))


def interval(_: Texts, knowledge: Knowledge, row: Any) -> str:
    """The interval of 95 % of one figure; empty where there is none.

    Where the figure leans on that of the gemeente, the interval is around an estimate: then that is
    named, because the interval need not hold the figure itself.
    """
    if row is None or known(row.low) is None or known(row.high) is None:
        return ""
    decimals = knowledge.indicators[row.indicator_id].decimals
    low, high = _.number(row.low, decimals), _.number(row.high, decimals)
    if row.own_weight >= 1:
        return _("tussen {low} en {high}", low=low, high=high)
    estimate = _.number(row.estimate, decimals)
    return _("schatting {estimate}, tussen {low} en {high}", estimate=estimate, low=low, high=high)


def period(_: Texts, row: Any) -> str:
    """The date or period of a figure: the last day of a survey, else from - until."""
    first, last = day(row.period_start), day(row.period_end)
    if last is None:
        return ""
    wave = getattr(row, "wave", None)
    if known(wave) is not None:
        return _("enquête {wave}, {date}", wave=wave, date=_.date(last))
    if first is None or first == last:
        return _.date(last)
    return _("{first} tot en met {last}", first=_.date(first), last=_.date(last))


def gates_of(phases: pd.DataFrame, wijkcode: str) -> list[str]:
    """The ids of all gates that bound in this week."""
    listed = phases.loc[phases["wijkcode"] == wijkcode, "gates"].iloc[0]
    return [gate_id for gate_id in str(known(listed) or "").split(",") if gate_id]
