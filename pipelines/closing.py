"""Closing the week of one wijk: the decision, and the week as it was, in one transaction.

A week is closed when the newest version of its archive is younger than that of its review. To
reopen is to save the review once more, so the reopening is a version that everybody can see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from logbook import (
    ClosedWeek,
    ContentError,
    Decision,
    GoneError,
    LookBack,
    Measure,
    Part,
    Readable,
    Review,
    Signal,
    Version,
    Writable,
    made,
)


@dataclass(frozen=True)
class Proposed:
    """What was proposed for the week that is discussed. chances: phase -> 0-1; reasons: the rows of
    `Build.reasons` as plain values; is_provisional: with signals that no build holds yet.
    """

    phase: str
    certainty: str | None
    chances: Mapping[str, float]
    reasons: tuple[Mapping[str, Any], ...]
    rule_version: str
    build_id: str
    is_provisional: bool


class ChangedSinceError(Exception):
    """Something changed since the person looked; nothing was stored. what: review or proposal."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def is_open(logbook: Readable, subject_id: str) -> bool:
    """Whether the review of a week can be worked on."""
    closed = logbook.newest(ClosedWeek.kind, subject_id)
    review = logbook.newest(Review.kind, subject_id)
    return closed is None or (review is not None and review.change_id > closed.change_id)


def reopen(logbook: Writable, subject_id: str, role: str) -> Version:
    """Open a closed week again, as a new version of its review. Raises GoneError without one."""
    review = logbook.newest(Review.kind, subject_id)
    if review is None:
        raise GoneError
    return logbook.save(subject_id, review.content, role=role, expected_version=review.version)


def closings_and_reopenings(logbook: Readable, subject_id: str) -> list[Version]:
    """Every closing of a week, and the version of the review that opened it again; oldest first."""
    closings = logbook.history(ClosedWeek.kind, subject_id)
    reviews = logbook.history(Review.kind, subject_id)
    found: list[Version] = []
    is_closed = False
    for one in sorted((*closings, *reviews), key=lambda version: version.change_id):
        is_closing = one.kind == ClosedWeek.kind
        if is_closing or is_closed:
            found.append(one)
        is_closed = is_closing
    return found


def close_week(
    logbook: Writable,
    subject_id: str,
    seen_version: int,
    proposed: Proposed,
    known: Mapping[str, Any],
    *,
    today: date,
    role: str,
) -> Version:
    """Store the decision and the archive of a week, both or neither.

    `seen_version`: the version of the review that the person had before them. `known`: what the
    build and the logbook said (plain values). Raises ContentError where the judgement is not whole,
    ChangedSinceError where the review was changed, or where what was confirmed is no longer what is
    proposed, and what `Logbook.save` raises.
    """
    review = logbook.newest(Review.kind, subject_id)
    if review is None:
        raise ContentError(("oordeel",))
    content = review.content
    assert isinstance(content, Review)
    if review.version != seen_version:
        raise ChangedSinceError("review")
    if content.missing():
        raise ContentError(content.missing())
    if content.oordeel == "confirm" and content.phase != proposed.phase:
        raise ChangedSinceError("proposal")
    if content.oordeel == "adjust" and content.phase == proposed.phase:
        raise ChangedSinceError("proposal")
    decision = made(
        Decision,
        wijkcode=content.wijkcode,
        week=content.week,
        oordeel=content.oordeel,
        phase=None if content.oordeel == "reject" else content.phase,
        reason="" if content.oordeel == "confirm" else content.reason,
        proposed_phase=proposed.phase,
        proposed_certainty=proposed.certainty,
        rule_version=proposed.rule_version,
        build_id=proposed.build_id,
        decided_on=today,
    )
    closed = made(
        ClosedWeek,
        wijkcode=content.wijkcode,
        week=content.week,
        closed_on=today,
        rule_version=proposed.rule_version,
        build_id=proposed.build_id,
        known={**known, "signals": _signals(logbook, content)},
        proposed={
            "phase": proposed.phase,
            "certainty": proposed.certainty,
            "chances": dict(proposed.chances),
            "reasons": [dict(one) for one in proposed.reasons],
            "is_provisional": proposed.is_provisional,
        },
        decided={
            **content.model_dump(mode="json", exclude={"wijkcode", "week"}),
            "expires_on": decision.expires_on.isoformat(),
            "measures": _measures(logbook, content),
            "looked_back": _looked_back(logbook, content),
        },
    )
    parts = [
        Part(subject_id, one, before.version if before else 0)
        for one in (decision, closed)
        for before in [logbook.newest(one.kind, subject_id)]
    ]
    return logbook.save_together(parts, role=role)[-1]


def _signals(logbook: Readable, review: Review) -> list[dict[str, Any]]:
    """The logbook's signals of the wijk in the week, without their notes: those have a shorter
    life than the archive. `change` leads to the version that was known.
    """
    return [
        {
            "change": one.change_id,
            **one.content.model_dump(
                mode="json",
                include={"observed_on", "criterion", "level", "reporter", "nothing_to_report"},
            ),
        }
        for one in logbook.find(Signal.kind, review.wijkcode, review.week, review.week)
        if isinstance(one.content, Signal) and not one.content.withdrawn
    ]


def _measures(logbook: Readable, review: Review) -> list[dict[str, Any]]:
    return [
        {
            "change": one.change_id,
            **one.content.model_dump(
                mode="json", include={"title", "owner", "starts_on", "review_on", "status", "week"}
            ),
        }
        for one in logbook.find(Measure.kind, review.wijkcode)
    ]


def _looked_back(logbook: Readable, review: Review) -> list[dict[str, Any]]:
    return [
        {
            "change": one.change_id,
            **one.content.model_dump(mode="json", include={"looked_on", "result", "note"}),
        }
        for one in logbook.find(LookBack.kind, review.wijkcode, review.week, review.week)
    ]
