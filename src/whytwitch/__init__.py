"""Why is this muscle twitching, how soon should someone look at it, and what comes next?

>>> import whytwitch
>>> answer = whytwitch.assess({"age_years": 29, "present": ["twitching eyelid"]})
>>> answer.causes[0].name
'Eyelid myokymia'

Names are loaded when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from whytwitch.core.assessment import Assessment, CauseRow, NextStep, UrgencyAdvice
    from whytwitch.core.case import Case, Fact, NotUnderstood
    from whytwitch.core.errors import DataError, InputError, KnowledgeError, WhytwitchError
    from whytwitch.service.front import (
        as_dict,
        as_html,
        as_json,
        assess,
        batch,
        causes,
        explain_cause,
        findings,
        load_case,
        next_question,
        read,
        record_answer,
        versions,
    )
    from whytwitch.service.interview import Choice, Question, Step

__all__ = [
    "Assessment",
    "Case",
    "CauseRow",
    "Choice",
    "DataError",
    "Fact",
    "InputError",
    "KnowledgeError",
    "NextStep",
    "NotUnderstood",
    "Question",
    "Step",
    "UrgencyAdvice",
    "WhytwitchError",
    "__version__",
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

_HOME = {
    **dict.fromkeys(("Assessment", "CauseRow", "NextStep", "UrgencyAdvice"), "whytwitch.core.assessment"),
    **dict.fromkeys(("Case", "Fact", "NotUnderstood"), "whytwitch.core.case"),
    **dict.fromkeys(("DataError", "InputError", "KnowledgeError", "WhytwitchError"), "whytwitch.core.errors"),
    **dict.fromkeys(("Choice", "Question", "Step"), "whytwitch.service.interview"),
}

__version__: str


def __getattr__(name: str) -> Any:
    """Load a public name from where it lives, once."""
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            value: Any = version("whytwitch")
        except PackageNotFoundError:
            value = "0+unknown"
    elif name in __all__:
        value = getattr(import_module(_HOME.get(name, "whytwitch.service.front")), name)
    else:
        raise AttributeError(f"module 'whytwitch' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
