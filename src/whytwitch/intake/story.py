"""Plain words to coded facts: what is there, what is not, what was taken, and what could not be read.

Nothing is guessed: a word that could mean two things becomes a question, and a clause that gave
nothing is kept in ``not_understood``.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from functools import cached_property, partial
from itertools import pairwise
from operator import attrgetter, itemgetter

import numpy as np

from whytwitch.core.beside import begin_beside, workers
from whytwitch.core.collector import without_collector
from whytwitch.core.story_words import DROPPED, phrase_code, spelled_code
from whytwitch.intake.story_able import read_abilities
from whytwitch.intake.story_again import repeats_of
from whytwitch.intake.story_anchor import Anchored
from whytwitch.intake.story_blood import read_normal_tracing, read_normal_values
from whytwitch.intake.story_bounds import is_within, lies_within
from whytwitch.intake.story_change import is_taken_without_it
from whytwitch.intake.story_context import Mention, in_context
from whytwitch.intake.story_duration import duration_of
from whytwitch.intake.story_effect import read_effects, without_effect
from whytwitch.intake.story_face import with_face_pain
from whytwitch.intake.story_figures import without_figures
from whytwitch.intake.story_findings import WORRY, FindingReader
from whytwitch.intake.story_frames import read_frames
from whytwitch.intake.story_gaps import gaps_of
from whytwitch.intake.story_growth import read_growth
from whytwitch.intake.story_halves import moved, parts_of, put_together
from whytwitch.intake.story_harmless import settle_harmless
from whytwitch.intake.story_kin import kin_shares
from whytwitch.intake.story_known import settle_known
from whytwitch.intake.story_lay import read_lay
from whytwitch.intake.story_lists import SPREAD, SPREAD_ABSENT, SPREAD_PRESENT, spread_lists
from whytwitch.intake.story_march import without_slow_spread
from whytwitch.intake.story_match import Items, Match, find_loose, find_matches, kinds_of, split_words
from whytwitch.intake.story_meanings import with_one_meaning
from whytwitch.intake.story_motor import read_motor
from whytwitch.intake.story_names import named_spans
from whytwitch.intake.story_not import with_denied
from whytwitch.intake.story_overread import is_no_exposure, without_overread
from whytwitch.intake.story_person import Person, opening_of, patients_in, read_person
from whytwitch.intake.story_results import read_results, without_exceptions
from whytwitch.intake.story_said import Question, Said, Story
from whytwitch.intake.story_sections import Sections, long_over, sections_of
from whytwitch.intake.story_sentence import settle_by_sentence
from whytwitch.intake.story_side_effects import without_side_effects
from whytwitch.intake.story_split import Words
from whytwitch.intake.story_stages import with_stages
from whytwitch.intake.story_time import spans_of_time
from whytwitch.intake.story_together import read_together
from whytwitch.intake.story_told import told_in
from whytwitch.intake.story_tone import cogwheel_frames, settle_tone
from whytwitch.intake.story_values import read_values
from whytwitch.intake.story_vitals import read_vitals, vital_spans
from whytwitch.intake.timing import numbers_joined
from whytwitch.knowledge.schema import Exposure
from whytwitch.model.reading_cues import FAMILY_OF_KNOWN, FUNCTIONS, KNOWN_OF_CAUSE
from whytwitch.model.reading_questions import QUESTIONS
from whytwitch.model.reading_table import (
    CAUSE,
    DENIAL,
    FEATURE,
    FUNCTION,
    OWN_TABLE,
    PART,
    QUESTION,
    SPELLED,
)
from whytwitch.model.store import Model

__all__ = ["Question", "Said", "Story", "read_story"]

#: Letters of a text in which the collector of cycles would be at work several times, and find none.
_LONG = 100_000
_NEGATIONS = frozenset("no not without never".split())
_TIGHT_WORDS = 4
_CONDITIONS = frozenset("when whenever if while after".split())
_NO_LONGER_REACH, _NO_LONGER = 3, {("no", "longer"), ("not", "longer")}
#: "It stops when I eat" is no stopping to eat.
_TURNS_ON = frozenset(
    "worse better stop stops stopped goes go went come comes came starts begins eases".split()
)
#: Words that no phrase reaches over: "full in the arms but weak".
_PARTING = frozenset("but however although though while whereas neither".split())
_MAX_QUESTIONS, _MAX_MISSED = 20, 60
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


def read_story(model: Model, text: str, age_years: float | None = None) -> Story:
    """Read a person's own words or a letter.

    Parameters
    ----------
    age_years : float or None
        Where it is known from elsewhere: "since I was 14" is a span only with it.
    """
    gaps = gaps_of(text)
    if gaps is not None:
        return moved(read_story(model, gaps.text, age_years), text, gaps.original)
    again = repeats_of(text)
    if again is not None:
        return moved(_read_all(model, again.text, age_years), text, again.original)
    return _read_all(model, text, age_years)


def _read_all(model: Model, text: str, age_years: float | None) -> Story:
    """Read a text without long gaps and repeats, in parts side by side where it is long."""
    text = numbers_joined(text)
    with without_collector() if len(text) > _LONG else nullcontext():
        person, patients = read_person(text, timed=False), patients_in(text)
        # "In his fifties" dates nothing.
        told = None if person.roughly else person.age_years
        known = age_years if age_years is not None else told
        parts = parts_of(text)
        if len(parts) == 1:
            return _read(model, text, known, person, patients)

        def read(some: list[tuple[int, int]]) -> list[Story]:
            return [_read(model, text[a:b], known, None if a else person, patients) for a, b in some]

        n = min(workers(), len(parts))
        waits = [begin_beside(partial(read, parts[k::n])) for k in range(1, n)]
        by_worker = [read(parts[::n]), *(wait() for wait in waits)]
        stories = [by_worker[k % n][k // n] for k in range(len(parts))]
        story = stories[0]
        for (cut, _), other in zip(parts[1:], stories[1:], strict=True):
            story = put_together(text, story, other, cut)
        del story.questions[_MAX_QUESTIONS:], story.not_understood[_MAX_MISSED:]
        _settle(model, story)
        return story


def _read(
    model: Model, text: str, age: float | None, person: Person | None, patients: frozenset[str]
) -> Story:
    """Read a text, or what follows its first half: then ``person`` is None, and no duration is read."""
    words = split_words(model, text)
    story = Story(text, person or Person())
    story.values = read_values(model, words)
    framed, frames = read_frames(model, words)
    taken = [*(v.span for v in story.values), *frames, *cogwheel_frames(words), *vital_spans(words)]
    taken = sorted([*taken, *named_spans(words)])
    tracing = read_normal_tracing(model, words, story.values)
    story.values += read_normal_values(model, words, story.values)
    matches = find_matches(model, words)
    causes = find_matches(model, words, "reading_cause")
    loose = find_loose(model, words, matches)
    every = _with_loose(words, _merged(matches, causes), loose, model.arrays.n_findings)
    every = with_denied(model, words, every)
    every = spread_lists(model, words, every)
    own = find_matches(model, words, OWN_TABLE)
    reader = _Reader(model, words, story, taken)
    mentions = without_figures(words, in_context(words, every, patients, own, _illnesses(model)))
    sections = sections_of(text)
    if sections.thought or sections.family:
        mentions = [sections.placed(words, mention) for mention in mentions]
    reader.described = [m for m in mentions if m.described]
    mentions = [m for m in mentions if not m.described]
    reader.take_all(mentions)
    for mention in reader.described:
        reader.describe(mention, mentions)
    reader.inside(matches, {m.match.first: m for m in mentions})
    reader.medicines_within(mentions)
    reader.habits()
    reader.events()
    reader.share(kin_shares(words))
    reader.missed([*every, *own])
    story.findings += framed
    story.findings += read_motor(model, words, story.findings, reader.above)
    story.findings += read_lay(model, words, story.findings, reader.above, patients)
    story.findings = with_face_pain(model, words, story.findings, reader.above, patients)
    story.findings += tracing
    story.findings += read_vitals(model, words, age)
    story.findings += read_growth(model, words)
    story.findings += read_abilities(model, words)
    story.findings = [*without_exceptions(text, story.findings), *read_results(model, words)]
    taken_names = [s.span for s in story.exposures if reader.is_taken(s.id)]
    story.findings = without_side_effects(text, story.findings, taken_names)
    story.findings = without_effect(text, read_effects(model, words, story.findings, taken_names))
    story.findings = read_together(model, text, story.findings)
    story.findings = settle_tone(model, words, without_slow_spread(model, text, story.findings))
    if sections.thought:
        story.findings = [said for said in story.findings if not sections.plans(said.span[0])]
    over = long_over(words)
    if over:
        told, story.findings = story.findings, []
        for said in told:
            if said.id.startswith("HP:") and lies_within(over, said.span):
                story.history.append(replace(said, when="past"))
            else:
                story.findings.append(said)
    story.findings = settle_by_sentence(model, words, story.findings, reader.above)
    story.findings = without_overread(text, settle_harmless(model, words, story.findings, age))
    story.findings = _without_feared(story)
    story.exposures = [said for said in story.exposures if not is_no_exposure(text, said)]
    settle_known(model, story, sections.known)
    story.not_understood = _untold(story)
    _settle(model, story)
    if person is not None:
        _time(reader, mentions, age, sections, over)
    return story


def _without_feared(story: Story) -> list[Said]:
    """Findings but for those that are a disease's name where the disease is only feared."""
    feared = [said.span for said in story.history if said.kind == "cause" and said.when == "feared"]
    return [
        said
        for said in story.findings
        if said.id == WORRY or not any(a < said.span[1] and said.span[0] < b for a, b in feared)
    ]


