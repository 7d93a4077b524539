"""What is told by numbers: hours of sleep, weeks of a pregnancy, doses of vitamins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from whytwitch.intake.story_anchor import Anchored
from whytwitch.intake.story_match import Words
from whytwitch.intake.story_values import read_supplements, shown_dose
from whytwitch.intake.timing import WHOLE_NUMBERS
from whytwitch.model.store import Model

__all__ = ["habits_in"]

_SHORT_SLEEP = 5.0
_SLEEP = Anchored(
    r"\b(?:sleep\w*|slept)\b[^.;\n]{0,24}?\b(?P<n>\d{1,2}|two|three|four|five|six|seven|eight)"
    r"(?:\s*(?:-|to|or)\s*(?P<upper>\d{1,2}|three|four|five|six|seven|eight))?\s*(?:hours|hrs|h)\b"
    r"(?!\s+(?:ago|later|before|earlier|after))"
    # "My hours of sleep have gone from 8 to about 5"
    r"|\bsleep\w*\b[^.;\n]{0,24}?\b(?:from|went|gone|down)\b[^.;\n]{0,12}?\bto (?:about |around |only |"
    r"just |maybe )?"
    r"(?P<n3>\d|two|three|four|five)\b(?!\s*(?:am|pm|\d|:|weeks?|days?|months?|o'clock|in the))"
    r"|\b(?P<n2>\d{1,2}|two|three|four|five|six|seven|eight)\s*(?:hours|hrs) (?:of )?(?:sleep|a night)",
    "sleep* >9 to; sleep* slept >13 # two* three* four* five* six* seven* eight*;"
    "# two* three* four* five* six* seven* eight* >4 sleep* night*",
)
#: "Drinks 20 units/wk"; insulin is given by units too, but not by the week.
_UNITS = Anchored(
    r"\b(?:(?:drinks?|drinking|drank|alcohol|etoh)\b[^.;\n\d]{0,25}\d+\s?(?:(?:-|to)\s?\d+\s?)?(?:units?|"
    r"u)\b|"
    r"\d+\s(?:(?:-|to)\s?\d+\s)?units?\s?(?:/|per\b|an?\b|each\b)\s?(?:wk|week)\b|\d+\sunits (?:of "
    r"alcohol|weekly))",
    "drink drinks drinking drank alcohol etoh >9 *#*; *#* >4 unit units",
)
_GESTATION = Anchored(
    r"(?<![\d/.,])(?:[4-9]|[1-3]\d|4[0-2])(?:\+\d)?\s?/\s?40\b|"
    r"\b(?:[4-9]|[1-3]\d|4[0-2]) weeks(?:'|’)? (?:of )?(?:gestation|gone|pregnan\w+)\b|"
    r"\bat (?:[1-3]\d|4[0-2]) weeks,? (?=a |an |this |the |she )|"
    # "I'm 22 weeks and ..."
    r"\bI(?:'|’)?\s?a?m (?:about |only |just |nearly |almost |now )?(?:[1-3]\d|4[0-2]) weeks(?=\s(?:and|with|"
    r"today|now|so|but)\b|[.,;])",
    "*#* >2 40; # >1 weeks; at >1 # >1 weeks; i im i'm i’m >5 weeks",
)
#: "Born at 37/40" tells of the child.
_NO_DRINK = re.compile(
    r"\b(?:insulin|less than|under|not|never|recommended|limit of|below)\b[^.;\n]{0,12}$", re.I
)
_BORN, _BORN_BEFORE = re.compile(r"\b(?:born|birth|delivered|preterm|prem\w*)\b", re.I), 24


def habits_in(model: Model, words: Words) -> Iterator[tuple[str, tuple[int, int], dict[str, Any]]]:
    """Hours of sleep, of which five or fewer are too few, weeks of a pregnancy ("16/40"), and supplements."""
    for match in _GESTATION.finditer(words):
        if _BORN.search(words.text, max(0, match.start() - _BORN_BEFORE), match.start()) is None:
            yield "pregnancy", match.span(), {}
    for match in _SLEEP.finditer(words):
        word = (match["upper"] or match["n"] or match["n2"] or match["n3"]).lower()
        hours = float(WHOLE_NUMBERS.get(word, 0) or word)
        if 0 < hours <= _SHORT_SLEEP:
            yield "sleep_loss", match.span(), {"hours": hours}
    for match in _UNITS.finditer(words):
        if _NO_DRINK.search(words.text, max(0, match.start() - _BORN_BEFORE), match.start()) is None:
            yield "alcohol", match.span(), {}
    for item, span, dose in read_supplements(model, words):
        yield item, span, {"dose": shown_dose(dose), "clause": words.text[span[0] : span[1]]}
