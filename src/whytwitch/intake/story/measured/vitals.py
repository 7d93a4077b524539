"""Temperature, pulse, breaths, pressure, oxygen, pupils, coma score, QT in text, against usual bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import Words
from whytwitch.model.store import Model

__all__ = ["read_vitals", "vital_spans"]

_LINK = (
    r"[\s:=,]{0,3}(?:(?:was|is|of|at|to|up|rose|reached|measured|recorded|rate|as|high|low|a|her|his)"
    r"[\s:=]{1,2}){0,4}"
)
_TEMPERATURE = Anchored(
    rf"\b(?:temperature|temp|fever|T|pyrexia)\b{_LINK}(?P<n>3[4-9]|4[0-3])(?P<part>\.\d)?\s*"
    r"(?:°|º|degrees|C\b|(?=[\s,.;)]))",
    "temperature temp fever t pyrexia >5 #",
)
#: A body that has cooled down: colder than weather is often told, so the temperature must be somebody's.
_COLD = Anchored(
    rf"\b(?:(?:body|core|rectal|his|her|my|with a|had a)\s+temp(?:erature)?|T)\b{_LINK}"
    r"(?P<n>2[5-9]|3[0-3])(?P<part>\.\d)?\s*(?:°|º|degrees|C\b|(?=[\s,.;)]|$))",
    "body core rectal his her my >1 temp temperature >5 #; with had >2 temp temperature >5 #; t >5 #",
)
_FAHRENHEIT = Anchored(
    rf"\b(?:temperature|temp|fever|T)\b{_LINK}(?P<n>9[4-9]|10[0-8])(?P<part>\.\d)?\s*(?:°|º|degrees|F\b)",
    "temperature temp fever t pyrexia >5 #",
)
#: "Hot, at 39.4 C".
_HOT = Anchored(
    r"\b(?:hot|feverish|febrile|burning|fever)[\s,(]{1,2}(?:at|of|with|to)?\s*(?P<n>3[4-9]|"
    r"4[0-3])(?P<part>\.\d)?\s*"
    r"(?:°|º|degrees|C\b)",
    "hot feverish febrile burning fever >1 # at* of* with* to*",
)
#: What may be warm besides a person.
_THING = re.compile(r"\b(?:room|water|air|bath|weather|outdoor|ambient|outside|summer|day|sauna)\s*$", re.I)
_A_MINUTE = r"\s*(?:times|beats|breaths)?\s*(?:(?:a|per|each|every)\s|/)\s*min"
_HEART = Anchored(
    r"\bheart\s+(?:(?:beats|beat|beating|is|was|runs|ran|races|raced|racing|going|goes|went|at|up|to|"
    r"about)\s+){1,3}"
    rf"(?P<n>\d{{2,3}})(?:{_A_MINUTE}|\s*bpm)",
    "heart >4 #",
)
_BREATHING = Anchored(
    r"\b(?:breath(?:es|ing|ed|e)\s+(?:(?:is|was|at|about|rate|fast|of)[\s,]+){0,3}"
    rf"(?P<n>\d{{1,2}}){_A_MINUTE}|(?:takes|took|taking)\s+(?P<m>\d{{1,2}})\s+breaths\s+(?:a|per)\s+min)",
    "breathes breathing breathed breathe >4 #; takes took taking >1 #",
)
_OXYGEN = Anchored(
    rf"\b(?:oxygen (?:saturation|level)s?|saturations?|O2 sats?|sats|SpO2|SaO2){_LINK}(?P<n>\d{{2,3}})\s*%"
    r"(?P<on>\s*(?:on|with|in)\s+(?:room\s+)?air)?",
    "oxygen >1 saturation* level*; saturation* o2 sats* spo2* sao2*",
)
_PULSE = Anchored(
    rf"\b(?:heart rate|pulse rate|pulse|HR)\b{_LINK}(?P<n>\d{{2,3}})(?!\d|\.\d|\s*(?:%|mm|steroid|mg|"
    rf"/\s*\d))",
    "pulse hr >6 #; heart >1 rate >5 #",
)
_BREATHS = Anchored(
    rf"\b(?:respiratory rate|resp rate|RR|respirations)\b{_LINK}(?P<n>\d{{1,2}})(?!\d|\.\d)",
    "respiratory resp >1 rate >5 #; rr respirations >5 #",
)
_PRESSURE = Anchored(
    rf"\b(?:blood pressure|BP)\b{_LINK}(?P<n>\d{{2,3}})\s*(?:/|over)\s*(?P<low>\d{{2,3}})",
    "blood >1 pressure >5 #; bp >5 #",
)
#: Two pressures, the second on standing: "132/80 lying, 98/60 standing".
_LYING = r"(?:lying|supine|sitting|seated|lying down|flat|recumbent)"
_STANDING = r"(?:standing|erect|upright|on standing|stood|stands?|standing up)"
_POSTURE_PAIR = (
    Anchored(
        rf"\b(?P<n>\d{{2,3}})\s*(?:/|over)\s*(?P<low>\d{{2,3}})(?:\s*mm\s?Hg)?\s*\(?(?:when|while|on|in)?\s*\b{_LYING}\b\)?"
        r"[^.;\n\d]{0,40}?(?P<m>\d{2,3})\s*(?:/|over)\s*(?P<less>\d{2,3})(?:\s*mm\s?Hg)?[^.;\n\d]{0,12}?"
        rf"\b{_STANDING}\b",
        "# >8 lying supine sitting seated flat recumbent >16 standing erect upright stood stand stands",
    ),
    Anchored(
        rf"\b{_LYING}\b\s*(?:BP|blood pressure|pressure)?\s*(?:was|of|:|=|"
        rf"is)?\s*(?P<n>\d{{2,3}})\s*/\s*(?P<low>\d{{2,3}})"
        rf"[^.;\n\d]{{0,20}}?\b{_STANDING}\b\s*(?:BP|blood pressure|pressure)?\s*(?:was|of|:|=|is)?\s*"
        r"(?P<m>\d{2,3})\s*/\s*(?P<less>\d{2,3})",
        "lying supine sitting seated flat recumbent >16 standing erect upright on stood stand stands",
    ),
)
_FALL, _FALL_LOW = 20, 10
#: "BP falls 40 systolic on standing", "his pressure drops when he gets up"; how far, where it is told.
_DROPS = Anchored(
    r"\b(?:BP|(?:blood )?pressure)\s+(?:falls?|fell|drops?|dropped|goes down|went down|plummets?)\b"
    r"(?:\s+by)?(?:\s+(?P<n>\d{1,3}))?[^.;\n]{0,40}?\b(?:on|upon|when|after)\s+(?:(?:he|she|i)\s+)?"
    r"(?:stand\w*|stood|getting up|gets? up|rising)\b",
    "bp blood pressure >6 falls fall fell drops drop dropped goes went plummet*",
)
#: Sharpness of sight as a fraction: "visual acuity was 20/200", "VA 6/60", "sees hand movements only".
_ACUITY = Anchored(
    r"\b(?:(?:visual acuity|acuity|vision)\b|(?-i:VA)\b)[^.;\n\d]{0,30}?(?P<n>20|6)\s*/\s*(?P<of>\d{1,3})\b",
    "visual acuity vision va",
)
_DIM, _SHARP = 2.0, 1.25
_COMA = Anchored(
    rf"\b(?:GCS|(?:Glasgow )?coma (?:scale|score))\b(?:\s*\(GCS\))?(?:\s*score)?{_LINK}(?P<n>\d{{1,2}})\b",
    "gcs glasgow coma >9 # score*",
)
_PUPILS = Anchored(r"\bpupils?\b[^.;\n]{0,24}?(?P<n>\d(?:\.\d)?)\s?mm\b", "pupil pupils")
#: The heart's recovery: long from 480 ms on in anybody, surely normal up to 440.
_QT = Anchored(rf"\bQTc?(?:\s+interval)?\b{_LINK}(?P<n>[3-6]\d\d)\b(?!\s*(?:mg|/))", "qt qtc")
_LONG_QT, _USUAL_QT = 480, 440
_WIDE_MM, _NARROW_MM = 6.0, 2.0
_USUAL_MM = (3.0, 5.0)
_LOW_OXYGEN, _FULL_OXYGEN = 90, 95
_ANOTHER = re.compile(r"[^.;\n]{0,24}\d(?:\.\d)?\s?mm", re.I)
_CORE_HOT = 40.0
_ADULT_YEARS = 14
_ORIENTED = 15

Read = tuple[str, bool, tuple[int, int]]  # item, present, span


def read_vitals(model: Model, words: Words, age_years: float | None) -> list[Said]:
    """Fever, fast or slow pulse, breaths and pressure by their numbers; none by pulse in a child."""
    found = []
    for item, present, span in _all(words, age_years is None or age_years >= _ADULT_YEARS):
        if model.feature(item) is not None:
            shown = words.text[span[0] : span[1]]
            found.append(Said("finding", item, model.label(item), span, shown, present))
    return found


def vital_spans(words: Words) -> list[tuple[int, int]]:
    """Where breaths and heartbeats are counted: "the heart beats 115 times a minute" is no palpitation."""
    return [m.span() for frame in (_HEART, _BREATHING) for m in frame.finditer(words)]


def _all(words: Words, adult: bool) -> Iterator[Read]:
    text = words.text
    for match in chain(_TEMPERATURE.finditer(words), _HOT.finditer(words)):
        if _THING.search(text, max(0, match.start() - 12), match.start()):
            continue
        degrees = float(match["n"] + (match["part"] or ""))
        yield from _above("HP:0001945", degrees, 38.0, 37.5, match.span())
        if degrees > _CORE_HOT:
            yield "WT:core_temperature_over_40", True, match.span()
        if degrees < 35:
            yield "HP:0002045", True, match.span()
    for match in _COLD.finditer(words):
        yield "HP:0002045", True, match.span()
    for match in _FAHRENHEIT.finditer(words):
        degrees = (float(match["n"] + (match["part"] or "")) - 32) / 1.8
        yield from _above("HP:0001945", degrees, 38.0, 37.5, match.span())
    for match in _PUPILS.finditer(words):
        if float(match["n"]) >= _WIDE_MM:
            yield "HP:0011499", True, match.span()
        elif float(match["n"]) <= _NARROW_MM:
            yield "HP:0000616", True, match.span()
        elif _USUAL_MM[0] <= float(match["n"]) <= _USUAL_MM[1] and not _ANOTHER.match(text, match.end()):
            yield "HP:0011499", False, match.span()
            yield "HP:0000616", False, match.span()
    for match in _OXYGEN.finditer(words):
        if float(match["n"]) < _LOW_OXYGEN:
            yield "HP:0012418", True, match.span()
        elif float(match["n"]) >= _FULL_OXYGEN and match["on"]:
            yield "HP:0012418", False, match.span()
    for match in _QT.finditer(words):
        yield from _above("HP:0001657", float(match["n"]), _LONG_QT, _USUAL_QT, match.span())
    for match in _COMA.finditer(words):
        score = int(match["n"])
        if 3 <= score <= _ORIENTED:
            yield "HP:0004372", score < _ORIENTED - 1, match.span()
    for match in chain.from_iterable(pair.finditer(words) for pair in _POSTURE_PAIR):
        fall = int(match["n"]) - int(match["m"]), int(match["low"]) - int(match["less"])
        yield "HP:0001278", fall[0] >= _FALL or fall[1] >= _FALL_LOW, match.span()
    for match in _DROPS.finditer(words):
        least = _FALL_LOW if "diastolic" in match.group().lower() else _FALL
        yield "HP:0001278", match["n"] is None or int(match["n"]) >= least, match.span()
    for match in _ACUITY.finditer(words):
        share = float(match["of"]) / float(match["n"])
        yield from _above("HP:0007663", share, _DIM, _SHARP, match.span())
    if not adult:
        return
    for match in chain(_PULSE.finditer(words), _HEART.finditer(words)):
        rate = float(match["n"])
        if 20 <= rate <= 250:
            yield from _above("HP:0001649", rate, 101, 90, match.span())
            if rate < 50:
                yield "HP:0001662", True, match.span()
    for match in chain(_BREATHS.finditer(words), _BREATHING.finditer(words)):
        breaths = match["n"] or match["m"]
        yield from _above("HP:0002789", float(breaths), 22, 18, match.span())
    for match in _PRESSURE.finditer(words):
        high, low = float(match["n"]), float(match["low"])
        if low < high <= 300:
            yield from _above("HP:0000822", max(high, low + 50), 140.1, 135, match.span())
            if high < 90:
                yield "HP:0002615", True, match.span()


def _above(item: str, value: float, bound: float, normal: float, span: tuple[int, int]) -> Iterator[Read]:
    """Present from the bound on, absent up to what is surely normal, nothing between."""
    if value >= bound:
        yield item, True, span
    elif value <= normal:
        yield item, False, span
