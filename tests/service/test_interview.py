import itertools
from dataclasses import replace

import numpy as np
import pytest

from whytwitch.core.case import URGENCIES, Case, Fact
from whytwitch.core.errors import InputError
from whytwitch.explain.interview import items_of_question
from whytwitch.explain.interview_areas import asked_areas, in_play, open_areas, setting_bits
from whytwitch.inference.information import expected_gain
from whytwitch.knowledge.tables import Rule
from whytwitch.service.assess import rank
from whytwitch.service.interview import (
    MOST_QUESTIONS,
    Choice,
    next_step,
    open_questions,
    prepare,
    record_answer,
    replay,
)
from whytwitch.triage.rules import called_by

TWITCH, WEAK, LIMB_WEAK = "HP:0002380", "HP:0001324", "HP:0003690"


def case_of(model, *present, age=34.0, sex="MALE", **more):
    facts = tuple(Fact(item, True, model.label(item)) for item in present)
    return Case(facts=facts, age_years=age, sex=sex, **more)


def conduct(model, case, answer, audience="public"):
    """The whole interview; ``answer`` gives a value for a question."""
    asked, steps = [], []
    while True:
        step = next_step(model, case, asked, audience)
        steps.append(step)
        if step.question is None:
            return case, asked, steps
        case = record_answer(model, case, step.question.id, answer(step.question))
        asked.append(step.question.id)


def unknown(_question):
    return "unknown"


def none_of_them(question):
    values = {c.value for c in question.choices}
    return "no" if "no" in values else "unknown"


def test_an_empty_case_is_asked_what_moves_and_who_it_is(model):
    asked = []
    for expected in ("movement", "age_years", "sex", "duration_days"):
        case = Case() if expected == "movement" else case_of(model, TWITCH, age=None, sex=None)
        question = next_step(model, case, asked).question
        assert question.id == expected
        assert question.choices[-1] == Choice("unknown", "Don't know")
        asked.append(expected)


def test_the_same_case_is_asked_the_same(model):
    case = case_of(model, TWITCH, WEAK, duration_days=30.0)
    turned = Case(facts=case.facts[::-1], age_years=34.0, sex="MALE", duration_days=30.0)
    for asked in ([], ["setting"], ["areas", "setting"]):
        first, again = next_step(model, case, asked), next_step(model, turned, asked[::-1])
        assert first.question == again.question
        assert first.about_left == again.about_left


@pytest.mark.parametrize("answer", [unknown, none_of_them])
@pytest.mark.parametrize("audience", ["public", "professional"])
def test_nothing_is_asked_twice_and_it_ends(model, answer, audience):
    _, asked, steps = conduct(model, case_of(model, TWITCH), answer, audience)
    assert len(asked) <= MOST_QUESTIONS
    assert len(set(asked)) == len(asked)
    items = [item for question in asked for item in items_of_question(question)]
    assert len(set(items)) == len(items)
    assert steps[-1].stopped_because
    assert steps[-1].about_left == 0
    assert [s.asked for s in steps] == list(range(len(steps)))
    assert all(s.about_left >= 1 and not s.stopped_because for s in steps[:-1])
    assert all(any(c.value == "unknown" for c in s.question.choices) for s in steps[:-1])
    assert all(s.question.text and s.question.why for s in steps[:-1])


def test_a_person_is_asked_only_what_a_person_can_answer(model):
    _, _, steps = conduct(model, case_of(model, TWITCH, WEAK), unknown)
    assert {s.question.kind for s in steps[:-1]} == {"question"}


def test_a_professional_is_asked_for_signs_and_tests(model):
    case = case_of(model, TWITCH, WEAK, duration_days=200.0, setting="neurology_clinic")
    kinds = {q.kind for q in open_questions(model, case, [], "professional")}
    assert kinds == {"question", "examination", "test"}


def test_who_has_nothing_else_wrong_is_asked_less(model):
    case = case_of(model, "WT:twitch_eyelid_only", duration_days=7.0, setting="primary_care")
    _, few, _ = conduct(model, case, none_of_them)
    _, many, _ = conduct(model, case, lambda q: "strength,talk,mind" if q.id == "areas" else "unknown")
    assert len(few) < len(many) <= MOST_QUESTIONS


