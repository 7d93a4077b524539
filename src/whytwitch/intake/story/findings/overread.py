"""What was read from words that the rest of their sentence takes away: "not sweating or anything", a "
"roofer's eyelid."""

from __future__ import annotations

import re
from collections.abc import Callable

from whytwitch.intake.story.findings.signs import NEGATED
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.bounds import is_question, sentence_of

__all__ = ["is_no_exposure", "without_overread"]

_DRY, _GRINDS, _STARTLE, _SLEEPS = "HP:0000970", "HP:0003763", "HP:0002267", "WT:twitch_stops_in_sleep"
_LOCKED = frozenset(("HP:0000211", "WT:lockjaw"))
_ON_SLEEP = frozenset(("HP:0012323", "WT:twitch_falling_asleep"))

#: Where no sweat is a complaint: in the heat, with effort, no longer, never.
_NO_SWEAT = re.compile(r"\b(?:not|n['’]t)\s+sweating\b|\bsweating\b", re.I)
_SHOULD_SWEAT = re.compile(
    r"\b(?:heat|hot|warm|summer|weather|sun|sauna|exercis\w*|gym|run|running|work|at all|any ?more|no "
    r"longer|never|even|"
    r"fever|burning|skin|dry|flushed|stopped|patch\w*|half)\b",
    re.I,
)
_AT_NIGHT = re.compile(r"\b(?:night|sleep\w*|asleep|grind\w*|morning|dentist|stress\w*|habit)\b", re.I)
_NOT_SLEPT = re.compile(
    r"(?:\b(?:not|no|never|hardly|barely)|n['’]t)\s+(?:\w+\s+){0,2}?(?:slept|sleep(?:ing)?)\b", re.I
)

_HAND_WORK = "repetitive_hand_work"
_A_TRADE = re.compile(
    r"(?:hairdresser|barber|butcher|bricklayer|brickie|carpenter|joiner|plasterer|roofer|mechanic|"
    r"plumber|stonemason|typist|"
    r"milker|seamstress|meat packer|assembly line|factory work)s?\Z",
    re.I,
)
_OF_HAND = re.compile(
    r"\b(?:hands?|wrists?|fingers?|thumbs?|forearms?|arms?|elbows?|grip\w*|carpal|knuckles?|tools?|"
    r"scissors|shoulders?)\b",
    re.I,
)
#: "The statin gave my dad cramps": whose medicine it was.
_GAVE_KIN = re.compile(
    r"s?\s+(?:just\s+|also\s+|really\s+)?(?:gave|gives|made|makes|caused|helped|helps|put|left|did "
    r"nothing for|worked for)\s+"
    r"(?:my|our)\s+(?:(?:older|younger|late|elderly|little|big)\s+)?"
    r"(?:dad|mum|mom|father|mother|brother|sister|uncle|aunt\w*|cousin|nan\w*|gran\w*|husband|wife|"
    r"partner|friend|mate|neighbour|"
    r"boyfriend|girlfriend|colleague)\b",
    re.I,
)

#: "Nothing to do with coffee, I don't touch the stuff": what was named is not taken.
_NOT_TOUCHED = re.compile(
    r"[^.;!?\n]{0,25}[,;.–-]+\s*(?:and\s+|as\s+|because\s+)?(?:i|he|she)\s+(?:do(?:es)?(?: ?n['’]?t| not)"
    r"|never|have ?n['’]?t|has ?n['’]?t|gave up)\s+(?:even\s+|ever\s+)?"
    r"(?:touch(?:ed)?|drink|drunk|have|had|take|taken|use[d]?)\s*(?:it|the stuff|any|them|that)\b",
    re.I,
)
#: "I tick a lot", "it ticks in my ear": no insect.
_TICKING = re.compile(r"\b(?:i|he|she|they|it|that)\s+(?:(?:always|also|sometimes|just)\s+)?$", re.I)
_STUFF = frozenset(("caffeine", "alcohol", "nicotine", "cannabis", "energy_supplement"))


def without_overread(text: str, findings: list[Said]) -> list[Said]:
    """Findings but for those that their own sentence tells to be something else."""
    there = {said.id for said in findings if said.present}
    return [said for said in findings if _stands(text, said, there)]


def _stands(text: str, said: Said, there: set[str]) -> bool:
    if said.present and said.id not in _HEALTHY:
        return not _is_overread(text, said, there)
    return not _is_no_more(text, said)


#: "She slept well until last month": how it was. "No fits until now" may stand.
_UNTIL = re.compile(r"\s*(?:[\w-]+\s+){0,2}?un?till?\b(?!\s+(?:now|today)\b)", re.I)
_HEALTHY = frozenset(
    ("WT:strength_normal", "WT:neuro_exam_normal", "WT:exercise_tolerated", "WT:infant_well")
)
_UNTIL_LETTERS = 40


