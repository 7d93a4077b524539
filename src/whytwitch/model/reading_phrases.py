"""Phrases to codes, thousands at a time: words as numbers in a table, one row a phrase."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.story_meant import MEANT, joined
from whytwitch.core.story_words import (
    MULTIPLIER,
    PLAIN,
    SALT_CONTENT,
    SALT_LOOSE,
    SALT_RAW,
    WORD,
    normal_word,
    single_code,
    word_code,
)

__all__ = ["Codes", "Phrases", "Vocabulary"]

Codes = NDArray[np.uint64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int32]

#: Numbers of no word and of the end of a phrase.
_NONE, _END = 0, 1
#: Words of a loose phrase.
_LOOSE = (2, 3)


class Vocabulary(dict[str, int]):
    """Number of each piece between spaces as it is written; what is known of a word is found once.

    A piece is no word, one or several: ``words_of`` says which.

    Attributes
    ----------
    texts : list of str
        Normal words by number.
    """

    def __init__(self, dropped: frozenset[str], tight: frozenset[str]) -> None:
        super().__init__({"\n": 0})
        self._pieces = [[_END]]
        self.texts = ["", "\n"]
        self._number = {"": _NONE}
        self._codes = [0, 0]
        self._kinds = [0, 0]
        self._dropped, self._tight = dropped, tight

    def __missing__(self, written: str) -> int:
        found = self[written] = len(self._pieces)
        words = (self.of(normal_word(word)) for word in WORD.findall(written))
        self._pieces.append([number for number in words if number != _NONE])
        return found

    def words_of(self, text: str) -> Numbers:
        """Numbers of the words of some lines, each line ended by one of its own."""
        pieces = text.replace("\n", " \n ").split(" ")
        which = np.fromiter(map(self.__getitem__, pieces), np.int32, len(pieces))
        sizes = np.fromiter(map(len, self._pieces), np.int32, len(self._pieces))
        flat = np.fromiter(chain.from_iterable(self._pieces), np.int32)
        first = sizes.cumsum() - sizes
        size = sizes[which]
        # Where each piece's words begin, and the step within it.
        step = np.arange(size.sum()) - np.repeat(size.cumsum() - size, size)
        found: Numbers = flat[np.repeat(first[which], size) + step]
        return found

    def of(self, word: str) -> int:
        """Number of a normal word."""
        number = self._number.get(word)
        if number is None:
            number = self._number[word] = len(self.texts)
            self.texts.append(word)
            self._codes.append(word_code(word))
            flags = (word in self._dropped, word in PLAIN, word in MEANT, word in self._tight, word in _PLACE)
            self._kinds.append(sum(flag << k for k, flag in enumerate(flags)))
        return number

    def known(self) -> tuple[Codes, NDArray[np.uint8]]:
        """Code and kinds of every word so far, by number."""
        return np.array(self._codes, np.uint64), np.array(self._kinds, np.uint8)


_IS_DROPPED, _IS_PLAIN, _IS_MEANT, _IS_TIGHT, _IS_PLACE = (1 << k for k in range(5))
#: "Weakness of the hand" is "hand weakness".
_PLACE = frozenset(("of", "in"))


class Phrases(NamedTuple):
    """Some phrases, all arrays with one row for each.

    Attributes
    ----------
    table, kinds : array, shape (n, words)
        Numbers of the words, 0 behind the last, and their kinds.
    n_words, n_kept : array
        How many words, and how many of them carry meaning.
    """

    vocabulary: Vocabulary
    table: Numbers
    kinds: NDArray[np.uint8]
    codes: Codes
    n_words: Numbers
    n_kept: Numbers

    @classmethod
    def of(cls, vocabulary: Vocabulary, texts: Sequence[str], widest: int) -> Phrases:
        """Cut phrases into words; those of more than ``widest`` words have none."""
        text = "\n".join(texts) + "\n"
        if text.count("\n") != len(texts):
            text = "\n".join(" ".join(one.split("\n")) for one in texts) + "\n"
        found = vocabulary.words_of(text)
        ends = np.flatnonzero(found == _END)
        n_words = np.diff(ends, prepend=-1) - 1
        first = ends - n_words
        n_words[n_words > widest] = 0
        step = np.arange(widest)
        inside = step < n_words[:, None]
        table = np.zeros(inside.shape, np.int32)
        table[inside] = found[(first[:, None] + step)[inside]]
        code, kind = vocabulary.known()
        for row in np.flatnonzero((kind[table] & _IS_MEANT).any(axis=1)).tolist():
            n = int(n_words[row])
            words = [vocabulary.texts[i] for i in table[row, :n].tolist()]
            table[row, :n] = [vocabulary.of(word) for word in joined(words)]
        code, kind = vocabulary.known()
        return cls._made(vocabulary, table, n_words.astype(np.int32), code, kind)

    @classmethod
    def _made(
        cls, vocabulary: Vocabulary, table: Numbers, n_words: Numbers, code: Codes, kind: NDArray[np.uint8]
    ) -> Phrases:
        kinds = kind[table]
        kept = (kinds & _IS_DROPPED == 0) & (table != _NONE)
        return cls(vocabulary, table, kinds, code[table], n_words, kept.sum(axis=1, dtype=np.int32))

    def take(self, rows: NDArray[np.intp] | Flags) -> Phrases:
        """Some of them."""
        vocabulary, table, kinds, codes, n_words, n_kept = self
        return Phrases(vocabulary, table[rows], kinds[rows], codes[rows], n_words[rows], n_kept[rows])

    @property
    def kept(self) -> Flags:
        """Which words carry meaning, shape of ``table``."""
        kept: Flags = (self.kinds & _IS_DROPPED == 0) & (self.table != _NONE)
        return kept

    def first(self) -> list[str]:
        """The first word of each."""
        return [self.vocabulary.texts[i] for i in self.table[:, 0].tolist()]

    def starts_dropped(self) -> Flags:
        """Whether the first word carries no meaning."""
        dropped: Flags = self.kinds[:, 0] & _IS_DROPPED > 0
        return dropped

    def carry_meaning(self) -> Flags:
        """As :func:`whytwitch.core.story_words.carries_meaning` says of the words kept."""
        says: Flags = (self.kept & (self.kinds & _IS_PLAIN == 0)).any(axis=1)
        return says & (self.n_kept >= 2)

    def coded(self, as_written: Flags) -> Codes:
        """Code of each, as :func:`whytwitch.core.story_words.phrase_code` gives it.

        Fewer than two kept words, or told so: the phrase is found as it is written.
        """
        content = (self.n_kept >= 2) & ~as_written
        counted = np.where(content[:, None], self.kept, self.table != _NONE)
        total = np.zeros(len(self.table), np.uint64)
        for k in range(self.table.shape[1]):
            total = np.where(counted[:, k], total * MULTIPLIER + self.codes[:, k], total)
        total ^= np.where(content, SALT_CONTENT, SALT_RAW)
        for row in np.flatnonzero(self.n_words == 1).tolist():
            total[row] = single_code(self.vocabulary.texts[self.table[row, 0]])
        return total

    def as_written(self) -> Codes:
        """Code of each with all its words."""
        return self.coded(np.ones(len(self.table), bool))

    def turned(self) -> tuple[NDArray[np.intp], Phrases]:
        """Those that also stand the other way round, and how; two words do, and "weakness of the hand"."""
        width = self.table.shape[1]
        step = np.arange(width)
        inner = (self.kinds & _IS_PLACE > 0) & (step >= 1) & (step < self.n_words[:, None] - 1)
        at = np.where(inner.any(axis=1), inner.argmax(axis=1), 0)
        rows = np.flatnonzero((at > 0) | (self.n_words == 2))
        at, length = at[rows], self.n_words[rows]
        size = np.where(at > 0, length - 1, length)
        # What stands behind the small word, then what stands before it; of two words the last leads.
        lead = np.where(at > 0, at + 1, 1)
        source = (lead[:, None] + step) % np.maximum(length, 1)[:, None]
        table = np.where(step < size[:, None], self.table[rows[:, None], source], _NONE)
        code, kind = self.vocabulary.known()
        return rows, Phrases._made(self.vocabulary, table.astype(np.int32), size.astype(np.int32), code, kind)

    def loose(self) -> tuple[NDArray[np.intp], Codes]:
        """Those that are also known with words between, in any order, and their codes then."""
        tight = (self.kept & (self.kinds & _IS_TIGHT > 0)).any(axis=1)
        rows = np.flatnonzero(np.isin(self.n_kept, _LOOSE) & ~tight)
        kept, table, codes = self.kept[rows], self.table[rows], self.codes[rows]
        words = np.sort(np.where(kept, table, -1 - np.arange(table.shape[1])), axis=1)
        apart = (words[:, 1:] != words[:, :-1]).all(axis=1)
        total = np.where(kept, codes, np.uint64(0)).sum(axis=1, dtype=np.uint64) ^ SALT_LOOSE
        return rows[apart], total[apart]
