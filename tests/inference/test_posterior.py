"""The fast path against a brute-force oracle that works from the definitions, one cause at a time."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whytwitch.inference import likelihood as lik
from whytwitch.inference.arrays import Arrays
from whytwitch.inference.information import expected_gain
from whytwitch.inference.posterior import Observation, Weights, effective, log_context, posterior

N_HYP, N_FEATURES, N_FINDINGS = 6, 14, 11
N_EXPOSURES = N_FEATURES - N_FINDINGS


def columns(triples):
    triples = sorted(triples, key=lambda t: (t[1], t[0]))
    ends = np.zeros(N_FEATURES + 1, np.int32)
    for _, f, _ in triples:
        ends[f + 1 :] += 1
    return (
        ends,
        np.array([t[0] for t in triples], np.int32),
        np.array([t[2] for t in triples], np.float32),
    )


def rows(triples):
    triples = sorted(triples)
    ends = np.zeros(N_HYP + 1, np.int32)
    for d, _, _ in triples:
        ends[d + 1 :] += 1
    return (
        ends,
        np.array([t[1] for t in triples], np.int32),
        np.array([t[2] for t in triples], np.float32),
    )


@st.composite
def worlds(draw):
    """A small random model: a graph of features, stated rates, leaks, priors, traits."""
    parents = {f: draw(st.sets(st.integers(0, f - 1), max_size=2)) if f else set() for f in range(N_FEATURES)}
    above = {}
    for f in range(N_FEATURES):
        above[f] = set().union(*({p} | above[p] for p in parents[f])) if parents[f] else set()
    stated = {}
    for _ in range(draw(st.integers(3, 20))):
        pair = (draw(st.integers(0, N_HYP - 1)), draw(st.integers(0, N_FEATURES - 1)))
        stated[pair] = draw(st.sampled_from([0.004, 0.025, 0.17, 0.55, 0.9, 0.98]))
    upward = {}
    for (d, f), r in stated.items():
        for g in above[f] | {f}:
            upward[(d, g)] = max(upward.get((d, g), 0.0), r)
    near = sorted(
        {
            (a, b, s)
            for x, y, s in draw(
                st.lists(
                    st.tuples(st.integers(0, 10), st.integers(0, 10), st.sampled_from([0.2, 0.5])), max_size=2
                )
            )
            for a, b in ((x, y), (y, x))
            if x != y
        }
    )
    explicit_end, explicit_hyp, explicit_rate = columns([(d, f, r) for (d, f), r in stated.items()])
    upward_end, upward_hyp, upward_rate = columns([(d, f, r) for (d, f), r in upward.items()])
    explicit_rows = rows([(d, f, r) for (d, f), r in stated.items()])
    upward_rows = rows([(d, f, r) for (d, f), r in upward.items()])
    base_of = [draw(st.integers(0, d)) for d in range(N_HYP)]
    base_of = [d if d in base_of else base_of[d] for d in range(N_HYP)]
    free = [
        (base, f)
        for base in sorted(set(base_of))
        for f in range(N_FINDINGS)
        if not any(
            (d, g) in upward
            for d in range(N_HYP)
            if base_of[d] == base
            for g in {f, *above[f], *(b for a, b, _ in near if a == f)}
        )
    ]
    lent = {pair: draw(st.sampled_from([0.01, 0.2, 0.45])) for pair in free if draw(st.booleans())}
    lent_end, lent_hyp, lent_rate = columns([(d, f, r) for (d, f), r in lent.items()])
    lent_rows = rows([(d, f, r) for (d, f), r in lent.items()])
    items = [sorted(above[f]) for f in range(N_FEATURES)]
    needed = sorted((d, f, r) for (d, f), r in stated.items() if f >= N_FINDINGS and r >= 0.8)
    marks = sorted((d, f) for (d, f), r in stated.items() if f < N_FINDINGS and r >= 0.9)
    patterns = draw(st.lists(st.sampled_from([-1, 0, 1]), min_size=N_HYP, max_size=N_HYP))
    agents = [
        (d, draw(st.integers(N_FINDINGS, N_FEATURES - 1)), pattern)
        for d, pattern in enumerate(patterns)
        if pattern >= 0
    ]
    prior = np.array(draw(st.lists(st.floats(0.01, 1), min_size=N_HYP, max_size=N_HYP)))
    floats = st.floats(0.002, 0.5)
    arrays = Arrays(
        explicit_end=explicit_end,
        explicit_hyp=explicit_hyp,
        explicit_rate=explicit_rate,
        upward_end=upward_end,
        upward_hyp=upward_hyp,
        upward_rate=upward_rate,
        explicit_row_end=explicit_rows[0],
        explicit_row_feature=explicit_rows[1],
        explicit_row_rate=explicit_rows[2],
        upward_row_end=upward_rows[0],
        upward_row_feature=upward_rows[1],
        upward_row_rate=upward_rows[2],
        lent_end=lent_end,
        lent_hyp=lent_hyp,
        lent_rate=lent_rate,
        lent_row_end=lent_rows[0],
        lent_row_feature=lent_rows[1],
        lent_row_rate=lent_rows[2],
        base_of=np.array(base_of, np.int32),
        ancestor_end=np.concatenate([[0], np.cumsum([len(i) for i in items])]).astype(np.int32),
        ancestor_item=np.array([a for i in items for a in i], np.int32),
        frequency=np.array(
            draw(st.lists(st.integers(0, 50), min_size=N_FEATURES, max_size=N_FEATURES)), np.int32
        ),
        log_prior=np.log(prior / prior.sum())[None, :].astype(np.float32),
        leak=np.array([draw(st.lists(floats, min_size=N_FEATURES, max_size=N_FEATURES))], np.float32),
        marginal=np.array(draw(st.lists(floats, min_size=N_FEATURES, max_size=N_FEATURES)), np.float32),
        group=np.array(
            draw(st.lists(st.integers(-1, 3), min_size=N_FINDINGS, max_size=N_FINDINGS))
            + draw(st.lists(st.integers(4, 5), min_size=N_EXPOSURES, max_size=N_EXPOSURES)),
            np.int32,
        ),
        is_movement=np.array(
            draw(st.lists(st.booleans(), min_size=N_FINDINGS, max_size=N_FINDINGS)) + [False] * N_EXPOSURES
        ),
        told=np.array(
            [0.0] * N_FINDINGS
            + draw(st.lists(st.floats(0.5, 0.97), min_size=N_EXPOSURES, max_size=N_EXPOSURES)),
            np.float32,
        ),
        needed_hyp=np.array([d for d, _, _ in needed], np.int32),
        needed_feature=np.array([f for _, f, _ in needed], np.int32),
        needed_rate=np.array([r for _, _, r in needed], np.float32),
        agent_hyp=np.array([d for d, _, _ in agents], np.int32),
        agent_feature=np.array([f for _, f, _ in agents], np.int32),
        agent_pattern=np.array([p for _, _, p in agents], np.int32),
        hallmark_hyp=np.array([d for d, _ in marks], np.int32),
        hallmark_feature=np.array([f for _, f in marks], np.int32),
        near_from=np.array([n[0] for n in near], np.int32),
        near_to=np.array([n[1] for n in near], np.int32),
        near_share=np.array([n[2] for n in near], np.float32),
        parted=np.array(
            sorted((f, g) for f in range(N_FINDINGS) for g in above[f] if (f + g) % 5 == 0), np.int32
        ).reshape(-1, 2),
        age_of=np.tile(np.array([20, 60, 0, 130], np.float32), (N_HYP, 1)),
        duration_of=np.tile(np.array([1, 100], np.float32), (N_HYP, 1)),
        male_of=np.array(draw(st.lists(st.floats(0.05, 0.95), min_size=N_HYP, max_size=N_HYP)), np.float32),
        urgency_of=np.arange(N_HYP).astype(np.int8) % 5,
        thorough_of=np.array(draw(st.lists(st.floats(0, 0.8), min_size=N_HYP, max_size=N_HYP)), np.float32),
        movement_of=np.zeros((N_HYP, 1), np.float32),
        site_of=np.zeros((N_HYP, 1), np.float32),
        n_findings=N_FINDINGS,
        n_curated=N_HYP,
    )
    return (
        arrays,
        above,
        stated,
        upward,
        near,
        {(d, f): r for d in range(N_HYP) for (b, f), r in lent.items() if base_of[d] == b},
    )


@st.composite
def observations(draw):
    present = draw(st.frozensets(st.integers(0, N_FEATURES - 1), max_size=6))
    absent = draw(st.frozensets(st.integers(0, N_FEATURES - 1), max_size=5))
    exposures = st.frozensets(st.integers(N_FINDINGS, N_FEATURES - 1), max_size=2)
    return Observation(
        present,
        absent,
        male=draw(st.sampled_from([True, False, None])),
        recent=draw(exposures),
        lasting=draw(exposures),
        known=draw(st.frozensets(st.integers(0, N_HYP - 1), max_size=1)),
    )


def oracle(world, observation, weights):
    """Straight from the definitions, with Python loops and no shared code."""
    arrays, above, stated, upward, near, lent = world
    implied = set().union(*(above[f] for f in observation.present)) if observation.present else set()
    present = sorted(observation.present - implied)
    absent = sorted(
        f for f in observation.absent - observation.present - implied if not (above[f] & observation.absent)
    )

    def shares(facts):
        members = {}
        for f in facts:
            g = int(arrays.group[f])
            alone = g < 0 or f >= N_FINDINGS
            members.setdefault(("f", f) if alone else ("g", g), []).append(f)
        return {f: sum(1 / (k + 1) for k in range(len(m))) / len(m) for m in members.values() for f in m}

    def borrowed(d, f):
        best = 0.0
        for g in above[f]:
            if f < N_FINDINGS and (f + g) % 5 == 0:
                continue
            if (d, g) in stated and f >= N_FINDINGS:
                best = max(best, stated[d, g] * min(float(arrays.leak[0, f]) / float(arrays.leak[0, g]), 1.0))
            elif (d, g) in stated:
                ratio = (arrays.frequency[f] + 1) / (arrays.frequency[g] + 2)
                anyway = float(arrays.marginal[f]) / float(arrays.marginal[g])
                if arrays.frequency[g] == 0:
                    share = 0.04
                else:
                    share = min(max(ratio, anyway), 0.6) if ratio > 0.002 else 0.0
                best = max(best, stated[d, g] * share)
        for a, b, s in near:
            if a == f and (d, b) in stated:
                best = max(best, stated[d, b] * s)
        return best

    def rate(d, f):
        return upward.get((d, f), borrowed(d, f))

    def named(d, f):
        own = stated.get((d, f))
        if own is not None and own < 0.012:
            return own
        factor = 0.3 if f < N_FINDINGS else 1.0
        return max(borrowed(d, f), factor * upward.get((d, f), 0.0), own or 0.0)

    def excluded(d, f):
        if f >= N_FINDINGS:
            return False
        if (d, f) in stated:
            return stated[d, f] < 0.012
        return (d, f) not in upward and any(stated.get((d, a), 1.0) < 0.012 for a in above[f])

    def known(d, f):
        least = 0.004 if f < N_FINDINGS else 1e-9
        return rate(d, f) >= least or named(d, f) >= least or excluded(d, f)

    context = log_context(arrays, observation)
    logs = []
    none = 0.0
    n_facts = sum(w for f, w in shares(present).items() if f < N_FINDINGS)
    trust = weights.trust + (1 - weights.trust) / (1 + max(n_facts - 1, 0) / weights.trust_facts)
    heat = weights.temperature
    heat += (1 - heat) / (1 + max(n_facts - 1, 0) / weights.lean_facts)
    tempered = [math.exp(trust * float(x)) for x in arrays.log_prior[0]]
    taken = {f for f in observation.present if f >= N_FINDINGS}
    taken |= set().union(*(above[f] for f in taken)) if taken else set()
    agents = zip(
        arrays.agent_hyp.tolist(), arrays.agent_feature.tolist(), arrays.agent_pattern.tolist(), strict=True
    )
    unnamed = [(d, pattern) for d, f, pattern in agents if f not in taken]
    for pattern in {p for _, p in unnamed}:
        of = [d for d, p in unnamed if p == pattern]
        whole = sum(math.exp(float(arrays.log_prior[0, d])) for d in of) ** trust
        bent = sum(tempered[d] for d in of)
        for d in of:
            tempered[d] *= whole / bent
    mass = sum(math.exp(float(x)) for x in arrays.log_prior[0])
    prior = [math.log(t / sum(tempered) * mass) for t in tempered]
    said = {f for f in observation.present if f < N_FINDINGS}
    belongs = len(said & observation.explained) / len(said) if said else 0
    for d in observation.known:
        prior[d] = max(prior[d], math.log(0.2 + 0.2 * belongs))
        context[d] = max(context[d], (1 - 0.5 * belongs) * context[d])
    for d in range(N_HYP):
        total = 0.0
        families = {}
        for f, w in shares(present).items():
            leak = float(arrays.leak[0, f])
            depth = 0.9 if arrays.is_movement[f] else 0.5
            penalty = math.log1p(-depth * float(arrays.thorough_of[d])) if f < N_FINDINGS else 0.0
            own_leak = leak * math.exp(penalty)
            if known(d, f):
                s = named(d, f)
                floor = own_leak * 0.2 if excluded(d, f) else own_leak
                s = min(s, floor) if excluded(d, f) else s
                q = 1 - (1 - s) * (1 - floor)
            else:
                q = 1 - (1 - lent.get((d, f), 0.0)) * (1 - own_leak)
            if f < N_FINDINGS:
                total += w * math.log(q / leak)
                continue
            ratio = math.log(q / leak)
            if known(d, f) and named(d, f) >= 0.75:
                if f in observation.recent:
                    ratio += math.log(8)
                elif f in observation.lasting:
                    ratio += math.log(0.6)
            family = int(arrays.group[f])
            families[family] = max(families.get(family, 0.0), ratio)
        for f, w in shares(absent).items():
            if known(d, f):
                total += w * weights.absent * math.log1p(-min(rate(d, f), 0.97))
        spoken = {f for f in observation.present if f >= N_FINDINGS}
        spoken |= set().union(*(above[f] for f in spoken)) if spoken else set()
        bare = 1.0 if spoken else weights.told_bare
        spoken |= {f for f in observation.absent if f >= N_FINDINGS}
        silence = [
            math.log1p(-bare * float(arrays.told[f]) * r)
            for (e, f), r in stated.items()
            if e == d and f >= N_FINDINGS and r >= 0.8 and f not in spoken
        ]
        marks = {f for (e, f), r in stated.items() if e == d and f < N_FINDINGS and r >= 0.9}
        told = {f for f in present if f < N_FINDINGS}
        mentioned = told | set().union(*(above[f] for f in told))
        mentioned |= {b for a, b, _ in near if a in told}
        mentioned |= {m for m in marks if above[m] & told}
        denied = {f for f in observation.absent if f < N_FINDINGS}
        mentioned |= {m for m in marks if ({m} | above[m]) & denied}
        unmarked = bool(marks) and len(told) > 1 and not marks & mentioned
        logs.append(
            (math.log(1 - weights.told_mark * (1 - 1 / len(told))) if unmarked else 0.0)
            + min([0.0, *silence])
            + heat * total
            + sum(families.values())
            + prior[d]
            + weights.context * context[d]
        )
    for f, w in shares(present).items():
        if f < N_FINDINGS:
            leak = float(arrays.leak[0, f])
            none += w * weights.none_strength * math.log(max(float(arrays.marginal[f]), leak) / leak)
    for f, w in shares(absent).items():
        none += w * weights.absent * math.log1p(-min(float(arrays.marginal[f]), 0.9))
    logs.append(math.log(weights.none_prior) + heat * none)
    raw = np.exp(np.array(logs) - max(logs))
    return raw / raw.sum()


@settings(max_examples=150, deadline=None)
@given(worlds(), observations())
def test_the_posterior_equals_the_brute_force_oracle(world, observation):
    result = posterior(world[0], observation)
    wanted = oracle(world, observation, Weights())
    np.testing.assert_allclose([*result.probability, result.none], wanted, rtol=2e-4, atol=1e-9)


@settings(max_examples=80, deadline=None)
@given(worlds(), observations())
def test_probabilities_lie_in_the_unit_interval_and_sum_to_one(world, observation):
    result = posterior(world[0], observation)
    assert (result.probability >= 0).all()
    assert result.probability.sum() + result.none == pytest.approx(1.0)


@settings(max_examples=60, deadline=None)
@given(worlds(), observations())
def test_the_order_of_facts_changes_nothing(world, observation):
    turned = replace(
        observation,
        present=frozenset(sorted(observation.present, reverse=True)),
        absent=frozenset(sorted(observation.absent, reverse=True)),
    )
    assert (posterior(world[0], observation).probability == posterior(world[0], turned).probability).all()


@settings(max_examples=60, deadline=None)
@given(worlds(), observations())
def test_an_ancestor_of_a_present_finding_adds_nothing(world, observation):
    arrays, above, *_ = world
    more = set(observation.present)
    for f in observation.present:
        more |= above[f]
    fuller = Observation(frozenset(more), observation.absent - frozenset(more), male=observation.male)
    plain = Observation(observation.present, observation.absent - frozenset(more), male=observation.male)
    assert (posterior(arrays, fuller).probability == posterior(arrays, plain).probability).all()
    assert effective(arrays, fuller)[0] == effective(arrays, plain)[0]


@settings(max_examples=60, deadline=None)
@given(worlds(), st.integers(0, N_FINDINGS - 1))
def test_a_sign_likelier_under_a_cause_never_lowers_it(world, feature):
    """The first finding leaves the trust in the prior as it is; later ones lower it."""
    arrays = world[0]
    before = posterior(arrays, Observation(frozenset(), frozenset())).probability
    after = posterior(arrays, Observation(frozenset({feature}), frozenset())).probability
    col, ratio = lik.log_ratio_present(arrays, feature, float(arrays.leak[0, feature]))
    score = lik.unlisted(arrays, feature).copy()
    score[col.hyp] = ratio
    best = int(np.argmax(score))
    others = [i for i in range(N_HYP) if i != best]
    assert after[best] / after[others].sum() >= before[best] / before[others].sum() - 1e-9


@settings(max_examples=60, deadline=None)
@given(worlds(), observations(), st.integers(0, N_FINDINGS - 1))
def test_expected_bits_equal_the_average_fall_of_entropy(world, observation, feature):
    arrays = world[0]
    p = posterior(arrays, observation).probability
    every = np.arange(N_HYP)
    gain = expected_gain(arrays, p, every, np.array([feature]), 0, 3)
    prior = p / p.sum()
    leak = float(arrays.leak[0, feature])
    own_leak = leak * np.exp(lik.unlisted(arrays, feature))
    q = 1 - (1 - lik.rates_of(arrays, every, np.array([feature]))[0]) * (1 - own_leak)
    q = np.clip(q, 1e-6, 1 - 1e-6)

    def entropy(x):
        x = x[x > 0]
        return float(-(x * np.log2(x)).sum())

    yes = float((q * prior).sum())
    expected = entropy(prior) - yes * entropy(q * prior / yes)
    expected -= (1 - yes) * entropy((1 - q) * prior / (1 - yes))
    assert gain.bits[0] == pytest.approx(max(expected, 0), abs=1e-9)
    assert gain.yes[0] == pytest.approx(yes)
    urgent = np.asarray(arrays.urgency_of) >= 3
    moved = yes * abs((q * prior / yes)[urgent].sum() - prior[urgent].sum())
    moved += (1 - yes) * abs(((1 - q) * prior / (1 - yes))[urgent].sum() - prior[urgent].sum())
    assert gain.urgency[0] == pytest.approx(moved, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_rates_by_row_equal_rates_by_column(world):
    arrays = world[0]
    table = lik.rates_of(arrays, np.arange(N_HYP), np.arange(N_FEATURES))
    for feature in range(N_FEATURES):
        col = lik.column(arrays, feature)
        wanted = np.zeros(N_HYP)
        wanted[col.hyp] = col.named
        close = np.abs(table[feature] - wanted) < 1e-6
        # a column leaves out what is not worth keeping
        assert (close | ((wanted == 0) & (table[feature] < 0.004))).all()
