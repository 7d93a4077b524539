"""Age, sex, duration and setting from running text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from whytwitch.core.case import Setting, Sex
from whytwitch.intake.story.setting import setting_of
from whytwitch.intake.story.text.split import Words
from whytwitch.intake.story.time.age import RELATIVES, TAG, age_of, decade_of, is_in_degrees
from whytwitch.intake.story.time.duration import duration_of

__all__ = ["Person", "opening_of", "patients_in", "patients_of", "read_person"]

_BESIDE_AGE = r"(?:^|[.;,(!?\n]\s{0,3}|\b(?:i'm|i’m|i am|as)\s+(?:an?\s+)?|\baged?:?\s+)"
_TAGGED = (
    re.compile(rf"{_BESIDE_AGE}{TAG}\s*[,:/]?\s*(?:aged?:?\s*)?\d{{1,3}}\b", re.I),
    re.compile(rf"{_BESIDE_AGE}\d{{1,3}}\s*(?:years?(?:\s*old)?|yrs?|yo|y)?\s*[,/]?\s*{TAG}\b", re.I),
)
#: "Wife reports REM sleep behaviour": she saw it.
_SAW = r"\s+(?:reports?|reported|describes|described|notes|noted|witnessed|observed|states|confirms)\b"
#: "Lives with his wife" tells of a man.
_OF_PARTNER = r"(?<!my )(?<!our )(?<!her )(?<!his )(?<!with )(?<!by )(?<!from )(?<!and )"
_MALE = re.compile(
    rf"\b(?:man|male|gentleman|boy|schoolboy|{_OF_PARTNER}husband(?!{_SAW})|(?:his|with|by|from) wife|"
    rf"(?<!my )wife(?={_SAW})|businessman|farmer's son|guy|lad)\b",
    re.I,
)
_FEMALE = re.compile(
    rf"\b(?:woman|female|lady|girl|schoolgirl|housewife|{_OF_PARTNER}wife(?!{_SAW})|"
    rf"(?:her|with|by|from) husband|(?<!my )husband(?={_SAW})|pregnant|my periods|primigravida|waitress)\b",
    re.I,
)
_LETTER_SEX = re.compile(
    r"\b\d{1,3}\s?/?\s?(?P<a>[MFmf])\b|\b(?P<b>[MF])\s?/?\s?\d{1,2}\b|\(\d+\s*,?\s*(?P<c>[MFmf])\)|"
    r"\((?P<e>[MF])\s*,\s*\d+\)|"
    r"\b\d{1,3}[\s-]?(?:yo|y/o|y\.o\.?|yrs?|year[\s-]old)[\s-]?(?P<d>[MF])\b"
)
_HE, _SHE = re.compile(r"\b(?:he|his|him)\b", re.I), re.compile(r"\b(?:she|her|hers)\b", re.I)
#: "I saw a neurologist, he did an EMG": whose words these are, it does not say.
_A_DOCTOR = re.compile(
    r"\b(?:my|an?|the|our|another)\s+(?:\w+\s+)?(?:doctor|gp|neurologist|neuro|consultant|physio\w*|therapist|nurse|"
    r"dentist|optician|surgeon|specialist|boss|teacher|pharmacist|chiropractor|osteopath|psychiatrist|doc)\b"
    r"[^.;:!?\n]{0,30}?\b(?:he|she)\b",
    re.I,
)
#: "My father and his sister": his is the father's.
_OF_KIN = re.compile(rf"\b(?:my|our)\s+(?:[\w-]+\s+){{0,2}}?(?:{RELATIVES})\s+and\s+(?:his|her)\b", re.I)
_I_AM = re.compile(
    r"\b(?:i'm|i am|as) an? (?:\w+[ -]){0,4}?(?P<who>man|woman|guy|girl|male|female|lady)\b", re.I
)

_RELATIVE = re.compile(
    rf"(?:\b(?:my|our)\s+(?:[\w-]+\s+){{0,5}}?(?P<who>{RELATIVES})\b"
    r"|(?:(?:^|[.!?]\s+)(?=Mum|Mom|Mam|Dad|Gran|Nan)|^(?=Husband|Hubby|Wife|Daughter|Son|Baby|Toddler))"
    r"(?P<named>Mum|Mom|Mam|Dad|Gran|Granny|Grandma|Grandad|Granddad|Nan|Nana|Husband|Hubby|Wife|"
    r"Daughter|Son|Baby|"
    rf"Toddler)\b(?!{_SAW}))"
    # "On my mum's side", "mum of two here", "my brother and I both"
    r"(?!['’]?s?\s+side\b|"
    # "Some of my mum's tablets", "my father and his sister have it"
    r"['’]s?\s+(?:[\w-]+\s+){0,2}?(?:tablets?|pills?|medicines?|medication|meds|capsules?|patch(?:es)?|house|car|"
    r"birthday|funeral|wedding|dog|cat)\b|\s+and\s+(?:(?:his|her|my)\s+)?[\w-]+\s+(?:(?:also|both)\s+)?(?:have|had|got)\b|"
    r"\s+(?:of\s+(?:an?|one|two|three|four|the|\d)|here)\b|\s+and\s+(?:I|me)\b|-in-law|"
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
_KIN = frozenset("cousin uncle aunt auntie".split())
#: What a friend does who tells of no trouble of his own, and how long a text is that tells of him alone.
_ADVISES = re.compile(
    r"(?:['’]s|s)?\s+(?:\w+\s+){0,2}?(?:says?|said|thinks?|thought|tells?|told|reckons?|suggest\w*|mention\w*|"
    r"recommend\w*|asks?|asked|works?|advised?|with|who|and|has|had|have|got|gets|is|was|did|does|suffers?)\b",
    re.I,
)
_A_MESSAGE = 300
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


#: "A farmer's wife of 58" is told of herself.
_OF_SOMEBODY = re.compile(
    r"\b(?:an?|the|this)\s+(?:[\w-]+\s+)?\w+['’]s\s+(?P<who>(?P<named>wife|widow|son|daughter|husband))"
    r"(?=\s+of\s+\w|\s+aged\b|,\s*(?:aged\s+)?\d)",
    re.I,
)


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
    found = _told_of(text[:4000]) or _OF_SOMEBODY.search(text[:4000])
    if found is None:
        return frozenset()
    who = (found["who"] or found["named"]).lower()
    return frozenset({who, "child", "boy" if who in _SON else "girl" if who in _DAUGHTER else who})


def patients_of(words: Words) -> frozenset[str]:
    """:func:`patients_in` of a text; found once."""
    if patients_in not in words.found:
        words.found[patients_in] = patients_in(words.text)
    found: frozenset[str] = words.found[patients_in]
    return found


def _told_of(head: str) -> re.Match[str] | None:
    """The relative of whom the text tells: named before the writer, and far more often."""
    found = _RELATIVE.search(head)
    if found is None or "family history" in head[: found.start()].lower():
        return None
    own = [m.start() for m in _FIRST_PERSON.finditer(head) if not _WRITING.match(head, m.end())]
    third = len(_THIRD_PERSON.findall(head))
    word = (found["who"] or found["named"]).lower()
    # Whose age is told is told of: "my 50-year-old uncle drank".
    few = third < (1 if any(map(str.isdigit, found[0])) else _FOR_ONE - 1)
    # "My friend staggered and collapsed": nobody else is there. "My friend says it is MS" is a remark.
    alone = not (own or third or _ADVISES.match(head, found.end()) or len(head) > _A_MESSAGE)
    if word in _OTHERS and few and (not alone or word in _KIN):
        return None
    if own and (own[0] < found.start() or third < _FOR_ONE * len(own)):
        return None
    return found


#: Letters in which it is told of whom, how old and for how long; fewer in a text that no one person wrote.
_OPENING, _OPENING_OF_MANY, _MANY = 20_000, 6_000, 100_000


def opening_of(text: str) -> str:
    """The part of a text in which it is told of whom it is."""
    return text[: _OPENING if len(text) < _MANY else _OPENING_OF_MANY]


def read_person(text: str, timed: bool = True) -> Person:
    """Age, sex, duration (unless it is found otherwise) and setting.

    Examples
    --------
    >>> read_person("34 yo woman, twitching for two months, seen in the emergency department")
    Person(age_years=34.0, sex='FEMALE', duration_days=60.8, setting='emergency')
    """
    head = opening_of(text)
    relative = _told_of(head[:4000])
    exact = age_of(head, relative)
    days = duration_of(head, exact) if timed else None
    age = exact if exact is not None else decade_of(head)
    setting = setting_of(head, relative is not None)
    return Person(age, _sex(head, relative), days, setting, exact is None and age is not None)


#: Whom a letter is about; its writer and reader have titles too.
_TITLE = re.compile(
    r"\b(?:re:?|regarding|concerning|seeing|referring|about|patient:?)\s+(?:this\s+\w+\s+)?"
    r"(?P<title>mrs|ms|miss|mr|master)\b",
    re.I,
)


#: "Mrs Jones (72)", "Mr Smith, 64": who reads and who writes are not told with their age.
_TITLE_AND_AGE = re.compile(
    r"\b(?P<title>Mr|Master|Mrs|Ms|Miss)\.?\s+(?:[A-Z][\w'’-]*\.?,?\s+){1,4}\(?(?:aged?\s+)?\d{1,3}\b(?!\s?/)"
)


def _sex(text: str, relative: re.Match[str] | None) -> Sex | None:
    who = (relative["who"] or relative["named"]).lower() if relative is not None else ""
    if who in _SON | _DAUGHTER:
        return "MALE" if who in _SON else "FEMALE"
    letters = (m for m in _LETTER_SEX.finditer(text) if not is_in_degrees(text, m.start()))
    letter = next(letters, None)
    if letter is not None:
        return "MALE" if next(filter(None, letter.groups())).upper() == "M" else "FEMALE"
    title = _TITLE.search(text[:4000])
    if title is not None:
        return "MALE" if title["title"].lower() in ("mr", "master") else "FEMALE"
    title = _TITLE_AND_AGE.search(text[:4000])
    if title is not None:
        return "MALE" if title["title"] in ("Mr", "Master") else "FEMALE"
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
    others = [match.group() for said in (_A_DOCTOR, _OF_KIN) for match in said.finditer(text)]
    he, she = (len(told.findall(text)) - sum(map(len, map(told.findall, others))) for told in (_HE, _SHE))
    return "MALE" if he > she else "FEMALE" if she > he else None
