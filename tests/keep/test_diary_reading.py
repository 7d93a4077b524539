import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest

from whytwitch.core.case import Case, Fact
from whytwitch.core.diary import days_of, make_entry
from whytwitch.report.diary_chart import MOST_DAYS, diary_svg, diary_text
from whytwitch.report.diary_export import SCHEMA, diary_csv, diary_json
from whytwitch.service.diary import LEAST_DAYS, diary_facts, diary_story, read_diary

STRENGTHS = [3, 6, 2, 5, 1, 4, 0, 3, 6, 2]


def diary(strengths, **columns):
    return [
        make_entry(f"2026-03-{i + 1:02d} 09:00", strength=s, **{k: v[i] for k, v in columns.items()})
        for i, s in enumerate(strengths)
    ]


def trigger(reading, name):
    return next(t for t in reading.triggers if t.name == name)


def test_a_link_needs_seven_days_and_says_how_many():
    entries = diary(STRENGTHS, coffee_cups=STRENGTHS)
    few = trigger(read_diary(entries[: LEAST_DAYS - 1]), "coffee_cups")
    assert (few.n, few.rank_correlation, few.holds) == (LEAST_DAYS - 1, None, False)
    assert f"{LEAST_DAYS - 1} noted, {LEAST_DAYS} needed" in few.text
    all_of_them = trigger(read_diary(entries), "coffee_cups")
    assert all_of_them.rank_correlation == pytest.approx(1.0)
    assert all_of_them.holds
    assert all_of_them.p < 0.01
    assert "over 10 days" in all_of_them.text


def test_no_link_is_claimed_where_there_is_none():
    flat = trigger(read_diary(diary(STRENGTHS, stress=[3] * 10)), "stress")
    assert not flat.holds
    assert "did not change" in flat.text
    other = trigger(read_diary(diary(STRENGTHS, stress=[5, 1, 4, 2, 3, 5, 1, 4, 2, 3])), "stress")
    assert not other.holds


def test_less_sleep_goes_the_other_way():
    short = trigger(read_diary(diary(STRENGTHS, sleep_hours=[9 - s for s in STRENGTHS])), "sleep_hours")
    assert short.holds
    long = trigger(read_diary(diary(STRENGTHS, sleep_hours=[2 + s for s in STRENGTHS])), "sleep_hours")
    assert long.rank_correlation > 0.9
    assert not long.holds  # twitching after long sleep is no sign of lack of it


def test_rank_correlation_with_ties_by_hand():
    # Ranks of x 0 0 2 3 4 5 6 -> 0.5 0.5 2 3 4 5 6; of y 1 2 0 3 4 5 6 -> 1 2 0 3 4 5 6.
    got = trigger(read_diary(diary([1, 2, 0, 3, 4, 5, 6], coffee_cups=[0, 0, 2, 3, 4, 5, 6])), "coffee_cups")
    a, b = [0.5, 0.5, 2, 3, 4, 5, 6], [1, 2, 0, 3, 4, 5, 6]
    ma, mb = sum(a) / 7, sum(b) / 7
    top = sum((x - ma) * (y - mb) for x, y in zip(a, b, strict=True))
    down = sum((x - ma) ** 2 for x in a) * sum((y - mb) ** 2 for y in b)
    assert got.rank_correlation == pytest.approx(top / down**0.5)


@pytest.mark.parametrize(
    ("strengths", "course"),
    [
        (range(10), "rising"),
        (range(9, -1, -1), "falling"),
        ([4] * 10, "steady"),
        (STRENGTHS, "steady"),
        ([1, 2, 3], ""),
    ],
)
def test_course(strengths, course):
    reading = read_diary(diary(list(strengths)))
    assert reading.course == course
    assert reading.course_text


def test_duration_runs_from_the_first_twitch():
    entries = [make_entry("2026-03-01", strength=0), *diary([0, 0, 0, 2, 0, 3])]
    assert read_diary(entries).duration_days == 3.0
    assert read_diary(diary([0, 0])).duration_days is None
    assert read_diary([]).duration_days is None


