import pytest
from hypothesis import given
from hypothesis import strategies as st

from whytwitch.core.case import URGENCIES, Case
from whytwitch.intake.case_file import case_from_mapping
from whytwitch.knowledge.tables import Rule
from whytwitch.service.assess import assess
from whytwitch.triage.rules import holds, index_rules, matching_rules
from whytwitch.triage.urgency import CauseShare, CauseWords, advise

levels = st.sampled_from(URGENCIES)
shares = st.lists(st.tuples(st.floats(0, 1), levels), min_size=1, max_size=6).map(
    lambda rows: [
        CauseShare(f"c{i}", p / max(sum(q for q, _ in rows), 1e-9), level)
        for i, (p, level) in enumerate(rows)
    ]
)


def words(name):
    return CauseWords(name, f"plain {name}", "Because.")


def rule(level, **more):
    return Rule(
        id=f"r_{level.replace('-', '_')}",
        level=level,
        any=("HP:0001337",),
        plain="p",
        professional="q",
        basis="estimate",
        **more,
    )


@given(shares, st.lists(levels, max_size=3))
def test_a_rule_can_only_raise(causes, ruled):
    without = advise([], causes, words).level
    with_rules = advise([rule(level) for level in ruled], causes, words).level
    assert URGENCIES.index(with_rules) == max(URGENCIES.index(x) for x in (without, *ruled))


@given(shares, st.randoms())
def test_the_order_of_causes_changes_nothing(causes, random):
    before = advise([], causes, words)
    random.shuffle(causes)
    assert advise([], causes, words) == before


def test_conditions_of_a_rule():
    def check(present, case=None, **conditions):
        made = Rule(id="r", level="soon", plain="p", professional="q", basis="estimate", **conditions)
        return holds(made, set(present), case or Case())

    assert check(["a1", "b1"], all=("a1", "b1"))
    assert not check(["a1"], all=("a1", "b1"))
    assert check(["a1", "b1"], any=("a1", "b1", "c1"), at_least=2)
    assert not check(["a1"], any=("a1", "b1", "c1"), at_least=2)
    assert not check(["a1"], all=("a1",), and_any=("c1",))
    assert not check(["a1", "n1"], all=("a1",), none=("n1",))
    assert not check(["a1"], all=("a1",), age_years=(0, 2))
    assert check(["a1"], Case(age_years=1), all=("a1",), age_years=(0, 2))
    assert not check(["a1"], Case(duration_days=40), all=("a1",), duration_days=(0, 28))
    assert not check(["a1"], Case(sex="MALE"), all=("a1",), sex="FEMALE")


def test_matching_rules_come_most_urgent_first():
    index = index_rules([rule("soon"), rule("emergency"), rule("routine")])
    found = matching_rules(index, {"HP:0001337"}, Case())
    assert [r.level for r in found] == ["emergency", "soon", "routine"]


LOW_CALCIUM = {"name": "calcium", "value": 1.6, "unit": "mmol/L", "ref_low": 2.1, "ref_high": 2.6}
RED_FLAGS = [
    ("emergency", {"present": ["lockjaw", "muscle spasms", "trouble swallowing"]}),
    (
        "emergency",
        {"present": ["clonus", "agitation", "sweating"], "exposures": ["sertraline", "tramadol"]},
    ),
    ("emergency", {"present": ["seizure", "confusion", "fever"]}),
    (
        "emergency",
        {
            "present": ["tingling", "weakness rising from the legs", "absent reflexes"],
            "duration_days": 5,
        },
    ),
    ("emergency", {"present": ["cramps"], "labs": [LOW_CALCIUM]}),
    (
        "soon",
        {
            "present": ["muscle wasting", "fasciculations", "weakness", "brisk reflexes"],
            "duration_days": 200,
        },
    ),
    ("emergency", {"present": ["saddle numbness", "urinary retention", "back pain"]}),
    ("emergency", {"present": ["arm weakness", "numbness", "twitching"], "duration_days": 0.05}),
]


@pytest.mark.parametrize(("least", "case"), RED_FLAGS)
def test_red_flags_are_never_under_triaged(model, least, case):
    level = assess(model, case_from_mapping(model, case)).urgency.level
    assert URGENCIES.index(level) >= URGENCIES.index(least)


def test_a_twitching_eyelid_after_coffee_frightens_nobody(model):
    raw = {"present": ["twitching eyelid"], "exposures": ["coffee"], "age_years": 30, "duration_days": 10}
    assert assess(model, case_from_mapping(model, raw)).urgency.level in ("self-care", "routine")


def test_the_index_finds_every_rule_that_holds(model, published):
    rules = model.all_records(Rule)
    index = index_rules(rules.values())
    for raw in published[::4]:
        case = case_from_mapping(model, {k: raw[k] for k in ("present", "exposures", "history")})
        present = set()
        for fact in case.facts:
            feature = model.feature(fact.id)
            if fact.present and feature is not None:
                present |= {fact.id, *(model.item(a) for a in model.arrays.ancestors(feature).tolist())}
        slow = {r.id for r in rules.values() if holds(r, present, case)}
        assert {r.id for r in matching_rules(index, present, case)} == slow
