import itertools
import math
import random
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from whytwitch.core.case import Case, Fact
from whytwitch.explain.criteria import MET, UNKNOWN, UNMET, evaluate, item_truth, reader, run_criteria
from whytwitch.intake.case_file import case_from_mapping
from whytwitch.knowledge.criteria_schema import Condition, CriteriaSet, Part
from whytwitch.knowledge.load import load_knowledge
from whytwitch.service.assess import assess

SHIPPED = load_knowledge().criteria
VIGNETTES = yaml.safe_load((Path(__file__).parent / "criteria_vignettes.yaml").read_text("utf-8"))
ATOMS = {"for": ("a", "b", "c", "d"), "against": ("x", "y")}
DAYS = (0.0, 10.0, 100.0, 1e6)


def facts(present=(), absent=()):
    return tuple(Fact(i, True, i) for i in present) + tuple(Fact(i, False, i) for i in absent)


def case_of(told):
    bounds = {k: told[k] for k in ("age_years", "duration_days", "sex") if k in told}
    return Case(facts(told.get("present", ()), told.get("absent", ())), **bounds)


def result_of(model, name, case):
    read = reader(model, case)
    return evaluate(SHIPPED[name], [item_truth(i.when, read, case) for i in SHIPPED[name].items])


# ---- the three values against every completion of what is unknown


def holds(when, world, days):
    """What a condition says in a world where everything is known; written anew, not shared."""
    if isinstance(when, str):
        return world[when]
    if not all(holds(e, world, days) for e in when.all):
        return False
    if when.any and len([e for e in when.any if holds(e, world, days)]) < when.at_least:
        return False
    bound = getattr(when, "duration_days", None)
    if bound is not None and not bound[0] <= days <= bound[1]:
        return False
    return not any(world[e] for e in when.none)


def needed(needs, met, score):
    if isinstance(needs, str):
        return met[needs]
    if needs.score is not None and score < needs.score:
        return False
    if needs.some and len([p for p in needs.some if needed(p, met, score)]) < needs.at_least:
        return False
    return all(needed(p, met, score) for p in needs.every)


def worlds(state, days):
    unknown = [a for a, s in state.items() if s is None]
    for values in itertools.product((False, True), repeat=len(unknown)):
        for day in DAYS if days is None else (days,):
            yield {**state, **dict(zip(unknown, values, strict=True))}, day


@st.composite
def parts(draw, kind):
    chosen = draw(st.lists(st.sampled_from(ATOMS["for"]), min_size=1, max_size=3, unique=True))
    split = draw(st.integers(0, len(chosen)))
    least = draw(st.integers(1, max(1, len(chosen) - split)))
    none = draw(st.lists(st.sampled_from(ATOMS["against"]), max_size=1))
    return {"all": chosen[:split], "any": chosen[split:], "at_least": least, "none": none}


@st.composite
def criteria_sets(draw):
    items = []
    bounded = draw(st.integers(-2, 3))
    for i in range(draw(st.integers(1, 4))):
        when = draw(parts("item"))
        if draw(st.booleans()):
            when["any"] = [*when["any"], draw(parts("group"))]
        if i == bounded:
            when["duration_days"] = draw(st.sampled_from([(0, 50), (50, 500), (5, 1e7)]))
        points = draw(st.integers(0, 3))
        most = draw(st.sampled_from([None, points + 2]))
        items.append(
            {"id": f"i{i}", "text": f"item {i}", "when": when, "points": points, "points_most": most}
        )
    names = [i["id"] for i in items]

    def needs(depth):
        size = draw(st.integers(1, 3))
        kids = [
            needs(depth - 1) if depth and draw(st.booleans()) else draw(st.sampled_from(names))
            for _ in range(size)
        ]
        split = draw(st.integers(0, size))
        made = {"every": kids[:split], "some": kids[split:]}
        made["at_least"] = draw(st.integers(1, max(1, size - split)))
        if draw(st.booleans()):
            made["score"] = draw(st.integers(0, 8))
        return made

    verdicts = [{"verdict": f"v{i}", "needs": needs(2)} for i in range(draw(st.integers(1, 3)))]
    return CriteriaSet(
        id="drawn", name="drawn", plain_name="drawn", cause="drawn", kind="score", items=items,
        verdicts=verdicts, basis="estimate",
    )  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(
    criteria_sets(),
    st.tuples(*[st.sampled_from([True, False, None])] * 6),
    st.sampled_from([None, 10.0, 100.0]),
)
def test_a_verdict_is_met_when_every_completion_meets_it_and_refuted_when_none_does(criteria, values, days):
    state = dict(zip(ATOMS["for"] + ATOMS["against"], values, strict=True))
    read = {True: MET, False: UNMET, None: UNKNOWN}
    case = Case(duration_days=days)
    truths = [item_truth(i.when, lambda a: read[state[a]], case) for i in criteria.items]
    found = evaluate(criteria, truths)

    seen = {i.id: set() for i in criteria.items}
    reached = [set() for _ in criteria.verdicts]
    least = math.inf
    for world, day in worlds(state, days):
        met = {i.id: holds(i.when, world, day) for i in criteria.items}
        for name, value in met.items():
            seen[name].add(value)
        low = sum(i.points for i in criteria.items if met[i.id])
        high = sum(i.points_most or i.points for i in criteria.items if met[i.id])
        least = min(least, low)
        for n, verdict in enumerate(criteria.verdicts):
            reached[n] |= {needed(verdict.needs, met, low), needed(verdict.needs, met, high)}
    words = {frozenset({True}): "met", frozenset({False}): "not met", frozenset({True, False}): "unknown"}
    assert [i.state for i in found.items] == [words[frozenset(v)] for v in seen.values()]
    sure = [v.verdict for v, r in zip(criteria.verdicts, reached, strict=True) if r == {True}]
    still = "undetermined" if any(True in r for r in reached) else "not met"
    assert found.verdict == (sure[0] if sure else still)
    assert found.score == least


