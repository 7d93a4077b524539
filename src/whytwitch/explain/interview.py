"""The questions that are worth asking, best first: single ones and lists of related things.

A question's worth is the bits that its answer tells about the cause, the expected change of urgency,
and what a red-flag rule would change at once, for the effort of answering. What a list tells is
weighed together, for its lines overlap.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.case import URGENCIES, Case
from whytwitch.explain.interview_items import candidates, own_question
from whytwitch.explain.interview_themes import COMPLAINT, OPEN, TOLD, Theme, theme_of
from whytwitch.explain.next_step import Candidate, Kind, cause_name, text_of
from whytwitch.inference.information import Answers, answers_of, best_list, gain_of
from whytwitch.inference.posterior import Observation
from whytwitch.model.store import Model

__all__ = [
    "LIST_PREFIXES",
    "TOLD_PREFIX",
    "Asking",
    "Weighing",
    "Worth",
    "askings",
    "items_of_question",
    "question_id",
    "red_flags",
    "settling",
    "text_of_asking",
    "weigh",
    "why_asked",
]

_URGENT = URGENCIES.index("urgent")
#: Bits that a whole change of urgency is worth; as in the list of next steps (estimate).
_URGENCY_WEIGHT = 1.5
#: Bits that one level of urgency is worth when a red-flag rule would raise it (estimate).
_LEVEL_WEIGHT = 0.5
_COST: dict[Kind, float] = {"question": 1.0, "examination": 1.6, "test": 3.0}
#: Reading one more line of a list, against answering a question of its own (estimate).
_COST_OF_LINE = 0.15
#: A line is worth its place in a list from this share of the best line on.
_LEAST_SHARE = 0.08
#: Lists that are weighed together at one step: a bound on the time that it takes.
_MOST_WEIGHED = 8
_BETWEEN = "|"
#: What the id of a list begins with; the last four also take words that are typed.
LIST_PREFIXES = ("any", "red", "told", "medicines", "conditions", "events")
#: Begins the id of a list of what a doctor or a test told: "none of these" there says nothing.
TOLD_PREFIX = "told:"


class Worth(NamedTuple):
    """One thing that could be asked, and what that is worth.

    Attributes
    ----------
    bits : float
        Expected information about the cause.
    urgency : float
        Expected change of the probability of an urgent cause.
    levels : float
        Expected rise of the level of urgency by red-flag rules.
    flag : float
        The same beyond what rules say already, whatever likelihood alone makes of it.
    up, down : int
        Hypotheses that a yes, or a no, moves up most.
    at : int
        Place among the candidates.
    """

    candidate: Candidate
    theme: Theme
    bits: float
    urgency: float
    levels: float
    flag: float
    up: int
    down: int
    at: int = 0

    @property
    def besides(self) -> float:
        """What it is worth besides the cause, in bits."""
        return _URGENCY_WEIGHT * self.urgency + _LEVEL_WEIGHT * self.levels

    @property
    def value(self) -> float:
        """All of it in bits."""
        return self.bits + self.besides


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


@dataclass(frozen=True)
class Weighing:
    """Every candidate with its worth, and what lists are weighed on."""

    case: Case
    p: NDArray[np.float64]
    answers: Answers
    worths: tuple[Worth, ...]
    lines: tuple[int, int]


def weigh(
    model: Model,
    case: Case,
    observation: Observation,
    rows: NDArray[np.int64],
    p: NDArray[np.float64],
    rises: Mapping[str, int],
    flags: Mapping[str, int],
    asked: Collection[str],
    public: bool,
    lines: tuple[int, int],
) -> Weighing | None:
    """What could be asked now; None when there is nothing.

    Parameters
    ----------
    rows : shape (k,)
        Hypotheses in play, likeliest first.
    p : shape (k,)
        How likely each is held to be.
    rises : mapping
        By how many levels each item alone would raise the urgency, by rule.
    flags : mapping
        The same, counted from what rules say alone: likelihood may say more before anything was
        asked, and what cannot wait is asked all the same.
    asked : collection of str
        Items that were asked before; they and what they imply are left out.
    public : bool
        Whether a person is asked, or a professional.
    lines : (int, int)
        Longest list; and where more is read with care: in an area that was said to be troubled, and
        where what is not on the list may be typed.
    """
    found = candidates(model, observation, rows, asked, public, flags)
    if not found:
        return None
    features = np.array([c.feature for c in found], np.int64)
    answers = answers_of(model.arrays, rows, features, observation.setting, present=observation.present)
    gain = gain_of(model.arrays, p, rows, answers, _URGENT)
    each = zip(
        found,
        gain.bits.tolist(),
        gain.urgency.tolist(),
        gain.yes.tolist(),
        rows[gain.leader_up].tolist(),
        rows[gain.leader_down].tolist(),
        strict=True,
    )
    worths = tuple(
        Worth(
            c,
            theme_of(model, c.item, c.feature, c.kind, c.test, not public),
            bits,
            urgency,
            yes * rises.get(c.item, 0),
            yes * flags.get(c.item, 0),
            up,
            down,
            i,
        )
        for i, (c, bits, urgency, yes, up, down) in enumerate(each)
    )
    return Weighing(case, p, answers, worths, lines)


def askings(weighing: Weighing) -> list[Asking]:
    """Every question worth asking, best first.

    What the lines of a list tell one by one bounds from above what they tell together, so only the
    lists that may come first are weighed together; the rest keep the order of their bounds.
    """
    by_theme: dict[str, list[Worth]] = {}
    for worth in weighing.worths:
        by_theme.setdefault(worth.theme.id, []).append(worth)
    rough = [
        asking
        for members in by_theme.values()
        for part in _lists(members, _most_lines(weighing, members[0]))
        if (asking := _asking(part, _weight_of_area(weighing.case, part[0].theme.area))).value > 0.0
    ]
    rough.sort(key=_order)
    weighed: dict[str, Asking] = {}
    best = 0.0
    for asking in rough:
        theme = asking.theme.id
        if asking.value <= best or len(weighed) >= _MOST_WEIGHED:
            break
        if theme not in weighed:
            weighed[theme] = _together(weighing, by_theme[theme], _most_lines(weighing, asking.items[0]))
            best = max(best, weighed[theme].value)
    # A theme that was weighed has its best list; its bounds would count the same lines again.
    covered = {w.candidate.item for a in weighed.values() for w in a.items}
    others = (a if a.value <= best else replace(a, value=best) for a in _without(rough, covered, weighing))
    return [*sorted(weighed.values(), key=_order), *sorted(others, key=_order)]


def _order(asking: Asking) -> tuple[float, str]:
    return (-asking.value, asking.id)


def _without(rough: Sequence[Asking], covered: Collection[str], weighing: Weighing) -> list[Asking]:
    """The lists less what stands in a list that was weighed."""
    found = []
    for asking in rough:
        part = [w for w in asking.items if w.candidate.item not in covered]
        if len(part) == len(asking.items):
            found.append(asking)
        elif part:
            found.append(_asking(part, _weight_of_area(weighing.case, part[0].theme.area)))
    return found


def _together(weighing: Weighing, members: Sequence[Worth], most: int) -> Asking:
    """The list of a theme that tells most."""
    if len(members) == 1:
        return _asking(list(members), _weight_of_area(weighing.case, members[0].theme.area))
    members = sorted(members, key=lambda w: (-w.value, w.candidate.item))
    at = np.array([w.at for w in members], np.int64)
    besides = np.array([w.besides for w in members])
    chosen, bits = best_list(weighing.p, weighing.answers.of(at), besides, most)
    part = [members[i]._replace(bits=b) for i, b in zip(chosen.tolist(), bits.tolist(), strict=True)]
    part = [w for w in part if w.value >= _LEAST_SHARE * part[0].value]
    return _asking(part, _weight_of_area(weighing.case, part[0].theme.area))


#: So many causes are told apart at the end; the others count for a tenth.
_CONTENDERS, _OTHERS = 6, 0.1


def settling(weighing: Weighing) -> Asking | None:
    """One list over all themes of what tells the leading causes apart; None when nothing does.

    The overview weighs here as in the lists before: a line of an area that was passed over is seldom
    ticked.
    """
    members = [
        w for w in weighing.worths
        if w.candidate.kind == "question" and w.theme.id not in _NO_FLAG
    ]  # fmt: skip
    if not members:
        return None
    p = weighing.p.copy()
    p[_CONTENDERS:] *= _OTHERS
    at = np.array([w.at for w in members], np.int64)
    besides = np.array([w.besides for w in members])
    weight = np.array([_weight_of_area(weighing.case, w.theme.area) for w in members])
    chosen, bits = best_list(p, weighing.answers.of(at), besides, weighing.lines[1], weight)
    theme = Theme("settling", "Last, to tell the likeliest causes apart: does any of this fit?")
    found = zip(chosen.tolist(), bits.tolist(), strict=True)
    part = [members[i]._replace(bits=b, theme=theme) for i, b in found]
    return _asking([w for w in part if w.value >= _LEAST_SHARE * part[0].value])


def _most_lines(weighing: Weighing, first: Worth) -> int:
    return weighing.lines[first.theme.id in OPEN or _is_troubled(weighing.case, first)]


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
    if area in TOLD:
        return _TROUBLED if case.areas is not None and area in case.areas else 0.0
    if case.areas is None or area in ("", COMPLAINT):
        return 1.0
    return _TROUBLED if area in case.areas else _PASSED_OVER


def _asking(part: list[Worth], weight: float = 1.0) -> Asking:
    told = part[0].theme.id in TOLD
    kind: Kind = "question" if told else max((w.candidate.kind for w in part), key=list(_COST).index)
    cost = _COST[kind] + _COST_OF_LINE * (len(part) - 1)
    items = [w.candidate.item for w in part]
    value = weight * sum(w.value for w in part) / cost
    change = weight * sum(w.urgency + w.levels for w in part)
    theme = part[0].theme
    prefix = "told" if told else theme.id if theme.id in LIST_PREFIXES else "any"
    return Asking(
        question_id(items, prefix), kind, theme, tuple(part), sum(w.bits for w in part), value, change
    )


#: What was taken or happened before has its own place; a flag is what the person has now.
_NO_FLAG = OPEN


def red_flags(
    model: Model, weighing: Weighing, rules: Mapping[str, Mapping[str, int]], most_lines: int
) -> Asking | None:
    """One list of what a person may have that a rule would act on, likeliest and gravest first.

    What the rules of earlier lines act on counts no more, nor does a part of what such a line says: five
    words for short breath would leave no room for a fit.

    Parameters
    ----------
    rules : mapping
        Rules that each item alone would make hold, with the levels by which each would raise the urgency.
    """
    left = [
        w for w in weighing.worths
        if w.candidate.kind == "question" and w.flag > 0 and w.theme.id not in _NO_FLAG
    ]  # fmt: skip
    chosen: list[Worth] = []
    acted_on: set[str] = set()

    def beyond(worth: Worth) -> float:
        acting = rules.get(worth.candidate.item, {})
        new = max((by for rule, by in acting.items() if rule not in acted_on), default=0)
        return worth.flag * new / max(acting.values(), default=1)

    while left and len(chosen) < most_lines:
        best = max(left, key=lambda w: (beyond(w), w.flag, w.candidate.item))
        if beyond(best) <= 0.0:
            break
        item = best.candidate.item
        chosen.append(best)
        acted_on.update(rules.get(item, {}))
        above = model.lineage(item)
        left = [
            w for w in left
            if w.candidate.item not in above and item not in model.lineage(w.candidate.item)
        ]  # fmt: skip
    if not chosen:
        return None
    theme = Theme("red", "First, to be safe: is any of this so now, or since it began?")
    chosen = [w._replace(theme=theme) for w in chosen]
    return _asking(chosen)


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
    if len(asking.items) > 1 or asking.theme.id in LIST_PREFIXES or asking.theme.id in TOLD:
        return asking.theme.text
    candidate = asking.items[0].candidate
    own = own_question(model, candidate.item) if candidate.kind == "question" else ""
    return own or text_of(model, candidate)
