"""The fit of a case to a disease's profile: fast sum against its parts, on the shipped annotations."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whytwitch.inference.posterior import Posterior
from whytwitch.inference.profiles import ProfileCase, contributions, profile_scores
from whytwitch.inference.tiers import joined_prior, share_by_profile
from whytwitch.model.annotated import paper_counts
from whytwitch.model.profiles import compile_profiles, rows_citing
from whytwitch.ontology.store import open_ontology


@pytest.fixture(scope="module")
def profiles(model):
    return model.profiles


def terms_of(model):
    return st.sampled_from(sorted({int(t) for t in model.ontology.array("row_term")}))


def test_scores_are_the_sum_of_the_shown_parts(model, profiles):
    rng = np.random.default_rng(5)
    listed = np.unique(model.ontology.array("row_term"))
    for _ in range(6):
        picked = rng.choice(listed, 9, replace=False)
        case = ProfileCase(
            frozenset(picked[:6].tolist()), frozenset(picked[6:].tolist()), (2.0, 2.0 + rng.random())
        )
        score = profile_scores(profiles, case)
        own = np.full(profiles.n, -np.inf)
        for disease in rng.choice(profiles.n, 150, replace=False).tolist():
            row = int(profiles.row_of[disease])
            if int((profiles.row_of == row).sum()) > 1:
                entries = np.flatnonzero(profiles.row_of == row).tolist()
            else:
                entries = [disease]
            own[disease] = max(
                sum(part.value for part in contributions(profiles, case, entry)) for entry in entries
            )
            assert score[disease] == pytest.approx(own[disease], abs=2e-3)


def test_the_order_of_findings_changes_nothing(model, profiles):
    @given(st.lists(terms_of(model), min_size=1, max_size=8, unique=True), st.randoms())
    @settings(max_examples=25, deadline=None)
    def check(terms, random):
        turned = list(terms)
        random.shuffle(turned)
        one = profile_scores(profiles, ProfileCase(frozenset(terms), frozenset()))
        other = profile_scores(profiles, ProfileCase(frozenset(turned), frozenset()))
        assert np.array_equal(one, other)

    check()


def test_a_finding_that_only_one_disease_has_raises_it_most(model, profiles):
    term = model.ontology.index_of("HP:0002380")
    before = profile_scores(profiles, ProfileCase(frozenset(), frozenset()))
    gain = profile_scores(profiles, ProfileCase(frozenset({term}), frozenset())) - before
    holders, rate = profiles.held(term)
    has = np.zeros(profiles.n, bool)
    has[holders[rate > 0.5]] = True
    none = np.ones(profiles.n, bool)
    none[holders] = False
    assert gain[has].min() > gain[none].mean()


def test_of_two_diseases_that_fit_alike_the_one_with_more_papers_leads(model, profiles):
    term = model.ontology.index_of("HP:0002380")
    case = ProfileCase(frozenset([term]), frozenset())
    by_kind = [
        {part.kind: part.value for part in contributions(profiles, case, disease)}
        for disease in (int(profiles.papers.argmax()), int(profiles.papers.argmin()))
    ]
    assert by_kind[0]["papers"] > 0 > by_kind[1]["papers"]
    assert profiles.papers.max() > 10
    assert profiles.papers.min() == 0


def test_a_paper_that_is_left_out_is_not_counted(model):
    ontology = model.ontology
    references = np.asarray(ontology.array("row_reference"))
    texts = ontology.texts("reference").all()
    paper = next(t for t in texts if t.startswith("PMID:") and ";" not in t)
    gone = rows_citing(ontology, paper, alone=True)
    less = paper_counts(ontology) - paper_counts(ontology, gone)
    who = np.unique(np.asarray(ontology.array("row_disease"))[references == texts.index(paper)])
    assert np.array_equal(np.flatnonzero(less), who)
    assert set(less[who].tolist()) == {1}


def test_joined_entries_share_one_score(model, profiles):
    term = model.ontology.index_of("HP:0001250")
    score = profile_scores(profiles, ProfileCase(frozenset({term}), frozenset()))
    assert np.array_equal(score, score[profiles.row_of])


def test_what_a_paper_says_is_really_gone():
    ontology = open_ontology()
    references = ontology.texts("reference").all()
    counts = np.bincount(ontology.array("row_reference"), minlength=len(references))
    paper = next(references[i] for i in np.argsort(-counts).tolist() if references[i].startswith("PMID:"))
    rows = rows_citing(ontology, paper, alone=True)
    assert rows.sum() == counts[references.index(paper)]
    assert rows_citing(ontology, paper).sum() >= rows.sum()
    full, less = compile_profiles(ontology), compile_profiles(ontology, rows)
    disease = int(ontology.array("row_disease")[np.flatnonzero(rows)[0]])
    assert (less.own_disease == disease).sum() < (full.own_disease == disease).sum()
    # An invented row of that paper would change nothing once the paper is out.
    again = compile_profiles(ontology, rows)
    assert np.array_equal(again.held_rate, less.held_rate)


def test_the_tier_keeps_its_part_of_the_probability():
    result = Posterior(np.array([0.3, 0.2, 0.1, 0.25, 0.1]), 0.05, {})
    row_of = np.array([0, 1, 1], np.int32)
    shared = share_by_profile(
        result, np.array([0.0, 2.0, 2.0]), joined_prior(row_of, np.log([0.2, 0.1, 0.3]))
    )
    assert shared.probability[:2] == pytest.approx([0.3, 0.2])
    assert shared.probability.sum() + shared.none == pytest.approx(1.0)
    assert shared.probability[4] == 0.0
    assert shared.probability[3] > shared.probability[2]
