"""Everyday sentences that fixed phrases once misread."""

import pytest

from sentences import check_said, rows_of

ROWS = rows_of("plain_idiom.yaml")


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:50] for row in ROWS])
def test_a_sentence_is_read_for_what_it_says(model, row):
    check_said(model, row)
