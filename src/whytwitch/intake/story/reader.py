"""Plain words to coded facts: what is there, what is not, what was taken, and what could not be read.

Nothing is guessed: a word that could mean two things becomes a question, and a clause that gave
nothing is kept in ``not_understood``.
"""

from __future__ import annotations

from bisect import bisect_left
from contextlib import nullcontext
from dataclasses import replace
from functools import partial

from whytwitch.core.beside import begin_beside, workers
from whytwitch.core.collector import without_collector
from whytwitch.intake.story.context.denied import with_denied
from whytwitch.intake.story.context.figures import without_figures
from whytwitch.intake.story.context.lists import spread_lists
from whytwitch.intake.story.context.mentions import IS_SO, Mention, in_context
from whytwitch.intake.story.context.sections import Sections, long_over, sections_of
from whytwitch.intake.story.exposures.kin import kin_shares
from whytwitch.intake.story.exposures.known import settle_known
from whytwitch.intake.story.exposures.own import times_taken
from whytwitch.intake.story.findings.able import read_abilities
from whytwitch.intake.story.findings.effect import read_effects, without_effect
from whytwitch.intake.story.findings.face import with_face_pain
from whytwitch.intake.story.findings.frames import read_frames
from whytwitch.intake.story.findings.harmless import settle_harmless
from whytwitch.intake.story.findings.lay import read_lay
from whytwitch.intake.story.findings.march import without_slow_spread
from whytwitch.intake.story.findings.meanings import with_one_meaning
from whytwitch.intake.story.findings.motor import read_motor
from whytwitch.intake.story.findings.overread import is_no_exposure, without_overread
from whytwitch.intake.story.findings.reader import WORRY
from whytwitch.intake.story.findings.sentence import settle_by_sentence
from whytwitch.intake.story.findings.side_effects import without_side_effects
from whytwitch.intake.story.findings.together import read_together
from whytwitch.intake.story.findings.tone import cogwheel_frames, settle_tone
from whytwitch.intake.story.measured.blood import read_normal_tracing, read_normal_values
from whytwitch.intake.story.measured.growth import read_growth
from whytwitch.intake.story.measured.results import read_results, without_exceptions
from whytwitch.intake.story.measured.values import read_values
from whytwitch.intake.story.measured.vitals import read_vitals, vital_spans
from whytwitch.intake.story.person import Person, opening_of, patients_in, read_person
from whytwitch.intake.story.phrases import MAX_MISSED, MAX_QUESTIONS, PhraseReader
from whytwitch.intake.story.portions import moved, parts_of, put_together
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.story import Story
from whytwitch.intake.story.text.again import repeats_of
from whytwitch.intake.story.text.bounds import is_within, lies_within
from whytwitch.intake.story.text.gaps import gaps_of
from whytwitch.intake.story.text.match import find_loose, find_matches, split_words
from whytwitch.intake.story.text.merge import merged, with_loose
from whytwitch.intake.story.text.names import named_spans
from whytwitch.intake.story.time.duration import duration_of
from whytwitch.intake.story.time.spans import spans_of_time
from whytwitch.intake.story.time.stages import with_stages
from whytwitch.intake.story.time.told import told_in
from whytwitch.intake.timing import numbers_joined
from whytwitch.model.reading_cues import FAMILY_OF_KNOWN, KNOWN_OF_CAUSE
from whytwitch.model.reading_table import (
    FEATURE,
    OWN_TABLE,
)
from whytwitch.model.store import Model

__all__ = ["read_story"]

#: Letters of a text in which the collector of cycles would be at work several times, and find none.
_LONG = 100_000


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
        del story.questions[MAX_QUESTIONS:], story.not_understood[MAX_MISSED:]
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
    every = with_loose(words, merged(matches, causes), loose, model.arrays.n_findings)
    every = with_denied(model, words, every)
    every = spread_lists(model, words, every)
    own = find_matches(model, words, OWN_TABLE)
    reader = PhraseReader(model, words, story, taken)
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


def _time(
    reader: PhraseReader,
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
              if m.match.first < last and m[1:4] == IS_SO
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

    for first, end in times_taken(head, (s.span for s in story.exposures if reader.is_taken(s.id))):
        head = f"{head[:first]}{' ' * (end - first)}{head[end:]}"  # no time of the complaint
    spans = spans_of_time(head, age)
    days = duration_of(head, age, told, is_left, spans)
    story.person = replace(story.person, duration_days=days)
    story.findings = with_stages(head, story.findings, spans, days, is_left)


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
