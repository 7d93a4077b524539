"""What changes nothing: "cold makes no difference", "touching the chin did not help", "no worse at night".

A circumstance that is told to have no effect is denied. What it has no effect on is there all the same.
"""

from __future__ import annotations

import re
from dataclasses import replace

from whytwitch.intake.story_said import Said

__all__ = ["with_no_effect"]

_NOT = (
    r"(?:(?:did|does|do|has|have|had|will|would)\s+not|(?:did|does|do|has|have|had)n['’]t|never)\s+"
    r"(?:\w+ly\s+)?"
)
_ACTS = (
    r"(?:set\w*|bring\w*|brought|trigger\w*|provok\w*|start\w*|caus\w*|help\w*|eas\w+|reliev\w+|chang\w+|"
    r"alter\w*|affect\w*|matter\w*|worsen\w*)"
)
_NO_ACT = (
    r"(?:(?:makes?|made)\s+no\s+(?:difference|change)|(?:has|had|have)\s+no\s+(?:effect|influence|bearing)|"
    rf"{_NOT}{_ACTS})\b"
)
#: What may stand between a circumstance and its verb: "touching the chin *or the cheek* did not help".
_BEHIND = re.compile(
    rf"(?:\s+(?!(?:and|but|because|which|that|he|she|they|it|i|not|never|no|did|does|do|has|have|had|makes?|made)\b)"
    rf"[\w'’]+){{0,4}}?\s+{_NO_ACT}",
    re.I,
)
#: What was read may end in the verb itself: "cold makes | no difference".
_VERB_READ = re.compile(r"\b(?:makes?|made|has|had|have|did|does|do)$", re.I)
_AFTER_VERB = re.compile(
    rf"\s+(?:no\s+(?:difference|change|effect|influence)|not\s+(?:\w+ly\s+)?{_ACTS})\b", re.I
)
_NO_WORSE = re.compile(
    r"\b(?:no|not(?:\s+any)?|never|neither|n['’]t(?:\s+any)?)\s+(?:the\s+)?"
    r"(?:(?:worse|better|stronger|more)\s+)?$",
    re.I,
)
_BY_DEGREE = re.compile(r"\s*(?:worse|better|stronger|more|less)\b", re.I)
_CANNOT = re.compile(
    r"\b(?:can\s*not|can['’]?t|could\s+not|couldn['’]t|unable\s+to|not\s+able\s+to|impossible\s+to)\s+"
    r"(?:be\s+)?$",
    re.I,
)
_HELD_BACK = "WT:twitch_suppressible"
_CIRCUMSTANCES = re.compile(
    r"WT:(?:twitch_(?:on_|at_night|relieved_|worse_with_|distractible|after_|eased)|sensory_trick|on_|better_with_|"
    r"heat_sensitivity|jerk_on_lying_down|eye_closure_trigger|suggestible|back_pain_worse|attack_after_)"
)
#: "Noise does not set off *the* jerks": what is named with "the" is there.
_ON_THE = re.compile(
    rf"(?:{_NOT}(?:set(?:ting)?\s+off|bring(?:ing)?\s+on|trigger|provoke|worsen|ease|relieve|help|change|alter|affect)|"
    r"\bno\s+(?:difference|change|effect|influence|bearing)\s+(?:to|on|upon|in))\s+"
    r"(?:the|his|her|my|these|those)\s+(?:[\w-]+\s+){0,2}?$",
    re.I,
)
_MADE_NO_WORSE = re.compile(rf"{_NOT}make\s+(?:the|his|her|my|these|those)\s+(?:[\w-]+\s+){{0,2}}?$", re.I)
_THEN_WORSE = re.compile(r"\s+(?:any\s+)?(?:worse|better|stronger|weaker|more frequent)\b", re.I)
_LETTERS = 60


def with_no_effect(text: str, findings: list[Said]) -> list[Said]:
    """Findings with the polarity that a want of effect gives them.

    Examples
    --------
    >>> cold = Said("finding", "WT:twitch_on_cold", "", (0, 10), "Cold makes", True)
    >>> [said.present for said in with_no_effect("Cold makes no difference to it.", [cold])]
    [False]
    """
    return [_settled(text, said) for said in findings]


def _settled(text: str, said: Said) -> Said:
    if said.present:
        return replace(said, present=False) if _has_no_effect(text, said) else said
    return replace(said, present=True) if said.id.startswith("HP:") and _is_there(text, said) else said


def _has_no_effect(text: str, said: Said) -> bool:
    if said.id != _HELD_BACK and _CIRCUMSTANCES.match(said.id) is None:
        return False
    first, last = said.span
    before, behind = text[max(0, first - _LETTERS) : first], text[last : last + _LETTERS]
    if said.id == _HELD_BACK:
        return _CANNOT.search(before) is not None
    if _NO_WORSE.search(before) and (_BY_DEGREE.match(said.words) or before.rstrip().endswith("worse")):
        return True
    if _VERB_READ.search(said.words) and _AFTER_VERB.match(behind):
        return True
    return _BEHIND.match(behind) is not None


def _is_there(text: str, said: Said) -> bool:
    first, last = said.span
    before, behind = text[max(0, first - _LETTERS) : first], text[last : last + _LETTERS]
    if _ON_THE.search(before):
        return True
    return _MADE_NO_WORSE.search(before) is not None and _THEN_WORSE.match(behind) is not None
