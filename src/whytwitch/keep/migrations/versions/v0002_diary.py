"""The diary."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the table of the diary."""
    op.create_table(
        "diary_entries",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("person", sa.String(64), nullable=False, server_default=""),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("place", sa.Text, nullable=False, server_default=""),
        sa.Column("kind", sa.String(80), nullable=False, server_default=""),
        sa.Column("strength", sa.Integer),
        sa.Column("count", sa.Integer),
        sa.Column("minutes", sa.Float),
        sa.Column("coffee_cups", sa.Float),
        sa.Column("sleep_hours", sa.Float),
        sa.Column("stress", sa.Integer),
        sa.Column("exercise_minutes", sa.Float),
        sa.Column("medicines", sa.Text, nullable=False, server_default=""),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.CheckConstraint("strength IS NULL OR strength BETWEEN 0 AND 10", name="diary_strength"),
        sa.CheckConstraint("stress IS NULL OR stress BETWEEN 0 AND 10", name="diary_stress"),
    )
    op.create_index("diary_entries_person_at", "diary_entries", ["person", "at"])
