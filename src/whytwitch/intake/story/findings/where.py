"""Where a complaint goes and is: "pain that shoots into the leg", "the muscles are thin, and they flicker".

One side that weakens limb by limb is of the same kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from whytwitch.intake.story.findings.signs import NEGATED, Read
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.bounds import start_of
from whytwitch.intake.story.text.split import Words
from whytwitch.model.reading_grammar import PARTS, head_of, part_of, term_at

__all__ = ["read_where"]

#: Words for a part of the body, singular or plural -> the part.
_PART_OF = {
    form: part
    for part, names in PARTS.items()
    if part not in ("muscle", "joint", "body", "voice", "head")
    for name in names.split("|")
    for form in (name, "feet" if name == "foot" else "calves" if name == "calf" else f"{name}s")
}
_PART = "|".join(sorted(map(re.escape, _PART_OF), key=len, reverse=True))
_DET = (
    r"(?:(?:the|his|her|my|their|a|an|one|both|all|left|right|whole|entire|lower|upper|same|other|tips? of|"
    r"muscles of|back of|front of|outside of|inside of|rest of)\s+)*"
)
#: A part that opens a statement of its own is none of the list: "in the legs, and the arms are strong".
_ONE = rf"{_DET}(?:{_PART})\b(?!\s+(?:is|are|was|were|has|have|had|does|do|did|stay|remain)\b)"
_LIST = (
    rf"(?P<parts>{_ONE}(?:(?:\s*,\s*(?:and\s+|then\s+)*|\s+(?:and|then|or)\s+(?:then\s+|later\s+|"
    rf"even\s+)*){_ONE}){{0,5}})"
)
_ONE_PART = re.compile(rf"\b(?:{_PART})\b", re.I)
_RUNS = Anchored(
    r"\b(?:pains?|aches?|aching)\b(?:(?!\b(?:and|but|he|she|they|i|so|no|not|without|"
    r"when)\b)[^.;:,]){0,40}?\b"
    r"(?:shoot(?:s|ing)?|shot|run(?:s|ning)?|ran|goes|going|went|radiat(?:es|ed|ing)|spread(?:s|"
    r"ing)?|travel(?:s|led|ling)?|"
    rf"pull(?:s|ed|ing)?|moves|moved)\s+(?:\w+ly\s+)?(?:(?:on|down|up|into|to|through|along|out|over|"
    rf"towards?)\s+)+{_LIST}",
    "pain* ach*",
)
#: "The muscles have grown thin, and they flicker": the verb alone says nothing, its subject stands before.
_FLICKER = Anchored(
    r"\b(?:they|it|which)\s+(?:(?:often|now and then|also|constantly|always|sometimes|all|still|visibly)\s+)*"
    r"(?:flickers?|quivers?|jumps?|flickered|quivered)\b(?!\s+(?:over|at|with|when|off|out|to|on)\b)",
    "they it which >200 flicker* quiver* jump*",
)
_MUSCLE = re.compile("muscle", re.I)
_MOVING = re.compile(rf"\b(?:muscles?|{_PART})\b", re.I)
_TWITCH = "HP:0002380"

_ONE_SIDED = "HP:0001269"
_ARM, _LEG = frozenset(("arm", "hand", "shoulder")), frozenset(("leg", "thigh", "calf", "foot"))
#: Muscles that waste and twitch are weak by their nerves, limb by limb, and not one side.
_OF_THE_NERVE = frozenset(("waste", "twitch"))
_SIDE = re.compile(r"\b(left|right)\b", re.I)
_BOTH = re.compile(r"\b(?:both|arms|legs|hands|feet|limbs|all four|other)\b", re.I)


def read_where(words: Words, findings: list[Said]) -> Iterator[Read]:
    """What sentences say of where a complaint goes and is, with its span."""
    there = sorted((s for s in findings if s.present and s.id.startswith("HP:")), key=lambda said: said.span)
    yield from _running(words)
    yield from _flickering(words)
    yield from _one_side(words.text, there)


def _places(match: re.Match[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    for word in _ONE_PART.finditer(match.string, *match.span("parts")):
        yield _PART_OF[word.group().lower()], word.span()


def _running(words: Words) -> Iterator[Read]:
    for match in _RUNS.finditer(words):
        if not NEGATED.search(words.text, max(0, match.start() - 16), match.start()):
            for part, span in _places(match):
                item = term_at("HP:0012531", part)
                if item is not None:
                    yield item, True, (match.start(), span[1])


def _flickering(words: Words) -> Iterator[Read]:
    for match in _FLICKER.finditer(words):
        before = _MOVING.findall(words.text, start_of(words.text, match.start()), match.start())
        if before:
            part = _PART_OF.get(before[-1].lower()) if not any(map(_MUSCLE.match, before)) else None
            item = term_at(_TWITCH, part) if part is not None else _TWITCH
            if item is not None:
                yield item, True, match.span()


def _one_side(text: str, there: list[Said]) -> Iterator[Read]:
    """ "The right arm was weak. Since then the right leg has grown weak as well"."""
    sides: dict[str, Said] = {}
    if any(head_of(said.id) in _OF_THE_NERVE for said in there):
        return
    for said in there:
        part = part_of(said.id) if head_of(said.id) == "weak" else None
        limb = "arm" if part in _ARM else "leg" if part in _LEG else None
        if limb is None:
            continue
        shown = text[max(start_of(text, said.span[0]), said.span[0] - 12) : said.span[1]]
        found = {side.lower() for side in _SIDE.findall(shown)}
        if len(found) != 1 or _BOTH.search(shown):
            return
        sides.setdefault(f"{limb} {found.pop()}", said)
    if len(sides) == 2 and len({key.split()[1] for key in sides}) == 1:
        yield _ONE_SIDED, True, max(said.span for said in sides.values())
