"""How long a megabyte of words takes to read, beside what finding its words alone takes."""

from __future__ import annotations

import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from string import ascii_lowercase
from typing import Any

from whytwitch.benchmark.speed import SpeedRow
from whytwitch.core.case import Case
from whytwitch.intake.story import read_story
from whytwitch.model.store import Model

__all__ = ["long_text", "random_text", "reading_rows", "told"]

_LETTERS, _ROUNDS = 1_000_000, 3
#: One word in so many is no word of any language.
_STRANGE = 25


def long_text(narratives: Sequence[str], letters: int = _LETTERS, seed: int = 1) -> str:
    """The narratives again and again in changing order, a few words of random letters among theirs.

    Examples
    --------
    >>> len(long_text(["My calf keeps twitching at night."], 200))
    200
    """
    draw = random.Random(seed)
    parts: list[str] = []
    size = 0
    while size < letters:
        for narrative in draw.sample(narratives, len(narratives)):
            words = narrative.split(" ")
            for _ in range(1 + len(words) // _STRANGE):
                strange = "".join(draw.choices(ascii_lowercase, k=draw.randint(3, 10)))
                words.insert(draw.randint(0, len(words)), strange)
            parts.append(" ".join(words))
            size += len(parts[-1]) + 2
    return "\n\n".join(parts)[:letters]


def random_text(letters: int = _LETTERS, seed: int = 1) -> str:
    """Random bytes as text: hardly a word twice, marks everywhere."""
    return random.Random(seed).randbytes(letters).decode("latin-1")


def told(cases: Sequence[Case]) -> list[str]:
    """Cases without a narrative in one sentence each."""
    return [f"Aged {case.age_years}: {', '.join(fact.label for fact in case.facts)}." for case in cases]


def reading_rows(model: Model, narratives: Sequence[str]) -> Iterator[SpeedRow]:
    """Seconds of processor time, one core, after a first text."""
    text = long_text(narratives)
    read_story(model, text[:20_000])
    took = _seconds(lambda: read_story(model, text))
    yield SpeedRow("1 MB of plain words read, one core, processor time", took, 1, "s")
    took = _seconds(lambda: Counter(re.findall(r"\w+", text)))
    yield SpeedRow("its words found and counted, no more (for scale)", took, None, "s")
    noise = random_text()
    took = _seconds(lambda: read_story(model, noise))
    yield SpeedRow("1 MB of random bytes read as words", took, None, "s")


def _seconds(call: Callable[[], Any]) -> float:
    """Median of a few runs, in seconds of processor time: others at work on the machine are not counted."""
    times = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return statistics.median(times)
