"""What the REST interface gives, as types, and the shipped schema of an assessment."""

from __future__ import annotations

import copy
import json
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from whytwitch.knowledge.load import data_folder

__all__ = [
    "CauseWhole",
    "Causes",
    "Explanation",
    "Findings",
    "Health",
    "NextOut",
    "ProblemOut",
    "Reading",
    "SourceOut",
    "VersionOut",
    "assessment_schema",
    "inlined",
]

Level = Literal["emergency", "urgent", "soon", "routine", "self-care"]
Probability = Annotated[float, Field(ge=0, le=1)]
Span = Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=2, max_length=2)]


class _Out(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ProblemOut(BaseModel):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str
    where: str | None = None


class ReasonOut(_Out):
    """What one fact does for one cause."""

    fact: str
    plain: str
    id: str
    present: bool
    log_odds: float
    basis: Literal["", "estimate", "unlisted", "borrowed"]
    sources: list[str]


class SourceShort(_Out):
    """What a reader needs to open a source."""

    title: str
    year: str
    identifier: str
    url: str
    kind: str


class Versions(_Out):
    """What an answer rests on."""

    software: str
    knowledge: str
    ontology: str


class Explanation(_Out):
    """``whytwitch.explanation/1``: why one cause stands where it does."""

    schema_: Literal["whytwitch.explanation/1"] = Field(alias="schema")
    cause: dict[str, Any]
    rank: Annotated[int, Field(ge=1)] | None
    for_: list[ReasonOut] = Field(alias="for")
    against: list[ReasonOut]
    would_raise: list[str]
    would_lower: list[str]
    sources: dict[str, SourceShort]
    versions: Versions


class ChoiceOut(_Out):
    """One answer to choose."""

    value: str
    label: str


class QuestionOut(_Out):
    """One question; ``several``: values may be joined by commas; ``entry``: a value may be typed."""

    id: str
    kind: Literal["question", "examination", "test"]
    text: str
    why: str
    choices: list[ChoiceOut]
    bits: float
    several: bool
    entry: str
    red_flag: bool


class UrgencyReasonOut(_Out):
    """Why the level is what it is."""

    text: str
    rule: str
    level: Level
    professional: str
    sources: list[str]


class UrgencyOut(_Out):
    """How soon, as far as is known."""

    level: Level
    reasons: list[UrgencyReasonOut]


class NextOut(_Out):
    """``whytwitch.step/1``: the next question, or why there is none."""

    schema_: Literal["whytwitch.step/1"] = Field(alias="schema")
    question: QuestionOut | None
    asked: Annotated[int, Field(ge=0)]
    about_left: Annotated[int, Field(ge=0)]
    stopped_because: str
    urgency: UrgencyOut
    assessment: dict[str, Any] | None


class _Said(BaseModel):
    """Words that were read; ``span`` is [from, up to but not including] in characters of the text.

    Further keys say body part, side, dose, change and the like where they are said.
    """

    model_config = ConfigDict(extra="allow")

    label: str
    span: Span
    detail: str


class FindingRead(_Said):
    """A finding with its code."""

    hpo: str


class ExposureRead(_Said):
    """Something taken, done, had or happened."""

    id: str
    present: bool


class HistoryRead(_Said):
    """What is of the past, of the family, or only feared."""

    id: str
    kind: str
    present: bool
    who: str
    when: str


class ValueRead(BaseModel):
    """A laboratory value in the text."""

    model_config = ConfigDict(extra="allow")

    name: str
    test: str
    value: float | None
    unit: str | None
    ref_low: float | None
    ref_high: float | None
    flag: str | None
    state: Literal["", "low", "normal", "high"]
    span: Span


class ContextRead(_Out):
    """Who is told of."""

    age_years: float | None
    sex: Literal["MALE", "FEMALE"] | None
    duration_days: float | None
    setting: str


class DoubtRead(BaseModel):
    """Words that could mean two things; ``read_as`` is the safe general term they were taken for."""

    text: str
    span: Span
    meanings: list[str]
    question: str
    read_as: str | None = None


class MissedRead(_Out):
    """Words that gave nothing."""

    text: str
    span: Span


class Reading(_Out):
    """What ``whytwitch read --format json`` gives: each fact with the words it came from."""

    present: list[FindingRead]
    absent: list[FindingRead]
    exposures: list[ExposureRead]
    labs: list[ValueRead]
    history: list[HistoryRead]
    context: ContextRead
    not_understood: list[MissedRead]
    questions: list[DoubtRead]


class CauseShort(_Out):
    """One line of the list of causes."""

    id: str
    name: str
    plain_name: str
    tier: Literal["curated", "annotated"]
    kind: str
    urgency: Level | None


class _Page(_Out):
    """Part of a list: how long it is, and where this part begins."""

    total: Annotated[int, Field(ge=0)]
    offset: Annotated[int, Field(ge=0)]


class Causes(_Page):
    """One page of causes."""

    items: list[CauseShort]


class FindingShort(_Out):
    """One line of the list of findings."""

    id: str
    label: str
    plain: str
    kind: Literal["symptom", "sign", "test"] | None


class Findings(_Page):
    """One page of findings."""

    items: list[FindingShort]


class AnnotationOut(_Out):
    """One annotation of a disease; ``frequency`` as its source says it."""

    id: str
    label: str
    present: bool
    frequency: str
    source: str


class CauseWhole(_Out):
    """One cause whole: ``record`` for a curated one, ``annotations`` for an annotated disease."""

    id: str
    name: str
    plain_name: str
    synonyms: list[str]
    tier: Literal["curated", "annotated"]
    codes: dict[str, str | list[str] | None]
    record: dict[str, Any] | None
    annotations: list[AnnotationOut]
    sources: dict[str, SourceShort]


class SourceOut(BaseModel):
    """A source as it stands in its record."""

    id: str
    title: str
    year: int | None
    kind: str
    identifier: str
    opened_at: str
    read: Literal["excerpt", "abstract", "full"]


class VersionOut(_Out):
    """Versions of the software, the knowledge, the ontology and this interface."""

    software: str
    knowledge: str
    ontology: str
    api: str


class Health(_Out):
    """The service answers."""

    status: Literal["ok"]


def inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """A JSON Schema without ``$defs``: each reference replaced by what it names (none is recursive)."""
    whole = copy.deepcopy(schema)
    named = whole.pop("$defs", {})
    whole.pop("$schema", None)
    whole.pop("$id", None)

    def put(value: Any) -> Any:
        if isinstance(value, dict):
            reference = value.get("$ref")
            if isinstance(reference, str):
                rest = {k: put(v) for k, v in value.items() if k != "$ref"}
                return {**put(named[reference.rpartition("/")[2]]), **rest}
            return {k: put(v) for k, v in value.items()}
        return [put(v) for v in value] if isinstance(value, list) else value

    done: dict[str, Any] = put(whole)
    return done


@lru_cache(maxsize=1)
def assessment_schema() -> dict[str, Any]:
    """The shipped schema of ``whytwitch.assessment/1``, ready for an OpenAPI document."""
    text = (data_folder() / "schema" / "assessment-1.json").read_text("utf-8")
    return inlined(json.loads(text))
