"""What people say that they have lost, and what a jerk or an ache comes with: "stairs are murder"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from whytwitch.intake.story.findings.signs import NEGATED, Read
from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.bounds import sentence_of
from whytwitch.intake.story.text.split import Words

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
    "HP:0030237": (
        r"(?:opening )?(?:jars|bottles|tins|lids)|opening (?:a |the )?(?:jars?|bottles?|tins?|cans?|"
        r"packets?)(?: of \w+)?|turning (?:a |the |my )?keys?"
    ),
    "HP:0002015": r"swallowing|(?:dry )?toast|getting (?:food|tablets|pills) down",
}
_HARD_DEED = "|".join(f"(?P<d{i}>{names})" for i, names in enumerate(_HARD_DEEDS.values()))
_IS_HELL = Anchored(
    rf"\b(?:{_HARD_DEED})\s+(?:(?:is|are|was|were|has become|have become|became|['’]s)\s+)(?:now\s+|"
    rf"just\s+|pure\s+|absolute\s+|getting\s+)*{_HELL}\b",
    "going getting walking climbing coming the stairs steps uphill hills rising standing low doing my "
    "shirt button* zips shoe* "
    "threading picking opening jars bottles tins lids turning swallowing dry toast "
    ">20 murder hell nightmare killer struggle battle mission torture beyond hard challenge agony "
    "hopeless impossible",
)
_USELESS_WITH = Anchored(
    r"\b(?:hands?|fingers?|thumbs?)\s+(?:is|are|was|has become|have become|feels?|gone|['’]s)"
    r"?\s*(?:all\s+|so\s+|totally\s+|just\s+)?\b(?:useless|clumsy|no good|no use|hopeless|rubbish|all "
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
    "worse worst bad agony shoot* hurt* pain stab* >20 cough* sneez* strain* laugh* poo* bear",
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
    "i he she >1 was am is stayed stays remain* knew heard could can remember* "
    ">9 awake conscious aware alert everything talk hear answer see",
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
#: "Sometimes nothing for a month", "with weeks in between": of movements alone.
_FREE = Anchored(
    r"\b(?:nothing|none|not a (?:thing|twitch|peep|single one)|(?:goes?|gone|clear|quiet|free)(?: of it)"
    r"?|disappears?|vanish(?:es)?)(?: away| at all| completely)?\s+for\s+"
    r"(?:(?:a|about|several|a few|a couple of|two|three|four|some|\d+|up to|sometimes)\s+){0,3}(?:weeks?|"
    r"months?|days|fortnight)\b(?!\s+now)|"
    r"\b(?:weeks|months|days) (?:in[ -])?between\b|\b(?:weeks|months) (?:go by|at a time|on end) "
    r"(?:without|with nothing|when (?:it['’]?s|there['’]?s) (?:gone|nothing))\b",
    "nothing none not go goes gone clear quiet free disappear* vanish* >20 week* month* days fortnight; "
    "weeks months days >2 between go at on in",
)
_RHYTHM = Anchored(
    r"\b(?:once|twice|(?:one|two|three|four|five|six|several|\d+)(?: times| beats| twitches| jumps| a)?)"
    r"\s+(?:a|per|every|each)\s+second\b|\blike a (?:metronome|clock|ticking clock|drumbeat)\b",
    "once twice one two three four five six several # >20 second; like >2 metronome clock ticking drumbeat",
)
_URGE = Anchored(
    r"\b(?:feel|feels|get|gets|have|has|there['’]?s|there is)\s+(?:(?:a|an|this|some|kind of|sort of|"
    r"like|real|strong|horrible|awful)\s+){0,4}(?:urge|itch|tension|pressure|tightness|feeling)"
    r"\s+(?:that\s+|which\s+)?(?:it['’]?s (?:coming|about to)|builds?(?: up)?|building(?: up)?|just "
    r"before|right before|before (?:it|each|every|the|i)|first)\b|"
    r"\bbuild-?[ ]?up of (?:tension|pressure|energy)\b|"
    r"\blike an itch (?:that )?(?:i|he|she|you) (?:just )?(?:have|has|need|needs|must|got)\b",
    "like >2 itch; feel feels get gets have has there there's there’s theres >20 urge itch tension "
    "pressure tightness "
    "feeling; build buildup >20 of",
)
_ARMS_TIRE = Anchored(
    r"\barms?\s+(?:just\s+|both\s+)?(?:give[s]? (?:out|up|way)|tires?|gets? (?:tired|heavy)|goes? dead|"
    r"go dead|ache and drop|drops?|won['’]?t stay up)\s+(?:when|if|after|while)\s+"
    r"(?:i|he|she)\s+(?:blow[ -]?dr(?:y|ies)|wash|comb|brush|dry|do|put up|hang|reach|paint|lift|hold)"
    r"(?:e?s)?\b",
    "arm arms >20 when if after while",
)
_SLURS = Anchored(
    r"\b(?:i|he|she)\s+(?:(?:sometimes|often|now|also|start|starts|begin|begins|to)\s+){0,3}slurs?\b",
    "i he she >4 slur slurs",
)
_TOO_LATE = Anchored(
    r"\b(?:loo|toilet|bathroom|lav)\b[^.!?\n]{0,60}?\b(?:(?:did|do|does|ca)(?: ?n['’]?t| not)|never|not "
    r"always)\s+(?:always\s+|quite\s+)?(?:get there|make it|manage it)\b",
    "loo toilet bathroom lav >20 get make manage always quite",
)
_KICKS = Anchored(
    r"\b(?:partner|husband|wife|hubby|boyfriend|girlfriend|he|she)\s+(?:always\s+|keeps? (?:on )?)"
    r"?kick(?:s|ing)?\s+(?:me|him|her)\b(?=[^.;!?\n]{0,40}\b(?:nights?|bed|sleep\w*|asleep)\b)",
    "partner husband wife hubby boyfriend girlfriend he she >4 kick*",
)
_UNSTILL = Anchored(
    r"\bhands?\s+(?:(?:have|has|wo|ca|do|does)(?: ?n['’]?t| not)|never|will not|cannot)\s+(?:been\s+|"
    r"be\s+|stay\s+|keep\s+|kept\s+|hold\s+)?(?:still|steady)\b|"
    r"\b(?:ca ?n['’]?t|cannot|can not|could ?n['’]?t) (?:keep|hold) (?:my|his|her) hands? (?:still|steady)\b",
    "hand hands >4 still steady been be stay keep kept hold; can can't cant can’t ca cannot couldn* "
    "could >20 still steady",
)
_MAINS = Anchored(
    r"\b(?:cheek|face|jaw|gums?|teeth|tooth|temple|chin|lip)\b[^.!?\n]{0,60}?\b(?:plugged into the mains|"
    r"cattle prod|electric (?:shocks?|fence|current|bolts?)|bolts? of (?:lightning|electricity)|"
    r"lightning bolt|struck by lightning|live wire)\b",
    "cheek face jaw gum gums teeth tooth temple chin lip >20 plugged cattle electric bolt bolts "
    "lightning struck live",
)
_NOT_WOKEN = Anchored(
    r"\b(?:foot|leg|arm|hand|fingers?|face|lip|toes?)\s+(?:still\s+)?(?:has|have)(?: ?n['’]t| not)"
    r"\s+(?:yet\s+|properly\s+|quite\s+)?woken(?: up)?\b",
    "foot leg arm hand finger fingers face lip toe toes >20 woken",
)
_JUMPS_AT = Anchored(
    r"\b(?:doors?|phones?|(?:door)?bells?|dogs?|cars?|bangs?|toaster|kettle|alarms?|someone|anyone)"
    r"\s+(?:\w+\s+)?(?:slams?|rings?|barks?|goes off|backfires?|pops?|drops something|comes in|bangs?|"
    r"speaks?|coughs?)\b[^.!?\n]{0,20}?\b"
    r"(?:i|he|she)\s+(?:hits? the (?:ceiling|roof)|go(?:es)? through the roof|jumps? (?:a mile|sky high|"
    r"a foot|out of (?:my|his|her) skin|up)|leaps? (?:up|out)|nearly d(?:ie|rop)s?)\b|"
    r"\b(?:jumps?|leaps?) (?:(?:a mile|sky high|a foot) )?(?:if|when(?:ever)?) (?:you|people|someone|i) "
    r"(?:say|says) boo\b|\b(?:jumps?|jumping) at (?:my|his|her) own shadow\b",
    "door doors phone phones bell bells doorbell* dog dogs car cars bang bangs toaster kettle alarm "
    "alarms someone anyone >20 i he she;"
    "jump jumps jumping leap leaps >20 boo shadow",
)
_OFF_IT = Anchored(
    r"\b(?:off|away from|without|put down|not (?:on|at)|when i put down) (?:the|my) (?:kit|drums?|piano|"
    r"guitar|violin|cello|flute|instrument|course|bow|keyboard|pen|trumpet|sticks|putter)"
    r"\b[^.;!?\n]{0,40}?\b(?:fine|anything|normal\w*|no (?:problem|bother|trouble)|nothing|perfect\w*|"
    r"steady|gone|stops|goes)\b",
    "off away without put not when >6 kit drum drums piano guitar violin cello flute instrument course "
    "bow keyboard pen trumpet sticks putter",
)
_JAW_SHUT = Anchored(
    r"\bjaws?\b[^.!?\n]{0,25}?\b(?:clenched|locked|locks|locking|stuck|seized|set|tight|clamped|shut)"
    r"\b(?!\s+(?:wide\s+)?open)[^.!?\n]{0,40}?"
    r"\b(?:ca ?n['’]?t|cannot|can not|wo ?n['’]?t|unable to|hardly|barely|could ?n['’]?t)\s+(?:\w+\s+)"
    r"{0,2}?(?:open|eat|chew|prise|get (?:a|my|any|food|anything|two))\b",
    "jaw jaws >20 open eat chew prise get",
)
_STILL_AT_REST = Anchored(
    r"\b(?:at rest|in my lap|when (?:i['’]?m |they['’]?re |it['’]?s )?resting|when i rest(?: them)?)"
    r",?\s+(?:(?:my|his|her|the|both)\s+){0,2}"
    r"(?:hands?|arms?|fingers|they|it)(?:\s+(?:is|are)|['’]re|['’]s)\s+"
    r"(?:perfectly\s+|quite\s+|completely\s+|absolutely\s+|rock\s+)?(?:still|steady|fine|calm|quiet|ok|"
    r"okay|normal)\b",
    "at in when >20 still steady fine calm quiet ok okay normal",
)
_TICKS = Anchored(
    r"\b(?:i|he|she)\s+(?:(?:always|also|sometimes|just)\s+)?ticks?\s+(?:a lot|all the time|constantly|"
    r"all day|at school|when (?:i['’]?m|he['’]?s|she['’]?s)|"
    r"with (?:my|his|her) (?:head|neck|face|eyes?|shoulders?|mouth))\b",
    "i he she >2 tick ticks",
)
_NO_PEACE = Anchored(
    r"\blegs\s+(?:wo ?n['’]?t|will not|would ?n['’]?t|refuse to|never|ca ?n['’]?t|just wo ?n['’]?t)"
    r"\s+(?:keep|be|stay|lie|sit)\s+still\b|"
    r"\blegs\s+(?:wo ?n['’]?t|will not|never) (?:settle|leave me alone|let me (?:sleep|rest))\b|"
    r"\blegs\s+drive (?:me|him|her) (?:insane|mad|crazy|up the wall|bonkers|nuts|round the bend)\b"
    r"(?=[^.;!?\n]{0,30}\b(?:bed|night|nights|evenings?|sleep)\b)",
    "legs >20 still settle leave let drive",
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
_IF_TOUCHED = Anchored(
    r"\b(?:if|when(?:ever)?|every time|each time|as soon as)\s+(?:i|you|he|she|someone|anyone|something|"
    r"anything|the \w+)\s+(?:touch|tap|press|poke|stroke|knock|brush|flick|squeeze|prod)(?:es|s)"
    r"?\s+(?:on\s+|against\s+)?"
    r"(?:it|them|(?:my|the|his|her|that)\s+(?:\w+\s+)?\w+),?\s+(?:it|they|(?:the|my|his|her|whole)\s+\w+)"
    r"\s+(?:just\s+|all\s+)?(?:jump|twitch|jerk|go|fire|spasm|flutter|quiver|ripple|kick|contract|start|"
    r"set)\w*\b",
    "if when whenever every each as >6 touch* tap* press* pok* strok* knock* brush* flick* squeez* prod*",
)
_SUDDEN = Anchored(
    r"(?:(?<![^.!?\n])|(?<=[.!?] ))(?:jump|leap|get|stand|spring|rush|dash) (?:up|off)"
    r"\b[^.;!?\n]{0,30}?\band (?:my|the|his|her)\b|"
    r"\b(?:when(?:ever)?|if|every time|each time|as soon as)\s+(?:i|he|she)\s+(?:jump|get|stand|leap|"
    r"rise|start|run|turn|move|set off|spring|dash|hurry)s?\b[^.;!?\n]{0,25}?\b(?:suddenly|quickly|fast|"
    r"in a hurry|all of a sudden|in a rush|abruptly)\b",
    "jump leap get stand spring rush dash >1 up off; when whenever if every each as >20 jump* get* "
    "stand* leap* rise* start* run* turn* move* set* "
    "spring* dash* hurry*",
)
_ATTACK = frozenset(
    (
        "HP:0007166",
        "HP:0001332",
        "HP:0100660",
        "HP:0002305",
        "HP:0002268",
        "HP:0002451",
        "HP:0031960",
        "HP:0032005",
    )
)

_JERKS = frozenset(
    "HP:0030826 HP:0031166 HP:0000317 HP:0001308 HP:0012323 HP:0001336 HP:0045084 HP:0001337 HP:0001250 "
    "HP:0002380 HP:0007289 HP:0003394 HP:0200085 "
    "HP:0002378".split()
)
_URGED = _JERKS | frozenset(
    "HP:0100033 HP:0100034 HP:0100035 HP:0030826 HP:0034776 HP:0011468 HP:0000273".split()
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
    (_ARMS_TIRE, ("HP:0003484",)),
    (_TOO_LATE, ("HP:0000020",)),
    (_KICKS, ("WT:bedpartner_kicked",)),
    (_NO_PEACE, ("HP:0012452",)),
    (_TICKS, ("HP:0100033",)),
    (_JAW_SHUT, ("HP:0000211",)),
    (_MAINS, ("WT:face_pain_electric",)),
    (_JUMPS_AT, ("HP:0002267",)),
    (_SLURS, ("HP:0001260",)),
    (_ON_NECK, ("WT:pain_on_neck_movement",)),
    (_WASHED, ("HP:0002403",)),
    (_CREEPS, ("HP:0012452",)),
    (_TOUCHED, ("WT:twitch_on_touch",)),
    (_IF_TOUCHED, ("WT:twitch_on_touch",)),
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
    for match in _STILL_AT_REST.finditer(words):
        yield "HP:0002322", False, match.span()
    for match in _UNSTILL.finditer(words):
        yield "HP:0002378", True, match.span()
    for match in _NOT_WOKEN.finditer(words):
        yield "HP:0033748", True, match.span()
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
        (_FREE, _JERKS, "WT:comes_and_goes_free_spells"),
        (_RHYTHM, _JERKS, "WT:twitch_rhythmic"),
        (_URGE, _URGED, "WT:twitch_urge_before"),
        (_OFF_IT, None, "WT:task_specific"),
    ):
        for match in frame.finditer(words):
            if not is_denied(text, match) and (kinds is None or not kinds.isdisjoint(there)):
                yield item, True, match.span()
