"""Time and rank other packages on the same people, in the same run.

hpo3 (Rust) and pyhpo (Python) share one module name, so each may live in an interpreter of its own;
the script below runs there, needs nothing of ours, and answers in JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from whytwitch.core.errors import InputError

__all__ = ["peer_results"]

_SECONDS = 540
#: A method stops taking cases after this long; pyhpo needs half a second for each, after a minute of loading.
_SECONDS_A_METHOD = 120

_SCRIPT = """
import json, sys, time
start = time.perf_counter()
from pyhpo import HPOSet, Ontology
from pyhpo.stats import EnrichmentModel
import pyhpo
Ontology()
load = time.perf_counter() - start
request = json.load(sys.stdin)
known = set()
cases = []
for case in request["cases"]:
    terms = []
    for term in case["present"]:
        try:
            Ontology.get_hpo_object(term)
            terms.append(term)
        except Exception:
            pass
    cases.append((case["diagnosis"], HPOSet.from_queries(terms)))
out = {"backend": getattr(pyhpo, "__backend__", "pyhpo"), "version": str(getattr(pyhpo, "__version__", "")),
       "load_seconds": load, "methods": {}}
def rank(found, diagnosis):
    number = diagnosis.split(":")[1]
    order = [str(getattr(x["item"], "id", "")) for x in found]
    return order.index(number) + 1 if number in order else None
def timed(name, some, answer, order):
    # As many of the cases as the time allows.
    answers, start, busy = [], time.perf_counter(), time.process_time()
    for diagnosis, hposet in some:
        answers.append(answer(hposet))
        if time.perf_counter() - start > request["seconds"]:
            break
    keep(name, answers, some, order, start, busy)
def keep(name, answers, some, order, start, busy):
    spent, busy = time.perf_counter() - start, time.process_time() - busy  # ranks are off the clock
    ranks = [rank(order(a), d) for a, (d, _) in zip(answers, some)]
    out["methods"][name] = {"seconds_a_case": spent / len(answers), "cases": len(answers),
                            "cores_busy": round(busy / spent, 2), "ranks": ranks}
def by_enrichment(found):
    return sorted(found, key=lambda x: x["enrichment"])
model = EnrichmentModel("omim")
few = cases[: request["enrichment_cases"]]
timed("enrichment, one at a time", few, lambda h: model.enrichment("hypergeom", h), by_enrichment)
diseases = list(Ontology.omim_diseases)
try:
    from pyhpo.helper import batch_omim_disease_enrichment, batch_set_similarity
except ImportError:
    batch_set_similarity = None
if batch_set_similarity is not None:
    start, busy = time.perf_counter(), time.process_time()
    answers = batch_omim_disease_enrichment([h for _, h in few])
    keep("enrichment, in a batch", answers, few, by_enrichment, start, busy)
    sets = [d.hpo_set() for d in diseases]
    def similar(hposet):
        pairs = [(hposet, s) for s in sets]
        return batch_set_similarity(pairs, kind="omim", method="graphic", combine="funSimAvg")
    def by_similarity(values):
        return [{"item": diseases[i]} for i in sorted(range(len(values)), key=lambda i: -values[i])]
    timed("similarity (graphic)", cases[: request["similarity_cases"]], similar, by_similarity)
json.dump(out, sys.stdout)
"""


def peer_results(
    cases: Sequence[tuple[str, tuple[str, ...]]], interpreters: Sequence[str] = (), similarity_cases: int = 25
) -> list[dict[str, Any]]:
    """Seconds a case and ranks of each peer that an interpreter has; leaky, since they cannot leave rows out.

    Parameters
    ----------
    cases : sequence of (diagnosis, present findings as HP ids)
    interpreters : sequence of str
        Pythons that have hpo3 or pyhpo; this one when empty.
    similarity_cases : int
        How many of the cases the slow similarity is timed on.

    Raises
    ------
    InputError
        When an interpreter has neither package.
    """
    request = json.dumps(
        {
            "cases": [{"diagnosis": d, "present": list(p)} for d, p in cases],
            "enrichment_cases": len(cases),
            "similarity_cases": min(similarity_cases, len(cases)),
            "seconds": _SECONDS_A_METHOD,
        }
    )
    found = []
    for python in interpreters or (sys.executable,):
        try:
            done = subprocess.run(
                [python, "-c", _SCRIPT],
                input=request,
                capture_output=True,
                text=True,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise InputError(f"--peers must name a Python with hpo3 or pyhpo; got {error}", python) from None
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no answer"])[-1]
            raise InputError(f"--peers needs hpo3 or pyhpo there (pip install hpo3); got {last}", python)
        found.append(json.loads(done.stdout))
    return found
