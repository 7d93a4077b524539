"""The benchmark of inherited disease: figures by hand, real people, and what is refused."""

import gzip
import json

import numpy as np
import pytest

from whytwitch.benchmark.rare import RareCase, RareResult, read_cases, run_rare, summarise_rare
from whytwitch.benchmark.table import rare_text
from whytwitch.core.errors import InputError
from whytwitch.inference.profiles import ProfileCase
from whytwitch.ontology.store import open_ontology

PEOPLE = "benchmarks/rare/phenopackets-dev.jsonl.gz"


def result(disease, leaky, leak_free, left=3):
    case = RareCase(f"{disease}-{leaky}", "PMID:1", disease, ProfileCase(frozenset(), frozenset()))
    return RareResult(case, leaky, leak_free, leak_free, left, "OMIM:9", 0.0)


def test_figures_by_hand():
    figures = summarise_rare(
        [
            result("OMIM:1", 1.0, 1.0),
            result("OMIM:1", 1.0, 4.0),
            result("OMIM:2", 2.0, 12.0, left=0),
            result("OMIM:3", None, None),
        ]
    )
    assert (figures["cases"], figures["known_cases"], figures["unknown_cases"]) == (4, 3, 1)
    assert figures["diseases"] == 2
    assert figures["per_disease_top1"] == 25.0
    assert figures["per_disease_top10"] == 50.0
    assert figures["per_case_top1"] == pytest.approx(33.3)
    assert figures["of_all_top1"] == 25.0
    assert figures["median_rank"] == 4.0
    assert figures["mean_reciprocal_rank"] == pytest.approx((1 + 1 / 4 + 1 / 12) / 3, abs=1e-4)
    assert figures["nothing_left_cases"] == 1
    assert figures["something_left"]["per_disease_top10"] == 100.0
    assert figures["leaky"]["per_disease_top1"] == 50.0


def test_the_table_stands_with_and_without_the_own_paper_left_out():
    with_paper = rare_text(summarise_rare([result("OMIM:1", 1.0, None)]))
    assert "leaky" in with_paper
    assert "leak-free" not in with_paper
    assert "leak-free" in rare_text(summarise_rare([result("OMIM:1", 1.0, 4.0)]))


@pytest.fixture(scope="module")
def siblings(tmp_path_factory):
    """Real people of two papers."""
    with gzip.open(PEOPLE, "rt", encoding="utf-8") as lines:
        packets = [json.loads(line) for line in lines]
    cases = read_cases_of(packets, tmp_path_factory.mktemp("people"))
    known = set(open_ontology().texts("disease_id").all())
    papers = sorted({c.paper for c in cases if c.diagnosis in known})[:2]
    return [c for c in cases if c.paper in papers]


def read_cases_of(packets, folder):
    path = folder / "people.jsonl"
    path.write_text("\n".join(json.dumps(p) for p in packets), "utf-8")
    return read_cases(path, open_ontology())


def test_without_the_own_paper_nobody_ranks_better_by_it(siblings):
    results = run_rare(siblings)
    assert all(r.leaky is None or r.leak_free >= 1 for r in results)
    known = [r for r in results if r.leaky is not None]
    assert np.mean([r.leak_free for r in known]) >= np.mean([r.leaky for r in known])
    turned = run_rare(siblings[::-1])
    assert {r.case.id: r.leak_free for r in turned} == {r.case.id: r.leak_free for r in results}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "none"),
        (b"[1]\n", "phenopacket"),
        (b"\xff\xfe\x00", "people"),
        (b'{"phenotypicFeatures": 3}\n', "phenopacket"),
        (b'{"id": "x"}\n', "diagnosis"),
    ],
)
def test_other_files_get_one_clear_line(run_cli, tmp_path, content, says):
    path = tmp_path / "people.jsonl"
    path.write_bytes(content)
    done = run_cli("benchmark", "rare", str(path))
    text = done.stderr.decode()
    assert done.returncode == 2
    assert len(text.strip().splitlines()) == 1
    assert says in text


def test_a_line_with_odd_parts_is_an_input_error(tmp_path):
    path = tmp_path / "people.jsonl"
    path.write_text('{"id": "PMID_1_x", "diseases": [3], "phenotypicFeatures": [7]}')
    with pytest.raises(InputError):
        read_cases(path, open_ontology())


def test_the_table_for_other_rankers(run_cli, tmp_path):
    with gzip.open(PEOPLE, "rt", encoding="utf-8") as lines:
        first = [next(lines) for _ in range(3)]
    path = tmp_path / "people.jsonl"
    path.write_text("".join(first), "utf-8")
    done = run_cli("benchmark", "rare", str(path), "--format", "tsv")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.decode().splitlines()) == 4
    done = run_cli("benchmark", "rare", str(path), "--format", "json")
    figures = json.loads(done.stdout)
    assert figures["cases"] == 3
    assert {"per_disease_top1", "per_disease_top3", "per_disease_top10", "per_case_top1"} <= set(figures)
