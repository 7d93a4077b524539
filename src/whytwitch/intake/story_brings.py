"""What brings a movement on and what eases it, with words in between: "whenever I have had two coffees"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from whytwitch.intake.story_anchor import Anchored
from whytwitch.intake.story_signs import NEGATED, Read
from whytwitch.intake.story_split import Words

__all__ = ["brought_and_eased", "sentence_of"]

Span = tuple[int, int]

#: Letters to either side in which the ends of a sentence are looked for.
_SENTENCE = 300


def sentence_of(text: str, at: int) -> Span:
    """Where the sentence of a letter begins and ends, no farther off than a sentence is long.

    Examples
    --------
    >>> sentence_of("One. Two. Three.", 5)
    (5, 8)
    """
    low = max(0, at - _SENTENCE)
    first = max(
        low,
        *(
            text.rfind(mark, low, at) + len(mark)
            for mark in (". ", "; ", "! ", "? ", "\n")
            if text.rfind(mark, low, at) >= 0
        ),
        0,
    )
    ends = [p for mark in ".;!?\n" if (p := text.find(mark, at, at + _SENTENCE)) >= 0]
    return first, min(ends, default=min(len(text), at + _SENTENCE))


_WHO = (
    r"(?:i|he|she|we|you|someone|somebody|people|anyone|they|my (?:boss|mother-in-law|ex)|the (?:boss|"
    r"teacher))"
)
_CLAUSE = (
    r"(?:when(?:ever)?|if|every time|each time|any ?time|as soon as|the (?:moment|minute|second)|once|while)"
)
_NOUN = r"(?:after|before|during|with|under|on|in|from|following)"
_GAP = r"(?:(?!(?:and|but|or|not|no|never|then|when|if|because|without|so)\b)[\w'’]+\s+)"
_BRINGS: dict[str, str] = {
    "WT:twitch_on_emotion": (
        r"stress(?:ed|ful)?(?: out)?|nervous|anxious|anxiety|upset|angry|worked up|wound up|het up|"
        r"flustered|"
        r"embarrassed|arguments?|arguing|argue|boss|exams?|interviews?|presentations?|presenting|stage|"
        r"audience|gigs?|deadlines?|public|"
        r"strangers?|watched|watch(?:es|ing)? me|look(?:s|ing)? at me|(?<=under )pressure|pressure at work|"
        r"recitals?|concerts?|auditions?|put on the spot|self-conscious|"
        r"speech(?:es)?(?= (?:to|in front|at)\b)|emotional|excited|panicky|big match|driving test"
    ),
    "WT:twitch_worse_with_caffeine": (
        r"coffees?|espressos?|lattes?|cappuccinos?|caffeine|energy drinks?|red bulls?|monsters?|colas?|"
        r"cokes?|"
        r"pre-?workout|cuppas?|strong tea|teas?(?= a day)|mugs? of tea|pots? of tea|americanos?"
    ),
}
_WHICH = "|".join(f"(?P<b{i}>{names})" for i, names in enumerate(_BRINGS.values()))
_TRIGGER_WORDS = (
    "stress* nervous anxi* upset angry worked wound het flustered embarrassed argu* boss exam exams "
    "interview* present* stage "
    "audience gig gigs deadline* public stranger* watched watch* look* pressure recital* concert* "
    "audition* put self* speech* emotional "
    "excited panicky big driving coffee* espresso* latte* cappuccino* caffeine energy red monster* cola* "
    "coke* pre* cuppa* strong tea teas "
    "mug mugs pot pots americano*"
)
_BROUGHT = Anchored(
    rf"\b(?:{_CLAUSE}\s+{_WHO}(?:['’]\w+)?\s+{_GAP}{{0,5}}?|{_NOUN}\s+{_GAP}{{0,3}}?)(?:{_WHICH})\b",
    f"when whenever if every each any anytime as the once while >20 {_TRIGGER_WORDS}; "
    f"after before during with under on in from following >20 {_TRIGGER_WORDS}",
)
_NO_CAUSE = re.compile(
    r"\b(?:even|whether|regardless|no matter|unless|stops?|stopped|goes|gone|settles|calms?|better|less|"
    r"fine|hold(?:s|ing)? (?:it|them)|"
    r"control|suppress|hide|cut|gave up|given up|quit|difference|steady|only thing)\b",
    re.I,
)
_STEADY = re.compile(r"\b(?:steady|fine|okay|ok)\s*[;,]\s+(?:it is|only|but)\b", re.I)

_EASING = (
    r"(?:stops?|stopped|goes (?:away|off|completely)|goes(?=\s*(?:[.,;!?]|$))|gone|disappears?|"
    r"vanish(?:es|ed)?|settles?(?: down)?|calms?(?: down)?|"
    r"(?:right as rain)|(?:a )?different story|(?:rock )?steady|steadier|no bother|eases?(?: off)?|lets? "
    r"go|wears? off|clears?|subsides?|"
    r"quietens?|dies down|back to normal|like a rock|fine(?=\s*(?:[.,;!?]|$))|cures? it|sorts? (?:it|"
    r"them|me) out|does the trick|works wonders)"
)
_EASE_WORDS = (
    "stop stops stopped goes gone disappear* vanish* settle* calm* right a different rock steady "
    "steadier no ease eases let lets wear "
    "wears clear clears subside* quieten* dies back like fine cure cures sort sorts does works"
)
_EASES: dict[str, str] = {
    "WT:twitch_relieved_alcohol": (
        r"(?:glass(?:es)?|drop|pint|pints|couple|tot|nip) (?:of|or two of) (?:\w+ )?(?:wine|beer|"
        r"whisk(?:e)?y|sherry|gin|vodka|brandy|rum|port|ale|lager)|"
        r"(?:a|two|few|couple of) (?:pints?|beers?|drinks?|whisk(?:e)?ys?|sherry|sherries|gins?|brandy|g and "
        r"t)|a tipple|few jars"
    ),
    "WT:twitch_relieved_food": (
        r"eat(?:en|ing)?|ate|food|had (?:breakfast|lunch|a biscuit|a banana|a sandwich|something sweet|"
        r"sugar)|a biscuit|something sweet|"
        r"a snack|a sandwich|sugary drink|fed"
    ),
    "WT:twitch_relieved_rest": (
        r"(?:good )?night['’]?s (?:sleep|kip|rest)|rested|a (?:nap|lie[- ]?down|rest|kip|holiday)|put my "
        r"feet up|early night|catch up on sleep|"
        r"slept well|some sleep|proper sleep"
    ),
    "WT:twitch_distractible": (
        r"talk(?:s|ing|ed)? to (?:me|him|her|someone)|distract(?:ed|s)? (?:me|him|her)|distracted|"
        r"engrossed|absorbed|forget about it|forgets about it|"
        r"not thinking about it|mind is on something|concentrat\w+ on something else|busy with something"
    ),
    "WT:twitch_relieved_stretch": (
        r"stretch(?:ed|ing)? (?:it|them|out|my|the)|pull(?:ing)? (?:my|the|his|her) (?:big )?(?:toes?|"
        r"foot)|massag\w+|knead\w*|rub(?:bing)? it"
    ),
}
_WHICH_EASES = "|".join(f"(?P<e{i}>{names})" for i, names in enumerate(_EASES.values()))
_WHICH_THEN = _WHICH_EASES.replace("?P<e", "?P<f")
_WHICH_ALSO = _WHICH_EASES.replace("?P<e", "?P<g")
_EASER_WORDS = (
    "glass glasses drop pint pints couple tot nip a two few eat* ate food had something sugary fed good "
    "night* rested put early catch slept some "
    "proper talk* distract* engrossed absorbed forget* not mind concentrat* busy stretch* pull* massag* "
    "knead* rub*"
)
_THEN = (
    r"(?:when(?:ever)?|if|once|after|as soon as|the (?:moment|minute|second)|until|till|with|by|following)"
)
_SHORT = r"(?:(?!(?:and|but|when|if|then|because|starts?|worse|comes)\b)[\w'’]+,?\s+)"
_EASED = Anchored(
    # "It goes off after a good night's kip"
    rf"\b(?:{_EASING}\s+{_SHORT}{{0,3}}?{_THEN}\s+{_SHORT}{{0,5}}?(?:{_WHICH_EASES})|"
    # "If someone talks to me about the footie it stops"
    rf"{_THEN}\s+{_SHORT}{{0,5}}?(?:{_WHICH_THEN})\b,?\s+{_SHORT}{{0,6}}?{_EASING}|"
    # "A glass of wine and the shaking is a different story"
    rf"(?:{_WHICH_ALSO})\s+(?:and|inside me and|later)\s+{_SHORT}{{0,5}}?{_EASING})\b",
    f"{_EASE_WORDS} >20 {_EASER_WORDS}; when whenever if once after as the until till with by following "
    f">20 {_EASER_WORDS}; "
    f"{_EASER_WORDS} >20 {_EASE_WORDS}",
)
_UNEASED = re.compile(
    r"\b(?:not|no (?:difference|better|help)|never|n['’]t|nothing|even|neither|nor|without)\b|n['’]t\b", re.I
)


def brought_and_eased(words: Words, moving: Sequence[Span]) -> Iterator[Read]:
    """Circumstances of movements, each with its letters.

    Parameters
    ----------
    moving : sequence of tuple
        Letters of the movements that were read, in order.
    """
    if not moving:
        return
    text = words.text
    for match in _BROUGHT.finditer(words):
        first, last = sentence_of(text, match.start())
        behind = _STEADY.search(text, first, match.start())
        first = behind.end() if behind else first
        if (
            _moves(moving, first, last)
            and not _NO_CAUSE.search(text, first, last)
            and not NEGATED.search(text, first, match.end())
        ):
            yield _item(_BRINGS, match, "b"), True, match.span()
    for match in _EASED.finditer(words):
        first, last = sentence_of(text, match.start())
        low = sentence_of(text, max(0, first - 3))[0]
        if _moves(moving, low, last) and not _UNEASED.search(
            text, max(first, match.start() - 12), match.end()
        ):
            item = next((_item(_EASES, match, key) for key in "efg" if _has(_EASES, match, key)), None)
            if item is not None:
                yield item, True, match.span()


def _has(table: dict[str, str], match: re.Match[str], key: str) -> bool:
    return any(match[f"{key}{i}"] for i in range(len(table)))


def _item(table: dict[str, str], match: re.Match[str], key: str) -> str:
    return next(item for i, item in enumerate(table) if match[f"{key}{i}"])


def _moves(moving: Sequence[Span], first: int, last: int) -> bool:
    """Whether one of the movements begins between two letters."""
    k = bisect_left(moving, (first, 0))
    return k < len(moving) and moving[k][0] < last
