"""What a screen asks of the logbook. Days are arguments; nothing here looks at the clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from logbook.contents import Confirmation, Decision, Measure, Signal
from logbook.store import Version
from logbook.use import Readable


@dataclass(frozen=True)
class Fate:
    """What became of one signal. confirmed_by: other reporters; measures: subject ids."""

    signal: Version
    is_used: bool
    confirmed_by: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Overdue:
    """What should have been looked at. kind: review (no decision yet, or the period of the phase
    has passed), expired (a confirmed phase no longer counts), measure (its review date has passed).
    `since`: the day from which it is overdue; None where there never was a decision.
    """

    kind: Literal["review", "expired", "measure"]
    wijkcode: str
    subject_id: str | None
    since: date | None


def what_became_of(
    logbook: Readable, reporter: str, used_ids: Collection[str], wijkcode: str | None = None
) -> list[Fate]:
    """The signals of one reporter, newest first. `used_ids`: the signals that the build holds."""
    confirmed: dict[str, list[str]] = defaultdict(list)
    for version in logbook.find(Confirmation.kind, wijkcode):
        content = version.content
        assert isinstance(content, Confirmation)
        if not content.withdrawn:
            confirmed[content.signal_id].append(content.reporter)
    led_to: dict[str, list[str]] = defaultdict(list)
    for version in logbook.find(Measure.kind, wijkcode):
        content = version.content
        assert isinstance(content, Measure)
        for signal_id in content.signal_ids:
            led_to[signal_id].append(version.subject_id)
    fates = [
        Fate(
            version,
            version.subject_id in used_ids,
            tuple(sorted(confirmed[version.subject_id])),
            tuple(led_to[version.subject_id]),
        )
        for version in logbook.find(Signal.kind, wijkcode)
        if isinstance(version.content, Signal) and version.content.reporter == reporter
    ]
    return sorted(fates, key=_observed_on, reverse=True)


def _observed_on(fate: Fate) -> tuple[date, int]:
    assert isinstance(fate.signal.content, Signal)
    return fate.signal.content.observed_on, fate.signal.change_id


def decisions(logbook: Readable, wijkcode: str | None = None) -> list[tuple[str, Decision]]:
    """Every decision as it stands now, by the day it was taken, with its subject id."""
    found = [
        (version.subject_id, version.content)
        for version in logbook.find(Decision.kind, wijkcode)
        if isinstance(version.content, Decision)
    ]
    return sorted(found, key=lambda one: (one[1].decided_on, one[1].week, one[0]))


def confirmed_phase(logbook: Readable, wijkcode: str, on: date) -> Decision | None:
    """The decision that counts on a day: the last one taken by then, where it has not expired and
    holds a phase.
    """
    taken = [one for _, one in decisions(logbook, wijkcode) if one.decided_on <= on]
    last = taken[-1] if taken else None
    return last if last and last.phase and on < last.expires_on else None


def overdue(logbook: Readable, today: date, review_weeks: Mapping[str, int]) -> list[Overdue]:
    """What is overdue on a day, longest first. `review_weeks`: after how many weeks each wijk is to
    be looked at again, by its phase and the rule.
    """
    newest: dict[str, tuple[str, Decision]] = {}
    for subject_id, decision in decisions(logbook):
        if decision.decided_on <= today:
            newest[decision.wijkcode] = (subject_id, decision)
    found = []
    for wijkcode, weeks in review_weeks.items():
        if wijkcode not in newest:
            found.append(Overdue("review", wijkcode, None, None))
            continue
        subject_id, decision = newest[wijkcode]
        due = decision.decided_on + timedelta(weeks=weeks)
        if decision.phase and decision.expires_on <= today:
            found.append(Overdue("expired", wijkcode, subject_id, decision.expires_on))
        elif due <= today:
            found.append(Overdue("review", wijkcode, subject_id, due))
    for version in logbook.find(Measure.kind):
        content = version.content
        assert isinstance(content, Measure)
        if content.status in ("gepland", "loopt") and content.review_on < today:
            found.append(
                Overdue("measure", content.wijkcode, version.subject_id, content.review_on)
            )
    return sorted(found, key=lambda one: (one.since or date.min, one.wijkcode, one.kind))
