import shutil

import pytest

from whytwitch.core.errors import KnowledgeError
from whytwitch.knowledge.load import data_folder, load_knowledge, read_knowledge
from whytwitch.service.knowledge import check_knowledge

FILES = sorted(p.name for p in (data_folder() / "causes").glob("*.yaml"))


@pytest.fixture(scope="module")
def shipped():
    return read_knowledge()


def test_the_shipped_records_have_no_fault():
    faults, counts = check_knowledge()
    assert faults == []
    assert counts["causes"] >= 70


@pytest.mark.parametrize("name", FILES)
def test_each_cause_is_complete(shipped, name):
    cause = shipped.causes[name.removesuffix(".yaml")]
    assert len({f.finding for f in cause.findings}) >= 8
    assert any(p.setting == "any" or p.measure == "share_of_presenting" for p in cause.prior)
    assert cause.mechanism.plain
    assert cause.mechanism.technical
    assert cause.care.treatment or cause.care.self_care
    sourced = [f for f in cause.findings if f.source] + [t for t in cause.tests if t.source]
    assert sourced or cause.mechanism.sources, "a cause must rest on at least one opened source"


def test_every_scope_row_of_causes_is_covered(shipped):
    rows = {row for cause in shipped.causes.values() for row in cause.scope}
    assert set(range(2, 23)) <= rows


@pytest.fixture
def broken(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(data_folder(), folder, ignore=shutil.ignore_patterns("ontology", "causes"))
    (folder / "causes").mkdir()
    shutil.copy(data_folder() / "causes" / "tetanus.yaml", folder / "causes")
    return folder


def test_every_fault_is_reported_at_once_with_file_and_line(broken):
    path = broken / "causes" / "tetanus.yaml"
    lines = path.read_text().splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("name:"))
    lines[at] = "nmae: Tetanus"
    lines.append("extra: 1")
    path.write_text("\n".join(lines))
    faults = read_knowledge(broken).faults
    assert any(f.startswith(f"causes/tetanus.yaml:{at + 1}: nmae") for f in faults)
    assert any(f"causes/tetanus.yaml:{len(lines)}: extra" in f for f in faults)
    with pytest.raises(KnowledgeError):
        load_knowledge(broken)


def test_a_reference_to_nothing_is_a_fault(broken):
    path = broken / "causes" / "tetanus.yaml"
    text = path.read_text() + '\nnot_used:\n- {figure: "12 %", source: nobody_2099, why: test}\n'
    path.write_text(text.replace("not_used: []\n", ""))
    faults, _ = check_knowledge(broken)
    assert any("nobody_2099 must be a source" in f or "not_used" in f for f in faults)


def test_a_repeated_id_is_a_fault(broken):
    (broken / "findings" / "again.yaml").write_text(
        'findings:\n- {id: "WT:twitch_jerk", label: Again, kind: symptom}\n'
    )
    assert any("must stand once" in f for f in read_knowledge(broken).faults)


def test_a_file_that_is_no_yaml_is_one_fault(broken):
    (broken / "causes" / "torn.yaml").write_bytes(b"id: [torn\n\xff\xfe")
    faults = read_knowledge(broken).faults
    assert len([f for f in faults if "torn.yaml" in f]) == 1
