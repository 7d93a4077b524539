"""Assessments made by hand, for the tests of every face of the answer."""

# ruff: noqa: E501

from __future__ import annotations

from whytwitch.core.assessment import (
    Assessment,
    CauseDetails,
    CauseRow,
    CriteriaItem,
    CriteriaResult,
    Grounded,
    NextStep,
    Reason,
    Share,
    UrgencyAdvice,
    UrgencyReason,
)
from whytwitch.core.case import Case, Fact, NotUnderstood, Urgency

SITES = (
    "nerve", "muscle", "brain", "cord", "root", "junction", "brainstem", "anterior_horn",
    "whole_body",
)  # fmt: skip


def evil(where: str) -> str:
    """A text that breaks out of whatever is not escaped; it names where it stood."""
    return f"""<script>alert("{where}")</script>'"><img src=x onerror=alert(1)>{{{{7*7}}}}&amp;é漢\u202e"""


def long(where: str) -> str:
    """Five thousand characters without a space."""
    return where + "x" * (5000 - len(where))


def hostile_assessment() -> Assessment:
    """Every free text tries to break out, or is far too long."""
    details = CauseDetails(
        mechanism_plain=evil("mechanism"),
        mechanism_technical=long("technical"),
        why_urgent=evil("why_urgent"),
        tempo=evil("tempo"),
        treatment=(Grounded(evil("treatment"), source=evil("source")),),
        self_care=(Grounded(long("self-care"), basis="estimate"),),
        avoid=(Grounded(evil("avoid"), source="nowhere"),),
        mistaken_for=((evil("neighbour"), long("apart")),),
        sources=(evil("source"), "script_link"),
    )
    reasons = (
        Reason(evil("reason"), "a", True, 2.1, (evil("source"),)),
        Reason(long("reason"), "b", False, -9.0, (), "unlisted"),
    )
    cause = CauseRow(
        id=evil("id"), name=evil("name"), plain_name=long("plain"), synonyms=(evil("synonym"),),
        chain=(evil("chain"),), probability=0.6, codes={evil("system"): evil("code")},
        tier="curated", urgency="urgent", reasons=reasons, details=details,
        underlying=((evil("underlying"), 0.4),),
    )  # fmt: skip
    bare = CauseRow("bare", long("bare"), evil("bare"), (), (), 0.1, {}, "annotated", "routine")
    unread = tuple(NotUnderstood(t("unread"), t("where"), t("why")) for t in (evil, long))
    facts = tuple(
        Fact(f"{t('id')}{p}", p, t(f"label{p}"), t(f"origin{p}"), t(f"words{p}"))
        for t in (evil, long)
        for p in (True, False)
    )
    case = Case(facts, known=(evil("known"),), id=evil("case"), notes=(evil("note"),), not_understood=unread)
    return Assessment(
        case=case,
        causes=(cause, bare),
        none_of_these=0.1,
        movements=(Share("x", evil("movement"), 0.7), Share("y", long("movement"), 0.001)),
        sites=(Share("nerve", evil("site"), 0.5), Share("new_site", long("site"), 0.5)),
        urgency=UrgencyAdvice(
            "urgent",
            (
                UrgencyReason(evil("urgency"), evil("rule"), "urgent", evil("professional"), (evil("source"),)),
                UrgencyReason(long("urgency"), "expected_harm", "soon", long("professional")),
            ),
        ),
        next_steps=(NextStep("test", "t", evil("step"), 0.5, long("step")),),
        versions={"software": evil("version")},
        criteria=(CriteriaResult("c", evil("criteria"), evil("verdict"), (CriteriaItem(evil("item"), evil("state")),)),),
        not_understood=unread,
        sources={
            evil("source"): {"title": evil("title"), "identifier": long("identifier"), "url": "https://example.org/a?b=1&c=2"},
            "script_link": {"title": "a script for a link", "identifier": "s", "url": "javascript:alert(1)"},
            "broken_link": {"title": "a link that breaks out", "identifier": "b", "url": 'https://e.org/" onclick="alert(1)'},
        },
    )  # fmt: skip


def plain_assessment(level: Urgency = "soon") -> Assessment:
    """A small answer such as a real one, at any level."""
    details = CauseDetails(
        "A nerve is pressed.", "Compression of a root.", "It can get worse.", "weeks",
        (Grounded("Rest", "book"),), (Grounded("Walk", basis="estimate"),), (),
        (("Stroke", "comes at once"),), ("book",),
    )  # fmt: skip
    reasons = (
        Reason("back pain", "HP:1", True, 1.5, ("book",)),
        Reason("no numbness", "HP:2", False, -0.9, (), "estimate"),
        Reason("for 2 months", "duration", True, 0.2),
    )
    causes = tuple(
        CauseRow(
            f"cause_{i}", f"Cause {i}", f"plain cause {i}", (), (), p, {"icd10": "M54"}, "curated",
            level, reasons if i < 3 else (), details=details if i < 3 else None,
        )
        for i, p in enumerate((0.4, 0.2, 0.1, 0.05, 0.04, 0.03, 0.02, 0.02, 0.012, 0.01))
    )  # fmt: skip
    facts = (
        Fact("HP:1", True, "Back pain", "present[0]", "my back hurts"),
        Fact("HP:2", False, "Numbness", "absent[0]", "numb", "test"),
    )
    return Assessment(
        case=Case(facts, age_years=44.0, sex="FEMALE", id="small"),
        causes=causes,
        none_of_these=0.05,
        movements=(Share("fasciculation", "Fasciculation", 0.7), Share("tic", "Tic", 0.3)),
        sites=tuple(Share(s, s.capitalize(), p) for s, p in zip(SITES, (0.3, 0.25, 0.15, 0.1, 0.08, 0.06, 0.03, 0.02, 0.01), strict=True)),
        urgency=UrgencyAdvice(level, (UrgencyReason("It may be a pressed nerve.", "expected_harm", level, "Radiculopathy leads.", ("book",)),)),
        next_steps=(NextStep("question", "q", "Does it wake you?", 0.31, "A yes points to cause 1."),),
        versions={"software": "0.1.0", "knowledge": "abc", "ontology": "2025"},
        not_understood=(NotUnderstood("sleeping badly", "history[0]", "not known"),),
        sources={"book": {"title": "A book of nerves", "year": "2020", "identifier": "doi 10.1/1", "url": "https://doi.org/10.1/1", "kind": "textbook"}},
    )  # fmt: skip
