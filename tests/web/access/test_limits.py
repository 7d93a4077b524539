"""Buckets, places and addresses, by themselves."""

from __future__ import annotations

import doctest

from whytwitch.web import access_limits
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


def test_the_clients_remembered_are_bounded():
    buckets = TokenBuckets(1, burst=1, most_clients=10)
    for i in range(1000):
        buckets.take(str(i))
    assert len(buckets._clients) == 10


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
