"""A running text as words with their places, normal forms and codes.

What is known of a word is found once for each distinct word and spread over the text by one gather.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import repeat
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.story_meant import MEANT, STAND_INS, meant_places
from whytwitch.core.story_words import (
    DROPPED,
    DROPPED_OWN,
    normal_word,
    single_code,
    word_code,
)
from whytwitch.intake.story.text.tokens import Tokens, cut
from whytwitch.model.store import Model

__all__ = [
    "JOINED",
    "LISTED",
    "PARTED",
    "TIED",
    "Codes",
    "Numbers",
    "Words",
    "split_words",
]

Codes = NDArray[np.uint64]
Numbers = NDArray[np.int64]

#: Where a sentence ends, and where a phrase does.
_HARD = re.compile(r"[!?;\n\r•]+|\.(?=\s|$|[A-Z])")
_SOFT = re.compile(r"[!?;\n\r•,():\[\]–—]+|\.(?=\s|$|[A-Z])|\s-\s")
_MIN_CORRECTED = 6
#: Distinct words that a process remembers.
_REMEMBERED = 200_000
#: Words that turn a phrase round when they stand within it.
_TURNING = frozenset(("not", "no", "never", "without", "nor", "cannot"))
#: Gaps between words: what parts members of a list, and what holds words together.
TIED, LISTED, JOINED, PARTED = range(4)
#: With fewer words to a distinct gap the whole text is searched for marks.
_SELDOM = 4
_KINDS = {"": TIED, "-": TIED, ",": LISTED, "/": JOINED, "&": JOINED}
_IS_DROPPED, _IS_DROPPED_OWN, _IS_TURNING = 1, 2, 4


@dataclass(frozen=True, eq=False)
class Words:
    """Words of a text.

    Attributes
    ----------
    normal : list of str
        Normal forms, misspellings mended.
    start, end : list of int
        Character span of each word.
    sentence, clause : list of int
        Number of the sentence and of the part between commas that each word stands in.
    stem : array
        Code of each word as part of a phrase.
    single : array
        Codes of ``forms`` by themselves.
    kept, kept_own : array
        Places of the words that carry meaning, and of those that do in a description of ours.
    turning : array of bool
        Whether a word turns a phrase round.
    part : array
        ``clause`` as an array.
    distinct, which : list of str and array
        Words as they stand in the text, each once, and the one that stands at each place.
    forms, meant : list of str and array
        Normal forms of ``distinct``, and the one at each place.
    gap : array
        What stands before each word: ``TIED``, ``LISTED`` (","), ``JOINED`` ("/", "&") or ``PARTED``.
    line : array
        ``sentence`` as an array.
    begin : array
        ``start`` as an array.
    found : dict
        What was looked up of these words already.
    """

    text: str
    normal: list[str]
    start: list[int]
    end: list[int]
    sentence: list[int]
    clause: list[int]
    stem: Codes
    single: Codes
    kept: Numbers
    kept_own: Numbers
    turning: NDArray[np.bool_]
    part: Numbers
    distinct: list[str]
    which: NDArray[np.intp]
    forms: list[str]
    meant: NDArray[np.intp]
    gap: NDArray[np.uint8]
    line: Numbers
    begin: Numbers
    found: dict[object, Any] = field(default_factory=dict)

    def places(self, among: frozenset[str]) -> list[int]:
        """Places of some normal words, in order."""
        if among.isdisjoint(self.forms):
            return []
        held = np.fromiter(map(among.__contains__, self.forms), bool, len(self.forms))
        return held[self.meant].nonzero()[0].tolist()


#: "-ve" and "+ve" beside a test; what they are read as is as long, so that places stay.
_SIGNED = re.compile(r"(?<![^\s(:,;])(?P<sign>[-–−+])ve\b")
#: A mark that is now a part of a word: then marks are looked for in the text itself.
_DASHED = "–ve"
_SIGNS = ("-ve", "–ve", "−ve", "+ve")


def _spelled_out(text: str) -> str:
    if not any(sign in text for sign in _SIGNS):
        return text
    return _SIGNED.sub(lambda match: "pos" if match["sign"] == "+" else "neg", text)


def split_words(model: Model, text: str) -> Words:
    """Words of a text with their places, sentences and clauses."""
    bare = _bare(text)
    tokens = cut(_spelled_out(bare))
    known = _known(model, dict.fromkeys((*tokens.distinct, *STAND_INS)))
    which = meant = tokens.which
    distinct = list(known)
    forms = [facts[0] for facts in known.values()]
    normal = list(map(forms.__getitem__, which.tolist()))
    may_mean = np.fromiter(map(MEANT.__contains__, forms), bool, len(forms))
    places = meant_places(normal, np.flatnonzero(may_mean[which]).tolist())
    places += _persons(text, tokens.start)
    if places:
        number = {word: distinct.index(word) for word in STAND_INS}
        meant = which.copy()
        for i, word in places:
            meant[i] = number[word]
            normal[i] = word
    stems, singles = (np.fromiter(map(itemgetter(k), known.values()), np.uint64, len(known)) for k in (1, 2))
    flags = np.fromiter(map(itemgetter(3), known.values()), np.uint8, len(known))[meant]
    gap, line, clause = _gaps(bare, tokens)
    opens = np.fromiter(map(_CONDITION.__contains__, forms), bool, len(forms))[meant]
    if opens.any():
        clause = _with_conditions(
            bare, np.flatnonzero(opens).tolist(), flags & _IS_TURNING > 0, tokens, line, clause
        )
    return Words(
        text,
        normal,
        tokens.start.tolist(),
        tokens.end.tolist(),
        line.tolist(),
        clause.tolist(),
        stems[meant],
        singles,
        np.flatnonzero(flags & _IS_DROPPED == 0),
        np.flatnonzero(flags & _IS_DROPPED_OWN == 0),
        flags & _IS_TURNING > 0,
        clause,
        distinct,
        which,
        forms,
        meant,
        gap,
        line,
        tokens.start,
    )


def _gaps(text: str, tokens: Tokens) -> tuple[NDArray[np.uint8], Numbers, Numbers]:
    """What the text before each word is in a list, and the sentence and the clause of each word.

    Asked once for each distinct gap; a full stop also asks for the letter behind it.
    """
    start, odd, distinct, which = tokens.start, tokens.odd, tokens.gaps, tokens.gap
    kinds = np.full(len(start), TIED, np.uint8)
    known = np.fromiter(map(_KINDS.get, map(str.strip, distinct), repeat(PARTED)), np.uint8, len(distinct))
    kinds[odd] = known[which]
    if len(distinct) * _SELDOM > len(start) or _DASHED in text:
        return kinds, _parts(_HARD, text, start), _parts(_SOFT, text, start)
    hard, soft = np.zeros((2, len(start)), np.int64)
    for mark, found in ((_HARD, hard), (_SOFT, soft)):
        marks = np.fromiter((len(mark.findall(gap + "a")) for gap in distinct), np.int64, len(distinct))
        found[odd] = marks[which]
    stops = np.fromiter((gap[-1:] == "." for gap in distinct), bool, len(distinct))
    for i in odd[stops[which]].tolist() if stops.any() else ():
        if "A" <= text[start[i]] <= "Z":
            hard[i] += 1
            soft[i] += 1
    return kinds, hard.cumsum(), soft.cumsum()


#: "When I smile, my eye closes": a condition that opens a sentence is one statement with what it brings.
_CONDITION = frozenset("when whenever".split())
_CONDITION_WORDS = 8


def _with_conditions(
    text: str, places: list[int], turning: NDArray[np.bool_], tokens: Tokens, line: Numbers, clause: Numbers
) -> Numbers:
    """Clauses, of which a short condition and what follows its comma are one.

    Parameters
    ----------
    places : list of int
        Words that open a condition where a clause opens with them.
    turning : array of bool
        Words that deny: a condition with one stays apart, for it would reach what the condition brings.
    """
    n = len(clause)
    joined = np.zeros(n, np.int64)
    for i in places:
        if i and clause[i - 1] == clause[i]:
            continue
        k = int(clause.searchsorted(clause[i], "right"))
        near = k < n and k - i <= _CONDITION_WORDS and line[k] == line[i] and clause[k] - clause[i] == 1
        if near and not turning[i:k].any():
            joined[k] = text[int(tokens.end[k - 1]) : int(tokens.start[k])].strip() == ","
    return clause - joined.cumsum() if joined.any() else clause


#: "The hands of a 49-year-old man have grown weak": who it is stands between what is said.
_PERSON = re.compile(
    r"\bof an? (?:[\w-]+ ){0,2}?(?:(?:\d{1,3}|[a-z]+(?:-[a-z]+)?)[- ](?:year|month|week|day)s?[- ]old "
    r"(?:[a-z-]+ ){0,2}?)?"
    r"(?:man|woman|boy|girl|baby|infant|child|toddler|newborn|teenager|student|teacher|farmer|worker|"
    r"patient|musician|"
    r"pianist|nurse|driver|soldier|runner|player|lady|gentleman)\b(?: of \d+\b| in (?:his|her) "
    r"[a-z]+ies\b)?(?!\s+(?:and|who|whose)\b)",
    re.I,
)
#: How that begins, but for its first letter: looked for as it stands, which takes less than a pattern does.
_OF_A = ("f a", "f A", "F a", "F A")


def _openings(text: str) -> list[int]:
    """Where "of a" stands, in letters of either size."""
    found = []
    for mark in _OF_A:
        at = text.find(mark, 1)
        while at > 0:
            if text[at - 1] in "oO":
                found.append(at - 1)
            at = text.find(mark, at + 1)
    return sorted(found)


def _persons(text: str, start: NDArray[np.int64]) -> list[tuple[int, str]]:
    """Places of the words that name the person between a part of the body and what is said of it."""
    found: list[tuple[int, str]] = []
    end = 0
    for at in _openings(text):
        match = _PERSON.match(text, at) if at >= end else None
        if match is None:
            continue
        end = match.end()
        first, last = np.searchsorted(start, match.span())
        found += [(i, STAND_INS[2]) for i in range(int(first), int(last))]
    return found


def _parts(mark: re.Pattern[str], text: str, start: Numbers) -> Numbers:
    """How many marks stand before each word."""
    at = np.fromiter((m.start() for m in mark.finditer(text)), np.int64)
    first = np.searchsorted(start, at)
    return np.bincount(first, minlength=len(start) + 1)[: len(start)].cumsum()


#: "(R) hand": a side in brackets parts no phrase; what it is read as is as long, so that places stay.
_BRACKETED = re.compile(r"\((?P<side>[LR])\)")
#: "Antibodies (CASPR2) positive": what is meant exactly parts no phrase either.
_NAMED_EXACTLY = re.compile(
    r"\((?P<name>[A-Z][A-Z0-9-]{2,9})\)(?=\s+(?:positive|negative|raised|present|detected)\b)"
)
#: "Plantars: extensor" says what "plantars extensor" does; other headings go on over several phrases.
_HEADED = re.compile(
    r"\b(?P<head>plantars?(?:\s+responses?)?|(?:(?:deep\s+)?tendon\s+)?reflex(?:es)?|DTRs?|(?:muscle\s+)?tone|"
    r"(?:jaw|knee|ankle)\s+jerks?|pupils?|face|tongue|vibration(?:\s+sense)?|proprioception|"
    r"(?:joint\s+)?position(?:\s+sense)?):(?=\s)",
    re.I,
)


def _bare(text: str) -> str:
    """The text without marks that part no phrase, each letter where it was."""
    if "(L)" in text or "(R)" in text:
        text = _BRACKETED.sub(r" \g<side> ", text)
    if "(" in text:
        text = _NAMED_EXACTLY.sub(r" \g<name> ", text)
    return _HEADED.sub(r"\g<head> ", text) if ":" in text else text


Facts = tuple[str, int, int, int]
#: What is longer is no word; remembered whole, such ones would fill the memory of a service.
_LONGEST_WORD = 60


def _known(model: Model, distinct: dict[str, None]) -> dict[str, Facts]:
    """Normal form, codes and flags of each distinct word."""
    remembered: dict[str, Facts] = model.arrays.cache.setdefault("story_words", {})
    if len(remembered) > _REMEMBERED:
        remembered.clear()
    found = {}
    for word in distinct:
        short = word[:_LONGEST_WORD]
        facts = remembered.get(short)
        if facts is None:
            facts = remembered[short] = _facts(_mended(model, normal_word(short)))
        found[word] = facts
    return found


def _facts(word: str) -> Facts:
    flags = _IS_DROPPED * (word in DROPPED) + _IS_DROPPED_OWN * (word in DROPPED_OWN)
    return word, word_code(word), single_code(word) if word else 0, flags + _IS_TURNING * (word in _TURNING)


def _mended(model: Model, word: str) -> str:
    """The lexicon's word that lies one slip away, for a word that is in no list."""
    if len(word) < _MIN_CORRECTED or not word.isalpha():
        return word
    known = _vocabulary(model)
    if word in known or (
        word.endswith(_ENDINGS) and any(word.removesuffix(ending) in known for ending in _ENDINGS)
    ):
        return word
    by_ends = _by_ends(model)
    nearest = [
        other
        for key in (word[:3], word[0] + word[-3:])
        for other in by_ends.get(key, ())
        if abs(len(other) - len(word)) <= 1 and _one_slip(word, other)
    ]
    return min(nearest) if nearest else word


