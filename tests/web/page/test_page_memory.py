"""What a service holds stays within its bounds, however many people come."""

from __future__ import annotations

import asyncio
import gc
import os
import pickle
import platform
import re
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from whytwitch.core.words import stem
from whytwitch.inference.kept import Kept
from whytwitch.intake.resolve import look_up
from whytwitch.model.store import Model
from whytwitch.service.interview import next_step
from whytwitch.service.understand import understand
from whytwitch.web import conversation, serving
from whytwitch.web.app import create_app
from whytwitch.web.conversation import Told, begin, step_of
from whytwitch.web.engine import MOST_WORDS, Engine, fill
from whytwitch.web.settings import ServeSettings
from whytwitch.web.store import MOST_STEPS, Store, StoreLike, packed_store

STORIES = (
    "My left eyelid twitches for two weeks. I drink four coffees a day. I am 32.",
    "I am a 58 year old man. My right hand has become weak over six months. My forearm twitches.",
    "My hands shake when I hold a cup. I take salbutamol. I am a 70 year old woman.",
)


def at(model: Model, store: StoreLike[Any] | None = None) -> httpx.AsyncClient:
    """Somebody at the page of a service of its own."""
    app = create_app(ServeSettings(), Engine(model), store)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1")


async def walk(client: httpx.AsyncClient, story: str, questions: int) -> str:
    """One person tells, answers some questions with their first choice and reads the answer."""
    key = (await client.post("/start", data={"story": story})).headers["location"].split("/")[2]
    for _ in range(questions):
        page = await client.get(f"/c/{key}/ask")
        choices = re.findall(r'name="value" value="([^"]+)"', page.text)
        if not choices:
            break
        taken = await client.post(f"/c/{key}/ask", data={"value": choices[0]})
        key = taken.headers["location"].split("/")[2]
    assert (await client.get(f"/c/{key}/answer")).status_code == 200
    return key


def memories(model: Model) -> dict[str, Kept[Any, Any]]:
    """Every bounded memory of a model by its name."""
    places = {"arrays": vars(model.arrays), "profiles": vars(model.profiles), "cache": model.arrays.cache}
    return {f"{p} {k}": v for p, held in places.items() for k, v in held.items() if isinstance(v, Kept)}


def test_many_people_leave_no_more_than_the_bounds_allow(model: Model) -> None:
    store = packed_store()
    store._kept = kept = Store(most=30)  # type: ignore[attr-defined]

    async def come() -> None:
        async with at(model, store) as client:
            for n in range(9):
                await walk(client, f"{STORIES[n % 3]} Since day {n}.", 6)
                assert len(kept) <= 30
                assert len(conversation._STEPS) <= conversation.REMEMBERED

    asyncio.run(come())
    held = memories(model)
    assert {"arrays columns", "profiles columns", "profiles matches", "cache age"} <= held.keys()
    assert {name: len(m) for name, m in held.items() if len(m) > m.limit} == {}
    # What a server that runs for weeks may fill with the largest of them, in kB.
    assert held["arrays columns"].limit * 10 + held["profiles columns"].limit * 50 <= 25_000


def test_a_question_is_not_kept_once_it_is_answered(model: Model) -> None:
    store = packed_store()

    async def come() -> None:
        async with at(model, store) as client:
            await walk(client, STORIES[0], 3)

    asyncio.run(come())
    keys = list(store._kept._kept)  # type: ignore[attr-defined]
    assert (len(keys), [k for k in keys if "/" in k]) == (4, [])


def test_forgetting_lets_go_of_the_steps_too(model: Model) -> None:
    conversation._STEPS.clear()

    async def come() -> None:
        async with at(model) as client:
            first, second = await walk(client, STORIES[0], 2), await walk(client, STORIES[1], 2)
            assert len({thread for thread, _ in conversation._STEPS}) == 2
            await client.post(f"/c/{first}/forget")
            assert len({thread for thread, _ in conversation._STEPS}) == 1
            assert (await client.get(f"/c/{first}/answer")).status_code == 404
            assert (await client.get(f"/c/{second}/answer")).status_code == 200

    asyncio.run(come())


