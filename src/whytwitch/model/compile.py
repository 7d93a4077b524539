"""Knowledge and ontology to the arrays that inference reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.beside import begin_beside
from whytwitch.core.case import SETTINGS, URGENCIES
from whytwitch.knowledge.load import Knowledge
from whytwitch.knowledge.rates import BAND_RATE
from whytwitch.model.annotated import ACTIVITY_TERMS, Annotations, onset_ages, read_annotations
from whytwitch.model.array_files import read_arrays
from whytwitch.model.background import incomplete, is_movement, leaks, marginal
from whytwitch.model.compile_format import FORMAT
from whytwitch.model.curated import Hypothesis, curated_hypotheses
from whytwitch.model.features import Features, number_features
from whytwitch.model.lent import bases_of, lent_rates
from whytwitch.model.lexicon import compile_lexicon, numbered_names
from whytwitch.model.profiles import compile_profiles, save_profiles
from whytwitch.model.rate_entries import (
    Entries,
    closed_upwards,
    critical_values,
    hallmarks,
    needed_exposures,
    save_rates,
    stated_rates,
)
from whytwitch.ontology.store import Ontology

__all__ = ["compile_model"]

Progress = Callable[[str], None]

#: Share of all comers whose cause is in the annotated tier alone (estimate). Annotated diseases are lent
#: nothing by others, so it is three times what was taken before records were (decision 15).
ANNOTATED_SHARE = 0.06
#: Weight of a disease without any involuntary muscle activity in its description (estimate).
_WITHOUT_ACTIVITY = 0.02
_ANNOTATED_URGENCY = URGENCIES.index("soon")

_SITE_TERMS = {
    "muscle": "HP:0003198",  # Myopathy
    "nerve": "HP:0009830",  # Peripheral neuropathy
    "anterior_horn": "HP:0002398",  # Degeneration of anterior horn cells
    "cord": "HP:0002143",  # Abnormal spinal cord morphology
    "brain": "HP:0002060",  # Abnormal cerebral morphology
    "brainstem": "HP:0002363",  # Abnormal brainstem morphology
    "whole_body": "HP:0001939",  # Abnormality of metabolism/homeostasis
}


def compile_model(
    knowledge: Knowledge, ontology: Ontology, out: Path, progress: Progress = lambda _: None
) -> None:
    """Write every array and ``model.json`` into ``out``.

    Names and phrases, which are half of the work, are written by a process beside this one. Axis 0
    of ``*_of`` arrays is the hypothesis: curated ones by id, then annotated diseases in the
    ontology's order. Columns of the rate matrices are features.
    """
    out.mkdir(parents=True, exist_ok=True)
    progress("numbering the findings")
    features = number_features(knowledge, ontology)
    names_of_all = begin_beside(lambda: compile_lexicon(knowledge, ontology, features, out))
    progress("profiles of the annotated diseases")
    save_profiles(compile_profiles(ontology), out)
    curated = curated_hypotheses(knowledge)
    annotations = read_annotations(ontology)
    n_curated, n_diseases = len(curated), int(ontology.meta["n_diseases"])
    taken = _taken_in(curated, ontology)
    progress("reading rates")
    hyp, feat, rate = stated_rates(curated, annotations, features, taken, n_curated)
    hyp, feat, rate = critical_values(hyp, feat, rate, features, n_curated)
    save_rates(out, "explicit", (hyp, feat, rate), len(features), n_curated + n_diseases)
    progress("closing rates upwards")
    up = closed_upwards(hyp, feat, rate, features)
    save_rates(out, "upward", up, len(features), n_curated + n_diseases)
    progress("priors and background")
    activity = _has_activity(up, features, n_curated, n_diseases)
    log_prior = _log_priors(curated, activity, taken, n_diseases)
    moves = is_movement(knowledge, features)
    leak = leaks(knowledge, features, moves)
    frequency = np.bincount(up[1][up[0] >= n_curated], minlength=len(features))
    leak = incomplete(leak, up, log_prior[0], features)
    common = marginal(up, log_prior[0], leak[0], len(features))
    arrays = {
        "ancestor_end": features.ancestor_end,
        "ancestor_item": features.ancestor_item,
        "frequency": frequency.astype(np.int32),
        "log_prior": log_prior.astype(np.float32),
        "leak": leak.astype(np.float32),
        "marginal": common.astype(np.float32),
        "group": _groups(knowledge, features),
        "is_movement": moves,
        "told": _told(knowledge, features),
        **_traits(curated, ontology, annotations, n_diseases),
        **_near(knowledge, features),
        **needed_exposures(hyp, feat, rate, features, n_curated),
        **_agents(curated, features),
        **_required(curated, knowledge, features),
        **hallmarks(hyp, feat, rate, features, n_curated, _tested(knowledge, features)),
        "movement_of": _movements(curated, knowledge, up, features, n_curated + n_diseases),
        "site_of": _sites(curated, knowledge, up, features, n_curated + n_diseases),
    }
    for name, array in arrays.items():
        np.save(out / f"{name}.npy", array)
    progress("what is lent by causes like it")
    _save_lent(out, bases_of(curated), knowledge, features, n_curated + n_diseases)
    _save_records(out, knowledge)
    description = _description(knowledge, ontology, features, curated)
    progress("names and synonyms")
    names_of_all()
    _write_json(out / "model.json", {**description, "names": numbered_names(knowledge)})


def _save_lent(out: Path, bases: NDArray[np.int32], knowledge: Knowledge, features: Features, n: int) -> None:
    """Lent rates, found with the arrays as they are before."""
    nothing: Entries = (np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32))
    save_rates(out, "lent", nothing, len(features), n)
    np.save(out / "base_of.npy", bases)
    before = read_arrays(out, features.n_findings, len(bases))
    pairs = (tuple(map(features.index, record.terms)) for record in knowledge.opposites.values())
    opposites = [(a, b) for a, b in pairs if a is not None and b is not None]
    lent = lent_rates(before, bases, opposites, _tested(knowledge, features))
    save_rates(out, "lent", lent, len(features), n)


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


_SHOWN_TABLES = (
    "causes",
    "exposures",
    "findings",
    "sources",
    "laboratory",
    "tests",
    "movements",
    "sites",
    "plain",
    "rules",
    "criteria",
    "interactions",
    "renal",
    "timing",
    "drinks",
    "limits",
)


def _save_records(out: Path, knowledge: Knowledge) -> None:
    """All records that are shown, one JSON text after the other, with where each begins."""
    index: dict[str, dict[str, tuple[int, int]]] = {}
    with (out / "records.bin").open("wb") as stream:
        for table in _SHOWN_TABLES:
            index[table] = {}
            for key, record in sorted(getattr(knowledge, table).items()):
                text = record.model_dump_json(exclude_defaults=True).encode()
                index[table][key] = (stream.tell(), len(text))
                stream.write(text)
        stream.write(b"\n")
    _write_json(out / "records_index.json", index)


def _taken_in(curated: list[Hypothesis], ontology: Ontology) -> dict[int, int]:
    """Annotated disease -> curated hypothesis that stands for it (same code, or joined with one)."""
    of_code = {c: i for i, h in enumerate(curated) if h.id == h.cause for c in h.takes_in}
    ids = ontology.texts("disease_id").all()
    taken = {d: of_code[code] for d, code in enumerate(ids) if code in of_code}
    for one, other, _ in ontology.array("join").tolist():
        if one in taken or other in taken:
            taken.setdefault(one, taken.get(other, 0))
            taken.setdefault(other, taken[one])
    return taken


def _has_activity(up: Entries, features: Features, n_curated: int, n_diseases: int) -> NDArray[np.bool_]:
    terms = [i for i in (features.index(t) for t in ACTIVITY_TERMS) if i is not None]
    who = up[0][np.isin(up[1], terms) & (up[0] >= n_curated)] - n_curated
    found = np.zeros(n_diseases, bool)
    found[who] = True
    return found


def _log_priors(
    curated: list[Hypothesis],
    activity: NDArray[np.bool_],
    taken: dict[int, int],
    n_diseases: int,
) -> NDArray[np.float64]:
    """Log prior by setting; curated causes as they are, the annotated tier sharing its mass."""
    weight = np.where(activity, 1.0, _WITHOUT_ACTIVITY)
    weight[list(taken)] = 0.0
    with np.errstate(divide="ignore"):
        annotated = np.log(ANNOTATED_SHARE * weight / weight.sum())
    rows = np.stack([h.log_prior for h in curated], axis=1)
    both = np.concatenate([rows, np.tile(annotated, (len(SETTINGS), 1))], axis=1)
    assert both.shape == (len(SETTINGS), len(curated) + n_diseases)
    top = both.max(axis=1, keepdims=True)
    normalised: NDArray[np.float64] = both - (top + np.log(np.exp(both - top).sum(axis=1, keepdims=True)))
    return normalised


def _required(
    curated: list[Hypothesis], knowledge: Knowledge, features: Features
) -> dict[str, NDArray[np.int32]]:
    """Findings without which nobody thinks of a cause; a cause with several needs one of them."""
    rows = [
        (i, feature)
        for i, h in enumerate(curated)
        for link in knowledge.causes[h.cause].findings
        if link.required and (feature := features.index(link.finding)) is not None
    ]
    return {
        "required_hyp": np.array([i for i, _ in rows], np.int32),
        "required_feature": np.array([feature for _, feature in rows], np.int32),
    }


def _agents(curated: list[Hypothesis], features: Features) -> dict[str, NDArray[np.int32]]:
    """Which hypotheses are one agent of a pattern, which agent, and the number of the pattern."""
    rows = [(i, features.own[h.agent], h.cause) for i, h in enumerate(curated) if h.agent]
    number = {cause: n for n, cause in enumerate(sorted({cause for _, _, cause in rows}))}
    return {
        "agent_hyp": np.array([i for i, _, _ in rows], np.int32),
        "agent_feature": np.array([feature for _, feature, _ in rows], np.int32),
        "agent_pattern": np.array([number[cause] for _, _, cause in rows], np.int32),
    }


#: Chance that a report of someone whose muscle twitches names the exposure that brought it about
#: (estimates): an operation is told, a poison often not even known.
_TOLD = {
    "medicine": 0.97,
    "class": 0.97,
    "substance": 0.92,
    "poison": 0.65,
    "condition": 0.97,
    "procedure": 0.98,
    "infection": 0.80,
    "event": 0.98,
    "habit": 0.75,
    "family_history": 0.85,
    "withdrawal": 0.97,
}
#: How a medicine came to be taken: who names the medicine often leaves out that it was new, one of
#: several or too much (estimate).
_HOW_TAKEN = ("medicine_started", "medicines_combined", "overdose")
_TOLD_HOW = 0.4


def _told(knowledge: Knowledge, features: Features) -> NDArray[np.float32]:
    told = np.zeros(len(features), np.float32)
    for name, exposure in knowledge.exposures.items():
        told[features.own[name]] = _TOLD_HOW if name in _HOW_TAKEN else _TOLD[exposure.kind]
    return told


def _tested(knowledge: Knowledge, features: Features) -> list[int]:
    """Findings that only a test shows."""
    names = [name for name, finding in knowledge.findings.items() if finding.kind == "test"]
    names += [name for name, plain in knowledge.plain.items() if plain.kind == "test"]
    return [index for index in map(features.index, names) if index is not None]


def _family(name: str, knowledge: Knowledge) -> str:
    """The class an exposure counts with: the highest below "medicine" along its first parents."""
    seen = {name}
    while True:
        above = [p for p in knowledge.exposures[name].parents[:1] if p in knowledge.exposures]
        if not above or above[0] in seen or not knowledge.exposures[above[0]].parents:
            return name
        name = above[0]
        seen.add(name)


def _groups(knowledge: Knowledge, features: Features) -> NDArray[np.int32]:
    """Group of each feature: that of itself or its nearest listed ancestor; -1 for none.

    Exposures are grouped by family instead.
    """
    group = np.full(len(features), -1, np.int32)
    heads = [
        (index, g)
        for g, record in enumerate(knowledge.groups.values())
        for index in (features.index(t) for t in record.terms)
        if index is not None
    ]
    head_group = dict(reversed([(i, g) for i, g in heads]))
    for i in range(features.n_findings):
        if i in head_group:
            group[i] = head_group[i]
            continue
        found = [head_group[a] for a in features.ancestors(i).tolist() if a in head_group]
        if found:
            group[i] = min(found)
    families: dict[str, int] = {}
    for name in sorted(knowledge.exposures):
        family = families.setdefault(_family(name, knowledge), len(families))
        group[features.own[name]] = len(knowledge.groups) + family
    return group


def _near(knowledge: Knowledge, features: Features) -> dict[str, NDArray[Any]]:
    rows: list[tuple[int, int, float]] = []
    parted: list[tuple[int, int]] = []
    for record in knowledge.near.values():
        a, b = (features.index(t) for t in record.terms)
        if a is not None and b is not None and record.share == "excluded":
            parted.append((a, b))
        elif a is not None and b is not None:
            share = BAND_RATE[record.share]
            rows += [(a, b, share), (b, a, share)]
    rows.sort()
    return {
        "near_from": np.array([r[0] for r in rows], np.int32),
        "near_to": np.array([r[1] for r in rows], np.int32),
        "near_share": np.array([r[2] for r in rows], np.float32),
        "parted": np.array(sorted(parted), np.int32).reshape(-1, 2),
    }


def _traits(
    curated: list[Hypothesis], ontology: Ontology, annotations: Annotations, n_diseases: int
) -> dict[str, NDArray[Any]]:
    """Age, duration, sex, urgency and thoroughness of each hypothesis; NaN for unknown."""
    n = len(curated)
    age = np.full((n + n_diseases, 4), np.nan, np.float32)
    duration = np.full((n + n_diseases, 2), np.nan, np.float32)
    male = np.full(n + n_diseases, 0.5, np.float32)
    urgency = np.full(n + n_diseases, _ANNOTATED_URGENCY, np.int8)
    thorough = np.empty(n + n_diseases, np.float32)
    for i, h in enumerate(curated):
        if h.age is not None:
            age[i] = h.age
        if h.duration is not None:
            duration[i] = h.duration
        male[i], urgency[i], thorough[i] = h.male, h.urgency, h.thoroughness
    age[n:, :2] = onset_ages(ontology)
    thorough[n:] = annotations.n_terms_of / (annotations.n_terms_of + 10.0)
    x_linked = ontology.index_of("HP:0001419")
    ends = ontology.array("disease_inheritance_end")
    items = np.asarray(ontology.array("disease_inheritance_item"))
    who = np.searchsorted(ends, np.flatnonzero(items == x_linked), side="right") - 1
    male[n + who] = 0.9
    return {
        "age_of": age,
        "duration_of": duration,
        "male_of": male,
        "urgency_of": urgency,
        "thorough_of": thorough,
    }


def _column_max(up: Entries, features: Features, terms: Iterable[str], n: int) -> NDArray[np.float32]:
    found = np.zeros(n, np.float32)
    for term in terms:
        index = features.index(term)
        if index is not None:
            at = up[1] == index
            np.maximum.at(found, up[0][at], up[2][at])
    return found


def _movements(
    curated: list[Hypothesis], knowledge: Knowledge, up: Entries, features: Features, n: int
) -> NDArray[np.float32]:
    """Rate of each kind of movement in each hypothesis; shape (n_hypotheses, n_movements)."""
    columns = [_column_max(up, features, k.terms, n) for k in knowledge.movements.values()]
    table = np.stack(columns, axis=1)
    for i, h in enumerate(curated):
        table[i] = [h.movements.get(m, 0.0) for m in knowledge.movements]
    return table


def _sites(
    curated: list[Hypothesis], knowledge: Knowledge, up: Entries, features: Features, n: int
) -> NDArray[np.float32]:
    """Share of each site in each hypothesis; rows sum to one."""
    names = list(knowledge.sites)
    table = np.full((n, len(names)), 0.02, np.float32)
    table[:, names.index("brain")] += 0.1
    for site, term in _SITE_TERMS.items():
        table[:, names.index(site)] += _column_max(up, features, [term], n)
    for i, h in enumerate(curated):
        table[i] = [h.sites.get(s, 0.0) for s in names]
    normalised: NDArray[np.float32] = (table / table.sum(axis=1, keepdims=True)).astype(np.float32)
    return normalised


def _description(
    knowledge: Knowledge, ontology: Ontology, features: Features, curated: list[Hypothesis]
) -> dict[str, Any]:
    """What the arrays do not say: names of rows and features, and the records to show."""
    return {
        "format": FORMAT,
        "ontology": ontology.meta,
        "hypotheses": [[h.id, h.row, h.cause, h.agent, h.underlying] for h in curated],
        "own": list(features.own),
        "n_findings": features.n_findings,
        "movements": list(knowledge.movements),
        "sites": list(knowledge.sites),
        "groups": list(knowledge.groups),
        "cause_names": {c.id: c.name for c in knowledge.causes.values()},
        "counts": {
            "causes": len(knowledge.causes),
            "sources": len(knowledge.sources),
            "exposures": len(knowledge.exposures),
            "findings": len(knowledge.findings),
            "rules": len(knowledge.rules),
            "figures": sum(len(c.findings) for c in knowledge.causes.values()),
        },
    }
