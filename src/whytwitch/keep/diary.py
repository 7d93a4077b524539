"""The diary's place: a person's own SQLite file, or PostgreSQL by URL. An entry that was
acknowledged is on the disk; one that was not is not there at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import platformdirs

from whytwitch.core.diary import DiaryEntry, make_entry
from whytwitch.core.errors import InputError
from whytwitch.keep.database import fault_words, open_database, parse_url, shown_place
from whytwitch.keep.trying import PATIENCE, tried

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

__all__ = ["Diary", "diary_place", "diary_started"]

T = TypeVar("T")


def diary_place() -> Path:
    """The diary's file: under ``WHYTWITCH_HOME`` or the platform's data folder of the person."""
    home = os.environ.get("WHYTWITCH_HOME")
    return (Path(home) if home else Path(platformdirs.user_data_dir("whytwitch"))) / "diary.db"


def diary_started(place: str) -> bool:
    """Whether there is a diary; a server's database by URL is taken to be one."""
    if "://" not in place:
        return Path(place).expanduser().exists()
    url = parse_url(place)
    return url.get_backend_name() != "sqlite" or (url.database is not None and Path(url.database).exists())


class Diary:
    """Entries of one person.

    Parameters
    ----------
    engine : Engine
        From :func:`whytwitch.keep.database.open_database`.
    person : str
        Whose entries; empty in a person's own file.

    Attributes
    ----------
    patience : float
        Seconds that a write waits for a server that is away.
    """

    def __init__(self, engine: Engine, place: str, person: str = "") -> None:
        self.engine, self.place, self.person = engine, place, person
        self.patience = PATIENCE

    @classmethod
    @contextmanager
    def open(cls, place: str, start: bool = False, person: str = "") -> Iterator[Diary]:
        """Open a diary for a while.

        Parameters
        ----------
        place : str
            A file or a database URL.
        start : bool
            Make it when it is not there. Only :command:`diary start` does: nobody's diary is kept
            who did not ask for one.

        Raises
        ------
        InputError
            When there is none, or it cannot be opened.
        """
        if not start and not diary_started(place):
            raise InputError(
                "there must be a diary; got none; begin one with 'whytwitch diary start'", shown_place(place)
            )
        engine = open_database(place)
        if "://" not in place:
            _own(Path(place).expanduser())
        try:
            with _plain_errors(place):
                yield cls(engine, place, person)
        finally:
            engine.dispose()

    def add(self, entry: DiaryEntry) -> DiaryEntry:
        """Keep an entry; when this returns it is on the disk. Gives it back with its id.

        Raises
        ------
        InputError
            When the database stays away. The entry is not there then, or it is there whole.
        """
        from sqlalchemy import select

        from whytwitch.keep.tables import diary_entries as table

        kept = replace(entry, id=entry.id or str(uuid.uuid4()))
        row = {**asdict(kept), "at": kept.at.isoformat(" ", "minutes"), "person": self.person}

        def write(connection: Connection) -> None:
            if connection.execute(select(table.c.id).where(table.c.id == kept.id)).first() is None:
                connection.execute(table.insert().values(**row))

        self._write(write)
        return kept

    def entries(self) -> list[DiaryEntry]:
        """Every entry, oldest first."""
        from sqlalchemy import select

        from whytwitch.keep.tables import diary_entries as table

        query = select(table).where(table.c.person == self.person).order_by(table.c.at, table.c.id)
        with self.engine.connect() as connection:
            return [_entry(dict(row)) for row in connection.execute(query).mappings()]

    def delete(self, entry_id: str) -> None:
        """Delete one entry, by its id or the beginning of it.

        Raises
        ------
        InputError
            When none, or more than one, begins so.
        """
        from whytwitch.keep.tables import diary_entries as table

        found = [e.id for e in self.entries() if entry_id and e.id.startswith(entry_id)]
        if len(found) != 1:
            raise InputError(
                f"an entry's id must fit one entry; got {entry_id[:40]!r}, which fits {len(found)}; "
                "see 'whytwitch diary show'"
            )
        which = table.delete().where(table.c.id == found[0], table.c.person == self.person)
        self._write(lambda connection: connection.execute(which))

    def delete_all(self) -> int:
        """Delete every entry, and empty a SQLite file of what it held. Gives back how many."""
        from whytwitch.keep.tables import diary_entries as table

        which = table.delete().where(table.c.person == self.person)
        count = self._write(lambda connection: connection.execute(which).rowcount)
        if self.engine.dialect.name == "sqlite":
            self._truncate_log()
        return int(count)

    def _write(self, work: Callable[[Connection], T]) -> T:
        """One transaction; a server that is starting again is waited for, a person's own file is not."""
        is_file = self.engine.dialect.name == "sqlite"
        return tried(self.engine, work, 0.0 if is_file else self.patience)

    def _truncate_log(self) -> None:
        """Deleted pages are overwritten in the file; the log beside it is cut off as well."""
        raw = self.engine.raw_connection()
        try:
            cursor: Any = raw.cursor()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.close()
        finally:
            raw.close()

    def remove(self) -> None:
        """End the diary: delete every entry, and its file where it is a person's own."""
        self.delete_all()
        self.engine.dispose()
        if "://" not in self.place:
            for ending in ("", "-wal", "-shm"):
                Path(f"{Path(self.place).expanduser()}{ending}").unlink(missing_ok=True)


def _entry(row: dict[str, Any]) -> DiaryEntry:
    row.pop("person")
    return make_entry(row.pop("at"), **row)


def _own(path: Path) -> None:
    """Only the person reads the file."""
    try:
        path.chmod(0o600)
    except OSError:  # another's file, or a file system without rights: it stays as it is
        pass


@contextmanager
def _plain_errors(place: str) -> Iterator[None]:
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise InputError(
            f"the diary must be readable and writable; got {fault_words(error)}", shown_place(place)
        ) from None
