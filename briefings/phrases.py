"""Figures, levels and the origin of a briefing in words. Every format takes them from here."""

from __future__ import annotations

import datetime as dt

import words
from briefings.disclosure import policy
from briefings.model import (
    GROUP_INCIDENTS,
    NOTHING_TO_REPORT,
    REPORTS,
    About,
    Confirmation,
    Figure,
    Level,
    Proposal,
    WijkPart,
)
from indicators import Knowledge
from language import Texts
from language.conversion import conversion, per_residents
from words import proposal as proposals

_UNDER_A_QUARTER = 25
# More names than this do not fit on the line above a page.
_MOST_NAMED = 2


def level(_: Texts, level_id: Level) -> str:
    """The level of redaction, as people call it."""
    return {
        "intern": _("intern"),
        "college": _("college"),
        "openbaar": _("openbaar"),
    }[level_id]


def level_meaning(_: Texts, level_id: Level) -> str:
    """What the level leaves out, in one or two sentences."""
    values = policy().values
    return {
        "intern": _(
            "Voor wie met de gegevens werkt. Alles staat erin en niets is afgerond. Geef deze "
            "versie niet door."
        ),
        "college": _(
            "Voor wie besluit. Aantallen onder {minimum} zijn verborgen en andere aantallen zijn "
            "afgerond op {base}.",
            minimum=_.number(values.minimum_count.value),
            base=_.number(values.rounding_base.value),
        ),
        "openbaar": _(
            "Voor iedereen. Signalen en maatregelen staan er niet in. Aantallen onder {minimum} "
            "zijn verborgen en andere aantallen zijn afgerond op {base}.",
            minimum=_.number(values.minimum_count.value),
            base=_.number(values.rounding_base.value),
        ),
    }[level_id]


def figure_name(_: Texts, knowledge: Knowledge, figure: Figure) -> str:
    """What the figure is about."""
    if figure.kind == "coverage":
        return _("Dekking: ontvangen berichten van de verwachte")
    if figure.kind == "register":
        return _("Register {id}", id=figure.id)
    if figure.id == NOTHING_TO_REPORT:
        return _("Berichten dat er niets te melden was")
    if figure.id == REPORTS:
        return _("Berichten van professionals hierover")
    if figure.id == GROUP_INCIDENTS:
        return _("Incidenten tussen of tegen groepen")
    return _.of(knowledge.indicators[figure.id].name)


def unit(_: Texts, knowledge: Knowledge, figure: Figure) -> str:
    """The unit of the figure."""
    if figure.kind == "coverage":
        return _("procent van de verwachte berichten")
    if figure.kind == "register":
        return _("geregistreerde voorvallen")
    if figure.id in (NOTHING_TO_REPORT, REPORTS):
        return _("berichten")
    if figure.id == GROUP_INCIDENTS:
        return _("incidenten in 13 weken")
    return _.of(knowledge.indicators[figure.id].unit)


def decimals(knowledge: Knowledge, figure: Figure) -> int:
    """How many decimals the figure is written with."""
    indicator = knowledge.indicators.get(figure.id)
    return 0 if indicator is None else indicator.decimals


def status(_: Texts, figure: Figure) -> str:
    """Whether there is a figure, and why not. All five differ in words, so also without colour."""
    if figure.status == "missing" and figure.n is not None:
        return _("te weinig waarnemingen")
    return {
        "shown": _("getoond"),
        "zero": _("geteld: nul"),
        "missing": _("geen gegevens"),
        "withheld": _("achtergehouden door de bron"),
        "suppressed": _("verborgen: te klein om te tonen"),
    }[figure.status]


def value(_: Texts, knowledge: Knowledge, figure: Figure) -> str:
    """The figure as written, or in words why there is none."""
    if figure.value is None:
        return status(_, figure)
    if figure.kind == "coverage" and figure.is_rounded:
        return quarter(_, figure.value)
    if figure.kind == "coverage":
        return _.percent(figure.value)
    written = _.number(figure.value, decimals(knowledge, figure))
    if figure.id == NOTHING_TO_REPORT:
        return _("{n} keer niets te melden", n=written)
    if figure.id == REPORTS:
        return _("te oud voor een niveau")
    return _("niveau {level}", level=written) if figure.kind == "signals" else written


def quarter(_: Texts, lower_edge: float) -> str:
    """A share that is only known as a quarter."""
    if lower_edge < _UNDER_A_QUARTER:
        return _("minder dan een kwart")
    return {
        25: _("een kwart tot de helft"),
        50: _("de helft tot drie kwart"),
        75: _("drie kwart of meer"),
    }[int(lower_edge)]


