"""What happened to a person, where a sentence says it and no fixed phrase does.

An overdose by its amounts, an illness before the complaint by its time, a low sodium by the rise of its
number, and abbreviations of medicines on a drug chart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from whytwitch.intake.story.exposures.befell import befallen_in
from whytwitch.intake.story.exposures.child import taken_by_a_child
from whytwitch.intake.story.exposures.deeds import A_TIME, DENIED, DENIED_OF_LIST, INFECTION, OF_KIN, deeds_in
from whytwitch.intake.story.exposures.kin import kin_in
from whytwitch.intake.story.exposures.operations import operations_in
from whytwitch.intake.story.exposures.treated import treated_fits
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import Words
from whytwitch.model.reading_shorthand import SHORT_ILLNESSES, SHORT_MEDICINES

__all__ = ["events_in"]

_PILLS = r"(?:tablets?|pills?|capsules?|doses?|medicines?|medication|drops|puffs|patches|insulin)"
_NUMBER = (
    r"(?:\d{2,3}|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|eighty|a hundred|hundreds of|dozens of|"
    r"a dozen|two dozen|scores of)"
)
_NOT_DAILY = (
    r"(?!\s+(?:an?|per|each|every)\s+(?:day|week|month|year)|"
    r"\s+(?:daily|weekly|over|for years|as |regularly))"
)
_SWALLOWED = (
    "took taken taking takes swallow* ingest* emptied downed gulped drank drunk injected given gave eaten ate"
)
_OVERDOSE = Anchored(
    r"\b(?:took|taken|taking|takes|swallow\w*|ingest\w*|emptied|downed|gulped|drank|drunk|injected|"
    r"given|gave|eaten|ate)\b"
    r"[^.;\n]{0,60}?(?:"
    rf"\btoo (?:many|much) (?:of )?(?:\w+ ){{0,4}}?{_PILLS}\b|"
    r"\b(?:whole|entire|full) (?:box|bottle|packet|pack|strip|pot|month|supply)\b|"
    rf"\b(?:handfuls?|fistfuls?|bottles?|boxes|box|packets?|strips?) of (?:\w+ ){{0,3}}?{_PILLS}\b|"
    rf"\bmany (?:of )?(?:\w+ ){{0,3}}?{_PILLS}\b|"
    rf"\b{_NUMBER} (?:of )?(?:\w+ ){{0,3}}?(?:tablets|pills|capsules|puffs){_NOT_DAILY}|"
    rf"\b(?:all|half) (?:of )?(?:his|her|my|the|their) (?:[\w'’]+ ){{0,3}}?(?:tablets|pills|"
    rf"capsules){_NOT_DAILY}|"
    r"\b(?:[1-9]\d|1\d\d) ?[x×] ?\d+ ?(?:mg|g|mcg|micrograms)\b|"
    rf"\ball the (?:tablets|pills)\b|"
    r"\b(?:five|six|eight|ten|twenty|a hundred|\d+|several|many) times (?:the|his|her|my|too|as|what|more)\b|"
    r"\bten-?fold\b|\b(?:double|twice) the dose\b|"
    r"\bto (?:kill|harm|poison) (?:him|her|my|them)|\bto end (?:his|her|my|it)|\b(?:in order )?to die\b)"
    r"|\b(?:intentional|deliberate|accidental|mixed|staggered|massive) (?:od|overdose|ingestion|poisoning)\b"
    r"|\bOD (?:of|on) |\btook an OD\b|\bemptied the (?:medicine|bathroom) (?:cabinet|cupboard)\b",
    f"{_SWALLOWED} >46 too whole entire full handful* fistful* bottle* box* packet* strip* many "
    "tablets* pills* capsules* puffs* times tenfold ten double twice kill harm poison end die;"
    f"{_SWALLOWED} >40 # >3 *g micrograms;"
    "intentional deliberate accidental mixed staggered massive >1 od overdose ingestion poisoning;"
    "od >1 of on; took >2 od; emptied >2 medicine bathroom",
)

_FEVERISH = r"(?:fever|temperature|cough|cold|flu|sore throat|runny nose|diarrh\w+|stomach bug)"
_TIMES = "day days week weeks month months fortnight"
_ILL_BEFORE = Anchored(
    rf"\b{INFECTION}\b[^.;\n]{{0,40}}?\b{A_TIME} (?:days?|weeks?|months?) (?:before|earlier|"
    rf"previously|prior|ago)\b|"
    rf"\b{_FEVERISH}\b[^.;\n]{{0,40}}?\bfor (?:the past )?{A_TIME} days?,? (?:and )?(?:then|"
    rf"after which|before)\b|"
    rf"\b{_FEVERISH}\b[^.;\n]{{0,40}}?(?:and|,|;) {A_TIME} (?:days?|weeks?|fortnight) (?:later|after|"
    rf"afterwards)\b|"
    rf"\b{A_TIME} (?:days?|weeks?|fortnight) (?:after|following|since) (?:an? |the |having |he had |"
    rf"she had |I had )?"
    rf"(?:\w+ ){{0,2}}?{INFECTION}\b|"
    rf"\b(?:days?|weeks?|fortnight) (?:before|earlier|previously|prior)[^.;\n]{{0,50}}?\b(?:had|with|"
    rf"caught|ill with|was ill)\b"
    rf"[^.;\n]{{0,25}}?\b{INFECTION}\b",
    f"a bad heavy slight nasty feverish severe common head >1 cold >30 {_TIMES};"
    f"feverish viral >1 illness >30 {_TIMES}; sore >1 throat >30 {_TIMES}; runny >1 nose >30 {_TIMES};"
    f"chest throat ear sinus airway viral respiratory bowel gut >1 infection >30 {_TIMES};"
    "flu diarrh* stomach tummy tonsillitis chickenpox gastroenteritis bronchitis glandular virus fever "
    f"temperature cough cold >30 {_TIMES};"
    "a an one two three four five six seven eight ten # few several some about "
    ">2 day days week weeks fortnight >1 after following since;"
    "day days week weeks fortnight >1 before* earlier* previously* prior*",
)
_VOMITING = Anchored(
    r"\b(?:(?:vomit\w*|thr(?:ew|own|owing) up|been sick|was sick|being sick|"
    r"brought up)[^.;,\n]{0,20}?\b(?:for (?:an?|the|two|"
    r"three|four|five|six|seven|several|some|many|\d+)?\s?(?:\w+ )?(?:days?|weeks?|fortnight|"
    r"months?)\b|all (?:week|day long)|"
    r"everything\b|every meal\b|all (?:his|her|my) food\b|(?:\w+ )?times a day|over and over|"
    r"again and again|repeatedly)|(?:keep|kept|keeps|keeping|hold) "
    r"(?:nothing|anything|food) down|repeated(?:ly)? vomit\w*|N\+V x)",
    "vomit*; threw thrown throwing brought >1 up*; been was being >1 sick*;"
    "keep kept keeps keeping hold >1 nothing anything food; repeated repeatedly >1 vomit*; n >1 v",
)
_PUMP = Anchored(
    r"\bpump\b[^.;\n]{0,50}?\b(?:ran|run) (?:dry|empty|out)\b", "pump >26 ran run >1 dry empty out"
)
_BACLOFEN = re.compile(r"baclofen", re.I)
#: "The catheter of her pump had slipped out": of a pump that holds baclofen, which is asked for.
_PUMP_FAILS = Anchored(
    r"\b(?:catheter|tube|tubing|line) (?:of|from|to|in|between) (?:his|her|the|"
    r"my) (?:\w+ )?pump\b[^.;\n]{0,40}?\b(?:slipped|kink\w*|"
    r"broken?|loose|blocked|torn|leak\w*|disconnected|migrated|come out|fell out)\b|"
    r"\bpump\b[^.;\n]{0,15}?\b(?:alarm\w*|(?:over)?due (?:for )?(?:a )?refill\w*|not (?:been )?refilled)\b",
    "catheter tube tubing line >5 pump; pump",
)
#: "On the pill", "takes paroxetine and the pill".
_THE_PILL = Anchored(r"(?<=the )pill\b(?! (?:box|bottle|cutter|for|that|which|he|she)\b)", "pill")
_ON_IT = re.compile(
    r"\b(?:on|takes?|taking|took|started|stopped|came off|using|uses?)\b(?:[^.;\n]{0,40}(?:,|\b(?:and|plus|"
    r"with)))? the $",
    re.I,
)
_SODIUM = Anchored(
    r"\b(?:Na\+?|sodium|salt)\b[^.;\n]{0,40}?\b(?P<low>\d{2,3})(?:\s?mmol/l)?\s*"
    r"(?:→|->|–>|=>|to|up to|and (?:was|then|rose to)|then|rising to)\s*(?P<high>\d{3})\b",
    "na sodium salt >21 #",
)
_LOW_SODIUM = 125
_ALL_SHORT = "|".join(map(re.escape, {**SHORT_MEDICINES, **SHORT_ILLNESSES}))
_SHORT_OPENS = " ".join({**SHORT_MEDICINES, **SHORT_ILLNESSES}).lower()
_SHORT = Anchored(rf"(?<![\w-])(?:{_ALL_SHORT})(?![\w-])", _SHORT_OPENS)
_KNOWN_BEFORE = re.compile(
    r"\b(?:PMHx?|PMH|PHx|Hx|h/o|history of|known|bg|background(?: of)?|dx(?: of)?|has|had|have|got|"
    r"with)\s*:?\s+"
    r"(?:[\w/' -]{1,30}[+,/&]\s?){0,6}$",
    re.I,
)
#: "If I had MS", "scared I have MS", "my friend has MS".
_SUPPOSED = re.compile(
    r"(?:\b(?:if|whether|suppose|imagine|wonder\w*|wish|think\w*|thought|reckons?|convinced|suspect\w*|"
    r"worr(?:y|ied)|scared|afraid|terrified|fear\w*|might|may|could|maybe|google\w*|query|"
    r"(?:my|a|his|her|our) (?:best |old |good )?(?:friend|mate|neighbou?r|colleague|boss|husband|"
    r"wife|partner|"
    r"girlfriend|boyfriend|\w+-in-law|nan|gran\w*|cousin|nephew|niece)|people|someone|somebody)\b|"
    r"\?)[^.;,\n]*$",
    re.I,
)
_CHART_BEFORE = re.compile(
    r"(?:\bon|\bDHx?:?|\bRx:?|\bTx:?|\bmeds?:?|\bmedication:?|\bloaded with|\bmaintenance|\btak(?:es|"
    r"ing|en)|\bstarted(?: on)?|"
    r"\badded|\bcommenced|\bstopped|\bgot|\bcourse of|\bweekly|\bdaily|\bloading|\bs/p|\busing|\bIV|"
    r"\bPO|\bSC|\bIM|\bwean\w+(?: off)?|\bswitched to|\bcame off|"
    r"\bgiven|\bproph with)"
    r"\s+(?:(?:SR|MR|long-term|regular|low-dose|high-dose|an?|\d+|SC|IV|"
    r"PO)\s+)?(?:[\w-]+(?:\s?\d+(?:mg|g)?)?(?:\s?[+,/&]\s?|\s+and\s+))*$",
    re.I,
)
_CHART_AFTER = re.compile(
    r"\s*(?:levels?\b|trough|toxicity|OD\b|overdose|d/c|dc'?d|stopped|added|started|held|weaned|"
    r"tapered|↑|↓|infusion|nebs|"
    r"load(?:ed|ing)?\b|course\b|stat\b|infiltration|driver|C\d|D\d|(?:\d+(?:\.\d+)?)\s?(?:mg|mcg|µg|g\b|"
    r"ml|bd|od|tds|qds|nocte|units|%|"
    r"/d|x/d|BD|OD|TDS|"
    r"puffs|weekly|MU))|\s+\d+(?:\.\d+)?(?:\s|[.,;]|$)",
)


_FRAMES = (
    ("overdose", _OVERDOSE),
    ("recent_infection", _ILL_BEFORE),
    ("vomiting", _VOMITING),
    ("baclofen_stopped", _PUMP),
)


def events_in(words: Words) -> Iterator[tuple[str, tuple[int, int]]]:
    """Exposures that a sentence tells, each with its letters."""
    text = words.text
    for item, frame in _FRAMES:
        for match in frame.finditer(words):
            if not DENIED.search(text[max(0, match.start() - 40) : match.start()]):
                yield item, match.span()
    for match in _THE_PILL.finditer(words):
        before = text[max(0, match.start() - 60) : match.start()]
        if _ON_IT.search(before) and not DENIED.search(before):
            yield "oral_contraceptive", match.span()
    if _BACLOFEN.search(text):
        for match in _PUMP_FAILS.finditer(words):
            yield "baclofen_stopped", match.span()
    for span in treated_fits(words):
        if not DENIED.search(text[max(0, span[0] - 40) : span[0]]):
            yield "epilepsy_known", span
    yield from deeds_in(words)
    yield from operations_in(words)
    yield from befallen_in(words)
    yield from (("overdose", span) for span in taken_by_a_child(words))
    yield from kin_in(words)
    for match in _SODIUM.finditer(words):
        if int(match["low"]) <= _LOW_SODIUM < int(match["high"]):
            yield "sodium_corrected", match.span()
    for match in _SHORT.finditer(words):
        found = SHORT_MEDICINES.get(match.group())
        before = text[max(0, match.start() - 60) : match.start()]
        known = SHORT_ILLNESSES.get(match.group())
        if DENIED.search(before) or OF_KIN.search(before):
            continue
        if known is not None and DENIED_OF_LIST.search(before):
            continue
        if known is not None and _KNOWN_BEFORE.search(before) and not _SUPPOSED.search(before):
            yield known, match.span()
        if found is None:
            continue
        if _CHART_BEFORE.search(before) or _CHART_AFTER.match(text, match.end()):
            yield found, match.span()
