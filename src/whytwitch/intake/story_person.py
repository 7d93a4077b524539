"""Age, sex, duration and setting from running text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from whytwitch.core.case import Setting, Sex
from whytwitch.intake.story_duration import duration_of
from whytwitch.intake.story_setting import setting_of
from whytwitch.intake.story_time import AGE_IN_SHORTHAND
from whytwitch.intake.timing import WHOLE_NUMBERS

__all__ = ["Person", "patients_in", "read_person"]

_WORDS = "|".join(sorted(WHOLE_NUMBERS, key=len, reverse=True)).replace("-", "[- ]")
_NUMBER = rf"(?P<n>\d{{1,3}}|{_WORDS})"
_WHO = (
    r"(?:man|woman|boy|girl|lady|gentleman|lad|male|female|patient|child|infant|baby|person|student|"
    r"farmer|teacher|"
    r"nurse|worker|cook|driver|soldier|recruit|engineer|clerk|smoker|\w+ist|housewife|widow|widower|"
    r"pensioner|builder|labourer|mechanic|carpenter|plumber|electrician|miner|cleaner|gardener|waiter|"
    r"waitress|salesman|saleswoman|businessman|policeman|fisherman|runner|athlete|musician|sailor|pilot|"
    r"toddler|teenager|youth|pupil|schoolboy|schoolgirl)"
)
_SMALL = r"(?:boy|girl|baby|infant|child|toddler|newborn|son|daughter|twin)"
_RELATIVES = (
    "son|daughter|baby|child|husband|hubby|wife|wifey|mother|father|mum|mom|mam|mummy|dad|daddy|toddler|"
    "partner|"
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
_UNIT = r"(?P<unit>years?|yrs?|months?|mths?|mos?|weeks?|wks?|days?|yo|y/o|y)"
#: How people call themselves beside their age.
_TAG = r"(?P<tag>male|female|man|woman|guy|lady|girl|boy)"
_BESIDE_AGE = r"(?:^|[.;,(!?\n]\s*|\b(?:i'm|i’m|i am|as)\s+(?:an?\s+)?|\baged?:?\s+)"
_TAGGED = (
    re.compile(rf"{_BESIDE_AGE}{_TAG}\s*[,:/]?\s*(?:aged?:?\s*)?\d{{1,3}}\b", re.I),
    re.compile(rf"{_BESIDE_AGE}\d{{1,3}}\s*(?:years?(?:\s*old)?|yrs?|yo|y)?\s*[,/]?\s*{_TAG}\b", re.I),
)
_AGE = (
    re.compile(rf"{_NUMBER}\s*-?\s*{_UNIT}\.?(?:\s*-?\s*(?:old|of age))", re.I),
    # "6/12 old", "7/12 M": months below the line
    re.compile(
        r"(?<![\d/.])(?P<n>\d{1,2})/(?P<unit>12|52|7)\s*(?:old\b|of age\b|baby\b|infant\b|boy\b|"
        r"girl\b|[MF]\b)"
    ),
    re.compile(
        r"\b(?:toddler|baby|infant|child|neonate|boy|girl|son|daughter)\W{1,3}(?P<n>\d{1,2})/(?P<unit>12|"
        r"52|7)\b",
        re.I,
    ),
    re.compile(rf"\baged\s*{_NUMBER}\s*{_UNIT}\b", re.I),
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
    # "He's five months", but not "he's five months late"
    re.compile(
        rf"\b(?:he is|she is|he['’]s|she['’]s|baby is|baby['’]s)\s+(?:only\s+|nearly\s+|almost\s+|"
        rf"just\s+|now\s+)?{_NUMBER}\s+"
        r"(?P<unit>month|week|day)s?(?=\s*(?:[.,;!?)]|$|and\b|now\b))",
        re.I,
    ),
    re.compile(rf"\b{_WHO}\s+of\s+{_NUMBER}(?:\s+(?P<unit>months?|weeks?|days?)\b|{_NO_UNIT})", re.I),
    re.compile(r"\b(?P<n>\d{1,3})\s*,?\s*(?:year old |yo )?(?:male|female|man|woman|guy|lady)\b", re.I),
    re.compile(rf"\b{_SMALL},?\s+{_NUMBER}\s+(?P<unit>month|week|day)s?(?=\s*[,.;:)]|$)", re.I),
    re.compile(rf"\b{_SMALL}\s+of\s+{_NUMBER}\s+(?P<unit>month|week|day|year)s?\b", re.I),
    re.compile(r"\((?P<n>\d{1,3})\s*,?\s*(?:m|f|male|female)\)", re.I),
    re.compile(r"\((?:aged?\s+)?(?P<n>\d{1,3})\s*(?:years?|yrs?)\)", re.I),
    re.compile(r"\((?:m|f|male|female)\s*,?\s*(?P<n>\d{1,3})\)", re.I),
    re.compile(r"\b(?P<n>\d{1,2})\s?/?\s?(?:M|F|m|f)\b(?=[\s,.;:)\]]|$)"),
    re.compile(r"\b[MF]\s?/?\s?(?P<n>\d{1,2})\b(?!\s?/)"),
    re.compile(r"^\W*(?:[\w' ]{2,24},\s*)(?P<n>\d{1,2})\s*[,.]"),
    # "Twitching for a year. Female, 55."
    re.compile(
        rf"(?:^|[.;,(!?\n]\s*){_TAG}\s*[,:/]?\s*(?:aged?:?\s*)?(?P<n>\d{{1,3}}){_NO_UNIT}(?=\W|$)", re.I
    ),
    AGE_IN_SHORTHAND,
)
#: The age of the relative who is told of: "my dad is 74", "our son, 7,".
_AGE_OF_RELATIVE = re.compile(
    rf"\b(?:(?i:my|our)\s+(?:[\w-]+\s+){{0,3}}?|(?<![\w'’]\s)(?=[A-Z])|^)(?i:{_RELATIVES})\b"
    rf"(?:\s+(?i:is|was|turned|has turned|who is)(?:\s+(?i:now|nearly|almost|only|just|a))?\s+|"
    rf",\s*(?i:aged\s+|who is\s+)?|\s*[(\[]\s*(?i:aged\s+|age\s+)?|\s+(?=\d))"
    rf"(?i:{_NUMBER})(?:\s*(?i:{_UNIT})(?=\s*(?:[)\],.;]|(?i:old|and|now)\b|$))|{_NO_UNIT})"
    r"(?=[\s,.;:)\]]|$)"
)
#: "In her fifties": about the middle, or its third.
_DECADES = {word: 10 * n for n, word in enumerate(
    "teens twenties thirties forties fifties sixties seventies eighties nineties".split(), 1)}  # fmt: skip
_DECADE = re.compile(
    rf"\b(?:in|into)\s+(?:(?:his|her|my|their|the|early|mid|middle|late)[\s-]+){{1,3}}"
    rf"(?:(?P<tens>[1-9]0)['’]?s\b|(?P<word>{'|'.join(_DECADES)})\b)",
    re.I,
)
_EARLY, _LATE = re.compile(r"\bearly\b", re.I), re.compile(r"\blate\b", re.I)
_AGE_UNITS = {"m": 1 / 12, "12": 1 / 12, "w": 7 / 365.25, "52": 7 / 365.25, "d": 1 / 365.25, "7": 1 / 365.25}
#: An age that is not the person's now.
_NOT_NOW = re.compile(
    r"(?:at|since|from|until|before|mother|father|brother|sister|son|daughter|wife|husband|died|"
    r"polio|meningitis|encephalitis|measles|mumps|chickenpox|operation|surgery|fracture|injury|accident|"
    r"onset|"
    r"dx|diagnosed|menopause|retired|uncle|aunt|grandmother|"
    r"grandfather)(?:\s+\w+){0,2}\s*(?:the\s+)?(?:was\s+)?$",
    re.I,
)
_OF_KIN_THEN = re.compile(
    r"\b(?:mother|father|parent|mum|mom|dad|brother|sister|uncle|aunt|cousin|gran\w*|"
    r"nan)\b(?! of\b)[^.;!?\n]{0,20}?"
    r"\b(?:had|died|got|developed|diagnosed|suffered|lost)\b[^.;!?,\n]{0,30}$",
    re.I,
)
_NEWBORN = re.compile(r"\b(?:newborn|neonate|new-born)\b", re.I)

#: "Lives with his wife" tells of a man.
_OF_PARTNER = r"(?<!my )(?<!our )(?<!her )(?<!his )(?<!with )(?<!by )(?<!from )(?<!and )"
_MALE = re.compile(
    rf"\b(?:man|male|gentleman|boy|schoolboy|{_OF_PARTNER}husband|(?:his|with|by|from) wife|businessman|"
    r"farmer's son|guy|lad)\b",
    re.I,
)
_FEMALE = re.compile(
    rf"\b(?:woman|female|lady|girl|schoolgirl|housewife|{_OF_PARTNER}wife|(?:her|with|by|from) husband|"
    r"pregnant|my periods|primigravida|waitress)\b",
    re.I,
)
_LETTER_SEX = re.compile(
    r"\b\d{1,3}\s?/?\s?(?P<a>[MFmf])\b|\b(?P<b>[MF])\s?/?\s?\d{1,2}\b|\(\d+\s*,?\s*(?P<c>[MFmf])\)|"
    r"\((?P<e>[MF])\s*,\s*\d+\)|"
    r"\b\d{1,3}[\s-]?(?:yo|y/o|y\.o\.?|yrs?|year[\s-]old)[\s-]?(?P<d>[MF])\b"
)
_HE, _SHE = re.compile(r"\b(?:he|his|him)\b", re.I), re.compile(r"\b(?:she|her|hers)\b", re.I)
_I_AM = re.compile(
    r"\b(?:i'm|i am|as) an? (?:\w+[ -]){0,4}?(?P<who>man|woman|guy|girl|male|female|lady)\b", re.I
)

_RELATIVE = re.compile(
    rf"(?:\b(?:my|our)\s+(?:[\w-]+\s+){{0,5}}?(?P<who>{_RELATIVES})\b"
    r"|(?:(?:^|[.!?]\s+)(?=Mum|Mom|Mam|Dad|Gran|Nan)|^(?=Husband|Hubby|Wife|Daughter|Son|Baby|Toddler))"
    r"(?P<named>Mum|Mom|Mam|Dad|Gran|Granny|Grandma|Grandad|Granddad|Nan|Nana|Husband|Hubby|Wife|"
    r"Daughter|Son|Baby|"
    r"Toddler)\b)"
    # "On my mum's side", "mum of two here", "my brother and I both"
    r"(?!['’]?s?\s+side\b|\s+(?:of\s+(?:an?|one|two|three|four|the|\d)|here)\b|\s+and\s+(?:I|me)\b|-in-law|"
    r"(?:['’]s| is| was) the one\b|(?:['’]s)?\s+(?:also\s+)?(?:(?:did|does)\b|(?:had|has|have|got|"
    r"died of)\s+(?:it|that|this|one|"
    r"something|the same)\b|"
    r"(?:says|said|thinks|tells|told|noticed|reckons|complains|saw)\s+(?:me\s+)?(?:that\s+)?(?:I|my)\b))",
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
    r"\b(?:i (?:never had|don['’]?t (?:have|get)|also (?:have|get)|both|used to (?:have|get)|twitch|"
    r"jerk|shake|"
    r"cramp|suffer|never get)\b|and i (?:both|get|have|do)\b|mine\b|myself\b|it['’]s me\b|"
    r"i have|i've|i’ve|i am|i'm|i’m|i get|i feel|i had|i keep|i can't|i cannot|i take|i drink|i woke|"
    r"my (?:left|right|own|whole|calf|calves|legs?|arms?|hands?|eye\w*|muscles?|face|feet|foot|thumb|"
    r"fingers?|tongue|body|"
    r"thighs?|neck|jaw|head|heart|doctor|gp|symptoms|speech|toes?))\b",
    re.I,
)
#: "I am writing about my father".
_WRITING = re.compile(
    r"\s+(?:so |really |very )?(?:writing|worried|concerned|asking|messaging|posting|enquiring|"
    r"calling|ringing|"
    r"emailing)\b[^.;!?]{0,30}\b(?:my|our)\b",
    re.I,
)
_SON, _DAUGHTER = (
    frozenset("son husband hubby father dad daddy brother grandfather grandpa grandad granddad boy lad "
              "grandson boyfriend uncle "
              "nephew".split()),
    frozenset("daughter wife wifey mother mum mummy mom mam sister grandmother grandma granny gran nan nana "
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
    #: The age is that of a decade.
    roughly: bool = field(default=False, repr=False)


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
    own = [m.start() for m in _FIRST_PERSON.finditer(head) if not _WRITING.match(head, m.end())]
    third = len(_THIRD_PERSON.findall(head))
    word = (found["who"] or found["named"]).lower()
    # Whose age is told is told of: "my 50-year-old uncle drank".
    if word in _OTHERS and third < (1 if any(map(str.isdigit, found[0])) else _FOR_ONE - 1):
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
    relative = _told_of(head[:4000])
    exact = _age(head, relative)
    days = duration_of(head, exact) if timed else None
    age = exact if exact is not None else _decade(head)
    setting = setting_of(head, relative is not None)
    return Person(age, _sex(head, relative), days, setting, exact is None and age is not None)


def _age(text: str, relative: re.Match[str] | None) -> float | None:
    own_age = _AGE_OF_RELATIVE.search(text) if relative is not None else None
    if own_age is not None:
        return _years(own_age)
    for pattern in _AGE:
        for match in pattern.finditer(text):
            own = match.group().lower().startswith("i")
            if not own and _OF_KIN_THEN.search(text, max(0, match.start() - 50), match.start()):
                continue  # "her mother had a stroke aged 50"
            if not own and _NOT_NOW.search(text[max(0, match.start() - 40) : match.start()]):
                continue  # "her father died at 62 and I'm 45"
            value = _years(match)
            if value <= 120:
                return value
    return 0.02 if _NEWBORN.search(text) else None


def _decade(text: str) -> float | None:
    """ "A woman in her early sixties" is taken as 62."""
    decade = _DECADE.search(text)
    if decade is None or _NOT_NOW.search(text[max(0, decade.start() - 40) : decade.start()]):
        return None
    tens = int(decade["tens"]) if decade["tens"] else _DECADES[decade["word"].lower()]
    return tens + (2.0 if _EARLY.search(decade.group()) else 8.0 if _LATE.search(decade.group()) else 5.0)


def _years(match: re.Match[str]) -> float:
    told = match.groupdict()
    unit = (told.get("unit") or told.get("below") or "year").lower()
    known = _AGE_UNITS.get(unit, _AGE_UNITS.get(unit[0], 1.0))
    return round(_number(match["n"]) * known, 3)


def _number(word: str) -> int:
    spelled = word.lower().replace(" ", "-")
    return WHOLE_NUMBERS[spelled] if spelled in WHOLE_NUMBERS else int(word)


#: Whom a letter is about; its writer and reader have titles too.
_TITLE = re.compile(
    r"\b(?:re:?|regarding|concerning|seeing|referring|about|patient:?)\s+(?:this\s+\w+\s+)?"
    r"(?P<title>mrs|ms|miss|mr|master)\b",
    re.I,
)


def _sex(text: str, relative: re.Match[str] | None) -> Sex | None:
    who = (relative["who"] or relative["named"]).lower() if relative is not None else ""
    if who in _SON | _DAUGHTER:
        return "MALE" if who in _SON else "FEMALE"
    letter = _LETTER_SEX.search(text)
    if letter is not None:
        return "MALE" if next(filter(None, letter.groups())).upper() == "M" else "FEMALE"
    title = _TITLE.search(text[:4000])
    if title is not None:
        return "MALE" if title["title"].lower() in ("mr", "master") else "FEMALE"
    said = _I_AM.search(text)
    if said is not None:
        return "MALE" if said["who"].lower() in ("man", "guy", "male") else "FEMALE"
    tagged = _TAGGED[0].search(text) or _TAGGED[1].search(text)
    if tagged is not None:
        return "MALE" if tagged["tag"].lower() in ("male", "man", "guy", "boy") else "FEMALE"
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
