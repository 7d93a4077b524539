"""What people say of their muscles without a doctor's word: "my thumb does its own thing".

Each frame is a verb or turn of speech with the part of the body that it is said of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from whytwitch.intake.story.context.figures import CURLS_AT_TASK
from whytwitch.intake.story.findings.brings import brought_and_eased
from whytwitch.intake.story.findings.lost import is_denied, read_lost
from whytwitch.intake.story.findings.retold import read_retold
from whytwitch.intake.story.findings.side import side_of
from whytwitch.intake.story.findings.signs import Read
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.bounds import sentence_of
from whytwitch.intake.story.text.split import Words
from whytwitch.model.reading_company import MOVEMENTS
from whytwitch.model.reading_grammar import term_at
from whytwitch.model.store import Model

__all__ = ["is_of_another", "read_lay"]

_EYELID, _LIMB, _FACE, _MUSCLE, _TREMOR = "HP:0030826", "HP:0007289", "HP:0000317", "HP:0002380", "HP:0002378"
_FINGER = "WT:twitch_thumb_or_finger"
#: Parts that twitch when they "go mad": the hands of people shake.
_PARTS: dict[str, str] = {
    _EYELID: r"eye ?lids?|lids?|eyebrows?|eye",
    _LIMB: r"calf|calves|thighs?|quads?|biceps?|triceps?|forearms?|hamstrings?|shins?|fingers?|thumbs?|toes?|"
    r"pinky|pinkie|upper arms?|knees?|kneecaps?",
    _FACE: r"cheeks?|lips?|chin|nostrils?",
    _MUSCLE: r"muscles?|shoulders?|buttocks?|glutes?|pecs?|bum cheeks?|delts?|ribs",
    _TREMOR: r"hands?",
}
_PART = "|".join(f"(?P<p{i}>{names})" for i, names in enumerate(_PARTS.values()))
_PART_WORDS = (
    "eye eyelid* lid lids eyebrow* calf calves thigh* quad* bicep* tricep* forearm* hamstring* shin* "
    "finger* thumb* "
    "toe* pinky pinkie upper knee* cheek* lip lips chin nostril* muscle* shoulder* buttock* glute* pec "
    "pecs bum delt* "
    "ribs hand hands"
)
_IS = (
    r"(?:(?:['’]s|['’]ve|has|have|had|is|are|was|were|keeps?|kept|just|been|started|starts?|began|begins|"
    r"constantly|"
    r"always|both|all|now|really|also|still|suddenly|to|literally|absolutely|does|do|muscles?|on (?:the|"
    r"my) (?:left|right)|"
    r"in (?:my|the) (?:left|right) (?:leg|arm))\s+){0,4}"
)
_MADLY = (
    r"(?:like (?:the clappers|mad|crazy|billy-?o|a (?:sewing machine|jackhammer|piston|hummingbird))|"
    r"crazy|mad|nuts|mental|bananas|barmy|ape|loopy|potty|into overdrive|"
    r"berserk|haywire|bonkers|wild|ballistic|(?:ten|nineteen) to the dozen|all over the place)"
)
_DANCING = (
    r"(?:danc(?:ing|es|ed|e)|hopping|hops|jiggling|jiggles|ping(?:ing|s)(?: away)?|waggl(?:es|ing)|"
    r"ticking(?: away)?|drumming|"
    r"vibrat(?:es|ing)|"
    r"bouncing|bounces|fizzing|throbbing away|beating away|thumping away|jump(?:s|ing|ed)? (?:about|around)|"
    r"having an? (?:little |wee )?(?:party|disco|rave|dance|spasm|life of (?:its|their) own))"
)
_GOES_MAD = Anchored(
    rf"\b(?:{_PART})\b['’s]{{0,2}}\s+{_IS}(?:(?P<mad>(?:going|goes|goin|go|went)\s+{_MADLY}(?! with "
    rf"(?:pins|pain|tingl|itch|cold)))|"
    rf"(?P<dance>{_DANCING})|"
    r"(?P<own>do(?:ing|es)? (?:its|their) own (?:little )?(?:thing|dance|jig)|do(?:ing|es)? a (?:little )"
    r"?(?:jig|dance|tap dance|disco|samba|rumba|conga|tango|shimmy|boogie|salsa))|"
    r"(?P<unstopping>(?:wo ?n['’]?t|will not|would ?n['’]?t|refuses to|never) (?:stop|quit|settle|give "
    r"over)s?(?=\s*(?:[.,;!?]|$)))|"
    r"(?P<nonstop>(?:off|at it|kicking off|playing up) again(?=\s*(?:[.,;!?]|$|this|today|now|all|since))"
    r"|(?:going|goes|been at it) (?:non-?stop|all (?:day|night|week)|again|off(?: again)?)"
    r"(?=\s*(?:[.,;!?]|$|for|since|and|all|on)))|"
    r"(?P<spasm>(?:to )?(?:spasm(?:s|ing|ed)?|flutter(?:s|ing|ed)?|flicker(?:s|ing|ed)?|twitch(?:es|ing|"
    r"ed)?)))\b",
    f"{_PART_WORDS} >20 clappers mad crazy billy* sewing jackhammer piston hummingbird nuts mental "
    f"bananas barmy ape loopy potty overdrive berserk "
    f"haywire bonkers wild "
    "ballistic dozen place danc* hop* jiggl* ping* waggl* at kicking playing tick* drum* vibrat* bounc* "
    "fizz* throb* beat* thump* "
    "jump* having "
    "do does doing won* wo wont will would wouldn* refuses never non* nonstop all again off spasm* "
    "flutter* flicker* twitch*",
)
_EYE, _GOES_ON = re.compile(r"eye\b", re.I), re.compile(r"\b(?:carr(?:y|ies)|goes) on\b", re.I)
#: "A little heartbeat in my left bicep".
_BEATS = Anchored(
    r"\b(?:heartbeat|pulse|drum(?:beat)?|tiny motor|little motor|vibration|phone on vibrate|electric "
    r"motor)\s+(?:going\s+)?"
    rf"(?:in|inside|under|beneath|behind)\s+(?:(?:my|his|her|the|one|left|right|upper|lower|skin of)\s+)"
    rf"{{0,4}}(?:{_PART})\b",
    "heartbeat pulse drum drumbeat tiny little vibration phone electric >20 " + _PART_WORDS,
)
#: "My index finger lifts off the mouse by itself".
_BY_ITSELF = Anchored(
    r"\b(?P<what>(?:index |middle |ring |little |first |third )?(?:fingers?|thumbs?|(?:pinky|pinkie)(?: "
    r"finger)?)|(?:big "
    r"|little )?toes?)\s*(?:,[^.;!?,\n]{2,25},\s*)?\s(?:that\s+|which\s+)?"
    r"(?:(?:just|keeps?|will|sometimes|often|suddenly|started|has|been|is)\s+){0,4}"
    r"(?:lift(?:s|ing)?|mov(?:es?|ing)|flick(?:s|ing)?|jerk(?:s|ing)?|go(?:es|ing)?|pop(?:s|ping)?|"
    r"kick(?:s|ing)?|hop(?:s|ping)?|"
    r"jump(?:s|ing)?|wiggl(?:es?|ing)|wag(?:s|ging)?|bounc(?:es?|ing)|rais(?:es?|ing)|dart(?:s|ing)?)"
    r"\b[^.;!?\n]{0,30}?"
    r"\b(?:every (?:few|couple of|\w+) (?:seconds|minutes)|by (?:itself|themselves)|on (?:its|their) own|"
    r"of (?:its|their) own accord|without me "
    r"(?:doing|moving|trying|wanting)\w*|"
    r"in little hops)\b",
    "index middle ring little first third big finger fingers thumb thumbs pinky pinkie toe toes "
    ">20 by on of without in every >3 itself themselves own me hops little seconds minutes",
)
_THUMB = re.compile(r"finger|thumb|pink", re.I)

# The eye and the face.
_SHUT_EYE = (
    r"(?:closes?|shuts?|narrows|winks|squints|half[- ]closes|screws up|scrunches(?: up)?|goes (?:up and "
    r"down|smaller|shut)|droops)"
)
_WITH_FACE = (
    r"(?:smil(?:e|es|ing)|chew(?:s|ing)?|eat(?:s|ing)?|talk(?:s|ing)?|speak(?:s|ing)?|pucker(?:s|ing)?|"
    r"whistl(?:e|es|ing)|kiss(?:es|ing)?|yawn(?:s|ing)?|purs(?:e|es|ing) (?:my|his|her) lips|laugh(?:s|"
    r"ing)?|grin(?:s|ning)?|move(?:s)? (?:my|his|her) mouth)"
)
_SYNKINESIS = Anchored(
    rf"\b(?:when(?:ever)?|if|every time|each time|as soon as|as)\s+(?:i|he|she)\s+(?:try to\s+|tries "
    rf"to\s+)?{_WITH_FACE}\b[^.;!?\n]{{0,15}}?,?\s+"
    rf"(?:my|his|her|the|one)\s+(?:left\s+|right\s+|other\s+|bad\s+)?(?:eye|eyelid|lid)\s+(?:on (?:that|"
    rf"the same) side\s+)?(?:also\s+|"
    rf"then\s+)?{_SHUT_EYE}\b|"
    r"\b(?:when(?:ever)?|if|every time|each time|as soon as|as)\s+(?:i|he|she)\s+(?:blinks?|winks?|"
    r"(?:close|shut|squeeze)s? (?:my|his|her|one|that|the) (?:left |right )?eyes?)"
    r"\b[^.;!?\n]{0,12}?,?\s+(?:(?:the\s+)?(?:corner|side|edge) of\s+)?(?:my|his|her|the)\s+(?:left\s+|"
    r"right\s+)?(?:mouth|lip|lips|cheek)\s+"
    r"(?:also\s+)?(?:pulls?|lifts?|moves?|twitch(?:es)?|goes up|tugs?|rises?|curls?|jumps?|draws?)\b",
    "when whenever if every each as >20 smile smiles smiling chew* eat* talk* speak* pucker* whistl* "
    "kiss* yawn* purs* laugh* grin* move* "
    "blink* wink* close* shut* squeeze*",
)
_KEEPS_SHUTTING = Anchored(
    r"\b(?P<eye>eyes?|eyelids?|lids?)\s+(?:(?:just|will|both|suddenly|started|constantly|always)\s+)"
    r"{0,4}keeps?\s+(?:on\s+)?"
    r"(?:closing|shutting|clamping|squeezing|snapping|slamming)\b",
    "eye eyes eyelid eyelids lid lids >20 keep keeps",
)
_SLEEPY = re.compile(
    r"\b(?:sleep\w*|tired|exhausted|nodding|bored|drows\w+|yawn\w*|late|bedtime|film|lecture|doz\w+|"
    r"droop\w*|infect\w*|gunk|sticky|swollen)\b",
    re.I,
)
_MOUTH_TOO = Anchored(
    r"\b(?:(?:same|that|left|right|whole|one) (?:side|half) of (?:my|his|her|the) (?:mouth|face|lips?)|"
    r"(?:the )?corner of (?:my|his|her|the) mouth|(?:my|his|her|the) (?:left |right )?(?:cheek|mouth)(?: "
    r"on (?:the same|that) side)?)\s+"
    r"(?:(?:now|has|also|started|to|is|gets?|then|too|joins?|in|and|all|just)\s+){0,4}"
    r"(?:pulls?|pulling|pulled|tugs?|tugging|twitch(?:es|ing)|draws?|drawn|jump(?:s|ing)|screw(?:s|ing) "
    r"up|goes|joins in|contract(?:s|ing)|spasm(?:s|ing)?)\b",
    "same that left right whole one the corner my his her >20 pull* tug* twitch* draw* jump* screw* goes "
    "joins contract* spasm*",
)
#: "My cheek tugs towards my ear, it started round the eye".
_FROM_EYE = Anchored(
    r"\b(?:cheek|mouth|lips?|face)\s+(?:(?:now|also|gets?|is|being|keeps?|pulled|starts? to)\s+){0,3}"
    r"(?:pulls?|pulling|tugs?|tugging|twitch(?:es|ing)?|draws?|drawn|jumps?|jumping|screws?|spasms?)\b"
    r"[^;!?\n]{0,60}?\b(?:start(?:ed|s)?|began|begins|first)\s+(?:\w+\s+)?(?:in|round|around|with|at|by|"
    r"under|above|below|near)\s+"
    r"(?:(?:the|my|his|her|that)\s+)?(?:\w+\s+)?(?:eye|lid|eyelid|eyebrow)s?\b",
    "cheek mouth lip lips face >20 start* began begins first",
)
_OF_EYE = frozenset(("HP:0030826", "HP:0031166", "HP:0000643"))

#: "Writing the register gives me cramp in the hand".
_WRITES = Anchored(
    r"\b(?:(?:hand)?writing|when(?:ever)? (?:i|he|she) writes?)\b[^.;!?\n]{0,35}?\b(?:gives?|gets?|"
    r"brings?|makes?|causes?)\b"
    r"[^.;!?\n]{0,25}?\b(?:cramps?|lock|seize|clench|spasm)\w*\b[^.;!?\n]{0,20}?\b(?:hand|fingers?|wrist|"
    r"thumb|forearm)\b|"
    r"\b(?:hand|fingers?|thumb)\s+(?:(?:just|always)\s+)?(?:cramps?|locks?|seizes?|clench(?:es)?|spasms?)"
    r"(?: up)?\s+(?:only\s+)?(?:when(?:ever)?|as soon as|if|every time)\s+(?:i|he|she)\s+(?:try to\s+)"
    r"?writes?\b",
    "writing handwriting; when whenever >2 write writes; hand finger* thumb >4 cramp* lock* seize* "
    "clench* spasm*",
)
_FLAPS = Anchored(
    r"\b(?:foot|feet)\b[^.;!?\n]{0,50}?\b(?:flaps?|flapping|slaps?|flops?)\s+(?:about\s+|down\s+|on the "
    r"(?:floor|ground|pavement)\s+)?(?:when|as|while|if)\s+(?:i|he|she)\s+walks?\b",
    "foot feet >20 flap* slap* flop*",
)
#: "The cramp isn't in my calf, it's in my foot": where it is not says where it is.
_WHAT: dict[str, str] = {
    "HP:0003394": r"cramps?|spasms?",
    "HP:0001337": r"tremors?|shak(?:es?|ing)|trembl\w+",
    "HP:0012531": r"pains?|ache",
    "HP:0001324": r"weakness",
    "HP:0003474": r"numbness",
    _MUSCLE: r"twitch\w*|flicker\w*|flutter\w*|fascic\w*|it|jump\w*",
}
_NAMES = "|".join(f"(?P<w{i}>{names})" for i, names in enumerate(_WHAT.values()))
_PLACES_NAMED = (
    r"calf|calves|thighs?|legs?|arms?|hands?|foot|feet|fingers?|thumbs?|toes?|eyelids?|lids?|shoulders?|"
    r"face|cheek|"
    r"eye|neck|back|tongue|forearms?"
)
_ELSEWHERE = Anchored(
    rf"\b(?:{_NAMES})(?:\s+(?:is ?n['’]?t|is not|are ?n['’]?t|are not|was ?n['’]?t)|['’]s not)\s+(?:so "
    rf"much\s+)?(?:in|at|on)?\s*(?:my|his|her|the)?\s*"
    r"(?:left\s+|right\s+)?[a-z]+(?:\s+(?:that|which)\s+(?:moves?|twitch(?:es)?|jumps?|shakes?))"
    r"?\s*[,;–-]+\s*(?:but|it['’]?s|it is|they['’]?re|that['’]s|just|only)\s+"
    rf"(?:(?:just|only|rather|more|in|on|at|my|his|her|the|left|right|both|upper|lower)\s+)"
    rf"{{0,4}}(?P<where>{_PLACES_NAMED})\b",
    "cramp* spasm* tremor* shak* trembl* pain* ache weakness numbness twitch* flicker* flutter* fascic* "
    "it it's it’s jump* "
    ">20 but it its it's it’s they* that* just only",
)
_PART_NAMES = {"calves": "calf", "feet": "foot", "lid": "eyelid", "lids": "eyelid"}
# Cramps.
_ROCK = (
    r"(?:rock[ -]?hard|rock solid|solid|hard as (?:a )?(?:rock|stone|nails|iron|wood|a board)|like (?:a "
    r"rock|concrete|iron|stone|a brick|wood))"
)
#: "My left calf turns to stone": a cramp by what the muscle becomes.
_TO_STONE = Anchored(
    rf"\b(?P<where>calf|calves|hamstrings?|thighs?|quads?|foot|feet|arch(?:es)?|toes?|hands?|thumbs?|"
    rf"fingers?|legs?|shins?|glutes?|biceps?|forearms?|muscles?)\s+"
    rf"(?:(?:just|suddenly|all|both|has|have|muscle)\s+){{0,3}}(?:(?:locks?|locked|seize[sd]?|set|sets|"
    rf"goes|went|gone|go)(?: up)? {_ROCK}|turn(?:s|ed)? (?:in)?to (?:stone|rock|concrete|wood|iron)|"
    r"(?:ties|tied|pulls|pulled|knots|knotted) (?:itself|themselves)(?: up)?(?: (?:in|into) (?:a )"
    r"?knots?)?)\b|"
    r"\b(?P<palm>thumbs?|fingers?)\s+(?:locks?|locked|cramps?|pulls?|seizes?)\s+(?:up\s+)?(?:in|into|"
    r"across) (?:my|his|her|the) palm\b",
    "calf calves hamstring* thigh* quad* foot feet arch arches toe* hand* thumb* finger* leg legs shin* "
    "glute* bicep* forearm* muscle* "
    ">20 lock* seize* set sets go goes went gone turn* ties tied pull* knots knotted cramp*",
)
_CRAMP_AT = {
    "c": "WT:cramp_calves",
    "f": "WT:cramp_feet",
    "a": "WT:cramp_feet",
    "t": "WT:cramp_feet",
    "h": "WT:cramp_hands",
}
_NIGHTLY = re.compile(
    r"\b(?:nights?|in bed|(?:about|around|at) [1-5](?: ?am|\b)|[1-5] ?am|asleep|sleep|small hours)\b", re.I
)
# Falling asleep.
_DROPS_OFF = (
    r"(?:drop(?:ping)?|nod(?:ding)?|drift(?:ing)?|doz(?:e|ing)|going) off(?: to sleep)?|fall(?:ing)? "
    r"asleep|go(?:ing)? to sleep|"
    r"about to sleep|on the (?:edge|brink) of sleep|between (?:sleep and waking|waking and sleep)"
)
_LEAPS = (
    r"(?:leaps?|jumps?|jolts?|jerks?|kicks?|(?:shoots?|shot) (?:out|up)|twitch(?:es|ed)?|flies|flew|"
    r"leapt|jumped|jolted|jerked|kicked|bucks?|spasms?|convulses?)"
)
_AT_SLEEP = Anchored(
    rf"\b(?:nodding|drifting|dropping|dozing) off\b[^.;!?\n]{{0,25}}?,?\s+(?:my |his |her |and |then |"
    rf"one |the )*(?:whole )?(?:body|legs?|arms?|foot|head)\s+(?:just\s+|suddenly\s+)?{_LEAPS}\b|"
    rf"\b(?:just as|as|when|whenever|while|right as|the moment)\s+(?:(?:i|he|she)(?:['’]m|['’]s)?\s+)"
    rf"?(?:(?:am|is|was|just|about|to|nearly|almost|start(?:s)?|begin(?:s)?|start(?:s)? to)\s+){{0,4}}"
    rf"(?:{_DROPS_OFF})\b,?\s+(?:(?:my|his|her|the)\s+)?(?:whole\s+|entire\s+)?(?P<a>body|legs?|arms?|"
    rf"foot|head|i|he|she|limbs|one leg|one arm)\s+(?:suddenly\s+|just\s+|gives? a (?:huge|big|sudden|"
    rf"massive) )?{_LEAPS}\b|"
    rf"\b(?:body|legs?|arms?|foot|head|i|he|she|limbs)\s+(?:suddenly\s+|just\s+|often\s+|sometimes\s+)"
    rf"?{_LEAPS}\s+(?:\w+\s+){{0,3}}?(?:just as|as|when|whenever|while)\s+(?:(?:i|he|she|we)(?:['’]m|"
    rf"['’]s)?\s+)?(?:(?:am|is|was|just|about|to|nearly|almost)\s+){{0,4}}(?:{_DROPS_OFF})\b",
    "nodding drifting dropping dozing >1 off; just as when whenever while right the >20 off asleep sleep "
    "sleeping waking; "
    "body leg legs arm arms foot head i he she i'm he's she's i’m he’s she’s limbs >2 leap* jump* jolt* "
    "jerk* kick* shoot* twitch* flies buck* spasm* convulse*;"
    "body leg legs arm arms foot head i he she limbs suddenly >2 suddenly just often sometimes",
)

#: Whose complaint it is, unless the text is about them.
_OTHER_PEOPLE = (
    "mother father brother sister uncle aunt cousin mum mom dad grandma grandad grandmother grandfather "
    "gran nan friend mate "
    "neighbour neighbor colleague".split()
)
_NAMED = re.compile(rf"\b(?P<who>{'|'.join(_OTHER_PEOPLE)})(?:['’]s|s)?\b", re.I)
_TELL = re.compile(r"\b(?:says|said|tells|reckons|noticed|thinks)\b", re.I)
_SUPPOSED = re.compile(r"\b(?:if i ever|what if|might|leaflet)\b", re.I)
_MY = re.compile(
    r"\bmy\s+(?:(?:left|right|own|index|little|big|middle|ring|whole|upper|lower|top|bottom)\s+){0,4}$", re.I
)

_SIMPLE: tuple[tuple[Anchored, tuple[str, ...]], ...] = (
    (_SYNKINESIS, ("WT:synkinesis_face", "HP:0034979")),
    (_AT_SLEEP, ("HP:0012323", "WT:twitch_falling_asleep")),
    (_WRITES, ("HP:0002356",)),
    (CURLS_AT_TASK, ("HP:0004373",)),
    (_FLAPS, ("HP:0009027",)),
)


def read_lay(
    model: Model,
    words: Words,
    findings: list[Said],
    above: Callable[[str], frozenset[str]],
    patients: frozenset[str],
) -> list[Said]:
    """Findings that turns of everyday speech add to those that were read.

    Parameters
    ----------
    above : callable
        A term with all that it is a kind of.
    patients : frozenset of str
        Words for the relative that the text tells of.
    """
    text = words.text
    found: list[Said] = []
    for item, present, span in _all(words, findings):
        if model.feature(item) is None or is_of_another(text, span[0], patients):
            continue
        side = side_of(words, span)
        detail = {"side": side} if side is not None else {}
        found.append(
            Said("finding", item, model.label(item), span, text[span[0] : span[1]], present, detail=detail)
        )
    told = [*findings, *found]
    # "Two whiskies and my hand is steady" tells of a tremor that is not there then.
    moving = [s for s in told if not MOVEMENTS.isdisjoint(above(s.id))]
    there, named = (sorted(s.span for s in moving if s.present or also) for also in (False, True))
    for item, present, span in brought_and_eased(words, there, named):
        if model.feature(item) is not None and not is_of_another(text, span[0], patients):
            found.append(Said("finding", item, model.label(item), span, text[span[0] : span[1]], present))
    return found


def is_of_another(text: str, at: int, patients: frozenset[str]) -> bool:
    """Whether what begins here is a relative's, or only supposed; ``patients`` are whom the text tells of."""
    others = frozenset(_OTHER_PEOPLE) - patients
    first, _ = sentence_of(text, at)
    if _SUPPOSED.search(text, first, at):
        return True
    named = [match for match in _NAMED.finditer(text, first, at) if match["who"].lower() in others]
    return bool(named) and not _TELL.search(text, named[-1].end(), at) and not _MY.search(text[first:at])


