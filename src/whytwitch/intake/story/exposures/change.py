"""What became of a medicine: begun, raised, lowered or stopped, and whether stopping it helped."""

from __future__ import annotations

import re

from whytwitch.intake.story.exposures.stopping import went_by_stopping
from whytwitch.intake.timing import SPELLED_NUMBERS, WORD_NUMBERS

__all__ = [
    "HIS_OWN",
    "UNDONE",
    "WITHHELD",
    "better_by_stopping",
    "change_of",
    "changed_later",
    "is_taken_without_it",
    "missed",
    "stopped_later",
    "stopping_helped",
]

_NUMBERS = {k: v for k, v in (WORD_NUMBERS | SPELLED_NUMBERS).items() if k not in ("a", "an", "some", "many")}
_N = rf"\d+(?:[.,]\d+)?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}"
_DOSED = (
    r"\s?(?:mg|mcg|µg|micrograms?|milligrams?|grams?|g|ml|units?|tablets?|pills?|capsules?|drops|puffs|"
    r"patches|"
    r"a day|daily)\b(?!\s?/\s?(?:d?l|ml|kg)\b)"
)
#: "Cut to 75 mg", "down to half a tablet", "by a quarter": what is left of a dose.
_LESS = (
    rf"\s+(?:to|by)\s+(?:(?:about|around|only|just|some|a|an|one)\s+)*"
    rf"(?:(?:{_N}){_DOSED}|half|quarter|third|fifth|tenth|nothing|zero|none|nil)"
)
#: Words behind "stopped" that tell of something else than a medicine.
_OTHER_STOP = (
    r"(?!\s+(?:smoking|drinking|work\w*|school|walking|talking|eating|breathing|moving|growing|sleeping|"
    r"running|driving|speaking|responding|crying|feeding|playing|when|after|by|in|at|"
    r"(?:my|his|her|the) (?:\w+ )?(?:job|jobs|course|gym|team|school|studies))\b)"
)
_RAW = (
    (
        "stopped",
        rf"\b(?:stopp\w+|ceased|quit|discontinu\w+|halted){_OTHER_STOP}|"
        r"\b(?:c(?:a|o)me|comes|coming|taken|weaned|off) off\b|"
        r"\b(?:took|take|taking|wean\w*) (?:me|him|her|them) off\b|"
        r"\b(?:ran|run|runs|running) out\b|\boff (?:all|any) |^\s*(?:now |currently )?off\b|\bweaned\b|"
        r"\bheld (?:on admission|since|pending|due to|for (?:now|AKI|surgery|\w+ days?))\b|"
        r"\b(?:held|suspended|paused|on hold|withheld)(?=\s*(?:[.;,)]|$))|"
        r"\b(?:was|were|been) held(?=\s*(?:[.,;]|$))|"
        r"\bwithdr[ae]w\w*|\b(?:tail|phas)(?:ed|ing) (?:off|out)\b|"
        r"\bdetox\w* (?:off|from)\b|\b(?:gave|given) up\b|\b(?:go|going|went|gone|been|am|is|was|were) off\b|"
        r"\btaken away\b|"
        r"\b(?:switched|changed|moved) (?:\w+ )?from\b|\b(?:d/c|dc)(?:'?e?d)?\b|"
        r"\b(?:forgot\w*|missed|skipped|omitted|left (?:out|off)|without|omitted) (?:all |most |some |"
        r"several )?(?:of )?(?:his|her|my|their|"
        r"the|any|a dose of)\b|"
        r"\b(?:forgot\w*|missed|skipped|missing|skipping)\s+(?:(?:about|around|some|only|just|at|least|a|"
        r"couple|few|of|my|his|her|several|two|three|four|five|\d+)\s+){0,4}(?:doses?|days|nights|tablets|"
        r"pills)\b|"
        r"\bno longer (?:takes?|gets?|on|uses?|given|had|has|need(?:s|ed)?|want(?:s|ed)?)\b|\b(?:went|gone|"
        r"going) without\b|"
        r"\bcold turkey\b|\bomitted\b|\bfinished\b|\bcessation of\b|\bc(?:o|a)me to an end\b|"
        r"\b(?:lax|careless|irregular|unreliable) (?:with|about|in taking)\b|"
        r"\b(?:poor|bad) (?:adherence|compliance) (?:to|with)\b|\bnon-?(?:adherent|compliant) (?:to|with)\b|"
        r"\b(?:emptied|run dry|ran dry)\b|"
        r"\b(?:was|were|been|being) (?:left (?:out|off)|forgotten|missed)\b|"
        r"\bsince (?:he|she|i|they) (?:was |were |had )?last (?:given|took|taken|had|received|used|"
        r"swallowed)\b|"
        r"\blapsed?\b|\b(?:leave|leaves|leaving|left) off\b|\bnot (?:been )?(?:continued|renewed|"
        r"restarted|refilled)\b|"
        r"\b(?:the|his|her|my) last (?:one|dose|tablet|pill|injection|jab) (?:was|had been)\b|"
        r"\b(?:been|was|were) (?:forgotten|missed|overlooked|left off)\b|"
        r"\bforgot(?:ten)? to (?:take|pack|bring|fetch|renew)\b|\bleft\b(?=[^.;]{0,60}\b(?:at home|"
        r"behind)\b)|"
        r"\b(?:threw|thrown|flushed|tipped|poured)\b(?=[^.;]{0,60}\b(?:away|out|down)\b)|\bbinned\b|"
        r"(?<=patch |tches )(?:had|have|has|was|were) not (?:been )?(?:changed|renewed|replaced)\b|"
        r"\buntil (?:last |this |about |around )?(?:jan|feb|mar|apr|may|june|july|aug|sep|oct|nov|dec|"
        r"week|month|"
        r"spring|summer|autumn|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
        r"yesterday|a |an |"
        r"two |three |four |some )\w*",
    ),
    (
        "raised",
        r"\b(?:increas\w+|raised|doubled|tripled|trebled|quadrupled|upped|(?:went|turned|put|pushed|"
        r"moved|built) up|"
        r"(?:bumped|cranked|notched) up|higher dose|"
        r"titrat\w+|escalat\w+|stepped up)\b|↑",
    ),
    (
        "lowered",
        r"\b(?:reduc\w+|lowered|halved|taper\w+|weaning|weans?\b|cut (?:down|back|in half|by half)|"
        r"cut(?=(?: \w+){1,4} "
        r"(?:in|by) half)|by half)\b|↓|"
        rf"\b(?:cut|cuts|cutting|dropped|dropping|slashed|down)\b(?=(?:\s+[\w-]+){{0,3}}?{_LESS})",
    ),
    (
        "started",
        r"\b(?:start\w*|began|begun|commenc\w+|initiat\w+|introduc\w+|new(?:ly)?|added|handed|issued|"
        r"dispensed|(?:given|gave)(?! up)|prescribed|"
        r"loaded|(?:put|placed|went|gone) (?:me |him |her |them )?on|first (?:dose|tablet|injection|pill|"
        r"infusion|course|cycle|patch|capsule|drip)|"
        r"day (?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten) of|"
        r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) day (?:of|on)|(?:days|"
        r"weeks) into)\b",
    ),
)
_CHANGES = tuple((name, re.compile(pattern, re.I)) for name, pattern in _RAW)
UNDONE = re.compile(
    r"(?:\b(?:not|never|without|nor|cannot|should|would|could|could be|will|to be|might be)|n['’]t|"
    r"\b(?:refus\w+|plan\w*|want\w*|advised|told|hop\w+|tried|due|wish\w*)(?: \w+)? to)\s+(?:be |been |"
    r"being )?$",
    re.I,
)
#: How many letters away a word of change may stand; a comma between counts as so many more.
_NEAR, _COMMA = 110, 25
#: Letters behind a medicine in which more is told of it.
_REACH = 130