def _illnesses(model: Model) -> frozenset[int]:
    """Places of the conditions that are diseases by name; found once for a model."""
    found: frozenset[int] | None = model.arrays.cache.get("illnesses")
    if found is None:
        names = {*KNOWN_OF_CAUSE.values(), *FAMILY_OF_KNOWN}
        found = frozenset(index for name in names if (index := model.feature(name)) is not None)
        model.arrays.cache["illnesses"] = found
    return found


#: Letters of the shortest name of a medicine that is looked for inside other phrases.
_MEDICINE_LETTERS = 6
#: Polarity, person and time of what is so.
_IS_SO, _IS_NOT = ("present", "person", "present"), ("absent", "person", "present")


def _time(
    reader: _Reader,
    mentions: list[Mention],
    age: float | None,
    sections: Sections,
    over: list[tuple[int, int]],
) -> None:
    """The duration, once it is known what each clause tells of."""
    story, head = reader.story, opening_of(reader.story.text)
    found = [(s.span[0], s.id) for s in story.findings if s.present and s.span[0] < len(head)]
    # What is told again is no second finding, but its clause tells of the complaint.
    last = bisect_left(reader.words.start, len(head))
    found += [(reader.words.start[m.match.first], reader.model.item(index)) for m in mentions
              if m.match.first < last and m[1:4] == _IS_SO
              for kind, index, _ in m.match.items if kind == FEATURE]  # fmt: skip
    told = told_in(
        found,
        [at for said in (*story.exposures, *story.history) if (at := said.span[0]) < len(head)],
        [said.id for said in story.exposures if said.present and said.span[0] < len(head)],
        reader.above,
    )
    measured = sorted(v.span for v in story.values)  # "1.9 H" is no hour
    left = (sections.thought, over, measured)

    def is_left(at: int) -> bool:
        return any(is_within(spans, at) for spans in left)

    spans = spans_of_time(head, age)
    days = duration_of(head, age, told, is_left, spans)
    story.person = replace(story.person, duration_days=days)
    story.findings = with_stages(head, story.findings, spans, days, is_left)


