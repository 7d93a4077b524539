"""Where a denial ends: a verb of its own behind "and", a finding that is told with its word behind it."""

from __future__ import annotations

from whytwitch.intake.story_split import Words

__all__ = ["goes_on_anew", "is_told"]

_NEGATED = frozenset("no not never nor neither without".split())
#: "Takes no tablets and had cramped before": a verb of its own behind "and" begins another statement.
_ANEW = frozenset("had has have is are was were can cannot could gets got became becomes feels felt".split())
_LOOKED_BACK = 6
#: "No rash, reflexes sluggish": what was examined has its word behind it, an item of a list before it.
_EXAMINED = frozenset(
    "reflex reflexes jerk jerks tone power plantar plantars pupil pupils gait speech sensation pulse tongue "
    "neck skin abdomen belly limb limbs vibration proprioception".split()
)
_FOUND = frozenset(
    "brisk sluggish absent reduced increased exaggerated diminished depressed lost slurred dilated pinpoint "
    "weak raised extensor upgoing unsteady cold clammy wasted stiff hoarse rigid flaccid spastic impaired "
    "slow thick".split()
)


def goes_on_anew(words: Words, first: int) -> bool:
    """Whether a verb behind "and" stands between the last denial and the word ``first``."""
    normal, clause = words.normal, words.clause
    for i in range(first, max(0, first - _LOOKED_BACK), -1):
        if clause[i] != clause[first] or normal[i] in _NEGATED:
            return False
        if normal[i] in _ANEW and normal[i - 1] == "and":
            return True
    return False


def is_told(words: Words, first: int, last: int) -> bool:
    """Whether a phrase is a thing that was examined with what was found behind it."""
    return last - first > 1 and words.normal[first] in _EXAMINED and words.normal[last - 1] in _FOUND