def rests_on(_: Texts, figure: Figure) -> str:
    """How many answers, reports or areas are behind the figure."""
    if figure.n is None:
        return _hidden_n(_, figure) if figure.status == "suppressed" else _("niets ontvangen")
    count = {
        "answers": lambda n: _.plural("{n} antwoord", "{n} antwoorden", n),
        "events": lambda n: _.plural("{n} melding", "{n} meldingen", n),
        "reports": lambda n: _.plural(
            "{n} bericht van een professional", "{n} berichten van professionals", n
        ),
        "expected": lambda n: _.plural("{n} verwacht bericht", "{n} verwachte berichten", n),
        "areas": lambda n: _.plural("{n} gebied in de bron", "{n} gebieden in de bron", n),
    }[figure.n_of](figure.n)
    return _("ongeveer {count}", count=count) if figure.is_rounded else count


def _hidden_n(_: Texts, figure: Figure) -> str:
    values = policy().values
    if figure.kind == "survey":
        return _("minder dan {n} antwoorden", n=_.number(values.minimum_answers.value))
    return _("minder dan {n}", n=_.number(values.minimum_count.value))


def when(_: Texts, figure: Figure) -> str:
    """The day of a survey, else the first and last day that were counted."""
    first, last = figure.period_start, figure.period_end
    if last is None:
        return _("geen datum: niets ontvangen")
    if figure.kind == "survey" and figure.wave:
        return _("enquête {wave}, {date}", wave=figure.wave, date=_.date(last))
    if first is None or first == last:
        return _.date(last)
    return _("{first} tot en met {last}", first=_.date(first), last=_.date(last))


def precision(_: Texts, knowledge: Knowledge, figure: Figure) -> str:
    """How sure the figure is, and the mark of what was converted from another division."""
    return "; ".join([_certainty(_, knowledge, figure), *marks(_, figure)])


def marks(_: Texts, figure: Figure) -> list[str]:
    """What was converted from another division for this figure, and how much of it is estimated."""
    found: list[str] = []
    if figure.status in ("missing", "suppressed"):
        return found
    if figure.estimated_pct is not None:
        found.append(conversion(_, figure.estimated_pct))
    if figure.residents_estimated_pct is not None:
        found.append(per_residents(_, figure.residents_estimated_pct))
    return found


def residents_origin(_: Texts, part: WijkPart) -> str | None:
    """Whether the number of residents is as delivered or converted; None where there is none."""
    if part.residents is None:
        return None
    if part.residents_estimated_pct is None:
        return _("zoals geleverd")
    return conversion(_, part.residents_estimated_pct)


def _certainty(_: Texts, knowledge: Knowledge, figure: Figure) -> str:
    """Its interval, or what kind of count it is."""
    if figure.status == "withheld" and figure.low is not None and figure.high is None:
        return _("minstens {number}", number=_.number(figure.low, decimals(knowledge, figure)))
    if figure.low is not None and figure.high is not None:
        places = decimals(knowledge, figure)
        return _(
            "tussen {low} en {high}",
            low=_.number(figure.low, places),
            high=_.number(figure.high, places),
        )
    if figure.status in ("missing", "suppressed") and figure.kind != "signals":
        return _("niet te zeggen")
    if figure.id in (NOTHING_TO_REPORT, REPORTS):
        return _("van meer dan één melder") if figure.is_corroborated else _("van één melder")
    if figure.kind == "signals":
        return (
            _("door een tweede melder gezien")
            if figure.is_corroborated
            else _("los signaal: van één melder")
        )
    if figure.kind == "count" and figure.id != GROUP_INCIDENTS:
        return _("telling; te weinig om te schatten")
    if figure.estimated_pct is not None:
        return _("geteld op een andere wijkindeling")
    return _("volledig geteld")


def gemeente_value(_: Texts, knowledge: Knowledge, figure: Figure) -> str:
    """The same figure for the gemeente, with what it rests on."""
    if figure.gemeente is None:
        return "–"
    written = _.number(figure.gemeente.value, decimals(knowledge, figure))
    return _("{value} (n = {n})", value=written, n=_.number(figure.gemeente.n))


def phase_in_words(_: Texts, part: WijkPart) -> str:
    """The phase as it holds: what people confirmed, else the proposal with its certainty."""
    if part.confirmation is not None:
        return _("{phase}, vastgesteld", phase=words.phase(_, part.confirmation.phase))
    if part.proposal is None:
        return _("niet getoond: te weinig inwoners")
    return proposed(_, part.proposal)