@settings(max_examples=200, deadline=None)
@given(criteria_sets(), st.tuples(*[st.sampled_from([True, False, None])] * 6))
def test_what_is_missing_is_unknown_and_an_open_verdict_misses_something(criteria, values):
    state = dict(zip(ATOMS["for"] + ATOMS["against"], values, strict=True))
    read = {True: MET, False: UNMET, None: UNKNOWN}
    truths = [item_truth(i.when, lambda a: read[state[a]], Case(duration_days=3)) for i in criteria.items]
    found = evaluate(criteria, truths)
    unknown = {i.text for i in found.items if i.state == "unknown"}
    assert set(found.missing) <= unknown
    graded = any(i.points_most is not None for i in criteria.items)
    if found.verdict == "undetermined" and not graded:
        assert found.missing


# ---- reading a case


def test_a_finding_is_met_by_its_part_and_refuted_by_what_holds_it(model):
    read = reader(model, Case(facts(["WT:spontaneous_clonus", "fluoxetine"], ["HP:0001337"])))
    assert read("HP:0002169") == MET  # clonus, by spontaneous clonus
    assert read("HP:0001347") == MET  # brisk reflexes, by clonus
    assert read("WT:inducible_clonus") == UNKNOWN
    assert read("serotonergic_drug") == MET
    assert read("HP:0002174") == UNMET  # postural tremor, no tremor at all
    assert read("HP:0000713") == UNKNOWN
    assert read("zzz_unknown") == UNKNOWN
    assert reader(model, Case(known=("epilepsy",)))("epilepsy") == MET


@pytest.mark.parametrize(
    ("age", "days", "state"),
    [(None, None, UNKNOWN), (12, None, MET), (30, None, UNKNOWN), (30, 365, UNMET), (30, 20 * 365, MET),
     (None, 400, UNKNOWN)],
)  # fmt: skip
def test_age_at_onset_is_known_as_far_as_age_and_duration_say(age, days, state):
    when = Condition(onset_age_years=(0, 17.999))
    assert item_truth(when, lambda _: UNKNOWN, Case(age_years=age, duration_days=days)) == state


def test_sex_age_and_duration_are_unknown_until_said():
    nothing = lambda _: UNKNOWN  # noqa: E731
    assert item_truth(Condition(sex="FEMALE"), nothing, Case()) == UNKNOWN
    assert item_truth(Condition(sex="FEMALE"), nothing, Case(sex="MALE")) == UNMET
    assert item_truth(Condition(age_years=(50, 130)), nothing, Case(age_years=50)) == MET
    assert item_truth(Condition(duration_days=(365, 9999)), nothing, Case(duration_days=30)) == UNMET


# ---- every shipped set


def test_every_shipped_set_has_a_case_that_meets_it_and_one_that_refutes_it():
    assert set(VIGNETTES) == set(SHIPPED)
    assert len(SHIPPED) >= 14


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_an_empty_case_leaves_everything_unknown(model, name):
    found = result_of(model, name, Case())
    assert {i.state for i in found.items} == {"unknown"}
    assert found.verdict == "undetermined"
    assert found.missing
    assert not found.score


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_the_case_made_from_its_text_meets_it(model, name):
    told = VIGNETTES[name]["meets"]
    found = result_of(model, name, case_of(told))
    assert found.verdict == told["verdict"], found
    assert any(i.state == "met" for i in found.items)


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_the_case_that_lacks_what_it_needs_refutes_it(model, name):
    found = result_of(model, name, case_of(VIGNETTES[name]["refutes"]))
    assert found.verdict == "not met", found
    assert found.missing == ()


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_every_fact_the_case_rests_on_is_known_to_the_model(model, name):
    for told in VIGNETTES[name].values():
        for item in (*told.get("present", ()), *told.get("absent", ())):
            assert model.feature(item) is not None, item


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_order_and_unknown_words_change_nothing(model, name):
    case = case_of(VIGNETTES[name]["meets"])
    first = result_of(model, name, case)
    turned = list(case.facts) + list(facts(["zzz_unknown"], ["zzz_never_heard_of"]))
    random.Random(3).shuffle(turned)
    bounds = {"age_years": case.age_years, "duration_days": case.duration_days, "sex": case.sex}
    assert result_of(model, name, Case(tuple(turned), **bounds)) == first


