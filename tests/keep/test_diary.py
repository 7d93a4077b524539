import os
import signal
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from whytwitch.core.diary import days_of, make_entry
from whytwitch.core.errors import InputError
from whytwitch.keep.diary import Diary, diary_place


@pytest.fixture
def place(tmp_path):
    path = str(tmp_path / "diary.db")
    with Diary.open(path, start=True):
        pass
    return path


def test_nothing_is_kept_by_who_did_not_start_one(tmp_path):
    path = tmp_path / "none.db"
    with pytest.raises(InputError, match="diary start"), Diary.open(str(path)):
        pass
    assert not path.exists()


def test_an_entry_comes_back_as_it_went_in(place):
    entry = make_entry(
        "2026-03-01 08:30", place="left calf", kind="flicker", strength="4", count=12, minutes="1,5",
        coffee_cups="2.5", sleep_hours=6, stress="7", exercise_minutes="30",
        medicines="magnesium", note="after a long walk — “hm”",
    )  # fmt: skip
    with Diary.open(place) as diary:
        kept = diary.add(entry)
    with Diary.open(place) as diary:
        assert diary.entries() == [kept]
    assert kept.minutes == 1.5
    assert kept.at == datetime(2026, 3, 1, 8, 30)


def test_only_the_person_can_read_the_file(place):
    with Diary.open(place) as diary:
        diary.add(make_entry("2026-03-01", strength=1))
    assert os.stat(place).st_mode & 0o077 == 0


def test_entries_stand_in_order_of_time(place):
    with Diary.open(place) as diary:
        for day in (3, 1, 2):
            diary.add(make_entry(f"2026-03-0{day}", strength=day))
        assert [e.strength for e in diary.entries()] == [1, 2, 3]


def test_delete_one_by_the_beginning_of_its_id(place):
    with Diary.open(place) as diary:
        gone = diary.add(make_entry("2026-03-01", note="secret"))
        stays = diary.add(make_entry("2026-03-02", note="stays"))
        diary.delete(gone.id[:8])
        assert diary.entries() == [stays]
        for wrong in ("", "zzzz", "%"):
            with pytest.raises(InputError, match="fits 0"):
                diary.delete(wrong)


def test_what_was_deleted_is_not_left_in_the_file(place):
    with Diary.open(place) as diary:
        diary.add(make_entry("2026-03-01", note="a-very-rare-word"))
        assert diary.delete_all() == 1
        left = b"".join(p.read_bytes() for p in Path(place).parent.iterdir())
    assert b"a-very-rare-word" not in left


def test_the_end_of_a_diary_takes_its_files_away(place):
    with Diary.open(place) as diary:
        diary.add(make_entry("2026-03-01", strength=1))
        diary.remove()
    assert list(Path(place).parent.iterdir()) == []


def test_two_people_in_one_database_see_their_own(place):
    with Diary.open(place, person="a") as one, Diary.open(place, person="b") as other:
        mine = one.add(make_entry("2026-03-01", strength=1))
        assert other.entries() == []
        with pytest.raises(InputError):
            other.delete(mine.id)
        assert other.delete_all() == 0
        assert one.entries() == [mine]


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to look like one" * 40])
def test_a_file_that_is_no_diary(tmp_path, content):
    path = tmp_path / "x.db"
    path.write_bytes(content)
    if not content:  # an empty file is a database without tables: it becomes a diary
        with Diary.open(str(path)) as diary:
            assert diary.entries() == []
        return
    with pytest.raises(InputError) as caught, Diary.open(str(path)) as diary:
        diary.entries()
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"strength": "11"}, "strength must be a whole number from 0 to 10"),
        ({"strength": "4.5"}, "strength must be a whole number"),
        ({"coffee_cups": "nan"}, "cups of coffee must be a number"),
        ({"sleep_hours": "25"}, "from 0 to 24"),
        ({"stress": "much"}, "stress must be"),
        ({"note": "x" * 5000}, "note must be at most"),
        ({}, "must note at least one thing"),
        ({"note": " \x00\n "}, "must note at least one thing"),
        ({"mood": "3"}, "known fields only"),
    ],
)
def test_what_cannot_be_noted_is_one_clear_line(values, says):
    with pytest.raises(InputError, match=says):
        make_entry("2026-03-01", **values)


@pytest.mark.parametrize("at", ["", "yesterday", "2026-13-01", "0001-01-01", "1" * 500])
def test_a_time_that_is_none(at):
    with pytest.raises(InputError, match="must be"):
        make_entry(at, strength=1)


def test_a_day_is_its_worst_and_its_mean_sleep():
    entries = [
        make_entry("2026-03-01 08:00", strength=2, sleep_hours=6, coffee_cups=1),
        make_entry("2026-03-01 22:00", strength=5, sleep_hours=8, coffee_cups=3),
        make_entry("2026-02-28", note="quiet"),
    ]
    quiet, busy = days_of(entries)
    assert quiet.strength is None
    assert (busy.strength, busy.sleep_hours, busy.coffee_cups) == (5, 7, 3)


def test_the_place_follows_the_home(monkeypatch, tmp_path):
    monkeypatch.setenv("WHYTWITCH_HOME", str(tmp_path))
    assert diary_place() == tmp_path / "diary.db"


_WRITER = """
import sys
from whytwitch.core.diary import make_entry
from whytwitch.keep.diary import Diary
with Diary.open(sys.argv[1]) as diary:
    n = 0
    while True:
        note = f"{n} " + "x" * 3000
        entry = diary.add(make_entry("2026-03-01 08:30", strength=n % 11, note=note, place="p" * 150))
        print(n, entry.id, flush=True)
        n += 1
"""


def test_killed_in_the_middle_of_saves_nothing_is_lost_and_nothing_half(place):
    """A real process is killed while it saves; what it said was kept is there, whole."""
    acknowledged: list[str] = []
    for wanted in (1, 7, 20, 40):
        process = subprocess.Popen([sys.executable, "-c", _WRITER, place], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        acknowledged += [process.stdout.readline().split()[1] for _ in range(wanted)]
        process.send_signal(signal.SIGKILL)  # it is on its way into the next save
        acknowledged += [line.split()[1] for line in process.stdout if line.endswith("\n")]
        assert process.wait(timeout=30) == -signal.SIGKILL
        process.stdout.close()
        with Diary.open(place) as diary:
            kept = {e.id: e for e in diary.entries()}
        assert set(acknowledged) <= set(kept)
        assert len(kept) <= len(acknowledged) + 4  # at most one unsaid entry for each kill
        assert all(e.note.endswith("x" * 3000) and len(e.place) == 150 for e in kept.values())
    connection = sqlite3.connect(place)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        connection.close()
