"""Many cases: streamed through every core, resumable, in JSON Lines or Parquet."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from whytwitch.core.case import Case
from whytwitch.core.documents import Document
from whytwitch.core.errors import InputError, WhytwitchError
from whytwitch.explain.ranking import row_name
from whytwitch.intake.read import case_from_document, iterate_documents, read_line
from whytwitch.model.store import Model, open_model
from whytwitch.service.assess import rank

__all__ = ["BatchCount", "compact_answer", "compact_row", "run_batch"]

_CHUNK = 64
_SUFFIXES = (".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".gz")


@dataclass(frozen=True, slots=True)
class BatchCount:
    """How many cases were done, done before, and not readable."""

    done: int
    skipped: int
    failed: int


def compact_answer(model: Model, document: Document, where: str, top: int) -> dict[str, Any]:
    """One case's answer without reasons: the first causes, urgency, and what was not understood."""
    return compact_row(model, case_from_document(model, document, where), where, top)


def compact_row(model: Model, case: Case, where: str, top: int) -> dict[str, Any]:
    """The same for a case that is coded already."""
    ranking = rank(model, case, n_rows=max(top, 40))
    causes = [
        {
            "id": row.id,
            "name": row_name(model, row),
            "probability": float(f"{row.probability:.6g}"),
        }
        for row in ranking.rows[:top]
    ]
    return {
        "where": where,
        "id": case.id,
        "urgency": ranking.urgency.level,
        "rules": [r.rule for r in ranking.urgency.reasons],
        "causes": causes,
        "none_of_these": float(f"{ranking.posterior.none:.6g}"),
        "n_facts": len(case.facts),
        "not_understood": [[n.text, n.where] for n in case.not_understood],
        "error": None,
    }


def run_batch(
    inputs: Iterable[Path],
    out: Path,
    top: int = 10,
    workers: int | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> BatchCount:
    """Assess every case of the inputs and write one line (or row) each, in order.

    JSON Lines output is resumable: a case whose ``where`` already stands in ``out`` is not done
    again, and a half-written last line is cut off first. Parquet is written whole at the end from
    a JSON Lines file beside it, so an interrupted run resumes too. A case that cannot be read
    becomes a line with its ``error``, never the end of the run.

    Raises
    ------
    InputError
        When an input is missing or ``out`` cannot be written.
    """
    is_parquet = out.suffix == ".parquet"
    if is_parquet:
        _parquet()  # fail before the work, not after it
    lines = out.with_suffix(".partial.jsonl") if is_parquet else out
    files = [f for path in inputs for f in _files(path)]
    try:
        lines.parent.mkdir(parents=True, exist_ok=True)
        finished = _finished(lines)
        with lines.open("a", encoding="utf-8") as stream:
            count = _stream(files, finished, stream, top, workers, progress)
    except OSError as error:
        raise InputError(f"--out must be writable; got {error.strerror}", str(out)) from None
    if is_parquet:
        _to_parquet(lines, out)
        lines.unlink()
    return count


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(p for p in path.iterdir() if p.is_file() and p.suffix in _SUFFIXES)
    elif path.is_file():
        yield path
    else:
        raise InputError("an input must be a file or a folder; got nothing there", str(path))


def _finished(lines: Path) -> set[str]:
    """Places already done; a torn last line is cut off."""
    if not lines.exists():
        return set()
    done: set[str] = set()
    good = 0
    with lines.open("rb+") as stream:
        for line in stream:
            try:
                where = json.loads(line)["where"] if line.endswith(b"\n") else None
            except (ValueError, KeyError, TypeError):
                where = None
            if not isinstance(where, str):
                if not line.endswith(b"\n"):
                    break
                raise InputError(
                    "an existing --out must be a batch result to resume; got another file; name a new file",
                    str(lines),
                )
            done.add(where)
            good += len(line)
        stream.truncate(good)
    return done


Item = tuple[str, Any]


def _documents(files: Iterable[Path], finished: set[str]) -> Iterator[Item]:
    for file in files:
        for where, document in iterate_documents(file):
            if where not in finished:
                yield where, document


def _stream(
    files: list[Path],
    finished: set[str],
    stream: Any,
    top: int,
    workers: int | None,
    progress: Callable[[int], None],
) -> BatchCount:
    done = failed = 0
    open_model()  # compile once, before the workers start
    n = workers or os.cpu_count() or 1
    items = _documents(files, finished)
    with ProcessPoolExecutor(n, initializer=_start_worker, initargs=(top,)) as pool:
        for answers in _bounded_map(pool, items, n):
            for line, is_error in answers:
                stream.write(line)
                done += 1
                failed += is_error
            stream.flush()
            progress(len(answers))
    return BatchCount(done, len(finished), failed)


def _bounded_map(pool: ProcessPoolExecutor, items: Iterator[Item], n: int) -> Iterator[Any]:
    """Like ``pool.map`` over chunks, in order, with few chunks in flight: memory stays flat."""
    waiting: list[Any] = []
    while True:
        chunk = list(islice(items, _CHUNK))
        if chunk:
            waiting.append(pool.submit(_answer_chunk, chunk))
        if waiting and (not chunk or len(waiting) > 2 * n):
            yield waiting.pop(0).result()
        elif not chunk:
            return


_worker: dict[str, Any] = {}


def _start_worker(top: int) -> None:
    _worker["model"] = open_model()
    _worker["top"] = top
    # Cases leave hardly any cycles behind: what stays is not walked again, the rest seldom.
    gc.freeze()
    gc.set_threshold(20_000)


def _answer_chunk(chunk: list[Item]) -> list[tuple[str, bool]]:
    return [_answer(where, document) for where, document in chunk]


def _answer(where: str, document: Any) -> tuple[str, bool]:
    try:
        if isinstance(document, WhytwitchError):
            raise document
        if isinstance(document, bytes):
            document = read_line(document, where)
        answer = compact_answer(_worker["model"], document, where, _worker["top"])
        return json.dumps(answer, ensure_ascii=False) + "\n", False
    except WhytwitchError as error:
        answer = {"where": where, "error": str(error)}
        return json.dumps(answer, ensure_ascii=False) + "\n", True


def _parquet() -> Any:
    try:
        import pyarrow.json
        import pyarrow.parquet
    except ImportError:
        raise InputError(
            "Parquet needs the extra 'parquet'; got no pyarrow; run pip install "
            "'whytwitch[parquet]', or name a .jsonl file",
            "--out",
        ) from None
    return pyarrow


def _to_parquet(lines: Path, out: Path) -> None:
    pyarrow = _parquet()
    if lines.stat().st_size == 0:
        raise InputError("a batch must hold at least one case; got none", str(out))
    table = pyarrow.json.read_json(lines)
    scratch = out.with_suffix(".parquet.partial")
    pyarrow.parquet.write_table(table, scratch, compression="zstd")
    scratch.replace(out)
