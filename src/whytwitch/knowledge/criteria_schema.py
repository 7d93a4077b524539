"""The shape of published diagnostic criteria: items over findings, verdicts over items."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from whytwitch.knowledge.figures import Record, Slug, Text
from whytwitch.knowledge.tables import ItemId

__all__ = ["Condition", "CriteriaSet", "Item", "Needs", "Part", "Verdict"]

Bounds = tuple[float, float]


class Part(Record):
    """A group inside a condition: every one of ``all``, ``at_least`` of ``any``, none of ``none``."""

    all: tuple[ItemId, ...] = ()
    any: tuple[ItemId, ...] = ()
    at_least: int = Field(default=1, ge=1)
    none: tuple[ItemId, ...] = ()

    @model_validator(mode="after")
    def _something_to_match(self) -> Self:
        if not (self.all or self.any or self.none):
            raise ValueError("all, any or none must name something; got nothing")
        if self.any and self.at_least > len(self.any):
            raise ValueError(f"at_least must be at most {len(self.any)}; got {self.at_least}")
        return self


class Condition(Record):
    """What makes an item met; groups may stand in ``all`` and ``any``, one level deep.

    Bounds are closed intervals: the age now, the age when it began, the days since it began.
    """

    all: tuple[ItemId | Part, ...] = ()
    any: tuple[ItemId | Part, ...] = ()
    at_least: int = Field(default=1, ge=1)
    none: tuple[ItemId, ...] = ()
    age_years: Bounds | None = None
    onset_age_years: Bounds | None = None
    duration_days: Bounds | None = None
    sex: Literal["MALE", "FEMALE"] | None = None

    @model_validator(mode="after")
    def _something_to_match(self) -> Self:
        bounds = (self.age_years, self.onset_age_years, self.duration_days)
        if not (self.all or self.any or self.none or self.sex or any(bounds)):
            raise ValueError("a condition must name something; got nothing")
        if self.any and self.at_least > len(self.any):
            raise ValueError(f"at_least must be at most {len(self.any)}; got {self.at_least}")
        for bound in bounds:
            if bound is not None and bound[0] > bound[1]:
                raise ValueError(f"bounds must be [low, high]; got {list(bound)}")
        return self


class Item(Record):
    """One line of a set of criteria.

    ``points`` count when the item is met; a graded item gives up to ``points_most`` when its
    grade is more than a case can say. ``trivial`` marks an item that says nothing on its own,
    such as tremor or fever: it never calls the set up.
    """

    id: Slug
    text: Text
    when: Condition
    points: float | None = None
    points_most: float | None = None
    trivial: bool = False

    @model_validator(mode="after")
    def _most_is_more(self) -> Self:
        if self.points_most is not None and (self.points is None or self.points_most < self.points):
            raise ValueError(f"points_most must be points or more; got {self.points_most}")
        return self


class Needs(Record):
    """What a verdict rests on: ``every`` one, ``at_least`` of ``some``, ``score`` points or more."""

    every: tuple[Slug | Needs, ...] = ()
    some: tuple[Slug | Needs, ...] = ()
    at_least: int = Field(default=1, ge=1)
    score: float | None = None

    @model_validator(mode="after")
    def _something_to_need(self) -> Self:
        if not (self.every or self.some) and self.score is None:
            raise ValueError("every, some or score must be given; got nothing")
        if self.some and self.at_least > len(self.some):
            raise ValueError(f"at_least must be at most {len(self.some)}; got {self.at_least}")
        return self

    def named(self) -> set[str]:
        """Every item that is named, at any depth."""
        found: set[str] = set()
        for part in (*self.every, *self.some):
            found |= {part} if isinstance(part, str) else part.named()
        return found


class Verdict(Record):
    """A conclusion the authors draw, such as ``definite`` or ``met``."""

    verdict: Annotated[str, Field(min_length=1, max_length=80)]
    needs: Needs

    @model_validator(mode="after")
    def _not_one_of_ours(self) -> Self:
        if self.verdict in ("not met", "undetermined"):
            raise ValueError(f"verdict must not be one that the engine gives; got {self.verdict}")
        return self


class CriteriaSet(Record):
    """Published criteria for one cause (``data/criteria/*.yaml``), strongest verdict first.

    Attributes
    ----------
    kind : str
        ``score`` when items carry points, ``criteria`` otherwise.
    note : str, optional
        What the source asks and a case cannot say, and how it was read.
    """

    id: Slug
    name: Text
    plain_name: Text
    cause: Slug
    kind: Literal["criteria", "score"] = "criteria"
    items: tuple[Item, ...] = Field(min_length=1)
    verdicts: tuple[Verdict, ...] = Field(min_length=1)
    sources: tuple[Slug, ...] = ()
    locator: str | None = None
    note: str | None = None
    basis: Literal["estimate"] | None = None

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        if bool(self.sources) == (self.basis == "estimate"):
            raise ValueError("sources must be named, or basis: estimate; got both or neither")
        names = [item.id for item in self.items]
        twice = sorted({n for n in names if names.count(n) > 1})
        if twice:
            raise ValueError(f"items must stand once; got {', '.join(twice)} twice")
        unknown = sorted({n for v in self.verdicts for n in v.needs.named()} - set(names))
        if unknown:
            raise ValueError(f"needs must name items of the set; got {', '.join(unknown)}")
        if (self.kind == "score") != any(item.points is not None for item in self.items):
            raise ValueError("points must be given when kind is score, only then")
        return self