def _all(words: Words, findings: list[Said]) -> Iterator[Read]:
    text = words.text
    for frame, items in _SIMPLE:
        for match in frame.finditer(words):
            if not is_denied(text, match):
                yield from ((item, True, match.span()) for item in items)
    yield from chain(
        _twitching(words),
        _cramps(words),
        _elsewhere(words),
        _of_the_eye(words, findings),
        read_lost(words, findings),
        read_retold(words),
    )


def _twitching(words: Words) -> Iterator[Read]:
    text = words.text
    for match in chain(_GOES_MAD.finditer(words), _BEATS.finditer(words)):
        item = next(item for i, item in enumerate(_PARTS) if match[f"p{i}"])
        how = match.lastgroup if match.re is _GOES_MAD.pattern else "own"
        if (
            is_denied(text, match)
            or (item == _TREMOR and how != "mad")
            or (how == "spasm" and not _EYE.match(match.group()) and not _GOES_ON.search(match.group()))
        ):
            continue
        if how == "unstopping" and item not in (_EYELID, _FACE):
            continue
        yield item, True, match.span()
        if _THUMB.search(match.group()):
            yield _FINGER, True, match.span()
    for match in _BY_ITSELF.finditer(words):
        if not is_denied(text, match):
            yield _LIMB, True, match.span()
            if _THUMB.search(match["what"]):
                yield _FINGER, True, match.span()


