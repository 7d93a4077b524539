"""What a diary says: since when, how it goes, what goes with it; and that as part of a case."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from whytwitch.core.case import Case, Fact
from whytwitch.core.diary import DiaryDay, DiaryEntry, days_of
from whytwitch.intake.coded import Collector
from whytwitch.knowledge.tables import Plain
from whytwitch.model.store import Model

__all__ = ["LEAST_DAYS", "DiaryReading", "Trigger", "diary_facts", "diary_story", "read_diary"]

#: No claim is made on fewer days than this.
LEAST_DAYS = 7
_LEAST_RANK = 0.5
#: Chance of so strong a link if there were none; four things are looked at, so a quarter of 0.05.
_LEVEL = 0.05 / 4
_SHUFFLES, _SEED = 4000, 7
_COURSE_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Trigger:
    """How strength goes with one thing, over the days on which both were noted.

    Attributes
    ----------
    rank_correlation : float or None
        Spearman's, -1 to 1; None below :data:`LEAST_DAYS` days, or when one of both never changes.
    p : float or None
        Share of shuffles of the days with a link as strong, either way.
    holds : bool
        Strong and unlikely by chance: it then becomes a fact of the case.
    said, figures : str
        ``text`` in two: what it comes to, and the numbers behind it.
    """

    name: str
    n: int
    rank_correlation: float | None
    p: float | None
    holds: bool
    said: str
    figures: str = ""

    @property
    def text(self) -> str:
        """One line with its numbers."""
        return f"{self.said}: {self.figures}." if self.figures else self.said


@dataclass(frozen=True, slots=True)
class DiaryReading:
    """What a diary says in whole.

    Attributes
    ----------
    duration_days : float or None
        From the first day with twitching to the last day noted, that day included.
    course : str
        ``rising``, ``falling``, ``steady``, or empty when too few days were noted.
    """

    days: tuple[DiaryDay, ...]
    n_entries: int
    duration_days: float | None
    course: str
    course_text: str
    triggers: tuple[Trigger, ...]


_LOOKED_AT: tuple[tuple[str, str, int, str, str], ...] = (
    ("coffee_cups", "more coffee", 1, "WT:twitch_worse_with_caffeine", "coffee"),
    ("stress", "more stress", 1, "WT:twitch_on_emotion", "stress"),
    ("exercise_minutes", "more exercise", 1, "WT:twitch_after_exercise", "exercise"),
    ("sleep_hours", "less sleep", -1, "WT:twitch_relieved_rest", "sleep"),
)


def read_diary(entries: Sequence[DiaryEntry]) -> DiaryReading:
    """Onset, course and triggers of a diary, with how many days each rests on.

    A day's strength is the highest noted on it. Links are Spearman's rank correlation with a
    permutation test; they show what goes together, not what brings it about.
    """
    days = days_of(entries)
    noted = [d for d in days if d.strength is not None]
    twitching = [d.day for d in noted if d.strength]
    twitching += [e.at.date() for e in entries if e.strength is None and (e.kind or e.place or e.count)]
    duration = float((days[-1].day - min(twitching)).days + 1) if twitching else None
    course, text = _course(noted)
    triggers = tuple(_trigger(noted, *row[:3]) for row in _LOOKED_AT)
    return DiaryReading(tuple(days), len(entries), duration, course, text, triggers)


def _course(noted: list[DiaryDay]) -> tuple[str, str]:
    n = len(noted)
    if n < LEAST_DAYS:
        return "", f"Too few days to say how it goes: {n} noted, {LEAST_DAYS} needed."
    rho, p = _link([float(d.day.toordinal()) for d in noted], [d.strength or 0.0 for d in noted])
    if rho is None or p is None:
        return "steady", f"It stayed the same on all {n} days noted."
    if abs(rho) >= _LEAST_RANK and p <= _COURSE_LEVEL:
        course = "rising" if rho > 0 else "falling"
        word = "stronger" if rho > 0 else "weaker"
        return course, f"It grew {word} over the {n} days noted (rank correlation {rho:+.2f})."
    return "steady", f"No clear change over the {n} days noted (rank correlation {rho:+.2f})."


def _trigger(noted: list[DiaryDay], name: str, words: str, direction: int) -> Trigger:
    pairs = [(getattr(d, name), d.strength) for d in noted if getattr(d, name) is not None]
    n = len(pairs)
    if n < LEAST_DAYS:
        text = f"{words.capitalize()}: too few days to say, {n} noted, {LEAST_DAYS} needed."
        return Trigger(name, n, None, None, False, text)
    rho, p = _link([float(x) for x, _ in pairs], [float(s or 0.0) for _, s in pairs])
    if rho is None or p is None:
        text = f"{words.capitalize()}: it did not change, so nothing can be said ({n} days)."
        return Trigger(name, n, None, None, False, text)
    holds = direction * rho >= _LEAST_RANK and p <= _LEVEL
    found = "goes with stronger twitching" if holds else "shows no clear link"
    figures = f"rank correlation {rho:+.2f} over {n} days, p {_p(p)}"
    return Trigger(name, n, rho, p, holds, f"{words.capitalize()} {found}", figures)


def _p(p: float) -> str:
    return "below 0.001" if p < 0.001 else f"{p:.3f}"


def _link(x: list[float], y: list[float]) -> tuple[float | None, float | None]:
    """Spearman's rank correlation and its two-sided permutation p; None when one side is flat."""
    a, b = _ranks(x), _ranks(y)
    rho = _correlation(a, b)
    if rho is None:
        return None, None
    dice = random.Random(_SEED)  # the same days always give the same figure
    shuffled = list(b)
    as_strong = 1
    for _ in range(_SHUFFLES):
        dice.shuffle(shuffled)
        other = _correlation(a, shuffled)
        as_strong += int(other is not None and abs(other) >= abs(rho) - 1e-12)
    return rho, as_strong / (_SHUFFLES + 1)


