"""Spans of time in running text that may be how long it has been going on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from whytwitch.intake.story.text.windows import matches_in, windows_about
from whytwitch.intake.story.time.dates import spans_from_dates
from whytwitch.intake.story.time.onset import spans_from_age
from whytwitch.intake.story.time.roughly import SINCE, rough_spans
from whytwitch.intake.timing import (
    ORDINALS,
    SHORT_UNITS,
    SPELLED_NUMBERS,
    UNIT_DAYS,
    WHOLE_NUMBERS,
    WORD_NUMBERS,
)

__all__ = ["AGE_IN_SHORTHAND", "COMPLAINT_IS", "Span", "days_after", "days_of_ladder", "spans_of_time"]

#: Shorter still, where nothing but a span is looked for.
_SHORT_UNITS = SHORT_UNITS | {
    "sec": "second",
    "h": "hour",
    "mo": "month",
    "d": "day",
    "w": "week",
    "y": "year",
}
_DAYS = UNIT_DAYS | {"second": 1 / 86_400, "evening": 1.0, "morning": 1.0}
_DAYS |= {short: _DAYS[unit] for short, unit in _SHORT_UNITS.items()}
#: What stands below the line in a letter's shorthand: 3/7 is three days, 2/52 two weeks, 4/12 months.
_SHORTHAND = {"7": 1.0, "52": 7.0, "12": 30.4}
_LETTERS = {"m": 30.4}

_IN_WORDS = {w: n for w, n in WORD_NUMBERS.items() if w not in ("zero", "many", "some")}
_IN_WORDS |= SPELLED_NUMBERS | {"half a": 0.5, "half an": 0.5}
_WORDS = "|".join(sorted(_IN_WORDS, key=len, reverse=True))

_N = rf"(?=[\dacefhnost])(?P<n>\d{{1,3}}(?:\.\d+|\s?½|\s1/2)?|half an?|(?:a\s+)?(?:{_WORDS}))"
_UPPER = rf"(?:\s*(?:-|–|to|or)\s*(?P<upper>\d+|{_WORDS}))?"
#: "A second dose" is no time.
_SECOND = (
    r"second(?=s\b|[\s-]*(?:$|[.,;]|"
    r"(?:or|later|ago|after|and|at|each|before|long|now|when|whenever|while)\b))"
)
_LONGER = sorted((unit for unit in _DAYS if unit != "second" and len(unit) > 1), key=len, reverse=True)
#: A single letter stands behind a figure: "2 y", but not "and", nor "55 y.o."
_LETTER = r"(?:(?<=\d)|(?<=\d[\s-]))[dhwy](?!\.?o\b|/)"
_UNIT = rf"(?P<unit>{'|'.join([_SECOND, *_LONGER, _LETTER])})s?"
_AMOUNT = (
    rf"{_N}{_UPPER}(?P<half>\s+and\s+a\s+half)?[\s-]*(?:of\s+|or so\s+|more\s+|full\s+|a\s+|whole\s+|"
    rf"long\s+)?{_UNIT}\b"
    r"(?P<after_half>\s+and\s+a\s+half)?(?P<or_two>\s+or\s+(?:two|2)\b)?"
    # Not given back; a group that is kept for good loses its letters in Python before 3.11.3.
    r"(?!\s+or\s+(?:two|2)\b)(?!\s*-?\s*old)"
)
#: None is given back, and not endlessly many are read: no number begins with one of them.
_ABOUT = (
    r"(?:(?:a?bout|around|nearly|almost|the|this|these|his|her|past|last|previous|preceding|over|more "
    r"than|less than|under|at least|a(?= (?:period|matter|space) of)|(?:space|course|period|matter|"
    r"better part|best part) of|"
    r"approximately|approx\.?|circa|some|roughly|up to|a good|just|only|maybe|perhaps|well over)\s+|"
    r"[~≈]\s*){0,8}+"
)
#: Where a story is told from: what came so long before it is as old.
_TELLING = (
    r"(?:admission|presentation|arrival|referral|being (?:admitted|seen|referred|brought)|coming (?:to|in)|"
    r"PTA\b|"
    r"(?:his|her|my|this|the|our) (?:visit|admission|presentation|referral|consultation|arrival)|"
    r"(?:he|she|i|they) (?:was|were|had been) (?:seen|admitted|referred|brought)|(?:he|she|i|they) (?:came|"
    r"presented))"
)
_NOT_A_RATE = r"(?!\s*(?:a|per|each)\s+(?:day|week|night|month))"
_NTHS = "|".join(sorted(ORDINALS, key=len, reverse=True))
#: "The trouble is": what is so many weeks old is no person.
COMPLAINT_IS = (
    r"(?:trouble|problem|complaint|illness|disease|symptoms?|weakness|tremor|twitch\w*|numbness|"
    r"pain|cramps?|stiffness|"
    r"jerk\w*|limp|shak\w+|spasms?|finger|hand|foot|toe|leg|arm|eyelid|lid|one|it|this|"
    r"that)(?:\s+\w+,|,[^.;,\n]{0,40},)?\s+(?:is|are)\s+"
    r"(?:now\s+|about\s+|new and\s+|only\s+)*"
)
_OLD = rf"{_N}{_UPPER}[\s-]*(?:a\s+)?(?P<unit>hour|day|week|month|year)s?"
#: Before a bare "3 y": what is no complaint, or another form.
_NOT_OF_WORD = (
    r"(?:in|of|at|to|by|per|for|and|aged?|male|female|man|woman|lady|boy|girl|child|baby|infant|"
    r"after|within|every|each|"
    r"old|than|about|over|next|last|past|once|only|vitamin|type|stage|grade|review|smok\w+|retired|"
    r"married|widow\w*|"
    r"diagnosed|known|on|was|now|age)\s"
)
#: A day of these is no day of the complaint.
_COURSE = (
    r"(?:(?:his|her|my|the|a|this|that)\s+)?(?:\w+\s+)?(?:treatment|therapy|course|cycle|life|pregnan\w+|"
    r"antibiotics?|chemo\w*|radio\w+|dialysis|drugs?|medicines?|tablets?|admission|stay|month|year|week|"
    r"may|june|july|january|school|work|holidays?|trip)\b"
)
#: The head of a sentence. Of blank lines one is tried, and none is given back: each would be a pass over all.
_HEAD = r"(?:^|(?:[.;:]|(?<!\n)\n)\s*+)"

#: How a span of the complaint is said; the earlier in the text wins.
_FORMS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b(?:for|over|during|in|throughout)\s+{_ABOUT}{_AMOUNT}{_NOT_A_RATE}(?!\s+(?:after|before|"
        rf"later|prior|earlier))",
        # "A two-week illness", "some fourteen months in all", "two months running"
        rf"\b{_AMOUNT}(?:(?:[’']s|[\s’']*)(?:[\s-]long)?\s*(?:,\s*\w+\s*)?(?:history|hx|h/o|course|"
        r"duration|standing|evolution|account of|story|illness|headache|fever|bout|siege|decline|"
        r"struggle|complaint)|"
        r"\s+(?:in all|in total|altogether|so far|running|straight|on end|(?<!hours )in a row)\b|"
        rf"\s+(?:(?:ago|back|now|PTA)\b|(?:before|prior to)\s+{_TELLING}))",
        rf"\b(?:(?:history|course|hx|onset)\s?(?:of|:|=|is|was)|"
        rf"duration(?: of (?:symptoms|illness|the illness|complaints?))?\s?(?:of|:|=|is|was)?) {_ABOUT}"
        rf"{_AMOUNT}",
        # "It had started three years before", "since then, four months, she has had two a week"
        rf"\b(?:began|begun|started|set in|come on|came on)\s+{_ABOUT}{_AMOUNT}\s+(?:before|earlier)\b"
        rf"(?!\s+(?:he|she|i|the|his|her|my|that|this|they|any|an?)\b)",
        rf"\bsince then,?\s+(?:for\s+)?{_ABOUT}{_AMOUNT}(?=\s*[,;.])",
        # "Well up to two months before, when", "nine months before that she had been failing"
        rf"\b(?:until|till|up to)\s+{_ABOUT}{_AMOUNT}\s+(?:before|earlier|previously)\b",
        rf"\bfor\s+{_ABOUT}{_AMOUNT}\s+(?:before|prior to)\s+(?:that|this|then)\b",
        # "Goes back five years", "going on three weeks", "coming up to six weeks"
        rf"\b(?:(?:go(?:es)?|dat(?:es?|ed|ing)) back|going on|coming (?:up to|on for)|getting on for)\s+"
        rf"{_ABOUT}{_AMOUNT}",
        # "10d h/o", "x 5y": single letters only where nothing but a time can stand
        r"(?<![\w/.])(?P<n>\d{1,3})\s?(?P<unit>[dwmy])\s+(?:hx|h/o|history|"
        r"of (?:prog|wors|increas|slow|grad|intermitt))",
        r"(?:\bx|[~≈])\s?(?P<n>\d{1,3})\s?(?P<unit>[dwy])\b",
        # "In its second month", "this is the fifth week of it", "day six of this"
        rf"\b(?:in(?:to)? (?:its|their)|(?:this|it) is(?: now)? (?:the|my|his|her))\s+"
        rf"(?P<nth>{_NTHS})\s+(?P<unit_nth>day|week|month|year)\b(?!\s+of\s+{_COURSE})",
        rf"\b(?P<unit>day|week|month)\s+(?P<n>\d{{1,2}}|{_WORDS})\s+(?:of\b(?!\s+{_COURSE})|today\b|now\b)",
        # "Since a week last Saturday" is no week
        rf"\b(?:since|from)\s+{_ABOUT}{_AMOUNT}(?:\s+(?:ago|back))?(?!\s+(?:last|on)\b)",
        rf"\b(?:(?:last|past|lasting|lasted)\s+(?:for\s+)?|x\s?){_ABOUT}{_AMOUNT}",
        # "Two months of stiffness", "six weeks of headaches"
        rf"\b(?<![\w-]){_N}{_UPPER}(?P<half>\s+and\s+a\s+half)?[\s-]*{_UNIT}\s+of\s+(?!age\b|treatment|"
        rf"therapy|life\b|"
        r"pregnan|gestation|physio|rehab|steroid|antibiotic|chemo|dialysis|training|marriage|the\b|"
        r"his\b|her\b|my\b)(?=\w)",
        # "Three weeks I have been limping", "8 wk tremor" at the head of a sentence
        rf"{_HEAD}{_ABOUT}{_N}{_UPPER}(?P<half>\s+and\s+a\s+half)?[\s-]*{_UNIT}(?:\s+or so)?"
        r"(?:\s+now\b|\s+on\b|\s*(?:[.,;]|$)|\s+(?:i|he|she|we|my|his|her)\b)",
        rf"{_HEAD}{_N}{_UPPER}\s*(?P<unit>wk|yr|mth|hr)s?(?:\s*$|\s+(?!old|post|ago|after|later|"
        rf"f/u)(?=[a-z]))",
        rf"(?:\b(?:it(?:['’]?s| has| is)?|has)|[,.;])\s+(?:now\s+)?been\s+(?:going on\s+|like "
        rf"this\s+)?(?:for\s+)?{_ABOUT}{_AMOUNT}",
        # "Since January, so about three months"
        rf"(?:,|\bso|\b(?:that|it)[’']?s|\b(?:that|it) is)\s+(?:so\s+|that is\s+|some\s+)?{_ABOUT}{_AMOUNT}"
        r"(?:\s+(?:now|in all|in total|altogether|so far|in the making))?(?=\s*(?:[.;]|$))",
        rf"\b(?:took|taken|needed)\s+{_ABOUT}{_AMOUNT}\s+(?:from|until|till|before|"
        r"to(?!\s+(?:recover|get|pass|clear|wear|heal)))\b",
        # "It is six weeks since it began", "it is three days that", "five months in"
        rf"\b(?:it is|it[’']s|it has been|it[’']s been|is(?= a\b))\s+(?:now\s+)?"
        rf"{_ABOUT}{_AMOUNT}\s+(?:now\s+)?(?:since|that)\b",
        rf"{_HEAD}{_ABOUT}{_AMOUNT}\s+(?:in|into it|into this|down the line)\b(?=\s*,)",
        # "His third day of hiccups", "3rd week of jerking"
        rf"(?:\b(?:his|her|my)\s+|{_HEAD})(?P<nth>{_NTHS}|\d{{1,2}}(?:st|nd|rd|"
        rf"th))\s+(?P<unit_nth>day|week|month|year)\s+(?:of|with)\s+(?!{_COURSE}|"
        rf"life\b|age\b|marriage\b)",
        # "A new trouble, of eight days", "it is of ten days' standing"
        rf"(?:\bis|\bwas|,)\s+of\s+(?:some\s+)?{_ABOUT}{_AMOUNT}(?=\s*(?:[.,;]|$)|['’]|"
        rf"\s+(?:standing|duration)\b)",
        # "The weak toe is new and three weeks old"
        rf"\b{COMPLAINT_IS}{_ABOUT}{_OLD}\s+old\b",
        # "Three fits within four days"
        rf"\b(?:fits?|seizures?|attacks?|spells?|episodes?|bouts?|falls?|times)\s+within\s+{_ABOUT}{_AMOUNT}",
        # "Since two weeks before that she has been", "jittery in his first three days"
        rf"\b(?:since|from)\s+{_ABOUT}{_AMOUNT}\s+before\b",
        rf"\bin\s+(?:his|her|its|the)\s+first\s+{_AMOUNT}(?:\s+of\s+life)?(?=\s*(?:[.,;]|$))",
        # "Fidgety 3 y, moody 5 y"
        rf"\b(?!{_NOT_OF_WORD})[a-z]{{3,}}\s(?P<n>\d{{1,2}})\s?(?P<unit>y|yr|mo|mth|wk|"
        rf"d)s?(?=\s*(?:[.,;]|$))",
        # "Three months before, a mixture had been put on her head"
        rf"{_HEAD}{_ABOUT}{_AMOUNT}\s+(?:before|earlier|previously),",
    )
)
#: Not "24/7", a power of 4/5, nor an age: "6/12 old", "7/12 M".
_SHORT_FORM = re.compile(
    r"(?<![\d/.])(?!24/7)(?P<n>\d{1,2})/(?P<below>7|52|12)\b(?!\s*/)(?!\s*(?:power|strength))"
    r"(?!\s*(?:old\b|of age\b|baby\b|infant\b|[MF]\b))"
)
#: "F 19/12." is the age of a small child, "M, 3/12 of weakness" a time.
AGE_IN_SHORTHAND = re.compile(
    r"(?:^|(?<=[\s(]))(?:[MF]|[Bb]oy|[Gg]irl|[Bb]aby|[Ii]nfant)\s?,?\s(?P<n>\d{1,2})/(?P<below>52|12)"
    r"(?=\s?(?:$|[.,;:)]|(?:old|with|presents|presented|admitted|brought|seen|c/o)\b))"
    r"(?!\s?with\s+(?:a\s+)?\d)"
)
_NO_SHORT_FORM = re.compile(
    r"(?:power|strength|mrc|grade|on \w+)\s*$|\b(?:toddler|baby|infant|child|neonate|boy|girl)\W{1,3}$", re.I
)
_WHEN = "|".join(sorted((when.removeprefix("the ") for when in SINCE), key=len, reverse=True))
_SINCE_WHEN = re.compile(
    rf"\b(?:since|dat(?:es?|ed|ing) (?:back )?(?:from|to)|goes back to|from(?=\s+the\s+(?:next|"
    rf"following)\s+day))\s+(?:(?:about|around|the)\s+)?(?P<when>{_WHEN})\b(?!\s+of\s+last)",
    re.I,
)
_SINCE_AGE = re.compile(
    rf"\b(?:since|from|began at|started at|onset at)\s+{_ABOUT}(?:the\s+)?(?:age|age of|he was|i was|she was|"
    rf"aged)\s+(?:of\s+)?{_ABOUT}"
    rf"(?P<n>\d{{1,2}}|{_WORDS})\b(?!\s*(?:weeks?|months?|days?))",
    re.I,
)
_SINCE_BIRTH = re.compile(
    r"\b(?:since|from) (?:(?:early )?babyhood|birth|he was born|she was born|being born|day one)\b", re.I
)
_SINCE_CHILD = re.compile(
    r"\b(?:since|from|ever since|as)\s+(?:early\s+|his\s+|her\s+|my\s+|a\s+)?"
    r"(?:childhood|(?:he|she|i) (?:started|began|"
    r"went to) (?:primary )?school(?!\s[^.;,\n]{0,30}\bago\b)|he was a child|she was a child|"
    r"i was a child|i was a kid|infancy|school|primary school)\b",
    re.I,
)
_SINCE_TEENS = re.compile(
    r"\b(?:since|from)\s+(?:early |late )?(?:his|her|my|the)?\s*(?:teens|adolescence)\b|"
    r"\bsince (?:he|she|i) was a teenager\b",
    re.I,
)
#: "Two months later he chokes", "ten days after a cold": so long at most, where nothing else is said.
_SINCE_EVENT = re.compile(
    rf"\b{_AMOUNT}\s+(?:later|afterwards?|after|into|on from|off|post)\b|"
    rf"\b(?:in|by|on) the (?P<nth>{_NTHS}) (?P<unit_nth>day|week|month)\b",
    re.I,
)
_WITHIN = re.compile(
    rf"\b(?:(?:within|after|(?<!born )at)\s+{_ABOUT}|"
    rf"(?:over|in|during)\s+(?:the\s+)?(?:next|following|ensuing)\s+){_AMOUNT}(?!\s+of (?:age|"
    r"(?:\w+ )?(?:sprint|runn|walk|stand|wak|rest|exerci|exert|climb|sitt|lying|start)))",
    re.I,
)
_AFTER_WHAT = re.compile(r"after\s+(?:an?|the|his|her|my|their|having|that|this|it)\b", re.I)
#: Spans of an attack, of a dose, of an age or of something else than the complaint.
_OF_OTHER = re.compile(
    r"\b(?:lasts|lasting|lasted|each|every|attacks? of|(?:takes?|took|taken|taking|using|used)(?: it| "
    r"them| these)?|sleep\w*|slept|hours? before|"
    r"married|worked|working|smok\w+|drinks?|drank|drinking|treated|pregnan\w*|"
    r"on (?!(?:her|him|me|us|them)\b)(?:the )?\w+|steady|"
    r"stable|free|well|fine|lived|retired|after|within|at|a minute of|minute at|stays?|stayed|"
    r"plaster|a cast|a splint|a sling|hospital|intensive care|"
    r"groggy|useless|gone|(?<!not )stopped|diagnosed|known|review(?: in| at)?|follow[- ]?up(?: in| at)?|"
    r"f/u(?: in)?|lmp|last period|again in|repeat(?:ed)? in|back in)\s*$",
    re.I,
)
#: What follows a span that is no duration of the complaint.
_OTHER_BEHIND = re.compile(
    r"\s*(?:after|before|later|earlier|prior|gestation|pregnan|(?:at|in) a (?:time|row|stretch|go)|apart|"
    r"of (?:treatment|therapy|age|life)|per\b|a (?:day|week|night)\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time: where it stands, in days, and whether the days are a guess ("for years")."""

    start: int
    end: int
    days: float
    rough: bool = False


