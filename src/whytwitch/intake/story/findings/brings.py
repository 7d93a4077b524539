"""What brings a movement on and what eases it, with words in between: "whenever I have had two coffees"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from whytwitch.intake.story.findings.signs import NEGATED, Read
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.bounds import sentence_of
from whytwitch.intake.story.text.split import Words

__all__ = ["brought_and_eased"]

Span = tuple[int, int]


_WHO = r"(?:(?:i|he|she|we|you|someone|somebody|people|anyone|they|it)(?:['’]\w+)?\s+)"
_CLAUSE = (
    r"(?:when(?:ever)?|if|every time|each time|any ?time|as soon as|the (?:moment|minute|second)|once|while|"
    r"on days (?:when|that)|on days)"
)
_NOUN = r"(?:after|before|during|with|under|on|in|from|following|by)"
_GAP = r"(?:(?!(?:and|but|or|not|no|never|then|when|if|because|without|so|until|unless)\b)[\w'’]+\s+)"
_PRESS = r"(?:touch|tap|press|pok|strok|brush|knock|flick|squeez|prod)(?:e|es|s|ed|ing)?"
#: What follows a word for a time or a cause: whole clauses have more words in between than nouns.
_BRINGS: dict[str, str] = {
    "WT:twitch_on_emotion": (
        r"stress(?:ed|ful)?(?: out)?|nervous|anxious|anxiety|upset|angry|worked up|wound up|het up|"
        r"flustered|embarrassed|arguments?|arguing|argue|boss|mother-in-law|exams?|"
        r"interviews?|presentations?|presenting|stage|audience|gigs?|deadlines?|public|strangers?|"
        r"watched|watch(?:es|ing)? me|look(?:s|ing)? at me|(?<=under )pressure|pressure at work|recitals?|"
        r"concerts?|auditions?|put on the spot|self-conscious|speech(?:es)?(?= (?:to|in front|at)\b)|"
        r"cross(?! (?:my|the|a|his|her|legs))|emotional|excited|panicky|big match|driving test"
    ),
    "WT:twitch_worse_with_caffeine": (
        r"coffees?|espressos?|lattes?|cappuccinos?|caffeine|energy drinks?|red bulls?|monsters?|colas?|"
        r"cokes?|pre-?workout|cuppas?|strong tea|tea or coffee|coffee or tea|mugs? of tea|pots? of tea|"
        r"americanos?"
    ),
    "WT:twitch_on_cold": (
        r"cold (?:weather|days?|water|mornings?|winds?|air|snap)|frosty|freezing|chilly|icy weather"
    ),
    "WT:heat_sensitivity": (
        r"(?<!in )(?<!the )hot(?! (?:drink|food|meal|chocolate|water bottle|flush|flash|tea|coffee))|"
        r"overheated|heatwaves?|sauna"
    ),
    "WT:twitch_at_rest": (
        r"relax(?:ed|ing)?(?! (?:my|the))|put my feet up|chill(?:ing)? out|sit(?:ting)? (?:still|quietly)"
        r"|doing nothing|sit(?:s|ting)?(?: down)?(?=\s*(?:[.,;!?]|$))|(?<=m )still(?=\s*(?:[.,;!?]|$))|"
        r"(?<=sat )still|(?<=lying )still"
    ),
    "WT:twitch_on_action": (
        r"us(?:e|es|ing) (?:it|them|my (?:left |right )?(?:hands?|arms?))|pick(?:s|ing)? (?:things|"
        r"something|it|stuff) up|reach(?:es|ing)? (?:for|out)"
    ),
    "WT:twitch_on_posture": (
        r"hold(?:s|ing)? (?:it|them|(?:my|his|her) (?:arms?|hands?)) (?:out|up)|hold(?:s|ing)? (?:a|the|"
        r"my|his|her) (?:cup|mug|"
        r"glass|phone|tray|newspaper|paper|fork|camera)|carr(?:y|ies|ying) (?:a|the) (?:tray|cup|mug|"
        r"glass|tea|drinks?)"
    ),
    "WT:twitch_on_waking": r"(?:first )?wak(?:e|es|ing) up(?! (?:in|at|from|with))|woken up|on waking",
    "WT:twitch_at_night": r"night(?= ?(?:[.,;!?]|$|and|but))",
    "WT:twitch_on_touch": (
        rf"{_PRESS} (?:it|them|on it|against it|that (?:bit|muscle|spot)|the (?:muscle|spot|skin))|"
        rf"touched|tapped|pressed|knocked|stroked|poked|brushed"
    ),
    "WT:twitch_on_startle": (
        r"(?:loud|sudden) (?:noises?|bangs?|sounds?)|startled|slams? (?:a|the) door|door slams|"
        r"fright"
    ),
    "WT:twitch_face_and_speaking": (
        r"talk(?:s|ing)?(?= ?(?:[.,;!?]|$|and|or|but|too|a lot|for))|speak(?:s|ing)?(?= ?(?:[.,;!?]|$|"
        r"and|or|but))|eat(?:s|ing)?(?= ?(?:[.,;!?]|$|and|or|but))|chew(?:s|ing)?|smil(?:e|es|ing)|"
        r"laugh(?:s|ing)?"
    ),
}
#: After these alone: "when I have been for a run", "the day after leg day".
_EFFORT = (
    r"(?:long |brisk |good |hard )?walks?|runs?|running|football|leg day|(?:the )?gym|work ?outs?|"
    r"training|match|swim(?:ming)?|"
    r"cycling|bike ride|jog(?:ging)?|hik(?:e|es|ing)|squash|tennis|golf|rugby|spin(?:ning)? class|"
    r"marathon|park ?run|squats|"
    r"digging|gardening|sport|exercis(?:e|ing)|physical work|heavy lifting|long shift"
)
_WHICH = "|".join(f"(?P<b{i}>{names})" for i, names in enumerate(_BRINGS.values()))
_TRIGGER_WORDS = (
    "stress* nervous anxi* upset angry worked wound het flustered embarrassed argu* boss exam exams "
    "interview* present* stage audience gig gigs deadline* public stranger* watched watch* look* "
    "pressure recital* concert* audition* put self* speech* emotional cross excited panicky big "
    "driving coffee* espresso* latte* cappuccino* caffeine energy red monster* cola* coke* pre* "
    "cuppa* strong tea mug mugs pot pots americano* cold frosty freezing chilly icy hot overheated "
    "heatwave* sauna relax* chill* sit* still doing use uses using pick* reach* hold* carr* first "
    "wake wakes waking woken on touch* tap* press* pok* strok* brush* knock* flick* squeez* prod* "
    "loud sudden startled slam* door talk* speak* eat* chew* smil* laugh* mother* night fright "
)
_BROUGHT = Anchored(
    rf"\b(?:{_CLAUSE}\s+{_WHO}?{_GAP}{{0,5}}?|{_NOUN}\s+{_GAP}{{0,3}}?)(?:{_WHICH})(?:\b|(?<=\W))",
    f"when whenever if anytime once while >12 {_TRIGGER_WORDS}; every each any >1 time >12 {_TRIGGER_WORDS}; "
    f"as >1 soon >12 {_TRIGGER_WORDS}; the >1 moment minute second >12 {_TRIGGER_WORDS}; "
    f"on >1 days >12 {_TRIGGER_WORDS}; "
    f"after before during with under on in from following by >6 {_TRIGGER_WORDS}",
)
_AFTER_EFFORT = Anchored(
    rf"\b(?:(?:after|following)\s+(?:(?:a|an|my|the|playing|doing|going|every|each|any|to|for|long|hard|"
    rf"heavy)\s+){{0,4}}|when(?:ever)? (?:i|he|she)(?:['’]\w+)? (?:have |has )?(?:just )?(?:been|done|"
    rf"had|"
    rf"finished|come back|got back)\s+(?:(?:a|an|my|the|for|from|to|doing|on|some|long)\s+){{0,3}})"
    rf"(?:{_EFFORT})\b(?!\s+(?:injury|accident|fall))",
    "after following when whenever >20 long brisk good hard walk walks run* football leg gym the work* "
    "training match swim* cycling "
    "bike jog* hik* squash tennis golf rugby spin* marathon park* squats digging gardening sport "
    "exercis* physical heavy",
)
#: "Coffee gives me the shakes", "stress always sets it off".
_SETS_OFF = (
    r"(?:gives? (?:me|him|her)|brings? (?:it|them|this) on|sets? (?:it|them|me|him|her|this) (?:off|"
    r"going)|triggers? (?:it|them)|"
    r"starts? (?:it|them)(?: off)?|"
    r"makes? (?:me|him|her|it|them|(?:my|his|her) \w+) (?:worse|shake|twitch|tremble|jump|jerk|flutter|"
    r"go|start))"
)
_SUBJECTS: dict[str, str] = {
    "WT:twitch_on_emotion": (
        r"stress|nerves|worry|worrying|anxiety|arguments?|rows?|exams?|deadlines?|being watched|crowds|"
        r"meetings|public speaking"
    ),
    "WT:twitch_worse_with_caffeine": (
        r"coffees?|caffeine|espressos?|tea|energy drinks?|red bull|cola|coke|pre-?workout"
    ),
    "WT:twitch_on_cold": r"the cold|cold (?:weather|water|air|wind|mornings)|winter",
    "WT:heat_sensitivity": r"the heat|hot (?:weather|baths?|showers?|days)|saunas?",
    "WT:twitch_after_exercise": (
        r"exercise|running|football|the gym|leg day|squats|a long walk|cycling|training"
    ),
}
_WHICH_SUBJECT = "|".join(f"(?P<s{i}>{names})" for i, names in enumerate(_SUBJECTS.values()))
_AS_SUBJECT = Anchored(
    rf"\b(?:{_WHICH_SUBJECT})\s+(?:(?:always|usually|really|definitely|often|just|also|can|will|seems to|"
    rf"tends to|does)\s+){{0,2}}{_SETS_OFF}\b",
    "stress nerves worry worrying anxiety argument* row rows exam exams deadline* being crowds meetings "
    "public coffee* caffeine espresso* tea energy red "
    "cola coke pre* the cold winter hot sauna* exercise running football leg squats a cycling training "
    ">20 give gives bring brings set sets trigger* start* make makes",
)
_NO_CAUSE = re.compile(
    r"\b(?:even|whether|regardless|no matter|unless|stops?|stopped|goes|gone|settles|calms?|better|less|fine|"
    r"hold(?:s|ing)? (?:it|them) (?:in|off|back)|control|suppress|hide|cut|gave up|given up|quit|"
    r"difference|steady|"
    r"only thing|helps?|eases?|makes it stop)\b",
    re.I,
)
_STEADY = re.compile(r"\b(?:steady|fine|okay|ok)\s*[;,]\s+(?:it is|only|but)\b", re.I)

_EASING = (
    r"(?:(?<!to )stops?|stopped|goes (?:away|off|completely)|goes(?=\s*(?:[.,;!?]|$|when|if|once|after|"
    r"with))|gone|"
    r"disappears?|vanish(?:es|ed)?|settles?(?: down)?|calms?(?: down)?|right as rain|(?:a )?different story|"
    r"(?:rock )?steady|steadier|no bother|eases?(?: off)?|lets? go|wears? off|clears?|subsides?|"
    r"quietens?|dies down|"
    r"back to normal|like a rock|fine(?=\s*(?:[.,;!?]|$))|better(?= (?:after|with|when|once|if|for)\b)|"
    r"cures? it|sorts? (?:it|them|me) out|does the trick|works wonders)"
)
#: Words that say by themselves that it eases, and those that do at the end of some others: "right as rain".
_EASE_WORDS = (
    "stop stops stopped goes gone disappear* vanish* settle* calm* different rock steady steadier ease "
    "eases let "
    "lets wear wears clear clears subside* quieten* dies fine better cure cures sort sorts"
)
_EASE_TURNS = (
    "right >2 rain", "a >1 different", "no >1 bother", "back >2 normal", "like >2 rock", "does >2 trick",
    "works >1 wonders",
)  # fmt: skip
_EASE_ENDS = f"{_EASE_WORDS} rain bother normal trick wonders"
_EASES: dict[str, str] = {
    "WT:twitch_relieved_alcohol": (
        r"(?:glass(?:es)?|drop|pint|pints|couple|tot|nip) (?:of|or two of) (?:\w+ )?(?:wine|beer|"
        r"whisk(?:e)?y|"
        r"sherry|gin|vodka|brandy|rum|port|ale|lager)|(?:a|two|few|couple of) (?:pints?|beers?|drinks?|"
        r"whisk(?:e)?ys?|sherry|sherries|gins?|brandy|g and t)|a tipple|few jars"
    ),
    "WT:twitch_relieved_food": (
        r"eat(?:en|ing)?(?: something)?|ate|food|had (?:breakfast|lunch|a biscuit|a banana|a sandwich|"
        r"something sweet|"
        r"sugar)|a biscuit|something sweet|a snack|a sandwich|sugary drink|sugar"
    ),
    "WT:twitch_relieved_rest": (
        r"(?:good )?night['’]?s (?:sleep|kip|rest)|rested|a (?:nap|lie[- ]?down|rest|kip|holiday|good "
        r"sleep)|put my feet up|"
        r"early night|catch up on sleep|slept well|some sleep|proper sleep|good sleep"
    ),
    "WT:twitch_distractible": (
        r"talk(?:s|ing|ed)? to (?:me|him|her|someone)|distract(?:ed|s)? (?:me|him|her)|distracted|engrossed|"
        r"absorbed|forget about it|forgets about it|not thinking about it|mind is on something|"
        r"concentrat\w+ on something else|busy(?: with something)?"
    ),
    "WT:twitch_relieved_stretch": (
        r"stretch(?:ed|ing|es)?(?: (?:it|them|out|my|the))?|pull(?:ing)? (?:my|the|his|her) (?:big )"
        r"?(?:toes?|foot)|"
        r"massag\w+|knead\w*|rub(?:bing)?(?: it)?"
    ),
    "WT:twitch_relieved_movement": (
        r"get(?:s|ting)? up|walk(?:s|ing)?(?: about| around| it off)?|mov(?:e|es|ing)(?: it| about| "
        r"around)?|pac(?:e|es|ing)|"
        r"stand(?:s|ing)? up|keep moving"
    ),
    "WT:twitch_stops_in_sleep": r"asleep|(?:my|his|her) sleep|sleeping",
}
_WHICH_EASES, _WHICH_THEN, _WHICH_ALSO, _WHICH_NOT, _WHICH_UNTIL, _WHICH_FIXES = (
    "|".join(f"(?P<{key}{i}>{names})" for i, names in enumerate(_EASES.values())) for key in "efgnuv"
)
#: One of these stands in all that eases; what may stand before it there.
_EASER_WORDS = (
    "glass glasses drop pint* couple tot nip beer* drink* whisk* sherr* gin gins brandy g tipple jars "
    "eat* ate food "
    "breakfast lunch biscuit banana sandwich sweet sugar* snack night* rested nap lie* kip "
    "holiday sleep* rest "
    "feet early slept catch talk* distract* engrossed absorbed forget* thinking mind concentrat* busy "
    "stretch* pull* "
    "massag* knead* rub* get* walk* mov* pac* stand* asleep"
)
_EASER_OPENS = "a two few couple had something good some proper put not my his her keep sugary"
_THEN = (
    r"(?:when(?:ever)?|if|once|after|as soon as|the (?:moment|minute|second)|until|till|with|by|"
    r"following|for|in|during|while)"
)
_THEN_WORDS = "when whenever if once after as the until till with by following for in during while"
_SHORT = r"(?:(?!(?:and|but|when|if|then|because|starts?|worse|comes)\b)[\w'’]+,?\s+)"
_FIXES = (
    r"(?:fix(?:es)?|sorts?(?: (?:it|them|me))?(?: out)?|stops?|settles?|calms?|cures?|helps?|eases?|"
    r"kills?|gets rid of|"
    r"does the trick|works wonders|makes? (?:it|them) (?:stop|go|better|go away|ease))"
)
_EASED = Anchored(
    # "It goes off after a good night's kip"
    rf"\b(?:{_EASING}\s+{_SHORT}{{0,3}}?{_THEN}\s+{_SHORT}{{0,5}}?(?:{_WHICH_EASES})|"
    # "If someone talks to me about the footie it stops"
    rf"{_THEN}\s+{_SHORT}{{0,5}}?(?:{_WHICH_THEN})\b,?\s+{_SHORT}{{0,6}}?{_EASING}|"
    # "A glass of wine and the shaking is a different story"
    rf"(?:{_WHICH_ALSO})\s+(?:and|inside me and|later)\s+{_SHORT}{{0,5}}?{_EASING}|"
    # "But not when I'm asleep"
    rf"(?:not|never)\s+(?:when|while|if|in|during)\s+{_SHORT}{{0,3}}?(?:{_WHICH_NOT})|"
    # "Until I eat something", "unless I stretch it"
    rf"(?:until|till|unless)\s+(?:i|he|she)\s+{_SHORT}{{0,2}}?(?:{_WHICH_UNTIL})|"
    # "A good sleep sorts it", "moving it makes it stop"
    rf"(?:{_WHICH_FIXES})\s+(?:(?:always|usually|really|definitely|seems to|often|generally|sometimes|"
    rf"soon)\s+)?{_FIXES})\b",
    ";".join(
        (
            f"{_EASE_WORDS} >12 {_THEN_WORDS} >16 {_EASER_WORDS}",
            *(f"{turn} >12 {_THEN_WORDS} >16 {_EASER_WORDS}" for turn in _EASE_TURNS),
            f"{_THEN_WORDS} >16 {_EASER_WORDS} >20 {_EASE_ENDS}",
            f"{_EASER_WORDS} >14 {_EASE_ENDS} fix* help* kill* get* make*",
            f"{_EASER_OPENS} >4 {_EASER_WORDS} >14 {_EASE_ENDS} fix* help* kill* get* make*",
            f"not never >8 {_EASER_WORDS}; until till unless >7 {_EASER_WORDS}",
        )
    ),
)
_UNEASED = re.compile(
    r"\b(?:not|no (?:difference|better|help)|never|nothing|even|neither|nor|without)\b|n['’]t\b", re.I
)
#: Whose help is asked for or denied is none: "nothing helps", "would walking help?"
_ASKED = re.compile(r"\b(?:would|will|could|might|should|does)\b[^.;!?\n]*$", re.I)


def brought_and_eased(words: Words, moving: Sequence[Span], named: Sequence[Span]) -> Iterator[Read]:
    """Circumstances of movements, each with its letters.

    Parameters
    ----------
    moving : sequence of tuple
        Letters of the movements that are there, in order.
    named : sequence of tuple
        Letters of all that were named: what eases one may deny it.
    """
    if not named:
        return
    text = words.text
    for match in _BROUGHT.finditer(words):
        if _is_brought(text, match, moving):
            yield _item(_BRINGS, match, "b"), True, match.span()
    for match in _AFTER_EFFORT.finditer(words):
        if _is_brought(text, match, moving):
            yield "WT:twitch_after_exercise", True, match.span()
    for match in _AS_SUBJECT.finditer(words):
        first, last = sentence_of(text, match.start())
        if _moves(moving, first, last) and NEGATED.search(text, first, match.end()) is None:
            yield _item(_SUBJECTS, match, "s"), True, match.span()
    for match in _EASED.finditer(words):
        first, last = sentence_of(text, match.start())
        low = sentence_of(text, max(0, first - 3))[0]
        key = next((key for key in "efgnuv" if _has(_EASES, match, key)), None)
        if key is None or not _moves(named, low, last) or _ASKED.search(text, first, match.start()):
            continue
        behind = match.start() if key == "n" else match.end()
        if not _UNEASED.search(text, max(first, match.start() - 12), behind):
            yield _item(_EASES, match, key), True, match.span()


def _is_brought(text: str, match: re.Match[str], moving: Sequence[Span]) -> bool:
    """Whether a movement of the sentence is brought on by what was found, not eased nor untouched by it."""
    first, last = sentence_of(text, match.start())
    behind = _STEADY.search(text, first, match.start())
    first = behind.end() if behind else first
    return (
        _moves(moving, first, last)
        and _NO_CAUSE.search(text, first, last) is None
        and NEGATED.search(text, first, match.end()) is None
    )


def _has(table: dict[str, str], match: re.Match[str], key: str) -> bool:
    return any(match[f"{key}{i}"] for i in range(len(table)))


def _item(table: dict[str, str], match: re.Match[str], key: str) -> str:
    return next(item for i, item in enumerate(table) if match[f"{key}{i}"])


def _moves(moving: Sequence[Span], first: int, last: int) -> bool:
    """Whether one of the movements begins between two letters."""
    k = bisect_left(moving, (first, 0))
    return k < len(moving) and moving[k][0] < last