def test_it_enters_the_case(model):
    entries = diary(
        STRENGTHS, coffee_cups=STRENGTHS, place=["left calf"] * 10, kind=["twitching"] * 10,
        medicines=["sertraline"] + [""] * 9,
    )  # fmt: skip
    case = diary_facts(model, entries)
    found = {f.id for f in case.facts if f.present}
    assert {"WT:twitch_worse_with_caffeine", "sertraline", "caffeine"} <= found
    assert case.duration_days == 10.0
    assert all(f.origin == "diary" for f in case.facts)
    assert any("10 entries on 10 days" in n for n in case.notes)


def test_what_the_case_says_stands(model):
    own = Case(
        facts=(Fact("WT:twitch_worse_with_caffeine", False, "no", "present[0]"),),
        duration_days=400.0,
        age_years=30.0,
    )
    case = diary_facts(model, diary(STRENGTHS, coffee_cups=STRENGTHS), own)
    assert case.facts[0] == own.facts[0]
    assert [f.present for f in case.facts if f.id == "WT:twitch_worse_with_caffeine"] == [False]
    assert case.duration_days == 400.0
    assert diary_facts(model, [], own) == own


def test_few_days_add_no_trigger(model):
    case = diary_facts(model, diary(STRENGTHS[:6], coffee_cups=STRENGTHS[:6]))
    assert case.facts == ()
    assert case.duration_days == 6.0


def test_its_sentences_are_read_back_to_the_same(model):
    from whytwitch.service.understand import understand

    down = [9 - s for s in STRENGTHS]
    entries = diary(
        STRENGTHS, coffee_cups=STRENGTHS, stress=STRENGTHS, exercise_minutes=STRENGTHS, sleep_hours=down,
        place=["left calf"] * 10,
    )  # fmt: skip
    read = {f.id for f in understand(model, diary_story(entries)).case.facts if f.present}
    assert {"WT:twitch_worse_with_caffeine", "WT:twitch_on_emotion", "caffeine"} <= read
    assert diary_story([]) == ""


def test_a_medicine_that_the_last_weeks_leave_out_is_not_told_as_taken():
    strengths = [3] * 21
    stopped = diary_story(diary(strengths, medicines=["salbutamol"] * 6 + [""] * 15))
    assert re.search(r"I took salbutamol until 6 [A-Z][a-z]+\.", stopped)
    assert "I take" not in stopped
    once = diary_story(diary(strengths, medicines=["lithium"] + [""] * 20))
    assert "I take lithium." in once, "to name it once says nothing of later"
    still = diary_story(diary(strengths, medicines=["salbutamol"] * 18 + [""] * 3))
    assert "I take salbutamol." in still


def test_the_picture_says_what_the_days_say():
    entries = diary(STRENGTHS, coffee_cups=STRENGTHS, note=["<b>&"] * 10)
    root = ElementTree.fromstring(diary_svg(days_of(entries)))
    bars = [e for e in root.iter() if e.get("class") == "day-strength"]
    assert len(bars) == 10
    tall = [float(b.get("height")) for b in bars]
    assert sorted(range(10), key=tall.__getitem__)[-1] in (1, 8)
    assert not any(e.get("style") for e in root.iter())  # the page's content policy takes none
    assert diary_svg([]) == ""
    assert "█████" in diary_text(days_of(entries))
    assert diary_text([]) == "No entries yet."


def test_a_long_diary_shows_its_last_days():
    entries = [make_entry(f"{2000 + i // 12}-{i % 12 + 1:02d}-15", strength=1) for i in range(240)]
    entries.append(make_entry("2019-12-16", strength=2))
    root = ElementTree.fromstring(diary_svg(days_of(entries)))
    assert 1 <= sum(e.get("class") == "day-strength" for e in root.iter()) <= MOST_DAYS


def test_export_holds_all_and_starts_no_formula():
    entries = [
        make_entry("2026-03-01 08:30", note='=cmd|"x", ok', strength=3),
        make_entry("2026-03-02", kind="é"),
    ]
    rows = list(csv.DictReader(io.StringIO(diary_csv(entries))))
    assert rows[0]["note"] == '\'=cmd|"x", ok'
    assert (rows[0]["at"], rows[0]["strength"], rows[1]["strength"]) == ("2026-03-01 08:30", "3", "")
    document = json.loads(diary_json(entries))
    assert document["schema"] == SCHEMA
    assert [e["kind"] for e in document["entries"]] == ["", "é"]
    again = [make_entry(e.pop("at"), **e) for e in document["entries"]]
    assert again == entries
