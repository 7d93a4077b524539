"""Age and sex as people put them beside one another."""

import pytest

from whytwitch.intake.story.person import read_person


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [
        ("Both calves twitch all day for 4 months. Male 38.", 38, "MALE"),
        ("Half of my face twitches. Female 55.", 55, "FEMALE"),
        ("I choke on water, it's been 5 months. Age 66 woman.", 66, "FEMALE"),
        ("My leg twitches, male, 60", 60, "MALE"),
        ("My leg jumps. 45, female, no meds.", 45, "FEMALE"),
        ("I am 45 male with cramps", 45, "MALE"),
        ("(M, 34) my thumb jumps", 34, "MALE"),
        ("Girl 9 months, jerks", 0.75, "FEMALE"),
        ("Twitching for 3 weeks, man 2 stone overweight.", None, "MALE"),
        ("Woman 60 kg, twitching", None, "FEMALE"),
        ("A man, 3 months of twitching", None, "MALE"),
        ("My eye twitches. Male 30 mg propranolol", None, "MALE"),
    ],
)
def test_a_tag_beside_an_age(text, age, sex):
    person = read_person(text)
    assert (person.age_years, person.sex) == (pytest.approx(age) if age is not None else None, sex)
