"""One conversation as a chain of immutable snapshots; the engine's services do all the thinking."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from secrets import token_hex
from threading import Lock

from whytwitch.core.assessment import Assessment
from whytwitch.core.case import Case, Fact, NotUnderstood, Setting, Sex
from whytwitch.model.store import Model
from whytwitch.service.assess import assess
from whytwitch.service.interview import Audience, Question, Step, next_step, record_answer
from whytwitch.service.understand import Doubt, Understanding, understand
from whytwitch.service.understand_places import on_side
from whytwitch.web.choices import sentences

__all__ = [
    "REMEMBERED",
    "Answer",
    "Snapshot",
    "Standing",
    "Told",
    "answered",
    "begin",
    "let_go",
    "reanswered",
    "retold",
    "step_of",
]

WORDS, MAP, TYPED = "your words", "what you marked", "what you chose"
_MAX_TEXTS = 20


@dataclass(frozen=True, slots=True)
class Told:
    """All that a person gave outside the interview, and how they corrected what was read.

    ``removed`` and ``turned`` hold ids of facts that were struck out, or are the other way round;
    ``settled`` the doubts that were answered, with their answers; ``sides`` facts by id with the side that
    was chosen for them, empty for none. A number or choice of ``replaced`` stands in place of what the
    text says, even when it is None.
    """

    texts: tuple[str, ...] = ()
    spots: tuple[str, ...] = ()
    movements: tuple[str, ...] = ()
    age_years: float | None = None
    sex: Sex | None = None
    duration_days: float | None = None
    setting: Setting = "any"
    replaced: bool = False
    removed: frozenset[str] = frozenset()
    turned: frozenset[str] = frozenset()
    settled: tuple[tuple[str, str], ...] = ()
    sides: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of the interview with the value that was chosen."""

    question: Question
    value: str

    @property
    def label(self) -> str:
        """The answer as the person saw it."""
        picked, _, words = self.value.partition("words:")
        names = {c.value: c.label for c in self.question.choices}
        unit = f" {self.question.entry}" if self.question.entry else ""
        labels = [names.get(v, f"{v}{unit}") for v in picked.split(",") if v]
        return ", ".join((*labels, *((words.strip(),) if words.strip() else ())))


@dataclass(frozen=True)
class Snapshot:
    """Where a conversation stands; never changed, so any step can be gone back to.

    ``base`` is the case as told, ``case`` the same with the answers of the interview; ``before`` is
    the id of the snapshot that this one came from, ``name`` its own mark in every process; ``places`` says
    where findings are, and ``ended`` what seems to be taken no more, by their ids.
    """

    audience: Audience
    thread: str
    told: Told
    understood: tuple[Understanding, ...]
    base: Case
    answers: tuple[Answer, ...]
    case: Case
    before: str = ""
    places: tuple[tuple[str, str], ...] = ()
    ended: tuple[tuple[str, str], ...] = ()
    name: str = field(default_factory=lambda: token_hex(8), compare=False)

    @property
    def doubts(self) -> list[Doubt]:
        """Words that could mean two things and were not settled yet."""
        settled = {key for key, _ in self.told.settled}
        return [d for u in self.understood for d in u.doubts if d.id not in settled]

    @property
    def asked(self) -> list[str]:
        """Ids of the questions that were answered, in order."""
        return [a.question.id for a in self.answers]


def begin(model: Model, audience: Audience, thread: str, told: Told) -> Snapshot:
    """Read what was told.

    Raises
    ------
    InputError
        When a text is too long.
    """
    return _snapshot(model, audience, thread, told, (), "")


def retold(model: Model, snapshot: Snapshot, told: Told, before: str = "") -> Snapshot:
    """The same conversation with what was told changed; answers stand."""
    return _snapshot(model, snapshot.audience, snapshot.thread, told, snapshot.answers, before)


def answered(model: Model, snapshot: Snapshot, question: Question, value: str, before: str = "") -> Snapshot:
    """One answer more."""
    case = record_answer(model, snapshot.case, question.id, value)
    answers = (*snapshot.answers, Answer(question, value))
    return replace(snapshot, answers=answers, case=case, before=before, name=token_hex(8))


def reanswered(model: Model, snapshot: Snapshot, place: int, value: str, before: str = "") -> Snapshot:
    """An earlier answer changed in place; those after it stand."""
    answers = list(snapshot.answers)
    answers[place] = replace(answers[place], value=value)
    return _snapshot(model, snapshot.audience, snapshot.thread, snapshot.told, tuple(answers), before)


class Standing:
    """A step of the interview without the ranking that it was found from, which takes 130 kB.

    Attributes as those of :class:`whytwitch.service.interview.Step`.
    """

    def __init__(self, model: Model, case: Case, step: Step) -> None:
        self.question, self.stopped_because = step.question, step.stopped_because
        self.asked, self.about_left = step.asked, step.about_left
        self.urgency, self.flags_open = step.urgency, step.flags_open
        self._model, self._case = model, case

    @cached_property
    def assessment(self) -> Assessment:
        """The answer as it stands; worked out when it is asked for."""
        return assess(self._model, self._case)