def _merged(matches: list[Match], causes: list[Match]) -> list[Match]:
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


def _with_loose(words: Words, matches: list[Match], loose: list[Match], n_findings: int) -> list[Match]:
    """Loose finds beside the rest; findings among them take the place of single words at their ends.

    A cue between their words still turns them.
    """
    # "Slowly found it harder to walk": an adverb that stands apart belongs to another word.
    loose = [
        m
        for m in loose
        if _PARTING.isdisjoint(words.normal[m.first : m.last])
        and not (words.normal[m.first] in _TURNS_ON and "when" in words.normal[m.first : m.last])
        and not (words.normal[m.first].endswith("ly") and m.last - m.first >= _TIGHT_WORDS)
        # "Since I started valproate for my epilepsy": what the medicine is for did not begin then.
        and not (words.normal[m.first] == "since" and "for" in words.normal[m.first : m.last])
    ]
    if not loose:
        return matches
    ends = {i for m in loose if m.items[0][1] < n_findings for i in (m.first, m.last - 1)}
    kept = [m for m in matches if not (m.kinds & _SAYS and m.first in ends and m.last - m.first == 1)]
    return sorted([*kept, *loose], key=itemgetter(0, 1))


def _free(matches: list[Match], k: int, start: int, end: int) -> int:
    """How far from ``start`` the words are free of other findings, of which ``k`` is the first to look at."""
    while k < len(matches) and matches[k][0] < end:
        first, last, _, kinds = matches[k]
        if kinds & _SAYS and last > start:
            return max(start, first)
        k += 1
    return max(start, end)


