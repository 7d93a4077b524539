"""Findings and the parts of the body they are at, out of the phrases of a text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from operator import itemgetter
from typing import Any

from whytwitch.intake.story_anchor import Anchored
from whytwitch.intake.story_context import Mention
from whytwitch.intake.story_exposures import ExposureReader
from whytwitch.intake.story_match import kinds_of
from whytwitch.intake.story_said import Said
from whytwitch.knowledge.schema import Exposure
from whytwitch.model.reading_company import AFTER_A_MEDICINE, MOVEMENTS, OF_ONE_SIDE, is_circumstance
from whytwitch.model.reading_cues import DENIED_AS, DENIES, FUNCTIONS, HEALTHY, IMPAIRED, LOST
from whytwitch.model.reading_grammar import BARE, PARTS, REFINED, part_of, term_at
from whytwitch.model.reading_table import FEATURE, PART

__all__ = ["FUNCTION_TERMS", "WORRY", "FindingReader"]

FUNCTION_TERMS = (*FUNCTIONS.values(), *HEALTHY.values())
_PART_NAMES = tuple(PARTS)
#: "The same in the other leg", "likewise the arm".
_AS_BEFORE, _SAME_REACH = frozenset(("same", "likewise", "similarly")), 5
#: Words between a complaint and a circumstance that makes another term of it.
_BESIDE = 8
_REFINABLE = frozenset(item for item, _ in REFINED)
_TAKEN = frozenset("medicine class substance withdrawal".split())
_JOINING = re.compile(
    r"[\s,/&(]*(?:(?:and|or|then|also|both|the|his|her|my|in|of|left|right|to|as well as|as well|graded?|mrc|"
    r"later|than|more|on|at|with|[0-5][+-]?/5)[\s,/&)]*)*",
    re.I,
)
_NEGATIONS = frozenset("no not never without cannot denies nor".split())
#: Weakness of arms and legs, which is that of one side when a side is named.
_FOUR_LIMBS, _ONE_SIDE = frozenset(("HP:0002273", "HP:0003690")), "HP:0001269"
_SIDES = frozenset(("left", "right"))
_ONE_OF_TWO = _SIDES | {"one", "same", "unilateral"}
_COORDINATED = re.compile(
    r"\s*(?:,|,?\s*and|or|/|&|as well as)\s*(?:(?:also|some|mild|slight|the)\s+)?", re.I
)
_LISTED = re.compile(r"\s*(?:,|,?\s*and|or|&)\s*(?:(?:the|his|her|my|left|right|also)\s+)*")
WORRY = "WT:worry_about_mnd"
_SIDE = re.compile(r"\b(?:left|right)\b")

#: "The fall of Rome", "painful to watch", "cold drinks": words that mean another thing here.
_FRIENDS = (
    r"\b(?:fall(?:s|ing)? (?:of|in love|apart|behind|into place|term|semester)|"
    r"in the fall|this fall|last fall|"
    r"no pain no gain|tired of|sick of|sick leave|sick note|nervous system|nervous about nothing|"
    r"dead line|burning question|blind spot|pain clinic|sleepy town|weak tea|weak coffee|weak point|"
    r"stiff drink|stiff competition|heavy traffic|rash decision|swollen river)"
)
_FALSE_FRIEND = re.compile(rf"{_FRIENDS}\b", re.I)
#: Where one may begin, in however short a part of the text it is then looked for.
_FALSE_FRIENDS = Anchored(
    f"(?={_FRIENDS})",
    r"\b(?:fall|in\b|this\b|last\b|no\b|tired|sick|nervous|dead\b|burning|blind|pain\b|sleepy|weak\b|"
    r"stiff\b|heavy|rash\b|swollen)",
)


_IS_PART = kinds_of((PART,))


def _is_part(mention: Mention) -> bool:
    return mention.match.kinds & _IS_PART > 0


def _part_name(mention: Mention) -> str:
    return next(_PART_NAMES[index] for kind, index, _ in mention.match.items if kind == PART)


class FindingReader(ExposureReader):
    """Sorts findings into the story, each at its part of the body."""

    described: list[Mention]
    #: The last complaint that has a place, and where it stood.
    last_placed: tuple[str, Mention] | None = None

    def _function(self, mentions: list[Mention], i: int, index: int, span: tuple[int, int]) -> None:
        """A function that is normal denies its terms; one that is worse, poor or absent is its first."""
        mention, terms = mentions[i], FUNCTION_TERMS[index]
        first = mention.match.first
        negated = mention.polarity == "absent" and not _NEGATIONS.isdisjoint(
            self.words.normal[max(0, first - 3) : first]
        )
        if index >= len(FUNCTIONS):
            for item in terms[:1] if negated else terms:
                self._finding(mention, item, span, negated)
            return
        impaired = IMPAIRED.get(terms[0], terms[0])
        if mention.polarity == "absent" and not mention.impaired and not mention.normal:
            last = mention.match.last
            if terms[0] in LOST and "absent" in self.words.normal[last : last + 4]:
                self._finding(mention, LOST[terms[0]], span, True)
        elif mention.impaired and impaired is not None:
            self._impaired(mentions, i, impaired, span)
        elif mention.normal and not mention.impaired and not negated:
            for item in terms:
                self._finding(mention, item, span, False)

    def _impaired(self, mentions: list[Mention], i: int, item: str, span: tuple[int, int]) -> None:
        """ "Power was 4/5 in the arms and 3/5 in the legs": one term a part."""
        present = mentions[i].polarity == "present"
        k = i + 1
        while k < len(mentions) and k < i + 3 and not _is_part(mentions[k]):
            k += 1
        parts: list[str] = []
        if k < len(mentions) and _is_part(mentions[k]) and self._close(mentions[i], mentions[k]):
            parts = [_part_name(mentions[k]), *self._other_parts(mentions, k)]
        found = [term for part in parts if (term := term_at(item, part)) is not None]
        for term in found or [item]:
            self._finding(mentions[i], term, span, present)

    def _close(self, one: Mention, other: Mention) -> bool:
        same = self.words.clause[one.match.first] == self.words.clause[other.match.first]
        return bool(same) and other.match.first - one.match.last <= 7

    def _feature(
        self, mention: Mention, item: str, span: tuple[int, int], mentions: list[Mention], i: int
    ) -> None:
        if not item.startswith(("HP:", "WT:")):
            self._exposure(mention, item, span)
            return
        if mention.who == "family":
            self._family(mention, item, span)
            return
        if self._means_another(span):
            return
        present = mention.polarity == "present"
        if item in _FOUR_LIMBS and not _SIDES.isdisjoint(
            self.words.normal[mention.match.first : mention.match.last]
        ):
            item = _ONE_SIDE
        placed = self._placed(item, mentions, i)
        item = self._refined(placed or item, mentions, i)
        self._finding(mention, item, span, present)
        if part_of(item) is not None:
            self.last_placed = (item, mention)
        for denied in DENIES.get(item, ()) if present else ():
            self._finding(mention, denied, span, False)
        for part in [*self._other_parts(mentions, i, 1 if placed else 0), *self._parts_before(mentions, i)]:
            other = term_at(item, part)
            if other is not None and other != item:
                self._finding(mention, other, span, present)

    def _means_another(self, span: tuple[int, int]) -> bool:
        """Whether a false friend stands about these letters."""
        low, high = max(0, span[0] - 8), min(len(self.words.text), span[1] + 14)
        k = bisect_left(self._false_friends, low)
        near = k < len(self._false_friends) and self._false_friends[k] < high
        return near and _FALSE_FRIEND.search(self.words.text, low, high) is not None

    @cached_property
    def _false_friends(self) -> list[int]:
        return [m.start() for m in _FALSE_FRIENDS.finditer(self.words)]

    def describe(self, mention: Mention, mentions: list[Mention]) -> None:
        """Take a description of ours, where it stands beside what it may be said of."""
        span = self.span(mention.match)
        for kind, index, _ in mention.match.items:
            item = self.model.item(index)
            if kind != FEATURE or mention.who != "person" or not self._in_company(item, mention, mentions):
                continue
            present = mention.polarity == "present"
            self._finding(mention, item, span, present)
            for denied in DENIES.get(item, ()) if present else ():
                self._finding(mention, denied, span, False)

    def _in_company(self, item: str, mention: Mention, mentions: list[Mention]) -> bool:
        """Whether a description stands beside what it may be said of: a movement, a medicine."""
        if item in AFTER_A_MEDICINE:
            return self._medicine_near(mention, mentions)
        if item in OF_ONE_SIDE:
            match = mention.match
            return not _ONE_OF_TWO.isdisjoint(self.words.normal[max(0, match.first - 2) : match.last + 2])
        if not is_circumstance(item):
            return True
        first = mention.match.first
        number = self.words.clause[first]
        beside = self._terms(self._between(mentions, self.words.clause, number, number))
        if not beside:
            number = self.words.sentence[first]
            sentence = self._between(mentions, self.words.sentence, number, number)
            beside = self._terms([m for m in sentence if m.match.first < first])[-1:]
        return not beside or any(not MOVEMENTS.isdisjoint(self._above(term)) for term in beside)

    def _terms(self, mentions: list[Mention]) -> list[str]:
        """Terms of the ontology that are there, in the order of the text."""
        return [
            term
            for mention in mentions
            if mention.polarity == "present"
            for kind, index, _ in mention.match.items
            if kind == FEATURE and (term := self.model.item(index)).startswith("HP:")
        ]

    @staticmethod
    def _between(mentions: list[Mention], parts: list[int], low: int, high: int) -> list[Mention]:
        """Mentions in the clauses or sentences of these numbers; mentions stand in the order of the text."""
        start = bisect_left(mentions, low, key=lambda m: parts[m.match.first])
        end = bisect_right(mentions, high, key=lambda m: parts[m.match.first])
        return mentions[start:end]

    def _above(self, item: str) -> set[str]:
        index = self.model.feature(item)
        above = self.model.arrays.ancestors(index).tolist() if index is not None else ()
        return {item, *(self.model.item(a) for a in above)}

    def _medicine_near(self, mention: Mention, mentions: list[Mention]) -> bool:
        """Whether this sentence or the one before names something that was taken."""
        number = self.words.sentence[mention.match.first]
        for other in self._between(mentions, self.words.sentence, number - 1, number):
            for kind, index, _ in other.match.items:
                record = self.model.record(Exposure, self.model.item(index)) if kind == FEATURE else None
                if record is not None and record.kind in _TAKEN:
                    return True
        return False

    def _same_there(self, mention: Mention, index: int, span: tuple[int, int]) -> None:
        """ "The same in the arm": the complaint told before, at this part too."""
        first = mention.match.first
        before = self.words.normal[max(0, first - _SAME_REACH) : first]
        if self.last_placed is None or _AS_BEFORE.isdisjoint(before) or mention.who != "person":
            return
        item, told = self.last_placed
        near = self.words.sentence[first] - self.words.sentence[told.match.first] <= 2
        term = term_at(item, _PART_NAMES[index]) if near else None
        if term is not None and mention.polarity == "present":
            self._finding(mention, term, span, told.polarity == "present")

    def _placed(self, item: str, mentions: list[Mention], i: int) -> str | None:
        """A bare complaint at the part of the body that is named a few words on, or just before."""
        if item not in BARE:
            return None
        shared = self._shared_part(mentions, i)
        if shared is not None:
            return term_at(item, shared)
        here = mentions[i].match
        for k, gap in ((i + 1, 5), (i - 1, 3)):
            if not 0 <= k < len(mentions):
                continue
            there = mentions[k].match
            if not _is_part(mentions[k]) or self.words.clause[here.first] != self.words.clause[there.first]:
                continue
            first, last = sorted((here, there), key=itemgetter(0))
            if last.first - first.last <= gap and "and" not in self.words.normal[first.last : last.first]:
                found = term_at(item, _part_name(mentions[k]))
                if found is not None:
                    return found
        return None

    def _shared_part(self, mentions: list[Mention], i: int) -> str | None:
        """The part that the next complaint of a pair names: "numbness and weakness of the arm"."""
        if i + 1 >= len(mentions) or mentions[i + 1].polarity != mentions[i].polarity:
            return None
        here, there = self.span(mentions[i].match), self.span(mentions[i + 1].match)
        if not _COORDINATED.fullmatch(self.words.text, here[1], there[0]):
            return None
        items = [self.model.item(index) for kind, index, _ in mentions[i + 1].match.items if kind == FEATURE]
        if not items:
            return None
        if items[0] in BARE and i + 2 < len(mentions):
            parts = [index for kind, index, _ in mentions[i + 2].match.items if kind == PART]
            close = mentions[i + 2].match.first - mentions[i + 1].match.last <= 3
            return _PART_NAMES[parts[0]] if parts and close else None
        return part_of(items[0])

    def _refined(self, item: str, mentions: list[Mention], i: int) -> str:
        """Tremor that is there at rest is resting tremor."""
        if item not in _REFINABLE:
            return item
        match = mentions[i].match
        number = self.words.sentence[match.first]
        for other in self._between(self.described, self.words.sentence, number, number):
            far = max(other.match.first - match.last, match.first - other.match.last)
            if other.polarity != "present" or far > _BESIDE:
                continue
            for kind, index, _ in other.match.items:
                refined = REFINED.get((item, self.model.item(index))) if kind == FEATURE else None
                if refined is not None:
                    return refined
        return item

    def _other_parts(self, mentions: list[Mention], i: int, skipped: int = 0) -> Iterator[str]:
        """Parts of the body that follow in one list: "weakness of the arms and legs"."""
        if i + skipped >= len(mentions):
            return
        reached = self.span(mentions[i + skipped].match)[1]
        for mention in mentions[i + skipped + 1 : i + skipped + 6]:
            start, end = self.span(mention.match)
            if start < reached:
                continue  # inside a phrase with words between
            if not _is_part(mention) or not _JOINING.fullmatch(self.words.text, reached, start):
                return
            yield _part_name(mention)
            reached = end

    def _parts_before(self, mentions: list[Mention], i: int) -> Iterator[str]:
        """Parts of the body before, in one list: "hands and legs weak"."""
        reached = self.span(mentions[i].match)[0]
        for mention in reversed(mentions[max(0, i - 4) : i]):
            if not _is_part(mention):
                return
            start, end = self.span(mention.match)
            if not _LISTED.fullmatch(self.words.text[end:reached]):
                return
            yield _part_name(mention)
            reached = start

    def _finding(self, mention: Mention, item: str, span: tuple[int, int], present: bool) -> None:
        item = item if present else DENIED_AS.get(item, item)
        if self._again(item, present, mention.who, mention.when):
            return
        said = Said(
            "finding",
            item,
            self.model.label(item),
            span,
            self.words.text[span[0] : span[1]],
            present,
            mention.who,
            mention.when,
            "possible" if mention.when == "feared" else "sure",
            self._side(span),
        )
        if mention.who == "person" and (mention.when == "present" or item == WORRY):
            self.story.findings.append(said)
        else:
            self.story.history.append(said)

    def _side(self, span: tuple[int, int]) -> dict[str, Any]:
        near = self.words.text[max(0, span[0] - 12) : span[1] + 24].lower()
        return {"side": next(s for s in ("left", "right") if s in near)} if _SIDE.search(near) else {}
