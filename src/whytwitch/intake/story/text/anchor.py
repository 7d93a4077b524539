"""Patterns that are tried only where words stand that can open them.

A pattern without a fixed beginning is tried by ``re`` at every letter of a text. Here the words that it
begins with, and others that it cannot be without, are looked up among the sorted distinct words of the text;
the matches are the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from operator import itemgetter
from string import digits
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whytwitch.intake.story.text.split import Words

__all__ = ["Anchored", "all_of", "first_of"]

Numbers = NDArray[np.int64]

#: With one word in so many an opening one, trying each letter costs no more.
_OFTEN, _FEW = 4, 1000


class Anchored:
    """A pattern of which every match begins with certain words.

    Parameters
    ----------
    pattern : str
        Must match no empty text, or be a look ahead alone.
    opening : str
        How a match begins: all that can, for what it leaves out is not found. ``"sat sit* # *feel* *ing"``
        are a word, the beginning of one, of a number, and what stands anywhere and at the end in a word.
        Behind ``>3`` stand those of which one must follow within three words; ``;`` parts ways to begin.

    Examples
    --------
    >>> ways_of("it >4 last* stop; for >1 #")
    ((('it', 0), ('last* stop', 4)), (('for', 0), ('#', 1)))
    """

    def __init__(self, pattern: str, opening: str) -> None:
        self.pattern = re.compile(pattern, re.I)
        self.opening = opening
        _OPENINGS.setdefault(opening)

    def finditer(self, words: Words, first: int = 0, last: int | None = None) -> Iterator[re.Match[str]]:
        """What ``re.finditer`` finds, between two letters when they are given."""
        places = _opened(words, self.opening)
        if places == ():
            return
        text = words.text
        last = len(text) if last is None else last
        if places is None:
            yield from self.pattern.finditer(text, first, last)
            return
        end, tried = first, self.pattern.match
        for at in places[bisect_left(places, first) : bisect_left(places, last)]:
            if at >= end and (match := tried(text, at, last)) is not None:
                yield match
                end = match.end()

    def may_open(self, words: Words, first: int, last: int) -> bool:
        """Whether a match may begin between two letters; cheaper to ask than :meth:`finditer`."""
        places = _opened(words, self.opening)
        if places is None:
            return True
        k = bisect_left(places, first)
        return k < len(places) and places[k] < last


def first_of(patterns: Sequence[Anchored], words: Words) -> Iterator[re.Match[str]]:
    """What the alternation of some patterns finds, each tried only where its own words stand.

    Of those that match at one place the first stands.
    """
    opened = [_places(words, one.opening) for one in patterns]
    which = np.repeat(np.arange(len(opened)), [len(places) for places in opened])
    letter = np.concatenate(opened)
    order = np.lexsort((which, letter))
    tried, text, end = [one.pattern.match for one in patterns], words.text, 0
    for at, k in zip(letter[order].tolist(), which[order].tolist(), strict=True):
        if at >= end and (match := tried[k](text, at)) is not None:
            yield match
            end = match.end()


@cache
def ways_of(opening: str) -> tuple[tuple[tuple[str, int], ...], ...]:
    """Ways to begin, each as the words that it needs and within how many words of the last they stand."""
    ways = []
    for way in opening.split(";"):
        first, *others = way.split(">")
        steps = [(first.strip(), 0)]
        for other in others:
            reach, _, then = other.partition(" ")
            steps.append((then.strip(), int(reach)))
        ways.append(tuple(steps))
    return tuple(ways)


#: How the patterns may begin, in the order in which they were made.
_OPENINGS: dict[str, None] = {}


class _Sought(NamedTuple):
    """Words as ranges of sorted words, and what stands within one, or ends one, or is a number there."""

    ranges: tuple[tuple[str, str], ...]
    within: tuple[str, ...]
    ending: tuple[str, ...]
    number: re.Pattern[str] | None


#: Behind all that continues a word, and before all that does.
_LAST, _NONE = "\U0010ffff", "!"


@cache
def _sought(words: str) -> _Sought:
    ranges: list[tuple[str, str]] = []
    within: list[str] = []
    ending: list[str] = []
    number = None
    for word in words.split():
        bare = word.strip("*")
        if word.startswith("*") and bare == "#":
            number = re.compile(r"\d" if word.endswith("*") else r"\d(?!\w)")
        elif word.startswith("*"):
            (within if word.endswith("*") else ending).append(bare)
        elif bare == "#":
            ranges.append(("0", ":"))
        elif word.endswith("*"):
            ranges.append((bare, bare + _LAST))
        else:
            ranges.append((bare, bare + _NONE))
    return _Sought(tuple(ranges), tuple(within), tuple(ending), number)


class _Directory(NamedTuple):
    """What the ways of all patterns ask for, by the whole word or the beginning that answers it.

    Hardly one opening in twenty is in a short text; so they are told from its few words, not asked each.
    """

    openings: frozenset[str]
    words: dict[str, list[str]]
    heads: dict[str, list[str]]
    #: Letters of the longest beginning.
    longest: int
    #: Asked for within a word, at its end, or as a number there: taken to be in every text.
    open: frozenset[str]
    #: By its first step, what else a way asks for and whose way it is.
    first: dict[str, list[tuple[frozenset[str], str]]]

    def missing(self, pieces: Iterable[str]) -> frozenset[str]:
        """Openings of which these words answer no way."""
        there = set(self.open)
        for piece in pieces:
            there.update(self.words.get(piece, ()))
            for k in range(1, min(len(piece), self.longest) + 1):
                if piece[:k] in self.heads:
                    there.update(self.heads[piece[:k]])
        ways = (way for step in there for way in self.first.get(step, ()))
        return self.openings.difference(opening for others, opening in ways if others <= there)


@cache
def _directory(n_openings: int) -> _Directory:  # of those there are: patterns made later are in the next
    words: dict[str, list[str]] = defaultdict(list)
    heads: dict[str, list[str]] = defaultdict(list)
    first: dict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
    openings = list(_OPENINGS)[:n_openings]
    for opening in openings:
        for (step, _), *others in ways_of(opening):
            first[step].append((frozenset(other for other, _ in others), opening))
    steps = {step for opening in openings for way in ways_of(opening) for step, _ in way}
    for step in steps:
        for low, high in _sought(step).ranges:
            if low == "0":
                for digit in digits:
                    heads[digit].append(step)
            else:
                (heads if high.endswith(_LAST) else words)[low].append(step)
    beyond = frozenset(step for step in steps if any(_sought(step)[1:]))
    longest = max(map(len, heads), default=0)
    return _Directory(frozenset(openings), dict(words), dict(heads), longest, beyond, dict(first))


def _opened(words: Words, opening: str) -> Sequence[int] | None:
    """Places in the text where a pattern may begin, in order; None where too many are."""
    if opening in words.found:
        known: list[int] | None = words.found[opening]
        return known
    if opening in _index(words).missing:
        return ()
    places = _places(words, opening)
    often = len(places) * _OFTEN > len(words.normal) > _FEW
    words.found[opening] = None if often else places.tolist()
    return words.found[opening]  # type: ignore[no-any-return]


def _places(words: Words, opening: str) -> Numbers:
    """Places in the text where a pattern may begin, in order."""
    index = _index(words)
    if opening in index.missing:
        return _NOWHERE
    found = [places for way in ways_of(opening) if len(places := index.opened(way))]
    if not found:
        return _NOWHERE
    return index.letters(found[0] if len(found) == 1 else np.unique(np.concatenate(found)))


def _index(words: Words) -> _Index:
    if _Index not in words.found:
        words.found[_Index] = _Index(words)
    return words.found[_Index]  # type: ignore[no-any-return]


class _Index:
    """Distinct words of a text, sorted: what begins alike stands together.

    A place in the text is the number of a word with the letter in that word behind it.
    """

    def __init__(self, words: Words) -> None:
        self.which = words.which
        self.start = words.begin
        self.distinct, self.n_distinct = words.distinct, len(words.distinct)
        self.lines = _folded("\n".join(words.distinct))
        # "Can't" and "4/5" hold two.
        found = [(match.group(), match.start()) for match in _PIECE.finditer(self.lines)]
        found.sort(key=itemgetter(0))
        self.pieces, self.at = [piece for piece, _ in found], [at for _, at in found]
        # A long text holds most of what is asked.
        short, directory = self.n_distinct <= _FEW, _directory(len(_OPENINGS))
        self.missing = directory.missing(set(self.pieces)) if short else frozenset()
        self.known: dict[str, Numbers] = {}

    @cached_property
    def begins(self) -> Numbers:
        """Where the lines of the distinct words begin."""
        widths = np.fromiter(map(len, self.distinct), np.int64, self.n_distinct)
        return (widths + 1).cumsum() - widths - 1

    def opened(self, way: tuple[tuple[str, int], ...]) -> Numbers:
        """Places where all that a way needs follows."""
        steps = []
        for words, _ in way:
            steps.append(self.places(words))
            if not len(steps[-1]):
                return _NOWHERE
        places = steps[-1]
        for before, (_, reach) in zip(steps[-2::-1], way[:0:-1], strict=True):
            word = np.append(places >> _STEP_BITS, _FAR)
            near = word[places.searchsorted(before, "right")] - (before >> _STEP_BITS) <= reach
            places = before[near]
        return places

    def letters(self, places: Numbers) -> Numbers:
        """The letters of the text at which places stand."""
        letters: Numbers = self.start[places >> _STEP_BITS] + (places & _STEP)
        return letters

    def places(self, words: str) -> Numbers:
        """Where one of these words is opened."""
        if words not in self.known:
            self.known[words] = self._in_text(_sought(words))
        return self.known[words]

    @cached_property
    def by_piece(self) -> tuple[Numbers, list[int]]:
        """Places of each sorted piece, one behind the other, and where those of each begin."""
        at = np.array(self.at, np.int64)
        which = self.begins.searchsorted(at, "right") - 1
        return self._of(which, at - self.begins[which])

    def _of(self, which: Numbers, steps: Numbers) -> tuple[Numbers, list[int]]:
        """Places of some distinct words, so many letters behind where each begins, and the edges of each."""
        order, edges = self.by_word
        counts = edges[which + 1] - edges[which]
        ends = counts.cumsum()
        places = order[np.arange(ends[-1]) + (edges[which] - ends + counts).repeat(counts)]
        return places << _STEP_BITS | steps.repeat(counts), [0, *ends.tolist()]

    @cached_property
    def by_word(self) -> tuple[Numbers, Numbers]:
        """Places of each distinct word, one behind the other, and where those of each begin."""
        # Sixteen bits are sorted by their digits.
        which = self.which.astype(np.uint16) if self.n_distinct <= _SHORT else self.which
        counts = np.bincount(which, minlength=self.n_distinct)
        return which.argsort(kind="stable"), np.append(0, counts.cumsum())

    def _in_text(self, sought: _Sought) -> Numbers:
        pieces = self.pieces
        found: list[Numbers] = []
        for low, high in sought.ranges:
            first = bisect_left(pieces, low)
            if first < len(pieces) and pieces[first] < high:
                places, edges = self.by_piece
                found.append(places[edges[first] : edges[bisect_left(pieces, high, first)]])
        at = self._within(sought)
        if at:
            which = self.begins.searchsorted(at, "right") - 1
            found.append(self._of(which, np.array(at, np.int64) - self.begins[which])[0])
        if not found:
            return _NOWHERE
        return np.sort(found[0] if len(found) == 1 else np.concatenate(found))

    def _within(self, sought: _Sought) -> list[int]:
        """Letters among the distinct words at which a part of one stands."""
        at: list[int] = []
        for part in sought.within:
            at += all_of(part, self.lines)
        for part in sought.ending:
            at += [k for k in all_of(part, self.lines) if not _WORDLY.match(self.lines, k + len(part))]
        if sought.number is not None:
            at += [match.start() for match in sought.number.finditer(self.lines)]
        return at


def all_of(part: str, lines: str) -> list[int]:
    """Where a part stands; a search for it as it is takes less time than a pattern."""
    found = []
    k = lines.find(part)
    while k >= 0:
        found.append(k)
        k = lines.find(part, k + 1)
    return found


_PIECE, _WORDLY = re.compile(r"\w+"), re.compile(r"\w")
_FAR, _SHORT = 1 << 60, 1 << 16
#: Bits of a place that say how many letters of its word stand before it; a word may be a text long.
_STEP_BITS = 31
_STEP = (1 << _STEP_BITS) - 1
_NOWHERE = np.zeros(0, np.int64)
#: Letters that ``re`` takes for one of a to z where case is ignored, and no other lower case of them does.
_ALIKE = str.maketrans("İıſK", "iisk")


def _folded(lines: str) -> str:
    """Lower case, letter by letter as ``re`` has it; all figures of other scripts as one."""
    if lines.isascii():
        return lines.lower()
    lines = lines.translate(_ALIKE).lower()
    return re.sub(r"[^\D0-9]", "0", lines)
