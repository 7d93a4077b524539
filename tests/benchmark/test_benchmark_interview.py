import json
from dataclasses import replace

import pytest

from whytwitch.benchmark.cases import CaseResult
from whytwitch.benchmark.interview import ORDERS, Plan, Run, run_drawn, run_interviews
from whytwitch.benchmark.interview_answers import Person, answer_from, opening, tellable, telling
from whytwitch.benchmark.interview_figures import as_json, as_text, summarise_runs
from whytwitch.benchmark.interview_people import draw_people
from whytwitch.core.case import Case, Fact
from whytwitch.service.interview import MOST_QUESTIONS, Question


def result(rank, level="soon"):
    return CaseResult("x", "g", rank, 0.1, "leader", 0.5, "soon", level)


def run_of(ranks, leaders, levels):
    path = tuple(result(r, u) for r, u in zip(ranks, levels, strict=True))
    return Run(
        Plan("public"), "adaptive", path, tuple(leaders), result(1), result(2), 1, (0.01,) * len(ranks)
    )


def test_settled_is_counted_from_the_end():
    abc, acb, abd = ("a", "b", "c"), ("a", "c", "b"), ("a", "b", "d")
    run = run_of([9, 4, 2, 1], [abc, abd, abc, acb], ["soon", "urgent", "urgent", "urgent"])
    assert run.questions == 3
    assert run.to_top3 == 2  # the order within the three does not count
    assert run.to_urgency == 1
    assert run.to_right == 2
    flat = run_of([1, 1], [abc, abc], ["soon", "soon"])
    assert (flat.to_top3, flat.to_urgency, flat.to_right) == (0, 0, 0)
    assert run_of([1, 4], [abc, abd], ["soon", "soon"]).to_right is None


def test_figures_by_hand():
    abc = ("a", "b", "c")
    runs = [
        run_of([9, 3], [abc, abc], ["soon", "soon"]),
        run_of([9, None, 4], [abc] * 3, ["soon"] * 3),
    ]
    figures = summarise_runs(runs)
    assert figures["questions"] == 1.5
    assert figures["top3"] == 0.5
    assert figures["top3_full"] == 1.0
    assert figures["top3_at_start"] == 0.0
    assert figures["curve"][2] == 0.5
    assert "to urgency" in as_text(runs)
    assert json.loads(as_json(runs))["interview"][0]["all"]["most_questions"] == 2


def test_answers_come_from_what_is_recorded_alone(model):
    full = Case(
        facts=(
            Fact("HP:0002380", True, "twitching"),
            Fact("HP:0003690", True, "limb weakness"),
            Fact("HP:0003401", False, "tingling"),
            Fact("sertraline", True, "sertraline", kind="exposure", recent=True),
        ),
        age_years=40.0,
        duration_days=30.0,
    )

    def ask(item, several=False):
        question = Question(item, "question", "?", "", (), several=several)
        return answer_from(model, Person(full), question)

    assert ask("HP:0001324") == "yes"  # the whole of what is recorded
    assert ask("HP:0003401") == "no"
    assert ask("HP:0001945") == "unknown"
    assert ask("any:HP:0001324|HP:0003401|HP:0001945", True) == "HP:0001324,-HP:0003401"
    assert ask("medicines:caffeine", True) == "words:sertraline new"
    assert ask("when:sertraline") == "recent"
    assert ask("duration_days") == "words:30"
    assert ask("setting") == "unknown"
    assert ask("areas", True) == "strength"


def test_it_starts_from_age_sex_and_the_complaint_alone(model):
    full = Case(
        facts=(Fact("HP:0001945", True, "fever"), Fact("HP:0001336", True, "jerks"), Fact("ESRD", True, "")),
        age_years=3.0,
        sex="FEMALE",
        setting="emergency",
        duration_days=1.0,
    )
    assert opening(model, full) == Case(facts=(full.facts[1],), age_years=3.0, sex="FEMALE")


@pytest.fixture(scope="module")
def few(model, published):
    return run_interviews(model, published[:70:40], Plan("public"))


