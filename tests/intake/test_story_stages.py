"""A finding that began later than the complaint keeps its own time, and haste goes by that."""

import pytest

from whytwitch.intake.case_file import case_from_mapping
from whytwitch.intake.story.reader import read_story
from whytwitch.report.case_file import case_mapping
from whytwitch.service.assess import rank

LATER = [
    ("For three years both hands have been shaking. On the left side I am weaker since this morning.", 0.3),
    ("I have had cramps for ten years. Since yesterday the left side of my face droops.", 1.0),
    ("My calves have twitched for a year; for two days I can hardly swallow.", 2.0),
    ("My hands have trembled for years. In the last week the right hand has become weak.", 7.0),
    ("For five years my legs have cramped. An hour ago my speech was suddenly slurred.", 0.0417),
    ("My thumb has twitched for two years. Today my right arm went weak.", 0.3),
]
NOT_LATER = [
    "For three years both hands have been shaking, and the left arm is weak.",
    "My calves have twitched for a year. I saw the neurologist yesterday and my left arm was weak.",
    "For years my legs have twitched. I started on sertraline two days ago.",
    "For years my legs have twitched. The weakness has been better since yesterday.",
    "My left side has been weak since this morning.",
    "Ten years ago he was confused for two days. For three years his hands have shaken.",
]


def _levels(model, text):
    return rank(model, case_from_mapping(model, {"narrative": text})).urgency.level


@pytest.mark.parametrize(("text", "days"), LATER)
def test_what_began_later_has_its_own_time(model, text, days):
    story = read_story(model, text)
    since = [s.detail["since_days"] for s in story.findings if "since_days" in s.detail]
    # Where years are a guess the new span is the duration itself.
    assert [*since, story.person.duration_days][0] == pytest.approx(days, abs=0.01)


@pytest.mark.parametrize("text", NOT_LATER)
def test_other_times_are_of_the_complaint(model, text):
    assert all("since_days" not in s.detail for s in read_story(model, text).findings)


@pytest.mark.parametrize("text", [LATER[0][0], LATER[1][0], LATER[4][0], LATER[5][0]])
def test_a_sign_of_a_stroke_today_is_an_emergency_whatever_has_lasted_for_years(model, text):
    assert _levels(model, text) == "emergency"


@pytest.mark.parametrize("detail", ["since this morning", "began 0.3 days ago"])
def test_a_coded_finding_keeps_its_time_too(model, detail):
    raw = {"duration_days": 1000, "present": [{"hpo": "HP:0002378"}, {"hpo": "HP:0001260", "detail": detail}]}
    case = case_from_mapping(model, raw)
    assert rank(model, case).urgency.level == "emergency"
    again = case_from_mapping(model, case_mapping(case))
    assert {f.id: f.since_days for f in again.facts} == {"HP:0002378": None, "HP:0001260": 0.3}
    del raw["present"][1]["detail"]
    assert rank(model, case_from_mapping(model, raw)).urgency.level != "emergency"
