"""What kind of tremor or jerk a movement is, by the circumstance that its sentence tells."""

from __future__ import annotations

import re

__all__ = ["KINDS", "REFINABLE", "is_parted", "kind_of_movement", "other_kinds"]

_WHO = r"(?:he|she|i|they|it|(?:the|his|her|my)\s+(?:hands?|arms?|legs?|feet|foot|limbs?))"
_WHEN = r"(?:while|when|whenever|as|if)"
_AT_REST = re.compile(
    rf"\bat rest\b|\bin (?:his|her|the|my) lap\b|\b{_WHEN}\s+(?:{_WHO}\s+)?(?:is\s+|am\s+|are\s+)?"
    r"(?:watch(?:es|ing)?\s+(?:tv|television|telly|a film)|(?:sit(?:s|ting)?|lie|lies|lying)\s+(?:still|"
    r"quietly|idle)|"
    r"rests?\b|resting\b|relaxed\b|relax(?:es|ing)\b|idle\b|doing nothing\b|not (?:in use|being used|"
    r"used)\b)",
    re.I,
)
_IN_POSTURE = re.compile(
    r"\boutstretched\b|\bheld[\s-](?:straight\s+)?(?:out|up|forward|in front)\b|\bstretched (?:out|"
    r"forward)\b|"
    r"\b(?:hold|holds|holding)\s+(?:(?:them|it|(?:his|her|my|the)?\s*(?:hands?|arms?|fingers?))\s+)"
    r"(?:straight\s+)?(?:out|up|forward|in front)\b|\bhold(?:s|ing)? (?:out|up) (?:his|her|my|"
    r"the) (?:arms?|hands?)\b|"
    r"\bhold(?:s|ing)? (?:a|the) (?:posture|position)\b|\bagainst gravity\b",
    re.I,
)
_IN_ACTION = re.compile(
    rf"\b(?:{_WHEN}|on)\s+(?:{_WHO}\s+)?(?:tries to\s+|is\s+)?"
    r"(?:reach(?:es|ing)?|writ(?:es?|ing)|pour(?:s|ing)?|drink(?:s|ing)?|eat(?:s|ing)?|grasp(?:s|ing)?|"
    r"pick(?:s|ing)? up|draw(?:s|ing)?|sew(?:s|ing)?|shav(?:es|ing)|button(?:s|ing)?|us(?:es|ing) (?:it|"
    r"them|a|the|his|her)|"
    r"lift(?:s|ing)? (?:a|the)|hold(?:s|ing)? (?:a|the|his|her) (?:cup|mug|glass|spoon|fork|pen|phone|"
    r"paper|newspaper)|"
    r"mov(?:es?|ing)\b)",
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
_ACTION, _JERKS = "HP:0002345", "HP:0001336"
#: "When it nears its aim", "the closer it gets to the nose", "when he moves it to a target".
_AT_AIM = re.compile(
    r"\b(?:(?:when|whenever|as|while|just before)\b[^.;,]{0,25}?\b"
    r"(?:target|near(?:s|ed|er|ing)?|approach\w*|close to|closer|reaching|touching)\b|"
    r"the (?:closer|nearer)\b)"
    r"(?:(?<=target)|[^.;,]{0,20}?\b(?:target|aim|goal|nose|mouth|cup|glass|mark|object)\b)",
    re.I,
)
_OF_TREMOR = (
    (_AT_AIM, "HP:0002080"),
    (_AT_REST, "HP:0002322"),
    (_IN_POSTURE, "HP:0002174"),
    (_IN_ACTION, _ACTION),
)
_OF_JERKS = ((_IN_ACTION, "HP:0034360"), (_IN_SLEEP, "HP:0012323"))
_SLEEPING = "HP:0012323"
#: What a circumstance may make another term of.
REFINABLE = _TREMORS | {_ACTION, _JERKS, _SLEEPING}


_AND_ALSO = re.compile(
    r"(?:,|,?\s+and|\s+as well as)\s+(?:also\s+)?(?:on|with|in|during)\s+(?:(?:a|"
    r"the)\s+)?(?:maintaining\s+(?:a\s+)?)?"
    r"(?P<how>posture|action|movement|intention)\b",
    re.I,
)
_JOINS, _LISTED = re.compile(r"(?:,|\band|\bor)\s*$", re.I), 110
_KIND_OF = {"posture": "HP:0002174", "action": _ACTION, "movement": _ACTION, "intention": "HP:0002080"}
KINDS = frozenset(("HP:0002322", "HP:0002174", _ACTION))


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
            if _JOINS.search(text, max(span[1], match.start() - 8), match.start()):
                found.append(kind)
    return [kind for kind in found if kind != item]


def is_parted(text: str, first: int, last: int) -> bool:
    """Whether what stands between a movement and a circumstance parts them: "shakes, but not at rest"."""
    return _PARTED.search(text, first, max(first, last)) is not None


def kind_of_movement(item: str, text: str, span: tuple[int, int], sentence: int) -> str:
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