class _Reader(FindingReader):
    """Turns mentions into what was said; one text, one reader."""

    @cached_property
    def spelled(self) -> dict[tuple[str, str, int], bool]:
        """Single words that were looked up, with what they may stand for."""
        return {}

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
                again = self._feature(mention, self.model.item(index), span, mentions, i)
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

    def _question(
        self, mention: Mention, index: int, span: tuple[int, int], mentions: list[Mention], i: int
    ) -> None:
        words, meanings, question, item = QUESTIONS[index]
        if words.startswith("fit") and is_within(self.not_fits, span[0]):
            return
        placed = False
        if item is not None and mention.who in ("person", "family"):
            placed = any(True for _ in self._other_parts(mentions, i))
            self._feature(mention, item, span, mentions, i)
        asked = mention.polarity == "present" and mention.who == "person" and mention.when == "present"
        if not asked or placed or len(self.story.questions) >= _MAX_QUESTIONS:
            return
        if all(q.question != question for q in self.story.questions):
            shown = self.words.text[span[0] : span[1]]
            self.story.questions.append(Question(shown, span, meanings, question, item))

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
        if mention[1:4] == _IS_SO and not mention.diagnosed:
            if self._is_mere_finding(match):
                return False
            if _HAS.search(self.words.text, max(0, span[0] - _BEFORE), span[0]):
                mention = mention._replace(diagnosed=True)
        if mention[1:4] == _IS_SO and _NOT_FOUND.search(self.words.text, max(0, span[0] - _BEFORE), span[0]):
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
            first, last, items, _ = mention.match
            if last - first < 2 or (mention[1:4] != _IS_SO and mention[1:4] != _IS_NOT):
                continue
            if any(kind != FEATURE or index >= n_findings for kind, index, _ in items):
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

    def missed(self, matches: list[Match]) -> None:
        """Sentences of some length in which nothing was known."""
        words = self.words
        known = {words.sentence[m.first] for m in matches if m.kinds & _SAYS}
        known |= {words.sentence[i] for a, _ in self.taken for i in [bisect_left(words.start, a)]
                  if i < len(words.normal)}  # fmt: skip
        first = 0
        n = len(words.normal)
        while first < n and len(self.story.not_understood) < _MAX_MISSED:
            number = words.sentence[first]
            last = bisect_right(words.sentence, number, first)
            if number not in known:
                content = [w for w in words.normal[first:last] if w not in DROPPED and len(w) > 2]
                if len(content) >= 3:
                    self.story.not_understood.append((words.start[first], words.end[last - 1]))
            first = last


_BY_SPAN = attrgetter("span")
_IS_DENIAL, _IS_FUNCTION, _IS_PART = kinds_of((DENIAL,)), kinds_of((FUNCTION,)), kinds_of((PART,))
#: What these say hangs on the words about them.
_NEVER_SETTLED = kinds_of((DENIAL, FUNCTION, PART, QUESTION))
_SAYS, _IS_FEATURE = kinds_of((FEATURE, QUESTION, CAUSE, DENIAL)), kinds_of((FEATURE,))


def _untold(story: Story) -> list[tuple[int, int]]:
    """What was not understood, without the places at which something was read after all."""
    told = [said.span[0] for said in (*story.findings, *story.exposures, *story.history)]
    told = sorted([*told, *(value.span[0] for value in story.values)])
    return [(a, b) for a, b in story.not_understood if bisect_left(told, a) == bisect_left(told, b)]


def _settle(model: Model, story: Story) -> None:
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
    story.findings = with_one_meaning(model, kept)
    taken: set[tuple[str, bool]] = set()
    exposures = []
    for said in story.exposures:
        if (said.id, said.present) not in taken:
            taken.add((said.id, said.present))
            exposures.append(said)
    story.exposures = exposures
