"""How well plain words become coded facts, on the narratives of published cases.

A case's ``present`` and ``absent`` findings are what its readers coded from the whole report; the
reader sees the ``narrative`` alone. Beside it stands a dictionary of the ontology's names and synonyms.

A finding that was read is right when the case holds the same term, a parent or a child of it. What
tests and laboratory values show stands elsewhere in a case and is left out on both sides. So are our own
findings (``WT:...``): cases are coded in terms of the ontology alone, and hold descriptions as ``detail``.
Where cases do hold them, as our own stories do, they are counted in a row apart; so are exposures, which
are right when the case holds the same one or a class that it belongs to.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from whytwitch.core.words import tokens
from whytwitch.intake.case_file import case_from_mapping
from whytwitch.intake.story.reader import read_story
from whytwitch.intake.story.said import Said
from whytwitch.knowledge.tables import Plain
from whytwitch.model.store import Model

__all__ = ["WordsResult", "as_json", "as_text", "related_items", "run_words"]

_MAX_DICTIONARY_WORDS = 8
#: A duration that was read is right within this factor.
_NEAR_TIME = 1.5

Read = dict[str, bool]  # item -> present


@dataclass
class WordsResult:
    """Counts of one reader over all narratives; ``missed`` and ``wrong`` count terms."""

    reader: str
    n_cases: int = 0
    coded: int = 0
    found: int = 0
    read: int = 0
    right: int = 0
    denied: int = 0
    denied_right: int = 0
    polarity_right: int = 0
    timed: int = 0
    time_right: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def figures(self) -> dict[str, float]:
        """Recall, precision, their harmonic mean, and how often the polarity is right."""
        recall = self.found / self.coded if self.coded else float("nan")
        precision = self.right / self.read if self.read else float("nan")
        both = recall + precision
        return {
            "recall": recall,
            "precision": precision,
            "f1": 2 * recall * precision / both if both else 0.0,
            "polarity_right": self.polarity_right / self.found if self.found else float("nan"),
            "absent_right": self.denied_right / self.denied if self.denied else float("nan"),
            "duration_right": self.time_right / self.timed if self.timed else float("nan"),
        }


def run_words(model: Model, cases: Iterable[Mapping[str, Any]]) -> list[WordsResult]:
    """Read every narrative by our reader and by the ontology's dictionary.

    Returns
    -------
    list of WordsResult
        Our reader, the dictionary, and of our reader the findings of our own and the exposures.
    """
    dictionary = _dictionary(model)
    ours, plain = WordsResult("whytwitch"), WordsResult("ontology names and synonyms")
    own, exposed = WordsResult("whytwitch, own findings"), WordsResult("whytwitch, exposures")
    for case in cases:
        text = str(case.get("narrative") or "")
        story = read_story(model, text)
        coded = _coded(model, case, "HP:")
        _score(model, ours, coded, _read(model, story.findings, "HP:"))
        _score(model, plain, coded, _by_dictionary(model, dictionary, text))
        _score(model, own, _coded(model, case, "WT:"), _read(model, story.findings, "WT:"))
        _score(
            model, exposed, _coded_exposures(model, case), {s.id: True for s in story.exposures if s.present}
        )
        _time(ours, case, story.person.duration_days)
    return [ours, plain, *([own] if own.coded else []), exposed]


def _coded(model: Model, case: Mapping[str, Any], prefix: str) -> Read:
    found: Read = {}
    for key in ("absent", "present"):
        for row in case.get(key) or ():
            item = str(row.get("hpo") or "") if isinstance(row, dict) else ""
            index = model.feature(item) if item else None
            if index is not None and _counts(model, model.item(index), prefix):
                found[model.item(index)] = key == "present"
    return found


def _coded_exposures(model: Model, case: Mapping[str, Any]) -> Read:
    """What the coded exposures of a case mean, as an assessment would take them."""
    rows = {"exposures": case.get("exposures") or []}
    return {f.id: f.present for f in case_from_mapping(model, rows, may_be_empty=True).facts}


def _time(result: WordsResult, case: Mapping[str, Any], read: float | None) -> None:
    days = case.get("duration_days")
    if isinstance(days, int | float) and days > 0:
        result.timed += 1
        result.time_right += read is not None and days / _NEAR_TIME <= read <= days * _NEAR_TIME


def _counts(model: Model, item: str, prefix: str = "HP:") -> bool:
    if not item.startswith(prefix):
        return False
    record = model.record(Plain, item)
    return record is None or record.kind != "test"


def _read(model: Model, findings: Iterable[Said], prefix: str) -> Read:
    return {s.id: s.present for s in findings if _counts(model, s.id, prefix)}


def _dictionary(model: Model) -> dict[tuple[str, ...], str]:
    ontology = model.ontology
    names = ontology.term_name.all()
    found: dict[tuple[str, ...], str] = {}
    for text, index in zip(
        ontology.texts("synonym").all(), ontology.array("synonym_term").tolist(), strict=True
    ):
        found.setdefault(tuple(tokens(text)), ontology.id_of(index))
    for index, text in enumerate(names):
        found[tuple(tokens(text))] = ontology.id_of(index)
    found.pop((), None)
    return found


def _by_dictionary(model: Model, dictionary: Mapping[tuple[str, ...], str], text: str) -> Read:
    words = tokens(text)
    found: Read = {}
    i = 0
    while i < len(words):
        for width in range(min(_MAX_DICTIONARY_WORDS, len(words) - i), 0, -1):
            item = dictionary.get(tuple(words[i : i + width]))
            if item is not None:
                if _counts(model, item):
                    found[item] = True
                i += width - 1
                break
        i += 1
    return found


def _score(model: Model, result: WordsResult, coded: Read, read: Read) -> None:
    result.n_cases += 1
    result.coded += len(coded)
    result.read += len(read)
    for item, present in coded.items():
        match = _nearest(model, item, read)
        if match is None:
            result.missed[item] += 1
            continue
        result.found += 1
        same = any(read[m] == present for m in related_items(model, item, read))
        result.polarity_right += same
        if not present:
            result.denied += 1
            result.denied_right += same
    for item in read:
        if _nearest(model, item, coded) is None:
            result.wrong[item] += 1
        else:
            result.right += 1


def _nearest(model: Model, item: str, others: Mapping[str, bool]) -> str | None:
    return next(iter(related_items(model, item, others)), None)


def related_items(model: Model, item: str, others: Mapping[str, bool]) -> list[str]:
    """The same term first, then parents and children among ``others``."""
    if item in others:
        return [item]
    mine = _parents(model, item)
    return [o for o in others if o in mine or item in _parents(model, o)]


def _parents(model: Model, item: str) -> set[str]:
    """Direct parents; a mere heading ("Tremor by anatomical site") gives its own.

    Of exposures and of our own findings all that is above counts.
    """
    if not item.startswith("HP:"):
        return set(model.lineage(item) - {item})
    ontology = model.ontology
    index = ontology.index_of(item)
    found: set[str] = set()
    for parent in ontology.parents(index) if index is not None else ():
        if "by anatomical site" in ontology.term_name[parent]:
            found.update(ontology.id_of(p) for p in ontology.parents(parent))
        found.add(ontology.id_of(parent))
    return found


def as_text(results: Sequence[WordsResult]) -> str:
    """A table, and the terms most often missed or wrong."""
    lines = [f"{'reader':<30}{'cases':>6}{'coded':>7}{'read':>6}{'recall':>8}{'precision':>11}{'F1':>7}"
             f"{'polarity':>10}{'absent':>8}{'duration':>10}"]  # fmt: skip
    lines.append("-" * len(lines[0]))
    for r in results:
        f = r.figures()
        lines.append(
            f"{r.reader:<30}{r.n_cases:>6}{r.coded:>7}{r.read:>6}{f['recall']:>8.3f}{f['precision']:>11.3f}"
            f"{f['f1']:>7.3f}{f['polarity_right']:>10.3f}{f['absent_right']:>8.3f}{f['duration_right']:>10.3f}"
        )
    return "\n".join(lines)


def as_json(model: Model, results: Sequence[WordsResult]) -> str:
    """Every figure, with the terms missed and wrong by how often."""
    document = []
    for r in results:
        figures = {k: None if v != v else round(v, 4) for k, v in r.figures().items()}
        terms = {
            name: [[item, model.label(item), n] for item, n in sorted(c.items(), key=lambda x: (-x[1], x[0]))]
            for name, c in (("missed", r.missed), ("wrong", r.wrong))
        }
        counts = {"cases": r.n_cases, "coded": r.coded, "read": r.read}
        document.append({"reader": r.reader, **counts, **figures, **terms})
    return json.dumps({"words": document}, indent=1, ensure_ascii=False)