def spans_of_time(text: str, age: float | None) -> list[Span]:
    """Spans that may be the duration of the complaint, in the order of the text.

    Examples
    --------
    >>> [s.days for s in spans_of_time("For fourteen months my feet burn, each time after meals.", None)]
    [425.6]
    >>> [s.days for s in spans_of_time("F 82. 3/52 tremor.", None)]
    [21.0]
    """
    found = [
        span
        for span in (
            *_spelled(text),
            *_since(text, age),
            *(Span(*rough) for rough in rough_spans(text)),
            *(Span(*dated) for dated in spans_from_dates(text)),
        )
        if span.days >= 1.0 or not _is_of_a_spell(text, span.start, span.end)
    ]
    found.sort(key=lambda s: (s.start, -s.end))
    kept: list[Span] = []
    for span in found:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


#: Spans of one form that are looked at.
_MOST = 40
#: One of these is in every form; so many letters about it the rest of the form is, and what must not follow.
_UNITS = re.compile(
    rf"(?<![a-z])(?:{'|'.join(unit for unit in sorted(_DAYS) if len(unit) > 1)})s?(?![a-z])|"
    r"\d[\s-]?[dhwmy]\b",
    re.I,
)
_BEFORE_UNIT, _BEHIND_UNIT = 160, 100


