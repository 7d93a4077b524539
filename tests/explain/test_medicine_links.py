"""Pairs, kidneys and timing, on the real tables."""

from whytwitch.explain.medicine_links import favoured_hypotheses, medicine_links
from whytwitch.intake.case_file import case_from_mapping
from whytwitch.knowledge.medicine_tables import Interaction, RenalCaution, Timing
from whytwitch.service.assess import assess, rank


def links(model, **raw):
    return medicine_links(model, case_from_mapping(model, {"present": ["tremor"], **raw}))


def probability(model, cause, **raw):
    rows = rank(model, case_from_mapping(model, {"present": ["tremor", "sweating"], **raw})).rows
    return sum(r.probability for r in rows if r.id.split(":")[0] == cause)


def test_a_serotonergic_pair_is_named_with_its_source_and_raises_the_toxicity(model):
    found = [k for k in links(model, exposures=["sertraline", "phenelzine"]) if k.kind == "interaction"]
    assert any(k.brings == "serotonin_toxicity" for k in found)
    assert all(k.sources and k.plain and k.professional for k in found)
    both = probability(model, "serotonin_toxicity", exposures=["sertraline", "phenelzine"])
    assert both > probability(model, "serotonin_toxicity", exposures=["sertraline"])


def test_one_medicine_alone_is_no_pair(model):
    assert not [k for k in links(model, exposures=["sertraline"]) if k.kind == "interaction"]


def test_weak_kidneys_matter_only_for_medicines_that_they_clear(model):
    weak = links(model, exposures=["gabapentin"], history=["chronic kidney disease"])
    assert any(k.kind == "kidneys" and "gabapentin" in k.agents for k in weak)
    assert not [k for k in links(model, exposures=["gabapentin"]) if k.kind == "kidneys"]
    assert not [
        k
        for k in links(model, exposures=["paracetamol"], history=["chronic kidney disease"])
        if k.kind == "kidneys"
    ]


def test_a_start_within_the_window_counts_for_and_one_long_past_it_against(model):
    within = links(model, exposures=[{"name": "haloperidol", "detail": "begun 5 days ago"}])
    late = links(model, exposures=[{"name": "haloperidol", "detail": "begun 3 years ago"}])
    nms = "neuroleptic_malignant_syndrome"
    assert any(k.brings == nms and k.log_odds > 0 for k in within)
    assert any(k.brings == nms and k.log_odds < 0 for k in late)


def test_the_answer_says_never_to_stop_a_medicine_and_cites_each_link(model):
    case = case_from_mapping(
        model, {"present": ["tremor", "clonus"], "exposures": ["sertraline", "tramadol"]}
    )
    answer = assess(model, case)
    assert answer.medicines
    for link in answer.medicines:
        assert all(s in answer.sources for s in link.sources)


def test_favoured_hypotheses_belong_to_the_cause_and_its_agents(model):
    found = links(model, exposures=["lithium", "hydrochlorothiazide"])
    names = model.meta["hypotheses"]
    brought = {k.brings for k in found}
    for hypothesis, log_odds in favoured_hypotheses(model, found):
        assert names[hypothesis][2] in brought
        assert log_odds != 0


def test_every_row_of_the_tables_can_be_met(model):
    for kind in (Interaction, RenalCaution, Timing):
        rows = model.all_records(kind)
        assert len(rows) >= 20
        for row in rows.values():
            items = [*row.any, *row.together_with] if isinstance(row, Interaction) else [row.agent]
            assert all(model.feature(i) is not None or i in model.meta["cause_names"] for i in items), row.id
