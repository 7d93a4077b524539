"""What is told of attacks and of how a movement runs: in attacks, how long, always alike, without a stop."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from whytwitch.intake.story.findings.motor import length_of, seconds_of
from whytwitch.intake.story.findings.signs import NEGATED, Read
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.bounds import sentence_of, start_of
from whytwitch.intake.story.text.split import Words

__all__ = ["read_attacks"]

#: Attacks, by a word that makes them more than one.
_ATTACKS = Anchored(
    r"\b(?:(?:short|brief|sudden|repeated|recurrent|recurring|several|many|frequent|daily|painful|these|such|"
    r"has|have|had|having|gets?|getting|got|suffers?|suffered|of|in|more|further|her|his|my|the|all|some|"
    r"two|three|four|five|six|ten|[2-9]|\d\d+)(?:,)?\s+){1,9}(?:attacks|spells|episodes|bouts|paroxysms)\b"
    r"|\b(?:attacks|spells|episodes|bouts|paroxysms) (?:of|in which|during which|when|where|with|begin|"
    r"start|come|"
    r"last|are|always|often|lasting)\b",
    "short brief sudden repeated recurrent recurring several many frequent daily painful these such has "
    "have had "
    "having get gets getting got suffer suffers suffered of in more further her his my the all some two "
    "three four "
    "five six ten # >9 attacks spells episodes bouts paroxysms; attacks spells episodes "
    "bouts paroxysms",
)
_OTHER_ATTACKS = re.compile(
    r"\b(?:panic|heart|asthma\w*|anxiety|gout|dizzy|fainting|crying|angina|isch\w+|cold|dry|hot|migraine|"
    r"vertigo|"
    r"infective|chest)\s*$",
    re.I,
)
_ITS_NAME = re.compile(r"\b(?:attacks|spells|episodes|bouts|paroxysms)\b", re.I)
_OF_OTHER = re.compile(
    r"\s+of\s+(?:\w+\s+)?(?:panic|vertigo|dizziness|fever|pain|headache|migraine|gout|asthma|cough\w*|"
    r"vomiting|"
    r"diarrh?oea|fainting|anxiety|crying|infection|bronchitis|depression|illness|cold|low mood|"
    r"palpitations)\b",
    re.I,
)

_COUNT = (
    r"(?:\d+(?:\.\d+)?|an?|one|two|three|four|five|six|seven|eight|ten|fifteen|twenty|thirty|forty|half an?)"
)
_HOW_LONG = (
    rf"(?P<low>{_COUNT})(?:(?:\s*[-–]\s*|\s+(?:to|or)\s+)(?P<high>{_COUNT}))?(?:[\s-]+|(?<=\d))"
    r"(?P<unit>seconds?|secs?|minutes?|mins?|hours?)"
)
#: "For ten to twenty seconds each time", "each time for five to ten seconds".
_EACH_TIME = Anchored(
    rf"\b(?:each|every) (?:time|one|twitch|jerk|spasm|attack|spell|episode),? (?:it )?(?:for |about |some |"
    rf"only |just |"
    rf"lasting |lasts |of )*{_HOW_LONG}\b"
    rf"|\b{_HOW_LONG.replace('<low>', '<low2>').replace('<high>', '<high2>').replace('<unit>', '<unit2>')}"
    r" (?:each time|at a time|each|apiece|every time|on each occasion)\b",
    "each every >3 time one twitch jerk spasm attack spell episode; # >9 each at every on apiece; a an one* "
    "two* three* four* five* six* seven* eight* ten* fifteen* twenty* thirty* forty* half "
    ">9 second* sec* min* hour* >1 each at every on apiece",
)
#: "Day and night", "all day long": a movement that does not stop.
_WITHOUT_STOP = Anchored(
    r"\b(?:day and night|night and day|round the clock|around the clock|all day long|all day and (?:all "
    r")?night|"
    r"24/7\b|without (?:a |any )?(?:pause|break|let-?up|interruption|respite|ceasing)|(?:never|hardly ever) "
    r"(?:stops?|lets? "
    r"up|pauses?|ceases?)\b|(?:does not|doesn['’]t|do not|don['’]t|will not|won['’]t) (?:stop|let up|pause|"
    r"cease)"
    r"(?=\s*(?:[.,;!?]|$|day\b|at all\b|even\b|and\b)))",
    "day night round around all 24 without never hardly does doesn doesnt do don dont will won wont >4 "
    "night* day* "
    "clock* 7 long pause break let letup interruption respite ceasing stop stops pauses cease ceases lets",
)
#: "Every attack looks the same".
_ALIKE = Anchored(
    r"\b(?:every|each|all|the) (?:of (?:the|these|his|her|my) )?(?:attacks?|spells?|episodes?|fits?|bouts?|"
    r"jerks?|"
    r"movements?|ones?|time) (?:is|are|was|were|looks?|looked|goes|go|runs?|follows?) (?:\w+ly )?(?:always |"
    r"just )?"
    r"(?:the same|alike|identical|in the same way|like the last|stereotyped)\b",
    "every each all the >4 attack attacks spell spells episode episodes fit fits bout bouts jerk jerks "
    "movement "
    "movements one ones time",
)
#: "Almost all come out of sleep", "exclusively during sleep".
_OUT_OF_SLEEP = Anchored(
    r"\b(?:almost |nearly )?(?:only|exclusively|solely|always|all|entirely)\b(?:\s+\w+){0,4}?\s+(?:out of|"
    r"from|during|in|"
    r"while in) (?:his |her |my |their |deep |night )?sleep\b",
    "almost nearly only exclusively solely always all entirely >9 sleep",
)
_CRAMP_AT_NIGHT = Anchored(
    r"\b(?:wak(?:es?|ing|en|ened)|woke|woken|at night|every night|most nights|nightly|during the night|in "
    r"bed)\b"
    r"[^.;!?]{0,40}?\bcramps?\b|\bcramps?\b[^.;!?]{0,50}?\b(?:at night|every night|most nights|nightly|"
    r"during the night|(?:wakes?|woke|woken|wakening|waking) (?:me|him|her|them|from))\b",
    "wake wakes waking waken wakened woke woken at every most nightly during in >16 cramp cramps; cramp "
    "cramps >16 "
    "at every most nightly during wake wakes woke woken wakening waking",
)


def read_attacks(words: Words, moving: list[int]) -> Iterator[Read]:
    """What a text says of the run of its movements.

    Parameters
    ----------
    moving : list of int
        Where movements that are there are told, in order.
    """
    text = words.text
    for match in _ATTACKS.finditer(words):
        name = _ITS_NAME.search(match.group())
        at = match.start() + (name.start() if name else 0)
        behind = match.start() + (name.end() if name else 0)
        if (
            name is not None
            and not _OTHER_ATTACKS.search(text, max(0, at - 16), at)
            and not _OF_OTHER.match(text, behind)
            and not NEGATED.search(text, max(0, match.start() - 16), at)
            and _moves(text, moving, at)
        ):
            yield "WT:twitch_in_attacks", True, (match.start(), behind)
    for match in _EACH_TIME.finditer(words):
        if _moves(text, moving, match.start()):
            yield _length(match), True, match.span()
    for pattern, item in (
        (_WITHOUT_STOP, "WT:twitch_hours"),
        (_ALIKE, "WT:twitch_stereotyped"),
        (_OUT_OF_SLEEP, "WT:twitch_only_in_sleep"),
        (_CRAMP_AT_NIGHT, "WT:cramp_night"),
    ):
        for match in pattern.finditer(words):
            first, _ = sentence_of(text, match.start())
            before = max(first, match.start() - 20)
            if _moves(text, moving, match.start()) and not NEGATED.search(text, before, match.start()):
                yield item, True, match.span()


def _moves(text: str, moving: list[int], at: int) -> bool:
    """Whether this sentence, or the one before or behind it, tells of a movement."""
    first, last = sentence_of(text, at)
    first = start_of(text, max(0, first - 2))
    _, last = sentence_of(text, min(len(text), last + 2))
    i = bisect_left(moving, first)
    return i < len(moving) and moving[i] < last


def _length(match: re.Match[str]) -> str:
    low, high, unit = (match[k] or match[f"{k}2"] for k in ("low", "high", "unit"))
    return length_of(seconds_of(high or low, unit))
