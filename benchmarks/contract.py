"""The REST interface held to its OpenAPI document: ``python benchmarks/contract.py [--examples 2600]``.

Starts a service, lets schemathesis make valid and invalid requests from the document, with all of
its checks, and says how many there were. Exit code 1 when a check fails.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.rest import service

__all__ = ["run_contract"]

#: The many ways to say a case make these slow to walk through one by one; they are drawn at random.
_DRAWN = ("/api/v1/assess", "/api/v1/explain", "/api/v1/next")


def run_contract(address: str, examples: int, seed: int, whole: bool = False) -> tuple[bool, int, str]:
    """Every check on every operation.

    Parameters
    ----------
    address : str
        Of a running service.
    examples : int
        Requests drawn for each operation, besides those that walk through the document.
    whole : bool
        Walk through the largest bodies too, which takes minutes.

    Returns
    -------
    tuple
        Whether all passed, how many requests there were, and what was said.
    """
    parts = [["--phases", "examples,coverage,fuzzing"]]
    if not whole:
        parts = [
            ["--phases", "examples,coverage,fuzzing", *(w for p in _DRAWN for w in ("--exclude-path", p))],
            ["--phases", "examples,fuzzing", *(w for p in _DRAWN for w in ("--include-path", p))],
        ]
    passed, total, said = True, 0, ""
    for part in parts:
        command = [
            str(Path(sys.executable).parent / "schemathesis"), "run", f"{address}/api/v1/openapi.json",
            "--checks", "all", "--continue-on-failure", "--max-examples", str(examples),
            "--suppress-health-check", "all",  # about how requests are drawn, not how they are answered
            "--seed", str(seed), *part,
        ]  # fmt: skip
        with tempfile.TemporaryDirectory() as folder:  # it keeps a file of examples where it runs
            done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
        found = re.search(r"(\d[\d,]*) generated", done.stdout)
        passed = passed and done.returncode == 0
        total += int(found[1].replace(",", "")) if found else 0
        said += done.stdout + done.stderr
    return passed, total, said


def main() -> int:
    """Run, print, and give the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--examples", type=int, default=2600, help="drawn for each operation")
    parser.add_argument("--seed", type=int, default=20261129)
    parser.add_argument("--whole", action="store_true", help="walk through the largest bodies too")
    chosen = parser.parse_args()
    with service(1) as (address, _):
        passed, total, said = run_contract(address.rstrip("/"), chosen.examples, chosen.seed, chosen.whole)
    print(said if not passed else "", end="")
    print(f"{total:,} requests, all checks: {'no failure' if passed else 'FAILED'}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
