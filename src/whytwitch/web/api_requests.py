"""What the REST interface takes, as types; the OpenAPI document is made from them.

A request is read by the same reader as a case file, in its words; these types then hold it to the
documented contract, so that what the OpenAPI document forbids is refused.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from whytwitch.core.case import SETTINGS
from whytwitch.core.errors import InputError

__all__ = ["NOT_BLANK", "CaseIn", "ExplainIn", "NextIn", "ReadIn", "check"]

Short = Annotated[str, Field(max_length=500)]
Named = Annotated[str, Field(min_length=1, max_length=500)]
#: Something besides white space, written out so that every reader of the pattern agrees.
NOT_BLANK = r"[^\u0000-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
_LISTS = ("present", "absent", "exposures", "history", "labs", "tests")
_MOST = 200
#: Longest text that is read in one call: some fifteen pages.
MAX_CHARACTERS = 50_000


class _In(BaseModel):
    """Unknown keys are allowed: the reader names them in ``not_understood``."""

    model_config = ConfigDict(extra="allow", strict=True)


class FindingIn(_In):
    """A finding by code (``HP:0002380``), by plain words, or both."""

    hpo: Short | None = None
    label: Short | None = None
    detail: Short | None = None


class ExposureIn(_In):
    """A medicine, substance, condition, habit or event."""

    name: Named
    kind: Short | None = None
    detail: Short | None = None


class LaboratoryIn(_In):
    """A laboratory value; the range is the laboratory's own."""

    name: Named
    value: float | Short | None = None
    unit: Short | None = None
    ref_low: float | Short | None = None
    ref_high: float | Short | None = None
    flag: Short | None = Field(default=None, description="low, normal or high")


class TestIn(_In):
    """Another test and what it showed."""

    name: Named
    result: Annotated[str, Field(max_length=2000)] | None = None
    flag: Short | None = None


def _one_fact(schema: dict[str, Any]) -> None:
    filled: list[dict[str, Any]] = [
        {"required": [k], "properties": {k: {"type": "array", "minItems": 1}}} for k in _LISTS
    ]
    told = {"type": "string", "pattern": NOT_BLANK}
    schema["examples"] = [_EXAMPLE_CASE]
    schema["anyOf"] = [*filled, {"required": ["narrative"], "properties": {"narrative": told}}]


_EXAMPLE_TEXT = "My left calf keeps twitching, for two months now. No weakness. Five coffees a day."
_EXAMPLE_CASE = {
    "age_years": 34,
    "sex": "male",
    "setting": "primary care",
    "duration_days": 60,
    "present": ["twitching in the calves", {"label": "muscle twitching", "detail": "at rest"}],
    "absent": ["muscle weakness"],
    "exposures": [{"name": "coffee", "detail": "five cups a day"}],
}


class _CaseKeys(_In):
    """Every key of a case file."""

    id: Annotated[str, Field(max_length=200)] | None = None
    age_years: Annotated[float, Field(ge=0, le=130)] | None = None
    sex: Annotated[str, Field(max_length=40)] | None = Field(default=None, description="male or female")
    setting: Annotated[str, Field(max_length=40)] | None = Field(
        default=None, description=", ".join(SETTINGS)
    )
    duration_days: Annotated[float, Field(ge=0, le=47_500)] | None = Field(
        default=None, description="since the first symptom"
    )
    present: Annotated[list[Short | FindingIn], Field(max_length=_MOST)] | None = None
    absent: Annotated[list[Short | FindingIn], Field(max_length=_MOST)] | None = None
    exposures: Annotated[list[Named | ExposureIn], Field(max_length=_MOST)] | None = None
    history: Annotated[list[Short], Field(max_length=_MOST)] | None = None
    labs: Annotated[list[Named | LaboratoryIn], Field(max_length=_MOST)] | None = None
    tests: Annotated[list[Named | TestIn], Field(max_length=_MOST)] | None = None
    narrative: Annotated[str, Field(max_length=MAX_CHARACTERS)] | None = None


class CaseIn(_CaseKeys):
    """One case, as in a case file: every key optional except one fact (``docs/case-file.md``)."""

    model_config = ConfigDict(extra="allow", strict=True, json_schema_extra=_one_fact)

    @model_validator(mode="after")
    def _holds_a_fact(self) -> Self:
        if not any(getattr(self, k) for k in _LISTS) and not re.search(NOT_BLANK, self.narrative or ""):
            raise ValueError("a case must hold at least one fact; got none")
        return self


class AnswerIn(BaseModel):
    """An answer that was given: the question's id and the value of the choice."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: Annotated[str, Field(min_length=1, max_length=2000)]
    value: Annotated[str, Field(min_length=1, max_length=2000)] = "unknown"


class NextIn(BaseModel):
    """Where an interview stands. Nothing is kept between calls: send every answer again."""

    model_config = ConfigDict(extra="forbid", strict=True)

    case: _CaseKeys | None = Field(default=None, description="what was known at the start; may be empty")
    answers: Annotated[list[AnswerIn], Field(max_length=200)] = []
    audience: Literal["public", "professional"] = "public"
    assessment: bool = Field(default=False, description="give the whole assessment as it stands, too")


class ExplainIn(BaseModel):
    """A case, and the cause to explain."""

    model_config = ConfigDict(extra="forbid", strict=True)

    case: CaseIn
    cause: Annotated[str, Field(min_length=1, max_length=200, examples=["eyelid_myokymia"])]


class ReadIn(BaseModel):
    """A person's own words, or a letter."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: Annotated[
        str, Field(min_length=1, max_length=MAX_CHARACTERS, pattern=NOT_BLANK, examples=[_EXAMPLE_TEXT])
    ]


def check(model: type[BaseModel], value: Any, where: str) -> None:
    """Hold a value to the contract, in one line.

    Raises
    ------
    InputError
        When it does not fit; the message names the key.
    """
    try:
        model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        parts = [p for p in first["loc"] if isinstance(p, int) or not p.startswith(("str", "function"))]
        parts = [
            p for p in parts if not (isinstance(p, str) and (p.endswith("In") or p.startswith("constr")))
        ]
        place = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in parts).lstrip(".")
        said = first["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
        said = f"{place}: {said[:1].lower()}{said[1:]}" if place else said
        raise InputError(f"{said}; see /api/v1/openapi.json", where) from None
