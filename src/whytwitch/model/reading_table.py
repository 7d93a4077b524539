"""Every phrase that a reader of running text knows, as sorted codes with what each stands for.

Four tables: ``reading`` (terms, exposures, parts of the body, cues, questions), ``reading_own`` (our own
descriptions, which may stand over words that are also terms), ``reading_cause`` (diagnoses) and
``reading_laboratory`` (names of tests, which mean something beside a number only).
"""

from __future__ import annotations

import gc
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.story_meant import STAND_INS, joined
from whytwitch.core.story_words import (
    DROPPED,
    DROPPED_OWN,
    MULTIPLIER,
    SALT_CONTENT,
    SALT_LOOSE,
    SALT_RAW,
    WORD,
    carries_meaning,
    expanded,
    inflections,
    normal_word,
    single_code,
    spelled_code,
    word_code,
)
from whytwitch.knowledge.load import Knowledge
from whytwitch.model.features import Features
from whytwitch.model.reading_circumstances import circumstances
from whytwitch.model.reading_cues import CUES, FUNCTIONS, HEALTHY
from whytwitch.model.reading_grammar import PARTS, composed
from whytwitch.model.reading_questions import QUESTIONS
from whytwitch.model.reading_words import EVERYDAY
from whytwitch.ontology.store import Ontology

__all__ = [
    "BLOCK",
    "CAUSE",
    "CUE",
    "DENIAL",
    "FEATURE",
    "FUNCTION",
    "LABORATORY",
    "OWN_TABLE",
    "PART",
    "QUESTION",
    "save_tables",
]

#: The table of our own descriptions.
OWN_TABLE = "reading_own"

#: Kinds of item.
FEATURE, PART, CUE, FUNCTION, QUESTION, BLOCK, CAUSE, LABORATORY, DENIAL = range(9)

#: Who wins when one phrase has two meanings; what is written out wins over what is made of choices.
_LEXICON, _MADE, _COMPOSED, _RECORD, _PLAIN, _NAME, _SYNONYM, _TURNED = 10, 9, 8, 7, 6, 5, 4, 2

#: Names of one word that are everyday words first; phrases of more words hold them safely.
_EVERYDAY = frozenset(
    "fit fits fall drop mass spot cold colds lead ice speed bang monster mate cocoa instant coke crack "
    "pot acid wound stress burn pale blue sad slow limp dead light hot rest pain hard mouth chest "
    "delivery nursing pregnancy supplement drug drugs abnormal onset symptom attack stroke turns "
    "sensation gas fat salt sugar iron water milk chocolate alcoholics gold silver spice fantasy "
    "liver kidney heart lung brain episode chocolates k2 abuse bite bites ring patch pump shell doctor "
    "exercise training sun virus vaccine surgery operation injury wounds fever's gluten".split()
)
#: Longer names are formulas that nobody writes out in a story.
_LONGEST = 48
#: Terms of animal behaviour ("jumping") and their like are numbered from here on.
_BEHAVIOUR = 5_000_000
_MAX_WORDS, _MAX_CONTENT = 14, 8
#: Features that one phrase may stand for: a term, and a description or an exposure beside it.
_MEANINGS = 2
_KEPT_SINGLES = 3  # letters that a single word of the ontology must have more than

#: Words that carry meaning in a phrase for a finding that is made of choices; shorter ones are written out.
_MADE_WORDS = 3
#: "Father had it" says enough for its few words.
_OF_FAMILY = "family_"

Row = tuple[str, int, int, int]  # phrase, kind, index, rank


def save_tables(
    knowledge: Knowledge,
    ontology: Ontology,
    features: Features,
    phenotype: Any,
    names: dict[str, list[str]],
    out: Path,
) -> None:
    """Write ``lexicon_reading*_{key,end,item}.npy`` and ``lexicon_reading_words.npy``.

    ``item`` rows are kind, index and rank; those of key i are ``end[i]:end[i + 1]``. The words are
    all that the knowledge uses, one a line: a word among them is no misspelling of another.
    """
    # Half a million small tuples: the collector of cycles would walk them again and again.
    gc.disable()
    try:
        _save_all(knowledge, ontology, features, phenotype, names, out)
    finally:
        gc.enable()


