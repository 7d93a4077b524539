"""What people say that they have lost, and what a jerk or an ache comes with: "stairs are murder"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from whytwitch.intake.story_anchor import Anchored
from whytwitch.intake.story_brings import sentence_of
from whytwitch.intake.story_said import Said
from whytwitch.intake.story_signs import NEGATED, Read
from whytwitch.intake.story_split import Words

__all__ = ["is_denied", "read_lost"]

# Lost strength and functions.
_HELL = (
    r"(?:murder|hell|a (?:real |total |complete |absolute )?(?:nightmare|killer|struggle|battle|mission)|"
    r"torture|beyond me|(?:a )?hard work|a challenge|agony|hopeless|impossible)"
)
_HARD_DEEDS: dict[str, str] = {
    "HP:0003551": (
        r"(?:(?:going|getting|walking|climbing|coming) (?:up|down) )?(?:the )?(?:stairs|steps)|"
        r"climbing(?: the)? (?:stairs|steps)|stairs|uphill|hills"
    ),
    "HP:0003698": (
        r"(?:getting|rising|standing) (?:up |out )?(?:from|of|off) (?:a|the|my|low)"
        r"[^.;!?,\n]{0,18}(?:chair|seat|sofa|loo|toilet|floor)|low chairs"
    ),
    "HP:0007010": (
        r"(?:(?:doing up )?(?:my )?(?:shirt )?buttons|zips|shoe ?laces|threading a needle|picking up "
        r"coins|buttoning)"
    ),
    "HP:0030237": r"(?:opening )?(?:jars|bottles|tins|lids)|turning (?:a |the |my )?keys?",
    "HP:0002015": r"swallowing|(?:dry )?toast|getting (?:food|tablets|pills) down",
}
_HARD_DEED = "|".join(f"(?P<d{i}>{names})" for i, names in enumerate(_HARD_DEEDS.values()))
_IS_HELL = Anchored(
    rf"\b(?:{_HARD_DEED})\s+(?:(?:is|are|was|were|has become|have become|became|['’]s)\s+)(?:now\s+|"
    rf"just\s+|pure\s+|an?bsolute\s+|getting\s+)*{_HELL}\b",
    "going getting walking climbing coming the stairs steps uphill hills rising standing low doing my "
    "shirt button* zips shoe* "
    "threading picking opening jars bottles tins lids turning swallowing dry toast "
    ">20 murder hell nightmare killer struggle battle mission torture beyond hard challenge agony "
    "hopeless impossible",
)
_USELESS_WITH = Anchored(
    r"\b(?:hands?|fingers?|thumbs?)\s+(?:is|are|was|has become|have become|feels?|gone|['’]s)"
    r"?\s*(?:all\s+|so\s+|totally\s+|just\s+)?(?:useless|clumsy|no good|no use|hopeless|rubbish|all "
    r"thumbs|fumbl\w+)\s+"
    r"(?:with|at|for|on)\s+(?:doing up |my |shirt |small |little |fiddly ){0,3}(?:buttons?|zips?|laces|"
    r"keys?|coins?|cutlery|fiddly|jewellery|sewing|typing|screws?)",
    "hand hands fingers finger thumb thumbs hand's hands's hand’s fingers's thumb's >20 useless clumsy no "
    "hopeless rubbish all fumbl*",
)
_COULD_ONCE = Anchored(
    r"\b(?:i|he|she)\s+(?:could|was able to|used to|was)\s+(?:easily\s+|happily\s+|still\s+|regularly\s+)"
    r"?(?:run(?:ning)?|walk(?:ing)?|cycl(?:e|ing)|swim(?:ming)?|hik(?:e|ing)|jog(?:ging)?|danc(?:e|ing)|"
    r"climb(?:ing)?)\b[^.;!?\n]{0,40}?\b"
    r"now\s+(?:i|he|she)(?:['’]m)?\s+(?:can(?:not|['’]t)?\s+|am\s+)?(?:barely|hardly|only just|scarcely|"
    r"struggle to|even|not even)?\s*(?:able to\s+)?(?:get|walk|make|manage|reach|climb|run|go)\b",
    "i he she >2 could able used was >20 now",
)
_WENT_DOWN = Anchored(
    r"\b(?:gave (?:way|out|in)|buckled|tripped|stumbled|slipped|missed (?:a|the) step)"
    r"\b[^.;!?\n]{0,30}?\band\s+(?:i|he|she)\s+(?:just\s+)?(?:went (?:down|over|flying|sprawling)|ended "
    r"up on the (?:floor|ground)|hit the (?:deck|floor|ground))\b",
    "gave buckled tripped stumbled slipped missed >20 and >3 went ended hit",
)
_HALF_LIMP = Anchored(
    r"\b(?:(?:my|his|her|the|whole)\s+){0,4}(?:(?:left|right|one|whole)\s+){1,2}side(?:\s+of (?:my|his|"
    r"her) body)?\s+(?:(?:has|just|suddenly|all)\s+){0,4}"
    r"(?:went|goes|gone|is|was|became|becomes|feels?|felt|turned)\s+(?:all\s+|totally\s+|completely\s+|"
    r"so\s+)*(?:floppy|dead|limp|useless|weak|to (?:lead|mush|jelly)|like lead)\b",
    "left right one whole my his her the >20 side >20 floppy dead limp useless weak lead mush jelly",
)
_MUSCLE_GONE = Anchored(
    r"\b(?:muscles?|flesh|bulk|padding|meat|fleshy (?:bit|part|pad)|pad)\s+(?:(?:at|in|of|on|between|"
    r"below|above|beside|round|by|around|the|my|his|her|front|back|base|left|right|upper|lower|both)\s+)"
    r"{0,4}"
    r"(?P<where>hands?|thumbs?|fingers?|fore ?arms?|arms?|shoulders?|thighs?|legs?|calf|calves|shins?|"
    r"foot|feet)\s*(?:and \w+\s+)?"
    r"(?:(?:has|have|had|is|are|['’]s|['’]ve|just|all|seems? to have|practically|almost|nearly)\s+)"
    r"+(?:gone|melted(?: away)?|disappeared|vanished|shrunk|wasted(?: away)?|withered|shrivelled)"
    r"\b(?!\s+(?:hard|stiff|into|tight|numb|to sleep|cold|dead|off|soft))",
    "muscle muscles flesh bulk padding meat fleshy pad >20 gone melted disappeared vanished shrunk "
    "wasted withered shrivelled",
)
_WASTED_AT = {"h": "HP:0009130", "t": "HP:0009130", "f": "HP:0009130", "a": "HP:0009129", "s": "HP:0003202",
              "l": "HP:0007210", "c": "HP:0007210"}  # fmt: skip
_LEG_WORDS = re.compile(r"thigh|shin|foot|feet", re.I)
_GRIP_GONE = Anchored(
    r"\b(?:my|his|her|the)\s+(?:(?:left|right|hand)\s+)?grip(?:['’]s|\s+(?:has|is))\s+(?:(?:all|"
    r"completely|nearly|almost|just)\s+){0,4}(?:gone|going|rubbish|hopeless|shot|useless)\b",
    "my his her the >3 grip grip's grip’s >3 has is gone going rubbish hopeless shot useless all "
    "completely nearly almost just s",
)

# Feeling, pain, voice, balance.
_FOURTH_FIFTH = Anchored(
    r"\b(?:little|pinky|pinkie|small|baby|fifth) (?:finger )?(?:and|&|plus|\+) (?:the )?(?:one (?:beside|"
    r"next to|by) (?:it|that)|ring(?: finger)?|fourth(?: finger)?|(?:its )?neighbou?r|next one|half "
    r"(?:of )?the ring)\b",
    "little pinky pinkie small baby fifth >3 one ring fourth neighbour neighbor next half the its",
)
_NUMB = re.compile(r"\b(?:asleep|numb\w*|tingl\w*|dead|pins|buzz\w*|prickl\w*|no feeling)\b", re.I)
_SHOOTS = Anchored(
    r"\bpains?\s+(?:(?:that|which|goes|runs|shooting|going|running|travels|right)\s+){0,4}from (?:(?:my|"
    r"his|her|the|left|right|lower)\s+){0,4}(?:bum|buttocks?|bottom|backside|back|hip|neck|shoulder(?: "
    r"blade)?|spine)\s+"
    r"(?:(?:all|right|the|way|down|straight)\s+){0,4}(?:to|into|past)\s+(?:(?:my|his|her|the|below|left|"
    r"right|outer|big|little)\s+){0,4}(?:ankles?|foot|feet|toes?|heel|calf|knee|shin|hand|fingers?|thumb|"
    r"elbow|wrist|forearm)\b",
    "pain pains >20 from >20 bum buttock* bottom backside back hip neck shoulder spine",
)
_ON_COUGH = Anchored(
    r"\b(?:worse|worst|bad|agony|(?:shoots?|hurts?|pain|stabs?)(?: down)?(?: my leg| my arm| it| more)?)"
    r"\s+(?:when(?:ever)?|if|every time|as) (?:i|he|she) (?:cough|sneeze|strain|laugh|poo|bear down)s?\b",
    "worse worst bad agony shoot* hurt* pain stab* >20 cough* sneez* strain* laugh* poo bear",
)
_ON_NECK = Anchored(
    r"\b(?:when(?:ever)?|if|every time|each time|as soon as)\s+(?:i|he|she)\s+(?:turn|bend|tilt|move|"
    r"twist|tip|look|extend|drop)s?\s+(?:(?:my|his|her)\s+(?:head|neck|chin)|up|over my shoulder|back|"
    r"down)\b[^.;!?\n]{0,45}?"
    r"\b(?:zaps?|pains?|shocks?|shooting|shoots|electric|jolts?|buzz\w*|twinges?|stabs?|tingl\w+)"
    r"\b[^.;!?\n]{0,25}?\b(?:arms?|shoulder blade|hands?|fingers?|thumb)\b",
    "when whenever if every each as >20 turn* bend* tilt* move* twist* tip* look* extend* drop*",
)
_BREAKS_UP = Anchored(
    r"\bvoice\b[^.;!?\n]{0,40}?\b(?:strangled|strangulated|squeezed|strained|choked|tight|creaky)"
    r"\b[^.;!?\n]{0,30}?\b(?:cuts? (?:in and )?out|breaks?|breaking|catch(?:es|ing)|stops and starts|"
    r"comes and goes|jerky|cracks?)\b|"
    r"\bvoice\b[^.;!?\n]{0,25}?\b(?:cuts? (?:in and )?out|breaks up|stops and starts)"
    r"\b(?=[^.;!?\n]{0,40}?\b(?:strangled|strained|squeezed|choked|mid|sentence|talk\w*|speak\w*|phone|"
    r"words?)\b)",
    "voice >22 strangled strangulated squeezed strained choked tight creaky cut cuts breaks stops",
)
_SINGS_FINE = Anchored(
    r"\b(?:sings?|singing|laughs?|laughing|whispers?|whispering|shouts?|shouting)\b\s+(?:(?:is|are|comes "
    r"out|songs?|hymns|along|out loud)\s+)?(?:perfectly\s+|quite\s+|absolutely\s+|totally\s+)?(?:fine|"
    r"normal(?:ly)?|well|beautifully|no (?:problem|trouble|bother)|clear(?:ly)?|ok|okay|perfect(?:ly)?|"
    r"as ever|like a (?:bird|lark))\b",
    "sing* laugh* whisper* shout* >20 fine normal* well beautifully no clear* ok okay perfect* as like",
)
_VOICE = re.compile(r"\b(?:voice|speech|speak\w*|talk\w*|words|throat)\b", re.I)
_LETS_GO = Anchored(
    r"\b(?:takes?|took|needs?)\s+(?:(?:me|him|her|them|my (?:hand|fingers))\s+)?(?:(?:a|an|some|several|"
    r"quite|good|few|couple of|long)\s+){0,4}(?:moments?|seconds?|secs|whiles?|time|age|ages|minute)"
    r"\s+(?:for (?:my|the|his|her) (?:hand|fingers|grip|fist) )?(?:to|before (?:i|he|she) can)\s+"
    r"(?:let go|release|unclench|open (?:my|his|her|the|it|them)|relax (?:my|his|her|the) (?:grip|hand|"
    r"fist|fingers))\b",
    "take takes took need needs >20 moment* second* secs while* time age ages minute",
)
_KNEES_LAUGH = Anchored(
    r"\b(?:laugh(?:s|ed|ing|ter)?|jokes?|giggl\w+|funny|tickled)\b[^.!?\n]{0,60}?\b(?:knees?|legs?|jaw|"
    r"head|whole body|arms?)\s+(?:just\s+|suddenly\s+|all\s+)*(?:buckled?s?|give[s]? (?:way|out)|gave "
    r"(?:way|out)|go(?:es)? (?:weak|limp|floppy|to jelly|from under)|went (?:weak|limp|floppy|to jelly|"
    r"from under)|fold(?:s|ed)?|drops?|sags?|turn(?:s|ed)? to (?:jelly|water))\b",
    "laugh* joke* giggl* funny tickled >20 knee* leg* jaw head whole arm*",
)
_ROLLS = Anchored(
    r"\b(?:belly|tummy|stomach|abdomen|abs)\b[^.!?\n]{0,50}?\b(?:roll(?:s|ing)?|writh(?:es?|ing)|"
    r"rippl(?:es?|ing)|undulat\w+|snak(?:es?|ing)|wav(?:es|ing)|belly ?danc\w+)\b(?!\s+(?:over|in bed|of "
    r"fat|up))",
    "belly tummy stomach abdomen abs >20 roll* writh* rippl* undulat* snak* wav* belly* dancing",
)
_HEAT = Anchored(
    r"\b(?:(?:warm|hot) (?:weather|baths?|showers?|days?|rooms?)|heat ?waves?|the heat|saunas?|hot tubs?|"
    r"summer)\b[^.;!?\n]{0,30}?\b(?:makes?|turns?|leaves?|sends?|gets?|brings?)\s+(?:my|me|him|her|it|"
    r"his|them|everything)\b[^.;!?\n]{0,25}?"
    r"\b(?:worse|weak(?:er)?|jelly|wobbly|heavy|numb|useless|blurred|blurry|stiffer|mush|lead)\b",
    "warm hot heat heatwave* the sauna* summer >20 make* turn* leave* send* get* bring*",
)
_KNEW = Anchored(
    r"\b(?:(?:i|he|she)\s+(?:was|am|is|stayed|stays|remain(?:s|ed)?)\s+(?:(?:wide|fully|totally|"
    r"completely|quite|perfectly)\s+){0,4}(?:awake|conscious|aware|alert)\s+(?:(?:and|,)\s+(?:i\s+)"
    r"?(?:knew|heard|know|hear|aware of|could hear|can hear|remember)|the whole time|throughout|all "
    r"(?:through|the time|along))|"
    r"(?:i|he|she)\s+(?:knew|heard|could hear|can hear|remembers?)\s+everything|(?:i|he|she)\s+(?:could|"
    r"can|was able to)\s+(?:still\s+)?(?:talk|hear|answer|see)\s+(?:\w+\s+){0,3}?(?:through(?:out)? it|"
    r"the whole time|throughout|all the while|during it))\b",
    "i he she >20 was am is stayed stays remain* knew heard could can remember* able",
)
_NEARER = Anchored(
    r"\bthe (?:nearer|closer)\b[^.;!?\n]{0,40}?\b(?:the (?:more|worse|wilder|bigger|harder|stronger|"
    r"shakier)|it gets (?:worse|wilder|bigger|shakier))\b",
    "the >1 nearer closer",
)
_OF_HAND = re.compile(r"\b(?:hands?|fingers?|arms?|shak\w*|trem\w*|wobbl\w*)\b", re.I)
_SPELLS = Anchored(
    r"\b(?:(?:a|one|two|three|few|couple of|several|\d+)\s+){1,2}(?:days?|weeks?|fortnights?|months?)"
    r"\s+(?:of (?:it|this|that|twitching|them)|on|with (?:it|them))\b[^.;!?\n]{0,12}?,?\s*(?:and\s+)"
    r"?then\s+(?:it['’]?s\s+|i['’]?m\s+|i get\s+|there is\s+|it goes\s+)?(?:nothing|none|gone|free|off|"
    r"clear|fine|away|quiet|peace)\b",
    "a one two three few couple several # >3 day* week* fortnight* month* >20 nothing none gone free off "
    "clear fine away quiet peace",
)
_WASHED = Anchored(
    r"\b(?:as soon as|when(?:ever)?|if|the moment|every time)\s+(?:i|he|she)\s+(?:close|shut)s? (?:my|"
    r"his|her|both) eyes\b[^.;!?\n]{0,25}?,?\s+(?:i|he|she)\s+(?:topple|sway|fall|stagger|lose (?:my|his|"
    r"her) balance|tip|lurch|wobble|keel|go over|nearly fall|almost fall|have to hold)\w*\b",
    "as when whenever if the every >20 close* shut*",
)
_CREEPS = Anchored(
    r"\b(?:when(?:ever)?|if|as soon as|the moment|every time|once)\s+(?:i|he|she)(?:['’]m|['’]s)"
    r"?\s+(?:am\s+|is\s+|try to\s+|get\s+)?(?:lie|lies|lying|lay|sit|sits|in bed|go to bed|rest|settle|"
    r"into bed)\b[^.;!?\n]{0,22}?,?\s+(?:(?:my|his|her|the|both)\s+)+(?:legs|calves|feet|thighs)\s+"
    r"(?:(?:begin|start|want|need|have|feel|are|get|just|to)\s+){0,4}(?:creep|crawl|fidget\w*|itch|fizz|"
    r"walk|move|go walkies|restless|twitchy and restless|creepy|crawly|antsy)\w*\b",
    "when whenever if as the every once >20 lie lies lying lay sit sits bed rest settle",
)
_TOUCHED = Anchored(
    r"(?:(?<![^.!?\n])|(?<=[.!?] ))(?:just )?(?:touch|tap|press|poke|stroke|knock|brush|flick|squeeze|"
    r"prod) (?:my|his|her|the|it|that|on)\b[^.;!?\n]{0,25}?\band\s+(?:it|they|(?:the|my|his|her|whole|"
    r"that)\s+(?:\w+\s+)?(?:muscle|leg|arm|calf|thigh|hand|foot|finger|thing|body)s?)\s+(?:just\s+|"
    r"all\s+)?(?:jump|twitch|jerk|go|fire|spasm|flutter|quiver|ripple|kick|contract)\w*\b",
    "touch tap press poke stroke knock brush flick squeeze prod just >20 and",
)
_SUDDEN = Anchored(
    r"\b(?:when(?:ever)?|if|every time|each time|as soon as)\s+(?:i|he|she)\s+(?:jump|get|stand|leap|"
    r"rise|start|run|turn|move|set off|spring|dash|hurry)s?\b[^.;!?\n]{0,25}?\b(?:suddenly|quickly|fast|"
    r"in a hurry|all of a sudden|in a rush|abruptly)\b",
    "when whenever if every each as >20 jump* get* stand* leap* rise* start* run* turn* move* set* "
    "spring* dash* hurry*",
)
_ATTACK = frozenset(("HP:0007166", "HP:0001332", "HP:0100660", "HP:0002305", "HP:0002268"))

_JERKS = frozenset(
    "HP:0001336 HP:0045084 HP:0001337 HP:0001250 HP:0002380 HP:0007289 HP:0003394 HP:0200085 "
    "HP:0002378".split()
)
_PAINS = frozenset(
    "HP:0012531 HP:0003418 HP:0003419 HP:6000040 HP:0011868 HP:0012514 HP:0030833 HP:0012513 HP:0009763 "
    "WT:radicular_pain".split()
)

_SIMPLE: tuple[tuple[Anchored, tuple[str, ...]], ...] = (
    (_USELESS_WITH, ("HP:0007010",)),
    (_COULD_ONCE, ("HP:0003546",)),
    (_WENT_DOWN, ("HP:0002527",)),
    (_HALF_LIMP, ("HP:0001269",)),
    (_GRIP_GONE, ("HP:0033466",)),
    (_SHOOTS, ("WT:radicular_pain",)),
    (_BREAKS_UP, ("WT:voice_strained_breaks",)),
    (_LETS_GO, ("WT:grip_release_slow",)),
    (_KNEES_LAUGH, ("HP:0002524",)),
    (_ROLLS, ("WT:belly_writhes",)),
    (_HEAT, ("WT:heat_sensitivity",)),
    (_ON_NECK, ("WT:pain_on_neck_movement",)),
    (_WASHED, ("HP:0002403",)),
    (_CREEPS, ("HP:0012452",)),
    (_TOUCHED, ("WT:twitch_on_touch",)),
)


def is_denied(text: str, match: re.Match[str]) -> bool:
    """Whether a "not" or "no" stands right before what a frame has found."""
    return NEGATED.search(text, max(0, match.start() - 20), match.start()) is not None


def read_lost(words: Words, findings: list[Said]) -> Iterator[Read]:
    """Strength, feeling and deeds that sentences tell to be lost or hard, with their letters."""
    for frame, items in _SIMPLE:
        for match in frame.finditer(words):
            if not is_denied(words.text, match):
                yield from ((item, True, match.span()) for item in items)
    yield from chain(_lost(words), _besides(words, findings))


def _lost(words: Words) -> Iterator[Read]:
    """Strength, flesh and deeds that have gone."""
    text = words.text
    for match in _IS_HELL.finditer(words):
        if not is_denied(text, match):
            item = next(item for i, item in enumerate(_HARD_DEEDS) if match[f"d{i}"])
            yield item, True, match.span()
    for match in _MUSCLE_GONE.finditer(words):
        if not is_denied(text, match):
            where = match["where"]
            yield (
                "HP:0007210" if _LEG_WORDS.match(where) else _WASTED_AT[where[0].lower()],
                True,
                match.span(),
            )


def _besides(words: Words, findings: list[Said]) -> Iterator[Read]:
    """What hangs on other words of its sentence, or on what was read."""
    text = words.text
    for frame, beside, item in (
        (_FOURTH_FIFTH, _NUMB, "WT:numb_ring_little_finger"),
        (_SINGS_FINE, _VOICE, "WT:normal_laugh_sing"),
        (_NEARER, _OF_HAND, "HP:0002080"),
    ):
        for match in frame.finditer(words):
            first, last = sentence_of(text, match.start())
            if not is_denied(text, match) and beside.search(text, first, last):
                yield item, True, match.span()
    there = {s.id for s in findings if s.present}
    for frame, kinds, item in (
        (_SUDDEN, _ATTACK, "WT:on_sudden_movement"),
        (_KNEW, _JERKS, "WT:clear_during_attack"),
        (_ON_COUGH, _PAINS, "WT:pain_on_cough"),
        (_SPELLS, None, "WT:comes_and_goes_free_spells"),
    ):
        for match in frame.finditer(words):
            if not is_denied(text, match) and (kinds is None or not kinds.isdisjoint(there)):
                yield item, True, match.span()
