"""Every phrase that a reader of running text knows, as sorted codes with what each stands for.

Four tables: ``reading`` (terms, exposures, parts of the body, cues, questions), ``reading_own`` (our own
descriptions, which may stand over words that are also terms), ``reading_cause`` (diagnoses) and
``reading_laboratory`` (names of tests, which mean something beside a number only).
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.story_meant import STAND_INS
from whytwitch.core.story_words import (
    DROPPED,
    DROPPED_OWN,
    WORD,
    expanded,
    inflections,
    normal_word,
    spelled_code,
    written_out,
)
from whytwitch.knowledge.load import Knowledge
from whytwitch.model.features import Features
from whytwitch.model.reading_circumstances import circumstances
from whytwitch.model.reading_cues import CUES, FUNCTIONS, HEALTHY
from whytwitch.model.reading_grammar import PARTS, composed
from whytwitch.model.reading_phrases import Codes, Phrases, Vocabulary
from whytwitch.model.reading_questions import QUESTIONS
from whytwitch.model.reading_words import EVERYDAY
from whytwitch.ontology.store import Ontology

__all__ = [
    "AS_WRITTEN",
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
    "SPELLED",
    "save_tables",
]

#: The table of our own descriptions.
OWN_TABLE = "reading_own"
#: Tables whose phrases of one word stand only as they are spelled, and where those are kept.
SPELLED = {"reading": "reading_spelled", "reading_cause": "reading_cause_spelled"}

#: Kinds of item.
FEATURE, PART, CUE, FUNCTION, QUESTION, BLOCK, CAUSE, LABORATORY, DENIAL = range(9)

#: Who wins when one phrase has two meanings; what is written out wins over what is made of choices.
_LEXICON, _MADE, _COMPOSED, _RECORD, _PLAIN, _NAME, _SYNONYM, _TURNED = 10, 9, 8, 7, 6, 5, 4, 2
#: A line that begins so is found only as it is written, its small words and their order with it.
AS_WRITTEN = "="
_WRITTEN = 11  # on its way into a table; there it is as good as any other of the lexicon

#: Names of one word that are everyday words first; phrases of more words hold them safely.
_EVERYDAY = frozenset(
    "fit fits fall drop mass spot cold colds lead ice speed bang monster mate cocoa instant coke crack "
    "pot acid wound stress burn pale blue sad slow limp dead light hot rest pain hard mouth chest "
    "delivery nursing pregnancy supplement drug drugs abnormal onset symptom attack stroke turns "
    "sensation gas fat salt sugar iron water milk chocolate alcoholics gold silver spice fantasy "
    "liver kidney heart lung brain episode chocolates k2 abuse bite bites ring patch pump shell doctor "
    "exercise training vision sun virus vaccine surgery operation injury wounds fever's gluten".split()
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
Items = NDArray[np.int32]  # kind, index, rank; shape (n, 3)


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
    all that the knowledge uses, one a line: a word among them is no misspelling of another; behind an
    empty line come those that a slip is mended to.
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
    nulls = [phrase for entry in knowledge.lexicon.values() if not (entry.means or entry.denies)
             for line in entry.phrases if not line.startswith(AS_WRITTEN)
             for phrase in expanded(line)]  # fmt: skip
    plain = _Table("reading", features.n_findings, nulls)
    described = _Table(OWN_TABLE, features.n_findings, nulls)
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
    words = {*STAND_INS, *plain.vocabulary.texts, *described.vocabulary.texts}
    words |= _save(out, "reading_cause", [*causes, *_short_causes(names["cause"])])
    tests = [
        (phrase, LABORATORY, i, _RECORD)
        for i, name in enumerate(names["laboratory"])
        for phrase in (knowledge.laboratory[name].name, *knowledge.laboratory[name].synonyms)
    ]
    words |= _save(out, "reading_laboratory", tests)
    vocabulary = {w for w in words if w.strip() and not w.isdigit()}
    prose = vocabulary | _prose(knowledge) | EVERYDAY
    mended_to = vocabulary - _only_names(knowledge)
    text = "\n".join(sorted(prose)) + "\n\n" + "\n".join(sorted(w for w in mended_to if len(w) > 5))
    np.save(out / "lexicon_reading_words.npy", np.frombuffer(text.encode("ascii", "ignore"), np.uint8))


def _own_rows(knowledge: Knowledge, features: Features) -> Iterator[Row]:
    for entry in knowledge.lexicon.values():
        item = entry.denies or entry.means
        index = features.index(item) if item is not None else None
        kind = BLOCK if index is None else DENIAL if entry.denies else FEATURE
        is_finding = index is not None and index < features.n_findings
        for line in entry.phrases:
            if line.startswith(AS_WRITTEN):
                for phrase in written_out(line.removeprefix(AS_WRITTEN)):
                    yield phrase, kind, index or 0, _WRITTEN
                continue
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
        ("huntington's", "huntington_disease"),
        ("charcot marie tooth", "charcot_marie_tooth"),
        ("cmt", "charcot_marie_tooth"),
    ):
        if name in place:
            yield phrase, CAUSE, place[name], _LEXICON


class _Found:
    """Codes of phrases and what each stands for, in any order; half a million rows."""

    def __init__(self) -> None:
        self.parts: list[tuple[Codes, Items]] = []

    def add(self, codes: Codes, items: Items) -> None:
        """Some phrases more; items of kind, index and rank, shape (n, 3)."""
        self.parts.append((codes, items))

    def settled(self, n_findings: int) -> tuple[Codes, NDArray[np.int32], Items]:
        """Codes in order, where the rows of each end, and what stands of the rows of each."""
        codes = np.concatenate([_NO_CODES, *(codes for codes, _ in self.parts)])
        rows = np.concatenate([_NO_ITEMS, *(items for _, items in self.parts)])
        self.parts.clear()
        order = np.lexsort((rows[:, 1], rows[:, 0], -rows[:, 2], codes))
        codes, rows = codes[order], rows[order]
        new = np.ones(len(codes), bool)
        new[1:] = (codes[1:] != codes[:-1]) | (rows[1:] != rows[:-1]).any(axis=1)
        codes, rows = codes[new], rows[new]
        keys, first, counts = np.unique(codes, return_index=True, return_counts=True)
        kept = counts.copy()
        stands = np.ones(len(rows), bool)
        for k in np.flatnonzero(counts > 1).tolist():
            at, n = int(first[k]), int(counts[k])
            several = [(a, b, c) for a, b, c in rows[at : at + n].tolist()]
            left = _settled(several, n_findings)
            kept[k] = len(left)
            rows[at : at + len(left)] = left
            stands[at + len(left) : at + n] = False
        ends = np.concatenate([[0], np.cumsum(kept)]).astype(np.int32)
        return keys, ends, rows[stands]


_NO_CODES, _NO_ITEMS = np.zeros(0, np.uint64), np.zeros((0, 3), np.int32)


class _Table:
    """One table of phrases in the making."""

    def __init__(self, name: str, n_findings: int = 0, nulls: Sequence[str] = ()) -> None:
        self.name, self.n_findings = name, n_findings
        self.found = _Found()
        self.loose: list[tuple[Codes, Items]] = []
        self.spelled: set[int] = set()
        self.with_gaps = bool(n_findings) and name != OWN_TABLE
        self.vocabulary = Vocabulary(DROPPED_OWN if name == OWN_TABLE else DROPPED, _TIGHT)
        self.waiting: list[Row] = []
        #: Codes of what stops a reading, by the words of it that say something and as it is written.
        self.stops: list[tuple[Codes, Codes]] = []
        blocked = Phrases.of(self.vocabulary, nulls, _MAX_WORDS) if nulls else None
        self.blocked = _NO_CODES if blocked is None else blocked.coded(np.zeros(len(nulls), bool))

    def add(self, row: Row) -> None:
        """One phrase; they are worked out some thousands at a time."""
        self.waiting.append(row)
        if len(self.waiting) >= _AT_A_TIME:
            self._work()

    def _work(self) -> None:
        """What waits, where it is safe to look for, and what it is also found by."""
        if not self.waiting:
            return
        texts, *columns = zip(*self.waiting, strict=True)
        self.waiting = []
        phrases = Phrases.of(self.vocabulary, texts, _MAX_WORDS)
        items = np.array(columns, np.int32).T
        safe = self._are_safe(phrases, items)
        phrases, items = phrases.take(safe), items[safe]
        exact = items[:, 2] == _WRITTEN
        items[exact, 2] = _LEXICON
        kind, index, rank = items.T
        feature = kind == FEATURE
        plain = (feature & (phrases.n_words > 1) & ~phrases.carry_meaning()) | exact
        codes = phrases.coded(plain)
        self.found.add(codes, items)
        # "Both sides are weak" stops itself, and not "left-sided weakness", which has the same words that say
        # something: of two such phrases each is also found as it is written.
        written = (phrases.n_kept > 1) & ~plain
        stops = np.flatnonzero(written & (kind == BLOCK))
        self.stops.append((codes[stops], phrases.take(stops).as_written()))
        doubtful = np.flatnonzero(written & _is_meant(items) & np.isin(codes, self.blocked))
        self.found.add(phrases.take(doubtful).as_written(), items[doubtful])
        n_findings = self.n_findings
        if self.name in SPELLED:
            alone = np.flatnonzero((feature | (kind == CAUSE)) & (phrases.n_words == 1))
            words = phrases.take(alone).first()
            for word, item in zip(words, index[alone].tolist(), strict=True):
                forms = inflections(word, item >= n_findings)
                self.spelled.update(spelled_code(form, item) for form in forms)
        also = feature & ~plain & (rank != _COMPOSED)
        phrases, items = phrases.take(also), items[also]
        kind, index, rank = items.T
        rows, turned = phrases.turned()
        may = rank[rows] != _RECORD
        rows, turned = rows[may], turned.take(may)
        other = items[rows]
        other[:, 2] = _TURNED
        self.found.add(turned.coded(np.zeros(len(rows), bool)), other)
        if self.with_gaps:
            rows, codes = phrases.loose()
            long = (phrases.n_kept[rows] == _MADE_WORDS) & (rank[rows] >= _MADE)
            may = (rank[rows] >= _NAME) & ((index[rows] < n_findings) | long)
            self.loose.append((codes[may], items[rows[may]]))

    def _are_safe(self, phrases: Phrases, items: Items) -> NDArray[np.bool_]:
        """Whether each phrase is safe to look for."""
        kind, index, rank = items.T
        n, kept = phrases.n_words, phrases.n_kept
        safe = (n >= 1) & (kept <= _MAX_CONTENT)
        # "In toe" is no intoeing.
        safe &= ~((rank <= _NAME) & (kept < 2) & phrases.starts_dropped())
        few = (rank == _MADE) & (kind != BLOCK) & (kept < _MADE_WORDS)
        safe &= ~(few if self.name == OWN_TABLE else few & (index < self.n_findings))
        alone = np.flatnonzero((n == 1) & (rank < _MADE) & (kind == FEATURE) & safe)
        for row, word in zip(alone.tolist(), phrases.take(alone).first(), strict=True):
            shortest = _KEPT_SINGLES - (rank[row] == _RECORD)
            safe[row] = word not in _EVERYDAY and rank[row] > _SYNONYM and len(word) > shortest
        return safe

    def _stop_as_written(self) -> None:
        """What is stopped and has the words of something meant is stopped as it is written."""
        if not self.stops:
            return
        by_content, as_written = (np.concatenate(codes) for codes in zip(*self.stops, strict=True))
        meant = np.unique(np.concatenate([codes[_is_meant(items)] for codes, items in self.found.parts]))
        codes = as_written[np.isin(by_content, meant)]
        self.found.add(codes, np.tile(np.array([BLOCK, 0, _LEXICON], np.int32), (len(codes), 1)))

    def save(self, out: Path) -> None:
        """Write the table's arrays."""
        self._work()
        self._stop_as_written()
        keys, ends, flat = self.found.settled(self.n_findings)
        np.save(out / f"lexicon_{self.name}_key.npy", keys)
        np.save(out / f"lexicon_{self.name}_end.npy", ends)
        np.save(out / f"lexicon_{self.name}_item.npy", flat)
        if self.name in SPELLED:
            np.save(out / f"lexicon_{SPELLED[self.name]}.npy", np.array(sorted(self.spelled), np.uint64))
        if self.with_gaps:
            codes, features = _clear(self.loose)
            np.save(out / f"lexicon_{self.name}_loose_key.npy", codes)
            np.save(out / f"lexicon_{self.name}_loose_item.npy", features)