def _save_all(
    knowledge: Knowledge,
    ontology: Ontology,
    features: Features,
    phenotype: Any,
    names: dict[str, list[str]],
    out: Path,
) -> None:
    splitter = _Splitter()
    plain = _Table("reading", splitter, features.n_findings)
    described = _Table(OWN_TABLE, splitter, features.n_findings)
    # As they come: held together, the rows would take most of the memory of a compilation.
    for row in _own_rows(knowledge, features):
        is_own = row[1] == FEATURE and features.n_terms <= row[2] < features.n_findings
        (described if is_own else plain).add(row)
        if row[1] == BLOCK:
            described.add(row)
    for row in _term_rows(ontology, features, phenotype):
        plain.add(row)
    plain.save(out)
    described.save(out)
    causes = [
        (phrase, CAUSE, i, _RECORD)
        for i, name in enumerate(names["cause"])
        for phrase in (knowledge.causes[name].name, *knowledge.causes[name].synonyms)
    ]
    _save(out, "reading_cause", [*causes, *_short_causes(names["cause"])], splitter)
    tests = [
        (phrase, LABORATORY, i, _RECORD)
        for i, name in enumerate(names["laboratory"])
        for phrase in (knowledge.laboratory[name].name, *knowledge.laboratory[name].synonyms)
    ]
    _save(out, "reading_laboratory", tests, splitter)
    vocabulary = {w for w in splitter.code if not w.isdigit()}
    prose = vocabulary | _prose(knowledge) | EVERYDAY
    text = "\n".join(sorted(prose)) + "\n\n" + "\n".join(sorted(w for w in vocabulary if len(w) > 5))
    np.save(out / "lexicon_reading_words.npy", np.frombuffer(text.encode("ascii", "ignore"), np.uint8))


def _own_rows(knowledge: Knowledge, features: Features) -> Iterator[Row]:
    for entry in knowledge.lexicon.values():
        item = entry.denies or entry.means
        index = features.index(item) if item is not None else None
        kind = BLOCK if index is None else DENIAL if entry.denies else FEATURE
        is_finding = index is not None and index < features.n_findings
        for line in entry.phrases:
            rank = _MADE if "{" in line else _LEXICON
            bare = str(entry.means).startswith(_OF_FAMILY)
            for phrase in expanded(line, bare, _MADE_WORDS if is_finding else 0):
                yield phrase, kind, index or 0, rank
    for phrase, item in composed():
        index = features.index(item)
        if index is not None:
            yield phrase, FEATURE, index, _COMPOSED
    for phrase, item in circumstances():
        index = features.index(item)
        if index is not None:
            yield phrase, FEATURE, index, _COMPOSED
    for name, finding in knowledge.findings.items():
        for phrase in (finding.label, *finding.synonyms):
            yield phrase, FEATURE, features.own[name], _RECORD
    for name, exposure in knowledge.exposures.items():
        for phrase in (exposure.name, *exposure.synonyms):
            yield phrase, FEATURE, features.own[name], _RECORD
    for drink in knowledge.drinks.values():
        for phrase in drink.names:
            yield phrase, FEATURE, features.own["caffeine"], _NAME
    for item, plain in knowledge.plain.items():
        index = features.index(item)
        if index is not None:
            yield plain.plain, FEATURE, index, _PLAIN
    yield from _grammar_rows(features)


