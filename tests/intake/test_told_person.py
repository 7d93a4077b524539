"""Who has a thing, whether, when and on which side: sentences as people and doctors write them.

Keys of a row: ``present``, ``absent`` (a term, a parent or a child), ``not`` (not present), ``exposures``,
``unexposed``, ``had`` and ``not_had`` (diseases), ``feared`` (diseases or findings), ``past``, ``kin`` (what
another has), ``sides``, ``age``, ``sex``, ``days``.
"""

from __future__ import annotations

import pytest

from sentences import rows_of
from whytwitch.benchmark.words import related_items
from whytwitch.intake.story.reader import read_story

ROWS = rows_of("told_person.yaml")


def misread(model, row):
    """What of a row is not read as it should be."""
    story = read_story(model, row["text"])
    read = {said.id: said for said in story.findings}
    exposed = {said.id for said in story.exposures if said.present}
    own = {s.id: s for s in story.history if s.who == "person"}
    had = {
        s.id for s in own.values() if s.kind == "cause" and s.present and s.when in ("present", "diagnosed")
    }
    feared = {s.id for s in story.history if s.who == "person" and s.when == "feared"}
    past = {s.id for s in story.history if s.who == "person" and s.when == "past"}
    kin = {s.id for s in story.history if s.who != "person"}

    def there(item, present):
        return any(read[other].present is present for other in related_items(model, item, read))

    wrong = [i for i in row.get("present", ()) if not there(i, True)]
    wrong += [f"-{i}" for i in row.get("absent", ()) if not there(i, False)]
    wrong += [f"no {i}" for i in row.get("not", ()) if i in read and read[i].present]
    for key, found in (
        ("exposures", exposed),
        ("had", had),
        ("feared", feared),
        ("past", past),
        ("kin", kin),
    ):
        wrong += [f"{key} {i}" for i in row.get(key, ()) if i not in found]
    for key, found in (("unexposed", exposed), ("not_had", had)):
        wrong += [f"{key} {i}" for i in row.get(key, ()) if i in found]
    for item, side in row.get("sides", {}).items():
        told = [read[o].detail.get("side") for o in related_items(model, item, read)]
        if not told or set(told) != {side}:
            wrong.append(f"{item} {told}")
    person = story.person
    if "age" in row and person.age_years != pytest.approx(row["age"], abs=0.01):
        wrong.append(f"age {person.age_years}")
    if "sex" in row and person.sex != row["sex"]:
        wrong.append(f"sex {person.sex}")
    if "days" in row and person.duration_days != row["days"]:
        wrong.append(f"days {person.duration_days}")
    return wrong


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:60] for row in ROWS])
def test_who_whether_when_and_where(model, row):
    assert not misread(model, row)
