"""A person's own words to coded facts, each with the words it came from, before anything is concluded."""

from __future__ import annotations

import re
from dataclasses import dataclass

from whytwitch.core.case import Case
from whytwitch.core.errors import InputError
from whytwitch.intake.coded import Collector
from whytwitch.intake.story.facts import add_story
from whytwitch.intake.story.person import read_person
from whytwitch.intake.story.reader import read_story
from whytwitch.intake.story.story import Story
from whytwitch.model.store import Model
from whytwitch.service.understand_places import places_of

__all__ = ["MAX_TEXT", "Doubt", "Understanding", "understand"]

#: Longest text that is read, in characters: a long letter.
MAX_TEXT = 20_000
_RANK = {"known": 3, "unclear": 2, "missed": 1}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that could mean two things; ``coded`` is what they were taken for, or None."""

    id: str
    words: str
    question: str
    coded: str | None


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was read from one text.

    Attributes
    ----------
    marks : tuple of (text, kind)
        The whole text in pieces, in order; kind is ``known``, ``unclear``, ``missed`` or empty.
    case : Case
        The coded facts; ``case.not_understood`` holds what gave nothing.
    doubts : tuple of Doubt
        Words that could mean two things.
    aside : tuple of (words, why)
        What was heard and is not counted as the person's own today: past, family, feared.
    places : tuple of (id, words)
        Side and part of the findings for which they are said.
    ended : tuple of (id, words)
        What was taken and seems not to be any more, with the words that say so; it counts all the same.
    """

    text: str
    marks: tuple[tuple[str, str], ...]
    case: Case
    doubts: tuple[Doubt, ...]
    aside: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...] = ()
    ended: tuple[tuple[str, str], ...] = ()


def understand(model: Model, text: str, origin: str = "your words") -> Understanding:
    """Read one text.

    Parameters
    ----------
    text : str
        Up to :data:`MAX_TEXT` characters; characters that no text should hold become U+FFFD.
    origin : str
        Where the facts say they came from.

    Raises
    ------
    InputError
        When the text is longer.
    """
    if len(text) > MAX_TEXT:
        raise InputError(
            f"the text must be at most {MAX_TEXT} characters; got {len(text)}; tell the main points", origin
        )
    clean = _CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    story = read_story(model, clean)
    collected = Collector(model)
    person = story.person
    collected.age_years, collected.sex = person.age_years, person.sex
    collected.duration_days, collected.setting = person.duration_days, person.setting
    add_story(collected, story, origin)
    collected.diagnosed(story)
    missed: list[tuple[int, int]] = []
    personal: list[tuple[int, int]] = []
    for span in story.not_understood:
        (personal if _of_person(clean[span[0] : span[1]]) else missed).append(span)
    for start, end in missed:
        collected.miss(clean[start:end], origin, "nothing in it is known to bear on the question")
    doubts = tuple(Doubt(f"{q.span[0]}-{q.span[1]}", q.words, q.question, q.coded) for q in story.questions)
    return Understanding(
        clean,
        _marks(story, missed, personal),
        collected.case(),
        doubts,
        _aside(story),
        tuple(places_of(story).items()),
        _ended(story),
    )


def _ended(story: Story) -> tuple[tuple[str, str], ...]:
    """What a clause says was taken once: "I took salbutamol until May"."""
    found = {}
    for said in story.exposures:
        clause = " ".join(str(said.detail.get("clause", "")).split())
        stopped = said.detail.get("change") == "stopped" or _ONCE.search(clause)
        if said.present and stopped and not said.id.endswith("_stopped"):
            found[said.id] = clause
    return tuple(found.items())


_ONCE = re.compile(
    r"\b(?:used to (?:take|use|have|drink|smoke|be on)|no longer (?:take|use|on)|formerly|previously|"
    r"(?:took|used|had|drank|was|were|been) (?:\S+ ){0,8}?(?:until|till))\b",
    re.I,
)


def _of_person(sentence: str) -> bool:
    """A sentence that says who the person is, or for how long and little else, was understood."""
    person = read_person(sentence)
    if person.age_years is not None or person.sex is not None:
        return True
    return person.duration_days is not None and len(sentence.split()) <= _ONLY_A_TIME


#: "For about two weeks now": more words than this say something else beside a time.
_ONLY_A_TIME = 5


def _aside(story: Story) -> tuple[tuple[str, str], ...]:
    used = {s.words for s in (*story.findings, *story.exposures)}
    found: dict[str, str] = {}
    for said in story.history:
        if said.words in used or said.when == "diagnosed":
            continue
        if said.who == "family":
            why = "about the family"
        elif said.when == "feared":
            why = "a worry"
        elif said.when == "past":
            why = "from the past"
        elif said.who == "other":
            why = "about someone else"
        elif said.kind == "cause" and not said.present:
            why = "an illness you say you do not have"
        elif said.kind == "cause":
            why = "the name of an illness, not one you say a doctor found"
        else:
            continue
        found.setdefault(" ".join(said.words.split()), why)
    return tuple(found.items())


def _marks(
    story: Story, missed: list[tuple[int, int]], personal: list[tuple[int, int]]
) -> tuple[tuple[str, str], ...]:
    """The text cut where its standing changes."""
    standing = [0] * len(story.text)
    known = [s.span for s in (*story.findings, *story.exposures, *story.history)]
    known += [v.span for v in story.values] + personal
    for kind, spans in (
        ("missed", missed),
        ("known", known),
        ("unclear", [q.span for q in story.questions]),
    ):
        for start, end in spans:
            for i in range(max(start, 0), min(end, len(standing))):
                standing[i] = _RANK[kind]
    names = {rank: kind for kind, rank in _RANK.items()} | {0: ""}
    pieces: list[tuple[str, str]] = []
    start = 0
    for i in range(1, len(standing) + 1):
        if i == len(standing) or standing[i] != standing[start]:
            pieces.append((story.text[start:i], names[standing[start]]))
            start = i
    return tuple(pieces) if story.text else ()
