"""What stands between a subject and its predicate: "the joints are not swollen", "the muscles, above all
those of the legs, have become thin".

The cues for denial reach forward, so they miss a phrase that stands on both sides of them; and a phrase
is not found across what is put in between its words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import product
from operator import itemgetter, sub

import numpy as np

from whytwitch.core.story_words import DROPPED, carries_meaning, phrase_code
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.match import Match, Words, kinds_of
from whytwitch.intake.story.text.merge import with_added
from whytwitch.model.reading_table import CUE, DENIAL, FEATURE
from whytwitch.model.store import Model

__all__ = ["with_denied"]

_IS_CUE, _IS_DENIAL, _IS_FEATURE = kinds_of((CUE,)), kinds_of((DENIAL,)), kinds_of((FEATURE,))
_NOT = frozenset(("not", "never"))
_NEITHER = frozenset(("neither",))
_HELPERS = frozenset("is was are were be been do does did has have had will would seem seems".split())
#: Words of meaning before and after the "not" that may belong to one phrase.
_SUBJECT, _PREDICATE = 3, 2
#: Raw words looked through on each side.
_REACH = 6
_REMEMBERED = 100_000
#: The rank of a phrase of the lexicon's own.
_WRITTEN = 10


def with_denied(model: Model, words: Words, matches: list[Match]) -> list[Match]:
    """The matches, with those phrases added that a "not" parts, as denials.

    What stood inside such a phrase gives way to it; a cue stays, for it reaches on over a list.
    """
    parted = [(i, m) for i in words.places(_NOT) if (m := _parted(model, words, i))]
    neither, across = _neither(model, words), _across(model, words)
    if not (parted or neither or across):
        return matches
    firsts = list(map(itemgetter(0), matches))
    widest = max(map(sub, map(itemgetter(1), matches), firsts), default=0)
    # "The kidneys do not work" is a phrase with its own "not".
    found = [
        m
        for i, m in parted
        if not any(
            i < last - 1 and kinds & _IS_FEATURE
            for _, last, _, kinds in matches[bisect_left(firsts, i - widest) : bisect_left(firsts, i)]
        )
    ]
    found += neither
    if across:
        said = {m.last - 1 for m in across}
        matches = [_cues(m) if m[1] - m[0] == 1 and m[0] in said else m for m in matches]
        found += across
    gone = {
        k
        for m in found
        for k in range(bisect_left(firsts, m.first - widest), bisect_left(firsts, m.last))
        if matches[k].last > m.first and not matches[k].kinds & _IS_CUE
    }
    kept, done = [], 0
    for k in sorted(gone):
        kept += matches[done:k]
        done = k + 1
    return with_added([*kept, *matches[done:]], found)


def _cues(match: Match) -> Match:
    """A word without what it says by itself."""
    return Match(*match[:2], tuple(row for row in match.items if row[0] == CUE), match.kinds & _IS_CUE)


def _parted(model: Model, words: Words, i: int) -> Match | None:
    """The longest known phrase whose words stand before and after the word ``i``."""
    if i == 0:
        return None
    if words.normal[i - 1] not in _HELPERS:
        raw = words.distinct[words.which[i]]
        if "'" not in raw and "’" not in raw and not raw.lower().endswith("nt"):
            return None
    normal = words.normal
    after = _side(words, range(i + 1, min(len(normal), i + 1 + _REACH)), _PREDICATE)
    if not after:
        return None
    before = _side(words, range(i - 1, max(-1, i - 1 - _REACH), -1), _SUBJECT)[::-1]
    subject, predicate = [normal[p] for p in before], [normal[p] for p in after]
    for n in range(len(before)):
        for k in range(len(after), 0, -1):
            index = _known(model, [*subject[n:], *predicate[:k]])
            if index is not None:
                return Match(before[n], after[k - 1] + 1, ((DENIAL, index, 0),), _IS_DENIAL)
    return None


def _neither(model: Model, words: Words) -> list[Match]:
    """ "The tongue is neither thin nor twitching": what two predicates say of one subject."""
    found = []
    for i in words.places(_NEITHER):
        if i == 0 or words.normal[i - 1] not in _HELPERS:
            continue
        before = _side(words, range(i - 1, max(-1, i - 1 - _REACH), -1), _SUBJECT)[::-1]
        joins = [
            k for k in range(i, min(len(words.normal), i + _REACH)) if words.normal[k] in ("neither", "nor")
        ]
        for k in joins:
            after = _side(words, range(k + 1, min(len(words.normal), k + 1 + _REACH)), 1)
            for n in range(len(before), 0, -1):
                index = _known(model, [words.normal[p] for p in (*before[-n:], *after)])
                if index is not None:
                    found.append(Match(k, after[-1] + 1, ((DENIAL, index, 0),), _IS_DENIAL))
                    break
    return found


#: What is put in between, up to its second comma.
_PUT_IN = Anchored(
    r"\b(?:above all|especially|particularly|in particular|mainly|mostly|chiefly|notably|most of all|"
    r"more so|worse|first of all|including)\b[^,.;:!?\n]{1,60},(?=\s)",
    "above >1 all; especially particularly mainly mostly chiefly notably worse including; in >1 particular; "
    "most first >1 of; more >1 so",
)


def _across(model: Model, words: Words) -> list[Match]:
    """ "The muscles, above all those of the legs, have become thin"."""
    found = []
    for match in _PUT_IN.finditer(words):
        if not words.text.endswith(", ", 0, match.start()):
            continue
        i, k = bisect_left(words.start, match.start()), bisect_left(words.start, match.end())
        if not 0 < i < k < len(words.normal) or words.normal[k] not in _HELPERS:
            continue
        before = _side(words, range(i - 1, max(-1, i - 1 - _REACH), -1), _SUBJECT)[::-1]
        after = _side(words, range(k, min(len(words.normal), k + _REACH)), _PREDICATE)
        for n, m in product(range(len(before), 0, -1), range(len(after), 0, -1)):
            index = _known(model, [words.normal[p] for p in (*before[-n:], *after[:m])])
            if index is not None:
                found.append(Match(k, after[m - 1] + 1, ((FEATURE, index, _WRITTEN),), _IS_FEATURE))
                break
    return found


def _side(words: Words, places: Sequence[int], most: int) -> list[int]:
    """Places of the nearest words that carry meaning, in the clause of the first of them."""
    found: list[int] = []
    clause, normal = words.clause, words.normal
    for p in places:
        if clause[p] != clause[places[0]]:
            break
        if normal[p] not in DROPPED:
            found.append(p)
            if len(found) == most:
                break
    return found


def _known(model: Model, normal: list[str]) -> int | None:
    """The one finding that these words stand for; what was asked once is remembered with the model."""
    known: dict[tuple[str, ...], int | None] = model.arrays.cache.setdefault("story_denied", {})
    key = tuple(normal)
    if key not in known:
        if len(known) > _REMEMBERED:
            known.clear()
        known[key] = _looked_up(model, normal)
    return known[key]


def _looked_up(model: Model, normal: list[str]) -> int | None:
    code = phrase_code(normal) if carries_meaning(normal) else None
    if code is None:
        return None
    keys = model.lexicon("reading_key")
    at = int(keys.searchsorted(np.uint64(code)))
    if at >= len(keys) or int(keys[at]) != code:
        return None
    ends, items = model.lexicon("reading_end"), model.lexicon("reading_item")
    rows = items[int(ends[at]) : int(ends[at + 1])].tolist()
    features = [index for kind, index, _ in rows if kind == FEATURE]
    return features[0] if features and len(features) == len(rows) else None
