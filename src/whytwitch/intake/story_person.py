"""Age, sex, duration and setting from running text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from whytwitch.core.case import Setting, Sex
from whytwitch.intake.story_duration import duration_of
from whytwitch.intake.story_time import AGE_IN_SHORTHAND
from whytwitch.intake.timing import WHOLE_NUMBERS

__all__ = ["Person", "patients_in", "read_person"]

_NUMBER = r"(?P<n>\d{1,3}|" + "|".join(sorted(WHOLE_NUMBERS, key=len, reverse=True)) + ")"
_WHO = (
    r"(?:man|woman|boy|girl|lady|gentleman|lad|male|female|patient|child|infant|baby|person|student|"
    r"farmer|teacher|"
    r"nurse|worker|cook|driver|soldier|recruit|engineer|clerk|smoker|\w+ist)"
)
_RELATIVES = (
    "son|daughter|baby|child|husband|wife|mother|father|mum|mom|mam|mummy|dad|daddy|toddler|partner|"
    "brother|sister|"
    "grandmother|grandfather|grandma|grandpa|granny|gran|nan|nana|grandad|granddad|boy|girl|lad|"
    r"newborn(?!\s+(?:son|daughter|baby|boy|girl))|grandson|granddaughter|boyfriend|girlfriend|twins?|"
    "little one|youngest|eldest|friend|mate|flatmate|roommate|cousin|uncle|aunt|auntie|niece|nephew|"
    "neighbour|neighbor|"
    "colleague|fiance|fiancee"
)
_NO_UNIT = (
    r"\b(?!\s*(?:weeks?|months?|days?|kg|cm|st|mg|%|hours?|stone|times|minutes?|seconds?|nights?|/\s?\d))"
)
_AGE = (
    re.compile(
        rf"{_NUMBER}\s*-?\s*(?P<unit>year|yr|month|week|day|yo|y/o|y)s?\.?(?:\s*-?\s*(?:old|of age))", re.I
    ),
    re.compile(r"\b(?P<n>\d{1,3})\s*-?\s*(?P<unit>yo|y/o|y\.o)(?:\b|(?=[MF]\b))", re.I),
    re.compile(
        rf"\b(?:{_WHO}\s+of|aged|age of|age:?|age is)\s+{_NUMBER}\s*-?\s*(?P<unit>month|week|day)s?\b"
        r"(?!['’]|\s+(?:duration|history|standing))",
        re.I,
    ),
    re.compile(rf"\b(?:aged|age of|age:?|age is)\s*{_NUMBER}\b(?!\s*(?:to|-)\s*\d)", re.I),
    re.compile(
        rf"\b(?:i'm|i am|i’m|he is|she is|he's|she's|he’s|she’s)\s+(?:a\s+|nearly\s+|almost\s+|just\s+|"
        rf"now\s+)?{_NUMBER}{_NO_UNIT}",
        re.I,
    ),
    re.compile(rf"\b{_WHO}\s+of\s+{_NUMBER}{_NO_UNIT}", re.I),
    re.compile(r"\((?P<n>\d{1,3})\s*,?\s*(?:m|f|male|female)\)", re.I),
    re.compile(r"\b(?P<n>\d{1,2})\s?(?:M|F|m|f)\b(?=[\s,.;)]|$)"),
    re.compile(r"\b[MF]\s?/?\s?(?P<n>\d{1,2})\b(?!\s?/)"),
    re.compile(r"^\W*(?:[\w' ]{2,24},\s*)(?P<n>\d{1,2})\s*[,.]"),
    AGE_IN_SHORTHAND,
)
#: The age of the relative who is told of: "my dad is 74", "our son, 7,".
_AGE_OF_RELATIVE = re.compile(
    rf"\b(?:(?i:my|our)\s+(?:[\w-]+\s+){{0,3}}?|(?<![\w'’]\s)(?=[A-Z]))(?i:{_RELATIVES})\b"
    rf"(?:\s+(?i:is|was|turned|has turned|who is)(?:\s+(?i:now|nearly|almost|only|just|a))?\s+|"
    rf",\s*(?i:aged\s+|who is\s+)?)"
    rf"(?i:{_NUMBER}){_NO_UNIT}(?=[\s,.;]|$)"
)
_AGE_UNITS = {"month": 1 / 12, "week": 7 / 365.25, "day": 1 / 365.25, "12": 1 / 12, "52": 7 / 365.25}
#: An age that is not the person's now.
_NOT_NOW = re.compile(
    r"(?:at|since|from|until|before|mother|father|brother|sister|son|daughter|wife|husband|died|"
    r"uncle|aunt|grandmother|grandfather)(?:\s+\w+){0,2}\s*(?:the\s+)?(?:was\s+)?$",
    re.I,
)
_NEWBORN = re.compile(r"\b(?:newborn|neonate|new-born)\b", re.I)

#: "Lives with his wife" tells of a man.
_OF_PARTNER = r"(?<!her )(?<!his )(?<!with )(?<!by )(?<!and )"
_MALE = re.compile(
    rf"\b(?:man|male|gentleman|boy|schoolboy|{_OF_PARTNER}husband|(?:his|with|by) wife|businessman|"
    r"farmer's son|guy|lad)\b",
    re.I,
)
_FEMALE = re.compile(
    rf"\b(?:woman|female|lady|girl|schoolgirl|housewife|{_OF_PARTNER}wife|(?:her|with|by) husband|pregnant|"
    r"my periods|primigravida|waitress)\b",
    re.I,
)
_LETTER_SEX = re.compile(
    r"\b\d{1,3}\s?(?P<a>[MFmf])\b|\b(?P<b>[MF])\s?/?\s?\d{1,2}\b|\(\d+\s*,?\s*(?P<c>[MFmf])\)|"
    r"\b\d{1,3}[\s-]?(?:yo|y/o|y\.o\.?|yrs?|year[\s-]old)[\s-]?(?P<d>[MF])\b"
)
_HE, _SHE = re.compile(r"\b(?:he|his|him)\b", re.I), re.compile(r"\b(?:she|her|hers)\b", re.I)
_I_AM = re.compile(
    r"\b(?:i'm|i am|as) an? (?:\w+[ -]){0,4}?(?P<who>man|woman|guy|girl|male|female|lady)\b", re.I
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
    rf"\b(?:my|our)\s+(?:[\w-]+\s+){{0,5}}?(?P<who>{_RELATIVES})\b"
    r"|(?:^|[.!?]\s+)(?P<named>Mum|Mom|Mam|Dad|Gran|Granny|Grandma|Grandad|Granddad|Nan|Nana)\b",
    re.I,
)
#: People of whom a single remark is no story.
_OTHERS = frozenset(
    "friend mate flatmate roommate cousin uncle aunt auntie neighbour neighbor colleague".split()
)
_THIRD_PERSON = re.compile(r"\b(?:he|she|his|her|him|he's|she's|he’s|she’s)\b", re.I)
#: So many words for the relative stand against one of the writer's own.
_FOR_ONE = 3
_FIRST_PERSON = re.compile(
    r"\b(?:i have|i've|i’ve|i am|i'm|i’m|i get|i feel|i had|i keep|i can't|i cannot|i take|i drink|i woke|"
    r"my (?:left|right|own|whole|calf|calves|legs?|arms?|hands?|eye\w*|muscles?|face|feet|foot|thumb|"
    r"fingers?|tongue|body|"
    r"thighs?|neck|jaw|head|heart|doctor|gp|symptoms|speech|toes?))\b",
    re.I,
)
_SON, _DAUGHTER = (
    frozenset("son husband father dad daddy brother grandfather grandpa grandad granddad boy lad "
              "grandson boyfriend uncle "
              "nephew".split()),
    frozenset("daughter wife mother mum mummy mom mam sister grandmother grandma granny gran nan nana "
              "girl granddaughter "
              "girlfriend aunt auntie niece".split()),
)  # fmt: skip


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
    found = _told_of(text[:4000])
    if found is None:
        return frozenset()
    who = (found["who"] or found["named"]).lower()
    return frozenset({who, "child", "boy" if who in _SON else "girl" if who in _DAUGHTER else who})


def _told_of(head: str) -> re.Match[str] | None:
    """The relative of whom the text tells: named before the writer, and far more often."""
    found = _RELATIVE.search(head)
    if found is None or "family history" in head[: found.start()].lower():
        return None
    own = [m.start() for m in _FIRST_PERSON.finditer(head)]
    third = len(_THIRD_PERSON.findall(head))
    word = (found["who"] or found["named"]).lower()
    if word in _OTHERS and third < _FOR_ONE - 1:
        return None
    if own and (own[0] < found.start() or third < _FOR_ONE * len(own)):
        return None
    return found


def read_person(text: str, timed: bool = True) -> Person:
    """Age, sex, duration (unless it is found otherwise) and setting.

    Examples
    --------
    >>> read_person("34 yo woman, twitching for two months, seen in the emergency department")
    Person(age_years=34.0, sex='FEMALE', duration_days=60.8, setting='emergency')
    """
    head = text[:20_000]
    age = _age(head)
    return Person(age, _sex(head), duration_of(head, age) if timed else None, _setting(head))


def _age(text: str) -> float | None:
    relative = _AGE_OF_RELATIVE.search(text) if _told_of(text[:4000]) is not None else None
    if relative is not None:
        return float(_number(relative["n"]))
    for pattern in _AGE:
        for match in pattern.finditer(text):
            if _NOT_NOW.search(text[max(0, match.start() - 40) : match.start()]):
                continue
            told = match.groupdict()
            unit = (told.get("unit") or told.get("below") or "year").lower()
            value = _number(match["n"]) * _AGE_UNITS.get(unit, 1.0)
            if value <= 120:
                return round(value, 3)
    return 0.02 if _NEWBORN.search(text) else None


def _number(word: str) -> int:
    return WHOLE_NUMBERS[word.lower()] if word.lower() in WHOLE_NUMBERS else int(word)


def _sex(text: str) -> Sex | None:
    relative = _told_of(text[:4000])
    who = (relative["who"] or relative["named"]).lower() if relative is not None else ""
    if who in _SON | _DAUGHTER:
        return "MALE" if who in _SON else "FEMALE"
    letter = _LETTER_SEX.search(text)
    if letter is not None:
        return (
            "MALE" if (letter["a"] or letter["b"] or letter["c"] or letter["d"]).upper() == "M" else "FEMALE"
        )
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


def _setting(text: str) -> Setting:
    for setting, pattern in _SETTINGS:
        if pattern.search(text):
            return setting
    return "any"
