"""Curated records to hypotheses: one a cause, one an agent of a pattern, one a chain of two."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field, replace

import numpy as np

from whytwitch.core.case import SETTINGS, URGENCIES
from whytwitch.knowledge.figures import Quantity
from whytwitch.knowledge.load import Knowledge
from whytwitch.knowledge.rates import BAND_RATE, Evidence, evidence, pooled_rate, share_rate
from whytwitch.knowledge.schema import Cause, Prior

__all__ = ["Hypothesis", "curated_hypotheses"]

#: Chance that an agent is the cause in someone who takes it and has such activity, by how well the
#: link is known. Estimates: no series gives them; they order agents, findings then decide.
AGENT_CHANCE = {
    "well_known": 0.25,
    "established": 0.10,
    "reported": 0.035,
    "single_reports": 0.012,
}

#: People who present with involuntary muscle activity, per 100,000 a year (estimate): turns an
#: incidence into a share.
PRESENTING_PER_100000 = 3000.0

_SUBSET_DISCOUNT = 0.4
#: How much of the whole a subset is taken for (estimate): its figure is not that of everybody.
_SUBSET_SHARE = 0.5


@dataclass
class Hypothesis:
    """One way things may be, before it is turned into a row of the arrays.

    ``rates`` maps a finding's or exposure's id to its rate; ``log_prior`` has one entry a setting,
    in the order of :data:`whytwitch.core.case.SETTINGS`.
    """

    id: str
    cause: str
    row: str
    rates: dict[str, float]
    log_prior: np.ndarray
    agent: str = ""
    underlying: str = ""
    age: tuple[float, float, float, float] | None = None
    duration: tuple[float, float] | None = None
    male: float = 0.5
    movements: dict[str, float] = field(default_factory=dict)
    sites: dict[str, float] = field(default_factory=dict)
    urgency: int = 1
    thoroughness: float = 0.0
    takes_in: tuple[str, ...] = ()


def curated_hypotheses(knowledge: Knowledge) -> list[Hypothesis]:
    """Every hypothesis of the curated tier, in order of id."""
    made: dict[str, Hypothesis] = {}
    for cause in sorted(knowledge.causes.values(), key=lambda c: c.id):
        plain = _plain(cause, knowledge)
        if cause.kind == "pattern":
            for agent in _agents(cause, plain, knowledge):
                made[agent.id] = agent
        else:
            made[plain.id] = plain
    for cause in sorted(knowledge.causes.values(), key=lambda c: c.id):
        for chain in _chains(cause, made):
            made[chain.id] = chain
    return [made[i] for i in sorted(made)]


def _quantity(quantity: Quantity, knowledge: Knowledge) -> Evidence:
    source = knowledge.sources.get(quantity.source) if quantity.source else None
    return evidence(
        quantity.count,
        quantity.percent,
        quantity.band,
        source,
        quantity.basis in ("estimate", "listed"),
    )


def _plain(cause: Cause, knowledge: Knowledge) -> Hypothesis:
    movements = _pooled_by(
        ((m.movement, _quantity(m, knowledge)) for m in cause.movements),
    )
    age = cause.onset.age_years
    duration = cause.onset.duration_days
    sex = cause.onset.sex
    codes = cause.codes
    return Hypothesis(
        id=cause.id,
        cause=cause.id,
        row=cause.id,
        rates=_rates(cause, movements, knowledge),
        log_prior=_log_prior(cause, knowledge),
        age=(*age.typical, *(age.limits or (0.0, 130.0))) if age else None,
        duration=duration.typical if duration else None,
        male=pooled_rate([_quantity(sex.male, knowledge)]) if sex else 0.5,
        movements=movements,
        sites=_normalised(_pooled_by((s.site, _quantity(s, knowledge)) for s in cause.sites)),
        urgency=URGENCIES.index(cause.care.urgency),
        thoroughness=_thoroughness(cause),
        takes_in=tuple(c for c in (codes.omim, codes.orpha, *codes.also) if c),
    )


def _thoroughness(cause: Cause) -> float:
    """How complete the description is, 0 to 1: what it leaves out then speaks against it."""
    n = len({f.finding for f in cause.findings})
    return n / (n + 10.0)


def _pooled_by(pairs: object) -> dict[str, float]:
    figures: dict[str, list[Evidence]] = defaultdict(list)
    for key, figure in pairs:  # type: ignore[attr-defined]
        figures[key].append(figure)
    return {k: pooled_rate(v) for k, v in sorted(figures.items())}


def _normalised(rates: dict[str, float]) -> dict[str, float]:
    total = sum(rates.values())
    return {k: v / total for k, v in rates.items()}


def _rates(cause: Cause, movements: dict[str, float], knowledge: Knowledge) -> dict[str, float]:
    """Rate of every finding, test result and exposure that the record speaks of."""
    figures: dict[str, list[Evidence]] = defaultdict(list)
    for finding in cause.findings:
        figure = _quantity(finding, knowledge)
        if finding.fit is not None:
            figure = Evidence(figure.rate, figure.weight * _SUBSET_DISCOUNT)
        if finding.fit in ("subset", "severe_subset"):
            # Rare in a part is rare in the whole, yet no ground to exclude it.
            least = min(figure.rate, BAND_RATE["very_rare"])
            figure = Evidence(max(figure.rate * _SUBSET_SHARE, least), figure.weight)
        figures[finding.finding].append(figure)
    for test in cause.tests:
        if test.shows is not None:
            source = knowledge.sources.get(test.source) if test.source else None
            figures[test.shows].append(
                evidence(test.count, test.percent, test.band, source, test.basis == "estimate")
            )
    for link in cause.exposures:
        source = knowledge.sources.get(link.source) if link.source else None
        if link.required:
            figures[link.exposure].append(Evidence(BAND_RATE["obligate"], 20.0))
        elif link.count or link.percent or link.band:
            figures[link.exposure].append(
                evidence(link.count, link.percent, link.band, source, link.basis == "estimate")
            )
        elif link.odds is not None:
            base = exposure_base_rate(link.exposure, knowledge)
            odds = base / (1 - base) * link.odds.value
            figures[link.exposure].append(Evidence(odds / (1 + odds), 10.0))
    rates = {k: pooled_rate(v) for k, v in figures.items()}
    _describe(rates, movements, knowledge)
    return dict(sorted(rates.items()))


def _describe(rates: dict[str, float], movements: dict[str, float], knowledge: Knowledge) -> None:
    """Add what the cause's kinds of movement imply where the record itself is silent."""
    implied: dict[str, float] = {}
    for movement, rate in sorted(movements.items()):
        kind = knowledge.movements.get(movement)
        if kind is None:
            continue
        if not any(t in rates for t in kind.terms):
            implied[kind.terms[0]] = rate
        for finding, band in kind.described.items():
            # A description is told less often than it is true, hence the factor.
            implied[finding] = max(implied.get(finding, 0.0), 0.8 * rate * BAND_RATE[band])
    for finding, rate in implied.items():
        # What is merely implied to be rare is left open: only a record's own word excludes.
        if rate >= _IMPLIED_LEAST:
            rates.setdefault(finding, rate)


