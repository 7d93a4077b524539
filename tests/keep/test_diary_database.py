"""The diary in a database by URL: the same as in a file, and whole when anything is killed."""

import json
import os
import signal
import subprocess
import sys
import threading
from datetime import datetime

import pytest

from whytwitch.core.diary import make_entry
from whytwitch.core.errors import InputError
from whytwitch.keep.database import shown_place
from whytwitch.keep.diary import Diary, diary_started

WRITER = """
import sys
from whytwitch.core.diary import make_entry
from whytwitch.keep.diary import Diary
with Diary.open(sys.argv[1]) as diary:
    for n in range(200):
        note = f"{n} " + "x" * 3000
        entry = diary.add(make_entry("2026-03-01 08:30", strength=n % 11, note=note, place="p" * 150))
        print(n, entry.id, flush=True)
"""


def whole(entries):
    return all(e.note.endswith("x" * 3000) and len(e.place) == 150 for e in entries)


def test_entries_come_back_as_they_went_in_and_in_order(database_url):
    said = {
        "place": "left calf", "kind": "flicker", "count": 12, "minutes": "1,5", "coffee_cups": "2.5",
        "sleep_hours": 6, "stress": "7", "exercise_minutes": "30", "medicines": "magnesium",
        "note": "after a long walk — “hm” \U0001f9b5",
    }  # fmt: skip
    with Diary.open(database_url, start=True) as diary:
        kept = [diary.add(make_entry(f"2026-03-0{day} 08:30", strength=day, **said)) for day in (3, 1, 2)]
    with Diary.open(database_url) as diary:
        assert diary.entries() == sorted(kept, key=lambda e: e.at)
    assert (kept[0].minutes, kept[0].at) == (1.5, datetime(2026, 3, 3, 8, 30))


def test_two_people_see_and_delete_their_own(database_url):
    with Diary.open(database_url, start=True):
        pass
    with Diary.open(database_url, person="a") as one, Diary.open(database_url, person="b") as other:
        mine = [one.add(make_entry(f"2026-03-0{day}", strength=1)) for day in (1, 2)]
        with pytest.raises(InputError, match="fits 0"):
            other.delete(mine[0].id)
        assert other.delete_all() == 0
        one.delete(mine[0].id[:8])
        assert one.entries() == [mine[1]]
        one.remove()
    with Diary.open(database_url, person="a") as one:
        assert one.entries() == []


def test_an_entry_that_arrived_goes_in_once(database_url):
    """As after a connection that was lost while the answer was on its way."""
    with Diary.open(database_url, start=True) as diary:
        kept = diary.add(make_entry("2026-03-01", strength=1))
        assert diary.add(kept) == kept
        assert diary.entries() == [kept]


def test_a_writer_killed_in_the_middle_of_200_saves(database_url):
    with Diary.open(database_url, start=True):
        pass
    acknowledged: list[str] = []
    for wanted in (1, 20, 60):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, database_url], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            acknowledged += [writer.stdout.readline().split()[1] for _ in range(wanted)]
            writer.send_signal(signal.SIGKILL)
            acknowledged += [line.split()[1] for line in writer.stdout if line.endswith("\n")]
        assert writer.returncode == -signal.SIGKILL
        with Diary.open(database_url) as diary:
            kept = {e.id: e for e in diary.entries()}
        assert set(acknowledged) <= set(kept)
        assert whole(kept.values())
    assert len(kept) <= len(acknowledged) + 3  # at most one unsaid entry for each kill


def test_the_server_killed_and_started_again_in_the_middle_of_200_saves(postgres, postgres_url):
    acknowledged: list[str] = []
    faults: list[Exception] = []
    on_its_way = threading.Event()

    def write() -> None:
        try:
            with Diary.open(postgres_url, start=True) as diary:
                diary.patience = 120
                for n in range(200):
                    note = f"{n} " + "x" * 3000
                    acknowledged.append(diary.add(make_entry("2026-03-01", note=note, place="p" * 150)).id)
                    if n >= 60:
                        on_its_way.set()
        except Exception as error:
            faults.append(error)
            on_its_way.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert on_its_way.wait(120)
    postgres.kill()
    at_the_kill = len(acknowledged)
    postgres.start()
    writer.join(120)
    assert faults == []
    assert at_the_kill < 200, "all was saved before the server was killed"
    with Diary.open(postgres_url) as diary:
        kept = diary.entries()
    assert sorted(e.id for e in kept) == sorted(acknowledged)  # each once, and none besides
    assert len(kept) == 200
    assert whole(kept)


