"""A medicine or operation that was offered, refused or thought of, and not had."""

from __future__ import annotations

import re

from whytwitch.intake.story.exposures.change import HIS_OWN, UNDONE, WITHHELD

__all__ = ["is_offered"]

_SPOKEN_OF = re.compile(
    r"\s*(?:was|were|is|are|has been|had been|will be|would be)?\s*(?:not\s+|only\s+|also\s+)?"
    r"(?:considered|planned|suggested|advised|offered|recommended|refused|declined|discussed|proposed|"
    r"not needed|not necessary|not given|not used|withheld|awaited|booked|"
    r"gives? (?:me|him|her) (?:a rash|hives)|gave (?:me|him|her) (?:a rash|hives)|"
    r"(?:,? (?:but|and|though)|;|,)? ?(?:i |he |she |they )?(?:(?:has|have|had|did|do|does)(?: not|n['’]t| "
    r"never)|never) (?:yet |even |"
    r"actually )?(?:used?|needed|touched|taken|opened|took|take|start(?:ed)?|fill(?:ed)?|collect(?:ed)?|"
    r"pick(?:ed)? up|"
    r"picked) (?:it|them|any)|"
    r"(?:can|could|may|might|are known to|is known to) (?:also )?(?:cause|give|trigger|make|lead|bring)|"
    r"banned|forbidden|had no effect|no effect|made no difference|makes no difference)\b",
    re.I,
)
_MAY_CAUSE = re.compile(r"\s+(?:can|could|may|might)\b", re.I)
_SPOKEN_BEFORE = re.compile(
    r"\b(?:(?:wants?|wanted|wanting|plans?|planned|planning|hopes?|hoping|offered|suggest(?:s|ed)?|"
    r"thinking|reluctant) "
    r"(?:to (?:put|start|try|switch|move|get) |of (?:putting|starting|trying|switching) |about (?:putting|"
    r"starting|trying) )"
    r"(?:(?:me|him|her|them) )?(?:on to|onto|on|over to|with|to)?|offered|(?:refus\w+|declin\w+|plan\w*|"
    r"advised|told|asked|decided|want\w*|due|hop\w+)(?:\s+\w+)?\s+"
    r"(?:not\s+)?to\s+(?:take|have|start|try|stop|use|eat|drink)|"
    r"(?:said|says)\s+(?:to\s+)?(?:eat|try|drink|take)|refus\w+|declin\w+|wait\w* for|awaiting|"
    r"plan\w* (?:for|an?|to)|"
    r"consider\w*|advised|decided against|thought (?:about|of)|thinking (?:about|of)|(?:not|"
    r"un) ?fit for|too frail for|"
    r"suggested|recommended|asked about|asked for|search\w* for|look\w* for|screen\w* for|avoids|"
    r"avoiding|listed for|cleaned with|rubbed with|wiped with|hates?|dislikes?|(?:read|heard) (?:somewhere "
    r"|online )?that|read about|heard of|"
    r"talked about|(?<=[.;:] )(?:(?:cross-?taper|switch|change) (?:over )?to|for)|"
    r"(?:will|may|might|would|is going to|are going to|going to|about to) (?:one day |soon |"
    r"probably |likely |eventually )?(?:need|have|start|get|go on|be put on|be given|be started on)|"
    r"(?:came|comes?|broke|breaks?) out in (?:a rash|hives|spots|blotches|lumps) "
    r"(?:all over )?(?:with|from|on|after)|"
    r"(?:hives|a rash|rash) (?:to|with|from)|"
    r"(?:reacts?|reacted) (?:badly )?to|intoleran\w+ (?:to|of))\s+"
    r"(?:(?:an?|the|any|her|his|my|new)\s+)*$",
    re.I,
)
_LOOKED_BACK = 48
#: "Was told to stop his warfarin": he takes it.
_TO_END = re.compile(
    r"\b(?:told|advised|asked|decided|plann?(?:s|ed|ing)?|due|agreed|wants?|wanted|refused)(?: \w+)? to "
    r"(?:stop|halve|lower|reduce|cut down|come off|withdraw|pause)(?: taking)?(?: (?:the|his|her|my|"
    r"their|all))*"
    r"(?: \w+)? $",
    re.I,
)
#: "Her gallbladder is to be removed".
_TO_BE_DONE = re.compile(r"\b(?:is|are|was|were) to (?:be|have)\b", re.I)


#: "His brother was well" is not "his brother as well".
_IS_WELL = re.compile(r"\b(?:is|was|are|were|been|keeps?|stayed) (?:\w+ (?:and )?)?(?<!as )well$", re.I)


def is_offered(text: str, start: int, end: int) -> bool:
    """Whether a medicine or operation was offered, refused or thought of, no more; or a relative is well.

    Examples
    --------
    >>> is_offered("advised her not to take lithium", 24, 31), is_offered("she took lithium", 9, 16)
    (True, False)
    """
    before = text[max(0, start - _LOOKED_BACK) : start]
    if HIS_OWN.search(before) and WITHHELD.match(text, end):
        return False
    if HIS_OWN.search(before) and _MAY_CAUSE.match(text, end):
        return False
    if _IS_WELL.search(text, start, end) or _TO_BE_DONE.search(text, start, end):
        return True
    if _TO_END.search(before):
        return False
    if text[start : start + 4].lower() == "stop" and UNDONE.search(before):
        return True
    return bool(_SPOKEN_OF.match(text, end) or _SPOKEN_BEFORE.search(before))
