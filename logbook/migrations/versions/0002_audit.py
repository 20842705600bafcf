"""Who did what: the audit, with triggers that keep it append-only."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from logbook.tables import UtcMoment

revision = "0002"
down_revision = "0001"

BIG_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
SQL = Path(__file__).parents[2] / "sql"


def upgrade() -> None:
    if sa.inspect(op.get_bind()).has_table("audit"):
        return  # they stayed when somebody went back to 0001
    op.create_table(
        "audit",
        sa.Column("audit_id", BIG_KEY, primary_key=True, autoincrement=True),
        sa.Column("recorded_at", UtcMoment, nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("who", sa.String(40), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("wijkcode", sa.String(8)),
        sa.Column("about", sa.String(200), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_by_person", "audit", ["who", "event"])
    op.create_table(
        "audit_deletions",
        sa.Column("deletion_id", BIG_KEY, primary_key=True, autoincrement=True),
        sa.Column("up_to_audit_id", BIG_KEY, nullable=False),
        sa.Column("deleted_at", UtcMoment, nullable=False),
        sa.Column("rules_version", sa.String(20), nullable=False),
        sqlite_autoincrement=True,
    )
    name = op.get_bind().dialect.name
    triggers = (SQL / f"{name}_audit_triggers.sql").read_text(encoding="utf-8")
    for statement in triggers.split("\n--\n"):
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Both tables stay, with their rows and triggers: a version that does not know them leaves them
    alone, and who did what is not lost by going back.
    """
