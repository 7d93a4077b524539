from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from whytwitch.core.errors import InputError
from whytwitch.keep.audit import verify
from whytwitch.keep.cases import CaseStore
from whytwitch.keep.database import HEAD, connect_database, current_version, open_database, parse_url

VERSIONS = {"software": "0.1", "knowledge": "abc (1 cause)", "ontology": "2025-01-16"}


@pytest.fixture
def store(database_url):
    store = CaseStore.open(database_url)
    yield store
    store.close()


def test_a_case_comes_back_as_it_was_given(store):
    case = {"used": {"facts": [{"id": "HP:0002380", "words": "Zucken – 抽搐 \x00 'quote\""}]}, "n": 1.5}
    name = store.save("person one", case, {"causes": [], "versions": VERSIONS})
    (kept,) = store.export("person one")
    assert (kept.id, kept.case, kept.answer["versions"]) == (name, case, VERSIONS)
    assert abs(datetime.now(UTC) - kept.kept_at) < timedelta(minutes=5)
    assert store.export("person two") == []


def test_the_persons_name_stands_nowhere(store):
    store.save("Ada Example 1815", {"a": 1}, {"versions": VERSIONS})
    with store.engine.begin() as connection:
        for table in ("kept_cases", "audit_entries", "keep_settings"):
            for row in connection.execute(text(f"SELECT * FROM {table}")):
                assert "Ada" not in str(tuple(row))


def test_deleting_a_person_leaves_the_others_and_the_log(store):
    for person in ("one", "two", "one"):
        store.save(person, {"p": person}, {"versions": VERSIONS})
    assert store.delete("one") == 2
    assert store.delete("one") == 0
    assert store.export("one") == []
    assert len(store.export("two")) == 1
    report = verify(store.engine)
    assert (report.lines, report.cases, report.faults) == (4, 1, ())


def test_what_is_past_its_time_goes(store):
    store.save("one", {}, {"versions": VERSIONS})
    assert store.retention_days() is None
    assert store.set_retention(30) == 0
    assert store.retention_days() == 30
    assert store.apply_retention(datetime.now(UTC) + timedelta(days=29)) == 0
    assert store.apply_retention(datetime.now(UTC) + timedelta(days=31)) == 1
    assert store.count() == 0
    store.set_retention(None)
    assert store.retention_days() is None
    assert verify(store.engine).faults == ()


@pytest.mark.parametrize("days", [0, -1, 36_501])
def test_a_retention_out_of_range_is_refused(tmp_path, days):
    store = CaseStore.open(str(tmp_path / "x.db"))
    with pytest.raises(InputError, match="1 to 36500 days"):
        store.set_retention(days)
    store.close()


@pytest.mark.parametrize("person", ["", "  ", "x" * 501])
def test_a_person_without_a_name_is_refused(tmp_path, person):
    store = CaseStore.open(str(tmp_path / "x.db"), create=True)
    with pytest.raises(InputError, match="1 to 500 characters"):
        store.save(person, {}, {})
    assert store.count() == 0
    assert verify(store.engine).lines == 0  # its line went with it
    store.close()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE audit_entries SET at = '2020' WHERE number = 2", "changed"),
        ("UPDATE audit_entries SET answer_hash = input_hash WHERE number = 2", "changed"),
        ("DELETE FROM kept_cases; DELETE FROM audit_entries WHERE number = 2", "missing"),
        ("UPDATE audit_entries SET previous = hash WHERE number = 3", "does not follow"),
        ("UPDATE kept_cases SET answer_json = '{}' WHERE audit_number = 3", "not as it was logged"),
        ("UPDATE kept_cases SET case_json = '{}' WHERE audit_number = 1", "not as it was logged"),
    ],
)
def test_any_change_is_noticed(store, change, says):
    for i in range(3):
        store.save("one", {"i": i}, {"i": i, "versions": VERSIONS})
    assert verify(store.engine).faults == ()
    with store.engine.begin() as connection:
        for statement in change.split(";"):
            connection.execute(text(statement))
    assert any(says in fault.what for fault in verify(store.engine).faults)


def test_writers_side_by_side_make_one_chain(database_url):
    import threading

    store = CaseStore.open(database_url)

    def write(n):
        for i in range(10):
            store.save(f"person {n}", {"n": n, "i": i}, {"versions": VERSIONS})

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = verify(store.engine)
    assert (report.lines, report.cases, report.faults) == (60, 60, ())
    assert [k.case["i"] for k in store.export("person 3")] == list(range(10))
    store.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "got nothing"),
        ("mysql://a@b/c", "SQLite or PostgreSQL"),
        ("postgresql://a:secret@127.0.0.1:1/x", "there and writable"),
        ("://", "cannot be read"),
        ("postgresql://a@h:port/x", "cannot be read"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_line(url, says):
    with pytest.raises(InputError, match=says) as caught:
        open_database(url)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_database_is_one_line(tmp_path):
    file = tmp_path / "notes.db"
    file.write_bytes(b"these are notes, not a database\n" * 100)
    with pytest.raises(InputError, match="not a database"):
        open_database(str(file))
    assert file.read_bytes().startswith(b"these are notes")


def test_plain_names_and_urls_mean_the_same():
    assert str(parse_url("cases.db")) == "sqlite:///cases.db"
    assert parse_url("postgres://a@b/c").drivername == "postgresql+pg8000"


def test_the_head_is_where_a_new_database_stands(database_url):
    engine = open_database(database_url)
    with engine.begin() as connection:
        assert current_version(connection) == HEAD
    engine.dispose()


def test_a_service_that_runs_on_lets_go_in_between(database_url, monkeypatch):
    store = CaseStore.open(database_url)
    store.save("one", {"n": 1}, {"versions": {}})
    store.set_retention(1)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE kept_cases SET kept_at = '2020-01-01 00:00:00'"))
    monkeypatch.setattr("whytwitch.keep.cases._LET_GO_EVERY", -1.0)
    store.save("one", {"n": 2}, {"versions": {}})
    assert [row.case["n"] for row in store.export("one")] == [2]
    store.close()


def test_the_file_is_the_owners_alone(tmp_path):
    store = CaseStore.open(str(tmp_path / "new" / "cases.db"))
    store.save("one", {}, {})
    assert {p.stat().st_mode & 0o077 for p in (tmp_path / "new").iterdir()} == {0}
    store.close()


def test_postgresql_acknowledges_only_what_is_written(postgres_url):
    name = postgres_url.rpartition("/")[2]
    engine = connect_database(postgres_url)
    with engine.begin() as connection:
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    engine.dispose()
    store = CaseStore.open(postgres_url)
    with store.engine.begin() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
    store.close()
