"""For one annotated disease: what each finding adds to the fit of its profile, with sources."""

from __future__ import annotations

from whytwitch.core.assessment import Reason
from whytwitch.core.case import Case, Fact
from whytwitch.inference.posterior import Observation
from whytwitch.inference.profiles import Contribution, ProfileCase, contributions
from whytwitch.inference.tiers import SHARPNESS
from whytwitch.model.store import Model

__all__ = ["WORTH_SAYING", "profile_case", "profile_reasons", "said"]

#: Log odds below this say too little to be shown.
WORTH_SAYING = 0.05


def profile_case(model: Model, observation: Observation) -> ProfileCase:
    """What the profiles read of a case: ontology terms, and the years in which it began."""
    n_terms = len(model.ontology.term_number)
    age, days = observation.age_years, observation.duration_days
    began = (0.0, age) if age is not None else None
    if age is not None and days is not None:
        began = (max(age - days / 365.25, 0.0),) * 2
    return ProfileCase(
        frozenset(t for t in observation.present if t < n_terms),
        frozenset(t for t in observation.absent if t < n_terms),
        began,
        observation.male,
    )


def profile_reasons(model: Model, case: Case, observation: Observation, disease: int) -> tuple[Reason, ...]:
    """Reasons of one annotated disease, strongest first.

    Where several entries stand in one row, the entry that fits best speaks. ``log_odds`` is how much
    likelier the finding is in this disease than in the other annotated ones, tempered as in the
    ranking; what the profile lists and nobody mentioned is one reason of its own.

    Parameters
    ----------
    disease : int
        Place of the entry that stands for the disease, 0 to n_diseases - 1.
    """
    entries = [disease, *(d for d in model.joined.get(disease, []) if d != disease)]
    spoken = profile_case(model, observation)
    parts = max(
        (contributions(model.profiles, spoken, entry) for entry in entries),
        key=lambda found: sum(part.value for part in found),
    )
    facts = {model.feature(fact.id): fact for fact in case.facts}
    reasons = []
    for part in parts:
        log_odds = round(SHARPNESS * part.value, 3)
        if abs(log_odds) < WORTH_SAYING:
            continue
        if part.term >= 0:
            reasons.append(_finding(model, facts[part.term], part, entries, log_odds))
        elif part.kind == "onset" and observation.age_years is not None:
            reasons.append(Reason(_began(observation), "age", True, log_odds))
        elif part.kind == "not mentioned":
            reasons.append(Reason("findings of it that nobody mentioned", "not_mentioned", True, log_odds))
        elif part.kind == "papers":
            words = "described more often than most" if log_odds > 0 else "described in few papers"
            reasons.append(Reason(words, "papers", True, log_odds))
    return tuple(sorted(reasons, key=lambda r: (-abs(r.log_odds), r.id)))


def _finding(model: Model, fact: Fact, part: Contribution, entries: list[int], log_odds: float) -> Reason:
    sources = _annotation_sources(model, entries, part.through) if part.through >= 0 else ()
    basis = "" if sources else ("borrowed" if part.through >= 0 else "unlisted")
    plain = said(fact, fact.plain) if fact.plain else ""
    return Reason(said(fact, fact.label), fact.id, fact.present, log_odds, sources, basis, plain)


def said(fact: Fact, words: str) -> str:
    """The words of a fact, with its polarity."""
    return words if fact.present else f"no {words[:1].lower()}{words[1:]}"


def _began(observation: Observation) -> str:
    if observation.duration_days is None:
        return f"age {observation.age_years:g}"
    began = max(float(observation.age_years or 0.0) - observation.duration_days / 365.25, 0.0)
    return f"began at {began:.0f} years"


def _annotation_sources(model: Model, entries: list[int], feature: int) -> tuple[str, ...]:
    """References of the annotation rows of the entries that hold the feature or a part of it."""
    ontology = model.ontology
    diseases = ontology.array("row_disease")
    texts = ontology.texts("reference")
    found = []
    for entry in entries:
        start, end = (int(i) for i in diseases.searchsorted([entry, entry + 1]))
        terms = ontology.array("row_term")[start:end].tolist()
        references = ontology.array("row_reference")[start:end].tolist()
        found += [
            texts[reference]
            for term, reference in zip(terms, references, strict=True)
            if term == feature or feature in ontology.ancestors(term)
        ]
    return tuple(dict.fromkeys(found))