def test_what_a_value_rests_on_stays_as_long_as_it(model: Model) -> None:
    store: Store[str] = Store(most=4)
    first = store.put("1", "a")
    second = store.put("2", "a", first)
    third = store.put("3", "a", second)
    other = store.put("x", "b")
    assert store.chain(third) == ["1", "2", "3"]
    store.put("y", "b")
    assert store.get(other) is None, "the one that was touched least lately"
    assert store.chain(third) == ["1", "2", "3"]
    for letter in "zuv":
        store.put(letter, "b")
    assert (store.get(third), store.get(first)) == (None, "1"), "never the lower one first"
    store.put("4", "a", "nowhere")
    assert len(store) <= 4


def test_the_last_conversation_stays_whole_however_small_the_store_is(model: Model) -> None:
    store = packed_store()
    store._kept = Store(most=3, most_bytes=500)  # type: ignore[attr-defined]
    snapshot, keys = begin(model, "public", "t", Told(texts=(STORIES[1],))), [""]
    for text in ("It began slowly.", "My foot drops.", "I take lithium.", "I am tired.", "I fall."):
        told = replace(snapshot.told, texts=(*snapshot.told.texts, text))
        snapshot = conversation.retold(model, snapshot, told, keys[-1])
        keys.append(store.put(snapshot, snapshot.thread, snapshot.before))
        assert store.get(keys[-1]) == snapshot
    assert all(store.get(key) is not None for key in keys[1:]), "back loses nothing"


def test_a_long_conversation_is_whole_at_every_step_and_small(model: Model) -> None:
    store = packed_store(serving._talk(Engine(model), "My calf twitches.", "unknown"))
    snapshot, kept = begin(model, "public", "t", Told(texts=(STORIES[0],))), {}
    key = store.put(snapshot, snapshot.thread)
    kept[key] = snapshot
    while (question := step_of(model, snapshot).question) is not None:
        snapshot = conversation.answered(model, snapshot, question, question.choices[0].value, key)
        key = store.put(snapshot, snapshot.thread, snapshot.before)
        kept[key] = snapshot
    while len(kept) < 60:  # more than rest on one another
        snapshot = conversation.reanswered(model, snapshot, len(kept) % len(snapshot.answers), "unknown", key)
        key = store.put(snapshot, snapshot.thread, snapshot.before)
        kept[key] = snapshot
    assert {k: store.get(k) == v for k, v in kept.items()} == dict.fromkeys(kept, True)
    assert store._kept.held_bytes() / len(kept) < 600  # type: ignore[attr-defined]
    assert store.forget("t") == 60


def test_a_reserved_store_does_not_grow_and_blanks_go_first(model: Model) -> None:
    store = packed_store(reserve=True)
    inner = store._kept  # type: ignore[attr-defined]
    full = inner.held_bytes()
    assert (len(inner), full) == (MOST_STEPS, 390 * MOST_STEPS)
    snapshot = begin(model, "public", "t", Told(texts=(STORIES[0],)))
    keys = [store.put(snapshot, "t") for _ in range(50)]
    assert len(inner) == MOST_STEPS
    assert inner.held_bytes() < full * 1.05
    assert all(store.get(key) == snapshot for key in keys)


def test_memories_are_full_from_the_start_and_bounded(model: Model) -> None:
    engine = Engine(model)
    fill(model)
    full = memories(model)
    for name in ("arrays columns", "profiles columns", "profiles onsets", "cache age", "cache gain"):
        assert len(full[name]) == full[name].limit, name
    assert full["arrays columns"].limit * 11 + full["profiles columns"].limit * 50 <= 6000, "kB"
    assert full["cache age"].limit * 110 + full["cache gain"].limit * 8 <= 4000, "kB"
    asyncio.run(engine.run(step_of, model, begin(model, "public", "t", Told(texts=(STORIES[2],)))))
    assert {name: len(m) for name, m in memories(model).items() if len(m) > m.limit} == {}


