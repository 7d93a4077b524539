"""Figures as their sources print them: counts, percentages, bands, and the ground they stand on."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = [
    "Band",
    "Basis",
    "Count",
    "FindingId",
    "MovementId",
    "Percent",
    "Quantity",
    "Record",
    "Setting",
    "ShareBand",
    "SiteId",
    "Slug",
    "Text",
    "Urgency",
    "given_figures",
    "require_ground",
    "require_one_figure",
]

Band = Literal["obligate", "very_frequent", "frequent", "occasional", "very_rare", "excluded"]
ShareBand = Literal[
    "one_in_3",
    "one_in_10",
    "one_in_30",
    "one_in_100",
    "one_in_300",
    "one_in_1000",
    "one_in_3000",
    "one_in_10000",
    "one_in_30000",
    "one_in_100000",
    "one_in_300000",
    "one_in_1000000",
]
Basis = Literal["counted", "worded", "listed", "estimate"]
Urgency = Literal["emergency", "urgent", "soon", "routine", "self-care"]
SiteId = Literal[
    "brain",
    "brainstem",
    "cord",
    "anterior_horn",
    "root",
    "nerve",
    "junction",
    "muscle",
    "whole_body",
]
MovementId = Literal[
    "fasciculation",
    "myokymia",
    "neuromyotonia",
    "cramp",
    "tetany",
    "myoclonus",
    "negative_myoclonus",
    "clonus",
    "spasticity",
    "spasm",
    "hemifacial_spasm",
    "tremor",
    "dystonia",
    "tic",
    "chorea",
    "seizure_like",
]
Setting = Literal["any", "primary_care", "neurology_clinic", "emergency", "inpatient", "intensive_care"]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
FindingId = Annotated[str, Field(pattern=r"^(HP:\d{7}|WT:[a-z][a-z0-9_]*)$")]
Text = Annotated[str, Field(min_length=1, max_length=2000)]


class Record(BaseModel):
    """Base of all records: frozen, no unknown keys, no blank strings."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True)


_FIGURES = ("count", "percent", "band")


def given_figures(record: Record, names: tuple[str, ...] = _FIGURES) -> list[str]:
    """Which of the named figures a record gives."""
    return [name for name in names if getattr(record, name) is not None]


def require_one_figure(record: Record, names: tuple[str, ...] = _FIGURES) -> None:
    """Refuse a record with none or several of the named figures."""
    given = given_figures(record, names)
    if len(given) != 1:
        raise ValueError(f"exactly one of {', '.join(names)} must be given; got {given}")


def require_ground(record: Record) -> None:
    """Refuse a record that names neither a source nor ``basis: estimate``, or both."""
    is_estimate = getattr(record, "basis", None) == "estimate"
    if is_estimate == (getattr(record, "source", None) is not None):
        raise ValueError("a source must be named, or basis: estimate; got both or neither")


class Count(Record):
    """``events`` of ``total`` people, both as printed."""

    events: int = Field(ge=0)
    total: int = Field(ge=1)

    @model_validator(mode="after")
    def _events_within_total(self) -> Self:
        if self.events > self.total:
            raise ValueError(f"events must be at most total; got {self.events} of {self.total}")
        return self


class Percent(Record):
    """A percentage as printed; its total may be unknown."""

    value: float = Field(ge=0, le=100)
    total: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _some_whole_count_gives_it(self) -> Self:
        if self.total is None:
            return self
        decimals = len(f"{self.value:.10g}".partition(".")[2])
        tolerance = 0.5 * 10.0**-decimals + 1e-9
        nearest = round(self.value / 100 * self.total)
        candidates = (nearest - 1, nearest, nearest + 1)
        if not any(abs(100 * k / self.total - self.value) <= tolerance for k in candidates):
            raise ValueError(
                f"percent must be what some whole count of its total gives; got {self.value} % "
                f"of {self.total}; check the source or leave total out"
            )
        return self


class Quantity(Record):
    """Exactly one of count, percent, band, with where it comes from."""

    count: Count | None = None
    percent: Percent | None = None
    band: Band | None = None
    basis: Basis | None = None
    source: Slug | None = None
    locator: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _one_figure_and_its_ground(self) -> Self:
        require_one_figure(self)
        require_ground(self)
        if self.band is None and self.basis in ("estimate", "listed", "worded"):
            raise ValueError(f"basis {self.basis} must come with a band; got another figure")
        if self.band is not None and self.basis == "counted":
            raise ValueError("basis counted must come with count or percent; got band")
        return self
