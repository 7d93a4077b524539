"""What an attack does and when it comes: a march from part to part, jerks of the morning that fling cups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from whytwitch.intake.story.findings.signs import Read
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.bounds import sentence_of
from whytwitch.intake.story.text.split import Words
from whytwitch.model.store import Model

__all__ = ["read_march", "without_slow_spread"]

MARCH, DROPS, ON_WAKING = "WT:twitch_spreading_march", "WT:drops_objects_morning", "WT:twitch_on_waking"
_JERKS, _FOCAL, _LIMB_TWITCH = "HP:0001336", "HP:0011153", "HP:0007289"
_JERK, _SPREADS = (
    re.compile("jerk", re.I),
    re.compile(r"spread|climb|march|mov|crept|creep|went|reach|travel", re.I),
)
_GOES = (
    r"(?:spread\w*|climb\w*|crept|creep\w*|march\w*|travel\w*|mov(?:es|ed|ing)|goes|went|going|runs?|ran|"
    r"running|"
    r"work(?:s|ed) its way|crawl\w*|shoots?|shot)"
)
_SMALL = (
    r"(?:thumb|(?:index |little |ring |middle )?fingers?|hand|lips?|mouth|tongue|face|cheek|toes?|foot|wrist)"
)
_LARGE = r"(?:arm|forearm|elbow|shoulder|face|mouth|leg|thigh|knee|side|body|hand|cheek|neck)"
_ON = (
    r"(?:up|on|in|to|into|through|over|along|across|the|my|his|her|whole|entire|all|of|rest|that|same|"
    r"left|right|"
    r"down|and|as|far|also)"
)
#: "Starts in my thumb and climbs up the arm", "my fingers, then the whole arm".
_STEPS = Anchored(
    rf"\b{_SMALL}\b[^.;!?\n]{{0,45}}?(?:\b{_GOES}(?: {_ON}){{1,6}}|,? (?:and )?then(?: (?:it |"
    rf"they )?{_GOES})?"
    rf"(?: {_ON}){{0,6}}) {_LARGE}\b",
    "thumb finger* index little ring middle hand lip lips mouth tongue face cheek toe toes foot wrist "
    ">14 spread* climb* crept creep* march* travel* moves moved moving goes went going run runs ran "
    "running work "
    "works worked crawl* shoot shoots shot then",
)
_MOVES = re.compile(
    r"\b(?:twitch|jerk|shak|spasm|clench|cramp|tremb|stiff|tingl|quiver|convuls|fit|seizure|draws?\b)", re.I
)
_ATTACK = re.compile(
    r"\b(?:(?:\d+|a few|few|several|couple of|one|two|three|four|five|ten|thirty|a|an|half a|some)[\s-]"
    r"(?:seconds?|secs?|minutes?|mins?)|attacks?|spells?|fits?|seizures?|episodes?|(?:each|every) time|"
    r"times (?:a|this|per) (?:day|week|month)|within (?:seconds|minutes)|jacksonian)\b",
    re.I,
)
#: What takes weeks to reach the next part is no march.
_SLOWLY = re.compile(
    r"\b(?:weeks?|months?|years?) (?:later|after(?:wards)?|on)\b|"
    r"\b(?:over|within|in|during|after|for) (?:the )?(?:next |past |last |following |coming )?(?:\w+ ){0,2}"
    r"(?:days|weeks?|months?|years?)\b|\bgradual|\bslowly\b|\bby now\b",
    re.I,
)
_CUPS = (
    r"(?:cups?|tea|coffee|mugs?|spoons?|tooth ?brush(?:es)?|cereal|milk|bowls?|toast|plates?|breakfast|"
    r"juice|comb|"
    r"razor|mascara|things|objects|hair ?brush|cutlery|knife|fork|glass(?:es)?)"
)
_FLINGS = Anchored(
    rf"\b(?:drop(?:s|ped|ping)?|fl(?:ing|ung|ings|inging)|thr(?:ow|ew|ows|own)|spill(?:s|ed|ing)?|spilt|"
    rf"knock(?:s|ed)? over|lose grip of|toss(?:es|ed)?)\b[^.;!?,\n]{{0,25}}?\b{_CUPS}\b",
    "drop drops dropped dropping fling flung flings flinging throw threw throws thrown spill spills "
    "spilled spilling "
    "spilt knock knocks knocked lose toss tosses tossed",
)
_MORNING = re.compile(
    r"\b(?:(?<!this )mornings?|breakfast|waking(?! up (?:at night|in the night))|after (?:I|he|"
    r"she) (?:wakes?|gets?) up|"
    r"when (?:I|he|she) (?:first )?(?:wakes?|gets?)(?: up)?(?! at night)|out of bed|on awakening)\b",
    re.I,
)


def _is_attack(text: str, at: int) -> bool:
    """Whether a sentence tells of an attack, or one of its neighbours does, and not of weeks."""
    first, last = sentence_of(text, at)
    if _SLOWLY.search(text, first, last):
        return False
    before = sentence_of(text, first - 2)[0] if first > 1 else first
    behind = sentence_of(text, last + 1)[1] if last + 1 < len(text) else last
    return _ATTACK.search(text, before, behind) is not None


def read_march(words: Words, findings: list[Said]) -> Iterator[Read]:
    """A march from part to part within an attack, and jerks of the morning, with their spans."""
    text = words.text
    for match in _STEPS.finditer(words):
        first, last = sentence_of(text, match.start())
        if _MOVES.search(text, first, last) and _is_attack(text, match.start()):
            yield MARCH, True, match.span()
    jerks = any(s.present and s.id == _JERKS for s in findings)
    for match in _FLINGS.finditer(words) if jerks else ():
        morning = _MORNING.search(text, *sentence_of(text, match.start()))
        if morning is not None:
            yield DROPS, True, match.span()
            yield ON_WAKING, True, morning.span()


def without_slow_spread(model: Model, text: str, findings: list[Said]) -> list[Said]:
    """Findings without the march of what spread over weeks: a twitch that did so is no seizure."""
    kept = []
    for said in findings:
        if said.id == MARCH and said.present and not _is_attack(text, said.span[0]):
            continue
        if said.id == _FOCAL and said.present and _SPREADS.search(said.words) and _took_weeks(text, said):
            item = _JERKS if _JERK.search(said.words) else _LIMB_TWITCH
            said = replace(said, id=item, label=model.label(item))
        kept.append(said)
    return kept


def _took_weeks(text: str, said: Said) -> bool:
    return _SLOWLY.search(text, *sentence_of(text, said.span[0])) is not None