_IMPLIED_LEAST = 0.012


def exposure_base_rate(exposure: str, knowledge: Knowledge) -> float:
    """How often an exposure is there anyway among people who present (setting ``any``)."""
    row = knowledge.background.get(f"{exposure}@any")
    if row is not None:
        return evidence(row.count, row.percent, row.band, None, False).rate
    record = knowledge.exposures.get(exposure)
    if record is None:
        return 0.01
    if record.base_rate is not None:
        return evidence(None, None, record.base_rate, None, False).rate
    return _BASE_BY_KIND[record.kind]


#: Estimates by kind of exposure; ``data/background.yaml`` overrides them one by one.
_BASE_BY_KIND = {
    "medicine": 0.01,
    "class": 0.03,
    "substance": 0.03,
    "poison": 0.0005,
    "condition": 0.02,
    "procedure": 0.01,
    "infection": 0.02,
    "event": 0.01,
    "habit": 0.15,
    "family_history": 0.02,
    "withdrawal": 0.005,
}


def _years_seen(cause: Cause) -> float:
    """How many years of new cases are seen in one year, from the typical duration.

    What lasts for years brings people who fell ill long ago; incidence alone leaves them out.
    """
    duration = cause.onset.duration_days
    if duration is None or duration.typical is None:
        return 1.0
    low, high = duration.typical
    return min(max(0.5 * (low + high) / 365.25, 1.0), _YEARS_SEEN_MOST)


#: After so many years people are seldom new to whoever sees them (estimate).
_YEARS_SEEN_MOST = 8.0


def _prior_share(prior: Prior, activity: float, years: float) -> float | None:
    if prior.count is not None:
        value = (prior.count.events + 0.1) / (prior.count.total + 0.2)
    elif prior.percent is not None:
        value = max(prior.percent.value / 100.0, 1e-4)
    elif prior.per_100000 is not None:
        value = prior.per_100000 / 1e5
    elif prior.band is not None:
        value = share_rate(prior.band)
    else:
        return None
    if prior.measure == "share_of_presenting":
        return value
    if prior.measure == "incidence":
        return min(value * 1e5 / PRESENTING_PER_100000 * activity * years, 0.3)
    return None


