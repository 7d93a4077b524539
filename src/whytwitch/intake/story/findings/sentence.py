"""What a sentence as a whole says of what was read in it: nothing shakes at rest, walks well at times, so
shaky that nothing can be held; and what several of its words say together.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator

from whytwitch.intake.story.findings.attacks import read_attacks
from whytwitch.intake.story.findings.places import read_places
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.bounds import sentence_of
from whytwitch.intake.story.text.split import Words
from whytwitch.model.reading_company import MOVEMENTS
from whytwitch.model.store import Model

__all__ = ["settle_by_sentence"]

Read = tuple[str, bool, tuple[int, int]]  # item, present, span
Above = Callable[[str], frozenset[str]]

_TREMOR, _AT_REST, _REST_TREMOR = "HP:0001337", "WT:twitch_at_rest", "HP:0002322"
_SHAKING = r"(?:tremors?|shak\w+|trembl\w+|twitch\w*|jerk\w*|movements?)"
_STILL = r"(?:absent|gone|still|steady|quiet|not (?:there|present|seen))"
_ENDS = r"(?:stops?|ceases?|disappears?|vanish\w*|settles?|goes away|go away)"
#: "At rest there is none", "nothing shakes at rest", "the tremor goes away at rest".
_NONE_AT_REST = Anchored(
    r"\b(?:at|while at|when at) rest,? (?:there (?:is|was|are|were) (?:none|nothing|no\b)|none\b|nothing\b|"
    rf"no {_SHAKING}|(?:the |his |her |my )?(?:\w+ )?(?:it|they|hands?|arms?|tremor|shaking) "
    rf"(?:(?:is|are|was|were) {_STILL}|{_ENDS}))"
    rf"|\b(?:nothing (?:\w+ ){{0,2}}|none |{_STILL} |{_ENDS} (?:\w+ )?)(?:while |when )?at rest\b",
    "at >1 rest; while when >2 rest; nothing none absent gone still steady quiet not stop stops cease "
    "ceases disappear disappears vanish* settle settles goes go >5 rest",
)
#: A tremor "when held out or used".
_WHEN_HELD = Anchored(
    r"\b(?:when|while|on being) (?:(?:it|they|(?:the|his|her|my|both) (?:arms?|hands?)) (?:is|are) )?"
    r"(?:(?:held|stretched|put) out|outstretched)(?P<used> or (?:when )?used)?\b",
    "when while on >7 held stretched put outstretched",
)
_WHEN_USED = Anchored(
    r"\b(?:when|while) (?:(?:it|they|(?:the|his|her|my) (?:arms?|hands?)) (?:is|are) )?(?:being )?used\b",
    "when while >6 used",
)
#: "On touching his nose the finger trembles", "trembles at the end of the movement".
_AT_THE_AIM = Anchored(
    r"\b(?:on|when|in) (?:\w+ )?(?:touching|reaching(?: for)?|pointing (?:at|to)) (?:the |his |her |my |a )?"
    r"(?:nose|target|examiner['’]s finger)\b[^.;!?]{0,60}?\b(?:trembl\w+|shak\w+|tremor)"
    # "My hand trembles more the closer I get"
    r"|\b(?:trembl\w+|shak\w+|tremor|wobbl\w+) (?:is |gets )?(?:more|worse|most) (?:and (?:more|worse) )?"
    r"(?:the|as|when) (?:(?:closer|nearer) (?:i|he|she|it|they) (?:get|gets|come|comes)\b"
    r"|(?:i|he|she|it|they) (?:get|gets|come|comes|near|nears|reach|reaches) (?:closer|nearer|the \w+))",
    "on when in >2 touching reaching pointing; trembl* shak* tremor wobbl* >3 more worse most",
)
#: "When she is asked to breathe fast it all comes back".
_FAST_BREATHS = Anchored(
    r"\b(?:breath(?:e|es|ing)|overbreath\w*|hyperventilat\w*)\b"
    r"(?: (?:fast|quickly|hard|deeply|heavily|in and out)\b)?",
    "breathe breathes breathing overbreath* hyperventilat*",
)
_BRINGS = re.compile(
    r"\b(?:asked|told|made) to (?:breathe|over-?breathe|hyperventilate)\b[^.;!?]*?\b(?:back|again|bring|"
    r"brought|reproduc\w+|set off|starts?|comes?)\b",
    re.I,
)
#: An unpleasant feeling of the legs that "makes me want to move".
_WANTS_TO_MOVE = Anchored(
    r"\bmak(?:es|ing) (?:me|him|her|them) (?:want|need|have) to (?:move|shift|walk about|get up and walk)\b"
    r"|\b(?:desperate|overwhelming|irresistible|strong) (?:need|wish|urge|desire) to move (?:\w+ )?legs?\b"
    r"|\b(?:have|has|had|need|needs|needed|must|got) (?:to )?(?:keep |get up and )?(?:move|moving|shift|"
    r"shifting|"
    r"stretch|stretching|kick|kicking) (?:them|(?:my|his|her|the|both) legs)(?: about| around| all the "
    r"time)?\b",
    "makes making >5 move shift walk get; desperate overwhelming irresistible strong >1 need wish urge "
    "desire; have has had need needs needed must got >5 move moving shift shifting stretch stretching kick "
    "kicking",
)
_LEG_FEELING = re.compile(
    r"\b(?:feelings?|sensations?|discomfort|unpleasant|creep\w+|crawl\w+|restless\w*|ach\w+|uncomfortable)\b"
    r"[^.;!?]{0,50}\b(?:legs?|calf|calves|thighs?|feet)\b|\b(?:legs?|calves|thighs?)\b[^.;!?]{0,50}\b(?:"
    r"uncomfortable|unpleasant|restless|creep\w+|crawl\w+|discomfort)\b",
    re.I,
)
#: A lid that twitched, and then the cheek or mouth of its side.
_LID_SPREADS = Anchored(
    r"\b(?:spread|spreading|spreads|moved|progressed|extended|went) (?:up |down |on |over )?(?:to|into) "
    r"(?:include )?(?:the |his |her |my )?(?:\w+ (?:of|in) )?(?:the |his |her |my )?(?:same |left |right )?"
    r"(?:side of (?:the |his |her |my )?)?(?:upper |lower )?(?:eyebrow|brow|cheek|mouth|lips?|chin|face)\b",
    "spread spreading spreads moved progressed extended went >2 to into",
)
_LID = re.compile(r"\b(?:eye ?lids?|lids?|eyes?)\b", re.I)
_SLOWLY = re.compile(r"\b(?:days?|weeks?|months?|years?|gradual\w*|slowly)\b", re.I)
#: "Such attacks three or four times a year"; "spasms that come and go".
_IN_ATTACKS = Anchored(
    r"\b(?:attacks?|spells?|episodes?|bouts?)\b[^.;!?]{0,30}?\b(?:once|twice|times|one) "
    r"(?:a|per|each|every) (?:day|week|month|year|hour|night)\b"
    r"|\b(?:spasms?|cramps?|jerks?|jerking|twitch\w*|shaking|tremor|movements?)\b[^.;!?]{0,40}?\b"
    r"(?:that |which |they |it )?(?:comes? and goe?s?|come in (?:spells|attacks|bouts))\b",
    "attack attacks spell spells episode episodes bout bouts >16 once twice times one; spasm spasms cramp "
    "cramps jerk jerks jerking twitch* shaking tremor movement movements >22 come comes",
)
#: "Shook for under two minutes".
_FOR_MINUTES = Anchored(
    r"\b(?:shak\w+|shook|jerk\w*|twitch\w*|trembl\w+|spasm\w*|cramp\w*|shiver\w*|stiffen\w*)\b"
    r"[^.;!?]{0,25}?\bfor (?:just |only )?(?:under|less than|not quite|about|up to|at most|no more than) "
    r"(?:a|one|two|three|four|five|ten|\d{1,2}) minutes?\b",
    "shak* shook jerk* twitch* trembl* spasm* cramp* shiver* stiffen* >16 under less not about up at no",
)
#: Arms that give way for a moment and jerk down: the tone lapses.
_LAPSES = Anchored(
    r"\b(?:gave|gives|giving|give) way for (?:an?|a split) (?:instant|moment|second)\b|"
    r"\b(?:drops|drop|dropped|lapse|lapsed|sag|sags|sagged) for (?:an?|a split) (?:instant|moment|second)\b",
    "gave give gives giving drop drops dropped lapse lapsed sag sags sagged >6 instant moment second",
)
#: "His left arm dances."
_DANCES = Anchored(
    r"\b(?:arms?|legs?|hands?|limbs?|body|side) (?:and \w+ )?"
    r"(?:(?:has|have|is|are|was|were|been|now|all) ){0,3}(?:danc(?:es|ed?|ing))\b",
    "arm arms leg legs hand hands limb limbs body side >9 dances dance danced dancing",
)
#: "Normal in the left hand and slightly reduced in the right": of strength.
_REDUCED_IN = Anchored(
    r"\b(?:strength|power) (?:is|was) (?:normal|full) in [^.;!?]{3,60}? (?:and|but) (?:is |was )?"
    r"(?:slightly |mildly |a little |somewhat )?(?:reduced|weak|weaker|less|diminished) in "
    r"(?:the |his |her )?(?:left |right |both )?(?P<part>hand|arm|leg|foot|feet)s?\b",
    "strength power >2 normal full",
)
_PARTS = {
    "hand": "HP:0030237",
    "arm": "HP:0003484",
    "leg": "HP:0007340",
    "foot": "HP:0007340",
    "feet": "HP:0007340",
}
#: "Shoulders and hips are wasted and weak", "lost strength and feeling".
_GIRDLES = Anchored(
    r"\bshoulders? and (?:the |his |her |my )?hips?\b[^.;!?]{0,25}?\bweak\w*",
    "shoulder shoulders >4 hip hips",
)
#: "Has fallen again and again".
_FALLS = Anchored(
    r"\b(?:has|have|had|keeps|kept) (?:fallen|falling)(?: \w+)? (?:again and again|over and over|"
    r"time and again|many times|several times|countless times|(?:three|four|five|"
    r"six|seven|eight|nine|ten|\d{1,2}) times)\b",
    "has have had keeps kept >1 fallen falling",
)
_LOST_BOTH = Anchored(
    r"\b(?:lost|loses|losing|loss of) (?:(?:all|some|much) )?(?:strength|power) and (?:feeling|sensation)\b",
    "lost loses losing loss >5 feeling sensation",
)
_ARMS = re.compile(r"\b(?:arms?|hands?|wrists?)\b", re.I)

_OF_STRENGTH = frozenset(("HP:0001324", "WT:strength_normal", "HP:0031912", "HP:0033748"))
_CHVOSTEK, _TWITCHES = "HP:0031990", frozenset(("HP:0002380", "HP:0007089", "HP:0001336", "HP:0000317"))
_TACHYPNEA, _BY_BREATHS = "HP:0002789", "WT:twitch_on_hyperventilation"
_FOCAL_FIT, _BY_TOUCH = "HP:0011153", "WT:twitch_on_touch"
_REST_PLACE = re.compile(r"\brest (?:stop|area|home|house|room)\b(?! the\b)", re.I)
_BOTH_FACES = frozenset(("HP:0001349", "HP:0430025"))
_BOTH = re.compile(
    r"\b(?:both|bilateral\w*|bifacial|diplegia|diparesis|two|each|left and (?:the )?right)\b", re.I
)
_WEAK_HANDS = frozenset(("HP:0030237", "HP:0033466"))
#: "Shakes so that he can no longer hold a cup": it is the shaking.
_SO_THAT = re.compile(
    r"\b(?:shak\w+|trembl\w+|tremor|jerk\w*|twitch\w*)\b[^.;!?]{0,40}\b(?:so (?:\w+ )?that|that)\b[^.;!?]*$",
    re.I,
)
#: What is well "at times" is not well.
_AT_TIMES = re.compile(
    r"\b(?:at times|sometimes|now and then|on (?:good|some|other) days|some days|occasionally)\b[^.;!?,]*$",
    re.I,
)
#: "It hurts when she climbs stairs" says nothing of how well she does.
_WHEN_DOING = re.compile(r"\b(?:when|whenever|while|if|after|before|on) (?:[\w'’]+ ){0,8}$", re.I)
_NOT = re.compile(
    r"\b(?:no|not|nor|never|none|nothing|without|den(?:y|ies|ied)|neither|free)\b|n['’]t\b", re.I
)
_BACK, _JOINED, _LONGEST = 60, 4, 400

#: What an examination tests, and the term for less of it.
_TESTED = {
    "touch": "HP:0033748",
    "pin": "HP:0007328",
    "pain": "HP:0007328",
    "vibration": "HP:0002495",
    "position": "HP:0010831",
    "joint": "HP:0010831",
    "proprioception": "HP:0010831",
    "temperature": "HP:0010829",
    "tone": "HP:0001252",
    "power": "HP:0001324",
    "strength": "HP:0001324",
}
_TEST = (
    r"(?:light )?(?:touch|pin[ -]?prick|pain|vibration|position|joint position|proprioception|temperature|"
    r"tone|"
    r"power|strength)(?: sensation| sense)?"
)
_LESS = r"(?:reduced|impaired|dull(?:ed)?|lost|absent|diminished|decreased|poor|gone|low|blunted|weak(?:er)?)"
#: "Pinprick and vibration are reduced in the feet", "reduced touch, pinprick and vibration".
_LESS_OF = Anchored(
    rf"\b{_TEST}(?:(?:, | and |, and ){_TEST})+(?: (?:in|at|of|over|below)(?: \w+){{1,4}}?)?"
    rf" (?:is|are|was|were) (?:\w+ly |both |also )?{_LESS}\b"
    rf"|\b{_LESS} {_TEST}(?:(?:, | and |, and ){_TEST})+",
    "light touch pin* pain vibration position joint proprioception temperature tone power strength >30 is "
    "are was were; reduced impaired dull dulled lost absent diminished decreased poor gone low blunted "
    "weak weaker >2 light touch pin* pain vibration position joint proprioception temperature tone power "
    "strength",
)
_ONE_TEST = re.compile("|".join(_TESTED), re.I)


def settle_by_sentence(model: Model, words: Words, findings: list[Said], above: Above) -> list[Said]:
    """Findings without those that their sentence takes back, and with what it says as a whole.

    ``above`` gives an item's classes and itself.
    """
    kept = [said for said in findings if not _is_taken_back(words.text, said)]
    added = sorted(_all(words, kept, above), key=lambda read: read[2])
    ends = [s.span[1] for s in kept if s.id == _CHVOSTEK and s.present]
    if added or ends:
        starts = [span[0] for _, _, span in added]
        kept = [said for said in kept if not _is_met(words.text, said, added, starts, ends)]
    for item, there, span in added:
        if model.feature(item) is not None:
            kept.append(Said("finding", item, model.label(item), span, words.text[span[0] : span[1]], there))
    return kept


def _is_taken_back(text: str, said: Said) -> bool:
    before = text[max(0, said.span[0] - _BACK) : said.span[0]]
    if said.present:
        if said.id == "WT:twitch_on_action" and said.words.lower().endswith("movements"):
            return True  # "admitted with movements that she cannot stop"
        if said.id == "WT:twitch_relieved_rest" and _REST_PLACE.search(said.words):
            return True
        if said.id in _BOTH_FACES and not _BOTH.search(said.words):
            return True  # "the face is weak on the left side"
        return said.id in _WEAK_HANDS and _SO_THAT.search(before) is not None
    if _NOT.search(before) or _NOT.search(said.words):
        return False
    if _ELSEWHERE.match(text, said.span[1]):
        return True
    if _AGE.search(said.words):
        return False  # "walked at fourteen months"
    return bool(_AT_TIMES.search(before)) or (_DEED.search(said.words) is not None and _is_when(before))


#: Deeds of which one that is told is no trouble with it.
_DEED = re.compile(r"\b(?:climbs?|walks?|runs?|stairs|swallows?|eats?|drinks?|writes?|stands?|sits?)\b", re.I)
#: "Strength elsewhere is normal": so there is weakness.
_ELSEWHERE = re.compile(r"\s+(?:elsewhere|in all (?:the )?other|of all (?:the )?other|in the rest)\b", re.I)
_AGE = re.compile(r"\b(?:months?|years?|age|weeks?)\b", re.I)


def _is_when(before: str) -> bool:
    return _WHEN_DOING.search(re.split(r"[.;!?]", before)[-1]) is not None


def _is_met(text: str, said: Said, added: list[Read], starts: list[int], ends: list[int]) -> bool:
    """Whether what was added says of the same words that this is not so, or something else.

    ``starts`` are those of what was added, ``ends`` where signs of Chvostek are told.
    """
    first, last = said.span
    if not said.present and said.id != "HP:0001324":
        return False
    for item, there, span in added[bisect_left(starts, first - _LONGEST) : bisect_left(starts, last)]:
        if span[1] > first and (
            (not there and item == said.id)
            or (item in _PARTS.values() and said.id in _OF_STRENGTH)
            or (item == _BY_BREATHS and said.id == _TACHYPNEA)
            or (item == "HP:0002080" and said.id == _BY_TOUCH)
            or (item == "WT:twitch_eye_then_mouth" and said.id == _FOCAL_FIT)
        ):
            return True
    return (
        said.present
        and said.id in _TWITCHES
        and any(0 <= first - end < _JOINED and "." not in text[end:first] for end in ends)
    )


def _any(places: list[int], first: int, last: int) -> bool:
    i = bisect_left(places, first)
    return i < len(places) and places[i] < last


def _all(words: Words, findings: list[Said], above: Above) -> Iterator[Read]:
    text = words.text
    moving = sorted(s.span[0] for s in findings if s.present and not MOVEMENTS.isdisjoint(above(s.id)))
    shaking = sorted(s.span[0] for s in findings if s.present and _TREMOR in above(s.id))
    if moving or any(s.id == _AT_REST for s in findings):
        for match in _NONE_AT_REST.finditer(words):
            yield _AT_REST, False, match.span()
            if shaking:
                yield _REST_TREMOR, False, match.span()
    for match in _FAST_BREATHS.finditer(words):
        first, last = sentence_of(text, match.start())
        if _BRINGS.search(text, first, last):
            yield _BY_BREATHS, True, match.span()
    for match in _DANCES.finditer(words):
        if not _NOT.search(text, max(0, match.start() - 24), match.end()):
            yield "HP:0002072", True, match.span()
    for match in _REDUCED_IN.finditer(words):
        yield _PARTS[match["part"].lower()], True, match.span()
    for pattern, item in ((_GIRDLES, "HP:0003701"), (_FALLS, "HP:0002359"), (_LOST_BOTH, "HP:0033748")):
        for match in pattern.finditer(words):
            if not _NOT.search(text, max(0, match.start() - 24), match.end()):
                yield item, True, match.span()
    yield from _restless(words)
    yield from _less_of(words, findings, above)
    if not moving:
        return
    for pattern, item in ((_WHEN_HELD, "HP:0002174"), (_WHEN_USED, "HP:0002345")):
        for match in pattern.finditer(words):
            first, last = sentence_of(text, match.start())
            if _any(shaking, first, last) and not _NOT.search(text, first, match.start()):
                yield item, True, match.span()
                if match.groupdict().get("used"):
                    yield "HP:0002345", True, match.span()
    for match in _AT_THE_AIM.finditer(words):
        if not _NOT.search(match.group()):
            yield "HP:0002080", True, match.span()
    yield from _spreading(words, moving)
    for match in _IN_ATTACKS.finditer(words):
        if not _NOT.search(text, max(0, match.start() - 12), match.end()):
            yield "WT:twitch_in_attacks", True, match.span()
    for match in _FOR_MINUTES.finditer(words):
        yield "WT:twitch_minutes", True, match.span()
    for match in _LAPSES.finditer(words):
        first, last = sentence_of(text, match.start())
        if _ARMS.search(text, first, last) and not _NOT.search(text, first, match.start()):
            yield "HP:0012164", True, match.span()
            yield "WT:twitch_loss_of_tone", True, match.span()
    yield from read_attacks(words, moving)
    yield from read_places(text, findings, above)


def _less_of(words: Words, findings: list[Said], above: Above) -> Iterator[Read]:
    """All that a list of an examination calls reduced."""
    if not _LESS_OF.may_open(words, 0, len(words.text)):
        return
    there = {item for said in findings for item in above(said.id)}
    for match in _LESS_OF.finditer(words):
        if not _NOT.search(words.text, max(0, match.start() - 12), match.end()):
            for test in _ONE_TEST.findall(match.group()):
                item = _TESTED[test.lower()]
                if item not in there:
                    there.add(item)
                    yield item, True, match.span()


def _spreading(words: Words, moving: list[int]) -> Iterator[Read]:
    """ "A lid that flickered; two weeks later the twitching has spread to the brow"."""
    for match in _LID_SPREADS.finditer(words):
        low = max(0, match.start() - 220)
        if (
            _LID.search(words.text, low, match.start())
            and _SLOWLY.search(words.text, low, match.start())
            and _any(moving, low, match.end())
        ):
            span = (max(low, words.text.rfind(". ", low, match.start()) + 1), match.end())
            yield "WT:twitch_eye_then_mouth", True, span
            yield "WT:twitch_one_side_face", True, match.span()


def _restless(words: Words) -> Iterator[Read]:
    """An unpleasant feeling of the legs that makes one move them."""
    for match in _WANTS_TO_MOVE.finditer(words):
        low = max(0, match.start() - 200)
        if _LEG_FEELING.search(words.text, low, match.start()) or "leg" in match.group().lower():
            yield "WT:urge_to_move_legs", True, match.span()
            yield "HP:0012452", True, match.span()
