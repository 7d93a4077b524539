"""What reading does besides knowing phrases: whom a text tells of, since when, in what company."""

from __future__ import annotations

import pytest

from whytwitch.core.story_words import expanded
from whytwitch.intake.case_file import case_from_mapping
from whytwitch.intake.story.reader import read_story


def _present(model, text: str) -> set[str]:
    return {s.id for s in read_story(model, text).findings if s.present}


def _absent(model, text: str) -> set[str]:
    return {s.id for s in read_story(model, text).findings if not s.present}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("For fourteen months my hands have trembled.", 425.6),
        ("F 82. 3/52 tremor, on lithium 30 yrs.", 21.0),
        ("My arms have jerked since yesterday.", 1.0),
        ("He was well until two weeks ago. Now he twitches.", 14.0),
        ("Two months of cramps in both calves.", 60.8),
        ("My head has turned to the left for two and a half years.", 913.125),
        ("It lasts two minutes each time and began four days ago.", 4.0),
        ("He has had diabetes for twenty years. For three weeks his arm has jerked.", 21.0),
        ("Thyroidectomy twenty years ago. For four months spasms of the hands.", 121.6),
        ("A man of 40 was bitten by a snake. His leg twitches and is weak.", 1.0),
        ("During an operation his jaw locked and he went stiff.", 1.0),
        ("A woman of 30 suddenly could not move her left arm.", 1.0),
        ("24h hx myoclonic jerks, confused.", 1.0),
        ("Ten minutes of stretching did not help. His calves cramped that evening.", 1.0),
        ("A woman of 50 slurs her speech. Two months later she chokes.", 60.8),
        ("Ten days after a cold a man of 30 felt his feet tingle; his legs are weak.", 10.0),
        ("A boy of 14 has had jerks since he was seven.", 2556.8),
        ("A girl of five grew up normally until she was three. Her limbs twist.", 730.5),
        ("When he was twelve his hands began to shake. He is 52 years old.", 14610.0),
        ("A man of 60 has cramped all his life.", 20088.8),
        ("I am 20. Since I was about ten, my thighs ache. It goes within ten seconds.", 3652.5),
        ("A man of 50 has trembled since around the age of forty.", 3652.5),
    ],
)
def test_the_duration_is_that_of_the_complaint(model, text, days):
    assert read_story(model, text).person.duration_days == pytest.approx(days, rel=0.01)


@pytest.mark.parametrize(
    "text",
    [
        "Now and then her knees suddenly give way and she falls.",
        "She has attacks in which she suddenly cannot move.",
        "My eyelid twitches.",
        "When her mother was twelve her hands began to shake. She is 40 and trembles.",
        "A five-week-old girl is jittery.",
        "Her brother developed jerks at the age of 12.",
        "Her face moves by itself and she bites her lower lip.",
        "His legs are stiff, a disease not responding to several treatments.",
    ],
)
def test_no_duration_is_made_up(model, text):
    assert read_story(model, text).person.duration_days is None


def test_the_age_may_come_from_elsewhere(model):
    text = "My arm has jerked since I was 14."
    assert read_story(model, text).person.duration_days is None
    assert read_story(model, text, 44.0).person.duration_days == pytest.approx(30 * 365.25)


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [
        ("My dad is 74 and his arm has jerked since yesterday.", 74.0, "MALE"),
        ("My wife, 44, has grown fidgety. She drops plates and her temper is short.", 44.0, "FEMALE"),
        ("Mum is 68 and sees things. Her arms jump.", 68.0, "FEMALE"),
        ("A girl of 18 has stumbled since she was eleven.", 18.0, "FEMALE"),
        ("My six month old keeps bending forward.", 0.5, None),
        ("My father had a tremor and I am 31 with shaky hands.", 31.0, None),
        ("A housewife of 46 has been getting weaker.", 46.0, "FEMALE"),
        ("A girl of 18 months has been fainting since she was eleven months old.", 1.5, "FEMALE"),
        ("A boy of 27 months walks badly.", 2.25, "MALE"),
        ("A toddler of two years and three months walks badly.", 2.25, None),
    ],
)
def test_the_age_is_that_of_the_person_told_of(model, text, age, sex):
    person = read_story(model, text).person
    assert person.age_years == age
    assert sex is None or person.sex == sex


def test_what_a_relative_has_is_read_where_the_text_tells_of_that_relative(model):
    text = "My husband fights in his sleep. He shouts and he fell out of bed. I've got bruises."
    assert "HP:5200291" in _present(model, text)
    assert "HP:0001250" not in _present(model, "My friend has seizures.")


def test_the_same_at_another_part_is_the_complaint_told_before(model):
    assert "HP:0033748" in _present(model, "My hands are numb. It is the same in my legs.")
    assert "HP:0007340" in _absent(model, "No weakness of the arm; likewise the leg.")


