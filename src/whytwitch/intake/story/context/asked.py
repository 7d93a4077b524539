"""Where in a long text a list can say something, found by passes over all its words at once.

Two groups of neighbours say something together only where the table of phrases holds both as one phrase,
in either order, or each by itself. Elsewhere nothing need be asked, and most sentences need not be cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.story_words import MULTIPLIER, PLAIN, SALT_CONTENT, SALT_RAW, single_code, word_code
from whytwitch.intake.story.context.pairs import CHANGE, SURE, TROUBLE, UNABLE, bare_item
from whytwitch.intake.story.text.match import entries_of, rows_of
from whytwitch.intake.story.text.segments import (
    BREAKS,
    COPULA,
    CUTTING,
    JOINING,
    MUSCLE,
    OF_PARTS,
    ROLES,
    SMALL,
)
from whytwitch.intake.story.text.split import LISTED, PARTED, TIED, Codes, Numbers, Words
from whytwitch.model.reading_cues import FUNCTIONS
from whytwitch.model.reading_grammar import BARE
from whytwitch.model.reading_table import FEATURE, FUNCTION, PART
from whytwitch.model.store import Model

__all__ = ["ALONE", "WIDTHS", "Asked", "asked_of"]

#: What a word is in a list, one bit each; ``BETWEEN`` stands in a group though no member begins with it.
_KEPT, _JOINS, _BREAKS, _BETWEEN, _IS_COPULA, _IS_PLAIN, _OPENS, _IS_MUSCLE = (1 << i for i in range(8))
_TROUBLE, _COMPLAINT, _PLACE, _FUNCTION, _IS_UNABLE, _IS_CHANGE, _CUTS = (1 << i for i in range(8, 15))
#: Stands before the first part of a list: "neck, belly and lower back are stiff".
_OF_PARTS = 1 << 15
_KNOWN = _TROUBLE | _COMPLAINT | _PLACE | _FUNCTION
_WORDS = (
    (_IS_COPULA, COPULA),
    (_IS_PLAIN, PLAIN),
    (_OPENS, TROUBLE.union(UNABLE)),
    (_IS_MUSCLE, MUSCLE),
    (_TROUBLE, TROUBLE | CHANGE),
    (_IS_UNABLE, UNABLE),
    (_IS_CHANGE, CHANGE),
    (_OF_PARTS, OF_PARTS),
)
_SPECIAL = ROLES.union(*(among for _, among in _WORDS))
#: What two words that stand for something by themselves say together.
_TOGETHER = ((_COMPLAINT, _PLACE), (_FUNCTION, _TROUBLE))
_REMEMBERED = 200_000
#: Words of one member.
_MEMBER = 2

Flags = NDArray[np.bool_]
Roles = NDArray[np.uint16]
Widths = NDArray[np.uint8]
#: So many kept words beside so many others, in the order in which they are tried, one bit each.
WIDTHS = {(3, 1): 1, (2, 1): 2, (2, 2): 4, (1, 1): 8, (1, 2): 16}
#: One word that governs whatever is the next, known or not.
ALONE = 32
#: Orders of neighbours in which two groups of them are looked up.
_OF_TWO, _OF_THREE = ((0, 1), (1, 0)), ((0, 1, 2), (2, 0, 1), (1, 2, 0))
_OF_FOUR = ((0, 1, 2, 3), (3, 0, 1, 2), (2, 3, 0, 1))


class Asked(NamedTuple):
    """Which words may open which pairs, one byte each, and the stretches of text that hold such lists."""

    opens: bytearray
    stretches: list[tuple[int, int]]


def asked_of(model: Model, words: Words, normal: list[str]) -> Asked:
    """Where the lists of a text are to be read; ``normal`` are its words with modals made one."""
    role, code = _roles(model, words.forms)[words.meant], words.stem
    changed = [i for i in np.flatnonzero(words.turning).tolist() if normal[i] != words.normal[i]]
    if changed:
        code = code.copy()
        code[changed], role[changed] = word_code("cannot"), _roles(model, ["cannot"])[0]
    ends = (role & _BREAKS > 0) | (words.gap == PARTED)
    ends[1:] |= words.line[1:] != words.line[:-1]
    run = ends.cumsum()
    splits = (role & _JOINS > 0) | ((words.gap != PARTED) & (words.gap != TIED))
    kept = np.flatnonzero(role & _KEPT)
    segment = (splits | ends).cumsum()[kept]
    asks, several = np.zeros((2, int(run[-1]) + 1), bool)
    # A comma before a word that ends the run is still a part of it: "cannot hear him, he ...".
    several[np.maximum(run - (role & _BREAKS > 0), 0)[splits]] = True
    # Where nothing is listed nothing is looked up.
    at = np.flatnonzero(several[run[kept]])
    widths = np.zeros(len(kept), np.uint8)
    widths[at] = _opening(model, role[kept[at]], code[kept[at]], _between(role, kept)[at], segment[at])
    asks[run[kept[_reaching(role, kept, widths, segment, run[kept])]]] = True
    asks[run[_turned(role, words.gap, kept)]] = True
    asked = np.zeros(len(normal), np.uint8)
    asked[kept] = widths
    return Asked(bytearray(asked), list(_stretches(np.flatnonzero(asks & several), run, role)))


def _opening(model: Model, role: Roles, code: Codes, between: Flags, segment: Numbers) -> Widths:
    """The pairs that each of the kept words may open."""
    n = len(role)
    role, code = np.append(role, np.zeros(3, np.uint16)), np.append(code, np.zeros(3, np.uint64))
    between = np.append(between, np.zeros(3, bool))
    segment = np.append(segment, [-1, -2, -3])
    two, three, four = (segment[:n] == segment[i : n + i] for i in (1, 2, 3))
    here, known = role[:n], role & _KNOWN > 0
    held, sure = {}, {}
    for inside, orders in ((two, _OF_TWO), (three, _OF_THREE), (four, _OF_FOUR)):
        for order in orders:
            held[order], sure[order] = _held(model, order, role, code, inside)
    pair = np.append(held[0, 1], np.zeros(2, bool))
    unable = here & _IS_UNABLE > 0
    one_one = sure[0, 1] | sure[1, 0] | _unable(model, role, code, two & unable, 1)
    for one, other in _TOGETHER:
        one_one |= two & (role[:n] & one > 0) & (role[1 : n + 1] & other > 0)
        one_one |= two & (role[:n] & other > 0) & (role[1 : n + 1] & one > 0)
    one_two = sure[0, 1, 2] | sure[1, 2, 0] | _unable(model, role, code, three & unable, 2)
    one_two |= three & known[:n] & pair[1 : n + 1]
    two_one = sure[0, 1, 2] | sure[2, 0, 1] | three & pair[:n] & known[2 : n + 2]
    two_two = sure[0, 1, 2, 3] | sure[2, 3, 0, 1] | four & pair[:n] & pair[2 : n + 2]
    three_one = sure[0, 1, 2, 3] | sure[3, 0, 1, 2] | four & held[0, 1, 2] & known[3 : n + 3]
    opens = np.zeros(n, np.uint8)
    for width, may in zip(WIDTHS, (three_one, two_one, two_two, one_one, one_two), strict=True):
        opens[may] |= WIDTHS[width]
    opens[two & (here & _OPENS > 0)] |= ALONE
    # With "muscle" or "all" in a group its words are other ones: there all is asked.
    muscle = role & _IS_MUSCLE > 0
    odd = three & (muscle[:n] | muscle[1 : n + 1] | muscle[2 : n + 2] | between[:n] | between[1 : n + 1])
    opens[odd | four & (muscle[3 : n + 3] | between[2 : n + 2])] |= sum(WIDTHS.values())
    return opens


def _reaching(role: Roles, kept: Numbers, widths: Widths, segment: Numbers, run: Numbers) -> Flags:
    """Which words open a pair that may say something beyond itself.

    It does so by what it opens with ("cannot", "change"), or as the first of its segment with members told
    before, or as the last with one member that follows.
    """
    n = len(kept)
    if not n:
        return np.zeros(0, bool)
    here = role[kept]
    apart = segment[1:] != segment[:-1]
    first, last = np.append(True, apart), np.append(apart, True)
    cut = (role & _CUTS > 0).cumsum()[kept]
    ends = np.append(last | np.append(cut[1:] > cut[:-1], True), np.ones(3, bool))
    opening, place = np.flatnonzero(first), first.cumsum() - 1
    before = np.append(False, run[1:] == run[:-1])[opening]
    # What follows is governed when it is one member: one or two words, up to the first preposition.
    short = np.diff(np.append(opening, n)) <= _MEMBER
    short |= cut[np.minimum(opening + _MEMBER, n - 1)] > cut[opening]
    behind = np.append(before[1:] & short[1:], False)[place]
    before = before[place]
    other = here & _OF_PARTS == 0
    others = other.cumsum() - other
    leading = others == others[opening][place]
    change = np.append(here & _IS_CHANGE > 0, np.zeros(3, bool))
    reaches = here & _IS_UNABLE > 0
    for step in range(3):
        reaches |= change[step : n + step]
    reaches |= leading & before
    for (one, other), bit in WIDTHS.items():
        end = one + other - 1
        bit |= ALONE if (one, other) == (1, 1) else 0
        reaches |= behind & (widths & bit > 0) & ends[end : n + end]
    return reaches & (widths > 0)


def _held(
    model: Model, order: tuple[int, ...], role: Roles, code: Codes, inside: Flags
) -> tuple[Flags, Flags]:
    """Where the table holds neighbours of one segment in this order as a phrase, and as one of a finding."""
    at = np.flatnonzero(inside)
    folded = code[at + order[0]]
    for i in order[1:]:
        folded = folded * MULTIPLIER + code[at + i]
    entries, found = entries_of(model, _salted(folded, role, at, order))
    held, sure = np.zeros((2, len(inside)), bool)
    held[at[entries]] = True
    sure[at[entries[_are_findings(model, found)]]] = True
    return held, sure


def _unable(model: Model, role: Roles, code: Codes, inside: Flags, width: int) -> Flags:
    """Where the table holds so many words behind as what somebody cannot do or has trouble to do."""
    at = np.flatnonzero(inside)
    held = np.zeros(len(inside), bool)
    for word in UNABLE:
        folded = np.full(len(at), word_code(word), np.uint64)
        for i in range(1, width + 1):
            folded = folded * MULTIPLIER + code[at + i]
        held[at[entries_of(model, _salted(folded, role, at, range(1, width + 1), word in PLAIN))[0]]] = True
    return held


def _salted(folded: Codes, role: Roles, at: Numbers, steps: Iterable[int], plain: bool = True) -> Codes:
    """Codes of phrases; those of words that say nothing by themselves are others."""
    all_plain = np.logical_and.reduce([role[at + i] & _IS_PLAIN > 0 for i in steps]) & plain
    salted: Codes = folded ^ np.where(all_plain, SALT_RAW, SALT_CONTENT)
    return salted


def _are_findings(model: Model, entry: Numbers) -> Flags:
    """Which entries have a row that is as sure as a pair asks for."""
    ends, items = model.lexicon("reading_end"), model.lexicon("reading_item")
    found = np.zeros(len(entry), bool)
    first, end = ends[entry], ends[entry + 1]
    for step in range(int((end - first).max(initial=0))):
        row = first + step
        inside = row < end
        kind, _, rank = items[np.where(inside, row, 0)].T
        found |= inside & (kind == FEATURE) & (rank >= SURE)
    return found


def _between(role: Roles, kept: Numbers) -> Flags:
    """Whether a word that is no member stands in a group of a kept word and the next one."""
    count = (role & _BETWEEN > 0).cumsum()[kept]
    return np.append(count[1:] > count[:-1], False)[: len(kept)]


def _turned(role: Roles, gap: NDArray[np.uint8], kept: Numbers) -> Numbers:
    """Words before which a comma and a verb stand: "the arms, legs are weak"."""
    verb, comma = (mark.cumsum()[kept] for mark in (role & _IS_COPULA > 0, gap == LISTED))
    return kept[1:][(verb[1:] > verb[:-1]) & (comma[1:] > comma[:-1])]


def _stretches(runs: Numbers, run: Numbers, role: Roles) -> Iterator[tuple[int, int]]:
    """Where runs begin and end; what joins or breaks before one, and the word behind, are read with it."""
    first, last = run.searchsorted(runs), run.searchsorted(runs, "right")
    for a, b in zip(first.tolist(), last.tolist(), strict=True):
        while a and role[a - 1] & (_JOINS | _BREAKS):
            a -= 1
        yield a, min(b + 1, len(role))


def _roles(model: Model, forms: Iterable[str]) -> Roles:
    """What each normal word is in a list; worked out once in a process."""
    known: dict[str, int] = model.arrays.cache.setdefault("story_roles", {})
    if len(known) > _REMEMBERED:
        known.clear()
    forms = list(forms)
    new = [word for word in dict.fromkeys(forms) if word not in known]
    if new:
        found = dict.fromkeys(new, 0)
        codes = np.array([single_code(word) if word else 0 for word in new], np.uint64)
        at, entry = entries_of(model, codes)
        for i, rows in zip(at.tolist(), rows_of(model, "reading", entry)[0], strict=True):
            found[new[i]] = reduce(or_, (_of_row(model, kind, index) for kind, index, _ in rows))
        known.update((word, bits | _role(word)) for word, bits in found.items())
    return np.fromiter(map(known.__getitem__, forms), np.uint16, len(forms))


def _role(word: str) -> int:
    if word not in _SPECIAL:
        return _KEPT
    role = sum(bit for bit, among in _WORDS if word in among)
    if word not in ROLES:
        return role | _KEPT
    if word in JOINING or word in BREAKS:
        return role | (_JOINS if word in JOINING else _BREAKS)
    return role | (_CUTS if word in CUTTING else 0) | (0 if word in SMALL else _BETWEEN)


def _of_row(model: Model, kind: int, index: int) -> int:
    if kind == PART:
        return _PLACE
    if kind == FUNCTION:
        return _FUNCTION if index < len(FUNCTIONS) else 0
    return _COMPLAINT if bare_item(model, kind, index) in BARE else 0
