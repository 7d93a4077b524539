"""Which catalogue entries are one disease."""

import pytest

from whytwitch.ontology.joins import join_diseases, joined_entries, series_of
from whytwitch.ontology.store import open_ontology


def pairs(entries):
    ids, names, genes = zip(*entries, strict=True)
    found = join_diseases(ids, names, [frozenset(g) for g in genes])
    return {(ids[j.one], ids[j.other]) for j in found}


def test_same_name_and_gene_are_one_disease():
    assert pairs(
        [("OMIM:1", "Spastic paraplegia 11", {7}), ("ORPHA:2", "Spastic paraplegia type 11", {7})]
    ) == {("OMIM:1", "ORPHA:2")}


@pytest.mark.parametrize(
    "entries",
    [
        [("OMIM:1", "Spastic paraplegia 11", {7}), ("ORPHA:2", "Spastic paraplegia type 15", {7})],
        [("OMIM:1", "Dystonia, dopa-responsive", {7}), ("ORPHA:2", "Dystonia, dopa-responsive, rare", {8})],
        [("OMIM:1", "Hypocalcemia", ()), ("ORPHA:2", "Hyperekplexia", ())],
        [("OMIM:1", "Gamma syndrome", {1}), ("OMIM:2", "Gamma syndrome", {1})],
    ],
)
def test_other_numbers_genes_names_and_one_catalogue_stay_apart(entries):
    assert pairs(entries) == set()


def test_an_entry_stands_in_one_join_per_catalogue():
    seen = set()
    for one, _, other, _, score, ground in joined_entries(open_ontology()):
        assert one.startswith("OMIM:")
        assert not other.startswith("OMIM:")
        for key in ((one, other.split(":")[0]), (other, "OMIM")):
            assert key not in seen
            seen.add(key)
        assert float(score) >= 0.8
        assert ground
    assert len(seen) > 3000


def test_a_series_loses_its_numbers():
    assert series_of("Charcot-Marie-Tooth disease, type 2A") == series_of("Charcot-Marie-Tooth disease 4B1")