def _spelled(text: str) -> Iterator[Span]:
    windows = windows_about(_UNITS, text, _BEFORE_UNIT, _BEHIND_UNIT)
    for pattern in _FORMS:
        for match in islice(matches_in(pattern, text, windows), _MOST):
            before = text[max(0, match.start() - 24) : match.start()]
            # "Stopped it three days ago", "ten days ago after a fall": so long ago is no length of either.
            dated = _AGO.search(match.group()) is not None
            if not dated and (_OF_OTHER.search(before) or _OTHER_BEHIND.match(text, match.end())):
                continue
            days = _days(match)
            if _LASTS.match(match.group()) and _IN_SPELLS.search(before):
                continue
            if days >= _SHORTEST:
                words = match.group().lstrip(_MARKS)
                yield Span(match.end() - len(words), match.end(), days)
    yield from _elided(text)
    ages = {match.end() for match in islice(AGE_IN_SHORTHAND.finditer(text), _MOST)}
    for match in islice(_SHORT_FORM.finditer(text), _MOST):
        before = text[max(0, match.start() - 24) : match.start()]
        if match.end() in ages:
            continue
        if not _NO_SHORT_FORM.search(before) and not _OF_OTHER.search(before):
            yield Span(match.start(), match.end(), float(match["n"]) * _SHORTHAND[match["below"]])


