"""Names of people and places, in which nothing is told: "Dr Kennedy, 12 Spastic Lane"."""

from __future__ import annotations

import re

from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import Words

__all__ = ["named_spans"]

_WORD = r"[A-Z][\w'’-]+"
_DISEASE = r"(?!['’]?s?\s+(?:disease|syndrome|palsy|chorea|sign|test|reflex))"
_TITLED = Anchored(
    rf"(?-i:\b(?:Dr|Drs|Mr|Mrs|Ms|Mx|Prof|Professor|Sir|Dame)\.?\s+(?:[A-Z]\.?\s+){{0,3}}{_WORD}{_DISEASE})",
    "dr drs mr mrs ms mx prof professor sir dame",
)
#: Behind these names places end: "Parkinson Wing, Wilson Hospital, Falls Road Surgery".
_PLACE = Anchored(
    r"(?-i:\b(?:Lane|Street|St|Road|Rd|Avenue|Ave|Close|Drive|Crescent|Gardens|Terrace|Surgery|Hospital|"
    r"Infirmary|"
    r"Wing|Ward|Clinic|Centre|Center|Building|Unit|House|Practice|Trust|Foundation|Society|Association|"
    r"Institute|"
    r"University|College|UK)\b)",
    "lane street st road rd avenue ave close drive crescent gardens terrace surgery hospital infirmary "
    "wing ward clinic "
    "centre center building unit house practice trust foundation society association institute "
    "university college uk",
)
_BEFORE_PLACE = re.compile(rf"(?:{_WORD}\s+){{1,3}}\Z")
#: "Epilepsy nurse specialist", "tremor clinic": whom a letter is from or to.
_SERVICE = Anchored(
    r"\b(?:tremor|ataxia|epilepsy|seizure|MS|MND|ALS|parkinson['’]?s?(?: disease)?|PD|dystonia|myasthenia|"
    r"neuromuscular|stroke|TIA|headache|falls|pain|spasticity|first[\s-](?:fit|seizure)|movement disorders?|"
    r"huntington['’]?s?(?: disease)?|continence|memory|botulinum(?: toxin)?|botox|sleep|muscle|nerve)\s+"
    r"(?:clinics?|services?|team|ward|unit|charity|helpline|specialist nurses?|nurse specialists?|hotline)\b",
    "tremor ataxia epilepsy seizure ms mnd als parkinson parkinsons pd dystonia myasthenia neuromuscular "
    "stroke tia "
    "headache falls pain spasticity first movement huntington huntingtons continence memory botulinum "
    "botox sleep "
    "muscle nerve",
)
#: "Ref: JH/MS/4471", "NHS No 943 476 5919".
_NUMBERED = Anchored(
    r"\b(?:(?:our|your|hospital|clinic|gp|file)\s)?(?:ref(?:erence)?(?:\s(?:no|"
    r"number))?\s?[.:]\s?(?=\S*[/\d])[\w/.-]+|"
    r"(?:NHS|MRN|hospital|hosp|CHI|record|unit|patient|account)\b\s?(?:no|number|id|"
    r"#)?\s?[.:]?\s?\d[\d -]{4,})",
    "our your hospital clinic gp file ref reference nhs mrn hosp chi record unit patient account",
)


#: "MS A&Ox3" is the mental state, "PSH:" past surgical history.
_MENTAL = Anchored(
    r"\b(?-i:PSH)(?=\s?[:-])|\b(?-i:MS)(?=\s?:?\s(?:A\s?&\s?O|AAO|AO|alert|awake|orient))", "ms psh"
)


def named_spans(words: Words) -> list[tuple[int, int]]:
    """Letters of names of people, places and records."""
    text = words.text
    frames = (_TITLED, _NUMBERED, _SERVICE, _MENTAL)
    found = [match.span() for frame in frames for match in frame.finditer(words)]
    for place in _PLACE.finditer(words):
        before = _BEFORE_PLACE.search(text, max(0, place.start() - 60), place.start())
        if before is not None:
            found.append((before.start(), place.end()))
    return found
