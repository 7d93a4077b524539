"""A text cut into words: by the pattern of a word, and a long text by passes over all its letters at once."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.story_words import WORD

__all__ = ["LONG", "Tokens", "cut"]

Numbers = NDArray[np.int64]

#: With the group, splitting gives gaps and words in turn, and no object for a match.
_PARTS = re.compile(f"({WORD.pattern})")
#: Letters from which on the passes cost less than the pattern, and the first letter that is in no table.
LONG, _SELDOM = 20_000, 0x3000
#: What joins two parts of one word; which of them do, the pattern says.
_TIES = "/+'’"


class Tokens(NamedTuple):
    """Words as they stand, and where.

    Attributes
    ----------
    distinct, which : list of str and array
        Words in the order in which each is first met, and the one that stands at each place.
    odd : array
        Words before which something else than one space stands.
    gaps, gap : list of str and array
        What stands before them, each once, and the one before each.
    """

    distinct: list[str]
    which: NDArray[np.intp]
    start: Numbers
    end: Numbers
    odd: Numbers
    gaps: list[str]
    gap: NDArray[np.intp]


def cut(text: str) -> Tokens:
    """Words of a text and what stands between them.

    Examples
    --------
    >>> found = cut("Power 4/5, can't run 4/5")
    >>> found.distinct, found.which.tolist(), found.odd.tolist(), found.gaps
    (['Power', '4/5', "can't", 'run'], [0, 1, 2, 3, 1], [0, 2], ['', ', '])
    """
    if len(text) < LONG:
        pieces = _PARTS.split(text)
        edges = np.fromiter(map(len, pieces), np.int64, len(pieces)).cumsum()
        between = pieces[:-1:2]
        odd = np.array([i for i, piece in enumerate(between) if piece != " "], np.int64)
        gaps, gap = _each_once([between[i] for i in odd.tolist()])
        return Tokens(*_each_once(pieces[1::2]), edges[:-1:2], edges[1::2], odd, gaps, gap)
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    start, end = _edges(text, letters)
    distinct, which = _distinct(text, letters, start, end)
    before = np.concatenate([np.zeros(min(1, len(end)), np.int64), end[:-1]])
    odd = np.flatnonzero((start - before != 1) | (letters[before] != ord(" ")))
    gaps, gap = _distinct(text, letters, before[odd], start[odd])
    return Tokens(distinct, which, start, end, odd, gaps, gap)


def _each_once(pieces: list[str]) -> tuple[list[str], NDArray[np.intp]]:
    """Pieces each once, in the order in which they are met, and the one at each place."""
    distinct = list(dict.fromkeys(pieces))
    number = dict(zip(distinct, range(len(distinct)), strict=True))
    return distinct, np.fromiter(map(number.__getitem__, pieces), np.intp, len(pieces))


def _edges(text: str, letters: NDArray[np.uint32]) -> tuple[Numbers, Numbers]:
    """Where words begin and end: runs of letters and digits, cut by the pattern where a tie stands in one."""
    kinds = _kinds_of(letters)
    start, end = _runs(kinds == _IN_WORD)
    ties = np.flatnonzero(kinds[1:] == _TIE) + 1
    ties = ties[kinds[ties - 1] == _IN_WORD]
    if not len(ties):
        return start, end
    first, last = _runs(kinds != _OUTSIDE)
    tied = np.unique(first.searchsorted(ties, "right") - 1)
    first, last = first[tied], last[tied]
    spans = np.array(
        [
            m.span()
            for a, b in zip(first.tolist(), last.tolist(), strict=True)
            for m in WORD.finditer(text, a, b)
        ],
        np.int64,
    ).reshape(-1, 2)
    stays = np.zeros(len(start) + 1, np.int64)
    np.add.at(stays, start.searchsorted(first), 1)
    np.add.at(stays, start.searchsorted(last), -1)
    free = stays.cumsum()[:-1] == 0
    start, end = (np.concatenate([edge[free], spans[:, k]]) for k, edge in enumerate((start, end)))
    order = start.argsort(kind="stable")
    return start[order], end[order]


#: Letters of a word that are compared as two numbers of eight bytes, and what finds its place in a table.
_HALF, _SHORT = 8, 16
_MASKS = np.array([(1 << 8 * n) - 1 for n in range(_HALF + 1)], np.uint64)
_SPREAD, _SLOT_BITS, _BYTE = np.uint64(0x9E3779B97F4A7C15), 18, 0xFF


def _distinct(
    text: str, letters: NDArray[np.uint32], start: Numbers, end: Numbers
) -> tuple[list[str], NDArray[np.intp]]:
    """Words, or gaps, each once, and the one at each place, without a string for each place.

    Short ones of letters of one byte, none of them zero, are compared as numbers. Those that share their
    place in the table with another, and all others, are compared as strings.
    """
    width = end - start
    simple = width <= _SHORT
    wide = np.flatnonzero(letters - np.uint32(1) >= _BYTE)
    before = start.searchsorted(wide, "right")
    wide, before = wide[before > 0], before[before > 0] - 1
    simple[before[wide < end[before]]] = False
    at = np.flatnonzero(simple)
    packed = np.zeros(len(letters) + _SHORT, np.uint8)
    packed[: len(letters)] = letters
    eights = np.ndarray((len(packed) - _HALF + 1,), "<u8", packed, strides=(1,))
    code = eights[start[at]] & _MASKS[np.minimum(width[at], _HALF)]
    behind = np.zeros(len(at), np.uint64)
    long = np.flatnonzero(width[at] > _HALF)
    behind[long] = eights[start[at[long]] + _HALF] & _MASKS[width[at[long]] - _HALF]
    slot = ((code * _SPREAD ^ behind) * _SPREAD >> np.uint64(64 - _SLOT_BITS)).astype(np.intp)
    table = np.empty(1 << _SLOT_BITS, np.intp)
    table[slot[::-1]] = np.arange(len(at))[::-1]
    first = table[slot]
    same = (code == code[first]) & (behind == behind[first])
    met = np.arange(len(start))
    met[at[same]] = at[first[same]]
    simple[at[~same]] = False
    others = np.flatnonzero(~simple)
    columns = zip(others.tolist(), start[others].tolist(), end[others].tolist(), strict=True)
    known: dict[str, int] = {}
    met[others] = [known.setdefault(text[a:b], i) for i, a, b in columns]
    heads = np.flatnonzero(met == np.arange(len(met)))
    number = np.empty(len(met), np.intp)
    number[heads] = np.arange(len(heads))
    spans = zip(start[heads].tolist(), end[heads].tolist(), strict=True)
    return [text[a:b] for a, b in spans], number[met]


def _runs(inside: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """First and one past the last place of each run."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]])))
    return edges[::2], edges[1::2]


_OUTSIDE, _IN_WORD, _TIE = range(3)


def _kinds_of(letters: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Whether each letter stands in a word, ties two parts of one, or neither."""
    kinds = _table()[np.minimum(letters, _SELDOM - 1)]
    seldom = np.flatnonzero(letters >= _SELDOM)
    if len(seldom):
        distinct, which = np.unique(letters[seldom], return_inverse=True)
        kinds[seldom] = np.array([_kind(chr(letter)) for letter in distinct.tolist()], np.uint8)[which]
    return kinds


@lru_cache(maxsize=1)
def _table() -> NDArray[np.uint8]:
    """The kind of each letter that is not seldom."""
    return np.array([_kind(chr(letter)) for letter in range(_SELDOM)], np.uint8)


def _kind(letter: str) -> int:
    return _TIE if letter in _TIES else int(letter.isalnum())
