"""A sentence cut at its joining words: what may be the members of one list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from whytwitch.core.story_words import DROPPED
from whytwitch.intake.story.text.split import JOINED, PARTED, TIED, Words

__all__ = [
    "BREAKS",
    "COPULA",
    "CUTTING",
    "JOINING",
    "MUSCLE",
    "NEGATING",
    "OF_PARTS",
    "ROLES",
    "SAID_ANEW",
    "SMALL",
    "Segment",
    "runs_of",
    "with_modals",
]

JOINING = frozenset("and or nor plus".split())
COPULA = frozenset(
    "is are was were be been become becomes became grow grows grew grown go goes went feel feels felt turn "
    "turned look looks looked seem seems seemed remain remains remained get gets got stay stays "
    "stayed".split()
)
#: Where a list ends and another statement begins.
BREAKS = frozenset(
    "but however although though except while whereas when whenever because since after until till before if "
    "unless than which who whose that where without he she i it they we you there only apart".split()
)
_HAS = frozenset(("has", "had"))
#: Verbs that no list of denied complaints holds: "no fever and sees double" is a statement of its own.
SAID_ANEW = frozenset("sees walks sleeps hears speaks sways trembles eats drinks wakes swallows".split())
NEGATING = frozenset("no not never neither nor".split())
SMALL = (
    DROPPED
    | COPULA
    | NEGATING
    | frozenset(
        "properly easily freely again then later also now soon all both each either other same even "
        "visibly clearly".split()
    )
)
_PREPOSITIONS = frozenset(
    "in at on to from for by with over during within below above under around through into about".split()
)
#: Adverbs of time that may follow the last word of a list.
_TRAILING = frozenset("all every daily more most worse again today tonight".split())
#: What may stand behind the last word of a list.
CUTTING = _PREPOSITIONS | _TRAILING
#: "No pain, just twitching": behind a comma no list goes on over these.
_ANEW = frozenset(("just",))
#: All that do more in a list than to be a member.
ROLES = JOINING | BREAKS | SMALL | CUTTING
#: What may stand before the last part of a list: "neck, belly and lower back are stiff".
OF_PARTS = frozenset("lower upper whole entire outer inner small big".split())
MUSCLE = frozenset(("muscle", "muscles"))
#: What each word does in a list; the first three do no more than to stand there, but for one behind a comma.
_IS_MEMBER, _IS_SMALL, _IS_ANEW, _CUTS, _IS_COPULA, _DENIES, _IS_HAD, _BREAKS, _JOINS = range(9)
_ROLE = (
    dict.fromkeys(ROLES, _IS_SMALL)
    | dict.fromkeys(CUTTING, _CUTS)
    | dict.fromkeys(COPULA, _IS_COPULA)
    | dict.fromkeys(NEGATING, _DENIES)
    | dict.fromkeys(_HAS & ROLES, _IS_HAD)
    | dict.fromkeys(BREAKS, _BREAKS)
    | dict.fromkeys(JOINING, _JOINS)
    | dict.fromkeys(_ANEW, _IS_ANEW)
)
#: Beside the gaps between words: a sentence ends, though nothing stands between it and the next.
_ENDED = PARTED + 1
_GAP_SHIFT, _ROLES = 4, 15
_NOT = frozenset(("not",))
_MODALS = frozenset(("could", "can"))


@dataclass(init=False)
class Segment:
    """The words that carry meaning between two joining words, by number."""

    kept: list[int]
    #: Places in ``kept`` that a preposition or adverb stands before.
    cuts: tuple[int, ...] = ()
    copula: str = ""
    opens: bool = False
    joined: bool = False
    denied: bool = False
    #: Opens with a "no" of its own: "no weakness, no trouble swallowing".
    own: bool = False
    #: Opens with a "has" of its own: "can hardly walk, has loose stools".
    has: bool = False

    def __init__(self) -> None:
        # Most segments are no more than their words: all else is read from the class until it is set.
        self.kept = []


def runs_of(
    words: Words, normal: list[str], stretches: Iterable[tuple[int, int]] | None = None
) -> Iterator[list[Segment]]:
    """Segments of each stretch of text that may be one list of two or more.

    Parameters
    ----------
    stretches : iterable of pairs of int
        First and one past the last word of what is cut; all when left out.
    """
    marks = _marks(words, normal)
    for first, last in ((0, len(normal)),) if stretches is None else stretches:
        yield from _runs(marks, normal, first, last)


def _marks(words: Words, normal: list[str]) -> bytes:
    """What each word does in a list, with the gap before it in the higher bits."""
    role = np.fromiter(map(_ROLE.get, words.forms, repeat(_IS_MEMBER)), np.uint8, len(words.forms))
    role = role[words.meant]
    if normal is not words.normal:
        role[_modals(words)] = _IS_MEMBER
    gap = words.gap.copy()
    gap[:1] = TIED
    ended = np.flatnonzero(words.line[1:] != words.line[:-1]) + 1
    gap[ended] = np.where(gap[ended] == TIED, _ENDED, PARTED)
    return (gap << _GAP_SHIFT | role).tobytes()


def _runs(marks: bytes, normal: list[str], first: int, last: int) -> Iterator[list[Segment]]:
    run = [segment := Segment()]
    kept = segment.kept
    joined = False
    for i, mark in enumerate(marks[first:last], first):
        if mark <= _IS_ANEW:  # behind no gap: most words
            if joined:
                segment.joined, joined = True, False
            if mark == _IS_MEMBER:
                kept.append(i)
            continue
        gap, role = mark >> _GAP_SHIFT, mark & _ROLES
        if gap >= PARTED:
            if len(run) > 1:
                yield run
            run = [segment := Segment()]
            kept = segment.kept
        elif gap:
            joined = gap == JOINED
            if kept:
                run.append(segment := Segment())
                kept = segment.kept
        if role == _JOINS:
            joined = True
            if kept:
                run.append(segment := Segment())
                kept = segment.kept
        elif role == _BREAKS or (role == _IS_ANEW and gap != _ENDED):
            if len(run) > 1:
                yield run
            run = [segment := Segment()]
            kept = segment.kept
        else:
            if joined:
                segment.joined, joined = True, False
            if role == _IS_MEMBER:
                kept.append(i)
            elif role == _CUTS:
                segment.cuts += (len(kept),)
            elif role == _DENIES:
                segment.denied = True
                segment.own = segment.own or (not kept and normal[i] == "no")
            elif role == _IS_COPULA:
                segment.copula = segment.copula or normal[i]
                segment.opens = segment.opens or not kept
            elif role == _IS_HAD and not kept:
                segment.has = True
    if len(run) > 1:
        yield run


def _modals(words: Words) -> list[int]:
    """Places of each "not" behind "could" or "can"."""
    normal = words.normal
    return [i for i in words.places(_NOT) if i and normal[i - 1] in _MODALS]


def with_modals(words: Words) -> list[str]:
    """Normal words, with "could not" as "cannot"."""
    changed = _modals(words)
    if not changed:
        return words.normal
    normal = list(words.normal)
    for i in changed:
        normal[i] = "cannot"
    return normal
