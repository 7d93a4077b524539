"""The grammar of how people tell of symptoms: which words make which finding at which part of the
body, which words turn a finding round (no, used to, my mother has), and which could mean two things.

Everything here is general English; the knowledge's own phrases are in ``data/lexicon``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

__all__ = [
    "BARE",
    "CUES",
    "DENIED_AS",
    "DENIES",
    "FAMILY_OF_KNOWN",
    "FUNCTIONS",
    "IMPAIRED",
    "PARTS",
    "QUESTIONS",
    "REFINED",
    "composed",
    "term_at",
]

#: Part of the body -> the words for it.
PARTS: dict[str, str] = {
    "eyelid": "eyelid|eye lid|lid|eye|eyebrow",
    "face": "face|cheek|chin|facial muscle|facial|forehead",
    "lip": "lip|mouth",
    "jaw": "jaw",
    "tongue": "tongue",
    "voice": "voice",
    "neck": "neck",
    "head": "head",
    "shoulder": "shoulder|deltoid|shoulder girdle",
    "arm": "arm|upper limb|upper arm|bicep|tricep|forearm|elbow",
    "hand": "hand|finger|thumb|wrist|index finger|little finger|palm|knuckle",
    "leg": "leg|lower limb|knee|shin|quadriceps|quad|hamstring|hip|lower leg",
    "thigh": "thigh",
    "calf": "calf|calf muscle",
    "foot": "foot|toe|ankle|sole|big toe|heel",
    "chest": "chest|rib|pec",
    "belly": "belly|abdominal wall|abdominal muscle|abdominal",
    "back": "back|spine|trunk",
    "buttock": "buttock|bum",
    "limb": "limb|arms and legs|hands and feet",
    "muscle": "muscle",
    "joint": "joint",
    "body": "body|whole body|all over|everywhere",
}

_LIMB = ("arm", "hand", "leg", "thigh", "calf", "foot", "limb", "shoulder")

#: What is felt or seen -> its words, and the term by part of the body ("" for any other named part).
_HEADS: dict[str, tuple[str, dict[str, str]]] = {
    "twitch": (
        "twitch|twitching|twitchy|fasciculation|fasciculating|flicker|flickering|jumping|jump|flutter|"
        "fluttering|quivering|pulsing|pulsating",
        {"eyelid": "HP:0030826", "face": "HP:0004305", "tongue": "HP:0001308", "lip": "HP:0004305"}
        | dict.fromkeys(_LIMB, "HP:0007289")
        | dict.fromkeys(("neck", "chest", "belly", "back", "buttock", "muscle", "body"), "HP:0002380"),
    ),
    "weak": (
        "weak|weakness|weaker|weakened|paresis|no strength|lost strength|loss of strength|no power|"
        "loss of power|lost power|floppy",
        {
            "face": "HP:0030319",
            "neck": "HP:0000467",
            "tongue": "HP:0000183",
            "jaw": "HP:0001324",
            "shoulder": "HP:0003547",
            "arm": "HP:0003484",
            "hand": "HP:0030237",
            "leg": "HP:0007340",
            "thigh": "HP:0007340",
            "calf": "HP:0007340",
            "foot": "HP:0009027",
            "back": "HP:0003327",
            "limb": "HP:0003690",
            "muscle": "HP:0001324",
            "body": "HP:0003324",
        },
    ),
    "cramp": (
        "cramp|cramping|crampy|charley horse|spasm|seizing up|locking up|seize up|lock up",
        dict.fromkeys(("arm", "leg", "thigh", "calf", "foot", "limb", "muscle", "neck", "back"), "HP:0003394")
        | {"shoulder": "HP:0003394", "body": "HP:0003394", "buttock": "HP:0003394", "jaw": "HP:0000211"},
    ),
    "shake": (
        "shake|shaking|shaky|tremor|tremble|trembling|trembly|wobble",
        {
            "hand": "HP:0002378",
            "head": "HP:0002346",
            "voice": "HP:0012477",
            "lip": "HP:0032006",
            "tongue": "HP:0031947",
            "arm": "HP:0200085",
            "leg": "HP:0200085",
            "thigh": "HP:0200085",
            "foot": "HP:0200085",
            "limb": "HP:0200085",
            "jaw": "HP:0001337",
            "face": "HP:0001337",
            "body": "HP:0001337",
        },
    ),
    "jerk": (
        "jerk|jerking|jerky|jolt|jolting|myoclonus|myoclonic jerk|jump violently",
        dict.fromkeys(_LIMB, "HP:0001336")
        | dict.fromkeys(("face", "neck", "head", "belly", "back", "chest", "body", "muscle"), "HP:0001336"),
    ),
    "numb": (
        "numb|numbness|loss of feeling|no feeling|cannot feel|dead|lost feeling|loss of sensation|"
        "reduced sensation|decreased sensation|sensory loss|hypoesthesia",
        dict.fromkeys(("hand", "foot"), "HP:0002936")
        | dict.fromkeys(("face", "arm", "leg", "thigh", "calf", "back", "chest", "limb"), "HP:0033748")
        | {"lip": "WT:perioral_tingling", "tongue": "HP:0033748", "shoulder": "HP:0033748"},
    ),
    "tingle": (
        "tingle|tingling|tingly|pins and needles|prickling|prickly|paresthesia|paraesthesia|fizzing",
        dict.fromkeys(("hand", "foot"), "HP:0031006")
        | dict.fromkeys(("face", "arm", "leg", "thigh", "calf", "limb", "shoulder", "body"), "HP:0003401")
        | {"lip": "WT:perioral_tingling", "tongue": "HP:0003401", "head": "HP:0003401"},
    ),
    "waste": (
        "wasting|wasted|atrophy|atrophied|thinner|shrunken|shrinking|loss of bulk|lost muscle|withered|"
        "muscle loss|muscle wasting|muscle atrophy",
        {
            "tongue": "HP:0012473",
            "shoulder": "HP:0003724",
            "arm": "HP:0009129",
            "hand": "HP:0009130",
            "leg": "HP:0007210",
            "thigh": "HP:0007210",
            "calf": "HP:0007210",
            "foot": "HP:0007210",
            "limb": "HP:0003202",
            "muscle": "HP:0003202",
        },
    ),
    "stiff": (
        "stiff|stiffness|tight|tightness",
        {
            "leg": "HP:0008969",
            "thigh": "HP:0008969",
            "calf": "HP:0008969",
            "foot": "HP:0008969",
            "neck": "HP:0031179",
            "back": "HP:0006921",
            "belly": "HP:0006921",
            "arm": "HP:0003552",
            "limb": "HP:0003552",
            "muscle": "HP:0003552",
            "shoulder": "HP:0003552",
            "hand": "HP:0003552",
            "body": "HP:0003552",
            "face": "HP:0003552",
            "jaw": "HP:0000211",
            "joint": "HP:0001387",
        },
    ),
    "pain": (
        "pain|painful|hurt|hurting|ache|aching|achy|sore|soreness",
        dict.fromkeys(("arm", "hand", "leg", "foot", "limb"), "HP:0009763")
        | {
            "back": "HP:0003418",
            "neck": "HP:0030833",
            "chest": "HP:0100749",
            "belly": "HP:0002027",
            "shoulder": "HP:0030834",
            "muscle": "HP:0003326",
            "thigh": "HP:0003326",
            "calf": "HP:0003326",
            "joint": "HP:0002829",
            "head": "HP:0002315",
            "eyelid": "HP:0200026",
        },
    ),
    "swell": (
        "swollen|swelling|puffy",
        {"foot": "HP:0010741", "leg": "HP:0000969", "face": "HP:0000282", "hand": "HP:0000969"},
    ),
    "dystonia": (
        "dystonia|dystonic|twisting|dystonic posturing|posturing|turning in",
        {
            "arm": "HP:0031960",
            "hand": "HP:0031960",
            "leg": "HP:0031959",
            "foot": "HP:0031959",
            "neck": "HP:0000473",
            "limb": "HP:0002451",
            "face": "HP:0012179",
        },
    ),
    "paralysed": (
        "paralysed|paralyzed|paralysis|cannot move",
        {"face": "HP:0007209", "arm": "HP:0003470", "leg": "HP:0003470", "limb": "HP:0003470"}
        | {"hand": "HP:0003470", "body": "HP:0003470"},
    ),
}

#: Part by part, cramps have a description of their own besides the term.
_CRAMP_AT = {"calf": "WT:cramp_calves", "foot": "WT:cramp_feet", "hand": "WT:cramp_hands"}


def composed() -> Iterator[tuple[str, str]]:
    """Every phrase of a head word and a part of the body, in both orders, with its item."""
    for words, terms in _HEADS.values():
        for part, item in terms.items():
            for word, place in product(words.split("|"), PARTS[part].split("|")):
                yield f"{place} {word}", item
                yield f"{word} {place}", item
    for part, item in _CRAMP_AT.items():
        for word, place in product(_HEADS["cramp"][0].split("|"), PARTS[part].split("|")):
            yield f"{place} {word}", item
            yield f"{word} {place}", item


def _bare() -> dict[str, str]:
    bare = {"HP:0002380": "twitch", "HP:0001324": "weak", "HP:0003394": "cramp", "HP:0001337": "shake"}
    bare |= {"HP:0001336": "jerk", "HP:0033748": "numb", "HP:0003401": "tingle", "HP:0003202": "waste"}
    bare |= {"HP:0003552": "stiff", "HP:0012531": "pain", "HP:0001332": "dystonia"}
    return bare


#: Terms of a complaint that names no part of the body -> its head.
BARE = _bare()
_HEAD_OF = {item: head for head, (_, terms) in _HEADS.items() for item in terms.values()} | BARE
#: Heads whose place says more than the word alone.
_PLACED = ("twitch", "weak", "shake", "numb", "tingle", "waste", "stiff", "pain", "dystonia")


def term_at(item: str, part: str) -> str | None:
    """The same complaint at another part: weakness "of arms and legs" is two terms.

    Examples
    --------
    >>> term_at("HP:0003484", "leg"), term_at("HP:0002380", "tongue"), term_at("HP:0002315", "leg")
    ('HP:0007340', 'HP:0001308', None)
    """
    head = _HEAD_OF.get(item)
    if head not in _PLACED or item == "HP:0002315":
        return None
    return _HEADS[head][1].get(part)


#: A complaint and a circumstance in one clause -> the term for both.
REFINED: dict[tuple[str, str], str] = {
    ("HP:0001337", "WT:twitch_at_rest"): "HP:0002322",
    ("HP:0002378", "WT:twitch_at_rest"): "HP:0002322",
    ("HP:0200085", "WT:twitch_at_rest"): "HP:0002322",
    ("HP:0001337", "WT:twitch_on_posture"): "HP:0002174",
    ("HP:0002378", "WT:twitch_on_posture"): "HP:0002174",
    ("HP:0001337", "WT:twitch_on_action"): "HP:0002345",
    ("HP:0002378", "WT:twitch_on_action"): "HP:0002345",
    ("HP:0001336", "WT:twitch_on_action"): "HP:0034360",
    ("HP:0001336", "WT:twitch_in_sleep"): "HP:0012323",
    ("HP:0001336", "WT:twitch_falling_asleep"): "HP:0012323",
    ("HP:0001336", "WT:twitch_only_in_sleep"): "HP:0012323",
    ("HP:0003394", "WT:twitch_after_exercise"): "HP:0003710",
}

#: Our own findings of health -> what they deny.
DENIES: dict[str, tuple[str, ...]] = {
    "WT:strength_normal": ("HP:0001324",),
    "WT:clear_during_attack": ("HP:0007185",),
}

#: "No numbness" denies more than numbness: a disturbance of feeling of any kind.
DENIED_AS = {"HP:0033748": "HP:0003474"}

#: A condition of the person -> the same in the family.
FAMILY_OF_KNOWN = {
    "parkinson_known": "family_history_parkinson",
    "epilepsy_known": "family_history_epilepsy",
}

#: A function that is called worse, poor or lost -> the term; the first of its terms where none is here.
IMPAIRED = {"HP:0001347": "HP:0001315", "HP:0011499": "HP:0007686", "HP:0000822": None, "HP:0001945": None}

#: What an examination finds normal -> the terms that are then absent.
FUNCTIONS: dict[str, tuple[str, ...]] = {
    "reflexes|tendon reflexes|deep tendon reflexes|dtrs": ("HP:0001347", "HP:0001315"),
    "strength|power|muscle strength|motor strength|motor power|muscle power": ("HP:0001324",),
    "sensation|sensory examination|sensory exam|sensibility|light touch|sensory function": ("HP:0003474",),
    "tone|muscle tone": ("HP:0003808",),
    "bulk|muscle bulk": ("HP:0003202",),
    "gait|walking": ("HP:0001288",),
    "coordination|co-ordination|finger nose": ("HP:0001251",),
    "speech": ("HP:0001260",),
    "swallowing": ("HP:0002015",),
    "consciousness|alertness": ("HP:0004372",),
    "memory|cognition|mental status|mentation|intellect": ("HP:0100543",),
    "vision|eyesight|visual acuity|sight": ("HP:0000505",),
    "hearing": ("HP:0000365",),
    "eye movements|ocular movements": ("HP:0000496",),
    "plantars|plantar responses|plantar response|toes": ("HP:0003487",),
    "temperature": ("HP:0001945",),
    "feeling|feeling in the limbs|feeling of touch": ("HP:0003474",),
    "development|milestones": ("HP:0001263",),
    "bowels|bladder and bowel function|bowel function|sphincters|bladder and bowels": (
        "HP:0002607",
        "HP:0000020",
    ),
    "mood": ("HP:0000716",),
    "breathing": ("HP:0002094",),
    "pupils": ("HP:0011499", "HP:0000616"),
    "blood pressure": ("HP:0000822",),
    "sense of smell|smell": ("HP:0000458",),
    "appetite": ("HP:0002039",),
    "thinking|thought|mind": ("HP:0100543",),
    "balance": ("HP:0002172",),
    "sleep": ("HP:0002360",),
    "bladder": ("HP:0000009",),
    "cranial nerves": ("HP:0006824",),
}

#: Words that turn what stands near them. The key says how:
#: no = absent, after this word; no_back = absent, before it; stop = ends every reach; family and
#: other = someone else has it; feared = only thought of; worried = a disease feared, while a complaint
#: that worries is there; past = was there once; normal = the function
#: beside it is normal; nothing = looks like a cue and is none; own = the person again;
#: tells = who speaks, not who has it; diagnosed = a doctor's diagnosis.
CUES: dict[str, str] = {
    "no": "no|not|without|denies|denied|denying|never|neither|nor|none|absence of|absent|free of|"
    "free from|negative for|no evidence of|no sign of|no signs of|no history of|no longer has|"
    "rather than|lack of any|nothing like|not had|never had|there was no|ruled out|excluded|"
    "no complaints of|did not have|did not report|does not report|cleared of|instead of|no longer|"
    "fails to show|failed to show|stopped having|unlike|rules out|zero|nil|minus",
    "no_back": "was absent|were absent|is absent|are absent|absent|was not seen|were not seen|not present|"
    "not observed|not noted|not found|was denied|were denied|was ruled out|were ruled out|ruled out|"
    "was excluded|were excluded|was negative|were negative|negative|unlikely|denied|not detected|"
    "not a problem|none|never happened|"
    "was not elicited|not elicited|no",
    "nothing": "no change|no changes|not only|not just|not necessarily|no relief|no improvement|no doubt|"
    "no further|not sure|no better|no worse|not better|not improved|without improvement|no wonder|"
    "no cause|no explanation|without relief|no matter|no idea|no effect|no response|without warning|"
    "no reason|for no reason|without reason|without any reason|not stop|not stopped|not go away|"
    "not gone away|wont stop|wont go away|cannot stop|no obvious cause|without apparent cause|"
    "not resolved|not settle|not been able|not respond|not responding|without success|"
    "nothing helps|no apparent reason|not getting better|no benefit|not well|no help|not able|"
    "without provocation|not relieved|not affected|not aware|without obvious cause|"
    "no idea why|no trigger|no known cause|not yet|negative family|no medication|no medicine|"
    "not taking|no drugs|family doctor|family physician|family life|family practice|planned parenthood|"
    "sister ward|no smoking|mother tongue|no one|doctor said",
    "stop": "but|however|although|though|except|apart from|yet|because|which|presented|presents|"
    "developed|develops|develop|complains|complained|complaining|reports|reported|noticed|noted|"
    "besides|aside from|other than|despite|even though|still has|had developed|showed|shows|revealed|"
    "reveals|demonstrated|found|then|while|whereas|until|when|after|following|due to|"
    "secondary to|admitted|was treated|started having|only|examination|since|there was|there were|"
    "there is|there are|now|on examination|instead",
    "family": "mother|father|mom|mum|dad|brother|sister|son|daughter|uncle|aunt|cousin|grandmother|"
    "grandfather|grandma|grandpa|granny|nan|gran|grandparent|parent|parents|sibling|siblings|relative|"
    "relatives|family|in the family|family history|family history of|runs in the family|twin|nephew|"
    "niece|maternal|paternal|ancestor",
    "other": "friend|my friend|neighbour|neighbor|colleague|coworker|boss|a woman|someone|somebody|"
    "a man i know|people|others|my friend has|patients with|celebrity|people with|online|husband|wife|"
    "partner|girlfriend|boyfriend|flatmate|roommate|the dog|my dog|my cat|articles|everyone|most people",
    "feared": "if i|what if|in case|could it be|could this be|is it|is this|might be|may be|might have|"
    "could have|may have|scared it is|afraid it is|worried it is|worried that it is|"
    "scared of|afraid of|fear of|fears of|fear that|terrified of|frightened of|concern for|"
    "risk of|at risk of|to exclude|to rule out|rule out|query|suspected|suspicion of|suspicious for|"
    "possible|possibly|potential|can cause|could cause|may cause|might cause|side effects include|"
    "come back if|return if|watch for|watch out for|look out for|should you|would be|would have|"
    "thought it was|thought i had|thought to have|considered|differential|read about|reading about|"
    "googled|looked up|heard about|do i have|have i got|does this mean|to prevent|prevention of|"
    "screened for|screening for|tested for|test for|treated as|initially thought|mistaken for|"
    "misdiagnosed as|misdiagnosed with|reminded me of|afraid that|scared that|if it|unless|"
    "wonder if|wondering if|wondering whether|like in|warned me|warned about|"
    "warned of|told to expect|prophylaxis|monitor for|monitored for|before it becomes|dread",
    "worried": "worried about|worried that|anxious about|concerned about|concerned for|concerns about|"
    "concern about|convinced|convinced it is|afraid|scared|worry about|worrying about|fear|fears|panic about",
    "past": "used to|used to have|previously had|once had|"
    "long ago|when i was young|when i was a child|as a teenager|in my teens|in my twenties|last year i had|"
    "had previously|had in the past|grew out of|formerly|back then|as a kid|as a baby",
    "past_back": "has gone away|have gone away|has gone|have gone|no longer there|gone now|is gone|are gone|"
    "in the past|when i was young|as a kid|as a teenager",
    "normal": "normal|intact|unremarkable|preserved|within normal limits|fine|good|full|5/5|unaffected|"
    "wnl|spared|symmetrical|physiological|retained|ok|okay|perfect|flexor|downgoing|not impaired|"
    "normally|unimpaired|brisk but normal|2+|not affected",
    "impaired": "worse|worsened|bad|badly|poor|poorly|reduced|impaired|abnormal|disturbed|difficult|"
    "difficulty|trouble|problem|problems|affected|failing|deteriorated|diminished|lost|decreased|loss|hard|"
    "disturbance|deteriorating|troubles|difficulties|weak|sluggish|worsening|slow|fails|changed|lose|loses",
    "own": "he|she|i|patient|the patient|we|himself|herself|the child|the boy|the girl|this man|this woman|"
    "me|my|examination|on examination",
    "tells": "noticed|noted|reported|reports|observed|witnessed|said|says|brought|tells|told|described|"
    "found|called|saw|states|recalled|confirmed|thinks|is worried|complains|asked|heard|mentioned",
    "has": "has|had|have|with|suffers|suffered|died|diagnosed|affected|also|history|gets|takes|was|is|"
    "suffer|carries|have had|like|ill|same",
    "diagnosed": "diagnosed with|diagnosis of|known|known to have|history of|i have|was told i have|"
    "confirmed|suffers from|background of|past medical history of|pmh|past history of|"
    "medical history includes|treated for|under treatment for|told i have",
}

#: What could mean two things: words, meanings, the question, and the safe general item (or None).
QUESTIONS: tuple[tuple[str, tuple[str, ...], str, str | None], ...] = (
    (
        "fit|fits",
        ("a seizure", "in good shape", "matching"),
        "By 'fit', do you mean a seizure with shaking or loss of awareness?",
        "HP:0001250",
    ),
    (
        "spasm|spasms",
        ("a painful cramp", "a sudden jerk", "a pull into a twisted posture"),
        "Is the spasm a painful hard cramp, a quick jerk, or a pull into an odd posture?",
        "HP:0003394",
    ),
    (
        "shaking|shakes|shake",
        ("a steady tremor", "shivering with cold or fever", "a seizure", "jerks"),
        "Is the shaking a steady tremble, shivering, single jerks, or a whole-body attack?",
        "HP:0001337",
    ),
    (
        "weak",
        ("a muscle that has lost strength", "tired, without energy"),
        "By 'weak', do you mean that a muscle cannot do what it did, or that you feel tired?",
        "HP:0001324",
    ),
    (
        "dizzy|dizziness",
        ("the room spins", "about to faint", "unsteady on the feet"),
        "By 'dizzy', do you mean spinning, nearly fainting, or being unsteady?",
        None,
    ),
    (
        "nerves|bad nerves|my nerves",
        ("worry", "a disease of the nerves"),
        "By 'nerves', do you mean worry, or a disease of the nerves?",
        None,
    ),
    (
        "funny turn|funny turns|turns|funny do|bad turn|attack|attacks|episodes|spell|spells",
        ("a faint", "a seizure", "a spell of weakness", "panic"),
        "What happens in the attack: fainting, shaking, weakness, fear?",
        None,
    ),
    (
        "facial twitching|twitching of facial muscles|facial spasm|facial spasms|face twitching|"
        "twitching face|face twitches|twitching of the face",
        ("fine rippling", "pulling of one half of the face", "a tic", "twitching of the eyelid"),
        "Is the twitching of the face fine ripples, a pull of one whole side, a tic, or the eyelid alone?",
        "HP:0004305",
    ),
    (
        "collapse|collapsed|collapsing",
        ("fainting", "a fall with a clear mind", "a seizure"),
        "When you collapsed, did you lose consciousness?",
        None,
    ),
    (
        "freezing",
        ("feeling cold", "feet stuck while walking"),
        "By 'freezing', do you mean feeling very cold, or that your feet get stuck?",
        None,
    ),
    (
        "heavy|heaviness",
        ("weak", "tired", "numb"),
        "Does 'heavy' mean weak, tired, or numb?",
        None,
    ),
    (
        "blackout|blackouts",
        ("loss of consciousness", "a gap in memory after drinking"),
        "In the blackout, did you lose consciousness, or do you only not remember?",
        "HP:0007185",
    ),
)
