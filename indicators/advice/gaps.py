"""Witte vlekken: which advised kinds of measures are absent, and which are there twice.

Along the oplossingsrichtingen that count in the phase, for one wijk and for the gemeente. Pure:
advice, measures and offer in, lists out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from indicators.advice.models import DirectionsRule, HistoryRule
from indicators.advice.recommend import Advice, Measure
from indicators.models import PhaseId

if TYPE_CHECKING:
    from indicators.knowledge import Knowledge

OTHER_KIND = "anders"


@dataclass(frozen=True)
class Offer:
    """One row of offer.csv. `kind`: id of an intervention, or `anders`. No wijken: the whole
    gemeente. No days: without a known start or end.
    """

    name: str
    kind: str
    wijken: tuple[str, ...] = ()
    target_group: str | None = None
    first_day: date | None = None
    last_day: date | None = None

    def runs_in(self, wijk: str, day: date) -> bool:
        """Is it there in this wijk on this day?"""
        started = self.first_day is None or self.first_day <= day
        ended = self.last_day is not None and self.last_day < day
        return started and not ended and (not self.wijken or wijk in self.wijken)


@dataclass(frozen=True)
class Present:
    """Something that is there: an intervention, by a measure or by an offer with its name."""

    intervention: str
    name: str | None
    target_group: str | None


@dataclass(frozen=True)
class DirectionGaps:
    """One oplossingsrichting in one wijk: purposes that are advised, and what of it is there.

    missing: advised purposes of which nothing runs; the interventions that could fill each.
    """

    direction: str
    advised: tuple[str, ...]
    present: tuple[Present, ...]
    missing: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Double:
    """The same intervention for the same target group, more than once in one wijk."""

    intervention: str
    times: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class WhiteSpots:
    """Gaps per oplossingsrichting and doubles in one wijk; other: offer of no known kind."""

    wijk: str
    directions: tuple[DirectionGaps, ...]
    doubles: tuple[Double, ...]
    other: tuple[str, ...]


@dataclass(frozen=True)
class TownRow:
    """One purpose in one oplossingsrichting over the gemeente: where advised, where absent."""

    direction: str
    purpose: str
    advised_in: tuple[str, ...]
    absent_in: tuple[str, ...]


def white_spots(
    knowledge: Knowledge, advice: Advice, offers: Iterable[Offer], day: date
) -> WhiteSpots:
    """The white spots of the wijk of this advice on a day, from its measures and the offer."""
    wijk = advice.situation.wijk
    here = [offer for offer in offers if offer.runs_in(wijk, day)]
    present = [*_running(knowledge, advice.situation.measures, wijk), *_offered(here)]
    applies = knowledge.advice.of_kind(DirectionsRule)[0].applies[advice.phases[-1]]
    return WhiteSpots(
        wijk=wijk,
        directions=tuple(_direction(knowledge, advice, name, present) for name in applies),
        doubles=_doubles(present),
        other=tuple(offer.name for offer in here if offer.kind == OTHER_KIND),
    )


def town_rows(spots: Iterable[WhiteSpots]) -> tuple[TownRow, ...]:
    """The gaps of all wijken together: most wijken without it first."""
    advised: dict[tuple[str, str], list[str]] = defaultdict(list)
    absent: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in spots:
        for direction in one.directions:
            for purpose in direction.advised:
                advised[direction.direction, purpose].append(one.wijk)
                if purpose in direction.missing:
                    absent[direction.direction, purpose].append(one.wijk)
    rows = [
        TownRow(direction, purpose, tuple(wijken), tuple(absent[direction, purpose]))
        for (direction, purpose), wijken in advised.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row.absent_in), row.direction, row.purpose)))


def too_few(knowledge: Knowledge, phase: PhaseId) -> Mapping[str, int]:
    """Directions with fewer fitting entries in the catalogue than wished: how many each has."""
    rule = knowledge.advice.of_kind(DirectionsRule)[0]
    counts = Counter(
        direction
        for item in knowledge.interventions.values()
        if phase in item.phases
        for direction in item.directions
    )
    return {
        direction: counts[direction]
        for direction in rule.applies[phase]
        if counts[direction] < rule.at_least
    }


def _running(knowledge: Knowledge, measures: Iterable[Measure], wijk: str) -> list[Present]:
    running = knowledge.advice.of_kind(HistoryRule)[0].running
    return [
        Present(measure.intervention, None, measure.target_group)
        for measure in measures
        if measure.wijk == wijk and measure.status in running
    ]


def _offered(offers: Iterable[Offer]) -> list[Present]:
    return [
        Present(offer.kind, offer.name, offer.target_group)
        for offer in offers
        if offer.kind != OTHER_KIND
    ]


def _direction(
    knowledge: Knowledge, advice: Advice, direction: str, present: list[Present]
) -> DirectionGaps:
    """A purpose is missing when nothing with that purpose runs in this direction."""
    could: dict[str, list[str]] = defaultdict(list)
    for one in advice.advised:
        if direction in one.intervention.directions:
            could[one.intervention.purpose].append(one.intervention.id)
    for item in advice.running:
        if direction in item.directions:
            could.setdefault(item.purpose, [])
    there = [
        one for one in present if direction in knowledge.interventions[one.intervention].directions
    ]
    covered = {knowledge.interventions[one.intervention].purpose for one in there}
    return DirectionGaps(
        direction=direction,
        advised=tuple(could),
        present=tuple(there),
        missing={purpose: tuple(ids) for purpose, ids in could.items() if purpose not in covered},
    )


def _doubles(present: list[Present]) -> tuple[Double, ...]:
    """Same intervention, same target group (or one of them not named)."""
    named: dict[str, list[Present]] = defaultdict(list)
    for one in present:
        named[one.intervention].append(one)
    found = []
    for intervention, several in sorted(named.items()):
        groups = Counter(one.target_group for one in several)
        anybody = groups.pop(None, 0)
        times = max(groups.values(), default=0) + anybody
        if times > 1:
            names = tuple(one.name for one in several if one.name)
            found.append(Double(intervention, times, names))
    return tuple(found)
