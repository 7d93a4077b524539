"""The shape of every knowledge record: strict, frozen, no key that is not named here.

A figure stands as its source prints it (``count``, ``percent`` or ``band``); probabilities
are computed from it elsewhere (:mod:`whytwitch.knowledge.rates`), never typed in.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from whytwitch.knowledge.figures import (
    Band,
    Basis,
    Count,
    FindingId,
    MovementId,
    Percent,
    Quantity,
    Record,
    Setting,
    ShareBand,
    SiteId,
    Slug,
    Text,
    Urgency,
    given_figures,
    require_ground,
    require_one_figure,
)

__all__ = [
    "Agent",
    "Care",
    "Cause",
    "Codes",
    "Exposure",
    "ExposureLink",
    "Finding",
    "FindingLink",
    "Mechanism",
    "Onset",
    "Prior",
    "Site",
    "Source",
    "TestLink",
    "Underlying",
]


class Codes(Record):
    """The same cause elsewhere."""

    mondo: str | None = Field(default=None, pattern=r"^MONDO:\d{7}$")
    icd10: str | None = Field(default=None, pattern=r"^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$")
    omim: str | None = Field(default=None, pattern=r"^OMIM:\d{6}$")
    orpha: str | None = Field(default=None, pattern=r"^ORPHA:\d+$")
    also: tuple[Annotated[str, Field(pattern=r"^(OMIM:\d{6}|ORPHA:\d+)$")], ...] = ()


class Site(Quantity):
    """Where along the path from brain to muscle the cause acts, and how often there."""

    site: SiteId


class Movement(Quantity):
    """How often people with the cause show this kind of movement."""

    movement: MovementId


class Mechanism(Record):
    """What misfires and why, in plain and in technical words."""

    plain: Text
    technical: Text
    sources: tuple[Slug, ...] = ()
    basis: Literal["estimate"] | None = None

    @model_validator(mode="after")
    def _sourced_or_said_not(self) -> Self:
        if bool(self.sources) == (self.basis == "estimate"):
            raise ValueError("sources must be named, or basis: estimate; got both or neither")
        return self


class Prior(Record):
    """How likely the cause is before anything else is known.

    ``share_of_presenting``: of people who present with involuntary muscle activity in the
    setting, those who have the cause. ``prevalence_in_setting`` and ``incidence`` (per 100,000
    person-years) need ``activity_given_cause``. ``risk_given_exposure`` needs ``exposure``.
    """

    measure: Literal[
        "share_of_presenting",
        "prevalence_in_setting",
        "prevalence",
        "incidence",
        "risk_given_exposure",
        "activity_given_cause",
    ]
    setting: Setting = "any"
    population: Text
    count: Count | None = None
    percent: Percent | None = None
    per_100000: float | None = Field(default=None, gt=0, le=100000)
    band: ShareBand | None = None
    exposure: Slug | None = None
    basis: Basis | None = None
    source: Slug | None = None
    locator: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _one_figure_and_its_ground(self) -> Self:
        require_one_figure(self, ("count", "percent", "per_100000", "band"))
        require_ground(self)
        if self.basis == "estimate" and self.band is None:
            raise ValueError("basis estimate must come with a band; got another figure")
        if (self.measure == "risk_given_exposure") != (self.exposure is not None):
            raise ValueError("exposure must be named for risk_given_exposure, and only there")
        if self.measure == "incidence" and self.per_100000 is None and self.band is None:
            raise ValueError("incidence must be given per_100000 or as a band")
        return self


class Without(Record):
    """The same finding among people who do not have the cause."""

    population: Text
    count: Count | None = None
    percent: Percent | None = None
    band: Band | None = None

    @model_validator(mode="after")
    def _one_figure(self) -> Self:
        require_one_figure(self)
        return self


class FindingLink(Quantity):
    """How often people with the cause have the finding; ``required`` when nobody thinks of it untold."""

    finding: FindingId
    population: str | None = None
    by_definition: bool = False
    required: bool = False
    fit: Literal["severe_subset", "subset", "early", "late", "children"] | None = None
    told_by: Literal["person", "examiner", "test"] | None = None
    without: Without | None = None


class Odds(Record):
    """An odds ratio with its interval, and what it is against."""

    value: float = Field(gt=0)
    low: float | None = Field(default=None, gt=0)
    high: float | None = Field(default=None, gt=0)
    against: Text

    @model_validator(mode="after")
    def _interval_in_order(self) -> Self:
        low = self.low if self.low is not None else self.value
        high = self.high if self.high is not None else self.value
        if not low <= self.value <= high:
            raise ValueError(f"low, value, high must be in order; got {low}, {self.value}, {high}")
        return self


class ExposureLink(Record):
    """An exposure that brings the cause about or makes it likelier."""

    exposure: Slug
    required: bool = False
    count: Count | None = None
    percent: Percent | None = None
    band: Band | None = None
    odds: Odds | None = None
    latency: str | None = None
    dose: str | None = None
    by_definition: bool = False
    basis: Basis | None = None
    source: Slug | None = None
    locator: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _one_figure_and_its_ground(self) -> Self:
        given = given_figures(self)
        if len(given) > 1 or (not given and self.odds is None):
            raise ValueError(f"one of count, percent, band, or odds, must be given; got {given}")
        require_ground(self)
        if self.basis == "estimate" and (self.band is None or self.odds is not None):
            raise ValueError("basis estimate must come with a band alone")
        return self


class Agent(Record):
    """One agent of a pattern, with how good the evidence is that it does this."""

    agent: Slug
    evidence: Literal["trial", "cohort", "case_series", "case_report", "label", "review"]
    likelihood: Literal["well_known", "established", "reported", "single_reports"]
    percent: Percent | None = None
    count: Count | None = None
    latency: str | None = None
    raised_by: tuple[str, ...] = ()
    source: Slug
    locator: str | None = None
    note: str | None = None


class Pattern(Record):
    """Names of an agent's row; ``{agent}`` stands for the agent."""

    name: Text
    synonyms: tuple[str, ...] = ()


