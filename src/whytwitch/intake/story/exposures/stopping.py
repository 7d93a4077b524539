"""What the end of a medicine brought, and what it took away: the same words but for the verb before them."""

from __future__ import annotations

import re

__all__ = ["BY_STOPPING", "is_told_of_stopping", "went_by_stopping"]

_RESOLVES = "WT:resolves_off_medicine"
#: Descriptions that "after I stopped it" may stand for.
BY_STOPPING = frozenset((_RESOLVES, "WT:began_after_stopping"))
_AFTER = re.compile(r"\b(?:after|when|once|as soon as|since|on|with|off|within|days of|by)\b", re.I)
_ENDED = re.compile(
    r"\b(?:went|goes|gone|go|disappear\w*|vanish\w*|settle[sd]?|resolve[sd]?|clear(?:s|ed)?|eased?|eases|"
    r"better|improve\w*|ceased?|stopped|stops|stop|faded?|fades|subsided?|abated?|left|over|quiet\w*)\b",
    re.I,
)
_BEGAN = re.compile(
    r"\b(?:start\w*|beg[aiu]n\w*|came|comes|develop\w*|appear\w*|set in|noticed|got|worse)\b", re.I
)
#: "When he stopped taking the statin, the cramps went away"; not "went away with lorazepam".
_WENT_BEHIND = re.compile(
    r"(?P<between>[^.;:!?\n]{0,70}?)\b(?:(?:went|gone|goes) away|went(?=\s*(?:[.,;]|$))|"
    r"(?:was|were|has|have) gone|disappeared|vanished|resolved|settled|cleared(?: up)?|improved|subsided|"
    r"eased|faded|abated|"
    r"(?:got|was|were|is|are|felt) better)\b"
    r"(?!\s+(?:with|on|under|only|when|if|but)\b)",
    re.I,
)
_CAME_FIRST = re.compile(
    r"\b(?:start\w*|beg[aiu]n\w*|came|come|comes|develop\w*|appear\w*|set in|noticed|got (?!better)|"
    r"had (?!gone)|worse|but|until|then|not|never|no)\b|n['’]t\b",
    re.I,
)
#: Letters before such words in which their verb is looked for.
_REACH = 90


def is_told_of_stopping(item: str, text: str, span: tuple[int, int]) -> bool:
    """Whether a description is what the verb before these words makes of them.

    Examples
    --------
    >>> text = "It began after I stopped it."
    >>> [is_told_of_stopping(item, text, (9, 24)) for item in sorted(BY_STOPPING)]
    [True, False]
    """
    low = max(0, span[0] - _REACH)
    start = max(low, *(text.rfind(mark, low, span[0]) + 1 for mark in ".;!?"))
    when = list(_AFTER.finditer(text, start, span[1]))
    end = when[-1].start() if when else span[1]
    ended, began = (pattern.search(text, start, end) is not None for pattern in (_ENDED, _BEGAN))
    if not began and went_by_stopping(text, span[1]):
        ended = True
    return ended if item == _RESOLVES else began or not ended


def went_by_stopping(text: str, at: int) -> bool:
    """Whether what follows in the sentence says that a complaint went, and tells of none that came.

    Examples
    --------
    >>> went_by_stopping("When he stopped the statin, the cramps went away.", 26)
    True
    >>> went_by_stopping("When he stopped diazepam, fits came that eased with lorazepam.", 24)
    False
    """
    found = _WENT_BEHIND.match(text, at)
    return found is not None and not _CAME_FIRST.search(found["between"])
