"""The two tables and the triggers that keep them append-only."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from logbook.tables import UtcMoment

revision = "0001"
down_revision = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
SQL = Path(__file__).parents[2] / "sql"


def upgrade() -> None:
    op.create_table(
        "changes",
        sa.Column("change_id", BIG_KEY, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("wijkcode", sa.String(8)),
        sa.Column("week_start", sa.Date),
        sa.Column("role", sa.String(60), nullable=False),
        sa.Column("recorded_at", UtcMoment, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.UniqueConstraint("kind", "subject_id", "version", name="one_of_each_version"),
        sqlite_autoincrement=True,
    )
    op.create_index("changes_by_place", "changes", ["kind", "wijkcode", "week_start"])
    op.create_table(
        "deletions",
        sa.Column("change_id", BIG_KEY, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("rules_version", sa.String(20), nullable=False),
        sa.Column("role", sa.String(60), nullable=False),
        sa.Column("deleted_at", UtcMoment, nullable=False),
    )
    name = op.get_bind().dialect.name
    triggers = (SQL / f"{name}_triggers.sql").read_text(encoding="utf-8")
    for statement in triggers.split("\n--\n"):
        op.execute(sa.text(statement))


def downgrade() -> None:
    raise NotImplementedError("there is no logbook before this")
