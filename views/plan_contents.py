"""What could stand in the actieplan of a wijk by what people recorded, and two people's changes put
together. The parts of the plan: Ondersteuning bij maatschappelijke spanningen (AgII, Socius, 2023).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from logbook import Actieplan, Content, Measure, Review, Signal, Version

FIELDS = ("oorzaken", "verbindende_uitdaging", "inzet", "sleutelfiguren", "partners")
# One text instead of a list of lines.
SINGLE = ("verbindende_uitdaging",)


@dataclass(frozen=True)
class Origin:
    """Where a proposed text comes from: a review (of the week of `day`), a measure or a signal."""

    kind: Literal["review", "measure", "signal"]
    day: dt.date
    role: str


@dataclass(frozen=True)
class Proposed:
    """A text for one part of the plan, with every place it was found, newest first."""

    text: str
    origins: tuple[Origin, ...]


def proposed(versions: Iterable[Version]) -> dict[str, list[Proposed]]:
    """Part of the plan -> texts from reviews, measures that are planned or under way, and signals.

    The connecting challenge is for people to find: nothing recorded can be taken for it. A text
    that was written more than once is there once.
    """
    found: dict[str, dict[str, list[tuple[str, Origin]]]] = {field: {} for field in FIELDS}

    def add(field: str, text: str, origin: Origin) -> None:
        found[field].setdefault(text.casefold(), []).append((text, origin))

    for version in versions:
        content = version.content
        if isinstance(content, Review):
            for text in content.oorzaken:
                add("oorzaken", text, Origin("review", content.week, version.role))
        elif isinstance(content, Measure) and content.status in ("gepland", "loopt"):
            origin = Origin("measure", content.starts_on, version.role)
            add("inzet", content.title, origin)
            add("partners", content.owner, origin)
        elif isinstance(content, Signal) and not content.withdrawn:
            is_key_figure = content.source_kind == "sleutelfiguur"
            field = "sleutelfiguren" if is_key_figure else "partners"
            add(field, content.reporter, Origin("signal", content.observed_on, content.reporter))
    return {field: _newest_first(texts.values()) for field, texts in found.items()}


def _newest_first(groups: Iterable[list[tuple[str, Origin]]]) -> list[Proposed]:
    out = []
    for group in groups:
        ordered = sorted(group, key=lambda one: one[1].day, reverse=True)
        out.append(Proposed(ordered[0][0], tuple(dict.fromkeys(origin for _t, origin in ordered))))
    return sorted(out, key=lambda one: one.origins[0].day, reverse=True)


def scheidslijnen(versions: Iterable[Version]) -> list[str]:
    """The dividing lines that reviews named, those of the newest review first."""
    reviews = [v.content for v in versions if isinstance(v.content, Review)]
    named = sorted(reviews, key=lambda review: review.week, reverse=True)
    return list(dict.fromkeys(line for review in named for line in review.scheidslijnen))


def not_yet_in(texts: Iterable[Proposed], written: str) -> list[Proposed]:
    """Those that no line of the plan holds already."""
    there = {line.casefold() for line in lines(written)}
    return [one for one in texts if one.text.casefold() not in there]


def lines(written: str) -> list[str]:
    """The lines that hold something."""
    return [line.strip() for line in written.splitlines() if line.strip()]


def as_written(plan: Content | None) -> dict[str, str]:
    """Part -> what stands in its box: a line per text. Without a plan every box is empty."""
    if plan is None:
        return dict.fromkeys(FIELDS, "")
    values = {field: getattr(plan, field) for field in FIELDS}
    return {
        field: value if field in SINGLE else "\n".join(value) for field, value in values.items()
    }


def as_fields(written: Mapping[str, str]) -> dict[str, Any]:
    """The other way round: what a plan is made from. A line break in a single text is a space."""
    return {
        field: " ".join(lines(text)) if field in SINGLE else tuple(lines(text))
        for field, text in written.items()
    }


def changed_fields(before: Content | None, after: Content) -> tuple[str, ...]:
    """The parts that differ between two versions."""
    empty = Actieplan(wijkcode=after.wijkcode) if isinstance(after, Actieplan) else after
    started = before or empty
    return tuple(name for name in FIELDS if getattr(started, name) != getattr(after, name))


def resolved(
    started: Content | None, theirs: Content, yours: Content, choices: Mapping[str, str]
) -> dict[str, Any]:
    """What to save where two people changed the plan: each one's own changes, and where both
    changed the same part what was chosen: `theirs`, `yours`, or for a list `both`.
    """
    mine, others = changed_fields(started, yours), changed_fields(started, theirs)
    kept = {}
    for name in mine:
        choice = choices.get(name, "theirs") if name in others else "yours"
        if choice == "yours":
            kept[name] = getattr(yours, name)
        elif choice == "both":
            kept[name] = tuple(dict.fromkeys((*getattr(theirs, name), *getattr(yours, name))))
    return {**dict(theirs), **kept}
