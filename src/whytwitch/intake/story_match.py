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
    DROPPED_OWN,
    MULTIPLIER,
    SALT_CONTENT,
    SALT_LOOSE,
    SALT_RAW,
    WORD,
    joined,
    normal_word,
    single_code,
    word_code,
)
from whytwitch.model.reading_table import CUE, FEATURE, FUNCTION, OWN_TABLE, QUESTION
from whytwitch.model.store import Model

__all__ = ["Match", "Words", "find_loose", "find_matches", "split_words"]

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
    normal = joined(normal)
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
    stems, singles, kept = _codes(model, words.normal, table)
    clause = words.clause
    hits = [_looked_up(keys, singles, np.arange(n), np.arange(1, n + 1))]
    hits += _windows(keys, stems, np.arange(n), clause, _MAX_RAW, SALT_RAW)
    hits += _windows(keys, stems, kept, clause, _MAX_CONTENT, SALT_CONTENT)
    first = np.concatenate([h[0] for h in hits])
    last = np.concatenate([h[1] for h in hits])
    entry = np.concatenate([h[2] for h in hits])
    return _longest(model, table, first, last, entry)


_HOLDING = (FEATURE, QUESTION, CUE, FUNCTION)
#: Distances of the second, and of the second and third, word of a phrase with words between.
_PAIRS = ((2,), (3,))
_TRIPLES = ((1, 3), (2, 3), (1, 4), (2, 4))


#: Words that turn a phrase round when they stand within it.
_TURNING = frozenset(("not", "no", "never", "without", "nor", "cannot"))


def find_loose(model: Model, words: Words, matches: list[Match]) -> list[Match]:
    """Phrases of two or three words that stand in one clause with up to two words between.

    Their words must be free: what a whole phrase has taken stays with it.
    """
    keys: Codes = model.lexicon("reading_loose_key")
    if not words.normal or not len(keys):
        return []
    taken = np.zeros(len(words.normal), bool)
    for match in matches:
        if match.last - match.first > 1 and any(kind in _HOLDING for kind, _, _ in match.items):
            taken[match.first : match.last] = True
    stems, _, kept = _codes(model, words.normal, "reading")
    clause, code, free = words.clause[kept], stems[kept], ~taken[kept]
    plain = np.array([words.normal[i] not in _TURNING for i in kept.tolist()], bool)
    hits = []
    for steps in (*_PAIRS, *_TRIPLES, (1, 2)):
        reach = len(kept) - steps[-1]
        if reach <= 0:
            continue
        total, fits = code[:reach].copy(), free[:reach] & (clause[:reach] == clause[steps[-1] :])
        for step in steps:
            total += code[step : step + reach]
            fits &= free[step : step + reach]
        for between in set(range(1, steps[-1])) - set(steps):
            fits &= plain[between : between + reach]  # "weakness not on one side" is no such weakness
        at = np.flatnonzero(fits)
        hits.append(_looked_up(keys, total[at] ^ SALT_LOOSE, kept[at], kept[at + steps[-1]] + 1))
    return _spread(model.lexicon("reading_loose_item"), hits)


def _spread(items: NDArray[np.int32], hits: list[Hits]) -> list[Match]:
    """Loose finds that hold no other's words, the tightest first."""
    rows = sorted(
        (b - a, a, b, int(items[e]))
        for first, last, entry in hits
        for a, b, e in zip(first.tolist(), last.tolist(), entry.tolist(), strict=True)
    )
    found: list[Match] = []
    used: set[int] = set()
    for _, a, b, item in rows:
        if a not in used and b - 1 not in used:
            used.update((a, b - 1))
            found.append(Match(a, b, ((FEATURE, item, 0),)))
    return found


def _codes(model: Model, normal: list[str], table: str) -> tuple[Codes, Codes, NDArray[np.int64]]:
    """Codes of each word as part of a phrase and by itself, and the words that carry meaning."""
    cache: dict[str, tuple[int, int]] = model.arrays.cache.setdefault("story_codes", {})
    if len(cache) > _REMEMBERED:
        cache.clear()
    for word in set(normal):
        if word not in cache:
            cache[word] = (word_code(word), single_code(word) if word else 0)
    pairs = np.array([cache[w] for w in normal], np.uint64).reshape(-1, 2)
    dropped = DROPPED_OWN if table == OWN_TABLE else DROPPED
    kept = np.array([i for i, w in enumerate(normal) if w not in dropped], np.int64)
    return np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1]), kept


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
    if word in known or any(
        word.removesuffix(s) in known for s in ("s", "es", "ed", "ing", "ly", "d", "ness")
    ):
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
