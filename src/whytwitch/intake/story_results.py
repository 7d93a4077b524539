"""Tests that are called normal, in a letter's shorthand or a person's words: "MRI brain NAD, EMG and NCS fine"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whytwitch.intake.story_anchor import Anchored
from whytwitch.intake.story_said import Said
from whytwitch.intake.story_split import Words
from whytwitch.model.store import Model

__all__ = ["read_results"]

_OF = r"(?:\s+(?:scans?|imaging|stud(?:y|ies)))?(?:\s+of)?(?:\s+(?:the|my|his|her))?\s+"
_MRI = r"(?:(?:contrast(?:-enhanced)?|3T|repeat)\s+)?(?:MRIs?|MR)"
_BRAIN = r"(?:brain|head|cranial|cranium)"
_SPINE = (
    r"(?:(?:whole|full|entire|cervical|thoracic|lumbar|c-?|l-?|lumbosacral|total)[\s/-]*)*"
    r"(?:spine|spinal cord|cord|neck|back|c-?spine|l-?spine)"
)
_AND = r"\s*(?:,|\band\b|&|/|\+)\s*"
#: Each test with the term for its being normal; the names of both parts of one scan come first.
_TESTS = {
    "both": rf"{_MRI}{_OF}{_BRAIN}{_AND}{_SPINE}|{_MRI}{_OF}{_SPINE}{_AND}{_BRAIN}|{_BRAIN}{_AND}{_SPINE}\s+{_MRI}",
    "WT:mri_brain_normal": rf"{_MRI}{_OF}{_BRAIN}|(?:{_BRAIN}|brain\s+and\s+orbits?)\s+{_MRI}(?:\s+scans?)?|MRIB",
    "WT:mri_spine_normal": rf"{_MRI}{_OF}{_SPINE}|{_SPINE}\s+{_MRI}(?:\s+scans?)?",
    "WT:emg_normal": r"(?:needle\s+)?EMGs?(?:\s+(?:stud(?:y|ies)|tests?))?|(?:needle\s+)?electromyogra(?:m|phy)",
    "WT:ncs_normal": (
        r"(?:NCS|NCSs|NCV|NCVs|NCT)|nerve\s+conductions?(?:\s+(?:stud(?:y|ies)|tests?|velocit(?:y|ies)))?|nerve\s+tests?"
    ),
    "WT:eeg_normal": r"(?:(?:routine|sleep-deprived|video|ambulatory|awake)\s+)?(?:EEGs?|electroencephalogra(?:m|phy))",
}
_NAMED = "|".join(_TESTS.values())
#: Other tests that may stand in one list with these.
_OTHERS = (
    r"bloods?(?:\s+tests?)?|blood\s+work|labs|TFTs?|LFTs?|U&Es?|U\+Es?|FBC|CBC|BMP|CMP|CK|ESR|CRP|B12|ECG|EKG|echo|"
    r"LP|CSF|lumbar puncture|spinal tap|x-?rays?|(?:CTs?|CAT)(?:\s+(?:scans?|head|brain|of the (?:head|brain)))?|"
    r"MRIs?(?:\s+scans?)?|TSH|HbA1c|glucose|calcium|magnesium|vitamin\s+\w+|ultrasound|autoantibodies|scans?|tests?"
)
_ONE = rf"(?:{_NAMED}|{_OTHERS})"
_ALONE = r"(?:a|an|the|my|his|her|recent|repeat|previous|subsequent|two|three|both|all|full|further)\s+"
_LIST = rf"(?P<list>{_ONE}(?:{_AND}(?:{_ALONE}){{0,2}}{_ONE}){{0,6}})"
_NORMAL = (
    r"(?:normal(?!\s+(?:apart|except|but|save|pressure))|NAD\b|WNL\b|unremarkable|within normal limits|within normal range|"
    r"clear\b(?!\s+(?:evidence|signs?|of|for|that))|clean\b|fine\b(?!\s+\w+ing)|ok(?:ay)?\b|all right|(?:totally|completely|perfectly) normal|no abnormalit(?:y|ies)|"
    r"no abnormal (?:findings?|results?)|non-?contributory|negative(?!\s+for)|without abnormalit(?:y|ies)|"
    r"showed nothing|shows nothing|(?:did|does)(?: not|n['’]t) show (?:anything|any abnormalit(?:y|ies)|any problems?)|"
    r"found nothing|nothing (?:abnormal|wrong|of note|to see|untoward|sinister))\b"
)
_FILLER = (
    r"(?:\s*(?:[:=–-]|\([^()\n]{1,25}\)|\b(?:was|were|is|are|has|have|been|came|come|coming|back|both|all|also|done|reported|read|as|"
    r"entirely|completely|totally|thankfully|essentially|grossly|broadly|perfectly|again|either|results?|which|showed|"
    r"shows|show|revealed|today|yesterday|recently|last|this|in|year|month|week|spring|summer|autumn|winter|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|(?:19|20)\d\d|of|"
    r"limbs?|legs?|arms?|upper|lower|and|the|with|contrast|to|be)\b)){0,8}\s*"
)
_OPENS = (
    "mri mris mr mrib contrast 3t repeat brain head cranial c cervical thoracic lumbar whole full spine spinal neck cord back emg "
    "emgs needle electromyogram* electromyography ncs ncss ncv ncvs nct nerve eeg eegs routine sleep video "
    "ambulatory awake electroencephalogra* entire l lumbosacral total cspine lspine cranium"
)
_SAID_NORMAL = Anchored(rf"\b{_LIST}{_FILLER}{_NORMAL}", _OPENS)
_CALLED_NORMAL = Anchored(
    rf"\b(?:normal|clean|clear|unremarkable|negative)\s+(?:{_ALONE})?{_LIST}\b(?!\s*(?::|=|showed|shows|was|were|with\b))",
    "normal clean clear unremarkable negative",
)
_EACH = re.compile("|".join(rf"(?P<t{i}>\b(?:{p})\b)" for i, p in enumerate(_TESTS.values())), re.I)
_TERMS = tuple(_TESTS)
_BOTH = ("WT:mri_brain_normal", "WT:mri_spine_normal")
#: Words that leave it open whether the test was normal.
_UNSURE = re.compile(r"\b(?:not|never|n['’]t|if|unless|whether|hope\w*|hoping|should|until|awaiting|expect\w*)\b[^.;\n]{0,30}$", re.I)
_BACK = 40


def read_results(model: Model, words: Words) -> list[Said]:
    """Tests of nerve, muscle and brain that a text calls normal."""
    found: dict[str, Said] = {}
    for item, span in _normal(words):
        if model.feature(item) is not None and item not in found:
            found[item] = Said("finding", item, model.label(item), span, words.text[span[0] : span[1]], True)
    return list(found.values())


def _normal(words: Words) -> Iterator[tuple[str, tuple[int, int]]]:
    text = words.text
    for pattern in (_SAID_NORMAL, _CALLED_NORMAL):
        for match in pattern.finditer(words):
            head = text[max(0, match.start() - _BACK) : match.start()]
            if _UNSURE.search(head):
                continue
            for test in _EACH.finditer(match["list"]):
                term = _TERMS[int((test.lastgroup or "t0")[1:])]
                for item in _BOTH if term == "both" else (term,):
                    yield item, match.span()
