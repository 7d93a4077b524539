"""What is feared, asked or supposed, and where that ends: "if I skip a meal I get shaky"."""

from __future__ import annotations

import re
from collections.abc import Set

from whytwitch.intake.story.context.reach import NEW_STATEMENT, first_of_clause, is_contrast
from whytwitch.intake.story.text.bounds import is_question, sentence_of
from whytwitch.intake.story.text.match import Match, Words, kinds_of
from whytwitch.model.reading_grammar import PART_OF_WORD
from whytwitch.model.reading_table import FEATURE

__all__ = [
    "CONDITION",
    "end_of_condition",
    "ends_fear",
    "is_aside",
    "is_nobodys",
    "is_owned",
    "names_illness",
]

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


_QUESTION = re.compile(
    r"\s*(?:(?:and|but|so|or|also|please|hi|hello)\b,?\s*)*(?:do|does|did|can|could|is|are|will|would|should|how|what|where|"
    r"when|why|which|who)\b",
    re.I,
)
#: What a disease does as such: "ALS usually starts in one hand".
_DOES = re.compile(
    r"\s+(?:(?:usually|always|often|typically|generally|normally|mostly|also|only|ever|really|can|could|may|"
    r"might|does(?:n['’]?t| not)?)\s+){0,3}(?:starts?|begins?|causes?|leads?|presents?|affects?|comes?|"
    r"shows?|spreads|progress(?:es)?|develops?|runs)\b",
    re.I,
)
#: Whose it is: then a question about it is somebody's who has it.
_HAD = re.compile(
    r"\b(?:i|he|she|who|we|they)(?:['’]ve|\s+(?:(?:also|already|now|still)\s+)?(?:have|has|had|got))\b|"
    r"\b(?:my|his|her|me|him|us|our|diagnos\w+|known|treated|suffer\w*)\b",
    re.I,
)


def is_nobodys(text: str, span: tuple[int, int]) -> bool:
    """Whether a disease is asked about or told of as such.

    Examples
    --------
    >>> is_nobodys("Does ALS start there?", (5, 8)), is_nobodys("I have ALS, does it twitch?", (7, 10))
    (True, False)
    >>> is_nobodys("I read that ALS starts in one hand.", (12, 15))
    True
    """
    first, last = sentence_of(text, span[0])
    asked = is_question(text, span[0]) and _QUESTION.match(text, first) is not None
    if not asked and _DOES.match(text, span[1]) is None:
        return False
    return _HAD.search(text, first, last) is None


def names_illness(match: Match, illnesses: Set[int]) -> bool:
    """Whether a phrase names an illness: worry reaches these alone, for a twitch that worries is there."""
    return any(kind == FEATURE and index in illnesses for kind, index, _ in match.items)
