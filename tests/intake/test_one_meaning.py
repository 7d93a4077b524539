"""One remark is one finding, in the sense that its sentence gives it; who and when are read with it."""

from __future__ import annotations

import pytest

from whytwitch.core.case import Case
from whytwitch.intake.coded import Collector
from whytwitch.intake.story.facts import add_story
from whytwitch.intake.story.person import read_person
from whytwitch.intake.story.reader import read_story


def _present(model, text):
    return {said.id for said in read_story(model, text).findings if said.present}


@pytest.mark.parametrize(
    ("text", "said", "implied"),
    [
        ("She sleeps badly.", "HP:0100785", "HP:0002360"),
        ("I tire easily.", "HP:0012378", "HP:0003388"),
        ("He can hardly rise from a chair.", "HP:0003701", "HP:0003698"),
        ("She keeps falling.", "HP:0002359", "HP:0002527"),
        ("She walks as if drunk.", "HP:0002066", "HP:0002317"),
        ("Her hands have become clumsy.", "HP:0002312", "HP:0007010"),
        ("He cannot pay attention.", "HP:0000736", "HP:0031987"),
        ("For a time he could not see at all.", "HP:0000618", "HP:0000505"),
        ("I'm so sleepy I can't keep my eyes open.", "HP:0002329", "HP:0000643"),
        ("He is so tired that he cannot keep his eyes open.", "HP:0012378", "HP:0000643"),
        ("My eyelid twitches and I'm scared it's ALS.", "WT:worry_about_mnd", "HP:0000739"),
        ("I am terrified that I have ALS.", "WT:worry_about_mnd", "HP:0000739"),
    ],
)
def test_the_same_words_are_one_finding(model, text, said, implied):
    present = _present(model, text)
    assert said in present
    assert implied not in present


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("He is slow and stiff.", {"HP:0002063"}),
        ("His muscles are stiff and he is rigid.", {"HP:0003552", "HP:0002063"}),
        ("She falls. He is clumsy and her fine movements are poor.", {"HP:0002527", "HP:0002312"}),
        ("She cannot stand and her thighs are weak.", {"HP:0003698"}),
        ("Her eyes squeeze shut and she cannot keep her eyes open. She is sleepy.", {"HP:0000643"}),
        ("He has blurred vision, then went blind.", {"HP:0000618"}),
        ("I have bad anxiety and fear of ALS.", {"HP:0000739", "WT:worry_about_mnd"}),
        ("I am scared all the time. I fear I have ALS.", {"HP:0000739", "WT:worry_about_mnd"}),
    ],
)
def test_other_words_stay_another_finding(model, text, both):
    assert both <= _present(model, text)


def test_what_is_denied_twice_by_the_same_words_is_denied_once(model):
    denied = {said.id for said in read_story(model, "I never pass out.").findings if not said.present}
    assert denied == {"HP:0007185"}


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("He wears false teeth.", "HP:0003763"),
        ("She took prednisolone by mouth for an inflammation.", "HP:0010280"),
        ("He has high pressure in the vessels of his lungs.", "HP:0000822"),
        ("It began in the left leg and crept up to the hip.", "HP:0012452"),
        ("The antibiotics did not touch the fever.", "HP:0003474"),
        ("I did not touch the medicine.", "HP:0003474"),
        ("The tremor turned into jerks.", "HP:0001250"),
        ("All at once the little one turned pale and limp.", "HP:0001288"),
        ("The pain runs down one leg.", "HP:0012378"),
        ("He was doing hard work when he breathed in fumes.", "HP:0002094"),
        ("She had an injection to numb the legs.", "HP:0033748"),
        ("Her right arm and leg fling out wildly.", "HP:0000713"),
        ("Even the book wobbles.", "HP:0002317"),
        ("As I drop off it feels like falling.", "HP:0002527"),
        ("I've tried holding my breath.", "HP:6000950"),
        ("I'm jittery and can't keep still.", "HP:0002072"),
    ],
)
def test_words_in_another_sense_are_not_read(model, text, never):
    assert never not in _present(model, text)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("He grinds his teeth.", "HP:0003763"),
        ("My mouth is sore.", "HP:0010280"),
        ("He has high blood pressure.", "HP:0000822"),
        ("My legs crawl at night.", "HP:0012452"),
        ("She does not feel touch.", "HP:0003474"),
        ("The jerks turned into fits.", "HP:0001250"),
        ("He walks with a limp.", "HP:0001288"),
        ("Breathing is hard work.", "HP:0002094"),
        ("She wobbles when she walks.", "HP:0002317"),
        ("He has slowed down in all he does.", "HP:0002067"),
        ("I feel that I keep falling.", "HP:0002359"),
        ("She holds her breath and turns blue.", "HP:6000950"),
        ("He can't keep still.", "HP:0000711"),
    ],
)
def test_the_same_words_in_their_own_sense_are_read(model, text, there):
    assert there in _present(model, text)


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [
        ("58 yo M with cramps.", 58.0, "MALE"),
        ("63 y/o F, fasciculations.", 63.0, "FEMALE"),
        ("44yoM, twitching calf.", 44.0, "MALE"),
        ("70-year-old F with tremor.", 70.0, "FEMALE"),
        ("58 yo Mexican cook.", 58.0, None),
        ("He has a 40 year old MRI.", 40.0, "MALE"),
    ],
)
def test_a_letter_behind_the_age_is_the_sex(text, age, sex):
    person = read_person(text)
    assert (person.age_years, person.sex) == (age, sex)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("My baby of 8 months has jerks.", 0.667),
        ("A boy of twelve months twitches.", 1.0),
        ("A girl, aged 9 months, with tremor.", 0.75),
        ("A baby aged six weeks jerks in sleep.", 0.115),
        ("A boy of 12 has jerks for three months.", 12.0),
        ("F 19/12. Irritable, then fits.", 1.583),
        ("M 8/12, tremor of the limbs.", 0.667),
        ("F 82. 3/52 tremor.", 82.0),
        ("M, 3/12 of weakness.", None),
        ("M with 6/12 history of cramps.", None),
    ],
)
def test_the_age_of_a_small_child_in_months(text, age):
    assert read_person(text).age_years == age


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("F 19/12. Irritable, fits for 2 days.", 2.0),
        ("M 8/12, tremor 2/52.", 14.0),
        ("F 19/12. Irritable.", None),
        ("M, 3/12 of weakness.", pytest.approx(91.2)),
    ],
)
def test_an_age_in_shorthand_is_no_duration(text, days):
    assert read_person(text).duration_days == days


