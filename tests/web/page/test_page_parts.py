"""The parts below the page: store, forms, conversation, and the services it calls."""

from __future__ import annotations

import pickle
import random
import string
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.datastructures import FormData

from whytwitch.core.errors import InputError
from whytwitch.model.store import Model
from whytwitch.service.assess import assess, rank
from whytwitch.service.interview import Choice, Question
from whytwitch.service.understand import MAX_TEXT, understand
from whytwitch.service.watch_for import watch_for
from whytwitch.service.what_if import what_if
from whytwitch.web.conversation import Told, answered, begin, reanswered, retold, step_of
from whytwitch.web.forms import answer_value, corrected, started
from whytwitch.web.store import Store, shared_store

STORY = "My left eyelid twitches for two weeks. I drink four coffees a day. I am 32. I am not weak."


# ---- store ----------------------------------------------------------------------------------


def test_a_store_keeps_what_was_touched_last() -> None:
    store: Store[int] = Store(most=3)
    keys = [store.put(n) for n in range(3)]
    assert store.get(keys[0]) == 0
    keys.append(store.put(3))
    assert [store.get(k) for k in keys] == [0, None, 2, 3]
    assert len(store) == 3


def test_a_store_forgets_after_its_time_and_by_group() -> None:
    now = [0.0]
    store: Store[str] = Store(seconds=10, clock=lambda: now[0])
    first, second = store.put("a", "one"), store.put("b", "two")
    now[0] = 6
    assert store.get(first) == "a"
    now[0] = 12
    assert (store.get(first), store.get(second)) == ("a", None)
    assert store.forget("one") == 1
    assert store.get(first) is None


def test_ids_cannot_be_guessed() -> None:
    store: Store[int] = Store(most=10_000)
    keys = {store.put(0) for _ in range(2000)}
    assert len(keys) == 2000
    assert min(map(len, keys)) >= 24
    assert store.get("") is None


