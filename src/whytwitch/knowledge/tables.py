"""The shape of the shared tables: laboratory, tests, movements, sites, background, rules ..."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from whytwitch.knowledge.figures import (
    Band,
    Count,
    FindingId,
    MovementId,
    Percent,
    Record,
    Setting,
    ShareBand,
    SiteId,
    Slug,
    Text,
    Urgency,
    require_ground,
    require_one_figure,
)

__all__ = [
    "Background",
    "Filed",
    "Group",
    "LaboratoryTest",
    "MovementKind",
    "Near",
    "Opposite",
    "Phrase",
    "Plain",
    "ReferenceRange",
    "Rule",
    "SettingOdds",
    "SiteKind",
    "TestKind",
]

ItemId = Annotated[str, Field(pattern=r"^(HP:\d{7}|WT:[a-z][a-z0-9_]*|[a-z][a-z0-9_]*)$")]


class Grounded(Record):
    """A row that names its source, or says that it is an estimate."""

    source: Slug | None = None
    basis: Literal["estimate"] | None = None
    locator: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _grounded(self) -> Self:
        require_ground(self)
        return self


class ReferenceRange(Grounded):
    """A reference range for people of one sex and age; either end may be open."""

    low: float | None = None
    high: float | None = None
    sex: Literal["MALE", "FEMALE"] | None = None
    age_years: tuple[float, float] | None = None
    critical_low: float | None = None
    critical_high: float | None = None


class LaboratoryTest(Record):
    """A laboratory value: its names, unit, range, and the findings low and high stand for.

    ``conversions`` maps another unit to the factor that turns it into ``unit``;
    ``molar_mass`` (g/mol) lets pint turn mass into amount of substance.
    """

    id: Slug
    name: Text
    synonyms: tuple[str, ...] = ()
    loinc: tuple[Annotated[str, Field(pattern=r"^\d{1,5}-\d$")], ...] = ()
    unit: str | None = None
    molar_mass: float | None = Field(default=None, gt=0)
    valence: int = 1
    conversions: dict[str, float] = Field(default_factory=dict)
    plausible: tuple[float, float] | None = None
    ranges: tuple[ReferenceRange, ...] = ()
    low: FindingId | None = None
    high: FindingId | None = None


class TestKind(Record):
    """A test that can be asked for; a normal result speaks against what ``denies`` names.

    ``needs`` is what has to be ready for it, ``burden`` what it asks of the person; ``cost`` sums
    both up from 1 (hardly any) to 5.
    """

    __test__ = False

    id: Slug
    name: Text
    plain: Text
    where: Literal["bedside", "blood", "clinic", "hospital"]
    cost: int = Field(ge=1, le=5)
    needs: str | None = None
    burden: str | None = None
    synonyms: tuple[str, ...] = ()
    denies: tuple[FindingId, ...] = ()


class MovementKind(Record):
    """A kind of movement, the terms that name it and the words that describe it."""

    id: MovementId
    name: Text
    plain: Text
    terms: tuple[FindingId, ...]
    described: dict[FindingId, Band] = Field(default_factory=dict)


class SiteKind(Record):
    """A stop on the path from brain to muscle."""

    id: SiteId
    name: Text
    plain: Text


class SettingOdds(Record):
    """How a setting shifts causes of each urgency against all comers."""

    id: Setting
    name: Text
    basis: Literal["estimate"]
    odds: dict[Urgency, float]


class Group(Record):
    """Findings that come together whatever the cause."""

    id: Slug
    terms: tuple[FindingId, ...]


class Near(Record):
    """Two terms that observers use for the same thing.

    ``share: excluded`` says the opposite of a pair that the ontology joins: the second, more general
    term tells nothing of the first.
    """

    terms: tuple[FindingId, FindingId]
    share: Band
    why: Text


class Opposite(Record):
    """Two terms that speak against each other: who brings the one mostly does not bring the other."""

    terms: tuple[FindingId, FindingId]
    why: Text


class Filed(Record):
    """A term that is a kind of another although the ontology does not file it there."""

    id: FindingId
    under: FindingId
    why: Text


class Phrase(Record):
    """Words people write for a finding, exposure or cause; or words that must not be read so.

    ``denies`` is for words that say by themselves that it is not there ("eats well", "teetotal"). A
    phrase that begins with ``=`` is found only as it is written, endings apart.
    """

    means: ItemId | None = None
    denies: ItemId | None = None
    phrases: tuple[str, ...] = Field(min_length=1)
    why: str | None = None

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        if self.means is not None and self.denies is not None:
            raise ValueError("a phrase means something or denies it, not both")
        return self


class Background(Grounded):
    """How often a finding or exposure is there anyway among people who present."""

    item: ItemId
    setting: Setting = "any"
    population: Text
    count: Count | None = None
    percent: Percent | None = None
    band: Band | ShareBand | None = None

    @model_validator(mode="after")
    def _one_figure(self) -> Self:
        require_one_figure(self)
        return self


class Plain(Record):
    """Plain words for a term of the ontology, and how to ask or look for it.

    ``ask`` is put to the person, with ``choices`` beside yes, no and don't know; ``elicit`` says
    how an examiner brings a sign out and ``looks_like`` what is then seen.
    """

    id: FindingId
    plain: Text
    ask: str | None = None
    choices: tuple[str, ...] = ()
    elicit: str | None = None
    looks_like: str | None = None
    kind: Literal["symptom", "sign", "test"] | None = None


class Rule(Grounded):
    """A red flag: when its facts hold, urgency is at least ``level``.

    ``all`` must all hold; of ``any`` at least ``at_least``; none of ``none`` may hold.
    """

    id: Slug
    level: Urgency
    all: tuple[ItemId, ...] = ()
    any: tuple[ItemId, ...] = ()
    at_least: int = Field(default=1, ge=1)
    and_any: tuple[ItemId, ...] = ()
    none: tuple[ItemId, ...] = ()
    age_years: tuple[float, float] | None = None
    duration_days: tuple[float, float] | None = None
    sex: Literal["MALE", "FEMALE"] | None = None
    plain: Text
    professional: Text

    @model_validator(mode="after")
    def _something_to_match(self) -> Self:
        if not self.all and not self.any:
            raise ValueError("all or any must name at least one finding or exposure")
        return self
