"""What a service counts across its processes: how much each client asks, which tokens were used.

Several processes share one small SQLite file in a folder that only this user can open and that goes
with the service; one process keeps the same tables in memory. A process that is killed in the middle
of a count holds nobody up: the system takes its lock away. What stands there are keyed hashes.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Ledger", "shared_ledger"]

_BUSY_SECONDS = 5.0
#: Every so many counts of a process what no longer matters is dropped.
_SWEEP_AFTER = 500
#: Gone with a crash of the machine, and nobody would miss it.
_SETTINGS = ("PRAGMA journal_mode = MEMORY", "PRAGMA synchronous = OFF", "PRAGMA temp_store = MEMORY")
_TABLES = (
    "CREATE TABLE IF NOT EXISTS buckets"
    "(key BLOB PRIMARY KEY, tokens REAL, at REAL, taken INTEGER, full_at REAL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS used(key BLOB PRIMARY KEY, until REAL) WITHOUT ROWID",
)
_FILLED = "min(:burst, tokens + max(:now - at, 0) * :rate)"
_TAKE = (
    "INSERT INTO buckets VALUES(:key, :burst - 1, :now, 1, :now + 1 / :rate) "
    f"ON CONFLICT(key) DO UPDATE SET taken = {_FILLED} >= 1, tokens = {_FILLED} - ({_FILLED} >= 1), "
    f"at = :now, full_at = :now + (:burst - {_FILLED} + 1) / :rate "
    "RETURNING tokens, taken"
)
_USE = (
    "INSERT INTO used VALUES(:key, :until) "
    "ON CONFLICT(key) DO UPDATE SET until = excluded.until WHERE used.until <= :now RETURNING 1"
)


class Ledger:
    """Counts that hold for every process which was given the same file.

    Parameters
    ----------
    file : Path or None
        Where they stand; None keeps them in this process.
    most_used : int
        How many used tokens are remembered; :meth:`is_full` says when there is no more room.
    """

    def __init__(self, file: Path | None = None, most_used: int = 100_000) -> None:
        self._file = file
        self._most_used = most_used
        self._secret = secrets.token_bytes(32)
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        self._counts = 0
        self._room = 0

    def take(self, kind: str, client: str, per_second: float, burst: float, now: float) -> float:
        """Take one token out of a client's bucket.

        Parameters
        ----------
        kind : str
            What is counted; each kind has buckets of its own.
        now : float
            Seconds of a clock that all processes share.

        Returns
        -------
        float
            -1 when there was one; else how full the bucket is, from 0 to below 1.
        """
        given = {"key": self._key(kind, client), "burst": burst, "rate": per_second, "now": now}
        tokens, taken = self._open().execute(_TAKE, given).fetchone()
        self._counts += 1
        if self._counts % _SWEEP_AFTER == 0:  # a full bucket is as good as none
            self._open().execute("DELETE FROM buckets WHERE full_at <= ?", (now,))
        return -1.0 if taken else float(tokens)

    def use_once(self, issuer: str, name: str, until: float, now: float) -> bool:
        """Whether a token was not used before; it counts as used until it would have expired."""
        given = {"key": self._key(issuer, name), "until": until, "now": now}
        self._room -= 1
        return self._open().execute(_USE, given).fetchone() is not None

    def is_full(self, now: float) -> bool:
        """Whether so many tokens are in use that no further one can be remembered.

        It is looked up only now and then: several processes may go over by a few hundred each.
        """
        if self._room <= 0:
            connection = self._open()
            connection.execute("DELETE FROM used WHERE until <= ?", (now,))
            in_use = int(connection.execute("SELECT count(*) FROM used").fetchone()[0])
            self._room = min(self._most_used - in_use, _SWEEP_AFTER)
        return self._room <= 0

    def _key(self, *parts: str) -> bytes:
        text = "\n".join(parts).encode("utf-8", "replace")
        return hashlib.blake2b(text, digest_size=16, key=self._secret).digest()

    def _open(self) -> sqlite3.Connection:
        """This process's own connection: one must not pass a fork."""
        if self._connection is None or self._process != os.getpid():
            self._connection = sqlite3.connect(
                self._file or ":memory:",
                timeout=_BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
            self._process = os.getpid()
            for statement in (*_SETTINGS, *_TABLES):
                self._connection.execute(statement)
        return self._connection


@contextmanager
def shared_ledger() -> Iterator[Ledger]:
    """A ledger for processes that are forked inside this block; its file ends with the block."""
    with tempfile.TemporaryDirectory(prefix="whytwitch-") as folder:
        yield Ledger(Path(folder) / "counts.db")