#: What a medicine stops, halves or raises, and what is no dose of it.
_COMPLAINT = (
    r"(?:attacks?|fits?|seizures?|jerk(?:s|ing)?|pains?|tremors?|shak(?:es|ing)|movements?|spasms?|"
    r"twitch(?:es|ing)|cramps?|"
    r"symptoms?|stiffness|weakness|chorea|tics?|vomiting|nausea|sickness|fever|bleeding|hiccups?|"
    r"headaches?|spells?|troubles?|off[- ]time|"
    r"confusion|voices|appetite|swelling|rash|itch(?:ing)?|cough|frequency|restlessness|rigidity|levels?|"
    r"pressure|"
    r"temperature|heart ?rate|pulse|tumours?|growth|cancer)"
)
#: What drops under a medicine; before its name these may be tablets.
_MEASURED = r"(?:sugar|glucose|sodium|potassium|calcium|magnesium|counts?|weight|saturation)"
_COMPLAINT_BEFORE = re.compile(
    rf"\b(?:{_COMPLAINT}|{_MEASURED})\s+(?:(?:was|were|is|are|had|has|have|been|being|then|soon|also|down|by|about|all|"
    rf"completely|"
    rf"quickly|almost|it)\s+)*$",
    re.I,
)
_COMPLAINT_BEHIND = re.compile(
    rf"\s+(?:(?:the|his|her|my|all|these|those|most|of|down|number|severity|strength|"
    rf"that)\s+){{0,4}}(?:\w+\s+)?{_COMPLAINT}\b",
    re.I,
)


