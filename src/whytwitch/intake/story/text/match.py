"""Every known phrase in a running text, found by codes of all its windows at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from operator import add
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whytwitch.core.story_words import MULTIPLIER, SALT_CONTENT, SALT_LOOSE, SALT_RAW
from whytwitch.intake.story.text.split import Codes, Numbers, Words, split_words
from whytwitch.model.reading_table import BLOCK, CUE, DENIAL, FEATURE, FUNCTION, OWN_TABLE, QUESTION
from whytwitch.model.store import Model

__all__ = [
    "MANY",
    "SIEVE_SHIFT",
    "Items",
    "Match",
    "Words",
    "as_match",
    "entries_of",
    "find_loose",
    "find_matches",
    "kinds_of",
    "ready_sieve",
    "rows_of",
    "split_words",
]

_MAX_CONTENT, _MAX_RAW = 8, 6
_TABLES = ("reading", "reading_cause", OWN_TABLE, "reading_laboratory", "reading_loose")
#: Texts of so many words are sifted before codes are looked up; for less the sieve costs more than it saves.
MANY = 4000
#: The sieve has a byte for so many leading bits of a code: 4 MB, of which a sixth is taken.
SIEVE_SHIFT = 64 - 22

Items = tuple[tuple[int, int, int], ...]


class Match(NamedTuple):
    """A known phrase: words ``first`` to ``last`` (not included) and its rows of kind, index, rank.

    ``kinds`` has the bit of each kind among the rows, as :func:`kinds_of` gives it.
    """

    first: int
    last: int
    items: Items
    kinds: int


def kinds_of(kinds: Iterable[int]) -> int:
    """Some kinds as bits of one number.

    Examples
    --------
    >>> kinds_of([0, 2, 2])
    5
    """
    found = 0
    for kind in kinds:
        found |= 1 << kind
    return found


class _Windows(NamedTuple):
    """Runs of words with their codes, in the order in which they win; ``tables`` may hold them."""

    first: Numbers
    last: Numbers
    code: Codes
    tables: NDArray[np.uint8] | None


def find_matches(model: Model, words: Words, table: str = "reading") -> list[Match]:
    """Known phrases, the longest first at each place, none overlapping."""
    if not words.normal or not len(model.lexicon(f"{table}_key")):
        return []
    raw = _together([_alone(model, words, table), _looked_up(model, _raw_windows(model, words), table)])
    content = _looked_up(model, _content_windows(model, words, table == OWN_TABLE), table)
    if table == "reading":
        raw = _not_outdone(model, words.kept, raw, content)
    return _longest(model, table, len(words.normal), raw, content)


#: Distances of the second, and of the second and third, word of a phrase with words between.
_PAIRS = ((2,), (3,))
#: Words that deny a pair when they stand between its words.
_NOT = frozenset(("not", "no"))
_TRIPLES = ((1, 3), (2, 3), (1, 4), (2, 4))
_HOLDING = kinds_of((FEATURE, QUESTION, CUE, FUNCTION, BLOCK, DENIAL))


def find_loose(model: Model, words: Words, matches: list[Match]) -> list[Match]:
    """Phrases of two or three words that stand in one clause with up to two words between.

    Their words must be free: what a whole phrase has taken stays with it.
    """
    if not words.normal or not len(model.lexicon("reading_loose_key")):
        return []
    taken = bytearray(len(words.normal))
    # Most are of one word; to unpack all of them takes longer than all else here.
    for first, last, _, kinds in [match for match in matches if match[1] - match[0] > 1]:
        if kinds & _HOLDING:
            taken[first:last] = b"\1" * (last - first)
    kept = words.kept
    clause, code, free = words.part[kept], words.stem[kept], np.frombuffer(taken, np.uint8)[kept] == 0
    plain = ~words.turning[kept]
    denied = np.array([word in _NOT for word in words.forms], bool)[words.meant[kept]]
    hits = []
    for steps in (*_PAIRS, *_TRIPLES, (1, 2)):
        reach = len(kept) - steps[-1]
        if reach <= 0:
            continue
        total, fits = code[:reach].copy(), free[:reach] & (clause[:reach] == clause[steps[-1] :])
        for step in steps:
            total += code[step : step + reach]
            fits &= free[step : step + reach]
        for between in set(range(1, steps[-1])) - set(steps):
            # "Weakness not on one side" is no such weakness; "the lids do not droop" denies what it names.
            fits &= (plain | denied if steps == _PAIRS[0] else plain)[between : between + reach]
        at = fits.nonzero()[0]
        found = _sifted(model, words, kept, at, steps[-1], total[at] ^ SALT_LOOSE, _bit("reading_loose"))
        hits.append(_looked_up(model, found, "reading_loose"))
    return _spread(model.lexicon("reading_loose_item"), hits)


def _spread(items: NDArray[np.int32], hits: list[Hits]) -> list[Match]:
    """Loose finds that hold no other's words, the tightest first."""
    rows = sorted(
        (b - a, a, b, int(items[e]))
        for first, last, entry in hits
        for a, b, e in zip(first.tolist(), last.tolist(), entry.tolist(), strict=True)
    )
    found: list[Match] = []
    used: set[int] = set()
    for _, a, b, item in rows:
        if a not in used and b - 1 not in used:
            used.update((a, b - 1))
            found.append(Match(a, b, ((FEATURE, item, 0),), 1 << FEATURE))
    return found


