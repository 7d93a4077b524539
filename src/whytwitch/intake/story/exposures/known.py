"""Illnesses that stand in the list of what a person has had: "PMH: 1. Hypertension. 2. CVA 2019"."""

from __future__ import annotations

import re
from dataclasses import replace

from whytwitch.intake.story.said import Said
from whytwitch.intake.story.story import Story
from whytwitch.model.store import Model

__all__ = ["settle_known"]

#: An illness as a finding -> what it is where it is known; those that are over are past.
_KNOWN = {
    "HP:0000822": "hypertension_known",
    "HP:0001297": "stroke_past",
    "HP:0002326": "stroke_past",
    "HP:0000819": "diabetes",
    "HP:0001658": "vascular_risk",
    "HP:0001677": "vascular_risk",
    "HP:0003124": "vascular_risk",
    "HP:0006510": "copd",
    "HP:0012622": "chronic_kidney_disease",
    "HP:0002020": "reflux_known",
    "HP:0000726": "dementia_known",
    "HP:0000739": "anxiety_known",
    "stroke": "stroke_past",
}
#: The same of what is told as past anywhere: "had a facial palsy in the past".
_PAST = {
    "HP:0001297": "stroke_past",
    "HP:0001342": "stroke_past",
    "HP:0002170": "stroke_past",
    "HP:0002326": "stroke_past",
    "HP:0001658": "vascular_risk",
    "HP:0001695": "cardiac_arrest",
    "HP:0010628": "past_facial_palsy_event",
    "HP:0012799": "past_facial_palsy_event",
}
_OVER = frozenset("HP:0001297 HP:0002326 HP:0001658 stroke".split())
#: Where a list has gone over into the story.
_TELLS = re.compile(
    r"[.\n]\s+(?=[^.\n]{0,40}\b(?:he|she|i|patient|pt|presents?|presented|presenting|complain\w*|c/o|"
    r"admitted|referred|"
    r"now|today|noticed|developed|seen|on examination|o/e|was|has|had)\b)",
    re.I,
)


def settle_known(model: Model, story: Story, spans: list[tuple[int, int]]) -> None:
    """Take illnesses of the list as known, those that are over as past, and what is told as past anywhere.

    Parameters
    ----------
    spans : list of tuple
        Letters of such lists.
    """
    known = {said.id for said in story.exposures}
    for said in story.history:
        item = _PAST.get(said.id)
        if item is not None and (said.who, said.when, said.present) == ("person", "past", True):
            _take(model, story, known, said, item)
    if not spans:
        return
    lists = [(first, _end(story.text, first, last)) for first, last in spans]

    def listed(said: Said) -> bool:
        return said.present and any(first <= said.span[0] < last for first, last in lists)

    every = [*story.findings, *(s for s in story.history if s.who == "person" and s.when == "present")]
    for said in every:
        item = _KNOWN.get(said.id)
        if item is not None and listed(said):
            _take(model, story, known, said, item)
    past = [said for said in story.findings if said.id in _OVER and listed(said)]
    story.findings = [said for said in story.findings if said not in past]
    story.history = [
        replace(said, when="past") if said.id in _OVER and said.when == "present" and listed(said) else said
        for said in story.history
    ]
    story.history += [replace(said, when="past") for said in past]


def _take(model: Model, story: Story, known: set[str], said: Said, item: str) -> None:
    if item not in known and model.feature(item) is not None:
        known.add(item)
        story.exposures.append(Said("exposure", item, model.label(item), said.span, said.words, True))


def _end(text: str, first: int, last: int) -> int:
    over = _TELLS.search(text, first, last)
    return over.start() if over else last
