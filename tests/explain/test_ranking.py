"""Rows of the ranking: the likeliest are all found, and each has one name."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from whytwitch.benchmark.speed import drawn_cases
from whytwitch.explain.ranking import _top, row_name, row_names
from whytwitch.intake.case_file import CASE_KEYS, case_from_mapping
from whytwitch.model.store import Model
from whytwitch.service.assess import rank


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
    positive = [i for i in range(n) if values[i] > 0]
    least = sorted(values, reverse=True)[min(limit, n) - 1]
    assert sorted(_top(values, limit)) == [i for i in positive if values[i] >= least]


def test_the_short_name_of_a_row_is_the_first_of_its_names(
    model: Model, published: list[dict[str, Any]]
) -> None:
    coded = [case_from_mapping(model, {k: c[k] for k in CASE_KEYS if k in c}) for c in published[:20]]
    for case in (*coded, *drawn_cases(model, 20)):
        for row in rank(model, case).rows[:15]:
            assert row_name(model, row) == row_names(model, row)[0]