def _of_complaint(clause: str, change: tuple[int, int], medicine: tuple[int, int]) -> bool:
    """Whether it is the complaint that stopped or grew: "on valproate the attacks stopped"."""
    behind = _COMPLAINT_BEHIND.match(clause, change[1])
    if behind is not None and not (behind.start() < medicine[1] and medicine[0] < behind.end()):
        return True
    before = _COMPLAINT_BEFORE.search(clause, 0, change[0])
    return before is not None and not medicine[0] <= before.start() < medicine[1]


#: "Went from 600 to 900 mg", "cut from forty to five milligrams".
_FROM_TO = re.compile(
    rf"\bfrom\s+(?:about\s+)?(?P<old>{_N})(?P<dosed>{_DOSED})?(?:\s+(?:a day|daily|twice daily))?"
    rf"(?:\s+of\s+\w+)?\s+(?:down\s+|up\s+)?to\s+(?:about\s+)?"
    rf"(?P<new>{_N})(?(dosed)(?:{_DOSED}|(?!\s?[\w%]))|{_DOSED})",
    re.I,
)
#: Letters between a medicine and the numbers of its dose.
_BY_DOSE = 60


def _counted(clause: str, start: int, end: int) -> str | None:
    """Raised or lowered by the numbers of the dose."""
    for match in _FROM_TO.finditer(clause):
        between = clause[match.end() : start] if match.end() <= start else clause[end : match.start()]
        if len(between) > _BY_DOSE or UNDONE.search(clause[: match.start()]):
            continue
        old, new = (_number(match[group]) for group in ("old", "new"))
        if old != new:
            return "raised" if new > old else "lowered"
    return None


def _number(word: str) -> float:
    known = _NUMBERS.get(word.lower())
    return known if known is not None else float(word.replace(",", "."))


_EXCHANGE = re.compile(
    r"\b(?:swapp?ed|switched|changed|exchanged|replaced|substituted|moved)\b(?P<old>[^.;\n]{0,60}?)\s"
    r"(?:(?:on )?to|onto|for|by|with)\s+(?!\d|half|twice|once|every|an? (?:higher|lower|smaller|larger))",
    re.I,
)
_WAS = re.compile(
    r"\s*(?:tablets?|pills?|patch(?:es)?|drops|therapy|treatment)?\s*(?:was|were|(?:had|has|have) been|"
    r"is)\s+$",
    re.I,
)
_NO_EXCHANGE = re.compile(r"\b(?:dose|dosage|brand|strength|time)\b|\d", re.I)
_A_NEW = re.compile(r"(?:(?!\band\b)[^.,;\n])*", re.I)


def _exchanged(clause: str, start: int, end: int) -> str | None:
    """One medicine for another: the first is stopped, the second started."""
    for match in _EXCHANGE.finditer(clause):
        if UNDONE.search(clause[: match.start()]) or _NO_EXCHANGE.search(match["old"]):
            continue
        if match.start("old") <= start and end <= match.end("old"):
            return "stopped"
        if end <= match.start() and _WAS.fullmatch(clause, end, match.start()):
            return "stopped"
        if (
            match.end() <= start
            and _A_NEW.fullmatch(clause, match.end(), start)
            and start - match.end() < _NAMED
        ):
            return "started"
    return None


