"""A sentence cut at its joining words: what may be the members of one list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from whytwitch.core.story_words import DROPPED
from whytwitch.intake.story_split import Words

__all__ = ["COPULA", "JOINING", "NEGATING", "SMALL", "Segment", "runs_of", "with_modals"]

JOINING = frozenset("and or nor plus".split())
COPULA = frozenset(
    "is are was were be been become becomes became grow grows grew grown go goes went feel feels felt turn "
    "turned look looks looked seem seems seemed remain remains remained get gets got stay stays "
    "stayed".split()
)
#: Where a list ends and another statement begins.
_BREAKS = frozenset(
    "but however although though except while whereas when whenever because since after until till before if "
    "unless than which who whose that where without he she i it they we you there only apart".split()
)
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
#: All that do more in a list than to be a member.
_ROLES = JOINING | _BREAKS | SMALL | _TRAILING | _PREPOSITIONS
#: Between two words: what parts members of a list, and what holds words together.
_COMMAS, _TIES = frozenset((",", "/", "&")), frozenset(("", "-"))


@dataclass(slots=True)
class Segment:
    """The words that carry meaning between two joining words, by number."""

    kept: list[int] = field(default_factory=list)
    #: Places in ``kept`` that a preposition or adverb stands before.
    cuts: set[int] = field(default_factory=set)
    copula: str = ""
    opens: bool = False
    joined: bool = False
    denied: bool = False
    #: Opens with a "no" of its own: "no weakness, no trouble swallowing".
    own: bool = False


def runs_of(words: Words, normal: list[str]) -> Iterator[list[Segment]]:
    """Segments of each stretch of text that may be one list of two or more."""
    run = [segment := Segment()]
    joined = False
    text, sentence = words.text, words.sentence
    end, number = 0, sentence[0] if sentence else 0
    columns = zip(normal, words.start, words.end, sentence, strict=True)
    for i, (word, start, last, here) in enumerate(columns):
        gap = text[end:start]
        end = last
        if here != number:
            number = here
            if len(run) > 1:
                yield run
            run = [segment := Segment()]
        elif gap != " " and i:
            gap = gap.strip()
            if gap in _COMMAS:
                joined = gap != ","
                if segment.kept:
                    run.append(segment := Segment())
            elif gap not in _TIES:
                if len(run) > 1:
                    yield run
                run = [segment := Segment()]
        if word not in _ROLES:
            if joined:
                segment.joined, joined = True, False
            segment.kept.append(i)
            continue
        if word in JOINING:
            joined = True
            if segment.kept:
                run.append(segment := Segment())
            continue
        if word in _BREAKS:
            if len(run) > 1:
                yield run
            run = [segment := Segment()]
            continue
        if joined:
            segment.joined, joined = True, False
        _add(segment, word, i)
    if len(run) > 1:
        yield run


def _add(segment: Segment, word: str, i: int) -> None:
    if word in COPULA:
        segment.copula = segment.copula or word
        segment.opens = segment.opens or not segment.kept
    if word == "no" and not segment.kept:
        segment.own = True
    if word in NEGATING:
        segment.denied = True
    if word in _PREPOSITIONS or word in _TRAILING:
        segment.cuts.add(len(segment.kept))
    if word not in SMALL and word not in _TRAILING and word not in _PREPOSITIONS:
        segment.kept.append(i)


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