#: "On haloperidol for four weeks, for two of these he has been stiff", "the tongue has thinned since three".
_ELIDED = re.compile(
    rf"\b(?P<how>for|since|in)\s+(?P<last>(?:the\s+)?(?:last|past)\s+)?(?:about\s+|some\s+)?"
    rf"(?P<n>\d{{1,2}}|"
    rf"{'|'.join(sorted(WHOLE_NUMBERS, key=len, reverse=True))})(?P<of>\s+of\s+(?:these|them|those))?"
    r"(?=\s*(?:[.,;)]|$)|\s+(?:he|she|they|his|her|my)\b)",
    re.I,
)
_LAST_UNIT = re.compile(
    r"\b(day|night|week|month|year)s?\b(?!.*\b(?:day|night|week|month|year)s?\b)", re.I | re.S
)


def _elided(text: str) -> Iterator[Span]:
    """A number whose unit was told just before."""
    for match in islice(_ELIDED.finditer(text), _MOST):
        if match["n"].lower() in ("one", "1") and match["how"].lower() == "for" and not match["of"]:
            continue  # "I, for one"
        unit = _LAST_UNIT.search(text, max(0, match.start() - _TOLD_UNIT), match.start())
        sure = match["of"] or match["last"] or match["how"].lower() != "in"
        if (
            unit is not None
            and sure
            and not _OF_OTHER.search(text[max(0, match.start() - 24) : match.start()])
        ):
            n = WHOLE_NUMBERS.get(match["n"].lower()) or int(match["n"])
            yield Span(*match.span(), round(n * _DAYS[unit[1].lower()], 4))