def test_every_area_that_was_ticked_is_asked_about_before_the_last_questions(model):
    case = case_of(model, "HP:0002451", duration_days=60.0)  # limb dystonia: skin is far from it

    def ticked(question):
        return "skin,feeling" if question.id == "areas" else "unknown"

    for audience in ("public", "professional"):
        _, asked, steps = conduct(model, case, ticked, audience)
        areas = asked_areas(model, [i for q in asked for i in items_of_question(q)], audience == "public")
        assert {"skin", "feeling", "complaint"} <= areas
        assert len(asked) <= MOST_QUESTIONS
        lists = [s.question for s in steps if s.question and s.question.id.startswith("any:")]
        assert any(q.entry == "words" for q in lists)


def test_the_overview_moves_no_probability_that_is_shown(model):
    case = case_of(model, TWITCH, duration_days=60.0)
    told = replace(case, areas=("skin",))
    assert rank(model, case).rows == rank(model, told).rows
    p = rank(model, case).posterior.probability
    assert in_play(model, case, rank(model, case).rows, p, True)[0].tolist() == [
        row.members[0] for row in rank(model, case).rows[:60]
    ]
    rows, held = in_play(model, told, rank(model, told).rows, p, True)
    assert len(set(rows.tolist())) == len(rows) == 60
    assert held.sum() == pytest.approx(1.0)
    assert rows.tolist() != [row.members[0] for row in rank(model, told).rows[:60]]
    assert open_areas(model, told, True) == {"skin"}
    assert open_areas(model, replace(told, facts=case_of(model, "HP:0001596").facts), True) == set()


def test_what_no_line_says_may_be_typed_where_something_is_wrong(model):
    case = case_of(model, TWITCH)
    typed = record_answer(model, case, "any:HP:0001596|HP:0000989", "HP:0000989,words:Heavy sweating")
    assert {f.id for f in typed.facts if f.present} >= {TWITCH, "HP:0000989", "HP:0000975"}


def test_where_one_is_seen_is_asked_only_when_it_tells_most(model):
    rows, p = in_play(
        model, case_of(model, TWITCH), rank(model, case_of(model, TWITCH)).rows, np.zeros(0), True
    )
    assert 0.0 < setting_bits(model, rows, p) < 1.0
    assert setting_bits(model, rows[:1], p[:1]) == pytest.approx(0.0, abs=1e-9)


def test_the_first_question_of_a_process_is_quick_once_prepared(model):
    prepare(model)
    assert ("interview_touched", True) in model.arrays.cache


def test_an_absent_whole_implies_its_parts_absent(model):
    case = record_answer(model, case_of(model, TWITCH), WEAK, "no")
    above = model.feature(WEAK)
    for question in open_questions(model, case, ["setting"], "professional"):
        for item in items_of_question(question.id):
            feature = model.feature(item)
            assert feature is None or above not in model.arrays.ancestors(feature).tolist()


def test_a_present_part_implies_its_whole(model):
    case = case_of(model, TWITCH, LIMB_WEAK)
    offered = {i for q in open_questions(model, case, []) for i in items_of_question(q.id)}
    feature = model.feature(LIMB_WEAK)
    assert not offered & {model.item(a) for a in model.arrays.ancestors(feature).tolist()}


def test_who_does_not_know_the_whole_is_not_asked_for_its_parts(model):
    offered = {
        i for q in open_questions(model, case_of(model, TWITCH), [WEAK]) for i in items_of_question(q.id)
    }
    above = model.feature(WEAK)
    for item in offered:
        feature = model.feature(item)
        assert feature is None or above not in model.arrays.ancestors(feature).tolist()


def test_red_flags_come_among_the_first_and_would_change_the_advice(model):
    case = case_of(model, TWITCH, duration_days=20.0)
    step = next_step(model, case, [])
    assert step.question.red_flag
    before = URGENCIES.index(step.urgency.level)
    for choice in step.question.choices[:-2]:
        after = next_step(model, record_answer(model, case, step.question.id, choice.value), [])
        assert URGENCIES.index(after.urgency.level) > before, choice


@pytest.mark.parametrize("present", [(TWITCH,), (TWITCH, WEAK), ("HP:0003394",), ("HP:0001337",)])
def test_red_flags_do_not_say_one_thing_in_many_words(model, present):
    case = case_of(model, *present, age=60.0, duration_days=200.0)
    question = next_step(model, case, []).question
    assert question.red_flag
    lines = items_of_question(question.id)
    rules = model.all_records(Rule).values()
    told = set().union(*map(model.lineage, present))
    acting = called_by(rules, told, case)
    acted_on = set()
    for line in lines:
        assert {r.id for r in acting[line]} - acted_on, f"{line} adds nothing to those before it"
        acted_on |= {r.id for r in acting[line]}
    for one, other in itertools.permutations(lines, 2):
        assert other not in model.lineage(one)


