"""Whether a function that a text names is called normal or impaired: "nothing wrong with my speech"."""

from __future__ import annotations

from itertools import pairwise

from whytwitch.intake.story.text.match import Items, Match, Words, kinds_of
from whytwitch.model.reading_cues import FUNCTIONS
from whytwitch.model.reading_table import FUNCTION, PART

__all__ = ["calls_healthy", "is_beside", "is_healthy"]

#: Phrases behind one in which a cue for it is looked for, and words of a list.
_FARTHEST, _LIST_REACH = 24, 8
_BEING = frozenset("is are was were has have had".split())
_IS_FUNCTION, _IS_BESIDE = kinds_of((FUNCTION,)), kinds_of((FUNCTION, PART))


def is_healthy(match: Match) -> bool:
    """Whether a phrase says by itself that a function is well: "sleeps well"."""
    return match.kinds & _IS_FUNCTION > 0 and calls_healthy(match.items)


def calls_healthy(items: Items) -> bool:
    """The same of the rows of a phrase."""
    return any(kind == FUNCTION and index >= len(FUNCTIONS) for kind, index, _ in items)


def _cue_before(words: Words, matches: list[Match], kinds: list[frozenset[str]], i: int) -> int:
    """The phrase before another, but for the small words of "nothing wrong with my speech"."""
    k = i - 1
    while k > 0 and kinds[k] and kinds[k] <= {"own", "has"}:
        k -= 1
    return k if k >= 0 and words.normal[matches[k].first] == "nothing" else i - 1


def is_beside(words: Words, matches: list[Match], kinds: list[frozenset[str]], i: int, wanted: str) -> bool:
    """Whether a function's word stands beside "normal" or beside "worse", in a list too."""
    k = _cue_before(words, matches, kinds, i)
    if k >= 0 and wanted in kinds[k] and matches[i].first - matches[k].last <= 2:
        clause = words.clause
        between = words.normal[matches[k].last : matches[i].first]
        if words.normal[matches[k].first] in _WORSE and not _DURING.isdisjoint(between):
            return False  # "worse when walking"
        if wanted == "normal" or clause[matches[i].first] == clause[matches[k].first]:
            return True  # "walking impaired, sensation normal" impairs no sensation
    if wanted == "normal" and _normal_list(words, matches, kinds, i):
        return True
    reached = listed = matches[i].last
    for k in range(i + 1, min(len(matches), i + _FARTHEST)):
        if matches[k].first - reached > 3:
            return False
        if wanted in kinds[k] or (wanted == "normal" and is_healthy(matches[k])):
            between = words.normal[listed : matches[k].first]
            joined = any(a == "and" and b in _BEING for a, b in pairwise(between))
            if joined or (wanted == "impaired" and "and" in between):
                return False  # "it goes on in sleep and is worse when ..."
            return between != ["of", "a"]  # "speaks of a normal life"
        beside = matches[k].kinds & _IS_BESIDE > 0
        if words.normal[matches[k].first] in _OTHERS:
            return False
        passed = wanted == "impaired" and words.normal[matches[k].first] in ("nor", "which")
        if not beside and not passed and (not kinds[k] or kinds[k] - {"has", "own"}):
            return False
        reached = matches[k].last
        listed = reached if beside else listed
    return False


def _normal_list(words: Words, matches: list[Match], kinds: list[frozenset[str]], i: int) -> bool:
    """ "Normal strength, feeling and reflexes": the word stands once, before a list."""
    k = i
    while k > 0 and i - k < _LIST_REACH:
        before = _cue_before(words, matches, kinds, k)
        between = words.normal[matches[before].last : matches[k].first]
        if not _LISTING.issuperset(between) and words.normal[matches[before].first] != "nothing":
            return False
        k = before
        if "normal" in kinds[k]:
            # "Gait is normal, speech ...": there the word belongs to what stands before it.
            return k == 0 or (
                not ("has" in kinds[k - 1] and words.normal[matches[k - 1].first] in _COPULA)
                and not _is_function(matches[k - 1])
            )
        if not _is_function(matches[k]):
            return False
    return False


def _is_function(match: Match) -> bool:
    return any(kind in (FUNCTION, PART) for kind, _, _ in match.items)


_WORSE, _DURING = (
    frozenset("worse worsened worsening bad".split()),
    frozenset("when while on during with".split()),
)
_OTHERS = frozenset("he she i we they".split())
_COPULA = frozenset("is are was were".split())
_LISTING = frozenset("and or nor the his her my".split())