#: So many letters before such a number its unit is told.
_TOLD_UNIT = 160
#: "The spells last three hours", "each lasting an hour": so long is one of them.
_LASTS = re.compile(r"last", re.I)
_IN_SPELLS = re.compile(
    r"\b(?:attacks?|spells?|episodes?|fits|seizures|bouts?|cramps|spasms|jerks|they|these|those|each|one|"
    r"ones|which|"
    r"that|usually|mostly|often|always|sometimes|typically|can|may|might|would)\s*,?\s*$",
    re.I,
)
#: The mark of the sentence before, which some forms hold.
_MARKS = ".,; \n"
#: Letters on each side in which the sentence of a span is looked for.
_NEAR = 200
#: "Four times a day for ten minutes", "over in 20 minutes", "if I do not eat for a few hours".
_TIMES = re.compile(
    r"\b(?:times|once|twice) (?:an?|per|each|every) (?:hour|day|week|night|month)\b|"
    r"\b(?:each|every|most|some) (?:day|night|evening|morning|time|go|run|bout)s?\b|"
    r"\bafter (?:each|every)\b|\bon and off\b|\b(?:tires|recovers|returns|wears off|takes (?:him|"
    r"her|me|about|some))\b",
    re.I,
)
_OVER_IN = re.compile(
    r"\b(?:leaves? (?:me|him|her) \w+|over|gone|passes|stops|goes|settles|better|fine|finished|"
    r"done)\s+(?:away\s+)?$",
    re.I,
)
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|after|unless|until)\b[^.;,\n]{0,30}(?:n['’]t\b|\b(?:not|without|skip\w*|"
    r"miss\w*|sit\w*|"
    r"sat|stand\w*|stood|walk\w*|driv\w*|work\w*|writ\w*|typ\w*|sew\w*|us(?:e|es|ing)|play\w*|"
    r"gam(?:e|ing))\b)[^.;,\n]{0,30}$",
    re.I,
)


def _is_of_a_spell(text: str, start: int, end: int) -> bool:
    """Whether a span of less than a day is that of one attack of many, or of what sets it off."""
    first = max(0, start - _NEAR, *(text.rfind(mark, 0, start) + 1 for mark in ".;!?\n"))
    ends = [at for mark in ".;!?\n" if (at := text.find(mark, end, end + _NEAR)) >= 0]
    return (
        _TIMES.search(text, first, min(ends, default=end + _NEAR)) is not None
        or _OVER_IN.search(text[first:start]) is not None
        or _CONDITION.search(text[first:start]) is not None
    )


_AGO = re.compile(r"\b(?:ago|back)$", re.I)
#: Shorter spans are those of an attack (half a minute).
_SHORTEST = 0.0004


_HALF = re.compile(r"\s?½|\s1/2")


def _days(match: re.Match[str]) -> float:
    groups = match.groupdict()
    if groups.get("nth"):
        nth = groups["nth"].lower()
        return (ORDINALS.get(nth) or float(nth[:-2])) * _DAYS[groups["unit_nth"].lower()]
    word = re.sub(r"^a\s+", "", (groups.get("upper") or groups["n"]).lower())
    word = _HALF.sub(".5", word)
    value = _IN_WORDS[word] if word in _IN_WORDS else float(word)
    if groups.get("half") or groups.get("after_half"):
        value += 0.5
    if groups.get("or_two"):
        value += 0.5
    unit = groups["unit"].lower()
    return round(value * (_DAYS[unit] if unit in _DAYS else _LETTERS[unit]), 4)


def _since(text: str, age: float | None) -> Iterator[Span]:
    for match in _SINCE_WHEN.finditer(text):
        when = match["when"].lower()
        yield Span(*match.span(), SINCE[when] if when in SINCE else SINCE[f"the {when}"])
    if age is None:
        return
    for start, end, days in spans_from_age(text, age):
        yield Span(start, end, days)
    for match in _SINCE_AGE.finditer(text):
        word = match["n"].lower()
        years = _IN_WORDS[word] if word in _IN_WORDS else float(word)
        if age > years:
            yield Span(*match.span(), round((age - years) * 365.25, 1))
    for pattern, years in ((_SINCE_BIRTH, 0.0), (_SINCE_CHILD, 8.0), (_SINCE_TEENS, 15.0)):
        for match in pattern.finditer(text):
            yield Span(*match.span(), round(max(age - years, min(age, 1)) * 365.25, 1))


#: "Half an hour after each go".
_EACH = re.compile(
    r"\s*(?:each|every|any|the next|falling|lying|going to|getting|waking|eating|meals?|sitting|standing)\b",
    re.I,
)


#: "Eight days later", "on the tenth", "day five": rungs of one ladder.
_RUNG = re.compile(
    rf"\b(?:{_N}[\s-]*(?P<unit>day|week|month)s?\s+(?:later|after\w*|on\b)|"
    rf"(?:on|by|in|from)\s+the\s+(?P<nth>{_NTHS})\b(?:\s+(?P<unit_nth>day|week|"
    rf"month)\b)?(?!\s+(?:\w+\s+)?(?:floor|finger|toe|"
    rf"ward|attempt|try|time|occasion|dose|attack|fit|one|visit)\b)|"
    rf"(?:on\s+)?(?P<day>day|week)\s+(?P<of>\d{{1,2}}|"
    rf"{'|'.join(sorted(WHOLE_NUMBERS, key=len, reverse=True))})\b)",
    re.I,
)


def days_of_ladder(text: str, is_ill_before: Callable[[int], bool]) -> float | None:
    """Days from the first to the last of several days that are counted from one event.

    Counted from an illness, the days up to the last: "fever; on the sixth day jerks, on the eighth he slept".
    """
    unit, first, last, ordinals, at = "", 0.0, 0.0, 0, 0
    for match in islice(_RUNG.finditer(text), _MOST):
        told = (match["unit"] or match["unit_nth"] or match["day"] or unit).lower()
        word = (match["n"] or match["nth"] or match["of"]).lower()
        n = ORDINALS.get(word) or _IN_WORDS.get(word) or (float(word) if word.isdigit() else 0.0)
        if not told or (unit and told != unit) or n <= last:
            continue
        ordinals += match["n"] is None
        unit, first, at, last = told, first or n, at or match.start() + 1, n
    if last == first or not ordinals:
        return None
    return (last if is_ill_before(at) else last - first) * UNIT_DAYS[unit]


def days_after(text: str, with_events: bool = True) -> float | None:
    """Days by which one thing came after another, where nothing else says how long."""
    found = [
        m
        for pattern in (_SINCE_EVENT, _WITHIN)
        for m in islice(pattern.finditer(text), _MOST)
        if not _EACH.match(text, m.end())
    ]
    # "A week after a cold his legs tingled, three days later he could not stand": of these the second counts.
    since = [_days(m) for m in found if not _AFTER_WHAT.match(text, m.end() - len("after"))]
    return max(since or ([_days(m) for m in found] if with_events else []), default=None)
