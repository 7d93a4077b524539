"""Where a complaint that was told before begins, goes and is: "it began in the legs and reached the arms".

The verb has a part of the body beside it and the complaint stands in the sentence before; "pain that shoots
into the leg", "the muscles are thin, and they flicker" and one side that weakens limb by limb are of the same
kind.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator

from whytwitch.intake.story_anchor import Anchored
from whytwitch.intake.story_said import Said
from whytwitch.intake.story_signs import NEGATED, Read
from whytwitch.intake.story_split import Words
from whytwitch.model.reading_grammar import BARE, PARTS, head_of, part_of, term_at

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
_HOW = (
    r"(?:(?:first|then|later|soon|also|far|low|slowly|gradually|quickly|on|over|further|from there|"
    r"upwards?|downwards?|up|down|out|mainly|mostly)\s+)*"
)
_GOES = Anchored(
    rf"\b(?:(?:began|begun|begins?|start(?:s|ed)?|set in|appear(?:s|ed)?|spread(?:s|ing)?|crept|"
    rf"creeps?|climb(?:s|ed)?|"
    rf"rose|moved|moves|travel(?:s|led|ed)?|advanced|extended|went|goes|came|passed)\s+{_HOW}"
    r"(?:(?:in|at|with|on|to|into|through|down|up)\s+)+|(?:reach(?:es|ed)?|involve[sd]?|affect(?:s|"
    r"ed)?)\s+(?:also\s+)?)"
    rf"{_LIST}",
    "began begun begin begins start starts started set appear* spread* crept creep* climb* rose moved moves "
    "travel* advanced extended went goes came passed reach* involve* affect*",
)
_COMPLAINTS = {
    "weak": r"weakness|paralysis",
    "numb": r"numbness|loss of feeling",
    "tingle": r"tingling|prickling|pins and needles",
    "twitch": r"twitch(?:es|ing)?|flickering",
    "shake": r"shaking|trembling|tremor",
    "pain": r"pains?|ache",
    "stiff": r"stiffness",
    "waste": r"wasting|thinning",
}
_NAMED = "|".join(f"(?P<{head}>{names})" for head, names in _COMPLAINTS.items())
_WHILE = (
    r"(?:(?:has|have|had|also|then|later|soon|first|slowly|gradually|since|now|all|quickly|at first|"
    r"in turn|which|that)\s+)*$"
)
_SUBJECT = re.compile(
    rf"\b(?:(?P<again>it|this|these|they|which)|(?:the|his|her|my|this|that)\s+(?:{_NAMED}))\s+{_WHILE}", re.I
)
#: A second verb of the same subject: "it began in the foot and crept up the leg".
_AND = re.compile(rf"\b(?:and|then|,)\s*{_WHILE}", re.I)
_BARE_OF = {head: item for item, head in BARE.items()}
_HEADS = frozenset(_COMPLAINTS)
_BACK, _FAR = 70, 300

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


def read_where(words: Words, findings: list[Said], above: Callable[[str], frozenset[str]]) -> Iterator[Read]:
    """What sentences say of where a complaint begins, goes and is, with its span."""
    there = sorted((s for s in findings if s.present and s.id.startswith("HP:")), key=lambda said: said.span)
    yield from _gone(words, there, above)
    yield from _running(words)
    yield from _flickering(words)
    yield from _one_side(words.text, there)


def _start(text: str, at: int) -> int:
    low = max(0, at - _FAR)
    return max(low, *(text.rfind(mark, low, max(low, at)) + 1 for mark in (". ", "; ", "! ", "? ", "\n")))


def _places(match: re.Match[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    for word in _ONE_PART.finditer(match.string, *match.span("parts")):
        yield _PART_OF[word.group().lower()], word.span()


def _gone(words: Words, there: list[Said], above: Callable[[str], frozenset[str]]) -> Iterator[Read]:
    text, last = words.text, (-1, "")  # the sentence and the complaint of the verb before
    frames = list(_GOES.finditer(words))
    there = _outside(there, [match.span() for match in frames])
    starts = [said.span[0] for said in there]
    for match in frames:
        first = _start(text, match.start())
        subject = _SUBJECT.search(text, max(first, match.start() - _BACK), match.start())
        if subject is None:
            follows = last[0] == first and _AND.search(text, max(first, match.start() - _BACK), match.start())
            head = last[1] if follows else None
        elif subject["again"]:
            head = _told(text, there, starts, match.start(), above)
        else:
            head = subject.lastgroup
        if head is None:
            continue
        last = first, head
        for part, span in _places(match):
            item = term_at(_BARE_OF[head], part)
            if item is not None:
                yield item, True, (match.start(), span[1])


def _outside(there: list[Said], frames: list[tuple[int, int]]) -> list[Said]:
    """Complaints that begin in no frame; frames stand apart and in order, as the complaints do."""
    if not frames:
        return []
    ends = [end for _, end in frames]
    outside = []
    for said in there:
        k = bisect_right(ends, said.span[0])
        if k == len(frames) or said.span[0] < frames[k][0]:
            outside.append(said)
    return outside


def _told(
    text: str, there: list[Said], starts: list[int], at: int, above: Callable[[str], frozenset[str]]
) -> str | None:
    """The complaint told last, in this sentence or the one before, when it is one that has a place."""
    low = _start(text, max(0, _start(text, at) - 2))
    k = bisect_left(starts, at)
    if k == 0 or starts[k - 1] < low:
        return None
    item = there[k - 1].id
    head = head_of(item) or next((BARE[b] for b in BARE if b in above(item)), None)
    return head if head in _HEADS else None


def _running(words: Words) -> Iterator[Read]:
    for match in _RUNS.finditer(words):
        if not NEGATED.search(words.text, max(0, match.start() - 16), match.start()):
            for part, span in _places(match):
                item = term_at("HP:0012531", part)
                if item is not None:
                    yield item, True, (match.start(), span[1])


def _flickering(words: Words) -> Iterator[Read]:
    for match in _FLICKER.finditer(words):
        before = _MOVING.findall(words.text, _start(words.text, match.start()), match.start())
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
        shown = text[max(_start(text, said.span[0]), said.span[0] - 12) : said.span[1]]
        found = {side.lower() for side in _SIDE.findall(shown)}
        if len(found) != 1 or _BOTH.search(shown):
            return
        sides.setdefault(f"{limb} {found.pop()}", said)
    if len(sides) == 2 and len({key.split()[1] for key in sides}) == 1:
        yield _ONE_SIDED, True, max(said.span for said in sides.values())
