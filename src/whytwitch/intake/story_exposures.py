"""Medicines, habits, illnesses and the family, out of the phrases of a text."""

from __future__ import annotations

import re
from typing import Any

from whytwitch.intake.story_anchor import Anchored
from whytwitch.intake.story_context import Mention
from whytwitch.intake.story_match import Match, Words
from whytwitch.intake.story_said import Said, Story
from whytwitch.intake.story_values import Dose, read_dose
from whytwitch.intake.timing import days_in, is_recent
from whytwitch.knowledge.schema import Exposure
from whytwitch.model.reading_cues import FAMILY_OF_KNOWN
from whytwitch.model.store import Model

__all__ = ["ExposureReader"]

_SHORT_SLEEP = 5.0
#: Days after which what a text dates itself is no longer recent.
_RECENT_DAYS = {"surgery_recent": 183.0, "recent_infection": 92.0, "recent_vaccination": 92.0}
#: A medicine or operation that is only spoken of was not had; nor an illness that was only thought of.
_SPOKEN_OF = re.compile(
    r"\s*(?:was|were|is|are|has been|had been|will be|would be)?\s*(?:not\s+|only\s+|also\s+)?"
    r"(?:considered|planned|suggested|advised|offered|recommended|refused|declined|discussed|proposed|"
    r"not needed|not necessary|not given|not used|withheld|awaited|booked|"
    r"banned|forbidden|had no effect|no effect|made no difference)\b",
    re.I,
)
_SPOKEN_BEFORE = re.compile(
    r"\b(?:offered|refus\w+|declin\w+|wait\w* for|awaiting|plan\w* (?:for|an?|to)|consider\w*|advised|"
    r"suggested|recommended|asked about|asked for|search\w* for|look\w* for|screen\w* for|avoids|"
    r"avoiding|listed for|cleaned with|rubbed with|wiped with)\s+"
    r"(?:(?:an?|the|any|her|his|my|new)\s+)*$",
    re.I,
)
_LOOKED_BACK = 40
#: "Drinks much caffeinated soda".
_OTHER_DRINK = re.compile(
    r"\b(?:drinks?|drank|drunk|drinking)\s+(?:(?!and\b|or\b|but\b)[a-z]+\s+){0,5}?(?:caffeinated|water|milk|tea|coffee|"
    r"cola|coke|soda|juice|lemonade|squash|energy|fluids?|fizzy|soft|broth|soup|cups?|liquorice|licorice)\b",
    re.I,
)
_FAMILY_OF = (
    ("HP:0001337", "family_history_tremor"),
    ("HP:0001250", "family_history_epilepsy"),
    ("HP:0001251", "family_history_ataxia"),
    ("HP:0001332", "family_history_dystonia"),
    ("HP:0100033", "family_history_tics"),
    ("HP:0004305", "family_history_same"),
)


def _words_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words.split('|'))})\b", re.I)


_CHANGES = (
    (
        "stopped",
        _words_of(
            r"stopp\w+|came off|coming off|discontinu\w+|quit|ran out|wean\w+|withdrawn|withdrawal|"
            r"ceased|off my"
        ),
    ),
    ("raised", _words_of(r"increas\w+|raised|doubled|upped|went up|higher dose|titrat\w+|escalat\w+")),
    ("lowered", _words_of(r"reduc\w+|lowered|halved|cut down|taper\w+")),
    (
        "started",
        _words_of(
            r"start\w*|began|begun|commenc\w+|initiat\w+|put (?:me|him|her) on|prescribed|introduc\w+|"
            r"new(?:ly)?|added|given"
        ),
    ),
)
_SLEEP = Anchored(
    r"\b(?:sleep\w*|slept)\b[^.;\n]{0,24}?\b(?P<n>\d{1,2}|two|three|four|five|six|seven|eight)"
    r"(?:\s*(?:-|to|or)\s*(?P<upper>\d{1,2}|three|four|five|six|seven|eight))?\s*(?:hours|hrs|h)\b"
    r"|\b(?P<n2>\d{1,2}|two|three|four|five|six|seven|eight)\s*(?:hours|hrs) (?:of )?(?:sleep|a night)",
    r"\b(?:slep|sleep|\d|two|three|four|five|six|seven|eight)",
)
_GESTATION = Anchored(
    r"(?<![\d/])(?:[4-9]|[1-3]\d|4[0-2])(?:\+\d)?\s?/\s?40\b|"
    r"\b(?:[4-9]|[1-3]\d|4[0-2]) weeks(?:'|’)? (?:of )?(?:gestation|gone|pregnan\w+)\b|"
    r"\bat (?:[1-3]\d|4[0-2]) weeks,? (?=a |an |this |the |she )",
    r"(?<![\d/])\d|\b(?:\d|at\b)",
)
_IN_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}


