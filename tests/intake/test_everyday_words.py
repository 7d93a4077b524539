"""Messages as ordinary people write them: what had been read as something graver than it says."""

import pytest

from sentences import check_said, rows_of

ROWS = rows_of("everyday.yaml")


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:60] for row in ROWS])
def test_a_sentence_is_read_for_what_it_says(model, row):
    check_said(model, row)
