import json

import numpy as np
import pytest

from whytwitch.core.errors import DataError
from whytwitch.ontology.build import build_ontology
from whytwitch.ontology.store import Ontology, open_ontology

OBO = """format-version: 1.2
data-version: hp/releases/2099-01-01

[Term]
id: HP:0000001
name: All

[Term]
id: HP:0000118
name: Phenotypic abnormality
is_a: HP:0000001 ! All

[Term]
id: HP:0000005
name: Twitch
alt_id: HP:0000099
synonym: "Muscle \\"jump\\"" EXACT []
is_a: HP:0000118 ! Phenotypic abnormality

[Term]
id: HP:0000006
name: obsolete Old twitch
is_obsolete: true
replaced_by: HP:0000005

[Term]
id: HP:0000007
name: obsolete Lost
is_obsolete: true

[Typedef]
id: part_of
"""
HPOA = "#version: 2099-01-02\n" + "\n".join(
    "\t".join(row)
    for row in [
        ["database_id", "disease_name", "qualifier", "hpo_id", "reference", "evidence", "onset",
         "frequency", "sex", "modifier", "aspect", "biocuration"],
        ["OMIM:1", "One", "", "HP:0000005", "PMID:1", "PCS", "", "3/7", "", "", "P", "x"],
        ["OMIM:1", "One", "", "HP:0000006", "PMID:2", "PCS", "", "45%", "MALE", "", "P", "x"],
        ["OMIM:2", "Two", "NOT", "HP:0000005", "PMID:1", "PCS", "", "", "", "", "P", "x"],
        ["ORPHA:3", "Three", "", "HP:0000005", "ORPHA:3", "TAS", "", "HP:0040282", "", "", "P", "x"],
    ]
)  # fmt: skip


@pytest.fixture
def small(tmp_path):
    (tmp_path / "hp.obo").write_text(OBO)
    (tmp_path / "phenotype.hpoa").write_text(HPOA)
    meta = build_ontology(tmp_path / "hp.obo", tmp_path / "phenotype.hpoa", tmp_path / "out")
    return meta, Ontology(tmp_path / "out")


def test_counts_and_release_are_kept(small):
    meta, _ = small
    assert meta["ontology_release"] == "2099-01-01"
    assert meta["annotation_release"] == "2099-01-02"
    assert (meta["n_terms"], meta["n_diseases"], meta["n_annotations"]) == (3, 3, 4)


def test_obsolete_and_alternative_ids_follow_their_successor(small):
    _, ontology = small
    twitch = ontology.index_of("HP:0000005")
    assert ontology.index_of("HP:0000006") == twitch
    assert ontology.index_of("HP:0000099") == twitch
    assert ontology.index_of("HP:0000007") is None
    assert ontology.is_obsolete("HP:0000006")
    assert ontology.index_of("HP:7777777") is None
    assert ontology.index_of("HP:x") is None


def test_rates_are_kept_as_k_of_n_percent_band_and_not(small):
    _, ontology = small
    kinds = ontology.array("row_kind").tolist()
    assert sorted(kinds) == [0, 1, 2, 3]
    counted = kinds.index(1)
    assert (ontology.array("row_a")[counted], ontology.array("row_b")[counted]) == (3, 7)
    assert ontology.array("row_a")[kinds.index(2)] == 4500
    assert ontology.array("row_not").sum() == 1


def test_ancestors_are_closed_and_synonyms_unescaped(small):
    _, ontology = small
    twitch = ontology.index_of("HP:0000005")
    names = {ontology.term_name[a] for a in ontology.ancestors(twitch)}
    assert names == {"All", "Phenotypic abnormality"}
    assert ontology.texts("synonym").all() == ['Muscle "jump"']


def test_another_file_is_refused(tmp_path):
    (tmp_path / "hp.obo").write_text("[Term]\nid: GO:1\nname: x\n")
    (tmp_path / "phenotype.hpoa").write_text(HPOA)
    with pytest.raises(DataError, match="Human Phenotype Ontology"):
        build_ontology(tmp_path / "hp.obo", tmp_path / "phenotype.hpoa", tmp_path / "out")
    with pytest.raises(DataError, match="must be a file"):
        build_ontology(tmp_path / "none.obo", tmp_path / "phenotype.hpoa", tmp_path / "out")


def test_the_shipped_release_is_whole():
    ontology = open_ontology()
    assert ontology.meta["n_diseases"] == 12_687
    assert ontology.meta["annotation_release"] == "2025-01-16"
    assert "Human Phenotype Ontology" in ontology.meta["attribution"]
    a, b, kind = (np.asarray(ontology.array(f"row_{n}")) for n in ("a", "b", "kind"))
    assert (a[kind == 1] <= b[kind == 1]).all()
    assert (b[kind == 1] > 0).all()
    assert ((a[kind == 2] >= 0) & (a[kind == 2] <= 10_000)).all()
    fasciculations = ontology.index_of("HP:0002380")
    assert ontology.term_name[fasciculations] == "Fasciculations"
    assert "Involuntary movements" in {ontology.term_name[i] for i in ontology.ancestors(fasciculations)}


def test_a_damaged_folder_is_named(tmp_path):
    with pytest.raises(DataError, match="compiled ontology"):
        Ontology(tmp_path)
    (tmp_path / "meta.json").write_text(json.dumps({"format": 1}))
    with pytest.raises(DataError, match=r"term_number\.npy"):
        _ = Ontology(tmp_path).term_number