def _grammar_rows(features: Features) -> Iterator[Row]:
    for i, words in enumerate(PARTS.values()):
        for phrase in words.split("|"):
            yield phrase, PART, i, _LEXICON
    for i, words in enumerate(CUES.values()):
        for phrase in words.split("|"):
            yield phrase, CUE, i, _LEXICON
    for i, words in enumerate((*FUNCTIONS, *HEALTHY)):
        for phrase in words.split("|"):
            yield phrase, FUNCTION, i, _LEXICON
    for i, (words, _, _, _) in enumerate(QUESTIONS):
        for phrase in words.split("|"):
            yield phrase, QUESTION, i, _LEXICON


def _term_rows(ontology: Ontology, features: Features, phenotype: Any) -> Iterator[Row]:
    """Names and synonyms of phenotypic terms, each also with its words turned round."""
    terms = ontology.array("synonym_term").tolist()
    behaviour = np.asarray(ontology.term_number) >= _BEHAVIOUR
    for texts, ids, rank in (
        (ontology.texts("term_name").all(), range(features.n_terms), _NAME),
        (ontology.texts("synonym").all(), terms, _SYNONYM),
    ):
        for text, index in zip(texts, ids, strict=True):
            if phenotype[index] and len(text) <= _LONGEST and not (behaviour[index] and " " not in text):
                yield text, FEATURE, index, rank


def _short_causes(names: list[str]) -> Iterator[Row]:
    """What people call the diseases they fear."""
    place = {name: i for i, name in enumerate(names)}
    for phrase, name in (
        ("als", "amyotrophic_lateral_sclerosis"),
        ("mnd", "amyotrophic_lateral_sclerosis"),
        ("lou gehrig", "amyotrophic_lateral_sclerosis"),
        ("motor neuron disease", "amyotrophic_lateral_sclerosis"),
        ("bfs", "benign_fasciculation_syndrome"),
    ):
        if name in place:
            yield phrase, CAUSE, place[name], _LEXICON


class _Splitter:
    """Phrases to normal words and codes; each different word is worked out once."""

    def __init__(self) -> None:
        self.normal: dict[str, str] = {}
        self.code: dict[str, int] = {word: word_code(word) for word in STAND_INS}

    def words(self, phrase: str) -> list[str]:
        """Normal words of a phrase."""
        found = []
        for word in WORD.findall(phrase):
            known = self.normal.get(word)
            if known is None:
                known = self.normal[word] = normal_word(word)
                self.code[known] = word_code(known)
            if known:
                found.append(known)
        return joined(found)

    def codes(self, words: list[str], kept: list[str]) -> int:
        """Code of a phrase, as :func:`whytwitch.core.story_words.phrase_code` gives it.

        Fewer than two kept words: the phrase is found as it is written.
        """
        if len(words) == 1:
            return single_code(words[0])
        total, code = 0, self.code
        for word in kept if len(kept) >= 2 else words:
            total = (total * _FACTOR + code[word]) & _MASK
        return total ^ (_CONTENT if len(kept) >= 2 else _RAW)


_MASK = (1 << 64) - 1
_FACTOR, _CONTENT, _RAW = int(MULTIPLIER), int(SALT_CONTENT), int(SALT_RAW)


def _is_kept(words: list[str], kept: list[str], kind: int, rank: int) -> bool:
    """Whether a phrase is safe to look for."""
    if not 1 <= len(words) <= _MAX_WORDS or len(kept) > _MAX_CONTENT:
        return False
    if rank <= _NAME and len(kept) < 2 and words[0] in DROPPED:
        return False  # "in toe" is no intoeing
    if len(words) > 1 or rank >= _MADE or kind != FEATURE:
        return True
    shortest = _KEPT_SINGLES - (rank == _RECORD)
    return words[0] not in _EVERYDAY and rank > _SYNONYM and len(words[0]) > shortest


def _turned(words: list[str]) -> list[str] | None:
    """ "Weakness of the hand" is "hand weakness"; two words also stand the other way round."""
    for i, word in enumerate(words[1:-1], start=1):
        if word in ("of", "in"):
            return words[i + 1 :] + words[:i]
    return words[::-1] if len(words) == 2 else None


