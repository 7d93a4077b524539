"""A story as facts of a case, and as the document that ``whytwitch read`` prints."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from whytwitch.intake.laboratory import judge
from whytwitch.intake.story.exposures.reader import is_long_over
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.story import Story
from whytwitch.knowledge.tables import Plain

if TYPE_CHECKING:
    from whytwitch.intake.coded import Collector
    from whytwitch.model.store import Model

__all__ = ["add_story", "story_document"]


def add_story(collector: Collector, story: Story, where: str) -> None:
    """Add what a story says to the facts of a case."""
    for said in story.findings:
        since = said.detail.get("since_days")
        collector.add(said.id, said.present, where, said.words, "finding", since)
    counted = False
    for said in story.exposures:
        before = len(collector.facts)
        clause = str(said.detail.get("clause", said.words))
        if said.id == "caffeine" and said.present and not counted:
            counted = True
            sentence = story.text[_sentence_start(story.text, said.span[0]) : said.span[1] + 60]
            collector.caffeine(sentence.split(".")[0], where, said.words)
        collector.add(said.id, said.present, where, said.words, "exposure")
        if not said.present:
            continue
        if said.id.endswith("_stopped"):
            # How long ago it was stopped; that it was lately is what the withdrawal takes for granted.
            since = said.detail.get("since_days")
            collector.facts[before:] = [replace(f, since_days=since) for f in collector.facts[before:]]
        elif said.detail.get("change") is not None:
            collector.dated(before, clause, False if is_long_over(said) else None)
    if story.values:
        collector.laboratories([(v.raw, where) for v in story.values])


def _sentence_start(text: str, at: int) -> int:
    return max(text.rfind(mark, 0, at) for mark in ".!?\n") + 1


def story_document(model: Model, story: Story) -> dict[str, Any]:
    """The story as plain values, for JSON.

    Keys: ``present``, ``absent``, ``exposures``, ``labs``, ``history``, ``context``,
    ``not_understood`` and ``questions``; every ``span`` is [from, up to but not including] in characters.
    """
    person = story.person
    return {
        "present": [_finding(model, s) for s in story.findings if s.present],
        "absent": [_finding(model, s) for s in story.findings if not s.present],
        "exposures": [_exposure(s) for s in story.exposures],
        "labs": [_value(story, i) for i in range(len(story.values))],
        "history": [_history(s) for s in story.history],
        "context": {
            "age_years": person.age_years,
            "sex": person.sex,
            "duration_days": person.duration_days,
            "setting": person.setting,
        },
        "not_understood": [{"text": story.text[a:b], "span": [a, b]} for a, b in story.not_understood],
        "questions": [
            {"text": q.words, "span": list(q.span), "meanings": list(q.meanings), "question": q.question}
            | ({"read_as": q.coded} if q.coded else {})
            for q in story.questions
        ],
    }


def _finding(model: Model, said: Said) -> dict[str, Any]:
    plain = model.record(Plain, said.id)
    row = {"hpo": said.id, "label": said.label, "span": list(said.span), "detail": said.words}
    extra: dict[str, Any] = dict(said.detail)
    if plain is not None:
        extra["plain"] = plain.plain
    return row | extra


def _exposure(said: Said) -> dict[str, Any]:
    detail = {k: v for k, v in said.detail.items() if k != "clause"}
    row = {"id": said.id, "label": said.label, "span": list(said.span), "detail": said.words}
    return row | {"present": said.present} | detail


def _history(said: Said) -> dict[str, Any]:
    row = {"id": said.id, "label": said.label, "kind": said.kind, "span": list(said.span)}
    return row | {"detail": said.words, "present": said.present, "who": said.who, "when": said.when}


def _value(story: Story, i: int) -> dict[str, Any]:
    value = story.values[i]
    raw = value.raw
    state = judge(value.test, raw, story.person.age_years, story.person.sex)
    row: dict[str, Any] = {"name": raw.name, "test": value.test.id, "value": raw.value, "unit": raw.unit}
    row |= {"ref_low": raw.ref_low, "ref_high": raw.ref_high, "flag": raw.flag}
    row |= {"state": state.state, "span": list(value.span)}
    if value.unit_taken:
        row["note"] = f"no unit was given; {raw.unit} was taken"
    if state.why:
        row["note"] = state.why
    return row
