"""Pain that shoots through the face: what it is called, and what sets it off.

People call a stab of pain a spasm. So the words of such a pain tell of no movement, and what a touch, a
breeze or a bite does belongs to a pain only where one is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from whytwitch.intake.story.findings.lay import is_of_another
from whytwitch.intake.story.findings.lost import is_denied
from whytwitch.intake.story.findings.side import side_of
from whytwitch.intake.story.findings.signs import NEGATED
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.bounds import sentence_of
from whytwitch.intake.story.text.split import Words
from whytwitch.model.store import Model

__all__ = ["with_face_pain"]

_PAIN, _FACE_PAIN, _ON_TOUCH = "HP:0012531", "WT:face_pain_electric", "WT:face_pain_on_touch"
_SHARP = (
    r"(?:shooting|stabbing|jabbing|lancinating|lightning|electric(?:al)?(?:[- ]shocks?)?|shock[- ]?like|"
    r"electric[- ]like|piercing|knife[- ]?like|searing|zapping)"
)
_SHARP_WORDS = (
    "shooting stabbing jabbing lancinating lightning electric* shock* piercing knife* searing zapping"
)
_PANG = r"(?:pains?|shocks?|spasms?|jabs?|stabs?|bolts?|jolts?|zaps?)"
_FACE = r"(?:face|cheeks?|cheekbone|jaws?|gums?|chin|teeth|tooth|nostril|lips?)"
_SIDE = (
    r"(?:(?:my|his|her|their|the|one|a|left|right|upper|lower|back|whole|other|same|side|half|part|of|"
    r"that)\s+)"
)
#: "Shooting pain in my right cheek", "electric shocks that run from the ear to the jaw".
_SHOT = Anchored(
    rf"\b(?:sudden\s+|sharp,?\s+)?(?:{_SHARP}(?:,\s*|\s+)(?:and\s+)?){{1,3}}{_PANG}\s+(?:[a-z]+\s+){{0,6}}?"
    rf"(?:in|into|through|across|over|down|up|along|to|round|around)\s+{_SIDE}{{0,6}}{_FACE}\b|"
    rf"\b(?:{_SHARP}(?:,\s*|\s+)(?:and\s+)?){{1,3}}(?:facial|face|cheek|jaw)\s+(?:{_PANG}|neuralgia)\b",
    f"sudden sharp {_SHARP_WORDS}",
)
#: "A spasm of pain", "spasms of shooting facial pain".
_PANGS = Anchored(
    r"\b(?:(?:facial|face)\s+)?spasms?\s+of\s+(?:(?!(?:no|my|his|her|the)\b)[a-z-]+,?\s+){0,4}?"
    r"(?:pains?|agony|neuralgia|toothache)\b",
    "facial face spasm spasms",
)
_OF_FACE = re.compile(rf"\b(?:facial|{_FACE}|trigeminal)\b", re.I)
#: What is called a spasm, or takes the pain for a movement.
_CALLED = frozenset(
    "HP:0003394 HP:0010828 HP:0011468 HP:0004305 HP:0100033 HP:0011964 WT:twitch_jerk".split()
)
_TRIGGERS = Anchored(
    r"\b(?:touch(?:es|ing|ed)?|brush(?:es|ing|ed)?|clean(?:s|ing)?\s+(?:my|his|her)\s+teeth|chew(?:s|ing)?|"
    r"shav(?:es?|ing)|wash(?:es|ing)?\s+(?:my|his|her|the)\s+face|breeze|wind|draughts?|drafts?|cold\s+air|"
    r"talk(?:s|ing)?|speak(?:s|ing)?|smil(?:es?|ing)|eat(?:s|ing)?|drink(?:s|ing)?\s+(?:\w+\s+){0,2}cold|"
    r"(?:eat|bite|yawn)(?:s|ing)?)\b",
    "touch* brush* clean* chew* shav* wash* breeze wind draught draughts draft drafts cold talk* speak* "
    "smil* eat* drink* bite* biting yawn*",
)
_BY_IT = re.compile(
    r"\b(?:sets?|setting|brings?|brought|bringing|trigger\w*|start\w*|caus\w*|provok\w*|makes?|worse\w*|when|"
    r"whenever|if|every\s+time|each\s+time|as\s+soon\s+as)\b",
    re.I,
)
#: Letters between a pain of the face and what sets it off.
_NEAR = 400


def with_face_pain(
    model: Model,
    words: Words,
    findings: list[Said],
    above: Callable[[str], frozenset[str]],
    patients: frozenset[str],
) -> list[Said]:
    """The findings with the pain of a face as such, and without movements that its words do not tell of.

    Parameters
    ----------
    above : callable
        A term with all that it is a kind of.
    patients : frozenset of str
        Words for the relative that the text tells of.
    """
    text = words.text
    found: list[Said] = []
    pangs: list[tuple[int, int]] = []
    for match in _SHOT.finditer(words):
        if not is_denied(text, match) and not is_of_another(text, match.start(), patients):
            pangs.append(match.span())
            found.append(_said(model, words, _FACE_PAIN, match.span()))
    for match in _PANGS.finditer(words):
        pangs.append(match.span())
        first, last = sentence_of(text, match.start())
        if is_denied(text, match) or is_of_another(text, match.start(), patients):
            continue
        if _OF_FACE.search(text, first, last):
            found.append(_said(model, words, _FACE_PAIN, match.span()))
    kept = [s for s in findings if not (s.id in _CALLED and _within(pangs, s.span))] if pangs else findings
    told = [*kept, *found]
    faces = sorted(s.span[0] for s in told if s.present and "HP:0100661" in above(s.id) and s.id != _ON_TOUCH)
    if faces:
        found += _set_off(model, words, faces)
    elif not any(s.present and s.id != _ON_TOUCH and _PAIN in above(s.id) for s in told):
        # "My hand shakes when I brush my teeth": no pain, so nothing that sets it off.
        kept = [s for s in kept if s.id != _ON_TOUCH]
    return [*kept, *found]


def _set_off(model: Model, words: Words, faces: list[int]) -> list[Said]:
    text = words.text
    for match in _TRIGGERS.finditer(words):
        at = match.start()
        if min(abs(face - at) for face in faces) > _NEAR:
            continue
        first, last = sentence_of(text, at)
        if _BY_IT.search(text, first, last) and NEGATED.search(text, max(first, at - 30), at) is None:
            return [_said(model, words, _ON_TOUCH, match.span())]
    return []


def _said(model: Model, words: Words, item: str, span: tuple[int, int]) -> Said:
    side = side_of(words, span)
    detail = {"side": side} if side is not None else {}
    return Said("finding", item, model.label(item), span, words.text[span[0] : span[1]], True, detail=detail)


def _within(spans: list[tuple[int, int]], span: tuple[int, int]) -> bool:
    return any(first < span[1] and span[0] < last for first, last in spans)
