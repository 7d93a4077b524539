"""Findings and the parts of the body they are at, out of the phrases of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from whytwitch.intake.story_context import Mention
from whytwitch.intake.story_exposures import ExposureReader
from whytwitch.intake.story_said import Said
from whytwitch.model.reading_grammar import (
    BARE,
    DENIED_AS,
    DENIES,
    FUNCTIONS,
    IMPAIRED,
    PARTS,
    REFINED,
    term_at,
)
from whytwitch.model.reading_table import FEATURE, PART

__all__ = ["FUNCTION_TERMS", "WORRY", "FindingReader"]

FUNCTION_TERMS = tuple(FUNCTIONS.values())
_PART_NAMES = tuple(PARTS)
_JOINING = re.compile(
    r"[\s,/&]*(?:(?:and|or|then|also|both|the|his|her|my|in|of|left|right|to|as well as)[\s,]*)*"
)
_LISTED = re.compile(r"\s*(?:,|,?\s*and|or|&)\s*(?:(?:the|his|her|my|left|right|also)\s+)*")
WORRY = "WT:worry_about_mnd"
_SIDE = re.compile(r"\b(?:left|right)\b")

#: "The fall of Rome", "fall asleep", "painful to watch", "cold drinks": words that mean another thing here.
_FALSE_FRIEND = re.compile(
    r"\b(?:fall(?:s|ing)? (?:of|in love|apart|behind|asleep|into place|term|semester)|"
    r"in the fall|this fall|last fall|"
    r"no pain no gain|tired of|sick of|sick leave|sick note|nervous system|nervous about nothing|"
    r"dead line|burning question|blind spot|pain clinic|sleepy town|weak tea|weak coffee|weak point|"
    r"stiff drink|stiff competition|heavy traffic|rash decision|swollen river)\b",
    re.I,
)


class FindingReader(ExposureReader):
    """Sorts findings into the story, each at its part of the body."""

    def _function(self, mention: Mention, terms: tuple[str, ...], span: tuple[int, int]) -> None:
        """A function that is normal denies its terms; one that is worse or poor is its first."""
        impaired = IMPAIRED.get(terms[0], terms[0]) if mention.impaired else None
        if mention.normal and not mention.impaired and mention.polarity == "present":
            for item in terms:
                self._finding(mention, item, span, False)
        elif impaired is not None:
            self._finding(mention, impaired, span, mention.polarity == "present")

    def _feature(
        self, mention: Mention, item: str, span: tuple[int, int], mentions: list[Mention], i: int
    ) -> None:
        if not item.startswith(("HP:", "WT:")):
            self._exposure(mention, item, span)
            return
        if mention.who == "family":
            self._family(mention, item, span)
            return
        if _FALSE_FRIEND.search(
            self.words.text, max(0, span[0] - 8), min(len(self.words.text), span[1] + 14)
        ):
            return
        present = mention.polarity == "present"
        placed = self._placed(item, mentions, i)
        item = self._refined(placed or item, mentions, i)
        self._finding(mention, item, span, present)
        for denied in DENIES.get(item, ()) if present else ():
            self._finding(mention, denied, span, False)
        parts = [*self._other_parts(mentions, i, 1 if placed else 0), *self._parts_before(mentions, i)]
        for part in parts:
            other = term_at(item, part)
            if other is not None and other != item:
                self._finding(mention, other, span, present)

    def _placed(self, item: str, mentions: list[Mention], i: int) -> str | None:
        """A bare complaint at the part of the body that is named a few words on, or just before."""
        if item not in BARE:
            return None
        here = mentions[i].match
        for k, gap in ((i + 1, 5), (i - 1, 3)):
            if not 0 <= k < len(mentions):
                continue
            there = mentions[k].match
            parts = [index for kind, index, _ in there.items if kind == PART]
            first, last = sorted((here, there), key=lambda m: m.first)
            if not parts or self.words.clause[here.first] != self.words.clause[there.first]:
                continue
            if last.first - first.last <= gap and "and" not in self.words.normal[first.last : last.first]:
                found = term_at(item, _PART_NAMES[parts[0]])
                if found is not None:
                    return found
        return None

    def _refined(self, item: str, mentions: list[Mention], i: int) -> str:
        """Tremor that is there at rest is resting tremor."""
        sentence = self.words.sentence[mentions[i].match.first]
        for k in range(max(0, i - 1), min(len(mentions), i + 3)):
            match = mentions[k].match
            if k == i or self.words.sentence[match.first] != sentence or mentions[k].polarity != "present":
                continue
            for kind, index, _ in match.items:
                other = REFINED.get((item, self.model.item(index))) if kind == FEATURE else None
                if other is not None:
                    return other
        return item

    def _other_parts(self, mentions: list[Mention], i: int, skipped: int = 0) -> Iterator[str]:
        """Parts of the body that follow in one list: "weakness of the arms and legs"."""
        if i + skipped >= len(mentions):
            return
        reached = self.span(mentions[i + skipped].match)[1]
        for mention in mentions[i + skipped + 1 : i + skipped + 6]:
            parts = [index for kind, index, _ in mention.match.items if kind == PART]
            start, end = self.span(mention.match)
            if not parts or not _JOINING.fullmatch(self.words.text, reached, start):
                return
            yield _PART_NAMES[parts[0]]
            reached = end

    def _parts_before(self, mentions: list[Mention], i: int) -> Iterator[str]:
        """Parts of the body before, in one list: "hands and legs weak"."""
        reached = self.span(mentions[i].match)[0]
        for mention in reversed(mentions[max(0, i - 4) : i]):
            parts = [index for kind, index, _ in mention.match.items if kind == PART]
            start, end = self.span(mention.match)
            between = self.words.text[end:reached]
            if not parts or not _LISTED.fullmatch(between):
                return
            yield _PART_NAMES[parts[0]]
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