class _Found:
    """Codes of phrases and what each stands for, in the order they come; half a million rows."""

    def __init__(self) -> None:
        self.codes, self.rows = array("Q"), array("i")

    def add(self, code: int, kind: int, index: int, rank: int) -> None:
        """One phrase more."""
        self.codes.append(code)
        self.rows.extend((kind, index, rank))

    def settled(self, n_findings: int) -> tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int32]]:
        """Codes in order, where the rows of each end, and what stands of the rows of each."""
        codes = np.frombuffer(self.codes, np.uint64) if self.codes else np.zeros(0, np.uint64)
        rows = np.frombuffer(self.rows, np.int32).reshape(-1, 3) if self.rows else np.zeros((0, 3), np.int32)
        order = np.argsort(codes, kind="stable")
        keys, first, counts = np.unique(codes[order], return_index=True, return_counts=True)
        kept = counts.copy()
        parts: list[NDArray[np.int32]] = []
        done = 0
        for k in np.flatnonzero(counts > 1).tolist():
            at = int(first[k])
            parts.append(rows[order[done:at]])
            done = at + int(counts[k])
            several = [(a, b, c) for a, b, c in rows[order[at:done]].tolist()]
            stands = np.array(_settled(several, n_findings), np.int32).reshape(-1, 3)
            kept[k] = len(stands)
            parts.append(stands)
        parts.append(rows[order[done:]])
        ends = np.concatenate([[0], np.cumsum(kept)]).astype(np.int32)
        return keys, ends, np.concatenate(parts).astype(np.int32)


class _Table:
    """One table of phrases in the making."""

    def __init__(self, name: str, splitter: _Splitter, n_findings: int = 0) -> None:
        self.name, self.splitter, self.n_findings = name, splitter, n_findings
        self.found = _Found()
        self.loose: dict[int, tuple[int, int]] = {}
        self.spelled: set[int] = set()
        self.with_gaps = bool(n_findings) and name != OWN_TABLE
        self.dropped = DROPPED_OWN if name == OWN_TABLE else DROPPED

    def add(self, row: Row) -> None:
        """One phrase, where it is safe to look for, and what it is also found by."""
        phrase, kind, index, rank = row
        splitter, dropped, n_findings = self.splitter, self.dropped, self.n_findings
        words = splitter.words(phrase)
        kept = [w for w in words if w not in dropped]
        if not _is_kept(words, kept, kind, rank):
            return
        few = rank == _MADE and kind != BLOCK and len(kept) < _MADE_WORDS
        if few and (self.name == OWN_TABLE or index < n_findings):
            return
        plain = kind == FEATURE and len(words) > 1 and not carries_meaning(kept)
        self.found.add(splitter.codes(words, [] if plain else kept), kind, index, rank)
        if plain:
            return
        if n_findings and len(words) == 1 and kind == FEATURE:
            forms = inflections(words[0], index >= n_findings)
            self.spelled.update(spelled_code(form, index) for form in forms)
        if kind != FEATURE or rank == _COMPOSED:
            return
        turned = _turned(words) if rank != _RECORD else None
        if turned is not None:
            other = kept[::-1] if len(words) == 2 else [w for w in turned if w not in dropped]
            self.found.add(splitter.codes(turned, other), kind, index, _TURNED)
        if (
            self.with_gaps
            and rank >= _NAME
            and len(kept) in (2, 3)
            and (index < n_findings or (len(kept) == 3 and rank >= _MADE))
        ):
            _add_loose(self.loose, kept, index, rank, splitter)

    def save(self, out: Path) -> None:
        """Write the table's arrays."""
        keys, ends, flat = self.found.settled(self.n_findings)
        np.save(out / f"lexicon_{self.name}_key.npy", keys)
        np.save(out / f"lexicon_{self.name}_end.npy", ends)
        np.save(out / f"lexicon_{self.name}_item.npy", flat)
        if self.name == "reading":
            np.save(out / "lexicon_reading_spelled.npy", np.array(sorted(self.spelled), np.uint64))
        if self.with_gaps:
            loose = self.loose
            clear = sorted(k for k, (_, index) in loose.items() if index >= 0)
            np.save(out / f"lexicon_{self.name}_loose_key.npy", np.array(clear, np.uint64))
            items = np.array([loose[k][1] for k in clear], np.int32)
            np.save(out / f"lexicon_{self.name}_loose_item.npy", items)


