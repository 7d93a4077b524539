"""What kind of tremor or jerk a movement is, by the circumstance that its sentence tells."""

from __future__ import annotations

import re

from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import Words

__all__ = ["KINDS", "REFINABLE", "closer_terms", "is_parted", "kind_of_movement", "other_kinds"]

_WHO = r"(?:he|she|i|they|it|(?:the|his|her|my)\s+(?:hands?|arms?|legs?|feet|foot|limbs?))"
_WHEN = r"(?:while|when|whenever|as|if)"
_AT_REST = re.compile(
    rf"\bat rest\b|\bin (?:his|her|the|my) lap\b|\b{_WHEN}\s+(?:{_WHO}\s+)?(?:is\s+|am\s+|are\s+|"
    rf"was\s+|were\s+)?"
    r"(?:watch(?:es|ing|ed)?\s+(?:tv|television|telly|a film)|(?:sit(?:s|ting)?|sat|lie|lies|lying|"
    r"lay)\s+(?:still|"
    r"quietly|idle)|"
    r"rests?\b|rested\b|resting\b|relaxed\b|relax(?:es|ing)\b|idle\b|doing nothing\b|not (?:in use|"
    r"being used|"
    r"used)\b)",
    re.I,
)
_IN_POSTURE = re.compile(
    r"\boutstretched\b|\bheld[\s-](?:straight\s+)?(?:out|up|forward|in front)\b|\bstretch(?:es|ed|"
    r"ing)? (?:them |it )?(?:out|"
    r"forward)\b|"
    r"\b(?:hold|holds|holding|held)\s+(?:(?:them|it|(?:his|her|my|the)?\s*(?:hands?|arms?|fingers?))\s+)"
    r"(?:straight\s+)?(?:out|up|forward|in front)\b|\bhold(?:s|ing)? (?:out|up) (?:his|her|my|"
    r"the) (?:arms?|hands?)\b|"
    r"\bhold(?:s|ing)? (?:a|the) (?:posture|position)\b|\bagainst gravity\b",
    re.I,
)
_IN_ACTION = re.compile(
    rf"\b(?:{_WHEN}|on)\s+(?:{_WHO}\s+)?(?:tries to\s+|tried to\s+|is\s+|was\s+)?"
    r"(?:reach(?:es|ing)?|reached (?:for|out|towards?)|writ(?:es?|ing)|wrote|pour(?:s|ing|ed)?|"
    r"drink(?:s|ing)?|"
    r"drank|eat(?:s|ing)?|ate|"
    r"grasp(?:s|ing|ed)?|pick(?:s|ing|ed)? up|draw(?:s|ing)?|drew|sew(?:s|ing|ed)?|shav(?:es|ing|ed)|"
    r"button(?:s|ing|ed)?|us(?:es|ing) (?:it|them|a|the|his|her)|"
    r"lift(?:s|ing|ed)? (?:a|the)|(?:hold(?:s|ing)?|held) (?:a|the|his|her) (?:cup|mug|glass|spoon|"
    r"fork|pen|phone|"
    r"paper|newspaper)|"
    r"mov(?:es?|ing)\b|(?<!was )(?<!were )(?<!is )(?<!are )moved\b(?! by))",
    re.I,
)
#: What a hand is about to touch: "when it nears its aim", "just before the finger reaches the nose".
_AIM = r"(?:(?:the|its|his|her|my|a|an|any)\s+)?(?:aim|target|goal|mark|object|nose|cup|glass|mouth|thing)\b"
_NEARS = (
    r"(?:(?:is|are|was|were)\s+)?(?:near(?:s|ed|ing)?|approach(?:es|ed|ing)?|(?:gets?|got|getting|"
    r"comes?|came)\s+"
    r"(?:near(?:er)?|closer?)(?:\s+to)?)"
)
_AT_AIM = re.compile(
    r"\b(?:when|as|while|whenever|if|before)\s+(?:it|they|(?:the|his|her|my)\s+(?:hands?|arms?|"
    r"fingers?|legs?|foot|"
    rf"feet|heel))\s+{_NEARS}\b|\b(?:when|as|while|whenever|if|before)\s+(?:he|she|i)\s+{_NEARS}\s+{_AIM}|"
    r"\bthe (?:nearer|closer)\s+(?:it|they|he|she|i|the (?:hand|finger)s?)\s+(?:gets?|got|comes?|came)\b|"
    rf"\b(?:before|as|when)\s+\w+(?:\s+\w+)?\s+(?:reach(?:es|ed)?|touch(?:es|ed)?)\s+{_AIM}|"
    rf"\b(?:near|nearing|close to|towards?|approaching|aiming at|reaching for)\s+{_AIM}|"
    r"\b(?:when|whenever|as|while|just before)\b[^.;,]{0,25}?\btarget\b",
    re.I,
)
_IN_SLEEP = re.compile(
    rf"\b(?:in|during|through)\s+(?:his\s+|her\s+|my\s+)?sleep\b|\b{_WHEN}\s+(?:{_WHO}\s+(?:is\s+)?)?"
    r"(?:asleep|sleeping|sleeps)\b",
    re.I,
)
#: Words that part a movement from a circumstance: "shakes, but not at rest", "the jerks stop in sleep".
_PARTED = re.compile(
    r"\b(?:not|never|no|nor|neither|stops?|stopped|goes|gone|disappears?|disappeared|less|except|but|"
    r"without|eases?|ceases?|"
    r"vanish\w*|because|so|then|rest of|until|stilled|absent|spared?)\b|[.;]",
    re.I,
)
_OPENING = re.compile(r"\s*(?:when|while|whenever|with|on|at|as|if|holding|in)\b", re.I)
_NEAR, _BEFORE, _FAR = 70, 80, 18

