"""What ``import whytwitch`` offers: one engine, opened at the first call and shared from then on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from whytwitch.core.assessment import Assessment
from whytwitch.core.case import Case
from whytwitch.core.documents import Document
from whytwitch.core.errors import InputError, WhytwitchError
from whytwitch.intake.read import case_from_document, read_case
from whytwitch.model.store import Model, open_model
from whytwitch.service.interview import Audience, Step

__all__ = [
    "as_dict",
    "as_html",
    "as_json",
    "assess",
    "batch",
    "causes",
    "explain_cause",
    "findings",
    "load_case",
    "next_question",
    "read",
    "record_answer",
    "versions",
]

#: A case as a mapping of the case file's keys (or a phenopacket), the path of a file, or coded already.
AnyCase: TypeAlias = Mapping[str, Any] | str | Path | Case


@lru_cache(maxsize=1)
def _model() -> Model:
    return open_model()


def load_case(case: AnyCase) -> Case:
    """A case, coded.

    Parameters
    ----------
    case : mapping, str, Path or Case
        A mapping of the case file's keys (``docs/case-file.md``) or a phenopacket; the path of a
        file that holds one, as YAML or JSON; or a case that is coded already.

    Raises
    ------
    InputError
        When it cannot be read; one line with place and way out.

    Examples
    --------
    >>> case = load_case({"age_years": 29, "present": ["twitching eyelid"], "absent": ["weakness"]})
    >>> [(fact.id, fact.present) for fact in case.facts if fact.id.startswith("HP:")]
    [('HP:0030826', True), ('HP:0001324', False)]
    """
    if isinstance(case, Case):
        return case
    if isinstance(case, Mapping):
        return case_from_document(_model(), Document(dict(case), {}), "case")
    if isinstance(case, (str, Path)):
        return read_case(_model(), str(case))
    raise InputError(f"a case must be a mapping, a path or a Case; got {type(case).__name__}")


def assess(case: AnyCase, top: int = 20) -> Assessment:
    """Why, how soon, and what next.

    Parameters
    ----------
    case : mapping, str, Path or Case
        See :func:`load_case`.
    top : int
        How many causes, 1 to 200.

    Returns
    -------
    Assessment
        ``causes`` by falling probability (0 to 1), ``urgency``, ``next_steps`` (bits),
        ``not_understood``, ``sources``. Deterministic.

    Raises
    ------
    InputError
        When the case cannot be read.

    Examples
    --------
    >>> answer = assess({"age_years": 29, "present": ["twitching eyelid"]})
    >>> answer.urgency.level, answer.causes[0].id
    ('self-care', 'eyelid_myokymia')
    """
    from whytwitch.service.assess import assess as assess_case

    if not 1 <= top <= 200:
        raise InputError(f"top must be from 1 to 200; got {top}")
    return assess_case(_model(), load_case(case), top)


def read(text: str) -> dict[str, Any]:
    """Plain words to coded facts, each with the words it came from.

    Returns
    -------
    dict
        ``present``, ``absent``, ``exposures``, ``labs``, ``history``, ``context``, ``questions``,
        ``not_understood``; as ``whytwitch read --format json``.

    Examples
    --------
    >>> [(row["hpo"], row["span"]) for row in read("My eyelid keeps twitching.")["present"]]
    [('HP:0030826', [3, 25])]
    """
    from whytwitch.intake.story.facts import story_document
    from whytwitch.intake.story.reader import read_story

    if not text.strip():
        raise InputError("the text must hold at least one word; got none")
    return story_document(_model(), read_story(_model(), text))


def batch(cases: Iterable[AnyCase], top: int = 10) -> Iterator[dict[str, Any]]:
    """Assess many cases, one after the other, in order, without reasons.

    A case that cannot be read gives a row with its ``error``, never the end of the run. For files
    on every core see ``whytwitch batch``.

    Yields
    ------
    dict
        ``where`` (place in the input), ``id``, ``urgency``, ``rules``, ``causes``,
        ``none_of_these``, ``n_facts``, ``not_understood``, ``error``.

    Examples
    --------
    >>> rows = list(batch([{"present": ["tremor"]}, {"age_years": -1}]))
    >>> rows[0]["error"] is None, rows[1]["error"]
    (True, '1: age_years must be from 0 to 130; got -1; leave it out if unknown')
    """
    from whytwitch.service.batch import compact_row

    for i, case in enumerate(cases):
        try:
            coded = (
                case_from_document(_model(), Document(dict(case), {}), str(i))
                if isinstance(case, Mapping)
                else load_case(case)
            )
            yield compact_row(_model(), coded, str(i), top)
        except WhytwitchError as error:
            yield {"where": str(i), "error": str(error)}


def explain_cause(case: AnyCase, cause: str) -> dict[str, Any]:
    """Why one cause stands where it does in a case.

    Returns
    -------
    dict
        ``cause``, ``rank`` (1 the likeliest, or None), ``for`` and ``against`` (``log_odds`` in
        natural logs), ``would_raise``, ``would_lower``, ``sources``, ``versions``.

    Raises
    ------
    InputError
        When the case cannot be read or no such cause is known.

    Examples
    --------
    >>> told = explain_cause({"present": ["twitching eyelid"]}, "eyelid_myokymia")
    >>> told["rank"], told["for"][0]["id"]
    (1, 'HP:0030826')
    """
    from whytwitch.service.explain import explain_cause as explain
    from whytwitch.service.explain import explanation_document

    return explanation_document(explain(_model(), load_case(case), cause))


def next_question(
    case: AnyCase | None = None, asked: Iterable[str] = (), audience: Audience = "public"
) -> Step:
    """The next question of an interview, or why there is none.

    Parameters
    ----------
    case : optional
        What is known, with the answers so far in it; None to start from nothing.
    asked : iterable of str
        Ids of the questions that were put.
    audience : ``public`` or ``professional``

    Examples
    --------
    >>> step = next_question()
    >>> step.question.id, step.asked
    ('movement', 0)
    """
    from whytwitch.service.interview import next_step

    coded = Case() if case is None else load_case(case)
    return next_step(_model(), coded, tuple(asked), audience)


def record_answer(case: AnyCase | None, question: str, value: str) -> Case:
    """A new case with one answer in it; ``unknown`` changes nothing.

    Examples
    --------
    >>> record_answer(None, "age_years", "words:34").age_years
    34.0
    """
    from whytwitch.service.interview import record_answer as record

    return record(_model(), Case() if case is None else load_case(case), question, value)


def causes(query: str = "", limit: int = 20) -> list[dict[str, Any]]:
    """Causes whose names hold all the words.

    Examples
    --------
    >>> causes("eyelid myokymia")[0]["id"]
    'eyelid_myokymia'
    """
    from whytwitch.service.catalogue import list_causes

    return [dict(e.document) for e in list_causes(_model(), query, 0, limit).entries]


def findings(query: str = "", limit: int = 20) -> list[dict[str, Any]]:
    """Findings whose names or plain words hold all the words.

    Examples
    --------
    >>> findings("fasciculations")[0]["id"]
    'HP:0002380'
    """
    from whytwitch.service.catalogue import list_findings

    return [dict(e.document) for e in list_findings(_model(), query, 0, limit).entries]


def as_dict(assessment: Assessment) -> dict[str, Any]:
    """The documented answer ``whytwitch.assessment/1`` as plain dicts and lists."""
    from whytwitch.report.as_json import assessment_document

    return assessment_document(assessment)


def as_json(assessment: Assessment, indent: int | None = 1) -> str:
    """The documented answer ``whytwitch.assessment/1`` as JSON text."""
    from whytwitch.report.as_json import assessment_json

    return assessment_json(assessment, indent)


def as_html(assessment: Assessment) -> str:
    """The answer as one page that needs nothing else."""
    from whytwitch.report.as_html import assessment_html

    return assessment_html(assessment)


def versions() -> dict[str, str]:
    """Versions of the software, the knowledge and the ontology.

    Examples
    --------
    >>> sorted(versions())
    ['knowledge', 'ontology', 'software']
    """
    from whytwitch.service.assess import versions as of

    return of(_model())
