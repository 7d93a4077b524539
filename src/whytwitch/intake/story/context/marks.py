"""What a mark says of the words beside it: "?MS", "rigidity -", "Weak? No."."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from whytwitch.intake.story.text.split import Words

__all__ = ["queried_words", "sentences_answered_no", "words_with_minus"]

#: "?MS", "r/o MS": the marks that a letter puts before what is thought of. Each pattern here begins with
#: one mark as it stands, so that a long text is skimmed for it; what stands before it is looked at then.
_QUERY, _RULE_OUT = re.compile(r"\?\?*(?=\w)"), re.compile(r"/[oO] (?=\w)")
_AFTER_WORD, _AFTER_R = re.compile(r"[\w?)]\Z"), re.compile(r"\b[rR]\Z")
#: "Rigidity -, wasting (-)"; a pattern for each mark, which is skimmed for as it stands.
_MINUS = tuple(re.compile(rf"{mark}\)?(?=\s*(?:[,;.]|$))", re.M) for mark in "-–−")
_WITH_WORD, _WITH_WORD_AND_SPACE = re.compile(r"\w\s?\(\Z"), re.compile(r"\w\s\s?\Z")
_ANSWERED_NO = re.compile(
    r"\?\s*(?:[-–]\s*|A:\s*)?(?:no|nope|nah|none|never|nil)\b(?=\s*(?:[.,;!\n]|$))", re.I
)


def queried_words(words: Words) -> frozenset[int]:
    """Words with a mark of question right before them."""
    text = words.text
    ends = [
        m.end()
        for m in _QUERY.finditer(text)
        if not _AFTER_WORD.search(text, max(0, m.start() - 1), m.start())
    ]
    ends += [
        m.end() for m in _RULE_OUT.finditer(text) if _AFTER_R.search(text, max(0, m.start() - 2), m.start())
    ]
    return frozenset([*(bisect_left(words.start, end) for end in ends), *_asked_alone(words)])


#: "Myelopathy? MS?": a disease alone before a mark of question is asked about.
_ASKED = re.compile(
    r"\?(?!\s*(?:[-–]\s*)?(?:yes|yep|no|nil|none|never|a little|some|sometimes|present|"
    r"absent)\b)",
    re.I,
)
_DISEASE = re.compile(
    r"(?:\A|[.;:?!,/(]\s*|\n\s*)(?P<name>(?-i:[A-Z]{2,5})|(?:[\w'’]+\s){0,2}[\w'’]*(?:opathy|itis|oma|"
    r"osis|epsy|palsy|"
    r"syndrome|disease|sclerosis|parkinson['’]?s|stroke|neurone|gravis))\s?\Z",
    re.I,
)
_NAME = 40


def _asked_alone(words: Words) -> list[int]:
    text = words.text
    found: list[int] = []
    for mark in _ASKED.finditer(text):
        if not text[max(0, mark.start() - 2) : mark.start()].rstrip()[-1:].isalnum():
            continue
        named = _DISEASE.search(text, max(0, mark.start() - _NAME), mark.start())
        if named is not None:
            first = bisect_left(words.start, named.start("name"))
            found += range(first, bisect_left(words.start, mark.start()))
    return found


#: "(-) headache (+) fatigue": signs that stand before.
_SIGN_BEFORE = re.compile(
    r"(?:^|(?<=[:.,;\w]\s)|(?<=[:.,;]))\((?P<sign>[-–−+])\)\s?(?=\w)(?P<item>[^()\n.;]{2,60})", re.M
)


def words_with_minus(words: Words) -> frozenset[int]:
    """Words with a minus behind them, at the end of an item of a list, or with one in brackets before."""
    text = words.text
    found: list[int] = []
    if "(-)" in text or "(−)" in text or "(–)" in text:
        for match in _SIGN_BEFORE.finditer(text):
            if match["sign"] != "+":
                first, last = (bisect_left(words.start, at) for at in match.span("item"))
                found += range(first, last)
    for mark in _MINUS:
        for match in mark.finditer(text):
            at = match.start()
            word = _WITH_WORD_AND_SPACE if match.end() - at == 1 else _WITH_WORD
            if word.search(text, max(0, at - 3), at):
                found.append(bisect_left(words.start, at) - 1)
    return frozenset(found)


def sentences_answered_no(words: Words) -> frozenset[int]:
    """Questions that are followed by a bare no."""
    if "?" not in words.text:
        return frozenset()
    places = [bisect_right(words.start, m.start()) - 1 for m in _ANSWERED_NO.finditer(words.text)]
    return frozenset(words.sentence[i] for i in places if i >= 0)