def test_an_absent_reflex_denies_nothing_that_follows_it(model):
    text = "Absent ankle jerks, extensor plantars and scoliosis."
    assert {"HP:0003487", "HP:0002650"} <= _present(model, text)


def test_a_description_stands_over_the_words_of_a_term(model):
    present = _present(model, "He jerks in his sleep and was fully conscious during the attack.")
    assert "WT:clear_during_attack" in present
    assert "HP:0001336" in present or "HP:0012323" in present


def test_a_circumstance_is_not_taken_from_another_complaint(model):
    assert "WT:twitch_at_night" not in _present(model, "Her hands twitch. She dribbles, mostly at night.")
    assert "WT:twitch_at_night" in _present(model, "Her hands twitch, mostly at night.")


def test_beginning_after_a_medicine_needs_a_medicine(model):
    text = "Since they raised my aripiprazole I can't sit still."
    assert "WT:began_after_medicine" in _present(model, text)
    assert "WT:began_after_medicine" not in _present(model, "Since they raised the rent I can't sleep.")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("It came on fast.", "fasting"),
        ("We added salt.", "adhd_known"),
        ("He was late.", "caffeine"),
    ],
)
def test_one_word_stands_for_an_exposure_only_as_it_is_spelled(model, text, wrong):
    assert wrong not in {s.id for s in read_story(model, text).exposures}


def test_weeks_over_forty_are_a_pregnancy(model):
    exposures = {s.id for s in read_story(model, "24F 16/40, chorea of the face.").exposures}
    assert "pregnancy" in exposures


def test_figures_at_the_end_of_a_sentence_are_read(model):
    assert "HP:0001662" in _present(model, "She twitched. Pulse 42.")
    assert "WT:core_temperature_over_40" in _present(model, "Temperature 41.6, hot skin.")


def test_choices_give_each_phrase_once():
    assert expanded("heart {pounds|pounding|races}") == ["heart pounds", "heart races"]
    assert expanded("{cramps|cramp} in", bare=False) == []


@pytest.mark.parametrize("word", ["pupil ", "1/7 ", "for ", "two weeks ago ", "no "])
def test_a_word_said_ten_thousand_times_says_no_more_than_said_often(model, word):
    often, always = (read_story(model, word * n) for n in (100, 10_000))
    assert [(s.id, s.present) for s in often.findings] == [(s.id, s.present) for s in always.findings]


def test_an_age_in_capitals_is_an_age(model):
    story = read_story(model, "SHE BEGAN TO TREMBLE AT THE AGE OF 18 MONTHS.", 3.0)
    assert story.person.duration_days == pytest.approx(548, abs=10)


def test_a_weekly_medicine_given_daily_is_an_overdose(model):
    for text, there in (
        ("The chart had weekly methotrexate each day.", True),
        ("The weekly methotrexate was given on Monday.", False),
    ):
        assert any(s.id == "overdose" and s.present for s in read_story(model, text).exposures) == there


@pytest.mark.parametrize(
    ("text", "medicine"),
    [
        ("She is on valproate 1500 mg a day.", "valproate"),
        ("Phenytoin 300 mg at night.", "phenytoin"),
        ("Carbamazepine 400 mg bd.", "carbamazepine"),
        ("Valproate was raised to 2000 mg.", "valproate"),
        ("Valproate 1500 then 2000 mg/d.", "valproate"),
        ("Theophylline 400 mg twice daily.", "theophylline"),
        ("Lithium 800 mg daily.", "lithium"),
    ],
)
def test_a_dose_is_no_level_in_the_blood(model, text, medicine):
    facts = case_from_mapping(model, {"narrative": text}).facts
    assert not [f.id for f in facts if f.kind == "laboratory"]
    assert any(f.id == medicine and f.present for f in facts)


@pytest.mark.parametrize("text", ["Valproate level 160 mg/L.", "Lithium 2.9 mmol/L.", "Lithium level 2.9."])
def test_a_level_in_the_blood_is_still_read(model, text):
    facts = case_from_mapping(model, {"narrative": text}).facts
    assert any(f.id.startswith("WT:high_") for f in facts)


@pytest.mark.parametrize(
    ("text", "medicine", "there"),
    [
        ("He took his friend's Ritalin.", "methylphenidate", True),
        ("She tasted a little of a friend's clenbuterol powder.", "clenbuterol", True),
        ("The boy swallowed some of his grandmother's digoxin tablets.", "digoxin", True),
        ("I have been taking my husband's tramadol.", "tramadol", True),
        ("His friend takes Ritalin.", "methylphenidate", False),
        ("Her mother's lithium was stopped.", "lithium", False),
    ],
)
def test_what_somebody_took_of_anothers_is_his_own_taking(model, text, medicine, there):
    facts = case_from_mapping(model, {"narrative": text}).facts
    assert any(f.id == medicine and f.present for f in facts) == there