#: Letters before the name of the second medicine.
_NAMED = 24
#: What is missed within days: a last dose of these days ago is a withdrawal, one of another medicine is none.
_HABIT_FORMING = re.compile(
    r"methadone|heroin|morphine|oxycodone|hydrocodone|fentanyl|tramadol|codeine|buprenorphine|opioids?|"
    r"opiates?|opium|\w+azepam|"
    r"\w+azolam|venlafaxine|paroxetine|sertraline|citalopram|escitalopram|duloxetine|desvenlafaxine|effexor|seroxat|"
    r"paxil|prednisolone|prednisone|hydrocortisone|pregabalin|gabapentin|benzodiazepines?|xanax|valium|baclofen|GHB|GBL|phenibut|tianeptine|kratom|barbiturates?|"
    r"phenobarbital",
    re.I,
)
_LAST = re.compile(
    r"\b(?:days?|weeks?) (?:after|since) (?:the|his|her|my) (?:very )?last (?:(?:dose|use|tablet|pill|"
    r"injection|shot|hit|fix) of )?"
    r"(?:\w+\s+)?$",
    re.I,
)


#: "Had her last methadone on Thursday".
_HAD_LAST = re.compile(
    r"(?:\b(?:had|took|got|taken|given|used) (?:his|her|my)|^|[.,;:(]) ?"
    r"(?:very )?last (?:(?:dose|tablet|pill|patch|shot|hit|fix) of )?$",
    re.I,
)
_THEN = re.compile(
    r"\s+(?:dose |tablet |patch )?(?:was )?(?:(?:on|last|this) (?!morning|noon|afternoon|evening)\w+|"
    r"yesterday|(?:\w+ ){1,2}(?:hours?|days?) (?:ago|"
    r"before|earlier))\b",
    re.I,
)


#: "Started sertraline a month ago, drinks five coffees a day": a statement of its own about what is had.
_TAKES_NOW = re.compile(
    r"(?:,|\band\b)\s*(?:(?:i|he|she|we|they|also|still|now|usually)\s+)*"
    r"(?:drinks?|takes?|smokes?|uses?|eats?|vapes?)\b",
    re.I,
)


#: "Gave up smoking with varenicline": a habit is given up, no medicine.
_HABIT_BEHIND = re.compile(
    r"\s+(?:on\s+)?(?:smoking|drinking|the drink|the booze|cigarettes|alcohol|caffeine|coffee|meat|dairy|"
    r"gluten|sugar|weed|work)\b",
    re.I,
)


#: "Haloperidol stopped them": what a medicine does to a complaint.
_WORKED = re.compile(
    r"\s+(?:tablets?\s+)?(?:\w+ly\s+|soon\s+|then\s+|also\s+|never\s+)?(?:stopped|stops|halved|reduced|reduces|"
    r"lowered|ended|halts|halted|doubled)\s+(?:it|them|these|those|this|all|most|the|his|her|my|both)\b",
    re.I,
)


#: "Put on diazepam 40 mg, down to 20 mg": what came last holds, though it was begun before.
_CUT_BEHIND = re.compile(
    rf"(?P<between>(?:(?!\band\b)[^.;:\n]){{0,40}}?)\b(?:cut|dropped|brought|tapered|reduced|lowered|weaned|down)"
    rf"(?:\s+(?:back|down|again|soon|slowly|quickly|\w+ly)){{0,2}}{_LESS}",
    re.I,
)


#: "Lithium 800 mg at night, ramipril was added": what follows the comma was.
_OF_ANOTHER = re.compile(
    r",\s*(?:and\s+|but\s+)?(?!(?:it|this|that|these|they|which|both|dose|when|then)\b)[a-z][a-z-]{3,}"
    r"(?:\s+\d[\w.]*(?:\s*m?c?g)?)?\s+(?:was|were|has been|had been|is|being)\s+"
    r"(?:\w+ly\s+|then\s+|just\s+)?\Z",
    re.I,
)
#: "Starting clarithromycin on top of her simvastatin": that is what was taken already.
_ON_TOP_OF = re.compile(
    r"\b(?:(?:on top of|added to)\s+|(?:on top of|in addition to|added to|alongside|as well as)\s+"
    r"(?:(?:his|her|my|the|usual|regular|long-term|daily)\s+)+)\Z",
    re.I,
)


