"""Durations, ages and places in stories with several times in them."""

from __future__ import annotations

from collections import Counter

import pytest

from sentences import rows_of
from whytwitch.intake.story.reader import read_story
from whytwitch.intake.story.time.age import age_of
from whytwitch.intake.story.time.dates import spans_from_dates

#: A duration counts as right within this factor.
NEAR = 1.5


def _is_near(read, days):
    return read is None if days is None else read is not None and days / NEAR <= read <= days * NEAR


@pytest.fixture(scope="module")
def right(model):
    """For each set, the share of durations, ages and settings that are read right."""
    asked, found = Counter(), Counter()
    for row in rows_of("durations_complex.yaml"):
        person = read_story(model, row["text"]).person
        checks = {"days": _is_near(person.duration_days, row["days"])}
        if "age" in row:
            checks["age"] = person.age_years == pytest.approx(row["age"], abs=0.02)
        if "setting" in row:
            checks["setting"] = person.setting == row["setting"]
        for what, is_right in checks.items():
            asked[row["set"], what] += 1
            found[row["set"], what] += is_right
    return {key: found[key] / n for key, n in asked.items()}


@pytest.mark.parametrize(
    ("part", "what", "least"),
    [
        ("work", "days", 0.84),
        ("held", "days", 0.73),
        ("second", "days", 0.75),
        ("third", "days", 0.72),
        ("fourth", "days", 0.68),
        ("work", "age", 0.94),
        ("held", "age", 0.82),
        ("work", "setting", 0.9),
        ("held", "setting", 0.63),
    ],
)
def test_times_ages_and_places_are_read(right, part, what, least):
    assert right[part, what] >= least


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # an old illness that the ontology has among its findings
        ("T2DM 6/12, HTN 10y. 3/52 weakness of the left leg.", 21),
        ("Diabetic for twenty years. For a month his feet have burned.", 30.4),
        # where somebody came from, what he hit, what he took a day
        ("He came from Mali four years ago and his arms have been numb for two years.", 730.5),
        ("He hit his head on a shelf six weeks ago. For eight days his arm has been weak.", 8),
        ("For two days he has jerked. For the last seven days 450 mg of pregabalin a day.", 2),
        ("He ran for two hours and then his legs cramped.", 1),
        # the unit told just before, and none
        ("On haloperidol for four weeks; for two he has been stiff.", 14),
        ("I, for one, think that my hand shakes.", None),
        # how old a complaint is
        ("The twitch is three weeks old.", 21),
        ("The baby is three weeks old and twitches.", None),
        # letters behind a figure, and what only looks so
        ("Patient: tremor 3 y, falls 1 y.", 1095.75),
        ("Tremor. Review in 2 y.", None),
        ("45 y.o. man, hands tremble and now he drops things.", None),
        # days counted from one event
        ("Eight days after he cut his thumb his jaw was stiff, on the tenth his back arched.", 2),
        # a year ago no week; attacks and what they leave behind
        ("She has woken every few weeks for eight years to find her arm weak for an hour.", 2922),
        ("The attack lasts a minute and leaves me sore for two hours.", None),
        # told at that hour, or later on
        ("He drank weedkiller. He was brought in six hours after it, vomiting and jerking.", 0.25),
        ("An hour after the mussels his lips tingled and he staggered home.", 1),
        # got over
        ("Five years ago her face was weak; it went away in a month. For two days it has hung again.", 2),
        ("Five years ago his leg was numb. That left no trace. For a week his arm has been numb.", 7),
    ],
)
def test_what_a_span_of_time_is_of(model, text, days):
    read = read_story(model, text).person.duration_days
    assert read == pytest.approx(days, abs=0.01) if days is not None else read is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Tremor since March 2016. Seen in clinic in March 2019.", [1095.8]),
        ("12/03/2024. Dear colleague, his hand has shaken since January 2024.", [57.8]),
        ("It began on the 3rd of this month; today is the 9th.", [6.0]),
        ("Nine spells since January of last year, and it is October now.", [638.8]),
        ("Twitching since Christmas Eve; letter dictated on 7 January.", [13.9]),
        ("Weak from 6 pm on, brought in at 8 pm.", [0.0833]),
        # no date of the telling
        ("He had measles in 1970 and an operation in May 2003.", []),
        ("One tablet at 8 am and one at 8 pm.", []),
        # no dates at all
        ("I may march on; power 4/5, 3/12 of cramps, BP 120/80, seen today.", []),
    ],
)
def test_from_one_date_to_that_of_the_telling(text, days):
    assert [length for _, _, length in spans_from_dates(text)] == pytest.approx(days, abs=0.1)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("A farmer's wife of 58 has a tremor.", 58),
        ("When she was 16 her heels rose, and today, at 31, her hands are thin.", 31),
        ("A baker of 57 has cramps.", 57),
        ("A fever of 39 and a tremor of 20 years.", None),
        ("Ruth, seventy-eight, trembles.", 78),
        ("Now, at six, he no longer runs.", 6),
        ("She has shaken from birth and is now nine.", 9),
        ("His pulse was 60 and is now 90.", None),
        ("I turned 29 last week and my calf twitches.", 29),
        ("A boy of three years and ten months.", 3.833),
        ("A boy of two and a half.", 2.5),
        ("Since the operation a 21-year-old woman trembles.", 21),
        ("He is now two years and three months old.", 2.25),
        ("Until the age of four he was well.", None),
        ("The trouble is nine weeks old.", None),
        ("Neonate, 36 hours old.", 0.0041),
    ],
)
def test_how_old_somebody_is(text, age):
    assert age_of(text, None) == (None if age is None else pytest.approx(age, abs=0.001))