def step_of(model: Model, snapshot: Snapshot) -> Standing:
    """The next question, or why there is none; the last few are remembered, since each costs 20 ms.

    Few: one whose answer was looked at holds that too, 60 kB.
    """
    key = (snapshot.thread, snapshot.name)
    with _LOCK:
        step = _STEPS.pop(key, None)
    if step is None:
        step = Standing(
            model, snapshot.case, next_step(model, snapshot.case, snapshot.asked, snapshot.audience)
        )
    with _LOCK:
        _STEPS[key] = step
        while len(_STEPS) > REMEMBERED:
            _STEPS.popitem(last=False)
    return step


def let_go(thread: str) -> None:
    """Forget the steps of one conversation too."""
    with _LOCK:
        for key in [key for key in _STEPS if key[0] == thread]:
            del _STEPS[key]


_STEPS: OrderedDict[tuple[str, str], Standing] = OrderedDict()
_LOCK = Lock()
#: Who reads an answer looks at the letter next: by then twenty people have made as many steps.
REMEMBERED = 64


def _snapshot(
    model: Model, audience: Audience, thread: str, told: Told, answers: tuple[Answer, ...], before: str
) -> Snapshot:
    told = replace(told, texts=tuple(t for t in told.texts if t.strip())[:_MAX_TEXTS])
    own = tuple(understand(model, text, WORDS) for text in told.texts)
    marked = [understand(model, s, MAP) for s in sentences(told.spots, told.movements)]
    base = _joined(model, told, own, marked)
    case = base
    for answer in answers:
        case = record_answer(model, case, answer.question.id, answer.value)
    ended = tuple(line for u in own for line in u.ended)
    return Snapshot(
        audience, thread, told, own, base, answers, case, before, _places(told, (*own, *marked)), ended
    )


def _places(told: Told, read: Sequence[Understanding]) -> tuple[tuple[str, str], ...]:
    """Places of all texts, each once, with the sides that were chosen in place of those that were read."""
    found: dict[str, list[str]] = {}
    for item, words in (line for u in read for line in u.places):
        found.setdefault(item, []).append(words)
    places = {item: ", ".join(dict.fromkeys(words)) for item, words in found.items()}
    chosen = dict(told.sides)
    return tuple((i, on_side(words, chosen[i]) if i in chosen else words) for i, words in places.items())


def _joined(model: Model, told: Told, own: Sequence[Understanding], marked: Sequence[Understanding]) -> Case:
    """One case of all that was told, corrections applied."""
    facts: dict[str, Fact] = {}
    for fact in (f for u in (*own, *marked) for f in u.case.facts):
        before = facts.get(fact.id)
        if before is None or (fact.present and not before.present):
            facts[fact.id] = fact
    denied = _denied(own, told)
    kept = [
        replace(f, present=not f.present) if f.id in told.turned else f
        for f in facts.values()
        if f.id not in told.removed and f.id not in denied
    ]
    missed: list[NotUnderstood] = [n for u in (*own, *marked) for n in u.case.not_understood]
    read = [u.case for u in own]
    case = Case(
        facts=tuple(sorted(_most_specific(model, kept), key=lambda f: (not f.present, f.id))),
        age_years=next((c.age_years for c in read if c.age_years is not None), None),
        sex=next((c.sex for c in read if c.sex), None),
        setting=next((c.setting for c in read if c.setting != "any"), "any"),
        duration_days=next((c.duration_days for c in read if c.duration_days is not None), None),
        known=tuple(sorted({k for c in read for k in c.known if k not in told.removed})),
        not_understood=tuple(missed),
        notes=tuple(n for c in read for n in c.notes),
    )
    if told.replaced:
        return replace(
            case,
            age_years=told.age_years,
            sex=told.sex,
            setting=told.setting,
            duration_days=told.duration_days,
        )
    return replace(
        case,
        age_years=told.age_years if told.age_years is not None else case.age_years,
        sex=told.sex or case.sex,
        setting=told.setting if told.setting != "any" else case.setting,
        duration_days=told.duration_days if told.duration_days is not None else case.duration_days,
    )


def _denied(own: Sequence[Understanding], told: Told) -> set[str]:
    """Facts that stood on words which turned out to mean something else."""
    no = {key for key, value in told.settled if value == "no"}
    return {d.coded for u in own for d in u.doubts if d.id in no and d.coded}


def _most_specific(model: Model, facts: list[Fact]) -> list[Fact]:
    """Without marked facts that another present one already says more exactly."""
    implied: set[str] = set()
    for fact in facts:
        feature = model.feature(fact.id)
        if fact.present and feature is not None:
            implied |= model.ancestor_items(feature)
    return [f for f in facts if not (f.present and f.origin == MAP and f.id in implied)]
