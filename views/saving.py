"""Saving one change of one person, while others may change the same thing.

What does not overlap is put together; of a closed list both people's choices count. Only a real
overlap comes back as a ConflictError, for the person to choose. Nothing here knows the screen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from logbook import ConflictError, Content, Version, Writable, made

# Fields that are a choice out of a closed list: two people can both add to it.
SETS = ("scheidslijnen", "groepen")


@dataclass(frozen=True)
class Saved:
    """The version that was stored, and the roles whose changes were put together with it."""

    version: Version
    merged_with: tuple[str, ...]


def save_change(
    logbook: Writable,
    subject_id: str,
    base: Version | None,
    blank: Content,
    change: Mapping[str, Any],
    role: str,
) -> Saved:
    """Store `change` (field to value) on top of the version the person saw; `blank` is the subject
    with nothing filled in. Raises what `Logbook.save` raises; a ConflictError only on overlap.
    """
    started = base.content if base else blank
    content = made(type(blank), **{**dict(started), **change})
    expected = base.version if base else 0
    merged_with: list[str] = []
    while True:
        try:
            saved = logbook.save(subject_id, content, role=role, expected_version=expected)
            return Saved(saved, tuple(merged_with))
        except ConflictError as fault:
            merged = fault.merged or _both_choices(started, fault)
            if merged is None:
                raise
            started = fault.theirs.content
            content, expected = merged, fault.theirs.version
            merged_with.append(fault.theirs.role)


def _both_choices(started: Content, fault: ConflictError) -> Content | None:
    """Theirs and yours together where only choices out of a closed list overlap."""
    if not fault.overlapping or set(fault.overlapping) - set(SETS):
        return None
    theirs, yours = fault.theirs.content, fault.yours
    mine = {
        name: getattr(yours, name)
        for name in dict(yours)
        if getattr(yours, name) != getattr(started, name)
    }
    mine |= {
        name: together(getattr(started, name), getattr(theirs, name), getattr(yours, name))
        for name in fault.overlapping
    }
    return made(type(theirs), **{**dict(theirs), **mine})


def together(
    started: tuple[str, ...], theirs: tuple[str, ...], yours: tuple[str, ...]
) -> tuple[str, ...]:
    """What either added is in, what either took out is out.

    >>> together(("a", "b"), ("a", "b", "c"), ("b", "d"))
    ('b', 'c', 'd')
    """
    taken_out = (set(started) - set(theirs)) | (set(started) - set(yours))
    return tuple(one for one in dict.fromkeys((*theirs, *yours)) if one not in taken_out)
