"""What people type about their complaint: keys of a row as in test_told_person.py.

Of each list in ``either`` one is enough; ``days`` are right within a half.
"""

from __future__ import annotations

import pytest
from test_told_person import misread

from sentences import rows_of
from whytwitch.intake.story.reader import read_story

ROWS = rows_of("lay_told.yaml")
#: Days within this factor are right.
NEAR = 1.5
#: Rows that were looked at and are read right.
RIGHT = [row for row in ROWS if not (row.get("held") or row.get("faulty"))]
#: The share of the held rows, and of all, that is at least read right.
FLOORS = {"held": 0.6, "all": 0.85}


def wrong_of(model, row):
    """What of a row is not read as it should be."""
    wrong = misread(model, {key: value for key, value in row.items() if key != "days"})
    for several in row.get("either", ()):
        if all(misread(model, {"text": row["text"], "present": [item]}) for item in several):
            wrong.append("either " + " ".join(several))
    if "days" in row:
        read, told = read_story(model, row["text"]).person.duration_days, row["days"]
        right = read is None if told is None else read is not None and told / NEAR <= read <= told * NEAR
        wrong += [] if right else [f"days {read}"]
    return wrong


@pytest.mark.parametrize("row", RIGHT, ids=[row["text"][:60] for row in RIGHT])
def test_what_people_type_is_read_for_what_it_says(model, row):
    assert not wrong_of(model, row)


@pytest.mark.parametrize("part", FLOORS)
def test_no_fewer_are_read_right(model, part):
    rows = [row for row in ROWS if part == "all" or row.get(part)]
    assert sum(not wrong_of(model, row) for row in rows) / len(rows) >= FLOORS[part]
