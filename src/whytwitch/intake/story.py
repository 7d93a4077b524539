"""Plain words to coded facts: what is there, what is not, what was taken, and what could not be read.

Nothing is guessed: a word that could mean two things becomes a question, and a clause that gave
nothing is kept in ``not_understood``.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from whytwitch.core.story_words import DROPPED, phrase_code
from whytwitch.intake.story_context import Mention, in_context
from whytwitch.intake.story_match import Match, Words, find_loose, find_matches, split_words
from whytwitch.intake.story_person import Person, patients_in, read_person
from whytwitch.intake.story_values import Dose, Value, read_dose, read_values
from whytwitch.intake.timing import days_in, is_recent
from whytwitch.knowledge.schema import Exposure
from whytwitch.model.reading_grammar import (
    BARE,
    DENIED_AS,
    DENIES,
    FAMILY_OF_KNOWN,
    FUNCTIONS,
    IMPAIRED,
    PARTS,
    QUESTIONS,
    REFINED,
    term_at,
)
from whytwitch.model.reading_table import CAUSE, FEATURE, FUNCTION, PART, QUESTION
from whytwitch.model.store import Model

__all__ = ["Question", "Said", "Story", "read_story"]

_FUNCTION_TERMS = tuple(FUNCTIONS.values())
_PART_NAMES = tuple(PARTS)
_NEGATIONS = frozenset("no not without never".split())
_JOINING = re.compile(
    r"[\s,/&]*(?:(?:and|or|then|also|both|the|his|her|my|in|of|left|right|to|as well as)[\s,]*)*"
)
_LISTED = re.compile(r"\s*(?:,|,?\s*and|or|&)\s*(?:(?:the|his|her|my|left|right|also)\s+)*")
_MAX_QUESTIONS, _MAX_MISSED = 20, 60
_WORRY, _SHORT_SLEEP = "WT:worry_about_mnd", 5.0
_MND = "amyotrophic_lateral_sclerosis"
_FAMILY_OF = (
    ("HP:0001337", "family_history_tremor"),
    ("HP:0001250", "family_history_epilepsy"),
    ("HP:0001251", "family_history_ataxia"),
    ("HP:0001332", "family_history_dystonia"),
    ("HP:0100033", "family_history_tics"),
    ("HP:0004305", "family_history_same"),
)
_FAMILY_CAUSES = {
    _MND: "family_history_mnd",
    "parkinson_disease": "family_history_parkinson",
    "huntington_disease": "family_history_huntington",
    "essential_tremor": "family_history_tremor",
}


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
_SLEEP = re.compile(
    r"\b(?:sleep\w*|slept)\b[^.;\n]{0,24}?\b(?P<n>\d{1,2}|two|three|four|five|six|seven|eight)"
    r"(?:\s*(?:-|to|or)\s*(?P<upper>\d{1,2}|three|four|five|six|seven|eight))?\s*(?:hours|hrs|h)\b"
    r"|\b(?P<n2>\d{1,2}|two|three|four|five|six|seven|eight)\s*(?:hours|hrs) (?:of )?(?:sleep|a night)",
    re.I,
)
_IN_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_FIT_AND_WELL = re.compile(
    r"\b(?:(?:an?|very|still|previously|usually|keep|keeps|keeping|physically|is|otherwise|stay|so|normally)\s+"
    r"fit\b(?=\s+(?:\d|and|for|man|woman|well|athlete|runner|young|healthy|enough|person|as|lady|gentleman)|"
    r"[.,;]|$)"
    r"|\bfits?\s+(?:well|with|into|in with|the|my|your|perfectly|and well|and healthy)\b"
    r"|\bfit and (?:well|healthy))",
    re.I,
)

#: "The fall of Rome", "fall asleep", "painful to watch", "cold drinks": words that mean another thing here.
_FALSE_FRIEND = re.compile(
    r"\b(?:fall(?:s|ing)? (?:of|in love|apart|behind|asleep|into place|term|semester)|"
    r"in the fall|this fall|last fall|"
    r"no pain no gain|tired of|sick of|sick leave|sick note|nervous system|nervous about nothing|"
    r"dead line|burning question|blind spot|pain clinic|sleepy town|weak tea|weak coffee|weak point|"
    r"stiff drink|stiff competition|heavy traffic|rash decision|swollen river)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said, with its words.

    ``certainty`` is sure or possible; ``who`` person, family or other; ``when`` present, past or
    feared; ``detail`` holds body part, side, dose and change where they are said.
    """

    kind: Literal["finding", "exposure", "cause"]
    id: str
    label: str
    span: tuple[int, int]
    words: str
    present: bool
    who: str = "person"
    when: str = "present"
    certainty: str = "sure"
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """Words that could mean two things."""

    words: str
    span: tuple[int, int]
    meanings: tuple[str, ...]
    question: str
    coded: str | None


