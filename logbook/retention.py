"""How long things are kept: what the rules say should go, and the log of what went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from logbook import audit
from logbook.errors import ConflictError
from logbook.knowledge import RetentionRule, rules
from logbook.store import Logbook, Version
from logbook.tables import changes, deletions

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Due:
    """A subject that a rule says something about. versions: how many go."""

    rule: str
    kind: str
    subject_id: str
    last_changed: date
    versions: int


def due(logbook: Logbook, today: date) -> list[Due]:
    """What would go on a day, by the first rule that applies; a dry run."""
    found: dict[tuple[str, str], Due] = {}
    for rule in (*_whole(), *_notes()):
        for kind in rule.kinds:
            for version in logbook.find(kind):
                key = (kind, version.subject_id)
                if key in found or not _is_old(rule, version, today):
                    continue
                history = logbook.history(kind, version.subject_id)
                if _applies(rule, history):
                    found[key] = Due(rule.rule, *key, _day(version), len(history))
    return list(found.values())


def apply(logbook: Logbook, today: date, role: str) -> list[Due]:
    """Do what `due` says, each subject in one transaction: the deletion log first, then the rows. A
    subject that somebody changed in the meantime stays.
    """
    by_name = {rule.rule: rule for rule in rules().retention}
    done = []
    for one in due(logbook, today):
        try:
            if _remove(logbook, one, by_name[one.rule], today, role):
                done.append(one)
        except ConflictError:
            continue
    if done:
        logbook.forget_deleted()
    return done


def _remove(logbook: Logbook, one: Due, rule: RetentionRule, today: date, role: str) -> bool:
    """One subject; not where it has changed since `due` looked at it."""
    with logbook.transaction() as connection:
        query = (
            sa.select(changes)
            .where(changes.c.kind == one.kind, changes.c.subject_id == one.subject_id)
            .order_by(changes.c.version)
        )
        rows = connection.execute(query).mappings().all()
        history = logbook.history(one.kind, one.subject_id)
        newest = history[-1] if history else None
        if newest is None or len(rows) != one.versions or not _is_old(rule, newest, today):
            return False
        if rule.what == "note" and _has_note(newest):
            content = newest.content.model_copy(update={"note": None})
            logbook.add(connection, one.subject_id, content, newest.role, newest.version)
        elif rule.what == "note":
            rows = rows[:-1]
        _delete(connection, rows, rule, role, logbook)
    return True


def deletion_log(logbook: Logbook) -> list[dict[str, Any]]:
    """Everything that was deleted, oldest first: what, when, under which rule, by which role."""
    with logbook.engine.connect() as connection:
        query = sa.select(deletions).order_by(deletions.c.deleted_at, deletions.c.change_id)
        return [dict(row) for row in connection.execute(query).mappings()]


def _delete(
    connection: sa.Connection,
    rows: Any,
    rule: RetentionRule,
    role: str,
    logbook: Logbook,
) -> None:
    now = logbook.clock()
    columns = ("change_id", "kind", "subject_id", "version")
    common = {
        "rule": rule.rule,
        "rules_version": rules().version,
        "role": role,
        "deleted_at": now,
    }
    connection.execute(
        sa.insert(deletions), [{**{name: row[name] for name in columns}, **common} for row in rows]
    )
    first = rows[0]
    about = f"{rule.rule} {first['kind']} {len(rows)}"
    audit.add(
        logbook, connection, "deletion", who="bewaartermijn", role=role, about=about,
        wijkcode=first["wijkcode"],
    )  # fmt: skip
    numbers = [row["change_id"] for row in rows]
    connection.execute(sa.delete(changes).where(changes.c.change_id.in_(numbers)))


def _whole() -> list[RetentionRule]:
    return [rule for rule in rules().retention if rule.what != "note"]


def _notes() -> list[RetentionRule]:
    return [rule for rule in rules().retention if rule.what == "note"]


def _is_old(rule: RetentionRule, newest: Version, today: date) -> bool:
    return _day(newest) + timedelta(weeks=rule.keep_weeks) <= today


def _applies(rule: RetentionRule, history: list[Version]) -> bool:
    """Whether a rule is about a subject; an old version with a text counts as well."""
    if rule.what == "withdrawn":
        return bool(getattr(history[-1].content, "withdrawn", False))
    return rule.what == "subject" or any(_has_note(version) for version in history)


def _has_note(version: Version) -> bool:
    return bool(getattr(version.content, "note", None))


def _day(version: Version) -> date:
    """The day of a change in the Netherlands."""
    return version.recorded_at.astimezone(AMSTERDAM).date()