class TestLink(Record):
    """What a test shows in the cause. ``shows`` names the finding a positive result is."""

    __test__ = False  # the word is the field's, not pytest's

    test: Slug
    expect: Text
    shows: FindingId | None = None
    count: Count | None = None
    percent: Percent | None = None
    band: Band | None = None
    specificity: Percent | None = None
    specificity_count: Count | None = None
    basis: Basis | None = None
    source: Slug | None = None
    locator: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _at_most_one_figure_and_a_ground(self) -> Self:
        given = given_figures(self)
        if len(given) > 1:
            raise ValueError(f"at most one of count, percent, band may be given; got {given}")
        if self.shows is not None and not given:
            raise ValueError("shows must come with a count, percent or band; got none")
        require_ground(self)
        if self.basis == "estimate" and (given not in ([], ["band"])):
            raise ValueError("basis estimate must come with a band")
        return self


class Range(Record):
    """A typical range (about the middle eight in ten) with hard limits where there are any."""

    typical: tuple[float, float]
    limits: tuple[float, float] | None = None
    basis: Basis | None = None
    source: Slug | None = None
    locator: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _ordered_and_grounded(self) -> Self:
        low, high = self.typical
        if not 0 <= low <= high:
            raise ValueError(f"typical must be [low, high], 0 or more; got {list(self.typical)}")
        if self.limits is not None and not self.limits[0] <= low <= high <= self.limits[1]:
            raise ValueError(f"limits must hold typical; got {list(self.limits)}")
        require_ground(self)
        return self


class Sexes(Record):
    """Share of males among people with the cause."""

    male: Quantity


class Onset(Record):
    """When in life and how fast."""

    age_years: Range | None = None
    duration_days: Range | None = None
    sex: Sexes | None = None
    tempo: Text
    course: Text | None = None
    source: Slug | None = None
    basis: Literal["estimate"] | None = None


class Advice(Record):
    """One line of care with its ground."""

    text: Text
    source: Slug | None = None
    basis: Literal["estimate"] | None = None

    @model_validator(mode="after")
    def _grounded(self) -> Self:
        require_ground(self)
        return self


class RaiseTo(Record):
    """When this makes the cause more urgent than it usually is."""

    when: Text
    findings: tuple[FindingId, ...] = ()
    urgency: Urgency
    source: Slug | None = None
    basis: Literal["estimate"] | None = None


class Care(Record):
    """How soon, and what care consists of, in general terms."""

    urgency: Urgency
    why: Text
    source: Slug | None = None
    basis: Literal["estimate"] | None = None
    raise_to: tuple[RaiseTo, ...] = ()
    treatment: tuple[Advice, ...] = ()
    self_care: tuple[Advice, ...] = ()
    avoid: tuple[Advice, ...] = ()

    @model_validator(mode="after")
    def _grounded(self) -> Self:
        require_ground(self)
        return self


