"""The page of one cause: everything in the record, every figure with its source, no outside call."""

import re

import pytest

from whytwitch.knowledge.schema import Cause
from whytwitch.knowledge.statements import statements_of
from whytwitch.report.record_html import record_html

CAUSES = (
    "benign_fasciculation_syndrome",
    "drug_induced_tremor",
    "hypocalcaemia",
    "amyotrophic_lateral_sclerosis",
)


@pytest.mark.parametrize("name", CAUSES)
def test_every_statement_stands_on_the_page_with_a_link_to_its_source(model, name):
    cause = model.record(Cause, name)
    page = record_html(model, cause)
    assert page.count('<tr><th scope="row"') == len(list(statements_of(cause)))
    numbers = {int(n) for n in re.findall(r'href="#source-(\d+)"', page)}
    listed = {int(n) for n in re.findall(r'id="source-(\d+)"', page)}
    assert numbers == listed
    assert not re.search(r"<script|src=|@import|url\(http", page)


def test_every_cause_has_a_page(model):
    for name in model.ids(Cause):
        cause = model.record(Cause, name)
        assert cause.plain_name[1:] in record_html(model, cause).replace("&#39;", "'").replace("&amp;", "&")
