"""Stiffness that an examination finds is raised tone; stiffness that a person complains of is not.

Beside brisk reflexes, clonus or toes that go up it is spasticity, beside slowness and a tremor at rest
rigidity, and by itself no more than hypertonia, of which both are kinds.
"""

from __future__ import annotations

import re
from dataclasses import replace

from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import Words
from whytwitch.model.store import Model

__all__ = ["cogwheel_frames", "settle_tone"]

_STIFF = re.compile(r"\b(?:stiff|tight)", re.I)
#: Resistance that an examiner feels is spasticity beside the signs of it, and else what it was read as.
_RESISTS = re.compile(r"\bresist", re.I)
#: Words by which the tone is named as such, and stiffness that is none of the limbs.
_NAMED = re.compile(
    r"\b(?:rigid|spastic|tone|hyperton|cog|jerky|ratchet|catch|jumpy|reflex|neck|back|spine|jaw|joint|"
    r"belly|abd|trunk|"
    r"chest|face|body|baby|infant|board|handled|man|person)",
    re.I,
)
_EXAMINED = re.compile(
    r"\b(?:on examination|examination (?:shows?|showed|finds?|found|reveals?|revealed)|examined|"
    r"reflex(?:es)?|clonus|"
    r"when (?:it is |they are )?(?:bent|moved)|to (?:bend|move)|on (?:bending|moving)|passively|"
    r"plantars?|toes? (?:go|goes|turn|turns|point|points)|tendon jerks|knee jerks|muscle tone)\b",
    re.I,
)
#: Where the report of an examination begins.
_BEGINS = re.compile(r"\b(?:on|at|in) (?:the |his |her |neurological |physical )*examination\b", re.I)
_WALKS = Anchored(
    r"\b(?:walks?|walked|walking)\s+(?:very\s+|rather\s+|slowly and\s+)?(?:stiffly|"
    r"with (?:a )?stiff (?:legs?|gait))\b|"
    r"\bgait is stiff\b|\bstiff gait\b",
    "walk walks walked walking >5 stiff*; gait >2 stiff; stiff >1 gait",
)
_COGS = Anchored(
    r"\b(?:(?:arms?|wrists?|elbows?|limbs?|neck)\s+(?:has|have|had|shows?|showed|with)\s+(?:a\s+)?)?"
    r"(?:jerky|ratchet(?:-like|y)?|stepwise)\s+(?:stiffness|resistance|give|catch|feel|"
    r"yielding)\b(?:\s+(?:of|at|in)\s+the\s+\w+)?"
    r"(?:\s+when\s+(?:it is\s+|they are\s+)?(?:moved|bent))?",
    "arm arms wrist wrists elbow elbows limb limbs neck >3 jerky ratchet* stepwise;"
    "jerky ratchet* stepwise >2 stiffness resistance give catch feel yielding",
)
#: "Increased tone in both arms with a spastic catch": where the spasticity is.
_LIMBS = (
    r"(?P<arms>arms?|(?:UL|UE)s?|upper (?:limbs?|extremit\w+))|(?P<legs>legs?|(?:LL|LE)s?|"
    r"lower (?:limbs?|extremit\w+))"
)
_TONE_AT = Anchored(
    rf"\b(?:(?:increased|raised|high|spastic)\s+(?:muscle\s+)?tone|tone\s+(?:(?:was|is)\s+)?(?:increased|"
    rf"raised|high|"
    rf"up)|tone)\s+(?:(?:in|of|the|both|all|his|her|left|right|bilat\w*)\s+){{0,3}}(?:{_LIMBS})\b"
    r"(?!\s+(?:and|&)\s+(?:arms?|legs?|lower|upper|[UL][LE]))",
    "increased raised high spastic >2 tone; tone",
)
_CATCHES = re.compile(r"\b(?:spastic|catch(?:es)?|clasp)\b", re.I)
_SOFT = re.compile(r"\b(?:not?|normal|low|reduced|decreased|without|flaccid|rigid\w*|cog\w*)\b", re.I)
_LEGS = re.compile(r"\b(?:legs?|lower|thighs?|calves|calf|walk|knees?)\b", re.I)
_SLOW = re.compile(r"\bslow(?:ness|ly|ed)?\b", re.I)
_FAR = 400
_COMPLAINTS = frozenset("HP:0008969 HP:0003552 HP:0002061 HP:0001257 HP:0002063 HP:0001276".split())
_PYRAMIDAL = frozenset("HP:0001347 HP:0003487 HP:0002169 HP:0011448 HP:0033683 HP:0002395".split())
_SPASTIC, _SPASTIC_LEGS, _SPASTIC_GAIT, _SPASTIC_ARMS = (
    "HP:0001257", "HP:0002061", "HP:0002064", "HP:0006986",
)  # fmt: skip
_RIGID, _COGWHEEL, _RAISED, _STIFF_LEGS, _STIFF_MUSCLES = (
    "HP:0002063", "HP:0002396", "HP:0001276", "HP:0008969", "HP:0003552",
)  # fmt: skip


