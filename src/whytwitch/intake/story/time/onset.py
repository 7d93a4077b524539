"""When it began, where no span of time says so: at an age, or within the day.

"It came when she was twelve" is a span once the age is known; "a spider bit him and his belly went hard",
"he was found unconscious", "that evening" tell of a day or less. What comes and goes ("her knees suddenly
give way now and then") tells nothing of how long it has been so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from whytwitch.intake.timing import ORDINALS, SPELLED_NUMBERS, UNIT_DAYS, WHOLE_NUMBERS

__all__ = ["ACUTE_DAYS", "comes_in_spells", "is_acute", "spans_from_age"]

#: Within a day.
ACUTE_DAYS = 1.0
_YEAR = UNIT_DAYS["year"]
_MOST = 40

_N = rf"(?P<n>\d{{1,2}}|{'|'.join(sorted(WHOLE_NUMBERS, key=len, reverse=True))})"
_GROWN = rf"(?P<n>1[3-9]|[2-9]\d|{'|'.join(sorted(SPELLED_NUMBERS, key=len, reverse=True))})"
_NTHS = "|".join(sorted(ORDINALS, key=len, reverse=True))
_UNIT = (
    r"(?:(?P<half>\s+and\s+a\s+half)?[\s-]*(?P<unit>years?|months?|weeks?|days?)\b(?:\s+(?:old|of age))?)?"
)
_BEGINS = (
    r"(?:began|begun|start\w*|came|appeared|develop\w*|set in|notic\w+|first|onset|has had|have had|had had|"
    r"since|showed up|broke out|became|grew|lost|could no longer|stopped|saw|seen|observed|"
    r"complained|ceased|failed|"
    r"fell ill|dragged|limped)"
)
_WHEN_AGED = (
    r"(?:(?:when|while|since|once|after|by the time|before)\s+"
    r"(?:he|she|i|they|the (?:boy|girl|child|baby))\s+(?:was|were|turned|reached)|"
    r"(?:at|from|since|after|around|about|before)\s+(?:the\s+)?age(?:\s+of)?|aged)\s+"
    r"(?:only\s+|just\s+|about\s+|around\s+|some\s+)?"
)
_WELL = (
    r"(?:well|healthy|normal(?:ly)?|fine|thriving|thrived|like (?:any |the )?others?(?: \w+)?|"
    r"no (?:trouble|complaints?)|"
    r"without (?:trouble|complaint))"
)
_FROM_AGE = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        # "It started when I was seven", "developed a tremor at the age of 30"
        rf"\b{_BEGINS}\b(?:(?!\bago\b)[^.;\n]){{0,60}}?\b{_WHEN_AGED}{_N}{_UNIT}",
        # "When she was twelve her hands began to shake"
        rf"\b{_WHEN_AGED}{_N}{_UNIT},?\s+(?:(?!\bago\b)[^.;\n]){{0,60}}?\b{_BEGINS}\b",
        # "grew up normally until she was three"
        rf"\b(?:until|till|up to)\s+(?:(?:he|she|i|they)\s+(?:was|were|turned)|(?:the\s+)?age(?:\s+of)?)\s+"
        rf"(?:about\s+|around\s+)?{_N}{_UNIT}",
        # "At three months she began to jerk", "at 12 his hand started to shake"
        rf"\bat\s+(?:about\s+|around\s+)?{_N}(?:[\s-]*(?P<unit>years|months|weeks|days)(?:\s+old|"
        rf"\s+of\s+age)?)?,?\s+"
        rf"(?:he|she|his|her|i|my|the (?:baby|boy|girl|child))\b[^.;\n]{{0,40}}?\b{_BEGINS}\b",
        rf"(?:^|[.;]\s+)at\s+{_GROWN}(?P<unit>),?\s+(?:an?|the)\s+(?:\w+\s+){{1,2}}{_BEGINS}\b",
        # "Who began to drag her foot at 55"; at twelve or less it could be the time of day
        rf"\b{_BEGINS}\b(?:(?!\bago\b)[^.;\n]){{0,60}}?\bat\s+{_GROWN}(?P<unit>)(?=\s*(?:[.,;]|$|and\b|"
        rf"but\b))",
        # "Since the age of three months he throws his head back"
        rf"\b(?:since|from)\s+(?:the\s+)?age\s+of\s+(?:about\s+)?{_N}\s*(?P<unit>months?|weeks?|days?)\b",
        # "Since he was three weeks old his arms jerk"
        rf"\b(?:since|from when|from the time)\s+(?:he|she|they|it|the (?:baby|boy|girl|child))\s+"
        rf"(?:was|were)\s+(?:only\s+|just\s+|about\s+)?{_N}\s*(?P<unit>months?|weeks?|days?)\b",
        # "A girl who at eight lost her strength", "began at nine to fall"
        rf"\bwho,?\s+at\s+(?:the\s+age\s+of\s+)?(?:about\s+|"
        rf"only\s+)?{_N}{_UNIT},?\s+(?:\w+\s+){{0,2}}?{_BEGINS}\b",
        rf"\b(?:began|begun|started)\s+at\s+(?:about\s+|only\s+)?{_N}{_UNIT}\s+to\s+(?=[a-z])",
        # "Was well until nine months", "grew well until six weeks old", "up to the age of four"
        rf"\b{_WELL}\s+(?:until|till|up to)\s+(?:about\s+|around\s+|"
        rf"the\s+age\s+of\s+)?{_N}[\s-]*(?P<unit>years?|months?|"
        rf"weeks?|days?)\b(?!\s+(?:ago|before|earlier|previously|prior|back|after|post))",
        # "Since turning fifty", "onset age 22", "onset at 22"
        rf"\b(?:(?:since|on|after)\s+turning|onset\s*:?\s*(?:at\s+)?(?:aged?|at)(?:\s+of)?)\s+{_N}{_UNIT}",
        # "Since 5/12 of age", "from 3 months of age", "from four years on"
        rf"\b(?:since|from)\s+{_N}(?P<unit>/12|/52)\s+(?:of age|old)\b",
        rf"\b(?:since|from)\s+(?:about\s+)?{_N}\s*(?P<unit>years?|months?|weeks?|"
        rf"days?)(?:\s+of\s+age|\s+old|\s+on(?:wards?)?)\b",
        # "Well until her third birthday"
        rf"\b(?:until|till|up to|since|from|after|before|around|on)\s+(?:his|her|my|the)\s+(?P<n>{_NTHS})"
        rf"\s+(?P<unit>)birthday\b",
    )
)
#: "In the third week of life".
_NTH_OF_LIFE = re.compile(
    rf"\b(?:in|on|from|since|during)\s+(?:the|his|her|its)?\s*(?P<nth>{_NTHS}|\d{{1,2}}(?:st|nd|rd|th))\s+"
    rf"(?P<unit>day|week|month|year)(?P<life>\s+of\s+(?:life|age))?\b",
    re.I,
)
#: "As a baby he startled, and he still does": so long where it goes on.
_AS_A = re.compile(
    r"\b(?:even\s+)?as an? (?P<what>baby|infant|newborn|toddler|(?:small |young |little )?(?:child|"
    r"boy|girl|kid)|"
    r"teenager|adolescent|student)\b(?=[^;\n]{0,160}?\b(?:still|ever since|since then|to this day|"
    r"has never|all along|"
    r"always has|and has done)\b)",
    re.I,
)
_AS_OLD = {
    "baby": 0.0,
    "infant": 0.3,
    "newborn": 0.0,
    "toddler": 2.0,
    "teenager": 15.0,
    "adolescent": 15.0,
    "student": 20.0,
}
#: "Lived in Sweden till he was forty".
_LIVED = re.compile(r"\b(?:lived (?:in|on|at|with)|smoked|drank)\b[^.;,\n]*$", re.I)
#: From the first year or two.
_NEVER_COULD = re.compile(
    r"\b(?:(?:has|have) never (?:(?:been able to|managed to|learn(?:ed|t) to) (?:walk|run|jump|hop|climb|"
    r"stand|sit|crawl|"
    r"speak|talk|hold|grip|write|see|keep (?:up|still))|walked|run|spoken|crawled|sat)|"
    r"(?:since|from|ever since) (?:the (?:time|day|moment) )?(?:he|she|i) (?:first |could |learn(?:ed|"
    r"t) to |started to |"
    r"began to )*(?:walk(?:ed|ing)?|stood|stand|sat|sit|crawl(?:ed)?)|from the (?:first|very first) steps?|"
    r"(?:since|from) (?:his|her|my) first steps?)\b",
    re.I,
)
_LIFELONG = re.compile(
    r"\b(?:all (?:his|her|my|their) life|(?:for )?as long as (?:he|she|i|they|anyone) (?:can|could|remember)|"
    r"ever since (?:he|she|i) can remember|lifelong|life-long)\b",
    re.I,
)
_HEALTHY = r"(?:healthy|well|fit|strong|good|normal|active|fine|in (?:good|the best of) health|able|an?)"
_ALWAYS = re.compile(
    rf"\b(?:(?:has|have|had|[’']s|[’']ve) always (?:been (?!{_HEALTHY}\b)\w|walked|"
    r"shaken|had|held|stumbled|jerked)|"
    r"born with (?=\w)(?!a silver))",
    re.I,
)
_FROM_BIRTH = re.compile(
    r"\b(?:(?:since|from|in) (?:the |his |her |my )?(?:very )?first (?:few )?(?:hours?|days?|weeks?) of life|"
    r"(?:since|at|from|soon after|shortly after|just after) birth|born (?:floppy|limp|stiff|blue)|"
    r"from the day (?:he|she|i) was born)\b",
    re.I,
)
_IN_TENS = re.compile(
    r"\b(?:since|from|in)\s+(?P<part>early\s+|mid-?\s*|late\s+)?(?:his|her|my|their)\s+"
    r"(?P<part2>early\s+|mid-?\s*|late\s+)?(?P<tens>teens|twenties|thirties|forties|fifties|sixties)\b",
    re.I,
)
_TEN = {"teens": 13.0, "twenties": 20.0, "thirties": 30.0, "forties": 40.0, "fifties": 50.0, "sixties": 60.0}
_PART = {"early": 2.0, "mid": 5.0, "late": 8.0, "": 4.0}
_CUT = {"/12": "month", "/52": "week"}
_UNIT_YEARS = {unit: UNIT_DAYS[unit] / _YEAR for unit in ("year", "month", "week", "day")}
#: Of such a baby every day is one of its life.
_NEWBORN = 0.08
#: "Soon after birth" tells of a child how long it has been so.
_CHILD = 3.0
#: Whose age it is; a child whose age is told beside the word is the one who is ill.
_OF_FAMILY = re.compile(
    r"\b(?:mother|father|brother|sister|aunt|uncle|grand\w+|cousin|(?<!whose )parents?|twin|died|"
    rf"(?<!old )(?:son|daughter)(?!,\s+(?:aged\s+)?{_N.replace('?P<n>', '?:')}\b))\b",
    re.I,
)

_ACUTE = re.compile(
    r"\b(?:"
    r"recovery room|operating (?:theatre|table)|labour ward|"
    r"(?:saw|watched|heard) (?:him|her|me) (?:fall|collapse|go down|drop)|"
    r"fainted|passed out|blacked out|keeled over|slumped|went to bed (?:well|fine|healthy)|got hold of|"
    r"(?:got up|fell|awoke|woke) (?:\w+ ){0,7}?during the night|"
    r"(?:dialled|rang|called) (?:999|911|112)|(?:drew|drawing|took|taking|gave|giving) (?:a )?blood|"
    r"(?:suddenly|abruptly|all of a sudden|out of the blue|all at once|from one (?:moment|minute|second|"
    r"day) to the "
    r"next),? (?!(?:gets?|goes|becomes|loses|falls|thrash\w*)\b)(?:\w+ ){0,4}?(?:had|got|became|began|"
    r"could|couldn't|lost|developed|went|felt|fell|started|weak\w*|paraly[sz]ed|collapsed|stopped|unable|"
    r"screamed|cried|clutched|grabbed|shook|jerked|twisted|turned|stiffened|hung|dropped|sagged|cramped|"
    r"locked|"
    r"clenched|doubled|saw|gasped|slumped|staggered|vomited|sank|gave way)|"
    r"within (?:\w+ ){0,2}(?:seconds|minutes|hours|an hour) (?:of|after)|"
    r"(?:woke|awoke|woken) (?:up )?(?:at \w+ )?with (?!a start)|first[\s-]ever|in status|"
    r"brought in (?:\w+ ){0,2}?(?:fitting|convulsing|stiff|drowsy|jerking|shaking|unresponsive|"
    r"unconscious|confused)|"
    r"(?:lay down|fell asleep|went to sleep|dozed off|nap)\b[^.;\n]{0,30}[;,]? (?:and )?when (?:he|"
    r"she|i) woke|"
    r"(?:woke|awoke|woken|got up)\b[^.;\n]{0,40}? (?:paraly[sz]ed|unable|(?:could not|couldn't) (?!find|"
    r"remember|sleep|get back|get to))|"
    r"(?:sudden|abrupt|acute)[\s-]+(?:onset|start|weakness|loss|bilateral|left|right)|"
    r"(?:was|were|been|,) (?:found|discovered) (?:[\w+]+ ){0,4}?(?:unconscious|confused|collapsed|"
    r"unresponsive|"
    r"lying|responding|respond|answering|floor|on the|drowsy|in a (?:muddle|daze|heap|stupor))|"
    r"not responding(?! to (?:any|the|several|many|two|three|treatment|therapy|medicines?|drugs|steroids|"
    r"antibiotics|painkillers))|ambulance|paramedics?|"
    r"(?:minutes?|hours?|half an hour|an hour|seconds) later|seconds after|"
    r"(?:that|the (?:same|next|following)) (?:very )?(?:day|morning|afternoon|evening|night)|"
    r"the (?:day|night|evening|morning) after|a day later|"
    r"today|tonight|this (?:morning|afternoon|evening)|"
    r"(?:during|under) (?:\w+ ){0,3}?(?:operation|surgery|anaesth\w+|anesth\w+|procedure|intubation|"
    r"induction)|(?:after|following|upon|on) (?:\w+ ){0,3}?(?:anaesth\w+|anesth\w+|intubation|injection|"
    r"infusion|dose|swallowing|inhaling|sniffing|(?<!tick )bite|sting|induction|extubation)|"
    # "Better after eating" is no onset
    r"(?<!better )(?<!less )(?<!worse )(?<!eases )(?<!stops )(?<!goes )(?<!settles )(?<!improves )"
    r"after (?:eating|chewing)|"
    r"(?:(?<=and )|(?<![a-z] ))(?:at once|out of nowhere|from nowhere),? (?:\w+ ){0,4}?"
    r"(?:legs?|arms?|face|hands?|eyes?|speech|he|she|i)|"
    r"collapsed|rushed (?:to|in)|(?:brought|admitted|taken|came|comes|sent|carried) (?:in )?to (?:the |an? )?"
    r"(?:emergency|casualty|A&E|ER\b|ED\b|intensive)|brought in by|"
    r"too many (?:of (?:his|her|my|the) )?(?:tablets|pills|capsules|puffs)|"
    r"(?<!to )(?<!animal )(?<!insect )(?<!tick )bites?(?! (?:in|last) [a-z])"
    r"(?! (?:his|her|my|their) (?:own )?(?:lower |upper )?(?:lips?|tongue|cheeks?|nails?)\b)|"
    r"(?<!\ba )(?<!by )(?<!every )bit(?! by bit| of| more| less)|"
    r"bitten(?! by (?:(?:an?|some|two|three) )?ticks?\b)|stings?|stung|swallowed|"
    r"overdos\w*|ingested|(?:shortly|soon) after(?!\s*(?:[.,;:!?]|$))"
    r")\b",
    re.I,
)
#: "Stung in June", "bitten last summer": of a time that is not told in days.
_AT_A_SEASON = re.compile(
    r"\b(?:in|since|last|this|during|over)\s+(?:early\s+|mid-?\s*|late\s+|the\s+)?(?:january|february|march|april|may|"
    r"june|july|august|september|october|november|december|spring|summer|autumn|winter|(?:19|20)\d\d)\b",
    re.I,
)
#: What comes in spells says nothing of when the first one was.
_IN_SPELLS = re.compile(
    r"\b(?:every|each(?! breath| side| hand| arm| leg| foot)|sometimes|often|now and (?:then|again)|"
    r"again and again|spells?|attacks?|bouts?|at times|whenever|episodes?|"
    r"times a (?:day|night|week|month|year)|repeatedly|"
    r"from time to time|on and off|"
    r"keeps?|(?:many|several|some|more) times|"
    r"used to|(?:year|month|week)s?(?![\s-]*old)|"
    r"as a child|always|if)\b",
    re.I,
)


def spans_from_age(text: str, age: float | None) -> Iterator[tuple[int, int, float]]:
    """Where the text says at what age it began: start, end and days since then.

    Examples
    --------
    >>> [days for _, _, days in spans_from_age("It started when I was seven.", 14)]
    [2556.8]
    """
    if age is None:
        return
    for pattern in _FROM_AGE:
        for match in islice(pattern.finditer(text), _MOST):
            word = match["n"].lower()
            unit = _CUT.get(match["unit"]) or (match["unit"] or "year").lower().rstrip("s")
            began = (WHOLE_NUMBERS.get(word) or ORDINALS.get(word) or float(word)) * _UNIT_YEARS[unit]
            began += 0.5 * _UNIT_YEARS[unit] if match.groupdict().get("half") else 0.0
            before = text[max(text.rfind(".", 0, match.start()), match.start() - 60, 0) : match.end()]
            if unit == "year" and began == int(age):
                continue  # "aged 3 years and 4 months, she limps since"
            if _LIVED.search(text, max(0, match.start() - 40), match.start()):
                continue
            if began < age and not _OF_FAMILY.search(before):
                yield *match.span(), round((age - began) * _YEAR, 1)
    for match in islice(_LIFELONG.finditer(text), _MOST):
        yield *match.span(), round(max(age - 5.0, age / 2) * _YEAR, 1)
    for match in islice(_ALWAYS.finditer(text), _MOST):
        yield *match.span(), round(max(age - 5.0, age / 2) * _YEAR, 1)
    for match in islice(_NTH_OF_LIFE.finditer(text), _MOST):
        nth = match["nth"].lower()
        began = ((ORDINALS.get(nth) or float(nth[:-2])) - 0.5) * _UNIT_YEARS[match["unit"].lower()]
        if began < age and (match["life"] or age < _NEWBORN):
            yield *match.span(), round((age - began) * _YEAR, 1)
    for match in islice(_AS_A.finditer(text), _MOST):
        began = _AS_OLD.get(match["what"].lower(), 7.0)
        if began < age:
            yield *match.span(), round((age - began) * _YEAR, 1)
    if age < _CHILD:
        for match in islice(_FROM_BIRTH.finditer(text), _MOST):
            yield *match.span(), round(age * _YEAR, 1)
    for match in islice(_NEVER_COULD.finditer(text), _MOST):
        if not _OF_FAMILY.search(
            text, max(text.rfind(".", 0, match.start()), match.start() - 60, 0), match.start()
        ):
            yield *match.span(), round(max(age - 1.0, age / 2) * _YEAR, 1)
    for match in islice(_IN_TENS.finditer(text), _MOST):
        part = (match["part"] or match["part2"] or "").strip().lower().rstrip("-")
        began = _TEN[match["tens"].lower()] + _PART[part] * (0.6 if match["tens"].lower() == "teens" else 1.0)
        if began < age:
            yield *match.span(), round((age - began) * _YEAR, 1)


def comes_in_spells(text: str) -> bool:
    """Whether something comes and goes, which says nothing of when it first came."""
    return _IN_SPELLS.search(text) is not None


def is_acute(text: str) -> bool:
    """Whether a sentence tells of something that began within the day.

    Examples
    --------
    >>> is_acute("A spider bit him. His belly went hard."), is_acute("Now and then her knees give way.")
    (True, False)
    """
    for sentence in islice(re.split(r"[.;\n]", text), _MOST):
        if _ACUTE.search(sentence) is None or comes_in_spells(sentence):
            continue
        if _AT_A_SEASON.search(sentence) is None:
            return True
    return False
