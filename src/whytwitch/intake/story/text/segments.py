"""A sentence cut at its joining words: what may be the members of one list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from whytwitch.core.story_words import DROPPED
from whytwitch.intake.story.text.split import JOINED, PARTED, Words

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
#: Words of no member that tell something of a segment.
_TELLING = COPULA | NEGATING | _HAS | CUTTING
#: "No pain, just twitching": behind a comma no list goes on over these.
_ANEW = frozenset(("just",))
#: All that do more in a list than to be a member.
ROLES = JOINING | BREAKS | SMALL | CUTTING
#: What may stand before the last part of a list: "neck, belly and lower back are stiff".
OF_PARTS = frozenset("lower upper whole entire outer inner small big".split())
MUSCLE = frozenset(("muscle", "muscles"))
#: What each of these words does; asked once a word.
_JOINS, _BREAKS, _TELLS, _IS_SMALL, _IS_ANEW = range(5)
_ROLE = (
    dict.fromkeys(ROLES, _IS_SMALL)
    | dict.fromkeys(_TELLING & ROLES, _TELLS)
    | dict.fromkeys(BREAKS, _BREAKS)
    | dict.fromkeys(JOINING, _JOINS)
    | dict.fromkeys(_ANEW, _IS_ANEW)
)


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
    gaps = words.gap.tolist()
    for first, last in ((0, len(normal)),) if stretches is None else stretches:
        yield from _runs(words.sentence, gaps, normal, first, last)


def _runs(
    sentence: list[int], gaps: list[int], normal: list[str], first: int, last: int
) -> Iterator[list[Segment]]:
    run = [segment := Segment()]
    kept = segment.kept
    joined = False
    number = sentence[max(0, first - 1)] if sentence else 0
    columns = zip(range(first, last), normal[first:last], sentence[first:last], gaps[first:last], strict=True)
    for i, word, here, gap in columns:
        role = _ROLE.get(word)
        if here != number or (gap == PARTED and i):
            number = here
            if len(run) > 1:
                yield run
            run = [segment := Segment()]
            kept = segment.kept
        elif gap and i:
            joined = gap == JOINED
            if kept:
                run.append(segment := Segment())
                kept = segment.kept
        if role is None:
            if joined:
                segment.joined, joined = True, False
            kept.append(i)
        elif role == _JOINS:
            joined = True
            if kept:
                run.append(segment := Segment())
                kept = segment.kept
        elif role == _BREAKS or (role == _IS_ANEW and gap):
            if len(run) > 1:
                yield run
            run = [segment := Segment()]
            kept = segment.kept
        else:
            if joined:
                segment.joined, joined = True, False
            if role == _TELLS:
                _add(segment, word)
    if len(run) > 1:
        yield run


def _add(segment: Segment, word: str) -> None:
    if word in COPULA:
        segment.copula = segment.copula or word
        segment.opens = segment.opens or not segment.kept
    if word == "no" and not segment.kept:
        segment.own = True
    if word in _HAS and not segment.kept:
        segment.has = True
    if word in NEGATING:
        segment.denied = True
    if word in CUTTING:
        segment.cuts += (len(segment.kept),)


def with_modals(normal: list[str]) -> list[str]:
    """ "Could not" is "cannot"."""
    if "not" not in normal:
        return normal
    changed = list(normal)
    i = 0
    for _ in range(normal.count("not")):
        i = normal.index("not", i) + 1
        if i > 1 and normal[i - 2] in ("could", "can"):
            changed[i - 1] = "cannot"
    return changed