def _is_no_more(text: str, said: Said) -> bool:
    """Whether what is told as well was so up to a time: nothing is known of now."""
    return _UNTIL.match(text, said.span[1], said.span[1] + _UNTIL_LETTERS) is not None


def _is_overread(text: str, said: Said, there: set[str]) -> bool:
    rule = _RULES.get(said.id)
    return rule is not None and rule(text, said, there)


def _is_dry(text: str, said: Said, _: set[str]) -> bool:
    """ "I'm not sweating or anything" is no want of sweat."""
    first, last = sentence_of(text, said.span[0])
    return _NO_SWEAT.search(said.words) is not None and _SHOULD_SWEAT.search(text, first, last) is None


def _is_locked(text: str, _: Said, there: set[str]) -> bool:
    """A jaw that is clenched and will not open grinds no teeth."""
    return not _LOCKED.isdisjoint(there) and _AT_NIGHT.search(text) is None


def _drops_off(text: str, said: Said, there: set[str]) -> bool:
    """The whole body leaps as one falls asleep: no fright."""
    first, last = sentence_of(text, said.span[0])
    return (
        not _ON_SLEEP.isdisjoint(there)
        and re.search(r"\b(?:noise|sound|bang|door|touch)", text[first:last], re.I) is None
    )


def _was_awake(text: str, said: Said, _: set[str]) -> bool:
    """ "Haven't slept properly": no word of what stops in sleep."""
    return (_NOT_SLEPT.search(said.words) is not None or "slept" in said.words.lower()) and re.search(
        r"twitch|jerk|shak|trem", said.words, re.I
    ) is None


_WORSE = re.compile(
    r"\s*(?:(?:it|them|things|me|that)\s+)?(?:a lot |much |even |far )?worse\b|"
    r"\s+(?:my|his|her|the)\s+\w+\s+(?:cramp|shake|twitch|jerk|worse)",
    re.I,
)
_STOPS_ME, _NO_HELP = (
    re.compile(r"\bstop(?:s|ped)? (?:me|him|her)\b", re.I),
    re.compile(r"n['’]t\b|\bnot\b|\bnever\b|\bno\b", re.I),
)
_NEVER_STOPS = re.compile(r"(?:\bnever|\bcannot|\bnot|n['’]t)\s+\Z", re.I)
_NOT_THEN = re.compile(r"\b(?:not|never)\s+(?:when|while|if|in|during)\b", re.I)
_WOULD = re.compile(r"\b(?:would|will|could|should|might|does|do)\s+(?:\w+\s+){0,2}$", re.I)


def _is_no_relief(text: str, said: Said, _: set[str]) -> bool:
    """ "Resting makes it worse", "the cramp stops me from walking", "would walking help?"."""
    told, behind = said.words, text[said.span[1] : said.span[1] + 40]
    if _NO_HELP.search(told) and not _NOT_THEN.search(told):
        return True
    if _NEVER_STOPS.search(text, max(0, said.span[0] - 12), said.span[0]):
        return True  # "his lips never stop moving"
    if _STOPS_ME.search(told) or (told.lower().endswith(("makes", "make", "made")) and _WORSE.match(behind)):
        return True
    return (
        is_question(text, said.span[0])
        and _WOULD.search(text[max(0, said.span[0] - 24) : said.span[0]]) is not None
    )


_STILL = re.compile(
    r",?\s+(?:(?:my|his|her|the|both)\s+){0,2}(?:hands?|arms?|fingers|they|it)\s*(?:is|are|['’]re|['’]s)\s+"
    r"(?:\w+\s+)?(?:still|steady|fine|calm|quiet|ok|okay|normal)\b",
    re.I,
)


_ASLEEP = "asleep "


def _is_still(text: str, said: Said, _: set[str]) -> bool:
    """ "At rest my hands are still", "asleep on the sofa"."""
    asleep = text[max(0, said.span[0] - len(_ASLEEP)) : said.span[0]].lower() == _ASLEEP
    return asleep or _STILL.match(text, said.span[1]) is not None


_DEGREES = re.compile(r"\d\d degrees?", re.I)
#: What is measured in degrees besides a temperature.
_ANGLE = re.compile(
    r"\b(?:SLR|(?:straight[- ]leg[- ])?rais(?:e|es|ed|ing)|flex\w*|exten\w+|abduct\w*|adduct\w*|rotat\w+|"
    r"elevat\w+|pronat\w+|supinat\w+|bent|bends?|tilt\w*|turn\w*|angle|range|head[- ]up)\b[^.;\n]{0,24}\Z",
    re.I,
)


def _is_an_angle(text: str, said: Said, _: set[str]) -> bool:
    """ "Straight leg raise 40 degrees"."""
    before = text[max(0, said.span[0] - 48) : said.span[0]]
    return _DEGREES.fullmatch(said.words) is not None and _ANGLE.search(before) is not None


