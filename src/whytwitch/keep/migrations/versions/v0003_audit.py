"""The audit log; cases that were kept before it get their line in it."""

import hashlib
import json
import secrets

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the log, write a line for every older case, and tie the cases to their lines."""
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "audit_entries",
        sa.Column("number", number, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("software", sa.String(80), nullable=False),
        sa.Column("knowledge", sa.String(120), nullable=False),
        sa.Column("ontology", sa.String(80), nullable=False),
        sa.Column("input_hash", sa.String(64), nullable=False),
        sa.Column("answer_hash", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
    )
    op.add_column("kept_cases", sa.Column("salt", sa.LargeBinary(16)))
    op.add_column("kept_cases", sa.Column("audit_number", number))
    _log_older_cases(op.get_bind())
    with op.batch_alter_table("kept_cases") as table:
        table.alter_column("salt", existing_type=sa.LargeBinary(16), nullable=False)
        table.alter_column("audit_number", existing_type=number, nullable=False)
        table.create_foreign_key("kept_cases_audit", "audit_entries", ["audit_number"], ["number"])


def _log_older_cases(connection: sa.Connection) -> None:
    # Frozen as it was at this version: later changes to the log must not change this step.
    previous = "0" * 64
    query = "SELECT id, kept_at, case_json, answer_json FROM kept_cases ORDER BY kept_at, id"
    for number, (name, kept_at, case, answer) in enumerate(connection.execute(sa.text(query)).all(), start=1):
        salt = secrets.token_bytes(16)
        versions = json.loads(answer).get("versions", {})
        fields = [
            str(kept_at),
            "kept",
            *(str(versions.get(part, "")) for part in ("software", "knowledge", "ontology")),
            hashlib.sha256(salt + case.encode()).hexdigest(),
            hashlib.sha256(salt + answer.encode()).hexdigest(),
        ]
        text = json.dumps([previous, number, *fields], ensure_ascii=False, separators=(",", ":"))
        line = hashlib.sha256(text.encode()).hexdigest()
        connection.execute(
            sa.text(
                "INSERT INTO audit_entries (number, at, action, software, knowledge, ontology, input_hash, "
                "answer_hash, previous, hash) VALUES (:n, :f0, :f1, :f2, :f3, :f4, :f5, :f6, :p, :h)"
            ),
            {"n": number, "p": previous, "h": line, **{f"f{i}": value for i, value in enumerate(fields)}},
        )
        connection.execute(
            sa.text("UPDATE kept_cases SET salt = :salt, audit_number = :n WHERE id = :id"),
            {"salt": salt, "n": number, "id": name},
        )
        previous = line
