"""How long a megabyte of words takes to read, beside what finding its words alone takes."""

from __future__ import annotations

import os
import random
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from string import ascii_lowercase
from typing import Any

from whytwitch.benchmark.speed import SpeedRow
from whytwitch.core.case import Case
from whytwitch.intake.story.reader import read_story
from whytwitch.model.store import Model

__all__ = ["long_text", "random_text", "reading_rows", "told"]

_LETTERS, _ROUNDS = 1_000_000, 3
#: One word in so many is another of theirs, drawn from all, and one is no word of any language.
_SWAPPED, _STRANGE = 8, 25
_END = "\n\n"
#: Said over and over, each opens a pattern: the time must grow with the length, no faster.
_REPEATED, _TIMES, _TIMES_MORE = ("pupil ", "1/7 ", "for ", "two weeks ago ", "no "), 5_000, 4
_FLAT = 100_000


def long_text(narratives: Sequence[str], letters: int = _LETTERS, seed: int = 1) -> str:
    """New sentences of the narratives' words, so that nothing remembered of a sentence answers for another.

    Each word is one that follows the last two somewhere, or the last one where just one follows both. Words
    and known phrases are as dense as theirs; neighbours are as varied as in a text of this length.

    Examples
    --------
    >>> len(long_text(["My calf keeps twitching at night."], 200))
    200
    """
    draw = random.Random(seed)
    words = [word for narrative in narratives for word in (*narrative.split(" "), _END)]
    after: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for one, two, three in zip(words, words[1:] + words[:1], words[2:] + words[:2], strict=True):
        after[one, two].append(three)
        after[(two,)].append(three)
    parts: list[str] = []
    size, before, last = 0, words[0], words[1]
    while size <= letters:  # no space follows the last word
        follow = after.get((before, last), ())
        if len(set(follow)) <= 1:
            follow = after[(last,)]
        before, last = last, draw.choice(follow if draw.randrange(_SWAPPED) else words)
        parts.append(last)
        if draw.randrange(_STRANGE) == 0:
            parts.append("".join(draw.choices(ascii_lowercase, k=draw.randint(3, 10))))
            size += len(parts[-1]) + 1
        size += len(last) + 1
    return " ".join(parts)[:letters]


def random_text(letters: int = _LETTERS, seed: int = 1) -> str:
    """Random bytes as text: hardly a word twice, marks everywhere."""
    return random.Random(seed).randbytes(letters).decode("latin-1")


def told(cases: Sequence[Case]) -> list[str]:
    """Cases without a narrative in one sentence each."""
    return [f"Aged {case.age_years}: {', '.join(fact.label for fact in case.facts)}." for case in cases]


def reading_rows(model: Model, narratives: Sequence[str]) -> Iterator[SpeedRow]:
    """Seconds; the first row is the first text of a process. A megabyte is waited for, all else is work."""
    text = long_text(narratives)
    took = _seconds(lambda: read_story(model, text), 1, time.perf_counter)
    yield SpeedRow("1 MB of plain words read first, as waited for", took, 1, "s")
    took = _seconds(lambda: read_story(model, text), clock=time.perf_counter)
    yield SpeedRow("the same again", took, 1, "s")
    took = _seconds(lambda: read_story(model, text))
    yield SpeedRow("the same again, processor time of all parts", took, None, "s")
    took = _seconds(lambda: Counter(re.findall(r"\w+", text)))
    yield SpeedRow("its words found and counted, no more (for scale)", took, None, "s")
    true = "\n\n".join(dict.fromkeys(narratives))
    took = _seconds(lambda: read_story(model, true), clock=time.perf_counter)
    yield SpeedRow(f"{len(true) / 1e6:.2f} MB of the narratives as they are, none twice", took, None, "s")
    noise = random_text()
    took = _seconds(lambda: read_story(model, noise))
    yield SpeedRow("1 MB of random bytes read as words", took, None, "s")
    for word in _REPEATED:
        once, often = (_seconds(partial(read_story, model, word * n)) for n in (_TIMES, _TIMES_MORE * _TIMES))
        what = f"{word.strip()!r} said {_TIMES_MORE} times as often takes so many times as long"
        yield SpeedRow(what, often / once, 1.5 * _TIMES_MORE, "x")
    # Nothing ends a sentence there: no look back may begin at the first letter.
    flat = re.sub(r"[^\w\s]|\n", " ", text)
    once, often = (_seconds(partial(read_story, model, flat[:n])) for n in (_FLAT, _TIMES_MORE * _FLAT))
    what = f"words without marks, {_TIMES_MORE} times as many, take so many times as long"
    yield SpeedRow(what, often / once, 1.5 * _TIMES_MORE, "x")


def _work() -> float:
    """Processor time of this process and of those it waited for: what others do is not counted."""
    others = os.times()
    return time.process_time() + others.children_user + others.children_system


def _seconds(call: Callable[[], Any], rounds: int = _ROUNDS, clock: Callable[[], float] = _work) -> float:
    """Median of a few runs, in seconds."""
    times = []
    for _ in range(rounds):
        start = clock()
        call()
        times.append(clock() - start)
    return statistics.median(times)
