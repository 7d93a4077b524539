"""Tests of brain and nerve that are called normal, and what a needle finds: "MRI brain NAD, EMG showed "
"fibs"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whytwitch.intake.story.measured.reports import NOSE_TAP, read_reports, with_results
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import Words
from whytwitch.model.store import Model

__all__ = ["read_results", "without_exceptions"]

_OF = r"(?:\s+(?:scans?|imaging|stud(?:y|ies)))?(?:\s+of)?(?:\s+(?:the|my|his|her))?\s+"
_MRI = (
    r"(?:(?:contrast(?:-enhanced)?|3T|repeat)\s+)?"
    r"(?:MRIs?|MR|magnetic\s+resonance(?:\s+(?:imaging|tomography))?)"
)
_BRAIN = r"(?:brain|head|cranial|cranium)"
_SPINE = (
    r"(?:(?:whole|full|entire|cervical|thoracic|lumbar|c-?|l-?|lumbosacral|total)[\s/-]*)*"
    r"(?:spine|spinal cord|cord|neck|back|c-?spine|l-?spine)"
)
_AND = r"\s*(?:,|\band\b|&|/|\+)\s*"
#: Each test with the term for its being normal; the names of both parts of one scan come first.
_BRAIN_SCAN = rf"{_MRI}{_OF}{_BRAIN}|(?:{_BRAIN}|brain\s+and\s+orbits?)\s+{_MRI}(?:\s+scans?)?|MRIB"
#: "MRI (brain, cervical)".
_PAREN_SPINE = (
    r"(?:(?:whole|full|cervical|thoracic|lumbar|c-?|l-?)[\s/,&-]*)*"
    r"(?:spine|cord|neck|cervical|lumbar|thoracic)"
)
_BOTH_SCANNED = (
    rf"{_MRI}\s*\({_BRAIN}{_AND}{_PAREN_SPINE}\)|"
    rf"{_MRI}{_OF}{_BRAIN}{_AND}{_SPINE}|{_MRI}{_OF}{_SPINE}{_AND}{_BRAIN}|"
    rf"{_BRAIN}{_AND}{_SPINE}\s+{_MRI}"
)
_NERVE = (
    r"(?:NCS|NCSs|NCV|NCVs|NCT)|nerve\s+tests?|"
    r"nerve\s+conductions?(?:\s+(?:stud(?:y|ies)|tests?|velocit(?:y|ies)))?"
)
_NEEDLE = r"(?:needle\s+)?EMGs?(?:\s+(?:stud(?:y|ies)|tests?))?|(?:needle\s+)?electromyogra(?:m|phy)"
_WAVES = r"(?:(?:routine|sleep-deprived|video|ambulatory|awake)\s+)?(?:EEGs?|electroencephalogra(?:m|phy))"
_TESTS = {
    "both": _BOTH_SCANNED,
    "WT:mri_brain_normal": _BRAIN_SCAN,
    "WT:mri_spine_normal": rf"{_MRI}{_OF}{_SPINE}|{_SPINE}\s+{_MRI}(?:\s+scans?)?",
    "WT:emg_normal": _NEEDLE,
    "WT:ncs_normal": _NERVE,
    "WT:eeg_normal": _WAVES,
}
_NAMED = "|".join(_TESTS.values())
#: Other tests that may stand in one list with these.
_OTHERS = (
    r"bloods?(?:\s+tests?)?|blood\s+work|labs|TFTs?|LFTs?|U&Es?|U\+Es?|FBC|CBC|BMP|CMP|CK|ESR|CRP|B12|ECG|"
    r"EKG|echo|"
    r"LP|CSF|lumbar puncture|spinal tap|x-?rays?|(?:CTs?|CAT)(?:\s+(?:scans?|head|brain|of the (?:head|"
    r"brain)))?|"
    r"MRIs?(?:\s+scans?)?|TSH|HbA1c|glucose|calcium|magnesium|vitamin\s+\w+|ultrasound|autoantibodies|"
    r"scans?|tests?"
)
_ONE = rf"(?:{_NAMED}|{_OTHERS})"
_ALONE = r"(?:a|an|the|my|his|her|recent|repeat|previous|subsequent|two|three|both|all|full|further)\s+"
_LIST = rf"(?P<list>{_ONE}(?:{_AND}(?:{_ALONE}){{0,2}}{_ONE}){{0,6}})"
_LIST_OF_OURS = rf"(?P<list>(?:{_NAMED})(?:{_AND}(?:{_ALONE}){{0,2}}{_ONE}){{0,6}})"
_NORMAL = (
    r"(?:normal(?!\s+(?:apart|except|but|save|pressure))|NAD\b|WNL\b|unremarkable|within normal limits|"
    r"within normal range|"
    r"clear\b(?!\s+(?:evidence|signs?|of|for|that))|clean\b|fine\b(?!\s+\w+ing)|ok(?:ay)?\b|all right|"
    r"(?:totally|completely|perfectly) normal|no abnormalit(?:y|ies)|"
    r"no abnormal (?:findings?|results?)|non-?contributory|negative(?!\s+for)|without abnormalit(?:y|"
    r"ies)|without (?:any )?findings?|"
    r"showed nothing|shows nothing|(?:did|does)(?: not|n['’]t) show (?:anything|any abnormalit(?:y|ies)|"
    r"any problems?)|"
    r"found nothing|nothing (?:abnormal|wrong|of note|to see|untoward|sinister))\b"
)
_FILLER = (
    r"(?:\s*(?:[:=–-]|\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?(?=[\s,:])|,(?=\s*(?:both|all|each|which)\b)|"
    r"\([^()\n]{1,25}\)|\b(?:was|were|is|are|has|have|"
    r"been|came|come|coming|back|both|all|each|also|done|reported|read|as|"
    r"entirely|completely|totally|thankfully|essentially|grossly|broadly|perfectly|again|either|results?|"
    r"which|showed|"
    r"shows|show|revealed|today|yesterday|recently|last|this|in|year|month|week|spring|summer|autumn|winter|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|(?:19|20)\d\d|of|"
    r"four|limbs?|legs?|arms?|upper|lower|and|the|with|contrast|to|be)\b)){0,8}\s*"
)
#: What is named before its picture, and before the waves of the brain, stands seldom for a test.
_OPENS = (
    "mri mris mr mrib magnetic emg emgs needle electromyogram* electromyography ncs ncss ncv ncvs nct nerve "
    "eeg eegs electroencephalogra*;"
    "contrast 3t repeat brain head cranial cranium c cervical thoracic lumbar whole full entire l "
    "lumbosacral total spine cspine lspine spinal neck cord back >40 mri mris mr magnetic;"
    "routine sleep video ambulatory awake >4 eeg eegs electroencephalogra*"
)
_SAID_NORMAL = Anchored(rf"\b{_LIST_OF_OURS}(?!\w){_FILLER}{_NORMAL}", _OPENS)
_CALLED_NORMAL = Anchored(
    r"\b(?:(?:normal|clean|clear|unremarkable|negative)|(?:normal|clean|clear|unremarkable|fine|NAD),?\s+"
    rf"(?:as|and so)\s+(?:was|were|is|are))\s+(?:{_ALONE}){{0,2}}{_LIST}\b"
    r"(?!\s*(?::|=|showed|shows|was|were|with\b))",
    "normal clean clear unremarkable negative fine nad",
)
_FOUND_NOTHING = Anchored(
    r"\b(?:nothing|(?<=n't )(?:find|see) anything|(?<=n’t )(?:find|see) anything|(?<=not )(?:find|see) "
    r"anything|"
    r"no abnormalit(?:y|ies))(?:\s+(?:abnormal|wrong|unusual|showed|shown|show|seen|found|came|turned|was|"
    r"were|up|at|all|of|note))*\s+"
    rf"(?:on|in|from)\s+(?:{_ALONE}){{0,2}}{_LIST}",
    "nothing; find see >1 anything; no >1 abnormal*",
)
#: "MRI brain: no focal lesion. Opinion: normal study": of the test named last.
_CONCLUDED = Anchored(
    r"\b(?:opinion|conclusion|impression|summary|interpretation)\s?:\s*(?:an?\s)?(?:essentially\s|"
    r"entirely\s)?normal\b"
    r"(?=\s*(?:[.;\n]|$|(?:study|scan|MRI|EEG|EMG|appearances?|record|recording|"
    r"examination)\b\s*(?:[.;\n]|$)))",
    "opinion conclusion impression summary interpretation",
)
_REPORTED = 300
_EACH = re.compile("|".join(rf"(?P<t{i}>\b(?:{p})(?!\w))" for i, p in enumerate(_TESTS.values())), re.I)
_TERMS = tuple(_TESTS)
_BOTH = ("WT:mri_brain_normal", "WT:mri_spine_normal")
_EXCEPT = re.compile(
    r"\s+(?:evidence|signs?) of|\s*[,(]?\s*(?:apart|except\w*|other than|aside|save|bar) ", re.I
)
_EMG = Anchored(
    r"\b(?:EMGs?|electromyogra(?:m|phy)|needle (?:exam\w*|stud\w+|test\w*))\b(?P<told>[^.;\n]{0,140})",
    "emg emgs electromyogram* electromyography needle",
)
_HEADS, _REPORT = re.compile(r"[^:]{0,24}:"), re.compile(r"[^\n]{0,300}")
#: What a needle finds, by its terms.
_BY_NEEDLE = (
    (
        "WT:emg_acute_denervation",
        re.compile(r"\b(?:fibrillations?|fibs|PSWs?|positive (?:sharp )?waves)\b", re.I),
    ),
    ("WT:emg_fasciculation", re.compile(r"\bfasci?c(?:ulation)?s?\b", re.I)),
)
#: A shrinking answer of the muscle; fingers that tap ever smaller have one of another kind.
_DECREMENT = Anchored(r"\bdecrement(?:al|s)?\b(?! on finger)", "decrement*")
_BY_CURRENT = re.compile(r"\b(?:Hz|repetitive|RNS|RNST|stimulation)\b|%", re.I)
_NONE_FOUND = re.compile(
    r"\b(?:no|nor|without|free of|absence of|negative for|(?:not|n['’]t) (?:show|reveal|find|see|"
    r"demonstrate))\b"
    r"(?:(?!\b(?:but|showed|with|although|however|only|just)\b)[^:])*$",
    re.I,
)
#: Behind these another examination is told of.
_OTHER_EXAM = re.compile(
    r"\b(?:on examination|exam\b|clinically|o/e|visible|I have|I get|because of|for (?:my|his|her|the)?)\b",
    re.I,
)
#: Words that leave it open whether the test was normal.
_UNSURE = re.compile(
    r"\b(?:not|never|n['’]t|if|unless|whether|hope\w*|hoping|should|until|awaiting|"
    r"expect\w*)\b[^.;\n]{0,30}$",
    re.I,
)
_SUPPOSED = re.compile(
    r"\b(?:if|unless|whether|hope|hoping|should|until|awaiting|make sure)\b[^.;\n]{0,30}$", re.I
)
_BACK = 40


def read_results(model: Model, words: Words) -> list[Said]:
    """Tests of nerve, muscle and brain that a text calls normal."""
    found: dict[str, Said] = {}
    for item, present, span in (
        *_normal(words),
        *_concluded(words),
        *_by_needle(words),
        *read_reports(words),
    ):
        known = found.get(item)
        if model.feature(item) is not None and (known is None or (present and not known.present)):
            found[item] = Said(
                "finding", item, model.label(item), span, words.text[span[0] : span[1]], present
            )
    return list(found.values())


def _normal(words: Words) -> Iterator[tuple[str, bool, tuple[int, int]]]:
    text = words.text
    for pattern in (_SAID_NORMAL, _CALLED_NORMAL, _FOUND_NOTHING):
        for match in pattern.finditer(words):
            head = text[max(0, match.start() - _BACK) : match.start()]
            if (pattern is not _FOUND_NOTHING and _UNSURE.search(head)) or _EXCEPT.match(text, match.end()):
                continue
            for test in _EACH.finditer(match["list"]):
                term = _TERMS[int((test.lastgroup or "t0")[1:])]
                for item in _BOTH if term == "both" else (term,):
                    yield item, True, match.span()


def _concluded(words: Words) -> Iterator[tuple[str, bool, tuple[int, int]]]:
    text = words.text
    for match in _CONCLUDED.finditer(words):
        tests = list(_EACH.finditer(text, max(0, match.start() - _REPORTED), match.start()))
        if tests:
            term = _TERMS[int((tests[-1].lastgroup or "t0")[1:])]
            for item in _BOTH if term == "both" else (term,):
                yield item, True, match.span()


def _by_needle(words: Words) -> Iterator[tuple[str, bool, tuple[int, int]]]:
    """Fibrillations and fasciculations that stand behind the name of the test."""
    for match in _EMG.finditer(words):
        told = match["told"]
        if _HEADS.match(told):
            # "EMG: no denervation. Fasciculations in the calves": a report of several sentences.
            told = _REPORT.match(words.text, match.start("told")).group()  # type: ignore[union-attr]
        other = _OTHER_EXAM.search(told)
        told = told[: other.start()] if other else told
        for item, pattern in _BY_NEEDLE:
            seen = pattern.search(told)
            if (
                seen is not None
                and _UNSURE.search(words.text, max(0, match.start() - _BACK), match.start()) is None
            ):
                at = match.start("told")
                yield (
                    item,
                    _NONE_FOUND.search(told[: seen.start()].rpartition(". ")[2]) is None,
                    (at + seen.start(), at + seen.end()),
                )
    for match in _DECREMENT.finditer(words):
        before = words.text[max(0, match.start() - _BACK) : match.start()]
        if _BY_CURRENT.search(words.text, max(0, match.start() - 2 * _BACK), match.end() + _BACK):
            yield "WT:emg_decrement", _NONE_FOUND.search(before) is None, match.span()


def without_exceptions(text: str, findings: list[Said]) -> list[Said]:
    """The findings without tests that are "normal apart from" something, or would be: "if it is normal"."""
    left = [
        said
        for said in findings
        if said.id not in _TERMS
        or said.id == NOSE_TAP
        or not (
            _EXCEPT.match(text, said.span[1])
            or _SUPPOSED.search(text, max(0, said.span[0] - _BACK), said.span[0])
        )
    ]
    return with_results(text, left)
