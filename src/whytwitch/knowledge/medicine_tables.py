"""The shape of the tables about medicines: pairs, kidneys, timing, and caffeine by the cup."""

from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from whytwitch.knowledge.figures import FindingId, Record, Slug, Text

__all__ = ["Drink", "IntakeLimit", "Interaction", "RenalCaution", "Timing"]

Evidence = Literal["trial", "label", "cohort", "series", "report", "review"]


class Cited(Record):
    """A row that always names its source."""

    id: Slug
    source: Slug
    locator: str | None = None
    note: str | None = None


class Interaction(Cited):
    """Two things that together bring a cause about: one of ``any`` with one of ``with``.

    ``any`` holds exposures or classes; ``with`` may hold findings and known conditions too.
    """

    model_config = ConfigDict(populate_by_name=True)

    any: tuple[Slug, ...] = Field(min_length=1)
    together_with: tuple[Slug | FindingId, ...] = Field(min_length=1, alias="with")
    brings: Slug
    mechanism: Text
    evidence: Evidence
    plain: Text
    professional: Text


class RenalCaution(Cited):
    """A medicine that brings a cause about when the kidneys are weak."""

    agent: Slug
    brings: Slug
    when: Text
    effect: Text


class Timing(Cited):
    """When a cause comes after a medicine is begun, raised or stopped (hours)."""

    agent: Slug
    what: Literal["start", "dose_raised", "stopped"]
    brings: Slug
    from_hours: float = Field(ge=0)
    to_hours: float = Field(gt=0)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_hours >= self.to_hours:
            raise ValueError(f"from_hours must be below to_hours; got {self.from_hours}, {self.to_hours}")
        return self


class Drink(Cited):
    """Caffeine of one serving (mg), and the names people write for it."""

    name: Text
    names: tuple[str, ...] = ()
    serving_ml: float | None = Field(default=None, gt=0)
    unit: str | None = None
    caffeine_mg: float = Field(ge=0, le=2000)


class IntakeLimit(Cited):
    """A dose of caffeine that guidance or reports name, for whom."""

    who: Text
    per: Literal["day", "dose"]
    caffeine_mg: float | None = Field(default=None, gt=0)
    caffeine_mg_per_kg: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _one_dose(self) -> Self:
        if (self.caffeine_mg is None) == (self.caffeine_mg_per_kg is None):
            raise ValueError("one of caffeine_mg and caffeine_mg_per_kg must be given; got both or neither")
        return self