def test_no_more_flags_once_it_is_an_emergency(model):
    case = case_of(model, TWITCH, "HP:0002098", "HP:0001324", duration_days=2.0)
    step = next_step(model, case, [])
    assert step.urgency.level == "emergency"
    assert not step.question.red_flag


def test_what_is_common_alone_raises_no_alarm_before_flags_are_asked(model):
    case = case_of(model, "HP:0001336", age=45.0, duration_days=2.0)
    step = next_step(model, case, [])
    assert step.urgency.level in ("urgent", "emergency")
    assert {r.rule for r in step.urgency.reasons if r.level == step.urgency.level} == {"expected_harm"}
    assert step.flags_open
    assert step.question.red_flag
    after = next_step(model, record_answer(model, case, step.question.id, "no"), [step.question.id])
    assert not after.flags_open


def test_a_rule_is_never_held_back(model):
    case = case_of(model, TWITCH, "HP:0002098", "HP:0001324", duration_days=2.0)
    assert not next_step(model, case, []).flags_open
    assert not next_step(model, case, ["red:HP:0001250"]).flags_open


def test_flags_are_open_only_while_they_are_still_to_come(model):
    _, _, steps = conduct(model, case_of(model, "HP:0001336", duration_days=2.0), unknown)
    opened = [s.flags_open for s in steps]
    flags = next(i for i, s in enumerate(steps) if s.question is not None and s.question.red_flag)
    assert opened == [i <= flags for i in range(len(opened))]


def test_a_person_is_asked_for_signs_that_can_be_seen_at_home(model):
    case = case_of(model, TWITCH, WEAK, duration_days=200.0, age=60.0)
    asked = {i: q for q in open_questions(model, case, []) for i in items_of_question(q.id)}
    assert asked["HP:0001308"].kind == "question"  # a flickering tongue is seen in a mirror
    told = [q for q in asked.values() if q.id.startswith("told:")]
    assert told == []


def with_areas(model, *areas):
    case = case_of(model, TWITCH, WEAK, duration_days=200.0, age=60.0)
    return record_answer(model, case, "areas", ",".join(areas))


@pytest.mark.parametrize(("area", "item"), [("examined", "HP:0001347"), ("tested", "HP:0003236")])
def test_what_a_doctor_or_a_test_told_is_asked_of_those_who_say_so(model, area, item):
    told = [q for q in open_questions(model, with_areas(model, area), []) if q.id.startswith("told:")]
    assert {q.text for q in told} <= {
        "Did the doctor who examined you find any of these?",
        "Did a test show any of these?",
    }
    assert item in {i for q in told for i in items_of_question(q.id)}
    assert all(q.kind == "question" and q.several and q.entry == "words" for q in told)
    without = open_questions(model, with_areas(model, "strength"), [])
    assert not any(q.id.startswith("told:") for q in without)


def test_a_professional_is_not_asked_what_others_told(model):
    case = case_of(model, TWITCH, WEAK, duration_days=200.0, setting="neurology_clinic")
    _, asked, steps = conduct(
        model, case, lambda q: "strength" if q.id == "areas" else "unknown", "professional"
    )
    assert not any(question.startswith("told:") for question in asked)
    overview = next(s.question for s in steps if s.question is not None and s.question.id == "areas")
    assert not {"examined", "tested"} & {c.value for c in overview.choices}


def test_what_nobody_told_of_may_still_be_there(model):
    case = with_areas(model, "examined")
    question = "told:HP:0001347|HP:0001308"
    assert record_answer(model, case, question, "no") == case
    ticked = record_answer(model, case, question, "HP:0001347")
    assert [(f.id, f.present) for f in ticked.facts[2:]] == [("HP:0001347", True)]
    typed = record_answer(model, case, question, "words:brisk reflexes")
    assert "HP:0001347" in {f.id for f in typed.facts if f.present}


def test_unknown_changes_nothing_whatever_the_question(model):
    case = case_of(model, TWITCH)
    _, asked, _ = conduct(model, case, unknown)
    assert all(record_answer(model, case, question, "unknown") == case for question in asked)


def test_lists_take_some_lines_none_or_a_denial(model):
    case = case_of(model, TWITCH)
    question = f"any:{WEAK}|HP:0003401"
    both = record_answer(model, case, question, f"HP:0003401,-{WEAK}")
    assert {(f.id, f.present) for f in both.facts[1:]} == {("HP:0003401", True), (WEAK, False)}
    none = record_answer(model, case, question, "no")
    assert {(f.id, f.present) for f in none.facts[1:]} == {("HP:0003401", False), (WEAK, False)}
    one = record_answer(model, case, question, "HP:0003401")
    assert [f.id for f in one.facts[1:]] == ["HP:0003401"]


