"""At what age a child sat, walked or spoke: "first walked at two and a half", "no words until three".

An age well past the usual one is a delay, one within it denies the delay; what lies between says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import Words
from whytwitch.intake.timing import WHOLE_NUMBERS
from whytwitch.model.store import Model

__all__ = ["read_growth"]

#: Months are counted so far.
_GROWN_UP = 28
_NUMBERS: dict[str, float] = {word: n for word, n in WHOLE_NUMBERS.items() if n <= _GROWN_UP}
_NUMBERS |= {"zero": 0, "a": 1, "one and a half": 1.5, "two and a half": 2.5, "three and a half": 3.5}
_NUMBER = r"(?P<n>\d{1,2}(?:\.5)?|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
#: "At 14 months", "until two and a half"; a bare number is years, and ends its clause.
_AGE = (
    rf"(?:\s+(?:only|first|alone|unaided|unsupported|independently|by himself|by herself|before|late))*\s+"
    rf"(?P<when>at|until|till|before|by|when (?:he|she|I) was|from)\s+(?:the\s+age\s+of\s+|about\s+|"
    rf"nearly\s+|almost\s+|over\s+)?{_NUMBER}"
    r"(?:[\s-]*(?P<unit>months?|years?|yrs?|mo|m|y)\b(?:\s+(?:and\s+a\s+half|of\s+age|old))?|"
    r"(?=\s*(?:[,.;)]|$|and\s+(?!a half)|but\b|with\b)))"
)
_NOT = (
    r"(?P<not>(?:(?:did|does|could|would|was|is|had|has)\s+not|(?:did|does|could|was|is)n['’]t|cannot|never|not|"
    r"no|still not|not yet)\s+(?:yet\s+|be\s+able\s+to\s+)?)?"
)
#: Skill -> months by which it is usual, months from which it is late, and the terms of the delay.
_SKILLS = (
    (r"(?:sat(?:\s+up)?|sit(?:\s+up)?|sits|sitting)", 8, 11, ("HP:0001270",), True),
    (r"(?:crawl(?:s|ed|ing)?)", 12, 15, ("HP:0001270",), True),
    (
        r"(?:walk(?:s|ed|ing)?|(?:took|made|take)\s+(?:his|her|the|my)?\s*first\s+steps|first\s+steps)",
        15,
        19,
        ("HP:0001270", "HP:0031936"),
        False,
    ),
    (
        r"(?:(?:said|spoke|spoken|had|say|speak|have)\s+(?:his|her|the|my|a)?\s*(?:first\s+)?(?:single\s+)?words?|"
        r"first\s+words?(?:\s+(?:came|were|was|only))?|talk(?:s|ed|ing)?|spoke|speak|words)",
        15,
        24,
        ("HP:0000750",),
        False,
    ),
    (
        r"(?:(?:spoke|talked|speak|talk|said|put)\s+(?:in\s+)?(?:whole\s+|short\s+|full\s+)?sentences)",
        30,
        42,
        ("HP:0000750",),
        False,
    ),
)
#: Words of which each skill begins with one, and what says at what age.
_OPENS = (
    "sat sit sits sitting",
    "crawl crawls crawled crawling",
    "walk walks walked walking took made take first",
    "said spoke spoken had say speak have first talk talks talked talking words",
    "spoke talked speak talk said put",
)
_NOT_OPENS = "did does could would was is had has didn doesn couldn wasn isn cannot never not no still"
_AGE_OPENS = ">14 at until till before by when from"
_FRAMES = tuple(
    Anchored(rf"\b{_NOT}{skill}{_AGE}", f"{opens} {_AGE_OPENS}; {_NOT_OPENS} >5 {opens} {_AGE_OPENS}")
    for opens, (skill, *_) in zip(_OPENS, _SKILLS, strict=True)
)
_SOMEBODY = re.compile(r"\b(?:brother|sister|cousin|twin|uncle|aunt|niece|nephew|friend)s?\b", re.I)
_CLAUSE = re.compile(r"[.;!?\n]")
_MOST_MONTHS, _MOST_BARE = 84, 5
_BACK = 120


def read_growth(model: Model, words: Words) -> list[Said]:
    """Delays of development, present or absent, by the age that is told."""
    found = []
    for frame, (_, usual, late, terms, needs_unit) in zip(_FRAMES, _SKILLS, strict=True):
        for match in frame.finditer(words):
            months = _months(match, needs_unit)
            if months is None or _SOMEBODY.search(_before(words.text, match.start())):
                continue
            for item, present in _judged(match, months, usual, late, terms):
                if model.feature(item) is not None:
                    found.append(Said("finding", item, model.label(item), match.span(), match[0], present))
    return found


def _before(text: str, at: int) -> str:
    return _CLAUSE.split(text[max(0, at - _BACK) : at])[-1]


def _months(match: re.Match[str], needs_unit: bool) -> float | None:
    word = match["n"].lower()
    number = _NUMBERS.get(word)
    if number is None:
        number = float(word)
    unit = (match["unit"] or "").lower()
    if not unit and (needs_unit or number > _MOST_BARE or word == "a"):
        return None
    months = number if unit.startswith("m") else number * 12
    return months if 0 < months <= _MOST_MONTHS else None


def _judged(
    match: re.Match[str], months: float, usual: int, late: int, terms: tuple[str, ...]
) -> Iterator[tuple[str, bool]]:
    denied = bool(match["not"])
    until = match["when"].lower() in ("until", "till", "before")
    if denied or until:
        # "Did not walk until two", "could not sit at one year", "no words before three".
        if denied and months >= (late if until else usual):
            yield from ((term, True) for term in terms)
    elif months >= late:
        yield from ((term, True) for term in terms)
    elif months <= usual:
        yield from ((term, False) for term in terms)
