"""What was found, and where. The found text itself is not kept: a message may never repeat it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# Kinds of value, then kinds that only running text has.
VALUE_KINDS = (
    "bsn", "iban", "phone", "email", "account", "licence_plate", "postcode", "birth_date",
)  # fmt: skip
KINDS = (*VALUE_KINDS, "name", "person", "group", "address", "too_long")


@dataclass(frozen=True, order=True)
class Finding:
    """One place in a text: characters `start` up to `end`, and the kind (one of KINDS)."""

    start: int
    end: int
    kind: str


def without_overlap(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order of the text; of findings that overlap the first and longest stays."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda one: (one.start, -one.end)):
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
    return tuple(kept)