class ExposureReader:
    """Sorts what a person was exposed to, and what runs in the family, into the story."""

    def __init__(self, model: Model, words: Words, story: Story, taken: list[tuple[int, int]]) -> None:
        self.model, self.words, self.story, self.taken = model, words, story, taken
        self.seen: set[tuple[object, ...]] = set()
        self.done: set[tuple[object, ...]] = set()

    def span(self, match: Match) -> tuple[int, int]:
        """Characters of a match."""
        return self.words.start[match.first], self.words.end[match.last - 1]

    def _again(self, item: str, *how: object) -> bool:
        """Whether the same was said before; the first words for it stand."""
        key = (item, *how)
        if key in self.seen:
            return True
        self.seen.add(key)
        return False

    def _family(self, mention: Mention, item: str, span: tuple[int, int]) -> None:
        if self._again(item, "family", mention.polarity, mention.when):
            return
        self.story.history.append(
            Said("finding", item, self.model.label(item), span, self.words.text[span[0] : span[1]],
                 mention.polarity == "present", "family", mention.when)
        )  # fmt: skip
        if mention.when == "feared":
            return
        index = self.model.feature(item)
        above = {item, *(self.model.item(a) for a in self.model.arrays.ancestors(index or 0).tolist())}
        for term, exposure in _FAMILY_OF:
            if term in above:
                self._exposed(mention, exposure, span, mention.polarity == "present")
                return

    def _exposure(self, mention: Mention, item: str, span: tuple[int, int]) -> None:
        if item.startswith("family_") or item == "consanguinity" or item.endswith("_family"):
            if mention.when != "feared":
                self._exposed(mention, item, span, mention.polarity == "present")
        elif mention.who == "family" and item in FAMILY_OF_KNOWN and mention.when != "feared":
            self._exposed(mention, FAMILY_OF_KNOWN[item], span, mention.polarity == "present")
        elif mention.who != "person" or mention.when == "feared":
            if self._again(item, mention.who, mention.when, mention.polarity):
                return
            label = self.model.label(item)
            self.story.history.append(
                Said("exposure", item, label, span, self.words.text[span[0] : span[1]],
                     mention.polarity == "present", mention.who, mention.when)
            )  # fmt: skip
        else:
            self._exposed(mention, item, span, mention.polarity == "present")

    def _exposed(self, mention: Mention, item: str, span: tuple[int, int], present: bool) -> None:
        if self._again(item, present):
            return
        text = self.words.text
        clause = self._clause(mention.match)
        if item == "alcohol" and _OTHER_DRINK.match(text, span[0]):
            return
        if present and (self._spoken_of(span) or _is_long_ago(item, clause)):
            return
        detail: dict[str, Any] = {}
        record = self.model.record(Exposure, item)
        if record is not None and record.kind in ("medicine", "class", "substance"):
            dose = read_dose(text, *span)
            if dose is not None:
                detail["dose"] = _shown(dose)
            change = _change(clause)
            if change is not None:
                detail["change"] = change
        spans = days_in(clause)
        recent = is_recent(clause)
        if recent is not None:
            detail["recent"] = recent
        if spans:
            detail["since_days"] = round(min(spans), 2)
        detail["clause"] = clause
        label = self.model.label(item)
        if mention.when == "past":
            detail["past"] = True
        self.story.exposures.append(
            Said("exposure", item, label, span, text[span[0] : span[1]], present, detail=detail)
        )

    def _spoken_of(self, span: tuple[int, int]) -> bool:
        """Whether it was offered, refused or thought of, no more."""
        text = self.words.text
        before = text[max(0, span[0] - _LOOKED_BACK) : span[0]]
        return bool(_SPOKEN_OF.match(text, span[1]) or _SPOKEN_BEFORE.search(before))

    def _clause(self, match: Match) -> str:
        """The part of the sentence round a match, between "and", "but" and the commas of new clauses."""
        words, sentence = self.words, self.words.sentence[match.first]
        first, last = match.first, match.last - 1
        while (
            first > 0
            and match.first - first < 14
            and words.sentence[first - 1] == sentence
            and words.normal[first - 1] not in ("but", "then")
        ):
            first -= 1
        while (
            last + 1 < len(words.normal)
            and last - match.last < 14
            and words.sentence[last + 1] == sentence
            and words.normal[last + 1] not in ("but", "then")
        ):
            last += 1
        return words.text[words.start[first] : words.end[last]]

    def habits(self) -> None:
        """Hours of sleep, of which five or fewer are too few, and weeks of a pregnancy ("16/40")."""
        for match in _GESTATION.finditer(self.words):
            if self.model.feature("pregnancy") is not None:
                self.story.exposures.append(
                    Said("exposure", "pregnancy", self.model.label("pregnancy"), match.span(),
                         match.group(), True)
                )  # fmt: skip
        for match in _SLEEP.finditer(self.words):
            word = (match["upper"] or match["n"] or match["n2"]).lower()
            hours = float(_IN_WORDS.get(word, 0) or word)
            if 0 < hours <= _SHORT_SLEEP and self.model.feature("sleep_loss") is not None:
                self.story.exposures.append(
                    Said("exposure", "sleep_loss", self.model.label("sleep_loss"), match.span(),
                         match.group(), True, detail={"hours": hours})
                )  # fmt: skip


def _is_long_ago(item: str, clause: str) -> bool:
    """Whether a recent event is dated too far back: "an operation ten years ago"."""
    bound = _RECENT_DAYS.get(item)
    spans = days_in(clause) if bound is not None else []
    return bound is not None and bool(spans) and min(spans) > bound and not is_recent(clause)


def _shown(dose: Dose) -> dict[str, Any]:
    return {"amount": dose.amount, "unit": dose.unit} | ({"often": dose.often} if dose.often else {})


def _change(clause: str) -> str | None:
    return next((name for name, pattern in _CHANGES if pattern.search(clause)), None)
