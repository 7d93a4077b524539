"""The largest values, against sorting all of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from whytwitch.inference.largest import largest


@given(
    st.integers(1, 4000),
    st.integers(1, 60),
    st.integers(1, 50),
    st.integers(0, 1000),
)
def test_the_largest_values_are_found_with_all_their_ties(
    n: int, limit: int, n_levels: int, seed: int
) -> None:
    values = np.random.default_rng(seed).integers(0, n_levels, n) / n_levels
    least = sorted(values, reverse=True)[min(limit, n) - 1]
    assert sorted(largest(values, limit).tolist()) == [i for i in range(n) if values[i] >= least]
