"""How people tell it where fresh stories were missed or misread, with look-alikes."""

import pytest

from sentences import check_class, rows_of

ROWS = rows_of("stories4b.yaml")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:60])
def test_a_class_is_read_and_its_look_alikes_are_not(model, row):
    check_class(model, row)
