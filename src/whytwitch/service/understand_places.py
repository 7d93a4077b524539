"""Where a person says each finding is: side and part in their own words, to be shown and corrected.

No probability rests on it: what bears on the ranking is in the code of the finding. A doctor who reads
"limb fasciculations" still needs to know that it is the right hand.
"""

from __future__ import annotations

import re

from whytwitch.intake.story.said import Said
from whytwitch.intake.story.story import Story
from whytwitch.model.reading_grammar import PARTS

__all__ = ["SIDES", "on_side", "places_of"]

#: What a person can choose for a side.
SIDES = ("left", "right", "both")

_LEFT_OUT = frozenset("muscle joint voice body limb back".split())
_MORE = "nose|temple|armpit|groin|arch|instep|feet|calves|biceps|triceps|thenar|hypothenar"
_WORDS = "|".join(
    sorted(
        {w for part, words in PARTS.items() if part not in _LEFT_OUT for w in words.split("|")}
        | set(_MORE.split("|")),
        key=lambda w: (-len(w), w),
    )
)
_PART = rf"(?:(?:upper|lower|inner|outer|big|little|middle|ring)\s+)*(?:{_WORDS})s?"
_SIDE = r"(?:left|right|both|bilateral|(?-i:[LR]t?|B/L))"
_SHORT = {"l": "left", "lt": "left", "r": "right", "rt": "right", "b/l": "both", "bilateral": "both"}
#: A side with a part; a part whose side comes after it; the back only where a word says that it is one.
_PLACE = re.compile(
    rf"\b(?:(?:{_SIDE}(?:\s+(?:and|or)\s+{_SIDE})?[\s-]+)(?:of\s+)?(?:my\s+|the\s+)?{_PART}"
    rf"|{_SIDE}\s+sides?\s+of\s+(?:my|the|his|her)\s+{_PART}"
    rf"|{_PART}(?:\s+on\s+(?:my|the|his|her)\s+{_SIDE}(?:\s+side)?)?"
    r"|(?:my|his|her|lower|upper)\s+back(?!\s+of)|all\s+over)\b",
    re.I,
)
#: No part of the body in these: "on the other hand", "face to face", "head of".
_NOT_A_PLACE = re.compile(
    r"\b(?:(?:other|first|second)\s+hand|hand\s+over|at\s+hand|head\s+of|face\s+to)\b", re.I
)
_CLAUSE = re.compile(r"[.;:!?\n]+|,?\s+\bbut\b")
_BOUND = re.compile(r",|\band\b|\bor\b", re.I)
_JOINED = re.compile(r"[\s,]*(?:and|or|&)?\s*", re.I)
#: A word that parts two things said: as far away as so many letters.
_FAR = 20
_OWNER = re.compile(r"^(?:my|the|his|her)\s+", re.I)


def places_of(story: Story) -> dict[str, str]:
    """Place of each finding that has one, by id: "right hand", "left calf and both eyelids".

    Each place belongs to the finding that stands nearest in its clause. One that is told again is
    told of all its places.
    """
    text = story.text
    own = [s for s in story.findings if not s.id.startswith("WT:")]
    others = [s for s in story.history if s.kind == "finding"]
    found: dict[str, list[str]] = {}
    for start, end in _clauses(text):
        places = _places(text, start, end)
        here = [s for s in (*own, *others) if start <= s.span[0] < end]
        here = here or _told_again(text[start:end], own)
        if not places or not here:
            continue
        placed: dict[int, list[str]] = {}
        for span, words in places:
            for i in _nearest(text, here, span, words):
                placed.setdefault(i, []).append(words)
        _share(text, here, placed)
        for i, several in placed.items():
            if here[i] in own:
                found.setdefault(here[i].id, []).extend(several)
    return {item: _joined(list(dict.fromkeys(words))) for item, words in found.items()}