def proposed(_: Texts, proposal: Proposal) -> str:
    """The proposal with how sure it is."""
    return proposals.phrase(_, proposal.phase, proposal.certainty, proposal.doubt)


def chance(_: Texts, value_0_to_1: float, step: float) -> str:
    """A chance as a percentage; nothing is ever certain, so never a bare 0% or 100%."""
    if not step:
        return proposals.percent(_, value_0_to_1)
    if value_0_to_1 < step:
        return _("minder dan {pct}", pct=_.percent(100 * step))
    if value_0_to_1 > 1 - step:
        return _("meer dan {pct}", pct=_.percent(100 * (1 - step)))
    return _.percent(100 * value_0_to_1)


def chances(_: Texts, proposal: Proposal) -> str:
    """The four chances in one line; empty where nothing was calculated."""
    return ", ".join(
        _("{phase} {pct}", phase=words.phase(_, name), pct=chance(_, share, proposal.chance_step))
        for name, share in proposal.chances.items()
    )


def confirmed(_: Texts, confirmation: Confirmation | None) -> str:
    """Whether people decided, and who and when."""
    if confirmation is None:
        return _("Dit is een voorstel. Nog niemand heeft de fase vastgesteld.")
    return _(
        "Mensen hebben de fase vastgesteld op {date}: {phase}. Dat geldt tot {until}.",
        date=_.date(confirmation.decided_on),
        phase=words.phase(_, confirmation.phase),
        until=_.date(confirmation.expires_on),
    )


def area(_: Texts, about: About, names: dict[str, str]) -> str:
    """The filter on place: which wijken."""
    if about.is_whole_gemeente:
        return _("alle wijken van de gemeente")
    return ", ".join(f"{names.get(code, code)} ({code})" for code in about.wijken)


def short_area(_: Texts, about: About, names: dict[str, str]) -> str:
    """As area, short enough for a line above a page; all names are on the first page."""
    if about.is_whole_gemeente or len(about.wijken) <= _MOST_NAMED:
        return area(_, about, names)
    return _("{n} wijken", n=_.number(len(about.wijken)))


def days(_: Texts, first: dt.date, last: dt.date) -> str:
    """A period in words."""
    return _("{first} tot en met {last}", first=_.date(first), last=_.date(last))


def origin(_: Texts, about: About, names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Where a briefing comes from: name and value of all that every page and sheet has to say."""
    week = _.week(about.week_start)
    if not about.is_complete_week:
        week = _("{week}, nog niet compleet", week=week)
    pairs = [
        (
            _("Gemeente"),
            _("{name} ({code})", name=about.gemeente, code=about.gemeentecode),
        ),
        (_("Gebied"), area(_, about, names)),
        (_("Week"), week),
        (
            _("Periode"),
            _(
                "{days} ({weeks})",
                days=days(_, about.period_start, about.period_end),
                weeks=_.plural("{n} week", "{n} weken", about.period_weeks),
            ),
        ),
        (_("Gegevens tot en met"), _.date(about.data_cutoff)),
        (_("Build"), about.build_id),
        (_("Regelversie"), about.rule_version),
        (_("Versie"), level(_, about.level)),
        (
            _("Echt of fictief"),
            _("fictief: alle gegevens zijn verzonnen") if about.is_fictional else _("echt"),
        ),
    ]
    if about.reviewed_by:
        pairs.append((_("Nagekeken door"), about.reviewed_by))
    return tuple(pairs)


def running_header(_: Texts, about: About, names: dict[str, str]) -> str:
    """The line above every page: of what and of when."""
    return _(
        "Gemeente {gemeente} | {area} | {week} | periode {days}",
        gemeente=about.gemeente,
        area=short_area(_, about, names),
        week=_.week(about.week_start),
        days=days(_, about.period_start, about.period_end),
    )


def running_footer(_: Texts, about: About) -> str:
    """The line below every page: made with what, for whom, and whether it is made up."""
    line = _(
        "Gegevens tot en met {cutoff} | {build} | regel {rule} | versie: {level}",
        cutoff=_.date(about.data_cutoff),
        build=about.build_id,
        rule=about.rule_version,
        level=level(_, about.level),
    )
    if about.reviewed_by:
        line = _("{line} | nagekeken door: {role}", line=line, role=about.reviewed_by)
    return _("{line} | FICTIEF", line=line) if about.is_fictional else line


def measure_status(_: Texts, status_id: str) -> str:
    """How a measure stands, in one word."""
    return {
        "gepland": _("gepland"),
        "loopt": _("loopt"),
        "afgerond": _("afgerond"),
        "gestopt": _("gestopt"),
    }.get(status_id, status_id)
