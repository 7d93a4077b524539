"""What two groups of words stand for together, by the table of phrases: "legs" and "weak"."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whytwitch.core.story_words import kept_code
from whytwitch.intake.story.text.match import SIEVE_SHIFT, ready_sieve
from whytwitch.model.reading_cues import FUNCTIONS, IMPAIRED
from whytwitch.model.reading_grammar import BARE, PARTS, part_of, term_at
from whytwitch.model.reading_questions import QUESTIONS
from whytwitch.model.reading_table import FEATURE, FUNCTION, PART, QUESTION
from whytwitch.model.store import Model

__all__ = ["CHANGE", "SURE", "TROUBLE", "UNABLE", "Pairs", "bare_item"]

TROUBLE = frozenset(
    "trouble troubles problem problems difficulty difficulties impairment impaired disturbance disturbed "
    "loss lost poor reduced failing".split()
)
#: "Trouble swallowing", "hard to swallow", "cannot swallow".
UNABLE = ("cannot", "trouble", "difficulty", "hard", "difficult", "problems")
CHANGE = frozenset("change changes changed".split())
#: Our own phrases; the ontology's names hold too many everyday pairs ("thin face").
SURE = 6
_NOT_SPREAD = frozenset(("HP:0003808", "HP:0031943"))
_DOING = frozenset("thinks speaks talks walks".split())
_PART_NAMES = tuple(PARTS)
_CRAMP, _CRAMP_TERMS = "HP:0003394", frozenset(("jaw", "muscle"))


#: Two groups of words, and whether what is said of them is denied.
_Pair = tuple[tuple[str, ...], tuple[str, ...], bool]


class Pairs:
    """Looks up pairs; what was looked up once is remembered with the model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.keys = model.lexicon("reading_key")
        self.known: dict[_Pair, tuple[int, ...]] = model.arrays.cache.setdefault("story_pairs", {})
        self.phrases: dict[tuple[str, ...], list[list[int]]] = {}
        self.sieve = ready_sieve(model)
        if len(self.known) > _REMEMBERED:
            self.known.clear()

    def said(self, first: tuple[str, ...], second: tuple[str, ...], denied: bool) -> tuple[int, ...]:
        """Terms that two groups of normal words stand for, in either order."""
        key = first, second, denied
        known = self.known.get(key)
        if known is None and denied and not (_is_change(first) or _is_change(second)):
            known = self.known[key] = self.said(first, second, False)
        if known is None:
            known = ()
            both = self.rows(first) and self.rows(second)
            if both:
                known = self._placed(first, second) or self._placed(second, first)
            if not known and not (both and self._is_elsewhere(first, second)):
                known = self._looked_up(first + second) or self._looked_up(second + first)
            if not known and len(first) == 1 and first[0] in UNABLE:
                known = next((f for word in UNABLE if (f := self._looked_up((word, *second)))), ())
            known = known or self._function(first, second, denied) or self._function(second, first, denied)
            self.known[key] = known
        return known

    def _placed(self, complaint: Sequence[str], place: Sequence[str]) -> tuple[int, ...]:
        """A bare complaint at a part of the body."""
        bare = [bare_item(self.model, kind, index) for kind, index, _ in self.rows(complaint)]
        parts = [_PART_NAMES[index] for kind, index, _ in self.rows(place) if kind == PART]
        for item in bare if parts else ():
            term = term_at(item, parts[0]) if item in BARE else None
            index = self.model.feature(term) if term is not None and term != item else None
            if index is not None:
                return (index,)
        return ()

    def _is_elsewhere(self, first: Sequence[str], second: Sequence[str]) -> bool:
        """Cramps at a part that they have no term of their own for."""
        for one, other in ((first, second), (second, first)):
            parts = [_PART_NAMES[index] for kind, index, _ in self.rows(other) if kind == PART]
            bare = {bare_item(self.model, kind, index) for kind, index, _ in self.rows(one)}
            if parts and _CRAMP in bare and _CRAMP_TERMS.isdisjoint(parts):
                return True
        return False

    def rows(self, words: Sequence[str]) -> list[list[int]]:
        """Rows of kind, index and rank of one phrase, looked up once for a text."""
        key = tuple(words)
        known = self.phrases.get(key)
        if known is None:
            known = self.phrases[key] = self._rows(key)
        return known

    def _rows(self, words: tuple[str, ...]) -> list[list[int]]:
        code = kept_code(words)
        if code is None or (self.sieve is not None and not self.sieve[code >> SIEVE_SHIFT] & 1):
            return []
        at = int(self.keys.searchsorted(np.uint64(code)))
        if at >= len(self.keys) or int(self.keys[at]) != code:
            return []
        ends, items = self.model.lexicon("reading_end"), self.model.lexicon("reading_item")
        rows: list[list[int]] = items[int(ends[at]) : int(ends[at + 1])].tolist()
        return rows

    def _looked_up(self, words: Sequence[str]) -> tuple[int, ...]:
        """The one term that the words stand for, that with a part of the body before others."""
        rows = self.rows(words)
        if not rows:
            return ()  # most pairs say nothing
        found = [
            index
            for kind, index, rank in rows
            if kind == FEATURE and rank >= SURE and self.model.item(index).startswith("HP:")
        ]
        found = [index for index in found if self.model.item(index) not in _NOT_SPREAD]
        placed = [index for index in found if part_of(self.model.item(index)) is not None]
        return tuple((placed or found)[:1])

    def _function(self, words: Sequence[str], other: Sequence[str], denied: bool) -> tuple[int, ...]:
        """A function with its trouble; "no change in speech" denies what speech may have."""
        if len(other) != 1 or not (other[0] in TROUBLE or (denied and other[0] in CHANGE)):
            return ()
        if words[-1] in _DOING:
            return ()  # "lost no skill, thinks and behaves well"
        for kind, index, _ in self.rows(words):
            if kind == FUNCTION and index < len(FUNCTIONS):
                terms = list(FUNCTIONS.values())[index]
                impaired = IMPAIRED.get(terms[0], terms[0])
                wanted = terms if other[0] in CHANGE else (impaired,) if impaired else ()
                found = (self.model.feature(t) for t in wanted if t not in _NOT_SPREAD)
                return tuple(f for f in found if f is not None)
        return ()


def _is_change(words: tuple[str, ...]) -> bool:
    return len(words) == 1 and words[0] in CHANGE


def bare_item(model: Model, kind: int, index: int) -> str:
    """The item of a row, as far as it may be told of a part of the body."""
    if kind == QUESTION:
        return QUESTIONS[index][3] or ""
    return model.item(index) if kind == FEATURE else ""


_REMEMBERED = 200_000
