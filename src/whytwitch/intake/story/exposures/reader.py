"""Medicines, habits, illnesses and the family, out of the phrases of a text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import Any

from whytwitch.intake.story.context.fear import is_nobodys
from whytwitch.intake.story.context.mentions import IS_SO, Mention
from whytwitch.intake.story.exposures.change import (
    better_by_stopping,
    change_of,
    changed_later,
    is_taken_without_it,
    missed,
    stopped_later,
    stopping_helped,
)
from whytwitch.intake.story.exposures.events import events_in
from whytwitch.intake.story.exposures.habits import habits_in, is_sugar_without_ketones
from whytwitch.intake.story.exposures.not_taken import is_another_thing, is_of_an_animal
from whytwitch.intake.story.exposures.offered import is_offered
from whytwitch.intake.story.exposures.own import own_part
from whytwitch.intake.story.measured.values import MEASURED, read_dose, shown_dose
from whytwitch.intake.story.person import patients_of
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.story import Story
from whytwitch.intake.story.text.match import Match, Words
from whytwitch.intake.timing import days_in, is_recent
from whytwitch.knowledge.schema import Exposure
from whytwitch.model.reading_cues import FAMILY_OF_KNOWN
from whytwitch.model.store import Model

__all__ = ["ExposureReader", "is_long_over"]

#: Days after which what a text dates itself is no longer recent.
_RECENT_DAYS = {
    "surgery_recent": 183.0,
    "recent_infection": 92.0,
    "recent_vaccination": 92.0,
    "postpartum": 366.0,
}
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
#: Who gives these up has stopped no medicine.
_NO_MEDICINES = frozenset(("nicotine", "caffeine", "cannabis"))
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
#: "Is my daughter having fits?"
_ASKING = re.compile(
    r"(?:^|[.!?\n])\s*(?:is|are|was|were|does|do|did|could|can|has|have)(?:\s+(?:my|our|this|the|"
    r"it)){0,2}\s*$",
    re.I,
)
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
#: "Somebody put thallium in her tea": who drinks it is told of.
_SLIPPED = re.compile(
    r"\b(?:in|into) (?:her|his|my|their) (?:drink|tea|food|coffee|glass|soup|meal|beer)\b", re.I
)
_BORROWED_BEFORE = 70
#: "She took some of her friend's ...": what follows was taken by the one who is told of.
_BORROWED = re.compile(
    r"\b(?:took|taken|taking|swallowed|swallowing|ate|eaten|drank|drunk|tasted|tried|used|using|snorted|"
    r"smoked|"
    r"borrowed|borrows|eating|taking|got (?:into|hold of)|gave (?:me|him|her)|given)\b"
    r"(?:\s+(?!and\b|but\b)[\w-]+){0,6}?\s+[\w-]+?(?:'s|’s|s'|s’)\s+(?:[\w-]+\s+){0,2}$",
    re.I,
)
_STRANGER = re.compile(
    r"\b(?:someone|somebody|a stranger|another (?:driver|player|man|child|boy|girl))(?: had| has)? $", re.I
)
#: "My ten-year-old" before the word for a child.
_OF_OURS, _OPENING = (
    re.compile(r"\b(?:my|our) (?:[\w-]+ ){0,4}$", re.I),
    re.compile(r"(?:sons?|daughters?|child|baby|boy|girl|twin)\b", re.I),
)
_TO_HIM = re.compile(r"\b(?:his|her|my|me|him|our|us)\b", re.I)


class ExposureReader:
    """Sorts what a person was exposed to, and what runs in the family, into the story."""

    def __init__(self, model: Model, words: Words, story: Story, taken: list[tuple[int, int]]) -> None:
        self.model, self.words, self.story, self.taken = model, words, story, taken
        self.seen: set[tuple[object, ...]] = set()
        self.refused: set[str] = set()  # told of, and not had
        self.done: set[tuple[object, ...]] = set()
        #: What is still to be dated, with the letters of its clause.
        self.placed: list[tuple[Said, tuple[int, int]]] = []
        self.n_dated = 0

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

    def _took(self, item: str) -> bool:
        """Whether an exposure was had, or told as what it is to somebody: a family, an end, a change."""
        return (item, True) in self.seen or item not in self.refused

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
        if item.endswith("_known") and mention[1:4] == IS_SO and is_nobodys(self.words.text, span):
            mention = mention._replace(when="feared")
        if item.startswith("family_") or item == "consanguinity" or item.endswith("_family"):
            if mention.when != "feared":
                self._exposed(mention, item, span, mention.polarity == "present")
        elif mention.who == "family" and item in FAMILY_OF_KNOWN and mention.when != "feared":
            self._exposed(mention, FAMILY_OF_KNOWN[item], span, mention.polarity == "present")
        elif self._came_to_him(mention, item, span):
            self._exposed(mention, item, span, mention.polarity == "present")
        elif mention.who != "person" or (mention.when == "feared" and not self._given(item, span)):
            if self._again(item, mention.who, mention.when, mention.polarity):
                return
            label = self.model.label(item)
            self.story.history.append(
                Said("exposure", item, label, span, self.words.text[span[0] : span[1]],
                     mention.polarity == "present", mention.who, mention.when)
            )  # fmt: skip
        elif mention.polarity == "absent" and self.is_taken(item) and missed(self.words.text, *span):
            self._exposed(mention, item, span, True, "stopped")
        else:
            present = mention.polarity == "present"
            if not present and self.is_taken(item) and is_taken_without_it(self.words.text, span[0]):
                present = True
            self._exposed(mention, item, span, present)

    def _came_to_him(self, mention: Mention, item: str, span: tuple[int, int]) -> bool:
        """Whether another is named, but what is told befell the one who is told of."""
        if mention.who == "other" and (
            _SLIPPED.search(self.words.text, span[0], span[1] + _SOON) or self._done_to_him(span)
        ):
            return True
        return mention.who != "person" and mention.when != "feared" and self._borrowed(item, span)

    def _borrowed(self, item: str, span: tuple[int, int]) -> bool:
        """ "She took her friend's tramadol": whose it was is no matter, she took it."""
        before = self.words.text[max(0, span[0] - _BORROWED_BEFORE) : span[0]]
        return self.is_taken(item) and _BORROWED.search(before) is not None

    def _done_to_him(self, span: tuple[int, int]) -> bool:
        """ "Someone ran into the back of her car": what a stranger did to the one who is told of."""
        text = self.words.text
        return bool(_STRANGER.search(text, max(0, span[0] - _SOON), span[0])) and bool(
            _TO_HIM.search(text, span[0], span[1])
        )

    def is_taken(self, item: str) -> bool:
        """Whether an exposure is a medicine or another thing that is taken."""
        record = self.model.record(Exposure, item)
        return record is not None and record.kind in _TAKEN

    def _given(self, item: str, span: tuple[int, int]) -> bool:
        """ "Thought it was a cold and gave me an antibiotic": the antibiotic is no thought."""
        before = self.words.text[max(0, span[0] - _GIVEN_BEFORE) : span[0]]
        return self.is_taken(item) and bool(_GIVEN.search(before) or _OWNED.search(before))

    def _is_told_of(self, item: str, span: tuple[int, int]) -> bool:
        """ "My son's foot turns in": no family, but the one who is told of."""
        if not item.startswith("family_history"):
            return False
        text = self.words.text
        first = _OPENING.match(text, span[0])
        return (
            first is not None
            and first[0].lower() in patients_of(self.words)
            and _OF_OURS.search(text, 0, span[0]) is not None
        )

    def _of_the_one_told_of(self, item: str, span: tuple[int, int], present: bool) -> None:
        """ "My six-year-old daughter has had fits": what she has is no history."""
        own = next(
            (finding for finding, kin in _FAMILY_OF if kin == item and item != "family_history_same"), None
        )
        if _ASKING.search(self.words.text, max(0, span[0] - _GIVEN_BEFORE), span[0]):
            return  # "is my daughter having fits?"
        if own is None or not present or any(said.id == own for said in self.story.findings):
            return
        shown = self.words.text[span[0] : span[1]]
        self.story.findings.append(Said("finding", own, self.model.label(own), span, shown, True))

    def _exposed(
        self, mention: Mention, item: str, span: tuple[int, int], present: bool, change: str | None = None
    ) -> None:
        if (item, present) in self.seen:
            return
        text = self.words.text
        clause, begin = self._clause(mention.match)
        if is_another_thing(item, text, span, present):
            return
        if self._is_told_of(item, span):
            self._of_the_one_told_of(item, span, present)
            return
        if present and (is_offered(text, *span) or _is_long_ago(item, clause)):
            self.refused.add(item)
            return
        if self.is_taken(item) and is_of_an_animal(text, span[0]):
            return
        if item.endswith("_stopped") and better_by_stopping(text, *span):
            return
        self.seen.add(
            (item, present)
        )  # "I read that coffee does it, and I drink it" is had, though not at first
        detail: dict[str, Any] = {}
        later = None
        if self.is_taken(item):
            dose = read_dose(text, *span)
            if dose is not None:
                detail["dose"] = shown_dose(dose)
            later = stopped_later(text, span[1]) if present else None
            change = "stopped" if later else change or change_of(clause, span[0] - begin, span[1] - begin)
            moved = changed_later(text, span[1]) if present and change is None else None
            if moved is not None:
                change, later = moved
            if change is not None:
                detail["change"] = change
                if change in _ENDED and stopping_helped(text, later or span[1]):
                    detail["helped"] = True
            if later:
                clause = _with_end(clause, text, span[1], later)
        detail["clause"] = clause
        label = self.model.label(item)
        said = Said("exposure", item, label, span, text[span[0] : span[1]], present, detail=detail)
        if mention.when == "past" and not later:
            detail["past"] = True
            if self.is_taken(item) and "change" not in detail:
                # "Used to take": ended, and too long ago for its withdrawal.
                detail |= {"change": "stopped", "recent": False}
        self.story.exposures.append(said)
        if not later:
            self.placed.append((said, (begin, begin + len(clause))))

    def settle_times(self) -> None:
        """When each exposure was, by the part of its sentence that is its own."""
        text = self.words.text
        spans = sorted({said.span for said, _ in self.placed})
        told = sorted({said.span[0] for said in self.story.findings})
        for said, clause in self.placed:
            near = [
                s
                for s in spans[bisect_left(spans, (clause[0], 0)) : bisect_left(spans, (clause[1], 0))]
                if s[1] <= said.span[0] or said.span[1] <= s[0]
            ]
            complaints = told[bisect_left(told, clause[0]) : bisect_left(told, clause[1])]
            if near or complaints:
                part = own_part(text, clause, said.span, near, complaints)
                if said.detail.get("change") and near and days_in(part) and self.is_taken(said.id):
                    at = part.find(said.words)
                    if at >= 0 and change_of(part, at, at + len(said.words)) is None:
                        del said.detail["change"]
                said.detail["clause"] = part
        for said in self.story.exposures[self.n_dated :]:
            _date(said.detail)
        self.n_dated = len(self.story.exposures)

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
        self.settle_times()
        self.placed.clear()
        for item, span in events_in(self.words):
            first = bisect_right(self.words.start, span[0]) - 1
            if self.model.feature(item) is not None:
                self._exposed(Mention(Match(first, first + 1, (), 0)), item, span, True)
        self.settle_times()
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
        if known or not stopped or item in _NO_MEDICINES:
            return known
        return ["medicine_stopped"]

    def habits(self) -> None:
        """Hours of sleep, weeks of a pregnancy, supplements by their doses, medicines by their levels."""
        for value in self.story.values:
            item, (first, last) = value.test.id, value.span
            # Whose level is measured takes it; "< 0.1" was not found in the blood.
            if item in MEASURED and "<" not in self.words.text[first:last] and not self._again(item, True):
                shown = self.words.text[first:last]
                self.story.exposures.append(
                    Said("exposure", item, self.model.label(item), value.span, shown, True)
                )
            if (
                item == "glucose"
                and is_sugar_without_ketones(self.words.text, value)
                and not self._again("nonketotic_hyperglycaemia", True)
            ):
                label = self.model.label("nonketotic_hyperglycaemia")
                shown = self.words.text[first:last]
                self.story.exposures.append(
                    Said("exposure", "nonketotic_hyperglycaemia", label, value.span, shown, True)
                )
        for item, span, detail in habits_in(self.model, self.words):
            if self.model.feature(item) is not None:
                shown = self.words.text[span[0] : span[1]]
                self.story.exposures.append(
                    Said("exposure", item, self.model.label(item), span, shown, True, detail=detail)
                )


_END_OF_TOLD = re.compile(
    r"[.;\n]|,(?!\s*(?:about|around|some|just)?\s*(?:\w+ )?(?:hours?|days?|weeks?)\b)|$"
)


def _with_end(clause: str, text: str, start: int, at: int) -> str:
    """A clause that says when what it names was stopped: what follows last, where that is dated."""
    found = _END_OF_TOLD.search(text, at)
    end = re.split(r"[.;\n]", text[start : found.start() if found else len(text)])[-1]
    return end if days_in(end) else clause


_AGO = re.compile(r"\b(?:about |some |over |nearly )?(?:\w+ ){1,3}ago\b", re.I)


def _date(detail: dict[str, Any]) -> None:
    """Say whether what a clause tells is recent, and since when."""
    clause = str(detail.get("clause", ""))
    spans = days_in(clause)
    ago = _AGO.search(clause) if len(spans) > 1 else None
    if ago is not None and (dated := days_in(ago.group())):
        # "Stopped it six months ago, since last week ...": the complaint is of last week, not the stopping.
        clause, spans = ago.group(), dated
    recent = is_recent(clause, spans)
    if recent is not None:
        detail.setdefault("recent", recent)
    if spans:
        detail["since_days"] = round(min(spans), 2)


def is_long_over(said: Said) -> bool:
    """Whether something was taken once and no time of its end is told: "used to take"."""
    return bool(said.detail.get("past")) and said.detail.get("recent") is False


def _is_long_ago(item: str, clause: str) -> bool:
    """Whether a recent event is dated too far back: "an operation ten years ago"."""
    bound = _RECENT_DAYS.get(item)
    spans = days_in(clause) if bound is not None else []
    return bound is not None and bool(spans) and min(spans) > bound and not is_recent(clause, spans)
