"""The tables of the logbook. Rows are only ever added; triggers in the database see to that too."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)  # fmt: skip


class UtcMoment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


metadata = MetaData()
BigKey = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows only as INTEGER

changes = Table(
    "changes",
    metadata,
    Column("change_id", BigKey, primary_key=True, autoincrement=True),
    Column("kind", String(40), nullable=False),
    Column("subject_id", String(80), nullable=False),
    Column("version", Integer, nullable=False),
    Column("wijkcode", String(8)),
    Column("week_start", Date),
    Column("role", String(60), nullable=False),
    Column("recorded_at", UtcMoment, nullable=False),
    Column("content", JSON, nullable=False),
    UniqueConstraint("kind", "subject_id", "version", name="one_of_each_version"),
    Index("changes_by_place", "kind", "wijkcode", "week_start"),
    sqlite_autoincrement=True,  # a number is never given twice, also after a deletion
)

# What was deleted: never the content.
deletions = Table(
    "deletions",
    metadata,
    Column("change_id", BigKey, primary_key=True, autoincrement=False),
    Column("kind", String(40), nullable=False),
    Column("subject_id", String(80), nullable=False),
    Column("version", Integer, nullable=False),
    Column("rule", String(40), nullable=False),
    Column("rules_version", String(20), nullable=False),
    Column("role", String(60), nullable=False),
    Column("deleted_at", UtcMoment, nullable=False),
)

# Who did what, as codes: never a text that a person typed.
audit = Table(
    "audit",
    metadata,
    Column("audit_id", BigKey, primary_key=True, autoincrement=True),
    Column("recorded_at", UtcMoment, nullable=False),
    Column("event", String(40), nullable=False),
    Column("who", String(40), nullable=False),
    Column("role", String(40), nullable=False),
    Column("wijkcode", String(8)),
    Column("about", String(200), nullable=False),
    Index("audit_by_person", "who", "event"),
    sqlite_autoincrement=True,
)
# Up to which line the retention rule let the audit go.
audit_deletions = Table(
    "audit_deletions",
    metadata,
    Column("deletion_id", BigKey, primary_key=True, autoincrement=True),
    Column("up_to_audit_id", BigKey, nullable=False),
    Column("deleted_at", UtcMoment, nullable=False),
    Column("rules_version", String(20), nullable=False),
    sqlite_autoincrement=True,
)
