"""Signs that a sentence tells by its verbs: muscles by their grade, reflexes that can be had or not, a tap
and what jumps, a push and what beats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import Words

__all__ = ["MUSCLES", "NEGATED", "Read", "muscle_of", "read_signs"]

Read = tuple[str, bool, tuple[int, int]]  # item, present, span

_SMALL = r"(?:(?:the|his|her|my|their|a|an|both|left|right|one|either|of|that|each|two)\s+)*"
_GAP = r"[^.;!?]{0,50}?"

# Muscles by their grade, as letters write: "Quads 3/5 b/l", "APB, FDI 3/5".
_MUSCLES = {
    "HP:0003731": r"[Qq]uads?|[Qq]uadriceps|[Kk]nee ext(?:ension|ensors?)?|KE",
    "HP:0009027": r"TA|tib(?:ialis)? ant(?:erior)?|EHL|[Aa]nkle (?:DF|dorsi(?:flex\w*)?)|[Dd]orsiflex\w*|"
    r"foot DF|[Tt]oe ext\w*|ADF",
    "HP:0009005": r"FDI|APB|ADM|intrinsics?|interossei|[Ff]inger (?:abd|flex|ext)\w*|[Tt]humb abd\w*|"
    r"FPL|FDP|FDS",
    "HP:0008994": r"HF|[Hh]ip (?:flex|ext|abd|add)\w*|[Ii]lio-?psoas|[Gg]lut\w*",
    "HP:0003547": r"[Dd]elt(?:oid)?s?|[Ss]houlder (?:abd|add|flex)\w*|(?:supra|infra)spinatus|SAB",
    "HP:0003484": r"(?:bi|R |L )?(?:UL|UE)s?|RUL|LUL|RUE|LUE|[Bb]iceps|[Tt]riceps|"
    r"[Ee]lbow (?:flex|ext)\w*|upper limbs?|brachioradialis",
    "HP:0007340": r"(?:bi|R |L )?(?:LL|LE)s?|RLL|LLL|RLE|LLE|[Hh]amstrings?|lower limbs?|"
    r"[Kk]nee flex\w*",
    "HP:0031189": r"[Ww]rist (?:ext\w*|DF)|ECR|EDC",
    "HP:0009053": r"[Pp]lantar ?flex\w*|PF|[Gg]astroc\w*|[Aa]nkle PF|"
    r"(?:[Aa]nkle |[Ff]oot )?(?:[Ee]version|[Ii]nversion)",
    "HP:0033466": r"[Gg]rip",
    "HP:0003722": r"[Nn]eck flex\w*",
    "HP:0000467": r"[Nn]eck ext\w*|SCM|sternocleidomastoids?",
    "HP:0030319": r"(?:[Oo]rb(?:icularis)?\.? )?(?:[Oo]culi|[Oo]ris)|[Ee]ye closure|[Ff]acial power",
    "WT:myotome_weakness": r"[CLS][1-8] (?:myotome|muscles)",
}
# Whole parts, where the grade stands right behind: "legs 2/5, right arm 3/5".
_PARTS = {
    "HP:0007340": "legs?",
    "HP:0003484": "arms?",
    "HP:0003547": "shoulders?",
    "HP:0008994": "hips?|thighs?",
    "HP:0030237": "hands?|fingers?",
    "HP:0009053": "ankles?",
    "HP:0000467": "neck",
}
_PART_GRADED = re.compile(
    r"(?<!in )(?<!in the )(?<!of the )\b(?:"
    + "|".join(f"(?P<m{i}>{p})" for i, p in enumerate(_PARTS.values()))
    + r")"
    r"\s*:?\s+(?:(?:is|are|was|were|power|strength|about)\s+)?[0-4][+-]?\s?/\s?5\b",
    re.I,
)
MUSCLES = _MUSCLE = "|".join(f"(?P<m{i}>{pattern})" for i, pattern in enumerate(_MUSCLES.values()))
_GRADED = re.compile(
    rf"\b(?:{_MUSCLE})\b(?=(?:[\s,:/&=+-]|and\b|bilat\w*|b/l|power|strength|is|are|was|were|MRC|grade|"
    rf"left|right|"
    r"[LR]\b|[A-Z]{2,4}\b|prox\w*|dist\w*)*(?P<grade>[0-4][+-]?)\s?/\s?5)",
)
#: A grade, looked for by its end, which is rarer than a number.
_OF_FIVE, _GRADE = re.compile(r"/\s?5"), re.compile(r"[0-4][+-]?\s?\Z")
#: "MRC 3" without its "/5", and what is graded by bare numbers behind it.
_BY_MRC = re.compile(
    rf"\b(?:{_MUSCLE})\b(?:\s+and\s+[a-z]+(?:\s+(?:flex|ext|abd|dorsi)\w*)?)?\s*:?\s+(?:power\s+|"
    rf"strength\s+)?"
    r"(?:MRC\s+)?(?:grade\s+)?(?P<grade>[0-4][+-]?)(?!\s*/)(?=[\s,;.)]|$)"
    r"(?!\s*(?:cm|mm|mg|ml|days?|weeks?|months?|years?|times|beats|hours?)\b)",
)

#: Movements as a table of power shortens them: "SA 5, EF 4+, FA 3".
_SHORT_MOVES = {
    "HP:0003547": "SAB?|SAbd",
    "HP:0003484": "E[FE]|WF",
    "HP:0031189": "WE",
    "HP:0009005": "F(?:A|Abd|F|E)|TA(?:bd|B)",
    "HP:0008994": "H[FE]|HAbd",
    "HP:0003731": "KE",
    "HP:0007340": "KF",
    "HP:0009027": "A?DF",
    "HP:0009053": "A?PF",
}
_SHORT_GRADED = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<m{i}>{p})" for i, p in enumerate(_SHORT_MOVES.values()))
    + r")\s?[:=]?\s?[0-4][+-]?(?:\s?/\s?5)?(?=[\s,;.)]|$)"
)
#: Letters about that in which they stand.
_ROUND = 150
#: What heads numbers that are grades of power.
_BY_NUMBER = Anchored(
    r"\b(?:(?-i:MRC)\b|(?:power|strength)(?:\s(?:[RLB]?(?:UL|LL|UE|LE)s?|left|right|arms?|legs?|R|"
    r"L)){0,2}\s?:|"
    r"oxford grad\w+)",
    "mrc power strength; oxford >1 grad*",
)

# Reflexes that can or cannot be had.
_REFLEXES = r"(?:tendon |knee |ankle |deep |muscle )?(?:reflex(?:es)?|jerks?)"
_NO_REFLEX = Anchored(
    rf"\b(?:(?:cannot|could not|can['’]?t|couldn['’]?t|unable to|not able to)\s+(?:get|find|obtain|"
    rf"elicit|bring out|"
    rf"raise|evoke)\s+(?:any|a|the|his|her|my)?\s*{_REFLEXES}|"
    rf"no\s+{_REFLEXES}\s+(?:can be|could be|is|are|were)\s+(?:got|found|had|obtained|elicited|brought "
    rf"out)|"
    rf"{_REFLEXES}\s+(?:cannot|can not|could not|couldn['’]t)\s+be\s+(?:got|found|had|obtained|elicited|"
    r"brought out)|"
    r"(?:knees?|legs?|foot|feet)\s+(?:does not|do not|did not|doesn['’]t|didn['’]t|don['’]t)\s+(?:move|"
    r"kick|jump|"
    r"stir)\s+(?:at all\s+)?(?:when|on|if|as)\s[^.;]{0,30}?(?:hammer|tapped|tap|struck|tendon)|"
    r"(?:hit|hits|tapped|taps|struck|strikes|knocked|hammered)\s+(?:on\s+)?(?:(?:the|his|her|my|both|"
    r"each)\s+){1,2}"
    r"(?:knees?|ankles?|elbows?)(?:\s+and\s+(?:(?:the|his|her|my)\s+)?(?:knees?|ankles?|elbows?))?"
    r"(?:\s+with\s+\w+\s+ham+er)?\s+(?:and|but)\s+nothing\s+(?:happen\w*|moved|moves|came|jumped|twitched)|"
    r"(?:knees?|legs?)\s+(?:no longer|never|would not|wouldn['’]t)\s+"
    r"(?:move|kick|jump|jerk|react|respond|stir)\w*\s+(?:at all\s+)?"
    r"(?:to|under|at|for)\s+(?:the|a|his|her)\s+(?:\w+\s+)?(?:hammer|taps?|tendon))\b",
    "cannot can cant could couldn couldnt unable not >3 get find obtain elicit bring raise evoke "
    ">4 *reflex* *jerk*;"
    "no >2 reflex reflexes jerk jerks;"
    "tendon knee ankle deep muscle >1 reflex reflexes jerk jerks >1 cannot can could couldn;"
    "reflex reflexes jerk jerks >1 cannot can could couldn;"
    "knee knees leg legs foot feet >1 does do did doesn didn don no never would wouldn;"
    "hit hits tapped taps struck strikes knocked hammered >4 knee knees ankle ankles elbow elbows",
)
_HAS_REFLEX = Anchored(
    rf"\b(?:{_REFLEXES}\s+(?:is|are|were|was|can be|could be)?\s*(?:all\s+)?(?:there|present|found|"
    rf"obtained|"
    r"elicited|got|had)\b(?!\s+(?:but|only|weak))|"
    rf"(?:got|found|obtained)\s+all\s+{_SMALL}{_REFLEXES})",
    "tendon knee ankle deep muscle >1 reflex reflexes jerk jerks; reflex reflexes jerk jerks;"
    "got found obtained >1 all",
)
_FAINT_REFLEX = Anchored(
    rf"\b(?:(?:can|could)\s+(?:only just|just|hardly|barely|scarcely)(?:\s+about)?\s+(?:get|find|"
    rf"obtain|elicit)\s+"
    rf"(?:any|a|the|his|her|my)?\s*{_REFLEXES}|"
    r"knees?\s+(?:hardly|barely|scarcely)\s+(?:moves?|kicks?|jumps?|stirs?)\s+(?:when|on|as|if))\b",
    "can could >1 only just hardly barely scarcely; knee knees >1 hardly barely scarcely",
)

# A tap and what it makes jump.
_TAP = (
    r"(?:tap(?:s|ped|ping)?|hit(?:s|ting)?|struck|strik(?:es|ing)|knock(?:s|ed|ing)?|percuss(?:ed|"
    r"ing|ion))"
)
_MOVES = (
    r"(?:twitch\w*|jerk\w*|jump\w*|mov\w*|snap\w*|shot|shoots?|kick\w*|pull\w*|leap\w*|leapt|flew|"
    r"flies)"
)
_TAPPED = Anchored(rf"\b{_TAP}\b[^.;!?]{{0,90}}", "tap* hit* struck strik* knock* percuss*")
_TAP_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (item, re.compile(pattern, re.I))
    for item, pattern in (
        (
            "HP:0033683",
            rf"\bchin\b{_GAP}\b(?:jaw|mouth)\b{_GAP}\b{_MOVES}|"
            rf"\bchin\b{_GAP}\b(?:lively|brisk|strong|quick)\s+jerk",
        ),
        (
            "HP:0031990",
            rf"\b(?:cheek|face|ear|facial nerve)\b{_GAP}\b(?:mouth|lips?|face|cheek|side)\b{_GAP}\b{_MOVES}",
        ),
        (
            "HP:0010548",
            rf"\b(?:thumb|muscle|tongue|forearm)\b{_GAP}\b(?:stays?|stayed|stuck|clench\w*|dent|"
            r"lets? go slowly|slow(?:ly)? to|slowly|seconds)\b|\bdent\b[^.;]{0,20}\bmuscle",
        ),
        (
            "HP:0001347",
            r"\b(?:knees?|elbows?|tendons?|ankles?)\b[^.;!?]{0,40}?\b(?:whole|high|hard|strongly|"
            r"violently|far|much|shot|flew|flies|shoots?|leapt|leaps|lively|brisk)",
        ),
    )
)
_UNSURE = re.compile(r"\bor may not\b|\bperhaps\b|\bhard to say\b", re.I)
_TAPPED_FOR_NOTHING = re.compile(
    r"\b(?:cheek|face|ear|facial nerve)\b[^.;!?]{0,20}?\b(?:do(?:es)?|did|brings?|brought|makes?|"
    r"made|causes?d?|"
    r"has|had|gives?|gave|sets off)\s+(?:nothing|no\s+(?:twitch|jerk|movement|effect|response|reaction))",
    re.I,
)
#: The knee before the tap: "his knee shot up when the doctor tapped it".
_BEFORE_TAP = Anchored(
    rf"\b(?:knees?|legs?|foot)\s+(?:(?:shot|shoots?|flew|flies|kicks?|kicked|jumps?|jumped)\s+(?:up|"
    rf"out|hard|high|far|"
    rf"violently)\b|leaps?\b|leapt\b)[^.;!?]{{0,30}}?\b{_TAP}\b",
    "knee knees leg legs foot "
    ">1 shot shoot shoots flew flies kick kicks kicked jump jumps jumped leap leaps leapt",
)

# A push and what beats.
_BEATS = r"(?:beat(?:s|ing)?|bounc\w*|jiggl\w*|tap(?:s|ping)?|jerk(?:s|ing)?|shak(?:es|ing)|jump(?:s|ing)?)"
_PUSH = (
    r"(?:push(?:es|ed)?|stretch(?:ed)?|bent|flexed|press(?:ed)?|bend(?:s|ing)?|ball of|put "
    r".{0,20}? down)"
)
_BEATS_OPENS = (
    "beat beats beating bounc* jiggl* tap taps tapping jerk jerks jerking shakes shaking jump jumps jumping"
)
_PUSHED = Anchored(
    rf"\b(?:feet|foot|ankles?|heels?)\b[^.;!?]{{0,25}}?\b{_BEATS}\b[^.;!?]{{0,40}}?\b(?:when|after|on|"
    rf"if|with|once|as)"
    rf"\b[^.;!?]{{0,30}}?\b{_PUSH}\b|"
    rf"\b(?:push(?:ing)?|stretch(?:ing)?|jerk)\b[^.;!?]{{0,20}}?\b(?:foot|feet|ankles?|"
    rf"kneecap)\b(?:\s+up)?[^.;!?]{{0,25}}?\b(?:sets? off|starts?|brings? (?:on|out)|makes?|gives?)\b"
    rf"[^.;!?]{{0,30}}?\b(?:{_BEATS}|beats?)\b|"
    rf"\b(?:when|if)\b[^.;!?]{{0,20}}?\b{_PUSH}\b[^.;!?]{{0,20}}?\b(?:foot|feet|"
    rf"ankles?)\b[^.;!?]{{0,25}}?\b{_BEATS}\b",
    f"feet foot ankle ankles heel heels >13 {_BEATS_OPENS};"
    "push pushing stretch stretching jerk >11 foot feet ankle ankles kneecap;"
    "when if >11 push pushes pushed stretch stretched bent flexed press pressed bend bends bending ball put",
)
_BY_THEMSELVES = Anchored(
    rf"\b(?:feet|foot|ankles?)\b[^.;!?]{{0,15}}?\b{_BEATS}\b[^.;!?]{{0,20}}?\b(?:by themselves|by "
    rf"itself|on (?:their|its) "
    r"own|without (?:being set off|any touch|a touch|touch))",
    f"feet foot ankle ankles >8 {_BEATS_OPENS}",
)
NEGATED = re.compile(r"\b(?:not|no|never|without|neither|nor|n['’]t)\b|n['’]t\b", re.I)


# A push against a hand: whose hand it is says nothing.
_MOVES_AT = {
    "HP:0003722": r"(?:bending|lifting|raising|flexing) (?:the |his |her |my )?(?:neck|head)(?: forwards?)?",
    "HP:0003731": r"(?:straightening|extending|stretching) (?:the |his |her |my |either )?(?:knees?|legs?)",
    "HP:0008994": r"(?:bending|lifting|raising|flexing) (?:the |his |her |my |either )?(?:hips?|thighs?|"
    "knees?)",
    "HP:0003547": r"(?:raising|lifting) (?:the |his |her |my |both )?(?:shoulders?|arms?)(?: sideways)?",
    "HP:0003484": r"(?:bending|straightening|extending|flexing) (?:the |his |her |my |either )?(?:elbows?|"
    "arms?)",
    "HP:0009027": r"(?:pulling|lifting|bending|raising) (?:the |his |her |my |either )?(?:foot|feet|"
    "toes)(?: up)?",
    "HP:0009053": r"(?:pushing|pressing) (?:the |his |her |my |either )?(?:foot|feet|toes)(?: down)?",
    "HP:0009005": r"(?:spreading|parting) (?:the |his |her |my )?fingers",
    "HP:0031189": r"(?:lifting|raising|extending|cocking) (?:the |his |her |my |either )?(?:wrists?)(?: up)?",
}
_AGAINST = Anchored(
    r"\b(?:"
    + "|".join(f"(?P<m{i}>{p})" for i, p in enumerate(_MOVES_AT.values()))
    + r")\s+(?:up\s+)?against\s+"
    r"(?:(?:a|the|his|her|my|an)\s+)?(?:(?:doctor|examiner|neurologist|nurse)['’]?s?['’]?\s+)?(?:hands?|"
    r"resistance|pressure)\s+"
    r"(?P<how>(?:(?:is|was|were|proved|felt)\s+)?(?:(?:very|rather|clearly|slightly|a little|"
    r"not)\s+)?(?:weak(?:er)?|feeble|poor|"
    r"hard|impossible|reduced|strong|normal|full))\b",
    "bending lifting raising flexing straightening extending stretching pulling pushing pressing spreading "
    "parting "
    "cocking >8 against",
)
_STRONG = re.compile(r"\b(?:strong|normal|full|not)\b", re.I)
#: Both jerks of the legs that cannot be had.
_BOTH_JERKS = re.compile(r"\b(?:knee|ankle)s?(?:\s+jerks)?\s+(?:and|or|nor)\s+\Z", re.I)
_BENT_WRISTS = Anchored(
    r"\b(?:bending|holding|flexing|keeping)\s+(?:(?:the|his|her|my|both|either|"
    r"of)\s+){0,3}wrists?\b[^.;!?\n]{0,40}?\b"
    r"(?:brought|brings?|made|makes?|caused|causes|gave|gives|sets? off|led to|produced)\b[^.;!?\n]{0,50}?\b"
    r"(?:tingl\w*|numb\w*|pins and needles)|"
    r"\bwrists?\s+(?:is|are|was|were)\s+(?:kept|held)\s+(?:bent|flexed)\b[^.;!?\n]{0,50}?\b(?:tingl\w*|"
    r"numb\w*|fell\s+asleep|"
    r"pins and needles)",
    "bending holding flexing keeping >4 wrist wrists; wrist wrists >2 kept held",
)
_PAPER_THUMB = Anchored(
    r"\b(?:paper|card)\b[^.;!?\n]{0,40}?\b(?:tip|end|joint|top)\s+of\s+(?:the|his|her|"
    r"my)\s+thumb\s+(?:bent|bends|flexed|curled)\b|"
    r"\bthumb\s+(?:tip|joint)\s+(?:bent|bends|flexed|flexes|curled)\b[^.;!?\n]{0,40}?\bpaper\b|"
    r"\b(?:pinch|hold|grip|grasp)(?:ing)?\s+(?:a\s+)?(?:(?:sheet|"
    r"piece)\s+of\s+)?paper\b[^.;!?\n]{0,25}?\bbend\s+(?:the|his|her|my)\s+"
    r"thumb\b",
    "paper card >10 thumb; thumb >14 paper; pinch* hold* grip* grasp* >12 thumb",
)
_WRIST_TAPPED = Anchored(
    r"\b(?:tapping|tapped|tap|taps|striking|a tap)\s+(?:on\s+)?(?:(?:the|his|her|either|each)\s+)?(?:wrist|"
    r"forearm|radius)\s+"
    r"(?:bent|bends|curled|curls|made|makes|flexed|flexes)\s+(?:the\s+|his\s+|her\s+)?fingers\b|"
    r"\b(?:wrist|forearm|radius)\s+(?:is|was)\s+(?:tapped|struck)\s*,?\s+(?:(?:the|his|her|"
    r"only)\s+){0,2}fingers\s+(?:curl(?:ed)?|"
    r"bend|bent|flex(?:ed)?)\b",
    "tapping tapped tap taps striking a >4 wrist forearm radius; wrist forearm radius >6 fingers",
)
_JAW_PLUSES = Anchored(r"\bjaw\s+jerk\s*:?\s*(?:\+{2,}|[34]\+)", "jaw >1 jerk*")
_LUMP = Anchored(
    r"\b(?:tapped|tap|taps|struck|hits?|percussed)\b[^.;!?\n]{0,40}?\b(?:muscle|thigh|calf|biceps|"
    r"arm)\b[^.;!?\n]{0,25}?\b(?:lump|"
    r"bump|mound|ridge|bulge)\b",
    "tapped tap taps struck hit hits percussed >16 lump bump mound ridge bulge",
)
_BY_DOCTOR = re.compile(r"\b(?:doctor|neurologist|hammer|examin\w+|finger|tap(?:s|ped)?|percuss\w+)\b", re.I)
#: Two nerves by name.
_NERVE = r"(?:ulnar|median|radial|peroneal|sciatic|tibial|femoral|axillary|fibular)"
#: "The reflexes of the wasted arm were lively".
_LIVELY_WASTED = Anchored(
    r"\breflex(?:es)?\s+(?:of|in)\s+(?:the|his|her)\s+(?:wasted|thin|thinned|shrunken)(?:,?\s+(?:weak|"
    r"and weak))?\s+(?:arms?|legs?|"
    r"limbs?|hands?)\s+(?:is|are|was|were)\s+(?:\w+\s+)?(?:lively|brisk|exaggerated|increased)\b",
    "reflex reflexes >3 wasted thin thinned shrunken",
)
_TWO_NERVES = Anchored(
    rf"\b{_NERVE}\s+and\s+(?:the\s+)?(?:left\s+|right\s+)?{_NERVE}\s+nerves?\s+(?:(?:is|are|was|were|had|"
    rf"have|has|both|been)\s+)"
    r"{0,3}(?:failed|failing|fail|affected|involved|damaged|paraly[sz]ed|pals(?:y|ies)|weak|lesions?|"
    r"gave out|given out)\b",
    "ulnar median radial peroneal sciatic tibial femoral axillary fibular >5 ulnar median radial peroneal "
    "sciatic tibial "
    "femoral axillary fibular",
)


def muscle_of(match: re.Match[str]) -> str:
    """The term for weakness of the muscle that a match of :data:`MUSCLES` names.

    Examples
    --------
    >>> muscle_of(re.match(MUSCLES, "hip flexion"))
    'HP:0008994'
    """
    return next(tuple(_MUSCLES)[int(k[1:])] for k, v in match.groupdict().items() if v and k[:1] == "m")


def read_signs(words: Words) -> Iterator[Read]:
    """Signs of an examination, each with whether it is there and where it stands."""
    yield from _grades(words)
    yield from _reflexes(words)
    yield from _taps(words)
    yield from _clonus(words)
    yield from _by_hand(words)


def _by_mrc(words: Words) -> Iterator[Read]:
    text, last = words.text, 0
    for heading in _BY_NUMBER.finditer(words):
        at = heading.start()
        if at < last:
            continue
        low, high = max(0, at - _ROUND), min(len(text), at + 2 * _ROUND)
        first = max(low, *(text.rfind(mark, low, at) + 1 for mark in ".;\n"))
        last = k if (k := text.find("\n", at, high)) >= 0 else high
        for match in _BY_MRC.finditer(text, first, last):
            yield muscle_of(match), True, match.span()
        for match in _SHORT_GRADED.finditer(text, at, last):
            yield tuple(_SHORT_MOVES)[int((match.lastgroup or "m0")[1:])], True, match.span()


def _grades(words: Words) -> Iterator[Read]:
    yield from _by_mrc(words)
    if "/5" not in words.text and "/ 5" not in words.text:
        return
    last = 0
    for five in _OF_FIVE.finditer(words.text):
        grade = _GRADE.search(words.text, max(0, five.start() - 3), five.start())
        if grade is None:
            continue
        for match in _GRADED.finditer(words.text, max(last, grade.start() - 60), five.end()):
            group = match.lastgroup if match.lastgroup != "grade" else None
            name = group or next(k for k, v in match.groupdict().items() if v and k != "grade")
            yield tuple(_MUSCLES)[int(name[1:])], True, match.span()
        for match in _PART_GRADED.finditer(words.text, max(last, grade.start() - 30), five.end()):
            name = next(k for k, v in match.groupdict().items() if v)
            yield tuple(_PARTS)[int(name[1:])], True, match.span()
        last = five.end()


def _reflexes(words: Words) -> Iterator[Read]:
    for match in _NO_REFLEX.finditer(words):
        said = match.group().lower()
        before = _BOTH_JERKS.search(words.text, max(0, match.start() - 25), match.start())
        if before:
            yield "HP:0002522", True, (before.start(), match.end())
            continue
        yield ("HP:0003438" if "ankle" in said and "knee" not in said else "HP:0001284"), True, match.span()
    for match in _FAINT_REFLEX.finditer(words):
        yield "HP:0001265", True, match.span()
    for match in _HAS_REFLEX.finditer(words):
        opening = words.text[max(0, match.start() - 12) : match.start()]
        if not NEGATED.search(opening) and not NEGATED.search(match.group()):
            yield "HP:0001284", False, match.span()


def _taps(words: Words) -> Iterator[Read]:
    for match in _TAPPED.finditer(words):
        for item, sign in _TAP_SIGNS:
            if not _UNSURE.search(match.group()) and sign.search(match.group()):
                yield item, NEGATED.search(match.group()) is None, match.span()
                break
        else:
            if _TAPPED_FOR_NOTHING.search(match.group()):
                yield "HP:0031990", False, match.span()
    for match in _BEFORE_TAP.finditer(words):
        yield "HP:0001347", True, match.span()


def _by_hand(words: Words) -> Iterator[Read]:
    """What is found with the hands: a push against one, a bent wrist, a sheet of paper."""
    for match in _AGAINST.finditer(words):
        name = next(k for k, v in match.groupdict().items() if v and k != "how")
        yield tuple(_MOVES_AT)[int(name[1:])], _STRONG.search(match["how"]) is None, match.span()
    for match in _BENT_WRISTS.finditer(words):
        yield "HP:0033673", NEGATED.search(match.group()) is None, match.span()
    for frame, item in (
        (_PAPER_THUMB, "WT:froment_sign"),
        (_WRIST_TAPPED, "WT:inverted_radial_reflex"),
        (_JAW_PLUSES, "HP:0033683"),
        (_TWO_NERVES, "WT:weak_two_nerves"),
        (_LIVELY_WASTED, "WT:wasted_with_brisk_reflexes"),
        (_LIVELY_WASTED, "HP:0001347"),
    ):
        for match in frame.finditer(words):
            if NEGATED.search(match.group()) is None:
                yield item, True, match.span()
    for match in _LUMP.finditer(words):
        first = max(0, match.start() - _ROUND)
        said = words.text[max(first, words.text.rfind(". ", first, match.start()) + 1) : match.end()]
        if _BY_DOCTOR.search(said) and not NEGATED.search(match.group()):
            yield "HP:0003719", True, match.span()


def _clonus(words: Words) -> Iterator[Read]:
    for match in _PUSHED.finditer(words):
        there = NEGATED.search(match.group()) is None
        yield ("HP:0002169" if "kneecap" in match.group().lower() else "HP:0011448"), there, match.span()
    for match in _BY_THEMSELVES.finditer(words):
        yield "WT:spontaneous_clonus", True, match.span()