def change_of(clause: str, start: int, end: int) -> str | None:
    """What the words nearest to a medicine say became of it.

    Parameters
    ----------
    start, end : int
        Letters of the clause in which the medicine is named.

    Examples
    --------
    >>> text = "switched from haloperidol to olanzapine"
    >>> change_of(text, 14, 25), change_of(text, 29, 39)
    ('stopped', 'started')
    >>> change_of("started sertraline, drinks coffee", 27, 33) is None
    True
    """
    if _ON_TOP_OF.search(clause, 0, start):
        return None
    if HIS_OWN.search(clause[:start]) and WITHHELD.match(clause, end):
        return "stopped"
    if _HABIT_FORMING.match(clause, start) and _LAST.search(clause[:start]):
        return "stopped"
    if _HABIT_FORMING.match(clause, start) and _HAD_LAST.search(clause[:start]) and _THEN.match(clause, end):
        return "stopped"
    cut = _CUT_BEHIND.match(clause, end)
    if cut is not None and not (
        UNDONE.search(cut["between"]) or _of_complaint(clause, (cut.end("between"), cut.end()), (start, end))
    ):
        return "lowered"
    sided = _exchanged(clause, start, end) or _counted(clause, start, end)
    if sided is not None:
        return sided
    worked = _WORKED.match(clause, end)
    best: tuple[int, int, str] | None = None
    for order, (name, pattern) in enumerate(_CHANGES):
        for match in pattern.finditer(clause):
            inside = start <= match.start() and match.end() <= end
            before = clause[: match.start()]
            if (match.start() < end and match.end() > start and not inside) or UNDONE.search(before):
                continue
            if not inside and _HABIT_BEHIND.match(clause, match.end()):
                continue
            if worked is not None and match.start() < worked.end() and match.start() >= end:
                continue
            if name != "started" and _of_complaint(clause, match.span(), (start, end)):
                continue
            a, b = (match.end(), start) if match.end() <= start else (end, max(end, match.start()))
            between = clause[a:b]
            if match.end() <= start and _TAKES_NOW.search(between):
                continue
            if match.start() >= end and _OF_ANOTHER.search(between):
                continue
            far = b - a + _COMMA * between.count(",") + _COMMA * between.count(" and ")
            if far <= _NEAR and (best is None or (far, order) < best[:2]):
                best = (far, order, name)
    return best[2] if best else None


_THEM = (
    r"(?:it|them|this|these|that|taking (?:it|them|this)|"
    r"the (?:tablets?|medicines?|drug|pills?|patch(?:es)?|drops|medication))"
)
_STOPPED_LATER = re.compile(
    r"\b(?:stopp\w+|stop|ran out of|gave up|came off|quit|ceased|discontinued|(?:was |"
    r"were )?weaned off|has run out of|"
    rf"had run out of|run out of|forgot to take|without|missed)\s+{_THEM}\b|"
    r"\b(?:which|that) (?:i|he|she|they) (?:had |have |has |then )?(?:forgot|missed|skipped|stopped|quit|"
    r"ran out of)\b|"
    r"\b(?:it|this|they|these|the (?:tablets?|medicines?|drug|pills?|dose|infusion|patch|pump|medication)) "
    r"(?:was|were|had been|has been|have been) (?:\w+ly )?(?:stopped|withdrawn|discontinued|taken away|"
    r"halted|weaned)\b|"
    r"\b(?:and|but|then)(?: \w+)? (?:suddenly |abruptly )?(?:stopped|ran out|quit)\s*(?:[.,;]|$|"
    r"\w+ (?:days?|weeks?) (?:ago|before))|"
    # "A bottle a day; stopped three days ago"
    r"[.;,]\s*(?:(?:i|he|she|they)\s+)?(?:(?:has|had|have|then|suddenly|abruptly)\s+)*(?:stopped|quit)"
    r"(?=\s+(?:(?:cold turkey|abruptly|suddenly|completely|altogether|about|around|some|only|just)\s+)*"
    r"(?:[\w-]+\s+(?:hours?|hrs?|days?|weeks?|wks?|months?|years?)\s+(?:ago|before|back)|\d+/(?:7|52)\b|"
    r"yesterday|"
    r"last\s+\w+|on\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day|this\s+\w+))",
    re.I,
)


