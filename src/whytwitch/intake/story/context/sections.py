"""Parts of a letter that do not tell of what is there: plans, what was thought of, the family, what is over.

A heading stands at the head of a line or a sentence and ends with a colon; its part goes on to the next
heading or to a blank line, that of the family to the end of its line. What is over is a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from whytwitch.intake.story.context.mentions import Mention
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.bounds import is_within
from whytwitch.intake.story.text.split import Words

__all__ = ["Sections", "long_over", "sections_of"]

_HEADING = re.compile(
    r"(?:(?<=\n)|(?<=[.;!?]\s)|(?<=[.;!?]\s\s)|\A)[ \t]*(?P<name>[A-Za-z][A-Za-z/&’' -]{0,30}):"
)
#: Letters of a name and its space.
_LONGEST = 32
_BLANK = re.compile(r"\n[ \t]*\n")
_THOUGHT = frozenset(
    (
        "plan|management|management plan|treatment plan|recommendation|recommendations|advice|to do|ddx|dd|"
        "d/d|differential|differentials|differential diagnosis|differential diagnoses|safety net|"
        "safety netting|safety-netting|next steps|follow up|follow-up|f/u|actions|action|to consider|"
        "to exclude|to rule out|please arrange|please request|requests|requested|ix requested|awaiting|"
        "awaited|"
        "investigations requested|tests requested|bloods requested|imaging requested|reference|reference "
        "range|"
        "reference ranges|normal range|normal ranges|ref range|ref ranges"
    ).split("|")
)
#: What is not borne is not taken; such a part is a sentence.
_NOT_BORNE = frozenset(
    (
        "allergies|allergy|drug allergies|drug allergy|known allergies|adverse reactions|adverse drug "
        "reactions|"
        "drug reactions|sensitivities|drug sensitivities|intolerances|drug intolerances|"
        "allergies/intolerances|"
        "allergies/sensitivities|adr|adrs|allergic to"
    ).split("|")
)
_OF_SENTENCE = re.compile(r"\n|\.\s+(?=[A-Z])")
#: Headings of the list of what a person has had.
_HAD = frozenset(
    (
        "pmh|pmhx|pmh/psh|past medical history|past history|past medical hx|past hx|medical history|"
        "background|bg|"
        "comorbidities|co-morbidities|problem list|problems|active problems|previous medical history|"
        "previous history|significant history|other history|med hx|past problems|history of"
    ).split("|")
)
_FAMILY = frozenset("fh|fhx|f/h|fam hx|family|family history|family hx".split("|"))

Spans = list[tuple[int, int]]


class Sections:
    """Where a text plans or weighs, and where it tells of the family, and what it lists
    as known; character spans in order."""

    def __init__(self, thought: Spans, family: Spans, known: Spans) -> None:
        self.thought, self.family, self.known = thought, family, known

    def placed(self, words: Words, mention: Mention) -> Mention:
        """The mention as its part of the letter has it."""
        at = words.start[mention.match.first]
        if is_within(self.thought, at):
            return mention._replace(when="feared")
        if mention.who == "person" and is_within(self.family, at):
            return mention._replace(who="family")
        return mention

    def plans(self, at: int) -> bool:
        """Whether a character stands where the text plans."""
        return is_within(self.thought, at)


def sections_of(text: str) -> Sections:
    """The parts of a letter.

    Examples
    --------
    >>> sections_of("Calf cramps. Plan: EMG, review 6/52.").thought
    [(18, 36)]
    """
    thought: Spans = []
    family: Spans = []
    known: Spans = []
    if ":" not in text:
        return Sections(thought, family, known)
    found = list(_headings(text))
    ends = [heading.start() for heading in found[1:]] + [len(text)]
    for heading, end in zip(found, ends, strict=False):
        name = " ".join(heading["name"].lower().split())
        if name in _HAD:
            known.append((heading.end(), end))
            continue
        if name in _NOT_BORNE:
            behind = _OF_SENTENCE.search(text, heading.end(), end)
            thought.append((heading.end(), behind.start() if behind else end))
            continue
        if name not in _THOUGHT and name not in _FAMILY:
            continue
        if name in _FAMILY:
            line = text.find("\n", heading.end())
            family.append((heading.end(), min(end, line) if line >= 0 else end))
        else:
            blank = _BLANK.search(text, heading.end())
            thought.append((heading.end(), min(end, blank.start()) if blank is not None else end))
    return Sections(thought, family, known)


#: "Two years ago he had fits with a fever, and got well again."
_GOT_WELL = Anchored(
    r"\b(?:(?:got|grew|became|was|were) (?:(?:quite|fully|completely|entirely|all) )?"
    r"(?:well|better|healthy) again|"
    r"(?:was|were) cured|recovered(?: (?:fully|completely|entirely|well))?|got over (?:it|this|that|them)|"
    r"made a (?:full|complete|good) recovery|left no trace|passed off|full recovery|"
    # "It went away", "which has gone"
    r"(?:that|it|this|they|these|those|which|all)(?:['’]s|['’]ve| (?:has|have|had|is|"
    r"are))?(?: (?:all|now|since|completely|"
    r"fully|eventually|then|just))* (?:gone(?: away)?|went(?: away)?|resolved|cleared(?: up)?|"
    r"settled(?: down)?|"
    r"disappeared|stopped)(?: (?:now|completely|again|on its own|by itself|by themselves|"
    r"(?:in|within|after) (?:an?|one|two|three|some|a few|\d+) \w+))?)"
    r"(?=\s*(?:[.;,]|$|\b(?:and|but|after|when|once)\b))|"
    # "Fits as a baby but none since"
    r"\b(?:none|nothing|never|not (?:once|one)|no more)(?: ever)? since\b(?! (?:the|he|she|i|then|"
    r"his|her|my|a)\b)",
    "none nothing never not no >3 since; got grew became was were >2 well better healthy; was were "
    ">1 cured; recovered; got >1 over; "
    "made >1 a >1 full complete good; left >1 no; passed >1 off; full >1 recovery; that* it* "
    "this they* these those which all >5 gone went resolved cleared settled "
    "disappeared stopped",
)
#: "The pain has settled", "the jerks have stopped since": no "has stopped me working".
_ENDED = Anchored(
    r"\b(?:has|have|had) (?:(?:all|now|since|completely|fully|largely|totally|entirely) ){0,2}"
    r"(?:gone(?: away)?|settled(?: down)?|stopped|ceased|cleared(?: up)?|disappeared|vanished)"
    r"(?: (?:completely|altogether|entirely|fully|totally|now|by itself|on its own|for good|at last))?"
    r"(?: I (?:think|hope))?(?=\s*(?:[.,;]|"
    r"$)|\s+(?:since|but|and|"
    r"though|after)\b)",
    "has have had >4 gone settled stopped ceased cleared disappeared vanished",
)
_LONG_AGO = re.compile(
    r"\b(?:months?|years?) ago\b|\blast (?:year|spring|summer|autumn|fall|winter|christmas)\b|"
    r"\b(?:till|until|up to) (?:i|he|she) was \w+|\b(?:till|until|up to) (?:the )?age\b|"
    r"\b(?:in|back in) (?:19|20)\d\d\b|\byears? (?:ago|before|earlier)\b|"
    r"\bas an? (?:small |young )?(?:child|baby|boy|girl|toddler|infant|teenager|student|man|woman)\b|"
    r"\bin (?:(?:his|her|my|early) )*(?:childhood|infancy|youth|teens)\b",
    re.I,
)
_NOT_OVER = re.compile(r"\b(?:never|not|only partly|partly|before (?:he|she|it|they|i))\b|n['’]t\b", re.I)
#: "He recovered", "that left no trace": what, the sentence before says.
_PRONOUN = re.compile(r"(?:he|she|i|they|it|that|this)\s+", re.I)
_JUST_BEFORE = 12


def long_over(words: Words) -> Spans:
    """Sentences that tell of an illness of years ago that was got over; what follows it is left."""
    text, found = words.text, []
    for match in _GOT_WELL.finditer(words):
        number = words.sentence[bisect_right(words.start, match.start()) - 1]
        start, end = words.start[bisect_left(words.sentence, number)], match.start()
        if number and (start == end or _PRONOUN.fullmatch(text, start, end)):
            # "Last year my arm was numb. That has gone": the sentence before is meant.
            start = words.start[bisect_left(words.sentence, number - 1)]
        if _LONG_AGO.search(text, start, end) and not _NOT_OVER.search(text, end - _JUST_BEFORE, end):
            found.append((start, match.end()))
    for match in _ENDED.finditer(words):
        first = bisect_left(words.start, match.start())
        if first and words.clause[first - 1] == words.clause[first]:
            start = words.start[bisect_left(words.clause, words.clause[first])]
            back = _BACK.match(text, match.end())
            if not (back or _OTHER_STATEMENT.search(text, start, match.start())):
                found.append((start, match.start()))
    return sorted(found)


#: "I thought it had gone but it is back".
_BACK = re.compile(r"[^.;!?\n]{0,40}\b(?:back|again|returned|recurred|reappeared)\b", re.I)
#: "The foot is numb and the pain has gone" ends the pain alone; "the feeling has gone" ends none.
_OTHER_STATEMENT = re.compile(
    r"\b(?:feeling|sensation|sense|strength|power|energy|sight|vision|hearing|voice|speech|smell|taste|"
    r"reflex\w*|"
    r"balance|memory|grip|appetite|use|movement)\b|"
    r"\b(?:and|but|which|that|because|until|if|when|while|not|never|none)\b|n['’]t\b",
    re.I,
)


def _headings(text: str) -> Iterator[re.Match[str]]:
    """What the pattern finds in the text, looked for only before colons."""
    reached = 0
    at = text.find(":")
    while at >= 0:
        low = max(reached, at - _LONGEST)
        while low > reached and text[low - 1] in " \t":
            low -= 1
        heading = _HEADING.search(text, low, at + 1)
        if heading is not None:
            yield heading
        reached = at + 1
        at = text.find(":", reached)
