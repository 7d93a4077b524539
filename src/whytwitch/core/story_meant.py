"""Words that mean another in their company: "no feeling" is no sensation, "grown thin" no growth."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["MEANT", "STAND_INS", "joined", "meant_places"]

FELT = frozenset(("feeling", "feel"))
_LACKS = frozenset("no cannot lost lose loss losing without less reduced".split())

_IS = frozenset("is was has had been".split())
_LOSES, _WHOSE = frozenset(("lost", "lose", "losing")), frozenset("the all any his her my much some".split())


def joined(words: list[str]) -> list[str]:
    """Normal words in which "no feeling" is "no sensation" and "grown thin" no growth.

    Examples
    --------
    >>> joined("no feeling in the leg".split()), joined("feeling sick".split())
    (['no', 'sensation', 'in', 'the', 'leg'], ['feeling', 'sick'])
    >>> joined("arms grow thin".split()), joined("muscles of the thigh shrink".split())
    (['arms', 'become', 'thin'], ['the', 'of', 'the', 'thigh', 'shrink'])
    """
    places = meant_places(words, [i for i, word in enumerate(words) if word in MEANT])
    if not places:
        return words
    mended = list(words)
    for i, word in places:
        mended[i] = word
    return mended


#: What the words of :func:`joined` are put in the place of others.
STAND_INS = ("sensation", "become", "the", "cannot")
_GROWING = ("grow", "grows", "grew", "grown", "growing", "turn", "turns", "turned")
#: What a limb, a voice or a face may grow.
_GROWN = frozenset(
    "weak weaker stiff stiffer thin thinner numb unsteady unsteadier slow slower clumsy clumsier tired "
    "worse "
    "smaller rigid floppy limp shaky hoarse nasal slurred faint soft unclear quiet confused forgetful "
    "tense "
    "tight".split()
)
_DEGREES = frozenset(
    "more ever very slowly increasingly too rather steadily gradually quickly and so".split()
)
_MUSCLES = ("muscles", "muscle")
_OF_A_PART = frozenset("of in along round around".split())
_SMALL = frozenset("the his her my both their your".split())
_OF_MUSCLES = frozenset(
    "thigh thighs calf shoulder shoulders arm arms leg legs hip hips hand hands face foot tongue neck "
    "back trunk jaw belly shin shins forearm forearms throat buttocks".split()
)
#: Ache of a muscle is none of the limb, and its size none of the part's.
_OF_MUSCLE_ALONE = frozenset(
    "ache aches aching ached hurt hurts hurting sore soreness pain painful pains tender swollen swell big "
    "large bulky larger bigger".split()
)
_REACH = 9
#: What a body does: "could not lift" is "cannot lift", "could not plan the holiday" is no finding.
_DOING = frozenset(
    "walk stand sit move lift raise hold climb rise swallow speak talk open close shut bend straighten "
    "turn "
    "run chew cough grip grasp release let dress write keep roll bring carry push pull whistle smile "
    "wink jump "
    "hop kneel squat crouch blow button pinch spread stretch balance feed drink eat".split()
)
_BETWEEN = frozenset("even really properly fully quite always at all be".split())


#: Words that may mean another.
MEANT = FELT.union(_GROWING, _MUSCLES, ("could", "can"))


def meant_places(words: list[str], places: Iterable[int]) -> list[tuple[int, str]]:
    """Those places of :data:`MEANT` where another of :data:`STAND_INS` is meant."""
    found = []
    for i in places:
        word = words[i]
        if word in FELT:
            if _is_lost(words, i):
                found.append((i, STAND_INS[0]))
        elif word in _GROWING:
            if _grown(words, i):
                found.append((i, STAND_INS[1]))
        elif word in _MUSCLES:
            if _of_a_part(words, i):
                found.append((i, STAND_INS[2]))
        elif i + 2 < len(words) and words[i + 1] == "not" and _does(words, i + 2):
            found.append((i + 1, STAND_INS[3]))
    return found


def _is_lost(words: list[str], i: int) -> bool:
    """ "No feeling", "lost the feeling in his legs"; not "lost the feeling that he was watched"."""
    behind = i + 1
    while behind < len(words) and words[behind] in _IS:
        behind += 1
    if behind > i + 1 and words[behind : behind + 1] == ["lost"]:
        return True
    if i == 0:
        return False
    if words[i - 1] in _LACKS or words[max(0, i - 2) : i] == ["loss", "of"]:
        return True
    lost = i > 1 and words[i - 1] in _WHOSE and words[i - 2] in _LOSES
    return lost and words[i + 1 : i + 2] != ["of"] and words[i + 1 : i + 2] != ["that"]


def _does(words: list[str], i: int) -> bool:
    while i < len(words) - 1 and words[i] in _BETWEEN:
        i += 1
    return words[i] in _DOING


def _grown(words: list[str], i: int) -> bool:
    k = i + 1
    while k < len(words) and words[k] in _DEGREES:
        k += 1
    return k < len(words) and words[k] in _GROWN


def _of_a_part(words: list[str], i: int) -> bool:
    if i + 2 >= len(words) or words[i + 1] not in _OF_A_PART:
        return False
    k = i + 2
    while k < len(words) and words[k] in _SMALL:
        k += 1
    return (
        k < len(words)
        and words[k] in _OF_MUSCLES
        and _OF_MUSCLE_ALONE.isdisjoint(words[max(0, i - 3) : i + _REACH])
    )
