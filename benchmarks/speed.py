"""Speed and size, each against its bound, in one run: ``make bench``.

Every row is measured on the machine it runs on and printed as a ratio of its bound (below 1 is
within). Nothing is asserted: a slow machine is not a fault of the code.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "benchmarks" / "cases" / "dev.json"


def main() -> None:
    """Measure every row and print the table."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["WHYTWITCH_HOME"] = home
        rows = [*compile_rows(), *process_rows(), *in_process_rows(), *batch_rows(home), size_row()]
    print(f"{'what':<58}{'measured':>14}{'bound':>12}{'ratio':>8}")
    print("-" * 92)
    for what, value, bound, unit in rows:
        if bound is None:
            print(f"{what:<58}{value:>11.3g} {unit:<3}{'-':>11}{'-':>8}")
        else:
            # A rate is better when higher, everything else when lower.
            ratio = bound / value if unit == "/s" else value / bound
            print(f"{what:<58}{value:>11.3g} {unit:<3}{bound:>9g} {unit:<2}{ratio:>8.2f}")


Row = tuple[str, float, float | None, str]


def compile_rows() -> Iterator[Row]:
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", "from whytwitch.model.store import open_model; open_model()"], check=True
    )
    yield "first compile of the knowledge, whole process", time.perf_counter() - start, 5, "s"


def process_rows() -> Iterator[Row]:
    bare = _median(lambda: subprocess.run([sys.executable, "-c", "import numpy"], check=True))
    yield "python and numpy alone, whole process (for scale)", bare, None, "s"
    command = [sys.executable, "-m", "whytwitch", "assess", str(ROOT / "examples" / "calves.yaml")]
    for output in ("terminal", "json", "html"):
        took = _median(
            lambda output=output: subprocess.run(
                [*command, "--format", output], check=True, stdout=subprocess.DEVNULL
            )
        )
        yield f"whytwitch assess --format {output}, whole process, warm", took, 0.7, "s"


def _median(call: Callable[[], Any], n: int = 7) -> float:
    times = []
    for _ in range(n):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def in_process_rows() -> Iterator[Row]:
    from whytwitch.explain.next_step import next_steps
    from whytwitch.inference.information import expected_gain
    from whytwitch.inference.posterior import posterior
    from whytwitch.model.store import open_model
    from whytwitch.service.assess import assess, observe, rank

    model = open_model()
    cases = _cases(model)
    for case in cases:
        rank(model, case)
    observed = [observe(model, c) for c in cases]
    yield (
        "one posterior, all causes of both tiers",
        _each(lambda o: posterior(model.arrays, o), observed),
        5,
        "ms",
    )
    yield "one ranking with urgency", _each(lambda c: rank(model, c), cases), 5, "ms"
    results = [rank(model, c) for c in cases]
    gain_rows = np.arange(60)
    features = np.arange(500) + 1000
    took = _each(
        lambda r: expected_gain(model.arrays, r.posterior.probability[gain_rows], gain_rows, features, 0, 3),
        results,
    )
    yield "expected gain of 500 candidates over 60 leading causes", took, 50, "ms"
    took = _each(lambda r: next_steps(model, r.observation, r.rows), results)
    yield "next step with words, records warm", took, 50, "ms"
    yield "whole assessment with reasons and next steps", _each(lambda c: assess(model, c), cases), None, "ms"


def _cases(model: Any) -> list[Any]:
    from whytwitch.intake.case_file import CASE_KEYS, case_from_mapping

    raw = json.loads(CASES.read_text("utf-8"))
    return [case_from_mapping(model, {k: c[k] for k in CASE_KEYS if k in c}) for c in raw]


def _each(call: Callable[[Any], Any], items: list[Any]) -> float:
    """Median milliseconds over the items, warm."""
    for item in items:
        call(item)
    times = []
    for item in items:
        start = time.perf_counter()
        call(item)
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def batch_rows(home: str) -> Iterator[Row]:
    raw = json.loads(CASES.read_text("utf-8"))
    keys = ("age_years", "sex", "setting", "duration_days", "present", "absent", "exposures")
    path = Path(home) / "many.jsonl"
    n = 4000
    with path.open("w", encoding="utf-8") as stream:
        for i in range(n):
            stream.write(json.dumps({k: raw[i % len(raw)][k] for k in keys}) + "\n")
    out = Path(home) / "many.out.jsonl"
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "whytwitch", "batch", str(path), "--out", str(out)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    took = time.perf_counter() - start
    yield f"batch of {n} coded cases, {os.cpu_count()} cores, start included", n / took, 1000, "/s"
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield "largest process of all the above", peak, 300, "MB"


def size_row() -> Row:
    """Installed size of the package and of everything its core needs."""
    seen: set[str] = set()
    total = 0
    queue = ["whytwitch"]
    while queue:
        name = queue.pop()
        if name.lower() in seen:
            continue
        seen.add(name.lower())
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        for file in distribution.files or ():
            place = Path(str(distribution.locate_file(file)))
            if place.is_file():
                total += place.stat().st_size
        needed = (r for r in distribution.requires or () if "extra ==" not in r)
        queue.extend(_name_of(r) for r in needed)
    own = ROOT / "src" / "whytwitch"
    total += sum(p.stat().st_size for p in own.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return "installed size, dependencies of the core included", total / 1e6, 150, "MB"


def _name_of(requirement: str) -> str:
    for i, letter in enumerate(requirement):
        if not (letter.isalnum() or letter in "-_."):
            return requirement[:i]
    return requirement


if __name__ == "__main__":
    main()
