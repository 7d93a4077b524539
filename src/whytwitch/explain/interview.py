"""The questions that are worth asking, best first: single ones and lists of related things.

A question's worth is what :mod:`whytwitch.explain.next_step` counts, bits about the cause and expected
change of urgency, plus what a red-flag rule would change at once, for the effort of answering.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.case import URGENCIES, Case
from whytwitch.explain.interview_themes import COMPLAINT, Theme, theme_of
from whytwitch.explain.next_step import Candidate, Kind, cause_name, kind_of, text_of
from whytwitch.explain.ranking import Row
from whytwitch.inference.information import expected_gain
from whytwitch.inference.posterior import Observation
from whytwitch.knowledge.schema import Cause
from whytwitch.knowledge.tables import Plain
from whytwitch.model.store import Model

__all__ = [
    "LIST_PREFIXES",
    "Asking",
    "Worth",
    "askings",
    "items_of_question",
    "question_id",
    "red_flags",
    "text_of_asking",
    "why_asked",
]

_LEADING = 60
_MAX_CANDIDATES = 500
_URGENT = URGENCIES.index("urgent")
#: The ranking may be wrong: so much doubt, spread evenly over the first rows, keeps them in play.
_DOUBT, _DOUBTED = 0.1, 20
#: Bits that a whole change of urgency is worth; as in the list of next steps (estimate).
_URGENCY_WEIGHT = 1.5
#: Bits that one level of urgency is worth when a red-flag rule would raise it (estimate).
_LEVEL_WEIGHT = 0.5
_COST: dict[Kind, float] = {"question": 1.0, "examination": 1.6, "test": 3.0}
#: Reading one more line of a list, against answering a question of its own (estimate).
_COST_OF_LINE = 0.15
#: A line is worth its place in a list from this share of the best line on.
_LEAST_SHARE = 0.08
_BETWEEN = "|"
#: What the id of a list begins with; the last three also take names that are typed.
LIST_PREFIXES = ("any", "red", "medicines", "conditions", "events")


@dataclass(frozen=True, slots=True)
class Worth:
    """One thing that could be asked, and what that is worth.

    Attributes
    ----------
    bits : float
        Expected information about the cause.
    urgency : float
        Expected change of the probability of an urgent cause.
    levels : float
        Expected rise of the level of urgency by red-flag rules.
    up, down : int
        Hypotheses that a yes, or a no, moves up most.
    """

    candidate: Candidate
    theme: Theme
    bits: float
    urgency: float
    levels: float
    up: int
    down: int

    @property
    def value(self) -> float:
        """All of it in bits."""
        return self.bits + _URGENCY_WEIGHT * self.urgency + _LEVEL_WEIGHT * self.levels


@dataclass(frozen=True, slots=True)
class Asking:
    """One question over one or more items; ``value`` is what it is worth for its cost.

    ``change`` is the expected change in how soon: of the chance of an urgent cause and, by rules, of
    levels.
    """

    id: str
    kind: Kind
    theme: Theme
    items: tuple[Worth, ...]
    bits: float
    value: float
    change: float


def question_id(items: Sequence[str], prefix: str = "any") -> str:
    """Id of the question over some items: the item itself, or a prefix and all of them.

    Examples
    --------
    >>> question_id(["HP:0001324"]), question_id(["HP:0001324", "coffee"])
    ('HP:0001324', 'any:HP:0001324|coffee')
    """
    return items[0] if len(items) == 1 and prefix == "any" else f"{prefix}:{_BETWEEN.join(items)}"


def items_of_question(question: str) -> tuple[str, ...]:
    """Items that a question's id covers.

    Examples
    --------
    >>> items_of_question("any:HP:0001324|HP:0003202"), items_of_question("HP:0001324")
    (('HP:0001324', 'HP:0003202'), ('HP:0001324',))
    """
    prefix, _, rest = question.partition(":")
    if prefix in LIST_PREFIXES:
        return tuple(item for item in rest.split(_BETWEEN) if item)
    return (question,)


def askings(
    model: Model,
    case: Case,
    observation: Observation,
    ranked: Sequence[Row],
    rises: Mapping[str, int],
    asked: Collection[str],
    kinds: Collection[Kind],
    most_lines: int,
    most_troubled: int,
) -> list[Asking]:
    """Every question worth asking, best first.

    Parameters
    ----------
    rises : mapping
        By how many levels each item alone would raise the urgency, by rule.
    asked : collection of str
        Items that were asked before; they and what they imply are left out.
    kinds : collection of Kind
        ``question`` alone for a person, the others too for a professional.
    most_lines : int
        Longest list; 1 asks every item by itself.
    most_troubled : int
        Longest list for an area that was said to be troubled.
    """
    worths = _worths(model, observation, ranked, rises, asked, kinds)
    by_theme: dict[str, list[Worth]] = {}
    for worth in worths:
        by_theme.setdefault(worth.theme.id, []).append(worth)
    found = [
        _asking(part, _weight_of_area(case, part[0].theme.area))
        for members in by_theme.values()
        for part in _lists(members, most_troubled if _is_troubled(case, members[0]) else most_lines)
    ]
    return sorted(found, key=lambda a: (-a.value, a.id))


def _lists(members: list[Worth], most: int) -> list[list[Worth]]:
    """A theme's items in lists, best first; what is worth far less than the first waits."""
    members = sorted(members, key=lambda w: (-w.value, w.candidate.item))
    parts = []
    for i in range(0, len(members), most):
        part = members[i : i + most]
        parts.append([w for w in part if w.value >= _LEAST_SHARE * part[0].value])
    return parts


