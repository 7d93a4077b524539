"""Findings and the parts of the body they are at, out of the phrases of a text."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any

from whytwitch.intake.story.context.mentions import Mention
from whytwitch.intake.story.exposures.stopping import BY_STOPPING, is_told_of_stopping
from whytwitch.intake.story.findings.harmless import is_of_a_task
from whytwitch.intake.story.findings.kinds import (
    KINDS,
    REFINABLE,
    closer_terms,
    is_parted,
    kind_of_movement,
    other_kinds,
)
from whytwitch.intake.story.findings.parts import PartReader, is_part, part_name
from whytwitch.intake.story.findings.side import side_of
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.match import Match
from whytwitch.knowledge.schema import Exposure
from whytwitch.model.reading_company import AFTER_A_MEDICINE, MOVEMENTS, OF_ONE_SIDE, is_circumstance
from whytwitch.model.reading_cues import (
    DENIED_ALSO,
    DENIED_AS,
    DENIES,
    FUNCTIONS,
    HEALTHY,
    IMPAIRED,
    LOST,
    LOST_BY_WORD,
)
from whytwitch.model.reading_grammar import BARE, PARTS, REFINED, head_of, part_of, term_at, terms_like
from whytwitch.model.reading_table import FEATURE

__all__ = ["FUNCTION_TERMS", "WORRY", "FindingReader"]

FUNCTION_TERMS = (*FUNCTIONS.values(), *HEALTHY.values())
_PART_NAMES = tuple(PARTS)
#: "The same in the other leg", "likewise the arm".
_AS_BEFORE, _SAME_REACH = frozenset(("same", "likewise", "similarly")), 5
#: Sentences between the two.
_SAME_BACK = 2
#: Words between a complaint and a circumstance that makes another term of it.
_BESIDE, _WIDEST = 8, 16
_REFINABLE = frozenset(item for item, _ in REFINED) | REFINABLE
_TAKEN = frozenset("medicine class substance withdrawal".split())
#: Weakness of arms and legs, which is that of one side when a side is named.
_FOUR_LIMBS, _ONE_SIDE = frozenset(("HP:0002273", "HP:0003690")), "HP:0001269"
_SIDES = frozenset(("left", "right"))
_SEVERAL = re.compile(r"\b(?:both|arms|legs|the legs?|the arms?)\b", re.I)
_ONE_OF_TWO = _SIDES | {"one", "same", "unilateral"}
#: "The twitch", "it twitches": what was told before.
_DEFINITE = frozenset("the this these that those each it they his her my".split())
_TWO_LEGS, _LEGS, _ONE_LEG = "HP:0002385", "HP:0007340", re.compile(r"\bleg\b", re.I)
#: "My legs are weak" is weakness of the legs; that of both of them has a term of its own.
_LEGS_OF_BOTH = re.compile(r"\blegs\b", re.I), re.compile(r"\b(?:both|bilateral\w*|two)\b", re.I)
_UNQUIET = frozenset(("HP:0031943", "HP:0000711"))
_HOURS, _LOCKJAW = "WT:twitch_hours", "WT:lockjaw"
#: Face that twitches by its words, and anything that moves unwilled.
_UNWILLED = "HP:0004305"
_TWITCHING = re.compile(r"twitch|fascicul|flicker|jump|flutter|quiver|puls", re.I)
#: What else a text makes of these is asked each time.
_BY_CIRCUMSTANCE = _REFINABLE | KINDS | _FOUR_LIMBS | _UNQUIET | {_TWO_LEGS, _ONE_SIDE}
_FEELS = frozenset(("feel", "feels", "felt"))
_REFLEXES, _ABSENT = "HP:0001347", frozenset("absent gone lost missing unobtainable".split())
_TURNS = frozenset("and but normal brisk weak not no intact which".split())
_NEGATIONS = frozenset("no not never without cannot denies nor".split())
_NOT_WHEN = re.compile(r"\b(?:not|never)\s+(?:when|while|if)\s+(?:\w+\s+){0,2}$", re.I)
_STOPS = re.compile(
    r"\b(?:stops?|stopped|goes|gone|eases?|disappears?|better)\s+(?:away\s+)?"
    r"(?:(?:when(?:ever)?|if|once|while|as soon as)\s+(?:i|he|she|they|you)\s+)?$",
    re.I,
)
_GONE, _GONE_REACH = frozenset(("gone", "missing")), 7
_SENSORY, _DISTAL = "HP:0003474", "HP:0002936"
_BELOW = re.compile(
    r"\b(?:below|up to|to) (?:the |both )?(?:mid-?)?(?:knees?|ankles?|wrists?|calf|calves)\b", re.I
)
_BELOW_REACH = 48
WORRY = "WT:worry_about_mnd"

#: "He can speak and swallow" says that it goes well, "speaking and swallowing" says nothing of that.
_BARE_ACTS = re.compile(r"(?:speaking|talking|swallowing) and (?:speaking|talking|swallowing)", re.I)
_ACTS_ARE = re.compile(
    r"\s+(?:(?:both|have|has|had|were|are|was|is|become|became|been|grew|got|too|very|also|still|increasingly)\s+)*"
    r"(?:(?P<bad>failed|hard|harder|difficult|worse|poor|impaired|affected|laborious|impossible|weak|bad)|"
    r"normal|fine|unimpaired|unaffected|good|intact|easy)\b",
    re.I,
)
#: "The fall of Rome", "painful to watch", "cold drinks": words that mean another thing here.
_FRIENDS = (
    r"\b(?:(?:locked|stuck|jammed|fixed|locks|sticks) (?:wide )?open|"
    r"aware of (?:it|them|this|that|any|having|doing|moving|what)|"
    r"fall(?:s|ing)? (?:of|in love|apart|behind|into place|term|semester)|"
    r"face makes?\b|makes? (?:the|his|her|my) face\b|in painful|noises? (?:or|and) [a-z]+ makes?|"
    r"(?:when|if|while) (?:(?:he|she|i|they)(?:['’](?:s|m|re)| is| am| are| gets?| was) )?(?:over)?tired|"
    r"walking (?:about |around |it off )?helps|(?:on|or|by|when|with) (?:cough|sneez)ing|"
    r"sweat(?:s|ing)? (?:no )?more than|"
    r"(?:pressure|level|temperature|pulse|weight|sodium|count|sugar) falls?|"
    r"(?:eye movements|pursuit|gaze) (?:is|are|was|were) jerky|jerky (?:eye|gaze|pursuit)|"
    r"degrees? (?:outside|in the shade|heat)|(?:room|water|air|bath|outdoor|ambient) temperature|"
    r"in the fall|this fall|last fall|"
    r"no pain no gain|tired of|sick of|sick leave|sick note|nervous system|nervous about nothing|"
    r"dead line|burning question|blind spot(?! (?:in|near|at))|pain clinic|sleepy town|weak tea|weak "
    r"coffee|weak point|"
    r"stiff drink|stiff competition|heavy traffic|rash decision|swollen river)"
)
_FALSE_FRIEND = re.compile(rf"{_FRIENDS}\b", re.I)
_WHEN = re.compile(r"^(?:when|if|while)\s+", re.I)
#: Where one may begin, in however short a part of the text it is then looked for.
_FALSE_FRIENDS = Anchored(
    f"(?={_FRIENDS})",
    "locked stuck jammed fixed locks sticks >2 open*; aware >2 it* them* this* that* any* having* "
    "doing* moving* "
    "what*;"
    "fall falls falling >1 of* in apart* behind* into term* semester*; in this last >2 fall* painful*; "
    "pressure level temperature pulse weight sodium count sugar >1 fall*; no >3 gain*;"
    "face noise noises >3 make*; make makes >2 face; when if while >3 tired* overtired*; walking >3 helps*;"
    "on or by when with >1 coughing* sneezing*; sweat sweats sweating >2 more >1 than*;"
    "eye pursuit gaze >3 jerky*; jerky >1 eye* gaze* pursuit*; degree degrees >1 outside* in heat*;"
    "room water air bath outdoor ambient >1 temperature*;"
    "tired sick nervous dead burning blind pain sleepy weak stiff heavy rash swollen "
    ">1 of* leave* note* system* about line* question* spot* clinic* town* tea* coffee* point* drink* "
    "competition* traffic* decision* river*",
)


@lru_cache(maxsize=256)
def _may_become(item: str) -> frozenset[str]:
    """All terms that a complaint may be taken as by its place and circumstance."""
    found: set[str] = set()
    waiting = [item]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += terms_like(one)
            waiting += closer_terms(one)
            waiting += [term for (bare, _), term in REFINED.items() if bare == one]
            waiting += [_ONE_SIDE] if one in _FOUR_LIMBS else [_LEGS] if one == _TWO_LEGS else []
    return frozenset(found)


#: Mentions to each side of a description that may bear it: a text without a full stop is one sentence.
_NEAREST = 60


#: What is named so is a time: its own quality is not told.
_TIMES_OF = frozenset(("after", "before", "during"))
_CONDITION, _TRYING, _TRIED_WORDS = (
    frozenset("when whenever if as while".split()),
    frozenset("try tries tried trying".split()),
    5,
)


class FindingReader(PartReader):
    """Sorts findings into the story, each at its part of the body."""

    described: list[Mention]
    #: Features that would change nothing any more, said again in the same way.
    done: set[tuple[object, ...]]
    #: The last complaint that has a place, and where it stood.
    last_placed: tuple[str, Mention] | None = None
    n_there = 0

    def _is_tried(self, first: int) -> bool:
        """Whether what is done is a condition: "when I try to speak"."""
        words = self.words
        if not first or words.normal[first - 1] != "to":
            return False
        before = words.normal[max(0, first - _TRIED_WORDS) : first]
        return not (
            _TRYING.isdisjoint(before)
            or _CONDITION.isdisjoint(before)
            or words.clause[first - 1] != words.clause[first]
        )

    def _function(self, mentions: list[Mention], i: int, index: int, span: tuple[int, int]) -> None:
        """A function that is normal denies its terms; one that is worse, poor or absent is its first."""
        mention, terms = mentions[i], FUNCTION_TERMS[index]
        if index >= len(FUNCTIONS) and _BARE_ACTS.fullmatch(self.words.text[span[0] : span[1]]):
            are = _ACTS_ARE.match(self.words.text, span[1])
            if are is not None:
                for item in terms:
                    self._finding(mention, item, span, are["bad"] is not None)
            return
        first = mention.match.first
        if self.words.normal[first : first + 3] == ["thought", "to", "be"]:
            return  # "is thought to be normal"
        if first and self.words.normal[first - 1] in _TIMES_OF:
            return  # "after sleep it is gone"
        if self._is_tried(first):
            return  # "it grimaces when I try to speak"
        if terms[0] == _SENSORY:
            before = self.words.normal[max(0, first - 1) : first]
            if self.words.text[span[0] : span[1]].lower() in _FEELS or before == ["by"]:
                return  # "she feels unsteady", "set off by touch"
        negated = mention.polarity == "absent" and not _NEGATIONS.isdisjoint(
            w
            for i, w in enumerate(self.words.normal[max(0, first - 3) : first], max(0, first - 3))
            if self.words.clause[i] == self.words.clause[first]
        )
        if index >= len(FUNCTIONS):
            for item in terms[:1] if negated else terms:
                self._finding(mention, item, span, negated)
            return
        impaired = IMPAIRED.get(terms[0], terms[0])
        last = mention.match.last
        if not negated and impaired is not None and self._is_gone(terms[0], last):
            here = mention._replace(when="present")  # "is gone" also ends a complaint
            self._finding(here, LOST_BY_WORD.get(terms[0], impaired), span, True)
            return
        if mention.polarity == "absent" and not mention.impaired and not mention.normal:
            if terms[0] in LOST and "absent" in self.words.normal[last : last + 4]:
                self._finding(mention, LOST[terms[0]], span, True)
        elif mention.impaired and impaired is not None:
            self._impaired(mentions, i, impaired, span)
        elif mention.normal and not mention.impaired and not negated:
            for item in terms:
                self._finding(mention, item, span, False)

    def _is_gone(self, item: str, last: int) -> bool:
        """ "The sense of smell is gone"; "the reflexes in the arms are absent"."""
        words, places = self.words, self.all_gone
        k = bisect_left(places, last)
        if k >= len(places) or places[k] >= last + _GONE_REACH:
            return False
        for i in range(last, min(last + _GONE_REACH, len(words.normal))):
            word = words.normal[i]
            if words.clause[i] != words.clause[last - 1] or word in _TURNS:
                return False
            if (word in _GONE and i < last + 3) or (item == _REFLEXES and word in _ABSENT):
                return True
        return False

    @cached_property
    def all_gone(self) -> list[int]:
        """Places of the words that say that something is gone."""
        return self.words.places(_GONE | _ABSENT)

    def _impaired(self, mentions: list[Mention], i: int, item: str, span: tuple[int, int]) -> None:
        """ "Power was 4/5 in the arms and 3/5 in the legs": one term a part."""
        present = mentions[i].polarity == "present"
        k = i + 1
        while k < len(mentions) and k < i + 3 and not is_part(mentions[k]):
            k += 1
        parts: list[str] = []
        if k < len(mentions) and is_part(mentions[k]) and self._close(mentions[i], mentions[k]):
            parts = [part_name(mentions[k]), *self._other_parts(mentions, k)]
        if item == _SENSORY:
            distal = {"hand", "foot"}.intersection(parts) or self._below(mentions[i])
            parts, item = [], (_DISTAL if distal else item)
        found = [term for part in parts if (term := term_at(item, part)) is not None]
        for term in found or [item]:
            self._finding(mentions[i], term, span, present)

    def _with_words_before(self, match: Match, span: tuple[int, int]) -> str:
        """The words of a phrase with up to two of its clause before: "both my" of "both my legs"."""
        first, clause = match.first, self.words.clause
        while first > max(0, match.first - 2) and clause[first - 1] == clause[match.first]:
            first -= 1
        return self.words.text[self.words.start[first] : span[1]]

    def _of_one_side(self, match: Match, span: tuple[int, int]) -> bool:
        """ "Right arm and leg", but not "the left arm and both legs"."""
        sided = not _SIDES.isdisjoint(self.words.normal[max(0, match.first - 1) : match.last])
        return sided and not _SEVERAL.search(self.words.text, *span)

    def _below(self, mention: Mention) -> bool:
        """ "Reduced below the knees"."""
        at = self.span(mention.match)[1]
        return _BELOW.search(self.words.text, at, at + _BELOW_REACH) is not None

    def _feature(
        self, mention: Mention, item: str, span: tuple[int, int], mentions: list[Mention], i: int
    ) -> bool:
        """Take a finding or an exposure; whether the same said again, of the same, would change nothing."""
        if not item.startswith(("HP:", "WT:")):
            self._exposure(mention, item, span)
            # What is denied, feared, another's or not had hangs on the words about it.
            return mention[1:4] == ("present", "person", "present") and self._took(item)
        if mention.who == "family":
            self._family(mention, item, span)
            return True
        present = mention.polarity == "present"
        plain = head_of(item) is None and item not in _BY_CIRCUMSTANCE
        if not plain and self._all_said(item, mention, present):
            return False
        if self._means_another(span):
            return False
        if item in _FOUR_LIMBS and self._of_one_side(mention.match, span):
            item = _ONE_SIDE
        if item == _TWO_LEGS:
            shown, (of_legs, of_both) = self._with_words_before(mention.match, span), _LEGS_OF_BOTH
            if _ONE_LEG.search(shown) and not of_both.search(shown):
                return False  # "the leg went weak"
            if of_legs.search(shown) and not of_both.search(shown):
                item = _LEGS
        if item in _UNQUIET:
            words = self.words.normal[mention.match.first : mention.match.last + 1]
            if "sit" in words and "still" not in words:
                return False  # "cannot sit or stand"
        placed = self._placed(item, mentions, i) if item in BARE else None
        if (placed or item) in _REFINABLE:
            item = self._refined(placed or item, mentions, i)
        elif placed is not None:
            item = placed
        if item in BARE and present and self._told_before(item, mention):
            return False
        self._finding(mention, item, span, present)
        if part_of(item) is not None:
            self.last_placed = (item, mention)
        for denied in (DENIES if present else DENIED_ALSO).get(item, ()):
            self._finding(mention, denied, span, False)
        if plain:
            return True
        if item in KINDS:
            for also in other_kinds(item, self.words.text, span):
                self._finding(mention, also, span, present)
        if placed is None and not self._has_others(mentions, i):
            return False
        if item == _UNWILLED and not _TWITCHING.search(self.words.text, *span):
            return False  # "arms, legs and face move by themselves": limbs that move do not twitch
        parts = [*self._other_parts(mentions, i, 1 if placed else 0), *self._parts_before(mentions, i)]
        for part in parts:
            other = term_at(item, part)
            if other is not None and other != item:
                self._finding(mention, other, span, present)
        return False

    def _all_said(self, item: str, mention: Mention, present: bool) -> bool:
        """Whether whatever this complaint may be taken as was said before in the same way."""
        _, _, who, when, *_ = mention
        how = (item, present, who, when)
        left = self.unsaid.get(how)
        if left is None:
            terms = _may_become(item)
            keys = [(term if present else DENIED_AS.get(term, term), present, who, when) for term in terms]
            denied = [term for one in terms for term in DENIES.get(one, ())] if present else []
            left = self.unsaid[how] = [*keys, *((DENIED_AS.get(d, d), False, who, when) for d in denied)]
        while left and left[-1] in self.seen:
            left.pop()
        # "The same in the arm" looks back for the complaint told last.
        return not left and self.words.sentence[mention.match.first] not in self.before_same

    @cached_property
    def unsaid(self) -> dict[tuple[object, ...], list[tuple[object, ...]]]:
        """Of each complaint, by how it is told, terms that it may yet be taken as."""
        return {}

    @cached_property
    def before_same(self) -> frozenset[int]:
        """Sentences to which "the same" looks back."""
        sentence = self.words.sentence
        told = {sentence[i] for i in self.behind_same if i < len(sentence)}
        return frozenset(number - back for number in told for back in range(_SAME_BACK + 1))

    def _means_another(self, span: tuple[int, int]) -> bool:
        """Whether a false friend stands about these letters."""
        low, high = max(0, span[0] - 24), min(len(self.words.text), span[1] + 14)
        k = bisect_left(self._false_friends, low)
        if k >= len(self._false_friends) or self._false_friends[k] >= high:
            return False
        near = _FALSE_FRIEND.finditer(self.words.text, low, high)
        # "Blood pressure falls" holds the friend "pressure falls", and means it; in "lids droop when I am
        # tired" the friend begins with the last word of what is meant.
        return any(
            friend.end() > span[0]
            and friend.end() - len(_WHEN.sub("", friend.group())) < span[1]
            and not span[0] < friend.start() < friend.end() == span[1]
            for friend in near
        )

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
            if item in BY_STOPPING and not is_told_of_stopping(item, self.words.text, span):
                continue
            if item == _LOCKJAW and self._means_another(span):
                continue  # "the jaw is locked open"
            if is_circumstance(item) and _NOT_WHEN.search(self.words.text, max(0, span[0] - 24), span[0]):
                mention = mention._replace(polarity="absent")  # "not when they lie still"
            if is_circumstance(item) and _STOPS.search(self.words.text, max(0, span[0] - 40), span[0]):
                continue  # "it stops when he reaches out"
            present = mention.polarity == "present" or (item in DENIES and not self._has_no(mention))
            mention = mention._replace(polarity="present" if present else "absent")
            self._finding(mention, item, span, present)
            for denied in DENIES.get(item, ()) if present else ():
                if not self._is_there(denied):
                    self._finding(mention, denied, span, False)

    def _has_no(self, mention: Mention) -> bool:
        """Whether "no" stands in the clause of a mention: "no wasting, power full" leaves power full."""
        last, clause = mention.match.last, self.words.clause
        first = mention.match.first
        while first > 0 and clause[first - 1] == clause[mention.match.first]:
            first -= 1
        return not _NEGATIONS.isdisjoint(self.words.normal[first:last])

    def _is_there(self, item: str) -> bool:
        """Whether the text tells of it, or of a kind of it: "the rest of the examination is normal"."""
        for said in self.story.findings[self.n_there :]:
            if said.present:
                self.there.update(self.above(said.id))
        self.n_there = len(self.story.findings)
        return item in self.there

    def _in_company(self, item: str, mention: Mention, mentions: list[Mention]) -> bool:
        """Whether a description stands beside what it may be said of: a movement, a medicine."""
        if item in AFTER_A_MEDICINE:
            return self._medicine_near(mention, mentions)
        if item == _HOURS and is_of_a_task(self.words.text, self.span(mention.match)[0]):
            return False
        if item in OF_ONE_SIDE:
            match = mention.match
            return not _ONE_OF_TWO.isdisjoint(self.words.normal[max(0, match.first - 2) : match.last + 2])
        if not is_circumstance(item):
            return True
        first, last = mention.match.first, mention.match.last
        number = self.words.clause[first]
        places = self._near(mentions, self._within(mentions, self.words.clause, number, number), first)
        # "Worse when nervous" is not said of nerves.
        beside = (m for m in map(mentions.__getitem__, places) if m[0][1] <= first or m[0][0] >= last)
        there = False
        for term in self._terms(beside):
            if not MOVEMENTS.isdisjoint(self.above(term)):
                return True
            there = True
        if there:
            return False
        number = self.words.sentence[first]
        places = self._near(mentions, self._within(mentions, self.words.sentence, number, number), first)
        behind = bisect_left(self._first(mentions), first, places.start, places.stop)
        before = map(mentions.__getitem__, range(behind - 1, places.start - 1, -1))
        told = next(self._terms(before, backwards=True), None)
        return told is None or not MOVEMENTS.isdisjoint(self.above(told))

    def _terms(self, mentions: Iterable[Mention], backwards: bool = False) -> Iterator[str]:
        """Terms of the ontology that are there, in the order of the mentions."""
        for (_, _, items, _), polarity, *_ in mentions:
            if polarity == "present":
                for kind, index, _ in reversed(items) if backwards else items:
                    if kind == FEATURE and (term := self.model.item(index)).startswith("HP:"):
                        yield term

    def _within(self, mentions: list[Mention], parts: list[int], low: int, high: int) -> range:
        """Places of the mentions, which are in order, in the clauses or sentences of these numbers."""
        numbers = self.numbers.get(id(parts))
        if numbers is None:
            numbers = self.numbers[id(parts)] = [parts[m[0][0]] for m in mentions]
        return range(bisect_left(numbers, low), bisect_right(numbers, high))

    def _near(self, mentions: list[Mention], places: range, first: int) -> range:
        """Those places about a word that are looked at: no sentence that means something holds more."""
        at = bisect_left(self._first(mentions), first, places.start, places.stop)
        return range(max(places.start, at - _NEAREST), min(places.stop, at + _NEAREST))

    def above(self, item: str) -> frozenset[str]:
        """A finding with all that it is a kind of."""
        known: dict[str, frozenset[str]] = self.model.arrays.cache.setdefault("story_above", {})
        if item not in known:
            index = self.model.feature(item)
            above = self.model.arrays.ancestors(index).tolist() if index is not None else ()
            known[item] = frozenset((item, *(self.model.item(a) for a in above)))
        return known[item]

    def _medicine_near(self, mention: Mention, mentions: list[Mention]) -> bool:
        """Whether this sentence or the one before names something that was taken."""
        number = self.words.sentence[mention.match.first]
        within = self._within(mentions, self.words.sentence, number - 1, number)
        for k in self._near(mentions, within, mention.match.first):
            for kind, index, _ in mentions[k].match.items:
                record = self.model.record(Exposure, self.model.item(index)) if kind == FEATURE else None
                if record is not None and record.kind in _TAKEN:
                    return True
        return False

    @cached_property
    def first_told(self) -> dict[str, tuple[int, int]]:
        """Of each bare complaint that was asked for, the findings looked at and the first place."""
        return {}

    def _first(self, mentions: list[Mention]) -> list[int]:
        """First words of the mentions, in order."""
        first = self.numbers.get(id(mentions))
        if first is None:
            first = self.numbers[id(mentions)] = [m[0][0] for m in mentions]
        return first

    @cached_property
    def numbers(self) -> dict[int, list[int]]:
        """Of all mentions: clauses and sentences, by the list that they are numbered in, and first words."""
        return {}

    @cached_property
    def there(self) -> set[str]:
        """What the first ``n_there`` findings are that are there, with all that these are kinds of."""
        return set()

    @cached_property
    def behind_same(self) -> frozenset[int]:
        """Places of words not far behind "the same"."""
        places = self.words.places(_AS_BEFORE)
        return frozenset(i + step for i in places for step in range(1, _SAME_REACH + 1))

    def _same_there(self, mention: Mention, index: int, span: tuple[int, int]) -> None:
        """ "The same in the arm": the complaint told before, at this part too."""
        first = mention.match.first
        before = self.words.normal[max(0, first - _SAME_REACH) : first]
        if self.last_placed is None or _AS_BEFORE.isdisjoint(before) or mention.who != "person":
            return
        item, told = self.last_placed
        near = self.words.sentence[first] - self.words.sentence[told.match.first] <= _SAME_BACK
        term = term_at(item, _PART_NAMES[index]) if near else None
        if term is not None and mention.polarity == "present":
            self._finding(mention, term, span, told.polarity == "present")

    def _refined(self, item: str, mentions: list[Mention], i: int) -> str:
        """Tremor that is there at rest is resting tremor."""
        if item not in _REFINABLE:
            return item
        match, words = mentions[i].match, self.words
        number = words.sentence[match.first]
        opens = words.start[bisect_left(words.sentence, number)]
        told = kind_of_movement(item, words.text, self.span(match), opens, words)
        low, high = match.first - _BESIDE - _WIDEST, match.last + _BESIDE
        first = self._first(self.described)
        start, end = bisect_left(first, low), bisect_right(first, high)
        for other in self.described[start:end]:
            if words.sentence[other.match.first] != number:
                continue
            if told != item and words.clause[other.match.first] != words.clause[match.first]:
                continue  # "at rest, his arms tremble when held out": each has its own
            far = max(other.match.first - match.last, match.first - other.match.last)
            if other.polarity != "present" or far > _BESIDE:
                continue
            here, there = self.span(match), self.span(other.match)
            if is_parted(words.text, min(here[1], there[1]), max(here[0], there[0])):
                continue
            for kind, index, _ in other.match.items:
                refined = REFINED.get((item, self.model.item(index))) if kind == FEATURE else None
                if refined is not None:
                    return refined
        return told

    def _told_before(self, item: str, mention: Mention) -> bool:
        """ "The twitch lasts": the movement told before with its place, named again."""
        first, width = mention.match.first, mention.match.last - mention.match.first
        if width == 1:
            first -= 1
        if first < 0 or width > 2 or self.words.normal[first] not in _DEFINITE:
            return False
        return self._first_told(item) < self.words.start[first]

    def _first_told(self, item: str) -> int:
        """Where a kind of this bare complaint is first told of; each finding is looked at once for each."""
        seen, first = self.first_told.get(item, (0, sys.maxsize))
        findings, head = self.story.findings, BARE[item]
        for said in findings[seen:]:
            if said.present and said.span[0] < first and said.id != item:
                alike = head_of(said.id) == head or item in self.above(said.id)
                first = said.span[0] if alike else first
        self.first_told[item] = len(findings), first
        return first

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
        side = side_of(self.words, span)
        return {"side": side} if side is not None else {}