class MistakenFor(Record):
    """A neighbour and what tells them apart."""

    cause: Slug
    tell_apart: Text
    source: Slug | None = None
    basis: Literal["estimate"] | None = None


class Underlying(Record):
    """Share of people with this (proximate) cause in whom it comes from that one."""

    cause: Slug
    setting: Setting = "any"
    count: Count | None = None
    percent: Percent | None = None
    band: Band | None = None
    basis: Basis | None = None
    source: Slug | None = None
    locator: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _one_figure(self) -> Self:
        require_one_figure(self)
        require_ground(self)
        return self


class NotUsed(Record):
    """A figure that was seen and turned down, so that nobody takes it up again."""

    figure: Text
    source: Slug | None = None
    why: Text


class Cause(Record):
    """One cause of involuntary muscle activity (``data/causes/<id>.yaml``)."""

    id: Slug
    name: Text
    plain_name: Text
    synonyms: tuple[str, ...] = ()
    kind: Literal["disease", "proximate", "pattern"] = "disease"
    scope: tuple[Annotated[int, Field(ge=1, le=32)], ...] = Field(min_length=1)
    codes: Codes = Field(default_factory=Codes)
    pattern: Pattern | None = None
    agents: tuple[Agent, ...] = ()
    sites: tuple[Site, ...] = Field(min_length=1)
    movements: tuple[Movement, ...] = Field(min_length=1)
    mechanism: Mechanism
    underlying: tuple[Underlying, ...] = ()
    prior: tuple[Prior, ...] = Field(min_length=1)
    onset: Onset
    findings: tuple[FindingLink, ...] = Field(min_length=8)
    exposures: tuple[ExposureLink, ...] = ()
    tests: tuple[TestLink, ...] = ()
    care: Care
    mistaken_for: tuple[MistakenFor, ...] = ()
    not_used: tuple[NotUsed, ...] = ()

    @model_validator(mode="after")
    def _parts_fit_the_kind(self) -> Self:
        if (self.kind == "pattern") != (self.pattern is not None and bool(self.agents)):
            raise ValueError("pattern and agents must be given when kind is pattern, only then")
        if self.underlying and self.kind != "proximate":
            raise ValueError("underlying must stand under kind: proximate only")
        return self


class Source(Record):
    """A work that was opened (``data/sources/*.yaml``)."""

    id: Slug
    title: Text
    year: int | None = Field(default=None, ge=1800, le=2100)
    kind: Literal[
        "guideline",
        "review",
        "trial",
        "cohort",
        "case series",
        "case report",
        "label",
        "textbook",
        "web page",
        "laboratory",
        "database",
    ]
    identifier: Text
    opened_at: str = Field(pattern=r"^https?://\S+$")
    read: Literal["excerpt", "abstract", "full"]
    reports: str | None = None
    same_people_as: tuple[Slug, ...] = ()
    note: str | None = None


class Finding(Record):
    """A finding the ontology has no term for (``data/findings/*.yaml``)."""

    id: FindingId
    label: Text
    parents: tuple[FindingId, ...] = ()
    kind: Literal["symptom", "sign", "test"]
    synonyms: tuple[str, ...] = ()
    plain: str | None = None
    ask: str | None = None
    choices: tuple[str, ...] = ()
    elicit: str | None = None
    looks_like: str | None = None
    test: Slug | None = None


class Exposure(Record):
    """A medicine, class, substance, condition, event or habit (``data/exposures/*.yaml``)."""

    id: Slug
    name: Text
    kind: Literal[
        "medicine",
        "class",
        "substance",
        "poison",
        "condition",
        "procedure",
        "infection",
        "event",
        "habit",
        "family_history",
        "withdrawal",
    ]
    synonyms: tuple[str, ...] = ()
    parents: tuple[Slug, ...] = ()
    atc: str | None = Field(default=None, pattern=r"^[A-Z](\d{2}([A-Z]([A-Z](\d{2})?)?)?)?$")
    ask: str | None = None
    choices: tuple[str, ...] = ()
    base_rate: Band | ShareBand | None = None
    source: Slug | None = None
    explains: Slug | None = None  # the cause that it is the diagnosis of
