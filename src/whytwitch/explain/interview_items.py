"""What can be asked at all, of whom: candidates from red-flag rules and from the leading causes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from whytwitch.explain.next_step import Candidate, Kind, kind_of
from whytwitch.inference.kept import Kept, kept_in
from whytwitch.inference.posterior import Observation
from whytwitch.knowledge.schema import Cause, Finding
from whytwitch.knowledge.tables import Plain
from whytwitch.model.store import Model

__all__ = ["candidates", "kind_for", "own_question", "plain_words"]

_MAX_CANDIDATES = 500
#: What the person's age says already.
_KNOWN_OTHERWISE = frozenset({"older_age"})


def candidates(
    model: Model,
    observation: Observation,
    rows: NDArray[np.int64],
    asked: Collection[str],
    public: bool,
    rises: Mapping[str, int],
) -> list[Candidate]:
    """What red-flag rules and the leading causes speak of, and what is not answered yet.

    A person is asked what can be felt or seen, in words of its own; a sign or a test result that
    has plain words comes too, with its own kind, since a doctor may have told of it.
    """
    arrays = model.arrays
    settled = set(observation.present) | set(observation.absent)
    for feature in observation.present:
        settled.update(arrays.ancestors(feature).tolist())
    denied = set(observation.absent)
    put = {f for f in map(model.feature, asked) if f is not None}
    settled |= put
    denied |= put - observation.present  # who does not know the whole does not know its parts
    denied_items = {model.item(f) for f in denied}
    found: dict[str, Candidate] = {}
    for item, test in _spoken_of(model, rows, rises):
        if len(found) >= _MAX_CANDIDATES:
            break
        candidate = _askable(model, item, test, public)
        if candidate is None or candidate.feature in settled or item in found:
            continue
        if denied_items.isdisjoint(model.ancestor_items(candidate.feature)):
            found[item] = candidate
    return list(found.values())


def _askable(model: Model, item: str, test: str, public: bool) -> Candidate | None:
    """An item as something to ask, remembered; None when it cannot be asked."""
    key = ("interview_askable", item, test, public)
    if key not in model.arrays.cache:
        model.arrays.cache[key] = _read_askable(model, item, test, public)
    found: Candidate | None = model.arrays.cache[key]
    return found


def _read_askable(model: Model, item: str, test: str, public: bool) -> Candidate | None:
    at = None if item in _KNOWN_OTHERWISE else model.feature(item)
    kind = None if at is None else kind_for(model, item, at, public, test)
    if at is None or kind is None or not _has_words(model, item, at, kind, public):
        return None
    return Candidate(at, item, kind, test)


def kind_for(model: Model, item: str, feature: int, public: bool, test: str = "") -> Kind | None:
    """Who can answer. What an examiner looks for is a question to a person when it has one.

    Somebody at home sees a tongue that flickers as well as a doctor does.
    """
    key = ("interview_kind", item, public, bool(test))
    if key not in model.arrays.cache:
        kind = kind_of(model, item, feature, {item: test} if test else {})
        if public and kind == "examination" and own_question(model, item):
            kind = "question"
        model.arrays.cache[key] = kind
    found: Kind | None = model.arrays.cache[key]
    return found


def own_question(model: Model, item: str) -> str:
    """The words in which a person is asked for a finding; empty where nobody has written any."""
    plain = model.record(Plain, item)
    if plain is not None and plain.ask:
        return plain.ask
    finding = model.record(Finding, item) if item.startswith("WT:") else None
    return (finding.ask if finding is not None else "") or ""


def plain_words(model: Model, item: str) -> str:
    """An item in plain words; empty where nobody has written any."""
    plain = model.record(Plain, item)
    if plain is not None:
        return plain.plain
    finding = model.record(Finding, item) if item.startswith("WT:") else None
    return (finding.plain if finding is not None else "") or ""


def _has_words(model: Model, item: str, feature: int, kind: Kind, public: bool) -> bool:
    """Whether it can be asked: a professional can make do with the name of a term."""
    if not public or feature >= model.arrays.n_findings:
        return True
    if kind != "question":
        return bool(plain_words(model, item))
    return not item.startswith("HP:") or bool(own_question(model, item))


def _spoken_of(model: Model, rows: NDArray[np.int64], rises: Mapping[str, int]) -> list[tuple[str, str]]:
    """Items with the test that shows them, those of rules and of the likeliest causes first."""
    spoken = [(item, "") for item in rises]
    for i in rows.tolist():
        spoken += _items_of_hypothesis(model, i)
    return spoken


def _items_of_hypothesis(model: Model, i: int) -> list[tuple[str, str]]:
    kept: Kept[int, list[tuple[str, str]]] = kept_in(model.arrays.cache, "interview_items", _ITEMS_KEPT)
    return kept.get(i, lambda: _read_items(model, i))


#: A few kB each; an interview goes through those of the likeliest causes at every step.
_ITEMS_KEPT = 2000


def _read_items(model: Model, i: int) -> list[tuple[str, str]]:
    names = model.hypothesis(i)
    cause = model.record(Cause, names.cause) if names.tier == "curated" else None
    if cause is None:
        arrays = model.arrays
        a, b = int(arrays.explicit_row_end[i]), int(arrays.explicit_row_end[i + 1])
        return [(model.item(f), "") for f in arrays.explicit_row_feature[a:b].tolist()]
    shown = {t.shows: t.test for t in cause.tests if t.shows is not None}
    items = [f.finding for f in cause.findings] + list(shown)
    items += [e.exposure for e in cause.exposures]
    items += [names.agent] if names.agent else []
    return [(item, shown.get(item, "")) for item in items]