def _raw_windows(model: Model, words: Words) -> _Windows:
    """Every window of two or more words as they stand; the same for all tables."""
    if "raw" not in words.found:
        every = np.arange(len(words.normal))
        words.found["raw"] = _joined(_runs(model, words, every, _MAX_RAW, SALT_RAW))
    found: _Windows = words.found["raw"]
    return found


def _content_windows(model: Model, words: Words, own: bool) -> _Windows:
    """Every window of the words that carry meaning."""
    if own not in words.found:
        place = words.kept_own if own else words.kept
        words.found[own] = _joined(_runs(model, words, place, _MAX_CONTENT, SALT_CONTENT))
    found: _Windows = words.found[own]
    return found


def _runs(model: Model, words: Words, place: Numbers, widest: int, salt: np.uint64) -> list[_Windows]:
    """Windows of 2 to ``widest`` words of a stream that stay inside one clause."""
    runs = []
    code = folded = words.stem[place]
    part = words.part[place]
    for width in range(2, min(widest, len(place)) + 1):
        folded = folded[: len(place) - width + 1] * MULTIPLIER + code[width - 1 :]
        inside = (part[: len(folded)] == part[width - 1 :]).nonzero()[0]
        if not len(inside):
            break
        runs.append(_sifted(model, words, place, inside, width - 1, folded[inside] ^ salt))
    return runs


_NONE = _Windows(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.uint64), None)


def _joined(runs: list[_Windows]) -> _Windows:
    if not runs:
        return _NONE
    first, last, code = (np.concatenate([run[k] for run in runs]) for k in range(3))
    tables = [run.tables for run in runs if run.tables is not None]
    return _Windows(first, last, code, np.concatenate(tables) if tables else None)


def _sifted(
    model: Model, words: Words, place: Numbers, at: Numbers, reach: int, code: Codes, asked: int = 0xFF
) -> _Windows:
    """Of a long text the windows that some table may hold; of a short one all.

    Parameters
    ----------
    place, at : array
        A stream of words, and where in it each window begins.
    reach : int
        How far behind in the stream its last word stands.
    asked : int
        The tables that matter, one bit each.
    """
    tables = None
    if len(words.normal) >= MANY:
        # Most windows are in no table; the rest alone is worth a place.
        held, tables = _held(model, code, asked)
        at, code = at[held], code[held]
    return _Windows(place[at], place[at + reach] + 1, code, tables)


def _held(model: Model, code: Codes, asked: int) -> tuple[Numbers, NDArray[np.uint8]]:
    """Places of the codes that some of the tables may hold, and which ones."""
    leading, following = _sieves(model)
    tables = leading[_leading(code)] & np.uint8(asked)
    held = tables.astype(bool).nonzero()[0]
    # One in six passes the first sieve by chance, and hardly one in thirty the second as well.
    tables = tables[held] & following[_following(code[held])]
    still = tables.astype(bool).nonzero()[0]
    return held[still], tables[still]


def _bit(table: str) -> int:
    """The bit of a table in the sieve."""
    return 1 << _TABLES.index(table)