#: An area that was said to be troubled holds something to find; one that was passed over seldom does.
_TROUBLED, _PASSED_OVER = 3.0, 0.15


def _is_troubled(case: Case, worth: Worth) -> bool:
    return worth.theme.area == COMPLAINT or (case.areas is not None and worth.theme.area in case.areas)


def _weight_of_area(case: Case, area: str) -> float:
    if case.areas is None or area in ("", COMPLAINT):
        return 1.0
    return _TROUBLED if area in case.areas else _PASSED_OVER


def _asking(part: list[Worth], weight: float = 1.0) -> Asking:
    kind: Kind = max((w.candidate.kind for w in part), key=list(_COST).index)
    cost = _COST[kind] + _COST_OF_LINE * (len(part) - 1)
    items = [w.candidate.item for w in part]
    value = weight * sum(w.value for w in part) / cost
    change = weight * sum(w.urgency + w.levels for w in part)
    theme = part[0].theme
    prefix = theme.id if theme.id in LIST_PREFIXES else "any"
    return Asking(
        question_id(items, prefix), kind, theme, tuple(part), sum(w.bits for w in part), value, change
    )


#: What was taken or happened before has its own place; a flag is what the person has now.
_NO_FLAG = frozenset({"medicines", "conditions", "events", "family"})


def red_flags(askings_: Sequence[Asking], most_lines: int) -> Asking | None:
    """One list of what a person may have that a rule would act on, likeliest and gravest first."""
    flags = [w for a in askings_ for w in a.items if w.levels > 0 and w.theme.id not in _NO_FLAG]
    flags.sort(key=lambda w: (-w.levels, w.candidate.item))
    chosen = [w for w in flags if w.candidate.kind == "question"][:most_lines]
    if not chosen:
        return None
    theme = Theme("red", "First, to be safe: is any of this so now, or since it began?")
    chosen = [replace(w, theme=theme) for w in chosen]
    return _asking(chosen)


def _worths(
    model: Model,
    observation: Observation,
    ranked: Sequence[Row],
    rises: Mapping[str, int],
    asked: Collection[str],
    kinds: Collection[Kind],
) -> list[Worth]:
    leading = ranked[:_LEADING]
    rows = np.array([row.members[0] for row in leading], np.int64)
    candidates = _candidates(model, observation, rows, asked, kinds, rises)
    if not candidates:
        return []
    features = np.array([c.feature for c in candidates], np.int64)
    probability = _doubted(np.array([row.probability for row in leading]))
    gain = expected_gain(model.arrays, probability, rows, features, observation.setting, _URGENT)
    professional = "examination" in kinds
    return [
        Worth(
            c,
            theme_of(model, c.item, c.feature, c.kind, c.test, professional),
            float(gain.bits[i]),
            float(gain.urgency[i]),
            float(gain.yes[i]) * rises.get(c.item, 0),
            int(rows[int(gain.leader_up[i])]),
            int(rows[int(gain.leader_down[i])]),
        )
        for i, c in enumerate(candidates)
    ]


