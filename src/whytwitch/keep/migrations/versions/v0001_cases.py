"""Kept cases, without an audit log yet."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "keep_settings",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "kept_cases",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_json", sa.Text, nullable=False),
        sa.Column("answer_json", sa.Text, nullable=False),
    )
    op.create_index("kept_cases_person", "kept_cases", ["person"])
    op.create_index("kept_cases_kept_at", "kept_cases", ["kept_at"])
