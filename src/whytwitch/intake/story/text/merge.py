"""Phrases of several tables in one row: names of diseases, and what is found with words between."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from operator import itemgetter

from whytwitch.intake.story.text.match import Match, as_match, kinds_of
from whytwitch.intake.story.text.split import Words
from whytwitch.model.reading_table import (
    CAUSE,
    DENIAL,
    FEATURE,
    QUESTION,
)

__all__ = ["SAYS", "merged", "with_added", "with_loose"]

#: Kinds of phrases that say something by themselves.
SAYS = kinds_of((FEATURE, QUESTION, CAUSE, DENIAL))
#: Where another subject begins: "when I try to speak and my hands won't stay still".
_ANEW = frozenset(("and", whose) for whose in "my his her the their i he she they it".split())
_TIGHT_WORDS = 4
_FIRST, _SPAN = itemgetter(0), itemgetter(0, 1)
#: "It stops when I eat" is no stopping to eat.
_TURNS_ON = frozenset(
    "worse better stop stops stopped goes go went come comes came starts begins eases".split()
)
#: Words that no phrase reaches over: "full in the arms but weak".
_PARTING = frozenset("but however although though while whereas neither".split())


def merged(matches: list[Match], causes: list[Match]) -> list[Match]:
    """Names of diseases beside the rest; where both hold one word the longer stands."""
    if not causes:
        return matches
    firsts = list(map(_FIRST, matches))
    kept: list[Match] = []
    done = reached = 0
    for cause in causes:
        first, last, items, kinds = cause
        k = bisect_left(firsts, first, done)
        # None of the matches holds a word of another; only names reach over those behind them.
        done = bisect_left(firsts, reached, done, k)
        if done < k:
            kept += matches[done:k]
            reached = kept[-1][1]
        done = k
        if first < reached:
            continue
        if k == len(firsts) or firsts[k] != first:
            if _free(matches, max(k - 1, 0), first, last) == last:
                kept.append(cause)
                reached = last
        elif (known := matches[k])[1] <= last:
            reached = last if known[1] == last else _free(matches, k + 1, known[1], last)
            kept.append(as_match((first, reached, known[2] + items, known[3] | kinds)))
            done = k + 1
    return [*kept, *matches[bisect_left(firsts, reached, done) :]]


def with_loose(words: Words, matches: list[Match], loose: list[Match], n_findings: int) -> list[Match]:
    """Loose finds beside the rest; findings among them take the place of single words at their ends.

    A cue between their words still turns them.
    """
    # "Slowly found it harder to walk": an adverb that stands apart belongs to another word.
    normal = words.normal
    loose = [
        m
        for m in loose
        if _PARTING.isdisjoint(normal[m.first : m.last])
        and not any(pair in _ANEW for pair in pairwise(normal[m.first : m.last]))
        and not (normal[m.first] in _TURNS_ON and "when" in normal[m.first : m.last])
        and not (normal[m.first].endswith("ly") and m.last - m.first >= _TIGHT_WORDS)
        # "Since I started valproate for my epilepsy": what the medicine is for did not begin then.
        and not (normal[m.first] == "since" and "for" in normal[m.first : m.last])
    ]
    if not loose:
        return matches
    ends = {i for m in loose if m.items[0][1] < n_findings for i in (m.first, m.last - 1)}
    firsts = list(map(_FIRST, matches))
    kept: list[Match] = []
    done = 0
    for i in sorted(ends):
        k = bisect_left(firsts, i, done)
        if k < len(firsts) and firsts[k] == i and matches[k][1] == i + 1 and matches[k][3] & SAYS:
            kept += matches[done:k]
            done = k + 1
    return with_added([*kept, *matches[done:]], loose)


def with_added(matches: list[Match], added: list[Match]) -> list[Match]:
    """Matches in their order, with some others put in behind those that begin and end no later."""
    found: list[Match] = []
    done = 0
    for match in sorted(added, key=_SPAN):
        k = bisect_right(matches, _SPAN(match), done, key=_SPAN)
        found += matches[done:k]
        found.append(match)
        done = k
    found += matches[done:]
    return found


def _free(matches: list[Match], k: int, start: int, end: int) -> int:
    """How far from ``start`` the words are free of other findings, of which ``k`` is the first to look at."""
    while k < len(matches) and matches[k][0] < end:
        first, last, _, kinds = matches[k]
        if kinds & SAYS and last > start:
            return max(start, first)
        k += 1
    return max(start, end)
