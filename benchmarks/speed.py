"""Speed and size, each against its bound, in one run: ``make bench``.

Every row is measured on the machine it runs on and printed as a ratio of its bound (below 1 is
within). Nothing is asserted: a slow machine is not a fault of the code.
"""

from __future__ import annotations

import gzip
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

from whytwitch.benchmark.profile_speed import read_bandwidth
from whytwitch.benchmark.rare import RareCase, peers_beside, read_cases, run_rare, time_a_case
from whytwitch.benchmark.speed import SpeedRow, speed_text
from whytwitch.core.errors import InputError
from whytwitch.ontology.store import open_ontology

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "benchmarks" / "cases" / "dev.json"
STORIES = [ROOT / "benchmarks" / "words" / f"{name}work.json" for name in ("", "reports_", "reports2_")]
PEOPLE = ROOT / "benchmarks" / "rare" / "phenopackets-dev.jsonl.gz"


def main() -> None:
    """Measure every row and print the tables.

    ``--peer-python PATH`` adds hpo3 or pyhpo, once each; ``--cases N`` makes the long batch shorter.
    """
    n_cases = next((int(sys.argv[i + 1]) for i, word in enumerate(sys.argv) if word == "--cases"), 100_000)
    peers = [sys.argv[i + 1] for i, word in enumerate(sys.argv[:-1]) if word == "--peer-python"]
    with tempfile.TemporaryDirectory() as home:
        os.environ["WHYTWITCH_HOME"] = home
        rows = [*compile_rows(), *process_rows(), *in_process_rows(), *batch_rows(home, n_cases), size_row()]
        people = read_cases(PEOPLE, open_ontology())
        speed = time_a_case(people)
        rows += rare_rows(speed)
    print(speed_text(SpeedRow(*row) for row in rows))
    for line in peer_lines(people, speed, peers):
        print(line)


Row = tuple[str, float, float | None, str]


def compile_rows() -> Iterator[Row]:
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", "from whytwitch.model.store import open_model; open_model()"], check=True
    )
    yield "first compile of the knowledge, whole process", time.perf_counter() - start, 5, "s"
    yield "largest process of the compile", _peak(), 300, "MB"


def _peak() -> float:
    """Most memory that any process which has ended so far took, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


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
    from whytwitch.benchmark.reading_speed import reading_rows
    from whytwitch.benchmark.speed import speed_rows
    from whytwitch.intake.case_file import CASE_KEYS, case_from_mapping
    from whytwitch.model.store import open_model

    model = open_model()
    raw = json.loads(CASES.read_text("utf-8"))
    cases = [case_from_mapping(model, {k: c[k] for k in CASE_KEYS if k in c}) for c in raw]
    stories = [row["narrative"] for file in STORIES for row in json.loads(file.read_text("utf-8"))]
    for row in (*speed_rows(model, cases), *reading_rows(model, stories)):
        yield row.what, row.value, row.bound, row.unit


def batch_rows(home: str, n: int) -> Iterator[Row]:
    """Batches in words and codes, in phenopackets, and one that is long enough to see memory grow."""
    short = min(4000, n)
    worded, packets = Path(home) / "worded.jsonl", Path(home) / "packets.jsonl"
    raw = json.loads(CASES.read_text("utf-8"))
    keys = ("age_years", "sex", "setting", "duration_days", "present", "absent", "exposures")
    _repeat(worded, [json.dumps({k: case[k] for k in keys}) for case in raw], short)
    with gzip.open(PEOPLE, "rt", encoding="utf-8") as stream:
        people = [line.strip() for line in stream if line.strip()]
    _repeat(packets, people, min(20_000, n))
    for path, what, size in (
        (worded, "cases in words and codes", short),
        (packets, "phenopackets", min(20_000, n)),
    ):
        took, _ = _batch(path)
        yield f"batch of {size} {what}, {os.cpu_count()} cores, start included", size / took, 1000, "/s"
    _repeat(packets, people, n)
    took, sizes = _batch(packets)
    yield f"batch of {n} phenopackets", n / took, 1000, "/s"
    yield "its processes together, a quarter through", sizes[len(sizes) // 4], None, "MB"
    yield "its processes together, at the end", max(sizes[-5:]), None, "MB"
    yield "largest process of all the above", _peak(), 300, "MB"


def _repeat(path: Path, lines: list[str], n: int) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(lines[i % len(lines)] + "\n" for i in range(n))


def _batch(path: Path) -> tuple[float, list[float]]:
    """Seconds of a batch, and the memory of its processes as it goes on, each page once."""
    command = [sys.executable, "-m", "whytwitch", "batch", str(path), "--out", f"{path}.out.jsonl"]
    Path(command[-1]).unlink(missing_ok=True)
    sizes: list[float] = []
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        while running.poll() is None:
            sizes.append(_memory(running.pid))
            try:
                running.wait(1.0)
            except subprocess.TimeoutExpired:
                continue
        took = time.perf_counter() - start
    if running.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {running.returncode}")
    return took, [size for size in sizes if size] or [0.0]


def _memory(pid: int) -> float:
    """Proportional memory of a process and its children in MB; zero where the system does not say."""
    total = 0.0
    for process in (pid, *_children(pid)):
        try:
            text = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next((int(x.split()[1]) for x in text.splitlines() if x.startswith("Pss:")), 0) / 1024
    return total


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def rare_rows(speed: dict[str, float]) -> Iterator[Row]:
    """One case against every annotated disease, and how near that is to the speed of memory."""
    cores = int(speed["cores"])
    yield "a case over 12,687 profiles, in a batch, one core", speed["milliseconds"], None, "ms"
    yield f"the same on {cores} cores", speed["milliseconds_all_cores"], None, "ms"
    yield "the same, first pass (columns made as they come)", speed["milliseconds_first_pass"], None, "ms"
    # The bound is what memory gives to plain reading; a ratio of 2 says that half of it is used.
    for n, read in ((1, speed["gigabytes_a_second"]), (cores, speed["gigabytes_a_second_all_cores"])):
        yield f"GB of columns read a second, {n} cores, against memory", read, read_bandwidth(n), "/s"


def peer_lines(people: list[RareCase], speed: dict[str, float], interpreters: list[str]) -> Iterator[str]:
    """hpo3 and pyhpo on the same people in the same run, as multiples of our time a case."""
    if interpreters:
        yield "\npeer, method, a case (processors it kept busy), times ours on as many cores, on one core"
    for python in interpreters:
        try:
            found = peers_beside(run_rare(people, leave_out=False), speed, [python])
        except InputError as error:
            yield f"not measured: {error}"
            continue
        for peer in found:
            yield f"{peer['backend']} {peer['version']} loads in {peer['load_seconds']:.1f} s"
            for name, method in peer["methods"].items():
                what = f"  {name}, {method['cases']} cases"
                took, busy = 1000 * method["seconds_a_case"], method["cores_busy"]
                times = f"{method['ratio']:>10.0f} x{method['ratio_one_core']:>10.0f} x"
                yield f"{what:<58}{took:>11.3g} ms{busy:>8.2f}{times}"


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
