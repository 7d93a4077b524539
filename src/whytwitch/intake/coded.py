"""Collect coded facts, and what was not understood, into one case."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from whytwitch.core.case import Case, Fact, NotUnderstood, Setting, Sex
from whytwitch.core.words import tokens
from whytwitch.intake.caffeine import Menu, read_intake
from whytwitch.intake.derived import derived_values
from whytwitch.intake.laboratory import RawLaboratory, find_test, judge
from whytwitch.intake.resolve import look_up, scan
from whytwitch.intake.timing import days_in, is_recent
from whytwitch.knowledge.medicine_tables import Drink, IntakeLimit
from whytwitch.knowledge.schema import Exposure
from whytwitch.knowledge.tables import Plain, TestKind
from whytwitch.model.store import Model

if TYPE_CHECKING:
    from whytwitch.intake.story.story import Story

__all__ = ["Collector"]

Kind = Literal["finding", "exposure", "laboratory", "test"]
_MAX_WORDS_SHOWN = 200
_RANK_OWN = 3
_ADULT = 18.0
#: People treated for caffeine poisoning had taken 1 g or more (PMID 29526946: median 7.2 g).
_TOXIC_MG = 1000.0
#: Terms that are the diagnosis itself.
_NAMED_BY = {"HP:0100021": "cerebral_palsy"}
_STOPPED = frozenset("stopped stopping stop withdrawn discontinued quit ceased".split())
#: The detail of a finding that says when it began: "since this morning", "began 3 days ago".
_BEGAN = re.compile(r"\b(?:began|begun|started|since|came on|onset)\b", re.I)


@dataclass
class Collector:
    """Takes what was said, piece by piece; :meth:`case` gives the coded case.

    Nothing is dropped: a piece that cannot be used is kept in ``not_understood`` with its place.
    """

    model: Model
    age_years: float | None = None
    sex: Sex | None = None
    setting: Setting = "any"
    duration_days: float | None = None
    id: str = ""
    facts: list[Fact] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def miss(self, text: str, where: str, why: str) -> None:
        """Keep something that could not be used."""
        shown = " ".join(text.split())[:_MAX_WORDS_SHOWN]
        self.not_understood.append(NotUnderstood(shown, where, why))

    def add(
        self,
        item: str,
        present: bool,
        where: str,
        words: str,
        kind: Kind,
        since_days: float | None = None,
    ) -> None:
        """Add a fact by its id; what was begun later than the complaint with how many days ago."""
        plain = self.model.record(Plain, item)
        label = self.model.label(item)
        words_for_all = plain.plain if plain is not None else ""
        self.facts.append(Fact(item, present, label, where, words, kind, words_for_all, None, since_days))

    # ---- findings -------------------------------------------------------------------------

    def finding(self, code: str, label: str, detail: str, present: bool, where: str) -> None:
        """A finding by code or by plain words; its detail may hold descriptions of the twitch."""
        item = self._coded(code, label, where) if code else None
        if item is None and label:
            item = self._phrase(label)
        if item is None and label:
            found = self._scan_findings(label, present, where, 1)
            if not found and not self._read_label(label, present, where):
                self.miss(label, where, "no finding of that name is known; use other words or an HP id")
            return
        if item is None:
            if not code:
                self.miss(detail or "(empty)", where, "it names no finding")
            return
        since = days_in(detail) if present and _BEGAN.search(detail) else []
        self.add(item, present, where, label or code, "finding", min(since, default=None))
        if present and detail:
            self._scan_findings(detail, True, where, _RANK_OWN, descriptors_only=True)

    def _read_label(self, label: str, present: bool, where: str) -> bool:
        """What the reader of running text makes of a label that no phrase equals."""
        from whytwitch.intake.story.reader import read_story

        found = [said for said in read_story(self.model, label).findings if said.present]
        for said in found:
            self.add(said.id, present, where, said.words, "finding")
        return bool(found)

    def _coded(self, code: str, label: str, where: str) -> str | None:
        model, code = self.model, code.strip()
        if code.startswith("HP:"):
            index = model.ontology.index_of(code)
            if index is not None:
                found = model.ontology.id_of(index)
                if found != code:
                    self.notes.append(f"{where}: {code} is obsolete; {found} was used instead")
                return found
            why = "is obsolete and has no successor" if model.ontology.is_obsolete(code) else "is unknown"
            self.miss(code, where, f"the term {why}" + ("; its label was read instead" if label else ""))
            return None
        if model.feature(code) is not None:
            return code
        self.miss(code, where, "the code is unknown; give an HP id or plain words")
        return None

    def _phrase(self, phrase: str) -> str | None:
        index = look_up(self.model, "finding", phrase)
        return self.model.item(index) if index is not None else None

    def _scan_findings(
        self,
        text: str,
        present: bool,
        where: str,
        least_rank: int,
        descriptors_only: bool = False,
        kind: Kind = "finding",
    ) -> bool:
        found = False
        for mention in scan(self.model, "finding", text, least_rank):
            item = self.model.item(mention.item)
            if mention.of_family or mention.feared:
                continue
            if descriptors_only and not item.startswith("WT:twitch"):
                continue
            self.add(item, present and not mention.negated, where, mention.words, kind)
            found = True
        return found

    # ---- exposures and history --------------------------------------------------------------

    def exposure(self, name: str, kind: str, detail: str, where: str) -> None:
        """A medicine, substance, condition, habit or event by name."""
        before = len(self.facts)
        counted = self.caffeine(f"{name} {detail}", where)
        index = look_up(self.model, "exposure", name)
        if index is not None:
            self.add(self.model.item(index), True, where, name, "exposure")
        elif not self._scan_exposures(name, where):
            finding = self._phrase(name)
            if finding is not None:
                self.add(finding, True, where, name, "finding")
            elif not self._known_diagnosis(name) and not self._scan_exposures(detail, where) and not counted:
                self.miss(name, where, f"no {kind or 'exposure'} of that name is known")
                return
        words = set(tokens(f"{name} {detail}"))
        if kind == "withdrawal" or words & _STOPPED:
            self.stopped(before, where, f"{name} {detail}".strip())
        if words & {"overdose", "ingested", "poisoning"}:
            self.add("overdose", True, where, f"{name} {detail}".strip(), "exposure")
        self.dated(before, f"{name} {detail}")
        self._scan_findings(detail, True, where, _RANK_OWN, descriptors_only=True)

    def caffeine(self, text: str, where: str, words: str = "") -> bool:
        """Say how much caffeine the cups and tablets of a text hold, and whether that is a lot.

        ``words`` are those of the text that name a drink; they are shown where it is the only one.
        """
        cache = self.model.arrays.cache
        if "menu" not in cache:
            cache["menu"] = Menu(self.model.all_records(Drink).values())
        intake = read_intake(text, cache["menu"])
        if intake is None:
            return False
        limits = self.model.all_records(IntakeLimit)
        limit = limits["pregnancy_day" if self._is_pregnant() else "adult_day"]
        if self.age_years is not None and self.age_years < _ADULT:
            limit = limits["adolescent_day"]
        most = limit.caffeine_mg or math.inf
        shown = words if words and len(intake.parts) == 1 else text.strip()
        sources = ", ".join(dict.fromkeys((*intake.sources, limit.source)))
        self.notes.append(
            f"{where}: about {intake.milligrams:g} mg of caffeine{' a day' if intake.daily else ''} "
            f"({' + '.join(intake.parts)}); guidance for {limit.who}: up to {most:g} mg a day [{sources}]"
        )
        self.add("caffeine", True, where, shown, "exposure")
        if intake.milligrams >= _TOXIC_MG:
            self.add("caffeine_toxic_dose", True, where, shown, "exposure")
        elif intake.milligrams > most:
            self.add("caffeine_above_limit", True, where, shown, "exposure")
        return True

    def _is_pregnant(self) -> bool:
        return any(f.id == "pregnancy" and f.present for f in self.facts)

    def dated(self, first: int, text: str, recent: bool | None = None) -> None:
        """Say of the exposures added last whether they were begun lately, as far as the text does."""
        recent, spans = is_recent(text) if recent is None else recent, days_in(text)
        since = min(spans) if spans else None
        if recent is not None:
            self.facts[first:] = [
                replace(f, recent=recent, since_days=since) if f.kind == "exposure" and f.present else f
                for f in self.facts[first:]
            ]

    def stopped(self, first: int, where: str, words: str) -> None:
        """What was stopped: its own withdrawal where there is one, else a medicine's."""
        named: set[str] = set()
        for fact in self.facts[first:]:
            if fact.kind == "exposure" and fact.present:
                named |= self.model.lineage(fact.id)
        wanted = {f"{x}_stopped" for n in named for x in (n, n.split("_")[0])}
        known = sorted(w for w in wanted if self.model.feature(w) is not None)
        for item in known or ["medicine_stopped"]:
            self.add(item, True, where, words, "exposure")

    def _scan_exposures(self, text: str, where: str, findings_first: bool = False) -> bool:
        """Exposures in a text; in a story a word that names a finding is one, not an exposure."""
        found = False
        for mention in scan(self.model, "exposure", text):
            if mention.feared or (mention.of_family and not self._of_kin(mention.item)):
                continue
            if findings_first and look_up(self.model, "finding", mention.words) is not None:
                continue
            self.add(self.model.item(mention.item), not mention.negated, where, mention.words, "exposure")
            found = True
        return found

    def _of_kin(self, item: int) -> bool:
        exposure = self.model.record(Exposure, self.model.item(item))
        return exposure is not None and exposure.kind == "family_history"

    def history(self, phrase: str, where: str) -> None:
        """One line of history: exposures, findings, diagnoses, the family."""
        found = self._scan_exposures(phrase, where)
        found |= self._known_diagnosis(phrase)
        found |= self._scan_family(phrase, where)
        if not found:
            found = self._scan_findings(phrase, True, where, 2)
        if not found:
            before = len(self.facts)
            self.narrative(phrase, where)
            found = len(self.facts) > before
        if not found:
            self.miss(phrase, where, "nothing in this line is known to bear on the question")

    def _known_diagnosis(self, text: str) -> bool:
        names = self.model.meta["names"]["cause"]
        found = False
        for mention in scan(self.model, "cause", text):
            if mention.negated or mention.of_family or mention.feared:
                continue
            name = names[mention.item]
            if name not in self.known:
                self.known.append(name)
            found = True
        return found

    def _scan_family(self, text: str, where: str) -> bool:
        found = False
        movement = self.model.feature("HP:0004305")
        for mention in scan(self.model, "finding", text):
            if not mention.of_family:
                continue
            item = self.model.item(mention.item)
            above = self.model.arrays.ancestors(mention.item).tolist()
            if item == "HP:0001337":
                self.add("family_history_tremor", not mention.negated, where, text, "exposure")
            elif movement in above:
                self.add("family_history_same", not mention.negated, where, text, "exposure")
            found = True
        return found

    # ---- laboratory and tests -----------------------------------------------------------------

    def laboratories(self, values: Sequence[tuple[RawLaboratory, str]]) -> None:
        """All values of a case, with those that can be worked out from them.

        Adjusted calcium takes the place of total calcium, which albumin misleads.
        """
        derived = derived_values([raw for raw, _ in values])
        adjusted = any(raw.name == "adjusted calcium" for raw in derived)
        for raw, where in values:
            test = find_test(self.model, raw.name)
            if not (adjusted and test is not None and test.id == "calcium"):
                self.laboratory(raw, where)
        for raw in derived:
            self.laboratory(raw, "labs (worked out)")

    def laboratory(self, raw: RawLaboratory, where: str) -> None:
        """A laboratory value with its unit and range becomes low, normal or high."""
        value = raw.value if raw.value is not None else ""
        shown = raw.words or f"{raw.name} {value} {raw.unit or ''}".strip()
        test = find_test(self.model, raw.name)
        if test is None:
            if raw.value is None and self._normal_panel(raw, where):
                return
            if not self._flagged_by_name(raw, where):
                self.miss(shown, where, "no laboratory test of that name is known")
            return
        judgement = judge(test, raw, self.age_years, self.sex)
        if not judgement.state:
            self.miss(shown, where, judgement.why)
            return
        for item, state in ((test.low, "low"), (test.high, "high")):
            if item is not None:
                self.add(
                    item,
                    judgement.state == state,
                    where,
                    f"{shown} ({judgement.state})",
                    "laboratory",
                )
        if judgement.critical and judgement.state in ("low", "high"):
            name = f"WT:critical_{judgement.state}_{test.id}"
            if self.model.feature(name) is not None:
                self.add(name, True, where, shown, "laboratory")

    def _normal_panel(self, raw: RawLaboratory, where: str) -> bool:
        """A panel ("electrolytes") that is normal denies what each of its values would have shown."""
        if (raw.flag or "").strip().lower() != "normal":
            return False
        return self._denied_by(raw.name, f"{raw.name}: normal", where, "laboratory")

    def _denied_by(self, name: str, words: str, where: str, kind: Kind) -> bool:
        """Deny what a normal test or panel of that name speaks against; false where nothing is known."""
        index = look_up(self.model, "test", name)
        if index is None:
            return False
        record = self.model.record(TestKind, self.model.meta["names"]["test"][index])
        denied = record.denies if record is not None else ()
        for item in denied:
            self.add(item, False, where, words, kind)
        return bool(denied)

    def _flagged_by_name(self, raw: RawLaboratory, where: str) -> bool:
        """An unknown test whose name is a finding itself, such as an antibody that is positive."""
        flag = (raw.flag or "").lower()
        if flag not in ("high", "positive", "low", "abnormal"):
            return False
        for phrase in (
            f"{raw.name} {flag}",
            f"{raw.name} positivity",
            raw.name,
            f"{flag} {raw.name}",
        ):
            item = self._phrase(phrase)
            if item is not None:
                self.add(item, True, where, f"{raw.name} {flag}", "laboratory")
                return True
        return False

    def test(self, name: str, result: str, flag: str, where: str) -> None:
        """A test result: words are read; a normal one denies what the test would have shown."""
        is_normal = (flag or "").strip().lower() in ("normal", "negative")
        found = is_normal and self._denied_by(name, f"{name}: {result or 'normal'}", where, "test")
        if result:
            found |= self._scan_findings(result, True, where, 1, kind="test")
            if not is_normal:
                found |= self._scan_findings(f"{name} {result}", True, where, _RANK_OWN, kind="test")
        if not found:
            self.miss(f"{name}: {result}", where, "nothing in this result is known to bear on it")

    # ---- words --------------------------------------------------------------------------------

    def narrative(self, text: str, where: str = "narrative") -> Story:
        """Running words: findings, exposures and laboratory values; coded facts go before."""
        # Late: its patterns cost 40 ms, and most cases hold no words.
        from whytwitch.intake.story.facts import add_story
        from whytwitch.intake.story.reader import read_story

        story = read_story(self.model, text, self.age_years)
        coded = {f.id for f in self.facts if f.origin != where}
        start = len(self.facts)
        add_story(self, story, where)
        above = set().union(*(self._above(item) for item in coded)) if coded else set()
        self.facts[start:] = [
            f for f in self.facts[start:] if f.id not in above and coded.isdisjoint(self._above(f.id))
        ]
        return story

    def _above(self, item: str) -> set[str]:
        """An item and all that it implies: the same told once more, in wider or in closer words."""
        index = self.model.feature(item)
        return {item, *(self.model.ancestor_items(index) if index is not None else ())}

    def diagnosed(self, story: Story) -> None:
        """What a doctor has found before, as the story says."""
        for said in story.history:
            own = said.kind == "cause" and said.who == "person" and said.present
            if own and said.when == "diagnosed" and said.id not in self.known:
                self.known.append(said.id)
        for said in story.findings:
            cause = _NAMED_BY.get(said.id) if said.present else None
            if cause is not None and cause not in self.known:
                self.known.append(cause)

    def plain_words(self, text: str, where: str) -> None:
        """A whole case in plain words: the person is read too, and what gave nothing is kept."""
        story = self.narrative(text, where)
        person = story.person
        self.age_years = person.age_years if self.age_years is None else self.age_years
        self.sex = self.sex or person.sex
        self.duration_days = person.duration_days if self.duration_days is None else self.duration_days
        self.setting = person.setting if self.setting == "any" else self.setting
        self.diagnosed(story)
        for first, last in story.not_understood:
            self.miss(text[first:last], where, "nothing in this sentence is known to bear on the question")
        for question in story.questions:
            self.notes.append(f"{where}: '{question.words}' may mean {' or '.join(question.meanings)}")

    # ---- the case ---------------------------------------------------------------------------

    def case(self) -> Case:
        """The coded case: each fact once, contradictions named and settled for "present"."""
        present = {f.id: f for f in reversed(self.facts) if f.present}
        absent = {f.id: f for f in reversed(self.facts) if not f.present}
        self._settle(present, absent)
        facts = [*present.values(), *absent.values()]
        facts.sort(key=lambda f: (not f.present, f.id))
        return Case(
            facts=tuple(facts),
            age_years=self.age_years,
            sex=self.sex,
            setting=self.setting,
            duration_days=self.duration_days,
            known=tuple(sorted(self.known)),
            not_understood=tuple(self.not_understood),
            id=self.id,
            notes=tuple(self.notes),
        )

    def _settle(self, present: dict[str, Fact], absent: dict[str, Fact]) -> None:
        implied: dict[str, str] = {}
        for item in present:
            index = self.model.feature(item)
            if index is not None:
                for above in self.model.ancestor_items(index):
                    implied.setdefault(above, item)
        for item in sorted(absent):
            fact = absent[item]
            if item in present:
                self.miss(fact.label, fact.origin, "it is said to be present and absent; present was used")
                del absent[item]
            elif item in implied:
                part = present[implied[item]].label
                self.miss(
                    fact.label,
                    fact.origin,
                    f"it is said to be absent but {part}, a kind of it, is present; present was used",
                )
                del absent[item]
        for item, part in sorted(implied.items()):
            if item in present and present[item].origin != present[part].origin:
                self.notes.append(
                    f"{present[item].origin}: {present[item].label} is already said by {present[part].label}"
                )
