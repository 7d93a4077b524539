"""Known phrases in their context, sorted into what was said."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import pairwise

from whytwitch.core.story_words import DROPPED
from whytwitch.intake.story.context.lists import SPREAD, SPREAD_ABSENT, SPREAD_PRESENT
from whytwitch.intake.story.context.mentions import IS_NOT, IS_SO, Mention
from whytwitch.intake.story.diseases import DiseaseReader
from whytwitch.intake.story.exposures.change import is_taken_without_it
from whytwitch.intake.story.said import Question
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.bounds import is_within
from whytwitch.intake.story.text.match import Items, Match, kinds_of
from whytwitch.intake.story.text.merge import SAYS
from whytwitch.knowledge.schema import Exposure
from whytwitch.model.reading_cues import FUNCTIONS
from whytwitch.model.reading_questions import QUESTIONS
from whytwitch.model.reading_table import (
    CAUSE,
    DENIAL,
    FEATURE,
    FUNCTION,
    PART,
    QUESTION,
)

__all__ = ["MAX_MISSED", "MAX_QUESTIONS", "PhraseReader"]

MAX_QUESTIONS, MAX_MISSED = 20, 60
_NEGATIONS = frozenset("no not without never".split())
_CONDITIONS = frozenset("when whenever if while after".split())
_NO_LONGER_REACH, _NO_LONGER = 3, {("no", "longer"), ("not", "longer")}
#: Letters of the shortest name of a medicine that is looked for inside other phrases.
_MEDICINE_LETTERS = 6
_IS_DENIAL, _IS_FUNCTION, _IS_PART = kinds_of((DENIAL,)), kinds_of((FUNCTION,)), kinds_of((PART,))
#: What these say hangs on the words about them.
_NEVER_SETTLED = kinds_of((DENIAL, FUNCTION, PART, QUESTION))
_IS_FEATURE = kinds_of((FEATURE,))
_FIT_AND_WELL = Anchored(
    r"\b(?:an?\s+fit\b(?=\s+(?:\d|man|woman|young|healthy|person|athlete|lady|gentleman))|(?:very|still|"
    r"previously|usually|keep|keeps|keeping|physically|is|otherwise|stay|so|normally|been|am|always|"
    r"perfectly|quite|reasonably|completely|generally)\s+"
    r"fit\b(?=\s+(?:\d|and|for|man|woman|well|athlete|runner|young|healthy|enough|person|as|lady|"
    r"gentleman|until|till|all)\b|"
    r"[.,;]|$)"
    r"|\bfits?\s+(?:well|with|into|in with|the|my|your|perfectly|and well|and healthy)\b"
    r"|\b(?:(?:do|does|did|would|will)\s+not|don'?t|doesn'?t|didn'?t|wouldn'?t|won'?t)\s+fit\b"
    r"|\bnot\s+fit(?=\s+(?:for|enough|to)\b)"
    r"|\bfit and (?:well|healthy)|\bfit as an?\b)",
    "a an very still previously usually keep keeps keeping physically is otherwise stay so normally been am "
    "always perfectly quite reasonably completely generally >1 fit;"
    "do does did would will >2 fit; don don't dont doesn doesn't doesnt didn didn't didnt wouldn wouldn't "
    "wouldnt won won't wont not >1 fit;"
    "fit fits >1 well with into in the my your perfectly and as",
)


#: "I am 40, fit, and my calf twitches": from the comma on, and what stands before it.
_COMMA_FIT = re.compile(r",\s*(?:\w+,\s*)?fit\b(?=\s*(?:,|\.|and\b|$))", re.I)
_AN_AGE = re.compile(r"\b\d{1,2}(?:[\s-]?(?:years?(?:[\s-]old)?|yo|y/o|yrs?))?\Z", re.I)
_AGE_LETTERS = 16


class PhraseReader(DiseaseReader):
    """Turns mentions into what was said; one text, one reader."""

    @cached_property
    def not_fits(self) -> list[tuple[int, int]]:
        """Where "fit" is no seizure."""
        found = [m.span() for m in _FIT_AND_WELL.finditer(self.words)]
        text = self.words.text
        behind_age = (
            match.span()
            for match in _COMMA_FIT.finditer(text)
            if _AN_AGE.search(text, max(0, match.start() - _AGE_LETTERS), match.start())
        )
        return sorted([*found, *behind_age])

    @cached_property
    def read_already(self) -> frozenset[int]:
        """Words that begin inside what numbers and frames have taken."""
        start = self.words.start
        nexts = [*(first for first, _ in self.taken[1:]), sys.maxsize]
        return frozenset(
            i
            for (first, last), end in zip(self.taken, nexts, strict=False)
            for i in range(bisect_left(start, first), bisect_left(start, min(last, end)))
        )

    def take_all(self, mentions: list[Mention]) -> None:
        """Sort the mentions into the story; what was said before in the same way is passed over."""
        settled: set[tuple[object, ...]] = set()
        behind_same = self.behind_same
        for i, mention in enumerate(mentions):
            (first, _, items, kinds), polarity, who, when, _, diagnosed, _, _ = mention
            if kinds == _IS_PART and first not in behind_same:
                continue
            said = (items, polarity, who, when, diagnosed)
            if said not in settled and self.take(mention, mentions, i):
                settled.add(said)

    def take(self, mention: Mention, mentions: list[Mention], i: int) -> bool:
        """Sort one mention into the story; whether the same said again would change nothing."""
        match = mention.match
        span = self.span(match)
        if match.first in self.read_already:
            return False
        how = mention[1:4]
        healthy = match.kinds & _IS_FUNCTION > 0 and self._is_healthy(mention)
        settled = not match.kinds & _NEVER_SETTLED
        for kind, index, rank in match.items:
            if kind == FEATURE and rank < SPREAD and (index, *how) in self.done:
                continue
            if kind == FEATURE and (
                (healthy and rank < SPREAD) or (rank < SPREAD and not self._is_spelled(match, index))
            ):
                settled = False
                continue
            if rank in (SPREAD_ABSENT, SPREAD_PRESENT) and kind == FEATURE:
                self._finding(mention, self.model.item(index), span, rank == SPREAD_PRESENT)
                settled = False
            elif kind == DENIAL and self._is_condition(match.first):
                settled = False
            elif kind == DENIAL or (rank == SPREAD and match.kinds & _IS_DENIAL):
                # "Not stiff, not slow": a phrase that holds its own "not" is not turned by one before it.
                denies = not _NEGATIONS.isdisjoint(self.words.normal[match.first : match.last])
                there = "absent" if mention.polarity == "present" or denies else "present"
                if self._is_no_longer(match):
                    there = "present"
                self._feature(mention._replace(polarity=there), self.model.item(index), span, mentions, i)
                settled = False
            elif kind == FEATURE:
                item = self.model.item(index)
                terms = self._of_patient(item, match)
                for term in terms:
                    self._feature(mention, term, span, mentions, i)
                again = not terms and self._feature(mention, item, span, mentions, i)
                if again and rank < SPREAD:
                    self.done.add((index, *how))
                settled = settled and again and rank < SPREAD
            elif kind == FUNCTION and mention.who == "person":
                self._function(mentions, i, index, span)
            elif kind == PART:
                self._same_there(mention, index, span)
            elif kind == QUESTION:
                self._question(mention, index, span, mentions, i)
            elif kind == CAUSE:
                settled = self._cause(mention, index, span) and settled
        return settled

    def _is_no_longer(self, match: Match) -> bool:
        """ "No longer steady on her feet", "can no longer let go at once"."""
        before = self.words.normal[max(0, match.first - _NO_LONGER_REACH) : match.first]
        return any(pair in _NO_LONGER for pair in pairwise(before))

    @staticmethod
    def _is_healthy(mention: Mention) -> bool:
        """ "Bladder and bowel work normally": what is called normal is no finding of the same words."""
        for kind, index, _ in mention.match.items:
            if kind == FUNCTION and (index >= len(FUNCTIONS) or (mention.normal and not mention.impaired)):
                return True
        return False

    def _is_condition(self, first: int) -> bool:
        """ "My thighs ache when I climb stairs": that he climbs them is no denial of trouble with it."""
        words = self.words
        return any(
            words.normal[k] in _CONDITIONS and words.clause[k] == words.clause[first]
            for k in range(max(0, first - 3), first)
        )

    def _question(
        self, mention: Mention, index: int, span: tuple[int, int], mentions: list[Mention], i: int
    ) -> None:
        words, meanings, question, item = QUESTIONS[index]
        if words.startswith("fit") and is_within(self.not_fits, span[0]):
            return
        if words.startswith("nerves") and not self.words.text[span[0] : span[1]].lower().endswith("nerves"):
            return  # "the ulnar nerve"
        placed = False
        if item is not None and mention.who in ("person", "family"):
            placed = any(True for _ in self._other_parts(mentions, i))
            self._feature(mention, item, span, mentions, i)
        asked = mention.polarity == "present" and mention.who == "person" and mention.when == "present"
        if not asked or placed or len(self.story.questions) >= MAX_QUESTIONS:
            return
        if all(q.question != question for q in self.story.questions):
            shown = self.words.text[span[0] : span[1]]
            self.story.questions.append(Question(shown, span, meanings, question, item))

    def inside(self, matches: list[Match], mentions: dict[int, Mention]) -> None:
        """What a longer phrase holds: "no loss of consciousness" denies the rest of it, "painless
        twitching" is twitching, "came off paroxetine" names a medicine.
        """
        done: set[tuple[tuple[str, ...], bool]] = set()
        ending: dict[Items, bool] = {}
        denied = {first for first, mention in mentions.items() if mention.polarity == "absent"}
        normal = self.words.normal
        for match in matches:
            first, last, items, kinds = match
            if last - first < 2 or not kinds & _IS_FEATURE:
                continue
            ends = ending.get(items)
            if ends is None:
                ends = ending[items] = self._tells_of_an_end(items)
            if not ends and normal[first] not in _NEGATIONS:
                continue  # most hold nothing
            said = (tuple(normal[first:last]), first in denied)
            if said in done:
                continue
            done.add(said)
            if normal[first] in _NEGATIONS:
                for item in self._known(first + 1, last):
                    if item.startswith("HP:"):
                        self._finding(Mention(match), item, self.span(match), False)
            else:
                for i in range(first, last):
                    for item in sorted(
                        {k for end in (i + 1, i + 2) if end <= last for k in self._known(i, end)}
                    ):
                        if not item.startswith(("HP:", "WT:")):
                            self._exposed(Mention(match), item, self.span(match), True)

    def medicines_within(self, mentions: list[Mention]) -> None:
        """ "Thyroxine for an underactive gland", "on methylphenidate since school": it was taken."""
        known: dict[str, str | None] = {}
        n_findings = self.model.arrays.n_findings
        for mention in mentions:
            first, last, items, kinds = mention[0]
            if last - first < 2 or kinds != _IS_FEATURE:
                continue
            if mention[1:4] != IS_SO and mention[1:4] != IS_NOT:
                continue
            if any(index >= n_findings for _, index, _ in items):
                continue
            for i in range(first, last):
                word = self.words.normal[i]
                if len(word) < _MEDICINE_LETTERS:
                    continue
                if word not in known:
                    known[word] = self._medicine(i)
                item = known[word]
                if item is not None and (
                    mention.polarity == "present" or is_taken_without_it(self.words.text, self.words.start[i])
                ):
                    at = Match(i, i + 1, (), 0)
                    self._exposed(Mention(at), item, self.span(at), True)

    def _medicine(self, at: int) -> str | None:
        """The single medicine that a word alone stands for."""
        records = ((item, self.model.record(Exposure, item)) for item in self._known(at, at + 1))
        return next((item for item, record in records if record and record.kind == "medicine"), None)

    def _tells_of_an_end(self, items: Items) -> bool:
        """Whether a phrase says that something was stopped, or too much of it taken."""
        names = [self.model.item(index) for kind, index, _ in items if kind == FEATURE]
        return any(name.endswith("_stopped") or name == "overdose" for name in names)

    def missed(self, matches: list[Match]) -> None:
        """Sentences of some length in which nothing was known."""
        words = self.words
        known = {words.sentence[m.first] for m in matches if m.kinds & SAYS}
        known |= {words.sentence[i] for a, _ in self.taken for i in [bisect_left(words.start, a)]
                  if i < len(words.normal)}  # fmt: skip
        first = 0
        n = len(words.normal)
        while first < n and len(self.story.not_understood) < MAX_MISSED:
            number = words.sentence[first]
            last = bisect_right(words.sentence, number, first)
            if number not in known:
                content = [w for w in words.normal[first:last] if w not in DROPPED and len(w) > 2]
                if len(content) >= 3:
                    self.story.not_understood.append((words.start[first], words.end[last - 1]))
            first = last