def atoms(element, sign=True):
    if isinstance(element, str):
        return {(element, sign)}
    found = {(e, False) for e in element.none}
    for part in (*element.all, *element.any):
        found |= atoms(part)
    return found


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_no_fact_counts_for_and_against_one_verdict(model, name):
    """The pair of truths is exact only then."""
    items = {i.id: i for i in SHIPPED[name].items}
    for verdict in SHIPPED[name].verdicts:
        found = set().union(*(atoms(items[i].when) for i in verdict.needs.named()))
        named = {s: {model.feature(a) for a, sign in found if sign is s} for s in (True, False)}
        for plus in named[True]:
            for minus in named[False]:
                assert plus != minus, verdict.verdict
                assert minus not in model.arrays.ancestors(plus), (model.item(plus), model.item(minus))
                assert plus not in model.arrays.ancestors(minus), (model.item(plus), model.item(minus))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_new_answer_only_narrows(model, name, rng):
    """What is settled stays settled, whatever is said next."""
    named = sorted({a for i in SHIPPED[name].items for a, _ in atoms(i.when)})
    known: list[Fact] = []
    before = result_of(model, name, Case())
    for item in rng.sample(named, len(named)):
        if reader(model, Case(tuple(known)))(item) != UNKNOWN:
            continue
        known.append(Fact(item, rng.random() < 0.5, item))
        after = result_of(model, name, Case(tuple(known)))
        for old, new in zip(before.items, after.items, strict=True):
            assert old.state in ("unknown", new.state)
        words = [v.verdict for v in SHIPPED[name].verdicts]
        if before.verdict == "not met":
            assert after.verdict == "not met"
        elif before.verdict != "undetermined":
            assert words.index(after.verdict) <= words.index(before.verdict)
        before = after


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_some_item_calls_the_set_up_or_its_cause_must_lead(model, name):
    case = case_of(VIGNETTES[name]["meets"])
    found = {r.id for r in run_criteria(model, case, (SHIPPED[name].cause,))}
    assert name in found
    telling = any(not i.trivial and (i.when.all or i.when.any) for i in SHIPPED[name].items)
    if not telling:
        assert name not in {r.id for r in run_criteria(model, case, ())}


# ---- the whole way


def test_met_criteria_come_first_then_the_rank_of_the_cause(model):
    case = case_of(VIGNETTES["serotonin_hunter"]["meets"])
    found = run_criteria(model, case, ("essential_tremor", "serotonin_toxicity"))
    assert found[0].id == "serotonin_hunter"
    assert next(r.id for r in found if r.verdict == "undetermined") == "essential_tremor_mds"
    assert run_criteria(model, Case(), ()) == ()


def test_an_answer_names_its_criteria_with_sources_that_can_be_opened(model):
    raw = {"present": ["spontaneous clonus", "sweating", "agitation"], "exposures": [{"name": "sertraline"}]}
    answer = assess(model, case_from_mapping(model, raw))
    hunter = next(c for c in answer.criteria if c.id == "serotonin_hunter")
    assert hunter.verdict == "met"
    assert all(s in answer.sources for c in answer.criteria for s in c.sources)


# ---- the shape


def good():
    return {
        "id": "s", "name": "n", "plain_name": "p", "cause": "c", "basis": "estimate",
        "items": [{"id": "i", "text": "t", "when": {"all": ["a"]}}],
        "verdicts": [{"verdict": "met", "needs": {"every": ["i"]}}],
    }  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"verdicts": [{"verdict": "met", "needs": {"every": ["other"]}}]},
        {"verdicts": [{"verdict": "not met", "needs": {"every": ["i"]}}]},
        {"verdicts": [{"verdict": "met", "needs": {}}]},
        {"verdicts": [{"verdict": "met", "needs": {"some": ["i"], "at_least": 2}}]},
        {"items": [{"id": "i", "text": "t", "when": {}}]},
        {"items": [{"id": "i", "text": "t", "when": {"any": ["a"], "at_least": 2}}]},
        {"items": [{"id": "i", "text": "t", "when": {"age_years": [9, 1]}}]},
        {"items": [{"id": "i", "text": "t", "when": {"all": ["a"]}}] * 2},
        {"items": [{"id": "i", "text": "t", "when": {"all": ["a"]}, "points_most": 2}]},
        {"kind": "score"},
        {"basis": None},
        {"extra": 1},
    ],
)
def test_a_set_that_makes_no_sense_is_turned_down(change):
    assert CriteriaSet.model_validate(good()).items[0].id == "i"
    with pytest.raises(ValidationError):
        CriteriaSet.model_validate({**good(), **change})


def test_a_group_must_name_something():
    with pytest.raises(ValidationError):
        Part.model_validate({})
