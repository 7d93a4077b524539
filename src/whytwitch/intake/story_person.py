"""Age, sex, duration and setting from running text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from whytwitch.core.case import Setting, Sex
from whytwitch.intake.timing import WORD_NUMBERS

__all__ = ["Person", "patients_in", "read_person"]

_DAYS = {"hour": 1 / 24, "day": 1.0, "night": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.4}
_DAYS |= {"year": 365.25, "decade": 3652.5, "minute": 1 / 1440, "yr": 365.25, "wk": 7.0}
_NUMBER = (
    r"(?P<n>\d{1,3}(?:\.\d+)?|"
    + "|".join(w for w in WORD_NUMBERS if w not in ("zero", "many", "some"))
    + r")"
)
_UPPER = r"(?:\s*(?:-|–|to|or)\s*(?P<upper>\d+|two|three|four|five|six|seven|eight|ten))?"
_UNIT = r"(?P<unit>minute|hour|day|night|week|wk|fortnight|month|year|yr|decade)s?"
_AMOUNT = rf"{_NUMBER}{_UPPER}[\s-]*(?:of\s+|or so\s+|more\s+|full\s+)?{_UNIT}\b(?!\s*-?\s*old)"

_AGE = (
    re.compile(
        r"(?P<n>\d{1,3})\s*-?\s*(?P<unit>year|yr|month|week|day|yo|y/o|y)s?\.?(?:\s*-?\s*(?:old|of age))",
        re.I,
    ),
    re.compile(r"\b(?P<n>\d{1,3})\s*-?\s*(?P<unit>yo|y/o|y\.o)\b", re.I),
    re.compile(r"\b(?:aged|age of|age:?|age is)\s*(?P<n>\d{1,3})\b(?!\s*(?:to|-)\s*\d)", re.I),
    re.compile(
        r"\b(?:i'm|i am|i’m|he is|she is|he's|she's)\s+(?:a\s+|nearly\s+|almost\s+|just\s+)?"
        r"(?P<n>\d{1,3})\b(?!\s*(?:weeks?|months?|days?|kg|cm|st|mg|%|hours?))",
        re.I,
    ),
    re.compile(r"\((?P<n>\d{1,3})\s*,?\s*(?:m|f|male|female)\)", re.I),
    re.compile(r"\b(?P<n>\d{1,2})\s?(?:M|F|m|f)\b(?=[\s,.;)]|$)"),
    re.compile(r"\b[MF]\s?/?\s?(?P<n>\d{1,2})\b"),
)
_AGE_UNITS = {"month": 1 / 12, "week": 7 / 365.25, "day": 1 / 365.25}
#: An age that is not the person's now.
_NOT_NOW = re.compile(
    r"(?:at|since|from|until|before|mother|father|brother|sister|son|daughter|wife|husband|died|"
    r"uncle|aunt|grandmother|grandfather)(?:\s+\w+){0,2}\s*(?:the\s+)?(?:was\s+)?$",
    re.I,
)
_WORD_AGES = {"forty": 40, "thirty": 30, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "twenty": 20}
_NEWBORN = re.compile(r"\b(?:newborn|neonate|new-born)\b", re.I)

_MALE = re.compile(r"\b(?:man|male|gentleman|boy|schoolboy|husband|businessman|farmer's son|guy|lad)\b", re.I)
_FEMALE = re.compile(
    r"\b(?:woman|female|lady|girl|schoolgirl|housewife|wife|pregnant|my periods|primigravida|waitress)\b",
    re.I,
)
_LETTER_SEX = re.compile(
    r"\b\d{1,3}\s?(?P<a>[MFmf])\b|\b(?P<b>[MF])\s?/?\s?\d{1,2}\b|\(\d+\s*,?\s*(?P<c>[MFmf])\)"
)
_HE, _SHE = re.compile(r"\b(?:he|his|him)\b", re.I), re.compile(r"\b(?:she|her|hers)\b", re.I)
_I_AM = re.compile(
    r"\b(?:i'm|i am|as) an? (?:\w+[ -]){0,4}?(?P<who>man|woman|guy|girl|male|female|lady)\b", re.I
)

#: What may stand between "for" and the amount.
_ABOUT = (
    "about|around|nearly|almost|the\\s+(?:past|last|previous)|over|more than|at least|the|approximately|some|"
    "roughly|up to|past|last|a good"
)
_DURATION = (
    re.compile(
        rf"\b(?:for|over|during|in|within)\s+(?:{_ABOUT})?\s*(?:the\s+)?(?:past\s+|last\s+)?{_AMOUNT}"
        r"(?!\s*(?:a|per)\s+(?:day|week))",
        re.I,
    ),
    re.compile(rf"\b{_AMOUNT}[\s’']*(?:\s+long)?\s*(?:,\s*\w+\s*)?(?:history|course|duration)", re.I),
    re.compile(
        rf"\b(?:history|duration|course) of (?:about |over |more than |approximately )?{_AMOUNT}", re.I
    ),
    re.compile(
        rf"\b(?:about |around |over )?{_AMOUNT}\s+(?:ago|earlier|back|before|prior|previously|now)\b", re.I
    ),
    re.compile(rf"\b(?:last|past|lasting|lasted|x)\s+(?:for\s+)?{_AMOUNT}", re.I),
)
_SINCE = {
    "yesterday": 1.0, "last night": 1.0, "this morning": 0.3, "today": 0.3, "last week": 7.0, "monday": 4.0,
    "last month": 30.4, "last year": 365.0, "last spring": 240.0, "last summer": 240.0,
    "last autumn": 240.0, "last fall": 240.0, "last winter": 240.0, "christmas": 180.0, "the weekend": 4.0,
    "easter": 180.0, "new year": 180.0, "spring": 120.0, "summer": 120.0, "autumn": 120.0, "winter": 120.0,
}  # fmt: skip
_SINCE_WHEN = re.compile(
    r"\bsince\s+(?P<when>" + "|".join(sorted(_SINCE, key=len, reverse=True)) + r")\b", re.I
)
_SINCE_AGE = re.compile(
    r"\b(?:since|from)\s+(?:the\s+)?(?:age|age of|i was|he was|she was|aged)\s+(?:of\s+)?(?P<n>\d{1,2})\b",
    re.I,
)
_SINCE_BIRTH = re.compile(r"\bsince (?:birth|he was born|she was born|being born)\b", re.I)
_SINCE_CHILD = re.compile(
    r"\b(?:since|from)\s+(?:early\s+)?(?:childhood|he was a child|i was a child|infancy)\b", re.I
)
#: Spans of an attack or of a dose, not of the complaint.
_OF_ATTACK = re.compile(
    r"(?:lasts?|lasting|lasted|each|every|attacks? of|takes?|took|sleep\w*|slept|hours? before|"
    r"married|worked|smok\w+|drinks?|drank|drinking|treated|pregnan\w*|on (?:the )?\w+)\s*$",
    re.I,
)

_SETTINGS: tuple[tuple[Setting, re.Pattern[str]], ...] = (
    ("intensive_care", re.compile(r"\b(?:intensive care|ICU|ITU|critical care unit)\b")),
    (
        "emergency",
        re.compile(
            r"\b(?:emergency (?:department|room|service|unit)|A&E|ambulance|paramedics?|casualty)\b|\bE[RD]\b"
        ),
    ),
    (
        "inpatient",
        re.compile(
            r"\b(?:on the ward|inpatient|hospitali[sz]ed|was admitted|admitted (?:to|with|for)|in hospital|"
            r"postoperative)\b",
            re.I,
        ),
    ),
    (
        "neurology_clinic",
        re.compile(
            r"\b(?:neurology (?:clinic|outpatients?|department)|neurologist|neuromuscular clinic|"
            r"movement disorders? clinic)\b",
            re.I,
        ),
    ),
    (
        "primary_care",
        re.compile(
            r"\b(?:GP|family doctor|primary care|general practi[ct]\w+|family physician|my doctor)\b", re.I
        ),
    ),
)

_RELATIVE = re.compile(
    r"\bmy\s+(?:[\w-]+\s+){0,5}?(?P<who>son|daughter|baby|child|husband|wife|mother|father|mum|mom|dad|toddler|"
    r"partner|brother|sister|grandmother|grandfather|boy|girl|newborn(?!\s+(?:son|daughter|baby|boy|girl))|grandson|granddaughter|boyfriend|girlfriend)\b",
    re.I,
)
_FIRST_PERSON = re.compile(
    r"\b(?:i have|i've|i’ve|i am|i'm|i’m|i get|i feel|i had|i keep|i can't|i cannot|i take|i drink|i woke|"
    r"my (?:left|right|own|whole|calf|calves|legs?|arms?|hands?|eye\w*|muscles?|face|feet|foot|thumb|"
    r"fingers?|tongue|body|"
    r"thighs?|neck|jaw|head|heart|doctor|gp|symptoms|speech|toes?))\b",
    re.I,
)
_SON, _DAUGHTER = (
    frozenset("son husband father dad brother grandfather boy grandson boyfriend".split()),
    frozenset("daughter wife mother mum mom sister grandmother girl granddaughter girlfriend".split()),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Who is told of, as far as the text says."""

    age_years: float | None = None
    sex: Sex | None = None
    duration_days: float | None = None
    setting: Setting = "any"


