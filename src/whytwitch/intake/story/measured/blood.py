"""Blood tests that a text calls normal and gives no figure for: "my calcium, magnesium and TSH were fine"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

from whytwitch.intake.laboratory import RawLaboratory
from whytwitch.intake.story.measured.values import IS_NO_TEST, Value, names_of_tests
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.bounds import apart_from
from whytwitch.intake.story.text.match import Words
from whytwitch.intake.story.time.age import RELATIVES
from whytwitch.knowledge.tables import LaboratoryTest, TestKind
from whytwitch.model.store import Model

__all__ = ["read_normal_tracing", "read_normal_values"]

_WORDS = frozenset(
    "normal fine ok okay unremarkable clear good nad wnl range limits right negative perfect".split()
)
#: Panels of blood tests, as people name them; what each speaks against stands in its record.
_PANELS = {
    "thyroid_tests": r"thyroid(?:\s+(?:function|tests?|bloods?|levels?|panel|profile))*|TFTs?",
    "electrolytes": r"U\s?(?:&|\+|and)\s?E'?s?|(?:urea and )?electrolytes|(?:blood |body )?salts|BMP|CMP",
    "kidney_function": r"(?:kidneys?|renal)(?:\s+(?:function|tests?|profile|bloods?))*",
    "liver_tests": r"liver(?:\s+(?:function|tests?|enzymes|profile|bloods?))*|LFTs?",
    "full_blood_count": r"(?:full |complete )?blood counts?|FBC|CBC",
    "electrocardiogram": r"ECGs?|EKGs?",
}
_TRACING = "electrocardiogram"
_PANEL = Anchored(
    "|".join(rf"(?P<{name}>\b(?:{names})\b)" for name, names in _PANELS.items()),
    "thyroid tft tfts u urea electrolytes blood body salts bmp cmp kidney kidneys renal liver lft lfts full "
    "complete fbc cbc ecg ecgs ekg ekgs",
)
_WHOSE = r"(?:(?:my|his|her|the|serum|plasma|blood|both|all|also)\s+)*"
_UNIT = r"(?:\s+(?:levels?|counts?|tests?|results?|values?|bloods?))?"
#: What stands between two of one list: "calcium, serum magnesium", with others that are no test of ours.
_BETWEEN = re.compile(
    rf"{_UNIT}\s*(?:,|&|/|\+|,?\s*\band\b|,?\s*\bplus\b|,?\s*\bas well as\b)\s*"
    r"(?:(?!\w*(?:low|high|raised|elevated|but|not|normal|abnormal|was|were|is|are|except)\b)[\w-]+"
    rf"(?:\s[\w-]+)?\s*(?:,|&|\band\b)\s*(?:and\s+)?){{0,3}}{_WHOSE}",
    re.I,
)
_SAID = re.compile(
    rf"{_UNIT}\s*(?:[:=–-]\s*)?(?:,?\s*\b(?:was|were|is|are|came|come|comes|back|all|both|also|has|have|had|"
    r"everything|everything['’]s|they|these|which|"
    r"been|found|reported|as|to be|completely|totally|perfectly|entirely|absolutely|quite|again|each|within|"
    r"in|the|and|as well)\s+){0,6}"
    r"(?:normal(?!\s+(?:apart|except|but|save))|fine|ok(?:ay)?|unremarkable|clear|good|NAD|WNL|negative|perfect|"
    r"all right|(?:in|within)\s+(?:the\s+)?(?:normal\s+)?(?:range|limits)|(?:normal\s+)?(?:range|limits))"
    r"(?=\s*(?:[.,;:!?)\n]|$|\b(?:and|but|so|apart|except|too|as well|last|this|in|on|at|twice|again)\b))",
    re.I,
)
_EXCEPT = re.compile(r"\s*,?\s*(?:apart|except|but for|save)\b", re.I)
_BEFORE = re.compile(
    r"\b(?=[nuf])(?<!not )(?<!n't )(?<!n’t )(?<!never )(?:normal|unremarkable|fine)\s*:?\s+"
    r"(?:levels? of\s+|incl(?:uding|\.)?\s+|"
    rf"(?:values?|results?) (?:for|of)\s+|bloods?\s*[,(:]?\s*(?:incl(?:uding|\.)?\s+)?)?{_WHOSE}\Z",
    re.I,
)
#: "Hoping my calcium is fine", "if the thyroid is normal", "my sister's calcium".
_OPEN = re.compile(
    rf"\b(?:{RELATIVES})(?:['’]s|s['’])\s+\Z|"
    r"\b(?:if|whether|unless|hop(?:e|ing)|until|awaiting|is|was|are|should|asked? (?:if|whether))\s+"
    rf"{_WHOSE}\Z",
    re.I,
)
#: Letters in which whose test it is stands, and those between two of one list.
_NEAR, _LIST = 60, 120
Place = tuple[int, int]


def read_normal_values(model: Model, words: Words, values: Sequence[Value]) -> list[Value]:
    """Tests without a figure that a text calls normal, flagged so, and those of panels that it calls normal.

    None that has a value in the text as well.
    """
    measured = {value.test.id for value in values}
    found: dict[str, Value] = {}
    for name, place in _normal(model, words, values):
        for test in (name, *_of_panel(model, name)):
            record = model.record(LaboratoryTest, test)
            if record is not None and test not in measured:
                told = words.text[slice(*place)]
                shown = told if test == name else record.name
                raw = RawLaboratory(shown, flag="normal", words=told)
                found.setdefault(test, Value(raw, record, place, False))
    return list(found.values())


def read_normal_tracing(model: Model, words: Words, values: Sequence[Value]) -> list[Said]:
    """What a tracing of the heart that a text calls normal speaks against."""
    found: list[Said] = []
    for name, place in _normal(model, words, values):
        record = model.record(TestKind, name) if name == _TRACING else None
        if record is not None and not found:
            told = words.text[slice(*place)]
            found = [Said("finding", i, model.label(i), place, told, False) for i in record.denies]
    return found


def _of_panel(model: Model, panel: str) -> Sequence[str]:
    """The tests whose findings a panel speaks against, the plainest of each."""
    record = model.record(TestKind, panel) if panel in _PANELS else None
    tests: dict[str, str] = {}
    for test in model.all_records(LaboratoryTest).values() if record is not None else ():
        for item in (test.low, test.high):
            if item is not None and record is not None and item in record.denies:
                tests[item] = min(tests.get(item, test.id), test.id, key=lambda name: (len(name), name))
    return sorted(set(tests.values()))


def _normal(model: Model, words: Words, values: Sequence[Value]) -> list[tuple[str, Place]]:
    """Tests and panels that a text calls normal; found once."""
    key = "normal tests"
    if key not in words.found:
        tests = _tests(model, words, values) if words.places(_WORDS) else ()
        words.found[key] = list(_called_normal(tests, words.text))
    normal: list[tuple[str, Place]] = words.found[key]
    return normal


def _tests(model: Model, words: Words, values: Sequence[Value]) -> list[tuple[str, Place]]:
    """Names of tests and panels in the order of the text, none that a figure follows."""
    names = model.meta["names"]["laboratory"]
    found = [
        (names[match.items[0][1]], (words.start[match.first], words.end[match.last - 1]))
        for match in names_of_tests(model, words)
        if not IS_NO_TEST.fullmatch(words.text, words.start[match.first], words.end[match.last - 1])
    ]
    panels = [(str(m.lastgroup), m.span()) for m in _PANEL.finditer(words)]
    free = apart_from((place for _, place in panels), found)
    both = sorted([*free, *panels], key=itemgetter(1))
    return apart_from((value.span for value in values), both)


def _called_normal(tests: Sequence[tuple[str, Place]], text: str) -> Iterator[tuple[str, Place]]:
    group: list[tuple[str, Place]] = []
    for one, two in pairwise([*tests, ("", (len(text), len(text)))]):
        group.append(one)
        near = two[1][0] - one[1][1] < _LIST
        if two[0] and near and _BETWEEN.fullmatch(text, one[1][1], two[1][0]):
            continue
        if _is_normal(text, group[0][1][0], one[1][1]):
            yield from group
        group = []


def _is_normal(text: str, start: int, end: int) -> bool:
    near = max(0, start - _NEAR)
    said = _SAID.match(text, end)
    if said is None and _BEFORE.search(text, near, start) is None:
        return False
    behind = end if said is None else said.end()
    return _EXCEPT.match(text, behind) is None and _OPEN.search(text, near, start) is None