def _doubted(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    doubted: NDArray[np.float64] = probability * (1 - _DOUBT) / probability.sum()
    first = min(_DOUBTED, len(doubted))
    doubted[:first] += _DOUBT / first
    return doubted


# ---- what can be asked ------------------------------------------------------------------------


def _candidates(
    model: Model,
    observation: Observation,
    rows: NDArray[np.int64],
    asked: Collection[str],
    kinds: Collection[Kind],
    rises: Mapping[str, int],
) -> list[Candidate]:
    """What red-flag rules and the leading causes speak of, and what is not answered yet."""
    arrays = model.arrays
    settled = set(observation.present) | set(observation.absent)
    for feature in observation.present:
        settled.update(arrays.ancestors(feature).tolist())
    denied = set(observation.absent)
    put = {f for f in map(model.feature, asked) if f is not None}
    settled |= put
    denied |= put - observation.present  # who does not know the whole does not know its parts
    found: dict[str, Candidate] = {}
    for item, test in _spoken_of(model, rows, rises):
        if len(found) >= _MAX_CANDIDATES:
            break
        at = model.feature(item)
        if at is None or at in settled or item in found:
            continue
        if item in _KNOWN_OTHERWISE or not denied.isdisjoint(arrays.ancestors(at).tolist()):
            continue
        kind = _kind_known(model, item, at, test)
        if kind is not None and kind in kinds and _has_words(model, item, kind, kinds):
            found[item] = Candidate(at, item, kind, test)
    return list(found.values())


#: What the person's age says already.
_KNOWN_OTHERWISE = frozenset({"older_age"})


def _spoken_of(model: Model, rows: NDArray[np.int64], rises: Mapping[str, int]) -> list[tuple[str, str]]:
    """Items with the test that shows them, those of rules and of the likeliest causes first."""
    spoken = [(item, "") for item in rises]
    for i in rows.tolist():
        spoken += _items_of_hypothesis(model, i)
    return spoken


def _items_of_hypothesis(model: Model, i: int) -> list[tuple[str, str]]:
    key = ("interview_items", i)
    if key not in model.arrays.cache:
        model.arrays.cache[key] = _read_items(model, i)
    found: list[tuple[str, str]] = model.arrays.cache[key]
    return found


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


def _kind_known(model: Model, item: str, feature: int, test: str) -> Kind | None:
    key = ("interview_kind", item, bool(test))
    if key not in model.arrays.cache:
        model.arrays.cache[key] = kind_of(model, item, feature, {item: test} if test else {})
    kind: Kind | None = model.arrays.cache[key]
    return kind


def _has_words(model: Model, item: str, kind: Kind, kinds: Collection[Kind]) -> bool:
    """Whether a person can be asked: a professional can make do with the name of a term."""
    if "examination" in kinds or not item.startswith("HP:"):
        return True
    plain = model.record(Plain, item)
    return plain is not None and bool(plain.ask) and kind == "question"


# ---- words ----------------------------------------------------------------------------------------


def why_asked(model: Model, asking: Asking) -> str:
    """Why a question is asked, in one or two plain sentences."""
    best = asking.items[0]
    text = ""
    if any(w.levels > 0.0 for w in asking.items[:1]):
        text = "It may change how soon you should be seen. "
    up, down = cause_name(model, best.up), cause_name(model, best.down)
    text += f"A yes points to {up}" + (f", a no to {down}." if down != up else ".")
    return text


def text_of_asking(model: Model, asking: Asking) -> str:
    """The question's own words when it has one item, else those of its theme."""
    if len(asking.items) == 1 and asking.theme.id not in LIST_PREFIXES:
        return text_of(model, asking.items[0].candidate)
    return asking.theme.text
