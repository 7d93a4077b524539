"""A case as the engine sees it: coded facts about one person, and what was not understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["SETTINGS", "URGENCIES", "Case", "Fact", "NotUnderstood", "Setting", "Sex", "Urgency"]

Sex = Literal["MALE", "FEMALE"]
Setting = Literal["any", "primary_care", "neurology_clinic", "emergency", "inpatient", "intensive_care"]
Urgency = Literal["self-care", "routine", "soon", "urgent", "emergency"]

SETTINGS: tuple[Setting, ...] = (
    "any",
    "primary_care",
    "neurology_clinic",
    "emergency",
    "inpatient",
    "intensive_care",
)

#: From least to most urgent; the position is the level.
URGENCIES: tuple[Urgency, ...] = ("self-care", "routine", "soon", "urgent", "emergency")


@dataclass(frozen=True, slots=True)
class Fact:
    """One coded fact.

    Attributes
    ----------
    id : str
        ``HP:0002380``, ``WT:twitch_in_sleep`` or an exposure's id.
    present : bool
        True when it is there (or was taken, or happened), False when it was looked for in vain.
    label : str
        Name to show.
    origin : str
        Where in the input it stood, such as ``present[2]``.
    words : str
        What the input said.
    kind : str
        ``finding``, ``exposure``, ``laboratory`` or ``test``.
    plain : str
        Plain words for the label; empty when the label is plain enough.
    recent : bool or None
        For an exposure: begun, raised or changed lately; None when nothing is said.
    since_days : float or None
        How long ago an exposure was begun, raised or stopped, where that is said; and a finding, where it
        began later than the complaint.
    """

    id: str
    present: bool
    label: str
    origin: str = ""
    words: str = ""
    kind: Literal["finding", "exposure", "laboratory", "test"] = "finding"
    plain: str = ""
    recent: bool | None = None
    since_days: float | None = None


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Something that was said and could not be used, with where it stood and why."""

    text: str
    where: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything known about one person, coded. Order of ``facts`` never matters.

    Attributes
    ----------
    age_years : float or None
        0 to 130.
    duration_days : float or None
        Since the first symptom; 0 or more.
    known : tuple of str
        Ids of causes that were diagnosed before.
    areas : tuple of str or None
        Parts of body and life that were said to be troubled (an interview goes there first); None
        when that was not asked. No probability rests on it.
    """

    facts: tuple[Fact, ...] = ()
    age_years: float | None = None
    sex: Sex | None = None
    setting: Setting = "any"
    duration_days: float | None = None
    known: tuple[str, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    id: str = ""
    notes: tuple[str, ...] = field(default=())
    areas: tuple[str, ...] | None = None
