"""The tables as they stand today; ``migrations/versions`` tells how they came to be."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

__all__ = ["audit_entries", "diary_entries", "keep_settings", "kept_cases", "metadata"]

metadata = MetaData()

#: What holds for the whole database: its own secret, and how long cases are kept.
keep_settings = Table(
    "keep_settings",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

#: The audit log: no identity, each line bound to the one before it.
audit_entries = Table(
    "audit_entries",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),  # UTC, ISO 8601, as it was hashed
    Column("action", String(20), nullable=False),
    Column("software", String(80), nullable=False),
    Column("knowledge", String(120), nullable=False),
    Column("ontology", String(80), nullable=False),
    Column("input_hash", String(64), nullable=False),
    Column("answer_hash", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
)

#: One kept case with its answer. The person stands only as a keyed hash.
kept_cases = Table(
    "kept_cases",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False),
    Column("case_json", Text, nullable=False),
    Column("answer_json", Text, nullable=False),
    Column("salt", LargeBinary(16), nullable=False),
    Column(
        "audit_number",
        BigInteger().with_variant(Integer, "sqlite"),
        ForeignKey("audit_entries.number"),
        nullable=False,
    ),
    Index("kept_cases_person", "person"),
    Index("kept_cases_kept_at", "kept_at"),
)

#: The diary of one person; ``person`` is empty in a person's own file.
diary_entries = Table(
    "diary_entries",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("person", String(64), nullable=False, server_default=""),
    Column("at", String(32), nullable=False),  # ISO 8601, local time of the person
    Column("place", Text, nullable=False, server_default=""),
    Column("kind", String(80), nullable=False, server_default=""),
    Column("strength", Integer),  # 0 to 10
    Column("count", Integer),
    Column("minutes", Float),
    Column("coffee_cups", Float),
    Column("sleep_hours", Float),
    Column("stress", Integer),  # 0 to 10
    Column("exercise_minutes", Float),
    Column("medicines", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    CheckConstraint("strength IS NULL OR strength BETWEEN 0 AND 10", name="diary_strength"),
    CheckConstraint("stress IS NULL OR stress BETWEEN 0 AND 10", name="diary_stress"),
    Index("diary_entries_person_at", "person", "at"),
)
