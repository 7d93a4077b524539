"""What language spreads over a list: "the legs are stiff and weak", "no speech or swallowing trouble".

A sentence is cut at its joining words. What two neighbouring words say together ("legs stiff", "swallowing
trouble") is looked up again with each other member of the list in the place of one of them ("legs weak",
"speech trouble"), and stands then as if it had been written out. Nothing is read that the table of
phrases does not hold.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter, sub

from whytwitch.core.story_words import DROPPED
from whytwitch.intake.story.context.asked import ALONE, WIDTHS, asked_of
from whytwitch.intake.story.context.pairs import CHANGE, TROUBLE, UNABLE, Pairs
from whytwitch.intake.story.text import match as story_match
from whytwitch.intake.story.text.match import Match, kinds_of
from whytwitch.intake.story.text.merge import with_added
from whytwitch.intake.story.text.segments import (
    COPULA,
    JOINING,
    MUSCLE,
    NEGATING,
    OF_PARTS,
    SAID_ANEW,
    SMALL,
    Segment,
    runs_of,
    with_modals,
)
from whytwitch.intake.story.text.split import Words
from whytwitch.model.reading_grammar import BARE
from whytwitch.model.reading_table import BLOCK, FEATURE, FUNCTION, PART, QUESTION
from whytwitch.model.store import Model

__all__ = ["SPREAD", "SPREAD_ABSENT", "SPREAD_PRESENT", "spread_lists"]

#: Ranks of a finding that a list gave; denied ("no change in speech"), there whatever "not" stands before it
#: ("could not stand or walk").
SPREAD, SPREAD_ABSENT, SPREAD_PRESENT = 11, 12, 13

_HAVING = frozenset("has have had having with of no in get gets got without".split())
_OWNED = frozenset("the a his her my left right both".split())
_TURNED = 2
_LONGEST, _MOST = 10, 9


#: "Cannot ...", "trouble with ...": what follows is governed, whether it is known or not.
_OPENING = TROUBLE.union(UNABLE)
_AFTER_UNABLE = ((1, 2), (1, 1))
#: By the bits of what may be there, the pairs to try and whether to ask what they say.
_TRIED, _TRIED_UNABLE = (
    [
        tuple(
            (*w, WIDTHS[w] & bits > 0) for w in widths if WIDTHS[w] & bits or (w == (1, 1) and ALONE & bits)
        )
        for bits in range(2 * ALONE)
    ]
    for widths in (WIDTHS, _AFTER_UNABLE)
)
_ALL = sum(WIDTHS.values())
_FIRST = itemgetter(0)
Group = tuple[int, int]  # places of the first and one past the last word in the text, small words inside


def spread_lists(model: Model, words: Words, matches: list[Match]) -> list[Match]:
    """The matches with what lists say of each of their members written out."""
    lists = _Lists(model, words, matches)
    lists.unturn()
    if JOINING.isdisjoint(words.normal) and "," not in words.text and "/" not in words.text:
        return lists.matches
    asked = asked_of(model, words, lists.normal) if len(words.normal) >= story_match.MANY else None
    if asked is not None:
        lists.asked = asked.opens
    for run in runs_of(words, lists.normal, None if asked is None else asked.stretches):
        lists.spread(run)
    return lists.settled()


_HAVE_TO = frozenset("have has had need needs needed got try tries tried want wants".split())
#: What stands before a place of which something was said already.
_WHERE = frozenset("around round about inside near behind under".split())


class _Lists:
    """Spreads the lists of one text."""

    def __init__(self, model: Model, words: Words, matches: list[Match]) -> None:
        self.model, self.words, self.matches = model, words, matches
        self.normal = with_modals(words)
        self.firsts = list(map(_FIRST, matches))
        #: No match has more words.
        self.widest = max(map(sub, map(itemgetter(1), matches), self.firsts), default=0)
        self.contents: dict[Group, tuple[str, ...]] = {}
        self.added: dict[int, list[tuple[int, int]]] = {}
        self.bare: set[int] = set()
        self.freed: set[int] = set()
        self.new: dict[Group, list[tuple[int, int]]] = {}
        self.pairs = Pairs(model)
        #: Which words may open a pair; all of a short text.
        self.asked: bytearray | None = None

    def unturn(self) -> None:
        """Put for each match what :meth:`unturned` gives."""
        found: list[Match] = []
        done = 0
        for i in self.words.places(NEGATING):
            first = bisect_right(self.firsts, i - self.widest)
            for k in range(max(first, done), bisect_left(self.firsts, i)):
                match = self.matches[k]
                if match[1] == i + 1 and (parts := self.unturned(match)) is not None:
                    found += [*self.matches[done:k], *parts]
                    done = k + 1
        if done:
            self.matches = [*found, *self.matches[done:]]
            self.firsts = list(map(_FIRST, self.matches))

    def unturned(self, match: Match) -> list[Match] | None:
        """ "Eating not disturbed" is not "not eating": the words of a phrase turned round with "not" last.

        None where it is no such phrase.
        """
        last = match.last - 1
        if not all(kind == FEATURE and rank == _TURNED for kind, _, rank in match.items):
            return None
        parts = [
            _match(
                a, b, tuple((k, i, r) for k, i, r in self.pairs.rows(self.words.normal[a:b]) if k != FEATURE)
            )
            for a, b in ((match.first, match.first + 1), (last, match.last))
        ]
        return [part for part in parts if part.items]

    def _place(self, i: int) -> int | None:
        """The match that the word ``i`` stands in, the last of several."""
        k = bisect_right(self.firsts, i) - 1
        while k >= 0 and self.firsts[k] > i - self.widest:
            if self.matches[k][1] > i:
                return k
            k -= 1
        return None

    def spread(self, run: list[Segment]) -> None:
        """Write out one list."""
        normal, may_open = self.normal, self.asked
        governing: list[Group] = []
        opened = -1  # the word that what governs begins with
        told: list[Segment] = []  # of which nothing is said yet
        denied = closed = False
        for segment in run:
            kept = segment.kept
            denied = denied or segment.denied
            if segment.own or (closed and not segment.joined and not segment.opens):
                told = []  # "... arms and legs, the tongue quivers"
            if denied and kept and normal[kept[0]] in SAID_ANEW:
                governing, told, denied = [], [], segment.denied
            if segment.has and not segment.copula:
                governing, told = [], []
            closed = closed or segment.joined
            if not kept or len(kept) > _LONGEST:
                governing, told = [], []
                continue
            asks = may_open is None or any(may_open[kept[0] : kept[-1] + 1])
            pending = self._pending(told) if told and segment.opens and not segment.joined else []
            if not (asks or governing or pending):
                told.append(segment)
                continue
            unable = bool(governing) and self._content(governing[0])[0] in UNABLE and not segment.copula
            whole = self._whole(segment) if governing or pending else None
            if unable and self._must(kept[0]):
                governing = []  # "can't sleep, have to walk"
                continue
            if unable and whole is not None and self._emit(governing[0], whole, denied):
                continue
            pairs = self._pairs(kept, denied) if asks else []
            if unable and not (pairs and self._content(pairs[-1][0])[0] in UNABLE):
                continue
            if pairs:
                first, second = pairs[0]
                if denied and CHANGE.intersection(self._content(first)):
                    self._emit(first, second, denied)
                cannot = self._content(first)[0] in UNABLE  # "I twitch, can't sleep": no twitch in sleep
                opens = bool(told) and not cannot and all(normal[k] in OF_PARTS for k in kept if k < first[0])
                others = self._spread_back(self._pending(told), second, denied) if opens else []
                if others or cannot:
                    self._emit(first, second, denied)
                if others:
                    self._free((others[0][0], first[1]))
                governing = [pairs[-1][0], *others] if self._ends(segment, pairs[-1][1]) else []
                opened, told = pairs[-1][0][0], []
                continue
            if whole is not None and governing:
                if not (segment.copula and (self._is_had(opened) or self._disagrees(segment, governing))):
                    found = [self._emit(one, whole, denied) for one in governing]
                    if any(found) or self._is_unknown(whole):
                        continue
            elif whole is not None and pending and self._emit(pending[-1], whole, denied):
                governing = [p for p in pending if self._emit(p, whole, denied)]
                told = []
                continue
            governing = []
            told.append(segment)

    def _pending(self, told: list[Segment]) -> list[Group]:
        """Members of which nothing is said yet, the last one or two words of each segment."""
        found: list[Group] = []
        for segment in told:
            kept = segment.kept
            before = kept[-1] - 1
            while before > 0 and self.normal[before] in DROPPED:
                before -= 1
            # "Needles round my mouth and my hands go stiff": the mouth is where it was.
            is_where = before >= 0 and self.normal[before] in _WHERE
            if is_where or segment.cuts:
                found = []
            if not is_where:
                found.append((kept[-2:][0], kept[-1] + 1))
        return found[-_MOST:]

    def _must(self, first: int) -> bool:
        """Whether what begins here has to be done: "have to walk", "must walk"."""
        before = self.normal[max(0, first - 2) : first]
        return before[-1:] == ["must"] or (before[-1:] == ["to"] and before[0] in _HAVE_TO)

    def _is_unknown(self, group: Group) -> bool:
        """One word that no phrase holds: "stiff, slow and trembled"."""
        if len(self._content(group)) != 1:
            return False
        place = self._place(group[0])
        rows = self.matches[place].items if place is not None else ()
        return not any(k in (FEATURE, QUESTION, PART, FUNCTION) for k, _, _ in rows)

    def _pairs(self, kept: list[int], denied: bool) -> list[tuple[Group, Group]]:
        """Neighbouring words that say something together, from left to right."""
        known, n, normal, may_open = self.pairs.known, len(kept), self.normal, self.asked
        words = tuple([normal[k] for k in kept])
        plain = MUSCLE.isdisjoint(words)
        found: list[tuple[Group, Group]] = []
        i = 0
        while i < n - 1:
            here = kept[i]
            bits = _ALL if may_open is None else may_open[here]
            if not bits:
                i += 1
                continue
            for width, other, ask in (_TRIED_UNABLE if words[i] in UNABLE else _TRIED)[bits]:
                middle, end = i + width, i + width + other
                if end > n or (reach := kept[end - 1] - here) >= _LONGEST:
                    continue
                one, two = (here, kept[middle - 1] + 1), (kept[middle], kept[end - 1] + 1)
                tied = plain and reach == width + other - 1  # no small word stands between
                first = words[i:middle] if tied or width == 1 else self._content(one)
                second = words[middle:end] if tied or other == 1 else self._content(two)
                # Looked up here, before any call, for this is asked most.
                said = known.get((first, second, denied)) if ask else ()
                if said is None:
                    said = self.pairs.said(first, second, denied)
                if said or (other == 1 and len(first) == 1 and first[0] in _OPENING):
                    found.append((one, two))
                    i = end - 1
                    break
            i += 1
        return found

    def _ends(self, segment: Segment, group: Group) -> bool:
        kept, last = segment.kept, group[1] - 1
        place = kept.index(last) + 1 if last in kept else 1
        return place == len(kept) or place in segment.cuts

    def _whole(self, segment: Segment) -> Group | None:
        """The one member that a segment is, when it is no more than that."""
        end = len(segment.kept)
        if segment.cuts:
            end = min((c for c in segment.cuts if c > 0), default=end)
        if not 1 <= end <= 2 or self._followed(segment.kept[end - 1]):
            return None
        return segment.kept[0], segment.kept[end - 1] + 1

    def _followed(self, last: int) -> bool:
        """Whether a verb follows: "the arm was not"."""
        words = self.words
        return (
            last + 1 < len(words.normal)
            and words.normal[last + 1] in COPULA
            and words.clause[last + 1] == words.clause[last]
        )

    def _is_had(self, first: int) -> bool:
        """Whether "has", "with" or "of" stands before: "has stiff legs"."""
        k = first - 1
        while k >= 0 and self.words.normal[k] in _OWNED:
            k -= 1
        return k >= 0 and self.words.normal[k] in _HAVING

    def _disagrees(self, segment: Segment, governing: list[Group]) -> bool:
        """ "Legs ... is weak": the verb belongs to somebody."""
        last = governing[0][1] - 1
        raw = self.words.text[int(self.words.start[last]) : int(self.words.end[last])].lower()
        several = (
            len(governing) > 1 or (raw.endswith("s") and not raw.endswith("ceps")) or raw in ("feet", "teeth")
        )
        return several and segment.copula in ("is", "was")

    def _spread_back(self, pending: list[Group], two: Group, denied: bool) -> list[Group]:
        """Members told before what is said of them: "neck and hips hurt", "numb and weak legs"."""
        known, second = self.pairs.known, self._content(two)
        found = []
        for member in pending:
            first, last = member
            for k in (first, last - 1) if last - first > 1 else (first,):
                one = self._content((k, last))
                said = known.get((one, second, denied))
                if said is None:
                    said = self.pairs.said(one, second, denied)
                if said:
                    if self._emit((k, last), two, denied):
                        found.append(member)
                    break
        return found

    def _emit(self, one: Group, two: Group, denied: bool) -> bool:
        first, second = self._content(one), self._content(two)
        found = self.pairs.said(first, second, denied)
        if not found:
            return False
        place = self._place(two[1] - 1)
        if place is not None and self._holds(self.matches[place], one, two):
            return True  # the lexicon has the whole list in one phrase
        words = first + second
        if words[0] == "cannot" and self.words.text[int(self.words.end[two[0]]) - 1] == "s":
            return False  # "cannot sleep, sweats"
        rank = SPREAD_ABSENT if CHANGE.intersection(words) else SPREAD
        if "cannot" in words:
            rank = SPREAD_PRESENT
        if place is None:
            self.new.setdefault(two, []).extend((rank, index) for index in found)
        else:
            self.added.setdefault(place, []).extend((rank, index) for index in found)
        for group in (one, two):
            self._free(group)
        return True

    @staticmethod
    def _holds(match: Match, one: Group, two: Group) -> bool:
        first, last = min(one[0], two[0]), max(one[1], two[1])
        return match.first <= first and last <= match.last and match.items[0][2] > 0

    def _free(self, group: Group) -> None:
        """A bare word says no more by itself; "no speech" is "no" and "speech" in a list."""
        for place in {k for i in range(*group) if (k := self._place(i)) is not None}:
            match = self.matches[place]
            inside = [i for i in range(match.first, match.last) if self.normal[i] not in SMALL]
            if inside and group[0] <= inside[0] and inside[-1] < group[1]:
                opens = self.normal[match.first] == "no" and match.last - match.first > 1
                (self.freed if opens else self.bare).add(place)

    def _content(self, group: Group) -> tuple[str, ...]:
        if group[1] - group[0] == 1:
            return (self.normal[group[0]],)  # no small word is a member by itself
        known = self.contents.get(group)
        if known is None:
            found = [w for w in self.normal[group[0] : group[1]] if w not in SMALL]
            known = self.contents[group] = tuple([w for w in found if w not in MUSCLE] or found)
        return known

    def settled(self) -> list[Match]:
        """All matches, those of single words without what their list now says in full."""
        found = list(self.matches)
        emptied = []
        for place in sorted(self.freed | self.bare | self.added.keys()):
            match = found[place]
            items, last = match.items, match.last
            if place in self.freed:
                items, last = tuple((k, i, r) for k, i, r in self.pairs.rows(["no"])), match.first + 1
            elif place in self.bare and self._is_bare(match):
                items = tuple(row for row in items if not self._is_complaint(row))
            extra = [(FEATURE, index, rank) for rank, index in dict.fromkeys(self.added.get(place, ()))]
            items = (*items, *(row for row in extra if row[:2] not in {r[:2] for r in items}))
            if not items:
                emptied.append(place)
            elif items != match.items:
                found[place] = _match(match.first, last, items)
        for place in reversed(emptied):
            del found[place]
        new = [
            _match(first, last, tuple((FEATURE, i, rank) for rank, i in dict.fromkeys(rows)))
            for (first, last), rows in self.new.items()
        ]
        return with_added(found, new)

    def _is_complaint(self, row: tuple[int, int, int]) -> bool:
        return row[0] == QUESTION or (row[0] == FEATURE and self.model.item(row[1]).startswith("HP:"))

    def _is_bare(self, match: Match) -> bool:
        if any(kind == BLOCK for kind, _, _ in match.items):
            return False
        rows = [row for row in match.items if self._is_complaint(row)]
        return all(kind == QUESTION or self.model.item(index) in BARE for kind, index, _ in rows)


def _match(first: int, last: int, items: tuple[tuple[int, int, int], ...]) -> Match:
    return Match(first, last, items, kinds_of(kind for kind, _, _ in items))