def _leading(code: Codes) -> Numbers:
    """Places in the sieve, as signed numbers, which arrays are taken by without a copy."""
    return (code >> np.uint64(SIEVE_SHIFT)).view(np.int64)


def _following(code: Codes) -> Numbers:
    """Places in the second sieve, by the bits behind the leading ones."""
    return _leading(code << np.uint64(64 - SIEVE_SHIFT))


def _sieves(model: Model) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """For each leading, and each following, part of a code the tables with such a key, one bit each."""
    cache: dict[str, tuple[NDArray[np.uint8], NDArray[np.uint8]]] = model.arrays.cache
    if "story_sieves" not in cache:
        leading, following = np.zeros((2, 1 << (64 - SIEVE_SHIFT)), np.uint8)
        for table in _TABLES:
            keys: Codes = model.lexicon(f"{table}_key")
            leading[_leading(keys)] |= np.uint8(_bit(table))
            following[_following(keys)] |= np.uint8(_bit(table))
        cache["story_sieves"] = leading, following
    return cache["story_sieves"]


def ready_sieve(model: Model) -> memoryview | None:
    """The sieve for single codes, if a long text has made it."""
    sieves = model.arrays.cache.get("story_sieves")
    return None if sieves is None else memoryview(sieves[0])


def entries_of(model: Model, code: Codes) -> tuple[Numbers, Numbers]:
    """Places of the codes that the table of phrases holds, and the entry of each."""
    maybe, _ = _held(model, code, _bit("reading"))
    held, entry = _entries(model, "reading", code[maybe], many=True)
    return maybe[held], entry


Hits = tuple[Numbers, Numbers, Numbers]


def _alone(model: Model, words: Words, table: str) -> Hits:
    """Words that a table holds by themselves, each asked for once."""
    if "alone" not in words.found:
        every = np.arange(len(words.single))
        words.found["alone"] = _sifted(model, words, every, every, 0, words.single)
    which, _, found = _looked_up(model, words.found["alone"], table)
    entry = np.full(len(words.single), -1)
    entry[which] = found
    entry = entry[words.meant]
    first = (entry >= 0).nonzero()[0]
    return first, first + 1, entry[first]


def _together(hits: list[Hits]) -> Hits:
    first, last, entry = (np.concatenate(column) for column in zip(*hits, strict=True))
    return first, last, entry


def _looked_up(model: Model, windows: _Windows, table: str) -> Hits:
    """Windows that a table holds, each with its entry."""
    first, last, code, tables = windows
    if tables is not None:
        maybe = (tables & np.uint8(_bit(table))).astype(bool).nonzero()[0]
        first, last, code = first[maybe], last[maybe], code[maybe]
    hit, entry = _entries(model, table, code, tables is not None)
    return first[hit], last[hit], entry


def _entries(model: Model, table: str, code: Codes, many: bool) -> tuple[Numbers, Numbers]:
    """Places of the codes that a table holds, and the entry of each."""
    keys: Codes = model.lexicon(f"{table}_key")
    at = _searched(model, table, keys, code) if many else keys.searchsorted(code)
    at = np.minimum(at, len(keys) - 1)
    hit = (keys[at] == code).nonzero()[0]
    return hit, at[hit]


def _searched(model: Model, table: str, keys: Codes, code: Codes) -> Numbers:
    """What ``keys.searchsorted(code)`` gives, by a directory of the leading bits of the keys.

    Codes are spread evenly, so that hardly a key stands between what the directory says and the place; a
    search by halves reads twenty far apart for each code.
    """
    cache: dict[str, tuple[np.uint64, Numbers]] = model.arrays.cache
    name = f"story_directory_{table}"
    if name not in cache:
        bits = len(keys).bit_length()
        shift = np.uint64(64 - bits)
        counts = np.bincount((keys >> shift).view(np.int64), minlength=1 << bits)
        cache[name] = shift, counts.cumsum() - counts
    shift, begins = cache[name]
    at = begins[(code >> shift).view(np.int64)]
    behind = np.arange(len(code))
    while len(behind):
        behind = behind[at[behind] < len(keys)]
        behind = behind[keys[at[behind]] < code[behind]]
        at[behind] += 1
    return at