@dataclass
class Story:
    """Everything read from one text; the same text always gives the same story."""

    text: str
    person: Person
    findings: list[Said] = field(default_factory=list)
    exposures: list[Said] = field(default_factory=list)
    history: list[Said] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    not_understood: list[tuple[int, int]] = field(default_factory=list)


def read_story(model: Model, text: str) -> Story:
    """Read a person's own words or a letter."""
    words = split_words(model, text)
    story = Story(text, read_person(text))
    story.values = read_values(model, words)
    taken = [v.span for v in story.values]
    matches = find_matches(model, words)
    causes = find_matches(model, words, "reading_cause")
    every = _with_loose(_merged(matches, causes), find_loose(model, words, matches))
    reader = _Reader(model, words, story, taken)
    patients = patients_in(text)
    mentions = list(in_context(words, every, patients))
    for i, mention in enumerate(mentions):
        reader.take(mention, mentions, i)
    reader.inside(matches, {m.match.first: m for m in mentions})
    reader.habits()
    reader.missed(every)
    _settle(story)
    return story


def _merged(matches: list[Match], causes: list[Match]) -> list[Match]:
    """Names of diseases beside the rest; where both hold one word the longer stands."""
    merged = list(matches)
    taken = {i for m in matches if any(k in _SAYS for k, _, _ in m.items) for i in range(m.first, m.last)}
    at = {m.first: k for k, m in enumerate(matches)}
    for cause in causes:
        same = at.get(cause.first)
        if same is not None and merged[same].last <= cause.last:
            known = merged[same]
            merged[same] = Match(known.first, max(known.last, _free(taken, known.last, cause.last)),
                                 known.items + cause.items)  # fmt: skip
        elif not taken.intersection(range(cause.first, cause.last)):
            merged.append(cause)
    merged.sort(key=lambda m: (m.first, -m.last))
    kept: list[Match] = []
    for match in merged:
        if not kept or match.first >= kept[-1].last:
            kept.append(match)
    return kept


def _with_loose(matches: list[Match], loose: list[Match]) -> list[Match]:
    """Loose finds beside the rest; they take the place of single words at their ends.

    A cue between their words still turns them.
    """
    if not loose:
        return matches
    ends = {i for m in loose for i in (m.first, m.last - 1)}
    kept = [
        m
        for m in matches
        if not (m.last - m.first == 1 and m.first in ends and any(k in _SAYS for k, _, _ in m.items))
    ]
    return sorted([*kept, *loose], key=lambda m: (m.first, m.last))


def _free(taken: set[int], start: int, end: int) -> int:
    """How far from ``start`` the words are free of other findings."""
    while start < end and start not in taken:
        start += 1
    return start


