"""Open the database that a person or a service asked for: SQLite, or PostgreSQL by URL.

An acknowledged write is on the disk: SQLite runs with a write-ahead log and full synchronisation,
PostgreSQL with the server's own ``synchronous_commit``. The tables are brought to their newest
version when the database is opened.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from whytwitch.core.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

__all__ = [
    "HEAD",
    "connect_database",
    "current_version",
    "fault_words",
    "is_away",
    "migrate",
    "open_database",
    "parse_url",
    "shown_place",
]

#: Version of the tables that this software writes; the newest file of ``migrations/versions``.
HEAD = "0003"

_BUSY_SECONDS = 30
#: Seconds.
_POSTGRES = {"timeout": 30}
#: Any number will do; it only has to be the same for everyone who migrates.
_MIGRATION_LOCK = 7_467_811


def parse_url(url: str) -> URL:
    """A database URL, or a plain file name for SQLite, made definite.

    Parameters
    ----------
    url : str
        ``sqlite:///FILE``, ``postgresql://user@host/name`` or a file name.

    Raises
    ------
    InputError
        When it is neither SQLite nor PostgreSQL. A password is never repeated.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    text = url.strip()
    if not text:
        raise InputError("the database must be a URL or a file; got nothing; give sqlite:///cases.db")
    if "://" not in text:
        text = f"sqlite:///{Path(text).expanduser()}"
    try:
        parsed = make_url(text)
    except (ArgumentError, ValueError):
        raise InputError(
            "the database must be a URL such as sqlite:///cases.db or "
            "postgresql://user@host/name; got one that cannot be read"
        ) from None
    family = parsed.drivername.split("+")[0]
    if family in ("postgresql", "postgres"):
        if not parsed.username:
            raise InputError(
                "the database URL must name its user; got none; give postgresql://user@host/name"
            )
        return parsed.set(drivername="postgresql+pg8000")
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        return parsed.set(drivername="sqlite")
    raise InputError(
        f"the database must be SQLite or PostgreSQL; got {parsed.drivername}; "
        "give sqlite:///FILE or postgresql://user@host/name"
    )


def shown_place(place: str) -> str:
    """A file name or URL as it may be shown: without a password."""
    if "://" not in place:
        return place
    return parse_url(place).set(drivername=place.partition("://")[0]).render_as_string(hide_password=True)


def open_database(url: str, create: bool = True) -> Engine:
    """Connect, bring the tables to their newest version, and give back a pool of connections.

    Parameters
    ----------
    url : str
        See :func:`parse_url`.
    create : bool
        Whether a SQLite file that is not there is made; False refuses instead.

    Raises
    ------
    InputError
        When the driver is missing, the database cannot be reached or written, is damaged, or was
        written by a newer version of this software.
    """
    engine = connect_database(url, create)
    from sqlalchemy.exc import SQLAlchemyError

    shown = engine.url.render_as_string(hide_password=True)
    try:
        migrate(engine)
    except (SQLAlchemyError, OSError) as error:
        engine.dispose()
        raise InputError(
            f"the database must be there and writable; got {fault_words(error)}; "
            "check the URL and its rights",
            shown,
        ) from None
    except InputError as error:
        engine.dispose()
        raise InputError(error.what, shown) from None
    return engine


def connect_database(url: str, create: bool = True) -> Engine:
    """A pool of connections as :func:`open_database` makes it, the tables left as they are.

    Raises
    ------
    InputError
        When the library is not installed, or the URL or the file cannot be used.
    """
    try:
        from sqlalchemy import create_engine, event
    except ImportError:
        raise InputError(
            "keeping needs a database library that is not installed; run: pip install 'whytwitch[keep]'"
        ) from None
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        _make_folder(parsed, create)
        engine = create_engine(parsed, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        # A restart of the server leaves dead connections in the pool: each is tried before its use.
        engine = create_engine(parsed, pool_pre_ping=True, connect_args=_POSTGRES)
        event.listen(engine, "connect", _prepare_postgres)
    return engine


def current_version(connection: Connection) -> str | None:
    """Version of the tables in a database; None when it has none yet."""
    from sqlalchemy import inspect, text

    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def migrate(engine: Engine, target: str = "head") -> None:
    """Bring the tables to a version, the newest by default; those who start together take turns.

    Raises
    ------
    InputError
        When the tables are of a version that this software does not know.
    """
    from sqlalchemy import text

    with engine.begin() as connection:
        if target == "head" and current_version(connection) == HEAD:
            return  # the usual case, without loading the migration library
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        _upgrade(connection, target)


def _upgrade(connection: Connection, target: str) -> None:
    import logging

    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    version = current_version(connection)
    if version is not None and version not in known:
        raise InputError(
            f"the tables must be of version {HEAD} or older; got {version}; "
            "they were written by a newer whytwitch: install that one"
        )
    command.upgrade(config, target)


def _make_folder(url: URL, create: bool) -> None:
    name = url.database
    if not name or name == ":memory:" or name.startswith("file:"):
        return
    if not create and not Path(name).exists():
        raise InputError("the database must be there; got no such file; check the path", name)
    try:
        Path(name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        Path(name).touch(mode=0o600)  # nobody else on the machine reads it; its log files follow it
    except OSError as error:
        raise InputError(
            f"the database must be a file in a folder that can be written; got {error.strerror}", name
        ) from None


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, so that tables change in them too
    cursor = connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA secure_delete = ON")  # what was deleted cannot be read from the file
    finally:
        cursor.close()


def _prepare_postgres(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    # The driver takes over what the server was set up with, and that may be ASCII.
    cursor.execute("SET client_encoding TO 'UTF8'")
    # A server set up to acknowledge before it has written would break the promise made to callers.
    cursor.execute("SHOW synchronous_commit")
    if cursor.fetchone()[0] == "off":
        cursor.execute("SET synchronous_commit TO on")
    cursor.close()
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    # A lock taken at once waits its turn; one taken in the middle of a transaction would fail.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def fault_words(error: Exception) -> str:
    """First line of what the driver says, without statement and parameters."""
    said = _server_said(error)
    lines = (said.get("M") or str(getattr(error, "orig", None) or error)).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__


def is_away(error: Exception) -> bool:
    """Whether a PostgreSQL server says that it is starting, stopping or full: worth trying again."""
    return _server_said(error).get("C", "")[:2] in ("08", "53", "57")


def _server_said(error: Exception) -> dict[str, str]:
    """Fields of PostgreSQL's own error message: C is its code, M its words."""
    arguments = getattr(getattr(error, "orig", None), "args", ())
    return arguments[0] if arguments and isinstance(arguments[0], dict) else {}
