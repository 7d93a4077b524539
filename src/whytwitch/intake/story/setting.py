"""Where somebody was seen: at a family doctor's, in a clinic, in an emergency room, on a ward.

It tells who is likely to be met there, so only a place counts where the person is, or was seen for
this: not one that is feared, planned or worked at, nor one of years ago.
"""

from __future__ import annotations

import re
from itertools import islice

from whytwitch.core.case import Setting

__all__ = ["setting_of"]

#: So much of a text is looked at.
_HEAD = 20_000
#: The place where most is done goes first: who was brought in and lies in intensive care is there.
_PLACES: tuple[tuple[Setting, re.Pattern[str]], ...] = (
    (
        "intensive_care",
        re.compile(
            r"\b(?:intensive (?:care|therapy)|ICU|ITU|[NP]ICU|HDU|high dependency|critical care(?= unit)|"
            r"(?i:on (?:a|the) ventilator|intubated))\b"
        ),
    ),
    (
        "emergency",
        re.compile(
            r"\b(?i:(?:emergency|casualty) (?:department|room|service|unit|clinic|ward|doctors?|physicians?)|"
            r"accident and emergency|A ?& ?E|A and E(?= )|(?:by|in an|blue.light) ambulance|"
            r"ambulance (?:crew|was called|came|took|brought|called)|"
            r"paramedics?|(?:in|to|into|at|from|via) casualty|"
            r"(?:the|an?|our|to|through|via|in) emergency(?= (?:after|with|because|when|by|for)\b))(?=\W|$)|"
            r"(?:\b(?:to|in|at|from|via|through|the|our|an?) |^|\n)E[RD]\b"
        ),
    ),
    (
        "inpatient",
        re.compile(
            r"\b(?:on (?:the|our|a) (?:\w+ )?ward|in-?patients?|hospitali[sz]ed|admitted (?:to|with|for|"
            r"after|because|from|under|via|as|yesterday|today|last night)|"
            r"(?:was|is|were|been|be|got|and) admitted|"
            r"(?:still|now|currently|was|is|am|i'm|been) in (?:the )?hospital|hospital stay|"
            r"(?:his|her|this|my|during|the) admission|kept in (?:hospital|overnight)|post-?operative(?:ly)?|"
            r"recovery room|ward round)\b",
            re.I,
        ),
    ),
    (
        "neurology_clinic",
        re.compile(
            r"\b(?:(?:neurology|neuro|neuromuscular|movement disorders?|ataxia|epilepsy|botulinum toxin) "
            r"(?:clinic|out-?patients?|department|centre|center|service|unit|practice)|neurologists?|"
            r"neurology)\b",
            re.I,
        ),
    ),
    (
        "primary_care",
        re.compile(
            r"\b(?:GPs?|(?i:(?:family|own) (?:doctor|physician|practitioner)|primary[\s-]care|"
            r"general practi(?:ce|tioner)|(?:my|his|her|our|the) doctor['’]?s?|walk-in cent(?:re|er)))\b"
        ),
    ),
)
#: Not where the person is or was seen for this: feared, planned, worked at, years back, somebody else's.
_NOT_SEEN = re.compile(
    r"\b(?:should i|do i (?:need|have)|shall i|must i|need(?:s|ed)? to (?:go|be)|whether|ought|"
    r"if (?:it|this|i|he|she)|would (?:rather|not)|without|instead of|rather than|afraid of|scared of|"
    r"(?:do|did|does) ?n[o'’]t (?:want|need|go|see|think)|(?:has|have|had|was|were|is|am|are) not\b|"
    r"(?:has|have|had|was|were|is|are)n['’]t|never|refused|declined|no (?:need|admission|hospital)|"
    r"works?|worked|working|job|shifts?|nurses?|trained|training|retired|receptionist|volunteers?|"
    r"years? ago|decades? ago|years (?:back|earlier|before)|in (?:19|20)\d\d|as a child|in childhood|"
    r"when i was|in (?:his|her|my) (?:teens|twenties|thirties|forties)|"
    r"last (?:year|summer|winter|spring|autumn)|in the past|previously|(?<!at )once)\b",
    re.I,
)
#: "Waiting to see a neurologist": who is on the way there has been seen by a family doctor.
_ON_THE_WAY = re.compile(
    r"\b(?:wait(?:ing|s|ed)?\b[^.;!?\n]{0,20}|appointment\b[^.;!?\n]{0,20}|"
    r"please (?:see|refer)\b[^.;!?\n]{0,20}|"
    r"(?:want|wants|like|hope|hoping|going|due|booked|see(?:ing)?) (?:in |to |for )[^.;!?\n]{0,20}|"
    r"(?:wants?|plan\w*|ask(?:ed|s)?|request\w*|suggest\w*|awaiting|needs?|recommend\w*)\b[^.;!?\n]{0,30}|"
    r"(?:refer(?:ring|red me|red him|red her)?|referral) (?:\w+ )?to (?:an? |the |our )?)$",
    re.I,
)
_KIN = re.compile(
    r"\b(?<!by )(?:my|his|her|our) (?:mother|father|mum|mom|dad|wife|husband|brother|sister|son|"
    r"daughter|uncle|aunt|"
    r"friend|neighbou?r|partner|cousin)\b(?:['’]s)?",
    re.I,
)
_ENDING = re.compile(r"[.;!?\n]")
#: Letters on each side in which the sentence is looked for, and places of one kind that are looked at.
_NEAR, _MOST = 150, 20


def setting_of(text: str, of_kin: bool = False) -> Setting:
    """Where the person was seen, ``any`` where the text does not say.

    Parameters
    ----------
    of_kin : bool
        The text tells of a relative: then what it says of one is no one else's.

    Examples
    --------
    >>> setting_of("Brought to the emergency department with jerks."), setting_of("Should I go to A&E?")
    ('emergency', 'any')
    >>> setting_of("My GP says it is nothing."), setting_of("I work in intensive care, my eyelid twitches.")
    ('primary_care', 'any')
    >>> setting_of("I am waiting to see a neurologist.")
    'primary_care'
    """
    head = text[:_HEAD]
    for setting, pattern in _PLACES:
        for match in islice(pattern.finditer(head), _MOST):
            before = _ENDING.split(head[max(0, match.start() - _NEAR) : match.start()])[-1]
            sentence = before + _ENDING.split(head[match.start() : match.end() + _NEAR])[0]
            if _NOT_SEEN.search(sentence) or (not of_kin and _KIN.search(sentence)):
                continue
            if setting == "neurology_clinic" and _ON_THE_WAY.search(before):
                return "primary_care"
            return setting
    return "any"
