"""What is feared, asked or supposed, and where that ends: "if I skip a meal I get shaky"."""

from __future__ import annotations

from collections.abc import Set

from whytwitch.intake.story.context.reach import NEW_STATEMENT, first_of_clause, is_contrast
from whytwitch.intake.story.text.match import Match, Words, kinds_of
from whytwitch.model.reading_grammar import PART_OF_WORD
from whytwitch.model.reading_table import FEATURE

__all__ = ["CONDITION", "end_of_condition", "ends_fear", "is_aside", "is_owned", "names_illness"]

_IS_FEATURE = kinds_of((FEATURE,))
_AND = frozenset("and or nor plus".split())
#: "If I don't eat I get weak": what a condition that opens a sentence brings is there.
_PLANS = frozenset("will would should could can may might want need shall must".split())
CONDITION, _BROUGHT = "if", frozenset(("i", "my", "it", "he", "she", "his", "her", "they"))
_OPENS = frozenset(("and", "but"))


#: "Would magnesium help my cramps?": what somebody has is there, whatever is asked of it.
_OWNING = frozenset("my his her".split())


def is_owned(words: Words, match: Match) -> bool:
    """Whether a complaint is somebody's own: "help my cramps", but not "what if my legs stop"."""
    first = match.first
    return (
        match.kinds & _IS_FEATURE > 0
        and first > 0
        and words.normal[first - 1] in _OWNING
        and words.normal[first] not in PART_OF_WORD
    )


def ends_fear(words: Words, first: int, feared_clause: int, denied_from: int) -> bool:
    """ "Ruled out MND last year, still twitching": what opens a statement behind a comma is there."""
    if words.clause[first] == feared_clause:
        return False
    opening = first_of_clause(words, first)
    return words.normal[opening] in NEW_STATEMENT or is_contrast(words, denied_from, opening)


_ASIDE = frozenset("matters helps relevant useful relevance important".split())


def is_aside(words: Words, match: Match) -> bool:
    """ "In case it matters my cousin has ...", "if relevant"."""
    return not _ASIDE.isdisjoint(words.normal[match.last : match.last + 3])


def end_of_condition(words: Words, match: Match, reached: int) -> int:
    """The last word of a condition that opens a statement of its own: "if I skip a meal | I get shaky".

    In a question what follows is feared too: "if I go on, will it get worse?"
    """
    sentence, first = words.sentence[match.first], match.first
    if first > 0 and words.sentence[first - 1] == sentence and words.normal[first - 1] not in _OPENS:
        return reached
    for i in range(match.last + 1, min(reached + 1, len(words.normal) - 1)):
        if words.sentence[i] != sentence:
            break
        if words.normal[i] in _BROUGHT and words.normal[i - 1] not in _AND and _tells(words, i):
            return i - 1
    return reached


def _tells(words: Words, i: int) -> bool:
    """Whether the sentence of a word ends without a question mark, and what follows it is no wish or plan."""
    last = i
    while last + 1 < len(words.sentence) and words.sentence[last + 1] == words.sentence[i]:
        last += 1
    asked = "?" in words.text[words.end[last] : words.end[last] + 2]
    return not asked and _PLANS.isdisjoint(words.normal[i + 1 : i + 3])


def names_illness(match: Match, illnesses: Set[int]) -> bool:
    """Whether a phrase names an illness: worry reaches these alone, for a twitch that worries is there."""
    return any(kind == FEATURE and index in illnesses for kind, index, _ in match.items)
