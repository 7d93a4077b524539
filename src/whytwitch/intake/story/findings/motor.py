"""Courses of movement and strength that a sentence tells by its verbs: how long an attack lasts, which part
came first, one limb that slowly weakens, one side that dances, what eases it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from whytwitch.intake.story.findings.march import read_march
from whytwitch.intake.story.findings.shorthand import read_shorthand
from whytwitch.intake.story.findings.side import side_of
from whytwitch.intake.story.findings.signs import NEGATED, Read, read_signs
from whytwitch.intake.story.findings.where import read_where
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.bounds import sentence_of, start_of
from whytwitch.intake.story.text.split import Words
from whytwitch.intake.timing import WHOLE_NUMBERS
from whytwitch.model.reading_company import MOVEMENTS
from whytwitch.model.store import Model

__all__ = ["length_of", "read_motor", "seconds_of"]

# How long an attack lasts.
_VAGUE = {"a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5, "a few": 3.0, "some": 3.0, "several": 4.0,
          "many": 8.0, "a couple of": 2.0}  # fmt: skip
_COUNTS = {word: float(n) for word, n in WHOLE_NUMBERS.items()} | _VAGUE
_NUMBER = rf"(?:\d+(?:\.\d+)?|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})"
#: First words of a number; "twenty*" is also "twenty-five".
_COUNT_WORDS = " ".join(f"{word}*" for word in WHOLE_NUMBERS if "-" not in word)
_ATTACK_WORDS = (
    "attack attacks spell spells bout bouts episode episodes spasm spasms cramp cramps jerk jerks twitch* "
    "jerking shaking movement movements they it each weakness paralysis"
)
_LAST_WORDS = "last lasts lasted lasting goes go went going over stop stops passed passes pass of"
_LASTS = Anchored(
    r"\b(?P<what>attacks?|spells?|bouts?|episodes?|spasms?|cramps?|jerks?|twitch\w*|jerking|shaking|"
    r"movements?|they|it|"
    r"each(?: one)?|weakness|paralysis)\s+(?:(?:of|in)\s+(?:\w+\s+){1,3})?(?:each\s+|usually\s+|"
    r"often\s+|only\s+|always\s+|mostly\s+|that\s+|"
    r"which\s+|can\s+|may\s+|never\s+)*"
    r"(?:lasts?|lasted|lasting|goes on|go on|went on|going on|(?:is|are|was|were) over|stops?|"
    r"passe[sd]|pass|of)\s+"
    r"(?:him\s+|her\s+|me\s+)?(?P<how>(?:for|in|within|after|about|around|roughly|only|just|up to|"
    r"between|from|less than|"
    r"under|at most|no (?:longer|more) than|some|the|longer than|more than)\s+)*"
    rf"(?P<low>{_NUMBER})(?:\s*(?:to|or|and|-|–)\s*(?P<high>{_NUMBER}))?(?:[\s-]+|(?<=\d))"
    r"(?P<unit>seconds?|secs?|s|minutes?|mins?|hours?|hrs?|days?)\b",
    f"{_ATTACK_WORDS} >20 {_LAST_WORDS} >20 #; "
    f"{_ATTACK_WORDS} >20 {_LAST_WORDS} >20 a an half some* several* many* {_COUNT_WORDS} "
    ">9 s sec* min* hour* hr* day*",
)
_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_SECOND, _MINUTE, _TWO_HOURS = 2.0, 60.0, 7200.0
_LIMBS_WEAK = ("HP:0001324", "HP:0003690", "HP:0007340", "HP:0003470")
_WEAK = frozenset("HP:0001324 HP:0003470 HP:0003768 HP:0003752".split())
#: What moves by its name; attacks may be of anything.
_OF_MOVEMENT = re.compile(r"spasm|cramp|jerk|twitch|shaking|weakness|paralysis", re.I)
_FALLS_AWAY = re.compile(r"\b(?:better|free|without|between|apart)\b", re.I)

# What came first.
_FIRST = Anchored(
    r"\bfirst\s+(?:it was\s+)?(?:the|his|her|my)?\s*(?:left\s+|right\s+)?(?P<one>feet|legs|toes|foot|"
    r"eyes|eyelids|lids|"
    r"face|hand|wrist)\b(?P<mid>[^.;!?]{0,60}?)\b(?:then|later|now|after|"
    r"on)\b[^.;!?]{0,25}?\b(?P<two>hands?|arms?|trunk|"
    r"chest|face|wrist|foot|throat|swallowing|limbs|neck)\b",
    "first",
)
_LOSS = re.compile(
    r"\b(?:weak\w*|strength|went|gone|fail\w*|paralys\w*|paralyz\w*|drop\w*|power|limp|numb|drooped|"
    r"droop|going)\b",
    re.I,
)
_LIMBS = frozenset(("foot", "hand", "wrist"))

# One limb that slowly weakens.
_ONE_LIMB = Anchored(
    r"\b(?:the|his|her|my|one|that)\s+(?:left\s+|right\s+)?(?:arm|leg|hand|foot)\b(?!\s+and\b)",
    "the his her my one that >2 arm leg hand foot",
)
_SLOWLY = re.compile(
    r"\b(?:slowly|gradually|bit by bit|little by little|month by month|year by year|year after year|"
    r"more and more|"
    r"(?:over|for) (?:the (?:last|past) |about |nearly |almost |some )?(?:(?:a|one|two|three|four|five|"
    r"six|ten|\d+|several|"
    r"many|some)(?: and a half)? )?(?:years?|many months|several months|(?:6|8|9|1\d|2\d) months|"
    r"eighteen months))\b",
    re.I,
)
_WEAKENS = re.compile(
    r"\b(?:weaker|weakens?|weakened|losing (?:\w+ )?(?:strength|power|force)|loses? (?:\w+ "
    r")?(?:strength|power|force)|"
    r"lost (?:\w+ )?(?:strength|power|force)|strength[^.;]{0,30}(?:fad\w+|ebb\w*|going|drain\w*))\b",
    re.I,
)
#: Words that no such pattern is without; cheaper to ask for.
_MAY_WEAKEN = Anchored(r"\b(?:weaken?|los(?:ing|es?|t)|strength)", "weak* losing* lose* lost* strength*")
_MORE_LIMBS = re.compile(r"\b(?:arms|legs|hands|feet|limbs|both|other (?:arm|leg|hand|side))\b", re.I)
_NONE_ELSE = re.compile(
    r"\b(?:and in no other|no other limb|nothing else|the others? (?:is|are) "
    r"fine)[^.;]*",
    re.I,
)

# One side.
_ONE_SIDE = Anchored(
    r"\b(?:(?:the|his|her|my)\s+)?(?:(?:whole\s+)?(?P<side>left|right)\s+(?:arm and (?:the |his |her |"
    r"my )?(?:left |right )?leg|"
    r"leg and (?:the |his |her |my )?(?:left |right )?arm|hand and (?:the |his |her |my )?(?:left |"
    r"right )?foot|"
    r"side(?: of (?:the|his|her|my) body)?|half of (?:the|his|her|my) body)|(?:arm and leg|leg and "
    r"arm) (?:of|on) "
    r"(?:the |one )?(?:left|right|same|one) ?(?:side)?|(?:hemi[- ]?body))\b",
    "the his her my >2 left right >1 arm leg hand side half; whole >1 left right >1 arm leg hand side half;"
    "left right >1 arm leg hand side half; the his her my >1 arm leg >1 and; arm leg >1 and >1 leg arm; "
    "the his her my >1 hemi hemibody*; hemi hemibody*",
)
_DYSTONIA = "HP:0001332"
_DANCES = re.compile(
    r"\b(?:danc\w+|writh\w+|flick(?:s|ing)? about|never still|chorei?\w+|fling\w*|flail\w*)\b", re.I
)
_TWISTS = re.compile(r"\b(?:twist\w*|dystoni\w+|turns? in|curls?)\b", re.I)
_BOTH = re.compile(r"\b(?:both sides|on both|other side too)\b", re.I)


# What eases it: "it goes when I stretch it", "holding the limb stops it".
_EASES = (
    r"(?:(?:goes|go)(?: away)?(?=\s*[.,;]|\s*$|\s+(?:when|with|after|if|while|during|by|as)\b)|gone|"
    r"stops?|stopped|ceases?|settles?|steadier|steady|calms?|eases?|ends?|lets? go|"
    r"get rid of|relief|relieved|relieves|disappears?|vanish\w*|abolished|subsides?)"
)
_EASED_BY: dict[str, str] = {
    "WT:twitch_relieved_alcohol": r"alcohol|whisky|whiskey|wine|beers?|a drink|brandy|vodka|sherry|etoh",
    "WT:twitch_relieved_stretch": r"stretch\w*|pulls? up (?:his|her|my|the) toes|massag\w*|rubb\w+",
    "WT:stops_when_held": r"(?:holds?|holding|held|restrain\w*|gentle hand|grip\w*)(?: \w+){0,2} "
    r"(?:limb|arm|leg|hand|foot|it|them)|"
    r"(?:limb|arm|leg|hand|foot) is (?:gently )?(?:held|restrained)|restraint",
    "WT:twitch_distractible": r"distract\w*|mind is (?:on something|elsewhere)|busy(?: with)?|"
    r"talk to (?:him|her|me)|"
    r"something else|(?:asked to|made to) count\w*|attention",
    "WT:twitch_stops_in_sleep": r"asleep|(?:in|during|by) (?:his |her |my )?sleep|(?:he|she|i) sleeps?",
    "WT:twitch_relieved_rest": r"rests?|resting|lies? down|lying down|lie-down|night['’]s sleep",
}  # fmt: skip
_EASE = "|".join(f"(?P<e{i}>{pattern})" for i, pattern in enumerate(_EASED_BY.values()))
_EASE_2 = _EASE.replace("?P<e", "?P<f")
_GOES_INTO = re.compile(r"\b(?:asleep|sleeps?),", re.I)
_EASES_OPENS = (
    "goes go gone stop stops stopped cease ceases settle settles steadier steady calm calms ease eases end "
    "ends let lets get relief relieved relieves disappear disappears vanish* abolished subside subsides"
)
_EASED_OPENS = (
    "alcohol whisky whiskey wine beer beers brandy vodka sherry etoh stretch* pull pulls massag* rubb* "
    "hold holds holding held restrain* hand grip* limb arm leg foot distract* mind busy talk something "
    "attention asleep rest rests resting lie lies lying night"
)
_EASED = Anchored(
    rf"\b(?:{_EASES}\b(?:\s+[\w'’]+){{0,3}}?\s+(?:when|with|after|if|while|during|by|as|on|"
    rf"in)\s+(?:[\w'’]+\s+){{0,3}}?"
    rf"(?:{_EASE})\b|(?:{_EASE_2})\b(?:,?\s+(?!but\b)[\w'’]+){{0,5}}?,?\s+{_EASES}\b)",
    # Some begin with a word that is everywhere: the next one tells.
    f"{_EASES_OPENS} >8 when with after if while during by as on in "
    f">12 {_EASED_OPENS} drink count* sleep sleeps;"
    f"{_EASED_OPENS} gentle asked made >16 {_EASES_OPENS};"
    f"a >1 drink >10 {_EASES_OPENS}; in during by >2 sleep >10 {_EASES_OPENS};"
    f"he she i >1 sleep sleeps >10 {_EASES_OPENS}",
)


class _Text(NamedTuple):
    words: Words
    findings: list[Said]
    #: Letters at which movements that are there begin, in order.
    movements: list[int]
    above: Callable[[str], frozenset[str]]


def read_motor(
    model: Model, words: Words, findings: list[Said], above: Callable[[str], frozenset[str]]
) -> list[Said]:
    """Findings that frames of movement and strength add to those that were read."""
    movements = [s.span[0] for s in findings if s.present and not MOVEMENTS.isdisjoint(above(s.id))]
    text = _Text(words, findings, sorted(movements), above)
    found = []
    for item, there, span in _all(text):
        if model.feature(item) is not None and not _of_another(words.text, span[0]):
            side = side_of(words, span)
            detail = {"side": side} if side else {}
            shown = words.text[span[0] : span[1]]
            found.append(Said("finding", item, model.label(item), span, shown, there, detail=detail))
    found += _at_rest(model, words.text, findings, above)
    found += [said for said in read_shorthand(model, words) if not _of_another(words.text, said.span[0])]
    return found


_JUST_BEFORE = 14
_TREMOR, _RESTING, _REST = "HP:0001337", "HP:0002322", "WT:twitch_at_rest"


def _at_rest(
    model: Model, text: str, findings: list[Said], above: Callable[[str], frozenset[str]]
) -> list[Said]:
    """ "Hand tremor. Insidious onset, worse at rest": the only movement told of is meant."""
    moves = {s.id for s in findings if s.present and not MOVEMENTS.isdisjoint(above(s.id))}
    rest = next((s for s in findings if s.present and s.id == _REST), None)
    told = any(s.id == _RESTING for s in findings)
    if rest is None or told or NEGATED.search(text, max(0, rest.span[0] - _JUST_BEFORE), rest.span[1]):
        return []
    if not moves or not all(_TREMOR in above(item) for item in moves):
        return []
    return [replace(rest, id=_RESTING, label=model.label(_RESTING))]


_OTHERS = re.compile(
    r"\b(?:mother|father|brother|sister|uncle|aunt|cousin|grand(?:mother|father)|if|might|may|"
    r"leaflet)\b(?![^.;]*\b(?:says|"
    r"said|tells))",
    re.I,
)


def _of_another(text: str, at: int) -> bool:
    return _OTHERS.search(text, max(0, start_of(text, at)), at) is not None


def _all(text: _Text) -> Iterator[Read]:
    yield from read_signs(text.words)
    yield from _lasting(text)
    yield from _firsts(text)
    yield from _one_limb(text)
    yield from _one_side(text)
    yield from _eased(text)
    yield from _unceasing(text)
    yield from _weak_in_spells(text)
    yield from _not_at_rest(text)
    for match in _SHAKE_IN.finditer(text.words):
        if not NEGATED.search(text.words.text, max(0, match.start() - 24), match.start()):
            yield _SHAKEN[match["what"][0].lower()], True, match.span()
    yield from _also(text)
    yield from read_where(text.words, text.findings)
    yield from read_march(text.words, text.findings)


_SLOW_AND_STIFF = Anchored(
    r"\b(?:slow(?:\s+and|,)\s+(?:very\s+)?stiff|stiff(?:\s+and|,)\s+(?:very\s+)?slow)\b",
    "slow >3 stiff; stiff >3 slow",
)


#: "The leg has jerked without a pause for three days."
_UNCEASING = Anchored(
    r"\b(?:without (?:a |any )?(?:pause|break|stop|stopping|rest|let-?up|interruption|ceasing|cease|respite)|"
    r"non-?stop|continuously|ceaselessly|incessantly|unceasingly|day and night|round the clock)\b",
    "without >2 pause break stop stopping rest let* interruption ceasing cease respite; non* continuously "
    "ceaselessly incessantly unceasingly; day >2 night; round >2 clock",
)
_ONE_PART = re.compile(
    r"\b(?:the|his|her|my|left|right|one|of) (?:left |right |one )?"
    r"(?:arm|leg|hand|foot|thumb|finger|calf|side|half)\b",
    re.I,
)
_HOURS = re.compile(r"\b(?:hours?|days?|weeks?|months?|yesterday|night)\b", re.I)
_JERKS, _NEAR = "HP:0001336", 70
#: Attacks of what is no weakness of limbs: faints, migraine, fits, cataplexy.
_IN_SPELLS = Anchored(
    r"\b(?:attacks?|spells?|bouts?|episodes?)\b(?=[^.;!?]{0,15}?\b(?:which|when|where|that|whose|with)\b)",
    "attack* spell* bout* episode* >8 which when where that whose with",
)
_OF_LIMBS = re.compile(r"\b(?:legs|arms|limbs|muscles|all over|whole body|hands and feet)\b", re.I)
_OTHER_SPELLS = re.compile(
    r"\b(?:dizz\w+|giddy|faint\w*|headaches?|migraine|fits?|seizures?|slur\w*|one side|left|right|double|"
    r"palpitations?|pass(?:es|ed)? out|black\w* out|panic|laugh\w*|sight|vision|drop\w*|sweat\w*|hungry|"
    r"sugar|jerk\w*)\b",
    re.I,
)
_NOT_AT_REST = Anchored(
    r"\b(?:not|never|nor)\s+(?:at (?:all at )?rest\b|"
    r"(?:when|while|if) (?:(?:they|it|he|she|i|(?:the|his|her|my) \w+) )?(?:is |are |am )?"
    r"(?:l(?:ie|ies|ying|ay)|rest(?:s|ing)?|at rest|sit(?:s|ting)?|idle|relaxed|hang(?:s|ing)?|still)\b)"
    r"(?! (?:or|and) )",
    "not never nor >1 at when while if",
)
#: "A little shake in my hands".
_SHAKE_IN = Anchored(
    r"\b(?:shake|wobble|tremble|shakiness) in (?:(?:my|his|her|the|both|left|right) ){1,2}"
    r"(?P<what>hands?|fingers?|arms?|legs?)\b",
    "shake wobble tremble shakiness >1 in",
)
_SHAKEN = {"h": "HP:0002378", "f": "HP:0002378", "a": "HP:0200085", "l": "HP:0200085"}
_TREMOR, _AT_REST = "HP:0001337", "HP:0002322"


def _unceasing(text: _Text) -> Iterator[Read]:
    """Jerks of one part that never stop for hours are a seizure that goes on."""
    source = text.words.text
    for match in _UNCEASING.finditer(text.words):
        first, last = sentence_of(source, match.start())
        if (
            _ONE_PART.search(source, first, last)
            and not _MORE_LIMBS.search(source, first, last)
            and _HOURS.search(source, first, last)
            and _tells(text, max(first, match.start() - _NEAR), match.start(), _JERKS)
        ):
            yield "HP:0012847", True, match.span()


def _weak_in_spells(text: _Text) -> Iterator[Read]:
    """ "Spells in which her legs cramped, felt numb and were weak"."""
    source = text.words.text
    for match in _IN_SPELLS.finditer(text.words):
        first, last = sentence_of(source, match.start())
        if _OTHER_SPELLS.search(source, first, last) or NEGATED.search(source, first, last):
            continue
        if _OF_LIMBS.search(source, match.end(), last) and _tells(text, match.end(), last, *_LIMBS_WEAK):
            yield "HP:0003752", True, match.span()


def _not_at_rest(text: _Text) -> Iterator[Read]:
    """ "They shake when I use them, not when they lie still"."""
    source = text.words.text
    for match in _NOT_AT_REST.finditer(text.words):
        first, _ = sentence_of(source, match.start())
        if _tells(text, first, match.start(), _TREMOR):
            yield _AT_REST, False, match.span()


def _tells(text: _Text, first: int, last: int, *items: str) -> bool:
    """Whether one of these, or a kind of it, is read as present between two letters."""
    return any(
        s.present and first <= s.span[0] < last and not text.above(s.id).isdisjoint(items)
        for s in text.findings
    )


def _also(text: _Text) -> Iterator[Read]:
    """What a word says besides the term that it was read as."""
    for match in _SLOW_AND_STIFF.finditer(text.words):
        if not NEGATED.search(text.words.text, max(0, match.start() - 12), match.start()):
            yield "HP:0002063", True, match.span()


def _eased(text: _Text) -> Iterator[Read]:
    if not text.movements:
        return
    source = text.words.text
    for match in _EASED.finditer(text.words):
        place = next((k for k, v in match.groupdict().items() if v), None)
        if (
            place is None
            or _GOES_INTO.search(match.group())
            or NEGATED.search(source, max(0, match.start() - 14), match.end())
        ):
            continue
        first, last = sentence_of(source, match.start())
        if _near_movement(text, first, last):
            yield tuple(_EASED_BY)[int(place[1:])], True, match.span()


def _lasting(text: _Text) -> Iterator[Read]:
    if not text.movements:
        return
    source = text.words.text
    for match in _LASTS.finditer(text.words):
        first, last = sentence_of(source, match.start())
        if _FALLS_AWAY.search(source, first, match.start()):
            continue
        seconds = seconds_of(match["high"] or match["low"], match["unit"])
        if not _OF_MOVEMENT.match(match["what"]) and not _near_movement(text, first, last):
            continue
        near = {s.id for s in text.findings if s.present and first <= s.span[0] < last}
        weak = match["what"].lower() in ("weakness", "paralysis") or any(
            not _WEAK.isdisjoint(text.above(item)) for item in near
        )
        item = _weak_for(seconds) if weak else length_of(seconds)
        if item is not None:
            yield item, True, match.span()


def seconds_of(count: str, unit: str) -> float:
    """Seconds of a count and its unit: "half an", "hour"; "20", "secs"."""
    known = _COUNTS.get(count.lower())
    number = known if known is not None else float(count) if count[0].isdigit() else 1.0
    return number * _SECONDS[unit[0].lower()]


def _weak_for(seconds: float) -> str | None:
    short, long = "WT:weak_attack_short", "WT:weak_attack_long"
    return None if seconds <= _MINUTE else short if seconds <= _TWO_HOURS else long


def length_of(seconds: float) -> str:
    """What a movement of so many seconds is called."""
    if seconds < _SECOND:
        return "WT:twitch_seconds"
    if seconds <= _MINUTE:
        return "WT:attack_under_a_minute"
    return "WT:twitch_minutes" if seconds < _TWO_HOURS / 2 else "WT:twitch_hours"


def _near_movement(text: _Text, first: int, last: int) -> bool:
    """Whether this sentence or the one before tells of a movement: "his arm jerks. It lasts ten minutes"."""
    low = start_of(text.words.text, max(0, first - 2))
    k = bisect_left(text.movements, low)
    return k < len(text.movements) and text.movements[k] < last


def _firsts(text: _Text) -> Iterator[Read]:
    for match in _FIRST.finditer(text.words):
        if not _LOSS.search(match.group()):
            first, last = sentence_of(text.words.text, match.start())
            if not _LOSS.search(text.words.text, first, last):
                continue
        one, two = match["one"].lower(), match["two"].lower()
        if one in ("feet", "legs", "toes") and two not in ("foot",):
            yield "WT:weakness_ascending", True, match.span()
        elif one in ("eyes", "eyelids", "lids", "face") and two != "foot":
            yield "WT:weakness_descending", True, match.span()
        elif one in _LIMBS and two in ("hand", "foot", "wrist"):
            yield "WT:stepwise_nerve_loss", True, match.span()


def _one_limb(text: _Text) -> Iterator[Read]:
    source, reached = text.words.text, 0
    for match in _ONE_LIMB.finditer(text.words):
        if match.start() < reached:
            continue
        first, last = sentence_of(source, match.start())
        reached = last
        if not _MAY_WEAKEN.may_open(text.words, first, last):
            continue
        sentence = _NONE_ELSE.sub("", source[first:last])
        if _WEAKENS.search(sentence) and _SLOWLY.search(sentence) and not _MORE_LIMBS.search(sentence):
            yield "WT:one_limb_slow_progression", True, match.span()


def _one_side(text: _Text) -> Iterator[Read]:
    source = text.words.text
    for match in _ONE_SIDE.finditer(text.words):
        first, last = sentence_of(source, match.start())
        if _BOTH.search(source, first, last):
            continue
        if _DANCES.search(source, first, last):
            yield "WT:hemichorea", True, match.span()
            yield "WT:unilateral_limbs", True, match.span()
        elif _TWISTS.search(source, first, last) and any(
            s.present and first <= s.span[0] < last and _DYSTONIA in text.above(s.id) for s in text.findings
        ):
            yield "HP:0032005", True, match.span()