def test_what_was_said_first_stands(model):
    case = record_answer(model, case_of(model, TWITCH), TWITCH, "no")
    assert [f.present for f in case.facts] == [True]


def test_typed_names_are_read_and_nothing_is_lost(model):
    case = record_answer(
        model,
        case_of(model, TWITCH),
        "medicines:caffeine",
        "caffeine,words:sertraline new for 2 weeks; xyzzyq",
    )
    facts = {f.id: f for f in case.facts}
    assert facts["caffeine"].present
    assert facts["sertraline"].recent
    assert [n.text for n in case.not_understood] == ["xyzzyq"]


def test_when_a_medicine_began_is_asked_where_a_cause_turns_on_it(model):
    case = case_of(model, "HP:0001336", age=70.0, duration_days=5.0, setting="primary_care")
    case = record_answer(model, case, "medicines:gabapentin", "gabapentin")
    _, asked, _ = conduct(model, case, unknown)
    assert "when:gabapentin" in asked
    dated = record_answer(model, case, "when:gabapentin", "recent")
    assert [f.recent for f in dated.facts if f.id == "gabapentin"] == [True]


@pytest.mark.parametrize(
    ("question", "value", "field", "expected"),
    [
        ("age_years", "35", "age_years", 35.0),
        ("age_years", "words:8 months", "age_years", pytest.approx(2 / 3)),
        ("age_years", "words:41 years", "age_years", 41.0),
        ("sex", "FEMALE", "sex", "FEMALE"),
        ("duration_days", "14", "duration_days", 14.0),
        ("duration_days", "words:3 weeks", "duration_days", 21.0),
        ("setting", "emergency", "setting", "emergency"),
        ("areas", "talk,mind", "areas", ("talk", "mind")),
        ("areas", "no", "areas", ()),
    ],
)
def test_the_person(model, question, value, field, expected):
    assert getattr(record_answer(model, Case(), question, value), field) == expected


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("age_years", "words:old"),
        ("age_years", "200"),
        ("age_years", "nan"),
        ("duration_days", "words:a bit"),
        ("duration_days", "-3"),
        ("sex", "X"),
        ("setting", "moon"),
        ("areas", "elbow"),
        ("movement", "wiggle"),
        ("any:HP:0001324", "HP:0003401"),
        ("any:HP:9999999", "yes"),
        ("HP:0001324", "perhaps"),
        ("when:caffeine", "yes"),
        ("", "yes"),
        ("nothing we asked", "no"),
    ],
)
def test_a_value_that_is_no_answer_is_one_clear_line(model, question, value):
    with pytest.raises(InputError) as caught:
        record_answer(model, case_of(model, TWITCH), question, value)
    assert "must be" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_any_order_of_answers_leads_to_the_same_advice(model):
    answers = [(WEAK, "no"), ("HP:0003401", "yes"), ("duration_days", "75")]
    found = set()
    for order in itertools.permutations(answers):
        rows = rank(model, replay(model, case_of(model, TWITCH), order)).rows
        found.add(tuple((r.id, round(r.probability, 12)) for r in rows[:5]))
    assert len(found) == 1


def test_worth_is_what_both_answers_would_tell(model):
    """Bits by the closed form against both posteriors worked out one by one."""
    arrays = model.arrays
    rows = np.array([r.members[0] for r in rank(model, case_of(model, TWITCH)).rows[:12]], np.int64)
    p = np.linspace(2.0, 1.0, 12)
    p /= p.sum()
    features = np.array([model.feature(i) for i in (WEAK, "HP:0003401", "WT:twitch_in_sleep")], np.int64)
    gain = expected_gain(arrays, p, rows, features, 0, URGENCIES.index("urgent"))

    def entropy(x):
        return float(-(x * np.log2(x)).sum())

    for i, feature in enumerate(features.tolist()):
        # The chance of a yes under each cause, from the gain of that cause alone.
        q = np.array(
            [
                expected_gain(arrays, np.ones(1), rows[[k]], np.array([feature]), 0, 3).yes[0]
                for k in range(12)
            ]
        )
        yes = float(q @ p)
        after = yes * entropy(q * p / yes) + (1 - yes) * entropy((1 - q) * p / (1 - yes))
        assert gain.bits[i] == pytest.approx(entropy(p) - after, abs=1e-9)
