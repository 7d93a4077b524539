"""The main use case: a coded case in; why, how soon and what next come out."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.assessment import (
    Assessment,
    CauseRow,
    CriteriaResult,
    MedicineLink,
    Share,
    UrgencyAdvice,
)
from whytwitch.core.case import SETTINGS, URGENCIES, Case, Fact, Urgency
from whytwitch.explain.criteria import run_criteria
from whytwitch.explain.details import cause_details
from whytwitch.explain.medicine_links import favoured_hypotheses, medicine_links
from whytwitch.explain.next_step import next_steps
from whytwitch.explain.profile_reasons import profile_case
from whytwitch.explain.ranking import (
    Row,
    lead_of,
    rank_rows,
    row_codes,
    row_names,
    row_urgency,
    underlying_shares,
)
from whytwitch.explain.reasons import reasons_for
from whytwitch.inference.posterior import Observation, Posterior, Weights, posterior
from whytwitch.inference.profiles import profile_scores
from whytwitch.inference.tiers import joined_prior, share_by_profile
from whytwitch.knowledge.schema import Cause, Exposure, Source
from whytwitch.knowledge.tables import MovementKind, Rule, SiteKind
from whytwitch.model.store import Model, software_version
from whytwitch.triage.rules import index_rules, matching_rules
from whytwitch.triage.urgency import CauseShare, CauseWords, advise

__all__ = ["Ranking", "assess", "cause_row", "observe", "rank"]

_SHOWN = 20
_EXPLAINED = 8
#: Rows beyond these are too unlikely to weigh on how soon.
_COUNTED = 40


@dataclass(frozen=True, slots=True)
class Ranking:
    """The bare result, without reasons and next steps: what a batch needs."""

    observation: Observation
    posterior: Posterior
    rows: list[Row]
    urgency: UrgencyAdvice


def observe(model: Model, case: Case) -> Observation:
    """Numbers of a coded case. Facts the model does not know are left out, never guessed."""
    present: set[int] = set()
    absent: set[int] = set()
    for fact in case.facts:
        feature = model.feature(fact.id)
        if feature is not None and not _is_left_behind(model, case, fact):
            (present if fact.present else absent).add(feature)
    return Observation(
        present=frozenset(present),
        absent=frozenset(absent),
        setting=SETTINGS.index(case.setting),
        age_years=case.age_years,
        male={"MALE": True, "FEMALE": False}.get(case.sex or ""),
        duration_days=case.duration_days,
        recent=_dated(model, case, True),
        lasting=_dated(model, case, False),
        favoured=favoured_hypotheses(model, medicine_links(model, case)),
        explained=_explained(model, case),
        known=_known(model, case),
    )


#: Days after which what began much later than something was stopped is not put down to stopping it; what
#: began soon after and lasts since is.
_WITHDRAWN_DAYS, _MUCH_LATER = 60.0, 3.0


def _is_left_behind(model: Model, case: Case, fact: Fact) -> bool:
    """Whether something was stopped long before the complaint began."""
    if not fact.present or fact.since_days is None or case.duration_days is None:
        return False
    record = model.record(Exposure, fact.id)
    if record is None or record.kind != "withdrawal":
        return False
    return fact.since_days > max(_WITHDRAWN_DAYS, _MUCH_LATER * case.duration_days)


#: Short nights and stress of today are no news: nearly everyone who names them has had them lately.
_UNDATED = ("habit", "family_history")


def _dated(model: Model, case: Case, recent: bool) -> frozenset[int]:
    """Exposures that were begun lately, or that have long been there; habits have no beginning that tells."""
    found = set()
    for fact in case.facts:
        feature = model.feature(fact.id) if fact.present and fact.recent is recent else None
        record = model.record(Exposure, fact.id) if feature is not None else None
        if feature is not None and (record is None or record.kind not in _UNDATED):
            found.add(feature)
    return frozenset(found)


def _diagnosed(model: Model, case: Case) -> set[str]:
    """Causes whose diagnosis was told among the conditions: they explain what belongs to them."""
    found = set()
    for fact in case.facts:
        record = model.record(Exposure, fact.id) if fact.present and fact.kind == "exposure" else None
        if record is not None and record.explains:
            found.add(record.explains)
    return found


def _known(model: Model, case: Case) -> frozenset[int]:
    return _rows_of(model, {*case.known, *_diagnosed(model, case)})


def _rows_of(model: Model, causes: set[str]) -> frozenset[int]:
    if not causes:
        return frozenset()
    names = model.meta["hypotheses"]
    longest = model.arrays.duration_of[: len(names), 1]
    # A short illness of the past is over: it is history, and explains nothing of today.
    return frozenset(i for i, h in enumerate(names) if h[0] in causes and not longest[i] < _CHRONIC_DAYS)


_CHRONIC_DAYS = 400.0


def _explained(model: Model, case: Case) -> frozenset[int]:
    """Findings that a known diagnosis explains, at least one time in four."""
    rows = _rows_of(model, {*case.known, *_diagnosed(model, case)})
    if not rows:
        return frozenset()
    from whytwitch.inference.likelihood import column

    found = set()
    for fact in case.facts:
        feature = model.feature(fact.id)
        if feature is None or not fact.present or feature >= model.arrays.n_findings:
            continue
        col = column(model.arrays, feature)
        for row in rows:
            at = int(col.hyp.searchsorted(row))
            if at < len(col.hyp) and int(col.hyp[at]) == row and col.rate[at] >= 0.25:
                found.add(feature)
    return frozenset(found)


def rank(model: Model, case: Case, weights: Weights | None = None, n_rows: int = 100) -> Ranking:
    """Probabilities, the likeliest rows, and urgency."""
    observation = observe(model, case)
    result = _result(model, observation, weights)
    rows = rank_rows(model, case, result, n_rows)
    urgency = _urgency(model, case, rows, result.none)
    if observation.known:
        # A diagnosis that explains the complaint makes nobody wait: something new may lie behind it.
        doubted = replace(observation, doubted=True)
        urgency = max(urgency, _urgency_of(model, case, doubted, weights), key=_height)
    return Ranking(observation, result, rows, urgency)


def _height(advice: UrgencyAdvice) -> int:
    return URGENCIES.index(advice.level)


def _urgency_of(model: Model, case: Case, observation: Observation, weights: Weights | None) -> UrgencyAdvice:
    result = _result(model, observation, weights)
    return _urgency(model, case, rank_rows(model, case, result, _COUNTED), result.none)


def _result(model: Model, observation: Observation, weights: Weights | None) -> Posterior:
    return share_by_profile(
        posterior(model.arrays, observation, weights or Weights()),
        profile_scores(model.profiles, profile_case(model, observation)),
        _tier_prior(model, observation.setting),
    )


def _tier_prior(model: Model, setting: int) -> NDArray[np.float64]:
    key = ("tier_prior", setting)
    if key not in model.arrays.cache:
        own = model.arrays.log_prior[setting, model.arrays.n_curated :].astype(np.float64)
        model.arrays.cache[key] = joined_prior(model.profiles.row_of, own)
    prior: NDArray[np.float64] = model.arrays.cache[key]
    return prior


def assess(model: Model, case: Case, limit: int = _SHOWN) -> Assessment:
    """Assess one case.

    Parameters
    ----------
    model : Model
        From :func:`whytwitch.model.store.open_model`.
    case : Case
        Coded facts.
    limit : int
        How many causes to give back.

    Returns
    -------
    Assessment
        Causes by falling probability, urgency with its reasons, next steps, what was not
        understood. Deterministic; the order of facts changes nothing.
    """
    ranking = rank(model, case, n_rows=max(limit, _COUNTED))
    causes = tuple(
        cause_row(model, case, ranking, row, i < _EXPLAINED) for i, row in enumerate(ranking.rows[:limit])
    )
    steps = next_steps(model, ranking.observation, ranking.rows)
    criteria = run_criteria(model, case, _leading(model, ranking.rows))
    links = _worth_showing(medicine_links(model, case), ranking.rows)
    return Assessment(
        case=case,
        causes=causes,
        none_of_these=ranking.posterior.none,
        movements=_shares(model, ranking.posterior, "movements"),
        sites=_shares(model, ranking.posterior, "sites"),
        urgency=ranking.urgency,
        next_steps=steps,
        versions=versions(model),
        criteria=criteria,
        medicines=links,
        not_understood=case.not_understood,
        sources=_sources(model, causes, ranking.urgency, criteria, links),
    )


def _worth_showing(links: tuple[MedicineLink, ...], rows: list[Row]) -> tuple[MedicineLink, ...]:
    """Interactions always; the rest where its cause is likely enough to be on the list."""
    listed = {row.id.split(":")[0] for row in rows if row.probability >= _WORTH_CRITERIA}
    return tuple(k for k in links if k.kind == "interaction" or (k.brings in listed and k.log_odds > 0))


def versions(model: Model) -> dict[str, str]:
    """What the answer rests on."""
    counts = model.meta["counts"]
    return {
        "software": software_version(),
        "knowledge": f"{model.folder.name[:12]} ({counts['causes']} causes, {counts['sources']} sources)",
        "ontology": str(model.meta["ontology"]["annotation_release"]),
    }


def cause_row(model: Model, case: Case, ranking: Ranking, row: Row, explained: bool) -> CauseRow:
    """A row with its names and codes; reasons and details too where it is ``explained``."""
    name, plain, synonyms, chain = row_names(model, row)
    lead = row.members[0]
    reasons = (
        reasons_for(model, case, ranking.observation, ranking.posterior, lead, Weights()) if explained else ()
    )
    return CauseRow(
        id=row.id,
        name=name,
        plain_name=plain,
        synonyms=synonyms,
        chain=chain,
        probability=row.probability,
        codes=row_codes(model, row),
        tier=model.hypothesis(lead).tier,
        urgency=row_urgency(model, row),
        reasons=reasons,
        agent=row.agent,
        underlying=tuple(underlying_shares(model, row)),
        details=cause_details(model, row, ranking.observation) if explained else None,
    )


def _urgency(model: Model, case: Case, rows: list[Row], none: float) -> UrgencyAdvice:
    present: set[str] = set(case.known)
    since: dict[str, float] = {}
    for fact in case.facts:
        feature = model.feature(fact.id)
        if fact.present and feature is not None:
            items = {fact.id, *model.ancestor_items(feature)}
            present |= items
            if fact.kind == "finding" and fact.since_days is not None:
                since |= {item: min(fact.since_days, since.get(item, math.inf)) for item in items}
    counted = {row.id: row for row in rows if row.probability >= _WORTH_COUNTING}
    shares = [
        CauseShare(row.id, row.probability, _called_for(model, row, present)) for row in counted.values()
    ]
    rules = matching_rules(_rule_index(model), present, case, since)
    # What is spread too thin to count is as good as not known: it asks for an ordinary look.
    thin = max(1.0 - none - sum(share.probability for share in shares), 0.0)
    return advise(rules, shares, lambda name: _words(model, counted[name]), none + thin)


#: Rows below the first are not counted at all; those below the second call for an ordinary look at most:
#: summed over a long tail of grave and unlikely causes, one in eight is soon reached by an ordinary
#: complaint (decision 16).
_WORTH_COUNTING, _WORTH_HASTE = 0.01, 0.0245


def _rule_index(model: Model) -> dict[str, list[Rule]]:
    key = "rule_index"
    if key not in model.arrays.cache:
        model.arrays.cache[key] = index_rules(model.all_records(Rule).values())
    index: dict[str, list[Rule]] = model.arrays.cache[key]
    return index


def _called_for(model: Model, row: Row, present: set[str]) -> Urgency:
    """The level of a row, as far as it is likely enough to call for haste."""
    level = _level(model, row, present)
    return level if row.probability >= _WORTH_HASTE else min(level, "routine", key=URGENCIES.index)


def _level(model: Model, row: Row, present: set[str]) -> Urgency:
    """How soon a cause needs to be seen, raised by what the person has of it."""
    level = row_urgency(model, row)
    names = lead_of(model, row)
    cause = model.record(Cause, names.cause) if names.tier == "curated" else None
    for raised in cause.care.raise_to if cause is not None else ():
        if raised.findings and any(f in present for f in raised.findings):
            level = max(level, raised.urgency, key=URGENCIES.index)
    return level


def _words(model: Model, row: Row) -> CauseWords:
    name, plain, _, _ = row_names(model, row)
    names = lead_of(model, row)
    cause = model.record(Cause, names.cause) if names.tier == "curated" else None
    if cause is None:
        return CauseWords(name, plain)
    source = (cause.care.source,) if cause.care.source else ()
    return CauseWords(name, plain, cause.care.why, source)


def _shares(model: Model, result: Posterior, which: str) -> tuple[Share, ...]:
    """Kinds of movement, or sites, with their probability, likeliest first."""
    table = model.arrays.movement_of if which == "movements" else model.arrays.site_of
    totals = result.probability @ table
    names = model.meta[which]
    scale = float(totals.sum()) or 1.0
    found = []
    for i, name in enumerate(names):
        kind = model.record(MovementKind, name) or model.record(SiteKind, name)
        label = kind.name if kind is not None else name
        found.append(Share(name, label, float(totals[i]) / scale))
    return tuple(sorted(found, key=lambda s: (-s.probability, s.id)))


def _leading(model: Model, rows: list[Row]) -> list[str]:
    """Causes likely enough that their published criteria are worth running."""
    likely = (row for row in rows[:_EXPLAINED] if row.probability >= _WORTH_CRITERIA)
    return [lead_of(model, row).cause for row in likely]


_WORTH_CRITERIA = 0.01


def _sources(
    model: Model,
    causes: tuple[CauseRow, ...],
    urgency: UrgencyAdvice,
    criteria: tuple[CriteriaResult, ...],
    links: tuple[MedicineLink, ...],
) -> dict[str, dict[str, str]]:
    """Every source an answer names, with what a reader needs to open it."""
    wanted = {s for c in causes for r in c.reasons for s in r.sources}
    wanted |= {s for r in urgency.reasons for s in r.sources}
    wanted |= {s for c in causes if c.details is not None for s in c.details.sources}
    wanted |= {s for c in criteria for s in c.sources} | {s for k in links for s in k.sources}
    found: dict[str, dict[str, str]] = {}
    for name in sorted(wanted):
        source = model.record(Source, name)
        if source is not None:
            found[name] = {
                "title": source.title,
                "year": str(source.year or ""),
                "identifier": source.identifier,
                "url": source.opened_at,
                "kind": source.kind,
            }
        else:
            found[name] = {"title": name, "identifier": name, "url": _annotation_url(name)}
    return found


def _annotation_url(reference: str) -> str:
    prefix, _, number = reference.partition(":")
    return {
        "PMID": f"https://pubmed.ncbi.nlm.nih.gov/{number}/",
        "OMIM": f"https://omim.org/entry/{number}",
        "ORPHA": f"https://www.orpha.net/en/disease/detail/{number}",
    }.get(prefix, "")