def _ranks(values: list[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    i = 0
    while i < len(order):
        j = i
        while j + 1 < len(order) and values[order[j + 1]] == values[order[i]]:
            j += 1
        for k in order[i : j + 1]:
            ranks[k] = (i + j) / 2
        i = j + 1
    return ranks


def _correlation(a: list[float], b: list[float]) -> float | None:
    n = len(a)
    ma, mb = sum(a) / n, sum(b) / n
    va = math.fsum((x - ma) ** 2 for x in a)
    vb = math.fsum((x - mb) ** 2 for x in b)
    if va <= 0 or vb <= 0:
        return None
    return sum((x - ma) * (y - mb) for x, y in zip(a, b, strict=True)) / math.sqrt(va * vb)


# ---- into the case ------------------------------------------------------------------------------


def diary_facts(model: Model, entries: Sequence[DiaryEntry], case: Case | None = None) -> Case:
    """A case with what the diary adds: how long, what goes with it, what was taken and where.

    What the case says itself stands; nothing is added on fewer than :data:`LEAST_DAYS` days but what
    was written down in words.
    """
    case = case if case is not None else Case()
    reading = read_diary(entries)
    out = Collector(model, age_years=case.age_years, sex=case.sex)
    for phrase in _phrases(entries, _what_and_where):
        out.narrative(phrase)
    for names in _phrases(entries, lambda e: e.medicines):
        for part in names.replace(";", ",").split(","):
            if part.strip():
                out.exposure(part.strip(), "medicine", "", "diary")
    cups = [float(d.coffee_cups) for d in reading.days if d.coffee_cups is not None]
    if len(cups) >= LEAST_DAYS and max(cups) > 0:
        out.exposure("coffee", "substance", f"{sum(cups) / len(cups):.1f} cups of coffee a day", "diary")
    read = out.case()
    added = [replace(f, origin="diary") for f in read.facts]
    for trigger, (*_, item, _) in zip(reading.triggers, _LOOKED_AT, strict=True):
        if trigger.holds and model.feature(item) is not None:
            added.append(_fact(model, item, trigger.text))
    known = {f.id for f in case.facts}
    fresh = {f.id: f for f in reversed(added) if f.id not in known}
    duration = case.duration_days
    if reading.duration_days is not None:
        duration = max(duration or 0.0, reading.duration_days)
    return replace(
        case,
        facts=(*case.facts, *reversed(list(fresh.values()))),
        duration_days=duration,
        not_understood=(*case.not_understood, *read.not_understood),
        notes=(*case.notes, *read.notes, *_notes(reading)),
    )


def _phrases(entries: Sequence[DiaryEntry], words: Callable[[DiaryEntry], str]) -> list[str]:
    return [p for p in dict.fromkeys(words(e) for e in entries) if p]


def _what_and_where(entry: DiaryEntry) -> str:
    """Kind and place as one phrase; a place alone is where it twitches."""
    if not entry.place:
        return entry.kind
    return f"{entry.kind or 'twitching'} in the {entry.place}"


def _notes(reading: DiaryReading) -> list[str]:
    if not reading.n_entries:
        return []
    lines = [f"diary: {reading.n_entries} entries on {len(reading.days)} days"]
    lines += [f"diary: {reading.course_text}"] if reading.course else []
    return lines + [f"diary: {t.text}" for t in reading.triggers if t.holds]


def _fact(model: Model, item: str, words: str) -> Fact:
    plain = model.record(Plain, item)
    return Fact(item, True, model.label(item), "diary", words, plain=plain.plain if plain is not None else "")


#: How a person would say each link.
_SAID = {
    "coffee_cups": "It is worse after coffee.",
    "stress": "It is worse with stress.",
    "exercise_minutes": "It comes during or after exercise.",
    "sleep_hours": "It eases after a good night's sleep.",
}
_MOST_PHRASES = 12


def diary_story(entries: Sequence[DiaryEntry]) -> str:
    """The diary in plain sentences, for a person to read over, change, and have read like any other."""
    reading = read_diary(entries)
    lines = [f"{p[:1].upper()}{p[1:]}." for p in _phrases(entries, _what_and_where)]
    lines = lines[:_MOST_PHRASES]
    lines += [_SAID[t.name] for t in reading.triggers if t.holds]
    cups = [d.coffee_cups for d in reading.days if d.coffee_cups is not None]
    if len(cups) >= LEAST_DAYS and max(cups) > 0:
        lines.append(f"I drink about {math.fsum(cups) / len(cups):.0f} cups of coffee a day.")
    return " ".join([*lines, *_medicines(entries)])


def _medicines(entries: Sequence[DiaryEntry]) -> list[str]:
    """What is taken, and what was: what was noted often, and then no more for long, was stopped.

    What was named once or twice says nothing by being left out later.
    """
    ordered = sorted(entries, key=lambda e: e.at)
    taken, lines = [], []
    for names in _phrases(ordered, lambda e: e.medicines)[:_MOST_PHRASES]:
        noted = [i for i, e in enumerate(ordered) if e.medicines == names]
        last, left = ordered[noted[-1]].at, len(ordered) - 1 - noted[-1]
        if min(len(noted), left) >= _HABIT and (ordered[-1].at - last).days >= LEAST_DAYS:
            lines.append(f"I took {names} until {last.day} {last:%B}.")
        else:
            taken.append(names)
    return [*([f"I take {'; '.join(taken)}."] if taken else []), *lines]


#: So many notes make a habit of noting, or of not noting any more.
_HABIT = 5
