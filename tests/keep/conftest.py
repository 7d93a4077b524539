"""A real PostgreSQL server with its own data folder, run without rights. Missing: the tests fail."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from whytwitch.keep.database import connect_database


def _programs() -> Path:
    """Folder of initdb and postgres, where tools/ensure-postgres.sh leaves them."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    if found is not None:
        folders.insert(0, Path(found).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    pytest.fail("no PostgreSQL: run tools/ensure-postgres.sh as root, or install the package 'postgresql'")


class Postgres:
    """One server; it may be killed and started again on the same folder and port."""

    def __init__(self) -> None:
        self.programs = _programs()
        self.folder = Path(tempfile.mkdtemp(prefix="whytwitch-pg-"))
        self.process: subprocess.Popen[bytes] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.user = "nobody" if os.getuid() == 0 else None  # initdb refuses to run as root
        if self.user is not None:
            shutil.chown(self.folder, self.user)
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-U", "tester", "--no-sync")

    @property
    def url(self) -> str:
        return f"postgresql://tester@127.0.0.1:{self.port}/postgres"

    def _popen(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            return subprocess.Popen(
                [self.programs / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                user=self.user,
                start_new_session=True,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            )

    def _run(self, program: str, *arguments: str) -> None:
        if self._popen(program, *arguments).wait(120) != 0:
            pytest.fail(f"{program} failed: {self.log()[-2000:]}")

    def log(self) -> str:
        return (self.folder.parent / f"{self.folder.name}.log").read_text("utf-8", "replace")

    def start(self) -> None:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            self.process = self._popen(
                "postgres", "-D", str(self.folder / "data"), "-p", str(self.port),
                "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}",
                "-c", "max_connections=100", "-c", "fsync=on", "-c", "synchronous_commit=on",
            )  # fmt: skip
            while time.monotonic() < until and self.process.poll() is None:
                try:
                    self.execute("SELECT 1")
                    return
                except (OSError, SQLAlchemyError):  # not yet there, or still recovering
                    time.sleep(0.05)
            time.sleep(0.2)  # what is left of a killed server may still hold its memory
        pytest.fail(f"PostgreSQL did not start: {self.log()[-2000:]}")

    def execute(self, statement: str) -> None:
        """One statement outside of a transaction."""
        engine = connect_database(self.url)
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text(statement))
        finally:
            engine.dispose()

    def kill(self) -> None:
        """SIGKILL to the server and all its processes at once, as when the power goes."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)

    def remove(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)
        shutil.rmtree(self.folder)
        (self.folder.parent / f"{self.folder.name}.log").unlink()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """An empty database of the test's own."""
    name = f"t{time.monotonic_ns()}"
    postgres.execute(f"CREATE DATABASE {name}")
    yield postgres.url.removesuffix("postgres") + name
    postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'cases.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url
