"""What is told by numbers: hours of sleep, weeks of a pregnancy, doses of vitamins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from whytwitch.intake.story.measured.values import Value, read_supplements, shown_dose
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.match import Words
from whytwitch.intake.timing import WHOLE_NUMBERS, days_in
from whytwitch.model.store import Model

__all__ = ["habits_in", "is_sugar_without_ketones"]

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
    "drink drinks drinking drank alcohol etoh >9 *#*; *#* >4 unit*",
)
_GESTATION = Anchored(
    r"(?<![\d/.,])(?:[4-9]|[1-3]\d|4[0-2])(?:\+\d)?\s?/\s?40\b|"
    r"\b(?:[4-9]|[1-3]\d|4[0-2]) weeks(?:'|’)? (?:of )?(?:gestation|gone|pregnan\w+)\b|"
    r"\bat (?:[1-3]\d|4[0-2]) weeks,? (?=a |an |this |the |she )|"
    # "I'm 22 weeks and ..."
    r"\bI(?:'|’)?\s?a?m (?:about |only |just |nearly |almost |now )?(?:[1-3]\d|4[0-2]) weeks(?=\s(?:and|with|"
    r"today|now|so|but)\b|[.,;])",
    "*#* >2 40; # >1 weeks; at >1 # >1 weeks; i im iam i'm i’m >5 weeks",
)
_NUMBERS = "|".join(sorted((w for w in WHOLE_NUMBERS if " " not in w), key=len, reverse=True))
_COUNTED = (
    rf"(?P<n{{0}}>\d{{{{1,3}}}}(?:\.\d)?|{_NUMBERS})"
    rf"(?:\s?(?:-|to|or)\s?(?P<upper{{0}}>\d{{{{1,3}}}}|{_NUMBERS}))?"
)
_NUMBER_OPENS = "# " + " ".join(sorted({w.partition("-")[0] + "*" for w in WHOLE_NUMBERS}))
#: Cups that are more than four hundred milligrams of caffeine, by what is in them.
_CUPS = Anchored(
    rf"\b{_COUNTED.format('')}\s+(?:(?:large|strong|big|small|double|mugs?|cups?|cans?|tins?|bottles?|"
    r"glass(?:es)?|pots?|of|black|instant|a|shots?)\s+){0,5}"
    r"(?:(?P<coffee>coffees?|espressos?|lattes?|cappuccinos?|energy[- ]drinks?|red bulls?|monsters?)|"
    r"(?P<weaker>teas?|colas?|cokes?|pepsis?|diet coke|iced tea))\b(?!\s+(?:a|per|each|every) (?:week|"
    r"month))",
    f"{_NUMBER_OPENS} >13 coffee* espresso* latte* cappuccino* energy* red monster* tea teas cola* coke* "
    "pepsi* diet iced",
)
_MANY_CUPS = {"coffee": 5.0, "weaker": 9.0}
#: "Drinks seven litres of water a day".
_LITRES = Anchored(
    rf"\b{_COUNTED.format('')}\s?(?:litres?|liters?|l)\s+(?:of\s+)?(?:(?:plain|tap|cold|mineral)\s+)?(?:water|fluids?)\b",
    f"{_NUMBER_OPENS} >9 water fluid fluids",
)
_MUCH_WATER = 5.0
#: "Lost 26 kilos in seven weeks", "from 90 to 68 kg over the summer".
_LOST = Anchored(
    rf"\b(?:lost|shed|dropped|losing|(?:loss|drop) of)\s+(?:(?:about|some|over|nearly|almost|more|than|"
    rf"weight|of|a)\s+){{0,3}}"
    rf"{_COUNTED.format('')}\s?(?P<unit>kg|kilos?|kilograms?|pounds?|lbs?|stones?)\b|"
    rf"\b(?:dropped|fell|fallen|went|down|gone)\s+(?:down\s+)?from\s+{_COUNTED.format('2')}\s?(?:kg|kilos?)?\s+to\s+"
    rf"{_COUNTED.format('3')}\s?(?:kg|kilos?)\b",
    "lost shed dropped losing loss drop fell fallen went down gone >7 " + _NUMBER_OPENS,
)
_KILOGRAMS = {"k": 1.0, "p": 0.45, "l": 0.45, "s": 6.35}
_MUCH_WEIGHT, _MUCH_AT_ONCE, _SOON_LOST = 8.0, 15.0, 366.0
#: "No ketones" beside a sugar this high in mmol/l; more than the largest number of these was in mg/dl.
_NO_KETONES = re.compile(
    r"\b(?:no|without|absent|free of|negative(?: for)?) (?:\w+ )?keto\w+|\bketones? (?:were |was "
    r")?(?:negative|absent|not)|"
    r"\bnon-?ketotic\b",
    re.I,
)
_VERY_HIGH_SUGAR, _LARGEST_MMOL, _MG_PER_MMOL = 28.0, 90.0, 18.0
#: "Born at 37/40" tells of the child.
_NO_DRINK = re.compile(
    r"\b(?:insulin|less than|under|not|never|recommended|limit of|below)\b[^.;\n]{0,12}$", re.I
)
_BORN, _BORN_BEFORE = (
    re.compile(r"\b(?:born|birth|delivered|preterm|prem\w*)\b|\bbaby (?:girl|boy)\b", re.I),
    24,
)


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
    for match in _CUPS.finditer(words):
        kind = "coffee" if match["coffee"] else "weaker"
        if _counted(match) >= _MANY_CUPS[kind] and not _NEVER.search(_before(words, match)):
            yield "caffeine_above_limit", match.span(), {}
    for match in _LITRES.finditer(words):
        before = _before(words, match)
        if _counted(match) >= _MUCH_WATER and _DRINKS.search(before) and not _NEVER.search(before):
            yield "excess_water", match.span(), {}
    for match in _LOST.finditer(words):
        if not _NEVER.search(_before(words, match)) and _is_fast(words.text, match):
            yield "rapid_weight_loss", match.span(), {}
    for item, span, dose in read_supplements(model, words):
        yield item, span, {"dose": shown_dose(dose), "clause": words.text[span[0] : span[1]]}


_DRINKS = re.compile(r"\b(?:drinks?|drank|drunk|drinking|downed|water)\b[^.;\n]{0,30}$", re.I)
_NEVER = re.compile(
    r"\b(?:no|not|never|n't|less than|under|at most|used to|instead of)\b[^.;,\n]{0,20}$", re.I
)


def _before(words: Words, match: re.Match[str]) -> str:
    return words.text[max(0, match.start() - 40) : match.start()]


def _number(word: str) -> float:
    return float(WHOLE_NUMBERS.get(word.lower(), 0) or word)


def _counted(match: re.Match[str], which: str = "") -> float:
    """The number of a count, of a span its upper end."""
    return _number(match["upper" + which] or match["n" + which])


def _is_fast(text: str, match: re.Match[str]) -> bool:
    """Whether so much weight was lost in so short a time; where no time is told, whether it is very much."""
    if match["n"] is None:
        lost = _counted(match, "2") - _counted(match, "3")
    else:
        lost = _counted(match) * _KILOGRAMS[match["unit"][0].lower()]
    end = text.find(".", match.end(), match.end() + 60)
    spans = days_in(text[match.end() : end if end >= 0 else match.end() + 60])
    if spans:
        return lost >= _MUCH_WEIGHT and min(spans) <= _SOON_LOST
    return lost >= _MUCH_AT_ONCE


def is_sugar_without_ketones(text: str, value: Value) -> bool:
    """Whether a value is a very high blood sugar, and ketones are said to be missing beside it."""
    found = value.raw.value
    if found is None or not _NO_KETONES.search(text, max(0, value.span[0] - 120), value.span[1] + 120):
        return False
    return (found / _MG_PER_MMOL if found > _LARGEST_MMOL else found) >= _VERY_HIGH_SUGAR
