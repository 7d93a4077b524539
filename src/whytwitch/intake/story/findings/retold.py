"""Findings that a plain retelling spells out in a sentence: legs that make one sit down after some steps, "
"fits
with a fever in a small child, jerks that began on the third day of life, spells that went on carbamazepine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from whytwitch.intake.story.findings.signs import NEGATED, Read
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.bounds import sentence_of
from whytwitch.intake.story.text.split import Words

__all__ = ["read_retold"]

_LEGS = "leg legs calves thigh thighs buttock buttocks"
#: "Both legs go numb after 100 metres and he has to sit down": a narrow canal of the spine.
_MUST_SIT = Anchored(
    r"\b(?:legs?|calves|thighs?|buttocks?)\b[^.;!?\n]{0,90}?\b(?:(?:has|have|had|needs?|needed|forced|"
    r"obliged)"
    r"\s+to|must|until\s+(?:he|she|i)\s+can)\s+(?:sit|squat|crouch|bend|lean|stoop)\b|"
    r"\b(?:legs?|calves|thighs?|buttocks?)\b[^.;!?\n]{0,60}?\buntil\s+(?:he|she|i)\s+(?:sits?|squats?|"
    r"bends?|leans?)\b",
    f"{_LEGS} >25 sit sits squat squats crouch bend bends lean leans stoop",
)
_WALKED = re.compile(r"\b(?:walk\w*|met(?:re|er)s?|yards?|steps|strides|streets?|blocks?|corner)\b", re.I)
_HURTS = re.compile(r"\b(?:numb\w*|ach\w+|hurt\w*|pains?|painful|heav\w+|tingl\w*|burn\w*|cramp\w*)\b", re.I)
_OTHERWISE = re.compile(r"\b(?:breath\w*|dizz\w*|faint\w*|giddy|black(?:s|ed)? out|sham\w+)\b", re.I)
_EASED = Anchored(
    r"\b(?:legs?|calves|thighs?|buttocks?)\b[^.;!?\n]{0,40}?\b(?:go(?:es)? away|eas(?:es?|ed)|stops?|better|"
    r"relieved|disappears?|gone)\b[^.;!?\n]{0,12}?\b(?:when|on|if|once|by|as soon as)\s+(?:(?:he|she|i|"
    r"they)\s+)?"
    r"(?:sits?|sitting|bends? forwards?|bending forwards?|leans? forwards?|leaning forwards?|stoops?|"
    r"stooping|"
    r"squats?|squatting)\b",
    f"{_LEGS} >16 sit* bend* lean* stoop* squat*",
)

#: "When she sits, her legs stop hurting".
_SITS = Anchored(
    r"\b(?:sits?|bends? forwards?|leans? forwards?|stoops?|squats?)(?:\s+down)?\s*,\s+(?:(?:the|his|her|my|"
    r"both)\s+)?"
    r"(?:pain\s+in\s+)?(?:(?:the|his|her|my|both)\s+)?(?:legs?|calves|thighs?|leg\s+pain)\s+(?:stops?|"
    r"eases?|go(?:es)?\s+away|"
    r"gets?\s+better|is\s+better|are\s+better|disappears?)\b",
    "sit sits bend bends lean leans stoop stoops squat squats >12 stop stops ease eases go goes get gets is "
    "are disappear*",
)
_LEG_PAIN = r"(?:leg|legs|foot|feet|thigh|calf|calves|buttock|arm|arms|hand)"
_COUGHS = Anchored(
    r"\b(?:coughs?|sneezes?|strains?)\s*,\s+(?:(?:a|the|his|her|my|sharp)\s+){0,2}pains?\s+(?:darts?|"
    r"shoots?|runs?|flies|"
    rf"goes|stabs?)\s+(?:in)?(?:to|down|through)\s+(?:(?:the|his|her|my)\s+)?(?:left\s+|"
    rf"right\s+)?{_LEG_PAIN}\b",
    "cough coughs sneeze sneezes strain strains >4 pain pains",
)
_NECK_MOVED = Anchored(
    r"\b(?:arms?|shoulder|hand|fingers)\s+(?:hurts?|aches?|tingles?)\s+(?:more\s+)?(?:when|if|"
    r"whenever)\s+(?:he|she|i)\s+"
    r"(?:turns?|bends?|tilts?|moves?|tips?)\s+(?:the|his|her|my)\s+(?:head|neck)\b",
    "arm arms shoulder hand fingers >8 head neck",
)
_DOWN_THE_LEG = Anchored(
    r"\bpains?\s+(?:that\s+)?(?:draws?|runs?|ran|shoots?|shot|pulls?|goes|went|travels?|radiates?|"
    r"spreads?)\s+from\s+the\s+"
    r"(?:small\s+of\s+the\s+back|lower\s+back|back|loins?|buttocks?)\b[^.;!?\n]{0,40}?\b(?:to|into|"
    r"down)\s+(?:the\s+|his\s+|"
    r"her\s+)?(?:left\s+|right\s+)?(?:calf|leg|foot|heel|ankle|toes)\b",
    "pain pains >60 back loin loins buttock buttocks",
)

_LIMP = r"(?:weak(?:er)?|weakened)"
_HARD = r"(?:stiff(?:er)?|stiffened|spastic)"
#: Legs both stiff and weak: what the two are together, beside each.
_STIFF_AND_WEAK = Anchored(
    rf"(?<!arms and )\blegs?\b[^.;,!?\n]{{0,40}}?\b(?:{_HARD}\s+and\s+(?:\w+\s+)?{_LIMP}|"
    rf"{_LIMP}\s+and\s+(?:\w+\s+)?{_HARD})\b",
    "leg legs >12 stiff stiffer stiffened spastic",
)

_FITS = r"(?:fits?|seizures?|convulsions?|convulsed|fitted)"
_FEVER_FITS = Anchored(
    r"\bfever(?:ish)?\s+(?:fits?|convulsions?|seizures?)\b",
    "fever feverish >1 fit fits convulsion* seizure seizures",
)
_WITH_FEVER = Anchored(
    rf"\b{_FITS}\s+(?:with|during|in|whenever|when|each time|every time)\s+"
    r"(?:(?:an?|the|each|every|any|his|her|high|first|he|she|ran|had|has|runs|with)\s+){0,4}"
    r"(?:fevers?|temperature)\b",
    "fit fits seizure seizures convulsion* convulsed fitted >7 fever fevers temperature",
)
_SMALL = re.compile(
    r"\b(?:toddler|infan\w+|baby|as an? (?:small |young |little )?child|in (?:early |his |her )*childhood|"
    r"(?:one|two|three|four|five|[1-5]) years? old|"
    r"at (?:the age of )?(?:[1-9]\d? months|(?:one|two|three|four|five|[1-5])(?: years)?(?!\w| o['’]clock|"
    r"\s?[ap]m)))\b",
    re.I,
)

#: "It began on the third day of life"; not what a mother had after the birth of a child.
_BORN = (
    r"(?:(?:first|second|third|fourth|fifth|sixth|seventh|\d{1,2}(?:st|nd|rd|th)?)\s+(?:days?|hours?|"
    r"week)\s+of\s+"
    r"life|day\s+\d{1,2}\s+of\s+life|(?:hours?|days?)\s+(?:of|after)\s+(?:birth(?!\s+of)|being born))"
)
_FROM_BIRTH = Anchored(
    r"\b(?:began|begun|begins?|started|starts?|onset|appeared|came on|set in|seen|noticed|noted)\b"
    rf"[^.;!?\n]{{0,40}}?\b{_BORN}\b|"
    r"\bfrom\s+(?:his|her|the)\s+first\s+(?:days?|week|hours?)\s+of\s+life\b|"
    r"\bsince\s+(?:his|her|the)\s+first\s+(?:days?|week|hours?)(?=\s+(?:of life|he|she|there)\b|\s*[,.;]|"
    r"\s*$)",
    "began begun begin begins started start starts onset appeared came set seen noticed noted >14 life "
    "birth born;"
    "since from >3 day days week hour hours",
)
_OF_NEWBORNS = re.compile(r"\b(?:jaundice\w*|rash|feeding|cord|stools?|meconium|yellow)\b", re.I)

_CBZ = r"(?:carbamazepine|oxcarbazepine|tegretol|cbz)"
_ENDED = r"(?:gone|vanished|ceased|disappeared|stopped|went away|cleared)\b"
_GONE_ON = Anchored(
    r"\b(?:attacks?|spells?|jerks?|spasms?|they|it|symptoms|episodes?|bouts?|movements?|twitch\w*|fits?)\s+"
    rf"(?:(?:has|have|had|all|soon|then|quickly|completely|promptly)\s+){{0,3}}{_ENDED}\s+"
    r"(?:(?:completely|entirely|at once|soon)\s+)?(?:on|with|by|after|under)\b[^.;\n]{0,30}?"
    rf"\b{_CBZ}\b|"
    rf"\b{_CBZ}\b[^.;\n]{{0,30}}?\b(?:(?:they|it|attacks|jerks|spells|symptoms|spasms)\s+"
    rf"(?:(?:are|is|were|was|have|has|had|all)\s+){{0,2}}{_ENDED}|stopped\s+(?:the|his|her|my|them)\b|"
    rf"abolished\b)",
    "attack attacks spell spells jerk jerks spasm spasms they it symptoms episode episodes bout bouts "
    "movement "
    "movements twitch* fit fits >60 carbamazepine oxcarbazepine tegretol cbz;"
    "carbamazepine oxcarbazepine tegretol cbz >60 gone vanished ceased disappeared stopped went cleared "
    "abolished",
)

#: Who flaps the hands does it; a hand that flaps is let fall.
_FLAPS = Anchored(
    r"\bflap(?:s|ped|ping)?\s+(?:(?:both|of)\s+){0,2}(?:his|her|my|their)\s+(?:hands|arms)\b|"
    r"\bhand[\s-]flapping\b",
    "flap flaps flapped flapping >4 hands arms; hand >1 flapping",
)

_SCARE = r"(?:noises?|sounds?|bangs?|frights?|claps?|startled|startles?)"
_SCARES = "noise noises sound sounds bang bangs fright frights clap claps startled startle startles"
_STIFFENS = Anchored(
    rf"\b{_SCARE}\b[^.;!?\n]{{0,40}}?\b(?:(?:go(?:es)?|went|going|freezes?|froze)\s+(?:all\s+)?(?:stiff|rigid)|"
    r"stiffen(?:s|ed)?)\b|"
    r"\b(?:stiffens?|stiffened|freezes|froze|goes (?:stiff|rigid)|went (?:stiff|rigid))\b[^.;!?\n]{0,20}?"
    rf"\b(?:at|on|with|after|by)\s+(?:\w+\s+){{0,2}}{_SCARE}\b",
    f"{_SCARES} >12 stiff rigid stiffen stiffens stiffened;"
    f"stiffens stiffen stiffened freezes froze goes went >10 {_SCARES}",
)

_BLINKS = Anchored(
    r"\b(?:blinks?\s+(?:(?:about|some|over|up to)\s+)?(?P<n>\d{2,3})\s+times\s+"
    r"(?:a|per|each|every)\s+minutes?\b|"
    r"blink\s+rate\s*(?:(?:of|was|is|:)\s*)?(?P<m>\d{2,3})\b)",
    "blink blinks >6 minute minutes; blink >3 # *#*",
)
_OFTEN = 30
_PRESSURE = Anchored(
    r"\b(?:blood pressure|BP)\s+(?:went|swung|jumped|ranged|varied|shot|swings|fluctuated|fell|rose|"
    r"dropped)\s+"
    r"(?:(?:up|down)\s+)?(?:from|between)\s+(?P<a>\d{2,3})(?:/\d+)?\s+(?:to|and)\s+(?P<b>\d{2,3})(?:/\d+)?\s+"
    r"(?:within|in|over)\s+(?:(?:an?|a few|some|\d+)\s+)?(?:minutes|hours?|day)\b",
    "blood bp >20 minutes hour hours day",
)
_SWING = 50
_SLOW_BEATS = Anchored(
    r"\bslow(?:ly)?\b[^.;!?\n]{0,50}?\b(?:once|one|two|three|[123])(?:\s*(?:to|or|-)\s*(?:two|three|four|"
    r"[234]))?\s+"
    r"(?:(?:times|beats|movements)\s+)?(?:a|per|each|every)\s+second\b",
    "slow slowly >20 second",
)
_OF_WAVES = re.compile(
    r"\b(?:EEG|waves?|spikes?|nystag\w+|pulse|heart\w*|breath\w*|drift\w*|toes?|conduct\w+)\b", re.I
)
_BEATING = re.compile(r"\b(?:rhythm\w*|beat\w*|movements?|jerk\w*|contract\w*)\b", re.I)

_MOUTH_WORKS = Anchored(
    r"\b(?:mouth|jaw|tongue|lips?)\s+(?:just\s+)?(?:keeps?|kept|is|are|was|were|never stops?|"
    r"won['’]t stop)\s+(?:on\s+)?"
    r"(?:moving|chewing|working|going|smacking|rolling|wriggling)\s+(?:all the time|on (?:its|their) own|"
    r"by (?:itself|themselves)|constantly|non-?stop)\b",
    "mouth jaw tongue lip lips >4 moving chewing working going smacking rolling wriggling",
)
_BOTH_HALVES = Anchored(
    r"\bboth\s+(?:sides|halves)\s+of\s+(?:his|her|my|the)\s+face\s+(?:(?:is|are|was|were|have|had|hang|"
    r"hung|went|gone|"
    r"both|been)\s+){0,3}(?:paraly[sz]ed|lame|palsied|dead|limp|slack)\b",
    "both >4 face",
)
_STANDS = Anchored(
    r"\b(?:stands|stood|measures|measured|is|was)\s+(?:only|just|barely)\s+(?:1[.,][0-4]\d?\s?m(?:et(?:re|"
    r"er)s)?|"
    r"1[0-4]\d\s?cm)\s+(?:tall|high|in height|as an? (?:grown|adult))\b",
    "stands stood measures measured is was >1 only just barely >6 tall high in as",
)


def read_retold(words: Words) -> Iterator[Read]:
    """Findings that a sentence tells by what happens in it."""
    yield from chain(_of_legs(words), _of_children(words), _of_movement(words), _by_number(words))


def _free(words: Words, frame: Anchored) -> Iterator[tuple[re.Match[str], str]]:
    """Matches that nothing before denies, each with its sentence."""
    text = words.text
    for match in frame.finditer(words):
        if NEGATED.search(text, max(0, match.start() - 20), match.start()) is None:
            first, last = sentence_of(text, match.start())
            yield match, text[first:last]


def _of_legs(words: Words) -> Iterator[Read]:
    for match, sentence in _free(words, _MUST_SIT):
        if _WALKED.search(sentence) and _HURTS.search(sentence) and not _OTHERWISE.search(sentence):
            yield "HP:0031952", True, match.span()
    for frame, item in (
        (_SITS, "WT:better_bending_forward"),
        (_COUGHS, "WT:pain_on_cough"),
        (_NECK_MOVED, "WT:pain_on_neck_movement"),
        (_DOWN_THE_LEG, "HP:0011868"),
    ):
        for match, _ in _free(words, frame):
            yield item, True, match.span()
    for match, _ in _free(words, _STIFF_AND_WEAK):
        if not NEGATED.search(match.group()):
            yield "HP:0002313", True, match.span()
    for match, sentence in _free(words, _EASED):
        if _HURTS.search(sentence) and not NEGATED.search(match.group()):
            yield "WT:better_bending_forward", True, match.span()


def _of_children(words: Words) -> Iterator[Read]:
    for match, _ in _free(words, _FEVER_FITS):
        yield "HP:0002373", True, match.span()
    for match, sentence in _free(words, _WITH_FEVER):
        if _SMALL.search(sentence):
            yield "HP:0002373", True, match.span()
    for match, sentence in _free(words, _FROM_BIRTH):
        if not _OF_NEWBORNS.search(sentence):
            yield "HP:0003623", True, match.span()


def _of_movement(words: Words) -> Iterator[Read]:
    for frame, item in (
        (_GONE_ON, "WT:carbamazepine_stops"),
        (_FLAPS, "HP:0100023"),
        (_STIFFENS, "WT:stiff_after_startle"),
        (_MOUTH_WORKS, "HP:0002310"),
        (_BOTH_HALVES, "HP:0430025"),
        (_STANDS, "HP:0004322"),
    ):
        for match, _ in _free(words, frame):
            if not NEGATED.search(match.group().replace("never stop", "").replace("won", "")):
                yield item, True, match.span()
    for match, sentence in _free(words, _SLOW_BEATS):
        if _BEATING.search(sentence) and not _OF_WAVES.search(sentence):
            yield "WT:myorhythmia", True, match.span()


def _by_number(words: Words) -> Iterator[Read]:
    for match, _ in _free(words, _BLINKS):
        if int(match["n"] or match["m"]) >= _OFTEN:
            yield "HP:0034776", True, match.span()
    for match, _ in _free(words, _PRESSURE):
        if abs(int(match["a"]) - int(match["b"])) >= _SWING:
            yield "WT:blood_pressure_unstable", True, match.span()
