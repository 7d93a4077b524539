"""Shorthand of an examination: arrows, tables of reflexes, grades by pairs, "nil bulbar"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whytwitch.intake.story.findings.signs import MUSCLES, muscle_of
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored, all_of
from whytwitch.intake.story.text.match import find_matches
from whytwitch.intake.story.text.split import Words
from whytwitch.knowledge.tables import LaboratoryTest
from whytwitch.model.store import Model

__all__ = ["read_shorthand"]

Sided = tuple[str, bool, tuple[int, int], str | None]  # item, present, span, side

#: What an arrow beside a word says: the term for up, and for down. A bare minus denies its term.
_UP_DOWN: dict[str, tuple[str | None, str | None]] = {
    r"(?:muscle |limb )?tone": ("HP:0001276", "HP:0001252"),
    r"(?:(?:tendon|deep tendon|knee) )?(?:reflex(?:es)?|jerks)|refs|DTRs?|[KBTS]Js?": (
        "HP:0001347",
        "HP:0001265",
    ),
    r"AJs?|ankle (?:jerks?|reflex(?:es)?)": ("HP:0001347", "HP:0009072"),
    r"plantars?(?: resp(?:onses?)?)?|toes": ("HP:0003487", "-HP:0003487"),
    r"power|strength": (None, "HP:0001324"),
    r"(?:muscle )?bulk": (None, "HP:0003202"),
    r"sens(?:ation)?|LT|light touch|touch": (None, "HP:0003474"),
    r"PP|pin ?prick": (None, "HP:0007328"),
    r"vib(?:ration)?(?: sense)?": (None, "HP:0002495"),
    r"JPS|proprioception|joint position sense|position sense": (None, "HP:0010831"),
    r"HR|heart rate|pulse": ("HP:0001649", "HP:0001662"),
    r"BP|blood pressure": ("HP:0000822", "HP:0002615"),
    r"RR|resp(?:iratory)? rate": ("HP:0002789", None),
    r"temp(?:erature)?": ("HP:0001945", None),
    r"(?:O2 )?sats|SpO2": (None, "HP:0012418"),
    r"GCS": (None, "HP:0004372"),
    r"wt|weight": (None, "HP:0001824"),
    r"appetite": (None, "HP:0002039"),
    r"sweating|sweats": ("HP:0000975", None),
    r"arm swing": (None, "WT:arm_swing_reduced"),
    r"facial expression": (None, "HP:0000338"),
    r"VA|visual acuity|vision|acuity": (None, "HP:0000505"),
    r"hearing": (None, "HP:0000365"),
    r"memory": (None, "HP:0002354"),
}
_BY_ARROW = tuple(_UP_DOWN.values())
_NAMES = "|".join(f"(?P<n{i}>{names})" for i, names in enumerate(_UP_DOWN))
_ARROW = re.compile("[↑↓⬆⬇⇧⇩]+(?:\\s?/\\s?[↑↓⬆⬇⇧⇩]+)?")
_UPWARDS = re.compile("[↑⬆⇧]")
_SIDE = r"(?:\(?(?:R|L|right|left|bilat\w*|b/l|both)\)?)"
_NAMED_BEFORE = re.compile(
    rf"\b(?:(?P<before>{_SIDE})\s+)?(?:{_NAMES})(?:\s+(?:UL|LL|UE|LE|legs?|arms?|{_SIDE}))?\s?[:=]?\s?\Z",
    re.I,
)
_NAMED_BEHIND = re.compile(rf"\s?(?:{_NAMES})\b(?!\s?[↑↓⬆⬇⇧⇩])", re.I)
_NAMED_BEHIND_TIED = re.compile(rf"(?:{_NAMES})\b", re.I)
_BACK = 48
_A_NUMBER = re.compile(r"\s*(?:to\s+|at\s+|[=:~]\s*)?\d")

#: Reflexes in a table: "BJ ++/++, AJ 0/0"; muscles named in full only behind "reflexes".
_GRADE = r"(?:\(?±\)?|[0-4]\+?(?!\d)(?!\s?/\s?5)|\+{1,4}|[-–−](?=[\s,;./]|$)|abs(?:ent)?\b|N\b)"
_TABLE = re.compile(
    r"\b(?P<name>[BTSKA]Js?|U[LE]s?|L[LE]s?|(?i:biceps|triceps|supinators?|brachiorad\w*|knees?|"
    r"patellars?|ankles?|achilles))"
    rf"(?:\s(?i:jerks?|reflex(?:es)?))?\s?[:=]?\s?(?P<a>{_GRADE})(?:\s?/\s?(?P<b>{_GRADE}))?(?!\s?/\s?5)"
)
_TABLES = Anchored(
    r"\b(?:reflex(?:es)?|refs|DTRs?|jerks|[BTSKA]Js?)\b(?P<told>[^;\n]{0,160})",
    "reflex reflexes refs dtr dtrs jerks bj bjs tj tjs sj sjs kj kjs aj ajs",
)
_SENTENCE_END = re.compile(r"\.(?:\s|$)")
_ABSENT, _BRISK, _USUAL = 0, 3, 2

#: "4/5 hip flexion bilat": the grade first.
_GRADE_FIRST = re.compile(
    rf"(?<![\d/.])(?P<grade>[0-4][+-]?)\s?/\s?5\s+(?:(?:in|of|at|for|the|power|strength)\s+){{0,3}}"
    rf"(?:(?P<side>{_SIDE})\s+)?(?:{MUSCLES})\b(?:\s+(?P<after>{_SIDE})(?=[\s,;.]|$))?"
    r"(?!\s*(?:power|strength)?\s*[:=]?\s*(?:(?:[RL]|left|right)\s+)?[0-5][+-]?(?:\s?/|[\s,;.]|$))"
)
#: "Hip flexion 4/5-", "shoulder abduction 5/4": right and left, or left and right where a heading says so.
_PAIR = re.compile(
    rf"\b(?:{MUSCLES})\s?:?\s+(?P<a>[0-5][+-]?)\s?/\s?(?P<b>[0-4][+-]?)(?![\d/])(?!\s?/)",
)
_LEFT_FIRST = re.compile(r"\bL\s?/\s?R\b|\bleft\s?/\s?right\b", re.I)
_OF_REFLEXES = re.compile(r"\b(?:reflex\w*|DTRs?|jerks)\b", re.I)
_SLASHED, _GRADE_BEFORE = re.compile(r"/\s?[0-5]"), re.compile(r"[0-5][+-]?\s?\Z")

#: "Absent AJs", "brisk KJs".
_CALLED = Anchored(
    rf"\b(?P<how>absent|lost|reduced|depressed|diminished|sluggish|brisk|"
    rf"exaggerated)\s+(?:(?P<side>{_SIDE})\s+)?"
    r"(?P<name>AJs?|ankle (?:jerks?|reflex(?:es)?)|KJs?|knee (?:jerks?|reflex(?:es)?)|DTRs?|[BTS]Js?)\b",
    "absent lost reduced depressed diminished sluggish brisk exaggerated >3 aj ajs ankle kj kjs knee dtr "
    "dtrs bj bjs "
    "tj tjs sj sjs",
)
_NO_BEFORE = re.compile(r"\b(?:no|not|nor|without|nil)\s+(?:\w+\s+)?\Z", re.I)
#: "Sens ↓ LT + PP to knees": senses in one list.
_SENSES = re.compile(
    r"\b(?:(?P<pp>PP|pin ?prick)|(?P<vib>vib(?:ration)?|VS)|(?P<jps>JPS|"
    r"proprioception))\b(?!\s?(?:N\b|normal|intact|ok))"
)
_SENSE_TERMS = {"pp": "HP:0007328", "vib": "HP:0002495", "jps": "HP:0010831"}
_LIST_END = re.compile(r"[.;\n↑↓]|,\s*(?=\w+\s+(?:N|normal|intact|ok)\b)|\b(?:but|normal|intact)\b")
#: "BP lying 142/80, standing 98/60", "L/S BP 142/80 - 98/60".
_STANDING = Anchored(
    r"\b(?:lying|supine|L/S|postural|sitting)\b[^.;\n\d]{0,20}(?P<lying>\d{2,3})"
    r"/\d{2,3}[^.;\n\d]{1,24}(?:\d min\w*\s)?"
    r"(?P<standing>\d{2,3})/\d{2,3}",
    "lying supine l postural sitting",
)
_FALL = 20
#: "Grip R 22 kg, L 38 kg".
_GRIPS = Anchored(
    r"\bgrip(?: strength)?\s?:?\s(?:R|"
    r"right)\s?:?\s?(?P<right>\d{1,2}(?:\.\d)?)(?:\s?kg)?\s?[,;/]?\s?(?:L|left)\s?:?\s?"
    r"(?P<left>\d{1,2}(?:\.\d)?)\s?kg",
    "grip",
)
#: The other hand is up to a fifth weaker in anybody.
_WEAKER = 0.75
#: What an adjective of a list of denied systems denies.
_SYSTEMS = {
    r"bulbar": ("HP:0001260", "HP:0002015"),
    r"resp(?:iratory)?": ("HP:0002094",),
    r"sensory": ("HP:0003474",),
    r"motor": ("HP:0001324",),
    r"sphincter(?:ic)?": ("HP:0000020", "HP:0002607"),
    r"visual": ("HP:0000504",),
}
_SYSTEM = "|".join(_SYSTEMS)
_NO_SYSTEM = Anchored(
    rf"\b(?:nil|no|denies(?: any)?|without(?: any)?)\s+(?P<list>(?:{_SYSTEM}|cognitive|autonomic)\b"
    rf"(?:(?:\s?[,/&+]\s?|\s+)(?:(?:or|and|nil|no)\s+)?(?:{_SYSTEM}|cognitive|autonomic)\b){{0,6}})"
    r"(?P<noun>\s+(?:sx|symptoms?|complaints?|features?|involvement|sym|sxs|disturbances?|problems?|"
    r"issues))?",
    "nil no denies without >2 bulbar resp* sensory motor sphincter* visual cognitive autonomic",
)
#: "A&Ox3": awake, and knows who, where and when.
_ORIENTED = Anchored(r"\b(?-i:A\s?&\s?O|AAO|AOx?)\s?(?:x\s?)?[34]\b|\b(?-i:A&O)\b", "a aao aao* ao ao*")
#: "PERLA": equal pupils that answer to light.
_PUPILS = Anchored(r"\b(?-i:PE(?:A|R)RLA?|PERLA?)\b", "pearl pearla perrl perrla perl perla")
_RIGHT, _LEFT, _BOTH = (
    re.compile(r"\A\(?(?:R|right)\)?\Z", re.I),
    re.compile(r"\A\(?(?:L|left)\)?\Z", re.I),
    re.compile(r"\A\(?b", re.I),
)


def read_shorthand(model: Model, words: Words) -> list[Said]:
    """What the shorthand of an examination says.

    Examples
    --------
    >>> side_named("(R)"), side_named("bilat"), side_named("")
    ('right', 'both', None)
    """
    found = []
    for item, present, span, side in _all(model, words):
        if model.feature(item) is not None:
            detail = {"side": side} if side else {}
            shown = words.text[span[0] : span[1]]
            found.append(Said("finding", item, model.label(item), span, shown, present, detail=detail))
    return found


def side_named(word: str | None) -> str | None:
    """Right, left or both, as letters shorten them."""
    for side, pattern in (("right", _RIGHT), ("left", _LEFT), ("both", _BOTH)):
        if word and pattern.match(word):
            return side
    return None


def _all(model: Model, words: Words) -> Iterator[Sided]:
    yield from _arrows(model, words)
    yield from _reflexes(words)
    yield from _graded(words)
    for match in _STANDING.finditer(words):
        fall = int(match["lying"]) - int(match["standing"])
        yield "HP:0001278", fall >= _FALL, match.span(), None
    for match in _GRIPS.finditer(words):
        right, left = float(match["right"]), float(match["left"])
        if min(right, left) < _WEAKER * max(right, left):
            yield "HP:0033466", True, match.span(), "right" if right < left else "left"
    for match in _CALLED.finditer(words):
        if not _NO_BEFORE.search(words.text, max(0, match.start() - 16), match.start()):
            yield _called(match), True, match.span(), side_named(match["side"])
    for match in _NO_SYSTEM.finditer(words):
        if not match["noun"] and match.group()[:3].lower() != "nil":
            continue
        for system, items in _SYSTEMS.items():
            if re.search(rf"\b{system}\b", match["list"], re.I):
                yield from ((item, False, match.span(), None) for item in items)
    for match in _ORIENTED.finditer(words):
        yield "HP:0001289", False, match.span(), None
        yield "HP:0004372", False, match.span(), None
    for match in _PUPILS.finditer(words):
        yield "HP:0011499", False, match.span(), None
        yield "HP:0000616", False, match.span(), None


def _called(match: re.Match[str]) -> str:
    """The term for reflexes that are called absent, weak or brisk."""
    how, name = match["how"].lower(), match["name"].lower()
    ankle, knee = name.startswith(("aj", "ankle")), name.startswith(("kj", "knee"))
    if how in ("brisk", "exaggerated"):
        return "HP:0001347"
    if how in ("absent", "lost"):
        return "HP:0003438" if ankle else "HP:0006844" if knee else "HP:0001284"
    return "HP:0009072" if ankle else "HP:0001265"


def _arrows(model: Model, words: Words) -> Iterator[Sided]:
    text = words.text
    if not any(arrow in text for arrow in "↑↓⬆⬇⇧⇩"):
        return
    tests = _tests_by_end(model, words)
    taken = 0
    for arrow in _ARROW.finditer(text):
        up = _UPWARDS.search(arrow.group()) is not None
        tied = _NAMED_BEHIND_TIED.match(text, arrow.end())
        before = _NAMED_BEFORE.search(text, max(taken, arrow.start() - _BACK), arrow.start())
        named = tied or before or _NAMED_BEHIND.match(text, arrow.end())
        if named is not None:
            taken = max(arrow.end(), named.end())
            place = next(k for k, v in named.groupdict().items() if v and k != "before")
            item = _BY_ARROW[int(place[1:])][0 if up else 1]
            if item is not None:
                span = min(named.start(), arrow.start()), max(named.end(), arrow.end())
                side = side_named(named.groupdict().get("before"))
                if side is None and item.endswith("HP:0003487") and len(set(arrow.group())) == 1:
                    side = "both" if len(arrow.group()) > 1 else None
                yield item.lstrip("-"), not item.startswith("-"), span, side
                if item == "HP:0003474":
                    end = _LIST_END.search(text, arrow.end(), arrow.end() + _BACK)
                    for sense in _SENSES.finditer(
                        text, arrow.end(), end.start() if end else arrow.end() + _BACK
                    ):
                        yield _SENSE_TERMS[sense.lastgroup or "pp"], True, sense.span(), side
        elif _A_LIMB.match(text, arrow.end()) and (told := _told_last(text, arrow.start())):
            item = told[0 if up else 1]
            if item is not None:
                yield item.lstrip("-"), not item.startswith("-"), arrow.span(), None
        elif not _A_NUMBER.match(text, arrow.end()):
            test = tests.get(arrow.start()) or tests.get(-arrow.end())
            item = (test.high if up else test.low) if test is not None else None
            if item is not None:
                yield item, True, arrow.span(), None


#: "Tone N UL, ↑ LL".
_A_LIMB = re.compile(r"\s?(?:[RLB]?(?:UL|LL|UE|LE)s?|legs?|arms?|R|L|both|bilat\w*)\b")
_ANY_NAME = re.compile(rf"\b(?:{_NAMES})\b", re.I)


def _told_last(text: str, at: int) -> tuple[str | None, str | None] | None:
    """What an arrow before a limb is told of: the function named last in its sentence."""
    low = max(0, at - _BACK)
    low = max(low, *(text.rfind(mark, low, at) + 1 for mark in ".;\n"))
    named = list(_ANY_NAME.finditer(text, low, at))
    return _BY_ARROW[int((named[-1].lastgroup or "n0")[1:])] if named else None


def _tests_by_end(model: Model, words: Words) -> dict[int, LaboratoryTest]:
    """Tests of the laboratory by the arrow behind them, and by the one before them, which is less than 0."""
    names, text = model.meta["names"]["laboratory"], words.text
    found: dict[int, LaboratoryTest] = {}
    for match in find_matches(model, words, "reading_laboratory"):
        first, end = words.start[match.first], words.end[match.last - 1]
        test = model.record(LaboratoryTest, names[match.items[0][1]])
        if test is None or _A_NUMBER.match(text, end):
            continue
        while text[end : end + 1] in ("+", " "):
            end += 1
        while first and text[first - 1] == " ":
            first -= 1
        found[end] = test
        found[-first] = test
    return found


def _reflexes(words: Words) -> Iterator[Sided]:
    text, reached = words.text, 0
    for heading in _TABLES.finditer(words):
        stop = _SENTENCE_END.search(text, heading.start("told"), heading.end())
        last = stop.start() if stop else heading.end()
        found = list(_TABLE.finditer(text, max(reached, heading.start()), last))
        reached = max(reached, last)
        grades = [(match, [_grade_of(match[g]) for g in "ab" if match[g]]) for match in found]
        if not grades:
            continue
        every = [grade for _, two in grades for grade in two]
        if len(grades) > 1 and not any(every):
            yield "HP:0001284", True, found[0].span(), None
        if every and all(grade == _USUAL for grade in every) and len(grades) > 1:
            yield "HP:0001284", False, found[0].span(), None
            yield "HP:0001347", False, found[0].span(), None
        for match, two in grades:
            ankle = match["name"].lower().startswith(("aj", "ankle", "achilles"))
            knee = match["name"].lower().startswith(("kj", "knee", "patella"))
            both = "both" if len(two) > 1 and len(set(two)) == 1 else None
            if _ABSENT in two:
                gone = "HP:0003438" if ankle else "HP:0006844" if knee else "HP:0001315"
                yield gone, True, match.span(), both
            elif 1 in two:
                yield "HP:0009072" if ankle else "HP:0001265", True, match.span(), both
            if max(two) >= _BRISK:
                yield "HP:0001347", True, match.span(), both


def _grade_of(grade: str) -> int:
    """From 0, absent, to 4; 2 is usual, and so is a single plus.

    Examples
    --------
    >>> [_grade_of(g) for g in ("-", "abs", "±", "1+", "+", "++", "N", "+++", "4+")]
    [0, 0, 1, 1, 2, 2, 2, 3, 4]
    """
    if grade[0].isdigit():
        return int(grade[0])
    if grade[0] == "+":
        return max(_USUAL, len(grade))
    return 1 if "±" in grade else _USUAL if grade == "N" else _ABSENT


_LETTER = re.compile(r"[A-Za-z.):]\s")


def _graded(words: Words) -> Iterator[Sided]:
    text, reached = words.text, 0
    for slash in all_of("/", text):
        if not (
            text[slash + 2 : slash + 5].strip(" +-")[:1].isalpha()
            or _LETTER.search(text, max(0, slash - 7), slash)
        ):
            continue
        slashed = _SLASHED.match(text, slash)
        before = _GRADE_BEFORE.search(text, max(0, slash - 3), slash) if slashed else None
        if slashed is None or before is None or before.start() < reached:
            continue
        start = before.start()
        match = _GRADE_FIRST.match(text, start)
        if match is not None:
            reached = match.end()
            side = side_named(match["after"]) or side_named(match["side"])
            yield muscle_of(match), True, match.span(), side
            continue
        low = max(text.rfind("\n", max(0, start - _BACK), start) + 1, start - _BACK, 0)
        pairs = _PAIR.finditer(text, low, slashed.end() + 1)
        pair = next((m for m in pairs if m.end() >= slashed.end()), None)
        far = max(0, low - 3 * _BACK)
        if pair is None or _OF_REFLEXES.search(text, far, pair.start()):
            continue
        order = ("left", "right") if _LEFT_FIRST.search(text, far, pair.start()) else ("right", "left")
        grades = zip(order, (pair["a"], pair["b"]), strict=True)
        weak = [side for side, grade in grades if grade[0] != "5"]
        yield muscle_of(pair), True, pair.span(), "both" if len(weak) > 1 else weak[0]