_ENDINGS = ("s", "es", "ed", "ing", "ly", "d", "ness")


def _vocabulary(model: Model) -> frozenset[str]:
    """Words that need no mending."""
    cache: dict[str, Any] = model.arrays.cache
    if "story_vocabulary" not in cache:
        every, _, _ = _word_lists(model)
        cache["story_vocabulary"] = frozenset(every.split("\n"))
    found: frozenset[str] = cache["story_vocabulary"]
    return found


def _by_ends(model: Model) -> dict[str, list[str]]:
    """Words that others may be mended to: by their first three letters, and by the first and the last three.

    Most short texts hold no word that needs them.
    """
    cache: dict[str, Any] = model.arrays.cache
    if "story_by_ends" not in cache:
        by_ends: dict[str, list[str]] = defaultdict(list)
        _, _, targets = _word_lists(model)
        for word in targets.split("\n"):
            by_ends[word[:3]].append(word)
            by_ends[word[0] + word[-3:]].append(word)
        cache["story_by_ends"] = dict(by_ends)
    found: dict[str, list[str]] = cache["story_by_ends"]
    return found


def _word_lists(model: Model) -> tuple[str, str, str]:
    return bytes(model.lexicon("reading_words")).decode("ascii").partition("\n\n")


def _one_slip(a: str, b: str) -> bool:
    """Whether one letter added, left out, changed or swapped makes one word the other.

    Examples
    --------
    >>> [_one_slip("twiching", w) for w in ("twitching", "twinging", "itching")]
    [True, False, False]
    """
    if len(a) > len(b):
        a, b = b, a
    i = 0
    while i < len(a) and a[i] == b[i]:
        i += 1
    if len(a) < len(b):
        return a[i:] == b[i + 1 :]
    return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])
