"""Medicines, habits, illnesses and the family, out of the phrases of a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import Any

from whytwitch.intake.story_anchor import Anchored
from whytwitch.intake.story_change import (
    better_by_stopping,
    change_of,
    is_offered,
    missed,
    stopped_later,
    stopping_helped,
)
from whytwitch.intake.story_context import Mention
from whytwitch.intake.story_events import events_in
from whytwitch.intake.story_match import Match, Words
from whytwitch.intake.story_said import Said, Story
from whytwitch.intake.story_values import Dose, read_dose
from whytwitch.intake.timing import WHOLE_NUMBERS, days_in, is_recent
from whytwitch.knowledge.schema import Exposure
from whytwitch.model.reading_cues import FAMILY_OF_KNOWN
from whytwitch.model.store import Model

__all__ = ["ExposureReader", "is_long_over"]

_SHORT_SLEEP = 5.0
#: Days after which what a text dates itself is no longer recent.
_RECENT_DAYS = {
    "surgery_recent": 183.0,
    "recent_infection": 92.0,
    "recent_vaccination": 92.0,
    "postpartum": 366.0,
}
#: "Drinks much caffeinated soda".
_OTHER_DRINK = re.compile(
    r"\b(?:been )?(?:drinks?|drank|drunk|drinking)\s+(?:(?!and\b|or\b|"
    r"but\b)[a-z]+\s+){0,5}?(?:caffeinated|water|milk|tea|coffee|"
    r"cola|coke|soda|juice|lemonade|squash|energy|fluids?|fizzy|soft|broth|soup|cups?|liquorice|licorice)\b",
    re.I,
)
_FAMILY_OF = (
    ("HP:0001337", "family_history_tremor"),
    ("HP:0001250", "family_history_epilepsy"),
    ("HP:0001251", "family_history_ataxia"),
    ("HP:0001332", "family_history_dystonia"),
    ("HP:0100033", "family_history_tics"),
    ("HP:0003768", "family_history_periodic_paralysis"),
    ("HP:0003752", "family_history_periodic_paralysis"),
    ("HP:0004305", "family_history_same"),
)


#: Withdrawals that are named otherwise than what is taken.
_WITHDRAWN = {"corticosteroid": "steroid_stopped"}
#: Kinds of exposure that are taken, and so begun, raised and stopped.
_TAKEN = ("medicine", "class", "substance")
_ENDED = ("stopped", "lowered")
#: A medicine that was given is no fear, whatever was thought before it.
_GIVEN = re.compile(
    r"\b(?:gave|given|prescribed|put (?:him|her|me) on|treated (?:him |her |me )?with|received|took|"
    r"takes|taking|"
    r"began to take|started(?: him| her| me)?(?: on)?)\s+(?:(?:him|her|me|an?|the|some|his|my)\s+){0,2}$",
    re.I,
)
_GIVEN_BEFORE = 40
#: "Could it be the sertraline?": what is asked about so is taken.
_OWNED = re.compile(r"\b(?:the|my|his|her|our|this|these) (?:new |old |\w+ing )?$", re.I)
_ASKED, _ASKED_BEFORE = (
    re.compile(
        r"\b(?:(?:does|do|would|could|can) (?:this|it|that|these|they|my symptoms) (?:all |really )?"
        r"(?:sound|look|seem|point|mean|fit)|"
        r"(?:does|do|did|would|could|can|is|are|am)\b[^.;!?,\n]{0,50}\b(?:mean|be|signs? of|symptoms? of|"
        r"sounds? like|looks? like|points? to|(?:start|beginning|onset) of|going to (?:get|have)|getting))\b"
        r"[^.;!?,\n]{0,30}$",
        re.I,
    ),
    110,
)
#: Letters behind a disease in which it may be ruled out: "might be MS but the scan ruled it out".
_RULED_OUT, _OUT_REACH = (
    re.compile(
        r"[^;!?\n]{0,80}?\b(?:(?:ruled?|rules|ruling) (?:it|this|that|them|both|all (?:of )?(?:it|"
        r"that|them)) out|"
        r"(?:excluded|disproved|discounted) (?:it|this|that|them|both)\b|"
        r"(?:it|this|that|they|both|which) (?:was|is|were|has been|have been|had been|got|['’]s been) "
        r"(?:\w+ )?(?:ruled out|excluded)|"
        r"(?:it|this|that) (?:wasn['’]?t|isn['’]?t|was not|is not|turned out not to be)"
        r"(?: (?:that|it|the case|so))?\s*(?:[.,;]|$))",
        re.I,
    ),
    120,
)
#: Letters behind a poison in which it is told where it was put.
_SOON = 25
#: "Thirty tablets a day for years" is a habit.
_DAILY = re.compile(r"\s+(?:(?:an?|per|each|every) (?:day|week|month)|daily)\b", re.I)
#: "Somebody put thallium in her tea": who drinks it is told of.
_SLIPPED = re.compile(
    r"\b(?:in|into) (?:her|his|my|their) (?:drink|tea|food|coffee|glass|soup|meal|beer)\b", re.I
)
_STRANGER = re.compile(
    r"\b(?:someone|somebody|a stranger|another (?:driver|player|man|child|boy|girl))(?: had| has)? $", re.I
)
_TO_HIM = re.compile(r"\b(?:his|her|my|me|him|our|us)\b", re.I)
#: Whom a medicine was given: "the vet put their dog on fit tablets".
_ANIMAL = re.compile(
    r"\b(?:dogs?|cats?|horses?|pon(?:y|ies)|pupp(?:y|ies)|kittens?|hamsters?|vet)\b[^.;\n]{0,25}$", re.I
)
_SLEEP = Anchored(
    r"\b(?:sleep\w*|slept)\b[^.;\n]{0,24}?\b(?P<n>\d{1,2}|two|three|four|five|six|seven|eight)"
    r"(?:\s*(?:-|to|or)\s*(?P<upper>\d{1,2}|three|four|five|six|seven|eight))?\s*(?:hours|hrs|h)\b"
    r"(?!\s+(?:ago|later|before|earlier|after))"
    r"|\b(?P<n2>\d{1,2}|two|three|four|five|six|seven|eight)\s*(?:hours|hrs) (?:of )?(?:sleep|a night)",
    "sleep* slept >13 # two* three* four* five* six* seven* eight*;"
    "# two* three* four* five* six* seven* eight* >4 sleep* night*",
)
_GESTATION = Anchored(
    r"(?<![\d/.,])(?:[4-9]|[1-3]\d|4[0-2])(?:\+\d)?\s?/\s?40\b|"
    r"\b(?:[4-9]|[1-3]\d|4[0-2]) weeks(?:'|’)? (?:of )?(?:gestation|gone|pregnan\w+)\b|"
    r"\bat (?:[1-3]\d|4[0-2]) weeks,? (?=a |an |this |the |she )|"
    # "I'm 22 weeks and ..."
    r"\bI(?:'|’)?\s?a?m (?:about |only |just |nearly |almost |now )?(?:[1-3]\d|4[0-2]) weeks(?=\s(?:and|with|"
    r"today|now|so|but)\b|[.,;])",
    "*#* >2 40; # >1 weeks; at >1 # >1 weeks; i im i'm i’m >5 weeks",
)
#: "Born at 37/40" tells of the child.
_BORN, _BORN_BEFORE = re.compile(r"\b(?:born|birth|delivered|preterm|prem\w*)\b", re.I), 24


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
        exposure = self._of_family(item)
        if exposure is not None:
            self._exposed(mention, exposure, span, mention.polarity == "present")

    def _of_family(self, item: str) -> str | None:
        """What a finding is called when kin has it."""
        index = self.model.feature(item)
        above = {item, *(self.model.item(a) for a in self.model.arrays.ancestors(index or 0).tolist())}
        return next((exposure for term, exposure in _FAMILY_OF if term in above), None)

    def _asked(self, mention: Mention, span: tuple[int, int]) -> Mention:
        """ "Does this sound like Parkinson's?": a diagnosis that is asked about is nobody's yet.

        One that is then ruled out is denied.
        """
        if mention.who != "person":
            return mention
        text = self.words.text
        if _RULED_OUT.match(text, span[1], span[1] + _OUT_REACH):
            return mention._replace(polarity="absent", when="present")
        asked = mention.when == "present" and _ASKED.search(text, max(0, span[0] - _ASKED_BEFORE), span[0])
        if asked and _OWNED.search(text, max(0, span[0] - _GIVEN_BEFORE), span[0]):
            return mention  # "could this be my sertraline?"
        return mention._replace(when="feared") if asked else mention

    def _exposure(self, mention: Mention, item: str, span: tuple[int, int]) -> None:
        mention = self._asked(mention, span)
        if item.startswith("family_") or item == "consanguinity" or item.endswith("_family"):
            if mention.when != "feared":
                self._exposed(mention, item, span, mention.polarity == "present")
        elif mention.who == "family" and item in FAMILY_OF_KNOWN and mention.when != "feared":
            self._exposed(mention, FAMILY_OF_KNOWN[item], span, mention.polarity == "present")
        elif mention.who == "other" and (
            _SLIPPED.search(self.words.text, span[0], span[1] + _SOON) or self._done_to_him(span)
        ):
            self._exposed(mention, item, span, mention.polarity == "present")
        elif mention.who != "person" or (mention.when == "feared" and not self._given(item, span)):
            if self._again(item, mention.who, mention.when, mention.polarity):
                return
            label = self.model.label(item)
            self.story.history.append(
                Said("exposure", item, label, span, self.words.text[span[0] : span[1]],
                     mention.polarity == "present", mention.who, mention.when)
            )  # fmt: skip
        elif mention.polarity == "absent" and self._is_taken(item) and missed(self.words.text, *span):
            self._exposed(mention, item, span, True, "stopped")
        else:
            self._exposed(mention, item, span, mention.polarity == "present")

    def _done_to_him(self, span: tuple[int, int]) -> bool:
        """ "Someone ran into the back of her car": what a stranger did to the one who is told of."""
        text = self.words.text
        return bool(_STRANGER.search(text, max(0, span[0] - _SOON), span[0])) and bool(
            _TO_HIM.search(text, span[0], span[1])
        )

    def _is_taken(self, item: str) -> bool:
        record = self.model.record(Exposure, item)
        return record is not None and record.kind in _TAKEN

    def _given(self, item: str, span: tuple[int, int]) -> bool:
        """ "Thought it was a cold and gave me an antibiotic": the antibiotic is no thought."""
        before = self.words.text[max(0, span[0] - _GIVEN_BEFORE) : span[0]]
        return self._is_taken(item) and bool(_GIVEN.search(before) or _OWNED.search(before))

    def _exposed(
        self, mention: Mention, item: str, span: tuple[int, int], present: bool, change: str | None = None
    ) -> None:
        if self._again(item, present):
            return
        text = self.words.text
        clause, begin = self._clause(mention.match)
        if item == "alcohol" and _OTHER_DRINK.match(text, span[0]):
            return
        if item == "overdose" and _DAILY.match(text, span[1]):
            return
        if present and (is_offered(text, *span) or _is_long_ago(item, clause)):
            return
        if self._is_taken(item) and _ANIMAL.search(text, max(0, span[0] - 48), span[0]):
            return
        if item.endswith("_stopped") and better_by_stopping(text, span[0]):
            return
        detail: dict[str, Any] = {}
        if self._is_taken(item):
            dose = read_dose(text, *span)
            if dose is not None:
                detail["dose"] = _shown(dose)
            later = stopped_later(text, span[1]) if present else None
            change = "stopped" if later else change or change_of(clause, span[0] - begin, span[1] - begin)
            if change is not None:
                detail["change"] = change
                if change in _ENDED and stopping_helped(text, later or span[1]):
                    detail["helped"] = True
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
            if self._is_taken(item) and "change" not in detail:
                # "Used to take": ended, and too long ago for its withdrawal.
                detail |= {"change": "stopped", "recent": False}
        self.story.exposures.append(
            Said("exposure", item, label, span, text[span[0] : span[1]], present, detail=detail)
        )

    def _clause(self, match: Match) -> tuple[str, int]:
        """The sentence round a match up to "but" and "then", and its first letter's place."""
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
        return words.text[words.start[first] : words.end[last]], words.start[first]

    def events(self) -> None:
        """What whole sentences tell, and the withdrawal of what was stopped."""
        for item, span in events_in(self.words):
            first = bisect_right(self.words.start, span[0]) - 1
            if self.model.feature(item) is not None:
                self._exposed(Mention(Match(first, first + 1, (), 0)), item, span, True)
        for said in list(self.story.exposures):
            if said.detail.get("helped") or is_long_over(said):
                continue
            if said.present and said.detail.get("change") in _ENDED:
                for item in self._withdrawals(said.id, said.detail["change"] == "stopped"):
                    if not self._again(item, True):
                        label = self.model.label(item)
                        detail = {"clause": said.detail["clause"]}
                        self.story.exposures.append(replace(said, id=item, label=label, detail=detail))

    def _with_wider(self, item: str) -> set[str]:
        return {
            item,
            *(self.model.item(a) for a in self.model.arrays.ancestors(self.model.feature(item) or 0)),
        }

    def _withdrawals(self, item: str, stopped: bool) -> list[str]:
        """What stopping something is called: its own withdrawal where there is one, else a medicine's."""
        above = self._with_wider(item)
        bases = {f"{a}_stopped": a for a in above} | {f"{a.split('_')[0]}_stopped": a for a in above}
        bases |= {_WITHDRAWN[a]: a for a in above & _WITHDRAWN.keys()}
        bases = {
            n: a for n, a in bases.items() if n != "medicine_stopped" and self.model.feature(n) is not None
        }
        # Pregabalin is a gabapentinoid first, an antiseizure medicine second.
        wider = {x for a in bases.values() for x in self._with_wider(a) - {a}}
        known = sorted(n for n, a in bases.items() if a not in wider)
        if known or not stopped:
            return known
        return ["medicine_stopped"]

    def habits(self) -> None:
        """Hours of sleep, of which five or fewer are too few, and weeks of a pregnancy ("16/40")."""
        for match in _GESTATION.finditer(self.words):
            born = _BORN.search(self.words.text, max(0, match.start() - _BORN_BEFORE), match.start())
            if self.model.feature("pregnancy") is not None and born is None:
                self.story.exposures.append(
                    Said("exposure", "pregnancy", self.model.label("pregnancy"), match.span(),
                         match.group(), True)
                )  # fmt: skip
        for match in _SLEEP.finditer(self.words):
            word = (match["upper"] or match["n"] or match["n2"]).lower()
            hours = float(WHOLE_NUMBERS.get(word, 0) or word)
            if 0 < hours <= _SHORT_SLEEP and self.model.feature("sleep_loss") is not None:
                self.story.exposures.append(
                    Said("exposure", "sleep_loss", self.model.label("sleep_loss"), match.span(),
                         match.group(), True, detail={"hours": hours})
                )  # fmt: skip


def is_long_over(said: Said) -> bool:
    """Whether something was taken once and no time of its end is told: "used to take"."""
    return bool(said.detail.get("past")) and said.detail.get("recent") is False


def _is_long_ago(item: str, clause: str) -> bool:
    """Whether a recent event is dated too far back: "an operation ten years ago"."""
    bound = _RECENT_DAYS.get(item)
    spans = days_in(clause) if bound is not None else []
    return bound is not None and bool(spans) and min(spans) > bound and not is_recent(clause)


def _shown(dose: Dose) -> dict[str, Any]:
    return {"amount": dose.amount, "unit": dose.unit} | ({"often": dose.often} if dose.often else {})
