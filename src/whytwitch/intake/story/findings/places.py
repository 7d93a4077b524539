"""What a movement's own clause says of where it is: in the calves, in both hands, in the limbs of one side.

A movement is read by its kind; the part of the body that it is in stands in the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from whytwitch.intake.story.findings.signs import NEGATED, Read
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.bounds import sentence_of

__all__ = ["read_places"]

Above = Callable[[str], frozenset[str]]

_TREMOR = "HP:0001337"
#: Movements that lie in a part: abnormal ones, cramps and spasms.
_MOVES = frozenset(("HP:0004305", "HP:0001337", "HP:0001336", "HP:0003394", "HP:0002380"))
#: Fits of the whole body, lids and faces have no limb; a flicker or a cramp takes none whole.
_NOT_OF_LIMBS = frozenset(("HP:0001250", "HP:0000643", "HP:0010828", "HP:0002267"))
_SMALL = frozenset(("HP:0002380", "HP:0003394", "HP:0002356"))
#: What takes a whole limb on one side: large movements and loss of power, not a flicker or a cramp.
_OF_ONE_LIMB = frozenset(
    "HP:0002072 HP:0001332 HP:0001336 HP:0100248 HP:0002305 HP:0020221 HP:0001337 HP:0001324 HP:0003202 "
    "HP:0004305 HP:0001276 HP:0003552 HP:0002487 WT:hemichorea".split()
)
_CLAUSE_ENDS = re.compile(r"[.;:!?\n]|,? (?:but|while|whereas|although|though|because|since|so that)\b", re.I)
_BEFORE, _BEHIND = 60, 60

_CALVES = re.compile(r"\b(?:calf|calves)\b", re.I)
_TRUNK = re.compile(
    r"\b(?:(?:belly|stomach|tummy|abdominal|chest|back|trunk|flank|rib|torso)\b(?! (?:of|and forth|again|to|"
    r"from|in|on|home|after|cramps?|aches?|pains?|upset|bug)\b)|abdomen\b|ribs\b)",
    re.I,
)
_FINGER = re.compile(r"\b(?:thumbs?|(?:index |ring |middle |little )?fingers?|pinky|pinkie)\b", re.I)
#: "My hands shake" is how anybody tells it; that both do is said.
_HANDS = re.compile(
    r"\bboth (?:of )?(?:(?:his|her|my|the) )?(?:outstretched )?(?:hands|arms|upper limbs)\b|"
    r"\bbilateral (?:upper limb|hand|arm)\b|\b(?:hands|arms) (?:on|of) both sides\b",
    re.I,
)
_LIMB = r"(?:arm|leg|limbs?|thigh|forearm|half|side|upper (?:and lower )?limbs?)"
_ONE_LIMB = re.compile(
    rf"\b(?P<side>left|right|one)[- ](?:sided |(?:upper|lower|whole|entire) )?{_LIMB}\b|"
    rf"\b{_LIMB} (?:on|of) (?:the|one|his|her|my) (?:(?P<behind>left|right) )?side\b|"
    r"\b(?P<short>[LR])(?:UL|LL|UE|LE|\.? (?:arm|leg|hand|foot|upper|lower))\b",
    re.I,
)
#: Words with which it is not on one side alone.
_NOT_ONE = re.compile(
    r"\b(?:both|bilateral\w*|all (?:four|limbs|over)|arms|legs|hands|feet|thighs|calves|generali[sz]ed|"
    r"everywhere|"
    r"whole body|either|the other|others|symmetric\w*|more (?:on|in) the|worse (?:on|in) the|"
    r"than the (?:left|right)|handed|spread)\b|\b[LR]\s?[>=<]\s?[LR]\b",
    re.I,
)
#: One side against the other; arms against legs are no sides.
_WORSE_ON_ONE = re.compile(
    r"\b(?:left|right|one)(?: (?:side|arm|leg|hand|foot|thigh|one))?,? (?:(?:is|was|are|were|being) )?"
    r"(?:(?:much|far|clearly|markedly|a lot|more|even) )*(?:weaker|worse|thinner|affected) than "
    r"(?:(?:the|on|his|her|my) )*(?:left|right|other)\b|"
    r"\b(?:weaker|worse|more) (?:so )?on (?:the|his|her|my) (?:left|right)(?: side)? than\b|"
    r"\bthe (?:left|right)(?: side| one)? (?:much |far )?more than the (?:right|left)\b",
    re.I,
)
#: Arm and leg of one side, which weaken as one.
_ARM_AND_LEG = re.compile(
    r"\b(?:(?:left|right|one) (?:arm|hand|upper limb) and (?:the |his |her |my )?(?:(?:left|right) )?"
    r"(?:leg|foot|lower limb)|(?:arm|hand) and (?:leg|foot) (?:on|of) (?:the|one|his|her|my) (?:\w+ )?side|"
    r"(?:left|right|one) (?:side|half)(?: of (?:the|his|her|my) body)?)\b(?! of (?:the|his|her|my) (?:face|"
    r"head|mouth|"
    r"neck|tongue|chest|belly))|\b[LR] arm (?:and|\+|&) leg\b",
    re.I,
)
_WEAK, _HEMIPARESIS = "HP:0001324", "HP:0001269"
_SIDE = re.compile(r"\b(?:left|right)\b", re.I)
_FACE_SIDE = re.compile(r"\bside of (?:the|his|her|my) (?:face|head|mouth|neck|tongue)\b", re.I)


class _Told(NamedTuple):
    """A finding with its classes, and the clause that it stands in from its first letter on."""

    said: Said
    kinds: frozenset[str]
    first: int
    clause: str

    def with_words(self, match: re.Match[str]) -> tuple[int, int]:
        """Letters of the finding together with words of its clause."""
        first, last = self.said.span
        return min(first, self.first + match.start()), max(last, self.first + match.end())


def read_places(text: str, findings: list[Said], above: Above) -> Iterator[Read]:
    """Where movements are, with the letters that say so.

    Parameters
    ----------
    above : callable
        An item's classes and itself.
    """
    told = [
        _Told(said, above(said.id), *_clause(text, said.span))
        for said in findings
        if said.present and said.id.startswith("HP:")
    ]
    there = {said.id for said in findings}
    for one in told:
        if one.kinds.isdisjoint(_MOVES) or not one.kinds.isdisjoint(_NOT_OF_LIMBS):
            continue
        if NEGATED.search(one.clause):
            continue
        for pattern, item in _at(one.kinds):
            match = pattern.search(one.clause)
            if match is not None and item not in there:
                there.add(item)
                yield item, True, one.with_words(match)
    yield from _halves(told)
    if "WT:asymmetric_weakness" not in there:
        yield from _worse_on_one(text, told)
    if "WT:unilateral_limbs" not in there:
        yield from _on_one_side(told)


def _at(kinds: frozenset[str]) -> Iterator[tuple[re.Pattern[str], str]]:
    if _TREMOR in kinds:
        yield _HANDS, "WT:tremor_both_arms"
        return
    if "HP:0003394" in kinds:
        yield _CALVES, "WT:cramp_calves"
    elif "HP:0002380" in kinds:
        yield _CALVES, "WT:twitch_calves"
        yield _FINGER, "WT:twitch_thumb_or_finger"
    yield _TRUNK, "WT:twitch_trunk"


def _clause(text: str, span: tuple[int, int]) -> tuple[int, str]:
    """From the last stop before a finding to the next behind it, no farther than the eye sees."""
    first, last = sentence_of(text, span[0])
    first, last = max(first, span[0] - _BEFORE), max(span[1], min(last, span[1] + _BEHIND))
    for match in _CLAUSE_ENDS.finditer(text, first, span[0]):
        first = match.end()
    end = _CLAUSE_ENDS.search(text, span[1], last)
    return first, text[first : end.start() if end is not None else last]


def _sides(clause: str) -> set[str]:
    return {side.lower() for side in _SIDE.findall(clause)}


def _worse_on_one(text: str, told: list[_Told]) -> Iterator[Read]:
    """ "Both legs are weak, the left much more than the right"."""
    for one in told:
        if _WEAK in one.kinds:
            first, last = sentence_of(text, one.said.span[0])
            match = _WORSE_ON_ONE.search(text, first, last)
            if match is not None and not NEGATED.search(text, max(first, match.start() - 12), match.start()):
                yield "WT:asymmetric_weakness", True, match.span()
                return


def _halves(told: list[_Told]) -> Iterator[Read]:
    """ "The left arm and leg stayed weak": one half is, whatever its parts are called."""
    if any(_HEMIPARESIS in one.kinds for one in told):
        return
    for one in told:
        if _WEAK not in one.kinds or NEGATED.search(one.clause):
            continue
        if _ARM_AND_LEG.search(one.clause) and len(_sides(one.clause)) < 2:
            yield _HEMIPARESIS, True, one.said.span
            return


def _on_one_side(told: list[_Told]) -> Iterator[Read]:
    """One arm or leg that moves or weakens, or those of one side, and no word of others."""
    sides: set[str] = set()
    found: tuple[int, int] | None = None
    for one in told:
        if one.kinds.isdisjoint(_OF_ONE_LIMB) or not one.kinds.isdisjoint(_NOT_OF_LIMBS | _SMALL):
            continue
        clause = one.clause
        if _NOT_ONE.search(clause) or _FACE_SIDE.search(clause) or len(_sides(clause)) > 1:
            return
        match = _ONE_LIMB.search(clause)
        if match is not None and not NEGATED.search(clause):
            side = (match["side"] or match["behind"] or match["short"] or "one").lower()
            sides.add({"l": "left", "r": "right"}.get(side, side))
            found = found or one.with_words(match)
    if found is not None and len(sides - {"one"}) <= 1:
        yield "WT:unilateral_limbs", True, found