def _cramps(words: Words) -> Iterator[Read]:
    """What becomes of a muscle that cramps, where, and in bed."""
    text = words.text
    for match in _TO_STONE.finditer(words):
        if not is_denied(text, match):
            where = (match["where"] or match["palm"]).lower()
            at = (
                "WT:cramp_hands"
                if match["palm"] or where.startswith(("thumb", "finger"))
                else _CRAMP_AT.get(where[0])
            )
            yield "HP:0003394", True, match.span()
            if at is not None and not where.startswith(("thigh", "forearm")):
                yield at, True, match.span()
            if _NIGHTLY.search(text, *sentence_of(text, match.start())):
                yield "WT:cramp_night", True, match.span()


def _elsewhere(words: Words) -> Iterator[Read]:
    """Where a complaint is that is not where one would think."""
    for match in _ELSEWHERE.finditer(words):
        what = next(item for i, item in enumerate(_WHAT) if match[f"w{i}"])
        name = match["where"].lower()
        part = _PART_NAMES.get(name, name.removesuffix("s"))
        item = _EYELID if what == _MUSCLE and part in ("eyelid", "eye") else term_at(what, part)
        yield item or what, True, match.span()


def _of_the_eye(words: Words, findings: list[Said]) -> Iterator[Read]:
    """Lids that shut by themselves, and the mouth that joins the eye of its side."""
    text = words.text
    closing = []
    for match in _KEEPS_SHUTTING.finditer(words):
        first, last = sentence_of(text, match.start())
        if not is_denied(text, match) and not _SLEEPY.search(text, first, last):
            closing.append(match.span())
            yield "HP:0000643", True, match.span()
    eyes = [*closing, *(s.span for s in findings if s.present and s.id in _OF_EYE)]
    for match in _FROM_EYE.finditer(words):
        if not is_denied(text, match):
            yield "HP:0010828", True, match.span()
            yield "WT:twitch_eye_then_mouth", True, match.span()
    for match in _MOUTH_TOO.finditer(words):
        if not is_denied(text, match) and any(0 <= match.start() - end < 120 for _, end in eyes):
            yield "HP:0010828", True, match.span()
            yield "WT:twitch_eye_then_mouth", True, match.span()