#: "Sits with one leg crossed over the other" tells of no gait.
_SEATED = re.compile(r"\b(?:sit|sits|sat|sitting|seated|chair|desk|sofa|couch)\b", re.I)


def _is_seated(text: str, said: Said, _: set[str]) -> bool:
    first, last = sentence_of(text, said.span[0])
    return "crossed" in said.words.lower() and _SEATED.search(text, first, last) is not None


_OF_BLISTERS = re.compile(r"\bband\s+of\s+(?:\w+\s+)?(?:blisters|vesicles|rash|spots)\b", re.I)


def _is_a_rash(text: str, said: Said, _: set[str]) -> bool:
    """ "A band of blisters across the ribs"."""
    return _OF_BLISTERS.search(text, said.span[0], said.span[1] + _SOME_WORDS) is not None


_SOME_WORDS = 30
_ON_SOMEBODY = re.compile(r"\s+(?:down\s+)?(?:on|onto|upon)\s+(?:to\s+)?(?:him|her|me|them|us)\b", re.I)
_A_FIGURE_FALLS = re.compile(
    r"\b(?:BP|(?:blood )?pressure|temperature|pulse|sats?|saturations?|counts?|levels?|sodium|calcium|"
    r"glucose|sugar|Hb|ha?emoglobin|systolic|diastolic)\s+(?:then |also |that |which |has |had )?\Z",
    re.I,
)


def _fell_on_him(text: str, said: Said, _: set[str]) -> bool:
    """ "A wall fell on him", "BP falls on standing": it did, not he."""
    it = _A_FIGURE_FALLS.search(text, max(0, said.span[0] - 32), said.span[0]) is not None
    return it or _ON_SOMEBODY.match(text, said.span[1]) is not None


_A_DOSE = re.compile(
    r"\d\s*(?:mg|mcg|micrograms?|g|ml|units?|tablets?|pills?|capsules?|puffs?|drops)\s+(?:\w+\s+)?\Z", re.I
)


def _is_a_dose(text: str, said: Said, _: set[str]) -> bool:
    """ "Lithium 800 mg at night"."""
    return _A_DOSE.search(text, max(0, said.span[0] - 24), said.span[0]) is not None


_ON_WAKING_HIM = re.compile(
    r"\bstop\w*\s+(?:as soon as|when|once|if|the moment|on)\s+(?:\w+\s+)?(?:wak|woke|rous|stir)", re.I
)


def _stops_on_waking(text: str, said: Said, _: set[str]) -> bool:
    """ "They jerk only while she is asleep and stop as soon as we wake her"."""
    return _ON_WAKING_HIM.search(text, *sentence_of(text, said.span[0])) is not None


_PRESSURE_FALLS = re.compile(r"\b(?:BP|pressure|systolic)\b[^.;,\n]{0,40}\Z", re.I)


def _pressure_falls(text: str, said: Said, _: set[str]) -> bool:
    """ "BP falls 40 systolic on standing": what comes then is no movement."""
    return _PRESSURE_FALLS.search(text, max(0, said.span[0] - 60), said.span[0]) is not None


_ONCE = re.compile(r"\b(?:after|since)\s+(?:(?:i|he|she|having)\s+(?:had\s+)?)?\Z", re.I)


def _slept_once(text: str, said: Said, _: set[str]) -> bool:
    """ "A wrist drop after falling asleep on the sofa": one sleep is no sleepiness."""
    return _ONCE.search(text, max(0, said.span[0] - 24), said.span[0]) is not None


#: "He stopped drinking and shakes": the drink is what stopped.
_GAVE_UP_DRINK = re.compile(r"(?:stop\w*|quit\w*|ceas\w+)\s+(?:(?:all|my|his|her)\s+)?drinking\b", re.I)
#: "GAD antibodies": no anxiety disorder.
_AN_ANTIBODY = re.compile(r"[\s-]*(?:65[\s-]*)?(?:antibod|abs?\b)", re.I)
#: "It stopped after a drink": no drinking stopped.
_BY_A_DRINK = re.compile(r"stop\w*\s+(?:after|with|on|by|when|once|if|for)\b", re.I)


def _is_no_drink(text: str, said: Said, there: set[str]) -> bool:
    """What stops is the drinking itself, or what eases is none of it."""
    return _GAVE_UP_DRINK.match(said.words) is not None or _is_no_relief(text, said, there)


_OF_JOINTS = re.compile(r"\b(?:hypermob\w+|ehlers|danlos|POTS|joints?|vascular|classical)\b", re.I)


def _is_of_joints(text: str, said: Said) -> bool:
    """ "Hypermobile EDS" is no daytime sleepiness."""
    first, last = sentence_of(text, said.span[0])
    return said.words == "EDS" and _OF_JOINTS.search(text, first, last) is not None


