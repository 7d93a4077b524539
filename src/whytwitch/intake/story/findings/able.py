"""What a person cannot, or can, do: "is unable to pass water", "finds it hard to breathe", "hears well".

A table of deeds with the term for each that fails; the words for failing are the same for all. The verb is
what carries the meaning, so a list of deeds is followed to its end: "can speak, hear and swallow well".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import Words
from whytwitch.model.store import Model

__all__ = ["read_abilities"]


class _Deed(NamedTuple):
    """A verb in its forms with what belongs to it, and the terms where it fails or is hard."""

    base: str
    third: str
    doing: str
    after: str
    fails: str
    hard: str | None = None


_OWN = r"(?:his|her|my|the|their)\s+"
_WATER = r"\s+(?:water|urine)\b"
#: What may follow a verb that stands alone; "cannot see why", "could not hear of it" are no senses.
_ALONE = (
    r"\b(?=\s*(?:[,.;:)!?]|$|and\b|or\b|nor\b|but\b|because\b|so\b|as\b|any\s?more|at all|at night|"
    r"properly|well|much|anything|clearly|normally|enough|without|on\b|in\b|with\b|from\b|through\b|"
    r"lying\b|flat\b|deeply|"
    r"for\b|since\b|when\b|by\b|at\b|even\b|very\b|him\b|easily|freely|fine\b|"
    r"the\s+(?:board|print|television|tv)))"
)
#: What is smelled where a nose works: "cannot smell burnt toast", but not "could not smell drink on him".
_SMELLED = (
    r"(?:\s+(?:the\s+|his\s+|her\s+|my\s+|any\s+|a\s+|even\s+)*(?:burnt\s+|burning\s+|fresh\s+|cut\s+)"
    r"?(?:coffee|toast|food|"
    r"cooking|flowers?|roses?|perfumes?|soap|milk|bread|onions?|garlic|dinner|baking|lavender|grass|"
    r"smoke|gas|"
    r"things|anything|much)\b)?"
)
#: "I can't remember when it began": how a tale is told, no weak memory.
_TALE = (
    r"\b(?!\s+(?:(?:exactly|really|quite|for sure)\s+)*(?:when|which|how (?:it|long|many|often)|if|"
    r"whether|hitting|"
    r"hurting|being told|ever|any (?:injury|fall|accident|bite)|what (?:brought|started|set)|"
    r"the (?:exact|last))\b)"
)
_DEEDS = (
    _Deed("breathe", "breathes|breathed", "breathing", _ALONE, "HP:0002094"),
    _Deed("see", "sees", "seeing", _ALONE, "HP:0000505"),
    _Deed("hear", "hears|heard", "hearing", _ALONE, "HP:0000365"),
    _Deed("sleep", "sleeps|slept", "sleeping", _ALONE, "HP:0100785", "HP:0002360"),
    _Deed(f"smell{_SMELLED}", f"smells{_SMELLED}", f"smelling{_SMELLED}", _ALONE, "HP:0000458"),
    _Deed("taste", "tastes", "tasting", _ALONE, "HP:0000224"),
    _Deed("swallow", "swallows|swallowed", "swallowing", r"\b", "HP:0002015"),
    _Deed("chew", "chews|chewed", "chewing", r"\b", "HP:0410011"),
    _Deed("suck|latch on", "sucks|sucked|latches on", "sucking|latching on", _ALONE, "HP:0002033"),
    _Deed("feed", "feeds|fed", "feeding", _ALONE, "HP:0011968"),
    _Deed("remember|recall", "remembers|remembered|recalls", "remembering|recalling", _TALE, "HP:0002354"),
    _Deed(
        "concentrate|pay attention|focus(?! (?:his|her|my|the) eyes)",
        "concentrates|concentrated|pays attention",
        "concentrating|paying attention|focus(?:s)?ing(?! (?:his|her|my|the) eyes)",
        _ALONE,
        "HP:0031987",
    ),
    _Deed(
        rf"pass{_WATER}|urinate|pee|wee|void|empty {_OWN}bladder",
        rf"passes{_WATER}|passed{_WATER}|urinates|empties {_OWN}bladder",
        rf"passing{_WATER}|urinating|peeing|weeing|voiding|emptying {_OWN}bladder",
        r"\b",
        "HP:0000016",
        "HP:0000009",
    ),
    _Deed(
        rf"hold (?:{_OWN})?(?:urine|water|bladder)",
        rf"holds (?:{_OWN})?(?:urine|water)",
        rf"holding (?:{_OWN})?(?:urine|water|bladder)",
        r"\b",
        "HP:0000020",
    ),
    _Deed(
        rf"hold (?:{_OWN})?(?:stools?|bowels?|motions?)",
        rf"holds (?:{_OWN})?(?:stools?|bowels?)",
        rf"holding (?:{_OWN})?(?:stools?|bowels?|motions?)",
        r"\b",
        "HP:0002607",
    ),
    _Deed("stay awake|keep awake", "stays awake by day", "staying awake|keeping awake", r"\b", "HP:0001262"),
    _Deed(
        "fall asleep|get to sleep",
        "falls asleep easily",
        "falling asleep|getting to sleep",
        r"\b",
        "HP:0031354",
    ),
    _Deed("stay asleep", "stays asleep", "staying asleep", r"\b", "HP:0031355"),
    _Deed(
        "think (?:clearly|straight|properly|things through)",
        "thinks (?=clearly|well|normally)",
        "thinking(?: clearly| straight| properly)?",
        r"(?:\b|(?<= ))",
        "HP:0100543",
    ),
    _Deed(f"focus {_OWN}eyes", f"focuses {_OWN}eyes", rf"focus(?:s)?ing {_OWN}eyes", r"\b", "HP:0000622"),
    _Deed(
        rf"keep {_OWN}balance|balance",
        rf"keeps {_OWN}balance|balances",
        rf"keeping {_OWN}balance|balancing",
        r"\b",
        "HP:0002172",
    ),
    _Deed(
        "(?:stand|bear|tolerate) (?:bright |any |the )?lights?",
        "(?:stands|bears|tolerates) (?:bright )?light",
        "(?:bearing|tolerating) (?:bright )?light",
        r"\b",
        "HP:0000613",
    ),
    _Deed(
        "(?:stand|bear|tolerate) (?:the )?heat",
        "(?:stands|bears|tolerates) (?:the )?heat",
        "bearing heat",
        r"\b",
        "HP:0002046",
    ),
    _Deed(
        "(?:stand|bear|tolerate) (?:any |the )?noise",
        "(?:stands|bears|tolerates) noise",
        "bearing noise",
        r"\b",
        "HP:0002183",
    ),
    _Deed("lie flat", "lies flat", "lying flat", r"\b", "HP:0012764"),
    _Deed(
        "keep (?:anything|food|fluids?|water|liquids|milk|it|much|her food|his food) down",
        "keeps (?:food|fluids?|everything) down",
        "keeping (?:anything|food|fluids?|water) down",
        r"\b",
        "HP:0002013",
    ),
    _Deed(
        "sit still|keep still|stay still|settle(?: down)?|relax and sit",
        "sits perfectly still",
        "sitting still|keeping still|staying still",
        r"\b",
        "HP:0000711",
    ),
    _Deed(
        "(?:get|keep|have) an erection|(?:get|have) erections",
        "gets erections",
        "getting an erection",
        r"\b",
        "HP:0100639",
    ),
)
_ADVERB = r"(?:\s+(?:really|fully|properly|quite|even|well|always|easily|also|now|then|still|longer|any))?"
#: Words for "it fails", before a verb as it stands in the dictionary.
_UNABLE = (
    r"(?:cannot|can\s?not|can['’]?t|could\s?n['’]?t|could\s+not|(?:can|could)\s+no\s+longer|"
    r"no\s+longer\s+able\s+to|"
    r"(?:not|(?:has|have|had|is|was|are|were)n['’]?t)\s+(?:been\s+)?able\s+to|unable\s+to|inability\s+to|"
    rf"(?:lost\s+the\s+ability|did\s+not\s+manage|does\s+not\s+manage|fails|"
    rf"failed)\s+to){_ADVERB}\s+"
)
#: Words for "it is hard", before a verb as it stands in the dictionary.
_HARD = (
    r"(?:(?:finds?|found)\s+it\s+(?:very\s+|so\s+|increasingly\s+|more\s+and\s+more\s+|ever\s+)?(?:hard|"
    r"harder|"
    r"difficult)\s+to|(?:hard|harder|difficult|a\s+struggle|an\s+effort)\s+(?:for\s+\w+\s+)?to|"
    r"struggle[sd]?\s+to|struggling\s+to|(?:can|could)\s+(?:hardly|barely|scarcely|only\s+just))"
    rf"{_ADVERB}\s+"
)
#: The same before a verb that ends in -ing.
_TROUBLE = r"(?:trouble|difficulty|difficulties|problems?|a\s+hard\s+time)\s+(?:with\s+|in\s+)?"
_EASE = (
    r"(?:\s+(?:quite|very|perfectly|both))?\s+(?:well|normally|fine|freely|easily|properly|al(?:l\s+)"
    r"?right|ok|okay|"
    r"(?:the\s+same\s+)?as\s+(?:before|usual|ever)|without\s+(?:any\s+)?(?:trouble|difficulty|effort|"
    r"problems?|help|distress))\b"
)
_POORLY = (
    r"\s+(?:badly|poorly|with\s+(?:great\s+|much\s+)?(?:difficulty|effort|trouble)|"
    r"less\s+(?:and\s+less\s+)?well|"
    r"worse|little|hardly\s+at\s+all)\b"
)
_IS_HARD = (
    r"\s+(?:is|was|has\s+become|became|got|gets|grew|has\s+grown|has\s+been|had\s+become)\s+(?:very\s+|"
    r"increasingly\s+|"
    r"more\s+|so\s+|too\s+)?(?:difficult|hard|harder|a\s+struggle|an\s+effort|a\s+problem|"
    r"troublesome|laborious|impossible|(?:no\s+longer|hardly|not)\s+possible|beyond\s+(?:him|her|me))\b"
)
_NO = re.compile(
    r"\b(?:no|without|never\s+(?:had|has)|not\s+have|n['’]t\s+have|not\s+had|denies|denied|any)\s+"
    r"(?:any\s+|much\s+|great\s+|real\s+)?$",
    re.I,
)
_IF = re.compile(r"\b(?:if|unless|whether|in case)\b[^.;:]*$", re.I)
_THEIRS = re.compile(
    r"\b(?:mother|father|brother|sister|son|daughter|wife|husband|aunt|uncle|cousin|parents|doctors?|nobody|"
    r"no one|staff|nurses?|people|others)\s+(?:also\s+)?$",
    re.I,
)
_PARTS = re.compile(r"\s*,\s*(?:and\s+|or\s+|nor\s+)?|\s+(?:and|or|nor)\s+", re.I)
_STOP = re.compile(
    r"[.;:!?\n]|\b(?:but|because|although|while|when|since|until|then|after|before|so that)\b", re.I
)
_SUBJECT = re.compile(r"^(?:he|she|it|they|i|his|her|the|there|has|had|is|was)\b", re.I)
_REACH, _BACK, _WORDS = 110, 40, 5


class _Deeds:
    """Deeds each in one of their forms."""

    def __init__(self, forms: Iterable[tuple[str, _Deed]]) -> None:
        forms = list(forms)
        self.each = [(re.compile(form, re.I), deed) for form, deed in forms]
        self.any = re.compile("|".join(form for form, _ in forms), re.I)

    def at(self, text: str, at: int = 0) -> Iterator[tuple[re.Match[str], _Deed]]:
        """Those that stand at a place; at most there is none."""
        if self.any.match(text, at):
            for pattern, deed in self.each:
                held = pattern.match(text, at)
                if held is not None:
                    yield held, deed


_BASE = _Deeds((rf"(?:to\s+)?(?:{d.base}){d.after}", d) for d in _DEEDS)
_DOING = _Deeds((rf"(?:with\s+)?(?:{d.doing})\b", d) for d in _DEEDS)
_THIRD = "|".join(d.third for d in _DEEDS)
_THIRDS = _Deeds((rf"(?:{d.third})\b", d) for d in _DEEDS)
_ANY_BASE, _ANY_DOING = "|".join(d.base for d in _DEEDS), "|".join(d.doing for d in _DEEDS)

_NOT_OPENS = (
    "cannot cant couldnt; can could >1 not t no n nt; couldn >1 t; no >1 longer;"
    "not hasn havent hasnt haven hadn hadnt isn isnt wasn wasnt aren arent weren werent >3 able;"
    "unable inability >1 to;"
    "lost >2 ability; did does >1 not; fails failed >1 to"
)
_HARD_OPENS = (
    "find finds found >1 it; hard harder difficult >3 to; struggle struggles struggled struggling >1 to;"
    "a an >1 struggle effort; can could >1 hardly barely scarcely only"
)
_DEED_OPENS = (
    "breath* see* hear* sleep* slept* smell* tast* swallow* chew* suck* latch* feed* fed rem* recall* conc* "
    "pay* pass* focus* urin* pee* wee* void* empt* hold* stay* stand* keep* fall* get* think* balanc* bear* "
    "tolerat* lie* ly* sit* >7 "
)
_THIRD_OPENS = (
    "breathes breathed sees hears heard sleeps slept smells tastes swallows swallowed chews chewed sucks "
    "sucked latches feeds fed remembers remembered recalls concentrates concentrated pays passes passed "
    "urinates empties holds stays falls thinks focuses keeps balances stands bears tolerates lies sits gets "
    ">7 "
)
_UNABLE_AT = Anchored(rf"\b{_UNABLE}", _NOT_OPENS)
_HARD_AT = Anchored(rf"\b{_HARD}", _HARD_OPENS)
_TROUBLE_AT = Anchored(
    rf"\b{_TROUBLE}(?=(?:\w+ing\b))",
    "trouble difficulty difficulties problem problems >2 *ing; a >1 hard >4 *ing",
)
_IS_HARD_AT = Anchored(
    rf"\b(?P<deed>{_ANY_DOING}){_IS_HARD}",
    _DEED_OPENS + "is was has became become got gets grew had "
    ">5 difficult hard harder struggle effort problem troublesome laborious impossible possible beyond",
)
_POORLY_AT = Anchored(
    rf"\b(?P<deed>{_THIRD}){_POORLY}",
    _THIRD_OPENS + "badly poorly with less worse little hardly",
)
_EASE_OPENS = "well normally fine freely easily properly alright all ok okay the as without"
_EASE_AT = Anchored(
    rf"\b(?P<deed>{_THIRD}){_EASE}",
    _THIRD_OPENS + _EASE_OPENS,
)
_IS_EASY_AT = Anchored(
    rf"\b(?P<deed>{_ANY_DOING})\s+(?:is|was|are|were)\s+(?:no\s+(?:problem|trouble|effort|bother|issue)|"
    rf"easy|not\s+difficult|"
    r"not\s+hard|without\s+difficulty|unaffected)\b",
    _DEED_OPENS + "is was are were >1 no easy not without unaffected",
)
#: "Can still hear", but not "can still hear the bang".
_STILL_AT = Anchored(
    rf"\b(?:can|could)\s+still\s+(?P<list>{_ANY_BASE})(?=\s*(?:[,.;]|$|and\b|but\b|well\b))",
    "can could >1 still",
)
_CAN_AT = Anchored(
    r"\b(?:can|could|is\s+able\s+to|was\s+able\s+to)\s+(?:still\s+)?"
    rf"(?P<list>(?:[a-z]+\s+){{0,2}}[a-z]+(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+or\s+)(?:[a-z]+\s+)"
    rf"{{0,2}}[a-z]+){{0,5}}){_EASE}",
    f"can could >60 {_EASE_OPENS}; is was >1 able >60 {_EASE_OPENS}",
)
_BASES = re.compile(rf"\b(?:{_ANY_BASE})\b", re.I)

Read = tuple[str, bool, tuple[int, int]]


def read_abilities(model: Model, words: Words) -> list[Said]:
    """What is told of deeds that fail, are hard or go well."""
    found: dict[tuple[str, int], Said] = {}
    for item, present, span in _all(words):
        if model.feature(item) is not None:
            shown = words.text[span[0] : span[1]]
            found.setdefault((item, span[0]), Said("finding", item, model.label(item), span, shown, present))
    return list(found.values())


def _all(words: Words) -> Iterator[Read]:
    text = words.text
    for frame, deeds, hard in (
        (_UNABLE_AT, _BASE, False),
        (_HARD_AT, _BASE, True),
        (_TROUBLE_AT, _DOING, True),
    ):
        for match in frame.finditer(words):
            before = text[max(0, match.start() - _BACK) : match.start()]
            if _IF.search(before) or _THEIRS.search(before):
                continue
            denied = hard and _NO.search(before) is not None
            for deed, span in _listed(text, match, deeds):
                yield (deed.hard or deed.fails if hard else deed.fails), not denied, span
    for frame, forms, present in (
        (_IS_HARD_AT, _DOING, True),
        (_IS_EASY_AT, _DOING, False),
        (_POORLY_AT, _THIRDS, True),
        (_EASE_AT, _THIRDS, False),
    ):
        for match in frame.finditer(words):
            before = text[max(0, match.start() - _BACK) : match.start()]
            if not _THEIRS.search(before):
                for _, deed in forms.at(match["deed"]):
                    yield (deed.hard or deed.fails), present, match.span()
    for match in chain(_CAN_AT.finditer(words), _STILL_AT.finditer(words)):
        before = text[max(0, match.start() - _BACK) : match.start()]
        if _IF.search(before) or _THEIRS.search(before) or "not" in match["list"].lower().split():
            continue
        for part in _PARTS.split(match["list"]):
            for _, deed in _BASE.at(part.strip()):
                yield (deed.hard or deed.fails), False, match.span()


def _listed(text: str, match: re.Match[str], deeds: _Deeds) -> Iterator[tuple[_Deed, tuple[int, int]]]:
    """The deeds that follow, over a list: "cannot speak, see or pass water"."""
    end = _STOP.search(text, match.end(), match.end() + _REACH)
    limit = end.start() if end is not None else min(len(text), match.end() + _REACH)
    at = match.end()
    while at < limit:
        parting = _PARTS.search(text, at, limit)
        stop = parting.start() if parting is not None else limit
        if at > match.end() and _SUBJECT.match(text[at:stop]):
            return
        for held, deed in deeds.at(text, at):
            yield deed, (match.start(), max(held.end(), match.end()))
        if parting is None or len(text[at:stop].split()) > _WORDS:
            return
        at = parting.end()