@pytest.mark.parametrize(
    "text", ["Born at 37.5/40, floppy.", "A girl born at 37/40 is floppy.", "Delivered at 31+2/40."]
)
def test_weeks_at_birth_are_no_pregnancy_of_the_person(model, text):
    assert "pregnancy" not in {said.id for said in read_story(model, text).exposures}


def test_weeks_of_a_pregnancy_are_one_and_no_age(model):
    story = read_story(model, "She is 20/40 and her hands cramp.")
    assert "pregnancy" in {said.id for said in story.exposures}
    assert story.person.age_years is None


@pytest.mark.parametrize(
    "text",
    ["She used to take sertraline.", "I used to be on haloperidol.", "He previously had carbamazepine."],
)
def test_what_was_taken_once_has_ended_long_ago(model, text):
    story = read_story(model, text)
    (said,) = story.exposures
    assert (said.detail["change"], said.detail["recent"]) == ("stopped", False)
    collector = Collector(model)
    add_story(collector, story, "words")
    case: Case = collector.case()
    assert [fact.recent for fact in case.facts if fact.kind == "exposure"] == [False]


def test_what_was_taken_until_lately_is_withdrawn(model):
    story = read_story(model, "I used to take diazepam until last week.")
    assert {said.id for said in story.exposures} == {"diazepam", "benzodiazepine_stopped"}


def test_now_ends_what_was_once(model):
    assert "HP:0002310" in _present(model, "I used to take haloperidol and now my mouth moves.")
    assert "HP:0001337" not in _present(model, "I used to shake a lot.")


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("If I don't eat for a few hours I get trembly and weak.", {"HP:0001337", "HP:0001324"}),
        ("If I stretch my arm my hand shakes.", {"HP:0002378"}),
        ("If I lie on my arm, it goes numb.", {"HP:0033748"}),
        ("If I stand for long, I get dizzy and my legs shake.", {"HP:0001337"}),
        ("If I skip breakfast I tremble.", {"HP:0001337"}),
    ],
)
def test_what_a_condition_brings_is_there(model, text, there):
    assert there <= _present(model, text)


@pytest.mark.parametrize(
    "text",
    [
        "If I get weak I will come back.",
        "I worry what happens if I get weak.",
        "If I get weak, will I lose my speech?",
        "If I had it I would be weak.",
        "Call me if I get weak.",
    ],
)
def test_a_condition_itself_is_feared(model, text):
    assert not _present(model, text)


@pytest.mark.parametrize(
    ("text", "exposure", "present"),
    [
        ("I'm not diabetic, on a diet and going to spin class.", "rapid_weight_loss", True),
        ("No fever, on antibiotics.", "antibiotic", True),
        ("No fits, takes phenytoin.", "phenytoin", True),
        ("No tobacco, alcohol, or drugs.", "alcohol", False),
        ("I don't drink.", "alcohol", False),
        ("I don't drink every day, just big weekends.", "alcohol", None),
    ],
)
def test_what_is_denied_ends_where_something_is_told(model, text, exposure, present):
    read = {said.id: said.present for said in read_story(model, text).exposures}
    assert read.get(exposure) is present
