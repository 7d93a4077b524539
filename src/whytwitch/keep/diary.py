"""The diary's place: a person's own SQLite file, or PostgreSQL by URL. An entry that was
acknowledged is on the disk; one that was not is not there at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from whytwitch.core.diary import DiaryEntry, make_entry
from whytwitch.core.errors import InputError
from whytwitch.keep.database import open_database

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = ["Diary", "diary_place", "diary_started"]


def diary_place() -> Path:
    """The diary's file: under ``WHYTWITCH_HOME`` or the platform's data folder of the person."""
    home = os.environ.get("WHYTWITCH_HOME")
    return (Path(home) if home else Path(platformdirs.user_data_dir("whytwitch"))) / "diary.db"


def diary_started(place: str) -> bool:
    """Whether there is a diary; a database by URL is taken to be one."""
    return "://" in place or Path(place).expanduser().exists()


class Diary:
    """Entries of one person.

    Parameters
    ----------
    engine : Engine
        From :func:`whytwitch.keep.database.open_database`.
    person : str
        Whose entries; empty in a person's own file.
    """

    def __init__(self, engine: Engine, place: str, person: str = "") -> None:
        self.engine, self.place, self.person = engine, place, person

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
            raise InputError("there must be a diary; got none; begin one with 'whytwitch diary start'", place)
        engine = open_database(place)
        if "://" not in place:
            _own(Path(place).expanduser())
        try:
            with _plain_errors(place):
                yield cls(engine, place, person)
        finally:
            engine.dispose()

    def add(self, entry: DiaryEntry) -> DiaryEntry:
        """Keep an entry; when this returns it is on the disk. Gives it back with its id."""
        from whytwitch.keep.tables import diary_entries

        kept = replace(entry, id=entry.id or str(uuid.uuid4()))
        row = {**asdict(kept), "at": kept.at.isoformat(" ", "minutes"), "person": self.person}
        with self.engine.begin() as connection:
            connection.execute(diary_entries.insert().values(**row))
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
        with self.engine.begin() as connection:
            connection.execute(table.delete().where(table.c.id == found[0], table.c.person == self.person))

    def delete_all(self) -> int:
        """Delete every entry, and empty a SQLite file of what it held. Gives back how many."""
        from whytwitch.keep.tables import diary_entries as table

        with self.engine.begin() as connection:
            count = connection.execute(table.delete().where(table.c.person == self.person)).rowcount
        if self.engine.dialect.name == "sqlite":
            self._truncate_log()
        return int(count)

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
    except SQLAlchemyError as error:
        original = getattr(error, "orig", None) or error
        reason = (str(original).splitlines() or [""])[0][:200]
        raise InputError(f"the diary must be readable and writable; got {reason}", place) from None
