"""What can be chosen on the first page: spots of the body, kinds of movement, spans of time.

A choice becomes a plain sentence ("Twitching in my left calf.") that is read like any other words, so
that nothing medical is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["MOVEMENTS", "SPOTS", "UNITS", "Movement", "Spot", "sentences", "spot_groups"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A region of the body map; ``view`` is front, back or face, ``side`` left, right or empty."""

    id: str
    name: str
    view: str
    side: str

    @property
    def label(self) -> str:
        """Name with its side, as shown and read aloud."""
        return f"{self.side.capitalize()} {self.name}" if self.side else self.name.capitalize()


@dataclass(frozen=True, slots=True)
class Movement:
    """A kind of movement: id of the record, what a person would call it, and the word for a sentence."""

    id: str
    title: str
    about: str
    word: str


def _spots() -> tuple[Spot, ...]:
    paired = {
        "front": (
            "shoulder", "chest", "upper arm", "forearm", "hand", "belly", "thigh", "knee", "shin", "foot",
        ),
        "back": (
            "upper back", "lower back", "back of the upper arm", "back of the forearm", "buttock",
            "back of the thigh", "calf", "heel",
        ),
        "face": ("eyebrow", "eyelid", "cheek", "jaw"),
    }  # fmt: skip
    single = {
        "front": ("head", "neck"),
        "back": ("back of the neck",),
        "face": ("forehead", "lips", "tongue", "chin"),
    }
    found = []
    for view in ("face", "front", "back"):
        found += [Spot(_key(name), name, view, "") for name in single[view]]
        for name in paired[view]:
            found += [Spot(f"{side}-{_key(name)}", name, view, side) for side in ("right", "left")]
    return tuple(found)


def _key(name: str) -> str:
    return name.replace(" ", "-")


SPOTS: dict[str, Spot] = {spot.id: spot for spot in _spots()}

MOVEMENTS: dict[str, Movement] = {
    m.id: m
    for m in (
        Movement("fasciculation", "Small twitch", "A quick flicker in a muscle at rest", "twitching"),
        Movement("myokymia", "Ripple", "Slow waves, like worms under the skin", "rippling"),
        Movement("cramp", "Cramp", "A muscle goes hard, and it hurts", "cramps"),
        Movement("myoclonus", "Jerk", "One sudden jolt, like a shock", "jerks"),
        Movement("tremor", "Shaking", "To and fro, in a steady beat", "tremor"),
        Movement("spasm", "Spasm", "A strong pull that comes and goes", "spasms"),
        Movement("hemifacial_spasm", "One side of the face", "Eye shuts, mouth pulls", "hemifacial spasm"),
        Movement("tic", "Tic", "A quick move you can hold back a while", "tics"),
        Movement("dystonia", "Twist", "A part turns or holds against your will", "dystonia"),
        Movement("tetany", "Hands lock", "Hands or feet lock, often with tingling", "tetany"),
        Movement("negative_myoclonus", "Sudden drop", "Hands flap, or knees give way", "asterixis"),
        Movement("clonus", "Beating joint", "A foot or hand beats when stretched", "clonus"),
        Movement("spasticity", "Stiff and catching", "A limb catches when it is moved", "spasticity"),
        Movement("neuromyotonia", "Slow to let go", "Muscles stiffen and let go late", "neuromyotonia"),
        Movement("chorea", "Restless flow", "Moves that flow, as if in a dance", "chorea"),
        Movement("seizure_like", "Attack", "Jerks or stiffness in bouts, not quite awake", "seizure"),
    )
}  # fmt: skip

#: Spans of time and their length in days.
UNITS: dict[str, tuple[str, float]] = {
    "hours": ("hours", 1 / 24),
    "days": ("days", 1.0),
    "weeks": ("weeks", 7.0),
    "months": ("months", 30.4),
    "years": ("years", 365.25),
}


def spot_groups() -> list[tuple[str, str, list[Spot]]]:
    """Spots by view, with the heading of each."""
    heads = (("face", "Face"), ("front", "Front of the body"), ("back", "Back of the body"))
    return [(view, head, [s for s in SPOTS.values() if s.view == view]) for view, head in heads]


def sentences(spots: Sequence[str], movements: Sequence[str]) -> list[str]:
    """What was chosen, as sentences; spots without a kind of movement are taken as twitching.

    Examples
    --------
    >>> sentences(["left-calf"], ["cramp"])
    ['Cramps in my left calf.']
    >>> sentences([], ["tremor"]), sentences(["lips"], [])
    (['Tremor.'], ['Twitching in my lips.'])
    """
    words = [MOVEMENTS[m].word for m in movements if m in MOVEMENTS]
    places = [f"{SPOTS[s].side} {SPOTS[s].name}".strip() for s in spots if s in SPOTS]
    if not places:
        return [f"{word.capitalize()}." for word in words]
    return [f"{word.capitalize()} in my {place}." for word in words or ["twitching"] for place in places]
