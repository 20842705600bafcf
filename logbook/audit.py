"""Who did what: sign-ins, exports, decisions, deletions, changes of role. Append-only.

`who` is the pseudonym of an account and `about` holds codes: a kind and a subject, a level and a
format, a rule. A name, an e-mail address or a typed text never gets here.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

import sqlalchemy as sa

from logbook.knowledge import rules
from logbook.store import Logbook
from logbook.tables import audit, audit_deletions

Event = Literal[
    "sign_in", "sign_out", "role_change", "refused", "export", "decision", "deletion", "upload",
    "build",
]  # fmt: skip
EVENTS: tuple[Event, ...] = get_args(Event)
CODES = re.compile(r"^[\w .:/,=>+-]{1,200}$", re.ASCII)
WHO = re.compile(r"^[0-9a-z-]{1,40}$", re.ASCII)


@dataclass(frozen=True)
class Line:
    """One line of the audit."""

    audit_id: int
    recorded_at: datetime
    event: str
    who: str
    role: str
    wijkcode: str | None
    about: str


def record(
    logbook: Logbook, event: Event, *, who: str, role: str, about: str, wijkcode: str | None = None
) -> None:
    """Add one line, on disk when this returns. Raises ValueError on what is no code, and
    UnreachableError.
    """
    with logbook.transaction() as connection:
        add(logbook, connection, event, who=who, role=role, about=about, wijkcode=wijkcode)


def add(
    logbook: Logbook,
    connection: sa.Connection,
    event: Event,
    *,
    who: str,
    role: str,
    about: str,
    wijkcode: str | None = None,
) -> None:
    """`record` within a transaction of the caller."""
    if event not in EVENTS or not WHO.match(who) or not CODES.match(about):
        raise ValueError("the audit holds codes only")
    row = {
        "recorded_at": logbook.clock(),
        "event": event,
        "who": who,
        "role": role,
        "wijkcode": wijkcode,
        "about": about,
    }
    connection.execute(sa.insert(audit).values(row))


def record_sign_in(
    logbook: Logbook, *, who: str, role: str, wijken: frozenset[str] | None, signed_in_at: int
) -> None:
    """Record a sign-in once, however many pages it opens, and a role that differs from last time.
    `signed_in_at`: seconds since 1970, as the provider says.
    """
    now_is = f"{role}/{_in_short(wijken)}"
    about = f"{signed_in_at} {now_is}"
    with logbook.transaction() as connection:
        query = (
            sa.select(audit.c.about)
            .where(audit.c.who == who, audit.c.event == "sign_in")
            .order_by(audit.c.audit_id.desc())
            .limit(50)
        )
        earlier = list(connection.execute(query).scalars())
        if about in earlier:
            return
        was = earlier[0].split(" ", 1)[1] if earlier else now_is
        add(logbook, connection, "sign_in", who=who, role=role, about=about)
        if was != now_is:
            add(logbook, connection, "role_change", who=who, role=role, about=f"{was} > {now_is}")


def _in_short(wijken: frozenset[str] | None) -> str:
    """The wijken as one code: themselves, or how many with a code that tells sets apart."""
    if wijken is None:
        return "alle"
    codes = "+".join(sorted(wijken))
    if len(wijken) <= 8:
        return codes
    return f"{len(wijken)}:{hashlib.sha256(codes.encode()).hexdigest()[:8]}"


def lines(logbook: Logbook, limit: int, offset: int = 0, event: str | None = None) -> list[Line]:
    """A page of the audit, newest first; of one event when it is named."""
    query = sa.select(audit).order_by(audit.c.audit_id.desc()).limit(limit).offset(offset)
    if event is not None:
        query = query.where(audit.c.event == event)
    with logbook.engine.connect() as connection:
        return [Line(**row) for row in connection.execute(query).mappings()]


def count(logbook: Logbook, event: str | None = None) -> int:
    """How many lines there are; of one event when it is named."""
    query = sa.select(sa.func.count()).select_from(audit)
    if event is not None:
        query = query.where(audit.c.event == event)
    with logbook.engine.connect() as connection:
        return int(connection.execute(query).scalar_one())


def past_period(logbook: Logbook, today: date) -> int:
    """How many lines are older than the rule keeps them."""
    with logbook.engine.connect() as connection:
        return len(_past_period(connection, today))


def delete_past_period(logbook: Logbook, today: date) -> int:
    """Let the lines go that are older than the rule keeps them; that it happened is recorded."""
    with logbook.transaction() as connection:
        old = _past_period(connection, today)
        if old:
            connection.execute(
                sa.insert(audit_deletions).values(
                    up_to_audit_id=max(old),
                    deleted_at=logbook.clock(),
                    rules_version=rules().version,
                )
            )
            connection.execute(sa.delete(audit).where(audit.c.audit_id <= max(old)))
    return len(old)


def _past_period(connection: sa.Connection, today: date) -> list[int]:
    """The oldest lines, up to the first that is to be kept."""
    first_kept = today - timedelta(weeks=rules().audit_weeks.value)
    query = sa.select(audit.c.audit_id, audit.c.recorded_at).order_by(audit.c.audit_id)
    old: list[int] = []
    for audit_id, recorded_at in connection.execute(query):
        if recorded_at.date() >= first_kept:
            break
        old.append(audit_id)
    return old