def on_side(place: str, side: str) -> str:
    """The place with another side, or with none.

    Examples
    --------
    >>> on_side("right hand", "left"), on_side("left calf and right thigh", "")
    ('left hand', 'calf and thigh')
    >>> on_side("hand", "both"), on_side("hand, both sides", "right")
    ('hand, both sides', 'right hand')
    >>> on_side("toes on the right side", "left"), on_side("left side of my face", "right")
    ('left toes', 'right face')
    """
    bare = _SAID_SIDE.sub("", place).strip()
    if not side:
        return bare
    return f"{bare}, both sides" if side == "both" else f"{side} {bare}"


_SAID_SIDE = re.compile(
    rf",\s+both\s+sides|\s+on\s+(?:my|the|his|her)\s+{_SIDE}(?:\s+side)?|"
    rf"\b{_SIDE}\s+(?:(?:and|or)\s+{_SIDE}\s+)?(?:sides?\s+of\s+(?:my|the|his|her)\s+)?(?:of\s+)?(?:(?:my|the)\s+)?"
)


def _clauses(text: str) -> list[tuple[int, int]]:
    marks = [m.span() for m in _CLAUSE.finditer(text)]
    starts, ends = [0, *(b for _, b in marks)], [*(a for a, _ in marks), len(text)]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if b > a]


def _places(text: str, start: int, end: int) -> list[tuple[tuple[int, int], str]]:
    """Where each place stands, and its words."""
    barred = [m.span() for m in _NOT_A_PLACE.finditer(text, start, end)]
    return [
        (m.span(), _plain(m[0]))
        for m in _PLACE.finditer(text, start, end)
        if not any(a < m.end() and m.start() < b for a, b in barred)
    ]


def _plain(words: str) -> str:
    """In small letters and without whose it is; "R hand" is the right one."""
    given = _OWNER.sub("", words).lower().replace("-", " ").split()
    return " ".join(_SHORT.get(word, word) for word in given)


def _told_again(clause: str, own: list[Said]) -> list[Said]:
    """The finding that a clause without one of its own names once more, by a long word of it."""
    words = {w[:6] for w in re.findall(r"[a-z]{5,}", clause.lower())}
    again = [s for s in own if words & {w[:6] for w in re.findall(r"[a-z]{5,}", s.words.lower())}]
    return again[:1]


def _nearest(text: str, here: list[Said], span: tuple[int, int], words: str) -> list[int]:
    """The findings a place belongs to: of several that stand as near, those of no other part."""
    far = [_distance(text, said.span, span) for said in here]
    near = [i for i, distance in enumerate(far) if distance == min(far)]
    parts = _parts(words)
    return [i for i in near if _may_be_at(here[i].label, parts)] or near[:1]


def _may_be_at(label: str, parts: set[str]) -> bool:
    """Whether a finding of that name can be at these parts: one that names none can be anywhere."""
    named = _parts(label)
    if not named and _ANY_LIMB.search(label):
        return bool(parts & _LIMBS)
    return not named - parts


_ANY_LIMB = re.compile(r"\blimbs?\b", re.I)
_LIMBS = frozenset("shoulder arm hand leg thigh calf foot".split())


def _parts(words: str) -> set[str]:
    """The parts of the body that are named, whatever word is used for them."""
    return {_PART_OF.get(w.lower(), w.lower()) for w in _NAMED.findall(words)}


_PART_OF = {word: part for part, named in PARTS.items() for word in named.split("|")}
_NAMED = re.compile(rf"\b({_WORDS})s?\b", re.I)


def _distance(text: str, said: tuple[int, int], place: tuple[int, int]) -> float:
    if said[0] < place[1] and place[0] < said[1]:
        return 0.0
    a, b = (said[1], place[0]) if said[1] <= place[0] else (place[1], said[0])
    return b - a + 1 + _FAR * len(_BOUND.findall(text[a:b]))


def _share(text: str, here: list[Said], placed: dict[int, list[str]]) -> None:
    """ "Weakness and twitching of the right arm": the place is that of both."""
    order = sorted(range(len(here)), key=lambda i: here[i].span)
    for i, following in zip(order[-2::-1], order[:0:-1], strict=True):
        between = text[here[i].span[1] : here[following].span[0]]
        if i not in placed and following in placed and between and _JOINED.fullmatch(between):
            placed[i] = placed[following]


def _joined(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
