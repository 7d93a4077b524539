"""What can be asked together: findings and exposures by theme, with the words of the question."""

from __future__ import annotations

from dataclasses import dataclass

from whytwitch.explain.interview_items import kind_for, plain_words
from whytwitch.explain.next_step import Kind, lowered_label
from whytwitch.knowledge.schema import Exposure
from whytwitch.knowledge.tables import TestKind
from whytwitch.model.store import Model

__all__ = [
    "AREAS",
    "COMPLAINT",
    "MEDICINE_KINDS",
    "OPEN",
    "TOLD",
    "Theme",
    "area_of",
    "belongs_to",
    "option_label",
    "theme_of",
]

#: Themes in which names may be typed beside the lines.
OPEN = frozenset({"medicines", "conditions", "events"})
MEDICINE_KINDS = frozenset({"medicine", "class", "substance", "withdrawal"})
_EVENT_KINDS = frozenset({"event", "poison", "habit"})
_CONDITION_KINDS = frozenset({"condition", "procedure", "infection"})


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with the question that covers several of its items.

    ``area`` is the part of body or life it belongs to, one of :data:`AREAS`; empty for none.
    """

    id: str
    text: str
    area: str = ""


_PLACE = frozenset(
    "WT:twitch_calves WT:twitch_eyelid_only WT:twitch_one_side_face WT:twitch_one_spot "
    "WT:twitch_thumb_or_finger WT:twitch_trunk WT:twitch_wandering WT:twitch_eye_then_mouth "
    "WT:unilateral_limbs WT:one_side_onset HP:0030826 HP:0007289 HP:0001308 WT:cramp_calves "
    "WT:cramp_feet WT:cramp_hands WT:cramp_night".split()
)
#: The first root above an item gives its theme, so the narrow ones stand first.
_ROOTS = (
    ("movement", "HP:0004305 HP:0003394 HP:0003552"),
    ("talk", "HP:0002167 HP:0001618 HP:0002015 HP:0000301 HP:0010628"),
    ("eyes", "HP:0000478 HP:0000364 HP:0002321"),
    ("feeling", "HP:0003474 HP:0012531 HP:0003401 HP:0002315 HP:0003326"),
    ("strength", "HP:0001324 HP:0003202 HP:0001288 HP:0002527 HP:0003768 HP:0003701 HP:0009830"),
    ("strength", "HP:0011442"),
    ("growth", "HP:0012758 HP:0001197 HP:0001507"),
    ("spells", "HP:0001250 HP:0002360 HP:0004372 HP:0001279"),
    ("mind", "HP:0011446 HP:0000708 HP:0001289"),
    ("bladder_gut", "HP:0000119 HP:0025031"),
    ("general", "HP:0025142 HP:0001626 HP:0002086 HP:0001871 HP:0001939 HP:0002715 HP:0002664"),
    ("skin", "HP:0001574"),
    ("nerves", "HP:0000707"),
    ("general", "HP:0000118"),
)
#: Area of what the complaint itself is like; it is always asked about.
COMPLAINT = "complaint"
#: Areas of the overview question, with what a person calls each.
AREAS = {
    "strength": "Strength, walking or balance",
    "talk": "Face, speech or swallowing",
    "eyes": "Eyes, hearing or dizziness",
    "feeling": "Pain, tingling or numbness",
    "movement": "Other movements, cramps or stiffness",
    "spells": "Fits, blackouts or sleep",
    "mind": "Thinking, mood or behaviour",
    "general": "Fever, weight, heart or breathing",
    "bladder_gut": "Belly, bowel or bladder",
    "skin": "Skin, hair or nails",
    "growth": "Growing up and learning",
    "examined": "A doctor examined me for this and found something",
    "tested": "A test, such as blood, a scan or a nerve test, showed something",
}
#: What a doctor or a test has told is asked only of those who say that there is such a thing.
TOLD = frozenset({"examined", "tested"})
_AREA_OF = {area: area for area in AREAS} | {"nerves": "movement", "look": COMPLAINT}
_TEXT = {
    "place": "Where is it, or where did it begin?",
    "look": "What is it like, how did it begin, and what brings it on or eases it?",
    "movement": "Do you have any of these movements?",
    "talk": "Is there anything new about your face, speech or swallowing?",
    "eyes": "Is there anything new about your eyes, hearing or balance?",
    "feeling": "Do you have any of these pains or feelings?",
    "strength": "Is there anything new about your strength, balance or walking?",
    "growth": "Does any of this go for growing up and learning?",
    "mind": "Is any of this new about thinking, mood or behaviour?",
    "spells": "Do you have any of these: fits, spells of being away, trouble with sleep?",
    "bladder_gut": "Is there anything new about your bladder or your belly?",
    "general": "Have you noticed any of these?",
    "skin": "Is there anything new about your skin, hair or nails?",
    "nerves": "Have you noticed any of these?",
    "medicines": "What do you take, or have you stopped? Pick any, or type the names.",
    "conditions": "Which illnesses have you had, or run in your family? Pick any, or type your own.",
    "events": "What happened before it began, or goes for your daily life? Pick any, or type it.",
    "examined": "Did the doctor who examined you find any of these?",
    "tested": "Did a test show any of these?",
}
_PROFESSIONAL = {
    "place": "Distribution: which apply?",
    "look": "Appearance, onset, course, triggers and relief: which apply?",
    "movement": "Other involuntary movements: which are there?",
    "talk": "Face, speech, swallowing: which are there?",
    "eyes": "Eyes, hearing, balance: which are there?",
    "feeling": "Sensory symptoms and pain: which are there?",
    "strength": "Strength and gait: which are there?",
    "growth": "Development and growth: which apply?",
    "mind": "Cognition, mood, behaviour: which are there?",
    "spells": "Seizures, awareness, sleep: which are there?",
    "bladder_gut": "Sphincters and gut: which are there?",
    "general": "General symptoms: which are there?",
    "skin": "Skin, hair, nails: which are there?",
    "nerves": "Nervous system, other: which are there?",
    "medicines": "Medicines and substances, taken or stopped: pick any, or type the names.",
    "conditions": "Known conditions, procedures and family history: pick any, or type the patient's own.",
    "events": "Events, poisons and habits: pick any, or type them.",
}


def theme_of(model: Model, item: str, feature: int, kind: Kind, test: str, professional: bool) -> Theme:
    """The theme of an item, remembered.

    A professional answers for symptoms and signs at once; tests stand apart.
    """
    key = ("interview_theme", item, kind, test, professional)
    if key not in model.arrays.cache:
        model.arrays.cache[key] = _theme_of(model, item, feature, kind, test, professional)
    found: Theme = model.arrays.cache[key]
    return found


def _theme_of(model: Model, item: str, feature: int, kind: Kind, test: str, professional: bool) -> Theme:
    if not professional and kind != "question":
        told = _told(kind)
        return Theme(told, _TEXT[told], told)
    if kind == "test":
        record = model.record(TestKind, test) if test else None
        name = record.name if record is not None else "Laboratory and other tests"
        return Theme(f"test_{test or 'other'}", f"{name}: does it show any of these?")
    theme = _own(model, item, feature)
    text = (_PROFESSIONAL if professional else _TEXT)[theme]
    return Theme(theme, text, _AREA_OF.get(theme, ""))


def _told(kind: Kind) -> str:
    return "tested" if kind == "test" else "examined"


def area_of(model: Model, item: str, professional: bool = False) -> str:
    """The area a finding belongs to, for the one who is asked; empty for none."""
    feature = model.feature(item)
    if feature is None:
        return ""
    kind = "question" if professional else kind_for(model, item, feature, public=True)
    if kind is not None and kind != "question":
        return _told(kind)
    return _AREA_OF.get(_own(model, item, feature), "")


def _own(model: Model, item: str, feature: int) -> str:
    exposure = model.record(Exposure, item) if feature >= model.arrays.n_findings else None
    if exposure is not None:
        if exposure.kind in MEDICINE_KINDS:
            return "medicines"
        # Asked at once, as a doctor does: what you had, and what runs in the family.
        return "conditions" if exposure.kind in (*_CONDITION_KINDS, "family_history") else "events"
    if item in _PLACE:
        return "place"
    if item.startswith("WT:twitch"):
        return "look"
    above = {*model.arrays.ancestors(feature).tolist(), feature}
    for theme, roots in _features_of_roots(model):
        if above & roots:
            return theme
    return "look"


def belongs_to(model: Model, item: str, theme: str) -> bool:
    """Whether an exposure is one that ``medicines``, ``conditions`` or ``events`` asks for."""
    record = model.record(Exposure, item)
    kinds = {"medicines": MEDICINE_KINDS, "conditions": _CONDITION_KINDS, "events": _EVENT_KINDS}[theme]
    return record is not None and record.kind in kinds


def _features_of_roots(model: Model) -> list[tuple[str, set[int]]]:
    key = "interview_roots"
    if key not in model.arrays.cache:
        model.arrays.cache[key] = [
            (theme, {f for f in (model.feature(t) for t in terms.split()) if f is not None})
            for theme, terms in _ROOTS
        ]
    found: list[tuple[str, set[int]]] = model.arrays.cache[key]
    return found


def option_label(model: Model, item: str, professional: bool) -> str:
    """An item as one line of a list: plain words for the person, the name for a professional."""
    label = model.label(item)
    if professional:
        return label
    if item.startswith(("HP:", "WT:")):
        return _capital(plain_words(model, item) or label)
    return _capital(lowered_label(label))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
