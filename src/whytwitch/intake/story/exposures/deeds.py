"""What was done to a person or by him, where a verb and what it was done to say it and no fixed phrase does.

A nail through a boot, an empty packet of tablets, a drinker who stopped, a valve replaced a week ago: each
pattern is named for its exposure and asked for only where one of its first words stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from whytwitch.intake.story.text.anchor import Anchored, first_of
from whytwitch.intake.story.text.split import Words

__all__ = ["A_TIME", "DENIED", "DENIED_OF_LIST", "INFECTION", "OF_KIN", "deeds_in"]

#: How many days or weeks.
A_TIME = r"(?:an?|one|two|three|four|five|six|seven|eight|ten|\d+|a few|few|several|some|about ten|about two)"
INFECTION = (
    r"(?:(?:a|bad|heavy|slight|nasty|feverish|severe|common|head) cold|flu|sore throat|runny nose|diarrh\w+|"
    r"(?:stomach|tummy) (?:bug|upset)|(?:chest|throat|ear|sinus|airway|viral|respiratory|bowel|"
    r"gut) infection|"
    r"tonsillitis|chickenpox|gastroenteritis|bronchitis|glandular fever|virus|viral illness|feverish illness|"
    r"fever (?:and|with) (?:an? )?(?:cough|cold|sore throat|runny nose|diarrh\w+)|"
    r"cough and (?:an? )?(?:fever|cold))"
    r"(?!\s+(?:drinks?|bath|shower|beer|water|compress|meal|weather|wind|day|night|hands?|feet|foot|"
    r"sweats?|spell|front)\b)"
)
_NONE = (
    r"\b(?:no|not|never|denie[sd]|denying|without|nor|nobody|none|neither|did ?n[o'’]t|allerg\w+(?: to)?)\b"
)
#: Words that deny what follows, and those that deny a list of relatives.
DENIED = re.compile(rf"{_NONE}[^.;,\n]{{0,30}}$", re.I)
DENIED_OF_LIST = re.compile(rf"{_NONE}[^.;\n]{{0,30}}$", re.I)

#: Whose it is where a relative stands before.
OF_KIN = re.compile(
    r"\b(?:FHx?|family history|mother|father|mum|mom|dad|brother|sister|uncle|aunt|cousin)\b[^.;\n]{0,45}$",
    re.I,
)
_PART = (
    r"(?:foot|feet|sole|heel|toes?|boot|shoe|trainer|sandal|slipper|glove|hand|palm|thumb|finger|arm|"
    r"forearm|elbow|leg|shin|"
    r"calf|knee|thigh|buttock|back|face|cheek|scalp|chest|belly)"
)
_SHARP = (
    r"(?:nails?|thorns?|splinters?|glass|wire|fork|spike|knife|blade|saw|axe|chisel|fish ?hook|shard|screw|"
    r"stake|"
    r"tine|tack)"
)
_WHOSE = r"(?:his|her|my|the|their)"
_DAYS_OR_WEEKS = (
    rf"(?:(?:{A_TIME}|many) (?:\w+ )?(?:days|weeks|months)|an? (?:day|week|fortnight|month)|"
    r"(?:days|weeks|months))"
)
_VACCINE = (
    r"(?:covid\S*|corona\w*|flu|influenza|tetanus|hepatitis|measles|mumps|rubella|polio|rabies|"
    r"yellow fever|meningitis|"
    r"whooping cough|shingles|chickenpox|HPV|pneumon\w+|typhoid|cholera|diphtheria|tuberculosis|"
    r"tick-borne\w*)"
)
_UNNAMED = (
    r"(?:tablets|pills|capsules|medicines?|medication|meds|drops|patch(?:es)?|injections?|prescription)"
)
#: What a sentence tells by its verb and what it was done to or with; each group is named for its exposure.
#: A pattern begins with its rarest word, and is tried where that stands; of two that match the first counts.
_DEEDS = (
    # "A nail went through his boot"; "the burn on her arm had not healed"
    rf"(?P<wound>\b{_SHARP} (?:had |has )?(?:gone|went|ran|run|passed|pierced|stuck|drove|got|dug) "
    rf"(?:right |deep |straight |up )?(?:(?:through|into|in|under) )?(?:the \w+ of )?{_WHOSE} "
    rf"(?:left |right |big |bare )?{_PART}\b|"
    rf"\b(?:burn|sore|ulcer|cut|gash|graze|blister) on {_WHOSE} (?:left |right )?{_PART}\b[^.;\n]{{0,30}}?"
    r"\b(?:not|never|n't) heal(?:ed|ing)?\b|"
    # "Trod on a broken bottle", "a splinter lodged in his toe", "grazed both knees"
    rf"\b(?:stepped|trod|trodden|knelt|sat down) on (?:an? |some )?(?:\w+ )?(?:{_SHARP}|bottle|tin|rake|"
    rf"needle|shell)\b|"
    rf"\b{_SHARP} (?:(?:had|has|was) )?(?:lodged|left|buried|embedded|"
    rf"broken off) in {_WHOSE} (?:\w+ )?{_PART}\b|"
    rf"\b{_SHARP} (?:(?:had|has) )?(?:scratched|cut|pricked|torn|pierced|gashed) (?:him|her|me|"
    rf"{_WHOSE} (?:\w+ )?{_PART})\b|"
    rf"\b(?:grazed|skinned|scraped|gashed|ripped|slit|sliced|tore) (?:(?:his|her|my|both|the|left|"
    rf"right) )+{_PART}s?\b|"
    rf"\b(?:ulcer|sore|wound) on {_WHOSE} (?:\w+ )?{_PART}\b[^.;\n]{{0,30}}?\b(?:weep|ooz|infect|discharg|"
    rf"open)\w*|"
    r"(?:(?<=bad )|(?<=deep )|(?<=severe )|(?<=large )|(?<=degree ))burns?\b(?! (?:in|of|inside|behind)\b))",
    # "Eaten a handful of them"; "empty packs lay beside his bed"; "end her life with tablets"
    r"(?P<overdose>\b(?:tablets|pills|capsules|medicine)\b[^.;\n]{0,30}?\b(?:eaten|swallowed|taken|ate|took|"
    r"swallowing) (?:an? (?:good |whole |large )?(?:handful|fistful)|(?:most|all|many|several|"
    r"dozens) of them|"
    r"the lot|them all)\b|"
    r"\bempty (?:(?:blister |pill |tablet |medicine )(?:packs?|packets?|strips?|foils?)|(?:packs?|packets?|"
    r"box(?:es)?|bottles?|"
    r"strips?|foils?) of (?:(?:his|her|my|the) )?(?:\w+ )?(?:tablets|pills|\w+(?:ine|pam|lol|ol|one|ide|"
    r"ate|in)))\b|"
    r"\bempty (?:pill|tablet|medicine) (?:bottle|box)(?:es|s)?\b|"
    r"\bend(?:ing|ed)? (?:his|her|my|their) (?:own )?life (?:with|by (?:taking|"
    r"swallowing))\b[^.;\n]{0,40}?\b(?:tablets|pills|medicines?|insulin|drugs)\b|"
    r"\bweekly \w+ (?:(?:every|each) day|daily)\b|"
    # "Three times her usual dose", "ten times too strong", "got into the tablets", "a day's dose in an hour"
    rf"\btimes (?:(?:{_WHOSE} (?:usual |normal |daily |prescribed )?|"
    r"the (?:usual |normal |right |prescribed |intended ))(?:dose|amount)|too (?:strong|much|high|many))\b|"
    rf"\bgot (?:into|hold of|at) (?!bed|trouble|\w+ (?:car|bus|habit|bath))(?:\w+ ){{1,3}}(?:tablets|pills|"
    rf"medicines?|capsules)\b|"
    r"(?:(?<=day's )|(?<=week's )|(?<=month's ))(?:dose|supply|tablets|pills)(?: of \w+)? (?:within|in|"
    r"at) (?:an?|one|once|"
    r"a few|some) |"
    r"\bdoubled (?:up )?(?:his|her|my|the) doses? by (?:mistake|accident)\b)",
    # "Something bit her while she slept"
    r"(?P<insect_or_spider>\b(?:something|ants?|centipedes?|wasps?|bees?|hornets?|insects?|bugs?|"
    r"mosquitoe?s?|gnats?|horsefl(?:y|ies)|"
    rf"caterpillars?) (?:(?:had|has|have) )?(?:bit|bitten|stung|got) (?:him|her|me|"
    rf"{_WHOSE} (?:\w+ )?{_PART}s?)\b|"
    r"(?:(?<=felt a )|(?<=felt a sharp )|(?<=felt a sudden ))(?:sting|bite|prick) (?:in the (?:garden|"
    r"grass|hay|wood|shed|sea)|(?:while|when|on)\b))",
    # "Cycled a hundred kilometres", "made to march for hours"
    r"(?P<exercise>\b(?:march|hik|trek|ran|running|swam|swum|swimming|cycl|row|dug|digging|climb|ski|skied|"
    r"trained|training|lifted|"
    r"shovell?|sprint)\w*\b[^.;,\n]{0,20}?\b(?:for (?:\w+ ){0,2}hours|(?:\w+ ){1,2}(?:km|kilomet\w+|miles)|"
    r"all (?:day|night|weekend))\b|"
    r"(?:(?<=weight )|(?<=circuit )|(?<=strength )|(?<=marathon )|(?<=interval ))training\b|"
    r"(?<=hard )(?:digging|training|rowing|running|hike|march|run|ride)\b)",
    r"(?P<alcohol>\b(?:drank|drunk|drinks?|drinking) (?:more than (?:he|she|I) should|(?:a great deal|"
    r"a lot|heavily|too much) (?:the|that|last) "
    r"(?:evening|night|weekend))\b|(?<=on the )(?:bottle|booze)\b(?!-))",
    # "Ran out of money" of one who drinks; "a drinker, stopped four days ago"
    r"(?P<alcohol_stopped>\b(?:drank|drunk|drink\w*|beer|wine|gin|vodka|whisky|spirits|alcohol\w*)\b"
    r"[^.;\n]{0,60}?\b(?:(?:ran|run) out of (?:money|drink|cash)|no (?:more )?money for (?:any|more|drink))|"
    r"\b(?:drinker|alcoholic|(?:drinking|drank) (?:heavily|too much|a lot|hard))\b[^.;\n]{0,30}?(?:,|\band|"
    r"\bbut|\bwho|\bthen)"
    r"(?: (?:has|had|he|she|I|suddenly|abruptly))* stopp?ed(?: (?:it|altogether|completely))?"
    r"(?=\s*(?:[.,;]|$|and\b|\d|an?\b|two|three|four|five|six|some|last|yesterday))|"
    r"(?:(?<=he had been )|(?<=he has been )|(?<=I had been )|(?<=I have been ))(?:dry|sober) (?:for|"
    r"since)\b(?! (?:\w+ )?years))",
    # "Smoked weed for ten years and quit five days ago"; "heavy marijuana user, stopped four days ago"
    r"(?P<cannabis_stopped>\b(?:weed|pot|hash|dope|skunk|cannabis|marijuana|joints?|spliffs?|bongs?|THC)\b"
    r"[^.;\n]{0,60}?(?:,|\band|\bbut|\bwho|\bthen|\buntil|\bI|\bhe|\bshe)"
    r"(?: (?:has|had|have|he|she|I|suddenly|abruptly|just|then|recently))* (?:quit|stopp?ed|gave (?:it )?up|"
    r"packed it in|went cold turkey)(?: (?:it|altogether|completely|cold turkey))*"
    r"(?=\s*(?:[.,;]|$|and\b|\d|an?\b|two|three|four|five|six|seven|eight|ten|some|last|yesterday|on)))",
    r"(?P<intensive_care_stay>\b(?:breathing machine|ventilator|respirator|life support)\b[^.;\n]{0,15}?"
    rf"\bfor (?:about |some |nearly |over )?{_DAYS_OR_WEEKS}\b|"
    rf"\bmachine (?:had |has )?(?:breathed|to breathe) for (?:him|her|me) for (?:about |some |"
    rf"over )?{_DAYS_OR_WEEKS}\b|"
    rf"\bkept asleep\b[^.;\n]{{0,20}}?\bfor (?:about |some |over )?{_DAYS_OR_WEEKS}\b|"
    r"(?:(?<=off the )|(?<=from the ))(?:ventilator|breathing machine|respirator)\b|"
    r"(?:(?<=artificial )|(?<=induced )|(?<=medical ))coma\b)",
    # "Her chest had been opened the week before": organ and date are asked for, an old operation is none
    r"(?P<surgery_recent>\b(?:opened|operated on|replaced|repaired|fused|pinned|pulled|put in|taken out|"
    r"removed|inserted)\b|"
    r"\bjust (?:had|undergone|been through) (?:an? |his |her |my )?(?:\w+ )?(?:operation|surgery|caesarean|"
    r"c-section|bypass)\b)",
    # "A lump above the right kidney was found and taken out"
    r"(?P<abdominal_surgery>\b(?:tumou?r|growth|mass|lump) (?:above|in|on|of|behind|near|at|from) (?:his|"
    r"her|the|my) (?:left |right )?"
    r"(?:kidney|adrenal|bowel|colon|liver|stomach|pancreas|belly|abdomen|spleen|ovary|womb)\b[^.;\n]{0,40}?"
    r"\b(?:(?:taken|cut) out|removed)\b)",
    # "She arrived eleven weeks before her time"; "came into the world blue"
    rf"(?P<birth_problem>\b(?:arrived|born|delivered)\b[^.;\n]{{0,25}}?\bweeks? (?:before {_WHOSE} (?:time|"
    rf"due date|"
    r"term)|too (?:early|soon)|(?:early|premature(?:ly)?)\b)|"
    r"\b(?:into the world|born) (?:\w+ weeks? )?(?:too (?:early|"
    r"soon)|blue|"
    r"limp|lifeless|not breathing|(?:grey|flat) and|with the cord)|"
    r"\b(?:revived|resuscitated) (?:straight |just )?(?:at|after) (?:birth|(?:he|she) was born))",
    r"(?P<recent_infection>\b(?:just|recently|barely|scarcely) (?:got(?:ten)?|getting|recover(?:ed|ing)|"
    r"come|shaken|"
    r"shaking|been|had) (?:(?:over|from|through|off|of|down|with|a|an|the|bad|heavy|nasty|bout) ){0,5}"
    rf"{INFECTION}\b)",
    r"(?P<recent_vaccination>\b(?:injection|shot|jab|vaccine|vaccination|inoculation|booster)s? (?:against|"
    r"for) "
    rf"(?:the )?(?:{_VACCINE})\b)",
    # "Went without her capsules": a medicine that has no name
    # "The tablets made her sleepy so she stopped them": what "them" are, is asked for
    r"(?P<medicine_stopped>\b(?:stopped|quit|binned|ditched|came off)(?: taking)? (?:them|these|those)\b|"
    rf"\b(?:came|come|coming|is|am|was|been|went|gone|going|and|now|getting) off (?:all )?{_WHOSE} (?:\w+ "
    rf"){{0,2}}?{_UNNAMED}\b|"
    r"\b(?:ran out of|run out of|forgot(?:ten)?|missed|skipped|went without|"
    r"gone without|threw|"
    rf"thrown) (?:all )?(?:his|her|my) (?:\w+ ){{0,3}}?{_UNNAMED}\b(?! (?:reminder|box|card|bag|list|"
    rf"time)s?\b))",
    r"(?P<toluene_or_solvents>\b(?:sniff|inhal|huff)\w* (?:\w+ ){0,3}?(?:glue|petrol|lighter (?:gas|fuel)|"
    r"thinner|"
    r"solvents?|aerosols?)\b)",
    r"(?P<recreational_drug>\b(?:snort|sniff|inhal)\w* (?:(?:a|some|the|several|two|few) ){0,2}(?:\w+ )?"
    r"(?:powder|lines?)\b|\b(?:pill|tablet|powder|capsule|sweet)s? (?:\w+ ){0,4}at (?:a|an|the) (?:\w+ )?"
    r"(?:rave|club|party|festival|night ?club|disco|concert|dance)\b)",
    # "Sprayed the apple trees"
    r"(?P<pesticide>\b(?:spray(?:ed|s|ing)|dust(?:ed|ing)|fumigat\w+) (?:(?:his|her|the|their|my|some|"
    r"all) )*(?:\w+ )?"
    r"(?:trees|crops|fields?|vines|vineyard|orchard|roses|vegetables|cotton|tobacco|rice|maize|wheat|"
    r"potatoes|garden|"
    r"greenhouse|lawn|flies|insects|cockroaches|bed ?bugs|weeds|ants|fleas|greenfly|locusts|plants)\b)",
    # "False teeth, and a lot of cream to hold them"
    r"(?P<zinc_excess>\b(?:false teeth|dentures?|dental plate)\b[^.;\n]{0,40}?\b(?:cream|paste|glue|adhesive|"
    r"fixative)\b|\b(?:cream|paste|glue|adhesive|fixative)\b[^.;\n]{0,25}?\b(?:false teeth|dentures?)\b)",
)
#: How each of the patterns above begins, by its exposure.
_BEGINS = {
    "wound": (
        "nail* thorn* splinter* glass* wire* fork* spike* knife* blade* saw* axe* chisel* fish* shard* "
        "screw* stake* tine* tack* burn* sore* ulcer* cut* gash* graze* blister* stepped* trod* knelt* "
        "skinned* scraped* ripped* slit* sliced* tore* wound*; sat >1 down"
    ),
    "overdose": (
        "tablets* pills* capsules* medicine* empty end ending ended dose* supply; times >1 his her my the "
        "their too; got >1 into hold at; doubled >4 dose*; weekly >2 every each daily"
    ),
    "insect_or_spider": (
        "something ant ants centipede* wasp* bee bees hornet* insect* bug bugs mosquito* gnat* horsefl* "
        "caterpillar* >2 bit bitten stung got; sting bite prick >1 in while when on"
    ),
    "exercise": (
        "march* hik* trek* ran* running* swam* swum* swimming* cycl* row* dug* digging* climb* ski* "
        "trained* training* lifted* shovel* sprint* >25 hours km kilomet* miles day night weekend; training "
        "digging rowing running hike march run ride"
    ),
    "alcohol": "drank drunk drink drinks drinking >1 more a heavily too; bottle booze",
    "alcohol_stopped": "drank* drunk* drink* beer* wine* gin* vodka* whisky* spirits* alcohol* dry sober",
    "cannabis_stopped": (
        "weed pot hash dope skunk cannabis marijuana joint joints spliff spliffs bong bongs thc"
    ),
    "intensive_care_stay": (
        "ventilator respirator coma; breathing >1 machine; life >1 support; kept >1 asleep; machine >2 "
        "breathed to"
    ),
    "surgery_recent": (
        "opened replaced repaired fused pinned pulled removed inserted; operated >1 on; put >1 in; taken >1 "
        "out; just >1 had undergone been"
    ),
    "abdominal_surgery": "tumour tumor growth mass lump >1 above in on of behind near at from",
    "birth_problem": "arrived born delivered revived resuscitated; into >2 world",
    "recent_infection": (
        "just recently barely scarcely >1 got gotten getting recovered recovering come shaken shaking been "
        "had"
    ),
    "recent_vaccination": "injection* shot* jab* vaccine* vaccination* inoculation* booster* >1 against for",
    "medicine_stopped": "came come coming is am was been went gone going and now getting >1 off; stopped "
    "quit binned ditched came >3 them these those; ran run >2 of; forgot "
    "forgotten missed skipped threw thrown; went gone >1 without",
    "toluene_or_solvents": "sniff* inhal* huff*",
    "recreational_drug": "snort* sniff* inhal*; pill* tablet* powder* capsule* sweet* >5 at",
    "pesticide": "sprayed sprays spraying dusted dusting fumigat*",
    "zinc_excess": "denture* cream paste glue adhesive fixative; false >1 teeth; dental >1 plate",
}
_DEED = tuple(map(Anchored, _DEEDS, _BEGINS.values()))
#: What was opened or replaced.
_ORGAN_BEFORE = re.compile(
    r"\b(?:breastbone|chest|belly|abdomen|skull|back|neck|hip|knee|spine|heart|lung|bowel|shoulder|valve|"
    r"disc|womb|jaw|"
    r"gall ?bladder|appendix|spleen|kidney|prostate|ovary|tonsils|hernia|tooth|teeth|stent|pacemaker|plate|"
    r"cataract)s?"
    r"(?: (?:had|has|was|were|been))* $",
    re.I,
)
_LATELY = re.compile(
    rf"\b(?:just|yesterday|last week|that week|the (?:day|week|month) before|{A_TIME} (?:days?|"
    rf"weeks?) (?:ago|before|earlier|after|later))\b",
    re.I,
)
#: The child of the one who is told of; "our son" is the one who is told of.
_CHILD_BEFORE = re.compile(
    r"\b(?:his|her|their) (?:\w+ )?(?:sons?|daughters?|baby|babies|child|children|twins?)\b[^.;\n]*$", re.I
)
#: Too much by the numbers: "instead of 5 ml she was given 50".
_INSTEAD = Anchored(
    r"\binstead of (?:the )?(?P<meant>\d+(?:\.\d+)?)(?:\s?(?:mg|ml|g|mcg|units?|tablets?|drops|"
    r"puffs))?\b[^.;\n]{0,60}?"
    r"(?P<had>\b\d+(?:\.\d+)?)?(?(had)\s?(?:mg|ml|g|mcg|units?|tablets?|drops|puffs)\b|(?=[.;,\n]|$))",
    "instead >5 #",
)
_HAD_BEFORE = re.compile(
    r"\b(?P<had>\d+(?:\.\d+)?)\s?(?:mg|ml|g|mcg|units?|tablets?|drops|puffs)\b[^.;\d\n]{0,40}$", re.I
)
_TIMES_TOO_MUCH = 2.0
#: Fears, questions, other people and animals: none of it was done to the person.
_NOT_DONE = re.compile(
    r"\b(?:wonder\w*|suspect\w*|thought|ask\w*|fear\w*|afraid|might|may|could (?:be|have)|if|whether|"
    r"in case|dog|cat|horse|puppy|kitten|"
    r"neighbour(?:'s|’s)|threaten\w*|warned)\b[^.;\n]{0,40}$",
    re.I,
)


def deeds_in(words: Words) -> Iterator[tuple[str, tuple[int, int]]]:
    """What was done or happened, by a verb and what it was done to or with."""
    text = words.text
    for match in first_of(_DEED, words):
        item = match.lastgroup
        if item is None or not _was_done(text, match.start()):
            continue
        if item == "surgery_recent" and not _is_lately_operated(text, match):
            continue
        if (
            item == "overdose"
            and text.startswith("times", match.start())
            and not _DOSED.search(text, max(0, match.start() - _NEAR_DOSE), match.end() + _NEAR_DOSE)
        ):
            continue
        if (
            item == "medicine_stopped"
            and match.group().endswith(("them", "these", "those"))
            and not _TABLETS.search(text, max(0, match.start() - _NEAR_DOSE), match.start())
        ):
            continue
        if item == "exercise" and _IS_ABLE.search(text, max(0, match.start() - 40), match.start()):
            continue
        if item == "birth_problem" and _CHILD_BEFORE.search(text[max(0, match.start() - 40) : match.start()]):
            continue
        yield item, match.span()
        if item == "abdominal_surgery" and not _OFTEN_HARMLESS.search(match.group()):
            yield "cancer", match.span()
    for match in _INSTEAD.finditer(words):
        before = _HAD_BEFORE.search(text, max(0, match.start() - 60), match.start())
        had = match["had"] or (before["had"] if before else None)
        if had and float(had) >= _TIMES_TOO_MUCH * float(match["meant"]) and _was_done(text, match.start()):
            yield "overdose", match.span()


def _is_lately_operated(text: str, match: re.Match[str]) -> bool:
    """Whether an organ stands before the verb and a late date beside; "just had an operation" says both."""
    if match.group()[:4].lower() == "just":
        return True
    if not _ORGAN_BEFORE.search(text, max(0, match.start() - 40), match.start()):
        return False
    begin = max(text.rfind(".", 0, match.start()) + 1, match.start() - 90)
    end = text.find(".", match.end(), match.end() + 60)
    if match.group()[:6].lower() == "pulled" and not _PULLED_OUT.search(text, begin, match.start()):
        return False
    return _LATELY.search(text, begin, end if end >= 0 else match.end() + 60) is not None


#: "Neck pulled to one side" is a cramp; a tooth is pulled.
_PULLED_OUT = re.compile(r"\b(?:tooth|teeth|molar|stent|line|drain)s?\b[^.;\n]{0,20}$", re.I)
#: What grows here is mostly no cancer.
_OFTEN_HARMLESS = re.compile(r"\b(?:ovary|womb|lump in)\b", re.I)
#: "Ten times too strong" of what is taken.
_DOSED = re.compile(
    r"\b(?:doses?|syrup|tablets?|pills?|medicines?|pump|pharmac\w+|infusion|drip|drugs?|gave|given|took|"
    r"taken|mg|ml|"
    r"prescri\w+|injection|mixture)\b",
    re.I,
)
_NEAR_DOSE = 60
_TABLETS = re.compile(rf"\b{_UNNAMED}\b", re.I)
#: What somebody can or cannot do is no exercise, nor what a part of the body does.
_IS_ABLE = re.compile(
    r"\b(?:can|could|cannot|can't|couldn't|able to|unable to|used to|like|likes|never|no longer|hardly|"
    r"without)\b[^.;\n]*$|"
    r"\b(?:legs?|feet|foot|arms?|hands?|fingers?|toes?|eyes?|limbs?|muscles?|movements?|ants|nose) $",
    re.I,
)


def _was_done(text: str, at: int) -> bool:
    before = text[max(0, at - 48) : at]
    return not (DENIED.search(before) or _NOT_DONE.search(before) or OF_KIN.search(before))
