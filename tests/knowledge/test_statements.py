"""What the records say is counted as it stands, and can be drawn for review."""

import pytest

from whytwitch.core.errors import InputError
from whytwitch.knowledge.load import load_knowledge
from whytwitch.knowledge.questions import DEFAULT_CHOICES, exposure_question, questions_of
from whytwitch.knowledge.statements import statements
from whytwitch.report.review import review_sheet
from whytwitch.service.knowledge import draw_statements, knowledge_stats


@pytest.fixture(scope="module")
def shipped():
    return load_knowledge()


def test_the_counts_agree_with_a_plain_walk_over_the_records(shipped):
    counted = worded = 0
    for cause in shipped.causes.values():
        for row in (
            *cause.findings,
            *cause.exposures,
            *(t for t in cause.tests if t.count or t.percent or t.band),
        ):
            if row.count or row.percent or getattr(row, "odds", None):
                counted += 1
            elif row.basis in (None, "worded"):
                worded += 1
    stats = knowledge_stats()
    assert stats["by_ground"]["counted"] == counted
    assert stats["by_ground"]["worded"] == worded
    assert stats["statements"] == sum(stats["by_ground"].values())
    assert stats["counted_share"] == pytest.approx(counted / stats["statements"], abs=1e-3)


def test_every_statement_leads_to_a_source_or_says_that_it_is_an_estimate(shipped):
    for said in statements(shipped, background=True):
        if said.source is None:
            assert said.ground == "estimate", said
        else:
            assert shipped.sources[said.source].opened_at.startswith("http")


def test_everything_that_can_be_asked_has_a_question_a_reason_and_answers(shipped):
    asked = questions_of(shipped)
    assert len(asked) > 500
    for one in asked:
        assert one.question.endswith("?"), one
        assert one.why.endswith("."), one
        assert len(one.choices) >= 2
    assert asked[0].choices == DEFAULT_CHOICES


def test_every_sign_says_how_to_bring_it_out_and_every_test_what_it_asks_of_a_person(shipped):
    used = {f.finding for c in shipped.causes.values() for f in c.findings}
    for table in (shipped.plain, shipped.findings):
        for key, row in table.items():
            if row.kind == "sign" and key in used:
                assert row.elicit, key
    for test in shipped.tests.values():
        assert test.needs, test.id
        assert test.burden, test.id


def test_every_kind_of_exposure_makes_a_question(shipped):
    by_kind = {e.kind: e for e in shipped.exposures.values()}
    assert len(by_kind) >= 10
    for exposure in by_kind.values():
        assert exposure_question(exposure).endswith("?")


def test_a_draw_is_the_same_for_the_same_seed_and_names_every_source(shipped):
    drawn = draw_statements(12, 5)
    assert drawn == draw_statements(12, 5)
    assert drawn != draw_statements(12, 6)
    sheet = review_sheet(drawn, 5)
    assert sheet.count("- verdict:") == 12
    assert all(source.opened_at in sheet for _, source, _ in drawn)


@pytest.mark.parametrize("n", [0, -1, 10**7])
def test_a_number_that_cannot_be_drawn_is_refused(n):
    with pytest.raises(InputError, match="must be from 1 to"):
        draw_statements(n, 1)
