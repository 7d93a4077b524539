"""Sorted pairs and what is borrowed, against plain loops."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from whytwitch.model.pairs import highest, order_of, spread
from whytwitch.model.profiles import _lent

_LEAST = 0.05
_places = st.integers(0, 12) | st.integers(65_530, 65_540)
_entries = st.lists(st.tuples(_places, _places, st.floats(0.0, 1.0, width=32)), max_size=60)


def _columns(entries):
    major, minor, rate = zip(*entries, strict=True) if entries else ((), (), ())
    return np.array(major, np.int32), np.array(minor, np.int32), np.array(rate, np.float32)


@given(_entries)
def test_each_pair_is_kept_once_with_its_highest_rate(entries):
    best = {}
    for major, minor, rate in entries:
        best[major, minor] = max(best.get((major, minor), 0.0), rate)
    expected = [(*pair, best[pair]) for pair in sorted(best)]
    found = [tuple(row) for row in zip(*(c.tolist() for c in highest(*_columns(entries))), strict=True)]
    assert found == expected


@given(_entries)
def test_equal_pairs_stay_in_their_order_whether_places_are_narrow_or_wide(entries):
    major, minor, _ = _columns(entries)
    expected = sorted(range(len(entries)), key=lambda i: entries[i][:2])
    assert order_of(major, minor).tolist() == expected


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), max_size=20))
def test_ranges_are_spread_one_after_the_other(ranges):
    start = np.array([a for a, _ in ranges], np.int64)
    stop = np.array([a + n for a, n in ranges], np.int64)
    numbers, which = spread(start, stop)
    assert numbers.tolist() == [i for a, n in ranges for i in range(a, a + n)]
    assert which.tolist() == [r for r, (_, n) in enumerate(ranges) for _ in range(n)]


@given(st.integers(0, 10_000))
def test_a_member_borrows_the_mean_of_the_others_of_its_group(seed):
    draw = np.random.default_rng(seed)
    n, n_terms = 12, 7
    table = np.where(draw.random((n, n_terms)) < 0.4, draw.random((n, n_terms)), 0.0).astype(np.float32)
    disease, term = (places.astype(np.int32) for places in np.nonzero(table))
    groups = [sorted(draw.choice(n, size, replace=False).tolist()) for size in (2, 3, 5)]
    share = draw.random(n)
    expected = []
    for group in groups:
        for member in group:
            for t in range(n_terms):
                others = sum(float(table[d, t]) for d in group) - float(table[member, t])
                mean = share[member] * others / (len(group) - 1)
                if mean >= _LEAST:
                    expected.append((member, t, mean))
    lent = _lent((disease, term, table[disease, term]), groups, share)
    found = list(zip(*(column.tolist() for column in lent), strict=True))
    assert [row[:2] for row in found] == [row[:2] for row in expected]
    assert np.allclose([row[2] for row in found], [row[2] for row in expected], atol=1e-6)