def _save(out: Path, name: str, rows: Iterable[Row], splitter: _Splitter) -> None:
    table = _Table(name, splitter)
    for row in rows:
        table.add(row)
    table.save(out)


def _add_loose(
    loose: dict[int, tuple[int, int]], kept: list[str], index: int, rank: int, splitter: _Splitter
) -> None:
    """A phrase that is also known with words between, in any order; -1 where two findings share it."""
    if len(set(kept)) < len(kept) or not _TIGHT.isdisjoint(kept):
        return
    code = (sum(splitter.code[w] for w in kept) & _MASK) ^ _LOOSE
    known = loose.get(code)
    if known is None or rank > known[0]:
        loose[code] = (rank, index)
    elif rank == known[0] and index != known[1]:
        loose[code] = (rank, -1)


_LOOSE = int(SALT_LOOSE)
#: Words that turn a phrase's meaning when other words stand between.
_TIGHT = frozenset(
    "no not without cannot never normal up down out off over all back and or one two too time day times "
    "muscle pain life skin".split()
)


def _settled(rows: list[tuple[int, int, int]], n_findings: int = 0) -> list[tuple[int, int, int]]:
    """Cues and parts all stand; of features the two best of one rank; a block or question ends them.

    What the lexicon calls an exposure outlives a block: "a numbing injection" is no lost feeling.
    """
    if len(rows) == 1:
        return rows
    unique = sorted(set(rows), key=lambda r: (-r[2], r[0], r[1]))
    grammar = [r for r in unique if r[0] in (PART, CUE, FUNCTION)]
    questions = [r for r in unique if r[0] == QUESTION]
    if questions:
        return [*grammar, questions[0]]
    features = [r for r in unique if r[0] not in (PART, CUE, FUNCTION)]
    if any(r[0] == FUNCTION for r in grammar):
        features = [r for r in features if r[2] != _COMPOSED]  # an ankle jerk is a reflex, no jerk
    if any(r[0] == BLOCK for r in features):
        exposed = [r for r in features if r[0] == FEATURE and r[2] >= _MADE and r[1] >= n_findings > 0]
        return [*grammar, (BLOCK, 0, _LEXICON), *exposed[:_MEANINGS]]
    # What a lexicon calls by a wider term is also the finding of our own that has the name.
    equal = {r[2] for r in features[:1]}
    equal |= {_RECORD} if _LEXICON in equal else set()
    best = [r for r in features if r[2] in equal][:_MEANINGS]
    return [*grammar, *dict.fromkeys(best)]


def _prose(knowledge: Knowledge) -> set[str]:
    """Words of questions, advice and cause names: known words, whatever they stand for."""
    texts: list[str] = []
    for cause in knowledge.causes.values():
        texts += [cause.name, cause.plain_name]
    for finding in knowledge.findings.values():
        texts += [t for t in (finding.plain, finding.ask, finding.elicit, finding.looks_like) if t]
    for term in knowledge.plain.values():
        texts += [t for t in (term.plain, term.ask, term.elicit, term.looks_like) if t]
    texts += [e.ask for e in knowledge.exposures.values() if e.ask]
    texts += [t for rule in knowledge.rules.values() for t in (rule.plain, rule.professional)]
    texts += [t for kind in knowledge.tests.values() for t in (kind.plain, kind.needs, kind.burden) if t]
    return {normal_word(w) for text in texts for w in set(WORD.findall(text.lower())) if not w.isdigit()}
