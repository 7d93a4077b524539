"""The parts of the body that a complaint is told of: "hands and legs weak", "weakness of the arms"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whytwitch.intake.story.context.mentions import Mention
from whytwitch.intake.story.exposures.reader import ExposureReader
from whytwitch.intake.story.text.bounds import start_of
from whytwitch.intake.story.text.match import kinds_of
from whytwitch.model.reading_grammar import BARE, PART_OF_WORD, PARTS, part_of, term_at
from whytwitch.model.reading_table import FEATURE, PART

__all__ = ["PartReader", "is_part", "part_name"]

_PART_NAMES = tuple(PARTS)
#: Phrases behind the part that heads a line in which it is told of.
_HEADED = 6
_IS_PART = kinds_of((PART,))
_JOINING = re.compile(
    r"[\s,/&(]*(?:(?:and|or|then|also|both|the|his|her|my|in|of|left|right|to|as well as|as well|graded?|mrc|"
    r"later|than|more|on|at|with|[0-5][+-]?/5|"
    # "The arms are weak and so are the legs", "... as are the legs", "... less so in the legs".
    r"so (?:are|is|were|was)|as (?:are|is|were|was)|less so|to a lesser (?:degree|extent))[\s,/&)]*)*",
    re.I,
)
_COORDINATED = re.compile(
    r"\s*(?:,|,?\s*and|or|/|&|as well as)\s*(?:(?:also|some|mild|slight|the)\s+)?", re.I
)
_GOES_ON = re.compile(
    r"(?:\s+[a-z]+ly)?\s*(?:,\s*|,?\s+(?:and|then|but)\s+)"
    r"(?:(?:then|later|soon|also|now|finally|both|at last)\s+)*"
    # "The tongue was small, and it twitched."
    r"(?:(?:it|they)\s+(?:(?:also|now|often|sometimes|both|always|then|[a-z]+ly)\s+)*"
    r"(?!(?:became|become|becomes|grew|grown|grows?|went|goes|go|got|gets?|turned|is|are|was|were|felt|feels?|has|"
    r"have|had)\b)|"
    r"(?:(?:it|they)\s+)?"
    r"(?:(?:has|have|had)\s+)?(?:became|become|becomes|grew|grown|grows?|went|goes|go|got|gets?|turned|"
    r"is|are|was|were|"
    r"felt|feels?)\s+)(?:(?:very|quite|so|more|ever|and|rather|slightly|also|a|little|clearly)\s+)*",
    re.I,
)
#: "The tongue showed wasting and twitching": both are the tongue's.
_SHOWS, _AND_MORE = (
    re.compile(r"\b(?:showed|shows|displayed)\b", re.I),
    re.compile(r"\s+and\s+(?:\w+\s+)?", re.I),
)
#: What may stand before the part that opens a sentence, and what between two commas behind it.
_OPENING = re.compile(
    r"(?:(?:and|but|then|now|the|his|her|my|both|left|right|all|four|on examination,?)\s+)*", re.I
)
_PUT_IN = re.compile(
    r"\s*,\s*(?:which\s+(?:is|are|was|were|had been|has been|have been)\s+)?[\w\s-]{2,40}?"
    r"(?:,\s*[\w\s-]{2,25}?){0,2},\s*(?:(?:then|now|also|often|suddenly|both)\s+)*"
    r"(?:(?:has|have|had|is|are|was|were)\s+)?(?:(?:begun|began|started)\s+to\s+)?",
    re.I,
)
_LISTED = re.compile(r"\s*(?:,|,?\s*and|or|&)\s*(?:(?:the|his|her|my|left|right|also)\s+)*")
_AND = re.compile(r"and|or|&")
#: "His face was found to be weak".
_FOUND_TO_BE = re.compile(
    r"\s+(?:was|were|is|are)\s+(?:also\s+)?(?:found|noted|seen|said|thought|reported|felt|noticed)\s+to\s+be\s+"
    r"(?:(?:very|slightly|mildly|markedly|quite|clearly|both)\s+)?",
    re.I,
)
_STATING = frozenset("is are was were has have can does did feels feel remains remain stays twitches".split())


def is_part(mention: Mention) -> bool:
    """Whether a mention names a part of the body."""
    return any(kind == PART for kind, _, _ in mention.match.items)


def part_name(mention: Mention) -> str:
    """The part of the body that a mention names."""
    return next(_PART_NAMES[index] for kind, index, _ in mention.match.items if kind == PART)


class PartReader(ExposureReader):
    """Finds the parts of the body that stand in one list with a complaint."""

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
            if not there.kinds & _IS_PART or self.words.clause[here.first] != self.words.clause[there.first]:
                continue
            parts = [index for kind, index, _ in there.items if kind == PART]
            first, last = sorted((here, there), key=lambda m: m.first)
            told = self.words.text[self.span(first)[1] : self.span(last)[0]]
            near = last.first - first.last <= gap or (k < i and _FOUND_TO_BE.fullmatch(told))
            if near and "and" not in self.words.normal[first.last : last.first]:
                found = term_at(item, _PART_NAMES[parts[0]])
                if found is not None:
                    return found
        headed = self._headed(mentions, i)
        if headed is not None and (found := term_at(item, headed)) is not None:
            return found
        subject = self._subject(mentions, i) or self._apposed(mentions, i)
        return term_at(item, subject) if subject is not None else None

    def _headed(self, mentions: list[Mention], i: int) -> str | None:
        """The part that heads a line of an examination: "Legs: spastic, weak"."""
        words, number = self.words, self.words.sentence[mentions[i].match.first]
        for mention in reversed(mentions[max(0, i - _HEADED) : i]):
            last = mention.match.last
            if words.sentence[last - 1] != number:
                return None
            if (
                mention.match.kinds & _IS_PART
                and ":" in words.text[words.end[last - 1] : words.end[last - 1] + 2]
            ):
                return part_name(mention)
        return None

    def _subject(self, mentions: list[Mention], i: int) -> str | None:
        """The part that one sentence goes on about: "the leg then tingled painfully and became weak"."""
        if not i or mentions[i - 1].polarity != mentions[i].polarity:
            return None
        before = mentions[i - 1].match
        part = PART_OF_WORD.get(self.words.normal[before.first])
        if part is None:
            return None
        here, (there, end) = self.span(before)[1], self.span(mentions[i].match)
        if _SHOWS.search(self.words.text, *self.span(before)) and _AND_MORE.fullmatch(
            self.words.text, here, there
        ):
            return part
        goes_on = _GOES_ON.match(self.words.text, here, end)
        return part if goes_on is not None and goes_on.end() >= there else None

    def _apposed(self, mentions: list[Mention], i: int) -> str | None:
        """The part that opens a sentence, behind what a comma puts in: "both calves, thin and weak, "
        "twitched"."""
        text, here = self.words.text, self.span(mentions[i].match)[0]
        number = self.words.sentence[mentions[i].match.first]
        for mention in reversed(mentions[max(0, i - _HEADED) : i]):
            first = mention.match.first
            if self.words.sentence[first] != number or mention.polarity != mentions[i].polarity:
                return None
            if self.words.normal[first] not in PART_OF_WORD and not mention.match.kinds & _IS_PART:
                continue
            start, end = self.span(mention.match)
            opens = _OPENING.fullmatch(text, start_of(text, start), start)
            if opens is None or not mention.match.kinds & _IS_PART:
                return None
            return part_name(mention) if _PUT_IN.fullmatch(text, end, here) else None
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
        named = None if items[0] in BARE else part_of(items[0])
        if named is None and i + 2 < len(mentions):
            parts = [index for kind, index, _ in mentions[i + 2].match.items if kind == PART]
            close = mentions[i + 2].match.first - mentions[i + 1].match.last <= 3
            return _PART_NAMES[parts[0]] if parts and close else None
        return named

    def _has_others(self, mentions: list[Mention], i: int) -> bool:
        """Whether a part may follow or stand before in one list; most complaints stand by themselves."""
        if i and mentions[i - 1][0][3] & _IS_PART:
            return True
        if i + 1 >= len(mentions):
            return False
        last, (first, _, _, kinds) = mentions[i][0][1], mentions[i + 1][0]
        return first < last or kinds & _IS_PART > 0

    def _other_parts(self, mentions: list[Mention], i: int, skipped: int = 0) -> Iterator[str]:
        """Parts of the body that follow in one list: "weakness of the arms and legs"."""
        if i + skipped >= len(mentions):
            return
        reached = self.span(mentions[i + skipped].match)[1]
        for mention in mentions[i + skipped + 1 : i + skipped + 6]:
            if not mention.match.kinds & _IS_PART:
                if self.words.start[mention.match.first] < reached:
                    continue
                return
            parts = [index for kind, index, _ in mention.match.items if kind == PART]
            start, end = self.span(mention.match)
            if start < reached:
                continue  # inside a phrase with words between
            if not parts or not _JOINING.fullmatch(self.words.text, reached, start):
                return
            if self._governs(mention):
                return
            yield _PART_NAMES[parts[0]]
            reached = end

    def _governs(self, mention: Mention) -> bool:
        """ "Weak arms and the face is spared": a part that a statement of its own begins with."""
        first, last = mention.match.first, mention.match.last
        normal = self.words.normal
        follows = last < len(normal) and self.words.clause[last] == self.words.clause[last - 1]
        own = {"and", "the", "his", "her", "my"}.intersection(normal[max(0, first - 2) : first])
        return follows and normal[last] in _STATING and bool(own)

    def _parts_before(self, mentions: list[Mention], i: int) -> Iterator[str]:
        """Parts of the body before, in one list: "hands and legs weak"."""
        if not i or not mentions[i - 1].match.kinds & _IS_PART:
            return
        reached, first = self.span(mentions[i].match)[0], True
        for mention in reversed(mentions[max(0, i - 4) : i]):
            parts = [index for kind, index, _ in mention.match.items if kind == PART]
            start, end = self.span(mention.match)
            between = self.words.text[end:reached]
            if not parts or not _LISTED.fullmatch(between) or (first and not _AND.search(between)):
                return
            first = False
            yield _PART_NAMES[parts[0]]
            reached = start

    def _close(self, one: Mention, other: Mention) -> bool:
        same = self.words.clause[one.match.first] == self.words.clause[other.match.first]
        return bool(same) and other.match.first - one.match.last <= 7
