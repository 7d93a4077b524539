"""Sentences of an examination in plain words: "feels vibration poorly", "the toes go up".

Each frame is a verb with its part or sense. A finding in the middle of a frame ("weak" of weak reflexes) is
not read a second time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored, all_of
from whytwitch.intake.story.text.split import Words
from whytwitch.model.reading_grammar import PART_OF_WORD, term_at
from whytwitch.model.store import Model

__all__ = ["read_frames"]

Read = tuple[str, bool, tuple[int, int]]  # item, present, span

_DET = r"(?:(?:a|an|the|his|her|my|their|any|either|both|all|left|right|one|of|that|this)\s+)*"
_CANNOT = (
    r"\b(?:cannot|can\s?not|can['’]?t|could\s?n['’]t|could not|does not|doesn['’]t|did not|didn['’]t|"
    r"do not|don['’]t|"
    r"no longer|hardly|barely|scarcely|unable to|not able to)\s+(?:(?:really|fully|properly|quite|even|"
    r"well|always|be able to)\s+)?"
)
#: How that begins, within one word.
_CANNOT_OPENS = (
    "cannot cant can couldn could does doesn did didn do don no hardly barely scarcely unable not >6 "
)
#: What can be felt -> the term when it is not.
_SENSES = {
    "vibration|a tuning fork|tuning fork|vibrations": "HP:0002495",
    "pin prick|pinprick|pinpricks|pin pricks|pin|pins|needle|pricks|pain": "HP:0007328",
    "heat|cold|warmth|temperature|heat and cold|hot and cold": "HP:0010829",
    "touch|light touch|cotton wool|a light touch": "HP:0003474",
    "position|joint position": "HP:0010831",
}
_SENSE = "|".join(sorted("|".join(_SENSES).split("|"), key=len, reverse=True))
_TERM_OF = {word: term for words, term in _SENSES.items() for word in words.split("|")}
_LIST = (
    rf"(?P<senses>(?:{_SENSE})\b(?:(?:\s*,\s*(?:or|and|nor)?\s*|\s+(?:or|and|"
    rf"nor)\s+){_DET}(?:{_SENSE})\b){{0,6}})"
)
_FEEL = r"(?:feels?|felt|senses?|perceives?|feel)\s+"
#: Words that a frame of a sense cannot be without, and those that hold one of them.
_NAMED = (
    "vibration* tuning* pin* needle* prick* pain* heat* cold* warmth* temperature* hot* touch* light* "
    "cotton* position* joint*"
)
_FEEL_OPENS = "feel feels felt sense senses perceive perceives"
_NOT_FELT = (
    Anchored(rf"(?P<cannot>{_CANNOT}){_FEEL}{_DET}{_LIST}", _CANNOT_OPENS + _FEEL_OPENS),
    Anchored(
        rf"\b{_FEEL}{_DET}{_LIST}(?:\s+(?:on|in|over|at)\s+(?:\w+\s+){{0,3}}?\w+)?\s+"
        rf"(?:(?:very|only|much|rather)\s+)?(?:poorly|badly|less|weakly|dimly|"
        rf"faintly|"
        r"little|not well)\b",
        _FEEL_OPENS,
    ),
    Anchored(
        rf"\b{_LIST}\s+(?:is|are|was|were)\s+(?:hardly|barely|scarcely|not|poorly|badly|less|dimly|"
        rf"only (?:faintly|"
        r"weakly|dimly|poorly))\s+(?:well\s+)?(?:felt|sensed|perceived)\b",
        f"{_NAMED} >200 felt sensed perceived; a >1 tuning light >200 felt sensed perceived",
    ),
    # "Light touch was felt less on the left"; of a pain that is felt less, medicines tell.
    Anchored(
        r"\b(?P<senses>(?:light touch|touch|pin\s?pricks?|pins?|vibration|cotton "
        r"wool)\b(?:\s*,\s*(?:and|or)?\s*|"
        r"\s+(?:and|or)\s+)?(?:pin\s?pricks?|pins?|vibration|cold|heat|pain)?)\s+(?:is|are|was|were)\s+felt\s+"
        r"(?:less|poorly|badly|weakly|dimly|faintly|hardly|not at all)\b",
        "light touch pin pins pinprick* vibration cotton",
    ),
    Anchored(
        rf"\b(?:lost|loses|loss of|lack of|lacks|no|reduced|less|poor|dulled|impaired)\s+(?:the\s+)?"
        rf"(?:feeling|sense|sensation)s?\s+(?:for|of|to)\s+{_DET}{_LIST}",
        "lost loses loss lack lacks no reduced less poor dulled impaired >3 feeling* sense* sensation*",
    ),
    Anchored(
        rf"\b(?:feeling|sense|sensation)\s+(?:for|of|to)\s+{_DET}{_LIST}\s+(?:is|are|was|"
        rf"were)\s+(?:\w+ly\s+)?"
        r"(?:lost|reduced|less|poor|dulled|impaired|gone|absent|diminished|weak)\b",
        "feeling sense sensation >1 for of to",
    ),
    Anchored(
        r"\b(?P<senses>(?:pain|pin prick|pinprick|pin)\s+and\s+(?:temperature|heat|cold|touch))"
        r"(?:\s+(?:sense|sensation))?\s+"
        r"(?:(?:is|are|was|were)\s+)?(?:\w+ly\s+)?(?:lost|reduced|impaired|gone|absent|diminished)\b",
        "pain pin pinprick >2 and >1 temperature heat cold touch",
    ),
    Anchored(
        r"\b(?P<senses>pin(?:prick)?)\s+(?:is felt as|feels?|felt|seems?|seemed)\s+(?:blunt|dull|"
        r"less sharp)\b",
        "pin pinprick >1 is feel feels felt seem seems seemed",
    ),
)
_DISTAL = re.compile(
    rf"\s+(?:in|at|on|over|of)\s+{_DET}(?:feet|foot|toes|hands?|fingers|ankles|soles)\b|"
    rf"\s+below the (?:knee|ankle)",
    re.I,
)
_FELT = Anchored(
    rf"\b{_FEEL}{_DET}{_LIST}\s+(?:well|normally|everywhere|clearly|as (?:usual|before))\b", _FEEL_OPENS
)
_TOES_UP = Anchored(
    r"\b(?:toes?|plantars?|plantar responses?)\s+(?P<no>(?:do|does|did)\s+not\s+)?(?:both\s+|then\s+|"
    r"also\s+)?"
    r"(?:go(?:es)?|went|turns?|turned|points?|pointed|moves?|moved|rises?|rose|is|are|was|were)\s+"
    r"(?P<way>up(?:wards?|going)?|down(?:wards?|going)?)\b(?!\s+(?:and down|the|in the|to))"
    r"(?:\s+(?:on|when|with|after|if)\s+(?:[a-z]+\s+){0,4}(?:strok|scratch|rubb|scrap)[a-z]+(?:\s+(?:the|"
    r"of|his|her|"
    r"soles?|foot|feet)\b){0,4})?",
    "toe toes plantar plantars",
)
_WHERE = Anchored(
    rf"{_CANNOT}(?:tell|know|knows|say|sense|feel)\s+(?:where|which way|how)\s+{_DET}"
    r"(?:arms?|legs?|feet|foot|hands?|toes?|big toe|fingers?|limbs?|thumbs?|joints?)\s+"
    r"(?:is|are|was|were|lie|lies|moves?|goes|has been|have been)\b",
    _CANNOT_OPENS + "tell know knows say sense feel",
)
_REFLEX = Anchored(
    r"\b(?:reflex(?:es)?|jerks)\b[^.;]{0,60}?\b(?P<tail>(?:where|but|and|while)\s+"
    r"(?:they|those\s+(?:at|in|of)\s+(?:the|both)\s+(?:ankles|knees|arms|legs))\s+(?:are|were)\s+)"
    r"(?P<how>weak|weaker|feeble|faint|poor|reduced|absent|lost|gone|missing)\b",
    "reflex reflexes jerks >35 they those",
)
#: "Absent at the ankles and weak at the knees".
_REFLEX_LIST = Anchored(
    r"\b(?:reflex(?:es)?|jerks)\s+(?:is|are|was|were)\s[^.;]{0,60}?(?P<tail>(?:,|\band|\bbut)\s+)"
    r"(?P<how>weak|weaker|feeble|faint|poor)\s+(?:at|in)\s+the\s+"
    r"(?:knees?|ankles?|arms?|legs?|elbows?|wrists?|biceps|triceps|upper limbs?|lower limbs?)\b",
    "reflex reflexes jerks >1 is are was were >35 weak weaker feeble faint poor",
)
#: "The reflexes were missing at both ankles".
_REFLEX_AT = Anchored(
    r"\b(?P<tail>(?:tendon\s+)?reflex(?:es)?\s+(?:is|are|was|were)\s+(?:both\s+)?)"
    r"(?P<how>absent|lost|gone|missing|weak|reduced|diminished)\s+(?:only\s+)?(?:at|in)\s+(?:the|both|his|her)\s+"
    r"(?:left\s+|right\s+)?ankles?\b(?!\s*(?:,|and|or)\s+(?:the\s+)?\w+)",
    "tendon reflex reflexes",
)
_ANKLES = re.compile(r"\b(?:ankles?|achilles)\b", re.I)

_MOVED = "HP:0001324"
_LIFTED = Anchored(
    rf"{_CANNOT}(?:lift|raise|hold up)\s+(?:up\s+)?{_DET}"
    r"(?P<parts>(?:arms?|legs?|foot|feet|hands?|head|thighs?|shoulders?|toes|wrists?)\b"
    r"(?:(?:\s*,\s*|\s+(?:or|and|nor)\s+)(?:the\s+|his\s+|her\s+)?"
    r"(?:arms?|legs?|foot|feet|hands?|head|thighs?|shoulders?|toes|wrists?)\b){0,6})",
    _CANNOT_OPENS + "lift raise hold",
)
#: "The arm could not be lifted": nobody says who tried.
_NOT_LIFTED = Anchored(
    r"\b(?P<parts>(?:arms?|legs?|foot|feet|hands?|head|thighs?|shoulders?|toes|wrists?)"
    r"(?:(?:\s*,\s*|\s+(?:or|and)\s+)(?:the\s+)?(?:arms?|legs?|foot|feet|hands?|head|thighs?|shoulders?|toes|"
    r"wrists?)){0,6})\s+(?:cannot|can\s?not|can['’]?t|could\s?n['’]t|could not|could (?:hardly|"
    r"barely|scarcely|no "
    r"longer)|can (?:hardly|barely|no longer))\s+be\s+(?:lifted|raised|held up)\b"
    r"(?!\s+(?:by|passively|further|because of pain|for pain))",
    "arm* leg legs foot feet hand hands head thigh* shoulder* toes wrist* >20 be",
)
_FINGERS = Anchored(
    rf"{_CANNOT}(?:bend|straighten|stretch(?: out)?|extend|spread|lift)\s+(?:out\s+)?{_DET}(?:fingers?|"
    rf"thumb)\b",
    _CANNOT_OPENS + "bend straighten stretch extend spread lift",
)

#: A cuff that is blown up on the arm, and the hand that cramps: "the cuff brings no cramp".
_DRAWN = r"(?:cramp\w*|spasms?|draw\w*|drew|bend\w*|bent|curl\w*|clench\w*|contract\w*|claw\w*|fold\w*)"
_HAND = r"(?:hands?|fingers?|wrists?|thumbs?)"
_CUFF = (
    Anchored(
        rf"\bcuff\b[^.;!?]{{0,60}}?\b(?:brings?|brought|makes?|made|causes?d?|sets? off|gives?|gave|does|did|"
        rf"leads? to)\b[^.;,!?]{{0,40}}?\b(?:{_DRAWN}|nothing)\b",
        "cuff",
    ),
    Anchored(rf"\bcuff\b[^.;!?]{{0,60}}?\b{_HAND}\b[^.;!?]{{0,25}}?\b{_DRAWN}\b", "cuff"),
    Anchored(
        rf"\b(?:{_HAND}|they|it)\b[^.;!?]{{0,50}}?\b{_DRAWN}\b[^.;!?]{{0,40}}?\b(?:when|as|if|while|once|"
        rf"after|with)\b"
        r"[^.;!?]{0,40}?\bcuff\b",
        "hand* finger* wrist* thumb* they it >60 cuff",
    ),
)
_CUFF_KEY = Anchored(r"\bcuff\b", "cuff")
_ROTATOR = re.compile(r"\brotator\b", re.I)
_NOTHING = re.compile(r"\b(?:not|no|nothing|without|never)\b|n['’]t\b", re.I)

#: Parts of which it is said that they are spared -> what they then do not have; and which of them may be
#: called "normal" in the same sense.
_SPARED = {
    "eyes": "HP:0000597",
    "eye muscles": "HP:0000597",
    "lids": "HP:0000508",
    "eyelids": "HP:0000508",
    "face": "HP:0030319",
    "facial muscles": "HP:0030319",
    "tongue": "HP:0000183",
    "throat": "HP:0002015",
    "bulbar muscles": "HP:0002015",
    "neck": "HP:0000467",
    "shoulders": "HP:0003547",
    "arms": "HP:0003484",
    "arm": "HP:0003484",
    "upper limbs": "HP:0003484",
    "hands": "HP:0030237",
    "hand": "HP:0030237",
    "legs": "HP:0007340",
    "leg": "HP:0007340",
    "lower limbs": "HP:0007340",
    "thighs": "HP:0007340",
    "bladder": "HP:0000020",
    "bowel": "HP:0002607",
    "bowels": "HP:0002607",
}
#: "The weakness spared the face": what it left out has none.
_LEAVES_OUT = Anchored(
    r"\b(?:weakness|paralysis|palsy|wasting|illness|disease|it|which)\s+(?:(?:had|has)\s+)?(?P<tail>(?:spare[sd]|"
    r"left\s+out|did\s+not\s+(?:involve|affect|reach))\s+)(?:(?:the|his|her|my|both)\s+)*"
    r"(?P<parts>(?:eyes|eye muscles|lids|eyelids|face|facial muscles|tongue|throat|bulbar muscles|"
    r"neck|shoulders|arms?|"
    r"hands?|legs?|thighs|bladder|bowels?)\b(?:(?:\s*,\s*|,?\s+(?:and|or)\s+)(?:(?:the|his|her)\s+)?"
    r"(?:eyes|lids|eyelids|face|tongue|throat|neck|shoulders|arms?|hands?|legs?|thighs|bladder|bowels?)\b){0,5})",
    "weakness paralysis palsy wasting illness disease it which >3 spared spares left did",
)
_MAY_BE_NORMAL = frozenset("face tongue lids eyelids".split())
_ITEM = r"[a-z]+(?:\s(?:muscles|limbs))?"
_SPARING = re.compile(
    rf"(?:^|[.;:,(]\s*|\b(?:but|while|though|although|only)\s+{_DET}|\band\s+(?:the|his|her|my)\s+)"
    rf"{_DET}(?P<parts>{_ITEM}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+or\s+)(?:the\s+|his\s+|"
    rf"her\s+)?{_ITEM}){{0,7}})\s+"
    r"(?:(?:is|are|was|were|stays?|stayed|remains?|remained|has been|have been)\s+)?"
    r"(?:(?:always|all|both|entirely|completely|fully|largely)\s+)?"
    r"(?P<how>spared|not affected|unaffected|not involved|uninvolved|not weak|strong|normal)\b",
    re.I,
)
_TESTED = re.compile(
    r"\b(?:MRI|CT|scans?|x-?rays?|imaging|EMG|conduction|ultrasound|biops\w+|films?|radiograph\w*|EEG|"
    r"electro\w+)\b",
    re.I,
)
#: Words that a frame cannot be without.
_SENSE_WORD = "feel|felt|sens|perceiv|touch|pin|vibration|temperature|heat"
_SENSE_KEY = Anchored(
    _SENSE_WORD, "*feel* *felt* *sens* *perceiv* *touch* *pin* *vibration* *temperature* *heat*"
)
#: Words of which each of the frames of a sense, and each of what cannot be done, holds one.
_NAMED_WORD = (
    r"\b(?:vibration|tuning|pin|needle|prick|pain|heat|cold|warmth|temperature|hot|touch|light|cotton|"
    r"position|joint)"
)
_NAMED_SENSE = Anchored(_NAMED_WORD, _NAMED)
_TRIED_WORD = r"\b(?:tell|know|say|sense|feel|lift|raise|held|hold|bend|straighten|stretch|extend|spread)"
_TRIED = Anchored(
    _TRIED_WORD,
    "tell* know* say* sense* feel* lift* raise* held* hold* bend* straighten* stretch* extend* spread*",
)
_TOE_KEY = Anchored(r"\b(?:toe|plantar)", "toe* plantar*")
_REFLEX_KEY = Anchored(r"\b(?:reflex|jerks)", "reflex* jerks*")
_UNABLE_KEY = Anchored(
    r"cannot|can not|can['’]?t\b|n['’]t\b|\bnot\b|no longer|hardly|barely|scarcely|unable",
    "*cannot* *cant not *hardly* *barely* *scarcely* *unable*; *can >1 not* t; *n >1 t; *no >1 longer*",
)
_SPARED_KEY = Anchored(
    r"\b(?:spared|affected|unaffected|involved|uninvolved|not weak|strong|normal)\b",
    "spared affected unaffected involved uninvolved strong normal; not >1 weak",
)
#: Most that is called strong or normal is no part of the body.
_SPARED_PART = Anchored(
    r"\b(?:" + "|".join(part.split()[0] for part in _SPARED) + ")",
    " ".join(f"{part.split()[0]}*" for part in _SPARED),
)
_SLEEP = re.compile(r"\b(?:sleep|asleep|sleeping|night)\b", re.I)
_SURELY = re.compile(r"can|could|unable|hardly", re.I)
_ONE_SENSE = re.compile(rf"\b(?:{_SENSE})\b", re.I)
_FAR = 400
_SOMEBODY = re.compile(
    r"\b(?:mother|father|brother|sister|son|daughter|uncle|aunt|cousin|parents?|grand\w+|friend|"
    r"neighbour|wife|husband|(?<!as )if|might|may|could be|dog|cat)\b",
    re.I,
)


def read_frames(model: Model, words: Words) -> tuple[list[Said], list[tuple[int, int]]]:
    """What the sentences of an examination say, and the spans in which no more is to be read."""
    text = words.text
    found: list[Said] = []
    taken: list[tuple[int, int]] = []
    for item, present, span in _all(words, taken):
        if _SOMEBODY.search(text, _sentence(text, span[0]), span[0]) or model.feature(item) is None:
            continue
        found.append(Said("finding", item, model.label(item), span, text[span[0] : span[1]], present))
    return found, sorted(taken)


def _sentence(text: str, at: int) -> int:
    low = max(0, at - _FAR)
    return max(low, *(text.rfind(mark, low, at) + 1 for mark in (". ", ";", "!", "?", "\n")))


def _begin(begins: list[int], at: int) -> int:
    """Where the sentence of a word begins; what :func:`_sentence` says, asked of many."""
    k = bisect_left(begins, at)
    return max(at - _FAR, begins[k - 1] + 1 if k else 0, 0)


def _end(text: str, ends: list[int], at: int) -> int:
    """Where the sentence ends."""
    k = bisect_left(ends, at)
    last = min(len(text), at + _FAR)
    if k < len(ends) and ends[k] < last:
        return ends[k]
    return last - (text[at:last][-1:] == ".")


def _marks(words: Words) -> tuple[list[int], list[int]]:
    """Where marks stand behind which a sentence begins, and those that end one."""
    if _marks not in words.found:
        text = words.text
        stops = [at for at in all_of(".", text) if text[at + 1 : at + 2].isspace() or at + 1 == len(text)]
        ends = sorted(stops + [at for mark in ";!?\n" for at in all_of(mark, text)])
        begins = [at for at in ends if text[at] != "." or text[at + 1 : at + 2] == " "]
        words.found[_marks] = begins, ends
    found: tuple[list[int], list[int]] = words.found[_marks]
    return found


def _near(
    words: Words,
    key: Anchored,
    frames: tuple[Anchored | re.Pattern[str], ...],
    needed: Anchored | None = None,
) -> Iterator[re.Match[str]]:
    """Matches of frames in the sentences that hold a word of theirs; frames are slow, words are not."""
    text, reached = words.text, 0
    begins, ends = _marks(words)
    for word in key.finditer(words):
        at, behind = word.span()
        if at < reached:
            continue
        first, reached = max(reached, _begin(begins, at) - 1), _end(text, ends, behind)
        if needed is not None and not needed.may_open(words, first, reached):
            continue
        for frame in frames:
            if isinstance(frame, Anchored):
                if not frame.may_open(words, first, reached):
                    continue
                yield from frame.finditer(words, first, reached)
            else:
                yield from frame.finditer(text, first, reached)


def _all(words: Words, taken: list[tuple[int, int]]) -> Iterator[Read]:
    text = words.text
    for match in _near(words, _SENSE_KEY, (*_NOT_FELT, _FELT), _NAMED_SENSE):
        taken.append(match.span())
        yield from _sensed(text, match)
    for match in _near(words, _TOE_KEY, (_TOES_UP,)):
        if _SLEEP.search(text, _sentence(text, match.start()), match.end()):
            continue
        taken.append(match.span())
        up = match["way"].lower().startswith("up")
        yield "HP:0003487", up and not match["no"], match.span()
    for match in _near(words, _REFLEX_KEY, (_REFLEX, _REFLEX_LIST, _REFLEX_AT)):
        taken.append((match.start("tail"), match.end()))
        gone = match["how"].lower() in ("absent", "lost", "gone", "missing")
        if match.re is not _REFLEX_LIST.pattern and _ANKLES.search(match.group()):
            yield "HP:0003438" if gone else "HP:0009072", True, match.span()
        else:
            yield "HP:0001284" if gone else "HP:0001265", True, match.span()
    for match in _near(words, _UNABLE_KEY, (_WHERE, _LIFTED, _NOT_LIFTED, _FINGERS), _TRIED):
        if match.re is _WHERE.pattern:
            taken.append(match.span())
            yield "HP:0010831", True, match.span()
        elif match.re is _FINGERS.pattern:
            yield "HP:0030237", True, match.span()
        else:
            yield from _unlifted(match)
    yield from _spared(words)
    for match in _LEAVES_OUT.finditer(words):
        taken.append((match.start("tail"), match.end()))
        start = match.start("parts")
        for word in re.finditer(_ITEM, match["parts"].lower()):
            term = _SPARED.get(word.group())
            if term is not None:
                yield term, False, (start + word.start(), start + word.end())
    for match in _near(words, _CUFF_KEY, _CUFF):
        if not _ROTATOR.search(text, _sentence(text, match.start()), match.end()):
            there = _NOTHING.search(match.group()) is None
            if not there:
                taken.append(match.span())
            yield "HP:6000919", there, match.span()


def _unlifted(match: re.Match[str]) -> Iterator[Read]:
    for word in re.findall(r"[a-z]+", match["parts"].lower()):
        part = "neck" if word == "head" else PART_OF_WORD.get(word)
        term = term_at(_MOVED, part) if part is not None else None
        if term is not None:
            yield term, True, match.span()


def _sensed(text: str, match: re.Match[str]) -> Iterator[Read]:
    first = match.re is _NOT_FELT[0].pattern
    felt = match.re is _FELT.pattern
    sure = not felt and (not first or _SURELY.match(match["cannot"]) is not None)
    for word in _ONE_SENSE.findall(match["senses"]):
        # "He does not feel pain" is a painless complaint.
        if sure or word.lower() != "pain":
            term = _TERM_OF[word.lower()]
            distal = term == "HP:0003474" and not felt and _DISTAL.match(text, match.end())
            yield "HP:0002936" if distal else term, not felt, match.span()


def _spared(words: Words) -> Iterator[Read]:
    text = words.text
    for match in _near(words, _SPARED_KEY, (_SPARING,), _SPARED_PART):
        if _TESTED.search(text, _sentence(text, match.start()), match.start("how")):
            continue
        start = match.start("parts")
        for word in re.finditer(_ITEM, match["parts"].lower()):
            term = _SPARED.get(word.group())
            called = match["how"].lower() != "normal" or word.group() in _MAY_BE_NORMAL
            if term is not None and called:
                yield term, False, (start + word.start(), start + word.end())