def patients_in(text: str) -> frozenset[str]:
    """Words for the relative that the text is about; empty when the writer tells of himself.

    Examples
    --------
    >>> sorted(patients_in("My 5-year-old son keeps jerking at night."))
    ['boy', 'child', 'son']
    >>> patients_in("I have a twitch. My son has asthma.")
    frozenset()
    """
    head = text[:4000]
    found = _RELATIVE.search(head)
    if found is None or _FIRST_PERSON.search(head) or "family history" in head[: found.start()].lower():
        return frozenset()
    who = found["who"].lower()
    return frozenset({who, "child", "boy" if who in _SON else "girl" if who in _DAUGHTER else who})


def read_person(text: str) -> Person:
    """Age, sex, duration and setting.

    Examples
    --------
    >>> read_person("34 yo woman, twitching for two months, seen in the emergency department")
    Person(age_years=34.0, sex='FEMALE', duration_days=60.8, setting='emergency')
    """
    head = text[:20_000]
    age = _age(head)
    return Person(age, _sex(head), _duration(head, age), _setting(head))


def _age(text: str) -> float | None:
    for pattern in _AGE:
        for match in pattern.finditer(text):
            if _NOT_NOW.search(text[max(0, match.start() - 40) : match.start()]):
                continue
            unit = (match.groupdict().get("unit") or "year").lower()
            value = float(match["n"]) * _AGE_UNITS.get(unit, 1.0)
            if value <= 120:
                return round(value, 3)
    return 0.02 if _NEWBORN.search(text) else None


