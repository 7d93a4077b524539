"""Phrases of several tables in one row: names of diseases, and what is found with words between."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from operator import itemgetter

from whytwitch.intake.story.text.match import Match, kinds_of
from whytwitch.intake.story.text.split import Words
from whytwitch.model.reading_table import (
    CAUSE,
    DENIAL,
    FEATURE,
    QUESTION,
)

__all__ = ["SAYS", "merged", "with_loose"]

#: Kinds of phrases that say something by themselves.
SAYS = kinds_of((FEATURE, QUESTION, CAUSE, DENIAL))
#: Where another subject begins: "when I try to speak and my hands won't stay still".
_ANEW = frozenset(("and", whose) for whose in "my his her the their i he she they it".split())
_TIGHT_WORDS = 4
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
    firsts = [match[0] for match in matches]
    merged = list(matches)
    for cause in causes:
        k = bisect_left(firsts, cause.first)
        same = k < len(firsts) and firsts[k] == cause.first
        if same and matches[k].last <= cause.last:
            known = matches[k]
            last = max(known.last, _free(matches, k + 1, known.last, cause.last))
            merged[k] = Match(known.first, last, known.items + cause.items, known.kinds | cause.kinds)
        elif _free(matches, max(k - 1, 0), cause.first, cause.last) == cause.last:
            merged.append(cause)
    merged.sort(key=itemgetter(0))
    kept: list[Match] = []
    reached = 0
    for match in merged:
        if match.first >= reached:
            kept.append(match)
            reached = match.last
    return kept


def with_loose(words: Words, matches: list[Match], loose: list[Match], n_findings: int) -> list[Match]:
    """Loose finds beside the rest; findings among them take the place of single words at their ends.

    A cue between their words still turns them.
    """
    # "Slowly found it harder to walk": an adverb that stands apart belongs to another word.
    loose = [
        m
        for m in loose
        if _PARTING.isdisjoint(words.normal[m.first : m.last])
        and not any(pair in _ANEW for pair in pairwise(words.normal[m.first : m.last]))
        and not (words.normal[m.first] in _TURNS_ON and "when" in words.normal[m.first : m.last])
        and not (words.normal[m.first].endswith("ly") and m.last - m.first >= _TIGHT_WORDS)
        # "Since I started valproate for my epilepsy": what the medicine is for did not begin then.
        and not (words.normal[m.first] == "since" and "for" in words.normal[m.first : m.last])
    ]
    if not loose:
        return matches
    ends = {i for m in loose if m.items[0][1] < n_findings for i in (m.first, m.last - 1)}
    kept = [m for m in matches if not (m.kinds & SAYS and m.first in ends and m.last - m.first == 1)]
    return sorted([*kept, *loose], key=itemgetter(0, 1))


def _free(matches: list[Match], k: int, start: int, end: int) -> int:
    """How far from ``start`` the words are free of other findings, of which ``k`` is the first to look at."""
    while k < len(matches) and matches[k][0] < end:
        first, last, _, kinds = matches[k]
        if kinds & SAYS and last > start:
            return max(start, first)
        k += 1
    return max(start, end)
