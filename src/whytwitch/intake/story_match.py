"""Every known phrase in a running text, found by codes of all its windows at once."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.story_words import (
    DROPPED,
    MULTIPLIER,
    SALT_CONTENT,
    SALT_RAW,
    WORD,
    normal_word,
    single_code,
    word_code,
)
from whytwitch.model.store import Model

__all__ = ["Match", "Words", "find_matches", "split_words"]

_MAX_CONTENT, _MAX_RAW = 8, 6
#: Where a sentence ends, and where a phrase does.
_HARD = re.compile(r"[!?;\n\r•]+|\.(?=\s|$|[A-Z])")
_SOFT = re.compile(r"[!?;\n\r•,():\[\]–—]+|\.(?=\s|$|[A-Z])|\s-\s")
_MIN_CORRECTED = 6

Codes = NDArray[np.uint64]


@dataclass(frozen=True)
class Words:
    """Words of a text.

    Attributes
    ----------
    normal : list of str
        Normal forms, misspellings mended.
    start, end : arrays
        Character span of each word.
    sentence, clause : arrays
        Number of the sentence and of the part between commas that each word stands in.
    """

    text: str
    normal: list[str]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    sentence: NDArray[np.int64]
    clause: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Match:
    """A known phrase: words ``first`` to ``last`` (not included) and its rows of kind, index, rank."""

    first: int
    last: int
    items: tuple[tuple[int, int, int], ...]


def split_words(model: Model, text: str) -> Words:
    """Words of a text with their places, sentences and clauses."""
    found = list(WORD.finditer(text))
    remembered: dict[str, str] = model.arrays.cache.setdefault("story_words", {})
    if len(remembered) > _REMEMBERED:
        remembered.clear()
    normal = []
    for match in found:
        word = match.group()
        known = remembered.get(word)
        if known is None:
            known = remembered[word] = _mended(model, normal_word(word))
        normal.append(known)
    start = np.fromiter((m.start() for m in found), np.int64, len(found))
    end = np.fromiter((m.end() for m in found), np.int64, len(found))
    hard = np.fromiter((m.start() for m in _HARD.finditer(text)), np.int64)
    soft = np.fromiter((m.start() for m in _SOFT.finditer(text)), np.int64)
    return Words(text, normal, start, end, np.searchsorted(hard, start), np.searchsorted(soft, start))


_REMEMBERED = 200_000


def find_matches(model: Model, words: Words, table: str = "reading") -> list[Match]:
    """Known phrases, the longest first at each place, none overlapping."""
    n = len(words.normal)
    keys: Codes = model.lexicon(f"{table}_key")
    if not n or not len(keys):
        return []
    stems, singles, kept = _codes(model, words.normal)
    clause = words.clause
    hits = [_looked_up(keys, singles, kept, np.minimum(kept + 1, n))]
    hits += _windows(keys, stems, np.arange(n), clause, _MAX_RAW, SALT_RAW)
    hits += _windows(keys, stems, kept, clause, _MAX_CONTENT, SALT_CONTENT)
    first = np.concatenate([h[0] for h in hits])
    last = np.concatenate([h[1] for h in hits])
    entry = np.concatenate([h[2] for h in hits])
    return _longest(model, table, first, last, entry)


def _codes(model: Model, normal: list[str]) -> tuple[Codes, Codes, NDArray[np.int64]]:
    """Codes of each word as part of a phrase and by itself, and the words that carry meaning."""
    cache: dict[str, tuple[int, int]] = model.arrays.cache.setdefault("story_codes", {})
    if len(cache) > _REMEMBERED:
        cache.clear()
    for word in set(normal):
        if word not in cache:
            cache[word] = (word_code(word), single_code(word) if word else 0)
    pairs = np.array([cache[w] for w in normal], np.uint64).reshape(-1, 2)
    kept = np.array([i for i, w in enumerate(normal) if w not in DROPPED], np.int64)
    singles = pairs[kept, 1] if len(kept) else np.zeros(0, np.uint64)
    return np.ascontiguousarray(pairs[:, 0]), singles, kept


Hits = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _looked_up(keys: Codes, codes: Codes, first: NDArray[np.int64], last: NDArray[np.int64]) -> Hits:
    at = np.minimum(np.searchsorted(keys, codes), len(keys) - 1)
    hit = keys[at] == codes
    return first[hit], last[hit], at[hit]


def _windows(
    keys: Codes,
    stems: Codes,
    place: NDArray[np.int64],
    clause: NDArray[np.int64],
    widest: int,
    salt: np.uint64,
) -> list[Hits]:
    """Look up every window of 2 to ``widest`` words of a stream that stays inside one clause."""
    hits = []
    code = stems[place]
    part = clause[place]
    folded = code
    for width in range(2, min(widest, len(place)) + 1):
        folded = folded[: len(place) - width + 1] * MULTIPLIER + code[width - 1 :]
        inside = np.flatnonzero(part[: len(folded)] == part[width - 1 :])
        if not len(inside):
            break
        hits.append(_looked_up(keys, folded[inside] ^ salt, place[inside], place[inside + width - 1] + 1))
    return hits


def _longest(
    model: Model,
    table: str,
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    entry: NDArray[np.int64],
) -> list[Match]:
    order = np.lexsort((-last, first))
    ends = model.lexicon(f"{table}_end")
    item = model.lexicon(f"{table}_item")
    rows: dict[int, tuple[tuple[int, int, int], ...]] = model.arrays.cache.setdefault(f"rows_{table}", {})
    found: list[Match] = []
    reached = 0
    for a, b, e in zip(first[order].tolist(), last[order].tolist(), entry[order].tolist(), strict=True):
        if a < reached:
            continue
        if e not in rows:
            rows[e] = tuple(tuple(r) for r in item[int(ends[e]) : int(ends[e + 1])].tolist())
        found.append(Match(a, b, rows[e]))
        reached = b
    return found


def _mended(model: Model, word: str) -> str:
    """The lexicon's word that lies one slip away, for a word that is in no list."""
    if len(word) < _MIN_CORRECTED or not word.isalpha():
        return word
    known, by_ends = _vocabulary(model)
    if word in known or any(word.removesuffix(s) in known for s in ("s", "es", "ed", "ing", "ly", "d", "ness")):
        return word
    nearest = [
        other
        for key in (word[:3], word[-3:] + "$")
        for other in by_ends.get(key, ())
        if abs(len(other) - len(word)) <= 1 and other[0] == word[0] and _one_slip(word, other)
    ]
    return min(nearest) if nearest else word


def _vocabulary(model: Model) -> tuple[frozenset[str], dict[str, list[str]]]:
    cache: dict[str, Any] = model.arrays.cache
    if "story_vocabulary" not in cache:
        text = bytes(model.lexicon("reading_words")).decode("ascii")
        every, _, targets = text.partition("\n\n")
        by_ends: dict[str, list[str]] = defaultdict(list)
        for word in targets.split("\n"):
            by_ends[word[:3]].append(word)
            by_ends[word[-3:] + "$"].append(word)
        cache["story_vocabulary"] = (frozenset(every.split("\n")), dict(by_ends))
    found: tuple[frozenset[str], dict[str, list[str]]] = cache["story_vocabulary"]
    return found


def _one_slip(a: str, b: str) -> bool:
    """Whether one letter added, left out, changed or swapped makes one word the other.

    Examples
    --------
    >>> [_one_slip("twiching", w) for w in ("twitching", "twinging", "itching")]
    [True, False, False]
    """
    if len(a) > len(b):
        a, b = b, a
    i = 0
    while i < len(a) and a[i] == b[i]:
        i += 1
    if len(a) < len(b):
        return a[i:] == b[i + 1 :]
    return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])
