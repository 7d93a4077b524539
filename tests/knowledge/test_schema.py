import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from whytwitch.inference.likelihood import EXCLUDED
from whytwitch.knowledge.figures import Count, Percent
from whytwitch.knowledge.rates import BAND_RATE, Evidence, evidence, pooled_rate
from whytwitch.knowledge.schema import FindingLink, Prior, Range


def test_a_percentage_that_no_whole_count_gives_is_refused():
    with pytest.raises(ValidationError, match="whole count"):
        Percent(value=28, total=62)
    Percent(value=29, total=62)
    Percent(value=64.7, total=34)


@given(st.integers(1, 400), st.data())
def test_every_whole_count_is_accepted_however_it_is_rounded(total, data):
    events = data.draw(st.integers(0, total))
    for decimals in (0, 1, 2):
        Percent(value=round(100 * events / total, decimals), total=total)


def test_exactly_one_figure_and_its_ground():
    FindingLink(finding="HP:0002380", count=Count(events=1, total=2), source="a")
    for wrong in (
        {"finding": "HP:0002380", "source": "a"},
        {"finding": "HP:0002380", "band": "frequent"},
        {"finding": "HP:0002380", "band": "frequent", "basis": "estimate", "source": "a"},
        {"finding": "HP:0002380", "band": "frequent", "count": {"events": 1, "total": 2}, "source": "a"},
        {"finding": "HP:2380", "band": "frequent", "source": "a"},
        {"finding": "HP:0002380", "band": "often", "source": "a"},
        {"finding": "HP:0002380", "band": "frequent", "source": "a", "frequenzy": 1},
    ):
        with pytest.raises(ValidationError):
            FindingLink.model_validate(wrong)


def test_a_prior_names_its_measure():
    Prior(measure="incidence", population="adults", per_100000=2.1, source="a")
    with pytest.raises(ValidationError, match="exposure must be named"):
        Prior(measure="risk_given_exposure", population="x", band="one_in_10", basis="estimate")


def test_ranges_are_in_order():
    with pytest.raises(ValidationError):
        Range(typical=(5, 2), basis="estimate")
    with pytest.raises(ValidationError):
        Range(typical=(5, 20), limits=(6, 30), basis="estimate")


figures = st.builds(Evidence, st.floats(0, 1), st.floats(0.1, 200))


@given(st.lists(figures, min_size=1, max_size=6), st.randoms())
def test_pooling_stays_within_zero_and_one_and_does_not_mind_the_order(rows, random):
    rate = pooled_rate(rows)
    assert 0 < rate < 1
    random.shuffle(rows)
    assert pooled_rate(rows) == rate


def test_more_people_weigh_more():
    few, many = Evidence(0.9, 5), Evidence(0.1, 100)
    assert pooled_rate([few, many]) < 0.2


def test_bands_are_in_the_order_of_the_ontology():
    names = ["obligate", "very_frequent", "frequent", "occasional", "very_rare", "excluded"]
    rates = [BAND_RATE[n] for n in names]
    assert rates == sorted(rates, reverse=True)
    assert (
        evidence(None, None, "frequent", None, True).weight
        < evidence(None, None, "frequent", None, False).weight
    )


def test_an_excluded_finding_stays_below_the_line_that_inference_draws():
    for is_estimate in (True, False):
        assert pooled_rate([evidence(None, None, "excluded", None, is_estimate)]) < EXCLUDED
        assert pooled_rate([evidence(None, None, "very_rare", None, is_estimate)]) > EXCLUDED