def _is_meant(items: Items) -> NDArray[np.bool_]:
    """Rows that the lexicon writes out with a meaning."""
    meant: NDArray[np.bool_] = np.isin(items[:, 0], (FEATURE, DENIAL)) & (items[:, 2] >= _MADE)
    return meant


#: Phrases that are worked out together.
_AT_A_TIME = 20_000


def _save(out: Path, name: str, rows: Iterable[Row]) -> set[str]:
    """One table; the words in it."""
    table = _Table(name)
    for row in rows:
        table.add(row)
    table.save(out)
    return set(table.vocabulary.texts)


def _clear(loose: list[tuple[Codes, Items]]) -> tuple[Codes, NDArray[np.int32]]:
    """Codes of loose phrases in order with the one finding of the highest rank; none where two share it."""
    codes = np.concatenate([_NO_CODES, *(codes for codes, _ in loose)])
    _, index, rank = np.concatenate([_NO_ITEMS, *(items for _, items in loose)]).T
    order = np.lexsort((index, -rank, codes))
    codes, index, rank = codes[order], index[order], rank[order]
    keys, first = np.unique(codes, return_index=True)
    of = np.searchsorted(keys, codes)
    shared = np.zeros(len(keys), bool)
    shared[of[(rank == rank[first][of]) & (index != index[first][of])]] = True
    return keys[~shared], index[first][~shared]


