import json

import pytest

from whytwitch.core.errors import InputError
from whytwitch.service.batch import run_batch


@pytest.fixture
def lines(tmp_path, published):
    path = tmp_path / "cases.jsonl"
    keys = ("id", "age_years", "sex", "present", "absent", "exposures")
    rows = [json.dumps({k: c[k] for k in keys}) for c in published[:12]]
    rows.insert(3, "{torn")
    rows.insert(5, '{"age_years": -1, "present": ["tremor"]}')
    path.write_text("\n".join(rows) + "\n")
    return path


def answers(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_every_line_is_answered_in_order_and_a_bad_one_ends_nothing(model, lines, tmp_path):
    out = tmp_path / "out.jsonl"
    count = run_batch([lines], out, workers=2)
    assert (count.done, count.skipped, count.failed) == (14, 0, 2)
    rows = answers(out)
    assert [r["where"] for r in rows] == [f"{lines}:{i + 1}" for i in range(14)]
    assert [i for i, r in enumerate(rows) if r["error"]] == [3, 5]
    assert all(r["causes"] for r in rows if not r["error"])


def test_an_interrupted_run_goes_on_where_it_was(model, lines, tmp_path):
    out = tmp_path / "out.jsonl"
    run_batch([lines], out, workers=1)
    whole = out.read_bytes()
    first = whole.splitlines(keepends=True)
    out.write_bytes(b"".join(first[:6]) + first[6][:20])
    count = run_batch([lines], out, workers=2)
    assert (count.done, count.skipped) == (8, 6)
    assert out.read_bytes() == whole


def test_parquet_holds_the_same(model, lines, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    out = tmp_path / "out.parquet"
    run_batch([lines], out, workers=1)
    table = parquet.read_table(out).to_pylist()
    assert len(table) == 14
    assert table[0]["causes"][0]["id"]
    assert not list(tmp_path.glob("*.partial*"))


def test_a_file_that_is_no_result_is_not_overwritten(model, lines, tmp_path):
    out = tmp_path / "notes.jsonl"
    out.write_text("my notes\n")
    with pytest.raises(InputError, match="name a new file"):
        run_batch([lines], out)
    assert out.read_text() == "my notes\n"


def test_a_missing_input_is_named(model, tmp_path):
    with pytest.raises(InputError, match="nothing there"):
        run_batch([tmp_path / "none"], tmp_path / "out.jsonl")