_MOVED = re.compile(r"\bjerk(?:ed|ing)\b", re.I)
_RULES: dict[str, Callable[[str, Said, set[str]], bool]] = {
    _DRY: _is_dry,
    _GRINDS: _is_locked,
    _STARTLE: _drops_off,
    # "He doesn't do it in his sleep": there the denial is what it says.
    _SLEEPS: lambda text, said, there: (
        _was_awake(text, said, there)
        or _stops_on_waking(text, said, there)
        or (NEGATED.search(said.words) is None and _is_no_relief(text, said, there))
    ),
    **dict.fromkeys(
        (f"WT:twitch_relieved_{by}" for by in ("rest", "movement", "stretch", "food")),
        _is_no_relief,
    ),
    "WT:twitch_relieved_alcohol": _is_no_drink,
    "WT:twitch_at_rest": _is_still,
    "HP:0001945": _is_an_angle,
    "HP:0012407": _is_seated,
    "HP:0001262": lambda text, said, there: _slept_once(text, said, there) or _is_of_joints(text, said),
    "WT:twitch_at_night": _is_a_dose,
    # "He fainted and his arms jerked": no reflex that is faint.
    "HP:0001265": lambda text, said, there: _MOVED.search(said.words) is not None,
    "WT:band_sensation": _is_a_rash,
    "HP:0002527": _fell_on_him,
    "WT:twitch_on_standing": _pressure_falls,
}


_CURRENT = frozenset(("electric_shock", "lightning_strike", "stun_gun"))
#: "As if I had been tasered", "a pain like an electric shock": no current was there.
_IS_LIKE = re.compile(
    r"\b(?:like|as if|as though|akin to|resembl\w+|feels?|felt)\s+(?:(?:it|it['’]s|is|was|i|he|she|they|"
    r"you|i['’]m|i['’]ve|i['’]d|had|have|has|were|am|are|been|being|getting|get|gets|got|having|of|an?|the|someone|mild|"
    r"little|tiny|small|just|if|as|like)\s+){0,6}\Z",
    re.I,
)
_A_FEELING = re.compile(
    r"[ -](?:\w+ )?(?:feelings?|sensations?|pains?|like|type|therapy|treatment|symptoms?)\b", re.I
)


#: "Stopped smoking weed" is no tobacco.
_NO_TOBACCO = re.compile(
    r"\bsmok\w+\s+(?:\w+\s+)?(?:weed|cannabis|pot|hash\w*|marijuana|dope|joints?|heroin|crack)\b", re.I
)


#: What before a name makes it another thing: "saddle anaesthesia" is a numbness, anti-GAD an antibody.
_BEFORE = {
    "general_anaesthetic": re.compile(
        r"\b(?:saddle|perianal|perineal|sacral|glove|stocking|facial|corneal|dissociated|sensory)\s+\Z", re.I
    ),
    "anxiety_known": re.compile(r"\banti[- ]?\Z", re.I),
}


#: Words that stand for an illness in capitals alone: "the pad of the thumb" is no PAD.
_ABBREVIATED = {"peripheral_vascular_disease": "pad"}


def is_no_exposure(text: str, said: Said) -> bool:
    """Whether a trade is named beside no complaint of the hand, or a medicine was a relative's.

    Examples
    --------
    >>> text = "I'm a roofer with a twitchy eye"
    >>> is_no_exposure(text, Said("exposure", "repetitive_hand_work", "", (6, 12), "roofer", True))
    True
    """
    before = _BEFORE.get(said.id)
    if before is not None and before.search(text, max(0, said.span[0] - 24), said.span[0]) is not None:
        return True
    if said.words == _ABBREVIATED.get(said.id):
        return True
    if said.id == _HAND_WORK:
        return _A_TRADE.search(said.words) is not None and _OF_HAND.search(text) is None
    if said.id in _CURRENT:
        return (
            _IS_LIKE.search(text, max(0, said.span[0] - 40), said.span[0]) is not None
            or _A_FEELING.match(text, said.span[1]) is not None
        )
    if said.id == "anxiety_known" and _AN_ANTIBODY.match(text, said.span[1]) is not None:
        return True
    if said.id == "alcohol_stopped" and _BY_A_DRINK.match(said.words) is not None:
        return True
    if said.id == "nicotine" and _NO_TOBACCO.search(text, said.span[0], said.span[1] + 30) is not None:
        return True
    if said.id == "tick_bite" and said.words.lower() in ("tick", "ticks"):
        return _TICKING.search(text, max(0, said.span[0] - 24), said.span[0]) is not None
    if said.id in _STUFF and said.present and _NOT_TOUCHED.match(text, said.span[1]):
        return True
    return _GAVE_KIN.match(text, said.span[1]) is not None
