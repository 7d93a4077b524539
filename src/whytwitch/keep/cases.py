"""Cases that a service was told to keep: saved whole or not at all, exported, deleted, let go in time."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from whytwitch.core.errors import InputError
from whytwitch.keep.audit import append_entry, salted_hash
from whytwitch.keep.database import open_database
from whytwitch.keep.trying import PATIENCE, tried

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

__all__ = ["CaseStore", "KeptCase"]

#: A service that runs for months lets go in between too, so often, in seconds.
_LET_GO_EVERY = 3600.0
_MAX_DAYS = 36_500
_MAX_PERSON = 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KeptCase:
    """One kept case: when (UTC), what was said, what was answered."""

    id: str
    kept_at: datetime
    case: dict[str, Any]
    answer: dict[str, Any]
    audit_number: int


class CaseStore:
    """Kept cases in one database; may be used by several threads and processes at once.

    Parameters
    ----------
    engine : Engine
        From :func:`whytwitch.keep.database.open_database`.
    patience : float
        Seconds that a write goes on trying while the database is away.
    """

    def __init__(self, engine: Engine, patience: float = PATIENCE) -> None:
        self.engine = engine
        self.patience = patience
        self._secret: bytes | None = None
        self._let_go_at = time.monotonic()

    @classmethod
    def open(cls, url: str, create: bool = True) -> CaseStore:
        """Open by URL; what is past its time is let go at once.

        ``create`` False refuses a SQLite file that is not there.

        Raises
        ------
        InputError
            When the database cannot be opened.
        """
        store = cls(open_database(url, create))
        store.apply_retention()
        return store

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def save(self, person: str, case: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
        """Keep a case and its answer; when this returns, both and their line in the log are on disk.

        Parameters
        ----------
        person : str
            Any name by which the caller finds the person again, 1 to 500 characters. It is stored
            only as a keyed hash.
        case, answer : mapping
            JSON documents; the answer's ``versions`` go into the log.

        Returns
        -------
        str
            Id of the kept case.

        Raises
        ------
        InputError
            When the database stays away, or the person is not named. Nothing was kept then, or all of it.
        """
        from sqlalchemy import insert, select

        from whytwitch.keep.tables import kept_cases

        name, salt = str(uuid.uuid4()), secrets.token_bytes(16)
        case_json, answer_json = _canonical(case), _canonical(answer)
        hashes = salted_hash(salt, case_json), salted_hash(salt, answer_json)
        versions = {k: str(v) for k, v in (answer.get("versions") or {}).items()}

        def write(connection: Connection) -> str:
            # After a lost connection nobody knows whether the last try arrived: the id tells.
            if connection.execute(select(kept_cases.c.id).where(kept_cases.c.id == name)).first() is None:
                number = append_entry(connection, "kept", versions, *hashes)
                connection.execute(
                    insert(kept_cases).values(
                        id=name,
                        person=self._person(connection, person),
                        kept_at=datetime.now(UTC),
                        case_json=case_json,
                        answer_json=answer_json,
                        salt=salt,
                        audit_number=number,
                    )
                )
            return name

        if time.monotonic() - self._let_go_at > _LET_GO_EVERY:
            self.apply_retention()
        return self._write(write)

    def export(self, person: str) -> list[KeptCase]:
        """Everything kept of a person, oldest first."""
        from sqlalchemy import select

        from whytwitch.keep.tables import kept_cases as table

        def read(connection: Connection) -> list[KeptCase]:
            query = select(table).where(table.c.person == self._person(connection, person))
            return [
                KeptCase(
                    row.id,
                    row.kept_at if row.kept_at.tzinfo is not None else row.kept_at.replace(tzinfo=UTC),
                    json.loads(row.case_json),
                    json.loads(row.answer_json),
                    row.audit_number,
                )
                for row in connection.execute(query.order_by(table.c.audit_number))
            ]

        return self._write(read)

    def delete(self, person: str) -> int:
        """Delete everything kept of a person; the log keeps that something was deleted. Gives how many."""
        from sqlalchemy import delete

        from whytwitch.keep.tables import kept_cases as table

        def write(connection: Connection) -> int:
            gone = connection.execute(
                delete(table).where(table.c.person == self._person(connection, person))
            ).rowcount
            if gone:
                append_entry(connection, "deleted", {})
            return gone

        return self._write(write)

    def count(self) -> int:
        """How many cases are kept."""
        from sqlalchemy import func, select

        from whytwitch.keep.tables import kept_cases

        return self._write(
            lambda c: int(c.execute(select(func.count()).select_from(kept_cases)).scalar_one())
        )

    def retention_days(self) -> int | None:
        """How long cases are kept, in days; None for until they are deleted."""
        value = self._write(lambda c: _setting(c, "retention_days"))
        return int(value) if value else None

    def set_retention(self, days: int | None) -> int:
        """Keep cases for so many days (1 to 36,500), None without end; gives how many went at once.

        Raises
        ------
        InputError
            When the number is out of range.
        """
        if days is not None and not 1 <= days <= _MAX_DAYS:
            raise InputError(f"retention must be from 1 to {_MAX_DAYS} days; got {days}")

        def write(connection: Connection) -> int:
            _set(connection, "retention_days", "" if days is None else str(days))
            return _let_go(connection, days)

        return self._write(write)

    def apply_retention(self, now: datetime | None = None) -> int:
        """Delete what is past its time; gives how many cases went."""

        self._let_go_at = time.monotonic()

        def write(connection: Connection) -> int:
            value = _setting(connection, "retention_days")
            return _let_go(connection, int(value) if value else None, now)

        return self._write(write)

    def _person(self, connection: Connection, person: str) -> str:
        if not person.strip() or len(person) > _MAX_PERSON:
            raise InputError(f"a person must be named by 1 to {_MAX_PERSON} characters; got {len(person)}")
        if self._secret is None:
            stored = _setting(connection, "secret")
            if not stored:
                stored = secrets.token_hex(32)
                _set(connection, "secret", stored, keep_first=True)
                stored = _setting(connection, "secret")
            self._secret = bytes.fromhex(stored)
        return hmac.new(self._secret, person.strip().encode("utf-8"), hashlib.sha256).hexdigest()

    def _write(self, work: Callable[[Connection], T]) -> T:
        """One transaction, tried again while the database is away; never half."""
        return tried(self.engine, work, self.patience, self._forget)

    def _forget(self) -> None:
        """The key may have been part of a transaction that was lost."""
        self._secret = None


def _canonical(document: Mapping[str, Any]) -> str:
    # PostgreSQL takes no null character in text; escaped by JSON it is six plain ones.
    return json.dumps(document, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _setting(connection: Connection, name: str) -> str:
    from sqlalchemy import select

    from whytwitch.keep.tables import keep_settings as table

    value = connection.execute(select(table.c.value).where(table.c.name == name)).scalar()
    return "" if value is None else str(value)


def _set(connection: Connection, name: str, value: str, keep_first: bool = False) -> None:
    from sqlalchemy.dialects import postgresql, sqlite

    from whytwitch.keep.tables import keep_settings as table

    insert: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(name=name, value=value)
    if keep_first:
        statement = statement.on_conflict_do_nothing(index_elements=["name"])
    else:
        statement = statement.on_conflict_do_update(index_elements=["name"], set_={"value": value})
    connection.execute(statement)


def _let_go(connection: Connection, days: int | None, now: datetime | None = None) -> int:
    from sqlalchemy import delete

    from whytwitch.keep.tables import kept_cases as table

    if days is None:
        return 0
    oldest = (now or datetime.now(UTC)) - timedelta(days=days)
    gone = connection.execute(delete(table).where(table.c.kept_at < oldest)).rowcount
    if gone:
        append_entry(connection, "retention", {})
    return gone
