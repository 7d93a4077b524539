"""What a medicine does to everybody who takes it is no complaint: "the tablets make him tired"."""

from __future__ import annotations

import re

from whytwitch.intake.story.said import Said

__all__ = ["without_side_effects"]

#: Weariness, sleepiness, nausea, constipation, dry mouth, weight: what leaflets list of most medicines. A
#: tremor, a cramp or a clouded mind by a medicine is the very thing asked about, and stays.
_SLIGHT = frozenset(
    "HP:0012378 HP:0012432 HP:0002329 HP:0001262 HP:0001254 HP:0002018 HP:0002019 HP:0000217 "
    "HP:0004324 HP:0031217".split()
)
_MADE = (
    r"\s+(?:(?:always|only|just|really|also|all|can|does|do|did|sometimes|usually|used to|would)\s+)*"
    r"(?:(?:makes?|made|making|leaves?|left|gets?|got|keeps?|rendered)\s+(?:me|him|her|them|us|my|his|our)|"
    r"gives?\s+(?:me|him|her|them)|gave\s+(?:me|him|her|them))"
    r"\s+(?:(?:feel|feeling|so|too|a|bit|little|rather|quite|bad|awful|terrible|and|or|with|just|sick|"
    r"tired|\w+y)\s+){0,5}$"
)
_TABLET = (
    r"(?:tablets?|pills?|medicines?|medication|meds|drugs?|doses?|patch(?:es)?|injections?|capsules?|"
    r"drops|syrup)"
)
_BY_TABLET = re.compile(
    rf"\b{_TABLET}(?:\s+(?:he|she|i|they)\s+(?:takes?|took|has|have|was given))?{_MADE}", re.I
)
_BY_IT = re.compile(rf"(?:\b(?:it|they|which|that|this|these)|^){_MADE}", re.I)
_BACK, _NEAR = 90, 60


def without_side_effects(text: str, findings: list[Said], medicines: list[tuple[int, int]]) -> list[Said]:
    """The findings without those that are a medicine's everyday side effects.

    Parameters
    ----------
    medicines : list of tuple
        Letters of medicines by name.
    """
    return [
        said
        for said in findings
        if not (said.id in _SLIGHT and _is_side_effect(text, said.span[0], medicines))
        and not (medicines and _is_why_it_ended(text, said.span[0]))
    ]


#: "Amantadine stopped 2022 (hallucinations)", "intolerant of statins (cramps)": what was there once.
_WHY_ENDED = re.compile(
    r"\b(?:(?:stopped|discontinued|d/c['’]?d?|ceased|withdrawn|stop|dc['’]?d)\b[^.;\n()]{0,16}\b(?:19|"
    r"20)\d\d\b|"
    r"intoleran\w+|allerg\w+|not tolerated)[^.;\n()]{0,40}\([^()\n]{0,40}\Z",
    re.I,
)


def _is_why_it_ended(text: str, at: int) -> bool:
    """Whether a bracket tells why a medicine was ended years ago, or is not borne."""
    low = max(0, at - _BACK)
    return "(" in text[low:at] and _WHY_ENDED.search(text, low, at) is not None


def _is_side_effect(text: str, at: int, medicines: list[tuple[int, int]]) -> bool:
    before = text[max(0, at - _BACK) : at]
    if _BY_TABLET.search(before):
        return True
    last = max((end for _, end in medicines if end <= at), default=None)
    if last is None or at - last > _BACK:
        return False
    between = text[last:at]
    return (
        _BY_IT.search(between) is not None or re.match(rf"(?:\s+\d+\s?mg)?{_MADE}", between, re.I) is not None
    )
