"""Diseases by their names: made out, feared, of the family; and what kin is said to share."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from operator import attrgetter

import numpy as np

from whytwitch.core.story_words import phrase_code, spelled_code
from whytwitch.intake.story.context.fear import is_nobodys
from whytwitch.intake.story.context.mentions import IS_SO, Mention
from whytwitch.intake.story.findings.reader import WORRY, FindingReader
from whytwitch.intake.story.person import patients_of
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.bounds import is_question
from whytwitch.intake.story.text.match import Match
from whytwitch.model.reading_cues import FAMILY_OF_KNOWN, KNOWN_OF_CAUSE
from whytwitch.model.reading_table import (
    FEATURE,
    SPELLED,
)

__all__ = ["DiseaseReader"]

_BY_SPAN = attrgetter("span")
#: Abbreviations of diseases stand in capitals, but for those that everybody writes.
_SHORTEST, _SHORT_NAMES = 4, frozenset("als mnd bfs".split())
_APOSTROPHE = re.compile("['’]")
_SAME = "family_history_same"
_MND = "amyotrophic_lateral_sclerosis"
_FAMILY_CAUSES = {
    _MND: "family_history_mnd",
    **dict.fromkeys(("tourette_syndrome", "tic_disorder"), "family_history_tics"),
    **dict.fromkeys(("friedreich_ataxia", "episodic_ataxia_1", "episodic_ataxia_2"), "family_history_ataxia"),
    **dict.fromkeys(("cervical_dystonia", "generalised_dystonia_dyt1", "myoclonus_dystonia"),
                    "family_history_dystonia"),
    **dict.fromkeys(("charcot_marie_tooth", "duchenne_becker_dystrophy", "facioscapulohumeral_dystrophy",
                     "limb_girdle_dystrophy", "myotonic_dystrophy_1", "myotonic_dystrophy_2"),
                    "family_history_neuromuscular"),
    **dict.fromkeys(("generalised_epilepsy", "juvenile_myoclonic_epilepsy"), "family_history_epilepsy"),
    "parkinson_disease": "family_history_parkinson",
    "huntington_disease": "family_history_huntington",
    "essential_tremor": "family_history_tremor",
    "hypokalaemic_periodic_paralysis": "family_history_periodic_paralysis",
    "hyperkalaemic_periodic_paralysis": "family_history_periodic_paralysis",
}  # fmt: skip
#: "My wife has ALS", "I've got Parkinson's": a disease of one who has it is a diagnosis made.
_HAS = re.compile(
    r"\b(?:has|have|got|gets|living with|lives with|live with|suffers? from|"
    r"(?:i|he|she|we|they)['’](?:s|ve))\s+"
    r"(?:(?:had|got|been|known|long[- ]?standing|relapsing|remitting|secondary|primary|progressive|advanced|"
    r"early|mild|severe|late[- ]stage|end[- ]stage|bulbar|limb|onset|my|his|her|the|a|an|diagnosed|with)"
    r"\s+){0,4}\Z",
    re.I,
)
#: Letters before the name of a disease that are looked at.
_BEFORE = 60
#: "All the signs of MS", "scans for MS": nobody has found it.
_NOT_FOUND = re.compile(
    r"\b(?:signs?|symptoms?|features?|suspicions?|chances?|risk|tested|scan(?:s|ned)?|tests?|possib\w+|"
    r"probabl\w+|maybe|might be|query|suspect\w*|looks like)\s+"
    r"(?:(?:of|for|to be|it is|it['’]s|having|a|an|the|early)\s+){0,3}\Z",
    re.I,
)
#: What follows a disease that is the family's: "is known in the family", "on her father's side".
_IN_FAMILY = re.compile(
    r"\s+(?:disease\s+)?(?:(?:is|was|are|were|has been)\s+)?(?:also\s+)?"
    r"(?:(?:known|present|common|found|seen|told of|frequent)\s+)?"
    r"(?:(?:in|among)\s+(?:the|his|her|my|our|their)\s+(?:\w+\s+)?(?:family|families|relatives|kin|"
    r"ancestors)\b|"
    r"(?:runs?|ran|running)\s+in\s+(?:the|his|her|my|our|their)\s+|"
    r"in\s+(?:(?:my|his|her|an?|one)\s+)?(?:\w+\s+)?(?:cousin|brother|sister|uncle|aunt|mother|father|mum|"
    r"mom|dad|"
    r"grand\w+|nephew|niece|parent|sibling)s?\b|"
    r"on\s+(?:the|his|her|my)\s+(?:mother|father|maternal|paternal))",
    re.I,
)


#: "My father had tremor" tells of the family.
_WAS_SO = frozenset("had was were did died used".split())
_AS_WELL = re.compile(r"\s+(?:[\w-]+\s+){0,3}?(?:too|also|as well|likewise|the same)\b", re.I)
_OF_HIM = re.compile(r"\b(?:he|she|his|her|him)\b", re.I)


class DiseaseReader(FindingReader):
    """Reads names of diseases beside what :class:`FindingReader` reads."""

    @cached_property
    def spelled(self) -> dict[tuple[str, str, int], bool]:
        """Single words that were looked up, with what they may stand for."""
        return {}

    def _is_spelled(self, match: Match, index: int, table: str = "reading") -> bool:
        """Whether a phrase of one word stands as it is spelled: "fast" is no fasting, a mile no MILS."""
        if match.last - match.first > 1:
            return True
        word = (self.words.normal[match.first], index)
        known = self.spelled.get((table, *word))
        if known is None:
            codes = self.model.lexicon(SPELLED[table])
            code = np.uint64(spelled_code(*word))
            at = int(codes.searchsorted(code))
            known = self.spelled[table, *word] = at < len(codes) and int(codes[at]) == int(code)
        return known

    def _cause(self, mention: Mention, index: int, span: tuple[int, int]) -> bool:
        """Take a diagnosis; whether the same said again, of the same, would change nothing."""
        match = mention.match
        name = self.model.meta["names"]["cause"][index]
        shown = self.words.text[span[0] : span[1]]
        if not self._is_spelled(match, index, "reading_cause"):
            return False
        if len(shown) <= _SHORTEST and shown.islower() and shown not in _SHORT_NAMES:
            return False  # "same" is no SAMS
        if _APOSTROPHE.split(shown)[0] in ("She", "she", "Ms"):
            return False  # no SHE, no MS
        if shown.lower().startswith("the ") and shown.lower().endswith("ing"):
            return False  # "the shaking" is not "the shakes"
        if mention.who == "person" and _IN_FAMILY.match(self.words.text, span[1]):
            mention = mention._replace(who="family")
        mention = self._asked(mention, span)
        if mention[1:4] == IS_SO and not mention.diagnosed:
            if self._is_mere_finding(match):
                return False
            if is_nobodys(self.words.text, span):
                mention = mention._replace(when="feared")
            elif _HAS.search(self.words.text, max(0, span[0] - _BEFORE), span[0]):
                mention = mention._replace(diagnosed=True)
        if mention[1:4] == IS_SO and _NOT_FOUND.search(self.words.text, max(0, span[0] - _BEFORE), span[0]):
            mention = mention._replace(when="feared", diagnosed=False)
        if self._again(name, mention.who, mention.when, mention.polarity, mention.diagnosed):
            return True
        label = str(self.model.meta["cause_names"].get(name, name))
        when = mention.when
        if when == "present" and mention.diagnosed and mention.polarity == "present":
            when = "diagnosed"
        self.story.history.append(
            Said("cause", name, label, span, self.words.text[span[0] : span[1]],
                 mention.polarity == "present", mention.who, when)
        )  # fmt: skip
        if name == _MND and mention.when == "feared" and mention.who == "person":
            self._finding(mention, WORRY, span, True)
        if mention.who == "person" and name in KNOWN_OF_CAUSE and mention.when != "feared":
            self._exposed(mention, KNOWN_OF_CAUSE[name], span, mention.polarity == "present")
        if mention.who == "family" and name in _FAMILY_CAUSES and mention.when != "feared":
            self._exposed(mention, _FAMILY_CAUSES[name], span, mention.polarity == "present")
        return True

    def _is_mere_finding(self, match: Match) -> bool:
        """ "Fasics in both thighs": a word for the finding, though some call a disease by it."""
        return any(item.startswith("HP:") for item in self._known(match.first, match.last))

    def _of_patient(self, item: str, match: Match) -> list[str]:
        """ "Dad's hand shakes", where it is Dad that a child tells of: what he has himself."""
        if not item.startswith("family_history_"):
            return []
        told = self.words.normal[match.first : match.last + 1]
        if patients_of(self.words).isdisjoint(told) or not _WAS_SO.isdisjoint(told):
            return []
        text, (start, end) = self.words.text, self.span(match)
        if is_question(text, start) or _AS_WELL.match(text, end):
            return []  # "is my daughter having fits?"
        # "My sister is epileptic" alone is a remark.
        if "'s" not in text[start:end] and "’s" not in text[start:end] and not _OF_HIM.search(text, end):
            return []
        held = (self._known(k, match.last) for k in range(match.first + 1, match.last))
        return next(
            (terms for known in held if (terms := sorted(t for t in known if t.startswith("HP:")))), []
        )

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

    def share(self, spans: Iterable[tuple[int, int, bool]]) -> None:
        """ "I'm terrified it's MND. My uncle had it": kin has the disease or the complaint told last."""
        words, story = self.words, self.story
        complaints = sorted((s for s in story.findings if s.id.startswith("HP:")), key=_BY_SPAN)
        first_there = min((s.span[0] for s in story.findings if s.present), default=sys.maxsize)
        for start, last, behind in spans:
            number = words.sentence[bisect_left(words.start, start)]
            low = words.start[bisect_left(words.sentence, number - 1)]
            first = start
            if behind:
                low, first = start, words.end[bisect_right(words.sentence, number) - 1]
            told = (
                s
                for s in story.history
                if low <= s.span[0] < first and s.who == "person" and s.kind != "finding"
            )
            named = max(told, key=_BY_SPAN, default=None)
            span, at = (start, last), bisect_left(words.start, start)
            mention = Mention(Match(at, at + 1, (), 0), who="family")
            if named is not None:
                same = [
                    s for s in story.exposures if s.id == _SAME and s.span[0] < last and s.span[1] > start
                ]
                story.exposures = [s for s in story.exposures if s not in same]
                story.history.append(replace(named, span=span, words=words.text[start:last], present=True,
                                             who="family", when="present"))  # fmt: skip
                of_kin = _FAMILY_CAUSES.get(named.id, FAMILY_OF_KNOWN.get(named.id))
            else:
                a, b = (bisect_left(complaints, (at, 0), key=_BY_SPAN) for at in (low, first))
                found = complaints[a:b]
                # "Jerks since I was twelve, no fits. My father has them": what is there is meant.
                if first_there < first:
                    found = [s for s in found if s.present]
                of_kin = next((kin for s in reversed(found) if (kin := self._of_family(s.id))), None)
                if of_kin is None and any(s.present for s in found):
                    of_kin = _SAME
            if of_kin is not None and self.model.feature(of_kin) is not None:
                self._exposed(mention, of_kin, span, True)
