"""Inherited disease in the whole ranking: up on evidence alone, one row a disease, either id finds it."""

import gzip
import json
from pathlib import Path

import pytest

from whytwitch.explain.ranking import row_codes
from whytwitch.intake.case_file import case_from_mapping
from whytwitch.intake.read import case_from_document, read_line
from whytwitch.service.assess import assess, rank

PEOPLE = Path(__file__).resolve().parents[2] / "benchmarks/rare/phenopackets-dev.jsonl.gz"


@pytest.fixture(scope="module")
def people():
    with gzip.open(PEOPLE, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def coded(model, packet):
    return case_from_document(model, read_line(json.dumps(packet).encode(), "packet"), "packet")


def is_inherited(model, row):
    codes = row_codes(model, row)
    return bool(codes["omim"] or codes["orpha"])


def test_a_child_with_a_syndromic_picture_sees_inherited_disease_first(model, people):
    """Real children with six findings and more; most of the first five rows are inherited diseases."""
    children = [
        packet
        for packet in people
        if sum(not f.get("excluded") for f in packet.get("phenotypicFeatures", [])) >= 8
    ][:40]
    first = []
    for packet in children:
        rows = rank(model, coded(model, packet)).rows[:5]
        first.append(sum(is_inherited(model, row) for row in rows) >= 3)
    assert len(first) >= 20
    assert sum(first) >= 0.85 * len(first)


def test_both_ids_of_a_joined_disease_stand_in_its_row(model, people):
    for packet in people[:60]:
        answer = assess(model, coded(model, packet))
        for row in answer.causes[:8]:
            if row.tier == "annotated" and row.codes["omim"] and row.codes["orpha"]:
                assert row.id in (row.codes["omim"], row.codes["orpha"])
                return
    raise AssertionError("no joined row among sixty people")


def test_no_disease_stands_twice(model, people):
    n = model.arrays.n_curated
    for packet in people[:40]:
        annotated = [r.members[0] - n for r in rank(model, coded(model, packet)).rows if r.members[0] >= n]
        stands = [int(model.profiles.row_of[disease]) for disease in annotated]
        assert len(stands) == len(set(stands))


@pytest.mark.parametrize(
    "present",
    [
        ["twitching in the calves"],
        ["muscle twitching", "anxiety", "poor sleep"],
        ["eyelid twitching", "fatigue"],
        ["muscle twitching", "muscle cramps", "exercise"],
    ],
)
def test_ordinary_twitching_never_brings_syndromes_first(model, present):
    answer = assess(model, case_from_mapping(model, {"present": present, "age_years": 33, "sex": "MALE"}))
    assert all(row.tier == "curated" for row in answer.causes[:10])


def test_an_annotated_row_shows_what_each_finding_adds_and_where_it_is_from(model, people):
    seen = sourced = 0
    for packet in people[:30]:
        for row in assess(model, coded(model, packet)).causes[:8]:
            if row.tier != "annotated" or not row.reasons:
                continue
            seen += 1
            sourced += any(reason.sources for reason in row.reasons)
            for reason in row.reasons:
                assert reason.sources or reason.basis in ("", "borrowed", "unlisted")
    assert seen > 10
    assert sourced >= 0.8 * seen