def stopped_later(text: str, at: int) -> int | None:
    """Where what follows says that a medicine just named was stopped: "took it for years, then stopped it".

    Examples
    --------
    >>> stopped_later("She took diazepam for years. Last week it was stopped.", 17)
    53
    """
    behind = text[at : at + _REACH]
    match = None if _WORKED.match(behind) else _STOPPED_LATER.search(behind)
    if match is None or UNDONE.search(behind[: match.start()]):
        return None
    return at + match.end()


_DOSE = r"(?:it|this|(?:the|his|her|my) dose)"
_CHANGED_LATER = re.compile(
    rf"\b(?:(?P<raised>(?:upped|raised|increased|doubled|tripled|put up|pushed up|bumped up|upping|"
    rf"increasing) {_DOSE}|{_DOSE} "
    rf"(?:was|has been|had been|got|went) (?:\w+ly )?(?:upped|raised|increased|doubled|tripled|put up|"
    rf"bumped up|up)|(?:put|pushed|bumped) {_DOSE} up)|"
    rf"(?P<lowered>(?:lowered|reduced|halved|cut|tapered|dropped|cut down|reducing|tapering) {_DOSE}|"
    rf"{_DOSE} (?:was|has been|"
    rf"had been|got|went) (?:\w+ly )?(?:lowered|reduced|halved|cut|tapered|dropped|down)|"
    rf"(?:it|this|{_DOSE}) (?:was|were|has been|had been|got|went|is) (?:\w+ )?(?:cut|down){_LESS}))\b",
    re.I,
)


def changed_later(text: str, at: int) -> tuple[str, int] | None:
    """What follows says that a dose just named was raised or lowered, and where: "they upped it"."""
    behind = text[at : at + _REACH]
    match = _CHANGED_LATER.search(behind)
    if match is None or UNDONE.search(behind[: match.start()]):
        return None
    return str(match.lastgroup), at + match.end()


_BETTER = re.compile(
    r"\b(?:(?:got|gets?|was|were|is|are|felt|became|much|grew) (?:much |a lot |far )?better|improv\w+|"
    r"resolved|"
    r"cleared|settled|(?:went|gone|goes) away|vanished|disappeared|subsided|eased|faded|recovered|"
    r"abated|stopped (?:within|after|too|as well)|well again)\b(?!\s+(?:with|on|under)\s+(?!stop|withdraw))",
    re.I,
)
#: "The movements abated after stopping gabapentin".
_BETTER_BEFORE = re.compile(
    r"\b(?:abated|improved|resolved|cleared|settled|vanished|disappeared|subsided|eased|faded|recovered|"
    r"ceased|stopped|"
    r"went(?: away)?|better|(?:was|were) gone)\s+(?:\w+ly\s+|(?:within |about )?(?:an?|a few|some|\w+) "
    r"(?:hours?|days?|weeks?|months?)\s+)?(?:after|on|with|once|when|by)\b[^.;:]{0,60}$",
    re.I,
)
_NOT_BETTER = re.compile(r"\b(?:not|no|never|without|hardly|did nothing|nor)\b[^.]{0,25}$", re.I)


def stopping_helped(text: str, at: int) -> bool:
    """Whether what follows tells that things got better: then no withdrawal brought them.

    Examples
    --------
    >>> stopping_helped("Haloperidol was stopped and the stiffness went away.", 11)
    True
    >>> stopping_helped("The jerks abated after stopping gabapentin.", 42)
    True
    """
    if better_by_stopping(text, at, at):
        return True
    behind = text[at : at + _REACH]
    match = next(
        (
            found
            for found in _BETTER.finditer(behind)
            if not _ITSELF_STOPPED.fullmatch(behind, 0, found.end())
        ),
        None,
    )
    return match is not None and not _NOT_BETTER.search(behind[: match.start()])


#: "Haloperidol was stopped after eight years": it is the medicine that stopped.
_ITSELF_STOPPED = re.compile(
    r"\s*(?:(?:tablets?|pills?|drops|treatment|therapy|medicine)\s+)?(?:was|were|had been|has been|being)\s+"
    r"(?:\w+ly\s+)?stopped \w+",
    re.I,
)


def better_by_stopping(text: str, first: int, last: int) -> bool:
    """Whether what stands before these letters, or behind them, tells that things got better on stopping."""
    before = _BETTER_BEFORE.search(text, max(0, first - _REACH), first)
    return before is not None or went_by_stopping(text, last)


