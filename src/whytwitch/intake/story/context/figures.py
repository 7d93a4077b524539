"""Figures of speech and other senses of the words: "tick all the boxes", "a mind of its own", Twitch "
"the site."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain

from whytwitch.intake.story.context.mentions import Mention
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import Words

__all__ = ["CURLS_AT_TASK", "figures_in", "without_figures"]

_HANDS = r"(?:(?:my|his|her|your|the|a|an|some(?:one|body)['’]?s?|people['’]?s?|each other['’]?s?)\s+)"
_FIGURES = (
    Anchored(
        rf"\bsh(?:ak(?:e|es|ing|en)|ook)\s+(?:{_HANDS}?(?:\w+['’]s\s+)?hands?\s+with\b|"
        r"(?<!shaking )hands\b(?=\s*(?:[.,;!?]|$|and\b|at\b|on\b|when\b))|"
        r"(?:(?:someone|somebody|another|people|a (?:man|person|patient|customer|client)|the (?:doctor|"
        r"boss|vicar|man))"
        r"(?:['’]s|s)?\s+)(?:\w+['’]s\s+)?hands?\b|"
        r"(?:(?:my|his|her)\s+)?head(?:s)?\s+(?:no|at|in disbelief|when (?:someone|they) asks?)\b|"
        r"(?:(?:the|a|my|this|that|his|her)\s+)?(?:bottle|can|tin|carton|inhaler|drink|cocktail|dice|rug|"
        r"duvet|sheet|"
        r"paint|cup of)\b|"
        r"(?:it|this|things) (?:off|up|well)\b|with (?:laughter|laughing|rage|anger|mirth|giggles)\b)",
        "shake shakes shaking shaken shook",
    ),
    # "Shaking hands" is a greeting where it is done, and a complaint where somebody has them.
    Anchored(
        r"\b(?:avoid\w*|hat(?:es|ed|ing)|dislik\w+|refus\w+|after|when|while|before|by|stop(?:s|ped)?|"
        r"quit|embarrassed|awkward|dread\w*|fears?|instead of|than|like|mind)\s+shaking\s+hands\b",
        "avoid* hat* dislik* refus* after when while before by stop* quit embarrassed awkward dread* "
        "fear fears instead than like mind >3 shaking",
    ),
    Anchored(
        r"\b(?:protein|milk|whey|chocolate|strawberry|banana|breakfast|slim\w*|diet|meal(?:[ -]replacement)?|"
        r"vanilla|mass|green|recovery)[ -]shakes?\b",
        "protein milk whey chocolate strawberry banana breakfast slim* diet meal vanilla mass green recovery "
        ">2 shake shakes",
    ),
    Anchored(
        r"\b(?:paraly[sz]ed|frozen|rigid|numb|stiff|rooted|weak|sick|ill) (?:with|by|from|through) "
        r"(?:sheer |pure |utter )?"
        r"(?:fear|fright|terror|shock|grief|indecision|panic|worry|nerves|boredom|excitement|envy|"
        r"jealousy|guilt|relief)\b",
        "paralysed paralyzed frozen rigid numb stiff rooted weak sick ill >1 with by from through",
    ),
    Anchored(
        r"\b(?:had|having|have|has|got) an? (?:bit of a |little |real |minor |slight )?wobbl[ey] "
        r"(?:about|over|last|on|with|when)\b|"
        r"\bblow[ -]?dr(?:y|ies|ied|ying) (?:my|his|her) hair\b|\bswallow(?:ing|ed)? (?:the|that|this|"
        r"any) (?:news|diagnosis|fact|truth|idea|lies?|"
        r"story|insult)\b|\b(?:noise|sound)s? like an? (?:hiccup|cough|sneeze|snore)\b|"
        r"\b(?:foot|leg|arm|hand|fingers?|face|lip|toes?) (?:still )?(?:has|have)(?: ?n['’]t| not) "
        r"(?:yet |properly |quite )?woken(?: up)?\b|"
        r"\bshak(?:e|es|ing) (?:it|them|my hands?|the hand|his hands?|her hands?) (?:and (?:hang|rub|it)|"
        r"about|around|awake|"
        r"to (?:get|wake|bring)|until|till|for a (?:bit|minute|while)|back)\b|\bweak (?:excuse|joke|"
        r"attempt|argument|coffee|tea|signal|link)\b",
        "had having have has got >20 wobble wobbly; blow blowdr* >3 hair; swallow swallowing swallowed; "
        "noise noises sound sounds >2 a an;"
        "foot leg arm hand finger fingers face lip toe toes >20 woken; shake shakes shaking; weak",
    ),
    Anchored(r"\bcramp(?:s|ed|ing)?\s+(?:my|his|her|your|their|our)\s+style\b", "cramp* >2 style"),
    Anchored(
        r"\btick(?:s|ed|ing)?\s+(?:all|most|many|every|off|both|a lot of|some of|so many|none of|the|"
        r"that|a few|quite a few)?"
        r"\s*(?:of\s+)?(?:(?:the|these|those|your|its)\s+)?(?:right\s+)?box(?:es)?\b|"
        r"\btick(?:ing)?[ -]?(?:box|list|sheet)(?:es|s)?\b|\bwhat makes (?:\w+\s+){1,2}tick\b|"
        r"\btick(?:s|ed|ing)? (?:away|by|over|off)\b|\bticking (?:clock|bomb|time)\b|\bclock(?:s)? (?:is "
        r"|was )?tick(?:s|ing)?\b",
        "tick ticks ticked ticking >20 box boxes; tick ticking tickbox* ticklist* ticksheet* tickingbox* "
        "tickinglist* tickingsheet*; what >1 makes; ticks ticked; clock clocks >2 tick ticks ticking",
    ),
    Anchored(
        r"\b(?:on|watch(?:es|ed|ing)?|stream(?:s|ed|ing)?(?: on)?|my|a|the|his|her|via|from|to) "
        r"twitch(?:\.tv)?"
        r"(?=\s+(?:stream\w*|channels?|chats?|account|clips?|tv|subs?\w*|followers?|site|con|prime|"
        r"drops?|app|live|"
        r"viewers?|raid\w*|emotes?|all (?:day|night)|most|every (?:day|night|evening)|till|until|for "
        r"(?:years|hours|a living)|"
        r"too much|a lot|videos?|partner|ads?|and (?:youtube|discord|tiktok)|last night|tonight|instead)\b)"
        r"|\b(?:on|watch(?:es|ed|ing)?|stream(?:s|ed|ing)? on|via) twitch(?:\.tv)?(?=\s*(?:[.,;!?)]|$|"
        r"and\b|at\b|while\b|with\b|when\b))"
        r"|\btwitch (?:stream\w*|channels?|chats?|tv|subscribers?|followers?|prime|partner|affiliate|"
        r"banned|suspended|muted|account)\b|"
        r"\btwitch\.tv\b",
        "on watch watches watched watching stream streams streamed streaming my a the his her via from "
        "to >2 twitch; "
        "twitch",
    ),
    Anchored(
        r"\bno sweat\b(?=\s*(?:[.,;!?]|$|doc|mate|at all|about|pal|doctor))|"
        r"\b(?:do not|don['’]?t|not to|never|didn['’]?t|won['’]?t|not) sweat (?:the|it|about|over)\b|"
        r"\bno sweat off\b|\bsweat(?:ing)? (?:over|about) (?:the|my|a|whether)\b",
        "no >1 sweat; do don dont don't not never didn didnt didn't won wont won't >2 sweat; "
        "sweat sweating >1 over about",
    ),
    Anchored(
        r"\bdying (?:to|for)\b(?!\s+(?:of|my|the|a|air|years|weeks))|\bdying for (?:a|some|the)\b|"
        r"\bscared to death\b|\b(?:bored|frightened|worried|thrilled|tickled) to death\b|\bkilling me to\b|"
        r"\bitching to\b|\bitchy feet\b|\bcold feet about\b",
        "dying; scared bored frightened worried thrilled tickled killing itching itchy cold",
    ),
    Anchored(
        r"\b(?:pins and needles|butterflies|goose ?bumps|tingl\w+|buzzing|trembl\w+|shiver\w*|jumpy) "
        r"(?:all over )?(?:with|from) (?:\w+ )?(?:excitement|anticipation|joy|pride|delight|happiness)\b|"
        r"\bon pins and needles\b(?=[^.;!?]{0,25}\b(?:wait\w*|until|till|about|for (?:the|his|her|my)|"
        r"all week|hoping)\b)",
        "pins butterflies goose* tingl* buzzing trembl* shiver* jumpy; on >1 pins",
    ),
    Anchored(
        r"\bheart (?:jumped|leapt|leaped|skipped a beat|sank|stopped|missed a beat|did a somersault|was "
        r"in my mouth)"
        r"(?=\s+(?:when|as|at|for joy|into my|with joy|the moment|to see|to hear)\b)",
        "heart >2 jumped leapt leaped skipped sank stopped missed did in",
    ),
    Anchored(
        r"\bjump(?:s|ed|ing)? (?:at (?:the|a|any|every) (?:chance|opportunity|offer)|the (?:gun|queue|"
        r"line|shark)|"
        r"to (?:a |any |the |the worst )?conclusions?|through hoops|ship|on the bandwagon|for joy|the "
        r"lights)\b",
        "jump jumps jumped jumping >1 at the to through ship on for",
    ),
    Anchored(
        r"\b(?:is|was|are|be|been|being|it['’]s|he['’]s|she['’]s|they['’]re|becoming|['’]s) (?:such |"
        r"just |only |all )?"
        r"(?:a|an) (?:\w+ ){0,2}?pain in the (?:neck|arse|ass|butt|backside|bum|bottom)\b",
        "is was are be been being becoming it it's it’s he he's he’s she she's she’s they they're "
        "they’re s *'s *’s >20 pain; a an >20 pain",
    ),
    Anchored(
        r"\b(?:hard|bitter|difficult|tough|not easy) (?:pill )?to swallow\b(?=\s*(?:that|the (?:fact|"
        r"news|truth|idea|diagnosis)|[.,;!?]|$))|"
        r"\bpill to swallow\b|\bswallow(?:ed|ing)? (?:my|his|her|your) (?:pride|words)\b",
        "hard bitter difficult tough pill >3 swallow; not >1 easy; swallow swallowed swallowing >2 pride "
        "words",
    ),
    Anchored(
        r"\b(?:cannot|can['’]?t|can not|could not|couldn['’]?t) stand (?:the (?:sight|thought|idea|noise|"
        r"smell|waiting|man|woman|"
        r"place|stuff|taste)|him|her|them|people|being|it when|this any|waiting|my (?:boss|job|mother|ex)"
        r"|coffee|hospitals|"
        r"doctors|needles|not knowing)\b",
        "cannot cant can can't could couldn couldnt couldn't >3 stand",
    ),
    Anchored(
        r"\b(?:lost for words|tongue[ -](?:tied|in[ -]cheek)|slip of the tongue|on the tip of my tongue|"
        r"speechless with|"
        r"in stitches|in fits (?:of|with)|fits of (?:laughter|giggles)|(?:had|have|has|having|throw|"
        r"threw|threw) (?:an? )?(?:absolute )?"
        r"fit (?:when (?:i|he|she|they) (?:was told|heard|saw|found out|told)|about|over (?:the|it|that)|"
        r"if|at (?:him|her|me|them))|(?:by|in) fits and starts|fits and starts|on my nerves|"
        r"blind drunk|turn a blind eye|fell about|(?:get|got|getting) a grip|stroke of (?:luck|genius)|"
        r"shudder to think|"
        r"frozen shoulder|knee[ -]jerk reaction|weak at the knees|storm in a teacup|"
        r"(?:bored|scared|frozen|worried) stiff|worried sick|on the ball|in the blink of an eye|"
        r"eye[ -]opener|"
        r"jerk (?:chicken|pork)|beef jerky|(?:a|such a|total|real|complete|right|an absolute) jerk(?= "
        r"(?:about|to|and|at|of|who|when)\b|[.,;!?]|$)|"
        r"flutter on the|dead (?:end|line|pan|beat|good|right|easy|on(?! (?:my|his|her) feet)|set)|"
        r"electric (?:blanket|"
        r"shaver|toothbrush|car|bike|guitar|drill))\b",
        "lost tongue slip speechless fits blind fell stroke shudder frozen knee weak storm bored scared "
        "worried eye "
        "jerk beef flutter dead electric; on >4 tongue nerves ball; in >1 stitches fits; in >5 eye; by >1 "
        "fits; "
        "by >3 fits; turn >2 blind; get got getting >2 grip; had have has having throw threw >3 fit; "
        "a an such total real complete right >3 jerk",
    ),
)
_AT_TASK = (
    r"(?:play(?:s|ing)?|typ(?:e|es|ing)|writ(?:e|es|ing)|draw(?:s|ing)?|shav(?:e|es|ing)|sew(?:s|ing)?|"
    r"putt(?:s|ing)?|"
    r"bow(?:s|ing)?|practis(?:e|es|ing)|sign(?:s|ing)? my name|hold(?:s|ing)? (?:a|the|my) (?:pen|bow|"
    r"pick|plectrum|stick))"
)
#: "My ring finger curls under only when I play": a cramp of the task, no hand clawed for good.
CURLS_AT_TASK = Anchored(
    r"\b(?:(?:index|middle|ring|little|fourth|fifth) )?(?:fingers?|thumb|hand|wrist|lips?|jaw)"
    r"\s+(?:(?:just|all|then|starts? to|will|always|suddenly)\s+){0,3}"
    r"(?:curls?|twists?|cramps?|locks?|seizes?|clenche?s?|stiffens?|flex(?:es)?|pulls?|bends?|tightens?|"
    r"claws?)\b[^.;!?\n]{0,30}?,?\s*"
    rf"(?:(?:but )?only|just|whenever|when|as soon as|if|while)\s+(?:(?:when|while|whenever|as soon as|"
    rf"if)\s+)?(?:i['’]m|i|he|she|he['’]s|she['’]s)\s+(?:am\s+|is\s+|try to\s+|start\s+)?{_AT_TASK}\b|"
    r"\b(?:fingers?|thumb|hand|lips?|jaw)\s+(?:(?:just|all|then|will)\s+)?(?:curl|twist|cramp|lock|seize|"
    r"clench|stiffen|freeze)s?(?: up)?\s+(?:on|during|in|at)\s+"
    r"(?:the\s+)?(?:high notes?|top notes?|scales|solos?|long notes|arpeggios|trills|the piano|the "
    r"guitar|the violin|short putts)\b",
    "index middle ring little fourth fifth finger fingers thumb hand wrist lip lips jaw >20 curl* twist* "
    "cramp* lock* seize* clench* "
    "stiffen* flex* pull* bend* tighten* claw* freeze*",
)
#: A hand that does what its owner does not want; a leg that twitches "has a mind of its own" and no more.
_OWN_MIND = Anchored(
    r"\b(?:(?:hands?|arms?|legs?|foot|feet|thumbs?|fingers?|toes?|muscles?|eyelids?|lids?|eyes?|body|"
    r"calf|calves|face|head|"
    r"it|they|thigh|mouth|lip|tongue|cheek|neck|shoulder)\s+(?:(?:has|have|had|having|got|with|developed|"
    r"seems? to have|'s got|['’]s got|"
    r"just|really|now|also)\s+){1,3})?(?:a )?minds? of (?:its|their|his|her) own\b",
    "hand* arm* leg* foot feet thumb* finger* toe* muscle* eyelid* lid* eye* body calf calves face head "
    "it they "
    "thigh mouth lip tongue cheek neck shoulder >20 mind minds; a >1 mind minds; mind minds",
)
_MOVES = re.compile(
    r"\b(?:twitch\w*|jerk\w*|shak\w+|trembl\w*|flutter\w*|spasm\w*|cramp\w*|flicker\w*|jump\w*|jiggl\w*|"
    r"tremors?|"
    r"bounc\w*|kick\w*|tap\w*|throb\w*|puls\w*|twist\w*|jitter\w*|danc\w*|quiver\w*)\b",
    re.I,
)
_DEEDS = re.compile(
    r"\b(?:undo\w*|unbutton\w*|grab\w*|grasp\w*|fight\w*|interfer\w*|steal\w*|slap\w*|strangl\w*|chok\w*|"
    r"against (?:my|his|her) "
    r"(?:will|wish)|pull\w* off|tak\w+ (?:off|things)|clutch\w*|wander\w*|reach\w*|not (?:mine|his|hers)|"
    r"other hand)\b",
    re.I,
)
_NEAR = 160

#: "Bit my tongue at dinner" is no sign of a fit.
_AT_MEAL = Anchored(
    r"\bbit(?:e|es|ing|ten)?\s+(?:(?:my|his|her|the)\s+)(?:own\s+)"
    r"?tongue\b(?=[^.;!?\n]{0,40}?\b(?:dinner|eating|lunch|breakfast|chew\w*|"
    r"food|meals?|sandwich|supper|tea|steak|apple|toast|hold back|not say|so as not|instead of))",
    "bit bite bites biting bitten >3 tongue",
)
#: Soup, stairs and handwriting are hopeless where their owner is not.
_HOPELESS = Anchored(
    r"\b(?:soup|stairs|buttons|typing|drinking|writing|handwriting|jars|cups?|mugs?|tea|phone|keys|"
    r"driving|hands?|"
    r"fingers?|legs?|grip|balance|walking|running|cooking|doctors?|gp|nhs|traffic|weather|internet|"
    r"weekends?)\s+"
    r"(?:is|are|was|were|has become|have become)\s+(?:\w+\s+)?(?:hopeless|depressing|miserable)\b|"
    r"\bhopeless (?:at|with) (?!life)|\bhopeless case\b",
    "soup stairs button* typing drinking writing handwriting jar* cup* mug* tea phone key* driving hand "
    "hands finger* "
    "leg legs grip balance walking running cooking doctor* gp nhs traffic weather internet weekend* >4 "
    "hopeless "
    "depressing miserable; hopeless",
)
#: What is only pictured: "what would happen if it turned into weakness".
_PICTURED = Anchored(
    r"\b(?:turn(?:s|ed|ing)?|progress(?:es|ed|ing)?|develop(?:s|ed|ing)?|evolv(?:e|es|ed|ing)|morph(?:s|"
    r"ed)?) into\s+[^.,;!?\n]{3,40}",
    "turn turns turned turning progress progresses progressed progressing develop develops developed "
    "developing "
    "evolve evolves evolved evolving morph morphs morphed >1 into",
)
_WONDER = re.compile(
    r"\b(?:what (?:would|will|happens)|would|could|will|might|may|if|going to|scared|afraid|worried|"
    r"terrified|hope|hoping|can)\b",
    re.I,
)
#: "I thought I was going numb but it was only the cold": taken back in the same breath.
_MISTAKEN = Anchored(
    r"\b(?:thought|convinced|sure|imagined|believed|felt like|felt as if)\s+(?:that\s+)?(?:i|he|she|it|"
    r"my \w+|there)\s+(?:was|were|had|might|must)\s+"
    r"[^.;!?\n]{3,45}?[,.;]?\s+(?:but|until|till|and then|actually|turns? out|turned out|no)\s+"
    r"(?:(?:that\s+)?(?:it|that|i|he|she|the \w+|in fact|actually|no)\s+)?(?:(?:was|were|is|had)\s+)"
    r"?(?:only|just|merely|simply|in my head|nothing|wrong|a false alarm|not|the (?:\w+ )?(?:machine|"
    r"train|lorry|bus|wind|dog|cat|phone|bed|washing|road)|"
    r"i was wrong)\b",
    "thought convinced sure imagined believed; felt >1 like as",
)
_BACK = 60


def figures_in(words: Words) -> Iterator[tuple[int, int]]:
    """Letters of a text in which words do not mean what they say, in no order."""
    text = words.text
    for match in chain.from_iterable(
        figure.finditer(words) for figure in (*_FIGURES, _AT_MEAL, _HOPELESS, _MISTAKEN, CURLS_AT_TASK)
    ):
        yield match.span()
    for match in _OWN_MIND.finditer(words):
        around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        if _MOVES.search(around) and not _DEEDS.search(around):
            yield match.span()
    for match in _PICTURED.finditer(words):
        low = max(0, match.start() - _BACK)
        low = max(low, *(text.rfind(mark, low, match.start()) + 1 for mark in ".;!?\n"))
        if _WONDER.search(text, low, match.start()):
            yield match.span()


def without_figures(words: Words, mentions: list[Mention]) -> list[Mention]:
    """Mentions of a text but for those that begin within a figure of speech."""
    spans = list(figures_in(words))
    if not spans:
        return mentions
    taken = {
        i
        for first, last in spans
        for i in range(bisect_left(words.start, first), bisect_left(words.start, last))
    }
    return [mention for mention in mentions if mention[0][0] not in taken]
