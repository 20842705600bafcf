"""The overview of the gemeente as blocks: the map, wijken per phase, and every wijk by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import words
from briefings import phrases
from briefings.document import Block, Bullets, Column, Heading, Paragraph, Picture, Table
from briefings.map_svg import Paint, map_svg
from briefings.model import Briefing, WijkPart
from indicators import Knowledge
from language import Texts

_UNKNOWN = "onvoldoende_gegevens"


class OverviewText:
    """Writes the overview of one briefing."""

    def __init__(self, _: Texts, knowledge: Knowledge, briefing: Briefing) -> None:
        self._texts = _
        self._knowledge = knowledge
        self._briefing = briefing

    def blocks(self) -> Iterator[Block]:
        """Everything, from the map to what is not known."""
        _ = self._texts
        yield Heading(2, _("Het beeld in één blik"))
        yield Paragraph(self._summary(), "lead")
        yield from self._map()
        yield from self._counts()
        yield Heading(2, _("Wat veranderde in deze periode"))
        yield from self._changed()
        yield Heading(2, _("Alle wijken"))
        yield self._table()
        yield Heading(2, _("Wat we niet weten"))
        yield Bullets(tuple(self._unknown()))

    def _summary(self) -> str:
        _, parts = self._texts, self._briefing.wijken
        named = [part for part in parts if part.proposal and part.proposal.phase != _UNKNOWN]
        confirmed = sum(part.confirmation is not None for part in parts)
        first = _.plural(
            "Voor {named} van {n} wijk is er een fase.",
            "Voor {named} van de {n} wijken is er een fase.",
            len(parts),
            named=_.number(len(named)),
        )
        second = (
            _.plural(
                "Bij {n} wijk hebben mensen de fase vastgesteld.",
                "Bij {n} wijken hebben mensen de fase vastgesteld.",
                confirmed,
            )
            if confirmed
            else _("Nog nergens hebben mensen de fase vastgesteld.")
        )
        return " ".join([first, second])

    def _map(self) -> Iterator[Block]:
        _, briefing = self._texts, self._briefing
        shapes = [briefing.shapes[part.wijkcode] for part in briefing.wijken]
        paints = {part.wijkcode: self._paint(part) for part in briefing.wijken}
        svg, width, height = map_svg(shapes, paints)
        yield Picture(
            svg,
            _(
                "Kaart van gemeente {gemeente} met de voorgestelde fase van elke wijk. Dezelfde "
                "gegevens staan in de tabel Alle wijken.",
                gemeente=briefing.about.gemeente,
            ),
            _(
                "De letter en de kleur zijn de fase. Volle rand: zeker. Streepjes: waarschijnlijk. "
                "Stippen: twijfel, met beide letters."
            ),
            width,
            height,
        )

    def _paint(self, part: WijkPart) -> Paint:
        proposal = part.proposal
        phase = self._knowledge.phases[_UNKNOWN if proposal is None else proposal.phase]
        other = None if proposal is None else proposal.doubt
        sign = phase.sign
        if other is not None:
            sign = f"{sign}/{self._knowledge.phases[other].sign}"
        return Paint(
            fill=phase.fill,
            text_colour=phase.text_colour,
            sign=sign,
            certainty=None if proposal is None else proposal.certainty,
            hatch=phase.pattern_colour,
        )

    def _counts(self) -> Iterator[Block]:
        _ = self._texts
        counted = Counter(
            part.proposal.phase for part in self._briefing.wijken if part.proposal is not None
        )
        rows = [
            (
                _("{sign}: {phase}", sign=phase.sign, phase=words.phase(_, phase.id)),
                _.of(phase.colour_name),
                _.number(counted[phase.id]),
            )
            for phase in self._knowledge.phases.values()
        ]
        if hidden := sum(part.is_hidden for part in self._briefing.wijken):
            rows.append((_("niet getoond: te weinig inwoners"), "–", _.number(hidden)))
        yield Table(
            _("Aantal wijken per fase (voorstel)"),
            (
                Column(_("Letter en fase"), 3.0),
                Column(_("Kleur"), 2.0),
                Column(_("Wijken"), 1.0, "right"),
            ),
            tuple(rows),
        )

    def _changed(self) -> Iterator[Block]:
        _ = self._texts
        moved = [
            part
            for part in self._briefing.wijken
            if part.proposal and part.previous_phase and part.previous_phase != part.proposal.phase
        ]
        if not any(part.previous_phase for part in self._briefing.wijken):
            yield Paragraph(_("Van vóór deze periode zijn geen voorstellen bekend."))
            return
        if not moved:
            yield Paragraph(_("Geen wijk heeft een andere fase dan vóór deze periode."))
            return
        yield Bullets(
            tuple(
                _(
                    "{wijk}: van {before} naar {after}.",
                    wijk=part.wijknaam,
                    before=words.phase(_, str(part.previous_phase)),
                    after=phrases.proposed(_, part.proposal),
                )
                for part in moved
                if part.proposal is not None
            )
        )

    def _table(self) -> Table:
        _ = self._texts
        return Table(
            _("Elke wijk met haar fase, in de volgorde van de code"),
            (
                Column(_("Wijk"), 2.2),
                Column(_("Fase en zekerheid"), 2.4),
                Column(_("Status"), 1.3),
                Column(_("Sinds"), 1.3),
                Column(_("Richting, 13 weken"), 1.1),
                Column(_("Dekking"), 1.5),
                Column(_("n, verwachte berichten"), 1.2),
                Column(_("Opnieuw kijken"), 1.5),
            ),
            tuple(self._row(part) for part in self._briefing.wijken),
        )

    def _row(self, part: WijkPart) -> tuple[str, ...]:
        _, proposal = self._texts, part.proposal
        if proposal is None:
            hidden = _("niet getoond")
            return (part.wijknaam, phrases.phase_in_words(_, part), *[hidden] * 6)
        return (
            part.wijknaam,
            phrases.phase_in_words(_, part),
            _("vastgesteld") if part.confirmation else _("voorstel"),
            _.week_short(proposal.since_week) if proposal.since_week else _("onbekend"),
            words.direction(_, proposal.direction_long),
            phrases.value(_, self._knowledge, part.coverage),
            self._expected(part),
            _.date(proposal.next_look) if proposal.next_look else _("onbekend"),
        )

    def _expected(self, part: WijkPart) -> str:
        """The number alone: the head of the column says what it counts."""
        n = part.coverage.n
        return phrases.rests_on(self._texts, part.coverage) if n is None else self._texts.number(n)

    def _unknown(self) -> Iterator[str]:
        _, parts = self._texts, self._briefing.wijken
        coverage = parts[0].coverage
        yield _(
            "Dekking is het deel van de verwachte berichten dat binnenkwam, van {when}.",
            when=phrases.when(_, coverage),
        )
        for channel in words.CHANNELS[:3]:
            without = sum(
                part.proposal is not None and channel not in part.proposal.channels
                for part in parts
            )
            if without:
                yield _.plural(
                    "In {n} wijk zijn er te weinig gegevens van de bron {channel} ({meaning}).",
                    "In {n} wijken zijn er te weinig gegevens van de bron {channel} ({meaning}).",
                    without,
                    channel=words.channel(_, channel),
                    meaning=words.channel_meaning(_, channel),
                )
        surveys = {
            (figure.wave, figure.period_end)
            for part in parts
            for figure in part.figures
            if figure.kind == "survey" and figure.period_end
        }
        for wave, last in sorted(surveys, key=str):
            if last is not None:
                yield _(
                    "Er zijn cijfers van enquête {wave}, tot {date}.", wave=wave, date=_.date(last)
                )
        yield _("Een wijk zonder gegevens is niet vanzelf een rustige wijk.")