_NO_LONGER = re.compile(
    r"\bno longer\s+(?:takes?|taking|took|received?|receives|swallowed|on|gets?|getting|uses?|using|"
    r"given|had|has|have|need(?:s|ed)?|"
    r"want(?:s|ed)?|being given)\s+"
    r"(?:\w+\s+){0,2}$|"
    r"\bno more\s+$|(?:\bnot|n['’]t)\s+(?!take|need)(?:\w+\s+){1,3}any more\s+(?:of (?:his|her|my|the)\s+)?$",
    re.I,
)
#: "His levodopa was not given because he could not swallow": he had been taking it.
HIS_OWN = re.compile(r"\b(?:his|her|my|their|usual|regular|morning|evening)\s+$", re.I)
WITHHELD = re.compile(
    r"\s+(?:tablets?\s+|pills?\s+|medicines?\s+)?(?:was|were|had|has|have|could)\s*(?:not|n't|"
    r"n’t)\s+(?:been\s+|be\s+)?(?:given|taken|"
    r"continued|found|had|got|swallowed)\b",
    re.I,
)
#: "Without his methadone for two days": what is his, he took.
_WITHOUT_HIS = re.compile(r"\bwithout (?:his|her|my|their)\s+(?:usual |regular |daily )?$", re.I)
_NOT_TAKEN = re.compile(
    r"(?:\bnot|n't|n’t)\s+(?:been )?(?:taken|had|taking|take|swallowed)\s+(?:\w+\s+){0,2}$|"
    r"\b(?:got|had|given|received) no\s+$",
    re.I,
)
_FOR_DAYS = re.compile(
    r"\s*(?:tablets?|pills?|medicine|medication|capsules?)?\s*(?:for|since|in)\s+(?:the\s+)?(?:last\s+|"
    r"past\s+)?"
    r"(?:\w+\s+)?(?:days?|weeks?|months?|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"yesterday)\b",
    re.I,
)


def missed(text: str, start: int, end: int) -> bool:
    """Whether a medicine that seems denied was had before: "no longer takes", "not taken for days".

    Examples
    --------
    >>> text = "He no longer takes lithium."
    >>> missed(text, 19, 26), missed("She has never taken lithium.", 20, 27)
    (True, False)
    """
    before = text[max(0, start - 60) : start]
    if (
        _NO_LONGER.search(before)
        or _WITHOUT_HIS.search(before)
        or (HIS_OWN.search(before) and WITHHELD.match(text, end))
    ):
        return True
    return _NOT_TAKEN.search(before) is not None and _FOR_DAYS.match(text, end) is not None


#: "No fits on valproate", "no response to levodopa": what is denied stands between.
_UNDER = re.compile(
    r"\b(?:no|without|nor|never (?:had|has|have|gets?|got|saw|felt|showed))\s+"
    r"(?:(?!(?:treat|therap|use|exposure|contact|history|trial|course|dose|tablet|pill|medic|drug|start|taking|"
    r"need|experience|prescri|been|was|one|longer|reason|person|patient)\w*\s)[\w-]+\s+){1,4}?"
    r"(?:(?:while |when |whilst )?(?:on|under|with)|despite|"
    r"(?:after|since|before) (?:(?:he|she|i|they|we) )?(?:start\w*|began|beginning|taking|took|"
    r"(?:was|were|being|going|went) (?:put )?on)|"
    r"(?<=relief )from|(?<=help )from|(?<=effects )(?:from|of)|(?<=effect )(?:from|of)|"
    r"(?<=benefit )(?:from|of)|(?<=response )to|(?<=improvement )from|(?<=change )from|(?<=gain )from)\s+"
    r"(?:(?:his|her|my|the|a|an|old|new|usual|daily|oral|low[- ]dose|high[- ]dose|more|regular)\s+){0,2}$",
    re.I,
)
_UNDER_LETTERS = 90


def is_taken_without_it(text: str, start: int) -> bool:
    """Whether what is denied before a medicine is a complaint under it, and the medicine is taken.

    Examples
    --------
    >>> is_taken_without_it("No fits on valproate.", 11)
    True
    >>> is_taken_without_it("No therapy with valproate.", 16)
    False
    """
    return _UNDER.search(text, max(0, start - _UNDER_LETTERS), start) is not None