#: Words that turn a phrase's meaning when other words stand between.
_TIGHT = frozenset(
    "no not without cannot never normal up down out off over all back and or one two too time day times "
    "muscle pain life skin".split()
)


def _settled(rows: list[tuple[int, int, int]], n_findings: int = 0) -> list[tuple[int, int, int]]:
    """Cues and parts all stand; of features the two best of one rank; a block or question ends them.

    What the lexicon writes out outlives a block: "hair falling out" is no fall of a person, but hair loss.
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
    if any(r[0] in (FEATURE, DENIAL) and r[2] >= _MADE for r in features):
        features = [r for r in features if r[0] != BLOCK]
    if any(r[0] == BLOCK for r in features):
        exposed = [r for r in features if r[0] == FEATURE and r[2] >= _MADE and r[1] >= n_findings > 0]
        return [*grammar, (BLOCK, 0, _LEXICON), *exposed[:_MEANINGS]]
    # What a lexicon calls by a wider term is also the finding of our own that has the name.
    equal = {r[2] for r in features[:1]}
    equal |= {_RECORD} if _LEXICON in equal else set()
    best = [r for r in features if r[2] in equal][:_MEANINGS]
    return [*grammar, *dict.fromkeys(best)]


def _only_names(knowledge: Knowledge) -> set[str]:
    """Words that the lexicon writes with a capital alone: "gotten" is no slip for a tablet called Gopten."""
    names: set[str] = set()
    others: set[str] = set()
    for entry in knowledge.lexicon.values():
        for word in WORD.findall(" ".join(entry.phrases)):
            (names if word[0].isupper() else others).add(normal_word(word))
    written = (
        text for exposure in knowledge.exposures.values() for text in (exposure.name, *exposure.synonyms)
    )
    others.update(normal_word(word) for text in written for word in WORD.findall(text))
    return names - others


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