def test_while_the_server_is_away_nothing_is_acknowledged(postgres, postgres_url):
    with Diary.open(postgres_url, start=True) as diary:
        diary.patience = 0.5
        first = diary.add(make_entry("2026-03-01", strength=1))
        postgres.kill()
        try:
            with pytest.raises(InputError, match="the database must answer") as caught:
                diary.add(make_entry("2026-03-02", strength=2))
            assert "\n" not in str(caught.value)
            with pytest.raises(InputError) as unopened, Diary.open(postgres_url):
                pass
            assert "\n" not in str(unopened.value)
        finally:
            postgres.start()
        diary.patience = 60
        last = diary.add(make_entry("2026-03-03", strength=3))
        assert diary.entries() == [first, last]


def test_a_read_while_the_server_is_away_is_one_line(postgres, postgres_url):
    readable = pytest.raises(InputError, match="the diary must be readable")
    try:
        with readable as caught, Diary.open(postgres_url, start=True) as diary:
            postgres.kill()
            diary.entries()
        assert "\n" not in str(caught.value)
        assert "{" not in str(caught.value)
    finally:
        postgres.start()


def test_the_command_and_the_page_keep_a_diary_in_postgresql(run_cli, postgres_url, home, model):
    import httpx

    from real_service import client_of

    secret = postgres_url.replace("tester@", "tester:a-secret@")  # this server asks for none
    place = ("--diary", secret)
    started = run_cli("diary", "start", *place)
    assert started.returncode == 0, started.stderr
    assert b"tester:***@" in started.stdout
    noted = run_cli("diary", "add", "--at", "2026-03-01 08:30", "--strength", "4", "--where", "calf", *place)
    assert noted.returncode == 0, noted.stderr
    with client_of(*place) as client:
        page = client.get("/diary").text
        assert "tester:***@" in page
        assert "on this computer: <bdi>" not in page
        form = {"at": "2026-03-02T09:00", "strength": "2", "place": "thigh"}
        assert client.post("/diary/add", data=form).status_code in (200, httpx.codes.SEE_OTHER)
        assert len(client.get("/diary/export.json").json()["entries"]) == 2
    out = json.loads(run_cli("diary", "export", "--format", "json", *place).stdout)
    assert [e["place"] for e in out["entries"]] == ["calf", "thigh"]
    assert run_cli("diary", "delete", "--all", *place).returncode == 0
    assert json.loads(run_cli("diary", "export", "--format", "json", *place).stdout)["entries"] == []
    wrong = run_cli("diary", "show", "--diary", secret.replace("127.0.0.1", "127.0.0.9"))
    assert wrong.returncode == 2
    assert wrong.stderr.count(b"\n") == 1
    for done in (started, noted, wrong):
        assert b"a-secret" not in done.stdout + done.stderr


@pytest.mark.parametrize("place", ["mysql://u@h/d", "postgresql://", "://"])
def test_a_url_that_is_none_is_one_line(run_cli, place, tmp_path):
    done = run_cli("diary", "add", "--strength", "3", "--diary", place, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_by_url_is_not_begun_unasked(tmp_path):
    url = f"sqlite:///{tmp_path / 'none.db'}"
    assert not diary_started(url)
    with pytest.raises(InputError, match="diary start"), Diary.open(url):
        pass
    assert os.listdir(tmp_path) == []
    with Diary.open(url, start=True) as diary:
        diary.add(make_entry("2026-03-01", strength=1))
    assert diary_started(url)


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("/home/a/diary.db", "/home/a/diary.db"),
        ("postgresql://me:secret@h:1/d", "postgresql://me:***@h:1/d"),
        ("sqlite:////x/y.db", "sqlite:////x/y.db"),
    ],
)
def test_a_password_is_never_shown(place, shown):
    assert shown_place(place) == shown
