"""People drawn from the model, with a cause each: the interview can be tried on them without end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.case import Case, Fact, Sex
from whytwitch.model.store import Model
from whytwitch.service.assess import Ranking

__all__ = ["draw_people", "place_of"]

#: Of what a record says may be there, so much is noticed (estimate).
_NOTICED = 0.6
#: What people have anyway is drawn from the commonest findings, so many a person on average.
_BESIDES = 1.5
_COMMON = 150


def draw_people(model: Model, n: int, seed: int = 1) -> list[tuple[str, Case]]:
    """Cause and case of ``n`` people.

    Causes are drawn by the root of their prior, so that rare ones are seen too; findings by their
    rates, less what nobody notices, with a few that have another reason.

    Parameters
    ----------
    n : int
        1 or more.
    seed : int
        The same gives the same people.
    """
    dice = np.random.default_rng(seed)
    arrays = model.arrays
    prior = np.exp(arrays.log_prior[0, : arrays.n_curated].astype(np.float64))
    weight = np.sqrt(prior)
    names = [model.hypothesis(i) for i in range(arrays.n_curated)]
    # One cause with many agents is still one cause.
    many: dict[str, int] = {}
    for name in names:
        many[name.cause] = many.get(name.cause, 0) + 1
    weight /= np.array([many[name.cause] for name in names])
    picked = dice.choice(arrays.n_curated, size=4 * n, p=weight / weight.sum())
    people: list[tuple[str, Case]] = []
    for i in picked.tolist():
        case = _person(model, i, dice, f"drawn-{len(people)}")
        if any(f.kind == "finding" for f in case.facts):
            people.append((names[i].cause, case))
        if len(people) == n:
            break
    return people


#: A cause further down is as good as not found; a row is its likeliest members.
_LOOKED_AT, _MEMBERS = 60, 3


def place_of(model: Model, cause: str, ranking: Ranking) -> tuple[int | None, float]:
    """Place of a cause in a ranking and its row's probability; None and 0 when it is not there."""
    for place, row in enumerate(ranking.rows[:_LOOKED_AT], start=1):
        if any(model.hypothesis(h).cause == cause for h in row.members[:_MEMBERS]):
            return place, row.probability
    return None, 0.0


def _person(model: Model, i: int, dice: np.random.Generator, name: str) -> Case:
    arrays = model.arrays
    a, b = int(arrays.explicit_row_end[i]), int(arrays.explicit_row_end[i + 1])
    features = arrays.explicit_row_feature[a:b]
    rates = arrays.explicit_row_rate[a:b].astype(np.float64)
    finding = features < arrays.n_findings
    there = dice.random(len(features)) < rates * np.where(finding, _NOTICED, 1.0)
    present = set(features[there].tolist())
    agent = model.hypothesis(i).agent
    if agent:
        present.add(model.feature(agent) or 0)
    common = np.argsort(-arrays.leak[0, : arrays.n_findings], kind="stable")[:_COMMON]
    chance = arrays.leak[0, common].astype(np.float64)
    present |= set(common[dice.random(len(common)) < chance * _BESIDES / chance.sum()].tolist())
    # The most telling stands for the rest: what it implies need not be said.
    implied = {x for f in present for x in arrays.ancestors(f).tolist()}
    facts = tuple(
        Fact(
            model.item(f), True, model.label(model.item(f)),
            kind="finding" if f < arrays.n_findings else "exposure",
        )
        for f in sorted(present - implied)
    )  # fmt: skip
    low, high = _range(arrays.age_of[i, :2], (20.0, 60.0))
    short, long = _range(np.log10(np.maximum(arrays.duration_of[i], 0.05)), (0.5, 2.5))
    male = float(arrays.male_of[i])
    sex: Sex = "MALE" if dice.random() < (male if male == male else 0.5) else "FEMALE"
    return Case(
        facts=facts,
        age_years=round(float(dice.uniform(low, high)), 1),
        sex=sex,
        duration_days=round(float(10 ** dice.uniform(short, long)), 1),
        id=name,
    )


def _range(bounds: NDArray[np.floating], otherwise: tuple[float, float]) -> tuple[float, float]:
    low, high = (float(x) for x in bounds)
    if not (low == low and high == high and high < 1e6):
        return otherwise
    return low, max(high, low)