def cogwheel_frames(words: Words) -> list[tuple[int, int]]:
    """Where the stiffness of a moved limb is called jerky."""
    if _COGS not in words.found:
        words.found[_COGS] = [m.span() for m in _COGS.finditer(words)]
    found: list[tuple[int, int]] = words.found[_COGS]
    return found


def settle_tone(model: Model, words: Words, findings: list[Said]) -> list[Said]:
    """Findings with stiffness as what it is in this text."""
    text = words.text
    present = {s.id for s in findings if s.present}
    pyramidal = not _PYRAMIDAL.isdisjoint(present)
    spastic = pyramidal or any(s.present and s.id == _SPASTIC and not _is_stiff(s) for s in findings)
    # At rest it trembles, and something is slow.
    parkinsonian = "HP:0002322" in present and ("HP:0002067" in present or _SLOW.search(text) is not None)
    found = []
    for said in findings:
        if said.id in _COMPLAINTS and _is_stiff(said):
            item = _kind(text, said, pyramidal, parkinsonian)
            said = replace(said, id=item, label=model.label(item))
        elif pyramidal and said.id == _RIGID and said.present and _RESISTS.search(said.words):
            item = _SPASTIC_LEGS if _LEGS.search(said.words) else _SPASTIC
            said = replace(said, id=item, label=model.label(item))
        found.append(said)
    found += [_sign(model, text, _COGWHEEL, span) for span in cogwheel_frames(words)]
    for match in _TONE_AT.finditer(words):
        sentence = text[slice(*_sentence(text, *match.span()))]
        if _CATCHES.search(sentence) and not _SOFT.search(sentence):
            found.append(_sign(model, text, _SPASTIC_ARMS if match["arms"] else _SPASTIC_LEGS, match.span()))
    if spastic or _SPASTIC_LEGS in present:
        found += [_sign(model, text, _SPASTIC_GAIT, match.span()) for match in _WALKS.finditer(words)]
    return found


def _sign(model: Model, text: str, item: str, span: tuple[int, int]) -> Said:
    return Said("finding", item, model.label(item), span, text[span[0] : span[1]], True)


def _is_stiff(said: Said) -> bool:
    return bool(_STIFF.search(said.words)) and not _NAMED.search(said.words)


def _kind(text: str, said: Said, pyramidal: bool, parkinsonian: bool) -> str:
    first, last = _sentence(text, *said.span)
    sentence = text[first:last]
    legs = bool(_LEGS.search(said.words)) or said.id in (_STIFF_LEGS, _SPASTIC_LEGS)
    examined = bool(_EXAMINED.search(sentence))
    if not examined and _BEGINS.search(text, last):
        legs_only = _STIFF_LEGS if legs else _STIFF_MUSCLES  # told before the examination: a complaint
        return said.id if said.id == _RIGID else legs_only
    if pyramidal and (legs or examined):
        return _SPASTIC_LEGS if legs else _SPASTIC
    if parkinsonian:
        return _RIGID
    if examined and re.search(r"examin", sentence, re.I):
        return _RAISED
    return _STIFF_LEGS if legs else said.id if said.id == _RIGID else _STIFF_MUSCLES


def _sentence(text: str, first: int, last: int) -> tuple[int, int]:
    low = max(0, first - _FAR)
    start = max(low, *(text.rfind(mark, low, first) + 1 for mark in (". ", "! ", "? ", "\n")))
    ends = [at for mark in (". ", "! ", "? ", "\n") if (at := text.find(mark, last, last + _FAR)) >= 0]
    return start, min(ends, default=min(len(text), last + _FAR))
