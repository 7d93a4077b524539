"""On which side a finding is: "L foot drop", "twitching in the right calf", "LUE tremor"."""

from __future__ import annotations

from bisect import bisect_left

from whytwitch.intake.story.text.split import Words
from whytwitch.model.reading_grammar import PART_OF_WORD

__all__ = ["side_of"]

_SIDES = frozenset(("left", "right"))
_BOTH = frozenset(("both", "bilateral", "bilaterally"))
#: "LUE": the side within the name of the limb.
_SHORT = {f"{letter}{limb}": side
          for letter, side in (("L", "left"), ("R", "right"), ("B", "both"))
          for limb in ("UE", "UL", "LE", "LL")}  # fmt: skip
#: Words before and behind a finding within which its side stands, in its clause.
_BEFORE, _BEHIND = 3, 4
_AND = frozenset(("and", "or"))
#: Behind these another thing is told: "a stroke which left my right arm weak".
_ENDS = frozenset(
    "and or but nor no not without which who that when while as if because since so than to into "
    "from then".split()
)
#: "It left me weak".
_OF_LEAVING = frozenset("me my him his her us our them their with the a".split())


def side_of(words: Words, span: tuple[int, int]) -> str | None:
    """Left, right or both, where the words of a finding or those beside them say it.

    Parameters
    ----------
    span : pair of int
        Letters of the finding.
    """
    first = bisect_left(words.start, span[0])
    last = max(first + 1, bisect_left(words.start, span[1]))
    if first >= len(words.normal):
        return None
    inside = _named(words, first, last)
    if inside:
        return _one(inside)
    clause = words.clause
    low = first
    while low > max(0, first - _BEFORE) and clause[low - 1] == clause[first]:
        low -= 1
        if words.normal[low] in _AND and not _is_part(words, low - 1, first):
            low += 1
            break
    before = _named(words, low, first)
    if before:
        # "R > L hand tremor"
        return "both" if before[-2:] in (["left", "right"], ["right", "left"]) else before[-1]
    high = last
    while (
        high < min(len(words.normal), last + _BEHIND)
        and clause[high] == clause[last - 1]
        and words.normal[high] not in _ENDS
    ):
        high += 1
    return _one(_named(words, last, high))


def _one(found: list[str]) -> str | None:
    return (found[0] if len(set(found)) == 1 else "both") if found else None


def _is_part(words: Words, before: int, first: int) -> bool:
    """ "Right hand and arm weak": the side is told of a list of parts."""
    return before >= 0 and all(words.normal[i] in PART_OF_WORD for i in (before, first))


def _named(words: Words, first: int, last: int) -> list[str]:
    """Sides among some words, but for the verb "left" and for "right" that is no side."""
    found = []
    for i in range(first, last):
        word = words.normal[i]
        if word in _SIDES:
            following = words.normal[i + 1] if i + 1 < len(words.normal) else ""
            leaves = word == "left" and following in _OF_LEAVING
            none = following == "handed" or (word == "right" and following in _NO_SIDE)
            if not (leaves or none):
                found.append(word)
        elif word in _BOTH or (word == "b" and words.normal[i + 1 : i + 2] == ["l"]):
            found.append("both")
        elif word in ("arm", "leg") and (short := _SHORT.get(words.text[words.start[i] : words.end[i]])):
            found.append(short)
    return found


#: "Right now", "right after".
_NO_SIDE = frozenset("now after before away through down up across about".split())