def _log_prior(cause: Cause, knowledge: Knowledge) -> np.ndarray:
    """Log share by setting: the setting's own figures, else all comers' shifted by urgency.

    Figures for one setting are averaged in logs, a sourced one weighing twice an estimate.
    """
    activity = [
        evidence(p.count, p.percent, None, None, False).rate if p.band is None else share_rate(p.band)
        for p in cause.prior
        if p.measure == "activity_given_cause"
    ]
    share = sum(activity) / len(activity) if activity else 0.5
    years = _years_seen(cause)
    by_setting: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for prior in cause.prior:
        value = _prior_share(prior, share, years)
        if value is not None and value > 0:
            weight = 1.0 if prior.basis == "estimate" else 2.0
            by_setting[prior.setting].append((math.log(value), weight))
    everywhere = _log_mean(by_setting.get("any") or [x for v in by_setting.values() for x in v])
    result = np.full(len(SETTINGS), everywhere)
    for i, setting in enumerate(SETTINGS):
        if setting == "any":
            continue
        odds = knowledge.settings[setting].odds[cause.care.urgency]
        result[i] += math.log(odds)
        if by_setting.get(setting):
            result[i] = 0.5 * result[i] + 0.5 * _log_mean(by_setting[setting])
    return result


def _log_mean(values: list[tuple[float, float]]) -> float:
    if not values:
        return math.log(1e-4)
    return sum(v * w for v, w in values) / sum(w for _, w in values)


def _agents(cause: Cause, plain: Hypothesis, knowledge: Knowledge) -> list[Hypothesis]:
    """One hypothesis an agent.

    Its prior has two estimates, averaged in logs: the chance that the agent is taken times the
    chance that it is then the cause, and the agent's part of the pattern's own share. So once the
    agent is known to be taken, about its chance of being the cause is left.
    """
    chances = {a.agent: AGENT_CHANCE[a.likelihood] for a in cause.agents}
    joint = {a: chances[a] * exposure_base_rate(a, knowledge) for a in chances}
    log_total = math.log(sum(joint.values()))
    shared = {k: r for k, r in plain.rates.items() if not _is_taken(k, knowledge)}
    made = []
    for agent, share in sorted(joint.items()):
        rates = {**shared, agent: BAND_RATE["obligate"]}
        own = math.log(share)
        log_prior = 0.5 * own + 0.5 * (plain.log_prior + own - log_total)
        name = f"{cause.id}:{agent}"
        made.append(replace(plain, id=name, row=name, agent=agent, rates=rates, log_prior=log_prior))
    return made


_TAKEN = ("medicine", "class", "substance", "poison")


def _is_taken(item: str, knowledge: Knowledge) -> bool:
    """True for what people take: an agent's row has its own agent and no other."""
    exposure = knowledge.exposures.get(item)
    return exposure is not None and exposure.kind in _TAKEN


def _hull(one: tuple[float, float] | None, other: tuple[float, float] | None) -> tuple[float, float] | None:
    """From the shorter to the longer: a state may be new or may come back as long as its cause lasts."""
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])


def _chains(cause: Cause, made: dict[str, Hypothesis]) -> list[Hypothesis]:
    """Hypotheses "this state, from that cause" for every underlying cause that has a record."""
    shares: dict[str, list[float]] = defaultdict(list)
    for link in cause.underlying:
        if link.cause in made:
            rate = evidence(link.count, link.percent, link.band, None, False).rate
            shares[link.cause].append(rate)
    if not shares:
        return []
    means = {k: sum(v) / len(v) for k, v in shares.items()}
    scale = min(1.0, 0.85 / sum(means.values()))
    proximate = made[cause.id]
    chains = []
    for name, share in sorted(means.items()):
        base = made[name]
        rates = dict(proximate.rates)
        for item, rate in base.rates.items():
            rates[item] = 1 - (1 - rates.get(item, 0.0)) * (1 - rate)
        movements = {**base.movements, **proximate.movements}
        chains.append(
            Hypothesis(
                id=f"{cause.id}<{name}",
                cause=cause.id,
                row=cause.id,
                underlying=name,
                rates=dict(sorted(rates.items())),
                log_prior=proximate.log_prior + math.log(share * scale),
                age=base.age or proximate.age,
                duration=_hull(proximate.duration, base.duration),
                male=base.male,
                movements=movements,
                sites=proximate.sites,
                urgency=max(proximate.urgency, base.urgency),
                thoroughness=max(proximate.thoroughness, base.thoroughness),
            )
        )
    proximate.log_prior = proximate.log_prior + math.log(1 - scale * sum(means.values()) + 1e-9)
    return chains
