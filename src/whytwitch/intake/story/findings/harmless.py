"""What sounds grave word by word and is not: a baby's start, a tic, fits that are treated, hours of work."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from whytwitch.intake.story.exposures.treated import treated_fits
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.bounds import sentence_of, start_of
from whytwitch.intake.story.text.split import Words
from whytwitch.model.store import Model

__all__ = ["is_of_a_task", "settle_harmless"]

Span = tuple[int, int]

#: "I sew for hours": the work lasts so long, not the twitch.
_TASK = re.compile(
    r"\b(?:sew|knit|sit|sat|stand|stood|walk|drive|driving|drove|work|typ(?:e|ing)|writ(?:e|ing)|wrote|"
    r"game|gaming|play|stud(?:y|ie)|read|stare|staring|star(?:e|ing)|scroll|text|kneel|squat|run|ran|"
    r"cycl|swim|swam|dig|dug|revis|danc|cook|clean|paint|garden|practis|practic|us(?:e|ing)|look)\w*"
    r"(?:\s+(?:at|in|on|with|a|the|my|his|her|front|of|up|down|still|around|all|over|computer|desk|"
    r"screen|phone|laptop|telly|games?|video|guitar|piano|needles?|scissors|books?|garden))*\s*$",
    re.I,
)
_BEFORE_TASK = 60
_SEIZURE = "HP:0001250"
_JERKS, _STARTLE, _MOTOR_TIC = "HP:0001336", "HP:0002267", "HP:0100034"
_TICS = frozenset(("HP:0100033", "HP:0100034", "HP:0100035", "HP:5200241"))
_TIC_PARTS = re.compile(r"\b(?:head|neck|shoulders?|face|nose|eyes?)\b", re.I)
_BESIDE = 60
_ENDS = re.compile(r"[.!?;\n]\s")

_START, _OLDEST_START = "WT:newborn_start", 0.5
_SPASMS = frozenset(("HP:0012469", "HP:0011097", "HP:0010851", "HP:0025190", "WT:head_drops"))
#: Starts that come in rows, or folding forward with them, are no starts.
_IN_ROWS = re.compile(
    r"\bin (?:a row|rows|runs|clusters?|series|bursts)\b|\bclusters?\b|\bagain and again\b|"
    r"\bover and over\b|\bone after (?:the other|another)\b|\bfold\w*|\bbends? (?:forward|double)|"
    r"\bcurls? up",
    re.I,
)
_NEAR_START = 90
_JERK_WORDS = re.compile(r"\b(?:jerk|twitch|jolt|spasm)", re.I)
_FIT_WORDS = re.compile(r"\b(?:fits?|fitting|fitted|seizures?|convuls\w*)\b", re.I)
_SHAKE_WORDS = re.compile(r"\b(?:shak|shook|trem|wobbl)", re.I)
_TREMORS = frozenset(("HP:0001337", "HP:0002378", "HP:0002174", "HP:0200085"))
#: "I shake my hand out and it goes": who wakes a numb hand.
_SHAKEN_OUT = re.compile(
    r"\bsh(?:ak(?:e|es|ing|en)|ook) (?:out (?:my|his|her|the|one's) (?:hands?|arms?|fingers?|wrists?)|"
    r"(?:it|them|(?:my|his|her|the|one's) (?:hands?|arms?|fingers?|wrists?)) out)\b",
    re.I,
)
_TETANY, _HAND_CRAMP = frozenset(("HP:0001281", "WT:carpopedal_spasm", "HP:0002486")), "WT:cramp_hands"
#: A task of the hand that brings its cramp on.
_HAND_TASK = re.compile(
    r"\b(?:when|while|whenever|as|if|after|from)\s+(?:(?:i|he|she)\s+(?:am\s+|is\s+)?|i['’]m\s+|s?he['’]s\s+)?"
    r"(?:us(?:e|es|ing)|writ(?:e|es|ing)|sew(?:s|ing)?|knit\w*|play(?:s|ing)?|typ(?:e|es|ing)|paint\w*|"
    r"draw(?:s|ing)?|grip\w*|hold(?:s|ing)?|peel\w*|cut(?:s|ting)?|mous\w+|gam(?:e|ing))\b",
    re.I,
)
_NEAR_TASK = 80
_FEVER, _WIDE_PAIN = "HP:0001945", "WT:widespread_pain"
_AT_REST = "WT:twitch_at_rest"
#: "At rest it is still": nothing moves then.
_STILL = re.compile(
    r"\s*,?\s*(?:it|they|(?:(?:my|his|her|the|both|left|right|this|that)\s+)*(?:hands?|arms?|legs?|head|feet|foot|fingers?|"
    r"body|muscles?))\s+(?:is|are|was|were|lies?|stays?|keeps?|remains?)\s+(?:(?:quite|perfectly|completely|all|always|"
    r"entirely)\s+)*(?:still|steady|quiet|calm|fine|normal)\b",
    re.I,
)
#: "I was put to sleep for it": an anaesthetic.
_SLEEPLESS, _PUT_TO = "HP:0100785", re.compile(r"\bput to\s+$", re.I)
#: What the same words say better: "the arms have become thin" tells of no lost weight.
_THIN_PARTS = frozenset(
    "HP:0009129 HP:0007210 HP:0009130 HP:0007126 HP:0008956 HP:0003202 HP:0012473".split()
)
_SAID_BETTER = {
    "HP:0001824": _THIN_PARTS,
    "WT:twitch_felt_not_seen": frozenset(("HP:0030516", "HP:0000505", "HP:0001123")),
    "WT:twitch_wandering": frozenset(("HP:0003326",)),
    "HP:0003487": frozenset(("WT:kicks_in_sleep",)),
    "WT:electric_shock_head": frozenset(("HP:0032504",)),
    "HP:0031273": frozenset(("HP:0032504", "WT:electric_shock_head")),
    "HP:0002360": frozenset(("HP:0001259",)),
    "WT:wakes_from_sleep": frozenset(("HP:0001259",)),
    "HP:0000722": frozenset(("WT:twitch_on_touch", "WT:twitch_on_startle")),
}
#: A big toe that goes up in the kicks of sleep is no sign of the examination.
_TOE_UP, _SLEEP_KICKS = "HP:0003487", frozenset(("WT:kicks_in_sleep", "HP:5200295"))
#: A limb that turns blue tells nothing of the breath.
_BLUE = "HP:0000961"
_LIMB_BEFORE = re.compile(
    r"\b(?:legs?|foot|feet|arms?|hands?|fingers?|toes?|ankles?|calf|limbs?)\b[^.;,]{0,30}$", re.I
)
#: Breath that stops in sleep has a term of its own.
_APNEA, _SLEEP_APNEA = "HP:0002104", "HP:0010535"
_ASLEEP = re.compile(r"\b(?:in (?:his|her|my|their) sleep|during sleep|while asleep|at night)\b", re.I)


def is_of_a_task(text: str, at: int) -> bool:
    """Whether the span of time that begins here is how long somebody works or sits.

    Examples
    --------
    >>> is_of_a_task("I sew for hours", 6), is_of_a_task("I sit and my calf jumps for hours", 24)
    (True, False)
    """
    return _TASK.search(text, max(0, at - _BEFORE_TASK), at) is not None


class _Told(NamedTuple):
    """What a text tells that makes something else harmless, by the letters at which it stands."""

    text: str
    there: list[Said]
    starts: list[Span]
    fevers: list[Span]
    tics: list[Span]
    treated: list[Span]


def settle_harmless(model: Model, words: Words, findings: list[Said], age_years: float | None) -> list[Said]:
    """Findings without those that others show to be the harmless kind of what they are called."""
    there = [said for said in findings if said.present]
    told = _Told(
        words.text,
        there,
        _starts(words.text, there, age_years),
        [said.span for said in there if said.id == _FEVER],
        [said.span for said in there if said.id in _TICS],
        treated_fits(words),
    )
    kept = []
    for said in findings:
        if said.present and said.id == _JERKS and _is_tic(said, told):
            said = replace(said, id=_MOTOR_TIC, label=model.label(_MOTOR_TIC))
        elif said.present and said.id == _APNEA and _ASLEEP.search(_sentence(words.text, said.span)):
            said = replace(said, id=_SLEEP_APNEA, label=model.label(_SLEEP_APNEA))
        elif (said.present and _is_harmless(said, told)) or _is_said_better(said, there):
            continue
        kept.append(said)
    return kept


def _is_tic(said: Said, told: _Told) -> bool:
    return _TIC_PARTS.search(said.words) is not None and _is_beside(told.text, said.span, told.tics)


def _is_harmless(said: Said, told: _Told) -> bool:
    text, span = told.text, said.span
    if said.id == _START:
        return not told.starts
    if said.id == _TOE_UP:
        return any(other.id in _SLEEP_KICKS for other in told.there)
    if said.id == _BLUE:
        return _LIMB_BEFORE.search(text, max(0, span[0] - _BESIDE), span[0]) is not None
    if said.id == _SLEEPLESS:
        return _PUT_TO.search(text, max(0, span[0] - _BESIDE), span[0]) is not None
    if said.id == _AT_REST:
        return _STILL.match(text, span[1]) is not None
    if said.id in (_JERKS, _STARTLE):
        near = any(_gap(span, start) <= _NEAR_START for start in told.starts)
        return near and _JERK_WORDS.search(text) is None
    if said.id == _SEIZURE:
        return any(_gap(span, other) <= 0 for other in told.treated) and _all_in(
            _FIT_WORDS, text, told.treated
        )
    if said.id in _TREMORS:
        here = _SHAKEN_OUT.finditer(text, max(0, span[0] - _BESIDE), span[1] + _BESIDE)
        if not any(_gap(span, match.span()) <= 0 for match in here):
            return False
        return _all_in(_SHAKE_WORDS, text, [match.span() for match in _SHAKEN_OUT.finditer(text)])
    if said.id in _TETANY:
        return "lock" in said.words.lower() and _is_at_work(text, span, told.there)
    # "Aching all over" with a fever is no pain of months.
    return said.id == _WIDE_PAIN and _is_beside(text, span, told.fevers)


def _sentence(text: str, span: Span) -> str:
    """The sentence that holds these letters."""
    return text[start_of(text, span[0]) : sentence_of(text, span[1])[1]]


def _is_said_better(said: Said, there: list[Said]) -> bool:
    """Whether another finding has these very words with what they mean."""
    better = _SAID_BETTER.get(said.id)
    return better is not None and any(
        other.id in better and _gap(said.span, other.span) < 0 for other in there
    )


def _all_in(pattern: re.Pattern[str], text: str, spans: list[Span]) -> bool:
    """Whether these words stand nowhere else: a finding is read once, and may be told again in earnest."""
    return all(any(a <= m.start() < b for a, b in spans) for m in pattern.finditer(text))


def _is_at_work(text: str, span: Span, there: list[Said]) -> bool:
    """Whether fingers lock in the cramp of a hand at its task."""
    near = any(said.id == _HAND_CRAMP and _gap(said.span, span) <= _NEAR_TASK for said in there)
    return near and _HAND_TASK.search(text, max(0, span[0] - _NEAR_TASK), span[1] + _NEAR_TASK) is not None


def _starts(text: str, there: list[Said], age_years: float | None) -> list[Span]:
    """Where a young baby starts as all do, when nothing speaks of spasms."""
    spans = [said.span for said in there if said.id == _START]
    if not spans or age_years is None or age_years > _OLDEST_START or _IN_ROWS.search(text):
        return []
    return [] if any(said.id in _SPASMS for said in there) else spans


def _is_beside(text: str, span: Span, others: list[Span]) -> bool:
    """Whether one of these stands near in the same sentence."""
    for other in others:
        first, last = min(span[1], other[1]), max(span[0], other[0])
        if last - first <= _BESIDE and not _ENDS.search(text, first, last):
            return True
    return False


def _gap(one: Span, other: Span) -> int:
    return max(one[0], other[0]) - min(one[1], other[1])
