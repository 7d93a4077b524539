"""Buckets, places and addresses, by themselves."""

from __future__ import annotations

import doctest
import os
import signal

import pytest

from whytwitch.web import access_limits
from whytwitch.web.access_ledger import Ledger, shared_ledger
from whytwitch.web.access_limits import InFlight, TokenBuckets


def test_a_bucket_fills_with_time_and_holds_a_burst():
    now = [0.0]
    buckets = TokenBuckets(60, burst=3, clock=lambda: now[0])
    assert [buckets.take("a") for _ in range(5)] == [0, 0, 0, 1, 1]
    assert buckets.take("b") == 0
    now[0] += 2
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 1]
    now[0] += 1e6
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 1]


def test_no_rate_is_no_limit():
    buckets = TokenBuckets(0, burst=1)
    assert not any(buckets.take("a") for _ in range(1000))


def test_waiting_tells_how_long():
    now = [0.0]
    buckets = TokenBuckets(6, burst=1, clock=lambda: now[0])
    assert [buckets.take("a"), buckets.take("a")] == [0, 10]
    now[0] += 4
    assert buckets.take("a") == 6
    now[0] += 6
    assert buckets.take("a") == 0


def test_kinds_and_clients_are_counted_apart():
    ledger = Ledger()
    one, other = (TokenBuckets(1, 1, ledger, kind, clock=lambda: 0.0) for kind in ("one", "other"))
    assert [one.take("a"), other.take("a"), one.take("b")] == [0, 0, 0]
    assert [one.take("a"), other.take("a"), one.take("b")] == [60, 60, 60]


def test_full_buckets_are_dropped_and_nothing_is_lost_by_it():
    now = [0.0]
    ledger = Ledger()
    buckets = TokenBuckets(60, 2, ledger, clock=lambda: now[0])
    for i in range(5000):
        now[0] += 0.1
        buckets.take(str(i))
    assert rows(ledger, "buckets") < 1000
    assert buckets.take("0") == 0


@pytest.mark.parametrize("where", ["memory", "file"])
def test_a_token_is_used_once_until_it_expires(where, tmp_path):
    ledger = Ledger(tmp_path / "counts.db" if where == "file" else None)
    assert ledger.use_once("ehr", "1", until=100.0, now=0.0)
    assert not ledger.use_once("ehr", "1", until=200.0, now=99.0)
    assert ledger.use_once("other", "1", until=100.0, now=0.0)
    assert ledger.use_once("ehr", "1", until=300.0, now=101.0)  # as a token it has expired long before


def test_a_full_memory_of_tokens_says_so_until_some_expire():
    ledger = Ledger(most_used=3)
    for name in "abc":
        assert not ledger.is_full(0.0)
        ledger.use_once("ehr", name, until=10.0, now=0.0)
    assert ledger.is_full(9.0)
    assert not ledger.is_full(10.0)


def test_processes_count_together_and_one_that_is_killed_holds_nobody_up():
    """Four processes take from one bucket as fast as they can; one dies in the middle of it."""
    with shared_ledger() as ledger:
        children = []
        for number in range(4):
            child = os.fork()
            if child == 0:
                taken = 0
                try:
                    for turn in range(300):
                        if number == 3 and turn == 100:
                            os.kill(os.getpid(), signal.SIGKILL)
                        taken += ledger.take("r", "a", 0.001, 100.0, 0.0) < 0
                finally:
                    os._exit(taken)
            children.append(child)
        statuses = [os.waitpid(child, 0)[1] for child in children]
        assert os.WTERMSIG(statuses[3]) == signal.SIGKILL
        answered = sum(os.waitstatus_to_exitcode(status) for status in statuses[:3])
        assert 0 < answered <= 100
        assert ledger.take("r", "a", 0.001, 100.0, 0.0) == 0.0  # those of the dead one count too


def test_what_is_counted_names_nobody_and_goes_with_the_service():
    with shared_ledger() as ledger:
        ledger.take("requests", "192.0.2.77", 1.0, 5.0, 0.0)
        ledger.use_once("https://ehr.example.org", "a-very-rare-word", 100.0, 0.0)
        file = ledger._file
        assert file.parent.stat().st_mode & 0o077 == 0
        kept = b"".join(path.read_bytes() for path in file.parent.iterdir())
        assert b"192.0.2.77" not in kept
        assert b"rare" not in kept
    assert not file.parent.exists()


def rows(ledger, table):
    return ledger._open().execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_places_are_given_back():
    places = InFlight(3, 2)
    assert places.enter("a")
    assert places.enter("a")
    assert not places.enter("a")
    assert places.enter("b")
    assert not places.enter("c")
    places.leave("a")
    assert places.enter("c")
    for client in ("a", "b", "c"):
        places.leave(client)
    assert places.total == 0
    assert not places.of_client


def test_examples():
    assert doctest.testmod(access_limits).failed == 0
