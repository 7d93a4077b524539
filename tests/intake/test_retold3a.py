"""Classes of wording in retold reports, with other sentences of each class and look-alikes."""

import pytest

from sentences import check_class, rows_of

ROWS = rows_of("retold3a.yaml")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:60])
def test_a_class_is_read_and_its_look_alikes_are_not(model, row):
    check_class(model, row)
