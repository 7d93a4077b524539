"""What kind a seizure is, where it is told what the body does in it: "in his fits he drops to the floor"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from whytwitch.intake.story_anchor import Anchored
from whytwitch.intake.story_bounds import sentence_of
from whytwitch.intake.story_said import Said
from whytwitch.intake.story_split import Words
from whytwitch.model.store import Model

__all__ = ["read_seizures"]

_SEIZURE = "HP:0001250"
_WORD = r"(?:fits?|seizures?|convulsions?)"
#: "In his fits", "seizures in which", "her seizures are": what follows tells how one goes.
_IN_ONE = Anchored(
    rf"\b(?:(?:in|during)\s+(?:his|her|the|these|those|each|every|some|most|such)\s+(?:\w+\s+)?{_WORD}\b|"
    rf"{_WORD}\s+(?:in which|where|consist\w*|"
    r"(?:are|were|is|was)\s+(?:a|an|made|short|brief|sudden|only|just)|"
    r"with\s+(?:sudden|rhythmic\w*|jerk\w*|stiff\w*|loss of tone|staring)))",
    "in during >4 fit fits seizure seizures convulsion convulsions; "
    "fit fits seizure seizures convulsion convulsions",
)
_JERKS = re.compile(r"\b(?:jerk|twitch|beat|shak|convuls|jolt|pull)\w*", re.I)
_STIFF = re.compile(r"\b(?:stiff\w*|rigid)\b", re.I)
_LIMP = re.compile(
    r"\b(?:limp|floppy|loses?\s+(?:all\s+)?(?:muscle\s+)?tone|loss of tone|tone is lost|"
    r"collaps\w+|crumples?|slumps?|"
    r"drops?\s+(?:to the|like|in a|down|heavily)|falls?\s+(?:limply|in a heap|like a)|"
    r"(?:knees|legs)\s+(?:buckle|give way))\b",
    re.I,
)
_FLIES = re.compile(
    r"\b(?:arms?\s+(?:fl(?:y|ies)|fling|jump|shoot)|jolts?|(?:sudden|quick|single|short|brief|lightning)\s+jerks?)\b",
    re.I,
)
_RHYTHM = re.compile(r"\brhythm\w*|\bin time\b", re.I)
_STARES = re.compile(r"\b(?:star(?:es?|ed|ing)|blank|absences?)\b", re.I)
_LIDS = re.compile(r"\b(?:eye)?lids?\b", re.I)
_ALL = re.compile(
    r"\b(?:all (?:four |his |her |the )?limbs|arms and legs|whole body|all over|both sides|"
    r"entire body|limbs|everything)\b",
    re.I,
)
_HALF = re.compile(
    r"\b(?:one|left|right)\s+(?:half|side)\b(?!\s+of\s+(?:the|his|her)\s+face)|"
    r"\b(?:left|right)\s+arm(?:,|\s+and)\s+(?:the\s+)?(?:leg|face)",
    re.I,
)
_FACE = re.compile(
    r"\b(?:half|side)\s+of\s+(?:the|his|her)\s+face|\b(?:left|right)\s+(?:face|cheek)|"
    r"corner\s+of\s+(?:the|his|her)\s+mouth",
    re.I,
)
_LIMB = re.compile(r"\b(?:arms?|legs?|hands?|foot|feet|limbs?|body)\b", re.I)
_AWAY = re.compile(
    r"\b(?:smack\w*|pluck\w*|fumbl\w*|picks?\s+at|unaware|unresponsive|"
    r"(?:does|did) not (?:answer|respond|know|react)|"
    r"loses? awareness|not with it)\b",
    re.I,
)
#: How far behind its opening a description is looked at.
_LETTERS = 160


def _kinds(told: str) -> Iterator[str]:
    """The kinds that a description names; none for what it leaves open."""
    jerks, stiff, limp = (p.search(told) is not None for p in (_JERKS, _STIFF, _LIMP))
    stares, flies = _STARES.search(told) is not None, _FLIES.search(told) is not None
    if stares and _LIDS.search(told) and re.search(r"flutter|flicker|jerk|twitch", told, re.I):
        yield "HP:0011149"
    elif stares and jerks and _RHYTHM.search(told):
        yield "HP:0011150"
    elif limp and (flies or jerks) and not stiff:
        yield "HP:0011170"
    elif limp and not stiff:
        yield "HP:0010819"
    elif stiff and jerks and _ALL.search(told):
        yield "HP:0002069"
    elif stiff and not jerks and _ALL.search(told):
        yield "HP:0010818"
    elif jerks and not stiff and _FACE.search(told) and not _LIMB.search(told):
        yield "HP:0007332"
    elif jerks and not stiff and _HALF.search(told):
        yield "HP:0006813"
    elif jerks and not stiff and _RHYTHM.search(told):
        yield "HP:0011169" if _ALL.search(told) else "HP:0020221"
    elif flies and not stiff:
        yield "HP:0002123"
    if _AWAY.search(told) and not (stiff or jerks):
        yield "HP:0002384"


def read_seizures(
    model: Model, words: Words, findings: list[Said], above: Callable[[str], frozenset[str]]
) -> list[Said]:
    """Kinds of seizure beside a seizure that is there."""
    there = [s.span for s in findings if s.present and (s.id == _SEIZURE or _SEIZURE in above(s.id))]
    found: list[Said] = []
    for match in _IN_ONE.finditer(words) if there else ():
        first, last = sentence_of(words.text, match.start())
        if not any(first <= span[0] < last for span in there):
            continue
        end = min(last, match.end() + _LETTERS)
        told = words.text[match.start() : end]
        known = {s.id for s in (*findings, *found) if s.present}
        found += [
            Said("finding", kind, model.label(kind), (match.start(), end), told, True)
            for kind in _kinds(told)
            if kind not in known and model.feature(kind) is not None
        ]
    return found
