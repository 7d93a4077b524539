"""What can be asked, looked for or tested: the words for it, why, and the answers to choose from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from whytwitch.knowledge.load import Knowledge
from whytwitch.knowledge.schema import Cause, Exposure

__all__ = ["DEFAULT_CHOICES", "Asked", "exposure_question", "questions_of", "why_asked"]

DEFAULT_CHOICES = ("yes", "no", "don't know")


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a person can be asked.

    Attributes
    ----------
    id : str
        Id of the finding or exposure.
    question, why : str
        Plain words; ``question`` is empty where nobody has written one yet.
    choices : tuple of str
        Answers to choose from; "don't know" is always among them.
    """

    id: str
    kind: Literal["symptom", "exposure"]
    question: str
    why: str
    choices: tuple[str, ...] = DEFAULT_CHOICES


def questions_of(knowledge: Knowledge) -> list[Asked]:
    """Every finding and exposure of a record that the person can answer for, in order of id."""
    of_item = _causes_of(knowledge.causes.values())
    asked = []
    for item in sorted(of_item):
        why = why_asked(of_item[item])
        if item in knowledge.exposures:
            exposure = knowledge.exposures[item]
            question = exposure_question(exposure)
            asked.append(Asked(item, "exposure", question, why, exposure.choices or DEFAULT_CHOICES))
            continue
        words = knowledge.findings.get(item) or knowledge.plain.get(item)
        if words is None or words.kind == "symptom":
            question = (words.ask or "") if words is not None else ""
            choices = (words.choices if words is not None else ()) or DEFAULT_CHOICES
            asked.append(Asked(item, "symptom", question, why, choices))
    return asked


_STRENGTH = {"obligate": 5, "very_frequent": 4, "frequent": 3, "occasional": 2, "very_rare": 1, "excluded": 0}
_POINTS, _SPEAKS_AGAINST = 3, 1

Linked = list[tuple[Cause, int]]


def _causes_of(causes: Iterable[Cause]) -> dict[str, Linked]:
    """Each finding or exposure with the causes that speak of it and how strongly (0 to 5)."""
    found: dict[str, Linked] = defaultdict(list)
    for cause in causes:
        for finding in cause.findings:
            found[finding.finding].append((cause, _strength(finding)))
        for exposure in cause.exposures:
            found[exposure.exposure].append((cause, 5 if exposure.required else _strength(exposure)))
        for agent in cause.agents:
            found[agent.agent].append((cause, 4 if agent.likelihood == "well_known" else 3))
    return found


def _strength(row: object) -> int:
    band = getattr(row, "band", None)
    if band is not None:
        return _STRENGTH[band]
    count, percent = getattr(row, "count", None), getattr(row, "percent", None)
    if count is None and percent is None:
        return 3
    share = count.events / count.total if count is not None else percent.value / 100  # type: ignore[union-attr]
    return sum(share >= edge for edge in (0.001, 0.05, 0.3, 0.8, 0.999))


def why_asked(linked: Linked) -> str:
    """Why it is asked, from what the records say of it, in plain words.

    The causes in which it is commonest and the likeliest of them come first.
    """
    points = sorted((x for x in linked if x[1] >= _POINTS), key=lambda x: (-x[1], x[0].id))
    against = sorted((x for x in linked if x[1] <= _SPEAKS_AGAINST), key=lambda x: (x[1], x[0].id))
    names = list(dict.fromkeys(cause.plain_name for cause, _ in points))[:2]
    text = f"It fits {' or '.join(names)}." if names else "It helps to tell causes apart."
    spoken = [c.plain_name for c, _ in against if c.plain_name not in names][:1]
    return text + (f" It speaks against {spoken[0]}." if spoken else "")


def exposure_question(exposure: Exposure) -> str:
    """The question for an exposure: its own, or one made for its kind."""
    if exposure.ask:
        return exposure.ask
    name = exposure.name if exposure.name[1:2].isupper() else exposure.name[:1].lower() + exposure.name[1:]
    return {
        "medicine": f"Do you take {name}, or did you lately?",
        "class": f"Do you take one of these medicines: {name}?",
        "substance": f"Have you taken {name} lately?",
        "poison": f"Could you have come in touch with {name}?",
        "condition": f"Has a doctor told you that you have {name}?",
        "procedure": f"Have you had {name}?",
        "infection": f"Have you had {name}?",
        "event": f"Did this happen before it began: {name}?",
        "habit": f"Does this go for you: {name}?",
        "family_history": f"Does this go for your family: {name}?",
        "withdrawal": f"Did this happen before it began: {name}?",
    }[exposure.kind]
