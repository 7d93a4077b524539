"""What clinicians paste: letters, notes, reports and lists, each with what a careful reader takes from it.

Keys of a row: those of test_told_person.py, and ``values`` ("test number unit": these and no others, none
where the key is missing), ``change`` (of a medicine), ``no_days``, ``nothing`` (no finding, exposure, disease
or value).
"""

from __future__ import annotations

import pytest

from sentences import rows_of
from whytwitch.benchmark.words import related_items
from whytwitch.intake.story.reader import read_story

ROWS = rows_of("letters_told.yaml")


def shown_value(value):
    """Test, number and unit as the rows write them."""
    unit = (value.raw.unit or "").replace("µ", "u").replace("μ", "u")
    return f"{value.test.id} {value.raw.value:g} {unit}".strip()


def misread(model, row):
    """What of a row is not read as it should be."""
    story = read_story(model, row["text"])
    read = {said.id: said for said in story.findings}
    exposed = {said.id for said in story.exposures if said.present}
    own = [s for s in story.history if s.who == "person"]
    had = {s.id for s in own if s.kind == "cause" and s.present and s.when in ("present", "diagnosed")}
    feared = {s.id for s in own if s.when == "feared"}

    def there(item, present):
        return any(read[other].present is present for other in related_items(model, item, read))

    wrong = [i for i in row.get("present", ()) if not there(i, True)]
    wrong += [f"-{i}" for i in row.get("absent", ()) if not there(i, False)]
    wrong += [f"no {i}" for i in row.get("not", ()) if i in read and read[i].present]
    wrong += [f"{i} ({read[i].words})" for i in row.get("unread", ()) if i in read]
    for key, found in (("exposures", exposed), ("had", had), ("feared", feared)):
        wrong += [f"{key} {i}" for i in row.get(key, ()) if i not in found]
    for key, found in (("unexposed", exposed), ("not_had", had)):
        wrong += [f"{key} {i}" for i in row.get(key, ()) if i in found]
    for item, side in row.get("sides", {}).items():
        told = {read[o].detail.get("side") for o in related_items(model, item, read)}
        if told != {side}:
            wrong.append(f"{item} {told}")
    for item, change in row.get("change", {}).items():
        told = {s.detail.get("change") for s in story.exposures if s.id == item}
        if change not in told:
            wrong.append(f"{item} {told}")
    values, told = (
        set(row.get("values", ())),
        {shown_value(v) for v in story.values if v.raw.value is not None},
    )
    wrong += [f"value {v}" for v in sorted(values - told)] + [f"no value {v}" for v in sorted(told - values)]
    if row.get("nothing"):
        wrong += sorted(set(read) | exposed | had)
    person = story.person
    if "age" in row and person.age_years != pytest.approx(row["age"], abs=0.01):
        wrong.append(f"age {person.age_years}")
    if "sex" in row and person.sex != row["sex"]:
        wrong.append(f"sex {person.sex}")
    if "days" in row and person.duration_days != pytest.approx(row["days"], rel=0.01):
        wrong.append(f"days {person.duration_days}")
    if row.get("no_days") and person.duration_days is not None:
        wrong.append(f"days {person.duration_days}")
    return wrong


@pytest.mark.parametrize(
    "row", [r for r in ROWS if not r.get("held")], ids=lambda row: row["text"][:60].replace("\n", " ")
)
def test_what_a_careful_reader_takes(model, row):
    assert not misread(model, row)


def test_share_of_those_not_looked_at(model):
    """Letters that were set aside before the first reading: of them totals alone are looked at."""
    held = [row for row in ROWS if row.get("held")]
    assert sum(not misread(model, row) for row in held) >= 37
