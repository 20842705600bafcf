"""The briefing of one wijk as blocks: two pages that answer what a council asks."""

from __future__ import annotations

from collections.abc import Iterator

import words
from briefings import phrases
from briefings.advice import advice
from briefings.document import Block, Bullets, Column, Heading, Paragraph, Table
from briefings.model import Briefing, Change, Figure, Measure, Reason, WijkPart
from briefings.redaction import HIDDEN_GATE
from indicators import Knowledge
from language import Texts
from language.conversion import estimated_share
from words import changes as change_words
from words import reasons as reason_words


class WijkText:
    """Writes the parts of one briefing; ``rank`` is the level of the heading with the name."""

    def __init__(self, _: Texts, knowledge: Knowledge, briefing: Briefing, rank: int) -> None:
        self._texts = _
        self._knowledge = knowledge
        self._about = briefing.about
        self._rank = rank

    def blocks(self, part: WijkPart) -> Iterator[Block]:
        """Everything about one wijk."""
        _ = self._texts
        if part.is_hidden or part.proposal is None:
            yield Paragraph(
                _(
                    "Over deze wijk tonen we in deze versie niets: er wonen te weinig mensen, of "
                    "het aantal is niet bekend."
                ),
                "warning",
            )
            return
        yield from self._phase(part)
        yield from self._reasons(part)
        yield from self._changes(part)
        yield from self._strengths(part)
        yield from self._measures(part)
        yield from self._advice(part)
        yield from self._figures(part)
        yield from self._unknown(part)

    def _heading(self, text: str) -> Heading:
        return Heading(self._rank + 1, text)

    def _phase(self, part: WijkPart) -> Iterator[Block]:
        _, proposal = self._texts, part.proposal
        assert proposal is not None
        yield self._heading(_("De fase"))
        yield Paragraph(
            _("Fase: {phase}.", phase=phrases.phase_in_words(_, part)),
            "lead",
        )
        if part.confirmation is not None:
            yield Paragraph(phrases.confirmed(_, part.confirmation))
            yield Paragraph(_("Het voorstel is nu: {phase}.", phase=phrases.proposed(_, proposal)))
        else:
            yield Paragraph(phrases.confirmed(_, None))
        meaning = self._knowledge.phases[proposal.phase]
        yield Paragraph(" ".join([_.of(meaning.seen), _.of(meaning.needed)]))
        yield Bullets(tuple(self._phase_facts(part)))

    def _phase_facts(self, part: WijkPart) -> Iterator[str]:
        _, proposal = self._texts, part.proposal
        assert proposal is not None
        since = _.week(proposal.since_week) if proposal.since_week else _("onbekend")
        yield _("Sinds: {week}.", week=since)
        if chances := phrases.chances(_, proposal):
            yield _("Kansen volgens het model: {chances}.", chances=chances)
        yield _(
            "Richting over 4 weken: {short}. Over 13 weken: {long}.",
            short=words.direction(_, proposal.direction),
            long=words.direction(_, proposal.direction_long),
        )
        if proposal.is_city_wide:
            yield _(
                "In de meeste wijken stijgt het tegelijk. Zonder dat gezamenlijke deel: {own}.",
                own=words.direction(_, proposal.direction_own),
            )
        if proposal.next_look is not None:
            yield _(
                "Opnieuw kijken: uiterlijk {date}, want {reason}.",
                date=_.date(proposal.next_look),
                reason=words.next_look_reason(_, str(proposal.next_look_reason)),
            )
        if part.history:
            yield _("Verloop in deze periode: {runs}.", runs=self._runs(part))

    def _runs(self, part: WijkPart) -> str:
        """The proposals of the period in order; at twijfel both phases."""
        _ = self._texts
        written = []
        for run in part.history:
            phase = words.phase(_, run.phase)
            if run.other is not None:
                phase = _("{phase} of {other}", phase=phase, other=words.phase(_, run.other))
            written.append(
                _("{phase} vanaf {week}", phase=phase, week=_.week_short(run.first_week))
            )
        return "; ".join(written)

    def _reasons(self, part: WijkPart) -> Iterator[Block]:
        _, proposal = self._texts, part.proposal
        assert proposal is not None
        yield self._heading(_("Waarom deze fase"))
        if proposal.rival is not None:
            yield Paragraph(
                _(
                    "Wat het zwaarst weegt voor {phase}, vergeleken met {other}.",
                    phase=words.phase(_, proposal.phase),
                    other=words.phase(_, proposal.rival),
                )
            )
        if part.reasons:
            yield Table(
                _("Redenen voor de fase van {wijk}", wijk=part.wijknaam),
                (
                    Column(_("Reden"), 3.0),
                    Column(_("Cijfer"), 2.0),
                    Column(_("Rust op (n)"), 1.5),
                    Column(_("Datum"), 1.9),
                    Column(_("Hoe precies"), 1.6),
                ),
                tuple(self._reason_row(reason) for reason in part.reasons),
            )
        else:
            yield Paragraph(_("De redenen steunen op gegevens die deze versie niet toont."))
        if self._about.level == "openbaar":
            yield Paragraph(
                _(
                    "Signalen van professionals tellen mee in de fase, maar staan niet in deze "
                    "openbare versie."
                ),
                "note",
            )
        if gates := [self._gate(name) for name in proposal.gates]:
            yield Bullets(tuple(gates))

    def _gate(self, gate_id: str) -> str:
        _ = self._texts
        if gate_id == HIDDEN_GATE:
            return _("Een vaste voorwaarde van de regel telde hier mee.")
        return reason_words.gate(_, gate_id)

    def _reason_row(self, reason: Reason) -> tuple[str, ...]:
        _, figure = self._texts, reason.figure
        sentence = self.reason(reason)
        if figure is None:
            return (sentence, "–", "–", "–", "–")
        return (
            sentence,
            self._figure_in_words(figure),
            phrases.rests_on(_, figure),
            phrases.when(_, figure),
            phrases.precision(_, self._knowledge, figure),
        )

    def reason(self, reason: Reason) -> str:
        """One reason as a sentence."""
        if reason.kind == "gate":
            return self._gate(str(reason.reason_id))
        return reason_words.reason(self._texts, self._knowledge, reason)

    def _figure_in_words(self, figure: Figure) -> str:
        _ = self._texts
        written = phrases.value(_, self._knowledge, figure)
        if figure.value is None or figure.kind == "signals":
            return written
        return _(
            "{value} {unit}",
            value=written,
            unit=phrases.unit(_, self._knowledge, figure),
        )

    def _changes(self, part: WijkPart) -> Iterator[Block]:
        _ = self._texts
        yield self._heading(_("Wat zou dit voorstel veranderen"))
        if part.changes is None:
            yield Paragraph(_("Dit is alleen berekend voor de nieuwste volledige week."))
            return
        if part.changes:
            yield Bullets(tuple(self._change(change) for change in part.changes))
        elif self._about.level == "openbaar":
            yield Paragraph(_("Deze openbare versie noemt geen veranderingen."))
        else:
            yield Paragraph(
                _("Geen van de veranderingen die zijn geprobeerd, verandert dit voorstel.")
            )
        if part.robustness is not None and part.proposal is not None:
            yield Paragraph(
                _(
                    "In {share} van de geprobeerde instellingen van de grenswaarden blijft het "
                    "voorstel gelijk.",
                    share=_.percent(100 * part.robustness),
                ),
                "note",
            )

    def _change(self, change: Change) -> str:
        return change_words.change(self._texts, self._knowledge, change)

    def _strengths(self, part: WijkPart) -> Iterator[Block]:
        _ = self._texts
        yield self._heading(_("Wat hier sterk is"))
        if not part.strengths:
            yield Paragraph(
                _("Van contact, vertrouwen en thuisgevoel is hier geen kracht bekend in deze week.")
            )
            return
        yield Bullets(
            tuple(
                _(
                    "{name} ({channels}). {descriptor}",
                    name=_.of(self._knowledge.criteria[one.criterion].name),
                    channels=", ".join(words.channel(_, name) for name in one.channels),
                    descriptor=_.of(self._knowledge.criteria[one.criterion].descriptors.at(0)),
                )
                for one in part.strengths
            )
        )

    def _measures(self, part: WijkPart) -> Iterator[Block]:
        _ = self._texts
        yield self._heading(_("Wat er al gebeurt"))
        if self._about.level == "openbaar":
            yield Paragraph(_("Maatregelen staan niet in deze openbare versie."))
        elif part.measures:
            yield Table(
                _("Maatregelen in {wijk}", wijk=part.wijknaam),
                (
                    Column(_("Maatregel"), 3.0),
                    Column(_("Wie"), 2.0),
                    Column(_("Stand"), 1.2),
                    Column(_("Sinds"), 1.5),
                    Column(_("Terugkijken op"), 1.5),
                ),
                tuple(self._measure(one) for one in part.measures),
            )
        else:
            yield Paragraph(_("Er zijn geen maatregelen vastgelegd voor deze wijk."))
        if self._about.level != "openbaar":
            yield Paragraph(
                _(
                    "Maatregelen en vastgestelde fase staan hier zoals ze waren op {moment}, toen "
                    "de build werd gemaakt.",
                    moment=_.moment(self._about.built_at),
                ),
                "note",
            )

    def _measure(self, measure: Measure) -> tuple[str, ...]:
        _ = self._texts
        return (
            measure.title,
            measure.owner_role,
            phrases.measure_status(_, measure.status),
            _.date(measure.starts_on),
            _.date(measure.review_on),
        )

    def _advice(self, part: WijkPart) -> Iterator[Block]:
        _ = self._texts
        assert part.proposal is not None
        found = advice(self._knowledge, part.proposal, part.levels)
        yield self._heading(_("Wat nu past en wat nog niet"))
        yield Paragraph(
            _("Dit past bij wat er bekend is, los van wat er al loopt. Wie de wijk kent, kiest.")
        )
        named = [
            _("Past nu: {name}. {summary}", name=_.of(name), summary=_.of(summary))
            for name, summary in found.fits
        ]
        named += [
            _("Nog niet: {name}. {why}", name=_.of(name), why=_.of(why))
            for name, why in found.not_yet
        ]
        yield Bullets(tuple(named))

    def _figures(self, part: WijkPart) -> Iterator[Block]:
        _ = self._texts
        yield self._heading(_("De wijk naast de gemeente"))
        yield Table(
            _(
                "Cijfers van {wijk} en van gemeente {gemeente}",
                wijk=part.wijknaam,
                gemeente=self._about.gemeente,
            ),
            (
                Column(_("Cijfer"), 2.5),
                Column(part.wijknaam, 1.6),
                Column(_("Hoe precies"), 1.5),
                Column(_("Rust op (n)"), 1.5),
                Column(_("Gemeente"), 1.4),
                Column(_("Eenheid"), 1.6),
                Column(_("Datum"), 1.9),
            ),
            tuple(self._figure_row(figure) for figure in part.figures),
        )

    def _figure_row(self, figure: Figure) -> tuple[str, ...]:
        _, knowledge = self._texts, self._knowledge
        return (
            phrases.figure_name(_, knowledge, figure),
            phrases.value(_, knowledge, figure),
            phrases.precision(_, knowledge, figure),
            phrases.rests_on(_, figure),
            phrases.gemeente_value(_, knowledge, figure),
            phrases.unit(_, knowledge, figure),
            phrases.when(_, figure),
        )

    def _unknown(self, part: WijkPart) -> Iterator[Block]:
        _, proposal = self._texts, part.proposal
        assert proposal is not None
        yield self._heading(_("Wat we niet weten"))
        yield Bullets(tuple(self._unknowns(part)))

    def _unknowns(self, part: WijkPart) -> Iterator[str]:
        _, proposal, coverage = self._texts, part.proposal, part.coverage
        assert proposal is not None
        if coverage.status == "missing":
            yield _("Er zijn voor deze wijk geen melders afgesproken.")
        else:
            yield _(
                "Dekking: {value} ({n}, {when}, {precision}).",
                value=phrases.value(_, self._knowledge, coverage),
                n=phrases.rests_on(_, coverage),
                when=phrases.when(_, coverage),
                precision=phrases.precision(_, self._knowledge, coverage),
            )
        for channel in words.CHANNELS[:3]:
            if channel not in proposal.channels:
                yield _(
                    "Te weinig gegevens: {channel} ({meaning}).",
                    channel=words.channel(_, channel),
                    meaning=words.channel_meaning(_, channel),
                )
        if part.silent:
            yield _(
                "Al lang niets gehoord van: {roles}.",
                roles=", ".join(one.reporter for one in part.silent),
            )
        withheld = sum(figure.status == "withheld" for figure in part.registers)
        if part.registers:
            yield _(
                "Registers staan in de spreadsheet en tellen niet mee in de fase. Van {n} van de "
                "{all} houdt de bron een deel achter.",
                n=_.number(withheld),
                all=_.number(len(part.registers)),
            )
        converted = [one for one in part.registers if one.estimated_pct is not None]
        if converted:
            yield _(
                "Van {n} van de {all} registers is het aantal omgerekend van een andere "
                "wijkindeling. Het geschatte deel is hoogstens {pct}.",
                n=_.number(len(converted)),
                all=_.number(len(part.registers)),
                pct=estimated_share(_, max(one.estimated_pct or 0.0 for one in converted)),
            )
        if hidden := sum(figure.status == "suppressed" for figure in part.figures):
            yield _.plural(
                "{n} cijfer is verborgen, omdat het te klein is om te tonen.",
                "{n} cijfers zijn verborgen, omdat ze te klein zijn om te tonen.",
                hidden,
            )