def test_every_order_is_run_and_none_asks_too_much(few):
    assert tuple(r.order for r in few[:3]) == ORDERS
    assert all(r.questions <= MOST_QUESTIONS for r in few)
    starts = {(r.full.id, r.path[0].rank) for r in few}
    assert len(starts) == len({r.full.id for r in few})  # all orders start from the same place


def test_the_run_is_the_same_each_time(model, published, few):
    again = run_interviews(model, published[:1], Plan("public", orders=("adaptive",)))
    assert [(r.path, r.leaders) for r in again] == [(r.path, r.leaders) for r in few[:1]]


def test_what_must_not_be_shown_is_not_read(model, published, few):
    blind = [{**published[0], "diagnosis": {"name": "none"}, "urgency": "routine", "group": "x"}]
    seen = few[0]
    unseen = run_interviews(model, blind, Plan("public", orders=("adaptive",)))[0]
    assert seen.leaders == unseen.leaders
    assert seen.answered == unseen.answered


def test_who_is_told_nothing_knows_no_sign_and_who_is_told_all_knows_them(model):
    full = Case(
        facts=(Fact("HP:0002380", True, ""), Fact("HP:0001347", True, ""), Fact("HP:0003236", True, "")),
        id="x",
    )
    assert [f.id for f in tellable(model, Person(full)).facts] == ["HP:0002380"]
    assert tellable(model, Person(full, told=1.0)).facts == full.facts
    assert tellable(model, Person(full, "professional")).facts == full.facts
    question = Question("told:HP:0001347|HP:0003487", "question", "?", "", (), several=True)
    assert answer_from(model, Person(full), question) == "unknown"
    assert answer_from(model, Person(full, told=1.0), question) == "HP:0001347"
    overview = Question("areas", "question", "?", "", (), several=True)
    assert answer_from(model, Person(full, told=1.0), overview) == "examined,tested"
    # What a doctor did not find is not told line by line.
    normal = Case(facts=(Fact("HP:0001347", False, ""),), id="x")
    assert answer_from(model, Person(normal, told=1.0), question) == "unknown"


def test_who_finds_no_line_types_little_and_nothing_twice(model):
    facts = tuple(Fact(i, True, model.label(i)) for i in ("HP:0002380", "HP:0001596", "HP:0000989"))
    full = Case(facts=facts)
    question = Question("any:HP:0000975|HP:0000958", "question", "?", "", (), several=True, entry="words")
    assert answer_from(model, Person(full), question) == "unknown"
    assert answer_from(model, Person(full, typed=1), question) == "words:hair loss"
    assert answer_from(model, Person(full, typed=2), question) == "words:hair loss; itching"
    assert answer_from(model, Person(full, typed=2), question, full) == "unknown"
    closed = replace(question, entry="")
    assert answer_from(model, Person(full, typed=2), closed) == "unknown"


def test_a_history_told_in_words_starts_from_what_was_read(model):
    full = Case(facts=(Fact("HP:0002380", True, ""),), age_years=40.0, sex="FEMALE")
    told = telling(model, full, "My calves twitch and I am not weak.")
    assert {f.present for f in told.facts} == {True, False}
    assert (told.age_years, told.sex) == (40.0, "FEMALE")
    assert telling(model, full, "").facts == full.facts


def test_drawn_people_are_the_same_for_the_same_seed_and_answer_everything(model):
    people = draw_people(model, 5, 3)
    assert people == draw_people(model, 5, 3)
    assert people != draw_people(model, 5, 4)
    assert all(cause and case.facts and case.age_years is not None for cause, case in people)
    person = Person(people[0][1], whole=True)
    absent = next(i for i in ("HP:0003201", "HP:0000823") if i not in {f.id for f in person.full.facts})
    assert answer_from(model, person, Question(absent, "question", "?", "", ())) == "no"


def test_drawn_people_are_interviewed_like_others(model):
    runs = run_drawn(model, 2, Plan("public", orders=("adaptive",)), seed=3)
    assert [r.full.group for r in runs] == ["drawn", "drawn"]
    assert all(r.questions <= MOST_QUESTIONS for r in runs)