def _sex(text: str) -> Sex | None:
    relative = _RELATIVE.search(text) if patients_in(text) else None
    if relative is not None and relative["who"].lower() in _SON | _DAUGHTER:
        return "MALE" if relative["who"].lower() in _SON else "FEMALE"
    letter = _LETTER_SEX.search(text)
    if letter is not None:
        return "MALE" if (letter["a"] or letter["b"] or letter["c"]).upper() == "M" else "FEMALE"
    said = _I_AM.search(text)
    if said is not None:
        return "MALE" if said["who"].lower() in ("man", "guy", "male") else "FEMALE"
    first_male, first_female = _MALE.search(text), _FEMALE.search(text)
    if first_male is not None or first_female is not None:
        a = first_male.start() if first_male is not None else len(text)
        b = first_female.start() if first_female is not None else len(text)
        own_words = _FIRST_PERSON.search(text) is not None
        if not own_words or min(a, b) < 60:
            return "MALE" if a < b else "FEMALE"
    if _FIRST_PERSON.search(text):
        return None
    he, she = len(_HE.findall(text)), len(_SHE.findall(text))
    return "MALE" if he > she else "FEMALE" if she > he else None


def _duration(text: str, age: float | None) -> float | None:
    """The first span that is said of the complaint; "since last spring" is taken as some months."""
    for pattern in _DURATION[:3]:
        for match in pattern.finditer(text):
            if not _OF_ATTACK.search(text[max(0, match.start() - 24) : match.start()]):
                return _days(match)
    since = _since(text, age)
    if since is not None:
        return since
    for pattern in _DURATION[3:]:
        for match in pattern.finditer(text):
            return _days(match)
    return None


def _days(match: re.Match[str]) -> float:
    word = (match["upper"] or match["n"]).lower()
    value = WORD_NUMBERS[word] if word in WORD_NUMBERS else float(word)
    return round(value * _DAYS[match["unit"].lower()], 2)


def _since(text: str, age: float | None) -> float | None:
    match = _SINCE_AGE.search(text)
    if match is not None and age is not None and age > float(match["n"]):
        return round((age - float(match["n"])) * 365.25, 1)
    if age is not None and _SINCE_BIRTH.search(text):
        return round(age * 365.25, 1)
    if age is not None and _SINCE_CHILD.search(text):
        return round(max(age - 8, 1) * 365.25, 1)
    when = _SINCE_WHEN.search(text)
    return _SINCE[when["when"].lower()] if when is not None else None


def _setting(text: str) -> Setting:
    for setting, pattern in _SETTINGS:
        if pattern.search(text):
            return setting
    return "any"