_TREMORS = frozenset(("HP:0001337", "HP:0002378", "HP:0200085"))
_ACTION, _JERKS, _AT_TARGET = "HP:0002345", "HP:0001336", "HP:0002080"
_OF_TREMOR = (
    (_AT_REST, "HP:0002322"),
    (_IN_POSTURE, "HP:0002174"),
    (_AT_AIM, _AT_TARGET),
    (_IN_ACTION, _ACTION),
)
_OF_JERKS = ((_IN_ACTION, "HP:0034360"), (_IN_SLEEP, "HP:0012323"))
#: Words of which each circumstance of a tremor, and each of jerks, holds one.
_OF_ACTION = (
    "reach writ wrot pour drink drank eat ate grasp pick draw drew sew shav button us lift hold held mov "
)
_TOLD_OF_TREMOR, _TOLD_OF_JERKS = (
    Anchored(rf"\b(?:{'|'.join(begins.split())})", " ".join(f"{begin}*" for begin in begins.split()))
    for begins in (
        _OF_ACTION + "rest lap watch sit sat lie lying lay relax idl doing not outstretch stretch postur "
        "positio gravit near approach get got com cam touch clos toward aim targ",
        _OF_ACTION + "sleep asleep",
    )
)
_SLEEPING = "HP:0012323"
#: What a circumstance may make another term of.
REFINABLE = _TREMORS | {_ACTION, _JERKS, _SLEEPING}


_AND_ALSO = re.compile(
    r"(?:,|,?\s+and|\s+as well as)\s+(?:also\s+)?(?:on|with|in|during)\s+(?:(?:a|"
    r"the)\s+)?(?:maintaining\s+(?:a\s+)?)?"
    r"(?P<how>posture|action|movement|intention)\b",
    re.I,
)
_JOINS = re.compile(
    r"(?:,|\b(?:and|or)(?:\s+(?:also|even|again|still|more|worse|stronger|mainly))*)"
    r"(?:\s+(?:when|while|with|as|if|whenever)(?:\s+(?:he|she|i|they|it|the|his|her|my|arms?|hands?|"
    r"are|is))*)?\s*$",
    re.I,
)
_LISTED = 110
_KIND_OF = {"posture": "HP:0002174", "action": _ACTION, "movement": _ACTION, "intention": _AT_TARGET}
_NONE: frozenset[str] = frozenset()
KINDS = frozenset(("HP:0002322", "HP:0002174", _AT_TARGET, _ACTION))


def other_kinds(item: str, text: str, span: tuple[int, int]) -> list[str]:
    """Kinds that follow in one list: a tremor "at rest, on posture and in action"."""
    if item not in KINDS:
        return []
    found = []
    for match in _AND_ALSO.finditer(text, span[0], span[1] + _NEAR):
        if _PARTED.search(text, span[1], max(span[1], match.start())):
            break
        found.append(_KIND_OF[match["how"].lower()])
    for pattern, kind in _OF_TREMOR:
        for match in pattern.finditer(text, span[1], span[1] + _LISTED):
            if _PARTED.search(text, span[1], max(span[1], match.start())):
                break
            if _JOINS.search(text, max(span[1], match.start() - 40), match.start()):
                found.append(kind)
    return [kind for kind in found if kind != item]


def closer_terms(item: str) -> frozenset[str]:
    """All that :func:`kind_of_movement` and :func:`other_kinds` may make of a term."""
    if item in _TREMORS or item in KINDS:
        return KINDS
    return frozenset((_JERKS, *(term for _, term in _OF_JERKS))) if item in (_JERKS, _SLEEPING) else _NONE


def is_parted(text: str, first: int, last: int) -> bool:
    """Whether what stands between a movement and a circumstance parts them: "shakes, but not at rest"."""
    return _PARTED.search(text, first, max(first, last)) is not None


def kind_of_movement(
    item: str, text: str, span: tuple[int, int], sentence: int, words: Words | None = None
) -> str:
    """The closer term of a tremor or jerk told at ``span`` of a sentence that opens at ``sentence``.

    Examples
    --------
    >>> text = "His right hand shakes while he watches television"
    >>> kind_of_movement("HP:0002378", text, (10, 21), 0)
    'HP:0002322'
    >>> kind_of_movement("HP:0002378", text[:21] + ", but not at rest", (10, 21), 0)
    'HP:0002378'
    """
    if item == _SLEEPING and re.search(
        r"\b(?:stop|cease|vanish|disappear|go)", text[span[0] : span[1]], re.I
    ):
        return _JERKS
    if item == _ACTION and _IN_POSTURE.search(text, span[0], span[1] + _FAR):
        return "HP:0002174"
    kinds = _OF_TREMOR if item in _TREMORS else _OF_JERKS if item == _JERKS else ()
    if not kinds:
        return item
    if words is not None:
        told = _TOLD_OF_JERKS if item == _JERKS else _TOLD_OF_TREMOR
        if not told.may_open(words, max(sentence, span[0] - _BEFORE), span[1] + _NEAR):
            return item  # the patterns are slow, and most movements have no circumstance
    found = []
    for pattern, term in kinds:
        after = pattern.search(text, span[0], span[1] + _NEAR)
        if after is not None and not _PARTED.search(text, span[1], max(span[1], after.start())):
            found.append((after.start(), term))
    if found:
        return min(found)[1]
    before = max(sentence, span[0] - _BEFORE)
    opens = _OPENING.match(text, sentence)
    for pattern, term in kinds:
        match = pattern.search(text, before if opens else max(sentence, span[0] - _FAR), span[0])
        if match is not None and not _PARTED.search(text, match.end(), span[0]):
            return term
    return item
