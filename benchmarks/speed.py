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

from whytwitch.benchmark.speed import SpeedRow, speed_text

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "benchmarks" / "cases" / "dev.json"
PEOPLE = ROOT / "benchmarks" / "rare" / "phenopackets-dev.jsonl.gz"


def main() -> None:
    """Measure every row and print the tables; ``--peer-python PATH`` adds hpo3 or pyhpo, once each."""
    peers = [sys.argv[i + 1] for i, word in enumerate(sys.argv[:-1]) if word == "--peer-python"]
    with tempfile.TemporaryDirectory() as home:
        os.environ["WHYTWITCH_HOME"] = home
        rows = [*compile_rows(), *process_rows(), *in_process_rows(), *batch_rows(home), size_row()]
        rows += rare_rows()
    print(speed_text(SpeedRow(*row) for row in rows))
    for line in peer_lines(peers):
        print(line)


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
    from whytwitch.benchmark.speed import speed_rows
    from whytwitch.intake.case_file import CASE_KEYS, case_from_mapping
    from whytwitch.model.store import open_model

    model = open_model()
    raw = json.loads(CASES.read_text("utf-8"))
    cases = [case_from_mapping(model, {k: c[k] for k in CASE_KEYS if k in c}) for c in raw]
    for row in speed_rows(model, cases):
        yield row.what, row.value, row.bound, row.unit


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


def rare_rows() -> Iterator[Row]:
    """One case against every annotated disease, and how near that is to the speed of memory."""
    from whytwitch.benchmark.rare import read_cases, time_a_case
    from whytwitch.ontology.store import open_ontology

    speed = time_a_case(read_cases(PEOPLE, open_ontology()))
    yield "a case over 12,687 profiles, in a batch", speed["milliseconds"], None, "ms"
    yield "the same, first pass (columns made as they come)", speed["milliseconds_first_pass"], None, "ms"
    # Each column goes through memory once: read the column, read and write the score.
    a, b = np.zeros(20_000_000, np.float32), np.ones(20_000_000, np.float32)
    spent = _median(lambda: np.add(a, b, out=a))
    bandwidth = 3 * a.nbytes / spent / 1e9
    yield "bytes touched a second by the profiles", speed["gigabytes_a_second"], bandwidth, "/s"


def peer_lines(interpreters: list[str]) -> Iterator[str]:
    """hpo3 and pyhpo on the same people in the same run, as multiples of our time a case."""
    from whytwitch.benchmark.rare import peers_beside, read_cases, run_rare, time_a_case
    from whytwitch.core.errors import InputError
    from whytwitch.ontology.store import open_ontology

    cases = read_cases(PEOPLE, open_ontology())
    ours = time_a_case(cases)["milliseconds"]
    for python in interpreters:
        try:
            found = peers_beside(run_rare(cases, leave_out=False), ours, [python])
        except InputError as error:
            yield f"not measured: {error}"
            continue
        for peer in found:
            for name, method in peer["methods"].items():
                what = f"{peer['backend']} {peer['version']}, {name}, a case"
                yield f"{what:<58}{1000 * method['seconds_a_case']:>11.3g} ms{method['ratio']:>12.0f} x ours"


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