def test_a_store_stands_many_threads() -> None:
    store: Store[int] = Store(most=50)
    wrong: list[tuple[int, int]] = []

    def use(n: int) -> None:
        for i in range(300):
            key = store.put(n * 1000 + i)
            found = store.get(key)
            if found is not None and found != n * 1000 + i:
                wrong.append((n, i))

    threads = [Thread(target=use, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(store) <= 50


def test_a_shared_store_holds_whole_conversations(model: Model) -> None:
    snapshot = begin(model, "public", "t", Told(texts=(STORY,)))
    with shared_store() as store:
        key = store.put(snapshot, "t")
        assert store.get(key) == snapshot
        assert store.forget("t") == 1
        assert store.get(key) is None


# ---- reading and conversation ---------------------------------------------------------------


def test_every_fact_comes_with_its_words(model: Model) -> None:
    read = understand(model, STORY)
    assert "".join(text for text, _ in read.marks) == STORY
    known = "".join(text for text, kind in read.marks if kind == "known")
    assert "coffees" in known
    assert all(f.words in STORY for f in read.case.facts if f.id == "HP:0030826")
    assert read.case.age_years == 32
    assert read.case.duration_days == 14


def test_what_is_not_understood_is_marked_and_kept(model: Model) -> None:
    read = understand(model, "My calf twitches. The parliament debated zinc tariffs yesterday evening.")
    assert [n.text for n in read.case.not_understood] == [
        "The parliament debated zinc tariffs yesterday evening"
    ]
    assert [t for t, kind in read.marks if kind == "missed"] == [read.case.not_understood[0].text]


def test_family_and_fears_are_not_counted_as_ones_own(model: Model) -> None:
    read = understand(model, "My calf twitches. I am afraid of multiple sclerosis. My mother has epilepsy.")
    assert ("multiple sclerosis", "a worry") in read.aside
    assert "multiple_sclerosis" not in read.case.known


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault(model: Model, text: str) -> None:
    read = understand(model, text)
    assert "".join(part for part, _ in read.marks) == read.text


def test_too_long_a_text_is_refused_in_one_line(model: Model) -> None:
    with pytest.raises(InputError, match="must be at most"):
        understand(model, "a" * (MAX_TEXT + 1))


def test_corrections_travel_with_the_conversation(model: Model) -> None:
    first = begin(model, "public", "t", Told(texts=(STORY,), spots=("left-eyelid",), movements=("cramp",)))
    ids = {f.id for f in first.base.facts if f.present}
    assert {"HP:0030826", "caffeine"} <= ids
    without = retold(model, first, corrected(FormData([("remove", "caffeine")]), first.told))
    assert "caffeine" not in {f.id for f in without.base.facts}
    back = retold(model, without, corrected(FormData([("restore", "caffeine")]), without.told))
    assert back.base == first.base
    turned = retold(model, first, corrected(FormData([("turn", "caffeine")]), first.told))
    assert {f.id: f.present for f in turned.base.facts}["caffeine"] is False
    person = FormData([("person", "1"), ("age", ""), ("sex", "male"), ("length", "3"), ("unit", "months")])
    changed = retold(model, first, corrected(person, first.told))
    assert (changed.base.age_years, changed.base.sex) == (None, "MALE")
    assert changed.base.duration_days == pytest.approx(91.2)
    assert first.base.age_years == 32, "an earlier step never changes"


def test_a_side_is_shown_and_can_be_put_right(model: Model) -> None:
    told = Told(texts=("My right hand has been twitching for three weeks.",), spots=("left-eyelid",))
    first = begin(model, "public", "t", told)
    assert dict(first.places) == {"HP:0007289": "right hand", "HP:0030826": "left eyelid"}
    left = retold(model, first, corrected(FormData([("side", "HP:0007289=left")]), first.told))
    none = retold(model, left, corrected(FormData([("side", "HP:0007289=")]), left.told))
    assert [dict(s.places)["HP:0007289"] for s in (left, none)] == ["left hand", "hand"]
    odd = retold(model, none, corrected(FormData([("side", "HP:0007289=<b>")]), none.told))
    assert dict(odd.places)["HP:0007289"] == "hand"
    assert odd.base == first.base, "no probability rests on the side"


def test_an_earlier_answer_changes_in_place_and_later_ones_stand(model: Model) -> None:
    snapshot = begin(model, "public", "t", Told(texts=(STORY,)))
    for _ in range(3):
        question = step_of(model, snapshot).question
        assert question is not None
        value = "none" if any(c.value == "none" for c in question.choices) else question.choices[0].value
        snapshot = answered(model, snapshot, question, value)
    changed = reanswered(model, snapshot, 0, "unknown")
    assert [a.value for a in changed.answers[1:]] == [a.value for a in snapshot.answers[1:]]
    assert changed.asked == snapshot.asked
    assert reanswered(model, changed, 0, snapshot.answers[0].value).case == snapshot.case


def test_a_snapshot_can_be_sent_to_another_process(model: Model) -> None:
    snapshot = begin(model, "professional", "t", Told(texts=(STORY,)))
    step_of(model, snapshot)
    assert pickle.loads(pickle.dumps(snapshot)) == snapshot


# ---- forms ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "at least one thing"),
        ({"story": "  "}, "at least one thing"),
        ({"story": "x", "age": "131"}, "Age must be a number from 0 to 130"),
        ({"story": "x", "age": "old"}, "Age must be a number"),
        ({"story": "x", "age": "nan"}, "Age must be a number"),
        ({"story": "x", "length": "-1"}, "How long must be a number"),
        ({"story": "x", "length": "900", "unit": "years"}, "at most 130 years"),
        ({"spot": "third-arm"}, "at least one thing"),
    ],
)
def test_a_first_page_with_a_fault_says_what_and_how(fields: dict[str, str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        started(FormData(list(fields.items())))


def _question(**changes: Any) -> Question:
    choices = (Choice("yes", "Yes"), Choice("no", "No"), Choice("unknown", "Don't know"))
    return Question("x", "question", "Is it?", "", choices, 0.1, **changes)


def test_only_a_choice_of_the_question_is_an_answer() -> None:
    assert answer_value(FormData([("value", "yes")]), _question()) == "yes"
    for fields in ([], [("value", "maybe")], [("value", "yes"), ("value", "no")], [("typed", "4")]):
        with pytest.raises(InputError):
            answer_value(FormData(fields), _question())
    assert answer_value(FormData([("value", "yes"), ("value", "no")]), _question(several=True)) == "yes,no"
    assert answer_value(FormData([("typed", "41")]), _question(entry="years")) == "41"
    assert answer_value(FormData([("typed", "2"), ("unit", "weeks")]), _question(entry="days")) == "14"
    assert answer_value(FormData([("typed", "zopiclone")]), _question(entry="words")) == "words:zopiclone"
    with pytest.raises(InputError, match="from 0 to 130"):
        answer_value(FormData([("typed", "500")]), _question(entry="years"))


def test_random_fields_never_raise_anything_but_one_clear_line() -> None:
    dice = random.Random(7)
    names = (
        "story",
        "age",
        "length",
        "unit",
        "sex",
        "setting",
        "spot",
        "movement",
        "remove",
        "turn",
        "settle",
    )
    said = []
    for _ in range(400):
        fields = [
            (dice.choice(names), "".join(dice.choices(string.printable + "é\u0000", k=dice.randrange(12))))
            for _ in range(dice.randrange(6))
        ]
        form = FormData(fields)
        for act in (started, lambda f: corrected(f, Told())):
            try:
                act(form)
            except InputError as error:
                said.append(str(error))
    assert said
    assert not [line for line in said if "\n" in line]


# ---- services -------------------------------------------------------------------------------


def test_each_result_is_what_assessing_anew_gives(model: Model) -> None:
    snapshot = begin(
        model, "professional", "t", Told(texts=("58 year old man, weak hand, twitching thigh.",))
    )
    assessment = assess(model, snapshot.case)
    steps = [s for s in assessment.next_steps if s.kind != "question"]
    results = what_if(model, snapshot.case, steps)
    assert [w.step for w in results] == [s for s in steps if model.feature(s.id) is not None]
    assert results
    for result in results:
        assert result.positive != result.negative
        for outcome in (result.positive, result.negative):
            assert all(0 <= then <= 1 for _, _, then in outcome.causes)
    now = {r.id: r.probability for r in rank(model, snapshot.case).rows}
    assert any(abs(before - max(now.values())) < 1e-9 for _, before, _ in results[0].positive.causes)


def test_when_to_come_back_is_more_urgent_than_now_and_not_there_yet(model: Model) -> None:
    snapshot = begin(model, "public", "t", Told(texts=("My calves twitch for months. I am 30. Not weak.",)))
    found = watch_for(model, assess(model, snapshot.case))
    assert 1 <= len(found) <= 6
    assert any("weak" in w.when for w in found)
    weak = begin(model, "public", "t", Told(texts=("My calves twitch for months and my muscles are weak.",)))
    assert all(w.urgency != "self-care" for w in watch_for(model, assess(model, weak.case)))


def test_no_two_lines_on_when_to_come_back_disagree(model: Model) -> None:
    story = "My right hand is weak and thin. My forearm and thigh twitch. My speech is slurred. I am 58."
    snapshot = begin(model, "public", "t", Told(texts=(story,)))
    lines = watch_for(model, assess(model, snapshot.case))
    assert {w.urgency for w in lines if "breath" in w.when} == {"emergency"}
    assert {w.urgency for w in lines if "chok" in w.when} == {"urgent"}
