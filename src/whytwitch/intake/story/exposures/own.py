"""Which part of a sentence tells of one exposure: "lithium for 20 years, new ibuprofen for a week".

A time belongs to what it stands beside. It is shared only by a bare list that it follows ("A and B for two
weeks") or that it opens ("two weeks ago he began A and B").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from whytwitch.intake.timing import days_in

__all__ = ["own_part", "times_taken"]

Span = tuple[int, int]

_PARTING = re.compile(r"[,;]|\s(?:and|plus|but|then|with)\s|\s?[+&]\s?|\s?(?<!\d)/(?!\d)\s?")
#: A verb or a word for a beginning makes a statement of its own of what follows it.
_ANEW = re.compile(
    r"\b(?:start\w*|beg[au]n|commenced|add\w*|new\w*|given|gave|took|takes?|taking|taken|stopp\w*|switched|"
    r"changed|drinks?|drank|smok\w+|vap\w+|uses?|used|had|has|have|got|was|were|is|are|been|came|ran|for|"
    r"since)\b",
    re.I,
)
_TIME_AT = re.compile(
    r"(?:\d+|\b[a-z]+)[\s-]*(?:min|minute|hour|hr|day|night|week|wk|fortnight|month|mth|year|yr|decade)s?\b"
    r"(?:\s+(?:ago|earlier|before|now))?|\byesterday\b|\blast (?:night|week|month|year)\b|\b\d+/(?:7|52)\b",
    re.I,
)


def own_part(text: str, clause: Span, span: Span, others: Sequence[Span], told: Sequence[int]) -> str:
    """The words of a clause in which the times of one exposure stand.

    Parameters
    ----------
    clause : tuple of int
        First letter of the clause, and the one behind its last.
    span : tuple of int
        Letters of the exposure.
    others : sequence of tuple
        Letters of other exposures of the clause.
    told : sequence of int
        Where complaints of the clause begin: a time behind one is the complaint's.

    Examples
    --------
    >>> text = "on lithium for 20 years, new ibuprofen for a week"
    >>> own_part(text, (0, 49), (3, 10), [(29, 38)], []), own_part(text, (0, 49), (29, 38), [(3, 10)], [])
    ('on lithium for 20 years', 'new ibuprofen for a week')
    >>> own_part("lithium and ibuprofen for a week", (0, 32), (0, 7), [(12, 21)], [])
    'lithium and ibuprofen for a week'
    """
    places = sorted({span, *(o for o in others if clause[0] <= o[0] and o[1] <= clause[1])})
    me = places.index(span)
    first, last = clause
    cuts = [_cut(text, a[1], b[0]) for a, b in pairwise(places)]
    if me > 0 and cuts[me - 1] is not None:
        first = cuts[me - 1] or first
    if me < len(cuts) and cuts[me] is not None:
        last = cuts[me] or last
    whole = first, last
    first, last = _without_complaints(text, first, last, span, told)
    part = text[first:last]
    if whole == clause or days_in(part):
        return part.strip(" ,;")
    end = last
    for i in range(me + 1, len(places)):
        if _ANEW.search(text, end, places[i][0]) or any(end <= at < places[i][0] for at in told):
            break
        end = _end(cuts, i, clause)
        shared = _without_complaints(text, first, end, places[i], told)
        if days_in(text[shared[0] : shared[1]]):
            return text[shared[0] : shared[1]].strip(" ,;")
    opening = text[clause[0] : places[0][0]]
    if me > 0 and days_in(opening) and not any(clause[0] <= at < places[0][0] for at in told):
        return f"{opening} {part}".strip(" ,;")
    return part.strip(" ,;")


def _end(cuts: Sequence[int | None], i: int, clause: Span) -> int:
    """Where the part of the exposure of that number ends."""
    known = cuts[i] if i < len(cuts) else None
    return clause[1] if known is None else known


def _without_complaints(text: str, first: int, last: int, span: Span, told: Sequence[int]) -> Span:
    """The part up to a complaint that stands behind a comma or "and", and from the one before it on."""
    for at in told:
        if span[1] <= at < last and _PARTING.search(text, span[1], at):
            last = at
        elif first <= at < span[0]:
            cut = _cut(text, at, span[0])
            first = first if cut is None else max(first, cut)
    return first, last


def _cut(text: str, start: int, end: int) -> int | None:
    """Where one statement ends between two names: behind its time, else at the last mark or "and"."""
    marks = [m.start() for m in _PARTING.finditer(text, start, end)]
    if not marks:
        return None
    time = _TIME_AT.search(text, start, end)
    if time is not None and days_in(time.group()):
        behind = [at for at in marks if at >= time.end()]
        if behind:
            return behind[0]
    return marks[-1]


_UNIT = r"(?:months?|years?|decades?)"
_MANY = r"(?:\d+|an?|[a-z]+(?:-[a-z]+)?)"
#: "After six years of omeprazole"; "on diazepam for years", "lithium 800 mg for over two years".
_TIME_OF = re.compile(
    rf"(?:\b(?:after|for|over|during|following|within)\s+(?:(?:about|some|over|nearly|almost)\s+)?)?\b{_MANY}\s+{_UNIT}\s+(?:of|on)\s+(?:\w+\s+)?\Z",
    re.I,
)
_FOR_TIME = re.compile(
    rf"\s+(?:[\d.]+\s*m?c?g\s+)?(?:daily\s+|a day\s+|at night\s+)?for\s+"
    rf"(?:(?:the|last|past|over|about|some|many|several|nearly|almost|more|than|{_MANY})\s+){{0,4}}{_UNIT}\b",
    re.I,
)
_BEFORE = 40


def times_taken(text: str, taken: Iterable[Span]) -> Iterator[Span]:
    """Letters that say how long something was taken, which is no time of the complaint.

    Examples
    --------
    >>> list(times_taken("Low after six years of omeprazole.", [(23, 33)]))
    [(10, 23)]
    """
    for first, last in taken:
        before = _TIME_OF.search(text, max(0, first - _BEFORE), first)
        if before is not None:
            yield before.span()
        behind = _FOR_TIME.match(text, last)
        if behind is not None:
            yield behind.span()