def _not_outdone(model: Model, kept: Numbers, raw: Hits, content: Hits) -> Hits:
    """Phrases found as they stand, but for those whose small words alone come before a longer exposure.

    "Had an operation" ends at its last word, where "operation to make the stomach smaller" begins.
    """
    first, last, entry = raw
    leading = model.lexicon("reading_item")[model.lexicon("reading_end")[content[2]]]
    exposed = (leading[:, 0] == FEATURE) & (leading[:, 1] >= model.arrays.n_findings)
    several = (last - first > 1).nonzero()[0]
    if not len(several) or not exposed.any():
        return raw
    begins, ends = content[0][exposed], content[1][exposed]
    reach = np.zeros(int(max(begins.max(), last.max())) + 2, np.int64)
    reach[begins] = ends  # the longest of those that begin at one word come last
    at = np.minimum(kept.searchsorted(first[several]), len(kept) - 1)
    meant = np.where(kept[at] < last[several], kept[at], first[several])
    outdone = (meant != first[several]) & (reach[meant] > last[several])
    stands = np.ones(len(first), bool)
    stands[several[outdone]] = False
    return first[stands], last[stands], entry[stands]


def _longest(model: Model, table: str, n_words: int, raw: Hits, content: Hits) -> list[Match]:
    """The longest find at each word that no longer one before it ends; of two as long the raw one."""
    # Of what begins at one word the longer come later among each, and what is written last stays.
    reached, entries = np.zeros((2, n_words), np.int64)
    reached[content[0]], entries[content[0]] = content[1:]
    longer = (raw[1] >= reached[raw[0]]).nonzero()[0]
    reached[raw[0][longer]], entries[raw[0][longer]] = raw[1][longer], raw[2][longer]
    first = reached.nonzero()[0]
    last = reached[first]
    free = _free_of_others(first, last).nonzero()[0]
    first, last = first[free], last[free]
    rows = map(_rows(model, table).__getitem__, entries[first].tolist())
    return list(map(as_match, map(add, zip(first.tolist(), last.tolist(), strict=True), rows)))


#: Match._make without a call of Python for each.
as_match: Callable[[tuple[int, int, Items, int]], Match] = partial(tuple.__new__, Match)


def _free_of_others(first: Numbers, last: Numbers) -> NDArray[np.bool_]:
    """Which runs stand, in the order of the text, when each ends what begins inside it."""
    free = np.ones(len(first), bool)
    if len(first) < 2:
        return free
    free[1:] = first[1:] >= np.maximum.accumulate(last)[:-1]
    reached = 0
    before = -2
    inside = (~free).nonzero()[0]
    if not len(inside):
        return free
    ends, starts, before_it = last[inside].tolist(), first[inside].tolist(), last[inside - 1].tolist()
    for i, start, end, previous in zip(inside.tolist(), starts, ends, before_it, strict=True):
        if i - 1 != before:
            reached = previous
        before = i
        if start >= reached:
            free[i], reached = True, end
    return free


class _Rows(dict[int, tuple[Items, int]]):
    """Rows of the entries of a table and their kinds, each read when it is first asked for."""

    def __init__(self, model: Model, table: str) -> None:
        super().__init__()
        self.ends, self.item = model.lexicon(f"{table}_end"), model.lexicon(f"{table}_item")

    def __missing__(self, entry: int) -> tuple[Items, int]:
        rows = self.item[int(self.ends[entry]) : int(self.ends[entry + 1])].tolist()
        items = tuple(map(tuple, rows))
        self[entry] = found = items, kinds_of(kind for kind, _, _ in items)
        return found


def _rows(model: Model, table: str) -> _Rows:
    """Rows of a table, remembered with the model."""
    name = f"rows_{table}"
    if name not in model.arrays.cache:
        model.arrays.cache[name] = _Rows(model, table)
    return model.arrays.cache[name]  # type: ignore[no-any-return]


def rows_of(model: Model, table: str, entry: Numbers) -> tuple[Iterable[Items], Iterable[int]]:
    """Rows of entries and their kinds."""
    found = list(map(_rows(model, table).__getitem__, entry.tolist()))
    return [items for items, _ in found], [kinds for _, kinds in found]
