"""Words to coded things: whole phrases, and phrases found in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from whytwitch.core.words import (
    STOP_WORDS,
    content,
    inflected_key,
    ordered_key,
    stem,
    tokens,
    unordered_key,
)
from whytwitch.inference.kept import Kept, kept_in
from whytwitch.model.store import Model

__all__ = ["Mention", "look_up", "scan"]

_MAX_WINDOW = 7
_OWN = 3  # rank of our own names and above; the ontology's names are 2, its synonyms 1

_SENTENCE = re.compile(r"[.;!?\n]+")
_WORD = re.compile(r"[A-Za-z0-9]+(?:['’][a-z]+)?")
_NEGATION = frozenset(
    "no not without denies denied deny never nor neither none absent negative cannot".split()
)
_NEGATION_ENDS = frozenset("but however although though except apart yet since because which".split())
_FAMILY = frozenset(
    "mother father brother sister son daughter aunt uncle cousin cousins grandmother grandfather "
    "parents parent sibling siblings relative relatives family brothers sisters twin".split()
)
_FEARED = frozenset("worried worry worries scared afraid fear fears anxious convinced concerned".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase found in running text.

    ``negated`` when a negation reaches it, ``of_family`` when the sentence is about a relative,
    ``feared`` when it is only a worry.
    """

    item: int
    words: str
    span: tuple[int, int]
    negated: bool
    of_family: bool
    feared: bool


def look_up(model: Model, table: str, phrase: str) -> int | None:
    """Item of a whole phrase in one table of the lexicon; None when there is none.

    The order of the words comes second: "hand weakness" and "weakness of the hand" meet. Answers
    are remembered, since the same terms come again and again in a batch.
    """
    remembered: dict[tuple[str, str], int | None] = model.arrays.cache.setdefault("look_up", {})
    key = (table, phrase)
    if len(phrase) > _LONGEST_REMEMBERED:
        return _look_up(model, table, phrase)
    if key not in remembered:
        if len(remembered) >= _REMEMBERED:
            remembered.clear()
        remembered[key] = _look_up(model, table, phrase)
    return remembered[key]


_REMEMBERED = 20_000
_LONGEST_REMEMBERED = 200


def _look_up(model: Model, table: str, phrase: str) -> int | None:
    stems = [stem(t) for t in tokens(phrase)]
    if not stems:
        return None
    found = _find(model, table, "", ordered_key(stems))
    if found is None and len(content(stems)) > 1:
        found = _find(model, table, "any_", unordered_key(stems))
    return found[0] if found is not None and found[0] >= 0 else None


def _find(model: Model, table: str, which: str, key: np.uint64) -> tuple[int, int] | None:
    keys = model.lexicon(f"{table}_{which}key")
    i = int(keys.searchsorted(key))
    if i < len(keys) and keys[i] == key:
        item, rank = model.lexicon(f"{table}_{which}item")[i].tolist()
        return int(item), int(rank)
    return None


def scan(model: Model, table: str, text: str, least_rank: int = 1) -> Iterator[Mention]:
    """Every known phrase in a text, the longest first at each place, none overlapping.

    A single word counts only when it is one of our own names or a term's preferred name, since
    the ontology's one-word synonyms are everyday words.
    """
    start = 0
    for part in [*_SENTENCE.finditer(text), None]:
        end = part.start() if part is not None else len(text)
        yield from _scan_sentence(model, table, text, start, end, least_rank)
        start = part.end() if part is not None else end


def _scan_sentence(
    model: Model, table: str, text: str, start: int, end: int, least_rank: int
) -> Iterator[Mention]:
    words = list(_WORD.finditer(text, start, end))
    lowered = [w.group().lower().replace("’", "'") for w in words]
    stems = [stem(_bare(w)) for w in lowered]
    negated = _negation(lowered, text, words)
    family = bool(_FAMILY.intersection(lowered))
    feared_from = next((i for i, w in enumerate(lowered) if w in _FEARED), len(words))
    i = 0
    while i < len(words):
        width, item = _longest(model, table, lowered, stems, i, least_rank)
        if width and item >= 0:
            a, b = words[i].start(), words[i + width - 1].end()
            # A negation inside the phrase belongs to the phrase ("cannot sleep").
            yield Mention(item, text[a:b], (a, b), negated[i], family, feared_from < i)
        i += max(width, 1)


@lru_cache(maxsize=20_000)
def _bare(word: str) -> str:
    plain = tokens(word)
    return plain[0] if plain else word


def _longest(
    model: Model, table: str, lowered: list[str], stems: list[str], i: int, least_rank: int
) -> tuple[int, int]:
    """Width in words and item of the longest phrase that begins at word ``i``; 0 when none."""
    begins_with_stop = lowered[i] in STOP_WORDS
    for width in range(min(_MAX_WINDOW, len(stems) - i), 0, -1):
        if lowered[i + width - 1] in STOP_WORDS:
            continue
        if begins_with_stop and (width == 1 or len(content(stems[i : i + width])) < width):
            continue  # the same phrase is found one word further on
        found = _phrase(model, table, tuple(stems[i : i + width]))
        if found is None or found[1] < least_rank:
            continue
        if width > 1 or (found[1] >= 2 and _is_word_of(model, table, lowered[i])):
            return width, found[0]
    return 0, -1


_NONE = (-1, 0)


def _phrase(model: Model, table: str, part: tuple[str, ...]) -> tuple[int, int] | None:
    """Item and rank of a run of stems, remembered: most runs come again, and most mean nothing."""
    kept: Kept[tuple[str, ...], tuple[int, int]] = kept_in(model.arrays.cache, ("phrase", table), _REMEMBERED)
    found = kept.get(part, lambda: _phrase_anew(model, table, list(part)) or _NONE)
    return None if found is _NONE else found


def _phrase_anew(model: Model, table: str, part: list[str]) -> tuple[int, int] | None:
    found = _find(model, table, "", ordered_key(part))
    if found is None and len(part) > 1:
        turned = _find(model, table, "any_", unordered_key(part))
        # Our own descriptions are everyday words: in a story only their own order means them.
        found = turned if turned is not None and turned[1] != _OWN else None
    return found


def _is_word_of(model: Model, table: str, word: str) -> bool:
    """Whether a word, inflection aside, is a phrase of the table; its stem alone may not be."""
    keys = model.lexicon(f"{table}_single")
    key = inflected_key(_bare(word))
    at = int(keys.searchsorted(key))
    return at < len(keys) and bool(keys[at] == key)


def _negation(lowered: list[str], text: str, words: list[re.Match[str]]) -> list[bool]:
    """Which words a negation reaches: up to the end of its list, a turn or eight words on."""
    reached = [False] * len(lowered)
    left = 0
    for i, word in enumerate(lowered):
        gap = text[words[i - 1].end() : words[i].start()] if i else ""
        if word in _NEGATION_ENDS:
            left = 0
        elif word in _NEGATION or word.endswith("n't"):
            left = 9
            continue
        elif left and ("," in gap or word in ("or", "nor")):
            left = _over_comma(lowered, i, left)
        if left:
            reached[i] = True
            left -= 1
    return reached


_NEW_CLAUSE = frozenset("he she it they i we there then his her their and".split())


def _over_comma(lowered: list[str], i: int, left: int) -> int:
    """A list goes on after a comma; a new clause ends the negation."""
    if lowered[i] in ("or", "nor", "no", "not"):
        return 7
    if lowered[i] in _NEW_CLAUSE:
        return 0
    return max(left, 5)
