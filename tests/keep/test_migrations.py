"""From every earlier version, with data in it, to the newest."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import whytwitch.keep
from whytwitch.core.errors import InputError
from whytwitch.keep.audit import verify
from whytwitch.keep.cases import CaseStore
from whytwitch.keep.database import HEAD, connect_database, current_version, migrate, open_database
from whytwitch.keep.tables import metadata

SCRIPTS = ScriptDirectory(str(Path(whytwitch.keep.__file__).parent / "migrations"))
VERSIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
CASE = (
    "INSERT INTO kept_cases (id, person, kept_at, case_json, answer_json) VALUES "
    "('{0}', 'p', '2026-01-0{1} 10:00:00', '{{\"n\":{1}}}', '{{\"versions\":{{\"software\":\"0.0.{1}\"}}}}')"
)
DIARY = "INSERT INTO diary_entries (id, at, strength) VALUES ('d1', '2026-01-01T10:00', 3)"


def test_the_newest_version_is_the_one_that_the_code_names():
    assert VERSIONS[-1] == HEAD == SCRIPTS.get_current_head()


@pytest.mark.parametrize("version", VERSIONS)
def test_an_older_database_comes_up_with_all_its_data(database_url, version):
    engine = connect_database(database_url)
    migrate(engine, version)
    has_cases, has_diary = version < "0003", version >= "0002"
    with engine.begin() as connection:
        assert current_version(connection) == version
        if has_cases:
            connection.execute(text("INSERT INTO keep_settings VALUES ('retention_days', '36500')"))
            for i in (1, 2):
                connection.exec_driver_sql(CASE.format(f"c{i}", i))
        if has_diary:
            connection.execute(text(DIARY))
    engine.dispose()
    store = CaseStore.open(database_url)
    report = verify(store.engine)
    assert report.faults == ()
    assert (report.lines, report.cases) == ((2, 2) if has_cases else (0, 0))
    assert store.retention_days() == (36500 if has_cases else None)
    with store.engine.begin() as connection:
        assert current_version(connection) == HEAD
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        if has_cases:
            rows = connection.execute(text("SELECT case_json FROM kept_cases ORDER BY id")).scalars().all()
            assert rows == ['{"n":1}', '{"n":2}']
        if has_diary:
            assert connection.execute(text("SELECT strength FROM diary_entries")).scalar() == 3
    store.save("new", {"n": 3}, {"versions": {}})
    assert verify(store.engine).faults == ()
    store.close()


def test_a_newer_database_is_refused_and_left_alone(database_url):
    engine = open_database(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(InputError, match=r"newer whytwitch"):
        open_database(database_url)


def test_those_who_start_together_take_turns(database_url):
    faults: list[BaseException] = []

    def start() -> None:
        try:
            store = CaseStore.open(database_url)
            store.save("one", {}, {})
            store.close()
        except BaseException as error:  # a thread's fault would else be lost
            faults.append(error)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    store = CaseStore.open(database_url)
    assert len(store.export("one")) == 6
    assert verify(store.engine).faults == ()
    store.close()