class _Reader:
    """Turns mentions into what was said; one text, one reader."""

    def __init__(self, model: Model, words: Words, story: Story, taken: list[tuple[int, int]]) -> None:
        self.model, self.words, self.story, self.taken = model, words, story, taken
        self.seen: set[tuple[object, ...]] = set()
        self.not_fits = [m.span() for m in _FIT_AND_WELL.finditer(words.text)]

    def span(self, match: Match) -> tuple[int, int]:
        """Characters of a match."""
        return int(self.words.start[match.first]), int(self.words.end[match.last - 1])

    def take(self, mention: Mention, mentions: list[Mention], i: int) -> None:
        """Sort one mention into the story."""
        match = mention.match
        span = self.span(match)
        if _inside(self.taken, span[0]):
            return
        for kind, index, _ in match.items:
            if kind == FEATURE:
                self._feature(mention, self.model.item(index), span, mentions, i)
            elif kind == FUNCTION and mention.who == "person":
                self._function(mention, _FUNCTION_TERMS[index], span)
            elif kind == QUESTION:
                self._question(mention, index, span, mentions, i)
            elif kind == CAUSE:
                self._cause(mention, index, span)

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
        if mention.who == "person" and (mention.when == "present" or item == _WORRY):
            self.story.findings.append(said)
        else:
            self.story.history.append(said)

    def _again(self, item: str, *how: object) -> bool:
        """Whether the same was said before; the first words for it stand."""
        key = (item, *how)
        if key in self.seen:
            return True
        self.seen.add(key)
        return False

    def _side(self, span: tuple[int, int]) -> dict[str, Any]:
        near = self.words.text[max(0, span[0] - 12) : span[1] + 24].lower()
        return {"side": next(s for s in ("left", "right") if s in near)} if _SIDE.search(near) else {}

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
        return words.text[int(words.start[first]) : int(words.end[last])]

    def _question(
        self, mention: Mention, index: int, span: tuple[int, int], mentions: list[Mention], i: int
    ) -> None:
        words, meanings, question, item = QUESTIONS[index]
        if words.startswith("fit") and _inside(self.not_fits, span[0]):
            return
        placed = False
        if item is not None and mention.who in ("person", "family"):
            placed = any(True for _ in self._other_parts(mentions, i))
            self._feature(mention, item, span, mentions, i)
        asked = mention.polarity == "present" and mention.who == "person" and mention.when == "present"
        new = all(q.question != question for q in self.story.questions)
        if asked and not placed and new and len(self.story.questions) < _MAX_QUESTIONS:
            shown = self.words.text[span[0] : span[1]]
            self.story.questions.append(Question(shown, span, meanings, question, item))

    def _cause(self, mention: Mention, index: int, span: tuple[int, int]) -> None:
        name = self.model.meta["names"]["cause"][index]
        if self._again(name, mention.who, mention.when, mention.polarity, mention.diagnosed):
            return
        label = str(self.model.meta["cause_names"].get(name, name))
        when = mention.when
        if when == "present" and mention.diagnosed and mention.polarity == "present":
            when = "diagnosed"
        self.story.history.append(
            Said("cause", name, label, span, self.words.text[span[0] : span[1]],
                 mention.polarity == "present", mention.who, when)
        )  # fmt: skip
        if name == _MND and mention.when == "feared" and mention.who == "person":
            self._finding(mention, _WORRY, span, True)
        if mention.who == "family" and name in _FAMILY_CAUSES and mention.when != "feared":
            self._exposed(mention, _FAMILY_CAUSES[name], span, mention.polarity == "present")

    def inside(self, matches: list[Match], mentions: dict[int, Mention]) -> None:
        """What a longer phrase holds: "no loss of consciousness" denies the rest of it, "painless
        twitching" is twitching, "came off paroxetine" names a medicine.
        """
        done: set[tuple[tuple[str, ...], bool]] = set()
        denied = {first for first, mention in mentions.items() if mention.polarity == "absent"}
        for match in matches:
            width = match.last - match.first
            items = [self.model.item(index) for kind, index, _ in match.items if kind == FEATURE]
            said = (tuple(self.words.normal[match.first : match.last]), match.first in denied)
            if width < 2 or not items or said in done:
                continue
            done.add(said)
            if self.words.normal[match.first] in _NEGATIONS:
                for item in self._known(match.first + 1, match.last):
                    if item.startswith("HP:"):
                        self._finding(Mention(match), item, self.span(match), False)
            elif any(item.endswith("_stopped") for item in items):
                for i in range(match.first, match.last):
                    for item in self._known(i, i + 1):
                        if not item.startswith(("HP:", "WT:")):
                            self._exposed(Mention(match), item, self.span(match), True)
            elif all(item.startswith("WT:") for item in items):
                self._inner(match, mentions)

    def _inner(self, match: Match, mentions: dict[int, Mention]) -> None:
        """The longest term inside a description of ours, such as "speech slurred at first"."""
        width = match.last - match.first
        for size in range(width - 1, 0, -1):
            for first in range(match.first, match.last - size + 1):
                items = [i for i in self._known(first, first + size) if i.startswith("HP:")]
                if items and (size > 1 or items[0] in BARE):
                    said = mentions.get(match.first, Mention(match))
                    for item in items:
                        self._finding(said, item, self.span(match), said.polarity == "present")
                    return

    def _known(self, first: int, last: int) -> Iterator[str]:
        """Findings and exposures that exactly these words stand for."""
        keys = self.model.lexicon("reading_key")
        code = phrase_code(self.words.normal[first:last])
        at = int(keys.searchsorted(np.uint64(code))) if code is not None else len(keys)
        if at < len(keys) and int(keys[at]) == code:
            ends, items = self.model.lexicon("reading_end"), self.model.lexicon("reading_item")
            for kind, index, _ in items[int(ends[at]) : int(ends[at + 1])].tolist():
                if kind == FEATURE:
                    yield self.model.item(index)

    def habits(self) -> None:
        """Hours of sleep: five or fewer are too few."""
        for match in _SLEEP.finditer(self.words.text):
            word = (match["upper"] or match["n"] or match["n2"]).lower()
            hours = float(_IN_WORDS.get(word, 0) or word)
            if 0 < hours <= _SHORT_SLEEP and self.model.feature("sleep_loss") is not None:
                self.story.exposures.append(
                    Said("exposure", "sleep_loss", self.model.label("sleep_loss"), match.span(),
                         match.group(), True, detail={"hours": hours})
                )  # fmt: skip

    def missed(self, matches: list[Match]) -> None:
        """Sentences of some length in which nothing was known."""
        words = self.words
        known = {int(words.sentence[m.first]) for m in matches if any(k in _SAYS for k, _, _ in m.items)}
        known |= {int(words.sentence[i]) for a, _ in self.taken for i in [int(words.start.searchsorted(a))]
                  if i < len(words.normal)}  # fmt: skip
        first = 0
        n = len(words.normal)
        while first < n and len(self.story.not_understood) < _MAX_MISSED:
            number = int(words.sentence[first])
            last = first
            while last < n and words.sentence[last] == number:
                last += 1
            content = [w for w in words.normal[first:last] if w not in DROPPED and len(w) > 2]
            if number not in known and len(content) >= 3:
                self.story.not_understood.append((int(words.start[first]), int(words.end[last - 1])))
            first = last


_SAYS = (FEATURE, QUESTION, CAUSE)


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    """Whether a character lies in one of some spans that are in order."""
    i = bisect_right(spans, (at, sys.maxsize)) - 1
    return i >= 0 and at < spans[i][1]


_SIDE = re.compile(r"\b(?:left|right)\b")


def _shown(dose: Dose) -> dict[str, Any]:
    return {"amount": dose.amount, "unit": dose.unit} | ({"often": dose.often} if dose.often else {})


def _change(clause: str) -> str | None:
    return next((name for name, pattern in _CHANGES if pattern.search(clause)), None)


def _settle(story: Story) -> None:
    """Each finding once, the first words kept; what is present and absent stays present."""
    present = {s.id for s in story.findings if s.present}
    seen: set[tuple[str, bool]] = set()
    kept = []
    for said in story.findings:
        key = (said.id, said.present)
        if key in seen or (not said.present and said.id in present):
            continue
        seen.add(key)
        kept.append(said)
    story.findings = kept
    taken: set[tuple[str, bool]] = set()
    exposures = []
    for said in story.exposures:
        if (said.id, said.present) not in taken:
            taken.add((said.id, said.present))
            exposures.append(said)
    story.exposures = exposures
