"""A briefing as rows: what spreadsheet, CSV and GIS files hold, with what every column means.

Every row says where it comes from. A cell without a number is empty; ``status`` says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import words
from briefings import phrases
from briefings.model import About, Briefing, Figure, Measure, Reason, WijkPart
from briefings.wijk_text import WijkText
from briefings.writing import names_of
from indicators import Knowledge
from language import Texts

Cell = str | int | float | bool | dt.date | None
Row = dict[str, Cell]


@dataclass(frozen=True)
class Tables:
    """The rows by what they are about; every row of a table has the same columns."""

    phases: tuple[Row, ...]
    figures: tuple[Row, ...]
    reasons: tuple[Row, ...]
    measures: tuple[Row, ...]


def tables(_: Texts, knowledge: Knowledge, briefing: Briefing) -> Tables:
    """All rows of a briefing."""
    text = WijkText(_, knowledge, briefing, rank=2)
    parts = briefing.wijken
    return Tables(
        phases=tuple(_phase(_, knowledge, part) for part in parts),
        figures=tuple(
            _figure(_, knowledge, part, figure)
            for part in parts
            for figure in (*part.figures, part.coverage, *part.registers)
        ),
        reasons=tuple(
            _reason(_, knowledge, part, reason, text) for part in parts for reason in part.reasons
        ),
        measures=tuple(_measure(_, part, one) for part in parts for one in part.measures),
    )


def context(_: Texts, briefing: Briefing) -> Row:
    """What every row carries about where it comes from."""
    about = briefing.about
    return {
        "fictief": about.is_fictional,
        "gemeente": about.gemeente,
        "gemeentecode": about.gemeentecode,
        "area": phrases.area(_, about, names_of(briefing)),
        "week": about.week_start.strftime("%G-W%V"),
        "week_complete": about.is_complete_week,
        "period_start": about.period_start,
        "period_end": about.period_end,
        "data_cutoff": about.data_cutoff,
        "build_id": about.build_id,
        "rule_version": about.rule_version,
        "level": about.level,
        "reviewed_by": about.reviewed_by,
    }


def _phase(_: Texts, knowledge: Knowledge, part: WijkPart) -> Row:
    proposal, confirmation = part.proposal, part.confirmation
    chances = proposal.chances if proposal else {}
    return {
        "wijkcode": part.wijkcode,
        "wijknaam": part.wijknaam,
        "residents": part.residents,
        "residents_year": part.residents_year,
        "residents_origin": phrases.residents_origin(_, part),
        "residents_estimated_pct": _whole_pct(part.residents_estimated_pct),
        "phase_text": phrases.phase_in_words(_, part),
        "decision": _decision(part),
        "confirmed_phase": confirmation.phase if confirmation else None,
        "confirmed_on": confirmation.decided_on if confirmation else None,
        "confirmed_until": confirmation.expires_on if confirmation else None,
        "proposed_phase": proposal.phase if proposal else None,
        "certainty": proposal.certainty if proposal else None,
        "second_phase": proposal.rival if proposal else None,
        **{f"p_{phase}": chances.get(phase) for phase in words.PHASES[:4]},
        "since_week": proposal.since_week if proposal else None,
        "direction_4_weeks": proposal.direction if proposal else None,
        "direction_13_weeks": proposal.direction_long if proposal else None,
        "next_look": proposal.next_look if proposal else None,
        "channels": ", ".join(proposal.channels) if proposal else None,
        "coverage_text": phrases.value(_, knowledge, part.coverage),
        "coverage_n": part.coverage.n,
        "coverage_rests_on": phrases.rests_on(_, part.coverage),
        "coverage_when": phrases.when(_, part.coverage),
        "coverage_precision": phrases.precision(_, knowledge, part.coverage),
        "coverage_status": part.coverage.status,
    }


def _whole_pct(share: float | None) -> int | None:
    return None if share is None else round(share)


def _decision(part: WijkPart) -> str:
    if part.is_hidden:
        return "hidden"
    return "confirmed" if part.confirmation else "proposed"


def _figure(_: Texts, knowledge: Knowledge, part: WijkPart, figure: Figure) -> Row:
    gemeente = figure.gemeente
    places = phrases.decimals(knowledge, figure)
    return {
        "wijkcode": part.wijkcode,
        "wijknaam": part.wijknaam,
        "figure_id": figure.id,
        "figure": phrases.figure_name(_, knowledge, figure),
        "status": figure.status,
        "value": None if figure.value is None else round(figure.value, places),
        "value_text": phrases.value(_, knowledge, figure),
        "unit": phrases.unit(_, knowledge, figure),
        "n": figure.n,
        "rests_on": phrases.rests_on(_, figure),
        "first_day": figure.period_start,
        "last_day": figure.period_end,
        "when": phrases.when(_, figure),
        "low": None if figure.low is None else round(figure.low, places),
        "high": None if figure.high is None else round(figure.high, places),
        "precision": phrases.precision(_, knowledge, figure),
        "estimated_pct": _whole_pct(figure.estimated_pct),
        "residents_estimated_pct": _whole_pct(figure.residents_estimated_pct),
        "gemeente_value": None if gemeente is None else round(gemeente.value, places),
        "gemeente_n": gemeente.n if gemeente else None,
        "gemeente_wijken": gemeente.wijken if gemeente else None,
    }


def _reason(_: Texts, knowledge: Knowledge, part: WijkPart, reason: Reason, text: WijkText) -> Row:
    figure = reason.figure
    row: Row = {
        "wijkcode": part.wijkcode,
        "wijknaam": part.wijknaam,
        "reason": text.reason(reason),
        "criterion": reason.criterion,
        "channel": reason.channel,
        "strength": reason.strength,
    }
    if figure is None:
        empty = ("figure", "value_text", "unit", "n", "rests_on", "when", "precision", "status")
        return {**row, **dict.fromkeys(empty)}
    return {
        **row,
        "figure": phrases.figure_name(_, knowledge, figure),
        "value_text": phrases.value(_, knowledge, figure),
        "unit": phrases.unit(_, knowledge, figure),
        "n": figure.n,
        "rests_on": phrases.rests_on(_, figure),
        "when": phrases.when(_, figure),
        "precision": phrases.precision(_, knowledge, figure),
        "status": figure.status,
    }


def _measure(_: Texts, part: WijkPart, measure: Measure) -> Row:
    return {
        "wijkcode": part.wijkcode,
        "wijknaam": part.wijknaam,
        "measure": measure.title,
        "owner_role": measure.owner_role,
        "measure_status": phrases.measure_status(_, measure.status),
        "starts_on": measure.starts_on,
        "ends_on": measure.ends_on,
        "review_on": measure.review_on,
    }


def long_rows(_: Texts, knowledge: Knowledge, briefing: Briefing) -> Iterator[Row]:
    """One table for everything, as in CSV: ``part`` says what a row is about."""
    found = tables(_, knowledge, briefing)
    origin = context(_, briefing)
    for row in found.phases:
        yield {**origin, "part": "phase", **_phase_as_figure(_, row, briefing.about)}
    for row in found.figures:
        yield {**origin, "part": "figure", **row}
    for row in found.reasons:
        yield {**origin, "part": "reason", **row}
    for row in found.measures:
        yield {**origin, "part": "measure", **row}


def _phase_as_figure(_: Texts, row: Row, about: About) -> Row:
    """The phase in the columns of a figure: certainty is its precision, channels what it rests
    on.
    """
    chances = {name: row[name] for name in row if name.startswith("p_")}
    return {
        "wijkcode": row["wijkcode"],
        "wijknaam": row["wijknaam"],
        "figure_id": "phase",
        "figure": _("Fase"),
        "status": "suppressed" if row["decision"] == "hidden" else "shown",
        "value_text": row["phase_text"],
        "rests_on": row["channels"],
        "first_day": row["since_week"],
        "last_day": about.period_end,
        "when": _.week(about.week_start),
        "precision": row["certainty"],
        "decision": row["decision"],
        **chances,
    }


def columns(_: Texts) -> dict[str, str]:
    """What each column means, for the sheet with definitions and for GIS files."""
    return {
        "fictief": _("Of de gegevens verzonnen zijn."),
        "gemeente": _("Naam van de gemeente."),
        "gemeentecode": _("Code van de gemeente volgens het CBS (GM en vier cijfers)."),
        "area": _("Welke wijken zijn gekozen."),
        "week": _("De week waarover het gaat, volgens ISO 8601."),
        "week_complete": _("Of die week al voorbij was."),
        "period_start": _("Eerste dag van de gekozen periode."),
        "period_end": _("Laatste dag van de gekozen periode."),
        "data_cutoff": _("Tot en met welke dag de gegevens lopen."),
        "build_id": _("Waaruit het bestand is gemaakt; daarmee is het opnieuw te maken."),
        "rule_version": _("Versie van de faseregel."),
        "level": _("Voor wie het bestand is: intern, college of openbaar."),
        "reviewed_by": _("Functie van wie de openbare versie heeft nagekeken."),
        "part": _("Waar de rij over gaat: fase, cijfer, reden of maatregel."),
        "wijkcode": _("Code van de wijk volgens het CBS (WK en zes cijfers)."),
        "wijknaam": _("Naam van de wijk."),
        "residents": _("Aantal inwoners op 1 januari."),
        "residents_year": _("Jaar van dat aantal inwoners."),
        "residents_origin": _(
            "Of het aantal inwoners is zoals geleverd, of omgerekend van een andere wijkindeling."
        ),
        "residents_estimated_pct": _(
            "Welk deel van het aantal inwoners een schatting is, in procenten; leeg: zoals "
            "geleverd."
        ),
        "phase_text": _("De fase in woorden, met hoe zeker zij is."),
        "decision": _("Of de fase een voorstel is of door mensen is vastgesteld."),
        "confirmed_phase": _("De fase die mensen hebben vastgesteld."),
        "confirmed_on": _("Op welke dag dat was."),
        "confirmed_until": _("Tot welke dag dat geldt."),
        "proposed_phase": _("De fase die de regel voorstelt."),
        "certainty": _("Hoe zeker het voorstel is: zeker, waarschijnlijk of twijfel."),
        "second_phase": _("De fase die daarna het meest waarschijnlijk is."),
        "p_rust": _("Kans op rust volgens het model, van 0 tot 1."),
        "p_ongemak": _("Kans op ongemak volgens het model, van 0 tot 1."),
        "p_spanning": _("Kans op spanning volgens het model, van 0 tot 1."),
        "p_incidenten": _("Kans op incidenten volgens het model, van 0 tot 1."),
        "since_week": _("Maandag van de week waarin deze fase begon."),
        "direction_4_weeks": _("Welke kant het op gaat over 4 weken."),
        "direction_13_weeks": _("Welke kant het op gaat over 13 weken."),
        "next_look": _("Uiterlijke dag om opnieuw te kijken."),
        "channels": _("Bronnen met genoeg gegevens."),
        "coverage_text": _("Welk deel van de verwachte berichten binnenkwam."),
        "coverage_n": _("Aantal verwachte berichten."),
        "coverage_rests_on": _("Aantal verwachte berichten, in woorden."),
        "coverage_when": _("Over welke dagen de dekking is geteld."),
        "coverage_precision": _("Hoe precies de dekking is."),
        "coverage_status": _("Of er een dekking is, en zo niet waarom."),
        "figure_id": _("Vaste naam van het cijfer."),
        "figure": _("Waar het cijfer over gaat."),
        "status": _(
            "shown: getoond; zero: nul geteld; missing: geen gegevens; withheld: de bron houdt het "
            "achter; suppressed: te klein om te tonen."
        ),
        "value": _("Het cijfer als getal. Leeg als er geen cijfer is."),
        "value_text": _("Het cijfer zoals het geschreven wordt, of waarom er geen is."),
        "unit": _("Eenheid van het cijfer."),
        "n": _("Aantal antwoorden, meldingen of berichten waarop het cijfer rust."),
        "rests_on": _("Waarop het cijfer rust, in woorden."),
        "first_day": _("Eerste dag waarover het cijfer gaat."),
        "last_day": _("Laatste dag waarover het cijfer gaat."),
        "when": _("Datum of periode, in woorden."),
        "low": _("Ondergrens: het echte cijfer ligt waarschijnlijk hoger (95%)."),
        "high": _("Bovengrens: het echte cijfer ligt waarschijnlijk lager (95%)."),
        "precision": _("Hoe precies het cijfer is, in woorden, en of er iets is omgerekend."),
        "estimated_pct": _(
            "Welk deel van een omgerekend aantal een schatting is, in procenten; leeg: zoals "
            "geleverd."
        ),
        "gemeente_value": _("Hetzelfde cijfer voor de gemeente."),
        "gemeente_n": _("Waarop het cijfer van de gemeente rust."),
        "gemeente_wijken": _("Van hoeveel wijken het cijfer van de gemeente een cijfer kent."),
        "reason": _("Reden voor de fase."),
        "criterion": _("Criterium, C1 tot en met C14."),
        "channel": _("Bron: beleefd, gezien, vastgelegd of verwacht."),
        "strength": _("Hoe zwaar de reden weegt: sterk, matig of licht."),
        "measure": _("Maatregel."),
        "owner_role": _("Functie die de maatregel uitvoert."),
        "starts_on": _("Eerste dag van de maatregel."),
        "ends_on": _("Laatste dag van de maatregel."),
        "review_on": _("Dag om op de maatregel terug te kijken."),
        "measure_status": _("Hoe het met de maatregel staat."),
    }
