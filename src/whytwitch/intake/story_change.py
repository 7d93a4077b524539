"""What became of a medicine: begun, raised, lowered or stopped, and whether stopping it helped."""

from __future__ import annotations

import re

__all__ = ["change_of", "is_offered", "missed", "stopped_later", "stopping_helped"]

#: Words behind "stopped" that tell of something else than a medicine.
_OTHER_STOP = (
    r"(?!\s+(?:smoking|drinking|work\w*|school|walking|talking|eating|breathing|moving|growing|sleeping|"
    r"running|driving|speaking|responding|crying|feeding|playing|when|after|by|in|at)\b)"
)
_RAW = (
    (
        "stopped",
        rf"\b(?:stopp\w+|ceased|quit|discontinu\w+|halted){_OTHER_STOP}|"
        r"\b(?:c(?:a|o)me|comes|coming|taken|weaned|off) off\b|\b(?:ran|run|runs|running) out\b|\bwean\w+|"
        r"\bwithdr[ae]w\w*|\b(?:gave|given) up\b|\b(?:go|going|went|gone|been|am|is|was|were) off\b|"
        r"\btaken away\b|"
        r"\b(?:switched|changed|moved) (?:\w+ )?from\b|\b(?:d/c|dc)(?:'?e?d)?\b|"
        r"\b(?:forgot\w*|missed|skipped|omitted|left (?:out|off)|without|omitted) (?:his|her|my|their|"
        r"the|any|a dose of)\b|"
        r"\bno longer (?:takes?|gets?|on|uses?|given|had|has)\b|\b(?:went|gone|going) without\b|"
        r"\bcold turkey\b|\bomitted\b|\bfinished\b|"
        r"\blapsed?\b|\b(?:leave|leaves|leaving|left) off\b|\bnot (?:been )?(?:continued|renewed|"
        r"restarted|refilled)\b|"
        r"\b(?:the|his|her|my) last (?:one|dose|tablet|pill|injection|jab) (?:was|had been)\b|"
        r"\bforgot(?:ten)? to (?:take|pack|bring|fetch|renew)\b|"
        r"\buntil (?:last |this |about |around )?(?:jan|feb|mar|apr|may|june|july|aug|sep|oct|nov|dec|"
        r"week|month|"
        r"spring|summer|autumn|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
        r"yesterday|a |an |"
        r"two |three |four |some )\w*",
    ),
    (
        "raised",
        r"\b(?:increas\w+|raised|doubled|tripled|trebled|quadrupled|upped|went up|turned up|put up|"
        r"higher dose|"
        r"titrat\w+|escalat\w+|stepped up)\b|↑",
    ),
    ("lowered", r"\b(?:reduc\w+|lowered|halved|taper\w+|cut (?:down|back|in half|by half)|by half)\b|↓"),
    (
        "started",
        r"\b(?:start\w*|began|begun|commenc\w+|initiat\w+|introduc\w+|new(?:ly)?|added|given|gave|prescribed|"
        r"loaded|(?:put|placed|went|gone) (?:me |him |her |them )?on|first (?:dose|tablet|injection|pill)|"
        r"(?:switched|changed|moved) (?:\w+ ){0,3}to)\b",
    ),
)
_CHANGES = tuple((name, re.compile(pattern, re.I)) for name, pattern in _RAW)
_UNDONE = re.compile(
    r"(?:\b(?:not|never|without|nor|cannot|should|would|could|could be|will|to be|might be)|n['’]t|"
    r"\b(?:refus\w+|plan\w*|want\w*|advised|told|hop\w+|tried|due|wish\w*)(?: \w+)? to)\s+(?:be |been |"
    r"being )?$",
    re.I,
)
#: How many letters away a word of change may stand; a comma between counts as so many more.
_NEAR, _COMMA = 110, 25
#: Letters behind a medicine in which more is told of it.
_REACH = 130


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
    """
    best: tuple[int, int, str] | None = None
    for order, (name, pattern) in enumerate(_CHANGES):
        for match in pattern.finditer(clause):
            inside = start <= match.start() and match.end() <= end
            if (match.start() < end and match.end() > start and not inside) or _UNDONE.search(
                clause[: match.start()]
            ):
                continue
            a, b = (match.end(), start) if match.end() <= start else (end, max(end, match.start()))
            between = clause[a:b]
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
    r"\b(?:it|this|they|these|the (?:tablets?|medicines?|drug|pills?|dose|infusion|patch|pump|medication)) "
    r"(?:was|were|had been|has been|have been) (?:\w+ly )?(?:stopped|withdrawn|discontinued|taken away|"
    r"halted|weaned)\b|"
    r"\b(?:and|but|then)(?: \w+)? (?:suddenly |abruptly )?(?:stopped|ran out|quit)\s*(?:[.,;]|$|"
    r"\w+ (?:days?|weeks?) (?:ago|before))",
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
    match = _STOPPED_LATER.search(behind)
    if match is None or _UNDONE.search(behind[: match.start()]):
        return None
    return at + match.end()


_BETTER = re.compile(
    r"\b(?:(?:got|gets?|was|were|is|are|felt|became|much|grew) (?:much |a lot |far )?better|improv\w+|"
    r"resolved|"
    r"cleared|settled|(?:went|gone|goes) away|vanished|disappeared|subsided|eased|faded|recovered|"
    r"abated|stopped (?:within|after|too|as well)|well again)\b",
    re.I,
)
_NOT_BETTER = re.compile(r"\b(?:not|no|never|without|hardly|did nothing|nor)\b[^.]{0,25}$", re.I)


def stopping_helped(text: str, at: int) -> bool:
    """Whether what follows tells that things got better: then no withdrawal brought them.

    Examples
    --------
    >>> stopping_helped("Haloperidol was stopped and the stiffness went away.", 11)
    True
    """
    behind = text[at : at + _REACH]
    match = _BETTER.search(behind)
    return match is not None and not _NOT_BETTER.search(behind[: match.start()])


_NO_LONGER = re.compile(
    r"\bno longer\s+(?:takes?|taking|on|gets?|getting|uses?|using|given|had|has|have|needs?|being given)\s+"
    r"(?:\w+\s+){0,2}$",
    re.I,
)
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
    if _NO_LONGER.search(before):
        return True
    return _NOT_TAKEN.search(before) is not None and _FOR_DAYS.match(text, end) is not None


_SPOKEN_OF = re.compile(
    r"\s*(?:was|were|is|are|has been|had been|will be|would be)?\s*(?:not\s+|only\s+|also\s+)?"
    r"(?:considered|planned|suggested|advised|offered|recommended|refused|declined|discussed|proposed|"
    r"not needed|not necessary|not given|not used|withheld|awaited|booked|"
    r"banned|forbidden|had no effect|no effect|made no difference|makes no difference)\b",
    re.I,
)
_SPOKEN_BEFORE = re.compile(
    r"\b(?:offered|(?:refus\w+|declin\w+|plan\w*|advised|told|asked|decided|want\w*|due|hop\w+)(?:\s+\w+)?\s+"
    r"(?:not\s+)?to\s+(?:take|have|start|try|stop|use)|refus\w+|declin\w+|wait\w* for|awaiting|"
    r"plan\w* (?:for|an?|to)|"
    r"consider\w*|advised|decided against|thought (?:about|of)|thinking (?:about|of)|(?:not|"
    r"un) ?fit for|too frail for|"
    r"suggested|recommended|asked about|asked for|search\w* for|look\w* for|screen\w* for|avoids|"
    r"avoiding|listed for|cleaned with|rubbed with|wiped with|hates?|dislikes?|read about|heard of|"
    r"talked about)\s+"
    r"(?:(?:an?|the|any|her|his|my|new)\s+)*$",
    re.I,
)
_LOOKED_BACK = 48


def is_offered(text: str, start: int, end: int) -> bool:
    """Whether a medicine or operation was offered, refused or thought of, no more.

    Examples
    --------
    >>> is_offered("advised her not to take lithium", 24, 31), is_offered("she took lithium", 9, 16)
    (True, False)
    """
    before = text[max(0, start - _LOOKED_BACK) : start]
    if text[start : start + 4].lower() == "stop" and _UNDONE.search(before):
        return True
    return bool(_SPOKEN_OF.match(text, end) or _SPOKEN_BEFORE.search(before))
