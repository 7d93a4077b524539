"""The answer: ranked causes, urgency, next step, and everything it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from whytwitch.core.case import Case, NotUnderstood, Urgency

__all__ = [
    "Assessment",
    "CauseDetails",
    "CauseRow",
    "CriteriaItem",
    "CriteriaResult",
    "Grounded",
    "MedicineLink",
    "NextStep",
    "Reason",
    "Share",
    "UrgencyAdvice",
    "UrgencyReason",
]


@dataclass(frozen=True, slots=True)
class Reason:
    """What one fact does for one cause.

    Attributes
    ----------
    log_odds : float
        Natural log of how much likelier the fact is under this cause than among all who present.
    plain : str
        The fact in plain words; empty when its label is plain enough.
    """

    fact: str
    id: str
    present: bool
    log_odds: float
    sources: tuple[str, ...] = ()
    basis: str = ""
    plain: str = ""


@dataclass(frozen=True, slots=True)
class Grounded:
    """A line of text with its source, or ``basis`` ``estimate``."""

    text: str
    source: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class CauseDetails:
    """What a record says about a cause: how it comes about, how soon, what care consists of.

    ``would_raise`` and ``would_lower`` name what nobody has asked yet and what would move it most.
    """

    mechanism_plain: str
    mechanism_technical: str
    why_urgent: str
    tempo: str
    treatment: tuple[Grounded, ...] = ()
    self_care: tuple[Grounded, ...] = ()
    avoid: tuple[Grounded, ...] = ()
    mistaken_for: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    would_raise: tuple[str, ...] = ()
    would_lower: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CauseRow:
    """One row of the ranking, as on a problem list."""

    id: str
    name: str
    plain_name: str
    synonyms: tuple[str, ...]
    chain: tuple[str, ...]
    probability: float
    codes: dict[str, str | None]
    tier: str
    urgency: Urgency
    reasons: tuple[Reason, ...] = ()
    agent: str = ""
    underlying: tuple[tuple[str, float], ...] = ()
    details: CauseDetails | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A kind of movement or a site with its probability."""

    id: str
    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class UrgencyReason:
    """Why the level is what it is; ``rule`` is the id of a rule or ``expected_harm``."""

    text: str
    rule: str
    level: Urgency
    professional: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UrgencyAdvice:
    """How soon, and why. A rule can only raise it."""

    level: Urgency
    reasons: tuple[UrgencyReason, ...]


@dataclass(frozen=True, slots=True)
class MedicineLink:
    """What medicines of the case do together, with weak kidneys, or at their time of starting.

    Attributes
    ----------
    kind : str
        ``interaction``, ``kidneys`` or ``timing``.
    agents : tuple of str
        Ids of the exposures of the case.
    brings : str
        Id of the cause they bring about.
    log_odds : float
        What the link adds for that cause, in natural logs; negative when it speaks against it.
    """

    kind: Literal["interaction", "kidneys", "timing"]
    id: str
    agents: tuple[str, ...]
    brings: str
    log_odds: float
    plain: str
    professional: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """A question, sign or test that is worth asking for next."""

    kind: Literal["question", "examination", "test"]
    id: str
    text: str
    bits: float
    why: str
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class CriteriaItem:
    """One line of a set of criteria; ``state`` is ``met``, ``not met`` or ``unknown``."""

    text: str
    state: str
    points: float | None = None


@dataclass(frozen=True, slots=True)
class CriteriaResult:
    """A published set of criteria, run on the case.

    Attributes
    ----------
    verdict : str
        The authors' own word; ``not met`` when it can no longer be met; ``undetermined`` when it
        still may be.
    score : float or None
        Points of the items that are met, for a score.
    missing : tuple of str
        Unknown items on which the next verdict up depends.
    """

    id: str
    name: str
    verdict: str
    items: tuple[CriteriaItem, ...] = ()
    cause: str = ""
    score: float | None = None
    missing: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything :func:`whytwitch.assess` gives back."""

    case: Case
    causes: tuple[CauseRow, ...]
    none_of_these: float
    movements: tuple[Share, ...]
    sites: tuple[Share, ...]
    urgency: UrgencyAdvice
    next_steps: tuple[NextStep, ...]
    versions: dict[str, str]
    criteria: tuple[CriteriaResult, ...] = ()
    medicines: tuple[MedicineLink, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    sources: dict[str, dict[str, str]] = field(default_factory=dict)
