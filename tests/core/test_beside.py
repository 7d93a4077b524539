import os
import threading

import pytest

from whytwitch.core import beside
from whytwitch.core.beside import begin_beside


def _refused():
    raise BlockingIOError(11, "Resource temporarily unavailable")


def test_what_is_written_beside_is_there_once_it_was_waited_for(tmp_path):
    wait = begin_beside(lambda: (tmp_path / "who").write_text(str(os.getpid())))
    wait()
    assert (tmp_path / "who").read_text().isdigit()


def test_what_the_work_gave_comes_back_however_much_it_is():
    given = {"lines": ["x" * 1000] * 3000, "who": os.getpid()}
    assert begin_beside(lambda: given)() == given


def test_what_cannot_be_sent_back_is_done_here():
    assert begin_beside(lambda: lambda: 7)()() == 7


def test_a_copy_that_fails_tells_what_went_wrong(tmp_path):
    def work():
        (tmp_path / f"tried-{len(list(tmp_path.iterdir()))}").touch()
        raise OSError("no space left")

    wait = begin_beside(work)
    with pytest.raises(OSError, match="no space left"):
        wait()


def test_a_copy_that_is_killed_is_made_up_for(tmp_path):
    here = os.getpid()

    def work():
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        (tmp_path / "done").touch()

    begin_beside(work)()
    assert (tmp_path / "done").exists()


@pytest.mark.parametrize("why", ["threads", "one core", "no fork", "no more processes"])
def test_where_no_copy_can_be_made_it_is_done_here(tmp_path, monkeypatch, why):
    if why == "one core":
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    elif why == "no fork":
        monkeypatch.delattr(os, "fork", raising=False)
    elif why == "no more processes":
        monkeypatch.setattr(os, "fork", _refused)
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    if why == "threads":
        other.start()
    try:
        wait = beside.begin_beside(lambda: (tmp_path / "who").write_text(str(os.getpid())))
        assert not (tmp_path / "who").exists()
        wait()
    finally:
        stop.set()
    assert (tmp_path / "who").read_text() == str(os.getpid())
