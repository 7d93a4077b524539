"""How old somebody is, as running text says it: in figures, in words, of a relative, in a decade."""

from __future__ import annotations

import re

from whytwitch.intake.story.time.spans import AGE_IN_SHORTHAND, COMPLAINT_IS
from whytwitch.intake.timing import WHOLE_NUMBERS

__all__ = ["RELATIVES", "TAG", "age_of", "decade_of", "is_in_degrees"]

_WORDS = "|".join(sorted(WHOLE_NUMBERS, key=len, reverse=True)).replace("-", "[- ]")
_SPELLED = "|".join(sorted((w for w, n in WHOLE_NUMBERS.items() if n > 12), key=len, reverse=True)).replace(
    "-", "[- ]"
)
_NUMBER = rf"(?P<n>\d{{1,3}}|{_WORDS})"
#: "And a half" behind a number.
_HALF = re.compile(r"\s+and\s+a\s+half\b", re.I)
#: "Three years and ten months".
_MORE_MONTHS = re.compile(
    rf"\s?-?\s?(?:years?|yrs?|y)\s{{1,3}}(?:and\s+)?(?P<months>\d{{1,2}}|{_WORDS})\s+(?:months?|mths?|mo)\b",
    re.I,
)
_ENDS = r"(?=\s*(?:[.,;)]|$)|\s+and\b)"
_DOES = (
    r"(?=\s*(?:[.,;)]|$)|\s+(?:and|with|has|had|was|is|who|whose|came|comes|went|fell|woke|"
    r"noticed|on|from|in|presents)\b)"
)
_WHO = (
    r"(?:man|woman|boy|girl|lady|gentleman|lad|male|female|patient|child|infant|baby|person|student|"
    r"farmer|teacher|"
    r"nurse|worker|cook|driver|soldier|recruit|engineer|clerk|smoker|\w+ist|housewife|widow|widower|"
    r"pensioner|builder|labourer|mechanic|carpenter|plumber|electrician|miner|cleaner|gardener|waiter|"
    r"waitress|salesman|saleswoman|businessman|policeman|fisherman|runner|athlete|musician|sailor|pilot|"
    r"toddler|teenager|youth|pupil|schoolboy|schoolgirl)"
)
#: "A baker of 57": whoever's trade ends so, but for things that do.
_TRADE = (
    r"(?!(?:fever|tremor|number|power|order|stupor|tumou?r|ulcer|cancer|factor|error|temper|water|"
    r"paper|matter|quarter|"
    r"summer|winter|chapter|cluster|disorder|letter|colou?r|finger|shoulder|bladder|liver|counter|"
    r"monitor|meter|litre|"
    r"after|other|over|under|her|register|doctor|neighbou?r|\w*mother|\w*father|brother|sister|"
    r"daughter|danger|corner|"
    r"section|region|version|average|or|for|our|hour|four|labour|humou?r|odou?r|rigou?r|vapou?r)s?\b)"
    r"(?:\w*hand|wife|husband|\w+(?:er|or|ess|eur|ian|smith|wright|boy|girl|maid|keeper|guard|monk|nun|priest|cop|clerk))"
)
#: "Since the operation a 21-year-old woman has": whoever is told of so is so old now.
_NAMED_SO = re.compile(
    rf"(?:\s?-?\s?old)?[\s-]{{1,3}}(?:(?!an?\b|the\b|his\b|her\b)\w+[\s-]{{1,3}}){{0,2}}?{_WHO}\b", re.I
)
_NOW = re.compile(r"\bnow\b", re.I)
_ARTICLE = re.compile(r"\b(?:an?|this|the)\s+(?:\w+\s+)?$", re.I)
_SMALL = r"(?:boy|girl|baby|infant|child|toddler|newborn|son|daughter|twin)"
RELATIVES = (
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
TAG = r"(?P<tag>male|female|man|woman|guy|lady|girl|boy)"
_AGE = (
    # "Two years and three months old", "two and a half years old"
    re.compile(rf"{_NUMBER}\s+(?P<unit>year)s?\s+(?:and\s+)?\w+\s+months?\s+(?:old|of age)\b", re.I),
    re.compile(rf"{_NUMBER}\s*-?\s*{_UNIT}\.?(?:\s*-?\s*(?:old|of age))", re.I),
    # "Mrs Jones (72)"
    re.compile(
        r"\b(?:Mr|Mrs|Ms|Miss|Mx|Master|[Rr][Ee]:|patient|Patient)\.?\s+(?:[A-Z][\w'’-]*\.?\s+){1,4}"
        r"\((?:age[d]?\s+)?(?P<n>\d{1,3})\s*(?:years?|yrs?|y)?\)"
    ),
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
    re.compile(rf"{_NUMBER}\s+and\s+a\s+half[\s-]+{_UNIT}[\s-]+(?:old|of age)\b", re.I),
    re.compile(
        rf"(?:^|[.;,(]\s*|\b(?:a|the|our|this)\s)(?:an?\s+|our\s+|the\s+)?(?:[\w'’-]+\s+)?{_TRADE}\s+of\s+"
        rf"(?P<n>1[5-9]|[2-9]\d|{_WORDS}){_NO_UNIT}{_DOES}",
        re.I,
    ),
    # "Ruth, seventy-eight, has"
    re.compile(rf"(?:^|(?<=[.;]\s)|(?<=,\s)|(?<=\n))(?-i:[A-Z][a-z]+),\s+(?P<n>{_SPELLED})(?=,)", re.I),
    # "Now, at six, he", "(now 71)", "she, now 36,", "her age now is 45"
    re.compile(
        rf"(?:^|[.;(]\s*|\b(?:he|she|him|her|who|patient|girl|boy|child|son|daughter|until|being)\b,?\s+)"
        rf"now,?\s+(?:at\s+|aged\s+|age\s+|he\s+is\s+|she\s+is\s+)?(?:the\s+age\s+of\s+)?"
        rf"(?P<n>[2-9]\d?|1\d?|{_WORDS}){_NO_UNIT}{_ENDS}",
        re.I,
    ),
    re.compile(
        rf"\b(?:(?:his|her|my)\s+age\s+(?:now\s+)?is|(?:he|she)\s+being)\s+(?:now\s+)?{_NUMBER}{_NO_UNIT}",
        re.I,
    ),
    re.compile(rf"\b(?:now|today),\s+at\s+(?:the\s+age\s+of\s+)?{_NUMBER}(?=,)", re.I),
    # "He is three now", "it is now three" is none
    re.compile(
        rf"\b(?:and\s+is|who\s+is|he\s+is|she\s+is|(?:he|she)['’]s)\s+(?:now\s+|only\s+|just\s+|almost\s+)"
        rf"(?P<n>{_WORDS}){_NO_UNIT}{_ENDS}",
        re.I,
    ),
    re.compile(
        rf"\b(?:i|he|she)(?:['’]ve|['’]s|\s+has|\s+have)?\s+(?:just\s+)?turned\s+{_NUMBER}{_NO_UNIT}"
        rf"(?=\s*(?:[.,;]|$)|\s+(?:last|this|in|a|yesterday|two|three|recently|and|on)\b)",
        re.I,
    ),
    # "At 45 his shoulders have begun to jerk": what has begun is so now
    re.compile(
        rf"(?:^|[.;]\s+)(?:now\s+)?at\s+(?:the\s+age\s+of\s+)?(?P<n>1[3-9]|[2-9]\d|{_WORDS}){_NO_UNIT},?\s+"
        rf"(?:he|she|his|her|i|my)\b[^.;\n]{{0,30}}?\b(?:has|have|sees|walks|cannot|comes)\b",
        re.I,
    ),
    re.compile(r"^\W*(?P<n>\d{1,2})\s?(?:y|yrs?)(?=\s*[.,;])", re.I),
    # "Newborn, day 3 of life", "36 hours old"
    re.compile(r"\b(?:on\s+)?(?P<unit>day)\s+(?P<n>\d{1,2})\s+of\s+life\b", re.I),
    re.compile(rf"{_NUMBER}[\s-]+(?P<unit>h)(?:ou)?rs?[\s-]+(?:old|of age)\b", re.I),
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
        rf"(?:^|[.;,(!?\n]\s{{0,3}}){TAG}\s*[,:/]?\s*(?:aged?:?\s*)?(?P<n>\d{{1,3}}){_NO_UNIT}(?=\W|$)", re.I
    ),
    AGE_IN_SHORTHAND,
)
#: The age of the relative who is told of: "my dad is 74", "our son, 7,".
_AGE_OF_RELATIVE = re.compile(
    rf"\b(?:(?i:my|our)\s+(?:[\w-]+\s+){{0,3}}?|(?<![\w'’]\s)(?=[A-Z])|"
    rf"^)(?i:{RELATIVES})\b(?:\s+[A-Z][a-z]+)?"
    rf"(?:(?:['’]s|\s+(?i:is|was|turned|has turned|who is))(?:\s+(?i:now|nearly|almost|only|just|a))?\s+|"
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
_AGE_UNITS = {
    "h": 1 / 8766,
    "m": 1 / 12,
    "12": 1 / 12,
    "w": 7 / 365.25,
    "52": 7 / 365.25,
    "d": 1 / 365.25,
    "7": 1 / 365.25,
}
#: An age that is not the person's now.
_NOT_NOW = re.compile(
    r"(?:at|since|from|until|before|up to|till|turning|mother|father|brother|sister|son|daughter|"
    r"wife|husband|died|"
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
#: "The trouble is nine weeks old".
_OF_COMPLAINT = re.compile(
    rf"\b{COMPLAINT_IS}(?:some\s+|just\s+|nearly\s+|over\s+|at least\s+)?$",
    re.I,
)
_NEWBORN = re.compile(r"\b(?:newborn|neonate|new-born)\b", re.I)


#: A figure that stands behind these is none of years.
_IN_DEGREES = re.compile(r"\d\.\Z|\b(?:temp(?:erature)?|fever|degrees)\b[^.;,\n]{0,24}\Z", re.I)


def is_in_degrees(text: str, at: int) -> bool:
    """Whether the figure that begins here is one of temperature: "her temperature was 103.2 F"."""
    return _IN_DEGREES.search(text, max(0, at - 40), at) is not None


def age_of(text: str, relative: re.Match[str] | None) -> float | None:
    """Years of whom the text tells; ``relative`` is where that one is named.

    Examples
    --------
    >>> age_of("Since the operation a 21-year-old woman", None), age_of("The trouble is nine weeks old", None)
    (21.0, None)
    """
    own_age = _AGE_OF_RELATIVE.search(text) if relative is not None else None
    if own_age is not None:
        return _years(own_age)
    for pattern in _AGE:
        for match in pattern.finditer(text):
            own = match.group().lower().startswith("i") or _NOW.search(match.group()) is not None
            if not own and _OF_KIN_THEN.search(text, max(0, match.start() - 50), match.start()):
                continue  # "her mother had a stroke aged 50"
            before = text[max(0, match.start() - 40) : match.start()]
            named = _ARTICLE.search(before) and _NAMED_SO.match(text, match.end())
            if not own and not named and _NOT_NOW.search(before):
                continue  # "her father died at 62 and I'm 45"
            if is_in_degrees(text, match.start()):
                continue  # "temperature 103.2 F", "98 F"
            value = _years(match)
            if value <= 120 and not _OF_COMPLAINT.search(before):
                return value
    return 0.02 if _NEWBORN.search(text) else None


def decade_of(text: str) -> float | None:
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
    behind = match.end("n")
    more = 0.5 if _HALF.match(match.string, behind) else 0.0
    months = _MORE_MONTHS.match(match.string, behind) if known == 1.0 else None
    if months is not None:
        more = _number(months["months"]) / 12
    return round((_number(match["n"]) + more) * known, 4 if unit[0] == "h" else 3)


def _number(word: str) -> int:
    spelled = word.lower().replace(" ", "-")
    return WHOLE_NUMBERS[spelled] if spelled in WHOLE_NUMBERS else int(word)
