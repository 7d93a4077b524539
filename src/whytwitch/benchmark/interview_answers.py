"""What a person whose whole history is known answers to a question of the interview."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from whytwitch.core.case import Case, Fact
from whytwitch.explain.interview import TOLD_PREFIX, items_of_question
from whytwitch.explain.interview_items import kind_for, plain_words
from whytwitch.explain.interview_themes import AREAS, area_of, belongs_to
from whytwitch.knowledge.schema import Cause
from whytwitch.model.store import Model
from whytwitch.service.interview import Audience, Question
from whytwitch.service.understand import MAX_TEXT, understand

__all__ = ["Person", "answer_from", "opening", "tellable", "telling"]


@dataclass(frozen=True, slots=True)
class Person:
    """Who answers.

    Attributes
    ----------
    full : Case
        All that is true of them, as far as it is recorded.
    audience : ``public`` or ``professional``
    told : float
        Share of signs and test results that a person was told of; a professional knows them all.
    whole : bool
        Whether what is not recorded is absent (a person drawn from the model) or not known (a
        published case).
    typed : int
        Who finds no line for what is wrong in an area that was ticked types at most so many things.
    """

    full: Case
    audience: Audience = "public"
    told: float = 0.0
    whole: bool = False
    typed: int = 0


def opening(model: Model, full: Case) -> Case:
    """Age, sex and the complaint: the first movement that is there, else the first finding."""
    arrays = model.arrays
    findings = [(f, model.feature(f.id)) for f in full.facts if f.present]
    known = [(f, i) for f, i in findings if i is not None and i < arrays.n_findings]
    moving = [f for f, i in known if arrays.is_movement[i]]
    facts = moving[:1] or [f for f, _ in known][:1] or [f for f, _ in findings][:1]
    return Case(facts=tuple(facts), age_years=full.age_years, sex=full.sex)


def telling(model: Model, full: Case, narrative: str) -> Case:
    """Age, sex and what is read from the history told in words; the complaint where nothing is."""
    case = understand(model, narrative[:MAX_TEXT]).case
    facts = case.facts or opening(model, full).facts
    return replace(case, facts=facts, age_years=full.age_years, sex=full.sex)


def tellable(model: Model, person: Person) -> Case:
    """All of the history that the person can tell."""
    full = person.full
    return replace(full, facts=tuple(f for f in full.facts if _knows(model, person, f)))


def answer_from(model: Model, person: Person, question: Question, case: Case | None = None) -> str:
    """What the person answers; ``unknown`` where the history does not say.

    ``case`` is what they have told so far, the complaint alone when it is not given: nobody types the
    same twice, and an area is troubled by what was not told yet.
    """
    case = opening(model, person.full) if case is None else case
    full = person.full
    if question.id == "duration_days":
        return f"words:{full.duration_days:g}" if full.duration_days is not None else "unknown"
    if question.id == "setting":
        return full.setting if full.setting != "any" else "unknown"
    if question.id in ("age_years", "sex", "movement"):
        return "unknown"
    if question.id.startswith("when:"):
        return _when(full, question.id.removeprefix("when:"))
    if question.id == "areas":
        return ",".join(_troubled(model, person, case)) or ("no" if person.whole else "unknown")
    return _lines(model, person, question, case)


def _lines(model: Model, person: Person, question: Question, case: Case) -> str:
    full = person.full
    present, absent = _closed(model, person)
    covered = items_of_question(question.id)
    said = [i for i in covered if i in present]
    words: list[str] = []
    for name in ("medicines", "conditions", "events"):
        if question.id.startswith(f"{name}:"):
            told = [f for f in full.facts if f.present and belongs_to(model, f.id, name)]
            words = [f"{f.label} {_began(f)}" for f in told if f.recent is not None]
            dated = {f.id for f in told if f.recent is not None}
            said = [i for i in dict.fromkeys((*said, *(f.id for f in told))) if i not in dated]
    denied: list[str] = []
    if not question.id.startswith(TOLD_PREFIX):  # nobody is told all that a doctor did not find
        denied = [f"-{i}" for i in covered if i not in present and _is_denied(model, i, absent)]
    if not question.several:
        return "yes" if said else "no" if denied or person.whole else "unknown"
    if question.id.startswith("conditions:"):
        records = [model.record(Cause, name) for name in full.known]
        words += [r.name for r in records if r is not None]
    if question.entry == "words" and question.id.startswith("any:"):
        words += _typed(model, person, covered, case)
    if person.whole and not said and not words:
        return "no"
    parts = [*dict.fromkeys(said), *denied, *(["words:" + "; ".join(words)] if words else [])]
    return ",".join(parts) or "unknown"


def _typed(model: Model, person: Person, covered: tuple[str, ...], case: Case) -> list[str]:
    """What a person types under a list: what they have in that area and neither it nor anything wider
    is a line or was said.

    They type it in plain words, and the reader has to understand them.
    """
    if person.typed <= 0:
        return []
    professional = person.audience == "professional"
    area = area_of(model, covered[0], professional)
    said = {*covered, *(f.id for f in case.facts)}
    found = []
    for fact in person.full.facts:
        feature = model.feature(fact.id)
        if not fact.present or feature is None or not _knows(model, person, fact):
            continue
        if area_of(model, fact.id, professional) == area and said.isdisjoint(model.lineage(fact.id)):
            found.append(fact.label if professional else plain_words(model, fact.id) or fact.label)
    return found[: person.typed]


def _began(fact: Fact) -> str:
    """When something was begun, as a person would say it beside its name."""
    if fact.since_days is not None:
        return f"began {fact.since_days:g} days ago"
    return "new" if fact.recent else "long-standing"


def _troubled(model: Model, person: Person, case: Case) -> list[str]:
    """Areas in which the history records something that the one who answers can know."""
    begun = {f.id for f in opening(model, person.full).facts} & {f.id for f in case.facts}
    told = [f.id for f in person.full.facts if f.present and f.id not in begun and _knows(model, person, f)]
    found = {area_of(model, item, person.audience == "professional") for item in told}
    return sorted(found & set(AREAS))


def _knows(model: Model, person: Person, fact: Fact) -> bool:
    """Whether the person can know of it: felt, seen, or told by a doctor."""
    if person.audience == "professional":
        return True
    feature = model.feature(fact.id)
    if feature is None:
        return False
    if kind_for(model, fact.id, feature, public=True) == "question":
        return True
    seed = hashlib.blake2b(f"{person.full.id} {fact.id}".encode(), digest_size=4).digest()
    return int.from_bytes(seed, "big") / 2**32 < person.told


def _when(full: Case, item: str) -> str:
    recent = next((f.recent for f in full.facts if f.id == item and f.present), None)
    return "unknown" if recent is None else "recent" if recent else "lasting"


def _closed(model: Model, person: Person) -> tuple[set[str], set[str]]:
    present: set[str] = set()
    absent: set[str] = set()
    for fact in person.full.facts:
        feature = model.feature(fact.id)
        if feature is None or not _knows(model, person, fact):
            continue
        if fact.present:
            present |= model.lineage(fact.id)
        else:
            absent.add(fact.id)
    return present, absent


def _is_denied(model: Model, item: str, absent: set[str]) -> bool:
    return not absent.isdisjoint(model.lineage(item))