def test_made_up_words_are_let_go(model: Model) -> None:
    engine = Engine(model)

    async def come() -> None:
        for n in range(12):
            text = " ".join(f"wxy{n}a{i}q" for i in range(1000))
            await engine.run(understand, model, text)
        await engine.run(understand, model, "My calf twitches.")

    asyncio.run(come())
    for name in ("story_words", "story_pairs", "story_denied", "look_up"):
        assert len(model.arrays.cache.get(name, ())) <= MOST_WORDS + 1000, name
    assert stem.cache_info().currsize <= MOST_WORDS + 1000


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="settings of glibc")
def test_the_heap_is_one_and_gives_back() -> None:
    """In a process of its own: what is set here would stay set for the other tests."""
    code = (
        "from whytwitch.web.heap import give_back, one_heap\nassert one_heap()\n"
        "held = [bytearray(4000) for _ in range(20_000)]\nlast = held[-1]\ndel held[1:]\nassert give_back()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_a_remembered_step_holds_no_ranking(model: Model) -> None:
    step = step_of(model, begin(model, "public", "t", Told(texts=(STORIES[1],))))
    held = [v for name, v in vars(step).items() if name not in ("_model", "_case")]
    assert step.question in held
    assert len(pickle.dumps(held)) < 6000, "the ranking takes 130 kB"
    assert step.assessment is step.assessment


def test_a_store_is_bounded_by_bytes_and_keeps_the_last() -> None:
    store: Store[bytes] = Store(most_bytes=1000)
    keys = [store.put(bytes(300)) for _ in range(5)]
    assert [store.get(k) is not None for k in keys] == [False, False, True, True, True]
    store.note(keys[-1], bytes(10))
    assert store.held_bytes() == 610
    store.drop(keys[2])
    store.drop(keys[2])
    assert store.held_bytes() == 310
    large = store.put(bytes(5000))
    assert (store.get(large), len(store)) == (bytes(5000), 1)
    assert store.forget("") == 1
    assert store.held_bytes() == 0


def test_conversations_take_little_room(model: Model) -> None:
    like = serving._settle_down(Engine(model))
    gc.unfreeze()
    store, loose = packed_store(like), 0
    snapshot = begin(model, "public", "t", Told(texts=(STORIES[1],)))
    keys = []
    for _ in range(6):
        question = step_of(model, snapshot).question
        assert question is not None
        snapshot = conversation.answered(model, snapshot, question, "unknown")
        keys.append(store.put(snapshot))
        loose += len(pickle.dumps(snapshot))
    assert store.get(keys[-1]) == snapshot
    assert store._kept.held_bytes() < loose / 3  # type: ignore[attr-defined]


def test_one_question_needs_little_room_while_it_is_found(model: Model) -> None:
    snapshot = begin(model, "public", "t", Told(texts=(f"{STORIES[2]} It began two years ago.",)))
    for question in ("red:all", "areas"):
        next_step(model, snapshot.case, [question])
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        step = next_step(model, snapshot.case, ["red:all"])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert step.question is not None
    assert step.question.id == "areas", "one for which everything is weighed"
    assert peak - before < 10_000_000


def test_what_no_word_is_long_as_is_not_remembered_whole(model: Model) -> None:
    long = "x" * 5000
    understand(model, f"My calf twitches. {long} {long}s")
    for phrase in ("twitching", f"twitching {long}"):
        look_up(model, "finding", phrase)
    assert max(map(len, model.arrays.cache["story_words"])) <= 60
    assert max(len(phrase) for _, phrase in model.arrays.cache["look_up"]) <= 200


def test_compiling_is_done_by_a_process_that_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted = tmp_path / "pid"
    monkeypatch.setattr(serving, "is_compiled", lambda: noted.exists())
    monkeypatch.setattr(serving, "open_model", lambda progress: noted.write_text(str(os.getpid())))
    serving._compile_apart(print)
    assert int(noted.read_text()) != os.getpid()
    first = noted.read_text()
    serving._compile_apart(print)
    assert noted.read_text() == first
