"""Operations by the organ and what was done to it: "half her thyroid was taken out"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whytwitch.intake.story.exposures.deeds import DENIED, OF_KIN
from whytwitch.intake.story.exposures.offered import is_offered
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import Words

__all__ = ["operations_in"]

#: What was operated on, and the exposure that its operation is.
_ORGANS = {
    item: re.compile(words, re.I)
    for item, words in {
        "thyroid_surgery": r"thyroid(?: gland| lobe| nodules?)?|goit(?:re|er)|parathyroids?(?: glands?| "
        "adenoma)?",
        "bariatric_surgery": r"stomach",
        "abdominal_surgery": (
            r"gall ?bladder|appendix|womb|uterus|fibroids?|ovar(?:y|ies)|ovarian cyst|spleen|kidney|prostate|"
            r"bowel|colon|rectum|pancreas|hernia|gallstones|adrenal(?: gland)?"
        ),
        "breast_cancer_known": r"breast",
        "facial_nerve_injury": r"parotid(?: gland| tumou?r)?|acoustic neuroma|vestibular schwannoma",
        "pituitary_disease": r"pituitary(?: gland| adenoma| tumou?r| growth)?",
        "spinal_procedure": r"discs?|disks?|spinal canal",
        "thymoma": r"thymus(?: gland)?|thymoma",
    }.items()
}
_ORGAN = "|".join(pattern.pattern for pattern in _ORGANS.values())
_WHOSE = (
    r"(?:(?:his|her|my|the|a|an|one|both|whole|left|right|half|part|piece|nearly|most|all|of|large|inflamed|"
    r"inguinal|groin|umbilical|slipped|prolapsed|herniated|lumbar|cervical|neck)\s+){0,5}"
)
_DONE = (
    r"(?:taken out|taken away|cut out|cut away|removed|resected|excised|operated(?: on| upon)?|repaired|"
    r"mended|"
    r"stapled|shelled out)"
)
_IS = r"(?:(?:was|were|is|had|has|have|been|being|then|also|later|partly|completely|surgically)\s+){0,4}"
_WHEN = r"(?=\s*(?:[.,;)]|$|\b(?:in|at|last|when|two|three|five|ten|some|years|weeks|as|because|for)\b))"
_OPERATIONS = Anchored(
    rf"\b(?P<first>{_ORGAN})\s+(?:{_IS}{_DONE}\b|out{_WHEN})|"
    rf"\b(?:removal|resection|excision|extirpation) of {_WHOSE}(?P<of>{_ORGAN})\b|"
    rf"\b(?:operat(?:ed|ion)(?: on)?|surgery)(?: (?:was|had been) (?:done|made|performed))? (?:for|on) "
    rf"{_WHOSE}(?P<on>{_ORGAN})\b|"
    rf"\b(?:removed|resected|cut out|took out) {_WHOSE}(?P<lost>{_ORGAN})\b",
    "thyroid goitre goiter parathyroid* stomach gall* appendix womb uterus fibroid* ovar* spleen kidney "
    "prostate bowel colon rectum pancreas hernia adrenal breast parotid acoustic vestibular pituitary "
    "disc discs "
    "disk disks spinal thymus thymoma >6 taken cut removed resected excised operated repaired mended stapled "
    "shelled out; removal resection excision extirpation >1 of; operated operation surgery >4 for on;"
    "removed resected took >9 thyroid goitre goiter parathyroid* stomach gall* appendix womb uterus "
    "fibroid* ovar* "
    "spleen kidney prostate bowel colon rectum pancreas hernia adrenal breast parotid acoustic vestibular "
    "pituitary disc discs disk disks spinal thymus thymoma; cut >1 out",
)
#: A child that was cut out of the womb; asked for beside a late date, for an old one is healed.
_CAESAREAN = Anchored(
    r"\b(?:c(?:a?e|æ)sarean|c-section|c section|LSCS)\b", "caesarean cesarean cæsarean c lscs"
)
_LATELY = re.compile(
    r"\b(?:yesterday|last week|the day (?:before|after)|(?:days?|weeks?|month|fortnight) (?:after|ago|before|"
    r"earlier|since|post|following)|day \d+ (?:post|after)|after (?:an? |the |her )?(?:emergency |"
    r"elective )?(?:c(?:a?e|æ)sarean|c-section))\b",
    re.I,
)
#: Operations that nobody had: planned, feared, another's, or a body's own doing.
_NOT_HAD = re.compile(
    r"\b(?:plann?\w*|refus\w+|declin\w+|wait\w*|await\w*|consider\w*|advised|offered|suggested|may need|"
    r"might need|will (?:be|need|have)|to be|should|would|if|whether|could be|not|never|dog|cat|horse)\b"
    r"[^.;\n]{0,24}$",
    re.I,
)
_BACK = 48


def operations_in(words: Words) -> Iterator[tuple[str, tuple[int, int]]]:
    """What was cut out or mended, as the exposure that each organ's operation is."""
    text = words.text
    for match in _OPERATIONS.finditer(words):
        if not _was_had(text, match.span()):
            continue
        organ = match["first"] or match["of"] or match["on"] or match["lost"]
        item = next(name for name, known in _ORGANS.items() if known.fullmatch(organ))
        yield item, match.span()
    for match in _CAESAREAN.finditer(words):
        begin = max(text.rfind(".", 0, match.start()) + 1, match.start() - 90)
        if _LATELY.search(text, begin, match.end() + 30) and _was_had(text, match.span()):
            yield "abdominal_surgery", match.span()


def _was_had(text: str, span: tuple[int, int]) -> bool:
    before = text[max(0, span[0] - _BACK) : span[0]]
    within = text[slice(*span)]
    return not (
        DENIED.search(before)
        or OF_KIN.search(before)
        or _NOT_HAD.search(before)
        or _NOT_HAD.search(within)
        or is_offered(text, *span)
    )
